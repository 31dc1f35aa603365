//! Hashes of words and features: 64 bits, the same on every machine.
//!
//! The weights refer to features by these hashes. Whoever changes a function here must train new weights.

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

/// A hash, into which further numbers can be mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(pub u64);

impl Key {
    /// The hash of bytes.
    #[inline]
    pub fn of(bytes: &[u8]) -> Self {
        let mut state = MULTIPLIER ^ (bytes.len() as u64);
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            let mut word = [0; 8];
            word.copy_from_slice(chunk);
            state = fold(state ^ u64::from_le_bytes(word));
        }
        let rest = chunks.remainder();
        if !rest.is_empty() {
            let mut word = [0; 8];
            for (to, from) in word.iter_mut().zip(rest) {
                *to = *from;
            }
            state = fold(state ^ u64::from_le_bytes(word));
        }
        Self(fold(state))
    }

    /// This hash with a number mixed in. The order in which numbers are mixed in matters.
    #[inline]
    #[must_use]
    pub fn with(self, other: u64) -> Self {
        Self(fold(self.0.rotate_left(23) ^ other.wrapping_mul(0xD6E8_FEB8_6659_FD93)))
    }
}

/// Multiplies into 128 bits and folds the halves together.
#[inline]
fn fold(state: u64) -> u64 {
    let product = u128::from(state ^ 0xA076_1D64_78BD_642F) * u128::from(MULTIPLIER);
    (product as u64) ^ ((product >> 64) as u64)
}
