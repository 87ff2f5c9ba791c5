//! Diagnostics for a page of the preview: what it shows over itself, as JSON. Every text in it is plain: the page writes
//! it as text, never as HTML.

use serde::Serialize;

use super::{Located, boundary, count, ranked, text_at};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::locale::{Message, UserLanguage, message};
use crate::source::Sources;

/// How many faults a page shows; of the others it says how many there are.
const SHOWN: usize = 30;

/// How many bytes of a line are shown before and after the place in it.
const AROUND: usize = 120;

#[derive(Serialize)]
struct Report {
    lang: &'static str,
    severity: &'static str,
    /// How many there are of each severity, in words.
    count: String,
    title: String,
    faults: Vec<PageFault>,
    /// How many are not shown, in words.
    more: Option<String>,
    words: Words,
}

/// What the page's buttons and notices say.
#[derive(Serialize)]
struct Words {
    hide: String,
    show: String,
    help: String,
    open: String,
    opened: String,
    not_opened: String,
}

#[derive(Serialize)]
struct PageFault {
    severity: &'static str,
    name: String,
    rule: &'static str,
    message: String,
    help: Option<String>,
    path: String,
    #[serde(flatten)]
    line: Option<Line>,
}

/// The line of a place, cut around it if it is very long: what comes before, what is underlined, and what comes after.
#[derive(Serialize)]
struct Line {
    line: usize,
    column: usize,
    before: String,
    marked: String,
    after: String,
}

/// Diagnostics, which are in order, as one JSON object: the errors first, then the warnings, and no more than a page has
/// room for. `null` if there are none.
pub(super) fn json<'a>(diagnostics: &[&'a Diagnostic], sources: &'a Sources, language: UserLanguage) -> String {
    let counts = count(diagnostics);
    let mut located = Located::default();
    let faults = ranked(diagnostics).take(SHOWN);
    let report = counts.words(language).map(|words| Report {
        lang: language.key(),
        severity: severity_name(if counts.errors > 0 { Severity::Error } else { Severity::Warning }),
        count: words,
        title: message!("preview.title").text(language),
        faults: faults.map(|fault| page_fault(fault, sources, &mut located, language)).collect(),
        more: more(diagnostics.len(), language),
        words: Words {
            hide: message!("preview.hide").text(language),
            show: message!("preview.show").text(language),
            help: message!("report.help").text(language),
            open: message!("preview.open", place = "{place}").text(language),
            opened: message!("preview.opened").text(language),
            not_opened: message!("preview.not-opened").text(language),
        },
    });
    // Text and numbers can always be written.
    serde_json::to_string(&report).unwrap_or_default()
}

fn more(all: usize, language: UserLanguage) -> Option<String> {
    let more = all.saturating_sub(SHOWN);
    (more > 0).then(|| message!("report.more", count = more).text(language))
}

fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn page_fault<'a>(
    fault: &'a Diagnostic,
    sources: &'a Sources,
    located: &mut Located<'a>,
    language: UserLanguage,
) -> PageFault {
    let said = |message: &Message| message.text(language);
    PageFault {
        severity: severity_name(fault.severity),
        name: said(&match fault.severity {
            Severity::Error => message!("report.error"),
            Severity::Warning => message!("report.warning"),
        }),
        rule: fault.rule.name(),
        message: said(&fault.message),
        help: fault.help.as_ref().map(said),
        path: fault.at.path.to_string(),
        line: line(&fault.at, sources, located),
    }
}

fn line<'a>(place: &'a Place, sources: &'a Sources, located: &mut Located<'a>) -> Option<Line> {
    let [(_, line, column), _] = located.ends(place, sources)?;
    let (text, span) = text_at(place, sources)?;
    let first = text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let last = text[span.start..].find('\n').map_or(text.len(), |newline| span.start + newline);
    let end = span.end.min(last);
    let from = boundary(text, span.start.saturating_sub(AROUND)).max(first);
    // What is underlined may itself be as long as a book.
    let marked = boundary(text, end.min(span.start + AROUND));
    let to = boundary(text, marked.saturating_add(AROUND)).min(last);
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    Some(Line {
        line,
        column,
        before: format!("{}{}", cut(from > first), &text[from..span.start]),
        marked: text[span.start..marked].trim_end_matches('\r').to_owned(),
        after: format!("{}{}", text[marked..to].trim_end_matches('\r'), cut(to < last)),
    })
}
