//! The output folder: who may write in it, what is at a path, and how files come and go
//! without ever passing through a link.
//!
//! ```text
//! <output>/.palier/lock       held while a Palier writes
//!                  stage/     files to be, by number
//!                  journal    a write that is decided and not yet done
//!                  manifest   what Palier made
//! ```

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use super::error::{OutputError, io_at};
use super::manifest::{self, Made, Manifest, OWN, folders};

/// An output folder that this process alone writes in.
pub(super) struct Output {
    root: PathBuf,
    /// Whether the file system takes `a` and `A` for one name.
    folds_case: bool,
    /// Folders known to be folders, and not links.
    folders: HashSet<String>,
    /// The lock, which is held as long as the file is open.
    _lock: File,
}

/// The files that Palier made in a folder; `None` if it never finished a write there.
pub(super) fn manifest_of(root: &Path) -> Result<Option<Manifest>, OutputError> {
    let path = manifest_file(root);
    let Some(text) = read_text(&path)? else { return Ok(None) };
    manifest::parse(&text).map(Some).ok_or(OutputError::Corrupt { path })
}

fn manifest_file(root: &Path) -> PathBuf {
    root.join(OWN).join("manifest")
}

/// What is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing<'p> {
    Nothing,
    /// A file of that length.
    File(u64),
    Folder,
    /// A link or something stranger is there, or a file or a link is in the place of one of its folders: the path that
    /// is in the way.
    Blocked(&'p str),
}

/// What became of a file that was to be removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Removal {
    Removed,
    Absent,
    /// It was left, because it is not what Palier made, or no longer.
    Left,
}

impl Output {
    /// Makes the folder if it is missing, and takes its lock. A folder with files and no sign of Palier is refused
    /// before anything is made in it; names that begin with a dot (`.git`, `.nojekyll`) don't count.
    pub(super) fn open(root: &Path) -> Result<Self, OutputError> {
        fs::create_dir_all(root).map_err(io_at(root))?;
        let own = root.join(OWN);
        if kind(&own)?.is_none() {
            refuse_foreign(root)?;
            fs::create_dir(&own).map_err(io_at(&own))?;
        }
        let output = Self::lock(root)?;
        if output.manifest()?.is_none() && kind(&output.journal())?.is_none() {
            refuse_foreign(root)?;
        }
        Ok(output)
    }

    /// Takes the lock of a folder that Palier wrote in before; `None` if it never did.
    pub(super) fn reopen(root: &Path) -> Result<Option<Self>, OutputError> {
        match kind(&root.join(OWN))? {
            None => Ok(None),
            Some(_) => Self::lock(root).map(Some),
        }
    }

    fn lock(root: &Path) -> Result<Self, OutputError> {
        let own = root.join(OWN);
        if kind(&own)? != Some(FileKind::Folder) {
            return Err(OutputError::Foreign { path: own });
        }
        let path = own.join("lock");
        let lock = Self::open_lock(&path)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(OutputError::Locked { path: root.to_owned() }),
            // Some network drives have no locks: there, avoiding two builds at once is up to the user.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {}
            Err(TryLockError::Error(source)) => return Err(OutputError::Io { path, source }),
        }
        let folds_case = kind(&own.join("LOCK"))?.is_some();
        Ok(Self { root: root.to_owned(), folds_case, folders: HashSet::new(), _lock: lock })
    }

    /// Opens the file of the lock, and makes it if it is missing. A link is never followed: the file would be made
    /// wherever it leads.
    fn open_lock(path: &Path) -> Result<File, OutputError> {
        match kind(path)? {
            Some(FileKind::File(_)) => {}
            Some(_) => return Err(OutputError::Foreign { path: path.to_owned() }),
            None => match OpenOptions::new().write(true).create_new(true).open(path) {
                Ok(lock) => return Ok(lock),
                // Another Palier was quicker.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(source) => return Err(OutputError::Io { path: path.to_owned(), source }),
            },
        }
        OpenOptions::new().write(true).open(path).map_err(io_at(path))
    }

    /// Where a path of the site is on disk.
    pub(super) fn disk(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Where the staged file of that number is.
    pub(super) fn staged(&self, number: usize) -> PathBuf {
        self.stage().join(number.to_string())
    }

    /// The path of the stage, in the folder that is Palier's own.
    pub(super) fn stage(&self) -> PathBuf {
        self.root.join(OWN).join("stage")
    }

    /// The path of the journal, in the folder that is Palier's own.
    pub(super) fn journal(&self) -> PathBuf {
        self.root.join(OWN).join("journal")
    }

    /// Whether there is a write that is decided and not done.
    pub(super) fn has_journal(&self) -> bool {
        !matches!(kind(&self.journal()), Ok(None))
    }

    fn manifest_file(&self) -> PathBuf {
        manifest_file(&self.root)
    }

    /// The key by which the file system knows a path: two paths with one key are one file.
    pub(super) fn key<'p>(&self, path: &'p str) -> Cow<'p, str> {
        if self.folds_case { path.nfc().flat_map(char::to_lowercase).collect() } else { path.into() }
    }

    /// The files that Palier made here; `None` if it never finished a write.
    pub(super) fn manifest(&self) -> Result<Option<Manifest>, OutputError> {
        manifest_of(&self.root)
    }

    /// Replaces the manifest.
    pub(super) fn set_manifest(&self, manifest: &Manifest) -> Result<(), OutputError> {
        self.replace(&self.manifest_file(), &manifest::to_text(manifest))
    }

    /// Writes one of Palier's own files, and syncs it: it is there whole or not at all.
    pub(super) fn replace(&self, path: &Path, text: &str) -> Result<(), OutputError> {
        let staged = self.stage().join("text");
        let written = File::create(&staged).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        written.map_err(io_at(staged.clone()))?;
        sync_folder(&self.stage());
        fs::rename(&staged, path).map_err(io_at(path))?;
        sync_folder(&self.root.join(OWN));
        Ok(())
    }

    /// Makes an empty stage, and removes the former one.
    pub(super) fn empty_stage(&self) -> Result<(), OutputError> {
        self.remove_stage()?;
        let stage = self.stage();
        fs::create_dir(&stage).map_err(io_at(stage))
    }

    /// Removes the stage (a link in its place is removed, never followed).
    pub(super) fn remove_stage(&self) -> Result<(), OutputError> {
        let stage = self.stage();
        let removed = match kind(&stage)? {
            None => Ok(()),
            Some(FileKind::Folder) => fs::remove_dir_all(&stage),
            Some(_) => fs::remove_file(&stage),
        };
        removed.map_err(io_at(stage))
    }

    /// Whether there is a stage: a folder, and not a link to one.
    pub(super) fn has_stage(&self) -> bool {
        matches!(kind(&self.stage()), Ok(Some(FileKind::Folder)))
    }

    /// Whether the file of that number waits in the stage.
    pub(super) fn is_staged(&self, number: usize) -> bool {
        self.has_stage() && matches!(kind(&self.staged(number)), Ok(Some(FileKind::File(_))))
    }

    /// Whether the file system allows names as long as those in a path.
    pub(super) fn has_room_for_names(&self, path: &str) -> bool {
        // All file systems allow names of that many bytes.
        const SHORT: usize = 100;
        let is_too_long = |name: &str| kind(&self.disk(name)).is_err_and(|error| error.is_no_name());
        path.len() <= SHORT || !path.split('/').filter(|part| part.len() > SHORT).chain([path]).any(is_too_long)
    }

    /// The innermost folder above a path that exists.
    pub(super) fn folder_above<'p>(&self, path: &'p str) -> &'p str {
        let is_there = |folder: &&str| matches!(kind(&self.disk(folder)), Ok(Some(FileKind::Folder)));
        folders(path).rev().find(is_there).unwrap_or_default()
    }

    /// What is at a path. No link is followed, but for the output folder itself.
    pub(super) fn standing<'p>(&mut self, path: &'p str) -> Result<Standing<'p>, OutputError> {
        for folder in folders(path) {
            if self.folders.contains(folder) {
                continue;
            }
            match kind(&self.disk(folder))? {
                None => return Ok(Standing::Nothing),
                Some(FileKind::Folder) => self.folders.insert(folder.to_owned()),
                Some(_) => return Ok(Standing::Blocked(folder)),
            };
        }
        Ok(match kind(&self.disk(path))? {
            None => Standing::Nothing,
            Some(FileKind::File(len)) => Standing::File(len),
            Some(FileKind::Folder) => Standing::Folder,
            Some(FileKind::Other) => Standing::Blocked(path),
        })
    }

    /// Whether the file at a path is, to the byte, what Palier made there: one that can't be read is not.
    pub(super) fn holds(&mut self, path: &str, made: Made) -> Result<bool, OutputError> {
        let disk = self.disk(path);
        if self.standing(path)? != Standing::File(made.len) {
            return Ok(false);
        }
        match Made::read(&disk) {
            Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(false),
            read => Ok(read.map_err(io_at(disk))? == made),
        }
    }

    /// Removes a file if it is what Palier made, and the folders that this leaves empty.
    pub(super) fn remove(&mut self, path: &str, made: Made) -> Result<Removal, OutputError> {
        match self.standing(path) {
            Ok(Standing::Nothing) => return Ok(Removal::Absent),
            // The manifest comes from another system: here, no file can have such a name.
            Err(error) if error.is_no_name() => return Ok(Removal::Absent),
            Err(error) => return Err(error),
            Ok(_) if !self.holds(path, made)? => return Ok(Removal::Left),
            Ok(_) => {}
        }
        let disk = self.disk(path);
        fs::remove_file(&disk).map_err(io_at(disk))?;
        for folder in folders(path).rev() {
            // The system refuses to remove a folder that holds something: that is the test.
            if fs::remove_dir(self.disk(folder)).is_err() {
                break;
            }
            self.folders.remove(folder);
        }
        Ok(Removal::Removed)
    }

    /// Renames a staged file into its place.
    pub(super) fn place(&mut self, staged: &Path, path: &str) -> Result<(), OutputError> {
        match self.standing(path)? {
            Standing::Blocked(at) => return Err(OutputError::Foreign { path: self.disk(at) }),
            Standing::Folder => self.remove_hollow(path)?,
            Standing::File(_) => {}
            Standing::Nothing => self.make_folders(path)?,
        }
        let disk = self.disk(path);
        let placed = match fs::rename(staged, &disk) {
            Err(error) if error.kind() == ErrorKind::CrossesDevices => carry(staged, &disk),
            renamed => renamed,
        };
        placed.map_err(io_at(disk))
    }

    fn make_folders(&mut self, path: &str) -> Result<(), OutputError> {
        for folder in folders(path) {
            if self.folders.contains(folder) {
                continue;
            }
            let disk = self.disk(folder);
            fs::create_dir(&disk).map_err(io_at(disk))?;
            self.folders.insert(folder.to_owned());
        }
        Ok(())
    }

    /// Removes a folder that holds nothing but folders; any other one is foreign.
    fn remove_hollow(&mut self, path: &str) -> Result<(), OutputError> {
        let mut hollow = Vec::new();
        self.each_below(path, |path, is_folder| {
            hollow.push(path.to_owned());
            is_folder
        })?;
        for folder in hollow.iter().rev().map(String::as_str).chain([path]) {
            let disk = self.disk(folder);
            fs::remove_dir(&disk).map_err(io_at(disk))?;
            self.folders.remove(folder);
        }
        Ok(())
    }

    /// Visits everything below a folder, parents before children. `visit` is given each path and whether it is a
    /// folder; if it says no, the path is foreign.
    pub(super) fn each_below(
        &self,
        folder: &str,
        mut visit: impl FnMut(&str, bool) -> bool,
    ) -> Result<(), OutputError> {
        let mut waiting = vec![folder.to_owned()];
        while let Some(folder) = waiting.pop() {
            let disk = self.disk(&folder);
            for item in fs::read_dir(&disk).map_err(io_at(disk.clone()))? {
                let item = item.map_err(io_at(disk.clone()))?;
                let is_folder = item.file_type().map_err(io_at(item.path()))?.is_dir();
                let name = item.file_name();
                let path = name.to_str().map(|name| format!("{folder}/{name}"));
                match path {
                    Some(path) if visit(&path, is_folder) => waiting.extend(is_folder.then_some(path)),
                    _ => return Err(OutputError::Foreign { path: item.path() }),
                }
            }
        }
        Ok(())
    }
}

/// Moves a staged file into a folder on another disk, one mounted in the output: the file is copied beside its place
/// and then renamed, so that the file in place is whole at every moment. A second attempt first removes the copy that
/// the first left.
fn carry(staged: &Path, disk: &Path) -> io::Result<()> {
    let beside = disk.with_file_name(".palier-new");
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let copied = OpenOptions::new().write(true).create_new(true).open(&beside).and_then(|mut to| {
        io::copy(&mut File::open(staged)?, &mut to)?;
        to.sync_all()
    });
    if let Err(error) = copied.and_then(|()| fs::rename(&beside, disk)) {
        let _ = fs::remove_file(&beside);
        return Err(error);
    }
    fs::remove_file(staged)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileKind {
    File(u64),
    Folder,
    Other,
}

/// What is at a path: the link itself, not what it leads to; `None` if nothing is there.
fn kind(path: &Path) -> Result<Option<FileKind>, OutputError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => Ok(Some(FileKind::Folder)),
        Ok(metadata) if metadata.is_file() => Ok(Some(FileKind::File(metadata.len()))),
        Ok(_) => Ok(Some(FileKind::Other)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(OutputError::Io { path: path.to_owned(), source }),
    }
}

/// The text of one of Palier's own files; `None` if it isn't there.
pub(super) fn read_text(path: &Path) -> Result<Option<String>, OutputError> {
    match kind(path)? {
        None => return Ok(None),
        Some(FileKind::File(_)) => {}
        // A link leads elsewhere, and reading a pipe would wait for ever.
        Some(_) => return Err(OutputError::Foreign { path: path.to_owned() }),
    }
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == ErrorKind::InvalidData => Err(OutputError::Corrupt { path: path.to_owned() }),
        Err(source) => Err(OutputError::Io { path: path.to_owned(), source }),
    }
}

/// Refuses a folder that holds anything but names that begin with a dot.
pub(super) fn refuse_foreign(root: &Path) -> Result<(), OutputError> {
    for item in fs::read_dir(root).map_err(io_at(root))? {
        let item = item.map_err(io_at(root))?;
        if !item.file_name().as_encoded_bytes().starts_with(b".") {
            return Err(OutputError::Foreign { path: root.to_owned() });
        }
    }
    Ok(())
}

/// Asks the system to put the names in a folder on the disk. One that can't (Windows, some network drives) either
/// orders them itself or can't be helped: that is no error.
pub(super) fn sync_folder(folder: &Path) {
    // Opening a pipe, in the place of a folder that is gone, would wait for ever.
    if folder.is_dir() {
        let _: io::Result<()> = File::open(folder).and_then(|folder| folder.sync_all());
    }
}
