//! Which word of a name each word of a query means. Knows only how well they touch.

use super::word_match::Reach;

/// At most so many words of a query are looked at.
pub(super) const WORDS: usize = 8;

/// For each word of the query the number of the word of the alias that it means; those beyond the query's are 0.
pub(super) type Chosen = [u8; WORDS];

/// Words of an alias that one word of a query touches, with what it costs, the cheapest first.
type Row = ([(u64, u8); WORDS], usize);

/// A word of the alias for each word of the query, no word twice: the assignment whose worst touch is best, and the best
/// of those. Small by nature; the search is cut short by what was already found. Takes nothing from the heap: it is asked
/// for every name that may answer.
pub(super) fn assign(reaches: &[Reach], words: &[u32]) -> Option<Chosen> {
    // To each the word that it touches best: where no word is taken twice, nothing can be better.
    let (mut chosen, mut taken, mut twice) = (Chosen::default(), 0u64, false);
    for (cell, reach) in chosen.iter_mut().zip(reaches) {
        let mut best: Option<(u64, u8)> = None;
        for (at, word) in (0u8..).zip(words) {
            if let Some(cost) = cost(reach, *word)
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
    let mut rows: [Row; WORDS] = [([(0, 0); WORDS], 0); WORDS];
    for (row, reach) in rows.iter_mut().zip(reaches) {
        for (at, word) in (0u8..).zip(words) {
            if let Some(cost) = cost(reach, *word) {
                insert(row, (cost, at));
            }
        }
    }
    let mut search = Search { rows: rows.get(..reaches.len())?, chosen: Chosen::default(), best: None, steps: 0 };
    search.descend(0, 0, 0, 0);
    search.best.map(|(_, _, chosen)| chosen)
}

fn cost(reach: &Reach, word: u32) -> Option<u64> {
    reach.touch(word).map(|touch| (touch as u64) * 8192 - u64::from(reach.score(word).min(8000)))
}

/// Into its place among the cheapest.
fn insert((cells, len): &mut Row, new: (u64, u8)) {
    let place = cells.iter().take(*len).position(|old| new < *old).unwrap_or(*len);
    *len = (*len + 1).min(WORDS);
    if let Some(behind) = cells.get_mut(place..*len) {
        behind.rotate_right(1);
        if let Some(cell) = behind.first_mut() {
            *cell = new;
        }
    }
}

struct Search<'a> {
    rows: &'a [Row],
    chosen: Chosen,
    best: Option<(u64, u64, Chosen)>,
    steps: u32,
}

impl Search<'_> {
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
            // Four thousand steps are far more than names need and far less than a reader notices.
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
