//! The labels that the field of roles gives to tokens.

use crate::engine::crf::transitions::Transitions;

/// How many labels there are: outside of roles, first token of a role, further token of one.
pub const LABELS: usize = 3;
/// No part of a role.
pub const OUT: u8 = 0;
/// The first token of a role.
pub const BEGIN: u8 = 1;
/// A further token of a role.
pub const INSIDE: u8 = 2;

/// Which labels may follow which: nothing goes on that has not begun.
pub fn transitions() -> Transitions<LABELS> {
    let inside = INSIDE as usize;
    Transitions::neutral(|l| l != inside, |_| true, |from, to| to != inside || from != OUT as usize)
}
