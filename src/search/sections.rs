//! A text cut at its headings, as plain words: what a reader sees of it before any answer is opened.

use super::Section;
use crate::parse::document::{CodeAttributes, Document, Event, Events, RawHtml, Tag};

/// The most sections of a text; what follows is part of the last.
pub const MOST: usize = 35;

/// The deepest heading, as a page shows it, that begins a section.
const DEEPEST: u8 = 3;

/// The sections of a document, the first of which is what comes before any heading.
pub fn sections(document: &Document) -> Vec<Section> {
    let mut reading =
        Reading { document, sections: vec![Section::default()], hidden: 0, notes: Vec::new(), captioned: false };
    let shift = document.heading_shift();
    for (event, _) in &document.body {
        match event {
            Event::Start(Tag::Heading(index)) => {
                let heading = document.headings.get(*index).filter(|heading| heading.shown_level(shift) <= DEEPEST);
                if let Some(heading) = heading.filter(|_| reading.sections.len() < MOST) {
                    reading.append_notes();
                    let anchor = Some(heading.anchor.clone());
                    reading.sections.push(Section { anchor, heading: String::new(), text: String::new() });
                }
            }
            // The words of the heading itself were read as text.
            Event::End(Tag::Heading(index)) => {
                let anchor = document.headings.get(*index).map(|heading| &heading.anchor);
                let begun = |last: &&mut Section| last.anchor.as_ref() == anchor && last.heading.is_empty();
                match reading.sections.last_mut().filter(begun) {
                    Some(last) => last.heading = spaced(&std::mem::take(&mut last.text)),
                    None => reading.push(" "),
                }
            }
            event => reading.read(event),
        }
    }
    reading.append_notes();
    for section in &mut reading.sections {
        section.text = spaced(&section.text);
    }
    reading.sections
}

/// The words of inline events.
pub fn words_of(document: &Document, events: &Events) -> String {
    let mut reading =
        Reading { document, sections: vec![Section::default()], hidden: 0, notes: Vec::new(), captioned: false };
    events.iter().for_each(|(event, _)| reading.read(event));
    spaced(&reading.sections[0].text)
}

struct Reading<'d> {
    document: &'d Document,
    sections: Vec<Section>,
    /// How many containers are open whose words readers don't see at once.
    hidden: usize,
    /// The notes that the section calls, by index.
    notes: Vec<usize>,
    /// Whether the figure that is open has a caption among its events.
    captioned: bool,
}

impl Reading<'_> {
    fn read(&mut self, event: &Event) {
        match event {
            Event::Start(tag) if is_hidden(tag) => self.hidden += 1,
            Event::End(tag) if is_hidden(tag) => self.hidden = self.hidden.saturating_sub(1),
            _ if self.hidden > 0 => {}
            Event::Text(words) | Event::Code(words) => self.push(words),
            Event::Term(term) => self.push(self.document.terms.get(*term).map_or("", |term| term.shown())),
            Event::Html(html) => self.push_html(html),
            Event::Start(Tag::CodeBlock(Some(info))) => {
                self.push(" ");
                self.push(&CodeAttributes::of(info).title.unwrap_or_default());
                self.push(" ");
            }
            Event::NoteCall(call) => {
                let note = self.document.note_calls.get(*call).and_then(|call| call.note);
                self.notes.extend(note);
            }
            // A caption that is nothing but text is its image's title.
            Event::Start(Tag::Figure(_)) => {
                self.captioned = false;
                self.push(" ");
            }
            Event::Start(Tag::Caption) => {
                self.captioned = true;
                self.push(" ");
            }
            Event::End(Tag::Figure(link)) => {
                let link = self.document.links.get(*link).filter(|_| !self.captioned);
                self.push(" ");
                self.push(link.and_then(|link| link.title.as_deref()).unwrap_or_default());
                self.push(" ");
            }
            // Marks within a word don't part it.
            Event::Start(tag) | Event::End(tag) if is_inline(tag) => {}
            Event::Citation(_) | Event::TaskMarker(_) => {}
            Event::Blank(_) => self.push(" … "),
            _ => self.push(" "),
        }
    }

    fn push(&mut self, words: &str) {
        if let Some(section) = self.sections.last_mut() {
            section.text.push_str(words);
        }
    }

    /// What is between the tags of raw HTML.
    fn push_html(&mut self, html: &RawHtml) {
        let mut rest = html.text.as_str();
        while let Some((words, tag)) = rest.split_once('<') {
            self.push(words);
            if html.block {
                self.push(" ");
            }
            rest = tag.split_once('>').map_or("", |(_, after)| after);
        }
        self.push(rest);
    }

    /// Notes are read where they are called, at the end of the section: those that notes call are not.
    fn append_notes(&mut self) {
        for note in std::mem::take(&mut self.notes) {
            let Some(note) = self.document.notes.get(note) else { continue };
            self.push(" ");
            note.events.iter().for_each(|(event, _)| self.read(event));
        }
        self.notes.clear();
    }
}

/// What is behind an answer: found by search, it would be given away.
fn is_hidden(tag: &Tag) -> bool {
    matches!(tag, Tag::Feedback(_) | Tag::Explanation(_) | Tag::Hint | Tag::AnswerLine)
}

fn is_inline(tag: &Tag) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link(_) | Tag::Passage(_))
}

/// Words with one space between them.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    #[test]
    fn a_text_is_cut_at_its_headings_and_gives_no_answer_away() {
        let text = "Avant[^a].\n\n## Une *trace*\n\nL’é**lè**ve `lit`.\n\n#### Plus bas\n\n> [!QUESTION] Qui?\n>\n> = Ada\n>\n> Parce que.\n\n\
                    ### Plus loin\n\n<b>Gras</b>\n\n[^a]: Une note.\n";
        let found = sections(&parse(text).value.document);
        let found: Vec<_> =
            found.iter().map(|section| (section.anchor.as_deref(), &*section.heading, &*section.text)).collect();
        assert_eq!(
            found,
            [
                (None, "", "Avant. Une note."),
                (Some("une-trace"), "Une trace", "L’élève lit. Plus bas Qui?"),
                (Some("plus-loin"), "Plus loin", "Gras"),
            ]
        );
    }

    #[test]
    fn what_follows_too_many_headings_is_part_of_the_last_section() {
        let text: String = (0..100).map(|part| format!("## Partie {part}\n\nMot{part}.\n\n")).collect();
        let found = sections(&parse(&text).value.document);
        assert_eq!(found.len(), MOST);
        assert!(found[MOST - 1].text.ends_with("Partie 99 Mot99."), "{}", found[MOST - 1].text);
    }
}
