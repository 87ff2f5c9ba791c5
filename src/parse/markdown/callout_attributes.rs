//! `{#id .class shows=traces count=accents}` right after a callout's mark.

use std::ops::Range;

use super::loose_attributes::{self as loose, COUNT, NONE, SHOWS, names};
use super::steps::Reader;
use crate::config::Count;
use crate::nearest::nearest;
use crate::parse::attributes::{self, Attribute, closing};
use crate::parse::callout::{Asks, Callout, CalloutKind};
use crate::parse::document::{QuestionSlip, Slip};
use crate::parse::front_matter::learning;
use crate::source::Spanned;

/// The longest line that a message gives back mended, in bytes.
const LINE: usize = 200;

/// How many lines below its own a callout's braces are followed.
const LINES: usize = 4;

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
            self.report_unclosed(callout.kind, at, open, braces);
            return at;
        };
        if loose::key(inside.trim()) == Some(SHOWS) && !is_apart && callout.kind.can_show() {
            self.slip(Slip::ShowsNothing, open..open + inside.len() + 2);
            return open + inside.len() + 2;
        }
        let (behind, title) = (open + inside.len() + 2, &braces[inside.len() + 1..]);
        let Some(found) = attributes::list(inside).filter(|found| !has_brackets(found, inside)) else {
            let meant = loose::read(inside);
            // In a title, braces may be part of what it says.
            if !is_apart || meant.as_ref().is_some_and(loose::Meant::names_something) {
                let line = meant.map(|meant| self.mended(at, &meant.written(callout.kind), title));
                self.slip(Slip::BrokenAttributes(line), open..behind);
            }
            return at;
        };
        if is_apart && !is_meant(&found) {
            return at;
        }
        found.iter().for_each(|one| self.callout_attribute(callout, one, inside, open + 1));
        if callout.kind.can_show() {
            found.iter().for_each(|one| self.report_joint(one, at, inside, open + 1, title));
        }
        self.report_second(callout.kind, at, inside, behind, title);
        behind
    }

    /// Reports braces that don't close on their line, whose inside `braces` begins with: they do on a later
    /// line of the paragraph, or never.
    fn report_unclosed(&mut self, kind: CalloutKind, at: usize, open: usize, braces: &str) {
        let place = open..open + 1 + braces.trim_end().len();
        if let Some((inside, title)) = self.over_lines(open + 1)
            && let Some(meant) = loose::read(&inside)
        {
            let line = self.mended(at, &meant.written(kind), &title);
            self.slip(Slip::AttributesOverLines(line), place);
            return;
        }
        let length = loose::begins(braces);
        if let Some(meant) = loose::read(&braces[..length]).filter(|meant| open == at || meant.names_something()) {
            let line = self.mended(at, &meant.written(kind), &braces[length..]);
            self.slip(Slip::UnclosedAttributes(line), open..open + 1 + length);
        }
    }

    /// What is between braces that close on a later line of the quotation, on one line, and the title behind them.
    fn over_lines(&self, start: usize) -> Option<(String, String)> {
        let mut lines = self.markdown.get(start..)?.lines();
        let mut text = lines.next()?.to_owned();
        for line in lines.take(LINES) {
            let line = line.trim_start_matches([' ', '\t', '>']);
            if line.is_empty() || text.len() > LINE {
                return None;
            }
            text.push(' ');
            text.push_str(line);
            if let Some(end) = line.contains('}').then(|| closing(&text)).flatten() {
                return Some((text[..end].to_owned(), text[end + 1..].to_owned()));
            }
        }
        None
    }

    /// Reports further pairs of braces, which are read as the beginning of the title: `text` is what follows the
    /// first pair, from `behind`.
    fn report_second(&mut self, kind: CalloutKind, at: usize, first: &str, behind: usize, text: &str) {
        let (mut all, mut title) = (first.to_owned(), text);
        while let Some(braces) = title.trim_start().strip_prefix('{')
            && let Some(second) = closing(braces).map(|end| &braces[..end])
            && loose::read(second).is_some()
        {
            all.push(' ');
            all.push_str(second);
            title = &braces[second.len() + 1..];
        }
        if title.len() < text.len()
            && let Some(meant) = loose::read(&all)
        {
            let open = behind + text.len() - text.trim_start().len();
            let line = self.mended(at, &meant.written(kind), title);
            self.slip(Slip::SecondAttributes(line), open..behind + text.len() - title.len());
        }
    }

    fn callout_attribute(&mut self, callout: &mut Callout, one: &Attribute<'_>, inside: &str, start: usize) {
        let within = |range: &Range<usize>| start + range.start..start + range.end;
        let key = one.name.to_lowercase();
        match &one.value {
            None if one.name.starts_with('.') && attributes::is_of_the_theme(&one.name[1..]) => {
                self.slip(Slip::ThemeClass(one.name[1..].to_owned()), within(&(one.at.start + 1..one.at.end)));
            }
            None if one.name.starts_with('.') && attributes::is_name(&one.name[1..]) => {
                let class = &one.name[1..];
                if let Some(meant) = Asks::meant(class).filter(|_| callout.kind == CalloutKind::Question) {
                    let slip = QuestionSlip::UnknownClass(class.to_owned(), meant);
                    self.slip(Slip::Question(slip), within(&one.at));
                }
                callout.classes.push(class.to_owned());
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
                    self.slip(Slip::ShowsNothing, within(&(one.at.start..value.end)));
                }
                let is_joined = loose::joint(&inside[value.clone()]).is_some();
                for name in names {
                    let place = value.start + name.start..value.start + name.end;
                    let name = inside[place.clone()].to_owned();
                    if is_joined && loose::is_joint(&name) {
                        continue;
                    }
                    callout.shows.push(Spanned::new(name, self.place(within(&place))));
                }
            }
            Some(value) if key == COUNT && callout.kind == CalloutKind::Question => {
                let names = names(&inside[value.clone()]);
                if names.is_empty() {
                    self.slip(Slip::BrokenAttributes(None), within(&(one.at.start..value.end)));
                }
                let is_joined = loose::joint(&inside[value.clone()]).is_some();
                let mut counts = Vec::new();
                for name in names {
                    let place = value.start + name.start..value.start + name.end;
                    let name = inside[place.clone()].to_lowercase();
                    match Count::parse(&name) {
                        Some(count) => counts.push(count),
                        None if name == NONE || is_joined && loose::is_joint(&name) => {}
                        None => {
                            let meant = nearest(&name, Count::ALL.map(Count::name).into_iter().chain([NONE]));
                            self.slip(Slip::Question(QuestionSlip::UnknownCount(name, meant)), within(&place));
                        }
                    }
                }
                let place = self.place(within(&(one.at.start..value.end)));
                callout.counts = Some(Spanned::new(counts.into_iter().collect(), place));
            }
            value => {
                let value = value.clone().map(|value| inside[value].trim());
                if value.is_some() && loose::key(&key) == Some(SHOWS) && !callout.kind.can_show() {
                    self.slip(Slip::CannotShow, within(&one.at));
                    return;
                }
                let meant = meant(one.name, value, callout);
                self.slip(Slip::CalloutAttribute { name: one.name.to_owned(), meant }, within(&one.at));
            }
        }
    }

    /// Reports a word that joins two names, as in `shows="a et b"`, in an attribute that is read: `inside` the
    /// braces, which begins at `start`; `title` follows them, and the mark ends at `mark`.
    fn report_joint(&mut self, one: &Attribute<'_>, mark: usize, inside: &str, start: usize, title: &str) {
        let is_list = [SHOWS, COUNT].iter().any(|key| one.name.eq_ignore_ascii_case(key));
        let Some(value) = one.value.clone().filter(|_| is_list) else { return };
        let Some((joint, meant)) = loose::joint(&inside[value.clone()]).zip(loose::read(inside)) else { return };
        let line = self.mended(mark, &meant.written(CalloutKind::Question), title);
        let start = start + value.start;
        self.slip(Slip::JoinedNames(line), start + joint.start..start + joint.end);
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

    /// The callout's line with its attributes where they are read, “…” for a title too long to be shown whole: whoever
    /// pastes a line must not lose the end of it unawares. Its mark ends at `mark`.
    fn mended(&self, mark: usize, attributes: &str, title: &str) -> String {
        let start = self.markdown[..mark].rfind('[').unwrap_or(mark);
        let braces = if attributes.is_empty() { String::new() } else { format!("{{{attributes}}}") };
        let with_title = |title: &str| format!("> {}{braces} {title}", &self.markdown[start..mark]);
        let mut line = with_title(title.trim());
        if line.len() > LINE {
            line = with_title("…");
        }
        if line.len() > LINE {
            let cut = (0..=LINE).rev().find(|&at| line.is_char_boundary(at)).unwrap_or_default();
            line.truncate(cut);
            line.push('…');
        }
        line.trim_end().to_owned()
    }
}

/// Whether attributes apart from the mark can be nothing but attributes.
fn is_meant(attributes: &[Attribute<'_>]) -> bool {
    attributes.iter().any(|one| one.value.is_none() || matches!(loose::key(one.name), Some(SHOWS | COUNT)))
}

/// Whether a value is written as a list in brackets.
fn has_brackets(attributes: &[Attribute<'_>], inside: &str) -> bool {
    let mut values = attributes.iter().filter_map(|one| inside.get(one.value.clone()?));
    values.any(|value| value.contains(['[', ']', '(', ')', '{']))
}

/// What to write for an attribute that means nothing.
fn meant(name: &str, value: Option<&str>, callout: &Callout) -> Option<String> {
    // One id of several.
    let Some(value) = value else {
        let id = name.strip_prefix('#').and_then(|ids| ids.split_once('#'))?.0;
        return (callout.id.is_none() && attributes::is_name(id)).then(|| format!("#{id}"));
    };
    let attribute = format!("{name}=\"{value}\"");
    let names = loose::read(&attribute)?;
    if names.id.is_some() && callout.id.is_some() {
        return None;
    }
    Some(names.written(callout.kind)).filter(|written| !written.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::document::{Event, Tag};
    use crate::source::Span;

    #[test]
    fn ids_in_braces_can_be_kept_apart_where_two_texts_share_a_page() {
        let has_raw_ids = |text: &str| crate::parse::parse(text).value.document.has_raw_ids();
        assert!(!has_raw_ids("## Un {#un}\n\n> [!QUESTION]{#deux} Quoi?\n>\n> - [x] Ça\n"));
        assert!(has_raw_ids("> [!NOTE]{#deux} Ici\n> <b id=\"trois\">x</b>\n"));
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
            ("compte", "accents", "count=accents"),
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
    fn braces_that_cannot_be_read_get_the_whole_line() {
        let one = "> [!QUESTION]{shows=a} T";
        let two = "> [!QUESTION]{shows=\"a, b\"} T";
        for (braces, expected) in [
            ("{shows: a}", one),
            ("{shows=« a »}", one),
            ("{shows=«\u{a0}a\u{a0}»}", one),
            ("{shows=[a]}", one),
            ("{show = a}", one),
            ("{shows=“a b”}", two),
            ("{shows=[a,b]}", two),
            ("{shows=[a, b]}", two),
            ("{shows=a, b}", two),
            ("{shows=a et b}", two),
            (" {shows=a b}", two),
            ("{#q shows=a b .x}", "> [!QUESTION]{#q .x shows=\"a, b\"} T"),
        ] {
            for (before, end) in [("", "\n"), ("", "\r\n"), ("- x\n\n  > ", "\n")] {
                let text = format!("{before}> [!QUESTION]{braces} T{end}");
                let slip = Slip::BrokenAttributes(Some(expected.to_owned()));
                assert_eq!(slips(&text), [(slip, braces.trim().to_owned())], "{text}");
            }
        }
        for text in [
            "> [!QUESTION] {a b} T\n",
            "> [!QUESTION] {x=1 ou 2} T\n",
            "> [!NOTE] {id: 3} T\n",
            "> [!NOTE] {note: a b} T\n",
        ] {
            assert_eq!(slips(text), [], "{text}");
        }
    }

    #[test]
    fn braces_over_lines_in_pairs_and_never_closed_get_the_whole_line() {
        let two = "> [!QUESTION]{shows=\"a, b\"} T".to_owned();
        let pair = Slip::SecondAttributes("> [!QUESTION]{#q shows=a} T".to_owned());
        let pairs = Slip::SecondAttributes("> [!QUESTION]{#q .x shows=a} T".to_owned());
        let closed = || Slip::UnclosedAttributes("> [!QUESTION]{shows=a}".to_owned());
        let opened = Slip::UnclosedAttributes("> [!QUESTION]{shows=a} T".to_owned());
        for (text, slip, place) in [
            ("> [!QUESTION]{shows=\"a,\n> b\"} T\n", Slip::AttributesOverLines(two.clone()), "{shows=\"a,"),
            ("> > [!QUESTION]{shows=a,\r\n> > b} T\r\n", Slip::AttributesOverLines(two), "{shows=a,"),
            ("> [!QUESTION]{#q} {shows=a} T\n", pair.clone(), "{shows=a}"),
            ("> [!QUESTION]{#q}{shows=a} T\n", pair, "{shows=a}"),
            ("> [!QUESTION]{#q} {shows=[a]} {.x} T\n", pairs, "{shows=[a]} {.x}"),
            ("> [!QUESTION] {shows=a T\n", opened, "{shows=a"),
            ("> [!QUESTION]{shows=\"a\n", closed(), "{shows=\"a"),
            ("> [!QUESTION]{shows=\"a\n> x\n>\n> y}\n", closed(), "{shows=\"a"),
        ] {
            assert_eq!(slips(text), [(slip, place.to_owned())], "{text}");
        }
        assert_eq!(slips("> [!QUESTION]{#q} {x=1} T\n"), []);
    }

    #[test]
    fn a_word_that_joins_names_is_reported_and_names_nothing() {
        let text = "> [!QUESTION]{#q shows=\"lire et noté\"} T\n";
        let line = "> [!QUESTION]{#q shows=\"lire, note\"} T".to_owned();
        assert_eq!(slips(text), [(Slip::JoinedNames(line), "et".to_owned())]);
        assert_eq!(read(text).2, ["lire", "noté"]);
        assert_eq!(
            (slips("> [!QUESTION]{shows=et} T\n"), read("> [!QUESTION]{shows=et} T\n").2),
            (vec![], vec!["et".to_owned()])
        );
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
            ("> [!NOTE]{shows=traces} T\n", Slip::CannotShow, "shows"),
            ("> [!QUESTION]{#a #b}\n", unknown("#b", None), "#b"),
            ("> [!TIP]{lang=en} T\n", unknown("lang", None), "lang"),
            ("> [!QUESTION]{shows=} T\n", Slip::ShowsNothing, "shows="),
            ("> [!QUESTION]{shows} T\n", Slip::ShowsNothing, "{shows}"),
            ("> [!QUESTION]{id=fil} T\n", unknown("id", Some("#fil")), "id"),
            ("> [!QUESTION]{#fil#fil2} T\n", unknown("#fil#fil2", Some("#fil")), "#fil#fil2"),
            ("> [!QUESTION] {sert=a} T\n", unknown("sert", Some("shows=a")), "sert"),
            ("> [!QUESTION]{traces} T\n", Slip::BrokenAttributes(None), "{traces}"),
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
