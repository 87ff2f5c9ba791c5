//! Characters that nobody sees: control characters, which have no place in a page, and those that
//! turn the order of letters around (“Trojan source”, Boucher and Anderson, 2021).

use std::borrow::Cow;
use std::ops::Range;

/// What a page shows in the place of a control character.
pub const REPLACEMENT: char = '\u{fffd}';

/// Whether a character is a control character (Unicode's category Cc) other than a tab or the end of a line.
pub fn is_control(one: char) -> bool {
    one.is_control() && !matches!(one, '\t' | '\n' | '\r')
}

/// Whether a character forces the order of the letters after it, whatever their script.
pub fn is_override(one: char) -> bool {
    matches!(one, '\u{202d}' | '\u{202e}')
}

/// The first control character or override of a text, its escapes already decoded; `None` if it has none.
pub fn hidden(text: &str) -> Option<char> {
    text.chars().find(|&one| is_control(one) || is_override(one))
}

/// A text as a page may hold it: with [`REPLACEMENT`] for each control character.
pub fn shown(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains(is_control) { Cow::Owned(text.replace(is_control, &REPLACEMENT.to_string())) } else { text }
}

/// A character’s name in Unicode’s form: `U+202E`.
pub fn name(one: char) -> String {
    format!("U+{:04X}", u32::from(one))
}

/// Whether a character may turn the order of letters around: an override, or a mark that begins or ends an embedding or an
/// isolate.
pub fn may_turn(one: char) -> bool {
    matches!(one, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The byte ranges of the characters in a line that turn the order of letters around (UAX #9): overrides, and marks
/// that begin an embedding or an isolate which the line doesn’t end, or end one that it didn’t begin.
pub fn turned(line: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // The embeddings and isolates that are open, the innermost last; `true` for an isolate.
    let mut open: Vec<(bool, Range<usize>)> = Vec::new();
    for (at, one) in line.char_indices() {
        let place = at..at + one.len_utf8();
        match one {
            '\u{202d}' | '\u{202e}' => found.push(place),
            '\u{202a}' | '\u{202b}' => open.push((false, place)),
            '\u{2066}'..='\u{2068}' => open.push((true, place)),
            '\u{202c}' | '\u{2069}' => {
                let isolate = one == '\u{2069}';
                if open.pop_if(|(is_isolate, _)| *is_isolate == isolate).is_none() && found.is_empty() {
                    found.push(place);
                }
            }
            _ => {}
        }
    }
    found.extend(open.into_iter().map(|(_, place)| place));
    found.sort_by_key(|place| place.start);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_line_turns_around_is_found() {
        let found = |line: &str| turned(line).into_iter().map(|place| (place.start, place.end)).collect::<Vec<_>>();
        assert_eq!(found("a\u{202e}b\u{202c}"), [(1, 4)]);
        assert_eq!(found("a\u{2067}b"), [(1, 4)]);
        assert_eq!(found("\u{2069}"), [(0, 3)]);
        assert_eq!(turned("\u{2067}\u{202a}a\u{202c}\u{2069} \u{2068}b\u{2069}"), []);
        assert_eq!(turned("\u{200f}مرحبا\u{200e}"), []);
    }

    #[test]
    fn control_characters_are_shown_as_what_they_are() {
        assert_eq!(shown("a\u{0}b\u{1b}\tc\n".into()), "a\u{fffd}b\u{fffd}\tc\n");
        assert!(matches!(shown("é".into()), Cow::Borrowed("é")));
        assert_eq!((hidden("a\u{7f}"), hidden("a\u{202e}"), hidden("été\n")), (Some('\u{7f}'), Some('\u{202e}'), None));
        assert_eq!(name('\u{1b}'), "U+001B");
    }
}
