//! The stages in order, and the memo that makes a rebuild cost what changed. There is one way to
//! build: a rebuild is the same call, with a warm memo.

mod echoes;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::assemble::{self, Parses, Scope, SharedFiles};
use crate::check;
use crate::config::{self, BaseUrl, Config};
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::load::{BOOK_TOML, GLOSSARY_YML, REFERENCES, TAGS_YML, TRANSLATIONS_LOCK};
use crate::locale::message;
use crate::model::{Audience, Book, Delivery};
use crate::parse::bibliography::{self, Bibliography, BibliographyFormat};
use crate::parse::glossary::{self, Glossary};
use crate::parse::lock::{self, Lock};
use crate::parse::tags::{self, Tags};
use crate::parse::{self, Parsed};
use crate::plan::{self, Site};
use crate::progress::{Progress, Task};
use crate::render::{self, Memory, Renderer};
use crate::rule::Rule;
use crate::source::{BookPath, Hash, SourceFile, Sources, Span};
use crate::style::Styles;
use crate::theme::Theme;

/// Which edition of a book a site is: how much of it is in the site, and for whom. By default: for students, without
/// drafts, not to be published.
#[derive(Clone, Debug, Default)]
pub struct Edition {
    /// Whether drafts are part of the site.
    pub drafts: bool,
    /// Whether what is for the teacher is part of the site.
    pub teacher: bool,
    /// The site's address, instead of the book's own.
    pub base_url: Option<BaseUrl>,
    /// Whether the site is to be published: then it should know its own address. A preview is at `/` and has no
    /// address.
    pub published: bool,
    /// Whether it is to be opened from a folder: then it has no address either.
    pub portable: bool,
    /// Whether the faults that only follow from others are reported too. Who compares a book with what it would become
    /// must not miss a link that breaks because a fault elsewhere explains it.
    pub with_echoes: bool,
}

impl Edition {
    /// What the author's preview shows: all of the book, unless drafts are left out.
    pub fn preview(drafts: bool) -> Self {
        Self { drafts, teacher: true, base_url: None, published: false, portable: false, with_echoes: false }
    }

    fn delivery(&self) -> Delivery {
        match (self.published, self.portable) {
            (_, true) => Delivery::Folder,
            (true, false) => Delivery::Host,
            (false, false) => Delivery::Preview,
        }
    }

    fn scope(&self) -> Scope {
        let audience = match (self.teacher, self.published) {
            (false, _) => Audience::Students,
            (true, true) => Audience::Teachers,
            (true, false) => Audience::Author,
        };
        Scope { drafts: self.drafts, audience, delivery: self.delivery() }
    }
}

/// A book as it was read, its site and its faults.
#[derive(Debug)]
pub struct Built {
    /// The book as it was read: the texts that the places in `diagnostics` are in.
    pub sources: Sources,
    /// The site, neither rendered nor written yet; `None` if `book.toml` is missing or can't be read.
    pub site: Option<Site>,
    /// All that is wrong with the book. A site with errors among them is not to be published.
    pub diagnostics: Vec<Diagnostic>,
}

/// Builds sites, and remembers each file's parse by the hash of its bytes.
#[derive(Debug, Default)]
pub struct Builder {
    files: HashMap<Hash, Arc<FileParse>>,
    tags: Memo<Tags>,
    glossary: Memo<Glossary>,
    lock: Memo<Lock>,
    references: Memo<Bibliography>,
    format: Option<BibliographyFormat>,
    theme: Option<(Hash, Arc<Checked<Arc<Theme>>>)>,
    styles: Option<(Hash, Arc<Checked<Arc<Styles>>>)>,
    /// The fragments that the renderers of its sites have made.
    rendered: Arc<Memory>,
    /// Where it is counted how far a build has come.
    progress: Progress,
}

/// The parse of a file that a book has once (`tags.yml`, say), with the hash of its bytes.
type Memo<T> = Option<(Hash, Arc<Checked<T, Span>>)>;

/// The parse of a Markdown file's bytes, whatever its path.
#[derive(Debug)]
struct FileParse {
    parsed: Arc<Parsed>,
    diagnostics: Vec<Diagnostic<Span>>,
}

impl Builder {
    /// A builder of which it is counted there how far each build has come.
    pub fn counted_in(progress: &Progress) -> Self {
        Self { progress: progress.clone(), ..Self::default() }
    }

    /// A renderer of a site, which reuses what earlier renderers of this builder made.
    pub fn renderer(&self, site: Arc<Site>) -> Renderer {
        Renderer::with_memory(site, Arc::clone(&self.rendered))
    }

    /// Builds the site of a book as it was loaded, with the faults that loading found among the diagnostics.
    pub fn build_loaded(&mut self, loaded: Checked<Sources>, edition: &Edition) -> Built {
        let Checked { value: sources, diagnostics: of_loading } = loaded;
        let Checked { value: site, diagnostics } = self.build_with(&sources, of_loading, edition);
        Built { sources, site, diagnostics }
    }

    /// Builds the site of a book: every stage but rendering and writing. The value is `None` if `book.toml` is
    /// missing or can't be read; a site with errors among its diagnostics is not to be published. Diagnostics are
    /// ranked as the book says, sorted by place, each once.
    pub fn build(&mut self, sources: &Sources, edition: &Edition) -> Checked<Option<Site>> {
        self.build_with(sources, Vec::new(), edition)
    }

    /// Builds a site; what loading found comes first among its diagnostics.
    fn build_with(
        &mut self,
        sources: &Sources,
        mut diagnostics: Vec<Diagnostic>,
        edition: &Edition,
    ) -> Checked<Option<Site>> {
        let mut found = Vec::new();
        let site = self.site(sources, edition, &mut found);
        found.sort_by(|a, b| (&a.at, a.rule).cmp(&(&b.at, b.rule)));
        found.dedup();
        diagnostics.append(&mut found);
        if let Some(site) = &site {
            site.book.config.rank(&mut diagnostics);
            if !edition.with_echoes {
                echoes::remove(&site.book, &mut diagnostics);
            }
        }
        Checked::new(site, diagnostics)
    }

    fn site(&mut self, sources: &Sources, edition: &Edition, diagnostics: &mut Vec<Diagnostic>) -> Option<Site> {
        // A missing file was reported when it was looked for.
        let book_toml = sources.text(BOOK_TOML)?;
        let read = config::parse(&book_toml.text);
        diagnostics.extend(read.diagnostics.into_iter().map(|fault| fault.in_file(&book_toml.path)));
        // With only half of the settings read, the faults that follow from the other half would be noise.
        if diagnostics.iter().any(|fault| fault.rule == Rule::InvalidBookToml) {
            return None;
        }
        let mut config = read.value;
        if edition.base_url.is_some() {
            config.base_url.clone_from(&edition.base_url);
        }
        let delivery = edition.delivery();
        if delivery != Delivery::Host {
            config.base_url = None;
        }
        let config = Arc::new(config);
        let files = self.parse(sources);
        let _underway = self.progress.begin(Task::Book, 0);
        let parses: Parses = files.iter().map(|(path, file)| (path.clone(), Arc::clone(&file.parsed))).collect();
        let tags = remembered(&mut self.tags, sources, TAGS_YML, tags::read, diagnostics);
        let glossary = remembered(&mut self.glossary, sources, GLOSSARY_YML, read_glossary, diagnostics);
        let lock = remembered(&mut self.lock, sources, TRANSLATIONS_LOCK, lock::read, diagnostics);
        let references = self.references(sources, diagnostics);
        let shared = SharedFiles {
            references: references.as_ref().map(|(path, read)| (*path, &read.value)),
            tags: tags.as_ref().map(|(path, read)| (*path, &read.value)),
            glossary: glossary.as_ref().map(|(path, read)| (*path, &read.value)),
            lock: lock.as_ref().map(|(_, read)| &read.value),
        };
        let book = assemble::assemble(&config, sources, &parses, &shared, edition.scope());
        diagnostics.extend(book.diagnostics);
        report_files(&book.value, &files, diagnostics);
        diagnostics.extend(check::check(&book.value));
        diagnostics.extend(check::check_files(sources));
        // An address that doesn't fit is reported as such: it isn't missing.
        let is_wrong = diagnostics.iter().any(|fault| fault.message.key == "invalid-setting.base-url");
        if edition.published && !is_wrong {
            diagnostics.extend(check::check_published(&config, delivery == Delivery::Host));
        }
        let theme = self.theme(sources, &config);
        diagnostics.extend(theme.diagnostics.iter().cloned());
        let styles = self.styles(sources, &config);
        diagnostics.extend(styles.diagnostics.iter().cloned());
        let site =
            plan::plan(Arc::new(book.value), Arc::clone(&theme.value), Arc::clone(&styles.value), render::kinds());
        diagnostics.extend(site.diagnostics);
        Some(site.value)
    }

    /// The parse of each Markdown file: from memory if its bytes are known, else parsed now, on all cores. What is
    /// in memory for no file any more is forgotten.
    fn parse(&mut self, sources: &Sources) -> Vec<(BookPath, Arc<FileParse>)> {
        let is_lesson = |file: &&SourceFile| {
            let path = file.path.as_str().to_ascii_lowercase();
            path.starts_with("content/") && (path.ends_with(".md") || path.ends_with(".markdown"))
        };
        let texts: Vec<&SourceFile> = sources.texts.values().filter(is_lesson).collect();
        let known = &self.files;
        let underway = self.progress.begin(Task::Texts, texts.len());
        let files: Vec<(BookPath, Hash, Arc<FileParse>)> = texts
            .into_par_iter()
            .map(|file| {
                let parse = known.get(&file.hash).map_or_else(|| Arc::new(parse_file(&file.text)), Arc::clone);
                underway.one();
                (file.path.clone(), file.hash, parse)
            })
            .collect();
        self.files = files.iter().map(|(_, hash, parse)| (*hash, Arc::clone(parse))).collect();
        files.into_iter().map(|(path, _, parse)| (path, parse)).collect()
    }

    /// The shared bibliography; `None` if the book has none. Of several files, the first in the order of
    /// [`REFERENCES`](crate::load::REFERENCES) is read.
    fn references<'s>(
        &mut self,
        sources: &'s Sources,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<(&'s BookPath, Arc<Checked<Bibliography, Span>>)> {
        let mut found = REFERENCES.into_iter().filter(|path| sources.text(path).is_some());
        let path = found.next()?;
        for other in found {
            let message = message!("invalid-bibliography.several", first = path, second = other);
            let place = Place::file(&BookPath::new(other));
            let fault = Diagnostic::new(Rule::InvalidBibliography, place, message);
            diagnostics.push(fault.help(message!("invalid-bibliography.help-several")));
        }
        let format = match path.rsplit('.').next() {
            Some("json") => BibliographyFormat::Json,
            Some("yml" | "yaml") => BibliographyFormat::Yaml,
            _ => BibliographyFormat::BibLatex,
        };
        // The same bytes may mean something else in another format.
        if self.format.replace(format) != Some(format) {
            self.references = None;
        }
        remembered(&mut self.references, sources, path, |text| bibliography::read(format, text), diagnostics)
    }

    /// The theme, from memory while its files and the settings that it depends on are the same.
    fn theme(&mut self, sources: &Sources, config: &Config) -> Arc<Checked<Arc<Theme>>> {
        let mut hasher = blake3::Hasher::new();
        let settings = (&config.theme, &config.stylesheets, &config.allow_hosts, &config.languages);
        hasher.update(format!("{settings:?}").as_bytes());
        // Stylesheets may name what is there.
        for path in sources.assets.keys().filter(|path| path.as_str().starts_with("static/")) {
            hasher.update(path.as_str().as_bytes());
        }
        for file in sources.texts.values().filter(|file| file.path.as_str().starts_with("themes/")) {
            hasher.update(file.path.as_str().as_bytes()).update(file.hash.as_bytes());
        }
        for file in sources.assets.values().filter(|file| file.path.as_str().starts_with("themes/")) {
            hasher.update(file.path.as_str().as_bytes()).update(file.hash.as_bytes());
        }
        let key = hasher.finalize();
        kept(&mut self.theme, key, || Theme::load(sources, config))
    }

    /// The citation styles, from memory while the settings that name them and their files are the same.
    fn styles(&mut self, sources: &Sources, config: &Config) -> Arc<Checked<Arc<Styles>>> {
        let key = Styles::key(sources, config);
        kept(&mut self.styles, key, || Styles::load(sources, config))
    }
}

/// What was loaded under that key, else what `load` gives now.
fn kept<T>(
    memory: &mut Option<(Hash, Arc<Checked<Arc<T>>>)>,
    key: Hash,
    load: impl FnOnce() -> Checked<T>,
) -> Arc<Checked<Arc<T>>> {
    if let Some((_, value)) = memory.as_ref().filter(|(known, _)| *known == key) {
        return Arc::clone(value);
    }
    let loaded = load();
    let value = Arc::new(Checked::new(Arc::new(loaded.value), loaded.diagnostics));
    *memory = Some((key, Arc::clone(&value)));
    value
}

/// The parse of a file that a book has once, from memory while its bytes are the same, its faults reported; `None`
/// if the book has no such file.
fn remembered<'s, T>(
    memo: &mut Memo<T>,
    sources: &'s Sources,
    path: &str,
    read: impl Fn(&str) -> Checked<T, Span>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(&'s BookPath, Arc<Checked<T, Span>>)> {
    let file = sources.text(path)?;
    let known = memo.as_ref().filter(|(hash, _)| *hash == file.hash).map(|(_, read)| Arc::clone(read));
    let read = known.unwrap_or_else(|| Arc::new(read(&file.text)));
    *memo = Some((file.hash, Arc::clone(&read)));
    diagnostics.extend(read.diagnostics.iter().map(|fault| fault.clone().in_file(&file.path)));
    Some((&file.path, read))
}

/// Reads a glossary, and checks its definitions.
fn read_glossary(text: &str) -> Checked<Glossary, Span> {
    let mut read = glossary::read(text);
    let checked = read.value.texts.values().flat_map(|definitions| check::check_file(definitions));
    read.diagnostics.extend(checked);
    read
}

fn parse_file(text: &str) -> FileParse {
    let parsed = parse::parse(text);
    let mut diagnostics = parsed.diagnostics;
    diagnostics.extend(check::check_file(&parsed.value));
    FileParse { parsed: Arc::new(parsed.value), diagnostics }
}

/// Reports the faults of each file that is part of the book.
fn report_files(book: &Book, files: &[(BookPath, Arc<FileParse>)], diagnostics: &mut Vec<Diagnostic>) {
    // A file whose lesson or language is taken will be one of the book once it has another name.
    let is_taken = |fault: &&Diagnostic| matches!(fault.rule, Rule::DuplicateId | Rule::DuplicateTranslation);
    let taken: Vec<BookPath> = diagnostics.iter().filter(is_taken).map(|fault| fault.at.path.clone()).collect();
    let lessons = book.lessons().flat_map(|(_, lesson)| lesson.translations.values());
    let paths: HashSet<&BookPath> = lessons.map(|translation| &translation.path).chain(&taken).collect();
    let missing = diagnostics.iter().enumerate().filter(|(_, fault)| fault.rule == Rule::MissingTitle);
    let untitled: HashMap<BookPath, usize> = missing.map(|(index, fault)| (fault.at.path.clone(), index)).collect();
    for (path, file) in files.iter().filter(|(path, _)| paths.contains(path)) {
        for fault in &file.diagnostics {
            let missing = untitled.get(path).and_then(|&index| diagnostics.get_mut(index));
            match missing {
                // The title that is missing is the one above the text, or is under a mistyped key: that is said once.
                Some(_) if fault.message.key == "heading-order.title" => {}
                Some(missing)
                    if fault.help.as_ref() == Some(&message!("unknown-field.help-nearest", nearest = "title")) =>
                {
                    missing.at = Place::new(path, &fault.at);
                    missing.help.clone_from(&fault.help);
                }
                _ => diagnostics.push(fault.clone().in_file(path)),
            }
        }
    }
}
