//! The alphabetical order of a language, as its dictionaries have it.

use std::cmp::Ordering;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale as LocaleTag;
use unicode_normalization::UnicodeNormalization;

/// The heading over words that begin with no letter.
const NO_LETTER: char = '#';

/// The order of a language: é after e, a ligature as its letters, an article left out.
pub struct Alphabet {
    /// `None` for a language whose order CLDR doesn't have: then letters are compared by their code points.
    order: Option<CollatorBorrowed<'static>>,
    /// The same, blind to accents and case.
    letters: Option<CollatorBorrowed<'static>>,
    articles: &'static [&'static str],
}

impl Alphabet {
    /// The order of the language with that tag.
    pub fn new(tag: &str) -> Self {
        let locale: LocaleTag = tag.parse().unwrap_or(LocaleTag::UNKNOWN);
        let collator = |strength: Strength| {
            let mut options = CollatorOptions::default();
            options.strength = Some(strength);
            Collator::try_new((&locale).into(), options).ok()
        };
        Self { order: collator(Strength::Tertiary), letters: collator(Strength::Primary), articles: articles(tag) }
    }

    /// Which of two words comes first.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        let by_letters = |order: &CollatorBorrowed<'_>| order.compare(self.sorted_as(a), self.sorted_as(b));
        self.order.as_ref().map_or(Ordering::Equal, by_letters).then_with(|| a.cmp(b))
    }

    /// The letter that a word is listed under: `É` under `E`, where the language takes them for one.
    pub fn letter(&self, word: &str) -> char {
        let Some(first) = self.sorted_as(word).chars().find(|one| one.is_alphanumeric()) else { return NO_LETTER };
        if !first.is_alphabetic() {
            return NO_LETTER;
        }
        let upper = first.to_uppercase().next().unwrap_or(first);
        let base = match upper {
            'Œ' => 'O',
            'Æ' => 'A',
            other => std::iter::once(other).nfd().next().unwrap_or(other),
        };
        let is_ligature = matches!(upper, 'Œ' | 'Æ');
        let mut own = [0; 4];
        let mut plain = [0; 4];
        let (upper_text, base_text) = (upper.encode_utf8(&mut own), base.encode_utf8(&mut plain));
        let is_same = self.letters.as_ref().is_some_and(|letters| letters.compare(upper_text, base_text).is_eq());
        if is_same || is_ligature { base } else { upper }
    }

    fn sorted_as<'w>(&self, word: &'w str) -> &'w str {
        without(word, self.articles)
    }
}

/// The articles of a language.
fn articles(tag: &str) -> &'static [&'static str] {
    match tag.split('-').next() {
        Some("fr") => &["le ", "la ", "les ", "l'", "un ", "une ", "des "],
        Some("en") => &["the ", "a ", "an "],
        _ => &[],
    }
}

/// What words in a language are sorted by: without the article that they begin with.
pub fn without_article<'w>(words: &'w str, tag: &str) -> &'w str {
    without(words, articles(tag))
}

fn without<'w>(word: &'w str, articles: &[&str]) -> &'w str {
    let is_article = |article: &&&str| {
        let mut rest = word.chars();
        article.chars().all(|wanted| rest.next().is_some_and(|one| same(one, wanted)))
    };
    let article = articles.iter().find(is_article).map_or(0, |article| article.chars().count());
    let start = word.char_indices().nth(article).map_or(0, |(at, _)| at);
    word[start..].trim_start()
}

/// Whether a letter is that small one, whatever its case and the shape of apostrophes and spaces.
fn same(one: char, wanted: char) -> bool {
    match wanted {
        '\'' => matches!(one, '\'' | '’' | 'ʼ'),
        ' ' => one.is_whitespace(),
        wanted => one.to_lowercase().eq([wanted]),
    }
}

impl std::fmt::Debug for Alphabet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Alphabet").field("articles", &self.articles).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted<'w>(tag: &str, words: &[&'w str]) -> Vec<&'w str> {
        let alphabet = Alphabet::new(tag);
        let mut words = words.to_vec();
        words.sort_by(|a, b| alphabet.compare(a, b));
        words
    }

    #[test]
    fn canadian_french_reads_accents_from_the_end() {
        assert_eq!(sorted("fr-CA", &["coté", "côté", "côte", "cote"]), ["cote", "côte", "coté", "côté"]);
        assert_eq!(sorted("fr-FR", &["coté", "côté", "côte", "cote"]), ["cote", "coté", "côte", "côté"]);
    }

    #[test]
    fn accents_ligatures_and_case_stand_beside_their_letters() {
        assert_eq!(
            sorted("fr-CA", &["ether", "Étape", "œuvre", "zèle", "offre", "ADN"]),
            ["ADN", "Étape", "ether", "œuvre", "offre", "zèle"]
        );
        let words = ["œuvre", "offre", "odeur"];
        assert_eq!(sorted("fr-CA", &words), ["odeur", "œuvre", "offre"]);
    }

    #[test]
    fn an_article_is_left_out() {
        assert_eq!(
            sorted("fr-CA", &["L’ubuntu", "le curateur", "Les amis", "lettre"]),
            ["Les amis", "le curateur", "lettre", "L’ubuntu"]
        );
        assert_eq!(
            sorted("en-CA", &["The web", "An app", "answer", "a wall"]),
            ["answer", "An app", "a wall", "The web"]
        );
        let french = Alphabet::new("fr-CA");
        assert_eq!(french.letter("L’empreinte"), 'E');
        assert_eq!(french.letter("le"), 'L');
    }

    #[test]
    fn a_word_stands_under_its_letter() {
        let letter = |tag: &str, word: &str| Alphabet::new(tag).letter(word);
        assert_eq!(letter("fr-CA", "éthique"), 'E');
        assert_eq!(letter("fr-CA", "Œuvre"), 'O');
        assert_eq!(letter("fr-CA", "« Ça »"), 'C');
        assert_eq!(letter("fr-CA", "3D"), '#');
        assert_eq!(letter("es", "ñu"), 'Ñ');
        assert_eq!(letter("es", "árbol"), 'A');
    }
}
