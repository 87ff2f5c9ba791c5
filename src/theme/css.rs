//! The files that a stylesheet names, found by the tokens of CSS Syntax 3: what is in comments and in other texts names
//! nothing.

use std::ops::Range;

/// A file that a stylesheet names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// The place of its address, without quotation marks.
    pub(super) span: Range<usize>,
    /// Whether it is another stylesheet (`@import`).
    pub(super) is_import: bool,
}

/// The files that `url(…)` and `@import` name, in order.
pub(super) fn named(css: &str) -> Vec<Named> {
    let bytes = css.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    // Whether an `@import` is open, whose address comes next.
    let mut is_import = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = css[at + 2..].find("*/").map_or(bytes.len(), |end| at + 2 + end + 2);
                continue;
            }
            b'"' | b'\'' => {
                let end = end_of_string(bytes, at);
                if std::mem::take(&mut is_import) && bytes.get(end) == Some(&byte) {
                    found.push(Named { span: at + 1..end, is_import: true });
                }
                at = end + 1;
                continue;
            }
            b'@' => is_import = begins(bytes, at + 1, b"import"),
            b'u' | b'U' if begins(bytes, at, b"url(") && !is_name(bytes, at) => {
                let (span, end) = address(bytes, at + 4);
                found.extend(span.map(|span| Named { span, is_import: std::mem::take(&mut is_import) }));
                at = end;
                continue;
            }
            b';' | b'{' => is_import = false,
            // An escaped character is none of these.
            b'\\' => at += 1,
            _ => {}
        }
        at += 1;
    }
    found
}

/// Whether there is that, in any case.
fn begins(bytes: &[u8], at: usize, what: &[u8]) -> bool {
    bytes.get(at..at + what.len()).is_some_and(|found| found.eq_ignore_ascii_case(what))
}

/// Whether a name goes on at `at`.
fn is_name(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        bytes[before].is_ascii_alphanumeric()
            || matches!(bytes[before], b'-' | b'_' | b'\\')
            || !bytes[before].is_ascii()
    })
}

/// Where the string that begins at `start` ends: at its other mark, at the end of the line, or of the text.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\n' => return at,
            byte if byte == bytes[start] => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// The address in a `url(` whose inside begins at `start`, and where what follows it begins; `None` if it is empty or
/// never ends.
fn address(bytes: &[u8], start: usize) -> (Option<Range<usize>>, usize) {
    let space = |at: usize| bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let begin = start + space(start.min(bytes.len()));
    let (span, end) = match bytes.get(begin) {
        Some(&mark @ (b'"' | b'\'')) => {
            let end = end_of_string(bytes, begin);
            if bytes.get(end) != Some(&mark) {
                return (None, end);
            }
            (begin + 1..end, end + 1)
        }
        _ => {
            let len = bytes[begin.min(bytes.len())..].iter().take_while(|&&byte| byte != b')').count();
            let end = begin + len;
            let blank = bytes[begin..end].iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
            (begin..end - blank, end)
        }
    };
    let is_closed = end <= bytes.len() && bytes[end..].trim_ascii_start().first() == Some(&b')');
    (Some(span).filter(|span| is_closed && !span.is_empty()), end.min(bytes.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(css: &str) -> Vec<&str> {
        named(css).into_iter().map(|named| &css[named.span]).collect()
    }

    #[test]
    fn files_are_found_in_every_form() {
        let css = "@import \"a.css\" screen;@IMPORT url(b.css);@import url( 'c.css' );\n\
                   x{src:url(f.woff2) format(\"woff2\"),URL(\"g h.woff2?#i\")} y{b:url(\n d.png\n )} é{c:url(é.png)}";
        assert_eq!(addresses(css), ["a.css", "b.css", "c.css", "f.woff2", "g h.woff2?#i", "d.png", "é.png"]);
        let imports: Vec<bool> = named(css).into_iter().map(|named| named.is_import).collect();
        assert_eq!(imports, [true, true, true, false, false, false, false]);
    }

    #[test]
    fn what_names_nothing_is_passed_over() {
        for css in [
            "/* url(a.png) */",
            "/* url(a.png)",
            "x{content:\"url(a.png)\"}",
            "x{content:'\\'url(a.png)'}",
            "x{my-url(a.png)}",
            "x{b:url()}",
            "x{b:url(",
            "x{b:url(a.png",
            "x{b:url('a.png",
            "x{b:url('a.png'",
            "x{b:url('a\n)}",
            "@charset \"utf-8\";",
            "@import;\"a.css\"",
            "\\",
            "@",
            "url(\\",
        ] {
            assert_eq!(addresses(css), Vec::<&str>::new(), "{css}");
        }
    }
}
