//! What a page tells the scripts that keep progress: which book and which text it shows, and where to learn more. It
//! doesn't grow with the book.

use std::borrow::Cow;

use serde::Serialize;

use crate::locale::Locale;
use crate::model::progress::VERSION;
use crate::model::{LessonRef, Permalink};
use crate::render::Renderer;

/// What the page’s script reads (`Here` of `web/src/site/progress/book.ts`).
#[derive(Serialize)]
struct Here<'a> {
    version: u32,
    book: Cow<'a, str>,
    /// The way to the script that tells of the book.
    outline: String,
    /// The place of the page's level, 0 at the base.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<usize>,
    /// The key of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    /// The keys that the text and what it asks had before, each with the present one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    former: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl Renderer {
    /// What the page at an address tells the scripts that keep progress, as JSON; `at` is its text.
    pub(super) fn here(&self, at: Option<LessonRef>, locale: Locale, page: &Permalink) -> String {
        let book = &self.site.book;
        let (level, at) = match at {
            Some(at @ (LessonRef::Level(level) | LessonRef::Lesson(level, _))) => (Some(level), Some(at)),
            _ => (None, None),
        };
        let here = Here {
            version: VERSION,
            book: book.config.progress_id(),
            outline: page.href(self.site.outlines.get(locale)),
            level,
            text: at.map(|at| book.lesson(at).id.as_str()),
            former: at.map_or_else(Vec::new, |at| self.former_keys(at)),
        };
        // Texts and numbers always serialise. In a script element, `<` could end it.
        serde_json::to_string(&here).unwrap_or_default().replace('<', "\\u003c")
    }

    fn former_keys(&self, at: LessonRef) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
        let book = &self.site.book;
        let text = book.lesson(at);
        let own = text.former_ids.iter().map(|former| (former.as_str().into(), text.id.as_str().into()));
        let tasks = book.learning.of(at).map_or(&[][..], |own| &own.tasks).iter();
        let tasks = tasks.flat_map(|task| {
            let now = format!("{}#{}", text.id, task.identity.id());
            let former = task.identity.former_ids().map(|former| format!("{}#{former}", text.id));
            former.map(move |former| (former.into(), now.clone().into()))
        });
        own.chain(tasks).collect()
    }
}
