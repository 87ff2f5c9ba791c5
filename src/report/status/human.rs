//! The table that a person reads.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{Side, groups, id, runs, sides};
use crate::locale::{Locale, Message, UserLanguage, message};
use crate::model::drift::{Behind, Change, ChangeKind};
use crate::model::{Book, Lesson, TranslationState, Work};
use crate::parse::fingerprints::Part;
use crate::report::TextStyle;
use crate::source::Sources;

/// How many words that were there before are shown around those that are new.
const AROUND: usize = 4;

/// The most words of a run that are shown.
const SHOWN: usize = 40;

const BOLD: &str = "1";
const GREEN: &str = "32";
const YELLOW: &str = "33";
const RED: &str = "91";
const FAINT: &str = "2";

/// The state of a book’s translations, level by level; with `diff`, the words that are new.
pub fn human(book: &Book, sources: &Sources, diff: bool, style: TextStyle) -> String {
    let lessons = groups(book).into_iter().flat_map(|(_, lessons)| lessons);
    let width = lessons.map(|lesson| id(lesson).chars().count()).max().unwrap_or(0);
    let mut table = Table { book, sources, diff, style, width, text: String::new() };
    for (level, lessons) in groups(book) {
        table.group(level, &lessons);
    }
    table.end();
    table.text
}

struct Table<'a> {
    book: &'a Book,
    sources: &'a Sources,
    diff: bool,
    style: TextStyle,
    /// The width of the column of ids, in characters.
    width: usize,
    text: String,
}

impl Table<'_> {
    fn group(&mut self, level: Option<usize>, lessons: &[&Lesson]) {
        if lessons.is_empty() {
            return;
        }
        let heading = match level {
            Some(level) => {
                let title = &self.book.levels[level].index.titles.get(self.book.config.default_locale).text;
                message!("status.level", number = (level + 1).to_string(), title = title.as_str())
            }
            None => message!("status.others"),
        };
        let heading = self.painted(BOLD, &self.said(&heading));
        let names = self.book.config.locales().map(|locale| self.name(locale).to_owned()).collect();
        if self.text.is_empty() {
            self.row("", names, FAINT);
        }
        let _ = writeln!(self.text, "{heading}");
        for lesson in lessons {
            self.lesson(lesson);
        }
        let coverage = self.book.config.locales().map(|locale| {
            let in_step = lessons.iter().filter(|lesson| lesson.state(locale) == TranslationState::InStep).count();
            self.said(&message!("status.coverage", count = in_step, all = lessons.len().to_string()))
        });
        let coverage = coverage.collect();
        self.row("", coverage, FAINT);
        self.text.push('\n');
    }

    fn lesson(&mut self, lesson: &Lesson) {
        let cells: Vec<String> = self.book.config.locales().map(|locale| self.state(lesson.state(locale))).collect();
        let locales: Vec<Locale> = self.book.config.locales().collect();
        let width = self.cell_width();
        let mut line = format!("  {:1$}", id(lesson), self.width);
        for (locale, cell) in locales.iter().zip(cells) {
            let colour = colour(lesson.state(*locale));
            let _ = write!(line, "  {}", self.painted(colour, &format!("{cell:width$}")));
        }
        let _ = writeln!(self.text, "{}", line.trim_end());
        let sides = sides(lesson, self.sources);
        for locale in locales {
            for behind in lesson.behind(locale) {
                self.behind(&sides, locale, behind);
            }
        }
    }

    fn row(&mut self, first: &str, cells: Vec<String>, code: &str) {
        let width = self.cell_width();
        let mut line = format!("  {first:0$}", self.width);
        for cell in cells {
            let _ = write!(line, "  {cell:width$}");
        }
        let line = self.painted(code, line.trim_end());
        let _ = writeln!(self.text, "{line}");
    }

    /// The width of a column of states, in characters.
    fn cell_width(&self) -> usize {
        let states = TranslationState::ALL.iter().map(|&state| self.state(state).chars().count());
        let names = self.book.config.languages.iter().map(|language| language.name.chars().count());
        states.chain(names).max().unwrap_or(0)
    }

    fn behind(&mut self, sides: &BTreeMap<Locale, Side<'_>>, locale: Locale, behind: &Behind) {
        let Some(own) = sides.get(&locale) else { return };
        let part = match &behind.part {
            Some(part) => self.part(own, part),
            None => self.said(&message!("status.nowhere")),
        };
        let arrow = self.painted(YELLOW, "→");
        let line = format!("    {arrow} {}{}{part}\n", self.name(locale), colon(self.style.language));
        self.text.push_str(&line);
        let mut causes = behind.causes.clone();
        if behind.here_too
            && let Some(part) = &behind.part
        {
            causes.push((locale, part.clone()));
        }
        for (other, part) in causes {
            let Some(side) = sides.get(&other) else { continue };
            let shown = self.part(side, &part);
            let said = match other == locale {
                true => message!("status.changed-too", language = self.book.config.language(other).in_words()),
                false => {
                    message!("status.changed", language = self.book.config.language(other).in_words(), part = shown)
                }
            };
            let said = self.said(&said);
            let _ = writeln!(self.text, "      {said}");
            if self.diff {
                side.changes.get(&part).into_iter().flatten().for_each(|change| self.change(side, change));
            }
        }
    }

    fn change(&mut self, side: &Side<'_>, change: &Change) {
        let kind = self.said(&match change.kind {
            ChangeKind::Changed => message!("status.kind-changed"),
            ChangeKind::Added => message!("status.kind-added"),
            ChangeKind::Removed => message!("status.kind-removed"),
            ChangeKind::Moved => message!("status.kind-moved"),
        });
        let path = &side.text.path;
        let place = match side.line(change) {
            Some(line) => format!("{path}:{line}"),
            None => path.to_string(),
        };
        let place = self.painted(FAINT, &place);
        let _ = writeln!(self.text, "        {place} {kind}");
        let lost = (change.lost > 0).then(|| self.said(&message!("status.lost", count = change.lost)));
        let lost = lost.map(|lost| self.painted(RED, &lost));
        let words = self.words(side, change).into_iter().chain(lost);
        if let Some(words) = words.reduce(|new, lost| format!("{new} {lost}")) {
            let _ = writeln!(self.text, "          {words}");
        }
    }

    /// The words that are new, with a few around them; `None` if none is new.
    fn words(&self, side: &Side<'_>, change: &Change) -> Option<String> {
        let runs = runs(side.text, change);
        if !runs.iter().any(|run| run.is_new) && change.kind != ChangeKind::Moved {
            return None;
        }
        let mut shown = Vec::new();
        for (index, run) in runs.iter().enumerate() {
            let words: Vec<&str> = run.text.split(' ').collect();
            let (first, last) = (index == 0, index + 1 == runs.len());
            let most = if run.is_new || runs.len() == 1 { SHOWN } else { 2 * AROUND };
            let excerpt = match words.len() > most {
                false => words.join(" "),
                true if run.is_new || runs.len() == 1 => format!("{} …", words[..most].join(" ")),
                true if first => format!("… {}", words[words.len() - AROUND..].join(" ")),
                true if last => format!("{} …", words[..AROUND].join(" ")),
                true => format!("{} … {}", words[..AROUND].join(" "), words[words.len() - AROUND..].join(" ")),
            };
            shown.push(match (run.is_new, self.style.colour) {
                (false, _) => excerpt,
                (true, true) => self.painted(GREEN, &excerpt),
                (true, false) => format!("[+{excerpt}+]"),
            });
        }
        Some(shown.join(" ")).filter(|words| !words.is_empty())
    }

    fn part(&self, side: &Side<'_>, part: &Part) -> String {
        let field = match part {
            Part::Title => message!("status.title"),
            Part::Description => message!("status.description"),
            Part::Need => message!("status.need"),
            Part::Emerges => message!("status.emerges"),
            Part::Objectives => message!("status.objectives"),
            Part::Outcomes => message!("status.outcomes"),
            Part::Start => message!("status.start"),
            Part::Note(label) => message!("status.note", label = label.as_str()),
            Part::Section(anchor) => match side.headings.of(part) {
                Some(heading) => message!("status.section", heading = heading),
                None => message!("status.section-gone", anchor = format!("#{anchor}")),
            },
        };
        self.said(&field)
    }

    /// Writes the totals of each language, and what to do.
    fn end(&mut self) {
        let lessons: Vec<&Lesson> = groups(self.book).into_iter().flat_map(|(_, lessons)| lessons).collect();
        for locale in self.book.config.locales() {
            let count = |state| lessons.iter().filter(|lesson| lesson.state(locale) == state).count();
            let counts =
                TranslationState::ALL.into_iter().map(|state| (state, count(state))).filter(|(_, count)| *count > 0);
            let counts = counts.map(|(state, count)| {
                let said = self.said(&counted(state, count));
                self.painted(colour(state), &said)
            });
            let counts = counts.collect::<Vec<_>>().join(", ");
            let line = format!("{}{}{counts}\n", self.name(locale), colon(self.style.language));
            self.text.push_str(&line);
        }
        let any =
            |state| lessons.iter().any(|lesson| self.book.config.locales().any(|locale| lesson.state(locale) == state));
        let hint = match (any(TranslationState::Outdated), any(TranslationState::Untracked)) {
            (true, _) => Some(message!("status.help-outdated")),
            (false, true) => Some(message!("status.help-untracked")),
            (false, false) => None,
        };
        if let Some(hint) = hint {
            let _ = writeln!(self.text, "\n{}", self.said(&hint));
        }
        self.made_keys();
    }

    /// Writes the keys that Palier made for works whose own keys are addresses: only here does an author find them.
    fn made_keys(&mut self) {
        let references = &self.book.references;
        let works: BTreeSet<usize> = references.addresses.values().copied().collect();
        let mut works = works.into_iter().filter_map(|work| references.works.get(work)).peekable();
        let Some(path) = works.peek().map(|work| work.place.path.as_str()) else { return };
        let count = references.addresses.len();
        let _ = writeln!(self.text, "\n{}", self.said(&message!("status.made-keys", path = path, count = count)));
        for work in works {
            let title = match &work.work {
                Work::Item(item) => item.get("title").and_then(|title| title.as_str()),
                Work::Words(words) => Some(words.text.as_str()),
            };
            let title = title.map_or_else(String::new, |title| format!("  {}", self.painted(FAINT, title)));
            let _ = writeln!(self.text, "  @{}{title}", work.key);
        }
    }

    fn state(&self, state: TranslationState) -> String {
        self.said(&match state {
            TranslationState::InStep => message!("status.in-step"),
            TranslationState::Outdated => message!("status.outdated"),
            TranslationState::Missing => message!("status.missing"),
            TranslationState::Untracked => message!("status.untracked"),
        })
    }

    fn name(&self, locale: Locale) -> &str {
        &self.book.config.language(locale).name
    }

    fn said(&self, message: &Message) -> String {
        message.text(self.style.language)
    }

    fn painted(&self, code: &str, text: &str) -> String {
        if self.style.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

fn colon(language: UserLanguage) -> &'static str {
    match language {
        UserLanguage::Fr => "\u{a0}: ",
        UserLanguage::En => ": ",
    }
}

fn counted(state: TranslationState, count: usize) -> Message {
    match state {
        TranslationState::InStep => message!("status.count-in-step", count = count),
        TranslationState::Outdated => message!("status.count-outdated", count = count),
        TranslationState::Missing => message!("status.count-missing", count = count),
        TranslationState::Untracked => message!("status.count-untracked", count = count),
    }
}

fn colour(state: TranslationState) -> &'static str {
    match state {
        TranslationState::InStep => GREEN,
        TranslationState::Outdated => YELLOW,
        TranslationState::Missing => RED,
        TranslationState::Untracked => FAINT,
    }
}
