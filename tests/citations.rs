//! Citations as authors write them, as they appear in texts and in notes. What Pandoc makes of the same is
//! named where it was looked up: tests of its own (`test/command/pandoc-citeproc-*.md`), and its manual.

mod support;

use support::Book;
use support::html::Html;
use support::site::Built;

const WORKS: &str = "references:
  doe: { type: book, title: First Book, author: \"Doe, John\", publisher: CUP, issued: 2005, language: en }
  abc: { type: article-journal, title: An Article, container-title: Journal, author: \"Abc, John\", issued: 2006, language: en }
  roe: { type: book, title: A Third Book, author: [\"Doe, John\", \"Roe, Jenny\"], publisher: OUP, issued: 2007, language: en }
  giec: { type: report, title: Rapport de synthèse, author: { name: GIEC }, publisher: ONU, issued: 2021, language: fr }
  r: { type: book, title: Un livre, author: \"Roy, Anne\", publisher: Boréal, issued: 2012, language: fr }
  r-2: { type: book, title: Un autre, author: \"Cyr, Zoé\", publisher: Boréal, issued: 2013, language: fr }
  sans: { type: book, title: Sans auteur, publisher: Boréal, issued: 2014, language: fr }
  lip: { short: LIP, text: \"*Loi sur l’instruction publique*, RLRQ, c. I-13.3.\" }
  mots: \"De Beauvoir, Simone, et Jean-Paul Sartre. *Deux pages*. Boréal, 1955.\"
";

/// A book of one lesson in a style and a language.
fn built(style: &str, lang: &str, front: &str, text: &str) -> Built {
    let key = &lang[..2];
    let toml = format!(
        "[book]\nid = \"livre\"\ntitle = \"A\"\nbase_url = \"https://example.org/\"\n\n[languages.{key}]\nlocale = \"{lang}\"\n\
         citation_style = \"{style}\"\n\n[check]\nallow = [\"missing-outcomes\", \"unused-reference\", \"unused-asset\"]\n"
    );
    let book = Book::empty()
        .with("book.toml", toml)
        .with(&format!("content/1-a/index.{key}.md"), "---\ntitle: A\n---\n")
        .with(&format!("content/1-a/1-b.{key}.md"), format!("---\ntitle: B\n{front}{WORKS}---\n\n{text}\n"));
    let built = Built::from_dir(book.root());
    assert_eq!(built.rules(), Vec::<&str>::new(), "{text}");
    built
}

fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the lesson's page says of a text, and its notes.
fn shown(style: &str, lang: &str, front: &str, text: &str) -> (String, Vec<String>) {
    let built = built(style, lang, front, text);
    let page: &Html = built.page(&format!("{}/a/b/", &lang[..2]));
    let notes = page.named("li").filter(|item| item.attribute("id").is_some_and(|id| id.starts_with("fn:")));
    let notes = notes.map(|item| plain(item.text.split('↩').next().unwrap_or_default())).collect();
    let text = page.named("p").map(|paragraph| plain(&paragraph.text)).find(|text| text.starts_with('A'));
    (text.unwrap_or_default(), notes)
}

fn text(style: &str, lang: &str, text: &str) -> String {
    shown(style, lang, "", &format!("A {text}")).0
}

/// The notes of a text in a style of notes.
fn notes(lang: &str, front: &str, text: &str) -> Vec<String> {
    shown("chicago-notes", lang, front, text).1
}

#[test]
fn groups_keep_authors_prefixes_and_suffixes_with_their_works() {
    // The first two and the next-to-last: Pandoc’s pandoc-citeproc-chicago-author-date.md.
    for (style, lang, written, expected) in [
        (
            "chicago-author-date",
            "en-CA",
            "@doe [-@abc p. 30; see also @roe] says.",
            "A Doe (2005; 2006, 30; see also Doe and Roe 2007) says.",
        ),
        (
            "chicago-author-date",
            "en-CA",
            "[see @doe, chap. 3; also @abc].",
            "A (see Doe 2005, chap. 3; also Abc 2006).",
        ),
        ("apa", "fr-CA", "@r [chap. 2; @giec].", "A Roy (2012, Chapitre 2; GIEC, 2021)."),
        ("apa", "fr-CA", "@r [@giec].", "A Roy (2012; GIEC, 2021)."),
        ("apa", "fr-CA", "[@r; -@giec].", "A (Roy, 2012; 2021)."),
        ("apa", "en-CA", "[see @doe, p. 3; also @abc].", "A (see Doe, 2005, p. 3; also Abc, 2006)."),
        // Without either, the style’s order; several authors are parted as the style has it.
        ("apa", "en-CA", "[@roe; @abc; @doe].", "A (Abc, 2006; Doe, 2005; Doe & Roe, 2007)."),
        ("mla", "en-CA", "@doe [-@abc p. 30; see also @roe] says.", "A Doe (30; see also Doe and Roe) says."),
        ("ieee", "en-CA", "@doe [p. 3, passim; see @abc] says.", "A J. Doe [1, p. 3], passim, see [2] says."),
        // A name on a network is none of the works.
        ("apa", "en-CA", "@handle [@doe].", "A @handle (Doe, 2005)."),
    ] {
        assert_eq!(text(style, lang, written), expected, "{style}: {written}");
    }
}

#[test]
fn a_suffix_has_no_comma_but_its_authors() {
    // The first: Pandoc’s pandoc-citeproc-chicago-author-date.md. The braces: its manual, “Citation syntax”.
    for (style, written, expected) in [
        ("chicago-author-date", "[@doe and nowhere else].", "A (Doe 2005 and nowhere else)."),
        ("chicago-author-date", "[@doe, and nowhere else].", "A (Doe 2005, and nowhere else)."),
        ("apa", "[@doe, p. 3 (my emphasis)].", "A (Doe, 2005, p. 3 (my emphasis))."),
        ("apa", "[@doe p. 12 sq.].", "A (Doe, 2005, p. 12 sq.)."),
        ("apa", "[@doe {pp. iv, vi}].", "A (Doe, 2005, p. iv, vi)."),
        ("apa", "[@doe, {p. iv, viii}, above all].", "A (Doe, 2005, p. iv, viii, above all)."),
        ("apa", "[@doe{}, 99 years later].", "A (Doe, 2005, 99 years later)."),
        ("mla", "@doe [passim] says.", "A Doe (passim) says."),
        ("mla", "@doe [, passim] says.", "A Doe (passim) says."),
    ] {
        assert_eq!(text(style, "en-CA", written), expected, "{style}: {written}");
    }
    let notes = notes("en-CA", "", "One [@doe, p. 12 sq.]. Two [@abc and so on].");
    assert_eq!(notes, ["John Doe, First Book (CUP, 2005), 12 sq.", "John Abc, “An Article,” Journal, 2006 and so on."]);
}

#[test]
fn words_around_a_work_are_set_as_all_text() {
    for (style, written, expected) in [
        ("apa", "[@r, c'est moi qui souligne].", "A (Roy, 2012, c’est moi qui souligne)."),
        ("apa", "[@r, p. 3, \"oui\" : non].", "A (Roy, 2012, p. 3, « oui » : non)."),
        ("apa", "[@r : une synthèse].", "A (Roy, 2012 : une synthèse)."),
        ("apa", "[voir l'ouvrage de @r].", "A (voir l’ouvrage de Roy, 2012)."),
        ("apa", "@r [p. 3, c'est dit].", "A Roy (2012, p. 3, c’est dit)."),
        ("apa", "[@r, `x`].", "A (Roy, 2012, x)."),
        (
            "apa",
            "[@r, p. 3, `a ] b ; c`; voir `@d` et @giec].",
            "A (Roy, 2012, p. 3, a ] b ; c; voir @d et GIEC, 2021).",
        ),
        // In the English of a passage.
        ("apa", "[[@r, \"my emphasis\"]]{lang=en}.", "A (Roy, 2012, “my emphasis”)."),
        ("chicago-author-date", "[@r, *passim*; cf. @giec, `y`].", "A (Roy 2012, passim; cf. GIEC 2021, y)."),
    ] {
        assert_eq!(text(style, "fr-CA", written), expected, "{style}: {written}");
    }
    assert_eq!(text("apa", "en-CA", "[see \"it\" in @doe, p. 3]."), "A (see “it” in Doe, 2005, p. 3).");
}

#[test]
fn words_around_a_work_have_marks_links_formulas_and_notes() {
    let html = |style: &str, front: &str, text: &str| {
        built(style, "fr-CA", front, &format!("A {text}\n\n[^n]: Une note.\n")).text("fr/a/b/index.html").to_owned()
    };
    let page = html(
        "apa",
        "footnotes:\n  hors: Ailleurs.\n",
        "[voir *infra* @r, **passim**, [site](https://example.com/), `x`, $a^2$, mot[^n] et[^hors]].",
    );
    for part in [
        "(voir <em>infra</em> <a class=\"pal-citation\"",
        "</a>, <strong>passim</strong>, <a href=\"https://example.com/\">site</a>, <code>x</code>, <math>",
        "mot<sup class=\"pal-note-call\"><a id=\"fnref:n\" href=\"#fn:n\"",
        "et<sup class=\"pal-note-call\"><a id=\"fnref:hors\" href=\"#fn:hors\"",
        "<li id=\"fn:n\">",
        "<li id=\"fn:hors\">",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    // In a style of notes, what is called among them is called in the citation's note.
    let page = html("chicago-notes", "", "mot [@r, p. 3, `x`, et[^n]].");
    let notes = page.split("role=\"doc-endnotes\"").nth(1).unwrap();
    assert!(notes.contains("<code>x</code>, et<sup class=\"pal-note-call\"><a id=\"fnref:n\""), "{notes}");
    assert!(notes.contains("<li id=\"fn:n\">"), "{notes}");
}

#[test]
fn words_without_a_semicolon_lead_from_one_work_to_the_next() {
    for (style, written, expected) in [
        ("apa", "[@r, p. 3, cité dans @giec, p. 4].", "A (Roy, 2012, p. 3, cité dans GIEC, 2021, p. 4)."),
        ("apa", "[voir @r et @giec].", "A (voir Roy, 2012 et GIEC, 2021)."),
        ("apa", "@r [p. 3, cité dans @giec].", "A Roy (2012, p. 3, cité dans GIEC, 2021)."),
        ("apa", "[@r, d'après @giec].", "A (Roy, 2012, d’après GIEC, 2021)."),
        ("apa", "[@r, dans [@giec, p. 3]].", "A (Roy, 2012, dans [GIEC, 2021, p. 3])."),
        ("apa", "[@r, p. 3 (d'après @giec)].", "A (Roy, 2012, p. 3 (d’après GIEC, 2021))."),
        ("apa", "@r [p. 3, dans [@giec]].", "A Roy (2012, p. 3, dans [GIEC, 2021])."),
        // A work with words around it stays where it is, and what follows with it.
        ("apa", "[voir @r; @giec].", "A (voir Roy, 2012; GIEC, 2021)."),
        ("apa", "[@r (je souligne); @giec].", "A (Roy, 2012 (je souligne); GIEC, 2021)."),
        ("apa", "[@r; @giec].", "A (GIEC, 2021; Roy, 2012)."),
        // A comma alone, and a place in the work, part two works as a semicolon does.
        ("apa", "[@giec, @r].", "A (GIEC, 2021; Roy, 2012)."),
        ("apa", "[@giec, p. 3, @r].", "A (GIEC, 2021, p. 3; Roy, 2012)."),
        ("chicago-author-date", "[@r, p. 3, cité dans @giec, p. 4].", "A (Roy 2012, 3, cité dans GIEC 2021, 4)."),
    ] {
        assert_eq!(text(style, "fr-CA", written), expected, "{style}: {written}");
    }
    let notes = notes("fr-CA", "", "Un [@r, p. 3, cité dans @giec, p. 4].");
    assert_eq!(notes, ["Anne Roy, Un livre (Boréal, 2012), 3, cité dans GIEC, Rapport de synthèse (ONU, 2021), 4."]);
}

#[test]
fn a_note_that_cites_says_all_of_the_work_in_brackets_or_after_its_author() {
    // As Pandoc’s citeproc-20.md and pandoc-citeproc-chicago-fullnote-bibliography.md have it.
    for (note, expected) in [
        (
            "Note avec [@r, p. 3] et encore @giec [chap. 2].",
            "Note avec (Anne Roy, Un livre (Boréal, 2012), 3) et encore GIEC, Rapport de synthèse (ONU, 2021), chap. 2.",
        ),
        (
            "Voir [@r, p. 12]. Puis [@r, p. 3], et [@r].",
            "Voir (Anne Roy, Un livre (Boréal, 2012), 12). Puis (Roy, Un livre, 3), et (Roy, Un livre).",
        ),
        (
            "[voir @r; @giec] le dit.",
            "Voir Anne Roy, Un livre (Boréal, 2012); GIEC, Rapport de synthèse (ONU, 2021) le dit.",
        ),
        ("Ce qu’a dit Anne Roy [@r, p. 3].", "Ce qu’a dit Anne Roy (Un livre (Boréal, 2012), 3)."),
        (
            "Sans auteur : [-@r] et @sans [p. 3].",
            "Sans auteur : (Un livre (Boréal, 2012)) et Sans auteur (Boréal, 2014), 3.",
        ),
        ("Ni @lip [art. 2], ni [@lip].", "Ni Loi sur l’instruction publique, RLRQ, c. I-13.3, art. 2, ni (LIP)."),
    ] {
        let front = format!("footnotes:\n  n: \"{note}\"\n");
        assert_eq!(notes("fr-CA", &front, "A[^n]."), [expected], "{note}");
    }
    // What a note said in full is short in the next.
    let notes = notes("fr-CA", "footnotes:\n  n: Selon @giec [chap. 2].\n", "A[^n] [@giec, p. 3].");
    assert_eq!(notes[1], "GIEC, Rapport de synthèse, 3.");
}

#[test]
fn a_group_is_one_note() {
    let (text, notes) = shown("chicago-notes", "en-CA", "", "A @doe [-@abc p. 30; see also @roe] says.");
    assert_eq!(text, "A Doe1 says.");
    assert_eq!(
        notes,
        ["John Doe, First Book (CUP, 2005); “An Article,” Journal, 2006, 30; see also John Doe and Jenny Roe, \
             A Third Book (OUP, 2007)."]
    );
    let (text, notes) = shown("chicago-notes", "en-CA", "", "A @handle [see @doe].");
    assert_eq!((text.as_str(), notes), ("A @handle.1", vec!["See John Doe, First Book (CUP, 2005).".to_owned()]));
}

#[test]
fn a_work_in_words_is_short_when_a_note_names_it_again() {
    let text = "A [@mots, p. 3]; b [@mots, p. 4]; c [@lip; @mots]; d [@lip, art. 2, in fine].";
    assert_eq!(
        notes("fr-CA", "", text),
        [
            "De Beauvoir, Simone, et Jean-Paul Sartre. Deux pages. Boréal, 1955, p. 3.",
            "De Beauvoir et Sartre, 1955, p. 4.",
            "Loi sur l’instruction publique, RLRQ, c. I-13.3; De Beauvoir et Sartre, 1955.",
            "LIP, art. 2, in fine.",
        ]
    );
    assert_eq!(notes("en-CA", "", text)[1], "De Beauvoir and Sartre, 1955, p. 4.");
}

#[test]
fn in_english_a_stop_stands_within_quotation_marks_and_before_a_notes_call() {
    let (text, notes) =
        shown("chicago-notes", "en-CA", "", "A [@abc]. B [@abc, p. 3], and [@abc] too… [@abc, passim].");
    assert_eq!(text, "A.1 B,2 and3 too….4");
    assert_eq!(
        notes,
        [
            "John Abc, “An Article,” Journal, 2006.",
            "Abc, “An Article,” 3.",
            "Abc, “An Article.”",
            "Abc, “An Article,” passim."
        ]
    );
    let (text, notes) = shown("chicago-notes", "fr-CA", "", "A [@abc]. B [@abc], et [@abc] aussi.");
    assert_eq!((text.as_str(), notes[1].as_str()), ("A1. B2, et3 aussi.", "Abc, « An Article »."));
}

#[test]
fn what_is_read_off_words_or_given_for_them_is_what_they_are_cited_by() {
    for (style, lang, written, expected) in [
        ("apa", "fr-CA", "[@lip, art. 2].", "A (LIP, Article 2)."),
        ("apa", "fr-CA", "@lip [art. 2] le dit.", "A LIP (Article 2) le dit."),
        ("apa", "fr-CA", "@lip le dit.", "A LIP le dit."),
        ("chicago-author-date", "en-CA", "[@lip; @doe].", "A (LIP; Doe 2005)."),
        ("apa", "fr-CA", "[@mots, p. 4].", "A (De Beauvoir & Sartre, 1955, p. 4)."),
        ("chicago-author-date", "fr-CA", "@mots le dit.", "A De Beauvoir et Sartre (1955) le dit."),
    ] {
        assert_eq!(text(style, lang, written), expected, "{style}: {written}");
    }
}

#[test]
fn no_id_stands_twice_whatever_keys_look_like() {
    let built = built("apa", "fr-CA", "", "A [@r], [@r], [@r-2], [@r].");
    let page = built.page("fr/a/b/");
    let ids: Vec<&str> = page.elements.iter().filter_map(|element| element.attribute("id")).collect();
    let calls: Vec<&&str> = ids.iter().filter(|id| id.starts_with("cite:")).collect();
    assert_eq!(calls, [&"cite:r", &"cite:r-3", &"cite:r-2", &"cite:r-4"]);
    let back: Vec<&str> = page.with_class("pal-way-back").filter_map(|link| link.attribute("href")).collect();
    assert_eq!(back, ["#cite:r-2", "#cite:r", "#cite:r-3", "#cite:r-4"]);
    // The arrow is no emoji, as in notes.
    assert!(page.with_class("pal-way-back").all(|link| link.text.starts_with("↩\u{fe0e}")));
}

#[test]
fn a_caption_cites_as_the_text_does_and_an_alternative_text_in_words() {
    let figure =
        "A [@r].\n\n![Un graphique [@doe, p. 3] de @giec](image.svg \"Tiré de @giec [p. 2], d’après [@r, p. 4].\")";
    let page = |style: &str| {
        let toml = format!(
            "[book]\nid = \"livre\"\ntitle = \"A\"\nbase_url = \"https://example.org/\"\n\n[languages.fr]\nlocale = \"fr-CA\"\n\
             citation_style = \"{style}\"\n\n[check]\nallow = [\"missing-outcomes\", \"unused-reference\"]\n"
        );
        let book = Book::empty()
            .with("book.toml", toml)
            .with("content/1-a/image.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
            .with("content/1-a/index.fr.md", "---\ntitle: A\n---\n")
            .with("content/1-a/1-b.fr.md", format!("---\ntitle: B\n{WORKS}---\n\n{figure}\n"));
        let built = Built::from_dir(book.root());
        assert_eq!(built.rules(), Vec::<&str>::new());
        built
    };
    let built = page("apa");
    let html = built.page("fr/a/b/");
    let caption = html.named("figcaption").next().unwrap();
    assert_eq!(plain(&caption.text), "Tiré de GIEC (2021, p. 2), d’après (Roy, 2012, p. 4).");
    let image = html.named("img").next().unwrap();
    assert_eq!(plain(image.attribute("alt").unwrap()), "Un graphique (Doe, 2005, p. 3) de GIEC (2021)");
    // What only words name is listed, without a way back.
    let doe = html.elements.iter().find(|element| element.attribute("id") == Some("ref:doe")).unwrap();
    assert!(doe.text.contains("First Book") && !doe.text.contains('↩'), "{}", doe.text);
    let built = page("chicago-notes");
    let html = built.page("fr/a/b/");
    let caption = html.named("figcaption").next().unwrap();
    assert_eq!(plain(&caption.text), "Tiré de GIEC2, d’après3.");
    let alt = html.named("img").next().unwrap().attribute("alt").unwrap();
    assert_eq!(plain(alt), "Un graphique (John Doe, First Book (CUP, 2005), 3) de GIEC, Rapport de synthèse");
}

#[test]
fn a_description_is_plain_text_and_citations_in_it_are_words() {
    for (style, expected) in [
        ("apa", "Ce qu’en dit GIEC (2021, p. 3), en bref (LIP)."),
        (
            "chicago-notes",
            "Ce qu’en dit GIEC, Rapport de synthèse (ONU, 2021), 3, en bref (Loi sur l’instruction publique, RLRQ, \
             c. I-13.3).",
        ),
    ] {
        let front = "description: Ce qu'en dit @giec [p. 3], en bref [@lip].\ndate: 2024-01-02\n";
        let built = built(style, "fr-CA", front, "A.");
        let page = built.page("fr/a/b/");
        let meta = page.named("meta").find(|meta| meta.attribute("name") == Some("description")).unwrap();
        assert_eq!(plain(meta.attribute("content").unwrap()), expected, "{style}");
        for (path, bytes) in built.files.iter().filter(|(path, _)| path.ends_with(".html") || path.ends_with(".xml")) {
            assert!(!String::from_utf8_lossy(bytes).contains("@giec"), "{style}: {path}");
        }
    }
}

#[test]
fn a_table_of_contents_names_authors_as_its_headings_do() {
    let text = "A.\n\n## Selon @r [p. 3]\n\n## Et @handle [@doe]\n";
    for (style, expected) in
        [("apa", ["Selon Roy (2012, p. 3)", "Et @handle (Doe, 2005)"]), ("chicago-notes", ["Selon Roy", "Et @handle"])]
    {
        let built = built(style, "fr-CA", "", text);
        let links = built.page("fr/a/b/").named("a");
        let links = links.filter(|link| {
            link.attribute("href").is_some_and(|href| href.starts_with("#selon") || href.starts_with("#et"))
        });
        let mut shown: Vec<String> = links.map(|link| plain(&link.text)).collect();
        shown.dedup();
        assert!(
            expected.iter().all(|heading| shown.iter().any(|text| text.starts_with(heading))),
            "{style}: {shown:?}"
        );
        assert!(!shown.iter().any(|text| text.contains('[') || text.contains("@r ")), "{style}: {shown:?}");
    }
}

#[test]
fn a_work_in_words_is_listed_in_every_style() {
    for style in ["apa", "chicago-notes", "chicago-author-date", "mla", "ieee", "iso690-author-date-fr"] {
        let built = built(style, "fr-CA", "", "A [@lip, art. 2] et [@mots].");
        let page = built.page("fr/a/b/");
        let listed =
            page.elements.iter().filter(|element| element.attribute("id").is_some_and(|id| id.starts_with("ref:")));
        assert_eq!(listed.count(), 2, "{style}");
    }
}
