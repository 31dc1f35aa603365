//! MinHash sketches: a few numbers that are nearly the same for nearly the same text, to find copies and versions of a story.
//!
//! Bottom-k MinHash over runs of five words (A. Broder, "On the resemblance and containment of documents", 1997). The archive stores
//! the numbers, so the hash must never change.

use crate::text::hash::fnv64;

/// Words in a run.
const RUN: usize = 5;
/// Hashes kept of one text.
const KEPT: usize = 64;
/// Words looked at: copies of a longer text are alike in their beginnings.
const WORDS: usize = 4_000;

/// The 64 smallest hashes of all runs of words, ascending. Empty for a text of fewer than 20 runs: too short to compare.
pub fn sketch(text: &str) -> Vec<u32> {
    let mut last = [0u64; RUN];
    let mut runs = Vec::new();
    for (n, word) in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(WORDS).enumerate() {
        last.rotate_left(1);
        last[RUN - 1] = hash(word);
        if n + 1 >= RUN {
            let run = last.iter().fold(0u64, |h, w| mix(h.rotate_left(7) ^ w));
            runs.push((run >> 32) as u32);
        }
    }
    if runs.len() < 4 * RUN {
        return Vec::new();
    }
    runs.sort_unstable();
    runs.dedup();
    runs.truncate(KEPT);
    runs
}

/// The estimated share of runs that two texts have in common, from their sketches: `0..=1`.
pub fn resemblance(a: &[u32], b: &[u32]) -> f32 {
    let (mut i, mut j, mut seen, mut common) = (0, 0, 0u32, 0u32);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if seen as usize == KEPT {
            break;
        }
        seen += 1;
        common += u32::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    if seen == 0 { 0.0 } else { common as f32 / seen as f32 }
}

/// FNV-1a, without case for ASCII.
fn hash(word: &str) -> u64 {
    fnv64(word.bytes().map(|byte| byte.to_ascii_lowercase()))
}

/// The finalizer of SplitMix64.
fn mix(mut h: u64) -> u64 {
    h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}

/// A sketch as bytes.
pub fn bytes(sketch: &[u32]) -> Vec<u8> {
    sketch.iter().flat_map(|n| n.to_le_bytes()).collect()
}

/// A sketch from bytes.
pub fn read(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks::<4>().0.iter().map(|b| u32::from_le_bytes(*b)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_resembles_and_another_text_does_not() {
        let text = (0..400).map(|i| format!("w{} ", i * i % 377)).collect::<Vec<_>>().concat();
        let other = (0..400).map(|i| format!("v{} ", i * i % 377)).collect::<Vec<_>>().concat();
        let edited = text.replace("w4 ", "changed ") + " and a new sentence at the end of it all.";
        let (a, b, c) = (sketch(&text), sketch(&edited), sketch(&other));
        assert!(resemblance(&a, &a) > 0.999 && resemblance(&a, &b) > 0.7 && resemblance(&a, &c) < 0.1);
        assert_eq!(read(&bytes(&a)), a);
        assert!(sketch("too short to tell").is_empty());
    }
}
