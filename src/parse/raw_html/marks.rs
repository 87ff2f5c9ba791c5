//! Raw HTML as browsers read it: where elements open and close, and what never ends.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, State, Tokenizer};

use super::lossy;
use crate::parse::document::RawMarkKind;
use crate::parse::elements;

/// What only XML and drawings have. Browsers read it in two ways, so it is taken for text.
pub(super) const SECTION: &str = "<![CDATA[";

/// What is read in its place.
pub(super) const SECTION_AS_TEXT: &str = " ![CDATA[";

/// How many elements are followed: more are not written into a page.
pub(crate) const DEPTH: usize = 400;

/// What is put behind a piece of HTML: it is read as a tag only where nothing is left open before it.
const SENTINEL: &str = "<end>";

/// Something whole: a tag, or a comment and what browsers take for one.
enum Token {
    Start { name: String, self_closing: bool, only_words: bool },
    End(String),
    Other,
}

/// The marks in a piece of HTML, each with its byte range in `html`, ascending, given the drawings and formulas that
/// are open before it; `foreign` becomes those that are open after it.
pub(crate) fn marks(html: &str, foreign: &mut Foreign) -> Vec<(RawMarkKind, Range<usize>)> {
    let text = format!("{html}{SENTINEL}").replace(SECTION, SECTION_AS_TEXT);
    let mut marks: Vec<_> =
        html.match_indices(SECTION).map(|(at, _)| (RawMarkKind::Section, at..at + SECTION.len())).collect();
    // Up to where the HTML is whole, and whether what follows is the text of an element.
    let (mut whole, mut in_text) = (0, false);
    let mut tokenizer = Tokenizer::new_with_emitter(text.as_str(), emitter());
    let mut is_whole = false;
    while let Some(token) = tokenizer.next() {
        let Ok::<_, Infallible>((token, range)) = token;
        is_whole = range.start >= html.len();
        // What reaches past the end has the sentinel in it.
        if range.end > html.len() {
            break;
        }
        let before = std::mem::replace(&mut whole, range.end);
        match token {
            Token::Start { name, self_closing, only_words } => {
                in_text = false;
                let (foreign, state) = foreign.enter(&name, self_closing);
                if let Some(state) = state {
                    in_text = true;
                    tokenizer.set_state(state);
                }
                let only_words = only_words && html.get(range.clone()).is_some_and(|tag| !tag.contains('='));
                marks.push((RawMarkKind::Start { name, self_closing, foreign, only_words }, range));
            }
            Token::End(name) => {
                in_text = false;
                foreign.leave(&name);
                // The end tags of texts don't say where they start.
                let start = html.get(before..range.end).and_then(|tag| tag.rfind("</"));
                let start = start.map_or(range.start, |start| before + start);
                marks.push((RawMarkKind::End(name), start..range.end));
            }
            Token::Other => {
                let comment = html.get(range.clone()).unwrap_or_default();
                if comment.starts_with("<?") {
                    marks.push((RawMarkKind::Instruction, range));
                } else if comment.ends_with("--!>") {
                    marks.push((RawMarkKind::MistypedEnd, range.end - "--!>".len()..range.end));
                }
            }
        }
    }
    if let Some(start) = begun(html, whole).filter(|_| !is_whole && !in_text) {
        let is_comment = html[start..].starts_with("<!--");
        let end = start + html[start..].trim_end().len();
        marks.push((if is_comment { RawMarkKind::OpenComment } else { RawMarkKind::Cut }, start..end));
    }
    marks.sort_by_key(|(_, range)| range.start);
    marks
}

type Found = (Token, Range<usize>);

fn emitter() -> CallbackEmitter<impl FnMut(CallbackEvent<'_>, Span<usize>) -> Option<Found>, Found, usize> {
    let (mut name, mut start) = (String::new(), 0);
    let (mut attributes, mut has_bare) = (0, false);
    CallbackEmitter::new(move |event: CallbackEvent<'_>, span: Span<usize>| match event {
        CallbackEvent::OpenStartTag { name: opened } => {
            (name, start, attributes, has_bare) = (lossy(opened), span.start, 0, false);
            None
        }
        CallbackEvent::AttributeName { name } => {
            attributes += 1;
            has_bare |= elements::is_bare_attribute(&lossy(name));
            None
        }
        CallbackEvent::CloseStartTag { self_closing } => {
            let only_words = attributes > 0 && !has_bare;
            let name = std::mem::take(&mut name);
            Some((Token::Start { name, self_closing, only_words }, start..span.end))
        }
        CallbackEvent::EndTag { name } => Some((Token::End(lossy(name)), span.start..span.end)),
        CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } => Some((Token::Other, span.start..span.end)),
        CallbackEvent::AttributeValue { .. } | CallbackEvent::String { .. } | CallbackEvent::Error(_) => None,
    })
}

/// How the inside of an element is read, where that is as text.
fn inside(name: &str) -> Option<State> {
    match name {
        "script" => Some(State::ScriptData),
        "textarea" | "title" => Some(State::RcData),
        _ => elements::is_text(name).then_some(State::RawText),
    }
}

/// The byte offset at which the next mark begins, from an offset between two marks on; `None` if only text follows.
fn begun(html: &str, from: usize) -> Option<usize> {
    let is_begun = |next: u8| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?');
    let bytes = html.as_bytes();
    (from..bytes.len()).find(|&at| bytes[at] == b'<' && bytes.get(at + 1).is_some_and(|&next| is_begun(next)))
}

/// The drawings and formulas that are open, and the islands of HTML in them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Foreign(Vec<String>);

impl Foreign {
    /// Those among the elements that are open.
    pub(crate) fn among<'a>(open: impl Iterator<Item = &'a str>) -> Self {
        let mut foreign = Self::default();
        open.for_each(|name| _ = foreign.enter(name, false));
        foreign
    }

    /// Whether none is open.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The drawing or the formula whose own elements may come next: none in an island.
    pub(crate) fn root(&self) -> Option<&str> {
        self.0.last().map(String::as_str).filter(|open| elements::is_foreign_root(open))
    }

    /// Whether an element that starts is part of a drawing or a formula, itself included, and the state in which its
    /// contents are read if they are text.
    pub(super) fn enter(&mut self, name: &str, self_closing: bool) -> (bool, Option<State>) {
        while self.root().is_some_and(|root| elements::leaves_foreign(root, name)) {
            self.0.pop();
        }
        let is_inside = self.root().is_some();
        let is_root = elements::is_foreign_root(name);
        let is_island = self.root().is_some_and(|root| elements::is_island(root, name));
        if (is_root || is_island) && !self_closing && self.0.len() < DEPTH {
            self.0.push(name.to_owned());
        }
        let is_foreign = is_root || is_inside;
        // What closes itself is closed by who writes it.
        (is_foreign, if is_foreign || self_closing { None } else { inside(name) })
    }

    /// Ends the innermost open element of that name, and those in it; does nothing if none is open.
    pub(super) fn leave(&mut self, name: &str) {
        if let Some(at) = self.0.iter().rposition(|open| open == name) {
            self.0.truncate(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The marks as they are written, each with what it is.
    fn read(html: &str) -> Vec<(&'static str, &str)> {
        let name = |kind: &RawMarkKind| match kind {
            RawMarkKind::Start { only_words: true, .. } => "words",
            RawMarkKind::Start { foreign: true, .. } => "foreign",
            RawMarkKind::Start { self_closing: true, .. } => "closed",
            RawMarkKind::Start { .. } => "start",
            RawMarkKind::End(_) => "end",
            RawMarkKind::OpenComment => "comment",
            RawMarkKind::Cut => "cut",
            RawMarkKind::Instruction => "instruction",
            RawMarkKind::Section => "section",
            RawMarkKind::MistypedEnd => "mistyped",
        };
        marks(html, &mut Foreign::default()).into_iter().map(|(kind, range)| (name(&kind), &html[range])).collect()
    }

    #[test]
    fn tags_are_found_where_they_stand() {
        assert_eq!(
            read("<P class=\"a>b\">é</p ><br><a/>"),
            [("start", "<P class=\"a>b\">"), ("end", "</p >"), ("start", "<br>"), ("closed", "<a/>")]
        );
        assert_eq!(
            read("<votre nom> <b et c> <input disabled> <p id=x>"),
            [("words", "<votre nom>"), ("words", "<b et c>"), ("start", "<input disabled>"), ("start", "<p id=x>")]
        );
        assert_eq!(read("<!-- <b> --> <!DOCTYPE html> a < b </ >"), []);
    }

    #[test]
    fn what_never_ends_is_found() {
        for (html, kind, rest) in [
            ("<!-- ouvert", "comment", "<!-- ouvert"),
            ("a <!-- b> --", "comment", "<!-- b> --"),
            ("a <p", "cut", "<p"),
            ("<p class=\"x>\n<b>\n", "cut", "<p class=\"x>\n<b>"),
            ("a </div", "cut", "</div"),
            ("</\n", "cut", "</"),
            ("<?php echo 1", "cut", "<?php echo 1"),
            ("<!DOCTYPE html", "cut", "<!DOCTYPE html"),
        ] {
            assert_eq!(read(html), [(kind, rest)], "{html}");
        }
        assert_eq!(read("<?php echo ?> <!---> <!-->"), [("instruction", "<?php echo ?>")]);
        assert_eq!(read("<!-- a --!> b"), [("mistyped", "--!>")]);
    }

    #[test]
    fn the_text_of_an_element_has_no_tags() {
        for html in ["<textarea><b>", "<script>a < b && '<p>'", "<style><!--", "<title></b>", "<xmp><p"] {
            assert_eq!(read(html).len(), 1, "{html}");
        }
        assert_eq!(read("<script>'<b>'</script><i>").len(), 3);
        assert_eq!(read("<TEXTAREA><b></textarea >")[1], ("end", "</textarea >"));
        assert_eq!(read("<iframe src=x/><b>").len(), 1);
        assert_eq!(read("<iframe src=x /><b>").len(), 2);
    }

    #[test]
    fn drawings_and_formulas_are_read_as_such() {
        let svg = "<svg><title>a<b></title><style>p<!-- </style></svg> --></style><path/></svg><style>";
        let kinds: Vec<_> = read(svg).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["foreign", "foreign", "start", "end", "foreign", "end", "foreign", "end", "start"]);
        assert_eq!(read("<svg><![CDATA[ > <!-- ]]></svg>")[1], ("section", "<![CDATA["));
        // What is an island in a formula is none in a drawing; an end tag closes what is open in its element.
        assert_eq!(read("<svg><mi><style><b>").len(), 4);
        assert_eq!(read("<svg><desc></svg><title><b>").len(), 4);
        let mut within = Foreign::among(["p", "svg", "g"].into_iter());
        assert_eq!(marks("<title><b>", &mut within).len(), 2);
        assert_eq!(within.root(), None);
    }
}
