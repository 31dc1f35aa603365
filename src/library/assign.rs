//! Which word of a name each word of a query means. Knows only how well they touch.

use super::reach::Reach;

/// At most so many words of a query are looked at.
pub(super) const WORDS: usize = 8;

/// A word of the alias for each word of the query, no word twice: the assignment whose worst touch is best, and the best
/// of those. Small by nature; the search is cut short by what was already found.
pub(super) fn assign(reaches: &[Reach], words: &[u32]) -> Option<Vec<usize>> {
    let cost = |reach: &Reach, word: u32| {
        reach.touch(word).map(|t| (t as u64) * 8192 - u64::from(reach.score(word).min(8000)))
    };
    if let [only] = reaches {
        return (0..words.len())
            .filter_map(|at| Some((cost(only, *words.get(at)?)?, at)))
            .min()
            .map(|(_, at)| vec![at]);
    }
    let table: Vec<Vec<(u64, usize)>> = reaches
        .iter()
        .map(|reach| {
            let mut row: Vec<(u64, usize)> =
                words.iter().enumerate().filter_map(|(at, w)| Some((cost(reach, *w)?, at))).collect();
            row.sort_unstable();
            row.truncate(WORDS);
            row
        })
        .collect();
    if table.iter().any(Vec::is_empty) {
        return None;
    }
    let mut search = Search { table: &table, chosen: Vec::new(), best: None, steps: 0 };
    search.descend(0, 0);
    search.best.map(|(_, _, chosen)| chosen)
}

struct Search<'a> {
    table: &'a [Vec<(u64, usize)>],
    chosen: Vec<usize>,
    best: Option<(u64, u64, Vec<usize>)>,
    steps: u32,
}

impl Search<'_> {
    fn descend(&mut self, worst: u64, sum: u64) {
        self.steps += 1;
        let row = self.table.get(self.chosen.len());
        let Some(row) = row else {
            if self.best.as_ref().is_none_or(|(w, s, _)| (worst, sum) < (*w, *s)) {
                self.best = Some((worst, sum, self.chosen.clone()));
            }
            return;
        };
        for (cost, at) in row {
            let (worst, sum) = (worst.max(cost.div_ceil(8192)), sum + cost);
            let hopeless = self.best.as_ref().is_some_and(|(w, s, _)| (worst, sum) >= (*w, *s));
            // Four thousand steps are far more than names need and far less than a reader notices.
            if self.chosen.contains(at) || hopeless || self.steps > 4096 {
                continue;
            }
            self.chosen.push(*at);
            self.descend(worst, sum);
            self.chosen.pop();
        }
    }
}
