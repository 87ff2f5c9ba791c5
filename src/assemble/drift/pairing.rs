//! Pairs the pieces of a text as they were recorded with those that the text has now.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// How many tenths of their words two pieces in the same place share at least, if one became the other.
const ALIKE: usize = 3;

/// How many tenths of their words two pieces in different places share at least, if one became the other.
const ALIKE_ELSEWHERE: usize = 6;

/// The most words that are gone through to compare pieces, each with each.
const COMPARED: usize = 4_000_000;

/// A block, an item or a task.
#[derive(Clone, Copy, Debug)]
pub(in crate::assemble) struct Piece<'a, K> {
    /// A key that pieces have in common if they say the same.
    pub(in crate::assemble) key: K,
    /// A short hash of each of its words.
    pub(in crate::assemble) words: &'a [u32],
}

/// What became of all pieces. Pairs are indices of an old piece and of a new one; each piece is in one list.
#[derive(Debug, Default)]
pub(in crate::assemble) struct Pairing {
    /// Pieces that say the same, in the same place.
    pub(in crate::assemble) kept: Vec<(usize, usize)>,
    /// Pieces that say the same, or most of it, in another place.
    pub(in crate::assemble) moved: Vec<(usize, usize)>,
    /// Pieces that say something else, in the same place.
    pub(in crate::assemble) changed: Vec<(usize, usize)>,
    /// Old pieces that are gone.
    pub(in crate::assemble) gone: Vec<usize>,
    /// Pieces that are new.
    pub(in crate::assemble) new: Vec<usize>,
}

impl Pairing {
    /// Every pair.
    pub(in crate::assemble) fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        self.kept.iter().chain(&self.moved).chain(&self.changed).copied()
    }

    /// Compares two sequences. Pieces that say the same are paired first, wherever they are; then, in each place, those
    /// that are most alike; then those elsewhere that are very much alike; last, if as many pieces came to a place as
    /// went from it, each takes the place of another.
    pub(in crate::assemble) fn of<K: Copy + Hash + Ord>(old: &[Piece<'_, K>], new: &[Piece<'_, K>]) -> Self {
        let keys = |pieces: &[Piece<'_, K>]| pieces.iter().map(|piece| piece.key).collect::<Vec<_>>();
        let (mut pairing, mut gaps) = (Self::default(), Vec::new());
        for operation in capture_diff_slices(Algorithm::Myers, &keys(old), &keys(new)) {
            let (gone, come) = (operation.old_range(), operation.new_range());
            match operation {
                DiffOp::Equal { .. } => pairing.kept.extend(gone.zip(come)),
                _ => gaps.push(Gap { gone: gone.collect(), come: come.collect() }),
            }
        }
        if gaps.is_empty() {
            return pairing;
        }
        let mut elsewhere: HashMap<K, Vec<usize>> = HashMap::new();
        for index in gaps.iter().flat_map(|gap| gap.gone.iter().rev().copied()) {
            elsewhere.entry(old[index].key).or_default().push(index);
        }
        let come = gaps.iter().flat_map(|gap| gap.come.iter().copied());
        pairing.moved.extend(come.filter_map(|index| Some((elsewhere.get_mut(&new[index].key)?.pop()?, index))));
        take(&mut gaps, &pairing.moved);

        let likeness = Likeness { old: sorted(old), new: sorted(new) };
        let mut parts = Vec::new();
        for gap in gaps {
            let pairs = likeness.in_order(&gap);
            parts.extend(gap.parted(&pairs));
            pairing.changed.extend(pairs);
        }
        let moved = likeness.anywhere(&Gap {
            gone: parts.iter().flat_map(|gap| gap.gone.iter().copied()).collect(),
            come: parts.iter().flat_map(|gap| gap.come.iter().copied()).collect(),
        });
        take(&mut parts, &moved);
        pairing.moved.extend(moved);
        for Gap { gone, come } in parts {
            if gone.len() == come.len() {
                pairing.changed.extend(gone.into_iter().zip(come));
            } else {
                pairing.gone.extend(gone);
                pairing.new.extend(come);
            }
        }
        pairing
    }
}

/// The pieces that are gone from a place, and those that came there.
struct Gap {
    gone: Vec<usize>,
    come: Vec<usize>,
}

impl Gap {
    /// The gaps that are left before, between and after pairs, which are in the order of both texts.
    fn parted(self, pairs: &[(usize, usize)]) -> Vec<Self> {
        let (mut gone, mut come) = (self.gone.into_iter(), self.come.into_iter());
        let mut parts = Vec::with_capacity(pairs.len() + 1);
        for &(old, new) in pairs {
            let gone = gone.by_ref().take_while(|&index| index != old).collect();
            parts.push(Self { gone, come: come.by_ref().take_while(|&index| index != new).collect() });
        }
        parts.push(Self { gone: gone.collect(), come: come.collect() });
        parts
    }
}

/// Takes pairs out of the gaps.
fn take(gaps: &mut [Gap], pairs: &[(usize, usize)]) {
    let (old, new): (BTreeSet<usize>, BTreeSet<usize>) = pairs.iter().copied().unzip();
    for gap in gaps {
        gap.gone.retain(|index| !old.contains(index));
        gap.come.retain(|index| !new.contains(index));
    }
}

fn sorted<K>(pieces: &[Piece<'_, K>]) -> Vec<Vec<u32>> {
    let sorted = pieces.iter().map(|piece| {
        let mut words = piece.words.to_vec();
        words.sort_unstable();
        words
    });
    sorted.collect()
}

/// The words of all pieces, in order.
struct Likeness {
    old: Vec<Vec<u32>>,
    new: Vec<Vec<u32>>,
}

impl Likeness {
    /// How many words two pieces share; 0 if they share less than `least` of 10.
    fn between(&self, old: usize, new: usize, least: usize) -> usize {
        let (left, right) = (&self.old[old], &self.new[new]);
        let (mut i, mut j, mut shared) = (0, 0, 0);
        while i < left.len() && j < right.len() {
            match left[i].cmp(&right[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => (i, j, shared) = (i + 1, j + 1, shared + 1),
            }
        }
        if 10 * shared >= least * left.len().max(right.len()) { shared } else { 0 }
    }

    /// Whether comparing each with each costs little enough.
    fn is_affordable(&self, gap: &Gap) -> bool {
        let old: usize = gap.gone.iter().map(|&index| self.old[index].len() + 1).sum();
        let new: usize = gap.come.iter().map(|&index| self.new[index].len() + 1).sum();
        old.saturating_mul(gap.come.len()).saturating_add(new.saturating_mul(gap.gone.len())) <= COMPARED
    }

    /// The pairs, in the order of both, that share the most words.
    fn in_order(&self, gap: &Gap) -> Vec<(usize, usize)> {
        let Gap { gone, come } = gap;
        if gone.is_empty() || come.is_empty() || !self.is_affordable(gap) {
            return Vec::new();
        }
        let row = |&old: &usize| come.iter().map(|&new| self.between(old, new, ALIKE)).collect();
        let likeness: Vec<Vec<usize>> = gone.iter().map(row).collect();
        let mut best = vec![vec![0; come.len() + 1]; gone.len() + 1];
        for old in (0..gone.len()).rev() {
            for new in (0..come.len()).rev() {
                let pair = likeness[old][new] + best[old + 1][new + 1];
                best[old][new] = best[old + 1][new].max(best[old][new + 1]).max(pair);
            }
        }
        let (mut old, mut new, mut pairs) = (0, 0, Vec::new());
        while old < gone.len() && new < come.len() {
            let here = best[old][new];
            if likeness[old][new] > 0 && here == likeness[old][new] + best[old + 1][new + 1] {
                pairs.push((gone[old], come[new]));
                (old, new) = (old + 1, new + 1);
            } else if here == best[old + 1][new] {
                old += 1;
            } else {
                new += 1;
            }
        }
        pairs
    }

    /// The pairs, in any order, that are very much alike: those that share the most words first.
    fn anywhere(&self, gap: &Gap) -> Vec<(usize, usize)> {
        if !self.is_affordable(gap) {
            return Vec::new();
        }
        let all = gap.gone.iter().flat_map(|&old| gap.come.iter().map(move |&new| (old, new)));
        let mut alike: Vec<_> = all
            .map(|(old, new)| (self.between(old, new, ALIKE_ELSEWHERE), old, new))
            .filter(|(likeness, ..)| *likeness > 0)
            .collect();
        alike.sort_by_key(|&(likeness, old, new)| (std::cmp::Reverse(likeness), old, new));
        let (mut left, mut arrived, mut pairs) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
        for (_, old, new) in alike {
            if !left.contains(&old) && !arrived.contains(&new) {
                left.insert(old);
                arrived.insert(new);
                pairs.push((old, new));
            }
        }
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(texts: &[Vec<u32>]) -> Vec<Piece<'_, &[u32]>> {
        texts.iter().map(|words| Piece { key: words.as_slice(), words }).collect()
    }

    /// For each new text, the old one that it was.
    fn pairs(old: &[&str], new: &[&str]) -> Vec<Option<usize>> {
        let words = |texts: &[&str]| -> Vec<Vec<u32>> {
            texts.iter().map(|text| text.split(' ').map(|word| word.bytes().map(u32::from).sum()).collect()).collect()
        };
        let (old, new) = (words(old), words(new));
        let mut found = vec![None; new.len()];
        for (old, new) in Pairing::of(&pieces(&old), &pieces(&new)).pairs() {
            assert!(found[new].replace(old).is_none());
        }
        found
    }

    #[test]
    fn what_is_most_alike_is_one_and_not_what_has_the_same_place() {
        assert_eq!(pairs(&["lire un fil", "citer une source"], &["citer chaque source", "tout neuf"]), [Some(1), None]);
        assert_eq!(pairs(&["lire un fil"], &["tout neuf", "lire le fil"]), [None, Some(0)]);
    }

    #[test]
    fn what_is_rewritten_in_its_place_is_one() {
        assert_eq!(pairs(&["un", "deux", "trois"], &["un", "2", "trois"]), [Some(0), Some(1), Some(2)]);
        assert_eq!(pairs(&["un", "deux"], &["i ii", "iii iv", "v vi"]), [None, None, None]);
    }

    #[test]
    fn what_is_moved_and_corrected_is_found_again() {
        let old = ["lire le fil des autres", "x", "citer une seule source ici"];
        let new = ["citer une seule source là", "x", "lire le fil de tous"];
        assert_eq!(pairs(&old, &new), [Some(2), Some(1), Some(0)]);
        assert_eq!(pairs(&["a b", "c d"], &["c d", "a b"]), [Some(1), Some(0)]);
    }
}
