//! Assemble: many parsed files → one book. Levels, pairs of translations, order, addresses, links.

pub(crate) mod address;
pub(crate) mod aliases;
mod alignment;
mod bars;
mod credits;
mod drift;
mod fields;
pub(crate) mod file_name;
mod glossary;
mod learning;
mod links;
mod media;
mod outline;
mod pictures;
mod references;
mod tags;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::config::{Config, Fallback};
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::locale::{Locale, Localized, message};
use crate::model::{
    self, Audience, Book, Delivery, Lesson, LessonRef, Level, Permalink, Slug, Title, Translation, is_device,
};
use crate::parse::Parsed;
use crate::parse::bibliography::Bibliography;
use crate::parse::glossary::Glossary;
use crate::parse::lock::Lock;
use crate::parse::tags::Tags;
use crate::rule::Rule;
use crate::source::{BookPath, Sources};
use outline::{BookOutline, Outline};

/// How many levels the pyramid has room for: with ten, its bands would be too narrow to touch.
const MOST_LEVELS: usize = 9;

/// The parsed Markdown files of a book, by path.
pub type Parses = BTreeMap<BookPath, Arc<Parsed>>;

/// What is part of a book.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope {
    /// Whether drafts are; if not, nothing of them is in the book.
    pub drafts: bool,
    /// Who its site is for.
    pub audience: Audience,
    /// How its site reaches them.
    pub delivery: Delivery,
}

/// The files that all texts share, each parsed and with its path; `None` if the book has no such file.
#[derive(Clone, Copy, Debug, Default)]
pub struct SharedFiles<'a> {
    /// `tags.yml`.
    pub tags: Option<(&'a BookPath, &'a Tags)>,
    /// The shared bibliography.
    pub references: Option<(&'a BookPath, &'a Bibliography)>,
    /// `glossary.yml`.
    pub glossary: Option<(&'a BookPath, &'a Glossary)>,
    /// `translations.lock`.
    pub lock: Option<&'a Lock>,
}

/// Makes the book of its files, which `parses` has parsed. Faults are reported, and the book is as whole as they allow.
pub fn assemble(
    config: &Arc<Config>,
    sources: &Sources,
    parses: &Parses,
    shared: &SharedFiles<'_>,
    scope: Scope,
) -> Checked<Book> {
    let mut diagnostics = Vec::new();
    let outline = outline::outline(config, sources, &mut diagnostics);
    let mut assembly =
        Assembly { config, parses, scope, draft_files: Vec::new(), draft_ids: HashSet::new(), diagnostics };
    let mut book = assembly.book(outline);
    if book.levels.is_empty() {
        let place = Place::file(&BookPath::new("content"));
        let fault = Diagnostic::new(Rule::EmptyBook, place, message!("empty-book.message")).relying_on_book();
        assembly.diagnostics.push(fault.help(message!("empty-book.help")));
    }
    if book.levels.len() > MOST_LEVELS {
        let first = book.file(LessonRef::Level(MOST_LEVELS), config.default_locale);
        let place = first.map_or_else(|| Place::file(&BookPath::new("content")), Place::file);
        let (count, most) = (book.levels.len(), MOST_LEVELS.to_string());
        let fault = message!("too-many-levels.message", count = count, most = most);
        let fault = Diagnostic::new(Rule::TooManyLevels, place, fault);
        assembly.diagnostics.push(fault.help(message!("too-many-levels.help")));
    }
    let Assembly { draft_files, draft_ids, mut diagnostics, .. } = assembly;
    report_addresses(&book, &mut diagnostics);
    let mut index = Index::new(&book, draft_files, draft_ids);
    aliases::resolve(&mut book, &mut index, &mut diagnostics);
    fields::resolve(&mut book, &index, &mut diagnostics);
    tags::resolve(&mut book, shared.tags, &index, parses, &mut diagnostics);
    glossary::resolve(&mut book, shared.glossary, &index, parses, &mut diagnostics);
    references::resolve(&mut book, shared.references, &mut diagnostics);
    alignment::resolve(&mut book);
    drift::resolve(&mut book, shared.lock);
    learning::resolve(&mut book, shared.lock, &index, &mut diagnostics);
    // Links lead to what is learnt too.
    links::resolve(&mut book, &index, sources, &mut diagnostics);
    credits::resolve(&mut book, sources, &mut diagnostics);
    book.static_files =
        sources.assets.values().filter(|asset| asset.path.as_str().starts_with("static/")).cloned().collect();
    Checked::new(book, diagnostics)
}

/// The texts that use each of the things that the book lists: the thing's index, the text's language and lesson.
fn uses(book: &Book, used: impl Fn(&Lesson, &Translation) -> BTreeSet<usize>) -> Vec<(usize, Locale, LessonRef)> {
    let mut listed = Vec::new();
    for (at, lesson) in book.lessons() {
        for locale in book.config.locales().filter(|&locale| lesson.has_page(locale)) {
            let Some(shown) = lesson.shown(locale, book.config.default_locale) else { continue };
            listed.extend(used(lesson, shown).into_iter().map(|index| (index, locale, at)));
        }
    }
    listed
}

/// The book's files by path and by id, to follow links.
struct Index {
    /// The text of each Markdown file; `None` for a draft that is left out.
    files: HashMap<BookPath, Option<(LessonRef, Locale)>>,
    /// Lessons by id.
    ids: HashMap<String, LessonRef>,
    /// Lessons by the ids that they had.
    former_ids: BTreeMap<String, LessonRef>,
    /// Ids of lessons that are drafts in every language, and left out.
    draft_ids: HashSet<String>,
    /// Pages by address.
    permalinks: HashMap<Permalink, (LessonRef, Locale)>,
}

impl Index {
    fn new(book: &Book, draft_files: Vec<BookPath>, draft_ids: HashSet<String>) -> Self {
        let mut files: HashMap<_, _> = draft_files.into_iter().map(|path| (path, None)).collect();
        let mut ids = HashMap::new();
        let mut permalinks = HashMap::new();
        for (at, lesson) in book.lessons() {
            ids.insert(lesson.id.clone(), at);
            for translation in lesson.translations.values() {
                files.insert(translation.path.clone(), Some((at, translation.locale)));
            }
            for (locale, permalink) in lesson.permalinks.iter() {
                if let Some(permalink) = permalink {
                    permalinks.insert(permalink.clone(), (at, locale));
                }
            }
        }
        Self { files, ids, former_ids: BTreeMap::new(), draft_ids, permalinks }
    }
}

struct Assembly<'a> {
    config: &'a Arc<Config>,
    parses: &'a Parses,
    scope: Scope,
    draft_files: Vec<BookPath>,
    draft_ids: HashSet<String>,
    diagnostics: Vec<Diagnostic>,
}

impl Assembly<'_> {
    fn book(&mut self, outline: BookOutline) -> Book {
        let config = Arc::clone(self.config);
        let home_title = |locale| Title { text: config.title(locale).to_owned(), locale };
        let home = self.lesson(&outline.home, "", &home_title, None, false);
        let mut levels = Vec::with_capacity(outline.levels.len());
        for level in &outline.levels {
            let name = &level.index.name;
            let folder_title = |_| Title { text: name.title(), locale: config.default_locale };
            let base = config.localized(|locale| vec![config.language(locale).key.clone()]);
            let index = self.lesson(&level.index, &name.id(), &folder_title, Some(&base), true);
            if index.translations.is_empty() && index.drafts.is_empty() {
                let any = level.lessons.iter().find_map(|lesson| lesson.files.values().next());
                let place = any.map_or_else(|| Place::file(&BookPath::new("content")), Place::file);
                let fault = message!("level-without-index.message", folder = level.folder.as_str());
                let wanted = BookPath::new(&format!("content/{}/index.md", level.folder));
                let fault = Diagnostic::new(Rule::LevelWithoutIndex, place, fault).relying_on([&wanted]);
                let key = config.language(config.default_locale).key.as_str();
                let help = message!("level-without-index.help", folder = level.folder.as_str(), language = key);
                self.diagnostics.push(fault.help(help));
            }
            let base = config.localized(|locale| {
                let permalink = index.permalinks.get(locale).as_ref();
                permalink.map_or_else(Vec::new, |path| path.as_str().split_terminator('/').map(str::to_owned).collect())
            });
            let lessons = level.lessons.iter().filter_map(|lesson| {
                let id = format!("{}/{}", index.id, lesson.name.id());
                let title = |_| Title { text: lesson.name.title(), locale: config.default_locale };
                let lesson = self.lesson(lesson, &id, &title, Some(&base), false);
                (!lesson.translations.is_empty()).then_some(lesson)
            });
            let lessons = lessons.collect();
            levels.push(Level { number: levels.len() + 1, index, lessons });
        }
        let base = config.localized(|locale| vec![config.language(locale).key.clone()]);
        let mut pages = Vec::new();
        for page in &outline.pages {
            let title = |_| Title { text: page.name.title(), locale: config.default_locale };
            let page = self.lesson(page, &page.name.id(), &title, Some(&base), false);
            if !page.translations.is_empty() {
                pages.push(page);
            }
        }
        let (order, texts) = (config.localized(|_| Vec::new()), config.localized(|_| None));
        let bars = config.localized(|locale| bars::text(&config, locale));
        Book {
            config,
            audience: self.scope.audience,
            delivery: self.scope.delivery,
            home,
            levels,
            pages,
            tags: Vec::new(),
            glossary: model::Glossary { terms: Vec::new(), order, texts },
            references: model::References::default(),
            learning: model::Learning::default(),
            redirects: BTreeMap::new(),
            assets: BTreeMap::new(),
            credits: BTreeMap::new(),
            static_files: Vec::new(),
            bars,
        }
    }

    /// Makes a lesson of its files. `base` holds the segments of the address before its own; `None` for a front page,
    /// whose address is its language's key.
    fn lesson(
        &mut self,
        outline: &Outline,
        id: &str,
        title: &dyn Fn(Locale) -> Title,
        base: Option<&Localized<Vec<String>>>,
        is_level: bool,
    ) -> Lesson {
        let config = self.config;
        let (mut translations, mut drafts) = (BTreeMap::new(), BTreeMap::new());
        for (&locale, path) in &outline.files {
            let Some(parsed) = self.parses.get(path) else { continue };
            let draft = parsed.front_matter.draft.as_ref().is_some_and(|draft| draft.value);
            if draft && !self.scope.drafts {
                self.draft_files.push(path.clone());
                self.draft_ids.insert(id.to_owned());
                drafts.insert(locale, path.clone());
                continue;
            }
            let front_matter = &parsed.front_matter;
            if front_matter.title.is_none() && !front_matter.is_unread && base.is_some() {
                let place = Place::new(path, &front_matter.span);
                let message = match (is_level, id.contains('/')) {
                    (true, _) => message!("missing-title.level"),
                    (false, true) => message!("missing-title.message"),
                    (false, false) => message!("missing-title.page"),
                };
                let fault = Diagnostic::new(Rule::MissingTitle, place, message);
                let heading = parsed.document.headings.first().filter(|heading| heading.level == 1);
                self.diagnostics.push(fault.help(match (heading, front_matter.span.is_empty()) {
                    (None, false) => message!("missing-title.help"),
                    (Some(heading), false) => message!("missing-title.help-heading", title = heading.text.as_str()),
                    (heading, true) => {
                        let title = heading.map_or("…", |heading| heading.text.as_str());
                        message!("missing-title.help-top", title = title)
                    }
                }));
            }
            let (path, parsed) = (path.clone(), Arc::clone(parsed));
            translations.insert(
                locale,
                Translation {
                    path,
                    locale,
                    draft,
                    parsed,
                    links: Vec::new(),
                    terms: Vec::new(),
                    tasks: BTreeMap::new(),
                    listed_anchors: BTreeMap::new(),
                },
            );
        }
        let slugs: BTreeMap<Locale, Slug> = translations
            .values()
            .filter_map(|translation| Some((translation.locale, self.own_slug(translation)?)))
            .collect();
        let default = config.default_locale;
        let shown = |locale: Locale| -> Option<&Translation> {
            let own = translations.get(&locale);
            own.or_else(|| translations.get(&default)).or_else(|| translations.values().next())
        };
        let permalinks = config.localized(|locale| {
            let Some(base) = base else { return Some(config.front_page(locale)) };
            let base = base.get(locale);
            let is_shown = translations.contains_key(&locale)
                || config.language(locale).fallback == Fallback::Page
                // A level has a page in every language: the pyramid is whole in each.
                || is_level;
            if !is_shown {
                return None;
            }
            // Where another language's text is shown, the address doesn't depend on which one: it stays where it is when
            // a translation is deleted.
            let own = slugs.get(if translations.contains_key(&locale) { &locale } else { &default });
            let own = own.map_or_else(|| outline.name.id(), |slug| slug.as_str().to_owned());
            Some(Permalink::page(base.iter().map(String::as_str).chain([own.as_str()])))
        });
        let titles = config.localized(|locale| {
            let own = shown(locale).and_then(|translation| {
                let text = translation.parsed.front_matter.title.as_ref()?.text.clone();
                Some(Title { text, locale: translation.locale })
            });
            own.unwrap_or_else(|| title(locale))
        });
        Lesson { drafts, ..fields::lesson(config, id, translations, permalinks, titles, &mut self.diagnostics) }
    }

    /// The slug that the front matter sets; `None` if it sets none, or one that is no slug, which is reported.
    fn own_slug(&mut self, translation: &Translation) -> Option<Slug> {
        let written = translation.parsed.front_matter.slug.as_ref()?;
        let slug = Slug::parse(&written.value);
        if slug.is_none() {
            let message = message!("invalid-slug.message", slug = written.value.as_str());
            let place = Place::new(&translation.path, &written.span);
            let fault = Diagnostic::new(Rule::InvalidSlug, place, message);
            if is_device(&written.value) {
                let message = message!("invalid-slug.device", slug = written.value.as_str());
                let help = message!("invalid-slug.help-device", slug = written.value.to_lowercase());
                self.diagnostics.push(Diagnostic::new(Rule::InvalidSlug, fault.at, message).help(help));
                return slug;
            }
            self.diagnostics.push(match Slug::from_name(&written.value) {
                Some(better) => fault.help(message!("invalid-slug.help-nearest", nearest = better.as_str())),
                None => fault.help(message!("invalid-slug.help")),
            });
        }
        slug
    }
}

/// Reports pages at one address.
fn report_addresses(book: &Book, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<&Permalink, LessonRef> = HashMap::new();
    for (at, lesson) in book.lessons() {
        for (locale, permalink) in lesson.permalinks.iter() {
            let Some(permalink) = permalink else { continue };
            let Some(&first) = seen.get(permalink) else {
                seen.insert(permalink, at);
                continue;
            };
            let (Some(file), Some(other)) = (book.file(at, locale), book.file(first, locale)) else { continue };
            let shown = lesson.shown(locale, book.config.default_locale);
            let slug = shown.and_then(|shown| shown.parsed.front_matter.slug.as_ref());
            let slug = slug.map_or(0..0, |slug| slug.span.clone());
            let address = format!("/{permalink}");
            let message = message!("duplicate-permalink.message", address = address, other = other.to_string());
            let fault = Diagnostic::new(Rule::DuplicatePermalink, Place::new(file, &slug), message);
            diagnostics.push(fault.help(message!("duplicate-permalink.help")));
        }
    }
}
