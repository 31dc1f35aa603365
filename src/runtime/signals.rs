//! The thread that hears signals, and the deadline that ends a program which does not end by itself.

use std::io;
use std::process;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use rustix::process::{Signal, getpgrp, kill_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;

use super::event::{Event, Inbox};
use super::terminal::Modes;

/// How long the main loop has to keep what was being written and end.
const DEADLINE: Duration = Duration::from_millis(700);

/// Held by the main loop; dropped when it has ended in time.
#[derive(Debug)]
pub struct Alive {
    _ended: Sender<()>,
}

/// Waits for the main loop to end, and ends the process where it does not.
#[derive(Clone, Debug)]
pub struct Watchdog {
    ended: Arc<std::sync::Mutex<Receiver<()>>>,
    modes: Arc<Modes>,
}

impl Watchdog {
    /// A watchdog and what keeps it quiet.
    pub fn new(modes: Arc<Modes>) -> (Self, Alive) {
        let (sender, receiver) = channel();
        (Self { ended: Arc::new(std::sync::Mutex::new(receiver)), modes }, Alive { _ended: sender })
    }

    /// Gives the main loop its deadline; then restores the terminal and ends the process as by `signal`.
    pub fn bite(&self, signal: i32) {
        let Ok(ended) = self.ended.lock() else { return };
        if let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(DEADLINE) {
            tracing::error!(signal, "the main loop did not end in time");
            self.modes.leave();
            process::exit(128 + signal);
        }
    }
}

/// Begins to listen. A signal that ends the program also starts the deadline.
pub fn listen(inbox: Inbox, watchdog: Watchdog) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in &mut signals {
            inbox.event(Event::Signal(signal));
            if matches!(signal, SIGHUP | SIGTERM | SIGQUIT) {
                watchdog.bite(signal);
            }
        }
    })?;
    Ok(())
}

/// Stops the whole process group, as the terminal driver does for Ctrl-z: a parent such as cargo must stop as well, or
/// the shell would not take the terminal back.
pub fn stop() {
    if let Err(error) = kill_process_group(getpgrp(), Signal::STOP) {
        tracing::warn!(%error, "cannot stop");
    }
}
