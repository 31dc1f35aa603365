//! The thread that reads the terminal. Sleeps until a byte comes; tells when the terminal is gone.
//!
//! It polls the terminal itself, so a hang-up wakes it whatever became of SIGHUP, and it can be told to keep its hands off
//! the terminal while another program has it.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::os::fd::OwnedFd;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::decode::{Decoder, Input, Waiting};
use super::event::{Event, Inbox};
use crate::app::message::Message;

/// How long a lone escape may be the beginning of something. Terminals send a sequence in one piece, and what carries it
/// seldom tears it: shorter than the eye, longer than a scheduler's whim.
const SHORT: Duration = Duration::from_millis(25);
/// How long a torn answer or paste is waited for.
const LONG: Duration = Duration::from_secs(1);

const PAUSE: u8 = b'p';
const RESUME: u8 = b'r';

/// The reading thread, held by its reins.
#[derive(Debug)]
pub struct Keyboard {
    reins: PipeWriter,
    paused: Receiver<()>,
}

impl Keyboard {
    /// Begins to read.
    pub fn start(terminal: OwnedFd, inbox: Inbox, last_words: impl FnOnce() + Send + 'static) -> io::Result<Self> {
        let (reader, reins) = io::pipe()?;
        let (tell, paused) = channel();
        thread::Builder::new().name("input".to_owned()).spawn(move || {
            let mut reading =
                Reading { terminal, reins: reader, tell, inbox, decoder: Decoder::default(), paused: false };
            // A reader that ended leaves a program without keys: that must end, too.
            let gone = catch_unwind(AssertUnwindSafe(|| reading.run())).unwrap_or(true);
            if gone {
                reading.inbox.event(Event::Gone);
                last_words();
            }
        })?;
        Ok(Self { reins, paused })
    }

    /// Stops reading; on return the thread does not touch the terminal any more.
    pub fn pause(&mut self) {
        if self.reins.write_all(&[PAUSE]).is_ok() {
            let _ = self.paused.recv_timeout(LONG);
        }
    }

    /// Reads again.
    pub fn resume(&mut self) {
        let _ = self.reins.write_all(&[RESUME]);
    }
}

struct Reading {
    terminal: OwnedFd,
    reins: PipeReader,
    tell: Sender<()>,
    inbox: Inbox,
    decoder: Decoder,
    paused: bool,
}

/// What woke the reader.
struct Woken {
    bytes: bool,
    gone: bool,
    reins: bool,
}

impl Reading {
    /// Reads until the terminal is gone (true) or nobody wants it any more (false).
    fn run(&mut self) -> bool {
        let mut buffer = vec![0; 1 << 16];
        loop {
            let patience = self.decoder.waiting().map(|waiting| match waiting {
                Waiting::Short => SHORT,
                Waiting::Long => LONG,
            });
            let mut inputs = Vec::new();
            match self.wait(patience) {
                Err(_) => return true,
                Ok(None) => self.decoder.pause(&mut inputs),
                Ok(Some(woken)) => {
                    if woken.reins && !self.obey() {
                        return false;
                    }
                    if !self.paused && woken.bytes {
                        match rustix::io::read(&self.terminal, &mut buffer) {
                            Ok(0) => return true,
                            Ok(count) => self.decoder.feed(buffer.get(..count).unwrap_or_default(), &mut inputs),
                            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
                            Err(_) => return true,
                        }
                    } else if woken.gone {
                        return true;
                    }
                }
            }
            for input in inputs {
                self.inbox.event(match input {
                    Input::Key(key) => Event::Message(Message::Key(key)),
                    Input::Paste(text) => Event::Message(Message::Paste(text)),
                    Input::Ground(colour) => Event::Ground(colour),
                    Input::Ready => Event::Ready,
                });
            }
        }
    }

    /// Sleeps until something happens; none when the time is over.
    fn wait(&self, patience: Option<Duration>) -> io::Result<Option<Woken>> {
        // Without events a hang-up is told all the same.
        let wanted = if self.paused { PollFlags::empty() } else { PollFlags::IN };
        let mut both = [PollFd::new(&self.terminal, wanted), PollFd::new(&self.reins, PollFlags::IN)];
        let patience = patience.and_then(|patience| Timespec::try_from(patience).ok());
        let count = loop {
            match poll(&mut both, patience.as_ref()) {
                Err(rustix::io::Errno::INTR) => {}
                other => break other?,
            }
        };
        let [terminal, reins] = both.map(|polled| polled.revents());
        Ok((count > 0).then_some(Woken {
            bytes: terminal.contains(PollFlags::IN),
            gone: terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL),
            reins: !reins.is_empty(),
        }))
    }

    /// Does what the reins say; false when they were dropped.
    fn obey(&mut self) -> bool {
        let mut order = [0];
        match self.reins.read(&mut order) {
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
