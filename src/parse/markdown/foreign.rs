//! Callouts as other tools write them, told apart where they open: `:::tip Title` (Docusaurus, VitePress,
//! Quarto, MyST), `!!! note` and `??? note` (MkDocs), `{: .note}` (kramdown), `{{% notice tip %}}` and
//! `{{< hint >}}` (Hugo), `{% hint style="info" %}` (GitBook), `.. note::` (reStructuredText).

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag as Parsed};

use super::steps::{Reader, Step, Steps};
use crate::parse::callout::CalloutKind;
use crate::parse::document::Slip;

/// The longest mark that is looked at, in bytes.
const LONGEST: usize = 200;

/// Words that such marks have before the callout's own.
const INTRODUCTIONS: &[&str] = &["notice", "hint", "callout", "admonition", "alert", "style", "type", "class"];

/// A callout as another tool has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Foreign {
    /// The callout that is meant.
    pub(super) kind: CalloutKind,
    /// Its title, if it has one.
    pub(super) title: Option<String>,
}

/// A block of colons that is open.
enum Open {
    /// Its line is a fence: the step at that place, of so many colons.
    Fence { at: usize, colons: usize },
    /// Its line is text.
    Text(ColonLine),
}

/// A line of text that may open a block of colons.
struct ColonLine {
    /// The fence around it.
    within: Option<usize>,
    /// The fault to report once colons close it, for until then it may be prose; `None` if it is reported already.
    untold: Option<(Slip, Range<usize>)>,
}

impl Open {
    fn text(around: Option<&Self>, untold: Option<(Slip, Range<usize>)>) -> Self {
        let within = around.and_then(|open| match open {
            Self::Fence { at, .. } => Some(*at),
            Self::Text(text) => text.within,
        });
        Self::Text(ColonLine { within, untold })
    }
}

/// Reports marks of other tools at the beginning of a line, and leaves out the colons that close one of them.
pub(super) fn read<'a>(reader: &mut Reader<'_, '_>, steps: Steps<'a>) -> Steps<'a> {
    let mut read = Vec::with_capacity(steps.len());
    let mut begins_line = false;
    // Whether the text is code.
    let mut is_code = false;
    let mut open: Vec<Open> = Vec::new();
    // Texts that colons seem to close, with the step and the number of those.
    let mut closed: Vec<(ColonLine, usize, usize)> = Vec::new();
    for (step, range) in steps {
        match &step {
            Step::Parsed(Event::Text(_)) if begins_line && !is_code => {
                if let Some((found, mark)) = at(reader.markdown, range.start) {
                    reader.slip(Slip::ForeignCallout(found.kind, found.title), mark.clone());
                    if reader.markdown[mark].starts_with(":::") {
                        open.push(Open::text(open.last(), None));
                    }
                } else if let Some((word, slip, line)) = unknown(reader.markdown, range.start) {
                    // What was for the teacher is reported whether or not it ends.
                    let untold = match CalloutKind::is_like_teacher(word) {
                        true => {
                            reader.slip(slip, line);
                            None
                        }
                        false => Some((slip, line)),
                    };
                    open.push(Open::text(open.last(), untold));
                }
            }
            Step::Parsed(Event::Start(Parsed::CodeBlock(_))) => is_code = true,
            Step::Parsed(Event::End(_)) => is_code = false,
            Step::Fence(fence) if fence.opening.is_some() => {
                open.push(Open::Fence { at: read.len(), colons: fence.colons });
            }
            Step::Fence(fence) => {
                if let Some(Open::Text(text)) = open.pop() {
                    closed.push((text, read.len(), fence.colons));
                }
            }
            _ => {}
        }
        begins_line = matches!(
            &step,
            Step::Parsed(
                Event::SoftBreak
                    | Event::HardBreak
                    | Event::Start(
                        Parsed::Paragraph
                            | Parsed::Item
                            | Parsed::DefinitionListTitle
                            | Parsed::DefinitionListDefinition
                    )
            )
        );
        read.push((step, range));
    }
    let left_out = settle(reader, &open, closed);
    let kept = read.into_iter().enumerate().filter(|(at, _)| !left_out.contains(at));
    kept.map(|(_, step)| step).collect()
}

/// Tells the texts that colons close, and returns the steps of those colons. A fence that would stay open takes the
/// last that closed a text in it: that text is prose.
fn settle(reader: &mut Reader<'_, '_>, open: &[Open], closed: Vec<(ColonLine, usize, usize)>) -> HashSet<usize> {
    let unclosed = open.iter().filter_map(|open| match open {
        Open::Fence { at, colons } => Some((*at, *colons)),
        Open::Text(_) => None,
    });
    let mut unclosed: HashMap<usize, usize> = unclosed.collect();
    let mut left_out = HashSet::new();
    for (text, at, colons) in closed.into_iter().rev() {
        if let Some(fence) = text.within.filter(|fence| unclosed.get(fence).is_some_and(|fewest| *fewest <= colons)) {
            unclosed.remove(&fence);
            continue;
        }
        text.untold.into_iter().for_each(|(slip, range)| reader.slip(slip, range));
        left_out.insert(at);
    }
    left_out
}

/// The line there, unless a backslash makes its mark plain.
fn line(markdown: &str, start: usize) -> Option<&str> {
    if start > 0 && markdown.as_bytes().get(start - 1) == Some(&b'\\') {
        return None;
    }
    let line = markdown.get(start..)?.lines().next()?.trim_end();
    line.get(..line.floor_char_boundary(LONGEST))
}

/// The line there as one that opens a block of colons by a word that is no callout's: `:::goal Title`.
fn unknown(markdown: &str, start: usize) -> Option<(&str, Slip, Range<usize>)> {
    let line = line(markdown, start)?;
    let text = line.strip_prefix(":::")?.trim_start_matches(':').trim_start();
    let word = word(text);
    let slip = Slip::UnknownBlock { word: word.to_owned(), title: title(&text[word.len()..]) };
    (!word.is_empty()).then(|| (word, slip, start..start + line.len()))
}

/// The mark of another tool that begins a line there, and where it is.
fn at(markdown: &str, start: usize) -> Option<(Foreign, Range<usize>)> {
    let line = line(markdown, start)?;
    let colons = line.trim_start_matches(':');
    let found = if line.len() - colons.len() >= 3 {
        named(colons)?
    } else if let Some(rest) = line.strip_prefix("!!!").or_else(|| line.strip_prefix("???")) {
        exclaimed(rest.strip_prefix('+').unwrap_or(rest))?
    } else if let Some(rest) = line.strip_prefix(".. ") {
        let (word, title) = rest.split_once("::")?;
        Foreign { kind: kind(word.trim())?, title: trimmed(title) }
    } else if line.starts_with('{') && line.ends_with('}') {
        braces(line)?
    } else {
        return None;
    };
    Some((found, start..start + line.len()))
}

/// What follows `!!!`: a word in lower case, and a title in quotes. Anything else is somebody's exclamation.
fn exclaimed(text: &str) -> Option<Foreign> {
    let (word, title) = text.split_once('"').map_or((text, None), |(word, title)| (word, Some(title)));
    let is_word = word.starts_with([' ', '\t']) && word.trim().chars().all(|c| c.is_lowercase() || c == '-');
    let kind = kind(word.trim()).filter(|_| is_word)?;
    Some(Foreign { kind, title: title.and_then(|title| trimmed(title.trim_end_matches('"'))) })
}

/// A name and what follows it: `tip`, `tip Title`, `tip[Title]{#id}`, `{tip} Title`, `{.callout-tip title="…"}`.
pub(super) fn named(text: &str) -> Option<Foreign> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix('{') {
        let (inside, after) = rest.split_once('}')?;
        return match kind(inside.trim()) {
            Some(kind) => Some(Foreign { kind, title: title(after) }),
            None => braces(&text[..inside.len() + 2]),
        };
    }
    let word = word(text);
    Some(Foreign { kind: kind(word)?, title: title(&text[word.len()..]) })
}

/// The word that a text begins with.
pub(super) fn word(text: &str) -> &str {
    &text[..text.find(|c: char| !(c.is_alphanumeric() || c == '-')).unwrap_or(text.len())]
}

/// The callout that braces open: a class, a shortcode.
fn braces(text: &str) -> Option<Foreign> {
    let inside = text.trim_matches(|c: char| matches!(c, '{' | '}' | '%' | '<' | '>') || c.is_whitespace());
    let is_shortcode = text.starts_with("{{") || text.starts_with("{%");
    // A closing shortcode, or anything else in braces.
    if inside.starts_with('/') || inside.starts_with("end") || !is_shortcode && !inside.contains('.') {
        return None;
    }
    let words = inside.split(|c: char| c.is_whitespace() || c == '=').map(|word| word.trim_matches(['"', '\'', ':']));
    let mut words = words.filter(|word| !word.is_empty() && (is_shortcode || word.starts_with('.')));
    let is_introduction = |word: &&str| is_shortcode && INTRODUCTIONS.contains(word);
    let first = words.next()?;
    let introduced = is_introduction(&first).then(|| words.find(|word| !is_introduction(word))).flatten();
    let kind = kind(introduced.unwrap_or(first).trim_start_matches('.'))?;
    Some(Foreign { kind, title: quoted(inside, "title=").and_then(trimmed) })
}

/// The title behind a callout's name, if there is one.
fn title(after: &str) -> Option<String> {
    let after = after.trim();
    let bracketed = after.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(title, _)| title);
    let attribute = || quoted(after, "title=");
    let plain = || Some(after.trim_matches('"')).filter(|_| !after.starts_with('{'));
    bracketed.or_else(attribute).or_else(plain).and_then(trimmed)
}

/// A title without the blanks around it; `None` if nothing is left.
fn trimmed(title: &str) -> Option<String> {
    Some(title.trim().to_owned()).filter(|title| !title.is_empty())
}

fn quoted<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let rest = text.split_once(name)?.1.strip_prefix('"')?;
    rest.split_once('"').map(|(value, _)| value)
}

/// The callout that a word of another tool is.
fn kind(word: &str) -> Option<CalloutKind> {
    let word =
        ["callout-", "admonition-", "alert-"].iter().find_map(|prefix| word.strip_prefix(prefix)).unwrap_or(word);
    let word = word.strip_suffix("-title").unwrap_or(word);
    CalloutKind::parse(word).or_else(|| CalloutKind::synonym(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Option<(&'static str, String)> {
        at(line, 0).map(|(found, _)| (found.kind.name(), found.title.unwrap_or_default()))
    }

    #[test]
    fn marks_of_other_tools_are_known() {
        for (line, name, title) in [
            (":::tip[Un titre]", "tip", "Un titre"),
            (":::tip Un titre", "tip", "Un titre"),
            ("::: warning {title=\"Gare\"}", "warning", "Gare"),
            (":::: info", "note", ""),
            ("::: {.callout-note title=\"Lire\"}", "note", "Lire"),
            (":::{note} Lire", "note", "Lire"),
            ("!!! note \"Lire\"", "note", "Lire"),
            ("!!! danger", "caution", ""),
            ("???+ tip", "tip", ""),
            ("{: .note }", "note", ""),
            ("{: .warning-title}", "warning", ""),
            ("{.tip}", "tip", ""),
            ("{{% notice tip %}}", "tip", ""),
            ("{{< hint warning >}}", "warning", ""),
            ("{{< callout type=\"info\" >}}", "note", ""),
            ("{% hint style=\"danger\" %}", "caution", ""),
            (".. note:: Lire", "note", "Lire"),
            ("!!! teacher \"Corrigé\"", "teacher", "Corrigé"),
            ("{: .prof}", "teacher", ""),
            ("{{% notice teacher %}}", "teacher", ""),
            ("{% teacher %}", "teacher", ""),
            (":::enseignant Corrigé", "teacher", "Corrigé"),
        ] {
            assert_eq!(found(line), Some((name, title.to_owned())), "{line}");
        }
    }

    #[test]
    fn other_lines_are_text() {
        for line in [
            ":::",
            "::: deux mots",
            ":: tip",
            "!! note",
            "!!!",
            "!!! Attention aux marches",
            "!!! attention aux marches",
            "???",
            "{lang=en}",
            "{note}",
            "{{% /notice %}}",
            "{{< /hint >}}",
            "{% endhint %}",
            "{: #id }",
            "{: .no_toc }",
            ".. image:: a",
            "... note",
            "{{ mot }}",
            "note",
        ] {
            assert_eq!(found(line), None, "{line}");
        }
    }
}
