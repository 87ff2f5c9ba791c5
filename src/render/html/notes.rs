//! The notes' numbers and ids: the same for the calls in the text and for the notes below it.

use std::collections::{HashMap, HashSet};

use crate::parse::document::{Document, Event, Tag};

/// The numbers and ids of a document's notes.
#[derive(Debug, Default)]
pub(in crate::render) struct Notes {
    order: Vec<usize>,
    /// For each note its number from 1; `None` when it isn't shown.
    numbers: Vec<Option<usize>>,
    /// For each note its id's part after `fn:`; `None` when it isn't shown.
    ids: Vec<Option<String>>,
    /// For each call the part of its id after `fnref:`; `None` when it isn't shown.
    call_ids: Vec<Option<String>>,
    /// For each note the calls that are shown, in reading order.
    calls: Vec<Vec<usize>>,
    /// For each note the question whose answer alone calls it.
    answers: Vec<Option<usize>>,
}

impl Notes {
    /// Numbers the notes by their first call.
    pub(in crate::render) fn new(document: &Document) -> Self {
        let order = document.note_order();
        let count = document.notes.len();
        let mut notes = Self {
            numbers: vec![None; count],
            ids: vec![None; count],
            call_ids: vec![None; document.note_calls.len()],
            calls: vec![Vec::new(); count],
            answers: Vec::new(),
            order,
        };
        let mut names = UniqueNames::default();
        for (number, &note) in (1..).zip(&notes.order) {
            notes.numbers[note] = Some(number);
            notes.ids[note] = Some(names.unique(slug(&document.notes[note].label.value)));
        }
        notes.name_calls(document);
        notes.answers = notes.only_in_answers(document);
        notes
    }

    /// For each note the question whose answer alone calls it, itself or in a note that it calls alone.
    fn only_in_answers(&self, document: &Document) -> Vec<Option<usize>> {
        let mut answers = vec![None; document.notes.len()];
        if document.questions.is_empty() {
            return answers;
        }
        let answering = answering_calls(document);
        let mut is_open = vec![false; document.notes.len()];
        // A note follows the first that calls it. One called earlier from further down is looked at
        // again, at most once for each call.
        let mut inside = vec![Vec::new(); document.notes.len()];
        let mut waiting = Vec::new();
        for (index, call) in document.note_calls.iter().enumerate() {
            match (call.note, call.inside) {
                (Some(note), None) if !answering.contains_key(&index) => waiting.push(note),
                (Some(note), Some(outer)) => inside[outer].push(note),
                _ => {}
            }
        }
        while let Some(note) = waiting.pop() {
            if !std::mem::replace(&mut is_open[note], true) {
                waiting.append(&mut inside[note]);
            }
        }
        for &note in self.order.iter().filter(|&&note| !is_open[note]) {
            let question = self.calls(note).iter().find_map(|call| match document.note_calls[*call].inside {
                None => answering.get(call).copied(),
                Some(outer) => answers[outer],
            });
            answers[note] = question;
        }
        answers
    }

    fn name_calls(&mut self, document: &Document) {
        let mut inside = vec![Vec::new(); document.notes.len()];
        let mut shown = Vec::new();
        for (index, call) in document.note_calls.iter().enumerate() {
            match (call.note, call.inside) {
                (None, _) => {}
                (Some(_), None) => shown.push(index),
                (Some(_), Some(note)) => inside[note].push(index),
            }
        }
        shown.extend(self.order.iter().flat_map(|&note| inside[note].iter().copied()));
        let mut names = UniqueNames::default();
        // The first call of each note bears its plain name, whatever other labels look like.
        let (mut first, mut later) = (Vec::new(), Vec::new());
        for index in shown {
            let Some(note) = document.note_calls[index].note else { continue };
            let calls = &mut self.calls[note];
            calls.push(index);
            if calls.len() == 1 { first.push((index, note, 1)) } else { later.push((index, note, calls.len())) }
        }
        for (index, note, number) in first.into_iter().chain(later) {
            let Some(id) = &self.ids[note] else { continue };
            let wanted = if number == 1 { id.clone() } else { format!("{id}-{number}") };
            self.call_ids[index] = Some(names.unique(wanted));
        }
    }

    /// The notes at the page's end, by their indices, in the order of their numbers.
    pub(super) fn at_the_end(&self) -> impl Iterator<Item = usize> {
        self.of(None)
    }

    /// The notes that go with the answer to a question, in that order: students who have not opened it yet must not
    /// read them.
    pub(super) fn of_answer(&self, question: usize) -> impl Iterator<Item = usize> {
        self.of(Some(question))
    }

    fn of(&self, answer: Option<usize>) -> impl Iterator<Item = usize> {
        self.order.iter().copied().filter(move |note| self.answers.get(*note).copied().flatten() == answer)
    }

    /// A note's number, from 1; `None` if it has none.
    pub(super) fn number(&self, note: usize) -> Option<usize> {
        self.numbers.get(note).copied().flatten()
    }

    /// What follows `fn:` in a note's id, if the note is shown.
    pub(super) fn id(&self, note: usize) -> Option<&str> {
        self.ids.get(note)?.as_deref()
    }

    /// What follows `fnref:` in a call's id, if the call is shown.
    pub(super) fn call_id(&self, call: usize) -> Option<&str> {
        self.call_ids.get(call)?.as_deref()
    }

    /// The calls of a note.
    pub(super) fn calls(&self, note: usize) -> &[usize] {
        self.calls.get(note).map_or(&[], Vec::as_slice)
    }
}

/// The calls in the answers to the text's questions, each with its question. A question within a note is
/// no secret of the text's.
fn answering_calls(document: &Document) -> HashMap<usize, usize> {
    let mut calls = HashMap::new();
    // The question whose answer is read, and how deep in it.
    let mut answer: Option<(usize, usize)> = None;
    for (event, _) in &document.body {
        match (event, &mut answer) {
            (Event::Start(Tag::Feedback(question) | Tag::Explanation(question)), None) => answer = Some((*question, 1)),
            (Event::Start(Tag::Feedback(_) | Tag::Explanation(_)), Some((_, depth))) => *depth += 1,
            (Event::End(Tag::Feedback(_) | Tag::Explanation(_)), Some((_, depth))) => {
                *depth -= 1;
                answer = answer.filter(|(_, depth)| *depth > 0);
            }
            (Event::NoteCall(call), Some((question, _))) => {
                calls.insert(*call, *question);
            }
            _ => {}
        }
    }
    calls
}

/// A label as a part of an id: letters and digits, anything else in it as `-`.
fn slug(label: &str) -> String {
    let slug: String = label
        .trim()
        .chars()
        .map(|one| if one.is_alphanumeric() || matches!(one, '_' | '.') { one } else { '-' })
        .collect();
    if slug.is_empty() { "note".to_owned() } else { slug }
}

/// Names, none of them twice.
#[derive(Default)]
struct UniqueNames {
    taken: HashSet<String>,
    /// The last number put after each name, so that a thousand equal ones stay linear.
    repeated: HashMap<String, usize>,
}

impl UniqueNames {
    /// The name, or the first free one made of it.
    fn unique(&mut self, name: String) -> String {
        if self.taken.insert(name.clone()) {
            return name;
        }
        let number = self.repeated.entry(name.clone()).or_insert(1);
        loop {
            *number += 1;
            let candidate = format!("{name}-{number}");
            if self.taken.insert(candidate.clone()) {
                return candidate;
            }
        }
    }
}
