//! The background lane: runs long jobs one at a time. A job is an import, or annotating again the articles that an older
//! engine annotated. Jobs report progress and can be cancelled between two articles.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::Duration;

use super::intake::{News, Tally, import};
use super::lane::{Lane, catch_panic};
use super::names::IndexBuilder;
use super::policy::Sources;
use super::reannotate::{Stage, needed, reannotate};
use super::settling::{SETTLING, Settling};
use crate::app::message::{Failed, Imported, Message, Progress};
use crate::engine::Engine;
use crate::store::{Access, Store, StoreError};

/// Time after the start of the session at which annotating again may begin, so that it does not delay the first frame.
const PAUSE: Duration = Duration::from_secs(2);

/// The lane. Dropping it does not wait for the running job; [`BackgroundLane::end`] does.
#[derive(Debug)]
pub struct BackgroundLane {
    lane: Lane<Sources>,
    flags: Arc<Flags>,
}

#[derive(Debug, Default)]
struct Flags {
    /// The running job must stop.
    stop: AtomicBool,
    /// No further job may begin.
    ended: AtomicBool,
    /// The running job gives way to an import.
    gives_way: AtomicBool,
}

impl Flags {
    /// Resets the flags for a job; returns false where no further job may begin.
    fn begin(&self, gives_way: bool) -> bool {
        self.gives_way.store(gives_way, Ordering::SeqCst);
        self.stop.store(false, Ordering::SeqCst);
        !self.ended.load(Ordering::SeqCst)
    }
}

impl BackgroundLane {
    /// Starts the lane for the archive at `archive`. The archive is opened and the engine is loaded with the first job.
    pub fn spawn(
        archive: PathBuf,
        names: IndexBuilder,
        tell: impl Fn(Message) + Clone + Send + 'static,
    ) -> std::io::Result<Self> {
        let flags = Arc::new(Flags::default());
        let inside = Arc::clone(&flags);
        let lane = Lane::spawn("background", move |imports| {
            Worker { archive, names, flags: inside, tell, engine: None }.run(&imports);
        })?;
        Ok(Self { lane, flags })
    }

    /// Imports files and folders after the running import, if any.
    pub fn import(&self, sources: Sources) {
        self.lane.send(sources);
        if self.flags.gives_way.load(Ordering::SeqCst) {
            self.cancel();
        }
    }

    /// Stops the running job, if any.
    pub fn cancel(&self) {
        self.flags.stop.store(true, Ordering::SeqCst);
    }

    /// Stops the running job and waits until its current batch is written.
    pub fn end(self) {
        self.flags.ended.store(true, Ordering::SeqCst);
        self.cancel();
        self.lane.end();
    }
}

struct Worker<T> {
    archive: PathBuf,
    names: IndexBuilder,
    flags: Arc<Flags>,
    tell: T,
    engine: Option<Engine>,
}

impl<T: Fn(Message) + Clone + Send + 'static> Worker<T> {
    fn run(mut self, imports: &Receiver<Sources>) {
        let mut next = imports.recv_timeout(PAUSE);
        loop {
            match next {
                Ok(sources) => {
                    self.import(&sources);
                    next = match imports.try_recv() {
                        Ok(sources) => Ok(sources),
                        Err(TryRecvError::Empty) => Err(RecvTimeoutError::Timeout),
                        Err(TryRecvError::Disconnected) => return,
                    };
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.reannotate();
                    next = imports.recv().map_err(|_| RecvTimeoutError::Disconnected);
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn import(&mut self, sources: &Sources) {
        if !self.flags.begin(false) {
            return;
        }
        let Self { archive, flags, tell, engine, .. } = self;
        let job = catch_panic(|| -> Result<Tally, StoreError> {
            let engine = engine.get_or_insert_with(Engine::new);
            let mut store = Store::open(archive, Access::Bulk)?;
            import(&mut store, archive, engine, sources, &flags.stop, |news| match news {
                News::Progress(tally) => tell(Message::Progress(progress(tally))),
                News::Stored => tell(Message::Changed),
                News::Settling(how_far) => tell(Message::Progress(settling(how_far))),
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
        let Tally { taken, known, refused, left_out, cancelled, unsettled, .. } = tally;
        (self.tell)(Message::Imported(Imported { taken, known, refused, left_out, cancelled, unsettled }));
        if taken > 0 {
            self.names.ask();
        }
    }

    fn reannotate(&mut self) {
        if !self.flags.begin(true) || !needed(&self.archive) {
            return;
        }
        let Self { archive, flags, tell, engine, .. } = self;
        let job = catch_panic(|| {
            let engine = engine.get_or_insert_with(Engine::new);
            reannotate(archive, engine, &flags.stop, |stage| {
                tell(Message::Progress(match stage {
                    Stage::Annotated(done) => Progress { doing: "annotating again".to_owned(), done, of: None },
                    Stage::Settling(how_far) => settling(how_far),
                }));
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

fn settling(how_far: Settling) -> Progress {
    Progress { doing: SETTLING.to_owned(), done: how_far.done, of: Some(how_far.of()) }
}

fn progress(tally: &Tally) -> Progress {
    let done = tally.taken + tally.known;
    // Most files hold one article. Once there are more articles than files, the total is not known.
    Progress { doing: "importing".to_owned(), done, of: (done <= tally.files).then_some(tally.of_files) }
}
