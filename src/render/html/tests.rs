use std::borrow::Cow;
use std::sync::LazyLock;

use proptest::prelude::*;
use scraper::Selector;

use super::*;
use crate::parse::front_matter::{FrontMatter, WrittenObjective};
use crate::parse::markdown::parse;

/// A page where `x.md` leads nowhere, and any other address to itself.
struct Page<'a> {
    document: &'a Document,
    raw_html: RawHtmlMode,
    prefix: &'static str,
}

impl Context for Page<'_> {
    fn href(&self, link: usize) -> Option<Cow<'_, str>> {
        let address = self.document.links[link].address.as_str();
        (address != "x.md").then_some(Cow::Borrowed(address))
    }

    fn dimensions(&self, _: usize) -> Option<(u32, u32)> {
        Some((3, 2))
    }

    fn citation(&self, citation: usize, linked: bool) -> String {
        let key = self.document.citations[citation].items[0].key.value.replace(['<', '>', '&', '"'], "");
        if linked { format!("({key})") } else { format!("(<a href=\"#{key}\">{key}</a>)") }
    }

    fn label(&self, label: Label<'_>) -> Cow<'_, str> {
        match label {
            Label::NoteCall(number) => format!("note {number}").into(),
            Label::NoteBack => "Retour".into(),
            Label::NoteBackTo(number) => format!("Retour {number}").into(),
            Label::Notes => "Notes".into(),
            Label::Callout(kind) => kind.name().into(),
            Label::Colon => " : ".into(),
            Label::TeacherOnly => "Absent".into(),
            Label::Declare => "Fait".into(),
            Label::ShowAnswer(several) => format!("Réponse{}", if several { "s" } else { "" }).into(),
            Label::ChoiceMarks => "A".into(),
            Label::RightAnswers(_) => "Bonne : \u{fffc}".into(),
            Label::RightOrder => "bon ordre : \u{fffc}".into(),
            Label::ListSeparator => ", ".into(),
            Label::Or => " ou ".into(),
            Label::Hint(number) => format!("indice {number}").into(),
            Label::Transcript => "Transcription".into(),
            Label::Permalink(text) => format!("Lien vers « {text} »").into(),
            Label::Table(number) => format!("Tableau {number}").into(),
            Label::FilmFrom(host) => format!("film de {host}").into(),
            Label::FilmWatch => "voir".into(),
            Label::FilmOpen(host) => format!("ouvrir sur {host}").into(),
            Label::FilmOffline => "hors ligne".into(),
            Label::MarkedLines(lines) => format!("Lignes marquées : {lines}").into(),
        }
    }

    fn id_prefix(&self) -> &str {
        self.prefix
    }

    fn raw_html(&self) -> RawHtmlMode {
        self.raw_html
    }
}

fn rendered(text: &str) -> (String, String) {
    let document = parse(text, 0, &FrontMatter::default());
    let page = Page { document: &document, raw_html: RawHtmlMode::Allow, prefix: "" };
    (body(&document, &page), notes(&document, &page).unwrap_or_default())
}

fn html(text: &str) -> String {
    rendered(text).0
}

fn escaped(text: &str) -> String {
    let document = parse(text, 0, &FrontMatter::default());
    body(&document, &Page { document: &document, raw_html: RawHtmlMode::Escape, prefix: "" })
}

#[test]
fn a_note_is_called_and_leads_back() {
    let (body, notes) = rendered("A[^a b] et B[^c][^a b].\n\n[^c]: C\n\n[^a b]: A\n\n    - l\n");
    let call = |id: &str, note: &str, number: u8| {
        format!(
            "<sup class=\"pal-note-call\"><a id=\"fnref:{id}\" href=\"#fn:{note}\" role=\"doc-noteref\" aria-label=\"note {number}\">{number}</a></sup>"
        )
    };
    let calls = [call("a-b", "a-b", 1), call("c", "c", 2), call("a-b-2", "a-b", 1)];
    assert_eq!(body, format!("<p>A{} et B{}{}.</p>\n", calls[0], calls[1], calls[2]));
    let back = |id: &str, arrow: &str, text: &str| {
        format!(
            "<a class=\"pal-note-back\" href=\"#fnref:{id}\" role=\"doc-backlink\"><span aria-hidden=\"true\">↩\u{fe0e}{arrow}</span><span class=\"pal-visually-hidden\">{text}</span></a>"
        )
    };
    let expected = format!(
        "<section class=\"pal-notes\" role=\"doc-endnotes\" aria-labelledby=\"endnotes:title\">\n<h2 id=\"endnotes:title\">Notes</h2>\n<ol>\n<li id=\"fn:a-b\">\n<p>A</p>\n<ul>\n<li>l</li>\n</ul>\n<p>{} {}</p>\n</li>\n<li id=\"fn:c\">\n<p>C {}</p>\n</li>\n</ol>\n</section>\n",
        back("a-b", "<sup>1</sup>", "Retour 1"),
        back("a-b-2", "<sup>2</sup>", "Retour 2"),
        back("c", "", "Retour"),
    );
    assert_eq!(notes, expected);
}

#[test]
fn ids_of_notes_are_unique_whatever_the_labels() {
    let (body, notes) = rendered("x[^a b] y[^a-b] z[^a b] t[^a b-2]\n\n[^a b]: 1\n\n[^a-b]: 2\n\n[^a b-2]: 3\n");
    let all = format!("{body}{notes}");
    let mut ids: Vec<_> = all.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{ids:?}");
    for target in all.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.contains(&target), "{target}");
    }
}

#[test]
fn a_text_beside_others_has_ids_of_its_own() {
    let text = "## É\n\nMot[^a] et mot[^a].\n\n> [!ACTIVITY] Dessiner\n> Un trait.\n\n[^a]: Note.\n";
    let document = parse(text, 0, &FrontMatter::default());
    let page = Page { document: &document, raw_html: RawHtmlMode::Allow, prefix: "en:" };
    let all = body(&document, &page) + &notes(&document, &page).unwrap_or_default();
    let names = |attribute: &str| all.split(attribute).skip(1).map(str::to_owned).collect::<Vec<_>>();
    for name in [" id=\"", " href=\"#", "labelledby=\""].into_iter().flat_map(names) {
        assert!(name.starts_with("en:"), "{name}");
    }
    assert!(all.contains("id=\"en:fnref:a-2\"") && all.contains("href=\"#en:fnref:a-2\""), "{all}");
}

#[test]
fn no_note_no_section_and_an_undefined_one_is_text() {
    let (body, notes) = rendered("x[^a\"b]\n\n[^b]: jamais\n");
    assert_eq!(body, "<p>x[^a&quot;b]</p>\n");
    assert_eq!(notes, "");
}

#[test]
fn a_link_holds_no_link() {
    let value = crate::parse::front_matter::TextValue { text: "N".to_owned(), ..Default::default() };
    let footnotes = vec![(crate::source::Spanned::new("n".to_owned(), 0..0), value)];
    let front_matter = FrontMatter { footnotes, ..FrontMatter::default() };
    let document = parse("[voir [@k][^n]](u.md)\n", 0, &front_matter);
    let html = body(&document, &Page { document: &document, raw_html: RawHtmlMode::Allow, prefix: "" });
    assert!(html.starts_with("<p><a href=\"u.md\">voir (k)</a><sup class=\"pal-note-call\">"), "{html}");
}

#[test]
fn headings_have_ids_and_leave_the_first_level_to_the_title() {
    let anchor =
        "<a class=\"pal-anchor\" href=\"#é\" aria-label=\"Lien vers « É »\"><span aria-hidden=\"true\">#</span></a>";
    assert_eq!(html("## É\n"), format!("<h2 id=\"é\">É {anchor}</h2>\n"));
    assert_eq!(html("# É {.c}\n"), format!("<h2 id=\"é\" class=\"c\">É {anchor}</h2>\n"));
    assert!(html("# É\n\n###### F\n").contains("<h6 id=\"f\">"));
}

#[test]
fn a_link_that_leads_nowhere_is_text() {
    assert_eq!(html("[a *b*](x.md) ![alt](x.md)\n"), "<p>a <em>b</em> alt</p>\n");
    assert_eq!(html("<a class=c href = \"x.md\" id=d>t</a>\n"), "<p><a class=c id=d>t</a></p>\n");
    assert_eq!(html("<a href=x.md>t</a>\n"), "<p><a>t</a></p>\n");
    assert_eq!(html("<img src='x.md'/>\n"), "<img/>\n");
}

#[test]
fn an_author_cant_give_a_class_of_the_themes() {
    for (text, allowed, sanitized) in [
        ("<i class=\"pal-text a\">x</i>", "<i class=\"_ a\">x</i>", "<i class=\"a\">x</i>"),
        (
            "<i title=t CLASS=pal-a id=b>x</i>",
            "<i title=t CLASS=_ id=b>x</i>",
            "<i title=\"t\" class=\"\" id=\"b\">x</i>",
        ),
        ("<i class='a\npal-b pal-c'>x</i>", "<i class='a\n_ _'>x</i>", "<i class=\"a\">x</i>"),
        ("<i class=\"&#112;al-a b\">x</i>", "<i class=\"_\">x</i>", "<i class=\"b\">x</i>"),
        ("<a class=pal-a href=u.md>x</a>", "<a class=_ href=u.md>x</a>", "<a class=\"\" href=\"u.md\">x</a>"),
        ("<i class=a class=pal-b>x</i>", "<i class=a class=_>x</i>", "<i class=\"a\">x</i>"),
        (
            "<i class=\"opal-a Pal-b\">pal-c</i>",
            "<i class=\"opal-a Pal-b\">pal-c</i>",
            "<i class=\"opal-a Pal-b\">pal-c</i>",
        ),
    ] {
        for (mode, expected) in [(RawHtmlMode::Allow, allowed), (RawHtmlMode::Sanitize, sanitized)] {
            assert_eq!(written(text, mode), format!("<p>{expected}</p>\n"), "{text}");
            assert_eq!(written(&format!("- | {text} |\n  |--|\n"), mode).matches(expected).count(), 1, "{text}");
        }
    }
    assert!(!html("# É {.pal-text}\n").contains("class=\"pal-text"));
    assert!(html("# É {#a .pal-text .c}\n").starts_with("<h2 id=\"a\" class=\"c\">É <a"));
}

#[test]
fn images_keep_their_place_and_come_when_needed() {
    let image = "<img src=\"a.png\" alt=\"A &quot;b&quot;\" width=\"3\" height=\"2\" decoding=\"async\">";
    let later = image.replace(" decoding", " loading=\"lazy\" decoding");
    // The first may be on the screen when the page opens.
    assert_eq!(html("![A \"b\"](a.png)\n\n![A \"b\"](a.png)\n"), format!("<p>{image}</p>\n<p>{later}</p>\n"));
    assert_eq!(
        html("![A \"b\"](a.png 'L’été <3')\n"),
        format!("<figure>\n{image}\n<figcaption>L’été &lt;3</figcaption>\n</figure>\n")
    );
}

#[test]
fn tables_scroll_and_are_named_and_need_no_style() {
    assert_eq!(
        html("| | b |\n|--|:-:|\n| c | d |\n"),
        "<div class=\"pal-table\" role=\"group\" tabindex=\"0\" aria-label=\"Tableau 1\">\n<table>\n<thead>\n<tr>\n<td></td>\n<th scope=\"col\" class=\"pal-align-center\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>c</td>\n<td class=\"pal-align-center\">d</td>\n</tr>\n</tbody>\n</table>\n</div>\n"
    );
    assert!(!html("| a |\n|---|\n").contains("<tbody>"));
}

#[test]
fn boxes_of_tasks_are_named_by_their_text() {
    assert_eq!(
        html("- [x] fait\n  - [ ] à *faire*\n"),
        "<ul>\n<li><label><input type=\"checkbox\" disabled checked> fait</label>\n<ul>\n<li><label><input type=\"checkbox\" disabled> à <em>faire</em></label></li>\n</ul>\n</li>\n</ul>\n"
    );
    assert_eq!(
        html("- [ ] a\n\n  b\n"),
        "<ul>\n<li>\n<p><label><input type=\"checkbox\" disabled> a</label></p>\n<p>b</p>\n</li>\n</ul>\n"
    );
}

#[test]
fn alerts_have_their_title() {
    assert_eq!(
        html("> [!TIP]\n> Osez.\n"),
        "<aside class=\"pal-alert pal-alert-tip\" role=\"note\">\n<p class=\"pal-alert-title\"><svg class=\"pal-icon\" viewBox=\"0 0 20 20\" width=\"20\" height=\"20\" aria-hidden=\"true\"><path d=\"M7.5 14.5c0-2.5-2.5-3.5-2.5-7a5 5 0 0 1 10 0c0 3.5-2.5 4.5-2.5 7zM8 17.5h4\"/></svg>tip</p>\n<p>Osez.</p>\n</aside>\n"
    );
}

#[test]
fn code_can_be_scrolled_by_keyboard_and_tells_its_language() {
    assert_eq!(
        html("```text ignore\nlet a = \"<\";\n```\n"),
        "<pre tabindex=\"0\"><code class=\"language-text\">let a = &quot;&lt;&quot;;\n</code></pre>\n"
    );
}

#[test]
fn definition_lists_are_lists() {
    assert_eq!(html("Terme\n: Sens\n"), "<dl>\n<dt>Terme</dt>\n<dd>Sens</dd>\n</dl>\n");
}

#[test]
fn addresses_in_raw_html_lead_where_links_do() {
    let html = html("<p><a href=\"b.md?a&amp;b\">é</a> <img srcset='a.png 1x, b.png 2x'></p>\n");
    assert_eq!(html, "<p><a href=\"b.md?a&#38;b\">é</a> <img srcset='a.png 1x, b.png 2x'></p>\n");
}

#[test]
fn raw_html_can_be_shown_instead() {
    assert_eq!(escaped("<p onclick=x>\n\na <b>c</b>\n"), "<p>&lt;p onclick=x&gt;</p>\n<p>a &lt;b&gt;c&lt;/b&gt;</p>\n");
}

#[test]
fn prose_has_no_paragraph() {
    let value = crate::parse::front_matter::TextValue { text: "*a* [@k] & b".to_owned(), ..Default::default() };
    let front_matter = FrontMatter {
        objectives: vec![WrittenObjective { text: value, ..WrittenObjective::default() }],
        ..FrontMatter::default()
    };
    let document = parse("", 0, &front_matter);
    let page = Page { document: &document, raw_html: RawHtmlMode::Allow, prefix: "" };
    let html = prose(&document, &document.prose[0].events, &page);
    assert_eq!(html, "<em>a</em> (<a href=\"#k\">k</a>) &amp; b");
}

#[test]
fn commonmark_has_none_of_ours() {
    assert_eq!(commonmark("# T {#a}\n\n[@k][^n] | ~~x~~\n"), "<h1>T {#a}</h1>\n<p>[@k][^n] | ~~x~~</p>\n");
    assert_eq!(
        commonmark("![a](b \"t\")\n\n<a href=é>\n"),
        "<p><img src=\"b\" alt=\"a\" title=\"t\" /></p>\n<a href=é>\n"
    );
    assert_eq!(commonmark(""), "");
}

/// What any text, however broken, must not do to the page around it, raw HTML left out.
fn is_well_formed(html: &str) -> bool {
    let mut open = Vec::new();
    let mut rest = html;
    while let Some((_, tag)) = rest.split_once('<') {
        let Some((inside, after)) = tag.split_once('>') else { return false };
        rest = after;
        let name = inside.split_whitespace().next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => return false,
            None if !inside.ends_with('/') && !matches!(name, "br" | "hr" | "img" | "input") => open.push(name),
            _ => {}
        }
    }
    open.is_empty()
}

proptest! {
    #[test]
    fn what_is_rendered_is_well_formed(pieces in prop::collection::vec(prop::sample::select(vec![
        "[", "]", "(u)", "(x.md)", "@k", "[@k]", "[^a]", "[^é]", "\n\n[^a]: ", "*", "**", "_", "`", "```\n", "\n", "\n\n", "> ", "- ",
        "1. ", "    ", "# ", "{#id}", "é", "mot ", "\\", "&lt;", "<b>", "<div>\n", "|", "\n|--|\n", "\n: d\n", "![", "(u \"t\")", "- [ ] ",
        "> [!NOTE]\n", "~~", "\0", "\"", "<a href=x.md>", "<img src = 'x.md' srcset=\"x.md 1x, é 2x\"", "=", "'", "<p id=é>\n", "<!--", ">",
    ]), 0..40)) {
        let text = pieces.concat();
        let document = parse(&text, 0, &FrontMatter::default());
        let page = Page { document: &document, raw_html: RawHtmlMode::Escape, prefix: "" };
        let html = format!("{}{}", body(&document, &page), notes(&document, &page).unwrap_or_default());
        // as the author's own HTML it is the author's care, but never a fault of ours
        body(&document, &Page { document: &document, raw_html: RawHtmlMode::Allow, prefix: "" });
        prop_assert!(is_well_formed(&html), "{text:?}\n{html}");
    }
}

#[test]
fn a_callout_says_what_it_is_before_its_title() {
    assert_eq!(
        html("> [!NOTE] Un *mot*\n> a\n"),
        "<aside class=\"pal-alert pal-alert-note\" role=\"note\">\n<p class=\"pal-alert-title\"><svg class=\"pal-icon\" viewBox=\"0 0 20 20\" width=\"20\" height=\"20\" aria-hidden=\"true\"><path d=\"M4.5 2.5h7l4 4v11h-11zM11.5 2.5v4h4M7.5 10h5M7.5 13.5h5\"/></svg>note : Un <em>mot</em></p>\n<p>a</p>\n</aside>\n"
    );
    assert_eq!(
        html("> [!ACTIVITY] Faire\n> a\n"),
        "<div class=\"pal-callout pal-callout-activity\" role=\"group\" aria-labelledby=\"callout:0\">\n\
         <p class=\"pal-callout-title\" id=\"callout:0\"><span class=\"pal-callout-kind\"><svg class=\"pal-icon\" viewBox=\"0 0 20 20\" width=\"20\" height=\"20\" aria-hidden=\"true\"><path d=\"M3 17l1-4L14 3l3 3L7 16zM12 5l3 3\"/></svg>activity</span>\
         <span class=\"pal-visually-hidden\"> : </span> Faire</p>\n<p>a</p>\n</div>\n"
    );
    assert!(html("> [!TEACHER]\n> a\n").contains("<span class=\"pal-badge\">Absent</span></span></p>"));
}

#[test]
fn a_question_keeps_its_answers_behind_a_summary() {
    let text = "> [!QUESTION] Quoi?\n> - [ ] Un[^n]\n>\n>   Non.\n> - [x] Deux\n>\n> Parce que.\n\n[^n]: n\n";
    let html = html(text);
    let (asked, answer) = html.split_once("<details class=\"pal-answer\">\n").unwrap();
    assert!(asked.ends_with("</sup></li>\n<li data-pal-right>Deux</li>\n</ol>\n"), "{asked}");
    assert!(asked.contains("<ol class=\"pal-choices\" type=\"A\">\n<li>Un<sup"), "{asked}");
    assert_eq!(
        answer,
        "<summary>Réponse</summary>\n<p class=\"pal-right-answer\">Bonne : B</p>\n<dl class=\"pal-feedback\">\n\
         <dt>A</dt>\n<dd data-pal-choice=\"1\">\n<p>Non.</p>\n</dd>\n</dl>\n<p>Parce que.</p>\n</details>\n</div>\n"
    );
}

#[test]
fn several_answers_may_be_right() {
    let html = html("> [!QUESTION] Quoi?\n> - [x] Un\n> - [x] Deux\n");
    assert!(
        html.contains("<summary>Réponses</summary>\n<p class=\"pal-right-answer\">Bonne : A, B</p>\n</details>"),
        "{html}"
    );
}

#[test]
fn a_passage_says_its_language_and_a_block_its_direction() {
    assert_eq!(
        html("Le [framing]{lang=en}, [كادر]{lang=ar}, [rien]{lang=anglais}.\n"),
        "<p>Le <span lang=\"en\">framing</span>, <span lang=\"ar\" dir=\"rtl\">كادر</span>, <span>rien</span>.</p>\n"
    );
    assert_eq!(
        html("::: {lang=en}\nA\n:::\n\n::: {lang=ar}\n- ب\n:::\n"),
        "<div lang=\"en\" dir=\"ltr\">\n<p>A</p>\n</div>\n<div lang=\"ar\" dir=\"rtl\">\n<ul>\n<li>ب</li>\n</ul>\n</div>\n"
    );
}

#[test]
fn film_and_sound_are_figures_where_they_stand_alone() {
    assert_eq!(
        html("![Une \"visite\"](a.mp4 \"Le marché\")\n"),
        "<figure>\n<video controls preload=\"metadata\" src=\"a.mp4\" aria-label=\"Une &quot;visite&quot;\" width=\"3\" height=\"2\"></video>\n\
         <figcaption>Le marché</figcaption>\n</figure>\n"
    );
    assert_eq!(
        html("Voir ![b](a.mp3).\n"),
        "<p>Voir <audio controls preload=\"none\" src=\"a.mp3\" aria-label=\"b\"></audio>.</p>\n"
    );
}

fn sanitized(text: &str) -> String {
    written(text, RawHtmlMode::Sanitize)
}

fn written(text: &str, raw_html: RawHtmlMode) -> String {
    shown(&parse(text, 0, &FrontMatter::default()), raw_html)
}

fn shown(document: &Document, raw_html: RawHtmlMode) -> String {
    let page = Page { document, raw_html, prefix: "" };
    body(document, &page) + &notes(document, &page).unwrap_or_default()
}

#[test]
fn raw_html_stays_in_its_container_and_otherwise_as_it_is() {
    for (text, expected) in [
        ("<!-- ouvert", "<!-- ouvert-->"),
        ("<noscript>\n<p>Sans script</main></noscript>\n", "\n<p>Sans script\n"),
        ("<textarea>\n", "<textarea>\n</textarea>"),
        ("<style>\np {\n\n}", "<style>\np {\n\n}</style>"),
        ("<script><!--<script></script>", "<script><!--<script></script>--></script>"),
        ("<title>\n\nUn mot", "<title>\n</title>\n<p>Un mot</p>\n"),
        ("<details>\n\nUn mot", "<details>\n<p>Un mot</p>\n</details>"),
        ("</main>\n\nUn mot", "\n<p>Un mot</p>\n"),
        ("</div></div></article></body></html>", ""),
        ("<html><body class=\"x\"><p>a</p></body></html>", "<p>a</p>"),
        ("<plaintext>a", "<p>a</p>\n"),
        ("<meta http-equiv=\"refresh\" content=\"0;url=https://example.org\">\n\nUn mot", "\n<p>Un mot</p>\n"),
        ("<title>Un</title>", "<title>Un</title>"),
        // In a drawing, a title holds elements; elsewhere, text.
        ("<svg>\n\n<title>a<b></title>\n\n<path/>\n</svg>", "<svg>\n<title>a<b></b></title>\n<path/>\n</svg>"),
        ("<svg>\n\n<style><b></style></main>", "<svg>\n<style></svg><b></b>"),
        ("<svg>\n\nUn mot\n\n<title>a<b></title>", "<svg>\n</svg>\n<p>Un mot</p>\n<title>a<b></title>"),
        ("<svg><desc><p></svg><title><b></title>", "<p><svg><desc><p></p></desc></svg><title>&lt;b&gt;</title></p>\n"),
        ("<math><svg><title><style>x", "<p><math></math><svg><title><style>x</style></title></svg></p>\n"),
        ("Un <svg> mot  \nb <style>", "<p>Un <svg> mot</svg><br>\nb <style></style></p>\n"),
        ("<select><title><b></select>", "<p><select></select><title>&lt;b&gt;&lt;/select&gt;</title></p>\n"),
        ("Un <title><main><title>", "<p>Un <title>&lt;main&gt;&lt;title&gt;</title></p>\n"),
        ("Un <script><!-- </script><b>-->", "<p>Un <script>&lt;!-- &lt;/script&gt;&lt;b&gt;--&gt;</script></p>\n"),
        ("<table><i><td>a</table>", "<table><i></i><td>a</table>"),
        ("<template><tr></template>", "<p><template></template></p>\n"),
        ("<p", "&lt;p"),
        ("<p class=\"x>\n<b>\n\nUn mot", "&lt;p class=&quot;x&gt;\n&lt;b&gt;\n<p>Un mot</p>\n"),
        ("<div>\n</\n\nUn mot", "<div>\n&lt;/\n<p>Un mot</p>\n</div>"),
        ("<?php echo", "&lt;?php echo"),
        ("<![CDATA[ x", "&lt;![CDATA[ x"),
        ("Un <b>mot\n\nUn autre</b>", "<p>Un <b>mot</b></p>\n<p>Un autre</p>\n"),
        ("- <i>a\n- b</i>", "<ul>\n<li><i>a</i></li>\n<li>b</li>\n</ul>\n"),
        ("<div><b></div></b>", "<div><b></b></div>"),
        ("<a id=\"x\"/>", "<a id=\"x\"/></a>"),
        ("<div/>", "<div/></div>"),
        // What is right stays as it is.
        ("<details>\n\n## A\n\n</details>", "<details>\n<h2 id=\"a\">A</h2>\n</details>"),
        ("<ul><li>a<li>b</ul><p>c<p>d", "<ul><li>a<li>b</ul><p>c<p>d"),
        (
            "<div><svg><path d=x /><g></g></svg><br/><img src=x></div>",
            "<div><svg><path d=x /><g></g></svg><br/><img src=x></div>",
        ),
        ("<p><select><option>a</select> <!-- b --> 1 < 2", "<p><select><option>a</select> <!-- b --> 1 < 2"),
    ] {
        let html = written(text, RawHtmlMode::Allow);
        assert_eq!(without_permalink(&html), expected, "{text}");
    }
    let deep = written(&"<div>".repeat(10_000), RawHtmlMode::Allow);
    assert_eq!((deep.matches("<div>").count(), deep.matches("</div>").count()), (400, 400));
}

/// The HTML without the links of headings to themselves.
fn without_permalink(html: &str) -> String {
    match (html.find(" <a class=\"pal-anchor\""), html.find("</a></h")) {
        (Some(start), Some(end)) => format!("{}{}", &html[..start], &html[end + 4..]),
        _ => html.to_owned(),
    }
}

#[test]
fn sanitised_html_keeps_what_structures_and_shows() {
    let kept =
        "<div class=\"a\" lang=\"en\" dir=\"ltr\" title=\"t &amp; &quot;u&quot;\"><p>Un <b>mot</b><br></p></div>";
    assert_eq!(sanitized(kept), kept);
    let kept = "<table><tr><td colspan=\"2\" id=\"c\">a</td></tr></table>\n<audio src=\"a.ogg\" controls></audio>";
    assert_eq!(sanitized(kept), kept);
    assert_eq!(
        sanitized("Un <kbd title='t'>a</kbd> <IMG SRC=a.png ALT>"),
        "<p>Un <kbd title=\"t\">a</kbd> <img src=\"a.png\" alt></p>\n"
    );
    let details = "<details open>\n<summary>Plus</summary>\n\n*Suite*\n\n</details>\n";
    assert_eq!(sanitized(details), "<details open>\n<summary>Plus</summary>\n<p><em>Suite</em></p>\n</details>\n");
    assert_eq!(sanitized("<a name=b>x</a>"), "<p><a id=\"b\">x</a></p>\n");
}

#[test]
fn sanitised_html_loses_what_runs_loads_or_submits() {
    for (text, expected) in [
        ("<script>alert(1)</script>", ""),
        ("<style>p { color: red }</style>", ""),
        ("<p style=\"color: red\" onclick=\"a()\" CLASS=a class=b>x", "<p class=\"a\">x</p>"),
        ("<!-- c --><?php p ?><!DOCTYPE html>", ""),
        ("<div><iframe src=\"https://example.org/\">a</iframe>b</div>", "<div>b</div>"),
        ("<form action=\"/\"><input name=\"a\"><button>b</button></form>", "b"),
        ("<div><svg onload=a><style><img src=a.png onerror=b></style></svg></div>", "<div></div>"),
        ("<div><a href=\"javascript:a\">b</a><a href=\"JAVA&#10;script:a\">c</a></div>", "<div><a>b</a><a>c</a></div>"),
        ("<div><img src=\"data:image/png;base64,AA\" srcset=\"b.png 2x\"></div>", "<div><img></div>"),
        ("<div><a href=\"ftp://a\">b</a><a href=\"//c\">d</a></div>", "<div><a>b</a><a href=\"//c\">d</a></div>"),
        ("<div><a href=\"x.md\" title=\"t\">b</a></div>", "<div><a title=\"t\">b</a></div>"),
        ("<div id=\"fn:1\"><p id=\"page.content\"></p><p id=\"a b\"></p></div>", "<div><p></p><p></p></div>"),
        ("<div a=\"", "&lt;div a=&quot;"),
    ] {
        assert_eq!(sanitized(text), expected, "{text}");
    }
}

#[test]
fn sanitised_html_stays_in_its_container() {
    assert_eq!(sanitized("> <b>x\n\n</div></blockquote>"), "<blockquote>\n<p><b>x</b></p>\n</blockquote>\n");
    assert_eq!(sanitized("*<b>x* y</b>"), "<p><em><b>x</b></em> y</p>\n");
    assert_eq!(sanitized("- <div>a\n- b"), "<ul>\n<li>\n<div>a\n</div></li>\n<li>b</li>\n</ul>\n");
    assert_eq!(sanitized("<p><i>a</p>b"), "<p><i>a</i></p>b");
    assert_eq!(sanitized("- <div><li>a</li></div>"), "<ul>\n<li>\n<div>a</div></li>\n</ul>\n");
    assert_eq!(sanitized("<ul><li>a<li>b</ul>"), "<ul><li>a</li><li>b</li></ul>");
    let label = "<label><input type=\"checkbox\" disabled> <b>a</b></label>";
    assert_eq!(sanitized("- [ ] <b>a\n  - b"), format!("<ul>\n<li>{label}\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n"));
    let note = sanitized("[^a]\n\n[^a]: <b>x");
    assert!(note.contains("<p><b>x</b> <a class=\"pal-note-back\""), "{note}");
    let deep = sanitized(&"<div>".repeat(10_000));
    assert_eq!((deep.matches("<div>").count(), deep.matches("</div>").count()), (100, 100));
}

proptest! {
    #[test]
    fn a_text_without_raw_html_is_the_same_in_every_mode(text in "[a-z*_~`#>|:+\\[\\](){}!^@=\\n -]{0,200}") {
        let document = parse(&text, 0, &FrontMatter::default());
        let render = |raw_html| {
            let page = Page { document: &document, raw_html, prefix: "" };
            (body(&document, &page), notes(&document, &page).unwrap_or_default())
        };
        prop_assert_eq!(render(RawHtmlMode::Allow), render(RawHtmlMode::Escape));
        prop_assert_eq!(render(RawHtmlMode::Allow), render(RawHtmlMode::Sanitize));
    }
}

/// Texts of tags in no order, and of what Markdown puts between them.
fn soup() -> impl Strategy<Value = String> {
    const NAMES: [&str; 55] = [
        "a",
        "annotation-xml",
        "annotation-xml encoding='text/html'",
        "b",
        "br",
        "blockquote",
        "body",
        "button",
        "caption",
        "col",
        "colgroup",
        "dd",
        "desc",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "font color=x",
        "foreignObject",
        "form",
        "frameset",
        "h1",
        "h2",
        "html",
        "i",
        "iframe",
        "img",
        "li",
        "main",
        "math",
        "mglyph",
        "mi",
        "nobr",
        "noscript",
        "ol",
        "p",
        "pre",
        "ruby",
        "rt",
        "script",
        "select",
        "span",
        "style",
        "summary",
        "svg",
        "table",
        "tbody",
        "td",
        "textarea",
        "template",
        "title",
        "tr",
        "u",
        "ul",
    ];
    const MARKS: [&str; 24] = [
        "<!-- a",
        "-->",
        "<![CDATA[",
        "1er  \n",
        "\n\n",
        "\n",
        "\n\n",
        "\n- ",
        "\n  - ",
        "\n> ",
        "\n## ",
        "*",
        "**",
        "[a](b)",
        "[",
        "](c)",
        "[^a]",
        "\n[^a]: ",
        "a",
        "\n\n| a | b |\n|---|---|\n| ",
        " | ",
        "- [ ] ",
        "\n: ",
        "`",
    ];
    let name = proptest::sample::select(&NAMES[..]);
    let tag =
        (name, any::<bool>()).prop_map(|(name, ends)| if ends { format!("</{name}>") } else { format!("<{name}>") });
    let mark = proptest::sample::select(&MARKS[..]).prop_map(str::to_owned);
    proptest::collection::vec(prop_oneof![3 => tag, 1 => mark], 0..40).prop_map(|parts| parts.concat())
}

static TEXT_IN_ITS_PLACE: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("body > header + main > #text + #after:last-child").unwrap());
static FOOTER_IN_ITS_PLACE: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("body > header + main + footer:last-child:empty").unwrap());
/// Elements that are in no page whose raw HTML is not allowed.
static HARMFUL: LazyLock<Selector> = LazyLock::new(|| {
    Selector::parse("script, style, iframe, title, textarea, svg, math, form, select, button, template, frameset")
        .unwrap()
});

/// Asserts that a text with raw HTML takes nothing of the page around it with it, in any mode.
fn assert_page_is_whole(text: &str) -> Result<(), TestCaseError> {
    let document = parse(text, 0, &FrontMatter::default());
    for mode in [RawHtmlMode::Allow, RawHtmlMode::Escape, RawHtmlMode::Sanitize] {
        let html = shown(&document, mode);
        let page =
            format!("<header></header><main><div id=\"text\">{html}</div><i id=\"after\"></i></main><footer></footer>");
        let page = scraper::Html::parse_document(&page);
        let count = |selector: &Selector| page.select(selector).count();
        prop_assert_eq!(count(&TEXT_IN_ITS_PLACE), 1, "{:?} {}", mode, html);
        prop_assert_eq!(count(&FOOTER_IN_ITS_PLACE), 1, "{:?} {}", mode, html);
        prop_assert!(mode == RawHtmlMode::Allow || count(&HARMFUL) == 0, "{:?} {}", mode, html);
    }
    Ok(())
}

#[test]
fn a_button_in_a_button_takes_nothing_of_the_page_with_it() {
    for text in [
        "<tbody><button>\n\n| a | b |\n|---|---|\n| \n\n<a><div><button>",
        "</table><button>\n\n| a | b |\n|---|---|\n| \n- <main><button>",
        "<button>\n\n- <main><button>a</button>",
    ] {
        assert_page_is_whole(text).unwrap();
    }
    let html = written("<button>\n\n- <button>a</button>\n\n</button>\n<button>b</button>", RawHtmlMode::Allow);
    assert_eq!(html.matches("<button>").count(), 2, "{html}");
    assert_eq!(html.matches("</button>").count(), 2, "{html}");
}

#[test]
fn what_a_drawing_calls_a_template_is_none() {
    for root in ["math", "svg"] {
        let text = format!("<table><{root}><template>\n\n| a | b |\n|---|---|\n");
        assert_page_is_whole(&text).unwrap();
        let html = written(&text, RawHtmlMode::Allow);
        let closed = html.split("<div").next().unwrap_or_default();
        assert!(closed.trim_end().ends_with(&format!("</{root}></table>")), "{html}");
    }
}

#[test]
fn a_heading_in_a_raw_heading_takes_nothing_of_the_page_with_it() {
    for text in ["<h1><main><h1>\n\n## a", "<h2>\n\n## a", "<h2><div><h3>\n\n## a\n\n</h3></div></h2>\n\n## b"] {
        assert_page_is_whole(text).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn raw_html_ends_where_the_text_does(text in soup()) {
        assert_page_is_whole(&text)?;
    }
}
