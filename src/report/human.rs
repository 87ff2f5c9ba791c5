//! Diagnostics for a person: the line, the place underlined, what is wrong, what to do.

use std::io::{self, Write};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

use super::grouped::{FaultGroup, Grouped};
use super::{Located, TextStyle, boundary, count, ranked, text_at};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::locale::{Message, UserLanguage, message};
use crate::rule::Rule;
use crate::source::{BookPath, Sources, Span};

/// How many places are listed under a warning that is shown once for several.
const PLACES: usize = 5;

/// How many of the errors that say the same have their own help in the list of their places.
const HELPS: usize = 100;

/// The most lines of a place that are shown: of a longer one, only the first line.
const LINES: usize = 6;

/// How many bytes before and after its place are kept of a very long line.
const LONG: usize = 1000;

/// The least width of a line, in columns, however narrow the terminal.
const NARROWEST: usize = 40;

/// Writes diagnostics, which are in order, as a person reads them, then how many there are of each severity. Nothing
/// is written if there are none.
///
/// # Errors
/// Those of `out`.
pub(super) fn print(
    diagnostics: &[&Diagnostic],
    sources: &Sources,
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut screen =
        Screen { renderer: renderer(style), sources, located: Located::default(), language: style.language, out };
    let grouped = Grouped::of(diagnostics, style.language);
    grouped.warnings.iter().try_for_each(|entry| screen.entry(entry))?;
    grouped.more_warnings.iter().try_for_each(|(rule, more)| screen.more_warnings(*rule, more))?;
    // Errors come last, where the screen still shows them, and none is left out, because each stops the build.
    grouped.errors.iter().try_for_each(|entry| screen.entry(entry))?;
    screen.more_errors(&grouped.more_errors)?;
    match count(diagnostics).words(style.language) {
        Some(words) => writeln!(screen.out, "{words}"),
        None => Ok(()),
    }
}

/// As many diagnostics as fit in so many lines, the errors first, each on one line where none fits in full; then how many more
/// there are, and how many of each severity.
pub(super) fn fitted(diagnostics: &[&Diagnostic], sources: &Sources, style: TextStyle, lines: usize) -> String {
    let Some(words) = count(diagnostics).words(style.language) else { return String::new() };
    let whole = |fault| renderer(style).render(&[group(fault, sources, style.language)]) + "\n\n";
    let (mut text, mut shown) = fitting(ranked(diagnostics).map(whole), style, lines, 0);
    if shown == 0 {
        let mut located = Located::default();
        let lines_of = ranked(diagnostics).map(|fault| on_one_line(fault, sources, &mut located, style.language));
        (text, shown) = fitting(lines_of, style, lines, 1);
    }
    let more = diagnostics.len() - shown;
    if more > 0 {
        text.push_str(&message!("report.more", count = more).text(style.language));
        text.push('\n');
    }
    text + &words + "\n"
}

/// The first texts, as many as fit in so many lines with two more below them, or `least`; and how many these are.
fn fitting(texts: impl Iterator<Item = String>, style: TextStyle, lines: usize, least: usize) -> (String, usize) {
    let (mut all, mut shown, mut taken) = (String::new(), 0, 2);
    for text in texts {
        taken += rows(&text, style.width);
        if taken > lines && shown >= least {
            break;
        }
        all.push_str(&text);
        shown += 1;
    }
    (all, shown)
}

/// How many lines of a screen of that width a text takes.
fn rows(text: &str, width: usize) -> usize {
    let of_line = |line: &str| {
        // A colour is no column: `ESC [ … m`.
        let pieces = line.split('\u{1b}').enumerate();
        let shown =
            pieces.map(|(at, piece)| if at == 0 { piece } else { piece.split_once('m').map_or("", |(_, rest)| rest) });
        shown.map(|piece| piece.chars().count()).sum::<usize>().max(1).div_ceil(width.max(1))
    };
    text.lines().map(of_line).sum()
}

/// A fault in one line: its place and its message.
fn on_one_line<'a>(
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
    located: &mut Located<'a>,
    language: UserLanguage,
) -> String {
    let name = match diagnostic.severity {
        Severity::Error => message!("report.error"),
        Severity::Warning => message!("report.warning"),
    };
    let (name, place) = (name.text(language), place(&diagnostic.at, sources, located));
    let message = diagnostic.message.text(language);
    format!("{name}[{}]: {place}: {}\n", diagnostic.rule.name(), normalize_untrusted_str(&message))
}

/// `path:line:column`; the path of a file as a whole.
fn place<'a>(place: &'a Place, sources: &'a Sources, located: &mut Located<'a>) -> String {
    let path = normalize_untrusted_str(place.path.as_str());
    match located.ends(place, sources) {
        Some([(_, line, column), _]) => format!("{path}:{line}:{column}"),
        None => path,
    }
}

fn renderer(style: TextStyle) -> Renderer {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Unicode).term_width(style.width.max(NARROWEST))
}

/// Which helps a list of places gives.
struct Helps<'a> {
    /// The help shown above the list, which is not repeated.
    shown: Option<&'a Message>,
    /// How many places may have theirs.
    most: usize,
}

/// Writes faults as a person reads them.
struct Screen<'a, W> {
    renderer: Renderer,
    sources: &'a Sources,
    located: Located<'a>,
    language: UserLanguage,
    out: &'a mut W,
}

impl<'a, W: Write> Screen<'a, W> {
    /// Writes a fault in full, and below it the other places with the same message.
    fn entry(&mut self, entry: &FaultGroup<'a>) -> io::Result<()> {
        let FaultGroup { shown, same } = entry;
        writeln!(self.out, "{}", self.renderer.render(&[group(shown, self.sources, self.language)]))?;
        if !same.is_empty() {
            let is_error = shown.severity == Severity::Error;
            let listed = if is_error { same.len() } else { PLACES };
            self.say(&message!("report.same", count = same.len()))?;
            self.places(&same[..listed.min(same.len())], Helps { shown: shown.help.as_ref(), most: HELPS })?;
            self.left_out(shown.rule, same.len().saturating_sub(listed))?;
        }
        writeln!(self.out)
    }

    /// Writes the places of the warnings of a rule that are not shown in full.
    fn more_warnings(&mut self, rule: Rule, more: &[&'a Diagnostic]) -> io::Result<()> {
        let name = message!("report.warning").text(self.language);
        let words = message!("report.more-of-rule", count = more.len()).text(self.language);
        writeln!(self.out, "{name}[{}]: {words}", rule.name())?;
        self.places(&more[..PLACES.min(more.len())], Helps { shown: None, most: 0 })?;
        self.left_out(rule, more.len().saturating_sub(PLACES))?;
        writeln!(self.out)
    }

    fn more_errors(&mut self, more: &[&'a Diagnostic]) -> io::Result<()> {
        for &diagnostic in more {
            let line = on_one_line(diagnostic, self.sources, &mut self.located, self.language);
            self.out.write_all(line.as_bytes())?;
        }
        if more.is_empty() { Ok(()) } else { writeln!(self.out) }
    }

    /// The places, one a line, each with its help if that is not the one shown already.
    fn places(&mut self, diagnostics: &[&'a Diagnostic], helps: Helps<'_>) -> io::Result<()> {
        for (number, diagnostic) in diagnostics.iter().enumerate() {
            let place = place(&diagnostic.at, self.sources, &mut self.located);
            let other = diagnostic.help.as_ref().filter(|help| number < helps.most && Some(*help) != helps.shown);
            match other {
                Some(help) => {
                    let help = help.text(self.language).replace('\n', " ");
                    writeln!(self.out, "    {place}: {}", normalize_untrusted_str(&help))?;
                }
                None => writeln!(self.out, "    {place}")?,
            }
        }
        Ok(())
    }

    /// Writes how many places are not listed, and the command that lists them.
    fn left_out(&mut self, rule: Rule, count: usize) -> io::Result<()> {
        match (count, rule) {
            (0, _) => Ok(()),
            (_, Rule::MissingTranslation | Rule::OutdatedTranslation) => {
                self.say(&message!("report.left-out-status", count = count))
            }
            _ => self.say(&message!("report.left-out", count = count)),
        }
    }

    fn say(&mut self, message: &Message) -> io::Result<()> {
        writeln!(self.out, "  {}", message.text(self.language))
    }
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources, language: UserLanguage) -> Group<'a> {
    let (level, name) = match diagnostic.severity {
        Severity::Error => (Level::ERROR, message!("report.error")),
        Severity::Warning => (Level::WARNING, message!("report.warning")),
    };
    let title = level.with_name(name.text(language)).primary_title(diagnostic.message.text(language));
    let mut group = Group::with_title(title.id(diagnostic.rule.name()));
    for (path, places) in by_file(diagnostic) {
        group = add_file(group, path, &places, sources, language);
    }
    if let Some(help) = &diagnostic.help {
        let name = message!("report.help").text(language);
        group = group.element(Level::HELP.with_name(name).message(normalize_untrusted_str(&help.text(language))));
    }
    group
}

/// A place to show, with its message if it is a related one.
type Shown<'a> = (&'a Place, Option<&'a Message>);

/// The diagnostic's place and the related ones, file by file, its own file first.
fn by_file(diagnostic: &Diagnostic) -> Vec<(&BookPath, Vec<Shown<'_>>)> {
    let mut files = vec![(&diagnostic.at.path, vec![(&diagnostic.at, None)])];
    for (place, message) in &diagnostic.related {
        match files.iter_mut().find(|(path, _)| **path == place.path) {
            Some((_, places)) => places.push((place, Some(message))),
            None => files.push((&place.path, vec![(place, Some(message))])),
        }
    }
    files
}

fn add_file<'a>(
    mut group: Group<'a>,
    path: &'a BookPath,
    places: &[Shown<'a>],
    sources: &'a Sources,
    language: UserLanguage,
) -> Group<'a> {
    let marked: Vec<(&str, Span, Option<&Message>)> = places
        .iter()
        .filter_map(|&(place, message)| {
            text_at(place, sources).map(|(text, span)| (text, shortened(text, span), message))
        })
        .collect();
    match marked.first() {
        None => group = group.element(Origin::path(path.as_str())),
        Some(&(text, ..)) => {
            let window = Window::around(text, marked.iter().map(|(_, span, _)| span));
            let annotations = marked.iter().map(|(_, span, message)| {
                annotation(window.inside(span), message.map(|message| message.text(language)))
            });
            let snippet = Snippet::source(&text[window.span.clone()]).line_start(window.line);
            let snippet = snippet.annotations(annotations);
            group = match window.column {
                None => group.element(snippet.path(path.as_str())),
                Some(column) => {
                    let origin = Origin::path(path.as_str()).line(window.line).char_column(column);
                    group.element(origin).element(snippet)
                }
            };
        }
    }
    // A message about a file as a whole has no line to be written beside.
    for (_, message) in places.iter().filter(|(place, _)| text_at(place, sources).is_none()) {
        if let Some(message) = message {
            group = group.element(Level::NOTE.no_name().message(normalize_untrusted_str(&message.text(language))));
        }
    }
    group
}

/// The part of a text that the renderer is given, since it goes through all that it gets.
struct Window {
    span: Span,
    /// The line it begins on, from 1.
    line: usize,
    /// The column of the first place, from 1, if the window is a piece of a very long line.
    column: Option<usize>,
}

impl Window {
    /// The lines that some places are on; of one very long line, the words around the places.
    fn around<'a>(text: &str, places: impl Iterator<Item = &'a Span> + Clone) -> Self {
        let start = places.clone().map(|place| place.start).min().unwrap_or(0);
        let end = places.map(|place| place.end).max().unwrap_or(text.len());
        let first = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let last = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
        let line = text[..first].bytes().filter(|&byte| byte == b'\n').count() + 1;
        let near_first = boundary(text, start.saturating_sub(LONG)).max(first);
        let near_last = boundary(text, end.saturating_add(LONG)).min(last);
        let cut = near_first > first && !text[start..end].contains('\n');
        Self {
            span: if cut { near_first } else { first }..near_last,
            line,
            column: cut.then(|| text[first..start].chars().count() + 1),
        }
    }

    fn inside(&self, place: &Span) -> Span {
        place.start - self.span.start..place.end - self.span.start
    }
}

fn annotation<'a>(span: Span, label: Option<String>) -> Annotation<'a> {
    match label {
        None => AnnotationKind::Primary.span(span),
        Some(label) => AnnotationKind::Context.span(span).label(label),
    }
}

/// The part of a span that is worth underlining: not the line's end, and of many lines the first.
fn shortened(text: &str, span: Span) -> Span {
    let written = text[span.clone()].trim_end_matches(['\n', '\r']);
    let written = match written.match_indices('\n').nth(LINES - 1) {
        Some(_) => written.lines().next().unwrap_or_default(),
        None => written,
    };
    span.start..span.start + written.len()
}
