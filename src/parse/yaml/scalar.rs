//! Texts and other single values.

use super::block::{Kind, Line, Opening, Region, Value, is_comment, is_item, line_at};
use super::node::{self, Content};
use super::{Reader, repair};
use crate::message;
use crate::parse::front_matter::TextValue;
use crate::rule::Rule;
use crate::source::Span;

/// A value other than a text: an id, a number, a date.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::parse) struct Scalar {
    /// What it says, quotes taken off.
    pub(in crate::parse) text: String,
    /// The value as written.
    pub(in crate::parse) span: Span,
}

/// The head of a block scalar: `|`, `>-`, `|2+`.
struct BlockHead {
    folded: bool,
    /// The indent it sets, counted from the entry's.
    indent: Option<usize>,
}

impl BlockHead {
    fn parse(line: &str) -> Option<Self> {
        let folded = line.starts_with('>');
        let rest = line.strip_prefix(['|', '>'])?;
        let (signs, comment) = rest.split_at(rest.find([' ', '\t']).unwrap_or(rest.len()));
        let comment = comment.trim_start_matches([' ', '\t']);
        if !comment.is_empty() && !comment.starts_with('#') {
            return None;
        }
        let digit = |c: char| c.to_digit(10).filter(|&digit| digit > 0).map(|digit| digit as usize);
        let mut signs = signs.chars();
        let (indent, sound) = match (signs.next(), signs.next(), signs.next()) {
            (None, ..) | (Some('+' | '-'), None, _) => (None, true),
            (Some('+' | '-'), Some(c), None) | (Some(c), None | Some('+' | '-'), None) => {
                (digit(c), digit(c).is_some())
            }
            _ => (None, false),
        };
        sound.then_some(Self { folded, indent })
    }
}

/// A text being put together from lines, with the place of each.
#[derive(Default)]
struct Gathered {
    text: String,
    runs: Vec<(usize, usize)>,
}

impl Gathered {
    fn push(&mut self, written: &str, at: usize) {
        if !written.is_empty() {
            self.runs.push((self.text.len(), at));
            self.text.push_str(written);
        }
    }

    fn into_value(self, span: Span) -> TextValue {
        TextValue { text: self.text, span, runs: self.runs }
    }
}

impl<'t> Reader<'t> {
    /// A text. Without quotes it is read as it is written, to the end of its line; lines indented
    /// deeper continue it. Empty when there is none.
    pub(in crate::parse) fn text(&mut self, value: &Value<'t>) -> TextValue {
        match value {
            Value::Node(node) => self.text_of_node(&node.content, node.span.clone()),
            Value::Block(region) => self.text_of_block(region),
        }
    }

    /// Whether a value where a text belongs is one: brackets and colons are a text's, but a list or
    /// a map in lines of its own is not.
    pub(in crate::parse) fn is_text(&self, value: &Value<'_>) -> bool {
        let Value::Block(region) = value else {
            return matches!(self.kind(value), Kind::Nothing | Kind::Scalar);
        };
        match (self.kind(value), self.content(region)) {
            (Kind::Items, Some(content)) => content.opening == Opening::Item,
            (Kind::Entries, Some(content)) if content.opening == Opening::Line => {
                let line = line_at(self.text, content.span.start, content.span.end);
                !is_entry(&self.text[line.content..line.end])
            }
            _ => true,
        }
    }

    /// A value that is no text: a comment may follow it. A `#` that touches a word is reported,
    /// and so is a colon, since YAML would not read what is written.
    pub(in crate::parse) fn scalar(&mut self, value: &Value<'t>) -> Scalar {
        let text = self.text(value);
        let mut scalar = Scalar { text: text.text, span: text.span };
        let Value::Block(_) = value else { return scalar };
        if self.text[scalar.span.clone()].starts_with(['"', '\'', '|', '>']) {
            return scalar;
        }
        let hash = hash_in(&self.text[scalar.span.clone()]);
        if let Some(hash) = hash {
            let at = scalar.span.start + hash;
            if is_comment(&self.text[at..scalar.span.end]) {
                let written = self.text[scalar.span.start..at].trim_end();
                scalar.span.end = scalar.span.start + written.len();
                scalar.text = written.to_owned();
            } else {
                let message = message!("unquoted-value.message-hash");
                self.report_unquoted(&scalar.span, at..scalar.span.end, message);
                return scalar;
            }
        }
        if let Some(colon) = super::block::colon_of(&scalar.text) {
            let at = scalar.span.start + colon;
            if self.text.get(at..).is_some_and(|rest| rest.starts_with(':')) {
                self.report_unquoted(&scalar.span, at..at + 1, message!("unquoted-value.message-colon"));
            }
        }
        scalar
    }

    /// Reports that a value needs quotes.
    pub(in crate::parse) fn report_unquoted(&mut self, value: &Span, at: Span, message: crate::locale::Message) {
        let help = repair::help(self.text, value);
        self.report(Rule::UnquotedValue, at, message, help);
    }

    fn text_of_node(&self, content: &Content<'_>, span: Span) -> TextValue {
        let Content::Scalar { text, .. } = content else { return TextValue { span, ..TextValue::default() } };
        let text = text.to_string();
        let written = &self.text[span.clone()];
        let inside = written.strip_prefix(['"', '\'']).and_then(|rest| rest.strip_suffix(['"', '\'']));
        let runs = match inside {
            _ if text.is_empty() => Vec::new(),
            _ if written == text => vec![(0, span.start)],
            Some(inside) if inside == text => vec![(0, span.start + 1)],
            _ => Vec::new(),
        };
        TextValue { text, span, runs }
    }

    fn text_of_block(&mut self, region: &Region) -> TextValue {
        let Some(content) = self.content_as_written(region) else {
            return TextValue { span: region.span.start..region.span.start, ..TextValue::default() };
        };
        let first = line_at(self.text, content.start, content.end);
        let head = &self.text[first.content..first.end];
        if head.starts_with(['"', '\'']) {
            return self.quoted_text(first.content..content.end);
        }
        match BlockHead::parse(head) {
            Some(head) => self.block_text(&head, &first, content.end, region.indent),
            None => self.plain_text(first.content..content.end),
        }
    }

    /// Where a text begins. What looks like a comment is one only if a text follows it.
    fn content_as_written(&self, region: &Region) -> Option<Span> {
        let written = || {
            let line = line_at(self.text, region.span.start, region.span.end);
            (!line.is_blank() && region.opening != Opening::Line).then_some(line.content..region.span.end)
        };
        self.content(region).map(|content| content.span).or_else(written)
    }

    fn plain_text(&mut self, span: Span) -> TextValue {
        let first = line_at(self.text, span.start, span.end);
        let mut gathered = Gathered::default();
        let head = self.text[first.content..first.end].trim_end();
        gathered.push(head, first.content);
        let mut end = first.content + head.len();
        let mut at = first.next;
        let mut blanks = 0;
        while at < span.end {
            let line = line_at(self.text, at, span.end);
            at = line.next;
            let content = self.text[line.content..line.end].trim_end();
            if content.is_empty() {
                blanks += 1;
                continue;
            }
            if is_comment(content) {
                continue;
            }
            let place = line.content..line.content + content.len();
            if is_item(content) || is_entry(content) {
                let message = message!("invalid-front-matter.message-continued");
                let help = message!("invalid-front-matter.help-continued");
                self.report(Rule::InvalidFrontMatter, place, message, Some(help));
                continue;
            }
            if content.starts_with('#') {
                let message = message!("unquoted-value.message-hash-line");
                let help = message!("unquoted-value.help-hash-line");
                self.report(Rule::UnquotedValue, place.clone(), message, Some(help));
            }
            match blanks {
                0 => gathered.text.push(' '),
                blanks => gathered.text.extend(std::iter::repeat_n('\n', blanks)),
            }
            blanks = 0;
            gathered.push(content, line.content);
            end = place.end;
        }
        gathered.into_value(span.start..end)
    }

    fn quoted_text(&mut self, span: Span) -> TextValue {
        let written = &self.text[span.clone()];
        let Some(close) = closing_quote(written) else {
            let mark = span.start..span.start + 1;
            return self.not_quoted(span, mark, message!("unquoted-value.message-unclosed"), without_opening);
        };
        let after = span.start + close + 1;
        if let Some(more) = self.first_after(after..span.end) {
            return self.not_quoted(
                span.clone(),
                after - 1..more,
                message!("unquoted-value.message-quote"),
                within_quotes,
            );
        }
        let inside = &written[1..close];
        let escaped = if written.starts_with('"') { inside.contains('\\') } else { inside.contains('\'') };
        let span = span.start..after;
        if !escaped && !inside.contains('\n') {
            let runs = if inside.is_empty() { Vec::new() } else { vec![(0, span.start + 1)] };
            return TextValue { text: inside.to_owned(), span, runs };
        }
        match node::read(&self.text[span.clone()], span.start) {
            Ok(reading) => {
                for (bend, at) in reading.bends {
                    self.report_bend(&bend, at);
                }
                let mut value = self.text_of_node(&reading.node.content, span);
                if !escaped {
                    value.runs = runs_of_lines(&value.text, inside, value.span.start + 1);
                }
                value
            }
            Err(unreadable) => {
                self.report_unreadable(&span, &unreadable);
                TextValue { text: inside.to_owned(), runs: Vec::new(), span }
            }
        }
    }

    /// Where something that is no comment follows a closing quote, the end of its word.
    fn first_after(&self, rest: Span) -> Option<usize> {
        let mut at = rest.start;
        while at < rest.end {
            let line = line_at(self.text, at, rest.end);
            let content = &self.text[line.content..line.end];
            let comment = content.starts_with('#') && line.content > rest.start;
            if !line.is_blank() && !comment {
                let word = content.find([' ', '\t']).unwrap_or(content.len());
                return Some(line.content + word);
            }
            at = line.next;
        }
        None
    }

    /// A text that begins with a quotation mark of its own. It is read as it is written; `meant` gives what was meant.
    fn not_quoted(
        &mut self,
        span: Span,
        at: Span,
        message: crate::locale::Message,
        meant: fn(&str) -> &str,
    ) -> TextValue {
        let value = self.plain_text(span);
        let help = repair::help_with(self.text, &value.span, meant(&value.text));
        self.report(Rule::UnquotedValue, at, message, help);
        value
    }

    /// The lines below `|` or `>`. Line ends at the end of the text mean nothing in a lesson, and
    /// are left out, whatever the head says of them.
    fn block_text(&mut self, head: &BlockHead, first: &Line, end: usize, indent: usize) -> TextValue {
        let mut gathered = Gathered::default();
        let mut margin = head.indent.map(|more| indent + more);
        let mut breaks = 0;
        let mut verbatim = true;
        let mut text_end = first.end;
        let mut at = first.next;
        while at < end {
            let line = line_at(self.text, at, end);
            let start = std::mem::replace(&mut at, line.next);
            if line.is_blank() {
                breaks += 1;
                continue;
            }
            if margin.is_none() && line.indent <= indent {
                continue; // a comment: all else would have ended the value
            }
            let margin = *margin.get_or_insert(line.indent);
            if line.indent < margin {
                if !self.text[line.content..].starts_with('#') {
                    let message = message!("invalid-front-matter.message-indent");
                    let help = message!("invalid-front-matter.help-indent");
                    self.report(Rule::InvalidFrontMatter, line.content..line.end, message, Some(help));
                    gathered.text.push('\n');
                    gathered.push(&self.text[line.content..line.end], line.content);
                }
                continue;
            }
            let content = &self.text[start + margin..line.end];
            // In a folded text, lines indented deeper stay lines.
            let deeper = !head.folded || content.starts_with([' ', '\t']);
            let begins = gathered.text.is_empty();
            match breaks {
                0 if begins => {}
                0 if !verbatim && !deeper => gathered.text.push(' '),
                breaks => {
                    let kept = if begins || (!verbatim && !deeper) { breaks } else { breaks + 1 };
                    gathered.text.extend(std::iter::repeat_n('\n', kept));
                }
            }
            breaks = 0;
            verbatim = deeper;
            gathered.push(content, start + margin);
            text_end = line.end;
        }
        gathered.into_value(first.content..text_end)
    }
}

/// Where a quoted text closes.
fn closing_quote(written: &str) -> Option<usize> {
    let bytes = written.as_bytes();
    let quote = *bytes.first()?;
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            byte if byte == quote && quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 1,
            byte if byte == quote => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// A text without the quotes that were meant to hold it: those around `'L'été'`, where the first
/// one closes against a letter.
fn within_quotes(text: &str) -> &str {
    let Some(quote) = text.chars().next() else { return text };
    let touches = |close: usize| text[close + 1..].starts_with(char::is_alphanumeric);
    match text[1..].strip_suffix(quote) {
        Some(inside) if text[1..].find(quote).is_some_and(|close| touches(close + 1)) => inside,
        _ => text,
    }
}

/// A text without the quotation mark that opens it, unless that is an apostrophe: “’tis” has no other.
fn without_opening(text: &str) -> &str {
    match text.strip_prefix('"') {
        Some(inside) => inside,
        None => text.strip_prefix('\'').filter(|inside| !inside.starts_with(char::is_lowercase)).unwrap_or(text),
    }
}

/// The places of the lines of a quoted text without escapes, in the text that they fold into.
fn runs_of_lines(text: &str, inside: &str, offset: usize) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let (mut at, mut line_start) = (0, 0);
    let last = inside.matches('\n').count();
    for (index, line) in inside.split('\n').enumerate() {
        let start = if index == 0 { 0 } else { line.len() - line.trim_start_matches([' ', '\t', '\r']).len() };
        let end = if index == last { line.len() } else { line.trim_end_matches([' ', '\t', '\r']).len() };
        if start < end {
            at += text[at..].len() - text[at..].trim_start_matches([' ', '\n']).len();
            let written = &line[start..end];
            let written = if index == 0 { written.trim_start_matches(' ') } else { written };
            if !text[at..].starts_with(written) {
                return Vec::new();
            }
            runs.push((at, offset + line_start + end - written.len()));
            at += written.len();
        }
        line_start += line.len() + 1;
    }
    runs
}

/// Whether a line that continues a text looks like an entry of its own, `label: …`: a colon that
/// touches the word before it, which French punctuation never does.
pub(super) fn is_entry(content: &str) -> bool {
    super::block::colon_of(content).is_some_and(|colon| {
        let name = &content[..colon];
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    })
}

/// The first `#` after a blank.
fn hash_in(text: &str) -> Option<usize> {
    if text.starts_with('#') {
        return Some(0);
    }
    text.match_indices('#').map(|(at, _)| at).find(|&at| text[..at].ends_with([' ', '\t', '\n']))
}
