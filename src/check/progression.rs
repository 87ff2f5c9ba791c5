//! Progression: prerequisites lead down the pyramid, and never in a circle.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::model::{Book, Lesson, LessonRef};
use crate::rule::Rule;
use crate::source::BookPath;

/// Checks every lesson's prerequisites.
pub(super) fn check(book: &Book, diagnostics: &mut Vec<Diagnostic>) {
    for (level_index, level) in book.levels.iter().enumerate() {
        for (index, lesson) in level.lessons.iter().enumerate() {
            for any in &lesson.prerequisites {
                if any.contains(&LessonRef::Lesson(level_index, index)) {
                    let message = message!("circular-prerequisite.itself");
                    let fault = Diagnostic::new(Rule::CircularPrerequisite, place(lesson, &lesson.id), message);
                    diagnostics.push(fault.help(message!("circular-prerequisite.help-itself")));
                }
                let is_higher = |at: &LessonRef| matches!(at, LessonRef::Lesson(level, _) if *level > level_index);
                let (Some(&first @ LessonRef::Lesson(higher, _)), true) = (any.first(), any.iter().all(is_higher))
                else {
                    continue;
                };
                let id = book.lesson(first).id.as_str();
                let number = (higher + 1).to_string();
                let message = message!("higher-prerequisite.message", id = id, number = number);
                let fault = Diagnostic::new(Rule::HigherPrerequisite, place(lesson, id), message);
                diagnostics.push(fault.help(message!("higher-prerequisite.help")));
            }
        }
    }
    report_circles(book, diagnostics);
}

/// The place where a lesson names that prerequisite; if it does so by a former id, its whole list.
fn place(lesson: &Lesson, id: &str) -> Place {
    let lists = || {
        lesson.translations.values().filter_map(|translation| {
            let list = translation.parsed.front_matter.prerequisites.as_ref()?;
            Some((&translation.path, list))
        })
    };
    let named = lists().find_map(|(path, list)| {
        let item = list.value.iter().flat_map(|one| &one.any).find(|item| item.value == id)?;
        Some(Place::new(path, &item.span))
    });
    let listed = || lists().next().map(|(path, list)| Place::new(path, &list.span));
    named.or_else(listed).unwrap_or_else(|| Place::file(&BookPath::new("content")))
}

/// A lesson's state in the walk.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// On the path that is being walked, at that index of it.
    Open(usize),
    Done,
}

/// The lessons that can never be begun, each with the lessons that prevent it: those of the prerequisites of which none
/// can be begun.
fn blocked(book: &Book) -> HashMap<LessonRef, Vec<LessonRef>> {
    // For each lesson, the prerequisites that it would meet: each by its lesson and its index there.
    let mut fulfils: HashMap<LessonRef, Vec<(LessonRef, usize)>> = HashMap::new();
    let mut unmet: HashMap<LessonRef, Vec<bool>> = HashMap::new();
    let mut begun: Vec<LessonRef> = Vec::new();
    for (at, lesson) in book.lessons() {
        for (which, any) in lesson.prerequisites.iter().enumerate() {
            any.iter().for_each(|&to| fulfils.entry(to).or_default().push((at, which)));
        }
        match lesson.prerequisites.len() {
            0 => begun.push(at),
            count => {
                unmet.insert(at, vec![true; count]);
            }
        }
    }
    let mut left: HashMap<LessonRef, usize> = unmet.iter().map(|(&at, unmet)| (at, unmet.len())).collect();
    while let Some(at) = begun.pop() {
        for (waiting, which) in fulfils.remove(&at).unwrap_or_default() {
            let met = unmet.get_mut(&waiting).and_then(|unmet| unmet.get_mut(which));
            let (Some(met), Some(left)) = (met.filter(|unmet| **unmet), left.get_mut(&waiting)) else { continue };
            *met = false;
            *left -= 1;
            if *left == 0 {
                begun.push(waiting);
            }
        }
    }
    let keeps = unmet.into_iter().filter(|(at, _)| left.get(at).is_some_and(|&left| left > 0)).map(|(at, unmet)| {
        let kept = book.lesson(at).prerequisites.iter().zip(unmet).filter(|(_, unmet)| *unmet);
        (at, kept.flat_map(|(any, _)| any.iter().copied()).collect())
    });
    keeps.collect()
}

/// Walks the prerequisites that can't be met, depth first and without recursion, and reports each circle once, at the
/// first of its lessons in the book.
fn report_circles(book: &Book, diagnostics: &mut Vec<Diagnostic>) {
    let blocked = blocked(book);
    let mut states: HashMap<LessonRef, State> = HashMap::new();
    for (start, _) in book.lessons() {
        if states.contains_key(&start) {
            continue;
        }
        let mut path = vec![(start, 0)];
        states.insert(start, State::Open(0));
        while let Some((at, next)) = path.last_mut() {
            let Some(&prerequisite) = blocked.get(at).and_then(|kept| kept.get(*next)) else {
                states.insert(*at, State::Done);
                path.pop();
                continue;
            };
            *next += 1;
            // A lesson that names itself has been reported already.
            if prerequisite == *at {
                continue;
            }
            match states.get(&prerequisite) {
                None => {
                    states.insert(prerequisite, State::Open(path.len()));
                    path.push((prerequisite, 0));
                }
                Some(&State::Open(from)) => {
                    let circle: Vec<LessonRef> = path[from..].iter().map(|(at, _)| *at).collect();
                    diagnostics.extend(circle_fault(book, &circle));
                }
                Some(State::Done) => {}
            }
        }
    }
}

/// The fault of lessons of which each requires the next, and the last the first; `None` if `circle` is empty.
fn circle_fault(book: &Book, circle: &[LessonRef]) -> Option<Diagnostic> {
    let (first, at) = circle.iter().enumerate().min_by_key(|(_, at)| **at)?;
    let around = circle.iter().cycle().skip(first).take(circle.len() + 1);
    let names: Vec<&str> = around.map(|at| book.lesson(*at).id.as_str()).collect();
    let place = place(book.lesson(*at), names.get(1)?);
    let message = message!("circular-prerequisite.message", circle = names.join(" → "));
    Some(Diagnostic::new(Rule::CircularPrerequisite, place, message).help(message!("circular-prerequisite.help")))
}
