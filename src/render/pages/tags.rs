//! Tags as pages show them: all of a language, and the lessons of one.

use crate::diagnostic::Diagnostic;
use crate::locale::{Alphabet, Locale};
use crate::model::{Book, LessonRef, Permalink, Tag};
use crate::render::Renderer;
use crate::render::pages::Place;
use crate::render::pages::listing::ListPage;
use crate::render::sitemap::is_listed;
use crate::render::view::{NavigationLink, Str, TagEntry, TagLevel, TagView, TagsView};

/// The name of the kind of page.
pub(super) const NAME: &str = "tags";

/// Whether a text of a language bears a tag.
pub(super) fn is_in(book: &Book, locale: Locale) -> bool {
    each(book, locale).iter().any(Option::is_some)
}

/// The tags, each with its id if a text of the language bears it.
pub(super) fn each(book: &Book, locale: Locale) -> Vec<Option<&str>> {
    let has_page = |at: &LessonRef| book.lesson(*at).has_page(locale);
    book.tags.iter().map(|tag| tag.lessons.iter().any(has_page).then_some(tag.id.as_str())).collect()
}

/// Whether a page about tags leads to a text in its own language.
pub(super) fn is_indexed(book: &Book, locale: Locale, tag: Option<usize>) -> bool {
    let tags = match tag {
        Some(tag) => book.tags.get(tag..=tag).unwrap_or_default(),
        None => &book.tags,
    };
    tags.iter().flat_map(|tag| &tag.lessons).any(|at| is_listed(book.lesson(*at), locale))
}

impl Renderer {
    /// All tags of a language, or the lessons that bear one.
    pub(super) fn tags<'a>(&'a self, page: &ListPage<'a>) -> Result<String, Box<Diagnostic>> {
        match page.thing.and_then(|tag| self.site.book.tags.get(tag)) {
            Some(tag) => self.tag(page, tag),
            None => self.all_tags(page),
        }
    }

    fn all_tags<'a>(&'a self, page: &ListPage<'a>) -> Result<String, Box<Diagnostic>> {
        let (site, locale) = (&self.site, page.locale);
        let mut tags: Vec<TagEntry<'_>> = site
            .book
            .tags
            .iter()
            .zip(&page.pages.each)
            .filter_map(|(tag, own)| {
                let (label, lang) = self.tag_words(tag, locale);
                let href = page.permalink.href(own.as_ref()?);
                Some(TagEntry { label, lang, href, lessons: self.tag_count(tag, locale) })
            })
            .collect();
        let alphabet = Alphabet::new(&site.book.config.language(locale).tag);
        tags.sort_by(|a, b| alphabet.compare(&a.label, &b.label));
        let title = self.list_title(page);
        let frame = self.list_frame(page, title.clone(), None);
        site.theme.render("tags.html", &TagsView { frame, title, tags })
    }

    /// The lessons that bear a tag.
    fn tag<'a>(&'a self, page: &ListPage<'a>, tag: &'a Tag) -> Result<String, Box<Diagnostic>> {
        let (site, locale) = (&self.site, page.locale);
        let strings = site.theme.strings(locale);
        let (label, lang) = self.tag_words(tag, locale);
        let mut levels: Vec<TagLevel<'_>> = Vec::new();
        let mut others = Vec::new();
        for &at in &tag.lessons {
            let Some(place) = self.listed(at, locale, page.permalink) else { continue };
            match at {
                LessonRef::Lesson(level, lesson) => {
                    let entry = place.lesson_entry(place.lesson, place.position(level, lesson));
                    match levels.last_mut().filter(|last| last.level.number == level + 1) {
                        Some(last) => last.lessons.push(entry),
                        None => levels.push(TagLevel { level: place.level_link(level), lessons: vec![entry] }),
                    }
                }
                _ => others.push(place.link()),
            }
        }
        // Two tags may be called alike; their pages are not.
        let named = if *tag.has_namesake.get(locale) { format!("{label} ({})", tag.id).into() } else { label.clone() };
        let title = strings.fill("tag_title", &[("tag", &named)]).into();
        let frame = self.list_frame(page, title, None);
        let lessons = self.tag_count(tag, locale);
        site.theme.render("tag.html", &TagView { frame, label, lang, lessons, levels, pages: others })
    }

    /// What a tag is called, and the label's language where it differs from the page's.
    pub(super) fn tag_words<'a>(&'a self, tag: &'a Tag, locale: Locale) -> (Str<'a>, Option<Str<'a>>) {
        let config = &self.site.book.config;
        let label = tag.labels.get(locale);
        let lang = (label.locale != locale).then(|| config.language(label.locale).tag.as_str().into());
        (config.set(&label.text, label.locale), lang)
    }

    /// How many texts of a language bear a tag: “3 lessons”.
    fn tag_count(&self, tag: &Tag, locale: Locale) -> Str<'_> {
        let strings = self.site.theme.strings(locale);
        let here = tag.lessons.iter().filter(|at| self.site.book.lesson(**at).has_page(locale));
        let (lessons, pages): (Vec<&LessonRef>, Vec<&LessonRef>) =
            here.partition(|at| matches!(at, LessonRef::Lesson(..)));
        match (lessons.len(), pages.len()) {
            (lessons, 0) => strings.count("lessons", lessons).into(),
            (0, pages) => strings.count("pages", pages).into(),
            (lessons, pages) => {
                strings.list(&[&strings.count("lessons", lessons), &strings.count("pages", pages)]).into()
            }
        }
    }

    /// A text as it appears in a list on the page `from`; `None` where the language doesn't have it.
    pub(super) fn listed<'a>(&'a self, at: LessonRef, locale: Locale, from: &'a Permalink) -> Option<Place<'a>> {
        self.site.book.lesson(at).has_page(locale).then(|| self.place(at, locale, from))
    }
}

impl<'a> Place<'a> {
    /// The tags of a text, each a link to its page.
    pub(super) fn tag_links(&self) -> Vec<NavigationLink<'a>> {
        let renderer = self.renderer;
        let pages = renderer.site.listing(NAME, self.locale);
        let links = self.lesson.tags.iter().filter_map(|&index| {
            let (title, lang) = renderer.tag_words(renderer.site.book.tags.get(index)?, self.locale);
            let href = self.permalink.href(pages?.page(Some(index))?);
            Some(NavigationLink { title, lang, href, current: false })
        });
        links.collect()
    }

    /// A link to the text's page.
    fn link(&self) -> NavigationLink<'a> {
        let (title, lang) = self.title();
        NavigationLink { title, lang, href: self.href(self.lesson), current: false }
    }
}
