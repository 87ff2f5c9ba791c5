//! A site that was built, sent where its readers find it: only what changed, in an order in which no page ever names a
//! file that isn't there.
//!
//! ```text
//! the target's publish.json ─▶ what changed ─▶ assets ─▶ pages ─▶ indexes ─▶ seals ─▶ deletions ─▶ publish.json
//! ```
//!
//! What carries the bytes is a program that exists ([`rclone`], [`git`]), or the module that writes the site
//! ([`folder`]). `publish.json` says what the target holds ([`Record`]). Before anything is sent by rclone, it says which
//! files are under way: of these nothing is known after a cut, so the next run sends or deletes them.

mod folder;
mod git;
mod program;
mod rclone;
mod record;

use std::path::{Path, PathBuf};

use crate::build::SiteFile;
use crate::config::{Destination, Target};
use crate::locale::{Message, message};
use crate::progress::Progress;

pub use record::{Changes, Listed, RECORD, Record};

/// What is to be published, and where.
#[derive(Debug)]
pub struct Publication<'p> {
    /// The book's folder.
    pub book: &'p Path,
    /// The id of the book: a target is of one book.
    pub id: String,
    /// The folder in which its site was written.
    pub output: &'p Path,
    /// The files of the site.
    pub files: Vec<Listed>,
    /// Where it goes.
    pub target: &'p Target,
    /// Where it is counted how far sending has come.
    pub progress: Progress,
}

/// What there is at a target before anything is sent.
#[derive(Debug)]
enum Standing {
    /// Nothing.
    Empty,
    /// Files, and no `publish.json`.
    Foreign,
    /// A `publish.json` that can't be read.
    Unreadable,
    /// What was sent before.
    Known(Record),
}

/// Why a site was not published, or not whole.
#[derive(Debug)]
pub struct NotPublished {
    /// What is wrong.
    pub message: Message,
    /// What to do.
    pub help: Message,
    /// Whether some files may have been sent already.
    pub is_begun: bool,
}

impl NotPublished {
    fn new(message: Message, help: Message) -> Self {
        Self { message, help, is_begun: false }
    }
}

/// What can carry a site to a target.
trait Carrier {
    /// What there is at the target.
    fn standing(&self) -> Result<Standing, NotPublished>;
    /// Sends what changed; `before` is what the target was known to hold.
    fn send(&self, before: &Record, changes: &Changes, adopt: bool) -> Result<(), NotPublished>;
}

impl<'p> Publication<'p> {
    /// The publication of a site that was written.
    pub fn new(
        book: &'p Path,
        id: &str,
        output: &'p Path,
        files: &[SiteFile],
        target: &'p Target,
        progress: &Progress,
    ) -> Self {
        let files = files.iter().map(Listed::new).collect();
        Self { book, id: id.to_owned(), output, files, target, progress: progress.clone() }
    }

    /// Looks at the target, and gives what is to be sent there. With `adopt`, files that are there already, or another
    /// book's, are no obstacle.
    ///
    /// # Errors
    /// If the target can't be reached, or is somebody else's.
    pub fn plan(&self, adopt: bool) -> Result<Planned<'_>, NotPublished> {
        if self.files.iter().any(|file| file.path == RECORD) {
            return Err(NotPublished::new(message!("publish.reserved"), message!("publish.help-reserved")));
        }
        let carrier: Box<dyn Carrier + '_> = match &self.target.destination {
            Destination::Folder(folder) => {
                Box::new(folder::Folder { publication: self, folder: self.book.join(folder) })
            }
            Destination::Branch { branch, remote } => Box::new(git::Branch { publication: self, branch, remote }),
            Destination::Rclone(place) => Box::new(rclone::Remote::new(self, place)?),
        };
        let name = self.target.name.as_str();
        let refused = |message, help| Err(NotPublished::new(message, help));
        let before = match carrier.standing()? {
            Standing::Empty => Record::of(&self.id, Vec::new()),
            Standing::Known(record) if record.book == self.id || adopt => record,
            Standing::Known(record) => {
                return refused(
                    message!("publish.other-book", target = name, book = record.book),
                    message!("publish.help-other-book", target = name),
                );
            }
            Standing::Foreign | Standing::Unreadable if adopt => Record::of(&self.id, Vec::new()),
            Standing::Foreign => {
                return refused(
                    message!("publish.foreign", target = name),
                    message!("publish.help-foreign", target = name),
                );
            }
            Standing::Unreadable => {
                return refused(
                    message!("publish.unreadable", target = name),
                    message!("publish.help-unreadable", target = name),
                );
            }
        };
        let changes = Changes::new(&self.files, &before);
        Ok(Planned { publication: self, carrier, before, changes, adopt })
    }

    /// The record of the site once all of it is there.
    fn record(&self) -> Record {
        Record::of(&self.id, self.files.clone())
    }

    /// Where a file of the site is on disk.
    fn disk(&self, path: &str) -> PathBuf {
        self.output.join(path)
    }
}

/// What a run would send.
pub struct Planned<'p> {
    publication: &'p Publication<'p>,
    carrier: Box<dyn Carrier + 'p>,
    before: Record,
    /// What changes at the target.
    pub changes: Changes,
    adopt: bool,
}

impl Planned<'_> {
    /// Sends it; nothing at all if nothing changed.
    ///
    /// # Errors
    /// If something fails on the way: the next run sends what this one didn't.
    pub fn send(&self) -> Result<(), NotPublished> {
        let is_same = self.changes.is_empty() && self.before.underway.is_empty();
        if is_same && self.before.book == self.publication.id && !self.before.files.is_empty() {
            return Ok(());
        }
        self.carrier.send(&self.before, &self.changes, self.adopt)
    }
}

impl std::fmt::Debug for Planned<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Planned").field("changes", &self.changes).finish_non_exhaustive()
    }
}
