//! Which spellings are one: sets that grow (union–find), each tie with its reason.

/// Why two spellings were tied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// Another form of the same name.
    Variant,
    /// The surname, or the last words, of a fuller name.
    Surname,
    /// A given name.
    Given,
    /// An acronym whose letters fit.
    Acronym,
    /// An acronym set beside its name in parentheses.
    Defined,
    /// A short form by the head noun.
    Head,
}

/// The sets.
#[derive(Clone, Debug)]
pub struct Ties {
    parent: Vec<u32>,
    /// For each spelling the fuller one it was tied to.
    why: Vec<Option<(Tie, u32)>>,
}

impl Ties {
    /// Every spelling by itself.
    pub fn new(count: usize) -> Self {
        Self { parent: (0..count as u32).collect(), why: vec![None; count] }
    }

    /// The set of a spelling: the number of its member that stands for it.
    pub fn set(&self, spelling: u32) -> u32 {
        let mut at = spelling;
        while let Some(&up) = self.parent.get(at as usize)
            && up != at
        {
            at = up;
        }
        at
    }

    /// Ties `short` to `full`, for a reason kept with `short`. False where they were one already.
    pub fn tie(&mut self, short: u32, full: u32, tie: Tie) -> bool {
        let (a, b) = (self.set(short), self.set(full));
        if a == b {
            return false;
        }
        // The earlier spelling stands for the set; paths stay short because they are flattened below.
        let (top, low) = (a.min(b), a.max(b));
        if let Some(p) = self.parent.get_mut(low as usize) {
            *p = top;
        }
        for start in [short, full] {
            let mut at = start;
            while let Some(p) = self.parent.get_mut(at as usize)
                && *p != at
            {
                at = std::mem::replace(p, top);
            }
        }
        if let Some(why) = self.why.get_mut(short as usize)
            && why.is_none()
        {
            *why = Some((tie, full));
        } else if let Some(why) = self.why.get_mut(full as usize)
            && why.is_none()
        {
            *why = Some((Tie::Variant, short));
        }
        true
    }

    /// Why a spelling was tied, and to which.
    pub fn why(&self, spelling: u32) -> Option<(Tie, u32)> {
        self.why.get(spelling as usize).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_are_transitive_and_keep_their_reasons() {
        let mut ties = Ties::new(4);
        assert!(ties.tie(2, 1, Tie::Surname) && ties.tie(3, 2, Tie::Variant));
        assert!(!ties.tie(1, 3, Tie::Variant), "one already");
        assert_eq!((ties.set(3), ties.set(0)), (1, 0));
        assert_eq!(ties.why(2), Some((Tie::Surname, 1)));
    }
}
