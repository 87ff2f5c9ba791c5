//! What can't be read, or would be read otherwise than it looks: said, with the line that would do.

use serde_yaml::granit_parser::ErrorKind;

use super::Reader;
use super::block::{Key, colon_of, is_item, key_of};
use super::node::{self, Fault, Unreadable};
use crate::locale::Message;
use crate::message;
use crate::rule::Rule;
use crate::source::Span;

/// A line longer than that is not repeated in a message.
const LINE: usize = 240;

/// A text between the quotation marks that leave it as it is, when one of the two kinds can.
pub(in crate::parse) fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// The last boundary of a character at or before `at`.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A line to be shown: without its indentation, and cut if it is too long to read.
pub(super) fn shortened(line: &str) -> String {
    let line = line.trim();
    if line.len() <= LINE { line.to_owned() } else { format!("{}…", &line[..floor(line, LINE)]) }
}

/// “Write this”: the line of `value` with it quoted.
pub(super) fn help(text: &str, value: &Span) -> Option<Message> {
    help_with(text, value, &text[value.clone()])
}

/// The line of `value`, with `meant` between quotes in its place.
pub(super) fn help_with(text: &str, value: &Span, meant: &str) -> Option<Message> {
    let line = line_of(text, value.start);
    let end = value.end.max(line.end);
    let quoted = quoted(meant.trim());
    let fixed = if end - line.start > LINE {
        quoted
    } else {
        format!("{}{quoted}{}", &text[line.start..value.start], &text[value.end..end])
    };
    Some(message!("unquoted-value.help", line = shortened(&fixed)))
}

/// The line that holds `at`, as far as it is worth showing.
fn line_of(text: &str, at: usize) -> Span {
    let before = floor(text, at.saturating_sub(2 * LINE));
    let start = text[before..at].rfind('\n').map_or(before, |newline| before + newline + 1);
    let after = floor(text, at + 2 * LINE);
    let end = text[at..after].find('\n').map_or(after, |newline| at + newline);
    start..end - usize::from(text[start..end].ends_with('\r'))
}

/// The item between brackets and commas around `start..end`, on its line.
pub(super) fn item_around(text: &str, start: usize, end: usize) -> Span {
    let line = line_of(text, start);
    let head = &text[line.start..start];
    let from = head.rfind(['[', '{', ',']).map_or_else(|| value_start(head), |at| at + 1);
    let from = from.max(head.rfind(": ").map_or(0, |colon| colon + 2));
    let from = line.start + from;
    let until = end.min(line.end).max(start);
    let tail = &text[until..line.end.max(until)];
    let to = until + tail.find([',', ']', '}']).unwrap_or(tail.len());
    trimmed(text, from..to)
}

fn trimmed(text: &str, span: Span) -> Span {
    let written = &text[span.clone()];
    let start = span.end - written.trim_start().len();
    start..start + written.trim().len()
}

/// Where the value begins on a line of a block: after hyphens and a key.
fn value_start(line: &str) -> usize {
    let mut at = line.len() - line.trim_start().len();
    while is_item(&line[at..]) {
        at = line.len() - line[at + 1..].trim_start().len();
    }
    match key_of(&line[at..], |_| false).map(|Key { .. }| colon_of(&line[at..])) {
        Some(Some(colon)) => line.len() - line[at + colon + 1..].trim_start().len(),
        _ => at,
    }
}

impl Reader<'_> {
    /// Reports a value that serde-saphyr can't read: as one that needs quotes, when quotes would
    /// make it readable.
    pub(super) fn report_unreadable(&mut self, value: &Span, unreadable: &Unreadable) {
        let at = unreadable.at.clamp(value.start, value.end);
        let kind = match &unreadable.fault {
            Fault::TooLarge => {
                let message = message!("invalid-front-matter.message-large");
                let help = message!("invalid-front-matter.help-large");
                return self.report(Rule::InvalidFrontMatter, at..self.char_end(at, value.end), message, Some(help));
            }
            Fault::Syntax(kind) => kind,
        };
        if is_about_tabs(kind) && self.tabs_reported {
            return;
        }
        if *kind == ErrorKind::UnknownAnchor && self.report_repeated(at) {
            return;
        }
        if let Some((place, message)) = self.quotes_would_do(value, at) {
            let help = help(self.text, &place);
            return self.report(Rule::UnquotedValue, place, message, help);
        }
        let (message, help) = explain(kind);
        let at = if is_about_escapes(kind) { self.bad_escape(&(at..value.end)) } else { at };
        self.report(Rule::InvalidFrontMatter, at..self.char_end(at, value.end), message, Some(help));
    }

    /// Reports that a value repeats another, `*name`, where the file has that in a place that can't be read.
    pub(in crate::parse) fn report_repeated(&mut self, at: usize) -> bool {
        let Some(name) = self.repeated_name(at) else { return false };
        let message = message!("invalid-front-matter.message-alias-unread", name = name.as_str());
        let help = message!("invalid-front-matter.help-alias-unread", name = name.as_str());
        self.report(Rule::InvalidFrontMatter, at..at + 1 + name.len(), message, Some(help));
        true
    }

    /// The name that `*name` repeats, where the file has it in a place that can't be read.
    fn repeated_name(&mut self, at: usize) -> Option<String> {
        let text = self.text;
        let name = anchor_name(text.get(at..)?.strip_prefix('*')?);
        let names = || text.match_indices('&').map(|(at, _)| anchor_name(&text[at + 1..])).collect();
        let anchors = self.anchors.get_or_insert_with(names);
        (!name.is_empty() && anchors.contains(name)).then(|| name.to_owned())
    }

    fn char_end(&self, at: usize, limit: usize) -> usize {
        let next = self.text[at..].chars().next().filter(|c| !c.is_control());
        next.map_or(at, |c| at + c.len_utf8()).min(limit.max(at))
    }

    /// The part of an unreadable value that would be readable between quotes.
    fn quotes_would_do(&self, value: &Span, at: usize) -> Option<(Span, Message)> {
        let hash = self.glued_hash(value);
        let line = line_of(self.text, at);
        let whole = line.start.max(value.start)..line.end.min(value.end).max(line.start.max(value.start));
        let of_entry = {
            let start = whole.start + value_start(&self.text[whole.clone()]);
            trimmed(self.text, start..whole.end)
        };
        let candidates = [
            hash.map(|hash| item_around(self.text, hash, hash + 1)),
            Some(item_around(self.text, at, self.char_end(at, value.end))),
            Some(of_entry),
            Some(trimmed(self.text, whole)),
        ];
        for place in candidates.into_iter().flatten() {
            let inside = place.start >= value.start && place.end <= value.end && !place.is_empty();
            if !inside || self.text[place.clone()].starts_with(['"', '\'', '[', '{']) {
                continue;
            }
            let fixed = [
                &self.text[value.start..place.start],
                &quoted(&self.text[place.clone()]),
                &self.text[place.end..value.end],
            ]
            .concat();
            if node::read(&fixed, 0).is_ok() {
                let message = self.why_quotes(&place, hash);
                return Some((place, message));
            }
        }
        None
    }

    fn why_quotes(&self, place: &Span, hash: Option<usize>) -> Message {
        let written = &self.text[place.clone()];
        if hash.is_some_and(|hash| place.contains(&hash)) {
            message!("unquoted-value.message-hash")
        } else if colon_of(written).is_some() {
            message!("unquoted-value.message-colon")
        } else {
            let sign: String = written.chars().take(1).collect();
            message!("unquoted-value.message-sign", sign = sign)
        }
    }

    /// The first code of a quoted text that is none (serde-saphyr points to the quote).
    fn bad_escape(&self, value: &Span) -> usize {
        let bytes = &self.text.as_bytes()[value.clone()];
        let mut at = 0;
        while at + 1 < bytes.len() {
            let digits = match (bytes[at], bytes[at + 1]) {
                (b'\\', b'x') => 2,
                (b'\\', b'u') => 4,
                (b'\\', b'U') => 8,
                (b'\\', next) if b"0abt\tnvfre \"/\\N_LP\r\n".contains(&next) => 0,
                (b'\\', _) => return value.start + at,
                _ => {
                    at += 1;
                    continue;
                }
            };
            let code = bytes.get(at + 2..at + 2 + digits);
            if !code.is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit)) {
                return value.start + at;
            }
            at += 2 + digits;
        }
        value.start
    }

    /// The first ` #word` of a value, outside quotes.
    fn glued_hash(&self, value: &Span) -> Option<usize> {
        let text = &self.text[value.clone()];
        let mut quote = None;
        let mut before = ' ';
        for (at, c) in text.char_indices() {
            match (quote, c) {
                (Some(open), c) if open == c => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') if matches!(before, ' ' | '[' | '{' | ',' | ':' | '\n') => quote = Some(c),
                (None, '#') if matches!(before, ' ' | '\t') && !super::block::is_comment(&text[at..]) => {
                    return Some(value.start + at);
                }
                _ => {}
            }
            before = c;
        }
        None
    }
}

/// The name that follows `&` or `*`.
fn anchor_name(rest: &str) -> &str {
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '{' | '}'));
    &rest[..end.unwrap_or(rest.len())]
}

fn is_about_tabs(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabAtBlockScalarStart
            | ErrorKind::TabInIndentation
            | ErrorKind::TabInPlainScalar
    )
}

fn is_about_escapes(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnknownQuotedScalarEscape
            | ErrorKind::InvalidQuotedScalarHexEscape
            | ErrorKind::InvalidLowSurrogateHexEscape
            | ErrorKind::InvalidLowSurrogate
            | ErrorKind::MissingLowSurrogate
            | ErrorKind::UnpairedLowSurrogate
            | ErrorKind::InvalidUnicodeEscape
    )
}

/// What is wrong and what to do, in the author's words.
fn explain(kind: &ErrorKind) -> (Message, Message) {
    match kind {
        kind if is_about_tabs(kind) => {
            (message!("invalid-front-matter.message-tab"), message!("invalid-front-matter.help-tab"))
        }
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::MisplacedFlowCollectionEnd
        | ErrorKind::MismatchedFlowCollectionEnd { .. } => {
            (message!("invalid-front-matter.message-bracket"), message!("invalid-front-matter.help-bracket"))
        }
        ErrorKind::UnclosedQuotedScalar => {
            (message!("invalid-front-matter.message-quote"), message!("invalid-front-matter.help-quote"))
        }
        kind if is_about_escapes(kind) => {
            (message!("invalid-front-matter.message-escape"), message!("invalid-front-matter.help-escape"))
        }
        ErrorKind::UnknownAnchor | ErrorKind::MissingAnchorOrAliasName => {
            (message!("invalid-front-matter.message-alias"), message!("invalid-front-matter.help-quotes"))
        }
        ErrorKind::RecursionLimitExceeded => {
            (message!("invalid-front-matter.message-deep"), message!("invalid-front-matter.help-large"))
        }
        ErrorKind::InvalidIndentation
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry => {
            (message!("invalid-front-matter.message-indent"), message!("invalid-front-matter.help-indent"))
        }
        _ => (message!("invalid-front-matter.message"), message!("invalid-front-matter.help-quotes")),
    }
}
