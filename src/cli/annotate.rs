//! `attache annotate`: annotates texts read as JSON Lines from standard input.
//!
//! Lines are dealt to the workers round-robin and collected in the same order, through bounded queues: output keeps the
//! order of the input, all cores are used, and memory does not grow with the input.

use std::io::{self, BufRead};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread;

use super::answer::AnswerLine;
use super::exit::Exit;
use super::lines::{GoldLine, LineError, given};
use crate::engine::{Engine, Scratch};
use crate::runtime::out::{Json, Out, complain};

/// Options of `attache annotate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Use the mentions of the input instead of detecting them, and only decide which are the same entity
    #[arg(long)]
    pub gold_mentions: bool,

    /// Also link persons and institutions across lines (holds the whole input in memory)
    #[arg(long)]
    pub across: bool,
}

/// Capacity, in lines, of the queue into each worker and of the queue out of it.
const QUEUE: usize = 16;

/// The number of an input line, from 1, and its output line or the error in it.
type Answer = (u64, Result<Json, LineError>);

/// Runs `attache annotate`.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    if args.across {
        return super::across::run(args.gold_mentions);
    }
    let engine = Engine::new();
    let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    thread::scope(|scope| {
        let (mut inputs, mut outputs) = (Vec::new(), Vec::new());
        for _ in 0..workers {
            let (to, lines) = sync_channel::<(u64, Vec<u8>)>(QUEUE);
            let (answers, from) = sync_channel::<Answer>(QUEUE);
            let engine = &engine;
            scope.spawn(move || {
                let mut scratch = Scratch::default();
                for (number, bytes) in lines {
                    let answer = annotate(engine, &mut scratch, &bytes, args.gold_mentions);
                    if answers.send((number, answer)).is_err() {
                        break;
                    }
                }
            });
            inputs.push(to);
            outputs.push(from);
        }
        // Not a scoped thread: when our output pipe is closed, the program must end without waiting for standard input.
        let input_thread = thread::spawn(move || read(&inputs));
        let refused = print(&outputs)?;
        drop(outputs);
        match input_thread.join() {
            Ok(read) => read?,
            Err(panic) => std::panic::resume_unwind(panic),
        }
        Ok(if refused { Exit::Refused } else { Exit::Done })
    })
}

/// Deals the lines of standard input to the workers round-robin. Blank lines are skipped.
fn read(workers: &[SyncSender<(u64, Vec<u8>)>]) -> io::Result<()> {
    let mut stdin = io::BufReader::with_capacity(1 << 16, io::stdin().lock());
    let mut round_robin = workers.iter().cycle();
    let mut number = 0;
    loop {
        let mut line = Vec::new();
        if stdin.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        number += 1;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let Some(worker) = round_robin.next() else { return Ok(()) };
        if worker.send((number, line)).is_err() {
            // The worker has stopped because the output is closed.
            return Ok(());
        }
    }
}

/// Prints the answers in the order of the lines. Returns whether any line was refused.
fn print(workers: &[Receiver<Answer>]) -> anyhow::Result<bool> {
    let mut out = Out::new();
    let mut refused = false;
    for worker in workers.iter().cycle() {
        let answer = match worker.try_recv() {
            Ok(answer) => answer,
            Err(TryRecvError::Disconnected) => break,
            Err(TryRecvError::Empty) => {
                // Nothing is ready: flush, so that a process that feeds lines slowly sees its answers at once.
                out.flush()?;
                match worker.recv() {
                    Ok(answer) => answer,
                    Err(_) => break,
                }
            }
        };
        match answer {
            (_, Ok(line)) => out.encoded(&line)?,
            (number, Err(error)) => {
                refused = true;
                complain(&format!("line {number}: {error}"));
            }
        }
    }
    out.flush()?;
    Ok(refused)
}

fn annotate(engine: &Engine, scratch: &mut Scratch, bytes: &[u8], gold_mentions: bool) -> Result<Json, LineError> {
    let line = GoldLine::read(bytes)?;
    let text = line.text()?;
    let (found, nationalities) = if gold_mentions { given(&line.mentions) } else { (Vec::new(), Vec::new()) };
    let annotations = if gold_mentions { engine.chain(text, &found) } else { engine.annotate_with(scratch, text) };
    let answer = AnswerLine::new(&line.id, text, &annotations, &nationalities, &[]);
    Ok(Json::new(&answer)?)
}
