//! Plain CommonMark → HTML, as the specification's own examples write it.

use std::borrow::Cow;

use super::notes::Notes;
use super::writer::Writer;
use super::{Context, Label, RawHtmlMode};
use crate::parse::document::Document;
use crate::parse::markdown::parse_commonmark;

/// Renders Markdown with everything off that CommonMark doesn't have.
pub fn commonmark(text: &str) -> String {
    let document = parse_commonmark(text);
    let notes = Notes::default();
    let context = AsWritten(&document);
    let mut writer = Writer::reference(&document, &context, &notes);
    writer.write(&document.body);
    writer.finish()
}

/// Addresses lead where they say.
struct AsWritten<'a>(&'a Document);

impl Context for AsWritten<'_> {
    fn href(&self, link: usize) -> Option<Cow<'_, str>> {
        self.0.links.get(link).map(|link| Cow::Borrowed(link.address.as_str()))
    }

    fn dimensions(&self, _: usize) -> Option<(u32, u32)> {
        None
    }

    fn citation(&self, citation: usize, _: bool) -> String {
        self.0.citations.get(citation).map(|citation| citation.raw.clone()).unwrap_or_default()
    }

    fn label(&self, _: Label<'_>) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn raw_html(&self) -> RawHtmlMode {
        RawHtmlMode::Allow
    }
}
