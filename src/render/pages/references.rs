//! All references as a page shows them: every work that the book cites, in a language's style.

use std::collections::HashSet;

use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::model::{Book, LessonRef, Permalink};
use crate::render::Renderer;
use crate::render::bibliography_files::{BIB, JSON, RIS};
use crate::render::metadata::{CreativeWork, Graph, Node};
use crate::render::pages::listing::ListPage;
use crate::render::plain;
use crate::render::references;
use crate::render::sitemap::is_listed;
use crate::render::text::PageText;
use crate::render::view::{NavigationLink, ReferenceEntry, ReferencesView};

/// A page that lists works.
const LIST: &[&str] = &["CollectionPage"];

/// The name of the kind of page.
pub(super) const NAME: &str = "references";

/// Whether a text that the language shows cites something.
pub(super) fn is_in(book: &Book, locale: Locale) -> bool {
    book.references.works.iter().any(|work| !work.lessons.get(locale).is_empty())
}

/// Whether a text in the language itself cites something.
pub(super) fn is_indexed(book: &Book, locale: Locale, _: Option<usize>) -> bool {
    let mut lessons = book.references.works.iter().flat_map(|work| work.lessons.get(locale));
    lessons.any(|&at| is_listed(book.lesson(at), locale))
}

impl Renderer {
    /// The works that the book cites, for the readers of a language.
    pub(super) fn references<'a>(&'a self, page: &ListPage<'a>) -> Result<String, Box<Diagnostic>> {
        let (site, permalink) = (&self.site, page.permalink);
        let entries = self.reference_entries(page.locale, permalink);
        let title = self.list_title(page);
        let frame = self.list_frame(page, title.clone(), self.reference_list(page, &entries));
        let strings = site.theme.strings(page.locale);
        let works = strings.count("works_count", entries.len()).into();
        let files = [("BibTeX", BIB), ("RIS", RIS), ("CSL-JSON", JSON)];
        let exports = files.map(|(format, file)| {
            let href = permalink.href(&Permalink::file(file));
            NavigationLink { title: format.into(), lang: None, href, current: false }
        });
        let view = ReferencesView { frame, title, works, entries, exports: exports.into() };
        site.theme.render("references.html", &view)
    }

    /// The works that the texts of a language cite, in the order of its style, as the page at an address shows them.
    pub(super) fn reference_entries<'a>(&'a self, locale: Locale, page: &'a Permalink) -> Vec<ReferenceEntry<'a>> {
        let book = &self.site.book;
        let Some(text) = self.citing_text(locale, page) else { return Vec::new() };
        let mut ids = HashSet::new();
        let entries = references::of_book(&text, locale).into_iter().map(|(index, html)| {
            let work = &book.references.works[index];
            // Lessons may mean different works by one key.
            let mut id = format!("ref:{}", work.key);
            let mut number = 1;
            while !ids.insert(id.clone()) {
                number += 1;
                id = format!("ref:{}-{number}", work.key);
            }
            let lessons = work.lessons.get(locale).iter();
            let lessons = lessons.filter_map(|&at| self.citing_lesson(at, locale, page)).collect();
            ReferenceEntry { id: id.into(), entry_html: html.into(), lessons }
        });
        entries.collect()
    }

    /// A text that cites something, as the page of all references shows it.
    pub(in crate::render) fn citing_text<'a>(&'a self, locale: Locale, page: &'a Permalink) -> Option<PageText<'a>> {
        let site = &self.site;
        let book = &site.book;
        let at = *book.references.works.iter().find_map(|work| work.lessons.get(locale).first())?;
        let lesson = book.lesson(at);
        let shown = lesson.shown(locale, book.config.default_locale)?;
        let text = self.page_text(lesson, shown, page, locale);
        // On a fallback too, the page's language is its own.
        Some(PageText { strings: site.theme.strings(locale), ..text })
    }

    /// A text that cites a work or shows an image, as a link.
    pub(super) fn citing_lesson<'a>(
        &'a self,
        at: LessonRef,
        locale: Locale,
        page: &Permalink,
    ) -> Option<NavigationLink<'a>> {
        let book = &self.site.book;
        let lesson = book.lesson(at);
        let to = lesson.permalinks.get(locale).as_ref()?;
        let title = lesson.titles.get(locale);
        let lang = (title.locale != locale).then(|| book.config.language(title.locale).tag.as_str().into());
        Some(NavigationLink { title: title.text.as_str().into(), lang, href: page.href(to), current: false })
    }

    /// The list as JSON-LD, where the page is for search engines.
    fn reference_list<'a>(&'a self, page: &ListPage<'a>, entries: &[ReferenceEntry<'a>]) -> Option<String> {
        let locale = page.locale;
        let url = self.absolute(page.permalink).filter(|_| self.is_indexed(page))?;
        let config = &self.site.book.config;
        let link = |(locale, page): (Locale, &Permalink)| {
            let in_language = Some(config.language(locale).tag.as_str());
            Some(CreativeWork { kinds: LIST, id: self.absolute(page)?, in_language, ..CreativeWork::default() })
        };
        let mut pages = self.indexed(page);
        pages.sort_by_key(|&(locale, _)| (locale != config.default_locale, locale));
        let mut work = CreativeWork {
            kinds: LIST,
            id: url.clone(),
            url: Some(url),
            name: Some(self.list_title(page)),
            in_language: Some(&config.language(locale).tag),
            citation: entries.iter().map(|entry| plain::text(&entry.entry_html)).collect(),
            ..CreativeWork::default()
        };
        match pages.split_first() {
            Some((&(original, _), others)) if original == locale => {
                work.work_translation = others.iter().filter_map(|&page| link(page)).collect();
            }
            Some((&original, _)) => work.translation_of_work = link(original).map(Box::new),
            None => {}
        }
        Some(Graph::new(vec![Node::Work(Box::new(work))]).json())
    }
}
