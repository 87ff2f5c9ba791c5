//! `palier serve`: the site on this computer, rebuilt on every save.

use std::io;
use std::path::PathBuf;
use std::process::{self, Stdio};

use clap::Args;

use super::answer::Answer;
use super::bar::Bar;
use super::build::standing;
use super::wrong::Unfit;
use super::{Exit, Terminal, chosen_book};
use crate::build::Standing;
use crate::diagnostic::Diagnostic;
use crate::editor::Editor;
use crate::locale::{Message, message};
use crate::preview::{Event, Preview, PreviewOptions};
use crate::report::{self, ReportFormat};
use crate::schema;
use crate::serve::Server;
use crate::source::Sources;

/// The arguments of `palier serve`.
#[derive(Clone, Debug, Default, Args)]
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
    /// Whether pages go to that of the text just saved.
    #[arg(long)]
    pub follow: bool,
    /// The editor in which pages have files of the book opened; if it is missing, the user's own.
    #[arg(long, value_parser = editor)]
    pub editor: Option<Editor>,
}

fn port(text: &str) -> Result<u16, Unfit> {
    text.parse().map_err(|_| Unfit(message!("cli-wrong.help-port")))
}

fn editor(command: &str) -> Result<Editor, Unfit> {
    Editor::of_command(command)
        .ok_or_else(|| Unfit(message!("cli-wrong.help-editor", file = "{file}", line = "{line}", column = "{column}")))
}

/// Serves the site until it is interrupted.
pub fn run(arguments: &ServeArguments, terminal: &Terminal) -> Exit {
    let mut answer = Answer::new(terminal, Some("serve"), ReportFormat::Human);
    let book = match chosen_book(arguments.book.as_deref(), &mut answer) {
        Ok(book) => book,
        Err(exit) => return exit,
    };
    schema::provide(&book, terminal.language());
    let server = match Server::bind(arguments.port) {
        Ok(server) => server,
        Err(error) => {
            let (message, help) = error.messages();
            terminal.fail(&message, Some(&help));
            return Exit::BookHasErrors;
        }
    };
    let options = PreviewOptions {
        without_drafts: arguments.no_drafts,
        poll: arguments.poll,
        language: terminal.language(),
        editor: arguments.editor.clone().or_else(Editor::of_user),
        follow: arguments.follow,
    };
    // Should the folder be moved away, and another put in its place, that one is the book.
    let book = std::path::absolute(&book).unwrap_or(book);
    let bar = Bar::of(&answer.progress, terminal);
    let mut preview = Preview::new(answer.source(book), options);
    let url = server.url();
    let mut lines: Vec<Message> = server.port_message().into_iter().collect();
    lines.push(message!("serve.address", url = url.as_str()));
    lines.push(message!("serve.dashboard", url = format!("{url}_palier/")));
    let mut told = Told { terminal: terminal.clone(), lines, notes: Vec::new(), is_drawn: false };
    preview.next().iter().for_each(|event| told.tell(event));
    drop(bar);
    told.begin();
    if arguments.open && open(&url).is_err() {
        terminal.fail(&message!("serve.not-opened", url = url.as_str()), None);
    }
    let shared = preview.shared();
    // The thread ends with the process.
    std::thread::spawn(move || preview.for_each(|event| told.tell(&event)));
    match server.run(shared) {
        Ok(()) => Exit::Done,
        Err(error) => {
            terminal.fail(&message!("serve.failed", reason = &error), None);
            Exit::BookHasErrors
        }
    }
}

/// What the author reads of the preview: on a screen, how things are now; elsewhere, one event after the other.
struct Told {
    terminal: Terminal,
    /// Where the preview is.
    lines: Vec<Message>,
    /// What happened beside builds, and is still so.
    notes: Vec<Message>,
    is_drawn: bool,
}

impl Told {
    /// Says where the preview is, unless the screen says so already.
    fn begin(&self) {
        if !self.is_drawn {
            self.lines.iter().for_each(|line| self.terminal.say(line));
        }
    }

    /// Says what happened to the preview.
    fn tell(&mut self, event: &Event) {
        let terminal = &self.terminal;
        match event {
            Event::Built { sources, diagnostics, pages } => match terminal.screen_lines() {
                Some(height) => self.draw(sources, diagnostics, *pages, height),
                None => {
                    terminal.report(diagnostics, sources, ReportFormat::Human);
                    pages.iter().for_each(|pages| terminal.say(&message!("serve.ready", count = *pages)));
                }
            },
            Event::NotRecovered(unwritten) => {
                terminal.report(&unwritten.diagnostics(), &Sources::default(), ReportFormat::Human);
                if unwritten.stands == Standing::Unfinished {
                    terminal.say(&standing(unwritten.stands));
                }
            }
            Event::Polling(why) => {
                self.notes = why.message().into_iter().collect();
                self.notes.iter().for_each(|message| terminal.say(message));
            }
            Event::Unwatched(error) => {
                terminal.fail(&message!("serve.watch-failed", reason = error.to_string()), None);
            }
        }
    }

    /// Shows a build in the place of the one before.
    fn draw(&mut self, sources: &Sources, diagnostics: &[Diagnostic], pages: Option<usize>, height: usize) {
        let style = self.terminal.style_error();
        let ready = pages.map(|pages| message!("serve.ready", count = pages));
        let below: Vec<String> =
            ready.iter().chain(&self.notes).chain(&self.lines).map(|line| line.text(style.language)).collect();
        // A line that is wider than the screen takes several.
        let rows: usize = below.iter().map(|line| line.chars().count() / style.width.max(1) + 1).sum();
        let mut text = report::fitted(diagnostics, sources, style, height.saturating_sub(rows + 1));
        below.iter().for_each(|line| text.extend([line.as_str(), "\n"]));
        self.terminal.redraw(&text, !std::mem::replace(&mut self.is_drawn, true));
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
