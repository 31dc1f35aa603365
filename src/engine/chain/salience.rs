//! The referents that the text spoke of lately, and how likely each is the antecedent of a pronoun or description.
//!
//! Salience is a score of which only the order counts. Its weights are set by hand, not learnt; one point is the distance
//! of one sentence.

use crate::engine::lexicon::Sex;
use crate::news::mention::Kind;

/// The most referents that are kept. The one mentioned longest ago is dropped.
const MAX_REFERENTS: usize = 24;

/// The farthest antecedent of he or she, in sentences. A pronoun that finds nobody so near stays without antecedent.
const MAX_DISTANCE: usize = 5;
/// The same where mentions are given and each must get an antecedent if there is any.
const MAX_DISTANCE_GIVEN: usize = 12;

/// What each referent mentioned in between costs.
const RANK_COST: f32 = 0.12;
/// For the first person of a sentence, who mostly is its subject.
const PERSON_SUBJECT: f32 = 0.7;
/// For the first institution of a sentence.
const INSTITUTION_SUBJECT: f32 = 0.6;
/// For a person whose sex is known to fit, against one whose sex is unknown.
const KNOWN_SEX: f32 = 0.5;
/// For each mention so far, of at most [`MAX_COUNTED`].
const PER_MENTION: f32 = 0.08;
const MAX_COUNTED: u32 = 6;
/// Within one sentence `his` and `her` mostly mean the person mentioned last.
const POSSESSIVE: f32 = 0.3;
const POSSESSIVE_RANK_COST: f32 = 0.1;
/// Against the speaker of a quotation, who does not call himself "he" in it. It outweighs all the rest.
const SPEAKER_COST: f32 = 2.0;

/// For a description: what a sentence of distance costs, each referent in between, and what the subject gains. They are
/// small beside the fit of the words.
const DESCRIPTION_DISTANCE_COST: f32 = 0.25;
const DESCRIPTION_RANK_COST: f32 = 0.1;
const DESCRIPTION_SUBJECT: f32 = 0.3;

/// Somebody or something that was mentioned.
#[derive(Clone, Debug)]
pub struct Referent {
    /// Its set of spellings.
    pub set: u32,
    /// The kind of its latest mention in a chain.
    pub kind: Kind,
    /// Its sex, as far as known.
    pub sex: Option<Sex>,
    /// The latest sentence that mentions it.
    pub sentence: usize,
    /// Whether it was the first of its kind in that sentence.
    pub subject: bool,
    /// Whether a verb of saying stands beside it in that sentence.
    pub speaks: bool,
    /// Its latest mention.
    pub mention: u32,
    /// How often it was mentioned so far.
    pub count: u32,
    /// The byte at which its latest mention ends.
    pub end: u32,
}

/// A pronoun or description that looks for its antecedent.
#[derive(Clone, Copy, Debug)]
pub struct Anaphor {
    /// Its first byte.
    pub start: u32,
    /// The number of its sentence.
    pub sentence: usize,
    /// Whether it is a possessive: `his`, `its`.
    pub possessive: bool,
    /// Whether it stands in quotation marks.
    pub quoted: bool,
    /// The set of spellings of who is named as the speaker of its sentence.
    pub speaker: Option<u32>,
    /// Whether mentions are given, so that a less likely antecedent is better than none.
    pub given: bool,
}

/// The antecedent that was found: its set of spellings and its latest mention.
pub type Antecedent = (u32, u32);

/// The referents mentioned lately, the latest last.
#[derive(Clone, Debug, Default)]
pub struct RecentReferents {
    referents: Vec<Referent>,
}

impl RecentReferents {
    /// Takes a referent out, to be put back with its new mention.
    pub fn take(&mut self, set: u32) -> Option<Referent> {
        let at = self.referents.iter().position(|r| r.set == set)?;
        Some(self.referents.remove(at))
    }

    /// Puts a referent in as the latest.
    pub fn put(&mut self, referent: Referent) {
        self.referents.push(referent);
        if self.referents.len() > MAX_REFERENTS {
            self.referents.remove(0);
        }
    }

    /// Notes a sex that a pronoun told, if none was known.
    pub fn set_sex(&mut self, set: u32, sex: Sex) {
        if let Some(referent) = self.referents.iter_mut().find(|r| r.set == set) {
            referent.sex = referent.sex.or(Some(sex));
        }
    }

    /// The antecedent of he or she.
    pub fn person(&self, sex: Sex, anaphor: &Anaphor) -> Option<Antecedent> {
        let max_distance = if anaphor.given { MAX_DISTANCE_GIVEN } else { MAX_DISTANCE };
        self.best(|rank, r| {
            let distance = anaphor.sentence - r.sentence;
            if r.kind != Kind::Person
                || r.sex.is_some_and(|g| g != sex)
                || r.end > anaphor.start
                || distance > max_distance
            {
                return None;
            }
            let mut score = -(distance as f32) - RANK_COST * rank as f32;
            score += if r.subject { PERSON_SUBJECT } else { 0.0 };
            score += if r.sex.is_some() { KNOWN_SEX } else { 0.0 };
            score += PER_MENTION * r.count.min(MAX_COUNTED) as f32;
            if distance == 0 {
                score += if anaphor.possessive { POSSESSIVE - POSSESSIVE_RANK_COST * rank as f32 } else { 0.0 };
                score -= if anaphor.quoted && r.speaks { SPEAKER_COST } else { 0.0 };
            }
            score -= if anaphor.quoted && anaphor.speaker == Some(r.set) { SPEAKER_COST } else { 0.0 };
            Some(score)
        })
    }

    /// The antecedent of it or its. Where mentions are not given, only a possessive whose sentence has an institution as
    /// its subject has one: "The bank said its …". Other `it`s mostly refer to no institution.
    pub fn institution(&self, anaphor: &Anaphor) -> Option<Antecedent> {
        self.best(|rank, r| {
            let distance = anaphor.sentence - r.sentence;
            let sure = distance == 0 && r.subject && anaphor.possessive;
            if r.kind != Kind::Institution || r.end > anaphor.start || !(anaphor.given || sure) {
                return None;
            }
            let subject = if r.subject { INSTITUTION_SUBJECT } else { 0.0 };
            Some(-(distance as f32) - RANK_COST * rank as f32 + subject)
        })
    }

    /// The antecedent of a description. `fit` says how well its words fit a referent; `None` if it cannot mean it.
    pub fn described(&self, anaphor: &Anaphor, fit: impl Fn(&Referent) -> Option<f32>) -> Option<Antecedent> {
        self.best(|rank, r| {
            let distance = (anaphor.sentence - r.sentence) as f32;
            let subject = if r.subject { DESCRIPTION_SUBJECT } else { 0.0 };
            Some(fit(r)? - DESCRIPTION_DISTANCE_COST * distance - DESCRIPTION_RANK_COST * rank as f32 + subject)
        })
    }

    /// The latest referent of a kind.
    pub fn latest(&self, kind: Kind) -> Option<Antecedent> {
        self.referents.iter().rev().find(|r| r.kind == kind).map(|r| (r.set, r.mention))
    }

    /// The referent with the highest score, of equals the latest. `score` is also told how many referents are later.
    fn best(&self, score: impl Fn(usize, &Referent) -> Option<f32>) -> Option<Antecedent> {
        let mut best: Option<(f32, &Referent)> = None;
        for (rank, referent) in self.referents.iter().rev().enumerate() {
            if let Some(score) = score(rank, referent)
                && best.is_none_or(|(top, _)| score > top)
            {
                best = Some((score, referent));
            }
        }
        best.map(|(_, r)| (r.set, r.mention))
    }
}
