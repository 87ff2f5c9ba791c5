//! Outcomes, objectives and prerequisites: texts, ids, and maps that say more.

use super::*;
use crate::parse::front_matter::learning;

#[test]
fn outcomes_may_bear_ids() {
    let by_id = [("traces", "Lire les traces : tous"), ("fil", "Suivre un fil")];
    for yaml in [
        "outcomes:\n  traces: Lire les traces : tous\n  fil: Suivre un fil",
        "outcomes: { traces: 'Lire les traces : tous', fil: Suivre un fil }",
        "outcomes:\n  - id: traces\n    text: Lire les traces : tous\n  - { id: fil, text: Suivre un fil }",
        "outcomes: [{ text: 'Lire les traces : tous', id: traces }, { id: fil, text: Suivre un fil }]",
        "outcomes:\r\n- text : Lire les traces : tous\r\n  id : traces\r\n- \"text\": Suivre un fil\r\n  id: fil",
    ] {
        assert_eq!(outcomes(&sound(yaml)), by_id, "{yaml}");
    }
    assert_eq!(outcomes(&sound("outcomes:\n  - a\n  - id: b\n    text: c")), [("", "a"), ("b", "c")]);
    assert_eq!(outcomes(&sound("outcomes: { id: b, text: c }")), [("b", "c")]);
    assert_eq!(outcomes(&sound("outcomes:\n  Lire : un fil")), [("", "Lire : un fil")]);
}

#[test]
fn objectives_may_say_what_they_serve() {
    let served = |yaml: &str| {
        let read = sound(yaml);
        assert_eq!(objectives(&read)[0], "Lire : un fil", "{yaml}");
        read.objectives[0].serves.iter().map(|id| id.value.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(served("objectives:\n  - text: Lire : un fil\n    serves: traces"), "traces");
    assert_eq!(served("objectives:\n  - serves: [traces, fil]\n    text: Lire : un fil\n  - b"), "traces fil");
    assert_eq!(served("objectives:\n  - text: Lire : un fil\n    serves:\n      - a\n      - b # c"), "a b");
    assert_eq!(served("objectives:\n  - { text: 'Lire : un fil', serves: traces }"), "traces");
    assert_eq!(served("objectives:\n  text: Lire : un fil\n  serves: traces"), "traces");
    assert_eq!(served("objectives:\n  - Lire : un fil"), "");
    let read = sound("objectives:\n  - id: fil\n    text: |\n      Lire\n      serves: un mot\n    serves: traces");
    assert_eq!(objectives(&read), ["Lire\nserves: un mot"]);
    assert_eq!(read.objectives[0].id.as_ref().map(|id| id.value.as_str()), Some("fil"));
}

#[test]
fn a_text_with_a_colon_is_no_map_of_fields() {
    for text in ["Composer : une phrase", "Écrire: un mot", "Text: a", "texte brut : lire", "le serves: x", "|text: a"]
    {
        let yaml = format!("objectives:\n  - {text}\n  - b\noutcomes:\n  - {text}");
        let read = sound(&yaml);
        assert_eq!(objectives(&read), [text, "b"]);
        assert_eq!(outcomes(&read), [("", text)]);
    }
    assert_eq!(objectives(&sound("objectives: [\"text: a\"]")), ["text: a"]);
    assert_eq!(objectives(&sound("objectives:\n  - |\n    serves: a\n    b")), ["serves: a\nb"]);
    assert_eq!(objectives(&sound("objectives:\n  - \"a\n    text: b\"")), ["a text: b"]);
}

#[test]
fn a_prerequisite_may_be_one_of_several() {
    for yaml in [
        "prerequisites: [a/b, { any: [c/d, e/f] }]",
        "prerequisites:\n  - a/b\n  - any: [c/d, e/f]",
        "prerequisites:\n- a/b\n- any:\n  - c/d\n  - e/f",
        "prerequisites: [a/b, any: [c/d, e/f]]",
    ] {
        assert_eq!(prerequisites(&sound(yaml)), ["a/b", "c/d | e/f"], "{yaml}");
    }
    assert_eq!(prerequisites(&sound("prerequisites: { any: [c/d, e/f] }")), ["c/d | e/f"]);
    assert_eq!(prerequisites(&sound("prerequisites:\n  any: [c/d, e/f]")), ["c/d | e/f"]);
    assert_eq!(prerequisites(&sound("prerequisites: a/b")), ["a/b"]);
}

#[test]
fn slips_in_items_with_fields_are_told_at_their_place() {
    for (yaml, expected) in [
        ("outcomes:\n  - texte: a\n    id: b", &["unknown-field.item \"texte\""][..]),
        ("outcomes:\n  - text: a\n    serves: b", &["unknown-field.item \"serves\""]),
        ("objectives:\n  - text: a\n    servs: b", &["unknown-field.item \"servs\""]),
        ("objectives:\n  - a\n    serves: b", &["invalid-field.message-bare \"a\" → - text: a"]),
        ("objectives:\n  - text:a\n    serves: b", &["invalid-front-matter.message-space \"text:\" → - text: a"]),
        ("objectives: {a: b}", &["invalid-field.message-list \"{a: b}\""]),
        ("objectives: - lire", &["invalid-field.message-item \"- lire\""]),
        ("outcomes: - lire\n  - écrire", &["invalid-field.message-item \"- lire\""]),
        ("tags: - a", &["invalid-field.message-item \"- a\""]),
        ("prerequisites: - a/b", &["invalid-field.message-item \"- a/b\""]),
        ("authors: - Marie Roy", &["invalid-field.message-item \"- Marie Roy\""]),
        (
            "objectives: {a: b, serves: c}",
            &["invalid-field.message-no-text \"{a: b, serves: c}\"", "unknown-field.item \"a\""],
        ),
        ("objectives: [{serves: b}]", &["invalid-field.message-no-text \"{serves: b}\""]),
        ("objectives:\n  - text:\n    serves: b", &["invalid-field.message-no-value \"text\""]),
        ("objectives:\n  - text: a\n    text: b", &["duplicate-field.message \"text\""]),
        ("objectives:\n  - text: a\n    serves: [b, b]", &["duplicate-field.message \"b\""]),
        ("objectives:\n  - text: a\n    serves: b, c", &["invalid-field.message-commas \"b, c\""]),
        ("objectives:\n  - text: a\n    id: [b]", &["invalid-field.message-single \"[b]\""]),
        ("objectives: [{text: [a]}]", &["invalid-field.message-text \"[a]\""]),
        ("outcomes:\n  a: b\n  a: c", &["duplicate-field.message \"a\""]),
        ("outcomes:\n  x: d\n  a b: c", &["invalid-field.message-id \"a b\""]),
        ("outcomes:\n  réseau: c", &["invalid-field.message-id \"réseau\""]),
        ("outcomes:\n  a:\n  b: c", &["invalid-field.message-no-value \"a\""]),
        ("outcomes: { a: [b] }", &["invalid-field.message-text-item \"[b]\""]),
        ("prerequisites:\n  - any:", &["invalid-field.message-any \"any\""]),
        ("prerequisites: [{ any: [] }]", &["invalid-field.message-any \"any\""]),
        ("prerequisites: [{ any: [a, a] }]", &["duplicate-field.message \"a\""]),
        ("prerequisites: [{ any-of: [a, b] }]", &["unknown-field.item \"any-of\""]),
    ] {
        assert_eq!(faults(yaml), expected, "{yaml}");
    }
    let long = format!("outcomes:\n  {}: c", "a".repeat(61));
    assert_eq!(outcomes(&partly(&long)), [("", "c")]);
    assert_eq!(outcomes(&partly("outcomes:\n  lire: a\n  Lire: b")), [("lire", "a"), ("lire-2", "b")]);
    assert_eq!(objectives(&partly("objectives:\n  - a\n    serves: b")), ["a"]);
}

#[test]
fn an_id_is_given_on_a_line_that_is_read_as_it_is_meant() {
    for (text, id, said) in [
        ("Lire un fil", "lire-un-fil", "Lire un fil"),
        ("lire: Lire, et dire : tout", "lire", "Lire, et dire : tout"),
        ("« Lire » : [un] \"fil\"", "lire-un-fil", "« Lire » : [un] \"fil\""),
        (
            "Lire les traces que je laisse et celles des autres",
            "lire-les-traces-que-je-laisse",
            "Lire les traces que je laisse et celles des autres",
        ),
        ("1984", "1984", "1984"),
        ("…", "id-1", "…"),
    ] {
        let (given, line) = learning::given_id(text);
        assert_eq!(given, id);
        assert_eq!(outcomes(&sound(&format!("outcomes:\n  {line}"))), [(id, said)], "{line}");
    }
    assert_eq!(learning::line_with_id("a", &"é".repeat(200)), "- { id: a, text: … }");
}
