//! How a page is cited: the work that it is, for its readers and for reference managers.

use serde_json::{Map, Value, json};

use crate::model::{Date, LessonRef, Translation};
use crate::render::export::{self, Item};
use crate::render::pages::Place;
use crate::render::references;
use crate::render::view::{Cite, Scholar};
use crate::theme::strings::lent;

impl<'a> Place<'a> {
    /// How the page is cited: on a fallback, the original. A draft is not to be cited yet.
    pub(super) fn cite(&self) -> Option<Cite<'a>> {
        let shown = self.shown.filter(|shown| !shown.draft && self.at != LessonRef::Home)?;
        let fields = self.own_fields(shown);
        let key = self.own_key(shown);
        // Files have persons in their parts.
        let exported = with_persons(fields.clone());
        let item = Item { key: &key, fields: &exported };
        let text = self.renderer.page_text(self.lesson, shown, self.permalink, self.locale);
        let language = self.renderer.site.book.config.language(shown.locale);
        Some(Cite {
            lang: language.tag.as_str().into(),
            dir: if language.right_to_left { "rtl" } else { "ltr" }.into(),
            citation_html: references::item(&text, &self.with_edition_in_words(fields, shown)).into(),
            bibtex: export::bibtex(&item).into(),
            ris: export::ris(&item).into(),
        })
    }

    /// What scholarly search engines and reference managers read on the page; `None` on a fallback, whose
    /// original has it, on a draft and on the front page.
    pub(super) fn scholar(&self) -> Option<Scholar<'a>> {
        let shown = self.shown.filter(|shown| !shown.draft && shown.locale == self.locale)?;
        if self.at == LessonRef::Home {
            return None;
        }
        let config = &self.renderer.site.book.config;
        let tag = config.language(self.locale).tag.as_str();
        Some(Scholar {
            title: self.lesson.titles.get(self.locale).text.as_str().into(),
            authors: self.lesson.authors.iter().map(|author| author.as_str().into()).collect(),
            date: self.own_date(shown).map(|date| date.to_string().replace('-', "/")),
            language: tag.split('-').next().unwrap_or(tag).into(),
            book: config.title(self.locale).into(),
            url: self.canonical(),
        })
    }

    /// The date of the text: that of its last change, if its front matter gives one, else of its publication.
    fn own_date(&self, shown: &Translation) -> Option<Date> {
        let updated = shown.parsed.front_matter.updated.as_ref().map(|updated| updated.value);
        updated.or(self.lesson.published(shown.locale))
    }

    /// The page's fields for a style, which makes an ordinal of whatever has a number in it: an edition that is more than a
    /// number, “2026-2027”, is given beside the book's title.
    fn with_edition_in_words(&self, mut fields: Map<String, Value>, shown: &Translation) -> Map<String, Value> {
        let config = &self.renderer.site.book.config;
        let named = config.edition.as_ref().filter(|edition| !edition.bytes().all(|byte| byte.is_ascii_digit()));
        if let Some(edition) = named {
            let words = self.renderer.site.theme.strings(shown.locale).fill("edition_short", &[("edition", edition)]);
            let title = format!("{} ({})", config.title(shown.locale), lent::plain(words.into()));
            fields.insert("container-title".to_owned(), title.into());
            fields.remove("edition");
        }
        fields
    }

    /// A key that no other text of the book has, in any language.
    fn own_key(&self, shown: &Translation) -> String {
        let config = &self.renderer.site.book.config;
        let parts = [config.id.as_str(), &self.lesson.id, &config.language(shown.locale).key];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join("-").replace('/', "-")
    }

    /// The page as CSL describes a part of a book. Whether an author is a person or an organisation
    /// isn't known, so that names stay as they are written.
    fn own_fields(&self, shown: &Translation) -> Map<String, Value> {
        let config = &self.renderer.site.book.config;
        let authors: Vec<Value> = self.lesson.authors.iter().map(|author| json!({ "literal": author })).collect();
        let mut fields = Map::new();
        let mut insert = |key: &str, value: Value| fields.insert(key.to_owned(), value);
        insert("type", "chapter".into());
        insert("title", self.lesson.titles.get(shown.locale).text.as_str().into());
        insert("container-title", config.title(shown.locale).into());
        insert("language", config.language(shown.locale).tag.as_str().into());
        if let Some(edition) = &config.edition {
            insert("edition", edition.as_str().into());
        }
        if !authors.is_empty() {
            insert("author", Value::Array(authors));
        }
        if let Some(date) = self.own_date(shown) {
            insert("issued", json!({ "date-parts": [[date.year(), date.month(), date.day()]] }));
        }
        if let Some(url) = self.canonical() {
            insert("URL", url.into());
        }
        fields
    }
}

/// A work whose authors are persons where they are written so: “Côté, Zoé”, as in references.
fn with_persons(mut fields: Map<String, Value>) -> Map<String, Value> {
    for author in fields.get_mut("author").and_then(Value::as_array_mut).into_iter().flatten() {
        let written = author.get("literal").and_then(Value::as_str).and_then(|name| name.split_once(','));
        let parts = written.map(|(family, given)| (family.trim(), given.trim()));
        if let Some((family, given)) =
            parts.filter(|(family, given)| !family.is_empty() && !given.is_empty() && !given.contains(','))
        {
            *author = json!({ "family": family, "given": given });
        }
    }
    fields
}
