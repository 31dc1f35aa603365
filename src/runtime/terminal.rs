//! The terminal: takes its modes, gives them back, and draws frames on it.
//!
//! Guarantees: the modes are restored exactly once, whichever thread ends the program; a frame is one write; a frame
//! without a change writes nothing. Only the sequences in this file and in `backend` are ever sent.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Arc, Mutex, PoisonError};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::queue;
use crossterm::style::ResetColor;
use crossterm::terminal::{EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen};
use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};

use super::backend::{Abilities, AnsiBackend};

/// Alternate screen, hidden cursor, bracketed paste.
fn enter_bytes() -> Vec<u8> {
    let mut bytes = Vec::with_capacity(32);
    // Writing to a vector cannot fail.
    let _ = queue!(bytes, EnterAlternateScreen, Hide, EnableBracketedPaste);
    bytes
}

/// Undoes [`enter_bytes`] and resets the attributes.
fn leave_bytes() -> Vec<u8> {
    let mut bytes = Vec::with_capacity(32);
    let _ = queue!(bytes, ResetColor, DisableBracketedPaste, Show, LeaveAlternateScreen);
    bytes
}

/// Reports of buttons and the wheel, in SGR form. crossterm's own set reports every movement as well, which costs bytes.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";
/// Asks for the background colour (OSC 11).
const ASK_BACKGROUND: &[u8] = b"\x1b]11;?\x1b\\";
/// Asks for a status report (DSR 5). The answer, `CSI 0 n`, means that everything sent before was processed.
const REQUEST_STATUS: &[u8] = b"\x1b[5n";

/// The terminal's file descriptors and modes. Shared with every thread that may have to restore them and end the program.
#[derive(Debug)]
pub struct Modes {
    input: OwnedFd,
    output: File,
    saved: Termios,
    mouse: bool,
    synchronised: bool,
    taken: Mutex<bool>,
}

impl Modes {
    /// Opens the terminal and saves its modes; changes nothing yet. Where standard input is not a terminal, keys are read
    /// from /dev/tty.
    // Standard output is the screen here: only this file and `backend` write to it.
    #[allow(clippy::disallowed_methods)]
    pub fn find(mouse: bool, synchronised: bool) -> io::Result<Self> {
        let stdin = io::stdin();
        let input = if stdin.is_terminal() {
            stdin.as_fd().try_clone_to_owned()?
        } else {
            OpenOptions::new().read(true).write(true).open("/dev/tty")?.into()
        };
        let output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let saved = tcgetattr(&input)?;
        Ok(Self { input, output, saved, mouse, synchronised, taken: Mutex::new(false) })
    }

    /// A descriptor to read keys from.
    pub fn input(&self) -> io::Result<OwnedFd> {
        self.input.try_clone()
    }

    /// Sets raw mode and enters the alternate screen.
    pub fn enter(&self) -> io::Result<()> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let mut raw = self.saved.clone();
        raw.make_raw();
        tcsetattr(&self.input, OptionalActions::Now, &raw)?;
        *taken = true;
        self.send(&enter_bytes())?;
        if self.mouse { self.send(MOUSE_ON) } else { Ok(()) }
    }

    /// Restores the saved modes, if they are changed. Waits at most 200 ms for a terminal that accepts no bytes.
    pub fn leave(&self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if !*taken {
            return;
        }
        *taken = false;
        let patience = Timespec { tv_sec: 0, tv_nsec: 200_000_000 };
        let mut ready = [PollFd::new(&self.output, PollFlags::OUT)];
        if poll(&mut ready, Some(&patience)).is_ok_and(|count| count > 0) {
            let mut bytes = Vec::new();
            if self.synchronised {
                let _ = queue!(bytes, EndSynchronizedUpdate);
            }
            if self.mouse {
                bytes.extend_from_slice(MOUSE_OFF);
            }
            bytes.extend_from_slice(&leave_bytes());
            let _ = self.send(&bytes);
        }
        let _ = tcsetattr(&self.input, OptionalActions::Now, &self.saved);
    }

    /// Writes all bytes, even where another program left the terminal non-blocking.
    fn send(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match (&self.output).write(bytes) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    poll(&mut [PollFd::new(&self.output, PollFlags::OUT)], None)?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Columns and rows; 80 by 24 where the terminal does not tell.
    fn size(&self) -> Size {
        let size = tcgetwinsize(&self.output).ok().filter(|size| size.ws_col > 0 && size.ws_row > 0);
        let (columns, rows) = size.map_or((80, 24), |size| (size.ws_col, size.ws_row));
        // Every cell takes memory: limit what a wrong size can cost.
        Size::new(columns.min(1000), rows.min(500))
    }
}

/// Writes to the terminal's output.
#[derive(Debug)]
struct Output(Arc<Modes>);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.send(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The terminal in use. Dropping it restores the modes.
pub struct Terminal {
    tui: ratatui::Terminal<AnsiBackend<Output>>,
    modes: Arc<Modes>,
}

impl Terminal {
    /// Enters the alternate screen. `ascii`: write ASCII only. `erases`: the terminal knows `ECH`.
    pub fn take(modes: Arc<Modes>, ascii: bool, erases: bool) -> io::Result<Self> {
        modes.enter()?;
        let abilities = Abilities { ascii, erases, synchronised: modes.synchronised };
        let backend = AnsiBackend::new(Output(Arc::clone(&modes)), modes.size(), abilities);
        Ok(Self { tui: ratatui::Terminal::new(backend)?, modes })
    }

    /// Columns and rows, as of the last [`Terminal::measure`].
    pub fn size(&self) -> (u16, u16) {
        let size = self.tui.backend().cells();
        (size.width, size.height)
    }

    /// Asks the system for the size; returns it where it has changed.
    pub fn measure(&mut self) -> Option<(u16, u16)> {
        let size = self.modes.size();
        let backend = self.tui.backend_mut();
        let changed = backend.cells() != size;
        backend.resize(size);
        changed.then_some((size.width, size.height))
    }

    /// Draws a frame; returns the bytes it took, 0 where nothing had changed.
    pub fn draw(&mut self, view: impl FnOnce(&mut ratatui::Frame)) -> io::Result<usize> {
        self.tui.draw(view)?;
        Ok(self.tui.backend().sent())
    }

    /// Forgets what is on the screen: the next frame is drawn whole.
    pub fn forget(&mut self) -> io::Result<()> {
        self.tui.backend_mut().forget();
        self.tui.clear()
    }

    /// Restores the modes, for a while or for good.
    pub fn leave(&self) {
        self.modes.leave();
    }

    /// Enters the alternate screen again; the next frame is drawn whole.
    pub fn enter(&mut self) -> io::Result<()> {
        self.modes.enter()?;
        self.forget()
    }

    /// Asks for the background colour. The answer, if any, arrives as input (`decode::Input::Background`).
    pub fn ask_background(&self) -> io::Result<()> {
        self.modes.send(ASK_BACKGROUND)
    }

    /// Sends a status request. The terminal answers it (`decode::Input::Ready`) when it has processed everything before it.
    pub fn request_status(&self) -> io::Result<()> {
        self.modes.send(REQUEST_STATUS)
    }

    /// Sends bytes that draw nothing, such as text for the clipboard.
    pub fn send(&self, bytes: &[u8]) -> io::Result<()> {
        self.modes.send(bytes)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.modes.leave();
    }
}
