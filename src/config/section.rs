//! Tables and values of `book.toml` as written, each checked for what it should be.

use std::collections::BTreeSet;

use toml::de::{DeTable, DeValue};

use super::TABLES;
use super::setting::Given;
use crate::characters;
use crate::diagnostic::Diagnostic;
use crate::locale::{Message, message};
use crate::nearest::nearest;
use crate::rule::Rule;
use crate::source::{Lines, Span, Spanned};

/// A value as written, with its place.
pub(super) type Written<'a> = toml::Spanned<DeValue<'a>>;

/// A table, or the absence of one: then it holds nothing.
#[derive(Clone, Copy)]
pub(super) struct Section<'a> {
    /// The table; `None` if it is missing.
    pub(super) entries: Option<&'a DeTable<'a>>,
}

impl<'a> Section<'a> {
    /// The value of a key, with its place; `None` if the table or the key is missing.
    pub(super) fn get(self, key: &str) -> Option<&'a Written<'a>> {
        self.entries?.get(key)
    }

    /// The keys and their values, each with its place; none if the table is missing.
    pub(super) fn iter(self) -> impl Iterator<Item = (Spanned<&'a str>, &'a Written<'a>)> {
        let entries = self.entries.into_iter().flatten();
        entries.map(|(key, value)| (Spanned::new(key.get_ref().as_ref(), key.span()), value))
    }
}

/// Takes typed values out of tables, and keeps the faults.
pub(super) struct SectionReader {
    diagnostics: Vec<Diagnostic<Span>>,
    lines: Lines,
    /// Lines that could not be read as TOML, from 0: what was recovered of them is not reported again.
    broken: BTreeSet<usize>,
}

impl SectionReader {
    /// A reader that begins with the faults of the syntax; `broken` are the lines that have one, from 0.
    pub(super) fn new(syntax: Vec<Diagnostic<Span>>, lines: Lines, broken: BTreeSet<usize>) -> Self {
        Self { diagnostics: syntax, lines, broken }
    }

    /// Whether some lines could not be read as TOML, so that a setting which seems missing may be there.
    pub(super) fn has_broken_lines(&self) -> bool {
        !self.broken.is_empty()
    }

    /// The faults, sorted by place.
    pub(super) fn into_diagnostics(mut self) -> Vec<Diagnostic<Span>> {
        self.diagnostics.sort_by_key(|diagnostic| diagnostic.at.start);
        self.diagnostics
    }

    /// Keeps a fault, unless it begins on a broken line.
    pub(super) fn push(&mut self, diagnostic: Diagnostic<Span>) {
        if !self.broken.contains(&self.lines.line(diagnostic.at.start)) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Reports an invalid setting at that place, unless it begins on a broken line.
    pub(super) fn invalid(&mut self, at: Span, message: Message, help: Message) {
        self.push(Diagnostic::new(Rule::InvalidSetting, at, message).help(help));
    }

    /// Reports the keys of a table that are not known there, with the key that may have been meant.
    pub(super) fn unknown_keys(&mut self, section: Section<'_>, table: &str, keys: &[&str]) {
        for (key, _) in section.iter().filter(|(key, _)| !keys.contains(&key.value)) {
            let message = match table {
                "" => message!("unknown-setting.message-top", key = key.value),
                _ => message!("unknown-setting.message", key = key.value, table = table),
            };
            let elsewhere = TABLES.iter().find(|table| table.settings.iter().any(|setting| setting.key == key.value));
            let help = match (nearest(key.value, keys.iter().copied()), elsewhere) {
                (_, Some(home)) => message!("unknown-setting.help-elsewhere", table = home.name),
                (Some(nearest), None) => message!("unknown-setting.help-nearest", nearest = nearest),
                (None, None) => message!("unknown-setting.help", known = keys.join(", ")),
            };
            self.push(Diagnostic::new(Rule::UnknownSetting, key.span, message).help(help));
        }
    }

    /// Reports the keys of a setting's own table that are not known in it.
    pub(super) fn unknown_entries(&mut self, section: Section<'_>, setting: &str, keys: &[&str]) {
        for (key, _) in section.iter().filter(|(key, _)| !keys.contains(&key.value)) {
            let message = message!("unknown-setting.entry", key = key.value, setting = setting);
            let help = match nearest(key.value, keys.iter().copied()) {
                Some(nearest) => message!("unknown-setting.help-nearest", nearest = nearest),
                None => message!("unknown-setting.help", known = keys.join(", ")),
            };
            self.push(Diagnostic::new(Rule::UnknownSetting, key.span, message).help(help));
        }
    }

    /// The table under that key, an empty one if it is missing; another value is reported. `path` is its name from
    /// the file's root.
    pub(super) fn section<'a>(&mut self, parent: Section<'a>, key: &str, path: &str) -> Section<'a> {
        let Some(value) = parent.get(key) else { return Section { entries: None } };
        let DeValue::Table(table) = value.get_ref() else {
            self.invalid(
                value.span(),
                message!("invalid-setting.table", key = path),
                message!("invalid-setting.help-table", key = path),
            );
            return Section { entries: None };
        };
        Section { entries: Some(table) }
    }

    /// The text of a setting, trimmed; `None` if it is empty or another value, which is reported.
    pub(super) fn text(&mut self, given: Given<'_>) -> Option<Spanned<String>> {
        self.text_of(given.value, given.key)
    }

    /// A list of texts, each trimmed; items that are empty or no text are reported and left out, and so is a value
    /// that is no list.
    pub(super) fn texts(&mut self, Given { key, value }: Given<'_>) -> Vec<Spanned<String>> {
        let DeValue::Array(items) = value.get_ref() else {
            self.invalid(
                value.span(),
                message!("invalid-setting.list", key = key),
                message!("invalid-setting.help-list", key = key),
            );
            return Vec::new();
        };
        items.iter().filter_map(|item| self.text_of(item, key)).collect()
    }

    fn text_of(&mut self, value: &Written<'_>, key: &str) -> Option<Spanned<String>> {
        let DeValue::String(text) = value.get_ref() else {
            self.invalid(
                value.span(),
                message!("invalid-setting.text", key = key),
                message!("invalid-setting.help-text", key = key),
            );
            return None;
        };
        if let Some(one) = characters::hidden(text) {
            let message = match characters::is_override(one) {
                true => message!("hidden-character.turned", name = characters::name(one)),
                false => message!("hidden-character.message-code", name = characters::name(one)),
            };
            let fault = Diagnostic::new(Rule::HiddenCharacter, value.span(), message);
            self.push(fault.help(message!("hidden-character.help-escape")));
        }
        let text = characters::shown(text.trim().into());
        if text.is_empty() {
            let message = message!("invalid-setting.empty", key = key);
            self.invalid(value.span(), message, message!("invalid-setting.help-empty"));
            return None;
        }
        Some(Spanned::new(text.into_owned(), value.span()))
    }

    /// A boolean; `None` for another value, which is reported.
    pub(super) fn truth(&mut self, Given { key, value }: Given<'_>) -> Option<bool> {
        let truth = value.get_ref().as_bool();
        if truth.is_none() {
            let message = message!("invalid-setting.truth", key = key);
            self.invalid(value.span(), message, message!("invalid-setting.help-truth", key = key));
        }
        truth
    }

    /// The one of `choices` that a text names; `None` for any other text or value, which is reported.
    pub(super) fn choice<T: Copy>(&mut self, given: Given<'_>, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(given)?;
        let chosen = choices.iter().find(|(name, _)| *name == text.value);
        if chosen.is_none() {
            let known: Vec<String> = choices.iter().map(|(name, _)| format!("\"{name}\"")).collect();
            self.invalid(
                text.span,
                message!("invalid-setting.choice", key = given.key, value = text.value),
                message!("invalid-setting.help-choice", known = known.join(", ")),
            );
        }
        chosen.map(|&(_, value)| value)
    }
}
