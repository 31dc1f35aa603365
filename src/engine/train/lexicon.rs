//! Makes the lexicon: word lists, how words are cased, and clusters of words.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::cluster::{self, BigramCounts};
use super::corpus::Corpus;
use super::lists::{self, CaseCount, ListError};
use super::recipe::Recipe;
use crate::engine::lexicon::table::{Lexicon, Parts, Source, build};
use crate::text::sentence::sentences;
use crate::text::token::{Class, tokens};

/// Word lists of others, each the text of its file.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// GeoNames cities, JSON.
    pub cities: String,
    /// GeoNames countries, JSON.
    pub countries: String,
    /// Names of persons, one class of equivalent names a line.
    pub names: String,
}

/// Makes the sections of the lexicon from our own lists, those of others, and the words of all corpora.
pub fn make(
    recipe: &Recipe,
    corpora: &[Corpus],
    lists: &Lists,
    progress: &mut dyn FnMut(&str),
) -> Result<Parts<Vec<u8>>, ListError> {
    let mut source = Source::default();
    lists::own(&mut source);
    lists::cities(&mut source, &lists.cities)?;
    lists::countries(&mut source, &lists.countries)?;
    lists::names(&mut source, &lists.names);
    let mut prose: Vec<Vec<String>> = Vec::new();
    let mut case_counts: BTreeMap<String, CaseCount> = BTreeMap::new();
    for article in corpora.iter().flat_map(|c| &c.articles) {
        read_prose(&article.text, &mut prose, &mut case_counts);
    }
    lists::casing(&mut source, &case_counts);
    progress(&format!(
        "{} words in lists, {} phrases, {} sentences for clusters",
        source.words.len(),
        source.phrases.len(),
        prose.len()
    ));
    let settings = &recipe.lexicon;
    let counts = BigramCounts::new(prose.iter().map(|s| s.iter().map(String::as_str).collect()), settings.least);
    let cluster_of = cluster::exchange(&counts, settings.clusters, settings.rounds, |round, moved| {
        progress(&format!("clusters, round {round}: {moved} of {} words moved", counts.words.len()));
    });
    source.coarse = cluster::coarsen(&counts, &cluster_of, settings.clusters, settings.coarse, settings.rounds);
    // The first two numbers are no words.
    for (word, cluster) in counts.words.iter().zip(&cluster_of).skip(2) {
        source.clusters.insert(word.clone(), *cluster);
    }
    Ok(build(&source))
}

/// Adds the sentences of prose in a text, as words whose digits are all `0`, and counts how their words are cased. Prose is
/// a sentence more than half of whose tokens begin in lower case; headlines and lists are left out.
fn read_prose(text: &str, prose: &mut Vec<Vec<String>>, case_counts: &mut BTreeMap<String, CaseCount>) {
    let starts_lower = |word: &str| word.chars().next().is_some_and(char::is_lowercase);
    let tokens = tokens(text);
    for sentence in sentences(text, &tokens) {
        let tokens = tokens.get(sentence.tokens()).unwrap_or(&[]);
        if tokens.iter().filter(|t| starts_lower(t.slice(text))).count() * 2 <= tokens.len() {
            continue;
        }
        let mut words = Vec::with_capacity(tokens.len());
        for (i, token) in tokens.iter().enumerate() {
            let written = token.slice(text);
            let word: String = written
                .chars()
                .map(|c| match c {
                    '0'..='9' => '0',
                    '’' => '\'',
                    c => c,
                })
                .collect();
            if token.class == Class::Word {
                let count = case_counts.entry(word.to_lowercase()).or_default();
                if starts_lower(written) {
                    count.lower += 1;
                } else if i > 0 {
                    count.capital += 1;
                }
            }
            words.push(word);
        }
        prose.push(words);
    }
}

/// Opens the lexicon in sections that were just made.
pub fn open(parts: &Parts<Vec<u8>>) -> Lexicon {
    let owned = |bytes: &Vec<u8>| Cow::Owned(bytes.clone());
    Lexicon::new(Parts {
        sets: owned(&parts.sets),
        coarse: owned(&parts.coarse),
        words: owned(&parts.words),
        phrases: owned(&parts.phrases),
    })
}
