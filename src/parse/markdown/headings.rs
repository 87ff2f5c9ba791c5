//! Headings: their text, the `{#id .class}` at their end, what their anchors are made of.

use std::ops::Range;

use super::builder::{Lowering, Part};
use crate::parse::attributes;
use crate::parse::callout::CalloutKind;
use crate::parse::document::{Heading, Slip, Tag};
use crate::source::Spanned;

/// What a heading's attributes say, placed in the file.
struct HeadingAttributes {
    id: Option<Spanned<String>>,
    classes: Vec<String>,
}

impl Lowering<'_, '_> {
    /// Lists a heading that begins; `level` is 1 to 6, `range` its place in the flow's Markdown.
    pub(super) fn heading(&mut self, level: u8, range: &Range<usize>) -> Tag {
        let written = self.markdown.get(range.clone()).unwrap_or_default().trim_end();
        let span = self.place(range.start..range.start + written.len());
        let headings = &mut self.builder.document.headings;
        headings.push(Heading { level, anchor: String::new(), text: String::new(), classes: Vec::new(), span });
        self.builder.anchor_texts.push(None);
        Tag::Heading(headings.len() - 1)
    }

    /// Completes the heading with that index: its text, its classes and its id. Its events begin at `start`.
    pub(super) fn end_heading(&mut self, index: usize, start: usize) {
        let attributes = match self.part {
            Part::CommonMark => None,
            _ => self.take_attributes(),
        };
        self.flush();
        let events = self.out.get(start..).unwrap_or_default();
        let text = self.builder.plain(events, false);
        let anchor_text = self.builder.plain(events, true);
        let id = attributes.as_ref().and_then(|attributes| attributes.id.clone());
        self.builder.anchor_texts[index] = id.is_none().then_some(anchor_text);
        let heading = &mut self.builder.document.headings[index];
        heading.text = text;
        heading.classes = attributes.map(|attributes| attributes.classes).unwrap_or_default();
        if let Some(id) = id {
            heading.anchor.clone_from(&id.value);
            self.builder.document.ids.push(id);
        }
    }

    /// Takes `{#id .class}` off the text that ends a heading.
    fn take_attributes(&mut self) -> Option<HeadingAttributes> {
        let found = attributes::trailing(self.run.text())?;
        let open = self.run.text()[found.start..].find('{')? + found.start;
        let close = self.run.text().rfind('}')?;
        if !self.run.is_active(open) || !self.run.is_active(close) {
            return None;
        }
        let id = found.id.map(|(id, range)| Spanned::new(id, self.place(self.run.source(range))));
        let (of_the_theme, classes): (Vec<_>, Vec<_>) =
            found.classes.into_iter().partition(|(class, _)| attributes::is_of_the_theme(class));
        let slip = |(class, range)| Spanned::new(Slip::ThemeClass(class), self.place(self.run.source(range)));
        let mut slips: Vec<_> = of_the_theme.into_iter().map(slip).collect();
        let teachers = classes.iter().filter(|(class, _)| CalloutKind::is_teacher(class));
        slips.extend(teachers.map(|(class, range)| {
            Spanned::new(Slip::UnknownAttribute(class.clone()), self.place(self.run.source(range.clone())))
        }));
        if !self.run.truncate(found.start) {
            return None;
        }
        self.builder.document.slips.extend(slips);
        Some(HeadingAttributes { id, classes: classes.into_iter().map(|(class, _)| class).collect() })
    }
}
