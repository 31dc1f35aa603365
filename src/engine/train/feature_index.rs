//! Numbers the features of the training samples, and drops the rare ones.

use std::collections::HashMap;

use crate::engine::crf::fit::Sample;

/// The features met so far. Each has a number, from 0 in the order of meeting, and a count.
#[derive(Debug, Default)]
pub struct FeatureIndex {
    numbers: HashMap<u64, u32>,
    keys: Vec<u64>,
    counts: Vec<u32>,
}

impl FeatureIndex {
    /// The number of a feature, which is counted once more.
    pub fn number(&mut self, key: u64) -> u32 {
        let next = self.keys.len() as u32;
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.keys.push(key);
            self.counts.push(0);
        }
        if let Some(count) = self.counts.get_mut(number as usize) {
            *count += 1;
        }
        number
    }

    /// Drops the features that occur less than `least` times, here and in the samples, and numbers the others anew. Later
    /// features get new numbers even if they were met before.
    pub fn drop_rare(&mut self, samples: &mut [Sample], least: u32) {
        let mut keys = Vec::new();
        let renumbered: Vec<Option<u32>> = self
            .keys
            .iter()
            .zip(&self.counts)
            .map(|(key, count)| {
                (*count >= least).then(|| {
                    keys.push(*key);
                    keys.len() as u32 - 1
                })
            })
            .collect();
        for sample in samples {
            let mut features = Vec::with_capacity(sample.features.len());
            let mut begin = 0;
            for (end, lexical) in sample.ends.iter_mut().zip(&mut sample.lexical) {
                let all = sample.features.get(begin..*end as usize).unwrap_or(&[]);
                begin = *end as usize;
                let mut lexical_left = 0;
                for (i, feature) in all.iter().enumerate() {
                    if let Some(Some(feature)) = renumbered.get(*feature as usize) {
                        features.push(*feature);
                        lexical_left += u16::from(i < *lexical as usize);
                    }
                }
                *lexical = lexical_left;
                *end = features.len() as u32;
            }
            sample.features = features;
        }
        *self = Self { keys, ..Self::default() };
    }

    /// The hash of each feature, by number.
    pub fn keys(&self) -> &[u64] {
        &self.keys
    }
}
