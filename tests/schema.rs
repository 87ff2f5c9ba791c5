//! The reference of settings and fields: in the schemas that editors read, and in the manual's tables.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use palier::config::{LANGUAGE, LINK, LOGO, PUBLISH, TABLES};
use palier::locale::UserLanguage;
use palier::locale::reference::{Words, words};
use palier::parse::front_matter::{FIELDS, Field, Sharing, Texts};
use palier::parse::{credit, glossary};
use palier::schema::Schema;
use serde_json::{Value, json};
use support::{Book, json_schema};

const LANGUAGES: [UserLanguage; 2] = [UserLanguage::Fr, UserLanguage::En];

/// The pages with tables: the path without its language and its ending, the language's heading of each table (none: the
/// table above all headings), and the table of words.
const PAGES: &[(&str, &[(&str, &str)])] = &[
    (
        "docs/content/6-reference/1-settings",
        &[
            ("## `[book]`", "book"),
            ("## `[languages.fr]`", "languages"),
            ("## `[site]`", "site"),
            ("## `[theme]`", "theme"),
            ("## `[questions]`", "questions"),
            ("## `[build]`", "build"),
            ("## `[check]`", "check"),
            ("## `[publish.site]`", "publish"),
        ],
    ),
    ("docs/content/6-reference/2-front-matter", &[("", "front-matter")]),
    (
        "docs/content/6-reference/3-files",
        &[("## `glossary.yml`", "glossary"), ("## `tags.yml`", "tags"), ("## `photo.jpg.credit.yml`", "credit")],
    ),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every table of words, with its keys.
fn known() -> Vec<(&'static str, BTreeSet<&'static str>)> {
    fn keys<'k, T>(rows: &'k [T], key: impl Fn(&'k T) -> &'static str) -> BTreeSet<&'static str> {
        rows.iter().map(key).collect()
    }
    let mut known: Vec<_> =
        TABLES.iter().map(|table| (table.name, keys(table.settings, |setting| setting.key))).collect();
    known.extend([
        (LANGUAGE.name, keys(LANGUAGE.settings, |setting| setting.key)),
        (PUBLISH.name, keys(PUBLISH.settings, |setting| setting.key)),
        ("logo", LOGO.map(|(key, _)| key).into()),
        ("link", LINK.map(|(key, _)| key).into()),
        ("front-matter", keys(FIELDS, |field| field.key)),
        ("item", ["text", "id", "serves", "any"].into()),
        ("glossary", glossary::TERM.map(|(key, _)| key).into()),
        ("tags", ["label"].into()),
        ("credit", credit::FIELDS.map(|(key, _)| key).into()),
    ]);
    known
}

/// The keys of a table of words, in the order of the file.
fn written(language: UserLanguage) -> Vec<(String, Vec<String>)> {
    let path = root().join(format!("src/locale/reference.{}.toml", language.key()));
    let file: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
    let keys = |table: &toml::Value| table.as_table().unwrap().keys().cloned().collect();
    file.iter().map(|(name, table)| (name.clone(), keys(table))).collect()
}

#[test]
fn every_setting_and_field_is_described_in_both_languages_and_nothing_else_is() {
    for language in LANGUAGES {
        let written = written(language);
        assert_eq!(written.len(), known().len(), "{language:?}");
        for (table, keys) in known() {
            let of = written.iter().find(|(name, _)| name == table);
            let (_, described) = of.unwrap_or_else(|| panic!("{language:?} has no table {table}"));
            assert_eq!(described.iter().map(String::as_str).collect::<BTreeSet<_>>(), keys, "{language:?}: {table}");
            for key in keys {
                let Words { holds, default, means } = words(language, table, key).unwrap();
                for text in [holds, default, means] {
                    assert!(!text.is_empty() && !text.contains(['|', '\n']) && !text.ends_with('.'), "{table}.{key}");
                }
            }
        }
    }
    assert_eq!(written(UserLanguage::Fr), written(UserLanguage::En), "the order is the manual's");
}

#[test]
fn french_has_no_break_spaces() {
    let text = fs::read_to_string(root().join("src/locale/reference.fr.toml")).unwrap();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        for wrong in [" :", " ;", " ?", " !", "« ", " »", "\u{a0};", "'"] {
            assert!(!line.contains(wrong), "`{wrong}` in {line}");
        }
    }
}

/// The table of the manual for a table of words.
fn table(language: UserLanguage, table: &str) -> String {
    let in_words = |french: &'static str, english: &'static str| match language {
        UserLanguage::Fr => french,
        UserLanguage::En => english,
    };
    let is_settings = TABLES.iter().any(|known| known.name == table) || [LANGUAGE.name, PUBLISH.name].contains(&table);
    let first = if is_settings { in_words("réglage", "setting") } else { in_words("champ", "field") };
    let mut head = vec![
        first,
        in_words("contient", "holds"),
        in_words("par défaut", "by default"),
        in_words("à quoi il sert", "what it is for"),
    ];
    if table == "front-matter" {
        head.extend([in_words("dans", "in"), in_words("traductions", "translations")]);
    }
    let mut lines = vec![head.iter().map(|&cell| cell.to_owned()).collect(), vec!["---".to_owned(); head.len()]];
    let (_, keys) = written(language).into_iter().find(|(name, _)| name == table).unwrap();
    for key in keys {
        let Words { holds, default, means } = words(language, table, &key).unwrap();
        let mut line = vec![format!("`{key}`"), holds.clone(), default.clone(), means.clone()];
        if let Some(field) = Field::of_key(&key).filter(|_| table == "front-matter") {
            let of = match field.of {
                Texts::All => in_words("tous les textes", "all"),
                Texts::Levels => in_words("niveaux", "levels"),
                Texts::Lessons => in_words("leçons", "lessons"),
                Texts::LessonsAndPages => in_words("leçons, pages", "lessons, pages"),
            };
            let sharing = match field.sharing {
                Sharing::Own => in_words("chacune le sien", "each its own"),
                Sharing::Lent => in_words("chacune le sien, ou celui d’une autre", "each its own, or another’s"),
                Sharing::Shared(_) | Sharing::EntriesShared => in_words("le même", "shared"),
            };
            line.extend([of.to_owned(), sharing.to_owned()]);
        }
        lines.push(line);
    }
    let line = |cells: &Vec<String>| match cells.iter().all(|cell| cell == "---") {
        true => format!("|{}\n", "---|".repeat(cells.len())),
        false => format!("| {} |\n", cells.join(" | ")),
    };
    lines.iter().map(line).collect()
}

/// The page with that table in the place of the first one below a heading; `None` if there is none.
fn with_table(page: &str, heading: &str, table: &str) -> Option<String> {
    let (before, after) = match heading {
        "" => ("", page),
        _ => page.split_once(&format!("\n{heading}\n"))?,
    };
    let section = after.split("\n## ").next()?;
    let start = section.find("\n| ")? + 1;
    let lines = section[start..].split_inclusive('\n').take_while(|line| line.starts_with('|'));
    let end = start + lines.map(str::len).sum::<usize>();
    let heading = if heading.is_empty() { String::new() } else { format!("\n{heading}\n") };
    Some(format!("{before}{heading}{}{table}{}", &after[..start], &after[end..]))
}

#[test]
fn the_manuals_tables_are_made_of_these_words() {
    let pages = PAGES.iter().flat_map(|page| LANGUAGES.map(|language| (page, language)));
    for ((path, tables), language) in pages {
        let path = root().join(format!("{path}.{}.md", language.key()));
        let written = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut page = written.clone();
        for (heading, name) in *tables {
            let made = with_table(&page, heading, &table(language, name));
            page = made.unwrap_or_else(|| panic!("{} has no table below {heading:?}", path.display()));
        }
        let headings = written.lines().filter(|line| line.starts_with("## `")).count();
        let named = tables.iter().filter(|(heading, _)| !heading.is_empty()).count();
        assert_eq!(headings, named, "{} has tables of nothing that Palier reads", path.display());
        if support::is_blessing() {
            fs::write(&path, &page).unwrap();
        } else {
            assert!(page == written, "{}: PALIER_BLESS=1 writes its tables again", path.display());
        }
    }
}

/// Every file below a folder whose name ends so.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let all = walk(folder);
    all.into_iter().filter(|path| path.to_string_lossy().ends_with(end)).collect()
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

/// The books that come with Palier, and one that `init` begins.
fn books() -> (Book, Vec<PathBuf>) {
    let begun = Book::empty();
    let ran = begun.palier(&["init", "book", "--title", "Apprendre à douter = Learning to doubt"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let mut books = vec![root().to_owned(), root().join("docs"), begun.path("book")];
    let small = fs::read_dir(root().join("tests/books")).unwrap().map(|entry| entry.unwrap().path());
    books.extend(small.filter(|path| path.join("book.toml").is_file()));
    assert!(books.len() > 10);
    (begun, books)
}

fn yaml(text: &str) -> Option<Value> {
    serde_yaml::from_str(text).ok()
}

/// The front matter of a text, its title in quotation marks, so that other readers of YAML take « Une image : d’où
/// vient-elle » for a text as well; `None` if there is none.
fn front_matter(text: &str) -> Option<String> {
    let block = text.strip_prefix("---\n")?.split_once("\n---\n")?.0;
    let line = |line: &str| match line.strip_prefix("title: ").filter(|title| !title.starts_with(['"', '\''])) {
        Some(title) => format!("title: {}\n", json!(title)),
        None => format!("{line}\n"),
    };
    Some(block.lines().map(line).collect())
}

#[test]
fn what_palier_reads_without_a_fault_is_what_the_schemas_say() {
    let (_begun, books) = books();
    let [mut read, mut unread] = [0, 0];
    let mut check = |schema: Schema, value: &Value, path: &Path| {
        let faults = json_schema::faults(&schema.value(UserLanguage::En), value);
        assert!(faults.is_empty(), "{}: {faults:#?}", path.display());
        read += 1;
    };
    for book in books {
        let settings = book.join("book.toml");
        let table: toml::Table = fs::read_to_string(&settings).unwrap().parse().unwrap();
        check(Schema::Book, &serde_json::to_value(table).unwrap(), &settings);
        for (end, schema) in [
            ("content/glossary.yml", Schema::Glossary),
            ("content/tags.yml", Schema::Tags),
            (".credit.yml", Schema::Credit),
        ] {
            for path in files(&book.join("content"), end) {
                check(schema, &yaml(&fs::read_to_string(&path).unwrap()).unwrap(), &path);
            }
        }
        for path in files(&book.join("content"), ".md") {
            let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
            let Some(block) = front_matter(&text) else { continue };
            match yaml(&block) {
                Some(value) => check(Schema::FrontMatter, &value, &path),
                // Another text that is one to Palier alone.
                None => unread += 1,
            }
        }
    }
    assert!(read > 400 && unread * 20 < read, "{read} {unread}");
}

#[test]
fn what_palier_reads_in_another_way_is_what_the_schemas_say_too() {
    let is_sound = |schema: Schema, value: Value| {
        let faults = json_schema::faults(&schema.value(UserLanguage::Fr), &value);
        assert!(faults.is_empty(), "{value}: {faults:?}");
    };
    for front_matter in [
        json!({ "title": 1984, "draft": null, "duration": "25", "tags": "vie-privee" }),
        json!({ "title": "T", "prerequisites": ["a/b", { "any": ["a/c", "a/d"] }], "aliases": "/vieux/" }),
        json!({ "title": "T", "objectives": [{ "Composer ": "une phrase" }, { "text": "Lire", "serves": "fil" }] }),
        json!({ "title": "T", "outcomes": { "fil": "Suivre un fil" }, "color": "#0b6", "slug": "où-ça" }),
        json!({ "title": "T", "references": [{ "id": "a", "type": "book" }], "extra": { "a": [1] } }),
    ] {
        is_sound(Schema::FrontMatter, front_matter);
    }
    is_sound(
        Schema::Glossary,
        json!({ "curation": { "fr": { "term": "curation", "plurals": ["curations"] }, "en": null } }),
    );
    is_sound(Schema::Tags, json!({ "ia": "IA", "code": { "fr": "Code" } }));
    is_sound(
        Schema::Book,
        json!({
            "book": { "title": " T ", "base_url": " https://école.example/a/ ", "editions": { "2025": "https://a.org" } },
            "site": { "contact": "mailto:a@b.ca", "allow_hosts": ["*.example.org", "localhost:80"] },
            "build": { "max_file_size": "1,5 Mo" },
            "questions": { "count": { "fr": ["accents"] } },
        }),
    );
}

#[test]
fn what_palier_would_report_is_no_such_file() {
    let faults = |schema: Schema, value: &Value| json_schema::faults(&schema.value(UserLanguage::En), value);
    let book = |section: &str, key: &str, value: Value| {
        let mut book = json!({ "book": { "title": "T" } });
        book[section][key] = value;
        book
    };
    for wrong in [
        json!({}),
        json!({ "book": {} }),
        json!({ "book": { "title": "" } }),
        json!({ "book": { "title": "T" }, "sites": {} }),
        json!({ "book": { "title": "T" }, "languages": { "Français": {} } }),
        json!({ "book": { "title": "T" }, "languages": { "fr": { "fallback": "nothing" } } }),
        book("book", "titel", json!("x")),
        book("book", "id", json!("a/b")),
        book("book", "base_url", json!("example.org")),
        book("book", "edit_url", json!("https://example.org")),
        book("book", "edition", json!("x".repeat(41))),
        book("site", "search", json!("yes")),
        book("site", "contact", json!("Zoé")),
        book("site", "logo", json!({ "dark": "static/a.svg" })),
        book("site", "header_links", json!([{ "label": "A" }])),
        book("build", "max_file_size", json!(0)),
        book("build", "theme", json!("../x")),
        book("check", "allow", json!(["duplicate-id"])),
        book("check", "deny", json!(["no-such-rule"])),
        book("questions", "count", json!(["colour"])),
    ] {
        assert_ne!(faults(Schema::Book, &wrong).len(), 0, "{wrong}");
    }
    let text = |key: &str, value: Value| {
        let mut text = json!({ "title": "T" });
        text[key] = value;
        text
    };
    for wrong in [
        json!({ "slug": "x" }),
        text("titre", json!("x")),
        text("title", json!(["x"])),
        text("slug", json!("A b")),
        text("color", json!("green")),
        text("duration", json!("une heure")),
        text("duration", json!(0)),
        text("date", json!("1er mars")),
        text("draft", json!("oui")),
        text("tags", json!({ "a": "b" })),
        text("footnotes", json!(["a"])),
        text("objectives", json!([{ "text": "a", "serve": "b" }])),
        text("prerequisites", json!([{ "all": ["a"] }])),
    ] {
        assert_ne!(faults(Schema::FrontMatter, &wrong).len(), 0, "{wrong}");
    }
    for (schema, wrong) in [
        (Schema::Glossary, json!({ "Capital social": {} })),
        (Schema::Glossary, json!({ "a": { "fr": { "terme": "x" } } })),
        (Schema::Tags, json!({ "a": ["A"] })),
        (Schema::Credit, json!({ "auteur": "x" })),
    ] {
        assert_ne!(faults(schema, &wrong).len(), 0, "{wrong}");
    }
}

#[test]
fn a_schema_is_printed_in_the_language_asked_for() {
    let book = Book::empty();
    for (schema, language, said) in [
        ("front-matter", "fr", "Contient\u{a0}: un nombre de minutes. Par défaut\u{a0}: rien. Dans les leçons."),
        (
            "front-matter",
            "en",
            "when all of their lessons do. Holds: a number of minutes. By default: none. In lessons.",
        ),
        ("book", "fr", "Le titre du livre."),
        ("glossary", "en", "Other names, shown on the glossary’s page."),
        ("tags", "en", "What readers see of the tag."),
        ("credit", "fr", "Sa licence."),
    ] {
        let ran = book.palier(&["schema", schema, "--lang", language]);
        let value: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(value["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(ran.out.contains(said) && !ran.out.contains("](.."), "{schema} {language}: {}", ran.out);
    }
    let ran = book.palier(&["schema", "lesson"]);
    assert!(ran.code == Some(2) && ran.error.contains("front-matter"), "{ran:?}");
}

/// The files that a `#:schema` or `$schema` line of a text names, from the text's folder.
fn named(text: &str) -> Option<&str> {
    let line = text.lines().next()?;
    line.strip_prefix("#:schema ").or_else(|| line.strip_prefix("# yaml-language-server: $schema="))
}

#[test]
fn a_new_book_names_its_schema_and_each_build_brings_it_up_to_date() {
    let book = Book::empty();
    let ran = book.palier(&["init", "book", "--title", "Le cadre", "--languages", "fr", "--lang", "fr"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let folder = book.path("book");
    let schema = folder.join(named(&fs::read_to_string(folder.join("book.toml")).unwrap()).unwrap());
    let read = || fs::read_to_string(&schema).unwrap();
    assert_eq!(read(), Schema::Book.text(UserLanguage::Fr));
    assert_eq!(fs::read_to_string(folder.join(".palier/schemas/.gitignore")).unwrap(), "*\n");
    // An older Palier's, or none, as in a book that was just cloned.
    fs::write(&schema, "{}").unwrap();
    assert_eq!(book.palier(&["build", "book", "--lang", "en"]).code, Some(0));
    assert_eq!(read(), Schema::Book.text(UserLanguage::En));
    fs::remove_dir_all(folder.join(".palier/schemas")).unwrap();
    assert_eq!(book.palier(&["check", "book"]).code, Some(0));
    assert!(!schema.exists(), "a check writes nothing");
    assert_eq!(book.palier(&["build", "book", "--lang", "fr"]).code, Some(0));
    assert_eq!(read(), Schema::Book.text(UserLanguage::Fr));
}

#[test]
fn the_lines_of_the_manual_name_schemas_that_are_there() {
    let book = Book::empty();
    assert_eq!(book.palier(&["init", "book", "--title", "Le cadre", "--languages", "fr"]).code, Some(0));
    for language in LANGUAGES {
        let page = root().join(format!("docs/content/6-reference/3-files.{}.md", language.key()));
        let page = fs::read_to_string(page).unwrap();
        let blocks = page.split("```yaml").skip(1).filter_map(|rest| rest.split_once('\n')?.1.split("\n```").next());
        let files = ["content/glossary.yml", "content/tags.yml", "content/photo.jpg.credit.yml"];
        let schemas = [Schema::Glossary, Schema::Tags, Schema::Credit];
        let mut count = 0;
        for ((block, file), schema) in blocks.zip(files).zip(schemas) {
            let named = named(block).unwrap_or_else(|| panic!("{block} names no schema"));
            let path = book.path("book").join(file).parent().unwrap().join(named);
            let value: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
            assert_eq!(value, schema.value(UserLanguage::Fr));
            assert_eq!(json_schema::faults(&value, &yaml(block).unwrap()), Vec::<String>::new());
            count += 1;
        }
        assert_eq!(count, 3);
    }
}
