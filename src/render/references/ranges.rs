//! Ranges of dates, of which hayagriva knows the first day alone: a page with such a work is formatted a
//! second time with the last days, and of two in the same place one range is made.
//!
//! ```text
//! 1998                2001                →  1998–2001
//! March 3, 2020       March 5, 2020       →  March 3–5, 2020
//! 3 mars 2020         5 avril 2020        →  3 mars–5 avril 2020
//! ```

use std::collections::HashMap;

use super::format::{Formatted, ListEntry};
use super::pieces::{Mark, Piece};
use crate::style::Dates;

/// Joins the dates of two that differ in them alone.
pub(super) fn join(first: &mut Formatted, last: &Formatted, dates: &Dates) {
    for (call, last) in first.calls.iter_mut().zip(&last.calls) {
        *call = joined(call, last, dates);
    }
    let ends: HashMap<usize, &ListEntry> = last.entries.iter().map(|last| (last.work, last)).collect();
    for entry in &mut first.entries {
        if let Some(last) = ends.get(&entry.work) {
            entry.pieces = joined(&entry.pieces, &last.pieces, dates);
        }
    }
}

/// A date in pieces: the work that it belongs to, and its range of pieces.
struct DatePieces {
    work: Option<usize>,
    start: usize,
    end: usize,
}

fn places(pieces: &[Piece]) -> Vec<DatePieces> {
    let (mut places, mut work, mut start) = (Vec::new(), None, None);
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Start(Mark::Work(index)) => work = Some(*index),
            Piece::End(Mark::Work(_)) => work = None,
            Piece::Start(Mark::Date) => start = Some(at + 1),
            Piece::End(Mark::Date) => places.extend(start.take().map(|start| DatePieces { work, start, end: at })),
            _ => {}
        }
    }
    places
}

/// The dates of each work, in their order. (Works of one citation may be in another order by their ends.)
fn by_work(places: Vec<DatePieces>) -> HashMap<Option<usize>, Vec<DatePieces>> {
    let mut by_work: HashMap<Option<usize>, Vec<DatePieces>> = HashMap::new();
    places.into_iter().for_each(|place| by_work.entry(place.work).or_default().push(place));
    by_work
}

fn joined(first: &[Piece], last: &[Piece], dates: &Dates) -> Vec<Piece> {
    let mut ends = by_work(places(last));
    let mut pairs: Vec<(DatePieces, DatePieces)> = Vec::new();
    for (work, starts) in by_work(places(first)) {
        // Where a style writes the two otherwise, the first days are kept.
        let same = ends.remove(&work).filter(|ends| ends.len() == starts.len());
        pairs.extend(starts.into_iter().zip(same.unwrap_or_default()));
    }
    pairs.sort_by_key(|(start, _)| start.start);
    let mut pieces = Vec::with_capacity(first.len());
    let mut done = 0;
    for (start, end) in pairs {
        pieces.extend_from_slice(&first[done..start.start]);
        pieces.extend(range(&first[start.start..start.end], &last[end.start..end.end], dates));
        done = start.end;
    }
    pieces.extend_from_slice(&first[done..]);
    pieces
}

fn range(first: &[Piece], last: &[Piece], dates: &Dates) -> Vec<Piece> {
    match (first, last) {
        _ if first == last => first.to_vec(),
        ([Piece::Text(first, form)], [Piece::Text(last, _)]) => vec![Piece::Text(words(first, last, dates), *form)],
        // Its parts are in several forms.
        _ => {
            let between = Piece::Text(dates.delimiter.clone(), Default::default());
            first.iter().chain(std::iter::once(&between)).chain(last).cloned().collect()
        }
    }
}

/// What a word of a date says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DateWord {
    Year,
    Month,
    Day,
    /// A date in figures, or something else.
    Other,
}

fn kind(word: &str) -> DateWord {
    let digits = word.chars().take_while(char::is_ascii_digit).count();
    let rest = word[digits..].trim_end_matches(['.', ',']);
    let is_word = rest.chars().all(char::is_alphabetic);
    match digits {
        0 if is_word && !rest.is_empty() => DateWord::Month,
        1 | 2 if is_word && rest.chars().count() <= 2 => DateWord::Day,
        // A letter may distinguish a year from the same year of another work.
        3.. if is_word && rest.chars().count() <= 2 => DateWord::Year,
        _ => DateWord::Other,
    }
}

/// Two dates as a range, in which nothing is said twice but what must be.
fn words(first: &str, last: &str, dates: &Dates) -> String {
    let (prefix, first, last) = shared_start(first, last, &dates.prefixes);
    let (suffix, first, last) = shared_end(first, last, &dates.suffixes);
    let between = &dates.delimiter;
    let split = |text| -> Vec<&str> { str::split_inclusive(text, [' ', '\u{a0}', '\u{202f}']).collect() };
    let (a, b) = (split(first), split(last));
    let (start, end) = shared(&a, &b);
    let join = |words: &[&str]| words.concat();
    let lead = join(&a[..start]);
    let mut from = join(&a[start..a.len() - end]);
    let to = join(&b[start..b.len() - end]);
    let tail = join(&b[b.len() - end..]);
    from.truncate(from.trim_end_matches([' ', '\u{a0}', '\u{202f}']).len());
    if end > 0 {
        from.truncate(from.trim_end_matches(',').len());
    }
    format!("{prefix}{lead}{from}{between}{to}{tail}{suffix}")
}

/// How many words the two share at their start and at their end. Days share their month and their year,
/// months their year.
fn shared(a: &[&str], b: &[&str]) -> (usize, usize) {
    let same = |(a, b): &(&&str, &&str)| bare(a) == bare(b);
    let most_start = a.iter().zip(b).take_while(same).count();
    let left = a.len().min(b.len()) - most_start;
    let most_end = a.iter().rev().zip(b.iter().rev()).take_while(same).count().min(left);
    let apart = |words: &[&str]| -> Vec<DateWord> {
        words[most_start..words.len() - most_end].iter().map(|word| kind(bare(word))).collect()
    };
    let apart = [apart(a), apart(b)].concat();
    let is_year = |word: &&str| kind(bare(word)) == DateWord::Year;
    match () {
        () if apart.iter().all(|kind| *kind == DateWord::Day) => (most_start, most_end),
        () if apart.iter().any(|kind| matches!(kind, DateWord::Year | DateWord::Other)) => (0, 0),
        () => {
            let start = a[..most_start].iter().rposition(is_year).map_or(0, |at| at + 1);
            let end = a[a.len() - most_end..].iter().position(is_year).map_or(0, |at| most_end - at);
            (start, end)
        }
    }
}

fn bare(word: &str) -> &str {
    word.trim_end_matches([' ', '\u{a0}', '\u{202f}', ','])
}

/// What a style writes before a date, once.
fn shared_start<'t>(a: &'t str, b: &'t str, known: &[String]) -> (&'t str, &'t str, &'t str) {
    let known = known.iter().filter(|known| a.starts_with(*known) && b.starts_with(*known)).map(String::len);
    let signs = a.len() - a.trim_start_matches(|sign: char| !sign.is_alphanumeric()).len();
    let signs = if b.get(..signs) == Some(&a[..signs]) { signs } else { 0 };
    let length = known.max().unwrap_or_default().max(signs);
    (&a[..length], &a[length..], &b[length..])
}

/// What a style writes after a date, once.
fn shared_end<'t>(a: &'t str, b: &'t str, known: &[String]) -> (&'t str, &'t str, &'t str) {
    let known = known.iter().filter(|known| a.ends_with(*known) && b.ends_with(*known)).map(String::len);
    let signs = a.len() - a.trim_end_matches(|sign: char| !sign.is_alphanumeric()).len();
    let signs = if b.ends_with(&a[a.len() - signs..]) { signs } else { 0 };
    let length = known.max().unwrap_or_default().max(signs);
    (&b[b.len() - length..], &a[..a.len() - length], &b[..b.len() - length])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_range_is_said_twice_but_what_must_be() {
        let dates = Dates {
            delimiter: "–".to_owned(),
            prefixes: vec!["publié en ".to_owned()],
            suffixes: vec![" (imprimé)".to_owned()],
        };
        for (first, last, range) in [
            ("1998", "2001", "1998–2001"),
            ("(1998)", "(2001)", "(1998–2001)"),
            ("publié en 1998", "publié en 2001", "publié en 1998–2001"),
            ("1998 (imprimé)", "2001 (imprimé)", "1998–2001 (imprimé)"),
            ("March 3, 2020", "March 5, 2020", "March 3–5, 2020"),
            ("March 3, 2020", "April 5, 2020", "March 3–April 5, 2020"),
            ("March 3, 2019", "March 3, 2020", "March 3, 2019–March 3, 2020"),
            ("March 2019", "March 2020", "March 2019–March 2020"),
            ("March 2020", "May 2020", "March–May 2020"),
            ("March 3", "March 5", "March 3–5"),
            ("2020, March 3", "2020, March 5", "2020, March 3–5"),
            ("2020, March 3", "2020, April 3", "2020, March 3–April 3"),
            ("3 mars 2020", "5 mars 2020", "3–5 mars 2020"),
            ("1er mars\u{a0}2020", "5 mars\u{a0}2020", "1er–5 mars\u{a0}2020"),
            ("3 mars 2020", "3 avril 2020", "3 mars–3 avril 2020"),
            ("3 mars 2020", "mai 2020", "3 mars–mai 2020"),
            ("2020-03-03", "2020-03-05", "2020-03-03–2020-03-05"),
            ("3 Mar. 2020", "5 Mar. 2020", "3–5 Mar. 2020"),
            ("", "1998", "–1998"),
        ] {
            assert_eq!(words(first, last, &dates), range);
        }
    }
}
