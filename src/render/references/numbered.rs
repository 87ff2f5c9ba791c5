//! Styles that number works in the order in which they are first cited, “[1], [3]–[5]”: each citation is made without
//! the others, once it is known which numbers its works have.

use std::sync::Arc;

use hayagriva::citationberg::json::{Item, Value};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChild, ElemChildren, ElemMeta,
};

use super::disambiguation::Distinction;
use super::format::{Call, CitationMemory, Cited, Entries, called, entry, request, whole_style};
use super::pieces::Piece;
use crate::style::{CitePosition, StylePart, Unpacked};

/// The citations and the entries of the list in their order; `None` where citations depend on each other by more
/// than the numbers.
pub(super) fn made(
    memory: &CitationMemory,
    style: &Unpacked,
    cited: &[Arc<Cited>],
    calls: &[Call],
) -> Option<(Vec<Vec<Piece>>, Entries)> {
    if !style.numbers_alone {
        return None;
    }
    let mut numbers: Vec<Option<usize>> = vec![None; cited.len()];
    let mut order = Vec::new();
    for (work, _) in calls.iter().flat_map(|call| &call.works) {
        numbers.get_mut(*work)?.get_or_insert_with(|| {
            order.push(*work);
            order.len() - 1
        });
    }
    let made: Option<_> = calls.iter().map(|call| citation(style, cited, call, &numbers)).collect();
    let is_listed = style.csl.bibliography.is_some();
    let entries = order.iter().enumerate().filter(|_| is_listed);
    let entries = entries.map(|(number, work)| {
        Some((*work, entry(memory, style, &[(cited.get(*work)?, &Distinction::default())], number)?))
    });
    Some((made?, entries.collect::<Option<_>>()?))
}

/// A citation. hayagriva counts works as it comes by them: first it sees those of the citation in their order,
/// and where numbers are left out between two of them, one in place of all these; then each is given its own.
fn citation(style: &Unpacked, cited: &[Arc<Cited>], call: &Call, numbers: &[Option<usize>]) -> Option<Vec<Piece>> {
    let mut works: Vec<usize> = call.works.iter().map(|(work, _)| *work).collect();
    works.sort_unstable_by_key(|work| numbers.get(*work));
    works.dedup();
    let left_out: Vec<Item> = works.iter().map(|work| unlike_any(*work)).collect();
    let mut seen = Vec::with_capacity(2 * works.len());
    let mut next = None;
    for (work, left_out) in works.iter().zip(&left_out) {
        let number = (*numbers.get(*work)?)?;
        let before = (next.is_some() && next != Some(number)).then_some(left_out);
        seen.extend(before.into_iter().chain([&cited.get(*work)?.item]));
        next = Some(number + 1);
    }
    let csl = whole_style(style, cited, call);
    let locale = || Some(style.locale.clone());
    let mut driver = BibliographyDriver::new();
    if works.len() > 1 {
        let seen = seen.into_iter().map(|item| CitationItem::new(item, None, None, true, None));
        driver.citation(CitationRequest::new(seen.collect(), &csl, locale(), &style.words, None));
    }
    driver.citation(request(style, &csl, cited, call));
    let part = StylePart::Citation { position: CitePosition::First, names: None, tells_apart: false };
    let without_list = style.narrowed(part, works.iter().filter_map(|work| Some(&cited.get(*work)?.item)));
    let rendered = driver.finish(BibliographyRequest::new(&without_list, locale(), &style.words));
    let mut citation = rendered.citations.into_iter().next_back()?.citation;
    number(&mut citation, |at| Some((*numbers.get(call.works.get(at)?.0)?)? + 1));
    Some(called(&citation, cited, call))
}

/// A work that is no other.
fn unlike_any(number: usize) -> Item {
    Item([("id".to_owned(), Value::String(format!("before {number}")))].into())
}

/// Writes the number of each work of a citation, by its place in it.
fn number(citation: &mut ElemChildren, number: impl Fn(usize) -> Option<usize>) {
    let mut left: Vec<(&mut ElemChild, Option<usize>, bool)> =
        citation.0.iter_mut().map(|child| (child, None, false)).collect();
    while let Some((child, of, is_number)) = left.pop() {
        match child {
            ElemChild::Text(text) if is_number => {
                let is_digit = |sign: char| sign.is_ascii_digit();
                if let Some((start, number)) = text.text.find(is_digit).zip(of) {
                    let rest = text.text[start..].trim_start_matches(is_digit);
                    text.text = format!("{}{number}{rest}", &text.text[..start]);
                }
            }
            ElemChild::Elem(elem) => {
                let of = match elem.meta {
                    Some(ElemMeta::Entry(at)) => number(at),
                    _ => of,
                };
                let is_number = is_number || elem.meta == Some(ElemMeta::CitationNumber);
                left.extend(elem.children.0.iter_mut().map(|child| (child, of, is_number)));
            }
            _ => {}
        }
    }
}
