//! What a site tells search engines: which pages there are, and what may be read.

use crate::model::{Book, Lesson};

/// `sitemap.xml` (sitemaps.org 0.9): each page that is in its own language. hreflang stands in the
/// pages, not here: in one place only.
pub(super) fn sitemap(book: &Book) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    let base = book.config.base_url.as_ref().map_or("", |base| base.as_str());
    for (_, lesson) in book.lessons() {
        for (locale, permalink) in lesson.permalinks.iter() {
            let Some(permalink) = permalink.as_ref().filter(|_| is_listed(lesson, locale)) else { continue };
            let updated = lesson.translations.get(&locale).and_then(|translation| {
                let own = translation.parsed.front_matter.updated.as_ref().map(|updated| updated.value);
                own.or(lesson.date)
            });
            xml.push_str(&format!("<url><loc>{base}{}</loc>", permalink.encoded()));
            if let Some(updated) = updated {
                xml.push_str(&format!("<lastmod>{updated}</lastmod>"));
            }
            xml.push_str("</url>\n");
        }
    }
    xml.push_str("</urlset>\n");
    xml
}

/// Whether a lesson's page in a language is for search engines: not when it falls back on another
/// language, nor when it is a draft.
pub(super) fn is_listed(lesson: &Lesson, locale: crate::locale::Locale) -> bool {
    match lesson.translations.get(&locale) {
        Some(translation) => !translation.draft,
        // A level or a front page without a text of its own is a list, in every language.
        None => lesson.translations.is_empty(),
    }
}

/// `robots.txt` (RFC 9309): all may be read.
pub(super) fn robots(book: &Book) -> String {
    let sitemap = book.config.base_url.as_ref().map(|base| format!("\nSitemap: {}sitemap.xml\n", base.as_str()));
    format!("User-agent: *\nAllow: /\n{}", sitemap.unwrap_or_default())
}
