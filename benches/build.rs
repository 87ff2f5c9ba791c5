//! What a build costs, stage by stage, and what a rebuild costs after one lesson is saved: on a
//! generated book of 1,000 lessons in five levels, each in French and English, so 2,000 lesson
//! files of some 700 words and 2,012 pages. `cargo bench`.

#![allow(missing_docs, reason = "a benchmark's functions are its names")]

#[path = "../tests/support/generated.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the tests")]
mod generated;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use divan::{Bencher, black_box};
use palier::assemble::{self, Parses, Scope, SharedFiles};
use palier::builder::{Builder, Built, Edition};
use palier::config::{self, Config};
use palier::load::Loader;
use palier::model::Book;
use palier::plan::{self, Artifact, Site};
use palier::render::{self, Renderer};
use palier::source::Sources;
use palier::theme::{Content, Theme};
use palier::write::{self, Class, OutputFile};
use palier::{build, check, parse};
use rayon::prelude::*;
use tempfile::TempDir;

const LESSONS: usize = 1000;
const LEVELS: usize = generated::LEVELS;

fn main() {
    divan::main();
}

/// A generated book, at every stage of a build.
struct Stages {
    folder: TempDir,
    sources: Sources,
    config: Arc<Config>,
    parses: Parses,
    book: Arc<Book>,
    theme: Arc<Theme>,
    site: Arc<Site>,
}

static BOOK: LazyLock<Stages> = LazyLock::new(|| Stages::new(LESSONS));

impl Stages {
    fn new(lessons: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        generated::write(folder.path(), lessons);
        let Built { sources, site, diagnostics } = build::read(folder.path(), &options());
        assert_eq!(diagnostics, [], "the book is sound");
        let config = Arc::new(config::parse(&sources.text("book.toml").unwrap().text).value);
        let site = Arc::new(site.unwrap());
        let parses = parse_all(&sources);
        let (book, theme) = (Arc::clone(&site.book), Arc::clone(&site.theme));
        Self { folder, sources, config, parses, book, theme, site }
    }

    /// The book after one lesson was saved, with another text for each `time`.
    fn saved(&self, time: usize) -> Sources {
        let mut sources = self.sources.clone();
        let path = generated::lesson_path(LESSONS / 2, "fr");
        let text = format!("{}\nEncore une phrase ({time}).\n", sources.text(&path).unwrap().text);
        sources.insert(&path, &text);
        sources
    }
}

fn options() -> Edition {
    Edition { published: true, ..Edition::default() }
}

fn parse_all(sources: &Sources) -> Parses {
    let texts: Vec<_> = sources.texts.values().filter(|file| file.path.as_str().ends_with(".md")).collect();
    let parsed = texts.into_par_iter().map(|file| {
        let parsed = parse::parse(&file.text).value;
        black_box(check::check_file(&parsed));
        (file.path.clone(), Arc::new(parsed))
    });
    parsed.collect::<Vec<_>>().into_iter().collect()
}

fn render_all(site: &Arc<Site>) -> HashMap<String, Content> {
    let renderer = Renderer::new(Arc::clone(site));
    let paths: Vec<&String> = site.artifacts.keys().collect();
    paths.into_par_iter().map(|path| (path.clone(), renderer.render(path).unwrap().unwrap())).collect()
}

/// Writes what `make` makes for each path of the site.
fn write_site(site: &Site, output: &Path, make: impl Fn(&str) -> Content + Sync) {
    let entries: Vec<OutputFile> = site.artifacts.iter().map(entry).collect();
    let render = |index: usize| -> Result<_, ()> {
        Ok(match make(&entries[index].path) {
            Content::Bytes(bytes) => write::FileContent::Bytes(bytes.into_owned()),
            Content::Asset(asset) => asset.bytes.into(),
        })
    };
    write::write(output, &entries, render).unwrap();
}

fn entry((path, artifact): (&String, &Artifact)) -> OutputFile {
    let hash = if let Artifact::File(content) = artifact { Some(content.hash()) } else { None };
    OutputFile { path: path.clone(), hash, class: Class::Page }
}

/// Renders and writes as the command does: each page goes to disk as soon as it is made.
fn render_and_write(site: Site, output: &Path) {
    let renderer = Renderer::new(Arc::new(site));
    write_site(renderer.site(), output, |path| renderer.render(path).unwrap().unwrap());
}

/// An output folder in which nothing was written yet.
fn fresh_output() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("public");
    (folder, output)
}

/// A build with nothing in memory and nothing on disk, by stage.
#[divan::bench_group(sample_count = 10, sample_size = 1)]
mod cold {
    use super::*;

    #[divan::bench]
    fn s1_load(bencher: Bencher<'_, '_>) {
        let root = BOOK.folder.path();
        bencher.bench(|| Loader::default().load(&root.into()));
    }

    #[divan::bench]
    fn s2_parse(bencher: Bencher<'_, '_>) {
        bencher.bench(|| parse_all(&BOOK.sources));
    }

    #[divan::bench]
    fn s3_assemble(bencher: Bencher<'_, '_>) {
        let stages = &*BOOK;
        bencher.bench(|| {
            assemble::assemble(
                &stages.config,
                &stages.sources,
                &stages.parses,
                &SharedFiles::default(),
                Scope::default(),
            )
        });
    }

    #[divan::bench]
    fn s4_check(bencher: Bencher<'_, '_>) {
        bencher.bench(|| check::check(&BOOK.book));
    }

    #[divan::bench]
    fn s5_theme(bencher: Bencher<'_, '_>) {
        bencher.bench(|| Theme::load(&BOOK.sources, &BOOK.config));
    }

    #[divan::bench]
    fn s6_plan(bencher: Bencher<'_, '_>) {
        let stages = &*BOOK;
        bencher.bench(|| {
            plan::plan(
                Arc::clone(&stages.book),
                Arc::clone(&stages.theme),
                Arc::clone(&stages.site.styles),
                render::kinds(),
            )
        });
    }

    #[divan::bench]
    fn s7_render(bencher: Bencher<'_, '_>) {
        bencher.bench(|| render_all(&BOOK.site));
    }

    /// The indexes of the search, in both languages.
    #[divan::bench]
    fn s7_search(bencher: Bencher<'_, '_>) {
        bencher.bench(|| Renderer::new(Arc::clone(&BOOK.site)).search_parts().count());
    }

    #[divan::bench]
    fn s8_write(bencher: Bencher<'_, '_>) {
        let files = render_all(&BOOK.site);
        let make = |path: &str| files[path].clone();
        bencher.with_inputs(fresh_output).bench_refs(|(_, output)| write_site(&BOOK.site, output, make));
    }

    /// Parse to plan.
    #[divan::bench]
    fn whole_without_disk_and_pages(bencher: Bencher<'_, '_>) {
        bencher.bench(|| Builder::default().build(&BOOK.sources, &options()));
    }

    #[divan::bench]
    fn whole(bencher: Bencher<'_, '_>) {
        let root = BOOK.folder.path();
        bencher.with_inputs(fresh_output).bench_refs(|(_, output)| {
            let options = build::BuildOptions { output: Some(output.clone()), ..build::BuildOptions::default() };
            build::build(root, &options).written.unwrap();
        });
    }
}

/// The work after one lesson is saved, in a preview that has the rest in memory.
#[divan::bench_group(sample_count = 20, sample_size = 1)]
mod rebuild {
    use super::*;

    #[divan::bench]
    fn s1_load(bencher: Bencher<'_, '_>) {
        let root = BOOK.folder.path();
        let mut loader = Loader::default();
        let source = root.into();
        loader.load(&source);
        bencher.bench_local(|| loader.load(&source));
    }

    #[divan::bench]
    fn s2_parse(bencher: Bencher<'_, '_>) {
        let text = &BOOK.sources.text(&generated::lesson_path(LESSONS / 2, "fr")).unwrap().text;
        bencher.bench(|| check::check_file(&parse::parse(text).value));
    }

    /// The one lesson parsed; assemble, check and plan are those of a cold build.
    #[divan::bench]
    fn s3_parse_to_plan(bencher: Bencher<'_, '_>) {
        let mut builder = Builder::default();
        builder.build(&BOOK.sources, &options());
        let mut time = 0;
        let saved = || {
            time += 1;
            BOOK.saved(time)
        };
        bencher.with_inputs(saved).bench_local_values(|sources| builder.build(&sources, &options()));
    }

    /// The page that the browser waits for.
    #[divan::bench]
    fn s4_render_the_page(bencher: Bencher<'_, '_>) {
        let path = format!("fr/niveau-1/lecon-{}/index.html", LESSONS / 2);
        assert!(BOOK.site.artifacts.contains_key(&path), "{path}");
        bencher.bench(|| Renderer::new(Arc::clone(&BOOK.site)).render(&path).unwrap().unwrap());
    }

    /// A second `palier build`: everything rendered and compared, one page written.
    #[divan::bench]
    fn s5_render_and_write(bencher: Bencher<'_, '_>) {
        let (_folder, output) = fresh_output();
        render_and_write(Site::clone(&BOOK.site), &output);
        let mut time = 0;
        let saved = || {
            time += 1;
            Builder::default().build(&BOOK.saved(time), &options()).value.unwrap()
        };
        bencher.with_inputs(saved).bench_local_values(|site| render_and_write(site, &output));
    }
}

/// The same book with four formulas and ten lines of code more in each lesson, and other code each time, since coloured
/// code is remembered: the difference from the times above is their cost.
#[divan::bench_group(sample_count = 5, sample_size = 1)]
mod mathematics_and_code {
    use super::*;

    const FORMULAS: &str = "\n$x = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}$, $3,14 \\times 10^{-3}$ et $\\sum_{i=1}^n i^2$.\n\n\
        $$\n\\begin{pmatrix}1 & 2\\\\3 & 4\\end{pmatrix}\n$$\n";

    fn code(seed: usize) -> String {
        let line =
            |number| format!("    total{seed}_{number} = round(sum(x * {number}.5 for x in data), 2)  # {seed}\n");
        format!("\n```python\ndef f{seed}(data):\n{}    return \"{seed}\"\n```\n", (0..8).map(line).collect::<String>())
    }

    /// Every lesson with the text of `more` added, which is given the lesson's index.
    fn sources(more: impl Fn(usize) -> String) -> Sources {
        let mut sources = BOOK.sources.clone();
        let lessons = BOOK.sources.texts.values().filter(|file| file.path.file_name().contains("-lecon-"));
        for (seed, file) in lessons.enumerate() {
            sources.insert(file.path.as_str(), &format!("{}{}", file.text, more(seed)));
        }
        sources
    }

    fn site(sources: &Sources) -> Arc<Site> {
        Arc::new(Builder::default().build(sources, &options()).value.unwrap())
    }

    #[divan::bench]
    fn s2_parse_with_formulas(bencher: Bencher<'_, '_>) {
        let sources = sources(|_| FORMULAS.to_owned());
        bencher.bench(|| parse_all(&sources));
    }

    #[divan::bench]
    fn s7_render_with_formulas(bencher: Bencher<'_, '_>) {
        let site = site(&sources(|_| FORMULAS.to_owned()));
        bencher.bench(|| render_all(&site));
    }

    #[divan::bench]
    fn s7_render_with_code(bencher: Bencher<'_, '_>) {
        let mut time = 0;
        let fresh = || {
            time += 1;
            site(&sources(|seed| code(time * 100_000 + seed)))
        };
        bencher.with_inputs(fresh).bench_local_values(|site| render_all(&site));
    }

    #[divan::bench]
    fn s7_render_with_code_remembered(bencher: Bencher<'_, '_>) {
        let site = site(&sources(code));
        render_all(&site);
        bencher.bench(|| render_all(&site));
    }
}

/// A book of 10,000 lessons. Its pages are as large as those of a small one, and cost as much to render.
#[divan::bench_group(sample_count = 5, sample_size = 1)]
mod ten_thousand_lessons {
    use super::*;

    const MANY: usize = 10_000;
    /// What a page of some 700 words may weigh.
    const MOST_BYTES: usize = 31_000;

    static LARGE: LazyLock<Stages> = LazyLock::new(|| Stages::new(MANY));

    #[divan::bench]
    fn s6_plan(bencher: Bencher<'_, '_>) {
        let stages = &*LARGE;
        bencher.bench(|| {
            let (book, theme) = (Arc::clone(&stages.book), Arc::clone(&stages.theme));
            plan::plan(book, theme, Arc::clone(&stages.site.styles), render::kinds())
        });
    }

    /// A lesson's page after 999 others: what all share is counted.
    #[divan::bench]
    fn s7_render_a_thousand_pages(bencher: Bencher<'_, '_>) {
        let pages: Vec<String> =
            (0..1000).map(|number| format!("fr/niveau-1/lecon-{}/index.html", number * LEVELS)).collect();
        bencher.bench(|| {
            let renderer = Renderer::new(Arc::clone(&LARGE.site));
            pages.par_iter().for_each(|path| {
                let Content::Bytes(page) = renderer.render(path).unwrap().unwrap() else { unreachable!() };
                assert!(page.len() <= MOST_BYTES, "{path}: {} bytes", page.len());
            });
        });
    }

    #[divan::bench]
    fn s7_render_the_front_page(bencher: Bencher<'_, '_>) {
        bencher.bench(|| Renderer::new(Arc::clone(&LARGE.site)).render("fr/index.html").unwrap().unwrap());
    }
}
