//! What to train from and how: the recipe file, in TOML, parsed and checked.

use serde::Deserialize;
use thiserror::Error;

/// The recipe as shipped.
pub const SHIPPED: &str = include_str!("recipe.toml");

/// A recipe.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Seed of every throw of the dice.
    pub seed: u64,
    /// How the lexicon is made.
    pub lexicon: LexiconRecipe,
    /// How the field of names is trained.
    pub field: FieldRecipe,
    /// How the field of roles is trained.
    pub role: FieldRecipe,
    /// What to read.
    pub corpus: Vec<CorpusRecipe>,
}

/// How the lexicon is made.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LexiconRecipe {
    /// GeoNames cities as JSON.
    pub cities: String,
    /// GeoNames countries as JSON.
    pub countries: String,
    /// Classes of person names, one a line.
    pub names: String,
    /// Least count of a word that gets a cluster.
    pub least: u32,
    /// Number of clusters.
    pub clusters: usize,
    /// Number of coarser clusters.
    pub coarse: usize,
    /// Rounds of exchange.
    pub rounds: u32,
}

/// How a field is trained.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldRecipe {
    /// Passes.
    pub epochs: u32,
    /// First step length.
    pub rate: f32,
    /// Pull to zero by the square.
    pub l2: f32,
    /// Pull to zero by the absolute value.
    pub l1: f32,
    /// Probability that a word is not shown.
    pub dropout: f32,
    /// Probability that a stretch is shown without the echoes of the rest of its text.
    #[serde(default)]
    pub silence: f32,
    /// Into how many parts the articles are dealt for the first reading.
    #[serde(default)]
    pub folds: usize,
    /// Least probability of a stretch of silver labels that counts.
    #[serde(default)]
    pub doubt: f32,
    /// Passes of the first readings.
    #[serde(default)]
    pub fold_epochs: u32,
    /// Least count of a feature.
    pub least: u32,
    /// Most rows kept.
    pub rows: usize,
}

/// One corpus.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorpusRecipe {
    /// A file (`.jsonl`, `.jsonl.gz`, `.ann`) or a folder of `.ann` files.
    pub path: String,
    /// How much each of its sentences counts; 0: read for clusters alone.
    pub weight: f32,
    /// Whether it follows the project's own annotation standard.
    #[serde(default)]
    pub own: bool,
    /// Whether its labels are a machine's: only those count that the field learnt from the other corpora finds likely.
    #[serde(default)]
    pub silver: bool,
    /// How many copies with other names are added, at half the weight.
    #[serde(default)]
    pub copies: u32,
}

/// The recipe cannot be read.
#[derive(Debug, Error)]
#[error("the recipe cannot be read: {0}")]
pub struct RecipeError(#[from] toml::de::Error);

/// Parses a recipe.
pub fn parse(text: &str) -> Result<Recipe, RecipeError> {
    Ok(toml::from_str(text)?)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_shipped_recipe_is_right() {
        super::parse(super::SHIPPED).unwrap();
    }
}
