//! A word as it is compared: neither case nor accents count, nor ligatures, nor how a letter is encoded. The browser's
//! script folds alike (`web/src/site/search/fold.ts`).

use unicode_normalization::UnicodeNormalization;

/// The most letters of a word that count: what is longer is no word that somebody types.
const LONGEST: usize = 40;

/// A word in its spelling: in lower case, its accents kept, its ligatures undone.
pub fn spelt(word: &str) -> String {
    let lower = word.to_lowercase();
    let letters = lower.nfkc().filter(|c| !is_ignored(*c)).flat_map(|c| {
        let (own, other) = match c {
            'œ' => ('o', Some('e')),
            'æ' => ('a', Some('e')),
            'ß' => ('s', Some('s')),
            // Arabic and Persian keyboards have different letters for the same.
            'ي' | 'ى' => ('ی', None),
            'ك' => ('ک', None),
            'ة' => ('ه', None),
            'ς' => ('σ', None),
            c => (c, None),
        };
        std::iter::once(own).chain(other)
    });
    letters.take(LONGEST).nfc().collect()
}

/// A spelt word without its accents.
pub fn unaccented(spelt: &str) -> String {
    if spelt.is_ascii() {
        return spelt.to_owned();
    }
    let letters = spelt.nfd().filter(|c| !is_accent(*c)).map(|c| match c {
        'ø' => 'o',
        'đ' => 'd',
        'ł' => 'l',
        'ı' => 'i',
        c => c,
    });
    letters.nfc().collect()
}

/// Marks that readers leave out when they type: those of the Latin, Greek and Cyrillic scripts, Hebrew points, Arabic
/// vowels. In other scripts a mark is a letter.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}')
}

/// Characters that join or part letters, and are none: a soft hyphen, joiners, the Arabic stretch.
pub(super) fn is_ignored(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{640}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::words::words;

    /// The table that the browser's script is tested with too.
    #[test]
    fn words_are_folded_as_the_table_says() {
        #[derive(serde::Deserialize)]
        struct Table {
            fold: Vec<(String, String, String)>,
            words: Vec<(String, Vec<String>)>,
        }
        let table: Table = serde_json::from_str(include_str!("../../web/tests/fold.json")).unwrap();
        assert!(table.fold.len() > 20 && table.words.len() > 10);
        for (word, spelling, bare) in table.fold {
            assert_eq!(spelt(&word), spelling, "{word}");
            assert_eq!(unaccented(&spelling), bare, "{word}");
        }
        for (text, expected) in table.words {
            assert_eq!(words(&text).map(spelt).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
