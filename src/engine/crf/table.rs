//! The weights of features, quantised to 8 bits, in an open-addressing hash table. The table is used as it is in the file:
//! loading neither parses nor allocates.
//!
//! Layout: first the fingerprints of all records, 2 bytes each, little endian, 0 for an empty record; then the records, each
//! 1 byte of shift and one signed byte for each label. Fingerprints stand apart so that a lookup in vain, the common case,
//! reads few bytes. Probing is linear. About one in ten thousand features that were not learnt meets another feature's
//! fingerprint and gets its weights; that is noise of the size of one weight.

use std::borrow::Cow;

use super::fit::Parameters;
use super::transitions::Transitions;

/// The table of the weights of a CRF with `L` labels.
#[derive(Clone, Debug, Default)]
pub struct WeightTable<const L: usize> {
    bytes: Cow<'static, [u8]>,
    records: u64,
}

/// The score that one unit of a quantised weight stands for.
const UNIT: f32 = 1.0 / 64.0;

/// How far a record can be from its home record.
const PROBES: usize = 64;

/// How many features [`WeightTable::add_all`] looks up together.
const BATCH: usize = 32;

impl<const L: usize> WeightTable<L> {
    /// The length of a record, in bytes.
    const RECORD: usize = 1 + L;

    /// The table in the bytes that [`build`] wrote.
    pub fn new(bytes: Cow<'static, [u8]>) -> Self {
        let records = (bytes.len() / (2 + Self::RECORD)) as u64;
        Self { bytes, records }
    }

    /// Adds the weights of a feature to `sums`, in units of 1/64 ([`Self::scores`]).
    #[inline]
    pub fn add(&self, key: u64, sums: &mut [i16; L]) {
        let slot = home(key, self.records) as usize;
        self.add_at(key, slot, self.fingerprint_at(slot), sums);
    }

    /// Adds the weights of many features. Fingerprints are read in batches before the first record is used, so that their
    /// cache misses overlap.
    #[inline]
    pub fn add_all(&self, keys: &[u64], sums: &mut [i16; L]) {
        for keys in keys.chunks(BATCH) {
            let mut found = [(0, 0); BATCH];
            for (found, key) in found.iter_mut().zip(keys) {
                let slot = home(*key, self.records) as usize;
                *found = (slot, self.fingerprint_at(slot));
            }
            for ((slot, fingerprint), key) in found.iter().zip(keys) {
                self.add_at(*key, *slot, *fingerprint, sums);
            }
        }
    }

    /// The fingerprint of a record; 0 if it is empty or there is none.
    #[inline]
    fn fingerprint_at(&self, slot: usize) -> u16 {
        match self.bytes.get(2 * slot..2 * slot + 2) {
            Some([low, high]) => u16::from_le_bytes([*low, *high]),
            _ => 0,
        }
    }

    /// Adds the weights of `key`, whose home record has the fingerprint `first`.
    #[inline]
    fn add_at(&self, key: u64, home: usize, first: u16, sums: &mut [i16; L]) {
        let wanted = fingerprint(key);
        let (mut slot, mut found) = (home, first);
        while found != wanted {
            if found == 0 || slot > home + PROBES {
                return;
            }
            slot += 1;
            found = self.fingerprint_at(slot);
        }
        let start = 2 * self.records as usize + slot * Self::RECORD;
        let Some((shift, weights)) = self.bytes.get(start..start + Self::RECORD).and_then(|r| r.split_first()) else {
            return;
        };
        let Some(weights) = weights.first_chunk::<L>() else { return };
        // A hundred weights of at most 127 << 2 need not fit, but real weights are far smaller. Wrapping cannot panic.
        let factor = 1_i16 << (shift & 3);
        let row: [i16; L] = weights.map(|w| i16::from(w.cast_signed()));
        for (sum, weight) in sums.iter_mut().zip(&row) {
            *sum = sum.wrapping_add(weight.wrapping_mul(factor));
        }
    }

    /// Sums of quantised weights as scores.
    #[inline]
    pub fn scores(&self, sums: &[i16; L]) -> [f32; L] {
        sums.map(|s| f32::from(s) * UNIT)
    }
}

/// The fingerprint of a feature, never 0.
#[inline]
fn fingerprint(key: u64) -> u16 {
    (key as u16).max(1)
}

/// The record at which the search for a feature begins: the upper half of the key, scaled to the number of records.
#[inline]
fn home(key: u64, records: u64) -> u64 {
    ((key >> 32) * records) >> 32
}

/// Writes the table of the features with the given keys: at most `most`, those with the greatest absolute weights. Features
/// without a weight above one unit are left out.
pub fn build<const L: usize>(parameters: &Parameters<L>, keys: &[u64], most: usize) -> Vec<u8> {
    let mut order: Vec<(f32, usize)> = parameters
        .weights
        .iter()
        .enumerate()
        .map(|(i, weights)| (weights.iter().map(|w| w.abs()).fold(0.0, f32::max), i))
        .filter(|(top, _)| *top > UNIT)
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    order.truncate(most);
    // One record in five stays empty. Probing does not wrap around: the table has a tail of records instead.
    let records = order.len() * 5 / 4 + 16 + PROBES;
    let mut fingerprints = vec![0_u16; records];
    let mut quantised = vec![[0_u8; L]; records];
    let mut shifts = vec![0_u8; records];
    for (top, feature) in order {
        let (Some(&key), Some(weights)) = (keys.get(feature), parameters.weights.get(feature)) else { continue };
        let mut shift = 0;
        while shift < 2 && top / UNIT > 127.0 * f32::from(1_u8 << shift) {
            shift += 1;
        }
        let step = UNIT * f32::from(1_u8 << shift);
        let fingerprint = fingerprint(key);
        let home = home(key, records as u64) as usize;
        // A feature that meets its own fingerprint is dropped: the one that has it came first and weighs more.
        let free = (home..records.min(home + PROBES))
            .find(|&s| fingerprints.get(s).is_none_or(|f| *f == 0 || *f == fingerprint));
        let Some(slot) = free.filter(|&s| fingerprints.get(s) == Some(&0)) else { continue };
        if let (Some(at), Some(by), Some(into)) =
            (fingerprints.get_mut(slot), shifts.get_mut(slot), quantised.get_mut(slot))
        {
            (*at, *by) = (fingerprint, shift);
            *into = weights.map(|w| ((w / step).round().clamp(-127.0, 127.0) as i8).cast_unsigned());
        }
    }
    let rows = shifts.iter().zip(&quantised).flat_map(|(shift, row)| std::iter::once(*shift).chain(*row));
    fingerprints.iter().flat_map(|f| f.to_le_bytes()).chain(rows).collect()
}

/// Writes scores of transitions as 4-byte little-endian floats: start, end, then each row of steps.
pub fn write_transitions<const L: usize>(transitions: &Transitions<L>) -> Vec<u8> {
    let all = transitions.start.iter().chain(&transitions.end).chain(transitions.step.iter().flatten());
    all.flat_map(|w| w.to_le_bytes()).collect()
}

/// Reads what [`write_transitions`] wrote; `None` if it is too short.
pub fn read_transitions<const L: usize>(bytes: &[u8]) -> Option<Transitions<L>> {
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
    fn a_built_table_gives_its_weights_back() {
        let keys: Vec<u64> = (0..5000_u64).map(|i| Key::of(&i.to_le_bytes()).0).collect();
        let weights = (0..5000).map(|i| [i as f32 / 1000.0 + 0.1, -0.5, 0.0]).collect();
        let transitions = Transitions::<3>::neutral(|_| true, |_| true, |_, _| true);
        let parameters = Parameters { weights, transitions };
        let table = WeightTable::<3>::new(build(&parameters, &keys, 9999).into());
        let mut lost = 0;
        for (key, row) in keys.iter().zip(&parameters.weights) {
            let mut sums = [0_i16; 3];
            table.add(*key, &mut sums);
            let scores = table.scores(&sums);
            lost += usize::from((scores[0] - row[0]).abs() > 0.04 || (scores[1] - row[1]).abs() > 0.04);
        }
        assert!(lost < 5, "{lost} of 5000 lost to collisions");
        let mut sums = [0_i16; 3];
        table.add(Key::of(b"never learnt").0, &mut sums);
        assert_eq!(sums, [0; 3]);
        assert_eq!(read_transitions::<3>(&write_transitions(&parameters.transitions)), Some(parameters.transitions));
    }
}
