//! The characters beside a place of a run.

use super::OBJECT;

/// A run, asked for the characters around a byte offset.
#[derive(Clone, Copy)]
pub(super) struct Neighbours<'a> {
    /// The run's text.
    pub(super) run: &'a str,
}

impl Neighbours<'_> {
    /// The character that ends at that byte offset of the run; `None` at its beginning.
    pub(super) fn before(self, at: usize) -> Option<char> {
        self.run[..at].chars().next_back()
    }

    /// The character that begins at that byte offset of the run; `None` at its end.
    pub(super) fn after(self, at: usize) -> Option<char> {
        self.run[at..].chars().next()
    }
}

/// Whether it is a part of a word, or an object in the place of one.
pub(super) fn is_wordy(character: char) -> bool {
    character.is_alphanumeric() || character == OBJECT
}

/// Whether there is nothing, or white space of any kind.
pub(super) fn is_blank(character: Option<char>) -> bool {
    character.is_none_or(char::is_whitespace)
}

/// Whether what follows it begins something.
pub(super) fn opens(character: char) -> bool {
    matches!(character, '(' | '[' | '{' | '“' | '‘' | '«' | '„')
}

/// Whether it joins the words on its two sides.
pub(super) fn joins(character: char) -> bool {
    matches!(character, '—' | '–' | '-' | '/')
}

/// Whether it ends something, or is the end.
pub(super) fn closes(character: char) -> bool {
    let punctuation = matches!(character, '.' | ',' | ';' | ':' | '!' | '?' | '…' | ')' | ']' | '}');
    punctuation || matches!(character, '”' | '’' | '»' | '"' | '\'') || joins(character)
}
