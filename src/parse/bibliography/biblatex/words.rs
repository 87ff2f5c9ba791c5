//! What BibLaTeX calls types, fields and languages, and what CSL does.

use crate::nearest::{Meanings, meaning, nearest};
use crate::parse::csl;

/// Types of entries.
const TYPES: &Meanings = &[
    ("article-journal", &["article", "suppperiodical"]),
    (
        "book",
        &[
            "book", "mvbook", "collection", "mvcollection", "manual", "proceedings", "mvproceedings", "reference",
            "mvreference", "commentary",
        ],
    ),
    ("chapter", &["inbook", "bookinbook", "suppbook", "incollection", "suppcollection"]),
    ("pamphlet", &["booklet"]),
    ("dataset", &["dataset"]),
    ("document", &["misc", "bibnote"]),
    ("webpage", &["online", "electronic", "www"]),
    ("patent", &["patent"]),
    ("periodical", &["periodical"]),
    ("paper-conference", &["inproceedings", "conference"]),
    ("entry-encyclopedia", &["inreference"]),
    ("report", &["report", "techreport"]),
    ("software", &["software"]),
    ("thesis", &["thesis", "phdthesis", "mastersthesis"]),
    ("manuscript", &["unpublished"]),
    ("graphic", &["artwork"]),
    ("song", &["audio", "music"]),
    ("figure", &["image"]),
    ("legal_case", &["jurisdiction"]),
    ("legislation", &["legislation"]),
    ("treaty", &["legal"]),
    ("personal_communication", &["letter"]),
    ("motion_picture", &["movie", "video"]),
    ("performance", &["performance"]),
    ("review", &["review"]),
    ("standard", &["standard"]),
];

/// Entries that are no works: what others take their fields from, and lists of entries.
const NO_WORKS: [&str; 2] = ["xdata", "set"];

/// What an entry of that type is more exactly, by `entrysubtype`.
const SUBTYPES: [(&str, &str, &str); 14] = [
    ("article", "magazine", "article-magazine"),
    ("article", "newspaper", "article-newspaper"),
    ("article", "preprint", "article"),
    ("article", "review", "review"),
    ("audio", "podcast", "broadcast"),
    ("audio", "radio", "broadcast"),
    ("audio", "broadcast", "broadcast"),
    ("video", "podcast", "broadcast"),
    ("video", "tv", "broadcast"),
    ("video", "television", "broadcast"),
    ("misc", "newspaper", "article-newspaper"),
    ("misc", "magazine", "article-magazine"),
    ("online", "blog", "post-weblog"),
    ("online", "post", "post"),
];

/// Fields that hold text, in the order in which they are read: of several that mean one field of CSL, the
/// first that is there counts.
pub(super) const FIELDS: [(&str, &str); 53] = [
    ("title", "title"),
    ("shorttitle", "title-short"),
    ("journaltitle", "container-title"),
    ("journal", "container-title"),
    ("shortjournal", "container-title-short"),
    ("booktitle", "container-title"),
    ("maintitle", "volume-title"),
    ("series", "collection-title"),
    ("publisher", "publisher"),
    ("institution", "publisher"),
    ("school", "publisher"),
    ("organization", "publisher"),
    ("location", "publisher-place"),
    ("address", "publisher-place"),
    ("author", "author"),
    ("editor", "editor"),
    ("translator", "translator"),
    ("bookauthor", "container-author"),
    ("date", "issued"),
    ("urldate", "accessed"),
    ("origdate", "original-date"),
    ("eventdate", "event-date"),
    ("eventtitle", "event-title"),
    ("venue", "event-place"),
    ("origtitle", "original-title"),
    ("origpublisher", "original-publisher"),
    ("origlocation", "original-publisher-place"),
    ("volume", "volume"),
    ("volumes", "number-of-volumes"),
    ("part", "part-number"),
    ("edition", "edition"),
    ("pages", "page"),
    ("pagetotal", "number-of-pages"),
    ("chapter", "chapter-number"),
    ("version", "version"),
    ("langid", "language"),
    ("language", "language"),
    ("hyphenation", "language"),
    ("doi", "DOI"),
    ("url", "URL"),
    ("isbn", "ISBN"),
    ("issn", "ISSN"),
    ("pmid", "PMID"),
    ("pmcid", "PMCID"),
    ("note", "note"),
    ("addendum", "note"),
    ("annotation", "annote"),
    ("annote", "annote"),
    ("abstract", "abstract"),
    ("keywords", "keyword"),
    ("pubstate", "status"),
    ("library", "call-number"),
    ("rights", "license"),
];

/// Fields of BibLaTeX, and of the programs that write it, which are read elsewhere or say nothing that a
/// reference shows.
const OTHER_FIELDS: [&str; 136] = [
    "afterword", "annotator", "archiveprefix", "authortype", "bookpagination", "booksubtitle", "booktitleaddon",
    "commentator", "crossref", "day", "editora", "editorb", "editorc", "editortype", "editoratype", "editorbtype",
    "editorctype", "eid", "endday", "endmonth", "endyear", "entryset", "entrysubtype", "eprint", "eprintclass",
    "eprinttype", "eventtitleaddon", "execute", "file", "foreword", "gender", "holder", "howpublished", "ids",
    "indexsorttitle", "indextitle", "introduction", "isan", "ismn", "isrn", "issue", "issuesubtitle", "issuetitle",
    "issuetitleaddon", "iswc", "journalsubtitle", "journaltitleaddon", "key", "label", "langidopts", "lista", "listb",
    "listc", "listd", "liste", "listf", "mainsubtitle", "maintitleaddon", "month", "namea", "nameaddon", "nameb",
    "namec", "number", "options", "origlanguage", "pagination", "pdf", "presort", "primaryclass", "related",
    "relatedoptions", "relatedstring", "relatedtype", "reprinttitle", "shortauthor", "shorteditor", "shorthand",
    "shorthandintro", "shortseries", "sortkey", "sortname", "sortshorthand", "sorttitle", "sortyear", "subtitle",
    "titleaddon", "type", "urlday", "urlmonth", "urlyear", "usera", "userb", "userc", "userd", "usere", "userf",
    "verba", "verbb", "verbc", "xdata", "xref", "year",
    // Zotero, Better BibTeX, JabRef, Mendeley, BibDesk, and the catalogues that export.
    "adsnote", "adsurl", "affiliation", "articleno", "bibcode", "bibsource", "biburl", "citation-key", "collaboration",
    "comment", "contents", "copyright", "creationdate", "date-added", "date-modified", "groups", "issue_date",
    "keyword", "lccn", "mendeley-tags", "modificationdate", "mrclass", "mrnumber", "numpages", "owner", "place",
    "rating", "reportnumber", "review", "shortbooktitle", "timestamp", "zblnumber", "meta",
];

/// Roles beside an editor's, as `editortype` names them; others have CSL's names.
const ROLES: &Meanings = &[
    ("contributor", &["collaborator"]),
    ("script-writer", &["scriptwriter", "screenwriter"]),
    ("organizer", &["organiser"]),
    ("host", &["podcaster"]),
    ("performer", &["cast"]),
    ("executive-producer", &["executiveproducer"]),
];

/// Languages, as Babel names them. The first of several names is the one that is written.
const LANGUAGES: &Meanings = &[
    ("en-CA", &["canadian"]),
    ("en-US", &["american", "usenglish"]),
    ("en-GB", &["british", "ukenglish"]),
    ("en-AU", &["australian"]),
    ("en-NZ", &["newzealand"]),
    ("en", &["english", "anglais"]),
    ("fr-CA", &["acadian", "canadien"]),
    ("fr", &["french", "francais", "français", "frenchb"]),
    ("es", &["spanish", "español"]),
    ("es-MX", &["mexican"]),
    ("de", &["ngerman", "german"]),
    ("de-AT", &["austrian", "naustrian"]),
    ("de-CH", &["nswissgerman"]),
    ("pt-BR", &["brazilian"]),
    ("pt", &["portuguese"]),
    ("ca", &["catalan"]),
    ("el", &["greek"]),
    ("it", &["italian"]),
    ("nl", &["dutch"]),
    ("pl", &["polish"]),
    ("ru", &["russian"]),
    ("ar", &["arabic"]),
    ("zh", &["chinese"]),
    ("ja", &["japanese"]),
    ("da", &["danish"]),
    ("sv", &["swedish"]),
    ("no", &["norwegian"]),
    ("la", &["latin"]),
];

/// CSL's type for an entry of that type; `None` for a type that BibLaTeX doesn't know.
pub(super) fn work_type(kind: &str) -> Option<&'static str> {
    meaning(TYPES, kind)
}

/// Whether a type of CSL is of the law: who made such a work is an authority, and no publisher.
pub(in crate::parse::bibliography) fn is_law(work_type: &str) -> bool {
    matches!(
        work_type,
        "bill" | "hearing" | "legal_case" | "legislation" | "patent" | "regulation" | "standard" | "treaty"
    )
}

/// The field of CSL that `number` is for a work of that type of CSL: an issue's in a periodical, a series' in
/// a book, else the work's own.
pub(in crate::parse::bibliography) fn number(work_type: &str) -> &'static str {
    match work_type {
        "article-journal" | "article-magazine" | "article-newspaper" | "review" | "review-book" => "issue",
        "book" | "chapter" | "paper-conference" | "entry" | "entry-dictionary" | "entry-encyclopedia" => {
            "collection-number"
        }
        _ => "number",
    }
}

/// Whether entries of that type are no works.
pub(super) fn is_no_work(kind: &str) -> bool {
    NO_WORKS.contains(&kind)
}

/// What it is more exactly, by its `entrysubtype`: a word of BibLaTeX's users, or a type of CSL.
pub(super) fn subtype(kind: &str, written: &str) -> Option<&'static str> {
    let folded = written.trim().to_lowercase();
    let known = SUBTYPES.iter().find(|(of, name, _)| *of == kind && *name == folded).map(|(.., meant)| *meant);
    known.or_else(|| csl::work_type(&folded))
}

/// The type that was probably meant by one that isn't known; `None` if it is like no other.
pub(super) fn meant_type(kind: &str) -> Option<&'static str> {
    nearest(kind, TYPES.iter().flat_map(|(_, names)| *names).copied())
}

/// Whether a field means something to BibLaTeX, or to a program that writes it.
pub(super) fn is_known(field: &str) -> bool {
    // Notes on names, and fields of numbered files.
    let field = field.split_once('+').map_or(field, |(field, _)| field);
    FIELDS.iter().any(|(name, _)| *name == field)
        || OTHER_FIELDS.contains(&field)
        || ["bdsk-", "jabref-", "mendeley-", "citeulike-", "opt", "sort", "__"]
            .iter()
            .any(|tool| field.starts_with(tool))
}

/// The field of BibLaTeX that was probably meant by an unknown one; `None` if it is like no field.
pub(super) fn meant_field(field: &str) -> Option<&'static str> {
    let near = nearest(field, FIELDS.iter().map(|(name, _)| *name).chain(OTHER_FIELDS))?;
    // Only slips of the finger: other names may be the author's own.
    let most = if field.len() > 5 { 2 } else { 1 };
    (field.len() > 3 && strsim::osa_distance(field, near) <= most).then_some(near)
}

/// The field of CSL for the role that `editortype` or `authortype` names; `None` if it isn't known.
pub(super) fn role(written: &str) -> Option<&'static str> {
    let folded = written.trim().to_lowercase();
    meaning(ROLES, &folded).or_else(|| csl::role(&folded))
}

/// The tag of a language by Babel's name; what is a tag already stays.
pub(super) fn language(written: &str) -> String {
    meaning(LANGUAGES, &written.to_lowercase()).unwrap_or(written).to_owned()
}

/// Babel's name of a language; of one of its regions, where it has a name.
pub(in crate::parse::bibliography) fn babel(tag: &str) -> Option<&'static str> {
    let named = |tag: &str| LANGUAGES.iter().find(|(known, _)| known.eq_ignore_ascii_case(tag))?.1.first().copied();
    named(tag).or_else(|| named(tag.split('-').next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_is_what_csl_knows() {
        for meant in TYPES.iter().map(|(meant, _)| meant).chain(SUBTYPES.iter().map(|(.., meant)| meant)) {
            assert_eq!(csl::work_type(meant), Some(*meant));
        }
        for (role, _) in ROLES {
            assert_eq!(csl::role(role), Some(*role));
        }
        assert_eq!((subtype("misc", "post-weblog"), subtype("book", "novel")), (Some("post-weblog"), None));
    }

    #[test]
    fn slips_are_told_and_other_programs_fields_are_not() {
        assert_eq!(
            (meant_type("articl"), meant_field("yaer"), meant_field("jounal")),
            (Some("article"), Some("year"), Some("journal"))
        );
        for field in ["file", "keywords", "abstract", "bdsk-url-1", "date-added", "author+an", "optnote", "eprinttype"]
        {
            assert!(is_known(field), "{field}");
        }
        assert_eq!(meant_field("x-shelf"), None);
    }
}
