//! `palier init`: a new book, which builds at once.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::answer::{Answer, AnswerFormat};
use super::build::base_url;
use super::interrupt::Interruption;
use super::{Exit, Terminal};
use crate::author::begin::{self, Begun, NewBook, Pyramid, titles};
use crate::author::{NotDone, Refusal};
use crate::config::BaseUrl;
use crate::locale::{Message, UserLanguage, message};
use crate::model::Slug;

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
    #[arg(id = "new_base_url", long = "base-url", value_parser = base_url)]
    pub base_url: Option<BaseUrl>,
    /// Whether it is to be written on a forge, in the browser.
    #[arg(long)]
    pub template: bool,
    /// The form of the answer.
    #[command(flatten)]
    pub answer: AnswerFormat,
}

/// What a program is told of a new book.
#[derive(Serialize)]
struct JsonInit {
    folder: String,
    files: usize,
    kept: Vec<String>,
}

/// Begins a book with what the arguments say; on a terminal, asks for what they don't.
pub fn run(arguments: &InitArguments, terminal: &Terminal) -> Exit {
    Answer::give("init", arguments.answer.format, terminal, |answer| {
        let (folder, book) = asked(arguments, answer)?;
        let Begun { files, kept } = begin_in(&folder, &book, answer)?;
        // In the folder itself, nothing needs naming.
        match folder == Path::new(".") {
            true => answer.say(&message!("init.next")),
            false => answer.say(&message!("init.next-in", folder = shown(&folder))),
        }
        Ok((Exit::Done, JsonInit { folder: shown(&folder), files, kept }))
    })
}

/// Asks for everything, begins the book and gives its folder.
///
/// # Errors
/// How the command ends if there is no book.
pub(super) fn ask_and_begin(answer: &mut Answer<'_>) -> Result<PathBuf, Exit> {
    let no = |typed: &str| matches!(typed.to_lowercase().as_str(), "n" | "no" | "non");
    let yes = message!("init.yes").text(answer.language());
    let typed = answer.terminal.ask(&message!("init.ask-begin"), &yes).ok_or_else(|| ended(answer))?;
    if no(&typed) {
        answer.say(&message!("init.help-nothing-here"));
        return Err(Exit::Done);
    }
    let mut arguments = InitArguments::default();
    let title = answered(answer, &message!("init.ask-title"), "", known_title)?;
    let folder = asked_folder(&title, answer)?;
    (arguments.title, arguments.folder) = (Some(title), Some(folder));
    let (folder, book) = asked(&arguments, answer)?;
    begin_in(&folder, &book, answer)?;
    Ok(folder)
}

/// Asks for the folder of a book of that title, until one will do.
fn asked_folder(title: &str, answer: &mut Answer<'_>) -> Result<PathBuf, Exit> {
    let name = titles(title).first().and_then(|title| Slug::from_name(title)).map(|slug| slug.to_string());
    answered(answer, &message!("init.ask-folder"), name.as_deref().unwrap_or("livre"), |folder| {
        let folder = PathBuf::from(folder);
        begin::check_folder(&folder).map(|()| folder)
    })
}

fn known_title(title: &str) -> Result<String, Refusal> {
    begin::check_title(title).map(|()| title.to_owned())
}

/// Asks until the answer can be read.
fn answered<T>(
    answer: &mut Answer<'_>,
    question: &Message,
    default: &str,
    read: impl Fn(&str) -> Result<T, Refusal>,
) -> Result<T, Exit> {
    loop {
        let typed = answer.terminal.ask(question, default).ok_or_else(|| ended(answer))?;
        match read(&typed) {
            Ok(value) => return Ok(value),
            Err(refusal) => answer.refuse(&refusal),
        }
    }
}

/// What is said when the input ends (Ctrl-D) where an answer should be; gives how the command ends.
fn ended(answer: &Answer<'_>) -> Exit {
    answer.say(&message!("init.ended"));
    Exit::WrongCommandLine
}

/// The folder and the book that the arguments give, and the answers on a terminal.
fn asked(arguments: &InitArguments, answer: &mut Answer<'_>) -> Result<(PathBuf, NewBook), Exit> {
    let asks = answer.is_for_person() && answer.terminal.is_interactive();
    let folder = arguments.folder.clone().unwrap_or_else(|| PathBuf::from("."));
    // Nobody wants to answer questions first, and then hear that the folder won't do.
    let is_taken = match begin::check_folder(&folder) {
        Ok(()) => false,
        // Whoever named no folder can be asked for one.
        Err(refusal) if asks && arguments.folder.is_none() && refusal.message.key == "init.not-empty" => {
            answer.say(&refusal.message);
            true
        }
        Err(refusal) => return Err(refused(answer, &refusal)),
    };
    let title = match &arguments.title {
        Some(title) => known_title(title).map_err(|refusal| refused(answer, &refusal))?,
        None if asks => answered(answer, &message!("init.ask-title"), "", known_title)?,
        None => {
            let refusal = Refusal { message: message!("init.no-title"), help: message!("init.help-no-title") };
            return Err(refused(answer, &refusal));
        }
    };
    let folder = if is_taken { asked_folder(&title, answer)? } else { folder };
    let both = match answer.language() {
        UserLanguage::Fr => "fr, en",
        UserLanguage::En => "en, fr",
    };
    let titles = titles(&title);
    let known_languages = |text: &str| {
        let keys = text.split([',', ' ']).map(|key| key.trim().to_ascii_lowercase().replace('_', "-"));
        let keys: Vec<String> = keys.filter(|key| !key.is_empty()).collect();
        begin::check_languages(&keys).and_then(|()| begin::check_titles(&titles, keys.len())).map(|()| keys)
    };
    let languages = match &arguments.languages {
        Some(languages) => known_languages(languages).map_err(|refusal| refused(answer, &refusal))?,
        None if asks => answered(answer, &message!("init.ask-languages"), both, known_languages)?,
        None => known_languages(both).map_err(|refusal| refused(answer, &refusal))?,
    };
    let known_levels = |text: &str| {
        let pyramid = Pyramid::parse(text)?;
        pyramid.check_titles(languages.len()).map(|()| pyramid)
    };
    let pyramid = match &arguments.levels {
        Some(levels) => known_levels(levels).map_err(|refusal| refused(answer, &refusal))?,
        None if asks => answered(answer, &message!("init.ask-levels"), "maslow", known_levels)?,
        None => Pyramid::Maslow,
    };
    let (base_url, author) = (arguments.base_url.clone(), answer.language());
    Ok((folder, NewBook { titles, languages, pyramid, base_url, author, is_template: arguments.template }))
}

fn refused(answer: &mut Answer<'_>, refusal: &Refusal) -> Exit {
    answer.refuse(refusal);
    Exit::WrongCommandLine
}

/// Begins the book, and says what was done.
fn begin_in(folder: &Path, book: &NewBook, answer: &mut Answer<'_>) -> Result<Begun, Exit> {
    let interruption = Interruption::listen();
    match begin::begin(folder, book, || interruption.is_noted()) {
        Ok(begun) => {
            answer.say(&message!("init.done", count = begun.files, folder = shown(folder)));
            for file in &begun.kept {
                answer.say(&message!("init.kept", file = file.as_str()));
            }
            Ok(begun)
        }
        // Nothing but the arguments can be at fault.
        Err(NotDone::Faults { sources, diagnostics }) => {
            answer.report(&diagnostics, &sources);
            answer.say(&message!("init.not-begun"));
            Err(Exit::WrongCommandLine)
        }
        Err(reason) => Err(answer.not_done(reason, &message!("init.not-begun"))),
    }
}

fn shown(folder: &Path) -> String {
    folder.to_string_lossy().into_owned()
}
