//! Tags as pages show them: all of a language, and the lessons of one.

use crate::diagnostic::Diagnostic;
use crate::locale::{Alphabet, Locale};
use crate::model::{LessonRef, Permalink, Tag};
use crate::render::Renderer;
use crate::render::pages::Place;
use crate::render::pages::listing::ListPage;
use crate::render::sitemap::is_listed;
use crate::render::view::{Frame, NavigationLink, Str, TagEntry, TagLevel, TagView, TagsView};

/// A page about tags.
struct TagPage<'a> {
    permalink: &'a Permalink,
    locale: Locale,
    /// Its title, without the site's.
    title: Str<'a>,
    /// The tag, by index; nothing for the page of all.
    tag: Option<usize>,
}

impl Renderer {
    /// All tags of a language.
    pub(in crate::render) fn tags(&self, locale: Locale) -> Result<String, Box<Diagnostic>> {
        let site = &self.site;
        let pages = site.tags.get(locale);
        // Only languages that have tags have the page planned.
        let Some(permalink) = &pages.all else { return Ok(String::new()) };
        let title: Str<'_> = site.theme.strings(locale).get("tags_label").into();
        let mut tags: Vec<TagEntry<'_>> = site
            .book
            .tags
            .iter()
            .zip(&pages.each)
            .filter_map(|(tag, page)| {
                let (label, lang) = self.tag_words(tag, locale);
                let href = permalink.href(page.as_ref()?);
                Some(TagEntry { label, lang, href, lessons: self.tag_count(tag, locale) })
            })
            .collect();
        let alphabet = Alphabet::new(&site.book.config.language(locale).tag);
        tags.sort_by(|a, b| alphabet.compare(&a.label, &b.label));
        let frame = self.tag_frame(&TagPage { permalink, locale, title: title.clone(), tag: None });
        site.theme.render("tags.html", &TagsView { frame, title, tags })
    }

    /// The lessons that bear a tag.
    pub(in crate::render) fn tag(&self, index: usize, locale: Locale) -> Result<String, Box<Diagnostic>> {
        let site = &self.site;
        let pages = site.tags.get(locale);
        let (Some(tag), Some(Some(permalink))) = (site.book.tags.get(index), pages.each.get(index)) else {
            return Ok(String::new());
        };
        let strings = site.theme.strings(locale);
        let (label, lang) = self.tag_words(tag, locale);
        let mut levels: Vec<TagLevel<'_>> = Vec::new();
        let mut others = Vec::new();
        for &at in &tag.lessons {
            let Some(place) = self.place(at, locale, permalink) else { continue };
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
        let is_alike = pages.alike.contains(&index);
        let named = if is_alike { format!("{label} ({})", tag.id).into() } else { label.clone() };
        let title = strings.fill("tag_title", &[("tag", &named)]).into();
        let frame = self.tag_frame(&TagPage { permalink, locale, title, tag: Some(index) });
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
        let here = tag.lessons.iter().filter(|at| self.site.book.lesson(**at).permalinks.get(locale).is_some());
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

    /// The frame of a page about tags.
    fn tag_frame<'a>(&'a self, page: &TagPage<'a>) -> Frame<'a> {
        let site = &self.site;
        let config = &site.book.config;
        let all = site.tags.get(page.locale).all.as_ref().filter(|_| page.tag.is_some());
        let page = ListPage {
            permalink: page.permalink,
            locale: page.locale,
            title: page.title.clone(),
            same: config.localized(|locale| self.tag_permalink(page.tag, locale)),
            nearest: config.localized(|locale| self.tag_permalink(None, locale)),
            listed: config.locales().filter(|&locale| self.is_tag_listed(page.tag, locale)).collect(),
            above: all.map(|all| (site.theme.strings(page.locale).get("tags_label").into(), all)),
        };
        self.list_frame(&page, None)
    }

    /// The page of a tag, or of all, in a language.
    fn tag_permalink(&self, tag: Option<usize>, locale: Locale) -> Option<&Permalink> {
        let pages = self.site.tags.get(locale);
        match tag {
            Some(tag) => pages.each.get(tag)?.as_ref(),
            None => pages.all.as_ref(),
        }
    }

    /// Whether a page about tags is for search engines: when it leads to a text in its language.
    pub(in crate::render) fn is_tag_listed(&self, tag: Option<usize>, locale: Locale) -> bool {
        let book = &self.site.book;
        let tags = match tag {
            Some(tag) => book.tags.get(tag..=tag).unwrap_or_default(),
            None => &book.tags,
        };
        tags.iter().flat_map(|tag| &tag.lessons).any(|at| is_listed(book.lesson(*at), locale))
    }

    /// A text as it is listed on the page `from`; `None` if it has no page in the language.
    fn place<'a>(&'a self, at: LessonRef, locale: Locale, from: &'a Permalink) -> Option<Place<'a>> {
        let book = &self.site.book;
        let lesson = book.lesson(at);
        lesson.permalinks.get(locale).as_ref()?;
        let shown = lesson.shown(locale, book.config.default_locale);
        let strings = self.site.theme.strings(locale);
        Some(Place { renderer: self, at, lesson, locale, permalink: from, shown, strings })
    }
}

impl<'a> Place<'a> {
    /// The tags of a text, each a link to its page.
    pub(super) fn tag_links(&self) -> Vec<NavigationLink<'a>> {
        let renderer = self.renderer;
        let pages = &renderer.site.tags.get(self.locale).each;
        let links = self.lesson.tags.iter().filter_map(|&index| {
            let (title, lang) = renderer.tag_words(renderer.site.book.tags.get(index)?, self.locale);
            let href = self.permalink.href(pages.get(index)?.as_ref()?);
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
