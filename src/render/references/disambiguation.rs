//! Works that would be cited by the same words, told apart as CSL 1.0.2 prescribes (“Disambiguation”): by
//! given names, by more names, by what the style adds for that, by a letter after the year in the list's order.
//!
//! hayagriva does the last of these alone, in the order of the text, and takes given names out of the list
//! when it tries the first.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use hayagriva::citationberg::json::{DateValue, Item, NameItem, NameValue, Value};
use hayagriva::citationberg::{DisambiguationRule, IndependentStyle};
use hayagriva::types::Person;
use hayagriva::{ElemChild, ElemChildren, ElemMeta};

use super::format::{CitationMemory, Cited, said};
use crate::style::{CitePosition, Letters, StylePart, Unpacked, short_names};

/// How a work is distinguished from others that would be cited by the same words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Distinction {
    /// Names that are written with their given names: the field, the index of the name, and its given name.
    pub(super) given: BTreeMap<(String, usize), String>,
    /// How many names are written, where it isn't the style's own number.
    pub(super) names: Option<u32>,
    /// Whether the style adds its own disambiguation (`disambiguate="true"`).
    pub(super) by_style: bool,
    /// The letter after the year.
    pub(super) letter: Option<Letter>,
}

/// A letter that distinguishes a work from others of its year.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Letter {
    /// The first of the works that letters distinguish from each other.
    pub(super) set: usize,
    number: u32,
}

impl Letter {
    /// The letter as written: a, b … z, aa, ab …
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let mut left = Some(self.number);
        while let Some(number) = left {
            text.insert(0, char::from_u32('a' as u32 + number % 26).unwrap_or('a'));
            left = (number / 26).checked_sub(1);
        }
        text
    }
}

impl Distinction {
    /// The work as it is cited; its names where `are_short`, else given names are there anyhow.
    pub(super) fn item<'i>(&self, item: &'i Item, style: &Unpacked, are_short: bool) -> Cow<'i, Item> {
        let given = self.given.iter().filter(|_| are_short);
        let letter = self.letter.as_ref().and_then(|letter| Some((style.told.letter()?, letter)));
        let mut item = Cow::Borrowed(item);
        for ((field, index), whole) in given {
            if let Some(Value::Names(names)) = item.to_mut().0.get_mut(field)
                && let Some(NameValue::Item(name)) = names.get_mut(*index)
            {
                name.family.clone_from(whole);
                (name.non_dropping_particle, name.dropping_particle) = (None, Some(String::new()));
            }
        }
        if let Some((variable, letter)) = letter {
            item.to_mut().0.insert(variable.to_string(), Value::String(letter.text()));
        }
        item
    }

    /// Writes the letter after the year of the first date, where the style doesn't say its place.
    pub(super) fn letter_in(&self, children: &mut ElemChildren, item: &Item, style: &Unpacked) {
        let Some(letter) = self.letter.as_ref().filter(|_| style.told.letters() == Letters::AfterTheYear) else {
            return;
        };
        let year = match item.0.get("issued") {
            Some(Value::Date(DateValue::DateParts { date_parts, .. })) => {
                date_parts.0.first().and_then(|date| date.0.first())
            }
            _ => None,
        };
        let Some(year) = year.map(|year| year.unsigned_abs().to_string()) else { return };
        let mut left: Vec<(&mut ElemChild, bool)> = children.0.iter_mut().rev().map(|child| (child, false)).collect();
        while let Some((child, in_date)) = left.pop() {
            match child {
                ElemChild::Text(text) if in_date => {
                    if let Some(at) = text.text.find(&year) {
                        text.text.insert_str(at + year.len(), &letter.text());
                        return;
                    }
                }
                ElemChild::Elem(elem) => {
                    let in_date = in_date || elem.meta == Some(ElemMeta::Date);
                    left.extend(elem.children.0.iter_mut().rev().map(|child| (child, in_date)));
                }
                _ => {}
            }
        }
    }

    /// Whether any of its names is written with its given name.
    pub(super) fn has_given_names(&self) -> bool {
        !self.given.is_empty()
    }
}

/// A name of a work: the work, the field, which of its names.
type NamePlace = (usize, String, usize);

/// How many names are tried at most.
const MOST_NAMES: u32 = 20;

/// How each work of `cited` is distinguished from the others. `used` are the works where they are cited, in order and
/// each once; `order` gives the works in the list's order. `None` where only hayagriva can tell them apart.
pub(super) fn tell_apart(
    memory: &CitationMemory,
    style: &Unpacked,
    cited: &[Arc<Cited>],
    used: &[(usize, CitePosition)],
    order: impl FnOnce() -> Vec<usize>,
) -> Option<Vec<Distinction>> {
    let citation = &style.csl.citation;
    let mut telling = Telling { memory, style, cited, used, told: vec![Distinction::default(); cited.len()] };
    if citation.disambiguate_add_givenname {
        telling.names_apart(citation.givenname_disambiguation_rule);
    }
    if citation.disambiguate_add_names {
        for alike in telling.alike()? {
            telling.by_more_names(alike)?;
        }
    }
    if citation.disambiguate_add_givenname && citation.givenname_disambiguation_rule == DisambiguationRule::ByCite {
        for alike in telling.alike()? {
            let places: Vec<NamePlace> = alike.iter().flat_map(|work| telling.shown(*work)).collect();
            telling.by_given_names(&places, true);
        }
    }
    if style.tells_apart {
        for alike in telling.alike()? {
            alike.iter().for_each(|work| telling.told[*work].by_style = true);
            // Where it tells none of them apart, it is left out.
            if telling.like(&alike)? == alike {
                alike.iter().for_each(|work| telling.told[*work].by_style = false);
            }
        }
    }
    let alike = telling.alike()?;
    if citation.disambiguate_add_year_suffix && !alike.is_empty() {
        if style.told.letters() == Letters::Counted {
            return None;
        }
        let rank: HashMap<usize, usize> = order().into_iter().zip(0..).collect();
        for alike in alike {
            let Some(set) = alike.first().copied() else { continue };
            let mut works: Vec<usize> = alike.into_iter().collect();
            works.sort_by_key(|work| rank.get(work).copied().unwrap_or(usize::MAX));
            let letters = works.into_iter().zip(0..);
            letters.for_each(|(work, number)| telling.told[work].letter = Some(Letter { set, number }));
        }
    }
    Some(telling.told)
}

struct Telling<'t> {
    memory: &'t CitationMemory,
    style: &'t Unpacked,
    cited: &'t [Arc<Cited>],
    used: &'t [(usize, CitePosition)],
    told: Vec<Distinction>,
}

impl Telling<'_> {
    /// What a work is cited by, somewhere.
    fn words(&self, work: usize, position: CitePosition) -> Option<String> {
        Some(said(self.memory, self.style, self.cited.get(work)?, None, position, self.told.get(work)?)?.words.clone())
    }

    /// The works that are cited by the same words as others.
    fn alike(&self) -> Option<Vec<BTreeSet<usize>>> {
        let mut by_words: HashMap<String, BTreeSet<usize>> = HashMap::new();
        for (work, position) in self.used {
            by_words.entry(self.words(*work, *position)?).or_default().insert(*work);
        }
        let mut alike: Vec<_> = by_words.into_values().filter(|works| works.len() > 1).collect();
        alike.sort();
        alike.dedup();
        Some(alike)
    }

    /// Which of some works are cited by the same words as others of them.
    fn like(&self, works: &BTreeSet<usize>) -> Option<BTreeSet<usize>> {
        let mut by_words: HashMap<String, usize> = HashMap::new();
        let mut like = BTreeSet::new();
        for work in works {
            for (_, position) in self.places(*work) {
                let words = self.words(*work, *position)?;
                let first = *by_words.entry(words).or_insert(*work);
                if first != *work {
                    like.extend([first, *work]);
                }
            }
        }
        Some(like)
    }

    /// Where a work is cited.
    fn places(&self, work: usize) -> &[(usize, CitePosition)] {
        let start = self.used.partition_point(|(used, _)| *used < work);
        let length = self.used[start..].partition_point(|(used, _)| *used == work);
        &self.used[start..start + length]
    }

    /// The names that a work is cited by, written or not.
    fn shown(&self, work: usize) -> Vec<NamePlace> {
        let Some((_, position)) = self.places(work).first() else { return Vec::new() };
        let said = self
            .cited
            .get(work)
            .and_then(|cited| said(self.memory, self.style, cited, None, *position, &Distinction::default()));
        let Some((field, count)) = said.and_then(|said| names(&said.children)) else { return Vec::new() };
        (0..count).map(|index| (work, field.clone(), index)).collect()
    }

    /// Gives people of one family name who are not the same their given names wherever they are cited.
    fn names_apart(&mut self, rule: DisambiguationRule) {
        let is_first = matches!(rule, DisambiguationRule::PrimaryName | DisambiguationRule::PrimaryNameWithInitials);
        if rule == DisambiguationRule::ByCite {
            return;
        }
        let most = if is_first { 1 } else { usize::MAX };
        let places: Vec<NamePlace> =
            (0..self.cited.len()).flat_map(|work| self.shown(work).into_iter().take(most)).collect();
        self.by_given_names(&places, rule.allows_full_first_names());
    }

    /// Gives people of one family name who are not the same their given names: initials, where these are
    /// enough and the style writes them, else all of them.
    fn by_given_names(&mut self, places: &[NamePlace], in_full: bool) {
        let mut by_family: BTreeMap<String, Vec<(&NamePlace, &NameItem)>> = BTreeMap::new();
        for place in places {
            if let Some(name) = self.name(place).filter(|name| name.given.is_some()) {
                by_family.entry(whole(name).to_lowercase()).or_default().push((place, name));
            }
        }
        let mut given = Vec::new();
        for people in by_family.values() {
            // How many given names have the same initials: to compare each with each would take the square.
            let names: BTreeMap<&Option<String>, &NameItem> =
                people.iter().map(|(_, name)| (&name.given, *name)).collect();
            if names.len() < 2 {
                continue;
            }
            let mut by_initials: HashMap<Option<String>, usize> = HashMap::new();
            names.values().for_each(|name| *by_initials.entry(initials(name, Some(""))).or_default() += 1);
            for (place, name) in people {
                let short = initials(name, self.initials_of(place.0).as_deref());
                // A style that never writes them whole writes initials if they tell some people apart.
                let is_alone = || by_initials.get(&initials(name, Some(""))) == Some(&1);
                let is_enough =
                    |short: &String| !short.is_empty() && if in_full { is_alone() } else { by_initials.len() > 1 };
                let first = short.filter(is_enough).or_else(|| name.given.clone().filter(|_| in_full));
                if let Some(first) = first {
                    given.push(((*place).clone(), format!("{first} {}", whole(name))));
                }
            }
        }
        for ((work, field, index), whole) in given {
            self.told[work].given.insert((field, index), whole);
        }
    }

    /// What given names are cut to where a work is cited by family names; `None` where they are whole.
    fn initials_of(&self, work: usize) -> Option<String> {
        let (_, position) = self.places(work).first()?;
        let csl = style_of(self.style, &self.cited.get(work)?.item, *position, &Distinction::default());
        short_names(&csl).flatten()
    }

    fn name(&self, (work, field, index): &NamePlace) -> Option<&NameItem> {
        match self.cited.get(*work)?.item.0.get(field)? {
            Value::Names(names) => match names.get(*index)? {
                NameValue::Item(name) => Some(name),
                NameValue::Literal(_) => None,
            },
            _ => None,
        }
    }

    /// Writes as many names of works as it takes to tell them apart.
    fn by_more_names(&mut self, alike: BTreeSet<usize>) -> Option<()> {
        let mut left = alike.clone();
        for count in 2..=MOST_NAMES {
            let most = left.iter().map(|work| self.shown(*work).len()).max().unwrap_or(0);
            if left.is_empty() || u32::try_from(most).is_ok_and(|most| count > most) {
                break;
            }
            left.iter().for_each(|work| self.told[*work].names = Some(count));
            let like = self.like(&alike)?;
            left.retain(|work| like.contains(work));
        }
        // More names that tell no works apart are not written.
        left.iter().for_each(|work| self.told[*work].names = None);
        Some(())
    }
}

/// The style for a work where it is cited.
pub(super) fn style_of(
    style: &Unpacked,
    item: &Item,
    position: CitePosition,
    told: &Distinction,
) -> std::sync::Arc<IndependentStyle> {
    let part = StylePart::Citation { position, names: told.names, tells_apart: told.by_style };
    style.narrowed(part, std::iter::once(item))
}

/// A family name with its particles.
fn whole(name: &NameItem) -> String {
    let particles = [&name.dropping_particle, &name.non_dropping_particle];
    let particles = particles.into_iter().flatten().filter(|particle| !particle.is_empty());
    let parts: Vec<&str> = particles.map(String::as_str).chain([name.family.as_str()]).collect();
    parts.join(" ")
}

/// A given name cut to its initials.
fn initials(name: &NameItem, with: Option<&str>) -> Option<String> {
    let person = Person {
        name: name.family.clone(),
        given_name: name.given.clone(),
        prefix: None,
        suffix: None,
        alias: None,
        comma_suffix: false,
    };
    let mut initials = String::new();
    person.initials(&mut initials, Some(with?), true).ok()?;
    Some(initials.trim().to_owned())
}

/// The first names that a citation writes: their field, and how many the work has.
fn names(children: &ElemChildren) -> Option<(String, usize)> {
    let mut left: Vec<&ElemChild> = children.0.iter().rev().collect();
    while let Some(child) = left.pop() {
        let ElemChild::Elem(elem) = child else { continue };
        if let Some(ElemMeta::Names(names)) = &elem.meta
            && let Some((people, variable)) = names.iter().find(|(people, _)| !people.is_empty())
        {
            return Some((variable.to_string(), people.len()));
        }
        left.extend(elem.children.0.iter().rev());
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::super::format::{Call, Formatted, made};
    use super::super::pieces::plain;
    use super::super::{groups, item};
    use super::*;

    fn book(key: &str, authors: &[(&str, &str)], year: Option<i32>, title: &str) -> Value {
        let authors: Vec<Value> =
            authors.iter().map(|(family, given)| json!({ "family": family, "given": given })).collect();
        let mut book = json!({ "id": key, "type": "book", "title": title, "author": authors, "publisher": "P" });
        if let Some(year) = year {
            book["issued"] = json!({ "date-parts": [[year]] });
        }
        book
    }

    fn formatted(style: &str, books: &[Value], calls: &[&[usize]]) -> Formatted {
        let style = Unpacked::named(style, "en-CA");
        let cited = books.iter().map(|book| {
            let book: &Map<String, Value> = book.as_object().unwrap();
            let key = book["id"].as_str().unwrap();
            let mut item = item::prepare(key, book, "en-CA", Default::default());
            style.told.tell(&mut item, key);
            Arc::new(Cited::new(item, None, None, Vec::new(), None))
        });
        let call = |works: &&[usize]| Call {
            works: works.iter().map(|work| (*work, None)).collect(),
            in_text: false,
            note: None,
        };
        let mut formatted = made(
            &CitationMemory::default(),
            &style,
            &cited.collect::<Vec<_>>(),
            &calls.iter().map(call).collect::<Vec<_>>(),
        );
        formatted.calls.iter_mut().for_each(|call| groups::delimit(call, &style.csl.citation));
        formatted
    }

    /// What citations of works, and then the list, say.
    fn said(style: &str, books: &[Value], calls: &[&[usize]]) -> (Vec<String>, Vec<String>) {
        let formatted = formatted(style, books, calls);
        let entries = formatted.entries.iter().map(|entry| plain(&entry.pieces).trim().to_owned());
        (formatted.calls.iter().map(|call| plain(call)).collect(), entries.collect())
    }

    #[test]
    fn two_people_of_one_name_have_their_initials_where_they_are_cited() {
        let (calls, list) = said(
            "apa",
            &[
                book("r", &[("Roy", "Anne")], Some(2020), "One"),
                book("s", &[("Roy", "Bernard")], Some(2015), "Two"),
                book("t", &[("Cyr", "Luc"), ("Roy", "Bernard")], Some(2020), "Three"),
            ],
            &[&[0], &[1], &[0, 1], &[2]],
        );
        assert_eq!(calls[..2], ["(A. Roy, 2020)", "(B. Roy, 2015)"]);
        assert_eq!(calls[2], "(A. Roy, 2020; B. Roy, 2015)");
        assert_eq!(calls[3], "(Cyr & Roy, 2020)");
        assert_eq!(list[1..], ["Roy, A. (2020). One. P.", "Roy, B. (2015). Two. P."]);
        // Initials that are the same tell nobody apart.
        let same =
            [book("r", &[("Roy", "Anne")], Some(2020), "One"), book("s", &[("Roy", "Alain")], Some(2020), "Two")];
        assert_eq!(said("apa", &same, &[&[0], &[1]]).0, ["(Roy, 2020b)", "(Roy, 2020a)"]);
        assert_eq!(said("mla", &same, &[&[0], &[1]]).0, ["(Anne Roy)", "(Alain Roy)"]);
    }

    #[test]
    fn groups_of_authors_have_as_many_names_as_tell_them_apart() {
        let books = [
            book("r", &[("Roy", "A."), ("Cyr", "B."), ("Fou", "C."), ("Luc", "D.")], Some(2020), "One"),
            book("s", &[("Roy", "A."), ("Abc", "B."), ("Fou", "C."), ("Luc", "D.")], Some(2020), "Two"),
        ];
        let (calls, list) = said("apa", &books, &[&[0], &[1]]);
        assert_eq!(calls, ["(Roy, Cyr, et al., 2020)", "(Roy, Abc, et al., 2020)"]);
        assert_eq!(list[0], "Roy, A., Abc, B., Fou, C., & Luc, D. (2020). Two. P.");
    }

    #[test]
    fn letters_follow_the_order_of_the_list() {
        let books = [
            book("c", &[("Roy", "Anne")], Some(2018), "Cards"),
            book("a", &[("Roy", "Anne")], Some(2018), "Apples"),
            book("b", &[("Roy", "Anne")], Some(2018), "Boats"),
        ];
        let (calls, list) = said("apa", &books, &[&[0], &[1], &[2], &[0, 1], &[2]]);
        assert_eq!(calls, ["(Roy, 2018c)", "(Roy, 2018a)", "(Roy, 2018b)", "(Roy, 2018a, 2018c)", "(Roy, 2018b)"]);
        assert_eq!(list, ["Roy, A. (2018a). Apples. P.", "Roy, A. (2018b). Boats. P.", "Roy, A. (2018c). Cards. P."]);
        let undated = [book("b", &[("Roy", "A.")], None, "B"), book("a", &[("Roy", "A.")], None, "A")];
        assert_eq!(said("apa", &undated, &[&[0], &[1]]).0, ["(Roy, n.d.-b)", "(Roy, n.d.-a)"]);
        let letters = [0, 25, 26, 701, 702].map(|number| Letter { set: 0, number }.text());
        assert_eq!(letters, ["a", "z", "aa", "zz", "aaa"]);
    }

    #[test]
    fn letters_stand_after_the_first_year_where_the_style_says_nothing_of_them() {
        let style = "iso690-author-date-fr";
        assert_eq!(Unpacked::named(style, "en-CA").told.letters(), Letters::AfterTheYear);
        let books = [
            book("c", &[("Roy", "Anne")], Some(2018), "Cards"),
            book("a", &[("Roy", "Anne")], Some(2018), "Apples of 2018"),
            book("b", &[("Roy", "Bernard")], Some(2018), "Boats"),
        ];
        let (calls, list) = said(style, &books, &[&[0], &[1], &[2]]);
        // It sorts by authors and years alone.
        assert_eq!(calls, ["(Anne Roy 2018a)", "(Anne Roy 2018b)", "(Bernard Roy 2018)"]);
        let wanted =
            ["ROY, Anne, 2018a. Cards. P.", "ROY, Anne, 2018b. Apples of 2018. P.", "ROY, Bernard, 2018. Boats. P."];
        assert_eq!(list, wanted);
    }

    #[test]
    fn works_of_one_author_that_stand_together_have_their_letters_in_order() {
        let books = [
            book("c", &[("Roy", "Anne")], Some(2018), "Cards"),
            book("a", &[("Roy", "Anne")], Some(2018), "Apples"),
            book("b", &[("Roy", "Bernard")], Some(2018), "Boats"),
        ];
        let (calls, _) = said("chicago-author-date", &books, &[&[0], &[2], &[0, 1]]);
        assert_eq!(calls, ["(A. Roy 2018b)", "(B. Roy 2018)", "(A. Roy 2018a, 2018b)"]);
    }

    #[test]
    fn a_style_that_cites_by_title_says_it_where_one_author_has_two_works() {
        let books = [
            book("r", &[("Roy", "Anne")], Some(2018), "Cards"),
            book("s", &[("Roy", "Anne")], Some(2018), "Apples"),
            book("t", &[("Cyr", "Luc")], Some(2018), "Boats"),
        ];
        assert_eq!(said("mla", &books, &[&[0], &[1], &[2]]).0, ["(Roy, Cards)", "(Roy, Apples)", "(Cyr)"]);
    }
}
