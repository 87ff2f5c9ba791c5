//! The page of the teacher's site on which a teacher sees the class on the pyramid.

use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::model::{Audience, Book};
use crate::render::Renderer;
use crate::render::pages::listing::ListPage;
use crate::render::view::ClassView;

/// The name of the kind of page.
pub(super) const NAME: &str = "class";

/// The page's script, in the theme.
const SCRIPT: &str = "class.js";

/// The words of the page's script, by their keys.
const WORDS: [&str; 31] = [
    "class_failed",
    "class_student",
    "class_alias_of",
    "class_remove",
    "class_students",
    "class_refused",
    "class_pupils",
    "class_waiting",
    "class_level",
    "class_half",
    "class_shown",
    "class_read_it",
    "class_of",
    "class_right",
    "class_wrong",
    "class_is_read",
    "class_is_twice",
    "class_is_joined",
    "class_is_named",
    "class_is_other_edition",
    "class_is_unknown",
    "class_is_same",
    "class_is_empty",
    "class_is_big",
    "class_is_none",
    "class_is_broken",
    "class_is_newer",
    "class_is_foreign",
    "class_is_cut",
    "class_is_mistyped",
    "class_is_mistyped_in",
];

/// Only the teacher's site has it, of a book with levels.
pub(super) fn is_in(book: &Book, _: Locale) -> bool {
    book.audience == Audience::Teachers && !book.levels.is_empty()
}

impl Renderer {
    /// The page, empty until a teacher brings something.
    pub(super) fn class<'a>(&'a self, page: &ListPage<'a>) -> Result<String, Box<Diagnostic>> {
        let title = self.list_title(page);
        let view = ClassView {
            frame: self.list_frame(page, title.clone(), None),
            title,
            script: self.site.published.more_scripts.get(SCRIPT).map(|script| page.permalink.href(script)),
            words_json: self.site.theme.strings(page.locale).as_json(&WORDS),
        };
        self.site.theme.render("class.html", &view)
    }
}
