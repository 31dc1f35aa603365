//! Ordinals: an article's time and number in one integer, the time in the high bits.
//!
//! Sorting ordinals sorts articles as lists show them, by time and then by number. Full-text search, marks, tags and appearances
//! are keyed by the ordinal (the schema calls the column `slot`), so each of them yields its articles in list order without a sort.

use crate::news::article::ArticleId;
use crate::news::time::Timestamp;

/// Bits for the number: 67 million articles.
const BITS: u32 = 26;
/// The bits of an ordinal that hold the number.
pub const NUMBER: i64 = (1 << BITS) - 1;
/// Times are clamped to about 4,300 years before or after 1970.
const FAR: i64 = 1 << 37;

/// The ordinal of an article.
pub fn of(time: Timestamp, id: ArticleId) -> i64 {
    (time.0.clamp(-FAR + 1, FAR - 1) << BITS) | (id.0 & NUMBER)
}

/// The lowest ordinal of a moment: every article of that second or later has this one or a higher one.
pub fn first(time: Timestamp) -> i64 {
    time.0.clamp(-FAR, FAR) << BITS
}

/// The article of an ordinal.
pub fn article(ordinal: i64) -> ArticleId {
    ArticleId(ordinal & NUMBER)
}

/// The time of an ordinal.
pub fn time(ordinal: i64) -> Timestamp {
    Timestamp(ordinal >> BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_sort_by_time_then_number_and_give_both_back() {
        let made: Vec<i64> = [(-5, 3), (0, 1), (0, 2), (1_795_000_000, 1), (i64::MAX, 9)]
            .map(|(t, n)| of(Timestamp(t), ArticleId(n)))
            .to_vec();
        assert!(made.is_sorted());
        assert_eq!((time(made[0]), article(made[0])), (Timestamp(-5), ArticleId(3)));
        assert!(first(Timestamp(1)) > made[2] && first(Timestamp(0)) < made[1]);
    }
}
