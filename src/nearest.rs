//! The known word that another one means, or that a mistyped one was probably meant to be.

/// Meanings, each with the words for it.
pub type Meanings<T = &'static str> = [(T, &'static [&'static str])];

/// The meaning of a word; `None` if it is none of these words.
pub fn meaning<T: Copy>(meanings: &Meanings<T>, word: &str) -> Option<T> {
    meanings.iter().find(|(_, words)| words.contains(&word)).map(|(meaning, _)| *meaning)
}

/// How much two words must have in common (Jaro–Winkler, 0 to 1) for one to be suggested for the
/// other: a letter missing, doubled or swapped passes, another word does not.
const LIKENESS: f64 = 0.8;

/// The longest word, in bytes, for which a suggestion is made. Comparing two costs the product of their lengths.
const LONGEST: usize = 100;

/// The one of `known` that is most like `word`; `None` if none is like it. Case doesn't count, nor the difference
/// between `-` and `_`.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let folded = fold(word);
    known
        .into_iter()
        .map(|candidate| (likeness(&folded, &fold(candidate)), candidate))
        .filter(|&(likeness, _)| likeness >= LIKENESS)
        // `>`, not `>=`: of two that are as like, the first known one is meant.
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, candidate)| candidate)
}

/// Suggestions for a text in which everything may be wrong. Each looks at all known words, so no more than 100 are
/// made.
#[derive(Debug)]
pub struct Guesses {
    left: usize,
}

impl Default for Guesses {
    fn default() -> Self {
        Self { left: 100 }
    }
}

impl Guesses {
    /// As [`nearest`]; `None` too if 100 suggestions were asked for already.
    pub fn nearest<'a>(&mut self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        self.left = self.left.checked_sub(1)?;
        nearest(word, known)
    }
}

/// How much two words are alike, from 0 to 1. Two swapped letters count as a slip even in a word of three.
fn likeness(word: &str, known: &str) -> f64 {
    let likeness = strsim::jaro_winkler(word, known);
    match likeness < LIKENESS && is_swapped(word, known) {
        true => LIKENESS,
        false => likeness,
    }
}

fn is_swapped(word: &str, known: &str) -> bool {
    let letters = |word: &str| word.chars().collect::<Vec<_>>();
    let (mut swapped, known) = (letters(word), letters(known));
    let Some(at) = swapped.iter().zip(&known).position(|(one, other)| one != other) else { return false };
    if at + 1 >= swapped.len() {
        return false;
    }
    swapped.swap(at, at + 1);
    swapped == known
}

fn fold(word: &str) -> String {
    word.to_lowercase().replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_understood_and_another_word_is_not() {
        let known = ["title", "description", "base_url", "default_language"];
        assert_eq!(nearest("titel", known), Some("title"));
        assert_eq!(nearest("Base-URL", known), Some("base_url"));
        assert_eq!(nearest("default_langage", known), Some("default_language"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("aap", ["ama", "apa", "acs"]), Some("apa"));
        assert_eq!(nearest("a", ["b"]), None);
        assert_eq!(nearest(&"title".repeat(1000), known), None);
    }

    #[test]
    fn guesses_cost_twice_as_much_for_twice_as_many_words_and_names() {
        let looked = |n: usize| {
            let known: Vec<String> = (0..n).map(|number| format!("nom-{number}")).collect();
            let (mut guesses, mut looked) = (Guesses::default(), 0);
            for _ in 0..n {
                guesses.nearest("autre", known.iter().map(String::as_str).inspect(|_| looked += 1));
            }
            looked
        };
        assert_eq!(looked(400), 2 * looked(200));
    }
}
