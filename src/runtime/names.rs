//! The index of names, gathered beside everything else on a thread and a connection of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Instant;

use super::lane::survive;
use crate::app::message::{Failed, Message};
use crate::name_index::finder::{Filling, Finder};
use crate::store::{Access, Store, StoreError};

/// Who changed the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// The reader, who waits for it.
    Own,
    /// Another program, perhaps for hours, article by article.
    Others,
}

/// After others' changes the thread rests this many times as long as filling the index took.
const REST: u32 = 8;

/// Whom to ask for a new index of names. Asked while one is being filled, one more follows, however often: an older index never
/// comes after a newer one.
#[derive(Clone, Debug)]
pub struct Gatherer(Sender<Change>);

impl Gatherer {
    /// Starts the thread; it ends with the last gatherer, and nobody waits for it.
    pub fn new(archive: PathBuf, tell: impl Fn(Message) + Send + 'static) -> Self {
        let (to, asked) = channel();
        let started = thread::Builder::new().name("names".to_owned()).spawn(move || {
            let mut rested = Instant::now();
            while asked.recv().is_ok_and(|change| change == Change::Own || rest(&asked, rested)) {
                while asked.try_recv().is_ok() {}
                let began = Instant::now();
                gather(&archive, &tell);
                rested = Instant::now() + began.elapsed() * REST;
            }
        });
        // Without a thread the jump bar knows no new names; there is nobody to tell that would help.
        drop(started);
        Self(to)
    }

    /// The names have changed.
    pub fn ask(&self) {
        self.tell(Change::Own);
    }

    /// Somebody else wrote to the archive: there may be other names.
    pub fn ask_in_time(&self) {
        self.tell(Change::Others);
    }

    fn tell(&self, change: Change) {
        // Nobody is there only where no thread could be started.
        let _ = self.0.send(change);
    }
}

/// Waits until then, or until the reader changes names. Whether anybody is left who may ask.
fn rest(asked: &Receiver<Change>, until: Instant) -> bool {
    loop {
        match asked.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(Change::Others) => {}
            Ok(Change::Own) | Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

/// Reads all names and tells the index. Failing is no more than a remark: the old index stays in use.
fn gather(archive: &Path, tell: &impl Fn(Message)) {
    let gathered = survive(|| -> Result<_, StoreError> {
        let store = Store::open(archive, Access::Read)?;
        let known = Message::Known { watched: store.watched()?, picks: store.picks()? };
        Ok((known, finder(&store)?))
    });
    match gathered {
        Ok(Ok((known, finder))) => {
            tell(known);
            tell(Message::Names(Arc::new(finder)));
        }
        Ok(Err(StoreError::NotThere(_))) => {}
        Ok(Err(error)) => tell(Message::Failed { what: Failed::Names, error: error.to_string() }),
        Err(panic) => tell(Message::Failed { what: Failed::Names, error: panic }),
    }
}

/// An index of every name of the archive.
pub fn finder(store: &Store) -> Result<Finder, StoreError> {
    let mut filling = Filling::default();
    store.names(|named| {
        filling.take(&named);
        true
    })?;
    Ok(filling.done())
}
