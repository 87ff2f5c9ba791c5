//! Plan: the book → the site, every output path and what stands there, nothing rendered yet.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::locale::{Locale, message};
use crate::model::{Book, LessonRef, Permalink};
use crate::rule::Rule;
use crate::source::AssetFile;
use crate::theme::{Content, PublishedTheme, Theme};

/// What is to be made, by output path.
#[derive(Clone, Debug)]
pub struct Site {
    /// The book that it shows.
    pub book: Arc<Book>,
    /// The theme that it is shown in.
    pub theme: Arc<Theme>,
    /// The theme's files, with the names they have in this site.
    pub published: PublishedTheme,
    /// What stands at each path of the output folder.
    pub artifacts: BTreeMap<String, Artifact>,
}

/// The theme's strings that are segments of addresses which the site keeps for its own pages.
const RESERVED: [&str; 5] = ["glossary_slug", "references_slug", "tags_slug", "progress_slug", "search_slug"];

/// What stands at one path.
#[derive(Clone, Debug)]
pub enum Artifact {
    /// A text of the book in a language of the site.
    Page {
        /// The text.
        at: LessonRef,
        /// The site's language, which the text's may differ from.
        locale: Locale,
    },
    /// The choice of language.
    Chooser,
    /// What stands where there is nothing.
    NotFound,
    /// The way on from a former address.
    Redirect {
        /// The former address.
        from: Permalink,
        /// The text that stood there.
        at: LessonRef,
        /// Its language.
        locale: Locale,
    },
    /// A file of the book or the theme.
    File(Content),
    /// The list of all pages, for search engines.
    Sitemap,
    /// What search engines may read.
    Robots,
}

/// Plans the site of a book.
pub fn plan(book: Arc<Book>, theme: Arc<Theme>) -> Checked<Site> {
    let mut diagnostics = Vec::new();
    let mut artifacts = BTreeMap::new();
    for (at, lesson) in book.lessons() {
        for (locale, permalink) in lesson.permalinks.iter() {
            let Some(permalink) = permalink else { continue };
            report_reserved(&book, &theme, at, locale, permalink, &mut diagnostics);
            // Two pages at one address are reported where addresses are made.
            artifacts.entry(permalink.output_path()).or_insert(Artifact::Page { at, locale });
        }
    }
    for (from, &(at, locale)) in &book.redirects {
        let redirect = Artifact::Redirect { from: from.clone(), at, locale };
        artifacts.entry(from.output_path()).or_insert(redirect);
    }
    artifacts.insert(Permalink::page([]).output_path(), Artifact::Chooser);
    artifacts.insert("404.html".to_owned(), Artifact::NotFound);
    if book.config.base_url.is_some() {
        artifacts.insert("sitemap.xml".to_owned(), Artifact::Sitemap);
    }
    artifacts.insert("robots.txt".to_owned(), Artifact::Robots);
    let published = theme.publish(book.levels.len());
    for (permalink, content) in &published.files {
        artifacts.insert(permalink.output_path(), Artifact::File(content.clone()));
    }
    for asset in book.assets.values() {
        for permalink in asset.shown.iter().chain(&asset.offered) {
            place_file(&mut artifacts, permalink.output_path(), &asset.file, &mut diagnostics);
        }
    }
    for file in &book.static_files {
        let path = file.path.as_str().strip_prefix("static/").unwrap_or(file.path.as_str()).to_owned();
        // A site may bring its own robots.txt.
        if path == "robots.txt" {
            artifacts.remove(&path);
        }
        place_file(&mut artifacts, path, file, &mut diagnostics);
    }
    Checked::new(Site { book, theme, published, artifacts }, diagnostics)
}

/// Plans a file, unless something else stands there: the same bytes under the same name are one.
fn place_file(
    artifacts: &mut BTreeMap<String, Artifact>,
    path: String,
    file: &AssetFile,
    diagnostics: &mut Vec<Diagnostic>,
) {
    match artifacts.entry(path) {
        Entry::Vacant(entry) => {
            entry.insert(Artifact::File(Content::Asset(file.clone())));
        }
        Entry::Occupied(entry) => {
            let same = matches!(entry.get(), Artifact::File(content) if content.hash() == file.hash);
            if !same {
                let address = format!("/{}", entry.key());
                let message = message!("duplicate-permalink.static", address = address);
                let fault = Diagnostic::new(Rule::DuplicatePermalink, Place::file(&file.path), message);
                diagnostics.push(fault.help(message!("duplicate-permalink.help-static")));
            }
        }
    }
}

/// Reports a page that stands where the site keeps a page of its own.
fn report_reserved(
    book: &Book,
    theme: &Theme,
    at: LessonRef,
    locale: Locale,
    permalink: &Permalink,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if !matches!(at, LessonRef::Level(_) | LessonRef::Page(_)) {
        return;
    }
    let own = permalink.as_str().split('/').nth(1).unwrap_or_default();
    let strings = theme.strings(locale);
    if !RESERVED.iter().any(|key| strings.get(key) == own) {
        return;
    }
    let Some(file) = book.file(at, locale) else { return };
    let shown = book.lesson(at).shown(locale, book.config.default_locale);
    let slug = shown.and_then(|shown| shown.parsed.front_matter.slug.as_ref());
    let slug = slug.map_or(0..0, |slug| slug.span.clone());
    let message = message!("reserved-permalink.message", address = format!("/{permalink}"));
    let fault = Diagnostic::new(Rule::ReservedPermalink, Place::new(file, &slug), message);
    diagnostics.push(fault.help(message!("reserved-permalink.help")));
}
