//! Text as BibTeX reads it, from text as CSL has it.

/// The marks that CSL-JSON allows in a text, and BibTeX's command for each; a mark that ends
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

/// The text as it is written in braces. Only what CSL keeps from changing its case is in braces of its own:
/// they split no word, and letters stay as they are.
pub(super) fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 8);
    // Whether a brace that keeps case was the last: a command right after it would take that from it.
    let mut is_fresh = false;
    for piece in pieces(text) {
        match piece {
            Piece::Open(latex) => {
                if is_fresh && latex.starts_with('\\') {
                    written.push_str("{}");
                }
                written.push_str(latex);
                is_fresh = latex == "{";
            }
            Piece::Close => {
                written.push('}');
                is_fresh = false;
            }
            Piece::Text(text) => {
                for letter in text.chars() {
                    push(&mut written, letter, is_fresh);
                    is_fresh = false;
                }
            }
        }
    }
    written
}

fn push(written: &mut String, letter: char, is_fresh: bool) {
    let latex = match letter {
        '\\' => "\\textbackslash{}",
        '~' => "\\textasciitilde{}",
        '^' => "\\textasciicircum{}",
        '`' => "\\textasciigrave{}",
        // BibTeX counts braces, whatever precedes them.
        '{' => "\\textbraceleft{}",
        '}' => "\\textbraceright{}",
        '%' => "\\%",
        '&' => "\\&",
        '#' => "\\#",
        '$' => "\\$",
        '_' => "\\_",
        // Two would become a dash, or a quotation mark.
        '-' | '\'' if written.ends_with(letter) => {
            written.push_str("{}");
            written.push(letter);
            return;
        }
        letter => {
            written.push(letter);
            return;
        }
    };
    if is_fresh {
        written.push_str("{}");
    }
    written.push_str(latex);
}

/// Text that BibTeX reads letter for letter, an address: only what would end the field is changed.
pub(super) fn verbatim(text: &str) -> String {
    text.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_latex_reads_otherwise_is_escaped() {
        assert_eq!(
            escaped("50 % de R&D_1 {a} \\b ~c^2 $"),
            "50 \\% de R\\&D\\_1 \\textbraceleft{}a\\textbraceright{} \\textbackslash{}b \\textasciitilde{}c\\textasciicircum{}2 \\$"
        );
        assert_eq!(escaped("a--b ''c`"), "a-{}-b '{}'c\\textasciigrave{}");
        assert_eq!(escaped("Le Deuxième Sexe, thèse"), "Le Deuxième Sexe, thèse");
        assert_eq!(verbatim("https://a.ca/%7Eb_{c}"), "https://a.ca/%7Eb_%7Bc%7D");
    }

    #[test]
    fn marks_become_commands_and_braces_always_close() {
        assert_eq!(escaped("Le <i>Web</i> <span class=\"nocase\">iOS</span>"), "Le \\emph{Web} {iOS}");
        assert_eq!(escaped("a < b </i> <i>c"), "a < b </i> <i>c");
        assert_eq!(plain("H<sub>2</sub>O <b>"), "H2O <b>");
        for text in ["<i><b>x</i>", "</i><i>", "<i>", "<i></b></i></i>", "{<i>}</i>"] {
            let written = escaped(text).replace("\\{", "").replace("\\}", "");
            let mut open = 0_i32;
            for letter in written.chars() {
                open += i32::from(letter == '{') - i32::from(letter == '}');
                assert!(open >= 0, "{text}: {written}");
            }
            assert_eq!(open, 0, "{text}: {written}");
        }
    }
}
