//! The pictures that are drawn when they are wanted: what each shows, and its address.

use serde::Serialize;

use crate::cache::Key;
use crate::locale::Locale;
use crate::model::{Book, Colour, Delivery, LessonRef, LevelTotals, Permalink};
use crate::plan::Logo;
use crate::theme::{PublishedTheme, Strings, fingerprinted};

/// How drawings look, and who turns them into pixels. Raised whenever the same drawing would come out as other bytes, so
/// that its address changes too.
const LOOK: &str = "palier drawings 1, resvg 0.49.0";

/// A picture to be drawn: all that its bytes depend on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Drawing {
    /// A picture that links to the site show.
    Cover(Cover),
    /// An icon of the app.
    Icon(Icon),
}

/// A picture that a link shows where it is shared: the pyramid, beside its title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cover {
    /// The book's title.
    pub book: String,
    /// What the book comes to: “5 levels · 22 lessons”.
    pub sum: String,
    /// The level that it is of; `None` for the whole book's.
    pub level: Option<LevelCover>,
    /// Of how many stones each level is built, from the base up.
    pub stones: Vec<usize>,
    /// The colour of each level, from the base up; `None` where its place gives it.
    pub colours: Vec<Option<Colour>>,
    /// Whether the language's script runs from right to left.
    pub is_right_to_left: bool,
}

/// What the picture of a level says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LevelCover {
    /// 1 at the base.
    pub number: usize,
    /// “Level 2 of 5”.
    pub position: String,
    /// Its title.
    pub title: String,
}

/// An icon of the app that a site can be installed as: the book's own, or the pyramid, on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Icon {
    /// The colour of each level of the pyramid, from the base up; `None` where its place gives it.
    pub colours: Vec<Option<Colour>>,
    /// Its width and height, in pixels.
    pub side: u32,
    /// Its outline.
    pub outline: Outline,
    /// What it shows in the place of the pyramid.
    pub logo: Option<Logo>,
}

/// The outline of an icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Outline {
    /// A square with round corners, shown as it is.
    Round,
    /// A whole square, whose corners the system cuts a little.
    Square,
    /// A whole square that the system cuts to any shape: all that matters is in a circle of 80 % of its width (W3C Web
    /// Application Manifest, “Icon masks and safe zone”).
    Maskable,
}

impl Drawing {
    /// The key of its bytes.
    pub fn key(&self) -> Key {
        // A tree of texts and numbers always serialises.
        Key::new(LOOK).of(&serde_json::to_vec(self).unwrap_or_default())
    }
}

impl Cover {
    /// Its width and height in pixels: those that the networks ask for.
    pub const SIZE: (u32, u32) = (1200, 630);
}

/// The pictures that links to a language's pages show.
#[derive(Clone, Debug)]
pub(super) struct Covers {
    front: (Permalink, Cover),
    /// Those of the levels, from the base up.
    levels: Vec<(Permalink, Cover)>,
}

impl Covers {
    /// Those of a language; `None` if the site doesn't know its own address, which networks need, or if Palier was built
    /// without what draws.
    pub(super) fn of(book: &Book, strings: &Strings, locale: Locale) -> Option<Self> {
        if !cfg!(feature = "pictures") || book.config.base_url.is_none() {
            return None;
        }
        let (config, totals) = (&book.config, book.level_totals(locale));
        let language = config.language(locale);
        let lessons = totals.iter().map(|level| level.lessons).sum();
        let counts = [strings.count("levels", totals.len()), strings.count("lessons", lessons)];
        let front = Cover {
            book: config.set(config.title(locale), locale).into_owned(),
            sum: counts.join(strings.get("separator")),
            level: None,
            stones: totals.into_iter().map(LevelTotals::stones).collect(),
            colours: book.colours(),
            is_right_to_left: language.right_to_left,
        };
        let own_word = config.level_name.get(locale).as_deref();
        let level = |at: usize| {
            let (number, title) = (at + 1, book.lesson(LessonRef::Level(at)).titles.get(locale));
            let level = LevelCover {
                number,
                position: strings.level_of(number, book.levels.len(), own_word),
                title: config.set(&title.text, title.locale).into_owned(),
            };
            placed(&format!("cover.{}.{number}.png", language.key), Cover { level: Some(level), ..front.clone() })
        };
        let levels = (0..book.levels.len()).map(level).collect();
        Some(Self { front: placed(&format!("cover.{}.png", language.key), front), levels })
    }

    /// The address of the one that shows a level, from 0, or the whole book.
    pub(super) fn of_page(&self, level: Option<usize>) -> Option<&Permalink> {
        let cover = level.map_or(Some(&self.front), |level| self.levels.get(level));
        cover.map(|(permalink, _)| permalink)
    }

    /// All of them, with their addresses.
    pub(super) fn iter(&self) -> impl Iterator<Item = &(Permalink, Cover)> {
        std::iter::once(&self.front).chain(&self.levels)
    }
}

fn placed(name: &str, cover: Cover) -> (Permalink, Cover) {
    (named(name, &Drawing::Cover(cover.clone())), cover)
}

/// The address of a drawing.
fn named(name: &str, drawing: &Drawing) -> Permalink {
    fingerprinted(name, &drawing.key().hash())
}

/// The icons that are drawn in the place of those which come with the program: of the book's own levels, or from the
/// picture that it gives. None where no app
/// can be installed, or if Palier was built without what draws. An icon of the book's own theme stays.
pub(super) fn icons(book: &Book, theme: &mut PublishedTheme, logo: Option<&Logo>) -> Vec<(Permalink, Drawing)> {
    if !cfg!(feature = "pictures") || book.delivery != Delivery::Host {
        return Vec::new();
    }
    let mut drawn = Vec::new();
    for icon in theme.app_icons.iter_mut().filter(|icon| icon.is_default) {
        let Some((side, _)) = icon.size else { continue };
        let (name, outline) = match (icon.is_maskable, icon.is_for_touch) {
            (true, _) => ("maskable", Outline::Maskable),
            (false, true) => ("touch", Outline::Square),
            (false, false) => ("app", Outline::Round),
        };
        let drawing = Drawing::Icon(Icon { colours: book.colours(), side, outline, logo: logo.cloned() });
        theme.files.remove(&icon.address);
        icon.address = named(&format!("icons/{name}-{side}.png"), &drawing);
        drawn.push((icon.address.clone(), drawing));
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_look_names_what_draws() {
        let lock: toml::Table = include_str!("../../Cargo.lock").parse().unwrap();
        let packages = lock["package"].as_array().unwrap();
        let resvg = packages.iter().find(|package| package["name"].as_str() == Some("resvg")).unwrap();
        assert!(LOOK.ends_with(&format!("resvg {}", resvg["version"].as_str().unwrap())));
    }
}
