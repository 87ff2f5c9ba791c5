//! Anchors of headings, by GitHub's rules, so that links to them work there too.

use std::collections::{HashMap, HashSet};

use unicode_normalization::char::is_combining_mark;

/// The anchor of a heading that has no words.
const WORDLESS: &str = "section";

/// Gives each heading of a page an anchor that no other id of the page has.
pub(super) struct Anchors {
    taken: HashSet<String>,
    /// The last number given to each repeated anchor, so that a thousand equal headings stay linear.
    repeated: HashMap<String, usize>,
}

impl Anchors {
    /// Anchors that keep clear of the ids that the author set.
    pub(super) fn avoiding(ids: impl Iterator<Item = String>) -> Self {
        Self { taken: ids.collect(), repeated: HashMap::new() }
    }

    /// The anchor of the next heading with that text.
    pub(super) fn next(&mut self, text: &str) -> String {
        let plain = github_anchor(text);
        if self.taken.insert(plain.clone()) {
            return plain;
        }
        let number = self.repeated.entry(plain.clone()).or_default();
        loop {
            *number += 1;
            let anchor = format!("{plain}-{number}");
            if self.taken.insert(anchor.clone()) {
                return anchor;
            }
        }
    }
}

/// Lower case, punctuation dropped, spaces as `-`. Accents stay. (GitHub drops a no-break space; here
/// it is a space like any other, since French writes it where English has a plain one.)
fn github_anchor(text: &str) -> String {
    let anchor: String = text
        .trim()
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|character| match character {
            space if space.is_whitespace() => Some('-'),
            '-' | '_' => Some(character),
            letter if letter.is_alphabetic() || is_combining_mark(letter) => Some(letter),
            digit if digit.is_numeric() && !is_ornamental(digit) => Some(digit),
            _ => None,
        })
        .collect();
    if anchor.is_empty() { WORDLESS.to_owned() } else { anchor }
}

/// Superscripts, fractions, circled numbers: numeric to Unicode, punctuation to GitHub.
fn is_ornamental(digit: char) -> bool {
    matches!(digit, '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{209f}' | '\u{2150}'..='\u{218b}' | '\u{2460}'..='\u{24ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchors(texts: &[&str]) -> Vec<String> {
        let mut anchors = Anchors::avoiding(["pris".to_owned()].into_iter());
        texts.iter().map(|text| anchors.next(text)).collect()
    }

    #[test]
    fn accents_stay_and_punctuation_goes() {
        let texts = ["L’écosystème : les bases", "a_b-C", "Coût (en %)", "1er & 2²", "Pourquoi ?"];
        assert_eq!(anchors(&texts), ["lécosystème--les-bases", "a_b-c", "coût-en-", "1er--2", "pourquoi-"]);
    }

    #[test]
    fn a_no_break_space_is_a_space() {
        assert_eq!(anchors(&["\u{a0}Fin\u{202f}: oui\u{a0}"]), ["fin--oui"]);
    }

    #[test]
    fn equal_headings_are_numbered_and_keep_clear_of_the_ids_set() {
        let texts = ["A", "a", "A-1", "a", "Pris", "pris", "…", "…"];
        assert_eq!(anchors(&texts), ["a", "a-1", "a-1-1", "a-2", "pris-1", "pris-2", "section", "section-1"]);
    }
}
