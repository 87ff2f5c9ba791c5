//! The search page, and the index of what is found: the texts of a language, the terms and the works.

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::model::{Book, LessonRef, Permalink, Translation};
use crate::parse::document::ProseField;
use crate::render::Renderer;
use crate::render::pages::listing::ListPage;
use crate::render::pages::{glossary, map, references, tags};
use crate::render::plain;
use crate::render::text::fragment;
use crate::render::view::{NavigationLink, SearchView};
use crate::search::sections::{sections, words_of};
use crate::search::{Group, GroupKind, Index, Section, Text, index};
use crate::theme::strings::lent;

/// The name of the kind of page.
pub(super) const NAME: &str = "search";

/// The page's script, in the theme, and its look.
const SCRIPT: &str = "search.js";

/// Whether the book wants a search.
pub(super) fn is_in(book: &Book, _: Locale) -> bool {
    book.config.search
}

impl Renderer {
    /// The page on which a language is searched. A script fills it in; without, it names the pages that list what there is.
    pub(super) fn search<'a>(&'a self, page: &ListPage<'a>) -> Result<String, Box<Diagnostic>> {
        let title = self.list_title(page);
        let lists = [map::NAME, glossary::NAME, references::NAME, tags::NAME];
        let lists = self.site.listings().filter(|(kind, _)| lists.contains(&kind.name)).filter_map(|(kind, pages)| {
            let href = page.permalink.href(&pages.get(page.locale).as_ref()?.all);
            let title = self.site.theme.strings(page.locale).get(kind.title).into();
            Some(NavigationLink { title, lang: None, href, current: false })
        });
        let view = SearchView {
            frame: self.list_frame(page, title.clone(), None),
            title,
            lists: lists.collect(),
            script: self.site.published.more_scripts.get(SCRIPT).map(|script| page.permalink.href(script)),
            words: page.permalink.href(self.site.published.script_words.get(page.locale)),
        };
        self.site.theme.render("search.html", &view)
    }

    /// The way from a page to the search; `None` if the book wants none.
    pub(super) fn search_href(&self, locale: Locale, from: &Permalink) -> Option<String> {
        self.site.listing(NAME, locale).map(|pages| from.href(&pages.all))
    }

    /// The index of a language; `None` if the book wants no search.
    pub(in crate::render) fn make_search_index(&self, locale: Locale) -> Option<Index> {
        let page = &self.site.listing(NAME, locale)?.all;
        let language = self.site.book.config.language(locale);
        Some(index(&self.found_groups(locale, page), &language.key, &language.tag, page))
    }

    fn found_groups(&self, locale: Locale, page: &Permalink) -> Vec<Group> {
        let book = &self.site.book;
        let strings = self.site.theme.strings(locale);
        let level_name = book.config.level_name.get(locale).as_deref();
        let levels = book.levels.iter().enumerate().map(|(level, own)| {
            let lessons = (0..own.lessons.len()).map(|index| LessonRef::Lesson(level, index));
            let title = own.index.titles.get(locale);
            Group {
                kind: GroupKind::Level(level + 1),
                name: lent::plain(strings.level(level + 1, level_name).into()).into_owned(),
                title: book.config.set(&title.text, title.locale).into_owned(),
                texts: self.found_texts(std::iter::once(LessonRef::Level(level)).chain(lessons), locale, page),
            }
        });
        let pages = std::iter::once(LessonRef::Home).chain((0..book.pages.len()).map(LessonRef::Page));
        let other = |kind, name, texts| Group {
            kind,
            name: lent::plain(strings.get(name).into()).into_owned(),
            title: String::new(),
            texts,
        };
        let mut groups: Vec<Group> = levels.collect();
        groups.push(other(GroupKind::Page, "search_pages", self.found_texts(pages, locale, page)));
        groups.push(other(GroupKind::Term, "glossary", self.found_terms(locale, page)));
        groups.push(other(GroupKind::Work, "references", self.found_works(locale, page)));
        groups
    }

    /// Texts in the language itself: what is there in another language only is found in that.
    fn found_texts(&self, texts: impl Iterator<Item = LessonRef>, locale: Locale, page: &Permalink) -> Vec<Text> {
        let texts: Vec<LessonRef> = texts.collect();
        texts.into_par_iter().filter_map(|at| self.found_text(at, locale, page)).collect()
    }

    fn found_text(&self, at: LessonRef, locale: Locale, page: &Permalink) -> Option<Text> {
        let book = &self.site.book;
        let lesson = book.lesson(at);
        let href = book.delivery.href(page, lesson.permalinks.get(locale).as_ref()?);
        let title = match at {
            LessonRef::Home => book.config.set(book.config.title(locale), locale),
            _ => book.config.set(&lesson.titles.get(locale).text, lesson.titles.get(locale).locale),
        };
        let labels = lesson.tags.iter().filter_map(|&tag| book.tags.get(tag)).map(|tag| tag.labels.get(locale));
        let tags = labels.filter(|label| label.locale == locale).map(|label| label.text.clone()).collect();
        let mut text =
            Text { href, title: title.into_owned(), tags, sections: vec![Section::default()], ..Text::default() };
        match lesson.translations.get(&locale) {
            Some(own) => {
                text.summary = summary(own);
                text.sections = sections(own.parsed.shown(book.audience));
            }
            // A level without a text of its own is a list, in every language.
            None if lesson.translations.is_empty() => {}
            None => return None,
        }
        for anchor in text.sections.iter_mut().filter_map(|section| section.anchor.as_mut()) {
            *anchor = fragment(anchor);
        }
        Some(text)
    }

    fn found_terms(&self, locale: Locale, page: &Permalink) -> Vec<Text> {
        let book = &self.site.book;
        let Some(pages) = self.site.listing(glossary::NAME, locale) else { return Vec::new() };
        let terms = book.glossary.order.get(locale).iter().filter_map(|&index| {
            let term = book.glossary.terms.get(index)?;
            let name = Some(term.names.get(locale)).filter(|name| name.locale == locale)?;
            let definition = self.definition(index, locale, page).filter(|(_, own)| *own == locale);
            let definition = definition.map(|(html, _)| plain::text(&html)).unwrap_or_default();
            Some(Text {
                href: format!("{}#{}", book.delivery.href(page, &pages.all), fragment(&term.id)),
                title: book.config.set(&name.text, locale).into_owned(),
                names: term.synonyms.get(locale).clone(),
                sections: vec![Section { text: definition, ..Section::default() }],
                ..Text::default()
            })
        });
        terms.collect()
    }

    fn found_works(&self, locale: Locale, page: &Permalink) -> Vec<Text> {
        let Some(pages) = self.site.listing(references::NAME, locale) else { return Vec::new() };
        let list = self.site.book.delivery.href(page, &pages.all);
        let works = self.reference_entries(locale, page).into_iter().map(|entry| Text {
            href: format!("{list}#{}", fragment(&entry.id)),
            title: plain::text(&entry.entry_html),
            sections: vec![Section::default()],
            ..Text::default()
        });
        works.collect()
    }
}

/// What the front matter says of a text: its description or its need, what is learnt in it.
fn summary(own: &Translation) -> String {
    let (front_matter, document) = (&own.parsed.front_matter, &own.parsed.document);
    let fields = [&front_matter.description, &front_matter.need].into_iter().flatten().map(|value| value.text.clone());
    let is_learnt = |field| matches!(field, ProseField::Objective | ProseField::Outcome);
    let learnt = document.prose.iter().filter(|prose| is_learnt(prose.field));
    let learnt = learnt.map(|prose| words_of(document, &prose.events));
    fields.chain(learnt).collect::<Vec<_>>().join(" ")
}
