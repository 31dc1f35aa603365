//! The thread that reads keys from the terminal and notices when the terminal is gone.
//!
//! It polls the terminal itself, so a hang-up wakes it even where SIGHUP is blocked, and it can be paused while another
//! program, such as an editor, reads from the terminal.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::os::fd::OwnedFd;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::decode::{Decoder, Incomplete, Input};
use super::event::{Event, Inbox};
use super::lane::catch_panic;
use crate::app::message::Message;

/// Time after which a lone escape is the key Esc and not the beginning of a sequence. Terminals send a sequence in one
/// piece and lines rarely split it, so this can be too short to notice.
const SEQUENCE_TIMEOUT: Duration = Duration::from_millis(25);
/// Time after which an incomplete answer or paste is given up.
const STRING_TIMEOUT: Duration = Duration::from_secs(1);
/// Longest time that pausing waits for the thread.
const PAUSE_TIMEOUT: Duration = Duration::from_secs(1);

const PAUSE: u8 = b'p';
const RESUME: u8 = b'r';

/// Controls the reading thread. Dropping it ends the thread.
#[derive(Debug)]
pub struct Keyboard {
    /// Takes [`PAUSE`] and [`RESUME`].
    control: PipeWriter,
    /// Tells that the thread is paused.
    paused: Receiver<()>,
}

impl Keyboard {
    /// Starts the thread. Where the terminal is gone, it sends [`Event::Gone`] and calls `on_hang_up`.
    pub fn start(terminal: OwnedFd, inbox: Inbox, on_hang_up: impl FnOnce() + Send + 'static) -> io::Result<Self> {
        let (orders, control) = io::pipe()?;
        let (tell, paused) = channel();
        thread::Builder::new().name("input".to_owned()).spawn(move || {
            let mut reader = Reader { terminal, orders, tell, inbox, decoder: Decoder::default(), paused: false };
            // A panic counts as a hang-up: without keys the program must end.
            let gone = catch_panic(|| reader.run()).unwrap_or(true);
            if gone {
                reader.inbox.event(Event::Gone);
                on_hang_up();
            }
        })?;
        Ok(Self { control, paused })
    }

    /// Pauses reading. On return the thread no longer reads from the terminal.
    pub fn pause(&mut self) {
        if self.control.write_all(&[PAUSE]).is_ok() {
            let _ = self.paused.recv_timeout(PAUSE_TIMEOUT);
        }
    }

    /// Resumes reading.
    pub fn resume(&mut self) {
        let _ = self.control.write_all(&[RESUME]);
    }
}

struct Reader {
    terminal: OwnedFd,
    /// The other end of [`Keyboard`]'s `control`.
    orders: PipeReader,
    /// The other end of [`Keyboard`]'s `paused`.
    tell: Sender<()>,
    inbox: Inbox,
    decoder: Decoder,
    paused: bool,
}

/// Why [`Reader::wait`] returned.
struct Ready {
    /// The terminal has bytes to read.
    bytes: bool,
    /// The terminal is gone.
    gone: bool,
    /// There is an order to read.
    order: bool,
}

impl Reader {
    /// Reads until the terminal is gone (returns true) or the [`Keyboard`] is dropped (returns false).
    fn run(&mut self) -> bool {
        let mut buffer = vec![0; 1 << 16];
        loop {
            let timeout = self.decoder.incomplete().map(|incomplete| match incomplete {
                Incomplete::Sequence => SEQUENCE_TIMEOUT,
                Incomplete::String => STRING_TIMEOUT,
            });
            let mut inputs = Vec::new();
            match self.wait(timeout) {
                Err(_) => return true,
                Ok(None) => self.decoder.timed_out(&mut inputs),
                Ok(Some(ready)) => {
                    if ready.order && !self.obey() {
                        return false;
                    }
                    if !self.paused && ready.bytes {
                        match rustix::io::read(&self.terminal, &mut buffer) {
                            Ok(0) => return true,
                            Ok(count) => self.decoder.feed(buffer.get(..count).unwrap_or_default(), &mut inputs),
                            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
                            Err(_) => return true,
                        }
                    } else if ready.gone {
                        return true;
                    }
                }
            }
            for input in inputs {
                self.inbox.event(match input {
                    Input::Key(key) => Event::Message(Message::Key(key)),
                    Input::Paste(text) => Event::Message(Message::Paste(text)),
                    Input::Background(colour) => Event::Background(colour),
                    Input::Ready => Event::Ready,
                });
            }
        }
    }

    /// Sleeps until something happens; `None` after the timeout.
    fn wait(&self, timeout: Option<Duration>) -> io::Result<Option<Ready>> {
        // A hang-up is reported even where no events are asked for.
        let wanted = if self.paused { PollFlags::empty() } else { PollFlags::IN };
        let mut both = [PollFd::new(&self.terminal, wanted), PollFd::new(&self.orders, PollFlags::IN)];
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        let count = loop {
            match poll(&mut both, timeout.as_ref()) {
                Err(rustix::io::Errno::INTR) => {}
                other => break other?,
            }
        };
        let [terminal, orders] = both.map(|polled| polled.revents());
        Ok((count > 0).then_some(Ready {
            bytes: terminal.contains(PollFlags::IN),
            gone: terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL),
            order: !orders.is_empty(),
        }))
    }

    /// Reads an order and follows it; false where the [`Keyboard`] was dropped.
    fn obey(&mut self) -> bool {
        let mut order = [0];
        match self.orders.read(&mut order) {
            Ok(1) => {
                self.paused = order == [PAUSE];
                if self.paused {
                    let _ = self.tell.send(());
                }
                true
            }
            _ => false,
        }
    }
}
