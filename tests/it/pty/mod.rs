//! The program in a pseudo-terminal: what a user, a shell and a dropped line do to it.
//!
//! Tests wait for conditions, with a deadline; they never sleep. A terminal emulator reads the screen.

mod life;
mod looks;
mod wire;
mod writing;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// Deadline of a condition: longer than anything takes on a busy machine. A test that passes does not wait for it.
const DEADLINE: Duration = Duration::from_secs(20);

/// A temporary home folder, with or without an archive.
pub struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With these files imported.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let home = Self::empty();
        let folder = home.path().join("in");
        std::fs::create_dir(&folder).unwrap();
        for (name, text) in files {
            std::fs::write(folder.join(name), text).unwrap();
        }
        let done = home.run(&["import", folder.to_str().unwrap()]).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        home
    }

    /// With three short articles.
    pub fn three() -> Self {
        Self::with(&[
            (
                "a.txt",
                "Ferry resumes at Mwanza\n\nMWANZA, March 4 (LNA) -- The ferry to Ukerewe resumed on Tuesday, said Asha Odhiambo.\n",
            ),
            (
                "b.txt",
                "Harbour chief resigns\n\nDAKAR, March 3 (APS) -- Harbour chief Moussa Diagne resigned on Monday. Diagne gave no reason.\n",
            ),
            (
                "c.txt",
                "Wells fall silent\n\nGAFSA, March 2 (MW) -- The wells of Gafsa fell silent, engineer Nadia Ben Khalifa said.\n",
            ),
        ])
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The program without a terminal.
    pub fn run(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(binary());
        command.args(arguments).env_clear().envs(self.environment());
        command
    }

    fn environment(&self) -> Vec<(String, String)> {
        [
            ("HOME", self.path().to_str().unwrap()),
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
            ("PATH", "/usr/bin:/bin"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }
}

pub fn binary() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_attache"))
}

/// A terminal with a program in it.
pub struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    _slave: Box<dyn SlavePty + Send>,
    output: Receiver<Vec<u8>>,
    hung_up: Arc<AtomicBool>,
    ended: Receiver<u32>,
    pid: Pid,
    parser: vt100::Parser,
    /// All bytes written so far.
    pub raw: Vec<u8>,
    before: String,
}

/// Starts the program.
pub fn start(home: &Home, arguments: &[&str]) -> Terminal {
    start_with(home, arguments, &[], (100, 30))
}

/// Starts the program with more environment (an empty value takes a variable away) and a size.
pub fn start_with(home: &Home, arguments: &[&str], more: &[(&str, &str)], size: (u16, u16)) -> Terminal {
    let mut command = CommandBuilder::new(binary());
    command.args(arguments);
    spawn(home, command, more, size)
}

pub fn spawn(home: &Home, mut command: CommandBuilder, more: &[(&str, &str)], (cols, rows): (u16, u16)) -> Terminal {
    command.env_clear();
    command.cwd(home.path());
    for (name, value) in home.environment() {
        command.env(name, value);
    }
    for (name, value) in more {
        match *value {
            "" => command.env_remove(name),
            value => command.env(name, value),
        }
    }
    let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
    let before = format!("{:?}", pair.master.get_termios());
    let mut child = pair.slave.spawn_command(command).unwrap();
    let pid = Pid::from_raw(i32::try_from(child.process_id().unwrap()).unwrap()).unwrap();
    let (tell, ended) = channel();
    thread::spawn(move || tell.send(child.wait().unwrap().exit_code()));
    let mut reader = pair.master.try_clone_reader().unwrap();
    let (send, output) = channel();
    let hung_up = Arc::new(AtomicBool::new(false));
    let hanging = Arc::clone(&hung_up);
    thread::spawn(move || {
        let mut bytes = vec![0; 65536];
        while let Ok(count @ 1..) = reader.read(&mut bytes) {
            if hanging.load(Ordering::SeqCst) || send.send(bytes[..count].to_vec()).is_err() {
                break;
            }
        }
    });
    let parser = vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 0);
    let writer = Some(pair.master.take_writer().unwrap());
    Terminal {
        master: Some(pair.master),
        writer,
        _slave: pair.slave,
        output,
        hung_up,
        ended,
        pid,
        parser,
        raw: Vec::new(),
        before,
    }
}

impl Terminal {
    /// Waits until the screen passes a test.
    pub fn wait(&mut self, what: &str, is: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + DEADLINE;
        while !is(self.parser.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.took(&bytes),
                Err(error) => panic!("{error}: no {what} on the screen:\n{}", self.text()),
            }
        }
    }

    /// Waits until the screen shows these words.
    pub fn sees(&mut self, words: &str) {
        self.wait(words, |screen| screen.contents().contains(words));
    }

    /// Waits until the screen no longer shows these words.
    pub fn sees_no(&mut self, words: &str) {
        self.wait(&format!("screen without {words}"), |screen| !screen.contents().contains(words));
    }

    fn took(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.parser.process(bytes);
    }

    pub fn text(&self) -> String {
        self.parser.screen().contents()
    }

    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Sends these characters as typed.
    pub fn keys(&mut self, keys: &str) {
        self.writer.as_mut().unwrap().write_all(keys.as_bytes()).unwrap();
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    pub fn resize(&mut self, cols: u16, rows: u16) {
        self.parser.set_size(rows.try_into().unwrap(), cols.try_into().unwrap());
        self.master.as_ref().unwrap().resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// Waits for the program to end and returns its exit code; the rest of its output is read.
    pub fn end(&mut self) -> u32 {
        self.end_within(DEADLINE)
    }

    pub fn end_within(&mut self, time: Duration) -> u32 {
        let deadline = Instant::now() + time;
        loop {
            // The program may be blocked until its output is read.
            while let Ok(bytes) = self.output.try_recv() {
                self.took(&bytes);
            }
            let left = deadline.saturating_duration_since(Instant::now()).min(Duration::from_millis(20));
            if let Ok(code) = self.ended.recv_timeout(left) {
                while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(100)) {
                    self.took(&bytes);
                }
                return code;
            }
            assert!(Instant::now() < deadline, "it goes on:\n{}", self.text());
        }
    }

    /// Drops the line: closes the other end of the terminal.
    pub fn hang_up(&mut self) {
        self.hung_up.store(true, Ordering::SeqCst);
        // The program draws again for the new size, which wakes the reading thread.
        self.resize(99, 29);
        self.writer = None;
        self.master = None;
    }

    /// Asserts that the terminal's modes are as they were before the program.
    pub fn is_given_back(&self) -> bool {
        let screen = self.parser.screen();
        let now = format!("{:?}", self.master.as_ref().unwrap().get_termios());
        now == self.before && !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
    }

    /// Waits until the process is stopped. Linux only: other systems do not tell.
    pub fn is_stopped(&mut self) {
        let stat = format!("/proc/{}/stat", self.pid.as_raw_nonzero());
        let deadline = Instant::now() + DEADLINE;
        while Path::new("/proc/self/stat").exists() {
            let text = std::fs::read_to_string(&stat).unwrap();
            if text.rsplit(')').next().unwrap().trim_start().starts_with('T') {
                return;
            }
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(10)) {
                self.took(&bytes);
            }
            assert!(Instant::now() < deadline, "not stopped");
        }
    }
}
