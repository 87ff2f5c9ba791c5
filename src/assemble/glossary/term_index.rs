//! The names of terms: finds the term that a word in a text means.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use unicode_normalization::UnicodeNormalization;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::alphabet::without_article;
use crate::locale::{Locale, Localized, message};
use crate::model::UsedTerm;
use crate::nearest::nearest;
use crate::parse::glossary::TermWords;
use crate::rule::Rule;
use crate::source::{BookPath, Span};

/// How many unknown words are compared with every known one: no one reads more suggestions.
const MOST_COMPARISONS: usize = 100;

/// The fewest letters of a word whose last letter can make it a plural: not “as” or “bus”.
const SHORTEST_PLURAL: usize = 4;

/// The names of terms, in each language.
pub(super) struct TermIndex {
    languages: Localized<InLanguage>,
    /// The tags of the languages, by which articles are recognised and left out.
    tags: Localized<String>,
    ids: HashMap<String, usize>,
    comparisons: usize,
}

/// The names of terms in a language.
#[derive(Default)]
struct InLanguage {
    /// The names as they are written, in the order of the file, each with its term's index.
    written: Vec<(String, usize)>,
    /// Terms by their folded names, each with the name's place in the file.
    exact: HashMap<String, (usize, Span)>,
    /// Terms by their folded names without plural letters and articles; `None` if two terms could be meant.
    loose: HashMap<String, Option<usize>>,
}

impl TermIndex {
    /// An index without any names.
    pub(super) fn new(config: &Config) -> Self {
        let languages = config.localized(|_| InLanguage::default());
        let tags = config.localized(|locale| config.language(locale).tag.clone());
        Self { languages, tags, ids: HashMap::new(), comparisons: MOST_COMPARISONS }
    }

    /// Adds the names of a term in a language, and reports those that another term has there already.
    pub(super) fn add(
        &mut self,
        locale: Locale,
        term: usize,
        words: &TermWords,
        path: &BookPath,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let names = self.languages.get_mut(locale);
        for name in words.names() {
            let folded = fold(&name.text);
            let loose = loose(&folded, self.tags.get(locale));
            match names.exact.entry(folded) {
                Entry::Occupied(taken) => {
                    let (other, first) = taken.get();
                    if *other != term {
                        let message = message!("duplicate-term.message", name = name.text.trim());
                        let fault = Diagnostic::new(Rule::DuplicateTerm, Place::new(path, &name.span), message);
                        let fault = fault.related(Place::new(path, first), message!("duplicate-term.first"));
                        diagnostics.push(fault.help(message!("duplicate-term.help")));
                    }
                    continue;
                }
                Entry::Vacant(free) => free.insert((term, name.span.clone())),
            };
            names.written.push((name.text.trim().to_owned(), term));
            let meant = names.loose.entry(loose).or_insert(Some(term));
            *meant = meant.filter(|other| *other == term);
        }
    }

    /// Adds a term's id.
    pub(super) fn add_id(&mut self, term: usize, id: &str) {
        self.ids.insert(id.to_owned(), term);
    }

    /// The term that a word of a text in that language means, by one of its names, a regular plural of one, a name
    /// after an article, or its id; `None` if there is none.
    pub(super) fn find(&self, locale: Locale, word: &str) -> Option<UsedTerm> {
        let names = self.languages.get(locale);
        let folded = fold(word);
        let exact = names.exact.get(&folded).map(|(term, _)| *term);
        let named = exact.or_else(|| names.loose.get(&loose(&folded, self.tags.get(locale))).copied().flatten());
        let by_id = || self.ids.get(&folded).map(|&term| UsedTerm { term, by_id: true });
        named.map(|term| UsedTerm { term, by_id: false }).or_else(by_id)
    }

    /// The name in that language that was most likely meant, and its term's index; `None` if no name is like the word.
    pub(super) fn nearest(&mut self, locale: Locale, word: &str) -> Option<(&str, usize)> {
        self.comparisons = self.comparisons.checked_sub(1)?;
        let written = &self.languages.get(locale).written;
        let tag = self.tags.get(locale);
        let near = nearest(without_article(word, tag), written.iter().map(|(name, _)| without_article(name, tag)))?;
        written.iter().find(|(name, _)| without_article(name, tag) == near).map(|(name, term)| (name.as_str(), *term))
    }

    /// The index of the term that a word means in another language than its text's; `None` if there is none.
    pub(super) fn elsewhere(&self, locale: Locale, word: &str) -> Option<usize> {
        let folded = fold(word);
        let others = self.languages.iter().filter(|(other, _)| *other != locale);
        others.filter_map(|(_, names)| names.exact.get(&folded)).map(|(term, _)| *term).next()
    }
}

/// A word folded so that it doesn't matter how it is written: its case, the number and kind of its spaces, the form of
/// its apostrophes and hyphens, its ligatures.
pub(super) fn fold(word: &str) -> String {
    let spaced = word.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = spaced.chars().map(|one| match one {
        '’' | 'ʼ' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        one => one,
    });
    plain.nfc().collect::<String>().to_lowercase().replace('œ', "oe").replace('æ', "ae")
}

/// A folded name without the article and plural letters with which texts use it: « les études », « un œil ».
fn loose(folded: &str, tag: &str) -> String {
    singular(without_article(folded, tag))
}

/// A folded name without the letter that makes most plurals, word by word.
fn singular(folded: &str) -> String {
    let mut text = String::with_capacity(folded.len());
    for word in folded.split_inclusive([' ', '-']) {
        let bare = word.trim_end_matches([' ', '-']);
        let is_long = bare.chars().count() >= SHORTEST_PLURAL;
        text.push_str(bare.strip_suffix('s').filter(|_| is_long).unwrap_or(bare));
        text.push_str(&word[bare.len()..]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_spaces_and_apostrophes_tell_no_two_words_apart() {
        assert_eq!(fold("Consomm’Acteur"), fold("consomm'acteur"));
        assert_eq!(fold("capital\u{a0} social"), "capital social");
        assert_eq!(fold("e\u{301}thique"), "éthique");
        assert_eq!(fold("Œuvre"), fold("oeuvre"));
    }

    #[test]
    fn a_regular_plural_is_the_same_word() {
        assert_eq!(singular("courbes d'adoptions"), "courbe d'adoption");
        assert_eq!(loose("les études", "fr-CA"), "étude");
        assert_eq!(loose("l'oeil", "fr-CA"), "oeil");
        assert_eq!(loose("the gaps", "en-CA"), "gap");
        assert_eq!(loose("les études", "en-CA"), "les étude");
        assert_eq!(singular("consommateurs-acteurs"), "consommateur-acteur");
        assert_eq!(singular("bus"), "bus");
        assert_eq!(singular(""), "");
    }
}
