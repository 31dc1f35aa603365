//! Training samples of the CRF of names: the segments of annotated articles with their features and tags.

use std::ops::Range;

use super::corpus::{Corpus, GoldArticle};
use super::feature_index::FeatureIndex;
use super::recipe::CrfRecipe;
use crate::engine::crf::fit::{Parameters, Sample, TrainingOptions, fit};
use crate::engine::crf::lattice::Lattice;
use crate::engine::crf::transitions::Transitions;
use crate::engine::lexicon::Class;
use crate::engine::lexicon::table::Lexicon;
use crate::engine::ner::consistency::{self, TagVotes};
use crate::engine::ner::feature::{self, SentenceView};
use crate::engine::ner::form::{self, CENTER, FormCache, WINDOW};
use crate::engine::ner::label::Label;
use crate::engine::ner::likeliest;
use crate::engine::ner::passage::{Passage, passages};
use crate::engine::ner::tag::{self, TAGS};
use crate::text::sentence::sentences;
use crate::text::token::tokens;

/// A name as a range of tokens with its label.
type TokenName = (usize, usize, Label);

/// The samples, one for each segment, and counts of the names that could not be used.
#[derive(Debug, Default)]
pub struct NameSamples {
    /// The samples, in the order of the articles and their segments.
    pub samples: Vec<Sample>,
    /// Their features.
    pub features: FeatureIndex,
    /// How many names the articles have.
    pub names: usize,
    /// Of these, names that begin or end inside a token.
    pub torn: usize,
    /// Of these, names that lie in no segment, so that they can never be found.
    pub unseen: usize,
    /// For each sample the number of its article.
    articles: Vec<usize>,
    article_count: usize,
}

impl NameSamples {
    /// Adds the samples of an article.
    pub fn add(&mut self, article: &GoldArticle, corpus: &Corpus, lexicon: &Lexicon, forms: &mut FormCache) {
        let text = &article.text;
        let tokens = tokens(text);
        let sentences = sentences(text, &tokens);
        let mut names = Vec::new();
        for (span, label) in &article.names {
            let first = tokens.partition_point(|t| t.start < span.start);
            let last = tokens.partition_point(|t| t.end <= span.end);
            let fits = tokens.get(first).is_some_and(|t| t.start == span.start)
                && last.checked_sub(1).and_then(|l| tokens.get(l)).is_some_and(|t| t.end == span.end);
            self.names += 1;
            if fits && last > first {
                names.push((first, last, *label));
            } else {
                self.torn += 1;
            }
        }
        let mut passage = Passage::default();
        for sentences in passages(&sentences) {
            forms.shrink();
            passage.read(text, &tokens, sentences, forms, lexicon);
            self.add_passage(&passage, forms, lexicon, &names, corpus);
        }
        self.article_count += 1;
    }

    fn add_passage(
        &mut self,
        passage: &Passage,
        forms: &FormCache,
        lexicon: &Lexicon,
        names: &[TokenName],
        corpus: &Corpus,
    ) {
        let mut seen = 0;
        let end = passage.offset + passage.tokens.len();
        for segment in passage.segments() {
            let (from, to) = (passage.offset + segment.start, passage.offset + segment.end);
            let mut inside: Vec<TokenName> =
                names.iter().filter(|n| n.0 >= from && n.1 <= to).map(|n| (n.0 - from, n.1 - from, n.2)).collect();
            seen += inside.len();
            if !corpus.own {
                add_nationalities(passage, forms, segment.clone(), &mut inside);
            }
            let features = segment_features(passage, forms, lexicon, segment.clone());
            let mut sample =
                Sample { labels: tag::tags(segment.len(), inside), weight: corpus.weight, ..Sample::default() };
            for (lexical, other) in features {
                sample.lexical.push(lexical.len() as u16);
                sample.features.extend(lexical.into_iter().chain(other).map(|key| self.features.number(key)));
                sample.ends.push(sample.features.len() as u32);
            }
            self.samples.push(sample);
            self.articles.push(self.article_count);
        }
        let in_passage = names.iter().filter(|n| n.0 >= passage.offset && n.1 <= end).count();
        self.unseen += in_passage - seen;
    }

    /// Drops the features that occur less than `least` times.
    pub fn drop_rare(&mut self, least: u32) {
        self.features.drop_rare(&mut self.samples, least);
    }

    /// Of the first `gold` samples those of the articles that are not in a fold. Article `n` is in fold `n % folds`.
    pub fn without(&self, gold: usize, fold: usize, folds: usize) -> Vec<&Sample> {
        let gold = self.samples.iter().zip(&self.articles).take(gold);
        gold.filter(|(_, article)| *article % folds != fold).map(|(sample, _)| sample).collect()
    }

    /// Adds the consistency features of each article, from a first reading of it.
    ///
    /// `folds` are CRFs that were trained without one fold each ([`Self::without`]). An article is read by the one that has
    /// not seen it: a CRF is much surer of its own training texts than of any text it will read.
    pub fn add_consistency<'a>(
        &mut self,
        articles: impl Iterator<Item = &'a GoldArticle>,
        lexicon: &Lexicon,
        forms: &mut FormCache,
        folds: &[Parameters<TAGS>],
    ) {
        let mut next_sample = 0;
        let (mut passage, mut votes) = (Passage::default(), TagVotes::default());
        for (number, article) in articles.enumerate() {
            let Some(parameters) = folds.get(number % folds.len().max(1)) else { continue };
            let tokens = tokens(&article.text);
            for sentences in passages(&sentences(&article.text, &tokens)) {
                forms.shrink();
                passage.read(&article.text, &tokens, sentences, forms, lexicon);
                next_sample = self.add_passage_consistency(&passage, forms, parameters, &mut votes, next_sample);
            }
        }
    }

    /// Adds the consistency features of one passage, whose first sample is number `first`; gives the number after its last.
    fn add_passage_consistency(
        &mut self,
        passage: &Passage,
        forms: &FormCache,
        parameters: &Parameters<TAGS>,
        votes: &mut TagVotes,
        first: usize,
    ) -> usize {
        votes.clear();
        let potentials = parameters.transitions.potentials();
        let mut lattice = Lattice::new();
        let (mut tags, mut marginals) = (Vec::new(), Vec::new());
        let mut next = first;
        for segment in passage.segments() {
            let view = SentenceView::of_token(passage, forms, segment.start);
            let (Some(sample), Some(view)) = (self.samples.get(next), view) else { continue };
            next += 1;
            run_lattice(&mut lattice, sample, parameters, &potentials);
            tags.clear();
            for (at, token) in segment.clone().enumerate() {
                let probabilities = lattice.marginals(at);
                votes.record(&view, token, &probabilities);
                tags.push(likeliest(&probabilities));
                marginals.push(probabilities);
            }
            consistency::names_of(&tags, |first, last, label| {
                votes.record_name(&view, segment.start + first, segment.start + last, label);
            });
        }
        let mut marginals = marginals.iter();
        for (number, segment) in (first..).zip(passage.segments()) {
            let view = SentenceView::of_token(passage, forms, segment.start);
            let (Some(sample), Some(view)) = (self.samples.get_mut(number), view) else { continue };
            let mut features = Vec::with_capacity(sample.features.len() + 8 * segment.len());
            let mut ends = Vec::with_capacity(segment.len());
            for (at, token) in segment.enumerate() {
                features.extend_from_slice(sample.features_at(at));
                let before = features.len();
                if let Some(own) = marginals.next() {
                    votes.emit(&view, token, own, |key| features.push(self.features.number(key)));
                }
                sample.consistency.push((features.len() - before) as u16);
                ends.push(features.len() as u32);
            }
            sample.features = features;
            sample.ends = ends;
        }
        next
    }

    /// Drops, of the samples from number `gold` on, those whose tags the CRF finds less likely than `threshold`.
    pub fn drop_unlikely(&mut self, gold: usize, parameters: &Parameters<TAGS>, threshold: f32) {
        let potentials = parameters.transitions.potentials();
        let mut lattice = Lattice::new();
        let mut number = 0;
        self.samples.retain(|sample| {
            number += 1;
            if number <= gold {
                return true;
            }
            run_lattice(&mut lattice, sample, parameters, &potentials);
            let tags: Vec<usize> = sample.labels.iter().map(|l| *l as usize).collect();
            let (Some(&first), Some(&last)) = (tags.first(), tags.last()) else { return false };
            let mut probability = lattice.forward(0, first);
            for (i, pair) in tags.windows(2).enumerate() {
                if let [from, to] = pair {
                    probability *= lattice.transition(&potentials, i + 1, *from, *to);
                }
            }
            probability * lattice.backward(tags.len() - 1, last) >= threshold
        });
    }
}

/// Runs forward–backward over a sample.
fn run_lattice(
    lattice: &mut Lattice<TAGS>,
    sample: &Sample,
    parameters: &Parameters<TAGS>,
    potentials: &Transitions<TAGS>,
) {
    lattice.emissions.clear();
    lattice.emissions.extend((0..sample.labels.len()).map(|i| parameters.scores(sample.features_at(i))));
    lattice.forward_backward(potentials);
}

/// The features of each token of a segment: the lexical ones, and the others.
fn segment_features(
    passage: &Passage,
    forms: &FormCache,
    lexicon: &Lexicon,
    segment: Range<usize>,
) -> Vec<(Vec<u64>, Vec<u64>)> {
    let mut out = vec![(Vec::new(), Vec::new()); segment.len()];
    let Some(view) = SentenceView::of_token(passage, forms, segment.start) else { return out };
    feature::emit_phrases(&view, segment.clone(), lexicon, |token, key| {
        if let Some((_, other)) = out.get_mut(token - segment.start) {
            other.push(key);
        }
    });
    for (token, (lexical, other)) in segment.zip(&mut out) {
        let mut push = |key, is_lexical| if is_lexical { lexical.push(key) } else { other.push(key) };
        feature::emit(&view, token, &mut push);
        for slot in 0..WINDOW {
            let at = (token + slot).checked_sub(CENTER).filter(|k| (view.start..view.end).contains(k));
            if let Some(form) = at.and_then(|k| passage.form(k, forms)) {
                form::emit(form, slot, &mut push);
            }
        }
    }
    out
}

/// Adds the nationality words of the lexicon that are in no name. Corpora of other standards do not mark them.
fn add_nationalities(passage: &Passage, forms: &FormCache, segment: Range<usize>, names: &mut Vec<TokenName>) {
    for (at, token) in segment.enumerate() {
        let known = passage.form(token, forms).is_some_and(|f| f.is(Class::Nationality) && f.capital());
        if known && !names.iter().any(|n| n.0 <= at && at < n.1) {
            names.push((at, at + 1, Label::Nationality));
        }
    }
}

/// Trains a CRF of names on some of the samples. `features` is the number of features.
pub fn learn(
    samples: &[&Sample],
    features: usize,
    recipe: CrfRecipe,
    seed: u64,
    progress: impl FnMut(u32, f64),
) -> Parameters<TAGS> {
    let CrfRecipe { epochs, rate, l2, l1, dropout, silence, .. } = recipe;
    let options = TrainingOptions { epochs, rate, l2, l1, dropout, consistency_dropout: silence, seed };
    fit(samples, features, &tag::transitions(), options, progress)
}
