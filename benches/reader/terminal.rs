//! The program in a pseudo-terminal that behaves like a quick one: it takes everything at once, answers when it is asked, and
//! stamps what comes with the time at which it came.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Output ends where nothing has come for so long. No part of any figure.
const QUIET: Duration = Duration::from_millis(80);
/// What has not come by now does not come.
const DEADLINE: Duration = Duration::from_mins(1);
/// A key that changes nothing is waited for so long.
const NOTHING: Duration = Duration::from_millis(400);

/// What one key brought about.
#[derive(Clone, Copy, Debug)]
pub struct Burst {
    /// From the key to the last byte.
    pub time: Duration,
    pub bytes: usize,
}

type Writer = Arc<Mutex<Box<dyn Write + Send>>>;

pub struct Terminal {
    writer: Writer,
    output: Receiver<(Instant, Vec<u8>)>,
    child: Box<dyn Child + Send + Sync>,
    parser: vt100::Parser,
    started: Instant,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    /// Starts the program on an archive.
    pub fn start(home: &Path, archive: &Path, (cols, rows): (u16, u16)) -> Self {
        let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_attache"));
        command.env_clear();
        command.cwd(home);
        command.arg("--data-dir");
        command.arg(archive);
        for (name, value) in [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("LANG", "C.UTF-8")] {
            command.env(name, value);
        }
        command.env("HOME", home);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer: Writer = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let (send, output) = channel();
        let answering = Arc::clone(&writer);
        thread::spawn(move || {
            let mut bytes = vec![0; 65536];
            let mut seen = Vec::new();
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let now = Instant::now();
                seen.extend_from_slice(&bytes[..count]);
                answer(&mut seen, &answering);
                if send.send((now, bytes[..count].to_vec())).is_err() {
                    break;
                }
            }
        });
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        let parser = vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 0);
        Self { writer, output, child, parser, started, _master: pair.master }
    }

    /// Waits until these words are on the screen; the time from the start to the bytes that brought them.
    pub fn sees(&mut self, words: &str) -> Duration {
        let mut at = self.started;
        let deadline = Instant::now() + DEADLINE;
        while !self.parser.screen().contents().contains(words) {
            match self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok((now, bytes)) => {
                    at = now;
                    self.parser.process(&bytes);
                }
                Err(error) => panic!("{error}: no \"{words}\" on the screen:\n{}", self.parser.screen().contents()),
            }
        }
        at.saturating_duration_since(self.started)
    }

    /// Types, and waits for the end of what comes; nothing if nothing comes.
    pub fn key(&mut self, keys: &str) -> Option<Burst> {
        while let Ok((_, bytes)) = self.output.try_recv() {
            self.parser.process(&bytes);
        }
        let pressed = Instant::now();
        self.writer.lock().unwrap().write_all(keys.as_bytes()).unwrap();
        let (mut last, mut count, mut patience) = (pressed, 0, NOTHING);
        loop {
            match self.output.recv_timeout(patience) {
                Ok((now, bytes)) => {
                    (last, patience) = (now, QUIET);
                    count += bytes.len();
                    self.parser.process(&bytes);
                }
                Err(RecvTimeoutError::Timeout) if count == 0 => return None,
                Err(RecvTimeoutError::Timeout) => return Some(Burst { time: last - pressed, bytes: count }),
                Err(error) => panic!("{error}: the program has ended"),
            }
        }
    }

    /// Takes what comes until nothing has come for `time`; how many bytes that were.
    pub fn settle(&mut self, time: Duration) -> usize {
        let mut count = 0;
        while let Ok((_, bytes)) = self.output.recv_timeout(time) {
            count += bytes.len();
            self.parser.process(&bytes);
        }
        count
    }

    /// Bytes that come in `time`.
    pub fn idle(&mut self, time: Duration) -> usize {
        let deadline = Instant::now() + time;
        let mut count = 0;
        while let Ok((_, bytes)) = self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            count += bytes.len();
        }
        count
    }

    /// Resident memory now and at its highest, in bytes.
    pub fn memory(&self) -> Option<(u64, u64)> {
        memory(self.child.process_id()?)
    }

    /// Quits, and waits for the end.
    pub fn end(mut self) {
        self.writer.lock().unwrap().write_all(b"\x03Q").unwrap();
        while self.output.recv_timeout(DEADLINE).is_ok() {
            if let Ok(Some(_)) = self.child.try_wait() {
                return;
            }
        }
        self.child.wait().unwrap();
    }
}

/// Resident memory of a process now and at its highest; Linux tells.
pub fn memory(process: u32) -> Option<(u64, u64)> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let field = |name: &str| -> Option<u64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
    };
    Some((field("VmRSS")?, field("VmHWM")?))
}

/// Answers what is asked in `seen`, and forgets it.
fn answer(seen: &mut Vec<u8>, writer: &Writer) {
    const QUESTIONS: [(&[u8], &[u8]); 2] =
        [(b"\x1b[5n", b"\x1b[0n"), (b"\x1b]11;?\x1b\\", b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\")];
    let mut done = 0;
    for at in 0..seen.len() {
        let rest = &seen[at..];
        if let Some((question, answer)) = QUESTIONS.iter().find(|(question, _)| rest.starts_with(question)) {
            let _ = writer.lock().unwrap().write_all(answer);
            done = at + question.len();
        }
    }
    // A question may be cut in two.
    seen.drain(..done.max(seen.len().saturating_sub(8)));
}
