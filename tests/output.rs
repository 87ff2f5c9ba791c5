//! The output folder, when the system refuses a part of it or somebody put something strange there.
#![cfg(unix)]

mod support;

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use support::Book;

/// A book that nobody may build, and that is built.
fn built() -> Book {
    let book = Book::empty()
        .with("book.toml", toml("Un livre"))
        .with("content/1-debut/index.fr.md", "---\ntitle: Début\noutcomes: [lire]\n---\n")
        .with("content/1-debut/1-lire.fr.md", "---\ntitle: Lire\n---\n\nUn texte.\n");
    allow(book.root(), 0o777);
    let ran = book.palier_as_nobody(&["build"]);
    assert_eq!(ran.code, Some(0), "{}", ran.error);
    book
}

fn toml(title: &str) -> String {
    format!("[book]\nid = \"livre\"\ntitle = \"{title}\"\nbase_url = \"https://example.org/\"\n[languages.fr]\n")
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Every file of the site, Palier's own too, with its bytes.
fn site(book: &Book) -> Vec<(String, Vec<u8>)> {
    let files = support::files(&book.path("public"));
    files.into_iter().map(|path| (path.display().to_string(), fs::read(&path).unwrap())).collect()
}

/// Puts a pipe there.
fn pipe(path: &Path) {
    let _ = fs::remove_file(path);
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Puts a decided write in the output folder: a new `fr/debut/index.html`, and the rest as it is.
fn decide(book: &Book) {
    let own = book.path("public/.palier");
    let page = "fr/debut/index.html";
    let manifest = fs::read_to_string(own.join("manifest")).unwrap();
    let kept = manifest.lines().skip(1).filter(|line| !line.ends_with(page));
    let kept: String = kept.map(|line| format!("keep {line}\n")).collect();
    let text = b"new";
    let journal = format!("palier journal 1\nmove 0 {} {} {page}\n{kept}", blake3::hash(text), text.len());
    let end = blake3::hash(journal.as_bytes());
    fs::create_dir(own.join("stage")).unwrap();
    fs::write(own.join("stage/0"), text).unwrap();
    fs::write(own.join("journal"), format!("{journal}end {end}\n")).unwrap();
    let owner = fs::metadata(&own).unwrap().uid();
    if owner != fs::metadata(book.root()).unwrap().uid() {
        for path in ["stage", "stage/0", "journal"] {
            chown(own.join(path), Some(owner), Some(owner)).unwrap();
        }
    }
}

#[test]
fn a_folder_that_may_not_be_written_refuses_the_site_before_anything_moves() {
    for folder in ["public/fr/debut", "public/fr/debut/lire", "public/fr"] {
        let book = built();
        let before = site(&book);
        allow(&book.path(folder), 0o555);
        let book = book.with("book.toml", toml("Un autre titre"));
        let ran = book.palier_as_nobody(&["build"]);
        assert_eq!(ran.code, Some(1), "{folder}: {}", ran.error);
        assert!(ran.error.contains("erreur[unwritable-output]") && ran.error.contains(folder), "{}", ran.error);
        assert!(ran.error.contains("le site précédent est intact"), "{folder}: {}", ran.error);
        assert_eq!(site(&book), before, "{folder}");
        allow(&book.path(folder), 0o755);
        assert_eq!(book.palier_as_nobody(&["build"]).code, Some(0), "{folder}");
        assert_ne!(site(&book), before, "{folder}");
    }
}

#[test]
fn a_page_that_is_gone_is_not_deleted_from_a_folder_that_may_not_be_written() {
    let book = built();
    let before = site(&book);
    allow(&book.path("public/fr/debut/lire"), 0o555);
    fs::rename(book.path("content/1-debut/1-lire.fr.md"), book.path("content/1-debut/1-voir.fr.md")).unwrap();
    let ran = book.palier_as_nobody(&["build"]);
    assert_eq!(ran.code, Some(1), "{}", ran.error);
    assert!(ran.error.contains("fr/debut/lire") && ran.error.contains("est intact"), "{}", ran.error);
    assert_eq!(site(&book), before);
}

#[test]
fn a_page_that_can_t_be_read_is_replaced_and_one_that_is_gone_left() {
    let book = built();
    let page = book.path("public/fr/debut/lire/index.html");
    allow(&page, 0o000);
    let book = book.with("book.toml", toml("Un autre titre"));
    assert_eq!(book.palier_as_nobody(&["build"]).code, Some(0));
    allow(&page, 0o000);
    fs::rename(book.path("content/1-debut/1-lire.fr.md"), book.path("content/1-debut/1-voir.fr.md")).unwrap();
    let ran = book.palier_as_nobody(&["build"]);
    assert_eq!(ran.code, Some(0), "{}", ran.error);
    assert!(ran.error.contains("a été gardé"), "{}", ran.error);
}

#[test]
fn in_a_shared_folder_the_files_of_others_are_their_own() {
    let book = built();
    if fs::metadata(book.root()).unwrap().uid() != 0 {
        // Only who may give files away can make one that is another's.
        return;
    }
    let folder = book.path("public/fr/debut");
    allow(&folder, 0o1777);
    chown(&folder, Some(0), Some(0)).unwrap();
    chown(folder.join("index.html"), Some(0), Some(0)).unwrap();
    let before = site(&book);
    let book = book.with("book.toml", toml("Un autre titre"));
    let ran = book.palier_as_nobody(&["build"]);
    assert_eq!(ran.code, Some(1), "{}", ran.error);
    assert!(ran.error.contains("fr/debut/index.html") && ran.error.contains("est intact"), "{}", ran.error);
    assert_eq!(site(&book), before);
}

#[test]
fn a_write_that_is_decided_is_said_to_be_and_never_that_the_site_is_untouched() {
    let book = built();
    decide(&book);
    allow(&book.path("public/fr/debut"), 0o555);
    let broken = "---\ntitle: Lire\n---\n\n[Nulle part](x.md)\n";
    for text in ["---\ntitle: Lire\n---\n", broken] {
        fs::write(book.path("content/1-debut/1-lire.fr.md"), text).unwrap();
        let ran = book.palier_as_nobody(&["build"]);
        assert_eq!(ran.code, Some(1), "{}", ran.error);
        assert!(ran.error.contains("erreur[unwritable-output]"), "{}", ran.error);
        assert!(ran.error.contains("à moitié remplacé") && !ran.error.contains("intact"), "{}", ran.error);
    }
    allow(&book.path("public/fr/debut"), 0o755);
    let ran = book.palier_as_nobody(&["build"]);
    assert_eq!(ran.code, Some(1), "the book is still wrong: {}", ran.error);
    assert!(ran.error.contains("son site est maintenant complet"), "{}", ran.error);
    assert!(!book.path("public/.palier/journal").exists());
    assert_eq!(fs::read_to_string(book.path("public/fr/debut/index.html")).unwrap(), "new");
    let ran = book.palier_as_nobody(&["build"]);
    assert!(ran.error.contains("le site précédent est intact"), "{}", ran.error);
}

#[test]
fn nothing_is_said_of_a_site_that_nobody_knows_of() {
    let book = built().with("book.toml", "[book\n");
    let ran = book.palier(&["build"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.error.ends_with("rien n’a été écrit\n"), "{}", ran.error);
    let book = built();
    fs::write(book.path("content/1-debut/1-lire.fr.md"), "---\ntitle: Lire\n---\n\n[Nulle part](x.md)\n").unwrap();
    assert!(book.palier(&["build"]).error.contains("le site précédent est intact"));
    fs::remove_dir_all(book.path("public")).unwrap();
    let ran = book.palier(&["build"]);
    assert!(
        ran.error.contains("rien n’a été écrit") && !ran.error.contains("intact"),
        "none was ever built: {}",
        ran.error
    );
    let book = built();
    fs::write(book.path("public/.palier/journal"), "garbage").unwrap();
    let ran = book.palier(&["build"]);
    assert!(ran.error.contains("[foreign-output]") && ran.error.ends_with("rien n’a été écrit\n"), "{}", ran.error);
}

#[test]
fn a_lock_that_leads_elsewhere_makes_no_file_there() {
    let book = built();
    let elsewhere = Book::empty();
    let lock = book.path("public/.palier/lock");
    fs::remove_file(&lock).unwrap();
    symlink(elsewhere.path("made"), &lock).unwrap();
    let ran = book.palier(&["build"]);
    assert_eq!(ran.code, Some(1), "{}", ran.error);
    assert!(ran.error.contains("erreur[foreign-output]") && ran.error.contains(".palier/lock"), "{}", ran.error);
    assert!(!elsewhere.path("made").exists());
}

#[test]
fn a_pipe_among_paliers_own_files_is_not_waited_for() {
    for name in ["manifest", "journal", "lock"] {
        let book = built();
        let own = book.path("public/.palier").join(name);
        pipe(&own);
        let ran = book.palier(&["build"]);
        assert_eq!(ran.code, Some(1), "{name}: {}", ran.error);
        assert!(ran.error.contains("erreur[foreign-output]") && ran.error.contains(name), "{name}: {}", ran.error);
    }
    let book = built();
    pipe(&book.path("public/.palier/stage"));
    let ran = book.with("book.toml", toml("Un autre titre")).palier(&["build"]);
    assert_eq!(ran.code, Some(0), "{}", ran.error);
    let book = built();
    decide(&book);
    pipe(&book.path("public/.palier/stage/0"));
    assert_eq!(book.palier(&["build"]).code, Some(0), "a stage that is lost is made anew");
}

#[test]
fn a_folder_of_paliers_own_that_is_a_link_or_a_file_is_refused() {
    let elsewhere = Book::empty();
    for is_link in [true, false] {
        let book = built();
        fs::remove_dir_all(book.path("public")).unwrap();
        fs::create_dir(book.path("public")).unwrap();
        match is_link {
            true => symlink(elsewhere.root(), book.path("public/.palier")).unwrap(),
            false => fs::write(book.path("public/.palier"), "mine").unwrap(),
        }
        let ran = book.palier(&["build"]);
        assert!(ran.error.contains("erreur[foreign-output]"), "{}", ran.error);
        assert_eq!(fs::read_dir(elsewhere.root()).unwrap().count(), 0);
    }
}

#[test]
fn a_name_in_the_manifest_that_no_file_can_have_is_forgotten() {
    let book = built();
    let manifest = book.path("public/.palier/manifest");
    let known = fs::read_to_string(&manifest).unwrap();
    for long in ["x".repeat(300), format!("{}/index.html", "é".repeat(200)), "long/".repeat(1_000) + "x"] {
        let mut lines: Vec<_> = known.lines().map(str::to_owned).collect();
        lines.push(format!("{} 1 {long}", blake3::hash(b"x")));
        fs::write(&manifest, lines.join("\n") + "\n").unwrap();
        let ran = book.palier(&["build"]);
        assert_eq!(ran.code, Some(0), "{}", ran.error);
        assert_eq!(fs::read_to_string(&manifest).unwrap(), known);
    }
}

#[test]
fn a_name_of_the_site_that_is_too_long_is_told_before_anything_moves() {
    let book = built();
    let before = site(&book);
    let alias = format!("/fr/{}", format!("{}/", "a".repeat(80)).repeat(60));
    let book = book.with("content/1-debut/1-lire.fr.md", format!("---\ntitle: Lire\naliases: [{alias}]\n---\n"));
    let ran = book.palier_as_nobody(&["build"]);
    assert_eq!(ran.code, Some(1), "{}", ran.error);
    assert!(ran.error.contains("un nom trop long") && ran.error.contains("est intact"), "{}", ran.error);
    assert_eq!(site(&book), before);
}

#[test]
fn a_folder_on_another_disk_gets_its_files_too() {
    let mounts = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["-rm", "sh", "-ec", script, env!("CARGO_BIN_EXE_palier")]);
        command
    };
    if !mounts("mount --bind . .").stderr(Stdio::null()).status().is_ok_and(|status| status.success()) {
        // Here, nobody may mount anything.
        return;
    }
    let book = Book::empty()
        .with("book.toml", toml("Un livre"))
        .with("content/1-debut/1-lire.fr.md", "---\ntitle: Lire\n---\n");
    assert_eq!(book.palier(&["build"]).code, Some(0));
    let book = book.with("book.toml", toml("Un autre titre"));
    let ran = book.run(mounts("mount --bind public/fr public/fr; \"$0\" build"), &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.error);
    let page = fs::read_to_string(book.path("public/fr/debut/lire/index.html")).unwrap();
    assert!(page.contains("Un autre titre"));
    assert!(site(&book).iter().all(|(path, _)| !path.contains(".palier-new") && !path.contains("stage")));
}

#[test]
fn a_file_that_nobody_may_change_refuses_the_site_before_anything_moves() {
    let book = built();
    let page = book.path("public/fr/debut/index.html");
    let chattr = |how: &str| {
        let mut command = Command::new("chattr");
        command.arg(how).arg(&page).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    if !chattr("+i") {
        // Not here, or not for this user.
        return;
    }
    let before = site(&book);
    let book = book.with("book.toml", toml("Un autre titre"));
    let ran = book.palier(&["build"]);
    let after = site(&book);
    assert!(chattr("-i"));
    assert_eq!(ran.code, Some(1), "{}", ran.error);
    assert!(ran.error.contains("fr/debut/index.html") && ran.error.contains("est intact"), "{}", ran.error);
    assert_eq!(after, before);
}
