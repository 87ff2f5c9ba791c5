//! The fixes that faults suggest, where it is known to the letter what is to be written, and in the place of what.

use std::collections::HashMap;

use lsp_types::{CodeAction, CodeActionKind, TextEdit, Uri, WorkspaceEdit};

use super::open_book::OpenBook;
use super::place::Encoding;
use crate::diagnostic::Diagnostic;
use crate::locale::{Argument, Message, UserLanguage, message};
use crate::report;
use crate::source::{BookPath, Span};

/// The fixes of the faults that touch a byte range of a text.
pub(super) fn within(
    book: &OpenBook,
    path: &BookPath,
    uri: &Uri,
    range: Span,
    encoding: Encoding,
    language: UserLanguage,
) -> Vec<CodeAction> {
    let Some(file) = book.sources().text(path.as_str()) else { return Vec::new() };
    let touched =
        |fault: &&Diagnostic| fault.at.path == *path && fault.at.start <= range.end && range.start <= fault.at.end;
    let faults = report::in_order(book.faults(), language).into_iter().filter(touched);
    let fixes = faults.filter_map(|fault| fix(fault, &file.text));
    let action = |(place, written): (Span, String)| {
        let range = encoding.positions(&file.text).range(&place);
        let title = message!("lsp.fix", text = written.trim()).text(language);
        let edit = TextEdit { range, new_text: written };
        // The protocol's own type; a URI never changes once it is made.
        #[expect(clippy::mutable_key_type, reason = "nothing changes a URI")]
        let changes = HashMap::from([(uri.clone(), vec![edit])]);
        CodeAction {
            title,
            kind: Some(CodeActionKind::QUICKFIX),
            edit: Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }),
            is_preferred: Some(true),
            ..CodeAction::default()
        }
    };
    fixes.map(action).collect()
}

/// What a fault's help says to write, and its place; `None` if it leaves something to the author.
fn fix(fault: &Diagnostic, text: &str) -> Option<(Span, String)> {
    let help = fault.help.as_ref()?;
    let place = fault.at.start..fault.at.end;
    if help.key == "unquoted-value.help" {
        return whole_line(text, &place, given(help, "line")?);
    }
    let meant = given(help, "nearest").or_else(|| given(help, "moved"))?;
    let words = fault.message.arguments.iter().filter_map(|(_, argument)| match argument {
        Argument::Text(word) if !word.is_empty() => Some(word.as_str()),
        _ => None,
    });
    let found = words.filter_map(|word| only(text.get(place.clone())?, word));
    // The word that the message names, in the place that it speaks of.
    let found = found.map(|found| place.start + found.start..place.start + found.end).next()?;
    Some((found, meant.to_owned()))
}

fn given<'m>(message: &'m Message, name: &str) -> Option<&'m str> {
    message.arguments.iter().find_map(|(known, argument)| match argument {
        Argument::Text(text) if *known == name => Some(text.as_str()),
        _ => None,
    })
}

/// The place of a word in a passage that has it once; or once as an address, an anchor or a label.
fn only(passage: &str, word: &str) -> Option<Span> {
    let places: Vec<usize> = passage.match_indices(word).map(|(at, _)| at).collect();
    let marked = || places.iter().filter(|at| passage[..**at].ends_with(['(', '#', '@', '^'])).collect::<Vec<_>>();
    let at = match places[..] {
        [at] => at,
        _ => match marked()[..] {
            [at] => *at,
            _ => return None,
        },
    };
    Some(at..at + word.len())
}

/// The line of a value, to be written anew; `None` if the value has several, or the line was too long to be said.
fn whole_line(text: &str, place: &Span, line: &str) -> Option<(Span, String)> {
    let start = text.get(..place.start)?.rfind('\n').map_or(0, |newline| newline + 1);
    let written = text.get(start..)?.split(['\r', '\n']).next()?;
    let indent = written.len() - written.trim_start().len();
    let key = written.trim_start().split_once(':').map_or("-", |(key, _)| key);
    let is_whole = place.end <= start + written.len() && line.starts_with(key) && !line.ends_with('…');
    is_whole.then(|| (start + indent..start + written.len(), line.trim_start().to_owned()))
}
