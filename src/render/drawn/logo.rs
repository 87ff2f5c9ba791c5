//! An icon drawn from the picture that a book gives.

use resvg::tiny_skia::{Color, FilterQuality, Pixmap, PixmapPaint, Transform};
use resvg::usvg::Tree;

use super::options;
use crate::plan::{Logo, Outline};
use crate::theme::colour::PAPER;

/// The picture in a square of so many pixels; `None` if it can't be drawn. Where the system shows all of a square, it is as
/// large as the square and nothing is behind it; where it cuts the square, it is on paper, and within what is never cut.
pub(super) fn pixels(logo: &Logo, side: u32, outline: Outline) -> Option<Pixmap> {
    let mut square = Pixmap::new(side, side)?;
    let share = match outline {
        Outline::Round => 1.0,
        Outline::Square => 0.8,
        // The square in a circle of 80 % of the width.
        Outline::Maskable => 0.56,
    };
    if outline != Outline::Round {
        let [red, green, blue] = PAPER.bytes();
        square.fill(Color::from_rgba8(red, green, blue, 255));
    }
    let room = f64::from(side) * share;
    if logo.is_svg {
        let tree = Tree::from_data(&logo.bytes, &options()).ok()?;
        let (width, height) = (tree.size().width(), tree.size().height());
        let placed = placed(f64::from(width), f64::from(height), room, side);
        resvg::render(&tree, placed, &mut square.as_mut());
    } else {
        let mut picture = Pixmap::decode_png(&logo.bytes).ok()?;
        while f64::from(picture.width().max(picture.height())) >= 2.0 * room {
            picture = halved(&picture)?;
        }
        let placed = placed(f64::from(picture.width()), f64::from(picture.height()), room, side);
        let paint = PixmapPaint { quality: FilterQuality::Bicubic, ..PixmapPaint::default() };
        square.draw_pixmap(0, 0, picture.as_ref(), &paint, placed, None);
    }
    Some(square)
}

/// Where something of that width and height fits in the middle of a square, in which it has so much room.
fn placed(width: f64, height: f64, room: f64, side: u32) -> Transform {
    let scale = room / width.max(height);
    let inset = |length: f64| ((f64::from(side) - length * scale) / 2.0) as f32;
    Transform::from_row(scale as f32, 0.0, 0.0, scale as f32, inset(width), inset(height))
}

/// Half as wide and as high: each pixel the mean of four, which no filter of larger steps would look at.
fn halved(picture: &Pixmap) -> Option<Pixmap> {
    let mut half = Pixmap::new(picture.width().div_ceil(2), picture.height().div_ceil(2))?;
    let paint = PixmapPaint { quality: FilterQuality::Bilinear, ..PixmapPaint::default() };
    half.draw_pixmap(0, 0, picture.as_ref(), &paint, Transform::from_scale(0.5, 0.5), None);
    Some(half)
}
