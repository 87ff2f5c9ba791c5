use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::parse::bibliography::{BibliographyFormat, read};
use crate::parse::csl::TYPES;

fn written(key: &str, fields: Value) -> String {
    entry(&Item { key, fields: fields.as_object().unwrap() })
}

/// The work that Palier reads in an entry, without a fault other than a field that is missing.
fn reread(entry: &str) -> Value {
    let read = read(BibliographyFormat::BibLatex, entry);
    let faults: Vec<_> =
        read.diagnostics.iter().filter(|fault| fault.rule != crate::rule::Rule::MissingReferenceField).collect();
    assert!(faults.is_empty(), "{entry}{faults:?}");
    Value::Object((*read.value.works[0].1).clone())
}

#[test]
fn an_article_reads_as_bibtex_and_as_biblatex() {
    let entry = written(
        "morin2016",
        json!({
            "type": "article-magazine",
            "title": "Transfert de pouvoir & d’influence à Québec",
            "author": [{"family": "Morin", "given": "Raymond"}],
            "container-title": "Éducation Canada",
            "volume": 56, "issue": 1, "page": "12-15",
            "issued": "2016-03-12",
            "language": "fr-CA",
            "URL": "https://example.org/a_b",
            "accessed": "2026-01-05"
        }),
    );
    assert_eq!(
        entry,
        "@article{morin2016,\n  author = {Morin, Raymond},\n  \
         title = {Transfert de pouvoir \\& d’influence à Québec},\n  journal = {Éducation Canada},\n  \
         date = {2016-03-12},\n  year = {2016},\n  volume = {56},\n  number = {1},\n  \
         pages = {12--15},\n  url = {https://example.org/a_b},\n  urldate = {2026-01-05},\n  \
         langid = {acadian},\n  entrysubtype = {magazine}\n}\n"
    );
}

#[test]
fn a_work_of_each_type_is_read_again_as_it_was() {
    for work_type in TYPES {
        for with_event in [false, true] {
            let mut work = json!({
                "type": work_type, "title": "Un titre", "container-title": "Le tout", "number": "1", "issue": "2",
                "publisher": "Boréal", "publisher-place": "Montréal", "issued": {"date-parts": [[2018, 3, 5]]}, "language": "fr",
            });
            if with_event {
                work["event-title"] = "Une rencontre".into();
                work["genre"] = "Une sorte".into();
                work["collection-title"] = "La collection".into();
            }
            assert_eq!(reread(&written("k", work.clone())), work);
        }
    }
}

#[test]
fn each_field_is_read_again_as_it_was() {
    let person = |given: &str| json!([{"family": "Roy", "given": given}]);
    for fields in [
        json!({"author": person("A"), "editor": person("B"), "translator": person("C"), "container-author": person("D")}),
        json!({"author": person("A"), "director": person("B"), "performer": person("C"), "host": person("D")}),
        json!({"director": person("A"), "editor": person("B")}),
        json!({"interviewer": person("A")}),
        json!({"genre": "phdthesis", "type": "thesis"}),
        json!({"genre": "mathesis", "type": "thesis"}),
        json!({"genre": "Mémoire de maîtrise", "type": "thesis"}),
        json!({"type": "thesis"}),
        json!({"type": "legal_case", "authority": "Cour", "publisher": "P"}),
        json!({"page": "12-15"}),
        json!({"page": "3-5, 9"}),
        json!({"page": "A-3"}),
        json!({"edition": "2", "volume": "3", "number-of-volumes": "4", "chapter-number": "5", "number-of-pages": "6"}),
        json!({"collection-number": "7", "issue": "8", "number": "9", "part-number": "10", "version": "11"}),
        json!({"title-short": "T.", "volume-title": "V", "original-title": "O", "container-title-short": "C."}),
        json!({"original-publisher": "P", "original-publisher-place": "L", "event-title": "E", "event-place": "Q"}),
        json!({"ISBN": "1", "ISSN": "2", "PMID": "3", "PMCID": "PMC4", "DOI": "10.1/a_b<c>", "URL": "https://a.ca/b_c%20d#e~f&g"}),
        json!({"note": "Note", "annote": "Mot", "abstract": "A\\b", "keyword": "a, b", "status": "à paraître"}),
        json!({"call-number": "QA 1", "license": "CC BY", "language": "en-GB"}),
        json!({"issued": {"date-parts": [[1998], [2001]]}}),
        json!({"issued": {"date-parts": [[2020, 3, 3], [2020, 3, 5]]}}),
        json!({"issued": {"date-parts": [[1850]], "circa": true}, "original-date": {"date-parts": [[1840], [1845]], "circa": true}}),
        json!({"issued": {"date-parts": [[2018]], "season": 3}}),
        json!({"issued": {"date-parts": [[-381]]}, "original-date": {"date-parts": [[-1, 2]]}}),
        json!({"event-date": {"date-parts": [[2020, 3]]}, "accessed": {"date-parts": [[2026, 1, 5]]}}),
    ] {
        let mut work = json!({"type": "book", "title": "Titre"});
        work.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        assert_eq!(reread(&written("k", work.clone())), work);
    }
}

#[test]
fn each_name_is_read_again_as_it_was() {
    let names = json!([
        {"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"},
        {"family": "Beauvoir", "given": "Simone", "non-dropping-particle": "de"},
        {"family": "Alembert", "given": "Jean", "non-dropping-particle": "d’"},
        {"family": "Khwarizmi", "given": "M.", "non-dropping-particle": "al-"},
        {"family": "Isle", "given": "Jean", "dropping-particle": "de", "non-dropping-particle": "l’"},
        {"family": "d'Arc", "given": "Jeanne"},
        {"family": "hooks", "given": "bell"},
        {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
        {"family": "Colette"},
        {"family": "O’Neil", "given": "Cathy"},
        {"family": "Smith and Co", "given": "A, B"},
        {"family": "And", "given": "Or = Not"},
        {"literal": "Ministère de l’Éducation, du Loisir and du Sport"},
        {"literal": "others"},
        {"literal": "UNESCO"},
    ]);
    for (index, name) in names.as_array().unwrap().iter().enumerate() {
        // One alone, after another, and, but for the first, after a person whose particle stays.
        let with_particle = json!([names[1], name]);
        let others = [json!([name]), json!([names[7], name]), with_particle];
        for authors in others.into_iter().take(if [0, 4].contains(&index) { 2 } else { 3 }) {
            let work = json!({"type": "book", "title": "Titre", "author": authors});
            assert_eq!(reread(&written("k", work.clone())), work, "{}", written("k", work.clone()));
        }
    }
}

#[test]
fn of_a_name_that_bibtex_has_no_form_for_all_letters_are_kept() {
    for (name, read) in [
        (json!({"family": "Le Corbusier"}), json!({"literal": "Le Corbusier"})),
        (json!({"family": "King", "suffix": "Jr."}), json!({"literal": "King Jr."})),
        (
            json!({"family": "Dyke", "given": "D.", "dropping-particle": "Van"}),
            json!({"family": "Van Dyke", "given": "D."}),
        ),
    ] {
        let entry = written("k", json!({"type": "book", "title": "Titre", "author": [name]}));
        assert_eq!(reread(&entry)["author"], json!([read]), "{entry}");
    }
}

#[test]
fn no_brace_splits_a_word_and_only_what_keeps_its_case_is_in_braces() {
    for (title, latex) in [
        ("Le deuxième sexe", "Le deuxième sexe"),
        ("The iPhone in PLoS ONE", "The iPhone in PLoS ONE"),
        ("The <span class=\"nocase\">iPhone</span>", "The {iPhone}"),
        ("<span class=\"nocase\"><i>E. coli</i></span>", "{{}\\emph{E. coli}}"),
    ] {
        let work = json!({"type": "book", "title": title});
        let entry = written("k", work.clone());
        assert!(entry.contains(&format!("title = {{{latex}}}")), "{entry}");
        assert_eq!(reread(&entry), work);
    }
}

#[test]
fn a_key_can_end_nothing() {
    assert!(written("a,b}{é %", json!({"type": "book"})).starts_with("@book{a-b--é--"));
    assert_eq!(key(""), "work");
}

#[test]
fn a_date_that_is_words_is_told_all_the_same() {
    let year = |issued: Value| written("k", json!({"type": "book", "issued": issued}));
    assert!(year(json!("à paraître")).contains("year = {à paraître}"));
    assert!(!year(json!(null)).contains("year"));
}

#[test]
fn a_name_with_the_word_that_joins_others_stays_one() {
    let work = json!({"type": "book", "title": "T", "publisher": "P",
        "author": [{"family": "Aet Roy", "given": "B et C"}, {"family": "Roy et Morin", "given": "Zoé"}]});
    assert_eq!(reread(&written("k", work.clone())), work);
}

proptest! {
    /// Whatever a title or a name holds, what is written is one entry, and read again as it was.
    #[test]
    fn any_text_is_read_again_as_it_was(
        words in proptest::collection::vec("[-a-zA-Zéœ’'`\\\\{}$%&#_^~\"@,=«»“”<>()!?.:0-9]{1,6}", 1..6),
        mark in 0_usize..5,
    ) {
        let (open, close) =
            [("", ""), ("<i>", "</i>"), ("<sup>", "</sup>"), ("<b>", "</b>"), ("<span class=\"nocase\">", "</span>")][mark];
        let text = words.join(" ");
        let title = format!("{text} {open}{text}{close} {text}");
        let work = json!({
            "type": "book", "title": title, "publisher": text,
            "author": [{"literal": format!("A {text}")}, {"family": format!("A{text}"), "given": format!("B {text}")}],
        });
        prop_assert_eq!(reread(&written("k", work.clone())), work);
    }
}
