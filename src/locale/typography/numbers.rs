//! Numbers: groups of three digits, and the raised letters of French ordinals.

use super::neighbours::is_wordy;
use super::{Edit, EditKind, Setter};

/// What makes a first, in figures.
const FIRST: &[&str] = &["er", "re", "ers", "res"];

/// What makes any other ordinal.
const OTHER: &[&str] = &["e", "es"];

/// What makes a second, where there are only two.
const SECOND: &[&str] = &["de", "des"];

impl Setter<'_> {
    /// Sets the word or number at the byte offset `at` of the run, where an ordinal may begin; gives the offset of its
    /// end.
    pub(super) fn number(&mut self, at: usize) -> usize {
        let rest = &self.run.run[at..];
        let length = rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len()).max(1);
        let end = at + length;
        let is_part = |before: char| is_wordy(before) || matches!(before, '.' | ',' | '_' | '/' | '#' | '@');
        let before = self.run.before(at);
        let after = &rest[length..];
        // `5e-3` is a number, `mon_3e` a name.
        let goes_on =
            after.strip_prefix('-').is_some_and(|rest| rest.starts_with(|digit: char| digit.is_ascii_digit()))
                || after.starts_with(['_', '/', '@', super::OBJECT]);
        if self.french.is_none() || before.is_some_and(is_part) || goes_on {
            return end;
        }
        if let Some(suffix) = ordinal(&rest[..length]) {
            self.edits.push(Edit { range: end - suffix.len()..end, change: EditKind::Raise });
        }
        end
    }
}

/// The letters of an ordinal that are raised: « 1er », « 2e », « XXe ».
fn ordinal(word: &str) -> Option<&str> {
    let is_of_number = |letter: &u8| match word.as_bytes().first() {
        Some(b'0'..=b'9') => letter.is_ascii_digit(),
        _ => letter.is_ascii_uppercase(),
    };
    let (number, suffix) = word.split_at(word.bytes().take_while(is_of_number).count());
    let fits = match number {
        "1" | "I" => FIRST.contains(&suffix),
        "2" | "II" if SECOND.contains(&suffix) => true,
        number if number.starts_with(|digit: char| digit.is_ascii_digit()) => {
            number.len() <= 4 && !number.starts_with('0') && OTHER.contains(&suffix)
        }
        // « Ce », « De », « Le » and « Me » are words.
        "" | "C" | "D" | "L" | "M" => false,
        number => is_roman(number) && OTHER.contains(&suffix),
    };
    fits.then_some(suffix)
}

/// Whether a word says which century: « XXe », « Ier ».
pub(super) fn is_century(word: &str) -> bool {
    word.starts_with(['I', 'V', 'X']) && ordinal(word).is_some()
}

/// Whether capital letters are a number, as far as centuries and chapters go.
fn is_roman(letters: &str) -> bool {
    const TENS: &[&str] = &["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC", "C"];
    const ONES: &[&str] = &["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let ones = ONES.iter().rev().filter_map(|one| letters.strip_suffix(one));
    ones.into_iter().any(|tens| TENS.contains(&tens))
}

/// Whether three digits begin there, and no more.
pub(super) fn begins_group(rest: &str) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits == 3 && !rest[digits..].starts_with(is_wordy)
}
