//! Text as BibTeX reads it, from text as CSL has it.

/// The marks that CSL-JSON lets stand in a text, and what BibTeX writes for each; a mark that ends
/// closes a brace.
const MARKS: [(&str, &str); 6] = [
    ("<i>", "\\emph{"),
    ("<b>", "\\textbf{"),
    ("<sup>", "\\textsuperscript{"),
    ("<sub>", "\\textsubscript{"),
    ("<sc>", "\\textsc{"),
    ("<span style=\"font-variant:small-caps;\">", "\\textsc{"),
];

/// The ends of those marks, and of those that BibTeX has no use for.
const ENDS: [&str; 6] = ["</i>", "</b>", "</sup>", "</sub>", "</sc>", "</span>"];

/// What keeps a text's capitals as they are.
const NO_CASE: &str = "<span class=\"nocase\">";

/// A piece of a text.
enum Piece<'t> {
    /// A mark begins, with what BibTeX writes for it.
    Open(&'static str),
    Close,
    Text(&'t str),
}

/// A text cut at its marks. One that isn't closed, or closes nothing, is text.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    // How many marks are open, and how many more can still be closed further on.
    let mut open = 0;
    let mut ends: usize = ENDS.iter().map(|end| text.matches(end).count()).sum();
    let mut start = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('<') {
        at += found;
        let rest = &text[at..];
        let opening = MARKS.iter().find(|(mark, _)| rest.starts_with(mark)).copied();
        let opening = opening.or_else(|| rest.starts_with(NO_CASE).then_some((NO_CASE, "{")));
        let ending = ENDS.iter().find(|end| rest.starts_with(**end));
        let (piece, length) = match (opening, ending) {
            (Some((mark, latex)), _) if ends > open => {
                open += 1;
                (Piece::Open(latex), mark.len())
            }
            (_, Some(end)) => {
                ends -= 1;
                if open == 0 {
                    at += 1;
                    continue;
                }
                open -= 1;
                (Piece::Close, end.len())
            }
            _ => {
                at += 1;
                continue;
            }
        };
        pieces.push(Piece::Text(&text[start..at]));
        pieces.push(piece);
        at += length;
        start = at;
    }
    pieces.push(Piece::Text(&text[start..]));
    pieces
}

/// The text without its marks.
pub(super) fn plain(text: &str) -> String {
    let texts = pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text),
        _ => None,
    });
    texts.collect()
}

/// The text as it stands in braces. `keep` says which words keep their capitals: by them, and
/// whether they are the first.
pub(super) fn escaped(text: &str, keep: impl Fn(&str, bool) -> bool) -> String {
    let mut written = String::with_capacity(text.len() + 8);
    let mut is_first = true;
    for piece in pieces(text) {
        match piece {
            Piece::Open(latex) => written.push_str(latex),
            Piece::Close => written.push('}'),
            Piece::Text(text) => {
                for word in text.split_inclusive(char::is_whitespace) {
                    let bare = word.trim_end();
                    let kept = bare.chars().any(char::is_alphabetic) && keep(bare, is_first);
                    is_first &= !bare.chars().any(char::is_alphabetic);
                    if kept {
                        written.push('{');
                    }
                    bare.chars().for_each(|letter| push(&mut written, letter));
                    if kept {
                        written.push('}');
                    }
                    word[bare.len()..].chars().for_each(|letter| push(&mut written, letter));
                }
            }
        }
    }
    written
}

fn push(written: &mut String, letter: char) {
    match letter {
        '\\' => written.push_str("\\textbackslash{}"),
        '~' => written.push_str("\\textasciitilde{}"),
        '^' => written.push_str("\\textasciicircum{}"),
        '{' | '}' | '%' | '&' | '#' | '$' | '_' => {
            written.push('\\');
            written.push(letter);
        }
        // A no-break space.
        '\u{a0}' | '\u{202f}' => written.push('~'),
        letter => written.push(letter),
    }
}

/// Text that BibTeX reads letter for letter, an address: only what would end the field is changed.
pub(super) fn verbatim(text: &str) -> String {
    text.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn never(_: &str, _: bool) -> bool {
        false
    }

    #[test]
    fn what_latex_reads_otherwise_is_escaped() {
        assert_eq!(
            escaped("50 % de R&D_1 {a} \\b ~c^2 $", never),
            "50 \\% de R\\&D\\_1 \\{a\\} \\textbackslash{}b \\textasciitilde{}c\\textasciicircum{}2 \\$"
        );
        assert_eq!(escaped("Identité\u{a0}: œuvre", never), "Identité~: œuvre");
        assert_eq!(verbatim("https://a.ca/%7Eb_{c}"), "https://a.ca/%7Eb_%7Bc%7D");
    }

    #[test]
    fn marks_become_commands_and_braces_always_close() {
        assert_eq!(escaped("Le <i>Web</i> <span class=\"nocase\">iOS</span>", never), "Le \\emph{Web} {iOS}");
        assert_eq!(escaped("a < b </i> <i>c", never), "a < b </i> <i>c");
        assert_eq!(plain("H<sub>2</sub>O <b>"), "H2O <b>");
        for text in ["<i><b>x</i>", "</i><i>", "<i>", "<i></b></i></i>", "{<i>}</i>"] {
            let written = escaped(text, |_, _| true).replace("\\{", "").replace("\\}", "");
            let mut open = 0_i32;
            for letter in written.chars() {
                open += i32::from(letter == '{') - i32::from(letter == '}');
                assert!(open >= 0, "{text}: {written}");
            }
            assert_eq!(open, 0, "{text}: {written}");
        }
    }
}
