//! `palier publish`: to a folder, a branch, an S3 server and an SFTP server on loopback; what is sent, what is refused, and
//! what a cut leaves.

#![cfg(unix)]
#![allow(clippy::print_stdout, reason = "the figures are for whoever asks with --nocapture")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use support::{Book, Ran, files};

const LESSON: &str = "content/1-voir/1-été à la mer.fr.md";

/// A book with two lessons and an image, that is published where `target` says.
fn book(target: &str) -> Book {
    let point = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path d=\"M0 0h9v9z\"/></svg>\n";
    Book::empty()
        .with(
            "book.toml",
            format!(
                "[book]\ntitle = \"Essai\"\nid = \"essai\"\nbase_url = \"https://example.org/\"\n[languages.fr]\n\
                 [publish.site]\n{target}\n"
            ),
        )
        .with("content/1-voir/index.fr.md", "---\ntitle: Voir\noutcomes: [Voir]\n---\n")
        .with(LESSON, "---\ntitle: L’été\nslug: été\n---\nUn texte.\n\n![Un point](point-é.svg)\n")
        .with("content/1-voir/point-é.svg", point)
        .with("content/1-voir/2-autre.fr.md", "---\ntitle: L’autre\n---\nUn autre texte.\n")
}

/// `palier publish` with these arguments, and an environment.
fn publish(book: &Book, arguments: &[&str], environment: &[(&str, String)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_palier"));
    command
        .env_remove("AWS_CA_BUNDLE")
        .env("RCLONE_CONFIG", book.path("rclone.conf"))
        .envs(environment.iter().cloned());
    book.run(command, &[&["publish"], arguments, &["--lang", "en"]].concat())
}

fn published(book: &Book, arguments: &[&str], environment: &[(&str, String)]) -> serde_json::Value {
    let ran = publish(book, &[arguments, &["--format", "json"]].concat(), environment);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let answer: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    answer["result"].clone()
}

fn refused(book: &Book, arguments: &[&str], environment: &[(&str, String)], sentence: &str) {
    let ran = publish(book, arguments, environment);
    assert!(ran.code == Some(1) && ran.error.contains(sentence), "{sentence}: {ran:?}");
    assert!(ran.error.contains("help:"), "{ran:?}");
}

fn sent(result: &serde_json::Value) -> Vec<&str> {
    result["sent"].as_array().unwrap().iter().map(|path| path.as_str().unwrap()).collect()
}

/// The files of a folder with their bytes, by path, without what begins with a dot.
fn held(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let path = |file: &PathBuf| file.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    let found = files(folder).into_iter().map(|file| (path(&file), fs::read(&file).unwrap()));
    found.filter(|(path, _)| !path.starts_with('.')).collect()
}

/// Asserts that a target holds the site and `publish.json`, and nothing else.
fn is_whole(book: &Book, target: &Path) {
    let mut there = held(target);
    assert!(there.remove("publish.json").is_some_and(|text| !String::from_utf8(text).unwrap().contains("underway")));
    let site = held(&book.path("public"));
    assert_eq!(there.keys().collect::<Vec<_>>(), site.keys().collect::<Vec<_>>());
    assert!(there == site, "some files differ");
}

/// Asserts that what each page at a target loads is there too.
fn has_all_assets(target: &Path, when: &str) {
    let there = held(target);
    let pages = there.iter().filter(|(path, _)| path.ends_with(".html"));
    for (path, bytes) in pages {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let base = Path::new(path).parent().unwrap();
        let pieces: Vec<&str> = text.split('"').collect();
        let loaded = pieces.windows(2).filter(|two| two[0].ends_with("src=") || two[0].ends_with("href="));
        for piece in loaded.map(|two| two[1]) {
            let is_asset = [".css", ".js", ".png", ".svg", ".webp", ".woff2"].iter().any(|end| piece.ends_with(end));
            if !is_asset || piece.contains("://") || piece.starts_with('/') {
                continue;
            }
            let mut found: Vec<&str> = base.iter().map(|part| part.to_str().unwrap()).collect();
            for part in piece.split('/').filter(|part| *part != ".") {
                if part == ".." { found.pop().map(drop).unwrap() } else { found.push(part) }
            }
            let found = percent_encoding::percent_decode_str(&found.join("/")).decode_utf8().unwrap().into_owned();
            assert!(there.contains_key(&found), "{when}: {path} loads {piece}, which isn’t there");
        }
    }
}

/// Whether a program is there; if it isn't, the test that needs it is left out, or fails where all are required.
fn has(program: &str, arguments: &[&str]) -> bool {
    let ran = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let has = ran.is_ok_and(|status| status.success());
    assert!(has || std::env::var_os("PALIER_REQUIRE_ALL").is_none(), "{program} {arguments:?} isn’t installed");
    if !has {
        // Past the capture of what tests print.
        let _ = writeln!(std::io::stderr(), "a test of publishing was left out: it needs {program} {arguments:?}");
    }
    has
}

#[test]
fn a_folder_gets_what_changed_and_keeps_to_one_book() {
    let target = tempfile::tempdir().unwrap();
    let site = target.path().join("site");
    let book = book(&format!("folder = {:?}", site.to_str().unwrap()));
    let dry = published(&book, &["--dry-run"], &[]);
    assert!(!sent(&dry).is_empty() && !site.exists());
    let first = published(&book, &[], &[]);
    assert_eq!(first["sent"], dry["sent"]);
    is_whole(&book, &site);
    assert_eq!(published(&book, &["site"], &[])["sent"], serde_json::json!([]));
    fs::write(book.path("content/1-voir/2-autre.fr.md"), "---\ntitle: L’autre\n---\nPlus.\n").unwrap();
    let again = published(&book, &[], &[]);
    assert!(sent(&again).contains(&"fr/voir/autre/index.html") && sent(&again).len() < 15, "{again}");
    is_whole(&book, &site);

    let text = fs::read_to_string(site.join("publish.json")).unwrap();
    fs::write(site.join("publish.json"), text.replace("\"essai\"", "\"autre\"")).unwrap();
    refused(&book, &[], &[], "another book’s site: `autre`");
    fs::write(site.join("publish.json"), "?").unwrap();
    refused(&book, &[], &[], "can’t be read");
}

#[test]
fn a_folder_with_somebody_elses_files_is_refused_unless_told() {
    let target = tempfile::tempdir().unwrap();
    fs::write(target.path().join("photo.jpg"), "x").unwrap();
    let book = book(&format!("folder = {:?}", target.path().to_str().unwrap()));
    refused(&book, &[], &[], "holds files that Palier didn’t send there");
    published(&book, &["--adopt"], &[]);
    assert_eq!(fs::read(target.path().join("photo.jpg")).unwrap(), b"x");
    assert!(target.path().join("fr/index.html").is_file());
    fs::write(
        book.path("book.toml"),
        fs::read_to_string(book.path("book.toml")).unwrap().replace("folder = ", "folder = \"content/x\" #"),
    )
    .unwrap();
    refused(&book, &[], &[], "holds the book’s own files");
}

#[test]
fn what_book_toml_does_not_name_is_no_target() {
    let book = book("folder = \"../essai-site\"");
    let ran = publish(&book, &["sites"], &[]);
    assert!(ran.code == Some(2) && ran.error.contains("no section `[publish.sites]`"), "{ran:?}");
    let ran = publish(&book, &["--adopt"], &[("PATH", String::new())]);
    assert_eq!(ran.code, Some(0), "a folder needs no program: {ran:?}");
    fs::remove_dir_all(book.root().parent().unwrap().join("essai-site")).unwrap();
}

#[test]
fn a_branch_gets_one_commit_that_holds_the_site() {
    if !has("git", &["--version"]) {
        return;
    }
    let target = tempfile::tempdir().unwrap();
    let git = |folder: &Path, words: &[&str]| {
        let ran = Command::new("git").arg("-C").arg(folder).args(words).output().unwrap();
        assert!(ran.status.success(), "{words:?}: {ran:?}");
        String::from_utf8(ran.stdout).unwrap()
    };
    git(target.path(), &["init", "--quiet", "--bare"]);
    let book = book("branch = \"gh-pages\"");
    refused(&book, &[], &[], "the book is not in a Git repository");
    git(book.root(), &["init", "--quiet"]);
    refused(&book, &[], &[], "no Git repository at `origin`");
    git(book.root(), &["remote", "add", "origin", target.path().to_str().unwrap()]);
    published(&book, &[], &[]);
    let out = tempfile::tempdir().unwrap();
    let whole = |commits: usize| {
        git(
            target.path(),
            &["--work-tree", out.path().to_str().unwrap(), "checkout", "--force", "gh-pages", "--", "."],
        );
        is_whole(&book, out.path());
        assert_eq!(git(target.path(), &["rev-list", "gh-pages"]).lines().count(), commits);
    };
    whole(1);
    assert!(out.path().join(".nojekyll").is_file() && out.path().join("fr/voir/été/index.html").is_file());
    assert_eq!(git(book.root(), &["branch", "--list"]), "");
    published(&book, &[], &[]);
    whole(1);
    fs::remove_file(book.path("content/1-voir/2-autre.fr.md")).unwrap();
    let gone = published(&book, &[], &[]);
    assert!(gone["deleted"].as_array().unwrap().contains(&"fr/voir/autre/index.html".into()), "{gone}");
    fs::remove_dir_all(out.path()).unwrap();
    fs::create_dir(out.path()).unwrap();
    whole(2);
    refused(
        &book,
        &[],
        &[("PATH", "/nonexistent".to_owned())],
        "Git, which carries the site to a branch, isn’t installed",
    );
}

/// A place that rclone knows under the name `place`, which is a folder.
fn place() -> Vec<(&'static str, String)> {
    vec![("RCLONE_CONFIG_PLACE_TYPE", "local".to_owned())]
}

/// A program `rclone` that passes its calls on, but for the one of that number (from 0), which fails in its midst; each call
/// adds a line to `calls`.
fn cut_at(call: usize, folder: &Path) -> (&'static str, String) {
    let script = format!(
        "#!/bin/sh\nn=$(wc -l < '{0}/calls')\necho \"$1\" >> '{0}/calls'\n\
         [ \"$n\" = {call} ] && {{ echo 'dial tcp: i/o timeout' >&2; exit 1; }}\n\
         PATH=${{PATH#*:}} exec rclone \"$@\"\n",
        folder.display()
    );
    fs::write(folder.join("calls"), "").unwrap();
    fs::write(folder.join("rclone"), script).unwrap();
    fs::set_permissions(folder.join("rclone"), fs::Permissions::from_mode(0o755)).unwrap();
    ("PATH", format!("{}:{}", folder.display(), std::env::var("PATH").unwrap()))
}

#[test]
fn a_cut_at_any_call_leaves_pages_with_all_they_load_and_the_next_run_finishes() {
    if !has("rclone", &["version"]) {
        return;
    }
    let bin = tempfile::tempdir().unwrap();
    for call in 0.. {
        let target = tempfile::tempdir().unwrap();
        let site = target.path().join("été");
        let book = book(&format!("rclone = \"place:{}\"", site.display()));
        let path = |call| [place(), vec![cut_at(call, bin.path())]].concat();
        // Every third cut is in a first publication, the others are in a later one.
        let is_first = call % 3 == 2;
        if !is_first {
            published(&book, &[], &place());
            is_whole(&book, &site);
            fs::write(book.path("content/1-voir/2-autre.fr.md"), "---\ntitle: Neuf\n---\n![Un point](point-é.svg)\n")
                .unwrap();
            fs::remove_file(book.path(LESSON)).unwrap();
        }
        let ran = publish(&book, &[], &path(call));
        let calls = fs::read_to_string(bin.path().join("calls")).unwrap().lines().count();
        if site.is_dir() {
            has_all_assets(&site, &format!("cut at call {call}"));
        }
        if ran.code == Some(0) && calls <= call {
            assert!(call > 6, "only {call} calls were cut");
            break;
        }
        assert!(ran.code == Some(1) && ran.error.contains("can’t be reached"), "call {call}: {ran:?}");
        // What the author takes back in the meantime is sent again too.
        fs::write(book.path("content/1-voir/2-autre.fr.md"), "---\ntitle: L’autre\n---\nUn autre texte.\n").unwrap();
        published(&book, &[], &place());
        is_whole(&book, &site);
    }
}

#[test]
fn an_rclone_that_is_absent_or_old_is_named() {
    let book = book("rclone = \"place:/tmp\"");
    refused(
        &book,
        &[],
        &[("PATH", "/nonexistent".to_owned())],
        "rclone, which carries the site there, isn’t installed",
    );
    let bin = tempfile::tempdir().unwrap();
    fs::write(bin.path().join("rclone"), "#!/bin/sh\necho 'rclone v1.45'\n").unwrap();
    fs::set_permissions(bin.path().join("rclone"), fs::Permissions::from_mode(0o755)).unwrap();
    refused(&book, &[], &[("PATH", bin.path().to_str().unwrap().to_owned())], "too old: rclone v1.45");
    if has("rclone", &["version"]) {
        let unknown = self::book("rclone = \"nowhere:www\"");
        refused(&unknown, &[], &[], "rclone doesn’t know `nowhere`");
    }
}

/// A server that ends with the value.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The requests in an S3 server's log from a line on: their methods and paths.
fn requests(log: &Path, from: usize) -> Vec<String> {
    let text = fs::read_to_string(log).unwrap();
    let asked = text.lines().filter_map(|line| Some(line.split_once("] \"")?.1.split(" HTTP").next()?.to_owned()));
    let asked = asked.map(|line| line.replace("\u{1b}[0m", ""));
    asked.skip(from).collect()
}

#[test]
fn an_s3_server_gets_only_what_changed_and_refuses_a_wrong_key() {
    let python = std::env::var("PALIER_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    if !has("rclone", &["version"]) || !has(&python, &["-c", "import moto.server, flask"]) {
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let log = scratch.path().join("log");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/s3.py");
    let mut server = Command::new(python);
    server.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(File::create(&log).unwrap());
    let mut server = Server(server.spawn().unwrap());
    let mut line = String::new();
    BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let [port, key, secret] = line.split_whitespace().collect::<Vec<_>>()[..] else {
        panic!("{line}{}", fs::read_to_string(&log).unwrap())
    };
    let with = |secret: &str, port: &str| {
        [
            ("TYPE", "s3"),
            ("PROVIDER", "Other"),
            ("ENDPOINT", &format!("http://127.0.0.1:{port}")),
            ("ACCESS_KEY_ID", key),
            ("SECRET_ACCESS_KEY", secret),
            ("REGION", "us-east-1"),
        ]
        .map(|(name, value)| (format!("RCLONE_CONFIG_STORE_{name}"), value.to_owned()))
    };
    let environment = |secret: &str, port: &str| -> Vec<(&'static str, String)> {
        with(secret, port).into_iter().map(|(name, value)| (&*name.leak(), value)).collect()
    };
    let right = environment(secret, port);
    let book = book("rclone = \"store:book/livre\"");
    refused(&book, &[], &environment("wrong", port), "refuses access");
    refused(&book, &[], &environment(secret, "1"), "can’t be reached");
    let nowhere = self::book("rclone = \"store:autre/livre\"");
    refused(&nowhere, &[], &right, "there is no bucket at `store:autre/livre`");

    let run = |what: &str| {
        let before = requests(&log, 0).len();
        let result = published(&book, &[], &right);
        let asked = requests(&log, before);
        let puts: Vec<String> = asked.iter().filter(|line| line.contains("PUT ")).cloned().collect();
        println!(
            "{what}: {} requests, {} of them PUT, {} files of {} bytes",
            asked.len(),
            puts.len(),
            sent(&result).len(),
            result["bytes"]
        );
        (result, asked, puts)
    };
    let (first, asked, puts) = run("first");
    // A file is one request; beside them are publish.json, read once and written twice, and one look at the place.
    assert_eq!(puts.len(), sent(&first).len() + 2, "{puts:#?}");
    let others: Vec<&String> = asked.iter().filter(|line| !line.contains("PUT ")).collect();
    let of_a_file = |line: &&&String| line.contains("/livre/") && !line.contains("/publish.json");
    assert_eq!(others.iter().filter(of_a_file).count(), 0, "{others:#?}");
    assert!(others.len() < 30, "{others:#?}");
    let position = |end: &str| sent(&first).iter().position(|path| path.ends_with(end)).unwrap();
    assert!(position(".woff2") < position("été/index.html") && position("été/index.html") < position("sitemap.xml"));
    let (_, asked, puts) = run("nothing changed");
    assert_eq!(puts, Vec::<String>::new());
    assert!(asked.len() <= 3, "{asked:#?}");
    fs::write(book.path(LESSON), "---\ntitle: L’été\nslug: été\n---\nUn texte changé.\n\n![Un point](point-é.svg)\n")
        .unwrap();
    let (changed, _, puts) = run("one lesson changed");
    assert!(sent(&changed).contains(&"fr/voir/été/index.html"), "{changed}");
    assert_eq!(puts.len(), sent(&changed).len() + 2);

    let get = |path: &str| {
        let list = Command::new("rclone")
            .args(["copyto", &format!("store:book/livre/{path}"), scratch.path().join("got").to_str().unwrap()])
            .args(["--dump", "headers", "-vv"])
            .env_remove("AWS_CA_BUNDLE")
            .envs(right.iter().cloned())
            .output()
            .unwrap();
        String::from_utf8_lossy(&list.stderr).into_owned()
    };
    let page = get("fr/voir/été/index.html");
    assert!(
        page.contains("Content-Type: text/html; charset=utf-8") && page.contains("Cache-Control: no-cache"),
        "{page}"
    );
    let style =
        sent(&first).into_iter().find(|path| path.starts_with("assets/palier.") && path.ends_with(".css")).unwrap();
    assert!(get(style).contains("Cache-Control: public, max-age=31536000, immutable"));
}

#[test]
fn an_sftp_server_gets_names_with_accents_and_refuses_a_wrong_password() {
    if !has("rclone", &["version"]) {
        return;
    }
    let target = tempfile::tempdir().unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut server = Command::new("rclone");
    server.args(["serve", "sftp", target.path().to_str().unwrap(), "--addr", &format!("127.0.0.1:{port}")]);
    server.args(["--user", "zoe", "--pass", "mot-de-passe"]).stderr(Stdio::null());
    let _server = Server(server.spawn().unwrap());
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        thread::sleep(Duration::from_millis(20));
    }
    let with = |password: &str| {
        let obscured = Command::new("rclone").args(["obscure", password]).output().unwrap().stdout;
        vec![
            ("RCLONE_CONFIG_ECOLE_TYPE", "sftp".to_owned()),
            ("RCLONE_CONFIG_ECOLE_HOST", "127.0.0.1".to_owned()),
            ("RCLONE_CONFIG_ECOLE_PORT", port.to_string()),
            ("RCLONE_CONFIG_ECOLE_USER", "zoe".to_owned()),
            ("RCLONE_CONFIG_ECOLE_PASS", String::from_utf8(obscured).unwrap().trim().to_owned()),
        ]
    };
    let book = book("rclone = \"ecole:www/été\"");
    refused(&book, &[], &with("autre"), "refuses access");
    published(&book, &[], &with("mot-de-passe"));
    is_whole(&book, &target.path().join("www/été"));
    fs::remove_file(book.path("content/1-voir/2-autre.fr.md")).unwrap();
    published(&book, &[], &with("mot-de-passe"));
    is_whole(&book, &target.path().join("www/été"));
    let listed: BTreeSet<String> = held(&target.path().join("www/été")).into_keys().collect();
    assert!(listed.contains("fr/voir/été/index.html"), "{listed:?}");
}
