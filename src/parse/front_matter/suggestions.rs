//! What an author meant by a value that does not fit.

use crate::model::{Colour, Date};

/// Colours by name, in French and English, folded to ASCII: dark enough to be read, where the name leaves it open.
const COLOURS: [(&[&str], &str); 17] = [
    (&["noir", "black"], "#1a1a1a"),
    (&["gris", "grey", "gray"], "#6b6b6b"),
    (&["blanc", "white"], "#ffffff"),
    (&["rouge", "red"], "#b3261e"),
    (&["orange"], "#b45309"),
    (&["jaune", "yellow"], "#f2c400"),
    (&["vert", "green"], "#1e7b34"),
    (&["turquoise", "teal", "sarcelle"], "#0f766e"),
    (&["cyan"], "#0e7490"),
    (&["bleu", "blue"], "#1f5494"),
    (&["marine", "bleu marine", "navy"], "#1e2f5c"),
    (&["indigo"], "#43389a"),
    (&["violet", "mauve", "purple"], "#6b3fa0"),
    (&["rose", "pink"], "#b83280"),
    (&["magenta"], "#a21caf"),
    (&["bourgogne", "bordeaux", "maroon"], "#7b1e3a"),
    (&["brun", "marron", "brown"], "#7a4b1e"),
];

/// A colour written otherwise than `#0b6e4f`, when there is no doubt about it: by its name, without its `#`, or as
/// `rgb(11, 110, 79)`.
pub(super) fn colour(text: &str) -> Option<Colour> {
    let words = parts(text)?;
    let name = words.join(" ");
    let named = COLOURS.iter().find(|(names, _)| names.contains(&name.as_str())).map(|(_, colour)| *colour);
    if let Some(colour) = named {
        return Colour::parse(colour);
    }
    match words.as_slice() {
        [digits] => Colour::parse(&format!("#{digits}")),
        [kind, red, green, blue] if matches!(kind.as_str(), "rgb" | "rvb") => {
            Some(Colour([red.parse().ok()?, green.parse().ok()?, blue.parse().ok()?]))
        }
        _ => None,
    }
}

/// The months in French and English, folded to ASCII: enough letters to tell each from the others.
const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["fev", "feb"],
    &["mar"],
    &["avr", "apr"],
    &["mai", "may"],
    &["juin", "jun"],
    &["juil", "jul"],
    &["aou", "aug"],
    &["sep"],
    &["oct"],
    &["nov"],
    &["dec"],
];

/// The words and numbers of a short text.
fn parts(text: &str) -> Option<Vec<String>> {
    if text.len() > 60 {
        return None;
    }
    let folded = deunicode::deunicode(text).to_lowercase();
    Some(
        folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).map(str::to_owned).collect(),
    )
}

/// A day written otherwise than `2026-03-01`, when there is no doubt about it.
pub(super) fn date(text: &str) -> Option<Date> {
    let (year, month, day) = day(text)?;
    Date::parse(&format!("{year:04}-{month:02}-{day:02}"))
}

/// How many days the month has that a date goes beyond: 29 for `2024-02-30`.
pub(super) fn days_passed(text: &str) -> Option<u8> {
    let (year, month, day) = day(text)?;
    let days = Date::days(u16::try_from(year).ok()?, u8::try_from(month).ok()?)?;
    (day > u32::from(days)).then_some(days)
}

/// A year, a month and a day, as numbers.
fn day(text: &str) -> Option<(u32, u32, u32)> {
    let parts = parts(text)?;
    let month = parts
        .iter()
        .filter(|part| part.len() >= 3)
        .find_map(|part| (1..).zip(MONTHS).find(|(_, names)| names.iter().any(|name| part.starts_with(name))))
        .map(|(number, _)| number);
    let number = |part: &String| {
        // `1er`, `01T10` (what follows a day is its hour)
        part.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse::<u32>().ok())
    };
    let numbers: Vec<u32> = parts.iter().filter_map(number).collect();
    match (month, numbers.as_slice()) {
        (Some(month), &[day, year] | &[year, day]) if year > 99 && day <= 99 => Some((year, month, day)),
        (None, &[year, month, day, ..]) if year > 31 => Some((year, month, day)),
        (None, &[day, month, year]) if year > 31 && day > 12 => Some((year, month, day)),
        (None, &[month, day, year]) if year > 31 && day > 12 => Some((year, month, day)),
        (None, &[day, month, year]) if year > 31 && day == month => Some((year, month, day)),
        _ => None,
    }
}

/// The minutes of `25 min`, `1 h 30`, `1h`, `25 minutes`.
pub(super) fn minutes(text: &str) -> Option<u32> {
    let mut total: u32 = 0;
    let mut number: Option<u32> = None;
    let mut hours = false;
    let parts = parts(text)?;
    let about = parts.iter().take_while(|part| matches!(part.as_str(), "environ" | "env" | "about" | "approx" | "ca"));
    for part in parts[about.count()..].iter().flat_map(|part| split_digits(part)) {
        let factor = match part {
            "h" | "heure" | "heures" | "hour" | "hours" => 60,
            "m" | "min" | "mins" | "mn" | "minute" | "minutes" => 1,
            digits => {
                if number.replace(digits.parse().ok()?).is_some() {
                    return None;
                }
                continue;
            }
        };
        total = total.checked_add(number.take()?.checked_mul(factor)?)?;
        hours |= factor == 60;
    }
    match number {
        Some(minutes) if hours => total.checked_add(minutes),
        Some(_) => None,
        None => Some(total).filter(|&minutes| minutes > 0),
    }
}

/// `1h30` as `1`, `h`, `30`.
fn split_digits(part: &str) -> impl Iterator<Item = &str> {
    let mut rest = part;
    std::iter::from_fn(move || {
        let first = rest.bytes().next()?.is_ascii_digit();
        let end = rest.bytes().position(|byte| byte.is_ascii_digit() != first).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_understood_where_there_is_no_doubt() {
        let read = |text| date(text).map(|date| date.to_string());
        for text in [
            "2026-3-1",
            "2026/03/01",
            "1er mars 2026",
            "1 mars 2026",
            "le 1er mars 2026",
            "March 1st, 2026",
            "2026-03-01T10:00:00Z",
        ] {
            assert_eq!(read(text).as_deref(), Some("2026-03-01"), "{text}");
        }
        assert_eq!(read("14 févr. 2026").as_deref(), Some("2026-02-14"));
        assert_eq!(read("15/08/2026").as_deref(), Some("2026-08-15"));
        assert_eq!(read("08/15/2026").as_deref(), Some("2026-08-15"));
        for doubtful in ["01/03/2026", "mars 2026", "2026", "bientôt", "2026-02-30", "1/3/26"] {
            assert_eq!(read(doubtful), None, "{doubtful}");
        }
    }

    #[test]
    fn minutes_are_understood() {
        for (text, expected) in [
            ("25 min", Some(25)),
            ("25 minutes", Some(25)),
            ("1 h 30", Some(90)),
            ("1h30", Some(90)),
            ("2 heures", Some(120)),
            ("1 h 15 min", Some(75)),
            ("environ 45 min", Some(45)),
            ("env. 1 h", Some(60)),
            ("about 20 minutes", Some(20)),
            ("longue", None),
            ("25", None),
            ("1:30", None),
            ("99999999999 h", None),
        ] {
            assert_eq!(minutes(text), expected, "{text}");
        }
    }
}
