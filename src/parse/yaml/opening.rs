//! A front matter that begins otherwise than by `---` on the first line: it is reported, and read as meant.

use super::block::{key_of, line_at};
use super::fences::{Fences, end_of_unclosed, has_known_key};
use crate::diagnostic::Diagnostic;
use crate::locale::Message;
use crate::message;
use crate::parse::front_matter::field;
use crate::rule::Rule;

/// The fence, as it must be.
const FENCE: &str = "---";

/// A first line that was meant to open a front matter.
enum Opening {
    /// `---`, below blank lines or behind spaces and characters that can't be seen.
    Late,
    /// `—`, `+++`, `----`: the line.
    Other,
    /// Nothing: the first entry begins the file.
    Missing,
    /// The entries are TOML's, `title = "…"`: the first, as YAML has it.
    Toml(String),
}

/// The front matter of a text that doesn't begin with `---`, when what it begins with was meant for one.
pub(super) fn meant(text: &str) -> Option<Fences> {
    let (at, first) = first_line(text, 0)?;
    let is_fence = is_like_fence(first);
    let entries = if is_fence { line_at(text, at, text.len()).next } else { at };
    let (entry_at, entry) = first_line(text, entries)?;
    let opening = if let Some(line) = toml(entry).filter(|_| is_fence) {
        Opening::Toml(line)
    } else if !is_fence && is_title(entry) {
        Opening::Missing
    } else if is_fence && is_entry(entry) {
        if first == FENCE { Opening::Late } else { Opening::Other }
    } else {
        return None;
    };
    let span = at..at + first.len();
    let (end, body) = end(text, entry_at);
    let is_toml = matches!(opening, Opening::Toml(_));
    let (message, help) = said(&opening, first);
    let fault = Diagnostic::new(Rule::InvalidFrontMatter, span, message).help(help);
    Some(Fences {
        // In TOML there would be nothing to read.
        yaml: (!is_toml).then_some(entry_at..end),
        block: 0..body.min(text.len()),
        body,
        is_unread: is_toml,
        diagnostics: vec![fault],
    })
}

fn said(opening: &Opening, first: &str) -> (Message, Message) {
    match opening {
        Opening::Late => (message!("invalid-front-matter.late"), message!("invalid-front-matter.help-late")),
        Opening::Other => {
            (message!("invalid-front-matter.fence", written = first), message!("invalid-front-matter.help-fence"))
        }
        Opening::Missing => (message!("invalid-front-matter.no-fence"), message!("invalid-front-matter.help-no-fence")),
        Opening::Toml(line) => {
            (message!("invalid-front-matter.toml"), message!("invalid-front-matter.help-toml", line = line.as_str()))
        }
    }
}

/// The first line from there that is not blank, without what is around it, and where that begins.
fn first_line(text: &str, from: usize) -> Option<(usize, &str)> {
    let rest = text.get(from..)?;
    let start = from + rest.find(|c| !is_blank(c))?;
    let line = line_at(text, start, text.len());
    Some((start, text[start..line.end].trim_end_matches(is_blank)))
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}')
}

/// A line meant for `---`: hyphens and dashes of other lengths, the fences of TOML and of code.
fn is_like_fence(line: &str) -> bool {
    let is_dash =
        |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '_' | '=' | '+' | '*' | ' ' | '\u{a0}');
    let code = line.strip_prefix("```").or_else(|| line.strip_prefix("~~~")).or_else(|| line.strip_prefix(FENCE));
    let language = code.map(|rest| rest.trim().to_lowercase());
    line.chars().all(is_dash) || language.is_some_and(|name| matches!(name.as_str(), "" | "yaml" | "yml" | "toml"))
}

/// Whether a line is an entry of a front matter, by a key or what authors write in its place.
fn is_entry(line: &str) -> bool {
    has_known_key(line) || key_of(line, field::is_known).is_some_and(|key| field::nearest(key.text).is_some())
}

fn is_title(line: &str) -> bool {
    key_of(line, field::is_known).is_some_and(|key| matches!(key.text, "title" | "titre" | "Title" | "Titre"))
}

/// Of `title = "…"`, the line that YAML has for it.
fn toml(line: &str) -> Option<String> {
    let (key, value) = line.split_once('=')?;
    let (key, value) = (key.trim(), value.trim().trim_matches('"'));
    (field::is_known(key) || field::nearest(key).is_some()).then(|| format!("{key}: {value}"))
}

/// Where the entries end, and where the body begins.
fn end(text: &str, start: usize) -> (usize, usize) {
    let mut at = start;
    while at < text.len() {
        let line = line_at(text, at, text.len());
        let content = text[at..line.end].trim_matches(is_blank);
        if !content.is_empty() && (content == "..." || is_like_fence(content)) {
            return (at, line.next);
        }
        at = line.next;
    }
    end_of_unclosed(text, start)
}
