//! A cache: the summed weights of a written form at each slot around a word.

use super::features::{SLOTS, emit_form};
use super::label::LABELS;
use crate::engine::crf::table::WeightTable;
use crate::engine::ner::form::{KeyMap, WordForm};

/// At most so many forms are kept from one text to the next.
const KEPT: usize = 1 << 16;

/// Sums of the forms seen so far. What is in it changes the speed, never the result.
#[derive(Debug, Default)]
pub struct Forms {
    index: KeyMap<u32>,
    /// For each form and slot its sums, where they were needed before.
    sums: Vec<[Option<[i16; LABELS]>; SLOTS]>,
}

impl Forms {
    /// Empties it where it holds too much.
    pub fn settle(&mut self) {
        if self.sums.len() > KEPT {
            *self = Self::default();
        }
    }

    /// Adds the weights of all features of a form at a slot.
    pub fn add(&mut self, form: &WordForm, slot: usize, table: &WeightTable<LABELS>, into: &mut [i16; LABELS]) {
        let key = form.written.with(form.case as u64 | (form.class as u64) << 4).0;
        let next = self.sums.len() as u32;
        let number = *self.index.entry(key).or_insert(next);
        if number == next {
            self.sums.push([None; SLOTS]);
        }
        let Some(known) = self.sums.get_mut(number as usize).and_then(|slots| slots.get_mut(slot)) else { return };
        let sums = known.get_or_insert_with(|| {
            let mut sums = [0; LABELS];
            emit_form(form, slot, |key, _| table.add(key, &mut sums));
            sums
        });
        for (to, from) in into.iter_mut().zip(sums) {
            *to = to.wrapping_add(*from);
        }
    }
}
