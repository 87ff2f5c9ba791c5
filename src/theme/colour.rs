//! The colours of the levels: one hue each, from deep blue at the base to warm clay at the top,
//! computed in OKLCH, where a fixed lightness keeps contrast the same for every hue, and written in
//! sRGB, which every browser knows.

use std::fmt::Write;

/// A colour in OKLCH.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oklch {
    /// Perceived lightness, 0 to 1.
    pub lightness: f64,
    /// Chroma, from 0 (grey).
    pub chroma: f64,
    /// Hue in degrees.
    pub hue: f64,
}

/// The paper of the light scheme.
pub const PAPER: Oklch = Oklch::new(0.985, 0.004, 95.0);
/// The ink on it.
pub const INK: Oklch = Oklch::new(0.22, 0.015, 260.0);
/// The ground of the dark scheme.
pub const NIGHT: Oklch = Oklch::new(0.19, 0.012, 260.0);
/// The chalk on it.
pub const CHALK: Oklch = Oklch::new(0.93, 0.008, 95.0);

/// The colours of one level in one scheme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shades {
    /// Text in the level's colour, lines, and a full band.
    pub strong: Oklch,
    /// A soft ground, on which `strong` and the text's own colour can be read.
    pub tint: Oklch,
    /// A band begun: between the two.
    pub fill: Oklch,
    /// What fills a stone, and outlines an empty one: told from `tint` without colour (3 : 1).
    pub stone: Oklch,
}

impl Oklch {
    /// A colour.
    pub const fn new(lightness: f64, chroma: f64, hue: f64) -> Self {
        Self { lightness, chroma, hue }
    }

    /// The colour in sRGB as CSS writes it (`#2e5d94`); where a screen can't show it, with the
    /// lightness and hue kept and as much of the chroma as it can.
    pub fn hex(self) -> String {
        let [red, green, blue] = self.bytes();
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// The same as red, green and blue, each from 0 to 255.
    pub fn bytes(self) -> [u8; 3] {
        self.in_gamut().linear().map(|channel| {
            let channel = channel.clamp(0.0, 1.0);
            let encoded =
                if channel <= 0.003_130_8 { channel * 12.92 } else { 1.055 * channel.powf(1.0 / 2.4) - 0.055 };
            (encoded * 255.0).round() as u8
        })
    }

    fn in_gamut(self) -> Self {
        let fits = |colour: Self| colour.linear().iter().all(|channel| (-0.0005..=1.0005).contains(channel));
        if fits(self) {
            return self;
        }
        let (mut low, mut high) = (0.0, self.chroma);
        for _ in 0..24 {
            let chroma = f64::midpoint(low, high);
            if fits(Self { chroma, ..self }) { low = chroma } else { high = chroma }
        }
        Self { chroma: low, ..self }
    }

    /// Linear sRGB, perhaps out of range. The matrices are Björn Ottosson's.
    fn linear(self) -> [f64; 3] {
        let (sin, cos) = self.hue.to_radians().sin_cos();
        let (a, b) = (self.chroma * cos, self.chroma * sin);
        let l = (self.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (self.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (self.lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ]
    }
}

/// The hue, in degrees, of level `number`, from 1, in a pyramid of `levels`: from 255 for the first to 50 for the
/// last. A number out of range is taken for the nearest level's.
pub fn hue(number: usize, levels: usize) -> f64 {
    if levels < 2 {
        return 255.0;
    }
    let step = number.clamp(1, levels) - 1;
    255.0 - 205.0 * step as f64 / (levels - 1) as f64
}

impl Shades {
    /// The shades of a hue on paper.
    pub fn light(hue: f64) -> Self {
        Self {
            strong: Oklch::new(0.47, 0.10, hue),
            tint: Oklch::new(0.94, 0.03, hue),
            fill: Oklch::new(0.90, 0.05, hue),
            stone: Oklch::new(0.53, 0.10, hue),
        }
    }

    /// The shades of a hue on night.
    pub fn dark(hue: f64) -> Self {
        Self {
            strong: Oklch::new(0.80, 0.10, hue),
            tint: Oklch::new(0.30, 0.04, hue),
            fill: Oklch::new(0.38, 0.05, hue),
            stone: Oklch::new(0.74, 0.10, hue),
        }
    }

    fn properties(self) -> String {
        let [level, tint, fill, stone] = [self.strong, self.tint, self.fill, self.stone].map(Oklch::hex);
        format!("--level:{level};--tint:{tint};--fill:{fill};--stone:{stone}")
    }
}

/// The part of the stylesheet that gives each level of a book its colours, in both schemes: the system's, unless the
/// reader chose one (`data-theme` on the root). Paper is always light.
pub fn stylesheet(levels: usize) -> String {
    let rules = |within: &str, shades: fn(f64) -> Shades| {
        (1..=levels).fold(String::new(), |mut css, number| {
            // Writing to a string can't fail.
            let _ = writeln!(css, "{within}.pal-level-{number}{{{}}}", shades(hue(number, levels)).properties());
            css
        })
    };
    format!(
        "{}@media screen and (prefers-color-scheme:dark){{\n{}}}\n@media screen{{\n{}}}\n",
        rules("", Shades::light),
        rules(":root:not([data-theme=light]) ", Shades::dark),
        rules("[data-theme=dark] ", Shades::dark),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.2's contrast ratio.
    fn contrast(one: Oklch, other: Oklch) -> f64 {
        let luminance = |colour: Oklch| {
            let [red, green, blue] = colour.bytes().map(|byte| {
                let channel = f64::from(byte) / 255.0;
                if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
            });
            0.2126 * red + 0.7152 * green + 0.0722 * blue
        };
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn known_colours_come_out_right() {
        assert_eq!(Oklch::new(1.0, 0.0, 0.0).hex(), "#ffffff");
        assert_eq!(Oklch::new(0.0, 0.0, 0.0).hex(), "#000000");
        assert_eq!(Oklch::new(0.627_955, 0.257_683, 29.234).hex(), "#ff0000");
    }

    #[test]
    fn a_colour_out_of_reach_keeps_its_lightness() {
        let vivid = Oklch::new(0.5, 0.4, 150.0);
        assert!(vivid.in_gamut().chroma < 0.4);
        assert!((contrast(vivid, PAPER) - contrast(Oklch { chroma: 0.05, ..vivid }, PAPER)).abs() < 1.0);
    }

    #[test]
    fn hues_go_from_blue_to_clay() {
        assert_eq!(hue(1, 5), 255.0);
        assert_eq!(hue(5, 5), 50.0);
        assert_eq!(hue(1, 1), 255.0);
    }

    #[test]
    fn every_level_of_every_pyramid_can_be_read() {
        assert!(contrast(INK, PAPER) > 15.0);
        assert!(contrast(CHALK, NIGHT) > 14.0);
        for levels in 1..=9 {
            for number in 1..=levels {
                let schemes = [(Shades::light as fn(f64) -> Shades, PAPER, INK), (Shades::dark, NIGHT, CHALK)];
                for (shades, ground, text) in schemes {
                    let shades = shades(hue(number, levels));
                    for (one, other) in [
                        (shades.strong, ground),
                        (shades.strong, shades.tint),
                        (ground, shades.strong),
                        (text, shades.tint),
                        (text, shades.fill),
                    ] {
                        let ratio = contrast(one, other);
                        assert!(ratio >= 4.5, "level {number} of {levels}: {one:?} on {other:?} is {ratio:.2}");
                    }
                    for other in [shades.tint, ground] {
                        let ratio = contrast(shades.stone, other);
                        assert!(ratio >= 3.0, "level {number} of {levels}: a stone on {other:?} is {ratio:.2}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_theme_that_is_chosen_has_the_colours_of_the_systems() {
        let css = stylesheet(2);
        let dark = Shades::dark(hue(2, 2)).properties();
        assert_eq!(css.matches(&dark).count(), 2);
        assert!(css.contains(&format!(":root:not([data-theme=light]) .pal-level-2{{{dark}}}")));
        assert!(css.contains(&format!("[data-theme=dark] .pal-level-2{{{dark}}}")));
    }

    #[test]
    fn the_stylesheet_has_the_same_paper_and_ink() {
        let css = include_str!("../../web/style/colours.css");
        for colour in [PAPER, INK, NIGHT, CHALK] {
            assert!(css.contains(&colour.hex()), "{}", colour.hex());
        }
    }
}
