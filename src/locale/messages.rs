//! What Palier says to its user, in French and English: of each rule, from the front matter of its manual page
//! ([`Rule::messages`]); everything else, from `messages.fr.toml` and `messages.en.toml`. A text may have one
//! form for each plural category.

use std::collections::BTreeMap;
use std::io;
use std::sync::OnceLock;

use serde::Deserialize;

use super::number;
use crate::rule::Rule;

/// A language that Palier speaks to its user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum UserLanguage {
    /// French.
    Fr,
    /// English, when nothing says otherwise.
    #[default]
    En,
}

impl UserLanguage {
    /// Its code: `fr` or `en`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The tag whose numbers it writes.
    fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr-CA",
            Self::En => "en-CA",
        }
    }
}

/// A value put into a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Text, as it is.
    Text(String),
    /// A number, which also chooses the plural form.
    Count(u64),
    /// The size of a file, in bytes.
    Size(u64),
    /// Why the system can't do something: what kind of reason, and the system's own words.
    Refusal(io::ErrorKind, String),
    /// Words that depend on the user's language too.
    Message(Message),
}

/// The size of a file in bytes, said in the unit that fits: « 1,5 Mo », “1.5 MB”.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size(pub u64);

impl Size {
    fn text(self, language: UserLanguage) -> String {
        let (unit, mark) = match language {
            UserLanguage::Fr => ("o", ","),
            UserLanguage::En => ("B", "."),
        };
        let (tenths, prefix) = match self.0 {
            bytes @ 0..1_000 => return format!("{bytes}\u{a0}{unit}"),
            bytes @ 1_000..1_000_000 => (bytes / 100, "k"),
            bytes @ 1_000_000..1_000_000_000 => (bytes / 100_000, "M"),
            bytes => (bytes / 100_000_000, "G"),
        };
        match (tenths / 10, tenths % 10) {
            (whole, 0) => format!("{whole}\u{a0}{prefix}{unit}"),
            (whole, tenth) => format!("{whole}{mark}{tenth}\u{a0}{prefix}{unit}"),
        }
    }
}

impl From<Size> for Argument {
    fn from(size: Size) -> Self {
        Self::Size(size.0)
    }
}

impl From<&io::Error> for Argument {
    fn from(error: &io::Error) -> Self {
        Self::Refusal(error.kind(), error.to_string())
    }
}

/// The reasons that are common enough to be said in the user's language.
fn refusal(kind: io::ErrorKind) -> Option<Message> {
    use io::ErrorKind;
    Some(match kind {
        ErrorKind::NotFound => message!("system.not-found"),
        ErrorKind::PermissionDenied => message!("system.permission-denied"),
        ErrorKind::StorageFull => message!("system.storage-full"),
        ErrorKind::QuotaExceeded => message!("system.quota-exceeded"),
        ErrorKind::ReadOnlyFilesystem => message!("system.read-only"),
        ErrorKind::IsADirectory => message!("system.is-a-directory"),
        ErrorKind::NotADirectory => message!("system.not-a-directory"),
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => message!("system.busy"),
        ErrorKind::AddrNotAvailable => message!("system.address-unavailable"),
        ErrorKind::TimedOut => message!("system.timed-out"),
        _ => return None,
    })
}

impl From<Message> for Argument {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Argument {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<usize> for Argument {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}

/// A sentence to be said in the user's language: the key of its text, and the values in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The key: a rule’s name or a table of `messages.<lang>.toml`, a full stop, a name in it.
    pub key: &'static str,
    /// The values for the `{name}` places.
    pub arguments: Vec<(&'static str, Argument)>,
}

/// `message!("rule-name.message", link = "../x.md")`: the text of that key with those values.
#[macro_export]
macro_rules! message {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::locale::Message {
            key: $key,
            arguments: vec![$((stringify!($name), $crate::locale::Argument::from($value))),*],
        }
    };
}
pub use crate::message;

impl Message {
    /// The sentence in the user's language.
    pub fn text(&self, language: UserLanguage) -> String {
        let Some(forms) = catalogue(language).get(self.key) else {
            // `tests/tidy.rs` fails when a key is missing in either language.
            return self.key.to_owned();
        };
        let count = self.arguments.iter().find_map(|(_, argument)| match argument {
            Argument::Count(count) => Some(*count),
            Argument::Text(_) | Argument::Size(_) | Argument::Refusal(..) | Argument::Message(_) => None,
        });
        fill(forms.choose(language, count), &self.arguments, language)
    }
}

/// A text, in one form or in one for each plural category.
#[derive(Deserialize)]
#[serde(untagged)]
enum Forms {
    Single(String),
    Plural { one: String, other: String },
}

impl Forms {
    /// French counts 0 and 1 as one, English only 1 (CLDR plural rules; the tool never counts in
    /// millions, where French has a third form).
    fn choose(&self, language: UserLanguage, count: Option<u64>) -> &str {
        match (self, language, count) {
            (Self::Single(text), ..) => text,
            (Self::Plural { one, .. }, UserLanguage::Fr, Some(0 | 1))
            | (Self::Plural { one, .. }, UserLanguage::En, Some(1)) => one,
            (Self::Plural { other, .. }, ..) => other,
        }
    }
}

fn fill(template: &str, arguments: &[(&'static str, Argument)], language: UserLanguage) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        text.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}') else { break };
        let name = &rest[open + 1..open + close];
        match arguments.iter().find(|(known, _)| *known == name) {
            Some((_, Argument::Text(value))) => text.push_str(value),
            Some((_, Argument::Count(value))) => text.push_str(&number::whole(language.tag(), *value)),
            Some((_, Argument::Size(bytes))) => text.push_str(&Size(*bytes).text(language)),
            Some((_, Argument::Refusal(kind, words))) => {
                text.push_str(&refusal(*kind).map_or_else(|| words.clone(), |reason| reason.text(language)));
            }
            Some((_, Argument::Message(message))) => text.push_str(&message.text(language)),
            None => text.push_str(&rest[open..=open + close]),
        }
        rest = &rest[open + close + 1..];
    }
    text.push_str(rest);
    text
}

fn catalogue(language: UserLanguage) -> &'static BTreeMap<String, Forms> {
    static FR: OnceLock<BTreeMap<String, Forms>> = OnceLock::new();
    static EN: OnceLock<BTreeMap<String, Forms>> = OnceLock::new();
    match language {
        UserLanguage::Fr => FR.get_or_init(|| read(language)),
        UserLanguage::En => EN.get_or_init(|| read(language)),
    }
}

/// What is said apart from rules: a table for each command or part of the program.
fn tables(language: UserLanguage) -> &'static str {
    match language {
        UserLanguage::Fr => include_str!("messages.fr.toml"),
        UserLanguage::En => include_str!("messages.en.toml"),
    }
}

/// The texts by `table.name`. The files are part of the program: `tests/tidy.rs` reads them all.
fn read(language: UserLanguage) -> BTreeMap<String, Forms> {
    let tables: BTreeMap<String, BTreeMap<String, Forms>> = toml::from_str(tables(language)).unwrap_or_default();
    let of_rules = Rule::ALL
        .iter()
        .map(|rule| (rule.name().to_owned(), serde_yaml::from_str(rule.messages(language)).unwrap_or_default()));
    let mut texts = BTreeMap::new();
    for (table, entries) in tables.into_iter().chain(of_rules) {
        texts.extend(entries.into_iter().map(|(name, forms)| (format!("{table}.{name}"), forms)));
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_catalogues_parse_and_hold_the_same_keys() {
        let keys = |language| catalogue(language).keys().cloned().collect::<Vec<_>>();
        assert!(!keys(UserLanguage::Fr).is_empty());
        assert_eq!(keys(UserLanguage::Fr), keys(UserLanguage::En));
    }

    #[test]
    fn both_catalogues_have_the_same_places_and_plurals() {
        let places = |text: &str| {
            let names = text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned()));
            let is_name = |name: &String| !name.is_empty() && name.bytes().all(|c| c.is_ascii_lowercase() || c == b'_');
            names.filter(is_name).collect::<std::collections::BTreeSet<_>>()
        };
        let shape = |forms: &Forms| match forms {
            Forms::Single(text) => vec![places(text)],
            Forms::Plural { one, other } => vec![places(one), places(other)],
        };
        for (key, fr) in catalogue(UserLanguage::Fr) {
            assert_eq!(shape(fr), shape(&catalogue(UserLanguage::En)[key]), "{key}");
        }
    }

    #[test]
    fn a_size_is_said_in_the_unit_that_fits() {
        let said = |bytes| (Size(bytes).text(UserLanguage::Fr), Size(bytes).text(UserLanguage::En));
        assert_eq!(said(999), ("999\u{a0}o".to_owned(), "999\u{a0}B".to_owned()));
        assert_eq!(said(1_048_576), ("1\u{a0}Mo".to_owned(), "1\u{a0}MB".to_owned()));
        assert_eq!(said(12_345_678), ("12,3\u{a0}Mo".to_owned(), "12.3\u{a0}MB".to_owned()));
        assert_eq!(said(1_500), ("1,5\u{a0}ko".to_owned(), "1.5\u{a0}kB".to_owned()));
    }

    #[test]
    fn what_the_system_refuses_is_said_in_the_users_language() {
        let said = |error: io::Error| message!("unreadable-file.message", path = "a", reason = &error);
        let denied = said(io::ErrorKind::PermissionDenied.into());
        assert!(denied.text(UserLanguage::Fr).ends_with("l’accès est refusé"));
        assert!(denied.text(UserLanguage::En).ends_with("access is denied"));
        assert!(said(io::Error::other("raw")).text(UserLanguage::Fr).ends_with("raw"));
    }

    #[test]
    fn zero_is_singular_in_french_only() {
        let forms = Forms::Plural { one: "one".into(), other: "other".into() };
        assert_eq!(forms.choose(UserLanguage::Fr, Some(0)), "one");
        assert_eq!(forms.choose(UserLanguage::En, Some(0)), "other");
    }

    #[test]
    fn french_marks_have_the_spaces_of_quebec() {
        let of_rules = Rule::ALL.iter().flat_map(|rule| rule.messages(UserLanguage::Fr).lines());
        for line in tables(UserLanguage::Fr).lines().filter(|line| !line.starts_with('#')).chain(of_rules) {
            for wrong in [" :\"", " : ", " ;", " ?", " !", "\u{a0}?", "\u{a0};", "« ", " »"] {
                let code = matches!(wrong, " ?" | " !") && line.contains("![");
                assert!(code || !line.contains(wrong), "`{wrong}` in {line}");
            }
        }
    }
}
