//! The order of a list whose style sorts by letters: titles and names of organisations without the articles that
//! they begin with, which a style can’t say.

use std::collections::HashMap;
use std::sync::Arc;

use hayagriva::citationberg::json::{self, NameItem, NameValue, Value};
use hayagriva::citationberg::{LayoutRenderingElement, LongShortForm, Text, TextTarget};
use hayagriva::{BufWriteFormat, CitationItem, CitationRequest, standalone_citation};

use super::format::{Cited, ListEntry};
use super::rich;
use crate::locale::alphabet::without_article;
use crate::style::{StylePart, Unpacked};

/// The work with the words that it is sorted by; `None` if they are its own.
pub(super) fn sorted_as(item: &json::Item) -> Option<json::Item> {
    let tag = match item.0.get("language") {
        Some(Value::String(tag)) => tag.as_str(),
        _ => "",
    };
    let bare = |text: &str| {
        let text = rich::plain(text);
        let is_sign = |sign: char| !sign.is_alphanumeric();
        without_article(text.trim_start_matches(is_sign), tag).trim_start_matches(is_sign).to_owned()
    };
    let mut sorted = item.clone();
    for (name, value) in &mut sorted.0 {
        match value {
            Value::String(text) if name == "title" => *text = bare(text),
            Value::Names(names) => {
                if let Some(NameValue::Literal(name)) = names.first_mut() {
                    name.literal = bare(&name.literal);
                }
            }
            _ => {}
        }
    }
    (sorted != *item).then_some(sorted)
}

/// Puts entries in order, where hayagriva orders them by other words.
pub(super) fn sort(entries: &mut [ListEntry], style: &Unpacked, cited: &[Arc<Cited>]) {
    if style.is_sorted && entries.len() > 1 && matters(cited) {
        let places: HashMap<usize, usize> = order(style, cited).into_iter().zip(0..).collect();
        entries.sort_by_key(|entry| places.get(&entry.work).copied());
    }
}

/// Works in the order of the list.
pub(super) fn order(style: &Unpacked, cited: &[Arc<Cited>]) -> Vec<usize> {
    let number = style.no_matter_of_order().filter(|_| style.is_sorted && cited.len() > 1);
    let Some(number) = number else { return (0..cited.len()).collect() };
    // A list is looked through for every work of it, a citation alone is sorted and no more: so they are one
    // citation, in which each says its number, by a field that has no other use here.
    let mut csl = style.narrowed(StylePart::Order, cited.iter().map(|cited| &cited.item)).as_ref().clone();
    csl.citation.sort = csl.bibliography.take().and_then(|list| list.sort);
    csl.citation.layout.elements = vec![LayoutRenderingElement::Text(Text {
        target: TextTarget::Variable { var: number.into(), form: LongShortForm::Long },
        formatting: Default::default(),
        affixes: Default::default(),
        display: None,
        quotes: false,
        strip_periods: false,
        text_case: None,
    })];
    csl.citation.layout.delimiter = Some(" ".to_owned());
    (csl.citation.layout.prefix, csl.citation.layout.suffix) = (None, None);
    let numbered = cited.iter().enumerate().map(|(work, cited)| {
        let mut item = cited.sorted.as_ref().unwrap_or(&cited.item).clone();
        item.0.insert(number.to_string(), Value::String(work.to_string()));
        item
    });
    let numbered: Vec<_> = numbered.collect();
    let items = numbered.iter().map(CitationItem::with_entry).collect();
    let request = CitationRequest::new(items, &csl, Some(style.locale.clone()), &style.words, None);
    let mut numbers = String::new();
    // Writing to a string can't fail.
    let _ = standalone_citation(request).write_buf(&mut numbers, BufWriteFormat::Plain);
    numbers.split(' ').filter_map(|work| work.parse().ok()).collect()
}

/// Whether other words may make another order: of a work without an author, of an organisation’s, of one of
/// several by an author.
fn matters(cited: &[Arc<Cited>]) -> bool {
    let first: Vec<Option<&NameValue>> = cited.iter().map(|cited| name(&cited.item)).collect();
    let family = |name: &NameItem| name.family.to_lowercase();
    let mut times: HashMap<String, usize> = HashMap::new();
    for name in first.iter().flatten() {
        if let NameValue::Item(name) = name {
            *times.entry(family(name)).or_default() += 1;
        }
    }
    cited.iter().zip(first).any(|(cited, name)| {
        cited.sorted.is_some()
            && match name {
                Some(NameValue::Item(name)) => times.get(&family(name)).is_some_and(|times| *times > 1),
                Some(NameValue::Literal(_)) | None => true,
            }
    })
}

/// The first of those that a work is mostly sorted by.
fn name(item: &json::Item) -> Option<&NameValue> {
    ["author", "editor"].iter().find_map(|field| match item.0.get(*field)? {
        Value::Names(names) => names.first(),
        _ => None,
    })
}
