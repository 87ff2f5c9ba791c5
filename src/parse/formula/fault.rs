//! What is wrong with a formula, in terms that can be said in any language. math-core keeps its
//! kinds of error to itself, but has a fixed label for each.

use std::sync::LazyLock;

use math_core::LatexError;

use super::Fault;
use crate::nearest::nearest;

/// What can be wrong with a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A command that isn't known, and the known one most like it; both without backslash.
    UnknownCommand(String, Option<&'static str>),
    /// An environment that isn't known, and the known one most like it.
    UnknownEnvironment(String, Option<&'static str>),
    /// A colour that isn't known.
    UnknownColour(String),
    /// Something was opened and never closed.
    Unclosed(String),
    /// Something closes what was never opened.
    Unopened(String),
    /// A command, or `^` or `_`, without the argument that it applies to.
    MissingArgument,
    /// `\left` and its like without the parenthesis behind them.
    MissingDelimiter(String),
    /// `\end` of another environment than the one that is open.
    WrongEnd {
        /// The environment that is open.
        open: String,
        /// The one named.
        named: String,
    },
    /// Something that has a meaning only elsewhere: `&` outside a table.
    Misplaced(String),
    /// Two exponents or two indices of one thing.
    DoubleScript,
    /// A command of text in a formula, or the reverse.
    OtherMode,
    /// A length that can't be read.
    Length,
    /// A command that makes a link or the aim of one: a formula holds none.
    Link(String),
    /// Too long, or nested too deep.
    TooLong,
    /// math-core's own message, in English.
    Other(String),
}

impl Fault {
    /// The fault that math-core found.
    pub(super) fn new(error: &LatexError, tex: &str) -> Self {
        let said = error.error_message();
        let quoted = |index| quoted(&said, index);
        let reason = match error.label() {
            "unknown command" => {
                let name = quoted(0).trim_start_matches('\\').to_owned();
                let like = from_french(&name).or_else(|| nearest(&name, known_commands()));
                Reason::UnknownCommand(name, like)
            }
            "unknown environment" => {
                let like = nearest(&quoted(0), known_environments());
                Reason::UnknownEnvironment(quoted(0), like)
            }
            "unknown color" => Reason::UnknownColour(quoted(0)),
            "a group was never closed" => Reason::Unclosed(quoted(0)),
            "no matching opening for this" if quoted(0) == "end of input" => Reason::MissingArgument,
            "no matching opening for this" => Reason::Unopened(quoted(0)),
            "expected an argument here" => Reason::MissingArgument,
            "expected a delimiter here" => Reason::MissingDelimiter(quoted(0)),
            "expected a different environment name here" => {
                let name = |index| {
                    let end = quoted(index);
                    let name = end.strip_prefix("\\end{").and_then(|name| name.strip_suffix('}'));
                    name.unwrap_or(&end).to_owned()
                };
                Reason::WrongEnd { open: name(0), named: name(1) }
            }
            "cannot be used here" => Reason::Misplaced(quoted(0)),
            "unexpected bound" | "duplicate" => Reason::DoubleScript,
            "this is not valid in text mode" | "this is not valid in math mode" => Reason::OtherMode,
            "expected length here" | "illegal unit here" | "invalid unit here" => Reason::Length,
            "limit exceeded" => Reason::TooLong,
            _ => Reason::Other(said.trim_end_matches('.').to_owned()),
        };
        Self { reason, span: visible(error.0.clone(), tex) }
    }
}

/// The fault of a command that makes a link or an id: the address would not be checked, and the id could be one of the
/// page's own. `None` if the formula has no such command.
pub(super) fn link(tex: &str) -> Option<Fault> {
    tex.match_indices('\\').find_map(|(at, _)| {
        let rest = &tex[at + 1..];
        let name = &rest[..rest.bytes().take_while(u8::is_ascii_alphabetic).count()];
        let is_command = tex[..at].bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 0;
        let is_link = is_command && matches!(name, "label" | "ref" | "eqref" | "href" | "url");
        is_link.then(|| Fault { reason: Reason::Link(name.to_owned()), span: at..at + 1 + name.len() })
    })
}

/// The text between the quotes of that index.
fn quoted(text: &str, index: usize) -> String {
    text.split('"').nth(2 * index + 1).unwrap_or_default().to_owned()
}

/// A range that shows something: the end of the formula is its last character.
fn visible(span: std::ops::Range<usize>, tex: &str) -> std::ops::Range<usize> {
    let boundary = |at: usize| tex.floor_char_boundary(at.min(tex.len()));
    let (start, end) = (boundary(span.start), boundary(span.end));
    if start < end && !tex[start..end].trim().is_empty() {
        return start..end;
    }
    let shown = tex[..end.max(start)].trim_end();
    let last = shown.chars().next_back().map_or(0, char::len_utf8);
    shown.len() - last..shown.len()
}

/// The command that a French word was meant for.
fn from_french(word: &str) -> Option<&'static str> {
    Some(match word {
        "racine" => "sqrt",
        "fraction" => "frac",
        "somme" => "sum",
        "produit" => "prod",
        "integrale" => "int",
        "limite" => "lim",
        "vecteur" => "vec",
        "infini" => "infty",
        "texte" => "text",
        "fois" => "times",
        _ => return None,
    })
}

/// The commands that math-core knows, without backslash.
pub fn known_commands() -> impl Iterator<Item = &'static str> {
    static COMMANDS: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("commands.txt").lines().collect());
    COMMANDS.iter().copied()
}

/// The environments that math-core knows.
pub fn known_environments() -> impl Iterator<Item = &'static str> {
    [
        "align", "align*", "aligned", "array", "bmatrix", "Bmatrix", "cases", "darray", "dcases", "drcases",
        "equation", "equation*", "gather", "gather*", "gathered", "matrix", "multline", "pmatrix", "rcases",
        "subarray", "vmatrix", "Vmatrix",
    ]
    .into_iter()
}
