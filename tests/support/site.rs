//! Whole sites in memory, every artifact rendered.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use palier::builder::Edition;
use palier::diagnostic::Diagnostic;
use palier::load;
use palier::plan::{Artifact, Site};
use palier::render::Renderer;
use palier::source::Sources;
use palier::theme::Content;

use super::html::Html;

/// A built site.
pub struct Built {
    /// The book's folder.
    pub folder: PathBuf,
    /// The name of that folder.
    pub name: String,
    /// The planned site.
    pub site: Arc<Site>,
    /// The bytes of each file, by output path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What the build reported.
    pub diagnostics: Vec<Diagnostic>,
    pages: OnceLock<BTreeMap<String, Html>>,
}

/// The edition that the command builds.
pub fn published() -> Edition {
    Edition { published: true, ..Edition::default() }
}

/// The bundled book's folder.
pub fn bundled() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The small books' folders, the invalid ones left out.
pub fn small_books() -> Vec<PathBuf> {
    let entries = fs::read_dir(bundled().join("tests/books")).unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.join("book.toml").is_file());
    folders.sort();
    assert!(folders.len() >= 5);
    folders
}

/// The bytes of everything on a site, by output path. Panics if something can't be rendered or read.
pub fn render(site: &Arc<Site>) -> BTreeMap<String, Vec<u8>> {
    let renderer = Renderer::new(Arc::clone(site));
    let render = |path: &String| match renderer.render(path).expect("it is planned") {
        Ok(Content::Bytes(bytes)) => bytes.into_owned(),
        Ok(Content::Asset(asset)) => load::read_asset(&asset).unwrap(),
        Err(fault) => panic!("{path}: {fault:?}"),
    };
    let parts = renderer.search_parts().map(|(path, _)| path);
    site.artifacts.keys().cloned().chain(parts).map(|path| (path.clone(), render(&path))).collect()
}

impl Built {
    /// The book in a folder, as the command builds it. Panics if there is no site.
    pub fn from_dir(folder: &Path) -> Self {
        Self::with(folder, &published())
    }

    /// The book as `build --teacher` makes it.
    pub fn for_teachers(folder: &Path) -> Self {
        Self::with(folder, &Edition { teacher: true, ..published() })
    }

    /// The book in a folder as that edition of it. Panics if there is no site.
    pub fn with(folder: &Path, options: &Edition) -> Self {
        let built = palier::build::read(folder, options);
        let site = Arc::new(built.site.expect("a site"));
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        Self {
            folder: folder.to_owned(),
            name,
            files: render(&site),
            site,
            diagnostics: built.diagnostics,
            pages: OnceLock::new(),
        }
    }

    /// The small book in that folder of `tests/books`.
    pub fn small(name: &str) -> Self {
        Self::from_dir(&bundled().join("tests/books").join(name))
    }

    /// The text of the file at an output path. Panics if there is none, or if it isn't UTF-8.
    pub fn text(&self, path: &str) -> &str {
        let bytes = self.files.get(path).unwrap_or_else(|| panic!("{}: no {path}", self.name));
        std::str::from_utf8(bytes).unwrap()
    }

    /// The page at an address (`fr/naviguer/`).
    pub fn page(&self, address: &str) -> &Html {
        self.page_at(&format!("{address}index.html"))
    }

    /// The page at an output path. Panics if there is none.
    pub fn page_at(&self, path: &str) -> &Html {
        self.pages().get(path).unwrap_or_else(|| panic!("{}: no {path}", self.name))
    }

    /// Every HTML file that Palier makes, by output path, parsed once.
    pub fn pages(&self) -> &BTreeMap<String, Html> {
        self.pages.get_or_init(|| {
            let made = self
                .site
                .artifacts
                .iter()
                .filter(|(path, artifact)| path.ends_with(".html") && !matches!(artifact, Artifact::File(_)));
            made.map(|(path, _)| (path.clone(), Html::parse(self.text(path)))).collect()
        })
    }

    /// The output paths, but those of the theme's files, of what is drawn and of what scripts are told of the book.
    pub fn paths(&self) -> Vec<&str> {
        let theme: Vec<String> = self.site.published.files.keys().map(|permalink| permalink.output_path()).collect();
        let is_drawn = |path: &&str| matches!(self.site.artifacts.get(*path), Some(Artifact::Drawn(_)));
        let paths = self.files.keys().map(String::as_str).filter(|path| !path.starts_with("assets/outline."));
        let paths = paths.filter(|path| !is_drawn(path));
        paths.filter(|path| !theme.iter().any(|known| known == path)).collect()
    }

    /// The names of the rules broken, in the order of the diagnostics.
    pub fn rules(&self) -> Vec<&'static str> {
        self.diagnostics.iter().map(|fault| fault.rule.name()).collect()
    }
}

/// Sources with the text at that path changed or added, or, with `None`, taken away.
pub fn with_text(mut sources: Sources, path: &str, text: Option<&str>) -> Sources {
    match text {
        Some(text) => sources.insert(path, text),
        None => {
            sources.texts.remove(path);
        }
    }
    sources
}
