//! Coreference within one article: which mentions refer to the same person, institution or place.
//!
//! The method is a sequence of sieves, the most precise first (Raghunathan et al. 2010). A sieve looks at the distinct
//! *spellings* of the article's names and unites those that name one referent; later sieves build on its result. Two last
//! sieves give pronouns and descriptions an antecedent, mention by mention.
//!
//! Promises: every given mention comes back, in order, in exactly one chain, with the reason why it is there. Two people of
//! one surname stay apart. No step is quadratic in the number of mentions. The module knows one article and no archive; who
//! somebody is beyond this text is decided by `link`.

mod acronym;
mod ambiguous;
mod antecedents;
mod chains;
mod head;

mod nominal;
mod place;
mod pronoun;
mod quote;
mod salience;
mod sex;
mod similarity;
mod spelling;
mod spelling_sets;
mod state;
mod surname;
mod variant;
mod word_index;

use crate::engine::input::{DetectedMention, TokenizedText};
use crate::engine::role::attach;
use crate::news::mention::{Annotations, Form};

use ambiguous::ResolvedNames;
use spelling_sets::SpellingSets;
use state::SieveState;

/// Puts every one of `mentions` into a chain; a mention that refers to nobody else here gets a chain of its own.
///
/// `mentions` ascend by start, the longer first where starts are equal.
pub fn resolve_given(input: TokenizedText, mentions: &[DetectedMention]) -> Annotations {
    resolve_all(input, mentions, true)
}

/// Finds pronouns and descriptions beside the names and roles of `mentions` and puts them all into chains. A pronoun or
/// description without a likely antecedent is left out of the result.
///
/// `mentions` ascend by start, the longer first where starts are equal.
pub fn resolve(input: TokenizedText, mentions: &[DetectedMention]) -> Annotations {
    let mut all = mentions.to_vec();
    let names: Vec<DetectedMention> = mentions.iter().copied().filter(|m| m.form == Form::Name).collect();
    all.extend(pronoun::find(input.text, input.tokens, &nominal::covered(input.tokens, &names)));
    all.extend(nominal::find(input, mentions, &nominal::covered(input.tokens, mentions)));
    all.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    // Of mentions that overlap the one that begins first stays. Roles may overlap: they hold names.
    let mut end = 0;
    all.retain(|m| {
        let free = m.form == Form::Role || m.span.start >= end;
        if free && m.form != Form::Role {
            end = m.span.end;
        }
        free
    });
    resolve_all(input, &all, false)
}

/// Runs the sieves, the most precise first.
fn resolve_all(input: TokenizedText, mentions: &[DetectedMention], given: bool) -> Annotations {
    let text = input.text;
    let (mut spellings, mut spelling_of) = spelling::spellings(text, mentions);
    spelling::split_affiliated(text, mentions, &mut spellings, &mut spelling_of);
    let titled_sex = sex::by_titles(text, mentions, &spellings);
    let sets = SpellingSets::new(spellings.len());
    let mut state = SieveState { text, mentions, spellings, spelling_of, titled_sex, sets, ambiguous: Vec::new() };
    acronym::unite_defined(&mut state);
    variant::unite(&mut state);
    acronym::unite_initials(&mut state);
    head::unite(&mut state);
    place::unite(&mut state);
    surname::unite(&mut state);
    let names = ResolvedNames::new(&state);
    let bearers = attach::bearers(text, mentions);
    let antecedents = antecedents::find(&antecedents::Context {
        state: &state,
        tokens: input.tokens,
        sentences: input.sentences,
        names: &names,
        bearers: &bearers,
        given,
    });
    let mut out = chains::build(&state, &names, &bearers, &antecedents, given);
    out.sentences = input.sentences.iter().map(|s| s.span).collect();
    out
}
