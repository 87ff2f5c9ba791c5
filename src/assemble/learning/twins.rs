//! Joins the things learnt that are the same in several languages, and finds what each is known by.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::places::LearntItem;
use crate::locale::Locale;
use crate::model::Lesson;
use crate::model::learning::{At, Identity};
use crate::parse::callout::CalloutKind;

/// How far from its place in the order a thing's twin is looked for.
const REACH: usize = 32;

/// Something learnt, in all languages that have it.
#[derive(Debug)]
pub(super) struct Twins {
    /// What it is known by.
    pub(super) identity: Identity,
    /// The kind of a task; `None` for an outcome or an objective.
    pub(super) kind: Option<CalloutKind>,
    /// Its place in each language that has it.
    pub(super) places: BTreeMap<Locale, At>,
}

/// Twins in the making: what they are known by isn't certain yet.
#[derive(Debug)]
struct Found {
    name: Option<String>,
    /// The numbers by which its languages know it: several only if its author gives it a name.
    numbers: Vec<u32>,
    kind: Option<CalloutKind>,
    places: BTreeMap<Locale, At>,
}

impl Found {
    fn of(entry: &LearntItem, locale: Locale) -> Self {
        let numbers = entry.at.number.into_iter().collect();
        Self { name: entry.name.clone(), numbers, kind: entry.kind, places: BTreeMap::from([(locale, entry.at)]) }
    }

    /// Whether an entry may be the same as these: neither name, number nor kind says that it is something else.
    fn fits(&self, entry: &LearntItem) -> bool {
        let is_other =
            entry.at.number.is_some_and(|number| !self.numbers.is_empty() && !self.numbers.contains(&number));
        self.may_bear(entry) && !is_other
    }

    /// Whether an entry is of the same kind and has no other name.
    fn may_bear(&self, entry: &LearntItem) -> bool {
        let differ = self.name.is_some() && entry.name.is_some() && entry.name != self.name;
        self.kind == entry.kind && !differ
    }

    fn join(&mut self, entry: &LearntItem, locale: Locale) {
        self.places.insert(locale, entry.at);
        self.name = self.name.take().or_else(|| entry.name.clone());
        self.numbers.extend(entry.at.number.filter(|number| !self.numbers.contains(number)));
    }
}

/// Joins the entries that are the same thing in several languages, and numbers those without a name. The language that
/// decides comes first in `texts`. `given` is the highest number so far; the highest number now is given back. Twins
/// are found by the author's ids, then by the recorded numbers, then by the texts' alignment, then by their order.
pub(super) fn join(texts: &[(Locale, Vec<LearntItem>)], lesson: &Lesson, given: u32) -> (Vec<Twins>, u32) {
    let mut joined = Joined::default();
    for (turn, (locale, entries)) in texts.iter().enumerate() {
        joined.add(*locale, entries, &texts[..turn], lesson);
    }
    let mut taken = HashSet::new();
    for one in &mut joined.twins {
        one.numbers.retain(|&number| taken.insert(number));
    }
    let mut highest = taken.into_iter().chain([given]).max().unwrap_or_default();
    let twins = joined.twins.into_iter().map(|Found { name, numbers, kind, mut places }| {
        let identity = match name {
            Some(name) => Identity::Named { name, former: numbers.clone() },
            None => Identity::Numbered(numbers.first().copied().unwrap_or_else(|| {
                highest = highest.saturating_add(1);
                highest
            })),
        };
        for at in places.values_mut() {
            at.number = at.number.filter(|number| numbers.contains(number)).or(identity.number());
        }
        Twins { identity, kind, places }
    });
    (twins.collect(), highest)
}

/// The twins joined so far.
#[derive(Default)]
struct Joined {
    twins: Vec<Found>,
    /// Which twins an entry is one of, by its language and its place in the list.
    members: HashMap<(Locale, usize), usize>,
}

impl Joined {
    fn add(&mut self, locale: Locale, entries: &[LearntItem], others: &[(Locale, Vec<LearntItem>)], lesson: &Lesson) {
        let mut pairs = Pairs { with: vec![None; entries.len()], taken: vec![false; self.twins.len()] };
        self.by_name(entries, &mut pairs);
        self.by_number(entries, &mut pairs);
        let mut alike: Vec<_> =
            others.iter().filter_map(|other| Some((other.0, alike(lesson, other, (locale, entries))?))).collect();
        // The text that is best aligned with this one decides first.
        alike.sort_by_key(|(_, (gaps, _))| *gaps);
        for (other, (_, pairs_of_two)) in alike {
            for (their, own) in pairs_of_two {
                let twins = self.members.get(&(other, their)).copied();
                if let Some(twins) = twins.filter(|&twins| self.twins[twins].fits(&entries[own])) {
                    pairs.join(own, twins);
                }
            }
        }
        self.by_order(entries, &mut pairs);
        for (index, entry) in entries.iter().enumerate() {
            let twins = match pairs.with[index] {
                Some(twins) => {
                    self.twins[twins].join(entry, locale);
                    twins
                }
                None => {
                    self.twins.push(Found::of(entry, locale));
                    self.twins.len() - 1
                }
            };
            self.members.insert((locale, index), twins);
        }
    }

    /// Pairs entries with twins of the same name.
    fn by_name(&self, entries: &[LearntItem], pairs: &mut Pairs) {
        let named = self.twins.iter().enumerate().rev();
        let named: HashMap<&str, usize> =
            named.filter_map(|(index, one)| Some((one.name.as_deref()?, index))).collect();
        for (index, entry) in entries.iter().enumerate() {
            let twins = entry.name.as_deref().and_then(|name| named.get(name).copied());
            if let Some(twins) = twins.filter(|&twins| self.twins[twins].may_bear(entry)) {
                pairs.join(index, twins);
            }
        }
    }

    /// Pairs entries with twins recorded under the same number, unless their authors gave them different names.
    fn by_number(&self, entries: &[LearntItem], pairs: &mut Pairs) {
        let numbered = self.twins.iter().enumerate().rev();
        let numbered: HashMap<u32, usize> =
            numbered.flat_map(|(index, one)| one.numbers.iter().map(move |&number| (number, index))).collect();
        for (index, entry) in entries.iter().enumerate() {
            let twins = entry.at.number.and_then(|number| numbered.get(&number).copied());
            if let Some(twins) = twins.filter(|&twins| self.twins[twins].may_bear(entry)) {
                pairs.join(index, twins);
            }
        }
    }

    /// Pairs the entries and twins that are left between two pairs, in their order.
    fn by_order(&self, entries: &[LearntItem], pairs: &mut Pairs) {
        let mut bounds = vec![self.twins.len(); entries.len()];
        let mut bound = self.twins.len();
        for index in (0..entries.len()).rev() {
            bounds[index] = bound;
            bound = pairs.with[index].unwrap_or(bound);
        }
        let mut from = 0;
        for (index, entry) in entries.iter().enumerate() {
            if let Some(twins) = pairs.with[index] {
                from = from.max(twins + 1);
                continue;
            }
            let reach = bounds[index].min(from.saturating_add(REACH));
            let found = (from..reach).find(|&twins| !pairs.taken[twins] && self.twins[twins].fits(entry));
            if let Some(twins) = found {
                pairs.join(index, twins);
                from = twins + 1;
            }
        }
    }
}

/// The entries of one language, each with the twins that it joins, and the twins that are taken.
struct Pairs {
    with: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Pairs {
    /// Joins an entry to twins, if both are free.
    fn join(&mut self, entry: usize, twins: usize) {
        if self.with[entry].is_none() && !self.taken[twins] {
            self.with[entry] = Some(twins);
            self.taken[twins] = true;
        }
    }
}

/// Pairs the tasks of two languages in blocks that are aligned in the students' version, in their order, each with one
/// of the same kind. With the pairs comes the number of blocks that have no counterpart. `None` if either text has no
/// tasks, or the texts aren't aligned.
fn alike(
    lesson: &Lesson,
    first: &(Locale, Vec<LearntItem>),
    second: (Locale, &[LearntItem]),
) -> Option<(usize, Vec<(usize, usize)>)> {
    let blocks = |entries: &[LearntItem]| -> Vec<(usize, usize, CalloutKind)> {
        let placed = entries.iter().enumerate();
        placed.filter_map(|(index, entry)| Some((entry.block?, index, entry.kind?))).collect()
    };
    let (theirs, own) = (blocks(&first.1), blocks(second.1));
    if theirs.is_empty() || own.is_empty() {
        return None;
    }
    let alignment = lesson.students_alignment(first.0, second.0)?;
    let within = |placed: &[(usize, usize, CalloutKind)], row: &std::ops::Range<usize>| {
        let start = placed.partition_point(|(block, ..)| *block < row.start);
        start..placed.partition_point(|(block, ..)| *block < row.end)
    };
    let (mut gaps, mut pairs) = (0, Vec::new());
    for row in &alignment.rows {
        if !row.is_pair() {
            gaps += row.first.len() + row.second.len();
            continue;
        }
        let (theirs, own) = (&theirs[within(&theirs, &row.first)], &own[within(&own, &row.second)]);
        for kind in [CalloutKind::Question, CalloutKind::Activity] {
            let of_kind = |placed: &(usize, usize, CalloutKind)| (placed.2 == kind).then_some(placed.1);
            pairs.extend(theirs.iter().filter_map(of_kind).zip(own.iter().filter_map(of_kind)));
        }
    }
    Some((gaps, pairs))
}
