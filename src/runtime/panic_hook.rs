//! The panic hooks: they restore the terminal, then print one line that quotes no article.

use std::panic;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use super::out;
use super::terminal::Modes;

/// Installs the hook; call it on the main thread. A panic of the main thread restores the terminal and prints where the
/// log is. A panic of another thread is only logged, because a lane goes on after it.
pub fn install(modes: Arc<Modes>, log: PathBuf) {
    let main_thread = thread::current().id();
    panic::set_hook(Box::new(move |info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let main = thread::current().id() == main_thread;
        if main {
            modes.leave();
        }
        // The message of a panic may quote an article: it goes to the private log only.
        tracing::error!(place, thread = thread::current().name(), "panic: {info}");
        if main {
            let log = log.to_string_lossy();
            out::complain(&format!("a bug at {place} ended the program; details are in {log}"));
        }
    }));
}

/// Installs the hook of a program without a screen: the message of a panic, which may quote an article, is printed as text.
pub fn install_plain() {
    panic::set_hook(Box::new(|info| out::complain(&format!("a bug ended the program: {info}"))));
}
