//! The command line: a file for each command.

pub mod build;
pub mod check;
pub mod completions;
pub mod explain;
pub mod init;
pub mod lsp;
pub mod man;
pub mod mv;
pub mod new;
pub mod publish;
pub mod rm;
pub mod schema;
pub mod serve;
pub mod status;
pub mod strings;
pub mod sync;

mod alone;
mod answer;
mod bar;
mod help;
mod interrupt;
mod terminal;
mod wrong;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{ArgAction, FromArgMatches, Parser, Subcommand};

use crate::diagnostic::{Diagnostic, Place};
use crate::load::find_book;
use crate::locale::{UserLanguage, message};
use crate::report::ReportFormat;
use crate::rule::Rule;
use crate::source::{BookPath, Sources};
use crate::write::{self, Hold, NotChanged};
use answer::Answer;

pub use answer::AnswerFormat;
pub use terminal::{Colour, Terminal};

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It did what was asked.
    Done,
    /// The book has errors.
    BookHasErrors,
    /// The command line is wrong.
    WrongCommandLine,
}

impl Exit {
    /// The number that the system is given.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::BookHasErrors => 1,
            Self::WrongCommandLine => 2,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

// What users read of the options is in `help.rs`, in both languages, and takes the place of these comments, which
// are for readers of the code.

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "palier",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
pub struct Arguments {
    /// The user's language: `fr` or `en`. It is read before the rest, whose faults are reported in it.
    #[arg(long, global = true, value_parser = PossibleValuesParser::new(["fr", "en"]))]
    pub lang: Option<String>,
    /// When to use colours: `auto`, `always` or `never`. It too is read before the rest.
    #[arg(long, global = true, value_parser = PossibleValuesParser::new(["auto", "always", "never"]))]
    pub color: Option<String>,
    /// Prints the help.
    #[arg(short, long, global = true, action = ArgAction::Help)]
    pub help: Option<bool>,
    /// Prints the version.
    #[arg(short = 'V', long, action = ArgAction::Version)]
    pub version: Option<bool>,
    /// What to do; without it, the nearest book is served.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Begins a book.
    Init(init::InitArguments),
    /// Adds a lesson, a level or a page.
    New(new::NewArguments),
    /// Moves a lesson, a level or a page.
    Mv(mv::MvArguments),
    /// Removes a lesson, a level or a page.
    Rm(rm::RmArguments),
    /// Builds the site.
    Build(build::BuildArguments),
    /// Builds the site and sends it where it is read.
    Publish(publish::PublishArguments),
    /// Serves the site while it is being written.
    Serve(serve::ServeArguments),
    /// Reports what building would report, and writes nothing.
    Check(check::CheckArguments),
    /// Shows the state of the translations.
    Status(status::StatusArguments),
    /// Records that translations are in step.
    Sync(sync::SyncArguments),
    /// Explains a rule.
    Explain(explain::ExplainArguments),
    /// Writes the theme's words in a language, to be translated.
    Strings(strings::StringsArguments),
    /// Prints a shell's completions.
    Completions(completions::CompletionsArguments),
    /// Prints a command's manual page.
    Man(man::ManArguments),
    /// Serves an editor.
    Lsp(lsp::LspArguments),
    /// Prints a schema.
    Schema(schema::SchemaArguments),
}

/// Does what a command line asks for, and prints the result. The first of `words` is the program's name.
pub fn run(words: Vec<OsString>) -> Exit {
    let words = with_help_asked(words);
    let variable = |name: &str| std::env::var(name).ok();
    let language = user_language(option(&words, "--lang"), variable, sys_locale::get_locale);
    let terminal = Terminal::new(language, Colour::parse(option(&words, "--color")));
    let mut grammar = help::grammar(language);
    let is_for_program = option(&words, "--format") == Some("json");
    let command = words
        .iter()
        .skip(1)
        .find_map(|word| grammar.find_subcommand(word))
        .map(|command| command.get_name().to_owned());
    let arguments = grammar.try_get_matches_from_mut(words).and_then(|matches| Arguments::from_arg_matches(&matches));
    match arguments {
        Ok(Arguments { command: Some(command), .. }) => command.run(&terminal),
        Ok(Arguments { command: None, .. }) => alone::run(&terminal),
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            terminal.print_styled(&error.render());
            Exit::Done
        }
        Err(error) if is_for_program => {
            let mut answer = Answer::new(&terminal, command.as_deref(), ReportFormat::Json);
            answer.fail(&wrong::what(&error), wrong::help(&error, &grammar).as_ref());
            answer.end(Exit::WrongCommandLine, None::<()>)
        }
        Err(error) => {
            wrong::print(&error, &mut grammar, &terminal);
            Exit::WrongCommandLine
        }
    }
}

impl Command {
    fn run(&self, terminal: &Terminal) -> Exit {
        match self {
            Self::Init(arguments) => init::run(arguments, terminal),
            Self::New(arguments) => new::run(arguments, terminal),
            Self::Mv(arguments) => mv::run(arguments, terminal),
            Self::Rm(arguments) => rm::run(arguments, terminal),
            Self::Build(arguments) => build::run(arguments, terminal),
            Self::Publish(arguments) => publish::run(arguments, terminal),
            Self::Serve(arguments) => serve::run(arguments, terminal),
            Self::Check(arguments) => check::run(arguments, terminal),
            Self::Status(arguments) => status::run(arguments, terminal),
            Self::Sync(arguments) => sync::run(arguments, terminal),
            Self::Explain(arguments) => explain::run(arguments, terminal),
            Self::Strings(arguments) => strings::run(arguments, terminal),
            Self::Completions(arguments) => completions::run(arguments, terminal),
            Self::Man(arguments) => man::run(arguments, terminal),
            Self::Lsp(_) => lsp::run(terminal),
            Self::Schema(arguments) => schema::run(arguments, terminal),
        }
    }
}

/// The value of an option, read before the command line is parsed; `None` if it is missing.
fn option<'a>(words: &'a [OsString], name: &str) -> Option<&'a str> {
    let mut words = words.iter().skip(1).map(|word| word.to_str().unwrap_or_default()).take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        match word.strip_prefix(name) {
            Some("") => return words.next(),
            Some(value) if value.starts_with('=') => return value.strip_prefix('='),
            _ => {}
        }
    }
    None
}

/// `palier help build`, as other programs have it: `palier build --help`.
fn with_help_asked(mut words: Vec<OsString>) -> Vec<OsString> {
    if words.get(1).is_some_and(|word| word == "help") {
        words.remove(1);
        words.push("--help".into());
    }
    words
}

/// The language of `--lang`, else the environment's, else the system's. In the environment, the first of POSIX's
/// variables (`LC_ALL`, `LC_MESSAGES`, `LANG`) that is set decides; if it names a language, GNU's list of languages
/// in `LANGUAGE` comes before it.
fn user_language(
    asked: Option<&str>,
    variable: impl Fn(&str) -> Option<String>,
    system: impl FnOnce() -> Option<String>,
) -> UserLanguage {
    let said = |name: &str| variable(name).filter(|value| !value.is_empty());
    if let Some(asked) = asked.and_then(spoken) {
        return asked;
    }
    match ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(said) {
        Some(locale) if is_no_language(&locale) => UserLanguage::En,
        Some(locale) => {
            let listed = said("LANGUAGE").and_then(|listed| listed.split(':').find_map(spoken));
            listed.or_else(|| spoken(&locale)).unwrap_or_default()
        }
        None => system().as_deref().and_then(spoken).unwrap_or_default(),
    }
}

/// The language of a locale such as `fr_CA.UTF-8`; `None` if Palier has no messages in it.
fn spoken(locale: &str) -> Option<UserLanguage> {
    match locale_language(locale) {
        "fr" | "FR" => Some(UserLanguage::Fr),
        "en" | "EN" => Some(UserLanguage::En),
        _ => None,
    }
}

/// Whether a locale names no language: `C`, `C.UTF-8`, `POSIX`.
fn is_no_language(locale: &str) -> bool {
    matches!(locale_language(locale), "C" | "POSIX")
}

fn locale_language(locale: &str) -> &str {
    locale.split(['_', '-', '.', '@']).next().unwrap_or_default()
}

/// The folder of the book that a command is for: that of the argument `BOOK`, else of the current folder. A change of
/// its files that a kill interrupted is taken back first.
///
/// # Errors
/// If there is no book: the answer says so, and the error is how the command ends.
fn chosen_book(book: Option<&Path>, answer: &mut Answer<'_>) -> Result<PathBuf, Exit> {
    let start = book.unwrap_or(Path::new("."));
    let Some(found) = find_book(start) else {
        let folder = start.to_string_lossy();
        let place = Place::file(&BookPath::new(&folder));
        let message = if start.is_file() {
            message!("cli.book-is-file", file = &*folder)
        } else if start.exists() {
            message!("cli.no-book", folder = &*folder)
        } else {
            message!("cli.no-folder", folder = &*folder)
        };
        let missing = Diagnostic::new(Rule::MissingBook, place, message);
        let command = answer.command.unwrap_or("build");
        let help = match command {
            "build" | "serve" | "check" | "status" => message!("cli.no-book-help", command = command),
            "strings" => message!("cli.no-book-help", command = "strings …"),
            _ => message!("cli.no-book-help-option", command = command),
        };
        answer.report(&[missing.help(help)], &Sources::default());
        return Err(Exit::BookHasErrors);
    };
    // Whatever is asked, it is asked of the author's book, not of one that is half changed.
    match write::put_back(&found) {
        Ok(false) => Ok(found),
        Ok(true) => {
            // No result of any command has a place for it: it is said on standard error.
            answer.terminal.say(&message!("author.put-back"));
            Ok(found)
        }
        Err((path, error)) => {
            answer.refuse(&NotChanged::Unfinished { path, error }.into());
            Err(Exit::BookHasErrors)
        }
    }
}

/// The same, for a command that changes the book: until the hold is dropped, no other one does.
///
/// # Errors
/// As [`chosen_book`]; and if another command is changing it.
fn book_to_change(book: Option<&Path>, answer: &mut Answer<'_>) -> Result<(PathBuf, Hold), Exit> {
    let book = chosen_book(book, answer)?;
    match Hold::take(&book) {
        Ok(hold) => Ok((book, hold)),
        Err(reason) => {
            answer.refuse(&reason.into());
            Err(Exit::BookHasErrors)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn the_language_is_asked_for_or_the_environments() {
        let language = |asked, variables: &[(&str, &str)]| {
            let variable =
                |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            user_language(asked, variable, || None)
        };
        assert_eq!(language(Some("fr"), &[("LANG", "en_CA.UTF-8")]), UserLanguage::Fr);
        assert_eq!(language(None, &[("LANG", "fr_CA.UTF-8"), ("LC_ALL", "")]), UserLanguage::Fr);
        assert_eq!(language(None, &[("LANG", "fr_CA.UTF-8"), ("LC_ALL", "C")]), UserLanguage::En);
        assert_eq!(language(Some("xx"), &[("LC_MESSAGES", "fr")]), UserLanguage::Fr);
        assert_eq!(language(None, &[]), UserLanguage::En);
        assert_eq!(language(None, &[("LANG", "fr-CA")]), UserLanguage::Fr);
        assert_eq!(language(None, &[("LANG", "fur_IT.UTF-8")]), UserLanguage::En);
        assert_eq!(user_language(None, |_| None, || Some("fr-CA".to_owned())), UserLanguage::Fr);
    }

    #[test]
    fn a_list_of_languages_goes_before_the_locale_where_that_is_one() {
        let language = |list: &str, locale: &str| {
            let variable = |name: &str| match name {
                "LANGUAGE" => Some(list.to_owned()),
                "LANG" => Some(locale.to_owned()),
                _ => None,
            };
            user_language(None, variable, || None)
        };
        assert_eq!(language("fr:en", "en_CA.UTF-8"), UserLanguage::Fr);
        assert_eq!(language("de:en_GB:fr", "fr_CA.UTF-8"), UserLanguage::En);
        assert_eq!(language("de", "fr_CA.UTF-8"), UserLanguage::Fr);
        for none in ["C", "C.UTF-8", "POSIX"] {
            assert_eq!(language("fr", none), UserLanguage::En, "{none}");
        }
    }

    #[test]
    fn an_option_is_found_before_the_line_is_parsed() {
        assert_eq!(option(&words("palier build --lang fr x"), "--lang"), Some("fr"));
        assert_eq!(option(&words("palier --lang=en build"), "--lang"), Some("en"));
        assert_eq!(option(&words("palier build --language fr"), "--lang"), None);
        assert_eq!(option(&words("palier build -- --lang fr"), "--lang"), None);
        assert_eq!(option(&words("palier build --lang"), "--lang"), None);
    }
}
