//! The lane of long jobs: import, and annotating again what an older engine read. One job at a time, with progress, and a
//! cancel that takes effect between two articles.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::Duration;

use super::intake::{News, Tally, import};
use super::lane::{Lane, survive};
use super::names::Gatherer;
use super::reannotate::{needed, reannotate};
use crate::app::message::{Failed, Imported, Message, Progress};
use crate::engine::Engine;
use crate::store::{Access, Store, StoreError};

/// Annotating again begins when the session has been up for so long: the first picture comes first.
const PAUSE: Duration = Duration::from_secs(2);

/// The lane. Dropping it does not wait; [`Jobs::end`] does.
#[derive(Debug)]
pub struct Jobs {
    lane: Lane<Vec<PathBuf>>,
    flags: Arc<Flags>,
}

#[derive(Debug, Default)]
struct Flags {
    /// The job that runs is to stop.
    stop: AtomicBool,
    /// No further job is to begin.
    ended: AtomicBool,
    /// What runs can wait: an import goes first.
    patient: AtomicBool,
}

impl Flags {
    /// Makes ready for a job; false where none is to begin.
    fn begin(&self, patient: bool) -> bool {
        self.patient.store(patient, Ordering::SeqCst);
        self.stop.store(false, Ordering::SeqCst);
        !self.ended.load(Ordering::SeqCst)
    }
}

impl Jobs {
    /// Starts the lane for the archive at `archive`; opens it, and loads the engine, only when there is something to do.
    pub fn spawn(
        archive: PathBuf,
        names: Gatherer,
        tell: impl Fn(Message) + Clone + Send + 'static,
    ) -> std::io::Result<Self> {
        let flags = Arc::new(Flags::default());
        let inside = Arc::clone(&flags);
        let lane =
            Lane::spawn("jobs", move |jobs| Worker { archive, names, flags: inside, tell, engine: None }.run(&jobs))?;
        Ok(Self { lane, flags })
    }

    /// Takes files and folders in, after what is being done.
    pub fn import(&self, paths: Vec<PathBuf>) {
        self.lane.send(paths);
        if self.flags.patient.load(Ordering::SeqCst) {
            self.cancel();
        }
    }

    /// Stops the job that runs, if one does.
    pub fn cancel(&self) {
        self.flags.stop.store(true, Ordering::SeqCst);
    }

    /// Stops, and waits until the batch being written is in the archive.
    pub fn end(self) {
        self.flags.ended.store(true, Ordering::SeqCst);
        self.cancel();
        self.lane.end();
    }
}

struct Worker<T> {
    archive: PathBuf,
    names: Gatherer,
    flags: Arc<Flags>,
    tell: T,
    engine: Option<Engine>,
}

impl<T: Fn(Message) + Clone + Send + 'static> Worker<T> {
    fn run(mut self, jobs: &Receiver<Vec<PathBuf>>) {
        let mut next = jobs.recv_timeout(PAUSE);
        loop {
            match next {
                Ok(paths) => {
                    self.take_in(&paths);
                    next = match jobs.try_recv() {
                        Ok(paths) => Ok(paths),
                        Err(TryRecvError::Empty) => Err(RecvTimeoutError::Timeout),
                        Err(TryRecvError::Disconnected) => return,
                    };
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.annotate_again();
                    next = jobs.recv().map_err(|_| RecvTimeoutError::Disconnected);
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn take_in(&mut self, paths: &[PathBuf]) {
        if !self.flags.begin(false) {
            return;
        }
        let Self { archive, flags, tell, engine, .. } = self;
        let job = survive(|| -> Result<Tally, StoreError> {
            let engine = engine.get_or_insert_with(Engine::new);
            let mut store = Store::open(archive, Access::Bulk)?;
            import(&mut store, archive, engine, paths, &flags.stop, |news| match news {
                News::Progress(tally) => tell(Message::Progress(progress(tally))),
                News::Stored => tell(Message::Changed),
            })
        });
        let tally = match job {
            Ok(Ok(tally)) => tally,
            Ok(Err(error)) => return self.failed(Failed::Import, error.to_string()),
            Err(panic) => return self.failed(Failed::Import, format!("the program failed: {panic}")),
        };
        if let Some(error) = tally.failed {
            self.failed(Failed::Import, error);
        }
        let Tally { taken, known, refused, cancelled, .. } = tally;
        (self.tell)(Message::Imported(Imported { taken, known, refused, cancelled }));
        if taken > 0 {
            self.names.ask();
        }
    }

    fn annotate_again(&mut self) {
        if !self.flags.begin(true) || !needed(&self.archive) {
            return;
        }
        let Self { archive, flags, tell, engine, .. } = self;
        let job = survive(|| {
            let engine = engine.get_or_insert_with(Engine::new);
            reannotate(archive, engine, &flags.stop, |done| {
                tell(Message::Progress(Progress { doing: "annotating again".to_owned(), done, of: None }));
            })
        });
        (self.tell)(Message::Progress(Progress::default()));
        match job {
            Ok(Ok(_)) => {
                (self.tell)(Message::Changed);
                self.names.ask();
            }
            Ok(Err(error)) => self.failed(Failed::Reannotate, error.to_string()),
            Err(panic) => self.failed(Failed::Reannotate, format!("the program failed: {panic}")),
        }
    }

    fn failed(&self, what: Failed, error: String) {
        (self.tell)(Message::Failed { what, error });
    }
}

fn progress(tally: &Tally) -> Progress {
    let done = tally.taken + tally.known;
    // Files are articles, mostly: where one holds more, the number is not known.
    Progress { doing: "importing".to_owned(), done, of: (done <= tally.files).then_some(tally.of_files) }
}
