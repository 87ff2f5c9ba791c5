//! Where in a work: `p. 12`, « chap. 3 », `§ 4`, in French and English.

/// A place within a work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locator {
    /// What is counted, as CSL calls it: `page`, `chapter`.
    pub label: &'static str,
    /// Which of them: `12`, `12-15`, `3, 5 et 7`.
    pub value: String,
    /// Both, as the author writes them: `p. 12`.
    pub written: String,
}

/// What authors call the parts of a work, and what CSL does.
const LABELS: [(&str, &[&str]); 22] = [
    ("page", &["p.", "pp.", "page", "pages"]),
    ("chapter", &["chap.", "chaps.", "ch.", "chapitre", "chapitres", "chapter", "chapters"]),
    ("section", &["§", "§§", "sect.", "sec.", "secs.", "section", "sections"]),
    (
        "paragraph",
        &[
            "¶", "¶¶", "par.", "paragr.", "para.", "paras.", "paragraphe", "paragraphes", "paragraph", "paragraphs",
            "al.", "alinéa",
        ],
    ),
    ("volume", &["vol.", "vols.", "volume", "volumes", "t.", "tome", "tomes"]),
    ("issue", &["n°", "nº", "nᵒ", "no.", "nos.", "n°s", "numéro", "numéros", "number", "numbers", "issue", "issues"]),
    ("figure", &["fig.", "figs.", "figure", "figures"]),
    ("table", &["tabl.", "tab.", "tableau", "tableaux", "table", "tables"]),
    ("line", &["l.", "ll.", "ligne", "lignes", "line", "lines"]),
    ("verse", &["v.", "vv.", "verset", "versets", "verse", "verses"]),
    ("column", &["col.", "cols.", "colonne", "colonnes", "column", "columns"]),
    ("note", &["note", "notes", "n.", "nn."]),
    ("part", &["partie", "parties", "part", "parts", "pt.", "pts."]),
    ("book", &["livre", "livres", "liv.", "book", "books", "bk.", "bks."]),
    ("folio", &["fol.", "fols.", "f°", "folio", "folios"]),
    ("appendix", &["annexe", "annexes", "app.", "appendix", "appendices", "appendice"]),
    ("article-locator", &["art.", "arts.", "article", "articles"]),
    ("opus", &["op.", "opp.", "opus"]),
    ("sub-verbo", &["s.v.", "s. v.", "sv.", "svv."]),
    ("act", &["acte", "actes", "act", "acts"]),
    ("scene", &["scène", "scènes", "sc.", "scene", "scenes"]),
    ("timestamp", &["min.", "minute", "minutes", "timestamp"]),
];

/// Short forms that are none, and what is written.
const SLIPS: [(&str, &str); 3] = [("pg", "p."), ("pgs", "pp."), ("pag", "p.")];

/// What joins two values of one locator.
const JOINS: [&str; 8] = ["et", "and", "&", "à", "to", "ou", "or", ","];

/// The locator that what follows a key begins with, and what follows that, as it is written. Braces say
/// where a locator ends: `{pp. iv, vi}`; empty ones, that there is none.
pub(super) fn read(suffix: &str) -> (Option<Locator>, &str) {
    let text = without_comma(suffix);
    if let Some((inside, after)) = braced(text) {
        return (within_braces(inside), after);
    }
    let (label, rest) = match label(text) {
        Some((label, rest)) => (label, rest),
        None if text.starts_with(|first: char| first.is_ascii_digit()) => (of_number(text), text),
        None => return (None, suffix),
    };
    // What words name needs no number: « s. v. consommateur ».
    let end = if label == "sub-verbo" { rest.find(',').unwrap_or(rest.len()) } else { value_length(rest) };
    if end == 0 {
        return (None, suffix);
    }
    let written = text[..text.len() - rest.len() + end].to_owned();
    (Some(Locator { label, value: rest[..end].to_owned(), written }), &rest[end..])
}

/// The content of the braces at the start of a text, and the text after them.
fn braced(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, brace) in text.strip_prefix('{')?.match_indices(['{', '}']) {
        match (brace, depth) {
            ("{", _) => depth += 1,
            (_, 0) => return Some((text[1..=at].trim(), &text[at + 2..])),
            _ => depth -= 1,
        }
    }
    None
}

/// A locator that braces hold whole.
fn within_braces(inside: &str) -> Option<Locator> {
    let (label, value) = label(inside).filter(|(_, value)| !value.is_empty()).unwrap_or((of_number(inside), inside));
    (!value.is_empty()).then(|| Locator { label, value: value.to_owned(), written: inside.to_owned() })
}

/// What a number without a label counts.
fn of_number(text: &str) -> &'static str {
    let word = text.split([' ', ',', ';']).next().unwrap_or_default();
    let is_time = word.contains(':') && word.starts_with(|first: char| first.is_ascii_digit());
    if is_time { "timestamp" } else { "page" }
}

fn without_comma(suffix: &str) -> &str {
    let text = suffix.trim();
    text.strip_prefix(',').map_or(text, str::trim_start)
}

/// The label that a text begins with, and what follows it.
fn label(text: &str) -> Option<(&'static str, &str)> {
    let find = |word: &str| {
        let word = bare(word).to_lowercase();
        LABELS.iter().find(|(_, words)| words.iter().any(|known| bare(known) == word)).map(|(label, _)| *label)
    };
    for two in ["s. v.", "s.\u{a0}v."] {
        if let Some(rest) = text.strip_prefix(two) {
            return Some(("sub-verbo", rest.trim_start()));
        }
    }
    let end = text.find(|next: char| next.is_whitespace() || next.is_ascii_digit()).unwrap_or(text.len());
    let found = find(&text[..end])?;
    Some((found, text[end..].trim_start()))
}

/// A word without the full stop that shortens it.
fn bare(word: &str) -> &str {
    word.trim_end_matches('.')
}

/// How much of a text is a value: numbers, Arabic or Roman, and what joins them.
fn value_length(text: &str) -> usize {
    let mut end = 0;
    let mut at = 0;
    let mut joined = true;
    for word in text.split_inclusive([' ', '\u{a0}']) {
        let start = at;
        at += word.len();
        let bare = word.trim_end();
        let number = bare.trim_end_matches([',', '.', ';']);
        if is_number(number) && joined {
            end = start + number.len();
            // After a comma another number may follow; after anything else the value ends.
            joined = bare.len() > number.len() && bare.ends_with(',');
            if bare.ends_with([';', '.']) {
                break;
            }
        } else if JOINS.contains(&number) && end > 0 {
            joined = true;
        } else {
            break;
        }
    }
    end
}

fn is_number(word: &str) -> bool {
    let roman = |part: &str| !part.is_empty() && part.bytes().all(|letter| b"ivxlcdmIVXLCDM".contains(&letter));
    word.bytes().any(|letter| letter.is_ascii_digit()) && word.len() <= 40
        || word.split(['-', '–']).all(roman)
        // A lone letter is a word; “A” is an appendix's or a figure's name all the same.
        || (word.len() == 1 && word.bytes().all(|letter| letter.is_ascii_uppercase()))
}

/// Short for months and “approximately”: what follows is a date, however much they look like a slip.
const NO_LABELS: [&str; 16] = [
    "janv", "févr", "fév", "avr", "juil", "juill", "sept", "oct", "mar", "apr", "jun", "sep", "aug", "env", "cap", "éd",
];

/// The word that a suffix begins with and the label that was probably meant, where it looks like a
/// locator and is none. Only a letter or two may be wrong: a suffix may be in plain words.
pub(super) fn meant(suffix: &str) -> Option<(&str, &'static str)> {
    let (word, rest) = without_comma(suffix).split_once([' ', '\u{a0}'])?;
    let known = word.strip_suffix('.').unwrap_or(word);
    let length = known.chars().count();
    let is_short = known.len() < word.len();
    let lower = known.to_lowercase();
    let slip = SLIPS.iter().find(|(slip, _)| *slip == lower).map(|(_, meant)| *meant);
    // A short word is one of the language's, unless a full stop says that it is an abbreviation.
    let shortest = if is_short || slip.is_some() { 2 } else { 5 };
    let looks = known.chars().all(char::is_alphabetic)
        && (shortest..=12).contains(&length)
        && rest.trim_start().starts_with(|first: char| first.is_ascii_digit());
    if !looks || label(word).is_some() || NO_LABELS.contains(&lower.as_str()) {
        return None;
    }
    if let Some(meant) = slip {
        return Some((word, meant));
    }
    let most = if length < 8 { 1 } else { 2 };
    let known =
        LABELS.iter().flat_map(|(_, words)| words.iter().copied()).filter(|known| bare(known).chars().count() > 2);
    let near = known.map(|known| (strsim::osa_distance(&lower, bare(known)), known));
    let near = near.filter(|(distance, _)| *distance <= most);
    // Of two that are as near, the first is the more usual.
    near.min_by_key(|(distance, _)| *distance).map(|(_, near)| (word, near))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(suffix: &str) -> String {
        let (locator, rest) = read(suffix);
        let locator = locator.map_or_else(String::new, |locator| format!("{} {}", locator.label, locator.value));
        format!("{locator}|{}", rest.trim())
    }

    #[test]
    fn a_locator_is_read_in_both_languages() {
        for (suffix, expected) in [
            ("p. 12", "page 12|"),
            ("p.\u{a0}12", "page 12|"),
            ("pp. 12-15", "page 12-15|"),
            ("12", "page 12|"),
            ("12-15, 18", "page 12-15, 18|"),
            ("pp. 3, 5 et 7, surtout", "page 3, 5 et 7|, surtout"),
            (", p. 3 (je souligne)", "page 3|(je souligne)"),
            ("p. 12 sq.", "page 12|sq."),
            // As Pandoc’s manual has them, section “Citation syntax”.
            ("{ii, A, D-Z}, with a suffix", "page ii, A, D-Z|, with a suffix"),
            (", {pp. iv, vi-xi, (xv)-(xvii)} with suffix here", "page iv, vi-xi, (xv)-(xvii)|with suffix here"),
            ("{}, 99 years later", "|, 99 years later"),
            ("{chap. {3}}", "chapter {3}|"),
            ("{pp. 3", "|{pp. 3"),
            ("chap. 3", "chapter 3|"),
            ("chapitre IV", "chapter IV|"),
            ("§ 4", "section 4|"),
            ("§4", "section 4|"),
            ("n° 3", "issue 3|"),
            ("vol. 2, p. 5", "volume 2|, p. 5"),
            ("art. 35.1", "article-locator 35.1|"),
            ("s. v. « ami »", "sub-verbo « ami »|"),
            ("12:30", "timestamp 12:30|"),
            ("p. 12, c’est moi qui souligne", "page 12|, c’est moi qui souligne"),
            ("p. xii-xv", "page xii-xv|"),
            ("annexe A", "appendix A|"),
        ] {
            assert_eq!(short(suffix), expected, "{suffix}");
        }
    }

    #[test]
    fn other_words_are_no_locator() {
        for suffix in ["", "passim", "et ailleurs", "en page de garde", "p. de garde", "voir 1984"] {
            assert_eq!(short(suffix), format!("|{suffix}"));
        }
    }

    #[test]
    fn a_slip_is_understood() {
        assert_eq!(meant("chapt. 3"), Some(("chapt.", "chap.")));
        assert_eq!(meant("setc. 3"), Some(("setc.", "sect.")));
        assert_eq!(meant(", pg. 3"), Some(("pg.", "p.")));
        assert_eq!(meant("pg 3"), Some(("pg", "p.")));
        assert_eq!(meant("pge. 12"), Some(("pge.", "page")));
        assert_eq!(meant("chapitr 3, surtout"), Some(("chapitr", "chapitre")));
        assert_eq!(meant("paragrphe\u{a0}3"), Some(("paragrphe", "paragraphe")));
        let fine = ["chap. 3", "voir 1984", "p. 12", "passim", "12", "vers 1980", "mai 1980", "mars 12", "sept. 1980"];
        let words =
            ["oct. 12", "dans 3 villes", "entre 1980 et 1990", "last 3 pages", "pgx", "pour 12 élèves", "avec 2"];
        for fine in fine.into_iter().chain(words) {
            assert_eq!(meant(fine), None, "{fine}");
        }
    }
}
