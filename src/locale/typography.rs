//! Text as it is set: spaces that don't break, quotation marks, apostrophes, by the rules of its
//! language.
//!
//! All that is here is a function from a *run* (the text of a paragraph, a heading, a title) to
//! [`Edit`]s of it. Anything in a run that is not text (code, a formula, a picture) is written as
//! [`OBJECT`], so that the words on both sides know of each other. Setting a text twice
//! changes nothing more.
//!
//! The sources of the rules are beside the examples, in `typography/tests.rs`.

mod neighbours;
mod numbers;
mod quotes;
mod spaces;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

use crate::autolink;
use neighbours::Neighbours;
use quotes::{Pairing, Role};

/// The character in a run that replaces an object, which isn't text: U+FFFC.
pub const OBJECT: char = '\u{fffc}';

/// A no-break space, U+00A0.
pub const NO_BREAK_SPACE: char = '\u{a0}';

/// A thin space at which a line may break, U+2009.
const BREAKING_THIN_SPACE: char = '\u{2009}';

/// A thin no-break space, U+202F.
pub const THIN_SPACE: char = '\u{202f}';

/// How text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Typography {
    /// As it is written: for any other language, or if the book turns typography off.
    AsWritten,
    /// English, on both sides of the Atlantic.
    English,
    /// French.
    French(French),
}

/// What differs in French from one place, and one publisher, to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct French {
    /// Whether a thin space precedes `;`, `!` and `?`; else no space does.
    pub thin_before_marks: bool,
    /// Whether the spaces inside « » are thin.
    pub thin_in_guillemets: bool,
}

/// A change to a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What changes: never empty, never an [`OBJECT`] or the end of a line.
    pub range: Range<usize>,
    /// What becomes of it.
    pub change: EditKind,
}

/// What becomes of a part of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditKind {
    /// It gives way to this.
    Replace(&'static str),
    /// It is set higher: the letters of `1er`. Plain text has no way to say so.
    Raise,
}

impl Typography {
    /// The typography of a language by its tag, unless the book sets another.
    pub fn of(tag: &str) -> Self {
        let mut parts = tag.split(['-', '_']);
        let language = parts.next().unwrap_or_default().to_ascii_lowercase();
        match language.as_str() {
            "en" => Self::English,
            "fr" => {
                let is_canadian = parts.any(|part| part.eq_ignore_ascii_case("CA"));
                Self::French(French { thin_before_marks: !is_canadian, thin_in_guillemets: false })
            }
            _ => Self::AsWritten,
        }
    }

    /// The changes to a run, in its order. Made to what the run becomes, there are none left: a mark is read by its
    /// neighbours, and may mean something else once they are set. A run that doesn't settle stays as it is written.
    pub fn edits(self, run: &str) -> Vec<Edit> {
        let mut edits = self.edits_once(run);
        for _ in 0..MOST_PASSES {
            let Cow::Owned(set) = changed(run, &edits) else { return edits };
            let mut more = self.edits_once(&set);
            more.retain(|edit| edit.change != EditKind::Raise);
            if more.is_empty() {
                return edits;
            }
            match composed(edits, more) {
                Some(both) => edits = both,
                None => return Vec::new(),
            }
        }
        Vec::new()
    }

    /// The changes to a run by its marks as they are, in its order.
    fn edits_once(self, run: &str) -> Vec<Edit> {
        if self == Self::AsWritten || !run.bytes().any(may_matter) {
            return Vec::new();
        }
        // Nothing is done to addresses.
        let addresses = if autolink::may_be_in(run) { autolink::find(run) } else { Vec::new() };
        let guarded: Vec<_> = addresses.into_iter().map(|address| address.range).collect();
        let nested = self.set_run(run, &guarded, Pairing::Nested);
        if nested.odd.is_empty() {
            return nested.edits;
        }
        // Inches within a quotation are the likeliest cause of an odd mark.
        let primes = self.set_run(run, &guarded, Pairing::Primes);
        if primes.odd.is_empty() {
            return primes.edits;
        }
        self.set_run(run, &guarded, Pairing::Flat(nested.paired())).edits
    }

    /// Goes through a run once.
    fn set_run<'a>(self, run: &'a str, guarded: &[Range<usize>], pairing: Pairing) -> Setter<'a> {
        let mut setter = Setter {
            run: Neighbours { run },
            french: match self {
                Self::French(french) => Some(french),
                _ => None,
            },
            edits: Vec::new(),
            pairing,
            roles: Vec::new(),
            odd: Vec::new(),
            open: Vec::new(),
            opened_at: None,
            closed_at: None,
            last_single_end: quotes::last_single_end(run),
        };
        let mut guarded = guarded.iter().peekable();
        let mut at = 0;
        while let Some(character) = run[at..].chars().next() {
            while guarded.next_if(|range| range.end <= at).is_some() {}
            at = match guarded.peek() {
                Some(range) if range.start <= at => range.end,
                _ => setter.step(at, character),
            };
        }
        setter.end_quotations();
        setter
    }

    /// A text on its own, set. It is borrowed if nothing changes.
    ///
    /// A part of a reference (its title, its publisher) is set so by the language of the work:
    /// `config.typography(language).set(title)`.
    pub fn set(self, text: &str) -> Cow<'_, str> {
        changed(text, &self.edits(text))
    }
}

/// How often a run is set before it is left as it is written. Twice is enough for nearly all that anybody types.
const MOST_PASSES: usize = 4;

/// A run with what replaces parts of it. It is borrowed if nothing does.
fn changed<'t>(run: &'t str, edits: &[Edit]) -> Cow<'t, str> {
    let mut rest = 0;
    let mut set = String::new();
    for edit in edits {
        let EditKind::Replace(by) = edit.change else { continue };
        set.push_str(&run[rest..edit.range.start]);
        set.push_str(by);
        rest = edit.range.end;
    }
    if rest == 0 {
        return Cow::Borrowed(run);
    }
    set.push_str(&run[rest..]);
    Cow::Owned(set)
}

/// The changes to a run and those to what it becomes, as changes to the run, all in order. `None` if any of the
/// second ones touches what one of the first put there.
fn composed(first: Vec<Edit>, second: Vec<Edit>) -> Option<Vec<Edit>> {
    let mut both = Vec::with_capacity(first.len() + second.len());
    let mut first = first.into_iter().peekable();
    // How many bytes the first ones before this place put there, and took away.
    let (mut put, mut taken) = (0, 0);
    for Edit { range, change } in second {
        while let Some(edit) = first.peek() {
            let start = edit.range.start + put - taken;
            let length = match edit.change {
                EditKind::Replace(by) => by.len(),
                EditKind::Raise => edit.range.len(),
            };
            if start + length > range.start {
                if start < range.end {
                    return None;
                }
                break;
            }
            put += length;
            taken += edit.range.len();
            both.extend(first.next());
        }
        both.push(Edit { range: range.start + taken - put..range.end + taken - put, change });
    }
    both.extend(first);
    Some(both)
}

/// A text for what is no page (a tab's title, a feed, a search engine), as `set` gave it: with
/// spaces that are nothing but spaces.
pub fn clean(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains([NO_BREAK_SPACE, THIN_SPACE]) {
        return Cow::Owned(text.replace([NO_BREAK_SPACE, THIN_SPACE], " "));
    }
    text
}

/// Whether a byte may be one that something is done about.
fn may_matter(byte: u8) -> bool {
    // 0xC2 begins « and ».
    matches!(byte, b'"' | b'\'' | b'.' | b':' | b';' | b'!' | b'?' | b'0'..=b'9' | b'A'..=b'Z' | 0xC2)
}

/// Goes through a run.
struct Setter<'a> {
    run: Neighbours<'a>,
    /// In French, its rules; else the run is English.
    french: Option<French>,
    edits: Vec<Edit>,
    /// How straight double marks are paired.
    pairing: Pairing,
    /// What each straight double mark is, in order.
    roles: Vec<(usize, Role)>,
    /// The straight double marks that have no other to go with.
    odd: Vec<usize>,
    /// The quotations that are open, the innermost last.
    open: Vec<quotes::Quotation>,
    /// Where the last straight mark ends that opens a quotation.
    opened_at: Option<usize>,
    /// Where the last straight mark ends that closes one, or is an apostrophe.
    closed_at: Option<usize>,
    /// The byte offset of the last straight single mark that might close a quotation.
    last_single_end: Option<usize>,
}

impl Setter<'_> {
    /// Applies the rules to the character at a byte offset, and gives the offset of the next one to look at.
    fn step(&mut self, at: usize, character: char) -> usize {
        match character {
            '"' | '\'' => self.straight(at, character),
            '«' | '»' | '“' | '”' => self.typed_quote(at, character),
            ' ' => self.space(at),
            BREAKING_THIN_SPACE => self.thin_space(at),
            ':' | ';' | '!' | '?' => self.mark(at, character),
            '.' => self.dots(at),
            '0'..='9' | 'A'..='Z' => self.number(at),
            other => at + other.len_utf8(),
        }
    }

    fn replace(&mut self, range: Range<usize>, by: &'static str) {
        self.edits.push(Edit { range, change: EditKind::Replace(by) });
    }

    /// Three dots become an ellipsis; more or fewer, and those of a path or between numbers, stay.
    fn dots(&mut self, at: usize) -> usize {
        let text = &self.run.run[at..];
        let end = at + (text.len() - text.trim_start_matches('.').len());
        let (before, after) = (self.run.before(at), self.run.after(end));
        let is_path = [before, after].iter().any(|side| matches!(side, Some('/' | '\\')));
        let is_range = [before, after].iter().all(|side| side.is_some_and(|side| side.is_ascii_digit()));
        if end - at == 3 && !is_path && !is_range {
            self.replace(at..end, "…");
        }
        end
    }
}
