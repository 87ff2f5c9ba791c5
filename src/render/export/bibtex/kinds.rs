//! What BibTeX calls types of works.

use crate::render::export::item::Item;

/// The type of an entry, one that both BibTeX and BibLaTeX know; and `entrysubtype`, which says what it is
/// where the type says less.
pub(super) fn kind(work: &Item<'_>) -> (&'static str, Option<String>) {
    let exactly = work.kind();
    let (kind, says_all) = match exactly {
        "article-journal" => ("article", true),
        "article-magazine" => return ("article", Some("magazine".to_owned())),
        "article-newspaper" => return ("article", Some("newspaper".to_owned())),
        "review" | "review-book" => ("article", false),
        "book" => ("book", true),
        "classic" | "musical_score" => ("book", false),
        "pamphlet" => ("booklet", true),
        "chapter" => ("incollection", true),
        "entry" | "entry-dictionary" | "entry-encyclopedia" => ("incollection", false),
        "paper-conference" => ("inproceedings", true),
        "thesis" if is_masters(work) => ("mastersthesis", true),
        "thesis" => ("phdthesis", true),
        "report" => ("techreport", true),
        "manuscript" => ("unpublished", work.text("event-title").is_none()),
        "speech" => ("unpublished", work.text("event-title").is_some()),
        "document" => ("misc", true),
        _ => ("misc", false),
    };
    (kind, (!says_all).then(|| exactly.to_owned()))
}

/// Whether a thesis is a master's, by what it calls itself in French or English.
fn is_masters(work: &Item<'_>) -> bool {
    let Some(genre) = work.text("genre").map(|genre| genre.to_lowercase()) else { return false };
    ["master", "maîtrise", "mémoire", "mathesis"].iter().any(|word| genre.contains(word))
}
