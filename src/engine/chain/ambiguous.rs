//! Which referent each name means, also where a short name fits several: those are decided mention by mention.

use std::collections::HashMap;

use super::sex;
use super::spelling::Spelling;
use super::spelling_sets::SpellingRelation;
use super::state::{AmbiguousSpelling, SieveState};
use crate::engine::lexicon::role_words::sex_by_title;
use crate::news::mention::Why;

/// How many mentions of a full name are asked for the word before them. The title of a person is at the first mentions.
const MAX_TITLED_MENTIONS: usize = 12;

/// For every name the set of spellings that it belongs to.
pub struct ResolvedNames<'a> {
    state: &'a SieveState<'a>,
    /// For each mention of an ambiguous spelling the candidate chosen, and how the mention relates to it.
    chosen: HashMap<u32, (u32, SpellingRelation)>,
}

impl<'a> ResolvedNames<'a> {
    /// Decides every mention of every ambiguous spelling.
    pub fn new(state: &'a SieveState<'a>) -> Self {
        let mut chosen = HashMap::new();
        for ambiguous in &state.ambiguous {
            let Some(short) = state.spellings.get(ambiguous.spelling as usize) else { continue };
            for &mention in &short.mentions {
                let Some(full) = choose(state, ambiguous, mention) else { continue };
                chosen.insert(mention, (full, ambiguous.relation));
            }
        }
        Self { state, chosen }
    }

    /// The set of spellings of a mention; `None` if it is no name.
    pub fn set(&self, mention: u32) -> Option<u32> {
        let chosen = self.chosen.get(&mention).map(|&(full, _)| full);
        chosen.or_else(|| self.state.spelling_of(mention as usize)).map(|s| self.state.sets.find(s))
    }

    /// Why a name is in its chain. `first` says that it opens the chain; it then needs no reason and the result is `None`.
    pub fn why(&self, mention: u32, first: bool) -> Option<Why> {
        if first {
            return None;
        }
        let state = self.state;
        let first_mention = |spelling: u32| state.spellings.get(spelling as usize).map(Spelling::first_mention);
        if let Some(&(full, relation)) = self.chosen.get(&mention)
            && let Some(at) = first_mention(full)
        {
            return Some(reason(relation, at));
        }
        let spelling = state.spelling_of(mention as usize)?;
        match first_mention(spelling) {
            Some(earlier) if earlier < mention => Some(Why::Exact(earlier)),
            _ => {
                let (relation, other) = state.sets.relation(spelling)?;
                Some(reason(relation, first_mention(other)?))
            }
        }
    }
}

/// The reason of a mention whose spelling has this relation to the one first mentioned at `antecedent`.
fn reason(relation: SpellingRelation, antecedent: u32) -> Why {
    match relation {
        SpellingRelation::Variant => Why::Variant(antecedent),
        SpellingRelation::Surname => Why::Surname(antecedent),
        SpellingRelation::Given => Why::Given(antecedent),
        SpellingRelation::Acronym => Why::Acronym(antecedent),
        SpellingRelation::Defined => Why::Defined(antecedent),
        SpellingRelation::Head => Why::Head(antecedent),
    }
}

/// The candidate that a mention means.
///
/// An acronym means the body that was named in full last. A person is the only candidate with the same title ("Judge
/// Odhiambo"), else the only one of the sex that the title tells ("Ms Lal"), else the one named first: a story is about
/// somebody, and it calls the others of that name in full or by their given names. On voa dev the first one scores 99.0
/// (CoNLL over given mentions), the last one named 98.1.
fn choose(state: &SieveState, ambiguous: &AmbiguousSpelling, mention: u32) -> Option<u32> {
    let candidates = || ambiguous.candidates.iter().copied();
    let spelling = |full: u32| state.spellings.get(full as usize);
    let first_named = || candidates().min_by_key(|&full| spelling(full).map(Spelling::first_mention));
    if ambiguous.relation == SpellingRelation::Defined {
        let last_named_at = |&full: &u32| {
            let mentions = &spelling(full)?.mentions;
            mentions.partition_point(|&m| m < mention).checked_sub(1).and_then(|at| mentions.get(at).copied())
        };
        let last = candidates().filter(|full| last_named_at(full).is_some()).max_by_key(last_named_at);
        return last.or_else(first_named);
    }
    let word_before =
        |mention: u32| state.mentions.get(mention as usize).map_or("", |m| sex::word_before(state.text, m));
    let title = word_before(mention);
    if title.chars().next().is_some_and(char::is_uppercase) {
        let has_title = |&full: &u32| {
            spelling(full)
                .is_some_and(|s| s.mentions.iter().take(MAX_TITLED_MENTIONS).any(|&m| word_before(m) == title))
        };
        let mut titled = candidates().filter(has_title);
        if let (Some(one), None) = (titled.next(), titled.next()) {
            return Some(one);
        }
    }
    if let Some(sex) = sex_by_title(title) {
        let has_sex = |&full: &u32| {
            let titled = state.titled_sex.get(full as usize).copied().flatten();
            titled.or_else(|| sex::of_name(spelling(full)?)) == Some(sex)
        };
        let mut fitting = candidates().filter(has_sex);
        if let (Some(one), None) = (fitting.next(), fitting.next()) {
            return Some(one);
        }
    }
    first_named()
}
