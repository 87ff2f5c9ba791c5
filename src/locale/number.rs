//! Numbers as a language writes them: « 12 500 », “12,500”.

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale_core::Locale as LocaleTag;
use icu_locale_core::extensions::unicode::{key, value};

/// The largest number that no language parts into groups.
const UNGROUPED: u64 = 999;

/// A whole number, its thousands parted as the language of `tag` does.
pub fn whole(tag: &str, number: u64) -> String {
    if number <= UNGROUPED {
        return number.to_string();
    }
    formatted(tag, &Decimal::from(number)).unwrap_or_else(|| number.to_string())
}

/// What parts a number's decimals in the language of `tag`: `,` or `.`, as a rule.
pub fn decimal_mark(tag: &str) -> char {
    let mut tenths = Decimal::from(11_u8);
    tenths.multiply_pow10(-1);
    formatted(tag, &tenths).and_then(|text| text.chars().find(|c| !c.is_ascii_digit())).unwrap_or('.')
}

/// What a language writes between the digits of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// What parts its decimals.
    pub decimal: char,
    /// The comma or full stop that groups its thousands; `None` where a space does, or nothing.
    pub group: Option<char>,
}

impl Marks {
    /// Those of the language of `tag`.
    pub fn of(tag: &str) -> Self {
        let grouped = whole(tag, 1_234_567);
        Self { decimal: decimal_mark(tag), group: grouped.chars().find(|c| matches!(c, ',' | '.')) }
    }
}

/// The language of `tag`, its numbers in the digits 0 to 9. Palier writes these everywhere: the numbers
/// that authors write, those of lists and those in formulas are in them too, and two kinds of digits
/// on a page read badly. `None` if the tag can't be read.
pub fn with_plain_digits(tag: &str) -> Option<LocaleTag> {
    let mut locale: LocaleTag = tag.parse().ok()?;
    locale.extensions.unicode.keywords.set(key!("nu"), value!("latn"));
    Some(locale)
}

fn formatted(tag: &str, number: &Decimal) -> Option<String> {
    let locale = with_plain_digits(tag)?;
    let formatter = DecimalFormatter::try_new(locale.into(), Default::default()).ok()?;
    Some(formatter.format(number).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted_as_the_language_does() {
        assert_eq!(whole("fr-CA", 12_500), "12\u{a0}500");
        assert_eq!(whole("fr-FR", 12_500), "12\u{202f}500");
        assert_eq!(whole("en-CA", 1_234_567), "1,234,567");
        assert_eq!(whole("es", 1_500), "1500");
        assert_eq!(whole("es", 12_500), "12.500");
        assert_eq!(whole("ar", 12_500), "12,500");
        assert_eq!((whole("fr-CA", 999), whole("!", 12_500)), ("999".to_owned(), "12500".to_owned()));
    }

    #[test]
    fn decimals_are_parted_as_the_country_does() {
        let marks = ["fr-CA", "fr", "es", "en-GB", "es-MX", "ar", "!"].map(decimal_mark);
        assert_eq!(marks, [',', ',', ',', '.', '.', '.', '.']);
    }
}
