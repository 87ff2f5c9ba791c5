use super::*;
use crate::locale::Message;
use crate::rule::Rule;
use crate::source::BookPath;

const LESSON: &str = "content/1-a/1-b.fr.md";

fn sources() -> Sources {
    let mut sources = Sources::default();
    sources.insert(LESSON, "---\ntitle: Été\n---\nLes consomm’acteurs[^prosumer] ont pris\tla parole 😀 [^x]\n");
    sources.insert("book.toml", "[book]\ntitle = \"x\"\n");
    sources
}

fn place(path: &str, span: Span) -> Place {
    Place::new(&BookPath::new(path), &span)
}

fn fault(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        Rule::UnknownSetting,
        place(path, span),
        message!("unknown-setting.message", key = "a", table = "b"),
    )
}

/// The place of `written` in the lesson.
fn span(written: &str) -> Span {
    let start = sources().text(LESSON).unwrap().text.find(written).unwrap();
    start..start + written.len()
}

fn printed(diagnostics: &[Diagnostic], format: ReportFormat) -> String {
    let mut out = Vec::new();
    print(diagnostics, &sources(), format, TextStyle::plain(UserLanguage::Fr), &mut out).unwrap();
    String::from_utf8(out).unwrap().replace('\u{a0}', " ")
}

fn words() -> Message {
    message!("invalid-setting.rule-twice-first")
}

#[test]
fn a_person_sees_the_line_the_place_and_what_to_do() {
    let diagnostic = fault(LESSON, span("[^prosumer]"))
        .related(place(LESSON, span("title")), words())
        .related(place("book.toml", 0..6), words())
        .help(message!("unknown-setting.help-nearest", nearest = "c"));
    let expected = "\
erreur[unknown-setting]: « a » n’est pas un réglage de [b]
  ╭▸ content/1-a/1-b.fr.md:4:20
  │
2 │ title: Été
  │ ───── déjà citée ici
3 │ ---
4 │ Les consomm’acteurs[^prosumer] ont pris    la parole 😀 [^x]
  │                    ━━━━━━━━━━━
  │
  ⸬  book.toml:1:1
  │
1 │ [book]
  │ ────── déjà citée ici
  │
  ╰ aide : vouliez-vous écrire « c »?

1 erreur
";
    assert_eq!(printed(&[diagnostic], ReportFormat::Human), expected);
}

#[test]
fn a_fault_of_a_file_as_a_whole_shows_its_path() {
    let text = printed(&[fault("autre/é.md", 3..9), fault(LESSON, 0..0)], ReportFormat::Human);
    assert!(text.contains(" ─▸ autre/é.md\n") && text.contains(" ─▸ content/1-a/1-b.fr.md\n"), "{text}");
    assert!(text.ends_with("2 erreurs\n"), "{text}");
}

#[test]
fn the_tenth_lesson_comes_after_the_second() {
    let faults = ["content/10-c/1.md", "content/2-b/10.md", "content/2-b/9.md"].map(|path| fault(path, 0..0));
    let text = printed(&faults, ReportFormat::Github);
    let files: Vec<_> = text.lines().filter_map(|line| line.split(['=', ',']).nth(1)).collect();
    assert_eq!(files, ["content/2-b/9.md", "content/2-b/10.md", "content/10-c/1.md"]);
}

#[test]
fn faults_are_sorted_and_said_once_and_counted() {
    let mut warning = fault(LESSON, 4..9);
    warning.severity = Severity::Warning;
    let faults = [fault(LESSON, 24..26), fault("book.toml", 0..3), warning, fault(LESSON, 24..26)];
    let text = printed(&faults, ReportFormat::Github);
    let files: Vec<_> = text.lines().map(|line| line.split(",col").next().unwrap()).collect();
    assert_eq!(
        files,
        [
            "::error file=book.toml,line=1",
            "::warning file=content/1-a/1-b.fr.md,line=2",
            "::error file=content/1-a/1-b.fr.md,line=4",
        ]
    );
    assert!(printed(&faults, ReportFormat::Human).ends_with("\n2 erreurs, 1 avertissement\n"));
    assert_eq!(summary(&faults, UserLanguage::En).as_deref(), Some("2 errors, 1 warning"));
    assert_eq!((printed(&[], ReportFormat::Human).as_str(), summary(&[], UserLanguage::Fr)), ("", None));
}

/// A fault of a rule with words of its own.
fn said(rule: Rule, severity: Severity, n: usize, key: &str) -> Diagnostic {
    let message = message!("unknown-setting.message", key = key, table = "b");
    let mut fault = Diagnostic::new(rule, place("book.toml", n..n + 1), message);
    fault.severity = severity;
    fault
}

#[test]
fn errors_come_last_and_none_is_cut() {
    let warnings = (0..103).map(|n| said(Rule::UnusedAsset, Severity::Warning, n, &n.to_string()));
    let errors = (0..150).map(|n| said(Rule::BrokenLink, Severity::Error, n, &format!("e{n}")));
    let faults: Vec<_> = errors.chain(warnings).collect();
    let text = printed(&faults, ReportFormat::Human);
    let (warnings, errors) = text.split_once("erreur[").unwrap();
    assert!(!errors.contains("avertissement["), "{text}");
    assert!(warnings.contains("avertissement[unused-asset]: 93 autres avertissements de cette règle :"), "{text}");
    assert!(warnings.contains("et 88 autres, que montre « palier check --format json »"), "{text}");
    for n in 0..150 {
        assert!(errors.contains(&format!("« e{n} » n’est pas")), "{n}: {text}");
    }
    assert!(text.ends_with("\n150 erreurs, 103 avertissements\n"), "{text}");
    let report: serde_json::Value = serde_json::from_str(&printed(&faults, ReportFormat::Json)).unwrap();
    assert_eq!(report["diagnostics"].as_array().unwrap().len(), 253);
}

#[test]
fn what_is_said_many_times_is_said_once_with_its_places() {
    let faults: Vec<_> = (0..12).map(|n| said(Rule::UnknownCodeLanguage, Severity::Warning, n, "a")).collect();
    let text = printed(&faults, ReportFormat::Human);
    assert_eq!(text.matches("avertissement[").count(), 1, "{text}");
    assert!(text.contains("  et 11 fois encore :\n    book.toml:1:2\n"), "{text}");
    assert!(text.contains("    book.toml:1:6\n  et 6 autres, que montre « palier check --format json »\n"), "{text}");

    let faults: Vec<_> = (0..12).map(|n| said(Rule::BrokenLink, Severity::Error, n, "a")).collect();
    let text = printed(&faults, ReportFormat::Human);
    assert_eq!((text.matches("erreur[").count(), text.matches("\n    book.toml:").count()), (1, 11), "{text}");

    let faults: Vec<_> = (0..412).map(|n| said(Rule::MissingTranslation, Severity::Warning, n, "a")).collect();
    assert!(printed(&faults, ReportFormat::Human).contains("et 406 autres, que montre « palier status »"));

    let faults: Vec<_> = (0..3).map(|n| said(Rule::BrokenLink, Severity::Error, n, "a")).collect();
    assert_eq!(printed(&faults, ReportFormat::Human).matches("erreur[").count(), 3, "a few are shown each");
}

#[test]
fn what_to_do_is_said_beside_each_place_where_it_differs() {
    let faults = |severity, count: usize| -> Vec<_> {
        let fault = |n: usize| {
            let meant = if n == 2 { "c0".to_owned() } else { format!("c{n}") };
            said(Rule::UnknownAttribute, severity, n, "a")
                .help(message!("unknown-setting.help-nearest", nearest = meant))
        };
        (0..count).map(fault).collect()
    };
    let text = printed(&faults(Severity::Warning, 1000), ReportFormat::Human);
    assert!(text.contains("aide : vouliez-vous écrire « c0 »?\n  et 999 fois encore :\n"), "{text}");
    assert!(text.contains("    book.toml:1:2: vouliez-vous écrire « c1 »?\n    book.toml:1:3\n"), "{text}");
    assert_eq!(text.matches("vouliez-vous").count(), 5, "{text}");
    assert!(text.lines().count() < 20, "{text}");
    let text = printed(&faults(Severity::Error, 1000), ReportFormat::Human);
    assert_eq!((text.matches("\n    book.toml:").count(), text.matches("vouliez-vous").count()), (999, 100), "{text}");
}

#[test]
fn gitlab_knows_each_fault_by_a_fingerprint_that_stays_when_lines_move() {
    let list = |faults: &[Diagnostic]| -> Vec<serde_json::Value> {
        serde_json::from_str(&printed(faults, ReportFormat::Gitlab)).unwrap()
    };
    let at = span("[^x]");
    let [one, whole] = [fault(LESSON, at.clone()), fault(LESSON, 0..0)];
    let of_both = list(&[one.clone(), whole]);
    assert_eq!(of_both.len(), 2);
    assert_ne!(of_both[0]["fingerprint"], of_both[1]["fingerprint"], "the same words twice");
    assert_eq!(
        (&of_both[0]["location"]["lines"]["begin"], &of_both[0]["location"]["path"]),
        (&1.into(), &LESSON.into())
    );
    assert!(of_both[1]["location"]["lines"]["begin"].as_u64() > Some(1), "{of_both:?}");
    assert_eq!((&of_both[1]["check_name"], &of_both[1]["severity"]), (&"unknown-setting".into(), &"major".into()));
    let moved = fault(LESSON, at.start + 1..at.end);
    assert_eq!(list(&[moved])[0]["fingerprint"], list(&[one])[0]["fingerprint"]);
    assert_eq!(printed(&[], ReportFormat::Gitlab), "[]\n");
}

#[test]
fn a_program_reads_lines_columns_and_offsets() {
    let at = span("[^x]");
    let diagnostic = fault(LESSON, at.clone()).related(place("autre", 0..0), words());
    let report: serde_json::Value = serde_json::from_str(&printed(&[diagnostic], ReportFormat::Json)).unwrap();
    assert_eq!((&report["errors"], &report["warnings"]), (&1.into(), &0.into()));
    let entry = &report["diagnostics"][0];
    assert_eq!(entry["rule"], "unknown-setting");
    assert_eq!(entry["path"], LESSON);
    assert_eq!(entry["start"], serde_json::json!({ "line": 4, "column": 53, "offset": at.start }));
    assert_eq!(entry["end"]["column"], 57);
    assert_eq!(entry["related"][0], serde_json::json!({ "path": "autre", "message": "déjà citée ici" }));
}

#[test]
fn a_workflow_command_escapes_what_would_end_it() {
    let diagnostic = Diagnostic::new(
        Rule::InvalidSetting,
        place("a,b:c%.md", 1..2),
        message!("invalid-setting.theme", value = "x\n::error::100%"),
    );
    let text = printed(&[diagnostic], ReportFormat::Github);
    assert_eq!(
        text,
        "::error file=a%2Cb%3Ac%25.md,title=invalid-setting::« x%0A::error::100%25 » n’est pas le nom d’un thème\n"
    );
}

#[test]
fn wrong_places_and_wild_texts_never_panic() {
    let long = format!("{}\u{1b}[31m{}", "é\t".repeat(10_000), "\u{301}".repeat(500));
    let texts =
        ["", "\n", "é", "\r\n\r\n", "a\0b\u{7f}", "👩‍👩‍👧‍👦\u{202e}x\ty", "a\r\nb\r\nc\r\nd\r\ne\r\nf\r\ng\r\nh\r\n", &long];
    for text in texts {
        let mut sources = Sources::default();
        sources.insert("t", text);
        let mut offsets: Vec<usize> = (0..12).chain([text.len() / 2, text.len(), text.len() + 5]).collect();
        offsets.dedup();
        for &start in &offsets {
            for &end in &offsets {
                if text.len() > 1000 && end % 5 > 0 {
                    continue;
                }
                let diagnostic = fault("t", 0..1).related(place("t", start..end), words());
                for diagnostic in [diagnostic, fault("t", Span { start, end })] {
                    for format in [ReportFormat::Human, ReportFormat::Json, ReportFormat::Github, ReportFormat::Gitlab]
                    {
                        let style = TextStyle { language: UserLanguage::En, colour: true, width: 0 };
                        print(std::slice::from_ref(&diagnostic), &sources, format, style, &mut Vec::new()).unwrap();
                    }
                }
            }
        }
    }
}

#[test]
fn what_is_fitted_has_the_errors_first_and_room_for_what_follows() {
    let mut warning = fault(LESSON, span("title"));
    warning.severity = Severity::Warning;
    let mut faults = vec![warning];
    faults.extend((0..30).map(|at| fault(LESSON, at..at + 1)));
    let fitted = |faults: &[Diagnostic], lines| {
        fitted(faults, &sources(), TextStyle::plain(UserLanguage::Fr), lines).replace('\u{a0}', " ")
    };
    for lines in [12, 24, 60] {
        let text = fitted(&faults, lines);
        assert!(text.lines().count() <= lines, "{lines}: {text}");
        assert!(text.starts_with("erreur") && text.ends_with("30 erreurs, 1 avertissement\n"), "{text}");
        assert!(text.contains("que montre « palier check »"), "{text}");
    }
    // However small the screen is, one fault is named; and where none fits whole, as many as there are lines for.
    assert!(fitted(&faults, 1).contains("erreur[unknown-setting]"));
    let text = fitted(&faults, 6);
    assert_eq!((text.matches("erreur[unknown-setting]: content/").count(), text.lines().count()), (4, 6), "{text}");
    let text = fitted(&faults[..1], 24);
    assert!(text.ends_with("\n\n1 avertissement\n") && !text.contains("palier check"), "{text}");
    assert_eq!(fitted(&[], 24), "");
}

#[test]
fn a_page_is_told_the_line_in_three_parts_and_cut_where_it_is_long() {
    let told = |faults: &[Diagnostic]| -> serde_json::Value {
        serde_json::from_str(&for_page(faults, &sources(), UserLanguage::Fr)).unwrap()
    };
    assert!(told(&[]).is_null());
    let told = told(&[fault(LESSON, span("[^prosumer]")), fault("book.toml", 0..0), fault("autre/é.md", 3..9)]);
    let line = &told["faults"][2];
    assert_eq!(line["path"], LESSON);
    assert_eq!((&line["line"], &line["column"]), (&4.into(), &20.into()));
    assert_eq!((&line["before"], &line["marked"]), (&"Les consomm’acteurs".into(), &"[^prosumer]".into()));
    assert_eq!(line["after"], " ont pris\tla parole 😀 [^x]");
    // A file as a whole, and one that is no text of the book, have no line.
    assert!(told["faults"][0].get("line").is_none() && told["faults"][1].get("line").is_none(), "{told}");

    let mut sources = Sources::default();
    sources.insert(LESSON, &format!("{}\r\n{}\r\n", "é".repeat(5000), "😀".repeat(5000)));
    let long = |span: Span| -> serde_json::Value {
        let faults = [fault(LESSON, span)];
        let told: serde_json::Value = serde_json::from_str(&for_page(&faults, &sources, UserLanguage::Fr)).unwrap();
        told["faults"][0].clone()
    };
    for span in [0..10_000, 4000..4002, 9998..20_000, 10_002..30_002, 15_001..15_003, 30_002..30_002, 0..99_999] {
        let line = long(span.clone());
        for part in ["before", "marked", "after"] {
            let text = line[part].as_str().unwrap();
            assert!(text.len() < 140 && !text.contains(['\r', '\n']), "{span:?}: {part}: {text}");
        }
    }
}
