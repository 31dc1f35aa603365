//! The thread that receives signals, and the watchdog that ends a program whose main loop hangs.

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

/// Time for the main loop to save what is being written and to end.
const DEADLINE: Duration = Duration::from_millis(700);

/// Held by the main loop. Dropping it tells the watchdog that the main loop has ended.
#[derive(Debug)]
pub struct Alive {
    _ended: Sender<()>,
}

/// Ends the process where the main loop does not end in time.
#[derive(Clone, Debug)]
pub struct Watchdog {
    ended: Arc<std::sync::Mutex<Receiver<()>>>,
    modes: Arc<Modes>,
}

impl Watchdog {
    /// A watchdog, and the value that the main loop must drop at its end.
    pub fn new(modes: Arc<Modes>) -> (Self, Alive) {
        let (sender, receiver) = channel();
        (Self { ended: Arc::new(std::sync::Mutex::new(receiver)), modes }, Alive { _ended: sender })
    }

    /// Waits for the main loop to end. After the deadline, restores the terminal and exits with the status of a process
    /// ended by `signal`.
    pub fn end_in_time(&self, signal: i32) {
        let Ok(ended) = self.ended.lock() else { return };
        if let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(DEADLINE) {
            tracing::error!(signal, "the main loop did not end in time");
            self.modes.leave();
            process::exit(128 + signal);
        }
    }
}

/// Starts the thread. Every signal becomes an event; one that ends the program also starts the watchdog.
pub fn listen(inbox: Inbox, watchdog: Watchdog) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in &mut signals {
            inbox.event(Event::Signal(signal));
            if matches!(signal, SIGHUP | SIGTERM | SIGQUIT) {
                watchdog.end_in_time(signal);
            }
        }
    })?;
    Ok(())
}

/// Stops the whole process group, as the terminal driver does for Ctrl-z. A parent such as cargo must stop as well, else
/// the shell does not take the terminal back.
pub fn stop() {
    if let Err(error) = kill_process_group(getpgrp(), Signal::STOP) {
        tracing::warn!(%error, "cannot stop the process group");
    }
}
