//! One citation on its page: what its style makes of it, with what the author wrote before and after each
//! work.

use std::collections::HashMap;

use super::order::Surroundings;
use super::pieces::{self, Mark, Piece};
use super::{Citations, stands_in_text, words, work};
use crate::model::{ReferenceWords, Work};
use crate::parse::document::{CitationItem, Event, Events};
use crate::render::html::{self, escape};
use crate::render::plain;
use crate::render::terms::TermsLead;
use crate::render::text::{PageText, fragment};
use crate::style::Unpacked;

/// What no space comes after.
const OPENING: [char; 5] = ['’', '\'', '\u{a0}', '(', '['];

/// What begins with its own space, or none.
const CLOSING: [char; 9] = [',', ';', '.', ':', ')', ']', ' ', '\u{a0}', '\u{202f}'];

/// Where a page cites its works.
#[derive(Debug, Default)]
pub(in crate::render) struct Mentions {
    /// For each work the ids of the places.
    ids: HashMap<usize, Vec<String>>,
    /// For each work the number in the last of them.
    numbers: HashMap<usize, usize>,
}

impl Mentions {
    /// Whether a work is cited.
    pub(super) fn has(&self, work: usize) -> bool {
        self.ids.contains_key(&work)
    }

    /// The ids of the places where a work is cited.
    pub(super) fn of(&self, work: usize) -> &[String] {
        self.ids.get(&work).map_or(&[], Vec::as_slice)
    }

    /// Notes that a work is cited where nothing leads.
    fn list(&mut self, work: usize) {
        self.ids.entry(work).or_default();
    }

    /// The id of one place more. The first of a work bears its plain key, whatever other keys look like.
    fn add(&mut self, work: usize, prefix: &str, key: &str, is_key: impl Fn(&str) -> bool) -> String {
        let number = self.numbers.entry(work).or_default();
        *number += 1;
        let mut name = key.to_owned();
        while *number > 1 {
            name = format!("{key}-{number}");
            if !is_key(&name) {
                break;
            }
            *number += 1;
        }
        let id = format!("{prefix}cite:{name}");
        self.ids.entry(work).or_default().push(id.clone());
        id
    }
}

/// A citation as HTML: each work a link to its reference. A `@word` of running text that is no known
/// key is text, as written. Where it is `linked` itself, the works are words: a link holds no other.
pub(in crate::render) fn citation(text: &PageText<'_>, index: usize, linked: bool) -> String {
    written(text, index, if linked { Links::Within } else { Links::Here })
}

/// A citation as words, for an alternative text.
pub(in crate::render) fn citation_words(text: &PageText<'_>, index: usize) -> String {
    plain::text(&written(text, index, Links::None))
}

/// Which links a citation can have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Links {
    /// Each work leads to its reference.
    Here,
    /// None, since it is within a link: the reference leads back there.
    Within,
    /// None, and nothing leads there.
    None,
}

fn written(text: &PageText<'_>, index: usize, links: Links) -> String {
    let Some(written) = text.document().citations.get(index) else { return String::new() };
    let known: Vec<&CitationItem> = written.items.iter().filter(|item| work(text, item).is_some()).collect();
    let style = text.style.unpacked();
    let delimiter = style.and_then(|style| style.csl.citation.layout.delimiter.as_deref()).unwrap_or_default();
    let citations = text.citations();
    let Some((pieces, author)) = citations.pieces(index, delimiter) else {
        // Reported as undefined; shown as it was written. (What follows a name may be in a note.)
        return escape(if known.is_empty() { &written.raw } else { written.handle() });
    };
    let place = citations.places.get(&index).cloned().unwrap_or_default();
    let is_inline = text.style.is_in_notes() && !place.in_body;
    let begins = place.begins;
    let writer = Writer {
        text,
        index,
        known,
        links,
        in_notes: text.style.is_in_notes(),
        stops_in_quotes: style.is_some_and(stops_in_quotes),
        place,
        citations,
    };
    let in_text = stands_in_text(text, written);
    let is_word = written.in_text && !in_text;
    let html = match (in_text, is_inline) {
        (true, true) => writer.stopped(writer.after_author(&pieces, author)),
        (true, false) => writer.in_text(&pieces, author),
        (false, true) if !begins || is_word => writer.apart(&pieces),
        (false, true) => writer.stopped(writer.in_brackets(&pieces)),
        (false, false) => writer.in_brackets(&pieces),
    };
    if is_word { format!("{} {html}", escape(written.handle())) } else { html }
}

/// Whether full stops and commas go before the mark that ends a quotation.
fn stops_in_quotes(style: &Unpacked) -> bool {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let language = primary(&style.locale.0);
    let own =
        style.csl.locale.iter().filter(|locale| locale.lang.as_ref().is_none_or(|lang| primary(&lang.0) == language));
    own.chain(&style.words).find_map(|locale| locale.style_options?.punctuation_in_quote).unwrap_or_default()
}

/// Writes one citation.
struct Writer<'w, 'a> {
    text: &'w PageText<'a>,
    citations: &'w Citations,
    /// Which of the text's.
    index: usize,
    /// Its items whose works are known.
    known: Vec<&'w CitationItem>,
    links: Links,
    in_notes: bool,
    stops_in_quotes: bool,
    place: Surroundings,
}

impl Writer<'_, '_> {
    fn in_brackets(&self, pieces: &[Piece]) -> String {
        let unstopped = self.place.is_amid.then(|| pieces::without_stop(pieces));
        self.around(unstopped.as_deref().unwrap_or(pieces), |index, work| match self.suppresses(index) {
            true => self.without_author(work),
            false => work.to_vec(),
        })
    }

    /// A note that ends in an author's words, with a full stop.
    fn stopped(&self, mut html: String) -> String {
        let text = html[..text_end(&html)].trim_end_matches(['”', '’', '»', '\u{a0}']);
        let is_open = !self.place.is_amid && self.ends_in_words() && !text.ends_with(['.', '?', '!', '…']);
        if is_open {
            html.push('.');
        }
        html
    }

    /// A note's text within a sentence of another.
    fn apart(&self, pieces: &[Piece]) -> String {
        let pieces = pieces::without_stop(pieces);
        let names = pieces::plain(&self.author(first_work(&pieces)));
        let is_named = !names.is_empty()
            && self.place.before.ends_with(&names)
            && self.known.first().is_some_and(|item| item.prefix.is_empty());
        // A name that the author’s sentence ends with isn’t said again.
        let html = if is_named { self.without_first_author(&pieces) } else { self.in_brackets(&pieces) };
        // Words end as their author ended them.
        format!("({})", html.strip_suffix('.').filter(|_| self.ends_in_words()).unwrap_or(&html))
    }

    /// The author in the text, and the rest in the style's brackets; in notes, the author alone.
    fn in_text(&self, pieces: &[Piece], standing: &[Piece]) -> String {
        let name = self.name(pieces, standing);
        if self.in_notes {
            return if self.suppresses(0) { String::new() } else { name };
        }
        let rest = self.without_first_author(pieces);
        // A style that cites by name alone has said all.
        let is_empty = !has_words(&rest);
        match (self.suppresses(0) || name.is_empty(), is_empty) {
            (true, _) => rest,
            (false, true) => self.link(0, &name),
            (false, false) if rest.starts_with("<sup>") => name + &rest,
            (false, false) => format!("{name} {rest}"),
        }
    }

    /// In a note, the author and the rest of the citation in the style's form for notes, after a comma.
    fn after_author(&self, pieces: &[Piece], standing: &[Piece]) -> String {
        let unstopped = self.place.is_amid.then(|| pieces::without_stop(pieces));
        let pieces = unstopped.as_deref().unwrap_or(pieces);
        let first = first_work(pieces);
        let says_it = self.words(0).is_some()
            || self.author(first).is_empty() && pieces::plain(first).starts_with(pieces::plain(standing).trim());
        let name = if says_it { String::new() } else { self.name(pieces, standing) };
        let rest = self.without_first_author(pieces);
        match (self.suppresses(0) || name.is_empty(), has_words(&rest)) {
            (true, _) => rest,
            (false, false) => self.link(0, &name),
            (false, true) => format!("{name}, {rest}"),
        }
    }

    /// The author of the first work, as text.
    fn name(&self, pieces: &[Piece], standing: &[Piece]) -> String {
        let names = self.author(first_work(pieces));
        // In the text, “and” is a word.
        let and = format!(" {} ", self.text.strings.get("and"));
        pieces::html(&pieces::spelt_out(if names.is_empty() { standing } else { &names }, &and), false)
    }

    fn without_first_author(&self, pieces: &[Piece]) -> String {
        self.around(pieces, |index, work| match index == 0 || self.suppresses(index) {
            true => self.without_author(work),
            false => work.to_vec(),
        })
    }

    fn suppresses(&self, index: usize) -> bool {
        self.known.get(index).is_some_and(|item| item.suppress_author)
    }

    /// Writes a citation's pieces, each work in a link of its own, with what the author wrote before
    /// and after it. A work that nothing is left of takes what parts it from the next along.
    fn around(&self, pieces: &[Piece], shown: impl Fn(usize, &[Piece]) -> Vec<Piece>) -> String {
        let mut html = String::new();
        let mut at = 0;
        let mut between: &[Piece] = &[];
        let (mut is_written, mut was_words) = (false, false);
        while at < pieces.len() {
            let Piece::Start(Mark::Work(index)) = &pieces[at] else {
                let next = pieces[at..].iter().position(|piece| matches!(piece, Piece::Start(Mark::Work(_))));
                let end = next.map_or(pieces.len(), |next| at + next);
                match (next, at) {
                    (Some(_), 1..) if is_written => between = &pieces[at..end],
                    (Some(_), 1..) => {}
                    _ => self.follow(&mut html, &pieces[at..end], was_words),
                }
                at = end;
                continue;
            };
            let close = Piece::End(Mark::Work(*index));
            let end = pieces[at..].iter().position(|piece| *piece == close).map_or(pieces.len(), |end| at + end);
            let mut work = shown(*index, &pieces[at + 1..end.max(at + 1)]);
            at = end + 1;
            if self.is_undated(*index) {
                work = without_date(&work);
            }
            if !self.says(*index, &work) {
                continue;
            }
            let between = std::mem::take(&mut between);
            match self.known.get(*index).is_some_and(|item| item.joined) && is_written {
                true => html.push_str(if html.ends_with(OPENING) { "" } else { " " }),
                false => self.follow(&mut html, between, was_words),
            }
            self.work(*index, &work, &mut html);
            (is_written, was_words) = (true, self.in_notes && self.words(*index).is_some());
        }
        html
    }

    /// Whether anything is written of a work.
    fn says(&self, index: usize, pieces: &[Piece]) -> bool {
        let item = self.known.get(index);
        item.is_some_and(|item| !item.prefix.is_empty() || !item.suffix.is_empty())
            || self.in_notes && self.words(index).is_some()
            || has_words(&pieces::plain(pieces))
    }

    fn work(&self, index: usize, pieces: &[Piece], html: &mut String) {
        let Some(item) = self.known.get(index) else {
            html.push_str(&pieces::html(pieces, false));
            return;
        };
        if !item.prefix.is_empty() {
            match self.place.begins && index == 0 {
                true => html.push_str(&self.affix(&with_capital(&item.prefix.events), false)),
                false => html.push_str(&self.affix(&item.prefix.events, false)),
            }
            html.push_str(if item.prefix.text.ends_with(OPENING) { "" } else { " " });
        }
        if let Some(words) = self.words_in_note(index, item) {
            html.push_str(&words);
        } else {
            // A link can't hold a link: the text after an address follows the link.
            let end = pieces.iter().position(|piece| matches!(piece, Piece::Link { .. })).unwrap_or(pieces.len());
            let (inside, after) = pieces::cut(pieces, end);
            let words = pieces::html(&inside, false);
            match words.is_empty() {
                true => {}
                false => html.push_str(&self.link(index, &words)),
            }
            html.push_str(&pieces::html(&after, self.links == Links::Here));
        }
        if !item.suffix.is_empty() {
            // No comma that the author didn't write, and none that parts nothing.
            let is_first = !has_words(&pieces::plain(pieces)) && item.prefix.is_empty();
            let suffix = self.affix(&item.suffix.events, true);
            let suffix = match is_first {
                true => suffix.trim_start_matches([',', ' ']).to_owned(),
                false if suffix.starts_with(CLOSING) => suffix,
                false => format!(" {suffix}"),
            };
            let suffix = self.drawn_in(html, &suffix).to_owned();
            html.push_str(&suffix);
        }
    }

    /// Words of the author's around a work, as all text is set.
    fn affix(&self, events: &Events, follows: bool) -> String {
        let document = self.text.document();
        let lang = document.citations.get(self.index).and_then(|citation| citation.lang.as_deref());
        let is_linked = self.links != Links::Here;
        // What calls notes in a link is put after it by whoever writes the link.
        let calls = |event: &Event| matches!(event, Event::NoteCall(_));
        let kept: Events;
        let events = match is_linked && events.iter().any(|(event, _)| calls(event)) {
            true => {
                kept = events.iter().filter(|(event, _)| !calls(event)).cloned().collect();
                &kept
            }
            false => events,
        };
        html::affix(document, events, self.text, self.text.notes(), (lang, follows, is_linked))
    }

    /// Writes the text between works, or after the last.
    fn follow(&self, html: &mut String, between: &[Piece], after_words: bool) {
        let mut between = between.to_vec();
        let first = between.iter_mut().find_map(|piece| match piece {
            Piece::Text(text, _) if !text.is_empty() => Some(text),
            _ => None,
        });
        if let Some(text) = first {
            // The style's quotation marks were around a title.
            let text_left = if after_words { text.replace(['”', '»'], "") } else { std::mem::take(text) };
            *text = self.drawn_in(html, &text_left).to_owned();
        }
        html.push_str(&pieces::html(&between, self.links == Links::Here));
    }

    /// A text that follows, without the full stop or comma at its start that is there already, or goes
    /// before a quotation mark there.
    fn drawn_in<'t>(&self, html: &mut String, text: &'t str) -> &'t str {
        let end = text_end(html);
        let stands = &html[..end];
        let unquoted = stands.trim_end_matches(['”', '’', '»', '\u{a0}']);
        if text.starts_with('.') && unquoted.ends_with(['.', '?', '!', '…']) {
            return &text[1..];
        }
        let sign = text.chars().next().filter(|sign| matches!(sign, '.' | ','));
        match sign.filter(|_| self.stops_in_quotes && stands.ends_with('”') && !unquoted.ends_with(['?', '!', ','])) {
            Some(sign) => {
                html.insert(end - '”'.len_utf8(), sign);
                &text[1..]
            }
            None => text,
        }
    }

    /// The work of an item in the author's own words.
    fn words(&self, index: usize) -> Option<&ReferenceWords> {
        let item = self.known.get(index)?;
        match &self.text.book.references.works.get(work(self.text, item)?)?.work {
            Work::Words(words) => Some(words),
            Work::Item(_) => None,
        }
    }

    /// Whether the short form that an author gave a work says all, without a year.
    fn is_undated(&self, index: usize) -> bool {
        self.words(index).is_some_and(words::is_undated)
    }

    fn ends_in_words(&self) -> bool {
        self.known.last().is_some_and(|item| item.suffix.is_empty() && item.locator.is_none())
            && self.words(self.known.len().saturating_sub(1)).is_some()
    }

    /// In a note, a reference in the author's own words is those words, and where it comes again its short
    /// form.
    fn words_in_note(&self, index: usize, item: &CitationItem) -> Option<String> {
        let words = self.words(index).filter(|_| self.in_notes)?;
        let is_repeated = self.citations.repeated.contains(&(self.index, index));
        let mut html = match is_repeated {
            true => escape(&words::short(self.text, words)),
            false => words::html(self.text, words),
        };
        let is_last = index + 1 == self.known.len() && !self.place.is_amid;
        if (!is_last || item.locator.is_some() || !item.suffix.is_empty()) && html.ends_with('.') {
            html.pop();
        }
        if let Some(locator) = &item.locator {
            html = format!("{html}, {}", escape(&locator.written));
        }
        Some(if html.contains("<a ") { html } else { self.link(index, &html) })
    }

    /// Words that lead to a work's reference, and remember that they do so that it leads back.
    fn link(&self, index: usize, words: &str) -> String {
        let Some((item, work)) = self.known.get(index).and_then(|item| Some((item, work(self.text, item)?))) else {
            return words.to_owned();
        };
        // A summary, apart from the text, has no list of its own.
        if self.text.terms_lead == TermsLead::ToTheGlossary {
            return words.to_owned();
        }
        // A work may be cited by the address that its key was made for.
        let written = item.key.value.as_str();
        let key = self.text.book.references.works.get(work).map_or(written, |work| &work.key);
        let prefix = self.text.prefix;
        if self.links == Links::None {
            self.text.mentions.borrow_mut().list(work);
            return words.to_owned();
        }
        let is_key = |key: &str| self.text.book.reference(self.text.lesson, key).is_some();
        let id = self.text.mentions.borrow_mut().add(work, prefix, key, is_key);
        if self.links != Links::Here || !self.citations.lists(work) {
            return format!("<span id=\"{}\">{words}</span>", escape(&id));
        }
        format!(
            "<a class=\"pal-citation\" id=\"{}\" href=\"#{}\" role=\"doc-biblioref\">{words}</a>",
            escape(&id),
            fragment(&format!("{prefix}ref:{key}")),
        )
    }

    /// Where a work's author ends: with its names, else, if a title replaces them, before the date. In
    /// notes a title is none.
    fn author_end(&self, work: &[Piece]) -> Option<usize> {
        let names = work.iter().position(|piece| *piece == Piece::End(Mark::Names)).map(|end| end + 1);
        let start = work.iter().position(|piece| *piece == Piece::Start(Mark::Names)).unwrap_or_default();
        if self.in_notes {
            return names.filter(|_| !has_words(&pieces::plain(&work[..start])));
        }
        names.or_else(|| work.iter().position(|piece| *piece == Piece::Start(Mark::Date))).filter(|end| *end > 0)
    }

    /// The author that a work is cited by, if by one.
    fn author(&self, work: &[Piece]) -> Vec<Piece> {
        let Some(end) = self.author_end(work) else { return Vec::new() };
        pieces::trimmed_end(pieces::cut(work, end).0)
    }

    /// What a work is cited by, but its author.
    fn without_author(&self, work: &[Piece]) -> Vec<Piece> {
        match self.author_end(work) {
            Some(end) => pieces::trimmed_start(pieces::cut(work, end).1),
            None => work.to_vec(),
        }
    }
}

/// Words as they begin a sentence.
fn with_capital(words: &Events) -> Events {
    let mut words = words.clone();
    let first = words.iter_mut().find_map(|(event, _)| match event {
        Event::Start(_) => None,
        event => Some(event),
    });
    if let Some(Event::Text(text)) = first {
        let mut letters = text.chars();
        *text = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    }
    words
}

/// What is written of a citation's first work.
fn first_work(pieces: &[Piece]) -> &[Piece] {
    let start = pieces.iter().position(|piece| *piece == Piece::Start(Mark::Work(0))).map(|start| start + 1);
    let end = pieces.iter().position(|piece| *piece == Piece::End(Mark::Work(0)));
    start.zip(end).and_then(|(start, end)| pieces.get(start..end)).unwrap_or_default()
}

/// A work without its date, and without the punctuation before that.
fn without_date(work: &[Piece]) -> Vec<Piece> {
    let date = |end: fn(Mark) -> Piece| work.iter().position(|piece| *piece == end(Mark::Date));
    let Some((start, end)) = date(Piece::Start).zip(date(Piece::End)) else { return work.to_vec() };
    let (before, _) = pieces::cut(work, start);
    let (_, after) = pieces::cut(work, end + 1);
    match has_words(&pieces::plain(&before)) {
        true => pieces::trimmed_end(before).into_iter().chain(after).collect(),
        false => before.into_iter().chain(pieces::trimmed_start(after)).collect(),
    }
}

fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// The byte offset where the text of some HTML ends: before the tags that close it.
fn text_end(html: &str) -> usize {
    let mut text = html;
    while let Some(tag) = text.ends_with('>').then(|| text.rfind('<')).flatten() {
        text = &text[..tag];
    }
    text.len()
}
