//! `palier serve` as a process: what is wrong with files themselves, and files as browsers ask for them.
#![cfg(unix)]

mod support;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
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

    /// Starts it for an author of that language.
    fn start(book: &Book, most_files: Option<u32>, language: &str) -> Self {
        let limit = most_files.map_or_else(String::new, |most| format!("ulimit -n {most}; "));
        let script = format!("{limit}exec \"$0\" serve --port 0 --lang {language}");
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
