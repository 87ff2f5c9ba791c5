//! `{#id .class shows=traces}` right after a callout's mark.

use std::ops::Range;

use super::steps::Reader;
use crate::nearest::{Meanings, meaning, nearest};
use crate::parse::attributes::{self, Attribute};
use crate::parse::callout::Callout;
use crate::parse::document::Slip;
use crate::parse::front_matter::learning;
use crate::source::Spanned;

/// The key that says which objectives or outcomes a callout shows.
const SHOWS: &str = "shows";

/// What authors write for it.
const SYNONYMS: &Meanings = &[(
    SHOWS,
    &["show", "showing", "montre", "montrer", "verifie", "vérifie", "prouve", "serves", "sert", "assesses", "evalue"],
)];

/// The longest line that a message gives back mended, in bytes.
const LINE: usize = 200;

impl Reader<'_, '_> {
    /// Reads the attributes that follow a callout's mark, whose bracket closes before `at`, and reports those
    /// that mean nothing. The text that the mark begins is plain up to `plain`. Gives the byte offset behind them:
    /// `at` where there are none.
    pub(super) fn callout_attributes(&mut self, callout: &mut Callout, at: usize, plain: usize) -> usize {
        let rest = self.markdown.get(at..plain.max(at)).unwrap_or_default();
        let line = rest.find(['\n', '\r']).map_or(rest, |end| &rest[..end]);
        let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
        let Some(braces) = line[blanks..].strip_prefix('{') else { return at };
        let (open, is_apart) = (at + blanks, blanks > 0);
        let Some(inside) = closing(braces).map(|end| &braces[..end]) else {
            let words: Vec<&str> = braces.split_whitespace().take_while(|word| is_attribute(word)).collect();
            if let (Some(last), false) = (words.last(), is_apart) {
                let length = braces.rfind(last).map_or(0, |start| start + last.len()) + 1;
                let title = braces[length - 1..].trim();
                let line = self.mended(at, &words.join(" "), title);
                self.slip(Slip::UnclosedAttributes(line), open..open + length);
            }
            return at;
        };
        let Some(found) = attributes::list(inside) else {
            if !is_apart {
                self.slip(Slip::BrokenAttributes, open..open + inside.len() + 2);
            }
            return at;
        };
        // In a title, braces may be part of what it says.
        if is_apart && !is_meant(&found) {
            return at;
        }
        found.iter().for_each(|one| self.callout_attribute(callout, one, inside, open + 1));
        open + inside.len() + 2
    }

    fn callout_attribute(&mut self, callout: &mut Callout, one: &Attribute<'_>, inside: &str, start: usize) {
        let within = |range: &Range<usize>| start + range.start..start + range.end;
        let key = one.name.to_lowercase();
        match &one.value {
            None if one.name.starts_with('.') && attributes::is_of_the_theme(&one.name[1..]) => {
                self.slip(Slip::ThemeClass(one.name[1..].to_owned()), within(&(one.at.start + 1..one.at.end)));
            }
            None if one.name.starts_with('.') && attributes::is_name(&one.name[1..]) => {
                callout.classes.push(one.name[1..].to_owned());
            }
            None if callout.id.is_none() && attributes::is_name(&one.name[1..]) => {
                let (id, place) = (one.name[1..].to_owned(), within(&(one.at.start + 1..one.at.end)));
                if callout.kind.can_show() && !learning::is_id(&id) {
                    self.slip(Slip::TaskId { meant: learning::meant_id(&id), id: id.clone() }, place.clone());
                }
                callout.id = Some(Spanned::new(id, self.place(place)));
            }
            Some(value) if key == SHOWS && callout.kind.can_show() => {
                let names = names(&inside[value.clone()]);
                if names.is_empty() {
                    self.slip(Slip::BrokenAttributes, within(&(one.at.start..value.end)));
                }
                for name in names {
                    let place = value.start + name.start..value.start + name.end;
                    let name = inside[place.clone()].to_owned();
                    callout.shows.push(Spanned::new(name, self.place(within(&place))));
                }
            }
            value => {
                let value = value.clone().map(|value| inside[value].to_owned());
                let meant = meant(&key, value.as_deref(), callout);
                self.slip(Slip::CalloutAttribute { name: one.name.to_owned(), meant }, within(&one.at));
            }
        }
    }

    /// Reports attributes at the end of a title, where a heading has them.
    pub(super) fn report_attributes_after_title(&mut self, title: Range<usize>, mark: usize) {
        let text = self.markdown.get(title.clone()).unwrap_or_default();
        let Some(before) = text.trim_end().strip_suffix('}') else { return };
        let Some(open) = before.rfind('{').filter(|&open| !text[..open].ends_with([']', ')'])) else { return };
        let inside = &before[open + 1..];
        if attributes::list(inside).is_some_and(|found| is_meant(&found)) {
            let line = self.mended(mark, inside, text[..open].trim());
            let braces = title.start + open..title.start + before.len() + 1;
            self.slip(Slip::AttributesAfterTitle(line), braces);
        }
    }

    /// The callout's line with its attributes where they are read; cut where it is long. Its mark ends at `mark`.
    fn mended(&self, mark: usize, attributes: &str, title: &str) -> String {
        let start = self.markdown[..mark].rfind('[').unwrap_or(mark);
        let mut line = format!("> {}{{{attributes}}} {title}", &self.markdown[start..mark]);
        if line.len() > LINE {
            let cut = (0..=LINE).rev().find(|&at| line.is_char_boundary(at)).unwrap_or_default();
            line.truncate(cut);
            line.push('…');
        }
        line.trim_end().to_owned()
    }
}

/// Where the braces close whose inside the text begins with: not within quotes.
fn closing(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (c, quote) {
            ('}', None) => return Some(at),
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            _ => {}
        }
    }
    // A quote that nothing closes.
    text.find('}')
}

/// Whether a word looks like an attribute.
fn is_attribute(word: &str) -> bool {
    word.contains('=') || word.len() > 1 && word.starts_with(['#', '.'])
}

/// Whether attributes apart from the mark can be nothing but attributes.
fn is_meant(attributes: &[Attribute<'_>]) -> bool {
    attributes.iter().any(|one| one.value.is_none() || one.name.eq_ignore_ascii_case(SHOWS))
}

/// The byte ranges of the names in a value: between commas, semicolons and white space, without quotation
/// marks of word processors.
fn names(value: &str) -> Vec<Range<usize>> {
    let parts = value.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    let names = parts.map(|part| part.trim_matches(['“', '”', '«', '»', '‘', '’', '"', '\'']));
    let start = |name: &str| name.as_ptr().addr() - value.as_ptr().addr();
    names.filter(|name| !name.is_empty()).map(|name| start(name)..start(name) + name.len()).collect()
}

/// What to write for an attribute that means nothing.
fn meant(key: &str, value: Option<&str>, callout: &Callout) -> Option<String> {
    let value = value?.trim();
    match key {
        "id" | "name" if !value.is_empty() && callout.id.is_none() => Some(format!("#{value}")),
        "class" | "classe" if !value.is_empty() => {
            Some(value.split_whitespace().map(|class| format!(".{class}")).collect::<Vec<_>>().join(" "))
        }
        _ if !callout.kind.can_show() => None,
        _ => meaning(SYNONYMS, key).or_else(|| nearest(key, [SHOWS])).map(|key| match value.contains(' ') {
            true => format!("{key}=\"{value}\""),
            false => format!("{key}={value}"),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::callout::CalloutKind;
    use crate::parse::document::{Event, Tag};
    use crate::source::Span;

    #[test]
    fn ids_in_braces_can_be_kept_apart_where_two_texts_share_a_page() {
        let has_raw_ids = |text: &str| crate::parse::parse(text).value.document.has_raw_ids();
        assert!(!has_raw_ids("## Un {#un}\n\n> [!QUESTION]{#deux} Quoi?\n>\n> - [x] Ça\n"));
        assert!(has_raw_ids("> [!NOTE]{#deux} Ici\n> <b id=\"trois\">x</b>\n"));
    }

    #[test]
    fn names_stand_between_commas_and_spaces() {
        let value = " traces,autre ; “x”";
        let names: Vec<_> = names(value).into_iter().map(|place| &value[place]).collect();
        assert_eq!(names, ["traces", "autre", "x"]);
    }

    #[test]
    fn braces_close_outside_of_quotes() {
        assert_eq!(closing("shows=\"a}\"}"), Some(10));
        assert_eq!(closing("shows=\"a} b"), Some(8));
        assert_eq!(closing("shows=a"), None);
    }

    #[test]
    fn what_was_meant_is_written_as_it_would_be_read() {
        let question = Callout::new(CalloutKind::Question, 0..0, 0..0);
        for (key, value, line) in [
            ("montre", "traces", "shows=traces"),
            ("show", "a, b", "shows=\"a, b\""),
            ("id", "q1", "#q1"),
            ("class", "a b", ".a .b"),
        ] {
            assert_eq!(meant(key, Some(value), &question).as_deref(), Some(line));
        }
        assert_eq!(meant("lang", Some("en"), &question), None);
        assert_eq!(meant("show", Some("a"), &Callout::new(CalloutKind::Note, 0..0, 0..0)), None);
    }

    /// The first callout of a text: its id, its classes, what it shows, and its title.
    fn read(text: &str) -> (Option<String>, Vec<String>, Vec<String>, String) {
        let parsed = crate::parse::parse(text).value;
        let callout = &parsed.document.callouts[0];
        let at = |place: &Span| text[place.clone()].to_owned();
        assert!(callout.id.iter().chain(&callout.shows).all(|name| at(&name.span) == name.value), "{text}");
        let mut events = parsed.document.body.iter().map(|(event, _)| event);
        events.find(|event| matches!(event, Event::Start(Tag::CalloutTitle)));
        let title = events.map_while(|event| match event {
            Event::Text(text) => Some(text.as_str()),
            _ => None,
        });
        let title = title.collect();
        let shows = callout.shows.iter().map(|name| name.value.clone()).collect();
        (callout.id.as_ref().map(|id| id.value.clone()), callout.classes.clone(), shows, title)
    }

    /// What is reported of a text, each with its place.
    fn slips(text: &str) -> Vec<(Slip, String)> {
        let slips = crate::parse::parse(text).value.document.slips;
        slips.into_iter().map(|slip| (slip.value, text[slip.span].to_owned())).collect()
    }

    #[test]
    fn attributes_follow_the_mark_with_and_without_a_title() {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        for (text, id, classes, shows, title) in [
            ("> [!QUESTION]{#q1 shows=traces} Quoi?\n> a\n", Some("q1"), &[][..], &["traces"][..], "Quoi?"),
            ("> [!ACTIVITÉ]{shows=\"a, b\" .x .y}\r\n> a\r\n", None, &["x", "y"], &["a", "b"], ""),
            ("> [!QUESTION] {#q1} Quoi?\n", Some("q1"), &[], &[], "Quoi?"),
            ("> [!QUESTION]{#q1}- Quoi?\n", Some("q1"), &[], &[], "Quoi?"),
            ("- a\n\n  > > [!QUESTION]{shows=a_b_c} Quoi?\n  > > b\n", None, &[], &["a_b_c"], "Quoi?"),
            ("> [!NOTE]{#n .x}\n> a\n", Some("n"), &["x"], &[], ""),
            // Braces that are part of a title.
            ("> [!NOTE] {sic} Titre\n", None, &[], &[], "{sic} Titre"),
            ("> [!QUESTION] {x=1} ou {x=2}?\n", None, &[], &[], "{x=1} ou {x=2}?"),
            ("> [!QUESTION]\n> {#q1} a\n", None, &[], &[], ""),
        ] {
            let expected = (id.map(str::to_owned), owned(classes), owned(shows), title.to_owned());
            assert_eq!(read(text), expected, "{text}");
            assert_eq!(slips(text), [], "{text}");
        }
    }

    #[test]
    fn what_is_wrong_with_attributes_is_told_at_its_place() {
        let unknown = |name: &str, meant: Option<&str>| Slip::CalloutAttribute {
            name: name.to_owned(),
            meant: meant.map(str::to_owned),
        };
        let closed = "> [!QUESTION]{#a shows=b} Quoi?".to_owned();
        for (text, slip, place) in [
            ("> [!QUESTION]{show=traces} T\n", unknown("show", Some("shows=traces")), "show"),
            ("> [!NOTE]{shows=traces} T\n", unknown("shows", None), "shows"),
            ("> [!QUESTION]{#a #b}\n", unknown("#b", None), "#b"),
            ("> [!TIP]{lang=en} T\n", unknown("lang", None), "lang"),
            ("> [!QUESTION]{shows=} T\n", Slip::BrokenAttributes, "shows="),
            ("> [!QUESTION]{shows: traces} T\n", Slip::BrokenAttributes, "{shows: traces}"),
            ("> [!QUESTION]{#a shows=b Quoi?\n", Slip::UnclosedAttributes(closed.clone()), "{#a shows=b"),
            ("> [!QUESTION] Quoi? {#a shows=b}\n", Slip::AttributesAfterTitle(closed), "{#a shows=b}"),
            ("> [!QUESTION]{.pal-x} T\n", Slip::ThemeClass("pal-x".to_owned()), "pal-x"),
            (
                "> [!QUESTION]{#Été_1} T\n",
                Slip::TaskId { id: "Été_1".to_owned(), meant: Some("ete-1".to_owned()) },
                "Été_1",
            ),
        ] {
            assert_eq!(slips(text), [(slip, place.to_owned())], "{text}");
        }
        let long = format!("> [!NOTE]{{#{}}} T\n", "a".repeat(1000));
        assert_eq!(read(&long).0.map(|id| id.len()), Some(1000));
        assert_eq!(slips("> [!QUESTION] La [trame]{lang=en}\n> [x](y){#z}\n").len(), 1);
    }
}
