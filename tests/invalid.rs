//! Whole books as a teacher might first write them, and what `palier check` then says, to the
//! letter. `PALIER_BLESS=1` rewrites what is expected, to be read in review.

mod support;

use std::fs;
use std::path::Path;

use support::Book;

const COMMAND: [&str; 5] = ["check", "--lang", "fr", "--color", "never"];

fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/invalid").join(name);
    let book = Book::from_dir(&folder);
    let ran = book.palier(&COMMAND);
    let code = ran.code.expect("no signal");
    let found = format!("$ palier {}\n{}{}$ echo $?\n{code}\n", COMMAND.join(" "), ran.out, ran.error);
    let path = folder.join("expected.fr.txt");
    if support::is_blessing() {
        fs::write(&path, &found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "{name} says otherwise than expected.fr.txt:\n{found}");
    assert!(!book.path("public").exists(), "{name}: check writes nothing");
    let built = book.palier(&["build"]);
    assert_eq!(built.code, Some(1), "{name}: {}{}", built.out, built.error);
    assert!(!book.path("public").exists() && !book.path("content/site").exists(), "{name}: nothing is written");
}

macro_rules! books {
    ($($test:ident $name:literal)*) => {
        $(#[test]
        fn $test() {
            check($name);
        })*

        #[test]
        fn every_invalid_book_is_checked() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/invalid");
            let mut names: Vec<String> = fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            names.sort();
            assert_eq!(names, [$($name),*]);
        }
    };
}

books! {
    a_yaml_bomb_is_a_fault_of_its_own_line "bombe"
    an_empty_content_is_told_what_to_begin_with "contenu-vide"
    what_is_written_twice_is_named_with_its_other "deux-fois"
    ten_lessons_by_a_careless_teacher_are_answered_one_by_one "dix-lecons"
    a_front_matter_that_never_closes_hides_nothing "en-tete-ouvert"
    what_climbs_out_of_the_book_is_refused "evasion"
    a_book_toml_from_a_word_processor_is_explained "guillemets-courbes"
    a_first_attempt_gets_all_its_faults_in_one_run "premier-essai"
}
