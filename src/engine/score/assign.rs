//! The best one-to-one alignment of gold and predicted chains, for CEAF: the Hungarian method (Kuhn 1955, Munkres 1957) with
//! potentials. It runs on each connected component of chains that share mentions, since most share few.

use std::collections::{BTreeMap, BTreeSet};

/// The greatest sum of scores over all one-to-one alignments of rows and columns. `scores` maps (row, column) to a positive
/// score; pairs that are absent score 0.
pub fn best_total(scores: &BTreeMap<(usize, usize), f64>) -> f64 {
    let (mut by_row, mut by_col) = (BTreeMap::<_, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new());
    for &(r, c) in scores.keys() {
        by_row.entry(r).or_default().push(c);
        by_col.entry(c).or_default().push(r);
    }
    let mut seen = BTreeSet::new();
    let mut total = 0.0;
    for &first in by_row.keys() {
        if !seen.insert(first) {
            continue;
        }
        let (mut rows, mut cols, mut next) = (vec![first], BTreeSet::new(), vec![first]);
        while let Some(r) = next.pop() {
            for &c in by_row.get(&r).into_iter().flatten() {
                if cols.insert(c) {
                    for &other in by_col.get(&c).into_iter().flatten() {
                        if seen.insert(other) {
                            rows.push(other);
                            next.push(other);
                        }
                    }
                }
            }
        }
        let cols: Vec<usize> = cols.into_iter().collect();
        rows.sort_unstable();
        let cost = |i: usize, j: usize| match (rows.get(i), cols.get(j)) {
            (Some(&r), Some(&c)) => -scores.get(&(r, c)).copied().unwrap_or(0.0),
            _ => 0.0,
        };
        total += square(rows.len().max(cols.len()), cost);
    }
    total
}

/// The greatest sum for an `n` by `n` matrix. `cost(row, column)` is the negated score.
fn square(n: usize, cost: impl Fn(usize, usize) -> f64) -> f64 {
    // Row and column 0 stand for "none", so that the arrays are one longer than the matrix. All indexes are at most n.
    let (mut u, mut v) = (vec![0.0; n + 1], vec![0.0; n + 1]);
    let (mut row_of, mut way) = (vec![0; n + 1], vec![0; n + 1]);
    for i in 1..=n {
        row_of[0] = i;
        let (mut j0, mut least, mut used) = (0, vec![f64::INFINITY; n + 1], vec![false; n + 1]);
        loop {
            used[j0] = true;
            let (i0, mut delta, mut j1) = (row_of[j0], f64::INFINITY, 0);
            for j in 1..=n {
                if used[j] {
                    continue;
                }
                let slack = cost(i0 - 1, j - 1) - u[i0] - v[j];
                if slack < least[j] {
                    least[j] = slack;
                    way[j] = j0;
                }
                if least[j] < delta {
                    delta = least[j];
                    j1 = j;
                }
            }
            for j in 0..=n {
                if used[j] {
                    u[row_of[j]] += delta;
                    v[j] -= delta;
                } else {
                    least[j] -= delta;
                }
            }
            j0 = j1;
            if row_of[j0] == 0 {
                break;
            }
        }
        while j0 != 0 {
            let j1 = way[j0];
            row_of[j0] = row_of[j1];
            j0 = j1;
        }
    }
    -(1..=n).map(|j| cost(row_of[j] - 1, j - 1)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_total_is_greater_than_the_greedy_one() {
        let scores = BTreeMap::from([((0, 0), 0.9), ((0, 1), 0.8), ((1, 0), 0.7), ((4, 9), 0.5)]);
        assert!((best_total(&scores) - 2.0).abs() < 1e-12);
        assert!(best_total(&BTreeMap::new()).abs() < 1e-12);
    }
}
