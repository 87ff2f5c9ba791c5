//! What is known of a field of the front matter, and which field a mistyped key was meant to be.

use super::{FIELDS, FrontMatter};
use crate::parse::yaml::{Entry, Reader};
use crate::shape::Shape;
use crate::source::Span;

/// A field of the front matter. What is said of it is in [`crate::locale::reference`], by its key.
pub struct Field {
    /// The key, as an author writes it.
    pub key: &'static str,
    /// What its value may be.
    pub shape: Shape,
    /// The texts that show it.
    pub of: Texts,
    /// What one translation says of the others.
    pub sharing: Sharing,
    /// Words that authors write in its place, folded to ASCII and lower case, words joined by hyphens.
    synonyms: &'static [&'static str],
    /// Reads its value.
    pub(super) read: Read,
    /// Reads an entry that was meant to be one of its own but isn't indented; `None` if the field has no
    /// entries of the author’s own.
    pub(super) read_entry: Option<ReadEntry>,
}

type Read = for<'t> fn(&mut FrontMatter, &mut Reader<'t>, &Entry<'t>);
type ReadEntry = for<'t> fn(&mut FrontMatter, &mut Reader<'t>, Entry<'t>);

/// Which texts of a book show a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texts {
    /// All of them.
    All,
    /// Levels, in their `index`.
    Levels,
    /// Lessons.
    Lessons,
    /// Lessons, and pages outside the levels.
    LessonsAndPages,
}

/// What a field of one translation means for the others.
#[derive(Clone, Copy)]
pub enum Sharing {
    /// They don't share it: each has its own.
    Own,
    /// Each may have its own; one without the field takes another's.
    Lent,
    /// They share it, so all must give the same value. The function gives that value, in a form that can be compared,
    /// and its place; `None` if the front matter doesn't have the field.
    Shared(fn(&FrontMatter) -> Option<(String, Span)>),
    /// Each of its entries is theirs too.
    EntriesShared,
}

impl Field {
    /// A field of that key, which every translation has for itself.
    pub(super) const fn new(key: &'static str, shape: Shape, of: Texts, read: Read) -> Self {
        Self { key, shape, of, sharing: Sharing::Own, synonyms: &[], read, read_entry: None }
    }

    /// The same field, with other words for its key.
    pub(super) const fn meant_by(self, synonyms: &'static [&'static str]) -> Self {
        Self { synonyms, ..self }
    }

    /// The same field, with another meaning for the other translations.
    pub(super) const fn sharing(self, sharing: Sharing) -> Self {
        Self { sharing, ..self }
    }

    /// The same field, shared by all translations: see [`Sharing::Shared`].
    pub(super) const fn shared(self, said: fn(&FrontMatter) -> Option<(String, Span)>) -> Self {
        self.sharing(Sharing::Shared(said))
    }

    /// The same field, whose entries are the author's own.
    pub(super) const fn entries(self, read_entry: ReadEntry) -> Self {
        Self { read_entry: Some(read_entry), ..self }
    }

    /// The field of that key, letter for letter.
    pub fn of_key(key: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|field| field.key == key)
    }
}

/// Whether it is the key of a field, letter for letter.
pub(in crate::parse) fn is_known(key: &str) -> bool {
    Field::of_key(key).is_some()
}

/// The key that an unknown one was probably meant to be; `None` if it is like none of them.
pub(in crate::parse) fn nearest(key: &str) -> Option<&'static str> {
    if key.len() > 60 {
        return None;
    }
    let folded = deunicode::deunicode(key).to_lowercase().replace([' ', '_'], "-");
    let folded = folded.trim_matches('-');
    if let Some(field) = FIELDS.iter().find(|field| field.synonyms.contains(&folded)) {
        return Some(field.key);
    }
    let near = |known: &str| {
        let most = known.len().max(folded.len()) / 3;
        let distance = || strsim::damerau_levenshtein(folded, known);
        (known.len().abs_diff(folded.len()) <= most).then(distance).filter(|distance| *distance <= most)
    };
    let by_distance = FIELDS.iter().filter_map(|field| near(field.key).map(|distance| (distance, field.key)));
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
            ("acquis", "outcomes"),
            ("outcome", "outcomes"),
            ("préalables", "prerequisites"),
            ("buts", "objectives"),
            ("alias", "aliases"),
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
    }
}
