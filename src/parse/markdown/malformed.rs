//! What looks like a link or an image, and is text to Markdown: an address with spaces, a parenthesis
//! that never closes, a label that nothing defines.

use std::ops::Range;

use super::builder::Lowering;
use crate::parse::document::{Event, LinkProblem, MalformedLink, Slip, Tag};
use crate::parse::run::Run;
use crate::source::Spanned;

/// The longest address that is looked for, in bytes: a sentence in parentheses is none.
const LONGEST: usize = 400;

/// The longest text between brackets, in bytes, as for the labels of links in CommonMark.
const LONGEST_TEXT: usize = 999;

/// The widest space between a bracket and a parenthesis that belong together, in bytes.
const LONGEST_GAP: usize = 3;

/// Endings of files that authors link to or show.
const EXTENSIONS: [&str; 34] = [
    "md", "markdown", "pdf", "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "heic", "bmp", "doc", "docx", "odt",
    "rtf", "ppt", "pptx", "odp", "xls", "xlsx", "ods", "csv", "txt", "html", "htm", "zip", "mp3", "mp4", "m4a", "webm",
    "mov", "wav", "ogg",
];

/// Brackets that are open in a block's text, the innermost last: code, a picture or a note may come
/// between one and the other.
#[derive(Debug, Default)]
pub(super) struct Brackets(Vec<Open>);

impl Brackets {
    /// Another block begins.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

/// A bracket that is open.
#[derive(Debug)]
struct Open {
    /// Where it is in the Markdown; for an image, its `!`.
    at: usize,
    is_image: bool,
    /// Whether a letter touches it: `tab[i]`, `étudiant[e]`.
    in_word: bool,
}

/// A pair of brackets, and the text after it.
struct Pair<'a> {
    open: Open,
    /// What is between the brackets, as written.
    text: &'a str,
    /// What follows the closing one, up to the end of the line.
    after: &'a str,
    /// Where that begins in the Markdown.
    at: usize,
}

impl Lowering<'_, '_> {
    /// Reports what in the run looks like a link.
    pub(super) fn report_malformed_links(&mut self) {
        self.report_loose_attributes();
        let text = self.run.text();
        if !text.contains(['[', ']']) {
            return;
        }
        let mut found = Vec::new();
        for (at, bracket) in text.match_indices(['[', ']']).filter(|&(at, _)| self.run.is_active(at)) {
            let source = self.run.source(at..at + 1);
            if bracket == "[" {
                found.extend(reversed(&self.run, self.markdown, at));
                let is_image = text[..at].ends_with('!') && self.run.is_active(at - 1);
                let start = if is_image { at - 1 } else { at };
                let in_word = text[..start].ends_with(char::is_alphanumeric);
                let at = source.start - usize::from(is_image).min(source.start);
                self.brackets.0.push(Open { at, is_image, in_word });
            } else if let Some(open) = self.brackets.0.pop() {
                let line = window(&text[at + 1..]).lines().next().unwrap_or_default();
                let after = self.run.source(at + 1..at + 1 + line.len());
                let after = source.end..after.end.max(source.end);
                let begin = (open.at + 1 + usize::from(open.is_image)).min(source.start);
                let written = |range: Range<usize>| self.markdown.get(range).unwrap_or_default();
                let (text, after) = (written(begin..source.start), written(after));
                found.extend(Pair { open, text, after, at: source.end }.slip());
            }
        }
        for (slip, range) in found {
            let place = self.place(range);
            self.builder.document.slips.push(Spanned::new(Slip::MalformedLink(slip), place));
        }
    }

    /// Reports `{…}` right after a link.
    fn report_loose_attributes(&mut self) {
        let Some((Event::End(Tag::Link(_)), _)) = self.out.last() else { return };
        let text = self.run.text();
        let Some(inside) = text.strip_prefix('{').filter(|_| self.run.is_active(0)) else { return };
        let Some(end) = inside.find(['}', '\n']).filter(|&end| inside[end..].starts_with('}')) else { return };
        let inside = inside[..end].trim();
        // `{lang=…}` has its own rule.
        let is_attribute = inside.starts_with(['.', '#', ':']) || inside.contains('=') && !inside.starts_with("lang");
        if is_attribute {
            let place = self.place(self.run.source(0..end + 2));
            self.builder.document.slips.push(Spanned::new(Slip::LooseAttributes, place));
        }
    }
}

impl Pair<'_> {
    /// What the pair was probably meant as, and where it is in the Markdown.
    fn slip(&self) -> Option<(MalformedLink, Range<usize>)> {
        if let Some(inside) = self.after.strip_prefix('(').filter(|_| self.text.len() <= LONGEST_TEXT) {
            // A note called between the brackets undoes the link, and has its own rule.
            return if self.text.contains("[^") { None } else { self.inline(inside) };
        }
        let spaces = self.after.len() - self.after.trim_start_matches([' ', '\u{a0}', '\u{202f}']).len();
        let is_followed = self.after[spaces..].starts_with(['(', '[']) && spaces <= LONGEST_GAP;
        if !is_followed || self.text.len() > LONGEST_TEXT {
            return None;
        }
        // What has a meaning of its own, or none: a citation, a note, a term, a callout, a number.
        let says = self.text.chars().any(char::is_alphabetic) && self.text.trim() != "sic";
        if !says || self.text.starts_with(['^', '[', '!']) || self.text.contains('@') || self.open.in_word {
            return None;
        }
        if let Some(inside) = self.after.strip_prefix('[') {
            return self.reference(inside);
        }
        let inside = self.after[spaces..].strip_prefix('(').filter(|_| spaces > 0)?;
        let (inside, end) = parenthesis(inside)?;
        let address = inside.trim().trim_start_matches('<').trim_end_matches('>');
        let end = self.at + spaces + 1 + end;
        is_address(address)
            .then(|| self.malformed(LinkProblem::Apart, Some(address), self.link(&pointed(address)), end))
    }

    /// `[text](` that no link came of.
    fn inline(&self, inside: &str) -> Option<(MalformedLink, Range<usize>)> {
        let Some((inside, end)) = parenthesis(inside) else {
            let word = inside.split(char::is_whitespace).next().unwrap_or_default();
            let address = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
            let is_meant = !address.is_empty() && (!self.open.in_word || is_address(address));
            let slip =
                self.malformed(LinkProblem::Unclosed, Some(address), self.link(address), self.at + 1 + address.len());
            return is_meant.then_some(slip);
        };
        let (address, title) = parts(inside);
        let says = self.text.chars().any(char::is_alphanumeric) || self.open.is_image;
        if (self.open.in_word || !says) && !is_address(address) {
            return None;
        }
        let problem = match title {
            _ if ["{{", "{%"].iter().any(|sign| inside.contains(sign)) => LinkProblem::Template,
            _ if address.trim_matches(['<', '>']).contains(char::is_whitespace) => LinkProblem::Spaces,
            Some(_) => LinkProblem::Title,
            None => LinkProblem::Other,
        };
        let address = address.trim_start_matches('<').trim_end_matches('>');
        let meant = match title {
            Some(title) => format!("{} \"{title}\"", pointed(address)),
            None => pointed(address),
        };
        let meant = if problem == LinkProblem::Template { "…".to_owned() } else { meant };
        Some(self.malformed(problem, Some(address), self.link(&meant), self.at + 1 + end))
    }

    /// `[text][label]`, whose label nothing defines.
    fn reference(&self, inside: &str) -> Option<(MalformedLink, Range<usize>)> {
        let label = &inside[..inside.find([']', '['])?];
        let end = self.at + label.len() + 2;
        let is_label = inside[label.len()..].starts_with(']') && !label.starts_with(['^', '!']) && !label.contains('@');
        // `[x][]` and `[x][1]` may be anything.
        let says = label.chars().any(char::is_alphabetic)
            || label.trim().chars().all(char::is_numeric) && self.text.chars().count() > 1;
        let fits = is_label && says;
        let label = if label.trim().is_empty() { self.text } else { label };
        fits.then(|| self.malformed(LinkProblem::Undefined, None, format!("[{}]: https://…", label.trim()), end))
    }

    /// The link with that between its parentheses.
    fn link(&self, inside: &str) -> String {
        let sign = if self.open.is_image { "!" } else { "" };
        format!("{sign}[{}]({inside})", one_line(self.text))
    }

    fn malformed(
        &self,
        problem: LinkProblem,
        address: Option<&str>,
        meant: String,
        end: usize,
    ) -> (MalformedLink, Range<usize>) {
        let address = address.map(str::to_owned);
        (MalformedLink { problem, is_image: self.open.is_image, address, meant }, self.open.at..end)
    }
}

/// So much of a text as is looked at for an address.
fn window(text: &str) -> &str {
    let end = text.char_indices().map(|(at, _)| at).find(|&at| at > LONGEST).unwrap_or(text.len());
    &text[..end]
}

/// `(text)[address]`, at the bracket.
fn reversed(run: &Run, markdown: &str, bracket: usize) -> Option<(MalformedLink, Range<usize>)> {
    let text = run.text();
    let before = text[..bracket].strip_suffix(')').filter(|before| run.is_active(before.len()))?;
    let inside = window(&text[bracket + 1..]);
    let address = inside[..inside.find([']', '\n'])?].trim();
    let window = before.len() - before.len().min(LONGEST);
    let open = before.char_indices().rev().take_while(|(at, _)| *at >= window).find(|(_, one)| *one == '(')?.0;
    if !is_address(address) {
        return None;
    }
    let end = bracket + 1 + inside.find(']')? + 1;
    let source = run.source(open..end);
    let words = run.source(open + 1..before.len().max(open + 1));
    let words = one_line(markdown.get(words).unwrap_or_default());
    let meant = format!("[{words}]({})", pointed(address));
    let slip =
        MalformedLink { problem: LinkProblem::Reversed, is_image: false, address: Some(address.to_owned()), meant };
    Some((slip, source))
}

/// What is in a parenthesis up to the `)` that closes it, and where what follows that begins.
fn parenthesis(inside: &str) -> Option<(&str, usize)> {
    let mut depth = 0_usize;
    let mut last = None;
    for (at, one) in inside.char_indices().take_while(|(at, _)| *at <= LONGEST) {
        match one {
            '(' => depth += 1,
            ')' if depth == 0 => return Some((&inside[..at], at + 1)),
            ')' => {
                depth -= 1;
                last = Some(at);
            }
            _ => {}
        }
    }
    last.map(|at| (&inside[..at], at + 1))
}

/// The address and, from the first quotation mark after a blank, the title.
fn parts(inside: &str) -> (&str, Option<String>) {
    const QUOTES: [char; 11] = ['"', '\'', '“', '”', '„', '«', '»', '‘', '’', '‹', '›'];
    let inside = inside.trim();
    let marks = inside.match_indices(QUOTES).map(|(at, _)| at);
    let title = marks.into_iter().find(|&at| at > 0 && inside[..at].ends_with(char::is_whitespace));
    match title {
        Some(at) => {
            let is_around = |one: char| QUOTES.contains(&one) || one.is_whitespace();
            (inside[..at].trim_end(), Some(inside[at..].trim_matches(is_around).replace('"', "”")))
        }
        None => (inside, None),
    }
}

/// An address as it is written between parentheses: in pointed brackets where it has spaces.
fn pointed(address: &str) -> String {
    let opened = address.matches('(').count();
    let needs = address.contains(char::is_whitespace) || opened != address.matches(')').count();
    if needs { format!("<{address}>") } else { address.to_owned() }
}

/// Whether a text is surely an address: of the web, or of a file.
fn is_address(text: &str) -> bool {
    let lower = text.trim().to_ascii_lowercase();
    let path = lower.split(['#', '?']).next().unwrap_or_default();
    let is_file = path.rsplit_once('.').is_some_and(|(name, end)| !name.is_empty() && EXTENSIONS.contains(&end));
    let is_web = ["http://", "https://", "www.", "mailto:", "../", "./"].iter().any(|start| lower.starts_with(start));
    is_web && !lower.contains(char::is_whitespace) || is_file && text.len() <= LONGEST
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
