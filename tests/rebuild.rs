//! One way to build: after any edits, a warm builder gives what a fresh one does, diagnostics and
//! bytes.

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use palier::builder::{Builder, Edition};
use palier::cache::Cache;
use palier::parse::lock::{BlockRecord, Lock};
use palier::render::Renderer;
use palier::source::{AssetFile, BookPath, FileBytes, Sources};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// The paths that texts are at and are moved to. The names differ by number, place, language and form.
const PATHS: [&str; 15] = [
    "content/index.fr.md",
    "content/index.en.md",
    "content/1-base/index.fr.md",
    "content/1-base/index.en.md",
    "content/1-base/1-premier.fr.md",
    "content/1-base/1-premier.en.md",
    "content/1-base/2-second.fr.md",
    "content/1-base/2-second/index.fr.md",
    "content/1-base/3-second.en.md",
    "content/2-sommet/index.fr.md",
    "content/2-sommet/1-dernier.md",
    "content/2-sommet/1-dernier.en.md",
    "content/a-propos.fr.md",
    "content/tags.yml",
    "content/glossary.yml",
];

/// What those files may contain, sound and not.
const TEXTS: [&str; 23] = [
    "---\ntitle: Un texte\n---\n\nDu texte.\n",
    "---\ntitle: Un texte\n---\n\nUn autre texte, sous le même titre.\n",
    "---\ntitle: Autre\nslug: autre\ndescription: Une phrase : la voici\n---\n\n## Un\n\nTexte.\n\n## Deux\n\nTexte.\n",
    "---\ntitle: Brouillon\ndraft: true\n---\n\nPas encore.\n",
    "---\ntitle: Notes\nfootnotes:\n  a: Une note [@k, p. 2].\nreferences:\n  k: \"Toffler, Alvin. *The Third Wave*. 1980.\"\n---\n\nTexte[^a], et [@k].\n",
    "---\ntitle: Notes perdues\n---\n\nTexte[^b], et [@inconnu].\n\n[^c]: Seule.\n",
    "---\ntitle: Liens\n---\n\n[Le premier](../1-base/1-premier.fr.md#un), [le second](../1-base/2-second.fr.md).\n",
    "---\ntitle: Liens du haut\n---\n\n[Le niveau](1-base/index.fr.md), ![dessin](1-base/dessin.svg).\n",
    "---\ntitle: Dessin\n---\n\n![dessin](dessin.svg \"Un dessin.\")\n\n<img src=\"dessin.svg\" alt=\"\">\n",
    "---\ntitle: D’abord\nprerequisites: [base/premier]\ntags: [a, b]\nduration: 25\n---\n\nTexte.\n",
    "---\ntitle: Ensuite\nprerequisites: [base/second]\nduration: 70\n---\n\nTexte.\n",
    "---\ntitle: Ancien\naliases: [/fr/vieux/, vieux/nom]\nrecap: { en: \"In *short*.\" }\n---\n\nTexte.\n",
    "---\ntitle: [\n  : cassé\n---\n\nTexte.\n",
    "---\ntitle: Jamais fermé\n\nTexte.\n",
    "---\ntitel: Faute\n---\n\n# Texte\n",
    "---\ntitle: Réservé\nslug: glossaire\n---\n\nTexte.\n",
    "Rien que du texte.\n",
    "",
    "a: { fr: Une étiquette, en: A tag }\n",
    "mot: { fr: { term: mot, definition: Voir [[autre]]. }, en: { term: word, definition: A word. } }\n",
    "mot: { fr: { term: terme, synonyms: [mot] } }\nautre:\n  fr: { term: autre, definition: Un *autre* mot. }\n",
    "---\ntitle: Termes\n---\n\nUn [[mot]], un [[autre|autre mot]], un [[Un texte]].\n",
    "\u{0}---\r\ntitle: Windows\r\n---\r\n\r\nTexte.\r\n",
];

const BOOKS: [&str; 7] = [
    "[book]\ntitle = \"Livre\"\nbase_url = \"https://exemple.org/livre/\"\n",
    "[book]\ntitle = { fr = \"Livre\", en = \"Book\" }\nlevel_name = \"Étape\"\n\n[languages.fr]\n\n[languages.en]\nfallback = \"none\"\n",
    "[book]\ntitle = \"Livre\"\ndefault_language = \"en\"\nauthors = [\"Une Personne\"]\nlicense = \"CC-BY-4.0\"\n",
    "[book]\ntitle = \"Livre\"\n\n[languages.en]\n",
    "[book]\ntitle = \"Livre\"\n\n[build]\nraw_html = \"escape\"\n\n[check]\nallow = [\"missing-title\"]\nwarn = [\"broken-link\"]\ndeny = [\"missing-translation\"]\n",
    "[book]\ntitle = \"Livre\"\ntitel = 3\n",
    "[book\ntitle = “Livre”\n",
];

const THEMES: [(&str, Option<&str>); 7] = [
    (
        "themes/palier/strings/fr.toml",
        Some("toc = \"Ici\"\nlessons = { one = \"{n} texte\", other = \"{n} textes\" }\n"),
    ),
    ("themes/palier/strings/fr.toml", Some("toc = \n")),
    ("themes/palier/strings/fr.toml", None),
    ("themes/palier/templates/page.html", Some("<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1>")),
    ("themes/palier/templates/page.html", Some("{{ nothing.here }}")),
    ("themes/palier/templates/page.html", Some("{% if %}")),
    ("themes/palier/templates/page.html", None),
];

#[derive(Clone, Debug)]
enum Edit {
    Write {
        path: usize,
        text: usize,
    },
    Append {
        path: usize,
    },
    Delete {
        path: usize,
    },
    Rename {
        from: usize,
        to: usize,
    },
    Settings(usize),
    Theme(usize),
    Asset(Option<u8>),
    Drafts(bool),
    /// The translations are marked as in step, as they are.
    Sync,
    /// `translations.lock` is broken, or goes.
    Lock(bool),
    /// Saved, and nothing in it changed.
    Touch,
}

fn edit() -> impl Strategy<Value = Edit> {
    let path = || 0..PATHS.len();
    prop_oneof![
        6 => (path(), 0..TEXTS.len()).prop_map(|(path, text)| Edit::Write { path, text }),
        2 => path().prop_map(|path| Edit::Append { path }),
        2 => path().prop_map(|path| Edit::Delete { path }),
        2 => (path(), path()).prop_map(|(from, to)| Edit::Rename { from, to }),
        1 => (0..BOOKS.len()).prop_map(Edit::Settings),
        1 => (0..THEMES.len()).prop_map(Edit::Theme),
        1 => proptest::option::of(0..3u8).prop_map(Edit::Asset),
        1 => any::<bool>().prop_map(Edit::Drafts),
        1 => Just(Edit::Sync),
        1 => any::<bool>().prop_map(Edit::Lock),
        1 => Just(Edit::Touch),
    ]
}

/// The book after some edits.
struct Book {
    sources: Sources,
    options: Edition,
}

impl Book {
    fn new() -> Self {
        let mut sources = Sources::default();
        sources.insert("book.toml", BOOKS[0]);
        for (path, text) in [(0, 7), (2, 0), (4, 2), (5, 0), (6, 8), (9, 1), (10, 4), (12, 6)] {
            sources.insert(PATHS[path], TEXTS[text]);
        }
        let mut book = Self { sources, options: support::site::published() };
        book.apply(&Edit::Asset(Some(0)));
        book
    }

    fn apply(&mut self, edit: &Edit) {
        let texts = &mut self.sources.texts;
        match edit {
            Edit::Write { path, text } => self.sources.insert(PATHS[*path], TEXTS[*text]),
            Edit::Append { path } => {
                if let Some(file) = texts.get(PATHS[*path]) {
                    let text = format!("{}\nUne ligne de plus.\n", file.text);
                    self.sources.insert(PATHS[*path], &text);
                }
            }
            Edit::Delete { path } => {
                texts.remove(PATHS[*path]);
            }
            Edit::Rename { from, to } => {
                if let Some(file) = texts.remove(PATHS[*from]) {
                    self.sources.insert(PATHS[*to], &file.text);
                }
            }
            Edit::Settings(book) => self.sources.insert("book.toml", BOOKS[*book]),
            Edit::Theme(theme) => match THEMES[*theme] {
                (path, Some(text)) => self.sources.insert(path, text),
                (path, None) => {
                    texts.remove(path);
                }
            },
            Edit::Asset(version) => {
                let path = BookPath::new("content/1-base/dessin.svg");
                self.sources.assets.remove(&path);
                if let Some(version) = version {
                    let dimensions = (*version > 0).then_some((100, u32::from(*version)));
                    let (bytes, hash) = (FileBytes::Disk("dessin.svg".into()), blake3::hash(&[*version]));
                    let file = AssetFile {
                        path: path.clone(),
                        bytes,
                        hash,
                        len: 1,
                        dimensions,
                        flaw: None,
                        misnamed: None,
                        raster: None,
                    };
                    self.sources.assets.insert(path, file);
                }
            }
            Edit::Sync => {
                let built = Builder::default().build(&self.sources, &self.options);
                let lock = built.value.map(|site| lock(&site.book)).unwrap_or_default();
                self.sources.insert("translations.lock", &lock.text());
            }
            Edit::Lock(true) => self.sources.insert("translations.lock", "palier translations 1\nbase/premier fr\n"),
            Edit::Lock(false) => {
                texts.remove("translations.lock");
            }
            Edit::Drafts(drafts) => self.options.drafts = *drafts,
            Edit::Touch => {}
        }
    }
}

/// The lock in which all translations of a book are in step, as they are.
fn lock(book: &palier::model::Book) -> Lock {
    let mut lock = Lock::default();
    for (_, lesson) in book.lessons() {
        for text in lesson.translations.values() {
            let language = book.config.language(text.locale).key.clone();
            let records = text.parsed.fingerprints.iter().map(BlockRecord::from).collect();
            lock.lessons.entry(lesson.id.clone()).or_default().insert(language, records);
        }
    }
    lock
}

/// All that a build gives: what it reports, and the contents by output path, faults of the theme
/// included.
fn built(builder: &mut Builder, book: &Book) -> (String, BTreeMap<String, String>) {
    let built = builder.build(&book.sources, &book.options);
    let files = built.value.map_or_else(BTreeMap::new, |site| {
        // A drawing's address has the hash of all that it shows; to draw it each time would take most of the time.
        let drawn = Cache::of_book(Path::new(env!("CARGO_TARGET_TMPDIR")));
        let renderer = builder.renderer(Arc::new(site)).with_cache(drawn);
        let paths = renderer.site().artifacts.keys();
        paths.map(|path| (path.clone(), shown(&renderer, path))).collect()
    });
    (format!("{:#?}", built.diagnostics), files)
}

fn shown(renderer: &Renderer, path: &str) -> String {
    match renderer.render(path).expect("it is planned") {
        Ok(palier::theme::Content::Bytes(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
        other => format!("{other:?}"),
    }
}

fn assert_warm_is_fresh(edits: &[Edit]) {
    let mut book = Book::new();
    let mut warm = Builder::default();
    built(&mut warm, &book);
    for (count, edit) in edits.iter().enumerate() {
        book.apply(edit);
        let (warm, fresh) = rayon::join(|| built(&mut warm, &book), || built(&mut Builder::default(), &book));
        let edits = &edits[..=count];
        assert!(warm.0 == fresh.0, "after {edits:?}, warm:\n{}\nfresh:\n{}", warm.0, fresh.0);
        let paths = (warm.1.keys().collect::<Vec<_>>(), fresh.1.keys().collect::<Vec<_>>());
        assert_eq!(paths.0, paths.1, "after {edits:?}");
        for (path, text) in &fresh.1 {
            assert!(warm.1[path] == *text, "{path} after {edits:?}, warm:\n{}\nfresh:\n{text}", warm.1[path]);
        }
    }
}

/// Few cases, since each is up to fifteen builds of two kinds.
fn config() -> ProptestConfig {
    // Beside those of `src/`: a test of this folder has no `lib.rs` by which they would be found.
    let failures = FileFailurePersistence::Direct("proptest-regressions/rebuild.txt");
    ProptestConfig {
        cases: 16,
        max_shrink_iters: 200,
        failure_persistence: Some(Box::new(failures)),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_rebuild_is_a_build(edits in proptest::collection::vec(edit(), 1..16)) {
        assert_warm_is_fresh(&edits);
    }
}

#[test]
fn every_text_may_stand_anywhere() {
    let edits: Vec<Edit> = (0..TEXTS.len())
        .flat_map(|text| [Edit::Write { path: 4 + text % 8, text }, Edit::Rename { from: 4 + text % 8, to: 6 }])
        .collect();
    assert_warm_is_fresh(&edits);
}

#[test]
fn settings_and_theme_come_and_go() {
    let settings = (0..BOOKS.len()).chain([0]).map(Edit::Settings);
    let theme = (0..THEMES.len()).map(Edit::Theme);
    let rest = [Edit::Drafts(true), Edit::Asset(None), Edit::Asset(Some(2)), Edit::Touch, Edit::Drafts(false)];
    assert_warm_is_fresh(&settings.chain(theme).chain(rest).collect::<Vec<_>>());
}

#[test]
fn translations_fall_behind_and_catch_up() {
    let write = |path, text| Edit::Write { path, text };
    let edits = [
        write(4, 0),
        write(5, 1),
        Edit::Sync,
        write(4, 2),
        Edit::Lock(true),
        Edit::Sync,
        write(5, 0),
        Edit::Lock(false),
    ];
    assert_warm_is_fresh(&edits);
}

#[test]
fn what_was_taken_back_leaves_no_trace() {
    let mut warm = Builder::default();
    let mut book = Book::new();
    let before = built(&mut warm, &book);
    for edit in [Edit::Write { path: 4, text: 12 }, Edit::Settings(6), Edit::Theme(5), Edit::Delete { path: 10 }] {
        book.apply(&edit);
        assert!(built(&mut warm, &book) != before, "{edit:?} changes something");
    }
    assert!(built(&mut warm, &Book::new()) == before);
}
