//! Quotation marks and apostrophes.
//!
//! A straight mark opens or closes by what stands beside it. In French, the first quotation is in
//! « », one within it in “ ”, one within that in ‘ ’. In English the author's choice between double
//! and single marks stands (Canada and the United States begin with double ones, British books often
//! with single ones); where a double mark opens within a double one, they take turns.

use super::neighbours::{closes, is_blank, is_wordy, joins, opens};
use super::{French, Setter};

/// A quotation that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quotation {
    marks: Marks,
    /// The straight mark that opened it; nothing where the author typed the right one.
    straight: Option<char>,
}

/// What a quotation stands between.
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

    fn closing(self, french: Option<French>) -> &'static str {
        match (self, french) {
            (Self::Guillemets, Some(French { thin_in_guillemets: true, .. })) => "\u{202f}»",
            (Self::Guillemets, _) => "\u{a0}»",
            (Self::Double, _) => "”",
            (Self::Single, _) => "’",
        }
    }
}

/// What a straight mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Opens,
    Closes,
    /// It can't be told.
    Neither,
}

/// How many quotations within each other are kept account of.
const DEEPEST: usize = 16;

/// English words that begin with an apostrophe.
const CLIPPED: &[&str] = &["tis", "twas", "twere", "twill", "em", "til", "till", "cause", "n", "bout", "round"];

/// Where the last straight single mark of a run stands that might close a quotation.
pub(super) fn last_single_end(run: &str) -> Option<usize> {
    run.rmatch_indices('\'').map(|(at, _)| at).find(|&at| {
        let (before, after) = (run[..at].chars().next_back(), run[at + 1..].chars().next());
        !is_blank(before) && !after.is_some_and(is_wordy)
    })
}

impl Setter<'_> {
    /// A straight mark.
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
        let is_open = self.open.iter().any(|open| open.marks != Marks::Single);
        // 12″ × 6″, 12″x6″
        let is_times = self.run.run[at + 1..].starts_with(['x', '×']);
        let ends = is_times || !after.is_some_and(is_wordy);
        if before.is_some_and(|before| before.is_ascii_digit()) && ends && !is_open {
            self.closed_at = Some(at + 1);
            return Some("″");
        }
        match self.role(at) {
            Role::Opens => {
                let marks = self.next_marks();
                self.open(marks, Some('"'));
                self.opened_at = Some(at + 1);
                Some(marks.opening(self.french))
            }
            Role::Closes => {
                let marks = match self.close(|open| open.straight == Some('"')) {
                    Some(open) => open.marks,
                    None => self.outermost(),
                };
                self.closed_at = Some(at + 1);
                Some(marks.closing(self.french))
            }
            Role::Neither => None,
        }
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
                self.open(Marks::Single, Some('\''));
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
            self.close(|open| open.straight == Some('\''));
        }
        Some("’")
    }

    /// A mark that is typed right. In French, guillemets get their spaces.
    pub(super) fn typed_quote(&mut self, at: usize, mark: char) -> usize {
        let end = at + mark.len_utf8();
        let marks = if matches!(mark, '«' | '»') { Marks::Guillemets } else { Marks::Double };
        if matches!(mark, '”' | '»') {
            self.close(|open| open.marks == marks && open.straight.is_none());
        } else {
            self.open(marks, None);
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

    /// What stands inside guillemets, in French.
    pub(super) fn inner_space(&self) -> &'static str {
        match self.french {
            Some(French { thin_in_guillemets: true, .. }) => "\u{202f}",
            _ => "\u{a0}",
        }
    }

    fn role(&self, at: usize) -> Role {
        let after = self.run.after(at + 1);
        if self.begins(at) {
            return if is_blank(after) { Role::Neither } else { Role::Opens };
        }
        let wordy_before = self.run.before(at).is_some_and(is_wordy);
        match after {
            Some(after) if is_wordy(after) => match wordy_before {
                true => Role::Neither,
                false => Role::Opens,
            },
            Some(after) if !after.is_whitespace() && !closes(after) && !wordy_before => Role::Opens,
            _ => Role::Closes,
        }
    }

    /// Whether something begins at that place, by what stands before it.
    fn begins(&self, at: usize) -> bool {
        let before = self.run.before(at);
        // A dash ends what is broken off (“I was—”) and begins what it leads to.
        let after_dash = || before.is_some_and(joins) && self.run.after(at + 1).is_some_and(is_wordy);
        is_blank(before) || before.is_some_and(opens) || self.opened_at == Some(at) || after_dash()
    }

    /// The marks of a quotation that begins with a straight double one.
    fn next_marks(&self) -> Marks {
        match self.open.last() {
            None => self.outermost(),
            Some(Quotation { marks: Marks::Double, .. }) => Marks::Single,
            Some(_) => Marks::Double,
        }
    }

    fn outermost(&self) -> Marks {
        if self.french.is_some() { Marks::Guillemets } else { Marks::Double }
    }

    fn open(&mut self, marks: Marks, straight: Option<char>) {
        if self.open.len() < DEEPEST {
            self.open.push(Quotation { marks, straight });
        }
    }

    /// Closes the innermost quotation of that kind, and those left open in it.
    fn close(&mut self, is_it: impl Fn(&Quotation) -> bool) -> Option<Quotation> {
        let at = self.open.iter().rposition(is_it)?;
        let closed = self.open[at];
        self.open.truncate(at);
        Some(closed)
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
