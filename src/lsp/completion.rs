//! What could be written where an author is typing: texts to link to, their anchors, notes, cited works, terms, and the
//! fields of the front matter.

use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit, Range, TextEdit};
use percent_encoding::percent_decode_str;

use super::open_book::OpenBook;
use super::place::Encoding;
use super::shown::Text;
use crate::model::{Permalink, Work};
use crate::parse::front_matter::FIELDS;
use crate::source::{BookPath, Span};

/// What an author is writing, from the mark that begins it to the cursor.
#[derive(Debug, PartialEq, Eq)]
enum Begun<'t> {
    /// The address of a link or an image.
    Address { written: &'t str, is_image: bool },
    /// The anchor behind an address, which is empty for the text's own.
    Anchor { address: &'t str, written: &'t str },
    /// The label of a note.
    Note(&'t str),
    /// A term.
    Term(&'t str),
    /// The key of a work.
    Key(&'t str),
    /// A key of the front matter.
    Field(&'t str),
}

impl<'t> Begun<'t> {
    /// What is being written at the end of a text's beginning; `None` if it is nothing that is known.
    fn at_end_of(before: &'t str) -> Option<Self> {
        let line = before.rsplit('\n').next().unwrap_or_default();
        if is_in_front_matter(before) {
            let is_key = line.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            return is_key.then_some(Self::Field(line));
        }
        // The mark that opened last is the one that is still open.
        let begun = |mark: &str, ends: &[char]| {
            let start = line.rfind(mark)? + mark.len();
            (!line[start..].contains(ends)).then_some((start, &line[start..]))
        };
        let address = begun("](", &[')', ' ']).map(|(start, written)| {
            let opening = line[..start - 2].rfind('[').unwrap_or(start);
            let is_image = line[..opening].ends_with('!');
            (
                start,
                match written.split_once('#') {
                    Some((address, written)) => Self::Anchor { address, written },
                    None => Self::Address { written, is_image },
                },
            )
        });
        let note = begun("[^", &[']', ' ']).map(|(start, label)| (start, Self::Note(label)));
        let term = begun("[[", &[']', '|', '=']).map(|(start, term)| (start, Self::Term(term)));
        let key = begun("@", &[' ', ']', ';', ',']).map(|(start, key)| (start, Self::Key(key)));
        // `name@host` is an address.
        let is_word = |start: usize| line[..start - 1].ends_with(char::is_alphanumeric);
        let key = key.filter(|(start, _)| !is_word(*start));
        [address, note, term, key].into_iter().flatten().max_by_key(|(start, _)| *start).map(|(_, begun)| begun)
    }

    /// What is written of it.
    fn written(&self) -> &'t str {
        match self {
            Self::Address { written, .. } | Self::Anchor { written, .. } => written,
            Self::Note(written) | Self::Term(written) | Self::Key(written) | Self::Field(written) => written,
        }
    }
}

/// Whether a text ends in its front matter.
fn is_in_front_matter(before: &str) -> bool {
    let mut lines = before.split('\n').map(|line| line.trim_end_matches('\r'));
    lines.next() == Some("---") && lines.all(|line| line != "---")
}

/// What could be written at a byte offset of a text as the editor holds it.
pub(super) fn at(book: &OpenBook, path: &BookPath, text: &str, at: usize, encoding: Encoding) -> Vec<CompletionItem> {
    let Some(begun) = Begun::at_end_of(&text[..at]) else { return Vec::new() };
    let range = encoding.positions(text).range(&(at - begun.written().len()..at));
    let choices = choices(book, path, &begun).unwrap_or_default();
    choices.into_iter().map(|choice| choice.item(range)).collect()
}

/// Something that could be written.
struct Choice {
    /// What is written.
    written: String,
    /// What says more of it.
    detail: Option<String>,
    kind: CompletionItemKind,
}

impl Choice {
    fn new(written: impl Into<String>, detail: Option<String>, kind: CompletionItemKind) -> Self {
        Self { written: written.into(), detail, kind }
    }

    fn item(self, range: Range) -> CompletionItem {
        let Self { written, detail, kind } = self;
        // Who types a title finds its file.
        let filter = detail.as_ref().map(|detail| format!("{written} {detail}"));
        CompletionItem {
            label: written.clone(),
            detail,
            filter_text: filter,
            kind: Some(kind),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text: written })),
            ..CompletionItem::default()
        }
    }
}

fn choices(book: &OpenBook, path: &BookPath, begun: &Begun<'_>) -> Option<Vec<Choice>> {
    if let Begun::Field(_) = begun {
        let fields = FIELDS.iter().filter(|_| path.as_str().ends_with(".md"));
        return Some(
            fields.map(|field| Choice::new(format!("{}: ", field.key), None, CompletionItemKind::PROPERTY)).collect(),
        );
    }
    let book_read = &book.site()?.book;
    let text = Text::of(book_read, path)?;
    let locale = text.translation.locale;
    Some(match begun {
        Begun::Field(_) => Vec::new(),
        Begun::Address { is_image: true, .. } => {
            let files = book.sources().assets.keys().filter(|file| file.as_str().starts_with("content/"));
            files.map(|file| Choice::new(relative(path, file), None, CompletionItemKind::FILE)).collect()
        }
        Begun::Address { is_image: false, .. } => {
            let default = book_read.config.default_locale;
            let others = book_read.lessons().filter(|(at, _)| *at != text.at);
            let lessons = others.filter_map(|(_, lesson)| {
                let shown = lesson.shown(locale, default)?;
                let title = lesson.titles.get(shown.locale).text.clone();
                Some(Choice::new(relative(path, &shown.path), Some(title), CompletionItemKind::FILE))
            });
            lessons.collect()
        }
        Begun::Anchor { address, .. } => {
            let linked = match *address {
                "" => text,
                address => Text::of(book_read, &path.join(&percent_decode_str(address).decode_utf8_lossy())?)?,
            };
            let document = linked.document();
            let headings = document.headings.iter();
            let headings = headings
                .map(|heading| Choice::new(&heading.anchor, Some(heading.text.clone()), CompletionItemKind::REFERENCE));
            let ids =
                document.ids.iter().filter(|id| document.headings.iter().all(|heading| heading.anchor != id.value));
            headings.chain(ids.map(|id| Choice::new(&id.value, None, CompletionItemKind::REFERENCE))).collect()
        }
        Begun::Note(_) => {
            let says = |place: Span| Some(first_line(book.sources().text(path.as_str())?.text.get(place)?));
            let notes = text.document().notes.iter().enumerate().map(|(index, note)| {
                Choice::new(&note.label.value, text.note(index).and_then(says), CompletionItemKind::REFERENCE)
            });
            notes.collect()
        }
        Begun::Term(_) => {
            let terms = book_read.glossary.terms.iter();
            let names = terms.flat_map(|term| {
                let name = &term.names.get(locale).text;
                let own = Choice::new(name, None, CompletionItemKind::TEXT);
                let synonyms = term.synonyms.get(locale).iter();
                std::iter::once(own)
                    .chain(synonyms.map(|other| Choice::new(other, Some(name.clone()), CompletionItemKind::TEXT)))
            });
            names.collect()
        }
        Begun::Key(_) => {
            let known = text.lesson.references.iter().chain(&book_read.references.shared);
            let works = known.filter_map(|(key, work)| {
                let title = match &book_read.references.works.get(*work)?.work {
                    Work::Item(item) => item.get("title").and_then(|title| title.as_str()).map(str::to_owned),
                    Work::Words(words) => Some(first_line(&words.text)),
                };
                Some(Choice::new(key, title, CompletionItemKind::REFERENCE))
            });
            works.collect()
        }
    })
}

fn first_line(text: &str) -> String {
    text.trim().lines().next().unwrap_or_default().to_owned()
}

/// The address that leads from a file to another, as an author would write it.
fn relative(from: &BookPath, to: &BookPath) -> String {
    let address = Permalink::file(from.as_str()).href(&Permalink::file(to.as_str()));
    let written = percent_decode_str(&address).decode_utf8_lossy();
    // What would end the address, or mean something else in it, stays encoded.
    let is_plain = |c: char| !" ()<>%?#".contains(c) && !c.is_control();
    if written.chars().all(is_plain) { written.into_owned() } else { address }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_being_written_is_what_opened_last() {
        let begun = Begun::at_end_of;
        assert_eq!(begun("Voir [là](2-a"), Some(Begun::Address { written: "2-a", is_image: false }));
        assert_eq!(
            begun("![Un [plan]]("),
            Some(Begun::Address { written: "", is_image: false }),
            "not seen as an image"
        );
        assert_eq!(begun("![Un plan](pl"), Some(Begun::Address { written: "pl", is_image: true }));
        assert_eq!(begun("[a](b.md#c"), Some(Begun::Anchor { address: "b.md", written: "c" }));
        assert_eq!(begun("[a](#"), Some(Begun::Anchor { address: "", written: "" }));
        assert_eq!(begun("Un mot[^n"), Some(Begun::Note("n")));
        assert_eq!(begun("Un [[mot de"), Some(Begun::Term("mot de")));
        assert_eq!(begun("[voir @tof"), Some(Begun::Key("tof")));
        assert_eq!(begun("[@a; @b"), Some(Begun::Key("b")));
        for ended in ["[a](b) c", "Un mot[^n] et", "[[mot]] et", "[@a] et", "moi@exemple", "", "[[= mot"] {
            assert_eq!(begun(ended), None, "{ended}");
        }
    }

    #[test]
    fn keys_are_written_in_the_front_matter_and_nowhere_else() {
        assert_eq!(Begun::at_end_of("---\ntitle: A\nob"), Some(Begun::Field("ob")));
        assert_eq!(Begun::at_end_of("---\ntitle: a"), None);
        assert_eq!(Begun::at_end_of("---\ntitle: A\n---\nob"), None);
    }
}
