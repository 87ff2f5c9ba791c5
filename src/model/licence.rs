//! Licences: SPDX expressions (`CC-BY-SA-4.0`, `MIT OR Apache-2.0`; SPDX 2.3, Annex D), cut into their parts.

use crate::nearest::nearest;

/// A part of a licence expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpressionPart<'a> {
    /// A licence or an exception, by its name as SPDX writes it.
    Known(&'a str),
    /// A Creative Commons licence.
    CreativeCommons(CreativeCommons),
    /// A licence of the author's own: `LicenseRef-…`.
    Own(&'a str),
    /// A name that SPDX doesn't know.
    Unknown(&'a str),
    /// A word between two licences.
    Operator(Operator),
    /// `(`
    Open,
    /// `)`
    Close,
}

/// A word between two licences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// Either licence, as the reader chooses.
    Or,
    /// Both licences.
    And,
    /// The licence, with an exception to it.
    With,
}

/// A Creative Commons licence. SPDX doesn't list all of those that were made for one country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreativeCommons {
    /// Its terms in lower case: `by-nc-sa`.
    pub terms: String,
    /// Its version: `4.0`.
    pub version: String,
    /// The country that it was made for in lower case, `ca`; `None` for an international licence, as all of version 4
    /// are.
    pub jurisdiction: Option<String>,
}

const TERMS: [&str; 6] = ["by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd"];
const VERSIONS: [&str; 6] = ["1.0", "2.0", "2.1", "2.5", "3.0", "4.0"];

impl CreativeCommons {
    /// Reads `CC-BY-SA-4.0` or `CC-BY-NC-2.5-CA`, in any case; `None` for any other word.
    fn parse(word: &str) -> Option<Self> {
        let word = word.to_ascii_lowercase();
        let rest = word.strip_prefix("cc-")?;
        let (terms, version) = rest.split_at(rest.find(|c: char| c.is_ascii_digit())?);
        let terms = terms.strip_suffix('-').filter(|terms| TERMS.contains(terms))?;
        let (version, jurisdiction) = match version.split_once('-') {
            Some((version, place)) => (version, Some(place)),
            None => (version, None),
        };
        let is_place = |place: &str| (2..=3).contains(&place.len()) && place.bytes().all(|c| c.is_ascii_lowercase());
        let sound = VERSIONS.contains(&version) && jurisdiction.is_none_or(|place| version != "4.0" && is_place(place));
        let jurisdiction = jurisdiction.map(str::to_owned);
        sound.then(|| Self { terms: terms.to_owned(), version: version.to_owned(), jurisdiction })
    }
}

/// Cuts an expression into its parts.
pub fn parts(expression: &str) -> Vec<ExpressionPart<'_>> {
    words(expression).map(part).collect()
}

/// Whether SPDX knows every licence of an expression, and they are joined as its grammar says.
pub fn is_known(expression: &str) -> bool {
    let parts = parts(expression);
    is_well_formed(&parts) && !parts.iter().any(|part| matches!(part, ExpressionPart::Unknown(_)))
}

/// The part that keeps a text from being an SPDX expression, and what was most likely meant by that part; `None` if
/// the text is an expression.
pub fn fault(expression: &str) -> Option<(&str, Option<String>)> {
    if is_known(expression) {
        return None;
    }
    let whole = expression.trim();
    let translated = in_spdx_words(whole);
    if is_known(&translated) {
        return Some((whole, Some(translated)));
    }
    let parts = parts(whole);
    let unknown = parts.iter().find_map(|part| match part {
        ExpressionPart::Unknown(word) => Some(*word),
        _ => None,
    });
    let is_joined = parts.iter().any(|part| matches!(part, ExpressionPart::Operator(_)));
    // `CC BY-SA 4.0` is one licence mistyped, not three.
    match unknown.filter(|_| is_joined) {
        Some(word) => Some((word, meant(word))),
        None => Some((whole, meant(whole))),
    }
}

/// An expression with SPDX's words for “or”, “and” and “with”, whether they are in French, in English or in signs.
fn in_spdx_words(expression: &str) -> String {
    let word = |word| match word {
        "ou" | "Ou" | "or" | "Or" | "/" => "OR",
        "et" | "Et" | "and" | "And" | "&" => "AND",
        "avec" | "with" => "WITH",
        word => word,
    };
    expression.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// The licence that was most likely meant: `CC-BY-SA-4.0` by `CC BY-SA 4.0`, `Apache-2.0` by `Apache`; `None` if none
/// is like it.
fn meant(words: &str) -> Option<String> {
    let joined = words.split_whitespace().collect::<Vec<_>>().join("-");
    if let Some(name) = canonical(&joined) {
        return Some(name);
    }
    if let Some((licence, length)) = spdx::imprecise_license_id(words)
        && length == words.len()
    {
        return Some(licence.name.to_owned());
    }
    nearest(&joined, licences()).map(str::to_owned)
}

fn licences() -> impl Iterator<Item = &'static str> {
    // Licences for lessons come first: of two names that are as near, the first one is suggested.
    let lessons = ["CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-NC-ND-4.0", "CC0-1.0"];
    lessons.into_iter().chain(spdx::identifiers::LICENSES.iter().map(|licence| licence.name))
}

/// A licence's name as SPDX writes it, from a name in any case; `None` if SPDX doesn't know it.
fn canonical(word: &str) -> Option<String> {
    match part(word) {
        ExpressionPart::Known(name) => Some(name.to_owned()),
        ExpressionPart::CreativeCommons(_) => Some(word.to_ascii_uppercase()),
        _ => None,
    }
}

fn words(expression: &str) -> impl Iterator<Item = &str> {
    let mut rest = expression;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let end = match first {
            '(' | ')' => 1,
            _ => rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')')).unwrap_or(rest.len()),
        };
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

fn part(word: &str) -> ExpressionPart<'_> {
    match word {
        "(" => return ExpressionPart::Open,
        ")" => return ExpressionPart::Close,
        "OR" | "or" => return ExpressionPart::Operator(Operator::Or),
        "AND" | "and" => return ExpressionPart::Operator(Operator::And),
        "WITH" | "with" => return ExpressionPart::Operator(Operator::With),
        _ => {}
    }
    if let Some(licence) = CreativeCommons::parse(word) {
        return ExpressionPart::CreativeCommons(licence);
    }
    if word.starts_with("LicenseRef-") || word.starts_with("DocumentRef-") {
        return ExpressionPart::Own(word);
    }
    // `GPL-2.0+`, or later
    let name = word.strip_suffix('+').unwrap_or(word);
    let same = |known: &str| known.eq_ignore_ascii_case(name);
    let licence = spdx::identifiers::LICENSES.iter().map(|licence| licence.name).find(|known| same(known));
    let exception = || spdx::identifiers::EXCEPTIONS.iter().map(|exception| exception.name).find(|known| same(known));
    match licence.or_else(exception) {
        Some(known) => ExpressionPart::Known(known),
        None => ExpressionPart::Unknown(word),
    }
}

/// Whether licences and operators alternate, and every bracket is closed.
fn is_well_formed(parts: &[ExpressionPart<'_>]) -> bool {
    let mut depth = 0usize;
    let mut wants_licence = true;
    for part in parts {
        match (part, wants_licence) {
            (ExpressionPart::Open, true) => depth += 1,
            (ExpressionPart::Close, false) if depth > 0 => depth -= 1,
            (ExpressionPart::Operator(_), false) => wants_licence = true,
            (
                ExpressionPart::Known(_)
                | ExpressionPart::CreativeCommons(_)
                | ExpressionPart::Own(_)
                | ExpressionPart::Unknown(_),
                true,
            ) => {
                wants_licence = false;
            }
            _ => return false,
        }
    }
    depth == 0 && !wants_licence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_known_whatever_their_case() {
        for known in [
            "CC-BY-SA-4.0",
            "cc-by-nc-sa-2.5-ca",
            "MIT OR Apache-2.0",
            "(MIT AND LAL-1.3) OR GFDL-1.3-or-later",
            "GPL-2.0-or-later WITH Classpath-exception-2.0",
            "GPL-2.0+",
            "LicenseRef-ecole",
            "CC0-1.0",
        ] {
            assert_eq!(fault(known), None, "{known}");
        }
    }

    #[test]
    fn what_is_no_licence_is_named_and_the_likely_one_too() {
        let fault = |expression| fault(expression).map(|(shown, meant)| (shown.to_owned(), meant)).unwrap_or_default();
        let meant = |shown: &str, meant: &str| (shown.to_owned(), Some(meant.to_owned()));
        for malformed in ["MIT Apache-2.0", "MIT OR", "(MIT", "MIT)", ""] {
            assert_eq!(fault(malformed).0, malformed);
        }
        for (written, right) in [
            ("CC BY-SA 4.0", "CC-BY-SA-4.0"),
            ("cc by nc 4.0", "CC-BY-NC-4.0"),
            ("CC-BY-AS-4.0", "CC-BY-SA-4.0"),
            ("CC-BY-SA-5.0", "CC-BY-SA-4.0"),
            ("Apache 2", "Apache-2.0"),
            ("MIT ou Apache-2.0", "MIT OR Apache-2.0"),
        ] {
            assert_eq!(fault(written), meant(written, right));
        }
        assert_eq!(fault("MIT OR Apache"), meant("Apache", "Apache-2.0"));
        assert_eq!(fault("Tous droits réservés"), ("Tous droits réservés".to_owned(), None));
    }
}
