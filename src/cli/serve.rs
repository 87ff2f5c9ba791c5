//! `palier serve`: the site on this computer, rebuilt on every save.

use std::io;
use std::path::PathBuf;
use std::process::{self, Stdio};

use clap::Args;

use super::build::standing;
use super::wrong::Unfit;
use super::{Exit, Terminal, chosen_book};
use crate::build::Standing;
use crate::load::Source;
use crate::locale::message;
use crate::preview::{Event, Preview, PreviewOptions};
use crate::report::ReportFormat;
use crate::serve::Server;
use crate::source::Sources;

/// The arguments of `palier serve`.
#[derive(Clone, Debug, Args)]
pub struct ServeArguments {
    /// The book's folder; the current one if it is missing.
    pub book: Option<PathBuf>,
    /// The TCP port to listen on, 0 for any that is free; if it is missing, the first free one from
    /// [`serve::DEFAULT_PORT`](crate::serve::DEFAULT_PORT) on.
    #[arg(long, value_parser = port)]
    pub port: Option<u16>,
    /// Whether to open the browser.
    #[arg(long)]
    pub open: bool,
    /// Whether drafts are left out.
    #[arg(long)]
    pub no_drafts: bool,
    /// Whether to find changes by listing the files every half-second, for drives that don't report them.
    #[arg(long)]
    pub poll: bool,
}

fn port(text: &str) -> Result<u16, Unfit> {
    text.parse().map_err(|_| Unfit(message!("cli-wrong.help-port")))
}

/// Serves the site until it is interrupted.
pub fn run(arguments: &ServeArguments, terminal: &Terminal) -> Exit {
    let book = match chosen_book(arguments.book.as_deref(), ReportFormat::Human, terminal) {
        Ok(book) => book,
        Err(exit) => return exit,
    };
    let server = match Server::bind(arguments.port) {
        Ok(server) => server,
        Err(error) => {
            let (message, help) = error.messages();
            terminal.fail(&message, Some(&help));
            return Exit::BookHasErrors;
        }
    };
    let options =
        PreviewOptions { without_drafts: arguments.no_drafts, poll: arguments.poll, language: terminal.language() };
    let mut preview = Preview::new(Source::disk(book), options);
    preview.next().iter().for_each(|event| say(event, terminal));
    let url = server.url();
    terminal.say(&message!("serve.address", url = url.as_str()));
    terminal.say(&message!("serve.dashboard", url = format!("{url}_palier/")));
    if arguments.open && open(&url).is_err() {
        terminal.fail(&message!("serve.not-opened", url = url.as_str()), None);
    }
    let (shared, listener) = (preview.shared(), terminal.clone());
    // The thread ends with the process.
    std::thread::spawn(move || preview.for_each(|event| say(&event, &listener)));
    match server.run(shared) {
        Ok(()) => Exit::Done,
        Err(error) => {
            terminal.fail(&message!("serve.failed", reason = &error), None);
            Exit::BookHasErrors
        }
    }
}

/// Prints what happened to the preview.
fn say(event: &Event, terminal: &Terminal) {
    match event {
        Event::Built { sources, diagnostics, pages } => {
            terminal.report(diagnostics, sources, ReportFormat::Human);
            if let Some(pages) = pages {
                terminal.say(&message!("serve.ready", count = *pages));
            }
        }
        Event::NotRecovered(unwritten) => {
            terminal.report(&unwritten.diagnostics(), &Sources::default(), ReportFormat::Human);
            if unwritten.stands == Standing::Unfinished {
                terminal.say(&standing(unwritten.stands));
            }
        }
        Event::Polling(why) => why.message().iter().for_each(|message| terminal.say(message)),
        Event::Unwatched(error) => {
            terminal.fail(&message!("serve.watch-failed", reason = error.to_string()), None);
        }
    }
}

/// Opens an address in the user's browser.
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
