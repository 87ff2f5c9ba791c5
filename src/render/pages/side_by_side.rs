//! Two texts of a lesson beside each other.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::locale::typography::clean;
use crate::model::{Audience, LessonRef, Translation};
use crate::parse::blocks::BlockKind;
use crate::parse::document::ProseField;
use crate::plan::{self, Beside};
use crate::render::Renderer;
use crate::render::pages::{Place, glossary};
use crate::render::text::{InPieces, PageText};
use crate::render::view::{BesideLink, Frame, LanguageLink, NavigationLink, Side, SideBySideView, SideRow, Str};

impl Renderer {
    /// The page of two texts of a lesson, that in `locale` first; `None` if they don't lie beside each other.
    pub(in crate::render) fn side_by_side(
        &self,
        at: LessonRef,
        locale: Locale,
        other: Locale,
    ) -> Option<Result<String, Box<Diagnostic>>> {
        let lesson = self.site.book.lesson(at);
        let beside = plan::side_by_side(&self.site.book, at, locale, other)?;
        let (first, second) = (lesson.translations.get(&locale)?, lesson.translations.get(&other)?);
        let place = self.place(at, locale, &beside.page);
        let prefix = |locale| format!("{}:", self.site.book.config.language(locale).key);
        let prefixes = [prefix(locale), prefix(other)];
        let view = place.side_by_side([first, second], &prefixes, &beside);
        Some(self.site.theme.render("side-by-side.html", &view))
    }
}

impl<'a> Place<'a> {
    /// The ways to the pages where the text is read beside another language's.
    pub(super) fn side_by_side_links(&self) -> Vec<BesideLink<'a>> {
        let book = &self.renderer.site.book;
        let links = book.config.locales().filter_map(|other| {
            let page = plan::side_by_side(book, self.at, self.locale, other)?.page;
            let language = book.config.language(other);
            Some(BesideLink {
                title: self.both("read_side_by_side", other),
                href: self.permalink.href(&page),
                lang: language.tag.as_str().into(),
                name: language.name.as_str().into(),
                language: self.strings.language(language),
            })
        });
        links.collect()
    }

    /// The theme's sentence of that key on the page's language and another.
    fn both(&self, key: &str, other: Locale) -> Str<'a> {
        let name = |locale| {
            let language = self.renderer.site.book.config.language(locale);
            self.strings.language(language)
        };
        self.strings.fill(key, &[("first", &name(self.locale)), ("second", &name(other))]).into()
    }

    fn side_by_side(
        &self,
        texts: [&'a Translation; 2],
        prefixes: &'a [String; 2],
        beside: &Beside<'_>,
    ) -> SideBySideView<'a> {
        let (other, alignment) = (texts[1].locale, &beside.alignment);
        let [first, second] = [0, 1].map(|side| self.side_text(texts[side], &prefixes[side], beside.audience));
        let document = first.document();
        let shift = document.heading_shift();
        let headings = alignment.rows.iter().map(|row| {
            let block = document.blocks.get(row.first.clone())?.first()?;
            let heading = document.headings.get(block.section?)?;
            matches!(block.kind, BlockKind::Heading(_)).then(|| heading.shown_level(shift))
        });
        let headings: Vec<Option<u8>> = headings.collect();
        let (first, firsts) = self.side(first, alignment.rows.iter().map(|row| row.first.clone()));
        let (second, seconds) = self.side(second, alignment.rows.iter().map(|row| row.second.clone()));
        let rows = headings.into_iter().zip(firsts.into_iter().zip(seconds));
        let rows = rows.map(|(heading, (first, second))| SideRow { cells_html: [first, second], heading }).collect();
        SideBySideView {
            frame: self.side_by_side_frame(texts),
            level: match self.at {
                LessonRef::Lesson(level, _) => Some(self.level_link(level)),
                _ => None,
            },
            label: self.both("side_by_side", other),
            sides: [first, second],
            rows,
        }
    }

    /// A text on the page, in its own language's words and with ids of its own.
    fn side_text(&self, text: &'a Translation, prefix: &'a str, audience: Audience) -> PageText<'a> {
        let site = &self.renderer.site;
        let parts = self.renderer.parts();
        let glossary = site.listing(glossary::NAME, text.locale).map(|pages| &pages.all);
        let own = PageText::for_audience(audience, parts, self.lesson, text, self.permalink, text.locale);
        PageText { glossary, prefix, ..own }
    }

    /// One side, and its body in those runs of its blocks.
    fn side(&self, text: PageText<'a>, runs: impl Iterator<Item = Range<usize>>) -> (Side<'a>, Vec<String>) {
        let (strings, prefix) = (text.strings, text.prefix);
        let locale = text.translation.locale;
        let language = self.renderer.site.book.config.language(locale);
        let name = strings.language(language);
        let anchors = &text.translation.listed_anchors;
        let InPieces { fields, pieces, end } = text.in_pieces(Some(ProseField::Objective), runs);
        let objective_id = |index| anchors.get(&index).map(|anchor| format!("{prefix}{anchor}"));
        let side = Side {
            objective_ids: (0..fields.len()).map(objective_id).collect(),
            title: self.words(self.lesson.titles.get(locale)).0,
            label: strings.fill("read_alone", &[("language", &name)]).into(),
            href: self.permalink.href(&self.renderer.page_of(self.lesson, locale)),
            hreflang: language.key.as_str().into(),
            language: language.name.as_str().into(),
            prefix: prefix.into(),
            objectives_heading: strings.get("objectives_heading").into(),
            objectives: fields,
            text: end,
        };
        (side, pieces)
    }

    /// The frame: the page is another way to read a lesson, and search engines know the lesson.
    fn side_by_side_frame(&self, texts: [&'a Translation; 2]) -> Frame<'a> {
        let frame = self.frame(None);
        let titles = texts.map(|text| clean(self.words(self.lesson.titles.get(text.locale)).0));
        let title = titles.join(" / ");
        let links = self.renderer.links(self.locale, self.permalink, None);
        let (title_here, lang) = self.title();
        let lesson = NavigationLink { title: title_here, lang, href: self.href(self.lesson), current: false };
        Frame {
            title: self.strings.fill("of_site", &[("title", &title), ("site", &frame.site.title)]).into(),
            alternates: Vec::new(),
            open_graph: None,
            noindex: true,
            languages: self.side_by_side_languages(texts[1].locale),
            header_links: links.header,
            footer_links: links.footer,
            breadcrumbs: frame.breadcrumbs.into_iter().chain([lesson]).collect(),
            draft: texts.iter().any(|text| text.draft),
            text_parts: self.renderer.text_parts(texts, self.permalink),
            asks: texts.iter().any(|text| text.parsed.has_questions()),
            edit: None,
            ..frame
        }
    }

    /// The switch: the same two texts, that of the language chosen first; else the lesson.
    fn side_by_side_languages(&self, other: Locale) -> Vec<LanguageLink<'a>> {
        let book = &self.renderer.site.book;
        let mirrored =
            |locale: Locale| plan::side_by_side(book, self.at, locale, self.locale).map(|beside| beside.page);
        let links = book.config.locales().zip(self.languages()).map(|(locale, link)| {
            if locale == self.locale {
                return LanguageLink { href: "./".to_owned(), same_text: false, ..link };
            }
            let same_text = locale == other;
            match mirrored(locale) {
                Some(page) => LanguageLink { href: self.permalink.href(&page), same_text, ..link },
                None => LanguageLink { same_text: false, ..link },
            }
        });
        links.collect()
    }
}
