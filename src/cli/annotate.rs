//! `attache annotate`: finds entities in JSON Lines of standard input.
//!
//! Lines go round the workers in turn and come back in turn, through short queues: the order stays, all cores work, and
//! memory does not grow with the input.

use std::io::{self, BufRead, Write};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread;

use super::answer::AnswerLine;
use super::exit::Exit;
use super::lines::{GoldLine, LineError, given};
use super::out::{Out, complain};
use crate::engine::{Engine, Scratch};

/// Options of `attache annotate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Take the mentions of the input as found; decide only who is who
    #[arg(long)]
    pub gold_mentions: bool,

    /// Link over all lines as well
    #[arg(long)]
    pub across: bool,
}

/// How many lines wait before each worker, and as many after it.
const QUEUE: usize = 16;

/// A line of the input and, later, the line of output or what was wrong.
type Answer = (u64, Result<String, LineError>);

/// Runs it.
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
        // Not of the scope: when the reader of our output goes away, nobody waits for standard input.
        let reading = thread::spawn(move || read(&inputs));
        let refused = print(&outputs)?;
        drop(outputs);
        match reading.join() {
            Ok(read) => read?,
            Err(panic) => std::panic::resume_unwind(panic),
        }
        Ok(if refused { Exit::Refused } else { Exit::Done })
    })
}

/// Deals the lines of standard input to the workers in turn; blank ones are passed over.
fn read(workers: &[SyncSender<(u64, Vec<u8>)>]) -> io::Result<()> {
    let mut stdin = io::BufReader::with_capacity(1 << 16, io::stdin().lock());
    let mut turn = workers.iter().cycle();
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
        let Some(worker) = turn.next() else { return Ok(()) };
        if worker.send((number, line)).is_err() {
            // Nobody takes the output any more.
            return Ok(());
        }
    }
}

/// Prints the answers in the order of the lines. Whether any line was refused.
fn print(workers: &[Receiver<Answer>]) -> anyhow::Result<bool> {
    let mut out = Out::new();
    let mut refused = false;
    for worker in workers.iter().cycle() {
        let answer = match worker.try_recv() {
            Ok(answer) => answer,
            Err(TryRecvError::Disconnected) => break,
            Err(TryRecvError::Empty) => {
                // Nothing is ready: what is done goes out now, so that a slow sender sees its answers.
                out.flush()?;
                match worker.recv() {
                    Ok(answer) => answer,
                    Err(_) => break,
                }
            }
        };
        match answer {
            (_, Ok(line)) => out.line(&line)?,
            (number, Err(wrong)) => {
                refused = true;
                complain(&format!("line {number}: {wrong}"));
            }
        }
    }
    out.flush()?;
    io::stderr().flush()?;
    Ok(refused)
}

fn annotate(engine: &Engine, scratch: &mut Scratch, bytes: &[u8], gold_mentions: bool) -> Result<String, LineError> {
    let line = GoldLine::read(bytes)?;
    let text = line.text()?;
    let (found, aside) = if gold_mentions { given(&line.mentions) } else { (Vec::new(), Vec::new()) };
    let annotations = if gold_mentions { engine.chain(text, &found) } else { engine.annotate_with(scratch, text) };
    let answer = AnswerLine::new(&line.id, text, &annotations, &aside, &[]);
    Ok(serde_json::to_string(&answer)?)
}
