//! Plan: the book → the site, every output path with its artifact, nothing rendered yet.

mod vanished;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::locale::{Locale, Localized, message};
use crate::model::{Alignment, Audience, Book, Lesson, LessonRef, Permalink, Redirect, Slug};
use crate::parse::document::Document;
use crate::rule::Rule;
use crate::source::AssetFile;
use crate::style::Styles;
use crate::theme::{Content, PublishedTheme, Theme};

pub use vanished::vanished;

/// What is to be made, by output path.
#[derive(Clone, Debug)]
pub struct Site {
    /// The book that it shows.
    pub book: Arc<Book>,
    /// The theme that it is shown in.
    pub theme: Arc<Theme>,
    /// The styles of its citations.
    pub styles: Arc<Styles>,
    /// The theme's files, with the names they have in this site.
    pub published: PublishedTheme,
    /// The pages of tags, in each language.
    pub tags: Localized<TagPages>,
    /// The page of the glossary in each language; `None` when the book explains no term.
    pub glossary: Localized<Option<Permalink>>,
    /// The page of all references in each language that cites any.
    pub references: Localized<Option<Permalink>>,
    /// The feed of each language that has dated lessons.
    pub feeds: Localized<Option<Permalink>>,
    /// The artifact at each path of the output folder.
    pub artifacts: BTreeMap<String, Artifact>,
}

impl Site {
    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.artifacts.values().filter(|artifact| artifact.is_page()).count()
    }
}

/// Where the pages of tags stand in a language. A tag that no text there bears has none.
#[derive(Clone, Debug)]
pub struct TagPages {
    /// The page of all tags; `None` when there is no tag.
    pub all: Option<Permalink>,
    /// The page of each of [`Book::tags`].
    pub each: Vec<Option<Permalink>>,
    /// The tags that are called like another one: their pages need more to be told apart.
    pub alike: BTreeSet<usize>,
}

/// The name of a language's feed, in the language's folder.
const FEED: &str = "atom.xml";

/// The works that the book cites, for reference managers.
pub const REFERENCES_JSON: &str = "references.json";
/// The same as BibTeX.
pub const REFERENCES_BIB: &str = "references.bib";
/// The same as RIS.
pub const REFERENCES_RIS: &str = "references.ris";

/// What some hosts read to know which headers to send.
const HEADERS: &str = "_headers";

/// The theme's strings that are segments of addresses which the site keeps for its own pages.
const RESERVED: [&str; 5] = ["glossary_slug", "references_slug", "tags_slug", "progress_slug", "search_slug"];

/// The folder that `palier serve` keeps for pages of its own.
const PREVIEW: &str = "_palier/";

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
    /// Two texts of a lesson, one beside the other.
    SideBySide {
        /// The lesson.
        at: LessonRef,
        /// The site's language, and that of the text which stands first.
        locale: Locale,
        /// The language of the other text.
        other: Locale,
    },
    /// The tags of a language, all of them.
    Tags(Locale),
    /// The texts that bear a tag, in a language of the site.
    Tag {
        /// The tag: an index of [`Book::tags`].
        tag: usize,
        /// The site's language.
        locale: Locale,
    },
    /// The terms of the book, for the readers of a language.
    Glossary(Locale),
    /// The works that the book cites, for the readers of a language.
    References(Locale),
    /// The works that the book cites, as CSL-JSON.
    ReferencesJson,
    /// The works that the book cites, as BibTeX.
    ReferencesBib,
    /// The works that the book cites, as RIS.
    ReferencesRis,
    /// What is new in a language.
    Feed(Locale),
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
    /// The security policy, for hosts that send what this file says.
    Headers,
}

impl Artifact {
    /// Whether it is a page of its own, in a language.
    pub fn is_page(&self) -> bool {
        matches!(
            self,
            Self::Page { .. }
                | Self::SideBySide { .. }
                | Self::Tags(_)
                | Self::Tag { .. }
                | Self::Glossary(_)
                | Self::References(_)
        )
    }
}

/// Plans the site of a book.
pub fn plan(book: Arc<Book>, theme: Arc<Theme>, styles: Arc<Styles>) -> Checked<Site> {
    let mut diagnostics = Vec::new();
    let mut artifacts = BTreeMap::new();
    for (at, lesson) in book.lessons() {
        for (locale, permalink) in lesson.permalinks.iter() {
            let Some(permalink) = permalink else { continue };
            report_reserved(&book, &theme, at, locale, permalink, &mut diagnostics);
            // Two pages at one address are reported where addresses are made.
            artifacts.entry(permalink.output_path()).or_insert(Artifact::Page { at, locale });
            for other in book.config.locales() {
                let page = side_by_side(&book, at, locale, other).map(|beside| beside.page.output_path());
                artifacts.extend(page.map(|page| (page, Artifact::SideBySide { at, locale, other })));
            }
        }
    }
    let tags = tag_pages(&book, &theme);
    for (locale, pages) in tags.iter() {
        if let Some(all) = &pages.all {
            artifacts.insert(all.output_path(), Artifact::Tags(locale));
        }
        for (tag, page) in pages.each.iter().enumerate() {
            let page = page.as_ref().map(|page| (page.output_path(), Artifact::Tag { tag, locale }));
            artifacts.extend(page);
        }
    }
    let glossary = book.config.localized(|locale| {
        let key = book.config.language(locale).key.as_str();
        let slug = own_slug(&theme, locale, "glossary_slug", "glossary");
        (!book.glossary.terms.is_empty()).then(|| Permalink::page([key, slug.as_str()]))
    });
    for (locale, page) in glossary.iter() {
        artifacts.extend(page.as_ref().map(|page| (page.output_path(), Artifact::Glossary(locale))));
    }
    let references = references(&book, &theme);
    for (locale, page) in references.iter() {
        artifacts.extend(page.as_ref().map(|page| (page.output_path(), Artifact::References(locale))));
    }
    if references.iter().any(|(_, page)| page.is_some()) {
        artifacts.insert(REFERENCES_JSON.to_owned(), Artifact::ReferencesJson);
        artifacts.insert(REFERENCES_BIB.to_owned(), Artifact::ReferencesBib);
        artifacts.insert(REFERENCES_RIS.to_owned(), Artifact::ReferencesRis);
    }
    for (from, redirect) in &book.redirects {
        let path = from.output_path();
        // The preview's own pages would hide it.
        if path.starts_with(PREVIEW) {
            let message = message!("reserved-permalink.message", address = format!("/{from}"));
            let fault = Diagnostic::new(Rule::ReservedPermalink, redirect.said.clone(), message);
            diagnostics.push(fault.help(message!("reserved-permalink.help-alias")));
            continue;
        }
        // Addresses of texts are known before; this is one of the site's own pages.
        if artifacts.contains_key(&path) || is_in_the_way(&artifacts, &path) {
            diagnostics.push(taken_alias(from, redirect));
            continue;
        }
        artifacts.insert(path, Artifact::Redirect { from: from.clone(), at: redirect.to, locale: redirect.locale });
    }
    let feeds = feeds(&book);
    for (locale, feed) in feeds.iter() {
        artifacts.extend(feed.as_ref().map(|feed| (feed.output_path(), Artifact::Feed(locale))));
    }
    artifacts.insert(Permalink::page([]).output_path(), Artifact::Chooser);
    artifacts.insert("404.html".to_owned(), Artifact::NotFound);
    // A teacher's site is not for search engines.
    if book.config.base_url.is_some() && book.audience == Audience::Students {
        artifacts.insert("sitemap.xml".to_owned(), Artifact::Sitemap);
    }
    artifacts.insert("robots.txt".to_owned(), Artifact::Robots);
    artifacts.insert(HEADERS.to_owned(), Artifact::Headers);
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
        // A site may bring its own.
        if ["robots.txt", HEADERS, REFERENCES_JSON, REFERENCES_BIB, REFERENCES_RIS].contains(&path.as_str()) {
            artifacts.remove(&path);
        }
        place_file(&mut artifacts, path, file, &mut diagnostics);
    }
    Checked::new(Site { book, theme, styles, published, tags, glossary, references, feeds, artifacts }, diagnostics)
}

/// How a lesson is read in two languages at once.
#[derive(Clone, Debug)]
pub struct Beside<'b> {
    /// Its page.
    pub page: Permalink,
    /// For whom the two texts are shown.
    pub audience: Audience,
    /// How they lie beside each other.
    pub alignment: Cow<'b, Alignment>,
}

/// How a lesson is read in two languages at once, the text in `locale` first; nothing where the two
/// don't lie beside each other. Where what is for the teacher keeps them from it, the author sees the
/// page that students get.
pub fn side_by_side(book: &Book, at: LessonRef, locale: Locale, other: Locale) -> Option<Beside<'_>> {
    let lesson = book.lesson(at);
    let beside = |audience, alignment: Option<_>| beside(book, at, [locale, other], audience, alignment?);
    beside(book.audience, lesson.alignment(locale, other))
        .or_else(|| beside(Audience::Students, lesson.students_alignment(locale, other)))
}

fn beside<'b>(
    book: &Book,
    at: LessonRef,
    [locale, other]: [Locale; 2],
    audience: Audience,
    alignment: Cow<'b, Alignment>,
) -> Option<Beside<'b>> {
    if !matches!(at, LessonRef::Lesson(..) | LessonRef::Page(_)) || !book.wants_side_by_side(at) {
        return None;
    }
    let lesson = book.lesson(at);
    let document = |locale| Some(lesson.translations.get(&locale)?.parsed.shown(audience));
    let (first, second) = (document(locale)?, document(other)?);
    if !alignment.is_parallel(&first.blocks, &second.blocks) {
        return None;
    }
    // Ids of raw HTML stay as they are written, and both texts may well have the same.
    if [first, second].into_iter().any(Document::has_raw_ids) {
        return None;
    }
    let own = lesson.permalinks.get(locale).as_ref()?;
    let other = book.config.language(other).key.as_str();
    let page = Permalink::page(own.as_str().split_terminator('/').chain([other]));
    Some(Beside { page, audience, alignment })
}

/// The addresses of the pages of tags.
fn tag_pages(book: &Book, theme: &Theme) -> Localized<TagPages> {
    book.config.localized(|locale| {
        let key = book.config.language(locale).key.as_str();
        let slug = own_slug(theme, locale, "tags_slug", "tags");
        let bears = |at: &LessonRef| book.lesson(*at).permalinks.get(locale).is_some();
        let each = book.tags.iter().map(|tag| {
            let is_borne = tag.lessons.iter().any(bears);
            is_borne.then(|| Permalink::page([key, slug.as_str(), tag.id.as_str()]))
        });
        let each: Vec<_> = each.collect();
        let all = each.iter().any(Option::is_some).then(|| Permalink::page([key, slug.as_str()]));
        let mut labels: HashMap<&str, usize> = HashMap::new();
        let mut alike = BTreeSet::new();
        for (index, tag) in book.tags.iter().enumerate() {
            if let Some(other) = labels.insert(&tag.labels.get(locale).text, index) {
                alike.extend([other, index]);
            }
        }
        TagPages { all, each, alike }
    })
}

/// The addresses of the pages of all references.
fn references(book: &Book, theme: &Theme) -> Localized<Option<Permalink>> {
    book.config.localized(|locale| {
        let key = book.config.language(locale).key.as_str();
        let slug = own_slug(theme, locale, "references_slug", "references");
        let is_citing = book.references.works.iter().any(|work| !work.lessons.get(locale).is_empty());
        is_citing.then(|| Permalink::page([key, slug.as_str()]))
    })
}

/// The theme's segment of addresses under a key, made fit where its word isn't; `other` where that
/// can't be.
fn own_slug(theme: &Theme, locale: Locale, key: &str, other: &str) -> String {
    let word = theme.strings(locale).get(key);
    let slug = Slug::parse(word).or_else(|| Slug::from_name(word));
    slug.map_or_else(|| other.to_owned(), |slug| slug.as_str().to_owned())
}

/// The addresses of feeds: they name whole addresses, so only a site that knows its own has any.
fn feeds(book: &Book) -> Localized<Option<Permalink>> {
    book.config.localized(|locale| {
        let has_news = book.lessons().any(|(at, lesson)| is_news(at, lesson, locale));
        let wanted = book.config.base_url.is_some() && has_news;
        wanted.then(|| Permalink::file(&format!("{}/{FEED}", book.config.language(locale).key)))
    })
}

/// Whether a text is for the feed of a language: a dated lesson in that language.
pub fn is_news(at: LessonRef, lesson: &Lesson, locale: Locale) -> bool {
    let translation = lesson.translations.get(&locale).filter(|translation| !translation.draft);
    let dated = |lesson: &Lesson| {
        lesson.published(locale).is_some() || translation.is_some_and(|own| own.parsed.front_matter.updated.is_some())
    };
    matches!(at, LessonRef::Lesson(..)) && translation.is_some() && dated(lesson)
}

/// A former address that is one of the site's own pages.
fn taken_alias(from: &Permalink, redirect: &Redirect) -> Diagnostic {
    let message = message!("duplicate-permalink.alias-site", address = format!("/{from}"));
    let fault = Diagnostic::new(Rule::DuplicatePermalink, redirect.said.clone(), message);
    fault.help(message!("duplicate-permalink.help-alias-site"))
}

/// Plans a file, unless something else stands there: the same bytes under the same name are one.
fn place_file(
    artifacts: &mut BTreeMap<String, Artifact>,
    path: String,
    file: &AssetFile,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // The preview's own pages would hide it.
    if path.starts_with(PREVIEW) {
        let message = message!("reserved-permalink.message", address = format!("/{path}"));
        let fault = Diagnostic::new(Rule::ReservedPermalink, Place::file(&file.path), message);
        diagnostics.push(fault.help(message!("reserved-permalink.help-static")));
        return;
    }
    let is_same = match artifacts.get(&path) {
        Some(Artifact::File(content)) => content.hash() == file.hash,
        Some(_) => false,
        None if !is_in_the_way(artifacts, &path) => {
            artifacts.insert(path, Artifact::File(Content::Asset(file.clone())));
            return;
        }
        None => false,
    };
    if is_same {
        return;
    }
    let address = format!("/{path}");
    let (message, help) = match file.path.as_str().starts_with("static/") {
        true => {
            (message!("duplicate-permalink.static", address = address), message!("duplicate-permalink.help-static"))
        }
        false => {
            (message!("duplicate-permalink.offered", address = address), message!("duplicate-permalink.help-offered"))
        }
    };
    diagnostics.push(Diagnostic::new(Rule::DuplicatePermalink, Place::file(&file.path), message).help(help));
}

/// Whether a file at that path would be where a folder is, or below another file.
fn is_in_the_way(artifacts: &BTreeMap<String, Artifact>, path: &str) -> bool {
    let folder = format!("{path}/");
    let below = artifacts.range(folder.clone()..).next();
    let is_folder = below.is_some_and(|(below, _)| below.starts_with(&folder));
    is_folder || path.match_indices('/').any(|(end, _)| artifacts.contains_key(&path[..end]))
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
    if own != FEED && !RESERVED.iter().any(|key| strings.get(key) == own) {
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
