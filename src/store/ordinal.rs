//! Slots: an article's time and number in one integer.
//!
//! The order of slots is the order of lists (by time, then by number). Full-text search, marks, tags and appearances are
//! keyed by slot, so each of them yields its articles in list order, lazily, without a sort.

use crate::news::article::ArticleId;
use crate::news::time::Timestamp;

/// Bits for the number: 67 million articles.
const BITS: u32 = 26;
/// The number part of a slot.
pub const NUMBER: i64 = (1 << BITS) - 1;
/// Times are clamped to a good 4,300 years either way.
const FAR: i64 = 1 << 37;

/// The slot of an article.
pub fn slot(time: Timestamp, id: ArticleId) -> i64 {
    (time.0.clamp(-FAR + 1, FAR - 1) << BITS) | (id.0 & NUMBER)
}

/// The first slot at or after a moment.
pub fn first(time: Timestamp) -> i64 {
    time.0.clamp(-FAR, FAR) << BITS
}

/// The article of a slot.
pub fn article(slot: i64) -> ArticleId {
    ArticleId(slot & NUMBER)
}

/// The time of a slot.
pub fn time(slot: i64) -> Timestamp {
    Timestamp(slot >> BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_sort_by_time_then_number_and_give_both_back() {
        let made: Vec<i64> = [(-5, 3), (0, 1), (0, 2), (1_795_000_000, 1), (i64::MAX, 9)]
            .map(|(t, n)| slot(Timestamp(t), ArticleId(n)))
            .to_vec();
        assert!(made.is_sorted());
        assert_eq!((time(made[0]), article(made[0])), (Timestamp(-5), ArticleId(3)));
        assert!(first(Timestamp(1)) > made[2] && first(Timestamp(0)) < made[1]);
    }
}
