//! A question's events, put in order: what is asked, what is answered, hints, the explanation.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::builder::Builder;
use crate::parse::document::{Asks, Choice, Event, Events, Question, QuestionSlip, Slip, Tag};
use crate::source::{Span, Spanned};

/// Puts tags around what of a question's events is answered, hints below it, and tags around what follows. `callout` is
/// the question's, which is listed. Without anything to be answered, only the hints are moved.
pub(super) fn arrange(builder: &mut Builder<'_>, events: Events, callout: usize) -> Events {
    let (events, hints) = without_hints(events);
    report_headings(builder, &events);
    let index = builder.document.questions.len();
    let asks = builder.document.callouts.get(callout).and_then(|callout| callout.asks);
    let mut question = Question::default();
    let form = asks.and_then(|asks| form(&events, asks));
    let mut arranged = Events::with_capacity(events.len() + 8);
    let explanation = match (asks, form) {
        (Some(asks), Some(form)) => {
            let mut events = events.into_iter();
            arranged.extend(events.by_ref().take(form.start));
            let form = events.by_ref().take(form.len()).collect();
            let mut arranger = Arranger { builder, index, question: &mut question, arranged: &mut arranged };
            match asks {
                Asks::Choices => arranger.choices(form),
                Asks::Order => arranger.order(form),
                Asks::Pairs => arranger.pairs(form),
                Asks::Short => arranger.line(form),
                Asks::Gaps => arranger.gaps(form),
            }
            events.collect()
        }
        _ => {
            arranged.extend(events);
            Events::new()
        }
    };
    arranged.extend(hints);
    if let (Some((_, first)), Some((_, last))) = (explanation.first().cloned(), explanation.last().cloned()) {
        arranged.push((Event::Start(Tag::Explanation(index)), first.start..last.end.max(first.start)));
        arranged.extend(explanation);
        arranged.push((Event::End(Tag::Explanation(index)), last.end..last.end));
    }
    builder.document.questions.push(question);
    arranged
}

/// A callout's own blocks, as ranges of its events.
fn blocks(events: &Events) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    blocks.push(start..at + 1);
                }
            }
            _ if depth == 0 => blocks.push(at..at + 1),
            _ => {}
        }
    }
    blocks
}

/// The events without the question's hints, and these.
fn without_hints(events: Events) -> (Events, Events) {
    if !events.iter().any(|(event, _)| *event == Event::Start(Tag::Hint)) {
        return (events, Events::new());
    }
    let (mut others, mut hints) = (Events::with_capacity(events.len()), Events::new());
    let mut depth = 0_usize;
    let mut in_hint = false;
    for (event, span) in events {
        if depth == 0 {
            in_hint = event == Event::Start(Tag::Hint);
        }
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if in_hint { hints.push((event, span)) } else { others.push((event, span)) }
    }
    (others, hints)
}

/// Reports headings that a `=` alone made of the line above it.
fn report_headings(builder: &mut Builder<'_>, events: &Events) {
    for block in blocks(events) {
        let Some((Event::Start(Tag::Heading(_)), span)) = events.get(block.start) else { continue };
        let written = builder.written(span).trim_end();
        let is_underlined = written.rsplit('\n').next().is_some_and(|line| line.trim_start_matches([' ', '>']) == "=");
        if is_underlined && written.contains('\n') {
            builder.document.slips.push(Spanned::new(Slip::Question(QuestionSlip::Underline), span.clone()));
        }
    }
}

/// The place of what is answered, as a range of a callout's events; what follows is the explanation.
fn form(events: &Events, asks: Asks) -> Option<Range<usize>> {
    let blocks = blocks(events);
    let starts = |block: &Range<usize>, wanted: fn(&Tag) -> bool| match &events[block.start].0 {
        Event::Start(tag) => wanted(tag),
        _ => false,
    };
    let mut all = blocks.iter().cloned();
    match asks {
        Asks::Choices => {
            all.find(|block| starts(block, |tag| matches!(tag, Tag::List(_))) && has_boxes(&events[block.clone()]))
        }
        Asks::Order => all.find(|block| starts(block, |tag| matches!(tag, Tag::List(Some(_))))),
        Asks::Pairs => all.find(|block| starts(block, |tag| matches!(tag, Tag::Table(_)))),
        Asks::Short | Asks::Gaps => {
            let has_blank = |block: &Range<usize>| match asks {
                Asks::Short => starts(block, |tag| *tag == Tag::AnswerLine),
                _ => events[block.clone()].iter().any(|(event, _)| matches!(event, Event::Blank(_))),
            };
            let first = blocks.iter().position(has_blank)?;
            let last = blocks.iter().rposition(has_blank)?;
            Some(blocks[first].start..blocks[last].end)
        }
    }
}

/// Whether a list has boxes of its own: in an item, or in its paragraph where the list is a loose one.
fn has_boxes(list: &[(Event, Span)]) -> bool {
    let mut depth = 0_usize;
    list.iter().any(|(event, _)| {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        matches!(event, Event::TaskMarker(_)) && depth <= 3
    })
}

/// Writes what is answered.
struct Arranger<'a, 'b> {
    builder: &'a mut Builder<'b>,
    /// Which of the document's questions it is.
    index: usize,
    question: &'a mut Question,
    arranged: &'a mut Events,
}

impl Arranger<'_, '_> {
    /// A task list: of each item the first line is the choice, what follows is its feedback.
    fn choices(&mut self, list: Events) {
        let (items, place) = items(list);
        let index = self.index;
        let mut said = HashSet::new();
        self.container(Tag::Choices(index), &place, |own| {
            for (item, span) in items {
                own.choice(item, &span, &mut said);
            }
        });
    }

    fn choice(&mut self, item: Events, span: &Span, said: &mut HashSet<String>) {
        let (mut words, feedback) = split(item);
        let right = words.iter().any(|(event, _)| *event == Event::TaskMarker(true));
        words.retain(|(event, _)| !matches!(event, Event::TaskMarker(_)));
        if let Some((Event::Text(text), _)) = words.first_mut() {
            *text = text.trim_start().to_owned();
        }
        let is_empty = |event: &Event| {
            matches!(event, Event::SoftBreak) || matches!(event, Event::Text(text) if text.trim().is_empty())
        };
        if words.iter().all(|(event, _)| is_empty(event)) {
            self.slip(QuestionSlip::EmptyChoice, span);
        }
        self.report_repeated(said, &words, span);
        self.question.choices.push(Choice { right, feedback: !feedback.is_empty(), span: span.clone() });
        let index = self.index;
        self.container(Tag::Choice, span, |own| {
            own.arranged.extend(words);
            if !feedback.is_empty() {
                own.container(Tag::Feedback(index), span, |own| own.arranged.extend(feedback));
            }
        });
    }

    /// An ordered list.
    fn order(&mut self, list: Events) {
        let (items, place) = items(list);
        let index = self.index;
        let mut said = HashSet::new();
        self.question.items = items.len();
        self.container(Tag::Order(index), &place, |own| {
            for (item, span) in items {
                own.report_repeated(&mut said, &item, &span);
                let (words, rest) = split(item.clone());
                // One paragraph needs no tags of its own.
                let words = if rest.is_empty() { words } else { item };
                own.container(Tag::Ordered, &span, |own| own.arranged.extend(words));
            }
        });
    }

    /// A table of two columns: each row is a thing and its partner, or a partner alone.
    fn pairs(&mut self, table: Events) {
        let place = table.first().map_or(0..0, |(_, span)| span.clone());
        let rows = rows(table);
        let (names, rows) = rows.split_first().map_or((Vec::new(), &[][..]), |(head, rows)| (head.clone(), rows));
        let (mut said, mut partners_said) = (HashSet::new(), HashMap::new());
        let (mut things, mut partners): (Vec<(Cell, usize)>, Vec<Cell>) = (Vec::new(), Vec::new());
        for row in rows {
            let mut cells = row.iter().cloned();
            let (Some(thing), Some(partner)) = (cells.next(), cells.next()) else { continue };
            let words = self.words(&partner.0);
            if partner.0.is_empty() {
                if !thing.0.is_empty() {
                    let words = self.words(&thing.0);
                    self.slip(QuestionSlip::NoPartner(words), &thing.1);
                }
                continue;
            }
            // A note that is called in both cells is called once in each.
            let is_one = !partner.0.iter().any(|(event, _)| matches!(event, Event::NoteCall(_)));
            let next = partners.len();
            let at = if is_one && !words.is_empty() { *partners_said.entry(words).or_insert(next) } else { next };
            if at == next {
                partners.push(partner);
            }
            if !thing.0.is_empty() {
                self.report_repeated(&mut said, &thing.0, &thing.1);
                things.push((thing, at));
            }
        }
        self.question.items = things.len();
        self.question.partners = partners.len();
        let index = self.index;
        let mut names = names.into_iter().map(Some).chain([None, None]);
        for side in 0..2 {
            if let Some((name, span)) = names.next().flatten().filter(|(name, _)| !name.is_empty()) {
                self.container(Tag::ListName(side), &span, |own| own.arranged.extend(name));
            }
            let things = std::mem::take(&mut things);
            if side == 0 {
                self.container(Tag::Pairs(index), &place, |own| {
                    for ((words, span), partner) in things {
                        own.container(Tag::Paired(partner), &span, |own| own.arranged.extend(words));
                    }
                });
            } else {
                let partners = std::mem::take(&mut partners);
                self.container(Tag::Partners(index), &place, |own| {
                    for (words, span) in partners {
                        own.container(Tag::Partner, &span, |own| own.arranged.extend(words));
                    }
                });
            }
        }
    }

    /// The lines of a short answer: they have one blank.
    fn line(&mut self, events: Events) {
        let mut events = events.into_iter().peekable();
        while let Some((event, span)) = events.next() {
            let is_line = event == Event::Start(Tag::AnswerLine);
            if is_line && events.next_if(|(next, _)| *next == Event::End(Tag::AnswerLine)).is_some() {
                continue;
            }
            if let Event::Blank(blank) = event {
                self.question.blanks.push(blank);
            }
            self.arranged.push((event, span));
        }
    }

    /// A text with gaps. A recording in the question is what students listen to while they fill them.
    fn gaps(&mut self, events: Events) {
        let document = &mut self.builder.document;
        for (event, _) in self.arranged.iter().chain(&events) {
            match event {
                Event::Blank(blank) => self.question.blanks.push(*blank),
                Event::Start(Tag::Image(link)) => document.links[*link].is_dictation = true,
                _ => {}
            }
        }
        self.arranged.extend(events);
    }

    fn container(&mut self, tag: Tag, span: &Span, inside: impl FnOnce(&mut Self)) {
        self.arranged.push((Event::Start(tag.clone()), span.clone()));
        inside(self);
        self.arranged.push((Event::End(tag), span.end..span.end));
    }

    fn slip(&mut self, slip: QuestionSlip, span: &Span) {
        self.builder.document.slips.push(Spanned::new(Slip::Question(slip), span.clone()));
    }

    /// What events say, on one line.
    fn words(&self, events: &Events) -> String {
        let images = events.iter().filter_map(|(event, _)| match event {
            Event::Start(Tag::Image(link)) => Some(self.builder.document.links.get(*link)?.address.as_str()),
            _ => None,
        });
        // Of a formula its source: the texts of two may be one.
        let words = std::iter::once(self.builder.plain(events, true));
        let words: Vec<String> = words.chain(images.map(str::to_owned)).collect();
        words.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Reports a thing that says what another one said.
    fn report_repeated(&mut self, said: &mut HashSet<String>, events: &Events, span: &Span) {
        let words = self.words(events);
        if !words.is_empty() && !said.insert(words.clone()) {
            self.slip(QuestionSlip::Repeated(words), span);
        }
    }
}

/// What a cell or an item holds, and its place.
type Cell = (Events, Span);

/// The items of a list, each with its place, and the list's.
fn items(list: Events) -> (Vec<Cell>, Span) {
    let place = list.first().map_or(0..0, |(_, span)| span.clone());
    (inside(list, 1, |tag| *tag == Tag::Item), place)
}

/// The rows of a table, its headings first. A cell’s place is that of what it holds.
fn rows(table: Events) -> Vec<Vec<Cell>> {
    let rows = inside(table, 1, |tag| matches!(tag, Tag::TableHead | Tag::TableRow));
    let cells = |row: Events| inside(row, 0, |tag| *tag == Tag::TableCell);
    let placed = |(cell, span): Cell| {
        let start = cell.first().map_or(span.start, |(_, first)| first.start);
        let end = cell.last().map_or(span.end, |(_, last)| last.end);
        (cell, start..end.max(start))
    };
    rows.into_iter().map(|(row, _)| cells(row).into_iter().map(placed).collect()).collect()
}

/// The containers of that kind at that depth, without their tags.
fn inside(events: Events, wanted_depth: usize, wanted: fn(&Tag) -> bool) -> Vec<Cell> {
    let mut found: Vec<Cell> = Vec::new();
    let mut depth = 0_usize;
    for (event, span) in events {
        match &event {
            Event::Start(tag) => {
                depth += 1;
                if depth == wanted_depth + 1 && wanted(tag) {
                    found.push((Events::new(), span));
                    continue;
                }
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if depth <= wanted_depth {
                    continue;
                }
            }
            _ => {}
        }
        if let Some((inside, _)) = found.last_mut().filter(|_| depth > wanted_depth) {
            inside.push((event, span));
        }
    }
    found
}

/// The first paragraph of an item, without its tags, and the rest.
fn split(mut item: Events) -> (Events, Events) {
    if matches!(item.first(), Some((Event::Start(Tag::Paragraph), _))) {
        let end = item.iter().position(|(event, _)| *event == Event::End(Tag::Paragraph)).unwrap_or(item.len());
        let rest = item.split_off((end + 1).min(item.len()));
        item.truncate(end);
        item.remove(0);
        return (item, rest);
    }
    let block = item.iter().position(|(event, _)| matches!(event, Event::Start(tag) if !is_inline(tag)));
    let rest = block.map_or_else(Vec::new, |block| item.split_off(block));
    (item, rest)
}

fn is_inline(tag: &Tag) -> bool {
    // A passage in a line and one that is a block bear the same tag: in an item without paragraphs
    // only one in a line can come before its end.
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link(_) | Tag::Image(_) | Tag::Passage(_))
}
