//! An icon of the app: the site's mark in the colours of the book's levels, on paper.

use std::fmt::Write;

use crate::plan::{Icon, Outline};
use crate::render::pen::Pen;
use crate::render::pyramid::mark_courses;
use crate::theme::colour::{Accent, PAPER, Shades};

/// The width and height of what an icon is drawn on, before it is scaled.
const SIDE: f64 = 512.0;
/// The radius of round corners.
const CORNER: f64 = 92.0;

/// The icon as SVG.
pub(super) fn svg(icon: &Icon) -> String {
    let (share, corner) = match icon.outline {
        Outline::Round => (0.66, CORNER),
        Outline::Square => (0.62, 0.0),
        // Its lower corners are on a circle of three quarters of the width.
        Outline::Maskable => (0.6, 0.0),
    };
    let width = (SIDE * share).round();
    let height = (width * 0.75).round();
    let (left, top) = ((SIDE - width) / 2.0, (SIDE - height) / 2.0);
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" width="{side}" height="{side}"><rect width="{SIDE}" height="{SIDE}" rx="{corner}" fill="{}"/><g transform="translate({left} {top})">"#,
        PAPER.hex(),
        side = icon.side,
    );
    let courses = mark_courses(icon.colours.len(), width);
    for (course, accent) in courses.iter().zip(Accent::of_levels(&icon.colours)) {
        let colour = Shades::light(accent).stone.hex();
        // Writing to a string can't fail.
        let _ = write!(svg, r#"<path fill="{colour}" d="{}"/>"#, Pen::new().polygon(course).finish());
    }
    svg.push_str("</g></svg>");
    svg
}
