//! Dates as people write them.

use icu_calendar::Gregorian;
use icu_datetime::fieldsets::YMD;
use icu_datetime::{FixedCalendarDateTimeFormatter, options::Length};
use serde::Serialize;

use crate::locale::number::with_plain_digits;
use crate::model::Date;

/// A day.
#[derive(Clone, Debug, Serialize)]
pub struct Day {
    /// As machines read it: `2026-03-01`.
    pub datetime: String,
    /// As people of the page's language do, as HTML: `1<sup>er</sup> mars 2026`.
    pub label_html: String,
}

/// A date in full in the language of `tag`, as HTML: `1<sup>er</sup> mars 2026`, “March 1, 2026”.
/// In ISO form where the language is unknown.
pub fn long_html(tag: &str, date: Date) -> String {
    let text = long(tag, date).unwrap_or_else(|| date.to_string());
    let french = tag.split('-').next().is_some_and(|language| language.eq_ignore_ascii_case("fr"));
    // The formatter has no ordinal for the first of the month, which French writes and says.
    match text.strip_prefix("1 ") {
        Some(rest) if french => format!("1<sup>er</sup> {rest}"),
        _ => text,
    }
}

fn long(tag: &str, date: Date) -> Option<String> {
    let locale = with_plain_digits(tag)?;
    let fields = YMD::for_length(Length::Long);
    let formatter = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(locale.into(), fields).ok()?;
    let date = icu_calendar::Date::try_new_gregorian(i32::from(date.year()), date.month(), date.day()).ok()?;
    Some(formatter.format(&date).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(tag: &str, day: &str) -> String {
        long_html(tag, Date::parse(day).unwrap())
    }

    #[test]
    fn the_first_of_the_month_is_an_ordinal_in_french() {
        assert_eq!(html("fr-CA", "2026-03-01"), "1<sup>er</sup> mars 2026");
        assert_eq!(html("fr", "2026-11-11"), "11 novembre 2026");
        assert_eq!(html("en-CA", "2026-03-01"), "March 1, 2026");
    }

    #[test]
    fn every_language_has_a_date() {
        assert_eq!(html("en-GB", "2026-03-21"), "21 March 2026");
        assert_eq!(html("en-US", "2026-11-01"), "November 1, 2026");
        assert_eq!(html("es", "2026-11-01"), "1 de noviembre de 2026");
        assert_eq!(html("fr-FR", "2026-11-01"), "1<sup>er</sup> novembre 2026");
        assert_eq!(html("ar", "2026-03-21"), "21 مارس 2026");
        assert_eq!(html("fa", "2026-03-21"), "21 مارس 2026");
        assert!(!html("!", "2026-03-21").is_empty());
    }
}
