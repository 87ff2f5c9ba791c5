//! Whatever is written, reading it ends, with every place inside the text.

use proptest::prelude::*;

use super::*;

#[test]
fn bombs_and_pits_end_in_a_fault_and_fast() {
    let mut bomb = String::from("extra:\n  a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..12 {
        let list = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb.push_str(&format!("  a{level}: &a{level} [{list}]\n"));
    }
    let pits = [
        bomb,
        format!("tags: {}", "[".repeat(10_000)),
        format!("extra: {}", "{a: ".repeat(10_000)),
        format!("extra:\n  a:\n    {}", "- ".repeat(10_000)),
        format!("extra:\n{}", (1..2_000).map(|n| format!("{}a:\n", " ".repeat(n))).collect::<String>()),
    ];
    for pit in &pits {
        let found = faults(pit);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("invalid-front-matter"), "{found:?}");
    }
}

#[test]
fn a_megabyte_of_junk_is_read_to_its_end() {
    let size = 30_000;
    let repeated = |piece: &str| piece.repeat(size / piece.len());
    for piece in [
        "a",
        "[",
        "{",
        "\"",
        "'",
        "- ",
        "-\n",
        "a: b\n",
        "a:b\n",
        "a : b : c ",
        "#",
        " #b",
        "\n",
        "\t\n",
        "title: x\n",
        "a\n- b\n",
        "tags: [a #b, ",
        "tags: [a : b, ",
        "x: |\n  y\n",
        "tags: \"a\" b\n",
        "extra: [a: b: c]\n",
        ":",
        ": ",
        "é",
        "&a ",
        "*a ",
        "!a ",
        "? ",
        "  ",
        "footnotes:\n  a: b\n",
        "  a: b\n",
        "  - a\n",
        "a:\n  ",
        "%",
        ",",
        "extra: {a: [b #c]}\n",
        "\\",
    ] {
        let junk = repeated(piece);
        for head in [
            "", "title: ", "tags: [", "extra:\n  x: ", "footnotes:\n  x: ", "references: [", "tags:\n  - ",
            "title: \"", "tags:\n", "extra: {x: \"",
        ] {
            read(&format!("---\n{head}{junk}\n---\n"));
            read(&format!("---\n{head}{junk}"));
        }
    }
}

fn check_any(text: &str) {
    let Checked { value: (front_matter, body), diagnostics } = read(text);
    assert!(text.is_char_boundary(body));
    check_places(text, &front_matter);
    for diagnostic in diagnostics {
        let related = diagnostic.related.iter().map(|(at, _)| at);
        for at in related.chain([&diagnostic.at]) {
            assert!(at.start <= at.end && text.get(at.clone()).is_some(), "{text:?}: {at:?}");
        }
        for language in [UserLanguage::Fr, UserLanguage::En] {
            let message = diagnostic.message.text(language);
            assert!(!message.starts_with(diagnostic.message.key), "{message}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC*") {
        check_any(&format!("---\n{text}\n---\n"));
        check_any(&text);
    }

    #[test]
    fn any_yaml_like_text_is_read_without_panic(pieces in prop::collection::vec(prop::sample::select(vec![
        "title", "tags", "extra", "footnotes", "references", "objectives", "duration", "date", "id", "é", "a", " ", "  ", "\n", "\n",
        "\n  ", "\n    ", "\n- ", "\n  - ", ": ", ":", ", ", "[", "]", "{", "}", "\"", "'", "|", ">", "|2", "#", " #", "@", "*", "&",
        "!", "\\", "\t", "\r\n", "---", "...", "\u{a0}", "-", "?", "%", "`", "1", "\u{feff}", "\u{2028}", "\u{85}", "🙂",
    ]), 0..40)) {
        let text = pieces.concat();
        check_any(&format!("---\n{text}\n---\n"));
        check_any(&format!("---\ntitle: x\n{text}"));
        check_any(&format!("---\nextra:\n  {text}\n---\n"));
        check_any(&format!("---\ntags: [{text}]\n---\n"));
        check_any(&format!("---\nreferences:\n- id: {text}\n---\n"));
        check_any(&format!("---\ntitle: \"{text}\"\n---\n"));
    }
}
