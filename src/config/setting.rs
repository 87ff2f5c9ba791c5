//! What is known of a setting of `book.toml`.

use super::section::{Section, SectionReader, Written};
use crate::shape::Shape;

/// A setting: a line of `book.toml`. What is said of it is in [`crate::locale::reference`], by its table and its key.
pub struct Setting<T: 'static> {
    /// The key, as an author writes it.
    pub key: &'static str,
    /// What its value may be.
    pub shape: Shape,
    /// Reads the value that a book gives; if it can’t be read, the fault is reported and the former value stays.
    pub(super) read: Read<T>,
}

type Read<T> = fn(&mut T, Given<'_>, &mut SectionReader);

/// The value of a setting as written.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    /// The setting’s key, or that of a language within the setting.
    pub(super) key: &'a str,
    /// The value, with its place.
    pub(super) value: &'a Written<'a>,
}

/// A table of settings.
pub struct Table<T: 'static> {
    /// Its name; only the first part of it if there is a table for each language.
    pub name: &'static str,
    /// Its settings, in the order in which they are read.
    pub settings: &'static [Setting<T>],
}

impl<T> Table<T> {
    /// The keys, in order.
    pub(super) fn keys(&self) -> Vec<&'static str> {
        self.settings.iter().map(|setting| setting.key).collect()
    }

    /// Reads what such a table gives into `all`.
    pub(super) fn read(&self, all: &mut T, section: Section<'_>, faults: &mut SectionReader) {
        for setting in self.settings {
            if let Some(value) = section.get(setting.key) {
                (setting.read)(all, Given { key: setting.key, value }, faults);
            }
        }
    }
}
