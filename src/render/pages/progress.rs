//! Progress in pages: the page of it, and what every page tells the scripts that keep it: which book and which text it
//! shows, and where to learn more. The latter doesn't grow with the book.

use std::borrow::Cow;

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::model::progress::VERSION;
use crate::model::{LessonRef, Permalink};
use crate::render::Renderer;
use crate::render::pages::listing::ListPage;
use crate::render::pages::privacy;
use crate::render::view::ProgressView;

/// The name of the kind of page.
pub(super) const NAME: &str = "progress";

/// The page's script, in the theme.
const SCRIPT: &str = "progress.js";

/// The words of the page's script, by their keys.
const WORDS: [&str; 28] = [
    "progress_added",
    "progress_nothing_new",
    "progress_named",
    "progress_other_edition",
    "progress_unknown",
    "progress_from_link",
    "progress_from_link_named",
    "progress_ignored",
    "progress_nothing_to_take",
    "progress_shared_on",
    "progress_take",
    "progress_shared_off",
    "progress_shared_refused",
    "progress_erased",
    "progress_not_counted",
    "progress_failed",
    "progress_unread",
    "progress_empty",
    "progress_big",
    "progress_none",
    "progress_broken",
    "progress_newer",
    "progress_foreign",
    "progress_cut",
    "progress_mistyped",
    "progress_mistyped_group",
    "progress_unchanged",
    "copied",
];

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
    /// Where a student stands in the book, to be filled in by the script.
    pub(super) fn progress<'a>(&'a self, page: &ListPage<'a>) -> Result<String, Box<Diagnostic>> {
        let place = self.front_place(page);
        let title = self.list_title(page);
        let privacy = self.site.listing(privacy::NAME, page.locale);
        let view = ProgressView {
            frame: self.list_frame(page, title.clone(), None),
            title,
            navigator: place.progress_navigator(),
            words_json: place.strings.as_json(&WORDS),
            script: self.site.published.more_scripts.get(SCRIPT).map(|script| page.permalink.href(script)),
            privacy: privacy.map(|pages| page.permalink.href(&pages.all)),
        };
        self.site.theme.render("progress.html", &view)
    }

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
