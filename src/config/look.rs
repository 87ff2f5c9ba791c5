//! The look of a site as its book sets it: the logo in the header, the links that are added to header and footer.

use toml::de::DeValue;

use super::section::{Section, SectionReader};
use super::setting::Given;
use super::{Language, values};
use crate::locale::{Locale, Localized, message};
use crate::model::Title;
use crate::shape::{Shape, in_toml};
use crate::source::{Span, Spanned};

/// The picture in the header of every page.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderLogo {
    /// The path of its file, in `static/`.
    pub file: Spanned<String>,
    /// That of the file which takes its place in the dark; `None` if it is the same.
    pub dark: Option<Spanned<String>>,
    /// What it says, in words; `None` where the book doesn’t say.
    pub alt: Localized<Option<String>>,
    /// Whether the book’s title is beside it.
    pub with_title: bool,
}

/// A link that a book adds to the header or the footer of every page.
#[derive(Clone, Debug, PartialEq)]
pub struct AddedLink {
    /// Its words in each language; in a language without any, another's.
    pub label: Localized<Title>,
    /// Where it leads, as written.
    pub to: Localized<Spanned<String>>,
}

/// What a book may say of its logo.
pub const LOGO: [(&str, Shape); 4] =
    [("file", in_toml::text), ("dark", in_toml::text), ("alt", in_toml::text_by_language), ("title", in_toml::truth)];

/// What it says of a link.
pub const LINK: [(&str, Shape); 2] = [("label", in_toml::text_by_language), ("to", in_toml::text_by_language)];

/// A logo: the path of its file, or that and what else there is to say of it. `None` if no file is named.
pub(super) fn logo(given: Given<'_>, languages: &[Language], faults: &mut SectionReader) -> Option<HeaderLogo> {
    let of =
        |file| HeaderLogo { file, dark: None, alt: Localized::from_fn(languages.len(), |_| None), with_title: true };
    let DeValue::Table(table) = given.value.get_ref() else { return faults.text(given).map(of) };
    let table = Section { entries: Some(table) };
    faults.unknown_entries(table, given.key, &LOGO.map(|(key, _)| key));
    let within = |key: &'static str| table.get(key).map(|value| Given { key, value });
    let Some(file) = within("file") else {
        let message = message!("invalid-setting.logo-file");
        faults.invalid(given.value.span(), message, message!("invalid-setting.help-logo-file"));
        return None;
    };
    let file = faults.text(file)?;
    let dark = within("dark").and_then(|given| faults.text(given));
    let alt = within("alt").map(|given| values::by_language(given, languages, faults));
    let with_title = within("title").and_then(|given| faults.truth(given)).unwrap_or(true);
    Some(HeaderLogo { dark, with_title, alt: alt.unwrap_or_else(|| of(file.clone()).alt), file })
}

/// Links, each with its label and where it leads.
pub(super) fn links(
    given: Given<'_>,
    languages: &[Language],
    default: Locale,
    faults: &mut SectionReader,
) -> Vec<AddedLink> {
    let DeValue::Array(items) = given.value.get_ref() else {
        not_a_link(given, given.value.span(), faults);
        return Vec::new();
    };
    let mut links = Vec::new();
    for item in items.iter() {
        let DeValue::Table(table) = item.get_ref() else {
            not_a_link(given, item.span(), faults);
            continue;
        };
        let table = Section { entries: Some(table) };
        faults.unknown_entries(table, given.key, &LINK.map(|(key, _)| key));
        let [label, to] = LINK.map(|(key, _)| table.get(key).map(|value| Given { key, value }));
        let (Some(label), Some(to)) = (label, to) else {
            not_a_link(given, item.span(), faults);
            continue;
        };
        let [label, to] = [label, to].map(|given| whole(values::placed_by_language(given, languages, faults), default));
        // What is missing was reported.
        if let (Some(label), Some(to)) = (label, to) {
            let label = label.map(|(text, locale)| Title { text: text.value.clone(), locale: *locale });
            links.push(AddedLink { label, to: to.map(|(to, _)| to.clone()) });
        }
    }
    links
}

/// A value for each language, with the language that it is of: where it has none, that of the default one, else the first.
/// `None` if no language has any.
fn whole<T: Clone>(values: Localized<Option<T>>, default: Locale) -> Option<Localized<(T, Locale)>> {
    let of = |locale: Locale| Some((values.get(locale).clone()?, locale));
    let any = of(default).or_else(|| values.iter().find_map(|(locale, _)| of(locale)))?;
    let count = values.iter().count();
    Some(Localized::from_fn(count, |locale| of(locale).unwrap_or_else(|| any.clone())))
}

fn not_a_link(given: Given<'_>, at: Span, faults: &mut SectionReader) {
    let message = message!("invalid-setting.links", key = given.key);
    faults.invalid(at, message, message!("invalid-setting.help-links", key = given.key));
}
