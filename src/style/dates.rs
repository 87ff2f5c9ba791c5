//! How a style writes dates, as far as ranges need to know.

use hayagriva::citationberg::taxonomy::{OtherTerm, Term};
use hayagriva::citationberg::{Date, DatePart, IndependentStyle, LayoutRenderingElement, Locale, TermForm};

use super::elements::elements;

/// The text in and around the dates of a style.
#[derive(Debug)]
pub struct Dates {
    /// The text between the two ends of a range.
    pub delimiter: String,
    /// The texts that may precede a date.
    pub prefixes: Vec<String>,
    /// The texts that may follow a date.
    pub suffixes: Vec<String>,
}

impl Dates {
    /// Those of a style, with words of its language.
    pub(super) fn of(style: &IndependentStyle, words: &[Locale]) -> Self {
        let own = elements(style).into_iter().filter_map(|element| match element {
            LayoutRenderingElement::Date(date) => Some(date),
            _ => None,
        });
        let own: Vec<&Date> = own.collect();
        let formats = style.locale.iter().chain(words.first()).flat_map(|locale| &locale.date);
        let parts = own.iter().copied().chain(formats).flat_map(|date| &date.date_part);
        let mut delimiters: Vec<&String> = parts.filter_map(|part| part.range_delimiter.as_ref()).collect();
        delimiters.sort();
        delimiters.dedup();
        // A written date doesn't show which part a delimiter is for.
        let delimiter = match delimiters.as_slice() {
            [one] => (*one).clone(),
            _ => DatePart::DEFAULT_DELIMITER.to_owned(),
        };
        // « 380–370 av. J.-C. »
        let eras = style.locale.iter().chain(words).flat_map(|locale| {
            let eras = [OtherTerm::Bc, OtherTerm::Ad].into_iter();
            eras.filter_map(|era| locale.term(Term::Other(era), TermForm::Long)?.single().map(str::to_owned))
        });
        let known = |affix: Option<&String>| affix.filter(|affix| !affix.is_empty()).cloned();
        Self {
            delimiter,
            prefixes: own.iter().filter_map(|date| known(date.affixes.prefix.as_ref())).collect(),
            suffixes: own.iter().filter_map(|date| known(date.affixes.suffix.as_ref())).chain(eras).collect(),
        }
    }
}
