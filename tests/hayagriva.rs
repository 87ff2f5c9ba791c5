//! Works in Hayagriva's YAML: what hayagriva itself makes of them, and what a book does.
//!
//! `tests/hayagriva/differences.txt` lists where a work comes out otherwise than hayagriva writes its own
//! entries, `differences.md` why.

mod support;

use std::fmt::Write as _;
use std::path::Path;

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::{IndependentStyle, LocaleCode, Style};
use hayagriva::{BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest};
use palier::parse::bibliography::{self, BibliographyFormat};
use support::Book;
use support::site::Built;

fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hayagriva").join(name)).unwrap()
}

fn style(name: &str) -> IndependentStyle {
    match ArchivedStyle::by_name(name).unwrap().get() {
        Style::Independent(style) => style,
        Style::Dependent(_) => panic!("{name}"),
    }
}

/// The citation and the entry of one work, hayagriva's own or an item.
macro_rules! formatted {
    ($work:expr, $style:expr, $locale:expr, $words:expr) => {{
        let mut driver = BibliographyDriver::new();
        let items = vec![CitationItem::with_entry($work)];
        driver.citation(CitationRequest::new(items, $style, Some($locale.clone()), $words, Some(1)));
        let done =
            driver.finish(BibliographyRequest { style: $style, locale: Some($locale.clone()), locale_files: $words });
        let mut text = String::new();
        done.citations[0].citation.write_buf(&mut text, BufWriteFormat::Plain).unwrap();
        for item in done.bibliography.into_iter().flat_map(|list| list.items) {
            text.push_str(" | ");
            item.content.write_buf(&mut text, BufWriteFormat::Plain).unwrap();
        }
        text.replace(['\u{a0}', '\u{202f}'], " ")
    }};
}

#[test]
fn works_come_out_as_the_library_writes_them_but_for_what_is_listed() {
    let text = read("references.yml");
    let own = hayagriva::io::from_yaml_str(&text).unwrap();
    let ours = bibliography::read(BibliographyFormat::Yaml, &text);
    assert_eq!(ours.diagnostics, []);
    assert_eq!(ours.value.works.len(), own.len());
    assert!(own.len() >= 25);
    let words = locales();
    let mut differences = String::new();
    for (name, locale) in
        [("apa", "fr-FR"), ("apa", "en-US"), ("chicago-author-date", "fr-FR"), ("chicago-author-date", "en-US")]
    {
        let (style, locale) = (style(name), LocaleCode(locale.to_owned()));
        for (key, item) in &ours.value.works {
            let wanted = formatted!(own.get(&key.value).unwrap(), &style, locale, &words);
            let mut item = serde_json::Value::Object((**item).clone());
            item["id"] = key.value.as_str().into();
            // Marks within a title are for Palier's own reading of them.
            let item = item.to_string().replace("<span class=\\\"nocase\\\">", "").replace("</span>", "");
            let item: Item = serde_json::from_str(&item).unwrap();
            let found = formatted!(&item, &style, locale, &words);
            if found != wanted {
                writeln!(differences, "{name} {}, {}\n- {wanted}\n+ {found}", locale.0, key.value).unwrap();
            }
        }
    }
    if support::is_blessing() {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hayagriva/differences.txt"), &differences)
            .unwrap();
    }
    assert_eq!(read("differences.txt"), differences);
}

/// A book with that bibliography, whose one lesson cites the works in both languages.
fn book(path: &str, text: &str, works: &[&str]) -> Built {
    let cited: Vec<String> = works.iter().map(|work| format!("@{work}")).collect();
    let cited = cited.join("; ");
    let book = Book::empty()
        .with("book.toml", "[book]\nid = \"a\"\ntitle = \"A\"\nbase_url = \"https://example.org/\"\n")
        .with(path, text)
        .with("content/1-a/index.fr.md", "---\ntitle: A\noutcomes: [b]\n---\n")
        .with("content/1-a/index.en.md", "---\ntitle: A\noutcomes: [b]\n---\n")
        .with("content/1-a/1-b.fr.md", format!("---\ntitle: B\nobjectives: [c]\n---\n\nUn [{cited}].\n"))
        .with("content/1-a/1-b.en.md", format!("---\ntitle: B\nobjectives: [c]\n---\n\nOne [{cited}].\n"));
    Built::from_dir(book.root())
}

/// The references of a page, spaces of every kind as spaces.
fn listed(built: &Built, address: &str) -> Vec<String> {
    let page = built.page(address);
    let entries =
        page.elements.iter().filter(|element| element.attribute("id").is_some_and(|id| id.starts_with("ref:")));
    let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    entries.map(|entry| plain(entry.text.split('↩').next().unwrap_or_default())).collect()
}

#[test]
fn a_book_cites_its_works_in_both_languages() {
    for path in ["content/references.yml", "content/references.yaml"] {
        // As an editor on Windows leaves it.
        let text = format!("\u{feff}{}", read("references.yml").replace('\n', "\r\n"));
        let built = book(path, &text, &["livre", "numéro", "chapitre", "rapport"]);
        let faults: Vec<_> = built.diagnostics.iter().map(|fault| fault.rule).collect();
        assert_eq!(faults, [], "{path}");
        // By hand, after the examples of the Publication Manual of the American Psychological
        // Association (7th ed.), 10.1 (1), 10.2 (20), 10.3 (38), 10.4 (50); titles stay as they are given.
        assert_eq!(
            listed(&built, "fr/a/b/"),
            [
                "Morin, R. (2016). Un numéro dans une revue. Éducation Canada, 56(1), 12‑15.",
                "Roy, A. (2001). Le hors-champ. Dans M. Tremblay & È. Côté (Éds.), Voir et montrer (p. 55‑80). PUL.",
                "Toffler, A. (1980). The Third Wave. Morrow.",
                "UNESCO. (2021). L’état du numérique (Rapport annuel Nᵒ 12). Éditions UNESCO.",
            ]
        );
        assert_eq!(
            listed(&built, "en/a/b/"),
            [
                "Morin, R. (2016). Un numéro dans une revue. Éducation Canada, 56(1), 12–15.",
                "Roy, A. (2001). Le hors-champ. In M. Tremblay & È. Côté (Eds.), Voir et montrer (pp. 55–80). PUL.",
                "Toffler, A. (1980). The Third Wave. Morrow.",
                "UNESCO. (2021). L’état du numérique (Rapport annuel No. 12). Éditions UNESCO.",
            ]
        );
        let json: serde_json::Value = serde_json::from_str(built.text("references.json")).unwrap();
        let chapter = json.as_array().unwrap().iter().find(|work| work["id"] == "chapitre").unwrap();
        assert_eq!((&chapter["collection-title"], &chapter["collection-number"]), (&"Regards".into(), &"5".into()));
        let bib = built.text("references.bib");
        for part in
            ["@incollection{chapitre,", "booktitle = {Voir et montrer}", "series = {Regards}", "pages = {55--80}"]
        {
            assert!(bib.contains(part), "{part}: {bib}");
        }
    }
}

#[test]
fn the_same_bytes_say_something_else_in_another_form() {
    let mut builder = palier::builder::Builder::default();
    let mut faults = |path: &str| {
        let mut sources = palier::source::Sources::default();
        for (path, text) in [
            ("book.toml", "[book]\ntitle = \"A\"\n"),
            ("content/1-a/index.fr.md", "---\ntitle: A\n---\n"),
            ("content/1-a/1-b.fr.md", "---\ntitle: B\n---\n"),
            (path, "{}"),
        ] {
            sources.insert(path, text);
        }
        let built = builder.build(&sources, &palier::builder::Edition::default());
        built.diagnostics.iter().filter(|fault| fault.at.path.as_str() == path).count()
    };
    assert_eq!([faults("content/references.json"), faults("content/references.yml")], [1, 0]);
    assert_eq!(faults("content/references.json"), 1);
}
