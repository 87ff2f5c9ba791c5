//! `tags.yml`: the labels of tags, in each language.

use super::front_matter::TextValue;
use super::front_matter::fields;
use super::ids::{Ids, is_id};
use super::yaml::{Entry, Kind, Reader};
use crate::diagnostic::Checked;
use crate::message;
use crate::source::{Span, Spanned};

/// What `tags.yml` says: each tag once, in the file's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tags {
    /// The tags.
    pub tags: Vec<WrittenTag>,
}

/// A tag as `tags.yml` gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenTag {
    /// Its id, and the place of that.
    pub id: Spanned<String>,
    /// Its labels.
    pub labels: Labels,
}

/// What a tag is called.
#[derive(Clone, Debug, PartialEq)]
pub enum Labels {
    /// The same in every language.
    Same(TextValue),
    /// By the language's key, unchecked.
    ByLanguage(Vec<(Spanned<String>, TextValue)>),
    /// What could not be read, and is reported.
    Unreadable,
}

impl Labels {
    /// None at all.
    pub(super) fn none() -> Self {
        Self::ByLanguage(Vec::new())
    }
}

/// Reads `tags.yml`; places are byte ranges of `text`. A fault costs its own tag and no other.
pub fn read(text: &str) -> Checked<Tags, Span> {
    let mut reader = Reader::new(text);
    let entries = reader.file_entries(is_id);
    let mut ids = Ids::default();
    let mut tags = Vec::with_capacity(entries.len());
    for entry in &entries {
        if !ids.take(&mut reader, entry, |id| message!("invalid-field.message-tag", tag = id)) {
            continue;
        }
        tags.push(WrittenTag { id: entry.key.clone(), labels: labels(&mut reader, entry) });
    }
    reader.finish_file(Tags { tags })
}

/// Texts by language, or one for all.
pub(super) fn labels<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Labels {
    let faults = reader.diagnostics.len();
    let labels = match reader.kind(&entry.value) {
        Kind::Scalar => fields::text(reader, entry).map(Labels::Same),
        _ => Some(Labels::ByLanguage(fields::labelled_texts(reader, entry))),
    };
    let is_empty = labels.as_ref().is_none_or(|labels| *labels == Labels::ByLanguage(Vec::new()));
    match labels {
        _ if is_empty && reader.diagnostics.len() > faults => Labels::Unreadable,
        labels => labels.unwrap_or_else(|| Labels::ByLanguage(Vec::new())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Rule;

    fn labels_of(tag: &WrittenTag) -> Vec<(&str, &str)> {
        match &tag.labels {
            Labels::Same(text) => vec![("", text.text.as_str())],
            Labels::ByLanguage(labels) => {
                labels.iter().map(|(key, text)| (key.value.as_str(), text.text.as_str())).collect()
            }
            Labels::Unreadable => Vec::new(),
        }
    }

    fn rules(text: &str) -> Vec<(Rule, &str)> {
        read(text).diagnostics.into_iter().map(|fault| (fault.rule, &text[fault.at])).collect()
    }

    #[test]
    fn labels_are_read_in_braces_in_lines_and_alone() {
        let text = "---\n# les étiquettes\nvie-privee: { fr: Vie privée, en: Privacy }\ncode:\n  fr: Code : les bases\nia: IA\n";
        let read = read(text);
        assert_eq!(read.diagnostics, []);
        let tags = &read.value.tags;
        assert_eq!(tags.iter().map(|tag| tag.id.value.as_str()).collect::<Vec<_>>(), ["vie-privee", "code", "ia"]);
        assert_eq!(labels_of(&tags[0]), [("fr", "Vie privée"), ("en", "Privacy")]);
        assert_eq!(labels_of(&tags[1]), [("fr", "Code : les bases")]);
        assert_eq!(labels_of(&tags[2]), [("", "IA")]);
        assert_eq!(&text[tags[0].id.span.clone()], "vie-privee");
    }

    #[test]
    fn an_id_that_cannot_stand_in_an_address_is_reported() {
        assert_eq!(rules("Vie privée: { fr: Vie privée }"), [(Rule::InvalidField, "Vie privée")]);
        assert_eq!(rules("a: A\na: B"), [(Rule::DuplicateField, "a")]);
    }

    #[test]
    fn what_is_no_map_is_reported_as_a_file_of_its_own() {
        assert_eq!(rules("- vie-privee\n- code"), [(Rule::InvalidYaml, "- vie-privee\n- code")]);
        assert_eq!(rules("a: { fr: A"), [(Rule::InvalidYaml, "{")]);
        assert_eq!(rules("a: [A]"), [(Rule::InvalidField, "[A]")]);
        assert_eq!(rules(""), []);
    }
}
