//! The words of a text: runs of letters and digits. An article or a pronoun that French or Italian elides is none.

use unicode_normalization::char::is_combining_mark;

use super::fold::is_ignored;

/// What is written before an apostrophe and belongs to the word behind it: “l’élève” is found by “élève”.
const ELIDED: [&str; 22] = [
    "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "un", "dell", "all", "dall",
    "nell", "sull", "dell", "coll", "quell",
];

/// The words of a text as they are written, in order.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let start = rest.find(is_letter)?;
            let word = &rest[start..];
            let end = word.find(|c| !is_letter(c) && !is_ignored(c)).unwrap_or(word.len());
            let (word, after) = word.split_at(end);
            rest = after;
            if !is_elided(word, after) {
                return Some(word);
            }
        }
    })
}

/// Words that a hyphen or an apostrophe joins, as those write them who leave it out: “email” of “e-mail”.
pub(super) fn joined(text: &str) -> impl Iterator<Item = String> {
    let mut before: Option<&str> = None;
    words(text).filter_map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let last = before.replace(word)?;
        let end = last.as_ptr() as usize - text.as_ptr() as usize + last.len();
        let between = text.get(end..start)?;
        matches!(between, "-" | "‑" | "'" | "’").then(|| format!("{last}{word}"))
    })
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

fn is_elided(word: &str, after: &str) -> bool {
    let mut after = after.chars();
    word.len() <= 6
        && matches!(after.next(), Some('\'' | '’' | 'ʼ'))
        && after.next().is_some_and(is_letter)
        && ELIDED.iter().any(|elided| elided.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_joined_are_found_as_one_too() {
        let found: Vec<String> = joined("Un e-mail d’un consomm’acteur, peut-être; l’ami - non").collect();
        assert_eq!(found, ["email", "consommacteur", "peutêtre"]);
    }
}
