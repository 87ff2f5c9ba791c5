use super::*;

fn text(title: &str, sections: &[(&str, &str)]) -> Text {
    let sections = sections.iter().map(|(heading, text)| Section {
        anchor: (!heading.is_empty()).then(|| heading.to_lowercase()),
        heading: (*heading).to_owned(),
        text: (*text).to_owned(),
    });
    Text { href: "../a/".to_owned(), title: title.to_owned(), sections: sections.collect(), ..Text::default() }
}

fn made(texts: Vec<Text>) -> Index {
    let groups = [Group { kind: GroupKind::Level(1), name: "Niveau 1".to_owned(), title: "Base".to_owned(), texts }];
    index(&groups, "fr", "fr-CA", &Permalink::page(["fr", "recherche"]))
}

/// The part whose number that is, as text.
fn part<'i>(index: &'i Index, name: &str) -> &'i str {
    let start = format!("assets/search.fr.{name}.");
    let (_, content) = index.parts.iter().find(|(path, _)| path.as_str().starts_with(&start)).unwrap();
    let Content::Bytes(bytes) = content else { panic!("{name} is bytes") };
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn an_index_has_a_head_the_words_and_the_texts() {
    let index = made(vec![text("L’élève", &[("", "Un ami."), ("Suite", "Des amis, des élèves.")])]);
    let hash = |name: &str| {
        let start = format!("assets/search.fr.{name}.");
        index.parts.keys().find_map(|path| path.as_str().strip_prefix(&start)).unwrap()[..10].to_owned()
    };
    assert_eq!(
        index.head,
        format!(
            "palierIndex(\"head\",{{\"version\":1,\"parts\":\"../../assets/search.fr.\",\"groups\":[{{\"kind\":\"level\",\
             \"number\":1,\"name\":\"Niveau 1\",\"title\":\"Base\",\"texts\":1}}],\"sections\":\"2\",\"words\":[[\"a\",\"{}\"]],\
             \"texts\":[[1,\"{}\"]]}});\n",
            hash("w0"),
            hash("t0")
        )
    );
    assert_eq!(
        part(&index, "w0"),
        "palierIndex(\"w0\",\"ami|0G\\namis|1F\\ndes|1G\\nélève élèves|0V1F\\nsuite|1O\\nun|0G\");\n"
    );
    assert_eq!(
        part(&index, "t0"),
        "palierIndex(\"t0\",[[\"../a/\",\"L’élève\",[[\"\",\"\",\"Un ami.\"],[\"suite\",\"Suite\",\"Des amis, des élèves.\"]]]]);\n"
    );
}

#[test]
fn however_many_words_begin_alike_a_part_has_few_of_them() {
    // Four letters for each: 10,000 words that begin with the same three, and 20 before and behind.
    let word = |number: u32| {
        (0..4).map(|place| char::from(b'a' + (number / 10_u32.pow(place) % 10) as u8)).collect::<String>()
    };
    let many: Vec<String> = (0..10_000).map(|number| format!("con{}x", word(number))).collect();
    let few = (0..20).flat_map(|number| [format!("bal{}x", word(number)), format!("dom{}x", word(number))]);
    let all: Vec<String> = many.into_iter().chain(few).collect();
    let index = made(vec![text("Mots", &[("", &all.join(" "))])]);
    let head: serde_json::Value =
        serde_json::from_str(&index.head["palierIndex(\"head\",".len()..index.head.len() - 3]).unwrap();
    let keys: Vec<&str> = head["words"].as_array().unwrap().iter().map(|part| part[0].as_str().unwrap()).collect();
    assert!(keys.len() > 8, "{keys:?}");
    for (number, _) in keys.iter().enumerate() {
        assert!(part(&index, &format!("w{number}")).len() < 20_000, "{number}");
    }
    for word in &all {
        // As a browser finds it: in the last part whose key isn’t behind it.
        let place = keys.iter().rposition(|key| *key <= word.as_str()).unwrap_or(0);
        assert!(part(&index, &format!("w{place}")).contains(&format!("{word}|")), "{word} in w{place} of {keys:?}");
    }
}

#[test]
fn two_indexes_of_the_same_texts_are_the_same() {
    let texts = || (0..300).map(|n| text(&format!("Leçon {n}"), &[("", &format!("mot{n} et mot{}", n * 7))])).collect();
    let (one, other) = (made(texts()), made(texts()));
    assert_eq!(one.head, other.head);
    assert_eq!(one.parts.keys().collect::<Vec<_>>(), other.parts.keys().collect::<Vec<_>>());
}

#[test]
fn a_book_without_words_has_an_index_without_parts() {
    let index = index(&[], "fr", "fr", &Permalink::page(["fr", "recherche"]));
    assert!(index.parts.is_empty());
    assert!(index.head.contains("\"words\":[],\"texts\":[]"), "{}", index.head);
    assert_eq!(key_of_part("assets/search.fr.w0.0123456789.js"), Some("fr"));
    assert_eq!(key_of_part("assets/palier.0123456789.js"), None);
}
