//! `attache annotate --across`: annotates all lines, then says which chains of different lines are one person or
//! institution, by the same linking as the archive's. Holds the whole input.

use std::collections::HashMap;
use std::io::{self, BufRead};
use std::thread;

use super::annotate::{Written, given};
use super::exit::Exit;
use super::lines::{Line, Wrong};
use super::out::{Out, complain};
use crate::engine::link::article_features::{ArticleFeatures, Key};
use crate::engine::link::bearer::MOST;
use crate::engine::link::find::Found;
use crate::engine::link::gazetteer::Gazetteer;
use crate::engine::link::linker::Linker;
use crate::engine::link::memory::Memory;
use crate::engine::{Engine, Scratch};
use crate::news::mention::{Annotations, Kind};

/// A line with what was found in it.
struct Read {
    line: Line,
    found: Annotations,
    scene: ArticleFeatures,
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
    let mut world = Linker::new();
    let read = annotate(&engine, world.atlas(), &lines, gold_mentions);
    for read in read.iter().flatten() {
        world.take(&read.scene);
    }
    contest(&mut world, &read);
    world.settle();
    let mut out = Out::new();
    let mut exit = Exit::Done;
    for ((number, _), read) in lines.iter().zip(&read) {
        match read {
            Ok(read) => {
                let entities = entities(&mut world, read);
                let (_, aside) = if gold_mentions { given(&read.line.mentions) } else { (Vec::new(), Vec::new()) };
                let text = read.line.text.as_deref().unwrap_or("");
                out.json(&Written::new(&read.line.id, text, &read.found, &aside, &entities))?;
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

/// Looks at the lines of each name that several may bear.
fn contest(world: &mut Linker<Memory>, read: &[Result<Read, Wrong>]) {
    let contests = world.contests(usize::MAX);
    if contests.is_empty() {
        return;
    }
    let mut by_node: HashMap<u32, Vec<ArticleFeatures>> = contests.iter().map(|node| (*node, Vec::new())).collect();
    for read in read.iter().flatten() {
        for figure in &read.scene.figures {
            if let Key::Strong(key) = &figure.key
                && let Some(number) = world.number(key)
                && let Some(list) = by_node.get_mut(&number)
                && list.len() < MOST
            {
                list.push(read.scene.clone());
            }
        }
    }
    for node in contests {
        world.contest(node, &by_node.remove(&node).unwrap_or_default());
    }
}

/// Who each chain of a line is; nothing for kinds that have no identity of their own.
fn entities(world: &mut Linker<Memory>, read: &Read) -> Vec<Option<String>> {
    let mut out = vec![None; read.found.chains.len()];
    for figure in &read.scene.figures {
        let (Found::Known(node, _) | Found::Among(node, _) | Found::Alone(Some(node), _)) =
            world.find(&read.scene, figure)
        else {
            continue;
        };
        let named = matches!(figure.kind, Kind::Person | Kind::Institution);
        if let Some(cell) = out.get_mut(figure.chain as usize).filter(|_| named) {
            *cell = Some(world.lead_key(node).to_owned());
        }
    }
    out
}

/// Annotates the lines on all cores, in order.
fn annotate(engine: &Engine, atlas: &Gazetteer, lines: &[(usize, Vec<u8>)], gold: bool) -> Vec<Result<Read, Wrong>> {
    let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = lines.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> = lines
            .chunks(share)
            .map(|part| {
                scope.spawn(move || {
                    let mut scratch = Scratch::default();
                    part.iter().map(|(_, bytes)| one(engine, &mut scratch, atlas, bytes, gold)).collect::<Vec<_>>()
                })
            })
            .collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

fn one(engine: &Engine, scratch: &mut Scratch, atlas: &Gazetteer, bytes: &[u8], gold: bool) -> Result<Read, Wrong> {
    let line = Line::read(bytes)?;
    let text = line.text()?;
    let found = if gold { engine.chain(text, &given(&line.mentions).0) } else { engine.annotate_with(scratch, text) };
    let scene = ArticleFeatures::new(atlas, text, &found);
    Ok(Read { line, found, scene })
}
