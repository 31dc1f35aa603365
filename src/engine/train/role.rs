//! Trains the field of roles: articles with their names → samples of features and labels → weights.

use super::Corpus;
use super::corpus::Article;
use super::field::Features;
use super::recipe::FieldRecipe;
use crate::engine::chain::Cut;
use crate::engine::crf::fit::{Learnt, Options, Sample, fit};
use crate::engine::lexicon::table::Lexicon;
use crate::engine::ner::Spotted;
use crate::engine::ner::form::Memory;
use crate::engine::role::features::{Cells, windows};
use crate::engine::role::words::Words;
use crate::engine::role::{BEGIN, INSIDE, LABELS, OUT, steps};
use crate::text::sentence::sentences;
use crate::text::span::Span;
use crate::text::token::{Token, tokens};

/// Samples made of articles, and what went wrong on the way.
#[derive(Debug, Default)]
pub struct RoleSamples {
    words: Words,
    samples: Vec<Sample>,
    features: Features,
    /// Roles read.
    pub roles: usize,
    /// Roles that are in no window, or with a boundary inside a token.
    pub unseen: usize,
}

impl RoleSamples {
    /// Adds all windows of an article.
    pub fn add(&mut self, article: &Article, corpus: &Corpus, lexicon: &Lexicon, memory: &mut Memory) {
        let text = &article.text;
        let tokens = tokens(text);
        let sentences = sentences(text, &tokens);
        let names: Vec<Spotted> = article
            .names
            .iter()
            .filter_map(|(span, label)| {
                let (first, last) = whole(&tokens, *span)?;
                Some(Spotted { span: *span, first: first as u32, last: last as u32, label: *label, score: 1.0 })
            })
            .collect();
        let roles: Vec<(usize, usize)> = article.roles.iter().filter_map(|span| whole(&tokens, *span)).collect();
        let cut = Cut { text, tokens: &tokens, sentences: &sentences };
        let mut cells = Cells::default();
        let mut seen = 0;
        for window in windows(&sentences, &names) {
            cells.read(cut, &window, &names, (&self.words, lexicon), memory);
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
                sample.rows.extend(own.into_iter().chain(other).map(|key| self.features.number(key)));
                sample.ends.push(sample.rows.len() as u32);
            }
            self.samples.push(sample);
        }
        self.roles += article.roles.len();
        self.unseen += article.roles.len().saturating_sub(seen);
    }

    /// Leaves out the features that occur less than `least` times; gives how many are left.
    pub fn thin(&mut self, least: u32) -> usize {
        self.features.thin(&mut self.samples, least);
        self.features.keys().len()
    }

    /// The keys of the features, by row.
    pub fn keys(&self) -> &[u64] {
        self.features.keys()
    }

    /// Learns the weights of roles.
    pub fn learn(&self, recipe: FieldRecipe, seed: u64, progress: impl FnMut(u32, f64)) -> Learnt<LABELS> {
        let FieldRecipe { epochs, rate, l2, l1, dropout, .. } = recipe;
        let options = Options { epochs, rate, l2, l1, dropout, silence: 0.0, seed };
        fit(&self.samples.iter().collect::<Vec<_>>(), self.keys().len(), &steps(), options, progress)
    }
}

/// First and one past the last token of a span that cuts through none.
fn whole(tokens: &[Token], span: Span) -> Option<(usize, usize)> {
    let first = tokens.partition_point(|t| t.start < span.start);
    let last = tokens.partition_point(|t| t.end <= span.end);
    let begins = tokens.get(first).is_some_and(|t| t.start == span.start);
    let ends = last.checked_sub(1).and_then(|l| tokens.get(l)).is_some_and(|t| t.end == span.end);
    (begins && ends && first < last).then_some((first, last))
}
