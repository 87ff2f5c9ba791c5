//! The seeds of the fuzzers and everything that they found, replayed.

#[path = "support/targets.rs"]
mod targets;

use std::fs;
use std::path::Path;

use targets::TARGETS;

#[test]
fn what_the_fuzzers_began_with_and_found_is_fine() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    for (name, target) in TARGETS {
        let inputs: Vec<_> = fs::read_dir(corpus.join(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(!inputs.is_empty(), "{name}");
        for input in inputs {
            target(&String::from_utf8_lossy(&fs::read(&input).unwrap()));
        }
    }
}

/// What the targets ask of pages, they ask of the texts that the theme shows, under whatever classes.
#[test]
#[should_panic(expected = "script")]
fn a_script_in_a_text_is_found() {
    let settings = format!("{}[build]\nraw_html = \"allow\"\n", targets::BOOK_TOML);
    let pages = targets::build(&settings, "---\ntitle: Une leçon\n---\n\n<script>alert(1)</script>\n");
    pages.iter().for_each(|page| targets::expect_harmless(page));
}
