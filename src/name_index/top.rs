//! The best candidates of a query so far: of each entity its best name, and of all entities those that may still be shown.
//!
//! However many names match, at most twice as many as are wanted are held; what ranks behind the last of them is refused by
//! comparing two numbers.

use std::cmp::Ordering;

use super::hit::Tier;
use super::index::Index;

/// A name that matches the query.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) alias: u32,
    pub(super) entity: u32,
    pub(super) tier: Tier,
    pub(super) score: u32,
    /// Its rank as far as numbers tell it, see [`key`]; less is better.
    key: u64,
}

impl Candidate {
    /// `near`: bits of nearness; `picks`: how often the entity was chosen.
    pub(super) fn new(index: &Index, alias: u32, (tier, score): (Tier, u32), near: u8, picks: u32) -> Option<Self> {
        let record = index.aliases.get(alias as usize)?;
        let key = key((tier, score), near, picks, record.chars);
        Some(Self { alias, entity: record.entity, tier, score, key })
    }

    /// Better first: by number, then by the alias, the name, the entity's id.
    fn order(&self, other: &Self, index: &Index) -> Ordering {
        self.key.cmp(&other.key).then_with(|| {
            let bearer = |c: &Self| index.entities.get(c.entity as usize);
            let name = |c: &Self| bearer(c).map_or("", |b| index.written.get(b.name));
            let (a, b) = (self, other);
            (index.written.get(a.alias).cmp(index.written.get(b.alias)))
                .then_with(|| name(a).cmp(name(b)))
                .then_with(|| bearer(a).map(|b| b.id).cmp(&bearer(b).map(|b| b.id)))
                .then(a.alias.cmp(&b.alias))
        })
    }
}

/// The rank of a name in one number: seven tiers in 3 bits, then 24 of score, 3 of nearness, 18 of picks (more is better),
/// 16 of length (shorter is better).
fn key((tier, score): (Tier, u32), near: u8, picks: u32, chars: u16) -> u64 {
    let less = |value: u32, bits: u32| u64::from(((1 << bits) - 1) - value.min((1 << bits) - 1));
    u64::from(u8::from(tier)) << 61
        | less(score, 24) << 37
        | less(u32::from(near), 3) << 34
        | less(picks, 18) << 16
        | u64::from(chars)
}

/// The best candidates so far.
pub(super) struct TopCandidates<'a> {
    index: &'a Index,
    limit: usize,
    /// By entity: one more than its place in `all`, 0 where it is not there.
    places: Vec<u32>,
    all: Vec<Candidate>,
    /// The last that would be shown; what stands behind it is not.
    last: Option<Candidate>,
}

impl<'a> TopCandidates<'a> {
    pub(super) fn new(index: &'a Index, limit: usize) -> Self {
        Self { index, limit: limit.max(1), places: vec![0; index.entities.len()], all: Vec::new(), last: None }
    }

    /// Entities held; no more than twice as many as are wanted.
    pub(super) fn count(&self) -> usize {
        self.all.len()
    }

    /// Whether a name of this length that is neither near nor chosen would still be shown if it were rated so.
    pub(super) fn has_room(&self, rated: (Tier, u32), chars: u16) -> bool {
        self.last.as_ref().is_none_or(|last| key(rated, 0, 0, chars) <= last.key)
    }

    /// Takes a candidate if it is among the best, in place of a worse name of the same entity.
    pub(super) fn offer(&mut self, candidate: Candidate) {
        let index = self.index;
        if self.last.as_ref().is_some_and(|last| candidate.order(last, index) == Ordering::Greater) {
            return;
        }
        let Some(place) = self.places.get_mut(candidate.entity as usize) else { return };
        match self.all.get_mut((*place as usize).wrapping_sub(1)) {
            Some(old) if candidate.order(old, index) == Ordering::Less => *old = candidate,
            Some(_) => {}
            None => {
                self.all.push(candidate);
                *place = self.all.len() as u32;
                if self.all.len() >= 2 * self.limit {
                    self.trim();
                }
            }
        }
    }

    /// Forgets all but as many as are wanted.
    fn trim(&mut self) {
        let index = self.index;
        if self.all.len() <= self.limit {
            return;
        }
        self.all.select_nth_unstable_by(self.limit - 1, |a, b| a.order(b, index));
        for gone in self.all.drain(self.limit..) {
            if let Some(place) = self.places.get_mut(gone.entity as usize) {
                *place = 0;
            }
        }
        for (at, kept) in (1..).zip(&self.all) {
            if let Some(place) = self.places.get_mut(kept.entity as usize) {
                *place = at;
            }
        }
        self.last = self.all.last().copied();
    }

    /// As many as are wanted, best first.
    pub(super) fn best(mut self) -> Vec<Candidate> {
        self.trim();
        let index = self.index;
        self.all.sort_unstable_by(|a, b| a.order(b, index));
        self.all
    }
}
