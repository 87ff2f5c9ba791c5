//! What each setting and each field is, in the user’s language: the words of the manual’s tables and of the schemas.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::UserLanguage;

/// What is said of a setting or a field: Markdown, in which links lead from the manual’s reference pages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// What it holds; if it is one of several values, each in backticks.
    pub holds: String,
    /// What counts where it is absent: the value in backticks, or words.
    pub default: String,
    /// What it is for.
    pub means: String,
}

/// What is said of a setting or a field. `table` is a section of `book.toml` or a kind of file. `None` if it isn’t
/// known; a test asks for the words of all that are.
pub fn words(language: UserLanguage, table: &str, key: &str) -> Option<&'static Words> {
    static FR: OnceLock<BTreeMap<String, BTreeMap<String, Words>>> = OnceLock::new();
    static EN: OnceLock<BTreeMap<String, BTreeMap<String, Words>>> = OnceLock::new();
    let (all, text) = match language {
        UserLanguage::Fr => (&FR, include_str!("reference.fr.toml")),
        UserLanguage::En => (&EN, include_str!("reference.en.toml")),
    };
    // The files are part of the program: a test reads them.
    all.get_or_init(|| toml::from_str(text).unwrap_or_default()).get(table)?.get(key)
}
