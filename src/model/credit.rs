//! Whose an image is.

use crate::locale::{Locale, Localized};
use crate::model::{Book, Target, Title, Translation};
use crate::source::{BookPath, Spanned};

/// What is known of an image from the file beside it.
#[derive(Clone, Debug)]
pub struct Credit {
    /// That file.
    pub path: BookPath,
    /// Who made it: in each language its own words, else another language's.
    pub author: Localized<Option<Title>>,
    /// What it is called, in the same way.
    pub title: Localized<Option<Title>>,
    /// The address that it is from.
    pub source: Option<Spanned<String>>,
    /// Its licence, an SPDX expression.
    pub license: Option<Spanned<String>>,
}

/// The credit of an image in a text: what its braces say, else the file beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownCredit<'b> {
    /// What the image is called, and the language of that.
    pub title: Option<(&'b str, Locale)>,
    /// Who made it, and the language of that.
    pub author: Option<(&'b str, Locale)>,
    /// The address of a page that it is from.
    pub source: Option<&'b str>,
    /// Its licence.
    pub license: Option<&'b str>,
}

/// Whether the source of an image is the address of a page.
pub fn is_address(source: &str) -> bool {
    let host = source.strip_prefix("https://").or_else(|| source.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.starts_with('/') && !host.contains(char::is_whitespace))
}

impl Book {
    /// The credit of an image of a text, by its index among the text's links; `None` if there is none.
    pub fn credit<'b>(&'b self, text: &'b Translation, link: usize) -> Option<ShownCredit<'b>> {
        let path = match text.links.get(link) {
            Some(Target::Shown(path)) => Some(path),
            Some(Target::Played(media)) => Some(&media.path),
            _ => None,
        };
        let beside = path.and_then(|path| self.credits.get(path));
        let braces = text.parsed.document.links.get(link)?.image.as_ref().map(|image| &image.credit);
        let words = |words: &'b Localized<Option<Title>>| {
            words.get(text.locale).as_ref().map(|title| (title.text.as_str(), title.locale))
        };
        let own = |value: &'b Option<Spanned<String>>| value.as_ref().map(|value| value.value.as_str());
        let author = braces.and_then(|braces| own(&braces.author)).map(|author| (author, text.locale));
        let source = braces.and_then(|braces| own(&braces.source)).or(beside.and_then(|beside| own(&beside.source)));
        let license = braces.and_then(|braces| own(&braces.license)).or(beside.and_then(|beside| own(&beside.license)));
        let credit = ShownCredit {
            title: beside.and_then(|beside| words(&beside.title)),
            author: author.or(beside.and_then(|beside| words(&beside.author))),
            source: source.filter(|source| is_address(source)),
            license,
        };
        let says =
            credit.title.is_some() || credit.author.is_some() || credit.source.is_some() || credit.license.is_some();
        says.then_some(credit)
    }

    /// Whether a text says of an image how it is shown or whose it is.
    pub fn has_figures(&self, text: &Translation) -> bool {
        let is_credited = |target: &Target| match target {
            Target::Shown(path) => self.credits.contains_key(path),
            Target::Played(media) => self.credits.contains_key(&media.path),
            _ => false,
        };
        text.parsed.document.has_figures() || text.links.iter().any(is_credited)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_the_address_of_a_page() {
        for source in ["https://example.org", "http://example.org/a?b"] {
            assert!(is_address(source), "{source}");
        }
        for source in
            ["", "example.org", "https://", "https:///a", "javascript:alert(1)", "https://a b", "mailto:a@b.ca"]
        {
            assert!(!is_address(source), "{source}");
        }
    }
}
