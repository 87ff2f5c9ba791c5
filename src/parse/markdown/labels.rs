//! Lines that say where links lead, `[label]: address`. They show nothing on the page: one that no link uses,
//! or whose label has an address already, is lost silently. The Markdown parser keeps the first of a label
//! and forgets the others; but what begins with a bracket and is in no block of its events is such a line.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::builder::Builder;
use super::displays::is_container;
use super::flow::Flow;
use crate::parse::document::{LinkProblem, MalformedLink, Slip, label_key};
use crate::source::Spanned;

/// A line that says where links lead.
struct Line<'a> {
    label: &'a str,
    /// The address as written.
    address: &'a str,
    range: Range<usize>,
}

/// Reports the lines of a text, split into these flows, that lead nowhere.
pub(super) fn report(builder: &mut Builder<'_>, flows: &[Flow<'_>]) {
    let Some(flow) = flows.first().filter(|flow| flow.markdown.contains("]:")) else { return };
    let lines = lines(flow.markdown, &blocks(flows));
    let mut uses = uses(flow.markdown);
    for line in &lines {
        uses.entry(key(line.label)).and_modify(|count: &mut usize| *count = count.saturating_sub(1));
    }
    let mut first: HashMap<String, &str> = HashMap::new();
    for Line { label, address, range } in lines {
        let key = key(label);
        let (problem, meant) = match first.get(&key) {
            Some(first) if *first == address => continue,
            Some(_) => (LinkProblem::Repeated, format!("[{label}-2]: {address}")),
            None => {
                first.insert(key.clone(), address);
                if uses.get(&key) != Some(&0) {
                    continue;
                }
                (LinkProblem::Unused, label.to_owned())
            }
        };
        let address = Some(address.trim_start_matches('<').trim_end_matches('>').to_owned());
        let slip = Slip::MalformedLink(MalformedLink { problem, is_image: false, address, meant });
        let place = builder.within_file(flow.origin.place(range));
        builder.document.slips.push(Spanned::new(slip, place));
    }
}

/// What finds a label, in whatever quotation its lines are.
fn key(label: &str) -> String {
    label_key(&label.replace('>', " "))
}

/// How often each label is in brackets. One in code or in a comment counts as a use: its
/// author didn’t forget the line.
fn uses(markdown: &str) -> HashMap<String, usize> {
    let mut uses = HashMap::new();
    for label in markdown.split('[').filter_map(|text| Some(text.split_once(']')?.0)) {
        *uses.entry(key(label)).or_default() += 1;
    }
    uses
}

/// The places where pulldown-cmark found something that is no container of blocks, ascending.
fn blocks(flows: &[Flow<'_>]) -> Vec<Range<usize>> {
    let holds_blocks = |tag: &Tag<'_>| {
        matches!(
            tag,
            Tag::BlockQuote(_) | Tag::List(_) | Tag::Item | Tag::DefinitionList | Tag::DefinitionListDefinition
        )
    };
    let events = flows.iter().flat_map(|flow| &flow.events).filter(|(event, _)| match event {
        Event::Start(tag) => !holds_blocks(tag),
        event => !matches!(event, Event::End(_)),
    });
    let mut blocks: Vec<_> = events.map(|(_, range)| range.clone()).collect();
    blocks.sort_unstable_by_key(|range| range.start);
    blocks
}

/// The lines between blocks, which are ascending.
fn lines<'a>(markdown: &'a str, blocks: &[Range<usize>]) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let mut at = 0;
    let end = markdown.len()..markdown.len();
    for block in blocks.iter().chain([&end]) {
        let between = markdown.get(at..block.start).unwrap_or_default();
        for line in between.split_inclusive('\n') {
            let below = &markdown[at + line.len()..block.start];
            lines.extend(read(line, below, at));
            at += line.len();
        }
        at = at.max(block.end);
    }
    lines
}

/// What a line says, which begins at that place; its address may be on the line below. `[//]: # (…)` is a
/// comment; notes and lookalikes of callouts have rules of their own.
fn read<'a>(line: &'a str, below: &'a str, at: usize) -> Option<Line<'a>> {
    let written = line.trim_start_matches(|c| is_container(c) || c == ':').trim_end();
    let (label, after) = written.strip_prefix('[')?.split_once("]:")?;
    let after = match after.trim_start() {
        "" => below.lines().next().unwrap_or_default().trim_start_matches([' ', '\t', '>']),
        after => after,
    };
    let end = match after.starts_with('<') {
        true => after.find('>')? + 1,
        false => after.find(char::is_whitespace).unwrap_or(after.len()),
    };
    let address = &after[..end];
    let is_comment = matches!(address, "" | "#" | "<>") || !label.contains(char::is_alphanumeric);
    if is_comment || label.starts_with(['^', '!']) {
        return None;
    }
    let start = at + line.find('[')?;
    Some(Line { label, address, range: start..start + written.len() })
}
