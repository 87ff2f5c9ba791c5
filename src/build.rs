//! A build: a book is read, its site made and written into a folder. Nothing is written while the book has
//! errors, and the site that was published stays.
//!
//! [`build()`] does it all. To report on the book before anything is written, take two steps: [`prepare`], then
//! [`Prepared::write`]. [`check`] is a build that writes nothing.

use std::convert::Infallible;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::builder::{Builder, Built, Edition};
use crate::cache::{self, Cache};
use crate::config::BaseUrl;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::load::{BOOK_TOML, FOLDERS, Loader, Source, TRANSLATIONS_LOCK};
use crate::locale::message;
use crate::model::{Audience, Delivery};
use crate::plan::{self, Artifact, Site};
use crate::progress::{Progress, Task};
use crate::render::Renderer;
use crate::rule::Rule;
use crate::source::{BookPath, Hash, Raster, Sources};
use crate::theme::{Content, has_fingerprint};
use crate::write::{self, Class, OutputError, OutputFile, WriteError, Written};

/// How a book is built. By default: the site for students, without drafts, in the book's own folder.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// Whether drafts are part of the site.
    pub drafts: bool,
    /// Whether what is for the teacher is part of the site.
    pub teacher: bool,
    /// Whether the site is to be opened from a folder, without a server.
    pub portable: bool,
    /// The site's address, instead of the book's own.
    pub base_url: Option<BaseUrl>,
    /// The folder to write in, instead of the book's own; relative to the current folder.
    pub output: Option<PathBuf>,
    /// Whether a warning keeps the site from being written as an error does.
    pub strict: bool,
}

impl BuildOptions {
    fn edition(&self) -> Edition {
        let Self { drafts, teacher, portable, base_url, .. } = self;
        let base_url = base_url.clone();
        Edition {
            drafts: *drafts,
            teacher: *teacher,
            base_url,
            published: true,
            portable: *portable,
            with_echoes: false,
        }
    }
}

/// The result of a build.
#[derive(Debug)]
pub struct BuildOutcome {
    /// The book as it was read: the texts that the places in `diagnostics` are in.
    pub sources: Sources,
    /// All that is wrong with the book, ranked as its `[check]` says.
    pub diagnostics: Vec<Diagnostic>,
    /// What was written, or why nothing was.
    pub written: Result<Done, Unwritten>,
}

/// A site that was written.
#[derive(Debug)]
pub struct Done {
    /// Its folder.
    pub output: PathBuf,
    /// How many pages it has, in all languages together.
    pub pages: usize,
    /// How it reaches its readers.
    pub delivery: Delivery,
    /// How many of its files are new, and how many bytes they have.
    pub files: Written,
    /// All its files.
    pub site: Vec<SiteFile>,
    /// The images that move, and so come only as they are.
    pub moving: Vec<BookPath>,
}

/// A file of a site that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteFile {
    /// Its path in the folder of the site.
    pub path: String,
    /// The hash of its bytes.
    pub hash: Hash,
    /// Its length in bytes.
    pub len: u64,
    /// What it is to the others.
    pub class: Class,
    /// Whether its name changes with what it holds, so that browsers can keep it for ever.
    pub lasts: bool,
}

/// Why a site was not written.
#[derive(Debug)]
pub struct Unwritten {
    /// What kept it from being rendered or written; `None` if the book's own faults did.
    pub error: Option<WriteError<Box<Diagnostic>>>,
    /// What is in its folder now.
    pub stands: Standing,
}

/// What an output folder holds after a build that wrote no new site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No site, or one of which nothing more is known, because another program is writing it or its list of files
    /// can't be read.
    Nothing,
    /// The previous site, whole.
    Before,
    /// The previous site, whole again: the write that a kill or a power cut interrupted was finished.
    Recovered,
    /// Part of the new site and part of the old: the next build begins by finishing it.
    Unfinished,
}

impl Unwritten {
    fn after(error: WriteError<Box<Diagnostic>>, output: &Path) -> Self {
        let stands = match error {
            WriteError::Unfinished(_) => Standing::Unfinished,
            WriteError::Output(OutputError::Locked { .. } | OutputError::Corrupt { .. }) => Standing::Nothing,
            WriteError::Output(_) | WriteError::Render(_) => Standing::untouched(output),
        };
        Self { error: Some(error), stands }
    }

    /// What kept the site from being written, as the user is to read it; empty if the book's own faults did.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        match &self.error {
            None => Vec::new(),
            Some(WriteError::Render(faults)) => {
                let mut faults: Vec<_> = faults.iter().map(|fault| (**fault).clone()).collect();
                // A template's fault is found again by each page that uses it.
                faults.dedup();
                faults
            }
            Some(WriteError::Output(error) | WriteError::Unfinished(error)) => vec![error.diagnostic()],
        }
    }
}

impl Standing {
    fn untouched(output: &Path) -> Self {
        if write::published(output).is_empty() { Self::Nothing } else { Self::Before }
    }

    /// Finishes the write that was interrupted in a folder, if one was, and says what the folder then holds.
    ///
    /// # Errors
    /// If the write can't be finished.
    pub(crate) fn recovered(output: &Path) -> Result<Self, Unwritten> {
        match write::recover(output) {
            Ok(true) => Ok(Self::Recovered),
            Ok(false) => Ok(Self::untouched(output)),
            Err(error) => Err(Unwritten::after(rendering_nothing(error), output)),
        }
    }
}

fn rendering_nothing(error: WriteError<Infallible>) -> WriteError<Box<Diagnostic>> {
    match error {
        WriteError::Output(error) => WriteError::Output(error),
        WriteError::Unfinished(error) => WriteError::Unfinished(error),
        WriteError::Render(never) => WriteError::Render(never.into_iter().map(|never| match never {}).collect()),
    }
}

/// Reads a book, builds its site and writes it.
///
/// ```
/// # fn main() -> std::io::Result<()> {
/// let folder = tempfile::tempdir()?;
/// let book = folder.path();
/// let settings = "[book]\ntitle = \"My book\"\nbase_url = \"https://example.org/\"\n[languages.en]\n";
/// std::fs::write(book.join("book.toml"), settings)?;
/// std::fs::create_dir_all(book.join("content/1-start"))?;
/// std::fs::write(book.join("content/1-start/index.en.md"), "---\ntitle: Start\n---\n")?;
/// std::fs::write(book.join("content/1-start/1-read.en.md"), "---\ntitle: Read\n---\n\nA text.\n")?;
///
/// let outcome = palier::build(book, &palier::build::BuildOptions::default());
/// let done = outcome.written.expect("no fault of the book is an error");
/// assert_eq!(done.output, book.join("public"));
/// assert!(book.join("public/en/start/read/index.html").is_file());
/// # Ok(())
/// # }
/// ```
pub fn build(source: impl Into<Source>, options: &BuildOptions) -> BuildOutcome {
    let prepared = prepare(source, options);
    let written = prepared.write();
    BuildOutcome { sources: prepared.sources, diagnostics: prepared.diagnostics, written }
}

/// Reads a book and builds its site: every stage but rendering and writing.
pub fn read(source: impl Into<Source>, edition: &Edition) -> Built {
    let source = source.into();
    Builder::counted_in(source.progress()).build_loaded(Loader::default().load(&source), edition)
}

/// A site that is ready to be written, if the book's faults allow it.
#[derive(Debug)]
pub struct Prepared {
    /// The book as it was read.
    pub sources: Sources,
    /// All that is wrong with it, ranked as its `[check]` says.
    pub diagnostics: Vec<Diagnostic>,
    /// The site; `None` if `book.toml` is missing or can't be read.
    pub site: Option<Arc<Site>>,
    /// The folder of the site; `None` if there is no site, or if the folder would lie in what the build reads.
    pub output: Option<PathBuf>,
    strict: bool,
    /// The folder of the book, if it is as it is on disk: what is kept from one build to the next is there.
    saved: Option<PathBuf>,
    /// Where it is counted how far the writing has come.
    progress: Progress,
}

/// Does all of a build that comes before writing.
pub fn prepare(source: impl Into<Source>, options: &BuildOptions) -> Prepared {
    let source = source.into();
    let mut builder = Builder::counted_in(source.progress());
    let mut prepared = Prepared::new(&mut builder, &source, options);
    // While the book has errors, the site that was published stays.
    if is_publishable(&prepared.diagnostics, false)
        && let (Some(site), Some(output)) = (&prepared.site, &prepared.output)
    {
        let with_drafts = Edition { drafts: true, ..options.edition() };
        let lost = vanished(site, &write::published(output), || builder.build(&prepared.sources, &with_drafts).value);
        prepared.diagnostics.extend(lost);
    }
    prepared
}

/// Finds all that is wrong with a book and its theme, faults of rendering included. Nothing is written.
pub fn check(source: impl Into<Source>, options: &BuildOptions) -> Prepared {
    let source = source.into();
    let progress = source.progress();
    let mut prepared = Prepared::new(&mut Builder::counted_in(progress), &source, options);
    // A theme's faults show only when a page is rendered.
    if let Some(site) = &prepared.site {
        let renderer = Renderer::new(Arc::clone(site)).counted_in(progress);
        prepared.diagnostics.extend(render_faults(&renderer, progress));
    }
    prepared
}

impl Prepared {
    fn new(builder: &mut Builder, source: &Source, options: &BuildOptions) -> Self {
        let loaded = Loader::default().load(source);
        let Built { sources, site, mut diagnostics } = builder.build_loaded(loaded, &options.edition());
        let asked = options.output.as_deref();
        let output = site.as_ref().map(|site| output_folder(source.root(), asked, site));
        let misplaced = output.as_ref().and_then(|output| output_in_book(source.root(), output, site.as_ref()?));
        let output = output.or(options.output.clone()).filter(|_| misplaced.is_none());
        diagnostics.extend(misplaced);
        let saved = source.is_saved().then(|| source.root().to_owned());
        let progress = source.progress().clone();
        Self { sources, diagnostics, site: site.map(Arc::new), output, strict: options.strict, saved, progress }
    }

    /// Whether no fault keeps the site from being published.
    pub fn is_publishable(&self) -> bool {
        is_publishable(&self.diagnostics, self.strict)
    }

    /// Writes the site, unless the book's faults forbid it ([`is_publishable`](Self::is_publishable)): then the
    /// previous site stays, and a write of it that a kill or a power cut interrupted is finished.
    ///
    /// # Errors
    /// If nothing was written: why, and what the folder holds.
    pub fn write(&self) -> Result<Done, Unwritten> {
        match (&self.site, &self.output) {
            (Some(site), Some(output)) if self.is_publishable() => {
                let cache = self.saved.as_deref().map_or_else(Cache::none, Cache::of_book);
                write_site(site, output, cache, &self.progress).map_err(|error| Unwritten::after(error, output))
            }
            (_, Some(output)) => Err(Unwritten { error: None, stands: Standing::recovered(output)? }),
            (_, None) => Err(Unwritten { error: None, stands: Standing::Nothing }),
        }
    }
}

/// Whether any fault keeps the site from being published; with `strict`, warnings do too.
fn is_publishable(diagnostics: &[Diagnostic], strict: bool) -> bool {
    !diagnostics.iter().any(|fault| strict || fault.severity == Severity::Error)
}

/// Reports the published addresses that the site would lose. One that a draft would have is not lost: its
/// author took it back. `with_drafts` is called only if an address is missing.
fn vanished(site: &Site, published: &[String], with_drafts: impl FnOnce() -> Option<Site>) -> Vec<Diagnostic> {
    // The addresses that people know are those of the students' site, where a host has it.
    if site.book.audience != Audience::Students || site.book.delivery != Delivery::Host {
        return Vec::new();
    }
    let all = || published.iter().map(String::as_str);
    let mut faults = plan::vanished(site, all());
    if !faults.is_empty()
        && let Some(drafts) = with_drafts()
    {
        let is_draft = |path: &&str| drafts.artifacts.contains_key(*path) && !site.artifacts.contains_key(*path);
        faults = plan::vanished(site, all().filter(|path| !is_draft(path)));
    }
    site.book.config.rank(&mut faults);
    faults
}

/// Renders every page that has a template, and keeps only the faults, each once.
fn render_faults(renderer: &Renderer, progress: &Progress) -> Vec<Diagnostic> {
    let made = renderer
        .site()
        .artifacts
        .iter()
        .filter(|(_, artifact)| !matches!(artifact, Artifact::File(_) | Artifact::Drawn(_) | Artifact::Sealed(_)));
    let paths: Vec<&String> = made.map(|(path, _)| path).collect();
    let underway = progress.begin(Task::Pages, paths.len());
    let faults = paths.into_par_iter().filter_map(|path| {
        let rendered = renderer.render(path);
        underway.one();
        rendered?.err()
    });
    let mut faults: Vec<Diagnostic> = faults.map(|fault| *fault).collect();
    faults.dedup();
    faults
}

/// The folder to write in: the one asked for, relative to the current folder; else the book's setting, relative to
/// the book. The teacher's site goes beside that of the students, never over it, and one for a folder beside the one for
/// a host.
pub(crate) fn output_folder(book: &Path, asked: Option<&Path>, site: &Site) -> PathBuf {
    let own = || {
        let folder = site.book.config.output.value.trim_end_matches('/');
        let audience = if site.book.audience == Audience::Teachers { "-teacher" } else { "" };
        let delivery = if site.book.delivery == Delivery::Folder { "-portable" } else { "" };
        book.strip_prefix(".").unwrap_or(book).join(format!("{folder}{audience}{delivery}"))
    };
    asked.map_or_else(own, Path::to_owned)
}

/// Refuses an output folder that lies in what the build reads, or contains it: the next build would read what this
/// one wrote, or overwrite the author's own files. `None` if the folder is apart.
fn output_in_book(book: &Path, output: &Path, site: &Site) -> Option<Diagnostic> {
    let clash = !is_outside(book, output);
    clash.then(|| {
        let place = Place::new(&BookPath::new(BOOK_TOML), &site.book.config.output.span);
        let shown = output.strip_prefix(".").ok().filter(|shown| shown.as_os_str() != "").unwrap_or(output);
        let message = message!("output-in-book.message", output = shown.display().to_string());
        Diagnostic::new(Rule::OutputInBook, place, message).help(message!("output-in-book.help"))
    })
}

/// Whether a folder that a site is to be copied into lies apart from what a build reads, and from the site.
pub(crate) fn is_apart(book: &Path, folder: &Path, site: &Path) -> bool {
    let (found, site) = (real(folder), real(site));
    is_outside(book, folder) && !found.starts_with(&site) && !site.starts_with(&found)
}

/// Whether a folder neither lies in what a build reads, nor contains it.
fn is_outside(book: &Path, folder: &Path) -> bool {
    let (found, book) = (real(folder), real(book));
    let sources = FOLDERS.iter().chain([&BOOK_TOML, &TRANSLATIONS_LOCK, &cache::OWN]);
    let mut sources = sources.map(|source| real(&book.join(source)));
    sources.all(|source| !found.starts_with(&source) && !source.starts_with(&found))
}

/// A path with its links and `..` resolved, as far as it exists.
fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let known = path.ancestors().find_map(|known| Some((known, known.canonicalize().ok()?)));
    let Some((known, found)) = known else { return path };
    let rest = path.strip_prefix(known).unwrap_or(Path::new(""));
    rest.components().fold(found, |mut found, part| {
        match part {
            Component::ParentDir => {
                found.pop();
            }
            Component::Normal(name) => found.push(name),
            _ => {}
        }
        found
    })
}

fn write_site(
    site: &Arc<Site>,
    output: &Path,
    cache: Cache,
    progress: &Progress,
) -> Result<Done, WriteError<Box<Diagnostic>>> {
    let underway = progress.begin(Task::Pictures, site.pictures.len());
    let renderer = Renderer::new(Arc::clone(site)).with_cache(cache).counted_in(progress);
    let renderer = renderer.with_pictures(&|_| underway.one());
    drop(underway);
    let planned = site.artifacts.iter().map(|(path, artifact)| entry(path, artifact));
    let parts = renderer.search_parts().map(|(path, content)| OutputFile {
        path,
        hash: Some(content.hash()),
        class: Class::Asset,
    });
    let pictures =
        renderer.picture_files().map(|(path, hash)| OutputFile { path, hash: Some(hash), class: Class::Asset });
    let entries: Vec<OutputFile> = planned.chain(parts).chain(pictures).collect();
    let underway = progress.begin(Task::Pages, entries.len());
    let render = |index: usize| {
        let rendered = renderer.render(&entries[index].path);
        underway.one();
        rendered
    };
    let render = |index: usize| match render(index) {
        Some(Ok(Content::Asset(asset))) => Ok(asset.bytes.into()),
        Some(Ok(Content::Bytes(bytes))) => Ok(write::FileContent::Bytes(bytes.into_owned())),
        Some(Err(fault)) => Err(fault),
        None => Ok(write::FileContent::Bytes(Vec::new())),
    };
    let files = write::write(output, &entries, render)?;
    let shown = site.book.assets.values().filter(|asset| cfg!(feature = "pictures") && asset.shown.is_some());
    let moving = shown.filter(|asset| asset.file.raster == Some(Raster::Moving)).map(|asset| asset.file.path.clone());
    let (pages, delivery, moving) = (site.pages(), site.book.delivery, moving.collect());
    // The search's words and the pictures in several widths come after what is planned.
    let made = |index: usize| index >= site.artifacts.len();
    let contents = files.contents.iter().enumerate().zip(entries);
    let all = contents.map(|((index, &(hash, len)), OutputFile { path, class, .. })| {
        let is_made = made(index) || path.starts_with("assets/");
        let lasts = has_fingerprint(&path, (!is_made).then_some(&hash));
        SiteFile { path, hash, len, class, lasts }
    });
    let all = all.collect();
    Ok(Done { output: output.to_owned(), pages, delivery, files, site: all, moving })
}

fn entry(path: &str, artifact: &Artifact) -> OutputFile {
    let (hash, class) = match artifact {
        Artifact::File(content) => (Some(content.hash()), Class::Asset),
        Artifact::Drawn(_) => (None, Class::Asset),
        artifact if artifact.is_index() => (None, Class::Index),
        artifact if artifact.is_sealed() => (None, Class::Seal),
        _ => (None, Class::Page),
    };
    OutputFile { path: path.to_owned(), hash, class }
}
