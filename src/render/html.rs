//! A parsed text → HTML: its body, its notes, a field of its front matter.
//!
//! There is no inline style or script in what is written here: the site's security policy forbids
//! both. What the text needs from the page around it, it asks of a [`Context`].

mod callout;
mod commonmark;
mod content;
mod escape;
mod film;
mod highlight;
mod images;
mod listing;
mod media;
mod note_list;
mod notes;
mod question;
mod raw;
mod sanitize;
mod shuffle;
#[cfg(test)]
mod tests;
mod typeset;
mod writer;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::config::{Counts, RawHtmlMode};
use crate::locale::number::Marks;
use crate::locale::typography::{OBJECT, Typography};
use crate::parse::document::{CalloutKind, Document, Event, Events, Tag};
use crate::parse::formula::DecimalMark;
pub use commonmark::commonmark;
pub(super) use highlight::coloured;
pub use images::ShownWidth;
pub use media::{ShownCaptions, ShownMedia, ShownTranscript};
pub(super) use notes::Notes;
use writer::Writer;

/// What a text needs from the page around it. Indices are those of the document's lists.
pub trait Context {
    /// Where a link leads, as it is written in the page. Nothing: a link shows as its text, an image
    /// as its alternative text, and raw HTML loses the attribute.
    fn href(&self, link: usize) -> Option<Cow<'_, str>>;

    /// An image's width and height in CSS pixels; `None` where its file doesn't give them.
    fn dimensions(&self, link: usize) -> Option<(u32, u32)>;

    /// The widths that an image comes in beside the image itself, the smallest first.
    fn widths(&self, _link: usize) -> Vec<ShownWidth> {
        Vec::new()
    }

    /// Whose an image is, as HTML with the word for it; `None` if the book doesn't say.
    fn credit(&self, _link: usize) -> Option<String> {
        None
    }

    /// The captions and the transcript of a film or a sound.
    fn media(&self, _link: usize) -> ShownMedia<'_> {
        ShownMedia::default()
    }

    /// A citation as HTML. `linked` says that it is within a link: then it must hold none.
    fn citation(&self, citation: usize, linked: bool) -> String;

    /// A citation as words, for an alternative text.
    fn citation_words(&self, citation: usize) -> String {
        super::plain::text(&self.citation(citation, true))
    }

    /// A use of a term as HTML. `linked` as above.
    fn term(&self, _term: usize, _linked: bool) -> String {
        String::new()
    }

    /// What progress on a callout is kept by; `None` if it is neither a question nor an activity for students.
    fn task(&self, _callout: usize) -> Option<TaskMarks> {
        None
    }

    /// What counts in typed answers, where a question doesn't say.
    fn counts(&self) -> Counts {
        Counts::default()
    }

    /// What the text's language writes between the digits of a number.
    fn number_marks(&self) -> Marks {
        Marks { decimal: '.', group: None }
    }

    /// What the page calls a question or an activity, where it lists them apart from their text: `3.1`.
    fn task_number(&self, _callout: usize) -> Option<&str> {
        None
    }

    /// Whether the page is made for paper: no question is answered in it.
    fn is_for_paper(&self) -> bool {
        false
    }

    /// Whether films of other hosts can be played in the page.
    fn plays_films(&self) -> bool {
        true
    }

    /// By how many levels headings are lower than on a page that has this text alone.
    fn lowered(&self) -> u8 {
        0
    }

    /// Whether the text hasn't led to that address yet: paper says it once.
    fn is_new_address(&self, _address: &str) -> bool {
        true
    }

    /// Whether the answers to questions are open, as they are where only the teacher reads.
    fn opens_answers(&self) -> bool {
        false
    }

    /// The prefix of every id of the text, so that several texts can be on one page.
    fn id_prefix(&self) -> &str {
        ""
    }

    /// The ways to the same section in the site's other languages.
    fn section_links(&self, _heading: usize) -> Vec<SectionLink> {
        Vec::new()
    }

    /// A phrase in the page's language, as text.
    fn label(&self, label: Label<'_>) -> Cow<'_, str>;

    /// What parts a number's decimals in formulas.
    fn decimal_mark(&self) -> DecimalMark {
        DecimalMark::Point
    }

    /// Code in colours, as HTML; `None` if it stays plain: its language isn't known, or it is too long.
    fn coloured(&self, language: &str, code: &str) -> Option<Arc<String>> {
        coloured(language, code).map(Arc::new)
    }

    /// How text is set: the text's own, or a passage's in the language of that tag.
    fn typography(&self, _lang: Option<&str>) -> Typography {
        Typography::AsWritten
    }

    /// What becomes of raw HTML.
    fn raw_html(&self) -> RawHtmlMode;

    /// Whether headings get a link to themselves.
    fn permalinks(&self) -> bool {
        true
    }
}

/// What a question or an activity bears in the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskMarks {
    /// Its id in every language, without the text's prefix, if it has one.
    pub id: Option<String>,
    /// What progress on it is kept by ([`crate::model::Book::task_key`]).
    pub key: String,
}

/// The way to a section in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionLink {
    /// Where it leads.
    pub href: String,
    /// That language's key.
    pub hreflang: String,
    /// What one sees of it: `EN`.
    pub code: String,
    /// What it is, in words.
    pub label: String,
}

/// The phrases that a text needs in its page's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label<'a> {
    /// The name of a call: “note 1”.
    NoteCall(usize),
    /// The way back from a note that is called once: “back to the text”.
    NoteBack,
    /// The way back to one of a note's calls, from 1: “back to call 2”.
    NoteBackTo(usize),
    /// The notes' title: “Notes”.
    Notes,
    /// What a callout is: “Tip”.
    Callout(CalloutKind),
    /// What parts a callout's name from its title: “: ”.
    Colon,
    /// That a callout is not in the students' site.
    TeacherOnly,
    /// What a student says of an activity: “I have done this activity”.
    Declare,
    /// What opens the answer to a question: “show the answer”; whether there are several.
    ShowAnswer(bool),
    /// How the choices of a question are told apart: `A`, by letters, or `1`, by numbers.
    ChoiceMarks,
    /// What comes before the right answer, or several, with an [`OBJECT`] in its place: “right answer: …”.
    RightAnswers(bool),
    /// The same of the right order of things.
    RightOrder,
    /// What parts several answers: “, ”.
    ListSeparator,
    /// What parts answers of which one is enough: “ or ”.
    Or,
    /// What opens a hint, by its number in the question, from 1: “hint 1”.
    Hint(usize),
    /// What opens the transcript of a film or a sound: “transcript”.
    Transcript,
    /// A heading's link to itself, with the heading's text: “link to the section …”.
    Permalink(&'a str),
    /// The name of a table, by its number in the text, from 1: “table 1”.
    Table(usize),
    /// Where a film is from, by its host: “this film comes from youtube.com: …”.
    FilmFrom(&'a str),
    /// What plays a film of another host: “watch the film”.
    FilmWatch,
    /// The way to a film on its host: “open on youtube.com”.
    FilmOpen(&'a str),
    /// That there is no network to see a film by.
    FilmOffline,
    /// Which lines of a piece of code are marked: “marked lines: 3, 7–9”.
    MarkedLines(&'a str),
}

/// The ids of what names a section at a text's end: its title and, if other texts are on the
/// page too, the element `<prefix>text:name` with the text's title or language. Both are of the page.
pub fn named_by(prefix: &str, title: &str) -> String {
    let id = escape(&format!("{prefix}{title}"));
    if prefix.is_empty() { id } else { format!("{id} {}", escape(&format!("{prefix}text:name"))) }
}

/// Text made safe between tags or in a double-quoted attribute.
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape::text(&mut html, text);
    html
}

/// The text itself, without its notes.
pub fn body(document: &Document, context: &dyn Context) -> String {
    let notes = Notes::new(document);
    let mut writer = Writer::page(document, context, &notes).with_first_image_at_once();
    writer.write(&document.body);
    writer.finish()
}

/// The text of each heading as the page shows it, plain, in the document's order.
pub fn headings(document: &Document, context: &dyn Context) -> Vec<String> {
    let mut texts: Vec<String> = document.headings.iter().map(|heading| heading.text.clone()).collect();
    let mut start = 0;
    for (at, (event, _)) in document.body.iter().enumerate() {
        match event {
            Event::Start(Tag::Heading(_)) => start = at,
            Event::End(Tag::Heading(index)) => {
                if let Some(text) = texts.get_mut(*index) {
                    *text = typeset::plain(document, &document.body[start..at], context);
                }
            }
            _ => {}
        }
    }
    texts
}

/// The text itself in pieces: `runs` are ranges of its body's events, in order. Each piece is whole HTML.
pub fn pieces(document: &Document, context: &dyn Context, runs: impl Iterator<Item = Range<usize>>) -> Vec<String> {
    let notes = Notes::new(document);
    let mut writer = Writer::page(document, context, &notes);
    let pieces = runs.map(|run| {
        writer.write(document.body.get(run).unwrap_or_default());
        std::mem::take(&mut writer.html)
    });
    pieces.collect()
}

/// The notes that are called, as a section; `None` when there is none.
pub fn notes(document: &Document, context: &dyn Context) -> Option<String> {
    let notes = Notes::new(document);
    notes.at_the_end().next()?;
    let mut writer = Writer::page(document, context, &notes);
    writer.notes();
    Some(writer.finish())
}

/// Words of the author's around a work in a citation: inline events. They are set as a passage in `lang` is,
/// if any; what `follows` the work, as what follows a word. Where they are `linked`, they hold no link.
pub(super) fn affix(
    document: &Document,
    events: &Events,
    context: &dyn Context,
    notes: &Notes,
    (lang, follows, linked): (Option<&str>, bool, bool),
) -> String {
    let mut writer = Writer::page(document, context, notes).in_language(lang);
    writer.linked = linked;
    if !follows {
        writer.write(events);
        return writer.finish();
    }
    let place = events.first().map_or(0..0, |(_, span)| span.start..span.start);
    let work = (Event::Text(OBJECT.to_string()), place);
    let events: Events = std::iter::once(work).chain(events.iter().cloned()).collect();
    writer.write(&events);
    let html = writer.finish();
    html.strip_prefix(OBJECT).map(str::to_owned).unwrap_or(html)
}

/// Inline events: those of one of [`Document::prose`].
pub fn prose(document: &Document, events: &Events, context: &dyn Context) -> String {
    let notes = Notes::default();
    let mut writer = Writer::page(document, context, &notes);
    writer.write(events);
    writer.finish()
}
