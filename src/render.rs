//! Render: one artifact of the site → its bytes. Pure: done for all in parallel, or for one when a
//! browser asks. What *content* can get wrong was found before; only a theme's fault is left.

mod addresses;
mod bibliography_files;
#[cfg(feature = "pictures")]
mod credits;
mod drawn;
mod excerpt;
mod export;
mod feeds;
pub mod html;
mod lent;
mod licence;
pub mod map;
mod memory;
mod metadata;
mod offline;
mod pages;
pub mod pen;
mod plain;
pub mod policy;
mod portable;
pub mod pyramid;
mod references;
mod singles;
mod sitemap;
mod terms;
pub mod text;
mod tips;
pub mod view;
mod xml;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::cache::Cache;
use crate::characters;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Locale, Localized, message};
use crate::model::{Delivery, LevelTotals, Permalink, Translation};
use crate::pictures::{self, Pictures};
use crate::plan::{Artifact, Drawing, Sealed, Site};
use crate::progress::{Progress, Task};
use crate::rule::Rule;
use crate::search;
use crate::source::Hash;
use crate::theme::Content;
use crate::theme::strings::lent as words;
pub use memory::Memory;
use offline::{Publication, Rendered};
pub use pages::kinds;
use singles::Made;
use text::Parts;

/// Renders a site. What many pages share is made once, when the first of them asks.
#[derive(Debug)]
pub struct Renderer {
    site: Arc<Site>,
    memory: Arc<Memory>,
    /// What was made in earlier builds.
    cache: Cache,
    /// The images in several widths; none before they are made.
    pictures: Pictures,
    /// For each language, what each level comes to.
    totals: Localized<OnceLock<Vec<LevelTotals>>>,
    /// For each language, the index of the search; `None` if it has none.
    search: Localized<OnceLock<Option<search::Index>>>,
    /// What was rendered, for the files that are made of it.
    made: Mutex<BTreeMap<String, Rendered>>,
    publication: OnceLock<Publication>,
    progress: Progress,
}

impl Renderer {
    /// A renderer of that site, nothing rendered yet.
    pub fn new(site: Arc<Site>) -> Self {
        Self::with_memory(site, Arc::default())
    }

    /// The same, with what those before it have rendered: whatever is remembered, the bytes are the same.
    pub fn with_memory(site: Arc<Site>, memory: Arc<Memory>) -> Self {
        let totals = site.book.config.localized(|_| OnceLock::new());
        let search = site.book.config.localized(|_| OnceLock::new());
        Self {
            site,
            memory,
            cache: Cache::none(),
            pictures: Pictures::default(),
            totals,
            search,
            made: Mutex::default(),
            publication: OnceLock::new(),
            progress: Progress::default(),
        }
    }

    /// The same, with what was kept of earlier builds: whatever is kept, the bytes are the same.
    #[must_use]
    pub fn with_cache(self, cache: Cache) -> Self {
        Self { cache, ..self }
    }

    /// The same, of which it is counted there how far it has come.
    #[must_use]
    pub fn counted_in(self, progress: &Progress) -> Self {
        Self { progress: progress.clone(), ..self }
    }

    /// The same, with the images in several widths, which are made now; `told` is called with how many are done. Without this, pages show
    /// each image as it is.
    #[must_use]
    pub fn with_pictures(self, told: &(dyn Fn(usize) + Sync)) -> Self {
        Self { pictures: pictures::make(&self.site.pictures, &self.cache, told), ..self }
    }

    /// The site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// What every text is shown with.
    fn parts(&self) -> Parts<'_> {
        let Site { book, theme, styles, .. } = self.site.as_ref();
        Parts { book, theme, styles, memory: &self.memory, pictures: &self.pictures }
    }

    /// The file at a path of the output folder; `None` if the site has none there. A file that is made of what all others
    /// hold has those rendered before it that weren't yet.
    ///
    /// # Errors
    /// A fault of the theme.
    pub fn render(&self, path: &str) -> Option<Result<Content, Box<Diagnostic>>> {
        let rendered = match self.site.artifacts.get(path) {
            Some(Artifact::Sealed(sealed)) => self.sealed(*sealed),
            _ => self.render_alone(path)?,
        };
        if let Ok(Content::Bytes(bytes)) = &rendered
            && self.site.book.delivery == Delivery::Host
        {
            let rendered = Rendered::of(path, bytes, &self.site, &self.pictures);
            self.made().insert(path.to_owned(), rendered);
        }
        Some(rendered)
    }

    /// A file that is made of what all others hold.
    fn sealed(&self, sealed: Sealed) -> Result<Content, Box<Diagnostic>> {
        let publication = match self.publication.get() {
            Some(publication) => publication,
            None => {
                let others = self.site.artifacts.iter().filter(|(_, artifact)| !artifact.is_sealed());
                for (path, artifact) in others {
                    // The book's and the theme's own files are as they are.
                    if !matches!(artifact, Artifact::File(_)) && !self.made().contains_key(path) {
                        self.render(path).transpose()?;
                    }
                }
                for (path, content) in self.search_parts() {
                    self.made().entry(path).or_insert_with(|| Rendered::asset(content));
                }
                for (path, made) in self.pictures.files() {
                    self.made().insert(path.to_owned(), Rendered::alone(made.hash, made.len));
                }
                self.publication.get_or_init(|| Publication::new(&self.site, std::mem::take(&mut *self.made())))
            }
        };
        Ok(Content::Bytes(Cow::Owned(publication.sealed(sealed, &self.site).into_bytes())))
    }

    fn made(&self) -> MutexGuard<'_, BTreeMap<String, Rendered>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The file at a path, by itself.
    fn render_alone(&self, path: &str) -> Option<Result<Content, Box<Diagnostic>>> {
        let config = &self.site.book.config;
        // Texts come without control characters; the last door is shut all the same.
        let text = |text: String| characters::shown(words::plain(text.into())).into_owned();
        let file = |content: String| Content::Bytes(Cow::Owned(text(content).into_bytes()));
        let Some(artifact) = self.site.artifacts.get(path) else {
            return self.search_part(path).map(Ok).or_else(|| self.picture(path));
        };
        let page = |html: String| {
            let films = policy::film_hosts(self.texts_of(artifact), self.site.book.audience);
            let html = policy::with_policy(lent::told(html), config, &films);
            file(match self.site.book.delivery {
                Delivery::Folder => portable::with_named_pages(html, path, &self.site),
                Delivery::Preview | Delivery::Host => html,
            })
        };
        Some(match artifact {
            Artifact::Page { at, locale } => self.page(*at, *locale)?.map(page),
            Artifact::SideBySide { at, locale, other } => self.side_by_side(*at, *locale, *other)?.map(page),
            Artifact::Listing { kind, thing, locale } => self.listing(kind, *thing, *locale)?.map(page),
            Artifact::Style { kind, thing, locale } => self.style(kind, *thing, *locale)?.map(file),
            Artifact::Single(single) => match singles::made(single)? {
                Made::Page(made) => made(self).map(page),
                Made::Text(made) => Ok(file(made(self))),
            },
            Artifact::SearchIndex(locale) => Ok(file(self.search_index(*locale)?.head.clone())),
            Artifact::Feed(locale) => Ok(file(feeds::atom(self, *locale)?)),
            Artifact::Redirect { from, at, locale } => self.redirect(from, *at, *locale)?.map(page),
            Artifact::Drawn(drawing) => Ok(Content::Bytes(Cow::Owned(self.drawn(drawing)?))),
            Artifact::File(content) => Ok(content.clone()),
            Artifact::Sealed(_) => return None,
        })
    }

    /// The texts whose films a page plays: those of a text's own page, and of two side by side.
    fn texts_of(&self, artifact: &Artifact) -> impl Iterator<Item = &Translation> {
        let book = &self.site.book;
        let (at, locales) = match *artifact {
            Artifact::Page { at, locale } => (Some(at), [Some(locale), None]),
            Artifact::SideBySide { at, locale, other } => (Some(at), [Some(locale), Some(other)]),
            _ => (None, [None, None]),
        };
        let lesson = at.map(|at| book.lesson(at));
        locales.into_iter().flatten().filter_map(move |locale| lesson?.shown(locale, book.config.default_locale))
    }

    /// A picture as PNG, drawn if it isn't in the cache.
    #[cfg(feature = "pictures")]
    fn drawn(&self, drawing: &Drawing) -> Option<Vec<u8>> {
        Some(drawn::png(drawing, &self.cache))
    }

    /// Nothing is drawn, and nothing to be drawn is planned.
    #[cfg(not(feature = "pictures"))]
    fn drawn(&self, _: &Drawing) -> Option<Vec<u8>> {
        None
    }

    /// The index of the search in a language, made when it is first asked for; `None` if the book wants no search.
    pub fn search_index(&self, locale: Locale) -> Option<&search::Index> {
        let made = || {
            let _underway = self.progress.begin(Task::Search, 0);
            self.make_search_index(locale)
        };
        self.search.get(locale).get_or_init(made).as_ref()
    }

    /// The parts of all languages' indexes, by output path: files of the site that the plan doesn't know.
    pub fn search_parts(&self) -> impl Iterator<Item = (String, &Content)> {
        let indexes = self.site.book.config.locales().filter_map(|locale| self.search_index(locale));
        indexes.flat_map(|index| index.parts.iter().map(|(path, content)| (path.output_path(), content)))
    }

    fn search_part(&self, path: &str) -> Option<Content> {
        let key = search::key_of_part(path)?;
        let config = &self.site.book.config;
        let locale = config.locales().find(|&locale| config.language(locale).key == key)?;
        self.search_index(locale)?.parts.get(&Permalink::file(path)).cloned()
    }

    /// The images in several widths, by output path: files of the site that the plan doesn't know, each with its hash.
    pub fn picture_files(&self) -> impl Iterator<Item = (String, Hash)> {
        self.pictures.files().map(|(path, made)| (path.to_owned(), made.hash))
    }

    fn picture(&self, path: &str) -> Option<Result<Content, Box<Diagnostic>>> {
        let bytes = self.pictures.bytes(path, &self.cache)?;
        Some(bytes.map(|bytes| Content::Bytes(Cow::Owned(bytes))).map_err(|image| {
            let message = message!("unwritable-output.changed", path = image.path.as_str());
            let fault = Diagnostic::new(Rule::UnreadableFile, Place::file(&image.path), message);
            Box::new(fault.help(message!("unwritable-output.help-changed")))
        }))
    }

    /// What each level comes to in a language, from the base up: counted once, for every page says it of every level.
    fn level_totals(&self, locale: Locale) -> &[LevelTotals] {
        self.totals.get(locale).get_or_init(|| self.site.book.level_totals(locale))
    }
}
