//! The jump list: positions the user jumped from, to go back and forward among, and marks named by a letter.

use std::collections::BTreeMap;

use crate::news::article::ArticleId;

/// Positions kept at most.
const LONGEST: usize = 200;

/// A position in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The article.
    pub article: ArticleId,
    /// A byte of its body.
    pub at: u32,
}

/// Positions the user jumped from, oldest first, and where the user is among them.
#[derive(Clone, Debug, Default)]
pub struct JumpList {
    spots: Vec<Spot>,
    /// The positions before this index lie behind the user, the others ahead.
    at: usize,
    /// Marks by letter.
    pub marks: BTreeMap<char, Spot>,
}

impl JumpList {
    /// Adds the position of a jump and drops those ahead.
    pub fn push(&mut self, spot: Spot) {
        self.spots.truncate(self.at);
        if self.spots.last() != Some(&spot) {
            self.spots.push(spot);
        }
        if self.spots.len() > LONGEST {
            self.spots.remove(0);
        }
        self.at = self.spots.len();
    }

    /// Number of positions behind the user.
    pub fn behind(&self) -> usize {
        self.at
    }

    /// One step back from `here`.
    pub fn back(&mut self, here: Option<Spot>) -> Option<Spot> {
        let mut to = self.at.checked_sub(1)?;
        if self.at == self.spots.len()
            && let Some(here) = here
            && self.spots.last() != Some(&here)
        {
            // One step forward leads here again.
            self.spots.push(here);
        } else if self.spots.get(to).copied() == here {
            to = to.checked_sub(1)?;
        }
        self.at = to;
        self.spots.get(to).copied()
    }

    /// One step forward.
    pub fn forward(&mut self) -> Option<Spot> {
        let spot = self.spots.get(self.at + 1).copied()?;
        self.at += 1;
        Some(spot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(at: u32) -> Spot {
        Spot { article: ArticleId(1), at }
    }

    #[test]
    fn back_and_forward_visit_the_same_positions() {
        let mut jumps = JumpList::default();
        jumps.push(spot(1));
        jumps.push(spot(2));
        assert_eq!(jumps.back(Some(spot(3))), Some(spot(2)));
        assert_eq!(jumps.back(Some(spot(2))), Some(spot(1)));
        assert_eq!(jumps.back(Some(spot(1))), None);
        assert_eq!(jumps.forward(), Some(spot(2)));
        assert_eq!(jumps.forward(), Some(spot(3)));
        assert_eq!(jumps.forward(), None);
        assert_eq!(jumps.back(Some(spot(3))), Some(spot(2)));
        jumps.push(spot(9));
        assert_eq!(jumps.forward(), None, "a new jump drops what lay ahead");
    }
}
