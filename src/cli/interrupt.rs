//! Signals that stop a command of the command line: it keeps what is done, says what is left, and exits with 128 plus the signal's number.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use anyhow::Context;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::exit::Exit;

/// Whether the command has to stop, and by which signal.
#[derive(Debug)]
pub struct Interrupt {
    /// Set once it has to stop.
    pub stop: Arc<AtomicBool>,
    signal: Arc<AtomicI32>,
}

impl Interrupt {
    /// Makes SIGHUP, SIGINT and SIGTERM ask the command to stop. A second one ends the program at once.
    pub fn listen() -> anyhow::Result<Self> {
        let this = Self { stop: Arc::default(), signal: Arc::default() };
        let (stop, signal) = (Arc::clone(&this.stop), Arc::clone(&this.signal));
        let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM]).context("cannot listen for signals")?;
        let listen = move || {
            for number in signals.forever() {
                signal.store(number, Ordering::SeqCst);
                if stop.swap(true, Ordering::SeqCst) {
                    let _ = signal_hook::low_level::emulate_default_handler(number);
                }
            }
        };
        std::thread::Builder::new().name("signals".to_owned()).spawn(listen).context("cannot listen for signals")?;
        Ok(this)
    }

    /// How the command ends, if a signal stopped it.
    pub fn exit(&self) -> Option<Exit> {
        let number = self.signal.load(Ordering::SeqCst);
        (number > 0).then(|| Exit::Signal(u8::try_from(number).unwrap_or(0)))
    }
}
