//! Quotation marks and apostrophes.
//!
//! A straight mark opens or closes by its neighbours. In French, where many put spaces inside straight
//! marks too (`" oui "`), it may also depend on whether a quotation is open. Where the marks of a run don't
//! pair up, the odd ones stay straight and the others don't nest: one slip doesn't turn the rest of a paragraph.
//!
//! In French, the first quotation is in « », one within it in “ ”, one within that in ‘ ’. In English the
//! author's choice between double and single marks is kept (Canada and the United States begin with double
//! ones, British books often with single ones); where a double mark opens within a double one, they take turns.

use std::collections::BTreeMap;

use super::neighbours::{closes, is_blank, is_wordy, joins, opens};
use super::{French, NO_BREAK_SPACE, Setter, THIN_SPACE};

/// A quotation that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quotation {
    marks: Marks,
    /// The straight mark that opened it; `None` if the author typed the right one.
    straight: Option<char>,
    /// Where it begins.
    at: usize,
}

/// The marks around a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marks {
    Guillemets,
    Double,
    Single,
}

impl Marks {
    fn opening(self, french: Option<French>) -> &'static str {
        match (self, french) {
            (Self::Guillemets, Some(French { thin_in_guillemets: true, .. })) => "«\u{202f}",
            (Self::Guillemets, _) => "«\u{a0}",
            (Self::Double, _) => "“",
            (Self::Single, _) => "‘",
        }
    }

    /// The mark that opens, before a space that was typed.
    fn bare_opening(self) -> &'static str {
        match self {
            Self::Guillemets => "«",
            Self::Double => "“",
            Self::Single => "‘",
        }
    }

    /// The mark that closes, after a space that was typed.
    fn bare_closing(self) -> &'static str {
        match self {
            Self::Guillemets => "»",
            Self::Double => "”",
            Self::Single => "’",
        }
    }

    fn closing(self, french: Option<French>) -> &'static str {
        match (self, french) {
            (Self::Guillemets, Some(French { thin_in_guillemets: true, .. })) => "\u{202f}»",
            (Self::Guillemets, _) => "\u{a0}»",
            (Self::Double, _) => "”",
            (Self::Single, _) => "’",
        }
    }
}

/// How the straight double marks of a run are paired.
#[derive(Debug)]
pub(super) enum Pairing {
    /// By the neighbours of each, quotations within quotations.
    Nested,
    /// The same, but a mark after a digit is a prime even within a quotation.
    Primes,
    /// By a list of the marks and their places, without nesting; marks that aren't listed stay straight.
    Flat(BTreeMap<usize, Role>),
}

/// What a straight mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Opens,
    Closes,
    /// It can't be determined.
    Neither,
}

/// How many quotations within each other are kept account of.
const DEEPEST: usize = 16;

/// English words that begin with an apostrophe.
const CLIPPED: &[&str] = &["tis", "twas", "twere", "twill", "em", "til", "till", "cause", "n", "bout", "round"];

/// The byte offset of the last straight single mark of a run that might close a quotation; `None` if none might.
pub(super) fn last_single_end(run: &str) -> Option<usize> {
    run.rmatch_indices('\'').map(|(at, _)| at).find(|&at| {
        let (before, after) = (run[..at].chars().next_back(), run[at + 1..].chars().next());
        !is_blank(before) && !after.is_some_and(is_wordy)
    })
}

impl Setter<'_> {
    /// Sets the straight mark at the byte offset `at` of the run; gives the offset of its end.
    pub(super) fn straight(&mut self, at: usize, mark: char) -> usize {
        let end = at + 1;
        let by = if mark == '"' { self.double(at) } else { self.single(at) };
        if let Some(by) = by {
            self.replace(at..end, by);
        }
        end
    }

    fn double(&mut self, at: usize) -> Option<&'static str> {
        let (before, after) = (self.run.before(at), self.run.after(at + 1));
        if self.is_prime(at) {
            self.closed_at = Some(at + 1);
            return Some("″");
        }
        let role = self.role(at);
        self.roles.push((at, role));
        match role {
            Role::Opens => {
                let marks = self.next_marks();
                self.open(marks, Some('"'), at);
                self.opened_at = Some(at + 1);
                Some(if is_blank(after) { marks.bare_opening() } else { marks.opening(self.french) })
            }
            Role::Closes => {
                let closed = self.close(|open| open.straight == Some('"'));
                if closed.is_none() {
                    self.odd.push(at);
                }
                let marks = closed.map_or_else(|| self.outermost(), |open| open.marks);
                self.closed_at = Some(at + 1);
                Some(if is_blank(before) { marks.bare_closing() } else { marks.closing(self.french) })
            }
            Role::Neither => None,
        }
    }

    /// Whether a double mark means inches or seconds: 12″ × 6″, 12″x6″.
    fn is_prime(&self, at: usize) -> bool {
        let is_free = match self.pairing {
            Pairing::Nested | Pairing::Flat(_) => self.open.iter().all(|open| open.marks == Marks::Single),
            Pairing::Primes => true,
        };
        let is_times = self.run.run[at + 1..].starts_with(['x', '×']);
        let ends = is_times || !self.run.after(at + 1).is_some_and(is_wordy);
        self.run.before(at).is_some_and(|before| before.is_ascii_digit()) && ends && is_free
    }

    fn single(&mut self, at: usize) -> Option<&'static str> {
        let end = at + 1;
        let (before, after) = (self.run.before(at), self.run.after(end));
        let is_face = matches!((before, after), (Some(':' | ';' | '='), Some('(' | ')' | '-')));
        if is_face {
            return None;
        }
        if self.begins(at) {
            if is_blank(after) {
                return None;
            }
            if !self.is_clipped(end) && self.last_single_end.is_some_and(|last| last > at) {
                self.open(Marks::Single, Some('\''), at);
                self.opened_at = Some(end);
                return Some("‘");
            }
            self.closed_at = Some(end);
            return Some("’");
        }
        self.closed_at = Some(end);
        let is_open = self.open.iter().any(|open| open.straight == Some('\''));
        let in_word = after.is_some_and(char::is_alphabetic);
        if before.is_some_and(|before| before.is_ascii_digit()) && !is_open && !in_word {
            let digits = self.run.run[end..].bytes().take_while(u8::is_ascii_digit).count();
            // `1'000` is a number.
            return Some(if digits == 3 { "’" } else { "′" });
        }
        if !after.is_some_and(is_wordy) {
            // One within a quotation that began later is an apostrophe.
            self.open.pop_if(|open| open.straight == Some('\''));
        }
        Some("’")
    }

    /// Takes note of a mark that is typed right, at the byte offset `at` of the run. In French, guillemets get their
    /// spaces.
    pub(super) fn typed_quote(&mut self, at: usize, mark: char) -> usize {
        let end = at + mark.len_utf8();
        let marks = if matches!(mark, '«' | '»') { Marks::Guillemets } else { Marks::Double };
        if matches!(mark, '”' | '»') {
            self.close(|open| open.marks == marks && open.straight.is_none());
        } else {
            self.open(marks, None, at);
        }
        if self.french.is_none() || marks == Marks::Double {
            return end;
        }
        let (before, after) = (self.run.before(at), self.run.after(end));
        if mark == '»' {
            if !is_blank(before) && before != Some('«') {
                self.replace(at..end, marks.closing(self.french));
            }
            return end;
        }
        let rest = &self.run.run[end..];
        let past = end + (rest.len() - rest.trim_start_matches(' ').len());
        match after {
            Some(' ') if !is_blank(self.run.after(past)) => {
                self.replace(end..past, self.inner_space());
                past
            }
            Some('»') => end,
            after if is_blank(after) => end,
            _ => {
                self.replace(at..end, marks.opening(self.french));
                end
            }
        }
    }

    /// The space inside guillemets, in French.
    pub(super) fn inner_space(&self) -> &'static str {
        match self.french {
            Some(French { thin_in_guillemets: true, .. }) => "\u{202f}",
            _ => "\u{a0}",
        }
    }

    fn role(&self, at: usize) -> Role {
        if let Pairing::Flat(told) = &self.pairing {
            return told.get(&at).copied().unwrap_or(Role::Neither);
        }
        let (before, after) = (self.run.before(at), self.run.after(at + 1));
        let is_open = self.open.iter().any(|open| open.straight == Some('"'));
        if self.begins(at) {
            return match self.never_opens(at + 1) {
                true if is_open && is_blank(before) => Role::Closes,
                true => Role::Neither,
                // A guillemet that closes gets its space.
                false if !is_blank(after) && after != Some('»') => Role::Opens,
                false => self.spaced(at, is_open),
            };
        }
        // `l'"école"`, `dit:"oui"`: what is before it leads to something.
        let leads = matches!(before, Some(':' | '\'' | '’' | '='));
        let wordy_before = before.is_some_and(is_wordy);
        // A quotation mark says the same whether it is set already or not.
        let ends = |after| closes(after) || matches!(after, '«' | '“' | '‘' | '„');
        match after {
            Some(after) if is_wordy(after) || !after.is_whitespace() && !ends(after) && !wordy_before => {
                match (is_open && !leads, wordy_before) {
                    (true, _) => Role::Closes,
                    (false, true) => Role::Neither,
                    (false, false) => Role::Opens,
                }
            }
            _ => Role::Closes,
        }
    }

    /// The role of a mark between two spaces, or between an opening bracket and a space: many write
    /// `" oui "` in French. A number before it may be one of inches.
    fn spaced(&self, at: usize, is_open: bool) -> Role {
        let before = self.run.run[..at].trim_end_matches([' ', NO_BREAK_SPACE, THIN_SPACE]);
        let is_empty = self.run.before(at).is_none() && self.run.after(at + 1).is_none() || self.opened_at == Some(at);
        match is_open {
            _ if self.french.is_none() || is_empty => Role::Neither,
            true => Role::Closes,
            false if before.ends_with(|last: char| last.is_ascii_digit()) => Role::Neither,
            false => Role::Opens,
        }
    }

    /// Whether the character at that offset ends something: a mark before it doesn't begin anything.
    fn never_opens(&self, at: usize) -> bool {
        let rest = &self.run.run[at..];
        match rest.strip_prefix('.') {
            // `"...and so on"`, `".txt"`
            Some(rest) => !rest.starts_with(|next: char| next == '.' || next.is_alphanumeric()),
            None => rest.starts_with([',', ')']),
        }
    }

    /// What takes the place of the spaces between the byte offsets `at` and `end` of the run, just inside straight
    /// double marks; `None` elsewhere.
    pub(super) fn inside_straight(&self, at: usize, end: usize) -> Option<&'static str> {
        let follows = self.opened_at == Some(at) && !is_blank(self.run.after(end));
        let is_closing = || !self.is_prime(end) && self.role(end) == Role::Closes;
        let precedes = self.run.after(end) == Some('"') && !is_blank(self.run.before(at)) && is_closing();
        if !(follows || precedes) {
            return None;
        }
        let quotation = self.open.iter().rev().find(|open| open.straight == Some('"'))?;
        Some(if quotation.marks == Marks::Guillemets { self.inner_space() } else { "" })
    }

    /// Whether something begins at that offset, by the character before it.
    fn begins(&self, at: usize) -> bool {
        let before = self.run.before(at);
        // A dash ends what is broken off (“I was—”) and begins what it leads to.
        let after_dash = || before.is_some_and(joins) && self.run.after(at + 1).is_some_and(is_wordy);
        is_blank(before) || before.is_some_and(opens) || self.opened_at == Some(at) || after_dash()
    }

    /// The marks of a quotation that begins with a straight double one.
    fn next_marks(&self) -> Marks {
        let is_flat = matches!(self.pairing, Pairing::Flat(_));
        let around = self.open.iter().rev().find(|open| !(is_flat && open.straight == Some('"')));
        match around {
            None => self.outermost(),
            Some(Quotation { marks: Marks::Double, .. }) => Marks::Single,
            Some(_) => Marks::Double,
        }
    }

    fn outermost(&self) -> Marks {
        if self.french.is_some() { Marks::Guillemets } else { Marks::Double }
    }

    fn open(&mut self, marks: Marks, straight: Option<char>, at: usize) {
        if self.open.len() < DEEPEST {
            self.open.push(Quotation { marks, straight, at });
        } else if straight == Some('"') {
            self.odd.push(at);
        }
    }

    /// Closes the innermost quotation of that kind, and those left open in it.
    fn close(&mut self, is_it: impl Fn(&Quotation) -> bool) -> Option<Quotation> {
        let at = self.open.iter().rposition(is_it)?;
        let closed = self.open[at];
        self.end_from(at + 1);
        self.open.truncate(at);
        Some(closed)
    }

    /// The run ends, and with it what is open.
    pub(super) fn end_quotations(&mut self) {
        self.end_from(0);
    }

    /// Ends quotations that nothing closed.
    fn end_from(&mut self, depth: usize) {
        let odd = self.open.drain(depth..).filter(|open| open.straight == Some('"'));
        self.odd.extend(odd.map(|open| open.at));
    }

    /// The roles of the straight double marks that go in pairs, by their byte offsets in the run.
    pub(super) fn paired(mut self) -> BTreeMap<usize, Role> {
        self.odd.sort_unstable();
        let (roles, odd) = (self.roles, self.odd);
        roles.into_iter().filter(|(at, _)| odd.binary_search(at).is_err()).collect()
    }

    /// Whether what follows an apostrophe is a clipped word or year: ’tis, rock ’n’ roll, the ’90s.
    fn is_clipped(&self, at: usize) -> bool {
        let rest = &self.run.run[at..];
        let word = &rest[..rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len())];
        let digits = word.strip_suffix('s').unwrap_or(word);
        let is_year = digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
        let is_english = self.french.is_none() && CLIPPED.iter().any(|clipped| clipped.eq_ignore_ascii_case(word));
        is_year || is_english
    }
}
