//! Where the user reads: the only place that prints.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clap::builder::StyledStr;

use crate::diagnostic::Diagnostic;
use crate::locale::{Message, UserLanguage, message};
use crate::report::{self, ReportFormat, TextStyle};
use crate::source::Sources;

/// How many columns a line has if the system doesn't say.
const WIDTH: usize = 100;

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// On a terminal that has them, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Colour {
    /// Reads the value of `--color`; `Auto` if it is missing or is none of the three words.
    pub fn parse(word: Option<&str>) -> Self {
        match word {
            Some("always") => Self::Always,
            Some("never") => Self::Never,
            _ => Self::Auto,
        }
    }

    fn on(self, stream: &impl IsTerminal) -> bool {
        let refused = || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        match self {
            Self::Auto => stream.is_terminal() && !refused() && !is_dumb(),
            Self::Always => true,
            Self::Never => false,
        }
    }
}

/// Whether the terminal says that it does nothing but print.
fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|value| value == "dumb")
}

/// Standard output and standard error, with the user's language and colours. If there is no one left to read (a
/// closed pipe), what can't be written is dropped: that is no reason to stop.
#[derive(Clone, Debug)]
pub struct Terminal {
    language: UserLanguage,
    colour_out: bool,
    colour_error: bool,
    width: usize,
    /// Whether what is on standard error can be written over.
    is_screen: bool,
    /// Whether a line is drawn on standard error that goes as soon as something else is written.
    has_drawn: Arc<Mutex<bool>>,
}

impl Terminal {
    /// The process's own standard output and error.
    pub fn new(language: UserLanguage, colour: Colour) -> Self {
        Self {
            language,
            colour_out: colour.on(&io::stdout()),
            colour_error: colour.on(&io::stderr()),
            is_screen: io::stderr().is_terminal() && !is_dumb(),
            has_drawn: Arc::default(),
            width: terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0)),
        }
    }

    /// The user's language.
    pub fn language(&self) -> UserLanguage {
        self.language
    }

    /// How many columns a line has.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Whether what is on standard error can be written over.
    pub(super) fn is_screen(&self) -> bool {
        self.is_screen
    }

    /// Draws a line on standard error, in the place of the one that was drawn before; an empty one only takes that away.
    pub(super) fn draw(&self, line: &str) {
        let mut has_drawn = self.undrawn();
        if !line.is_empty() {
            let mut out = io::stderr().lock();
            let _ = write!(out, "{line}").and_then(|()| out.flush());
            *has_drawn = true;
        }
    }

    /// Takes the drawn line away. Until the guard is dropped, none is drawn.
    fn undrawn(&self) -> MutexGuard<'_, bool> {
        let mut has_drawn = self.has_drawn.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::take(&mut *has_drawn) {
            // To the first column, and what follows it away (ECMA-48: CR, EL).
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
        }
        has_drawn
    }

    /// The language, colours and width of text on standard output.
    pub fn style_out(&self) -> TextStyle {
        TextStyle { language: self.language, colour: self.colour_out, width: self.width }
    }

    /// How many lines there are on the screen that standard error is shown on, now; `None` if it goes to a file, to another
    /// program or to a terminal that can't be written over.
    pub(super) fn screen_lines(&self) -> Option<usize> {
        let (_, height) = terminal_size::terminal_size().filter(|_| self.is_screen)?;
        Some(usize::from(height.0))
    }

    /// The language, colours and width of text on standard error.
    pub(super) fn style_error(&self) -> TextStyle {
        let width = terminal_size::terminal_size().map_or(self.width, |(width, _)| usize::from(width.0));
        TextStyle { language: self.language, colour: self.colour_error, width }
    }

    /// Replaces what is on the screen. What was there the first time scrolls away, and is not lost.
    pub(super) fn redraw(&self, text: &str, is_first: bool) {
        let room = if is_first { "\n".repeat(self.screen_lines().unwrap_or_default()) } else { String::new() };
        let _undrawn = self.undrawn();
        // To the first line and column, and everything after them away (ECMA-48: CUP, ED).
        let _ = write!(io::stderr().lock(), "{room}\u{1b}[H\u{1b}[J{text}");
    }

    /// Prints the answer of a command on standard output, as it is.
    pub fn print(&self, text: &str) {
        let _undrawn = self.undrawn();
        let _ = io::stdout().lock().write_all(text.as_bytes());
    }

    /// Prints text that clap has styled on standard output, without its styles if colours are off.
    pub(super) fn print_styled(&self, text: &StyledStr) {
        self.print(&if self.colour_out { text.ansi().to_string() } else { text.to_string() });
    }

    /// Prints a line on the progress of the work, on standard error.
    pub fn say(&self, message: &Message) {
        self.write_error(&message.text(self.language));
    }

    /// Prints why the work can't be done, and what to do, on standard error.
    pub fn fail(&self, message: &Message, help: Option<&Message>) {
        let bold_red = if self.colour_error { "\u{1b}[1;91m" } else { "" };
        let plain = if self.colour_error { "\u{1b}[0m" } else { "" };
        let error = message!("cli.error").text(self.language);
        self.write_error(&format!("{bold_red}{error}{plain}: {}", message.text(self.language)));
        if let Some(help) = help {
            let name = message!("report.help").text(self.language);
            self.write_error(&format!("  {name}: {}", help.text(self.language)));
        }
    }

    /// Whether someone is there to answer: standard input and standard error are a terminal.
    pub fn is_interactive(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// Asks for a line, and gives it without the white space around it; `default` if it is empty, `None` if the input
    /// ends.
    pub fn ask(&self, question: &Message, default: &str) -> Option<String> {
        let question = question.text(self.language);
        let shown = if default.is_empty() { String::new() } else { format!(" [{default}]") };
        let _undrawn = self.undrawn();
        let mut out = io::stderr().lock();
        let _ = write!(out, "{question}{shown} ").and_then(|()| out.flush());
        let mut line = String::new();
        match io::stdin().read_line(&mut line) {
            Ok(0) | Err(_) => {
                // What comes next isn't said on the line of the question.
                let _ = writeln!(out);
                None
            }
            Ok(_) if line.trim().is_empty() => Some(default.to_owned()),
            Ok(_) => Some(line.trim().to_owned()),
        }
    }

    /// Prints diagnostics: for a person on standard error, for a program on standard output, and for GitLab on both, whose
    /// log a person reads.
    pub fn report(&self, diagnostics: &[Diagnostic], sources: &Sources, format: ReportFormat) {
        let _undrawn = self.undrawn();
        if matches!(format, ReportFormat::Human | ReportFormat::Gitlab) {
            let mut out = BufWriter::new(io::stderr().lock());
            let _ = report::print(diagnostics, sources, ReportFormat::Human, self.style_error(), &mut out)
                .and_then(|()| out.flush());
        }
        if format != ReportFormat::Human {
            let mut out = BufWriter::new(io::stdout().lock());
            let _ = report::print(diagnostics, sources, format, self.style_out(), &mut out).and_then(|()| out.flush());
        }
    }

    /// Writes a line on standard error; its end is added.
    pub(super) fn write_error(&self, line: &str) {
        let _undrawn = self.undrawn();
        let _ = writeln!(io::stderr().lock(), "{line}");
    }
}
