//! What looks like a callout's mark and makes no callout: `> [! TEACHER]`, `> **[!TEACHER]**`.
//!
//! The Markdown parser can't tell: it drops `[!TEACHER]: note` as the definition of a link, takes
//! `<!TEACHER>` for HTML, and of emphasis leaves the words. So the lines are read as they are written,
//! once all callouts are known.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag as Parsed};

use super::builder::Builder;
use super::callouts::{fold_sign, is_letter};
use super::flow::{Flow, Origin};
use crate::parse::callout::{CalloutKind, Lookalike, WORD, Why};
use crate::parse::code_language;
use crate::parse::document::Slip;
use crate::parse::front_matter::TextValue;
use crate::source::Spanned;

/// How far, in bytes, the bracket that closes a mark is looked for.
const INSIDE: usize = 80;

/// The longest entity that is known for one, in bytes.
const ENTITY: usize = 12;

/// The longest line that a message repeats with its correction, in bytes.
const LINE: usize = 200;

/// How text came to be code.
#[derive(Clone, Copy, PartialEq)]
enum Code {
    Indented,
    Fenced,
    /// Its author says that it is Markdown to look at.
    Markdown,
}

/// A text in which marks are looked for.
pub(super) struct Ground<'a> {
    markdown: &'a str,
    origin: Origin<'a>,
    /// Where quotations begin, ascending.
    quotes: Vec<usize>,
    /// Code blocks, ascending.
    code: Vec<(Range<usize>, Code)>,
    /// Whether it is a field of the front matter, where there are no callouts.
    is_field: bool,
}

impl Code {
    fn of(kind: &CodeBlockKind<'_>) -> Self {
        let CodeBlockKind::Fenced(info) = kind else { return Self::Indented };
        let is_markdown = |name: &str| matches!(name.to_lowercase().as_str(), "md" | "markdown");
        match code_language::names(info).next().is_some_and(is_markdown) {
            true => Self::Markdown,
            false => Self::Fenced,
        }
    }
}

impl<'a> Ground<'a> {
    /// The text that these flows were split from.
    pub(super) fn of(flows: &[Flow<'a>]) -> Self {
        let (mut quotes, mut code) = (Vec::new(), Vec::new());
        for (event, range) in flows.iter().flat_map(|flow| &flow.events) {
            match event {
                Event::Start(Parsed::BlockQuote(_)) => quotes.push(range.start),
                Event::Start(Parsed::CodeBlock(kind)) => {
                    code.push((range.clone(), Code::of(kind)));
                }
                _ => {}
            }
        }
        quotes.sort_unstable();
        code.sort_unstable_by_key(|(range, _)| range.start);
        let (markdown, origin) = flows.first().map_or(("", Origin::File(0)), |flow| (flow.markdown, flow.origin));
        Self { markdown, origin, quotes, code, is_field: false }
    }

    /// A field of the front matter.
    pub(super) fn of_field(value: &'a TextValue) -> Self {
        let origin = Origin::value(value);
        Self { markdown: &value.text, origin, quotes: Vec::new(), code: Vec::new(), is_field: true }
    }

    fn begins_quote(&self, range: &Range<usize>) -> bool {
        let next = self.quotes.partition_point(|&quote| quote < range.start);
        self.quotes.get(next).is_some_and(|&quote| quote < range.end)
    }

    /// The code block at that place.
    fn code_at(&self, at: usize) -> Option<(&Range<usize>, Code)> {
        let next = self.code.partition_point(|(range, _)| range.start <= at);
        let (range, code) = self.code.get(next.checked_sub(1)?)?;
        (at < range.end).then_some((range, *code))
    }
}

/// Reports what looks like a mark in these texts: for the teacher at the beginning of any line, else at
/// the beginning of a quotation.
pub(super) fn report(builder: &mut Builder<'_>, grounds: &[Ground<'_>]) {
    let callouts = builder.document.callouts.iter().map(|callout| callout.mark.start);
    let told = builder.document.slips.iter().filter(|slip| is_of_a_mark(&slip.value)).map(|slip| slip.span.start);
    let known: HashSet<usize> = callouts.chain(told).collect();
    for ground in grounds {
        // What a line of marks needs: most texts have none.
        if !ground.markdown.contains(['!', '！']) && !ground.markdown.contains('[') {
            continue;
        }
        let mut begins_quote = false;
        let mut at = 0;
        for line in ground.markdown.split_inclusive('\n') {
            for (start, end) in cells(line) {
                let cell = &line[start..end];
                let content = start + before_content(cell);
                begins_quote |= ground.begins_quote(&(at..at + content));
                let mut content_at = content;
                // Right behind another mark, one is as lost: `> [!NOTE] [!TEACHER]`.
                for _ in 0..2 {
                    let Some(found) = find(&line[content_at..end]) else { break };
                    let of_line = Line { ground, at, text: line, content: content_at, begins_quote };
                    report_line(builder, &known, &of_line, &found);
                    if CalloutKind::parse(&found.word).is_none() {
                        break;
                    }
                    content_at += found.mark.end;
                    content_at += before_content(&line[content_at..end]);
                }
                // Below a line of `>` alone the quotation has not begun.
                if !line[content..end].trim().is_empty() {
                    begins_quote = false;
                }
            }
            at += line.len();
        }
    }
}

/// Whether a slip is in a callout's mark.
fn is_of_a_mark(slip: &Slip) -> bool {
    matches!(slip, Slip::UnknownCallout(_) | Slip::UnclosedCallout(_) | Slip::UnquotedCallout(_) | Slip::Lookalike(_))
}

/// A line of a text.
struct Line<'a, 'g> {
    ground: &'g Ground<'a>,
    /// Where it begins.
    at: usize,
    text: &'g str,
    /// Where in it the part begins that a mark was found in.
    content: usize,
    begins_quote: bool,
}

fn report_line(builder: &mut Builder<'_>, known: &HashSet<usize>, line: &Line<'_, '_>, found: &Found<'_>) {
    let Line { ground, at, text, content, begins_quote } = *line;
    let kind = found.kind();
    if !(kind == Some(CalloutKind::Teacher) && found.is_whole() || (begins_quote && found.is_told())) {
        return;
    }
    let mark = content + found.mark.start..content + found.mark.end;
    let is_quoted = text[..content].contains('>');
    // In a block of code, where it looks like a quotation.
    let is_shown = |range: &Range<usize>, code| {
        let is_quote = text[range.start.saturating_sub(at).min(content)..content].contains('>');
        code == Code::Markdown || !(is_quote || code == Code::Indented && begins_quote)
    };
    let why = match ground.code_at(at + mark.start) {
        Some((range, code)) if is_shown(range, code) => return,
        Some((_, Code::Indented)) => Why::Indented,
        Some(_) => Why::Fenced,
        None if ground.is_field => Why::FrontMatter,
        None if !found.is_exact => Why::Shape,
        None if CalloutKind::parse(&found.word).is_none() => Why::Name,
        None if text[..content].contains(|c| is_blank(c) && !c.is_ascii()) => Why::Space,
        None if !is_quoted => Why::Unquoted,
        None if begins_quote => Why::NotAlone,
        None => Why::Inside,
    };
    let place = builder.within_file(ground.origin.place(at + mark.start..at + mark.end));
    if known.contains(&place.start) {
        return;
    }
    let lookalike = Lookalike { written: text[mark].to_owned(), kind, line: found.line(), why };
    builder.document.slips.push(Spanned::new(Slip::Lookalike(lookalike), place));
}

/// The parts of a line between its bars, for it may be a table's.
fn cells(line: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    line.split_inclusive('|').map(move |cell| {
        at += cell.len();
        (at - cell.len(), at)
    })
}

/// Where the words of a line begin: after its blanks and the marks of quotations, lists, headings and
/// tables, comments, tags and entities of HTML, and whatever else is neither a word nor a part of a
/// callout's mark (`» [!TEACHER]`).
fn before_content(line: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &line[at..];
        let Some(first) = rest.chars().next() else { return at };
        let blank_after = |length: usize| rest.get(length..).is_some_and(|rest| rest.starts_with(is_blank));
        at += match first {
            c if is_blank(c) || matches!(c, '>' | '#') => c.len_utf8(),
            '-' | '*' | '+' | ':' if blank_after(1) => 1,
            // The label of a note.
            '[' if rest.starts_with("[^") => match rest.find("]:").filter(|&end| end <= INSIDE) {
                Some(end) => end + 2,
                None => return at,
            },
            '[' if ["[ ]", "[x]", "[X]"].iter().any(|task| rest.starts_with(task)) => 3,
            '0'..='9' => {
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                match rest[digits..].starts_with(['.', ')']) && blank_after(digits + 1) {
                    true => digits + 1,
                    false => return at,
                }
            }
            '<' if rest.starts_with("<!--") => match rest.find("-->") {
                Some(end) => end + 3,
                None => return at,
            },
            '<' if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') => match rest.find('>') {
                Some(end) => end + 1,
                None => return at,
            },
            '&' => match entity(rest) {
                Some(end) => end,
                None => return at,
            },
            '\\' if rest[1..].starts_with('>') => 1,
            c if is_around(c) && !blank_after(c.len_utf8()) => return at,
            c if c.is_alphanumeric() || is_opening(c) || is_sign(c) => return at,
            c => c.len_utf8(),
        };
    }
}

/// The length of the entity that a text begins with: `&gt;`.
fn entity(text: &str) -> Option<usize> {
    let end = text.bytes().take(ENTITY).position(|byte| byte == b';')?;
    let name = text.get(1..end).filter(|name| !name.is_empty())?;
    name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#').then_some(end + 1)
}

/// What looks like a mark, at the beginning of a text.
struct Found<'t> {
    /// Where it is, with what is around it.
    mark: Range<usize>,
    /// Its word; of several, the one that is a name, or all together: `[!T E A C H E R]`.
    word: Cow<'t, str>,
    /// What follows it in the line.
    rest: &'t str,
    /// Whether nothing is in it or around it.
    is_exact: bool,
    has_bracket: bool,
    has_sign: bool,
    /// Whether the sign is before the bracket, as an image's: `![TEACHER]`.
    is_swapped: bool,
    is_closed: bool,
    /// Whether a link's address follows: `[!a](b)`.
    is_link: bool,
    words: usize,
}

fn find(line: &str) -> Option<Found<'_>> {
    let line = line.trim_end_matches(['\n', '\r', '|']);
    let opening = past(line, 0, is_around);
    // `![TEACHER]`
    let swapped = past(line, opening, is_sign);
    let from = if line[swapped..].starts_with(is_opening) { swapped } else { opening };
    let bracket = past(line, from, is_opening);
    let sign = past(line, past(line, bracket, is_soft), is_sign);
    let (has_bracket, is_swapped) = (bracket > from, from > opening);
    let has_sign = is_swapped || line[..sign].ends_with(is_sign);
    if !(has_bracket || has_sign) {
        return None;
    }
    let after = if line[..sign].ends_with(is_sign) { sign } else { bracket };
    let start = past(line, after, is_soft);
    let inside = &line[start..boundary(line, start + INSIDE)];
    let close =
        inside.find([']', '］', '】', '〕', ')', '}', '>']).filter(|_| has_bracket).map(|length| start + length);
    let first = past(line, start, is_letter);
    let written = &line[start..close.unwrap_or(first)];
    let all = || written.split(|c| !is_letter(c)).filter(|word| !word.is_empty());
    let together: String = all().collect();
    let word = match all().find(|word| CalloutKind::is_like_teacher(word)) {
        None if CalloutKind::parse(&together) == Some(CalloutKind::Teacher) => Cow::Owned(together),
        found => Cow::Borrowed(found.or_else(|| all().next())?),
    };
    // A declaration of HTML is no mark, `<!DOCTYPE html>`, `<![CDATA[`; a callout's name in its place is.
    let is_declaration = line[opening..bracket].contains('<') && !CalloutKind::is_like_teacher(&word);
    if is_declaration || word.len() > WORD {
        return None;
    }
    let closed = close.map_or(first, |close| past(line, close, |c| is_around(c) || is_closing(c)));
    let folds = close.map_or(0, |_| fold_sign(&line[closed..], is_around));
    let closed = past(line, closed + folds, |c| folds > 0 && is_around(c));
    let colon = past(line, past(line, closed, is_blank), |c| matches!(c, ':' | '：'));
    let has_colon = line[..colon].ends_with([':', '：']);
    let end = if has_colon { colon } else { closed };
    let end = line[..end].trim_end_matches(is_blank).len();
    let is_exact = line.get(opening..start) == Some("[!")
        && opening == 0
        && line[start..].strip_prefix(&*word).is_some_and(|rest| rest.starts_with(']'))
        && !has_colon
        && end == start + word.len() + 1 + folds;
    let rest = line[end..].trim_start_matches(is_soft).trim_end_matches(is_blank);
    // Of `**[!NOTE] a title**`, the end of the emphasis is no part of the title.
    let around = &line[..opening];
    let rest = rest.strip_suffix(around).filter(|_| !line[closed.min(end)..].starts_with(around)).unwrap_or(rest);
    let is_link = close.is_some() && line[end..].starts_with(['(', '[']);
    // A picture that is a link: `[![Teacher](a.png)](b.md)`.
    if is_link && has_sign && inside.starts_with('[') {
        return None;
    }
    let (is_closed, words) = (close.is_some(), all().count());
    Some(Found { mark: 0..end, word, rest, is_exact, has_bracket, has_sign, is_swapped, is_closed, is_link, words })
}

impl<'t> Found<'t> {
    /// The callout that is meant.
    fn kind(&self) -> Option<CalloutKind> {
        match CalloutKind::is_like_teacher(&self.word) {
            true => Some(CalloutKind::Teacher),
            false => CalloutKind::parse(&self.word).or_else(|| CalloutKind::meant(&self.word)),
        }
    }

    /// Whether it has both its bracket and its exclamation mark, and is no image.
    fn is_whole(&self) -> bool {
        self.has_bracket && self.has_sign && (!self.is_swapped || self.is_alone())
    }

    /// Whether it is one word in brackets that is a name, and no link.
    fn is_alone(&self) -> bool {
        self.words == 1 && self.is_closed && !self.is_link && CalloutKind::parse(&self.word).is_some()
    }

    /// Whether it is reported at the beginning of a quotation, whatever it names. One word for the teacher is,
    /// with half of its signs: in capitals (`[TEACHER] …`, `!TEACHER`), or in small letters on a line of
    /// its own; `[Enseignante] Bonjour!` is talk.
    fn is_told(&self) -> bool {
        let is_teachers = CalloutKind::parse(&self.word) == Some(CalloutKind::Teacher);
        match (self.has_bracket, self.has_sign) {
            (true, true) if self.words > 1 => self.is_closed && CalloutKind::parse(&self.word).is_some(),
            (true, true) if self.is_swapped => self.is_alone(),
            (true, true) => self.kind().is_some() || (self.is_closed && !self.is_link),
            (true, false) => {
                let is_capital = !self.word.contains(char::is_lowercase);
                let is_small = !self.word.contains(char::is_uppercase) && self.rest.is_empty();
                is_teachers && self.is_alone() && (is_capital || is_small)
            }
            (false, true) => is_teachers,
            (false, false) => false,
        }
    }

    /// The line to write.
    fn line(&self) -> String {
        let name = match CalloutKind::parse(&self.word) {
            Some(_) => self.word.to_uppercase(),
            None => {
                let near = CalloutKind::near_name(&self.word).filter(|name| CalloutKind::parse(name) == self.kind());
                near.or(self.kind().map(CalloutKind::name)).map_or("…".to_owned(), str::to_uppercase)
            }
        };
        match self.rest {
            "" => format!("> [!{name}]"),
            rest if self.is_link || rest.len() > LINE => format!("> [!{name}] …"),
            rest => format!("> [!{name}] {rest}"),
        }
    }
}

/// The end of what of a text, from `at`, is made of such characters.
fn past(text: &str, at: usize, is: impl Fn(char) -> bool) -> usize {
    text[at..].find(|c| !is(c)).map_or(text.len(), |length| at + length)
}

/// The last place at or before `at` where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Spaces of all kinds, and what can't be seen.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// What authors and programs put around a mark: emphasis, code, backslashes, quotation marks.
fn is_around(c: char) -> bool {
    matches!(c, '*' | '_' | '~' | '`' | '\\' | '"' | '\'' | '’' | '“' | '”' | '«' | '»')
}

fn is_soft(c: char) -> bool {
    is_around(c) || is_blank(c)
}

fn is_opening(c: char) -> bool {
    matches!(c, '[' | '［' | '【' | '〔' | '(' | '{' | '<')
}

fn is_sign(c: char) -> bool {
    matches!(c, '!' | '！')
}

fn is_closing(c: char) -> bool {
    matches!(c, ']' | '］' | '】' | '〕' | ')' | '}' | '>')
}
