//! Lines of a question that look like a hint, a choice or its feedback, and are read as something else.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag as Parsed};

use super::steps::{Reader, Step, Steps};
use crate::parse::document::{Asks, QuestionSlip, Slip, Stray, Tag};
use crate::parse::mistyped::checkbox;

/// What is open around a step.
enum Open {
    /// A question, with its index.
    Question(usize),
    List {
        has_boxes: bool,
    },
    /// An item, and how far its line is indented, the marks of quotations included.
    Item(usize),
    Other,
}

/// Reports them. `asks` says of each question, by the index of its callout, how it is answered.
pub(super) fn report(reader: &mut Reader<'_, '_>, steps: &Steps<'_>, asks: &HashMap<usize, Option<Asks>>) {
    let mut strays =
        Strays { markdown: reader.markdown, asks, open: Vec::new(), boxes: HashMap::new(), found: Vec::new() };
    // Whether a line begins, and whether the lines before it in its paragraph are anything but answers and hints.
    let (mut begins, mut is_text) = (false, false);
    for (step, range) in steps {
        match step {
            Step::Open(Tag::Callout(callout)) => {
                let is_question = asks.contains_key(callout);
                strays.open.push(if is_question { Open::Question(*callout) } else { Open::Other });
            }
            Step::Open(_) | Step::Mark(_) => strays.open.push(Open::Other),
            Step::Close | Step::Parsed(Event::End(_)) => {
                strays.open.pop();
            }
            Step::Parsed(Event::Start(tag)) => {
                strays.open.push(match tag {
                    Parsed::List(_) => Open::List { has_boxes: false },
                    Parsed::Item => Open::Item(strays.indent(range.start)),
                    _ => Open::Other,
                });
                if matches!(tag, Parsed::Paragraph | Parsed::Item) {
                    (begins, is_text) = (true, false);
                }
                continue;
            }
            Step::Parsed(Event::TaskListMarker(_)) => {
                strays.see_box(range);
                continue;
            }
            Step::Parsed(Event::SoftBreak | Event::HardBreak) => {
                begins = true;
                continue;
            }
            Step::Parsed(Event::Text(_)) if begins && !reader.markdown[..range.start].ends_with('\\') => {
                is_text = strays.line(range.start, is_text);
            }
            _ => {}
        }
        begins = false;
    }
    for (stray, place) in strays.found {
        reader.slip(Slip::Question(QuestionSlip::Stray(stray)), place);
    }
}

struct Strays<'a> {
    markdown: &'a str,
    asks: &'a HashMap<usize, Option<Asks>>,
    open: Vec<Open>,
    /// How many task lists each question has so far.
    boxes: HashMap<usize, usize>,
    found: Vec<(Stray, Range<usize>)>,
}

impl<'a> Strays<'a> {
    /// How many bytes precede a place on its line.
    fn indent(&self, at: usize) -> usize {
        at - self.markdown[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// The rest of the line from a place.
    fn written(&self, at: usize) -> &'a str {
        self.markdown[at..].lines().next().unwrap_or_default().trim_end()
    }

    /// The question around a step, if it is the nearest callout, and the item of the question's own lists around it.
    fn around(&self) -> Option<(usize, Option<usize>)> {
        let mut open = self.open.iter().rev().filter(|open| !matches!(open, Open::Other)).peekable();
        match open.next()? {
            Open::Question(callout) => Some((*callout, None)),
            Open::Item(indent) => match (open.next()?, open.next()?) {
                (Open::List { .. }, Open::Question(callout)) => Some((*callout, Some(*indent))),
                _ => None,
            },
            Open::List { .. } | Open::Other => None,
        }
    }

    /// Counts task lists: a question’s second one is no longer of its choices.
    fn see_box(&mut self, range: &Range<usize>) {
        let Some((callout, Some(_))) = self.around() else { return };
        let list = self.open.iter_mut().rev().find_map(|open| match open {
            Open::List { has_boxes } => Some(has_boxes),
            _ => None,
        });
        if list.is_none_or(|has_boxes| std::mem::replace(has_boxes, true)) {
            return;
        }
        let lists = self.boxes.entry(callout).or_default();
        *lists += 1;
        if *lists == 2 && self.asks.get(&callout) == Some(&Some(Asks::Choices)) {
            let end = range.start + self.written(range.start).len();
            self.found.push((Stray::Tasks, range.start..end));
        }
    }

    /// Reports a line that begins with text, if it is a stray one. Gives whether what follows it in its paragraph is
    /// below a text.
    fn line(&mut self, at: usize, is_below_text: bool) -> bool {
        let Some((callout, item)) = self.around() else { return is_below_text };
        let written = self.written(at);
        let place = at..at + written.len();
        let next = |mark: char| written.strip_prefix(mark).map(|rest| rest.chars().next());
        let is_hint = matches!(next('?'), Some(Some(c)) if c.is_whitespace());
        let stray = match (next('?'), item) {
            (Some(None), _) => Some(Stray::EmptyHint),
            (Some(Some(c)), _) if c.is_alphabetic() => Some(Stray::TightHint(written[1..].to_owned())),
            (Some(_), Some(_)) if is_hint => Some(Stray::HintInItem),
            (Some(_), None) if is_hint && is_below_text => Some(Stray::HintInText),
            (_, Some(indent)) => self.of_choice(callout, at, indent, is_below_text),
            _ => None,
        };
        self.found.extend(stray.map(|stray| (stray, place)));
        let is_answer = next('=').is_some();
        match is_below_text {
            true => true,
            // What follows a hint continues it.
            false if is_hint && item.is_none() => false,
            false => !is_answer,
        }
    }

    /// A line in an item that looks like a box or, unindented below a choice, like its feedback.
    fn of_choice(&self, callout: usize, at: usize, indent: usize, is_below: bool) -> Option<Stray> {
        if !matches!(self.asks.get(&callout), Some(Some(Asks::Choices) | None)) {
            return None;
        }
        let written = self.written(at);
        let is_first = !self.markdown[..at].trim_end_matches([' ', '\t']).ends_with(['\n', '>', ']']) && !is_below;
        if let Some(inside) = written.strip_prefix('[').filter(|_| is_first) {
            // A sign that a box is drawn with is reported as one in every list.
            if checkbox(written).is_some() {
                return None;
            }
            let end = inside.find(']').filter(|end| inside[..*end].trim().chars().count() <= 1)?;
            return Some(Stray::Box(written[..end + 2].to_owned()));
        }
        let has_box = self.open.iter().rev().any(|open| matches!(open, Open::List { has_boxes: true }));
        // A choice that goes on, wrapped by an editor, has a small letter there.
        let is_new = written.starts_with(|c: char| c.is_uppercase());
        let is_lazy =
            self.markdown[..at].trim_end_matches([' ', '\t', '>']).ends_with('\n') && self.indent(at) <= indent;
        (has_box && is_new && is_lazy).then_some(Stray::Feedback)
    }
}
