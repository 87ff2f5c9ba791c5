//! Fields of the front matter in the wrong kind of text: a level’s fields in a lesson, say.

use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Message, message};
use crate::model::{Lesson, LessonRef};
use crate::parse::front_matter::{Field, Texts};
use crate::rule::Rule;

/// Reports the fields that a text of that kind doesn’t show.
pub(super) fn check(at: LessonRef, lesson: &Lesson, diagnostics: &mut Vec<Diagnostic>) {
    for translation in lesson.translations.values() {
        for key in &translation.parsed.front_matter.keys {
            let Some(field) = Field::of_key(&key.value).filter(|field| !is_shown(at, field.of)) else { continue };
            let help = help(at, field);
            let field = field.key;
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

/// Whether the text `at` is one of the kinds of text that a field is for.
fn is_shown(at: LessonRef, texts: Texts) -> bool {
    match texts {
        Texts::All => true,
        Texts::Levels => matches!(at, LessonRef::Level(_)),
        Texts::Lessons => matches!(at, LessonRef::Lesson(..)),
        Texts::LessonsAndPages => matches!(at, LessonRef::Lesson(..) | LessonRef::Page(_)),
    }
}

/// What to do about a field in a text that doesn’t show it.
fn help(at: LessonRef, field: &Field) -> Message {
    match (at, field.key, field.of) {
        (LessonRef::Level(_), "objectives", _) => message!("misplaced-field.help-outcomes"),
        (LessonRef::Level(_), "duration", _) => message!("misplaced-field.help-duration"),
        (LessonRef::Lesson(..), "outcomes", _) => message!("misplaced-field.help-objectives"),
        (LessonRef::Lesson(..), "need", _) => message!("misplaced-field.help-need"),
        (LessonRef::Level(_), _, Texts::Lessons) => message!("misplaced-field.help-prerequisites"),
        (_, _, Texts::LessonsAndPages) => message!("misplaced-field.help-tags"),
        (_, _, Texts::Lessons) => message!("misplaced-field.help-of-lesson"),
        (_, _, Texts::Levels | Texts::All) => message!("misplaced-field.help-of-level"),
    }
}
