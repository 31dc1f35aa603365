//! Which spellings are one referent: disjoint sets (union–find), each union with its reason.

/// How a spelling relates to the fuller one it was united with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpellingRelation {
    /// Another form of the same name: `Mohamed Salah`, `Mohammed Salah`.
    Variant,
    /// The surname, or the last words, of a fuller name.
    Surname,
    /// The given name.
    Given,
    /// An acronym whose letters fit the name: `ECB`.
    Acronym,
    /// An acronym or alias that the text sets beside the name: `European Central Bank (ECB)`.
    Defined,
    /// A short form by the head noun: `the Council` for the Security Council.
    Head,
}

/// Disjoint sets of spellings. Each set is represented by its earliest spelling.
#[derive(Clone, Debug)]
pub struct SpellingSets {
    parent: Vec<u32>,
    /// For each spelling the other one of the union that first involved it, and their relation.
    relation: Vec<Option<(SpellingRelation, u32)>>,
}

impl SpellingSets {
    /// `count` spellings, each in a set of its own.
    pub fn new(count: usize) -> Self {
        Self { parent: (0..count as u32).collect(), relation: vec![None; count] }
    }

    /// The representative of a spelling's set.
    pub fn find(&self, spelling: u32) -> u32 {
        let mut at = spelling;
        while let Some(&up) = self.parent.get(at as usize)
            && up != at
        {
            at = up;
        }
        at
    }

    /// Unites the sets of `short` and `full` and keeps the relation. False if they were one set already.
    pub fn unite(&mut self, short: u32, full: u32, relation: SpellingRelation) -> bool {
        let (a, b) = (self.find(short), self.find(full));
        if a == b {
            return false;
        }
        let (root, below) = (a.min(b), a.max(b));
        if let Some(p) = self.parent.get_mut(below as usize) {
            *p = root;
        }
        // Path compression: everything on the way to the root points at it from now on.
        for start in [short, full] {
            let mut at = start;
            while let Some(p) = self.parent.get_mut(at as usize)
                && *p != at
            {
                at = std::mem::replace(p, root);
            }
        }
        if let Some(known) = self.relation.get_mut(short as usize)
            && known.is_none()
        {
            *known = Some((relation, full));
        } else if let Some(known) = self.relation.get_mut(full as usize)
            && known.is_none()
        {
            *known = Some((SpellingRelation::Variant, short));
        }
        true
    }

    /// Why a spelling is in its set: its relation to another spelling, and that spelling. `None` if it was never united.
    pub fn relation(&self, spelling: u32) -> Option<(SpellingRelation, u32)> {
        self.relation.get(spelling as usize).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unions_are_transitive_and_keep_their_relations() {
        let mut sets = SpellingSets::new(4);
        assert!(sets.unite(2, 1, SpellingRelation::Surname) && sets.unite(3, 2, SpellingRelation::Variant));
        assert!(!sets.unite(1, 3, SpellingRelation::Variant), "one set already");
        assert_eq!((sets.find(3), sets.find(0)), (1, 0));
        assert_eq!(sets.relation(2), Some((SpellingRelation::Surname, 1)));
    }
}
