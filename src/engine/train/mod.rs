//! Makes the weights: lexicon and clusters, then the field of names. Deterministic for a recipe and its inputs.
//!
//! Reads no files and no clock: the command line brings the texts and shows the progress.

pub mod augment;
pub mod cluster;
pub mod corpus;
pub mod field;
pub mod lists;
pub mod recipe;
pub mod role;

use std::collections::BTreeMap;

use crate::engine::lexicon::table::{Lexicon, Parts, Source, build};
use crate::text::sentence::sentences;
use crate::text::token::{Class, tokens};

use corpus::Article;
use lists::ListError;
use recipe::Recipe;

/// A corpus with its weight.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// How much each of its sentences counts; 0: read for clusters alone.
    pub weight: f32,
    /// Whether it follows the project's own standard.
    pub own: bool,
    /// How many copies with other names are added.
    pub copies: u32,
    /// Whether its labels are a machine's.
    pub silver: bool,
    /// Its texts.
    pub articles: Vec<Article>,
}

/// The lists of others, as they were read from their files.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// GeoNames cities.
    pub cities: String,
    /// GeoNames countries.
    pub countries: String,
    /// Person names.
    pub names: String,
}

/// Makes the sections of the lexicon.
pub fn lexicon(
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
    let mut written: Vec<Vec<String>> = Vec::new();
    let mut habits: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for article in corpora.iter().flat_map(|c| &c.articles) {
        words(&article.text, &mut written, &mut habits);
    }
    lists::habits(&mut source, &habits);
    progress(&format!(
        "{} words in lists, {} phrases, {} sentences for clusters",
        source.words.len(),
        source.phrases.len(),
        written.len()
    ));
    let settings = &recipe.lexicon;
    let numbers = cluster::numbers(written.iter().map(|s| s.iter().map(String::as_str).collect()), settings.least);
    let class = cluster::exchange(&numbers, settings.clusters, settings.rounds, |round, moved| {
        progress(&format!("clusters, round {round}: {moved} of {} words moved", numbers.words.len()));
    });
    source.coarse = cluster::coarsen(&numbers, &class, settings.clusters, settings.coarse, settings.rounds);
    for (word, class) in numbers.words.iter().zip(&class).skip(2) {
        source.clusters.insert(word.clone(), *class);
    }
    Ok(build(&source))
}

/// The words of a text, sentence by sentence, digits made alike, and how each is written inside of sentences.
fn words(text: &str, written: &mut Vec<Vec<String>>, habits: &mut BTreeMap<String, (u32, u32)>) {
    let tokens = tokens(text);
    for sentence in sentences(text, &tokens) {
        let tokens = tokens.get(sentence.tokens()).unwrap_or(&[]);
        let mut line = Vec::with_capacity(tokens.len());
        let lowers = tokens.iter().filter(|t| t.slice(text).chars().next().is_some_and(char::is_lowercase)).count();
        let prose = lowers * 2 > tokens.len();
        for (i, token) in tokens.iter().enumerate() {
            let word = token.slice(text);
            let plain: String = word
                .chars()
                .map(|c| {
                    if c.is_ascii_digit() {
                        '0'
                    } else if c == '’' {
                        '\''
                    } else {
                        c
                    }
                })
                .collect();
            if token.class == Class::Word && prose {
                let entry = habits.entry(plain.to_lowercase()).or_default();
                if word.chars().next().is_some_and(char::is_lowercase) {
                    entry.0 += 1;
                } else if i > 0 {
                    entry.1 += 1;
                }
            }
            line.push(plain);
        }
        if prose {
            written.push(line);
        }
    }
}

/// The lexicon over freshly made parts.
pub fn read_lexicon(parts: &Parts<Vec<u8>>) -> Lexicon {
    let own = |bytes: &Vec<u8>| std::borrow::Cow::Owned(bytes.clone());
    Lexicon::new(Parts {
        sets: own(&parts.sets),
        coarse: own(&parts.coarse),
        words: own(&parts.words),
        phrases: own(&parts.phrases),
    })
}
