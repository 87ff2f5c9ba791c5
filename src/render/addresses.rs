//! The addresses of a page that is made, whatever wrote them: a template, a text, raw HTML, a theme.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use percent_encoding::percent_decode_str;

/// The file of a page, in its folder.
pub(super) const INDEX: &str = "index.html";

/// Calls `each` with every attribute of a page that has a value: its name in lower case, the value, and the byte range in
/// which that is written.
pub(super) fn attributes(page: &str, mut each: impl FnMut(&str, &str, Range<usize>)) {
    let mut attribute = String::new();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| -> Option<()> {
        match event {
            CallbackEvent::AttributeName { name } => attribute = String::from_utf8_lossy(name).to_ascii_lowercase(),
            CallbackEvent::AttributeValue { value } => {
                each(&attribute, &String::from_utf8_lossy(value), span.start..span.end);
            }
            _ => {}
        }
        None
    });
    // What a script holds is no markup.
    emitter.naively_switch_states(true);
    for never in Tokenizer::new_with_emitter(page, emitter) {
        let Ok::<_, Infallible>(()) = never;
    }
}

/// The way in an address: what comes before `?` and `#`.
pub(super) fn way(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

/// Whether a way leads to a folder, whose page is its [`INDEX`].
pub(super) fn is_folder(way: &str) -> bool {
    matches!(way.rsplit('/').next(), Some("" | "." | ".."))
}

/// The output path of the file that a relative address on the page at `path` leads to; `None` if it leads to the page
/// itself, or out of the site.
pub(super) fn target(address: &str, path: &str) -> Option<String> {
    let way = way(address);
    let first = way.split('/').next().unwrap_or_default();
    // What begins with a slash or a scheme isn't relative.
    if first.is_empty() || first.contains(':') {
        return None;
    }
    let decoded = percent_decode_str(way).decode_utf8().ok()?;
    let mut folders: Vec<&str> = path.split('/').collect();
    folders.pop();
    for segment in decoded.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                folders.pop()?;
            }
            segment => folders.push(segment),
        }
    }
    if is_folder(way) {
        folders.push(INDEX);
    }
    Some(folders.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_a_file() {
        for (address, expected) in [
            ("../", Some("fr/a/index.html")),
            ("..", Some("fr/a/index.html")),
            (".?q#h", Some("fr/a/été/index.html")),
            ("../../../assets/x%20y.svg?1", Some("assets/x y.svg")),
            ("f.pdf#page=2", Some("fr/a/été/f.pdf")),
            ("../../../../", None),
            ("#h", None),
            ("?q", None),
            ("", None),
            ("/fr/", None),
            ("//fr/", None),
            ("https://fr.test/", None),
            ("mailto:a@b.test", None),
            ("%ff/", None),
        ] {
            assert_eq!(target(address, "fr/a/été/index.html").as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn attributes_are_those_that_browsers_read() {
        let mut found = Vec::new();
        let page = "<a HREF='é&amp;' b=c d><!-- <a href=x> --><script src=\"s\">'<a href=\"y\">'</script><a href=\"z";
        attributes(page, |name, value, range| found.push(format!("{name} {value} {}", &page[range])));
        assert_eq!(found, ["href é& é&amp;", "b c c", "src s s"]);
    }
}
