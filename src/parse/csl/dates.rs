//! Dates, in every form that CSL, Pandoc and authors write them in.

use serde_json::{Map, Value, json};

use super::{member, text};

/// Months as French and English write them, by their first letters.
const MONTHS: [&[&str]; 12] = [
    &["janv", "jan"],
    &["fév", "fev", "feb"],
    &["mars", "mar"],
    &["avr", "apr"],
    &["mai", "may"],
    &["juin", "jun"],
    &["juil", "jul"],
    &["août", "aout", "aug"],
    &["sept", "sep"],
    &["oct"],
    &["nov"],
    &["déc", "dec", "dez", "xii"],
];

/// Seasons, as CSL counts them.
const SEASONS: [&[&str]; 4] =
    [&["printemps", "spring"], &["été", "summer"], &["automne", "autumn", "fall"], &["hiver", "winter"]];

/// What says that there is no date.
const NONE: [&str; 7] = ["s. d.", "s.d.", "sd", "n.d.", "nd", "sans date", "no date"];

/// A year, its month and day as far as they are known.
type Parts = Vec<i64>;

/// A date, or a range of two.
#[derive(Debug, Default)]
struct CslDate {
    dates: Vec<Parts>,
    season: Option<u8>,
    circa: bool,
}

impl CslDate {
    fn of(parts: Parts) -> Self {
        Self { dates: vec![parts], ..Self::default() }
    }

    /// Whether there are such days.
    fn is_sound(&self) -> bool {
        let is_date = |parts: &Parts| match parts.as_slice() {
            [year, rest @ ..] if (-9_999..=9_999).contains(year) => match rest {
                [] => true,
                [month] => (1..=12).contains(month),
                [month, day] => days(*year, *month).is_some_and(|days| (1..=days).contains(day)),
                _ => false,
            },
            _ => false,
        };
        (1..=2).contains(&self.dates.len()) && self.dates.iter().all(is_date)
    }

    /// The first of its dates that goes beyond its month, and how many days that has.
    fn beyond(&self) -> Option<(String, u64)> {
        self.dates.iter().find_map(|parts| match parts.as_slice() {
            [year, month, day] => {
                let days = days(*year, *month).filter(|days| day > days)?;
                Some((format!("{year:04}-{month:02}-{day:02}"), days.unsigned_abs()))
            }
            _ => None,
        })
    }

    fn json(self) -> Map<String, Value> {
        let mut json = Map::from_iter([("date-parts".to_owned(), json!(self.dates))]);
        if let Some(season) = self.season {
            json.insert("season".to_owned(), season.into());
        }
        if self.circa {
            json.insert("circa".to_owned(), true.into());
        }
        json
    }
}

/// The first year of which all know that years of full hundreds are leap years no more: before, dates may
/// be of the Julian calendar.
const GREGORIAN: i64 = 1924;

/// How many days a month of a year has; `None` if there is no such month. Before Christ, every fourth
/// year may have been a leap year.
fn days(year: i64, month: i64) -> Option<i64> {
    let is_leap = match year {
        GREGORIAN.. => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0),
        1.. => year % 4 == 0,
        _ => true,
    };
    Some(match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return None,
    })
}

/// Reads a date or a range of dates into the form that CSL-JSON has for them; `None` if it can't be read.
pub(super) fn read(value: &Value) -> Option<Map<String, Value>> {
    understood(value).filter(CslDate::is_sound).map(CslDate::json)
}

/// A day that its month doesn't have, and how many days that has: 29 for `2024-02-30`, 28 for « 31 février 2026 ».
pub(in crate::parse) fn beyond(value: &Value) -> Option<(String, u64)> {
    understood(value)?.beyond()
}

/// What a value says, whether there are such days or not.
fn understood(value: &Value) -> Option<CslDate> {
    match value {
        Value::Object(map) => object(map),
        // As Pandoc writes a range.
        Value::Array(dates) if dates.len() <= 2 => {
            let dates: Option<Vec<CslDate>> = dates.iter().map(|date| object(date.as_object()?)).collect();
            let mut dates = dates?.into_iter();
            dates.next().map(|first| {
                let rest = dates.flat_map(|date| date.dates);
                CslDate { dates: first.dates.into_iter().chain(rest).collect(), ..first }
            })
        }
        value => written(&text(value)?),
    }
}

/// Whether a value says that there is no date.
pub(in crate::parse) fn is_none(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => {
            let text = text.replace('\u{a0}', " ");
            let text = text.trim().trim_matches(['[', ']']).to_lowercase();
            text.is_empty() || NONE.contains(&text.as_str())
        }
        Value::Object(map) => map.values().all(is_none),
        _ => false,
    }
}

/// `{"date-parts": [[1980, 3]]}`, `{"year": 1980}`, `{"raw": "1980-03"}`, `{"literal": "1980"}`.
fn object(map: &Map<String, Value>) -> Option<CslDate> {
    let mut date = if let Some(parts) = map.get("date-parts") {
        let dates = parts.as_array()?;
        // One date may be written without the list around it.
        let dates = match dates.first()? {
            Value::Array(_) => dates.iter().map(|parts| numbers(parts.as_array()?)).collect::<Option<Vec<_>>>()?,
            _ => vec![numbers(dates)?],
        };
        CslDate { dates: dates.into_iter().filter(|parts| !parts.is_empty()).collect(), ..CslDate::default() }
    } else if let Some(year) = map.get("year") {
        let parts = [Some(year), map.get("month"), map.get("day")].into_iter().map_while(|part| part);
        CslDate::of(parts.map(number).collect::<Option<_>>()?)
    } else {
        written(&member(map, "raw").or_else(|| member(map, "literal"))?)?
    };
    if let Some(season) = map.get("season") {
        let is = |name: &str| season.as_str().is_some_and(|text| text.eq_ignore_ascii_case(name));
        date.season = number(season)
            .and_then(|season| u8::try_from(season).ok())
            .map(|season| if season > 20 { season - 20 } else { season })
            .or_else(|| named(&SEASONS, is))
            .filter(|season| (1..=4).contains(season));
    }
    date.circa |= map.get("circa").is_some_and(|circa| !matches!(circa, Value::Null | Value::Bool(false)));
    Some(date)
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// The parts of a date; programs leave empty ones at the end.
fn numbers(parts: &[Value]) -> Option<Parts> {
    let known = parts.iter().take_while(|part| !is_none(part) && **part != 0);
    known.map(number).collect()
}

/// `1980`, `1980-03`, `1980-03-01`, `1980/1982`, `c. 1980`, « 1er mars 1980 », “March 3–5, 1980”.
fn written(text: &str) -> Option<CslDate> {
    let text = text.replace('\u{a0}', " ").to_lowercase();
    let text = text.trim();
    let told = ["vers ", "ca. ", "ca ", "c. ", "circa ", "env. ", "about "];
    let about = told.iter().find_map(|about| text.strip_prefix(about));
    let uncertain = ['~', '?', '%'];
    let is_uncertain = |text: &str| text.ends_with(uncertain);
    let certain = |text: &str| text.trim().trim_end_matches(uncertain).trim().to_owned();
    let text = about.unwrap_or(text);
    let ends = text.split_once('/').or_else(|| text.split_once(['–', '—'])).or_else(|| years(text));
    let (first, last) = ends.map_or((text, None), |(first, last)| (first, Some(last)));
    let circa = about.is_some() || [Some(first), last].into_iter().flatten().any(|end| is_uncertain(end.trim()));
    let first = certain(first);
    // An open range has no end.
    let last = last.map(certain).filter(|last| !last.is_empty() && last != "..");
    let date = match last {
        None => iso(&first).map(season).or_else(|| in_words(&first)),
        Some(last) => match (iso(&first), iso(&last)) {
            (Some(first), Some(last)) => Some(CslDate { dates: vec![first, last], ..CslDate::default() }),
            _ => range_in_words(&first, &last),
        },
    };
    Some(CslDate { circa, ..date? })
}

/// Two years with a hyphen between them.
fn years(text: &str) -> Option<(&str, &str)> {
    let is_year = |text: &str| text.len() == 4 && text.bytes().all(|digit| digit.is_ascii_digit());
    text.split_once('-').filter(|(first, last)| is_year(first.trim()) && is_year(last.trim()))
}

fn iso(text: &str) -> Option<Parts> {
    let text = text.trim();
    // A time of day may follow.
    let text = text.split_once('t').map_or(text, |(day, _)| day);
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |year| (-1, year));
    let mut parts = Vec::new();
    for (index, part) in text.split('-').enumerate() {
        let fits = if index == 0 { (1..=4).contains(&part.len()) } else { (1..=2).contains(&part.len()) };
        if !fits || index > 2 || !part.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let part: i64 = part.parse().ok()?;
        parts.push(if index == 0 { sign * part } else { part });
    }
    // A season of EDTF, or none.
    Some(parts)
}

/// A date in parts; EDTF has the seasons where others have months.
fn season(parts: Parts) -> CslDate {
    match parts.as_slice() {
        [year, season @ 21..=24] => CslDate { season: u8::try_from(season - 20).ok(), ..CslDate::of(vec![*year]) },
        _ => CslDate::of(parts),
    }
}

/// The parts of a date, as far as they are given.
#[derive(Debug, Default)]
struct Said {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    season: Option<u8>,
}

impl Said {
    fn parts(&self) -> Option<Parts> {
        match (self.year?, self.month, self.day) {
            (year, None, None) => Some(vec![year]),
            (year, Some(month), None) => Some(vec![year, month]),
            (year, Some(month), Some(day)) => Some(vec![year, month, day]),
            (_, None, Some(_)) => None,
        }
    }
}

/// A day, a month or a season in words, and a year.
fn in_words(text: &str) -> Option<CslDate> {
    let said = said(text)?;
    Some(CslDate { dates: vec![said.parts()?], season: said.season, circa: false })
}

/// « 3–5 mars 1980 », “March 3 – April 5, 1980”: each end says what the other doesn’t.
fn range_in_words(first: &str, last: &str) -> Option<CslDate> {
    let (mut first, mut last) = (said(first)?, said(last)?);
    first.year = first.year.or(last.year);
    last.year = last.year.or(first.year);
    if first.day.is_some() && last.day.is_some() {
        first.month = first.month.or(last.month);
        last.month = last.month.or(first.month);
    }
    let has_seasons = first.season.is_some() || last.season.is_some();
    let dates = vec![first.parts()?, last.parts()?];
    (!has_seasons).then_some(CslDate { dates, ..CslDate::default() })
}

/// Which of them, from 1, has such a name.
fn named(names: &[&[&str]], is: impl Fn(&str) -> bool) -> Option<u8> {
    (1..).zip(names).find(|(_, names)| names.iter().any(|name| is(name))).map(|(number, _)| number)
}

fn said(text: &str) -> Option<Said> {
    let mut said = Said::default();
    for word in text.split([' ', ',']).map(|word| word.trim_matches('.')).filter(|word| !word.is_empty()) {
        let number = word.trim_end_matches("er").parse::<i64>().ok();
        if let Some(number) = number {
            match word.len() {
                4 if said.year.is_none() && word.bytes().all(|digit| digit.is_ascii_digit()) => {
                    said.year = Some(number)
                }
                1..=4 if said.day.is_none() && number <= 99 => said.day = Some(number),
                _ => return None,
            }
        } else if let Some(found) = named(&SEASONS, |name| word == name).filter(|_| said.season.is_none()) {
            said.season = Some(found);
        } else if let Some(found) = named(&MONTHS, |name| word.starts_with(name)).filter(|_| said.month.is_none()) {
            said.month = Some(found.into());
        } else if !["le", "de", "of", "the"].contains(&word) {
            return None;
        }
    }
    Some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(value: Value) -> Value {
        read(&value).map_or(Value::Null, |date| date["date-parts"].clone())
    }

    #[test]
    fn a_date_is_read_in_every_form() {
        for value in [
            json!("1980-03"),
            json!("mars 1980"),
            json!("March 1980"),
            json!({"year": 1980, "month": "03"}),
            json!({"date-parts": [["1980", 3, ""]]}),
            json!({"date-parts": [1980, 3]}),
            json!([{"year": "1980", "month": "3"}]),
            json!({"raw": "1980-03"}),
        ] {
            assert_eq!(parts(value.clone()), json!([[1980, 3]]), "{value}");
        }
        for value in
            [json!("1er mars 1980"), json!("March 1, 1980"), json!("1980-03-01"), json!("1980-03-01T10:00:00Z")]
        {
            assert_eq!(parts(value.clone()), json!([[1980, 3, 1]]), "{value}");
        }
        assert_eq!(parts(json!(1980)), json!([[1980]]));
        assert_eq!(parts(json!("2016/2018")), json!([[2016], [2018]]));
        assert_eq!(parts(json!("2016–2018")), json!([[2016], [2018]]));
        assert_eq!(parts(json!([{"year": 2016}, {"year": 2018}])), json!([[2016], [2018]]));
        assert_eq!(parts(json!("2016-2018")), json!([[2016], [2018]]));
        assert_eq!(parts(json!("2016-03/2018-04")), json!([[2016, 3], [2018, 4]]));
        assert_eq!(parts(json!("2016~/2018?")), json!([[2016], [2018]]));
        assert_eq!(read(&json!("2016~/2018")).unwrap()["circa"], json!(true));
        assert_eq!(parts(json!("2016/..")), json!([[2016]]));
        for days in ["3–5 mars 2020", "March 3–5, 2020", "2020-03-03/2020-03-05", "3 mars – 5 mars 2020"] {
            assert_eq!(parts(json!(days)), json!([[2020, 3, 3], [2020, 3, 5]]), "{days}");
        }
        assert_eq!(parts(json!("mars – mai 2020")), json!([[2020, 3], [2020, 5]]));
        assert_eq!(read(&json!("2016-21")).unwrap()["season"], json!(1));
        assert_eq!(read(&json!("vers 1920")).unwrap()["circa"], json!(true));
        assert_eq!(read(&json!("printemps 2016")).unwrap()["season"], json!(1));
        assert_eq!(parts(json!(-44)), json!([[-44]]));
    }

    #[test]
    fn days_that_no_month_has_are_told() {
        for (value, days) in [
            (json!("2024-02-30"), 29),
            (json!("2023-02-29"), 28),
            (json!("31 février 2026"), 28),
            (json!("April 31, 2020"), 30),
            (json!("32 mars 1980"), 31),
            (json!({"date-parts": [[2024, 2, 30]]}), 29),
            (json!({"year": 2024, "month": 2, "day": 30}), 29),
            (json!("2024-02-28/2024-02-30"), 29),
            (json!("28–30 février 2024"), 29),
        ] {
            assert_eq!(beyond(&value).map(|(_, days)| days), Some(days), "{value}");
            assert_eq!(parts(value.clone()), Value::Null, "{value}");
        }
        // The Julian calendar had one more leap year each hundred years.
        for sound in ["2024-02-29", "1700-02-29", "-0045-02-29", "bientôt", "1980-13", "1980-13-40"] {
            assert_eq!(beyond(&json!(sound)), None, "{sound}");
        }
        assert_eq!(parts(json!("1700-02-29")), json!([[1700, 2, 29]]));
    }

    #[test]
    fn what_is_no_date_is_not_read_as_one() {
        for value in [
            json!("bientôt"),
            json!("1980-13"),
            json!("32 mars 1980"),
            json!("20160301"),
            json!("2016/bientôt"),
            json!("3–mars"),
            json!({"date-parts": []}),
            json!({"date-parts": [[]]}),
            json!({"date-parts": [[2016, 3], [2016, 4], [2016, 5]]}),
            json!({"x": 1}),
            json!([]),
            json!(i64::MIN),
        ] {
            assert_eq!(parts(value.clone()), Value::Null, "{value}");
        }
        assert!(is_none(&json!("s. d.")) && is_none(&json!("n.d.")) && is_none(&json!("")) && !is_none(&json!("x")));
    }
}
