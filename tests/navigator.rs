//! The navigator and the map: the pyramid of stones beside every text of a level and on the front page, what its levels
//! open to, and what each lesson needs and opens. Nothing in them says where a student stands.

mod support;

use support::Book;
use support::html::{Element, Html};
use support::site::Built;

const SETTINGS: &str = "[book]\ntitle = \"Livre\"\n[languages.fr]\n";

/// A book of levels with so many lessons and outcomes each; every lesson needs the one before it.
fn book(levels: &[(usize, usize)]) -> Book {
    let mut book = Book::empty().with("book.toml", SETTINGS);
    let mut before = String::new();
    for (at, (lessons, outcomes)) in levels.iter().enumerate() {
        let number = at + 1;
        let listed: String = (0..*outcomes).map(|one| format!("  a{one}: Acquis {one}\n")).collect();
        let outcomes = if listed.is_empty() { String::new() } else { format!("outcomes:\n{listed}") };
        let index = format!("---\ntitle: Titre {number}\n{outcomes}---\n\nTexte.\n");
        book = book.with(&format!("content/{number}-n{number}/index.fr.md"), index);
        for lesson in 1..=*lessons {
            let serves = format!("objectives:\n  - {{ text: Faire {lesson}, serves: a{} }}\n", lesson % 2);
            let serves = if listed.is_empty() { String::new() } else { serves };
            let text = format!("---\ntitle: Leçon {number}.{lesson}\nduration: 10\n{serves}{before}---\n\nTexte.\n");
            book = book.with(&format!("content/{number}-n{number}/{lesson}-l{lesson}.fr.md"), text);
            before = format!("prerequisites: [n{number}/l{lesson}]\n");
        }
    }
    book
}

fn build(levels: &[(usize, usize)]) -> Built {
    Built::from_dir(book(levels).root())
}

fn texts<'h>(elements: impl Iterator<Item = &'h Element>) -> Vec<String> {
    elements.map(|one| one.text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The same without any space.
fn squeezed<'h>(elements: impl Iterator<Item = &'h Element>) -> String {
    elements.flat_map(|one| one.text.split_whitespace()).collect()
}

/// The elements of a class within the first element of another.
fn within<'h>(html: &'h Html, outer: &str, class: &'h str) -> impl Iterator<Item = &'h Element> {
    let inside = html.with_class(outer).next().map_or(0..0, |outer| outer.inside.clone());
    html.elements[inside].iter().filter(move |one| one.has_class(class))
}

#[test]
fn a_pyramid_has_a_stone_an_outcome_or_of_a_level_without_any_a_lesson() {
    let built = build(&[(2, 3), (2, 0), (1, 9)]);
    let lesson = built.text("fr/n1/l1/index.html");
    let drawing = lesson.split("<svg class=\"pal-drawing").nth(1).unwrap().split("</svg>").next().unwrap();
    let stones: Vec<usize> = drawing.split("<g ").skip(1).map(|course| course.matches("<path d=").count()).collect();
    assert_eq!(stones, [1, 2, 3], "the highest first; nine are a bar");
    assert!(
        drawing.contains("<g class=\"pal-level-3 pal-bar\">") && drawing.contains("<g class=\"pal-level-1 pal-here\">")
    );
    assert_eq!(drawing.matches("pal-ring").count(), 1);
    let front = built.text("fr/index.html");
    assert_eq!(front.matches("<svg class=\"pal-drawing").count(), 2, "one for wide screens and one for others");
    assert!(front.contains("<a class=\"pal-level-2\" href=\"n2/\" tabindex=\"-1\">"));
    assert!(!front.contains("data-rank=\"0\"") && !lesson.contains("data-rank=\""), "a page knows no state");
}

#[test]
fn minutes_of_some_lessons_are_not_shown_as_those_of_all() {
    let book = book(&[(2, 0), (1, 0)]);
    let said = |book: &Book, class: &str| squeezed(Built::from_dir(book.root()).page("fr/").with_class(class));
    assert!(said(&book, "pal-totals").contains("Durée30min") && said(&book, "pal-level-state").contains("20min"));
    let book = book.with("content/1-n1/2-l2.fr.md", "---\ntitle: Sans durée\n---\n\nTexte.\n");
    assert!(!said(&book, "pal-totals").contains("Durée"));
    let states = said(&book, "pal-level-state");
    assert!(!states.contains("20min") && states.contains("10min"), "{states}");
}

#[test]
fn every_level_says_its_place_and_what_it_is_built_of() {
    let built = build(&[(2, 3), (3, 0)]);
    let titles = |page: &str| texts(built.page(page).with_class("pal-level-title"));
    let expected = ["Niveau 2 sur 2 : Titre 2, 3 leçons", "Niveau 1 sur 2 : Titre 1, 3 acquis"];
    assert_eq!(titles("fr/"), expected);
    assert_eq!(titles("fr/n1/"), expected);
    assert_eq!(titles("fr/n1/l2/"), expected);
    let here = |page: &str| {
        let titles = built.page(page).with_class("pal-level-title");
        titles.filter(|title| title.attribute("aria-current") == Some("step")).count()
    };
    assert_eq!((here("fr/"), here("fr/n1/"), here("fr/n2/l1/")), (0, 1, 1));
}

#[test]
fn beside_a_lesson_are_three_before_and_three_after_and_the_way_to_all() {
    let built = build(&[(60, 2)]);
    let near = |page: &str| texts(within(built.page(page), "pal-near", "pal-lesson-link"));
    let named =
        |lessons: std::ops::RangeInclusive<usize>| lessons.map(|n| format!("Leçon 1.{n}10 min")).collect::<Vec<_>>();
    assert_eq!(near("fr/n1/l30/"), named(27..=33));
    assert_eq!(near("fr/n1/l1/"), named(1..=4));
    assert_eq!(near("fr/n1/l60/"), named(57..=60));
    let page = built.page("fr/n1/l30/");
    let present: Vec<&Element> =
        page.elements.iter().filter(|one| one.attribute("aria-current") == Some("page")).collect();
    assert_eq!(present.len(), 1);
    assert_eq!(present[0].attribute("data-lesson"), Some("n1/l30"));
    let all = page.named("a").find(|link| link.text == "Voir les 60 leçons").unwrap();
    assert_eq!(all.attribute("href"), Some("../#page.lesson-l30"));
    assert!(built.page("fr/n1/").ids().any(|id| id == "page.lesson-l30"));
    // However many lessons the level has, the page of each is as large.
    let small = build(&[(12, 2)]).text("fr/n1/l6/index.html").len();
    assert!(built.text("fr/n1/l30/index.html").len() < small + 100);
}

#[test]
fn what_comes_next_without_a_script_is_what_the_book_has_next() {
    let built = build(&[(2, 2), (1, 2)]);
    let next = |page: &str| texts(built.page(page).with_class("pal-next-step"));
    assert_eq!(next("fr/"), ["Pour commencer : Leçon 1.1, 10 min"]);
    assert_eq!(next("fr/n1/l1/"), ["Ensuite : Leçon 1.2, 10 min"]);
    assert_eq!(next("fr/n1/l2/"), ["Ensuite : Leçon 2.1, 10 min"]);
    assert_eq!(next("fr/n2/"), ["Ensuite : Leçon 2.1, 10 min"]);
    assert_eq!(next("fr/n2/l1/"), [""; 0]);
}

#[test]
fn a_band_of_the_front_page_opens_to_its_outcomes_what_serves_them_and_what_it_leads_to() {
    let built = build(&[(11, 2), (2, 0), (1, 30)]);
    let front = built.page("fr/");
    let bands: Vec<&Element> = front.with_class("pal-level-inside").collect();
    let inside = |band: &Element, class: &str| {
        texts(front.elements[band.inside.clone()].iter().filter(|one| one.has_class(class)))
    };
    let [top, middle, base] = bands[..] else { panic!("{}", bands.len()) };
    let outcomes = |band: &Element| {
        front.elements[band.inside.clone()].iter().filter(|one| one.attribute("data-outcome").is_some()).count()
    };
    assert_eq!((outcomes(top), outcomes(middle), outcomes(base)), (12, 0, 2), "the first twelve of very many");
    // Six lessons serve an outcome: four are named.
    assert!(base.text.contains("et 2 autres"), "{}", base.text);
    assert_eq!(inside(base, "pal-leads-to"), ["Mène à : Leçon 2.1"]);
    assert_eq!(inside(middle, "pal-lesson-link"), ["Leçon 2.110 min", "Leçon 2.210 min"]);
    assert_eq!(inside(top, "pal-leads-to"), [""; 0]);
    let keys: Vec<&str> = front.elements.iter().filter_map(|one| one.attribute("data-level")).collect();
    assert_eq!(keys, ["n3", "n2", "n1"]);
}

#[test]
fn the_front_page_says_what_the_book_comes_to() {
    let built = build(&[(3, 4), (4, 0)]);
    assert_eq!(squeezed(built.page("fr/").with_class("pal-totals")), "Acquis4Leçons7Durée1h10min");
}

#[test]
fn books_of_any_size_have_a_navigator_on_every_page() {
    for levels in [&[(1, 0)][..], &[(1, 1)], &[(2, 7); 2], &[(3, 30); 5], &[(2, 2); 9], &[(0, 0), (1, 1)]] {
        let built = build(levels);
        for (path, page) in built.pages() {
            // The front page, and what is of a level, but for what is made for paper.
            let is_print = path.ends_with("/imprimer/index.html");
            if path != "fr/index.html" && !path.starts_with("fr/n") || is_print {
                continue;
            }
            let navigators = page.with_class("pal-navigator").count();
            assert_eq!(navigators, 1, "{path} of {levels:?}");
            assert_eq!(page.with_class("pal-level-title").count(), levels.len(), "{path}");
        }
    }
}

#[test]
fn the_words_of_a_language_are_data_that_a_script_can_count_with() {
    let built = Built::small("right-to-left");
    let words = |path: &str| -> serde_json::Value {
        let (_, script) = built.files.iter().find(|(file, _)| file.starts_with(path)).unwrap();
        let script = std::str::from_utf8(script).unwrap();
        serde_json::from_str(script.split_once('=').unwrap().1.trim_end_matches(";\n")).unwrap()
    };
    let arabic = words("assets/words.ar");
    assert_eq!(arabic["read_outcomes"].as_object().unwrap().len(), 6);
    assert_eq!(words("assets/words.fr")["of_total"], "{n} sur {total}");
}

#[test]
fn a_drawing_from_right_to_left_is_mirrored() {
    let built = Built::small("right-to-left");
    let number = |path: &str| {
        let drawing = built.text(path).split("<svg class=\"pal-drawing").nth(1).unwrap().to_owned();
        let x = drawing.split("<text x=\"").nth(1).unwrap().split('"').next().unwrap();
        x.parse::<f64>().unwrap()
    };
    assert!(number("ar/index.html") > 300.0 && number("fr/index.html") < 300.0);
}

/// The lessons on the cards of a map.
fn cards(html: &Html) -> Vec<String> {
    let cards = html.elements.iter().filter(|one| one.attribute("data-card").is_some());
    cards.map(|card| card.attribute("data-lesson").unwrap().to_owned()).collect()
}

#[test]
fn the_map_draws_what_each_lesson_needs_and_tells_it_as_a_list() {
    let built = build(&[(2, 0), (2, 0)]);
    let map = built.page("fr/parcours/");
    assert_eq!(map.one("title").text, "Parcours — Livre");
    assert_eq!(cards(map), ["n1/l1", "n1/l2", "n2/l1", "n2/l2"]);
    let needs: Vec<Option<&str>> = map
        .elements
        .iter()
        .filter(|one| one.attribute("data-card").is_some())
        .map(|one| one.attribute("data-needs"))
        .collect();
    assert_eq!(needs, [None, Some("0"), Some("1"), Some("2")]);
    assert_eq!(map.with_class("pal-map-lines").count(), 3, "for three widths of screens");
    let list = squeezed(map.with_class("pal-map-list"));
    assert!(list.contains("Leçon2.110minÀfaireavant:Leçon1.2Ouvre:Leçon2.2"), "{list}");
    let linked = map
        .elements
        .iter()
        .find(|one| one.name == "link" && one.attribute("href").is_some_and(|href| href.starts_with("style.css?")));
    assert!(linked.is_some());
    let css = built.text("fr/parcours/style.css");
    assert_eq!((css.matches(".pal-card-").count(), css.matches(".pal-map-part-").count()), (4, 2));
    for page in ["fr/", "fr/n1/", "fr/n1/l1/"] {
        let link = built.page(page).named("a").find(|link| link.text == "Voir la carte du parcours").unwrap();
        assert!(link.attribute("href").unwrap().ends_with("parcours/"), "{page}");
    }
}

#[test]
fn a_choice_is_seen_on_the_map_and_in_its_list() {
    let book = book(&[(2, 0)]).with(
        "content/1-n1/3-l3.fr.md",
        "---\ntitle: Leçon 1.3\nprerequisites: [{ any: [n1/l1, n1/l2] }]\n---\n\nTexte.\n",
    );
    let built = Built::from_dir(book.root());
    let map = built.text("fr/parcours/index.html");
    assert!(map.contains("class=\"pal-any\"") && map.contains("<g class=\"pal-or\" data-to=\"2\">"));
    let list = texts(built.page("fr/parcours/").with_class("pal-map-list"));
    assert!(list[0].contains("À faire avant : Leçon 1.1 ou Leçon 1.2"), "{list:?}");
}

#[test]
fn a_single_lesson_needs_no_map() {
    let built = build(&[(1, 1)]);
    assert!(built.paths().iter().all(|path| !path.contains("parcours")));
    assert_eq!(built.page("fr/").with_class("pal-map-link").count(), 0);
}

#[test]
fn beyond_sixty_lessons_each_level_has_its_map_and_one_of_more_than_sixty_is_a_list() {
    let built = build(&[(61, 0), (8, 0), (0, 0), (7, 0)]);
    let all = built.page("fr/parcours/");
    assert!(cards(all).is_empty() && all.with_class("pal-map-list").next().is_none());
    let maps: Vec<&str> = all.elements[all.with_class("pal-map-levels").next().unwrap().inside.clone()]
        .iter()
        .filter_map(|one| one.attribute("href"))
        .collect();
    assert_eq!(maps, ["n1/", "n2/", "n4/"]);
    assert!(!built.files.contains_key("fr/parcours/style.css"));
    assert!(!built.files.contains_key("fr/parcours/n1/style.css"));
    let list = texts(built.page("fr/parcours/n1/").with_class("pal-lesson-link"));
    assert_eq!(list.len(), 61);
    // What the level needs of others is below it, and above it what needs it.
    let second = built.page("fr/parcours/n2/");
    assert_eq!(cards(second).first().map(String::as_str), Some("n1/l61"));
    assert_eq!(cards(second).last().map(String::as_str), Some("n4/l1"));
    assert_eq!(second.one("h1").text, "Titre 2");
    assert!(texts(second.with_class("pal-map-level")).contains(&"Avant ce niveau".to_owned()));
    assert_eq!(texts(std::iter::once(second.one("title"))), ["Parcours : Titre 2 — Livre"]);
}
