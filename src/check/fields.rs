//! Fields of the front matter in their place: what a level says, a lesson doesn’t.

use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Message, message};
use crate::model::{Lesson, LessonRef};
use crate::rule::Rule;

/// Reports the fields that a text of that kind has no use for.
pub(super) fn check(at: LessonRef, lesson: &Lesson, diagnostics: &mut Vec<Diagnostic>) {
    for translation in lesson.translations.values() {
        for key in &translation.parsed.front_matter.keys {
            let Some(help) = help(at, &key.value) else { continue };
            let field = key.value.as_str();
            let message = match at {
                LessonRef::Home => message!("misplaced-field.home", field = field),
                LessonRef::Level(_) => message!("misplaced-field.level", field = field),
                LessonRef::Lesson(..) => message!("misplaced-field.lesson", field = field),
                LessonRef::Page(_) => message!("misplaced-field.page", field = field),
            };
            let place = Place::new(&translation.path, &key.span);
            diagnostics.push(Diagnostic::new(Rule::MisplacedField, place, message).help(help));
        }
    }
}

/// What to do about a field in a text of that kind; `None` where it has its place.
fn help(at: LessonRef, field: &str) -> Option<Message> {
    Some(match (at, field) {
        (LessonRef::Level(_), "objectives") => message!("misplaced-field.help-outcomes"),
        (LessonRef::Level(_), "duration") => message!("misplaced-field.help-duration"),
        (LessonRef::Level(_), "prerequisites") => message!("misplaced-field.help-prerequisites"),
        (LessonRef::Lesson(..), "outcomes") => message!("misplaced-field.help-objectives"),
        (LessonRef::Lesson(..), "need") => message!("misplaced-field.help-need"),
        (LessonRef::Lesson(..), "emerges") => message!("misplaced-field.help-of-level"),
        (LessonRef::Level(_) | LessonRef::Home, "tags") => message!("misplaced-field.help-tags"),
        (LessonRef::Home | LessonRef::Page(_), "need" | "emerges" | "outcomes") => {
            message!("misplaced-field.help-of-level")
        }
        (LessonRef::Home | LessonRef::Page(_), "objectives" | "duration" | "prerequisites") => {
            message!("misplaced-field.help-of-lesson")
        }
        _ => return None,
    })
}
