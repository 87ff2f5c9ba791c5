use serde_json::json;

use super::*;

/// The rule of each, and what of the file it points at.
type Faults<'t> = Vec<(Rule, &'t str)>;

/// The works of a file, and its faults.
fn read(text: &str) -> (Vec<(String, Value)>, Faults<'_>) {
    let mut faults = Vec::new();
    let works = super::read(text, &mut faults);
    let works = works.into_iter().map(|(key, item)| (key.value, Value::Object(item))).collect();
    (works, faults.into_iter().map(|fault| (fault.rule, &text[fault.at])).collect())
}

/// The one work of a file without faults.
fn item(text: &str) -> Value {
    let (works, faults) = read(text);
    assert_eq!((works.len(), faults), (1, vec![]), "{text}");
    works[0].1.clone()
}

/// The value of a field in an entry without faults.
fn of(fields: &str, key: &str) -> Value {
    item(&format!("@book{{k, title = {{T}}, {fields}}}"))[key].clone()
}

const INVALID: Rule = Rule::InvalidBibliography;

#[test]
fn a_slip_costs_what_it_is_in_and_is_told_at_its_place() {
    let after = "\n@book{after, title = {After}}\n";
    for (text, fields, faults) in [
        // A comma is missing.
        ("@book{a,\n  title = {A}\n  author = {Roy, Anne},\n}", "author title", vec![(INVALID, "author")]),
        ("@book{a\n  title = {A},\n}", "title", vec![(INVALID, "title")]),
        // An abbreviation that is defined nowhere.
        ("@book{a, title = {A}, publisher = boreal}", "publisher title", vec![(INVALID, "boreal")]),
        // Braces and quotation marks are not closed, or closed too early.
        ("@book{a,\n  title = {A,\n  author = {Roy, Anne}\n}", "author title", vec![(INVALID, "{")]),
        ("@book{a,\n  title = \"A,\n  author = {Roy, Anne}\n}", "author title", vec![(INVALID, "\"")]),
        ("@book{a,\n  title = {A},\n  author = {Roy, Anne}\n", "author title", vec![(INVALID, "a")]),
        ("@book{a, title = {A}}, author = {Roy, Anne}}", "author title", vec![(INVALID, "}")]),
        // There is no value, no equals sign, no name.
        ("@book{a, title = {A}, note = , author = {Roy, Anne}}", "author title", vec![(INVALID, "note")]),
        ("@book{a, title = {A}, note {B}, author = {Roy, Anne}}", "author title", vec![(INVALID, "note")]),
        ("@book{a, title = {A}, = {B}, author = {Roy, Anne}}", "author title", vec![(INVALID, "")]),
        ("@book{a, title = {A}, author = Anne Roy}", "author title", vec![(INVALID, "Anne"), (INVALID, "Roy")]),
        // A missing field may be in the part that can't be read.
        ("@article{a, title }", "", vec![(INVALID, "title")]),
    ] {
        let text = format!("{text}{after}");
        let (works, found) = read(&text);
        let keys: Vec<&str> = works.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["a", "after"], "{text}");
        let names: Vec<&str> = works[0].1.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names.into_iter().filter(|name| *name != "type").collect::<Vec<_>>().join(" "), fields, "{text}");
        assert_eq!(found, faults, "{text}");
    }
    // Without a key it can't be cited.
    for text in ["@book{title = {A}}\n@book{b, title = {B}}", "@book{, title = {A}}\n@book{b, title = {B}}"] {
        let (works, faults) = read(text);
        assert_eq!((works.len(), faults), (1, vec![(INVALID, "book")]), "{text}");
    }
}

#[test]
fn what_stands_between_entries_is_passed_over() {
    let text = "Écrire à moi@exemple.ca. % @book{no, title = {x}}\n% @book{no, title = {x}}\n@comment{@book{no, title = {x}}}\n\
                @preamble{\"\\newcommand{\\x}{y}\"} @Book(a, title = {A (b)}, % note, publisher = {C}\n year = 1980)@book{b,title={B}}";
    let (works, faults) = read(text);
    assert_eq!(faults, []);
    assert_eq!(works.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["no", "a", "b"]);
    assert_eq!(works[1].1["title"], "A (b)");
}

#[test]
fn abbreviations_stand_for_what_was_said() {
    let text = "@string{bo = {Boréal}}\n@STRING( mtl = \"Mont\" # {réal} )\n\
                @book{a, title = {A}, publisher = BO, address = mtl # { (} # {Québec)}, year = 1980, month = mar}";
    let read = item(text);
    assert_eq!((&read["publisher"], &read["publisher-place"]), (&json!("Boréal"), &json!("Montréal (Québec)")));
    assert_eq!(read["issued"], json!({"date-parts": [[1980, 3]]}));
    // An abbreviation defined by itself, or one that doubles without end.
    let (_, faults) = self::read("@string{a = a}\n@book{k, title = a}");
    assert_eq!(faults, [(INVALID, "a")]);
    let doubled: String = (0..64).map(|n| format!("@string{{a{} = a{n} # a{n}}}\n", n + 1)).collect();
    let (works, _) = self::read(&format!("@string{{a0 = {{0123456789}}}}\n{doubled}@book{{k, title = a64}}"));
    assert_eq!(works.len(), 1);
}

#[test]
fn the_form_of_names_that_better_bibtex_writes_is_read() {
    let read = of("author = {family=Gogh, given=Vincent, prefix=van, useprefix=true and Roy, Anne}", "author");
    let gogh = json!({"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"});
    assert_eq!(read, json!([gogh, {"family": "Roy", "given": "Anne"}]));
    assert_eq!(of("author = {van Gogh, Vincent}, options = {skipbib, useprefix=true}", "author"), json!([gogh]));
}

#[test]
fn every_type_has_its_place_in_csl() {
    for (entry, work_type) in [
        ("video", "motion_picture"),
        ("movie", "motion_picture"),
        ("audio", "song"),
        ("legislation", "legislation"),
        ("jurisdiction", "legal_case"),
        ("legal", "treaty"),
        ("unpublished", "manuscript"),
        ("letter", "personal_communication"),
        ("standard", "standard"),
        ("artwork", "graphic"),
        ("misc", "document"),
        ("PhdThesis", "thesis"),
    ] {
        let (works, _) = read(&format!("@{entry}{{k, title = {{T}}}}"));
        assert_eq!(works[0].1["type"], work_type, "{entry}");
    }
    for (entry, subtype, work_type) in [
        ("article", "newspaper", "article-newspaper"),
        ("audio", "podcast", "broadcast"),
        ("misc", "post-weblog", "post-weblog"),
        ("book", "novel", "book"),
    ] {
        let (works, _) = read(&format!("@{entry}{{k, title = {{T}}, entrysubtype = {{{subtype}}}}}"));
        assert_eq!(works[0].1["type"], work_type, "{entry} {subtype}");
    }
    let film = item(
        "@video{k, title = {T}, editor = {Varda, Agnès}, editortype = {director}, editora = {B, C}, editoratype = {composer}}",
    );
    assert_eq!(film["director"], json!([{"family": "Varda", "given": "Agnès"}]));
    assert_eq!(film["composer"], json!([{"family": "B", "given": "C"}]));
}

#[test]
fn a_thesis_is_one_of_its_kind() {
    let genre = |entry: &str| item(&format!("@{entry}, title = {{T}}, institution = {{U}}}}"))["genre"].clone();
    assert_eq!(genre("phdthesis{k"), "phdthesis");
    assert_eq!(genre("mastersthesis{k"), "mathesis");
    assert_eq!(genre("thesis{k, type = {phdthesis}"), "phdthesis");
    assert_eq!(genre("thesis{k, type = {Essai doctoral}"), "Essai doctoral");
    assert_eq!(genre("phdthesis{k, type = {thesis}"), Value::Null);
}

#[test]
fn slips_in_the_names_of_types_and_fields_are_told() {
    let text = "@articl{k, title = {T}, journal = {J}, yaer = 1980, x-shelf = {3}, file = {a.pdf}, keywords = {x}, bdsk-url-1 = {u}}";
    let (works, faults) = read(text);
    assert_eq!(faults, [(Rule::UnknownField, "yaer"), (Rule::UnknownReferenceType, "articl")]);
    assert_eq!(works[0].1["type"], "article-journal");
    let (works, faults) = read("@zzz{k, title = {T}}");
    assert_eq!((&works[0].1["type"], faults), (&json!("document"), vec![(Rule::UnknownReferenceType, "zzz")]));
}

#[test]
fn a_chapter_takes_what_it_lacks_from_its_book() {
    let text = "@inbook{c, title = {L’œuvre et le cœur}, crossref = {b}, pages = {1--2}}\n\
                @book{b, title = {Le livre}, subtitle = {Une somme}, author = {Roy, Anne}, langid = {french}, \
                crossref = {mv}, abstract = {x}}\n@mvbook{mv, title = {Tout}, publisher = {Boréal}, xdata = {d}}\n\
                @xdata{d, location = {Montréal}, crossref = {b}}";
    let (works, faults) = read(text);
    assert_eq!((works.len(), faults), (3, vec![]));
    assert_eq!(
        works[0].1,
        json!({
            "type": "chapter", "title": "L’œuvre et le cœur", "container-title": "Le livre : Une somme", "page": "1-2",
            "volume-title": "Tout", "author": [{"family": "Roy", "given": "Anne"}], "language": "fr",
            "container-author": [{"family": "Roy", "given": "Anne"}], "publisher": "Boréal", "publisher-place": "Montréal",
        })
    );
    let (_, faults) = read("@inbook{c, title = {T}, booktitle = {B}, crossref = {liver}}\n@book{livre, title = {L}}");
    assert_eq!(faults, [(Rule::UndefinedReference, "liver")]);
    // Two that name each other.
    let (works, _) = read("@inbook{c, title = {T}, crossref = {b}}\n@book{b, title = {L}, crossref = {c}}");
    assert_eq!(works[0].1["container-title"], "L");
}

#[test]
fn where_a_work_is_found_is_read_in_every_form() {
    assert_eq!(of(r"howpublished = {\url{https://a.ca/b_c}}", "URL"), "https://a.ca/b_c");
    assert_eq!(of("howpublished = {Available at https://a.ca.}", "URL"), "https://a.ca");
    assert_eq!(of("howpublished = {Polycopié}", "publisher"), "Polycopié");
    assert_eq!(of(r"url = {https://a.ca/b\_c\%20d}", "URL"), "https://a.ca/b_c%20d");
    let read = item("@misc{k, title = {T}, eprint = {1234.5678}, archiveprefix = {arXiv}, primaryclass = {cs.CL}}");
    assert_eq!(
        read,
        json!({"type": "article", "title": "T", "URL": "https://arxiv.org/abs/1234.5678", "number": "arXiv:1234.5678",
            "publisher": "arXiv"})
    );
}

#[test]
fn dates_are_read_in_every_form() {
    let parts = |fields: &str| of(fields, "issued")["date-parts"].clone();
    assert_eq!(parts("date = {2018-03-05}"), json!([[2018, 3, 5]]));
    assert_eq!(parts("date = {1998/2001}"), json!([[1998], [2001]]));
    assert_eq!(parts("year = 2018, month = mar, day = 5"), json!([[2018, 3, 5]]));
    assert_eq!(parts("year = 2018, month = 3"), json!([[2018, 3]]));
    assert_eq!(of("date = {1850~}", "issued"), json!({"date-parts": [[1850]], "circa": true}));
    assert_eq!(of("year = {ca.~1850}", "issued"), json!({"date-parts": [[1850]], "circa": true}));
    assert_eq!(of("date = {2018-21}", "issued"), json!({"date-parts": [[2018]], "season": 1}));
    // ISO 8601 has a year 0, CSL has none.
    assert_eq!(parts("date = {-0380}"), json!([[-381]]));
    assert_eq!(parts("date = {0000}"), json!([[-1]]));
}

#[test]
fn hostile_files_come_to_an_end() {
    let times = |text: &str| text.repeat(10_000);
    for text in [
        times("@"),
        times("@a{"),
        times("@a{k,\n"),
        times("@a{k,t={\n"),
        format!("@a{{k,{}", times("t={\n")),
        format!("@a{{k,{}", times("t=\"\n")),
        format!("@a{{k{}", times("},a=")),
        format!("@a{{k,{}", times("a=b#")),
        times("@a{k,a=b,crossref=k}"),
        times("\\emph{"),
        format!("@a{{k,title={{{}}}}}", times("$")),
        format!("@a{{k,author={{{}}}}}", times("a and ")),
        format!("@a{{k,author={{{}}}}}", times("{a} ")),
        format!("@a{{k,title={{{}}}}}", times("\\'{")),
        format!("@a{{k,title={{{}{}}}}}", times("{"), times("}")),
        format!("@string{{s={{{}}}}}{}", times("x"), times("@a{k,title=s}")),
        format!("@book{{p,publisher={{{}}}}}{}", times("x"), times("@inbook{k,title=t,crossref=p}")),
        // Much to take, and nothing to be found, by many.
        format!(
            "@book{{p,{}}}{}",
            numbered(3_000, |n| format!("opt{n}={{}},")),
            times("@inbook{k,title=t,crossref=p}")
        ),
        format!("@book{{p,xdata={{{}}}}}{}", numbered(10_000, |n| format!("x{n},")), times("@inbook{k,crossref=p}")),
    ] {
        read(&text);
    }
}

fn numbered(times: usize, part: impl Fn(usize) -> String) -> String {
    (0..times).map(part).collect()
}

#[test]
fn an_abbreviation_is_found_whatever_its_letters() {
    let (works, faults) =
        read("@string{Éd = {Éditions}}@book{k, title = {T}, author = {A, B}, year = 2020, publisher = éd}");
    assert_eq!((faults, &works[0].1["publisher"]), (vec![], &json!("Éditions")));
}
