//! Words that one language lends another, marked with the language they are in.
//!
//! A page must say where its language changes, and only where a word is printed is it known whether
//! that can be said: text may have a `lang`, an attribute may not. So a lent word carries its language
//! along, between control characters, which no other text has (`characters::shown`), and
//! `render::lent` makes markup of them once the page is whole.

use std::borrow::Cow;

/// What a lent text begins with; its language follows (`en ltr`).
const START: char = '\u{98}';
/// Where its language ends, and its words begin.
const WORDS: char = '\u{86}';
/// What it ends with.
const END: char = '\u{9c}';

/// A part of what may hold lent words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Where lent words begin, and the language that they are in: its tag and its direction.
    Start(&'a str, &'a str),
    /// Where they end.
    End,
    /// Text, or markup.
    Rest(&'a str),
}

/// A text and the language that it is in.
pub(super) fn marked(text: &str, (tag, direction): (&str, &str)) -> String {
    format!("{START}{tag} {direction}{WORDS}{text}{END}")
}

/// The tag and the direction of the language of a text that is lent as a whole; `None` if it doesn't begin with lent
/// words.
pub(super) fn language(text: &str) -> Option<(&str, &str)> {
    match pieces(text).next() {
        Some((_, Piece::Start(tag, direction))) => Some((tag, direction)),
        _ => None,
    }
}

/// Whether some of the words are lent.
pub fn is_in(text: &str) -> bool {
    text.contains(START)
}

/// A text without its marks, for what can't say a language.
pub fn plain(text: Cow<'_, str>) -> Cow<'_, str> {
    if !is_in(&text) {
        return text;
    }
    let words = pieces(&text).filter_map(|(_, piece)| match piece {
        Piece::Rest(words) => Some(words),
        _ => None,
    });
    Cow::Owned(words.collect())
}

/// The pieces of a text, each with its byte offset.
pub fn pieces(text: &str) -> impl Iterator<Item = (usize, Piece<'_>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let (piece, length) = if let Some((tag, direction, length)) = start(rest) {
            (Piece::Start(tag, direction), length)
        } else if rest.starts_with(END) {
            (Piece::End, END.len_utf8())
        } else {
            let mut marks = rest.match_indices([START, END]).map(|(mark, _)| mark);
            let length = marks.find(|mark| *mark > 0).unwrap_or(rest.len());
            (Piece::Rest(&rest[..length]), length)
        };
        let here = at;
        at += length;
        Some((here, piece))
    })
}

/// The language that a mark at a text's start names, and the mark's length.
fn start(text: &str) -> Option<(&str, &str, usize)> {
    let named = text.strip_prefix(START)?;
    let end = named.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | ' ')))?;
    let (tag, direction) = named[..end].split_once(' ')?;
    let length = text.len() - named[end..].strip_prefix(WORDS)?.len();
    Some((tag, direction, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_text_is_taken_apart_again() {
        let text = format!("a {} b", marked("c", ("en", "ltr")));
        let parts: Vec<_> = pieces(&text).map(|(_, piece)| piece).collect();
        let lent = [Piece::Start("en", "ltr"), Piece::Rest("c"), Piece::End];
        assert_eq!(parts, [&[Piece::Rest("a ")], &lent[..], &[Piece::Rest(" b")]].concat());
        assert_eq!(plain(text.into()), "a c b");
        assert_eq!(language(&marked("c", ("fr-CA", "ltr"))), Some(("fr-CA", "ltr")));
    }

    #[test]
    fn what_is_no_mark_is_text() {
        for text in ["\u{98}", "\u{98}\u{98}", "a\u{98}en", "\u{98}en ltr", "\u{98}en\u{86}", "\u{98}é ltr\u{86}"] {
            assert_eq!(plain(text.into()), text);
        }
    }
}
