//! What the value of a setting or a field may be, as a JSON Schema (draft 2020-12). In a row of settings or fields, its
//! shape is beside its reader: the schema accepts what the reader does.
//!
//! One exception: a word among several that has spaces around it is read, and not accepted here, since an editor offers
//! the words of a list, but not those of a pattern.

use serde_json::{Value, json};

/// Makes the schema of a value.
pub type Shape = fn() -> Value;

/// The pattern of a language’s key, as in file names and addresses.
pub const LANGUAGE_KEY: &str = "[a-z]{2,8}(-[a-z0-9]{1,8})*";

/// An object that the schema describes once, under that name.
pub fn defined(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// A text that a pattern describes, with or without spaces around it.
pub fn pattern(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": format!("^\\s*(?:{pattern})\\s*$") })
}

/// One of several words.
pub fn choice<'n>(names: impl IntoIterator<Item = &'n str>) -> Value {
    json!({ "enum": names.into_iter().collect::<Vec<_>>() })
}

/// A value of any of these shapes.
pub fn any_of(shapes: impl IntoIterator<Item = Value>) -> Value {
    json!({ "anyOf": shapes.into_iter().collect::<Vec<_>>() })
}

/// A list.
pub fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

/// Values by the key of a language.
pub fn by_language(of: Value) -> Value {
    json!({ "type": "object", "propertyNames": pattern(LANGUAGE_KEY), "additionalProperties": of })
}

/// The shapes of settings, which are TOML.
pub mod in_toml {
    use super::{Value, any_of, json, list};

    /// A text, which isn’t empty.
    pub fn text() -> Value {
        json!({ "type": "string", "pattern": "\\S" })
    }

    /// A list of texts.
    pub fn texts() -> Value {
        list(text())
    }

    /// One text for all languages, or one for each.
    pub fn text_by_language() -> Value {
        any_of([text(), super::by_language(text())])
    }

    /// `true` or `false`.
    pub fn truth() -> Value {
        json!({ "type": "boolean" })
    }
}

/// The shapes of fields, which are YAML: a field whose value is missing is as good as none.
pub mod in_yaml {
    use super::{Value, any_of, json};

    /// A text: YAML takes some for numbers or truth values.
    pub fn text() -> Value {
        json!({ "type": ["string", "number", "boolean", "null"] })
    }

    /// One text for all languages, or one for each.
    pub fn text_by_language() -> Value {
        any_of([text(), super::by_language(text())])
    }

    /// Texts by names that the author chooses.
    pub fn texts_by_name() -> Value {
        json!({ "type": ["object", "null"], "additionalProperties": text() })
    }

    /// A list of texts; a single one is a list of one.
    pub fn texts() -> Value {
        list(json!({ "type": ["string", "number", "boolean"] }))
    }

    /// A list of such items; a single one is a list of one.
    pub fn list(item: Value) -> Value {
        let list = super::list(item.clone());
        any_of([json!({ "type": "null" }), item, list])
    }

    /// A text that a pattern describes, or none.
    pub fn pattern(pattern: &str) -> Value {
        any_of([json!({ "type": "null" }), super::pattern(pattern)])
    }

    /// `true` or `false`, in quotation marks or not.
    pub fn truth() -> Value {
        any_of([json!({ "type": ["boolean", "null"] }), super::pattern("[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]")])
    }

    /// A day of the calendar.
    pub fn day() -> Value {
        pattern("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
    }

    /// The author’s own values.
    pub fn map() -> Value {
        json!({ "type": ["object", "null"] })
    }
}
