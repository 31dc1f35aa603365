//! How well a prediction agrees with annotated text: names, events, roles, chains, jumps.
//!
//! Promises the figures of the project's neutral scorer, to the last digit: on both sides alike a leading the/a/an and
//! a trailing possessive do not count. Knows no files and no engine: two lists of [`Mark`] and the text they lie in.

mod assign;
mod coref;
mod jump;
mod norm;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::news::mention::{Form, Kind};
pub use coref::Chains;
use coref::Coref;
pub use jump::Jump;
use jump::Steps;

/// One mention of a gold or predicted annotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// First byte in the text.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// What it refers to; `None` for a word of nationality, which counts for nothing here.
    pub kind: Option<Kind>,
    /// How it refers.
    pub form: Form,
    /// Equal numbers are one referent; `None` where the annotation does not say.
    pub chain: Option<i64>,
}

/// Precision, recall and F1 in per cent, to one decimal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// Share of the predicted that is right.
    #[serde(rename = "P")]
    pub precision: f64,
    /// Share of the gold that was found.
    #[serde(rename = "R")]
    pub recall: f64,
    /// Their harmonic mean.
    #[serde(rename = "F")]
    pub f1: f64,
    /// How many the gold has.
    pub gold: u32,
    /// How many were predicted.
    pub pred: u32,
}

/// Every figure of a set of texts. What the gold does not annotate is absent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Names of persons, strict span and kind.
    pub person: Figures,
    /// Names of institutions.
    pub institution: Figures,
    /// Names of places.
    pub place: Figures,
    /// The three together.
    pub names: Figures,
    /// Span only, persons and institutions together.
    #[serde(rename = "p+i")]
    pub span_only: Figures,
    /// Names of events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<Figures>,
    /// Roles, span only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Figures>,
    /// Chains of named persons and institutions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chains: Option<Chains>,
    /// Steps from one named mention to the next of its chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jump: Option<Jump>,
    /// Chains with pronouns and descriptions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all: Option<Chains>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    right: u32,
    pred: u32,
    gold: u32,
}

impl Count {
    fn add(&mut self, gold: &BTreeSet<Place>, pred: &BTreeSet<Place>) {
        self.right += gold.intersection(pred).count() as u32;
        self.pred += pred.len() as u32;
        self.gold += gold.len() as u32;
    }

    fn plus(self, other: Self) -> Self {
        Self { right: self.right + other.right, pred: self.pred + other.pred, gold: self.gold + other.gold }
    }

    fn figures(self) -> Figures {
        let (p, r) = (ratio(self.right.into(), self.pred.into()), ratio(self.right.into(), self.gold.into()));
        Figures {
            precision: percent(p),
            recall: percent(r),
            f1: percent(harmonic(p, r)),
            gold: self.gold,
            pred: self.pred,
        }
    }
}

/// A span after [`norm::norm`]: it may end inside a char, so it is no `Span`.
type Place = (usize, usize);

/// Counts over the texts added so far.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    person: Count,
    institution: Count,
    place: Count,
    span_only: Count,
    event: Count,
    role: Count,
    named: Coref,
    all: Coref,
    steps: Steps,
    any_chain: bool,
    any_all: bool,
}

impl Tally {
    /// Adds one text with its gold and predicted marks, in any order.
    pub fn add(&mut self, text: &str, gold: &[Mark], pred: &[Mark]) {
        let bytes = text.as_bytes();
        let gold: Vec<(Place, &Mark)> = gold.iter().map(|m| (norm::norm(bytes, m.start, m.end), m)).collect();
        let pred: Vec<(Place, &Mark)> = pred.iter().map(|m| (norm::norm(bytes, m.start, m.end), m)).collect();
        let name = |kind: Kind| move |m: &Mark| m.form == Form::Name && m.kind == Some(kind);
        self.person.add(&places(&gold, name(Kind::Person)), &places(&pred, name(Kind::Person)));
        self.institution.add(&places(&gold, name(Kind::Institution)), &places(&pred, name(Kind::Institution)));
        self.place.add(&places(&gold, name(Kind::Place)), &places(&pred, name(Kind::Place)));
        self.event.add(&places(&gold, name(Kind::Event)), &places(&pred, name(Kind::Event)));
        let named = |m: &Mark| m.form == Form::Name && chained(m);
        self.span_only.add(&places(&gold, named), &places(&pred, named));
        let role = |m: &Mark| m.form == Form::Role;
        self.role.add(&places(&gold, role), &places(&pred, role));

        let (a, z) = (clusters(&gold, named), clusters(&pred, named));
        self.any_chain |= !a.is_empty();
        self.named.add(&a, &z);
        self.steps.add(&a, &z);
        let any = |m: &Mark| m.form != Form::Role && chained(m);
        let (a, z) = (clusters(&gold, any), clusters(&pred, any));
        self.any_chain |= !a.is_empty();
        self.any_all |= gold.iter().any(|(_, m)| matches!(m.form, Form::Pronoun | Form::Nominal));
        self.all.add(&a, &z);
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

/// Persons and institutions are what chains are scored on.
fn chained(m: &Mark) -> bool {
    matches!(m.kind, Some(Kind::Person | Kind::Institution))
}

fn places(marks: &[(Place, &Mark)], wanted: impl Fn(&Mark) -> bool) -> BTreeSet<Place> {
    marks.iter().filter(|(_, m)| wanted(m)).map(|(p, _)| *p).collect()
}

/// Place → chain; of two marks at one place the later one counts.
fn clusters(marks: &[(Place, &Mark)], wanted: impl Fn(&Mark) -> bool) -> BTreeMap<Place, i64> {
    marks.iter().filter(|(_, m)| wanted(m)).filter_map(|(p, m)| Some((*p, m.chain?))).collect()
}

fn ratio(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { 0.0 }
}

fn harmonic(p: f64, r: f64) -> f64 {
    if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
}

/// A share in `0..=1` as per cent, rounded to one decimal on its exact decimal value, ties to even.
fn percent(share: f64) -> f64 {
    format!("{:.1}", 100.0 * share).parse().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: u32, end: u32, kind: Kind, chain: i64) -> Mark {
        Mark { start, end, kind: Some(kind), form: Form::Name, chain: Some(chain) }
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

    #[test]
    fn ties_round_to_even_as_the_neutral_scorer_does() {
        assert!((percent(0.00125) - 0.1).abs() < 1e-9, "0.125 is not a tie");
        assert!((percent(0.0025) - 0.2).abs() < 1e-9, "0.25 is one");
    }
}
