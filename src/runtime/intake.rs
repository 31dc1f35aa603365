//! An import: files → articles → annotations → links → the archive.
//!
//! One thread reads, every core parses and annotates, and the caller's thread links and stores in the order of the input, so
//! that the same files give the same archive whatever the number of cores. An input that cannot be read is named with its
//! reason, and everything else is imported. An import can be stopped between two articles.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::clock::clock;
use super::directory::walk;
use super::policy::Sources;
use super::settling::{Settling, settle};
use super::source::{self, Piece};
use crate::engine::{Engine, Scratch};
use crate::ingest::{Item, Origin, Reading};
use crate::news::time::Timestamp;
use crate::resolve::{BATCH_WEIGHT, Resolver, weight};
use crate::store::{Access, Store, StoreError, Stored, Taken};

/// Articles between two times of consolidating: what waits for it takes memory and time at the end.
const CONSOLIDATE: usize = 10_000;
/// A batch waits no longer than this for more articles: somebody may be watching the list fill.
const LONGEST: Duration = Duration::from_millis(700);
/// Time between two reports of progress.
const REPORT: Duration = Duration::from_millis(100);

/// What became of an import so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// New articles, stored.
    pub taken: u64,
    /// Articles that the archive had.
    pub known: u64,
    /// Inputs that were refused, with the reason.
    pub refused: Vec<(String, String)>,
    /// Inputs of which something is not in the archive, such as the files beside the text of a mail, and what.
    pub left_out: Vec<(String, String)>,
    /// It was stopped before all articles were read.
    pub cancelled: bool,
    /// Names and articles that are left to settle, because it was stopped or failed.
    pub unsettled: u64,
    /// The error that ended it, if one did. What was stored before stays.
    pub failed: Option<String>,
    /// Files of which reading has begun.
    pub files: u64,
    /// Files in all.
    pub of_files: u64,
}

/// What an import tells while it runs.
#[derive(Debug)]
pub enum News<'t> {
    /// How far it is; at most ten times a second.
    Progress(&'t Tally),
    /// A batch was stored.
    Stored,
    /// Names are being settled.
    Settling(Settling),
}

/// A piece of a file on its way to a worker. `turn` numbers the pieces in the order of the input.
struct Work {
    turn: u64,
    name: Arc<str>,
    origin: Arc<Origin>,
    piece: Piece,
    first: bool,
}

/// The articles of a piece on their way to the archive.
struct Done {
    turn: u64,
    first: bool,
    articles: Vec<Outcome>,
}

enum Outcome {
    /// The article, the name of its input, and what of it is not in the article.
    New(Box<Taken>, String, Vec<String>),
    Known,
    Refused(String, String),
}

/// Imports `sources` into the archive at `archive`, which `store` has open for writing. A failure of the archive is in
/// [`Tally::failed`]: what was stored before it stays.
pub fn import(
    store: &mut Store,
    archive: &Path,
    engine: &Engine,
    sources: &Sources,
    stop: &AtomicBool,
    mut tell: impl FnMut(News),
) -> Result<Tally, StoreError> {
    let walked = walk(sources.paths(), sources.links());
    let mut tally = Tally {
        refused: walked.refused,
        left_out: walked.left_out,
        of_files: walked.files.len() as u64,
        ..Tally::default()
    };
    let cores = thread::available_parallelism().map_or(2, usize::from);
    let received = clock().now;
    let (to_workers, work) = sync_channel::<Work>(cores * 2);
    let (to_writer, done) = sync_channel::<Done>(cores * 2);
    let work = Mutex::new(work);
    let mut resolver = Resolver::new(store).until(stop);
    thread::scope(|scope| {
        let files = &walked.files;
        scope.spawn(move || produce(files.iter().map(|f| f.path.as_path()), stop, &to_workers));
        for _ in 0..cores {
            let (work, to_writer) = (&work, to_writer.clone());
            let known = Store::open(archive, Access::Read).ok();
            scope.spawn(move || annotate(work, &to_writer, known.as_ref(), engine, received, stop));
        }
        drop(to_writer);
        let mut writer = Writer {
            resolver: &mut resolver,
            received,
            number: None,
            batch: Vec::new(),
            weight: 0,
            unconsolidated: 0,
            last: Instant::now(),
        };
        if let Err(error) = writer.write_all(&done, &mut tally, &mut tell, stop) {
            tally.failed = Some(error.to_string());
        }
        tally.cancelled = stop.load(Ordering::Relaxed);
        // Workers that wait to hand something over must not wait for ever.
        stop.store(tally.failed.is_some() || tally.cancelled, Ordering::Relaxed);
        for _ in done {}
    });
    // What an interrupted import left to settle is settled too, even where this one brought nothing new.
    if tally.failed.is_none()
        && let Err(error) = settle(&mut resolver, stop, |how_far| tell(News::Settling(how_far)))
    {
        tally.failed = Some(error.to_string());
    }
    tally.unsettled = resolver.store().unsettled().unwrap_or(0);
    Ok(tally)
}

fn produce<'p>(files: impl Iterator<Item = &'p Path>, stop: &AtomicBool, to_workers: &SyncSender<Work>) {
    let mut turn = 0;
    for path in files {
        let name: Arc<str> = path.to_string_lossy().into();
        let origin = Arc::new(source::origin(path));
        let mut first = true;
        source::read(path, |piece| {
            let work = Work { turn, name: Arc::clone(&name), origin: Arc::clone(&origin), piece, first };
            turn += 1;
            first = false;
            !stop.load(Ordering::Relaxed) && to_workers.send(work).is_ok()
        });
        if stop.load(Ordering::Relaxed) {
            return;
        }
    }
}

fn annotate(
    work: &Mutex<Receiver<Work>>,
    to_writer: &SyncSender<Done>,
    known: Option<&Store>,
    engine: &Engine,
    received: Timestamp,
    stop: &AtomicBool,
) {
    let mut scratch = Scratch::default();
    loop {
        let next = work.lock().map(|work| work.recv());
        let Ok(Ok(Work { turn, name, origin, piece, first })) = next else { return };
        let articles = match piece {
            Piece::Refused(reason) => vec![Outcome::Refused(name.to_string(), reason)],
            Piece::Items(items) => items
                .iter()
                .take_while(|_| !stop.load(Ordering::Relaxed))
                .map(|item| article(item, &name, &origin, known, engine, &mut scratch, received))
                .collect(),
        };
        if to_writer.send(Done { turn, first, articles }).is_err() {
            return;
        }
    }
}

fn article(
    item: &Item,
    name: &str,
    origin: &Origin,
    known: Option<&Store>,
    engine: &Engine,
    scratch: &mut Scratch,
    received: Timestamp,
) -> Outcome {
    let place = || item.line.map_or_else(|| name.to_owned(), |line| format!("{name}:{line}"));
    let digest: [u8; 32] = Sha256::digest(&item.bytes).into();
    if known.is_some_and(|store| store.known(&digest).is_ok_and(|id| id.is_some())) {
        return Outcome::Known;
    }
    // A text on which the program fails does not keep the others from being imported.
    let read = catch_unwind(AssertUnwindSafe(|| {
        item.read(origin).map(|Reading { draft, left_out }| {
            let found = engine.annotate_with(scratch, &draft.body);
            (Taken { draft, digest, received, found }, left_out)
        })
    }));
    match read {
        Ok(Ok((taken, left_out))) => Outcome::New(Box::new(taken), place(), left_out),
        Ok(Err(refusal)) => Outcome::Refused(place(), refusal.to_string()),
        Err(_) => {
            // It may have stopped halfway through a change.
            *scratch = Scratch::default();
            Outcome::Refused(place(), "the program failed on it (please report this)".to_owned())
        }
    }
}

struct Writer<'r, 's> {
    resolver: &'r mut Resolver<'s>,
    received: Timestamp,
    /// The number of the import, once there is a new article. An import of known articles leaves no trace.
    number: Option<u32>,
    batch: Vec<Taken>,
    /// See [`weight`].
    weight: usize,
    /// Articles stored since the last consolidating.
    unconsolidated: usize,
    last: Instant,
}

impl Writer<'_, '_> {
    fn write_all(
        &mut self,
        done: &Receiver<Done>,
        tally: &mut Tally,
        tell: &mut impl FnMut(News),
        stop: &AtomicBool,
    ) -> Result<(), StoreError> {
        let mut waiting: BTreeMap<u64, Done> = BTreeMap::new();
        let (mut turn, mut reported) = (0, Instant::now());
        for piece in done {
            waiting.insert(piece.turn, piece);
            while let Some(piece) = waiting.remove(&turn) {
                turn += 1;
                tally.files += u64::from(piece.first);
                for outcome in piece.articles {
                    self.take(outcome, tally, tell, stop)?;
                }
            }
            if reported.elapsed() >= REPORT {
                reported = Instant::now();
                tell(News::Progress(tally));
            }
            if stop.load(Ordering::Relaxed) {
                break;
            }
        }
        self.flush(tally, tell, stop)
    }

    fn take(
        &mut self,
        outcome: Outcome,
        tally: &mut Tally,
        tell: &mut impl FnMut(News),
        stop: &AtomicBool,
    ) -> Result<(), StoreError> {
        match outcome {
            Outcome::Known => tally.known += 1,
            Outcome::Refused(name, reason) => tally.refused.push((name, reason)),
            Outcome::New(taken, name, left_out) => {
                if !left_out.is_empty() {
                    tally.left_out.push((name, left_out.join(", ")));
                }
                self.weight += weight(&taken.draft.body, &taken.found);
                self.batch.push(*taken);
            }
        }
        // Names are consolidated at the same articles in any batches, so that the same files give the same archive.
        let due = self.unconsolidated + self.batch.len() >= CONSOLIDATE;
        if due || self.weight >= BATCH_WEIGHT || self.last.elapsed() >= LONGEST {
            self.flush(tally, tell, stop)?;
        }
        Ok(())
    }

    fn flush(&mut self, tally: &mut Tally, tell: &mut impl FnMut(News), stop: &AtomicBool) -> Result<(), StoreError> {
        self.last = Instant::now();
        self.weight = 0;
        let batch = std::mem::take(&mut self.batch);
        if batch.is_empty() {
            return Ok(());
        }
        let number = match self.number {
            Some(number) => number,
            None => self.resolver.store().begin_import(self.received)?,
        };
        self.number = Some(number);
        self.unconsolidated += batch.len();
        for stored in self.resolver.insert(number, Engine::VERSION, &batch)? {
            match stored {
                Stored::New(_) => tally.taken += 1,
                Stored::Known(_) => tally.known += 1,
            }
        }
        if self.unconsolidated >= CONSOLIDATE {
            self.unconsolidated = 0;
            settle(self.resolver, stop, |how_far| tell(News::Settling(how_far)))?;
        }
        tell(News::Stored);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
