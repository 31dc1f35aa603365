//! `attache annotate --across`: annotates all lines, then says which chains of different lines are one person or
//! institution, by the same linking as the archive's. Holds the whole input.

use std::collections::HashMap;
use std::io::{self, BufRead};
use std::thread;

use super::answer::AnswerLine;
use super::exit::Exit;
use super::lines::{GoldLine, LineError, given};
use super::out::{Out, complain};
use crate::engine::link::article_features::{ArticleFeatures, Key};
use crate::engine::link::gazetteer::Gazetteer;
use crate::engine::link::linker::Linker;
use crate::engine::link::memory::Memory;
use crate::engine::link::namesakes::profile::ARTICLES;
use crate::engine::link::resolve::Resolution;
use crate::engine::{Engine, Scratch};
use crate::news::mention::{Annotations, Kind};

/// A line with what was found in it.
struct Read {
    line: GoldLine,
    found: Annotations,
    features: ArticleFeatures,
}

/// Runs it.
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
    let read = annotate(&engine, linker.gazetteer(), &lines, gold_mentions);
    for read in read.iter().flatten() {
        let Ok(_) = linker.learn(&read.features);
    }
    linker.apply();
    divide_namesakes(&mut linker, &read);
    linker.consolidate();
    let mut out = Out::new();
    let mut exit = Exit::Done;
    for ((number, _), read) in lines.iter().zip(&read) {
        match read {
            Ok(read) => {
                let entities = entities(&mut linker, read);
                let (_, aside) = if gold_mentions { given(&read.line.mentions) } else { (Vec::new(), Vec::new()) };
                let text = read.line.text.as_deref().unwrap_or("");
                out.json(&AnswerLine::new(&read.line.id, text, &read.found, &aside, &entities))?;
            }
            Err(wrong) => {
                exit = Exit::Refused;
                complain(&format!("line {number}: {wrong}"));
            }
        }
    }
    out.flush()?;
    Ok(exit)
}

/// Compares the lines of each name that several people may bear.
fn divide_namesakes(linker: &mut Linker<Memory>, read: &[Result<Read, LineError>]) {
    let Ok(due) = linker.due_namesakes(usize::MAX);
    let mut by_node: HashMap<u32, Vec<ArticleFeatures>> = due.iter().map(|node| (*node, Vec::new())).collect();
    for read in read.iter().flatten().filter(|_| !due.is_empty()) {
        for chain in &read.features.chains {
            if let Key::Strong(key) = &chain.key
                && let Ok(Some(number)) = linker.number(key)
                && let Some(list) = by_node.get_mut(&number)
                && list.len() < ARTICLES
            {
                list.push(read.features.clone());
            }
        }
    }
    for node in due {
        let Ok(()) = linker.divide(node, &by_node.remove(&node).unwrap_or_default());
    }
}

/// Who each chain of a line is; nothing for kinds that have no identity of their own.
fn entities(linker: &mut Linker<Memory>, read: &Read) -> Vec<Option<String>> {
    let mut out = vec![None; read.found.chains.len()];
    for chain in &read.features.chains {
        let Ok(Resolution::Certain(node, _) | Resolution::Namesake(node, _) | Resolution::Uncertain(Some(node), _)) =
            linker.resolve(&read.features, chain)
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

/// Annotates the lines on all cores, in order.
fn annotate(
    engine: &Engine,
    gazetteer: &Gazetteer,
    lines: &[(usize, Vec<u8>)],
    gold: bool,
) -> Vec<Result<Read, LineError>> {
    let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = lines.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> = lines
            .chunks(share)
            .map(|part| {
                scope.spawn(move || {
                    let mut scratch = Scratch::default();
                    part.iter().map(|(_, bytes)| one(engine, &mut scratch, gazetteer, bytes, gold)).collect::<Vec<_>>()
                })
            })
            .collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

fn one(
    engine: &Engine,
    scratch: &mut Scratch,
    gazetteer: &Gazetteer,
    bytes: &[u8],
    gold: bool,
) -> Result<Read, LineError> {
    let line = GoldLine::read(bytes)?;
    let text = line.text()?;
    let found = if gold { engine.chain(text, &given(&line.mentions).0) } else { engine.annotate_with(scratch, text) };
    let features = ArticleFeatures::new(gazetteer, text, &found);
    Ok(Read { line, found, features })
}
