//! The known word that another one means, or that a mistyped one was probably meant to be.

/// What words mean: each meaning, and the words for it.
pub type Meanings<T = &'static str> = [(T, &'static [&'static str])];

/// What a word means, when it is one of those.
pub fn meaning<T: Copy>(meanings: &Meanings<T>, word: &str) -> Option<T> {
    meanings.iter().find(|(_, words)| words.contains(&word)).map(|(meaning, _)| *meaning)
}

/// How much two words must have in common (Jaro–Winkler, 0 to 1) for one to be suggested for the
/// other: a letter missing, doubled or swapped passes, another word does not.
const LIKENESS: f64 = 0.8;

/// A word longer than any name worth a suggestion. Comparing costs the product of the lengths.
const LONGEST: usize = 100;

/// The one of `known` that is most like `word`, when one is like it at all. Case, `-` and `_` do
/// not count.
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

/// Suggestions for a text in which everything may be wrong: each looks at all that is known, so that
/// only so many are made.
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
    /// [`nearest`], or `None` where too many were asked for already.
    pub fn nearest<'a>(&mut self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        self.left = self.left.checked_sub(1)?;
        nearest(word, known)
    }
}

/// How much two words are alike. Two letters swapped are a slip in a word of three too.
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
