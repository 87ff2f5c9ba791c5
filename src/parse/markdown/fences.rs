//! `:::` lines, which open and close blocks. The Markdown parser doesn't know them: it is shown a
//! thematic break of the same length in the place of each, so that they end what a block would end,
//! and what it makes of them is read again in the text as written.

use std::borrow::Cow;
use std::ops::Range;

use super::foreign::{self, Foreign};
use crate::parse::callout::CalloutKind;
use crate::parse::passage::{LANG, SpanAttributes};

/// The fewest colons of a fence.
const COLONS: usize = 3;

/// A line of colons, as written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fence {
    /// How many colons.
    pub(super) colons: usize,
    /// Its attributes, if it opens a block; `None` for one that closes.
    pub(super) opening: Option<Opening>,
    /// The whole line.
    pub(super) range: Range<usize>,
}

/// What follows the colons of a fence that opens. Places are those of the Markdown.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Opening {
    /// `{lang=en}`
    Attributes(SpanAttributes, usize),
    /// `{lang=en`, or braces with anything else in them.
    Broken(Range<usize>),
    /// A callout of another tool.
    Foreign(Foreign),
    /// Another word.
    Word(String, Range<usize>),
}

/// The Markdown with each fence hidden behind a thematic break. Every byte keeps its place.
pub(super) fn masked(markdown: &str) -> Cow<'_, str> {
    if !markdown.contains(":::") {
        return Cow::Borrowed(markdown);
    }
    let mut masked = String::with_capacity(markdown.len());
    for line in markdown.split_inclusive('\n') {
        match fence(line) {
            Some(fence) => {
                masked.push_str(&line[..fence.range.start]);
                masked.extend(std::iter::repeat_n('*', fence.colons));
                masked.extend(std::iter::repeat_n(' ', fence.range.len() - fence.colons));
                masked.push_str(&line[fence.range.end..]);
            }
            None => masked.push_str(line),
        }
    }
    Cow::Owned(masked)
}

/// The fence that pulldown-cmark took for a thematic break; `None` when it is one.
pub(super) fn at(markdown: &str, range: &Range<usize>) -> Option<Fence> {
    let start = range.start;
    let rest = markdown.get(start..)?;
    let line = rest.split_inclusive('\n').next()?;
    let mut fence = fence(line)?;
    fence.move_by(start);
    Some(fence)
}

/// The fence that a line is, behind `>` and spaces.
fn fence(line: &str) -> Option<Fence> {
    let start = line.find(|c: char| !matches!(c, ' ' | '\t' | '>'))?;
    let rest = line[start..].trim_end();
    let colons = rest.bytes().take_while(|&byte| byte == b':').count();
    if colons < COLONS {
        return None;
    }
    let range = start..start + rest.len();
    let after = rest[colons..].trim_start();
    let place = range.end - after.len();
    let foreign = foreign::named(after).filter(|_| !after.contains(LANG));
    // What is for the teacher and has no title is reported by its name.
    let foreign = foreign.filter(|found| found.kind != CalloutKind::Teacher || found.title.is_some());
    let opening = match after {
        "" => None,
        _ if foreign.is_some() => foreign.map(Opening::Foreign),
        _ if after.starts_with('{') => Some(attributes(after, place)),
        _ => {
            let word = foreign::word(after);
            // A title follows: only a block for the teacher is then reported, lest students read what it holds.
            if word.len() < after.len() && !CalloutKind::is_like_teacher(word) {
                return None;
            }
            Some(Opening::Word(word.to_owned(), place..place + word.len()))
        }
    };
    Some(Fence { colons, opening, range })
}

fn attributes(braces: &str, place: usize) -> Opening {
    let inside = braces.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    match inside.and_then(SpanAttributes::parse) {
        Some(attributes) => Opening::Attributes(attributes, place + 1),
        None => Opening::Broken(place..place + braces.len()),
    }
}

impl Fence {
    fn move_by(&mut self, by: usize) {
        let moved = |range: &mut Range<usize>| *range = range.start + by..range.end + by;
        moved(&mut self.range);
        match &mut self.opening {
            Some(Opening::Attributes(_, inside)) => *inside += by,
            Some(Opening::Broken(place) | Opening::Word(_, place)) => moved(place),
            Some(Opening::Foreign(_)) | None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_is_hidden_and_every_byte_keeps_its_place() {
        let text = "é\n::: {lang=é}\n> > ::::\r\n  ::: note x\n";
        let masked = masked(text);
        assert_eq!(masked, "é\n***          \n> > ****\r\n  ***       \n");
        assert_eq!(masked.len(), text.len());
    }

    #[test]
    fn other_colons_are_text() {
        for line in ["::", ":: {lang=en}", "::: deux mots", "a :::", "- :::", ":::a}b"] {
            assert_eq!(masked(line), line);
        }
    }

    #[test]
    fn what_follows_the_colons_is_read_at_its_place() {
        let text = "a\n:::: {lang=en\n";
        let fence = at(text, &(2..text.len())).unwrap();
        assert_eq!((fence.colons, fence.range.clone()), (4, 2..15));
        assert_eq!(fence.opening, Some(Opening::Broken(7..15)));
        assert_eq!(at("***\n", &(0..3)), None);
        for (line, word, place) in [
            (":::teecher Corrigé", "teecher", 3..10),
            (":::: ENSEIGNATE[Corrigé]{#a}", "ENSEIGNATE", 5..15),
            ("::: prof {.a}", "prof", 4..8),
            (":::mot", "mot", 3..6),
        ] {
            let fence = at(line, &(0..line.len())).unwrap();
            assert_eq!(fence.opening, Some(Opening::Word(word.to_owned(), place)), "{line}");
        }
    }
}
