//! Pictures drawn at build time, as PNG: an SVG, and resvg, which turns it into pixels.
//!
//! Only the fonts in `drawn/fonts/` are used, and no file is read: the same drawing is the same bytes on every machine.

mod cover;
mod icon;
mod words;

use std::convert::Infallible;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

use crate::cache::Cache;
use crate::plan::{Cover, Drawing};

/// A drawing as PNG, from the cache if it was drawn before.
pub(super) fn png(drawing: &Drawing, cache: &Cache) -> Vec<u8> {
    let drawn = cache.or_make(&drawing.key(), || Ok::<_, Infallible>(draw(drawing)));
    drawn.unwrap_or_else(|never| match never {})
}

fn draw(drawing: &Drawing) -> Vec<u8> {
    match drawing {
        Drawing::Cover(cover) => pixels(&cover::svg(cover), Cover::SIZE),
        Drawing::Icon(icon) => pixels(&icon::svg(icon), (icon.side, icon.side)),
    }
}

/// An SVG of that size in pixels as PNG. Palier's own SVG can always be drawn.
fn pixels(svg: &str, (width, height): (u32, u32)) -> Vec<u8> {
    let drawn = Tree::from_str(svg, &options()).ok().zip(Pixmap::new(width, height)).and_then(|(tree, mut pixels)| {
        resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
        pixels.encode_png().ok()
    });
    drawn.unwrap_or_default()
}

/// How every SVG is read: nothing of the system's fonts and files.
fn options<'o>() -> Options<'o> {
    let mut options = Options { font_family: words::FAMILY.to_owned(), ..Options::default() };
    options.fontdb = words::fonts();
    options.image_href_resolver =
        ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    options
}

#[cfg(test)]
mod tests;
