//! Consolidating: what articles taught is worked off in steps. Nodes with new names look for candidate pairs, pairs of nodes
//! about which something was learnt are scored, and clusters are formed again where a score changed.
//!
//! A step costs what changed, not what the archive holds, and it makes no difference where one step ends and the next
//! begins.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::blocking::{BlockingKey, FINE, blocking_keys};
use super::changes::PairChange;
use super::linker::Linker;
use super::signature::Signature;
use super::storage::{Answer, LinkStorage, Members, Stage};

/// Nodes whose blocking keys are remembered in a step; up to 2.5 kB each.
const KEYS: usize = 10_000;

impl<S: LinkStorage> Linker<S> {
    /// Does the earliest stage that is due, for at most `limit` nodes. Whether anything was due. The changes have to be
    /// written before the next step.
    pub fn step(&mut self, limit: usize) -> Answer<bool, S> {
        for stage in [Stage::Words, Stage::Names, Stage::Score, Stage::Cluster] {
            let due = self.storage.due(stage, limit)?;
            let Some((last, _)) = due.last() else { continue };
            self.changes.done_to.insert(stage, *last);
            match stage {
                Stage::Words => due.iter().try_for_each(|(node, _)| self.enter_all(*node))?,
                Stage::Names => due.iter().try_for_each(|(node, _)| self.find_pairs(*node))?,
                Stage::Score => self.score_pairs(&due)?,
                _ => self.form_clusters(&due)?,
            }
            for (stage, node) in std::mem::take(&mut self.touched) {
                let articles = self.get(node)?.map_or(0, |node| node.articles);
                self.changes.make_due(stage, node, articles);
            }
            return Ok(true);
        }
        Ok(false)
    }

    /// Finds the candidate pairs of a node, and parts those that are none any more.
    fn find_pairs(&mut self, node: u32) -> Answer<(), S> {
        let Some(record) = self.get(node)? else { return Ok(()) };
        let signature = record.signature();
        let mut may: BTreeSet<u32> = record.attested.keys().copied().collect();
        for key in self.blocking_keys(node).iter().copied() {
            let members = self.enter_block(key, node, signature)?.into_iter();
            may.extend(
                members.filter(|(_, other)| !key.by_signature || signature.may_match(*other)).map(|(other, _)| other),
            );
        }
        let kept = self.pairs(node)?;
        for (other, _) in &kept {
            if self.get(*other)?.is_some_and(|other| other.attested.contains_key(&node)) {
                may.insert(*other);
            }
        }
        may.remove(&node);
        let mut pairs = BTreeSet::new();
        for other in may {
            if self.load(other)? && self.candidate(node, other).is_some() {
                pairs.insert(other);
            }
        }
        for (other, score) in &kept {
            if !pairs.remove(other) {
                self.part(node, *other, *score);
            }
        }
        for other in pairs {
            self.changes.set_pair(node, other, PairChange::Set(None));
            self.touched.extend([(Stage::Score, node), (Stage::Score, other)]);
        }
        Ok(())
    }

    /// Enters a node in the block of a key, or where that is closed in the finer one. Returns the members; none where they
    /// are not to be compared.
    fn enter_block(&mut self, key: BlockingKey, node: u32, signature: Signature) -> Answer<Vec<(u32, Signature)>, S> {
        match self.enter_open(key.hash, node, signature)? {
            Some(members) if members.len() <= key.room => return Ok(members),
            Some(members) => self.refine(key, &members)?,
            None => {}
        }
        let Some(finer) = key.finer else { return Ok(Vec::new()) };
        match self.enter_open(finer, node, signature)? {
            Some(members) if members.len() <= FINE => Ok(members),
            Some(members) => {
                self.close(finer, &members)?;
                Ok(Vec::new())
            }
            None => Ok(Vec::new()),
        }
    }

    /// Enters a node in a block. Returns the members; `None` where the block is closed.
    fn enter_open(&mut self, block: u64, node: u32, signature: Signature) -> Answer<Option<Vec<(u32, Signature)>>, S> {
        let Members::Open(mut members) = self.members(block)? else { return Ok(None) };
        if !members.contains(&(node, signature)) {
            members.retain(|(other, _)| *other != node);
            members.push((node, signature));
            self.changes.set_members(block, members.clone());
        }
        Ok(Some(members))
    }

    /// Closes a block and enters its members in the finer ones.
    fn refine(&mut self, key: BlockingKey, members: &[(u32, Signature)]) -> Answer<(), S> {
        let mut finer: BTreeMap<u64, Vec<(u32, Signature)>> = BTreeMap::new();
        for (node, signature) in members {
            self.load(*node)?;
            let keys = self.blocking_keys(*node);
            for to in keys.iter().filter(|other| other.hash == key.hash).filter_map(|key| key.finer) {
                finer.entry(to).or_default().push((*node, *signature));
            }
        }
        for (finer, more) in finer {
            let Members::Open(mut there) = self.members(finer)? else { continue };
            there.retain(|(node, _)| more.iter().all(|(other, _)| node != other));
            there.extend(more);
            self.changes.set_members(finer, there.clone());
            if there.len() > FINE {
                self.close(finer, &there)?;
            }
        }
        self.close(key.hash, members)
    }

    /// Closes a block. Pairs that only this block had brought together are parted.
    fn close(&mut self, block: u64, members: &[(u32, Signature)]) -> Answer<(), S> {
        self.changes.blocks.insert(block, Members::Closed);
        let members: BTreeSet<u32> = members.iter().map(|(node, _)| *node).collect();
        for a in &members {
            for (b, score) in self.pairs(*a)? {
                if *a < b && members.contains(&b) && !self.meet(*a, b)? {
                    self.part(*a, b, score);
                }
            }
        }
        Ok(())
    }

    /// Whether two nodes share an open block, or an article calls one by the name of the other.
    fn meet(&mut self, a: u32, b: u32) -> Answer<bool, S> {
        self.load(a)?;
        self.load(b)?;
        let (Some(x), Some(y)) = (self.cache.get(a), self.cache.get(b)) else { return Ok(false) };
        if x.attested.contains_key(&b) || y.attested.contains_key(&a) {
            return Ok(true);
        }
        let may_match = x.signature().may_match(y.signature());
        let (mine, theirs) = (self.blocking_keys(a), self.blocking_keys(b));
        for key in mine.iter().filter(|key| may_match || !key.by_signature) {
            let from = theirs.partition_point(|other| other.hash < key.hash);
            let shared = || theirs.iter().skip(from).take_while(|other| other.hash == key.hash);
            if shared().next().is_none() {
                continue;
            }
            let finer = key.finer.filter(|finer| shared().any(|other| other.finer == Some(*finer)));
            for block in [Some(key.hash), finer].into_iter().flatten() {
                if !self.is_closed(block)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The blocking keys of a loaded node. No step of consolidating changes them, so they are computed once in a step.
    fn blocking_keys(&mut self, number: u32) -> Rc<[BlockingKey]> {
        if let Some(keys) = self.keys.get(&number) {
            return Rc::clone(keys);
        }
        let keys: Rc<[BlockingKey]> = self.cache.get(number).map(blocking_keys).unwrap_or_default().into();
        if self.keys.len() >= KEYS {
            self.keys.clear();
        }
        self.keys.insert(number, Rc::clone(&keys));
        keys
    }

    /// Removes a pair. Both nodes are scored again without it, and if the two were one, their cluster is formed again.
    fn part(&mut self, a: u32, b: u32, score: Option<f32>) {
        self.changes.set_pair(a, b, PairChange::Removed);
        for node in [a, b] {
            self.touched.insert((Stage::Score, node));
            if score.is_some() {
                self.touched.insert((Stage::Cluster, node));
            }
        }
    }
}
