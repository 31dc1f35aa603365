//! `attache train`: trains the weights of the engine from annotated text and word lists. See docs/TRAINING.md.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;

use super::exit::Exit;
use super::globals::Globals;
use crate::engine::crf::fit::Rng;
use crate::engine::crf::table;
use crate::engine::lexicon::table::{Lexicon, Parts};
use crate::engine::ner::form::FormCache;
use crate::engine::score::{EvalMention, Tally};
use crate::engine::train::augment::{self, NamePools};
use crate::engine::train::corpus::{self, Corpus, GoldArticle};
use crate::engine::train::lexicon::{self, Lists};
use crate::engine::train::lists::FAMILIAR;
use crate::engine::train::name_samples::{self, NameSamples};
use crate::engine::train::recipe::{self, CorpusRecipe, Recipe};
use crate::engine::train::role_samples::RoleSamples;
use crate::engine::weights::{self, Weights};
use crate::engine::{Engine, Scratch, role};
use crate::news::mention::Form;
use crate::runtime::out::say;
use crate::runtime::policy::{Policy, PolicyError};
use crate::runtime::save::save;
use crate::text::sentence::sentences;
use crate::text::token::tokens;

/// Options of `attache train`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder that the paths of the recipe are relative to; may be given several times, the first that has the path is used
    #[arg(long, value_name = "DIR", required = true)]
    pub data: Vec<PathBuf>,

    /// Write the weights to FILE
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,

    /// Use the recipe in FILE instead of the built-in one
    #[arg(long, value_name = "FILE")]
    pub recipe: Option<PathBuf>,

    /// Copy the lexicon and the clusters from the weights in FILE instead of building them
    #[arg(long, value_name = "FILE")]
    pub lexicon: Option<PathBuf>,

    /// Copy everything but the CRF of roles from the weights in FILE
    #[arg(long, value_name = "FILE")]
    pub names: Option<PathBuf>,

    /// Score the new weights on the annotated text GOLD; may be given several times
    #[arg(long, value_name = "GOLD")]
    pub dev: Vec<PathBuf>,
}

impl Args {
    /// The same with all paths as they may be read.
    fn resolved(&self, policy: &Policy) -> Result<Self, PolicyError> {
        let one = |path: &PathBuf| policy.source(path).map(|source| source.path().to_owned());
        let all = |paths: &[PathBuf]| paths.iter().map(one).collect::<Result<Vec<_>, _>>();
        Ok(Self {
            data: all(&self.data)?,
            out: self.out.clone(),
            recipe: self.recipe.as_ref().map(one).transpose()?,
            lexicon: self.lexicon.as_ref().map(one).transpose()?,
            names: self.names.as_ref().map(one).transpose()?,
            dev: all(&self.dev)?,
        })
    }
}

/// Runs `attache train`.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let start = Instant::now();
    let tell = |words: &str| {
        if !globals.quiet {
            say(&format!("{:7.1} s  {words}", start.elapsed().as_secs_f32()));
        }
    };
    let policy = globals.policy();
    let target = policy.target(&args.out)?;
    let args = &args.resolved(&policy)?;
    let text = match &args.recipe {
        Some(path) => fs::read_to_string(path).with_context(|| format!("\"{}\"", path.display()))?,
        None => recipe::SHIPPED.to_owned(),
    };
    let recipe = recipe::parse(&text)?;
    let corpora: Vec<Corpus> =
        recipe.corpus.iter().map(|c| read_corpus(&args.data, c)).collect::<anyhow::Result<_>>()?;
    for (corpus, from) in corpora.iter().zip(&recipe.corpus) {
        let names: usize = corpus.articles.iter().map(|a| a.names.len()).sum();
        tell(&format!("{}: {} texts, {names} names, weight {}", from.path, corpus.articles.len(), from.weight));
    }
    let lists = read_lists(&args.data, &recipe)?;
    let parts = match args.lexicon.as_ref().or(args.names.as_ref()) {
        Some(path) => reuse(path)?,
        None => lexicon::make(&recipe, &corpora, &lists, &mut |words| tell(words))?,
    };
    let lexicon = lexicon::open(&parts);
    let mut sections: Vec<(&str, Vec<u8>)> =
        vec![("sets", parts.sets), ("coarse", parts.coarse), ("words", parts.words), ("phrases", parts.phrases)];
    if let Some(path) = &args.names {
        let names = weights_of(path)?;
        sections.extend(["steps", "spot"].map(|name| (name, names.section(name).into_owned())));
    } else {
        let copies = copies(&corpora, &lists, recipe.seed);
        sections.extend(train(&recipe, &[corpora.clone(), copies].concat(), &lexicon, &tell));
    }
    sections.extend(train_roles(&recipe, &corpora, &lexicon, &tell));
    let file = weights::write(&sections);
    save(&target, &file, true)?;
    tell(&format!("{} bytes written to \"{}\"", file.len(), args.out.display()));
    let engine = Engine::over(&Weights::from_bytes(file)?);
    for path in &args.dev {
        say(&score(&engine, path)?);
    }
    Ok(Exit::Done)
}

/// Augmented copies of the corpora whose recipe asks for them: their names are replaced by others.
fn copies(corpora: &[Corpus], lists: &Lists, seed: u64) -> Vec<Corpus> {
    let gold = || corpora.iter().filter(|c| c.weight > 0.0 && !c.silver);
    let pools = NamePools::gather(gold().flat_map(|c| &c.articles), &lists.names, FAMILIAR);
    let mut rng = Rng::new(seed);
    gold()
        .filter(|c| c.copies > 0)
        .map(|corpus| Corpus {
            weight: corpus.weight / 2.0,
            articles: (0..corpus.copies)
                .flat_map(|_| &corpus.articles)
                .map(|article| augment::copy(article, &pools, &mut rng))
                .collect(),
            ..*corpus
        })
        .collect()
}

/// Trains the CRF of names. Returns its sections of the weights file.
fn train(recipe: &Recipe, corpora: &[Corpus], lexicon: &Lexicon, tell: &dyn Fn(&str)) -> Vec<(&'static str, Vec<u8>)> {
    let mut samples = NameSamples::default();
    let mut cache = FormCache::default();
    let mut gold = 0;
    for silver in [false, true] {
        for corpus in corpora.iter().filter(|c| c.weight > 0.0 && c.silver == silver) {
            for article in &corpus.articles {
                samples.add(article, corpus, lexicon, &mut cache);
            }
        }
        if !silver {
            gold = samples.samples.len();
        }
    }
    samples.drop_rare(recipe.field.least);
    tell(&format!(
        "{} segments, {} features; of {} names, {} split a token and {} lie in no segment",
        samples.samples.len(),
        samples.features.keys().len(),
        samples.names,
        samples.torn,
        samples.unseen
    ));
    let folds = recipe.field.folds;
    let first = recipe::CrfRecipe { epochs: recipe.field.fold_epochs, ..recipe.field };
    let rows = samples.features.keys().len();
    let models: Vec<_> = (0..folds)
        .map(|fold| {
            tell(&format!("first pass: fold {} of {folds}", fold + 1));
            name_samples::learn(&samples.without(gold, fold, folds), rows, first, recipe.seed, |_, _| {})
        })
        .collect();
    let read = corpora.iter().filter(|c| c.weight > 0.0 && !c.silver).flat_map(|c| &c.articles);
    samples.add_consistency(read, lexicon, &mut cache, &models);
    drop(models);
    if gold < samples.samples.len() {
        tell("filtering the silver labels");
        let all: Vec<_> = samples.samples.iter().take(gold).collect();
        let judge = name_samples::learn(&all, samples.features.keys().len(), first, recipe.seed, |_, _| {});
        let before = samples.samples.len() - gold;
        samples.drop_unlikely(gold, &judge, recipe.field.doubt);
        tell(&format!("{} of {before} silver segments kept", samples.samples.len() - gold));
    }
    let all: Vec<_> = samples.samples.iter().collect();
    let learnt = name_samples::learn(&all, samples.features.keys().len(), recipe.field, recipe.seed, |epoch, loss| {
        tell(&format!("epoch {epoch}: loss {loss:.4}"));
    });
    vec![
        ("steps", table::write_transitions(&learnt.transitions)),
        ("spot", table::build(&learnt, samples.features.keys(), recipe.field.rows)),
    ]
}

/// Trains the CRF of roles on the corpora that annotate them. Returns its sections of the weights file.
fn train_roles(
    recipe: &Recipe,
    corpora: &[Corpus],
    lexicon: &Lexicon,
    tell: &dyn Fn(&str),
) -> Vec<(&'static str, Vec<u8>)> {
    let mut samples = RoleSamples::default();
    let mut cache = FormCache::default();
    for corpus in corpora.iter().filter(|c| c.own && c.weight > 0.0) {
        for article in &corpus.articles {
            samples.add(article, corpus, lexicon, &mut cache);
        }
    }
    let features = samples.drop_rare(recipe.role.least);
    tell(&format!("{} roles, of which {} cannot be found; {features} features", samples.roles, samples.unseen));
    let learnt =
        samples.learn(recipe.role, recipe.seed, |epoch, loss| tell(&format!("roles, epoch {epoch}: loss {loss:.4}")));
    let (rows, steps) = role::SECTIONS;
    vec![
        (rows, table::build(&learnt, samples.keys(), recipe.role.rows)),
        (steps, table::write_transitions(&learnt.transitions)),
    ]
}

/// The full path of `path` in the first of the folders `data` that has it.
fn find(data: &[PathBuf], path: &str) -> anyhow::Result<PathBuf> {
    data.iter()
        .map(|dir| dir.join(path))
        .find(|p| p.exists())
        .with_context(|| format!("\"{path}\" is in none of the folders given with --data"))
}

fn read_corpus(data: &[PathBuf], from: &CorpusRecipe) -> anyhow::Result<Corpus> {
    let articles = articles(&find(data, &from.path)?)?;
    Ok(Corpus { weight: from.weight, own: from.own, silver: from.silver, copies: from.copies, articles })
}

fn articles(path: &Path) -> anyhow::Result<Vec<GoldArticle>> {
    if path.is_dir() {
        let mut files: Vec<PathBuf> = fs::read_dir(path)?.filter_map(|e| Some(e.ok()?.path())).collect();
        files.retain(|p| p.extension().is_some_and(|e| e == "ann"));
        files.sort();
        let mut out = Vec::new();
        for file in files {
            out.extend(articles(&file)?);
        }
        return Ok(out);
    }
    let text = read_text(path)?;
    let marked = path.extension().is_some_and(|e| e == "ann");
    let found = if marked { corpus::marked(&text) } else { corpus::json_lines(&text) };
    found.with_context(|| format!("\"{}\"", path.display()))
}

fn read_text(path: &Path) -> anyhow::Result<String> {
    let at = || format!("\"{}\"", path.display());
    let file = fs::File::open(path).with_context(at)?;
    let mut text = String::new();
    if path.extension().is_some_and(|e| e == "gz") {
        flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).with_context(at)?;
    } else {
        std::io::BufReader::new(file).read_to_string(&mut text).with_context(at)?;
    }
    Ok(text)
}

fn read_lists(data: &[PathBuf], recipe: &Recipe) -> anyhow::Result<Lists> {
    let read = |path: &str| read_text(&find(data, path)?);
    let from = &recipe.lexicon;
    Ok(Lists { cities: read(&from.cities)?, countries: read(&from.countries)?, names: read(&from.names)? })
}

fn reuse(path: &Path) -> anyhow::Result<Parts<Vec<u8>>> {
    let weights = weights_of(path)?;
    let part = |name: &str| weights.section(name).into_owned();
    Ok(Parts { sets: part("sets"), coarse: part("coarse"), words: part("words"), phrases: part("phrases") })
}

fn weights_of(path: &Path) -> anyhow::Result<Weights> {
    let at = || format!("\"{}\"", path.display());
    Weights::from_bytes(fs::read(path).with_context(at)?).with_context(at)
}

/// The scores of an engine's names on annotated text (F1, precision, recall), as one line.
pub fn score(engine: &Engine, path: &Path) -> anyhow::Result<String> {
    let mut tally = Tally::default();
    let mut scratch = Scratch::default();
    for article in articles(path)? {
        let mark = |span: crate::text::span::Span, label: crate::engine::ner::label::Label| EvalMention {
            start: span.start,
            end: span.end,
            kind: label.kind(),
            form: Form::Name,
            chain: None,
        };
        let gold: Vec<EvalMention> = article.names.iter().map(|(span, label)| mark(*span, *label)).collect();
        let tokens = tokens(&article.text);
        let found = engine.names(&article.text, &tokens, &sentences(&article.text, &tokens), &mut scratch);
        let pred: Vec<EvalMention> = found.iter().map(|s| mark(s.span, s.label)).collect();
        tally.add(&article.text, &gold, &pred);
    }
    let report = tally.report();
    let f =
        |f: crate::engine::score::PrecisionRecall| format!("{:5.1} (P {:4.1} R {:4.1})", f.f1, f.precision, f.recall);
    Ok(format!(
        "{:40} names {}  persons {}  institutions {}  places {}",
        path.file_name().map_or_else(String::new, |_| path.display().to_string()),
        f(report.names),
        f(report.person),
        f(report.institution),
        f(report.place),
    ))
}
