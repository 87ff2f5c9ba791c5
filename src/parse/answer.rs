//! What a question accepts, as its author writes it: words, or a number with its tolerance in the decimals of the
//! text's language.

use crate::locale::number::Marks;

/// An answer that is accepted.
#[derive(Clone, Debug, PartialEq)]
pub enum Accepted {
    /// Words, as written.
    Words(String),
    /// A number.
    Quantity(Quantity),
}

/// A number that is accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The number itself.
    pub number: f64,
    /// How far from it an answer may be; `None` where the tolerance isn't given.
    pub within: Option<f64>,
    /// What it is measured in. Only a number with its tolerance has one.
    pub unit: Option<String>,
}

/// Why a number can't be read.
#[derive(Clone, Debug, PartialEq)]
pub enum NumberFault {
    /// What precedes `±` has digits and is no number.
    Number,
    /// What follows `±` is no tolerance.
    Tolerance,
    /// `+/-`, which means `±`; the line with that.
    PlusMinus(String),
    /// It could be two numbers: its mark parts decimals in one language and thousands in this one. What each would be
    /// written like.
    Ambiguous([String; 2]),
    /// Its tolerance is in per cent, of the number itself or in points. What each would be written like.
    PerCent([String; 2]),
    /// It has nothing but digits and marks, and is no number: it would be read as words. The answer, and a number as
    /// this language writes it.
    Unread([String; 2]),
}

/// The most digits that a number keeps in binary.
const DIGITS: usize = 15;

/// Reads an answer of a text whose language writes numbers with `marks`.
///
/// # Errors
/// It begins like a number and can’t be read as one.
pub fn read(text: &str, marks: Marks) -> Result<Accepted, NumberFault> {
    let text = text.trim();
    if let Some(inside) = quoted(text)
        && (is_like_number(inside) || !matches!(number(inside, marks), Ok(None)))
    {
        return Ok(Accepted::Words(inside.to_owned()));
    }
    if let Some((before, after)) = text.split_once('±') {
        let (before, after) = (before.trim(), after.trim());
        let (Some(value), own_unit) = with_unit(before, marks)? else {
            // “x = ±2” is words.
            let is_number = before.contains(|c: char| c.is_ascii_digit())
                || before.is_empty() && after.starts_with(|c: char| c.is_ascii_digit());
            return if is_number { Err(NumberFault::Number) } else { Ok(Accepted::Words(text.to_owned())) };
        };
        let (tolerance, unit) = with_unit(after, marks)?;
        let within = tolerance.filter(|within| *within >= 0.0).ok_or(NumberFault::Tolerance)?;
        if !own_unit.is_empty() && own_unit != unit {
            return Err(NumberFault::Number);
        }
        if unit == "%" && own_unit.is_empty() {
            let share = format!("{}", rounded(value * within / 100.0)).replace('.', &marks.decimal.to_string());
            return Err(NumberFault::PerCent([format!("{before} ± {share}"), format!("{before} % ± {after}")]));
        }
        let unit = Some(unit).filter(|unit| !unit.is_empty()).map(str::to_owned);
        return Ok(Accepted::Quantity(Quantity { number: value, within: Some(within), unit }));
    }
    for sign in ["+/-", "+-", "+/−"] {
        if let Some((before, after)) = text.split_once(sign)
            && matches!(number(before, marks), Ok(Some(_)))
        {
            return Err(NumberFault::PlusMinus(format!("{} ± {}", before.trim(), after.trim())));
        }
    }
    match number(text, marks)? {
        Some(number) => Ok(Accepted::Quantity(Quantity { number, within: None, unit: None })),
        None if is_like_number(text) => Err(NumberFault::Unread([text.to_owned(), format!("12{}5", marks.decimal)])),
        None => Ok(Accepted::Words(text.to_owned())),
    }
}

/// Whether a text has only digits and the marks of numbers, whatever their order.
fn is_like_number(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ',' | '-' | '−' | '+');
    text.contains(['.', ',']) && text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(is_part)
}

/// A number without what binary fractions add to it.
fn rounded(number: f64) -> f64 {
    format!("{number:.12e}").parse().unwrap_or(number)
}

/// The number that a text begins with, and its unit, which may be empty.
fn with_unit(text: &str, marks: Marks) -> Result<(Option<f64>, &str), NumberFault> {
    let end = text.find(|c: char| c.is_alphabetic() || is_unit_sign(c)).unwrap_or(text.len());
    // 0,1 e-3 and 1 × 10^2 are numbers too.
    longest_number(text, end, marks).map(|(number, unit)| (number, unit.trim()))
}

/// The number that a text begins with, up to `end` at least where a power of ten follows, and what follows it.
fn longest_number(text: &str, end: usize, marks: Marks) -> Result<(Option<f64>, &str), NumberFault> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).filter(|&at| at > end && at <= end + 12);
    for at in ends.collect::<Vec<_>>().into_iter().rev() {
        if let (Ok(Some(number)), rest) = (number(&text[..at], marks), &text[at..]) {
            return Ok((Some(number), rest));
        }
    }
    Ok((number(&text[..end], marks)?, &text[end..]))
}

/// Signs that begin a unit.
fn is_unit_sign(c: char) -> bool {
    matches!(c, '%' | '‰' | '°' | 'µ' | '$' | '€' | '£' | '¢' | '¥' | '\'' | '"' | '′' | '″')
}

/// What is in quotation marks, if the whole text is.
fn quoted(text: &str) -> Option<&str> {
    let pairs = [('"', '"'), ('«', '»'), ('“', '”')];
    let inside = pairs.into_iter().find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))?;
    Some(inside.trim())
}

/// The number that a text is as a whole: `[-]digits[mark digits][× 10^n]`; `None` if it is none.
fn number(text: &str, marks: Marks) -> Result<Option<f64>, NumberFault> {
    let text = text.trim();
    let (sign, rest) = match text.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (digits, power) = power(rest);
    let Some(power) = power else { return Ok(None) };
    let digits = without_spaces(digits.trim());
    if digits.chars().filter(char::is_ascii_digit).count() > DIGITS {
        return Ok(None);
    }
    let Some(decimal) = decimal(&digits, marks)? else { return Ok(None) };
    Ok(format!("{sign}{decimal}e{power}").parse().ok())
}

/// The digits before a power of ten, and the power: 0 without one, `None` where it is none.
fn power(text: &str) -> (&str, Option<i32>) {
    if let Some((digits, power)) = text.split_once(['×', '·']) {
        let power = power.trim().strip_prefix("10");
        let power = power.map(|power| power.strip_prefix('^').unwrap_or(power).chars().map(plain_digit).collect());
        return (digits, power.and_then(|power: String| power.parse().ok()));
    }
    match text.split_once(['e', 'E']) {
        Some((digits, power)) if digits.ends_with(|c: char| c.is_ascii_digit()) => (digits, power.parse().ok()),
        _ => (text, Some(0)),
    }
}

/// A raised digit or sign as a plain one.
fn plain_digit(c: char) -> char {
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    match RAISED.chars().position(|raised| raised == c).and_then(|digit| u32::try_from(digit).ok()) {
        Some(digit) => char::from_digit(digit, 10).unwrap_or(c),
        None if matches!(c, '⁻' | '−') => '-',
        None => c,
    }
}

/// Digits without the spaces that group them in threes.
fn without_spaces(digits: &str) -> String {
    let is_space = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}');
    let whole_end = digits.find(['.', ',']).unwrap_or(digits.len());
    let groups: Vec<&str> = digits[..whole_end].split(is_space).collect();
    let are_threes = groups.len() > 1 && groups[1..].iter().all(|group| group.len() == 3) && groups[0].len() <= 3;
    if are_threes { groups.concat() + &digits[whole_end..] } else { digits.to_owned() }
}

/// Digits with a decimal point, of digits with commas and full stops; `None` where they are no number.
fn decimal(digits: &str, marks: Marks) -> Result<Option<String>, NumberFault> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let Some(at) = digits.rfind([',', '.']) else { return Ok(is_number(digits).then(|| digits.to_owned())) };
    let (before, after) = (&digits[..at], &digits[at + 1..]);
    let mark = digits[at..].chars().next().unwrap_or_default();
    if !is_number(after) {
        return Ok(None);
    }
    let groups: Vec<&str> = before.split([',', '.']).collect();
    if !groups.iter().all(|group| is_number(group)) {
        return Ok(None);
    }
    let whole = groups.concat();
    let grouped =
        |groups: &[&str]| groups.len() > 1 && groups[0].len() <= 3 && groups[1..].iter().all(|g| g.len() == 3);
    let others: Vec<char> = before.chars().filter(|c| !c.is_ascii_digit()).collect();
    match others[..] {
        [] if Some(mark) == marks.group && after.len() == 3 && before.len() <= 3 && !before.starts_with('0') => {
            let whole = format!("{before}{after}");
            Err(NumberFault::Ambiguous([whole, format!("{before}{}{after}", marks.decimal)]))
        }
        [] => Ok(Some(format!("{whole}.{after}"))),
        _ if others.iter().all(|&other| other == mark) => {
            let all: Vec<&str> = groups.iter().copied().chain([after]).collect();
            Ok(grouped(&all).then(|| format!("{whole}{after}")))
        }
        _ if others.iter().all(|&other| other == others[0]) => Ok(grouped(&groups).then(|| format!("{whole}.{after}"))),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fr(text: &str) -> Result<Accepted, NumberFault> {
        read(text, Marks::of("fr-CA"))
    }

    fn en(text: &str) -> Result<Accepted, NumberFault> {
        read(text, Marks::of("en-CA"))
    }

    fn quantity(number: f64, within: Option<f64>, unit: Option<&str>) -> Result<Accepted, NumberFault> {
        Ok(Accepted::Quantity(Quantity { number, within, unit: unit.map(str::to_owned) }))
    }

    #[test]
    fn numbers_are_read_in_the_marks_of_their_language() {
        for (text, number) in [
            ("3,5", 3.5),
            ("3.5", 3.5),
            ("3,145", 3.145),
            ("3.145", 3.145),
            ("-2", -2.0),
            ("−2,5", -2.5),
            ("12\u{a0}500", 12_500.0),
            ("12 500,25", 12_500.25),
            ("1.234,5", 1_234.5),
            ("1,234,567", 1_234_567.0),
            ("3,5 × 10^4", 35_000.0),
            ("3,5×10⁻²", 0.035),
            ("6e3", 6_000.0),
            ("007", 7.0),
            ("0,125", 0.125),
        ] {
            assert_eq!(fr(text), quantity(number, None, None), "{text}");
        }
        assert_eq!(en("1,234.5"), quantity(1_234.5, None, None));
        assert_eq!(en("3,5"), quantity(3.5, None, None));
    }

    #[test]
    fn a_tolerance_follows_its_sign_and_a_unit_the_tolerance() {
        assert_eq!(fr("3,5 ± 0,1 kg"), quantity(3.5, Some(0.1), Some("kg")));
        assert_eq!(en("3.5±0.1kg"), quantity(3.5, Some(0.1), Some("kg")));
        assert_eq!(fr("3 ± 0 kg"), quantity(3.0, Some(0.0), Some("kg")));
        assert_eq!(fr("20 % ± 5 %"), quantity(20.0, Some(5.0), Some("%")));
        assert_eq!(fr("3,5 kg ± 0,1 kg"), quantity(3.5, Some(0.1), Some("kg")));
        assert_eq!(fr("3 ± 1e-3 m"), quantity(3.0, Some(0.001), Some("m")));
        assert_eq!(fr("3 ± 1 × 10^-3"), quantity(3.0, Some(0.001), None));
        for text in ["3,5 ±", "3,5 ± kg", "3,5 ± -1", "3,5 ± environ 1"] {
            assert_eq!(fr(text), Err(NumberFault::Tolerance), "{text}");
        }
        for text in ["1.234.5 ± 2", "environ 3 ± 1", "12,5,3±1 kg", "3 kg ± 1", "3 kg ± 1 g", "± 3"] {
            assert_eq!(fr(text), Err(NumberFault::Number), "{text}");
        }
        assert_eq!(fr("x = ±2"), Ok(Accepted::Words("x = ±2".to_owned())));
        assert_eq!(fr("3 +/- 1"), Err(NumberFault::PlusMinus("3 ± 1".to_owned())));
    }

    #[test]
    fn a_tolerance_in_per_cent_says_of_what() {
        let either = |share: &str, points: &str| Err(NumberFault::PerCent([share.to_owned(), points.to_owned()]));
        assert_eq!(fr("200 ± 10 %"), either("200 ± 20", "200 % ± 10 %"));
        assert_eq!(fr("3,3 ± 0,1%"), either("3,3 ± 0,0033", "3,3 % ± 0,1%"));
        assert_eq!(en("1.1 ± 10 %"), either("1.1 ± 0.11", "1.1 % ± 10 %"));
    }

    #[test]
    fn what_looks_like_a_number_and_is_none_is_not_taken_for_words() {
        for text in ["3,5,2", "1,2,3", "12.", ".5", "14.07.1789"] {
            assert_eq!(fr(text), Err(NumberFault::Unread([text.to_owned(), "12,5".to_owned()])), "{text}");
        }
        assert_eq!(en("3.5.2"), Err(NumberFault::Unread(["3.5.2".to_owned(), "12.5".to_owned()])));
        assert_eq!(fr("\"3,5,2\""), Ok(Accepted::Words("3,5,2".to_owned())));
    }

    #[test]
    fn a_number_that_could_be_two_is_none() {
        let ambiguous =
            |whole: &str, decimal: &str| Err(NumberFault::Ambiguous([whole.to_owned(), decimal.to_owned()]));
        assert_eq!(en("1,234"), ambiguous("1234", "1.234"));
        assert_eq!(read("1.234", Marks::of("de")), ambiguous("1234", "1,234"));
        assert_eq!(en("1,234 ± 5"), ambiguous("1234", "1.234"));
        assert_eq!(en("0,234"), quantity(0.234, None, None));
    }

    #[test]
    fn anything_else_is_words() {
        for text in [
            "hors-champ", "14 juillet", "3 kg", "1234567890123456", "2 500 00", "±", "plus ± moins", "e3", "x", "3-4",
            "2^3", "1/2",
        ] {
            assert_eq!(fr(text), Ok(Accepted::Words(text.to_owned())), "{text}");
        }
        for text in ["\"007\"", "«\u{a0}007\u{a0}»", "“007”"] {
            assert_eq!(fr(text), Ok(Accepted::Words("007".to_owned())), "{text}");
        }
        assert_eq!(fr("« oui »"), Ok(Accepted::Words("« oui »".to_owned())));
    }
}
