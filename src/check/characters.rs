//! Invisible characters in texts.

use crate::characters;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::rule::Rule;
use crate::source::{SourceFile, Sources, Span};

/// Reports characters that turn the order of letters around in the book’s texts. (Control characters are reported when
/// a text is loaded or an escape is read.)
pub(super) fn check(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let is_of_book = |file: &&SourceFile| !file.path.as_str().starts_with("themes/");
    for file in sources.texts.values().filter(|file| file.may_turn).filter(is_of_book) {
        let mut at = 0;
        for line in file.text.split_inclusive('\n') {
            // One fault for each line: the mark that ends what another begins is not a fault of its own.
            let first = characters::turned(line).into_iter().next();
            if let Some((place, one)) = first.and_then(|place| Some((place.clone(), line[place].chars().next()?))) {
                let span = at + place.start..at + place.end;
                let name = characters::name(one);
                let message = message!("hidden-character.turned", name = name);
                let fault = Diagnostic::new(Rule::HiddenCharacter, Place::new(&file.path, &span), message);
                diagnostics.push(fault.help(message!("hidden-character.help-turned")));
            }
            at += line.len();
        }
    }
}

/// The fault of an invisible character that an entity puts into a text.
pub(super) fn escaped(one: char, span: Span) -> Diagnostic<Span> {
    let name = characters::name(one);
    let fault = match characters::is_override(one) {
        true => Diagnostic::new(Rule::HiddenCharacter, span, message!("hidden-character.turned", name = name)),
        false => Diagnostic::new(Rule::HiddenCharacter, span, message!("hidden-character.message-code", name = name)),
    };
    fault.help(message!("hidden-character.help-entity"))
}
