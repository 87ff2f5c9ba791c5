//! The grammar of the command line, with its help in the user's language.

use clap::{Arg, Command, CommandFactory};

use super::Arguments;
use crate::locale::{Message, UserLanguage, message};

/// After every option of a command.
const LAST: usize = 1000;

/// The grammar, ready to parse.
pub(super) fn grammar(language: UserLanguage) -> Command {
    let command = Arguments::command()
        .about(message!("cli.about").text(language))
        .subcommand_help_heading(message!("cli.commands").text(language))
        .subcommand_value_name(message!("cli.command").text(language))
        .mut_subcommands(|command| match about(command.get_name()) {
            Some(about) => translated(command.about(about.text(language)), language),
            None => translated(command, language),
        });
    translated(command, language)
}

fn translated(command: Command, language: UserLanguage) -> Command {
    let usage = message!("cli.usage").text(language);
    command
        .help_template(format!("{{about-with-newline}}\n{usage}: {{usage}}\n\n{{all-args}}{{after-help}}"))
        .mut_args(|argument| translated_argument(argument, language))
}

fn translated_argument(argument: Arg, language: UserLanguage) -> Arg {
    let heading = if argument.is_positional() { message!("cli.arguments") } else { message!("cli.options") };
    let id = argument.get_id().to_string();
    let mut argument = argument.help_heading(heading.text(language));
    // A command's own options come before those that every command has.
    if ["lang", "color", "help", "version"].contains(&&*id) {
        argument = argument.display_order(LAST);
    }
    let argument = match value_name(&id) {
        // The possible values are in the help already: clap would add them in English.
        Some(name) => argument.value_name(name.text(language)).hide_possible_values(true),
        None => argument,
    };
    match argument_help(&id) {
        Some(help) => argument.help(help.text(language)),
        None => argument,
    }
}

fn about(command: &str) -> Option<Message> {
    Some(match command {
        "init" => message!("cli-command.init"),
        "new" => message!("cli-command.new"),
        "mv" => message!("cli-command.mv"),
        "rm" => message!("cli-command.rm"),
        "build" => message!("cli-command.build"),
        "publish" => message!("cli-command.publish"),
        "serve" => message!("cli-command.serve"),
        "check" => message!("cli-command.check"),
        "status" => message!("cli-command.status"),
        "sync" => message!("cli-command.sync"),
        "explain" => message!("cli-command.explain"),
        "strings" => message!("cli-command.strings"),
        "completions" => message!("cli-command.completions"),
        "man" => message!("cli-command.man"),
        "lsp" => message!("cli-command.lsp"),
        "schema" => message!("cli-command.schema"),
        _ => return None,
    })
}

fn argument_help(argument: &str) -> Option<Message> {
    Some(match argument {
        "lang" => message!("cli-argument.lang"),
        "color" => message!("cli-argument.color"),
        "help" => message!("cli-argument.help"),
        "version" => message!("cli-argument.version"),
        "book" | "book_folder" => message!("cli-argument.book"),
        "output" => message!("cli-argument.output"),
        "base_url" => message!("cli-argument.base-url"),
        "new_base_url" => message!("cli-argument.new-base-url"),
        "target" => message!("cli-argument.target"),
        "dry_publish" => message!("cli-argument.dry-publish"),
        "adopt" => message!("cli-argument.adopt"),
        "drafts" => message!("cli-argument.drafts"),
        "teacher" => message!("cli-argument.teacher"),
        "portable" => message!("cli-argument.portable"),
        "strict" => message!("cli-argument.strict"),
        "format" => message!("cli-argument.format"),
        "port" => message!("cli-argument.port"),
        "open" => message!("cli-argument.open"),
        "no_drafts" => message!("cli-argument.no-drafts"),
        "poll" => message!("cli-argument.poll"),
        "follow" => message!("cli-argument.follow"),
        "editor" => {
            message!("cli-argument.editor", file = "{file}", line = "{line}", column = "{column}")
        }
        "diff" => message!("cli-argument.diff"),
        "answer_format" => message!("cli-argument.answer-format"),
        "fail_on" => message!("cli-argument.fail-on"),
        "lessons" => message!("cli-argument.lessons"),
        "all" => message!("cli-argument.all"),
        "typo" => message!("cli-argument.typo"),
        "rule" => message!("cli-argument.rule"),
        "schema" => message!("cli-argument.schema"),
        "language" => message!("cli-argument.language"),
        "shell" => message!("cli-argument.shell"),
        "command" => message!("cli-argument.command"),
        "folder" => message!("cli-argument.folder"),
        "new_path" => message!("cli-argument.new-path"),
        "new_title" => message!("cli-argument.new-title"),
        "level" => message!("cli-argument.level"),
        "stdio" => message!("cli-argument.stdio"),
        "move_from" | "removed" => message!("cli-argument.move-from"),
        "move_to" => message!("cli-argument.move-to"),
        "dry_run" => message!("cli-argument.dry-run"),
        "force" => message!("cli-argument.force"),
        "page" => message!("cli-argument.page"),
        "title" => message!("cli-argument.title"),
        "languages" => message!("cli-argument.languages"),
        "levels" => message!("cli-argument.levels"),
        "template" => message!("cli-argument.template"),
        _ => return None,
    })
}

fn value_name(argument: &str) -> Option<Message> {
    Some(match argument {
        "lang" => message!("cli-value.lang"),
        "color" => message!("cli-value.color"),
        "book" | "book_folder" => message!("cli-value.book"),
        "output" => message!("cli-value.output"),
        "base_url" | "new_base_url" => message!("cli-value.base-url"),
        "format" | "answer_format" => message!("cli-value.format"),
        "fail_on" => message!("cli-value.fail-on"),
        "lessons" => message!("cli-value.lessons"),
        "port" => message!("cli-value.port"),
        "editor" => message!("cli-value.editor"),
        "rule" => message!("cli-value.rule"),
        "schema" => message!("cli-value.schema"),
        "language" => message!("cli-value.language"),
        "target" => message!("cli-value.target"),
        "shell" => message!("cli-value.shell"),
        "command" => message!("cli.command"),
        "folder" => message!("cli-value.output"),
        "new_path" => message!("cli-value.new-path"),
        "move_from" | "removed" => message!("cli-value.lessons"),
        "move_to" => message!("cli-value.move-to"),
        "title" | "new_title" => message!("cli-value.title"),
        "languages" => message!("cli-value.languages"),
        "levels" => message!("cli-value.levels"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_is_sound() {
        grammar(UserLanguage::Fr).debug_assert();
    }

    #[test]
    fn every_command_and_argument_is_explained_in_both_languages() {
        let said = |language| {
            let grammar = grammar(language);
            let mut said = Vec::new();
            for command in std::iter::once(&grammar).chain(grammar.get_subcommands()) {
                said.push((command.get_name().to_owned(), command.get_about().map(ToString::to_string)));
                for argument in command.get_arguments() {
                    let name = format!("{} {}", command.get_name(), argument.get_id());
                    said.push((name, argument.get_help().map(ToString::to_string)));
                }
            }
            said
        };
        for ((name, fr), (_, en)) in said(UserLanguage::Fr).into_iter().zip(said(UserLanguage::En)) {
            assert!(fr.is_some() && fr != en, "{name} is not translated: {fr:?}");
        }
    }
}
