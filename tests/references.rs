//! Citations and references against citeproc-js, the implementation of CSL that Zotero uses:
//! `tests/references/items.json`, and what it made of them in `citeproc.json` (`citeproc.mjs` says how).

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;
use support::Book;
use support::html::Html;
use support::site::Built;

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/references").join(name);
    std::fs::read_to_string(path).unwrap()
}

/// A book in one language and style, with a lesson for each work.
fn book(style: &str, lang: &str, items: &[Value]) -> Built {
    let key = &lang[..2];
    let toml = format!(
        "[book]\ntitle = \"A\"\nbase_url = \"https://example.org/\"\n\n[languages.{key}]\nlocale = \"{lang}\"\n\
         citation_style = \"{style}\"\n\n[check]\nallow = [\"missing-reference-field\", \"missing-outcomes\"]\n"
    );
    let mut book = Book::empty().with("book.toml", toml);
    book = book.with(&format!("content/1-a/index.{key}.md"), "---\ntitle: A\n---\n");
    for item in items {
        let id = item["id"].as_str().unwrap();
        let lesson = format!("---\ntitle: {id}\nreferences: [{item}]\n---\n\nA [@{id}, p. 12].\n");
        book = book.with(&format!("content/1-a/1-{id}.{key}.md"), lesson);
    }
    Built::from_dir(book.root())
}

/// The citation and the entry that a page shows, spaces of every kind as spaces.
fn shown(page: &Html) -> (String, String) {
    let plain = |text: &str| {
        let text = text.replace(['\u{a0}', '\u{202f}'], " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let find = |test: &dyn Fn(&support::html::Element) -> bool| {
        page.elements.iter().find(|element| test(element)).map(|element| plain(&element.text)).unwrap_or_default()
    };
    let citation = find(&|element| element.name == "p" && element.text.starts_with("A ("));
    let entry = find(&|element| element.attribute("id").is_some_and(|id| id.starts_with("ref:")));
    let citation = citation.strip_prefix("A ").unwrap_or(&citation).strip_suffix('.').unwrap_or_default().to_owned();
    (citation, entry.split('↩').next().unwrap_or_default().trim().to_owned())
}

#[test]
fn references_are_those_of_citeproc_js_but_for_what_is_listed() {
    let items: Vec<Value> = serde_json::from_str(&read("items.json")).unwrap();
    assert!(items.len() >= 40);
    let expected: BTreeMap<String, BTreeMap<String, Value>> = serde_json::from_str(&read("citeproc.json")).unwrap();
    let mut differences = String::new();
    for (set, expected) in &expected {
        let (style, lang) = set.split_once(' ').unwrap();
        let built = book(style, lang, &items);
        for item in &items {
            let id = item["id"].as_str().unwrap();
            let page = built.page(&format!("{}/a/{id}/", &lang[..2]));
            let (citation, entry) = shown(page);
            for (what, found) in [("citation", citation), ("entry", entry)] {
                let wanted = expected[id][what].as_str().unwrap();
                let wanted = wanted.replace(['\u{a0}', '\u{202f}'], " ");
                let wanted = wanted.split_whitespace().collect::<Vec<_>>().join(" ");
                if found != wanted {
                    writeln!(differences, "{set}, {id}\n- {wanted}\n+ {found}").unwrap();
                }
            }
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/references/differences.txt");
    if support::is_blessing() {
        std::fs::write(&path, &differences).unwrap();
    }
    // A difference that is listed and no longer found is good news, to be taken off the list.
    assert_eq!(read("differences.txt"), differences);
}
