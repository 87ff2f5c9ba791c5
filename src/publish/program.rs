//! The programs that carry files: started, fed, listened to.

use std::io::{self, ErrorKind, Write as _};
use std::process::{Command, Output, Stdio};
use std::thread;

/// What a program that ended says.
#[derive(Debug)]
pub(super) struct Said {
    /// Its exit code; `None` if a signal ended it.
    pub(super) code: Option<i32>,
    /// Its standard output.
    pub(super) out: Vec<u8>,
    /// Its standard error.
    pub(super) error: String,
}

impl Said {
    /// Whether it did what it was asked to.
    pub(super) fn is_done(&self) -> bool {
        self.code == Some(0)
    }

    /// What it wrote on standard output, trimmed.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.out).trim().to_owned()
    }

    /// The last line of its error: what stopped it.
    pub(super) fn reason(&self) -> String {
        // S3's errors go on with a number on a line of its own.
        let says = |line: &&str| !line.is_empty() && !line.starts_with("status code:");
        let last = self.error.lines().map(str::trim).rfind(says);
        last.map_or_else(|| format!("{:?}", self.code), str::to_owned)
    }

    /// Whether its error has one of these words.
    pub(super) fn names(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.error.contains(word))
    }
}

/// Runs a program to its end, with `input` on its standard input; `None` if it isn't installed. It asks nothing on the
/// terminal, and speaks English, which is what is looked for in its errors.
///
/// # Errors
/// If the system can't run it.
pub(super) fn run(command: &mut Command, input: Vec<u8>) -> io::Result<Option<Said>> {
    command.env("LC_ALL", "C").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = match command.spawn() {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        spawned => spawned?,
    };
    let stdin = child.stdin.take();
    // A program that doesn't read while it writes would wait for ever. What it doesn't want to read is its own affair.
    let fed = thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
    let Output { status, stdout, stderr } = child.wait_with_output()?;
    let _ = fed.join();
    Ok(Some(Said { code: status.code(), out: stdout, error: String::from_utf8_lossy(&stderr).into_owned() }))
}
