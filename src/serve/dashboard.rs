//! The dashboard: a table of the book's texts by language, for its author. It is a page of the preview, and never
//! published.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Tera};

use crate::diagnostic::{Diagnostic, Severity};
use crate::locale::{Locale, Message, UserLanguage, message};
use crate::model::{Book, Lesson, LessonRef, Permalink, Translation, TranslationState};
use crate::plan::Site;
use crate::source::{BookPath, Positions, Sources};

/// The output path of the dashboard in the preview; no site has a file there.
pub const PATH: &str = "_palier/index.html";

/// Its name as a template.
const TEMPLATE: &str = "dashboard.html";

/// What the template is given.
#[derive(Serialize)]
struct View {
    lang: &'static str,
    title: String,
    book: String,
    book_lang: String,
    site: String,
    text_column: String,
    languages: Vec<Column>,
    groups: Vec<Group>,
    faults_heading: String,
    no_faults: String,
    faults: Vec<FileFaults>,
}

/// A language of the book.
#[derive(Serialize)]
struct Column {
    name: String,
    lang: String,
    in_step: String,
    words: String,
}

/// A level, or the texts outside the levels.
#[derive(Serialize)]
struct Group {
    label: String,
    /// The level's; the texts outside the levels have none in common.
    title: Option<Title>,
    rows: Vec<Row>,
}

/// A title, and the tag of its language.
#[derive(Serialize)]
struct Title {
    text: String,
    lang: String,
}

/// A text.
#[derive(Serialize)]
struct Row {
    id: String,
    title: Title,
    minutes: Option<String>,
    cells: Vec<Cell>,
}

/// A text in a language.
#[derive(Serialize)]
struct Cell {
    state: &'static str,
    label: String,
    /// The headings that are out of date.
    sections: Vec<String>,
    language: String,
    lang: String,
    words: Option<String>,
    draft: Option<String>,
    page: Option<Link>,
    source: Option<Source>,
    faults: Option<Link>,
}

#[derive(Serialize)]
struct Link {
    href: String,
    text: String,
    label: String,
}

#[derive(Serialize)]
struct Source {
    path: String,
    href: Option<String>,
}

/// The faults of a file.
#[derive(Serialize)]
struct FileFaults {
    id: String,
    path: String,
    faults: Vec<Fault>,
}

#[derive(Serialize)]
struct Fault {
    severity: &'static str,
    label: String,
    rule: &'static str,
    message: String,
    help: Option<String>,
    line: Option<String>,
}

/// The dashboard of a site as HTML, in the author's language. `sources` are those that the site was built from.
///
/// # Errors
/// If Tera can't render the template.
pub fn page(
    site: &Site,
    diagnostics: &[Diagnostic],
    sources: &Sources,
    language: UserLanguage,
) -> Result<String, tera::Error> {
    let maker = Maker { book: &site.book, sources, language, faults: by_file(diagnostics) };
    let mut tera = Tera::default();
    tera.add_raw_template(TEMPLATE, include_str!("dashboard.html"))?;
    tera.render(TEMPLATE, &Context::from_serialize(&maker.view())?)
}

/// The faults, by file.
fn by_file(diagnostics: &[Diagnostic]) -> BTreeMap<&BookPath, Faults<'_>> {
    let mut files: BTreeMap<&BookPath, Faults<'_>> = BTreeMap::new();
    for diagnostic in diagnostics {
        files.entry(&diagnostic.at.path).or_default().faults.push(diagnostic);
    }
    for (number, faults) in (1_usize..).zip(files.values_mut()) {
        faults.id = format!("faults-{number}");
    }
    files
}

/// The faults of a file, and the anchor of their list.
#[derive(Default)]
struct Faults<'a> {
    id: String,
    faults: Vec<&'a Diagnostic>,
}

struct Maker<'a> {
    book: &'a Book,
    sources: &'a Sources,
    language: UserLanguage,
    faults: BTreeMap<&'a BookPath, Faults<'a>>,
}

impl Maker<'_> {
    fn view(&self) -> View {
        let config = &self.book.config;
        let default = config.language(config.default_locale);
        let texts: Vec<&Lesson> =
            self.book.lessons().map(|(_, lesson)| lesson).filter(|lesson| !lesson.translations.is_empty()).collect();
        let languages = config.locales().map(|locale| {
            let in_step = texts.iter().filter(|lesson| lesson.state(locale) == TranslationState::InStep).count();
            let own = texts.iter().filter_map(|lesson| lesson.translations.get(&locale));
            Column {
                name: config.language(locale).name.clone(),
                lang: config.language(locale).tag.clone(),
                in_step: self.said(&message!("dashboard.in-step", count = in_step, all = texts.len().to_string())),
                words: self.words(own.map(|text| text.parsed.document.words).sum()),
            }
        });
        View {
            lang: match self.language {
                UserLanguage::Fr => "fr",
                UserLanguage::En => "en",
            },
            title: self.said(&message!("dashboard.title")),
            book: config.title(config.default_locale).to_owned(),
            book_lang: default.tag.clone(),
            site: self.said(&message!("dashboard.site")),
            text_column: self.said(&message!("dashboard.text")),
            languages: languages.collect(),
            groups: self.groups(),
            faults_heading: self.said(&message!("dashboard.faults")),
            no_faults: self.said(&message!("dashboard.no-faults")),
            faults: self.faults.iter().map(|(path, faults)| self.file(path, faults)).collect(),
        }
    }

    fn groups(&self) -> Vec<Group> {
        let mut levels: Vec<Group> = self
            .book
            .levels
            .iter()
            .map(|level| Group {
                label: self.said(&message!("dashboard.level", number = level.number.to_string())),
                title: Some(self.title(&level.index)),
                rows: Vec::new(),
            })
            .collect();
        levels.push(Group { label: self.said(&message!("dashboard.others")), title: None, rows: Vec::new() });
        for (at, lesson) in self.book.lessons().filter(|(_, lesson)| !lesson.translations.is_empty()) {
            let group = match at {
                LessonRef::Level(level) | LessonRef::Lesson(level, _) => level,
                LessonRef::Home | LessonRef::Page(_) => self.book.levels.len(),
            };
            levels[group].rows.push(self.row(lesson));
        }
        levels.retain(|group| !group.rows.is_empty());
        levels
    }

    fn row(&self, lesson: &Lesson) -> Row {
        let config = &self.book.config;
        let minutes =
            lesson.duration.map(|minutes| self.said(&message!("dashboard.minutes", count = u64::from(minutes))));
        Row {
            id: if lesson.id.is_empty() { "/".to_owned() } else { lesson.id.clone() },
            title: self.title(lesson),
            minutes,
            cells: config.locales().map(|locale| self.cell(lesson, locale)).collect(),
        }
    }

    /// A text's title in the book's default language, else in one that has it.
    fn title(&self, lesson: &Lesson) -> Title {
        let config = &self.book.config;
        let title = lesson.titles.get(config.default_locale);
        Title { text: title.text.clone(), lang: config.language(title.locale).tag.clone() }
    }

    fn cell(&self, lesson: &Lesson, locale: Locale) -> Cell {
        let config = &self.book.config;
        let state = lesson.state(locale);
        let label = match state {
            TranslationState::InStep => message!("status.in-step"),
            TranslationState::Outdated => message!("status.outdated"),
            TranslationState::Missing => message!("status.missing"),
            TranslationState::Untracked => message!("status.untracked"),
        };
        let own = lesson.translations.get(&locale);
        let parts = lesson.behind(locale).iter().filter_map(|behind| behind.part.as_ref());
        let sections = own.map_or_else(Vec::new, |own| {
            let of = own.headings();
            let mut headings: Vec<String> = parts.filter_map(|part| of.of(part)).map(str::to_owned).collect();
            headings.dedup();
            headings
        });
        let page = lesson.permalinks.get(locale).as_ref().map(|page| Link {
            href: format!("/{}", page.encoded()),
            text: self.said(&message!("dashboard.page")),
            label: format!("{} ({})", lesson.titles.get(locale).text, config.language(locale).name),
        });
        Cell {
            state: state.name(),
            label: self.said(&label),
            sections,
            language: config.language(locale).name.clone(),
            lang: config.language(locale).tag.clone(),
            words: own.map(|own| self.words(own.parsed.document.words)),
            draft: own.filter(|own| own.draft).map(|_| self.said(&message!("dashboard.draft"))),
            page,
            source: own.map(|own| self.source(own)),
            faults: own.and_then(|own| self.count(own)),
        }
    }

    fn source(&self, text: &Translation) -> Source {
        let pattern = self.book.config.edit_url.as_deref();
        let path = text.path.as_str();
        Source {
            path: path.to_owned(),
            href: pattern.map(|pattern| pattern.replace("{path}", &Permalink::file(path).encoded())),
        }
    }

    /// How many faults a text has, as a link to their list; `None` if it has none.
    fn count(&self, text: &Translation) -> Option<Link> {
        let Faults { id, faults } = self.faults.get(&text.path)?;
        let errors = faults.iter().filter(|fault| fault.severity == Severity::Error).count();
        let warnings = faults.len() - errors;
        let errors = (errors > 0).then(|| message!("report.errors", count = errors));
        let warnings = (warnings > 0).then(|| message!("report.warnings", count = warnings));
        let counts: Vec<String> = errors.iter().chain(&warnings).map(|message| self.said(message)).collect();
        let counts = counts.join(", ");
        let label = format!("{counts} ({})", text.path);
        Some(Link { href: format!("#{id}"), text: counts, label })
    }

    fn file(&self, path: &BookPath, Faults { id, faults }: &Faults<'_>) -> FileFaults {
        let text = self.sources.text(path.as_str());
        let positions = text.map(|file| Positions::new(&file.text));
        let faults = faults.iter().map(|fault| {
            let line = positions.as_ref().filter(|_| fault.at.end > 0).map(|positions| positions.of(fault.at.start).0);
            let (severity, label) = match fault.severity {
                Severity::Error => ("error", message!("report.error")),
                Severity::Warning => ("warning", message!("report.warning")),
            };
            Fault {
                severity,
                label: self.said(&label),
                rule: fault.rule.name(),
                message: self.said(&fault.message),
                help: fault.help.as_ref().map(|help| self.said(help)),
                line: line.map(|line| self.said(&message!("dashboard.line", line = line.to_string()))),
            }
        });
        FileFaults { id: id.clone(), path: path.to_string(), faults: faults.collect() }
    }

    fn words(&self, count: usize) -> String {
        self.said(&message!("dashboard.words", count = count))
    }

    fn said(&self, message: &Message) -> String {
        message.text(self.language)
    }
}
