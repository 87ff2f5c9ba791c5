//! What Markdown doesn't know and the text of a run may hold: citations in Pandoc's syntax, and calls
//! of notes that the text itself doesn't define.
//!
//! ```text
//! [see @a, p. 12; -@b, chap. 3]      @a says      @a [p. 12]      [^label]
//! ```

use std::ops::Range;

use super::document::{Event, Tag};
use super::locator;
use super::run::Run;

/// More emphasis than anyone sets in one citation; a longer one is text.
const MARKS_IN_CITATION: usize = 64;

/// The longest label of a note, in bytes, as for links in CommonMark.
const LABEL_LENGTH: usize = 999;

/// Something found in a run.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its byte range in the run's text.
    pub(super) range: Range<usize>,
    /// What.
    pub(super) what: What,
}

/// What can be found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A call of the note with that label.
    Call(String),
    /// A citation.
    Citation { items: Vec<Item>, in_text: bool },
}

/// One work of a citation, in byte ranges of the run's text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// The words before the key; empty if there are none.
    pub(super) prefix: Range<usize>,
    /// The key, without `@` and braces.
    pub(super) key: Range<usize>,
    /// Whether the author is left out (`-@key`).
    pub(super) suppress_author: bool,
    /// What follows the key, with the comma that the author has there.
    pub(super) suffix: Range<usize>,
    /// Whether words and no `;` part it from the work before.
    pub(super) joined: bool,
}

/// Finds the citations (if wanted) and the calls of notes (if wanted) of a run, in order; none
/// overlaps another.
pub(super) fn find(run: &Run, citations: bool, calls: bool) -> Vec<Found> {
    let text = run.text();
    if !(citations && text.contains('@') || calls && text.contains("[^")) {
        return Vec::new();
    }
    let scanner = Scanner { run, text, brackets: brackets(run), links: links(run) };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(['[', '@']).map(|offset| at + offset) {
        let here = match text.as_bytes()[next] {
            b'[' if calls && text[next + 1..].starts_with('^') && run.is_active(next + 1) => scanner.call(next),
            b'[' if citations => scanner.bracketed(next),
            b'@' if citations => scanner.in_text(next),
            _ => None,
        };
        at = here.as_ref().map_or(next + 1, |found| found.range.end);
        found.extend(here);
    }
    found
}

/// The places of the run's links, in order; none in another.
fn links(run: &Run) -> Vec<Range<usize>> {
    let mut links: Vec<Range<usize>> = Vec::new();
    for (at, mark) in run.placed_marks(0..run.text().len() + 1) {
        match mark {
            Event::Start(Tag::Link(_)) => links.push(at..usize::MAX),
            Event::End(Tag::Link(_)) => links.last_mut().into_iter().for_each(|link| link.end = at),
            _ => {}
        }
    }
    links
}

/// The pairs of active brackets, by the place of the opening one.
fn brackets(run: &Run) -> Vec<(usize, usize)> {
    let mut pairs = paired(run).0;
    pairs.sort_unstable();
    pairs
}

/// The pairs of active brackets, and the opening ones that nothing closes.
fn paired(run: &Run) -> (Vec<(usize, usize)>, Vec<usize>) {
    let mut open = Vec::new();
    let mut pairs = Vec::new();
    for (at, bracket) in run.text().match_indices(['[', ']']).filter(|&(at, _)| run.is_active(at)) {
        match bracket {
            "[" => open.push(at),
            _ => pairs.extend(open.pop().map(|start| (start, at))),
        }
    }
    (pairs, open)
}

/// The most letters between a bracket and the key of a citation that never closes: “see for example”.
const LONGEST_PREFIX: usize = 40;

/// The first citation that opens and never closes in the run: from its bracket to the end of its
/// first key.
pub(super) fn unclosed(run: &Run) -> Option<Range<usize>> {
    let text = run.text();
    if !(text.contains('[') && text.contains('@')) {
        return None;
    }
    let scanner = Scanner { run, text, brackets: Vec::new(), links: Vec::new() };
    paired(run).1.into_iter().find_map(|open| {
        // « [0, 1[ » is an interval in French.
        if text[open + 1..].starts_with([' ', '\u{a0}']) {
            return None;
        }
        let prefix = text[open + 1..].char_indices().take_while(|&(at, letter)| {
            at <= LONGEST_PREFIX && (letter.is_alphabetic() || matches!(letter, ' ' | '-' | '.' | '’' | '\u{a0}'))
        });
        let sign = open + 1 + prefix.last().map_or(0, |(at, letter)| at + letter.len_utf8());
        scanner.key(sign).map(|key| open..key.range.end)
    })
}

/// Notes within the text, `^[a note]`: from the sign to the bracket that closes it, or to the run's end. One
/// word alone may be anything: `^[a-z]`.
pub(super) fn inline_notes(run: &Run) -> Vec<Range<usize>> {
    let text = run.text();
    if !text.contains("^[") {
        return Vec::new();
    }
    let (pairs, open) = paired(run);
    let open = open.into_iter().map(|start| (start, text.len()));
    let mut notes: Vec<_> = pairs
        .into_iter()
        .map(|(start, end)| (start, end + 1))
        .chain(open)
        .filter(|(start, _)| text[..*start].ends_with('^') && run.is_active(start - 1))
        .map(|(start, end)| start - 1..end)
        .collect();
    notes.sort_unstable_by_key(|note| note.start);
    // One may be within another, which is looked at alone: each letter once, however many brackets open.
    let mut end = 0;
    notes.retain(|note| {
        let is_apart = note.start >= end;
        end = end.max(note.end);
        is_apart && text[note.start + 2..note.end].trim().contains(char::is_whitespace)
    });
    notes
}

/// `@key` or `-@key`, as it is in the text.
struct Key {
    /// With `@`, its `-` and its braces.
    range: Range<usize>,
    /// Without.
    name: Range<usize>,
    suppress_author: bool,
}

struct Scanner<'a> {
    run: &'a Run,
    text: &'a str,
    brackets: Vec<(usize, usize)>,
    links: Vec<Range<usize>>,
}

impl Scanner<'_> {
    /// The link of an offset: the number of those that end before it, and whether it is in one.
    fn link(&self, at: usize) -> (usize, bool) {
        let link = self.links.partition_point(|link| link.end <= at);
        (link, self.links.get(link).is_some_and(|link| link.start <= at))
    }

    /// Whether two offsets are in the same link, or both in none.
    fn is_beside(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.link(a), self.link(b));
        a == b || !(a.1 || b.1)
    }
    /// Where the active bracket that opens at `open` closes.
    fn closing(&self, open: usize) -> Option<usize> {
        let pair = self.brackets.binary_search_by_key(&open, |&(start, _)| start).ok()?;
        Some(self.brackets[pair].1)
    }

    /// `[^label]` at that bracket.
    fn call(&self, open: usize) -> Option<Found> {
        let close = self.closing(open)?;
        let label = self.text.get(open + 2..close).filter(|label| label.len() <= LABEL_LENGTH)?;
        let range = open..close + 1;
        let fits = !label.trim().is_empty() && !label.contains(['[', '\n']) && self.run.is_plain(range.clone());
        fits.then(|| Found { range, what: What::Call(label.trim().to_owned()) })
    }

    /// `[see @key, p. 12; @other]` at that bracket.
    fn bracketed(&self, open: usize) -> Option<Found> {
        let close = self.closing(open)?;
        let keys = self.keys(open + 1..close, false);
        if keys.is_empty() || !self.is_whole(open..close + 1) {
            return None;
        }
        let items = self.items(open + 1..close, &keys);
        Some(Found { range: open..close + 1, what: What::Citation { items, in_text: false } })
    }

    /// `@key` at that sign, and the `[p. 12]` that may follow it.
    fn in_text(&self, sign: usize) -> Option<Found> {
        let key = self.key(sign)?;
        if !self.run.is_plain(key.range.clone()) {
            return None;
        }
        let end = key.range.end;
        let mut item = Item {
            prefix: sign..sign,
            key: key.name.clone(),
            suppress_author: key.suppress_author,
            suffix: end..end,
            joined: false,
        };
        let mut range = key.range;
        let mut items = Vec::new();
        if let Some((end, suffix, others)) = self.locator(&range) {
            item.suffix = suffix;
            items = others;
            range.end = end;
        }
        items.insert(0, item);
        Some(Found { range, what: What::Citation { items, in_text: true } })
    }

    /// `[p. 12]`, `[p. 12; see also @other]` or `[see @other]` right after a key: its end, the suffix,
    /// and the other works.
    fn locator(&self, key: &Range<usize>) -> Option<(usize, Range<usize>, Vec<Item>)> {
        let at = key.end;
        let open = at + self.text[at..].find(|next| !matches!(next, ' ' | '\n' | '\u{a0}'))?;
        let close = self.closing(open)?;
        let inside = &self.text[open + 1..close];
        let apart = self.text[at..open].matches('\n').count() > 1
            || inside.trim().is_empty()
            || inside.starts_with('^')
            || self.text[close + 1..].starts_with(['(', '[', ':']);
        if apart || !self.is_whole(key.start..close + 1) {
            return None;
        }
        let keys = self.keys(open + 1..close, true);
        let Some(first) = keys.first().map(|first| first.range.start) else {
            return Some((close + 1, open + 1..close, Vec::new()));
        };
        if let Some(end) = self.semicolons(open + 1..first).next() {
            return Some((close + 1, open + 1..end, self.items(end + 1..close, &keys)));
        }
        let mut others = self.items(open + 1..close, &keys);
        // « [p. 3, cité dans @b] » goes on from the author in the text; “[see @b]” begins a new one.
        let goes_on = locator::read(&self.text[open + 1..first]).0.is_some();
        let suffix = match others.first_mut().filter(|_| goes_on) {
            Some(other) => {
                other.joined = true;
                std::mem::replace(&mut other.prefix, first..first)
            }
            None => key.end..key.end,
        };
        Some((close + 1, suffix, others))
    }

    /// The `;` of a range, in order.
    fn semicolons(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = usize> {
        let found = self.text[range.clone()].match_indices(';').map(move |(offset, _)| range.start + offset);
        found.filter(|&at| self.run.is_active(at))
    }

    /// The keys within a bracket; those in brackets inside it are of it where a key comes before:
    /// `[@a, cité dans [@b]]`, and it does before one that follows a key.
    fn keys(&self, inside: Range<usize>, follows: bool) -> Vec<Key> {
        let mut keys = Vec::new();
        let mut at = inside.start;
        while let Some(next) = self.text[at..inside.end].find(['[', '@']).map(|offset| at + offset) {
            let key = self.key(next).filter(|key| {
                let is_inside = key.range.start >= inside.start && key.range.end <= inside.end;
                is_inside && self.is_beside(next, inside.start)
            });
            at = match (key, self.closing(next)) {
                (Some(key), _) => {
                    let end = key.range.end;
                    keys.push(key);
                    end
                }
                (None, Some(close)) if keys.is_empty() && !follows => close + 1,
                (None, _) => next + 1,
            };
        }
        keys
    }

    /// The works within a bracket. The text between two of them belongs to the first up to the
    /// last `;`; where there is none, words between them lead from one to the other.
    fn items(&self, inside: Range<usize>, keys: &[Key]) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::with_capacity(keys.len());
        let mut from = inside.start;
        for key in keys {
            let (start, end) = (key.range.start, key.range.end);
            let (suffix, prefix) = match self.semicolons(from..start).next_back() {
                _ if items.is_empty() => (from..from, from..start),
                Some(semicolon) => (from..semicolon, semicolon + 1..start),
                None => (from..start, start..start),
            };
            // A comma alone parts two works as a semicolon does.
            let joins = prefix.is_empty() && suffix.end == start;
            let joined =
                joins && self.text[suffix.clone()].contains(|letter: char| !matches!(letter, ' ' | ',' | '\n'));
            if let Some(before) = items.last_mut() {
                before.suffix = suffix;
            }
            items.push(Item {
                prefix,
                key: key.name.clone(),
                suppress_author: key.suppress_author,
                suffix: end..end,
                joined,
            });
            from = end;
        }
        if let Some(last) = items.last_mut() {
            last.suffix = from..inside.end;
        }
        items
    }

    /// The key at an active `@`. What follows a letter is an e-mail address, what follows `/` part
    /// of a web address, and `@name@host` an address too.
    fn key(&self, sign: usize) -> Option<Key> {
        if !self.text[sign..].starts_with('@') || !self.run.is_active(sign) {
            return None;
        }
        let before = &self.text[..sign];
        if before.ends_with(|last: char| last.is_alphanumeric() || matches!(last, '_' | '/' | '@')) {
            return None;
        }
        let after = sign + 1;
        let (name, end) = match self.text[after..].strip_prefix('{') {
            Some(braced) => {
                let name = after + 1..after + 1 + braced_length(braced)?;
                (name.clone(), name.end + 1)
            }
            None => {
                let end = after + bare_length(&self.text[after..])?;
                (after..end, end)
            }
        };
        if self.text[end..].starts_with('@') {
            return None;
        }
        let suppress_author = before.strip_suffix('-').is_some_and(|before| {
            self.run.is_active(sign - 1)
                && !before.ends_with(|last: char| !(last.is_whitespace() || matches!(last, '[' | ';' | '(')))
        });
        Some(Key { range: sign - usize::from(suppress_author)..end, name, suppress_author })
    }

    /// Whether emphasis that begins within a range ends there too, and the other way round.
    fn is_whole(&self, range: Range<usize>) -> bool {
        let mut depth = 0_usize;
        for (count, mark) in self.run.marks(range).enumerate() {
            depth = match mark {
                _ if count >= MARKS_IN_CITATION => return false,
                Event::Start(_) => depth + 1,
                _ if depth == 0 => return false,
                _ => depth - 1,
            };
        }
        depth == 0
    }
}

/// The length of a key's name after `@`: letters, digits and `_`, and single punctuation between them.
fn bare_length(text: &str) -> Option<usize> {
    let is_name = |character: char| character.is_alphanumeric() || character == '_';
    let mut end = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let joins =
            end > 0 && ":.#$%&-+?<>~/".contains(character) && characters.peek().is_some_and(|&(_, next)| is_name(next));
        if is_name(character) {
            end = at + character.len_utf8();
        } else if !joins {
            break;
        }
    }
    (end > 0).then_some(end)
}

/// The length of a key's name after `@{`, whose own braces are in pairs. It is looked for no further
/// than a label is long, so that many that never close stay linear.
fn braced_length(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices().take_while(|&(at, _)| at <= LABEL_LENGTH) {
        match character {
            '}' if depth == 0 => return (at > 0).then_some(at),
            '}' => depth -= 1,
            '{' => depth += 1,
            space if space.is_whitespace() => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found, written shortly: `-key<prefix|suffix` for each work.
    fn found(text: &str) -> Vec<String> {
        let mut run = Run::default();
        run.push_text(text, 0..text.len(), text);
        find(&run, true, true)
            .into_iter()
            .map(|found| match found.what {
                What::Call(label) => format!("^{label}"),
                What::Citation { items, in_text } => {
                    let items: Vec<_> = items
                        .iter()
                        .map(|item| {
                            let dash = if item.suppress_author { "-" } else { "" };
                            let words = |range: &Range<usize>| text[range.clone()].trim().replace('\n', " ");
                            let joined = if item.joined { "+" } else { "" };
                            let (prefix, key, suffix) = (words(&item.prefix), words(&item.key), words(&item.suffix));
                            format!("{joined}{dash}{key}<{prefix}|{suffix}")
                        })
                        .collect();
                    format!("{}{}", if in_text { "@" } else { "" }, items.join(" ; "))
                }
            })
            .collect()
    }

    #[test]
    fn a_citation_has_prefix_key_and_suffix() {
        assert_eq!(found("[@k]"), ["k<|"]);
        assert_eq!(found("[voir @a, p. 12; -@b, chap. 3]"), ["a<voir|, p. 12 ; -b<|, chap. 3"]);
        assert_eq!(found("[-@a p. 3]"), ["-a<|p. 3"]);
        assert_eq!(found("[@a,\np. 3] et [@b]"), ["a<|, p. 3", "b<|"]);
        assert_eq!(found("[@a et @b]"), ["a<|et ; +b<|"]);
        assert_eq!(found("[@a, p. 3, cité dans @b, p. 4]"), ["a<|, p. 3, cité dans ; +b<|, p. 4"]);
        assert_eq!(found("[@a, @b @c]"), ["a<|, ; b<| ; c<|"]);
        assert_eq!(found("[@a, p. 3; et p. 4; voir @b]"), ["a<|, p. 3; et p. 4 ; b<voir|"]);
        assert_eq!(found("[@a, [sic], p. 3]"), ["a<|, [sic], p. 3"]);
        assert_eq!(found("[@a, dans [@b]]"), ["a<|, dans [ ; +b<|]"]);
        assert_eq!(found("[@a, dans [@b, p. 3; voir [@c]]]"), ["a<|, dans [ ; +b<|, p. 3 ; c<voir [|]]"]);
    }

    #[test]
    fn the_innermost_bracket_that_holds_the_key_is_the_citation() {
        assert_eq!(found("[voir [@k]]"), ["k<|"]);
        assert_eq!(found("[[[@k, p. 3]]"), ["k<|, p. 3"]);
    }

    #[test]
    fn a_key_stands_in_running_text() {
        assert_eq!(found("Selon @toffler1980, on…"), ["@toffler1980<|"]);
        assert_eq!(found("@a [p. 12] dit"), ["@a<|p. 12"]);
        assert_eq!(found("@a [p. 12; voir @b]"), ["@a<|p. 12 ; b<voir|"]);
        assert_eq!(found("@a [p. 12, cité dans @b]"), ["@a<|p. 12, cité dans ; +b<|"]);
        assert_eq!(found("@a [@b]"), ["@a<| ; b<|"]);
        assert_eq!(found("@a [p. 3, dans [@b]]"), ["@a<|p. 3, dans [ ; +b<|]"]);
        assert_eq!(found("@a [p. 3, [sic]]"), ["@a<|p. 3, [sic]"]);
        assert_eq!(found("@a [-@b p. 30; see also @c]"), ["@a<| ; -b<|p. 30 ; c<see also|"]);
        assert_eq!(found("@a [^b]"), ["@a<|", "^b"]);
        assert_eq!(found("-@a dit"), ["@-a<|"]);
    }

    #[test]
    fn keys_hold_what_pandoc_lets_them_hold() {
        assert_eq!(
            found("@a:b.c. @foo_bar--x @{https://x.org/?a=1} @é2/b?"),
            ["@a:b.c<|", "@foo_bar<|", "@https://x.org/?a=1<|", "@é2/b<|"]
        );
    }

    #[test]
    fn addresses_are_no_citations() {
        for text in [
            "nom@hote.org", "[nom@hote.org]", "https://x.org/@nom", "@nom@hote.org", "@", "[@]", "@{}", "@{a b}", "@-a",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_note_may_be_called_by_any_label() {
        assert_eq!(found("mot[^a b] et [^é-1]."), ["^a b", "^é-1"]);
        for text in ["[^]", "[^ ]", "[^a[b]", "[^a\nb]", "^a]"] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_note_within_the_text_is_told_from_other_brackets() {
        let notes = |text: &str| -> Vec<String> {
            let mut run = Run::default();
            run.push_text(text, 0..text.len(), text);
            let found = inline_notes(&run).into_iter();
            found.map(|note| text[note].to_owned()).collect()
        };
        assert_eq!(notes("Mot^[une note, [@a]], et^[sans fin"), ["^[une note, [@a]]", "^[sans fin"]);
        for text in ["^[a-z]+", "x^[2]", "[^a b]", "^ [a b]", "^[ ]", "^["] {
            assert!(notes(text).is_empty(), "{text}");
        }
    }
}
