//! Disjoint sets of entities (union–find, [`DisjointSets`]) under cannot-link constraints: two entities that the user refused
//! to merge never end up in one set, also not by way of a third.
//!
//! The merges that linking found and those that the user made are must-link constraints of lower rank; see Wagstaff and Cardie,
//! "Clustering with instance-level constraints", 2000.

use std::collections::HashMap;

use crate::engine::disjoint_sets::DisjointSets;
use crate::news::entity::Correction;

/// See the head of this file. An entity that was never joined is a set of its own.
#[derive(Debug, Default)]
pub struct ConstrainedSets {
    sets: DisjointSets<i64>,
    /// The pairs that must stay apart.
    apart: Vec<(i64, i64)>,
    /// By root: positions in `apart` of the pairs with an entity in its set.
    constraints: HashMap<i64, Vec<usize>>,
}

impl ConstrainedSets {
    /// No entity is joined with another; the pairs of every [`Correction::NotSame`] must stay apart.
    pub fn new<'c>(corrections: impl Iterator<Item = &'c Correction>) -> Self {
        let mut sets = Self::default();
        for correction in corrections {
            let Correction::NotSame(a, b) = correction else { continue };
            for id in [a.0, b.0] {
                sets.constraints.entry(id).or_default().push(sets.apart.len());
            }
            sets.apart.push((a.0, b.0));
        }
        sets
    }

    /// The root of an entity's set.
    pub fn root(&mut self, id: i64) -> i64 {
        self.sets.root(id)
    }

    /// Joins the sets of two entities under the root of `keep`. False, and nothing changes, where a constraint forbids it.
    pub fn join(&mut self, keep: i64, other: i64) -> bool {
        let (a, b) = (self.root(keep), self.root(other));
        if a == b {
            return true;
        }
        for at in self.constraints.get(&b).cloned().unwrap_or_default() {
            let Some(&(x, y)) = self.apart.get(at) else { continue };
            let ends = (self.root(x), self.root(y));
            if ends == (a, b) || ends == (b, a) {
                return false;
            }
        }
        self.sets.join(a, b);
        if let Some(more) = self.constraints.remove(&b) {
            self.constraints.entry(a).or_default().extend(more);
        }
        true
    }

    /// Joins a group that linking found, under its first entity, which is the oldest. Where a constraint divides the group, each
    /// entity joins the most alike set it may join. None of the group may be joined yet.
    ///
    /// Example: of three spellings of a name the user keeps two apart. The third goes with the one whose name is more like it.
    pub fn join_group(&mut self, group: &[i64], likeness: impl Fn(i64, i64) -> f32) {
        if self.is_divided(group) {
            self.join_divided(group, likeness);
        } else if let Some((first, rest)) = group.split_first() {
            for id in rest {
                self.join(*first, *id);
            }
        }
    }

    /// The constrained entities found the sets; the others then choose among them.
    fn join_divided(&mut self, group: &[i64], likeness: impl Fn(i64, i64) -> f32) {
        let (constrained, others): (Vec<i64>, Vec<i64>) =
            group.iter().partition(|id| self.constraints.contains_key(*id));
        let mut founders: Vec<i64> = Vec::new();
        for id in constrained.into_iter().chain(others) {
            let mut near: Vec<(f32, i64)> = founders.iter().map(|founder| (likeness(*founder, id), *founder)).collect();
            near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            if !near.iter().any(|(_, founder)| self.join((*founder).min(id), (*founder).max(id))) {
                founders.push(id);
            }
        }
    }

    /// Whether two of a group must stay apart.
    fn is_divided(&self, group: &[i64]) -> bool {
        let pairs = group.iter().filter_map(|id| self.constraints.get(id)).flatten();
        pairs.filter_map(|at| self.apart.get(*at)).any(|(a, b)| group.contains(a) && group.contains(b))
    }
}
