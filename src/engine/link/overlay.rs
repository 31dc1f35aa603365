//! Reading with what was changed since: the answers of the storage, with the step's own [`super::changes::Changes`] laid
//! over them.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::PairChange;
use super::linker::Linker;
use super::storage::{Answer, COMMON, LinkStorage, Members};

impl<S: LinkStorage> Linker<S> {
    /// See [`LinkStorage::bearers`].
    pub(super) fn bearers(&self, word: &str) -> Answer<Option<Vec<u32>>, S> {
        let Some(mut list) = self.storage.bearers(word)? else { return Ok(None) };
        if let Some(new) = self.changes.words.get(word) {
            list.extend(new);
            list.sort_unstable();
            list.dedup();
        }
        Ok((list.len() <= COMMON).then_some(list))
    }

    /// See [`LinkStorage::bears`].
    pub(super) fn bears(&self, word: &str, node: u32) -> Answer<bool, S> {
        if self.changes.words.get(word).is_some_and(|new| new.contains(&node)) {
            return Ok(true);
        }
        self.storage.bears(word, node)
    }

    /// See [`LinkStorage::block`].
    pub(super) fn members(&self, block: u64) -> Answer<Members, S> {
        match self.changes.blocks.get(&block) {
            Some(members) => Ok(members.clone()),
            None => self.storage.block(block),
        }
    }

    /// Whether a block is closed. Closing a block asks this of the same few blocks for each pair in it, so the storage is asked
    /// once a step.
    pub(super) fn is_closed(&mut self, block: u64) -> Answer<bool, S> {
        if let Some(members) = self.changes.blocks.get(&block) {
            return Ok(matches!(members, Members::Closed));
        }
        if let Some(closed) = self.closed.get(&block) {
            return Ok(*closed);
        }
        let closed = matches!(self.storage.block(block)?, Members::Closed);
        self.closed.insert(block, closed);
        Ok(closed)
    }

    /// See [`LinkStorage::pairs`].
    pub(super) fn pairs(&self, node: u32) -> Answer<Vec<(u32, Option<f32>)>, S> {
        let stored = self.storage.pairs(node)?;
        let Some(changed) = self.changes.pairs.get(&node) else { return Ok(stored) };
        let mut pairs: BTreeMap<u32, Option<f32>> = stored.into_iter().collect();
        for (other, change) in changed {
            match change {
                PairChange::Set(score) => {
                    pairs.insert(*other, *score);
                }
                PairChange::Removed => {
                    pairs.remove(other);
                }
            }
        }
        Ok(pairs.into_iter().collect())
    }

    /// See [`LinkStorage::has_pairs`].
    pub(super) fn has_pairs(&self, node: u32) -> Answer<bool, S> {
        if self.changes.pairs.contains_key(&node) {
            return Ok(!self.pairs(node)?.is_empty());
        }
        self.storage.has_pairs(node)
    }

    /// See [`LinkStorage::dependents`].
    pub(super) fn dependents(&self, companion: u32) -> Answer<BTreeSet<(u32, u32)>, S> {
        let mut all: BTreeSet<(u32, u32)> = self.storage.dependents(companion)?.into_iter().collect();
        all.extend(self.changes.dependents.get(&companion).into_iter().flatten());
        Ok(all)
    }
}
