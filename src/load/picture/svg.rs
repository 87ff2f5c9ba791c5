//! An SVG drawing: its size as a browser finds it, and whether a browser takes it for a drawing.

use std::borrow::Cow;
use std::collections::HashSet;

use quick_xml::Reader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};

use super::PictureFacts;
use crate::source::Flaw;

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// The size of a drawing that gives none, in CSS pixels (CSS 2.2 §10.3.2 and §10.6.2).
const DEFAULT: (f64, f64) = (300.0, 150.0);

/// Reads a drawing. Faults in its XML are found only if these are all of its bytes (`is_whole`).
pub(super) fn read(bytes: &[u8], is_whole: bool) -> PictureFacts {
    let text = decoded(bytes);
    let mut reader = Reader::from_str(&text);
    let mut told = None;
    let (mut depth, mut has_doctype) = (0_usize, false);
    let mut prefixes: HashSet<Vec<u8>> = HashSet::from([b"xml".to_vec(), b"xmlns".to_vec()]);
    loop {
        let event = reader.read_event();
        let is_sound = match &event {
            Ok(Event::DocType(_)) => {
                has_doctype = true;
                true
            }
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                told.get_or_insert_with(|| root(tag));
                depth += usize::from(matches!(event, Ok(Event::Start(_))));
                are_known(tag, &mut prefixes)
            }
            Ok(Event::End(_)) => {
                depth = depth.saturating_sub(1);
                true
            }
            // A document type may define others.
            Ok(Event::GeneralRef(name)) => {
                has_doctype || name.is_char_ref() || [&b"lt"[..], b"gt", b"amp", b"apos", b"quot"].contains(&&**name)
            }
            Ok(Event::Eof) => break,
            Ok(_) => true,
            Err(_) => false,
        };
        // Before the root element, browsers forgive much.
        let Some(read) = &mut told else {
            if event.is_err() {
                break;
            }
            continue;
        };
        if read.flaw.is_some() || !is_whole {
            break;
        }
        if !is_sound {
            let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX).min(text.len());
            let is_cut_off = matches!(event, Err(quick_xml::Error::Syntax(_)));
            let line = text.as_bytes()[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
            read.flaw = Some(if is_cut_off { Flaw::CutOff } else { Flaw::Malformed(line) });
            break;
        }
    }
    match told {
        Some(PictureFacts { dimensions, flaw: None, .. }) if is_whole && depth > 0 => {
            PictureFacts { dimensions, flaw: Some(Flaw::CutOff), ..PictureFacts::default() }
        }
        Some(told) => told,
        None => PictureFacts { flaw: Some(Flaw::Unknown), ..PictureFacts::default() },
    }
}

/// A drawing's text. UTF-16 is recognised by its byte order mark; in encodings other than UTF-16 and UTF-8, the tags at
/// least are in ASCII.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let wide = |order: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(|unit| order([unit[0], unit[1]]));
        char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes {
        [0xFF, 0xFE, ..] => Cow::Owned(wide(u16::from_le_bytes)),
        [0xFE, 0xFF, ..] => Cow::Owned(wide(u16::from_be_bytes)),
        _ => String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)),
    }
}

/// The facts that the outermost element gives.
fn root(tag: &BytesStart<'_>) -> PictureFacts {
    let is = |name: &str| tag.local_name().as_ref().eq_ignore_ascii_case(name.as_bytes());
    let flaw = if is("html") {
        Some(Flaw::WebPage)
    } else if tag.local_name().as_ref() != b"svg" {
        Some(Flaw::Unknown)
    } else {
        let declared = match tag.name().prefix() {
            Some(prefix) => format!("xmlns:{}", String::from_utf8_lossy(prefix.as_ref())),
            None => "xmlns".to_owned(),
        };
        // `&ns_svg;`, which Illustrator defines in its document type.
        let is_ours = |namespace: String| namespace == NAMESPACE || namespace.starts_with('&');
        (!attribute(tag, &declared).is_some_and(is_ours)).then_some(Flaw::NoNamespace)
    };
    PictureFacts { dimensions: dimensions(tag), flaw, ..PictureFacts::default() }
}

/// The attributes of a tag. Duplicates aren't looked for: that would take time in the square of their number.
fn attributes<'t>(tag: &'t BytesStart<'_>) -> impl Iterator<Item = Attribute<'t>> {
    let mut attributes = tag.attributes();
    attributes.with_checks(false);
    attributes.flatten()
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = attributes(tag).find(|attribute| attribute.key.as_ref() == name.as_bytes())?;
    Some(String::from_utf8_lossy(&found.value).trim().to_owned())
}

/// Whether every prefix in the names of a tag is declared, on this tag or an earlier one.
fn are_known(tag: &BytesStart<'_>, known: &mut HashSet<Vec<u8>>) -> bool {
    for attribute in attributes(tag) {
        if let Some(declared) = attribute.key.as_ref().strip_prefix(b"xmlns:") {
            known.insert(declared.to_vec());
        }
    }
    let prefixes = std::iter::once(tag.name().prefix()).chain(attributes(tag).map(|one| one.key.prefix()));
    prefixes.flatten().all(|prefix| known.contains(prefix.as_ref()))
}

/// The width and height of a drawing in CSS pixels: its `width` and `height` if they are lengths. If only one is, the
/// other follows from the `viewBox`; if neither is, the size is that of the `viewBox`.
fn dimensions(tag: &BytesStart<'_>) -> Option<(u32, u32)> {
    let side = |name| attribute(tag, name).as_deref().and_then(length);
    let view_box = attribute(tag, "viewBox").and_then(|written| {
        let parts = written.split([' ', ',', '\t', '\n', '\r']).filter(|part| !part.is_empty());
        let numbers: Vec<f64> = parts.map_while(|part| part.parse().ok()).collect();
        let size = numbers.get(2).copied().zip(numbers.get(3).copied());
        size.filter(|(width, height)| *width > 0.0 && *height > 0.0)
    });
    let (width, height) = match (side("width"), side("height"), view_box) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((across, down))) => (width, width * down / across),
        (None, Some(height), Some((across, down))) => (height * across / down, height),
        (None, None, Some(size)) => size,
        (Some(width), None, None) => (width, DEFAULT.1),
        (None, Some(height), None) => (DEFAULT.0, height),
        (None, None, None) => DEFAULT,
    };
    let sound = |value: f64| (0.5..1e6).contains(&value).then_some(value.round() as u32);
    Some((sound(width)?, sound(height)?))
}

/// A length in CSS pixels, for text in the browsers' default size; `None` for a percentage (`100%`), or if it isn't a
/// length.
fn length(written: &str) -> Option<f64> {
    let number = written.trim_end_matches(|letter: char| letter.is_ascii_alphabetic() || letter == '%');
    let pixels = match written[number.len()..].to_ascii_lowercase().as_str() {
        "" | "px" => 1.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "q" => 96.0 / 101.6,
        "pt" => 96.0 / 72.0,
        "pc" | "em" | "rem" => 16.0,
        "ex" | "ch" => 8.0,
        _ => return None,
    };
    Some(number.trim().parse::<f64>().ok()? * pixels)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(attributes: &str) -> Option<(u32, u32)> {
        let told = read(format!("<svg xmlns=\"{NAMESPACE}\" {attributes}/>").as_bytes(), true);
        assert_eq!(told.flaw, None, "{attributes}");
        told.dimensions
    }

    fn flaw(text: &str) -> Option<Flaw> {
        read(text.as_bytes(), true).flaw
    }

    #[test]
    fn a_drawing_tells_its_size_by_its_attributes_or_its_view_box() {
        assert_eq!(svg(r#"width="300" height="200px" viewBox="0 0 3 2""#), Some((300, 200)));
        assert_eq!(svg(r#"viewBox="0, 0, 640 360" width="100%""#), Some((640, 360)));
        assert_eq!(
            svg(r#"viewBox="0 0	640
            360""#),
            Some((640, 360))
        );
        assert_eq!(svg(r#"stroke-width="3" width='100'"#), Some((100, 150)), "as CSS has it");
        assert_eq!(svg(r#"height="60" width="100%""#), Some((300, 60)));
        assert_eq!(svg(""), Some((300, 150)));
        assert_eq!(svg(r#"width="auto" height="auto" viewBox="0 0 4 3""#), Some((4, 3)));
    }

    #[test]
    fn a_length_in_any_unit_is_told_in_css_pixels() {
        assert_eq!(svg(r#"width="210mm" height="297mm""#), Some((794, 1123)));
        assert_eq!(svg(r#"width="21cm" height="29.7cm""#), Some((794, 1123)));
        assert_eq!(svg(r#"width="8.5in" height="11IN""#), Some((816, 1056)));
        assert_eq!(svg(r#"width="72pt" height="6pc""#), Some((96, 96)));
        assert_eq!(svg(r#"width="10em" height="1e2px""#), Some((160, 100)));
        assert_eq!(svg(r#"width=" 40Q " height="+.5e2""#), Some((38, 50)));
    }

    #[test]
    fn of_one_side_the_other_follows_from_the_view_box() {
        assert_eq!(svg(r#"width="100" viewBox="0 0 4 3""#), Some((100, 75)));
        assert_eq!(svg(r#"height="30mm" viewBox="0 0 4 3""#), Some((151, 113)));
        assert_eq!(svg(r#"width="100%" height="60" viewBox="0 0 4 3""#), Some((80, 60)));
    }

    #[test]
    fn a_size_that_shows_nothing_is_none() {
        for attributes in [
            r#"width="-5" height="60""#,
            r#"width="0" height="3""#,
            r#"width="1e99" height="3""#,
            r#"width="NaNpx" height="0""#,
        ] {
            assert_eq!(svg(attributes), None, "{attributes}");
        }
        assert_eq!(svg(r#"viewBox="0 0 0 0""#), Some((300, 150)));
    }

    #[test]
    fn the_root_is_found_whatever_stands_before_it_and_in_any_encoding() {
        let drawing = format!(
            "<?xml version=\"1.0\"?>\n<!-- <svg width=\"1\"> -->\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"a\" [\n\
             <!ENTITY ns_svg \"{NAMESPACE}\">\n]>\n<svg xmlns=\"&ns_svg;\" width=\"5\" height=\"7\">&ns_svg;</svg>\n"
        );
        let wide = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
            format!("\u{feff}{drawing}").encode_utf16().flat_map(order).collect()
        };
        let marked = format!("\u{feff}{drawing}").into_bytes();
        let latin = [drawing.as_bytes(), b"<!-- \xE9 -->"].concat();
        for bytes in [marked, latin, wide(u16::to_le_bytes), wide(u16::to_be_bytes), drawing.clone().into_bytes()] {
            assert_eq!(read(&bytes, true), PictureFacts { dimensions: Some((5, 7)), ..PictureFacts::default() });
        }
        assert_eq!(flaw(&format!("<s:svg xmlns:s=\"{NAMESPACE}\" width=\"5\" height=\"7\"/>")), None);
    }

    #[test]
    fn what_no_browser_shows_as_a_drawing_is_told() {
        assert_eq!(flaw("<svg width=\"5\" height=\"7\"/>"), Some(Flaw::NoNamespace));
        assert_eq!(flaw("<svg xmlns=\"http://www.w3.org/1999/xhtml\"/>"), Some(Flaw::NoNamespace));
        assert_eq!(flaw("<!DOCTYPE html><html><p>a<br></html>"), Some(Flaw::WebPage));
        assert_eq!(flaw("<a/>"), Some(Flaw::Unknown));
        assert_eq!(flaw("x"), Some(Flaw::Unknown));
        let within = |inside: &str| flaw(&format!("<svg xmlns=\"{NAMESPACE}\">\n{inside}"));
        assert_eq!(within("<g/></svg>"), None);
        assert_eq!(within("&#233;&lt;<![CDATA[<]]></svg><!-- -- -->"), None);
        assert_eq!(within("<g><path d=\"M 0"), Some(Flaw::CutOff));
        assert_eq!(within("<g/>"), Some(Flaw::CutOff));
        assert_eq!(within("<g>\n</svg>"), Some(Flaw::Malformed(3)));
        assert_eq!(within("&nbsp;</svg>"), Some(Flaw::Malformed(2)));
        assert_eq!(within("<use xlink:href=\"#a\"/></svg>"), Some(Flaw::Malformed(2)));
        assert_eq!(within("<use xmlns:xlink=\"x\" xlink:href=\"#a\" xml:space=\"preserve\"/></svg>"), None);
    }
}
