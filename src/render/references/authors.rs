//! Who made a work that is given in words: the names at its start, where they can be read off with
//! certainty.
//!
//! ```text
//! De Beauvoir, Simone, et Jean-Paul Sartre. Titre…      Roy, A., Cyr, B. et Fou, C. (2010). Titre…
//! ```

/// What joins the last name to those before it.
const CONJUNCTIONS: [&str; 6] = [", et ", ", and ", ", & ", " et ", " and ", " & "];

/// No more names are looked for.
const MOST: usize = 30;

/// The family names, at least one: where several can't be read off for sure, the words before the first
/// comma, bracket or full stop.
pub(super) fn read(words: &str) -> Vec<String> {
    let words = words.replace('\u{a0}', " ");
    several(&words).unwrap_or_else(|| {
        let end = words.find([',', '(', '.']).unwrap_or(words.len());
        vec![words[..end].trim().to_owned()]
    })
}

/// A part of the words that hold names, and whether “and” precedes it.
type Part<'w> = (&'w str, bool);

fn several(words: &str) -> Option<Vec<String>> {
    let mut parts = parts(names(words)?);
    let (first, others) = parts.split_first()?;
    let (given, others) = others.split_first()?;
    if !is_family(first.0) || !is_given(given.0) || given.1 || parts.len() > MOST {
        return None;
    }
    if others == [("al", true)] {
        return Some(vec![format!("{} et al.", first.0)]);
    }
    // The last alone is joined by “and”.
    let is_joined = others.iter().map(|(_, joined)| *joined);
    if is_joined.clone().filter(|joined| *joined).count() != 1 {
        return None;
    }
    // Chicago and MLA turn the first name round, and no other.
    if others.last().is_some_and(|(_, joined)| *joined)
        && let Some(families) = others.iter().map(|(name, _)| family_of(name)).collect::<Option<Vec<_>>>()
    {
        return Some(std::iter::once(first.0).chain(families).map(str::to_owned).collect());
    }
    // APA turns them all.
    let last = parts.split_off(parts.len().checked_sub(2)?);
    let are_turned = |pairs: &[Part<'_>]| {
        pairs
            .chunks(2)
            .all(|pair| matches!(pair, [(family, _), (given, false)] if is_family(family) && is_given(given)))
    };
    if !last.first()?.1 || parts.len() % 2 == 1 || !are_turned(&parts) || !are_turned(&last) {
        return None;
    }
    let families = parts.iter().chain(&last).step_by(2).map(|(family, _)| (*family).to_owned());
    Some(families.collect())
}

/// The words before the year in brackets, or before the title.
fn names(words: &str) -> Option<&str> {
    let year = words.find(" (").filter(|at| words[at + 2..].starts_with(|first: char| first.is_ascii_digit()));
    // The full stop of initials ends no names.
    let title = words.match_indices(". ").map(|(at, _)| at).find(|at| {
        let last = words[..*at].rsplit([' ', '-', '.', ',']).next().unwrap_or_default();
        last.chars().count() > 1
    });
    let end = year.into_iter().chain(title).min()?;
    Some(words[..end].trim_end_matches('.'))
}

fn parts(names: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut rest, mut joined) = (names, false);
    while parts.len() <= MOST {
        let next = CONJUNCTIONS.iter().map(|sign| (*sign, true)).chain([(", ", false)]);
        let next = next.filter_map(|(sign, joins)| Some((rest.find(sign)?, sign, joins)));
        // Of two at one place, the longer: it is first in the list.
        let Some((at, sign, joins)) = next.min_by_key(|(at, ..)| *at) else { break };
        parts.push((rest[..at].trim(), joined));
        (rest, joined) = (&rest[at + sign.len()..], joins);
    }
    parts.push((rest.trim(), joined));
    parts
}

fn begins_with_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// “De Beauvoir”, « de la Tour ».
fn is_family(name: &str) -> bool {
    let mut words = name.split(' ').rev();
    words.clone().count() <= 4
        && words.next().is_some_and(begins_with_capital)
        && name.chars().all(|letter| letter.is_alphabetic() || matches!(letter, ' ' | '-' | '’' | '\''))
}

/// “Simone”, “J.-P.”, “A. B.”
fn is_given(name: &str) -> bool {
    let words = name.split(' ');
    words.clone().count() <= 3
        && words.clone().all(begins_with_capital)
        && name.chars().all(|letter| letter.is_alphabetic() || matches!(letter, ' ' | '-' | '.'))
}

/// The family name of “Jean-Paul Sartre”, “Simone de Beauvoir” or “J. P. Roy”: what of it is the family name
/// is certain where one word is not.
fn family_of(name: &str) -> Option<&str> {
    let (given, rest) = name.split_once(' ')?;
    if !is_given(given) {
        return None;
    }
    let mut family = rest;
    // Initials may follow.
    while let Some((initial, after)) = family.split_once(' ').filter(|(initial, _)| initial.ends_with('.')) {
        if !is_given(initial) {
            return None;
        }
        family = after;
    }
    let mut words = family.split(' ').rev();
    let is_certain = words.next().is_some_and(begins_with_capital) && words.all(|word| !begins_with_capital(word));
    (is_certain && is_family(family)).then_some(family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_authors_are_read_off_where_it_is_certain() {
        for (words, expected) in [
            ("De Beauvoir, Simone, et Jean-Paul Sartre. Titre. Paris, 1955.", "De Beauvoir|Sartre"),
            ("Roy, A., Cyr, B. et Fou, C. (2010). Titre.", "Roy|Cyr|Fou"),
            ("Roy, A.-B., & Cyr, J. P. (2010). Titre.", "Roy|Cyr"),
            ("Roy, Anne, Bob de la Tour, and J. P. Cyr. Titre. 2010.", "Roy|de la Tour|Cyr"),
            ("Roy, Anne, et Cyr, Bob. Titre.", "Roy|Cyr"),
            ("Roy, A., et al. (2010). Titre.", "Roy et al."),
            ("Lerman, Kristina, Xiaoran Yan et Xin-Zeng Wu. The “Majority Illusion”. 2016.", "Lerman|Yan|Wu"),
        ] {
            assert_eq!(read(words).join("|"), expected, "{words}");
        }
    }

    #[test]
    fn otherwise_it_is_what_stands_first() {
        for (words, expected) in [
            ("Toffler, Alvin. The Third Wave. New York : Morrow, 1980.", "Toffler"),
            ("Ministère de la Culture et des Communications. Titre.", "Ministère de la Culture et des Communications"),
            ("Québec, Ministère de l’Éducation et du Sport. (2010)", "Québec"),
            ("Québec, Santé et Services sociaux. Titre.", "Québec"),
            ("Roy, Anne, et Gabriel García Márquez. Titre.", "Roy"),
            ("Roy, Anne, Léa Cyr. Titre.", "Roy"),
            (
                "Manifeste pour une pédagogie, active et contemporaine, Pedagogieactive.com.",
                "Manifeste pour une pédagogie",
            ),
            ("Roy, A. et B. et C. (2010)", "Roy"),
            ("", ""),
        ] {
            assert_eq!(read(words).join("|"), expected, "{words}");
        }
    }
}
