//! Disjoint sets (union–find) over any keys. The caller says which root stands for two sets that are joined.

use std::collections::HashMap;
use std::hash::Hash;

/// Sets of keys. A key that was never joined is alone in its set.
#[derive(Clone, Debug)]
pub struct DisjointSets<K> {
    /// For each key that is no root, one that is nearer to its root.
    parents: HashMap<K, K>,
}

impl<K> Default for DisjointSets<K> {
    fn default() -> Self {
        Self { parents: HashMap::new() }
    }
}

impl<K: Copy + Eq + Hash> DisjointSets<K> {
    /// The key that stands for the set of a key. Shortens the way to it.
    pub fn root(&mut self, key: K) -> K {
        let mut root = key;
        while let Some(parent) = self.parents.get(&root) {
            root = *parent;
        }
        let mut at = key;
        while at != root {
            at = self.parents.insert(at, root).unwrap_or(root);
        }
        root
    }

    /// Joins the sets of two keys; the root of `keep` stands for both.
    pub fn join(&mut self, keep: K, other: K) {
        let (keep, other) = (self.root(keep), self.root(other));
        if keep != other {
            self.parents.insert(other, keep);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_of_the_kept_set_stands_for_both() {
        let mut sets = DisjointSets::default();
        for (keep, other) in [(3, 4), (1, 2), (2, 4), (1, 1), (4, 3)] {
            sets.join(keep, other);
        }
        assert_eq!([1, 2, 3, 4, 5].map(|key| sets.root(key)), [1, 1, 1, 1, 5]);
    }
}
