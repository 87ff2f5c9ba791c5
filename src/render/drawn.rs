//! Pictures drawn at build time, as PNG: an SVG, and resvg, which turns it into pixels.
//!
//! Only the fonts in `drawn/fonts/` are used, and no file is read: the same drawing is the same bytes on every machine.

mod cover;
mod icon;
mod logo;
mod words;

use std::convert::Infallible;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::cache::Cache;
use crate::plan::{self, Cover, Drawing};

/// A drawing as PNG, from the cache if it was drawn before.
pub(super) fn png(drawing: &Drawing, cache: &Cache) -> Vec<u8> {
    let drawn = cache.or_make(&drawing.key(), || Ok::<_, Infallible>(draw(drawing)));
    drawn.unwrap_or_else(|never| match never {})
}

fn draw(drawing: &Drawing) -> Vec<u8> {
    match drawing {
        Drawing::Cover(cover) => pixels(&cover::svg(cover), Cover::SIZE),
        Drawing::Icon(icon) => {
            // What can't be drawn was reported when the site was planned.
            let own =
                icon.logo.as_ref().and_then(|logo| logo::pixels(logo, icon.side, icon.outline)?.encode_png().ok());
            own.unwrap_or_else(|| pixels(&icon::svg(icon), (icon.side, icon.side)))
        }
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

/// How every SVG is read: with the fonts of drawings, and nothing else.
fn options<'o>() -> Options<'o> {
    Options { font_family: words::FAMILY.to_owned(), fontdb: words::fonts(), ..plan::closed() }
}

#[cfg(test)]
mod tests;
