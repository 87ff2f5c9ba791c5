use super::*;

/// What `tests/hayagriva.rs` formats.
const WORKS: &str = include_str!("../../../../tests/hayagriva/references.yml");

fn item(text: &str) -> (Json, Vec<Rule>) {
    let mut faults = Vec::new();
    let works = read(&format!("k:\n{text}"), &mut faults);
    let item = works.into_iter().next().map(|(_, item)| Json::Object(item)).unwrap_or_default();
    (item, faults.into_iter().map(|fault| fault.rule).collect())
}

#[test]
fn works_are_read_as_the_library_reads_them() {
    let library = hayagriva::io::from_yaml_str(WORKS).unwrap();
    let mut reader = Reader::new(WORKS);
    let entries = reader.linked_entries(|_| true);
    assert_eq!(entries.len(), library.len());
    for entry in entries {
        let key = entry.key.clone();
        let (work, _) = levels(&mut reader, &key, entry.value);
        assert_eq!(Some(&work), library.get(&key.value), "{}", key.value);
    }
}

#[test]
fn what_the_library_refuses_is_read_where_its_sense_is_clear() {
    let (item, faults) = item(
        "  type: BOOK\n  title: 1984\n  author: van der Berg, Jan, Jr.\n  date: mars 1949\n  note: 5 $ l’exemplaire\n  \
         affiliated: { role: CastMember, names: [bell hooks] }\n  publisher: { name: UN, verbatim: true }\n  \
         organization: { value: eBay, verbatim: true }\n  language: français\n",
    );
    assert_eq!(faults, []);
    assert_eq!(item["type"], "book");
    assert_eq!(item["title"], "1984");
    let jan =
        serde_json::json!([{"family": "Berg", "given": "Jan", "suffix": "Jr.", "non-dropping-particle": "van der"}]);
    assert_eq!(item["author"], jan);
    assert_eq!(item["issued"]["date-parts"], serde_json::json!([[1949, 3]]));
    assert_eq!(item["note"], "5 $ l’exemplaire");
    assert_eq!(item["performer"], serde_json::json!([{"literal": "bell hooks"}]));
    assert_eq!((&item["authority"], &item["language"]), (&"eBay".into(), &"fr".into()));
}

#[test]
fn titles_keep_their_capitals_and_short_forms() {
    let (item, faults) = item("  type: book\n  title: { value: \"The {iPhone} of $x$\", short: \"{iPhone}\" }\n");
    assert_eq!(faults, []);
    assert_eq!(item["title"], "The <span class=\"nocase\">iPhone</span> of $x$");
    assert_eq!(item["title-short"], "<span class=\"nocase\">iPhone</span>");
    let (item, _) = self::item("  type: book\n  title: { value: iPhone, verbatim: true }\n");
    assert_eq!(item["title"], "<span class=\"nocase\">iPhone</span>");
}

#[test]
fn dates_are_counted_from_one() {
    for (date, parts, circa) in [
        ("1980", serde_json::json!([[1980]]), false),
        ("1980-03", serde_json::json!([[1980, 3]]), false),
        ("~1980-03-01", serde_json::json!([[1980, 3, 1]]), true),
        ("-0043", serde_json::json!([[-43]]), false),
        ("800", serde_json::json!([[800]]), false),
        ("{ year: 2020, month: 3 }", serde_json::json!([[2020, 3]]), false),
    ] {
        let (item, faults) = item(&format!("  type: book\n  title: A\n  date: {date}\n"));
        assert_eq!(faults, [], "{date}");
        assert_eq!((&item["issued"]["date-parts"], item["issued"]["circa"] == true), (&parts, circa), "{date}");
    }
    for date in ["2020-13", "2020-02-31-01", "hier", "1998/2001", "99999999999", "[2020]"] {
        let (item, faults) = item(&format!("  type: book\n  title: A\n  date: {date}\n"));
        assert_eq!((item.get("issued"), faults), (None, vec![Rule::InvalidReferenceDate]), "{date}");
    }
}

#[test]
fn every_type_is_one_of_csl() {
    for kind in fields::TYPES {
        for parent in std::iter::once(None).chain(fields::TYPES.map(Some)) {
            let parent = parent.map_or(String::new(), |parent| format!("  parent: {{ type: {parent}, title: B }}\n"));
            let (item, faults) = item(&format!("  type: {kind}\n  title: A\n{parent}"));
            assert!(item["type"].is_string(), "{kind} {parent}");
            assert!(faults.iter().all(|rule| *rule == Rule::MissingReferenceField), "{kind} {parent}: {faults:?}");
        }
    }
}

#[test]
fn what_is_meant_is_what_is_known() {
    for word in ["pages", "titre", "year", "authr"] {
        let Some(Meant::Field(field)) = fields::meant(word) else { panic!("{word}") };
        assert!(fields::known(field).is_some(), "{word}");
    }
    assert!(matches!(fields::meant("doi"), Some(Meant::Within(_))));
    assert_eq!(fields::meant_type("thèse").and_then(fields::work_type), Some(EntryType::Thesis));
}

#[test]
fn hostile_files_come_to_an_end() {
    let mut faults = Vec::new();
    let nested = |times: usize| {
        let mut text = String::from("a:\n  type: article\n");
        for depth in 1..times {
            let indent = "  ".repeat(depth);
            text.push_str(&format!("{indent}parent:\n{indent}  title: A\n"));
        }
        text
    };
    let mut bomb = String::from("a0: &a0 { title: lol, parent: [{ title: a }] }\n");
    for level in 1..20 {
        let before = level - 1;
        bomb.push_str(&format!("a{level}: &a{level} {{ type: book, parent: [*a{before}, *a{before}, *a{before}] }}\n"));
    }
    // Each value might be one work or a list of them, which made hayagriva try both at every level.
    let either = format!("a: {{ type: book, parent: {}x{} }}", "[{ article: }, ".repeat(50), "]".repeat(50));
    let many = |work: &str| (0..5_000).map(|number| format!("k{number}: {work}\n")).collect::<String>();
    for text in [
        nested(30),
        nested(500),
        bomb,
        either,
        "a: {parent: ".repeat(10_000),
        "a: [".repeat(10_000),
        many("{ type: book, title: A, author: [\"B, C\", D] }"),
        many("{ type: book, title: A, pages: 12, parent: { title: [ }"),
        "a: { type: book, title: A }\n".repeat(5_000),
        format!("a: {{ type: book, parent: [{}] }}", "{ title: A },".repeat(5_000)),
        format!("a: {{ type: book, author: [{}] }}", "\"A, B\",".repeat(5_000)),
        format!("a: {{ type: book, title: \"{}\" }}", "{".repeat(100_000)),
        format!("a: {{ type: book, page-range: {0}, volume: {0}, date: {0}, edition: -{0} }}", "9".repeat(10_000)),
        "a: { type: book, title: \"\\0\u{0}\", url: \"https://\\0\" }\u{0}".to_owned(),
        "\u{feff}a: { type: book }".to_owned(),
        "? [a]\n: b\n".to_owned(),
        "a: { type: [book], title: { value: [] }, author: { name: {} }, url: [], serial-number: [[]], affiliated: a }"
            .to_owned(),
        "x".repeat(1_000_000),
    ] {
        read(&text, &mut faults);
    }
}
