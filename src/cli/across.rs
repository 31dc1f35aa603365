//! `attache annotate --across`: annotates every input line, then links the chains of persons and institutions across
//! lines with the linker that the archive uses. The whole input is held in memory.

use std::collections::HashMap;
use std::io::{self, BufRead};
use std::thread;

use super::answer::AnswerLine;
use super::exit::Exit;
use super::lines::{GoldLine, LineError, given};
use crate::engine::link::article_features::{ArticleFeatures, Key};
use crate::engine::link::gazetteer::Gazetteer;
use crate::engine::link::linker::Linker;
use crate::engine::link::memory::Memory;
use crate::engine::link::namesakes::profile::ARTICLES;
use crate::engine::link::resolve::Resolution;
use crate::engine::{Engine, Scratch};
use crate::news::mention::{Annotations, Kind};
use crate::runtime::out::{Out, complain};

/// An input line, its annotations and the features that the linker uses.
struct AnnotatedLine {
    line: GoldLine,
    found: Annotations,
    features: ArticleFeatures,
}

/// Runs `attache annotate --across`. With `gold_mentions`, the mentions of the input are used instead of detected ones.
pub fn run(gold_mentions: bool) -> anyhow::Result<Exit> {
    let engine = Engine::new();
    let mut lines: Vec<(usize, Vec<u8>)> = Vec::new();
    for (number, line) in io::stdin().lock().split(b'\n').enumerate() {
        let line = line?;
        if !line.iter().all(u8::is_ascii_whitespace) {
            lines.push((number + 1, line));
        }
    }
    let mut linker = Linker::in_memory();
    let annotated = annotate(&engine, linker.gazetteer(), &lines, gold_mentions);
    for line in annotated.iter().flatten() {
        let Ok(_) = linker.learn(&line.features);
    }
    linker.apply();
    divide_namesakes(&mut linker, &annotated);
    linker.consolidate();
    let mut out = Out::new();
    let mut exit = Exit::Done;
    for ((number, _), result) in lines.iter().zip(&annotated) {
        match result {
            Ok(annotated) => {
                let entities = entities(&mut linker, annotated);
                let AnnotatedLine { line, found, .. } = annotated;
                let (_, nationalities) = if gold_mentions { given(&line.mentions) } else { (Vec::new(), Vec::new()) };
                let text = line.text.as_deref().unwrap_or("");
                out.json(&AnswerLine::new(&line.id, text, found, &nationalities, &entities))?;
            }
            Err(error) => {
                exit = Exit::Refused;
                complain(&format!("line {number}: {error}"));
            }
        }
    }
    out.flush()?;
    Ok(exit)
}

/// Divides each name that several people may share, by comparing at most [`ARTICLES`] lines that contain it.
fn divide_namesakes(linker: &mut Linker<Memory>, annotated: &[Result<AnnotatedLine, LineError>]) {
    let Ok(due) = linker.due_namesakes(usize::MAX);
    let mut by_node: HashMap<u32, Vec<ArticleFeatures>> = due.iter().map(|node| (*node, Vec::new())).collect();
    for line in annotated.iter().flatten().filter(|_| !due.is_empty()) {
        for chain in &line.features.chains {
            if let Key::Strong(key) = &chain.key
                && let Ok(Some(number)) = linker.number(key)
                && let Some(list) = by_node.get_mut(&number)
                && list.len() < ARTICLES
            {
                list.push(line.features.clone());
            }
        }
    }
    for node in due {
        let Ok(()) = linker.divide(node, &by_node.remove(&node).unwrap_or_default());
    }
}

/// The entity key of each chain of a line, by chain number. `None` for a chain that is neither a person nor an institution,
/// or that is linked to no entity.
fn entities(linker: &mut Linker<Memory>, line: &AnnotatedLine) -> Vec<Option<String>> {
    let mut out = vec![None; line.found.chains.len()];
    for chain in &line.features.chains {
        let Ok(Resolution::Certain(node, _) | Resolution::Namesake(node, _) | Resolution::Uncertain(Some(node), _)) =
            linker.resolve(&line.features, chain)
        else {
            continue;
        };
        let named = matches!(chain.kind, Kind::Person | Kind::Institution);
        if let Some(entity) = out.get_mut(chain.chain as usize).filter(|_| named) {
            let Ok(key) = linker.lead_key(node);
            *entity = Some(key.to_owned());
        }
    }
    out
}

/// Annotates the lines, given with their numbers, on all cores. The results are in the order of the lines.
fn annotate(
    engine: &Engine,
    gazetteer: &Gazetteer,
    lines: &[(usize, Vec<u8>)],
    gold: bool,
) -> Vec<Result<AnnotatedLine, LineError>> {
    let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = lines.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> = lines
            .chunks(share)
            .map(|part| {
                scope.spawn(move || {
                    let mut scratch = Scratch::default();
                    part.iter()
                        .map(|(_, bytes)| annotate_line(engine, &mut scratch, gazetteer, bytes, gold))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

fn annotate_line(
    engine: &Engine,
    scratch: &mut Scratch,
    gazetteer: &Gazetteer,
    bytes: &[u8],
    gold: bool,
) -> Result<AnnotatedLine, LineError> {
    let line = GoldLine::read(bytes)?;
    let text = line.text()?;
    let found = if gold { engine.chain(text, &given(&line.mentions).0) } else { engine.annotate_with(scratch, text) };
    let features = ArticleFeatures::new(gazetteer, text, &found);
    Ok(AnnotatedLine { line, found, features })
}
