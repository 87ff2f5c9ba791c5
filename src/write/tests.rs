//! What a write does to an output folder, seen from outside.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use tempfile::TempDir;

use super::*;

/// Path and text of every file of a site.
type Site<'s> = &'s [(&'s str, &'s str)];

fn entries(site: Site<'_>) -> Vec<OutputFile> {
    site.iter()
        .map(|(path, _)| {
            let class = match path.rsplit('.').next() {
                Some("html") => Class::Page,
                Some("xml" | "txt") => Class::Index,
                _ => Class::Asset,
            };
            OutputFile { path: (*path).to_owned(), hash: None, class }
        })
        .collect()
}

fn render(site: Site<'_>) -> impl Fn(usize) -> Result<FileContent, Infallible> + Sync {
    |index| Ok(FileContent::Bytes(site[index].1.into()))
}

fn put(output: &Path, site: Site<'_>) -> Result<Written, OutputError> {
    write(output, &entries(site), render(site)).map_err(|error| match error {
        WriteError::Output(error) | WriteError::Unfinished(error) => error,
        WriteError::Render(_) => unreachable!("nothing fails to render here"),
    })
}

/// Every file of the folder but Palier's own, by path.
fn files(output: &Path) -> BTreeMap<String, String> {
    let own = output.join(".palier");
    walkdir::WalkDir::new(output)
        .into_iter()
        .filter_entry(|entry| entry.path() != own)
        .map(|entry| entry.unwrap())
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            let path = entry.path().strip_prefix(output).unwrap().to_str().unwrap().to_owned();
            (path, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

fn site(site: Site<'_>) -> BTreeMap<String, String> {
    site.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn modified(output: &Path, path: &str) -> SystemTime {
    fs::metadata(output.join(path)).unwrap().modified().unwrap()
}

/// A folder with a site written in it.
fn with(first: Site<'_>) -> TempDir {
    let folder = TempDir::new().unwrap();
    put(folder.path(), first).unwrap();
    folder
}

fn foreign(result: Result<Written, OutputError>) -> String {
    match result {
        Err(OutputError::Foreign { path }) => path.file_name().unwrap().to_str().unwrap().to_owned(),
        other => panic!("{other:?}"),
    }
}

const OLD: Site<'_> = &[
    ("a.css", "old"),
    ("both", "a file"),
    ("fr/été/index.html", "old"),
    ("gone/deep/index.html", "old"),
    ("same.html", "same"),
    ("swap/index.html", "a folder"),
    ("sitemap.xml", "old"),
];
const NEW: Site<'_> = &[
    ("a.css", "new"),
    ("both/index.html", "a folder now"),
    ("fr/été/index.html", "new"),
    ("new/leçon à lire/index.html", "new"),
    ("same.html", "same"),
    ("sitemap.xml", "new"),
    ("swap", "a file now"),
];

#[test]
fn a_first_write_makes_the_folder_and_all_its_files() {
    let folder = TempDir::new().unwrap();
    let output = folder.path().join("deep/public");
    let written = put(&output, OLD).unwrap();
    assert_eq!(files(&output), site(OLD));
    assert_eq!((written.made, written.unchanged, written.deleted), (7, 0, 0));
    assert_eq!(written.bytes, OLD.iter().map(|(_, text)| text.len() as u64).sum::<u64>());
    let own: Vec<_> = fs::read_dir(output.join(".palier")).unwrap().map(|item| item.unwrap().file_name()).collect();
    assert_eq!(own.len(), 2, "the lock and the manifest: {own:?}");
}

#[test]
fn what_did_not_change_is_not_touched() {
    let folder = with(OLD);
    let times: Vec<_> = OLD.iter().map(|(path, _)| modified(folder.path(), path)).collect();
    let manifest = modified(folder.path(), ".palier/manifest");
    let written = put(folder.path(), OLD).unwrap();
    assert_eq!((written.made, written.unchanged, written.bytes), (0, 7, 0));
    assert_eq!(times, OLD.iter().map(|(path, _)| modified(folder.path(), path)).collect::<Vec<_>>());
    assert_eq!(manifest, modified(folder.path(), ".palier/manifest"));

    put(folder.path(), NEW).unwrap();
    assert_eq!(times[4], modified(folder.path(), "same.html"));
}

#[test]
fn files_and_folders_that_are_made_no_longer_go() {
    let folder = with(OLD);
    let written = put(folder.path(), NEW).unwrap();
    assert_eq!(files(folder.path()), site(NEW));
    assert!(!folder.path().join("gone").exists());
    assert_eq!((written.made, written.unchanged, written.deleted), (6, 1, 3));
    put(folder.path(), OLD).unwrap();
    assert_eq!(files(folder.path()), site(OLD));
}

#[test]
fn a_file_edited_by_hand_is_made_again_but_not_deleted() {
    let folder = with(OLD);
    fs::write(folder.path().join("same.html"), "edit").unwrap();
    fs::write(folder.path().join("gone/deep/index.html"), "mine").unwrap();
    let written = put(folder.path(), NEW).unwrap();
    assert_eq!(files(folder.path())["same.html"], "same");
    assert_eq!(written.left, ["gone/deep/index.html"]);
    assert_eq!(files(folder.path())["gone/deep/index.html"], "mine");
    assert_eq!(foreign(put(folder.path(), OLD)), "index.html", "it is no longer ours");
}

#[test]
fn foreign_files_are_kept() {
    let folder = with(OLD);
    for path in ["CNAME", "gone/deep/mine.txt", ".git/HEAD"] {
        fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
        fs::write(folder.path().join(path), "mine").unwrap();
    }
    put(folder.path(), NEW).unwrap();
    let files = files(folder.path());
    assert_eq!(files.len(), NEW.len() + 3);
    assert_eq!(files["gone/deep/mine.txt"], "mine");
}

#[test]
fn a_foreign_file_in_the_way_refuses_the_write_before_it_begins() {
    for (path, named) in [("new", "new"), ("new/leçon à lire/index.html", "index.html"), ("swap/mine", "mine")] {
        let folder = with(OLD);
        fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
        fs::write(folder.path().join(path), "mine").unwrap();
        let before = files(folder.path());
        assert_eq!(foreign(put(folder.path(), NEW)), named);
        assert_eq!(files(folder.path()), before);
    }
}

#[test]
fn an_edited_file_where_a_folder_comes_refuses_the_write() {
    let folder = with(OLD);
    fs::write(folder.path().join("both"), "mine").unwrap();
    assert_eq!(foreign(put(folder.path(), NEW)), "both");
}

#[test]
fn a_folder_with_files_and_no_manifest_is_refused_and_left_alone() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("thesis.doc"), "mine").unwrap();
    assert!(matches!(put(folder.path(), OLD), Err(OutputError::Foreign { path }) if path == folder.path()));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    fs::create_dir(folder.path().join(".palier")).unwrap();
    assert!(
        matches!(put(folder.path(), OLD), Err(OutputError::Foreign { .. })),
        "a folder of that name is no manifest"
    );
}

#[test]
fn a_folder_with_only_dot_files_is_taken() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    fs::write(folder.path().join(".nojekyll"), "").unwrap();
    put(folder.path(), OLD).unwrap();
    assert!(folder.path().join(".nojekyll").exists());
}

#[test]
fn all_that_fails_to_render_is_told_and_the_old_site_stays() {
    let folder = with(OLD);
    let result = write(folder.path(), &entries(NEW), |index| {
        if index % 2 == 0 { Err(index) } else { Ok(FileContent::Bytes(b"half".to_vec())) }
    });
    assert!(matches!(result, Err(WriteError::Render(faults)) if faults == [0, 2, 4, 6]));
    assert_eq!(files(folder.path()), site(OLD));
    assert!(!folder.path().join(".palier/stage").exists());
    put(folder.path(), NEW).unwrap();
}

#[test]
fn paths_that_leave_the_output_are_refused() {
    let folder = TempDir::new().unwrap();
    let output = folder.path().join("public");
    for path in ["../x", "/x", "a/../../x", "", "a//b", ".", ".palier/manifest", ".Palier/x", "a\\..\\x", "a\nb"] {
        assert!(matches!(put(&output, &[(path, "x")]), Err(OutputError::UnsoundPath { .. })), "{path:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn names_that_are_too_long_are_refused_before_the_write_begins() {
    let folder = with(OLD);
    for path in ["x".repeat(300), format!("new/{}/index.html", "é".repeat(200)), "long/".repeat(1_000) + "x"] {
        let refused = put(folder.path(), &[("a.css", "new"), (&path, "x")]);
        assert!(matches!(refused, Err(OutputError::LongName { path: told }) if told == path));
        assert_eq!(files(folder.path()), site(OLD));
    }
}

#[test]
fn entries_that_cannot_stand_together_are_refused() {
    let folder = TempDir::new().unwrap();
    for clash in [[("a", "1"), ("a", "2")], [("a/b", "1"), ("a", "2")]] {
        assert!(matches!(put(folder.path(), &clash), Err(OutputError::Clash { .. })));
    }
}

#[test]
fn an_output_that_is_a_file_or_below_one_is_an_error() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "mine").unwrap();
    for output in [file.clone(), file.join("public")] {
        assert!(matches!(put(&output, OLD), Err(OutputError::Io { .. })));
        assert!(recover(&output.join("public")).is_err() || cfg!(windows));
    }
    assert_eq!(fs::read_to_string(file).unwrap(), "mine");
    assert!(!recover(&folder.path().join("nowhere")).unwrap());
}

#[test]
fn two_writes_at_once_are_told_apart() {
    let folder = with(OLD);
    let held = Output::open(folder.path()).unwrap();
    assert!(matches!(put(folder.path(), NEW), Err(OutputError::Locked { .. })));
    assert!(matches!(recover(folder.path()), Err(WriteError::Output(OutputError::Locked { .. }))));
    drop(held);
    put(folder.path(), NEW).unwrap();
}

#[test]
fn a_manifest_or_a_journal_that_cannot_be_read_stops_everything() {
    for name in ["manifest", "journal"] {
        for text in [&b"garbage"[..], b"", b"\xff\xfe", b"palier journal 1\nend 00\n"] {
            let folder = with(OLD);
            fs::write(folder.path().join(".palier").join(name), text).unwrap();
            assert!(matches!(put(folder.path(), NEW), Err(OutputError::Corrupt { .. })), "{name}");
            assert_eq!(files(folder.path()), site(OLD));
        }
    }
}

#[test]
fn an_asset_is_copied_and_not_even_read_while_it_stays_the_same() {
    let folder = TempDir::new().unwrap();
    let source = folder.path().join("image.png");
    let output = folder.path().join("public");
    fs::write(&source, "pixels").unwrap();
    let entry = |text: &str| {
        [OutputFile { path: "image.1.png".into(), hash: Some(blake3::hash(text.as_bytes())), class: Class::Asset }]
    };
    let copied = |_| Ok::<_, Infallible>(FileContent::File(source.clone()));
    assert_eq!(write(&output, &entry("pixels"), copied).unwrap().made, 1);
    assert_eq!(files(&output)["image.1.png"], "pixels");

    let asked = |_| -> Result<FileContent, Infallible> { panic!("its hash is known") };
    assert_eq!(write(&output, &entry("pixels"), asked).unwrap().unchanged, 1);
    let unknown = [OutputFile { hash: None, ..entry("")[0].clone() }];
    assert_eq!(write(&output, &unknown, copied).unwrap().unchanged, 1);

    let changed = write(&output, &entry("other"), copied);
    assert!(matches!(changed, Err(WriteError::Output(OutputError::Changed { path })) if path == source));
    fs::remove_file(&source).unwrap();
    let vanished = write(&output, &entry("other"), copied);
    assert!(matches!(vanished, Err(WriteError::Output(OutputError::Source { path, .. })) if path == source));
    assert_eq!(files(&output)["image.1.png"], "pixels");
}

/// The steps of a write whose journal is in place, taken one by one.
fn take(journal: &Journal, output: &mut Output, mut steps: usize) {
    let mut step = || {
        steps = steps.saturating_sub(1);
        steps > 0
    };
    for (path, made) in &journal.clears {
        if !step() {
            return;
        }
        output.remove(path, *made).unwrap();
    }
    for each in &journal.moves {
        if !step() {
            return;
        }
        let staged = output.staged(each.number);
        output.place(&staged, &each.path).unwrap();
    }
    for (path, made) in &journal.deletes {
        if !step() {
            return;
        }
        output.remove(path, *made).unwrap();
    }
    if step() {
        let made = journal.moves.iter().map(|each| (each.path.clone(), each.made));
        output.set_manifest(&journal.keeps.iter().cloned().chain(made).collect()).unwrap();
    }
}

fn interrupted(steps: usize) -> TempDir {
    let folder = with(OLD);
    let mut output = Output::open(folder.path()).unwrap();
    let manifest = output.manifest().unwrap().unwrap();
    let (journal, _) = prepare(&mut output, &manifest, &entries(NEW), render(NEW)).unwrap();
    take(&journal.unwrap(), &mut output, steps);
    folder
}

#[test]
fn pages_go_before_what_they_show() {
    let folder = with(&[("assets/a.svg", "drawing"), ("index.html", "old"), ("page/index.html", "shows it")]);
    let left = &[("index.html", "new")];
    let mut output = Output::open(folder.path()).unwrap();
    let manifest = output.manifest().unwrap().unwrap();
    let (journal, _) = prepare(&mut output, &manifest, &entries(left), render(left)).unwrap();
    let deletes = journal.unwrap().deletes;
    let paths: Vec<_> = deletes.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["page/index.html", "assets/a.svg"]);
}

#[test]
fn a_write_interrupted_at_any_step_is_finished_by_the_next_run() {
    for steps in 0..14 {
        let folder = interrupted(steps);
        assert!(recover(folder.path()).unwrap(), "{steps}");
        assert_eq!(files(folder.path()), site(NEW), "{steps}");
        assert!(!recover(folder.path()).unwrap());
        let written = put(folder.path(), NEW).unwrap();
        assert_eq!((written.made, written.unchanged), (0, 7), "{steps}");

        let folder = interrupted(steps);
        put(folder.path(), OLD).unwrap();
        assert_eq!(files(folder.path()), site(OLD), "{steps}");
    }
}

#[test]
fn what_is_staged_without_a_journal_is_forgotten() {
    let folder = interrupted(0);
    fs::remove_file(folder.path().join(".palier/journal")).unwrap();
    assert!(!recover(folder.path()).unwrap());
    assert_eq!(files(folder.path()), site(OLD));
    put(folder.path(), NEW).unwrap();
    assert_eq!(files(folder.path()), site(NEW));
}

#[test]
fn a_torn_or_lost_stage_leaves_old_files_that_the_next_write_replaces() {
    let stage = |folder: &TempDir| folder.path().join(".palier/stage");
    let tear: [fn(&Path); 2] = [
        |stage| fs::remove_dir_all(stage).unwrap(),
        |stage| {
            for item in fs::read_dir(stage).unwrap() {
                fs::write(item.unwrap().path(), "").unwrap();
            }
        },
    ];
    for tear in tear {
        // Without a folder for a file to come (with its stage lost, a way is not cleared).
        let folder = with(OLD);
        let next: Site<'_> = &[("a.css", "new"), ("b.css", "new"), ("same.html", "same")];
        let mut output = Output::open(folder.path()).unwrap();
        let manifest = output.manifest().unwrap().unwrap();
        prepare(&mut output, &manifest, &entries(next), render(next)).unwrap();
        drop(output);
        tear(&stage(&folder));
        assert!(recover(folder.path()).unwrap());
        assert_eq!(files(folder.path()), site(&[("a.css", "old"), ("same.html", "same")]));
        assert_eq!(put(folder.path(), next).unwrap().made, 2);
        assert_eq!(files(folder.path()), site(next));
    }
}

#[test]
fn a_file_put_in_the_way_of_a_standing_journal_is_not_overwritten() {
    let folder = interrupted(0);
    let mine = folder.path().join("new/leçon à lire/index.html");
    fs::create_dir_all(mine.parent().unwrap()).unwrap();
    fs::write(&mine, "mine").unwrap();
    assert!(
        matches!(recover(folder.path()), Err(WriteError::Unfinished(OutputError::Foreign { path })) if path == mine)
    );
    assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
    fs::remove_file(&mine).unwrap();
    assert!(recover(folder.path()).unwrap());
    assert_eq!(files(folder.path()), site(NEW));
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn the_output_folder_may_be_a_link() {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("real")).unwrap();
        symlink("real", folder.path().join("public")).unwrap();
        put(&folder.path().join("public"), OLD).unwrap();
        assert_eq!(files(&folder.path().join("real")), site(OLD));
    }

    #[test]
    fn nothing_is_written_or_deleted_through_a_link() {
        let elsewhere = TempDir::new().unwrap();
        fs::create_dir(elsewhere.path().join("deep")).unwrap();
        fs::write(elsewhere.path().join("index.html"), "old").unwrap();
        fs::write(elsewhere.path().join("deep/index.html"), "old").unwrap();
        for (path, named) in [("fr", "fr"), ("fr/été", "été"), ("new", "new"), ("swap", "swap"), ("a.css", "a.css")]
        {
            let folder = with(OLD);
            let link = folder.path().join(path);
            let _ = fs::remove_dir_all(&link).or_else(|_| fs::remove_file(&link));
            symlink(elsewhere.path(), &link).unwrap();
            assert_eq!(foreign(put(folder.path(), NEW)), named);
        }
        let folder = with(OLD);
        fs::remove_dir_all(folder.path().join("gone")).unwrap();
        symlink(elsewhere.path(), folder.path().join("gone")).unwrap();
        let written = put(folder.path(), NEW).unwrap();
        assert_eq!(written.left, ["gone/deep/index.html"], "the same bytes, but not where Palier put them");
        assert_eq!(files(elsewhere.path()).len(), 2);
    }

    #[test]
    fn a_link_in_place_of_the_file_a_lock_or_a_stage_needs_is_not_followed() {
        let elsewhere = TempDir::new().unwrap();
        fs::write(elsewhere.path().join("0"), "mine").unwrap();
        let folder = with(OLD);
        symlink(elsewhere.path(), folder.path().join(".palier/stage")).unwrap();
        put(folder.path(), NEW).unwrap();
        assert_eq!(files(elsewhere.path()), site(&[("0", "mine")]));

        let folder = TempDir::new().unwrap();
        symlink(elsewhere.path(), folder.path().join(".palier")).unwrap();
        assert_eq!(foreign(put(folder.path(), NEW)), ".palier");
    }
}

#[test]
fn every_error_is_told_in_both_languages() {
    use crate::locale::UserLanguage;
    let path = || std::path::PathBuf::from("public/x");
    let source = || std::io::Error::other("no");
    let errors = [
        OutputError::Io { path: path(), source: source() },
        OutputError::Source { path: path(), source: source() },
        OutputError::Changed { path: path() },
        OutputError::Foreign { path: path() },
        OutputError::Corrupt { path: path() },
        OutputError::Locked { path: path() },
        OutputError::Clash { first: "a".into(), second: "b".into() },
        OutputError::LongName { path: "é".repeat(200) },
        OutputError::UnsoundPath { path: "..".into() },
    ];
    for error in &errors {
        let diagnostic = error.diagnostic();
        for language in [UserLanguage::Fr, UserLanguage::En] {
            for message in [&diagnostic.message, diagnostic.help.as_ref().unwrap()] {
                let text = message.text(language);
                assert!(text != message.key && !text.contains('{'), "{text}");
            }
        }
    }
}
