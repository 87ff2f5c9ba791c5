//! The fingerprints of a text's blocks: hashes of what each says, which show later whether it still says the same.
//! Neither white space nor typography nor a link's target counts: they are no reason to look at a translation again.

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::Parsed;
use super::document::{CodeAttributes, Document, Event, ProseField, Tag, label_key};
use super::front_matter::TextValue;
use crate::source::Span;

/// How many bits of a word's hash are kept.
pub const WORD_BITS: u32 = 18;

/// The fingerprint of one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// The part of the text that it is in.
    pub part: Part,
    /// Its place within the part, from 0.
    pub ordinal: usize,
    /// The hash of its words.
    pub hash: u64,
    /// A short hash of each word, of [`WORD_BITS`].
    pub words: Vec<u32>,
    /// Which of its kind it is: an index of [`Document::blocks`], [`Document::prose`] or
    /// [`Document::notes`].
    index: usize,
}

/// A part of a text, as far as it can be named to a person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The title.
    Title,
    /// The description.
    Description,
    /// A level's need.
    Need,
    /// Who emerges at a level.
    Emerges,
    /// The objectives.
    Objectives,
    /// A level's outcomes.
    Outcomes,
    /// The blocks before the first heading.
    Start,
    /// A heading and the blocks under it, by its anchor.
    Section(String),
    /// The note of that label.
    Note(String),
}

impl Part {
    /// Its name in `translations.lock`.
    pub fn name(&self) -> String {
        match self {
            Self::Title => "title".to_owned(),
            Self::Description => "description".to_owned(),
            Self::Need => "need".to_owned(),
            Self::Emerges => "emerges".to_owned(),
            Self::Objectives => "objectives".to_owned(),
            Self::Outcomes => "outcomes".to_owned(),
            Self::Start => "#".to_owned(),
            Self::Section(anchor) => format!("#{anchor}"),
            Self::Note(label) => format!("^{label}"),
        }
    }

    /// The part of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "title" => Self::Title,
            "description" => Self::Description,
            "need" => Self::Need,
            "emerges" => Self::Emerges,
            "objectives" => Self::Objectives,
            "outcomes" => Self::Outcomes,
            "#" => Self::Start,
            _ => match (name.strip_prefix('#'), name.strip_prefix('^')) {
                (Some(anchor), _) => Self::Section(anchor.to_owned()),
                (_, Some(label)) => Self::Note(label.to_owned()),
                _ => return None,
            },
        })
    }

    /// The groups that there are.
    pub const GROUPS: Range<u8> = 0..8;

    /// Parts that are compared as one sequence have the same, of [`Part::GROUPS`].
    pub fn group(&self) -> u8 {
        match self {
            Self::Title => 0,
            Self::Description => 1,
            Self::Need => 2,
            Self::Emerges => 3,
            Self::Objectives => 4,
            Self::Outcomes => 5,
            Self::Start | Self::Section(_) => 6,
            Self::Note(_) => 7,
        }
    }
}

/// For each note that the body calls, by its index, the part that calls it first.
pub fn calling(document: &Document) -> HashMap<usize, Part> {
    let mut calling = HashMap::new();
    for block in &document.blocks {
        let heading = block.section.and_then(|section| document.headings.get(section));
        let events = document.body.get(block.events.clone()).unwrap_or_default();
        let calls = events.iter().filter_map(|(event, _)| match event {
            Event::NoteCall(call) => document.note_calls.get(*call)?.note,
            _ => None,
        });
        for note in calls {
            let part = || heading.map_or(Part::Start, |heading| Part::Section(heading.anchor.clone()));
            calling.entry(note).or_insert_with(part);
        }
    }
    calling
}

/// The fingerprints of all blocks that have words: the fields of the front matter, the body, the notes by
/// their labels.
pub(super) fn fingerprints(parsed: &Parsed) -> Vec<Fingerprint> {
    let (front_matter, document) = (&parsed.front_matter, &parsed.document);
    let mut fingerprints = Fingerprints::default();
    let fields = [
        (Part::Title, &front_matter.title),
        (Part::Description, &front_matter.description),
        (Part::Need, &front_matter.need),
        (Part::Emerges, &front_matter.emerges),
    ];
    for (part, value) in fields {
        if let Some(value) = value {
            fingerprints.push(part, 0, &value.text);
        }
    }
    for (field, part) in [(ProseField::Objective, Part::Objectives), (ProseField::Outcome, Part::Outcomes)] {
        let items = document.prose.iter().enumerate().filter(|(_, prose)| prose.field == field);
        for (index, prose) in items {
            fingerprints.push(part.clone(), index, &plain(document, &prose.events));
        }
    }
    for (index, block) in document.blocks.iter().enumerate() {
        let heading = block.section.and_then(|section| document.headings.get(section));
        let part = heading.map_or(Part::Start, |heading| Part::Section(heading.anchor.clone()));
        let events = document.body.get(block.events.clone()).unwrap_or_default();
        fingerprints.push(part, index, &plain(document, events));
    }
    let mut notes: Vec<(String, usize)> =
        document.notes.iter().enumerate().map(|(index, note)| (label_key(&note.label.value), index)).collect();
    notes.sort();
    for (label, index) in notes {
        fingerprints.push(Part::Note(label), index, &plain(document, &document.notes[index].events));
    }
    fingerprints.fingerprints
}

#[derive(Default)]
struct Fingerprints {
    fingerprints: Vec<Fingerprint>,
}

impl Fingerprints {
    fn push(&mut self, part: Part, index: usize, text: &str) {
        let words = words(text);
        if words.is_empty() {
            return;
        }
        let mut hasher = blake3::Hasher::new();
        for word in &words {
            hasher.update(&word.hash.to_le_bytes());
        }
        let mut hash = [0; 8];
        hasher.finalize_xof().fill(&mut hash);
        let before = self.fingerprints.last().filter(|last| last.part == part);
        let ordinal = before.map_or(0, |last| last.ordinal + 1);
        let words = words.iter().map(Word::short).collect();
        self.fingerprints.push(Fingerprint { part, ordinal, hash: u64::from_be_bytes(hash), words, index });
    }
}

/// What a fingerprint is of, in the parsed file.
enum Content<'p> {
    /// A field that is one text.
    Field(&'p TextValue),
    /// A block, a note, an item of a list.
    Events(&'p [(Event, Span)]),
}

impl Fingerprint {
    /// What the block says, plain: the text whose [`words`] were hashed.
    pub fn text(&self, parsed: &Parsed) -> String {
        match self.content(parsed) {
            Content::Field(value) => value.text.clone(),
            Content::Events(events) => plain(&parsed.document, events),
        }
    }

    /// The block's place in its file.
    pub fn span(&self, parsed: &Parsed) -> Span {
        match self.content(parsed) {
            Content::Field(value) => value.span.clone(),
            Content::Events([(_, first), .., (_, last)]) => first.start..last.end.max(first.end),
            Content::Events([(_, only)]) => only.clone(),
            Content::Events([]) => 0..0,
        }
    }

    /// Which of its kind it is: an index of [`Document::blocks`], [`Document::prose`] or [`Document::notes`], as
    /// its part says; 0 for a title, a description or a need.
    pub fn index(&self) -> usize {
        self.index
    }

    /// The part under which a note is first called ([`calling`]); the block's own otherwise.
    pub fn section(&self, calling: &HashMap<usize, Part>) -> Part {
        let calling = calling.get(&self.index).filter(|_| matches!(self.part, Part::Note(_)));
        calling.unwrap_or(&self.part).clone()
    }

    /// What the fingerprint is of. `parsed` is the file that it was taken of; in another, what isn't there has no
    /// events.
    fn content<'p>(&self, parsed: &'p Parsed) -> Content<'p> {
        let (front_matter, document) = (&parsed.front_matter, &parsed.document);
        let field = |value: &'p Option<TextValue>| value.as_ref().map(Content::Field);
        let content = match self.part {
            Part::Title => field(&front_matter.title),
            Part::Description => field(&front_matter.description),
            Part::Need => field(&front_matter.need),
            Part::Emerges => field(&front_matter.emerges),
            Part::Objectives | Part::Outcomes => {
                document.prose.get(self.index).map(|prose| Content::Events(&prose.events))
            }
            Part::Note(_) => document.notes.get(self.index).map(|note| Content::Events(&note.events)),
            Part::Start | Part::Section(_) => {
                let block = document.blocks.get(self.index);
                block.and_then(|block| document.body.get(block.events.clone())).map(Content::Events)
            }
        };
        content.unwrap_or(Content::Events(&[]))
    }
}

/// A short hash of each word that events say.
pub(super) fn short_words(document: &Document, events: &[(Event, Span)]) -> Vec<u32> {
    words(&plain(document, events)).iter().map(Word::short).collect()
}

/// What events say, without marks, addresses and the theme’s classes.
pub(super) fn plain(document: &Document, events: &[(Event, Span)]) -> String {
    let mut text = String::new();
    let mut choices = Vec::new();
    for (event, _) in events {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::Term(term) => text.push_str(document.terms.get(*term).map_or("", |term| term.shown())),
            Event::Math(formula) => text.push_str(document.formulas.get(*formula).map_or("", |formula| &formula.tex)),
            Event::Citation(citation) => {
                text.push_str(document.citations.get(*citation).map_or("", |citation| &citation.raw));
            }
            Event::Blank(blank) => {
                let accepts = document.blanks.get(*blank).map_or(&[][..], |blank| &blank.accepts);
                for answer in accepts {
                    text.push_str(" [");
                    text.push_str(&answer.value);
                    text.push_str("] ");
                }
            }
            Event::TaskMarker(done) => text.push_str(if *done { "[x] " } else { "[ ] " }),
            Event::Html(html) => {
                let mut from = 0;
                for (place, _) in &html.replaced {
                    text.push_str(html.text.get(from..place.start).unwrap_or_default());
                    from = place.end;
                }
                text.push_str(html.text.get(from..).unwrap_or_default());
            }
            Event::Start(Tag::Choices(question)) => {
                let question = document.questions.get(*question);
                choices = question.map_or_else(Vec::new, |question| question.choices.iter().rev().collect());
            }
            Event::Start(Tag::Choice) => {
                let right = choices.pop().is_some_and(|choice| choice.right);
                text.push_str(if right { "\n[x] " } else { "\n[ ] " });
            }
            // Which partner is whose is an answer too.
            Event::Start(Tag::Paired(partner)) => text.push_str(&format!("\n[{}] ", partner + 1)),
            Event::End(Tag::Link(link) | Tag::Image(link)) => {
                if let Some(title) = document.links.get(*link).and_then(|link| link.title.as_deref()) {
                    text.push(' ');
                    text.push_str(title);
                }
            }
            Event::Start(Tag::CodeBlock(Some(info))) => {
                text.push('\n');
                if let Some(title) = CodeAttributes::of(info).title {
                    text.push_str(&title);
                    text.push('\n');
                }
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link(_) | Tag::Image(_)) => {}
            Event::End(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {}
            Event::Start(Tag::Passage(_)) | Event::End(Tag::Passage(_)) | Event::NoteCall(_) => {}
            // What ends a block parts words.
            Event::Start(_) | Event::End(_) | Event::ThematicBreak => text.push('\n'),
        }
    }
    if is_nfc(&text) { text } else { text.nfc().collect() }
}

/// A word of a text, with the punctuation after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its byte range in the text.
    pub span: Range<usize>,
    /// The hash of its letters and signs, those that typography may set in another way made one.
    hash: u64,
    last: char,
}

impl Word {
    /// The short hash, of [`WORD_BITS`] bits.
    pub fn short(&self) -> u32 {
        let folded = self.hash ^ (self.hash >> WORD_BITS) ^ (self.hash >> (2 * WORD_BITS));
        (folded & ((1 << WORD_BITS) - 1)) as u32
    }

    fn push(&mut self, c: char, end: usize) {
        // FNV-1a: a hash in a lock must be the same on every system, for ever.
        let mut bytes = [0; 4];
        for byte in c.encode_utf8(&mut bytes).bytes() {
            self.hash = (self.hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        self.span.end = end;
        self.last = c;
    }
}

/// The words of a plain text, in order.
pub fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut is_open = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let goes_on = is_open && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        let new = || Word { span: at..at, hash: 0xcbf2_9ce4_8422_2325, last: ' ' };
        match c {
            c if c.is_whitespace() => is_open = false,
            // Quotes, and what doesn't show.
            '"' | '«' | '»' | '‹' | '›' | '“' | '”' | '„' | '‟' | '‚' | '‛' => {}
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            '\'' | '’' | '‘' | 'ʼ' if !goes_on => {}
            c if c.is_alphanumeric() || is_combining_mark(c) || (goes_on && inside(c).is_some()) => {
                if !is_open {
                    words.push(new());
                    is_open = true;
                }
                if let Some(word) = words.last_mut() {
                    word.push(inside(c).unwrap_or(c), end);
                }
            }
            c => {
                is_open = false;
                if words.is_empty() {
                    words.push(new());
                }
                let Some(word) = words.last_mut() else { continue };
                match c {
                    '…' => (0..3).for_each(|_| word.push('.', end)),
                    '-' | '\u{2010}'..='\u{2015}' | '−' if word.last == '-' => word.span.end = end,
                    '-' | '\u{2010}'..='\u{2015}' | '−' => word.push('-', end),
                    c => word.push(c, end),
                }
            }
        }
    }
    words
}

/// What joins the parts of a word, in the form that counts.
fn inside(c: char) -> Option<char> {
    match c {
        '\'' | '’' | '‘' | 'ʼ' => Some('\''),
        '-' | '\u{2010}' | '\u{2011}' => Some('-'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    fn of(text: &str) -> Vec<Fingerprint> {
        parse(text).value.fingerprints
    }

    fn hashes(text: &str) -> Vec<u64> {
        of(text).into_iter().map(|fingerprint| fingerprint.hash).collect()
    }

    fn shown(text: &str) -> Vec<&str> {
        words(text).into_iter().map(|word| &text[word.span]).collect()
    }

    #[test]
    fn every_part_has_its_prints_in_order() {
        let text = "---\ntitle: Un\ndescription: Deux\nobjectives: [Trois, Quatre]\nfootnotes:\n  b: Note.\n  a: Autre.\n---\n\n\
                    Début[^a].\n\n## Titre\n\nTexte[^b].\n\n---\n\nFin.\n";
        let names: Vec<_> =
            of(text).iter().map(|fingerprint| format!("{}/{}", fingerprint.part.name(), fingerprint.ordinal)).collect();
        let expected = [
            "title/0", "description/0", "objectives/0", "objectives/1", "#/0", "#titre/0", "#titre/1", "#titre/2",
            "^a/0", "^b/0",
        ];
        assert_eq!(names, expected);
        for fingerprint in of(text) {
            assert_eq!(Part::parse(&fingerprint.part.name()), Some(fingerprint.part));
        }
    }

    #[test]
    fn white_space_typography_and_targets_do_not_count() {
        let one = "L'image dit \"oui\"... Vraiment ? [Voir](a.fr.md) -- 10 % ; peut-être\n";
        let other =
            "L’image *dit* «\u{a0}oui\u{a0}»…   Vraiment\u{202f}?\n[Voir](../b.fr.md#c) — 10\u{a0}%; peut‑être\r\n";
        assert_eq!(hashes(one), hashes(other));
        assert_eq!(hashes("un mot"), hashes("un\u{ad} mot"));
        assert_eq!(hashes("e\u{301}te\u{301}"), hashes("été"));
    }

    #[test]
    fn words_numbers_signs_and_right_answers_count() {
        let text = "Une image de 1943.";
        for other in
            ["Une image de 1944.", "Une image de 1943?", "Une photo de 1943.", "Une Image de 1943.", "Image de 1943."]
        {
            assert_ne!(hashes(text), hashes(other), "{other}");
        }
        let question = |first, second| format!("> [!QUESTION] Quoi?\n>\n> - [{first}] a\n> - [{second}] b\n");
        assert_ne!(hashes(&question('x', ' ')), hashes(&question(' ', 'x')));
        let asked = |rest: &str| hashes(&format!("> [!QUESTION]{{.order .pairs}} Quoi?\n>\n{rest}"));
        for (one, other) in [
            ("> = un | deux\n", "> = un | trois\n"),
            ("> = 3,5 ± 0,1\n", "> = 3,5 ± 0,2\n"),
            ("> Elle [[= a]] faim.\n", "> Elle [[= à]] faim.\n"),
            ("> 1. un\n> 2. deux\n", "> 1. deux\n> 2. un\n"),
            (
                "> | a | b |\n> |---|---|\n> | x | v |\n> | y | f |\n> | z | f |\n",
                "> | a | b |\n> |---|---|\n> | x | v |\n> | y | v |\n> | z | f |\n",
            ),
            ("> ? Un\n>\n> = a\n", "> ? Deux\n>\n> = a\n"),
        ] {
            assert_ne!(asked(one), asked(other), "{one}");
        }
        assert_ne!(hashes("$a + b$"), hashes("$a - b$"));
        assert_ne!(hashes("Dit [@a, p. 2]."), hashes("Dit [@a, p. 3]."));
        assert_ne!(hashes("![un](a.png \"Légende\")"), hashes("![un](a.png \"Autre\")"));
    }

    #[test]
    fn words_are_those_that_a_reader_sees() {
        assert_eq!(
            shown("L’image dit « oui »… peut-être (10 %)."),
            ["L’image", "dit", "oui »…", "peut-être (", "10 %)."]
        );
        assert_eq!(shown("(a) — b"), ["(", "a) —", "b"]);
        assert!(words(" « » \u{200b}").is_empty());
    }

    #[test]
    fn the_same_words_have_the_same_short_hashes_wherever_they_stand() {
        let (one, other) = (&of("un deux trois")[0], &of("trois un deux")[0]);
        assert_eq!((one.words[0], one.words[2]), (other.words[1], other.words[0]));
        assert_ne!(one.hash, other.hash);
        // Written down in locks: another value would make every book untracked.
        assert_eq!((one.hash, &one.words[..]), (17_144_792_607_900_374_660, &[173_219, 190_578, 144_515][..]));
    }

    #[test]
    fn a_block_is_found_again() {
        let text = "---\ntitle: Un titre\n---\n\n## Deux\n\nTexte[^a].\n\n[^a]: Trois.\n";
        let parsed = parse(text).value;
        let said: Vec<_> =
            parsed.fingerprints.iter().map(|fingerprint| fingerprint.text(&parsed).trim().to_owned()).collect();
        assert_eq!(said, ["Un titre", "Deux", "Texte.", "Trois."]);
        let places: Vec<_> =
            parsed.fingerprints.iter().map(|fingerprint| text[fingerprint.span(&parsed)].trim()).collect();
        assert_eq!(places, ["Un titre", "## Deux", "Texte[^a].", "Trois."]);
        assert_eq!(parsed.fingerprints[3].section(&calling(&parsed.document)), Part::Section("deux".to_owned()));
    }
}
