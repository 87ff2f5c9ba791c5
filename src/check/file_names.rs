//! Names of files: valid and distinct on every system that a book is copied to, and no others than they look like.

use std::collections::{BTreeMap, BTreeSet};

use crate::characters;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::model::is_device;
use crate::rule::Rule;
use crate::source::{BookPath, Sources};

/// The signs that Windows doesn’t allow in names. (`/` separates; control characters are reported as `\u{…}`.)
const SIGNS: [char; 8] = ['<', '>', ':', '"', '\\', '|', '?', '*'];

/// Checks the names of the book's files and folders.
pub(super) fn check(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let mut checked: BTreeSet<&str> = BTreeSet::new();
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    for path in sources.texts.keys().chain(sources.assets.keys()) {
        let text = path.as_str();
        let ends = text.match_indices('/').map(|(at, _)| at).chain([text.len()]);
        // The file, and each folder that it is in, once.
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
                    // A clash in a folder's name is reported once, for the folder.
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

/// Reports names with invisible characters, or with letters of another script that look like those around them.
pub(super) fn check_letters(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for path in sources.texts.keys().chain(sources.assets.keys()).filter(|path| !path.as_str().is_ascii()) {
        for name in path.as_str().split('/').filter(|name| !name.is_ascii()) {
            if !told.insert(name) {
                continue;
            }
            let fault = invisible(name).map(|one| {
                (
                    message!("confusing-name.invisible", name = name, character = characters::name(one)),
                    message!("confusing-name.help-invisible"),
                )
            });
            let fault = fault.or_else(|| {
                let (letter, like) = look_alike(name)?;
                let message = message!(
                    "confusing-name.message",
                    name = name,
                    letter = letter.to_string(),
                    character = characters::name(letter)
                );
                Some((message, message!("confusing-name.help", letter = like.to_string())))
            });
            if let Some((message, help)) = fault {
                diagnostics.push(Diagnostic::new(Rule::ConfusingName, Place::file(path), message).help(help));
            }
        }
    }
}

/// The first character of a name that has no width, or turns the order of letters around; `None` if it has none.
/// (Joiners are allowed: some scripts need them, such as those of Persian and Hindi.)
fn invisible(name: &str) -> Option<char> {
    let has_joiners = name.chars().any(|one| one.is_alphabetic() && one > '\u{5ff}');
    name.chars().find(|&one| match one {
        '\u{200c}' | '\u{200d}' => !has_joiners,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        _ => false,
    })
}

/// Cyrillic and Greek letters, and the Latin ones that they look like.
const LOOK_ALIKES: [(&str, &str); 2] =
    [("авсԁеһіјӏорԛѕуѵхԝАВСЕНІЈКМОРЅТУХ", "abcdehijlopqsyvxwABCEHIJKMOPSTYX"), ("ονιαΑΒΕΗΙΚΟΤ", "oviaABEHIKOT")];

/// The first letter that looks like a Latin one in a word whose other letters are Latin, and that Latin letter. Each
/// word is looked at alone: `урок-intro` and `α-test` are what they look like.
fn look_alike(name: &str) -> Option<(char, char)> {
    let words = name.split(|one: char| !one.is_alphabetic());
    words.into_iter().find_map(|word| {
        let is_latin = |one: char| one < '\u{250}' || ('\u{1e00}'..='\u{1eff}').contains(&one);
        let likes = |one: char| {
            let mut pairs = LOOK_ALIKES.iter().flat_map(|(letters, like)| letters.chars().zip(like.chars()));
            pairs.find(|(letter, _)| *letter == one)
        };
        let is_mixed = word.chars().any(is_latin) && word.chars().all(|one| is_latin(one) || likes(one).is_some());
        word.chars().filter(|_| is_mixed).find_map(likes)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(check: impl Fn(&Sources, &mut Vec<Diagnostic>), paths: &[&str]) -> Vec<(Rule, String)> {
        let mut sources = Sources::default();
        paths.iter().for_each(|path| sources.insert(path, ""));
        let mut diagnostics = Vec::new();
        check(&sources, &mut diagnostics);
        diagnostics.into_iter().map(|fault| (fault.rule, fault.at.path.to_string())).collect()
    }

    #[test]
    fn names_that_differ_by_case_clash_and_a_folder_is_told_once() {
        assert_eq!(found(check, &["content/1-a/x.md", "content/1-a/y.md", "content/2-A/x.md"]), []);
        let clash = |path: &str| vec![(Rule::ClashingNames, path.to_owned())];
        assert_eq!(found(check, &["content/A.md", "content/a.md"]), clash("content/a.md"));
        assert_eq!(found(check, &["content/É.md", "content/é.md"]), clash("content/é.md"));
        assert_eq!(
            found(check, &["content/1-A/x.md", "content/1-a/x.md", "content/1-a/y.md"]),
            clash("content/1-a/x.md")
        );
    }

    #[test]
    fn names_that_windows_cannot_have_are_reported() {
        let unportable = |path: &str| vec![(Rule::UnportableName, path.to_owned())];
        for path in ["content/con.fr.md", "content/x./a.md", "content/quoi?.md", "content/a ", "content/LPT1"] {
            assert_eq!(found(check, &[path]), unportable(path));
        }
        for path in ["content/console.md", "content/com.md", "content/a.b c.md", "content/com10.md"] {
            assert_eq!(found(check, &[path]), []);
        }
    }

    fn confusing(path: &str) -> Vec<(Rule, String)> {
        vec![(Rule::ConfusingName, BookPath::new(path).to_string())]
    }

    #[test]
    fn letters_that_look_like_others_are_reported() {
        for path in ["content/1-a/lеçon.fr.md", "content/1-а\u{200b}b/x.md", "content/phоto.png", "content/Αccueil.md"]
        {
            assert_eq!(found(check_letters, &[path]), confusing(path), "{path}");
        }
        // A folder is reported once.
        assert_eq!(found(check_letters, &["content/nоrd/a.md", "content/nоrd/b.md"]).len(), 1);
    }

    #[test]
    fn names_of_one_script_and_of_two_side_by_side_are_silent() {
        for path in [
            "content/leçon.fr.md",
            "content/урок.ru.md",
            "content/мама-intro.ru.md",
            "content/α-test.md",
            "content/β1.md",
            "content/مرحبا.ar.md",
            "content/می\u{200c}خواهم.fa.md",
            "content/œuvre à voir.md",
            "content/日本.md",
        ] {
            assert_eq!(found(check_letters, &[path]), [], "{path}");
        }
    }

    #[test]
    fn what_has_no_width_is_reported() {
        for path in
            ["content/le\u{200b}con.md", "content/a\u{202e}gnp.md", "content/a\u{ad}b.md", "content/a\u{200d}b.md"]
        {
            assert_eq!(found(check_letters, &[path]), confusing(path), "{path}");
        }
    }
}
