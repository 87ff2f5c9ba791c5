//! Entries and items, told apart by their lines' indentation.

use super::node::{Content, Node};
use super::{Reader, repair};
use crate::diagnostic::Diagnostic;
use crate::locale::Message;
use crate::message;
use crate::rule::Rule;
use crate::source::{Span, Spanned};

/// How many commas of a map are reported: each report looks at the whole text before it.
const CUTS: usize = 100;

/// A line, or what is left of it.
pub(super) struct Line {
    /// The byte offset of its first character that is no blank.
    pub(super) content: usize,
    /// Its end, without the line end.
    pub(super) end: usize,
    /// Where the next line begins.
    pub(super) next: usize,
    /// The column of `content`: how far the line is indented. A tab counts for one.
    pub(super) indent: usize,
    /// Whether it begins with a tab. (After a space it may well be a code block's.)
    pub(super) tab: bool,
}

impl Line {
    /// Whether it holds nothing but white space.
    pub(super) fn is_blank(&self) -> bool {
        self.content == self.end
    }
}

/// The line that begins at `start`, which ends at `limit` at the latest.
pub(super) fn line_at(text: &str, start: usize, limit: usize) -> Line {
    let (end, next) = match text[start..limit].find('\n') {
        Some(length) => (start + length, start + length + 1),
        None => (limit, limit),
    };
    let end = if text[start..end].ends_with('\r') { end - 1 } else { end };
    let rest = text[start..end].trim_start_matches([' ', '\t']);
    let content = end - rest.len();
    Line { content, end, next, indent: content - start, tab: text[start..content].starts_with('\t') }
}

/// How a value begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// On its key's line: neither entries nor `- ` items may begin there.
    Key,
    /// After a hyphen.
    Item,
    /// With a line of its own.
    Line,
}

/// The place of a value: all that belongs to its key or its hyphen.
#[derive(Clone, Debug)]
pub(in crate::parse) struct Region {
    /// From its first character to the end of its last line.
    pub(in crate::parse) span: Span,
    /// The column of the key or the hyphen.
    pub(super) indent: usize,
    /// How it begins.
    pub(super) opening: Opening,
}

/// A value not yet read.
#[derive(Clone, Debug)]
pub(in crate::parse) enum Value<'t> {
    /// Lines.
    Block(Region),
    /// Read by serde-saphyr, since it was in brackets.
    Node(Node<'t>),
}

/// `key: value`.
#[derive(Clone, Debug)]
pub(in crate::parse) struct Entry<'t> {
    /// The key.
    pub(in crate::parse) key: Spanned<String>,
    /// The value.
    pub(in crate::parse) value: Value<'t>,
    /// Whether a tab indents one of its lines.
    pub(in crate::parse) tabs: bool,
}

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse) enum Kind {
    /// Blanks and comments.
    Nothing,
    /// A text, a number, a date.
    Scalar,
    /// `- ` items.
    Items,
    /// `key: value` lines.
    Entries,
    /// `[…]`
    Brackets,
    /// `{…}`
    Braces,
}

/// A key at the head of a line. Offsets are from the line's content.
pub(super) struct Key<'t> {
    /// The key as it is written.
    pub(super) text: &'t str,
    span: Span,
    colon: usize,
    /// What follows the colon and its blanks.
    value: usize,
    /// Whether the blank after the colon is missing.
    glued: bool,
}

/// The no-break spaces count: French keyboards type them around colons.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{202f}')
}

/// Whether a line's content begins with `- `.
pub(super) fn is_item(content: &str) -> bool {
    content.strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// Whether `content` is an item as word processors write it: `• item`, `* item`. (No text of YAML begins so.)
fn is_bulleted(content: &str) -> bool {
    content.strip_prefix(['*', '•']).is_some_and(|rest| rest.starts_with([' ', '\t', '\u{a0}']))
}

/// A known key that another sign than a colon parts from its value: `title = Doubt`, `title ; Doubt`.
struct MeantKey {
    /// How many bytes the key is.
    name: usize,
    /// Where the value begins.
    value: usize,
}

fn meant_key(content: &str, is_known: fn(&str) -> bool) -> Option<MeantKey> {
    let name = content.find(|c: char| !c.is_ascii_lowercase() && c != '_').filter(|&end| is_known(&content[..end]))?;
    let rest = content[name..].trim_start_matches(is_blank).strip_prefix(['=', ';', '：', '；'])?;
    Some(MeantKey { name, value: content.len() - rest.trim_start_matches(is_blank).len() })
}

/// Whether `content` is a comment to everyone, and no `#word`.
pub(super) fn is_comment(content: &str) -> bool {
    content.strip_prefix('#').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '#', '-', '=', '!']))
}

/// The key that a line's content begins with.
pub(super) fn key_of(content: &str, is_known: fn(&str) -> bool) -> Option<Key<'_>> {
    if is_item(content) || content.starts_with(['#', '{', '?', ',', ']', '}']) {
        return None;
    }
    if let Some(key) = quoted_key(content) {
        return Some(key);
    }
    let first = content.find(':')?;
    let name = content[..first].trim_end_matches(is_blank);
    let glued = |colon: usize| key_at(content, colon, true);
    let is_word = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    match colon_of(content) {
        _ if name.is_empty() => None,
        Some(colon) if colon == first => key_at(content, colon, false),
        // `title:Le web : une histoire`
        Some(colon) if is_word(name) && (is_known(name) || content[..colon].trim_end().contains(' ')) => glued(first),
        Some(colon) => key_at(content, colon, false),
        None if is_word(name) && !content[first..].starts_with("://") => glued(first),
        None => None,
    }
}

/// The first colon that YAML takes for a key's.
pub(super) fn colon_of(content: &str) -> Option<usize> {
    content.match_indices(':').map(|(at, _)| at).find(|at| content[at + 1..].chars().next().is_none_or(is_blank))
}

fn key_at(content: &str, colon: usize, glued: bool) -> Option<Key<'_>> {
    let name = content[..colon].trim_end_matches(is_blank);
    Some(Key { text: name, span: 0..name.len(), colon, value: value_after(content, colon), glued })
}

fn value_after(content: &str, colon: usize) -> usize {
    content.len() - content[colon + 1..].trim_start_matches(is_blank).len()
}

fn quoted_key(content: &str) -> Option<Key<'_>> {
    let quote = content.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let close = content[1..].find(quote)? + 1;
    let rest = content[close + 1..].trim_start_matches(is_blank);
    let colon = content.len() - rest.len();
    let sound = rest.strip_prefix(':').is_some_and(|rest| rest.chars().next().is_none_or(is_blank));
    let key = || Key {
        text: &content[1..close],
        span: 0..close + 1,
        colon,
        value: value_after(content, colon),
        glued: false,
    };
    sound.then(key)
}

impl<'t> Reader<'t> {
    /// The value without the blank lines and comments before it, and without the comment on a key's line.
    pub(super) fn content(&self, region: &Region) -> Option<Region> {
        let mut at = region.span.start;
        if region.opening != Opening::Line {
            let line = line_at(self.text, at, region.span.end);
            if !line.is_blank() && !is_comment(&self.text[line.content..line.end]) {
                return Some(Region { span: line.content..region.span.end, ..region.clone() });
            }
            at = line.next;
        }
        while at < region.span.end {
            let line = line_at(self.text, at, region.span.end);
            if !line.is_blank() && !self.text[line.content..].starts_with('#') {
                return Some(Region { span: at..region.span.end, opening: Opening::Line, ..region.clone() });
            }
            at = line.next;
        }
        None
    }

    /// The place of a value; an empty span if there is none.
    pub(in crate::parse) fn content_span(&self, region: &Region) -> Span {
        self.content(region).map_or(region.span.start..region.span.start, |content| content.span)
    }

    /// The place of a value.
    pub(in crate::parse) fn span(&self, value: &Value<'_>) -> Span {
        match value {
            Value::Node(node) => node.span.clone(),
            Value::Block(region) => self.content_span(region),
        }
    }

    /// What a value looks like.
    pub(in crate::parse) fn kind(&self, value: &Value<'_>) -> Kind {
        match value {
            Value::Node(node) => match &node.content {
                Content::Scalar { text, plain: true } if text.is_empty() => Kind::Nothing,
                Content::Scalar { .. } => Kind::Scalar,
                Content::List(_) => Kind::Brackets,
                Content::Map(_) => Kind::Braces,
            },
            Value::Block(region) => self.content(region).map_or(Kind::Nothing, |content| self.kind_of_block(&content)),
        }
    }

    fn kind_of_block(&self, content: &Region) -> Kind {
        let line = line_at(self.text, content.span.start, content.span.end);
        let first = &self.text[line.content..line.end];
        let key = key_of(first, |_| false).filter(|key| !key.glued || content.opening == Opening::Line);
        match first.as_bytes().first() {
            // `[^label]: text` is an entry all the same, if a mistaken one.
            Some(b'[')
                if content.opening == Opening::Key || key.as_ref().is_none_or(|key| !key.text.ends_with(']')) =>
            {
                Kind::Brackets
            }
            Some(b'{') => Kind::Braces,
            _ if content.opening == Opening::Key => Kind::Scalar,
            _ if is_item(first) || is_bulleted(first) => Kind::Items,
            // Quotation marks are a text's, unless they are a key's.
            Some(b'"' | b'\'') => quoted_key(first).map_or(Kind::Scalar, |_| Kind::Entries),
            _ if key.is_some() => Kind::Entries,
            _ => Kind::Scalar,
        }
    }

    /// The indentation of the lines that a block's entries or items begin.
    fn base(&self, content: &Region) -> usize {
        let line = line_at(self.text, content.span.start, content.span.end);
        match content.opening {
            Opening::Line => line.indent,
            _ => line.content - self.text[..line.content].rfind('\n').map_or(0, |newline| newline + 1),
        }
    }

    /// The entries of a front matter: those least indented. `is_known` tells a key from a word
    /// before a colon.
    pub(in crate::parse) fn top_entries(&mut self, yaml: Span, is_known: fn(&str) -> bool) -> Vec<Entry<'t>> {
        let region = Region { span: yaml, indent: 0, opening: Opening::Line };
        let Some(content) = self.content(&region) else { return Vec::new() };
        let mut base = usize::MAX;
        let mut at = content.span.start;
        while at < content.span.end && base > 0 {
            let line = line_at(self.text, at, content.span.end);
            if !line.is_blank() && !self.text[line.content..].starts_with('#') {
                base = base.min(line.indent);
            }
            at = line.next;
        }
        self.split_entries(&content, base, Some(is_known))
    }

    /// The entries of a value that is a map; empty when it is none.
    pub(in crate::parse) fn entries(&mut self, value: &Value<'t>) -> Vec<Entry<'t>> {
        match (self.kind(value), value) {
            (Kind::Braces, Value::Block(region)) => match self.node(region) {
                Some(node) => self.node_entries(node),
                None => Vec::new(),
            },
            (Kind::Braces, Value::Node(node)) => self.node_entries(node.clone()),
            (Kind::Entries, Value::Block(region)) => {
                self.content(region).map_or_else(Vec::new, |content| self.entries_of_lines(&content))
            }
            _ => Vec::new(),
        }
    }

    /// The entries of lines that are a map.
    pub(super) fn entries_of_lines(&mut self, content: &Region) -> Vec<Entry<'t>> {
        let base = self.base(content);
        self.split_entries(content, base, None)
    }

    /// The items of a value that is a list; empty when it is none.
    pub(in crate::parse) fn items(&mut self, value: &Value<'t>) -> Vec<Value<'t>> {
        let list = |node: Node<'t>| match node.content {
            Content::List(items) => items.into_iter().map(Value::Node).collect(),
            _ => Vec::new(),
        };
        match (self.kind(value), value) {
            (Kind::Brackets, Value::Block(region)) => self.node(region).map_or_else(Vec::new, list),
            (Kind::Brackets, Value::Node(node)) => list(node.clone()),
            (Kind::Items, Value::Block(region)) => {
                let Some(content) = self.content(region) else { return Vec::new() };
                self.split_items(&content)
            }
            _ => Vec::new(),
        }
    }

    /// The entries of a map that serde-saphyr read; empty if the node is no map.
    pub(super) fn node_entries(&mut self, node: Node<'t>) -> Vec<Entry<'t>> {
        let Content::Map(pairs) = node.content else { return Vec::new() };
        let mut entries: Vec<Entry<'t>> = Vec::with_capacity(pairs.len());
        // Commas cut nothing between braces of another place, nor in lines.
        let braces = self.text[node.span.start..].starts_with('{');
        let mut cuts = 0;
        for (key, value) in pairs {
            let Content::Scalar { text, .. } = key.content else {
                self.report(
                    Rule::InvalidFrontMatter,
                    key.span,
                    message!("invalid-front-matter.message-key"),
                    Some(message!("invalid-front-matter.help-key")),
                );
                continue;
            };
            let empty = matches!(&value.content, Content::Scalar { text, plain: true } if text.is_empty());
            if let (true, Some(Entry { value: Value::Node(before), .. })) = (empty && braces, entries.last()) {
                cuts += 1;
                if cuts > CUTS {
                    continue;
                }
                // `{ en: Three words, then two }`: the comma cut the text.
                let whole = before.span.start..key.span.end;
                let help = repair::help(self.text, &whole);
                let message = message!("unquoted-value.message-comma");
                self.report(Rule::UnquotedValue, key.span, message, help);
                continue;
            }
            let key = Spanned::new(text.into_owned(), key.span);
            entries.push(Entry { key, value: Value::Node(value), tabs: false });
        }
        entries
    }

    /// The entries whose lines are indented by `base`. `is_known` is there for a front matter's own.
    fn split_entries(&mut self, content: &Region, base: usize, is_known: Option<fn(&str) -> bool>) -> Vec<Entry<'t>> {
        let mut blocks = Blocks::new(content, base);
        let mut keys: Vec<Spanned<String>> = Vec::new();
        while let Some(line) = blocks.next_line(self.text) {
            let text = &self.text[line.content..line.end];
            if blocks.takes(text, &line) || blocks.takes_unindented(text, &line) {
                blocks.extend(&line);
                continue;
            }
            let key = key_of(text, is_known.unwrap_or(|_| false));
            let Some(key) = key.filter(|key| is_known.is_none() || !key.text.starts_with('[')) else {
                let Some(meant) = is_known.and_then(|is_known| meant_key(text, is_known)) else {
                    blocks.stray(&line);
                    continue;
                };
                let span = line.content..line.content + meant.name;
                self.report_sign(&line, &span, &text[meant.name..meant.value]);
                keys.push(Spanned::new(self.text[span.clone()].to_owned(), span));
                let value = line.content + meant.value;
                blocks.open(value, &line, Opening::Key, &self.text[value..line.end]);
                continue;
            };
            if key.glued {
                let start = line.content;
                self.report_glued(&line, start + key.colon + 1, start + key.value);
            }
            if line.indent != base {
                self.report_indent(&line);
            }
            let span = line.content + key.span.start..line.content + key.span.end;
            keys.push(Spanned::new(key.text.to_owned(), span));
            let value = line.content + key.value;
            blocks.open(value, &line, Opening::Key, &self.text[value..line.end]);
        }
        let Blocks { regions, tabs, strays, .. } = blocks;
        let help = match keys.is_empty() {
            true => message!("invalid-front-matter.help-no-entry"),
            false => message!("invalid-front-matter.help-stray"),
        };
        self.report_strays(strays, &help);
        if is_known.is_some() {
            for tab in tabs.iter().flatten() {
                let help = message!("invalid-front-matter.help-tab");
                let message = message!("invalid-front-matter.message-tab");
                self.report(Rule::InvalidFrontMatter, tab.clone(), message, Some(help));
            }
        }
        let entry = |((key, region), tab): ((Spanned<String>, Region), Option<Span>)| Entry {
            key,
            value: Value::Block(region),
            tabs: tab.is_some(),
        };
        keys.into_iter().zip(regions).zip(tabs).map(entry).collect()
    }

    fn split_items(&mut self, content: &Region) -> Vec<Value<'t>> {
        let base = self.base(content);
        let mut blocks = Blocks::new(content, base);
        while let Some(line) = blocks.next_line(self.text) {
            let text = &self.text[line.content..line.end];
            if blocks.takes(text, &line) {
                blocks.extend(&line);
            } else if is_item(text) {
                if line.indent != base {
                    self.report_indent(&line);
                }
                let value = line.end - text[1..].trim_start_matches(is_blank).len();
                blocks.open(value, &line, Opening::Item, &self.text[value..line.end]);
            } else if let Some(bullet) = text.chars().next().filter(|c| matches!(c, '-' | '*' | '•' | '–' | '—'))
            {
                let value = line.end - text[bullet.len_utf8()..].trim_start_matches(is_blank).len();
                let fixed = format!("{}- {}", " ".repeat(base), &self.text[value..line.end]);
                self.report(
                    Rule::InvalidFrontMatter,
                    line.content..value,
                    message!("invalid-front-matter.message-bullet"),
                    Some(message!("unquoted-value.help", line = repair::shortened(&fixed))),
                );
                blocks.open(value, &line, Opening::Item, &self.text[value..line.end]);
            } else {
                blocks.stray(&line);
            }
        }
        self.report_strays(blocks.strays, &message!("invalid-front-matter.help-stray-item"));
        blocks.regions.into_iter().map(Value::Block).collect()
    }

    fn report_glued(&mut self, line: &Line, colon_end: usize, value: usize) {
        let start = self.text[..line.content].rfind('\n').map_or(0, |newline| newline + 1);
        let fixed = format!("{} {}", &self.text[start..colon_end], &self.text[value..line.end]);
        self.report(
            Rule::InvalidFrontMatter,
            line.content..colon_end,
            message!("invalid-front-matter.message-space"),
            Some(message!("unquoted-value.help", line = repair::shortened(&fixed))),
        );
    }

    /// Reports another sign where a colon parts a key from its value.
    fn report_sign(&mut self, line: &Line, key: &Span, sign: &str) {
        let fixed = format!("{}: {}", &self.text[key.clone()], &self.text[key.end + sign.len()..line.end]);
        self.report(
            Rule::InvalidFrontMatter,
            line.content..key.end + sign.trim_end().len(),
            message!("invalid-front-matter.message-sign", sign = sign.trim()),
            Some(message!("unquoted-value.help", line = repair::shortened(&fixed))),
        );
    }

    /// Reports a key written twice: the first counts.
    pub(in crate::parse) fn report_duplicate(&mut self, key: &str, at: Span, first: Span) {
        let diagnostic = Diagnostic::new(Rule::DuplicateField, at, message!("duplicate-field.message", key = key))
            .related(first, message!("duplicate-field.first"))
            .help(message!("duplicate-field.help"));
        self.diagnostics.push(diagnostic);
    }

    fn report_indent(&mut self, line: &Line) {
        self.report(
            Rule::InvalidFrontMatter,
            line.content..line.end,
            message!("invalid-front-matter.message-indent"),
            Some(message!("invalid-front-matter.help-indent")),
        );
    }

    fn report_strays(&mut self, strays: Vec<Span>, help: &Message) {
        for stray in strays {
            let message = message!("invalid-front-matter.message-stray");
            self.report(Rule::InvalidFrontMatter, stray, message, Some(help.clone()));
        }
    }
}

/// Lines being gathered into regions.
struct Blocks {
    at: usize,
    end: usize,
    base: usize,
    /// The column of the first line's content, when something else precedes it on that line.
    column: Option<usize>,
    regions: Vec<Region>,
    /// For each region, the indent of its first line that holds a tab.
    tabs: Vec<Option<Span>>,
    strays: Vec<Span>,
    /// Whether the line before was astray.
    straying: bool,
    /// Whether the line of the last key is otherwise empty, so that `- ` items may follow at its
    /// own column.
    awaits_items: bool,
}

impl Blocks {
    fn new(content: &Region, base: usize) -> Self {
        let column = (content.opening != Opening::Line).then_some(base);
        let (at, end) = (content.span.start, content.span.end);
        Self {
            at,
            end,
            base,
            column,
            regions: Vec::new(),
            tabs: Vec::new(),
            strays: Vec::new(),
            straying: false,
            awaits_items: false,
        }
    }

    fn next_line(&mut self, text: &str) -> Option<Line> {
        if self.at >= self.end {
            return None;
        }
        let mut line = line_at(text, self.at, self.end);
        if let Some(column) = self.column.take() {
            line.indent = column;
        }
        self.at = line.next;
        Some(line)
    }

    /// Whether a line belongs to what is open: blank, a comment, or indented deeper.
    fn takes(&self, content: &str, line: &Line) -> bool {
        let idle = content.is_empty() || content.starts_with('#');
        idle || (line.indent > self.base && !self.regions.is_empty() && !self.straying)
    }

    /// Whether a line belongs to the last key although it is indented no deeper: an item, or the
    /// bracket that closes a list.
    fn takes_unindented(&self, content: &str, line: &Line) -> bool {
        let item = is_item(content) && line.indent == self.base && self.awaits_items;
        (item || content.starts_with([']', '}'])) && !self.regions.is_empty() && !self.straying
    }

    fn extend(&mut self, line: &Line) {
        let (Some(region), Some(tab)) = (self.regions.last_mut(), self.tabs.last_mut()) else { return };
        if self.straying || line.is_blank() {
            return;
        }
        region.span.end = line.end;
        if tab.is_none() && line.tab {
            *tab = Some(line.content - line.indent..line.content);
        }
    }

    fn open(&mut self, value: usize, line: &Line, opening: Opening, head: &str) {
        self.straying = false;
        self.awaits_items = opening == Opening::Key && (head.is_empty() || is_comment(head));
        self.tabs.push(None);
        self.regions.push(Region { span: value..line.end, indent: line.indent, opening });
    }

    fn stray(&mut self, line: &Line) {
        match self.strays.last_mut() {
            Some(stray) if self.straying => stray.end = line.end,
            _ => self.strays.push(line.content..line.end),
        }
        self.straying = true;
    }
}
