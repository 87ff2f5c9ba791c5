//! Which of what is learnt in two languages is one, and what it is known by.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::places::LearntItem;
use crate::locale::Locale;
use crate::model::Lesson;
use crate::model::learning::{At, Identity};
use crate::parse::callout::CalloutKind;

/// How far from its place in the order the like of something is looked for.
const REACH: usize = 32;

/// Something learnt, in all languages that have it.
#[derive(Debug)]
pub(super) struct Twins {
    pub(super) identity: Identity,
    pub(super) kind: Option<CalloutKind>,
    pub(super) places: BTreeMap<Locale, At>,
}

impl Twins {
    fn of(entry: &LearntItem, locale: Locale) -> Self {
        let identity = Identity { name: entry.name.clone(), number: entry.number };
        Self { identity, kind: entry.kind, places: BTreeMap::from([(locale, entry.at)]) }
    }

    /// Whether an entry may be one with these: nothing says that it is something else.
    fn fits(&self, entry: &LearntItem) -> bool {
        let differ =
            |name: &Option<String>| self.identity.name.is_some() && name.is_some() && *name != self.identity.name;
        let is_other = self.identity.number.is_some() && entry.number.is_some() && entry.number != self.identity.number;
        self.kind == entry.kind && !differ(&entry.name) && !is_other
    }

    fn join(&mut self, entry: &LearntItem, locale: Locale) {
        self.places.insert(locale, entry.at);
        self.identity.name = self.identity.name.take().or_else(|| entry.name.clone());
        self.identity.number = self.identity.number.or(entry.number);
    }
}

/// Joins what is one in several languages, whose entries come with the language that decides first, and numbers
/// what has no name: `given` is the highest number so far, and the highest now comes back. Twins are found by the
/// author's ids, then by the numbers recorded, then as the texts lie beside each other, then by their order.
pub(super) fn join(texts: &[(Locale, &[LearntItem])], lesson: &Lesson, given: u32) -> (Vec<Twins>, u32) {
    let mut joined = Joined::default();
    for (turn, &(locale, entries)) in texts.iter().enumerate() {
        joined.add(locale, entries, &texts[..turn], lesson);
    }
    let mut twins = joined.twins;
    let mut taken = HashSet::new();
    for one in &mut twins {
        one.identity.number = one.identity.number.filter(|&number| taken.insert(number));
    }
    let mut highest = taken.into_iter().chain([given]).max().unwrap_or_default();
    for one in twins.iter_mut().filter(|one| one.identity == Identity::default()) {
        highest = highest.saturating_add(1);
        one.identity.number = Some(highest);
    }
    (twins, highest)
}

/// What was joined so far.
#[derive(Default)]
struct Joined {
    twins: Vec<Twins>,
    /// Which twins an entry is one of, by its language and its place in the list.
    members: HashMap<(Locale, usize), usize>,
}

impl Joined {
    fn add(&mut self, locale: Locale, entries: &[LearntItem], others: &[(Locale, &[LearntItem])], lesson: &Lesson) {
        let mut pairs = Pairs { with: vec![None; entries.len()], taken: vec![false; self.twins.len()] };
        self.by_key(entries, &mut pairs, |one| one.name.clone(), |identity| identity.name.clone());
        self.by_key(entries, &mut pairs, |one| one.number, |identity| identity.number);
        for &(other, theirs) in others {
            for (their, own) in alike(lesson, (other, theirs), (locale, entries)) {
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
                    self.twins.push(Twins::of(entry, locale));
                    self.twins.len() - 1
                }
            };
            self.members.insert((locale, index), twins);
        }
    }

    /// Pairs what has the same key.
    fn by_key<K: std::hash::Hash + Eq>(
        &self,
        entries: &[LearntItem],
        pairs: &mut Pairs,
        own: impl Fn(&LearntItem) -> Option<K>,
        theirs: impl Fn(&Identity) -> Option<K>,
    ) {
        let known = self.twins.iter().enumerate().filter_map(|(index, one)| Some((theirs(&one.identity)?, index)));
        let known: HashMap<K, usize> = known.collect();
        for (index, entry) in entries.iter().enumerate() {
            let twins = own(entry).and_then(|key| known.get(&key).copied());
            if let Some(twins) = twins.filter(|&twins| self.twins[twins].kind == entry.kind) {
                pairs.join(index, twins);
            }
        }
    }

    /// Pairs what is left between two pairs, in its order.
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
    /// Lets an entry join twins, where both are free.
    fn join(&mut self, entry: usize, twins: usize) {
        if self.with[entry].is_none() && !self.taken[twins] {
            self.with[entry] = Some(twins);
            self.taken[twins] = true;
        }
    }
}

/// Tasks of two languages in blocks that lie beside each other, kind by kind in their order.
fn alike(lesson: &Lesson, first: (Locale, &[LearntItem]), second: (Locale, &[LearntItem])) -> Vec<(usize, usize)> {
    let blocks = |entries: &[LearntItem]| -> Vec<(usize, usize, CalloutKind)> {
        let placed = entries.iter().enumerate();
        placed.filter_map(|(index, entry)| Some((entry.block?, index, entry.kind?))).collect()
    };
    let (theirs, own) = (blocks(first.1), blocks(second.1));
    if theirs.is_empty() || own.is_empty() {
        return Vec::new();
    }
    let Some(alignment) = lesson.alignment(first.0, second.0) else { return Vec::new() };
    let within = |placed: &[(usize, usize, CalloutKind)], row: &std::ops::Range<usize>| {
        let start = placed.partition_point(|(block, ..)| *block < row.start);
        start..placed.partition_point(|(block, ..)| *block < row.end)
    };
    let mut pairs = Vec::new();
    for row in alignment.rows.iter().filter(|row| row.is_pair()) {
        let (theirs, own) = (&theirs[within(&theirs, &row.first)], &own[within(&own, &row.second)]);
        for kind in [CalloutKind::Question, CalloutKind::Activity] {
            let of_kind = |placed: &(usize, usize, CalloutKind)| (placed.2 == kind).then_some(placed.1);
            pairs.extend(theirs.iter().filter_map(of_kind).zip(own.iter().filter_map(of_kind)));
        }
    }
    pairs
}
