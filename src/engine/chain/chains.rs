//! From sets of spellings and antecedents to the chains of the article, numbered, named, and each mention with its reason.

use std::borrow::Cow;
use std::collections::HashMap;

use super::ambiguous::ResolvedNames;
use super::antecedents::Antecedents;
use super::state::SieveState;
use crate::news::mention::{Annotations, Chain, Form, Kind, Mention, Why};
use crate::text::clean;

/// The most roles that a chain keeps.
const MAX_ROLES: usize = 16;

/// Builds the annotations of the article, without its sentences.
///
/// Chains are numbered in the order of their first mentions. A mention that belongs to no set and has no antecedent gets a
/// chain of its own if the mentions were `given`; otherwise it is left out.
pub fn build(
    state: &SieveState,
    names: &ResolvedNames,
    bearers: &[Option<u32>],
    antecedents: &Antecedents,
    given: bool,
) -> Annotations {
    let mut out = Annotations::default();
    let mut chain_of_set: HashMap<u32, u32> = HashMap::new();
    // For each mention its number in `out`, which differs once a mention was left out.
    let mut new_number: Vec<Option<u32>> = Vec::with_capacity(state.mentions.len());
    for (number, detected) in state.mentions.iter().enumerate() {
        let set = match detected.form {
            Form::Name => names.set(number as u32),
            Form::Role => bearers.get(number).copied().flatten().and_then(|bearer| names.set(bearer)),
            Form::Nominal | Form::Pronoun => antecedents.get(&(number as u32)).map(|&(set, _)| set),
        };
        if set.is_none() && !given {
            new_number.push(None);
            continue;
        }
        let new = out.mentions.len() as u32;
        new_number.push(Some(new));
        let mut kind = detected.kind;
        let chain = match set {
            Some(set) => *chain_of_set.entry(set).or_insert_with(|| open(&mut out, kind_of(state, set, kind))),
            None => open(&mut out, kind),
        };
        if let Some(chain) = out.chains.get_mut(chain as usize) {
            chain.mentions.push(new);
            if detected.form != Form::Name && !given {
                kind = chain.kind;
            }
        }
        out.mentions.push(Mention {
            span: detected.span,
            form: detected.form,
            kind,
            chain,
            score: detected.score,
            why: Why::First,
        });
    }
    give_reasons(state, names, bearers, antecedents, &new_number, &mut out);
    describe(state, &mut out);
    out
}

/// Opens a new chain and gives its number.
fn open(out: &mut Annotations, kind: Kind) -> u32 {
    out.chains.push(Chain { kind, name: String::new(), mentions: Vec::new(), roles: Vec::new() });
    out.chains.len() as u32 - 1
}

/// The kind of a set of spellings: that of its earliest spelling.
fn kind_of(state: &SieveState, set: u32, otherwise: Kind) -> Kind {
    state.spellings.get(set as usize).map_or(otherwise, |s| s.kind)
}

/// Fills in why each mention is in its chain.
fn give_reasons(
    state: &SieveState,
    names: &ResolvedNames,
    bearers: &[Option<u32>],
    antecedents: &Antecedents,
    new_number: &[Option<u32>],
    out: &mut Annotations,
) {
    let new = |old: u32| new_number.get(old as usize).copied().flatten().unwrap_or_default();
    for (number, detected) in state.mentions.iter().enumerate() {
        let Some(at) = new_number.get(number).copied().flatten() else { continue };
        let Some(chain) = out.mentions.get(at as usize).map(|m| m.chain) else { continue };
        let first = out.chains.get(chain as usize).and_then(|c| c.mentions.first().copied()).unwrap_or(at);
        let why = match detected.form {
            Form::Name => names.why(number as u32, first == at).map_or(Why::First, |why| renumbered(why, new)),
            Form::Role => bearers.get(number).copied().flatten().map_or(Why::First, |bearer| Why::Role(new(bearer))),
            Form::Nominal | Form::Pronoun => {
                antecedents.get(&(number as u32)).map_or(Why::First, |&(_, why)| renumbered(why, new))
            }
        };
        if let Some(mention) = out.mentions.get_mut(at as usize) {
            mention.why = why;
        }
    }
}

/// The same reason with the antecedent's new number.
fn renumbered(why: Why, new: impl Fn(u32) -> u32) -> Why {
    match why {
        Why::First => Why::First,
        Why::Exact(m) => Why::Exact(new(m)),
        Why::Surname(m) => Why::Surname(new(m)),
        Why::Given(m) => Why::Given(new(m)),
        Why::Variant(m) => Why::Variant(new(m)),
        Why::Acronym(m) => Why::Acronym(new(m)),
        Why::Defined(m) => Why::Defined(new(m)),
        Why::Head(m) => Why::Head(new(m)),
        Why::Role(m) => Why::Role(new(m)),
        Why::Description(m) => Why::Description(new(m)),
        Why::Pronoun(m) => Why::Pronoun(new(m)),
    }
}

/// Fills in the name and the distinct roles of each chain.
fn describe(state: &SieveState, out: &mut Annotations) {
    let mut chains = std::mem::take(&mut out.chains);
    for chain in &mut chains {
        chain.name = fullest_name(state, &out.mentions, &chain.mentions);
        for mention in chain.mentions.iter().filter_map(|&m| out.mentions.get(m as usize)) {
            if mention.form == Form::Role {
                let role = clean::name(mention.span.slice(state.text)).into_owned();
                if chain.roles.len() < MAX_ROLES && !chain.roles.contains(&role) {
                    chain.roles.push(role);
                }
            }
        }
    }
    out.chains = chains;
}

/// The name with the most words among `mentions`; of names with equally many the one that is not all in capitals, then the
/// longest, then the first. Names are compared as they are kept ([`clean::name`]): what is hidden in one adds nothing. Empty if
/// no mention is a name.
fn fullest_name(state: &SieveState, all: &[Mention], mentions: &[u32]) -> String {
    let mut best: Option<((usize, usize), Cow<str>)> = None;
    let mut last = "";
    for mention in mentions.iter().filter_map(|&m| all.get(m as usize)).filter(|m| m.form == Form::Name) {
        let written = mention.span.slice(state.text);
        if written == last {
            continue;
        }
        last = written;
        let name = clean::name(written);
        // An initial is no word here: `J. Smith` has one.
        let words = name.split([' ', '-']).filter(|w| w.chars().filter(|c| c.is_alphanumeric()).count() > 1);
        // Six bytes or less in capitals are an acronym, not a name from a headline in capitals.
        let all_caps = name.len() > 6 && !name.chars().any(char::is_lowercase);
        let rank = (words.count() * 2 + usize::from(!all_caps), name.len());
        if best.as_ref().is_none_or(|(top, _)| rank > *top) {
            best = Some((rank, name));
        }
    }
    best.map_or_else(String::new, |(_, name)| name.into_owned())
}
