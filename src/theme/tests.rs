use super::strings::lent;
use super::*;
use crate::locale::UserLanguage;
use crate::locale::typography::Typography;
use crate::model::{Colour, Date};
use crate::render::pyramid::{Direction, Pointer, Size, drawing, mark};
use crate::render::view::*;
use crate::source::Spanned;

fn config(theme: &str, languages: &[(&str, &str)]) -> Config {
    let languages = languages.iter().map(|&(key, tag)| Language {
        name: key.to_uppercase(),
        tag: tag.to_owned(),
        right_to_left: false,
        typography: Typography::AsWritten,
        ..Language::of_key(key)
    });
    Config { theme: Spanned::new(theme.to_owned(), 8..14), ..Config::of_languages(languages.collect()) }
}

const BOTH: &[(&str, &str)] = &[("fr", "fr-CA"), ("en", "en-CA")];

fn default_theme() -> Theme {
    let checked = Theme::load(&Sources::default(), &config("palier", BOTH));
    assert_eq!(checked.diagnostics, []);
    checked.value
}

fn with(files: &[(&str, &str)]) -> Checked<Theme> {
    Theme::load(&book(files), &config("palier", BOTH))
}

fn book(files: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::default();
    for (path, text) in files {
        sources.insert(path, text);
    }
    sources
}

fn frame(strings: &Strings) -> Frame<'_> {
    Frame {
        lang: "fr-CA".into(),
        dir: "ltr",
        title: "L’un & l’autre".into(),
        description: Some("Une phrase".into()),
        canonical: Some("https://example.org/fr/".to_owned()),
        alternates: vec![Alternate { hreflang: "fr".into(), href: "https://example.org/fr/".to_owned() }],
        feed: Some("../fr/atom.xml".to_owned()),
        authors: vec!["A".into()],
        open_graph: Some(OpenGraph {
            title: "L’un & l’autre".into(),
            kind: "article",
            url: "https://example.org/fr/".to_owned(),
            image: Some(SharedImage {
                url: "https://example.org/assets/cover.png".to_owned(),
                width: 1200,
                height: 630,
                alt: "L’un & l’autre".into(),
            }),
            locale: Some("fr_CA".to_owned()),
            locale_alternates: vec!["en_CA".to_owned()],
            published: Some("2026-03-01".to_owned()),
            modified: None,
        }),
        scholar: Some(Scholar {
            title: "L’un & l’autre".into(),
            authors: vec!["A".into()],
            date: Some("2026/03/01".to_owned()),
            language: "fr".into(),
            book: "Livre".into(),
            url: None,
        }),
        json_ld: Some("{\"@context\":\"https://schema.org\"}".to_owned()),
        progress: Some("{}".to_owned()),
        noindex: true,
        stylesheet: "../assets/palier.css".to_owned(),
        styles: [("front.css", "../assets/front.1.css".to_owned()), ("logo.css", "../assets/logo.1.css".to_owned())]
            .into(),
        script: None,
        font: Some("../assets/f.woff2".to_owned()),
        icon: Some("../assets/i.svg".to_owned()),
        home: "./".to_owned(),
        mark_html: mark(1, None),
        languages: vec![LanguageLink {
            same_text: false,
            name: "English".into(),
            lang: "en-CA".into(),
            hreflang: "en".into(),
            href: "../en/".to_owned(),
            current: false,
            missing: Some("Pas encore en anglais.".into()),
        }],
        search: None,
        header_links: vec![link("À propos")],
        footer_links: vec![link("À propos")],
        here: Some(Here {
            number: 1,
            label: "Niveau 1".into(),
            lesson: Some("Leçon 1/2".into()),
            href: "./".to_owned(),
        }),
        breadcrumbs: vec![link("La pyramide")],
        outdated: Some(outdated()),
        draft: true,
        teacher: true,
        edit: Some("https://example.org/edit".to_owned()),
        report: Some("mailto:a@b.org?subject=L&body=P".to_owned()),
        edition: Some(EditionView { label: "Édition 2".into(), href: None, earlier: vec![link("1")] }),
        extra: None,
        own_styles: vec!["../assets/mine.css".to_owned()],
        logo: Some(LogoView {
            light: LogoPicture { src: "../logo.svg".to_owned(), width: 40, height: 20 },
            dark: Some(LogoPicture { src: "../nuit.svg".to_owned(), width: 40, height: 20 }),
            alt: "École".into(),
            with_title: false,
        }),
        more_scripts: None,
        disk: None,
        app: None,
        text_parts: TextParts::default(),
        asks: false,
        generator: "Palier",
        site: BookView {
            title: "Livre".into(),
            description: None,
            authors: vec!["A".into(), "B".into()],
            licence: Some(Licence {
                name: "CC0".into(),
                parts: vec![LicencePart { text: "CC0".into(), href: Some("https://example.org/cc0".into()) }],
            }),
            levels: 1,
        },
        strings,
    }
}

fn link(title: &str) -> NavigationLink<'_> {
    NavigationLink { title: title.into(), lang: Some("en".into()), href: "x/".to_owned(), current: true }
}

fn text() -> Text<'static> {
    Text {
        lang: "en-CA".into(),
        dir: "ltr",
        body: Some("<p>Corps</p>".into()),
        notes: Some("<section>Notes</section>".into()),
        references: Some("<section>Références</section>".into()),
        terms: None,
    }
}

fn notice() -> FallbackNotice<'static> {
    FallbackNotice {
        text: "Pas encore".into(),
        href: "../en/".to_owned(),
        label: "L’original".into(),
        hreflang: "en".into(),
        recap_html: Some("<p>En bref</p>".into()),
    }
}

fn outdated() -> OutdatedNotice<'static> {
    OutdatedNotice {
        text: "En retard".into(),
        sections_label: "À revoir".into(),
        sections: vec![link("Partie & suite")],
        originals: vec![OriginalLink {
            href: "../en/".to_owned(),
            label: "Voir l’anglais".into(),
            hreflang: "en".into(),
        }],
    }
}

fn step(is_level_step: bool) -> Step<'static> {
    Step {
        href: "../".to_owned(),
        title: "Suite".into(),
        lang: Some("en".into()),
        label: "Monter".into(),
        is_level_step,
    }
}

fn toc() -> Vec<TocEntry<'static>> {
    vec![TocEntry { level: 2, text: "Partie".into(), anchor: "partie".into() }]
}

fn lesson_link(title: &str, here: bool) -> LessonLink<'_> {
    LessonLink {
        key: "a/b",
        title: title.into(),
        lang: None,
        href: "../b/".to_owned(),
        duration: Some("25 min".into()),
        draft: true,
        here,
    }
}

fn row(here: bool, inside: Option<LevelInside<'static>>) -> LevelRow<'static> {
    LevelRow {
        number: 1,
        key: "a",
        title: "Base".into(),
        lang: Some("en".into()),
        need: Some("Besoin".into()),
        href: "base/".to_owned(),
        position: "Niveau 1 sur 1".into(),
        here,
        has_outcomes: true,
        stones: "2 acquis".into(),
        lessons: "3 leçons".into(),
        duration: Some("1 h".into()),
        inside,
    }
}

/// A navigator on the front page, with a level that opens to an outcome; beside a lesson, with one that opens to lessons.
fn navigator(here: bool) -> Navigator<'static> {
    let outcome = OutcomeRow {
        key: "a/un".to_owned(),
        text: "Dire <quoi>".into(),
        lang: Some("en-CA".into()),
        lessons: vec![lesson_link("Quoi", false)],
        others: Some("et 3 autres".into()),
    };
    let inside = LevelInside {
        label: "Niveau 1 : acquis et leçons".into(),
        outcomes: if here { Vec::new() } else { vec![outcome] },
        lessons: vec![lesson_link("Avant", false), lesson_link("Ici", here)],
        all: "Voir les 3 leçons".into(),
        all_href: "../#page.lesson-b".to_owned(),
        leads_to: vec![lesson_link("Plus haut", false)],
    };
    let pointer = if here { Pointer::Level(1) } else { Pointer::Any };
    Navigator {
        drawings_html: drawing(&[2], &[], Size::LESSON, Direction::Ltr, pointer),
        totals: Totals { outcomes: 2, lessons: 3, duration: Some("1 h".into()) },
        rows: vec![row(here, Some(inside))],
        next: Some(lesson_link("Ensuite", false)),
        map: Some("../parcours/".to_owned()),
    }
}

fn cite() -> Option<Cite<'static>> {
    Some(Cite {
        citation_html: "A. <cite>L’un</cite>.".into(),
        lang: "fr-CA".into(),
        dir: "ltr".into(),
        bibtex: "@book{a}".into(),
        ris: "TY  - BOOK".into(),
    })
}

fn text_page<'a>(strings: &'a Strings, title: &'a str) -> TextPage<'a> {
    TextPage {
        frame: frame(strings),
        title: title.into(),
        title_lang: Some("en-CA".into()),
        lead: Some("Une phrase".into()),
        fallback: Some(notice()),
        updated: Date::parse("2026-03-01").map(|date| strings.day(date)),
        translated: None,
        side_by_side: vec![BesideLink {
            title: "Côte à côte".into(),
            href: "en/".to_owned(),
            lang: "en-CA".into(),
            name: "English".into(),
            language: "anglais".into(),
        }],
        toc: toc(),
        text: text(),
        tags: vec![link("École")],
        cite: cite(),
    }
}

fn lesson(strings: &Strings) -> LessonView<'_> {
    LessonView {
        page: text_page(strings, "L’un & l’autre"),
        level: LevelLink {
            number: 1,
            label: "Niveau 1".into(),
            title: "Base".into(),
            lang: None,
            need: Some("Besoin".into()),
            href: "../".to_owned(),
        },
        objectives: vec![Listed { html: "dire <em>quoi</em>".into(), anchor: Some("un".to_owned()), key: None }],
        duration: Some("25 min".into()),
        published: None,
        prerequisites: vec![PrerequisiteLink { link: link("Avant"), is_alternative: false }],
        has_alternatives: false,
        authors: vec!["A".into()],
        licence: None,
        navigator: navigator(true),
        previous: Some(step(false)),
        next: Some(NextStep { step: step(true), place: Some("Leçon 2/2".into()), duration: Some("15 min".into()) }),
        ending: None,
    }
}

fn redirect<'a>(strings: &'a Strings, title: &'a str) -> RedirectView<'a> {
    RedirectView {
        lang: "en-CA".into(),
        dir: "ltr",
        href: "../new/".to_owned(),
        canonical: None,
        title: title.into(),
        strings,
    }
}

#[test]
fn a_choice_of_prerequisites_is_told_from_what_is_needed_besides() {
    let theme = default_theme();
    let strings = theme.strings(Locale(0));
    let listed = |alternatives: [bool; 3]| {
        let mut view = lesson(strings);
        let links = ["Un", "Deux", "Trois"].into_iter().zip(alternatives);
        view.prerequisites =
            links.map(|(title, is_alternative)| PrerequisiteLink { link: link(title), is_alternative }).collect();
        view.has_alternatives = alternatives.contains(&true);
        let page = theme.render("lesson.html", &view).unwrap();
        let from = &page[page.find(">Un</a>").unwrap() + 1..];
        let parts = from[..from.find("</p>").unwrap()].split('<');
        parts.map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect::<String>()
    };
    assert_eq!(listed([false, false, true]), "Un; et Deux ou Trois");
    assert_eq!(listed([false, true, false]), "Un ou Deux; et Trois");
    assert_eq!(listed([false, false, false]), "Un, Deux, Trois");
}

#[test]
fn every_view_has_its_template() {
    let theme = default_theme();
    let strings = theme.strings(Locale(0));
    let page = theme.render("lesson.html", &lesson(strings)).unwrap();
    for expected in [
        "<html lang=\"fr-CA\" dir=\"ltr\">",
        "<title>L’un &amp; l’autre</title>",
        "<h1 lang=\"en-CA\">L’un &amp; l’autre</h1>",
        "<div class=\"pal-text\" lang=\"en-CA\" dir=\"ltr\" data-copy=\"Copier\" data-copied=\"Copié\">\n<p>Corps</p>",
        "aria-label=\"Niveau 1 · Leçon 1/2\">1 · Leçon 1/2</a>",
        "Monter · Leçon 2/2 · 15 min</span>",
        "<li id=\"un\">dire <em>quoi</em></li>",
        "1<sup>er</sup> mars 2026",
        "<a class=\"pal-level-title\" href=\"base/\" aria-current=\"step\">",
        "href=\"../b/\" data-lesson=\"a/b\" aria-current=\"page\">",
        "<a href=\"../#page.lesson-b\">Voir les 3 leçons</a>",
        "<svg class=\"pal-drawing pal-drawing-lesson\"",
        "popovertarget=\"page.navigator\"",
        "<meta name=\"citation_title\" content=\"L’un &amp; l’autre\">",
        "A. <cite>L’un</cite>.</p>",
        "<p>En retard <a href=\"../en/\" hreflang=\"en\">Voir l’anglais</a></p>",
        "<li><a href=\"x/\">Partie &amp; suite</a></li>",
        "class=\"pal-lesson-page pal-level-1\"",
    ] {
        assert!(page.contains(expected), "{expected} is not in\n{page}");
    }
    assert_eq!(page.matches("<h1").count(), 1);
    // Data, which browsers don't run.
    assert_eq!(page.matches("<script").count(), 2);
    assert!(page.contains("<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\"}</script>"));
    for forbidden in ["<style", " style=", "undefined"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    let home = HomeView { page: text_page(strings, "Cinq niveaux"), navigator: navigator(false) };
    let home = theme.render("home.html", &home).unwrap();
    for expected in [
        "<li data-outcome=\"a/un\"><span class=\"pal-state\"></span><span lang=\"en-CA\">Dire &lt;quoi&gt;</span>",
        "<li>et 3 autres</li>",
        "Mène à\u{a0}: <a href=\"../b/\">Plus haut</a>",
        "<dd data-total=\"outcomes\">2</dd>",
        "<a class=\"pal-start\" href=\"../b/\" data-continue=\"\">",
    ] {
        assert!(home.contains(expected), "{expected} is not in\n{home}");
    }
    let entry = LessonEntry {
        key: "a/b",
        anchor: Some("page.lesson-b".to_owned()),
        number: 1,
        title: "Leçon".into(),
        lang: None,
        href: "lecon/".to_owned(),
        description: Some("Une phrase".into()),
        duration: Some("25 min".into()),
        draft: true,
    };
    let level = LevelView {
        page: text_page(strings, "Base"),
        number: 1,
        label: "Niveau 1 sur 1".into(),
        need: Some("Besoin".into()),
        emerges: Some("Le guide".into()),
        outcomes: vec![Listed { html: "savoir".into(), anchor: None, key: Some("a/un".to_owned()) }],
        id: "a",
        guides: vec![link("Guide")],
        keep: Some("../hors-ligne/#page.level-1".to_owned()),
        print: Some(link("Imprimer le niveau")),
        lessons_label: strings.count("lessons", 1).into(),
        duration: None,
        lessons: vec![entry],
        start: Some(lesson_link("Départ", false)),
        navigator: navigator(true),
        previous: None,
        next: Some(step(true)),
    };
    let level = theme.render("level.html", &level).unwrap();
    assert!(level.contains("href=\"../hors-ligne/#page.level-1\">Garder ce niveau</a>"));
    assert!(level.contains("1 leçon") && level.contains("<li id=\"page.lesson-b\" data-lesson=\"a/b\">"));
    let page = text_page(strings, "À propos");
    assert!(theme.render("page.html", &page).unwrap().contains("<p>Corps</p>"));
}

#[test]
fn the_last_lesson_ends_in_a_pyramid_of_what_one_can_do() {
    let theme = default_theme();
    let strings = theme.strings(Locale(0));
    let level = |number: usize| EndingLevel {
        number,
        label: format!("Niveau {number}").into(),
        title: "Un niveau".into(),
        lang: None,
        href: "../".to_owned(),
        outcomes: vec![EndingOutcome {
            key: "a/un".to_owned(),
            text: "savoir < pouvoir".into(),
            lang: Some("en".into()),
        }],
    };
    let ending = Ending {
        drawing_html: "<svg></svg>".to_owned(),
        levels: vec![level(2), level(1)],
        progress: Some(link("Faire le bilan")),
    };
    let view = LessonView { next: None, ending: Some(ending), ..lesson(strings) };
    let page = theme.render("lesson.html", &view).unwrap();
    for expected in [
        "<h2 id=\"page.ending\" data-can-do=\"Ce que vous savez faire maintenant\">À la fin du livre</h2>\n<svg></svg>",
        "<li data-outcome=\"a/un\"><span class=\"pal-state\"></span><span lang=\"en\">savoir &lt; pouvoir</span> <small data-rank-word></small></li>",
        "<a class=\"pal-start\" href=\"x/\">Faire le bilan</a>",
    ] {
        assert!(page.contains(expected), "{expected} is not in\n{page}");
    }
    assert!(!page.contains("rel=\"next\""));
}

#[test]
fn the_pages_of_tags_have_their_templates() {
    let theme = default_theme();
    let strings = theme.strings(Locale(0));
    let tag = TagEntry { label: "École".into(), lang: None, href: "ecole/".to_owned(), lessons: "3 leçons".into() };
    let tags = TagsView { frame: frame(strings), title: "Étiquettes".into(), tags: vec![tag] };
    assert!(theme.render("tags.html", &tags).unwrap().contains("<a href=\"ecole/\"><span>École</span>"));
    let entry = LessonEntry {
        key: "a/b",
        anchor: None,
        number: 2,
        title: "Leçon".into(),
        lang: Some("en".into()),
        href: "../../lecon/".to_owned(),
        description: None,
        duration: None,
        draft: false,
    };
    let lesson = lesson(strings);
    let tag = TagView {
        frame: frame(strings),
        label: "École".into(),
        lang: Some("en".into()),
        lessons: "1 leçon".into(),
        levels: vec![TagLevel { level: lesson.level, lessons: vec![entry] }],
        pages: vec![link("À propos")],
    };
    let page = theme.render("tag.html", &tag).unwrap();
    for expected in
        ["<h1 lang=\"en\">École</h1>", "<h3><a href=\"../../lecon/\" lang=\"en\">Leçon</a></h3>", "Autres pages"]
    {
        assert!(page.contains(expected), "{expected} is not in\n{page}");
    }
}

#[test]
fn the_map_has_its_template_and_its_stylesheet() {
    let theme = default_theme();
    let strings = theme.strings(Locale(0));
    let card = |place: usize, before: &str| MapCard {
        place,
        before: before.to_owned(),
        level: 1,
        lesson: lesson_link("Leçon", false),
    };
    let band = MapBand {
        place: 1,
        level: Some(lesson(strings).level),
        label: "Avant ce niveau".into(),
        cards: vec![card(0, ""), card(1, "0")],
    };
    let around = MapBand { place: 3, level: None, label: "Après ce niveau".into(), cards: vec![card(2, "0 1")] };
    let entry = MapEntry {
        lesson: lesson_link("Leçon", false),
        needs: vec![vec![lesson_link("Un", false), lesson_link("Deux", false)], vec![lesson_link("Trois", false)]],
        opens: vec![lesson_link("Haut", false)],
    };
    let view = MapView {
        frame: Frame { more_scripts: Some("{\"route.js\":\"../route.js\"}".to_owned()), ..frame(strings) },
        title: "Parcours".into(),
        title_lang: None,
        levels: vec![MapOfLevel { level: lesson(strings).level, lessons: "3 leçons".into() }],
        drawing: Some(MapDrawing {
            stylesheet: "style.css?0".to_owned(),
            script: Some("../map.js".to_owned()),
            lines_html: "<svg></svg>".to_owned(),
            bands: vec![band, around],
        }),
        list: vec![MapList { level: lesson(strings).level, lessons: vec![entry] }],
        root: "../".to_owned(),
        published: Some("https://example.org/fr/parcours/".to_owned()),
    };
    let page = theme.render("map.html", &view).unwrap();
    for expected in [
        "<link rel=\"stylesheet\" href=\"style.css?0\">",
        "<script defer src=\"../map.js\"></script>",
        "data-card=\"2\" data-needs=\"0 1\">",
        "<section class=\"pal-level-1 pal-map-part-1\">",
        "<h2 class=\"pal-map-level\">Après ce niveau</h2>",
        "<button class=\"pal-scripted\" type=\"button\" data-compose=\"../\" data-published=\"https://example.org/fr/parcours/\" aria-pressed=\"false\">Pour les enseignants\u{a0}: composer un parcours</button>",
        "Un</a> ou <a href=\"../b/\">Deux</a>; et <a href=\"../b/\">Trois</a>",
        "<dt>Ouvre\u{a0}: </dt><dd><a href=\"../b/\">Haut</a></dd>",
    ] {
        assert!(page.contains(expected), "{expected} is not in\n{page}");
    }
    assert!(!page.contains(" style="));
    let places = Places { a: (1, 2, 3), b: (4, 5, 6), c: (7, 8, 9) };
    let style = MapStyle { size: places, bands: vec![(1, places)], cards: vec![places] };
    let css = theme.render("map.css", &style).unwrap();
    assert!(css.contains(".pal-card-0 { --ax: 1; --ay: 2; --ah: 3; --bx: 4;"), "{css}");
    assert!(css.contains(".pal-map-part-1 > .pal-map-level { --ax: 1;") && !css.contains("{#"));
}

#[test]
fn the_page_of_progress_and_that_of_what_is_kept_have_their_templates() {
    let theme = default_theme();
    let strings = theme.strings(Locale(0));
    let view = ProgressView {
        frame: frame(strings),
        title: "Ma progression".into(),
        navigator: navigator(false),
        words_json: "{}".to_owned(),
        script: Some("../progress.js".to_owned()),
        privacy: Some("../retient/".to_owned()),
    };
    let page = theme.render("progress.html", &view).unwrap();
    for expected in [
        "<script src=\"../progress.js\"></script>",
        "<a href=\"../retient/\">Ce que ce site retient</a>",
        "<script type=\"application/json\" data-progress>{}</script>",
    ] {
        assert!(page.contains(expected), "{expected} is not in\n{page}");
    }
    let entry = KeptEntry { key: "palier/1/x/y".into(), holds: "Un choix".into(), stays: "Un an".into() };
    let view = PrivacyView {
        frame: frame(strings),
        title: "Ce que ce site retient".into(),
        kept: vec![entry],
        is_hosted: true,
        host: Some("a.org".into()),
        others: vec!["film.example".into()],
        contact: Some("Une Personne <b>".into()),
        is_in_quebec: true,
        progress: Some("../progression/".to_owned()),
    };
    let page = theme.render("privacy.html", &view).unwrap();
    for expected in [
        "<code dir=\"ltr\">palier/1/x/y</code>",
        "Une Personne &lt;b&gt;",
        "<li dir=\"ltr\">film.example</li>",
        "A-2.1",
    ] {
        assert!(page.contains(expected), "{expected} is not in\n{page}");
    }
    let alone =
        PrivacyView { others: Vec::new(), contact: None, host: None, is_in_quebec: false, progress: None, ..view };
    let page = theme.render("privacy.html", &alone).unwrap();
    assert!(
        page.contains("Ce livre ne nomme personne") && page.contains("rien d’un autre site") && !page.contains("A-2.1")
    );
    let page = theme.render("privacy.html", &PrivacyView { is_hosted: false, ..alone }).unwrap();
    assert!(page.contains("s’ouvre depuis un dossier") && !page.contains("adresse IP"), "{page}");
}

#[test]
fn what_can_be_kept_has_a_row_and_the_preview_says_that_nothing_can() {
    let theme = default_theme();
    let strings = theme.strings(Locale(0));
    let app = App { manifest: "../m.webmanifest".to_owned(), touch_icon: Some("../t.png".to_owned()) };
    let disk = DiskScript { src: "../d.js".to_owned(), progress: "../p/index.html".to_owned() };
    let level = LevelLink {
        number: 1,
        label: "Niveau 1".into(),
        title: "Un <niveau>".into(),
        lang: Some("en".into()),
        need: None,
        href: "../n/".to_owned(),
    };
    let view = OfflineView {
        frame: Frame { app: Some(app), disk: Some(disk), ..frame(strings) },
        title: "Lire hors ligne".into(),
        levels: vec![level],
        parts: Some("../../offline/fr.json".to_owned()),
        script: Some("../k.js".to_owned()),
    };
    let page = theme.render("offline.html", &view).unwrap();
    for expected in [
        "<link rel=\"manifest\" href=\"../m.webmanifest\">\n<link rel=\"apple-touch-icon\" href=\"../t.png\">",
        "<script defer src=\"../d.js\" data-own=\"../p/index.html\"></script>",
        "<script defer src=\"../k.js\"></script>",
        "data-parts=\"../../offline/fr.json\"",
        "data-part=\"1\" data-name=\"Un &lt;niveau&gt;\"",
    ] {
        assert!(page.contains(expected), "{expected} is not in\n{page}");
    }
    let page = theme.render("offline.html", &OfflineView { parts: None, script: None, ..view }).unwrap();
    assert!(page.contains("vous voyez l’aperçu") && !page.contains("data-part"), "{page}");
}

#[test]
fn the_pages_of_both_languages_have_their_templates() {
    let theme = default_theme();
    let strings = theme.strings(Locale(1));
    let words =
        NotFoundText { lang: "en-CA".into(), dir: "ltr", hreflang: "en".into(), home: "/en/".to_owned(), strings };
    let not_found = NotFoundView { frame: frame(strings), languages: vec![words.clone(), words] };
    assert!(theme.render("404.html", &not_found).unwrap().contains("<h2>This page doesn’t exist</h2>"));
    let choice = LanguageChoice {
        name: "English".into(),
        lang: "en-CA".into(),
        dir: "ltr",
        hreflang: "en".into(),
        href: "en/".to_owned(),
        title: "Book".into(),
        description: None,
        strings,
    };
    let chooser = ChooserView { frame: frame(strings), languages: vec![choice.clone(), choice] };
    assert!(theme.render("chooser.html", &chooser).unwrap().contains("<a href=\"en/\" lang=\"en-CA\" hreflang=\"en\""));
    let redirect = theme.render("redirect.html", &redirect(strings, "New")).unwrap();
    assert!(redirect.contains("<meta http-equiv=\"refresh\" content=\"0; url=../new/\">"));
}

#[test]
fn a_file_of_the_book_takes_the_place_of_the_default_one() {
    let checked = with(&[
        ("themes/palier/templates/redirect.html", "<b>{{ title }}</b>"),
        ("themes/palier/strings/fr.toml", "start = \"Allons-y\""),
    ]);
    assert_eq!(checked.diagnostics, []);
    let theme = checked.value;
    let strings = theme.strings(Locale(0));
    assert_eq!(theme.render("redirect.html", &redirect(strings, "A & B")).unwrap(), "<b>A &amp; B</b>");
    assert_eq!(strings.get("start"), "Allons-y");
    assert_eq!(strings.get("draft"), "Brouillon");
}

#[test]
fn a_template_that_cannot_be_parsed_is_reported_at_its_place() {
    let path = "themes/palier/templates/page.html";
    let checked = with(&[(path, "é\n{% if %}")]);
    let [diagnostic] = &checked.diagnostics[..] else { panic!("{:?}", checked.diagnostics) };
    assert_eq!((diagnostic.rule, diagnostic.at.path.as_str()), (Rule::TemplateFault, path));
    assert!((3..=11).contains(&diagnostic.at.start), "{:?}", diagnostic.at);
    assert!(!diagnostic.message.text(UserLanguage::Fr).contains("{reason}"));
}

#[test]
fn an_unknown_part_is_reported_where_it_is_called() {
    let path = "themes/palier/templates/page.html";
    let checked = with(&[(path, "é\n é {{ title | nothing }}")]);
    let [diagnostic] = &checked.diagnostics[..] else { panic!("{:?}", checked.diagnostics) };
    assert_eq!(diagnostic.at.path.as_str(), path);
    let text = "é\n é {{ title | nothing }}";
    assert!(text[diagnostic.at.start..diagnostic.at.end].contains("nothing"), "{:?}", diagnostic.at);
}

#[test]
fn templates_that_extend_each_other_are_reported() {
    let checked = with(&[("themes/palier/templates/base.html", "{% extends \"page.html\" %}")]);
    assert!(checked.diagnostics.iter().all(|diagnostic| diagnostic.rule == Rule::TemplateFault));
    assert!(!checked.diagnostics.is_empty());
}

#[test]
fn a_template_that_names_what_is_not_there_is_reported_where_it_does() {
    let path = "themes/palier/templates/redirect.html";
    let theme = with(&[(path, "<b>{{ nowhere }}</b>")]).value;
    let diagnostic = theme.render("redirect.html", &redirect(theme.strings(Locale(0)), "A")).unwrap_err();
    assert_eq!(diagnostic.at.path.as_str(), path);
    assert_eq!(diagnostic.at.start, 6);
}

#[test]
fn a_theme_without_a_folder_is_reported_in_book_toml() {
    let checked = Theme::load(&Sources::default(), &config("autre", BOTH));
    let [diagnostic] = &checked.diagnostics[..] else { panic!("{:?}", checked.diagnostics) };
    assert_eq!((diagnostic.rule, diagnostic.at.start, diagnostic.at.end), (Rule::InvalidTheme, 8, 14));
}

#[test]
fn words_that_are_not_toml_are_reported_at_their_place() {
    let checked = with(&[("themes/palier/strings/fr.toml", "start = \"a\"\nx = [")]);
    let [diagnostic] = &checked.diagnostics[..] else { panic!("{:?}", checked.diagnostics) };
    assert_eq!(diagnostic.rule, Rule::InvalidTheme);
    assert!(diagnostic.at.start >= 12);
    assert_eq!(checked.value.strings(Locale(0)).get("draft"), "Brouillon");
}

#[test]
fn a_language_without_words_says_which_file_to_write() {
    let checked = Theme::load(&Sources::default(), &config("palier", &[("de", "de-DE")]));
    let [diagnostic] = &checked.diagnostics[..] else { panic!("{:?}", checked.diagnostics) };
    assert_eq!(diagnostic.at.path.as_str(), "themes/palier/strings/de.toml");
    assert_eq!(diagnostic.rule, Rule::MissingString);
    let strings = checked.value.strings(Locale(0));
    assert_eq!((&*lent::plain(strings.get("draft").into()), strings.tag()), ("Draft", "de-DE"));
}

#[test]
fn what_a_language_lacks_is_said_in_the_books_first_one() {
    let sources = book(&[("themes/palier/strings/de.toml", "draft = \"Entwurf\"")]);
    let checked = Theme::load(&sources, &config("palier", &[("fr", "fr-CA"), ("de", "de")]));
    let [diagnostic] = &checked.diagnostics[..] else { panic!("{:?}", checked.diagnostics) };
    assert_eq!(diagnostic.rule, Rule::MissingString);
    let strings = checked.value.strings(Locale(1));
    assert_eq!((strings.get("draft"), &*lent::plain(strings.get("toc").into())), ("Entwurf", "Dans cette page"));
}

#[test]
fn words_for_a_country_stand_over_those_of_the_language() {
    let sources = book(&[
        ("themes/palier/strings/fr-FR.toml", "draft = \"Ébauche\""),
        ("themes/palier/strings/fr.toml", "draft = \"x\"\nstart = \"Allons-y\""),
    ]);
    let checked = Theme::load(&sources, &config("palier", &[("fr", "fr-FR")]));
    assert!(checked.diagnostics.is_empty(), "{:?}", checked.diagnostics);
    let strings = checked.value.strings(Locale(0));
    assert_eq!(["draft", "start", "notes"].map(|key| strings.get(key)), ["Ébauche", "Allons-y", "Notes"]);
}

#[test]
fn every_language_of_the_default_theme_has_every_word_with_its_forms_and_places() {
    let bundled = files::bundled("themes/palier/");
    let (english, french) = (bundled_words(&bundled, "en"), bundled_words(&bundled, "fr"));
    let models = Models { english: &english, french: &french };
    let mut languages = 0;
    for (path, file) in &bundled {
        let Some(tag) = path.strip_prefix("strings/").and_then(|name| name.strip_suffix(".toml")) else { continue };
        let text = file.text().unwrap();
        let words = Strings::parse(tag, text).unwrap();
        let missing = strings::faults::missing(&file.path, &words, &english, tag);
        assert!(missing.is_none(), "{path} lacks words that en.toml has: {missing:?}");
        let unfit = strings::faults::unfit(&file.path, text, tag, &models);
        assert!(unfit.is_empty(), "{path}: {unfit:#?}");
        for key in words.keys() {
            assert!(english.has(key), "{path}: `{key}` is not in en.toml");
            assert_eq!(words.filled(key), english.filled(key), "{path}: the places of `{key}`");
        }
        languages += 1;
    }
    assert!(languages >= 4);
}

#[test]
fn scripts_have_their_words_and_the_language_of_those_that_are_lent() {
    let spanish = "script_close = \"Cerrar\"\ntoc = \"Índice\"\nseparator = \" · \"";
    let french = r#"
        script_close = "Fermer"
        script_open = "Ouvrir"
        script_gone = { one = "{n} disparue", other = "{n} disparues" }
        lessons = { one = "{n} leçon", other = "{n} leçons" }
        separator = " – "
    "#;
    let mut spanish = Strings::parse("es", spanish).unwrap();
    spanish.borrow_from(&Strings::parse("fr-CA", french).unwrap());
    let expected = serde_json::json!({
        "close": "Cerrar",
        "open": ["Ouvrir", "fr-CA"],
        "gone": [{ "one": "{n} disparue", "other": "{n} disparues" }, "fr-CA"],
        // Pages have these, and scripts that are loaded later too.
        "lessons": [{ "one": "{n} leçon", "other": "{n} leçons" }, "fr-CA"],
        "separator": " · ",
    });
    let words: serde_json::Value = serde_json::from_str(&spanish.for_scripts()).unwrap();
    assert_eq!(words, expected);
}

#[test]
fn published_files_have_names_of_what_they_hold() {
    let theme = default_theme();
    let published = |levels: &[Option<Colour>]| theme.publish(&Accent::of_levels(levels), false);
    let (five, two) = (published(&[None; 5]), published(&[None; 2]));
    assert_ne!(five.stylesheet, two.stylesheet);
    assert_eq!(five.font, two.font);
    let font = five.font.unwrap();
    let Content::Bytes(css) = &five.files[&five.stylesheet] else { panic!() };
    let css = std::str::from_utf8(css).unwrap();
    assert!(css.contains(font.as_str().strip_prefix("assets/").unwrap()));
    assert!(css.contains(".pal-level-5{") && !css.contains(".pal-level-6{"));
    assert!(five.files.contains_key(&five.icon.unwrap()));
}

#[test]
fn fonts_are_waited_for_where_a_page_may_be_on_a_disk() {
    let theme = default_theme();
    let css = |is_on_disk| {
        let published = theme.publish(&Accent::of_levels(&[None; 5]), is_on_disk);
        let Content::Bytes(css) = &published.files[&published.stylesheet] else { panic!() };
        (published.stylesheet.clone(), String::from_utf8(css.to_vec()).unwrap())
    };
    let ((hosted, of_host), (opened, of_disk)) = (css(false), css(true));
    assert_ne!(hosted, opened);
    assert!(of_host.contains("font-display:optional") && !of_disk.contains("font-display:optional"));
}
