//! Pages of examples: prose, small books in fenced blocks, and in them, under what is wrong, the
//! rule that says so.
//!
//! ````text
//! ```md content/1-debut/1-lecon.fr.md
//! ---
//! title: Une leçon
//! ---
//! Voir [la suite](2-absente.fr.md).
//!      ^^^^^^^^^^^^^^^^^^^^^^^^^^^ broken-link
//! ```
//! ````
//!
//! A block whose info string is a language and a path is a file of a book; the blocks up to the
//! next heading are one book. A line of blanks and carets and the name of a rule is no part of the
//! file: it says that a diagnostic of that rule underlines those characters of the line above (of a
//! diagnostic of several lines, those of its first; under nothing, there is one caret). As the first
//! line of a block it is about the file as a whole. What follows the name after a colon must be
//! found in what the diagnostic says in English, `severity: message; help`.
//!
//! After the path, `crlf` gives the file the line ends of Windows and `bom` a byte order mark. A
//! path that ends with `/` is a folder. Where a book has no `book.toml`, it gets one with a title,
//! an address, and the languages that its files name by their suffixes, and levels may be without
//! `index`, lessons and outcomes.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use palier::diagnostic::{Diagnostic, Severity};
use palier::locale::UserLanguage;
use palier::rule::Rule;
use palier::source::{Positions, Sources};

use super::{Book, Report};

/// A page with its examples.
pub struct Page {
    path: PathBuf,
    /// Its lines, as read.
    lines: Vec<String>,
    /// Its small books, in order.
    pub examples: Vec<Example>,
}

/// A small book of a page.
pub struct Example {
    /// The heading above it.
    pub heading: String,
    /// The language of the page, for the language of the book.
    language: String,
    files: Vec<Block>,
}

/// A fenced block: a file of a book.
struct Block {
    path: String,
    crlf: bool,
    bom: bool,
    /// The page's lines between the fences.
    place: Range<usize>,
    /// The file's lines.
    lines: Vec<String>,
    marks: Vec<Mark>,
}

/// A diagnostic of a file, as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    /// The line underlined, from 0; `None` for the file as a whole.
    line: Option<usize>,
    /// The first character underlined in the line, and the first after those that are, in characters from 0.
    columns: (usize, usize),
    rule: String,
    /// What must be found in the diagnostic in English; `None` if anything may.
    says: Option<String>,
}

impl Page {
    /// Reads the page at that path. Panics if it can't be read or a fence is not closed.
    pub fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let language = if path.to_str().unwrap().ends_with(".en.md") { "en" } else { "fr" };
        let mut examples: Vec<Example> = Vec::new();
        let mut heading = String::new();
        let mut is_open = false;
        let mut at = 0;
        while at < lines.len() {
            let line = &lines[at];
            if line.starts_with('#') {
                heading = line.trim_start_matches('#').trim().to_owned();
                is_open = false;
            }
            let Some((fence, info)) = fence(line) else {
                at += 1;
                continue;
            };
            let length = lines[at + 1..].iter().position(|line| line == fence).expect("a fence that closes");
            let place = at + 1..at + 1 + length;
            if let Some(block) = Block::read(info, &lines, place.clone()) {
                if !is_open {
                    let (heading, language) = (heading.clone(), language.to_owned());
                    examples.push(Example { heading, language, files: Vec::new() });
                    is_open = true;
                }
                examples.last_mut().unwrap().files.push(block);
            }
            at = place.end + 1;
        }
        Self { path: path.to_owned(), lines, examples }
    }

    /// What the examples expect and what is found, where they differ; `None` if they agree.
    pub fn differences(&self) -> Option<String> {
        let differences: Vec<String> = self.examples.iter().filter_map(|example| self.difference(example)).collect();
        (!differences.is_empty()).then(|| differences.join("\n"))
    }

    fn difference(&self, example: &Example) -> Option<String> {
        let found = example.found();
        let mut said = String::new();
        for (path, marks) in &found.elsewhere {
            for (_, says) in marks {
                said += &format!("  in {path}, which the example doesn't show: {says}\n");
            }
        }
        for (block, found) in example.files.iter().zip(&found.by_block) {
            let expected = sorted(block.marks.clone());
            let fits =
                expected.len() == found.len() && expected.iter().zip(found).all(|(mark, found)| mark.fits(found));
            if !fits {
                said += &format!("  {}\n", block.path);
                for line in compare(&block.written(&expected), &block.written(&block.kept(found))) {
                    said += &format!("  {line}\n");
                }
                for (mark, says) in found.iter().filter(|found| !expected.iter().any(|mark| mark.fits(found))) {
                    said += &format!("  {} says: {says}\n", mark.rule);
                }
            }
        }
        let path = self.path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display();
        let line = example.files[0].place.start;
        (!said.is_empty()).then(|| format!("{path}:{line} ({})\n{said}", example.heading))
    }

    /// Writes what is found over what is expected.
    pub fn bless(&self) {
        let mut lines = self.lines.clone();
        for example in self.examples.iter().rev() {
            let found = example.found();
            for (block, found) in example.files.iter().zip(&found.by_block).rev() {
                lines.splice(block.place.clone(), block.written(&block.kept(found)));
            }
        }
        fs::write(&self.path, lines.join("\n") + "\n").unwrap();
    }
}

/// The backticks that a line opens a block with, and what follows them; `None` if there are fewer than three.
fn fence(line: &str) -> Option<(&str, &str)> {
    let ticks = line.bytes().take_while(|&byte| byte == b'`').count();
    (ticks >= 3).then(|| line.split_at(ticks))
}

impl Example {
    /// The rules that it expects, each once.
    pub fn rules(&self) -> Vec<Rule> {
        let rules = self.files.iter().flat_map(|block| &block.marks);
        let mut rules: Vec<Rule> = rules.map(|mark| Rule::parse(&mark.rule).expect("a rule")).collect();
        rules.sort();
        rules.dedup();
        rules
    }

    /// Its book, on disk.
    pub fn book(&self) -> Book {
        let mut book = Book::empty();
        if !self.files.iter().any(|block| block.path == "book.toml") {
            book = book.with("book.toml", self.book_toml());
        }
        if !self.files.iter().any(|block| block.path.starts_with("content/")) {
            book = book.with("content/1-a/index.md", "---\ntitle: A\noutcomes: [a]\n---\n");
            book = book.with("content/1-a/1-b.md", "---\ntitle: B\n---\n");
        }
        self.files.iter().fold(book, |book, block| book.with(&block.path, block.contents()))
    }

    fn book_toml(&self) -> String {
        let shown = |key: &str| {
            let suffix = format!(".{key}.md");
            self.files.iter().any(|block| block.path.ends_with(&suffix))
        };
        let other = if self.language == "fr" { "en" } else { "fr" };
        let mut languages = vec![self.language.as_str(), other];
        languages.retain(|key| shown(key));
        if languages.is_empty() {
            languages.push(&self.language);
        }
        let tables: String = languages.iter().map(|key| format!("[languages.{key}]\n")).collect();
        format!(
            "[book]\nid = \"livre\"\ntitle = \"Un livre\"\nbase_url = \"https://example.org/\"\n\
             default_language = \"{}\"\n{tables}\
             [check]\nallow = [\"level-without-index\", \"empty-level\", \"missing-outcomes\"]\n",
            languages[0]
        )
    }

    fn found(&self) -> Found {
        let report = self.book().check();
        print_everything(&report);
        let mut by_block: Vec<Vec<(Mark, String)>> = self.files.iter().map(|_| Vec::new()).collect();
        let mut elsewhere: BTreeMap<String, Vec<(Mark, String)>> = BTreeMap::new();
        for diagnostic in &report.diagnostics {
            let mark = (Mark::of(diagnostic, &report.sources), says(diagnostic));
            let path = diagnostic.at.path.as_str();
            match self.files.iter().position(|block| block.path.trim_end_matches('/') == path) {
                Some(index) => by_block[index].push(mark),
                None => elsewhere.entry(path.to_owned()).or_default().push(mark),
            }
        }
        for marks in &mut by_block {
            marks.sort();
        }
        Found { by_block, elsewhere }
    }
}

struct Found {
    by_block: Vec<Vec<(Mark, String)>>,
    elsewhere: BTreeMap<String, Vec<(Mark, String)>>,
}

/// A diagnostic in words.
fn says(diagnostic: &Diagnostic) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let help = diagnostic.help.as_ref().map(|help| help.text(UserLanguage::En)).unwrap_or_default();
    format!("{severity}: {}; {help}", diagnostic.message.text(UserLanguage::En))
}

/// Prints a report in every format and language: none of it may panic.
fn print_everything(report: &Report) {
    use palier::report::{ReportFormat, TextStyle, print};
    for language in [UserLanguage::Fr, UserLanguage::En] {
        for format in [ReportFormat::Human, ReportFormat::Json, ReportFormat::Github, ReportFormat::Gitlab] {
            let mut out = Vec::new();
            print(&report.diagnostics, &report.sources, format, TextStyle::plain(language), &mut out).unwrap();
        }
    }
}

fn sorted(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort();
    marks
}

impl Block {
    /// Reads a block's info string and lines; `None` if it is no file of a book.
    fn read(info: &str, page: &[String], place: Range<usize>) -> Option<Self> {
        let mut words = info.split_whitespace().skip(1);
        let path = words.next()?.to_owned();
        let flags: Vec<&str> = words.collect();
        assert!(flags.iter().all(|flag| ["crlf", "bom"].contains(flag)), "unknown in an info string: {info}");
        let (mut lines, mut marks) = (Vec::new(), Vec::new());
        for line in &page[place.clone()] {
            match Mark::parse(line, lines.len().checked_sub(1)) {
                Some(mark) => marks.push(mark),
                None => lines.push(line.clone()),
            }
        }
        Some(Self { path, crlf: flags.contains(&"crlf"), bom: flags.contains(&"bom"), place, lines, marks })
    }

    /// The file.
    fn contents(&self) -> String {
        let end = if self.crlf { "\r\n" } else { "\n" };
        let lines: String = self.lines.iter().flat_map(|line| [line, end]).collect();
        if self.bom { format!("\u{feff}{lines}") } else { lines }
    }

    /// The block's lines, with the marks.
    fn written(&self, marks: &[Mark]) -> Vec<String> {
        let of = |line: Option<usize>| marks.iter().filter(move |mark| mark.line == line).map(Mark::written);
        let mut written: Vec<String> = of(None).collect();
        for (index, line) in self.lines.iter().enumerate() {
            written.push(line.clone());
            written.extend(of(Some(index)));
        }
        written
    }

    /// What was found, with what the page asks of its words kept where it holds.
    fn kept(&self, found: &[(Mark, String)]) -> Vec<Mark> {
        let keep = |found: &(Mark, String)| self.marks.iter().find(|mark| mark.fits(found)).unwrap_or(&found.0).clone();
        found.iter().map(keep).collect()
    }
}

impl Mark {
    /// Reads a line of carets; `above` is the line it is about, from 0, if any. `None` if the line is something else.
    fn parse(line: &str, above: Option<usize>) -> Option<Self> {
        let carets = line.trim_start_matches(' ');
        let start = line.len() - carets.len();
        let rest = carets.trim_start_matches('^');
        let width = carets.len() - rest.len();
        let (rule, says) = match rest.strip_prefix(' ')?.split_once(": ") {
            Some((rule, says)) => (rule, Some(says.to_owned())),
            None => (rest.trim(), None),
        };
        let is_rule = !rule.is_empty() && rule.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        if width == 0 || !is_rule {
            return None;
        }
        assert!(Rule::parse(rule).is_some(), "there is no rule {rule}");
        let columns = if above.is_some() { (start, start + width) } else { (0, 1) };
        Some(Self { line: above, columns, rule: rule.to_owned(), says })
    }

    fn of(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        let place = &diagnostic.at;
        let rule = diagnostic.rule.name().to_owned();
        let text = sources.text(place.path.as_str()).filter(|_| place.end > 0);
        let Some(text) = text.map(|file| &*file.text) else {
            return Self { line: None, columns: (0, 1), rule, says: None };
        };
        let (line, column) = Positions::new(text).of(place.start);
        let first = text[place.start..place.end].split('\n').next().unwrap_or_default().trim_end();
        let start = column - 1;
        let width = first.chars().count().max(1);
        Self { line: Some(line - 1), columns: (start, start + width), rule, says: None }
    }

    fn written(&self) -> String {
        let (start, end) = self.columns;
        let says = self.says.as_ref().map(|says| format!(": {says}")).unwrap_or_default();
        format!("{}{} {}{says}", " ".repeat(start), "^".repeat(end - start), self.rule)
    }

    fn fits(&self, (found, says): &(Self, String)) -> bool {
        let words = self.says.as_ref().is_none_or(|words| says.replace('\u{a0}', " ").contains(words.as_str()));
        (self.line, self.columns, &self.rule) == (found.line, found.columns, &found.rule) && words
    }
}

/// Two texts of which the marks differ, line by line: `-` what was expected, `+` what was found.
fn compare(expected: &[String], found: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut expected, mut found) = (expected.iter().peekable(), found.iter().peekable());
    let is_mark = |line: &&String| Mark::parse(line, Some(0)).is_some();
    loop {
        let gone: Vec<&String> = std::iter::from_fn(|| expected.next_if(is_mark)).collect();
        let new: Vec<&String> = std::iter::from_fn(|| found.next_if(is_mark)).collect();
        lines.extend(gone.iter().map(|line| format!("{} {line}", if new.contains(line) { ' ' } else { '-' })));
        lines.extend(new.iter().filter(|line| !gone.contains(line)).map(|line| format!("+ {line}")));
        match (expected.next(), found.next()) {
            (Some(line), _) | (None, Some(line)) => lines.push(format!("  {line}")),
            (None, None) => return lines,
        }
    }
}
