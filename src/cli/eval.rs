//! `attache eval`: scores the engine, or a file of predictions, against annotated text.

use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::{fs, thread};

use anyhow::Context;
use serde::Serialize;

use super::exit::Exit;
use super::globals::Globals;
use super::lines::{GoldLine, given};
use super::marked;
use crate::engine::score::{CorefScores, EvalMention, PrecisionRecall, Report, Tally};
use crate::engine::weights::Weights;
use crate::engine::{Engine, Scratch};
use crate::news::mention::{Annotations, Form};
use crate::runtime::out::{Json, Out, say};
use crate::runtime::policy::Source;

/// Options of `attache eval`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Gold annotations: a file of JSON Lines (.gz too), a .ann file, or a folder of .ann files
    #[arg(value_name = "GOLD", required = true)]
    pub gold: Vec<PathBuf>,

    /// Score the predictions in FILE (output of annotate) instead of running the engine
    #[arg(long, value_name = "FILE", conflicts_with = "gold_mentions")]
    pub pred: Option<PathBuf>,

    /// Give the gold mentions to the engine, so that only coreference is scored
    #[arg(long)]
    pub gold_mentions: bool,

    /// Run the engine with the weights in FILE instead of the built-in ones
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,

    /// Also list missed and false names and roles, and chains that are split or merged
    #[arg(long)]
    pub errors: bool,
}

/// Runs `attache eval`.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let policy = globals.policy();
    let mut gold = Vec::new();
    for path in &args.gold {
        gold.extend(read(policy.source(path)?.path())?);
    }
    let pred = if let Some(path) = &args.pred {
        from_file(&gold, policy.source(path)?.path(), globals)?
    } else {
        let weights = args.weights.as_ref().map(|path| policy.source(path)).transpose()?;
        by_engine(&engine(weights.as_ref().map(Source::path))?, &gold, args.gold_mentions)
    };
    let mut out = Out::new();
    if args.errors {
        for (line, pred) in gold.iter().zip(&pred) {
            for error in errors(line, pred) {
                out.line(&error)?;
            }
        }
    }
    let scores = Scores::new(&gold, &pred);
    if globals.json {
        out.encoded(&Json::pretty(&scores)?)?;
    } else {
        for row in table(&scores) {
            out.line(&row)?;
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// The engine with the weights of a file, or with the built-in ones.
fn engine(weights: Option<&Path>) -> anyhow::Result<Engine> {
    let Some(path) = weights else { return Ok(Engine::new()) };
    let bytes = fs::read(path).with_context(|| format!("\"{}\"", path.display()))?;
    Ok(Engine::over(&Weights::from_bytes(bytes).with_context(|| format!("\"{}\"", path.display()))?))
}

/// The annotated texts of a file, or of all `.ann` files of a folder in the order of their names.
fn read(path: &Path) -> anyhow::Result<Vec<GoldLine>> {
    let at = || format!("\"{}\"", path.display());
    if path.is_dir() {
        let entries = fs::read_dir(path).with_context(at)?;
        let mut files: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
        files.retain(|p| p.extension().is_some_and(|e| e == "ann"));
        files.sort();
        let texts: Vec<Vec<GoldLine>> = files.iter().map(|file| read(file)).collect::<anyhow::Result<_>>()?;
        return Ok(texts.into_iter().flatten().collect());
    }
    if path.extension().is_some_and(|e| e == "ann") {
        let name = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
        return marked::read(&name, &fs::read_to_string(path).with_context(at)?).with_context(at);
    }
    read_lines(path)
}

/// The lines of a file; a `.gz` file is decompressed. An invalid line is an error: gold annotations must be correct.
fn read_lines(path: &Path) -> anyhow::Result<Vec<GoldLine>> {
    let file = fs::File::open(path).with_context(|| format!("\"{}\"", path.display()))?;
    let bytes: Box<dyn Read> = if path.extension().is_some_and(|e| e == "gz") {
        Box::new(flate2::read::MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let mut out = Vec::new();
    for (number, line) in BufReader::new(bytes).split(b'\n').enumerate() {
        let at = || format!("\"{}\":{}", path.display(), number + 1);
        let line = line.with_context(at)?;
        if !line.iter().all(u8::is_ascii_whitespace) {
            out.push(GoldLine::read(&line).with_context(at)?);
        }
    }
    Ok(out)
}

/// The predictions in a file, by text, in the order of `gold`. Empty for a text without a prediction.
fn from_file(gold: &[GoldLine], path: &Path, globals: &Globals) -> anyhow::Result<Vec<Vec<EvalMention>>> {
    let mut by_id: HashMap<String, Vec<EvalMention>> = HashMap::new();
    for line in read(path)? {
        by_id.insert(line.id.to_string(), line.marks());
    }
    let missing = gold.iter().filter(|line| !by_id.contains_key(&line.id.to_string())).count();
    if missing > 0 && !globals.quiet {
        say(&format!("{missing} of {} texts have no prediction", gold.len()));
    }
    Ok(gold.iter().map(|line| by_id.get(&line.id.to_string()).cloned().unwrap_or_default()).collect())
}

/// The engine's annotations of each text, in the order of `gold`. Runs on all cores.
fn by_engine(engine: &Engine, gold: &[GoldLine], gold_mentions: bool) -> Vec<Vec<EvalMention>> {
    let annotate = |scratch: &mut Scratch, line: &GoldLine| {
        let text = line.text.as_deref().unwrap_or("");
        let found = if gold_mentions {
            engine.chain(text, &given(&line.mentions).0)
        } else {
            engine.annotate_with(scratch, text)
        };
        marks(&found)
    };
    let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = gold.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> = gold
            .chunks(share)
            .map(|part| {
                scope.spawn(|| {
                    let mut scratch = Scratch::default();
                    part.iter().map(|line| annotate(&mut scratch, line)).collect::<Vec<_>>()
                })
            })
            .collect();
        parts.into_iter().flat_map(|part| part.join().unwrap_or_else(|p| std::panic::resume_unwind(p))).collect()
    })
}

fn marks(found: &Annotations) -> Vec<EvalMention> {
    let mark = |m: &crate::news::mention::Mention| EvalMention {
        start: m.span.start,
        end: m.span.end,
        kind: Some(m.kind),
        form: m.form,
        chain: Some(i64::from(m.chain)),
    };
    found.mentions.iter().map(mark).collect()
}

/// The scores over all texts, for each set, and for each genre of a set (`sources`).
#[derive(Serialize)]
struct Scores {
    #[serde(flatten)]
    all: Report,
    texts: usize,
    sets: BTreeMap<String, Report>,
    sources: BTreeMap<String, Report>,
}

impl Scores {
    fn new(gold: &[GoldLine], pred: &[Vec<EvalMention>]) -> Self {
        let mut all = Tally::default();
        let (mut sets, mut sources) = (BTreeMap::<String, Tally>::new(), BTreeMap::<String, Tally>::new());
        for (line, pred) in gold.iter().zip(pred) {
            let text = line.text.as_deref().unwrap_or("");
            let marks: Vec<EvalMention> = line.marks();
            all.add(text, &marks, pred);
            let set = line.set.as_deref().unwrap_or("texts");
            sets.entry(set.to_owned()).or_default().add(text, &marks, pred);
            let source = format!("{set}/{}", line.genre.as_deref().unwrap_or("-"));
            sources.entry(source).or_default().add(text, &marks, pred);
        }
        let reports = |tallies: BTreeMap<String, Tally>| tallies.into_iter().map(|(k, t)| (k, t.report())).collect();
        Self { all: all.report(), texts: gold.len(), sets: reports(sets), sources: reports(sources) }
    }
}

/// One row for all texts, then a row for each set and each source if there are several.
fn table(scores: &Scores) -> Vec<String> {
    let mut rows = vec![format!(
        "{:24} {:>5} {:>5} {:>5} {:>5} {:>5} {:>5} {:>5} {:>5} {:>5} {:>5} {:>5} {:>5} {:>5} {:>5}",
        "F1",
        "names",
        "pers",
        "inst",
        "place",
        "p+i",
        "event",
        "role",
        "MUC",
        "B3",
        "CEAFe",
        "CoNLL",
        "LEA",
        "jump",
        "all"
    )];
    rows.push(row("all", &scores.all));
    for reports in [&scores.sets, &scores.sources] {
        if reports.len() > 1 {
            rows.extend(reports.iter().map(|(name, report)| row(name, report)));
        }
    }
    rows
}

fn row(name: &str, report: &Report) -> String {
    let figure = |f: Option<f64>| f.map_or_else(|| "    -".to_owned(), |f| format!("{f:5.1}"));
    let f1 = |f: Option<PrecisionRecall>| figure(f.map(|f| f.f1));
    let chain = |get: fn(&CorefScores) -> f64| figure(report.chains.as_ref().map(get));
    [
        format!("{name:24}"),
        f1(Some(report.names)),
        f1(Some(report.person)),
        f1(Some(report.institution)),
        f1(Some(report.place)),
        f1(Some(report.span_only)),
        f1(report.event),
        f1(report.role),
        chain(|c| c.muc),
        chain(|c| c.b3),
        chain(|c| c.ceafe),
        chain(|c| c.conll),
        chain(|c| c.lea),
        figure(report.jump.map(|j| j.f1)),
        figure(report.all.map(|c| c.conll)),
    ]
    .join(" ")
}

/// The differences between gold and prediction in one text, one line each.
fn errors(line: &GoldLine, pred: &[EvalMention]) -> Vec<String> {
    let text = line.text.as_deref().unwrap_or("");
    let gold: Vec<EvalMention> = line.marks();
    let surface = |m: &EvalMention| text.get(m.start as usize..m.end as usize).unwrap_or("").replace('\n', " ");
    let mut out = Vec::new();
    for (these, those, label) in [(&gold, pred, "missed"), (&pred.to_vec(), &gold[..], "false ")] {
        for m in these.iter().filter(|m| matches!(m.form, Form::Name | Form::Role)) {
            let same = |o: &&EvalMention| (o.start, o.end, o.form) == (m.start, m.end, m.form) && (o.kind == m.kind);
            if m.kind.is_some() && those.iter().find(same).is_none() {
                out.push(format!("{} {label} {:?} {:?} {}", line.id, m.form, m.kind, surface(m)));
            }
        }
    }
    // Chains of names: gold chains that are split, and predicted chains that merge several gold chains.
    for (these, those, label) in [(&gold, pred, "split "), (&pred.to_vec(), &gold[..], "merged")] {
        let chain_of: HashMap<(u32, u32), Option<i64>> =
            those.iter().filter(|m| m.form == Form::Name).map(|m| ((m.start, m.end), m.chain)).collect();
        let mut chains: BTreeMap<i64, BTreeMap<i64, Vec<String>>> = BTreeMap::new();
        for m in these.iter().filter(|m| m.form == Form::Name && m.kind.is_some()) {
            if let (Some(here), Some(Some(there))) = (m.chain, chain_of.get(&(m.start, m.end))) {
                let names = chains.entry(here).or_default().entry(*there).or_default();
                let name = surface(m);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        for parts in chains.values().filter(|parts| parts.len() > 1) {
            let parts: Vec<String> = parts.values().map(|names| names.join(" = ")).collect();
            out.push(format!("{} {label} {}", line.id, parts.join(" | ")));
        }
    }
    out
}
