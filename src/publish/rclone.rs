//! Any place that rclone knows: S3-compatible storage, SFTP… One call of it for each group of files that hosts send in
//! the same way, so that none asks the target what it holds: `publish.json` says that.
//!
//! Nothing is listed, and no file is asked for before it is sent (`--no-check-dest`) or after (S3 checks what it receives
//! against a sum of its bytes): a request a file.

use std::process::Command;

use super::program::{self, Said};
use super::record::{Changes, Listed, RECORD, Record};
use super::{Carrier, NotPublished, Publication, Standing};
use crate::locale::message;
use crate::progress::Task;
use crate::write;

/// The first version that has all that is asked of it here.
const FIRST: (u32, u32) = (1, 55);

/// Its exit codes for a folder and for a file that aren't there.
const ABSENT: [Option<i32>; 2] = [Some(3), Some(4)];

/// A place that rclone knows.
pub(super) struct Remote<'p> {
    publication: &'p Publication<'p>,
    place: &'p str,
}

impl<'p> Remote<'p> {
    /// A place, if there is an rclone that can send there.
    pub(super) fn new(publication: &'p Publication<'p>, place: &'p str) -> Result<Self, NotPublished> {
        let remote = Self { publication, place };
        let said = remote.ran(&["version"], Vec::new())?;
        if !said.is_done() {
            return Err(remote.fault(&said));
        }
        let text = said.text();
        match version(&text) {
            Some(version) if version >= FIRST => Ok(remote),
            _ => {
                let found = text.lines().next().unwrap_or_default().to_owned();
                Err(NotPublished::new(
                    message!("publish.old-rclone", found = found),
                    message!("publish.help-old-rclone"),
                ))
            }
        }
    }

    fn ran(&self, words: &[&str], input: Vec<u8>) -> Result<Said, NotPublished> {
        let mut command = Command::new("rclone");
        command.args(words);
        // As settings of the environment, these are passed over by the kinds of places that they don't concern. A bucket
        // that isn't there was mistyped: it isn't made.
        for (name, value) in [("RCLONE_S3_NO_CHECK_BUCKET", "true"), ("RCLONE_S3_NO_HEAD", "true")] {
            command.env(name, value);
        }
        command.args(["--ask-password=false", "--retries", "2", "--low-level-retries", "3", "--contimeout", "15s"]);
        let said = program::run(&mut command, input);
        let said = said.map_err(|error| {
            NotPublished::new(message!("publish.rclone-failed", reason = &error), message!("publish.help-failed"))
        })?;
        said.ok_or_else(|| NotPublished::new(message!("publish.no-rclone"), message!("publish.help-no-rclone")))
    }

    /// Runs a command that changes the target.
    fn change(&self, words: &[&str], input: Vec<u8>) -> Result<(), NotPublished> {
        let changed =
            self.ran(words, input).and_then(|said| if said.is_done() { Ok(()) } else { Err(self.fault(&said)) });
        changed.map_err(|fault| NotPublished { is_begun: true, ..fault })
    }

    fn at(&self, path: &str) -> String {
        let slash = if self.place.ends_with([':', '/']) { "" } else { "/" };
        format!("{}{slash}{path}", self.place)
    }

    /// Puts a record at the target.
    fn put(&self, record: &Record) -> Result<(), NotPublished> {
        let file = write::put_beside(self.publication.output, RECORD, &record.text())
            .map_err(|error| NotPublished::new(error.diagnostic().message, message!("unwritable-output.help")))?;
        let file = file.to_string_lossy();
        let to = self.at(RECORD);
        let header = "Content-Type: application/json";
        self.change(
            &[
                "copyto",
                &file,
                &to,
                "--no-check-dest",
                "--header-upload",
                header,
                "--header-upload",
                "Cache-Control: no-cache",
            ],
            Vec::new(),
        )
    }

    fn send_group(&self, group: &[Listed]) -> Result<(), NotPublished> {
        let Some(first) = group.first() else { return Ok(()) };
        let output = self.publication.output.to_string_lossy();
        let kind = format!("Content-Type: {}", first.content_type);
        let cache = format!("Cache-Control: {}", first.cache);
        let words = ["copy", &output, self.place, "--files-from-raw", "-", "--no-traverse", "--no-check-dest"];
        let headers = ["--header-upload", &kind, "--header-upload", &cache];
        self.change(&[&words[..], &headers[..]].concat(), list(group.iter().map(|file| &*file.path)))
    }

    /// What an error of rclone means, and what to do.
    fn fault(&self, said: &Said) -> NotPublished {
        let reason = said.reason();
        let place = self.place;
        let name = place.split(':').next().unwrap_or_default();
        let (message, help) = if said.names(&["RequestTimeTooSkewed"]) {
            (message!("publish.clock"), message!("publish.help-clock"))
        } else if said.names(&["didn't find section in config file"]) {
            (message!("publish.unknown-remote", name = name), message!("publish.help-unknown-remote", name = name))
        } else if said.names(&["NoSuchBucket"]) {
            (message!("publish.no-bucket", place = place), message!("publish.help-no-bucket"))
        } else if said.names(&REFUSED) {
            (
                message!("publish.credentials", place = place, reason = reason),
                message!("publish.help-credentials", name = name),
            )
        } else if said.names(&UNREACHED) {
            (message!("publish.network", place = place, reason = reason), message!("publish.help-network"))
        } else {
            (message!("publish.rclone-failed", reason = reason), message!("publish.help-failed"))
        };
        NotPublished::new(message, help)
    }
}

/// What errors say where a password or a key is wrong, or where it isn't allowed to write.
const REFUSED: [&str; 11] = [
    "AccessDenied",
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "AuthFailure",
    "InvalidToken",
    "Forbidden",
    "403",
    "NoCredentialProviders",
    "unable to authenticate",
    "permission denied",
    "Permission denied",
];

/// What errors say where there is no way to the host.
const UNREACHED: [&str; 7] = [
    "no such host",
    "connection refused",
    "i/o timeout",
    "network is unreachable",
    "dial tcp",
    "couldn't connect",
    "EOF",
];

impl Carrier for Remote<'_> {
    fn standing(&self) -> Result<Standing, NotPublished> {
        let said = self.ran(&["cat", &self.at(RECORD)], Vec::new())?;
        // An object that isn't there is passed over in silence by some kinds of places.
        if said.is_done() && !said.out.is_empty() {
            return Ok(Record::parse(&said.text()).map_or(Standing::Unreadable, Standing::Known));
        }
        if !said.is_done() && !ABSENT.contains(&said.code) {
            return Err(self.fault(&said));
        }
        let said = self.ran(&["lsf", "--max-depth", "1", self.place], Vec::new())?;
        let is_absent = ABSENT.contains(&said.code) && !said.names(&["NoSuchBucket"]);
        match () {
            () if is_absent || (said.is_done() && said.text().is_empty()) => Ok(Standing::Empty),
            () if said.is_done() => Ok(Standing::Foreign),
            () => Err(self.fault(&said)),
        }
    }

    fn send(&self, before: &Record, changes: &Changes, _: bool) -> Result<(), NotPublished> {
        let underway = self.publication.progress.begin(Task::Sending, changes.send.len() + changes.delete.len());
        // Nothing was sent yet if this fails.
        self.put(&before.while_sending(changes)).map_err(|fault| NotPublished { is_begun: false, ..fault })?;
        for group in changes.send.chunk_by(|a, b| a.group() == b.group()) {
            self.send_group(group)?;
            group.iter().for_each(|_| underway.one());
        }
        if !changes.delete.is_empty() {
            let words = ["delete", self.place, "--files-from-raw", "-", "--no-traverse"];
            self.change(&words, list(changes.delete.iter().map(String::as_str)))?;
        }
        self.put(&self.publication.record())
    }
}

/// A list of files, a line each.
fn list<'l>(paths: impl Iterator<Item = &'l str>) -> Vec<u8> {
    paths.flat_map(|path| [path.as_bytes(), b"\n"].concat()).collect()
}

/// The version in what `rclone version` prints: `rclone v1.60.1-DEV`.
fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.strip_prefix("rclone v")?.split(['.', '-', '\n']).map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_rclone_is_read_in_every_form() {
        assert_eq!(version("rclone v1.60.1-DEV\n- os/version: debian 12"), Some((1, 60)));
        assert_eq!(version("rclone v1.53"), Some((1, 53)));
        assert_eq!(version("rclone v2.0.0-beta.1"), Some((2, 0)));
        assert_eq!(version("command not found"), None);
    }
}
