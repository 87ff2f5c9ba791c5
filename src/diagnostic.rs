//! What is wrong with a book, and where: values that every stage returns and only `report` prints.

use crate::locale::Message;
use crate::rule::Rule;
use crate::source::{BookPath, Span};

/// How serious a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site can be published as it is.
    Warning,
    /// The site would break or say something false: no site is written.
    Error,
}

/// A place in the book: a file and a range of UTF-8 byte offsets in its text. The empty range at 0 is the file as a
/// whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file's path from the book's folder; for a fault outside the book, the path as the user would type it.
    pub path: BookPath,
    /// Start of the range, in bytes from the beginning of the text.
    pub start: usize,
    /// End of the range, in bytes: the first byte after it.
    pub end: usize,
}

impl Place {
    /// A range of a file.
    pub fn new(path: &BookPath, span: &Span) -> Self {
        Self { path: path.clone(), start: span.start, end: span.end }
    }

    /// A file as a whole.
    pub fn file(path: &BookPath) -> Self {
        Self::new(path, &(0..0))
    }
}

/// What a fault relies on to be true: if that isn't read as its author meant, the fault may be none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reliance {
    /// The place where it is, and nothing else.
    #[default]
    Place,
    /// These files, whether the book has them or not: both texts of a pair, the file that a link leads to.
    Files(Vec<BookPath>),
    /// Any file of the book: something that no text names.
    Book,
}

/// One case of a rule broken. While a file is parsed alone, places are ranges of it (`Span`); from
/// then on they name the file too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic<At = Place> {
    /// The rule.
    pub rule: Rule,
    /// How serious it is: the rule's own severity until that of the book's `[check]` is applied.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: Message,
    /// Where it is.
    pub at: At,
    /// Other places that belong to it, each with a few words on why.
    pub related: Vec<(At, Message)>,
    /// What to do, in one sentence; `None` if the message says enough.
    pub help: Option<Message>,
    /// What it relies on.
    pub relies_on: Reliance,
}

impl<At> Diagnostic<At> {
    /// A fault of the rule's own severity.
    pub fn new(rule: Rule, at: At, message: Message) -> Self {
        Self {
            rule,
            severity: rule.severity(),
            message,
            at,
            related: Vec::new(),
            help: None,
            relies_on: Reliance::Place,
        }
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: Message) -> Self {
        self.help = Some(help);
        self
    }

    /// Says that it is true only if these files are read as they were meant.
    #[must_use]
    pub fn relying_on<'p>(mut self, files: impl IntoIterator<Item = &'p BookPath>) -> Self {
        self.relies_on = Reliance::Files(files.into_iter().cloned().collect());
        self
    }

    /// Says that it is true only if every file is read as it was meant.
    #[must_use]
    pub fn relying_on_book(mut self) -> Self {
        self.relies_on = Reliance::Book;
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, at: At, message: Message) -> Self {
        self.related.push((at, message));
        self
    }
}

impl Diagnostic<Span> {
    /// The same fault, with its file named.
    pub fn in_file(self, path: &BookPath) -> Diagnostic {
        Diagnostic {
            rule: self.rule,
            severity: self.severity,
            message: self.message,
            at: Place::new(path, &self.at),
            related: self.related.into_iter().map(|(at, message)| (Place::new(path, &at), message)).collect(),
            help: self.help,
            relies_on: self.relies_on,
        }
    }
}

/// A stage's value, with the faults found on the way.
#[derive(Clone, Debug)]
pub struct Checked<T, At = Place> {
    /// The value: always there, as whole as the faults allow.
    pub value: T,
    /// The faults, in the order they were found.
    pub diagnostics: Vec<Diagnostic<At>>,
}

impl<T, At> Checked<T, At> {
    /// A value with faults.
    pub fn new(value: T, diagnostics: Vec<Diagnostic<At>>) -> Self {
        Self { value, diagnostics }
    }
}
