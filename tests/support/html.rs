//! A page as a strict reader takes it: WHATWG tokens, and every element closed where it should be.

use std::collections::BTreeMap;
use std::ops::Range;

use html5gum::{Token, Tokenizer};

/// The names of elements that have no end tag.
const VOID: [&str; 11] = ["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// The elements of a page in document order.
#[derive(Debug, Default)]
pub struct Html {
    /// Each element that has a start tag, in the order of these tags.
    pub elements: Vec<Element>,
    /// What the standard calls an error, and elements that aren't closed in order.
    pub faults: Vec<String>,
}

/// An element of a page.
#[derive(Debug, Default)]
pub struct Element {
    /// The name of its tag.
    pub name: String,
    /// Its attributes, by name.
    pub attributes: BTreeMap<String, String>,
    /// The index in [`Html::elements`] of the element around it; `None` if there is none.
    pub parent: Option<usize>,
    /// The elements inside it, at any depth, as indices in [`Html::elements`].
    pub inside: Range<usize>,
    /// All text inside it.
    pub text: String,
    /// The text that is in no element inside it.
    pub own_text: String,
}

impl Element {
    /// The value of an attribute; `None` if the element doesn't have it.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// Whether that class is one of the element's.
    pub fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split(' ').any(|one| one == class))
    }
}

impl Html {
    /// Reads the text of a page; what is wrong with it is in [`Html::faults`].
    pub fn parse(text: &str) -> Self {
        let mut html = Self::default();
        let mut open: Vec<usize> = Vec::new();
        let string = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        for token in Tokenizer::new(text).flatten() {
            match token {
                Token::StartTag(tag) => {
                    let name = string(&tag.name);
                    let attributes = tag.attributes.iter().map(|(name, value)| (string(name), string(value))).collect();
                    let at = html.elements.len();
                    let is_empty = tag.self_closing || VOID.contains(&name.as_str());
                    let parent = open.last().copied();
                    html.elements.push(Element {
                        name,
                        attributes,
                        parent,
                        inside: at + 1..at + 1,
                        ..Element::default()
                    });
                    if !is_empty {
                        open.push(at);
                    }
                }
                Token::EndTag(tag) => {
                    let name = string(&tag.name);
                    let last = open.pop().filter(|&at| html.elements[at].name == name);
                    match last {
                        Some(at) => html.elements[at].inside.end = html.elements.len(),
                        None => html.faults.push(format!("</{name}> closes nothing")),
                    }
                }
                Token::String(text) => {
                    if let Some(&at) = open.last() {
                        html.elements[at].own_text.push_str(&string(&text));
                    }
                    for &at in &open {
                        html.elements[at].text.push_str(&string(&text));
                    }
                }
                Token::Error(error) => html.faults.push(error.value.to_string()),
                Token::Comment(_) | Token::Doctype(_) => {}
            }
        }
        html.faults.extend(open.iter().map(|&at| format!("<{}> is not closed", html.elements[at].name)));
        html
    }

    /// The elements of that name, in document order.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().filter(move |element| element.name == name)
    }

    /// The only element of that name. Panics if there is none or more than one.
    pub fn one<'a>(&'a self, name: &'a str) -> &'a Element {
        let mut found = self.named(name);
        let one = found.next().unwrap_or_else(|| panic!("no <{name}>"));
        assert!(found.next().is_none(), "a second <{name}>");
        one
    }

    /// The elements of that class, in document order.
    pub fn with_class<'a>(&'a self, class: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().filter(move |element| element.has_class(class))
    }

    /// The language of an element's text: its own, or that of the nearest one around it; `None` if none has one.
    pub fn lang<'a>(&'a self, element: &'a Element) -> Option<&'a str> {
        let mut at = Some(element);
        while let Some(element) = at {
            if let Some(lang) = element.attribute("lang") {
                return Some(lang);
            }
            at = element.parent.map(|parent| &self.elements[parent]);
        }
        None
    }

    /// The ids of all elements, in document order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.elements.iter().filter_map(|element| element.attribute("id"))
    }

    /// The translations that the page names: (hreflang, address).
    pub fn translations(&self) -> Vec<(&str, &str)> {
        self.links("alternate").into_iter().filter(|(language, _)| !language.is_empty()).collect()
    }

    /// Whether search engines are to leave the page out.
    pub fn is_unlisted(&self) -> bool {
        self.named("meta")
            .any(|meta| meta.attribute("name") == Some("robots") && meta.attribute("content") == Some("noindex"))
    }

    /// The `<link>`s of a relation: (hreflang, address), the first of them empty if there is none.
    pub fn links(&self, relation: &str) -> Vec<(&str, &str)> {
        let links = self.named("link").filter(|link| link.attribute("rel") == Some(relation));
        links.map(|link| (link.attribute("hreflang").unwrap_or_default(), link.attribute("href").unwrap())).collect()
    }
}
