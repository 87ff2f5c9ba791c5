//! Colours as authors write them.

use std::fmt;

use serde::Serialize;

/// A colour of sRGB: its red, green and blue, each from 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// The colour that CSS writes `#0b6e4f`, or `#0b6` for `#00bb66` (CSS Color 4, §5.2, without transparency); `None` for
    /// any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?.chars().map(|digit| digit.to_digit(16)).collect::<Option<Vec<u32>>>()?;
        let digits = match *digits.as_slice() {
            [red, green, blue] => [red, red, green, green, blue, blue],
            [a, b, c, d, e, f] => [a, b, c, d, e, f],
            _ => return None,
        };
        let channel = |at: usize| u8::try_from(digits[at] * 16 + digits[at + 1]).ok();
        Some(Self([channel(0)?, channel(2)?, channel(4)?]))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_a_number_sign_and_three_or_six_digits() {
        for (text, colour) in [("#0b6e4f", "#0b6e4f"), ("#0B6", "#00bb66"), ("#FFFFFF", "#ffffff"), ("#000", "#000000")]
        {
            assert_eq!(Colour::parse(text).map(|colour| colour.to_string()).as_deref(), Some(colour), "{text}");
        }
        for text in ["", "#", "#12", "#1234", "#12345", "#1234567", "#12345678", "0b6e4f", "#0b6e4g", "##0b6e4", "#éé"]
        {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }
}
