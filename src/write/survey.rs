//! The contents of the output folder before anything is written: what may be kept, what must go, and what keeps the
//! site from being written.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::OutputFile;
use super::error::OutputError;
use super::manifest::{Made, Manifest, folders, is_sound};
use super::output::{Output, Standing};

/// The files of the old site, as the new one needs to know them.
#[derive(Debug)]
pub(super) struct Survey {
    /// For each entry, the length in bytes of the file that Palier made there before; `None` if there is none.
    pub(super) standing: Vec<Option<u64>>,
    /// Files of the old site in the way of the new one (`a` where `a/index.html` comes), to be
    /// removed before the renames. Each holds what Palier made, to the byte.
    pub(super) clears: Vec<(String, Made)>,
    /// Files that the new site no longer has.
    pub(super) deletes: Vec<(String, Made)>,
}

/// Looks at the output folder. Nothing is changed.
pub(super) fn survey(output: &mut Output, manifest: &Manifest, entries: &[OutputFile]) -> Result<Survey, OutputError> {
    let wanted = Wanted::new(output, entries)?;
    let mut clears = Vec::new();
    let mut deletes = Vec::new();
    for (path, &made) in manifest {
        match wanted.place_of(path, &output.key(path)) {
            Fate::Kept => {}
            Fate::Gone => deletes.push((path.clone(), made)),
            Fate::InTheWay if !output.has_room_for_names(path) => {}
            Fate::InTheWay => match output.standing(path)? {
                Standing::File(_) if output.holds(path, made)? => clears.push((path.clone(), made)),
                Standing::File(_) => return Err(OutputError::Foreign { path: output.disk(path) }),
                Standing::Nothing | Standing::Folder | Standing::Blocked(_) => {}
            },
        }
    }
    let cleared = clears.iter().map(|(path, _)| output.key(path).into_owned()).collect();
    let mut standing = Vec::with_capacity(entries.len());
    for entry in entries {
        standing.push(standing_of(output, manifest, &cleared, &entry.path)?);
    }
    Ok(Survey { standing, clears, deletes })
}

/// The length in bytes of the file that Palier made at a path; `None` if nothing is there, or will be once the way is
/// cleared.
///
/// # Errors
/// If something that Palier didn't make is there, or in the way.
fn standing_of(
    output: &mut Output,
    manifest: &Manifest,
    cleared: &HashSet<String>,
    path: &str,
) -> Result<Option<u64>, OutputError> {
    match output.standing(path)? {
        Standing::Nothing => Ok(None),
        Standing::File(_) if cleared.contains(output.key(path).as_ref()) => Ok(None),
        Standing::File(len) if manifest.contains_key(path) => Ok(Some(len)),
        Standing::Blocked(at) if cleared.contains(output.key(at).as_ref()) => Ok(None),
        Standing::Folder => {
            let accepted = |path: &str, is_folder| is_folder || cleared.contains(output.key(path).as_ref());
            output.each_below(path, accepted)?;
            Ok(None)
        }
        Standing::File(_) => Err(OutputError::Foreign { path: output.disk(path) }),
        Standing::Blocked(at) => Err(OutputError::Foreign { path: output.disk(at) }),
    }
}

/// The paths of the new site, and the folders above them, as the file system distinguishes them.
struct Wanted<'e> {
    entries: &'e [OutputFile],
    files: HashMap<Cow<'e, str>, usize>,
    folders: HashSet<Cow<'e, str>>,
}

/// What becomes of a path of the old site.
enum Fate {
    Kept,
    Gone,
    InTheWay,
}

impl<'e> Wanted<'e> {
    /// Refuses paths that are not sound, or that exclude each other.
    fn new(output: &Output, entries: &'e [OutputFile]) -> Result<Self, OutputError> {
        let mut files = HashMap::with_capacity(entries.len());
        let mut above = HashSet::new();
        for (index, entry) in entries.iter().enumerate() {
            if !is_sound(&entry.path) {
                return Err(OutputError::UnsoundPath { path: entry.path.clone() });
            }
            if !output.has_room_for_names(&entry.path) {
                return Err(OutputError::LongName { path: entry.path.clone() });
            }
            if let Some(other) = files.insert(output.key(&entry.path), index) {
                let other: &OutputFile = &entries[other];
                return Err(OutputError::Clash { first: other.path.clone(), second: entry.path.clone() });
            }
            above.extend(folders(&entry.path).map(|folder| output.key(folder)));
        }
        let wanted = Self { entries, files, folders: above };
        for entry in entries {
            for folder in folders(&entry.path) {
                if let Some(&file) = wanted.files.get(&output.key(folder)) {
                    return Err(OutputError::Clash { first: entries[file].path.clone(), second: entry.path.clone() });
                }
            }
        }
        Ok(wanted)
    }

    fn place_of(&self, path: &str, key: &str) -> Fate {
        match self.files.get(key) {
            Some(&index) if self.entries[index].path == path => Fate::Kept,
            // The same name in another case: two paths, but one file there.
            Some(_) => Fate::InTheWay,
            None if self.folders.contains(key) => Fate::InTheWay,
            None if folders(key).any(|folder| self.files.contains_key(folder)) => Fate::InTheWay,
            None => Fate::Gone,
        }
    }
}
