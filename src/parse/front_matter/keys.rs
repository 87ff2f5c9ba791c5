//! The keys of a front matter, and what authors write in their place.

/// Every key, as an author writes it.
pub(in crate::parse) const KNOWN: [&str; 20] = [
    "title", "slug", "description", "need", "outcomes", "objectives", "recap", "prerequisites", "duration", "tags",
    "authors", "date", "updated", "license", "draft", "aliases", "side_by_side", "footnotes", "references", "extra",
];

/// Words that mean a key, folded to ASCII and lower case, words joined by hyphens.
const SYNONYMS: [(&str, &str); 62] = [
    ("titre", "title"),
    ("nom", "title"),
    ("name", "title"),
    ("adresse", "slug"),
    ("permalien", "slug"),
    ("permalink", "slug"),
    ("url", "slug"),
    ("chapeau", "description"),
    ("abstract", "description"),
    ("summary", "description"),
    ("resume", "description"),
    ("besoin", "need"),
    ("besoins", "need"),
    ("subtitle", "need"),
    ("sous-titre", "need"),
    ("resultat", "outcomes"),
    ("resultats", "outcomes"),
    ("results", "outcomes"),
    ("objectif", "objectives"),
    ("objectifs", "objectives"),
    ("goals", "objectives"),
    ("recapitulatif", "recap"),
    ("synthese", "recap"),
    ("prerequis", "prerequisites"),
    ("pre-requis", "prerequisites"),
    ("requires", "prerequisites"),
    ("duree", "duration"),
    ("temps", "duration"),
    ("minutes", "duration"),
    ("time", "duration"),
    ("etiquette", "tags"),
    ("etiquettes", "tags"),
    ("mots-cles", "tags"),
    ("mot-cle", "tags"),
    ("motscles", "tags"),
    ("keywords", "tags"),
    ("categories", "tags"),
    ("auteur", "authors"),
    ("auteurs", "authors"),
    ("auteure", "authors"),
    ("auteures", "authors"),
    ("autrice", "authors"),
    ("autrices", "authors"),
    ("date-de-publication", "date"),
    ("publication", "date"),
    ("date-de-mise-a-jour", "updated"),
    ("mise-a-jour", "updated"),
    ("mis-a-jour", "updated"),
    ("lastmod", "updated"),
    ("modified", "updated"),
    ("licence", "license"),
    ("brouillon", "draft"),
    ("redirections", "aliases"),
    ("anciennes-adresses", "aliases"),
    ("cote-a-cote", "side_by_side"),
    ("side-by-side", "side_by_side"),
    ("note", "footnotes"),
    ("notes", "footnotes"),
    ("notes-de-bas-de-page", "footnotes"),
    ("sources", "references"),
    ("bibliographie", "references"),
    ("bibliography", "references"),
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
    if let Some((_, known)) = SYNONYMS.iter().find(|(word, _)| *word == folded) {
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
        assert!(SYNONYMS.iter().all(|(_, key)| is_known(key)));
    }
}
