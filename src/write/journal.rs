//! The journal: a write that is decided. A run that finds one finishes it before anything else.
//!
//! ```text
//! palier journal 1
//! clear <hash> <length> <path>         a file in the way, removed first
//! move <number> <hash> <length> <path> a staged file, renamed into its place, in this order
//! delete <hash> <length> <path>        a file that the site no longer has, removed last
//! keep <hash> <length> <path>          a file that stays as it is
//! end <hash of all the above>
//! ```

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::OutputFile;
use super::error::{OutputError, io_at};
use super::manifest::{Made, Manifest, folders, is_sound};
use super::output::{Output, Removal, Standing, read_text};
use super::stage::{self, FileOutcome};
use super::survey::Survey;

const HEADER: &str = "palier journal 1";

/// A write that is decided: renames, removals, and the manifest that they lead to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Journal {
    /// The files to remove first, by path, because they are in the way of new ones.
    pub(super) clears: Vec<(String, Made)>,
    /// The staged files to rename, in this order.
    pub(super) moves: Vec<Move>,
    /// The files to remove last, by path, because the site no longer has them.
    pub(super) deletes: Vec<(String, Made)>,
    /// The files that stay as they are, by path.
    pub(super) keeps: Vec<(String, Made)>,
}

/// A staged file, and where it goes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Move {
    /// Its number in the stage: the index of its entry.
    pub(super) number: usize,
    /// Its path in the output folder.
    pub(super) path: String,
    /// Its contents.
    pub(super) made: Made,
}

/// How far the stage can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// This process has just staged all files.
    Staged,
    /// An earlier process left it: some files are in place already, and some may be incomplete.
    Found,
}

/// What became of the files that the site no longer has.
#[derive(Debug, Default)]
pub(super) struct Removals {
    /// How many were deleted.
    pub(super) deleted: usize,
    /// The paths of those that were changed after Palier made them, and so are left in place.
    pub(super) left: Vec<String>,
}

/// Finishes the journal that an earlier run left, and says whether there was one.
pub(super) fn recover(output: &mut Output) -> Result<bool, OutputError> {
    let path = output.journal();
    let Some(text) = read_text(&path)? else { return Ok(false) };
    let journal = Journal::parse(&text).ok_or(OutputError::Corrupt { path })?;
    let before = output.manifest()?.unwrap_or_default();
    journal.finish(output, &before, Trust::Found)?;
    Ok(true)
}

impl Journal {
    /// The journal that the survey and the staged files lead to.
    pub(super) fn new(entries: &[OutputFile], outcomes: &[FileOutcome], survey: Survey) -> Self {
        let mut moves = Vec::new();
        let mut keeps = Vec::new();
        for (number, (entry, outcome)) in entries.iter().zip(outcomes).enumerate() {
            match *outcome {
                FileOutcome::Unchanged(made) => keeps.push((entry.path.clone(), made)),
                FileOutcome::Staged(made) => moves.push(Move { number, path: entry.path.clone(), made }),
            }
        }
        moves.sort_by(|a, b| {
            let rank = |each: &Move| entries[each.number].class;
            rank(a).cmp(&rank(b)).then_with(|| a.path.cmp(&b.path))
        });
        let mut deletes = survey.deletes;
        // Pages first: while a page is there, so must be the assets that it names.
        deletes.sort_by(|(a, _), (b, _)| (!a.ends_with(".html"), a).cmp(&(!b.ends_with(".html"), b)));
        Self { clears: survey.clears, moves, deletes, keeps }
    }

    /// Whether the site and its manifest are already as they should be.
    pub(super) fn changes_nothing(&self, manifest: &Manifest) -> bool {
        self.moves.is_empty()
            && self.deletes.is_empty()
            && self.clears.is_empty()
            && self.keeps.len() == manifest.len()
            && self.keeps.iter().all(|(path, made)| manifest.get(path) == Some(made))
    }

    /// The numbers of the staged files.
    pub(super) fn staged(&self) -> impl Iterator<Item = usize> {
        self.moves.iter().map(|each| each.number)
    }

    /// Writes the journal on the disk: from then on the write is decided.
    pub(super) fn stand(&self, output: &Output) -> Result<(), OutputError> {
        output.replace(&output.journal(), &self.to_text())
    }

    /// Does what the journal says, and removes it; `before` is the manifest that it replaces. Each step can be done
    /// again, so it doesn't matter where an earlier attempt stopped.
    pub(super) fn finish(&self, output: &mut Output, before: &Manifest, trust: Trust) -> Result<Removals, OutputError> {
        self.clear(output, trust)?;
        let mut manifest: Manifest = self.keeps.iter().cloned().collect();
        for each in &self.moves {
            if let Some(made) = each.take(output, before, trust)? {
                manifest.insert(each.path.clone(), made);
            }
        }
        let removals = self.delete(output)?;
        self.settle(output, &manifest)?;
        Ok(removals)
    }

    /// Removes the files in the way.
    fn clear(&self, output: &mut Output, trust: Trust) -> Result<(), OutputError> {
        // Once a file has been renamed the way is clear, and what is there now may be new: where
        // the file system ignores case, under the very name that was to go.
        if trust == Trust::Found && self.moves.iter().any(|each| !output.is_staged(each.number)) {
            return Ok(());
        }
        for (path, made) in &self.clears {
            output.remove(path, *made)?;
        }
        Ok(())
    }

    /// Removes the files that the site no longer has.
    fn delete(&self, output: &mut Output) -> Result<Removals, OutputError> {
        let mut removals = Removals { deleted: self.clears.len(), left: Vec::new() };
        for (path, made) in &self.deletes {
            match output.remove(path, *made)? {
                Removal::Removed => removals.deleted += 1,
                Removal::Absent => {}
                Removal::Left => removals.left.push(path.clone()),
            }
        }
        Ok(removals)
    }

    /// Makes the write durable: syncs the renames, writes the manifest, then removes the journal.
    fn settle(&self, output: &Output, manifest: &Manifest) -> Result<(), OutputError> {
        let removed = self.clears.iter().chain(&self.deletes).map(|(path, _)| path);
        let paths = self.moves.iter().map(|each| &each.path).chain(removed);
        let touched: BTreeSet<&str> = paths.flat_map(|path| folders(path)).chain([""]).collect();
        stage::sync_folders(output, &Vec::from_iter(touched));
        if !output.has_stage() {
            output.empty_stage()?;
        }
        output.set_manifest(manifest)?;
        let journal = output.journal();
        fs::remove_file(&journal).map_err(io_at(journal))?;
        output.remove_stage()
    }

    fn to_text(&self) -> String {
        let mut text = format!("{HEADER}\n");
        let mut line = |word: &str, path: &str, made: &Made| {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{word} {made} {path}");
        };
        for (path, made) in &self.clears {
            line("clear", path, made);
        }
        for each in &self.moves {
            line(&format!("move {}", each.number), &each.path, &each.made);
        }
        for (path, made) in &self.deletes {
            line("delete", path, made);
        }
        for (path, made) in &self.keeps {
            line("keep", path, made);
        }
        let hash = blake3::hash(text.as_bytes());
        text + &format!("end {hash}\n")
    }

    fn parse(text: &str) -> Option<Self> {
        let (body, end) = text.strip_suffix('\n')?.rsplit_once('\n')?;
        let body = &text[..body.len() + 1];
        if end.strip_prefix("end ")? != blake3::hash(body.as_bytes()).to_hex().as_str() {
            return None;
        }
        let mut lines = body.lines();
        if lines.next() != Some(HEADER) {
            return None;
        }
        let mut journal = Self::default();
        for line in lines {
            let (word, rest) = line.split_once(' ')?;
            let (number, rest) = if word == "move" { rest.split_once(' ')? } else { ("0", rest) };
            let number = number.parse().ok()?;
            let (made, path) = Made::parse(rest)?;
            if !is_sound(path) {
                return None;
            }
            let path = path.to_owned();
            match word {
                "clear" => journal.clears.push((path, made)),
                "move" => journal.moves.push(Move { number, path, made }),
                "delete" => journal.deletes.push((path, made)),
                "keep" => journal.keeps.push((path, made)),
                _ => return None,
            }
        }
        Some(journal)
    }
}

impl Move {
    /// Renames the staged file into its place, and gives the manifest's line for it.
    fn take(&self, output: &mut Output, before: &Manifest, trust: Trust) -> Result<Option<Made>, OutputError> {
        let staged = output.staged(self.number);
        let former = before.get(&self.path).copied();
        if trust == Trust::Staged || (output.is_staged(self.number) && holds(&staged, self.made)) {
            // Somebody may have put a file there since the survey.
            if former.is_none() && matches!(output.standing(&self.path)?, Standing::File(_)) {
                return Err(OutputError::Foreign { path: output.disk(&self.path) });
            }
            output.place(&staged, &self.path)?;
            return Ok(Some(self.made));
        }
        // The file is in its place already; or it was lost with the stage, and then the former one stays, until the
        // next write compares it and makes it again.
        Ok(if output.holds(&self.path, self.made)? { Some(self.made) } else { former })
    }
}

fn holds(file: &Path, made: Made) -> bool {
    Made::read(file).is_ok_and(|stands| stands == made)
}
