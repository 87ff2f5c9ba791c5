//! Characters that nobody sees, in texts and in the names of files.

use std::collections::BTreeMap;

use crate::characters;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::rule::Rule;
use crate::source::{Sources, Span};

/// Reports what turns the order of letters around in the book’s texts. (Control characters are
/// reported where a text is loaded or an escape is read.)
pub(super) fn check(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    for file in sources.texts.values().filter(|file| !file.path.as_str().starts_with("themes/")) {
        let mut at = 0;
        for line in file.text.split_inclusive('\n') {
            // One for each line: the mark that ends what another begins is no fault of its own.
            let turned = if line.is_ascii() { Vec::new() } else { characters::turned(line) };
            if let Some(place) = turned.into_iter().next() {
                let span = at + place.start..at + place.end;
                let name = line[place].chars().next().map(characters::name).unwrap_or_default();
                let message = message!("hidden-character.turned", name = name);
                let fault = Diagnostic::new(Rule::HiddenCharacter, Place::new(&file.path, &span), message);
                diagnostics.push(fault.help(message!("hidden-character.help-turned")));
            }
            at += line.len();
        }
    }
}

/// A character that an entity puts into a text, and that nobody sees.
pub(super) fn escaped(one: char, span: Span) -> Diagnostic<Span> {
    let name = characters::name(one);
    let fault = match characters::is_override(one) {
        true => Diagnostic::new(Rule::HiddenCharacter, span, message!("hidden-character.turned", name = name)),
        false => Diagnostic::new(Rule::HiddenCharacter, span, message!("hidden-character.message-code", name = name)),
    };
    fault.help(message!("hidden-character.help-entity"))
}

/// Reports names that hold what nobody sees, or letters of another script that look like their own.
pub(super) fn check_names(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let mut told: BTreeMap<&str, ()> = BTreeMap::new();
    for path in sources.texts.keys().chain(sources.assets.keys()).filter(|path| !path.as_str().is_ascii()) {
        for name in path.as_str().split('/').filter(|name| !name.is_ascii()) {
            if told.insert(name, ()).is_some() {
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

/// The first character of a name that has no width, or turns the order of letters around. (Joiners
/// are letters’ business in some scripts: Persian, Hindi.)
fn invisible(name: &str) -> Option<char> {
    let has_joiners = name.chars().any(|one| one.is_alphabetic() && one > '\u{5ff}');
    name.chars().find(|&one| match one {
        '\u{200c}' | '\u{200d}' => !has_joiners,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        _ => false,
    })
}

/// Cyrillic and Greek letters that look like Latin ones, and these.
const LOOK_ALIKES: [(char, char); 44] = [
    ('а', 'a'),
    ('в', 'b'),
    ('с', 'c'),
    ('ԁ', 'd'),
    ('е', 'e'),
    ('һ', 'h'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ӏ', 'l'),
    ('о', 'o'),
    ('р', 'p'),
    ('ԛ', 'q'),
    ('ѕ', 's'),
    ('у', 'y'),
    ('ѵ', 'v'),
    ('х', 'x'),
    ('ԝ', 'w'),
    ('А', 'A'),
    ('В', 'B'),
    ('С', 'C'),
    ('Е', 'E'),
    ('Н', 'H'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('К', 'K'),
    ('М', 'M'),
    ('О', 'O'),
    ('Р', 'P'),
    ('Ѕ', 'S'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('ο', 'o'),
    ('ν', 'v'),
    ('ι', 'i'),
    ('α', 'a'),
    ('Α', 'A'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Η', 'H'),
    ('Ι', 'I'),
    ('Κ', 'K'),
    ('Ο', 'O'),
    ('Τ', 'T'),
];

/// A letter that looks like a Latin one, in a word whose other letters are Latin; and that one. Words
/// are looked at alone: `урок-intro` and `α-test` are what they look like.
fn look_alike(name: &str) -> Option<(char, char)> {
    let words = name.split(|one: char| !one.is_alphabetic());
    words.into_iter().find_map(|word| {
        let is_latin = |one: char| one < '\u{250}' || ('\u{1e00}'..='\u{1eff}').contains(&one);
        let likes = |one: char| LOOK_ALIKES.iter().find(|(letter, _)| *letter == one).copied();
        let is_mixed = word.chars().any(is_latin) && word.chars().all(|one| is_latin(one) || likes(one).is_some());
        word.chars().filter(|_| is_mixed).find_map(likes)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::BookPath;

    fn found(paths: &[&str]) -> Vec<(Rule, String)> {
        let mut sources = Sources::default();
        paths.iter().for_each(|path| sources.insert(path, ""));
        let mut diagnostics = Vec::new();
        check_names(&sources, &mut diagnostics);
        diagnostics.into_iter().map(|fault| (fault.rule, fault.at.path.to_string())).collect()
    }

    fn confusing(path: &str) -> Vec<(Rule, String)> {
        vec![(Rule::ConfusingName, BookPath::new(path).to_string())]
    }

    #[test]
    fn letters_that_look_like_others_are_reported() {
        for path in ["content/1-a/lеçon.fr.md", "content/1-а\u{200b}b/x.md", "content/phоto.png", "content/Αccueil.md"]
        {
            assert_eq!(found(&[path]), confusing(path), "{path}");
        }
        // A folder is told once.
        assert_eq!(found(&["content/nоrd/a.md", "content/nоrd/b.md"]).len(), 1);
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
            assert_eq!(found(&[path]), [], "{path}");
        }
    }

    #[test]
    fn what_has_no_width_is_reported() {
        for path in
            ["content/le\u{200b}con.md", "content/a\u{202e}gnp.md", "content/a\u{ad}b.md", "content/a\u{200d}b.md"]
        {
            assert_eq!(found(&[path]), confusing(path), "{path}");
        }
    }
}
