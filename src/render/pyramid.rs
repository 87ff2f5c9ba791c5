//! The pyramid's drawing: where the corners of its bands are.

/// The corners of level `number`'s band in a pyramid of `levels`, in a drawing 100 wide and 10 high
/// (`points` of an SVG polygon). The top level's band is a triangle.
pub fn band(number: usize, levels: usize) -> String {
    let levels = levels.max(1);
    let from_top = levels.saturating_sub(number.max(1)).min(levels - 1);
    // Hundredths of a unit, so that the text has no rounding of its own.
    let half = |step: usize| 5000 * step / levels;
    let (top, bottom) = (half(from_top), half(from_top + 1));
    let unit = |hundredths: usize| {
        let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let corner = |x: usize, y: usize| format!("{},{y}", unit(x));
    let mut corners = vec![corner(5000 - top, 0)];
    if top > 0 {
        corners.push(corner(5000 + top, 0));
    }
    corners.push(corner(5000 + bottom, 10));
    corners.push(corner(5000 - bottom, 10));
    corners.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bands_of_a_pyramid_fit_one_on_another() {
        assert_eq!(band(5, 5), "50,0 60,10 40,10");
        assert_eq!(band(4, 5), "40,0 60,0 70,10 30,10");
        assert_eq!(band(1, 5), "10,0 90,0 100,10 0,10");
        assert_eq!(band(1, 1), "50,0 100,10 0,10");
        assert_eq!(band(2, 3), "33.34,0 66.66,0 83.33,10 16.67,10");
    }
}
