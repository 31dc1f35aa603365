//! The recipe: from which corpora the weights are made, and with which hyperparameters. A TOML file; an unknown key is an
//! error.

use serde::Deserialize;
use thiserror::Error;

/// The recipe of the embedded weights.
pub const SHIPPED: &str = include_str!("recipe.toml");

/// A recipe.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// The seed of every random choice.
    pub seed: u64,
    /// How the lexicon is made.
    pub lexicon: LexiconRecipe,
    /// How the CRF of names is trained.
    pub field: CrfRecipe,
    /// How the CRF of roles is trained.
    pub role: CrfRecipe,
    /// The corpora to read.
    pub corpus: Vec<CorpusRecipe>,
}

/// How the lexicon is made.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LexiconRecipe {
    /// The file of GeoNames cities, JSON.
    pub cities: String,
    /// The file of GeoNames countries, JSON.
    pub countries: String,
    /// The file of names of persons, one class of equivalent names a line.
    pub names: String,
    /// A word gets a cluster if it occurs at least so often.
    pub least: u32,
    /// The number of clusters.
    pub clusters: usize,
    /// The number of coarse clusters.
    pub coarse: usize,
    /// The most rounds of the exchange algorithm.
    pub rounds: u32,
}

/// How a CRF is trained. What has a default concerns names only.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrfRecipe {
    /// The number of passes over all samples.
    pub epochs: u32,
    /// The initial step length of AdaGrad.
    pub rate: f32,
    /// The strength of L2 regularisation.
    pub l2: f32,
    /// The strength of L1 regularisation.
    pub l1: f32,
    /// The probability that a position hides its lexical features.
    pub dropout: f32,
    /// The probability that a segment hides its consistency features.
    #[serde(default)]
    pub silence: f32,
    /// The number of folds for the first readings.
    #[serde(default)]
    pub folds: usize,
    /// A segment with silver labels counts if the CRF of the gold labels gives them at least this probability.
    #[serde(default)]
    pub doubt: f32,
    /// The number of passes when the CRFs of the first readings are trained.
    #[serde(default)]
    pub fold_epochs: u32,
    /// A feature is kept if it occurs at least so often.
    pub least: u32,
    /// The most features kept in the weights.
    pub rows: usize,
}

/// One corpus of the recipe.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorpusRecipe {
    /// A file (`.jsonl`, `.jsonl.gz`, `.ann`) or a folder of `.ann` files.
    pub path: String,
    /// How much each of its samples counts; at 0 its words are used for clusters only.
    pub weight: f32,
    /// Whether it follows our own annotation standard.
    #[serde(default)]
    pub own: bool,
    /// Whether a machine made its labels ("silver"): then only those count that a CRF of the other corpora finds likely.
    #[serde(default)]
    pub silver: bool,
    /// How many copies with other names are added of each article, at half the weight.
    #[serde(default)]
    pub copies: u32,
}

/// A recipe that cannot be read.
#[derive(Debug, Error)]
#[error("the recipe cannot be read")]
pub struct RecipeError(#[from] toml::de::Error);

/// Parses a recipe in TOML.
pub fn parse(text: &str) -> Result<Recipe, RecipeError> {
    Ok(toml::from_str(text)?)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_shipped_recipe_is_valid() {
        super::parse(super::SHIPPED).unwrap();
    }
}
