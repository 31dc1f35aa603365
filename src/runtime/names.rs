//! The index of names, gathered beside everything else on a thread and a connection of its own.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use super::lane::survive;
use crate::app::message::Message;
use crate::library::finder::{Filling, Finder};
use crate::store::{Access, Store, StoreError};

/// Reads all names and tells the index. Failing is no more than a remark: the old index stays in use.
pub fn gather(archive: PathBuf, tell: impl Fn(Message) + Send + 'static) {
    let started = thread::Builder::new().name("names".to_owned()).spawn(move || {
        let gathered = survive(|| -> Result<_, StoreError> {
            let store = Store::open(&archive, Access::Read)?;
            let known = Message::Known { watched: store.watched()?, picks: store.picks()? };
            Ok((known, finder(&store)?))
        });
        match gathered {
            Ok(Ok((known, finder))) => {
                tell(known);
                tell(Message::Names(Arc::new(finder)));
            }
            Ok(Err(StoreError::NotThere(_))) => {}
            Ok(Err(error)) => tell(Message::Failed { what: "read names".to_owned(), error: error.to_string() }),
            Err(panic) => tell(Message::Failed { what: "read names".to_owned(), error: panic }),
        }
    });
    // Without a thread the jump bar knows no new names; there is nobody to tell that would help.
    drop(started);
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
