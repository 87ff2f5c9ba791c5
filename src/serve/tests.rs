//! Real requests, written by hand.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};

use super::*;

struct Site(BTreeMap<&'static str, Page>, u64);

impl Pages for Site {
    fn get(&self, path: &str) -> Option<Page> {
        self.0.get(path).cloned()
    }

    fn policy(&self, path: &str) -> Option<String> {
        path.ends_with(".html").then(|| format!("default-src 'self' {path}"))
    }

    fn version(&self) -> u64 {
        self.1
    }

    fn state(&self) -> String {
        format!("{{\"version\":{}}}", self.1)
    }

    fn open(&self, at: &FilePosition) -> Opened {
        match (at.path.as_str(), at.line, at.column) {
            ("content/1.md", 3, 4) => Opened::Yes,
            ("content/2.md", ..) => Opened::NoEditor,
            _ => Opened::NotInBook,
        }
    }

    fn not_found(&self, path: &str) -> Option<Vec<u8>> {
        Some(format!("<body>nothing at {path}</body>").into())
    }
}

/// A film of digits, which can't be opened so many times at first.
struct Film {
    len: u64,
    fails: AtomicUsize,
}

/// An open one: reading it takes no memory, however long it is.
struct Digits {
    at: u64,
    len: u64,
}

impl Asset for Film {
    fn len(&self) -> u64 {
        self.len
    }

    fn open(&self) -> io::Result<Box<dyn Bytes>> {
        let left = self.fails.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |fails| fails.checked_sub(1));
        match left {
            Ok(_) => Err(io::Error::other("too many open files")),
            Err(_) => Ok(Box::new(Digits { at: 0, len: self.len })),
        }
    }
}

impl io::Read for Digits {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = into.len().min((self.len - self.at) as usize);
        for byte in &mut into[..count] {
            *byte = b'0' + (self.at % 10) as u8;
            self.at += 1;
        }
        Ok(count)
    }
}

impl io::Seek for Digits {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        let io::SeekFrom::Start(at) = to else { return Err(io::ErrorKind::Unsupported.into()) };
        self.at = at;
        Ok(at)
    }
}

fn site(version: u64) -> Arc<dyn Pages> {
    let bytes = |text: &str| Page::Bytes(text.into());
    let pages = BTreeMap::from([
        ("index.html", bytes("<body>home</body></html>")),
        ("fr/index.html", bytes("<body>accueil, deux </body> ici</BODY>")),
        ("fr/bare.html", bytes("no body")),
        ("fr/cassé.html", Page::Fault("<body>a fault</body>".into())),
        ("app.css", bytes("body{}")),
        ("film.mp4", bytes("0123456789")),
        ("disk.mp4", Page::Asset(Arc::new(Film { len: 10, fails: AtomicUsize::new(0) }))),
        ("busy.mp4", Page::Asset(Arc::new(Film { len: 10, fails: AtomicUsize::new(2) }))),
        ("large.mp4", Page::Asset(Arc::new(Film { len: 1 << 40, fails: AtomicUsize::new(0) }))),
        ("page.html", Page::Asset(Arc::new(Film { len: 10, fails: AtomicUsize::new(0) }))),
    ]);
    Arc::new(Site(pages, version))
}

struct Running {
    port: u16,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Running {
    fn new() -> Self {
        let server = Server::bind(Some(0)).unwrap();
        let port = server.port;
        assert_eq!(server.url(), format!("http://127.0.0.1:{port}/"));
        let shared = Arc::new(Shared::new(site(1)));
        let for_server = Arc::clone(&shared);
        Self { port, shared, thread: Some(thread::spawn(move || server.run(for_server))) }
    }

    fn send(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    /// The head, in lower case, and the body.
    fn ask(&self, first_line: &str, more: &str) -> (String, String) {
        let mut stream =
            self.send(&format!("{first_line} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{more}\r\n"));
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        (head.to_lowercase(), body.to_owned())
    }

    fn get(&self, path: &str) -> (String, String) {
        self.ask(&format!("GET {path}"), "")
    }

    /// What is told of each build.
    fn told(&self) -> impl Iterator<Item = serde_json::Value> + use<> {
        let stream = self.send("GET /_palier/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        let lines = BufReader::new(stream).lines().map_while(Result::ok);
        lines.filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok())
    }

    /// The ids as they are sent.
    fn events(&self) -> impl Iterator<Item = String> + use<> {
        self.told().map(|told| told["build"].as_str().unwrap().to_owned())
    }

    /// The status of a request to open a file, with those headers.
    fn open(&self, headers: &str, body: &str) -> u16 {
        let length = body.len();
        let mut stream = self.send(&format!(
            "POST /_palier/open HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}",
            self.port
        ));
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap().parse().unwrap()
    }

    /// The headers of a page of this run.
    fn own_headers(&self) -> String {
        let (_, page) = self.get("/");
        let token = page.split("data-token=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        assert_eq!(token.len(), 32);
        format!("Origin: http://127.0.0.1:{}\r\nPalier-Token: {token}\r\n", self.port)
    }

    fn stop(&mut self) {
        self.shared.stop();
        self.thread.take().unwrap().join().unwrap().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.shared.stop();
    }
}

#[test]
fn pages_are_served_with_their_type_and_the_script() {
    let server = Running::new();
    let (head, body) = server.get("/");
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(head.contains("content-type: text/html; charset=utf-8"), "{head}");
    assert!(head.contains("cache-control: no-store"), "{head}");
    assert!(body.starts_with("<body>home<script src=\"/_palier/follow.js\" data-build=\""), "{body}");
    assert!(body.contains("-1\" data-token=\"") && body.ends_with("\"></script></body></html>"), "{body}");

    let (_, body) = server.get("/fr/?a=b");
    assert!(body.starts_with("<body>accueil, deux </body> ici<script"), "{body}");
    assert!(body.ends_with("</script></BODY>"), "{body}");
    assert!(server.get("/fr/bare.html").1.ends_with("</script>"));

    let (head, body) = server.get("/app.css");
    assert!(head.contains("text/css"), "{head}");
    assert_eq!(body, "body{}");
    assert!(server.get("/_palier/follow.js").1.contains("SharedWorker"));
    assert!(server.get("/_palier/listener.js").1.contains("EventSource"));
    assert!(server.get("/_palier/faults.css").0.contains("text/css"));
}

#[test]
fn a_published_sites_service_worker_is_replaced_by_one_that_removes_it() {
    let server = Running::new();
    let (head, body) = server.get("/sw.js");
    assert!(head.contains("content-type: text/javascript"), "{head}");
    assert!(body.contains("unregister"), "{body}");
    let own = BTreeMap::from([("sw.js", Page::Bytes(b"// the author's own".to_vec()))]);
    server.shared.swap(Arc::new(Site(own, 2)));
    assert_eq!(server.get("/sw.js").1, "// the author's own");
}

#[test]
fn the_policy_of_each_path_is_sent_with_it() {
    let server = Running::new();
    for (path, of) in [("/", "index.html"), ("/fr/", "fr/index.html"), ("/nowhere/", "404.html"), ("/%ff", "404.html")]
    {
        let (head, _) = server.get(path);
        assert!(head.contains(&format!("content-security-policy: default-src 'self' {of}\r\n")), "{path}: {head}");
    }
    assert!(!server.get("/app.css").0.contains("content-security-policy"));
}

#[test]
fn a_folder_without_its_slash_is_sent_there() {
    let server = Running::new();
    let (head, _) = server.get("/fr?x=1");
    assert!(head.starts_with("http/1.1 308") && head.contains("location: /fr/?x=1"), "{head}");
    assert!(server.get("//fr").0.starts_with("http/1.1 404"), "and never to a host of that name");
}

#[test]
fn nothing_stands_outside_the_site() {
    let server = Running::new();
    for path in ["/../book.toml", "/%2e%2e/book.toml", "/fr/..%2f..%2fbook.toml", "/Cargo.toml", "/%ff", "/nowhere/"] {
        let (head, body) = server.get(path);
        assert!(head.starts_with("http/1.1 404"), "{path}: {head}");
        assert!(body.contains("nothing at") && body.contains("follow.js"), "{body}");
    }
}

#[test]
fn a_page_that_fails_says_why_and_waits_for_the_next_build() {
    let (head, body) = Running::new().get("/fr/cass%C3%A9.html");
    assert!(head.starts_with("http/1.1 500"), "{head}");
    assert!(body.starts_with("<body>a fault<script"), "{body}");
}

#[test]
fn head_has_no_body_and_other_methods_no_answer() {
    let server = Running::new();
    let (head, body) = server.ask("HEAD /app.css", "");
    assert!(head.starts_with("http/1.1 200") && head.contains("content-length: 6"), "{head}");
    assert_eq!(body, "");
    assert!(server.ask("HEAD /_palier/events", "").0.starts_with("http/1.1 200"));
    let (head, _) = server.ask("POST /", "Content-Length: 0\r\n");
    assert!(head.starts_with("http/1.1 405") && head.contains("allow: get, head"), "{head}");
}

#[test]
fn a_foreign_host_is_refused() {
    let server = Running::new();
    for host in ["Host: example.org\r\n", "Host: localhost.example.org\r\n", ""] {
        let mut text = String::new();
        let request = format!("GET / HTTP/1.1\r\n{host}Connection: close\r\n\r\n");
        server.send(&request).read_to_string(&mut text).unwrap();
        assert!(text.starts_with("HTTP/1.1 403"), "{host}: {text}");
        assert!(!text.contains("home"));
    }
}

#[test]
fn a_part_of_a_film_can_be_asked_for() {
    let server = Running::new();
    for film in ["/film.mp4", "/disk.mp4", "/busy.mp4"] {
        let get = format!("GET {film}");
        let (head, body) = server.ask(&get, "Range: bytes=2-4\r\n");
        assert!(head.starts_with("http/1.1 206") && head.contains("content-range: bytes 2-4/10"), "{film}: {head}");
        assert!(head.contains("content-length: 3"), "{film}: {head}");
        assert_eq!(body, "234", "{film}");
        let (head, _) = server.ask(&get, "Range: bytes=10-\r\n");
        assert!(head.starts_with("http/1.1 416") && head.contains("content-range: bytes */10"), "{film}: {head}");
        let (head, body) = server.ask(&get, "");
        assert!(head.contains("accept-ranges: bytes") && head.contains("video/mp4"), "{film}: {head}");
        assert_eq!(body, "0123456789", "{film}");
        let (head, body) = server.ask(&format!("HEAD {film}"), "");
        assert!(head.contains("content-length: 10") && head.contains("accept-ranges: bytes"), "{film}: {head}");
        assert_eq!(body, "", "{film}");
    }
}

#[test]
fn a_film_larger_than_memory_is_never_read_whole() {
    let server = Running::new();
    let (head, body) = server.ask("GET /large.mp4", "Range: bytes=1000000000007-1000000000009\r\n");
    assert!(head.contains("content-range: bytes 1000000000007-1000000000009/1099511627776"), "{head}");
    assert_eq!(body, "789");
    let (head, _) = server.ask("HEAD /large.mp4", "");
    assert!(head.contains("content-length: 1099511627776"), "{head}");
    let (head, _) = server.ask("HEAD /large.mp4", "Range: bytes=5-\r\n");
    assert!(head.contains("content-length: 1099511627771"), "{head}");
    // Whoever leaves after a moment has had a moment's worth.
    let mut stream = server.send("GET /large.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let mut part = vec![0; 1 << 20];
    stream.read_exact(&mut part).unwrap();
    drop(stream);
    assert!(server.get("/").0.starts_with("http/1.1 200"));
}

#[test]
fn an_authors_own_page_has_the_script_too() {
    let (head, body) = Running::new().get("/page.html");
    assert!(head.contains("text/html"), "{head}");
    assert!(body.starts_with("0123456789<script src=\"/_palier/follow.js\""), "{body}");
}

#[test]
fn the_browser_hears_of_each_new_build() {
    let mut server = Running::new();
    let mut events = server.events();
    let first = events.next().unwrap();
    assert!(server.get("/").1.contains(&format!("data-build=\"{first}\"")));
    server.shared.swap(site(1));
    server.shared.swap(site(2));
    let second = events.next().unwrap();
    assert!(second.ends_with("-2"), "{second}, and nothing for a build that changed nothing");
    assert!(server.get("/").1.contains(&format!("data-build=\"{second}\"")));
    assert_eq!(server.events().next(), Some(second), "whoever comes late hears the one that stands");

    server.stop();
    assert_eq!(events.next(), None, "the stream ends with the server");
}

#[test]
fn pages_are_told_of_the_build_with_its_id() {
    let server = Running::new();
    let mut told = server.told();
    assert_eq!(told.next().unwrap()["state"]["version"], 1);
    server.shared.swap(site(2));
    assert_eq!(told.next().unwrap()["state"]["version"], 2);
}

#[test]
fn only_a_page_of_this_run_has_a_file_opened() {
    let server = Running::new();
    let body = r#"{"path":"content/1.md","line":3,"column":4}"#;
    let own = server.own_headers();
    assert_eq!(server.open(&own, body), 204);
    assert_eq!(server.open(&format!("{own}Sec-Fetch-Site: same-origin\r\n"), body), 204);
    let token = own.lines().nth(1).unwrap();
    let origin = own.lines().next().unwrap();
    for strange in [
        String::new(),
        format!("{token}\r\n"),
        format!("{origin}\r\n"),
        format!("{origin}\r\nPalier-Token:\r\n"),
        format!("{origin}\r\nPalier-Token: {}\r\n", "0".repeat(32)),
        format!("Origin: https://example.org\r\n{token}\r\n"),
        format!("Origin: null\r\n{token}\r\n"),
        format!("Origin: http://127.0.0.1:1\r\n{token}\r\n"),
        format!("{own}Sec-Fetch-Site: cross-site\r\n"),
        format!("{own}Sec-Fetch-Site: same-site\r\n"),
    ] {
        assert_eq!(server.open(&strange, body), 403, "{strange}");
    }
    // Another run has another token.
    assert_ne!(Running::new().own_headers().lines().nth(1).unwrap(), token);
}

#[test]
fn what_is_to_be_opened_is_a_place_in_a_file_of_the_book() {
    let server = Running::new();
    let own = server.own_headers();
    assert_eq!(server.open(&own, r#"{"path":"content/2.md","line":3,"column":4}"#), 503);
    assert_eq!(server.open(&own, r#"{"path":"/etc/passwd","line":3,"column":4}"#), 404);
    for wrong in ["", "{}", "content/1.md", r#"{"path":"content/1.md","line":-3,"column":4}"#, &"x".repeat(20_000)] {
        assert_eq!(server.open(&own, wrong), 400, "{wrong:.20}");
    }
    let (head, _) = server.get("/_palier/open");
    assert!(head.starts_with("http/1.1 404"), "{head}");
}

#[test]
fn stopping_waits_for_nobody() {
    let mut server = Running::new();
    let _idle = server.send("");
    let _half_a_request = server.send("GET / HTTP/1.1\r\n");
    let mut events = server.events();
    events.next().unwrap();
    server.stop();
}

#[test]
fn instead_of_a_port_that_is_taken_the_next_is_and_says_so() {
    let first = Server::bind(Some(0)).unwrap();
    assert!(first.port_message().is_none());
    let other = Server::bind(Some(first.port)).unwrap();
    assert_ne!(first.port, other.port);
    assert_eq!(other.port_message().unwrap().key, "serve.port-taken");
    let (one, other) = (Server::bind(None).unwrap(), Server::bind(None).unwrap());
    assert_ne!(one.port, other.port);
    assert_eq!(other.port_message().unwrap().key, "serve.port-taken");
}
