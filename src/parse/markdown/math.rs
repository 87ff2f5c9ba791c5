//! Formulas and code blocks: their places, character for character.

use std::ops::Range;

use pulldown_cmark::{self as markdown, CodeBlockKind};

use super::builder::Lowering;
use crate::parse::callout::CalloutKind;
use crate::parse::code_language;
use crate::parse::document::{CodeAttributes, Event, Slip, Tag};
use crate::parse::formula::{Converter, Fault, Formula};
use crate::source::Spanned;

impl Lowering<'_, '_> {
    /// A formula, converted and listed.
    pub(super) fn formula(&mut self, tex: &str, display: bool, range: Range<usize>) {
        if self.in_image {
            return self.run.push_text(tex.trim(), range, self.markdown);
        }
        let dollars = if display { 2 } else { 1 };
        let inside = range.start + dollars..range.end.saturating_sub(dollars);
        let (tex, inside) = without_backticks(tex, inside);
        let written = self.markdown.get(inside.clone()).unwrap_or_default();
        let place = |fault: &Range<usize>| {
            let within = within(written, tex, fault);
            inside.start + within.start..inside.start + within.end
        };
        let event = self.list_formula(tex, display, &range, place);
        self.inline(event, range);
    }

    /// A block of code in the language `math`, which on GitHub is a formula: its end.
    pub(super) fn end_fenced_formula(&mut self, block: Range<usize>) {
        let run = std::mem::take(&mut self.run);
        self.in_code = false;
        let event = self.list_formula(run.text(), true, &block, |fault| run.source(fault.clone()));
        self.push(Event::Start(Tag::Paragraph), block.clone());
        self.push(event, block.clone());
        self.push(Event::End(Tag::Paragraph), block.end..block.end);
    }

    /// Converts and lists a formula; `place` says where a range of its TeX is in the Markdown.
    fn list_formula(
        &mut self,
        tex: &str,
        display: bool,
        range: &Range<usize>,
        place: impl Fn(&Range<usize>) -> Range<usize>,
    ) -> Event {
        let converter = self.builder.converter.get_or_insert_with(Converter::new);
        let math = converter
            .convert(tex, display)
            .map_err(|fault| Fault { reason: fault.reason, span: self.place(place(&fault.span)) });
        let span = self.place(range.clone());
        let formulas = &mut self.builder.document.formulas;
        formulas.push(Formula { tex: tex.trim().to_owned(), display, span, math });
        Event::Math(formulas.len() - 1)
    }

    /// Reports what isn't right with the attributes of a block of code, once its text is written: the events from
    /// `start` on. Its fence begins at `block.start`.
    pub(super) fn report_code(&mut self, info: &str, start: usize, block: &Range<usize>) {
        // Braces that name the teacher are reported already.
        if code_language::names(info).any(CalloutKind::is_teacher) {
            return;
        }
        let (attributes, mut slips) = CodeAttributes::read(info);
        let texts = self.out.get(start..).unwrap_or_default().iter().filter_map(|(event, _)| match event {
            Event::Text(text) => Some(text.as_str()),
            _ => None,
        });
        // The text of a line may come in pieces; only the last line may have no end.
        let (ends, is_cut) =
            texts.fold((0, false), |(ends, _), text| (ends + text.matches('\n').count(), !text.ends_with('\n')));
        slips.extend(attributes.beyond(ends + usize::from(is_cut)));
        if slips.is_empty() {
            return;
        }
        let line = self.markdown.get(block.clone()).unwrap_or_default().lines().next().unwrap_or_default();
        // Where something in the info string is escaped, or an entity, the place is the whole line.
        let at = line.find(info).map(|at| block.start + at);
        for (slip, place) in slips {
            let place = match at {
                Some(at) => at + place.start..at + place.end,
                None => block.start..block.start + line.trim_end().len(),
            };
            let place = self.place(place);
            self.builder.document.slips.push(Spanned::new(Slip::Code(slip), place));
        }
    }

    /// The language of a code block, listed with its place. One that names the teacher opens no callout.
    pub(super) fn code_language(&mut self, info: &str, block: &Range<usize>) {
        let teacher = code_language::names(info).find(|name| CalloutKind::is_teacher(name));
        let Some(language) = teacher.or_else(|| code_language::named(info)) else { return };
        let written = self.markdown.get(block.clone()).unwrap_or_default();
        let fence = written.len() - written.trim_start().trim_start_matches(['`', '~']).trim_start().len();
        let line = written[fence..].lines().next().unwrap_or_default();
        let is_whole = |at: usize| {
            let after = &line[at + language.len()..];
            !line[..at].ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
        };
        let (at, length) = match line.match_indices(language).find(|(at, _)| is_whole(*at)) {
            Some((at, _)) => (at, language.len()),
            // Something in it is escaped, or an entity.
            None => (0, line.find(char::is_whitespace).unwrap_or(line.len())),
        };
        let start = block.start + fence + at;
        let place = self.place(start..start + length);
        let document = &mut self.builder.document;
        match teacher {
            Some(name) => document.slips.push(Spanned::new(Slip::UnknownAttribute(name.to_owned()), place)),
            None => document.code_languages.push(Spanned::new(language.to_owned(), place)),
        }
    }
}

/// Whether a block of code is a formula, as GitHub has it: in the language `math`.
pub(super) fn is_fenced(tag: &markdown::Tag<'_>) -> bool {
    let info = match tag {
        markdown::Tag::CodeBlock(CodeBlockKind::Fenced(info)) => info,
        _ => return false,
    };
    code_language::named(info).is_some_and(|name| name.eq_ignore_ascii_case("math"))
}

/// A formula between backticks, as GitHub writes it (``$`x`$``), and its place, without them.
fn without_backticks(tex: &str, inside: Range<usize>) -> (&str, Range<usize>) {
    match tex.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
        Some(bare) if !bare.is_empty() => (bare, inside.start + 1..inside.end - 1),
        _ => (tex, inside),
    }
}

/// The place of a range of a formula's TeX in its Markdown, which has more in it: the marks of a
/// quotation before each line, the backslash of `\|` in a table.
fn within(markdown: &str, tex: &str, range: &Range<usize>) -> Range<usize> {
    if markdown == tex {
        return range.clone();
    }
    let mut at = 0;
    let mut start = 0;
    for (index, &byte) in tex.as_bytes().iter().enumerate().take(range.end) {
        let skipped = markdown.as_bytes()[at.min(markdown.len())..].iter().position(|&written| written == byte);
        let Some(skipped) = skipped else { return 0..markdown.len() };
        at += skipped;
        if index == range.start {
            start = at;
        }
        at += 1;
    }
    if range.start < range.end { start..at } else { at..at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_formula_is_found_behind_the_marks_of_a_quotation() {
        let markdown = "\n> a+b\n> \\c\n> ";
        let tex = "\na+b\n\\c\n";
        assert_eq!(within(markdown, tex, &(5..7)), 9..11);
        assert_eq!(&markdown[9..11], "\\c");
        assert_eq!(within("a\\|b", "a|b", &(2..3)), 3..4);
    }
}
