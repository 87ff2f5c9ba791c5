//! What of raw HTML can do no harm: tags and attributes of two lists, and text.
//!
//! The proof is short. Nothing is copied: each tag is written anew with a name and attributes of the
//! lists below, each value escaped in double quotes, each address one that the book's links lead to.
//! No element of the list changes how what follows is read (as `script`, `style`, `title`,
//! `textarea`, `svg` and `math` do), so that any sequence of such tags and of escaped text is, to
//! every browser, those tags and that text. How this module reads its input doesn't matter to that.

use std::ops::Range;

use html5gum::emitters::callback::CallbackEvent;

use crate::parse::attributes::is_of_the_theme;
use crate::parse::document::{RawHtml, RawMark, RawMarkKind, Replaced};
use crate::parse::elements;
use crate::parse::raw_html;

/// Attributes of any element. None of them loads, runs or submits anything.
const ATTRIBUTES: &[&str] = &[
    "abbr", "alt", "aria-describedby", "aria-hidden", "aria-label", "aria-labelledby", "class", "colspan", "controls",
    "datetime", "default", "dir", "headers", "height", "kind", "label", "lang", "loop", "muted", "open", "preload",
    "reversed", "role", "rowspan", "scope", "span", "srclang", "start", "title", "translate", "type", "value", "width",
];

/// Attributes that hold an address, and the elements that may have them.
const ADDRESSES: &[(&str, &[&str])] = &[
    ("href", &["a"]),
    ("src", &["audio", "img", "source", "track", "video"]),
    ("poster", &["video"]),
    ("cite", &["blockquote", "del", "ins", "q"]),
];

/// A part of raw HTML that can do no harm.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text, entities decoded.
    Text(String),
    /// A start tag.
    Start(StartTag),
    /// The end tag of an element that has one.
    End(&'static str),
}

/// A start tag of the list.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct StartTag {
    /// The element's name, in lower case.
    pub(super) name: &'static str,
    /// Whether the element has no contents, and no end tag.
    pub(super) is_void: bool,
    /// Each name once.
    pub(super) attributes: Vec<(&'static str, Value)>,
}

/// An attribute's value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing: the attribute alone.
    None,
    /// Text, entities decoded.
    Text(String),
    /// An address: that of the document's link at that index.
    Link(usize),
}

/// The harmless pieces of raw HTML.
pub(super) fn pieces(raw: &RawHtml) -> Vec<Piece> {
    let mut reader = Reader { raw, next_link: 0, pieces: Vec::new(), tag: None, attribute: None, in_unread: false };
    raw_html::read(&raw.text, raw_html::Foreign::default(), |event, place| reader.read(&event, place));
    // What begins like a tag and never ends is text.
    if let Some(RawMark { kind: RawMarkKind::Cut, range, .. }) = raw.marks.last() {
        reader.pieces.extend(raw.text.get(range.clone()).map(|text| Piece::Text(text.to_owned())));
    }
    reader.pieces
}

/// Whether an address, as the page will bear it, leads to a page, a file or a mailbox.
pub(super) fn is_harmless(href: &str) -> bool {
    let first = href.split(['/', '?', '#']).next().unwrap_or_default();
    match first.split_once(':') {
        Some((scheme, _)) => ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known)),
        None => true,
    }
}

struct Reader<'a> {
    raw: &'a RawHtml,
    /// The first of what is replaced that no attribute was found for yet.
    next_link: usize,
    pieces: Vec<Piece>,
    /// The start tag that is being read, when it is one of the list.
    tag: Option<StartTag>,
    /// The attribute that is being read, by its place among those of the tag.
    attribute: Option<usize>,
    /// Whether what comes is the inside of an element that is left out whole.
    in_unread: bool,
}

impl Reader<'_> {
    fn read(&mut self, event: &CallbackEvent<'_>, place: Range<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => self.open(name),
            CallbackEvent::AttributeName { name } => self.name(name),
            CallbackEvent::AttributeValue { value } => self.value(value, place),
            // A tag that the text ends in never gets here.
            CallbackEvent::CloseStartTag { .. } => {
                self.pieces.extend(self.tag.take().map(|tag| Piece::Start(tag.finished())))
            }
            CallbackEvent::EndTag { name } => {
                self.in_unread = false;
                let ended = elements::harmless(name).filter(|name| !elements::is_void(name));
                self.pieces.extend(ended.map(Piece::End));
            }
            CallbackEvent::String { value } if !self.in_unread => self.pieces.push(Piece::Text(lossy(value))),
            _ => {}
        }
    }

    fn open(&mut self, name: &[u8]) {
        // The inside of what holds no text for readers goes with it.
        self.in_unread |= std::str::from_utf8(name).is_ok_and(elements::is_text);
        self.attribute = None;
        let start = |name| StartTag { name, is_void: elements::is_void(name), attributes: Vec::new() };
        self.tag = elements::harmless(name).filter(|_| !self.in_unread).map(start);
    }

    fn name(&mut self, name: &[u8]) {
        self.attribute = None;
        let Some(tag) = &mut self.tag else { return };
        let address = ADDRESSES.iter().find(|(address, _)| address.as_bytes() == name);
        let known = match address {
            Some((address, elements)) => elements.contains(&tag.name).then_some(*address),
            None if name == b"id" || name == b"name" && tag.name == "a" => Some("id"),
            None => listed(ATTRIBUTES, name),
        };
        // The first of a name counts, as in a browser.
        if let Some(known) = known.filter(|known| tag.attributes.iter().all(|(name, _)| name != known)) {
            self.attribute = Some(tag.attributes.len());
            tag.attributes.push((known, Value::None));
        }
    }

    fn value(&mut self, value: &[u8], place: Range<usize>) {
        let link = self.link(&place);
        let Some((name, kept)) = self.attribute.and_then(|at| self.tag.as_mut()?.attributes.get_mut(at)) else {
            return;
        };
        *kept = match (ADDRESSES.iter().any(|(address, _)| address == name), link) {
            (true, Some(link)) => Value::Link(link),
            (true, None) => Value::None,
            (false, _) if *name == "class" => Value::Text(own_classes(&lossy(value))),
            (false, _) => Value::Text(lossy(value)),
        };
    }

    /// The link whose address is at that place of the text.
    fn link(&mut self, place: &Range<usize>) -> Option<usize> {
        let replaced = &self.raw.replaced;
        while replaced.get(self.next_link).is_some_and(|(range, _)| range.start < place.start) {
            self.next_link += 1;
        }
        match replaced.get(self.next_link)? {
            (range, Replaced::Address(link)) if range.end <= place.end => Some(*link),
            _ => None,
        }
    }
}

impl StartTag {
    /// The tag without the attributes that came to nothing: addresses that are none, and ids that
    /// only the site's own elements may have (`fn:1`, `page.top`).
    fn finished(mut self) -> Self {
        self.attributes.retain(|(name, value)| match value {
            Value::None => *name != "id" && ADDRESSES.iter().all(|(address, _)| address != name),
            Value::Text(id) if *name == "id" => {
                !id.is_empty() && !id.contains(|one: char| matches!(one, ':' | '.') || one.is_whitespace())
            }
            _ => true,
        });
        self
    }
}

/// The classes that are the author's own.
fn own_classes(classes: &str) -> String {
    classes.split_ascii_whitespace().filter(|class| !is_of_the_theme(class)).collect::<Vec<_>>().join(" ")
}

fn listed(list: &[&'static str], name: &[u8]) -> Option<&'static str> {
    list.iter().copied().find(|known| known.as_bytes() == name)
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
