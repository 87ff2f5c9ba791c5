//! Quotation marks within quotation marks: where a style quotes a title that quotes, the inner marks are
//! the others of the two, “The ‘majority illusion’ in social networks”.
//!
//! That is so where marks are “ ” and ‘ ’. Others, as « », hold any within them: « The “majority illusion”… ».

use super::pieces::Piece;

/// A mark: in which piece, where in its text, and which.
#[derive(Clone, Copy)]
struct At {
    piece: usize,
    offset: usize,
    mark: char,
}

/// A mark that opens, and what it became.
struct Open {
    at: At,
    is_double: bool,
}

/// How deep marks are told apart.
const MOST: usize = 32;

/// Pieces whose marks are told apart.
pub(super) fn told_apart(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let mut open: Vec<Open> = Vec::new();
    let mut turned: Vec<At> = Vec::new();
    for at in marks(&pieces) {
        let (closing, is_double) = match at.mark {
            // What a German “ closes.
            '„' | '«' | '“' | '‘' => {
                let within = open.last().filter(|within| matches!(within.at.mark, '“' | '‘'));
                let is_double = match (within, at.mark) {
                    (Some(within), '“' | '‘') => !within.is_double,
                    (_, mark) => mark != '‘',
                };
                let closes = at.mark == '“' && open.last().is_some_and(|within| within.at.mark == '„');
                match closes {
                    true => drop(open.pop()),
                    false if open.len() < MOST => open.push(Open { at, is_double }),
                    false => {}
                }
                continue;
            }
            '»' => ('«', true),
            '”' => ('“', true),
            _ => ('‘', false),
        };
        // One that was never opened may be an apostrophe.
        if let Some(pair) = open.pop_if(|within| within.at.mark == closing)
            && pair.is_double != is_double
        {
            turned.extend([pair.at, at]);
        }
    }
    // From the last, so that places before keep theirs. All four marks are as long as each other.
    for At { piece, offset, mark } in turned {
        let other = match mark {
            '“' => "‘",
            '”' => "’",
            '‘' => "“",
            _ => "”",
        };
        if let Some(Piece::Text(text, _)) = pieces.get_mut(piece) {
            text.replace_range(offset..offset + mark.len_utf8(), other);
        }
    }
    pieces
}

/// The marks of all pieces; an apostrophe within a word is none.
fn marks(pieces: &[Piece]) -> Vec<At> {
    let mut marks = Vec::new();
    for (piece, text) in pieces.iter().enumerate() {
        let Piece::Text(text, _) = text else { continue };
        for (offset, mark) in text.char_indices() {
            let is_mark = match mark {
                '“' | '”' | '‘' | '«' | '»' | '„' => true,
                '’' => !text[offset + mark.len_utf8()..].starts_with(char::is_alphanumeric),
                _ => false,
            };
            if is_mark {
                marks.push(At { piece, offset, mark });
            }
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_within_marks_are_the_others_of_the_two() {
        let told_apart = |text: &str| {
            // Wherever pieces begin and end.
            let pieces = text.split_inclusive(' ').map(|word| Piece::Text(word.to_owned(), Default::default()));
            let text = |piece| match piece {
                Piece::Text(text, _) => text,
                _ => String::new(),
            };
            told_apart(pieces.collect()).into_iter().map(text).collect::<String>()
        };
        for (written, set) in [
            ("“The “majority illusion” in networks.”", "“The ‘majority illusion’ in networks.”"),
            ("The “majority illusion” in networks", "The “majority illusion” in networks"),
            ("“He said “it’s ‘so’ and the girls’ book””", "“He said ‘it’s “so” and the girls’ book’”"),
            ("“A ‘quoted’ word”", "“A ‘quoted’ word”"),
            ("‘A ‘quoted’ word’", "‘A “quoted” word’"),
            ("« The “majority illusion” in networks »", "« The “majority illusion” in networks »"),
            ("“Le mot « lire “bien” » ici”", "“Le mot « lire “bien” » ici”"),
            ("“Das „Wort“ ist”", "“Das „Wort“ ist”"),
            ("“Never closed “here”", "“Never closed ‘here’"),
            ("never opened” “one “two””", "never opened” “one ‘two’”"),
        ] {
            assert_eq!(told_apart(written), set);
        }
    }
}
