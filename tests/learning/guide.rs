//! The guides and the answer keys of the teacher's site.

use crate::support::Book;
use crate::support::html::Html;
use crate::support::site::Built;

const LESSON: &str = "---
title: Lire un fil
duration: 25
objectives:
  - { text: Nommer *un fil*, serves: traces, id: nommer }
  - { text: Choisir, serves: monter/tenir }
  - Rien de plus
references:
  freire: 'Freire, P. (1974). *Pédagogie des opprimés*.'
---

Avant le tout[^hors] [@freire].

## Un fil {#fil}

> [!QUESTION]{#quel shows=nommer} Quel fil[^dans]?
>
> ? Regardez la couleur.
>
> - [x] Le bleu
>
>   C’est celui [de la section](#fil).
>
> - [ ] Le rouge
>
> Le rouge vient après.

> [!ACTIVITY]{shows=traces} Suivre un fil
>
> Dix minutes.
>
> > [!QUESTION] Jusqu’où?
> >
> > - [x] Au bout
> > - [ ] Nulle part

> [!TEACHER] À préparer
>
> Des fils de *deux* couleurs.

::: {lang=en}
> [!QUESTION]{shows=monter/tenir} Which one?
>
> - [x] This one
> - [ ] That one
:::

[^hors]: Jamais là.

[^dans]: Un fil de laine.
";

fn book() -> Book {
    let level = |title: &str, id: &str| {
        format!(
            "---\ntitle: {title}\ndescription: En une phrase\noutcomes:\n  - {{ text: Tout de {title}, id: {id} }}\n  - Rien\n---\n"
        )
    };
    Book::empty()
        .with("book.toml", "[book]\ntitle = \"Un livre\"\n[languages.fr]\n[languages.en]\n")
        .with("content/1-lire/index.fr.md", level("Lire", "traces"))
        .with("content/1-lire/1-fil.fr.md", LESSON)
        .with("content/1-lire/2-court.fr.md", "---\ntitle: Court\nprerequisites: [lire/fil]\n---\n\nRien à faire.\n")
        .with("content/2-monter/index.fr.md", level("Monter", "tenir") + "\n> [!ACTIVITY] Du niveau\n>\n> Monter.\n")
        .with("content/2-monter/1-haut.fr.md", "---\ntitle: Haut\n---\n\nEncore.\n")
}

fn teachers() -> Built {
    Built::for_teachers(book().root())
}

/// A text, its white space made single.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of every element of a class, in order.
fn texts(page: &Html, class: &str) -> Vec<String> {
    page.with_class(class).map(|element| spaced(&element.text)).collect()
}

#[test]
fn a_guide_says_what_shows_each_outcome_and_objective() {
    let site = teachers();
    let page = site.page("fr/guide-pedagogique/lire/");
    assert_eq!(page.one("h1").text.trim(), "Lire");
    let said = texts(page, "pal-aside");
    assert_eq!(
        said,
        [
            "Travaillé dans : Lire un fil",
            "Montré par : Question 1.1, Activité 1.2",
            "Ni question ni activité ne le montre.",
            "Mène à : l’acquis 1 · Montré par : Question 1.1, Activité 1.2",
            "Mène à : l’acquis 1 (Niveau 2) · Montré par : Question 1.4",
            "Ni question ni activité ne le montre.",
        ]
    );
    let facts: Vec<String> = texts(page, "pal-meta");
    assert_eq!(facts, ["2 leçons 3 questions 1 activité Corrigé", "Durée : 25 min", "À faire avant : Lire un fil"]);
    // What another level's lesson shows is found from its guide.
    let above = site.page("fr/guide-pedagogique/monter/");
    let link = above.named("a").find(|link| link.attribute("href") == Some("../lire/#lesson-1:task-4"));
    assert_eq!(link.map(|link| spaced(&link.text)).as_deref(), Some("Question 1.4 (Niveau 1)"));
}

#[test]
fn a_guide_has_activities_questions_with_open_answers_what_is_said_to_the_teacher_and_references() {
    let site = teachers();
    let (page, text) = (site.page("fr/guide-pedagogique/lire/"), site.text("fr/guide-pedagogique/lire/index.html"));
    assert_eq!(
        texts(page, "pal-callout-kind"),
        [
            "Question 1.1",
            "Activité 1.2",
            "Question 1.3",
            "Pour l’enseignante ou l’enseignant Absent du site des élèves",
            "Question 1.4"
        ]
    );
    assert!(page.with_class("pal-answer").all(|answer| answer.attribute("open").is_some()));
    assert_eq!(page.with_class("pal-hint").map(|hint| hint.attribute("open").is_some()).collect::<Vec<_>>(), [true]);
    for words in
        ["Le rouge vient après", "Des fils de <em>deux</em> couleurs", "Un fil de laine", "Pédagogie des opprimés"]
    {
        assert!(text.contains(words), "{words}");
    }
    for words in ["Jamais là", "Avant le tout", "pal-anchor"] {
        assert!(!text.contains(words), "{words}");
    }
    // A question keeps its language, and links to the lesson's sections lead to the lesson.
    let english = page.elements.iter().find(|element| element.attribute("lang") == Some("en")).expect("the passage");
    assert!(english.text.contains("Which one?"));
    assert!(text.contains("href=\"../../lire/fil/#fil\""));
    let mut ids: Vec<&str> = page.ids().collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "each id once");
    let targets = page.named("a").filter_map(|link| link.attribute("href")?.strip_prefix('#'));
    for target in targets {
        assert!(ids.contains(&target), "{target}");
    }
    // What a level's own text assigns comes first.
    let above = site.page("fr/guide-pedagogique/monter/");
    assert_eq!(texts(above, "pal-callout-kind"), ["Activité 0.1"]);
    assert!(above.named("h2").any(|heading| heading.text.trim() == "Dans le texte du niveau"));
}

#[test]
fn an_answer_key_has_the_questions_alone_numbered_as_in_the_guide() {
    let site = teachers();
    let page = site.page("fr/corrige/lire/");
    assert_eq!(texts(page, "pal-callout-kind"), ["Question 1.1", "Question 1.3", "Question 1.4"]);
    assert_eq!(page.with_class("pal-answer").filter(|answer| answer.attribute("open").is_some()).count(), 3);
    assert_eq!((texts(page, "pal-aside").len(), page.named("h3").count()), (0, 0));
    // Nor does it count what it leaves out.
    assert_eq!(texts(page, "pal-meta")[0], "2 leçons 3 questions Guide pédagogique");
    assert!(!site.text("fr/corrige/lire/index.html").contains("Court"), "a lesson without questions is left out");
    let none = site.text("fr/corrige/monter/index.html");
    assert!(none.contains("Ce niveau ne pose pas encore de question."), "{none}");
}

#[test]
fn guides_are_found_from_the_level_in_the_teachers_site_alone() {
    let site = teachers();
    let links: Vec<_> = site.page("fr/lire/").named("a").filter_map(|link| link.attribute("href")).collect();
    for way in ["../guide-pedagogique/lire/", "../corrige/lire/", "../guide-pedagogique/"] {
        assert!(links.contains(&way), "{way}: {links:?}");
    }
    let list = site.page("fr/guide-pedagogique/");
    let levels = list.named("h2").map(|heading| spaced(&heading.text));
    assert_eq!(levels.take(2).collect::<Vec<_>>(), ["Niveau 1 : Lire", "Niveau 2 : Monter"]);
    assert!(site.page("fr/corrige/").named("a").any(|link| link.attribute("href") == Some("lire/")));
    // In a language without translations, in the words of the original.
    let english = site.page("en/teaching-guide/lire/");
    assert!(texts(english, "pal-aside").contains(&"Shown by: Question 1.1, Activity 1.2".to_owned()));
    let text = english.with_class("pal-text").next().unwrap();
    assert_eq!(text.attribute("lang"), Some("fr-CA"));

    let students = Built::from_dir(book().root());
    assert!(students.paths().iter().all(|path| !path.contains("guide-pedagogique") && !path.contains("corrige")));
    assert!(!students.text("fr/lire/index.html").contains("guide-pedagogique"));
}

#[test]
fn answers_are_open_in_the_teachers_site_alone() {
    let open = |site: &Built| {
        let page = site.page("fr/lire/fil/");
        page.with_class("pal-answer").map(|answer| answer.attribute("open").is_some()).collect::<Vec<_>>()
    };
    assert_eq!(open(&teachers()), [true; 3]);
    assert_eq!(open(&Built::from_dir(book().root())), [false; 3]);
}

#[test]
fn questions_of_every_kind_are_in_the_answer_key_with_their_answers() {
    let questions = "> [!QUESTION] Comment dit-on?\n>\n> = hors-champ | off\n\n> [!QUESTION] Combien?\n>\n> = 3,5 ± 0,1 kg\n\n\
                     > [!QUESTION]{.gaps} Complétez.\n>\n> Elle [[= a]] faim.\n\n\
                     > [!QUESTION]{.order} Mettez en ordre.\n>\n> 1. Cadrer\n> 2. Tirer\n\n\
                     > [!QUESTION]{.pairs} Reliez.\n>\n> | mot | sens |\n> |---|---|\n> | cadre | bord |\n> | champ | vue |\n";
    let book = book().with("content/1-lire/1-fil.fr.md", format!("---\ntitle: Fil\n---\n\n{questions}"));
    let site = Built::for_teachers(book.root());
    let key = site.page("fr/corrige/lire/");
    let answers = texts(key, "pal-right-answer");
    assert_eq!(answers.len(), 5, "{answers:?}");
    for (answer, words) in answers.iter().zip(["hors-champ", "3,5 ± 0,1 kg", "(1) a", "", ""]) {
        assert!(answer.contains(words), "{answer}: {words}");
    }
    // They are for paper: no script makes them live.
    assert!(!site.text("fr/corrige/lire/index.html").contains("data-pal-ask"));
    assert!(site.text("fr/lire/fil/index.html").contains("data-pal-ask"));
}

/// What a site tells scripts of the book, in French.
fn outline(site: &Built) -> &str {
    let name = site.files.keys().find(|path| path.starts_with("assets/outline.fr.")).expect("an outline");
    site.text(name)
}

#[test]
fn the_class_has_a_page_in_the_teachers_site_alone_with_the_words_that_its_script_shows() {
    let site = teachers();
    let (page, text) = (site.page("fr/classe/"), site.text("fr/classe/index.html"));
    assert_eq!(page.one("h1").text.trim(), "La classe");
    let scripts: Vec<_> = page.named("script").filter_map(|script| script.attribute("src")).collect();
    assert_eq!(scripts.len(), 2, "{scripts:?}");
    assert!(scripts[1].starts_with("../../assets/class."), "{scripts:?}");
    let words = text.split_once("data-class-words>").unwrap().1.split_once("</script>").unwrap().0;
    let words: serde_json::Value = serde_json::from_str(words).unwrap();
    assert_eq!(words["class_students"]["one"], "{n} élève lu");
    assert!(words.as_object().unwrap().iter().all(|(key, value)| value != key), "{words}");
    assert!(outline(&site).contains("\"text\":\"Quel fil?\""), "{}", outline(&site));

    let students = Built::from_dir(book().root());
    assert!(!students.paths().contains(&"fr/classe/index.html"));
    assert!(!outline(&students).contains("Quel fil"));
}
