//! How soon an editor is told what an edit broke, in a generated book of 1,000 lessons in French and English: the
//! program as an editor runs it, over pipes; and what it costs to type without a pause.
//!
//! `cargo bench --bench lsp`

#![allow(clippy::print_stdout, reason = "it is what a benchmark is for")]

#[path = "../tests/support/generated.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the tests")]
mod generated;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const LESSONS: usize = 1000;
const EDITS: usize = 100;

/// A thousand edits a minute.
const PAUSE: Duration = Duration::from_millis(60);

struct Editor {
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Editor {
    fn say(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    fn hear(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line).unwrap();
            match line.trim_end().strip_prefix("Content-Length: ") {
                Some(value) => length = value.parse().unwrap(),
                None if line.trim_end().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    fn change(&mut self, uri: &str, version: usize, text: &str) {
        let params = json!({
            "textDocument": { "uri": uri, "version": version }, "contentChanges": [{ "text": text }],
        });
        self.say(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params }));
    }

    /// Waits for the faults of a text to be told.
    fn faults(&mut self, uri: &str) -> usize {
        loop {
            let said = self.hear();
            if said["method"] == "textDocument/publishDiagnostics" && said["params"]["uri"] == uri {
                return said["params"]["diagnostics"].as_array().unwrap().len();
            }
        }
    }
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    generated::write(folder.path(), LESSONS);
    let mut server = Command::new(env!("CARGO_BIN_EXE_palier"))
        .arg("lsp")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (input, output) = (server.stdin.take().unwrap(), BufReader::new(server.stdout.take().unwrap()));
    let mut editor = Editor { input, output };
    editor.say(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": {} } }));
    editor.hear();
    editor.say(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));

    let path = lesson(folder.path());
    let uri = format!("file://{}", path.to_str().unwrap());
    let text = fs::read_to_string(&path).unwrap();
    let broken = format!("{text}\n[a](nowhere.md)\n");
    let begun = Instant::now();
    let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": broken });
    let params = json!({ "textDocument": document });
    editor.say(&json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": params }));
    editor.faults(&uri);
    println!("the first faults of {LESSONS} lessons in two languages: {} ms", begun.elapsed().as_millis());

    let mut times: Vec<Duration> = (0..EDITS)
        .map(|edit| {
            let begun = Instant::now();
            editor.change(&uri, edit + 2, if edit % 2 == 0 { &text } else { &broken });
            editor.faults(&uri);
            begun.elapsed()
        })
        .collect();
    times.sort();
    println!(
        "from an edit to its faults, of {EDITS}: half within {} ms, 19 of 20 within {} ms, all within {} ms",
        times[EDITS / 2].as_millis(),
        times[EDITS * 19 / 20].as_millis(),
        times[EDITS - 1].as_millis()
    );

    // Typing at a thousand edits a minute, the last of which mends the text.
    for edit in 0..=EDITS {
        editor.change(&uri, 2 * EDITS + edit, &if edit == EDITS { text.clone() } else { format!("{broken}{edit}\n") });
        if edit < EDITS {
            sleep(PAUSE);
        }
    }
    let begun = Instant::now();
    while editor.faults(&uri) > 0 {}
    println!("after the last of {EDITS} edits, one each {} ms: {} ms", PAUSE.as_millis(), begun.elapsed().as_millis());
    drop(editor);
    server.wait().unwrap();
}

/// A lesson in the middle of the book.
fn lesson(root: &Path) -> std::path::PathBuf {
    let level = root.join("content/3-niveau-3");
    let mut lessons: Vec<_> = fs::read_dir(level).unwrap().map(|entry| entry.unwrap().path()).collect();
    lessons.retain(|path| path.to_str().unwrap().ends_with(".fr.md"));
    lessons.sort();
    lessons[lessons.len() / 2].clone()
}
