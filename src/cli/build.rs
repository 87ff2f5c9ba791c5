//! `palier build`: writes the whole site into its folder.

use std::path::PathBuf;

use clap::Args;

use super::bar::Bar;
use super::wrong::Unfit;
use super::{Exit, Terminal, chosen_book};
use crate::build::{self, BuildOptions, Done, Standing};
use crate::config::BaseUrl;
use crate::locale::{Message, message};
use crate::model::Delivery;
use crate::report::ReportFormat;
use crate::write::Written;

/// The arguments of `palier build`.
#[derive(Clone, Debug, Args)]
pub struct BuildArguments {
    /// The book's folder; the current one if it is missing.
    pub book: Option<PathBuf>,
    /// The output folder, instead of the book's.
    #[arg(long)]
    pub output: Option<PathBuf>,
    /// The site's address, instead of the book's.
    #[arg(long, value_parser = base_url)]
    pub base_url: Option<BaseUrl>,
    /// Whether drafts are part of the site.
    #[arg(long)]
    pub drafts: bool,
    /// Whether what is for the teacher is part of the site.
    #[arg(long)]
    pub teacher: bool,
    /// Whether the site is to be opened from a folder, without a server.
    #[arg(long, conflicts_with = "base_url")]
    pub portable: bool,
    /// Whether warnings are treated as errors.
    #[arg(long)]
    pub strict: bool,
}

/// Reads an address that a site can be published at.
pub(super) fn base_url(text: &str) -> Result<BaseUrl, Unfit> {
    BaseUrl::parse(text).ok_or(Unfit(message!("invalid-setting.help-base-url")))
}

/// Builds the site.
pub fn run(arguments: &BuildArguments, terminal: &Terminal) -> Exit {
    let book = match chosen_book(arguments.book.as_deref(), ReportFormat::Human, terminal) {
        Ok(book) => book,
        Err(exit) => return exit,
    };
    let BuildArguments { output, base_url, drafts, teacher, portable, strict, .. } = arguments.clone();
    let prepared = build::prepare(book, &BuildOptions { drafts, teacher, portable, base_url, output, strict });
    terminal.report(&prepared.diagnostics, &prepared.sources, ReportFormat::Human);
    let bar = Bar::new(terminal);
    match prepared.write_telling(&|done, all| bar.tell(done, all)) {
        Ok(done) => {
            say_written(&done, terminal);
            Exit::Done
        }
        Err(unwritten) => {
            terminal.report(&unwritten.diagnostics(), &prepared.sources, ReportFormat::Human);
            terminal.say(&standing(unwritten.stands));
            Exit::BookHasErrors
        }
    }
}

/// What the output folder holds where no new site was written, in words.
pub(super) fn standing(stands: Standing) -> Message {
    match stands {
        Standing::Nothing => message!("build.nothing"),
        Standing::Before => message!("build.stopped"),
        Standing::Recovered => message!("build.recovered"),
        Standing::Unfinished => message!("build.unfinished"),
    }
}

fn say_written(done: &Done, terminal: &Terminal) {
    let Written { made, unchanged, deleted, left, .. } = &done.files;
    if let Some(first) = left.first() {
        terminal.say(&message!("build.kept", count = left.len(), first = first.as_str()));
    }
    if let Some(first) = done.moving.first() {
        terminal.say(&message!("build.moving", count = done.moving.len(), first = first.as_str()));
    }
    let said = |message: Message| message.text(terminal.language());
    terminal.say(&message!(
        "build.changes",
        made = said(message!("build.made", count = *made)),
        unchanged = said(message!("build.unchanged", count = *unchanged)),
        deleted = said(message!("build.deleted", count = *deleted))
    ));
    terminal.say(&message!("build.done", count = done.pages, output = done.output.display().to_string()));
    if done.delivery == Delivery::Folder {
        let first = done.output.join("index.html");
        terminal.say(&message!("build.portable", file = first.display().to_string()));
    }
}
