use proptest::prelude::*;

use super::*;
use crate::parse::document::{Citation, CitationItem, LinkKind, RawHtml, Slip};
use crate::parse::front_matter::{WrittenObjective, WrittenOutcome, WrittenReference, WrittenWork};
use crate::parse::image::Side;
use crate::source::Span;

fn document(text: &str) -> Document {
    parse(text, 0, &FrontMatter::default())
}

/// A value whose text is in the file as it is, placed where it is first found.
fn value(file: &str, text: &str) -> TextValue {
    let start = file.find(text).unwrap();
    TextValue { text: text.to_owned(), span: start..start + text.len(), runs: vec![(0, start)] }
}

fn spanned(file: &str, text: &str) -> Spanned<String> {
    let start = file.find(text).unwrap();
    Spanned::new(text.to_owned(), start..start + text.len())
}

fn texts(events: &Events) -> String {
    let text = |event: &Event| match event {
        Event::Text(text) | Event::Code(text) => text.clone(),
        Event::SoftBreak => "\n".to_owned(),
        Event::NoteCall(index) => format!("<call {index}>"),
        Event::Citation(index) => format!("<citation {index}>"),
        _ => String::new(),
    };
    events.iter().map(|(event, _)| text(event)).collect()
}

fn keys(document: &Document) -> Vec<&str> {
    document.citations.iter().flat_map(|citation| &citation.items).map(|item| item.key.value.as_str()).collect()
}

#[test]
fn an_empty_text_is_an_empty_document() {
    assert_eq!(document(""), Document::default());
    assert_eq!(parse("---\n---\n", 8, &FrontMatter::default()), Document::default());
    assert_eq!(parse("é", 1, &FrontMatter::default()), Document::default());
    assert_eq!(parse("a", 9, &FrontMatter::default()), Document::default());
}

#[test]
fn places_are_those_of_the_whole_file() {
    let file = "---\n---\n# Été {#e}\n\n[lien](a.md) et [@k, p. 3]\n";
    let document = parse(file, 8, &FrontMatter::default());
    assert_eq!(&file[document.headings[0].span.clone()], "# Été {#e}");
    assert_eq!(&file[document.ids[0].span.clone()], "e");
    assert_eq!(&file[document.links[0].span.clone()], "[lien](a.md)");
    assert_eq!(&file[document.citations[0].span.clone()], "[@k, p. 3]");
    assert_eq!(&file[document.citations[0].items[0].key.span.clone()], "k");
}

#[test]
fn text_comes_in_one_piece() {
    let document = document("a\\[b] c_d & e!\n");
    let texts: Vec<_> = document.body.iter().filter(|(event, _)| matches!(event, Event::Text(_))).collect();
    assert_eq!(texts, [&(Event::Text("a[b] c_d & e!".to_owned()), 0..14)]);
}

#[test]
fn headings_have_anchors_and_attributes() {
    let document = document(
        "# Les bases : `code` *ici*\n\n## Mot {#mon_id .grand}\n\n## Mot\n\n## Mon_id\n\n### T {lang=en}\n\nA {#s}\n===\n\n## ![x](y.png)\n",
    );
    let anchors: Vec<_> = document.headings.iter().map(|heading| heading.anchor.as_str()).collect();
    assert_eq!(anchors, ["les-bases--code-ici", "mon_id", "mot", "mon_id-1", "t-langen", "s", "section"]);
    assert_eq!(document.headings[1].classes, ["grand"]);
    assert_eq!(document.headings[1].text, "Mot");
    assert_eq!(document.headings[4].text, "T {lang=en}");
    assert_eq!(document.headings[6].text, "x");
    let ids: Vec<_> = document.ids.iter().map(|id| id.value.as_str()).collect();
    assert_eq!(ids, ["mon_id", "s"]);
}

#[test]
fn an_escaped_attribute_is_text() {
    assert_eq!(document("# T \\{#a}\n").headings[0].text, "T {#a}");
    assert_eq!(document("# T {#a *b*}\n").headings[0].text, "T {#a b}");
    assert_eq!(document("# *T* {#a}\n").headings[0].anchor, "a");
}

#[test]
fn a_note_is_taken_out_of_the_text_wherever_it_is_defined() {
    let document = document("- a[^n]\n\n  [^n]: Une *note*.\n\n      Suite [x](y.md).\n- b [z](w.md)\n");
    assert!(!texts(&document.body).contains("note"));
    assert_eq!(document.notes[0].label.value, "n");
    assert_eq!(document.notes[0].label.span, 13..14);
    assert_eq!(texts(&document.notes[0].events), "Une note.Suite x.");
    let addresses: Vec<_> = document.links.iter().map(|link| link.address.as_str()).collect();
    assert_eq!(addresses, ["w.md", "y.md"]);
}

#[test]
fn notes_of_the_front_matter_are_called_like_others() {
    let file = "un: Mot [@k] et [^Deux].\n---\nA[^un], B[^ DEUX ], C[^rien].\n\n[^deux]: Fin.\n";
    let footnotes = vec![(spanned(file, "un"), value(file, "Mot [@k] et [^Deux]."))];
    let document = parse(file, 29, &FrontMatter { footnotes, ..FrontMatter::default() });
    let labels: Vec<_> = document.notes.iter().map(|note| note.label.value.as_str()).collect();
    assert_eq!(labels, ["deux", "un"]);
    let calls: Vec<_> =
        document.note_calls.iter().map(|call| (&file[call.span.clone()], call.note, call.inside)).collect();
    assert_eq!(
        calls,
        [
            ("[^un]", Some(1), None),
            ("[^ DEUX ]", Some(0), None),
            ("[^rien]", None, None),
            ("[^Deux]", Some(0), Some(1))
        ]
    );
    assert_eq!(&file[document.citations[0].span.clone()], "[@k]");
    assert_eq!(document.citations[0].inside, Some(1));
    assert_eq!(document.note("UN"), Some(1));
    assert_eq!(document.note_order(), [1, 0]);
}

#[test]
fn notes_are_ordered_by_first_call_and_those_never_reached_are_left_out() {
    let document = document(
        "x[^b] y[^a] z[^b]\n\n[^a]: a[^d]\n\n[^b]: b[^c]\n\n[^c]: c[^b]\n\n[^d]: d\n\n[^e]: e[^f]\n\n[^f]: f\n",
    );
    let order: Vec<_> =
        document.note_order().into_iter().map(|index| document.notes[index].label.value.as_str()).collect();
    assert_eq!(order, ["b", "a", "c", "d"]);
}

#[test]
fn the_first_definition_of_a_label_counts() {
    let document = document("x[^a]\n\n[^a]: un\n\n[^A]: deux\n");
    assert_eq!(document.notes.len(), 2);
    assert_eq!(document.note_calls[0].note, Some(0));
}

#[test]
fn nothing_is_called_or_cited_where_it_has_no_meaning() {
    let text = "`[^a] [@k]` \\[^a] \\@k [\\@k] &#64;k &#91;^a] <https://x.org/@k> ![[^a] k](i.png) <b title=\"@k\">\n\n    @k [^a]\n\n```\n@k [^a]\n```\n\n<p>@k [^a]</p>\n";
    let document = document(text);
    assert!(document.note_calls.is_empty(), "{:?}", document.note_calls);
    assert!(document.citations.is_empty(), "{:?}", document.citations);
    assert_eq!(document.links[1].alt, "[^a] k");
}

#[test]
fn an_escaped_backslash_escapes_nothing() {
    assert_eq!(document("\\\\[^a] \\\\@k").note_calls.len(), 1);
}

/// The place in a work that a citation names.
fn place(item: &CitationItem) -> String {
    item.locator.as_ref().map_or_else(String::new, |locator| format!("{} {}", locator.label, locator.value))
}

#[test]
fn citations_stand_everywhere() {
    let text = "# T [@a]\n\n> @b_c [p. 3] dit\n\n| x |\n|---|\n| [@d, p. 1\\|2] |\n\n[voir [@e, p. 5]](u.md) *[@f]* **@g**\n\n- [@h]\n";
    let document = document(text);
    assert_eq!(keys(&document), ["a", "b_c", "d", "e", "f", "g", "h"]);
    assert_eq!(place(&document.citations[2].items[0]), "page 1|2");
    assert_eq!(document.links[0].address, "u.md");
    let raw: Vec<_> =
        document.citations[..2].iter().map(|citation| (citation.in_text, citation.raw.as_str())).collect();
    assert_eq!(raw, [(false, "[@a]"), (true, "@b_c [p. 3]")]);
}

#[test]
fn a_citation_holds_what_a_line_does() {
    let text =
        "[voir *infra* `a]`, ![i](i.png) @a, p. 3, $x$ [l](u.md) \\* et[^n], [[mot]]; <b>c</b> @b] @c\n\n[^n]: N.\n";
    let document = document(text);
    assert_eq!(keys(&document), ["a", "b", "c"]);
    let Citation { items, span, raw, .. } = &document.citations[0];
    assert!(
        text[span.clone()].ends_with("@b]") && raw.starts_with("[voir infra a], i @a, p. 3, x l * et[^n], [[mot]]"),
        "{raw}"
    );
    let shown: Vec<&Event> = items[0].prefix.events.iter().map(|(event, _)| event).collect();
    assert!(
        matches!(
            shown.as_slice(),
            [
                Event::Text(_),
                Event::Start(Tag::Emphasis),
                Event::Text(_),
                Event::End(Tag::Emphasis),
                Event::Text(_),
                Event::Code(code),
                Event::Text(_),
                Event::Start(Tag::Image(_)),
                Event::Text(_),
                Event::End(Tag::Image(_)),
            ] if code == "a]"
        ),
        "{shown:?}"
    );
    assert_eq!(items[0].suffix.text, ", x l * et[^n], [[mot]]");
    let has = |wanted: fn(&Event) -> bool| items[0].suffix.events.iter().any(|(event, _)| wanted(event));
    assert!(has(|event| matches!(event, Event::Math(_))) && has(|event| matches!(event, Event::Start(Tag::Link(_)))));
    assert!(has(|event| matches!(event, Event::NoteCall(_))) && has(|event| matches!(event, Event::Term(_))));
    assert!(matches!(items[1].prefix.events[0].0, Event::Html(_)));
    assert_eq!((document.note_calls.len(), document.terms.len(), document.formulas.len()), (1, 1, 1));
    assert_eq!(document.slips, []);
}

#[test]
fn a_citation_may_span_lines_and_hold_emphasis() {
    let text = "> [voir *infra* @a_b,\n> p. 12] fin\n";
    let document = document(text);
    let Citation { items, span, .. } = &document.citations[0];
    assert_eq!((items[0].prefix.text.as_str(), place(&items[0]).as_str()), ("voir infra", "page 12"));
    assert_eq!(&text[span.clone()], "[voir *infra* @a_b,\n> p. 12]");
    assert_eq!(texts(&document.body), "<citation 0> fin");
    let starts = document.body.iter().filter(|(event, _)| matches!(event, Event::Start(Tag::Emphasis))).count();
    assert_eq!(starts, 0);
}

#[test]
fn emphasis_that_a_bracket_would_cut_wins() {
    let document = document("[voir *@a] b*");
    assert_eq!(texts(&document.body), "[voir <citation 0>] b");
    assert!(document.citations[0].in_text);
}

#[test]
fn an_image_alone_with_a_title_is_a_figure() {
    let document = document("![alt *x*](a.png \"Titre\")\n\n![alt](b.png)\n\n![a](c.png \"t\") ![b](d.png \"t\")\n");
    let figures: Vec<_> =
        document.body.iter().filter(|(event, _)| matches!(event, Event::Start(Tag::Figure(_)))).collect();
    assert_eq!(figures.len(), 1);
    assert_eq!(document.links[0].title.as_deref(), Some("Titre"));
    assert_eq!(document.links[0].alt, "alt x");
}

#[test]
fn an_image_with_braces_or_in_a_link_is_a_figure_too() {
    let found =
        document("![a](b.png){.left}\n\n[![a](b.png \"T\")](c.md)\n\n[![a](b.png)](c.md)\n\n![a](b.png){.left} d\n");
    assert_eq!(
        outline(&found),
        "<Figure><Image>a</></><Figure><Link><Image>a</></></><Paragraph><Link><Image>a</></></><Paragraph><Image>a</> d</>"
    );
    let sides: Vec<_> = found.links.iter().filter_map(|link| link.image.as_ref()?.side).collect();
    assert_eq!(sides, [Side::Left; 2]);
}

#[test]
fn a_caption_has_its_places_in_the_file() {
    let text = "> ![a](b.png \"Une \\\"figure\\\" de [M](c.md),\n> [@k] &amp; *x*\")\n";
    let found = document(text);
    let link = found.links.iter().find(|link| link.address == "c.md").unwrap();
    assert_eq!(&text[link.span.clone()], "[M](c.md)");
    assert_eq!(&text[found.citations[0].span.clone()], "[@k]");
    assert_eq!(texts(&found.body), "aUne \"figure\" de M,<citation 0> & x".replace(",<", ",   <"));
}

#[test]
fn links_tell_what_makes_them() {
    let document = document("[a](b%20c.md?x&amp;y \"T\") <https://x.org> <a@b.org> [r]\n\n[r]: é.md\n");
    let links: Vec<_> = document.links.iter().map(|link| (link.kind, link.address.as_str())).collect();
    assert_eq!(
        links,
        [
            (LinkKind::Link, "b%20c.md?x&y"),
            (LinkKind::Autolink, "https://x.org"),
            (LinkKind::Autolink, "mailto:a@b.org"),
            (LinkKind::Link, "é.md")
        ]
    );
}

#[test]
fn raw_html_is_one_event_with_its_addresses() {
    let text = "> <div id=a>\n> <img src=\"é.png\">\n> </div>\n\nx <a href=\"b.md\">y</a>\n";
    let document = document(text);
    let html: Vec<&RawHtml> = document
        .body
        .iter()
        .filter_map(|(event, _)| match event {
            Event::Html(html) => Some(html),
            _ => None,
        })
        .collect();
    assert_eq!(html.len(), 3);
    assert!(html[0].block && !html[1].block);
    assert_eq!(html[0].text, "<div id=a>\n<img src=\"é.png\">\n</div>\n");
    assert_eq!(&html[0].text[html[0].replaced[0].0.clone()], "é.png");
    assert_eq!(&text[document.links[0].span.clone()], "é.png");
    assert_eq!(&text[document.links[1].span.clone()], "b.md");
    assert_eq!(&text[document.ids[0].span.clone()], "a");
}

#[test]
fn alerts_tasks_tables_and_definitions_are_read() {
    let document = document("> [!TIP]\n> x\n\n- [x] a\n\nT\n: D\n\n| a |\n|--:|\n| b |\n\n~~c~~\n");
    let has = |wanted: Event| assert!(document.body.iter().any(|(event, _)| *event == wanted), "{wanted:?}");
    has(Event::Start(Tag::Callout(0)));
    has(Event::TaskMarker(true));
    has(Event::Start(Tag::DefinitionTerm));
    has(Event::Start(Tag::Table(vec![crate::parse::document::ColumnAlignment::Right])));
    has(Event::Start(Tag::Strikethrough));
}

#[test]
fn words_are_counted_as_readers_would() {
    assert_eq!(
        document("L’ail d'hiver, *mo*t : `a b` — [lien](u) !\n\n```\nx y\n```\n\n![alt](i)[^n]\n\n[^n]: note\n").words,
        6
    );
}

#[test]
fn prose_of_the_front_matter_is_inline() {
    let file = "o: *Composer* : [@k] `x`\np: 1. Un # deux\nr: Toffler, *The Third Wave*. @x\n";
    let front_matter = FrontMatter {
        objectives: vec![WrittenObjective {
            text: value(file, "*Composer* : [@k] `x`"),
            ..WrittenObjective::default()
        }],
        outcomes: vec![WrittenOutcome { text: value(file, "1. Un # deux"), id: None }],
        references: vec![WrittenReference {
            key: spanned(file, "r"),
            work: WrittenWork::Words { text: value(file, "Toffler, *The Third Wave*. @x"), short: None },
        }],
        ..FrontMatter::default()
    };
    let document = parse(file, file.len(), &front_matter);
    let prose: Vec<_> = document.prose.iter().map(|prose| (prose.field, texts(&prose.events))).collect();
    assert_eq!(
        prose,
        [
            (ProseField::Objective, "Composer : <citation 0> x".to_owned()),
            (ProseField::Outcome, "1. Un # deux".to_owned()),
            (ProseField::Reference(0), "Toffler, The Third Wave. @x".to_owned())
        ]
    );
    assert_eq!(&file[document.citations[0].span.clone()], "[@k]");
    assert_eq!(document.prose[0].events[0], (Event::Start(Tag::Emphasis), 3..4));
}

#[test]
fn prose_of_several_lines_is_one() {
    let recap = vec![(
        Spanned::new("en".to_owned(), 0..0),
        TextValue { text: "# a\n- b\n\n_c_".to_owned(), ..TextValue::default() },
    )];
    let document = parse("", 0, &FrontMatter { recap, ..FrontMatter::default() });
    assert_eq!(texts(&document.prose[0].events), "# a - b  c");
}

#[test]
fn lines_may_end_as_on_windows() {
    let document = document("# T {#a}\r\n\r\nx[^n]\r\ny [@k,\r\np. 3]\r\n\r\n```\r\nc\r\n```\r\n\r\n[^n]: z\r\n");
    assert_eq!(document.headings[0].anchor, "a");
    assert_eq!(place(&document.citations[0].items[0]), "page 3");
    assert!(!texts(&document.body).contains('\r'));
}

#[test]
fn nesting_without_end_is_flattened_and_its_text_kept() {
    let text = format!("{}fin", "> ".repeat(10_000));
    let document = document(&text);
    assert_eq!(document.too_deep, Some(200..text.len()));
    assert_eq!(texts(&document.body).trim(), "fin");
    let starts = document.body.iter().filter(|(event, _)| matches!(event, Event::Start(_))).count();
    assert_eq!(starts, 100);
}

/// Every place in a document.
fn spans(document: &Document) -> Vec<Span> {
    let flows = [&document.body].into_iter();
    let flows = flows.chain(document.notes.iter().map(|note| &note.events));
    let flows = flows.chain(document.prose.iter().map(|prose| &prose.events));
    let mut spans: Vec<Span> = flows.flatten().map(|(_, span)| span.clone()).collect();
    spans.extend(document.notes.iter().map(|note| note.label.span.clone()));
    spans.extend(document.note_calls.iter().map(|call| call.span.clone()));
    spans.extend(document.headings.iter().map(|heading| heading.span.clone()));
    spans.extend(document.links.iter().map(|link| link.span.clone()));
    spans.extend(document.ids.iter().map(|id| id.span.clone()));
    spans.extend(document.too_deep.clone());
    for citation in &document.citations {
        spans.push(citation.span.clone());
        spans.extend(citation.items.iter().map(|item| item.key.span.clone()));
    }
    spans
}

/// Starts and ends pair up, so that a writer of HTML needs no care.
fn is_balanced(events: &Events) -> bool {
    let mut open = Vec::new();
    let paired = events.iter().all(|(event, _)| match event {
        Event::Start(tag) => {
            open.push(tag);
            true
        }
        Event::End(tag) => open.pop() == Some(tag),
        _ => true,
    });
    paired && open.is_empty()
}

/// Markdown as monkeys write it: pieces of syntax, with accents between.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "[",
        "]",
        "(",
        ")",
        "@",
        "@k",
        "[@é",
        "; ",
        "-@b",
        ", p. 3",
        "[^a]",
        "[^é]: ",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```\n",
        "\n",
        "\n\n",
        "\r\n",
        "> ",
        "- ",
        "1. ",
        "    ",
        "# ",
        "{#id}",
        "{.c}",
        "![a](b.png",
        " \"t",
        "\")",
        "{width=50%}",
        "{.left ",
        "}",
        "é",
        "mot ",
        "\u{a0}",
        "’",
        "\\",
        "&amp;",
        "&#64;",
        "<a href=\"x&amp;é\">",
        "<img srcset='a 1x, b'>",
        "<!--",
        "-->",
        "</div>",
        "<div id=q>\n",
        "|",
        "|--|\n",
        ": d\n",
        "![",
        "](u \"t\")",
        "[x]",
        "- [ ] ",
        "[!NOTE]",
        "\0",
        "\t",
        "===\n",
        "<noscript>",
        "http://x.y",
        "😀",
        "e\u{301}",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn what_is_in_braces_after_an_image_never_shows(
        words in prop::collection::vec(prop::sample::select(vec![
            ".left", ".x", "#id", "width=50%", "width='0 %'", "height=5", "a=\"b } c\"", "lang=en", "*a*", "`", "é", "[b](c)",
        ]), 0..6),
        space in prop::sample::select(vec![" ", "  ", "\n"]),
    ) {
        let inside = words.join(space);
        prop_assume!(inside.matches('`').count() % 2 == 0);
        let found = document(&format!("> a ![b](c.png){{{}}} d\n", inside.replace('\n', "\n> ")));
        prop_assert!(!texts(&found.body).contains(['{', '}']), "{}", texts(&found.body));
        prop_assert!(texts(&found.body).ends_with(" d"));
    }

    #[test]
    fn any_text_is_parsed_and_rendered_and_its_places_lie_in_it(text in markdown(), note in markdown(), escapes in any::<bool>()) {
        let file = format!("{note}\n{text}");
        let runs = if escapes { Vec::new() } else { vec![(0, 0)] };
        let value = TextValue { text: note.clone(), span: 0..note.len(), runs };
        let front_matter = FrontMatter {
            footnotes: vec![(Spanned::new("é".to_owned(), 0..0), value.clone())],
            objectives: vec![WrittenObjective { text: value, ..WrittenObjective::default() }],
            ..FrontMatter::default()
        };
        let document = parse(&file, note.len() + 1, &front_matter);
        for span in spans(&document) {
            prop_assert!(file.get(span.clone()).is_some(), "{span:?} of {file:?}");
        }
        prop_assert!(is_balanced(&document.body));
        prop_assert!(document.notes.iter().all(|note| is_balanced(&note.events)));
        prop_assert!(document.prose.iter().all(|prose| is_balanced(&prose.events)));
        crate::render::html::commonmark(&file);
    }
}

/// A document's body in short: tags by their names, text as it is.
fn outline(document: &Document) -> String {
    let name = |tag: &Tag| match tag {
        Tag::Passage(index) => format!("{:?}", document.passages[*index].lang.as_deref().unwrap_or("?")),
        Tag::Callout(index) => document.callouts[*index].kind.name().to_owned(),
        tag => format!("{tag:?}").split('(').next().unwrap_or_default().to_owned(),
    };
    let step = |event: &Event| match event {
        Event::Start(tag) => format!("<{}>", name(tag)),
        Event::End(_) => "</>".to_owned(),
        Event::Text(text) => text.clone(),
        Event::Code(text) => format!("`{text}`"),
        Event::SoftBreak => " ".to_owned(),
        Event::TaskMarker(done) => format!("{done} "),
        Event::ThematicBreak => "***".to_owned(),
        Event::NoteCall(_) => "^".to_owned(),
        Event::Citation(_) => "@".to_owned(),
        event => format!("{event:?}"),
    };
    document.body.iter().map(|(event, _)| step(event)).collect()
}

fn slips(text: &str) -> Vec<(Slip, &str)> {
    let slip = |slip: &Spanned<Slip>| (slip.value.clone(), &text[slip.span.clone()]);
    document(text).slips.iter().map(slip).collect()
}

#[test]
fn a_callout_has_its_title_on_its_line() {
    let outline = |text| outline(&document(text));
    assert_eq!(outline("> [!NOTE]\n> a\n> b\n"), "<note><Paragraph>a b</></>");
    assert_eq!(outline("> [!tip] Un *titre*\n> a\n"), "<tip><CalloutTitle>Un <Emphasis>titre</></><Paragraph>a</></>");
    assert_eq!(outline("> [!Warning]  T\n>\n> - a\n"), "<warning><CalloutTitle>T</><List><Item>a</></></>");
    assert_eq!(outline("> [!NOTE] *a\n> b* c\n> d\n"), "<note><CalloutTitle><Emphasis>a b</> c</><Paragraph>d</></>");
    assert_eq!(outline("> > [!NOTE]\n"), "<BlockQuote><note></></>");
    assert_eq!(outline("> a\n> [!NOTE]\n"), "<BlockQuote><Paragraph>a [!NOTE]</></>");
    assert_eq!(outline("> \\[!NOTE]\n"), "<BlockQuote><Paragraph>[!NOTE]</></>");
    assert_eq!(outline("> [!x](y)\n"), "<BlockQuote><Paragraph><Link>!x</></></>");
}

#[test]
fn a_question_has_choices_feedback_and_an_explanation() {
    let text =
        "> [!QUESTION] Quoi?\n> Plus.\n>\n> - [ ] Un\n>\n>   Non.\n> - [X] *Deux* x\n> - Trois\n>\n> Parce que.\n";
    let document = document(text);
    assert_eq!(
        outline(&document),
        "<question><CalloutTitle>Quoi?</><Paragraph>Plus.</><Choices><Choice>Un<Feedback><Paragraph>Non.</></></>\
         <Choice><Emphasis>Deux</> x</><Choice>Trois</></><Explanation><Paragraph>Parce que.</></></>"
    );
    let question = &document.questions[document.callouts[0].question.unwrap()];
    let choices: Vec<_> = question.choices.iter().map(|choice| (choice.right, choice.feedback)).collect();
    assert_eq!(choices, [(false, true), (true, false), (false, false)]);
}

#[test]
fn a_question_in_a_question_and_one_without_choices_hold_together() {
    let text = "> [!QUESTION] A?\n> - [x] a\n>   - sous\n>\n> > [!QUESTION] B?\n> > - [x] b\n";
    let found = document(text);
    assert_eq!(
        outline(&found),
        "<question><CalloutTitle>A?</><Choices><Choice>a<Feedback><List><Item>sous</></></></></>\
         <Explanation><question><CalloutTitle>B?</><Choices><Choice>b</></></></></>"
    );
    assert_eq!(found.questions.len(), 2);
    assert!(found.questions.iter().all(|question| question.choices.len() == 1));
    assert_eq!(
        outline(&document("> [!QUESTION] A?\n> - a\n")),
        "<question><CalloutTitle>A?</><List><Item>a</></></></>".replacen("</></></></>", "</></></>", 1)
    );
}

#[test]
fn marks_of_callouts_that_are_not_right_are_noted_where_they_stand() {
    assert_eq!(slips("> [!TRUC] T\n"), [(Slip::UnknownCallout("TRUC".to_owned()), "[!TRUC]")]);
    assert_eq!(slips("> [!note T\n"), [(Slip::UnclosedCallout("note".to_owned()), "[!note")]);
    assert_eq!(slips("a\n\n[!TIP] T\n"), [(Slip::UnquotedCallout("TIP".to_owned()), "[!TIP]")]);
    assert_eq!(slips("> [!x](y)\n\n> [!b c]\n\n> [!]\n\n    > [!XX]\n\n`[!TIP]`\n"), []);
}

#[test]
fn a_passage_in_a_line_takes_the_brackets_that_its_braces_touch() {
    let outline = |text| outline(&document(text));
    assert_eq!(outline("a [b *c*]{lang=en}, d\n"), "<Paragraph>a <\"en\">b <Emphasis>c</></>, d</>");
    assert_eq!(outline("[a `b` [c](d) [e]]{lang=\"EN-ca\"}\n"), "<Paragraph><\"en-CA\">a `b` <Link>c</> [e]</></>");
    assert_eq!(outline("[a [b]{lang=es} c]{lang=en}\n"), "<Paragraph><\"en\">a <\"es\">b</> c</></>");
    assert_eq!(
        outline("**[a]{lang=en}**[^n] [[b]{lang=en}](c)\n\n[^n]: n\n"),
        "<Paragraph><Strong><\"en\">a</></>^ <Link><\"en\">b</></></>"
    );
    assert_eq!(outline("| [a]{lang=en} |\n|---|\n"), "<Table><TableHead><TableCell><\"en\">a</></></></>");
    assert_eq!(outline("[a\nb]{lang=en}\n"), "<Paragraph><\"en\">a b</></>");
    // emphasis that begins in the brackets and ends outside; escapes; code; anything else in braces
    for text in ["[a *b]{x} c*", "\\[a]{lang=en", "`[a]{lang=en}`", "[a]{b}", "[a] {x=}", "![a]{x=1}(b)"] {
        assert!(!outline(text).contains("\"en\""), "{text}");
    }
}

#[test]
fn a_span_at_the_end_of_a_heading_is_a_span() {
    let document = document("## Le [framing]{lang=en}\n\n## Le [framing]{lang=en} {#cadre}\n");
    assert_eq!(document.headings[0].text, "Le framing");
    assert_eq!(document.headings[0].anchor, "le-framing");
    assert_eq!(document.headings[1].anchor, "cadre");
    assert_eq!(document.passages.len(), 2);
}

#[test]
fn a_block_between_colons_may_hold_any_block() {
    let outline = |text| outline(&document(text));
    assert_eq!(outline("::: {lang=en}\nA\n:::\nb\n"), "<\"en\"><Paragraph>A</></><Paragraph>b</>");
    assert_eq!(outline(":::{lang=en}\n- a\n- b\n:::\n"), "<\"en\"><List><Item>a</><Item>b</></></>");
    assert_eq!(outline("> ::: {lang=en}\n> A\n> :::\n"), "<BlockQuote><\"en\"><Paragraph>A</></></>");
    assert_eq!(
        outline(":::: {lang=en}\nA\n::: {lang=es}\nB\n:::\nC\n::::\n"),
        "<\"en\"><Paragraph>A</><\"es\"><Paragraph>B</></><Paragraph>C</></>"
    );
    assert_eq!(outline("```\n::: {lang=en}\n:::\n```\n"), "<CodeBlock>::: {lang=en}\n:::\n</>");
    assert_eq!(outline("<pre>\n:::\n</pre>\n").matches(":::").count(), 1);
    assert_eq!(outline("a\n\n***\n"), "<Paragraph>a</>***");
    assert_eq!(
        outline("- a\n\n  ::: {lang=en}\n  b\n  :::\n"),
        "<List><Item><Paragraph>a</><\"en\"><Paragraph>b</></></></>"
    );
}

#[test]
fn a_block_that_nothing_closes_ends_with_what_holds_it() {
    let text = "> ::: {lang=en}\n> A\n\nb\n\n:::\n";
    assert_eq!(outline(&document(text)), "<BlockQuote><\"en\"><Paragraph>A</></></><Paragraph>b</><Paragraph>:::</>");
    assert_eq!(slips(text), [(Slip::UnclosedBlock, "::: {lang=en}"), (Slip::StrayFence, ":::")]);
    let nested = ":::: {lang=en}\n::: {lang=es}\nA\n::::\n";
    assert_eq!(slips(nested), [(Slip::UnclosedBlock, "::: {lang=es}")]);
    assert_eq!(outline(&document(nested)), "<\"en\"><\"es\"><Paragraph>A</></></>");
}

#[test]
fn attributes_that_mean_nothing_are_noted() {
    assert_eq!(
        slips("[a]{lang=anglais .x}\n").into_iter().map(|(_, place)| place).collect::<Vec<_>>(),
        [".x", "anglais"]
    );
    assert_eq!(slips("::: mot\na\n:::\n"), [(Slip::UnknownAttribute("mot".to_owned()), "mot")]);
    assert_eq!(slips("::: {lang=en\na\n:::\n"), [(Slip::UnknownAttribute("{lang=en".to_owned()), "{lang=en")]);
    assert_eq!(
        slips("a {lang=en}, [b]{lang=en\nc\n"),
        [(Slip::UnclosedSpan, "{lang=en}"), (Slip::UnclosedSpan, "{lang=en")]
    );
    assert_eq!(slips("`{lang=en}` and\n\n    {lang=en}\n"), []);
}

#[test]
fn what_is_for_the_teacher_is_left_out_for_students() {
    let text = "# A\n\n> [!TEACHER] Corrigé [x](a.md)[^t]\n> # B\n> <span id=\"s\">un</span> deux\n\n## C\n\nMot[^n] [y](b.md)\n\n\
                [^n]: n\n[^t]: t [z](c.md)\n";
    let mut whole = document(text);
    let students = without_teacher(&mut whole).unwrap();
    assert_eq!(students.headings.iter().map(|heading| heading.text.as_str()).collect::<Vec<_>>(), ["A", "C"]);
    assert_eq!(
        outline(&students),
        "<Heading><Paragraph>".replace("<Paragraph>", "A</><Heading>C</><Paragraph>Mot^ <Link>y</></>")
    );
    let shown: Vec<_> = students.note_order().iter().map(|&note| students.notes[note].label.value.as_str()).collect();
    assert_eq!(shown, ["n"]);
    assert_eq!(students.ids, []);
    assert!(students.words < whole.words);
    let theirs: Vec<_> = whole.links.iter().map(|link| (link.address.as_str(), link.for_teacher)).collect();
    assert_eq!(theirs, [("a.md", true), ("b.md", false), ("c.md", true)]);
    assert_eq!(without_teacher(&mut document("> [!NOTE]\n")), None);
}

#[test]
fn sound_and_film_are_told_by_their_extension() {
    let found = document("![a](a.mp3)\n\nb ![c](c.MP4#t=3)\n");
    assert_eq!(found.links.iter().map(|link| link.kind).collect::<Vec<_>>(), [LinkKind::Audio, LinkKind::Video]);
    assert_eq!(outline(&found), "<Figure><Image>a</></><Paragraph>b <Image>c</></>");
}
