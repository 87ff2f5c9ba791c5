//! What authors write, and what is understood.

mod hostile;
mod learning;

use super::*;
use crate::diagnostic::Diagnostic;
use crate::locale::UserLanguage;

/// The front matter of a file that holds that YAML, without a fault.
fn sound(yaml: &str) -> FrontMatter {
    let text = format!("---\n{yaml}\n---\nTexte.\n");
    let Checked { value: (front_matter, body), diagnostics } = read(&text);
    assert_eq!(diagnostics, [], "{yaml}");
    assert_eq!(&text[body..], "Texte.\n");
    check_places(&text, &front_matter);
    front_matter
}

/// The faults of a file: the rule, the words underlined, and the help when it is a line to paste.
fn faults_of(text: &str) -> Vec<String> {
    let shown = |diagnostic: &Diagnostic<Span>| {
        let line = diagnostic.help.as_ref().filter(|help| help.key == "unquoted-value.help");
        let line = line.map(|help| help.text(UserLanguage::En).replacen("write: ", " → ", 1)).unwrap_or_default();
        format!("{} {:?}{line}", diagnostic.message.key, &text[diagnostic.at.clone()])
    };
    read(text).diagnostics.iter().map(shown).collect()
}

fn faults(yaml: &str) -> Vec<String> {
    faults_of(&format!("---\n{yaml}\n---\n"))
}

fn partly(yaml: &str) -> FrontMatter {
    read(&format!("---\n{yaml}\n---\n")).value.0
}

/// Every run of every text is in the file as it is in the text.
fn check_places(text: &str, front_matter: &FrontMatter) {
    let labelled = front_matter.footnotes.iter().chain(&front_matter.recap).map(|(_, value)| value);
    let words = front_matter.references.iter().filter_map(|reference| match &reference.work {
        WrittenWork::Words { text: words, .. } => Some(words),
        WrittenWork::Item(_) => None,
    });
    let single = [&front_matter.title, &front_matter.description, &front_matter.need, &front_matter.emerges]
        .into_iter()
        .flatten();
    let outcomes = front_matter.outcomes.iter().map(|outcome| &outcome.text);
    let lists = front_matter.objectives.iter().map(|objective| &objective.text).chain(outcomes);
    for value in single.chain(lists).chain(labelled).chain(words) {
        assert!(text.is_char_boundary(value.span.start) && text.is_char_boundary(value.span.end));
        assert!(value.span.start <= value.span.end && value.span.end <= text.len());
        for (index, &(start, file)) in value.runs.iter().enumerate() {
            let end = value.runs.get(index + 1).map_or(value.text.len(), |next| next.0);
            let run = value.text[start..end].trim_end_matches(['\n', ' ']);
            assert_eq!(&text[file..file + run.len()], run, "{value:?}");
        }
    }
}

fn title(yaml: &str) -> String {
    sound(yaml).title.unwrap().text
}

fn objectives(front_matter: &FrontMatter) -> Vec<&str> {
    front_matter.objectives.iter().map(|objective| objective.text.text.as_str()).collect()
}

fn outcomes(front_matter: &FrontMatter) -> Vec<(&str, &str)> {
    let outcomes = front_matter.outcomes.iter();
    outcomes.map(|WrittenOutcome { id, text }| (id.as_ref().map_or("", |id| &id.value), text.text.as_str())).collect()
}

fn prerequisites(front_matter: &FrontMatter) -> Vec<String> {
    let all = front_matter.prerequisites.iter().flat_map(|list| &list.value);
    all.map(|one| one.any.iter().map(|id| id.value.as_str()).collect::<Vec<_>>().join(" | ")).collect()
}

fn ids(list: &Option<Spanned<Vec<Spanned<String>>>>) -> Vec<&str> {
    list.iter().flat_map(|list| &list.value).map(|id| id.value.as_str()).collect()
}

#[test]
fn the_manuals_front_matter_is_read_whole() {
    let read = sound(
        r#"title: Identité numérique : les bases
slug: identite-numerique
description: Une phrase qui résume la leçon.
recap: { en: "Three sentences in the other language." }
objectives:                       # what the student will be able to do
  - Composer : une phrase de passe qu'on retient
prerequisites: [naviguer/empreinte]
duration: 25                      # minutes
tags: [vie-privee]
authors: [A. Nom]
date: 2026-03-01
updated: 2026-05-12
license: CC-BY-4.0
draft: true
footnotes:                        # notes, by label; used in the text as [^prosumer]
  prosumer: Mot forgé par Toffler [@toffler1980, p. 265].
references:                       # this lesson's own references
  toffler1980: "Toffler, Alvin. *The Third Wave*. New York : Morrow, 1980."   # in words, printed as written
  maslow1943:                     # or as a CSL item, as Pandoc writes them (a list with id: is read too)
    type: article-journal
    title: A theory of human motivation
    container-title: Psychological Review
    author: [{ family: Maslow, given: A. H. }]
    issued: 1943"#,
    );
    assert_eq!(read.title.as_ref().unwrap().text, "Identité numérique : les bases");
    assert_eq!(read.slug.as_ref().unwrap().value, "identite-numerique");
    assert_eq!(read.description.as_ref().unwrap().text, "Une phrase qui résume la leçon.");
    assert_eq!(read.recap[0].0.value, "en");
    assert_eq!(read.recap[0].1.text, "Three sentences in the other language.");
    assert_eq!(objectives(&read), ["Composer : une phrase de passe qu'on retient"]);
    assert_eq!(prerequisites(&read), ["naviguer/empreinte"]);
    assert_eq!(read.duration.as_ref().unwrap().value, 25);
    assert_eq!(ids(&read.tags), ["vie-privee"]);
    assert_eq!(ids(&read.authors), ["A. Nom"]);
    assert_eq!(read.date.as_ref().unwrap().value.to_string(), "2026-03-01");
    assert_eq!(read.updated.as_ref().unwrap().value.to_string(), "2026-05-12");
    assert_eq!(read.license.as_ref().unwrap().value, "CC-BY-4.0");
    assert!(read.draft.as_ref().unwrap().value);
    assert_eq!(read.footnotes[0].0.value, "prosumer");
    assert_eq!(read.footnotes[0].1.text, "Mot forgé par Toffler [@toffler1980, p. 265].");
    assert_eq!(read.references[0].key.value, "toffler1980");
    let WrittenWork::Words { text: words, .. } = &read.references[0].work else { panic!() };
    assert_eq!(words.text, "Toffler, Alvin. *The Third Wave*. New York : Morrow, 1980.");
    let WrittenWork::Item(item) = &read.references[1].work else { panic!() };
    assert_eq!(
        serde_json::to_string(&**item).unwrap(),
        r#"{"author":[{"family":"Maslow","given":"A. H."}],"container-title":"Psychological Review","issued":{"date-parts":[[1943]]},"title":"A theory of human motivation","type":"article-journal"}"#
    );
}

#[test]
fn a_text_on_one_line_is_read_as_it_is_written() {
    for text in [
        "Identité numérique : les bases",
        "Le mot-clic #eduQc en classe",
        "#eduQc",
        "# 1 des ventes",
        "[@toffler1980, p. 265]",
        "[Brouillon] Identité",
        "*Titre* en italique",
        "**Gras**",
        "@aicha dit",
        "« a » : b",
        "« oui »",
        "“oui”",
        "5 % : oui",
        "% de oui",
        "yes",
        "2026",
        "2026-03-01",
        "null",
        "~",
        "true",
        "1.50",
        "- oui",
        "{x}",
        "{ x: y }",
        "&lt; : l’esperluette",
        "!important",
        "`code` d’abord",
        "> 5 ans",
        "| tableau |",
        "? pourquoi",
        "a\tb",
        "fin :",
        "https://exemple.org/#a",
        "L'été \"indien\"",
        "une \\ barre",
        ": deux-points",
        ", virgule",
    ] {
        assert_eq!(title(&format!("title: {text}")), text);
        assert_eq!(title(&format!("title:   {text}  ")), text);
        let notes = sound(&format!("footnotes:\n  clé-1: {text}\n  b: c")).footnotes;
        assert_eq!((notes[0].0.value.as_str(), notes[0].1.text.as_str()), ("clé-1", text));
        assert_eq!(notes.len(), 2);
        assert_eq!(objectives(&sound(&format!("objectives:\n  - {text}\n  - b"))), [text, "b"]);
        assert_eq!(outcomes(&sound(&format!("outcomes:\n- {text}\n- b"))), [("", text), ("", "b")]);
    }
}

#[test]
fn the_line_ends_do_not_matter() {
    let text = "---\r\ntitle: A : b\r\nobjectives:\r\n  - c\r\n  - d\r\ndescription: |\r\n  e\r\n  f\r\n---\r\nTexte.";
    let Checked { value: (read, body), diagnostics } = read(text);
    assert_eq!(diagnostics, []);
    assert_eq!(read.title.as_ref().unwrap().text, "A : b");
    assert_eq!(objectives(&read), ["c", "d"]);
    assert_eq!(read.description.as_ref().unwrap().text, "e\nf");
    assert_eq!(&text[body..], "Texte.");
    check_places(text, &read);
}

#[test]
fn quotes_keep_their_meaning() {
    assert_eq!(title("title: \"Oui : #non\""), "Oui : #non");
    assert_eq!(title("title: \"Oui\" # un commentaire"), "Oui");
    assert_eq!(title("title: 'L''été'"), "L'été");
    assert_eq!(title(r#"title: "Un \"mot\" é\u00e9""#), "Un \"mot\" éé");
    assert_eq!(title("title: \"Un\n  deux\n\n  trois\""), "Un deux\ntrois");
    assert_eq!(title("\"title\": x"), "x");
    assert!(sound("title: \"\"\ndescription:\nneed: ''").title.is_none());
}

#[test]
fn blocks_keep_their_meaning() {
    let description = |yaml: &str| sound(yaml).description.unwrap().text;
    assert_eq!(description("description: |\n  Un :\n    deux\n\n  # trois\ntitle: x"), "Un :\n  deux\n\n# trois");
    assert_eq!(description("description: |- # note\n  Un\n  deux"), "Un\ndeux");
    assert_eq!(
        description("description: >\n  Un\n  deux\n\n  trois\n    quatre\n  cinq\n"),
        "Un deux\ntrois\n  quatre\ncinq"
    );
    assert_eq!(description("description: >-\n\n  Un\n\n\n  deux"), "\nUn\n\ndeux");
    assert_eq!(description("description: |2\n    Un\n  deux"), "  Un\ndeux");
    let notes = sound("footnotes:\n  a: |\n    Un [@b].\n\n    - deux\n  c: d").footnotes;
    assert_eq!(notes[0].1.text, "Un [@b].\n\n- deux");
    assert_eq!(notes[1].1.text, "d");
    assert_eq!(objectives(&sound("objectives:\n  - |\n    Un\n    deux\n  - trois")), ["Un\ndeux", "trois"]);
}

#[test]
fn a_text_may_continue_on_lines_indented_deeper() {
    assert_eq!(title("title: Un\n  deux : trois\n    quatre"), "Un deux : trois quatre");
    assert_eq!(title("title:\n  Un : deux\nslug: x"), "Un : deux");
    assert_eq!(title("title: Un\n\n  deux"), "Un\ndeux");
    assert_eq!(objectives(&sound("objectives:\n  - Un\n    deux\n  - trois")), ["Un deux", "trois"]);
    let value = sound("title: Un\n  deux").title.unwrap();
    assert_eq!(value.runs, [(0, 11), (3, 16)]);
    assert_eq!(value.place(3..7), 16..20);
}

#[test]
fn places_are_exact() {
    let text = "---\ntitle: « été » : b\nfootnotes:\n  clé: un [@x]\nslug: 'y'\n---\n";
    let read = read(text).value.0;
    let title = read.title.unwrap();
    assert_eq!(&text[title.span.clone()], "« été » : b");
    assert_eq!(&text[title.place(title.text.find("été").unwrap()..title.text.find("été").unwrap() + 5)], "été");
    let (label, note) = &read.footnotes[0];
    assert_eq!(&text[label.span.clone()], "clé");
    assert_eq!(&text[note.place(3..7)], "[@x]");
    assert_eq!(&text[read.slug.unwrap().span], "'y'");
    assert_eq!(&text[read.span], text.trim_end());
}

#[test]
fn air_and_comments_are_welcome() {
    let read = sound(
        "\n# un commentaire\ntitle : x\n\n\n# un autre\nobjectives:\n\n  # encore\n  - a\n\n  #- b\n  - c\n# fin",
    );
    assert_eq!(objectives(&read), ["a", "c"]);
    assert_eq!(read.title.unwrap().text, "x");
    assert_eq!(title("  title: x\n  slug: y"), "x");
    assert_eq!(title("title\u{a0}:\u{a0}x"), "x");
    sound("");
    sound("# rien");
    assert_eq!(super::read("x").value, (FrontMatter::default(), 0));
    assert_eq!(super::read("---\n---\nx").value.1, 8);
}

#[test]
fn lists_of_ids_take_every_form() {
    for yaml in [
        "tags: [a, b]",
        "tags:\n  - a\n  - b # note",
        "tags:\n- 'a'\n- \"b\"",
        "tags: [\n  a,\n  b\n]",
        "tags: [a, # x\n  b]",
    ] {
        assert_eq!(ids(&sound(yaml).tags), ["a", "b"], "{yaml}");
    }
    assert_eq!(ids(&sound("tags: vie-privee # note").tags), ["vie-privee"]);
    assert_eq!(ids(&sound("authors: [Conseil de l'Europe, A. Nom]").authors), ["Conseil de l'Europe", "A. Nom"]);
    assert_eq!(ids(&sound("authors: Nom, Prénom").authors), ["Nom, Prénom"]);
    let aliases = sound("aliases: [/fr/ancienne-adresse/, ancien/identifiant]").aliases;
    assert_eq!(aliases[0].value, "/fr/ancienne-adresse/");
    assert!(sound("tags: []").tags.unwrap().value.is_empty());
    assert!(sound("tags:").tags.is_none());
    assert_eq!(objectives(&sound("objectives: [a b, \"c, d\"]")), ["a b", "c, d"]);
    assert_eq!(objectives(&sound("objectives: Composer : une phrase")), ["Composer : une phrase"]);
}

#[test]
fn a_csl_item_keeps_its_texts_and_numbers() {
    let read = sound(
        "references:
- id: a2018
  type: book
  title: La toile : un essai #1
  author:
    - family: Nom
      given: A.
    - literal: Conseil de l'Europe
  volume: 012
  page: 12-15
  number: 3
  note: |
    Deux
    lignes
  issued: {year: 2018}
  title-short:
  URL: https://exemple.org/#a
- {id: b, type: document, title: \"x\", edition: 2}",
    );
    assert_eq!(read.references[0].key.value, "a2018");
    let WrittenWork::Item(item) = &read.references[0].work else { panic!() };
    assert_eq!(item["title"], "La toile : un essai #1");
    assert_eq!(item["author"][0]["family"], "Nom");
    assert_eq!(item["author"][1]["literal"], "Conseil de l'Europe");
    assert_eq!(item["volume"], "012");
    assert_eq!(item["page"], "12-15");
    assert_eq!(item["number"], "3");
    assert_eq!(item["note"], "Deux lignes");
    assert_eq!(item["issued"]["date-parts"][0][0], 2018);
    assert_eq!(item["URL"], "https://exemple.org/#a");
    let WrittenWork::Item(item) = &read.references[1].work else { panic!() };
    assert_eq!(item["edition"], "2");
}

#[test]
fn a_fault_in_an_item_costs_its_own_field() {
    let yaml = "references:\n  a:\n    type: document\n    custom: 2018 : revue\n    title: x\n  b: y";
    assert_eq!(faults(yaml), [r#"unquoted-value.message-colon "2018 : revue" → custom: "2018 : revue""#]);
    let read = partly(yaml);
    let WrittenWork::Item(item) = &read.references[0].work else { panic!() };
    assert_eq!(item["title"], "x");
    assert_eq!(read.references.len(), 2);
}

#[test]
fn extra_is_the_authors_own() {
    let extra = sound("extra:\n  couleur: bleu\n  n: 1\n  liste: [a, {b: c}]\n  x: &x [1]\n  y: *x").extra.unwrap();
    assert_eq!(
        serde_json::Value::Object(extra).to_string(),
        r#"{"couleur":"bleu","liste":["a",{"b":"c"}],"n":1,"x":[1],"y":[1]}"#
    );
    assert!(sound("extra: {}").extra.unwrap().is_empty());
    assert!(sound("extra:").extra.is_none());
    assert_eq!(faults("extra: [a]"), [r#"invalid-field.message-map "[a]""#]);
    assert_eq!(faults("extra:\n  a: b #c"), [r##"unquoted-value.message-hash "#c" → a: "b #c""##]);
    assert_eq!(faults("extra:\n  a: 1\n  a: 2"), [r#"duplicate-field.message "a""#]);
    assert_eq!(faults("extra:\n  a: @b"), [r#"unquoted-value.message-sign "@b" → a: "@b""#]);
}

#[test]
fn a_quote_that_closes_early_needs_quotes_around() {
    for (yaml, expected) in [
        (r#"title: "Bonjour", dit-elle"#, r#"message-quote "\",": title: '"Bonjour", dit-elle'"#),
        ("title: 'L'identité'", r#"message-quote "'identité'": title: "L'identité""#),
        (r#"title: "Le "web" social""#, r#"message-quote "\"web\"": title: 'Le "web" social'"#),
        ("title: 'tis the season", r#"message-unclosed "'": title: "'tis the season""#),
        (r#"title: "Oui"#, r#"message-unclosed "\"": title: "Oui""#),
        ("objectives:\n  - 'a' ou 'b'", r#"message-quote "' ou": - "'a' ou 'b'""#),
    ] {
        let (message, line) = expected.split_once(": ").unwrap();
        assert_eq!(faults(yaml), [format!("unquoted-value.{message} → {line}")], "{yaml}");
        // What is offered is then read without a fault.
        let fixed = if yaml.starts_with("obj") { format!("objectives:\n  {line}") } else { line.to_owned() };
        sound(&fixed);
    }
}

#[test]
fn what_yaml_would_bend_in_a_list_needs_quotes() {
    assert_eq!(faults("tags: [a #b]"), [r##"unquoted-value.message-hash "a #b" → tags: ["a #b"]"##]);
    assert_eq!(faults("tags: [a #b, c\n  ]"), [r##"unquoted-value.message-hash "#b" → tags: ["a #b", c"##]);
    assert_eq!(faults("tags:\n  - a #b"), [r##"unquoted-value.message-hash "#b" → - "a #b""##]);
    assert_eq!(faults("tags: #a"), [r##"unquoted-value.message-hash "#a" → tags: "#a""##]);
    assert_eq!(faults("tags:\n  - Composer : x"), [r#"unquoted-value.message-colon ":" → - "Composer : x""#]);
    assert_eq!(
        faults("tags: [b, Composer : x]"),
        [r#"unquoted-value.message-colon "Composer : x" → tags: [b, "Composer : x"]"#]
    );
    assert_eq!(
        faults("objectives: [Composer : x, b]"),
        [r#"unquoted-value.message-colon "Composer : x" → objectives: ["Composer : x", b]"#]
    );
    assert_eq!(faults("tags: [@a, b]"), [r#"unquoted-value.message-sign "@a" → tags: ["@a", b]"#]);
    assert_eq!(faults("tags: [*a, b]"), [r#"unquoted-value.message-sign "*a" → tags: ["*a", b]"#]);
    assert_eq!(faults("tags: [&a b]"), [r#"unquoted-value.message-sign "&a b" → tags: ["&a b"]"#]);
    assert_eq!(faults("tags: [!a b]"), [r#"unquoted-value.message-sign "!a b" → tags: ["!a b"]"#]);
    assert_eq!(
        faults("recap: { en: Three sentences, then two }"),
        [r#"unquoted-value.message-comma "then two" → recap: { en: "Three sentences, then two" }"#]
    );
    assert_eq!(faults("tags: a, b"), [r#"invalid-field.message-commas "a, b""#]);
    assert_eq!(faults("prerequisites: a/b et c/d"), [r#"invalid-field.message-commas "a/b et c/d""#]);
    assert_eq!(faults("prerequisites: a/b"), [""; 0]);
}

#[test]
fn a_value_of_the_wrong_kind_is_reported_at_its_place() {
    for (yaml, expected) in [
        ("duration: 25 min", "message-duration \"25 min\""),
        ("duration: 0", "message-duration \"0\""),
        ("duration: 10001", "message-duration \"10001\""),
        ("duration: +5", "message-duration \"+5\""),
        ("duration: 12.5 # x", "message-duration \"12.5\""),
        ("duration: [25]", "message-single \"[25]\""),
        ("date: 1er mars 2026", "message-date \"1er mars 2026\""),
        ("updated: 2026-3-1", "message-date \"2026-3-1\""),
        ("draft: oui", "message-draft \"oui\""),
        ("title:\n  - a", "message-text \"- a\""),
        ("title:\n  fr: a\n  en: b", "message-text \"fr: a\""),
        ("objectives:\n  a: b", "message-list \"a: b\""),
        ("objectives:\n  - a\n  -\n  - b", "message-empty-item \"\""),
        ("tags:\n  a: b", "message-list \"a: b\""),
        ("tags: [[a]]", "message-text-item \"[a]\""),
        ("tags: [{a: b}]", "message-text-item \"{a: b}\""),
        ("footnotes: [a]", "message-map \"[a]\""),
        ("footnotes: a", "message-map \"a\""),
        ("footnotes:\n  a:\n    b: c", "message-text-item \"b: c\""),
        ("footnotes:\n  a:", "message-no-value \"a\""),
        ("footnotes:\n  [^a]: b", "message-label \"[^a]\""),
        ("recap:\n  en:", "message-no-value \"en\""),
        ("references: a", "message-map \"a\""),
        ("references:\n  @a: b", "message-label \"@a\""),
        ("references:\n  a:\n    - b", "message-reference \"- b\""),
        ("references:\n  - title: a", "message-no-id \"title: a\""),
        ("references:\n  a:", "message-no-value \"a\""),
    ] {
        assert_eq!(faults(yaml), [format!("invalid-field.{expected}")], "{yaml}");
    }
    let help = |yaml: &str| {
        let help = read(&format!("---\n{yaml}\n---\n")).diagnostics[0].help.clone().unwrap();
        help.text(UserLanguage::En)
    };
    assert_eq!(help("duration: 1 h 30"), "write 90");
    assert_eq!(help("date: 1er mars 2026"), "write 2026-03-01");
    assert_eq!(help("draft: non"), "write false");
}

#[test]
fn an_unknown_key_is_a_warning_that_names_the_nearest() {
    let text = "---\nTitre: x\ntitle: y\nhumeur: z\n---\n";
    assert_eq!(faults_of(text), [r#"unknown-field.message "Titre""#, r#"unknown-field.message "humeur""#]);
    let found = read(text).diagnostics;
    assert_eq!(found[0].severity, crate::diagnostic::Severity::Warning);
    assert_eq!(found[0].help.as_ref().unwrap().text(UserLanguage::En), "did you mean `title`?");
    assert!(found[1].help.as_ref().unwrap().text(UserLanguage::Fr).contains("extra:"));
}

#[test]
fn a_key_written_twice_is_reported_and_the_first_counts() {
    let text = "---\ntitle: a\ntitle: b\nfootnotes:\n  x: 1\n  x: 2\n---\n";
    let Checked { value: (front_matter, _), diagnostics } = read(text);
    assert_eq!(faults_of(text), [r#"duplicate-field.message "title""#]);
    assert_eq!(diagnostics[0].at, 13..18);
    assert_eq!(diagnostics[0].related[0].0, 4..9);
    assert_eq!(front_matter.title.unwrap().text, "a");
    assert_eq!(front_matter.footnotes.len(), 2);
}

#[test]
fn a_missing_space_is_reported_and_the_value_read() {
    let yaml = "title:Sans espace : non\nfootnotes:\n  prosumer:Mot forgé";
    assert_eq!(
        faults(yaml),
        [
            r#"invalid-front-matter.message-space "title:" → title: Sans espace : non"#,
            r#"invalid-front-matter.message-space "prosumer:" → prosumer: Mot forgé"#,
        ]
    );
    let read = partly(yaml);
    assert_eq!(read.title.unwrap().text, "Sans espace : non");
    assert_eq!(read.footnotes[0].1.text, "Mot forgé");
    assert_eq!(sound("references:\n  doi:10.1/x: Un titre").references[0].key.value, "doi:10.1/x");
}

#[test]
fn tabs_are_reported_once_and_counted_as_an_indent() {
    let yaml = "objectives:\n\t- a\n\t- b\ntags:\n\t- c\nextra:\n\ta: [b]";
    assert_eq!(
        faults(yaml),
        [
            r#"invalid-front-matter.message-tab "\t""#,
            r#"invalid-front-matter.message-tab "\t""#,
            r#"invalid-front-matter.message-tab "\t""#,
        ]
    );
    assert_eq!(objectives(&partly(yaml)), ["a", "b"]);
}

#[test]
fn a_line_that_is_no_entry_is_reported_and_hides_nothing() {
    let yaml = "title: x\nune suite\nperdue\nslug: y\nduration: z\n- a\n\tperdu\nlicense: CC0";
    assert_eq!(
        faults(yaml),
        [
            r#"invalid-front-matter.message-stray "une suite\nperdue""#,
            r#"invalid-field.message-duration "z""#,
            r#"invalid-front-matter.message-stray "- a\n\tperdu""#,
        ]
    );
    let read = partly(yaml);
    assert_eq!(read.slug.unwrap().value, "y");
    assert_eq!(read.license.unwrap().value, "CC0");
    assert_eq!(faults("{title: x}"), [r#"invalid-front-matter.message-stray "{title: x}""#]);
    assert_eq!(faults("? title"), [r#"invalid-front-matter.message-stray "? title""#]);
}

#[test]
fn an_entry_indented_under_another_is_not_swallowed() {
    assert_eq!(faults("footnotes:\n  a: x\n    b: y\n  c: z"), [r#"invalid-front-matter.message-continued "b: y""#]);
    assert_eq!(faults("title: x\n slug: y"), [r#"invalid-front-matter.message-continued "slug: y""#]);
    assert_eq!(faults("objectives:\n  - a\n    - b"), [r#"invalid-front-matter.message-continued "- b""#]);
    assert_eq!(faults(" title: x\nslug: y"), [r#"invalid-front-matter.message-indent "title: x""#]);
    assert_eq!(faults("footnotes:\n    a: x\n  b: y"), [r#"invalid-front-matter.message-indent "b: y""#]);
    assert_eq!(
        faults("objectives:\n  - a\n  -b\n  • c"),
        [r#"invalid-front-matter.message-bullet "-" → - b"#, r#"invalid-front-matter.message-bullet "• " → - c"#]
    );
    assert_eq!(faults("title: Un\n  #deux"), [r##"unquoted-value.message-hash-line "#deux""##]);
}

#[test]
fn what_is_no_yaml_is_reported_at_its_place() {
    assert_eq!(faults("tags: [a, b"), [r#"invalid-front-matter.message-bracket "[""#]);
    assert_eq!(faults("tags: [a]]"), [r#"invalid-front-matter.message-bracket "]""#]);
    assert_eq!(faults("title: \"C:\\Users\""), [r#"invalid-front-matter.message-escape "\\""#]);
    assert_eq!(faults("description: |\n    a\n  b"), [r#"invalid-front-matter.message-indent "b""#]);
}

#[test]
fn every_fault_is_found_in_one_run() {
    let yaml = "title: \"a\" b\nduration: x\ntags: [a\ndate: hier\nfootnotes:\n  n: \"x\" y\n  m: z\nTitre: w";
    assert_eq!(faults(yaml).len(), 6, "{:?}", faults(yaml));
    assert_eq!(partly(yaml).footnotes.len(), 2);
}

#[test]
fn one_that_never_closes_is_reported_and_read() {
    let text = "---\ntitle: x\n\n# Titre\n\nTexte.\n";
    let Checked { value: (front_matter, body), diagnostics } = read(text);
    assert_eq!(front_matter.title.unwrap().text, "x");
    assert_eq!(&text[body..], "\n# Titre\n\nTexte.\n");
    assert_eq!(diagnostics[0].rule, Rule::UnclosedFrontMatter);
    assert_eq!(diagnostics[0].at, 0..3);
}
