//! Formulas and code blocks: where they stand, character for character.

use std::ops::Range;

use super::builder::Lowering;
use crate::parse::code_language;
use crate::parse::document::Event;
use crate::parse::formula::{Converter, Fault, Formula};
use crate::parse::run::Run;
use crate::source::{Span, Spanned};

impl Lowering<'_, '_> {
    /// A formula, converted and listed.
    pub(super) fn formula(&mut self, tex: &str, display: bool, range: Range<usize>) {
        if self.in_image {
            return self.run.push_text(tex.trim(), range, self.markdown);
        }
        if !display && is_money(self.markdown, &range, tex) {
            return self.run.push_text(&format!("${tex}$"), range, self.markdown);
        }
        let event = self.list_formula(tex, display, &range);
        self.push(event, range);
    }

    /// A formula that Markdown took for text, since its braces don't match.
    pub(super) fn broken_formula(
        &mut self,
        run: &Run,
        range: Range<usize>,
        display: bool,
    ) -> (Range<usize>, Event, Span) {
        let source = run.source(range.clone());
        let dollars = if display { 2 } else { 1 };
        let tex = self.markdown.get(source.start + dollars..source.end.saturating_sub(dollars)).unwrap_or_default();
        let event = self.list_formula(tex, display, &source);
        (range, event, self.place(source))
    }

    fn list_formula(&mut self, tex: &str, display: bool, range: &Range<usize>) -> Event {
        let converter = self.builder.converter.get_or_insert_with(Converter::new);
        let math = converter.convert(tex, display).map_err(|fault| {
            let dollars = if display { 2 } else { 1 };
            let inside = range.start + dollars..range.end.saturating_sub(dollars);
            let within = within(self.markdown.get(inside.clone()).unwrap_or_default(), tex, &fault.span);
            let span = self.place(inside.start + within.start..inside.start + within.end);
            Fault { reason: fault.reason, span }
        });
        let span = self.place(range.clone());
        let formulas = &mut self.builder.document.formulas;
        formulas.push(Formula { tex: tex.trim().to_owned(), display, span, math });
        Event::Math(formulas.len() - 1)
    }

    /// The language of a code block, listed with its place.
    pub(super) fn code_language(&mut self, info: &str, block: &Range<usize>) {
        let Some(language) = code_language::named(info) else { return };
        let written = self.markdown.get(block.clone()).unwrap_or_default();
        let fence = written.len() - written.trim_start().trim_start_matches(['`', '~']).trim_start().len();
        let start = block.start + fence;
        let length = match written[fence..].starts_with(language) {
            true => language.len(),
            // Something in it is escaped, or an entity.
            false => written[fence..].find(char::is_whitespace).unwrap_or(written.len() - fence),
        };
        let place = self.place(start..start + length);
        self.builder.document.code_languages.push(Spanned::new(language.to_owned(), place));
    }
}

/// Whether the dollars are money: `5$, 10$`, `10 $, pas 5$` and `$5-$10` are no formulas. A formula
/// that looks like one of these has something of TeX in it (`10$^{-3}$`).
fn is_money(markdown: &str, range: &Range<usize>, tex: &str) -> bool {
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let before = range.start.checked_sub(1).and_then(|at| markdown.as_bytes().get(at));
    let after = markdown.as_bytes().get(range.end);
    let follows = digit(before) || tex.starts_with([',', ';', ':', '.', '!', '?', ')']);
    let prices = follows && digit(tex.as_bytes().last()) || digit(tex.as_bytes().first()) && digit(after);
    prices && !tex.contains(['\\', '^', '_', '{'])
}

/// What stands between dollars and holds braces that don't match: where in the run's text, dollars
/// included, and whether they are two. Markdown takes such a formula for text.
pub(super) fn broken(run: &Run) -> Vec<(Range<usize>, bool)> {
    let text = run.text();
    if !text.contains('$') || !text.contains(['{', '}']) {
        return Vec::new();
    }
    let mut dollars = text.match_indices('$').map(|(at, _)| at).filter(|&at| run.is_active(at)).peekable();
    let mut broken = Vec::new();
    let mut open: Option<Range<usize>> = None;
    while let Some(start) = dollars.next() {
        let end = start + 1 + usize::from(dollars.next_if_eq(&(start + 1)).is_some());
        let mark = start..end;
        let formula =
            open.take().filter(|open| open.len() == mark.len() && closes(&text[open.end..mark.start], mark.len()));
        match formula {
            Some(open) => broken.push((open.start..mark.end, mark.len() == 2)),
            None => open = Some(mark),
        }
    }
    broken
}

/// Whether what stands between dollars is a formula with braces that don't match.
fn closes(tex: &str, dollars: usize) -> bool {
    let spaced = tex.starts_with(char::is_whitespace) || tex.ends_with(char::is_whitespace);
    let braces = tex.matches('{').count() != tex.matches('}').count();
    braces && (dollars == 2 || !spaced)
}

/// Where a range of a formula's TeX stands in its Markdown, which has more in it: the marks of a
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

    #[test]
    fn prices_are_no_formulas_and_powers_of_ten_are() {
        let money = |markdown: &str, range: Range<usize>| {
            let tex = markdown[range.start + 1..range.end - 1].to_owned();
            is_money(markdown, &range, &tex)
        };
        assert!(money("5$, 10$", 1..7));
        assert!(money("$5-$10", 0..4));
        assert!(!money("10$^{-3}$", 2..9));
        assert!(!money("$5$ pommes", 0..3));
    }
}
