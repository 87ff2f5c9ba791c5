//! What hayagriva formats, in pieces that know what they are: no inline style, nothing nested
//! that could overflow, and the words of each work apart from what the style puts around them.

use hayagriva::citationberg::{Display, FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign};
use hayagriva::{ElemChild, ElemChildren, ElemMeta, Formatting};

use super::item::{ELIDED, OTHERS};
use super::{quotes, rich};
use crate::render::html::escape;

/// A piece of a citation or a reference.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// Text, in a form.
    Text(String, Form),
    /// An address that is shown.
    Link {
        /// What shows.
        text: String,
        /// Where it leads.
        url: String,
        /// In which form.
        form: Form,
    },
    /// What begins here.
    Start(Mark),
    /// What ends here.
    End(Mark),
}

/// What a run of pieces is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mark {
    /// One work of a citation, by its place in it.
    Work(usize),
    /// Names.
    Names,
    /// A date.
    Date,
    /// A number in place of the work, or another label.
    Label,
    /// A title in another language than the page's.
    Lang(String),
    /// What the style sets apart.
    Block(&'static str),
}

/// How text is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    italic: bool,
    bold: bool,
    small_caps: bool,
    underline: bool,
    align: Align,
}

/// Above or below the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Align {
    #[default]
    None,
    Super,
    Sub,
}

impl From<Formatting> for Form {
    fn from(formatting: Formatting) -> Self {
        Self {
            italic: matches!(formatting.font_style, FontStyle::Italic),
            bold: matches!(formatting.font_weight, FontWeight::Bold),
            small_caps: matches!(formatting.font_variant, FontVariant::SmallCaps),
            underline: matches!(formatting.text_decoration, TextDecoration::Underline),
            align: match formatting.vertical_align {
                VerticalAlign::Sup => Align::Super,
                VerticalAlign::Sub => Align::Sub,
                _ => Align::None,
            },
        }
    }
}

/// A title that a work has, and its language.
#[derive(Clone, Hash)]
pub(super) struct Titles {
    /// In lower case, without marks.
    pub(super) folded: Vec<String>,
    /// The language, where it isn't the page's.
    pub(super) lang: String,
}

/// The pieces of what hayagriva formatted. `titles` are those of the work at hand, or of each work
/// of a citation.
pub(super) fn pieces(children: &ElemChildren, titles: &[Option<Titles>]) -> Vec<Piece> {
    let (mut pieces, mut labels) = (Vec::new(), Vec::new());
    // hayagriva nests as deep as the style does, which is bounded.
    walk(&children.0, titles, (titles.len() == 1).then_some(0), &mut pieces, &mut labels);
    labels.into_iter().for_each(|label| keep_together(&mut pieces, label));
    quotes::told_apart(tidy(pieces))
}

/// Keeps a label and its number in a line, “p. 12”. The label ends at a piece.
fn keep_together(pieces: &mut [Piece], end: usize) {
    let text = |piece: &Piece| match piece {
        Piece::Text(text, _) => text.clone(),
        _ => String::new(),
    };
    let after: String = pieces.iter().skip(end).map(text).filter(|text| !text.is_empty()).take(2).collect();
    let mut signs = after.chars();
    if signs.next() != Some(' ') || !signs.next().is_some_and(|sign| sign.is_ascii_digit()) {
        return;
    }
    let space = pieces.iter_mut().skip(end).find_map(|piece| match piece {
        Piece::Text(text, _) if !text.is_empty() => Some(text),
        _ => None,
    });
    if let Some(text) = space {
        text.replace_range(..1, "\u{a0}");
    }
}

fn walk(
    children: &[ElemChild],
    titles: &[Option<Titles>],
    work: Option<usize>,
    pieces: &mut Vec<Piece>,
    labels: &mut Vec<usize>,
) {
    for child in children {
        match child {
            ElemChild::Text(text) => pieces.push(Piece::Text(text.text.clone(), text.formatting.into())),
            ElemChild::Markup(text) => pieces.push(Piece::Text(text.clone(), Form::default())),
            ElemChild::Link { text, url } => {
                let form = text.formatting.into();
                pieces.push(Piece::Link { text: text.text.clone(), url: url.clone(), form });
            }
            ElemChild::Transparent { .. } => {}
            ElemChild::Elem(elem) => {
                let block = elem.display.map(|display| match display {
                    Display::Block => "block",
                    Display::LeftMargin => "label",
                    Display::RightInline => "rest",
                    Display::Indent => "indent",
                });
                let (meta, work) = match &elem.meta {
                    Some(ElemMeta::Entry(index)) => (Some(Mark::Work(*index)), Some(*index)),
                    Some(ElemMeta::Names(_)) => (Some(Mark::Names), work),
                    Some(ElemMeta::Date) => (Some(Mark::Date), work),
                    Some(ElemMeta::CitationNumber | ElemMeta::CitationLabel) => (Some(Mark::Label), work),
                    Some(ElemMeta::Text) => (lang(&elem.children, titles, work), work),
                    _ => (None, work),
                };
                let marks = [block.map(Mark::Block), meta];
                pieces.extend(marks.iter().flatten().cloned().map(Piece::Start));
                walk(&elem.children.0, titles, work, pieces, labels);
                pieces.extend(marks.into_iter().rev().flatten().map(Piece::End));
                if elem.meta == Some(ElemMeta::Label) {
                    labels.push(pieces.len());
                }
            }
        }
    }
}

/// The language that some text is in, when it is a title of the work at hand.
fn lang(children: &ElemChildren, titles: &[Option<Titles>], work: Option<usize>) -> Option<Mark> {
    let titles = titles.get(work?)?.as_ref()?;
    let mut text = String::new();
    children.write_buf(&mut text, hayagriva::BufWriteFormat::Plain).ok()?;
    let text = folded(&text);
    titles.folded.contains(&text).then(|| Mark::Lang(titles.lang.clone()))
}

/// Signs that hayagriva leaves beside each other, and their replacement. Each is looked for over
/// the ends of pieces too.
const MENDED: [(&str, char, &str); 16] = [
    // the text before, the sign, the replacement of both
    (" ", ' ', " "),
    ("\u{a0}", ' ', "\u{a0}"),
    (".", '.', "."),
    (",", ',', ","),
    (",", '.', "."),
    (":", ',', ":"),
    (":", '.', ":"),
    (",", ')', ")"),
    (", ", ')', ")"),
    (" ", ',', ","),
    ("?", '.', "?"),
    ("!", '.', "!"),
    (".”", '.', ".”"),
    ("?”", '.', "?”"),
    ("?\u{a0}»", '.', "?\u{a0}»"),
    ("!”", '.', "!”"),
];

/// Mends what hayagriva sets twice, or leaves before what is empty, and its straight apostrophes.
fn tidy(mut pieces: Vec<Piece>) -> Vec<Piece> {
    for at in 0..pieces.len() {
        let Piece::Text(text, _) = &mut pieces[at] else { continue };
        let text = std::mem::take(text);
        let mut tidied = String::with_capacity(text.len());
        let mut signs = text.chars().peekable();
        while let Some(sign) = signs.next() {
            let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphabetic);
            if sign == '\'' && is_letter(tidied.chars().next_back()) {
                tidied.push('’');
                continue;
            }
            // An ellipsis may be three full stops.
            if sign == '.' && (signs.peek() == Some(&'.') || tidied.ends_with("..")) {
                tidied.push(sign);
                continue;
            }
            // A particle that touches the name, and the space that hayagriva puts there.
            if sign == ELIDED {
                signs.next_if_eq(&' ');
                continue;
            }
            if sign == OTHERS {
                let before = if tidied.is_empty() { last_text(&mut pieces[..at]) } else { Some(&mut tidied) };
                before.into_iter().for_each(|before| before.truncate(before.len() - and_at_end(before)));
                continue;
            }
            // Most signs are letters, before which nothing is mended.
            let mended =
                MENDED.iter().filter(|(_, after, _)| *after == sign).find(|(before, ..)| match tidied.is_empty() {
                    true => ends_with(&pieces[..at], before),
                    false => tidied.ends_with(before),
                });
            let Some((before, _, instead)) = mended else {
                tidied.push(sign);
                continue;
            };
            if tidied.is_empty() {
                take_end(&mut pieces[..at], before.len());
            } else {
                tidied.truncate(tidied.len() - before.len());
            }
            tidied.push_str(instead);
        }
        if let Piece::Text(text, _) = &mut pieces[at] {
            *text = tidied;
        }
    }
    pieces
}

/// How long the “and ” is that a text ends with, if it does: a word without a comma, or a sign.
fn and_at_end(text: &str) -> usize {
    let words = text.trim_end_matches([' ', '\u{a0}']);
    let word = words.rsplit([' ', '\u{a0}']).next().unwrap_or_default();
    let is_and = words.len() < text.len() && (word == "&" || word.len() <= 3 && word.chars().all(char::is_lowercase));
    if is_and { text.len() - words.len() + word.len() } else { 0 }
}

/// The last piece that has any text.
fn last_text(pieces: &mut [Piece]) -> Option<&mut String> {
    pieces.iter_mut().rev().find_map(|piece| match piece {
        Piece::Text(text, _) | Piece::Link { text, .. } if !text.is_empty() => Some(text),
        _ => None,
    })
}

fn ends_with(pieces: &[Piece], end: &str) -> bool {
    let last = pieces.iter().rev().find_map(|piece| match piece {
        Piece::Text(text, _) if !text.is_empty() => Some(Some(text)),
        Piece::Link { text, .. } if !text.is_empty() => Some(None),
        _ => None,
    });
    last.flatten().is_some_and(|text| text.ends_with(end))
}

fn take_end(pieces: &mut [Piece], length: usize) {
    if let Some(text) = last_text(pieces) {
        text.truncate(text.len() - length);
    }
}

/// Names with the particles that belong to them in citations, wherever a style has them in lists:
/// “de Beauvoir”. `particles` are family names without and with them.
pub(super) fn with_particles(mut pieces: Vec<Piece>, particles: &[(String, String)]) -> Vec<Piece> {
    for piece in &mut pieces {
        let Piece::Text(text, _) = piece else { continue };
        for (family, whole) in particles {
            if let Some(at) = text.find(family.as_str()).filter(|_| !text.contains(whole.as_str())) {
                text.replace_range(at..at + family.len(), whole);
            }
        }
    }
    pieces
}

/// The text of pieces.
pub(super) fn plain(pieces: &[Piece]) -> String {
    let texts = pieces.iter().filter_map(|piece| match piece {
        Piece::Text(text, _) | Piece::Link { text, .. } => Some(rich::plain(text)),
        Piece::Start(_) | Piece::End(_) => None,
    });
    texts.collect()
}

/// Pieces as HTML; without `links`, addresses are words.
pub(super) fn html(pieces: &[Piece], links: bool) -> String {
    let mut html = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text, form) => push(&mut html, text, *form),
            Piece::Link { text, url, form } if links && is_address(url) => {
                html.push_str(&format!("<a href=\"{}\">", escape(url)));
                push(&mut html, text, *form);
                html.push_str("</a>");
            }
            Piece::Link { text, form, .. } => push(&mut html, text, *form),
            Piece::Start(Mark::Lang(lang)) => html.push_str(&format!("<span lang=\"{}\">", escape(lang))),
            Piece::Start(Mark::Block(name)) => html.push_str(&format!("<span class=\"pal-reference-{name}\">")),
            Piece::End(Mark::Lang(_) | Mark::Block(_)) => html.push_str("</span>"),
            Piece::Start(_) | Piece::End(_) => {}
        }
    }
    html
}

/// Whether a link may lead there.
fn is_address(url: &str) -> bool {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://")) && !url.contains(char::is_whitespace)
}

fn push(html: &mut String, text: &str, form: Form) {
    if text.is_empty() {
        return;
    }
    let marks: [(bool, &str, &str); 6] = [
        (form.italic, "<i>", "</i>"),
        (form.bold, "<b>", "</b>"),
        (form.small_caps, "<span class=\"pal-small-caps\">", "</span>"),
        (form.underline, "<span class=\"pal-underline\">", "</span>"),
        (form.align == Align::Super, "<sup>", "</sup>"),
        (form.align == Align::Sub, "<sub>", "</sub>"),
    ];
    let marks = || marks.iter().filter(|(is_set, ..)| *is_set);
    marks().for_each(|(_, opening, _)| html.push_str(opening));
    html.push_str(&rich::html(text, form.italic));
    marks().rev().for_each(|(.., closing)| html.push_str(closing));
}

/// A title as titles are compared: in lower case, without the punctuation around it.
pub(super) fn folded(text: &str) -> String {
    let text = rich::plain(text).to_lowercase();
    text.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned()
}

/// Pieces in two, cut before the one with the index `at`: what is open there is closed before the cut and opened
/// again after it. An index beyond their end panics.
pub(super) fn cut(pieces: &[Piece], at: usize) -> (Vec<Piece>, Vec<Piece>) {
    let (mut before, mut after) = (pieces[..at].to_vec(), Vec::new());
    let mut open: Vec<&Mark> = Vec::new();
    for piece in &pieces[..at] {
        match piece {
            Piece::Start(mark) => open.push(mark),
            Piece::End(_) => {
                open.pop();
            }
            Piece::Text(..) | Piece::Link { .. } => {}
        }
    }
    after.extend(open.iter().map(|mark| Piece::Start((*mark).clone())));
    before.extend(open.iter().rev().map(|mark| Piece::End((*mark).clone())));
    after.extend_from_slice(&pieces[at..]);
    (before, after)
}

/// A citation without the full stop that its style ends it with.
pub(super) fn without_stop(pieces: &[Piece]) -> Vec<Piece> {
    let mut pieces = pieces.to_vec();
    let works = pieces.iter().rposition(|piece| matches!(piece, Piece::End(Mark::Work(_)))).unwrap_or_default();
    for piece in pieces[works..].iter_mut().rev() {
        if let Piece::Text(text, _) = piece
            && text.ends_with('.')
        {
            text.pop();
            break;
        }
    }
    pieces
}

/// What parts the author from the rest.
const PARTING: [char; 5] = [' ', ',', '\u{a0}', ':', ';'];

/// Pieces without what parts them from those before.
pub(super) fn trimmed_start(mut pieces: Vec<Piece>) -> Vec<Piece> {
    trim(pieces.iter_mut(), |text| text.trim_start_matches(PARTING));
    pieces
}

/// Pieces without what parts them from those that follow.
pub(super) fn trimmed_end(mut pieces: Vec<Piece>) -> Vec<Piece> {
    trim(pieces.iter_mut().rev(), |text| text.trim_end_matches(PARTING));
    pieces
}

/// Cuts texts, up to the first of which something is left.
fn trim<'p>(pieces: impl Iterator<Item = &'p mut Piece>, cut: impl Fn(&str) -> &str) {
    for piece in pieces {
        match piece {
            Piece::Text(text, _) => {
                *text = cut(text).to_owned();
                if !text.is_empty() {
                    return;
                }
            }
            Piece::Link { .. } => return,
            Piece::Start(_) | Piece::End(_) => {}
        }
    }
}

/// Names with “and” as a word where the style writes a sign.
pub(super) fn spelt_out(pieces: &[Piece], and: &str) -> Vec<Piece> {
    let spelt = |piece: &Piece| match piece {
        Piece::Text(text, form) => Piece::Text(text.replace(" & ", and), *form),
        piece => piece.clone(),
    };
    pieces.iter().map(spelt).collect()
}
