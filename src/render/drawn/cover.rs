//! The picture that a link to the site shows: the pyramid as on the site, on paper, and beside it what it is called.

use std::fmt::Write;

use super::words::{Lines, Room, Weight, set, writable};
use crate::plan::Cover;
use crate::render::html::escape;
use crate::render::pyramid::{Direction, Pointer, Size, drawing};
use crate::theme::colour::{Accent, INK, Oklch, PAPER, Shades};

/// Between the picture's edge and all that it shows, in pixels.
const MARGIN: f64 = 72.0;
/// The baseline of the pyramid and of the last line, in pixels from the top.
const BASE: f64 = 558.0;
/// The room for a title.
const TITLE: Room = Room { width: 465.0, height: 260.0 };
/// The sizes of a title, in pixels: no smaller, since a shared picture is shown at a third of its size.
const TITLE_SIZES: [f64; 6] = [72.0, 64.0, 56.0, 48.0, 42.0, 36.0];
/// The room at the pyramid's foot, where it is wide.
const FOOT: Room = Room { width: 325.0, height: 140.0 };
const FOOT_SIZES: [f64; 2] = [30.0, 26.0];
/// The size of what is above a title.
const ABOVE: f64 = 32.0;

/// From more levels on, their numbers are smaller.
const MANY: usize = 6;
/// The words beside the pyramid that are in its way no more than in the text itself.
const QUIET: Oklch = Oklch::new(0.45, 0.012, 260.0);

/// The picture as SVG.
pub(super) fn svg(cover: &Cover) -> String {
    let (width, height) = (f64::from(Cover::SIZE.0), f64::from(Cover::SIZE.1));
    let words = Words::of(cover);
    let drawn = Size::COVER;
    // Without words, it is alone in the middle.
    let left = match (&words.title, cover.is_right_to_left) {
        (None, _) => (width - drawn.width) / 2.0,
        (Some(_), false) => width - MARGIN - drawn.width,
        (Some(_), true) => MARGIN,
    };
    let direction = if cover.is_right_to_left { Direction::Rtl } else { Direction::Ltr };
    let here = cover.level.as_ref().map(|level| level.number);
    // Without a level, no course is here.
    let pyramid = drawing(&cover.stones, &[], drawn, direction, Pointer::Level(here.unwrap_or_default()));
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><style>{}</style><rect width="{width}" height="{height}" fill="{}"/><g transform="translate({left} {})">{pyramid}</g>"#,
        style(cover, here),
        PAPER.hex(),
        BASE - drawn.height(),
    );
    words.write(&mut svg, cover, width);
    svg.push_str("</svg>");
    svg
}

/// What gives the pyramid its colours: all of it if no level is `here`; else that level, the others pale.
fn style(cover: &Cover, here: Option<usize>) -> String {
    let levels = cover.stones.len().max(1);
    let mut style = String::from(
        ".pal-drawing{overflow:visible}.pal-stair{display:none}path{stroke-width:1.5px;stroke-linejoin:round}",
    );
    // A level's number is on the ledge before its course, which many levels leave little of.
    let (size, anchor) = (if levels > MANY { 20 } else { 24 }, if cover.is_right_to_left { "start" } else { "end" });
    let _ = write!(style, "text{{font-weight:700;font-size:{size}px}}g text{{text-anchor:{anchor}}}");
    for (number, accent) in (1..).zip(Accent::of_levels(&cover.colours)) {
        let shades = Shades::light(accent);
        let is_full = here.is_none_or(|here| here == number);
        let fill = if is_full { shades.stone } else { shades.tint };
        let (fill, line, text) = (fill.hex(), shades.stone.hex(), shades.strong.hex());
        let _ = write!(
            style,
            ".pal-level-{number} path{{fill:{fill};stroke:{line}}}.pal-level-{number} text{{fill:{text}}}"
        );
    }
    let ink = INK.hex();
    let _ = write!(
        style,
        "path.pal-ring{{fill:none;stroke:{ink};stroke-width:3px;stroke-linejoin:miter}}\
         path.pal-pointer{{fill:{ink};stroke:none}}.pal-here text{{fill:{ink}}}"
    );
    style
}

/// The words of a cover, in lines; those that the font can't write are left out.
struct Words {
    /// The level's place in the pyramid.
    above: Option<String>,
    title: Option<Lines>,
    /// At the pyramid's foot: of a level's cover the book's title, of the book's what it comes to.
    foot: Option<Lines>,
}

impl Words {
    fn of(cover: &Cover) -> Self {
        let title = cover.level.as_ref().map_or(&cover.book, |level| &level.title);
        let foot = if cover.level.is_some() { &cover.book } else { &cover.sum };
        let set_in = |text: &str, weight, room, sizes: &[f64]| Some(set(&writable(text)?, weight, room, sizes));
        let title = set_in(title, Weight::Bold, TITLE, &TITLE_SIZES);
        let above = cover.level.as_ref().and_then(|level| writable(&level.position));
        // A number or a name is nothing without what it is of.
        let foot = title.as_ref().and_then(|_| set_in(foot, Weight::Medium, FOOT, &FOOT_SIZES));
        Self { above: above.filter(|_| title.is_some()), title, foot }
    }

    fn write(&self, svg: &mut String, cover: &Cover, width: f64) {
        let (x, anchor) = if cover.is_right_to_left { (width - MARGIN, "end") } else { (MARGIN, "start") };
        let mut line = |text: &str, y: f64, size: f64, weight: Weight, colour: Oklch| {
            let (text, weight, colour) = (escape(text), weight.number(), colour.hex());
            let _ = write!(
                svg,
                r#"<text x="{x}" y="{y}" style="text-anchor:{anchor};font-size:{size}px;font-weight:{weight};fill:{colour}">{text}</text>"#
            );
        };
        let mut y = BASE - Size::COVER.height();
        if let (Some(above), Some(level)) = (&self.above, &cover.level) {
            y += ABOVE * 0.75;
            let accents = Accent::of_levels(&cover.colours);
            let accent = level.number.checked_sub(1).and_then(|at| accents.get(at));
            line(above, y, ABOVE, Weight::Bold, accent.map_or(INK, |&accent| Shades::light(accent).strong));
            y += ABOVE;
        }
        for (index, text) in self.title.iter().flat_map(|title| title.lines.iter().enumerate()) {
            let (size, pitch) = self.title.as_ref().map_or((0.0, 0.0), |title| (title.size, title.pitch()));
            line(text, (y + size * 0.78 + pitch * index as f64).round(), size, Weight::Bold, INK);
        }
        let Some(foot) = &self.foot else { return };
        for (index, text) in foot.lines.iter().rev().enumerate() {
            line(text, BASE - foot.pitch() * index as f64, foot.size, Weight::Medium, QUIET);
        }
    }
}
