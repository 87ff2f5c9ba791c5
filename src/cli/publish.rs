//! `palier publish`: builds the site and sends it where its readers find it.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::answer::{Answer, AnswerFormat};
use super::build::standing;
use super::{Exit, Terminal, book_to_change};
use crate::build::{self, BuildOptions};
use crate::config::{Config, Target};
use crate::locale::message;
use crate::publish::{Changes, NotPublished, Publication};

/// The arguments of `palier publish`.
#[derive(Clone, Debug, Args)]
pub struct PublishArguments {
    /// The target's name in `book.toml`; without it, the only one.
    pub target: Option<String>,
    /// Whether only to show what would be sent.
    #[arg(id = "dry_publish", long = "dry-run")]
    pub dry_run: bool,
    /// Whether files that are at the target already, or another book's, are no obstacle.
    #[arg(long)]
    pub adopt: bool,
    /// Whether warnings are treated as errors.
    #[arg(long)]
    pub strict: bool,
    /// The book's folder; the current one if it is missing.
    #[arg(id = "book_folder", long = "book")]
    pub book: Option<PathBuf>,
    /// The form of the answer.
    #[command(flatten)]
    pub answer: AnswerFormat,
}

/// What a program is told of a publication.
#[derive(Serialize)]
struct JsonPublication {
    target: String,
    dry_run: bool,
    /// The files that were sent, or would be, in order.
    sent: Vec<String>,
    deleted: Vec<String>,
    unchanged: usize,
    bytes: u64,
}

/// Builds the site, and sends what changed.
pub fn run(arguments: &PublishArguments, terminal: &Terminal) -> Exit {
    Answer::give("publish", arguments.answer.format, terminal, |answer| published(arguments, answer))
}

fn published(arguments: &PublishArguments, answer: &mut Answer<'_>) -> Result<(Exit, JsonPublication), Exit> {
    // Two runs at once would each write what the other doesn't know of.
    let (book, _hold) = book_to_change(arguments.book.as_deref(), answer)?;
    let options = BuildOptions { strict: arguments.strict, ..BuildOptions::default() };
    let prepared = build::prepare(answer.source(book.clone()), &options);
    answer.report(&prepared.diagnostics, &prepared.sources);
    let Some(config) = prepared.site.as_ref().map(|site| &site.book.config) else {
        return Err(Exit::BookHasErrors);
    };
    let target = chosen(config, arguments.target.as_deref(), answer)?;
    let done = prepared.write().map_err(|unwritten| {
        answer.report(&unwritten.diagnostics(), &prepared.sources);
        answer.say(&standing(unwritten.stands));
        answer.say(&message!("publish.stopped"));
        Exit::BookHasErrors
    })?;
    let publication =
        Publication::new(&book, &config.progress_id(), &done.output, &done.site, target, &answer.progress);
    let planned = publication.plan(arguments.adopt).map_err(|reason| refuse(&reason, answer))?;
    if !arguments.dry_run {
        planned.send().map_err(|reason| refuse(&reason, answer))?;
    }
    say(&planned.changes, target, arguments.dry_run, answer);
    let Changes { send, delete, unchanged } = planned.changes.clone();
    let bytes = planned.changes.bytes();
    let sent = send.into_iter().map(|file| file.path).collect();
    let (target, dry_run) = (target.name.clone(), arguments.dry_run);
    Ok((Exit::Done, JsonPublication { target, dry_run, sent, deleted: delete, unchanged, bytes }))
}

/// The target of that name, or the only one.
fn chosen<'c>(config: &'c Config, name: Option<&str>, answer: &mut Answer<'_>) -> Result<&'c Target, Exit> {
    let targets = &config.targets;
    let found = match (name, &targets[..]) {
        (Some(name), _) => targets.iter().find(|target| target.name == name),
        (None, [only]) => Some(only),
        (None, _) => None,
    };
    if let Some(target) = found {
        return Ok(target);
    }
    let known = targets.iter().map(|target| target.name.as_str()).collect::<Vec<_>>().join(", ");
    let help = match targets.is_empty() {
        true => message!("publish.help-no-target"),
        false => message!("publish.help-which", known = known),
    };
    match name {
        Some(name) => answer.fail(&message!("publish.unknown-target", target = name), Some(&help)),
        None if targets.is_empty() => answer.fail(&message!("publish.no-target"), Some(&help)),
        None => answer.fail(&message!("publish.which"), Some(&help)),
    }
    Err(Exit::WrongCommandLine)
}

/// Says what was sent, or what would be.
fn say(changes: &Changes, target: &Target, is_dry: bool, answer: &Answer<'_>) {
    let name = target.name.as_str();
    if changes.is_empty() {
        return answer.say(&message!("publish.same", target = name));
    }
    if is_dry {
        for file in &changes.send {
            answer.say(&message!("publish.would-send", path = file.path.as_str()));
        }
        for path in &changes.delete {
            answer.say(&message!("publish.would-delete", path = path.as_str()));
        }
    }
    let said = |message: crate::locale::Message| message.text(answer.language());
    answer.say(&message!(
        "publish.changes",
        sent = said(message!("publish.sent", count = changes.send.len())),
        bytes = said(message!("publish.kilobytes", count = changes.bytes().div_ceil(1000).to_string())),
        deleted = said(message!("build.deleted", count = changes.delete.len())),
        unchanged = said(message!("build.unchanged", count = changes.unchanged))
    ));
    answer.say(&match is_dry {
        true => message!("publish.dry", target = name),
        false => message!("publish.done", target = name),
    });
}

/// Says why the site was not published, and what the target holds.
fn refuse(reason: &NotPublished, answer: &mut Answer<'_>) -> Exit {
    answer.fail(&reason.message, Some(&reason.help));
    answer.say(&match reason.is_begun {
        true => message!("publish.cut"),
        false => message!("publish.stopped"),
    });
    Exit::BookHasErrors
}
