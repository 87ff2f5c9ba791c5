//! `palier build`, killed without warning at random moments: each time a whole site is left, and the
//! next build makes what a build in a fresh folder makes.
#![cfg(unix)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use support::Book;

const LESSONS: usize = 60;

/// Kills at random moments, spread over a build.
const KILLS: usize = 50;

/// Kills soon after the journal is written: by chance alone few fall there, since the disk's
/// part of a build is short.
const KILLS_AT_JOURNAL: usize = 20;

/// A site: its files but those of `.palier`.
type Files = BTreeMap<String, Vec<u8>>;

/// One of the two versions of a book: they share some lessons, some differ, some are in one alone.
fn book(version: usize) -> Book {
    let toml = "[book]\ntitle = \"Un livre\"\nbase_url = \"https://example.org/\"\n[languages.fr]\n";
    let index = "---\ntitle: Début\n---\n";
    let mut book = Book::empty().with("book.toml", toml).with("content/1-debut/index.fr.md", index);
    for number in 1..=LESSONS {
        let text = match number % 4 {
            0 => "Un texte qui reste.".to_owned(),
            1 if number % 3 == version => continue,
            _ => format!("Un texte de la version {version}, {}.", "et des mots ".repeat(number % 50)),
        };
        let lesson = format!("---\ntitle: Leçon {number}\n---\n\n![Un dessin](dessin-{}.svg)\n\n{text}\n", number % 7);
        book = book.with(&format!("content/1-debut/{number}-lecon-{number}.fr.md"), lesson);
    }
    for number in 0..7 {
        let size = if number % 2 == 0 { version + 1 } else { 9 };
        let drawing = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\"/>");
        book = book.with(&format!("content/1-debut/dessin-{number}.svg"), drawing);
    }
    book
}

fn build(program: &Path, book: &Book, output: &Path) -> Child {
    let mut command = Command::new(program);
    let command = command.arg("build").arg("--output").arg(output).current_dir(book.root());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

fn read(output: &Path) -> Files {
    let files = support::files(output).into_iter();
    let named = files.map(|path| (path.strip_prefix(output).unwrap().to_str().unwrap().to_owned(), path));
    named
        .filter(|(name, _)| !name.starts_with(".palier/"))
        .map(|(name, path)| (name, fs::read(path).unwrap()))
        .collect()
}

/// The files of which two sites differ.
fn differences<'a>(site: &'a Files, other: &'a Files) -> BTreeSet<&'a str> {
    let paths = site.keys().chain(other.keys()).map(String::as_str);
    paths.filter(|path| site.get(*path) != other.get(*path)).collect()
}

/// The names of what is in `.palier`, Palier's own beside the site, sorted.
fn own(output: &Path) -> Vec<String> {
    let entries = fs::read_dir(output.join(".palier")).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Numbers between 0 and 1 that look random, the same in every run (xorshift64*).
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Where kills fell.
#[derive(Debug, Default)]
struct Count {
    before_the_journal: usize,
    while_it_stood: usize,
    after_it_was_done: usize,
}

/// The two versions of the book, and the folder that builds of both write in.
struct Trial {
    /// A copy of the program, the same to the end whatever is compiled meanwhile.
    program: PathBuf,
    books: [Book; 2],
    sites: [Files; 2],
    output: tempfile::TempDir,
    /// The version that is in the output folder, as an index of `books` and `sites`.
    stands: usize,
    count: Count,
}

impl Trial {
    fn new() -> Self {
        let output = tempfile::tempdir().unwrap();
        let program = output.path().join("palier");
        fs::copy(env!("CARGO_BIN_EXE_palier"), &program).unwrap();
        let books = [book(0), book(1)];
        let sites = books.each_ref().map(|book| {
            let fresh = tempfile::tempdir().unwrap();
            assert!(build(&program, book, fresh.path()).wait().unwrap().success());
            read(fresh.path())
        });
        assert_ne!(sites[0], sites[1]);
        let trial = Self { program, books, sites, output, stands: 0, count: Count::default() };
        trial.finish(0);
        trial
    }

    /// The folder that the site is written in.
    fn site(&self) -> PathBuf {
        self.output.path().join("site")
    }

    /// Builds a version, undisturbed, which must give the same site as in a fresh folder; gives how long it took.
    fn finish(&self, version: usize) -> Duration {
        let start = Instant::now();
        assert!(build(&self.program, &self.books[version], &self.site()).wait().unwrap().success());
        let took = start.elapsed();
        let site = read(&self.site());
        let differences = differences(&site, &self.sites[version]);
        assert!(differences.is_empty(), "not as in a fresh folder: {differences:?}");
        assert_eq!(own(&self.site()), ["lock", "manifest"], "nothing is left over");
        took
    }

    /// Begins to build the other version, kills it when `wait` returns, and checks what is left.
    fn kill(&mut self, wait: impl FnOnce(&Path)) {
        let next = 1 - self.stands;
        let mut child = build(&self.program, &self.books[next], &self.site());
        wait(&self.site());
        child.kill().unwrap();
        child.wait().unwrap();

        let site = read(&self.site());
        let [old, new] = [&self.sites[self.stands], &self.sites[next]];
        if self.site().join(".palier/journal").exists() {
            self.count.while_it_stood += 1;
            expect_whole_files(&site, old, new);
        } else if site == *old {
            self.count.before_the_journal += 1;
        } else {
            let (from_old, from_new) = (differences(&site, old), differences(&site, new));
            assert!(from_new.is_empty(), "neither the old site ({from_old:?}) nor the new one ({from_new:?})");
            self.count.after_it_was_done += 1;
        }
        // What comes next is either version, whichever was being built.
        let version = self.count.before_the_journal % 2;
        self.finish(version);
        self.stands = version;
    }
}

/// Between the journal and its end, each file is whole and of one version or the other; what is in
/// both sites is never gone; and no page shows an image, or names a script, that isn't there.
fn expect_whole_files(site: &Files, old: &Files, new: &Files) {
    for (path, bytes) in site {
        assert!(old.get(path) == Some(bytes) || new.get(path) == Some(bytes), "{path} is of neither version");
    }
    for path in old.keys().filter(|path| new.contains_key(*path)) {
        assert!(site.contains_key(path), "{path} is gone");
    }
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes);
        for (at, _) in page.match_indices("/assets/") {
            let image = page[at + 1..].split(['"', ')', '&']).next().unwrap();
            assert!(site.contains_key(image), "{path} shows {image}");
        }
    }
}

/// Says how many kills found what, for whoever runs the test with `--nocapture`.
#[expect(clippy::print_stdout, reason = "the counts are what is cited")]
fn report(counts: &str) {
    println!("{counts}");
}

#[test]
fn a_build_killed_at_any_moment_leaves_a_whole_site() {
    let mut random = Random(0x5EED);
    let mut trial = Trial::new();
    let (there, back) = (trial.finish(1), trial.finish(0));
    let whole = there.max(back);
    for number in 0..KILLS {
        // One moment in each fiftieth of a build, in no order.
        let moment = whole.mul_f64((number as f64 * 37.0 % KILLS as f64 + random.next()) / KILLS as f64);
        trial.kill(|_| std::thread::sleep(moment));
    }
    report(&format!("{KILLS} kills over a build of {whole:.0?}: {:?}", trial.count));
}

#[test]
fn a_build_killed_soon_after_the_journal_leaves_whole_files() {
    let mut random = Random(0xF11E);
    let mut trial = Trial::new();
    let whole = trial.finish(1).max(trial.finish(0));
    for _ in 0..KILLS_AT_JOURNAL {
        let moment = Duration::from_micros((random.next() * 5_000.0) as u64);
        trial.kill(|output| {
            let journal = output.join(".palier/journal");
            let start = Instant::now();
            while !journal.exists() && start.elapsed() < 10 * whole {
                std::hint::spin_loop();
            }
            std::thread::sleep(moment);
        });
    }
    report(&format!("{KILLS_AT_JOURNAL} kills soon after the journal: {:?}", trial.count));
    assert_eq!(trial.count.before_the_journal, 0);
}
