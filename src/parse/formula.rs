//! Formulas: TeX → MathML, with the place of a fault inside the formula. Pure, and done while the
//! file is parsed, so that a page that is shown holds no surprise.

mod cells;
mod fault;
mod markup;
mod numbers;
mod plain;

use std::borrow::Cow;
use std::thread;

use math_core::{ConvertResult, LatexError, LatexToMathML, MathCoreConfig, MathDisplay};

use crate::source::Span;
pub use fault::{Reason, known_commands, known_environments};
pub use numbers::DecimalMark;
use numbers::Numbers;

/// A formula of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// The TeX as written between the dollars, without the space around it.
    pub tex: String,
    /// Whether it is on a line of its own (`$$…$$`).
    pub display: bool,
    /// The whole formula, dollars included.
    pub span: Span,
    /// The formula as MathML, or what is wrong with it.
    pub math: Result<MathMl, Fault>,
}

impl Formula {
    /// The formula as plain text, for where there can be no MathML; the TeX of one that can't be read.
    pub fn text(&self) -> Cow<'_, str> {
        self.math.as_ref().map_or(Cow::Borrowed(&self.tex), |math| Cow::Owned(math.text()))
    }
}

/// A formula as MathML. Whether a comma between digits is part of the number depends on the page's
/// language, so that the choice is left open.
#[derive(Clone, Debug, PartialEq)]
pub struct MathMl(Numbers);

impl MathMl {
    /// The `<math>` element, for a text whose numbers are written so.
    pub fn html(&self, mark: DecimalMark) -> String {
        self.0.html(mark)
    }

    /// What it says in a line of plain text: `E = mc²`.
    pub fn text(&self) -> String {
        plain::text(&self.0.html(DecimalMark::Comma))
    }
}

/// What is wrong with a formula, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// What is wrong.
    pub reason: Reason,
    /// Where: in the TeX when it was just found, then in the file.
    pub span: Span,
}

/// Commands of TeX and LaTeX that math-core doesn't know, and shorter ones that it has for the same.
const SYNONYMS: &[(&str, &str)] =
    &[(r"\cr", r"\\"), (r"\mbox", r"\text"), (r"\hbox", r"\text"), (r"\widetilde", r"\tilde")];

/// How many commands, braces and scripts a formula may have. math-core calls itself for each within
/// another, and no formula that is meant for readers comes near.
const HEAVIEST: usize = 2_000;

/// How many of them the stack of any thread has room for.
const LIGHT: usize = if cfg!(debug_assertions) { 8 } else { 64 };

/// A stack with room for the heaviest formula. It is memory only where it is used.
const STACK: usize = if cfg!(debug_assertions) { 256 << 20 } else { 64 << 20 };

/// What turns the formulas of one text into MathML: numbered equations count through the text.
pub(super) struct Converter(LatexToMathML);

impl Converter {
    /// A converter that begins to count equations at 1.
    pub(super) fn new() -> Self {
        let config = MathCoreConfig { annotation: true, ..MathCoreConfig::default() };
        // Only macros could be wrong, and there is none.
        Self(LatexToMathML::new(config).unwrap_or_default())
    }

    /// Converts a formula, or gives what is wrong with it; the place of the fault is a byte range of `tex`.
    pub(super) fn convert(&mut self, tex: &str, display: bool) -> Result<MathMl, Fault> {
        let whole = 0..tex.len();
        let weight = tex.bytes().filter(|byte| b"\\{[^_".contains(byte)).count();
        if weight > HEAVIEST || tex.len() > 10 * HEAVIEST {
            return Err(Fault { reason: Reason::TooLong, span: whole });
        }
        if let Some(link) = fault::link(tex) {
            return Err(link);
        }
        if weight <= LIGHT {
            return self.convert_here(tex, display);
        }
        // A panic of math-core costs its formula and nothing else.
        thread::scope(|scope| {
            let convert = || self.convert_here(tex, display);
            let there = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, convert);
            there.ok().and_then(|there| there.join().ok())
        })
        .unwrap_or(Err(Fault { reason: Reason::TooLong, span: whole }))
    }

    fn convert_here(&mut self, tex: &str, display: bool) -> Result<MathMl, Fault> {
        let known = renamed(tex);
        let marked = numbers::mark(&cells::bounded(&known)?);
        // The place of a fault is one of the text as written.
        let converted = self.run(&marked, display).or_else(|_| self.run(&known, display));
        let mathml = converted.map_err(|error| Fault::new(&error, tex))?.mathml;
        let body = mathml.rfind("<annotation").map_or(mathml.as_str(), |end| &mathml[..end]);
        let mut numbers = Numbers::read(&markup::clean(body));
        numbers.push_annotation(tex.trim());
        Ok(MathMl(numbers))
    }

    fn run(&mut self, tex: &str, display: bool) -> Result<ConvertResult, Box<LatexError>> {
        let display = if display { MathDisplay::Block } else { MathDisplay::Inline };
        self.0.convert_with_global_state(tex, display)
    }
}

/// The TeX in commands that math-core knows. Each is followed by spaces, which mean nothing there, so
/// that every byte keeps its place.
fn renamed(tex: &str) -> String {
    let mut renamed = tex.to_owned();
    for (name, meaning) in SYNONYMS.iter().filter(|(name, _)| tex.contains(name)) {
        let mut read = String::with_capacity(tex.len());
        for piece in renamed.split_inclusive(name) {
            let end = read.len() + piece.len();
            // `\\cr` is a line's end and letters, and `\cross` another command.
            let is_command = |before: &&str| {
                (before.len() - before.trim_end_matches('\\').len()).is_multiple_of(2)
                    && !renamed[end..].starts_with(|next: char| next.is_ascii_alphabetic())
            };
            match piece.strip_suffix(name).filter(is_command) {
                Some(before) => read.extend([before, meaning, &" ".repeat(name.len() - meaning.len())]),
                None => read.push_str(piece),
            }
        }
        renamed = read;
    }
    renamed
}

#[cfg(test)]
mod tests;
