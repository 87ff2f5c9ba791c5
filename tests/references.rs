//! Citations and references against citeproc-js, the implementation of CSL that Zotero uses:
//! `tests/references/items.json`, and what it made of them in `citeproc.json` (`citeproc.mjs` says how).

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use rayon::prelude::*;
use serde_json::Value;
use support::Book;
use support::html::Html;
use support::site::Built;

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/references").join(name);
    std::fs::read_to_string(path).unwrap()
}

/// A book in one language and style, with a lesson for each work.
fn book(style: &str, lang: &str, items: &[Value]) -> Built {
    let key = &lang[..2];
    let toml = format!(
        "[book]\nid = \"livre\"\ntitle = \"A\"\nbase_url = \"https://example.org/\"\n\n[languages.{key}]\nlocale = \"{lang}\"\n\
         citation_style = \"{style}\"\n\n[check]\nallow = [\"missing-reference-field\", \"missing-outcomes\"]\n"
    );
    let mut book = Book::empty().with("book.toml", toml);
    book = book.with(&format!("content/1-a/index.{key}.md"), "---\ntitle: A\n---\n");
    for item in items {
        let id = item["id"].as_str().unwrap();
        let lesson = format!("---\ntitle: {id}\nreferences: [{item}]\n---\n\nA [@{id}, p. 12].\n");
        book = book.with(&format!("content/1-a/1-{id}.{key}.md"), lesson);
    }
    Built::from_dir(book.root())
}

/// The citation and the entry that a page shows, spaces of every kind as spaces.
fn shown(page: &Html) -> (String, String) {
    let plain = |text: &str| {
        let text = text.replace(['\u{a0}', '\u{202f}'], " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let find = |test: &dyn Fn(&support::html::Element) -> bool| {
        page.elements.iter().find(|element| test(element)).map(|element| plain(&element.text)).unwrap_or_default()
    };
    let citation = find(&|element| element.name == "p" && element.text.starts_with("A ("));
    let entry = find(&|element| element.attribute("id").is_some_and(|id| id.starts_with("ref:")));
    let citation = citation.strip_prefix("A ").unwrap_or(&citation).strip_suffix('.').unwrap_or_default().to_owned();
    (citation, entry.split('↩').next().unwrap_or_default().trim().to_owned())
}

#[test]
fn references_are_those_of_citeproc_js_but_for_what_is_listed() {
    let items: Vec<Value> = serde_json::from_str(&read("items.json")).unwrap();
    assert!(items.len() >= 40);
    let expected: BTreeMap<String, BTreeMap<String, Value>> = serde_json::from_str(&read("citeproc.json")).unwrap();
    let differences = expected.par_iter().map(|(set, expected)| {
        let mut differences = String::new();
        let (style, lang) = set.split_once(' ').unwrap();
        let built = book(style, lang, &items);
        for item in &items {
            let id = item["id"].as_str().unwrap();
            let page = built.page(&format!("{}/a/{id}/", &lang[..2]));
            let (citation, entry) = shown(page);
            for (what, found) in [("citation", citation), ("entry", entry)] {
                let wanted = expected[id][what].as_str().unwrap();
                let wanted = wanted.replace(['\u{a0}', '\u{202f}'], " ");
                let wanted = wanted.split_whitespace().collect::<Vec<_>>().join(" ");
                if found != wanted {
                    writeln!(differences, "{set}, {id}\n- {wanted}\n+ {found}").unwrap();
                }
            }
        }
        differences
    });
    let differences: String = differences.collect::<Vec<_>>().concat();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/references/differences.txt");
    if support::is_blessing() {
        std::fs::write(&path, &differences).unwrap();
    }
    // A difference that is listed and no longer found is good news, to be taken off the list.
    assert_eq!(read("differences.txt"), differences);
}

const WORKS: &str = "references:\n  toffler1980: { type: book, title: The Third Wave, author: \"Toffler, Alvin\", publisher: Morrow, \
                     issued: 1980, language: en }\n  roy1945: { type: book, title: \"Bonheur d'occasion : un \\\"roman\\\"\", \
                     author: \"Roy, Gabrielle\", publisher: Pascal, issued: 1945, language: fr }\n";

/// A book of one French lesson in a style.
fn lesson(style: &str, front: &str, text: &str) -> Book {
    let toml = format!(
        "[book]\nid = \"livre\"\ntitle = \"A\"\nbase_url = \"https://example.org/\"\n\n[languages.fr]\nlocale = \"fr-CA\"\n\
         citation_style = \"{style}\"\n\n[check]\nallow = [\"missing-outcomes\", \"unused-reference\", \"unused-asset\"]\n"
    );
    Book::empty()
        .with("book.toml", toml)
        .with("content/1-a/index.fr.md", "---\ntitle: A\n---\n")
        .with("content/1-a/1-b.fr.md", format!("---\ntitle: B\n{front}{WORKS}---\n\n{text}\n"))
}

fn built(book: &Book) -> Built {
    let built = Built::from_dir(book.root());
    assert_eq!(built.rules(), Vec::<&str>::new());
    built
}

fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The items of a list at the end of a text, in words, without the ways back.
fn items(page: &Html, prefix: &str) -> Vec<String> {
    let items = page.named("li").filter(|item| item.attribute("id").is_some_and(|id| id.starts_with(prefix)));
    items.map(|item| plain(item.text.split('↩').next().unwrap_or_default())).collect()
}

#[test]
fn in_a_note_style_citations_are_notes_among_the_others() {
    let front = "footnotes:\n  n: Voir [@toffler1980].\n";
    let text = "Un[^n], deux [@roy1945, p. 3], trois [@roy1945, p. 4], et encore[^n]. @toffler1980 le dit.";
    let book = lesson("chicago-notes", front, text);
    let built = built(&book);
    let page = built.page("fr/a/b/");
    let notes = items(page, "fn:");
    assert_eq!(notes.len(), 4, "{notes:?}");
    assert!(notes[0].starts_with("Voir (Alvin Toffler, The Third Wave") && notes[0].ends_with("1980))."), "{notes:?}");
    assert!(notes[1].contains("Gabrielle Roy, Bonheur d’occasion : un « roman »"), "{notes:?}");
    assert!(notes[2].len() < notes[1].len() && notes[2].contains('4'), "a place named before is short: {notes:?}");
    // Numbers follow the text; a note that is called twice leads back twice.
    let calls: Vec<&str> = page.with_class("pal-note-call").map(|call| call.text.trim()).collect();
    assert_eq!(calls, ["1", "2", "3", "1", "4"]);
    let html = built.text("fr/a/b/index.html");
    assert_eq!(html.matches("class=\"pal-note-back\"").count(), 5);
    assert!(!html.contains("..<") && !html.contains(".</a>."), "{html}");
    assert!(html.contains("Toffler"));
}

#[test]
fn in_a_numeric_style_the_list_is_numbered_by_first_citation() {
    let book = lesson("ieee", "", "Un [@roy1945], deux [@toffler1980; @roy1945, p. 3].");
    let built = built(&book);
    let page = built.page("fr/a/b/");
    let labels: Vec<String> = page.with_class("pal-reference-label").map(|label| plain(&label.text)).collect();
    assert_eq!(labels, ["[1]", "[2]"]);
    assert_eq!(page.with_class("pal-labelled").count(), 1);
    let text = page.named("p").find(|paragraph| paragraph.text.starts_with("Un")).unwrap();
    assert!(text.text.contains("[1]") && text.text.contains("[2]"), "{}", text.text);
}

#[test]
fn a_book_may_bring_a_style_of_its_own() {
    let style = include_str!("../src/style/iso690-author-date-fr.csl");
    let book = lesson("content/maison.csl", "", "Un [@roy1945].").with("content/maison.csl", style);
    let own = built(&book);
    let named = built(&lesson("iso690-author-date-fr", "", "Un [@roy1945]."));
    let entries = items(own.page("fr/a/b/"), "ref:");
    assert!(entries[0].starts_with("ROY, Gabrielle, 1945. Bonheur d’occasion : un « roman »."), "{entries:?}");
    assert_eq!(entries, items(named.page("fr/a/b/"), "ref:"));
}

#[test]
fn titles_are_set_by_the_rules_of_their_own_language() {
    let entry = |work: &str| {
        let front = format!(
            "references:\n  a: {{ type: book, title: {work}, author: \"A, B\", publisher: C, issued: 1980, URL: \"https://example.org/a'b\" }}\n"
        );
        let book = Book::empty()
            .with("book.toml", "[book]\nid = \"livre\"\ntitle = \"A\"\nbase_url = \"https://example.org/\"\n\n[languages.fr]\n[check]\nallow = [\"missing-outcomes\"]\n")
            .with("content/1-a/index.fr.md", "---\ntitle: A\n---\n")
            .with("content/1-a/1-b.fr.md", format!("---\ntitle: B\n{front}---\n\nUn [@a].\n"));
        let built = built(&book);
        let entry = built.page("fr/a/b/").named("li").find(|item| item.attribute("id") == Some("ref:a")).unwrap();
        entry.text.clone()
    };
    let french = entry("\"L'eau : une \\\"histoire\\\"\", language: fr");
    assert!(french.contains("L’eau\u{a0}: une «\u{a0}histoire\u{a0}»"), "{french}");
    assert!(french.contains("https://example.org/a'b"), "{french}");
    let english = entry("\"Water: a \\\"history\\\"\", language: en");
    assert!(english.contains("Water: a “history”"), "{english}");
    let set = entry("\"L’eau\u{a0}: une «\u{a0}histoire\u{a0}»\", language: fr");
    assert_eq!(set, french);
}

#[test]
fn citations_stand_in_all_parts_of_a_text() {
    let front = "footnotes:\n  n: \"Note [@roy1945, p. 9].\"\n";
    let text = "## Un titre [@roy1945, p. 1]\n\n| a |\n|---|\n| b [@roy1945, p. 2] |\n\n> [!TIP]\n> Un conseil [@roy1945, \
                p. 3].\n\n- [x] Fait [@roy1945, p. 4]\n\nUn *mot [@roy1945, p. 5]*[^n].";
    let book = lesson("apa", front, text);
    let built = built(&book);
    let page = built.page("fr/a/b/");
    let all: Vec<String> = page.with_class("pal-citation").map(|citation| plain(&citation.text)).collect();
    for number in [1, 2, 3, 4, 5, 9] {
        let wanted = format!("Roy, 1945, p. {number}");
        assert!(all.contains(&wanted), "{wanted}: {all:?}");
    }
    // Each can be come back to.
    let back = page.named("a").filter(|link| link.attribute("role") == Some("doc-backlink"));
    let back: Vec<&str> =
        back.filter_map(|link| link.attribute("href")).filter(|href| href.starts_with("#cite:")).collect();
    assert_eq!(back.len(), all.len());
    // What names the section elsewhere is without it.
    assert!(!built.text("fr/a/b/index.html").contains("<title>Un titre"));
}

#[test]
fn what_is_for_the_teacher_is_cited_for_the_teacher_alone() {
    let text = "Un [@roy1945].\n\n> [!TEACHER]\n> Pour vous [@toffler1980].";
    let built = built(&lesson("apa", "", text));
    assert_eq!(items(built.page("fr/a/b/"), "ref:").len(), 1);
}

/// The five notes of the article that the bundled book follows: the lesson, what its note says in each
/// language, and what its references say.
#[test]
fn the_bundled_book_has_the_five_notes_of_its_source_in_both_languages() {
    let built = Built::from_dir(&support::site::bundled());
    let lerman = [
        "Lerman",
        "Yan",
        "Wu",
        "2016",
        "Majority Illusion",
        "PLoS ONE",
        "https://doi.org/10.1371/journal.pone.0147617",
    ];
    let maslow = ["Maslow", "1943", "Psychological Review", "50", "370", "396", "https://doi.org/10.1037/h0054346"];
    let five: [(&str, &str, &str, &str, &[&str]); 6] = [
        (
            "melty",
            "Melty.fr",
            "Melty.fr",
            "jeunes",
            &["Les médias sociaux, première source d’informations des jeunes", "Melty.fr"],
        ),
        (
            "toffler1980",
            "prosumer",
            "Génération C",
            "prosumer",
            &["Toffler", "The Third Wave", "1980", "William Morrow"],
        ),
        (
            "manifeste",
            "Manifeste",
            "manifesto",
            "manifeste",
            &["Manifeste pour une pédagogie renouvelée, active et contemporaine", "Pedagogieactive.com"],
        ),
        ("maslow1943", "aucune pyramide", "never drew a pyramid", "maslow", &maslow),
        ("lerman2016", "MIT Technology Review", "MIT Technology Review", "influenceuratis", &lerman),
        (
            "infopresse",
            "presse",
            "press article",
            "influenceuratis",
            &["illusion de la majorité dans les médias sociaux", "Infopresse.com"],
        ),
    ];
    for (key, french, english, note, facts) in five {
        for (lang, words) in [("fr/", french), ("en/", english)] {
            let fits = |page: &&Html| {
                let of = |id: String| page.elements.iter().find(|element| element.attribute("id") == Some(&id));
                let (Some(note), Some(entry)) = (of(format!("fn:{note}")), of(format!("ref:{key}"))) else {
                    return false;
                };
                let entry = plain(&entry.text);
                plain(&note.text).contains(words) && facts.iter().all(|fact| entry.contains(fact))
            };
            let mut pages = built.pages().iter().filter(|(path, _)| path.starts_with(lang)).map(|(_, page)| page);
            assert!(pages.any(|page| fits(&page)), "{lang}{key}");
        }
    }
}

#[test]
fn ranges_of_dates_are_ranges_however_they_are_written() {
    let cases = [
        ("1998/2001", "Dix, A. (1998–2001)."),
        ("2020-03-03/2020-03-05", "Dix, A. (2020)."),
        ("[{ year: 1998 }, { year: 2001 }]", "Dix, A. (1998–2001)."),
        ("{ date-parts: [[1998], [2001]] }", "Dix, A. (1998–2001)."),
        ("{ raw: 1998/2001 }", "Dix, A. (1998–2001)."),
        ("1998/..", "Dix, A. (1998)."),
    ];
    for (written, wanted) in cases {
        let front = format!(
            "references:\n  dix: {{ type: book, title: Un, author: \"Dix, Ana\", publisher: Fleuve, issued: {written} }}\n"
        );
        let text = "Un [@dix].".to_owned();
        let book =
            lesson("apa", "", "").with("content/1-a/1-b.fr.md", format!("---\ntitle: B\n{front}---\n\n{text}\n"));
        let built = built(&book);
        let entries = items(built.page("fr/a/b/"), "ref:");
        assert!(entries[0].starts_with(wanted), "{written}: {entries:?}");
    }
    let bibliography = "@proceedings{dix, title = {Un}, editor = {Dix, Ana}, date = {1998/2001}, eventdate = \
                        {1998-03-03/1998-03-05}, publisher = {Fleuve}}";
    let book = lesson("apa", "", "")
        .with("content/1-a/1-b.fr.md", "---\ntitle: B\n---\n\nUn [@dix].\n")
        .with("content/references.bib", bibliography);
    let entries = items(built(&book).page("fr/a/b/"), "ref:");
    assert!(entries[0].starts_with("Dix, A. (Éd.). (1998–2001)."), "{entries:?}");
}

#[test]
fn two_works_of_one_author_keep_their_own_ranges() {
    let front = "references:\n  a: { type: book, title: Un, author: \"Dix, Ana\", publisher: Fleuve, issued: 1998/2001 }\n  \
                 b: { type: book, title: Deux, author: \"Dix, Ana\", publisher: Fleuve, issued: 1999/2000 }\n";
    let book =
        lesson("apa", "", "").with("content/1-a/1-b.fr.md", format!("---\ntitle: B\n{front}---\n\nUn [@a; @b].\n"));
    let built = built(&book);
    let page = built.page("fr/a/b/");
    let text = page.named("p").find(|paragraph| paragraph.text.starts_with("Un")).unwrap();
    assert_eq!(plain(&text.text), "Un (Dix, 1998–2001, 1999–2000).");
    let entries: Vec<String> = items(page, "ref:").iter().map(|entry| entry[..22].to_owned()).collect();
    assert_eq!(entries, ["Dix, A. (1998–2001).", "Dix, A. (1999–2000)."]);
}

#[test]
fn years_of_one_author_stand_closer_than_works_of_several() {
    let grouped = include_str!("../src/style/iso690-author-date-fr.csl")
        .replacen("<citation ", "<citation cite-group-delimiter=\", \" ", 1)
        .replace("collapse=\"year\"", "");
    let work = |key: &str, name: &str, year: u16| {
        format!("  {key}: {{ type: book, title: {key}, author: \"{name}, A\", publisher: Fleuve, issued: {year} }}\n")
    };
    let works = [work("a", "Dix", 1998), work("b", "Dix", 1999), work("c", "Roy", 1999), work("d", "Vif", 2001)];
    let front = format!("references:\n{}", works.concat());
    for (style, wanted) in [
        (
            "apa",
            "Un (Dix, 1998, 1999, p. 3; Roy, 1999). Un (Dix, 1998; Roy, 1999). Un (Dix, 1998; Roy, 1999; Vif, 2001).",
        ),
        (
            "chicago-author-date",
            "Un (Dix 1998, 1999, 3; Roy 1999). Un (Roy 1999; Dix 1998). Un (Dix 1998; Roy 1999; Vif 2001).",
        ),
        (
            "content/maison.csl",
            "Un (Dix 1998, Dix 1999, p. 3; Roy 1999). Un (Roy 1999; Dix 1998). Un (Dix 1998; Roy 1999; Vif 2001).",
        ),
    ] {
        let citations = "Un [@a; @b, p. 3; @c]. Un [@c; @a]. Un [@a; @c; @d].";
        let text = format!("---\ntitle: B\n{front}---\n\n{citations}\n");
        let book = lesson(style, "", "").with("content/maison.csl", &grouped).with("content/1-a/1-b.fr.md", text);
        let built = built(&book);
        let page = built.page("fr/a/b/");
        let text = page.named("p").find(|paragraph| paragraph.text.starts_with("Un")).unwrap();
        assert_eq!(plain(&text.text), wanted);
    }
}

#[test]
fn a_citation_amid_a_note_has_no_full_stop_of_its_own() {
    let notes = [
        (
            "Voir [@toffler1980, p. 12] et [@roy1945]. Puis [@roy1945, p. 3]",
            "12) et (",
            "Pascal, 1945)). Puis (Roy, Bonheur",
        ),
        ("(Voir [@toffler1980, p. 12].)", "(Voir (Alvin Toffler", "12).)"),
        ("Voir [@toffler1980, p. 12] *passim*.", "Voir (Alvin Toffler", "12) passim."),
        ("Voir [@manifeste] et [@manifeste].", "Voir (Manifeste pour tous, 2015) et", "et (Manifeste, 2015)."),
    ];
    for (note, one, other) in notes {
        let front = format!("footnotes:\n  n: \"{note}\"\n");
        let book = lesson("chicago-notes", &front, "Un[^n].");
        let path = "content/1-a/1-b.fr.md";
        let words =
            "references:\n  manifeste: { short: \"Manifeste, 2015\", text: \"*Manifeste pour tous*, 2015.\" }\n";
        let text =
            format!("---\ntitle: B\n{front}{words}{}---\n\nUn[^n].\n", WORKS.trim_start_matches("references:\n"));
        let built = built(&book.with(path, text));
        let notes = items(built.page("fr/a/b/"), "fn:");
        assert!(notes[0].contains(one) && notes[0].contains(other), "{note}: {notes:?}");
        assert!(!notes[0].contains("..") && !notes[0].contains(". et") && !notes[0].contains(".)."), "{notes:?}");
        assert!(notes[0].ends_with(['.', ')']), "{notes:?}");
    }
}

#[test]
fn a_list_is_in_the_order_of_its_language_articles_left_out() {
    let works = "references:\n  a: { type: book, title: Les zones, publisher: Fleuve, issued: 2001, language: fr }\n  \
                 b: { type: book, title: L’illusion, publisher: Fleuve, issued: 2002, language: fr }\n  \
                 c: { type: book, title: The Kiosk, publisher: Fleuve, issued: 2003, language: en }\n  \
                 d: { type: book, title: Un, author: { name: Le Journal }, publisher: Fleuve, issued: 2004, language: fr }\n  \
                 e: { type: book, title: Deux, author: \"Élie, Ana\", publisher: Fleuve, issued: 2005, language: fr }\n  \
                 f: { type: book, title: Trois, author: \"Faure, Ana\", publisher: Fleuve, issued: 2006, language: fr }\n  \
                 g: { type: book, title: \"« Ici »\", publisher: Fleuve, issued: 2007, language: fr }\n  \
                 h: { type: book, title: <i>PLoS</i> among us, publisher: Fleuve, issued: 2008, language: en }\n";
    let text = format!("---\ntitle: B\n{works}---\n\nUn [@a; @b; @c; @d; @e; @f; @g; @h].\n");
    let entries = |style: &str, page: &str| -> String {
        let built = built(&lesson(style, "", "").with("content/1-a/1-b.fr.md", text.as_str()));
        let page = built.page(page);
        let items = page.named("li").filter_map(|item| item.attribute("id").filter(|id| id.starts_with("ref:")));
        items.map(|id| id.trim_start_matches("ref:")).collect()
    };
    for style in ["apa", "chicago-author-date", "iso690-author-date-fr"] {
        assert_eq!(entries(style, "fr/a/b/"), "efgbdcha", "{style}");
    }
    // Numbered by first citation, or by the style: as it is.
    assert_eq!(entries("ieee", "fr/a/b/"), "abcdefgh");
}

#[test]
fn a_style_that_sorts_and_numbers_keeps_its_numbers_in_order() {
    let style = include_str!("../src/style/iso690-author-date-fr.csl");
    let numbered = style.replace(
        "<text macro=\"responsability\"",
        "<text variable=\"citation-number\" suffix=\". \"/><text macro=\"responsability\"",
    );
    assert_ne!(style, numbered);
    let works = "references:\n  a: { type: book, title: Les zones, publisher: Fleuve, issued: 2001, language: fr }\n  \
                 b: { type: book, title: Des cartes, publisher: Fleuve, issued: 2002, language: fr }\n";
    let book = lesson("content/maison.csl", "", "")
        .with("content/maison.csl", numbered)
        .with("content/1-a/1-b.fr.md", format!("---\ntitle: B\n{works}---\n\nUn [@a; @b].\n"));
    let entries = items(built(&book).page("fr/a/b/"), "ref:");
    assert!(entries[0].starts_with("1. Des cartes") && entries[1].starts_with("2. Les zones"), "{entries:?}");
}

/// A note style that says ibid., as older ones do.
const IBID: &str = r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
<info><title>Maison</title><id>maison</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout suffix="." delimiter="; "><choose>
<if position="ibid-with-locator"><group delimiter=", "><text term="ibid" text-case="capitalize-first"/>
<group delimiter=" "><label variable="locator" form="short"/><text variable="locator"/></group></group></if>
<else-if position="ibid"><text term="ibid" text-case="capitalize-first"/></else-if>
<else><group delimiter=", "><names variable="author"><name form="short"/></names><text variable="title" font-style="italic"/>
<group delimiter=" "><label variable="locator" form="short"/><text variable="locator"/></group></group></else>
</choose></layout></citation></style>"#;

/// (For `chicago-notes`, what citeproc-js writes of the same notes in both languages.)
#[test]
fn notes_that_repeat_a_work_are_short_or_say_ibid_as_the_style_does() {
    let chicago = [
        "Alvin Toffler, The Third Wave (Morrow, 1980), 12.",
        "Toffler, The Third Wave, 12.",
        "Toffler, The Third Wave, 13.",
        "Gabrielle Roy, Bonheur d’occasion (Pascal, 1945).",
        "Toffler, The Third Wave, 14.",
        "Toffler, The Third Wave.",
    ];
    let house = [
        "Toffler, The Third Wave, p. 12.",
        "Ibid.",
        "Ibid., p. 13.",
        "Roy, Bonheur d’occasion.",
        "Toffler, The Third Wave, p. 14.",
        "Toffler, The Third Wave.",
    ];
    let works = WORKS.replace(" : un \\\"roman\\\"", "");
    let text = "Un [@toffler1980, p. 12]. Deux [@toffler1980, p. 12]. Trois [@toffler1980, p. 13]. Quatre [@roy1945]. \
                Cinq [@toffler1980, p. 14]. Six [@toffler1980].";
    for (style, wanted) in [("chicago-notes", chicago), ("content/maison.csl", house)] {
        let book = lesson(style, "", "").with("content/maison.csl", IBID);
        let english = "[book]\nid = \"livre\"\ntitle = \"A\"\nbase_url = \"https://example.org/\"\n\n[languages.en]\nlocale = \"en-CA\"\n";
        let check = "[check]\nallow = [\"missing-outcomes\", \"unused-asset\"]\n";
        let in_english = Book::empty()
            .with("book.toml", format!("{english}citation_style = \"{style}\"\n\n{check}"))
            .with("content/maison.csl", IBID)
            .with("content/1-a/index.en.md", "---\ntitle: A\n---\n");
        for (lang, book) in [("fr", book), ("en", in_english)] {
            let book =
                book.with(&format!("content/1-a/1-b.{lang}.md"), format!("---\ntitle: B\n{works}---\n\n{text}\n"));
            let built = built(&book);
            let notes = items(built.page(&format!("{lang}/a/b/")), "fn:");
            assert_eq!(notes, wanted, "{style} {lang}");
        }
    }
}

#[test]
fn editors_in_a_sentence_have_no_label() {
    let works = "references:\n  a: { type: book, title: Un, editor: [\"Dix, Ana\", \"Roy, Luc\"], publisher: Fleuve, issued: 2001, \
                 language: fr }\n";
    for (style, wanted) in [("ieee", "Selon A. Dix et L. Roy [1, p. 3]."), ("apa", "Selon Dix et Roy (2001, p. 3).")] {
        let text = format!("---\ntitle: B\n{works}---\n\nSelon @a [p. 3].\n");
        let built = built(&lesson(style, "", "").with("content/1-a/1-b.fr.md", text));
        let text = built.page("fr/a/b/").named("p").find(|text| text.text.starts_with("Selon")).unwrap();
        assert_eq!(plain(&text.text), wanted);
    }
}

#[test]
fn notes_in_the_authors_words_end_with_one_full_stop() {
    let works = "references:\n  a: { type: book, title: Un, author: \"Dix, Ana\", publisher: Fleuve, issued: 2001, language: fr }\n  \
                 m: { short: \"Manifeste, 2015\", text: \"*Manifeste pour tous*, 2015.\" }\n  \
                 n: { short: \"Nuit, 2016\", text: \"Nuit ([ici](https://example.org/)).\" }\n";
    let text = "Un [@m]. Deux [@m; @a]. Trois [@a; @m]. Quatre [@m, p. 3]. Cinq [@n].";
    let text = format!("---\ntitle: B\n{works}---\n\n{text}\n");
    let built = built(&lesson("chicago-notes", "", "").with("content/1-a/1-b.fr.md", text));
    let notes = items(built.page("fr/a/b/"), "fn:");
    assert_eq!(
        notes,
        [
            "Manifeste pour tous, 2015.",
            "Manifeste, 2015; Ana Dix, Un (Fleuve, 2001).",
            "Dix, Un; Manifeste, 2015.",
            "Manifeste, 2015, p. 3.",
            "Nuit (ici).",
        ]
    );
}

#[test]
fn notes_of_citations_for_the_teacher_stand_among_the_others_in_the_teachers_site_alone() {
    let text = "Un [@roy1945, p. 3].\n\n> [!TEACHER]\n> Pour vous [@toffler1980; @roy1945, p. 9].\n\nEnfin [voir @roy1945, p. 4].";
    let book = lesson("chicago-notes", "", text);
    let students = built(&book);
    let notes = items(students.page("fr/a/b/"), "fn:");
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(notes[0].starts_with("Gabrielle Roy, Bonheur") && notes[1].starts_with("Voir Roy, Bonheur"), "{notes:?}");
    assert_eq!(items(students.page("fr/a/b/"), "ref:").len(), 1);
    let teachers = Built::for_teachers(book.root());
    let page = teachers.page("fr/a/b/");
    let notes = items(page, "fn:");
    assert_eq!(notes.len(), 3, "{notes:?}");
    assert!(notes[1].starts_with("Alvin Toffler, The Third Wave (Morrow, 1980); Roy, Bonheur"), "{notes:?}");
    assert!(notes[2].starts_with("Voir Roy, Bonheur"), "{notes:?}");
    assert_eq!(items(page, "ref:").len(), 2);
    let calls: Vec<&str> = page.with_class("pal-note-call").map(|call| call.text.trim()).collect();
    assert_eq!(calls, ["1", "2", "3"]);
}

#[test]
fn a_fallback_page_cites_as_its_text_does_and_its_summary_after_it() {
    for (style, called, noted, summary) in [
        (
            "chicago-notes",
            "Un1.",
            "Gabrielle Roy, Bonheur",
            "In short, waves (Alvin Toffler, The Third Wave (Morrow, 1980), 5).",
        ),
        ("apa", "Un (Roy, 1945, p. 3).", "", "In short, waves (Toffler, 1980, p. 5)."),
    ] {
        let toml = format!(
            "[book]\nid = \"livre\"\ntitle = \"A\"\nbase_url = \"https://example.org/\"\n\n[languages.fr]\nlocale = \"fr-CA\"\n\
             citation_style = \"{style}\"\n\n[languages.en]\ncitation_style = \"mla\"\n\n\
             [check]\nallow = [\"missing-outcomes\", \"missing-translation\"]\n"
        );
        let front = "recap: { en: \"In *short*, waves [@toffler1980, p. 5].\" }\n";
        let book = lesson(style, front, "Un [@roy1945, p. 3].")
            .with("book.toml", toml)
            .with("content/1-a/index.en.md", "---\ntitle: A\n---\n");
        let built = built(&book);
        let (own, fallback) = (built.page("fr/a/b/"), built.page("en/a/b/"));
        let text =
            |page: &Html| page.named("p").map(|text| plain(&text.text)).find(|text| text.starts_with("Un")).unwrap();
        assert_eq!(text(own), called);
        assert_eq!(text(fallback), called);
        let notes = items(fallback, "fn:");
        assert_eq!(notes, items(own, "fn:"));
        assert!(notes.iter().all(|note| note.starts_with(noted)) && notes.is_empty() == noted.is_empty(), "{notes:?}");
        assert_eq!(items(fallback, "ref:"), items(own, "ref:"));
        let shown = fallback.with_class("pal-recap").next().unwrap();
        assert!(plain(&shown.text).ends_with(summary), "{}", shown.text);
    }
}

#[test]
fn a_label_and_its_number_stay_in_a_line() {
    let built = built(&lesson("apa", "", "Un [@roy1945, p. 3]."));
    let text = built.page("fr/a/b/").named("p").find(|text| text.text.starts_with("Un")).unwrap();
    assert_eq!(text.text, "Un (Roy, 1945, p.\u{a0}3).");
}
