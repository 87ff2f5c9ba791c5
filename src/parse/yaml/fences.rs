//! The place of the front matter in a file.

use super::block::{is_item, key_of, line_at};
use super::opening;
use crate::diagnostic::Diagnostic;
use crate::message;
use crate::parse::front_matter::field;
use crate::rule::Rule;
use crate::source::Span;

/// A file cut in two: the front matter and the body.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fences {
    /// The YAML between the fences; `None` if the file has no front matter.
    pub yaml: Option<Span>,
    /// The whole block, fences included; empty at 0 when there is none.
    pub block: Span,
    /// Where the body begins.
    pub body: usize,
    /// Whether there is a front matter in a form that isn't read.
    pub is_unread: bool,
    /// What is wrong with the fences.
    pub diagnostics: Vec<Diagnostic<Span>>,
}

/// Finds the front matter: from a first line `---` to the next line `---` or `...`.
///
/// A first line `---` is a thematic break, not a fence, when a blank line follows and no known key
/// does, or when nothing closes it and what follows is no entry. A front matter that never closes
/// is reported; it then ends where YAML does, so that the body is still read.
pub(crate) fn split(text: &str) -> Fences {
    let absent = Fences { yaml: None, block: 0..0, body: 0, is_unread: false, diagnostics: Vec::new() };
    let opening = line_at(text, 0, text.len());
    if text[..opening.end].trim_end_matches([' ', '\t']) != "---" {
        return opening::meant(text).unwrap_or(absent);
    }
    let start = opening.next;
    let closing = closing_fence(text, start);
    let yaml_end = closing.as_ref().map_or(text.len(), |fence| fence.start);
    if !opens(text, start..yaml_end, closing.is_some()) {
        return absent;
    }
    if let Some(fence) = closing {
        let next = line_at(text, fence.start, text.len()).next;
        return Fences { yaml: Some(start..fence.start), block: 0..fence.end, body: next, ..absent };
    }
    let (end, body) = end_of_unclosed(text, start);
    let last = line_at(text, end, text.len());
    let unclosed = match text[last.content..last.end].trim_end() {
        meant if is_like_fence(meant) => {
            let message = message!("unclosed-front-matter.mistyped", line = meant);
            Diagnostic::new(Rule::UnclosedFrontMatter, last.content..last.content + meant.len(), message)
                .help(message!("unclosed-front-matter.help-mistyped"))
        }
        _ => Diagnostic::new(Rule::UnclosedFrontMatter, 0..3, message!("unclosed-front-matter.message"))
            .help(message!("unclosed-front-matter.help")),
    };
    Fences { yaml: Some(start..end), block: 0..end, body, diagnostics: vec![unclosed], ..absent }
}

/// The line that closes a block which starts there, without its line end.
fn closing_fence(text: &str, start: usize) -> Option<Span> {
    let mut at = start;
    while at < text.len() {
        let line = line_at(text, at, text.len());
        if matches!(text[at..line.end].trim_end_matches([' ', '\t']), "---" | "...") {
            return Some(at..line.end);
        }
        at = line.next;
    }
    None
}

/// Whether a first line `---` opens a front matter, and is no thematic break.
fn opens(text: &str, yaml: Span, closed: bool) -> bool {
    let first = line_at(text, yaml.start, yaml.end);
    if first.is_blank() && yaml.start < yaml.end {
        // A body that begins with a break, or a front matter with air in it?
        let mut at = first.next;
        while at < yaml.end {
            let line = line_at(text, at, yaml.end);
            if has_known_key(&text[at..line.end]) {
                return true;
            }
            at = line.next;
        }
        return closed && text[yaml].trim().is_empty();
    }
    closed || key_of(text[first.content..first.end].trim_end(), field::is_known).is_some()
}

/// Whether a line begins with the key of a known field.
pub(super) fn has_known_key(line: &str) -> bool {
    key_of(line, field::is_known).is_some_and(|key| field::is_known(key.text))
}

/// Where the YAML of a front matter that nothing closes ends, and where the body begins: at the
/// first line that can't be YAML, or the first blank line or comment (`# Heading`, as far as the
/// author is concerned) that no further entry follows.
pub(super) fn end_of_unclosed(text: &str, start: usize) -> (usize, usize) {
    let mut at = start;
    // The first of the blank and comment lines just above, which belong to what follows them.
    let mut pause = None;
    while at < text.len() {
        let line = line_at(text, at, text.len());
        let content = &text[line.content..line.end];
        if is_like_fence(content) {
            return (at, line.next);
        }
        if content.is_empty() || (line.indent == 0 && content.starts_with('#')) {
            pause = pause.or(Some(at));
            at = line.next;
            continue;
        }
        let entry = if pause.is_some() {
            line.indent > 0 || has_known_key(content)
        } else {
            line.indent > 0 || is_item(content) || key_of(content, field::is_known).is_some()
        };
        if !entry {
            break;
        }
        pause = None;
        at = line.next;
    }
    let end = pause.unwrap_or(at);
    (end, end)
}

/// A fence that was meant: `--`, `----`, ` ---`, `—`.
fn is_like_fence(content: &str) -> bool {
    let content = content.trim_end();
    content.len() > 1
        && content.chars().all(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | ' ' | '\u{a0}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Option<&str>, &str, usize) {
        let fences = split(text);
        (fences.yaml.map(|yaml| &text[yaml]), &text[fences.body..], fences.diagnostics.len())
    }

    #[test]
    fn a_block_between_fences_is_the_front_matter() {
        assert_eq!(parts("---\na: b\n---\nx"), (Some("a: b\n"), "x", 0));
        assert_eq!(parts("--- \r\na: b\r\n---\t\r\nx"), (Some("a: b\r\n"), "x", 0));
        assert_eq!(parts("---\na: b\n...\nx\n---\n"), (Some("a: b\n"), "x\n---\n", 0));
        assert_eq!(parts("---\n---"), (Some(""), "", 0));
        assert_eq!(parts("---\n\n---\nx"), (Some("\n"), "x", 0));
        assert_eq!(parts("---\n\ntitle: x\n---\nx"), (Some("\ntitle: x\n"), "x", 0));
    }

    #[test]
    fn a_file_may_have_none() {
        for text in ["", "x", "--", "----\na: b\n---\n", " ---\na: b\n---\n", "\n---\na: b\n---\n"] {
            assert_eq!(parts(text), (None, text, 0), "{text:?}");
        }
    }

    #[test]
    fn a_thematic_break_opens_nothing() {
        for text in ["---", "---\n", "---\n\nTexte : suite.\n", "---\n\nTexte.\n\n---\nFin.", "---\nTexte.\n"] {
            assert_eq!(parts(text), (None, text, 0), "{text:?}");
        }
    }

    #[test]
    fn one_that_begins_otherwise_is_told_and_read_as_meant() {
        let title = Some("title: x\n");
        for text in [
            "\n---\ntitle: x\n---\nTexte",
            "\u{feff}---\ntitle: x\n---\nTexte",
            "  ---\ntitle: x\n---\nTexte",
            "\r\n---\r\ntitle: x\n---\r\nTexte",
            "—\ntitle: x\n—\nTexte",
            "—\ntitle: x\n---\nTexte",
            "–––\ntitle: x\n–––\nTexte",
            "----\ntitle: x\n----\nTexte",
            "--\ntitle: x\n---\nTexte",
            "***\ntitle: x\n***\nTexte",
            "- - -\ntitle: x\n- - -\nTexte",
            "---\u{a0}\ntitle: x\n---\nTexte",
            "+++\ntitle: x\n+++\nTexte",
            "```yaml\ntitle: x\n```\nTexte",
            "title: x\n---\nTexte",
        ] {
            assert_eq!(parts(text), (title, "Texte", 1), "{text:?}");
        }
        assert_eq!(parts("title: x\n\nTexte"), (title, "\nTexte", 1));
        assert_eq!(parts("—\ntitre: x\n—\nTexte"), (Some("titre: x\n"), "Texte", 1));
        assert_eq!(parts("+++\ntitle = \"x\"\n+++\nTexte"), (None, "Texte", 1));
    }

    #[test]
    fn a_text_that_begins_like_one_and_is_none_stays_a_text() {
        for text in [
            "—\nTexte",
            "***\n\nTexte : suite",
            "Date : demain\n",
            "- - -\n",
            "```yaml\na: b\n```\n",
            "Note: x\n\nTexte",
        ] {
            assert_eq!(parts(text), (None, text, 0), "{text:?}");
        }
    }

    #[test]
    fn one_that_never_closes_ends_where_yaml_does() {
        assert_eq!(parts("---\ntitle: x\n\nTexte."), (Some("title: x\n"), "\nTexte.", 1));
        assert_eq!(parts("---\ntitle: x\n# Titre\n"), (Some("title: x\n"), "# Titre\n", 1));
        assert_eq!(parts("---\ntitle: x\nUn texte.\n"), (Some("title: x\n"), "Un texte.\n", 1));
        assert_eq!(parts("---\na:\n- b\n\ntags: c\nTexte"), (Some("a:\n- b\n\ntags: c\n"), "Texte", 1));
        assert_eq!(parts("---\ntitle: x\n----\nTexte"), (Some("title: x\n"), "Texte", 1));
        assert_eq!(parts("---\ntitle: x\n —\nTexte"), (Some("title: x\n"), "Texte", 1));
        assert_eq!(parts("---\ntitle: x"), (Some("title: x"), "", 1));
    }
}
