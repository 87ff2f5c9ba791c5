//! `palier init`: a new book, which builds at once.

use std::path::{Path, PathBuf};

use clap::Args;

use super::build::base_url;
use super::interrupt::Interruption;
use super::{Exit, Terminal};
use crate::author::begin::{self, Begun, NewBook, Pyramid, titles};
use crate::author::{NotDone, Refusal};
use crate::config::BaseUrl;
use crate::locale::{UserLanguage, message};
use crate::model::Slug;
use crate::report::ReportFormat;

/// The arguments of `palier init`.
#[derive(Clone, Debug, Default, Args)]
pub struct InitArguments {
    /// The book's folder; the current one if it is missing.
    pub folder: Option<PathBuf>,
    /// The book's title, in several languages if need be: `Douter = Doubt`.
    #[arg(long)]
    pub title: Option<String>,
    /// The keys of its languages, separated by commas.
    #[arg(long)]
    pub languages: Option<String>,
    /// Its levels: a known pyramid, a number, or their titles.
    #[arg(long)]
    pub levels: Option<String>,
    /// The address of its site.
    #[arg(long, value_parser = base_url)]
    pub base_url: Option<BaseUrl>,
}

/// Begins a book with what the arguments say; on a terminal, asks for what they don't.
pub fn run(arguments: &InitArguments, terminal: &Terminal) -> Exit {
    match asked(arguments, terminal).and_then(|(folder, book)| begin_in(&folder, &book, terminal)) {
        Ok(folder) => {
            // In the folder itself, nothing needs naming.
            match arguments.folder {
                None => terminal.say(&message!("init.next")),
                Some(_) => terminal.say(&message!("init.next-in", folder = shown(&folder))),
            }
            Exit::Done
        }
        Err(exit) => exit,
    }
}

/// Asks for everything, begins the book and gives its folder.
///
/// # Errors
/// How the command ends if there is no book.
pub(super) fn ask_and_begin(terminal: &Terminal) -> Result<PathBuf, Exit> {
    let no = |answer: &str| matches!(answer.to_lowercase().as_str(), "n" | "no" | "non");
    let answer = terminal.ask(&message!("init.ask-begin"), message!("init.yes").text(terminal.language()).as_str());
    if answer.is_none_or(|answer| no(&answer)) {
        terminal.say(&message!("init.help-nothing-here"));
        return Err(Exit::Done);
    }
    let mut arguments = InitArguments::default();
    let title = answered(terminal, &message!("init.ask-title"), "", known_title)?;
    let name = titles(&title).first().and_then(|title| Slug::from_name(title)).map(|slug| slug.to_string());
    let folder = answered(terminal, &message!("init.ask-folder"), name.as_deref().unwrap_or("livre"), |folder| {
        Ok(PathBuf::from(folder))
    })?;
    (arguments.title, arguments.folder) = (Some(title), Some(folder));
    asked(&arguments, terminal).and_then(|(folder, book)| begin_in(&folder, &book, terminal))
}

fn known_title(title: &str) -> Result<String, Refusal> {
    begin::check_title(title).map(|()| title.to_owned())
}

/// Asks until the answer can be read.
fn answered<T>(
    terminal: &Terminal,
    question: &crate::locale::Message,
    default: &str,
    read: impl Fn(&str) -> Result<T, Refusal>,
) -> Result<T, Exit> {
    loop {
        let Some(answer) = terminal.ask(question, default) else { return Err(Exit::WrongCommandLine) };
        match read(&answer) {
            Ok(value) => return Ok(value),
            Err(refusal) => terminal.refuse(&refusal),
        }
    }
}

/// The folder and the book that the arguments give, and the answers on a terminal.
fn asked(arguments: &InitArguments, terminal: &Terminal) -> Result<(PathBuf, NewBook), Exit> {
    let asks = terminal.is_interactive();
    let refused = |refusal: Refusal| {
        terminal.refuse(&refusal);
        Exit::WrongCommandLine
    };
    let folder = arguments.folder.clone().unwrap_or_else(|| PathBuf::from("."));
    // Nobody wants to answer questions first, and then hear that the folder won't do.
    begin::check_folder(&folder).map_err(refused)?;
    let title = match &arguments.title {
        Some(title) => known_title(title).map_err(refused)?,
        None if asks => answered(terminal, &message!("init.ask-title"), "", known_title)?,
        None => {
            return Err(refused(Refusal { message: message!("init.no-title"), help: message!("init.help-no-title") }));
        }
    };
    let both = match terminal.language() {
        UserLanguage::Fr => "fr, en",
        UserLanguage::En => "en, fr",
    };
    let known_languages = |text: &str| {
        let keys = text.split([',', ' ']).map(|key| key.trim().to_ascii_lowercase().replace('_', "-"));
        let keys: Vec<String> = keys.filter(|key| !key.is_empty()).collect();
        begin::check_languages(&keys).map(|()| keys)
    };
    let languages = match &arguments.languages {
        Some(languages) => known_languages(languages).map_err(refused)?,
        None if asks => answered(terminal, &message!("init.ask-languages"), both, known_languages)?,
        None => known_languages(both).map_err(refused)?,
    };
    let pyramid = match &arguments.levels {
        Some(levels) => Pyramid::parse(levels).map_err(refused)?,
        None if asks => answered(terminal, &message!("init.ask-levels"), "maslow", Pyramid::parse)?,
        None => Pyramid::Maslow,
    };
    let book = NewBook {
        titles: titles(&title),
        languages,
        pyramid,
        base_url: arguments.base_url.clone(),
        author: terminal.language(),
    };
    Ok((folder, book))
}

/// Begins the book, and prints what was done.
fn begin_in(folder: &Path, book: &NewBook, terminal: &Terminal) -> Result<PathBuf, Exit> {
    let interruption = Interruption::listen();
    match begin::begin(folder, book, || interruption.is_noted()) {
        Ok(Begun { files, kept }) => {
            terminal.say(&message!("init.done", count = files, folder = shown(folder)));
            for file in &kept {
                terminal.say(&message!("init.kept", file = file.as_str()));
            }
            Ok(folder.to_owned())
        }
        // Nothing but the arguments can be at fault.
        Err(NotDone::Faults { sources, diagnostics }) => {
            terminal.report(&diagnostics, &sources, ReportFormat::Human);
            terminal.say(&message!("init.not-begun"));
            Err(Exit::WrongCommandLine)
        }
        Err(reason) => Err(terminal.not_done(reason, ReportFormat::Human, &message!("init.not-begun"))),
    }
}

fn shown(folder: &Path) -> String {
    folder.to_string_lossy().into_owned()
}
