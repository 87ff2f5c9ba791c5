//! Where a book is published: a section `[publish.NAME]` for each place.

use super::section::{Section, SectionReader};
use super::setting::{Given, Setting, Table};
use crate::locale::message;
use crate::shape::in_toml;
use crate::source::{Span, Spanned};

/// A place that the site is sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its name in `book.toml`.
    pub name: String,
    /// Where it is.
    pub destination: Destination,
    /// The place of its name in `book.toml`.
    pub span: Span,
}

/// Where a target is, and so what carries files there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A folder, relative to the book’s.
    Folder(String),
    /// A branch of a Git repository.
    Branch {
        /// Its name.
        branch: String,
        /// The repository: the name of one that the book’s knows, or an address.
        remote: String,
    },
    /// A place that rclone knows: `name:path`.
    Rclone(String),
}

/// The section as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TargetSettings {
    folder: Option<Spanned<String>>,
    branch: Option<Spanned<String>>,
    remote: Option<Spanned<String>>,
    rclone: Option<Spanned<String>>,
}

/// The table of each target, `[publish.site]`.
pub const PUBLISH: Table<TargetSettings> = Table {
    name: "publish",
    settings: &[
        Setting { key: "folder", shape: in_toml::text, read: |all, given, faults| all.folder = faults.text(given) },
        Setting { key: "branch", shape: in_toml::text, read: branch },
        Setting { key: "remote", shape: in_toml::text, read: remote },
        Setting { key: "rclone", shape: in_toml::text, read: rclone },
    ],
};

/// What a setting that holds a password may be called, or a part of it.
const SECRETS: [&str; 8] = ["pass", "secret", "token", "access_key", "api_key", "apikey", "credential", "mot_de_passe"];

/// The targets of a book, in the order of the file.
pub(super) fn targets(root: Section<'_>, faults: &mut SectionReader) -> Vec<Target> {
    let section = faults.section(root, PUBLISH.name, PUBLISH.name);
    section.iter().filter_map(|(name, _)| target(section, &name, faults)).collect()
}

fn target(section: Section<'_>, name: &Spanned<&str>, faults: &mut SectionReader) -> Option<Target> {
    let path = format!("{}.{}", PUBLISH.name, name.value);
    let entry = faults.section(section, name.value, &path);
    entry.entries?;
    let mut known = PUBLISH.keys();
    for (key, _) in entry.iter() {
        let lower = key.value.to_ascii_lowercase();
        if SECRETS.iter().any(|secret| lower.contains(secret)) {
            known.push(key.value);
            let message = message!("invalid-setting.secret", key = key.value);
            faults.invalid(key.span, message, message!("invalid-setting.help-secret"));
        }
    }
    faults.unknown_keys(entry, &path, &known);
    let mut settings = TargetSettings::default();
    PUBLISH.read(&mut settings, entry, faults);
    let given = ["folder", "branch", "rclone"].iter().filter(|key| entry.get(key).is_some()).count();
    let is_lost = settings.remote.is_some() && entry.get("branch").is_none();
    if given != 1 || is_lost {
        let message = match is_lost {
            true => message!("invalid-setting.publish-remote"),
            false => message!("invalid-setting.publish-place", table = path),
        };
        faults.invalid(name.span.clone(), message, message!("invalid-setting.help-publish-place"));
        return None;
    }
    let TargetSettings { folder, branch, remote, rclone } = settings;
    let remote = remote.map_or_else(|| "origin".to_owned(), |remote| remote.value);
    let destination = folder.map(|folder| Destination::Folder(folder.value));
    let destination = destination.or_else(|| branch.map(|branch| Destination::Branch { branch: branch.value, remote }));
    let destination = destination.or_else(|| rclone.map(|rclone| Destination::Rclone(rclone.value)))?;
    Some(Target { name: name.value.to_owned(), destination, span: name.span.clone() })
}

/// A branch by a name that Git allows (git-check-ref-format), more strictly.
fn branch(all: &mut TargetSettings, given: Given<'_>, faults: &mut SectionReader) {
    let Some(branch) = faults.text(given) else { return };
    let fits = |c: char| c.is_alphanumeric() || "-_./".contains(c);
    let part = |part: &str| {
        !part.is_empty() && !part.starts_with(['.', '-']) && !part.ends_with('.') && !part.ends_with(".lock")
    };
    if branch.value.chars().all(fits) && branch.value.split('/').all(part) && !branch.value.contains("..") {
        all.branch = Some(branch);
    } else {
        let message = message!("invalid-setting.publish-branch", value = branch.value);
        faults.invalid(branch.span, message, message!("invalid-setting.help-publish-branch"));
    }
}

fn remote(all: &mut TargetSettings, given: Given<'_>, faults: &mut SectionReader) {
    let Some(remote) = faults.text(given) else { return };
    let user = remote.value.split_once("://").and_then(|(_, rest)| rest.split('/').next()?.rsplit_once('@'));
    if user.is_some_and(|(user, _)| user.contains(':')) {
        let message = message!("invalid-setting.secret", key = given.key);
        faults.invalid(remote.span, message, message!("invalid-setting.help-secret"));
    } else if remote.value.starts_with('-') {
        let message = message!("invalid-setting.publish-repository", value = remote.value);
        faults.invalid(remote.span, message, message!("invalid-setting.help-publish-repository"));
    } else {
        all.remote = Some(remote);
    }
}

/// A remote by its name, and a path. One that is described on the spot (`:sftp,host=…:`) could have its password in it.
fn rclone(all: &mut TargetSettings, given: Given<'_>, faults: &mut SectionReader) {
    let Some(rclone) = faults.text(given) else { return };
    let fits = |c: char| c.is_alphanumeric() || "_.+@ -".contains(c);
    let name = rclone.value.split_once(':').map(|(name, _)| name);
    if name.is_some_and(|name| !name.is_empty() && name.chars().all(fits) && !name.starts_with(['-', ' '])) {
        all.rclone = Some(rclone);
    } else {
        let message = message!("invalid-setting.publish-rclone", value = rclone.value);
        faults.invalid(rclone.span, message, message!("invalid-setting.help-publish-rclone"));
    }
}
