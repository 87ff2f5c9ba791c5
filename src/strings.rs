//! The theme's words in another language: a file of them in the book, ready to be translated.

use std::io;

use crate::config;
use crate::diagnostic::Diagnostic;
use crate::load::{BOOK_TOML, Loader, Source};
use crate::locale::UserLanguage;
use crate::source::Sources;
use crate::theme;
use crate::write;

/// The words that a language's file got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedWords {
    /// The file's path, from the book's folder.
    pub file: String,
    /// How many words were added to it. With 0, nothing is written: no word of that language is missing.
    pub count: usize,
    /// Whether `book.toml` lists the language.
    pub is_listed: bool,
}

/// Why no words were added.
#[derive(Debug)]
pub enum NotAdded {
    /// `book.toml`, or what is at the file's path, can't be read, or is a symbolic link, which is never followed.
    Faults {
        /// The book as it was read: the texts that the diagnostics speak of.
        sources: Sources,
        /// What is in the way.
        diagnostics: Vec<Diagnostic>,
    },
    /// The language's file is not TOML.
    Unreadable {
        /// Its path, from the book's folder.
        file: String,
    },
    /// The language's file could not be written.
    NotWritten {
        /// Its path, from the book's folder.
        file: String,
        /// What the system said.
        error: io::Error,
    },
}

/// Adds the words that a language is missing to its file in the book's theme, or writes that file. `key` is the
/// language's in `book.toml`, which need not list it yet; the words are in `model`, the translator's language,
/// with the plural forms of the other (CLDR).
///
/// ```
/// use palier::locale::UserLanguage;
/// use palier::strings::add_missing;
///
/// # fn main() -> std::io::Result<()> {
/// # let folder = tempfile::tempdir()?;
/// # let book = folder.path();
/// # std::fs::write(book.join("book.toml"), "[book]\ntitle = \"My book\"\n[languages.en]\n")?;
/// let added = add_missing(book, "pl", UserLanguage::En).expect("the book has no such file yet");
/// assert!(added.count > 0 && !added.is_listed);
/// assert!(book.join("themes/palier/strings/pl.toml").is_file());
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Why nothing was written; the file is then as it was.
pub fn add_missing(source: impl Into<Source>, key: &str, model: UserLanguage) -> Result<AddedWords, NotAdded> {
    let source = source.into();
    let loaded = Loader::default().load(&source);
    let sources = loaded.value;
    let config = config::parse(sources.text(BOOK_TOML).map_or("", |file| &*file.text)).value;
    let listed = config.locale(key).map(|locale| config.language(locale).tag.clone());
    let is_listed = listed.is_some();
    let tag = listed.unwrap_or_else(|| config::default_language_tag(key));
    let file = format!("themes/{}/strings/{key}.toml", config.theme.value);
    // A link, say, would have the words written outside the book.
    let is_in_the_way = |place: &str| {
        place == BOOK_TOML || file.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let mut diagnostics = loaded.diagnostics;
    diagnostics.retain(|fault| is_in_the_way(fault.at.path.as_str()));
    if !diagnostics.is_empty() {
        return Err(NotAdded::Faults { sources, diagnostics });
    }
    let known = sources.text(&file).map_or("", |file| &*file.text);
    let Ok(words) = theme::to_translate(&tag, key, known, model.key()) else {
        return Err(NotAdded::Unreadable { file });
    };
    if words.count > 0
        && let Err(error) = write::replace(&source.root().join(&file), &words.text)
    {
        return Err(NotAdded::NotWritten { file, error });
    }
    Ok(AddedWords { file, count: words.count, is_listed })
}
