//! The order in which things are shown that students put in order or pair: the same on each device, in each language
//! and on paper, since it comes of the question's key alone.

/// A hash of 32 bits: FNV-1a over UTF-16 units, its bits then mixed as MurmurHash3 does. The scripts make codes of
/// progress with the same.
fn hash(text: &str) -> u32 {
    let mut sum =
        text.encode_utf16().fold(0x811c_9dc5_u32, |sum, unit| (sum ^ u32::from(unit)).wrapping_mul(0x0100_0193));
    sum = (sum ^ (sum >> 16)).wrapping_mul(0x85eb_ca6b);
    sum = (sum ^ (sum >> 13)).wrapping_mul(0xc2b2_ae35);
    sum ^ (sum >> 16)
}

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
        assert_eq!([hash(""), hash("a/b:task:fil"), hash("é")], [2_872_998_923, 3_259_262_851, 3_136_788_073]);
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
