//! The questions and activities of a text that are for students, each with the hashes by which it is recognised
//! later.

use std::collections::HashMap;

use super::Parsed;
use super::document::{CalloutKind, Document, Event, Tag};
use super::fingerprints::{self, Fingerprint, Part};
use crate::model::Audience;

/// How many tasks one may be nested in and still have hashes of its own.
const NESTED: usize = 8;

/// A question or an activity of the body, or of a note that students see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskPlace {
    /// An index of [`Document::callouts`].
    pub callout: usize,
    /// The block or the note that it is in: an index of [`Parsed::fingerprints`]; `None` for one without words.
    pub fingerprint: Option<usize>,
    /// The block that students see it in: an index of [`Document::blocks`] in their document; `None` in a note.
    pub block: Option<usize>,
    /// A short hash of each of its words, where it isn't its whole block; empty where it is.
    words: Vec<u32>,
}

impl TaskPlace {
    /// A short hash of each of its words; empty if it has no words to be recognised by.
    pub fn words<'a>(&'a self, fingerprints: &'a [Fingerprint]) -> &'a [u32] {
        match self.fingerprint.and_then(|index| fingerprints.get(index)) {
            Some(fingerprint) if self.words.is_empty() => &fingerprint.words,
            _ => &self.words,
        }
    }

    /// The same; empty if they are those of its whole block.
    pub fn own_words(&self) -> &[u32] {
        &self.words
    }
}

/// What a task asks or assigns, plain, by its index in [`Document::callouts`]: its title, else its first paragraph.
pub fn asked(document: &Document, callout: usize) -> String {
    let start = Event::Start(Tag::Callout(callout));
    let notes = document.notes.iter().map(|note| &note.events);
    let found = std::iter::once(&document.body).chain(notes).find_map(|events| {
        let at = events.iter().position(|(event, _)| *event == start)?;
        events.get(at + 1..)
    });
    let within = found.unwrap_or_default();
    let ends = |event: &Event| *event == Event::End(Tag::Callout(callout));
    let within = &within[..within.iter().position(|(event, _)| ends(event)).unwrap_or(within.len())];
    let is_words = |event: &Event| matches!(event, Event::Start(Tag::CalloutTitle | Tag::Paragraph));
    let Some(first) = within.iter().position(|(event, _)| is_words(event)) else { return String::new() };
    let length =
        within[first..].iter().position(|(event, _)| matches!(event, Event::End(Tag::CalloutTitle | Tag::Paragraph)));
    let words = fingerprints::plain(document, &within[first..length.map_or(within.len(), |length| first + length)]);
    words.trim().replace('\n', " ")
}

/// The tasks of a text in the order of its fingerprints: its blocks, then its notes by their labels.
pub(super) fn tasks(parsed: &Parsed) -> Vec<TaskPlace> {
    let document = &parsed.document;
    if !document.callouts.iter().any(|callout| callout.kind.can_show()) {
        return Vec::new();
    }
    let students = parsed.shown(Audience::Students);
    let blocks = students.blocks.iter().enumerate();
    let shown: HashMap<usize, usize> = blocks
        .flat_map(|(index, block)| {
            let events = students.body.get(block.events.clone()).unwrap_or_default();
            Found::within(students, events).into_iter().map(move |found| (found.callout, index))
        })
        .collect();
    let called = students.note_order();
    let mut notes = vec![false; document.notes.len()];
    called.into_iter().for_each(|note| notes[note] = true);
    let mut tasks = Vec::new();
    for (index, fingerprint) in parsed.fingerprints.iter().enumerate() {
        let events: &[_] = match fingerprint.part {
            Part::Start | Part::Section(_) => {
                let block = document.blocks.get(fingerprint.index());
                block.and_then(|block| document.body.get(block.events.clone())).unwrap_or_default()
            }
            Part::Note(_) if notes.get(fingerprint.index()) == Some(&true) => {
                document.notes.get(fingerprint.index()).map_or(&[], |note| &note.events)
            }
            _ => continue,
        };
        for Found { callout, events: own, nested } in Found::within(document, events) {
            let words = match nested < NESTED {
                true => fingerprints::short_words(document, events.get(own).unwrap_or_default()),
                false => Vec::new(),
            };
            let words = if words == fingerprint.words { Vec::new() } else { words };
            let place = (nested < NESTED).then_some(index);
            tasks.push(TaskPlace { callout, fingerprint: place, block: shown.get(&callout).copied(), words });
        }
    }
    tasks
}

/// A task among events.
struct Found {
    callout: usize,
    /// Its own events.
    events: std::ops::Range<usize>,
    /// How many others it is in.
    nested: usize,
}

impl Found {
    /// The tasks among events, in order. What is for the teacher is not among them.
    fn within(document: &Document, events: &[(Event, crate::source::Span)]) -> Vec<Self> {
        let kind = |callout: usize| document.callouts.get(callout).map(|callout| callout.kind);
        let (mut found, mut open, mut teachers): (Vec<Self>, Vec<usize>, usize) = (Vec::new(), Vec::new(), 0);
        for (at, (event, _)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::Callout(callout)) => match kind(*callout) {
                    Some(CalloutKind::Teacher) => teachers += 1,
                    Some(kind) if kind.can_show() && teachers == 0 => {
                        let nested = open.len();
                        open.push(found.len());
                        found.push(Self { callout: *callout, events: at..events.len(), nested });
                    }
                    _ => {}
                },
                Event::End(Tag::Callout(callout)) if kind(*callout) == Some(CalloutKind::Teacher) => {
                    teachers = teachers.saturating_sub(1);
                }
                Event::End(Tag::Callout(callout)) => {
                    let ends = open.last().and_then(|&last| found.get_mut(last));
                    if let Some(task) = ends.filter(|task| task.callout == *callout) {
                        task.events.end = at + 1;
                        open.pop();
                    }
                }
                _ => {}
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::parse::parse;

    #[test]
    fn a_task_is_known_by_its_own_words_wherever_it_is() {
        let text = "> [!QUESTION] Un?\n\n- > [!QUESTION] Deux?\n\n  > [!ACTIVITY] Trois\n\n> [!TEACHER] Caché\n>\n> > [!QUESTION] Non\n\n\
                    Fin[^a].\n\n[^a]: Note.\n\n    > [!QUESTION] Quatre?\n\n[^b]: > [!QUESTION] Jamais appelée?\n";
        let parsed = parse(text).value;
        let tasks: Vec<_> = parsed
            .tasks
            .iter()
            .map(|task| (task.block, task.own_words().len(), task.words(&parsed.fingerprints).len()))
            .collect();
        assert_eq!(tasks, [(Some(0), 0, 1), (Some(1), 1, 1), (Some(1), 1, 1), (None, 1, 1)]);
    }

    #[test]
    fn a_task_asks_what_its_title_says_else_its_first_paragraph() {
        let text = "> [!QUESTION] Que *voit*-on?\n>\n> Là.\n>\n> - [x] Un fil\n\n> [!QUESTION]\n> Où\n> va-t-on?\n>\n> - [x] Là\n\n\
                    > [!QUESTION]\n> - [x] Seul\n";
        let parsed = parse(text).value;
        let asked = |callout| super::asked(&parsed.document, callout);
        assert_eq!([0, 1, 2, 3].map(asked), ["Que voit-on?", "Où va-t-on?", "", ""]);
    }

    #[test]
    fn tasks_nested_without_end_cost_no_more_than_their_text() {
        let text = (1..400).map(|depth| format!("{} [!QUESTION] a\n", ">".repeat(depth))).collect::<String>();
        let words: usize = parse(&text).value.tasks.iter().map(|task| task.own_words().len()).sum();
        assert!(words <= 8 * 2 * 400, "{words}");
    }
}
