//! A lesson's Markdown, parsed: a flat list of events with their places, and lists of its parts.
//!
//! A list, not a tree: ten thousand nested lists would overflow the stack of anything that walks a
//! tree. Everything of which there may be several is in a list of its own, and the event holds its
//! index, so that a later stage can lay what it found (a link's target, a note's number) beside it.

use std::collections::{HashMap, HashSet, VecDeque};

use super::blocks::Block;
pub use super::callout::{Asks, Callout, CalloutKind, Choice, Lookalike, Question, Why};
pub use super::code_attributes::{CodeAttributes, CodeSlip};
use super::formula::Formula;
use super::image::{ImageAttributes, ImageSlip};
pub use super::locator::Locator;
pub use super::mistyped::Mistyped;
pub use super::passage::Passage;
use crate::film::{self, Film};
use crate::source::{Span, Spanned};

/// A run of events, each with its place in the file, in bytes.
pub type Events = Vec<(Event, Span)>;

/// What one file's Markdown says: its body, its notes, and the fields of its front matter that are
/// Markdown too.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The text itself, without the notes' definitions.
    pub body: Events,
    /// Its blocks at the top level, in order.
    pub blocks: Vec<Block>,
    /// The front-matter fields that are inline Markdown, by field.
    pub prose: Vec<Prose>,
    /// Every definition of a note, from the text and from `footnotes:`, in that order. A label
    /// defined twice is here twice; the first is the one that counts.
    pub notes: Vec<Note>,
    /// The calls of notes, in reading order: first the body's, then those inside notes.
    pub note_calls: Vec<NoteCall>,
    /// The headings of the body, in order.
    pub headings: Vec<Heading>,
    /// Links, images, and the addresses in raw HTML, in reading order: first the body's, then those
    /// inside notes, then those of the front matter's prose.
    pub links: Vec<Link>,
    /// Citations, in the same order.
    pub citations: Vec<Citation>,
    /// Uses of terms of the glossary, in the same order.
    pub terms: Vec<TermUse>,
    /// Formulas, in the same order.
    pub formulas: Vec<Formula>,
    /// What the info strings of code blocks name as their language, in the same order.
    pub code_languages: Vec<Spanned<String>>,
    /// Ids that the author set: first those on headings and callouts (`{#id}`) and in raw HTML of the
    /// body, then those in notes.
    pub ids: Vec<Spanned<String>>,
    /// Callouts, in reading order as above.
    pub callouts: Vec<Callout>,
    /// The questions among the callouts.
    pub questions: Vec<Question>,
    /// The places in questions where students write, in reading order.
    pub blanks: Vec<Blank>,
    /// Passages in another language.
    pub passages: Vec<Passage>,
    /// What looks like a mark of ours and isn't right.
    pub slips: Vec<Spanned<Slip>>,
    /// Scripts and styles written in raw HTML.
    pub inline: Vec<(Inline, Span)>,
    /// Images in raw HTML that have no `alt`.
    pub unspoken: Vec<Span>,
    /// How many words the body has.
    pub words: usize,
    /// Where nesting first went past what is kept: the text below it is flattened.
    pub too_deep: Option<Span>,
}

impl Document {
    /// All raw HTML: the body's, the notes', that of the front matter's prose.
    pub fn raw_html(&self) -> impl Iterator<Item = &RawHtml> {
        let notes = self.notes.iter().map(|note| &note.events);
        let prose = self.prose.iter().map(|prose| &prose.events);
        std::iter::once(&self.body).chain(notes).chain(prose).flatten().filter_map(|(event, _)| match event {
            Event::Html(raw) => Some(raw),
            _ => None,
        })
    }

    /// Whether it says anything of an image in braces after it.
    pub fn has_figures(&self) -> bool {
        self.links.iter().any(|link| link.image.is_some())
    }

    /// By how much the page shows headings lower than they are written. There the title is the only one of
    /// level 1: a text that begins at level 1 is shown one lower. Each call looks at all headings again.
    pub fn heading_shift(&self) -> u8 {
        u8::from(self.headings.iter().any(|heading| heading.level == 1))
    }

    /// Whether some of its code has a title, numbered lines or marked ones.
    pub fn has_listings(&self) -> bool {
        self.events().any(|event| match event {
            Event::Start(Tag::CodeBlock(Some(info))) => !CodeAttributes::of(info).is_plain(),
            _ => false,
        })
    }

    /// The films of other hosts that it plays, in reading order, each as an index of [`Document::links`].
    pub fn films(&self) -> impl Iterator<Item = (usize, Film)> {
        // The preview asks it of every text for each page: few texts have films, and none has as many links as events.
        let has_films = self.links.iter().any(|link| link.kind == LinkKind::Film);
        has_films.then(|| self.events()).into_iter().flatten().filter_map(|event| match event {
            Event::Start(Tag::Figure(link)) => Some((*link, self.links.get(*link)?.film()?)),
            _ => None,
        })
    }

    /// The events of the body, then those of the notes.
    fn events(&self) -> impl Iterator<Item = &Event> {
        let notes = self.notes.iter().map(|note| &note.events);
        std::iter::once(&self.body).chain(notes).flatten().map(|(event, _)| event)
    }

    /// The ids in it that are its author's or its headings'.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        let headings = self.headings.iter().map(|heading| heading.anchor.as_str());
        headings.chain(self.ids.iter().map(|id| id.value.as_str()))
    }

    /// Whether raw HTML sets an id.
    pub fn has_raw_ids(&self) -> bool {
        if self.ids.is_empty() {
            return false;
        }
        let headings = self.headings.iter().map(|heading| heading.anchor.as_str());
        let callouts = self.callouts.iter().filter_map(|callout| Some(callout.id.as_ref()?.value.as_str()));
        let written: HashSet<&str> = headings.chain(callouts).collect();
        self.ids.iter().any(|id| !written.contains(id.value.as_str()))
    }

    /// The index in [`Document::notes`] of the first note with that label; `None` if the text has no such note.
    pub fn note(&self, label: &str) -> Option<usize> {
        let key = label_key(label);
        self.notes.iter().position(|note| label_key(&note.label.value) == key)
    }

    /// The notes that a reader gets to see, as indices of [`Document::notes`], in the order of their numbers: by
    /// first call, first those called in the body, then those called only inside these, as they come.
    pub fn note_order(&self) -> Vec<usize> {
        let mut calls_inside: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut waiting = VecDeque::new();
        for call in &self.note_calls {
            match (call.note, call.inside) {
                (Some(note), None) => waiting.push_back(note),
                (Some(note), Some(inside)) => calls_inside.entry(inside).or_default().push(note),
                (None, _) => {}
            }
        }
        let mut seen = vec![false; self.notes.len()];
        let mut order = Vec::new();
        while let Some(note) = waiting.pop_front() {
            if seen.get(note) == Some(&false) {
                seen[note] = true;
                order.push(note);
                waiting.extend(calls_inside.remove(&note).into_iter().flatten());
            }
        }
        order
    }
}

impl Heading {
    /// Its level in the page, whose headings are lower by [`Document::heading_shift`].
    pub fn shown_level(&self, shift: u8) -> u8 {
        (self.level + shift).min(6)
    }
}

/// A mark of ours that isn't right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slip {
    /// `[!WORD]`, with a word that is no callout.
    UnknownCallout(String),
    /// A callout as another tool writes it (`:::tip Title`): the one meant, and its title.
    ForeignCallout(CalloutKind, Option<String>),
    /// A block of colons by a word that names no callout: `:::goal Title`.
    UnknownBlock {
        /// The word.
        word: String,
        /// The title behind it, if there is one.
        title: Option<String>,
    },
    /// `[!NOTE` without its `]`: its name as written.
    UnclosedCallout(String),
    /// `[!NOTE]` that no `>` makes a callout: its name as written.
    UnquotedCallout(String),
    /// What looks like a callout's mark and makes none, where students could see what was for the
    /// teacher or the mark alone would tell that something is wrong.
    Lookalike(Lookalike),
    /// A passage right below a callout for the teacher, which its first line without `>` or a blank
    /// line parts from it: a quotation, else any other block.
    Cut {
        /// Whether a blank line parts it.
        is_quote: bool,
    },
    /// What looks like a mark of Markdown and is read as text.
    Mistyped(Mistyped),
    /// An invisible character.
    Invisible(char),
    /// The fence of a code block that is never closed.
    UnclosedCode {
        /// The fence.
        fence: String,
        /// Whether all the rest of the text is code; else the rest of its quotation or item.
        to_end: bool,
    },
    /// `{lang=x}`, where `x` is no language.
    InvalidLanguage(String),
    /// `{x=…}`, an attribute that Palier doesn't know.
    UnknownAttribute(String),
    /// An attribute of a callout that Palier doesn't know.
    CalloutAttribute {
        /// Its name as written.
        name: String,
        /// What to write in its place, its value included.
        meant: Option<String>,
    },
    /// The id of a question or an activity, which can't be one: what it is, and what was probably meant.
    TaskId {
        /// The id as written.
        id: String,
        /// The one to write.
        meant: Option<String>,
    },
    /// Braces after a callout's mark that never close: the line to write.
    UnclosedAttributes(String),
    /// Braces after a callout's mark that can't be read: the line to write, if what they mean is clear.
    BrokenAttributes(Option<String>),
    /// Braces after a callout's mark that close on a later line: the line to write.
    AttributesOverLines(String),
    /// A second pair of braces after a callout's mark: the line to write.
    SecondAttributes(String),
    /// A word, such as “and”, between names that `shows` lists: the line to write.
    JoinedNames(String),
    /// `shows` without a name.
    ShowsNothing,
    /// `shows` on a callout that is neither a question nor an activity.
    CannotShow,
    /// A callout's attributes at the end of its title: the line to write.
    AttributesAfterTitle(String),
    /// A class that only the theme may give.
    ThemeClass(String),
    /// `{lang=en}` or `{lang=en`, which no pair of brackets comes before.
    UnclosedSpan,
    /// `[[` in a table's cell that ends before its `]]`: a bar in it parted the cell.
    SplitTerm,
    /// `[@key` or `[see @key` without its `]`.
    UnclosedCitation,
    /// `[@key, chapt. 3]`: the word, and the one that was probably meant.
    UnknownLocator(String, &'static str),
    /// `[^label]` between the brackets of a link, which Markdown then takes for none.
    NoteInLink(String),
    /// `^[a note within the text]`, as Pandoc has it.
    InlineNote,
    /// `[[term]]` or `[@key]` in a title, which is plain text.
    MarkInTitle {
        /// Whether it is a term.
        is_term: bool,
    },
    /// `[^label]` in a title.
    NoteInTitle,
    /// What looks like a link or an image, and is text.
    MalformedLink(MalformedLink),
    /// `{…}` right after a link, which is text.
    LooseAttributes,
    /// What isn't right with the braces after an image.
    Image(ImageSlip),
    /// What isn't right with the attributes of a block of code.
    Code(CodeSlip),
    /// What isn't right with a question.
    Question(QuestionSlip),
    /// An invisible character that an entity puts into the text: `&#27;`.
    HiddenCharacter(char),
    /// What isn't right with a table, or with lines that look like one.
    Table(TableSlip),
    /// `:::` that is never closed.
    UnclosedBlock,
    /// `:::` that closes nothing.
    StrayFence,
    /// Markdown in a block of raw HTML, as it is written.
    MarkdownInHtml(String),
}

/// What isn't right with a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuestionSlip {
    /// A blank that accepts nothing: `= ` or `[[= ]]`.
    EmptyBlank,
    /// `=` alone below a line, which makes a heading of that.
    Underline,
    /// A choice that begins with a block: its words are taken for feedback.
    EmptyChoice,
    /// `[[= …]]` in no question.
    GapOutside,
    /// `[[= …]]` in a question that is answered otherwise.
    GapBeside(Asks),
    /// `= …` in a question that is answered otherwise.
    AnswerBeside(Asks),
    /// `[[=` without its `]]`, or with marks that begin in it and end behind it.
    UnclosedGap,
    /// A row of a table of pairs whose second cell is empty; what the first one says.
    NoPartner(String),
    /// Two things to be put in order, or to find partners for, that say the same; what they say.
    Repeated(String),
    /// A word behind `count=` that isn't known, and the one that was probably meant.
    UnknownCount(String, Option<&'static str>),
    /// A class that looks like one which says how a question is answered, and the one that was probably meant.
    UnknownClass(String, &'static str),
    /// `=mot`; the line to write.
    TightAnswer(String),
    /// `[[ = mot]]`; the gap to write.
    SpacedGap(String),
    /// A line that isn't read as what it looks like.
    Stray(Stray),
}

/// A line of a question that isn't read as what it looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stray {
    /// A hint in an item.
    HintInItem,
    /// A hint below a line of text.
    HintInText,
    /// `?Indice`; the hint itself.
    TightHint(String),
    /// `?` alone.
    EmptyHint,
    /// A second task list, which becomes part of the explanation.
    Tasks,
    /// `[v]`: what is no box.
    Box(String),
    /// A line below a choice that isn't indented: it goes on with the choice.
    Feedback,
}

/// What looks like a link or an image, and is text to Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MalformedLink {
    /// What Markdown doesn't take.
    pub problem: LinkProblem,
    /// Whether it looks like an image.
    pub is_image: bool,
    /// The address that the author probably meant; `None` if it can't be guessed.
    pub address: Option<String>,
    /// What to write instead.
    pub meant: String,
}

/// Why Markdown makes no link of what looks like one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkProblem {
    /// `[plan](plan de cours.pdf)`
    Spaces,
    /// `[plan](plan.pdf`
    Unclosed,
    /// `[plan](plan.pdf “Le plan”)`, `[plan](plan.pdf "Le plan)`
    Title,
    /// `[plan]({{ site.url }}/plan.pdf)`
    Template,
    /// `[plan] (plan.pdf)`
    Apart,
    /// `(plan)[plan.pdf]`
    Reversed,
    /// `[plan][label]`, where no line says what the label is.
    Undefined,
    /// `[label]: plan.pdf` that no link uses; meant is its label.
    Unused,
    /// `[label]: plan.pdf` below another address of the same label.
    Repeated,
    /// `[plan](a(b)` and the like.
    Other,
}

/// What isn't right with a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableSlip {
    /// A cell after the last column: it isn't shown.
    LostCell {
        /// How many columns the table has.
        columns: usize,
    },
    /// A bar in code or in a formula, which parts the cell; what to write instead.
    SplitCell(String),
    /// A line of text right after the table, which becomes one of its rows.
    TakenLine,
    /// The line under the headings has another number of cells than they have: how many, how many
    /// headings, and the line to write.
    Columns {
        /// The cells of the line.
        found: usize,
        /// The headings.
        columns: usize,
        /// The line to write.
        meant: String,
    },
    /// The line under the headings is made of other signs than hyphens; the line to write.
    Dashes(String),
    /// No line of hyphens under the headings; the line to write.
    NoDelimiter(String),
    /// No headings above the line of hyphens.
    NoHeader,
    /// No blank line before the table, where one is needed.
    NoBlankLine,
}

/// What makes two labels the same: neither case nor the amount of space counts.
pub fn label_key(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A front-matter field that is inline Markdown.
#[derive(Clone, Debug, PartialEq)]
pub struct Prose {
    /// Which field.
    pub field: ProseField,
    /// Its inline events, without a paragraph around.
    pub events: Events,
}

/// The fields that are inline Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProseField {
    /// An item of `objectives`.
    Objective,
    /// An item of `outcomes`.
    Outcome,
    /// The `recap` at that index of the front matter's list.
    Recap(usize),
    /// The `description`, where it holds citations or terms: it is plain text else.
    Description,
    /// A reference given in words, at that index of the front matter's list.
    Reference(usize),
    /// A term's definition, at that index of the glossary's list.
    Definition(usize),
}

/// A definition of a note.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The label, without `[^` and `]`, and where it is defined.
    pub label: Spanned<String>,
    /// Its blocks.
    pub events: Events,
}

/// A call of a note, `[^label]`.
#[derive(Clone, Debug, PartialEq)]
pub struct NoteCall {
    /// The label as written.
    pub label: String,
    /// The whole call.
    pub span: Span,
    /// The note it calls, by index; `None` if no note has that label.
    pub note: Option<usize>,
    /// The note it is in, by index; `None` in the body.
    pub inside: Option<usize>,
}

/// A heading of the body. (One inside a note is a paragraph: a note has no outline.)
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// The anchor: the author's, or GitHub's from the text.
    pub anchor: String,
    /// Its text, plain.
    pub text: String,
    /// Classes set with `{.class}`.
    pub classes: Vec<String>,
    /// The heading, without the end of its line.
    pub span: Span,
}

/// What makes a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](address)` and its relatives.
    Link,
    /// `<https://…>` or `<name@host>`: leads outside as it is.
    Autolink,
    /// `![alt](address)`.
    Image,
    /// `![name](address)` of a sound file.
    Audio,
    /// `![name](address)` of a film.
    Video,
    /// `![title](address)` of a host of films: played in a frame once a reader asks for it.
    Film,
    /// `href` (and other addresses one goes to) in raw HTML.
    RawLink,
    /// `src` of a film or a sound in raw HTML: played in the page.
    RawSource,
    /// `src` of a frame, `data` of an object in raw HTML: a page within the page.
    RawFrame,
    /// `src`, `srcset`, `poster`… in raw HTML: a picture, shown in the page.
    RawImage,
    /// `src` of a script or `href` of a stylesheet in raw HTML: run in the page.
    RawCode,
    /// `action` in raw HTML: where a form is sent.
    RawForm,
}

impl LinkKind {
    /// Whether it shows a file in the page; else one goes there.
    pub fn is_shown(self) -> bool {
        matches!(
            self,
            Self::Image | Self::Audio | Self::Video | Self::RawSource | Self::RawFrame | Self::RawImage | Self::RawCode
        )
    }

    /// Whether it plays a file in the page.
    pub fn is_media(self) -> bool {
        matches!(self, Self::Audio | Self::Video)
    }
}

/// A place that names an address.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What makes it.
    pub kind: LinkKind,
    /// The address as written, entities decoded, percent-encoding kept; an e-mail address begins
    /// with `mailto:`.
    pub address: String,
    /// The title (CommonMark 0.31.2 §6.3), if it has one that is not empty.
    pub title: Option<String>,
    /// An image's alternative text, plain.
    pub alt: String,
    /// The citations in it, as words: byte offsets in `alt`, and indexes of [`Document::citations`].
    pub cited: Vec<(usize, usize)>,
    /// What is said of an image, a film or a sound in braces after it; `None` if nothing is.
    pub image: Option<Box<ImageAttributes>>,
    /// Whether only the teacher gets to see it.
    pub for_teacher: bool,
    /// Whether it is in a text with gaps: what a recording says there is the answer.
    pub is_dictation: bool,
    /// The whole link; in raw HTML the address alone.
    pub span: Span,
}

impl Link {
    /// The film of another host that it shows; `None` if it shows none, or none that can be played.
    pub fn film(&self) -> Option<Film> {
        (self.kind == LinkKind::Film).then(|| film::at(&self.address))??.ok()
    }

    /// What follows the path of its address, from the `?` or `#` on: which page of a PDF, which minute
    /// of a film.
    pub fn part(&self) -> &str {
        let end = self.address.find(['?', '#']).unwrap_or(self.address.len());
        &self.address[end..]
    }

    /// The `?x=1` of its address; empty where there is none.
    pub fn query(&self) -> &str {
        self.part().split('#').next().unwrap_or_default()
    }
}

/// What raw HTML does in the page itself, and a security policy forbids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// A `<script>` with its text.
    Script,
    /// A `<style>`, or a `style` attribute.
    Style,
    /// An attribute that runs code: `onclick`.
    Event(String),
    /// A `<base>`, which would lead every link of the page elsewhere.
    Base,
    /// The page in the `srcdoc` of a frame, whose addresses aren't read.
    Page,
}

/// `[see @a, p. 12; -@b]`, or `@a [p. 12]` in running text.
#[derive(Clone, Debug, PartialEq)]
pub struct Citation {
    /// Its items, at least one.
    pub items: Vec<CitationItem>,
    /// Whether it is in running text: `@key says…`. A name on a social network looks the same,
    /// so that one whose key is unknown is best shown as `raw`.
    pub in_text: bool,
    /// The citation as written, its emphasis and escapes read.
    pub raw: String,
    /// Whether only the teacher gets to see it.
    pub for_teacher: bool,
    /// The tag of the innermost passage in another language around it.
    pub lang: Option<String>,
    /// The whole citation.
    pub span: Span,
    /// The note it is in, by index; `None` in the body.
    pub inside: Option<usize>,
}

impl Citation {
    /// The events of the author's words around the works.
    pub fn events(&self) -> impl Iterator<Item = &(Event, Span)> {
        self.items.iter().flat_map(|item| item.prefix.events.iter().chain(&item.suffix.events))
    }

    /// The key in running text as it is written: `@key`, without the bracket after it.
    pub fn handle(&self) -> &str {
        let key = self.items.first().map_or("", |item| &item.key.value);
        let end = self.raw.find(key).map_or(0, |at| at + key.len());
        let bracket = self.raw[end..].find('[').map_or(self.raw.len(), |at| end + at);
        self.raw[..bracket].trim_end()
    }
}

/// One work of a citation.
#[derive(Clone, Debug, PartialEq)]
pub struct CitationItem {
    /// The words before the key (“see”), without the spaces around them.
    pub prefix: Affix,
    /// The key, without `@`, and its place.
    pub key: Spanned<String>,
    /// Whether the author is left out (`-@key`).
    pub suppress_author: bool,
    /// The place in the work (“p. 12”).
    pub locator: Option<Locator>,
    /// What else follows the key, with its comma (“, passim”).
    pub suffix: Affix,
    /// Whether the words before it lead over from the work before (“quoted in”), so that no other sign separates the
    /// two.
    pub joined: bool,
}

/// Words of the author's before or after a work in a citation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Affix {
    /// The words, their marks read.
    pub text: String,
    /// The same as inline events.
    pub events: Events,
}

impl Affix {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }
}

/// `[[term]]`, or `[[term|the words shown]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct TermUse {
    /// The term, in any of its forms.
    pub term: String,
    /// The words shown in its place, when they are others.
    pub words: Option<String>,
    /// The tag of the innermost passage in another language around it, or the key of its
    /// summary's.
    pub lang: Option<String>,
    /// Whether only the teacher gets to see it.
    pub for_teacher: bool,
    /// The whole of it.
    pub span: Span,
}

impl TermUse {
    /// What a reader sees.
    pub fn shown(&self) -> &str {
        self.words.as_deref().unwrap_or(&self.term)
    }
}

/// A place where a student writes: `[[= mot | autre]]`, or a question's lines `= mot | autre`.
#[derive(Clone, Debug, PartialEq)]
pub struct Blank {
    /// What it accepts, each as written ([`answer::read`](super::answer::read)); none if that was forgotten.
    pub accepts: Vec<Spanned<String>>,
    /// The whole gap, or the first line.
    pub span: Span,
}

/// One step of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A container opens.
    Start(Tag),
    /// The last container opened closes.
    End(Tag),
    /// Text, decoded.
    Text(String),
    /// Code in a line.
    Code(String),
    /// Raw HTML (a block's lines are one event), cut at the addresses in it.
    Html(RawHtml),
    /// A line ends within a paragraph.
    SoftBreak,
    /// A line break that shows.
    HardBreak,
    /// `---`.
    ThematicBreak,
    /// The box of a task, ticked or not.
    TaskMarker(bool),
    /// A call of a note: an index of [`Document::note_calls`].
    NoteCall(usize),
    /// A citation: an index of [`Document::citations`].
    Citation(usize),
    /// A term of the glossary: an index of [`Document::terms`].
    Term(usize),
    /// A formula: an index of [`Document::formulas`].
    Math(usize),
    /// A place where a student writes: an index of [`Document::blanks`].
    Blank(usize),
}

/// Raw HTML, with the addresses in it taken out.
#[derive(Clone, Debug, PartialEq)]
pub struct RawHtml {
    /// The text.
    pub text: String,
    /// Where elements open and close in it, and what else decides that, ascending.
    pub marks: Vec<RawMark>,
    /// What a page has something else in the place of, by its range in `text`, ascending.
    pub replaced: Vec<(Span, Replaced)>,
    /// Whether it is a block of its own.
    pub block: bool,
}

impl RawHtml {
    /// The links whose addresses are in it, by index in [`Document::links`].
    pub fn links(&self) -> impl Iterator<Item = usize> {
        self.replaced.iter().filter_map(|(_, replaced)| match replaced {
            Replaced::Address(link) => Some(*link),
            Replaced::Class => None,
        })
    }
}

/// A part of raw HTML that pages don't have as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// An address (an attribute's value without its quotes, or one candidate of a `srcset`): the index
    /// of the link there.
    Address(usize),
    /// A class that only the theme may give.
    Class,
}

/// A place of raw HTML that decides where elements begin and end.
#[derive(Clone, Debug, PartialEq)]
pub struct RawMark {
    /// What it is.
    pub kind: RawMarkKind,
    /// Its place in the raw HTML's text, in bytes.
    pub range: Span,
    /// Its place in the file.
    pub span: Span,
}

/// What decides where elements begin and end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawMarkKind {
    /// A start tag.
    Start {
        /// The element, in lower case.
        name: String,
        /// Whether the tag ends with `/>`.
        self_closing: bool,
        /// Whether it is part of a drawing (`svg`) or a formula (`math`).
        foreign: bool,
        /// Whether its attributes are words that say nothing to a browser: `<b et c>`.
        only_words: bool,
    },
    /// An end tag, with its element in lower case.
    End(String),
    /// A comment that never ends.
    OpenComment,
    /// `--!>`: it ends a comment in browsers, and not in Markdown.
    MistypedEnd,
    /// A tag that never ends: to a browser, all that follows would be in it.
    Cut,
    /// `<?php … ?>`: browsers leave it out.
    Instruction,
    /// `<![CDATA[`: browsers read it in two ways.
    Section,
}

/// A container. `Start` and `End` bear the same.
#[derive(Clone, Debug, PartialEq)]
pub enum Tag {
    /// A paragraph.
    Paragraph,
    /// A heading: an index of [`Document::headings`].
    Heading(usize),
    /// A quotation.
    BlockQuote,
    /// A callout: an index of [`Document::callouts`].
    Callout(usize),
    /// The title of a callout, on the line of its mark.
    CalloutTitle,
    /// What can be answered to a question: an index of [`Document::questions`]. It holds `Choice`s.
    Choices(usize),
    /// One of a question's [`Question::choices`]. It holds its words and, last, a `Feedback`.
    Choice,
    /// The feedback to students who pick a choice, blocks, in the question with that index.
    Feedback(usize),
    /// The line of a short answer. It holds a `Blank`.
    AnswerLine,
    /// The things that a question asks to put in order, in that order: an index of [`Document::questions`]. It holds
    /// `Ordered`s.
    Order(usize),
    /// A thing to be put in its place.
    Ordered,
    /// The name of one of the two lists of a question that asks for pairs: 0 for the things, 1 for their partners.
    ListName(usize),
    /// The things that a question asks to find partners for: an index of [`Document::questions`]. It holds `Paired`s.
    Pairs(usize),
    /// A thing with a partner, by its place among the `Partner`s, from 0.
    Paired(usize),
    /// The partners, each once, in the order of the table: an index of [`Document::questions`]. It holds `Partner`s.
    Partners(usize),
    /// A partner of none, one or several things.
    Partner,
    /// A hint. It holds what is in a line.
    Hint,
    /// What follows the answers, blocks, in the question with that index.
    Explanation(usize),
    /// A passage in another language, a block or in a line: an index of [`Document::passages`].
    Passage(usize),
    /// A code block, with its info string; `None` when it is indented.
    CodeBlock(Option<String>),
    /// A list: its first number, or `None` for bullets.
    List(Option<u64>),
    /// An item.
    Item,
    /// A definition list.
    DefinitionList,
    /// What is defined.
    DefinitionTerm,
    /// What defines it.
    DefinitionDetails,
    /// A table, with its columns' alignments.
    Table(Vec<ColumnAlignment>),
    /// Its header row.
    TableHead,
    /// A row.
    TableRow,
    /// A cell; its column is counted by the reader.
    TableCell,
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Struck-through text.
    Strikethrough,
    /// A link: an index of [`Document::links`]. It holds the link's text.
    Link(usize),
    /// An image: an index of [`Document::links`]. It holds the alternative text's events.
    Image(usize),
    /// An image alone in its paragraph, with a title: a figure, its title the caption; a film or a
    /// sound with or without. It holds an `Image`, and after it the caption where that is more than text.
    Figure(usize),
    /// A figure's caption with citations, calls of notes or terms.
    Caption,
}

/// A column's alignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnAlignment {
    /// None set.
    None,
    /// `:--`
    Left,
    /// `:-:`
    Center,
    /// `--:`
    Right,
}
