//! JSON Schemas (draft 2020-12) of the files that an author writes, by which an editor offers settings and fields,
//! explains them and underlines what Palier would report. They are made of the tables by which these files are read.

use std::path::Path;

use serde_json::{Map, Value, json};

use crate::cache;
use crate::config::{LANGUAGE, LINK, LOGO, PUBLISH, TABLES};
use crate::locale::reference::words;
use crate::locale::{UserLanguage, message};
use crate::parse::credit;
use crate::parse::front_matter::{FIELDS, Texts, learning};
use crate::parse::glossary::TERM;
use crate::shape::{Shape, defined, in_yaml, pattern};

/// The pattern of the ids of tags and terms.
const ID: &str = crate::model::Slug::PATTERN;

/// A kind of file that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// `book.toml`.
    Book,
    /// The front matter of a text.
    FrontMatter,
    /// `glossary.yml`.
    Glossary,
    /// `tags.yml`.
    Tags,
    /// `photo.jpg.credit.yml`.
    Credit,
}

/// Writes all schemas into the book’s `.palier/schemas/`, where a `#:schema` or `$schema` line in its files leads an
/// editor. They are there without a network, and always those of the Palier that builds the book.
pub fn provide(book: &Path, language: UserLanguage) {
    for schema in Schema::ALL {
        cache::provide(book, "schemas", &format!("{}.json", schema.name()), &schema.text(language));
    }
}

impl Schema {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Book, Self::FrontMatter, Self::Glossary, Self::Tags, Self::Credit];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Book => "book",
            Self::FrontMatter => "front-matter",
            Self::Glossary => "glossary",
            Self::Tags => "tags",
            Self::Credit => "credit",
        }
    }

    /// The one of that name; `None` if there is none.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|schema| schema.name() == name)
    }

    /// The schema, whose descriptions are in the user’s language.
    pub fn value(self, language: UserLanguage) -> Value {
        let said = Said(language);
        let mut schema = match self {
            Self::Book => said.book(),
            Self::FrontMatter => said.front_matter(),
            Self::Glossary => said.glossary(),
            Self::Tags => said.tags(),
            Self::Credit => said.object("credit", credit::FIELDS),
        };
        if let Value::Object(schema) = &mut schema {
            schema.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
        }
        schema
    }

    /// The same, as a file.
    pub fn text(self, language: UserLanguage) -> String {
        format!("{:#}\n", self.value(language))
    }
}

/// What schemas say in a language.
struct Said(UserLanguage);

impl Said {
    fn book(&self) -> Value {
        let mut sections = Map::new();
        for table in TABLES {
            let rows = table.settings.iter().map(|setting| (setting.key, setting.shape));
            let mut section = self.object(table.name, rows);
            if table.name == "book" {
                section["required"] = json!(["title"]);
            }
            sections.insert(table.name.into(), section);
        }
        let language = self.object(LANGUAGE.name, LANGUAGE.settings.iter().map(|setting| (setting.key, setting.shape)));
        let languages = json!({
            "type": "object",
            "propertyNames": pattern(crate::shape::LANGUAGE_KEY),
            "additionalProperties": language,
        });
        sections.insert(LANGUAGE.name.into(), languages);
        let target = self.object(PUBLISH.name, PUBLISH.settings.iter().map(|setting| (setting.key, setting.shape)));
        let target = json!({ "type": "object", "additionalProperties": target });
        sections.insert(PUBLISH.name.into(), target);
        json!({
            "title": "book.toml",
            "type": "object",
            "properties": sections,
            "additionalProperties": false,
            "required": ["book"],
            "$defs": { "logo": self.needing(&["file"], "logo", LOGO), "link": self.needing(&["label", "to"], "link", LINK) },
        })
    }

    fn front_matter(&self) -> Value {
        let mut schema = self.object("front-matter", FIELDS.iter().map(|field| (field.key, field.shape)));
        for field in FIELDS {
            let of = match field.of {
                Texts::All => continue,
                Texts::Levels => message!("schema.levels"),
                Texts::Lessons => message!("schema.lessons"),
                Texts::LessonsAndPages => message!("schema.lessons-and-pages"),
            };
            let described = &mut schema["properties"][field.key]["description"];
            *described = format!("{} {}", described.as_str().unwrap_or_default(), of.text(self.0)).into();
        }
        schema["title"] = message!("schema.front-matter").text(self.0).into();
        schema["required"] = json!(["title"]);
        schema["$defs"] = json!({
            "item": self.needing(&["text"], "item", learning::ITEM),
            "choice": self.needing(&["any"], "item", learning::CHOICE),
        });
        schema
    }

    fn glossary(&self) -> Value {
        let mut term = self.object("glossary", TERM);
        // Either is read: it is a word that means it.
        term["properties"]["plurals"] = term["properties"]["plural"].clone();
        term["type"] = json!(["object", "null"]);
        json!({
            "title": "glossary.yml",
            "type": ["object", "null"],
            "propertyNames": pattern(ID),
            "additionalProperties": {
                "type": ["object", "null"],
                "propertyNames": pattern(crate::shape::LANGUAGE_KEY),
                "additionalProperties": defined("term"),
            },
            "$defs": { "term": term },
        })
    }

    fn tags(&self) -> Value {
        let mut label = in_yaml::text_by_language();
        label["description"] = self.description("tags", "label").into();
        json!({
            "title": "tags.yml",
            "type": ["object", "null"],
            "propertyNames": pattern(ID),
            "additionalProperties": label,
        })
    }

    /// An object of these keys, each described, and of no others.
    fn object(&self, table: &str, rows: impl IntoIterator<Item = (&'static str, Shape)>) -> Value {
        let described = |(key, shape): (&'static str, Shape)| {
            let mut value = shape();
            value["description"] = self.description(table, key).into();
            (key.to_owned(), value)
        };
        let properties: Map<String, Value> = rows.into_iter().map(described).collect();
        json!({ "type": "object", "properties": properties, "additionalProperties": false })
    }

    /// Such an object, in which some keys must be.
    fn needing(&self, needed: &[&str], table: &str, rows: impl IntoIterator<Item = (&'static str, Shape)>) -> Value {
        let mut object = self.object(table, rows);
        object["required"] = json!(needed);
        object
    }

    /// What a setting or a field is, as a text without links: they lead from the manual.
    fn description(&self, table: &str, key: &str) -> String {
        let Some(words) = words(self.0, table, key) else { return String::new() };
        let [means, holds, default] = [&words.means, &words.holds, &words.default].map(|text| without_links(text));
        let mut letters = means.chars();
        let first = letters.next().map(char::to_uppercase).into_iter().flatten();
        let means: String = first.chain(letters).collect();
        message!("schema.description", means = means, holds = holds, default = default).text(self.0)
    }
}

/// Markdown whose links are their words.
fn without_links(text: &str) -> String {
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        let Some((_, next)) = after.split_once(')') else { break };
        // The bracket that the words follow; others before it are text.
        let (text, words) = before.rsplit_once('[').unwrap_or(("", before));
        left.extend([text, words]);
        rest = next;
    }
    left.push_str(rest);
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_its_words_in_an_editor() {
        assert_eq!(without_links("un [lien](a.md#b), `[]` et [deux](c)"), "un lien, `[]` et deux");
        assert_eq!(without_links("`[\"a\"]`"), "`[\"a\"]`");
    }
}
