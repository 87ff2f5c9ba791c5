//! Several persons written as one name: « Raven, Peter H. et Johnson, George B. ».
//!
//! They are told apart where that is certain. Organisations have “and” and commas in their names too, so
//! that the rest is for the author to say.

/// The words between persons.
const JOINTS: [&str; 6] = [", et ", ", and ", ", & ", " et ", " and ", " & "];

/// The suffixes of a person's name.
const SUFFIXES: [&str; 14] =
    ["jr", "sr", "ii", "iii", "iv", "v", "2nd", "3rd", "fils", "père", "phd", "ph.d", "md", "m.d"];

/// Small words that a family name may begin with, or a given name end with.
const PARTICLES: [&str; 21] = [
    "de", "du", "des", "la", "le", "van", "von", "der", "den", "ter", "ten", "zu", "di", "da", "dos", "del", "della",
    "el", "al", "bin", "ibn",
];

/// More persons than any work has; what follows is left out.
const MOST: usize = 1_000;

/// How many persons a text names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Persons {
    /// One person, or an organisation.
    One,
    /// Several, each as “Family, Given”.
    Several(Vec<String>),
    /// Perhaps several: their names; empty if they can't be worked out.
    Unclear(Vec<String>),
}

/// Reads a text in the place of one name.
pub(super) fn persons(text: &str) -> Persons {
    let text = text.trim().trim_end_matches([';', ',']);
    if text.contains(';') {
        let parts = text.split(';').map(|part| without_joint(part.trim())).filter(|part| !part.is_empty());
        return Persons::Several(parts.take(MOST).map(str::to_owned).collect());
    }
    let chunks = chunks(text);
    if chunks.len() < 2 {
        return one_chunk(chunks.first().copied().unwrap_or_default());
    }
    if !text.contains(',') {
        // « Anne Roy et Bob Cyr », and not “Smith and Sons”.
        let turned: Option<Vec<String>> = chunks.iter().map(|chunk| turned(chunk)).collect();
        return turned.map_or(Persons::One, Persons::Unclear);
    }
    let read: Option<Vec<Vec<Person>>> = chunks.iter().map(|chunk| in_chunk(chunk)).collect();
    match read.map(|read| read.concat()) {
        Some(read) if read.iter().all(|person| person.is_certain) => Persons::Several(names(read)),
        Some(read) => Persons::Unclear(names(read)),
        None => Persons::Unclear(Vec::new()),
    }
}

/// The same for an author of the book's own texts, who is written as one speaks: “Anne Roy and Bob Cyr”.
pub(super) fn authors(text: &str) -> Persons {
    let chunks = chunks(text);
    let pieces: Vec<&str> = chunks.iter().flat_map(|chunk| pieces(chunk)).collect();
    let listed = || pieces.iter().map(|piece| (*piece).to_owned()).collect();
    let are_persons = pieces.len() > 1 && !text.contains(';') && pieces.iter().all(|piece| turned(piece).is_some());
    match are_persons {
        true if chunks.len() > 1 || pieces.len() > 2 => Persons::Several(listed()),
        // It may be one person, the family name first.
        true => Persons::Unclear(listed()),
        false => match persons(text) {
            // An organisation's name stays as it is written.
            Persons::Unclear(names) if names.is_empty() => Persons::One,
            read => read,
        },
    }
}

/// Names as a list in YAML.
pub(super) fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{}\"", name.replace('"', "\\\""))).collect();
    format!("[{}]", quoted.join(", "))
}

/// Whether a text has a word that may come between persons.
pub(crate) fn has_joint(text: &str) -> bool {
    text.contains(';') || JOINTS.iter().any(|joint| text.contains(joint))
}

/// A name in the form that marks it as a person's: “Toffler, Alvin” for “Alvin Toffler”. `None` if it doesn't look
/// like a person's.
pub(super) fn turned(bare: &str) -> Option<String> {
    let words: Vec<&str> = bare.split_whitespace().collect();
    let is_name = |word: &&str| word.chars().next().is_some_and(char::is_uppercase) && !word.contains(['’', '\'', ',']);
    match words.as_slice() {
        [given @ .., family] if (1..=2).contains(&given.len()) && words.iter().all(is_name) => {
            Some(format!("{family}, {}", given.join(" ")))
        }
        _ => None,
    }
}

/// A person of several.
#[derive(Clone)]
struct Person {
    name: String,
    /// Whether it looks like nothing else.
    is_certain: bool,
}

impl Person {
    fn new(family: &str, given: &str) -> Self {
        Self { name: format!("{family}, {given}"), is_certain: is_family(family) && is_given(given) }
    }
}

fn names(persons: Vec<Person>) -> Vec<String> {
    persons.into_iter().take(MOST).map(|person| person.name).collect()
}

fn without_joint(part: &str) -> &str {
    ["et ", "and ", "& "].iter().find_map(|joint| part.strip_prefix(joint)).unwrap_or(part).trim()
}

/// The text in pieces, cut where words join them.
fn chunks(text: &str) -> Vec<&str> {
    let mut chunks = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices([',', ' ']) {
        if let Some(joint) = JOINTS.iter().find(|joint| at >= start && text[at..].starts_with(**joint)) {
            chunks.push(text[start..at].trim());
            start = at + joint.len();
        }
    }
    chunks.push(text[start..].trim());
    chunks.retain(|chunk| !chunk.is_empty());
    chunks.truncate(MOST);
    chunks
}

fn pieces(chunk: &str) -> Vec<&str> {
    chunk.split(',').map(str::trim).filter(|piece| !piece.is_empty()).collect()
}

/// A text in which nothing but commas may part persons.
fn one_chunk(chunk: &str) -> Persons {
    let pieces = pieces(chunk);
    match pieces.as_slice() {
        [] | [_] | [_, _] => Persons::One,
        [_, middle, last] if is_suffix(middle) || is_suffix(last) => Persons::One,
        _ => match in_pairs(&pieces) {
            // Nothing but given names is so short.
            Some(read) if pieces.iter().skip(1).step_by(2).all(|given| is_initials(given)) => {
                Persons::Several(names(read))
            }
            Some(read) if read.iter().all(|person| person.is_certain) => Persons::Unclear(names(read)),
            _ => Persons::Unclear(Vec::new()),
        },
    }
}

/// The persons of a chunk that is joined to others; `None` where it doesn't look like any.
fn in_chunk(chunk: &str) -> Option<Vec<Person>> {
    let pieces = pieces(chunk);
    match pieces.as_slice() {
        [bare] => Some(vec![Person { name: turned(bare)?, is_certain: false }]),
        [family, given] => {
            let person = Person::new(family, given);
            let looks_it = person.is_certain || !given.starts_with(char::is_lowercase);
            looks_it.then(|| vec![person])
        }
        [family, given, suffix] if is_suffix(suffix) => {
            let is_certain = is_family(family) && is_given(given);
            Some(vec![Person { name: format!("{family}, {given}, {suffix}"), is_certain }])
        }
        _ => {
            let read = in_pairs(&pieces)?;
            let are_initials = pieces.iter().skip(1).step_by(2).all(|given| is_initials(given));
            Some(read.into_iter().map(|person| Person { is_certain: are_initials, ..person }).collect())
        }
    }
}

/// Family and given names in turn.
fn in_pairs(pieces: &[&str]) -> Option<Vec<Person>> {
    let (pairs, []) = pieces.as_chunks::<2>() else { return None };
    Some(pairs.iter().map(|[family, given]| Person::new(family, given)).collect())
}

fn is_suffix(piece: &str) -> bool {
    SUFFIXES.contains(&piece.trim_end_matches('.').to_lowercase().as_str())
}

/// “P. H.”, “J.-P.”
fn is_initials(piece: &str) -> bool {
    let letters = piece.split(['.', ' ', '-', '\u{a0}']).filter(|letter| !letter.is_empty());
    piece.contains('.') && letters.clone().all(|letter| letter.chars().count() == 1) && letters.count() <= 4
}

/// Whether a piece looks like a family name: particles, then one to three names.
fn is_family(piece: &str) -> bool {
    let names: Vec<&str> = piece.split_whitespace().skip_while(|word| PARTICLES.contains(word)).collect();
    (1..=3).contains(&names.len()) && names.iter().all(|word| is_name(word))
}

/// Whether a piece looks like given names: one to four of them, and what belongs to the family name.
fn is_given(piece: &str) -> bool {
    let words: Vec<&str> = piece.split_whitespace().collect();
    let names = words.iter().take_while(|word| is_name(word)).count();
    (1..=4).contains(&names) && words[names..].iter().all(|word| PARTICLES.contains(word))
}

fn is_name(word: &str) -> bool {
    let word = word.strip_prefix("d’").or_else(|| word.strip_prefix("d'")).unwrap_or(word);
    word.starts_with(char::is_uppercase) && !word.contains(|letter: char| letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_told_apart_where_that_is_certain() {
        let several = |names: &[&str]| Persons::Several(names.iter().map(|name| (*name).to_owned()).collect());
        for text in [
            "Raven, Peter H. et Johnson, George B.",
            "Raven, Peter H. and Johnson, George B.",
            "Raven, Peter H. & Johnson, George B.",
            "Raven, Peter H., et Johnson, George B.",
            "Raven, Peter H.; Johnson, George B.",
            "Raven, Peter H. ; et Johnson, George B.;",
        ] {
            assert_eq!(persons(text), several(&["Raven, Peter H.", "Johnson, George B."]), "{text}");
        }
        assert_eq!(persons("Raven, P. H., Johnson, G. B."), several(&["Raven, P. H.", "Johnson, G. B."]));
        assert_eq!(persons("Roy, A., Cyr, B., & Côté, Z."), several(&["Roy, A.", "Cyr, B.", "Côté, Z."]));
        assert_eq!(
            persons("de Beauvoir, Simone et King, Martin Luther, Jr."),
            several(&["de Beauvoir, Simone", "King, Martin Luther, Jr."])
        );
        assert_eq!(persons("UNESCO; Roy, Anne"), several(&["UNESCO", "Roy, Anne"]));
    }

    #[test]
    fn what_may_be_several_persons_is_for_the_author_to_say() {
        let unclear = |names: &[&str]| Persons::Unclear(names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(persons("Roy, Anne, Cyr, Bob"), unclear(&["Roy, Anne", "Cyr, Bob"]));
        assert_eq!(persons("Anne Roy et Bob Cyr"), unclear(&["Roy, Anne", "Cyr, Bob"]));
        assert_eq!(persons("Roy, Anne et Bob Cyr"), unclear(&["Roy, Anne", "Cyr, Bob"]));
        assert_eq!(persons("hooks, bell et Roy, Anne"), unclear(&[]));
        assert_eq!(persons("Smith, John and Sons"), unclear(&[]));
        assert_eq!(persons("Ministère du Travail, de l’Emploi et de la Solidarité sociale"), unclear(&[]));
        assert_eq!(persons("Travail, Emploi, Famille"), unclear(&[]));
    }

    #[test]
    fn authors_of_texts_are_written_as_one_speaks() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(authors("Anne Roy et Bob Cyr"), Persons::Several(names(&["Anne Roy", "Bob Cyr"])));
        assert_eq!(
            authors("Anne Roy, Bob Cyr and Zoé Côté"),
            Persons::Several(names(&["Anne Roy", "Bob Cyr", "Zoé Côté"]))
        );
        assert_eq!(authors("Roy, Anne et Cyr, Bob"), Persons::Several(names(&["Roy, Anne", "Cyr, Bob"])));
        assert_eq!(authors("Anne Roy; UNESCO"), Persons::Several(names(&["Anne Roy", "UNESCO"])));
        assert_eq!(authors("Anne Roy, Bob Cyr"), Persons::Unclear(names(&["Anne Roy", "Bob Cyr"])));
        for one in [
            "Côté, Zoé",
            "Zoé Côté",
            "Smith and Sons",
            "Ministère de l’Éducation et de l’Enseignement supérieur",
            "Ministère du Travail, de l’Emploi et de la Solidarité sociale",
        ] {
            assert_eq!(authors(one), Persons::One, "{one}");
        }
    }

    #[test]
    fn one_name_stays_one() {
        for text in [
            "Toffler, Alvin",
            "King, Martin Luther, Jr.",
            "King, Jr., Martin Luther",
            "hooks, bell",
            "Ministère de l’Éducation et de l’Enseignement supérieur",
            "Smith and Sons",
            "Simon & Schuster",
            "Conseil de l’Europe",
            "Conseil de l’Europe, Strasbourg",
            "",
        ] {
            assert_eq!(persons(text), Persons::One, "{text}");
        }
    }
}
