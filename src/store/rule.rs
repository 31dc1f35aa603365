//! Takes rulings of a file in: each becomes an edit, unless it holds already, contradicts a decision made here, or cannot be applied.

use std::iter::once;

use super::bearers::{Bearers, Refusal};
use super::edit::{Edit, Step};
use super::error::Result;
use super::{Store, corrections, groups, judgements};
use crate::news::entity::{Correction, EntityId};
use crate::news::ruling::{Called, Ruled, Ruling};
use crate::news::time::Timestamp;

/// An edit, or `None` where the ruling holds already.
type Planned = std::result::Result<Option<Edit>, Refusal>;

/// What rulings are matched against.
struct Known {
    bearers: Bearers,
    corrections: Vec<Correction>,
}

impl Store {
    /// Takes rulings in, as one step of undo; a split is a step of its own. Returns what became of each, in order. A ruling that
    /// contradicts a decision of this archive is left alone, unless `replace`.
    pub fn rule(&mut self, rulings: &[Ruling], replace: bool, now: Timestamp) -> Result<(Vec<Ruled>, Step)> {
        let names = rulings.iter().flat_map(subjects).map(|called| called.name.as_str()).collect();
        let known = Known { bearers: Bearers::read(&self.db, &names)?, corrections: corrections::all(&self.db)? };
        let mut outcomes = Vec::with_capacity(rulings.len());
        let mut edits: Vec<Edit> = Vec::new();
        let mut splits: Vec<(usize, Correction)> = Vec::new();
        for ruling in rulings {
            let edit = match self.plan(ruling, &known) {
                Ok(Some(edit)) => edit,
                Ok(None) => {
                    outcomes.push(Ruled::Known);
                    continue;
                }
                Err(Refusal::Here(why)) => {
                    outcomes.push(Ruled::Refused(why));
                    continue;
                }
                Err(Refusal::Failed(error)) => return Err(error),
            };
            if !replace && let Some(decision) = self.contradicted(&edit)? {
                outcomes.push(Ruled::Contrary(decision));
                continue;
            }
            match edit {
                Edit::Correction { correction: split @ Correction::Split(..), .. } => {
                    splits.push((outcomes.len(), split));
                }
                edit => edits.push(edit),
            }
            outcomes.push(Ruled::Done);
        }
        let step = self.perform(now, |_| Ok((!edits.is_empty()).then_some(Edit::Batch { edits })))?;
        for (at, split) in splits {
            if self.correct(&split, now)? == Step::default()
                && let Some(outcome) = outcomes.get_mut(at)
            {
                *outcome = Ruled::Refused("this archive does not name it in those articles".to_owned());
            }
        }
        Ok((outcomes, step))
    }

    /// The edit that makes a ruling hold.
    fn plan(&self, ruling: &Ruling, known: &Known) -> Planned {
        let find = |called: &Called| known.bearers.find(&self.db, called).map(EntityId);
        match ruling {
            Ruling::Same(a, b) => self.plan_merge(find(a)?, find(b)?, known),
            Ruling::NotSame(a, b) => self.plan_refusal(find(a)?, find(b)?, known),
            Ruling::Split(who, digests) => {
                let who = find(who)?;
                let mut articles = Vec::new();
                for digits in digests {
                    articles.extend(self.by_digest(digits)?);
                }
                if articles.is_empty() {
                    return Err(Refusal::Here("this archive has none of its articles".to_owned()));
                }
                self.plan_correction(Correction::Split(who, articles), known)
            }
            Ruling::Rename(who, name) => self.plan_correction(Correction::Rename(find(who)?, name.clone()), known),
            Ruling::Retype(who, kind) => self.plan_correction(Correction::Retype(find(who)?, *kind), known),
            Ruling::Hide(who) => self.plan_correction(Correction::Hide(find(who)?), known),
            Ruling::Watch(called) => {
                let who = find(called)?;
                let edit = Edit::Watch { entity: who.0, name: called.name.clone(), on: true };
                Ok((!self.watched()?.contains(&who)).then_some(edit))
            }
            Ruling::Link { who, article, chain, same } => self.plan_judgement(find(who)?, article, chain, *same),
        }
    }

    fn plan_merge(&self, a: EntityId, b: EntityId, known: &Known) -> Planned {
        if groups::members(&self.db, a)?.contains(&b.0) {
            return Ok(None);
        }
        self.plan_correction(Correction::Merge(a, b), known)
    }

    fn plan_refusal(&self, a: EntityId, b: EntityId, known: &Known) -> Planned {
        if a == b {
            return Err(Refusal::Here("both names belong to one entity in this archive".to_owned()));
        }
        if known.corrections.contains(&Correction::NotSame(b, a)) {
            return Ok(None);
        }
        self.plan_correction(Correction::NotSame(a, b), known)
    }

    fn plan_correction(&self, correction: Correction, known: &Known) -> Planned {
        if known.corrections.contains(&correction) {
            return Ok(None);
        }
        let instead = corrections::replaced(&self.db, &correction)?;
        Ok(Some(Edit::Correction { correction, instead, sentence: String::new() }))
    }

    fn plan_judgement(&self, who: EntityId, digits: &str, key: &str, same: bool) -> Planned {
        let Some(article) = self.by_digest(digits)? else {
            return Err(Refusal::Here(format!("this archive has no article {digits}")));
        };
        let entity = self.linked_member(article, key, who)?;
        let known = judgements::of(&self.db, article)?;
        let before = known.iter().find(|known| known.key == key && known.entity == entity).map(|known| known.same);
        let (article, name, after, sentence) = (article.0, key.to_owned(), Some(same), String::new());
        let edit = Edit::Judgement { article, name, entity: entity.0, before, after, sentence };
        Ok((before != after).then_some(edit))
    }

    /// The decision of this archive that an edit contradicts, in words.
    fn contradicted(&self, edit: &Edit) -> Result<Option<String>> {
        let Edit::Correction { instead, .. } = edit else {
            let Edit::Judgement { before: Some(same), .. } = edit else { return Ok(None) };
            return Ok(Some(format!("here that link was {}", if *same { "confirmed" } else { "refused" })));
        };
        Ok(match instead.first() {
            Some(Correction::Merge(a, b)) => {
                let (one, other) = self.names_apart(*a, *b)?;
                Some(format!("here {one} and {other} were merged"))
            }
            Some(Correction::NotSame(a, b)) => {
                let (one, other) = self.names_apart(*a, *b)?;
                Some(format!("here {one} and {other} are kept apart"))
            }
            Some(Correction::Rename(_, shown)) => Some(format!("here it is shown as \"{shown}\"")),
            Some(Correction::Retype(_, kind)) => Some(format!("here it is {}", kind.phrase())),
            Some(Correction::Show(a)) => Some(format!("here {} was shown again", self.name_or_number(*a)?)),
            Some(Correction::Split(..) | Correction::Hide(_)) | None => None,
        })
    }
}

/// The entities that a ruling is about.
fn subjects(ruling: &Ruling) -> impl Iterator<Item = &Called> {
    let (one, other) = match ruling {
        Ruling::Same(a, b) | Ruling::NotSame(a, b) => (a, Some(b)),
        Ruling::Split(a, _) | Ruling::Rename(a, _) | Ruling::Retype(a, _) | Ruling::Hide(a) | Ruling::Watch(a) => {
            (a, None)
        }
        Ruling::Link { who, .. } => (who, None),
    };
    once(one).chain(other)
}
