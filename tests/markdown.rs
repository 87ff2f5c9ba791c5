//! What Markdown becomes: pages of examples in `tests/markdown/`, each the Markdown and, under it,
//! the HTML. `PALIER_BLESS=1` rewrites the HTML, to be read in review.
//!
//! ````text
//! ## Emphasis
//!
//! ```md
//! *Oui.*
//! ```
//!
//! ```html
//! <p><em>Oui.</em></p>
//! ```
//! ````
//!
//! A block `md en` is a text in English; others are in French. One that names a place (`md fr-CA`,
//! `md en-GB`) is set as texts there are, and the page shows a no-break space as `&nbsp;`, a thin one
//! as `&#8239;`; others are left as they are written. Links lead where they say, and a
//! citation shows as its key, a term as a link to what it is called.

mod support;

use std::borrow::Cow;
use std::fs;
use std::ops::Range;
use std::path::Path;

use palier::config::RawHtmlMode;
use palier::locale::typography::{self, Typography};
use palier::parse::document::Document;
use palier::parse::formula::DecimalMark;
use palier::parse::parse;
use palier::render::html::{self, Context, Label};

/// A text on a page of its own.
struct Text<'a> {
    document: &'a Document,
    english: bool,
    typography: Typography,
}

impl Context for Text<'_> {
    fn href(&self, link: usize) -> Option<Cow<'_, str>> {
        self.document.links.get(link).map(|link| link.address.as_str().into())
    }

    fn dimensions(&self, _: usize) -> Option<(u32, u32)> {
        None
    }

    fn citation(&self, citation: usize, linked: bool) -> String {
        let keys: Vec<_> = self.document.citations[citation].items.iter().map(|item| item.key.value.as_str()).collect();
        let keys = html::escape(&keys.join("; "));
        if linked { format!("({keys})") } else { format!("(<a href=\"#ref:{keys}\">{keys}</a>)") }
    }

    fn term(&self, term: usize, linked: bool) -> String {
        let term = &self.document.terms[term];
        let (key, words) = (html::escape(&term.term), html::escape(term.shown()));
        if linked { words } else { format!("<a href=\"#term:{key}\">{words}</a>") }
    }

    fn label(&self, label: Label<'_>) -> Cow<'_, str> {
        match label {
            Label::NoteCall(number) => format!("note {number}").into(),
            Label::NoteBack => "retour".into(),
            Label::NoteBackTo(call) => format!("retour {call}").into(),
            Label::Notes => "Notes".into(),
            Label::Permalink(title) => title.to_owned().into(),
            Label::Table(number) => format!("tableau {number}").into(),
            Label::FilmFrom(host) => format!("film de {host}").into(),
            Label::FilmWatch => "voir".into(),
            Label::FilmOpen(host) => format!("ouvrir sur {host}").into(),
            Label::FilmOffline => "hors ligne".into(),
            Label::MarkedLines(lines) => format!("lignes marquées : {lines}").into(),
            Label::Callout(kind) => kind.name().into(),
            Label::Colon => " : ".into(),
            Label::TeacherOnly => "pas pour les élèves".into(),
            Label::Declare => "J’ai fait cette activité".into(),
            Label::ShowAnswer(_) => "réponse".into(),
            Label::ChoiceMarks => "A".into(),
            Label::RightAnswers(_) => "bonne réponse : \u{fffc}".into(),
            Label::RightOrder => "bon ordre : \u{fffc}".into(),
            Label::ListSeparator => ", ".into(),
            Label::Or => " ou ".into(),
            Label::Hint(number) => format!("indice {number}").into(),
            Label::Transcript => "transcription".into(),
        }
    }

    fn decimal_mark(&self) -> DecimalMark {
        if self.english { DecimalMark::Point } else { DecimalMark::Comma }
    }

    fn typography(&self, lang: Option<&str>) -> Typography {
        match lang {
            Some(lang) if self.typography != Typography::AsWritten => Typography::of(lang),
            _ => self.typography,
        }
    }

    fn raw_html(&self) -> RawHtmlMode {
        RawHtmlMode::Allow
    }

    fn permalinks(&self) -> bool {
        false
    }
}

fn render(markdown: &str, language: &str) -> String {
    let parsed = parse(markdown).value;
    let typography = if language.contains('-') { Typography::of(language) } else { Typography::AsWritten };
    let text = Text { document: &parsed.document, english: language.starts_with("en"), typography };
    let html = html::body(&parsed.document, &text) + &html::notes(&parsed.document, &text).unwrap_or_default();
    match typography {
        Typography::AsWritten => html,
        _ => html.replace(typography::NO_BREAK_SPACE, "&nbsp;").replace(typography::THIN_SPACE, "&#8239;"),
    }
}

/// A fenced block: its info string, and the lines between its fences.
struct Block {
    info: String,
    lines: Range<usize>,
}

fn blocks(lines: &[&str]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let fence = lines[at].len() - lines[at].trim_start_matches('`').len();
        at += 1;
        if fence < 3 {
            continue;
        }
        let info = lines[at - 1][fence..].to_owned();
        let closing = "`".repeat(fence);
        let end = lines[at..].iter().position(|line| *line == closing).map_or(lines.len(), |length| at + length);
        blocks.push(Block { info, lines: at..end });
        at = end + 1;
    }
    blocks
}

/// A page as it should be, and what of it differs.
fn check(name: &str, page: &str) -> (String, Vec<String>) {
    let lines: Vec<&str> = page.lines().collect();
    let blocks = blocks(&lines);
    let mut blessed: Vec<String> = Vec::new();
    let mut written = 0;
    let mut differences = Vec::new();
    assert!(!blocks.is_empty() && blocks.len().is_multiple_of(2), "{name}: each `md` block has its `html` block");
    for pair in blocks.chunks(2) {
        let [markdown, html] = pair else { continue };
        let language = markdown.info.split_whitespace().collect::<Vec<_>>();
        assert!(language.first() == Some(&"md") && html.info == "html", "{name}:{}", markdown.lines.start);
        let found = render(&(lines[markdown.lines.clone()].join("\n") + "\n"), language.get(1).unwrap_or(&"fr"));
        let expected = &lines[html.lines.clone()];
        if found.lines().collect::<Vec<_>>() != expected {
            let at = html.lines.start;
            differences.push(format!(
                "{name}:{at}\n- {}\n+ {}",
                expected.join("\n- "),
                found.trim_end().replace('\n', "\n+ ")
            ));
        }
        blessed.extend(lines[written..html.lines.start].iter().map(|line| (*line).to_owned()));
        blessed.extend(found.lines().map(str::to_owned));
        written = html.lines.end;
    }
    blessed.extend(lines[written..].iter().map(|line| (*line).to_owned()));
    (blessed.join("\n") + "\n", differences)
}

/// The headings of a page that have an example below them, as a forge makes anchors of them.
fn anchors(page: &str) -> Vec<String> {
    let lines: Vec<&str> = page.lines().collect();
    let blocks = blocks(&lines);
    let is_outside = |at: usize| !blocks.iter().any(|block| block.lines.contains(&at));
    let headings: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].starts_with("## ") && is_outside(at)).collect();
    let ends = headings.iter().skip(1).copied().chain([lines.len()]);
    let with_example = headings.iter().zip(ends).filter(|&(&start, end)| {
        blocks.iter().any(|block| block.info == "html" && (start..end).contains(&block.lines.start))
    });
    with_example
        .map(|(&at, _)| {
            let kept = lines[at][3..].chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.collect::<String>().to_lowercase().replace(' ', "-")
        })
        .collect()
}

#[test]
fn each_cell_of_the_tables_of_meetings_has_its_example() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/markdown");
    let page = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let meetings = page("meetings.md");
    let (here, blocks) = (anchors(&meetings), anchors(&page("blocks.md")));
    let rows = meetings.lines().take_while(|line| !line.starts_with("## ")).filter(|line| line.starts_with("| "));
    let mut cells = 0;
    for row in rows.filter(|row| !row.starts_with("| in…")) {
        for cell in row.trim_matches('|').split(" | ").skip(1) {
            let (name, anchor) =
                cell.trim().trim_end_matches(')').rsplit_once("](").unwrap().1.split_once('#').unwrap();
            let anchors = if name.is_empty() { &here } else { &blocks };
            assert!(anchors.iter().any(|known| known == anchor), "no example for: {cell}");
            cells += 1;
        }
    }
    assert_eq!(cells, here.len() + blocks.len() - 1, "examples that no cell leads to");
}

#[test]
fn markdown_becomes_the_html_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/markdown");
    let mut differences = Vec::new();
    for path in support::files(&folder) {
        let page = fs::read_to_string(&path).unwrap();
        let (blessed, found) = check(path.file_name().unwrap().to_str().unwrap(), &page);
        differences.extend(found);
        if support::is_blessing() && blessed != page {
            fs::write(&path, blessed).unwrap();
        }
    }
    assert!(differences.is_empty(), "- expected, + found\n{}", differences.join("\n"));
}
