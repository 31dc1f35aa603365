//! What happens when the program itself is wrong: the terminal first, then one line without a word of any article.

use std::panic;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use super::terminal::Modes;
use crate::text::clean;

/// Installs the hook. A panic of the thread that calls this, the main one, gives the terminal back and says where more is to be read; one of another
/// thread is only logged, because lanes survive it.
pub fn install(modes: Arc<Modes>, log: PathBuf) {
    let session = thread::current().id();
    panic::set_hook(Box::new(move |info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let main = thread::current().id() == session;
        if main {
            modes.leave();
        }
        // The words of a panic may quote an article: they go to the private log only.
        tracing::error!(place, thread = thread::current().name(), "defect: {info}");
        if main {
            let log = log.to_string_lossy();
            eprintln!("attache: a defect at {place} ended the program; more is in {}", clean::clean(&log));
        }
    }));
}
