//! `palier serve`: the site on this computer, built anew at every save.

use std::io;
use std::path::PathBuf;
use std::process::{self, Stdio};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use super::build::{closing, output_faults, output_folder};
use super::wrong::Unfit;
use super::{Outcome, Terminal, chosen_book};
use crate::builder::{Builder, Options};
use crate::diagnostic::{Checked, Diagnostic};
use crate::load::{self, Loader};
use crate::locale::{UserLanguage, message};
use crate::render::Renderer;
use crate::render::html::escape;
use crate::render::policy;
use crate::report::{self, ReportFormat, TextStyle};
use crate::rule::Rule;
use crate::serve::{Asset, Bytes, Page, Pages, Server, Shared, dashboard};
use crate::source::{AssetFile, Sources};
use crate::theme::Content;
use crate::watch::{Polling, Watcher};
use crate::write::{self, WriteError};

/// What the preview's own pages may load.
const OWN_POLICY: &str = "default-src 'self'; img-src 'self' data:";

/// When a file that could not be read is tried again.
const NEXT_TRY: Duration = Duration::from_secs(1);

/// What `palier serve` is told.
#[derive(Clone, Debug, Args)]
pub struct ServeArguments {
    /// The book's folder.
    pub book: Option<PathBuf>,
    /// The port to listen on; 0 for any that is free.
    #[arg(long, value_parser = port)]
    pub port: Option<u16>,
    /// Whether to open the browser.
    #[arg(long)]
    pub open: bool,
    /// Whether drafts are left out.
    #[arg(long)]
    pub no_drafts: bool,
    /// Whether to look for changes again and again, where the system doesn't tell of them.
    #[arg(long)]
    pub poll: bool,
}

fn port(text: &str) -> Result<u16, Unfit> {
    text.parse().map_err(|_| Unfit(message!("cli-wrong.help-port")))
}

/// Serves the site until it is interrupted.
pub fn run(arguments: &ServeArguments, terminal: &Terminal) -> Outcome {
    let book = match chosen_book(arguments.book.as_deref(), ReportFormat::Human, terminal) {
        Ok(book) => book,
        Err(outcome) => return outcome,
    };
    let server = match Server::bind(arguments.port) {
        Ok(server) => server,
        Err(error) => {
            let (message, help) = error.messages();
            terminal.fail(&message, Some(&help));
            return Outcome::BookHasErrors;
        }
    };
    // Before the first reading, so that no save falls between the two.
    let watcher = Watcher::new(&book, &[], arguments.poll);
    let options = Options::preview(!arguments.no_drafts);
    let mut preview = Preview::new(book, options, terminal.clone());
    let shared = Arc::new(Shared::new(preview.build()));
    preview.finish_last_write();
    match watcher {
        Ok(watcher) => {
            let shared = Arc::clone(&shared);
            // Ends with the process.
            std::thread::spawn(move || preview.follow(watcher, &shared));
        }
        Err(error) => terminal.fail(&message!("serve.watch-failed", reason = error.to_string()), None),
    }
    let url = server.url();
    terminal.say(&message!("serve.address", url = url.as_str()));
    terminal.say(&message!("serve.dashboard", url = format!("{url}_palier/")));
    if arguments.open && open(&url).is_err() {
        terminal.fail(&message!("serve.not-opened", url = url.as_str()), None);
    }
    match server.run(shared) {
        Ok(()) => Outcome::Done,
        Err(error) => {
            terminal.fail(&message!("serve.failed", reason = &error), None);
            Outcome::BookHasErrors
        }
    }
}

/// Opens the user's browser.
fn open(url: &str) -> io::Result<()> {
    let (program, arguments): (_, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start"])
    } else {
        ("xdg-open", &[])
    };
    let mut command = process::Command::new(program);
    command.args(arguments).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map(drop)
}

/// The book, read and built again whenever it changes.
struct Preview {
    book: PathBuf,
    options: Options,
    terminal: Terminal,
    loader: Loader,
    builder: Builder,
    sources: Arc<Sources>,
    /// What was wrong with the files themselves when they were read.
    unread: Vec<Diagnostic>,
    /// Where `palier build` would write.
    output: Option<PathBuf>,
    version: u64,
}

impl Preview {
    fn new(book: PathBuf, options: Options, terminal: Terminal) -> Self {
        let (loader, builder) = (Loader::default(), Builder::default());
        let (sources, unread) = (Arc::default(), Vec::new());
        Self { book, options, terminal, loader, builder, sources, unread, output: None, version: 0 }
    }

    /// Reads and builds, says what is wrong, and gives the site as it stands: a fault in a lesson
    /// doesn't keep the others from being looked at.
    fn build(&mut self) -> Arc<dyn Pages> {
        let loaded = self.loader.load(&self.book);
        self.pages(loaded)
    }

    /// Finishes the write that a kill or a power cut interrupted, so that the output folder holds a
    /// whole site; the preview itself writes nothing.
    fn finish_last_write(&self) {
        let Some(output) = self.output.as_deref() else { return };
        if let Err(error) = write::recover(output) {
            self.terminal.report(&output_faults(&error), &self.sources, ReportFormat::Human);
            if let WriteError::Unfinished(_) = error {
                self.terminal.say(&closing(&error, output));
            }
        }
    }

    fn pages(&mut self, loaded: Checked<Sources>) -> Arc<dyn Pages> {
        self.unread.clone_from(&loaded.diagnostics);
        let (sources, built) = self.builder.build_loaded(loaded, &self.options);
        self.sources = Arc::new(sources);
        self.version += 1;
        let diagnostics = built.diagnostics;
        self.terminal.report(&diagnostics, &self.sources, ReportFormat::Human);
        let Some(site) = built.value else {
            let fault = fault_page(&self.words(&diagnostics), self.terminal.language());
            return Arc::new(Site { version: self.version, built: None, fault });
        };
        self.output = Some(output_folder(&self.book, None, &site));
        let pages = site.artifacts.values().filter(|artifact| artifact.is_page()).count();
        self.terminal.say(&message!("serve.ready", count = pages));
        let renderer = self.builder.renderer(Arc::new(site));
        let (sources, language) = (Arc::clone(&self.sources), self.terminal.language());
        let built = Some(Built { renderer, diagnostics, sources, language });
        Arc::new(Site { version: self.version, built, fault: String::new() })
    }

    /// Builds anew at every change, for ever.
    fn follow(&mut self, mut watcher: Watcher, shared: &Shared) {
        let mut polling = None;
        loop {
            if watcher.polling() != polling {
                polling = watcher.polling();
                if let Some(message) = polling.and_then(Polling::message) {
                    self.terminal.say(&message);
                }
            }
            // A file that can't be read may soon be (a system has too many open for a moment, another
            // program holds it), and nobody tells of that.
            let can_wait = !self.unread.iter().any(|fault| fault.rule == Rule::UnreadableFile);
            // What changed is found by its bytes: editors touch files without changing them.
            let _ = watcher.wait((!can_wait).then_some(NEXT_TRY));
            let loaded = self.loader.load(&self.book);
            if !same(&loaded.value, &self.sources) || loaded.diagnostics != self.unread {
                shared.swap(self.pages(loaded));
            }
        }
    }

    /// The diagnostics as text.
    fn words(&self, diagnostics: &[Diagnostic]) -> String {
        let mut text = Vec::new();
        let style = TextStyle::plain(self.terminal.language());
        // Writing to memory can't fail.
        let _ = report::print(diagnostics, &self.sources, ReportFormat::Human, style, &mut text);
        String::from_utf8_lossy(&text).into_owned()
    }
}

/// Whether two readings of a book found the same bytes under the same names.
fn same(a: &Sources, b: &Sources) -> bool {
    let texts =
        |sources: &Sources| -> Vec<_> { sources.texts.values().map(|file| (file.path.clone(), file.hash)).collect() };
    texts(a) == texts(b) && a.assets == b.assets
}

/// The site as the server shows it; without a book to speak of, what is wrong instead.
struct Site {
    version: u64,
    built: Option<Built>,
    fault: String,
}

/// What the pages are made from when they are asked for.
struct Built {
    renderer: Renderer,
    diagnostics: Vec<Diagnostic>,
    sources: Arc<Sources>,
    /// The author's.
    language: UserLanguage,
}

impl Built {
    fn dashboard(&self) -> Page {
        match dashboard::page(self.renderer.site(), &self.diagnostics, &self.sources, self.language) {
            Ok(html) => Page::Bytes(html.into_bytes()),
            Err(error) => Page::Fault(fault_page(&error.to_string(), self.language)),
        }
    }
}

/// A file of the book, where it stands.
struct OnDisk(AssetFile);

impl Asset for OnDisk {
    fn len(&self) -> u64 {
        self.0.len
    }

    fn open(&self) -> io::Result<Box<dyn Bytes>> {
        Ok(Box::new(load::open_asset(&self.0)?))
    }
}

impl Pages for Site {
    fn get(&self, path: &str) -> Option<Page> {
        let Some(built) = &self.built else {
            return path.ends_with(".html").then(|| Page::Fault(self.fault.clone()));
        };
        if path == dashboard::PATH {
            return Some(built.dashboard());
        }
        Some(match built.renderer.render(path)? {
            Ok(Content::Bytes(bytes)) => Page::Bytes(bytes.into_owned()),
            Ok(Content::Asset(asset)) => Page::Asset(Arc::new(OnDisk(asset))),
            Err(fault) => {
                let mut text = Vec::new();
                let style = TextStyle::plain(built.language);
                let _ = report::print(&[*fault], &built.sources, ReportFormat::Human, style, &mut text);
                Page::Fault(fault_page(&String::from_utf8_lossy(&text), built.language))
            }
        })
    }

    fn contains(&self, path: &str) -> bool {
        match &self.built {
            Some(built) => path == dashboard::PATH || built.renderer.site().artifacts.contains_key(path),
            None => path.ends_with(".html"),
        }
    }

    fn policy(&self, path: &str) -> Option<String> {
        match &self.built {
            Some(built) if path != dashboard::PATH => policy::at(built.renderer.site(), path),
            _ => Some(OWN_POLICY.to_owned()),
        }
    }

    fn version(&self) -> u64 {
        self.version
    }

    fn not_found(&self, _path: &str) -> Option<Vec<u8>> {
        match self.get("404.html")? {
            Page::Bytes(bytes) => Some(bytes),
            // Only Palier makes that page.
            Page::Asset(_) => None,
            Page::Fault(html) => Some(html.into_bytes()),
        }
    }
}

/// A page that shows diagnostics as the terminal does.
fn fault_page(text: &str, language: UserLanguage) -> String {
    let (text, language) = (escape(text), language.key());
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head><meta charset=\"utf-8\"><title>Palier</title></head>\n\
         <body><pre>{text}</pre></body>\n</html>\n"
    )
}
