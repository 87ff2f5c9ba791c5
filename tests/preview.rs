//! `palier serve` as a process: what is wrong with files themselves, and files as browsers ask for them.
#![cfg(unix)]

mod support;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use support::Book;

const LESSON: &str = "content/1-debut/1-lire.fr.md";

fn sound() -> Book {
    Book::empty()
        .with("book.toml", "[book]\ntitle = \"Un livre\"\n[languages.fr]\n")
        .with("content/1-debut/index.fr.md", "---\ntitle: Début\noutcomes: [lire]\n---\n")
        .with(LESSON, "---\ntitle: Lire\n---\n\nUn texte.\n")
}

/// A preview that runs; its lines on standard error arrive in a channel.
struct Preview {
    server: Child,
    port: u16,
    said: Receiver<String>,
}

impl Preview {
    /// Starts it, with room for so many open files if a number is given.
    fn of(book: &Book, most_files: Option<u32>) -> Self {
        Self::start(book, most_files, "fr")
    }

    /// Starts it with more options, the port's if it is not any.
    fn with(book: &Book, options: &str) -> Self {
        let port = if options.contains("--port") { "" } else { "--port 0 " };
        Self::run(book, "", &format!("{port}--lang fr {options}"))
    }

    /// Starts it for an author of that language.
    fn start(book: &Book, most_files: Option<u32>, language: &str) -> Self {
        let limit = most_files.map_or_else(String::new, |most| format!("ulimit -n {most}; "));
        Self::run(book, &limit, &format!("--port 0 --lang {language}"))
    }

    fn run(book: &Book, before: &str, options: &str) -> Self {
        let script = format!("{before}exec \"$0\" serve {options}");
        let mut command = Command::new("sh");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_palier")]).current_dir(book.root()).env("NO_COLOR", "1");
        let mut server = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(server.stderr.take().unwrap()).lines();
        let (sender, said) = mpsc::channel();
        std::thread::spawn(move || lines.map_while(Result::ok).all(|line| sender.send(line).is_ok()));
        let mut preview = Self { server, port: 0, said };
        let address = preview.hears("http://127.0.0.1:");
        let (_, port) = address.split_once("http://127.0.0.1:").unwrap();
        preview.port = port.split('/').next().unwrap().parse().unwrap();
        preview
    }

    /// Waits for a line with those words.
    fn hears(&self, words: &str) -> String {
        let mut all = String::new();
        loop {
            match self.said.recv_timeout(Duration::from_secs(60)) {
                Ok(line) if line.contains(words) => return line,
                Ok(line) => all += &format!("{line}\n"),
                Err(_) => panic!("{words} was not said:\n{all}"),
            }
        }
    }

    /// The answer to a request, head and all.
    fn asks(&self, request: &str, more: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        write!(stream, "{request} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{more}\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// What is told of each build, the present one first.
    fn builds(&self) -> impl Iterator<Item = serde_json::Value> + use<> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        write!(stream, "GET /_palier/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").unwrap();
        let lines = BufReader::new(stream).lines().map_while(Result::ok);
        lines.filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok())
    }

    /// Waits until the dashboard speaks of a rule, or doesn't.
    fn dashboard(&self, rule: &str, speaks: bool) {
        let begun = Instant::now();
        while self.asks("GET /_palier/", "").contains(rule) != speaks {
            assert!(begun.elapsed() < Duration::from_secs(60), "the dashboard: {rule}, {speaks}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn what_only_reading_finds_is_told_and_goes_when_it_is_mended() {
    let book = sound();
    let preview = Preview::of(&book, None);
    let large = book.path("content/1-debut/2-long.fr.md");
    fs::write(&large, format!("---\ntitle: Long\n---\n{}", "x".repeat(2 << 20))).unwrap();
    preview.hears("erreur[oversized-text]");
    preview.dashboard("oversized-text", true);
    fs::remove_file(&large).unwrap();
    preview.dashboard("oversized-text", false);

    let link = book.path("static");
    std::os::unix::fs::symlink("/etc", &link).unwrap();
    preview.hears("avertissement[skipped-link]");
    preview.dashboard("skipped-link", true);
    fs::remove_file(&link).unwrap();
    preview.dashboard("skipped-link", false);

    assert!(Command::new("mkfifo").arg(&large).status().unwrap().success());
    preview.hears("erreur[unreadable-file]");
    fs::remove_file(&large).unwrap();
    preview.dashboard("unreadable-file", false);
}

#[test]
fn a_themes_faults_are_told_in_the_authors_language() {
    let templates = "themes/palier/templates";
    for (language, failed, unusable) in [
        ("fr", "ce gabarit échoue ici (en anglais", "ce gabarit ne peut pas être utilisé (en anglais"),
        ("en", "this template fails here: ", "this template can’t be used: "),
    ] {
        let book = sound()
            .with(&format!("{templates}/lesson.html"), "<p>{{ nowhere }}</p>")
            .with(&format!("{templates}/level.html"), "{% if %}");
        let preview = Preview::start(&book, None, language);
        // What only a page brings out takes the page's place.
        let page = preview.asks("GET /fr/debut/lire/", "").replace('\u{a0}', " ");
        assert!(page.starts_with("HTTP/1.1 500") && page.contains(failed), "{page}");
        assert!(page.contains(&format!("<html lang=\"{language}\">")), "{page}");
        assert!(page.contains("themes/palier/templates/lesson.html:1:7"), "{page}");
        // What is found beforehand is with the other faults, and the theme's own template shows the page.
        let dashboard = preview.asks("GET /_palier/", "").replace('\u{a0}', " ");
        assert!(dashboard.contains(unusable), "{dashboard}");
        assert!(preview.asks("GET /fr/debut/", "").starts_with("HTTP/1.1 200"));
    }
}

#[test]
fn a_reading_that_failed_is_tried_again_without_a_save() {
    let book = sound();
    let preview = Preview::of(&book, Some(48));
    // More than the server may have open at once.
    let held: Vec<_> = (0..64).filter_map(|_| TcpStream::connect(("127.0.0.1", preview.port)).ok()).collect();
    std::thread::sleep(Duration::from_millis(500));
    fs::write(book.path(LESSON), "---\ntitle: Lire\n---\n\nUn texte neuf.\n").unwrap();
    preview.hears("erreur[unreadable-file]");
    drop(held);
    preview.dashboard("unreadable-file", false);
    assert!(preview.asks("GET /fr/debut/lire/", "").contains("Un texte neuf."));
}

#[test]
fn one_byte_of_a_large_film_costs_no_more_than_that() {
    let book = sound().with("static/film.mp4", "");
    // A file with a hole: it takes no room on the disk.
    let film = fs::File::options().write(true).open(book.path("static/film.mp4")).unwrap();
    film.set_len(256 << 20).unwrap();
    let preview = Preview::of(&book, None);
    let whole = 256 << 20;
    let answer = preview.asks("GET /film.mp4", "Range: bytes=200000000-200000000\r\n").to_lowercase();
    assert!(answer.contains(&format!("content-range: bytes 200000000-200000000/{whole}")), "{answer}");
    let answer = preview.asks("HEAD /film.mp4", "").to_lowercase();
    assert!(answer.contains(&format!("content-length: {whole}")), "{answer}");
    if let Ok(status) = fs::read_to_string(format!("/proc/{}/status", preview.server.id())) {
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
        let peak: u64 = peak.unwrap().trim().parse().unwrap();
        assert!(peak < 200 << 10, "{peak} kB");
    }
    let mut part = [0; 4096];
    let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).unwrap();
    write!(stream, "GET /film.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    stream.read_exact(&mut part).unwrap();
    // Another lives on while that one is being read.
    assert!(preview.asks("GET /fr/", "").starts_with("HTTP/1.1 200"));
}

/// A file as editors save it: its path, and the new text.
type Save = fn(&Path, &str);

/// How editors save, each by the name of one that does so.
const SAVES: [(&str, Save); 9] = [
    ("in place (VS Code, Nano)", |file, text| fs::write(file, text).unwrap()),
    ("in place, in two pieces", |file, text| {
        let mut open = fs::File::create(file).unwrap();
        let (first, second) = text.as_bytes().split_at(text.len() / 2);
        open.write_all(first).unwrap();
        open.write_all(second).unwrap();
    }),
    ("emptied, synced, written", |file, text| {
        let mut open = fs::File::create(file).unwrap();
        open.sync_all().unwrap();
        open.write_all(text.as_bytes()).unwrap();
        open.sync_all().unwrap();
    }),
    ("a hidden file renamed over (Gedit)", |file, text| {
        let new = file.with_file_name(".goutputstream-A1B2C3");
        fs::write(&new, text).unwrap();
        fs::File::open(&new).unwrap().sync_all().unwrap();
        fs::rename(new, file).unwrap();
    }),
    ("a named file renamed over (Kate)", |file, text| {
        let new = file.with_file_name("1-lire.fr.md.aBcDeF");
        fs::write(&new, text).unwrap();
        fs::File::open(&new).unwrap().sync_all().unwrap();
        fs::rename(new, file).unwrap();
    }),
    ("a backup, then a new file (Vim)", |file, text| {
        let backup = file.with_file_name("1-lire.fr.md~");
        let tried = file.with_file_name("4913");
        fs::write(&tried, "").unwrap();
        fs::remove_file(tried).unwrap();
        fs::rename(file, &backup).unwrap();
        fs::write(file, text).unwrap();
        fs::remove_file(backup).unwrap();
    }),
    ("safe write (JetBrains)", |file, text| {
        let new = file.with_file_name("1-lire.fr.md___jb_tmp___");
        let old = file.with_file_name("1-lire.fr.md___jb_old___");
        fs::write(&new, text).unwrap();
        fs::rename(file, &old).unwrap();
        fs::rename(new, file).unwrap();
        fs::remove_file(old).unwrap();
    }),
    ("deleted, then written again", |file, text| {
        fs::remove_file(file).unwrap();
        fs::write(file, text).unwrap();
    }),
    ("written, then its rights and its time changed", |file, text| {
        fs::write(file, text).unwrap();
        fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        fs::File::options().write(true).open(file).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    }),
];

#[test]
fn every_editors_way_of_saving_makes_one_build_and_shows_no_half_of_it() {
    let book = sound();
    let preview = Preview::of(&book, None);
    let mut builds = preview.builds();
    let mut last = builds.next().unwrap()["state"]["version"].as_u64().unwrap();
    for (number, (editor, save)) in SAVES.iter().enumerate() {
        let text = format!("---\ntitle: Lire\n---\n\nUn texte, le numéro {number}.\n");
        save(&book.path(LESSON), &text);
        let build = builds.next().unwrap();
        let version = build["state"]["version"].as_u64().unwrap();
        assert_eq!(version, last + 1, "{editor}");
        assert!(build["state"]["faults"].is_null(), "{editor}: {build}");
        let page = preview.asks("GET /fr/debut/lire/", "");
        assert!(page.contains(&format!("Un texte, le numéro {number}.")), "{editor}: {page}");
        // Saved again as it was, it is the same book.
        save(&book.path(LESSON), &text);
        last = version;
    }
}

#[test]
fn pages_are_told_of_faults_in_the_authors_language_with_the_line_they_are_in() {
    let book = sound();
    let preview = Preview::of(&book, None);
    let mut builds = preview.builds();
    assert!(builds.next().unwrap()["state"]["faults"].is_null());
    fs::write(book.path(LESSON), "---\ntitle: Lire\n---\n\nVoir [ceci](rien.fr.md), <b>ici.\n").unwrap();
    let told = builds.next().unwrap();
    let faults = &told["state"]["faults"];
    assert_eq!(faults["lang"], "fr");
    assert_eq!(faults["severity"], "error");
    let fault = &faults["faults"][0];
    assert_eq!((&fault["rule"], &fault["name"]), (&"broken-link".into(), &"erreur".into()));
    assert_eq!((&fault["path"], &fault["line"], &fault["column"]), (&LESSON.into(), &5.into(), &6.into()));
    let line = ["before", "marked", "after"].map(|part| fault[part].as_str().unwrap());
    assert_eq!(line, ["Voir ", "[ceci](rien.fr.md)", ", <b>ici."]);
    // What loading alone finds has no line, or one that it found by itself.
    fs::write(book.path(LESSON), b"---\ntitle: Lire\n---\n\nUn texte \xff.\n").unwrap();
    let told = builds.next().unwrap();
    let rules: Vec<_> =
        told["state"]["faults"]["faults"].as_array().unwrap().iter().map(|fault| &fault["rule"]).collect();
    assert!(rules.contains(&&"invalid-text".into()), "{told}");
}

#[test]
fn a_thousand_faults_are_counted_and_the_first_are_told() {
    let links: String = (0..1000).map(|number| format!("Voir [ceci](rien-{number}.fr.md).\n\n")).collect();
    let book = sound().with(LESSON, format!("---\ntitle: Lire\n---\n\n{links}"));
    let preview = Preview::of(&book, None);
    let told = preview.builds().next().unwrap();
    let faults = &told["state"]["faults"];
    assert_eq!(faults["faults"].as_array().unwrap().len(), 30);
    assert!(faults["more"].as_str().unwrap().starts_with("et 970 autres"), "{}", faults["more"]);
}

#[test]
fn a_file_is_opened_in_the_editor_and_nothing_that_is_not_the_books() {
    let book = sound().with("noted", "").with("static/dehors.txt", "x");
    let editor = book.path("editeur.sh");
    fs::write(&editor, "#!/bin/sh\nprintf '%s|' \"$@\" >> \"$(dirname \"$0\")/noted\"\n").unwrap();
    fs::set_permissions(&editor, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    fs::create_dir_all(book.path("static")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", book.path("static/lien.txt")).unwrap();
    std::os::unix::fs::symlink("/etc", book.path("content/etc")).unwrap();
    let preview = Preview::with(&book, &format!("--editor '\"{}\" {{line}} {{column}} {{file}}'", editor.display()));
    let page = preview.asks("GET /fr/", "");
    let token = page.split("data-token=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let open = |path: &str| {
        let body = format!(r#"{{"path":"{path}","line":5,"column":6}}"#);
        let head = format!("Origin: http://127.0.0.1\r\nPalier-Token: {token}\r\nContent-Length: {}\r\n", body.len());
        preview.asks("POST /_palier/open", &format!("{head}\r\n{body}"))
    };
    for path in
        ["/etc/hostname", "../x", "content/../../x", "static/lien.txt", "content/etc/hostname", "noted", "content"]
    {
        assert!(open(path).starts_with("HTTP/1.1 404"), "{path}");
    }
    assert!(open(LESSON).starts_with("HTTP/1.1 204"));
    let expected = format!("5|6|{}|", book.path(LESSON).display());
    let begun = Instant::now();
    while fs::read_to_string(book.path("noted")).unwrap() != expected {
        assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", fs::read_to_string(book.path("noted")));
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_book_that_is_renamed_or_deleted_comes_back() {
    let book = sound();
    let preview = Preview::of(&book, None);
    let away = book.root().with_extension("away");
    fs::rename(book.root(), &away).unwrap();
    preview.hears("missing-book");
    fs::rename(&away, book.root()).unwrap();
    preview.hears("pages prêtes");
    fs::remove_dir_all(book.root()).unwrap();
    preview.hears("missing-book");
    for (path, text) in [
        ("content/1-debut/index.fr.md", "---\ntitle: Début\noutcomes: [lire]\n---\n"),
        (LESSON, "---\ntitle: Lire\n---\n\nUn texte revenu.\n"),
        ("book.toml", "[book]\ntitle = \"Un livre\"\n[languages.fr]\n"),
    ] {
        fs::create_dir_all(book.path(path).parent().unwrap()).unwrap();
        fs::write(book.path(path), text).unwrap();
    }
    preview.hears("pages prêtes");
    fs::write(book.path(LESSON), "---\ntitle: Lire\n---\n\nUn texte neuf.\n").unwrap();
    preview.hears("pages prêtes");
    assert!(preview.asks("GET /fr/debut/lire/", "").contains("Un texte neuf."));
}

#[test]
fn a_port_that_is_taken_is_said_and_the_next_is() {
    let book = sound();
    let first = Preview::of(&book, None);
    let second = Preview::with(&book, &format!("--port {}", first.port));
    assert_ne!(first.port, second.port);
}

#[test]
fn a_hundred_saves_in_a_row_end_with_the_last() {
    let book = sound();
    let preview = Preview::of(&book, None);
    for number in 1..=100 {
        let text = format!("---\ntitle: Lire\n---\n\nUn texte, le numéro {number}.\n");
        fs::write(book.path(LESSON), text).unwrap();
    }
    let page = || preview.asks("GET /fr/debut/lire/", "");
    let last = preview.builds().find(|_| page().contains("le numéro 100."));
    // Many saves at once are few builds.
    assert!(last.unwrap()["state"]["version"].as_u64().unwrap() < 100);
}

/// The last screen of what was written to a terminal.
fn last_screen(written: &str) -> &str {
    written.rsplit("\u{1b}[H\u{1b}[J").next().unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn on_a_terminal_the_present_state_is_drawn_in_the_place_of_the_one_before() {
    let links: String = (0..50).map(|number| format!("Voir [ceci](rien-{number}.fr.md).\n\n")).collect();
    let book = sound().with(LESSON, format!("---\ntitle: Lire\n---\n\n{links}"));
    let mut palier = support::pty::Pty::run(book.root(), "serve --port 0", 24, &[]);
    let mut until = |is_there: &dyn Fn(&str) -> bool| {
        let is_whole = |written: &str| last_screen(written).contains("_palier/") && is_there(last_screen(written));
        last_screen(&palier.until(is_whole)).to_owned()
    };
    let screen = until(&|screen| screen.contains("erreur"));
    assert!(screen.lines().count() < 24, "{screen}");
    assert!(screen.contains("autres, que montre") && screen.contains("50 erreurs"), "{screen}");
    fs::write(book.path(LESSON), "---\ntitle: Lire\n---\n\nUn texte.\n").unwrap();
    let screen = until(&|screen| !screen.contains("erreur"));
    assert!(screen.contains("http://127.0.0.1:"), "{screen}");
    palier.kill();
}
