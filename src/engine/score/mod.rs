//! How well a prediction agrees with annotated text: names, events, roles, chains, and steps of the key `n`.
//!
//! The figures are those of the project's neutral scorer, to the last digit. A leading the, a or an and a trailing
//! possessive do not count, in gold and prediction alike.

mod assign;
mod coref;
mod jump;
mod norm;
mod ratio;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::news::mention::{Form, Kind};
pub use coref::CorefScores;
use coref::CorefTally;
pub use jump::StepScores;
use jump::StepTally;
use norm::{NormSpan, norm};
use ratio::{f1, percent, ratio};

/// A mention of a gold or predicted annotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EvalMention {
    /// Its first byte in the text.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// What it refers to; `None` for a nationality word, which no figure counts.
    pub kind: Option<Kind>,
    /// How it refers.
    pub form: Form,
    /// Its chain; `None` if the annotation does not tell.
    pub chain: Option<i64>,
}

/// Precision, recall and F1, in per cent with one decimal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PrecisionRecall {
    /// The share of the predicted mentions that is right.
    #[serde(rename = "P")]
    pub precision: f64,
    /// The share of the gold mentions that was found.
    #[serde(rename = "R")]
    pub recall: f64,
    /// The harmonic mean of the two.
    #[serde(rename = "F")]
    pub f1: f64,
    /// The number of gold mentions.
    pub gold: u32,
    /// The number of predicted mentions.
    pub pred: u32,
}

/// All figures of a set of texts. Figures of what the gold does not annotate are `None`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Names of persons; span and kind must agree.
    pub person: PrecisionRecall,
    /// Names of institutions, likewise.
    pub institution: PrecisionRecall,
    /// Names of places, likewise.
    pub place: PrecisionRecall,
    /// Persons, institutions and places together.
    pub names: PrecisionRecall,
    /// Persons and institutions together; only the span must agree.
    #[serde(rename = "p+i")]
    pub span_only: PrecisionRecall,
    /// Names of events; span and kind must agree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<PrecisionRecall>,
    /// Roles; only the span must agree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<PrecisionRecall>,
    /// Chains of named persons and institutions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chains: Option<CorefScores>,
    /// Steps from one named mention to the next of its chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jump: Option<StepScores>,
    /// Chains of persons and institutions, with pronouns and descriptions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all: Option<CorefScores>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    right: u32,
    pred: u32,
    gold: u32,
}

impl Count {
    fn add(&mut self, gold: &BTreeSet<NormSpan>, pred: &BTreeSet<NormSpan>) {
        self.right += gold.intersection(pred).count() as u32;
        self.pred += pred.len() as u32;
        self.gold += gold.len() as u32;
    }

    fn plus(self, other: Self) -> Self {
        Self { right: self.right + other.right, pred: self.pred + other.pred, gold: self.gold + other.gold }
    }

    fn figures(self) -> PrecisionRecall {
        let (p, r) = (ratio(self.right.into(), self.pred.into()), ratio(self.right.into(), self.gold.into()));
        PrecisionRecall {
            precision: percent(p),
            recall: percent(r),
            f1: percent(f1(p, r)),
            gold: self.gold,
            pred: self.pred,
        }
    }
}

/// The counts over the texts added so far.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    person: Count,
    institution: Count,
    place: Count,
    span_only: Count,
    event: Count,
    role: Count,
    named: CorefTally,
    all: CorefTally,
    steps: StepTally,
    any_chain: bool,
    any_all: bool,
}

impl Tally {
    /// Adds one text with its gold and predicted mentions, in any order.
    pub fn add(&mut self, text: &str, gold: &[EvalMention], pred: &[EvalMention]) {
        let bytes = text.as_bytes();
        let gold: Vec<(NormSpan, &EvalMention)> = gold.iter().map(|m| (norm(bytes, m.start, m.end), m)).collect();
        let pred: Vec<(NormSpan, &EvalMention)> = pred.iter().map(|m| (norm(bytes, m.start, m.end), m)).collect();
        let name = |kind: Kind| move |m: &EvalMention| m.form == Form::Name && m.kind == Some(kind);
        self.person.add(&spans(&gold, name(Kind::Person)), &spans(&pred, name(Kind::Person)));
        self.institution.add(&spans(&gold, name(Kind::Institution)), &spans(&pred, name(Kind::Institution)));
        self.place.add(&spans(&gold, name(Kind::Place)), &spans(&pred, name(Kind::Place)));
        self.event.add(&spans(&gold, name(Kind::Event)), &spans(&pred, name(Kind::Event)));
        let named = |m: &EvalMention| m.form == Form::Name && chained(m);
        self.span_only.add(&spans(&gold, named), &spans(&pred, named));
        let role = |m: &EvalMention| m.form == Form::Role;
        self.role.add(&spans(&gold, role), &spans(&pred, role));

        let (gold_chains, pred_chains) = (chain_of(&gold, named), chain_of(&pred, named));
        self.any_chain |= !gold_chains.is_empty();
        self.named.add(&gold_chains, &pred_chains);
        self.steps.add(&gold_chains, &pred_chains);
        let any = |m: &EvalMention| m.form != Form::Role && chained(m);
        let (gold_chains, pred_chains) = (chain_of(&gold, any), chain_of(&pred, any));
        self.any_chain |= !gold_chains.is_empty();
        self.any_all |= gold.iter().any(|(_, m)| matches!(m.form, Form::Pronoun | Form::Nominal));
        self.all.add(&gold_chains, &pred_chains);
    }

    /// The figures so far.
    pub fn report(&self) -> Report {
        let some = |c: Count| (c.gold > 0).then(|| c.figures());
        Report {
            person: self.person.figures(),
            institution: self.institution.figures(),
            place: self.place.figures(),
            names: self.person.plus(self.institution).plus(self.place).figures(),
            span_only: self.span_only.figures(),
            event: some(self.event),
            role: some(self.role),
            chains: self.any_chain.then(|| self.named.chains()),
            jump: self.any_chain.then(|| self.steps.jump()),
            all: self.any_all.then(|| self.all.chains()),
        }
    }
}

/// Whether a mention counts in the scores of chains: those of persons and institutions do.
fn chained(m: &EvalMention) -> bool {
    matches!(m.kind, Some(Kind::Person | Kind::Institution))
}

fn spans(mentions: &[(NormSpan, &EvalMention)], wanted: impl Fn(&EvalMention) -> bool) -> BTreeSet<NormSpan> {
    mentions.iter().filter(|(_, m)| wanted(m)).map(|(p, _)| *p).collect()
}

/// The chain of each mention that is wanted; of two mentions with one span the later one counts.
fn chain_of(mentions: &[(NormSpan, &EvalMention)], wanted: impl Fn(&EvalMention) -> bool) -> BTreeMap<NormSpan, i64> {
    mentions.iter().filter(|(_, m)| wanted(m)).filter_map(|(p, m)| Some((*p, m.chain?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: u32, end: u32, kind: Kind, chain: i64) -> EvalMention {
        EvalMention { start, end, kind: Some(kind), form: Form::Name, chain: Some(chain) }
    }

    #[test]
    fn articles_and_possessives_do_not_count() {
        let text = "The Senate's Bob met Bob";
        let gold = [mark(4, 10, Kind::Institution, 1), mark(13, 16, Kind::Person, 2), mark(21, 24, Kind::Person, 2)];
        let pred = [mark(0, 12, Kind::Institution, 5), mark(13, 16, Kind::Person, 7), mark(21, 24, Kind::Person, 8)];
        let mut tally = Tally::default();
        tally.add(text, &gold, &pred);
        let report = tally.report();
        assert!((report.names.f1 - 100.0).abs() < 1e-9);
        let (chains, jump) = (report.chains.unwrap(), report.jump.unwrap());
        assert!((chains.muc - 0.0).abs() < 1e-9, "the one link is missed");
        assert!((jump.recall - 0.0).abs() < 1e-9 && jump.steps == 1);
    }
}
