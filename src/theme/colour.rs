//! The colours of the levels: the book's own, or one hue each, from deep blue at the base to warm clay at the top,
//! computed in OKLCH, where a fixed lightness keeps contrast the same for every hue, and written in
//! sRGB, which every browser knows.

use std::fmt::Write;

use crate::model::Colour;

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

/// The least contrast of text with what is behind it (WCAG 2.2, 1.4.3).
const TEXT: f64 = 4.5;
/// The least contrast of a stone with what is around it (WCAG 2.2, 1.4.11).
const STONE: f64 = 3.0;
/// How far a shade is from the next one that is tried.
const STEP: f64 = 0.005;

/// What the shades of a level are made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Accent {
    /// A hue, in degrees: that of the level's place in the pyramid.
    Hue(f64),
    /// The colour that the book gives it.
    Own(Colour),
}

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

impl From<Colour> for Oklch {
    /// The matrices are Björn Ottosson's.
    fn from(Colour(bytes): Colour) -> Self {
        let [red, green, blue] = linear(bytes);
        let l = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
        let m = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
        let s = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
        let lightness = 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s;
        let a = 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s;
        Self::new(lightness, a.hypot(b), b.atan2(a).to_degrees().rem_euclid(360.0))
    }
}

/// A colour of sRGB, each channel proportional to its light, from 0 to 1.
fn linear(bytes: [u8; 3]) -> [f64; 3] {
    bytes.map(|byte| {
        let channel = f64::from(byte) / 255.0;
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    })
}

/// The contrast of two colours as screens show them, from 1 to 21 (WCAG 2.2, “contrast ratio”).
fn contrast(one: Oklch, other: Oklch) -> f64 {
    let luminance = |colour: Oklch| {
        let [red, green, blue] = linear(colour.bytes());
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

impl Accent {
    /// Those of a book's levels, from the base up, of which some have a colour of their own.
    pub fn of_levels(own: &[Option<Colour>]) -> Vec<Self> {
        let of_place = |number| Self::Hue(hue(number, own.len()));
        (1..).zip(own).map(|(number, own)| own.map_or_else(|| of_place(number), Self::Own)).collect()
    }
}

/// The hue, in degrees, of level `number`, from 1, in a pyramid of `levels`: from 255 for the first to 50 for the
/// last. A number out of range is taken for the nearest level's.
fn hue(number: usize, levels: usize) -> f64 {
    if levels < 2 {
        return 255.0;
    }
    let step = number.clamp(1, levels) - 1;
    255.0 - 205.0 * step as f64 / (levels - 1) as f64
}

/// A scheme: the ground, and how light a level's shades are on it.
struct Scheme {
    ground: Oklch,
    strong: f64,
    tint: Oklch,
    fill: Oklch,
    stone: f64,
}

/// The chroma of `strong` and `stone` for a level without a colour of its own.
const CHROMA: f64 = 0.10;

/// On paper. The chroma of a ground is the most it has.
const LIGHT: Scheme = Scheme {
    ground: PAPER,
    strong: 0.47,
    tint: Oklch::new(0.94, 0.03, 0.0),
    fill: Oklch::new(0.90, 0.05, 0.0),
    stone: 0.53,
};
/// On night.
const DARK: Scheme = Scheme {
    ground: NIGHT,
    strong: 0.80,
    tint: Oklch::new(0.30, 0.04, 0.0),
    fill: Oklch::new(0.38, 0.05, 0.0),
    stone: 0.74,
};

impl Scheme {
    fn shades(&self, accent: Accent) -> Shades {
        match accent {
            Accent::Hue(hue) => Shades {
                strong: Oklch::new(self.strong, CHROMA, hue),
                tint: Oklch { hue, ..self.tint },
                fill: Oklch { hue, ..self.fill },
                stone: Oklch::new(self.stone, CHROMA, hue),
            },
            Accent::Own(colour) => self.adapted(colour.into()),
        }
    }

    /// The shades of a colour: it itself where it can be read, else the nearest one of its hue that can.
    fn adapted(&self, own: Oklch) -> Shades {
        let soft = |ground: Oklch| Oklch { chroma: own.chroma.min(ground.chroma), hue: own.hue, ..ground };
        let tint = soft(self.tint);
        let legible = |least| self.legible(own, &[self.ground, tint], least);
        Shades { strong: legible(TEXT), tint, fill: soft(self.fill), stone: legible(STONE) }
    }

    /// The shade of a colour that has at least that contrast with each of `grounds`, as near as can be to its own
    /// lightness. Black on paper and white on night always have it.
    fn legible(&self, own: Oklch, grounds: &[Oklch], least: f64) -> Oklch {
        let step = if self.ground.lightness > 0.5 { -STEP } else { STEP };
        let mut shade = own;
        while grounds.iter().any(|&ground| contrast(shade, ground) < least) && (0.0..=1.0).contains(&shade.lightness) {
            shade.lightness += step;
        }
        shade
    }
}

impl Shades {
    /// The shades of a level on paper.
    pub fn light(accent: Accent) -> Self {
        LIGHT.shades(accent)
    }

    /// The shades of a level on night.
    pub fn dark(accent: Accent) -> Self {
        DARK.shades(accent)
    }

    fn properties(self) -> String {
        let [level, tint, fill, stone] = [self.strong, self.tint, self.fill, self.stone].map(Oklch::hex);
        format!("--level:{level};--tint:{tint};--fill:{fill};--stone:{stone}")
    }
}

/// The part of the stylesheet that gives each level of a book its colours, in both schemes: the system's, unless the
/// reader chose one (`data-theme` on the root). Paper is always light.
pub fn stylesheet(accents: &[Accent]) -> String {
    let rules = |within: &str, shades: fn(Accent) -> Shades| {
        (1..).zip(accents).fold(String::new(), |mut css, (number, &accent)| {
            // Writing to a string can't fail.
            let _ = writeln!(css, "{within}.pal-level-{number}{{{}}}", shades(accent).properties());
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

    #[test]
    fn known_colours_come_out_right() {
        assert_eq!(Oklch::new(1.0, 0.0, 0.0).hex(), "#ffffff");
        assert_eq!(Oklch::new(0.0, 0.0, 0.0).hex(), "#000000");
        assert_eq!(Oklch::new(0.627_955, 0.257_683, 29.234).hex(), "#ff0000");
        for written in ["#000000", "#ffffff", "#ff0000", "#0b6e4f", "#808080", "#1e2f5c"] {
            assert_eq!(Oklch::from(Colour::parse(written).unwrap()).hex(), written);
        }
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

    /// What there is to read in a level's shades, in both schemes.
    fn assert_legible(accent: Accent) {
        for (shades, ground, text) in [(Shades::light(accent), PAPER, INK), (Shades::dark(accent), NIGHT, CHALK)] {
            for (one, other) in
                [(shades.strong, ground), (shades.strong, shades.tint), (text, shades.tint), (text, shades.fill)]
            {
                let ratio = contrast(one, other);
                assert!(ratio >= TEXT, "{accent:?}: {one:?} on {other:?} is {ratio:.2}");
            }
            for other in [shades.tint, ground] {
                let ratio = contrast(shades.stone, other);
                assert!(ratio >= STONE, "{accent:?}: a stone on {other:?} is {ratio:.2}");
            }
        }
    }

    #[test]
    fn every_level_of_every_pyramid_can_be_read() {
        assert!(contrast(INK, PAPER) > 15.0);
        assert!(contrast(CHALK, NIGHT) > 14.0);
        for levels in 1..=9 {
            Accent::of_levels(&vec![None; levels]).into_iter().for_each(assert_legible);
        }
    }

    #[test]
    fn a_level_can_be_read_whatever_its_own_colour() {
        let channel = || (0..=255).step_by(51);
        for colour in
            channel().flat_map(|red| channel().flat_map(move |green| channel().map(move |blue| [red, green, blue])))
        {
            assert_legible(Accent::Own(Colour(colour)));
        }
    }

    #[test]
    fn a_colour_that_can_be_read_stays_as_it_is_and_another_keeps_its_hue() {
        let accent = |text: &str| Accent::Own(Colour::parse(text).unwrap());
        assert_eq!(Shades::light(accent("#0b6e4f")).strong.hex(), "#0b6e4f");
        assert_eq!(Shades::dark(accent("#ffd600")).strong.hex(), "#ffd600");
        let (yellow, olive) = (Oklch::from(Colour([255, 214, 0])), Shades::light(accent("#ffd600")).strong);
        assert!(olive.lightness < yellow.lightness && olive.hue == yellow.hue);
    }

    #[test]
    fn a_level_with_a_colour_leaves_the_others_theirs() {
        let (own, none) = (Colour([11, 110, 79]), Accent::of_levels(&[None; 3]));
        assert_eq!(Accent::of_levels(&[None, Some(own), None]), [none[0], Accent::Own(own), none[2]]);
    }

    #[test]
    fn a_theme_that_is_chosen_has_the_colours_of_the_systems() {
        let css = stylesheet(&Accent::of_levels(&[None; 2]));
        let dark = Shades::dark(Accent::Hue(hue(2, 2))).properties();
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
