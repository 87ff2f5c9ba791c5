//! What pulldown-cmark is given to read: the text, of the same length in bytes, with every mark hidden that it would
//! misread. Its events are then given back the text as written.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag};

use super::{definitions, displays, dollars, fences};

/// pulldown-cmark's events for a text, as if it had read the text as written, each with its byte range in `markdown`.
pub(super) fn events<'a>(markdown: &'a str, dialect: Options) -> Vec<(Event<'a>, Range<usize>)> {
    let shown = Shown::new(markdown, dialect);
    match &shown.text {
        Cow::Borrowed(text) => Parser::new_ext(text, dialect).into_offset_iter().collect(),
        Cow::Owned(text) => {
            let parsed = Parser::new_ext(text, dialect).into_offset_iter();
            parsed.map(|(event, range)| (shown.written(event, &range), range)).collect()
        }
    }
}

/// A text with `by`, which is one byte, in the place of the byte at each of `places`, which are in order.
pub(super) fn replaced(text: &str, places: &[usize], by: char) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = 0;
    for &place in places {
        replaced.push_str(text.get(rest..place).unwrap_or_default());
        replaced.push(by);
        rest = place + 1;
    }
    replaced.push_str(text.get(rest..).unwrap_or_default());
    replaced
}

struct Shown<'a> {
    /// The text as written.
    markdown: &'a str,
    /// What pulldown-cmark reads.
    text: Cow<'a, str>,
    /// What a colon is hidden behind: a character that the text as written doesn't contain.
    colon: Option<char>,
}

impl<'a> Shown<'a> {
    fn new(markdown: &'a str, dialect: Options) -> Self {
        // Plain CommonMark knows none of these marks.
        if dialect.is_empty() {
            return Self { markdown, text: Cow::Borrowed(markdown), colon: None };
        }
        let mut text = fences::masked(markdown);
        displays::hide(&mut text, dialect);
        let colon = definitions::hide(&mut text, dialect);
        dollars::hide(&mut text, dialect);
        Self { markdown, text, colon }
    }

    fn written(&self, event: Event<'_>, range: &Range<usize>) -> Event<'a> {
        let text = |text: CowStr<'_>| self.text(&text, range);
        let label = |text: CowStr<'_>| self.with_colons(&text);
        match event {
            Event::Text(shown) => Event::Text(text(shown)),
            Event::Code(shown) => Event::Code(text(shown)),
            Event::Html(shown) => Event::Html(text(shown)),
            Event::InlineHtml(shown) => Event::InlineHtml(text(shown)),
            Event::InlineMath(tex) => Event::InlineMath(self.formula(&tex, range)),
            Event::DisplayMath(tex) => Event::DisplayMath(self.formula(&tex, range)),
            Event::FootnoteReference(name) => Event::FootnoteReference(label(name)),
            Event::Start(Tag::FootnoteDefinition(name)) => Event::Start(Tag::FootnoteDefinition(label(name))),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(label(info))))
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let (dest_url, title, id) = (label(dest_url), label(title), label(id));
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let (dest_url, title, id) = (label(dest_url), label(title), label(id));
                Event::Start(Tag::Image { link_type, dest_url, title, id })
            }
            event => event.into_static(),
        }
    }

    /// A text that pulldown-cmark found at that place.
    fn text(&self, shown: &str, range: &Range<usize>) -> CowStr<'a> {
        let is_verbatim = self.text.get(range.clone()) == Some(shown);
        match is_verbatim.then(|| self.markdown.get(range.clone())).flatten() {
            Some(written) => written.into(),
            None => self.with_colons(shown),
        }
    }

    fn with_colons(&self, shown: &str) -> CowStr<'a> {
        match self.colon.filter(|&colon| shown.contains(colon)) {
            Some(colon) => shown.replace(colon, ":").into(),
            None => shown.to_owned().into(),
        }
    }

    /// A formula found at that place. pulldown-cmark leaves out the marks of the blocks around it, but nothing
    /// that hides something: what is hidden comes in the same order.
    fn formula(&self, tex: &str, range: &Range<usize>) -> CowStr<'a> {
        let shown = self.text.get(range.clone()).unwrap_or_default();
        let places = shown.match_indices(dollars::HIDDEN).map(|(at, _)| range.start + at);
        let mut hidden = places.filter_map(|at| self.markdown.get(at..at + 1));
        let mut written = String::with_capacity(tex.len());
        for (index, part) in tex.split(dollars::HIDDEN).enumerate() {
            if index > 0 {
                written.push_str(hidden.next().unwrap_or_default());
            }
            written.push_str(part);
        }
        self.with_colons(&written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_replaced_where_they_stand() {
        assert_eq!(replaced("é:a:", &[2, 4], ';'), "é;a;");
        assert_eq!(replaced("é", &[], ';'), "é");
    }

    #[test]
    fn what_was_hidden_is_told_as_it_was_written() {
        let dialect = Options::ENABLE_MATH | Options::ENABLE_DEFINITION_LIST | Options::ENABLE_FOOTNOTES;
        let markdown = "a `b\n:c` [d](e \"f\n:g\") <i\n:h=\"\"> 5$ $x{$ y$ [^z]\n\n```\n:i\n```\n";
        let events = events(markdown, dialect);
        let shown = format!("{events:?}");
        for part in ["b :c", "f\\n:g", "5$ ", "x{", " y$ ", ":i\\n"] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        assert!(!shown.contains(['\u{1}', '%']), "{shown}");
    }
}
