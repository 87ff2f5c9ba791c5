//! The order in which things are shown that students put in order or pair: the same on each device, in each language
//! and on paper, since it comes of the question's key alone.

use crate::model::progress::hash;

/// So many things shuffled (Fisher–Yates), each as its place in the right order, from 0. It is never that order, if
/// there is another.
pub(super) fn shuffled(count: usize, key: &str) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        let other = hash(&format!("{key} {last}")) as usize % (last + 1);
        order.swap(last, other);
    }
    if order.is_sorted() && count > 1 {
        order.rotate_left(1);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_that_readers_know_never_change() {
        for (key, order) in [
            ("a/b:task:_3", &[1, 0][..]),
            ("a/b:task:_2", &[0, 2, 1]),
            ("a/b:task:fil", &[3, 0, 1, 2]),
            ("naviguer/ecosysteme:task:_1", &[0, 6, 1, 3, 4, 2, 5]),
            ("securiser/cles:task:ordre", &[7, 11, 2, 6, 1, 9, 8, 0, 5, 3, 4, 10]),
        ] {
            assert_eq!(shuffled(order.len(), key), order, "{key}");
        }
    }

    #[test]
    fn nothing_is_shown_in_the_right_order_that_has_another() {
        for count in 2..9 {
            for key in 0..200 {
                assert!(!shuffled(count, &key.to_string()).is_sorted(), "{count} {key}");
            }
        }
        assert_eq!((shuffled(0, "a"), shuffled(1, "a")), (vec![], vec![0]));
    }
}
