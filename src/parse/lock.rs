//! `translations.lock`: the record of each translation when it was last said to be in step. A line a
//! block, in plain text; `docs/content/4-translate/1-translations.en.md` describes it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use percent_encoding::percent_decode_str;

use super::fingerprints::{Fingerprint, Part, WORD_BITS};
use crate::diagnostic::{Checked, Diagnostic};
use crate::locale::{Message, message};
use crate::model::learning::Numbered;
use crate::rule::Rule;
use crate::source::Span;

/// The first line, but for the version.
const MAGIC: &str = "palier translations ";

/// Grows when a Palier that reads this one would misread the next.
const VERSION: u32 = 2;

/// The version of a file without numbers of what is learnt.
const WITHOUT_NUMBERS: u32 = 1;

/// The lines under the first, for who opens the file.
const PREAMBLE: &str = "# Written by `palier sync`: how each translation stood when it was last in step.\n";

/// The digits of a word's hash, 6 bits each.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// How many digits a word takes.
const WORD_DIGITS: usize = (WORD_BITS / 6) as usize;

/// The highest number that something learnt can have.
const MOST: u32 = 1_000_000_000;

/// The most faults that are reported of one file.
const TOLD: usize = 20;

/// The record of translations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// By the lesson's id and the language's key, the blocks in order.
    pub lessons: BTreeMap<String, BTreeMap<String, Vec<BlockRecord>>>,
    /// By the lesson's id, the highest number that each kind of what is learnt ever had in it: none is given
    /// twice.
    pub given: BTreeMap<String, BTreeMap<Numbered, u32>>,
}

/// A block as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockRecord {
    /// The part of the text that it was in.
    pub part: Part,
    /// The hash of its words.
    pub hash: u64,
    /// A short hash of each word.
    pub words: Vec<u32>,
    /// What is learnt in it, in order.
    pub learnt: Vec<LearntRecord>,
}

/// An outcome, an objective, a question or an activity, as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearntRecord {
    /// Its number; `None` if it never had one, since its author gave it an id.
    pub number: Option<u32>,
    /// A short hash of each of its words; empty if they are those of its block.
    pub words: Vec<u32>,
}

impl From<&Fingerprint> for BlockRecord {
    fn from(fingerprint: &Fingerprint) -> Self {
        let Fingerprint { part, hash, words, .. } = fingerprint;
        Self { part: part.clone(), hash: *hash, words: words.clone(), learnt: Vec::new() }
    }
}

impl Lock {
    /// The file's text: sorted by lesson and language, a blank line between lessons, so that git
    /// merges what two people said of two lessons.
    pub fn text(&self) -> String {
        let mut records = self.lessons.values().flat_map(|translations| translations.values()).flatten();
        let has_numbers = !self.given.is_empty() || records.any(BlockRecord::has_numbers);
        let version = if has_numbers { VERSION } else { WITHOUT_NUMBERS };
        let mut text = format!("{MAGIC}{version}\n{PREAMBLE}");
        for (id, translations) in &self.lessons {
            text.push('\n');
            let shown = if id.is_empty() { "/" } else { id };
            for (kind, highest) in self.given.get(id).into_iter().flatten() {
                let _ = writeln!(text, "{shown} {} {highest}", kind.name());
            }
            for (language, records) in translations {
                let mut before: Option<(&Part, usize)> = None;
                for record in records {
                    let ordinal =
                        before.filter(|(part, _)| *part == &record.part).map_or(0, |(_, ordinal)| ordinal + 1);
                    before = Some((&record.part, ordinal));
                    let part = escaped(&record.part.name());
                    let _ = write!(text, "{shown} {language} {part}/{ordinal} {:016x} ", record.hash);
                    push_words(&mut text, &record.words);
                    if record.has_numbers() {
                        for (index, learnt) in record.learnt.iter().enumerate() {
                            text.push(if index == 0 { ' ' } else { ',' });
                            learnt.write(&mut text);
                        }
                    }
                    text.push('\n');
                }
            }
        }
        text
    }
}

impl BlockRecord {
    fn has_numbers(&self) -> bool {
        self.learnt.iter().any(|learnt| learnt.number.is_some())
    }
}

impl LearntRecord {
    fn write(&self, text: &mut String) {
        match self.number {
            Some(number) => _ = write!(text, "{number}"),
            None => text.push('-'),
        }
        if !self.words.is_empty() {
            text.push(':');
            push_words(text, &self.words);
        }
    }

    /// Reads one between two commas.
    fn parse(written: &str) -> Option<Self> {
        let (own, digits) = written.split_once(':').map_or((written, None), |(own, digits)| (own, Some(digits)));
        let number = if own == "-" { None } else { Some(number(own)?) };
        Some(Self { number, words: digits.map_or(Some(Vec::new()), words)? })
    }
}

/// Writes the digits of each word's hash.
fn push_words(text: &mut String, words: &[u32]) {
    for word in words {
        let digits = (0..WORD_DIGITS).rev().map(|digit| DIGITS[(word >> (6 * digit)) as usize & 63]);
        text.extend(digits.map(char::from));
    }
}

/// A name without white space in it.
fn escaped(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_whitespace() || c.is_control() || c == '%' {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(escaped, "%{byte:02X}");
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}

/// Reads the file. A lesson that a fault concerns is left out: no report is better than a wrong one.
pub fn read(text: &str) -> Checked<Lock, Span> {
    let first = text.lines().next().unwrap_or_default();
    let place = 0..first.len();
    let mut reader = Reader::default();
    match first.strip_prefix(MAGIC).map(|version| version.trim_end().parse::<u32>()) {
        Some(Ok(WITHOUT_NUMBERS..=VERSION)) => reader.lines(text),
        Some(Ok(newer)) if newer > VERSION => {
            let message = message!("invalid-lock.newer", version = newer.to_string());
            reader.report(place, message, message!("invalid-lock.help-newer"));
        }
        _ if mark(first).is_some() => reader.report(place, message!("invalid-lock.conflict"), conflict_help()),
        _ => reader.report(place, message!("invalid-lock.foreign"), message!("invalid-lock.help-foreign")),
    }
    reader.lock.lessons.retain(|id, _| !reader.broken.contains(id));
    reader.lock.given.retain(|id, _| !reader.broken.contains(id));
    Checked::new(reader.lock, reader.diagnostics)
}

/// A line that git leaves where it could not merge.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Start,
    Middle,
    End,
}

fn mark(line: &str) -> Option<Mark> {
    let mark = line.get(..7)?;
    let ends = line.get(7..8).is_none_or(|next| next == " ");
    Some(match mark {
        "<<<<<<<" if ends => Mark::Start,
        "=======" | "|||||||" if ends => Mark::Middle,
        ">>>>>>>" if ends => Mark::End,
        _ => return None,
    })
}

fn conflict_help() -> Message {
    message!("invalid-lock.help-conflict")
}

#[derive(Default)]
struct Reader {
    lock: Lock,
    /// Lessons of which something can't be read.
    broken: BTreeSet<String>,
    /// The keys read, to find duplicates.
    seen: BTreeSet<(String, String, String)>,
    diagnostics: Vec<Diagnostic<Span>>,
}

impl Reader {
    fn lines(&mut self, text: &str) {
        let mut start = 0;
        let mut in_conflict = false;
        for line in text.split_inclusive('\n') {
            let written = line.trim_end_matches(['\n', '\r']);
            let place = start..start + written.len();
            let is_first = start == 0;
            start += line.len();
            match mark(written) {
                Some(Mark::Start) => {
                    in_conflict = true;
                    self.report(place, message!("invalid-lock.conflict"), conflict_help());
                }
                Some(Mark::End) if in_conflict => in_conflict = false,
                Some(Mark::Middle) if in_conflict => {}
                Some(_) => self.report(place, message!("invalid-lock.conflict"), conflict_help()),
                None if is_first || written.trim().is_empty() || written.starts_with('#') => {}
                None if in_conflict => {
                    let id = written.split(' ').next().unwrap_or_default();
                    self.broken.insert(id.trim_matches('/').to_owned());
                }
                None => self.line(written, place),
            }
        }
    }

    fn line(&mut self, line: &str, place: Span) {
        let mut columns = line.split(' ');
        let id = columns.next().unwrap_or_default();
        let id = if id == "/" { "" } else { id };
        if let Some((kind, highest)) = given(line) {
            // A merge that kept two people's lines: both gave the numbers up to the greater.
            let given = self.lock.given.entry(id.to_owned()).or_default().entry(kind).or_default();
            *given = highest.max(*given);
            return;
        }
        let read = (|| {
            let (language, anchor) = (columns.next()?, columns.next()?);
            let (part, _) = anchor.rsplit_once('/')?;
            let part = Part::parse(&percent_decode_str(part).decode_utf8().ok()?)?;
            let hash = columns.next().filter(|hash| hash.len() == 16)?;
            let hash = u64::from_str_radix(hash, 16).ok()?;
            let words = words(columns.next()?)?;
            let learnt = columns.next().map_or(Some(Vec::new()), learnt)?;
            (columns.next().is_none() && !language.is_empty()).then_some(())?;
            Some((language, anchor, BlockRecord { part, hash, words, learnt }))
        })();
        let Some((language, anchor, record)) = read else {
            self.broken.insert(id.to_owned());
            return self.report(place, message!("invalid-lock.line"), message!("invalid-lock.help-line"));
        };
        if !self.seen.insert((id.to_owned(), language.to_owned(), anchor.to_owned())) {
            self.broken.insert(id.to_owned());
            let message =
                message!("invalid-lock.twice", anchor = anchor, lesson = if id.is_empty() { "/" } else { id });
            return self.report(place, message, conflict_help());
        }
        let lesson = self.lock.lessons.entry(id.to_owned()).or_default();
        lesson.entry(language.to_owned()).or_default().push(record);
    }

    fn report(&mut self, place: Span, message: Message, help: Message) {
        if self.diagnostics.len() < TOLD {
            // An empty place would be the file as a whole.
            self.diagnostics.push(Diagnostic::new(Rule::InvalidLock, place, message).help(help));
        }
    }
}

/// The highest number of a kind, if the line says so: `naviguer outcomes 3`.
fn given(line: &str) -> Option<(Numbered, u32)> {
    let mut columns = line.split(' ').skip(1);
    let kind = columns.next()?;
    let kind = Numbered::ALL.into_iter().find(|known| known.name() == kind)?;
    let highest = columns.next().and_then(number)?;
    columns.next().is_none().then_some((kind, highest))
}

/// What is learnt in a block, between commas.
fn learnt(column: &str) -> Option<Vec<LearntRecord>> {
    column.split(',').map(LearntRecord::parse).collect()
}

/// A number of something learnt: positive, and so small that others can follow.
fn number(digits: &str) -> Option<u32> {
    let number = digits.parse().ok().filter(|number| (1..=MOST).contains(number))?;
    digits.bytes().all(|digit| digit.is_ascii_digit()).then_some(number)
}

/// The hashes that hexadecimal digits give; `None` if they give no whole number of hashes.
fn words(digits: &str) -> Option<Vec<u32>> {
    let digits = digits.as_bytes();
    if digits.is_empty() || !digits.len().is_multiple_of(WORD_DIGITS) {
        return None;
    }
    let value = |word: &[u8]| {
        word.iter().try_fold(0_u32, |value, digit| {
            let digit = DIGITS.iter().position(|known| known == digit)?;
            Some((value << 6) | u32::try_from(digit).ok()?)
        })
    };
    digits.chunks(WORD_DIGITS).map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    fn records(text: &str) -> Vec<BlockRecord> {
        parse(text).value.fingerprints.iter().map(BlockRecord::from).collect()
    }

    fn lock() -> Lock {
        let mut lock = Lock::default();
        let fr = "---\ntitle: Un titre\nfootnotes:\n  une note: Quoi.\n---\n\nTexte[^une note].\n\n## {#a%b} Été\n\nFin.\n\nFin.\n";
        for id in ["", "a", "a/b"] {
            let translations = [("fr", records(fr)), ("en", records("---\ntitle: A title\n---\n\nText.\n"))];
            lock.lessons.insert(id.to_owned(), translations.map(|(key, list)| (key.to_owned(), list)).into());
        }
        lock
    }

    #[test]
    fn numbers_of_what_is_learnt_are_kept_and_only_they_change_the_version() {
        let mut lock = lock();
        assert!(lock.text().starts_with("palier translations 1\n"));
        lock.given.insert("a/b".to_owned(), BTreeMap::from([(Numbered::Objectives, 2), (Numbered::Tasks, 12)]));
        let learnt = |number, words: &[u32]| LearntRecord { number, words: words.to_vec() };
        lock.lessons.get_mut("a/b").unwrap().get_mut("fr").unwrap()[1].learnt =
            vec![learnt(Some(12), &[]), learnt(None, &[1, 64]), learnt(Some(3), &[2])];
        let text = lock.text();
        assert!(text.starts_with("palier translations 2\n"));
        assert!(text.contains("\na/b tasks 12\n") && text.contains(" 12,-:AABABA,3:AAC\n"), "{text}");
        assert_eq!(read(&text).value, lock);
        assert_eq!(read(&text).diagnostics, []);
        for broken in [
            "a tasks 0",
            "a tasks x",
            "a tasks 1 1",
            "a fr title/9 0000000000000000 AAA 1,",
            "a tasks +1",
            "a fr title/9 0000000000000000 AAA 1:",
            "a fr title/9 0000000000000000 AAA :AAA",
        ] {
            assert_eq!(read(&format!("{text}{broken}\n")).diagnostics.len(), 1, "{broken}");
        }
        let merged = read(&format!("{text}a/b tasks 14\na/b tasks 13\n"));
        assert_eq!((merged.value.given["a/b"][&Numbered::Tasks], merged.diagnostics.len()), (14, 0));
    }

    fn rules(text: &str) -> Vec<(&'static str, Span)> {
        read(text).diagnostics.into_iter().map(|fault| (fault.message.key, fault.at)).collect()
    }

    #[test]
    fn what_is_written_is_read_with_the_line_ends_of_windows_too() {
        let text = lock().text();
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            let read = read(&text);
            assert_eq!(read.diagnostics, []);
            assert_eq!(read.value, lock());
        }
        assert_eq!(read(&Lock::default().text()).value, Lock::default());
        assert!(
            text.lines().all(|line| line.starts_with('#') || matches!(line.split(' ').count(), 1 | 3 | 5 | 6)),
            "{text}"
        );
    }

    #[test]
    fn a_blank_line_parts_lessons_so_that_git_can_merge_them() {
        let text = lock().text();
        let lessons: Vec<_> = text.split("\n\n").skip(1).collect();
        let ids = |lesson: &str| lesson.lines().map(|line| line.split(' ').next().unwrap().to_owned()).collect();
        let ids: Vec<BTreeSet<String>> = lessons.into_iter().map(ids).collect();
        assert_eq!(ids, ["/", "a", "a/b"].map(|id| BTreeSet::from([id.to_owned()])));
    }

    #[test]
    fn a_file_of_something_else_or_of_a_newer_palier_is_told() {
        let key = |text: &str| rules(text)[0].0;
        assert_eq!(key(""), "invalid-lock.foreign");
        assert_eq!(key("[[package]]\n"), "invalid-lock.foreign");
        assert_eq!(key("palier translations x\n"), "invalid-lock.foreign");
        assert_eq!(key("palier translations 3\nwhat: ever\n"), "invalid-lock.newer");
        assert_eq!(key("<<<<<<< HEAD\n"), "invalid-lock.conflict");
    }

    #[test]
    fn a_conflict_costs_its_lessons_and_no_other() {
        let text = lock().text();
        let line = text.lines().find(|line| line.starts_with("a fr title")).unwrap();
        let conflict = format!("<<<<<<< HEAD\n{line}\n=======\n{line}\n>>>>>>> branch");
        let text = text.replace(line, &conflict);
        let start = text.find("<<<<<<<").unwrap();
        assert_eq!(rules(&text), [("invalid-lock.conflict", start..start + 12)]);
        assert_eq!(read(&text).value.lessons.into_keys().collect::<Vec<_>>(), ["", "a/b"]);
    }

    #[test]
    fn a_broken_line_costs_its_lesson() {
        let text = lock().text();
        for broken in [
            "a fr title/0",
            "a fr what/0 0000000000000000 AAA",
            "a fr title/9 00 AAA",
            "a fr title/9 0000000000000000 AA",
            "a fr title/0 0000000000000000 AAA",
            "a  title/9 0000000000000000 AAA",
            "a",
            "a fr title/8 0000000000000000 é",
        ] {
            let read = read(&format!("{text}{broken}\n"));
            assert_eq!(read.diagnostics.len(), 1, "{broken}");
            assert_eq!(read.value.lessons.into_keys().collect::<Vec<_>>(), ["", "a/b"], "{broken}");
        }
    }

    #[test]
    fn noise_is_told_in_few_words() {
        let noise = format!("{MAGIC}1\n{}", "x y\n".repeat(1000));
        assert_eq!(read(&noise).diagnostics.len(), TOLD);
    }
}
