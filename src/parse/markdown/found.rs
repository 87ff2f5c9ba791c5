//! What is found in a run of text, listed: citations, calls of notes, terms, addresses.

use std::ops::Range;

use super::builder::{Lowering, Part};
use crate::autolink::{self, Autolink, AutolinkKind};
use crate::parse::citation::{self, Found, What};
use crate::parse::document::{Affix, Citation, CitationItem, Event, LinkKind, NoteCall, Slip, Tag, TermUse, label_key};
use crate::parse::locator;
use crate::parse::run::{Item, ItemKind, Run};
use crate::parse::term;
use crate::source::{Span, Spanned};

impl Lowering<'_, '_> {
    /// Writes the text before what comes next, with the citations and calls of notes in it.
    pub(super) fn flush(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let citations = !self.in_image && !self.in_code && self.part.has_citations();
        if let Some(unclosed) = citation::unclosed(&self.run).filter(|_| citations) {
            let place = self.place(self.run.source(unclosed));
            self.builder.document.slips.push(Spanned::new(Slip::UnclosedCitation, place));
        }
        if citations {
            for note in citation::inline_notes(&self.run) {
                let place = self.place(self.run.source(note));
                self.builder.document.slips.push(Spanned::new(Slip::InlineNote, place));
            }
        }
        if !self.in_image && !self.in_code && self.part != Part::CommonMark {
            self.report_malformed_links();
        }
        let run = std::mem::take(&mut self.run);
        let addresses = self.addresses(&run);
        let events = self.look(&run, citations, addresses);
        self.write(run, events);
    }

    /// What a run holds beside text, listed: citations (if wanted), calls of notes, terms, and those of the
    /// addresses that are no part of any of these.
    fn look(&mut self, run: &Run, citations: bool, mut addresses: Vec<Autolink>) -> Vec<(Range<usize>, Event, Span)> {
        let looked_for = !self.in_image && !self.in_code;
        let mut found = citation::find(run, citations, looked_for && self.part.has_calls());
        // What begins first counts: `https://a.org/@key` holds no citation, `[@key, https://a.org]` no link.
        found.retain(|found| {
            let over = overlapping(&found.range, &addresses, |address| &address.range);
            over.is_none_or(|address| address.range.start >= found.range.start)
        });
        let mut terms = if !self.in_code && self.part.has_terms() { term::find(run) } else { Vec::new() };
        terms.retain(|term| is_apart(&term.range, &found, |found| &found.range));
        addresses.retain(|address| {
            is_apart(&address.range, &found, |found| &found.range)
                && is_apart(&address.range, &terms, |term| &term.range)
        });
        let calls = run.objects(0..run.text().len()).filter_map(|item| match &item.kind {
            ItemKind::Call(label) => {
                Some(Found { range: item.at..item.at + item.len, what: What::Call(label.clone()) })
            }
            _ => None,
        });
        let calls: Vec<_> = calls.filter(|call| is_apart(&call.range, &found, |found| &found.range)).collect();
        if !calls.is_empty() {
            found.extend(calls);
            found.sort_by_key(|found| found.range.start);
        }
        let mut events: Vec<_> = found.into_iter().map(|found| self.found(run, found)).collect();
        if !(terms.is_empty() && addresses.is_empty()) {
            events.extend(terms.into_iter().map(|term| self.term(run, term)));
            events.extend(addresses.iter().filter_map(|address| self.autolink(run, address)).flatten());
            // What ends at a place comes before what begins there.
            events.sort_by_key(|(range, ..)| (range.start, range.end));
        }
        events
    }

    /// The addresses of the run that become links, each between two marks of emphasis.
    fn addresses(&self, run: &Run) -> Vec<Autolink> {
        let text = run.text();
        if !autolink::may_be_in(text) || !self.takes_links(run) {
            return Vec::new();
        }
        let links = run.stretches().into_iter().flat_map(|stretch| {
            let found = autolink::find(&text[stretch.clone()]);
            found.into_iter().map(move |link| (text[..stretch.start].chars().next_back(), link, stretch.start))
        });
        let links =
            links.filter(|(before, link, _)| link.range.start > 0 || !before.is_some_and(char::is_alphanumeric));
        let links =
            links.map(|(_, link, start)| Autolink { range: start + link.range.start..start + link.range.end, ..link });
        links.filter(|link| link.kind != AutolinkKind::Other && is_meant(run, link)).collect()
    }

    /// Whether addresses become links here: links don't hold links, and nothing is looked for in raw
    /// HTML's code.
    fn takes_links(&self, run: &Run) -> bool {
        let is_html = |item: &Item| match &item.kind {
            ItemKind::Object(events) => events.iter().any(|(event, _)| matches!(event, Event::Html(_))),
            _ => false,
        };
        let is_text = !self.in_image && !self.in_code && self.part != Part::CommonMark;
        is_text && self.raw_element.is_none() && !self.in_link && !run.objects(0..run.text().len()).any(is_html)
    }

    /// The events of a link made of an address: its beginning and its end, around the text that stays. `None`
    /// if the address makes no link.
    fn autolink(&mut self, run: &Run, address: &Autolink) -> Option<[(Range<usize>, Event, Span); 2]> {
        let Range { start, end } = address.range;
        let source = run.source(start..end);
        let written = &run.text()[start..end];
        let href = address.address(written)?;
        let link = self.link(LinkKind::Autolink, href, None, &source);
        let place = self.place(source);
        let begin = (start..start, Event::Start(Tag::Link(link)), place.clone());
        Some([begin, (end..end, Event::End(Tag::Link(link)), place.end..place.end)])
    }

    /// Reports a term that its bar parts at the end of a cell.
    pub(super) fn report_split_term(&mut self) {
        if let Some(split) = term::unclosed(&self.run).filter(|_| self.part.has_terms()) {
            let place = self.place(self.run.source(split));
            self.builder.document.slips.push(Spanned::new(Slip::SplitTerm, place));
        }
    }

    fn found(&mut self, run: &Run, found: Found) -> (Range<usize>, Event, Span) {
        let source = run.source(found.range.clone());
        let event = match found.what {
            What::Call(label) => self.note_call(label, &source),
            What::Citation { items, in_text } => self.citation(run, &found.range, items, in_text),
        };
        (found.range, event, self.place(source))
    }

    /// The citations of a run, listed, where the part has any.
    pub(super) fn cited(&mut self, run: &Run) -> Vec<(Range<usize>, Event, Span)> {
        let found = if self.part.has_citations() { citation::find(run, true, false) } else { Vec::new() };
        found.into_iter().map(|found| self.found(run, found)).collect()
    }

    /// A call of a note, listed.
    pub(super) fn note_call(&mut self, label: String, range: &Range<usize>) -> Event {
        let note = self.builder.notes.get(&label_key(&label)).copied();
        let span = self.place(range.clone());
        let calls = &mut self.builder.document.note_calls;
        calls.push(NoteCall { label, span, note, inside: self.part.note() });
        Event::NoteCall(calls.len() - 1)
    }

    /// A use of a term, listed.
    fn term(&mut self, run: &Run, found: term::Found) -> (Range<usize>, Event, Span) {
        let span = self.place(run.source(found.range.clone()));
        let term::Found { range, term, words } = found;
        let terms = &mut self.builder.document.terms;
        terms.push(TermUse { term, words, lang: None, for_teacher: false, span: span.clone() });
        (range, Event::Term(terms.len() - 1), span)
    }

    fn citation(&mut self, run: &Run, found: &Range<usize>, items: Vec<citation::Item>, in_text: bool) -> Event {
        let text = run.text();
        let marks: Vec<(usize, Event)> = run.placed_marks(found.clone()).map(|(at, mark)| (at, mark.clone())).collect();
        let mut read: Vec<CitationItem> = Vec::with_capacity(items.len());
        for item in items {
            // As long as it is written, so that places stay.
            let suffix = text[item.suffix.clone()].trim_end().replace('\n', " ");
            let end = item.suffix.start + suffix.len();
            let (locator, rest) = locator::read(&suffix);
            if let Some((word, meant)) = locator::meant(&suffix).filter(|_| locator.is_none()) {
                let at = suffix.find(word).map_or(item.suffix.start, |offset| item.suffix.start + offset);
                let place = self.place(run.source(at..at + word.len()));
                let slip = Slip::UnknownLocator(word.to_owned(), meant);
                self.builder.document.slips.push(Spanned::new(slip, place));
            }
            let rest = end - rest.len()..end;
            let leads_over = read.last().is_some_and(|before| !before.suffix.is_empty());
            let prefix = self.affix(run, item.prefix, false, &marks);
            read.push(CitationItem {
                joined: item.joined && leads_over,
                prefix,
                key: Spanned::new(text[item.key.clone()].to_owned(), self.place(run.source(item.key))),
                suppress_author: item.suppress_author,
                locator,
                suffix: self.affix(run, rest, true, &marks),
            });
        }
        let raw = self.raw(run, found);
        let span = self.place(run.source(found.clone()));
        let (for_teacher, lang, inside) = (false, None, self.part.note());
        let citations = &mut self.builder.document.citations;
        citations.push(Citation { items: read, in_text, raw, for_teacher, lang, span, inside });
        Event::Citation(citations.len() - 1)
    }

    /// Words around a work: a part of the citation's run, without the spaces around it. After the work
    /// (`follows`) the comma that parts them from it is theirs, and so is a space. `marks` are those of the
    /// citation.
    fn affix(&mut self, run: &Run, range: Range<usize>, follows: bool, marks: &[(usize, Event)]) -> Affix {
        let text = run.text();
        let written = text[range.clone()].trim_start();
        let (before, words) = match written.strip_prefix(',').filter(|_| follows) {
            Some(words) => (", ", words.trim_start()),
            None if follows && written.len() < range.len() => (" ", written),
            None => ("", written),
        };
        let words = range.end - words.len()..range.end - (words.len() - words.trim_end().len());
        if words.is_empty() {
            return Affix::default();
        }
        let mut open: Vec<Event> = Vec::new();
        for (_, mark) in marks.iter().take_while(|(at, _)| *at <= words.start) {
            match mark {
                Event::End(_) => {
                    open.pop();
                }
                mark => open.push(mark.clone()),
            }
        }
        let text = format!("{before}{}", self.raw(run, &words).replace('\n', " "));
        let part = run.part(words.clone(), &open);
        let found = self.look(&part, false, Vec::new());
        let outside = std::mem::take(&mut self.out);
        if !before.is_empty() {
            let place = self.place(run.source(words.start..words.start));
            self.out.push((Event::Text(before.to_owned()), place));
        }
        self.write(part, found);
        Affix { text: text.trim_start().to_owned(), events: std::mem::replace(&mut self.out, outside) }
    }

    /// A part of a run as it is written, its marks read.
    fn raw(&self, run: &Run, range: &Range<usize>) -> String {
        let text = run.text();
        let mut raw = String::with_capacity(range.len());
        let mut at = range.start;
        for object in run.objects(range.clone()) {
            raw.push_str(&text[at..object.at]);
            match &object.kind {
                ItemKind::Call(label) => raw.push_str(&format!("[^{label}]")),
                ItemKind::Object(events) => raw.push_str(&self.builder.plain(events, false)),
                _ => {}
            }
            at = object.at + object.len;
        }
        raw.push_str(&text[at..range.end]);
        raw
    }
}

/// Whether the signs that make an address are written as themselves: `info\@a.org` is text.
fn is_meant(run: &Run, link: &Autolink) -> bool {
    let written = &run.text()[link.range.clone()];
    let sign = match link.kind {
        AutolinkKind::Mail => written.find('@'),
        AutolinkKind::Www => written.find('.'),
        _ => written.find(':'),
    };
    sign.is_some_and(|sign| run.is_active(link.range.start + sign))
}

/// Whether a range overlaps none of the ranges of a list in order.
fn is_apart<T>(range: &Range<usize>, others: &[T], of: impl Fn(&T) -> &Range<usize>) -> bool {
    overlapping(range, others, of).is_none()
}

/// The first of the ranges of a list in order that a range overlaps.
fn overlapping<'t, T>(range: &Range<usize>, others: &'t [T], of: impl Fn(&T) -> &Range<usize>) -> Option<&'t T> {
    let next = others.partition_point(|other| of(other).end <= range.start);
    others.get(next).filter(|other| of(other).start < range.end)
}
