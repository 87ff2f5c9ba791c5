//! What a page is, for search engines and other programs: schema.org as JSON-LD.
//!
//! It says nothing that the page does not show. The pyramid is one set of terms; each level is a
//! term of it with an id that neither language nor address changes, so that lessons of both
//! languages are known to be of the same level.

use serde::Serialize;

use crate::locale::typography::clean;
use crate::render::view::Str;

/// The content of a page's block.
#[derive(Debug, Serialize)]
pub(super) struct Graph<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    nodes: Vec<Node<'a>>,
}

impl<'a> Graph<'a> {
    /// A block of these things.
    pub(super) fn new(nodes: Vec<Node<'a>>) -> Self {
        Self { context: "https://schema.org", nodes }
    }

    /// The block, ready for a `<script>`: nothing in it can close the element or open a
    /// comment there.
    pub(super) fn json(&self) -> String {
        // A tree of strings and numbers always serialises.
        let json = serde_json::to_string(self).unwrap_or_default().replace('<', "\\u003c");
        clean(json.into()).into_owned()
    }
}

/// One thing.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Node<'a> {
    /// A course, a lesson, a page.
    Work(Box<CreativeWork<'a>>),
    /// The pyramid.
    Terms(TermSet<'a>),
    /// A level.
    Term(LevelTerm<'a>),
    /// The glossary.
    Words(WordSet<'a>),
    /// The way down from the front page.
    Breadcrumbs(Breadcrumbs<'a>),
}

/// A thing that was made (the book, a level's page, a lesson), with schema.org's properties of `CreativeWork`,
/// `LearningResource` and `Course` under their own names. Properties that are empty are left out.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreativeWork<'a> {
    #[serde(rename = "@type")]
    pub(super) kinds: &'static [&'static str],
    #[serde(rename = "@id")]
    pub(super) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<Str<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<Str<'a>>,
    /// A language tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) in_language: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) author: Vec<Named<'a>>,
    /// Labels of tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) keywords: Vec<Str<'a>>,
    /// Addresses of the licences' texts, else their names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) license: Vec<Str<'a>>,
    /// Of the book: its edition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date_modified: Option<String>,
    /// ISO 8601: `PT25M`, 25 minutes. (`P25M` would be months.)
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) time_required: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) educational_level: Option<LevelTerm<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) teaches: Vec<Skill<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) competency_required: Vec<LevelTerm<'a>>,
    /// What its questions and activities show.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) assesses: Vec<Skill<'a>>,
    /// What kind of resource it is, in a word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) learning_resource_type: Option<&'static str>,
    /// Its place in what it is part of, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) position: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) is_part_of: Option<Box<CreativeWork<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) has_part: Vec<CreativeWork<'a>>,
    /// The works that it cites, as it prints them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) citation: Vec<String>,
    /// On the original only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) work_translation: Vec<CreativeWork<'a>>,
    /// On a translation only: never both ways.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) translation_of_work: Option<Box<CreativeWork<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) access_mode: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) accessibility_feature: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) accessibility_hazard: Option<&'static str>,
}

/// Someone with a name. A page doesn't distinguish a person from an organisation, so neither does this.
#[derive(Debug, Serialize)]
pub(super) struct Named<'a> {
    pub(super) name: Str<'a>,
}

/// What is taught.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Skill<'a> {
    /// In words.
    Words(String),
    /// A level's.
    Term(LevelTerm<'a>),
    /// An outcome.
    Outcome(OutcomeTerm),
}

/// An outcome of a level that has an id.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OutcomeTerm {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    name: String,
    /// The id in the author's words.
    term_code: String,
}

impl OutcomeTerm {
    /// The outcome of that id on the level of that id, of the site at `base`; in words, `name`.
    pub(super) fn new(base: &str, level: &str, code: &str, name: String) -> Self {
        let id = format!("{base}#outcome-{level}-{code}");
        Self { kind: "DefinedTerm", id, name, term_code: code.to_owned() }
    }
}

/// The pyramid.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TermSet<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    name: Str<'a>,
    has_defined_term: Vec<LevelTerm<'a>>,
}

impl<'a> TermSet<'a> {
    /// The pyramid of the site at `base`, which holds these levels.
    pub(super) fn new(base: &str, name: Str<'a>, terms: Vec<LevelTerm<'a>>) -> Self {
        Self { kind: "DefinedTermSet", id: term_set(base), name, has_defined_term: terms }
    }
}

/// A level.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LevelTerm<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    name: Str<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Str<'a>>,
    /// The level's number.
    term_code: String,
    in_defined_term_set: NodeId,
}

impl<'a> LevelTerm<'a> {
    /// The level of that id and number of the site at `base`.
    pub(super) fn new(base: &str, id: &str, number: usize, name: Str<'a>, description: Option<Str<'a>>) -> Self {
        Self {
            kind: "DefinedTerm",
            id: format!("{base}#level-{id}"),
            name,
            description,
            term_code: number.to_string(),
            in_defined_term_set: NodeId { id: term_set(base) },
        }
    }
}

fn term_set(base: &str) -> String {
    format!("{base}#levels")
}

/// The glossary of a language.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WordSet<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    name: Str<'a>,
    in_language: &'a str,
    /// On the original only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    work_translation: Vec<NodeId>,
    /// On a translation only: never both ways.
    #[serde(skip_serializing_if = "Option::is_none")]
    translation_of_work: Option<NodeId>,
    has_defined_term: Vec<GlossaryTerm<'a>>,
}

impl<'a> WordSet<'a> {
    /// The glossary whose page is at `url`; `all` are the pages of it in every language, the
    /// original first.
    pub(super) fn new(
        url: String,
        all: Vec<String>,
        name: Str<'a>,
        in_language: &'a str,
        words: Vec<GlossaryTerm<'a>>,
    ) -> Self {
        let mut pages = all.into_iter().map(|id| NodeId { id });
        let original = pages.next().filter(|original| original.id != url);
        let work_translation = if original.is_none() { pages.collect() } else { Vec::new() };
        let (translation_of_work, has_defined_term) = (original, words);
        let kind = "DefinedTermSet";
        Self { kind, id: url, name, in_language, work_translation, translation_of_work, has_defined_term }
    }
}

/// A term of the glossary.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GlossaryTerm<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    name: Str<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    in_defined_term_set: NodeId,
}

impl<'a> GlossaryTerm<'a> {
    /// The term whose entry is at `id`, in the glossary at `set`.
    pub(super) fn new(id: String, name: Str<'a>, description: Option<String>, set: &str) -> Self {
        let in_defined_term_set = NodeId { id: set.to_owned() };
        Self { kind: "DefinedTerm", id, name, description, in_defined_term_set }
    }
}

/// A reference, by its `@id`, to something described elsewhere.
#[derive(Debug, Serialize)]
struct NodeId {
    #[serde(rename = "@id")]
    id: String,
}

/// The way down from the front page.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Breadcrumbs<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    item_list_element: Vec<Crumb<'a>>,
}

#[derive(Debug, Serialize)]
struct Crumb<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: Str<'a>,
    item: String,
}

impl<'a> Breadcrumbs<'a> {
    /// Pages from the front page down to the page itself, each with its absolute address.
    pub(super) fn new(pages: impl IntoIterator<Item = (Str<'a>, String)>) -> Self {
        let crumb = |(index, (name, item))| Crumb { kind: "ListItem", position: index + 1, name, item };
        Self { kind: "BreadcrumbList", item_list_element: pages.into_iter().enumerate().map(crumb).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_block_closes_its_element() {
        let name = "</script><!-- <script> & “é”\u{2028}";
        let work =
            CreativeWork { kinds: &["Course"], id: "x".to_owned(), name: Some(name.into()), ..CreativeWork::default() };
        let json = Graph::new(vec![Node::Work(Box::new(work))]).json();
        assert!(!json.contains('<'));
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["@graph"][0]["name"], name);
        assert_eq!(read["@graph"][0].as_object().unwrap().len(), 3);
    }
}
