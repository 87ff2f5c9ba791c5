use std::cell::Cell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use walkdir::WalkDir;

use super::*;

/// Everything in a folder: its files with their contents, and its folders.
fn held(root: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let entries = WalkDir::new(root).min_depth(1).into_iter().map(Result::unwrap);
    let held = entries.map(|entry| (entry.path().strip_prefix(root).unwrap().to_owned(), fs::read(entry.path()).ok()));
    held.filter(|(path, _)| path != Path::new(".palier")).collect()
}

fn write(path: &str, text: &str) -> Step {
    Step::Write { path: path.to_owned(), text: text.to_owned() }
}

fn move_to(from: &str, to: &str) -> Step {
    Step::Move { from: from.to_owned(), to: to.to_owned() }
}

/// A folder with some files, and steps of every kind.
fn some() -> (tempfile::TempDir, Vec<Step>) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [("content/1-a/1-x.md", "x"), ("content/1-a/2-y.md", "y"), ("content/2-b/z.svg", "z")] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let steps = vec![
        write("content/1-a/1-x.md", "a new x\n"),
        write("content/3-c/1-n.md", "new"),
        move_to("content/1-a/1-x.md", "content/3-c/2-x.md"),
        move_to("content/2-b", "content/4-b"),
        write("content/1-a/2-y.md", "a new y"),
    ];
    (folder, steps)
}

#[test]
fn all_steps_are_done_in_their_order_and_nothing_else_is_left() {
    let (folder, steps) = some();
    change(folder.path(), &steps, || false).unwrap();
    let text = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
    assert_eq!(text("content/3-c/2-x.md"), "a new x\n");
    assert_eq!((text("content/4-b/z.svg"), text("content/1-a/2-y.md")), ("z".to_owned(), "a new y".to_owned()));
    assert!(!folder.path().join("content/1-a/1-x.md").exists() && !folder.path().join("content/2-b").exists());
    assert!(!folder.path().join(STAGE).exists());
    assert!(!put_back(folder.path()).unwrap());
}

#[test]
fn an_interruption_before_any_step_puts_all_back() {
    let mut stops = 0;
    for step in 0.. {
        let (folder, steps) = some();
        let before = held(folder.path());
        let left = Cell::new(step);
        let is_stopped = || left.replace(left.get() - 1) == 0;
        match change(folder.path(), &steps, is_stopped) {
            Err(NotChanged::Interrupted) => assert_eq!(held(folder.path()), before, "stopped before step {step}"),
            Ok(()) => break,
            Err(error) => panic!("{error:?}"),
        }
        stops += 1;
    }
    assert_eq!(stops, 6, "five steps, and a folder that is made");
}

#[test]
fn a_kill_before_any_step_is_taken_back_by_the_next_command() {
    for step in 0..6 {
        let (folder, steps) = some();
        let before = held(folder.path());
        let left = Cell::new(step);
        let killed = || if left.replace(left.get() - 1) == 0 { panic!("killed") } else { false };
        let died = catch_unwind(AssertUnwindSafe(|| change(folder.path(), &steps, killed))).is_err();
        assert!(died && folder.path().join(STAGE).join("journal").exists());
        assert!(put_back(folder.path()).unwrap());
        assert_eq!(held(folder.path()), before, "killed before step {step}");
        assert!(!put_back(folder.path()).unwrap());
    }
}

#[test]
fn what_the_author_wrote_after_a_kill_stays() {
    let (folder, steps) = some();
    let left = Cell::new(2);
    let killed = || if left.replace(left.get() - 1) == 0 { panic!("killed") } else { false };
    assert!(catch_unwind(AssertUnwindSafe(|| change(folder.path(), &steps, killed))).is_err());
    let edited = folder.path().join("content/1-a/1-x.md");
    fs::write(&edited, "written since").unwrap();
    assert!(put_back(folder.path()).unwrap());
    assert_eq!(fs::read_to_string(edited).unwrap(), "written since");
}

#[test]
fn a_failure_half_way_puts_all_back() {
    let (folder, mut steps) = some();
    // The survey finds the place free; a step before takes it.
    steps.push(move_to("content/1-a/2-y.md", "content/3-c/1-n.md"));
    let before = held(folder.path());
    let error = change(folder.path(), &steps, || false).unwrap_err();
    assert!(matches!(&error, NotChanged::Failed { path, .. } if path == "content/1-a/2-y.md"), "{error:?}");
    assert_eq!(held(folder.path()), before);
}

#[test]
fn what_can_be_known_in_advance_is_refused_before_the_first_step() {
    let (folder, steps) = some();
    let root = folder.path();
    let last = root.join("content/1-a/2-y.md");
    let mut permissions = fs::metadata(&last).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&last, permissions).unwrap();
    let before = held(root);
    let error = change(root, &steps, || false).unwrap_err();
    assert!(matches!(&error, NotChanged::ReadOnly { path } if path == "content/1-a/2-y.md"), "{error:?}");
    let taken = change(root, &[steps[0].clone(), move_to("content/2-b", "content/1-a")], || false).unwrap_err();
    assert!(matches!(&taken, NotChanged::Taken { path } if path == "content/1-a"), "{taken:?}");
    let none = change(root, &[steps[0].clone(), move_to("content/9-z", "content/8-z")], || false).unwrap_err();
    assert!(matches!(&none, NotChanged::NoFile { path } if path == "content/9-z"), "{none:?}");
    let through = change(root, &[steps[0].clone(), write("content/1-a/1-x.md/n.md", "")], || false).unwrap_err();
    assert!(matches!(&through, NotChanged::NoFile { path } if path == "content/1-a/1-x.md"), "{through:?}");
    assert_eq!(held(root), before);
}

#[cfg(unix)]
#[test]
fn no_step_goes_through_a_link() {
    let (folder, steps) = some();
    let elsewhere = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("content/5-link")).unwrap();
    for step in
        [write("content/5-link/n.md", ""), move_to("content/2-b", "content/5-link/b"), write("content/5-link", "")]
    {
        let error = change(folder.path(), &[steps[0].clone(), step], || false).unwrap_err();
        assert!(matches!(&error, NotChanged::NoFile { path } if path == "content/5-link"), "{error:?}");
    }
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}
