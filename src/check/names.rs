//! Names of files: the same on every system that a book is copied to.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::model::is_device;
use crate::rule::Rule;
use crate::source::{BookPath, Sources};

/// What Windows keeps out of names. (`/` separates; control characters are told as `\u{…}`.)
const SIGNS: [char; 8] = ['<', '>', ':', '"', '\\', '|', '?', '*'];

/// Checks the names of the book's files and folders.
pub(super) fn check(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let mut checked: BTreeSet<&str> = BTreeSet::new();
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    for path in sources.texts.keys().chain(sources.assets.keys()) {
        let text = path.as_str();
        let ends = text.match_indices('/').map(|(at, _)| at).chain([text.len()]);
        // The file and each folder that it is in, once each.
        for part in ends.map(|end| &text[..end]) {
            if !checked.insert(part) {
                continue;
            }
            let name = part.rsplit('/').next().unwrap_or(part);
            report_unportable(path, name, diagnostics);
            match folded.get(&part.to_lowercase()) {
                None => {
                    folded.insert(part.to_lowercase(), part);
                }
                Some(other) => {
                    let other = other.rsplit('/').next().unwrap_or(other);
                    // Where the clash is in a folder's name it is told once, there.
                    if other != name {
                        let message = message!("clashing-names.message", name = name, other = other);
                        let fault = Diagnostic::new(Rule::ClashingNames, Place::file(path), message);
                        diagnostics.push(fault.help(message!("clashing-names.help")));
                    }
                }
            }
        }
    }
}

fn report_unportable(path: &BookPath, name: &str, diagnostics: &mut Vec<Diagnostic>) {
    let sign = name.chars().find(|c| SIGNS.contains(c) || c.is_control());
    let message = if is_device(name) {
        message!("unportable-name.reserved", name = name)
    } else if let Some(sign) = sign {
        let sign = if sign.is_control() { sign.escape_unicode().to_string() } else { sign.to_string() };
        message!("unportable-name.sign", name = name.escape_debug().to_string(), sign = sign)
    } else if name.ends_with(['.', ' ']) {
        message!("unportable-name.ending", name = name)
    } else {
        return;
    };
    let fault = Diagnostic::new(Rule::UnportableName, Place::file(path), message);
    diagnostics.push(fault.help(message!("unportable-name.help")));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(paths: &[&str]) -> Vec<(Rule, String)> {
        let mut sources = Sources::default();
        paths.iter().for_each(|path| sources.insert(path, ""));
        let mut diagnostics = Vec::new();
        check(&sources, &mut diagnostics);
        diagnostics.into_iter().map(|fault| (fault.rule, fault.at.path.to_string())).collect()
    }

    #[test]
    fn names_that_differ_by_case_clash_and_a_folder_is_told_once() {
        assert_eq!(found(&["content/1-a/x.md", "content/1-a/y.md", "content/2-A/x.md"]), []);
        let clash = |path: &str| vec![(Rule::ClashingNames, path.to_owned())];
        assert_eq!(found(&["content/A.md", "content/a.md"]), clash("content/a.md"));
        assert_eq!(found(&["content/É.md", "content/é.md"]), clash("content/é.md"));
        assert_eq!(found(&["content/1-A/x.md", "content/1-a/x.md", "content/1-a/y.md"]), clash("content/1-a/x.md"));
    }

    #[test]
    fn names_that_windows_cannot_have_are_reported() {
        let unportable = |path: &str| vec![(Rule::UnportableName, path.to_owned())];
        for path in ["content/con.fr.md", "content/x./a.md", "content/quoi?.md", "content/a ", "content/LPT1"] {
            assert_eq!(found(&[path]), unportable(path));
        }
        for path in ["content/console.md", "content/com.md", "content/a.b c.md", "content/com10.md"] {
            assert_eq!(found(&[path]), []);
        }
    }
}
