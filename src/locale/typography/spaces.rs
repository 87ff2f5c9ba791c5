//! Spaces: before the marks of French, and where no line may end.

use super::neighbours::{is_blank, is_wordy};
use super::{BREAKING_THIN_SPACE, French, NO_BREAK_SPACE, Setter, THIN_SPACE, numbers};

/// Abbreviations that a number follows, in French.
const NUMBERED_FR: &[&str] =
    &["p.", "pp.", "n°", "nº", "N°", "Nº", "no", "art.", "chap.", "fig.", "vol.", "t.", "tabl.", "ann.", "§", "§§"];

/// The same, in English.
const NUMBERED_EN: &[&str] =
    &["p.", "pp.", "no.", "nos.", "No.", "Nos.", "ch.", "chap.", "fig.", "Fig.", "figs.", "vol.", "Vol.", "§", "§§"];

/// Titles before a name, in French.
const TITLES_FR: &[&str] =
    &["M.", "MM.", "Mme", "Mmes", "Mlle", "Mlles", "Dr", "Dre", "Drs", "Dres", "Pr", "Pre", "Me", "Mes", "Mgr"];

/// The same, in English.
const TITLES_EN: &[&str] = &["Mr.", "Mrs.", "Ms.", "Mx.", "Dr.", "Prof.", "St.", "Mr", "Mrs", "Ms", "Mx", "Dr", "Prof"];

/// What a number counts, in both languages.
const UNITS: &[&str] = &[
    "nm", "µm", "mm", "cm", "dm", "m", "km", "mm²", "cm²", "m²", "km²", "cm³", "m³", "ha", "km/h", "m/s", "ml", "mL",
    "cl", "cL", "dl", "dL", "l", "L", "mg", "g", "kg", "t", "ms", "s", "min", "h", "Hz", "kHz", "MHz", "GHz", "W",
    "kW", "MW", "GW", "kWh", "V", "mA", "dB", "kB", "MB", "GB", "TB", "Kio", "Mio", "Gio", "KiB", "MiB", "GiB", "°C",
    "°F", "°", "px",
];

/// What a number counts in French only.
const UNITS_FR: &[&str] =
    &["%", "‰", "$", "€", "£", "¥", "k$", "M$", "G$", "k€", "M€", "¢", "ko", "Ko", "Mo", "Go", "To", "bit", "j", "o"];

/// The same, in English.
const UNITS_EN: &[&str] = &["a.m.", "p.m.", "am", "pm"];

/// The longest name of an emoji that is looked for, in bytes.
const LONGEST_EMOJI: usize = 40;

/// How far back a word is looked for, in bytes: all that are looked for are shorter.
const FARTHEST: usize = 16;

impl Setter<'_> {
    /// Sets the ordinary spaces that begin at the byte offset `at` of the run.
    pub(super) fn space(&mut self, at: usize) -> usize {
        let rest = &self.run.run[at..];
        let end = at + (rest.len() - rest.trim_start_matches(' ').len());
        let (before, after) = (self.run.before(at), self.run.after(end));
        if let Some(by) = self.french.and_then(|french| self.before_french_mark(french, at, end)) {
            self.replace(at..end, by);
        } else if end - at == 1 && !is_blank(before) && !is_blank(after) && self.holds_together(at, end) {
            self.replace(at..end, "\u{a0}");
        }
        end
    }

    /// What takes the place of spaces before a mark of French punctuation.
    fn before_french_mark(&self, french: French, at: usize, end: usize) -> Option<&'static str> {
        if let Some(by) = self.inside_straight(at, end) {
            return Some(by);
        }
        match self.run.after(end)? {
            '»' => self.run.before(at).is_some_and(|before| !before.is_whitespace()).then(|| self.inner_space()),
            _ if !self.is_end_of_words(at) => None,
            ':' if self.is_colon(end) => Some("\u{a0}"),
            ';' | '!' | '?' if self.is_mark(end) => Some(if french.thin_before_marks { "\u{202f}" } else { "" }),
            _ => None,
        }
    }

    /// A mark that no ordinary space precedes.
    pub(super) fn mark(&mut self, at: usize, mark: char) -> usize {
        let end = at + 1;
        let Some(french) = self.french.filter(|_| self.is_end_of_words(at)) else { return end };
        let by = match mark {
            ':' => self.is_colon(at).then_some("\u{a0}:"),
            _ if !french.thin_before_marks || !self.is_mark(at) => None,
            ';' => Some("\u{202f};"),
            '!' => Some("\u{202f}!"),
            _ => Some("\u{202f}?"),
        };
        if let Some(by) = by {
            self.replace(at..end, by);
        }
        end
    }

    /// Whether words end at that place: not an opening bracket, another mark, a space.
    fn is_end_of_words(&self, at: usize) -> bool {
        self.run.before(at).is_some_and(|before| match before {
            '"' | '\'' => self.closed_at == Some(at),
            ')' | ']' | '}' | '»' | '”' | '’' | '…' | '.' | '%' | '‰' | '°' | '$' | '€' | '£' | '′' | '″' => {
                true
            }
            before => is_wordy(before),
        })
    }

    /// Whether a colon is one of a sentence: not of a time, a ratio, an address, a face, an emoji's name.
    fn is_colon(&self, at: usize) -> bool {
        let after = self.run.after(at + 1);
        (is_blank(after) || matches!(after, Some('"' | '«' | '»' | '“'))) && !self.ends_emoji(at)
    }

    /// Whether a colon ends the name of an emoji: `:joy:`.
    fn ends_emoji(&self, at: usize) -> bool {
        let before = &self.run.run[..at];
        let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+');
        let length = before.bytes().rev().take(LONGEST_EMOJI).take_while(is_of_name).count();
        let outside = before[..at - length].strip_suffix(':');
        length > 0 && outside.is_some_and(|outside| !outside.ends_with(is_wordy))
    }

    /// A thin space at which a line may end: where none should, it gives way to one at which none can.
    pub(super) fn thin_space(&mut self, at: usize) -> usize {
        let end = at + BREAKING_THIN_SPACE.len_utf8();
        let (before, after) = (self.run.before(at), self.run.after(end));
        let is_between = !is_blank(before) && !is_blank(after);
        let is_mark = || match after {
            Some(':') => self.is_colon(end),
            Some(';' | '!' | '?') => self.is_mark(end),
            _ => false,
        };
        let is_inside = before == Some('«') || after == Some('»') || self.inside_straight(at, end).is_some();
        let is_french = self.french.is_some() && (is_inside || self.is_end_of_words(at) && is_mark());
        if is_between && (is_french || self.holds_together(at, end)) {
            self.replace(at..end, "\u{202f}");
        }
        end
    }

    /// Whether a `;`, or a group of `!` and `?`, is one of a sentence.
    fn is_mark(&self, at: usize) -> bool {
        let rest = &self.run.run[at..];
        if let Some(rest) = rest.strip_prefix(';') {
            let after = rest.chars().next();
            return is_blank(after) || matches!(after, Some('"' | '»' | '”'));
        }
        let after = rest.trim_start_matches(['!', '?']).chars().next();
        let ends =
            |after| matches!(after, ')' | ']' | '}' | '»' | '”' | '’' | '"' | '\'' | '.' | ',' | '…' | ';' | '—');
        is_blank(after) || after.is_some_and(ends)
    }

    /// Whether the words on the two sides of a space belong on one line.
    fn holds_together(&self, at: usize, end: usize) -> bool {
        let (word, rest) = (self.word_before(at), &self.run.run[end..]);
        let Some(next) = rest.chars().next() else { return false };
        let (numbered, titles, units) = match self.french {
            Some(_) => (NUMBERED_FR, TITLES_FR, UNITS_FR),
            None => (NUMBERED_EN, TITLES_EN, UNITS_EN),
        };
        if next.is_ascii_digit() {
            return numbered.contains(&word)
                || is_group(word) && numbers::begins_group(rest)
                || matches!(word, "h" | "min") && self.counts(at - word.len());
        }
        if titles.contains(&word) {
            return next.is_uppercase();
        }
        if word.ends_with(|last: char| last.is_ascii_digit()) {
            let length = rest.find(|letter: char| !is_of_unit(letter)).unwrap_or(rest.len());
            let unit = &rest[..length];
            // A full stop, a bracket, a comma may follow; an apostrophe goes on with a word.
            let is_whole = !rest[length..].starts_with(['\'', '’', '-', '_', super::OBJECT]);
            let plain = unit.trim_end_matches('.');
            let is_unit = |unit: &str| UNITS.contains(&unit) || units.contains(&unit);
            return is_whole && (is_unit(unit) || is_unit(plain));
        }
        self.french.is_some()
            && numbers::is_century(word)
            && (rest.starts_with("siècle") || rest.starts_with("millénaire"))
    }

    /// The word that ends at that place, as far as it matters.
    fn word_before(&self, at: usize) -> &str {
        let begins =
            |letter: char| letter.is_whitespace() || matches!(letter, '(' | '[' | '«' | '“' | '’' | '\'' | '"');
        let before = &self.run.run[..at];
        let mut start = at;
        for letter in before.chars().rev() {
            if begins(letter) || at - start > FARTHEST {
                break;
            }
            start -= letter.len_utf8();
        }
        &before[start..]
    }

    /// Whether a number and a space precede that offset.
    fn counts(&self, at: usize) -> bool {
        let before = &self.run.run[..at];
        let number = before.strip_suffix([' ', NO_BREAK_SPACE, THIN_SPACE]);
        number.is_some_and(|number| number.ends_with(|last: char| last.is_ascii_digit()))
    }
}

fn is_of_unit(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '%' | '‰' | '$' | '€' | '£' | '¥' | '¢' | '°' | '/' | '.')
}

/// Whether a word is the first digits, or the next three, of a number in groups: `10 000 000`.
fn is_group(word: &str) -> bool {
    (1..=3).contains(&word.len()) && word.bytes().all(|digit| digit.is_ascii_digit())
}
