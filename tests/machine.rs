//! What commands give to programs: `docs/content/6-reference/6-machine.en.md`, each of its examples run and compared, and its schema.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::literate::Page;
use support::{Book, Ran, json_schema};

/// The manual's page, from the repository.
const PAGE: &str = "docs/content/6-reference/6-machine.en.md";

fn page() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE)
}

/// The book of the page's examples.
fn book() -> Book {
    Page::read(&page()).examples.first().unwrap().book()
}

/// Runs the words of a command in English, and gives its one JSON value.
fn answer(book: &Book, words: &[&str]) -> (Ran, Value) {
    let ran = book.run(Command::new(env!("CARGO_BIN_EXE_palier")), &[words, &["--lang", "en"]].concat());
    assert_eq!(ran.error, "", "{words:?}");
    let value: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{words:?}: {error}: {}", ran.out));
    assert!(ran.out.ends_with("}\n") && ran.out.lines().count() == 1, "{}", ran.out);
    assert_eq!(value["exit"], ran.code.unwrap(), "{words:?}");
    let faults = faults_of_schema(&value);
    assert!(faults.is_empty(), "{words:?}: {faults:#?}\n{value:#}");
    (ran, value)
}

/// The words of a command, as a shell without anything to expand reads them.
fn words(line: &str) -> Vec<&str> {
    let pieces = line.split('"').enumerate();
    pieces
        .flat_map(|(at, piece)| if at % 2 == 1 { vec![piece] } else { piece.split_whitespace().collect() })
        .skip(1)
        .collect()
}

/// JSON on several lines, its fields in the order in which they are printed.
fn on_lines(json: &str) -> String {
    let (mut text, mut depth, mut is_quoted, mut last) = (String::new(), 0, false, ' ');
    let line = |depth: usize| format!("\n{}", "  ".repeat(depth));
    for c in json.trim().chars() {
        if is_quoted {
            text.push(c);
            is_quoted = c != '"' || last == '\\';
            last = if last == '\\' { ' ' } else { c };
            continue;
        }
        if matches!(c, '}' | ']') {
            depth -= 1;
            if !matches!(last, '{' | '[') {
                text += &line(depth);
            }
        } else if matches!(last, '{' | '[') {
            text += &line(depth);
        }
        text.push(c);
        match c {
            '{' | '[' => depth += 1,
            ',' => text += &line(depth),
            ':' => text.push(' '),
            '"' => is_quoted = true,
            _ => {}
        }
        last = c;
    }
    text
}

#[test]
fn the_manuals_examples_are_what_commands_give() {
    let text = fs::read_to_string(page()).unwrap();
    let (mut written, mut rest, mut count) = (String::new(), text.as_str(), 0);
    while let Some((before, after)) = rest.split_once("```console\n") {
        let (line, after) = after.split_once("\n```\n\n```json\n").unwrap();
        let (expected, after) = after.split_once("\n```\n").unwrap();
        let (ran, found) = answer(&book(), &words(line));
        let is_same = serde_json::from_str::<Value>(expected).unwrap() == found;
        let shown = if is_same { expected.to_owned() } else { on_lines(&ran.out) };
        assert!(support::is_blessing() || is_same, "{line} gives\n{shown}");
        written += &format!("{before}```console\n{line}\n```\n\n```json\n{shown}\n```\n");
        (rest, count) = (after, count + 1);
    }
    assert!(count > 10, "{count}");
    if support::is_blessing() {
        fs::write(page(), written + rest).unwrap();
    }
}

/// Where a value isn't what `docs/content/6-reference/machine.schema.json` says, or has a field that it doesn't name.
fn faults_of_schema(value: &Value) -> Vec<String> {
    json_schema::faults(
        &serde_json::from_str(include_str!("../docs/content/6-reference/machine.schema.json")).unwrap(),
        value,
    )
}

#[test]
fn what_the_schema_doesnt_allow_is_seen() {
    let (_, sound) = answer(&book(), &["check", "--format", "json"]);
    let broken: [fn(&mut Value); 6] = [
        |value| value["version"] = 2.into(),
        |value| value["diagnostics"][0]["severity"] = "fatal".into(),
        |value| value["result"]["pages"] = "many".into(),
        |value| value["more"] = 1.into(),
        |value| value["diagnostics"][0]["start"]["line"] = 0.into(),
        |value| drop(value.as_object_mut().unwrap().remove("refusals")),
    ];
    for change in broken {
        let mut value = sound.clone();
        change(&mut value);
        assert_ne!(faults_of_schema(&value).len(), 0, "{value:#}");
    }
}

#[test]
fn whatever_happens_a_program_reads_one_value() {
    let book = book().with("broken/book.toml", "[book\n").with("broken/content/1-a/1-b.md", "Texte.\n");
    for (line, command, exit) in [
        ("palier check broken --format json", "check", 1),
        ("palier build broken --format json", "build", 1),
        ("palier status broken --format=json", "status", 1),
        ("palier sync --all --book broken --format json", "sync", 1),
        ("palier mv a/b c --book broken --format json", "mv", 1),
        ("palier rm a/b --book broken --format json", "rm", 1),
        ("palier new a/c --book broken --format json", "new", 1),
        ("palier init broken --title Images --format json", "init", 2),
        ("palier init --format json", "init", 2),
        ("palier check absent --format json", "check", 1),
        ("palier mv voir/cadre --format json", "mv", 2),
        ("palier status --format json --fail-on late", "status", 2),
    ] {
        let (_, value) = answer(&book, &words(line));
        assert_eq!((&value["command"], &value["exit"]), (&command.into(), &exit.into()), "{line}");
        let said = value["errors"].as_u64().unwrap() + value["refusals"].as_array().unwrap().len() as u64;
        assert!(said > 0, "{line}: {value:#}");
    }
    let (_, value) = answer(&book, &["--format", "json"]);
    assert_eq!((&value["command"], &value["exit"]), (&Value::Null, &2.into()));
}

#[test]
fn a_move_says_whether_the_title_is_still_the_old_one() {
    let book = book();
    let keeps = |to: &str| {
        let (_, value) = answer(&book, &["mv", "voir/cadre", to, "--dry-run", "--format", "json"]);
        value["result"]["keeps_title"].clone()
    };
    assert_eq!((keeps("voir/bordure"), keeps("2")), (true.into(), false.into()));
}

#[test]
fn a_removal_that_is_only_shown_removes_nothing() {
    let book = book();
    let before = support::files(book.root());
    let (_, value) = answer(&book, &["rm", "voir/cadre", "--dry-run", "--format", "json"]);
    assert_eq!(value["result"]["removed"].as_array().unwrap().len(), 2, "{value:#}");
    assert_eq!(support::files(book.root()), before);
    let (_, value) = answer(&book, &["rm", "voir/cadre", "--format", "json"]);
    for removed in value["result"]["removed"].as_array().unwrap() {
        let is_there = |field: &str| book.path(removed[field].as_str().unwrap()).exists();
        assert!(!is_there("path") && is_there("kept_in"), "{removed}");
    }
}

#[test]
fn gitlab_gets_a_list_and_its_log_the_report() {
    let book = book();
    let ran = book.palier(&["check", "--format", "gitlab"]);
    let list: Value = serde_json::from_str(&ran.out).unwrap();
    assert!(list.as_array().unwrap().iter().any(|fault| fault["check_name"] == "missing-file"), "{list:#}");
    assert!(ran.error.contains("erreur[missing-file]"), "{}", ran.error);
    let none = Book::empty().palier(&["check", "--format", "gitlab"]);
    assert!(none.out.starts_with("[{") && none.code == Some(1), "{}", none.out);
}
