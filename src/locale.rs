//! Languages: those of the book, and the one that Palier speaks to its user.

pub mod alphabet;
pub mod messages;
pub mod number;
pub mod reference;
pub mod typography;

use std::fmt;

pub use alphabet::Alphabet;
pub use messages::{Argument, Message, Size, UserLanguage, message};

/// One of the book's languages: its place in `book.toml`'s list ([`crate::config::Config::languages`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale(pub u8);

impl Locale {
    /// Its index in the book's list of languages, from 0.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A value for each language of the book; made only whole.
#[derive(Clone, PartialEq, Eq)]
pub struct Localized<T>(Box<[T]>);

impl<T> Localized<T> {
    /// Makes the value of each of `count` languages.
    pub fn from_fn(count: usize, mut make: impl FnMut(Locale) -> T) -> Self {
        let count = u8::try_from(count).unwrap_or(u8::MAX);
        Self((0..count).map(|index| make(Locale(index))).collect())
    }

    /// The value in that language.
    pub fn get(&self, locale: Locale) -> &T {
        &self.0[locale.index()]
    }

    /// The value in that language, to be changed.
    pub fn get_mut(&mut self, locale: Locale) -> &mut T {
        &mut self.0[locale.index()]
    }

    /// What is made of each value.
    pub fn map<U>(&self, make: impl FnMut(&T) -> U) -> Localized<U> {
        Localized(self.0.iter().map(make).collect())
    }

    /// Every language with its value, in the book's order.
    pub fn iter(&self) -> impl Iterator<Item = (Locale, &T)> {
        (0..).map(Locale).zip(self.0.iter())
    }
}

impl<T: fmt::Debug> fmt::Debug for Localized<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter()).finish()
    }
}
