//! The language server, asked by an editor that is a script: over pipes, as a process of its own.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::Book;

/// How long an answer may take before the test fails: far more than any takes.
const LIMIT: Duration = Duration::from_secs(60);

const LESSON: &str = "content/1-debut/1-lire.fr.md";
const OTHER: &str = "content/1-debut/2-ecrire.fr.md";

/// An editor with the server that it began.
struct Editor {
    server: Child,
    input: Option<ChildStdin>,
    /// What the server says; closed when it ends.
    heard: Receiver<Value>,
    asked: i64,
    /// The faults of each file, as they were published last.
    faults: BTreeMap<String, Vec<Value>>,
    root: String,
}

impl Editor {
    fn begin(book: &Book) -> Self {
        Self::begin_with(book, &json!({}), &json!({ "lang": "en" }))
    }

    fn begin_with(book: &Book, capabilities: &Value, options: &Value) -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_palier"))
            .args(["lsp", "--stdio"])
            .env("LC_ALL", "fr_CA.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, heard) = channel();
        let mut output = BufReader::new(server.stdout.take().unwrap());
        thread::spawn(move || {
            loop {
                let mut length = 0;
                loop {
                    let mut line = String::new();
                    if output.read_line(&mut line).unwrap_or(0) == 0 {
                        return;
                    }
                    match line.trim_end().split_once(": ") {
                        Some(("Content-Length", value)) => length = value.parse().unwrap(),
                        Some(_) => {}
                        None => break,
                    }
                }
                let mut body = vec![0; length];
                output.read_exact(&mut body).unwrap();
                if sender.send(serde_json::from_slice(&body).unwrap()).is_err() {
                    return;
                }
            }
        });
        let input = server.stdin.take();
        let root = format!("file://{}", book.root().to_str().unwrap());
        let mut editor = Self { server, input, heard, asked: 0, faults: BTreeMap::new(), root };
        let params = json!({
            "processId": null, "rootUri": editor.root, "capabilities": capabilities, "initializationOptions": options,
        });
        let begun = editor.ask("initialize", params);
        assert_eq!(begun["serverInfo"]["name"], "palier");
        editor.say("initialized", json!({}));
        editor
    }

    fn write(&mut self, message: &Value) {
        let text = message.to_string();
        let input = self.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        input.flush().unwrap();
    }

    fn say(&mut self, method: &str, params: Value) {
        self.write(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// What the server says next.
    fn hear(&mut self) -> Value {
        let said = self.heard.recv_timeout(LIMIT).expect("the server says something");
        if said["method"] == "textDocument/publishDiagnostics" {
            let uri = said["params"]["uri"].as_str().unwrap();
            let path = uri.strip_prefix(&format!("{}/", self.root)).unwrap_or(uri).to_owned();
            self.faults.insert(path, said["params"]["diagnostics"].as_array().unwrap().clone());
        }
        said
    }

    /// The whole answer to a question.
    fn answer(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.write(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let said = self.hear();
            if said["id"] == id && said.get("method").is_none() {
                return said;
            }
        }
    }

    /// The result of an answer.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Asks about a place of a file.
    fn ask_at(&mut self, method: &str, path: &str, (line, character): (u32, u32)) -> Value {
        let params = json!({
            "textDocument": { "uri": self.uri(path) }, "position": { "line": line, "character": character },
        });
        self.ask(&format!("textDocument/{method}"), params)
    }

    fn uri(&self, path: &str) -> String {
        format!("{}/{path}", self.root)
    }

    fn open(&mut self, path: &str, text: &str) {
        let document = json!({ "uri": self.uri(path), "languageId": "markdown", "version": 1, "text": text });
        self.say("textDocument/didOpen", json!({ "textDocument": document }));
    }

    fn change(&mut self, path: &str, version: i64, changes: Value) {
        let document = json!({ "uri": self.uri(path), "version": version });
        self.say("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// The rules broken in a file, once they are those.
    fn wait_for(&mut self, path: &str, rules: &[&str]) {
        let until = Instant::now() + LIMIT;
        loop {
            let now: Vec<&str> =
                self.faults.get(path).into_iter().flatten().map(|fault| fault["code"].as_str().unwrap()).collect();
            if now == rules && self.faults.contains_key(path) {
                return;
            }
            assert!(Instant::now() < until, "{path}: {now:?}, not {rules:?}");
            self.hear();
        }
    }

    /// How the server ends once nothing more is said to it.
    fn ended(mut self) -> ExitStatus {
        self.input = None;
        let until = Instant::now() + LIMIT;
        loop {
            if let Some(status) = self.server.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < until, "the server goes on");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // It has ended already, if all is well.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn book() -> Book {
    Book::empty()
        .with("book.toml", "[book]\ntitle = \"Un livre\"\n[languages.fr]\n[languages.en]\n[check]\nallow = [\"missing-base-url\", \"missing-book-id\", \"unused-reference\", \"unused-term\"]\n")
        .with("content/1-debut/index.fr.md", "---\ntitle: Début\n---\n")
        .with("content/1-debut/index.en.md", "---\ntitle: Start\n---\n")
        .with(LESSON, lesson())
        .with(
            "content/1-debut/1-lire.en.md",
            "---\ntitle: Reading\n---\n\nA [text](2-ecrire.en.md).\n\n## Further\n\nThe same passage.\n",
        )
        .with(OTHER, "---\ntitle: Écrire\ndescription: Des mots, *puis* des phrases.\n---\n\n## Commencer {#debut}\n\nUn mot.\n")
        .with("content/1-debut/2-ecrire.en.md", "---\ntitle: Writing\n---\n\n## Beginning {#debut}\n\nA word.\n")
        .with("content/glossary.yml", "marque:\n  fr: { term: marque, definition: Un signe *visible*. }\n  en: { term: mark, definition: A sign. }\n")
        .with(
            "content/references.yml",
            "toffler-1980:\n  type: book\n  title: The Third Wave\n  author: { family: Toffler, given: Alvin }\n  issued: 1980\n",
        )
}

fn lesson() -> &'static str {
    "---\ntitle: Lire\n---\n\n\
     Un [texte](2-ecrire.fr.md), [sa suite](2-ecrire.fr.md#debut), une [[marque]][^1] et [@toffler-1980].\n\n\
     ## Plus loin\n\nLe même passage.\n\n[^1]: Une *note*.\n"
}

/// The line and the column, in units of UTF-16, of a passage of a text.
fn place(text: &str, passage: &str) -> (u32, u32) {
    let at = text.find(passage).unwrap();
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let units = text[line..at].encode_utf16().count();
    (u32::try_from(text[..at].matches('\n').count()).unwrap(), u32::try_from(units).unwrap())
}

#[test]
fn a_fault_is_told_as_one_types_and_taken_back_when_it_is_mended() {
    let book = book();
    let mut editor = Editor::begin(&book);
    let text = lesson().replace("Un [texte](2-ecrire.fr.md)", "🙂 Un [texte](2-ecrir.fr.md)");
    editor.open(LESSON, &text);
    editor.wait_for(LESSON, &["broken-link"]);
    let fault = &editor.faults[LESSON][0];
    assert_eq!(fault["severity"], 1);
    assert_eq!(fault["source"], "palier");
    // In units of UTF-16, which every editor knows.
    assert_eq!(
        fault["range"],
        json!({ "start": { "line": 4, "character": 6 }, "end": { "line": 4, "character": 28 } })
    );
    assert!(fault["message"].as_str().unwrap().ends_with("\ndid you mean `2-ecrire.fr.md`?"), "{fault}");
    let start = json!({ "line": 4, "character": 21 });
    let range = json!({ "start": start, "end": start });
    editor.change(LESSON, 2, json!([{ "range": range, "text": "e" }]));
    editor.wait_for(LESSON, &[]);
    // The disk was never touched.
    assert_eq!(fs::read_to_string(book.path(LESSON)).unwrap(), lesson());
}

#[test]
fn bytes_are_counted_where_an_editor_can_and_its_language_is_spoken() {
    let book = book();
    let capabilities = json!({ "general": { "positionEncodings": ["utf-16", "utf-8"] } });
    let mut editor = Editor::begin_with(&book, &capabilities, &json!({}));
    editor.open(LESSON, "---\ntitle: Lire\n---\n\n🙂 é [texte](x.md)\n");
    editor.wait_for(LESSON, &["broken-link"]);
    let fault = &editor.faults[LESSON][0];
    assert_eq!(fault["range"]["start"], json!({ "line": 4, "character": 8 }));
    // Nothing was asked for: the environment's.
    assert!(fault["message"].as_str().unwrap().contains("ne mène à aucune page"), "{fault}");
}

#[test]
fn a_fault_in_another_file_is_told_and_the_text_on_disk_counts_once_it_is_closed() {
    let book = book();
    let mut editor = Editor::begin(&book);
    // Who takes an anchor away breaks a link of another lesson.
    editor.open(OTHER, "---\ntitle: Écrire\n---\n\nUn mot.\n");
    editor.wait_for(LESSON, &["missing-anchor"]);
    let closed = json!({ "textDocument": { "uri": editor.uri(OTHER) } });
    editor.say("textDocument/didClose", closed);
    editor.wait_for(LESSON, &[]);
}

#[test]
fn a_file_that_changes_on_disk_is_read_when_the_editor_says_so() {
    let book = book();
    let mut editor = Editor::begin(&book);
    editor.open(LESSON, &lesson().replace("Le même", "![Un plan](plan.svg) Le même"));
    editor.wait_for(LESSON, &["missing-file"]);
    fs::write(book.path("content/1-debut/plan.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").unwrap();
    editor.say("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    editor.wait_for(LESSON, &[]);
}

#[test]
fn a_text_of_no_book_has_no_faults_and_no_answers() {
    let elsewhere = Book::empty().with("notes.md", "# Notes");
    let mut editor = Editor::begin(&elsewhere);
    editor.open("notes.md", "# Notes\n\n[a](");
    assert_eq!(editor.ask_at("hover", "notes.md", (0, 3)), Value::Null);
    assert_eq!(editor.ask_at("completion", "notes.md", (2, 4)), Value::Null);
    editor.ask("shutdown", Value::Null);
    assert!(editor.faults.is_empty(), "{:?}", editor.faults);
    editor.say("exit", Value::Null);
    assert!(editor.ended().success());
}

#[test]
fn a_book_whose_settings_cant_be_read_says_so_there_and_still_completes() {
    let book = book();
    let mut editor = Editor::begin(&book);
    editor.open(LESSON, lesson());
    editor.ask_at("hover", LESSON, (4, 6));
    editor.open("book.toml", "[book\n");
    editor.wait_for("book.toml", &["invalid-book-toml"]);
    let text = "---\ntitle: Lire\n---\n\n[a](";
    editor.change(LESSON, 2, json!([{ "text": text }]));
    assert!(labels(&editor.ask_at("completion", LESSON, (4, 4))).contains(&"2-ecrire.fr.md".to_owned()));
    editor.change(
        "book.toml",
        2,
        json!([{ "text": "[book]\ntitle = \"Un livre\"\n[languages.fr]\n[languages.en]\n" }]),
    );
    editor.wait_for("book.toml", &[]);
}

#[test]
fn the_faults_of_a_book_that_went_away_go_with_it() {
    let book = book();
    let mut editor = Editor::begin(&book);
    editor.open(LESSON, "---\ntitle: Lire\n---\n\n[a](x.md)\n");
    editor.wait_for(LESSON, &["broken-link"]);
    let away = tempfile::tempdir().unwrap();
    fs::rename(book.root(), away.path().join("livre")).unwrap();
    editor.change(LESSON, 2, json!([{ "text": "---\ntitle: Lire\n---\n\n[a](y.md)\n" }]));
    editor.wait_for(LESSON, &[]);
    fs::rename(away.path().join("livre"), book.root()).unwrap();
    editor.change(LESSON, 3, json!([{ "text": "---\ntitle: Lire\n---\n\n[a](z.md)\n" }]));
    editor.wait_for(LESSON, &["broken-link"]);
}

fn labels(items: &Value) -> Vec<String> {
    items.as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_could_be_written_is_offered() {
    let book = book().with("content/1-debut/plan.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let mut editor = Editor::begin(&book);
    editor.open(LESSON, lesson());
    // The first question that needs the book has it read.
    editor.ask_at("hover", LESSON, (4, 6));
    let mut version = 1;
    for (typed, offered) in [
        ("[a](", &["index.fr.md", "2-ecrire.fr.md"][..]),
        ("[a](2-ecrire.fr.md#", &["debut"]),
        ("[a](#", &["plus-loin"]),
        ("![a](", &["plan.svg"]),
        ("Un mot[^", &["1"]),
        ("Un [[", &["marque"]),
        ("Un [voir @", &["toffler-1980"]),
        ("Un @tof", &["toffler-1980"]),
        ("moi@exemple", &[]),
    ] {
        version += 1;
        let text = format!("{}\n{typed}", lesson());
        editor.change(LESSON, version, json!([{ "text": text }]));
        let at = (u32::try_from(text.matches('\n').count()).unwrap(), u32::try_from(typed.len()).unwrap());
        let items = editor.ask_at("completion", LESSON, at);
        let labels = labels(&items);
        for label in offered {
            assert!(labels.iter().any(|known| known == label), "{typed}: {labels:?}");
        }
        assert_eq!(offered.is_empty(), labels.is_empty(), "{typed}: {labels:?}");
        // What is chosen takes the place of what was typed.
        for item in items.as_array().unwrap() {
            assert_eq!(item["textEdit"]["range"]["end"], json!({ "line": at.0, "character": at.1 }), "{typed}");
        }
    }
    editor.change(LESSON, version + 1, json!([{ "text": "---\nti" }]));
    assert!(labels(&editor.ask_at("completion", LESSON, (1, 2))).contains(&"title: ".to_owned()));
}

#[test]
fn a_place_shows_what_it_leads_to() {
    let book = book();
    let mut editor = Editor::begin(&book);
    editor.open(LESSON, lesson());
    for (passage, shown) in [
        ("texte](", "**Écrire**\n\nDes mots, \\*puis\\* des phrases."),
        ("sa suite", "**Écrire**\n\n## Commencer {#debut}"),
        ("marque]]", "**marque**\n\nUn signe visible."),
        ("^1]", "Une *note*."),
        ("toffler", "Toffler, A. (1980). The Third Wave."),
        ("même", "**English**\n\nThe same passage."),
        ("Plus loin", "**English**\n\n## Further"),
    ] {
        let said = editor.ask_at("hover", LESSON, place(lesson(), passage));
        assert_eq!(said["contents"]["value"], shown, "{passage}");
    }
    assert_eq!(editor.ask_at("hover", LESSON, (1, 8)), Value::Null);
}

#[test]
fn a_place_leads_to_where_its_text_is_written() {
    let book = book();
    let mut editor = Editor::begin(&book);
    editor.open(LESSON, lesson());
    for (passage, path, line) in [
        ("texte](", OTHER, 0),
        ("sa suite", OTHER, 5),
        ("marque]]", "content/glossary.yml", 1),
        ("^1]", LESSON, 10),
        ("toffler", "content/references.yml", 0),
        ("même", "content/1-debut/1-lire.en.md", 8),
    ] {
        let found = editor.ask_at("definition", LESSON, place(lesson(), passage));
        assert_eq!(found[0]["uri"], editor.uri(path), "{passage}");
        assert_eq!(found[0]["range"]["start"]["line"], line, "{passage}");
    }
}

#[test]
fn a_fix_that_is_offered_mends_its_fault() {
    let lesson = |body: &str| format!("---\ntitle: Lire\n---\n\n{body}\n\n[^note]: Une note[^note].\n");
    for (rule, path, text, mended) in [
        ("broken-link", LESSON, lesson("[a](2-ecrir.fr.md)"), "[a](2-ecrire.fr.md)"),
        ("missing-anchor", LESSON, lesson("[debu](2-ecrire.fr.md#debu)"), "[debu](2-ecrire.fr.md#debut)"),
        ("undefined-term", LESSON, lesson("[[marqe]]"), "[[marque]]"),
        ("undefined-reference", LESSON, lesson("[@tofler-1980]"), "[@toffler-1980]"),
        ("unknown-callout", LESSON, lesson("> [!NOET]\n> a"), "> [!NOTE]\n> a"),
        ("unknown-field", LESSON, "---\ntitle: Lire\ndescripton: a\n---\n\nb\n".to_owned(), "\ndescription: a\n"),
        (
            "unquoted-value",
            LESSON,
            "---\ntitle: \"Lire\" et dire\n---\n\nb\n".to_owned(),
            "title: '\"Lire\" et dire'\n",
        ),
        (
            "unknown-setting",
            "book.toml",
            "[book]\ntitel = \"Un livre\"\n[languages.fr]\n[languages.en]\n".to_owned(),
            "\ntitle = \"Un livre\"\n",
        ),
    ] {
        let book = book();
        let mut editor = Editor::begin(&book);
        editor.open(path, &text);
        let uri = editor.uri(path);
        let everywhere = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
        let params = json!({ "textDocument": { "uri": uri }, "range": everywhere, "context": { "diagnostics": [] } });
        let actions = editor.ask("textDocument/codeAction", params);
        let told = |editor: &Editor| {
            let faults = editor.faults.get(path).into_iter().flatten();
            faults.map(|fault| fault["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert!(told(&editor).contains(&rule.to_owned()), "{rule}: {:?}", editor.faults);
        assert_eq!(actions.as_array().map(Vec::len), Some(1), "{rule}: {actions}");
        let edit = &actions[0]["edit"]["changes"][&uri][0];
        editor.change(path, 2, json!([{ "range": edit["range"], "text": edit["newText"] }]));
        // Any answer about a place comes after the check of what was typed.
        editor.ask_at("hover", path, (0, 0));
        assert!(!told(&editor).contains(&rule.to_owned()), "{rule}: {edit}");
        let written = edit["newText"].as_str().unwrap();
        assert!(mended.contains(written), "{rule}: {written}");
        assert!(actions[0]["title"].as_str().unwrap().contains(written), "{rule}");
    }
}

#[test]
fn many_edits_are_checked_together_and_a_question_among_them_is_answered() {
    let book = book();
    let mut editor = Editor::begin(&book);
    editor.open(LESSON, lesson());
    for version in 2..1002 {
        let start = json!({ "line": 8, "character": 0 });
        editor.change(LESSON, version, json!([{ "range": { "start": start, "end": start }, "text": "a" }]));
    }
    let shown = editor.ask_at("hover", LESSON, place(lesson(), "toffler"));
    assert!(shown["contents"]["value"].as_str().unwrap().contains("Wave"));
    editor.change(LESSON, 1002, json!([{ "text": "---\ntitle: Lire\n---\n\n[a](x.md)\n" }]));
    editor.wait_for(LESSON, &["broken-link"]);
}

#[test]
fn a_question_that_is_cancelled_or_unknown_harms_nothing() {
    let book = book();
    let mut editor = Editor::begin(&book);
    editor.open(LESSON, lesson());
    editor.say("$/cancelRequest", json!({ "id": 2 }));
    let answer = editor.answer(
        "textDocument/hover",
        json!({ "textDocument": { "uri": editor.uri(LESSON) }, "position": { "line": 4, "character": 6 } }),
    );
    assert!(answer.get("error").is_none_or(|error| error["code"] == -32800), "{answer}");
    assert_eq!(editor.answer("textDocument/moniker", json!({}))["error"]["code"], -32601);
    assert_eq!(editor.answer("textDocument/hover", json!({ "position": 3 }))["error"]["code"], -32602);
    // A change of a text that was never opened, and one that can't be: nothing is lost by them.
    editor.change("content/x.md", 1, json!([{ "text": "x" }]));
    let far = json!({ "start": { "line": 900, "character": 4 }, "end": { "line": 2, "character": 9 } });
    editor.change(LESSON, 2, json!([{ "range": far, "text": "" }]));
    assert!(editor.ask_at("hover", LESSON, (4, 6))["contents"]["value"].is_string());
}

#[test]
fn it_ends_when_it_is_asked_to_and_when_its_editor_dies() {
    let book = book();
    let mut editor = Editor::begin(&book);
    editor.ask("shutdown", Value::Null);
    assert_eq!(editor.answer("textDocument/hover", json!({}))["error"]["code"], -32600);
    editor.say("exit", Value::Null);
    assert!(editor.ended().success());

    let mut editor = Editor::begin(&book);
    editor.open(LESSON, lesson());
    assert!(!editor.ended().success(), "without a word");

    let mut editor = Editor::begin(&book);
    let input = editor.input.as_mut().unwrap();
    input.write_all(b"Content-Length: 5\r\n\r\n{\"a\":").unwrap();
    input.flush().unwrap();
    assert!(!editor.ended().success(), "what is said is no message");
}

#[test]
fn neovim_shows_a_fault_and_mends_it() {
    let neovim = Path::new("/usr/bin/nvim");
    if !support::is_installed(neovim, "Neovim’s test", "Neovim (Debian’s package `neovim`)") {
        return;
    }
    let text = "---\ntitle: Lire\n---\n\n🙂 Un [texte](2-ecrir.fr.md).\n\n## Plus loin\n\nLe même passage.\n";
    let book = book().with(LESSON, text);
    let scratch = tempfile::tempdir().unwrap();
    let result = scratch.path().join("result");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/editors/neovim.lua");
    let mut editor = Command::new(neovim)
        .args(["--headless", "-u", "NONE", "-i", "NONE", "-n", "-c"])
        .arg(format!("luafile {}", script.display()))
        .env("PALIER", env!("CARGO_BIN_EXE_palier"))
        .env("LESSON", book.path(LESSON))
        .env("RESULT", &result)
        .env("XDG_STATE_HOME", scratch.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let until = Instant::now() + 3 * LIMIT;
    while editor.try_wait().unwrap().is_none() {
        if Instant::now() > until {
            let _ = editor.kill();
            let _ = editor.wait();
            panic!("Neovim goes on");
        }
        thread::sleep(Duration::from_millis(20));
    }
    let seen = fs::read_to_string(&result).unwrap();
    let seen: Vec<&str> = seen.lines().collect();
    assert_eq!(
        seen,
        [
            "fault 5:9 «\u{a0}2-ecrir.fr.md\u{a0}» ne mène à aucune page du livre",
            "vouliez-vous écrire «\u{a0}2-ecrire.fr.md\u{a0}»?",
            "action Écrire «\u{a0}2-ecrire.fr.md\u{a0}»",
            "mended 🙂 Un [texte](2-ecrire.fr.md).",
            "hover **Écrire**",
            "",
            "Des mots, \\*puis\\* des phrases.",
        ]
    );
}
