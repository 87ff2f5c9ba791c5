//! `book.toml`, as meant: every default filled in.

mod language;
mod read;
mod section;
mod syntax;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::locale::typography::Typography;
use crate::locale::{Locale, Localized, Message, message};
use crate::rule::Rule;
use crate::source::{Span, Spanned};

pub use language::{
    default_tag as default_language_tag, is_key as is_language_key, is_right_to_left, name as language_name,
    tag as language_tag,
};
pub use read::parse;

/// The book's settings, every default filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Names the book in a student's progress.
    pub id: String,
    /// The book's title.
    pub title: Localized<String>,
    /// A sentence about the book, if it has one.
    pub description: Localized<Option<String>>,
    /// What a level is called, when the book has its own word: “Level”, « Niveau », “Step”…
    pub level_name: Localized<Option<String>>,
    /// The book's authors.
    pub authors: Vec<String>,
    /// An SPDX expression.
    pub license: Option<Spanned<String>>,
    /// The address that the site is to be published at.
    pub base_url: Option<BaseUrl>,
    /// The address that the book gives its site, whatever this site is made for.
    pub stated_url: Option<BaseUrl>,
    /// The language of texts that don't say theirs.
    pub default_locale: Locale,
    /// The address of a lesson's source, with `{path}` for its path.
    pub edit_url: Option<String>,
    /// The languages, in the order of the file; at least one.
    pub languages: Vec<Language>,
    /// Hosts that embeds may load from.
    pub allow_hosts: Vec<String>,
    /// Whether lessons are offered in two languages side by side, where they don't say.
    pub side_by_side: bool,
    /// The output folder, relative to the book.
    pub output: Spanned<String>,
    /// The theme's name.
    pub theme: Spanned<String>,
    /// What happens to raw HTML.
    pub raw_html: RawHtmlMode,
    /// The most bytes that a text of the book may have.
    pub max_file_size: u64,
    /// Severities that the book sets; `None` for a rule that it allows.
    pub ranks: BTreeMap<Rule, Option<Severity>>,
    /// The place of `[book]`, for faults of what is not there.
    pub span: Span,
}

/// The most bytes that a text may have where the book doesn't say: some 150,000 words.
pub const MAX_FILE_SIZE: u64 = 1_048_576;

/// A language of the book.
#[derive(Clone, Debug, PartialEq)]
pub struct Language {
    /// The key: in addresses, file suffixes and hreflang (`fr`).
    pub key: String,
    /// The language's name in itself.
    pub name: String,
    /// The BCP 47 tag: `lang=`, typography, dates, collation, plurals (`fr-CA`).
    pub tag: String,
    /// Whether its script runs from right to left.
    pub right_to_left: bool,
    /// What is shown where a translation is missing.
    pub fallback: Fallback,
    /// How its texts are set.
    pub typography: Typography,
    /// The name of a CSL style, or a `.csl` file in the book.
    pub citation_style: Option<Spanned<String>>,
}

impl Language {
    /// The language within a sentence to the author, after « en » or “in”: « anglais » for an author who
    /// reads French. A language other than French and English keeps its own name, in quotation marks.
    pub fn in_words(&self) -> Message {
        match self.key.as_str() {
            "fr" => message!("language.fr"),
            "en" => message!("language.en"),
            _ => message!("language.other", name = self.name.as_str()),
        }
    }

    /// Several languages within a sentence; `None` if there are none.
    pub fn all_in_words<'l>(languages: impl IntoIterator<Item = &'l Language>) -> Option<Message> {
        let words = languages.into_iter().map(Self::in_words);
        words.reduce(|first, second| message!("language.and", first = first, second = second))
    }
}

/// What stands where a translation is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fallback {
    /// A page with the text in another language, which says so.
    Page,
    /// Nothing.
    None,
}

/// What happens to raw HTML in Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawHtmlMode {
    /// It passes through.
    Allow,
    /// It is shown as text.
    Escape,
    /// What could run or load from elsewhere is taken out.
    Sanitize,
}

/// An absolute http(s) address that ends with `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Takes an address as written; a `/` is added at its end. `None` when it is not an absolute
    /// http(s) address without query or fragment.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let host = rest.split('/').next().unwrap_or_default();
        let sound = !host.is_empty() && !rest.contains(['?', '#', ' ', '"', '<', '>', '\\', '@']);
        sound.then(|| Self(format!("{}/", text.trim_end_matches('/'))))
    }

    /// The address, with its `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path on its host: `/` or `/pyramid/`.
    pub fn path(&self) -> &str {
        let host = self.0.find("://").map_or(0, |at| at + 3);
        self.0[host..].find('/').map_or("/", |at| &self.0[host + at..])
    }
}

impl Config {
    /// The language.
    pub fn language(&self, locale: Locale) -> &Language {
        &self.languages[locale.index()]
    }

    /// The language of that key.
    pub fn locale(&self, key: &str) -> Option<Locale> {
        self.locales().find(|&locale| self.language(locale).key == key)
    }

    /// How a text is set that is in the language of that tag: as the book's texts in it are, those of
    /// the same place first; by the language's own rules where the book has none.
    pub fn typography(&self, tag: &str) -> Typography {
        let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let is_same = |language: &&Language| language.tag.eq_ignore_ascii_case(tag) || language.key == tag;
        let is_alike = |language: &&Language| primary(tag) == tag && primary(&language.tag) == tag;
        let own = self.languages.iter().find(is_same).or_else(|| self.languages.iter().find(is_alike));
        own.map_or_else(|| Typography::of(tag), |language| language.typography)
    }

    /// A text of one of the book's languages, as it is set.
    pub fn set<'a>(&self, text: &'a str, locale: Locale) -> Cow<'a, str> {
        self.language(locale).typography.set(text)
    }

    /// Every language, in the book's order.
    pub fn locales(&self) -> impl Iterator<Item = Locale> + use<> {
        (0..self.languages.len() as u8).map(Locale)
    }

    /// A value for each language.
    pub fn localized<T>(&self, make: impl FnMut(Locale) -> T) -> Localized<T> {
        Localized::from_fn(self.languages.len(), make)
    }

    /// Gives each fault the severity that the book sets, and takes out what it allows.
    pub fn rank(&self, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.retain_mut(|fault| match self.severity(fault.rule) {
            Some(severity) => {
                fault.severity = severity;
                true
            }
            None => false,
        });
    }

    /// The severity that the book gives a rule; `None` when it allows it.
    pub fn severity(&self, rule: Rule) -> Option<Severity> {
        self.ranks.get(&rule).copied().unwrap_or(Some(rule.severity()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_named_in_the_authors_language() {
        use crate::locale::UserLanguage::{En, Fr};
        let text = "[book]\ntitle = \"T\"\n[languages.fr]\n[languages.en]\n[languages.ar]\n";
        let languages = parse(text).value.languages;
        let said = |language| Language::all_in_words(&languages).map(|words| words.text(language));
        assert_eq!(said(Fr).as_deref(), Some("français et anglais et «\u{a0}العربية\u{a0}»"));
        assert_eq!(said(En).as_deref(), Some("French and English and “العربية”"));
        assert_eq!(Language::all_in_words([]), None);
    }

    #[test]
    fn a_passage_is_set_as_the_books_own_texts_are() {
        let text = "[book]\ntitle = \"T\"\n[languages.fr]\n[languages.en]\ntypography = \"off\"\n";
        let config = parse(text).value;
        assert_eq!(config.typography("fr"), Typography::of("fr-CA"));
        assert_eq!(config.typography("fr-FR"), Typography::of("fr-FR"));
        assert_eq!(config.typography("en"), Typography::AsWritten);
        assert_eq!(config.typography("en-GB"), Typography::English);
        assert_eq!(config.typography("es"), Typography::AsWritten);
    }

    #[test]
    fn a_base_url_is_absolute_and_ends_with_a_slash() {
        let url = BaseUrl::parse("https://example.org/pyramid").unwrap();
        assert_eq!((url.as_str(), url.path()), ("https://example.org/pyramid/", "/pyramid/"));
        assert_eq!(BaseUrl::parse("http://localhost:8000").unwrap().path(), "/");
        for wrong in ["", "example.org", "ftp://example.org", "https://", "https://a.org/?q", "https://a.org/ b"] {
            assert_eq!(BaseUrl::parse(wrong), None, "{wrong}");
        }
    }
}
