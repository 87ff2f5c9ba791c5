//! Render: one artifact of the site → its bytes. Pure: done for all in parallel, or for one when a
//! browser asks. What *content* can get wrong was found before; only a theme's fault is left.

mod bibliography_files;
mod excerpt;
mod export;
mod feeds;
pub mod html;
mod lent;
mod licence;
pub mod map;
mod memory;
mod metadata;
mod pages;
pub mod pen;
mod plain;
pub mod policy;
pub mod pyramid;
mod references;
mod singles;
mod sitemap;
mod terms;
pub mod text;
pub mod view;
mod xml;

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use crate::characters;
use crate::diagnostic::Diagnostic;
use crate::locale::{Locale, Localized};
use crate::model::Permalink;
use crate::plan::{Artifact, Site};
use crate::search;
use crate::theme::Content;
use crate::theme::strings::lent as words;
pub use memory::Memory;
use pages::LevelTotals;
pub use pages::kinds;
use singles::Made;
use text::Parts;

/// Renders a site. What many pages share is made once, when the first of them asks.
#[derive(Debug)]
pub struct Renderer {
    site: Arc<Site>,
    memory: Arc<Memory>,
    /// For each language, what each level comes to.
    totals: Localized<OnceLock<Vec<LevelTotals>>>,
    /// For each language, the index of the search; `None` if it has none.
    search: Localized<OnceLock<Option<search::Index>>>,
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
        Self { site, memory, totals, search }
    }

    /// The site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// What every text is shown with.
    fn parts(&self) -> Parts<'_> {
        let Site { book, theme, styles, .. } = self.site.as_ref();
        Parts { book, theme, styles, memory: &self.memory }
    }

    /// The file at a path of the output folder; `None` if the site has none there.
    ///
    /// # Errors
    /// A fault of the theme.
    pub fn render(&self, path: &str) -> Option<Result<Content, Box<Diagnostic>>> {
        let config = &self.site.book.config;
        // Texts come without control characters; the last door is shut all the same.
        let text = |text: String| characters::shown(words::plain(text.into())).into_owned();
        let file = |content: String| Content::Bytes(Cow::Owned(text(content).into_bytes()));
        let page = |html: String| file(policy::with_policy(lent::told(html), config));
        let Some(artifact) = self.site.artifacts.get(path) else { return self.search_part(path).map(Ok) };
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
            Artifact::File(content) => Ok(content.clone()),
        })
    }

    /// The index of the search in a language, made when it is first asked for; `None` if the book wants no search.
    pub fn search_index(&self, locale: Locale) -> Option<&search::Index> {
        let made = || self.make_search_index(locale, search::Extent::Whole);
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

    /// What each level comes to in a language, from the base up: counted once, for every page says it of every level.
    fn level_totals(&self, locale: Locale) -> &[LevelTotals] {
        self.totals.get(locale).get_or_init(|| self.count_levels(locale))
    }
}
