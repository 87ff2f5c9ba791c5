//! Ids that files at the book's root list: those of tags, those of terms.

use std::collections::BTreeMap;

use super::yaml::{Entry, Reader};
use crate::locale::Message;
use crate::message;
use crate::model::Slug;
use crate::rule::Rule;
use crate::source::Span;

/// The ids of a file, as far as it is read.
#[derive(Default)]
pub(super) struct Ids<'e>(BTreeMap<&'e str, &'e Span>);

impl<'e> Ids<'e> {
    /// Whether an entry's key is an id, and the first of its name; else it is reported.
    pub(super) fn take<'t>(
        &mut self,
        reader: &mut Reader<'t>,
        entry: &'e Entry<'t>,
        message: impl Fn(&str) -> Message,
    ) -> bool {
        let (id, at) = (entry.key.value.as_str(), &entry.key.span);
        reader.tabs_reported = entry.tabs;
        if let Some(first) = self.0.get(id) {
            reader.report_duplicate(id, at.clone(), (*first).clone());
            return false;
        }
        self.0.insert(id, at);
        if !is_id(id) {
            let help = match Slug::from_name(id) {
                Some(better) => message!("invalid-field.help-tag-nearest", nearest = better.as_str()),
                None => message!("invalid-field.help-tag"),
            };
            reader.report(Rule::InvalidField, at.clone(), message(id), Some(help));
        }
        is_id(id)
    }
}

/// Whether a key can be an id.
pub(super) fn is_id(id: &str) -> bool {
    Slug::parse(id).is_some_and(|slug| slug.as_str() == id)
}
