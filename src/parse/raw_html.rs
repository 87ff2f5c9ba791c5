//! Raw HTML: the addresses and ids in it, with their places.

mod markdown;
mod marks;

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::attributes;
use super::callout::CalloutKind;
use super::document::{Inline, LinkKind};
use super::elements::needs_end;
use crate::characters::is_control;
pub(super) use markdown::markdown;
pub(crate) use marks::{DEPTH, Foreign, marks};
use marks::{SECTION, SECTION_AS_TEXT};

/// What raw HTML names.
#[derive(Debug, Default, PartialEq)]
pub(super) struct RawNames {
    /// Addresses, ascending.
    pub(super) addresses: Vec<RawAddress>,
    /// Ids, and their places.
    pub(super) ids: Vec<(String, Range<usize>)>,
    /// Classes that only the theme may give, ascending.
    pub(super) theme_classes: Vec<(String, Range<usize>)>,
    /// What would run or style in the page itself, ascending.
    pub(super) inline: Vec<(Inline, Range<usize>)>,
    /// Images without an `alt`, not even an empty one: byte ranges of the HTML.
    pub(super) unspoken: Vec<Range<usize>>,
    /// Classes of blocks that name the teacher.
    pub(super) teachers: Vec<(String, Range<usize>)>,
    /// Control characters by their numbers: `&#27;`.
    pub(super) controls: Vec<(char, Range<usize>)>,
}

/// An address in raw HTML.
#[derive(Debug, PartialEq)]
pub(super) struct RawAddress {
    /// One goes there, or it is shown in the page.
    pub(super) kind: LinkKind,
    /// The address, entities decoded.
    pub(super) address: String,
    /// Its place, as written.
    pub(super) range: Range<usize>,
}

/// Finds what a piece of HTML names, given the drawings and formulas that are open before it. Comments, scripts
/// and styles name nothing.
pub(super) fn names(html: &str, foreign: Foreign) -> RawNames {
    let mut names = RawNames::default();
    scan(html, foreign, &mut names);
    names.addresses.sort_by_key(|address| address.range.start);
    names.inline.sort_by_key(|(_, range)| range.start);
    names.controls = controls(html);
    names
}

/// Control characters by their numbers. (Browsers take 128 to 159 for letters of Windows, and NUL for
/// the replacement character.)
fn controls(html: &str) -> Vec<(char, Range<usize>)> {
    let control = |(at, _): (usize, &str)| {
        let rest = &html[at + 2..];
        let (digits, radix) = rest.strip_prefix(['x', 'X']).map_or((rest, 10), |digits| (digits, 16));
        let length = digits.bytes().take(MOST_DIGITS).take_while(u8::is_ascii_hexdigit).count();
        let number = u32::from_str_radix(&digits[..length], radix).ok()?;
        let one = char::from_u32(number).filter(|one| one.is_ascii() && *one != '\0' && is_control(*one))?;
        Some((one, at..at + 2 + (rest.len() - digits.len()) + length))
    };
    html.match_indices("&#").filter_map(control).collect()
}

/// The most digits that a character’s number is looked for in.
const MOST_DIGITS: usize = 8;

/// Adds the names in the tags of a piece of HTML.
fn scan(html: &str, foreign: Foreign, names: &mut RawNames) {
    let mut tag = String::new();
    let mut attribute = String::new();
    // The script whose attributes are being read, while nothing says that it is none of the page's.
    let mut script: Option<Range<usize>> = None;
    // The image whose attributes are being read, while none of them is its `alt`.
    let mut image: Option<Range<usize>> = None;
    read(html, foreign, |event, place| {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                tag = lossy(name);
                let place = place.start..place.start + 1 + tag.len();
                script = (tag == "script").then(|| place.clone());
                image = (tag == "img").then(|| place.clone());
                let inline = match tag.as_str() {
                    "style" => Some(Inline::Style),
                    "base" => Some(Inline::Base),
                    _ => None,
                };
                names.inline.extend(inline.map(|inline| (inline, place)));
            }
            CallbackEvent::CloseStartTag { .. } => {
                names.inline.extend(script.take().map(|place| (Inline::Script, place)));
                names.unspoken.extend(image.take());
            }
            CallbackEvent::EndTag { .. } => tag.clear(),
            CallbackEvent::AttributeName { name } => {
                attribute = lossy(name);
                if attribute == "alt" {
                    image = None;
                }
                names.inline.extend(inline(&tag, &attribute).map(|inline| (inline, place)));
            }
            CallbackEvent::AttributeValue { value } if !tag.is_empty() => {
                // What has an address is not written in the page, and what is data doesn't run.
                if attribute == "src" || (attribute == "type" && is_data(&lossy(value))) {
                    script = None;
                }
                names.add(html, &tag, &attribute, &lossy(value), place);
            }
            _ => {}
        }
    });
}

/// A tag, as far as it says how what follows is read.
enum HtmlTag {
    Start { name: String, self_closing: bool },
    End(String),
}

/// Reads HTML as browsers read what is written of it into a page, given the drawings and formulas that are open
/// before it: tags, attributes and texts in order, each with its byte range in `html`.
pub(crate) fn read(html: &str, mut foreign: Foreign, mut each: impl FnMut(CallbackEvent<'_>, Range<usize>)) {
    let text = html.replace(SECTION, SECTION_AS_TEXT);
    let mut opened = String::new();
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
        let tag = match &event {
            CallbackEvent::OpenStartTag { name } => {
                opened = lossy(name);
                None
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                Some(HtmlTag::Start { name: std::mem::take(&mut opened), self_closing: *self_closing })
            }
            CallbackEvent::EndTag { name } => Some(HtmlTag::End(lossy(name))),
            _ => None,
        };
        each(event, span.start..span.end);
        tag
    });
    let mut tokenizer = Tokenizer::new_with_emitter(text.as_str(), emitter);
    while let Some(tag) = tokenizer.next() {
        let Ok::<_, Infallible>(tag) = tag;
        match tag {
            HtmlTag::Start { name, self_closing } => {
                let (_, state) = foreign.enter(&name, self_closing);
                state.into_iter().for_each(|state| tokenizer.set_state(state));
            }
            HtmlTag::End(name) => foreign.leave(&name),
        }
    }
}

/// How many elements a piece of HTML leaves open; negative if it closes elements that it didn't open. Elements that
/// need no end tag don't count.
pub(super) fn left_open(html: &str) -> isize {
    let mut open = 0;
    let mut name = String::new();
    read(html, Foreign::default(), |event, _| match event {
        CallbackEvent::OpenStartTag { name: opened } => name = lossy(opened),
        CallbackEvent::CloseStartTag { self_closing: false } if needs_end(&name) => open += 1,
        CallbackEvent::EndTag { name: closed } if needs_end(&lossy(closed)) => open -= 1,
        _ => {}
    });
    open
}

/// Elements in whose text no address becomes a link: links, which hold none, and what is shown as it
/// is typed.
const WITHOUT_LINKS: [&str; 10] = ["a", "button", "code", "kbd", "pre", "samp", "script", "style", "textarea", "title"];

/// Which of the elements without links is open after a piece of HTML, given the one that is open
/// before it.
pub(super) fn follow(html: &str, before: Option<String>) -> Option<String> {
    let mut open = before;
    let mut name = String::new();
    read(html, Foreign::default(), |event, _| match event {
        CallbackEvent::OpenStartTag { name: opened } => name = lossy(opened),
        CallbackEvent::CloseStartTag { self_closing: false }
            if open.is_none() && WITHOUT_LINKS.contains(&name.as_str()) =>
        {
            open = Some(std::mem::take(&mut name));
        }
        CallbackEvent::EndTag { name: closed } if open.as_ref().is_some_and(|open| open.as_bytes() == closed) => {
            open = None;
        }
        _ => {}
    });
    open
}

/// What an attribute of an element does in the page itself.
fn inline(tag: &str, attribute: &str) -> Option<Inline> {
    let event = attribute.strip_prefix("on").filter(|event| !event.is_empty());
    match (tag, attribute) {
        // an end tag’s
        ("", _) => None,
        (_, "style") => Some(Inline::Style),
        ("iframe", "srcdoc") => Some(Inline::Page),
        _ if event.is_some_and(|event| event.bytes().all(|c| c.is_ascii_lowercase())) => {
            Some(Inline::Event(attribute.to_owned()))
        }
        _ => None,
    }
}

/// Whether a script of that type is data, which no browser runs.
fn is_data(kind: &str) -> bool {
    let kind = kind.trim().to_ascii_lowercase();
    let runs = kind.is_empty() || ["module", "importmap", "speculationrules"].contains(&kind.as_str());
    !(runs || kind.contains("javascript") || kind.contains("ecmascript"))
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

impl RawNames {
    fn add(&mut self, html: &str, tag: &str, attribute: &str, value: &str, place: Range<usize>) {
        let Some(raw) = html.get(place.clone()) else { return };
        if attribute == "id" || attribute == "name" && tag == "a" {
            self.ids.push((value.to_owned(), place));
        } else if attribute == "class" {
            self.teachers.extend(teachers(tag, raw, &place));
            self.theme_classes.extend(theme_classes(raw, value, place));
        } else if matches!(attribute, "srcset" | "imagesrcset") {
            self.addresses.extend(candidates(raw).map(|range| RawAddress {
                kind: LinkKind::RawImage,
                address: raw[range.clone()].replace("&amp;", "&"),
                range: place.start + range.start..place.start + range.end,
            }));
        } else if let Some(kind) = kind(tag, attribute) {
            let trimmed = raw.trim_ascii();
            let start = place.start + (raw.len() - raw.trim_ascii_start().len());
            let address =
                RawAddress { kind, address: value.trim_ascii().to_owned(), range: start..start + trimmed.len() };
            self.addresses.extend((!trimmed.is_empty()).then_some(address));
        }
    }
}

/// Elements that hold a passage. A word of the teacher’s may be in a `span` or a `p` of that class, and an answer
/// that students open in a `details`.
const BLOCKS: [&str; 5] = ["article", "aside", "blockquote", "div", "section"];

/// The class of a passage that names the teacher.
fn teachers(tag: &str, raw: &str, place: &Range<usize>) -> Option<(String, Range<usize>)> {
    let mut classes = raw.split_whitespace().filter(|_| BLOCKS.contains(&tag));
    let class = classes.find(|class| CalloutKind::is_teacher(class))?;
    let start = place.start + (class.as_ptr() as usize - raw.as_ptr() as usize);
    Some((class.to_owned(), start..start + class.len()))
}

/// The classes of an attribute that only the theme may give. Where entities hide one
/// (`&#112;al-text`), the whole value counts for it.
fn theme_classes(raw: &str, value: &str, place: Range<usize>) -> Vec<(String, Range<usize>)> {
    if raw.contains('&') {
        let first = attributes::of_the_theme(value).next();
        return first.map(|(_, class)| (class.to_owned(), place)).into_iter().collect();
    }
    let placed = |(at, class): (usize, &str)| (class.to_owned(), place.start + at..place.start + at + class.len());
    attributes::of_the_theme(raw).map(placed).collect()
}

/// The use of an attribute's address; `None` when it holds none.
fn kind(tag: &str, attribute: &str) -> Option<LinkKind> {
    match attribute {
        "href" if tag == "base" => None,
        "href" if tag == "link" => Some(LinkKind::RawCode),
        "href" | "xlink:href" if matches!(tag, "image" | "use" | "feimage") => Some(LinkKind::RawImage),
        "href" | "xlink:href" if tag == "script" => Some(LinkKind::RawCode),
        "href" | "xlink:href" | "cite" | "longdesc" => Some(LinkKind::RawLink),
        "action" | "formaction" => Some(LinkKind::RawForm),
        "src" if tag == "script" => Some(LinkKind::RawCode),
        "src" if matches!(tag, "img" | "input") => Some(LinkKind::RawImage),
        "poster" | "background" => Some(LinkKind::RawImage),
        "src" if matches!(tag, "audio" | "source" | "track" | "video") => Some(LinkKind::RawSource),
        "src" => Some(LinkKind::RawFrame),
        "data" if tag == "object" => Some(LinkKind::RawFrame),
        _ => None,
    }
}

/// The addresses of a `srcset`: each ends at a space, and its description at a comma.
fn candidates(srcset: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let is_between = |next: char| next.is_ascii_whitespace() || next == ',';
        let start = at + srcset[at..].find(|next| !is_between(next))?;
        let length = srcset[start..].find(|next: char| next.is_ascii_whitespace()).unwrap_or(srcset.len() - start);
        let address = srcset[start..start + length].trim_end_matches(',');
        at = start + length;
        if address.len() == length {
            at += srcset[at..].find(',').unwrap_or(srcset.len() - at);
        }
        Some(start..start + address.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(html: &str) -> Vec<(String, String)> {
        let names = names(html, Foreign::default());
        names.addresses.into_iter().map(|found| (found.address, html[found.range].to_owned())).collect()
    }

    fn same(addresses: &[&str]) -> Vec<(String, String)> {
        addresses.iter().map(|&address| (address.to_owned(), address.to_owned())).collect()
    }

    #[test]
    fn addresses_are_found_with_any_quotes_or_none() {
        let html =
            "<p é=\"è\"><a HREF = \"a.md\">x</a><IMG src=c.png alt=\"x > y\"><video poster=d.png\n src='é.mp4'/>";
        assert_eq!(addresses(html), same(&["a.md", "c.png", "d.png", "é.mp4"]));
    }

    #[test]
    fn entities_are_decoded_and_the_place_is_what_is_written() {
        let decoded = |address: &str, raw: &str| vec![(address.to_owned(), raw.to_owned())];
        assert_eq!(addresses("<a href=\"?a=1&amp;b=2\">"), decoded("?a=1&b=2", "?a=1&amp;b=2"));
        assert_eq!(addresses("<a href=\"&eacute;\">"), decoded("é", "&eacute;"));
        assert_eq!(addresses("<a href=\"a&b\">"), decoded("a&b", "a&b"));
        assert_eq!(addresses("<a href=&#233;t&eacute>"), decoded("été", "&#233;t&eacute"));
        assert_eq!(addresses("<a href=\" a.md \">"), decoded("a.md", "a.md"));
    }

    #[test]
    fn each_candidate_of_a_srcset_is_an_address() {
        assert_eq!(
            addresses("<img srcset=\"a.png 1x, b.png 2x,c.png, d.png\">"),
            same(&["a.png", "b.png", "c.png", "d.png"])
        );
        assert_eq!(addresses("<img srcset=\" , \">"), []);
    }

    #[test]
    fn comments_scripts_and_styles_name_nothing() {
        let html = "<!-- <a href=x> --><script>'<a href=x id=y>'</script><style><a href=x></style></a href=x>";
        let found = names(html, Foreign::default());
        assert_eq!((found.addresses.len(), found.ids.len()), (0, 0));
        assert_eq!(addresses("<script src=a.js></script><a href=b>"), same(&["a.js", "b"]));
    }

    #[test]
    fn what_browsers_read_as_tags_counts() {
        for before in ["<noscript>", "<plaintext>", "<![CDATA[", "<svg><title>", "<svg><style>", "<script/>"] {
            let html = format!("{before}<img src=a.png></noscript></title></style></svg><a href=b>");
            assert_eq!(addresses(&html), same(&["a.png", "b"]), "{before}");
        }
        let within = Foreign::among(["svg"].into_iter());
        assert_eq!(names("<title><a id=x>", within).ids.len(), 1);
        assert_eq!(addresses("<title><a href=b></title><noframes><a href=b></noframes>"), []);
    }

    #[test]
    fn what_runs_or_styles_in_the_page_is_found() {
        let inline = |html: &str| -> Vec<(Inline, String)> {
            names(html, Foreign::default())
                .inline
                .into_iter()
                .map(|(inline, range)| (inline, html[range].to_owned()))
                .collect()
        };
        let script = |written: &str| vec![(Inline::Script, written.to_owned())];
        assert_eq!(inline("<script>1</script>"), script("<script"));
        assert_eq!(inline("<SCRIPT type=module>1</script>"), script("<SCRIPT"));
        assert_eq!(inline("<style>p{}</style>"), [(Inline::Style, "<style".to_owned())]);
        assert_eq!(inline("<BASE href=x>"), [(Inline::Base, "<BASE".to_owned())]);
        assert_eq!(inline("<p style=x>"), [(Inline::Style, "style".to_owned())]);
        assert_eq!(inline("<p onClick='x'>"), [(Inline::Event("onclick".to_owned()), "onClick".to_owned())]);
        for harmless in [
            "<script src=a.js></script>",
            "<script type='application/json'>{}</script>",
            "<!-- <script> -->",
            "<p class=style>on</p>",
            "<p on='x' online-course=x data-onclick=x></p>",
        ] {
            assert_eq!(inline(harmless), [], "{harmless}");
        }
    }

    #[test]
    fn ids_are_found() {
        let html = "<a name=n></a><div id=\"é\"><input name=x>";
        let ids: Vec<_> =
            names(html, Foreign::default()).ids.into_iter().map(|(id, range)| (id, &html[range])).collect();
        assert_eq!(ids, [("n".to_owned(), "n"), ("é".to_owned(), "é")]);
    }

    #[test]
    fn what_one_goes_to_differs_from_what_is_shown() {
        let kinds =
            |html| names(html, Foreign::default()).addresses.into_iter().map(|found| found.kind).collect::<Vec<_>>();
        let svg = "<svg><use xlink:href=\"a.svg#x\"/><a xlink:href=b></a></svg><object data=c><form action=d>";
        assert_eq!(kinds(svg), [LinkKind::RawImage, LinkKind::RawLink, LinkKind::RawFrame, LinkKind::RawForm]);
        let code = "<script src=a.js></script><link rel=stylesheet href=b.css><img src=c><video src=d></video>";
        assert_eq!(kinds(code), [LinkKind::RawCode, LinkKind::RawCode, LinkKind::RawImage, LinkKind::RawSource]);
    }
}
