//! That a book is the same once a text of it has moved: its links, its prerequisites, its faults.

use std::collections::BTreeMap;

use super::aliases::{lost_addresses, lost_ids};
use super::edits::texts;
use super::target::Rename;
use super::{Twins, new_path};
use crate::author::Refusal;
use crate::diagnostic::Diagnostic;
use crate::locale::message;
use crate::model::{Book, LessonRef, Target};

/// Refuses a move after which a link or a prerequisite leads elsewhere.
pub(super) fn same_book(before: &Book, after: &Book, renames: &[Rename], twins: &Twins) -> Result<(), Refusal> {
    let moved: BTreeMap<_, _> =
        texts(after).map(|(at, text)| ((text.path.as_str(), text.locale), (at, text))).collect();
    let changed = |path: &str| Refusal::new(message!("move.changed", path = path), message!("move.help-changed"));
    for (at, text) in texts(before) {
        let path = new_path(renames, text.path.as_str());
        let Some(&(new_at, new)) = moved.get(&(path.as_str(), text.locale)) else { return Err(changed(&path)) };
        let is_same = text.links.len() == new.links.len()
            && twins.of(at) == Some(new_at)
            && text.links.iter().zip(&new.links).all(|(link, new)| is_same(link, new, renames, twins));
        if !is_same {
            return Err(changed(text.path.as_str()));
        }
    }
    for (at, lesson) in before.lessons() {
        let twin = |at: &LessonRef| twins.of(*at);
        let mapped: Vec<Vec<_>> = lesson.prerequisites.iter().map(|any| any.iter().map(twin).collect()).collect();
        let new = twins.of(at).map(|at| &after.lesson(at).prerequisites);
        let new: Option<Vec<Vec<_>>> =
            new.map(|all| all.iter().map(|any| any.iter().copied().map(Some).collect()).collect());
        if new.as_ref() != Some(&mapped) {
            return Err(changed(&lesson.id));
        }
    }
    Ok(())
}

/// Refuses a move after which an id or an address of a text leads nowhere, though it should be kept.
pub(super) fn all_kept(before: &Book, after: &Book, twins: &Twins) -> Result<(), Refusal> {
    let mut lost = lost_ids(before, after, twins);
    lost.extend(lost_addresses(before, after, twins));
    match lost.first() {
        Some((path, _)) => {
            Err(Refusal::new(message!("move.changed", path = path.as_str()), message!("move.help-changed")))
        }
        None => Ok(()),
    }
}

fn is_same(before: &Target, after: &Target, renames: &[Rename], twins: &Twins) -> bool {
    match (before, after) {
        (Target::Lesson { to, locale, anchor }, Target::Lesson { to: new, locale: new_locale, anchor: new_anchor }) => {
            twins.of(*to) == Some(*new) && locale == new_locale && anchor == new_anchor
        }
        (Target::Shown(path), Target::Shown(new)) | (Target::Offered(path, _), Target::Offered(new, _)) => {
            new_path(renames, path.as_str()) == new.as_str()
        }
        (Target::Played(media), Target::Played(new)) => new_path(renames, media.path.as_str()) == new.path.as_str(),
        (before, after) => before == after,
    }
}

/// The faults that the book didn't have: of each rule in each file, as many as there are more.
pub(in crate::author) fn new_faults(
    before: &[Diagnostic],
    after: Vec<Diagnostic>,
    renames: &[Rename],
) -> Vec<Diagnostic> {
    let mut known: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for fault in before {
        *known.entry((fault.rule.name(), new_path(renames, fault.at.path.as_str()))).or_default() += 1;
    }
    let is_new = |fault: &Diagnostic| match known.get_mut(&(fault.rule.name(), fault.at.path.to_string())) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    };
    let mut is_new = is_new;
    after.into_iter().filter(|fault| is_new(fault)).collect()
}
