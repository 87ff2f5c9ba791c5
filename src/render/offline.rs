//! A publication: the site as it is at one time, told to the service worker that keeps it on devices. What is told is made
//! of what the other files hold, once they are made (`web/src/offline/publication.ts` has the form).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::addresses::{self, INDEX};
use crate::locale::Locale;
use crate::model::{LessonRef, Permalink};
use crate::pictures::Pictures;
use crate::plan::{Artifact, Sealed, Site};
use crate::render::pages::{offline, print};
use crate::search;
use crate::source::Hash;
use crate::theme::Content;

/// The worker's script, made by `web/`.
const WORKER: &str = include_str!("offline/worker.js");

/// The theme's scripts that any page which was read may ask for without a network, and their styles.
const ALWAYS: [&str; 3] = ["answers.js", "guide.js", "offline.js"];
const ALWAYS_STYLED: [&str; 1] = ["answers.css"];

/// How many letters of a hash tell one publication, or one state of a file, from another.
const LETTERS: usize = 16;

/// A file that is made.
#[derive(Debug)]
pub(super) struct Rendered {
    hash: Hash,
    len: u64,
    needs: Needs,
}

/// The files of the site that a page needs, other pages left out: output paths.
#[derive(Debug, Default)]
struct Needs {
    /// What it shows or offers.
    named: BTreeSet<String>,
    /// What its script may load, when a reader asks for it.
    loaded: BTreeSet<String>,
}

impl Rendered {
    /// The file at an output path, by its bytes.
    pub(super) fn of(path: &str, bytes: &[u8], site: &Site, pictures: &Pictures) -> Self {
        let page = path.ends_with(".html").then(|| std::str::from_utf8(bytes).ok()).flatten();
        let needs = page.map_or_else(Needs::default, |page| Needs::of(page, path, site, pictures));
        Self { hash: blake3::hash(bytes), len: bytes.len() as u64, needs }
    }

    /// A file that needs no other.
    pub(super) fn asset(content: &Content) -> Self {
        let len = match content {
            Content::Bytes(bytes) => bytes.len() as u64,
            Content::Asset(asset) => asset.len,
        };
        Self::alone(content.hash(), len)
    }

    /// The same, of bytes that have that hash and are so many.
    pub(super) fn alone(hash: Hash, len: u64) -> Self {
        Self { hash, len, needs: Needs::default() }
    }
}

impl Needs {
    /// Those of the page at an output path.
    fn of(page: &str, path: &str, site: &Site, pictures: &Pictures) -> Self {
        let mut found = Self::default();
        let is_file = |target: &String| {
            let artifact = site.artifacts.get(target);
            matches!(artifact, Some(Artifact::File(_) | Artifact::Drawn(_) | Artifact::Style { .. }))
        };
        let file = |address: &str| addresses::target(address, path).filter(is_file);
        // Of an image in several widths, one; the image itself comes next, and isn't needed.
        let mut is_kept = false;
        addresses::attributes(page, |attribute, value, _| match attribute {
            "src" if std::mem::take(&mut is_kept) => {}
            "href" | "src" | "poster" | "data" => found.named.extend(file(value)),
            "srcset" => {
                let each = value.split(',').filter_map(|one| one.split_whitespace().next());
                let targets: Vec<String> = each.filter_map(|address| addresses::target(address, path)).collect();
                let kept = pictures.kept(&targets).map(str::to_owned);
                is_kept = kept.is_some();
                match kept {
                    Some(kept) => found.named.extend([kept]),
                    None => found.named.extend(targets.into_iter().filter(is_file)),
                }
            }
            "data-scripts" => {
                let scripts: BTreeMap<String, String> = serde_json::from_str(value).unwrap_or_default();
                found.loaded.extend(scripts.values().filter_map(|address| file(address)));
            }
            _ => {}
        });
        found
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        self.named.iter().chain(&self.loaded).map(String::as_str)
    }
}

/// A site whose files are made.
#[derive(Debug)]
pub(super) struct Publication {
    files: BTreeMap<String, Rendered>,
    id: String,
}

impl Publication {
    /// The publication of a site, of which these files were rendered: all but those that are the book's and the theme's
    /// own.
    pub(super) fn new(site: &Site, rendered: BTreeMap<String, Rendered>) -> Self {
        let mut files = rendered;
        let own = site.artifacts.iter().filter_map(|(path, artifact)| match artifact {
            Artifact::File(content) => Some((path.clone(), Rendered::asset(content))),
            _ => None,
        });
        files.extend(own);
        let mut hasher = blake3::Hasher::new();
        for (path, made) in &files {
            hasher.update(path.as_bytes()).update(b"\0").update(made.hash.as_bytes());
        }
        Self { files, id: short(&hasher.finalize()) }
    }

    /// A file that is made of what all others hold.
    pub(super) fn sealed(&self, sealed: Sealed, site: &Site) -> String {
        match sealed {
            Sealed::Worker => self.worker(site),
            Sealed::Parts(locale) => self.parts(site, locale),
            Sealed::Part(locale, part) => self.part(site, locale, part),
        }
    }

    fn worker(&self, site: &Site) -> String {
        let book = &site.book;
        let pages = book.config.locales().filter_map(|locale| {
            let page = &site.listing(offline::NAME, locale)?.all;
            Some((book.config.language(locale).key.as_str(), page))
        });
        let pages: BTreeMap<&str, &Permalink> = pages.collect();
        let shell: BTreeSet<String> = pages
            .values()
            .filter_map(|page| self.files.get(&page.output_path()))
            .flat_map(|page| page.needs.named.iter().map(|path| address(path)))
            .filter(|path| path.starts_with("assets/"))
            .chain(book.config.locales().map(|locale| site.published.script_words.get(locale).encoded()))
            .chain(ALWAYS.iter().filter_map(|name| Some(site.published.more_scripts.get(*name)?.encoded())))
            .chain(ALWAYS_STYLED.iter().filter_map(|name| Some(site.published.styles.get(*name)?.encoded())))
            .collect();
        let instead: BTreeMap<&str, String> = pages.iter().map(|(&key, page)| (key, page.encoded())).collect();
        let parts = Sealed::Parts(book.config.default_locale).permalink(book).encoded();
        let publication = json!({ "id": self.id, "instead": instead, "shell": shell, "parts": parts });
        format!("var palierPublication={publication};\n{WORKER}")
    }

    fn parts(&self, site: &Site, locale: Locale) -> String {
        let bytes = |files: &BTreeSet<&str>| -> u64 {
            files.iter().filter_map(|path| self.files.get(*path)).map(|made| made.len).sum()
        };
        let mut book = BTreeSet::new();
        let parts: Vec<_> = (0..=site.book.levels.len())
            .map(|part| {
                let list = Sealed::Part(locale, part).permalink(&site.book).encoded();
                let files = self.files_of(site, locale, part);
                let part = json!({ "list": list, "bytes": bytes(&files) });
                book.extend(files);
                part
            })
            .collect();
        format!("{}\n", json!({ "id": self.id, "bytes": bytes(&book), "parts": parts }))
    }

    fn part(&self, site: &Site, locale: Locale, part: usize) -> String {
        let files = self.files_of(site, locale, part).into_iter();
        let files: BTreeMap<String, String> =
            files.filter_map(|path| Some((address(path), short(&self.files.get(path)?.hash)))).collect();
        format!("{}\n", json!({ "id": self.id, "files": files }))
    }

    /// The output paths of a part: its pages, what they need, and what their styles and scripts name themselves.
    fn files_of<'s>(&'s self, site: &'s Site, locale: Locale, part: usize) -> BTreeSet<&'s str> {
        let pages = site.artifacts.iter().filter(|(_, artifact)| part_of(artifact, locale) == Some(part));
        let mut files: BTreeSet<&str> = BTreeSet::new();
        for (path, _) in pages {
            files.insert(path);
            files.extend(self.files.get(path).into_iter().flat_map(|page| page.needs.all()));
        }
        let outline = format!("assets/outline.{}.", site.book.config.language(locale).key);
        let common = site.artifacts.range("assets/".to_owned().."assets0".to_owned()).map(|(path, _)| path.as_str());
        files.extend(common.filter(|path| path.ends_with(".woff2") || path.starts_with(&outline)));
        files.extend(site.published.own_files.iter().map(Permalink::as_str));
        // The search is of the whole book, and of no level.
        if part == 0 {
            let head =
                site.artifacts.iter().filter(|(_, own)| matches!(own, Artifact::SearchIndex(of) if *of == locale));
            files.extend(head.map(|(path, _)| path.as_str()));
            let key = site.book.config.language(locale).key.as_str();
            let parts = self.files.keys().filter(|path| search::key_of_part(path) == Some(key));
            files.extend(parts.map(String::as_str));
        }
        files
    }
}

/// The part of a language's site that a page is in; `None` if it is no page of the language.
fn part_of(artifact: &Artifact, of: Locale) -> Option<usize> {
    match *artifact {
        Artifact::Page { at, locale } | Artifact::SideBySide { at, locale, .. } if locale == of => Some(match at {
            LessonRef::Level(level) | LessonRef::Lesson(level, _) => level + 1,
            LessonRef::Home | LessonRef::Page(_) => 0,
        }),
        // What is to be printed says again what the texts say.
        Artifact::Listing { kind, .. } if kind.name == print::NAME => None,
        Artifact::Listing { locale, .. } if locale == of => Some(0),
        _ => None,
    }
}

/// The address of a file from the site's root: of a page, its folder.
fn address(path: &str) -> String {
    let is_page = path == INDEX || path.ends_with(&format!("/{INDEX}"));
    let path = if is_page { &path[..path.len() - INDEX.len()] } else { path };
    Permalink::file(path).encoded()
}

fn short(hash: &Hash) -> String {
    hash.to_hex()[..LETTERS].to_owned()
}
