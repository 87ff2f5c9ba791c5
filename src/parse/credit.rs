//! `photo.jpg.credit.yml`: whose an image is, as its author says beside it.

use super::front_matter::{TextValue, fields};
use super::tags::{Labels, labels};
use super::yaml::{Entry, Reader};
use crate::diagnostic::Checked;
use crate::message;
use crate::nearest::{Meanings, meaning, nearest};
use crate::rule::Rule;
use crate::shape::{Shape, in_yaml};
use crate::source::{Span, Spanned};

/// What follows an image's file name in that of the file that says whose it is.
pub const SUFFIX: &str = ".credit.yml";

/// What such a file says.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenCredit {
    /// Who made the image.
    pub author: Labels,
    /// What it is called.
    pub title: Labels,
    /// The address that it is from.
    pub source: Option<Spanned<String>>,
    /// Its licence.
    pub license: Option<Spanned<String>>,
}

/// The fields.
pub const FIELDS: [(&str, Shape); 4] = [
    ("author", in_yaml::text_by_language),
    ("title", in_yaml::text_by_language),
    ("source", in_yaml::text),
    ("license", in_yaml::text),
];

/// What authors write in their place.
const MEANT: &Meanings = &[
    (
        "author",
        &["auteur", "autrice", "auteure", "credit", "crédit", "creator", "photographer", "photographe", "by", "par"],
    ),
    ("title", &["titre", "name", "nom"]),
    ("source", &["url", "adresse", "address", "lien", "link"]),
    ("license", &["licence", "licence-spdx", "droits", "rights"]),
];

/// Reads such a file; places are byte ranges of `text`. A fault costs its own value and no other.
pub fn read(text: &str) -> Checked<WrittenCredit, Span> {
    let mut reader = Reader::new(text);
    let mut credit = WrittenCredit { author: Labels::none(), title: Labels::none(), source: None, license: None };
    let mut read: Vec<Spanned<String>> = Vec::new();
    for entry in reader.file_entries(|key| FIELDS.iter().any(|(known, _)| *known == key)) {
        let key = &entry.key;
        if let Some(first) = read.iter().find(|first| first.value == key.value) {
            let first = first.span.clone();
            reader.report_duplicate(&key.value, key.span.clone(), first);
            continue;
        }
        read.push(key.clone());
        match key.value.as_str() {
            "author" => credit.author = labels(&mut reader, &entry),
            "title" => credit.title = labels(&mut reader, &entry),
            "source" => credit.source = line(&mut reader, &entry),
            "license" => credit.license = line(&mut reader, &entry),
            unknown => report_unknown(&mut reader, unknown, key.span.clone()),
        }
    }
    reader.finish_file(credit)
}

fn line<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Option<Spanned<String>> {
    fields::text(reader, entry).map(|TextValue { text, span, .. }| Spanned::new(text.trim().to_owned(), span))
}

fn report_unknown(reader: &mut Reader<'_>, key: &str, at: Span) {
    let keys = FIELDS.map(|(key, _)| key);
    let help = match meaning(MEANT, &key.trim().to_lowercase()).or_else(|| nearest(key, keys)) {
        Some(near) => message!("unknown-field.help-nearest", nearest = near),
        None => message!("unknown-field.help-credit", known = keys.join(", ")),
    };
    reader.report(Rule::UnknownField, at, message!("unknown-field.credit", key = key), Some(help));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Vec<(Rule, &str)> {
        read(text).diagnostics.into_iter().map(|fault| (fault.rule, &text[fault.at])).collect()
    }

    #[test]
    fn a_credit_is_read_in_one_language_or_several() {
        let text = "author: Marie Roy\ntitle: { fr: Le port, en: The harbour }\nsource: https://example.org/1\nlicense: CC-BY-4.0\n";
        let read = read(text);
        assert_eq!(read.diagnostics, []);
        let credit = read.value;
        assert!(matches!(&credit.author, Labels::Same(author) if author.text == "Marie Roy"));
        assert!(matches!(&credit.title, Labels::ByLanguage(titles) if titles.len() == 2));
        assert_eq!(credit.source.map(|source| source.value).as_deref(), Some("https://example.org/1"));
        assert_eq!(credit.license.map(|license| license.value).as_deref(), Some("CC-BY-4.0"));
    }

    #[test]
    fn what_it_does_not_know_is_reported() {
        assert_eq!(rules("auteur: Marie\n"), [(Rule::UnknownField, "auteur")]);
        assert_eq!(rules("author: A\nauthor: B\n"), [(Rule::DuplicateField, "author")]);
        assert_eq!(rules("author: [A]\n"), [(Rule::InvalidField, "[A]")]);
        assert_eq!(rules(""), []);
    }
}
