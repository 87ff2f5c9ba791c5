//! Markdown in a block of raw HTML: it stays as it is written.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};

use crate::parse::document::RawMarkKind;

/// Elements whose text is meant as it is written.
const VERBATIM: &[&str] =
    &["code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea", "title", "tt", "var", "xmp"];

/// The place of the first Markdown in a block of raw HTML with those marks, if there is any.
pub(in crate::parse) fn markdown(html: &str, marks: &[(RawMarkKind, Range<usize>)]) -> Option<Range<usize>> {
    let (mut from, mut verbatim) = (0, 0_usize);
    for (kind, range) in marks {
        if verbatim == 0
            && let Some(found) = in_text(html, from..range.start)
        {
            return Some(found);
        }
        match kind {
            RawMarkKind::Start { name, self_closing: false, .. } if VERBATIM.contains(&name.as_str()) => verbatim += 1,
            RawMarkKind::End(name) if VERBATIM.contains(&name.as_str()) => verbatim = verbatim.saturating_sub(1),
            RawMarkKind::OpenComment | RawMarkKind::Cut => return None,
            _ => {}
        }
        from = from.max(range.end);
    }
    if verbatim == 0 { in_text(html, from..html.len()) } else { None }
}

/// Markdown in a text between two tags, line by line: what is indented is no code there.
fn in_text(html: &str, text: Range<usize>) -> Option<Range<usize>> {
    let mut at = text.start;
    let mut in_comment = false;
    for line in html.get(text)?.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        let begins_line = html[..start].trim_end_matches([' ', '\t']).ends_with('\n') || start == 0;
        at += line.len();
        in_comment |= line.contains("<!--");
        if !in_comment && let Some(found) = in_line(line.trim(), begins_line) {
            return Some(start + found.start..start + found.end);
        }
        in_comment &= !line.contains("-->");
    }
    None
}

fn in_line(line: &str, begins_line: bool) -> Option<Range<usize>> {
    if !line.contains(['*', '_', '[', '`', '#', '|', '>', '-', '+', '.', ')']) {
        return None;
    }
    if is_table(line) {
        return Some(0..line.len());
    }
    // What follows a tag begins no block.
    let before = if begins_line { "" } else { "x " };
    let text = format!("{before}{line}");
    let found = Parser::new_ext(&text, Options::empty()).into_offset_iter().find(|(event, range)| match event {
        Event::Start(Tag::Emphasis) => !is_within_word(&text, range),
        Event::Start(Tag::Link { link_type, .. }) => !matches!(link_type, LinkType::Autolink | LinkType::Email),
        Event::Start(Tag::List(Some(number))) => *number < 100,
        Event::Start(Tag::CodeBlock(kind)) => matches!(kind, CodeBlockKind::Fenced(_)),
        Event::Start(Tag::Strong | Tag::Image { .. } | Tag::Heading { .. } | Tag::List(None) | Tag::BlockQuote(_)) => {
            true
        }
        Event::Code(_) => true,
        _ => false,
    });
    let found = found.map(|(_, range)| range.start - before.len()..range.end - before.len());
    let found = found.or_else(|| ["[[", "[^", "[@"].into_iter().find_map(|open| of_palier(line, open)))?;
    Some(found.start..found.start + line[found].trim_end().len())
}

/// A mark of Palier's own, `[[term]]`, `[^note]`, `[@key]`.
fn of_palier(line: &str, open: &str) -> Option<Range<usize>> {
    let start = line.find(open)?;
    let close = if open == "[[" { "]]" } else { "]" };
    let length = line[start..].find(close)?;
    (length > open.len()).then_some(start..start + length + close.len())
}

/// The line below a table's head: `|---|:-:|`.
fn is_table(line: &str) -> bool {
    line.starts_with('|') && line.contains("--") && line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' '))
}

/// Whether emphasis touches a word on a side, as the stars of `2*3*4` do.
fn is_within_word(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    [before, after].into_iter().flatten().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::raw_html::{Foreign, marks};

    fn found(html: &str) -> Option<&str> {
        markdown(html, &marks(html, &mut Foreign::default())).map(|range| &html[range])
    }

    #[test]
    fn markdown_between_tags_is_found() {
        for (html, markdown) in [
            ("<div>\n**gras**\n</div>", "**gras**"),
            ("<div>\n    Un mot *penché*\n</div>", "*penché*"),
            ("<td>[lien](a.md)</td>", "[lien](a.md)"),
            ("<div>\n- un\n- deux\n</div>", "- un"),
            ("<div>\n## Titre\n</div>", "## Titre"),
            ("<p>Un [^a] et [[terme]]</p>", "[[terme]]"),
            ("<p>Selon [@roy]</p>", "[@roy]"),
            ("<p>Le `code`</p>", "`code`"),
            ("<div>\n![x](a.png)</div>", "![x](a.png)"),
            ("<div>\n| a |\n|---|\n</div>", "|---|"),
            ("<div>\n1. un\n</div>", "1. un"),
        ] {
            assert_eq!(found(html), Some(markdown), "{html}");
        }
    }

    #[test]
    fn what_is_no_markdown_stays_silent() {
        for html in [
            "<pre>\n**x**\n</pre>",
            "<p>un <code>**x**</code> mot</p>",
            "<!-- **x** -->",
            "<div>\n<!--\n- x\n-->\n</div>",
            "<h2>1. Titre</h2>",
            "<td>- 5</td>",
            "<p>2*3*4 = 24 et 5 * 6 * 7</p>",
            "<p>\n2024. Une année.\n</p>",
            "<p>a_b_c [1] (x) <https://a.example/*x*></p>",
            "<script>a[0](b) ** c ** d</script>",
            "<svg><text>**x**</text></svg>",
            "<p title=\"**x**\">y</p>",
            "<p>– Un dialogue. – Oui.</p>",
        ] {
            assert_eq!(found(html), None, "{html}");
        }
    }
}
