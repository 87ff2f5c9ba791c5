//! A branch of a Git repository: one commit, one push, so readers have the former site or the new one.
//!
//! `git fast-import` reads the commit from a pipe: no folder is checked out, and nothing of the author's own is touched.

use std::process::Command;

use super::program::{self, Said};
use super::record::{Changes, RECORD, Record};
use super::{Carrier, NotPublished, Publication, Standing};
use crate::locale::message;
use crate::write;

/// GitHub Pages hands a site to Jekyll, another maker of sites, unless it finds this.
const NO_JEKYLL: &str = ".nojekyll";

/// A branch that a site is put on.
pub(super) struct Branch<'p> {
    pub(super) publication: &'p Publication<'p>,
    pub(super) branch: &'p str,
    pub(super) remote: &'p str,
}

impl Branch<'_> {
    fn ran(&self, words: &[&str], input: Vec<u8>) -> Result<Said, NotPublished> {
        let mut command = Command::new("git");
        command.arg("-C").arg(self.publication.book).args(words);
        let said = program::run(&mut command, input);
        let said = said.map_err(|error| {
            NotPublished::new(message!("publish.git-failed", reason = &error), message!("publish.help-failed"))
        })?;
        said.ok_or_else(|| NotPublished::new(message!("publish.no-git"), message!("publish.help-no-git")))
    }

    fn done(&self, words: &[&str], input: Vec<u8>) -> Result<Said, NotPublished> {
        let said = self.ran(words, input)?;
        if said.is_done() { Ok(said) } else { Err(self.fault(&said)) }
    }

    /// What an error of Git means, and what to do.
    fn fault(&self, said: &Said) -> NotPublished {
        let (reason, remote) = (said.reason(), self.remote);
        let (message, help) = if said.names(&["not a git repository"]) {
            (message!("publish.no-repository"), message!("publish.help-no-repository"))
        } else if said.names(&["does not appear to be a git repository", "No such remote"]) {
            (message!("publish.unknown-repository", remote = remote), message!("publish.help-unknown-repository"))
        } else if said.names(&["[rejected]", "fetch first", "non-fast-forward"]) {
            (message!("publish.overtaken", branch = self.branch), message!("publish.help-overtaken"))
        } else if said.names(&[
            "Authentication failed",
            "Permission denied",
            "could not read Username",
            "403",
            "[remote rejected]",
        ]) {
            (
                message!("publish.git-credentials", remote = remote, reason = reason),
                message!("publish.help-git-credentials"),
            )
        } else if said
            .names(&["Could not resolve", "Connection refused", "Failed to connect", "timed out", "unable to access"])
        {
            (message!("publish.network", place = remote, reason = reason), message!("publish.help-network"))
        } else {
            (message!("publish.git-failed", reason = reason), message!("publish.help-failed"))
        };
        NotPublished::new(message, help)
    }

    /// Where the branch is kept in the book's own repository, apart from the author's branches.
    fn kept(&self) -> String {
        format!("refs/palier/{}", self.branch)
    }

    /// What `git config` says of the author; without it, Palier has made the commit.
    fn author(&self) -> Result<String, NotPublished> {
        let said = |key, otherwise: &str| {
            let said = self.ran(&["config", key], Vec::new())?;
            let text: String = said.text().chars().filter(|c| !matches!(c, '<' | '>' | '\n')).collect();
            Ok(if text.is_empty() { otherwise.to_owned() } else { text })
        };
        Ok(format!("{} <{}>", said("user.name", "Palier")?, said("user.email", "palier@localhost")?))
    }

    /// The commit, as `git fast-import` reads it.
    fn commit(&self, changes: &Changes, is_first: bool) -> Result<Vec<u8>, NotPublished> {
        let words = "Publish the site\n";
        let head = format!("commit {}\ncommitter {} now\ndata {}\n{words}", self.kept(), self.author()?, words.len());
        let mut stream = head.into_bytes();
        if !is_first {
            stream.extend(format!("from {}^0\n", self.kept()).bytes());
        }
        let mut put = |path: &str, bytes: &[u8]| {
            stream.extend(format!("M 100644 inline {path}\ndata {}\n", bytes.len()).bytes());
            stream.extend(bytes);
            stream.push(b'\n');
        };
        for file in &changes.send {
            let bytes = write::bytes_of(self.publication.output, &file.path)
                .map_err(|error| NotPublished::new(error.diagnostic().message, message!("unwritable-output.help")))?;
            put(&file.path, &bytes);
        }
        put(NO_JEKYLL, b"");
        put(RECORD, self.publication.record().text().as_bytes());
        changes.delete.iter().for_each(|path| stream.extend(format!("D {path}\n").bytes()));
        Ok(stream)
    }
}

impl Carrier for Branch<'_> {
    fn standing(&self) -> Result<Standing, NotPublished> {
        self.done(&["rev-parse", "--git-dir"], Vec::new())?;
        let (kept, branch) = (self.kept(), format!("refs/heads/{}", self.branch));
        if self.done(&["ls-remote", "--", self.remote, &branch], Vec::new())?.text().is_empty() {
            self.ran(&["update-ref", "-d", &kept], Vec::new())?;
            return Ok(Standing::Empty);
        }
        self.done(&["fetch", "--quiet", "--no-tags", "--", self.remote, &format!("+{branch}:{kept}")], Vec::new())?;
        let said = self.ran(&["cat-file", "blob", &format!("{kept}:{RECORD}")], Vec::new())?;
        if said.is_done() {
            return Ok(Record::parse(&said.text()).map_or(Standing::Unreadable, Standing::Known));
        }
        let files = self.done(&["ls-tree", "--name-only", &kept], Vec::new())?.text();
        let is_empty = files.lines().all(|name| name.starts_with('.'));
        Ok(if is_empty { Standing::Empty } else { Standing::Foreign })
    }

    fn send(&self, _: &Record, changes: &Changes, _: bool) -> Result<(), NotPublished> {
        let kept = self.kept();
        let is_first = !self.ran(&["rev-parse", "--verify", "--quiet", &kept], Vec::new())?.is_done();
        let commit = self.commit(changes, is_first)?;
        self.done(&["fast-import", "--quiet", "--date-format=now"], commit)?;
        self.done(&["push", "--quiet", "--", self.remote, &format!("{kept}:refs/heads/{}", self.branch)], Vec::new())?;
        Ok(())
    }
}
