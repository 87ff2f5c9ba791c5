//! A preview: the site in memory, built again whenever the book changes; nothing is written.
//!
//! [`Preview`] builds, and each [`next`](Preview::next) event says what happened. The current site is in
//! [`Preview::shared`], where a [`serve::Server`](crate::serve::Server) finds it.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::build::{Standing, Unwritten, output_folder};
use crate::builder::{Builder, Built, Edition};
use crate::diagnostic::{Checked, Diagnostic};
use crate::editor::Editor;
use crate::load::{self, Loader, Source};
use crate::locale::UserLanguage;
use crate::plan::{self, Artifact, Site};
use crate::render::Renderer;
use crate::render::html::escape;
use crate::render::policy;
use crate::report::{self, ReportFormat, TextStyle};
use crate::rule::Rule;
use crate::serve::{Asset, Bytes, FilePosition, Opened, Page, Pages, Shared, dashboard};
use crate::source::{AssetFile, Hash, SourceFile, Sources};
use crate::theme::Content;
use crate::watch::{FileChange, Polling, SETTLED, Watcher};

/// The security policy of the preview's own pages (the value of a `Content-Security-Policy` header).
const OWN_POLICY: &str = "default-src 'self'; img-src 'self' data:";

/// How long to wait before a file that could not be read is tried again.
const NEXT_TRY: Duration = Duration::from_secs(1);

/// How often at most a book is read again that looks as if one of its files were being saved.
const MOST_READINGS: usize = 10;

/// How a book is previewed. By default: with drafts, watched by the system, in the language of [`UserLanguage`]'s
/// default.
#[derive(Clone, Debug, Default)]
pub struct PreviewOptions {
    /// Whether drafts are left out.
    pub without_drafts: bool,
    /// Whether to find changes by listing the files every half-second, for drives that don't report them.
    pub poll: bool,
    /// The author's language, in which the dashboard, faults and error pages are written.
    pub language: UserLanguage,
    /// The editor in which pages may have files of the book opened; `None` if they may not.
    pub editor: Option<Editor>,
    /// Whether pages go to that of the text just saved.
    pub follow: bool,
}

/// What happened to a preview.
#[derive(Debug)]
pub enum Event {
    /// The book was built, and its site has replaced the previous one.
    Built {
        /// The book as it was read: the texts that the places in `diagnostics` are in.
        sources: Arc<Sources>,
        /// All that is wrong with it, ranked as the book's `[check]` says.
        diagnostics: Vec<Diagnostic>,
        /// How many pages the site has; `None` if `book.toml` is missing or can't be read.
        pages: Option<usize>,
    },
    /// A kill or a power cut had interrupted a write of the book's site, and that write can't be finished.
    NotRecovered(Unwritten),
    /// The book's files are listed every half-second rather than watched.
    Polling(Polling),
    /// Changes can't be noticed: this is the last event.
    Unwatched(io::Error),
}

/// A book that is read and built again whenever it changes.
///
/// ```
/// use palier::load::Source;
/// use palier::preview::{Event, PreviewOptions, Preview};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("book.toml"), "[book]\ntitle = \"My book\"\n[languages.en]\n")?;
///
/// let mut preview = Preview::new(Source::disk(folder.path()), PreviewOptions::default());
/// assert!(matches!(preview.next(), Some(Event::Built { pages: Some(_), .. })));
///
/// // What an editor has not saved yet is in the site, and on no disk.
/// preview.source_mut().set("content/1-start/1-read.en.md", "---\ntitle: Read\n---\n\nA text.\n")?;
/// preview.refresh().expect("the book is another");
/// assert!(preview.shared().pages().contains("en/start/read/index.html"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Preview {
    source: Source,
    options: PreviewOptions,
    loader: Loader,
    builder: Builder,
    /// What was read last: the book, and what was wrong with the files themselves.
    sources: Arc<Sources>,
    unread: Vec<Diagnostic>,
    /// The number of the last build, from 1; 0 before the first.
    version: u64,
    /// The last site; `None` before there was one.
    last: Option<Arc<Site>>,
    /// The files of the last site that are the book's own, by output path.
    files: BTreeMap<String, Hash>,
    /// The number of the last build that changed what is at an output path, for those that change without their pages:
    /// a page that is older has to load them again.
    changed: BTreeMap<String, u64>,
    /// The page of the text that was saved last.
    saved: Option<Saved>,
    shared: Arc<Shared>,
    watcher: Option<Watcher>,
    /// Why the files are listed, as the last [`Event::Polling`] said; `None` while they are watched.
    polling: Option<Polling>,
    /// Events that [`next`](Self::next) has yet to give, the next one last.
    untold: Vec<Event>,
}

impl Preview {
    /// Begins to watch the book's folder. The first [`next`](Self::next) builds; before it, the site has no pages.
    pub fn new(source: Source, options: PreviewOptions) -> Self {
        // Before the first reading, so that no save falls between the two.
        let (watcher, untold) = match Watcher::new(source.root(), &[], options.poll) {
            Ok(watcher) => (Some(watcher), Vec::new()),
            Err(error) => (None, vec![Event::Unwatched(error)]),
        };
        let builder = Builder::counted_in(source.progress());
        Self {
            source,
            options,
            loader: Loader::default(),
            builder,
            sources: Arc::default(),
            unread: Vec::new(),
            version: 0,
            last: None,
            files: BTreeMap::new(),
            changed: BTreeMap::new(),
            saved: None,
            shared: Arc::new(Shared::new(Arc::new(Shown::default()))),
            watcher,
            polling: None,
            untold,
        }
    }

    /// The current site, for a server: each build replaces it.
    pub fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.shared)
    }

    /// Where the book is read from, to add the files that an editor has not saved. They are in the site after
    /// [`refresh`](Self::refresh).
    pub fn source_mut(&mut self) -> &mut Source {
        &mut self.source
    }

    /// Reads the book and builds it; `None` if nothing in it has changed since the last build.
    pub fn refresh(&mut self) -> Option<Event> {
        let loaded = self.loader.load(&self.source);
        self.build_if_new(loaded)
    }

    fn build_if_new(&mut self, loaded: Checked<Sources>) -> Option<Event> {
        let is_known = same(&loaded.value, &self.sources) && loaded.diagnostics == self.unread;
        (!is_known || self.version == 0).then(|| self.build(loaded))
    }

    /// Reads the book once no file of it looks half saved: an editor that empties a file before it writes it, or that puts
    /// another in its place, must not show the author's book without it.
    fn settled(&mut self, mut change: FileChange) -> Checked<Sources> {
        let mut loaded = self.load(&change);
        for _ in 0..MOST_READINGS {
            let Some(watcher) = self.watcher.as_mut().filter(|_| lacks(&loaded.value, &self.sources)) else { break };
            // If nothing more happens, the file was deleted, or emptied, and that is what is to be shown.
            let more = watcher.wait(Some(SETTLED));
            let is_over = matches!(&more, FileChange::Paths(paths) if paths.is_empty());
            change = match (change, more) {
                (FileChange::Paths(paths), FileChange::Paths(more)) => FileChange::Paths(&paths | &more),
                _ => FileChange::All,
            };
            loaded = self.load(&change);
            if is_over {
                break;
            }
        }
        loaded
    }

    /// Reads what changed since the last build.
    fn load(&mut self, change: &FileChange) -> Checked<Sources> {
        match change {
            FileChange::Paths(paths) => self.loader.load_again(&self.source, &self.sources, &self.unread, paths),
            FileChange::All => self.loader.load(&self.source),
        }
    }

    /// Builds, replaces the current site even if the book has errors (a fault in one lesson doesn't hide the
    /// others), and gives the event.
    fn build(&mut self, loaded: Checked<Sources>) -> Event {
        self.unread.clone_from(&loaded.diagnostics);
        let edition = Edition::preview(!self.options.without_drafts);
        let Built { sources, site, diagnostics } = self.builder.build_loaded(loaded, &edition);
        let before = std::mem::replace(&mut self.sources, Arc::new(sources));
        self.version += 1;
        if let Some(site) = &site {
            self.note_changes(site, &before);
        }
        let language = self.options.language;
        let state = self.state(&diagnostics);
        let output = site.as_ref().map(|site| output_folder(self.source.root(), None, site));
        let pages = site.as_ref().map(plan::Site::pages);
        if let Some(site) = site {
            self.last = Some(Arc::new(site));
        }
        let site = match &self.last {
            None => Err(fault_page(&diagnostics, &self.sources, language)),
            // While `book.toml` can't be read, the last site stays.
            Some(site) => Ok(BuiltSite {
                renderer: self.builder.renderer(Arc::clone(site)),
                diagnostics: diagnostics.clone(),
                sources: Arc::clone(&self.sources),
                language,
            }),
        };
        let desk = Desk { root: self.source.root().to_owned(), editor: self.options.editor.clone() };
        self.shared.swap(Arc::new(Shown { version: self.version, site: Some(site), state, desk }));
        if self.version == 1 {
            self.finish_last_write(output);
        }
        Event::Built { sources: Arc::clone(&self.sources), diagnostics, pages }
    }

    /// Notes what changed since the last site: which files pages must load again, and which page shows the text just saved.
    fn note_changes(&mut self, site: &Site, before: &Sources) {
        let is_first = self.version == 1;
        let mut files = BTreeMap::new();
        for (path, artifact) in &site.artifacts {
            let is_other = match artifact {
                Artifact::File(Content::Asset(asset)) => {
                    let known = self.files.get(path).copied();
                    files.insert(path.clone(), asset.hash);
                    known.is_some_and(|known| known != asset.hash)
                }
                // It is made for its page, under a name that doesn't change with it.
                Artifact::Style { .. } => true,
                _ => false,
            };
            if is_other && !is_first {
                self.changed.insert(path.clone(), self.version);
            }
        }
        self.files = files;
        let mut saved = self
            .sources
            .texts
            .values()
            .filter(|file| before.texts.get(&file.path).is_none_or(|known| known.hash != file.hash));
        // Of many that change at once, none was saved by hand.
        if let (Some(file), None) = (saved.next(), saved.next())
            && !is_first
        {
            let mut texts = site
                .book
                .lessons()
                .flat_map(|(_, lesson)| lesson.translations.iter().map(move |(locale, text)| (lesson, *locale, text)));
            let shown = texts.find(|(.., text)| text.path == file.path);
            let page = shown.and_then(|(lesson, locale, _)| Some((locale, lesson.permalinks.get(locale).as_ref()?)));
            if let Some((locale, page)) = page {
                let lang = site.book.config.language(locale).tag.clone();
                self.saved = Some(Saved { version: self.version, href: format!("/{}", page.encoded()), lang });
            }
        }
    }

    /// What pages are told of this build.
    fn state(&self, diagnostics: &[Diagnostic]) -> String {
        let faults = report::for_page(diagnostics, &self.sources, self.options.language);
        let state = State {
            version: self.version,
            changed: &self.changed,
            saved: self.saved.as_ref().filter(|_| self.options.follow),
            can_open: self.options.editor.is_some(),
            faults: RawValue::from_string(faults).ok(),
        };
        // Text and numbers can always be written.
        serde_json::to_string(&state).unwrap_or_else(|_| "null".to_owned())
    }

    /// Finishes the write that a kill or a power cut interrupted, so that the output folder holds a
    /// whole site; the preview itself writes nothing.
    fn finish_last_write(&mut self, output: Option<PathBuf>) {
        let unfinished = output.and_then(|output| Standing::recovered(&output).err());
        self.untold.extend(unfinished.map(Event::NotRecovered));
    }
}

/// What happens to the preview: the first event is a build, and each later one blocks until it happens. The iterator
/// ends if the book's folder can't be watched.
impl Iterator for Preview {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        if self.version == 0 {
            return self.refresh();
        }
        loop {
            if let Some(event) = self.untold.pop() {
                return Some(event);
            }
            let watcher = self.watcher.as_mut()?;
            if watcher.polling() != self.polling {
                self.polling = watcher.polling();
                self.untold.extend(self.polling.map(Event::Polling));
                continue;
            }
            // A file that can't be read may soon be readable (the system has too many open for a moment, another
            // program holds it), and a book that is gone may come back: no system reports either.
            let may_end = |fault: &Diagnostic| matches!(fault.rule, Rule::UnreadableFile | Rule::MissingBook);
            let can_wait = !self.unread.iter().any(may_end);
            // What changed is found by its bytes: editors touch files without changing them.
            let change = watcher.wait((!can_wait).then_some(NEXT_TRY));
            let loaded = self.settled(if can_wait { change } else { FileChange::All });
            if let Some(built) = self.build_if_new(loaded) {
                return Some(built);
            }
        }
    }
}

/// Whether two readings of a book found the same bytes under the same names.
fn same(a: &Sources, b: &Sources) -> bool {
    a.texts.values().map(|file| (&file.path, file.hash)).eq(b.texts.values().map(|file| (&file.path, file.hash)))
        && a.assets == b.assets
}

/// Whether a reading of a book lacks a file that an earlier one found, or has nothing in a text where there was something.
fn lacks(new: &Sources, old: &Sources) -> bool {
    let is_less =
        |file: &SourceFile| new.texts.get(&file.path).is_none_or(|text| text.text.is_empty() && !file.text.is_empty());
    old.texts.values().any(is_less)
        || old.assets.values().any(|file| new.assets.get(&file.path).is_none_or(|new| new.len == 0 && file.len > 0))
}

/// What pages are told of a build.
#[derive(Serialize)]
struct State<'a> {
    version: u64,
    changed: &'a BTreeMap<String, u64>,
    saved: Option<&'a Saved>,
    can_open: bool,
    /// `null` if there are none.
    faults: Option<Box<RawValue>>,
}

/// The page of a text that was saved.
#[derive(Debug, Serialize)]
struct Saved {
    /// The number of the build that it was saved for.
    version: u64,
    href: String,
    /// The tag of the text's language.
    lang: String,
}

/// The author's own: the book's folder, and the editor.
#[derive(Default)]
struct Desk {
    root: PathBuf,
    editor: Option<Editor>,
}

/// What the server shows: a site, or a page that says why there is none; no page before the first build.
#[derive(Default)]
struct Shown {
    version: u64,
    site: Option<Result<BuiltSite, String>>,
    /// What pages are told, in JSON.
    state: String,
    desk: Desk,
}

/// What pages are rendered from, on request.
struct BuiltSite {
    renderer: Renderer,
    diagnostics: Vec<Diagnostic>,
    sources: Arc<Sources>,
    /// The author's language.
    language: UserLanguage,
}

impl BuiltSite {
    fn dashboard(&self) -> Page {
        match dashboard::page(self.renderer.site(), &self.diagnostics, &self.sources, self.language) {
            Ok(html) => Page::Bytes(html.into_bytes()),
            Err(error) => Page::Fault(page_of(&error.to_string(), "null", self.language)),
        }
    }
}

/// A file of the book.
struct BookAsset(AssetFile);

impl Asset for BookAsset {
    fn len(&self) -> u64 {
        self.0.len
    }

    fn open(&self) -> io::Result<Box<dyn Bytes>> {
        Ok(Box::new(load::open_asset(&self.0)?))
    }
}

impl Pages for Shown {
    fn get(&self, path: &str) -> Option<Page> {
        let site = match self.site.as_ref()? {
            Ok(site) => site,
            Err(fault) => return path.ends_with(".html").then(|| Page::Fault(fault.clone())),
        };
        if path == dashboard::PATH {
            return Some(site.dashboard());
        }
        Some(match site.renderer.render(path)? {
            Ok(Content::Bytes(bytes)) => Page::Bytes(bytes.into_owned()),
            Ok(Content::Asset(asset)) => Page::Asset(Arc::new(BookAsset(asset))),
            Err(fault) => Page::Fault(fault_page(&[*fault], &site.sources, site.language)),
        })
    }

    fn contains(&self, path: &str) -> bool {
        match &self.site {
            Some(Ok(site)) => path == dashboard::PATH || site.renderer.site().artifacts.contains_key(path),
            Some(Err(_)) => path.ends_with(".html"),
            None => false,
        }
    }

    fn policy(&self, path: &str) -> Option<String> {
        match &self.site {
            Some(Ok(site)) if path != dashboard::PATH => policy::at(site.renderer.site(), path),
            _ => Some(OWN_POLICY.to_owned()),
        }
    }

    fn version(&self) -> u64 {
        self.version
    }

    fn state(&self) -> String {
        if self.state.is_empty() { "null".to_owned() } else { self.state.clone() }
    }

    fn open(&self, at: &FilePosition) -> Opened {
        let Desk { root, editor } = &self.desk;
        let Some(file) = load::file_of_book(root, &at.path) else { return Opened::NotInBook };
        match editor.as_ref().map(|editor| editor.open(&file, at.line, at.column)) {
            Some(Ok(())) => Opened::Yes,
            Some(Err(_)) | None => Opened::NoEditor,
        }
    }

    fn not_found(&self, _path: &str) -> Option<Vec<u8>> {
        match self.get("404.html")? {
            Page::Bytes(bytes) => Some(bytes),
            // The page is made by Palier, never copied from the book.
            Page::Asset(_) => None,
            Page::Fault(html) => Some(html.into_bytes()),
        }
    }
}

/// A page that shows diagnostics as a terminal would, in plain text.
fn fault_page(diagnostics: &[Diagnostic], sources: &Sources, language: UserLanguage) -> String {
    let mut text = Vec::new();
    // Writing to memory can't fail.
    let _ = report::print(diagnostics, sources, ReportFormat::Human, TextStyle::plain(language), &mut text);
    let faults = report::for_page(diagnostics, sources, language);
    page_of(&String::from_utf8_lossy(&text), &faults, language)
}

/// A page in the place of one that can't be made, with the faults for the page that was there before, in JSON.
fn page_of(text: &str, faults: &str, language: UserLanguage) -> String {
    let (text, faults, language) = (escape(text), escape(faults), language.key());
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <meta name=\"palier-faults\" content=\"{faults}\"><title>Palier</title></head>\n\
         <body><pre>{text}</pre></body>\n</html>\n"
    )
}
