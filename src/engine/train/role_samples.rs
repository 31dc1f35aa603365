//! Training samples of the CRF of roles: the windows round the persons of annotated articles, with features and labels.

use super::corpus::{Corpus, GoldArticle};
use super::feature_index::FeatureIndex;
use super::recipe::CrfRecipe;
use crate::engine::crf::fit::{Parameters, Sample, TrainingOptions, fit};
use crate::engine::input::TokenizedText;
use crate::engine::lexicon::table::Lexicon;
use crate::engine::ner::NameSpan;
use crate::engine::ner::form::FormCache;
use crate::engine::role::features::{Cells, windows};
use crate::engine::role::label::{BEGIN, INSIDE, LABELS, OUT, transitions};
use crate::engine::role::words::Words;
use crate::text::sentence::sentences;
use crate::text::span::Span;
use crate::text::token::{Token, tokens};

/// The samples, one for each window, and counts of the roles that could not be used.
#[derive(Debug, Default)]
pub struct RoleSamples {
    words: Words,
    samples: Vec<Sample>,
    features: FeatureIndex,
    /// How many roles the articles have.
    pub roles: usize,
    /// Of these, roles that lie in no window or begin or end inside a token.
    pub unseen: usize,
}

impl RoleSamples {
    /// Adds the samples of an article.
    pub fn add(&mut self, article: &GoldArticle, corpus: &Corpus, lexicon: &Lexicon, forms: &mut FormCache) {
        let text = &article.text;
        let tokens = tokens(text);
        let sentences = sentences(text, &tokens);
        let names: Vec<NameSpan> = article
            .names
            .iter()
            .filter_map(|(span, label)| {
                let (first, last) = token_range(&tokens, *span)?;
                Some(NameSpan { span: *span, first: first as u32, last: last as u32, label: *label, score: 1.0 })
            })
            .collect();
        let roles: Vec<(usize, usize)> = article.roles.iter().filter_map(|span| token_range(&tokens, *span)).collect();
        let input = TokenizedText { text, tokens: &tokens, sentences: &sentences };
        let mut cells = Cells::default();
        let mut seen = 0;
        for window in windows(&sentences, &names) {
            cells.read(input, &window, &names, (&self.words, lexicon), forms);
            let mut labels = vec![OUT; window.len()];
            for &(first, last) in roles.iter().filter(|r| window.start <= r.0 && r.1 <= window.end) {
                seen += 1;
                for (n, label) in labels.iter_mut().skip(first - window.start).take(last - first).enumerate() {
                    *label = if n == 0 { BEGIN } else { INSIDE };
                }
            }
            let mut sample = Sample { labels, weight: corpus.weight, ..Sample::default() };
            for place in 0..window.len() {
                let (mut own, mut other) = (Vec::new(), Vec::new());
                cells.emit(place, |key, lexical| if lexical { own.push(key) } else { other.push(key) });
                sample.lexical.push(own.len() as u16);
                sample.features.extend(own.into_iter().chain(other).map(|key| self.features.number(key)));
                sample.ends.push(sample.features.len() as u32);
            }
            self.samples.push(sample);
        }
        self.roles += article.roles.len();
        self.unseen += article.roles.len().saturating_sub(seen);
    }

    /// Drops the features that occur less than `least` times; gives how many are left.
    pub fn drop_rare(&mut self, least: u32) -> usize {
        self.features.drop_rare(&mut self.samples, least);
        self.features.keys().len()
    }

    /// The hash of each feature, by number.
    pub fn keys(&self) -> &[u64] {
        self.features.keys()
    }

    /// Trains the CRF of roles.
    pub fn learn(&self, recipe: CrfRecipe, seed: u64, progress: impl FnMut(u32, f64)) -> Parameters<LABELS> {
        let CrfRecipe { epochs, rate, l2, l1, dropout, .. } = recipe;
        let options = TrainingOptions { epochs, rate, l2, l1, dropout, consistency_dropout: 0.0, seed };
        fit(&self.samples.iter().collect::<Vec<_>>(), self.keys().len(), &transitions(), options, progress)
    }
}

/// The first and one past the last token of a span; `None` if it begins or ends inside a token.
fn token_range(tokens: &[Token], span: Span) -> Option<(usize, usize)> {
    let first = tokens.partition_point(|t| t.start < span.start);
    let last = tokens.partition_point(|t| t.end <= span.end);
    let begins = tokens.get(first).is_some_and(|t| t.start == span.start);
    let ends = last.checked_sub(1).and_then(|l| tokens.get(l)).is_some_and(|t| t.end == span.end);
    (begins && ends && first < last).then_some((first, last))
}
