//! A question's events, put in order: what is asked, the choices with their feedback, the
//! explanation.

use crate::parse::document::{Choice, Event, Events, Question, Tag};
use crate::source::Span;

/// Puts tags around the choices of a question and what follows them: the first task list that
/// is in the callout itself. `index` is the question's. Without a task list, nothing changes.
pub(super) fn arrange(events: Events, index: usize) -> (Events, Question) {
    let Some(list) = task_list(&events) else { return (events, Question::default()) };
    let mut arranged = Events::with_capacity(events.len() + 8);
    let mut question = Question::default();
    let mut events = events.into_iter();
    arranged.extend(events.by_ref().take(list.start));
    let mut list_events = events.by_ref().take(list.len());
    let place = list_events.next().map_or(0..0, |(_, span)| span);
    arranged.push((Event::Start(Tag::Choices(index)), place.clone()));
    let mut depth = 0_usize;
    let mut item: Events = Vec::new();
    let mut span = place.clone();
    for (event, at) in list_events {
        match &event {
            Event::Start(Tag::Item) if depth == 0 => span = at.clone(),
            Event::End(Tag::Item) if depth == 1 => {
                choice(&mut arranged, &mut question, std::mem::take(&mut item), &span)
            }
            _ => {}
        }
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_item = matches!(event, Event::Start(Tag::Item)) && depth == 1
            || matches!(event, Event::End(Tag::Item)) && depth == 0;
        if !is_item && depth > 0 {
            item.push((event, at));
        }
    }
    let end = place.end..place.end;
    arranged.push((Event::End(Tag::Choices(index)), end.clone()));
    let explanation: Events = events.collect();
    if let (Some((_, first)), Some((_, last))) = (explanation.first().cloned(), explanation.last().cloned()) {
        question.explained = true;
        arranged.push((Event::Start(Tag::Explanation), first.start..last.end));
        arranged.extend(explanation);
        arranged.push((Event::End(Tag::Explanation), last.end..last.end));
    }
    (arranged, question)
}

/// The place of the first task list among a callout's own blocks, as a range of events.
fn task_list(events: &Events) -> Option<std::ops::Range<usize>> {
    let mut depth = 0_usize;
    let mut start = None;
    let mut has_box = false;
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(tag) => {
                if depth == 0 && matches!(tag, Tag::List(_)) {
                    start = Some(at);
                    has_box = false;
                }
                depth += 1;
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if let Some(start) = start.take_if(|_| depth == 0).filter(|_| has_box) {
                    return Some(start..at + 1);
                }
            }
            // the list, the item, and the item's paragraph where the list is a loose one
            Event::TaskMarker(_) if depth <= 3 => has_box = true,
            _ => {}
        }
    }
    None
}

/// Adds an item: its first line is the choice, what follows is its feedback.
fn choice(arranged: &mut Events, question: &mut Question, item: Events, span: &Span) {
    let (mut words, feedback) = split(item);
    let right = words.iter().any(|(event, _)| *event == Event::TaskMarker(true));
    words.retain(|(event, _)| !matches!(event, Event::TaskMarker(_)));
    if let Some((Event::Text(text), _)) = words.first_mut() {
        *text = text.trim_start().to_owned();
    }
    question.choices.push(Choice { right, feedback: !feedback.is_empty(), span: span.clone() });
    let end = span.end..span.end;
    arranged.push((Event::Start(Tag::Choice), span.clone()));
    arranged.extend(words);
    if !feedback.is_empty() {
        arranged.push((Event::Start(Tag::Feedback), span.clone()));
        arranged.extend(feedback);
        arranged.push((Event::End(Tag::Feedback), end.clone()));
    }
    arranged.push((Event::End(Tag::Choice), end));
}

/// The first paragraph of an item, without its tags, and the rest.
fn split(mut item: Events) -> (Events, Events) {
    if matches!(item.first(), Some((Event::Start(Tag::Paragraph), _))) {
        let end = item.iter().position(|(event, _)| *event == Event::End(Tag::Paragraph)).unwrap_or(item.len());
        let rest = item.split_off((end + 1).min(item.len()));
        item.truncate(end);
        item.remove(0);
        return (item, rest);
    }
    let block = item.iter().position(|(event, _)| matches!(event, Event::Start(tag) if !is_inline(tag)));
    let rest = block.map_or_else(Vec::new, |block| item.split_off(block));
    (item, rest)
}

fn is_inline(tag: &Tag) -> bool {
    // A passage in a line and one that is a block bear the same tag: in an item without paragraphs
    // only one in a line can come before its end.
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link(_) | Tag::Image(_) | Tag::Passage(_))
}
