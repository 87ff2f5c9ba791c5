//! Whose the images of the book are.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::model::{Book, LessonRef, Target, Translation};
use crate::parse::document::Link;
use crate::render::Renderer;
use crate::render::credits;
use crate::render::pages::listing::ListPage;
use crate::render::sitemap::is_listed;
use crate::render::view::{CreditEntry, CreditsView};

/// The name of the kind of page.
pub(super) const NAME: &str = "credits";

/// Whether a text that the language shows has an image whose credit is given.
pub(super) fn is_in(book: &Book, locale: Locale) -> bool {
    credited(book, locale).next().is_some()
}

/// Whether a text in the language itself has one.
pub(super) fn is_indexed(book: &Book, locale: Locale, _: Option<usize>) -> bool {
    credited(book, locale).any(|(at, ..)| is_listed(book.lesson(at), locale))
}

/// The images whose credits are given, with the texts that show them to the book's readers of a language.
fn credited(book: &Book, locale: Locale) -> impl Iterator<Item = (LessonRef, &Translation, usize, &Link)> {
    let shown = book.lessons().filter(move |(_, lesson)| lesson.has_page(locale));
    let texts = shown.filter_map(move |(at, lesson)| Some((at, lesson.shown(locale, book.config.default_locale)?)));
    let images = texts.flat_map(|(at, text)| {
        text.parsed.document.links.iter().enumerate().map(move |(index, link)| (at, text, index, link))
    });
    let is_seen = |link: &Link| !link.for_teacher || book.audience.sees_all();
    images.filter(move |(_, text, index, link)| is_seen(link) && book.credit(text, *index).is_some())
}

impl Renderer {
    /// The images whose credits are given, for the readers of a language: each once, with the texts that show it.
    pub(super) fn credits<'a>(&'a self, page: &ListPage<'a>) -> Result<String, Box<Diagnostic>> {
        let (book, locale) = (&self.site.book, page.locale);
        let strings = self.site.theme.strings(locale);
        let mut entries: Vec<CreditEntry<'a>> = Vec::new();
        let mut places: HashMap<(&str, String), usize> = HashMap::new();
        for (at, text, index, link) in credited(book, locale) {
            let Some(credit) = book.credit(text, index) else { continue };
            let html = credits::html(&credit, &book.config, strings, locale);
            let file = match text.links.get(index) {
                Some(Target::Shown(path)) => path.as_str(),
                Some(Target::Played(media)) => media.path.as_str(),
                _ => link.address.as_str(),
            };
            let lesson = self.citing_lesson(at, locale, page.permalink);
            match places.entry((file, html)) {
                Entry::Occupied(known) => {
                    let lessons = &mut entries[*known.get()].lessons;
                    let last = lessons.last().map(|last| last.href.clone());
                    lessons.extend(lesson.filter(|lesson| Some(&lesson.href) != last.as_ref()));
                }
                Entry::Vacant(new) => {
                    let (name, lang) = match link.alt.as_str() {
                        "" => (file.rsplit('/').next().unwrap_or(file).into(), None),
                        alt => {
                            let tag = || book.config.language(text.locale).tag.as_str().into();
                            (book.config.set(alt, text.locale), (text.locale != locale).then(tag))
                        }
                    };
                    let credit_html = new.key().1.clone().into();
                    entries.push(CreditEntry { name, lang, credit_html, lessons: lesson.into_iter().collect() });
                    new.insert(entries.len() - 1);
                }
            }
        }
        let title = self.list_title(page);
        let frame = self.list_frame(page, title.clone(), None);
        self.site.theme.render("credits.html", &CreditsView { frame, title, entries })
    }
}
