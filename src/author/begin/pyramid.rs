//! The levels of a new book: those of a known pyramid, or the author's own.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{check_titles, slug};
use crate::author::Refusal;
use crate::author::template::read;
use crate::locale::{UserLanguage, message};
use crate::nearest::nearest;

/// The most levels that the site's pyramid has room for.
const MOST: usize = 9;

/// The pyramid of a new book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pyramid {
    /// Maslow's five needs.
    Maslow,
    /// Bloom's six ways of thinking.
    Bloom,
    /// The six levels of the Common European Framework of Reference for Languages.
    Cefr,
    /// As many levels, with names to be changed.
    Numbered(usize),
    /// The titles of each level, in the order of the book's languages; the last one stands for those that have none.
    Own(Vec<Vec<String>>),
}

/// A level: what is said of it in each language of the book.
#[derive(Debug)]
pub(super) struct Level {
    words: Vec<LevelWords>,
}

#[derive(Clone, Debug, Deserialize)]
struct LevelWords {
    title: String,
    need: Option<String>,
    about: String,
}

/// A level's words in the languages that Palier writes.
#[derive(Debug, Deserialize)]
struct Known<T> {
    fr: T,
    en: T,
}

impl<T> Known<T> {
    fn of(&self, language: UserLanguage) -> &T {
        match language {
            UserLanguage::Fr => &self.fr,
            UserLanguage::En => &self.en,
        }
    }
}

/// A file of `pyramids/`.
#[derive(Debug, Deserialize)]
struct KnownPyramid {
    level: Vec<Known<LevelWords>>,
}

/// `pyramids/own.toml`.
#[derive(Debug, Deserialize)]
struct OwnWords {
    fr: About,
    en: About,
    level: Vec<Known<String>>,
}

#[derive(Debug, Deserialize)]
struct About {
    about: String,
}

impl Pyramid {
    /// Reads `maslow`, `bloom`, `cefr` (or `cecr`), a number of levels, or their titles, separated by commas, each in
    /// several languages if need be: `Observer = Observe, Agir = Act`.
    ///
    /// # Errors
    /// If there are no levels, or more than the nine that a site has room for.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let help = || message!("init.help-levels");
        let pyramid = match text.trim().to_lowercase().as_str() {
            "maslow" => Self::Maslow,
            "bloom" => Self::Bloom,
            "cefr" | "cecr" | "cecrl" => Self::Cefr,
            "" => return Err(Refusal::new(message!("init.no-levels"), help())),
            number if number.bytes().all(|byte| byte.is_ascii_digit()) => {
                Self::Numbered(number.parse().unwrap_or(usize::MAX))
            }
            name => match slip(name) {
                // A pyramid of one level is rare, a slip of the hand is not.
                Some(known) => {
                    let message = message!("init.no-pyramid", name = text.trim());
                    return Err(Refusal::new(message, message!("sync.help-nearest", nearest = known)));
                }
                None => Self::Own(
                    text.split(',').map(titles).filter(|titles| titles.iter().any(|title| !title.is_empty())).collect(),
                ),
            },
        };
        let count = match &pyramid {
            Self::Numbered(count) => *count,
            Self::Own(levels) => levels.len(),
            _ => return Ok(pyramid),
        };
        match count {
            0 => Err(Refusal::new(message!("init.no-levels"), help())),
            1..=MOST => Ok(pyramid),
            _ => Err(Refusal::new(message!("init.too-many-levels", most = MOST.to_string()), help())),
        }
    }

    /// Refuses a level with more titles than the book has languages.
    ///
    /// # Errors
    /// If a level has more.
    pub fn check_titles(&self, languages: usize) -> Result<(), Refusal> {
        match self {
            Self::Own(levels) => levels.iter().try_for_each(|titles| check_titles(titles, languages)),
            _ => Ok(()),
        }
    }

    /// The levels in those languages; `written_in` says in which of Palier's each is written.
    pub(super) fn levels(
        &self,
        keys: &[String],
        written_in: impl Fn(&str) -> UserLanguage,
    ) -> Result<Vec<Level>, Refusal> {
        let languages: Vec<UserLanguage> = keys.iter().map(|key| written_in(key)).collect();
        let known = |file: &str| {
            let pyramid = toml::from_str::<KnownPyramid>(read(file)).map_or_else(|_| Vec::new(), |known| known.level);
            let words = |level: &Known<LevelWords>| languages.iter().map(|&at| level.of(at).clone()).collect();
            pyramid.iter().map(|level| Level { words: words(level) }).collect()
        };
        let levels: Vec<Level> = match self {
            Self::Maslow => known("pyramids/maslow.toml"),
            Self::Bloom => known("pyramids/bloom.toml"),
            Self::Cefr => known("pyramids/cefr.toml"),
            Self::Numbered(_) | Self::Own(_) => self.own(&languages),
        };
        let mut seen = BTreeSet::new();
        for level in &levels {
            for locale in 0..languages.len() {
                let title = level.title(locale);
                if !seen.insert((locale, slug(title)?)) {
                    return Err(Refusal::new(
                        message!("init.level-twice", title = title),
                        message!("init.help-level-twice"),
                    ));
                }
            }
        }
        Ok(levels)
    }

    fn own(&self, languages: &[UserLanguage]) -> Vec<Level> {
        let Ok(OwnWords { fr, en, level: numbered }) = toml::from_str(read("pyramids/own.toml")) else {
            return Vec::new();
        };
        let about = Known { fr, en };
        let level = |title: &dyn Fn(usize, UserLanguage) -> String| Level {
            words: (0..)
                .zip(languages)
                .map(|(locale, &language)| LevelWords {
                    title: title(locale, language),
                    need: None,
                    about: about.of(language).about.clone(),
                })
                .collect(),
        };
        match self {
            Self::Own(levels) => levels
                .iter()
                .map(|titles| level(&|locale, _| titles.get(locale).or(titles.last()).cloned().unwrap_or_default()))
                .collect(),
            Self::Numbered(count) => {
                numbered.iter().take(*count).map(|known| level(&|_, language| known.of(language).clone())).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The known pyramid that one word was probably meant to be; `None` for titles.
fn slip(text: &str) -> Option<&'static str> {
    let is_word = !text.contains(|c: char| c == ',' || c.is_whitespace());
    nearest(text, ["maslow", "bloom", "cefr", "cecr"]).filter(|_| is_word)
}

/// A text in several languages, as it is typed on one line: `Observer = Observe`.
pub fn titles(text: &str) -> Vec<String> {
    text.split(" = ").map(|title| title.trim().to_owned()).collect()
}

impl Level {
    /// Its title in a language of the book, by its place in the list.
    pub(super) fn title(&self, locale: usize) -> &str {
        self.words.get(locale).map_or("", |words| &words.title)
    }

    /// The need that it answers; `None` for a level of the author's own.
    pub(super) fn need(&self, locale: usize) -> Option<&str> {
        self.words.get(locale)?.need.as_deref()
    }

    /// What is said of it.
    pub(super) fn about(&self, locale: usize) -> &str {
        self.words.get(locale).map_or("", |words| &words.about)
    }
}
