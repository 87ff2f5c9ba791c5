//! Passages in another language, and the `{key=value}` that says which.

use std::ops::Range;

use super::attributes::{self, Attribute};
use crate::config;
use crate::nearest::{Meanings, meaning};
use crate::source::{Span, Spanned};

/// A passage in another language than the text around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Its language's tag (BCP 47), in its usual case; `None` if the author gave none that is well-formed.
    pub lang: Option<String>,
    /// Whether its script runs from right to left.
    pub right_to_left: bool,
    /// Whether it is in a line; else it is a block.
    pub inline: bool,
    /// Where it is opened.
    pub span: Span,
}

/// The attribute that a passage knows.
pub const LANG: &str = "lang";

/// The attributes between braces; places are byte offsets in the text read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SpanAttributes {
    /// The value of `lang`.
    pub(super) lang: Option<(String, Range<usize>)>,
    /// What means nothing here.
    pub(super) unknown: Vec<(String, Range<usize>)>,
}

impl SpanAttributes {
    /// Reads the text between braces; `None` when it doesn't look like attributes at all.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut attributes = Self::default();
        for Attribute { name, at, value } in attributes::list(text)? {
            match value {
                Some(value) if name.eq_ignore_ascii_case(LANG) && attributes.lang.is_none() => {
                    attributes.lang = Some((text[value.clone()].to_owned(), value));
                }
                _ => attributes.unknown.push((name.to_owned(), at)),
            }
        }
        Some(attributes)
    }
}

/// A language's tag in its usual case; `None` when the text is none. A whole word (`english`) is
/// well-formed and still no language that anybody registered.
pub(super) fn language_tag(text: &str) -> Option<String> {
    let subtag = text.split(['-', '_']).next().unwrap_or_default();
    if subtag.len() > 3 || text.contains('_') {
        return None;
    }
    config::language_tag(text)
}

/// Names of languages that authors write for their tags.
const NAMES: &Meanings = &[
    ("de", &["allemand", "german"]),
    ("en", &["anglais", "english"]),
    ("ar", &["arabe", "arabic"]),
    ("zh", &["chinese", "chinois"]),
    ("es", &["espagnol", "spanish"]),
    ("fr", &["french", "français", "francais"]),
    ("iu", &["inuktitut"]),
    ("it", &["italian", "italien"]),
    ("la", &["latin"]),
    ("pt", &["portugais", "portuguese"]),
];

/// The tag that a text which is none was most likely meant to be.
pub fn meant_tag(text: &str) -> Option<String> {
    let word = text.trim().to_lowercase();
    let named = tag_of_name(&word).map(str::to_owned);
    named.or_else(|| language_tag(&word.replace('_', "-")))
}

/// The tag of a language that is named in small letters, in French or English.
pub(super) fn tag_of_name(name: &str) -> Option<&'static str> {
    meaning(NAMES, name)
}

impl Passage {
    /// A passage whose language the author names, where that names one.
    pub(super) fn new(lang: Option<&Spanned<String>>, inline: bool, span: Span) -> Self {
        let lang = lang.and_then(|lang| language_tag(&lang.value));
        let right_to_left = lang.as_deref().is_some_and(config::is_right_to_left);
        Self { lang, right_to_left, inline, span }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_with_any_quotes_or_none() {
        for text in ["lang=en", " lang=\"en\" ", "lang='en'", "LANG=en"] {
            let lang = SpanAttributes::parse(text).unwrap().lang.unwrap();
            assert_eq!((lang.0.as_str(), &text[lang.1]), ("en", "en"), "{text}");
        }
        let attributes = SpanAttributes::parse("lang=en .note #x dir=rtl").unwrap();
        let unknown: Vec<_> = attributes.unknown.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(unknown, [".note", "#x", "dir"]);
    }

    #[test]
    fn other_text_in_braces_is_text() {
        for text in ["", " ", "x", "1, 2", "a b", "=en", "lang=\"en", "é!=2"] {
            assert_eq!(SpanAttributes::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_tag_is_one_that_may_be_registered() {
        assert_eq!(language_tag("EN-ca").as_deref(), Some("en-CA"));
        for text in ["english", "fr_CA", "", "e", "en-", "und"] {
            assert_eq!(language_tag(text), None, "{text}");
        }
        assert_eq!(meant_tag("Anglais").as_deref(), Some("en"));
        assert_eq!(meant_tag("fr_ca").as_deref(), Some("fr-CA"));
        assert_eq!(meant_tag("??"), None);
    }
}
