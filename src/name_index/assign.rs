//! Which word of a name each word of a query means. Knows only how well words match.

use super::word_match::WordMatch;

/// At most so many words of a query are looked at.
pub(super) const WORDS: usize = 8;

/// For each word of the query the number of the word of the alias that it means; those beyond the query's are 0.
pub(super) type Assignment = [u8; WORDS];

/// The words of an alias that one word of a query matches, each with its cost, the cheapest first; and how many they are.
type Costs = ([(u64, u8); WORDS], usize);

/// A word of the alias for each word of the query, no word twice: the assignment whose worst match is best, and of those the
/// one that costs least. None where a word of the query would be left without. Branch and bound over at most [`WORDS`] words;
/// allocates nothing, since it is computed for every name that may match.
pub(super) fn assign(matches: &[WordMatch], words: &[u32]) -> Option<Assignment> {
    // To each the word that it matches best: where no word is taken twice, nothing can be better.
    let (mut chosen, mut taken, mut twice) = (Assignment::default(), 0u64, false);
    for (cell, matched) in chosen.iter_mut().zip(matches) {
        let mut best: Option<(u64, u8)> = None;
        for (at, word) in (0u8..).zip(words) {
            if let Some(cost) = cost(matched, *word)
                && best.is_none_or(|best| (cost, at) < best)
            {
                best = Some((cost, at));
            }
        }
        // Most names fail here.
        *cell = best?.1;
        twice |= taken & 1 << *cell != 0;
        taken |= 1 << *cell;
    }
    if !twice {
        return Some(chosen);
    }
    let mut rows: [Costs; WORDS] = [([(0, 0); WORDS], 0); WORDS];
    for (row, matched) in rows.iter_mut().zip(matches) {
        for (at, word) in (0u8..).zip(words) {
            if let Some(cost) = cost(matched, *word) {
                insert(row, (cost, at));
            }
        }
    }
    let mut assigner =
        Assigner { rows: rows.get(..matches.len())?, chosen: Assignment::default(), best: None, steps: 0 };
    assigner.descend(0, 0, 0, 0);
    assigner.best.map(|(_, _, chosen)| chosen)
}

fn cost(matched: &WordMatch, word: u32) -> Option<u64> {
    matched.kind(word).map(|kind| (kind as u64) * 8192 - u64::from(matched.score(word).min(8000)))
}

/// Puts a word into its place among the cheapest.
fn insert((cells, len): &mut Costs, new: (u64, u8)) {
    let place = cells.iter().take(*len).position(|old| new < *old).unwrap_or(*len);
    *len = (*len + 1).min(WORDS);
    if let Some(behind) = cells.get_mut(place..*len) {
        behind.rotate_right(1);
        if let Some(cell) = behind.first_mut() {
            *cell = new;
        }
    }
}

struct Assigner<'a> {
    rows: &'a [Costs],
    chosen: Assignment,
    best: Option<(u64, u64, Assignment)>,
    steps: u32,
}

impl Assigner<'_> {
    /// `taken` has a bit for every word of the alias that is chosen already.
    fn descend(&mut self, depth: usize, taken: u64, worst: u64, sum: u64) {
        self.steps += 1;
        let Some((cells, len)) = self.rows.get(depth) else {
            if self.best.as_ref().is_none_or(|(w, s, _)| (worst, sum) < (*w, *s)) {
                self.best = Some((worst, sum, self.chosen));
            }
            return;
        };
        for (cost, at) in cells.iter().take(*len) {
            let (worst, sum) = (worst.max(cost.div_ceil(8192)), sum + cost);
            let hopeless = self.best.as_ref().is_some_and(|(w, s, _)| (worst, sum) >= (*w, *s));
            // Four thousand steps are far more than names need, and take less time than anybody notices.
            if taken & 1 << at != 0 || hopeless || self.steps > 4096 {
                continue;
            }
            if let Some(cell) = self.chosen.get_mut(depth) {
                *cell = *at;
            }
            self.descend(depth + 1, taken | 1 << at, worst, sum);
        }
    }
}
