//! What the tests share: small books in folders of their own, and pages of examples.

#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs")]

pub mod generated;
pub mod html;
pub mod json_schema;
pub mod literate;
#[cfg(target_os = "linux")]
pub mod pty;
pub mod site;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use palier::build;
use palier::builder::{Built, Edition};
use palier::diagnostic::Diagnostic;
use palier::source::Sources;
use tempfile::TempDir;

/// A book in a folder of its own, which goes away with it.
pub struct Book {
    folder: TempDir,
}

/// What a check of a book says, and the texts that it speaks of.
pub struct Report {
    /// What is wrong, in the order of the report.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts, by which the places of diagnostics are found.
    pub sources: Sources,
}

/// How a run of the command ended: its exit code, its standard output and error.
#[derive(Debug)]
pub struct Ran {
    /// The exit code; `None` if a signal ended the command.
    pub code: Option<i32>,
    /// Its standard output.
    pub out: String,
    /// Its standard error.
    pub error: String,
}

impl Book {
    /// A book without any file.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A copy of the book in a folder.
    pub fn from_dir(folder: &Path) -> Self {
        let book = Self::empty();
        copy(folder, book.root());
        book
    }

    /// The book's folder.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The path on disk of a file of the book, from its path in the book's folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// The book with that file, new or changed. A path, from the book's folder, that ends with `/` is a folder.
    #[must_use]
    pub fn with(self, path: &str, contents: impl AsRef<[u8]>) -> Self {
        let disk = self.path(path);
        fs::create_dir_all(if path.ends_with('/') { &disk } else { disk.parent().unwrap() }).unwrap();
        if !path.ends_with('/') {
            fs::write(disk, contents).unwrap();
        }
        self
    }

    /// Everything that building would report, without drafts; nothing is written.
    pub fn check(&self) -> Report {
        let options = Edition { published: true, ..Edition::default() };
        let Built { sources, diagnostics, .. } = build::read(self.root(), &options);
        Report { diagnostics, sources }
    }

    /// Runs the command in the book's folder, in French.
    pub fn palier(&self, arguments: &[&str]) -> Ran {
        self.run(Command::new(env!("CARGO_BIN_EXE_palier")), arguments)
    }

    /// Runs it as a user whom permissions hold back: who may read everything (in a container, say)
    /// runs it as nobody.
    #[cfg(unix)]
    pub fn palier_as_nobody(&self, arguments: &[&str]) -> Ran {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        use std::os::unix::process::CommandExt;
        if fs::metadata(self.root()).unwrap().uid() != 0 {
            return self.palier(arguments);
        }
        // The user `nobody` may not be allowed to look into the program's own folder.
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let program = folder.path().join("palier");
        // By a process of its own: a child that another test forks meanwhile would hold the copy open for
        // writing, and what is written can't run.
        let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_palier")).arg(&program).status().unwrap();
        assert!(copied.success());
        let mut command = Command::new(program);
        command.uid(65_534).gid(65_534);
        self.run(command, arguments)
    }

    /// Runs a command in the book's folder, in French.
    pub fn run(&self, mut command: Command, arguments: &[&str]) -> Ran {
        for name in ["LC_ALL", "LC_MESSAGES", "NO_COLOR"] {
            command.env_remove(name);
        }
        command.env("LANG", "fr_CA.UTF-8").args(arguments).current_dir(self.root());
        let Output { status, stdout, stderr } = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { code: status.code(), out: text(stdout), error: text(stderr) }
    }
}

impl Report {
    /// The names of the rules broken, in the order of the report.
    pub fn rules(&self) -> Vec<&'static str> {
        self.diagnostics.iter().map(|fault| fault.rule.name()).collect()
    }
}

/// Copies a file, or a folder with all it holds.
pub fn copy_into(from: &Path, to: &Path) {
    if from.is_dir() {
        copy(from, to);
    } else {
        fs::copy(from, to).unwrap();
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

/// The paths of every file of a folder and of those below it, sorted; each begins with `folder`.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// Whether expected results are to be rewritten (`PALIER_BLESS` is set), and then read in review.
pub fn is_blessing() -> bool {
    std::env::var_os("PALIER_BLESS").is_some()
}

/// A text that `npm ci` installs for a test, by its path in `tests/browser/node_modules`. If it isn't
/// there, `None`: a line names the test, which is to end there; with `PALIER_REQUIRE_ALL` set, as in
/// `tests/run`, the test fails instead.
pub fn from_npm(path: &str, test: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/node_modules").join(path);
    if let Ok(text) = fs::read_to_string(&path) {
        return Some(text);
    }
    leave_out(&path, test, "Node.js; first run (cd tests/browser && npm ci)");
    None
}

/// Whether a program that a test needs is installed; if it isn't, as for [`from_npm`].
pub fn is_installed(program: &Path, test: &str, needs: &str) -> bool {
    program.exists() || {
        leave_out(program, test, needs);
        false
    }
}

fn leave_out(path: &Path, test: &str, needs: &str) {
    let left_out = format!("{test} was left out: it needs {needs}");
    assert!(std::env::var_os("PALIER_REQUIRE_ALL").is_none(), "{}: no such file: {left_out}", path.display());
    // Past the capture of what tests print.
    let _ = writeln!(std::io::stderr(), "{left_out}");
}
