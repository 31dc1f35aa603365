//! The features of the field of roles: for each token around the persons of a sentence what it is, which name it is in, and the
//! path of tokens to the next person and back to the last one.

use std::ops::Range;

use super::words::Words;
use crate::engine::input::TokenizedText;
use crate::engine::key::Key;
use crate::engine::lexicon::Class;
use crate::engine::lexicon::table::Lexicon;
use crate::engine::ner::NameSpan;
use crate::engine::ner::form::{FormCache, WordForm};
use crate::engine::ner::label::Label;
use crate::text::sentence::Sentence;
use crate::text::token;

/// How many tokens to either side of a person are read.
const REACH: usize = 18;
/// How many steps of the path to a person are told apart; longer paths are one.
const STEPS: usize = 6;
const NONE: u64 = 0x0E0E;

const BASE: Key = Key(0x7013);

/// Places around a word whose forms are features; the word itself is 2.
pub const SLOTS: usize = 5;

/// Emits the features of a form at a slot: these are summed once for each form.
pub fn emit_form(form: &WordForm, slot: usize, mut out: impl FnMut(u64, bool)) {
    let base = BASE.with(slot as u64 + 6);
    let own = slot == 2;
    out(base.with(1).with(form.lower.0).0, own);
    out(base.with(2).with(u64::from(form.known.cluster) << 3 | form.case as u64).0, false);
    out(base.with(3).with(u64::from(form.coarse) << 3 | form.case as u64).0, false);
    out(base.with(5).with(form.affixes[5].0).0, own);
    out(base.with(6).with(u64::from(form.known.classes.0 & CLASSES)).with(form.case as u64).0, false);
    if own {
        out(BASE.with(26).with(form.affixes[6].0).0, true);
        out(BASE.with(27).with(form.shape.0).0, false);
    }
}

/// The ranges of tokens around persons, each within one sentence, ascending.
pub fn windows(sentences: &[Sentence], names: &[NameSpan]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut number = 0;
    for person in names.iter().filter(|n| n.label == Label::Person) {
        let (first, last) = (person.first as usize, person.last as usize);
        while sentences.get(number).is_some_and(|s| s.last <= person.first) {
            number += 1;
        }
        let Some(sentence) = sentences.get(number) else { break };
        let window =
            first.saturating_sub(REACH).max(sentence.first as usize)..(last + REACH).min(sentence.last as usize);
        match out.last_mut().filter(|before| before.end >= window.start && before.start >= sentence.first as usize) {
            Some(before) => before.end = before.end.max(window.end),
            None => out.push(window),
        }
    }
    out
}

/// One token.
#[derive(Clone, Copy, Debug)]
struct Cell {
    form: WordForm,
    /// What our own lists tell of it, see [`Words::of`].
    told: u64,
    /// The label of the name it is in, and whether the name begins here; 0 outside of names.
    name: u64,
    /// What it is as a step of a path.
    step: u64,
    /// How many tokens it is to the next person, and the path; how many to the last person, and the path back.
    right: (usize, u64),
    left: (usize, u64),
}

/// The tokens of a window.
#[derive(Debug, Default)]
pub struct Cells {
    cells: Vec<Cell>,
}

impl Cells {
    /// Reads a window.
    pub fn read(
        &mut self,
        input: TokenizedText,
        window: &Range<usize>,
        names: &[NameSpan],
        known: (&Words, &Lexicon),
        memory: &mut FormCache,
    ) {
        let (words, lexicon) = known;
        self.cells.clear();
        let tokens = input.tokens.get(window.clone()).unwrap_or(&[]);
        let mut next = names.partition_point(|n| n.last as usize <= window.start);
        for (token, at) in tokens.iter().zip(window.clone()) {
            while names.get(next).is_some_and(|n| n.last as usize <= at) {
                next += 1;
            }
            let inside = names.get(next).filter(|n| n.first as usize <= at);
            let number = memory.number(token.slice(input.text), token.class, lexicon);
            let Some(&form) = memory.form(number) else { continue };
            let told = words.of(form.lower);
            let name = inside.map_or(0, |n| 2 + 2 * n.label as u64 + u64::from(n.first as usize == at));
            let step = match inside {
                // A name is one step, however many tokens it has.
                Some(n) if n.first as usize == at || at == window.start => 0x100 + n.label as u64,
                Some(_) => 0,
                None => step(&form, told),
            };
            self.cells.push(Cell { form, told, name, step, right: (usize::MAX, NONE), left: (usize::MAX, NONE) });
        }
        self.ways();
    }

    /// The paths from every token to the next person, and back to the last one.
    fn ways(&mut self) {
        let person = |c: &Cell| c.name == 3 + 2 * Label::Person as u64 || c.name == 2 + 2 * Label::Person as u64;
        let mut trail: Vec<u64> = Vec::new();
        let mut far = usize::MAX;
        for cell in self.cells.iter_mut().rev() {
            if person(cell) {
                (far, trail) = (0, Vec::new());
                cell.right = (0, NONE);
                continue;
            }
            far = far.saturating_add(1);
            cell.right = (far, if far == usize::MAX { NONE } else { way(&trail) });
            if cell.step != 0 {
                trail.push(cell.step);
            }
        }
        (trail, far) = (Vec::new(), usize::MAX);
        for cell in &mut self.cells {
            if person(cell) {
                (far, trail) = (0, Vec::new());
                cell.left = (0, NONE);
                continue;
            }
            far = far.saturating_add(1);
            cell.left = (far, if far == usize::MAX { NONE } else { way(&trail) });
            if cell.step != 0 {
                trail.push(cell.step);
            }
        }
    }

    fn at(&self, place: usize, offset: isize) -> Option<&Cell> {
        self.cells.get(place.checked_add_signed(offset)?)
    }

    /// Emits the features of a place that depend on more than one word; `true` for those that name the word itself.
    pub fn emit_context(&self, place: usize, mut out: impl FnMut(u64, bool)) {
        let Some(cell) = self.at(place, 0) else { return };
        let lower = |o: isize| self.at(place, o).map_or(NONE, |c| c.form.lower.0);
        let cluster = u64::from(cell.form.known.cluster) << 3 | cell.form.case as u64;
        let coarse = |o: isize| self.at(place, o).map_or(NONE, |c| u64::from(c.form.coarse) << 3 | c.form.case as u64);
        let name = |o: isize| self.at(place, o).map_or(NONE, |c| c.name);
        let base = BASE;
        for o in -2..=2_isize {
            out(base.with((o + 8) as u64).with(4).with(name(o)).0, false);
        }
        let told = |o: isize| self.at(place, o).map_or(7, |c| c.told);
        out(base.with(53).with(told(-2)).with(told(-1)).with(told(0)).with(told(1)).with(told(2)).0, false);
        out(base.with(54).with(told(0)).with(told(1)).with(name(0)).with(name(1)).0, false);
        out(base.with(20).with(lower(-1)).with(lower(0)).0, true);
        out(base.with(22).with(coarse(-1)).with(coarse(0)).0, false);
        out(base.with(23).with(coarse(0)).with(coarse(1)).0, false);
        out(base.with(24).with(name(-1)).with(name(0)).with(name(1)).0, false);
        out(base.with(25).with(name(0)).with(name(1)).with(lower(1)).0, false);
        let right = cell.right.0.min(12) as u64;
        out(base.with(30).with(right).with(cell.form.case as u64).0, false);
        out(base.with(32).with(cell.right.1).0, false);
        out(base.with(33).with(cell.left.1).0, false);
        out(base.with(36).with(cell.right.1).with(cluster).0, false);
        out(base.with(37).with(cell.left.1).with(cluster).0, false);
        out(base.with(38).with(cell.right.1).with(lower(0)).0, true);
        out(base.with(39).with(right).with(lower(0)).0, true);
    }

    /// Emits all features of a place.
    pub fn emit(&self, place: usize, mut out: impl FnMut(u64, bool)) {
        for slot in 0..SLOTS {
            if let Some(cell) = self.at(place, slot as isize - 2) {
                emit_form(&cell.form, slot, &mut out);
            }
        }
        self.emit_context(place, out);
    }

    /// The form at a slot of a place.
    pub fn form(&self, place: usize, slot: usize) -> Option<&WordForm> {
        self.at(place, slot as isize - 2).map(|c| &c.form)
    }

    /// Places `first..last` moved so that no name is input, an article in front left out; none where nothing is left or a
    /// person alone.
    pub fn whole_names(&self, first: usize, last: usize) -> Option<(usize, usize)> {
        let inside = |at: usize| self.cells.get(at).is_some_and(|c| c.name >= 2 && c.name % 2 == 0);
        let (mut first, mut last) = (first, last);
        while first > 0 && inside(first) {
            first -= 1;
        }
        while inside(last) {
            last += 1;
        }
        let article = Key::of(b"the").0;
        while first < last
            && self.cells.get(first).is_some_and(|c| c.form.lower.0 == article || c.form.class == token::Class::Mark)
        {
            first += 1;
        }
        let person = |c: &Cell| c.name / 2 == 1 + Label::Person as u64;
        let only = self.cells.get(first..last)?.iter().all(person);
        (first < last && !only).then_some((first, last))
    }
}

/// The classes of the lexicon that are features of roles.
const CLASSES: u32 = 1 << Class::Title as u32
    | 1 << Class::Head as u32
    | 1 << Class::Member as u32
    | 1 << Class::Relation as u32
    | 1 << Class::Nationality as u32
    | 1 << Class::Leaning as u32
    | 1 << Class::Speech as u32
    | 1 << Class::Time as u32
    | 1 << Class::Lower as u32;

/// A token outside of names as a step of a path: small words and marks are themselves, others count by how they are written.
fn step(form: &WordForm, told: u64) -> u64 {
    let small = form.length <= 4 && !form.capital() || form.class == token::Class::Mark;
    if small || form.is(Class::Particle) {
        return form.lower.0;
    }
    let sort = u64::from(form.is(Class::Title)) | u64::from(form.is(Class::Member)) << 1 | told << 2;
    0x200 | form.case as u64 | sort << 3
}

/// A path as one number; longer ones than [`STEPS`] are one number.
fn way(trail: &[u64]) -> u64 {
    if trail.len() > STEPS {
        return NONE + 1;
    }
    trail.iter().rev().fold(Key(0x3A1), |key, step| key.with(*step)).0
}
