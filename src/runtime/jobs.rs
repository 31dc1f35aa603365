//! The lane of long jobs: import, and annotating again what an older engine read. One job at a time, with progress, and a
//! cancel that takes effect between two articles.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;

use super::intake::{News, import};
use super::lane::{Lane, survive};
use super::names;
use crate::app::message::{Imported, Message, Progress};
use crate::engine::Engine;
use crate::store::{Access, Store, StoreError};

/// The lane. Dropping it does not wait; [`Jobs::end`] does.
#[derive(Debug)]
pub struct Jobs {
    lane: Lane<Vec<PathBuf>>,
    stop: Arc<AtomicBool>,
}

impl Jobs {
    /// Starts the lane for the archive at `archive`; opens it, and loads the engine, only when there is something to do.
    pub fn spawn(archive: PathBuf, tell: impl Fn(Message) + Clone + Send + 'static) -> std::io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let lane = Lane::spawn("jobs", move |jobs| run(&archive, &jobs, &stopped, &tell))?;
        Ok(Self { lane, stop })
    }

    /// Takes files and folders in, after what is being done.
    pub fn import(&self, paths: Vec<PathBuf>) {
        self.lane.send(paths);
    }

    /// Stops the job that runs, if one does.
    pub fn cancel(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Stops, and waits until the batch being written is in the archive.
    pub fn end(self) {
        self.cancel();
        self.lane.end();
    }
}

fn run(
    archive: &Path,
    jobs: &Receiver<Vec<PathBuf>>,
    stop: &AtomicBool,
    tell: &(impl Fn(Message) + Clone + Send + 'static),
) {
    let mut engine = None;
    for paths in jobs {
        stop.store(false, Ordering::Relaxed);
        let job = survive(|| -> Result<Imported, StoreError> {
            let engine = engine.get_or_insert_with(Engine::new);
            let mut store = Store::open(archive, Access::Bulk)?;
            let tally = import(&mut store, archive, engine, &paths, stop, |news| match news {
                News::Progress(tally) => tell(Message::Progress(Progress {
                    doing: "importing".to_owned(),
                    done: tally.taken + tally.known,
                    // Files are articles, mostly: where one holds more, the number is not known.
                    of: (tally.taken + tally.known <= tally.files).then_some(tally.of_files),
                })),
                News::Stored => tell(Message::Changed),
            })?;
            if let Some(error) = tally.failed {
                tell(Message::Failed { what: "import".to_owned(), error });
            }
            Ok(Imported { taken: tally.taken, known: tally.known, refused: tally.refused, cancelled: tally.cancelled })
        });
        match job {
            Ok(Ok(imported)) => {
                let changed = imported.taken > 0;
                tell(Message::Imported(imported));
                if changed {
                    names::gather(archive.to_owned(), tell.clone());
                }
            }
            Ok(Err(error)) => tell(Message::Failed { what: "import".to_owned(), error: error.to_string() }),
            Err(panic) => {
                tell(Message::Failed { what: "import".to_owned(), error: format!("the program failed: {panic}") });
            }
        }
    }
}
