//! Quantised weights in one open hash table that is read where it lies: no parsing, no allocation at load.
//!
//! First the fingerprints of all records (2 bytes each, 0 = empty), close together so that looking for a feature in vain
//! costs little; then the records: 1 byte of shift and one signed byte for each label. Probing is linear. A feature that was not learnt finds nothing, but for about one in ten thousand that meets a fingerprint of
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

/// A weight of one.
const UNIT: f32 = 1.0 / 64.0;

impl<const L: usize> Table<L> {
    const ROW: usize = 1 + L;

    /// The table over the bytes that [`build`] made.
    pub fn new(bytes: Cow<'static, [u8]>) -> Self {
        let records = (bytes.len() / (2 + Self::ROW)) as u64;
        Self { bytes, records, unit: UNIT }
    }

    /// Adds the weights of a feature, in units of [`Self::scores`].
    #[inline]
    pub fn add(&self, key: u64, sums: &mut [i16; L]) {
        let slot = home(key, self.records) as usize;
        self.add_at(key, slot, self.print(slot), sums);
    }

    /// The same for many features: all are looked up before the first is used, so that they wait for memory together.
    #[inline]
    pub fn add_all(&self, keys: &[u64], sums: &mut [i16; L]) {
        for keys in keys.chunks(32) {
            let mut found = [(0, 0); 32];
            for (found, key) in found.iter_mut().zip(keys) {
                let slot = home(*key, self.records) as usize;
                *found = (slot, self.print(slot));
            }
            for ((slot, print), key) in found.iter().zip(keys) {
                self.add_at(*key, *slot, *print, sums);
            }
        }
    }

    /// The fingerprint of a record.
    #[inline]
    fn print(&self, slot: usize) -> u16 {
        match self.bytes.get(2 * slot..2 * slot + 2) {
            Some([low, high]) => u16::from_le_bytes([*low, *high]),
            _ => 0,
        }
    }

    #[inline]
    fn add_at(&self, key: u64, home: usize, first: u16, sums: &mut [i16; L]) {
        let print = fingerprint(key);
        let (mut slot, mut found) = (home, first);
        while found != print {
            if found == 0 || slot > home + PROBES {
                return;
            }
            slot += 1;
            found = self.print(slot);
        }
        let start = 2 * self.records as usize + slot * Self::ROW;
        let Some((shift, weights)) = self.bytes.get(start..start + Self::ROW).and_then(|r| r.split_first()) else {
            return;
        };
        let Some(weights) = weights.first_chunk::<L>() else { return };
        // A sum of a hundred weights stays far within 16 bits; hostile ones may wrap, they cannot panic.
        let factor = 1_i16 << (shift & 3);
        let row: [i16; L] = weights.map(|w| i16::from(w.cast_signed()));
        for (sum, weight) in sums.iter_mut().zip(&row) {
            *sum = sum.wrapping_add(weight.wrapping_mul(factor));
        }
    }

    /// Sums of weights as scores.
    #[inline]
    pub fn scores(&self, sums: &[i16; L]) -> [f32; L] {
        sums.map(|s| f32::from(s) * self.unit)
    }
}

/// Farthest that a record stands from its home.
const PROBES: usize = 64;

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
    let mut order: Vec<(f32, usize)> = learnt
        .rows
        .iter()
        .enumerate()
        .map(|(i, row)| (row.iter().map(|w| w.abs()).fold(0.0, f32::max), i))
        .filter(|(top, _)| *top > UNIT)
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    order.truncate(most);
    // Probing runs over the end into a tail of empty records instead of around.
    let records = order.len() * 5 / 4 + 16 + PROBES;
    let mut prints = vec![0_u16; records];
    let mut rows = vec![[0_u8; L]; records];
    let mut shifts = vec![0_u8; records];
    for (top, row) in order {
        let (Some(&key), Some(weights)) = (keys.get(row), learnt.rows.get(row)) else { continue };
        let mut shift = 0;
        while shift < 2 && top / UNIT > 127.0 * f32::from(1_u8 << shift) {
            shift += 1;
        }
        let step = UNIT * f32::from(1_u8 << shift);
        let print = fingerprint(key);
        let home = home(key, records as u64) as usize;
        // Two features of one fingerprint meet: the heavier one was here first and stays alone.
        let free = (home..records.min(home + PROBES)).find(|&s| prints.get(s).is_none_or(|p| *p == 0 || *p == print));
        let Some(slot) = free.filter(|&s| prints.get(s) == Some(&0)) else { continue };
        if let (Some(at), Some(by), Some(into)) = (prints.get_mut(slot), shifts.get_mut(slot), rows.get_mut(slot)) {
            (*at, *by) = (print, shift);
            *into = weights.map(|w| ((w / step).round().clamp(-127.0, 127.0) as i8).cast_unsigned());
        }
    }
    let rows = shifts.iter().zip(&rows).flat_map(|(shift, row)| std::iter::once(*shift).chain(*row));
    prints.iter().flat_map(|p| p.to_le_bytes()).chain(rows).collect()
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
        next: [(0, L); L],
        back: [[0.0; L]; L],
        previous: [(0, L); L],
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
            let mut sums = [0_i16; 3];
            table.add(*key, &mut sums);
            let scores = table.scores(&sums);
            lost += usize::from((scores[0] - row[0]).abs() > 0.04 || (scores[1] - row[1]).abs() > 0.04);
        }
        assert!(lost < 5, "{lost} of 5000 lost to collisions");
        let mut sums = [0_i16; 3];
        table.add(Key::of(b"never learnt").0, &mut sums);
        assert_eq!(sums, [0; 3]);
        assert_eq!(read_steps::<3>(&write_steps(&learnt.steps)), Some(learnt.steps));
    }
}
