//! `palier build`: the site, whole, into its folder.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::wrong::Unfit;
use super::{Outcome, Terminal, chosen_book};
use crate::builder::{Builder, Options, is_publishable};
use crate::config::BaseUrl;
use crate::diagnostic::{Diagnostic, Place};
use crate::load::{BOOK_TOML, FOLDERS, Loader, TRANSLATIONS_LOCK};
use crate::locale::{Message, message};
use crate::model::Audience;
use crate::plan::{self, Artifact, Site};
use crate::render::Renderer;
use crate::report::ReportFormat;
use crate::rule::Rule;
use crate::source::{BookPath, Sources};
use crate::theme::Content;
use crate::write::{self, Class, OutputError, OutputFile, WriteError, Written};

/// What `palier build` is told.
#[derive(Clone, Debug, Args)]
pub struct BuildArguments {
    /// The book's folder.
    pub book: Option<PathBuf>,
    /// The output folder, instead of the book's.
    #[arg(long)]
    pub output: Option<PathBuf>,
    /// The site's address, instead of the book's.
    #[arg(long, value_parser = base_url)]
    pub base_url: Option<BaseUrl>,
    /// Whether drafts are built too.
    #[arg(long)]
    pub drafts: bool,
    /// Whether what is for the teacher is built too.
    #[arg(long)]
    pub teacher: bool,
    /// Whether a warning counts as an error.
    #[arg(long)]
    pub strict: bool,
}

fn base_url(text: &str) -> Result<BaseUrl, Unfit> {
    BaseUrl::parse(text).ok_or(Unfit(message!("invalid-setting.help-base-url")))
}

/// Builds the site.
pub fn run(arguments: &BuildArguments, terminal: &Terminal) -> Outcome {
    let book = match chosen_book(arguments.book.as_deref(), ReportFormat::Human, terminal) {
        Ok(book) => book,
        Err(outcome) => return outcome,
    };
    let options = Options {
        drafts: arguments.drafts,
        teacher: arguments.teacher,
        base_url: arguments.base_url.clone(),
        published: true,
    };
    let mut builder = Builder::default();
    let (sources, built) = builder.build_loaded(Loader::default().load(&book), &options);
    let mut diagnostics = built.diagnostics;
    let asked = arguments.output.as_deref();
    let output = built.value.as_ref().map(|site| output_folder(&book, asked, site));
    let misplaced = output.as_ref().and_then(|output| output_in_book(&book, output, built.value.as_ref()));
    let is_misplaced = misplaced.is_some();
    diagnostics.extend(misplaced);
    // While the book has errors, the site that was published stays.
    if is_publishable(&diagnostics, false)
        && let (Some(site), Some(output)) = (&built.value, &output)
    {
        diagnostics.extend(vanished(site, &write::published(output), || {
            builder.build(&sources, &Options { drafts: true, ..options.clone() }).value
        }));
    }
    terminal.report(&diagnostics, &sources, ReportFormat::Human);
    let Some((site, output)) = built.value.zip(output.as_ref()) else {
        return unpublished(asked, terminal);
    };
    if !is_publishable(&diagnostics, arguments.strict) {
        return unpublished(Some(output).filter(|_| !is_misplaced).map(PathBuf::as_path), terminal);
    }
    match write_site(&Renderer::new(Arc::new(site)), output) {
        Ok(written) => {
            say_written(&written, output, terminal);
            Outcome::Done
        }
        Err(error) => {
            terminal.report(&faults(&error), &sources, ReportFormat::Human);
            terminal.say(&closing(&error, output));
            Outcome::BookHasErrors
        }
    }
}

/// The published addresses that the site would lose. One that a draft would have is not lost: its
/// author took it back. `with_drafts` is asked only when something is missing.
fn vanished(site: &Site, published: &[String], with_drafts: impl FnOnce() -> Option<Site>) -> Vec<Diagnostic> {
    // The students' site has the addresses that people know.
    if site.book.audience != Audience::Students {
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

/// The book has faults, and the site of before stays: whole, if need be by finishing the write that a
/// kill or a power cut interrupted. Nothing is known of it where no folder is.
fn unpublished(output: Option<&Path>, terminal: &Terminal) -> Outcome {
    let recovered = output.map(|output| (output, write::recover(output)));
    let said = match recovered {
        None => message!("build.nothing"),
        Some((output, Ok(false))) => untouched(output),
        Some((_, Ok(true))) => message!("build.recovered"),
        Some((output, Err(error))) => {
            terminal.report(&output_faults(&error), &Sources::default(), ReportFormat::Human);
            closing(&error, output)
        }
    };
    terminal.say(&said);
    Outcome::BookHasErrors
}

/// What an unwritten site leaves in the output folder.
pub(super) fn closing<E>(error: &WriteError<E>, output: &Path) -> Message {
    match error {
        WriteError::Unfinished(_) => message!("build.unfinished"),
        // Somebody else is writing, or nobody knows any more what stands there.
        WriteError::Output(OutputError::Locked { .. } | OutputError::Corrupt { .. }) => message!("build.nothing"),
        WriteError::Output(_) | WriteError::Render(_) => untouched(output),
    }
}

/// Nothing was written; and the site of before is whole, where there is one.
fn untouched(output: &Path) -> Message {
    match write::published(output).is_empty() {
        true => message!("build.nothing"),
        false => message!("build.stopped"),
    }
}

/// Why a site could not be written, as the user is told.
fn faults(error: &WriteError<Box<Diagnostic>>) -> Vec<Diagnostic> {
    match error {
        WriteError::Render(faults) => {
            let mut faults: Vec<_> = faults.iter().map(|fault| (**fault).clone()).collect();
            // A fault of one template is found by each page that it shows.
            faults.dedup();
            faults
        }
        error => output_faults(error),
    }
}

/// What keeps the output folder from being written.
pub(super) fn output_faults<E>(error: &WriteError<E>) -> Vec<Diagnostic> {
    match error {
        WriteError::Output(error) | WriteError::Unfinished(error) => vec![error.diagnostic()],
        WriteError::Render(_) => Vec::new(),
    }
}

/// What was written, and where.
struct Done {
    pages: usize,
    written: Written,
}

fn say_written(done: &Done, output: &Path, terminal: &Terminal) {
    let Written { made, unchanged, deleted, left, .. } = &done.written;
    if let Some(first) = left.first() {
        terminal.say(&message!("build.kept", count = left.len(), first = first.as_str()));
    }
    let said = |message: Message| message.text(terminal.language());
    terminal.say(&message!(
        "build.changes",
        made = said(message!("build.made", count = *made)),
        unchanged = said(message!("build.unchanged", count = *unchanged)),
        deleted = said(message!("build.deleted", count = *deleted))
    ));
    terminal.say(&message!("build.done", count = done.pages, output = output.display().to_string()));
}

/// The folder to write: the one asked for, from where the user stands; else the book's, from the
/// book. The teacher's site goes beside that of the students, never over it.
pub(super) fn output_folder(book: &Path, asked: Option<&Path>, site: &Site) -> PathBuf {
    let own = || {
        let folder = site.book.config.output.value.trim_end_matches('/');
        let suffix = if site.book.audience == Audience::Teachers { "-teacher" } else { "" };
        book.strip_prefix(".").unwrap_or(book).join(format!("{folder}{suffix}"))
    };
    asked.map_or_else(own, Path::to_owned)
}

/// Refuses an output folder that stands in what the build reads, or holds it: the next build would
/// read what this one wrote, or overwrite what the author did.
pub(super) fn output_in_book(book: &Path, output: &Path, site: Option<&Site>) -> Option<Diagnostic> {
    let found = real(output);
    let book = real(book);
    let sources = FOLDERS.iter().chain([&BOOK_TOML, &TRANSLATIONS_LOCK]).map(|source| real(&book.join(source)));
    let clash = sources.into_iter().any(|source| found.starts_with(&source) || source.starts_with(&found));
    clash.then(|| {
        let span = site.map_or(0..0, |site| site.book.config.output.span.clone());
        let place = Place::new(&BookPath::new(BOOK_TOML), &span);
        let shown = output.strip_prefix(".").unwrap_or(output);
        let message = message!("output-in-book.message", output = shown.display().to_string());
        Diagnostic::new(Rule::OutputInBook, place, message).help(message!("output-in-book.help"))
    })
}

/// A path with links and `..` followed as far as it exists.
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

fn write_site(renderer: &Renderer, output: &Path) -> Result<Done, WriteError<Box<Diagnostic>>> {
    let artifacts = &renderer.site().artifacts;
    let entries: Vec<OutputFile> = artifacts.iter().map(|(path, artifact)| entry(path, artifact)).collect();
    let render = |index: usize| match renderer.render(&entries[index].path) {
        Some(Ok(Content::Asset(asset))) => Ok(write::FileContent::File(asset.disk)),
        Some(Ok(Content::Bytes(bytes))) => Ok(write::FileContent::Bytes(bytes.into_owned())),
        Some(Err(fault)) => Err(fault),
        None => Ok(write::FileContent::Bytes(Vec::new())),
    };
    let pages = artifacts.values().filter(|artifact| artifact.is_page()).count();
    let written = write::write(output, &entries, render)?;
    Ok(Done { pages, written })
}

fn entry(path: &str, artifact: &Artifact) -> OutputFile {
    let (hash, class) = match artifact {
        Artifact::File(content) => (Some(content.hash()), Class::Asset),
        Artifact::Page { .. }
        | Artifact::SideBySide { .. }
        | Artifact::Tags(_)
        | Artifact::Tag { .. }
        | Artifact::Glossary(_)
        | Artifact::References(_)
        | Artifact::NotFound
        | Artifact::Redirect { .. } => (None, Class::Page),
        Artifact::Chooser
        | Artifact::Feed(_)
        | Artifact::ReferencesJson
        | Artifact::ReferencesBib
        | Artifact::ReferencesRis
        | Artifact::Sitemap
        | Artifact::Robots
        | Artifact::Headers => (None, Class::Index),
    };
    OutputFile { path: path.to_owned(), hash, class }
}
