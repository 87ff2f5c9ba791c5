//! Raw HTML: elements that browsers know, each opened and closed in the same container.

use crate::diagnostic::Diagnostic;
use crate::locale::{Message, message};
use crate::nearest::Guesses;
use crate::parse::Parsed;
use crate::parse::callout::CalloutKind;
use crate::parse::document::{Event, Events, RawHtml, RawMark, RawMarkKind};
use crate::parse::elements;
use crate::rule::Rule;
use crate::source::Span;

/// How many open elements are remembered: far more than any text for readers has.
const DEPTH: usize = 400;

/// Checks one file.
pub(super) fn check(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic<Span>>) {
    let document = &parsed.document;
    let notes = document.notes.iter().map(|note| &note.events);
    let prose = document.prose.iter().map(|prose| &prose.events);
    let mut checker = Checker { open: Vec::new(), outer: 0, within: false, guesses: Guesses::default(), diagnostics };
    for events in std::iter::once(&document.body).chain(notes).chain(prose) {
        checker.events(events);
    }
}

/// An element that is open.
struct Opened<'a> {
    name: &'a str,
    span: &'a Span,
    /// Whether its start tag was reported: it needs no end tag, though one may close it.
    is_told: bool,
    /// Whether it is a drawing or a formula that Markdown has ended, though its end tag may come.
    is_cut: bool,
}

/// Goes through a text in the order of the page: an element that is opened in a container ends with it.
struct Checker<'a, 'd> {
    open: Vec<Opened<'a>>,
    /// How many of the open elements are outside the current container.
    outer: usize,
    /// Whether the container holds text: a paragraph, an item, a cell.
    within: bool,
    guesses: Guesses,
    diagnostics: &'d mut Vec<Diagnostic<Span>>,
}

impl<'a> Checker<'a, '_> {
    fn events(&mut self, events: &'a Events) {
        let mut containers = vec![0];
        for (event, _) in events {
            match event {
                Event::Start(_) => {
                    self.cut(containers.last().copied().unwrap_or_default());
                    containers.push(self.open.len());
                }
                Event::End(_) => {
                    let left = containers.pop().unwrap_or_default();
                    self.leave(left);
                }
                Event::Html(raw) => {
                    self.outer = containers.last().copied().unwrap_or_default();
                    self.within = containers.len() > 1;
                    raw.marks.iter().for_each(|mark| self.mark(raw, mark));
                }
                Event::Text(_) | Event::SoftBreak | Event::HardBreak => {}
                _ => self.cut(containers.last().copied().unwrap_or_default()),
            }
            self.within = containers.len() > 1;
        }
        self.leave(0);
    }

    /// Records that Markdown ends the open drawings and formulas of the container, as it does in the page.
    fn cut(&mut self, outer: usize) {
        let inside = self.open.iter_mut().skip(outer);
        inside.filter(|open| elements::is_foreign_root(open.name)).for_each(|open| open.is_cut = true);
    }

    fn mark(&mut self, raw: &'a RawHtml, mark: &'a RawMark) {
        let written = raw.text.get(mark.range.clone()).unwrap_or_default();
        match &mark.kind {
            RawMarkKind::Start { name, self_closing, foreign, only_words } => {
                let foreign = *foreign || self.open.iter().any(|open| elements::is_foreign_root(open.name));
                let is_known = foreign || elements::is_known(name);
                if !is_known || *only_words && !foreign {
                    self.report_unknown(written, name, &mark.span, is_known);
                    if is_known && !self_closing && !elements::is_void(name) {
                        self.open(name, &mark.span, true);
                    }
                } else if !foreign && elements::is_of_the_page(name) {
                    let message = message!("unbalanced-html.of-the-page", name = name.as_str());
                    self.unbalanced(&mark.span, message, message!("unbalanced-html.help-of-the-page"));
                    if elements::is_text(name) && !self_closing {
                        self.open(name, &mark.span, true);
                    }
                } else if !elements::fits(name, self.open.iter().skip(self.outer).map(|open| open.name)) {
                    let message = message!("unbalanced-html.alone", name = name.as_str());
                    self.unbalanced(&mark.span, message, message!("unbalanced-html.help-alone"));
                } else if !self_closing && (foreign || !elements::is_void(name)) {
                    self.open(name, &mark.span, false);
                }
            }
            RawMarkKind::End(name) => self.end(name, &mark.span),
            RawMarkKind::OpenComment => {
                let message = message!("unbalanced-html.comment");
                let opens = mark.span.start..mark.span.start + "<!--".len();
                self.unbalanced(&opens, message, message!("unbalanced-html.help-comment"));
            }
            RawMarkKind::MistypedEnd => {
                let message = message!("unbalanced-html.comment-end");
                self.unbalanced(&mark.span, message, message!("unbalanced-html.help-comment-end"));
            }
            RawMarkKind::Cut => {
                let first = written.lines().next().unwrap_or_default().trim_end();
                let message = message!("unbalanced-html.cut", tag = first);
                let line = mark.span.start..mark.span.start + first.len();
                self.unbalanced(&line, message, message!("unbalanced-html.help-cut"));
            }
            RawMarkKind::Instruction | RawMarkKind::Section => {
                self.report_unknown(written, "", &mark.span, false);
            }
        }
    }

    fn open(&mut self, name: &'a str, span: &'a Span, is_told: bool) {
        let is_ended = |open: &Opened<'_>| elements::ends(open.name, name) || open.name == "p" && name == "p";
        while self.open.len() > self.outer && self.open.last().is_some_and(is_ended) {
            self.open.pop();
        }
        if self.open.len() < DEPTH {
            self.open.push(Opened { name, span, is_told, is_cut: false });
        }
    }

    fn end(&mut self, name: &str, span: &Span) {
        // The start tag of an element that browsers don't know was reported already.
        if !elements::is_known(name) && !self.open.iter().any(|open| open.name == name) {
            // With an end tag, an element for the teacher was meant to contain what is before it.
            if CalloutKind::is_teacher(name) {
                let message = message!("mistyped-callout.fence", name = name);
                let fault = Diagnostic::new(Rule::MistypedCallout, span.clone(), message);
                self.diagnostics.push(fault.help(message!("mistyped-callout.help-fence")));
            }
            return;
        }
        let found = self.open[self.outer.min(self.open.len())..].iter().rposition(|open| open.name == name);
        let found = found.map(|at| self.outer + at);
        // A paragraph that ends a drawing may hold its end tag.
        let cut = found.or_else(|| self.open.iter().rposition(|open| open.is_cut && open.name == name));
        let is_cut = cut.is_some();
        if let Some(open) = cut.and_then(|at| self.open.get_mut(at)).filter(|open| open.is_cut && !open.is_told) {
            open.is_told = true;
            let (span, message) = (open.span, message!("unbalanced-html.interrupted", name = name));
            self.unbalanced(span, message, message!("unbalanced-html.help-interrupted", name = name));
        }
        match found {
            Some(at) => {
                self.leave(at + 1);
                self.open.truncate(at);
            }
            None if is_cut => {}
            None => {
                let message = message!("unbalanced-html.stray", name = name);
                let help = match elements::is_void(name) {
                    true => message!("unbalanced-html.help-void", name = name),
                    false => message!("unbalanced-html.help-stray", name = name),
                };
                self.unbalanced(span, message, help);
            }
        }
    }

    /// Leaves all but the `left` outermost elements, and reports those that should have been closed.
    fn leave(&mut self, left: usize) {
        while self.open.len() > left {
            let Some(Opened { name, span, is_told, .. }) = self.open.pop() else { return };
            if is_told || !elements::needs_end(name) {
                continue;
            }
            let (message, help) = match self.within {
                true => (
                    message!("unbalanced-html.unclosed-within", name = name),
                    message!("unbalanced-html.help-unclosed-within", name = name),
                ),
                false => (
                    message!("unbalanced-html.unclosed", name = name),
                    message!("unbalanced-html.help-unclosed", name = name),
                ),
            };
            self.unbalanced(span, message, help);
        }
    }

    fn unbalanced(&mut self, span: &Span, message: Message, help: Message) {
        self.diagnostics.push(Diagnostic::new(Rule::UnbalancedHtml, span.clone(), message).help(help));
    }

    /// Reports a tag that is no element's, or whose attributes are words: both are most likely meant as text.
    fn report_unknown(&mut self, written: &str, name: &str, span: &Span, is_known: bool) {
        // As it would be typed, on one line.
        let tag = written.split_whitespace().collect::<Vec<_>>().join(" ");
        let message = match is_known {
            true => message!("unknown-element.words", tag = tag.as_str()),
            false => message!("unknown-element.message", tag = tag.as_str()),
        };
        let nearest = match is_known || name.is_empty() {
            true => None,
            // A blank for a reader to fill in (`<nom>`) is no mistyped `<noembed>`.
            false => self.guesses.nearest(name, elements::known().filter(|known| elements::is_harmless(known))),
        };
        let escaped = tag.replace('<', "&lt;").replace('>', "&gt;");
        let help = match nearest {
            Some(nearest) => message!("unknown-element.help-nearest", nearest = nearest, escaped = escaped),
            None => message!("unknown-element.help", escaped = escaped),
        };
        self.diagnostics.push(Diagnostic::new(Rule::UnknownElement, span.clone(), message).help(help));
    }
}
