//! What search engines read about a site: which pages there are, and what may be read.

use std::fmt::Write;

use crate::locale::Locale;
use crate::model::{Audience, Book, Date, Lesson, Permalink};
use crate::plan::ListingPages;
use crate::render::Renderer;
use crate::render::xml::escape;

impl Renderer {
    /// `sitemap.xml` (sitemaps.org 0.9): each page that is in its own language. hreflang is in
    /// the pages, not here: in one place only.
    pub(super) fn sitemap(&self) -> String {
        let book = &self.site.book;
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        for (_, lesson) in book.lessons() {
            for (locale, permalink) in lesson.permalinks.iter() {
                let Some(permalink) = permalink.as_ref().filter(|_| is_listed(lesson, locale)) else { continue };
                let updated = lesson.translations.get(&locale).and_then(|translation| {
                    let own = translation.parsed.front_matter.updated.as_ref().map(|updated| updated.value);
                    own.or(lesson.published(locale))
                });
                self.push_page(&mut xml, permalink, updated);
            }
        }
        for (kind, pages) in self.site.listings() {
            for (locale, pages) in pages.iter() {
                let pages = pages.iter().flat_map(ListingPages::iter);
                for (_, page) in pages.filter(|(thing, _)| (kind.is_indexed)(book, locale, *thing)) {
                    self.push_page(&mut xml, page, None);
                }
            }
        }
        xml.push_str("</urlset>\n");
        xml
    }

    fn push_page(&self, xml: &mut String, page: &Permalink, updated: Option<Date>) {
        // Only a site that knows its own address has a sitemap.
        let Some(address) = self.absolute(page) else { return };
        let _ = write!(xml, "<url><loc>{}</loc>", escape(&address));
        if let Some(updated) = updated {
            let _ = write!(xml, "<lastmod>{updated}</lastmod>");
        }
        xml.push_str("</url>\n");
    }
}

/// Whether a lesson's page in a language is for search engines: not when it falls back on another
/// language, nor when it is a draft.
pub(super) fn is_listed(lesson: &Lesson, locale: Locale) -> bool {
    match lesson.translations.get(&locale) {
        Some(translation) => !translation.draft,
        // A level or a front page without a text of its own is a list, in every language.
        None => lesson.translations.is_empty(),
    }
}

/// `robots.txt` (RFC 9309): all may be read.
pub(super) fn robots(book: &Book) -> String {
    let base_url = book.config.base_url.as_ref().filter(|_| book.audience == Audience::Students);
    let sitemap = base_url.map(|base| format!("\nSitemap: {}sitemap.xml\n", base.as_str()));
    format!("User-agent: *\nAllow: /\n{}", sitemap.unwrap_or_default())
}
