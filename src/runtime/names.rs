//! Builds the index of names on a thread and a connection of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Instant;

use super::lane::catch_panic;
use crate::app::message::{Failed, Message};
use crate::name_index::finder::{Filling, Finder};
use crate::store::{Access, Store, StoreError};

/// Who changed the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// The user, who waits for the new index.
    Own,
    /// Another program; it may write for hours, article by article.
    Others,
}

/// After a change by others, the thread rests this many times as long as building the last index took.
const REST: u32 = 8;

/// Requests new indexes of names. Requests made while an index is built are answered by one more index, so an older index
/// never arrives after a newer one.
#[derive(Clone, Debug)]
pub struct IndexBuilder(Sender<Change>);

impl IndexBuilder {
    /// Starts the thread. It ends after the last clone of this value is dropped; nobody waits for it.
    pub fn new(archive: PathBuf, tell: impl Fn(Message) + Send + 'static) -> Self {
        let (requests, asked) = channel();
        let started = thread::Builder::new().name("names".to_owned()).spawn(move || {
            let mut rested = Instant::now();
            while asked.recv().is_ok_and(|change| change == Change::Own || rest(&asked, rested)) {
                while asked.try_recv().is_ok() {}
                let began = Instant::now();
                build(&archive, &tell);
                rested = Instant::now() + began.elapsed() * REST;
            }
        });
        // Without the thread the jump bar has no names; the program works otherwise.
        drop(started);
        Self(requests)
    }

    /// Requests an index at once: the user changed names.
    pub fn ask(&self) {
        self.tell(Change::Own);
    }

    /// Requests an index after a rest: another program wrote to the archive.
    pub fn ask_in_time(&self) {
        self.tell(Change::Others);
    }

    fn tell(&self, change: Change) {
        // Sending fails only where the thread could not be started.
        let _ = self.0.send(change);
    }
}

/// Waits until a time, or until the user changes names. False where no builder is left.
fn rest(asked: &Receiver<Change>, until: Instant) -> bool {
    loop {
        match asked.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(Change::Others) => {}
            Ok(Change::Own) | Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

/// Reads all names and sends the index. After a failure the old index stays in use.
fn build(archive: &Path, tell: &impl Fn(Message)) {
    let built = catch_panic(|| -> Result<_, StoreError> {
        let store = Store::open(archive, Access::Read)?;
        let known = Message::Known { watched: store.watched()?, picks: store.picks()? };
        Ok((known, finder(&store)?))
    });
    match built {
        Ok(Ok((known, finder))) => {
            tell(known);
            tell(Message::Names(Arc::new(finder)));
        }
        Ok(Err(StoreError::NotThere(_))) => {}
        Ok(Err(error)) => tell(Message::Failed { what: Failed::Names, error: error.to_string() }),
        Err(panic) => tell(Message::Failed { what: Failed::Names, error: panic }),
    }
}

/// Builds an index of every name in the archive.
pub fn finder(store: &Store) -> Result<Finder, StoreError> {
    let mut filling = Filling::default();
    store.names(|named| {
        filling.take(&named);
        true
    })?;
    Ok(filling.done())
}
