//! `{width=50% .left credit="Marie Roy"}` right after an image: how wide it is shown, on which side, and whose it is.

use std::ops::Range;

use super::attributes::{self, Attribute};
use crate::nearest::{Meanings, meaning, nearest};
use crate::source::{Span, Spanned};

/// What is between the braces after an image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageAttributes {
    /// How wide it is shown; `None` if as wide as it is.
    pub width: Option<ImageWidth>,
    /// The side of the text that it is shown on; `None` if it is where it is written.
    pub side: Option<Side>,
    /// Whose it is.
    pub credit: Credit,
}

/// Whose an image is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credit {
    /// Who made it.
    pub author: Option<Spanned<String>>,
    /// The address that it is from.
    pub source: Option<Spanned<String>>,
    /// Its licence.
    pub license: Option<Spanned<String>>,
}

impl Credit {
    /// The same with each place what `to` makes of it.
    pub(super) fn placed(self, to: impl Fn(Span) -> Span) -> Self {
        let place = |value: Option<Spanned<String>>| value.map(|value| Spanned::new(value.value, to(value.span)));
        Self { author: place(self.author), source: place(self.source), license: place(self.license) }
    }
}

/// How wide an image is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageWidth {
    /// In hundredths of the text's width, 1 to 100.
    Percent(u8),
    /// In CSS pixels, at least 1.
    Pixels(u16),
}

/// Where an image is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// At the left, the text beside it.
    Left,
    /// At the right, the text beside it.
    Right,
    /// In the middle, on lines of its own.
    Centre,
}

/// What isn't right with the braces after an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageSlip {
    /// An attribute that an image doesn't take, with the one to write, if that is clear.
    Unknown(String, Option<String>),
    /// A width that can't be one, with the attribute to write, if that is clear.
    Width(String, Option<String>),
    /// An attribute with an empty value.
    Empty(String),
    /// A second width or a second side: the one written before counts.
    Again(String),
    /// What can't be read at all, with the braces to write, if that is clear.
    Broken(Option<String>),
    /// Braces that never close, and are text.
    Unclosed,
}

/// What isn't right, each with its byte range in the text between the braces.
pub(super) type Slips = Vec<(ImageSlip, Range<usize>)>;

/// The longest braces after an image that are read, in bytes.
pub(super) const LONGEST: usize = 1000;

const WIDTH: &str = "width";

/// The keys that images take.
const KEYS: [&str; 4] = [WIDTH, CREDIT, SOURCE, LICENSE];

const CREDIT: &str = "credit";
const SOURCE: &str = "source";
const LICENSE: &str = "license";

/// What authors write for the keys of a credit.
const MEANT: &Meanings = &[
    (CREDIT, &["author", "auteur", "autrice", "auteure", "crédit", "credits", "by", "par", "photo"]),
    (SOURCE, &["url", "href", "src", "from", "lien"]),
    (LICENSE, &["licence", "licenses", "licences", "droits", "rights"]),
];

/// What authors write for a width.
const WIDTHS: &[&str] = &["largeur", "size", "taille", "w", "max-width", "scale", "zoom"];

/// What authors write for a side, beside its name, as a class or as the value of these keys.
const SIDES: &Meanings<Side> = &[
    (Side::Left, &["left", "gauche", "float-left", "align-left", "alignleft", "pull-left", "à-gauche"]),
    (Side::Right, &["right", "droite", "float-right", "align-right", "alignright", "pull-right", "à-droite"]),
    (
        Side::Centre,
        &[
            "center", "centre", "centré", "centrée", "centered", "centred", "middle", "milieu", "align-center",
            "aligncenter",
        ],
    ),
];

/// Keys whose value is a side in other tools.
const SIDE_KEYS: &[&str] = &["align", "float", "side", "position", "côté"];

impl Side {
    /// The side that a class names.
    fn of_class(class: &str) -> Option<Self> {
        Some(match class {
            "left" => Self::Left,
            "right" => Self::Right,
            "centre" | "center" => Self::Centre,
            _ => return None,
        })
    }

    /// Its name, as a class of a page and in the braces.
    pub fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Centre => "centre",
        }
    }
}

impl ImageWidth {
    /// Reads `50%`, `300` or `300px`; spaces in it don't count.
    fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let whole = |digits: &str| -> Option<u16> {
            digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok())?
        };
        match text.strip_suffix('%') {
            Some(digits) => {
                let percent = u8::try_from(whole(digits)?).ok().filter(|percent| (1..=100).contains(percent));
                percent.map(Self::Percent)
            }
            None => whole(text.strip_suffix("px").unwrap_or(&text)).filter(|&pixels| pixels > 0).map(Self::Pixels),
        }
    }

    /// As it is written in the braces.
    fn written(self) -> String {
        match self {
            Self::Percent(percent) => format!("{WIDTH}={percent}%"),
            Self::Pixels(pixels) => format!("{WIDTH}={pixels}"),
        }
    }

    /// The width that was probably meant by a text which is none: `33.3%`, `150%`, `50vw`.
    fn meant(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().replace(',', ".");
        let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let number = text[..digits].parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0)?;
        let percent = |number: f64| {
            (1..=100).rev().find(|&percent| f64::from(percent) <= number.round().max(1.0)).map(Self::Percent)
        };
        match &text[digits..] {
            "%" | "vw" | "percent" => percent(number),
            // A part of the whole, as LaTeX writes it.
            "" if number <= 1.0 => percent(number * 100.0),
            "" | "px" if number > f64::from(u16::MAX) => Some(Self::Percent(100)),
            "" | "px" => Self::parse(&format!("{}", number.round())),
            _ => None,
        }
    }
}

impl ImageAttributes {
    /// Reads what is between the braces, and lists what isn't right with it, by byte ranges of that text. `None` if the
    /// text doesn't look like attributes at all.
    pub(super) fn parse(inside: &str) -> Option<(Self, Slips)> {
        let (mut read, mut slips) = (Self::default(), Vec::new());
        for one in attributes::list(inside)? {
            let whole = one.at.start..one.value.as_ref().map_or(one.at.end, |value| value.end);
            match read.take(&one, inside) {
                Ok(()) => {}
                Err(slip @ ImageSlip::Unknown(..)) => slips.push((slip, one.at)),
                Err(slip) => slips.push((slip, whole)),
            }
        }
        Some((read, slips))
    }

    /// Takes in one attribute.
    fn take(&mut self, one: &Attribute<'_>, inside: &str) -> Result<(), ImageSlip> {
        let Some(value) = one.value.clone().map(|value| &inside[value]) else {
            let side = one.name.strip_prefix('.').and_then(Side::of_class);
            let side = side.ok_or_else(|| ImageSlip::Unknown(one.name.to_owned(), meant_class(one.name)))?;
            return put(&mut self.side, side, one.name);
        };
        match one.name.to_lowercase().as_str() {
            WIDTH => {
                let meant = || ImageWidth::meant(value).map(ImageWidth::written);
                let width = ImageWidth::parse(value).ok_or_else(|| ImageSlip::Width(value.to_owned(), meant()))?;
                put(&mut self.width, width, one.name)
            }
            key @ (CREDIT | SOURCE | LICENSE) => {
                let place = match key {
                    CREDIT => &mut self.credit.author,
                    SOURCE => &mut self.credit.source,
                    _ => &mut self.credit.license,
                };
                let written = value.trim();
                if written.is_empty() {
                    return Err(ImageSlip::Empty(one.name.to_owned()));
                }
                let span = one.value.clone().unwrap_or_default();
                put(place, Spanned::new(written.to_owned(), span), one.name)
            }
            _ => Err(ImageSlip::Unknown(one.name.to_owned(), meant_key(one.name, value))),
        }
    }
}

/// Puts what is written first into its place.
fn put<T>(place: &mut Option<T>, value: T, name: &str) -> Result<(), ImageSlip> {
    match place {
        Some(_) => Err(ImageSlip::Again(name.to_owned())),
        None => {
            *place = Some(value);
            Ok(())
        }
    }
}

/// The attribute that was probably meant by a class or an id.
fn meant_class(name: &str) -> Option<String> {
    let name = name.trim_start_matches(['.', '#']).to_lowercase();
    let known = || SIDES.iter().map(|(side, _)| side.name());
    let side = meaning(SIDES, &name).map(Side::name).or_else(|| nearest(&name, known()));
    side.map(|side| format!(".{side}")).or_else(|| ImageWidth::meant(&name).map(ImageWidth::written))
}

/// The attribute that was probably meant by a key with a value.
fn meant_key(name: &str, value: &str) -> Option<String> {
    let name = name.trim_start_matches(':').to_lowercase();
    if SIDE_KEYS.contains(&name.as_str()) || name == "class" {
        return meant_class(value.trim());
    }
    if let Some(key) = meaning(MEANT, &name).or_else(|| nearest(&name, [CREDIT, SOURCE, LICENSE])) {
        return Some(format!("{key}=\"{}\"", value.trim()));
    }
    let is_width = name == WIDTH || WIDTHS.contains(&name.as_str()) || nearest(&name, [WIDTH]).is_some();
    let width = || ImageWidth::parse(value).or_else(|| ImageWidth::meant(value)).map(ImageWidth::written);
    is_width.then(width).flatten()
}

/// Whether a text begins as what is between the braces after an image does.
pub(super) fn begins(text: &str) -> bool {
    let word = text.trim_start().split(|c: char| c.is_whitespace() || c == '=').next().unwrap_or_default();
    let class = word.strip_prefix('.').unwrap_or_default();
    KEYS.contains(&word) || Side::of_class(class).is_some()
}

/// The braces that were probably meant by others that can't be read; `None` if anything in them isn't clear.
pub(super) fn meant(inside: &str) -> Option<String> {
    // `50 %` is one word.
    let spaced =
        inside.replace(['\u{a0}', '\u{202f}'], " ").replace([',', ';'], " ").replace(['“', '”', '«', '»', '"'], "");
    let joined = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let joined =
        joined.replace(" %", "%").replace(" px", "px").replace(" = ", "=").replace(": ", "=").replace(" =", "=");
    let mut words = joined.split(' ').peekable();
    let mut meant = Vec::new();
    while let Some(word) = words.next() {
        meant.push(match word.split_once('=') {
            Some((name, value)) => meant_key(name, value)?,
            None if word.eq_ignore_ascii_case(WIDTH) => meant_key(WIDTH, words.next()?)?,
            None => meant_class(word)?,
        });
    }
    (!meant.is_empty()).then(|| format!("{{{}}}", meant.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(inside: &str) -> (ImageAttributes, Vec<ImageSlip>) {
        let (read, slips) = ImageAttributes::parse(inside).unwrap();
        (read, slips.into_iter().map(|(slip, _)| slip).collect())
    }

    #[test]
    fn a_width_and_a_side_are_read_in_any_order() {
        let (width, side) = (Some(ImageWidth::Percent(50)), Some(Side::Left));
        let half = ImageAttributes { width, side, credit: Credit::default() };
        for inside in ["width=50% .left", ".left width=\"50%\"", " .left\twidth='50 %' ", ".left WIDTH=50%"] {
            assert_eq!(parsed(inside), (half.clone(), vec![]), "{inside}");
        }
        for (inside, width) in [("width=300", 300), ("width=300px", 300), ("width=1", 1), ("width=65535", u16::MAX)] {
            assert_eq!(parsed(inside).0.width, Some(ImageWidth::Pixels(width)), "{inside}");
        }
        assert_eq!(parsed(".centre").0, parsed(".center").0);
    }

    #[test]
    fn a_width_that_is_none_is_told_with_the_one_that_was_meant() {
        for (value, meant) in [
            ("0", None),
            ("0%", None),
            ("abc", None),
            ("", None),
            ("-5", None),
            ("10cm", None),
            ("500%", Some("width=100%")),
            ("101%", Some("width=100%")),
            ("33.3%", Some("width=33%")),
            ("33,7%", Some("width=34%")),
            ("0.2%", Some("width=1%")),
            ("50vw", Some("width=50%")),
            ("0.5", Some("width=50%")),
            ("99999", Some("width=100%")),
            ("1e999", None),
            ("½", None),
        ] {
            let slip = ImageSlip::Width(value.to_owned(), meant.map(str::to_owned));
            assert_eq!(parsed(&format!("width={value}")), (ImageAttributes::default(), vec![slip]), "{value}");
        }
    }

    #[test]
    fn what_an_image_does_not_take_is_told_with_what_was_meant() {
        for (inside, meant) in [
            (".lefft", Some(".left")),
            (".gauche", Some(".left")),
            ("#right", Some(".right")),
            (".centré", Some(".centre")),
            ("align=right", Some(".right")),
            ("largeur=50%", Some("width=50%")),
            ("widht=50%", Some("width=50%")),
            (":width=50%", Some("width=50%")),
            ("licence=MIT", Some("license=\"MIT\"")),
            ("crédit='Marie Roy'", Some("credit=\"Marie Roy\"")),
            ("sourc=a", Some("source=\"a\"")),
            ("height=50", None),
            (".ombre", None),
            ("lang=en", None),
        ] {
            let name = inside.split('=').next().unwrap().to_owned();
            let slip = ImageSlip::Unknown(name, meant.map(str::to_owned));
            assert_eq!(parsed(inside), (ImageAttributes::default(), vec![slip]), "{inside}");
        }
    }

    #[test]
    fn of_two_sides_or_widths_the_first_counts() {
        let (read, slips) = ImageAttributes::parse(".left .right width=5 width=6").unwrap();
        assert_eq!(
            read,
            ImageAttributes { width: Some(ImageWidth::Pixels(5)), side: Some(Side::Left), credit: Credit::default() }
        );
        let again = |name: &str, at| (ImageSlip::Again(name.to_owned()), at);
        assert_eq!(slips, [again(".right", 6..12), again("width", 21..28)]);
    }

    #[test]
    fn a_credit_is_read_with_the_place_of_each_part() {
        let inside = "credit='Marie Roy' license=CC-BY-4.0 source=\"https://example.org/\"";
        let (read, slips) = ImageAttributes::parse(inside).unwrap();
        assert_eq!(slips, []);
        for (part, text) in [
            (read.credit.author, "Marie Roy"),
            (read.credit.license, "CC-BY-4.0"),
            (read.credit.source, "https://example.org/"),
        ] {
            let part = part.unwrap();
            assert_eq!((part.value.as_str(), &inside[part.span]), (text, text));
        }
        assert_eq!(parsed("credit=\" \"").1, [ImageSlip::Empty("credit".to_owned())]);
    }

    #[test]
    fn braces_that_cannot_be_read_are_told_with_what_was_meant() {
        for (inside, braces) in [
            ("50%", Some("{width=50%}")),
            ("left", Some("{.left}")),
            ("width 50%", Some("{width=50%}")),
            ("width: 50%; left", Some("{width=50% .left}")),
            ("width=50 %", Some("{width=50%}")),
            ("width = 50%", Some("{width=50%}")),
            ("width=“50%”", Some("{width=50%}")),
            ("à gauche", None),
            ("", None),
            ("sic", None),
        ] {
            assert_eq!(meant(inside).as_deref(), braces, "{inside}");
        }
    }
}
