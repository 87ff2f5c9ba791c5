//! Render: one artifact of the site → its bytes. Pure: done for all in parallel, or for one when a
//! browser asks. What *content* can get wrong was found before; only a theme's fault is left.

mod bibliography_files;
mod excerpt;
mod export;
mod feeds;
pub mod html;
mod lent;
mod licence;
mod memory;
mod metadata;
mod pages;
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
use crate::plan::{Artifact, Site};
use crate::theme::Content;
use crate::theme::strings::lent as words;
pub use memory::Memory;
pub use pages::kinds;
use singles::Made;
use text::Parts;

/// Renders a site. What many pages share is made once, when the first of them asks.
#[derive(Debug)]
pub struct Renderer {
    site: Arc<Site>,
    memory: Arc<Memory>,
    /// For each language and level, what its lessons share.
    shared: Localized<Vec<OnceLock<MadeParts>>>,
}

/// What the lessons of a level share, or the theme's fault in making it.
type MadeParts = Result<LevelParts, Box<Diagnostic>>;

/// What the lessons of a level share in a language.
#[derive(Clone, Debug, Default)]
struct LevelParts {
    /// The pyramid, the level marked.
    navigator: String,
    /// The rows of the level's lessons, one after another.
    rows: String,
    /// Where each row ends in `rows`; a lesson without a page in the language has an empty one.
    ends: Vec<usize>,
}

impl LevelParts {
    /// The rows before and after that of the lesson at `index`.
    fn around(&self, index: usize) -> (&str, &str) {
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(index).copied().unwrap_or(self.rows.len());
        (&self.rows[..start], &self.rows[end..])
    }
}

impl Renderer {
    /// A renderer of that site, nothing rendered yet.
    pub fn new(site: Arc<Site>) -> Self {
        Self::with_memory(site, Arc::default())
    }

    /// The same, with what those before it have rendered: whatever is remembered, the bytes are the same.
    pub fn with_memory(site: Arc<Site>, memory: Arc<Memory>) -> Self {
        let levels = site.book.levels.len();
        let shared = site.book.config.localized(|_| (0..levels).map(|_| OnceLock::new()).collect());
        Self { site, memory, shared }
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
        Some(match self.site.artifacts.get(path)? {
            Artifact::Page { at, locale } => self.page(*at, *locale)?.map(page),
            Artifact::SideBySide { at, locale, other } => self.side_by_side(*at, *locale, *other)?.map(page),
            Artifact::Listing { kind, thing, locale } => self.listing(kind, *thing, *locale)?.map(page),
            Artifact::Single(single) => match singles::made(single)? {
                Made::Page(made) => made(self).map(page),
                Made::Text(made) => Ok(file(made(self))),
            },
            Artifact::Feed(locale) => Ok(file(feeds::atom(self, *locale)?)),
            Artifact::Redirect { from, at, locale } => self.redirect(from, *at, *locale)?.map(page),
            Artifact::File(content) => Ok(content.clone()),
        })
    }

    /// What the lessons of a level share in a language, made once.
    fn level_parts(&self, level: usize, locale: Locale) -> Result<&LevelParts, Box<Diagnostic>> {
        let made = self.shared.get(locale)[level].get_or_init(|| self.make_level_parts(level, locale));
        made.as_ref().map_err(Clone::clone)
    }
}
