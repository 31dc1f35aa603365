//! Quantised weights in one open hash table that is read where it lies: no parsing, no allocation at load.
//!
//! A record is 2 bytes of fingerprint (0 = empty), 1 byte of shift and one signed byte for each label; probing is
//! linear. A feature that was not learnt finds nothing, but for about one in ten thousand that meets a fingerprint of
//! another: that is noise the size of one weight.

use std::borrow::Cow;

use super::Transitions;
use super::fit::Learnt;

/// Weights of a field with `L` labels.
#[derive(Clone, Debug, Default)]
pub struct Table<const L: usize> {
    bytes: Cow<'static, [u8]>,
    records: u64,
    unit: f32,
}

const UNIT: f32 = 1.0 / 256.0;

impl<const L: usize> Table<L> {
    const WIDTH: usize = 3 + L;

    /// The table over the bytes that [`build`] made.
    pub fn new(bytes: Cow<'static, [u8]>) -> Self {
        let records = (bytes.len() / Self::WIDTH) as u64;
        Self { bytes, records, unit: UNIT }
    }

    /// Adds the weights of a feature, in units of [`Self::scores`].
    #[inline]
    pub fn add(&self, key: u64, sums: &mut [i32; L]) {
        let Some(record) = self.find(key) else { return };
        let Some((shift, weights)) = record.split_first() else { return };
        for (sum, weight) in sums.iter_mut().zip(weights) {
            *sum += i32::from(weight.cast_signed()) << (shift & 7);
        }
    }

    /// Sums of weights as scores.
    #[inline]
    pub fn scores(&self, sums: &[i32; L]) -> [f32; L] {
        sums.map(|s| s as f32 * self.unit)
    }

    #[inline]
    fn find(&self, key: u64) -> Option<&[u8]> {
        let print = fingerprint(key);
        let mut slot = home(key, self.records) as usize;
        for _ in 0..64 {
            let record = self.bytes.get(slot * Self::WIDTH..(slot + 1) * Self::WIDTH)?;
            let [low, high, rest @ ..] = record else { return None };
            match u16::from_le_bytes([*low, *high]) {
                0 => return None,
                found if found == print => return Some(rest),
                _ => slot += 1,
            }
        }
        None
    }
}

#[inline]
fn fingerprint(key: u64) -> u16 {
    (key as u16).max(1)
}

#[inline]
fn home(key: u64, records: u64) -> u64 {
    ((key >> 32) * records) >> 32
}

/// Writes the table of the rows with the given keys, the heaviest rows first, at most `most` of them.
pub fn build<const L: usize>(learnt: &Learnt<L>, keys: &[u64], most: usize) -> Vec<u8> {
    let width = 3 + L;
    let mut order: Vec<(f32, usize)> = learnt
        .rows
        .iter()
        .enumerate()
        .map(|(i, row)| (row.iter().map(|w| w.abs()).fold(0.0, f32::max), i))
        .filter(|(top, _)| *top > 0.02)
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    order.truncate(most);
    let records = (order.len() * 5 / 4 + 16) as u64;
    // Probing runs over the end into a tail of empty records instead of around.
    let mut bytes = vec![0_u8; (records as usize + 64) * width];
    let total = (bytes.len() / width) as u64;
    for (top, row) in order {
        let (Some(&key), Some(weights)) = (keys.get(row), learnt.rows.get(row)) else { continue };
        let mut shift = 0;
        while shift < 5 && top / UNIT > 127.0 * f32::from(1_u8 << shift) {
            shift += 1;
        }
        let step = UNIT * f32::from(1_u8 << shift);
        let print = fingerprint(key);
        let mut slot = home(key, total) as usize;
        for _ in 0..64 {
            let Some(record) = bytes.get_mut(slot * width..(slot + 1) * width) else { break };
            let [low, high, at, into @ ..] = record else { break };
            match u16::from_le_bytes([*low, *high]) {
                0 => {
                    [*low, *high] = print.to_le_bytes();
                    *at = shift;
                    for (to, weight) in into.iter_mut().zip(weights) {
                        *to = ((weight / step).round().clamp(-127.0, 127.0) as i8).cast_unsigned();
                    }
                    break;
                }
                // Two features of one fingerprint meet: the heavier one was here first.
                found if found == print => break,
                _ => slot += 1,
            }
        }
    }
    bytes
}

/// Writes transitions as little-endian floats.
pub fn write_steps<const L: usize>(steps: &Transitions<L>) -> Vec<u8> {
    let all = steps.start.iter().chain(&steps.end).chain(steps.step.iter().flatten());
    all.flat_map(|w| w.to_le_bytes()).collect()
}

/// Reads what [`write_steps`] wrote; none where it is short.
pub fn read_steps<const L: usize>(bytes: &[u8]) -> Option<Transitions<L>> {
    if bytes.len() < 4 * L * (L + 2) {
        return None;
    }
    let at = |i: usize| {
        let mut word = [0; 4];
        for (to, from) in word.iter_mut().zip(bytes.iter().skip(4 * i)) {
            *to = *from;
        }
        f32::from_le_bytes(word)
    };
    Some(Transitions {
        start: std::array::from_fn(at),
        end: std::array::from_fn(|l| at(L + l)),
        step: std::array::from_fn(|from| std::array::from_fn(|to| at(L * (2 + from) + to))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::key::Key;

    #[test]
    fn what_is_built_is_found_again() {
        let keys: Vec<u64> = (0..5000_u64).map(|i| Key::of(&i.to_le_bytes()).0).collect();
        let rows = (0..5000).map(|i| [i as f32 / 1000.0 + 0.1, -0.5, 0.0]).collect();
        let steps = Transitions::<3>::neutral(|_| true, |_| true, |_, _| true);
        let learnt = Learnt { rows, steps };
        let table = Table::<3>::new(build(&learnt, &keys, 9999).into());
        let mut lost = 0;
        for (key, row) in keys.iter().zip(&learnt.rows) {
            let mut sums = [0; 3];
            table.add(*key, &mut sums);
            let scores = table.scores(&sums);
            lost += usize::from((scores[0] - row[0]).abs() > 0.04 || (scores[1] - row[1]).abs() > 0.04);
        }
        assert!(lost < 5, "{lost} of 5000 lost to collisions");
        let mut sums = [0; 3];
        table.add(Key::of(b"never learnt").0, &mut sums);
        assert_eq!(sums, [0; 3]);
        assert_eq!(read_steps::<3>(&write_steps(&learnt.steps)), Some(learnt.steps));
    }
}
