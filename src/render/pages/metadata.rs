//! What each page of the book says of itself to machines.

use crate::locale::Locale;
use crate::locale::typography::clean;
use crate::model::{LessonRef, Permalink, Target};
use crate::parse::document::LinkKind;
use crate::plan::Cover;
use crate::render::Renderer;
use crate::render::licence::licence;
use crate::render::metadata::{Breadcrumbs, CreativeWork, Graph, LevelTerm, Named, Node, Skill, TermSet};
use crate::render::pages::Place;
use crate::render::plain;
use crate::render::sitemap::is_listed;
use crate::render::view::{NavigationLink, OpenGraph, SharedImage, Str, Text};

/// A front page: the book.
const COURSE: &[&str] = &["Course"];
/// A level's page.
const LEVEL: &[&str] = &["LearningResource"];
/// A lesson.
const LESSON: &[&str] = &["LearningResource", "Article"];
/// A page outside the levels.
const PAGE: &[&str] = &["WebPage"];

/// What a text's own page shows, for what it says of itself.
pub(super) struct Shown<'s, 'a> {
    /// The text.
    pub(super) text: &'s Text<'a>,
    /// What a student can do after it, as HTML.
    pub(super) objectives: &'s [Str<'a>],
    /// Its tags.
    pub(super) tags: &'s [NavigationLink<'a>],
    /// Whether it has a table of contents.
    pub(super) toc: bool,
}

impl<'a> Place<'a> {
    /// The page as JSON-LD. A fallback is the original's page, which speaks for itself.
    pub(super) fn json_ld(&self, shown: &Shown<'_, 'a>) -> Option<String> {
        let config = &self.renderer.site.book.config;
        let base = config.base_url.as_ref()?.as_str();
        if !is_listed(self.lesson, self.locale) {
            return None;
        }
        let mut work = self.work(base, shown);
        let mut nodes = Vec::new();
        match self.at {
            LessonRef::Home => {
                work.version = config.edition.as_deref();
                let levels = &self.renderer.site.book.levels;
                work.has_part = (0..levels.len()).filter_map(|level| self.level_work(base, level)).collect();
                work.teaches = (0..levels.len()).map(|level| Skill::Term(self.term(base, level))).collect();
                let terms = (0..levels.len()).map(|level| self.term(base, level)).collect();
                let name = self.strings.get("pyramid").into();
                nodes.push(Node::Work(Box::new(work)));
                nodes.push(Node::Terms(TermSet::new(base, name, terms)));
            }
            LessonRef::Level(level) => {
                work.position = Some(level + 1);
                work.educational_level = Some(self.term(base, level));
                work.is_part_of = Some(Box::new(self.course(base)));
                work.has_part = self.lesson_works(base, level);
                nodes.push(Node::Work(Box::new(work)));
                nodes.push(Node::Term(self.term(base, level)));
            }
            LessonRef::Lesson(level, index) => {
                work.position = Some(self.position(level, index));
                work.educational_level = Some(self.term(base, level));
                let course = Some(Box::new(self.course(base)));
                let above = self.level_work(base, level);
                work.is_part_of = above.map(|above| Box::new(CreativeWork { is_part_of: course, ..above }));
                work.competency_required = self.required(base, level);
                work.has_part = self.task_works(base, &work.id);
                nodes.push(Node::Work(Box::new(work)));
            }
            LessonRef::Page(_) => {
                work.is_part_of = Some(Box::new(self.course(base)));
                nodes.push(Node::Work(Box::new(work)));
            }
        }
        nodes.extend(self.crumbs(base).map(Node::Breadcrumbs));
        Some(Graph::new(nodes).json())
    }

    /// What is so of any page.
    fn work(&self, base: &str, shown: &Shown<'_, 'a>) -> CreativeWork<'a> {
        let config = &self.renderer.site.book.config;
        let (name, _) = self.title();
        let is_lesson = matches!(self.at, LessonRef::Lesson(..));
        let mut work = CreativeWork {
            kinds: self.kinds(),
            id: self.permalink.absolute(base),
            url: Some(self.permalink.absolute(base)),
            name: Some(name),
            description: self.lead(),
            in_language: Some(&config.language(self.locale).tag),
            author: self.lesson.authors.iter().map(|author| Named { name: author.as_str().into() }).collect(),
            keywords: shown.tags.iter().map(|tag| tag.title.clone()).collect(),
            license: self.licences(),
            date_published: self.published().filter(|_| is_lesson).map(|date| date.to_string()),
            date_modified: self.updated().map(|day| day.datetime),
            time_required: self.lesson.duration.filter(|_| is_lesson).map(|minutes| format!("PT{minutes}M")),
            teaches: self.taught(base, shown.objectives),
            assesses: self.assessed(base),
            citation: shown.text.references.as_deref().map_or_else(Vec::new, plain::items),
            ..CreativeWork::default()
        };
        if work.teaches.is_empty()
            && let LessonRef::Level(level) | LessonRef::Lesson(level, _) = self.at
        {
            work.teaches.push(Skill::Term(self.term(base, level)));
        }
        self.translations(base, &mut work);
        self.access(&mut work, shown);
        work
    }

    fn kinds(&self) -> &'static [&'static str] {
        match self.at {
            LessonRef::Home => COURSE,
            LessonRef::Level(_) => LEVEL,
            LessonRef::Lesson(..) => LESSON,
            LessonRef::Page(_) => PAGE,
        }
    }

    fn licences(&self) -> Vec<Str<'a>> {
        let Some(expression) = self.lesson.license.as_deref() else { return Vec::new() };
        let licence = licence(expression, self.strings);
        let texts: Vec<_> = licence.parts.into_iter().filter_map(|part| part.href).collect();
        if texts.is_empty() { vec![licence.name] } else { texts }
    }

    /// Whose translation it is, or what its translations are. The original is the text in the book's
    /// default language.
    fn translations(&self, base: &str, work: &mut CreativeWork<'a>) {
        let config = &self.renderer.site.book.config;
        let kinds = self.kinds();
        let link = |locale: Locale, page: &Permalink| CreativeWork {
            kinds,
            id: page.absolute(base),
            in_language: Some(&config.language(locale).tag),
            ..CreativeWork::default()
        };
        let listed = self.lesson.permalinks.iter().filter(|(locale, _)| is_listed(self.lesson, *locale));
        let mut listed: Vec<_> = listed.filter_map(|(locale, page)| Some((locale, page.as_ref()?))).collect();
        listed.sort_by_key(|&(locale, _)| (locale != config.default_locale, locale));
        match listed.split_first() {
            Some(((original, _), others)) if *original == self.locale => {
                work.work_translation = others.iter().map(|&(locale, page)| link(locale, page)).collect();
            }
            Some((&(original, page), _)) => work.translation_of_work = Some(Box::new(link(original, page))),
            None => {}
        }
    }

    /// How the page can be read, as far as its text shows.
    fn access(&self, work: &mut CreativeWork<'a>, shown: &Shown<'_, 'a>) {
        let sees_all = self.renderer.site.book.audience.sees_all();
        let links = self.shown.into_iter().flat_map(|shown| shown.parsed.document.links.iter().zip(&shown.links));
        let links: Vec<_> = links.filter(|(link, _)| sees_all || !link.for_teacher).collect();
        let is_image = |kind: LinkKind| matches!(kind, LinkKind::Image | LinkKind::RawImage);
        let images: Vec<_> = links.iter().map(|(link, _)| link).filter(|link| is_image(link.kind)).collect();
        let shows = |kind: LinkKind| links.iter().any(|(link, _)| link.kind == kind);
        let (plays_sound, plays_film) = (shows(LinkKind::Audio), shows(LinkKind::Video));
        work.access_mode.push("textual");
        if !images.is_empty() || plays_film {
            work.access_mode.push("visual");
        }
        if plays_sound || plays_film {
            work.access_mode.push("auditory");
        }
        let mut played = links.iter().filter(|(link, _)| link.kind.is_media()).map(|(link, target)| match target {
            Target::Played(media) => (link.kind, !media.captions.is_empty(), media.transcript.is_some()),
            _ => (link.kind, false, false),
        });
        if plays_film && played.clone().all(|(kind, captions, _)| kind == LinkKind::Audio || captions) {
            work.accessibility_feature.push("captions");
        }
        if plays_sound && played.all(|(kind, _, transcript)| kind == LinkKind::Video || transcript) {
            work.accessibility_feature.push("transcript");
        }
        if !images.is_empty() {
            // What raw HTML shows may well have a text; it isn't known.
            if images.iter().all(|image| image.kind == LinkKind::Image && !image.alt.trim().is_empty()) {
                work.accessibility_feature.push("alternativeText");
            }
        }
        work.accessibility_feature.push("structuralNavigation");
        if shown.toc {
            work.accessibility_feature.push("tableOfContents");
        }
        let is_still = |address: &str| {
            let address = address.to_ascii_lowercase();
            [".png", ".jpg", ".jpeg", ".svg", ".bmp"].iter().any(|end| address.ends_with(end))
        };
        if !plays_film && images.iter().all(|image| image.kind == LinkKind::Image && is_still(&image.address)) {
            work.accessibility_hazard = Some("none");
        }
    }

    /// The level as a term, as the page shows it.
    fn term(&self, base: &str, level: usize) -> LevelTerm<'a> {
        let index = &self.renderer.site.book.levels[level].index;
        let (name, _) = self.words(index.titles.get(self.locale));
        LevelTerm::new(base, &index.id, level + 1, name, self.need(index))
    }

    /// The book, named.
    fn course(&self, base: &str) -> CreativeWork<'a> {
        let book = &self.renderer.site.book;
        let name = book.config.set(book.config.title(self.locale), self.locale);
        CreativeWork {
            kinds: COURSE,
            id: book.config.front_page(self.locale).absolute(base),
            name: Some(name),
            ..CreativeWork::default()
        }
    }

    /// A level's page, named.
    fn level_work(&self, base: &str, level: usize) -> Option<CreativeWork<'a>> {
        let index = &self.renderer.site.book.levels[level].index;
        let (name, _) = self.words(index.titles.get(self.locale));
        let id = index.permalinks.get(self.locale).as_ref()?.absolute(base);
        Some(CreativeWork { kinds: LEVEL, id, name: Some(name), position: Some(level + 1), ..CreativeWork::default() })
    }

    /// The lessons of a level that have a text of their own in the page's language.
    fn lesson_works(&self, base: &str, level: usize) -> Vec<CreativeWork<'a>> {
        let lessons = self.renderer.site.book.levels[level].lessons.iter().enumerate();
        let own = lessons.filter(|(_, lesson)| is_listed(lesson, self.locale));
        let work = own.filter_map(|(index, lesson)| {
            let page = lesson.permalinks.get(self.locale).as_ref()?;
            let (name, _) = self.words(lesson.titles.get(self.locale));
            let position = Some(self.position(level, index));
            let id = page.absolute(base);
            Some(CreativeWork { kinds: LESSON, id, name: Some(name), position, ..CreativeWork::default() })
        });
        work.collect()
    }

    /// A lesson's place among those of its level that the language has.
    pub(super) fn position(&self, level: usize, index: usize) -> usize {
        let before = &self.renderer.site.book.levels[level].lessons[..index];
        before.iter().filter(|lesson| lesson.has_page(self.locale)).count() + 1
    }

    /// The levels below that the lesson's prerequisites are of, whichever of them is chosen.
    fn required(&self, base: &str, level: usize) -> Vec<LevelTerm<'a>> {
        let mut levels: Vec<usize> = self
            .lesson
            .prerequisites
            .iter()
            .filter_map(|any| {
                let mut levels = any.iter().map(|at| match at {
                    LessonRef::Lesson(required, _) => Some(*required),
                    _ => None,
                });
                let first = levels.next().flatten().filter(|required| *required < level)?;
                levels.all(|other| other == Some(first)).then_some(first)
            })
            .collect();
        levels.sort_unstable();
        levels.dedup();
        levels.into_iter().map(|level| self.term(base, level)).collect()
    }

    /// The way down from the front page to the page itself; `None` on the front page.
    fn crumbs(&self, base: &str) -> Option<Breadcrumbs<'a>> {
        let book = &self.renderer.site.book;
        let name = book.config.set(book.config.title(self.locale), self.locale);
        let mut pages = vec![(name, book.config.front_page(self.locale).absolute(base))];
        match self.at {
            LessonRef::Home => return None,
            LessonRef::Lesson(level, _) => {
                let index = &book.levels[level].index;
                let (name, _) = self.words(index.titles.get(self.locale));
                let page = index.permalinks.get(self.locale).as_ref();
                pages.extend(page.map(|page| (name, page.absolute(base))));
            }
            LessonRef::Level(_) | LessonRef::Page(_) => {}
        }
        let (name, _) = self.title();
        pages.push((name, self.permalink.absolute(base)));
        Some(Breadcrumbs::new(pages))
    }

    /// What a link to the page shows elsewhere.
    pub(super) fn open_graph(&self) -> Option<OpenGraph<'a>> {
        let config = &self.renderer.site.book.config;
        let url = self.canonical()?;
        let shown = self.shown.map_or(self.locale, |shown| shown.locale);
        let (title, _) = self.title();
        let is_lesson = matches!(self.at, LessonRef::Lesson(..));
        let level = self.level_number().map(|number| number - 1);
        let others = config.locales().filter(|&locale| locale != shown && is_listed(self.lesson, locale));
        Some(OpenGraph {
            title: clean(title),
            kind: if is_lesson { "article" } else { "website" },
            url,
            image: self.renderer.shared_image(level, shown),
            locale: territory(&config.language(shown).tag),
            locale_alternates: others.filter_map(|locale| territory(&config.language(locale).tag)).collect(),
            published: self.published().filter(|_| is_lesson).map(|date| date.to_string()),
            modified: self.updated().filter(|_| is_lesson).map(|day| day.datetime),
        })
    }
}

impl Renderer {
    /// The picture that a link to a page in a language shows: of the level at that index, or of the whole book.
    pub(super) fn shared_image(&self, level: Option<usize>, locale: Locale) -> Option<SharedImage<'_>> {
        let (book, strings) = (&self.site.book, self.site.theme.strings(locale));
        let url = self.absolute(self.site.cover(level, locale)?)?;
        let (width, height) = Cover::SIZE;
        let site = book.config.set(book.config.title(locale), locale);
        let levels = strings.count("levels", book.levels.len());
        let alt = match level.map(|level| book.lesson(LessonRef::Level(level)).titles.get(locale)) {
            None => strings.fill("cover_alt", &[("site", &site), ("levels", &levels)]),
            Some(title) => {
                let title = book.config.set(&title.text, title.locale);
                strings.fill("cover_level_alt", &[("site", &site), ("levels", &levels), ("title", &title)])
            }
        };
        Some(SharedImage { url, width, height, alt: clean(alt.into()) })
    }
}

/// A language tag as Open Graph writes it (`fr_CA`); `None` without a country, which it needs.
pub(super) fn territory(tag: &str) -> Option<String> {
    let mut parts = tag.split('-');
    let language = parts.next()?;
    let country = parts.find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase()))?;
    Some(format!("{language}_{country}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_without_a_country_is_not_told() {
        assert_eq!(territory("fr-CA").as_deref(), Some("fr_CA"));
        assert_eq!(territory("zh-Hant-TW").as_deref(), Some("zh_TW"));
        assert_eq!(territory("fr"), None);
        assert_eq!(territory("es-419"), None);
    }
}
