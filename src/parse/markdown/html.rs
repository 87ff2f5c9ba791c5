//! Raw HTML: its events, and the addresses, ids and slips in it.

use super::builder::{Lowering, Part};
use crate::parse::document::{Event, RawHtml, RawMark, Replaced, Slip};
use crate::parse::raw_html;
use crate::source::Spanned;

impl Lowering<'_, '_> {
    /// Forgets the element of raw HTML that a line opened and didn’t close.
    pub(super) fn end_raw_line(&mut self) {
        self.flush();
        self.raw_element.take_if(|(_, is_block)| !*is_block);
    }

    /// Writes the text read as raw HTML.
    pub(super) fn flush_html(&mut self, block: bool) {
        let run = std::mem::take(&mut self.run);
        if run.is_empty() {
            return;
        }
        // A drawing goes on in the next piece of HTML, unless Markdown ends it.
        let mut foreign = match self.out.last() {
            Some((Event::Html(_), _)) => std::mem::take(&mut self.foreign),
            _ => raw_html::Foreign::default(),
        };
        let names = raw_html::names(run.text(), foreign.clone());
        for (id, range) in names.ids {
            let place = self.place(run.source(range));
            self.builder.document.ids.push(Spanned::new(id, place));
        }
        for (inline, range) in names.inline {
            let place = self.place(run.source(range));
            self.builder.document.inline.push((inline, place));
        }
        for (class, range) in names.teachers {
            let place = self.place(run.source(range));
            self.builder.document.slips.push(Spanned::new(Slip::UnknownAttribute(class), place));
        }
        for range in names.unspoken {
            let place = self.place(run.source(range));
            self.builder.document.unspoken.push(place);
        }
        let element = self.raw_element.take();
        let (before, is_block) = element.map_or((None, block), |(name, is_block)| (Some(name), is_block));
        self.raw_element = raw_html::follow(run.text(), before).map(|name| (name, is_block));
        let mut replaced = Vec::with_capacity(names.addresses.len() + names.theme_classes.len());
        for found in names.addresses {
            let source = run.source(found.range.clone());
            let index = self.link(found.kind, found.address, None, &source);
            replaced.push((found.range, Replaced::Address(index)));
        }
        for (class, range) in names.theme_classes {
            let place = self.place(run.source(range.clone()));
            self.builder.document.slips.push(Spanned::new(Slip::ThemeClass(class), place));
            replaced.push((range, Replaced::Class));
        }
        replaced.sort_by_key(|(range, _)| range.start);
        for (one, range) in names.controls.iter().cloned() {
            let place = self.place(run.source(range));
            self.builder.document.slips.push(Spanned::new(Slip::HiddenCharacter(one), place));
        }
        let marks = raw_html::marks(run.text(), &mut foreign);
        self.foreign = foreign;
        if let Some(range) = raw_html::markdown(run.text(), &marks).filter(|_| block && self.part != Part::CommonMark) {
            let written = run.text()[range.clone()].to_owned();
            let place = self.place(run.source(range));
            self.builder.document.slips.push(Spanned::new(Slip::MarkdownInHtml(written), place));
        }
        let marks = marks.into_iter().map(|(kind, range)| {
            let span = self.place(run.source(range.clone()));
            RawMark { kind, range, span }
        });
        let marks = marks.collect();
        let place = self.place(run.source(0..run.text().len()));
        let (mut text, _) = run.into_items();
        for (_, range) in names.controls {
            // `&#27;` becomes `&#00;`, which browsers show as a replacement character.
            let zeros = text[range.clone()].replace(|one: char| one.is_ascii_hexdigit(), "0");
            text.replace_range(range, &zeros);
        }
        self.out.push((Event::Html(RawHtml { text, marks, replaced, block }), place));
    }
}
