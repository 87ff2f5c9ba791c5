//! What CSL calls fields and types, and what authors call them.

use crate::nearest::{Meanings, meaning, nearest};

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldKind {
    /// What the work is.
    Type,
    /// Persons and organisations.
    Names,
    /// A date.
    Date,
    /// Text, or a number.
    Text,
    /// A known field that references never show.
    Unused,
}

/// The fields that are names.
pub const NAMES: [&str; 27] = [
    "author", "chair", "collection-editor", "compiler", "composer", "container-author", "contributor", "curator",
    "director", "editor", "editorial-director", "editor-translator", "executive-producer", "guest", "host",
    "illustrator", "interviewer", "narrator", "organizer", "original-author", "performer", "producer", "recipient",
    "reviewed-author", "script-writer", "series-creator", "translator",
];

/// The fields that are dates.
pub const DATES: [&str; 6] = ["accessed", "available-date", "event-date", "issued", "original-date", "submitted"];

const TEXTS: [&str; 62] = [
    "abstract",
    "annote",
    "archive",
    "archive-place",
    "archive_collection",
    "archive_location",
    "authority",
    "call-number",
    "chapter-number",
    "collection-number",
    "collection-title",
    "container-title",
    "container-title-short",
    "dimensions",
    "division",
    "DOI",
    "edition",
    "event",
    "event-place",
    "event-title",
    "genre",
    "ISBN",
    "ISSN",
    "issue",
    "jurisdiction",
    "keyword",
    "language",
    "license",
    "medium",
    "note",
    "number",
    "number-of-pages",
    "number-of-volumes",
    "original-publisher",
    "original-publisher-place",
    "original-title",
    "page",
    "page-first",
    "part-number",
    "part-title",
    "PMCID",
    "PMID",
    "printing-number",
    "publisher",
    "publisher-place",
    "references",
    "reviewed-genre",
    "reviewed-title",
    "scale",
    "section",
    "source",
    "status",
    "supplement-number",
    "title",
    "title-short",
    "URL",
    "version",
    "volume",
    "volume-title",
    "year-suffix",
    "citation-label",
    "citation-key",
];

/// What programs write beside the work itself.
const UNUSED: [&str; 3] = ["id", "categories", "custom"];

/// Names that CSL-JSON had before.
const FORMER: [(&str, &str); 2] = [("journalAbbreviation", "container-title-short"), ("shortTitle", "title-short")];

/// What authors write, and what it is called.
const MEANT: &Meanings = &[
    ("publisher-place", &["address", "lieu", "location", "place"]),
    ("author", &["auteur", "auteurs", "authors"]),
    ("container-title", &["booktitle", "container", "journal", "revue", "site", "website"]),
    ("collection-title", &["collection", "series"]),
    ("accessed", &["consulté", "consulted", "urldate"]),
    ("issued", &["date", "year"]),
    ("publisher", &["editeur", "éditeur", "institution", "organization", "school"]),
    ("editor", &["éditeurs", "editors"]),
    ("edition", &["édition"]),
    ("language", &["lang", "langue"]),
    ("URL", &["lien", "link"]),
    ("issue", &["numéro", "numero"]),
    ("original-date", &["origdate"]),
    ("page", &["pages"]),
    ("title", &["subtitle", "titre"]),
];

/// The types of works.
pub const TYPES: [&str; 45] = [
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "broadcast",
    "chapter",
    "classic",
    "collection",
    "dataset",
    "document",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "event",
    "figure",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "musical_score",
    "pamphlet",
    "paper-conference",
    "patent",
    "performance",
    "periodical",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "review",
    "review-book",
    "software",
    "song",
    "speech",
    "standard",
    "thesis",
    "treaty",
    "webpage",
];

/// What authors write, and the type it is.
const MEANT_TYPES: &Meanings = &[
    ("broadcast", &["balado", "baladodiffusion", "podcast"]),
    ("post-weblog", &["blog"]),
    ("chapter", &["chapitre", "inbook", "incollection"]),
    ("personal_communication", &["communication personnelle", "courriel", "email", "letter", "lettre"]),
    ("paper-conference", &["conference", "inproceedings"]),
    ("interview", &["entrevue"]),
    ("motion_picture", &["film", "video", "vidéo"]),
    ("graphic", &["image"]),
    ("legal_case", &["jugement"]),
    ("legislation", &["law", "loi"]),
    ("book", &["livre"]),
    ("software", &["logiciel"]),
    ("article-magazine", &["magazine"]),
    ("thesis", &["mémoire", "thèse"]),
    ("document", &["misc"]),
    ("article-newspaper", &["newspaper"]),
    ("webpage", &["online", "page web", "site web", "website"]),
    ("report", &["rapport", "techreport"]),
    ("article-journal", &["revue"]),
];

/// The name and kind of a field, in any case and with `_` for `-`.
pub(super) fn kind(written: &str) -> Option<(&'static str, FieldKind)> {
    if let Some((_, name)) = FORMER.iter().find(|(former, _)| *former == written) {
        return Some((name, FieldKind::Text));
    }
    let folded = fold(written);
    let find = |list: &[&'static str]| list.iter().copied().find(|name| fold(name) == folded);
    let kinds: [(&[&'static str], FieldKind); 4] = [
        (&TEXTS, FieldKind::Text),
        (&NAMES, FieldKind::Names),
        (&DATES, FieldKind::Date),
        (&UNUSED, FieldKind::Unused),
    ];
    if folded == "type" {
        return Some(("type", FieldKind::Type));
    }
    kinds.iter().find_map(|(list, kind)| Some((find(list)?, *kind)))
}

/// Whether a field is text, which is read as it is written.
pub(in crate::parse) fn is_text(written: &str) -> bool {
    // Numbers may be written without quotes all the same.
    matches!(kind(written), Some((_, FieldKind::Text | FieldKind::Type))) || written == "id"
}

fn fold(name: &str) -> String {
    name.to_ascii_lowercase().replace('_', "-")
}

/// The field that was probably meant by an unknown name; `None` if it is like no field's.
pub(super) fn meant(written: &str) -> Option<&'static str> {
    let folded = written.trim().to_lowercase();
    meaning(MEANT, &folded)
        .or_else(|| nearest(written, TEXTS.iter().chain(&NAMES).chain(&DATES).chain(&["type"]).copied()))
}

/// The type of CSL with that name; `None` if there is none.
pub(in crate::parse) fn work_type(written: &str) -> Option<&'static str> {
    let folded = fold(written);
    TYPES.iter().copied().find(|known| fold(known) == folded)
}

/// The field of persons and organisations with that name; `None` if there is none.
pub(in crate::parse) fn role(written: &str) -> Option<&'static str> {
    let folded = fold(written);
    NAMES.iter().copied().find(|name| *name == folded)
}

/// The type that was probably meant by an unknown word; `None` if it is like no type's.
pub(super) fn meant_type(written: &str) -> Option<&'static str> {
    let folded = written.trim().to_lowercase();
    meaning(MEANT_TYPES, &folded)
}

/// What a reference of that type, or of none, can't do without: of each group, one.
pub(super) fn required(work_type: Option<&str>) -> &'static [&'static [&'static str]] {
    let Some(work_type) = work_type else { return &[&["title", "genre"]] };
    match work_type {
        "article-journal" | "article-magazine" | "article-newspaper" | "chapter" | "entry-dictionary"
        | "entry-encyclopedia" => &[&["title"], &["container-title"]],
        "paper-conference" => &[&["title"], &["container-title", "event-title", "event", "publisher"]],
        "thesis" => &[&["title"], &["publisher", "archive"]],
        "webpage" | "post" | "post-weblog" => &[&["title", "genre"], &["URL", "DOI", "container-title", "publisher"]],
        "personal_communication" => &[&["author"], &["issued"]],
        "interview" => &[&["author", "interviewer"]],
        "legal_case" => &[&["title"]],
        _ => &[&["title", "genre"]],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_known_in_any_case() {
        assert_eq!(kind("doi"), Some(("DOI", FieldKind::Text)));
        assert_eq!(kind("container_title"), Some(("container-title", FieldKind::Text)));
        assert_eq!(kind("archive-location"), Some(("archive_location", FieldKind::Text)));
        assert_eq!(kind("Author"), Some(("author", FieldKind::Names)));
        assert_eq!(kind("titel"), None);
    }

    #[test]
    fn what_is_meant_is_what_is_known() {
        for (name, _) in MEANT {
            assert!(kind(name).is_some(), "{name}");
        }
        for (name, _) in MEANT_TYPES {
            assert_eq!(work_type(name), Some(*name));
        }
        for name in TYPES.iter().flat_map(|work_type| required(Some(work_type))).copied().flatten() {
            assert!(kind(name).is_some(), "{name}");
        }
        assert_eq!((meant("titre"), meant("publicher"), meant("foo")), (Some("title"), Some("publisher"), None));
    }
}
