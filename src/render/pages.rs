//! Pages of the book as views: what each kind of page shows, taken from the book; and the table of the
//! kinds that list what the book holds.

mod accessibility;
mod cite;
mod class;
mod credits;
mod edition;
mod ending;
mod frame;
mod glossary;
mod guide;
mod learning;
mod level;
mod listing;
mod map;
mod metadata;
mod navigator;
pub(super) mod offline;
pub(super) mod print;
mod privacy;
mod progress;
mod references;
mod report;
mod search;
mod side_by_side;
mod tags;

use std::borrow::Cow;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::locale::typography::clean;
use crate::model::{Date, Lesson, LessonRef, Permalink, Title, Translation};
use crate::parse::document::ProseField;
use crate::plan::{Bar, Kinds, Listing};
use crate::render::Renderer;
use crate::render::licence::licence;
use crate::render::pages::listing::ListPage;
use crate::render::pages::metadata::Shown;
use crate::render::singles::SINGLES;
use crate::render::terms::TermsLead;
use crate::render::text::{self, PageText, Sections, Written};
use crate::render::view::{
    ChooserView, Day, FallbackNotice, Frame, HomeView, LanguageChoice, LessonView, LevelLink, LevelView,
    NavigationLink, NextStep, NotFoundText, NotFoundView, PrerequisiteLink, RedirectView, Step, Str, Text, TextPage,
};
use crate::theme::Strings;
use crate::theme::strings::lent;

/// A kind of page that lists what the book holds.
struct Kind {
    /// What is planned of it.
    listing: Listing,
    /// The page, its view in its template.
    view: View,
    /// The stylesheet of its own that a page has, if any.
    style: Option<View>,
}

/// Makes a page that lists what the book holds, or its stylesheet, or finds the theme's fault in making it.
type View = for<'a> fn(&'a Renderer, &ListPage<'a>) -> Result<String, Box<Diagnostic>>;

/// The table: a row for each kind of page that lists what the book holds, in the order of the sitemap.
const KINDS: &[Kind] = &[
    Kind {
        listing: Listing {
            name: map::NAME,
            title: "map",
            linked: Some((Bar::Footer, 0)),
            is_in: map::is_in,
            is_indexed: map::is_indexed,
            each: map::each,
            is_below_things: false,
            has_style: map::is_drawn,
            has_index: false,
        },
        view: Renderer::map,
        style: Some(Renderer::map_style),
    },
    Kind {
        listing: Listing {
            name: credits::NAME,
            title: "credits",
            linked: Some((Bar::Footer, 1)),
            is_in: credits::is_in,
            is_indexed: credits::is_indexed,
            each: Listing::nothing,
            is_below_things: false,
            has_style: Listing::no_style,
            has_index: false,
        },
        view: Renderer::credits,
        style: None,
    },
    Kind {
        listing: Listing {
            name: print::NAME,
            title: "print",
            linked: Some((Bar::Footer, 2)),
            is_in: print::is_in,
            // It is what other pages say.
            is_indexed: |_, _, _| false,
            each: print::each,
            is_below_things: true,
            has_style: print::has_style,
            has_index: false,
        },
        view: Renderer::print,
        style: Some(Renderer::print_style),
    },
    Kind {
        listing: Listing {
            name: tags::NAME,
            title: "tags_label",
            linked: Some((Bar::Footer, 3)),
            is_in: tags::is_in,
            is_indexed: tags::is_indexed,
            each: tags::each,
            is_below_things: false,
            has_style: Listing::no_style,
            has_index: false,
        },
        view: Renderer::tags,
        style: None,
    },
    Kind {
        listing: Listing {
            name: glossary::NAME,
            title: "glossary",
            linked: Some((Bar::Header, 1)),
            is_in: glossary::is_in,
            is_indexed: glossary::is_indexed,
            each: Listing::nothing,
            is_below_things: false,
            has_style: Listing::no_style,
            has_index: false,
        },
        view: Renderer::glossary,
        style: None,
    },
    Kind {
        listing: Listing {
            name: references::NAME,
            title: "references",
            linked: Some((Bar::Header, 2)),
            is_in: references::is_in,
            is_indexed: references::is_indexed,
            each: Listing::nothing,
            is_below_things: false,
            has_style: Listing::no_style,
            has_index: false,
        },
        view: Renderer::references,
        style: None,
    },
    Kind {
        listing: Listing {
            name: class::NAME,
            title: "class",
            linked: Some((Bar::Header, 9)),
            is_in: class::is_in,
            is_indexed: guide::is_indexed,
            each: Listing::nothing,
            is_below_things: false,
            has_style: Listing::no_style,
            has_index: false,
        },
        view: Renderer::class,
        style: None,
    },
    Kind {
        listing: Listing {
            name: guide::NAME,
            title: "guides",
            linked: Some((Bar::Header, 8)),
            is_in: guide::is_in,
            is_indexed: guide::is_indexed,
            each: guide::each,
            is_below_things: false,
            has_style: Listing::no_style,
            has_index: false,
        },
        view: Renderer::guides,
        style: None,
    },
    Kind {
        listing: Listing {
            name: guide::KEY,
            title: "answer_keys",
            linked: None,
            is_in: guide::is_in,
            is_indexed: guide::is_indexed,
            each: guide::each,
            is_below_things: false,
            has_style: Listing::no_style,
            has_index: false,
        },
        view: Renderer::guides,
        style: None,
    },
    Kind {
        listing: Listing {
            name: progress::NAME,
            title: "progress",
            linked: Some((Bar::Header, 3)),
            is_in: |_, _| true,
            // It is that of nobody until a script fills it in.
            is_indexed: |_, _, _| false,
            each: Listing::nothing,
            is_below_things: false,
            has_style: Listing::no_style,
            has_index: false,
        },
        view: Renderer::progress,
        style: None,
    },
    Kind {
        listing: Listing {
            name: offline::NAME,
            title: "offline",
            linked: Some((Bar::Footer, 5)),
            is_in: offline::is_in,
            // It is about the device that it is read on.
            is_indexed: |_, _, _| false,
            each: Listing::nothing,
            is_below_things: false,
            has_style: Listing::no_style,
            has_index: false,
        },
        view: Renderer::offline,
        style: None,
    },
    Kind {
        listing: Listing {
            name: privacy::NAME,
            title: "privacy",
            linked: Some((Bar::Footer, 4)),
            is_in: |_, _| true,
            is_indexed: |_, _, _| true,
            each: Listing::nothing,
            is_below_things: false,
            has_style: Listing::no_style,
            has_index: false,
        },
        view: Renderer::privacy,
        style: None,
    },
    Kind {
        listing: Listing {
            name: accessibility::NAME,
            title: "accessibility",
            linked: Some((Bar::Footer, 6)),
            is_in: |_, _| true,
            is_indexed: |_, _, _| true,
            each: Listing::nothing,
            is_below_things: false,
            has_style: Listing::no_style,
            has_index: false,
        },
        view: Renderer::accessibility,
        style: None,
    },
    Kind {
        listing: Listing {
            name: search::NAME,
            title: "search",
            // Every page has a button of its own that leads there.
            linked: None,
            is_in: search::is_in,
            // It is empty until a script fills it in.
            is_indexed: |_, _, _| false,
            each: Listing::nothing,
            is_below_things: false,
            has_style: Listing::no_style,
            has_index: true,
        },
        view: Renderer::search,
        style: None,
    },
];

/// The kinds of page that a site may have, for its plan.
pub fn kinds() -> Kinds {
    let listings = KINDS.iter().map(|kind| &kind.listing).collect();
    Kinds { listings, singles: SINGLES.iter().map(|kind| &kind.single).collect() }
}

/// How a page of that kind is made, if the table has the kind.
fn view(listing: &Listing) -> Option<View> {
    KINDS.iter().find(|kind| kind.listing.name == listing.name).map(|kind| kind.view)
}

/// How the stylesheet of a page of that kind is made, if it has one.
fn style(listing: &Listing) -> Option<View> {
    KINDS.iter().find(|kind| kind.listing.name == listing.name).and_then(|kind| kind.style)
}

/// What a page's view is made from.
struct Place<'a> {
    renderer: &'a Renderer,
    at: LessonRef,
    lesson: &'a Lesson,
    /// The page's language.
    locale: Locale,
    /// The page's address.
    permalink: &'a Permalink,
    /// The text shown, in the page's language or not; `None` for a level without a text.
    shown: Option<&'a Translation>,
    /// The theme's words in the page's language.
    strings: &'a Strings,
}

impl Renderer {
    /// A text as a page shows it: without the ways to its sections in other languages.
    fn page_text<'a>(
        &'a self,
        lesson: &'a Lesson,
        shown: &'a Translation,
        page: &'a Permalink,
        locale: Locale,
    ) -> PageText<'a> {
        let glossary = self.site.listing(glossary::NAME, locale).map(|pages| &pages.all);
        PageText { glossary, ..PageText::new(self.parts(), lesson, shown, page, locale) }
    }

    /// The description of a text, on a page.
    fn description<'a>(
        &'a self,
        lesson: &'a Lesson,
        shown: &'a Translation,
        page: &'a Permalink,
        locale: Locale,
    ) -> Option<Str<'a>> {
        text::description(self.parts(), lesson, shown, page, locale).filter(|description| !description.is_empty())
    }

    /// A text as the page `from` sees it, in a language of the site.
    fn place<'a>(&'a self, at: LessonRef, locale: Locale, from: &'a Permalink) -> Place<'a> {
        let book = &self.site.book;
        let lesson = book.lesson(at);
        let shown = lesson.shown(locale, book.config.default_locale);
        let strings = self.site.theme.strings(locale);
        Place { renderer: self, at, lesson, locale, permalink: from, shown, strings }
    }

    /// The page of a text in a language of the site.
    /// `None` if it has no address there.
    pub(super) fn page(&self, at: LessonRef, locale: Locale) -> Option<Result<String, Box<Diagnostic>>> {
        let place = self.place(at, locale, self.site.book.lesson(at).permalinks.get(locale).as_ref()?);
        let theme = &self.site.theme;
        Some(match at {
            LessonRef::Home => theme.render("home.html", &place.home()),
            LessonRef::Level(level) => theme.render("level.html", &place.level(level)),
            LessonRef::Lesson(level, index) => theme.render("lesson.html", &place.lesson(level, index)),
            LessonRef::Page(_) => theme.render("page.html", &place.text_page().0),
        })
    }

    /// The page of a text in a language; else in another that has it; else that language's front page.
    fn page_of<'a>(&'a self, lesson: &'a Lesson, locale: Locale) -> Cow<'a, Permalink> {
        let own = lesson.permalinks.get(locale).as_ref();
        let any = own.or_else(|| lesson.permalinks.iter().find_map(|(_, permalink)| permalink.as_ref()));
        any.map_or_else(|| Cow::Owned(self.site.book.config.front_page(locale)), Cow::Borrowed)
    }

    /// The choice of language.
    pub(super) fn chooser(&self) -> Result<String, Box<Diagnostic>> {
        let book = &self.site.book;
        let root = Permalink::page([]);
        let languages = book.config.locales().map(|locale| {
            let language = book.config.language(locale);
            LanguageChoice {
                name: language.name.as_str().into(),
                lang: language.tag.as_str().into(),
                dir: self.direction(locale),
                hreflang: language.key.as_str().into(),
                href: root.href(&book.config.front_page(locale)),
                title: book.config.set(book.config.title(locale), locale),
                description: self.site_description(locale),
                strings: self.site.theme.strings(locale),
            }
        });
        let languages = languages.collect();
        let (locale, title) = self.in_default_language("chooser_title");
        let frame = self.bare_frame(locale, &root, |to| root.href(to), title);
        self.site.theme.render("chooser.html", &ChooserView { frame, languages })
    }

    /// The page shown at an address that has none. A host shows it at any depth, so its
    /// addresses start from the site's root.
    pub(super) fn not_found(&self) -> Result<String, Box<Diagnostic>> {
        let book = &self.site.book;
        let root = book.config.base_url.as_ref().map_or("/", |base| base.path());
        let href = |to: &Permalink| format!("{root}{}", to.encoded());
        let default = book.config.default_locale;
        let mut locales: Vec<_> = book.config.locales().collect();
        locales.sort_by_key(|&locale| (locale != default, locale));
        let languages = locales.into_iter().map(|locale| {
            let language = book.config.language(locale);
            NotFoundText {
                lang: language.tag.as_str().into(),
                dir: self.direction(locale),
                hreflang: language.key.as_str().into(),
                home: href(&book.config.front_page(locale)),
                strings: self.site.theme.strings(locale),
            }
        });
        let languages = languages.collect();
        let (locale, title) = self.in_default_language("not_found_title");
        // It has no address of its own that a search engine could keep.
        let frame = self.bare_frame(locale, &Permalink::file("404.html"), href, title);
        let frame = Frame { noindex: true, canonical: None, ..frame };
        self.site.theme.render("404.html", &NotFoundView { frame, languages })
    }

    /// The book's default language, and the theme's words of that key in it.
    fn in_default_language<'a>(&'a self, key: &'a str) -> (Locale, Str<'a>) {
        let locale = self.site.book.config.default_locale;
        (locale, self.site.theme.strings(locale).get(key).into())
    }

    /// The way on from a former address; `None` if the text has no address in the language.
    pub(super) fn redirect(
        &self,
        from: &Permalink,
        at: LessonRef,
        locale: Locale,
    ) -> Option<Result<String, Box<Diagnostic>>> {
        let book = &self.site.book;
        let lesson = book.lesson(at);
        let to = lesson.permalinks.get(locale).as_ref()?;
        let view = RedirectView {
            lang: book.config.language(locale).tag.as_str().into(),
            dir: self.direction(locale),
            href: from.href(to),
            canonical: self.absolute(to),
            title: clean(book.config.set(&lesson.titles.get(locale).text, lesson.titles.get(locale).locale)),
            strings: self.site.theme.strings(locale),
        };
        Some(self.site.theme.render("redirect.html", &view))
    }
}

impl<'a> Place<'a> {
    /// The day that the text shown was published.
    fn published(&self) -> Option<Date> {
        self.lesson.published(self.shown.map_or(self.locale, |shown| shown.locale))
    }

    /// The parts of every text's page, and the front-matter fields before the text.
    fn text_page(&self) -> (TextPage<'a>, Vec<Str<'a>>) {
        let (title, title_lang) = self.title();
        let (before, is_long) = match self.at {
            LessonRef::Home => (None, false),
            LessonRef::Level(_) => (Some(ProseField::Outcome), false),
            LessonRef::Lesson(..) => (Some(ProseField::Objective), true),
            LessonRef::Page(_) => (None, true),
        };
        let text = self.page_text();
        let toc = text.as_ref().filter(|_| is_long).map_or_else(Vec::new, PageText::toc);
        let Written { fields, text } = text.map_or_else(|| self.no_text(), |text| text.written(before));
        let tags = if is_long { self.tag_links() } else { Vec::new() };
        let json_ld = self.json_ld(&Shown { text: &text, objectives: &fields, tags: &tags, toc: !toc.is_empty() });
        let page = TextPage {
            frame: self.frame(json_ld),
            title,
            title_lang,
            lead: self.lead(),
            fallback: self.fallback(),
            updated: self.updated(),
            translated: self.translated(),
            side_by_side: self.side_by_side_links(),
            toc,
            text,
            tags,
            cite: self.cite(),
        };
        (page, fields)
    }

    fn home(&self) -> HomeView<'a> {
        HomeView { page: self.text_page().0, navigator: self.front_navigator() }
    }

    fn lesson(&self, level: usize, index: usize) -> LessonView<'a> {
        let (page, objectives) = self.text_page();
        let (previous, next) = self.steps(level, index);
        LessonView {
            page,
            level: self.level_link(level),
            objectives: self.listed(objectives),
            duration: self.lesson.duration.map(|minutes| self.strings.duration(minutes).into()),
            published: self.published().map(|date| self.strings.day(date)),
            prerequisites: self.prerequisites(),
            has_alternatives: self.lesson.prerequisites.iter().any(|any| any.len() > 1),
            authors: self.lesson.authors.iter().map(|author| author.as_str().into()).collect(),
            licence: self.lesson.license.as_deref().map(|license| licence(license, self.strings)),
            navigator: self.lesson_navigator(level, index),
            previous,
            ending: if next.is_none() { self.ending() } else { None },
            next,
        }
    }

    /// The level that a lesson is of.
    fn level_link(&self, level: usize) -> LevelLink<'a> {
        let index = &self.renderer.site.book.levels[level].index;
        let (title, lang) = self.words(index.titles.get(self.locale));
        LevelLink {
            number: level + 1,
            label: self.strings.level(level + 1, self.level_name()).into(),
            title,
            lang,
            need: self.need(index),
            href: self.href(index),
        }
    }

    /// The address of another text's page, in this page's language if it has one.
    fn href(&self, lesson: &Lesson) -> String {
        self.permalink.href(&self.renderer.page_of(lesson, self.locale))
    }

    fn config(&self) -> &'a Config {
        &self.renderer.site.book.config
    }

    /// A title, and its language where it differs from the page's.
    fn words(&self, title: &'a Title) -> (Str<'a>, Option<Str<'a>>) {
        (self.config().set(&title.text, title.locale), self.lang(title.locale))
    }

    fn title(&self) -> (Str<'a>, Option<Str<'a>>) {
        self.words(self.lesson.titles.get(self.locale))
    }

    /// The tag of a language that is not the page's.
    fn lang(&self, locale: Locale) -> Option<Str<'a>> {
        let config = &self.renderer.site.book.config;
        (locale != self.locale).then(|| Cow::Borrowed(config.language(locale).tag.as_str()))
    }

    /// The book's own word for a level, when it is not the theme's: with the theme's, sentences
    /// have their articles.
    fn level_name(&self) -> Option<&'a str> {
        let own = self.renderer.site.book.config.level_name.get(self.locale).as_deref();
        own.filter(|own| *own != self.strings.get("level"))
    }

    fn need(&self, lesson: &'a Lesson) -> Option<Str<'a>> {
        let shown = lesson.shown(self.locale, self.config().default_locale)?;
        let need = shown.parsed.front_matter.need.as_ref().filter(|need| !need.text.is_empty())?;
        Some(self.config().set(&need.text, shown.locale))
    }

    /// Who emerges at the level, in the words of the text that is shown.
    fn emerges(&self) -> Option<Str<'a>> {
        let shown = self.shown?;
        let emerges = shown.parsed.front_matter.emerges.as_ref()?;
        Some(self.config().set(&emerges.text, shown.locale))
    }

    fn lead(&self) -> Option<Str<'a>> {
        self.renderer.description(self.lesson, self.shown?, self.permalink, self.locale)
    }

    fn updated(&self) -> Option<Day> {
        let updated = self.shown?.parsed.front_matter.updated.as_ref()?;
        Some(self.strings.day(updated.value))
    }

    fn translated(&self) -> Option<Day> {
        let translated = self.shown?.parsed.front_matter.translated.as_ref()?;
        Some(self.strings.day(translated.value))
    }

    fn page_text(&self) -> Option<PageText<'a>> {
        let shown = self.shown?;
        let text = self.renderer.page_text(self.lesson, shown, self.permalink, self.locale);
        Some(PageText { sections: self.sections(shown), ..text })
    }

    /// The sections of the text shown, in each other language that has a text of its own.
    fn sections(&self, shown: &'a Translation) -> Vec<Sections<'a>> {
        let book = &self.renderer.site.book;
        let strings = self.renderer.site.theme.strings(shown.locale);
        let others =
            self.lesson.translations.values().filter(|other| ![self.locale, shown.locale].contains(&other.locale));
        let sections = others.filter_map(|other| {
            let language = book.config.language(other.locale);
            let document = other.parsed.shown(book.audience);
            let alignment = self.lesson.alignment(shown.locale, other.locale)?;
            Some(Sections {
                page: self.lesson.permalinks.get(other.locale).as_ref()?,
                key: &language.key,
                language: strings.language(language),
                document,
                pairs: alignment.heading_pairs(shown.parsed.shown(book.audience), document),
            })
        });
        sections.collect()
    }

    /// A page that has no text, in the page's language.
    fn no_text(&self) -> Written<'a> {
        let lang = self.config().language(self.locale).tag.as_str().into();
        let dir = self.renderer.direction(self.locale);
        let text = Text { lang, dir, body: None, notes: None, references: None, terms: None };
        Written { fields: Vec::new(), text }
    }

    /// The notice of a page whose text is in another language.
    fn fallback(&self) -> Option<FallbackNotice<'a>> {
        let shown = self.shown.filter(|shown| shown.locale != self.locale)?;
        let config = &self.renderer.site.book.config;
        let language = config.language(shown.locale);
        let name = self.strings.language(language);
        let key = config.language(self.locale).key.as_str();
        let recap = shown.parsed.front_matter.recap.iter().position(|(language, _)| language.value == key);
        let recap_html = recap.and_then(|index| {
            // It is apart from the text, whose end is in another language.
            let typography = config.language(self.locale).typography;
            let text = PageText { terms_lead: TermsLead::ToTheGlossary, typography, ..self.page_text()? };
            text.field(ProseField::Recap(index))
        });
        // A sentence that the theme lends names the lender's language.
        let notice = if lent::is_in(self.strings.get("fallback")) { "fallback_elsewhere" } else { "fallback" };
        Some(FallbackNotice {
            text: self.strings.fill(notice, &[("language", &name)]).into(),
            href: self.permalink.href(&self.renderer.page_of(self.lesson, shown.locale)),
            label: self.strings.get("fallback_link").into(),
            hreflang: language.key.as_str().into(),
            recap_html,
        })
    }

    fn prerequisites(&self) -> Vec<PrerequisiteLink<'a>> {
        self.prerequisites_at(|lesson| self.href(lesson))
    }

    /// The lessons to do before, each with the address that `href` gives it.
    fn prerequisites_at(&self, href: impl Fn(&'a Lesson) -> String) -> Vec<PrerequisiteLink<'a>> {
        let link = |at: LessonRef, is_alternative: bool| {
            let lesson = self.renderer.site.book.lesson(at);
            let (title, lang) = self.words(lesson.titles.get(self.locale));
            let link = NavigationLink { title, lang, href: href(lesson), current: false };
            PrerequisiteLink { link, is_alternative }
        };
        let prerequisites = self
            .lesson
            .prerequisites
            .iter()
            .flat_map(|any| any.iter().enumerate().map(|(index, &at)| (at, index > 0)))
            .map(|(at, is_alternative)| link(at, is_alternative));
        prerequisites.collect()
    }

    /// The steps before and after a lesson, through the whole pyramid: the lessons of the level,
    /// down from the first to the level itself, up from the last to the next level.
    fn steps(&self, level: usize, index: usize) -> (Option<Step<'a>>, Option<NextStep<'a>>) {
        let book = &self.renderer.site.book;
        let has_page = |lesson: &&Lesson| lesson.has_page(self.locale);
        let step = |lesson: &'a Lesson, label: Str<'a>, is_level_step: bool| {
            let (title, lang) = self.words(lesson.titles.get(self.locale));
            Step { href: self.href(lesson), title, lang, label, is_level_step }
        };
        let lessons = &book.levels[level].lessons;
        let previous = lessons[..index].iter().rev().find(has_page);
        let previous = match previous {
            Some(lesson) => step(lesson, self.strings.get("previous_lesson").into(), false),
            None => {
                let label = self.strings.level(level + 1, self.level_name());
                step(&book.levels[level].index, label.into(), false)
            }
        };
        let next = lessons.iter().enumerate().skip(index + 1).find(|(_, lesson)| has_page(lesson));
        let next = match next {
            Some((index, lesson)) => Some(NextStep {
                step: step(lesson, self.strings.get("next_lesson").into(), false),
                place: Some(self.place_in_level(level, index)),
                duration: lesson.duration.map(|minutes| self.strings.duration(minutes).into()),
            }),
            None => book.levels.get(level + 1).map(|above| {
                let label = self.strings.level_step(true, above.number, self.level_name());
                NextStep { step: step(&above.index, label.into(), true), place: None, duration: None }
            }),
        };
        (Some(previous), next)
    }

    fn level(&self, level: usize) -> LevelView<'a> {
        let book = &self.renderer.site.book;
        let (page, outcomes) = self.text_page();
        let lessons = self.lesson_entries(level);
        let step = |to: Option<&'a crate::model::Level>, up: bool| {
            to.map(|to| {
                let (title, lang) = self.words(to.index.titles.get(self.locale));
                let label = self.strings.level_step(up, to.number, self.level_name()).into();
                Step { href: self.href(&to.index), title, lang, label, is_level_step: true }
            })
        };
        LevelView {
            page,
            id: &self.lesson.id,
            number: level + 1,
            label: self.strings.level_of(level + 1, book.levels.len(), self.level_name()).into(),
            need: self.need(self.lesson),
            emerges: self.emerges(),
            outcomes: self.listed(outcomes),
            guides: self.guide_links(level),
            keep: self.renderer.keep_href(level + 1, self.locale, self.permalink),
            print: self.print_link(level),
            lessons_label: self.strings.count("lessons", lessons.len()).into(),
            duration: self.level_duration(level),
            lessons,
            start: self.lessons_with_pages(level).next().map(|lesson| self.lesson_link(lesson)),
            navigator: self.level_navigator(level),
            previous: step(level.checked_sub(1).and_then(|below| book.levels.get(below)), false),
            next: step(book.levels.get(level + 1), true),
        }
    }
}
