//! Values that serde-saphyr reads: each as a tree, bounded in size and depth, every node with its place.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Number, Value as Json};
use serde_yaml::granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, Span as Extent, Tag};

use super::block::{Opening, Region, Value, is_comment};
use super::{Kind, Reader, repair};
use crate::characters;
use crate::message;
use crate::rule::Rule;
use crate::source::Span;

/// How deep lists and maps may be nested. It also bounds the recursion over a tree.
const DEPTH: usize = 64;

/// How large a value may be.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// How many nodes it may have, those that aliases repeat included.
    nodes: usize,
    /// How many bytes of text aliases may repeat.
    repeated: usize,
}

/// How many nodes one value may have.
const NODES: usize = 20_000;

/// One value, as large as any in a lesson.
pub(super) const VALUE: Bounds = Bounds { nodes: NODES, repeated: 100_000 };

/// A file of many entries: ten thousand works.
pub(super) const FILE: Bounds = Bounds { nodes: 500_000, repeated: 1_000_000 };

/// A value read by serde-saphyr.
#[derive(Clone, Debug)]
pub(in crate::parse) struct Node<'t> {
    /// Its place, quotes and brackets included.
    pub(in crate::parse) span: Span,
    /// What it holds.
    pub(in crate::parse) content: Content<'t>,
    /// How many nodes it has, itself included.
    nodes: usize,
    /// How many bytes of text it holds.
    bytes: usize,
    /// How many levels it has.
    height: usize,
}

/// What a node holds.
#[derive(Clone, Debug)]
pub(in crate::parse) enum Content<'t> {
    /// Text, escapes read.
    Scalar {
        /// The text.
        text: Cow<'t, str>,
        /// Whether it is written without quotes, so that it may be a number or `true`.
        plain: bool,
    },
    /// `[…]` or `- ` items.
    List(Vec<Node<'t>>),
    /// `{…}` or `key: value` lines.
    Map(Vec<(Node<'t>, Node<'t>)>),
}

impl Node<'_> {
    /// The same, whatever it was read from. Recurses no deeper than [`DEPTH`].
    pub(super) fn into_owned(self) -> Node<'static> {
        let content = match self.content {
            Content::Scalar { text, plain } => Content::Scalar { text: Cow::Owned(text.into_owned()), plain },
            Content::List(items) => Content::List(items.into_iter().map(Node::into_owned).collect()),
            Content::Map(pairs) => {
                Content::Map(pairs.into_iter().map(|(key, value)| (key.into_owned(), value.into_owned())).collect())
            }
        };
        Node { span: self.span, content, nodes: self.nodes, bytes: self.bytes, height: self.height }
    }
}

/// Why a value can't be read, and where.
pub(super) struct Unreadable {
    /// The reason.
    pub(super) fault: Fault,
    /// The byte offset of the fault in the file.
    pub(super) at: usize,
}

/// What makes a value unreadable.
pub(super) enum Fault {
    /// It isn't YAML.
    Syntax(ErrorKind),
    /// It is larger than any front matter, maybe by aliases.
    TooLarge,
}

/// Something that YAML reads otherwise than it looks.
pub(super) enum Bend {
    /// `a #b`: YAML takes `#b` for a comment.
    Hash,
    /// `!a` or `&a`: YAML gives the sign a meaning.
    Sign,
    /// `"a\u0000b"`: an escape that puts an invisible character into the text.
    Hidden(char),
}

/// A value, and the parts of it that YAML would silently change.
pub(super) struct Reading<'t> {
    /// The value.
    pub(super) node: Node<'t>,
    /// The parts that YAML would change, each with its place in the file.
    pub(super) bends: Vec<(Bend, Span)>,
}

/// Reads one value, which begins at byte `offset` of its file.
pub(super) fn read(slice: &str, offset: usize) -> Result<Reading<'_>, Unreadable> {
    read_within(slice, offset, VALUE)
}

/// Reads one value that is no larger than that.
pub(super) fn read_within(slice: &str, offset: usize, bounds: Bounds) -> Result<Reading<'_>, Unreadable> {
    let mut options = Options::default();
    options.disallow_directives = true;
    options.flow_nesting_limit = DEPTH;
    options.block_nesting_limit = DEPTH;
    let mut parser = Parser::new_from_str_with_options(slice, options);
    let mut tree = Tree::new(slice, offset, bounds);
    let mut documents = 0;
    while let Some(event) = parser.next_event() {
        let (event, extent) = event.map_err(|error| tree.syntax(&error))?;
        if matches!(event, Event::DocumentStart(..)) {
            documents += 1;
            if documents > 1 {
                return Err(Unreadable {
                    fault: Fault::Syntax(ErrorKind::MultipleDocumentsUnsupported),
                    at: tree.span(&extent).start,
                });
            }
        }
        tree.add(event, &extent)?;
    }
    Ok(tree.finish())
}

/// A list or a map that is still open.
struct Open<'t> {
    start: usize,
    end: usize,
    anchor: usize,
    /// A map's keys and values alternate.
    children: Vec<Node<'t>>,
    is_map: bool,
}

/// A tree being built from events, without recursion.
struct Tree<'t> {
    slice: &'t str,
    offset: usize,
    bounds: Bounds,
    open: Vec<Open<'t>>,
    root: Option<Node<'t>>,
    anchors: BTreeMap<usize, Node<'t>>,
    used_anchors: BTreeSet<usize>,
    nodes: usize,
    repeated: usize,
    bends: Vec<(Bend, Span)>,
}

impl<'t> Tree<'t> {
    fn new(slice: &'t str, offset: usize, bounds: Bounds) -> Self {
        Self {
            slice,
            offset,
            bounds,
            open: Vec::new(),
            root: None,
            anchors: BTreeMap::new(),
            used_anchors: BTreeSet::new(),
            nodes: 0,
            repeated: 0,
            bends: Vec::new(),
        }
    }

    fn span(&self, extent: &Extent) -> Span {
        let range = extent.byte_range().unwrap_or_default();
        let end = repair::floor(self.slice, range.end);
        let start = repair::floor(self.slice, range.start).min(end);
        self.offset + start..self.offset + end
    }

    fn syntax(&self, error: &ScanError) -> Unreadable {
        let marker = error.marker();
        let at = marker
            .byte_offset()
            .unwrap_or_else(|| self.slice.char_indices().nth(marker.index()).map_or(self.slice.len(), |(at, _)| at));
        Unreadable { fault: Fault::Syntax(error.kind().clone()), at: self.offset + repair::floor(self.slice, at) }
    }

    fn add(&mut self, event: Event<'t>, extent: &Extent) -> Result<(), Unreadable> {
        let span = self.span(extent);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain;
                if plain {
                    self.look_for_hash(&span);
                }
                let is_text = self.look_at_tag(tag.as_deref(), &span);
                // An absent value comes as `~`.
                let text = if span.is_empty() { Cow::Borrowed("") } else { text };
                self.bends.extend(characters::hidden(&text).map(|one| (Bend::Hidden(one), span.clone())));
                let text = characters::shown(text);
                let bytes = text.len();
                let content = Content::Scalar { text, plain: plain && !is_text };
                self.place(Node { span, content, nodes: 1, bytes, height: 1 }, anchor)
            }
            Event::SequenceStart(_, anchor, tag) => self.open(span, anchor, tag.as_deref(), false),
            Event::MappingStart(_, anchor, tag) => self.open(span, anchor, tag.as_deref(), true),
            Event::SequenceEnd | Event::MappingEnd => self.close(&span),
            Event::Alias(anchor) => self.repeat(anchor, span),
            _ => Ok(()),
        }
    }

    fn open(&mut self, span: Span, anchor: usize, tag: Option<&Tag>, is_map: bool) -> Result<(), Unreadable> {
        // serde-saphyr counts lists and maps in lines apart from those in brackets.
        if self.open.len() >= DEPTH {
            return Err(Unreadable { fault: Fault::Syntax(ErrorKind::RecursionLimitExceeded), at: span.start });
        }
        self.look_at_tag(tag, &span);
        self.open.push(Open { start: span.start, end: span.end, anchor, children: Vec::new(), is_map });
        Ok(())
    }

    /// Closes the innermost list or map.
    fn close(&mut self, span: &Span) -> Result<(), Unreadable> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        // The end of a block is found where the next thing begins: too far.
        let bracket = self.slice[span.start - self.offset..].starts_with([']', '}']);
        let end = if bracket { span.end } else { open.end.max(open.children.last().map_or(0, |last| last.span.end)) };
        let nodes = 1 + open.children.iter().map(|child| child.nodes).sum::<usize>();
        let bytes = open.children.iter().map(|child| child.bytes).sum();
        let height = 1 + open.children.iter().map(|child| child.height).max().unwrap_or_default();
        let mut children = open.children.into_iter();
        let content = if open.is_map {
            let mut pairs = Vec::with_capacity(children.len() / 2);
            while let (Some(key), Some(value)) = (children.next(), children.next()) {
                pairs.push((key, value));
            }
            Content::Map(pairs)
        } else {
            Content::List(children.collect())
        };
        self.place(Node { span: open.start..end, content, nodes, bytes, height }, open.anchor)
    }

    /// Repeats what an anchor names.
    fn repeat(&mut self, anchor: usize, span: Span) -> Result<(), Unreadable> {
        self.used_anchors.insert(anchor);
        let Some(node) = self.anchors.get(&anchor) else {
            // An anchor that is not whole yet: a list that holds itself.
            return Err(Unreadable { fault: Fault::Syntax(ErrorKind::UnknownAnchor), at: span.start });
        };
        self.nodes += node.nodes;
        self.repeated += node.bytes;
        let deep = self.open.len() + node.height > DEPTH;
        if deep || self.nodes > self.bounds.nodes || self.repeated > self.bounds.repeated {
            return Err(Unreadable { fault: Fault::TooLarge, at: span.start });
        }
        let node = Node { span, ..node.clone() };
        self.place(node, 0)
    }

    fn place(&mut self, node: Node<'t>, anchor: usize) -> Result<(), Unreadable> {
        self.nodes += 1;
        if self.nodes > self.bounds.nodes {
            return Err(Unreadable { fault: Fault::TooLarge, at: node.span.start });
        }
        if anchor != 0 {
            // What an anchor keeps is a copy: it counts like one that an alias makes.
            self.nodes += node.nodes;
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut() {
            Some(open) => open.children.push(node),
            None => self.root = Some(node),
        }
        Ok(())
    }

    /// Notes a `#` that touches a word after a plain scalar: no comment, as far as the author is
    /// concerned.
    fn look_for_hash(&mut self, span: &Span) {
        let rest = &self.slice[span.end - self.offset..];
        let comment = rest.trim_start_matches([' ', '\t']);
        if comment.starts_with('#') && !is_comment(comment) {
            let at = span.end + (rest.len() - comment.len());
            let length = comment.find(['\n', '\r', ',', ']', '}']).unwrap_or(comment.len());
            self.bends.push((Bend::Hash, at..at + length));
        }
    }

    /// Whether a tag makes its scalar a text. Other people's tags are noted.
    fn look_at_tag(&mut self, tag: Option<&Tag>, span: &Span) -> bool {
        let Some(tag) = tag else { return false };
        if tag.core_suffix().is_none() {
            let before = &self.slice[..span.start - self.offset];
            let start = before.rfind('!').map_or(span.start, |at| self.offset + at);
            self.bends.push((Bend::Sign, start..span.end));
        }
        tag.core_suffix() == Some("str")
    }

    fn finish(mut self) -> Reading<'t> {
        for (anchor, node) in &self.anchors {
            if !self.used_anchors.contains(anchor) && node.height == 1 {
                let before = &self.slice[..node.span.start - self.offset];
                let start = before.rfind('&').map_or(node.span.start, |at| self.offset + at);
                self.bends.push((Bend::Sign, start..node.span.end));
            }
        }
        let end = self.offset + self.slice.len();
        let nothing = Content::Scalar { text: Cow::Borrowed(""), plain: true };
        let node = self.root.unwrap_or(Node { span: end..end, content: nothing, nodes: 1, bytes: 0, height: 1 });
        Reading { node, bends: self.bends }
    }
}

impl<'t> Reader<'t> {
    /// A value, read by serde-saphyr; `None` if that fails, which is reported.
    pub(super) fn node(&mut self, region: &Region) -> Option<Node<'t>> {
        let content = self.content(region)?;
        let text = self.text;
        let start = content.span.start;
        if let Some(list) = list_of_words(&text[content.span.clone()], start) {
            return Some(list);
        }
        match read(&text[start..content.span.end], start) {
            Ok(reading) => {
                for (bend, at) in reading.bends {
                    self.report_bend(&bend, at);
                }
                self.report_cut(&content, &reading.node);
                Some(reading.node)
            }
            Err(unreadable) => {
                self.report_unreadable(&content.span, &unreadable);
                None
            }
        }
    }

    /// Reports `key: a : b` and `key: - a`, which are maps and lists on their own, and nothing after
    /// a key.
    fn report_cut(&mut self, content: &Region, node: &Node<'_>) {
        let text = self.text;
        let on_the_keys_line =
            content.opening == Opening::Key && !text[content.span.start..node.span.start].contains('\n');
        let brackets = text[node.span.start..].starts_with(['[', '{']);
        if on_the_keys_line && !brackets && !matches!(node.content, Content::Scalar { .. }) {
            let message = message!("unquoted-value.message-colon");
            self.report_unquoted(&node.span, node.span.clone(), message);
        }
    }

    /// Reports a value that YAML would read otherwise than its author meant.
    pub(super) fn report_bend(&mut self, bend: &Bend, at: Span) {
        let (whole, message) = match bend {
            Bend::Hash => (repair::item_around(self.text, at.start, at.end), message!("unquoted-value.message-hash")),
            Bend::Sign => {
                let sign: String = self.text[at.start..].chars().take(1).collect();
                (at.clone(), message!("unquoted-value.message-sign", sign = sign))
            }
            Bend::Hidden(one) => {
                let message = match characters::is_override(*one) {
                    true => message!("hidden-character.turned", name = characters::name(*one)),
                    false => message!("hidden-character.message-code", name = characters::name(*one)),
                };
                let help = Some(message!("hidden-character.help-escape"));
                return self.report(Rule::HiddenCharacter, at, message, help);
            }
        };
        let help = repair::help(self.text, &whole);
        self.report(Rule::UnquotedValue, at, message, help);
    }

    /// A value of the author's own, as JSON: numbers stay numbers, unless that would change how
    /// they read (`012`, `1.50`).
    pub(in crate::parse) fn json(&mut self, value: &Value<'t>) -> Option<Json> {
        match value {
            Value::Node(node) => Some(self.json_of(node)),
            Value::Block(region) => {
                if self.kind(value) == Kind::Nothing {
                    return Some(Json::Null);
                }
                if let Some(word) = self.word(region) {
                    return Some(json_scalar(word));
                }
                let node = self.node(region)?;
                Some(self.json_of(&node))
            }
        }
    }

    /// A value of one line in which no sign could mean anything: it needs no serde-saphyr.
    fn word(&self, region: &Region) -> Option<&'t str> {
        let content = self.content(region)?;
        let word = self.text[content.span].trim();
        is_harmless(word, &[',']).then_some(word)
    }

    /// Recurses no deeper than [`DEPTH`], which every tree keeps to.
    fn json_of(&mut self, node: &Node<'t>) -> Json {
        match &node.content {
            Content::Scalar { text, plain: true } => json_scalar(text),
            Content::Scalar { text, plain: false } => Json::String(text.to_string()),
            Content::List(items) => Json::Array(items.iter().map(|item| self.json_of(item)).collect()),
            Content::Map(pairs) => {
                let mut map = Map::new();
                let mut places: BTreeMap<&str, &Span> = BTreeMap::new();
                for (key, value) in pairs {
                    let Content::Scalar { text, .. } = &key.content else {
                        self.report(
                            Rule::InvalidFrontMatter,
                            key.span.clone(),
                            message!("invalid-front-matter.message-key"),
                            Some(message!("invalid-front-matter.help-key")),
                        );
                        continue;
                    };
                    if let Some(first) = places.get(text.as_ref()) {
                        self.report_duplicate(text, key.span.clone(), (*first).clone());
                        continue;
                    }
                    places.insert(text, &key.span);
                    let value = self.json_of(value);
                    map.insert(text.to_string(), value);
                }
                Json::Object(map)
            }
        }
    }
}

/// Whether YAML would read that as it is, whatever its schema: a word, or several.
fn is_harmless(word: &str, more: &[char]) -> bool {
    let harmless = |c: char| {
        c.is_alphanumeric() || matches!(c, ' ' | '.' | '/' | '-' | '_' | '(' | ')' | '’') || more.contains(&c)
    };
    word.starts_with(|c: char| c.is_alphanumeric() || c == '/') && word.chars().all(harmless)
}

/// `[word, several words]`, the list that most front matters hold. It needs no serde-saphyr.
fn list_of_words(slice: &str, offset: usize) -> Option<Node<'_>> {
    let inside = slice.trim_end().strip_prefix('[')?.strip_suffix(']')?;
    let mut items = Vec::new();
    let mut at = 1;
    for item in inside.split(',') {
        let word = item.trim_matches(' ');
        if !is_harmless(word, &[]) || items.len() >= NODES {
            return None;
        }
        let start = offset + at + (item.len() - item.trim_start_matches(' ').len());
        let content = Content::Scalar { text: Cow::Borrowed(word), plain: true };
        items.push(Node { span: start..start + word.len(), content, nodes: 1, bytes: word.len(), height: 1 });
        at += item.len() + 1;
    }
    let (nodes, bytes) = (items.len() + 1, inside.len());
    let span = offset..offset + inside.len() + 2;
    Some(Node { span, content: Content::List(items), nodes, bytes, height: 2 })
}

/// A plain scalar by YAML's core schema, where that loses nothing of what is written.
fn json_scalar(text: &str) -> Json {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Json::Null,
        "true" | "True" | "TRUE" => return Json::Bool(true),
        "false" | "False" | "FALSE" => return Json::Bool(false),
        _ => {}
    }
    let first = text.trim_start_matches('-').as_bytes().first();
    let number = first.filter(|byte| byte.is_ascii_digit()).and_then(|_| text.parse::<Number>().ok());
    match number.filter(|number| number.to_string() == text) {
        Some(number) => Json::Number(number),
        None => Json::String(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> String {
        let mut reader = Reader::new(text);
        let region = Region { span: 0..text.len(), indent: 0, opening: Opening::Line };
        let value = reader.json(&Value::Block(region));
        assert!(reader.diagnostics.is_empty(), "{text}: {:?}", reader.diagnostics);
        value.unwrap().to_string()
    }

    #[test]
    fn values_are_typed_where_that_loses_nothing() {
        assert_eq!(
            json("[1, -2, 1.5, 012, 1.50, 1e5, 1_000, 0x1f]"),
            r#"[1,-2,1.5,"012","1.50","1e5","1_000","0x1f"]"#
        );
        assert_eq!(json("[true, no, oui, ~, null, 'null', \"1\"]"), r#"[true,"no","oui",null,null,"null","1"]"#);
        assert_eq!(
            json("[10.1000/182, 2018-05-01, 12-15, 99999999999999999999]"),
            r#"["10.1000/182","2018-05-01","12-15","99999999999999999999"]"#
        );
        assert_eq!(json("!!str 12"), r#""12""#);
    }

    #[test]
    fn blocks_and_aliases_are_read() {
        assert_eq!(json("a: &x [1]\nb: *x\n"), r#"{"a":[1],"b":[1]}"#);
        assert_eq!(json("  a:\n    - b: c\n      d: |\n        e\n"), r#"{"a":[{"b":"c","d":"e\n"}]}"#);
    }

    #[test]
    fn places_are_exact_past_accents() {
        let text = "[é, \"à\", {ç: l'été}]";
        let Ok(reading) = read(text, 0) else { panic!() };
        let Content::List(items) = &reading.node.content else { panic!() };
        let written: Vec<&str> = items.iter().map(|item| &text[item.span.clone()]).collect();
        assert_eq!(written, ["é", "\"à\"", "{ç: l'été}"]);
        assert_eq!(reading.node.span, 0..text.len());
    }

    #[test]
    fn bombs_end_early() {
        let mut bomb = String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for level in 1..12 {
            let before = level - 1;
            let list = vec![format!("*a{before}"); 9].join(", ");
            bomb.push_str(&format!("a{level}: &a{level} [{list}]\n"));
        }
        assert!(matches!(read(&bomb, 0), Err(Unreadable { fault: Fault::TooLarge, .. })));
        let long = format!("[&a \"{}\", {}]", "x".repeat(5_000), vec!["*a"; 1000].join(", "));
        assert!(matches!(read(&long, 0), Err(Unreadable { fault: Fault::TooLarge, .. })));
        assert!(read("&a [*a]", 0).is_err());
        for deep in ["[".repeat(10_000), "{a: ".repeat(10_000), "- ".repeat(10_000), "? ".repeat(10_000)] {
            assert!(read(&deep, 0).is_err());
        }
        let chain: String = (1..200).map(|n| format!("- &a{n} [*a{}]\n", n - 1)).collect();
        assert!(read(&format!("- &a0 [x]\n{chain}"), 0).is_err());
    }
}
