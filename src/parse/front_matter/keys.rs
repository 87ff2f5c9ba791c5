//! The keys of a front matter, and what authors write in their place.

use crate::nearest::{Meanings, meaning};

/// Every key, as an author writes it.
pub(in crate::parse) const KNOWN: [&str; 21] = [
    "title", "slug", "description", "need", "emerges", "outcomes", "objectives", "recap", "prerequisites", "duration",
    "tags", "authors", "date", "updated", "license", "draft", "aliases", "side_by_side", "footnotes", "references",
    "extra",
];

/// Words that mean a key, folded to ASCII and lower case, words joined by hyphens.
const SYNONYMS: &Meanings = &[
    ("title", &["titre", "nom", "name"]),
    ("slug", &["adresse", "permalien", "permalink", "url"]),
    ("description", &["chapeau", "abstract", "summary", "resume"]),
    ("need", &["besoin", "besoins", "subtitle", "sous-titre"]),
    ("emerges", &["emerge", "emergence", "qui-emerge", "emerging"]),
    ("outcomes", &["resultat", "resultats", "results"]),
    ("objectives", &["objectif", "objectifs", "goals"]),
    ("recap", &["recapitulatif", "synthese"]),
    ("prerequisites", &["prerequis", "pre-requis", "requires"]),
    ("duration", &["duree", "temps", "minutes", "time"]),
    ("tags", &["etiquette", "etiquettes", "mots-cles", "mot-cle", "motscles", "keywords", "categories"]),
    ("authors", &["auteur", "auteurs", "auteure", "auteures", "autrice", "autrices"]),
    ("date", &["date-de-publication", "publication"]),
    ("updated", &["date-de-mise-a-jour", "mise-a-jour", "mis-a-jour", "lastmod", "modified"]),
    ("license", &["licence"]),
    ("draft", &["brouillon"]),
    ("aliases", &["redirections", "anciennes-adresses"]),
    ("side_by_side", &["cote-a-cote", "side-by-side"]),
    ("footnotes", &["note", "notes", "notes-de-bas-de-page"]),
    ("references", &["sources", "bibliographie", "bibliography"]),
];

/// Whether it is a key, exactly.
pub(in crate::parse) fn is_known(key: &str) -> bool {
    KNOWN.contains(&key)
}

/// The key that an unknown one stands for, if one comes near.
pub(in crate::parse) fn nearest(key: &str) -> Option<&'static str> {
    if key.len() > 60 {
        return None;
    }
    let folded = deunicode::deunicode(key).to_lowercase().replace([' ', '_'], "-");
    let folded = folded.trim_matches('-');
    if let Some(known) = meaning(SYNONYMS, folded) {
        return Some(known);
    }
    let near = |known: &str| {
        let most = known.len().max(folded.len()) / 3;
        let distance = || strsim::damerau_levenshtein(folded, known);
        (known.len().abs_diff(folded.len()) <= most).then(distance).filter(|distance| *distance <= most)
    };
    let by_distance = KNOWN.iter().filter_map(|known| near(known).map(|distance| (distance, *known)));
    by_distance.min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_words_lead_to_their_key() {
        for (word, key) in [
            ("Titre", "title"),
            ("objectifs", "objectives"),
            ("Prérequis", "prerequisites"),
            ("durée", "duration"),
            ("étiquettes", "tags"),
            ("mots-clés", "tags"),
            ("mots clés", "tags"),
            ("auteur", "authors"),
            ("licence", "license"),
            ("brouillon", "draft"),
            ("notes", "footnotes"),
            ("références", "references"),
            ("besoin", "need"),
            ("résultats", "outcomes"),
            ("résumé", "description"),
            ("date de mise à jour", "updated"),
            ("TITLE", "title"),
            ("titel", "title"),
            ("prerequisite", "prerequisites"),
            ("tag", "tags"),
        ] {
            assert_eq!(nearest(word), Some(key), "{word}");
        }
        for word in ["x", "", "🙂", "layout", "draftman-of-the-year"] {
            assert_eq!(nearest(word), None, "{word}");
        }
        assert!(SYNONYMS.iter().all(|(key, _)| is_known(key)));
    }
}
