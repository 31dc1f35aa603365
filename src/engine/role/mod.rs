//! Offices, titles and honorifics beside a person's name: found by a linear field over the tokens round persons, given
//! the names of the text.
//!
//! Promises: roles ascend, do not overlap each other, input through no name and hold no leading article. Knows where a
//! role stands and whose it is, not who that person is in the rest of the text.

pub mod attach;
pub mod features;
pub mod label;
pub mod office;
mod sums;
pub mod words;

use crate::engine::crf::lattice::Lattice;
use crate::engine::crf::table::{WeightTable, read_transitions};
use crate::engine::crf::transitions::Transitions;
use crate::engine::input::TokenizedText;
use crate::engine::lexicon::table::Lexicon;
use crate::engine::ner::NameSpan;
use crate::engine::ner::form::FormCache;
use crate::engine::weights::Weights;
use crate::text::span::Span;

use features::{Cells, SLOTS};
use label::{BEGIN, INSIDE, LABELS, OUT};
use sums::Forms;
use words::Words;

/// Names of the two sections in a file of weights: rows and steps.
pub const SECTIONS: (&str, &str) = ("roles", "rolestep");

/// A role and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Role {
    /// Its words.
    pub span: Span,
    /// Probability in `0..=1` that its span is right.
    pub score: f32,
}

/// Finds roles. Cheap to share by reference.
#[derive(Debug, Default)]
pub struct Roles {
    words: Words,
    model: Option<Model>,
}

#[derive(Debug)]
struct Model {
    table: WeightTable<LABELS>,
    steps: Transitions<LABELS>,
    factors: Transitions<LABELS>,
}

/// Working memory, to be kept from one text to the next.
#[derive(Debug, Default)]
pub struct Scratch {
    cells: Cells,
    forms: Forms,
    keys: Vec<u64>,
    lattice: Lattice<LABELS>,
    labels: Vec<u8>,
}

impl Roles {
    /// Over a file of weights; finds nothing where the file has none for roles.
    pub fn new(weights: &Weights) -> Self {
        let (rows, steps) = SECTIONS;
        let model = read_transitions(&weights.section(steps)).map(|steps: Transitions<LABELS>| Model {
            table: WeightTable::new(weights.section(rows)),
            factors: steps.potentials(),
            steps,
        });
        Self { words: Words::default(), model }
    }

    /// The roles around the persons of `names`, ascending.
    pub fn find(
        &self,
        input: TokenizedText,
        names: &[NameSpan],
        lexicon: &Lexicon,
        memory: &mut FormCache,
        scratch: &mut Scratch,
    ) -> Vec<Role> {
        let mut out = Vec::new();
        let Some(model) = &self.model else { return out };
        let Scratch { cells, forms, keys, lattice, labels } = scratch;
        forms.settle();
        for window in features::windows(input.sentences, names) {
            cells.read(input, &window, names, (&self.words, lexicon), memory);
            lattice.emissions.clear();
            for place in 0..window.len() {
                let mut sums = [0; LABELS];
                for slot in 0..SLOTS {
                    if let Some(form) = cells.form(place, slot) {
                        forms.add(form, slot, &model.table, &mut sums);
                    }
                }
                keys.clear();
                cells.emit_context(place, |key, _| keys.push(key));
                model.table.add_all(keys, &mut sums);
                lattice.emissions.push(model.table.scores(&sums));
            }
            lattice.viterbi(&model.steps, labels);
            if labels.iter().all(|l| *l == OUT) {
                continue;
            }
            lattice.forward_backward(&model.factors);
            let mut at = 0;
            while let Some(begin) = labels.get(at..).and_then(|l| l.iter().position(|l| *l == BEGIN)).map(|n| n + at) {
                at = begin + 1;
                while labels.get(at) == Some(&INSIDE) {
                    at += 1;
                }
                let score = probability(lattice, &model.factors, begin, at);
                if let Some((first, last)) = cells.whole_names(begin, at)
                    && let (Some(a), Some(b)) =
                        (input.tokens.get(window.start + first), input.tokens.get(window.start + last - 1))
                {
                    out.push(Role { span: Span { start: a.start, end: b.end }, score });
                }
            }
        }
        out.dedup_by(|b, a| a.span.overlaps(b.span));
        out
    }
}

/// Probability that places `first..last` are one role. After [`Lattice::forward_backward`].
fn probability(lattice: &Lattice<LABELS>, factors: &Transitions<LABELS>, first: usize, last: usize) -> f32 {
    let (begin, inside) = (BEGIN as usize, INSIDE as usize);
    let mut mass = lattice.forward(first, begin);
    let mut from = begin;
    for i in first + 1..last {
        mass *= lattice.transition(factors, i, from, inside);
        from = inside;
    }
    // Whatever label follows, but not a further token of this role.
    let leave = lattice.backward(last - 1, from);
    let goes_on = lattice.transition(factors, last, from, inside) * lattice.backward(last, inside);
    (mass * (leave - goes_on)).clamp(0.0, 1.0)
}
