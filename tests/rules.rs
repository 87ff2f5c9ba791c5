//! Every rule by its examples: those of its manual pages, and further ones in `tests/rules/`.
//! `PALIER_BLESS=1` rewrites what the pages expect, to be read in review.

mod support;

use std::path::{Path, PathBuf};

use palier::rule::Rule;
use support::literate::Page;

/// Rules that a page can't show, since they are about the disk, and the test in `tests/disk.rs` of each.
const ON_DISK: &[(Rule, &str)] = &[
    (Rule::MissingBook, "a_folder_without_a_book_is_reported"),
    (Rule::UnreadableFile, "a_file_that_may_not_be_read_is_reported"),
    (Rule::InvalidText, "a_text_that_is_not_utf_8_is_reported_where_it_breaks"),
    (Rule::SkippedLink, "a_symbolic_link_is_reported_and_not_followed"),
    (Rule::OutputInBook, "an_output_among_the_sources_is_refused"),
    (Rule::ForeignOutput, "an_output_with_files_of_someone_is_refused"),
    (Rule::UnwritableOutput, "an_output_that_can_t_be_written_is_reported"),
    (Rule::OversizedText, "a_text_above_the_limit_is_reported_and_the_limit_can_be_set"),
    (Rule::OversizedImage, "an_image_too_large_to_decode_is_reported"),
    (Rule::VanishedAddress, "a_published_address_that_vanishes_is_reported_with_the_line_that_keeps_it"),
    (Rule::ClashingNames, "names_that_are_one_on_other_systems_are_reported"),
];

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut pages = support::files(folder);
    pages.retain(|path| path.extension().is_some_and(|end| end == "md"));
    pages
}

fn check(pages: Vec<PathBuf>) {
    let pages: Vec<Page> = pages.iter().map(|path| Page::read(path)).collect();
    let differences: Vec<String> = pages.iter().filter_map(Page::differences).collect();
    if support::is_blessing() {
        pages.iter().for_each(Page::bless);
    }
    assert!(differences.is_empty(), "- expected, + found\n{}", differences.join("\n"));
}

#[test]
fn the_manuals_examples_are_diagnosed_as_they_say() {
    check(pages(&folder("docs/content/7-rules")));
}

#[test]
fn further_examples_are_diagnosed_as_they_say() {
    check(pages(&folder("tests/rules")));
}

#[test]
fn every_manual_page_shows_its_rule_broken_and_mended_or_a_test_on_disk_does() {
    let disk = std::fs::read_to_string(folder("tests/disk.rs")).unwrap();
    for &rule in Rule::ALL {
        let name = rule.name();
        if let Some((_, test)) = ON_DISK.iter().find(|(on_disk, _)| *on_disk == rule) {
            assert!(disk.contains(&format!("fn {test}()")), "{name}: there is no {test} in tests/disk.rs");
            continue;
        }
        for language in ["fr", "en"] {
            let page = Page::read(&folder(&format!("docs/content/7-rules/{name}.{language}.md")));
            let shows = page.examples.iter().any(|example| example.rules() == [rule]);
            let mends = page.examples.iter().any(|example| example.rules().is_empty());
            assert!(shows && mends, "{name}.{language}.md: an example broken, and one mended");
        }
    }
}
