//! Builds the index of names on a thread and a connection of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Instant;

use super::lane::catch_panic;
use crate::app::message::{Failed, Message};
use crate::name_index::finder::{Finder, FinderBuilder};
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
    /// A builder without a thread, and the queue of its requests: whoever holds the queue builds the indexes, with
    /// [`messages`].
    pub fn queue() -> (Self, IndexRequests) {
        let (requests, asked) = channel();
        (Self(requests), IndexRequests(asked))
    }

    /// Starts the thread. It ends after the last clone of this value is dropped; nobody waits for it.
    pub fn new(archive: PathBuf, tell: impl Fn(Message) + Send + 'static) -> Self {
        let (builder, IndexRequests(asked)) = Self::queue();
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
        builder
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

/// The requests that no index has answered yet.
#[derive(Debug)]
pub struct IndexRequests(Receiver<Change>);

impl IndexRequests {
    /// Takes all requests that wait; returns whether there were any. One index answers all of them.
    pub fn take(&self) -> bool {
        self.0.try_iter().count() > 0
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
    match catch_panic(|| messages(&Store::open(archive, Access::Read)?)) {
        Ok(Ok(messages)) => messages.into_iter().for_each(tell),
        Ok(Err(StoreError::NotThere(_))) => {}
        Ok(Err(error)) => tell(Message::Failed { what: Failed::Names, error: error.to_string() }),
        Err(panic) => tell(Message::Failed { what: Failed::Names, error: panic }),
    }
}

/// The messages that answer a request: what ranks equal hits, and the index of names.
pub fn messages(store: &Store) -> Result<[Message; 2], StoreError> {
    let known = Message::Known { watched: store.watched()?, picks: store.picks()? };
    Ok([known, Message::Names(Arc::new(finder(store)?))])
}

/// Builds an index of every name in the archive.
pub fn finder(store: &Store) -> Result<Finder, StoreError> {
    let mut builder = FinderBuilder::default();
    store.names(|named| {
        builder.add(&named);
        true
    })?;
    Ok(builder.build())
}
