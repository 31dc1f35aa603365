//! Who is one with whom, and who may not be: what linking laid together and what the reader said, as sets that are joined.
//!
//! What the reader said weighs more than what linking found, and a refusal more than any merge that would go round it by
//! way of somebody else.

use std::collections::HashMap;

use crate::news::entity::Correction;

/// See the head of this file.
#[derive(Debug, Default)]
pub struct ConstrainedSets {
    /// Whoever is not a root → somebody nearer to it.
    up: HashMap<i64, i64>,
    apart: Vec<(i64, i64)>,
    /// Root → those of `apart` that speak of somebody there.
    barred: HashMap<i64, Vec<usize>>,
}

impl ConstrainedSets {
    /// Nobody is one with anybody, and those of whom these corrections say so never will be.
    pub fn new<'c>(corrections: impl Iterator<Item = &'c Correction>) -> Self {
        let mut sets = Self::default();
        for correction in corrections {
            let Correction::NotSame(a, b) = correction else { continue };
            for id in [a.0, b.0] {
                sets.barred.entry(id).or_default().push(sets.apart.len());
            }
            sets.apart.push((a.0, b.0));
        }
        sets
    }

    /// The one that stands for all who are one with this.
    pub fn root(&mut self, id: i64) -> i64 {
        let mut root = id;
        while let Some(&up) = self.up.get(&root) {
            root = up;
        }
        let mut at = id;
        while at != root {
            at = self.up.insert(at, root).unwrap_or(root);
        }
        root
    }

    /// Makes two one under the root of `keep`; false where the reader said that they are not.
    pub fn join(&mut self, keep: i64, other: i64) -> bool {
        let (a, b) = (self.root(keep), self.root(other));
        if a == b {
            return true;
        }
        for at in self.barred.get(&b).cloned().unwrap_or_default() {
            let Some(&(x, y)) = self.apart.get(at) else { continue };
            let ends = (self.root(x), self.root(y));
            if ends == (a, b) || ends == (b, a) {
                return false;
            }
        }
        self.up.insert(b, a);
        if let Some(more) = self.barred.remove(&b) {
            self.barred.entry(a).or_default().extend(more);
        }
        true
    }

    /// Lays together what linking did, with the oldest of the group, but for what the reader said is not the same: then
    /// whoever is not spoken of goes with the one whose name is more like theirs. None of the group is joined yet.
    pub fn lay(&mut self, group: &[i64], likeness: impl Fn(i64, i64) -> f32) {
        if self.divides(group) {
            self.part(group, likeness);
        } else if let Some((first, rest)) = group.split_first() {
            for id in rest {
                self.join(*first, *id);
            }
        }
    }

    fn part(&mut self, group: &[i64], likeness: impl Fn(i64, i64) -> f32) {
        let (spoken, others): (Vec<i64>, Vec<i64>) = group.iter().partition(|id| self.barred.contains_key(*id));
        let mut poles: Vec<i64> = Vec::new();
        for id in spoken.into_iter().chain(others) {
            let mut near: Vec<(f32, i64)> = poles.iter().map(|pole| (likeness(*pole, id), *pole)).collect();
            near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            if !near.iter().any(|(_, pole)| self.join((*pole).min(id), (*pole).max(id))) {
                poles.push(id);
            }
        }
    }

    /// Whether two of a group may not be one.
    fn divides(&self, group: &[i64]) -> bool {
        let pairs = group.iter().filter_map(|id| self.barred.get(id)).flatten();
        pairs.filter_map(|at| self.apart.get(*at)).any(|(a, b)| group.contains(a) && group.contains(b))
    }
}
