//! Trains the field of names: articles → samples of features and tags → weights.

use std::collections::HashMap;

use super::Corpus;
use super::corpus::Article;
use super::recipe::FieldRecipe;
use crate::engine::crf::fit::{Learnt, Options, Sample, fit};
use crate::engine::crf::lattice::Lattice;
use crate::engine::lexicon::Class;
use crate::engine::lexicon::table::Lexicon;
use crate::engine::ner::consistency::{self, Echo};
use crate::engine::ner::feature::{self, View};
use crate::engine::ner::form::{self, Memory, SLOTS};
use crate::engine::ner::page::Page;
use crate::engine::ner::tag::{self, TAGS};
use crate::engine::ner::{Label, likeliest, pages};
use crate::text::sentence::sentences;
use crate::text::token::tokens;

/// Numbers features as they come.
#[derive(Debug, Default)]
pub struct Features {
    numbers: HashMap<u64, u32>,
    keys: Vec<u64>,
    counts: Vec<u32>,
}

impl Features {
    /// The number of a feature, counted once more.
    pub fn number(&mut self, key: u64) -> u32 {
        let next = self.keys.len() as u32;
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.keys.push(key);
            self.counts.push(0);
        }
        if let Some(count) = self.counts.get_mut(number as usize) {
            *count += 1;
        }
        number
    }

    /// Leaves out the features that occur less than `least` times.
    pub fn thin(&mut self, samples: &mut [Sample], least: u32) {
        let mut keys = Vec::new();
        let new: Vec<Option<u32>> = self
            .keys
            .iter()
            .zip(&self.counts)
            .map(|(key, count)| {
                (*count >= least).then(|| {
                    keys.push(*key);
                    keys.len() as u32 - 1
                })
            })
            .collect();
        for sample in samples {
            let mut rows = Vec::with_capacity(sample.rows.len());
            let mut begin = 0;
            for (end, lexical) in sample.ends.iter_mut().zip(&mut sample.lexical) {
                let all = sample.rows.get(begin..*end as usize).unwrap_or(&[]);
                begin = *end as usize;
                let mut kept = 0;
                for (i, row) in all.iter().enumerate() {
                    if let Some(Some(row)) = new.get(*row as usize) {
                        rows.push(*row);
                        kept += u16::from(i < *lexical as usize);
                    }
                }
                *lexical = kept;
                *end = rows.len() as u32;
            }
            sample.rows = rows;
        }
        *self = Self { keys, ..Self::default() };
    }

    /// The keys, by row.
    pub fn keys(&self) -> &[u64] {
        &self.keys
    }
}

/// Samples made of articles, and what went wrong on the way.
#[derive(Debug, Default)]
pub struct Samples {
    /// The samples.
    pub samples: Vec<Sample>,
    /// Their features.
    pub features: Features,
    /// Names read.
    pub names: usize,
    /// Names with a boundary inside a token.
    pub torn: usize,
    /// Names where the field does not look.
    pub unseen: usize,
    /// For each sample, the number of its article.
    articles: Vec<usize>,
    count: usize,
}

impl Samples {
    /// Adds all samples of an article.
    pub fn add(&mut self, article: &Article, corpus: &Corpus, lexicon: &Lexicon, memory: &mut Memory) {
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
        let mut page = Page::default();
        for part in pages(&sentences) {
            memory.settle();
            page.read(text, &tokens, part, memory, lexicon);
            self.page(&page, memory, lexicon, &names, corpus);
        }
        self.count += 1;
    }

    /// Adds what the first reading hears elsewhere in each article. That reading is done by a field that has not learnt
    /// from the article: the articles are dealt into `folds`, and each is read by the field learnt from the others.
    pub fn echo<'a>(
        &mut self,
        articles: impl Iterator<Item = &'a Article>,
        lexicon: &Lexicon,
        memory: &mut Memory,
        folds: &[Learnt<TAGS>],
    ) {
        let mut at = 0;
        let (mut page, mut echo) = (Page::default(), Echo::default());
        for (number, article) in articles.enumerate() {
            let Some(field) = folds.get(number % folds.len().max(1)) else { continue };
            let tokens = tokens(&article.text);
            for part in pages(&sentences(&article.text, &tokens)) {
                memory.settle();
                page.read(&article.text, &tokens, part, memory, lexicon);
                at = self.echo_page(&page, memory, field, &mut echo, at);
            }
        }
    }

    /// Adds the echoes of one page, whose first sample is number `first`; gives the number after its last.
    fn echo_page(
        &mut self,
        page: &Page,
        memory: &Memory,
        field: &Learnt<TAGS>,
        echo: &mut Echo,
        first: usize,
    ) -> usize {
        echo.clear();
        let factors = field.steps.factors();
        let mut lattice = Lattice::new();
        let (mut labels, mut chances) = (Vec::new(), Vec::new());
        let mut at = first;
        for stretch in page.stretches() {
            let (Some(sample), Some(view)) = (self.samples.get(at), View::over(page, memory, stretch.start)) else {
                continue;
            };
            at += 1;
            lattice.scores.clear();
            lattice.scores.extend((0..stretch.len()).map(|i| field.scores(sample.at(i))));
            lattice.sum(&factors);
            labels.clear();
            for (k, i) in stretch.clone().enumerate() {
                let chance = lattice.at(k);
                echo.hear(&view, i, &chance);
                labels.push(likeliest(&chance));
                chances.push(chance);
            }
            consistency::names_of(&labels, |a, b, label| {
                echo.hear_name(&view, stretch.start + a, stretch.start + b, label);
            });
        }
        let mut chances = chances.iter();
        for (number, stretch) in (first..).zip(page.stretches()) {
            let (Some(sample), Some(view)) = (self.samples.get_mut(number), View::over(page, memory, stretch.start))
            else {
                continue;
            };
            let mut rows = Vec::with_capacity(sample.rows.len() + 8 * stretch.len());
            let mut ends = Vec::with_capacity(stretch.len());
            for (k, i) in stretch.enumerate() {
                rows.extend_from_slice(sample.at(k));
                let before = rows.len();
                if let Some(own) = chances.next() {
                    echo.emit(&view, i, own, |key| rows.push(self.features.number(key)));
                }
                sample.echoes.push((rows.len() - before) as u16);
                ends.push(rows.len() as u32);
            }
            sample.rows = rows;
            sample.ends = ends;
        }
        at
    }

    /// Of the first `gold` samples those of the articles that are not in a fold.
    pub fn without(&self, gold: usize, fold: usize, folds: usize) -> Vec<&Sample> {
        let dealt = self.samples.iter().zip(&self.articles).take(gold);
        dealt.filter(|(_, article)| *article % folds != fold).map(|(sample, _)| sample).collect()
    }

    /// Takes out the samples from number `gold` on whose labels a field finds less likely than `doubt`.
    pub fn sift(&mut self, gold: usize, field: &Learnt<TAGS>, doubt: f32) {
        let factors = field.steps.factors();
        let mut lattice = Lattice::new();
        let mut number = 0;
        self.samples.retain(|sample| {
            number += 1;
            if number <= gold {
                return true;
            }
            lattice.scores.clear();
            lattice.scores.extend((0..sample.labels.len()).map(|i| field.scores(sample.at(i))));
            lattice.sum(&factors);
            let labels: Vec<usize> = sample.labels.iter().map(|l| *l as usize).collect();
            let (Some(&first), Some(&last)) = (labels.first(), labels.last()) else { return false };
            let mut chance = lattice.reach(0, first);
            for (i, pair) in labels.windows(2).enumerate() {
                if let [from, to] = pair {
                    chance *= lattice.along(&factors, i + 1, *from, *to);
                }
            }
            chance * lattice.leave(labels.len() - 1, last) >= doubt
        });
    }

    fn page(
        &mut self,
        page: &Page,
        memory: &Memory,
        lexicon: &Lexicon,
        names: &[(usize, usize, Label)],
        corpus: &Corpus,
    ) {
        let mut seen = 0;
        let end = page.offset + page.spots.len();
        for stretch in page.stretches() {
            let (from, to) = (page.offset + stretch.start, page.offset + stretch.end);
            let mut inside: Vec<(usize, usize, Label)> =
                names.iter().filter(|n| n.0 >= from && n.1 <= to).map(|n| (n.0 - from, n.1 - from, n.2)).collect();
            seen += inside.len();
            if !corpus.own {
                nationalities(page, memory, stretch.clone(), &mut inside);
            }
            let rows = stretch_features(page, memory, lexicon, stretch.clone());
            let mut sample =
                Sample { labels: tag::tags(stretch.len(), inside), weight: corpus.weight, ..Sample::default() };
            for (lexical, other) in rows {
                sample.lexical.push(lexical.len() as u16);
                sample.rows.extend(lexical.into_iter().chain(other).map(|key| self.features.number(key)));
                sample.ends.push(sample.rows.len() as u32);
            }
            self.samples.push(sample);
            self.articles.push(self.count);
        }
        let here = names.iter().filter(|n| n.0 >= page.offset && n.1 <= end).count();
        self.unseen += here - seen;
    }

    /// Leaves out the features that occur less than `least` times.
    pub fn thin(&mut self, least: u32) {
        self.features.thin(&mut self.samples, least);
    }

    /// The keys of the features, by row.
    pub fn keys(&self) -> &[u64] {
        &self.features.keys
    }
}

/// Features of each place of a stretch: those that name the word itself, and the others.
fn stretch_features(
    page: &Page,
    memory: &Memory,
    lexicon: &Lexicon,
    stretch: std::ops::Range<usize>,
) -> Vec<(Vec<u64>, Vec<u64>)> {
    let mut rows = vec![(Vec::new(), Vec::new()); stretch.len()];
    let Some(view) = View::over(page, memory, stretch.start) else { return rows };
    feature::phrases(&view, stretch.clone(), lexicon, |i, key| {
        if let Some(row) = rows.get_mut(i - stretch.start) {
            row.1.push(key);
        }
    });
    for (i, row) in stretch.zip(&mut rows) {
        let mut take = |key, lexical| if lexical { row.0.push(key) } else { row.1.push(key) };
        feature::emit(&view, i, &mut take);
        for slot in 0..SLOTS {
            let at = (i + slot).checked_sub(2).filter(|k| (view.start..view.end).contains(k));
            if let Some(form) = at.and_then(|k| page.form(k, memory)) {
                form::emit(form, slot, &mut take);
            }
        }
    }
    rows
}

/// Corpora of others do not mark nationality words: those of the list, outside of names, are marked here.
fn nationalities(
    page: &Page,
    memory: &Memory,
    stretch: std::ops::Range<usize>,
    names: &mut Vec<(usize, usize, Label)>,
) {
    for (at, i) in stretch.enumerate() {
        let known = page.form(i, memory).is_some_and(|f| f.is(Class::Nationality) && f.capital());
        if known && !names.iter().any(|n| n.0 <= at && at < n.1) {
            names.push((at, at + 1, Label::Nationality));
        }
    }
}

/// Learns the weights of names from some of the samples.
pub fn learn(
    samples: &[&Sample],
    rows: usize,
    recipe: FieldRecipe,
    seed: u64,
    progress: impl FnMut(u32, f64),
) -> Learnt<TAGS> {
    let options = Options {
        epochs: recipe.epochs,
        rate: recipe.rate,
        l2: recipe.l2,
        l1: recipe.l1,
        dropout: recipe.dropout,
        silence: recipe.silence,
        seed,
    };
    fit(samples, rows, &tag::steps(), options, progress)
}
