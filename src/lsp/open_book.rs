//! A book of which an editor holds texts: read, checked, and what was said of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_types::Diagnostic as Told;

use crate::builder::{Builder, Edition};
use crate::diagnostic::Diagnostic;
use crate::load::{Loader, Source, find_book};
use crate::plan::Site;
use crate::render::Renderer;
use crate::source::{BookPath, Sources};

/// Such a book.
pub(super) struct OpenBook {
    source: Source,
    loader: Loader,
    builder: Builder,
    /// What was read last, and what was wrong with the files themselves.
    sources: Sources,
    unread: Vec<Diagnostic>,
    /// The texts that changed since.
    changed: BTreeSet<PathBuf>,
    /// Whether any other file may have.
    is_stale: bool,
    /// The last site that could be planned; `None` before there was one.
    site: Option<Arc<Site>>,
    /// What is wrong with the book.
    faults: Vec<Diagnostic>,
    /// What the editor was told of each file.
    told: BTreeMap<PathBuf, Vec<Told>>,
}

impl OpenBook {
    /// The book of a folder, not read yet.
    pub(super) fn new(root: PathBuf) -> Self {
        Self {
            source: Source::disk(root),
            loader: Loader::default(),
            builder: Builder::default(),
            sources: Sources::default(),
            unread: Vec::new(),
            changed: BTreeSet::new(),
            is_stale: true,
            site: None,
            faults: Vec::new(),
            told: BTreeMap::new(),
        }
    }

    /// Its folder.
    pub(super) fn root(&self) -> &Path {
        self.source.root()
    }

    /// Whether there is still a book in its folder.
    pub(super) fn is_there(&self) -> bool {
        find_book(self.root()).as_deref() == Some(self.root())
    }

    /// Takes a text as the editor holds it.
    pub(super) fn put(&mut self, path: &BookPath, text: &str) {
        // A path that is read was asked for.
        if self.source.set(path.as_str(), text).is_ok() {
            self.changed.insert(path.as_str().into());
        }
    }

    /// Takes a text from disk again.
    pub(super) fn forget(&mut self, path: &BookPath) {
        self.source.forget(path.as_str());
        self.changed.insert(path.as_str().into());
    }

    /// Has all files read again, because any may have changed.
    pub(super) fn read_all_again(&mut self) {
        self.is_stale = true;
    }

    /// Reads and checks what has changed; whether anything had.
    pub(super) fn check(&mut self) -> bool {
        if !self.is_stale && self.changed.is_empty() {
            return false;
        }
        let changed = std::mem::take(&mut self.changed);
        let loaded = match std::mem::take(&mut self.is_stale) {
            true => self.loader.load(&self.source),
            false => self.loader.load_again(&self.source, &self.sources, &self.unread, &changed),
        };
        self.unread.clone_from(&loaded.diagnostics);
        let built = self.builder.build_loaded(loaded, &Edition::preview(true));
        self.sources = built.sources;
        self.faults = built.diagnostics;
        // While `book.toml` can't be read, the last site says what there is to link to.
        if let Some(site) = built.site {
            self.site = Some(Arc::new(site));
        }
        true
    }

    /// What is wrong with it.
    pub(super) fn faults(&self) -> &[Diagnostic] {
        &self.faults
    }

    /// Its files, as they were read.
    pub(super) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Its site; `None` if it could never be planned.
    pub(super) fn site(&self) -> Option<&Arc<Site>> {
        self.site.as_ref()
    }

    /// What writes parts of its texts as pages show them.
    pub(super) fn renderer(&self) -> Option<Renderer> {
        Some(self.builder.renderer(Arc::clone(self.site()?)))
    }

    /// The path on disk of a file.
    pub(super) fn disk(&self, path: &BookPath) -> PathBuf {
        self.root().join(path.as_str())
    }

    /// The files of which something else is to be said than the editor was told last, each with all of it.
    pub(super) fn tell(&mut self, now: BTreeMap<PathBuf, Vec<Told>>) -> Vec<(PathBuf, Vec<Told>)> {
        let mended = self.told.keys().filter(|path| !now.contains_key(*path)).map(|path| (path.clone(), Vec::new()));
        let other = now.iter().filter(|(path, told)| self.told.get(*path) != Some(*told));
        let news = mended.chain(other.map(|(path, told)| (path.clone(), told.clone()))).collect();
        self.told = now;
        news
    }
}
