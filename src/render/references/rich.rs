//! Marks within a field: CSL-JSON writes them as tags, `<i>` or `<sup>`.
//!
//! hayagriva would print the tags and count their letters; signs of our own pass through it
//! unharmed and become elements afterwards.

use std::iter::Peekable;

use crate::locale::typography::{EditKind, OBJECT, Typography};
use crate::render::html::escape;

/// The tags, and the elements they become.
const TAGS: [(&str, &str, &str); 6] = [
    ("<i>", "</i>", "i"),
    ("<b>", "</b>", "b"),
    ("<sup>", "</sup>", "sup"),
    ("<sub>", "</sub>", "sub"),
    ("<span style=\"font-variant:small-caps;\">", "</span>", "small-caps"),
    ("<span class=\"nocase\">", "</span>", ""),
];

/// The last of them: what keeps its case.
const NO_CASE: usize = TAGS.len() - 1;

/// Signs for private use: of each two, one opens and one closes.
const FIRST: u32 = 0xE000;

fn sign(tag: usize, closing: bool) -> Option<char> {
    char::from_u32(FIRST + 2 * u32::try_from(tag).ok()? + u32::from(closing))
}

fn tag_of(sign: char) -> Option<(usize, bool)> {
    let index = u32::from(sign).checked_sub(FIRST)?;
    let tag = usize::try_from(index / 2).ok().filter(|tag| *tag < TAGS.len())?;
    Some((tag, index % 2 == 1))
}

/// Letters that keep their case, whatever the style does to a title: so far from themselves.
const KEPT: u32 = 0xE100;

fn kept(letter: char) -> char {
    match letter.is_ascii_alphabetic() || letter == ',' {
        true => char::from_u32(KEPT + u32::from(letter)).unwrap_or(letter),
        false => letter,
    }
}

fn letter_of(sign: char) -> char {
    let letter = u32::from(sign).checked_sub(KEPT).and_then(char::from_u32);
    letter.filter(|letter| letter.is_ascii_alphabetic() || *letter == ',').unwrap_or(sign)
}

/// Small words that English titles keep small and hayagriva doesn't know: long prepositions, and
/// the “v.” of a case.
const SMALL: [&str; 24] = [
    "about", "across", "after", "against", "along", "among", "around", "before", "behind", "beneath", "beside",
    "between", "beyond", "despite", "during", "except", "inside", "outside", "since", "through", "throughout", "v",
    "within", "without",
];

/// A title in which words such as “PLoS” and “iPhone” keep their capitals, and small ones stay small.
fn with_kept_words(text: &str) -> String {
    let mut kept_text = String::with_capacity(text.len());
    let mut at = 0;
    for word in text.split_inclusive(|letter: char| !letter.is_alphabetic()) {
        let bare = word.trim_end_matches(|letter: char| !letter.is_alphabetic());
        let inner = word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase);
        // The first and the last word of a title and of a subtitle have a capital all the same.
        let before = text[..at].trim_end();
        at += word.len();
        let is_edge = before.is_empty() || before.ends_with([':', '?', '!', '.', '—']) || text[at..].trim().is_empty();
        match inner || (SMALL.contains(&bare) && !is_edge) {
            true => kept_text.extend(word.chars().map(kept)),
            false => kept_text.push_str(word),
        }
    }
    kept_text
}

/// A number whose digits are in groups (“1,234,567”), which hayagriva would take for three.
pub(super) fn number(text: &str) -> String {
    let text = read(text, false);
    let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    let mut before = None;
    let mut signs = text.chars().peekable();
    let mut read = String::with_capacity(text.len());
    while let Some(sign) = signs.next() {
        let is_grouping = sign == ',' && is_digit(before) && is_digit(signs.peek().copied());
        read.push(if is_grouping { kept(sign) } else { sign });
        before = Some(sign);
    }
    read
}

/// A field as hayagriva gets it: its tags as signs, signs of the author's own left out. A `title`
/// keeps the capitals within its words.
pub(super) fn read(text: &str, title: bool) -> String {
    let text: String = text.chars().filter(|letter| !('\u{e000}'..='\u{e1ff}').contains(letter)).collect();
    if !text.contains('<') {
        return if title { with_kept_words(&text) } else { text };
    }
    let mut read = String::with_capacity(text.len());
    let mut open: Vec<usize> = Vec::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find('<') {
        // What is marked so keeps its case.
        match open.contains(&NO_CASE) {
            true => read.extend(rest[..at].chars().map(kept)),
            false => read.push_str(&rest[..at]),
        }
        rest = &rest[at..];
        let opened = TAGS.iter().position(|(tag, ..)| rest.starts_with(tag)).filter(|_| open.len() < 16);
        let closed = open.last().copied().filter(|tag| rest.starts_with(TAGS[*tag].1));
        match (opened, closed) {
            (_, Some(tag)) => {
                open.pop();
                read.extend(sign(tag, true));
                rest = &rest[TAGS[tag].1.len()..];
            }
            (Some(tag), None) => {
                open.push(tag);
                read.extend(sign(tag, false));
                rest = &rest[TAGS[tag].0.len()..];
            }
            (None, None) => {
                read.push('<');
                rest = &rest[1..];
            }
        }
    }
    read.push_str(rest);
    while let Some(tag) = open.pop() {
        read.extend(sign(tag, true));
    }
    read
}

/// A text as it is set by the rules of its language, across the tags in it: words in italics are of the same
/// sentence. What is raised or lowered is no part of it.
pub(super) fn set(text: &str, rules: Typography) -> String {
    if !text.contains('<') {
        return rules.set(text).into_owned();
    }
    let (plain, marks) = without_tags(text);
    let mut marks = marks.into_iter().peekable();
    let mut set = String::with_capacity(text.len() + 8);
    let mut at = 0;
    for edit in rules.edits(&plain) {
        let EditKind::Replace(by) = edit.change else { continue };
        write(&mut set, &plain[..edit.range.start], at, &mut marks);
        at = edit.range.start;
        // What a tag parts stays.
        if marks.peek().is_none_or(|mark| mark.at >= edit.range.end) {
            set.push_str(by);
            at = edit.range.end;
        }
    }
    write(&mut set, &plain, at, &mut marks);
    set
}

/// Writes the rest of a text, with the tags in it.
fn write<'t>(set: &mut String, plain: &str, from: usize, marks: &mut Peekable<impl Iterator<Item = Tagged<'t>>>) {
    let mut from = from;
    while let Some(mark) = marks.next_if(|mark| mark.at <= plain.len()) {
        set.push_str(plain.get(from..mark.at).unwrap_or_default());
        set.push_str(mark.text);
        from = mark.at + mark.covers;
    }
    set.push_str(plain.get(from..).unwrap_or_default());
}

/// A tag, or raised or lowered letters, with its place in the text without tags.
struct Tagged<'t> {
    at: usize,
    /// How much of that text it takes the place of.
    covers: usize,
    text: &'t str,
}

/// A text without its tags, and these. An [`OBJECT`] replaces raised or lowered letters.
fn without_tags(text: &str) -> (String, Vec<Tagged<'_>>) {
    let mut plain = String::with_capacity(text.len());
    let mut marks = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let raised =
            TAGS.iter().filter(|(.., element)| matches!(*element, "sup" | "sub")).find_map(|(open, close, _)| {
                let inside = rest.strip_prefix(open)?;
                let end = inside.find('<').filter(|end| inside[*end..].starts_with(close))?;
                Some(open.len() + end + close.len())
            });
        let tag = || TAGS.iter().flat_map(|(open, close, _)| [*open, *close]).find(|tag| rest.starts_with(tag));
        let at = plain.len();
        if let Some(length) = raised {
            plain.push(OBJECT);
            marks.push(Tagged { at, covers: OBJECT.len_utf8(), text: &rest[..length] });
            rest = &rest[length..];
        } else if let Some(tag) = tag() {
            marks.push(Tagged { at, covers: 0, text: &rest[..tag.len()] });
            rest = &rest[tag.len()..];
        } else {
            plain.push('<');
            rest = &rest[1..];
        }
    }
    plain.push_str(rest);
    (plain, marks)
}

/// A text without signs.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|letter| tag_of(*letter).is_none()).map(letter_of).collect()
}

/// A text with its signs as elements. `italic` says that it is in italics, out of which a part
/// marked as italic is upright.
pub(super) fn html(text: &str, italic: bool) -> String {
    if !text.chars().any(|letter| ('\u{e000}'..='\u{e1ff}').contains(&letter)) {
        return escape(text);
    }
    let mut html = String::with_capacity(text.len());
    let mut open: Vec<usize> = Vec::new();
    let mut words = String::new();
    for letter in text.chars() {
        let Some((tag, closing)) = tag_of(letter) else {
            words.push(letter_of(letter));
            continue;
        };
        html.push_str(&escape(&std::mem::take(&mut words)));
        match closing {
            false => {
                open.push(tag);
                html.push_str(&opening(TAGS[tag].2, italic));
            }
            true if open.last() == Some(&tag) => {
                open.pop();
                html.push_str(&closing_of(TAGS[tag].2, italic));
            }
            // Its other end is in a piece of its own.
            true => {}
        }
    }
    html.push_str(&escape(&words));
    while let Some(tag) = open.pop() {
        html.push_str(&closing_of(TAGS[tag].2, italic));
    }
    html
}

fn opening(element: &str, italic: bool) -> String {
    match element {
        "" => String::new(),
        "i" if italic => "<span class=\"pal-upright\">".to_owned(),
        "small-caps" => "<span class=\"pal-small-caps\">".to_owned(),
        element => format!("<{element}>"),
    }
}

fn closing_of(element: &str, italic: bool) -> String {
    match element {
        "" => String::new(),
        "i" if italic => "</span>".to_owned(),
        "small-caps" => "</span>".to_owned(),
        element => format!("</{element}>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_elements() {
        let html = |text: &str, italic| super::html(&read(text, true), italic);
        assert_eq!(html("Un <i>mot</i> & H<sub>2</sub>O", false), "Un <i>mot</i> &amp; H<sub>2</sub>O");
        assert_eq!(html("Un <i>mot</i>", true), "Un <span class=\"pal-upright\">mot</span>");
        assert_eq!(html("<span class=\"nocase\">iPhone</span>", false), "iPhone");
        assert_eq!(html("1 < 2 <script> <i>", false), "1 &lt; 2 &lt;script&gt; <i></i>");
        assert_eq!(html("</i><i><b>x</i>", false), "&lt;/i&gt;<i><b>x&lt;/i&gt;</b></i>");
        assert_eq!(html("\u{e000}x\u{e003}", false), "x");
        assert_eq!(plain(&read("a <i>b</i> PLoS", true)), "a b PLoS");
    }

    #[test]
    fn text_is_set_across_its_marks() {
        let french = |text: &str| set(text, Typography::of("fr-CA")).replace('\u{a0}', "~");
        assert_eq!(
            french("Le <span class=\"nocase\">NASA</span> : \"oui\""),
            "Le <span class=\"nocase\">NASA</span>~: «~oui~»"
        );
        assert_eq!(french("\"<i>Mot</i>\" d'<i>ordre</i>"), "«~<i>Mot</i>~» d’<i>ordre</i>");
        assert_eq!(french("<i>L'eau</i> : H<sub>2</sub>O"), "<i>L’eau</i>~: H<sub>2</sub>O");
        assert_eq!(french("10<sup>3</sup> \"a < b\""), "10<sup>3</sup> «~a < b~»");
        assert_eq!(set("<i>A</i>: \"b\"", Typography::of("en-CA")), "<i>A</i>: “b”");
    }

    #[test]
    fn small_words_and_groups_of_digits_are_kept_from_the_library() {
        let is_kept = |text: &str, word: &str| !read(text, true).contains(word);
        assert!(is_kept("A Book without a Date", "without"));
        assert!(is_kept("Harbour v. Gazette", " v."));
        assert!(!is_kept("without a date: within reach, within", "without"));
        assert_eq!(read("without a date: within reach, within", true), "without a date: within reach, within");
        assert!(!number("US 1,234,567").contains(','));
        assert_eq!(number("1, 2"), "1, 2");
        assert_eq!(plain(&number("US 1,234,567")), "US 1,234,567");
    }
}
