//! The examples of CommonMark's specification, through our renderer with every extension off. They
//! come from the npm package `commonmark-spec`, which `tests/run` installs.

mod support;

use std::fmt::Write as _;
use std::io::Write as _;

use palier::render::html::commonmark;

/// How many examples version 0.31.2 has.
const EXAMPLES: usize = 652;

/// The backticks that begin the lines before and after an example.
const FENCE: &str = "````````````````````````````````";

struct Example {
    section: String,
    markdown: String,
    html: String,
}

/// The examples, in order. The specification writes a tab as `→`.
fn examples(specification: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut section = "";
    let mut lines = specification.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.starts_with('#').then(|| line.trim_start_matches('#')) {
            section = title.trim();
        }
        if line.strip_prefix(FENCE).map(str::trim) != Some("example") {
            continue;
        }
        let mut part = |end: &str| {
            lines.by_ref().take_while(|line| *line != end).fold(String::new(), |part, line| part + line + "\n")
        };
        let (markdown, html) = (part("."), part(FENCE));
        let tabs = |text: String| text.replace('→', "\t");
        examples.push(Example { section: section.to_owned(), markdown: tabs(markdown), html: tabs(html) });
    }
    examples
}

#[test]
fn every_example_of_the_specification_is_rendered_as_it_says() {
    let test = "every_example_of_the_specification_is_rendered_as_it_says";
    let Some(specification) = support::from_npm("commonmark-spec/spec.txt", test) else { return };
    let examples = examples(&specification);
    assert_eq!(examples.len(), EXAMPLES);
    let mut differences = String::new();
    let mut passed = 0;
    for (number, example) in (1..).zip(&examples) {
        let html = commonmark(&example.markdown);
        if html == example.html {
            passed += 1;
        } else {
            let Example { section, markdown, html: expected } = example;
            let _ = write!(differences, "\n{number} ({section})\n{markdown}\nexpected:\n{expected}\nfound:\n{html}");
        }
    }
    // Past the capture of what tests print: the count is to be seen.
    let _ = writeln!(std::io::stderr(), "CommonMark 0.31.2: {passed} of {} examples", examples.len());
    assert!(differences.is_empty(), "{passed} of {}{differences}", examples.len());
}
