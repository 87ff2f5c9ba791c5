//! The pen that writes the paths of drawings in few bytes: tenths of a pixel, and each corner as far as it is from the
//! one before.

use std::fmt::Write;

/// A place in a drawing, in pixels from its top left.
pub type Point = (f64, f64);

/// Writes the `d` of SVG paths.
///
/// Every place is rounded to tenths before steps are measured, so that errors never add up, and the text is the same on
/// every machine.
#[derive(Clone, Debug, Default)]
pub struct Pen {
    text: String,
    /// Where the pen is, in tenths of a pixel.
    at: (i64, i64),
    /// Where the path began.
    start: (i64, i64),
    /// The command that goes on where only numbers follow.
    command: char,
    /// The width of a drawing that runs from right to left, in pixels.
    mirror: Option<f64>,
}

impl Pen {
    /// A pen for a drawing that runs from left to right.
    pub fn new() -> Self {
        Self::default()
    }

    /// A pen for a drawing of this width, in pixels, that runs from right to left.
    pub fn mirrored(width: f64) -> Self {
        Self { mirror: Some(width), ..Self::default() }
    }

    /// Lifts the pen and goes there.
    pub fn move_to(&mut self, to: Point) -> &mut Self {
        self.at = self.tenths(to);
        self.start = self.at;
        self.put('M', &[self.at.0, self.at.1]);
        self
    }

    /// A straight line; nothing where it would have no length.
    pub fn line_to(&mut self, to: Point) -> &mut Self {
        let to = self.tenths(to);
        match (to.0 - self.at.0, to.1 - self.at.1) {
            (0, 0) => {}
            (x, 0) => self.put('h', &[x]),
            (0, y) => self.put('v', &[y]),
            (x, y) => self.put('l', &[x, y]),
        }
        self.at = to;
        self
    }

    /// A cubic curve with these two handles.
    pub fn curve_to(&mut self, out: Point, into: Point, to: Point) -> &mut Self {
        let places = [out, into, to].map(|place| self.tenths(place));
        let steps: Vec<i64> = places.iter().flat_map(|place| [place.0 - self.at.0, place.1 - self.at.1]).collect();
        self.put('c', &steps);
        self.at = places[2];
        self
    }

    /// Back to where the path began.
    pub fn close(&mut self) -> &mut Self {
        self.text.push('z');
        self.command = 'z';
        self.at = self.start;
        self
    }

    /// A closed outline.
    pub fn polygon(&mut self, corners: &[Point]) -> &mut Self {
        if let Some((first, rest)) = corners.split_first() {
            self.move_to(*first);
            for corner in rest {
                self.line_to(*corner);
            }
            self.close();
        }
        self
    }

    /// What was written.
    pub fn finish(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    fn tenths(&self, (x, y): Point) -> (i64, i64) {
        (tenths(self.mirror.map_or(x, |width| width - x)), tenths(y))
    }

    fn put(&mut self, command: char, numbers: &[i64]) {
        let goes_on = self.command == command && command != 'M';
        if !goes_on {
            self.text.push(command);
            self.command = command;
        }
        for (index, number) in numbers.iter().enumerate() {
            let text = decimal(*number);
            if (goes_on || index > 0) && !self.parts(&text) {
                self.text.push(' ');
            }
            self.text.push_str(&text);
        }
    }

    /// Whether a number is told from the one before it without a space.
    fn parts(&self, number: &str) -> bool {
        let before = self.text.rsplit(|c: char| !c.is_ascii_digit() && c != '.').next().unwrap_or_default();
        number.starts_with('-') || (number.starts_with('.') && before.contains('.'))
    }
}

/// A length in pixels, in tenths of one.
pub fn tenths(pixels: f64) -> i64 {
    (pixels * 10.0).round() as i64
}

/// Tenths as a decimal number, without zeros that say nothing: `-.5`, `12`, `3.4`.
pub fn decimal(tenths: i64) -> String {
    let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    let mut text = String::from(if tenths < 0 { "-" } else { "" });
    // Writing to a string can't fail.
    let _ = match (whole, rest) {
        (_, 0) => write!(text, "{whole}"),
        (0, _) => write!(text, ".{rest}"),
        _ => write!(text, "{whole}.{rest}"),
    };
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        assert_eq!([0, 5, -5, 10, 123, -1230].map(decimal), ["0", ".5", "-.5", "1", "12.3", "-123"]);
    }

    #[test]
    fn a_path_has_no_letter_or_space_too_many() {
        let mut pen = Pen::new();
        pen.move_to((1.0, 2.0)).line_to((1.5, 2.5)).line_to((2.0, 2.0)).line_to((2.0, 9.0)).line_to((2.0, 9.0)).close();
        assert_eq!(pen.finish(), "M1 2l.5.5.5-.5v7z");
    }

    #[test]
    fn rounding_never_adds_up() {
        let mut pen = Pen::new();
        pen.move_to((0.0, 0.0));
        for step in 1..=30 {
            pen.line_to((f64::from(step) / 3.0, f64::from(step)));
        }
        assert_eq!(pen.at, (100, 300));
    }

    #[test]
    fn a_mirrored_path_goes_the_other_way() {
        let mut pen = Pen::mirrored(100.0);
        pen.move_to((10.0, 0.0)).line_to((40.0, 0.0)).curve_to((40.0, 5.0), (50.0, 5.0), (50.0, 9.0));
        assert_eq!(pen.finish(), "M90 0h-30c0 5-10 5-10 9");
    }
}
