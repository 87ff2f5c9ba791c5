//! Plan: the book → the site, an artifact for each output path; nothing is rendered yet.

mod drawing;
mod listing;
mod logo;
mod offline;
mod pictures;
mod progress;
mod single;
mod vanished;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::locale::{Locale, Localized, message};
use crate::model::{Alignment, Audience, Book, Delivery, Lesson, LessonRef, Permalink, Redirect};
use crate::parse::document::Document;
use crate::pictures::Picture;
use crate::rule::Rule;
use crate::source::AssetFile;
use crate::style::Styles;
use crate::theme::colour::Accent;
use crate::theme::{Content, PublishedTheme, Theme};
use drawing::Covers;
use logo::OwnIcon;

pub use drawing::{Cover, Drawing, Icon, LevelCover, Outline};
pub use listing::{Bar, Kinds, Listing, ListingPages};
#[cfg(feature = "pictures")]
pub use logo::closed;
pub use logo::{Logo, ShownLogo, SiteLogo};
pub use offline::{Sealed, manifest};
pub use single::Single;
pub use vanished::vanished;

/// The site to be made, by output path.
#[derive(Clone, Debug)]
pub struct Site {
    /// The book that it shows.
    pub book: Arc<Book>,
    /// The theme that it is shown in.
    pub theme: Arc<Theme>,
    /// The styles of its citations.
    pub styles: Arc<Styles>,
    /// The theme's files, with their names in this site.
    pub published: PublishedTheme,
    /// The picture in the header; `None` if that is the pyramid.
    pub logo: Option<SiteLogo>,
    /// The kinds of page that it may have.
    kinds: Kinds,
    /// The pages of each kind of listing, in the order of `kinds.listings`, by language.
    listings: Vec<Localized<Option<ListingPages>>>,
    /// The address of each language's feed; `None` if it has no dated lessons, or the site's own address isn't known.
    pub feeds: Localized<Option<Permalink>>,
    /// The address of what scripts are told of the book, in each language.
    pub outlines: Localized<Permalink>,
    /// The pictures that links to its pages show, in each language; `None` if there are none.
    covers: Localized<Option<Covers>>,
    /// The images that may come in several widths, and the names of these. Which of them are files of the site is known once
    /// they are made.
    pub pictures: Vec<Picture>,
    /// The artifact at each path of the output folder.
    pub artifacts: BTreeMap<String, Artifact>,
}

impl Site {
    /// How many pages it has, in all languages together.
    pub fn pages(&self) -> usize {
        self.artifacts.values().filter(|artifact| artifact.is_page()).count()
    }

    /// The picture that a link to a page shows: of its level, else of the whole book. `None` if the site has none.
    pub fn cover(&self, level: Option<usize>, locale: Locale) -> Option<&Permalink> {
        self.covers.get(locale).as_ref()?.of_page(level)
    }
}

/// The name of a language's feed, in the language's folder.
const FEED: &str = "atom.xml";

/// The folder of the preview's own pages.
const PREVIEW: &str = "_palier/";

/// A file of the site.
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
        /// The site's language, and that of the text which comes first.
        locale: Locale,
        /// The language of the other text.
        other: Locale,
    },
    /// What the book holds of some kind, listed for the readers of a language.
    Listing {
        /// The kind.
        kind: &'static Listing,
        /// The index of the thing that the page is about; `None` for the page that lists all.
        thing: Option<usize>,
        /// The site's language.
        locale: Locale,
    },
    /// The stylesheet of such a page, beside it.
    Style {
        /// The kind of page.
        kind: &'static Listing,
        /// The thing that the page is of, by its index; `None` for the page of all.
        thing: Option<usize>,
        /// The site's language.
        locale: Locale,
    },
    /// The script that begins the index of the search in a language, beside the search page. The parts of the index aren't
    /// planned: only who makes it knows them.
    SearchIndex(Locale),
    /// A file that the site has once.
    Single(&'static Single),
    /// The feed of what is new in a language (Atom, RFC 4287).
    Feed(Locale),
    /// A page at a former address, which leads to the present one.
    Redirect {
        /// The former address.
        from: Permalink,
        /// The text that was there.
        at: LessonRef,
        /// The language in which it is read now.
        locale: Locale,
    },
    /// A picture, drawn when it is wanted.
    Drawn(Box<Drawing>),
    /// A file of the book or the theme.
    File(Content),
    /// A file that is made of what all others hold, once they are made.
    Sealed(Sealed),
}

impl Artifact {
    /// Whether it is a text, two texts side by side, or a list: neither a redirect nor another file.
    pub fn is_page(&self) -> bool {
        matches!(self, Self::Page { .. } | Self::SideBySide { .. } | Self::Listing { .. })
    }

    /// Whether it is made of what all other files hold.
    pub fn is_sealed(&self) -> bool {
        matches!(self, Self::Sealed(_))
    }

    /// Whether it leads to many other files, and so is written after them.
    pub fn is_index(&self) -> bool {
        matches!(self, Self::Single(_) | Self::Feed(_) | Self::SearchIndex(_))
    }
}

/// Plans the site of a book, with the pages of these kinds.
pub fn plan(book: Arc<Book>, theme: Arc<Theme>, styles: Arc<Styles>, kinds: Kinds) -> Checked<Site> {
    let mut diagnostics = Vec::new();
    let mut artifacts = BTreeMap::new();
    for (at, lesson) in book.lessons() {
        for (locale, permalink) in lesson.permalinks.iter() {
            let Some(permalink) = permalink else { continue };
            diagnostics.extend(reserved(&book, &theme, &kinds, at, locale, permalink));
            // Two pages at one address were reported when addresses were made.
            artifacts.entry(permalink.output_path()).or_insert(Artifact::Page { at, locale });
            for other in book.config.locales() {
                let page = side_by_side(&book, at, locale, other).map(|beside| beside.page.output_path());
                artifacts.extend(page.map(|page| (page, Artifact::SideBySide { at, locale, other })));
            }
        }
    }
    let listings = kinds.pages(&book, &theme);
    for (&kind, pages) in kinds.listings.iter().zip(&listings) {
        for (locale, pages) in pages.iter() {
            let index = pages.as_ref().filter(|_| kind.has_index).map(ListingPages::index);
            artifacts.extend(index.map(|index| (index.output_path(), Artifact::SearchIndex(locale))));
            for (thing, page) in pages.iter().flat_map(ListingPages::iter) {
                artifacts.insert(page.output_path(), Artifact::Listing { kind, thing, locale });
                if (kind.has_style)(&book, locale, thing) {
                    let style = ListingPages::style(page).output_path();
                    artifacts.insert(style, Artifact::Style { kind, thing, locale });
                }
            }
        }
    }
    let singles = kinds.singles.iter().filter(|single| (single.is_in)(&book));
    artifacts.extend(singles.map(|&single| (single.path.to_owned(), Artifact::Single(single))));
    for (from, redirect) in &book.redirects {
        let path = from.output_path();
        // The preview's own pages would hide this one.
        if path.starts_with(PREVIEW) {
            let message = message!("reserved-permalink.message", address = format!("/{from}"));
            let fault = Diagnostic::new(Rule::ReservedPermalink, redirect.said.clone(), message);
            diagnostics.push(fault.help(message!("reserved-permalink.help-alias")));
            continue;
        }
        // That the address isn't another text's was checked before; this is one of the site's own pages.
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
    // What is for the teacher is rarely put on a host.
    let is_on_disk = book.delivery == Delivery::Folder || book.audience == Audience::Teachers;
    let mut published = theme.publish(&Accent::of_levels(&book.colours()), is_on_disk);
    let own_icon = OwnIcon::of(&book);
    diagnostics.extend(own_icon.fault);
    if own_icon.address.is_some() {
        published.icon = own_icon.address;
    }
    let logo = SiteLogo::of(&book, &mut diagnostics);
    let icons = drawing::icons(&book, &mut published, own_icon.logo.as_ref()).into_iter();
    artifacts.extend(icons.map(|(permalink, icon)| (permalink.output_path(), Artifact::Drawn(Box::new(icon)))));
    for (permalink, content) in &published.files {
        artifacts.insert(permalink.output_path(), Artifact::File(content.clone()));
    }
    for (permalink, content) in offline::manifests(&book, &published) {
        artifacts.insert(permalink.output_path(), Artifact::File(content));
    }
    let covers = book.config.localized(|locale| Covers::of(&book, theme.strings(locale), locale));
    for (permalink, cover) in covers.iter().flat_map(|(_, covers)| covers.iter().flat_map(Covers::iter)) {
        artifacts.insert(permalink.output_path(), Artifact::Drawn(Box::new(Drawing::Cover(cover.clone()))));
    }
    let sealed = Sealed::all(&book).into_iter();
    artifacts.extend(sealed.map(|sealed| (sealed.permalink(&book).output_path(), Artifact::Sealed(sealed))));
    let record = kinds.listings.iter().position(|kind| kind.name == progress::RECORD).map(|at| &listings[at]);
    let scripts = book.config.localized(|locale| {
        let record = record.and_then(|pages| pages.get(locale).as_ref());
        progress::scripts(&book, locale, record.map(|pages| &pages.all))
    });
    for (_, scripts) in scripts.iter() {
        let files = scripts.files.iter().map(|(permalink, content)| (permalink.output_path(), content.clone()));
        artifacts.extend(files.map(|(path, content)| (path, Artifact::File(content))));
    }
    let outlines = scripts.map(|scripts| scripts.outline.clone());
    for asset in book.assets.values() {
        for permalink in asset.shown.iter().chain(&asset.offered) {
            place_file(&mut artifacts, permalink.output_path(), &asset.file, &mut diagnostics);
        }
    }
    for file in &book.static_files {
        let path = file.path.as_str().strip_prefix("static/").unwrap_or(file.path.as_str()).to_owned();
        if matches!(artifacts.get(&path), Some(Artifact::Single(single)) if single.may_be_brought) {
            artifacts.remove(&path);
        }
        place_file(&mut artifacts, path, file, &mut diagnostics);
    }
    let pictures = pictures::pictures(&book);
    let site =
        Site { book, theme, styles, published, logo, kinds, listings, feeds, outlines, covers, pictures, artifacts };
    Checked::new(site, diagnostics)
}

/// How a lesson is read in two languages at once.
#[derive(Clone, Debug)]
pub struct Beside<'b> {
    /// The address of its page.
    pub page: Permalink,
    /// The readers whose version of the two texts is shown.
    pub audience: Audience,
    /// The alignment of the two texts.
    pub alignment: Cow<'b, Alignment>,
}

/// How a lesson is read in two languages at once, the text in `locale` first; `None` if the two can't be read side by
/// side. If only what is for the teacher prevents it, the author gets the students' page.
pub fn side_by_side(book: &Book, at: LessonRef, locale: Locale, other: Locale) -> Option<Beside<'_>> {
    let lesson = book.lesson(at);
    let beside = |audience, alignment: Option<_>| beside(book, at, [locale, other], audience, alignment?);
    let for_author = || Some(lesson.students_alignment(locale, other)).filter(|_| book.audience == Audience::Author);
    beside(book.audience, lesson.alignment(locale, other)).or_else(|| beside(Audience::Students, for_author()?))
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
    // Ids in raw HTML stay as they are written, and both texts may have the same ones.
    if [first, second].into_iter().any(Document::has_raw_ids) {
        return None;
    }
    let own = lesson.permalinks.get(locale).as_ref()?;
    let other = book.config.language(other).key.as_str();
    let page = Permalink::page(own.as_str().split_terminator('/').chain([other]));
    Some(Beside { page, audience, alignment })
}

/// The addresses of feeds. Feeds contain absolute addresses, so a site that doesn't know its own has none.
fn feeds(book: &Book) -> Localized<Option<Permalink>> {
    book.config.localized(|locale| {
        let has_news = book.lessons().any(|(at, lesson)| is_news(at, lesson, locale));
        let wanted = book.config.base_url.is_some() && has_news;
        wanted.then(|| Permalink::file(&format!("{}/{FEED}", book.config.language(locale).key)))
    })
}

/// Whether a text is in the feed of a language: it is a dated lesson, written in that language.
pub fn is_news(at: LessonRef, lesson: &Lesson, locale: Locale) -> bool {
    let translation = lesson.translations.get(&locale).filter(|translation| !translation.draft);
    let dated = |lesson: &Lesson| {
        lesson.published(locale).is_some() || translation.is_some_and(|own| own.parsed.front_matter.updated.is_some())
    };
    matches!(at, LessonRef::Lesson(..)) && translation.is_some() && dated(lesson)
}

/// The fault of a former address that is one of the site's own pages.
fn taken_alias(from: &Permalink, redirect: &Redirect) -> Diagnostic {
    let message = message!("duplicate-permalink.alias-site", address = format!("/{from}"));
    let fault = Diagnostic::new(Rule::DuplicatePermalink, redirect.said.clone(), message);
    fault.help(message!("duplicate-permalink.help-alias-site"))
}

/// Plans a file, and reports anything else at its path; the same bytes under the same name are one file.
fn place_file(
    artifacts: &mut BTreeMap<String, Artifact>,
    path: String,
    file: &AssetFile,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // The preview's own pages would hide this one.
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

/// Whether a file at that path would be in the place of a folder, or below another file.
fn is_in_the_way(artifacts: &BTreeMap<String, Artifact>, path: &str) -> bool {
    let folder = format!("{path}/");
    let below = artifacts.range(folder.clone()..).next();
    let is_folder = below.is_some_and(|(below, _)| below.starts_with(&folder));
    is_folder || path.match_indices('/').any(|(end, _)| artifacts.contains_key(&path[..end]))
}

/// The fault of a page at the address of one of the site's own pages.
fn reserved(
    book: &Book,
    theme: &Theme,
    kinds: &Kinds,
    at: LessonRef,
    locale: Locale,
    permalink: &Permalink,
) -> Option<Diagnostic> {
    let is_in_level = match at {
        LessonRef::Level(_) | LessonRef::Page(_) => false,
        LessonRef::Lesson(..) => true,
        LessonRef::Home => return None,
    };
    let own = permalink.as_str().split('/').nth(if is_in_level { 2 } else { 1 }).unwrap_or_default();
    if !kinds.keep(theme, locale, own, is_in_level) && (is_in_level || own != FEED) {
        return None;
    }
    let file = book.file(at, locale)?;
    let shown = book.lesson(at).shown(locale, book.config.default_locale);
    let slug = shown.and_then(|shown| shown.parsed.front_matter.slug.as_ref());
    let place = Place::new(file, &slug.map_or(0..0, |slug| slug.span.clone()));
    let message = message!("reserved-permalink.message", address = format!("/{permalink}"));
    let fault = Diagnostic::new(Rule::ReservedPermalink, place, message);
    Some(fault.help(match slug {
        Some(_) => message!("reserved-permalink.help"),
        None => message!("reserved-permalink.help-name"),
    }))
}
