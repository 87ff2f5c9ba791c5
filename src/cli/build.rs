//! `palier build`: writes the whole site into its folder.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::answer::{Answer, AnswerFormat};
use super::wrong::Unfit;
use super::{Exit, Terminal, chosen_book};
use crate::build::{self, BuildOptions, Done, Standing};
use crate::config::BaseUrl;
use crate::locale::{Message, message};
use crate::model::Delivery;
use crate::schema;
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
    /// The form of the answer.
    #[command(flatten)]
    pub answer: AnswerFormat,
}

/// Reads an address that a site can be published at.
pub(super) fn base_url(text: &str) -> Result<BaseUrl, Unfit> {
    BaseUrl::parse(text).ok_or(Unfit(message!("invalid-setting.help-base-url")))
}

/// What a program is told of a build.
#[derive(Serialize)]
struct JsonBuild {
    /// The folder of the site.
    output: String,
    /// What is in it now: `new`, `before`, `recovered`, `unfinished` or `none`.
    site: &'static str,
    #[serde(flatten)]
    new: Option<JsonNew>,
}

/// What was written, if anything was.
#[derive(Serialize)]
struct JsonNew {
    pages: usize,
    written: usize,
    unchanged: usize,
    deleted: usize,
    kept: Vec<String>,
    animated: Vec<String>,
}

/// Builds the site.
pub fn run(arguments: &BuildArguments, terminal: &Terminal) -> Exit {
    Answer::give("build", arguments.answer.format, terminal, |answer| written(arguments, answer))
}

fn written(arguments: &BuildArguments, answer: &mut Answer<'_>) -> Result<(Exit, Option<JsonBuild>), Exit> {
    let book = chosen_book(arguments.book.as_deref(), answer)?;
    let BuildArguments { output, base_url, drafts, teacher, portable, strict, .. } = arguments.clone();
    let prepared = build::prepare(
        answer.source(book.clone()),
        &BuildOptions { drafts, teacher, portable, base_url, output, strict },
    );
    answer.report(&prepared.diagnostics, &prepared.sources);
    let written = prepared.write();
    let shown = |output: &PathBuf| output.display().to_string();
    match written {
        Ok(done) => {
            // A build that is refused writes nothing.
            schema::provide(&book, answer.language());
            say_written(&done, answer);
            let (output, Written { made, unchanged, deleted, left, .. }) = (shown(&done.output), done.files);
            let animated = done.moving.iter().map(ToString::to_string).collect();
            let new = JsonNew { pages: done.pages, written: made, unchanged, deleted, kept: left, animated };
            Ok((Exit::Done, Some(JsonBuild { output, site: "new", new: Some(new) })))
        }
        Err(unwritten) => {
            answer.report(&unwritten.diagnostics(), &prepared.sources);
            answer.say(&standing(unwritten.stands));
            let site = match unwritten.stands {
                Standing::Nothing => "none",
                Standing::Before => "before",
                Standing::Recovered => "recovered",
                Standing::Unfinished => "unfinished",
            };
            let output = prepared.output.as_ref().map(shown);
            Ok((Exit::BookHasErrors, output.map(|output| JsonBuild { output, site, new: None })))
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

fn say_written(done: &Done, answer: &Answer<'_>) {
    let Written { made, unchanged, deleted, left, .. } = &done.files;
    if let Some(first) = left.first() {
        answer.say(&message!("build.kept", count = left.len(), first = first.as_str()));
    }
    if let Some(first) = done.moving.first() {
        answer.say(&message!("build.moving", count = done.moving.len(), first = first.as_str()));
    }
    let said = |message: Message| message.text(answer.language());
    answer.say(&message!(
        "build.changes",
        made = said(message!("build.made", count = *made)),
        unchanged = said(message!("build.unchanged", count = *unchanged)),
        deleted = said(message!("build.deleted", count = *deleted))
    ));
    answer.say(&message!("build.done", count = done.pages, output = done.output.display().to_string()));
    if done.delivery == Delivery::Folder {
        let first = done.output.join("index.html");
        answer.say(&message!("build.portable", file = first.display().to_string()));
    }
}
