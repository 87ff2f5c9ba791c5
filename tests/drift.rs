//! Translations that fall behind, as an author meets them: through the command, in the site, on the
//! preview's dashboard.

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use serde_json::{Value, json};
use support::Book;

const LESSON: &str = "securiser/identite";
const FRENCH: &str = "content/2-securiser/1-identite.fr.md";
const ENGLISH: &str = "content/2-securiser/1-identite.en.md";

/// The lock in which the bundled book's translations are in step.
static IN_STEP: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let book = copy_of_bundled();
    assert_eq!(book.palier(&["sync", "--all"]).code, Some(0));
    fs::read(book.path("translations.lock")).unwrap()
});

/// A copy of the bundled book, its translations in step.
fn bundled() -> Book {
    copy_of_bundled().with("translations.lock", &*IN_STEP)
}

/// A copy of the bundled book, without its lock.
fn copy_of_bundled() -> Book {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let book = Book::empty();
    for file in support::files(&root.join("content")) {
        let path = file.strip_prefix(root).unwrap();
        let to = book.path(path.to_str().unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(&file, to).unwrap();
    }
    book.with("book.toml", fs::read(root.join("book.toml")).unwrap())
}

/// A lesson of a small book, in languages.
fn small(texts: &[(&str, &str)]) -> Book {
    let languages: String = texts.iter().map(|(key, _)| format!("[languages.{key}]\n")).collect();
    let toml = format!("[book]\ntitle = \"Un livre\"\nbase_url = \"https://example.org/\"\n{languages}");
    texts.iter().fold(Book::empty().with("book.toml", toml), |book, (key, text)| {
        let book = book.with(&format!("content/1-a/index.{key}.md"), "---\ntitle: A\noutcomes: [a]\n---\n");
        book.with(&format!("content/1-a/1-b.{key}.md"), text)
    })
}

fn edit(book: &Book, path: &str, change: impl Fn(&str) -> String) {
    let text = fs::read_to_string(book.path(path)).unwrap();
    let changed = change(&text);
    assert!(text != changed, "{path}");
    fs::write(book.path(path), changed).unwrap();
}

fn status(book: &Book, more: &[&str]) -> Value {
    let ran = book.palier(&[&["status", "--format", "json"], more].concat());
    assert_eq!((ran.code, ran.error.as_str()), (Some(0), ""));
    let mut answer: Value = serde_json::from_str(&ran.out).unwrap();
    answer["result"]["lessons"].take()
}

/// The entry of a lesson's translation.
fn entry(status: &Value, id: &str, language: &str) -> Value {
    let lesson = status.as_array().unwrap().iter().find(|lesson| lesson["id"] == id).expect(id);
    let entries = lesson["translations"].as_array().unwrap();
    entries.iter().find(|entry| entry["language"] == language).expect(language).clone()
}

/// The states of the lesson `a/b`, in the order of the languages.
fn states(book: &Book) -> Vec<String> {
    let status = status(book, &[]);
    let lesson = status.as_array().unwrap().iter().find(|lesson| lesson["id"] == "a/b").unwrap().clone();
    let entries = lesson["translations"].as_array().unwrap();
    entries.iter().map(|entry| entry["state"].as_str().unwrap().to_owned()).collect()
}

/// The heading of the n-th section of a text, and the first paragraph under it.
fn section(text: &str, n: usize) -> (String, String) {
    let (heading, rest) = text.split("\n## ").nth(n).unwrap().split_once('\n').unwrap();
    let paragraph = rest.split("\n\n").map(str::trim).find(|block| block.starts_with(char::is_alphabetic)).unwrap();
    (heading.split(" {#").next().unwrap().to_owned(), paragraph.to_owned())
}

/// Adds a sentence to the first paragraph of the n-th section; gives the section's heading.
fn change_section(book: &Book, path: &str, n: usize, sentence: &str) -> String {
    let text = fs::read_to_string(book.path(path)).unwrap();
    let (heading, paragraph) = section(&text, n);
    edit(book, path, |text| text.replacen(&paragraph, &format!("{paragraph} {sentence}"), 1));
    heading
}

#[test]
fn the_bundled_book_is_in_step() {
    let root = env!("CARGO_MANIFEST_DIR");
    let ran = Command::new(env!("CARGO_BIN_EXE_palier"))
        .args(["status", "--lang", "en", "--diff", "--fail-on", "missing,outdated,untracked", root])
        .output()
        .unwrap();
    let (out, error) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    let help = "a lesson was changed in one language: revise the other, then `palier sync` that lesson";
    assert_eq!(ran.status.code(), Some(0), "{help}\n{out}{error}");
}

#[test]
fn a_changed_french_paragraph_is_that_section_of_the_english_lesson() {
    let book = bundled();
    let text = |path: &str| fs::read_to_string(book.path(path)).unwrap();
    let (english, _) = section(&text(ENGLISH), 2);
    let french = change_section(&book, FRENCH, 2, "Un chevreuil traverse la phrase.");

    let json = status(&book, &["--diff"]);
    assert_eq!(entry(&json, LESSON, "fr")["state"], "in-step");
    let entry_en = entry(&json, LESSON, "en");
    assert_eq!(entry_en["state"], "outdated");
    assert_eq!(entry_en["headings"], json!([english]));
    assert_eq!(entry_en["changed"], json!(["fr"]));
    let change = &entry_en["changes"][0];
    assert_eq!((&change["kind"], &change["heading"]), (&json!("changed"), &json!(french)));
    let new: Vec<&str> = change["words"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|run| run["new"] == true)
        .map(|run| run["text"].as_str().unwrap())
        .collect();
    assert_eq!(new, ["Un chevreuil traverse la phrase."]);
    let others = json.as_array().unwrap().iter().filter(|lesson| lesson["id"] != LESSON);
    for translation in others.flat_map(|lesson| lesson["translations"].as_array().unwrap()) {
        assert_eq!(translation["state"], "in-step");
    }

    let ran = book.palier(&["status", "--diff"]);
    let out = ran.out.replace('\u{a0}', " ");
    assert_eq!(ran.code, Some(0));
    for said in
        [&format!("English : « {english} »"), "a changé : «", "[+Un chevreuil traverse la phrase.+]", "en retard"]
    {
        assert!(out.contains(said), "{said} in {out}");
    }
    assert_eq!(book.palier(&["status", "--fail-on", "missing,outdated"]).code, Some(1));
    assert_eq!(book.palier(&["status", "--fail-on", "missing,untracked"]).code, Some(0));

    let checked = book.palier(&["check"]);
    assert!(checked.error.contains("outdated-translation"), "{}", checked.error);
    assert_eq!(checked.code, Some(0));

    let built = book.palier(&["build"]);
    assert_eq!(built.code, Some(0), "{}", built.error);
    let page = |path: &str| fs::read_to_string(book.path(&format!("public/{path}/index.html"))).unwrap();
    let (en, fr) = (page("en/secure/identity"), page("fr/securiser/identite"));
    let notice =
        en.split("<div class=\"pal-fallback pal-outdated\">").nth(1).expect("a notice").split("</div>").next().unwrap();
    assert!(notice.contains(&format!(">{english}</a></li>")), "{notice}");
    assert!(notice.contains("hreflang=\"fr\">See the text in French</a>"), "{notice}");
    assert!(!fr.contains("outdated"), "the text that changed is not the one that fell behind");
    assert!(!page("en/navigate/ecosystem").contains("outdated"));

    let synced = book.palier(&["sync", LESSON]);
    assert_eq!(synced.code, Some(0));
    assert!(synced.error.contains("1 leçon consignée (2 traductions)"), "{}", synced.error);
    assert_eq!(entry(&status(&book, &[]), LESSON, "en")["state"], "in-step");
    assert_eq!(book.palier(&["build"]).code, Some(0));
    assert!(!page("en/secure/identity").contains("outdated"));
}

#[test]
fn whichever_side_changed_is_named_and_both_where_both_did() {
    let book = bundled();
    change_section(&book, ENGLISH, 1, "A deer crosses the sentence.");
    let json = status(&book, &[]);
    assert_eq!(entry(&json, LESSON, "en")["state"], "in-step");
    assert_eq!(entry(&json, LESSON, "fr")["changed"], json!(["en"]));
    change_section(&book, FRENCH, 1, "Un chevreuil traverse la phrase.");
    let json = status(&book, &[]);
    for (language, other) in [("fr", "en"), ("en", "fr")] {
        let entry = entry(&json, LESSON, language);
        assert_eq!((&entry["state"], &entry["changed"]), (&json!("outdated"), &json!([other])));
        assert_eq!(entry["changes"][0]["here_too"], true);
    }
}

#[test]
fn typography_white_space_and_targets_change_nothing() {
    let book = bundled();
    edit(&book, FRENCH, |text| {
        text.replace('’', "'").replace("«\u{a0}", "\"").replace("\u{a0}»", "\"").replace('\n', "\r\n")
    });
    let lesson = "content/1-naviguer/1-ecosysteme/index.fr.md";
    edit(&book, lesson, |text| text.replace("(../../2-securiser/1-identite.fr.md)", "(../../2-securiser/index.fr.md)"));
    let json = status(&book, &[]);
    for lesson in json.as_array().unwrap() {
        for translation in lesson["translations"].as_array().unwrap() {
            assert_eq!(translation["state"], "in-step", "{}", lesson["id"]);
        }
    }
}

#[test]
fn the_rest_of_three_languages_is_behind_the_one_that_changed() {
    let text = |a: &str, b: &str| format!("---\ntitle: T\n---\n\n{a}\n\n## S {{#s}}\n\n{b}\n");
    let texts =
        [text("Un début.", "Une suite."), text("A start.", "What follows."), text("Un inicio.", "Lo que sigue.")];
    let book = small(&[("fr", &texts[0]), ("en", &texts[1]), ("es", &texts[2])]);
    assert_eq!(states(&book), ["untracked"; 3]);
    assert_eq!(book.palier(&["sync", "a/b"]).code, Some(0));
    assert_eq!(states(&book), ["in-step"; 3]);
    edit(&book, "content/1-a/1-b.en.md", |text| text.replace("What follows.", "What comes next."));
    assert_eq!(states(&book), ["outdated", "in-step", "outdated"]);
    edit(&book, "content/1-a/1-b.es.md", |text| text.replace("Lo que sigue.", "Lo que viene."));
    assert_eq!(states(&book), ["outdated"; 3]);
    let json = status(&book, &[]);
    assert_eq!(entry(&json, "a/b", "fr")["changed"], json!(["en", "es"]));
    assert_eq!(entry(&json, "a/b", "en")["changed"], json!(["es"]));
    fs::remove_file(book.path("content/1-a/1-b.es.md")).unwrap();
    assert_eq!(states(&book), ["outdated", "in-step", "missing"]);
}

#[test]
fn a_translation_that_comes_later_is_not_tracked_and_blames_nobody() {
    let book = small(&[("fr", "---\ntitle: T\n---\n\nTexte.\n"), ("en", "---\ntitle: T\n---\n\nText.\n")]);
    fs::remove_file(book.path("content/1-a/1-b.en.md")).unwrap();
    let ran = book.palier(&["sync", "a/b"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.error.replace('\u{a0}', " ").contains("n’existe qu’en une langue"), "{}", ran.error);
    assert!(!book.path("translations.lock").exists());
    let ran = book.palier(&["sync", "--all"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.error.contains("1 texte laissé de côté"), "{}", ran.error);
    assert_eq!(states(&book), ["untracked", "missing"]);
    assert_eq!(book.palier(&["status", "--fail-on", "missing"]).code, Some(1));
}

#[test]
fn a_small_fix_is_waved_through_and_no_more() {
    let book = small(&[("fr", "---\ntitle: T\n---\n\nUn texet.\n"), ("en", "---\ntitle: T\n---\n\nA text.\n")]);
    let typo = || book.palier(&["sync", "--typo", "a/b"]);
    assert_eq!(typo().code, Some(1), "what was never recorded can't be told from a small fix");
    assert_eq!(book.palier(&["sync", "a/b"]).code, Some(0));
    edit(&book, "content/1-a/1-b.fr.md", |text| text.replace("texet", "texte"));
    assert_eq!(states(&book), ["in-step", "outdated"]);
    let ran = typo();
    assert_eq!(ran.code, Some(0), "{}", ran.error);
    assert_eq!(states(&book), ["in-step", "in-step"]);
    for added in ["Un paragraphe de plus.\n", "\n[^a]: Une note.\n"] {
        edit(&book, "content/1-a/1-b.fr.md", |text| format!("{text}\n{added}"));
        let before = fs::read(book.path("translations.lock")).unwrap();
        let ran = typo();
        assert_eq!(ran.code, Some(1));
        assert!(ran.error.contains("«\u{a0}a/b\u{a0}» (français) a plus qu’une petite correction"), "{}", ran.error);
        let english = book.palier(&["--lang", "en", "sync", "--typo", "a/b"]);
        assert!(english.error.contains("`a/b` (French) has more than a small fix"), "{}", english.error);
        assert_eq!(fs::read(book.path("translations.lock")).unwrap(), before);
        assert_eq!(book.palier(&["sync", "a/b"]).code, Some(0));
    }
}

#[test]
fn a_lesson_is_named_by_its_id_or_a_file_and_a_mistyped_one_is_suggested() {
    let book = bundled();
    fs::remove_file(book.path("translations.lock")).unwrap();
    for name in [LESSON, FRENCH, "./content/2-securiser/1-identite.en.md", "/"] {
        assert_eq!(book.palier(&["sync", name]).code, Some(0), "{name}");
    }
    let json = status(&book, &[]);
    assert_eq!(entry(&json, LESSON, "fr")["state"], "in-step");
    assert_eq!(entry(&json, "/", "fr")["state"], "in-step");
    assert_eq!(entry(&json, "naviguer", "fr")["state"], "untracked");
    let before = fs::read(book.path("translations.lock")).unwrap();
    let ran = book.palier(&["sync", "naviguer", "securiser/identitee"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.error.replace('\u{a0}', " ").contains("vouliez-vous écrire « securiser/identite »?"), "{}", ran.error);
    assert_eq!(fs::read(book.path("translations.lock")).unwrap(), before, "all or none");
    assert_eq!(book.palier(&["sync"]).code, Some(2));
    assert_eq!(book.palier(&["sync", "--all", LESSON]).code, Some(2));
    let english = book.palier(&["--lang", "en", "sync", "securiser/identitee"]);
    assert!(english.error.contains("did you mean `securiser/identite`?"), "{}", english.error);
}

#[test]
fn a_lock_that_cannot_be_read_is_told_and_never_written_over() {
    let book = small(&[("fr", "---\ntitle: T\n---\n\nTexte.\n"), ("en", "---\ntitle: T\n---\n\nText.\n")]);
    assert_eq!(book.palier(&["sync", "--all"]).code, Some(0));
    let sound = fs::read_to_string(book.path("translations.lock")).unwrap();
    let line = sound.lines().find(|line| line.starts_with("a/b fr #")).unwrap();
    let conflict = sound.replace(line, &format!("<<<<<<< HEAD\n{line}\n=======\n{line}\n>>>>>>> b"));
    let newer = sound.replacen("palier translations 2", "palier translations 9", 1);
    let broken = format!("{sound}a/b fr\n");
    for text in [conflict, newer, broken, "[[package]]\n".to_owned(), String::new(), "\0\u{1}".to_owned()] {
        fs::write(book.path("translations.lock"), &text).unwrap();
        let checked = book.palier(&["check"]);
        assert_eq!(checked.code, Some(1), "{text:.40}");
        assert!(checked.error.contains("translations.lock"), "{}", checked.error);
        let ran = book.palier(&["sync", "--all"]);
        assert_eq!(ran.code, Some(1));
        assert!(ran.error.contains("rien n’a été consigné"), "{}", ran.error);
        assert_eq!(fs::read_to_string(book.path("translations.lock")).unwrap(), text);
        assert_eq!(book.palier(&["status"]).code, Some(1));
    }
    // The book may allow the rule: the file is no better for it.
    edit(&book, "book.toml", |toml| format!("{toml}\n[check]\nallow = [\"invalid-lock\"]\n"));
    fs::write(book.path("translations.lock"), "x\n").unwrap();
    assert_eq!(book.palier(&["check"]).code, Some(0));
    assert_eq!(book.palier(&["sync", "--all"]).code, Some(1));
    // With the line ends of Windows it is the same lock.
    fs::write(book.path("translations.lock"), sound.replace('\n', "\r\n")).unwrap();
    assert_eq!(book.palier(&["status", "--fail-on", "missing,outdated,untracked"]).code, Some(0));
    assert_eq!(book.palier(&["sync", "--all"]).code, Some(0));
}

#[test]
fn two_people_may_sync_two_lessons_and_merge() {
    let book = bundled();
    let base = fs::read_to_string(book.path("translations.lock")).unwrap();
    let mut sides = Vec::new();
    // The last line of one lesson and the first of the next.
    for (path, id) in [("content/2-securiser/index.fr.md", "securiser"), (ENGLISH, LESSON)] {
        fs::write(book.path("translations.lock"), &base).unwrap();
        let before = fs::read_to_string(book.path(path)).unwrap();
        edit(&book, path, |text| text.replacen("title: ", "title: Tout ", 1) + "\nUn paragraphe de plus.\n");
        assert_eq!(book.palier(&["sync", id]).code, Some(0));
        sides.push(fs::read_to_string(book.path("translations.lock")).unwrap());
        fs::write(book.path(path), before).unwrap();
    }
    let merge = similar::TextMerge::from_lines(base.as_str(), sides[0].as_str(), sides[1].as_str());
    assert_eq!(merge.conflict_count(), 0);
}

#[test]
fn a_draft_is_missing_and_what_was_known_of_it_is_kept() {
    let book = small(&[
        ("fr", "---\ntitle: T\n---\n\nTexte.\n"),
        ("en", "---\ntitle: T\n---\n\nText.\n"),
        ("es", "---\ntitle: T\n---\n\nTexto.\n"),
    ]);
    assert_eq!(book.palier(&["sync", "--all"]).code, Some(0));
    edit(&book, "content/1-a/1-b.en.md", |text| text.replace("title: T\n", "title: T\ndraft: true\n"));
    assert_eq!(states(&book), ["in-step", "missing", "in-step"]);
    assert_eq!(book.palier(&["sync", "--all"]).code, Some(0));
    edit(&book, "content/1-a/1-b.en.md", |text| text.replace("draft: true\n", ""));
    assert_eq!(states(&book), ["in-step", "in-step", "in-step"]);
    for key in ["fr", "en", "es"] {
        fs::remove_file(book.path(&format!("content/1-a/1-b.{key}.md"))).unwrap();
    }
    let ran = book.palier(&["sync", "--all"]);
    assert!(ran.error.contains("1 leçon qui n’est plus dans le livre"), "{}", ran.error);
    assert!(!fs::read_to_string(book.path("translations.lock")).unwrap().contains("a/b"));
}

#[test]
fn what_was_synced_does_not_hang_on_who_synced_it_and_when() {
    let book = bundled();
    let lock = fs::read(book.path("translations.lock")).unwrap();
    assert_eq!(book.palier(&["sync", "--all"]).code, Some(0));
    assert_eq!(fs::read(book.path("translations.lock")).unwrap(), lock);
    assert!(!book.path(".translations.lock.new").exists());
}

#[test]
fn the_dashboard_shows_the_texts_against_the_languages_and_is_never_published() {
    let book = bundled();
    change_section(&book, FRENCH, 2, "Un chevreuil traverse la phrase.");
    let mut server = Command::new(env!("CARGO_BIN_EXE_palier"))
        .args(["serve", "--port", "0", "--lang", "fr"])
        .current_dir(book.root())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stderr.take().unwrap()).lines();
    let told = lines.find_map(|line| Some(line.unwrap().split("_palier/").next()?.split("http://").nth(1)?.to_owned()));
    let told = told.unwrap();
    let address = told.trim_end_matches('/').split('/').next().unwrap().split(' ').next().unwrap().to_owned();
    let get = |path: &str| {
        let mut stream = TcpStream::connect(&address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let (page, style) = (get("/_palier/"), get("/_palier/dashboard.css"));
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(page.starts_with("HTTP/1.1 200"), "{page:.200}");
    assert!(style.starts_with("HTTP/1.1 200") && style.contains("text/css"));
    let (english, _) = section(&fs::read_to_string(book.path(ENGLISH)).unwrap(), 2);
    let row = page.split("<tr role=\"row\">").find(|row| row.contains(&format!("<code>{LESSON}</code>"))).unwrap();
    for shown in [
        "class=\"pal-outdated\"",
        &format!("<li>{english}</li>"),
        "class=\"pal-in-step\"",
        "mots</span>",
        ENGLISH,
        "href=\"/en/secure/identity/\"",
        "1 avertissement</a>",
    ] {
        assert!(row.contains(shown), "{shown} in {row}");
    }
    for shown in ["<html lang=\"fr\">", "<code>outdated-translation</code>", "_palier/follow.js", "Niveau 2 · "] {
        assert!(page.contains(shown), "{shown}");
    }
    assert_eq!(book.palier(&["build"]).code, Some(0));
    assert!(!book.path("public/_palier").exists());
    // A book's own file in `_palier/` is refused.
    let book = book.with("static/_palier/index.html", "x");
    let ran = book.palier(&["check"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.error.contains("reserved-permalink"), "{}", ran.error);
}

#[test]
fn what_was_recorded_as_it_is_counts_as_unchanged() {
    // Questions with ids of their own have no numbers, and the file says nothing of them.
    let text = |title: &str| {
        format!("---\ntitle: {title}\n---\n\n> [!QUESTION]{{#un}} {title}?\n>\n> - [x] A\n> - [ ] B\n\n- {title}\n")
    };
    let book = small(&[("fr", &text("Un")), ("en", &text("One"))]);
    let sync = || book.palier(&["--lang", "en", "sync", "--all"]);
    assert!(sync().error.contains("4 of them new or changed"));
    let again = sync();
    assert!(again.error.contains("nothing had changed"), "{}", again.error);
    edit(&book, "content/1-a/1-b.en.md", |text| text.replace("- One", "- Two"));
    assert!(sync().error.contains("1 of them new or changed"));
}
