//! What is wrong with a command line, in the user's language.

use std::error::Error as _;
use std::fmt;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::Terminal;
use crate::locale::{Message, UserLanguage, message};

/// Why a value doesn't fit, as the parsers of our own types report it.
#[derive(Clone, Debug)]
pub(super) struct Unfit(pub(super) Message);

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text(UserLanguage::En))
    }
}

impl std::error::Error for Unfit {}

/// Prints what is wrong, what was probably meant, and how the command is used.
pub(super) fn print(error: &clap::Error, grammar: &mut Command, terminal: &Terminal) {
    terminal.fail(&what(error), help(error, grammar).as_ref());
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        // clap's own usage names only the options that were given, as if there were no others.
        grammar.build();
        let command = usage.to_string().split_whitespace().nth(2).and_then(|name| grammar.find_subcommand_mut(name));
        let usage = command.map_or_else(|| usage.to_string(), |command| command.render_usage().to_string());
        let usage = usage.trim_start_matches("Usage:").trim_start();
        let heading = message!("cli.usage").text(terminal.language());
        terminal.write_error(&format!("\n{heading}: {usage}\n"));
        terminal.say(&message!("cli.try-help"));
    }
}

/// What is wrong.
pub(super) fn what(error: &clap::Error) -> Message {
    let argument = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    match (error.kind(), argument, value) {
        (ErrorKind::UnknownArgument, Some(word), _) if !word.starts_with('-') => {
            message!("cli-wrong.extra", word = word)
        }
        (ErrorKind::UnknownArgument, Some(argument), _) => message!("cli-wrong.argument", argument = argument),
        (ErrorKind::InvalidSubcommand, ..) => match context(error, ContextKind::InvalidSubcommand) {
            Some(command) => message!("cli-wrong.command", command = command),
            None => message!("cli-wrong.message"),
        },
        (ErrorKind::InvalidValue, Some(argument), Some(value)) if value.is_empty() => {
            message!("cli-wrong.no-value", argument = argument)
        }
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, Some(argument), Some(value)) => {
            message!("cli-wrong.value", argument = argument, value = value)
        }
        (ErrorKind::TooManyValues, Some(argument), _) => message!("cli-wrong.extra-value", argument = argument),
        (ErrorKind::MissingRequiredArgument, Some(argument), _) => message!("cli-wrong.missing", argument = argument),
        (ErrorKind::ArgumentConflict, Some(argument), _) => match context(error, ContextKind::PriorArg) {
            Some(prior) if prior != argument => message!("cli-wrong.conflict", argument = argument, prior = prior),
            _ => message!("cli-wrong.twice", argument = argument),
        },
        (ErrorKind::InvalidUtf8, ..) => message!("cli-wrong.utf8"),
        _ => message!("cli-wrong.message"),
    }
}

/// What was probably meant, or what else there is.
pub(super) fn help(error: &clap::Error, grammar: &Command) -> Option<Message> {
    if let (ErrorKind::UnknownArgument, Some(argument)) = (error.kind(), context(error, ContextKind::InvalidArg)) {
        if !argument.starts_with('-') {
            return Some(message!("cli-wrong.help-extra"));
        }
        if let Some(command) = commands_with(grammar, &argument) {
            return Some(message!("cli-wrong.help-elsewhere", command = command));
        }
    }
    let suggested = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    if let Some(nearest) = suggested.into_iter().find_map(|kind| context(error, kind)) {
        // Of several, clap gives the likeliest last.
        let nearest = nearest.rsplit(", ").next().unwrap_or_default().to_owned();
        return Some(message!("cli-wrong.help-nearest", nearest = nearest));
    }
    if let Some(known) = context(error, ContextKind::ValidValue) {
        return Some(message!("cli-wrong.help-values", known = known));
    }
    error.source().and_then(|source| source.downcast_ref::<Unfit>()).map(|unfit| unfit.0.clone())
}

/// The commands that take an option, `build, serve`; `None` if none does.
fn commands_with(grammar: &Command, option: &str) -> Option<String> {
    let name = option.strip_prefix("--")?;
    let has = |command: &&Command| command.get_arguments().any(|argument| argument.get_long() == Some(name));
    let commands: Vec<&str> = grammar.get_subcommands().filter(has).map(Command::get_name).collect();
    (!commands.is_empty()).then(|| commands.join(", "))
}

/// A value that clap gives with an error, several joined by commas; `None` if it gives none.
fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) if !texts.is_empty() => Some(texts.join(", ")),
        _ => None,
    }
}
