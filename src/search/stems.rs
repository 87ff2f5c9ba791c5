//! Stems: what the forms of a word have in common, by Snowball's algorithm for the language.

use std::borrow::Cow;

use pagefind_stem::{Algorithm, Stemmer};

/// The stems of a language.
pub struct Stems(Option<Stemmer>);

impl Stems {
    /// Those of the language of that tag (`fr-CA`); of a language without an algorithm each word is its own stem.
    pub fn of(tag: &str) -> Self {
        Self(algorithm(tag).map(Stemmer::create))
    }

    /// Whether the forms of words in the language of that tag are found by each other.
    pub fn are_known(tag: &str) -> bool {
        algorithm(tag).is_some()
    }

    /// The stem of a word, spelt as [`spelt`](super::fold::spelt) has it.
    pub(super) fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        match &self.0 {
            Some(stemmer) => stemmer.stem(word),
            None => Cow::Borrowed(word),
        }
    }
}

fn algorithm(tag: &str) -> Option<Algorithm> {
    Some(match tag.split('-').next()?.to_ascii_lowercase().as_str() {
        "ar" => Algorithm::Arabic,
        "ca" => Algorithm::Catalan,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "eo" => Algorithm::Esperanto,
        "es" => Algorithm::Spanish,
        "et" => Algorithm::Estonian,
        "eu" => Algorithm::Basque,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "ga" => Algorithm::Irish,
        "hi" => Algorithm::Hindi,
        "hu" => Algorithm::Hungarian,
        "hy" => Algorithm::Armenian,
        "id" => Algorithm::Indonesian,
        "it" => Algorithm::Italian,
        "lt" => Algorithm::Lithuanian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "ne" => Algorithm::Nepali,
        "nl" => Algorithm::Dutch,
        "pl" => Algorithm::Polish,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sr" => Algorithm::Serbian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        "yi" => Algorithm::Yiddish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        let french = Stems::of("fr-CA");
        for forms in [["identité", "identités"], ["élève", "élèves"], ["équipement", "équipements"]] {
            assert_eq!(french.stem(forms[0]), french.stem(forms[1]), "{forms:?}");
        }
        assert_eq!(Stems::of("en").stem("networks"), "network");
        assert_eq!(Stems::of("fa").stem("کتاب‌ها"), "کتاب‌ها");
        assert!(Stems::are_known("nb-NO") && !Stems::are_known("fa-IR"));
    }
}
