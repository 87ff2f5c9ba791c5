//! The width and height of an image or a film, so that a page can keep its place before it loads.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::source::BookPath;

/// How much of an SVG is read to find its root element.
const SVG_HEAD: u64 = 64 * 1024;

/// The dimensions of the image or film on disk, in CSS pixels; nothing when it is neither or doesn't
/// tell.
pub(super) fn of(path: &BookPath, disk: &Path) -> Option<(u32, u32)> {
    let extension = path.file_name().rsplit_once('.')?.1.to_ascii_lowercase();
    match extension.as_str() {
        "svg" => {
            let mut head = Vec::new();
            File::open(disk).ok()?.take(SVG_HEAD).read_to_end(&mut head).ok()?;
            svg(&String::from_utf8_lossy(&head))
        }
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "bmp" | "ico" => {
            let size = imagesize::size(disk).ok()?;
            Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
        }
        "mp4" | "m4v" | "mov" => super::film::mp4(&mut File::open(disk).ok()?),
        "webm" => super::film::webm(&mut File::open(disk).ok()?),
        _ => None,
    }
}

/// `width` and `height` of the root element where they are plain lengths, else its `viewBox`.
fn svg(text: &str) -> Option<(u32, u32)> {
    let start = text.find("<svg")?;
    let tag = &text[start..start + text[start..].find('>')?];
    let length = |name: &str| attribute(tag, name)?.trim_end_matches("px").parse::<f64>().ok();
    let (width, height) = match (length("width"), length("height")) {
        (Some(width), Some(height)) => (width, height),
        _ => {
            let view_box = attribute(tag, "viewBox")?;
            let mut numbers = view_box.split([' ', ',']).filter(|part| !part.is_empty()).skip(2);
            (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?)
        }
    };
    let sound = |value: f64| (0.5..1e6).contains(&value).then_some(value.round() as u32);
    Some((sound(width)?, sound(height)?))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let boundary = rest[..at].ends_with(char::is_whitespace);
        rest = &rest[at + name.len()..];
        let value = rest.trim_start().strip_prefix('=').map(str::trim_start);
        if let (true, Some(value)) = (boundary, value) {
            let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
            return value[1..].split(quote).next();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_tells_its_size_by_its_attributes_or_its_view_box() {
        assert_eq!(svg(r#"<svg width="300" height="200px" viewBox="0 0 3 2">"#), Some((300, 200)));
        assert_eq!(svg(r#"<?xml?><svg viewBox="0, 0, 640 360" width="100%">"#), Some((640, 360)));
        assert_eq!(svg(r#"<svg stroke-width="3" height="2">"#), None);
    }
}
