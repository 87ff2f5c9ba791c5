//! A level, or the whole book, as one page to print or to save.
//!
//! Each text keeps its own notes, references and terms: a lesson that is taken out of the sheets is whole, and the numbers
//! of notes and of works are those that its page has.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::locale::typography::clean;
use crate::model::{Audience, Book, Delivery, Lesson, LessonRef, Permalink, Translation, is_of_every_page};
use crate::parse::document::ProseField;
use crate::render::Renderer;
use crate::render::excerpt;
use crate::render::licence::licence;
use crate::render::pages::Place;
use crate::render::pages::listing::ListPage;
use crate::render::text::{Links, PageText, Written, fragment};
use crate::render::view::{
    Frame, NavigationLink, PrintEntry, PrintStyle, PrintView, PrintedText, PrintsView, RunningTitle, Str,
};

/// The name of the kind of page.
pub(in crate::render) const NAME: &str = "print";

/// The script of the page's button, in the theme.
const SCRIPT: &str = "paper.js";

/// How many words one page may have: about 300 sheets, and still a page that an old computer can open. A book of ten
/// thousand lessons has none of them all.
const MOST_WORDS: usize = 100_000;

/// How many words a text counts for besides its own: its title, its lists.
const WORDS_AROUND: usize = 100;

/// In a folder that one carries along, it would be a copy of what is there.
pub(super) fn is_in(book: &Book, _: Locale) -> bool {
    book.delivery != Delivery::Folder
}

/// The levels, each with the segment of its own address; `None` for one that is too long for one page.
pub(super) fn each(book: &Book, locale: Locale) -> Vec<Option<&str>> {
    let segments = super::guide::each(book, locale).into_iter().enumerate();
    segments.map(|(level, segment)| segment.filter(|_| fits(book, locale, Some(level)))).collect()
}

/// A page of texts has the running titles of its sheets in a stylesheet; a list of levels needs none.
pub(super) fn has_style(book: &Book, locale: Locale, level: Option<usize>) -> bool {
    fits(book, locale, level)
}

/// Whether a level, or for `None` the book, is short enough for one page.
fn fits(book: &Book, locale: Locale, level: Option<usize>) -> bool {
    let shown = texts(book, level).filter_map(|at| {
        let lesson = book.lesson(at);
        lesson.has_page(locale).then(|| lesson.shown(locale, book.config.default_locale))?
    });
    let words = shown.map(|text| text.parsed.document.words.saturating_add(WORDS_AROUND));
    words.fold(0, usize::saturating_add) <= MOST_WORDS
}

/// The texts of a level, or for `None` of the book: the front page's, each level's with its lessons', the other pages'.
fn texts(book: &Book, level: Option<usize>) -> impl Iterator<Item = LessonRef> {
    let is_whole = level.is_none();
    let levels = match level {
        Some(level) => level..level + 1,
        None => 0..book.levels.len(),
    };
    let of_level = |level: usize| {
        let lessons = book.levels.get(level).map_or(0, |level| level.lessons.len());
        std::iter::once(LessonRef::Level(level)).chain((0..lessons).map(move |index| LessonRef::Lesson(level, index)))
    };
    let pages = (0..book.pages.len()).filter(move |_| is_whole).map(LessonRef::Page);
    is_whole.then_some(LessonRef::Home).into_iter().chain(levels.flat_map(of_level)).chain(pages)
}

/// A text, and its place in a print.
struct Printed<'a> {
    at: LessonRef,
    lesson: &'a Lesson,
    /// The id of its place.
    id: String,
    /// The prefix of its own ids.
    prefix: String,
    /// How deep its title is in the page, 1 for the page's own.
    rank: u8,
    /// Whether nothing but its title is there: ids in raw HTML stay as they are written, and two texts may have the same.
    is_apart: bool,
}

/// The links of a print: within the page where that has the text, else to the site.
struct PrintLinks<'a> {
    page: &'a Permalink,
    /// The places of the texts that are in the page, by the addresses of their own pages.
    places: BTreeMap<&'a Permalink, &'a Printed<'a>>,
}

impl Links for PrintLinks<'_> {
    fn href(&self, to: &Permalink) -> Option<String> {
        self.place(to, "", None)
    }

    fn place(&self, to: &Permalink, query: &str, anchor: Option<&str>) -> Option<String> {
        let Some(text) = self.places.get(to) else { return self.page.place(to, query, anchor) };
        let anchor = anchor.filter(|anchor| !is_of_every_page(anchor));
        Some(match anchor {
            Some(anchor) => format!("#{}", fragment(&format!("{}{anchor}", text.prefix))),
            None => format!("#{}", fragment(&text.id)),
        })
    }
}

impl Renderer {
    /// The print of a level or of the book; of a book that is too long for one page, the levels to print.
    pub(super) fn print<'a>(&'a self, page: &ListPage<'a>) -> Result<String, Box<Diagnostic>> {
        if !fits(&self.site.book, page.locale, page.thing) {
            return self.prints(page);
        }
        let printed = self.printed(page);
        let links = PrintLinks {
            page: page.permalink,
            places: printed
                .iter()
                .filter(|text| !text.is_apart)
                .filter_map(|text| Some((text.own_page(page.locale)?, text)))
                .collect(),
        };
        let mut texts =
            printed.iter().map(|text| self.place(text.at, page.locale, page.permalink).printed(text, &links));
        // The first of them is under the page's own title.
        let opening = texts.next();
        let texts = texts.collect();
        let at = page.thing.map_or(LessonRef::Home, LessonRef::Level);
        let place = self.place(at, page.locale, page.permalink);
        let (title, title_lang) = place.title();
        let name = match page.thing {
            Some(_) => place.strings.fill("print_title", &[("title", &title)]).into(),
            None => self.list_title(page),
        };
        let shown = printed.iter().filter_map(|text| self.place(text.at, page.locale, page.permalink).shown);
        let css = self.print_style(page)?;
        let script = self.site.published.more_scripts.get(SCRIPT);
        let view = PrintView {
            frame: Frame { text_parts: self.text_parts(shown, page.permalink), ..self.list_frame(page, name, None) },
            lead: place.lead(),
            label: page.thing.map(|level| place.level_of(level)),
            number: page.thing.map(|level| level + 1),
            title,
            title_lang,
            opening,
            texts,
            stylesheet: self.style_href(page, &css),
            script: script.map(|script| page.permalink.href(script)),
        };
        self.site.theme.render("print.html", &view)
    }

    /// What is at the head and at the foot of the sheets: no property of CSS that browsers know takes it from the page.
    pub(super) fn print_style<'a>(&'a self, page: &ListPage<'a>) -> Result<String, Box<Diagnostic>> {
        let config = &self.site.book.config;
        let titles = self.printed(page).into_iter().filter(|text| text.rank > 1).map(|text| {
            let title = text.lesson.titles.get(page.locale);
            RunningTitle { title: css_string(&clean(config.set(&title.text, title.locale))), id: text.id }
        });
        let (start, end) = match config.language(page.locale).right_to_left {
            true => ("right", "left"),
            false => ("left", "right"),
        };
        let book = css_string(&clean(config.set(config.title(page.locale), page.locale)));
        self.site.theme.render("print.css", &PrintStyle { start, end, book, titles: titles.collect() })
    }

    /// The levels, each to be printed.
    fn prints<'a>(&'a self, page: &ListPage<'a>) -> Result<String, Box<Diagnostic>> {
        let levels = (0..self.site.book.levels.len()).filter_map(|level| {
            let place = self.listed(LessonRef::Level(level), page.locale, page.permalink)?;
            let (title, lang) = place.title();
            let print = page.pages.page(Some(level));
            let href = print.map_or_else(|| place.href(place.lesson), |print| page.permalink.href(print));
            Some(PrintEntry {
                number: level + 1,
                label: place.strings.level(level + 1, place.level_name()).into(),
                link: NavigationLink { title, lang, href, current: false },
                is_too_long: print.is_none(),
            })
        });
        let levels = levels.collect();
        let title = self.list_title(page);
        let frame = self.list_frame(page, title.clone(), None);
        self.site.theme.render("prints.html", &PrintsView { frame, title, levels })
    }

    /// The texts of a print, in its order.
    fn printed<'a>(&'a self, page: &ListPage<'a>) -> Vec<Printed<'a>> {
        let book = &self.site.book;
        let is_whole = page.thing.is_none();
        // A lesson's number in its level: the lessons that have a page are counted.
        let mut number = 0;
        let printed = texts(book, page.thing).filter_map(|at| {
            let lesson = book.lesson(at);
            if !lesson.has_page(page.locale) {
                return None;
            }
            let (id, rank) = match at {
                LessonRef::Home => ("front".to_owned(), 1),
                LessonRef::Level(level) => {
                    number = 0;
                    (format!("level-{}", level + 1), if is_whole { 2 } else { 1 })
                }
                LessonRef::Lesson(level, _) => {
                    number += 1;
                    (format!("lesson-{}-{number}", level + 1), if is_whole { 3 } else { 2 })
                }
                LessonRef::Page(index) => (format!("page-{}", index + 1), 2),
            };
            let shown = lesson.shown(page.locale, book.config.default_locale);
            let is_apart = shown.is_some_and(|shown| shown.parsed.shown(book.audience).has_raw_ids());
            Some(Printed { at, lesson, prefix: format!("{id}:"), id, rank, is_apart })
        });
        printed.collect()
    }
}

impl<'a> Printed<'a> {
    /// The address of its own page.
    fn own_page(&self, locale: Locale) -> Option<&'a Permalink> {
        self.lesson.permalinks.get(locale).as_ref()
    }
}

impl<'a> Place<'a> {
    /// The way to the print of a level, if it has one.
    pub(super) fn print_link(&self, level: usize) -> Option<NavigationLink<'a>> {
        let print = self.renderer.site.listing(NAME, self.locale)?.page(Some(level))?;
        let title = self.strings.get("print_level").into();
        Some(NavigationLink { title, lang: None, href: self.permalink.href(print), current: false })
    }

    /// “Level 2 of 5”.
    fn level_of(&self, level: usize) -> Str<'a> {
        self.strings.level_of(level + 1, self.renderer.site.book.levels.len(), self.level_name()).into()
    }

    /// This text in a print, with those links.
    fn printed<'t>(&self, printed: &'t Printed<'_>, links: &'t PrintLinks<'_>) -> PrintedText<'t>
    where
        'a: 't,
    {
        let (field, skills) = match self.at {
            LessonRef::Level(_) => (Some(ProseField::Outcome), "outcomes_heading"),
            LessonRef::Lesson(..) => (Some(ProseField::Objective), "objectives_heading"),
            LessonRef::Home | LessonRef::Page(_) => (None, "objectives_heading"),
        };
        let shown = self.shown.filter(|_| !printed.is_apart);
        let text = shown.map(|shown| self.paper_text(shown, printed, links));
        let Written { fields, text } = text.map_or_else(|| self.no_text(), |text| text.written(field));
        let (title, title_lang) = self.title();
        let number = printed.id.strip_prefix("lesson-").map(|places| match printed.rank {
            // The print of a level says once which it is.
            2 => places.rsplit('-').next().unwrap_or(places).to_owned(),
            _ => places.replace('-', "."),
        });
        let href = |lesson: &'a Lesson| {
            let page = self.renderer.page_of(lesson, self.locale);
            links.href(&page).unwrap_or_default()
        };
        PrintedText {
            id: &printed.id,
            rank: printed.rank,
            number,
            label: match self.at {
                LessonRef::Level(level) if printed.rank > 1 => Some(self.level_of(level)),
                _ => None,
            },
            title,
            title_lang,
            duration: self.lesson.duration.map(|minutes| self.strings.duration(minutes).into()),
            own_page: printed.is_apart.then(|| links.href(self.lesson.permalinks.get(self.locale).as_ref()?)).flatten(),
            fallback: shown.filter(|shown| shown.locale != self.locale).map(|shown| {
                let language = self.strings.language(self.config().language(shown.locale));
                self.strings.fill("print_untranslated", &[("language", &language)]).into()
            }),
            skills_heading: self.strings.get(skills).into(),
            skills: self.listed(fields),
            prerequisites: self.prerequisites_at(href),
            has_alternatives: self.lesson.prerequisites.iter().any(|any| any.len() > 1),
            text,
            authors: self.lesson.authors.iter().map(|author| author.as_str().into()).collect(),
            licence: self.lesson.license.as_deref().map(|license| licence(license, self.strings)),
        }
    }

    /// What it says, as paper has it: for students without the answers, which nothing hides there.
    fn paper_text<'t>(
        &self,
        shown: &'a Translation,
        printed: &'t Printed<'_>,
        links: &'t PrintLinks<'_>,
    ) -> PageText<'t>
    where
        'a: 't,
    {
        let text = self.renderer.page_text(self.lesson, shown, self.permalink, self.locale);
        let mut text: PageText<'t> =
            PageText { links, prefix: &printed.prefix, is_for_paper: true, lowered: printed.rank - 1, ..text };
        if text.audience != Audience::Teachers && !text.document().questions.is_empty() {
            text.noted = Some(Box::new(excerpt::without_answers(text.document())));
        }
        text
    }
}

/// A text as a string of CSS (CSS Syntax, § 4.3.5).
fn css_string(text: &str) -> String {
    let mut string = String::from("\"");
    for one in text.chars() {
        match one {
            '"' | '\\' => string.extend(['\\', one]),
            '\n' | '\r' | '\u{c}' => string.push(' '),
            _ => string.push(one),
        }
    }
    string.push('"');
    string
}

#[cfg(test)]
mod tests {
    use super::css_string;

    #[test]
    fn a_title_is_one_string_of_css() {
        assert_eq!(css_string("A \"b\" \\ c\nd"), r#""A \"b\" \\ c d""#);
    }
}
