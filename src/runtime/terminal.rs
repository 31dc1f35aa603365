//! The terminal: its modes, taken and given back, and the screen that is drawn on it.
//!
//! Promises that every way out restores the modes once, from whatever thread; that a frame is one write; that a frame
//! without a change is none. Emits only the closed list of sequences in this file and in `pen`.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Arc, Mutex, PoisonError};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::queue;
use crossterm::style::ResetColor;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen};
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};

use super::backend::Pen;

/// Alternate screen, cursor hidden, pastes marked.
fn enter_bytes() -> Vec<u8> {
    let mut bytes = Vec::with_capacity(32);
    // Writing into memory does not fail.
    let _ = queue!(bytes, EnterAlternateScreen, Hide, EnableBracketedPaste);
    bytes
}

/// All of it back, attributes off.
fn leave_bytes() -> Vec<u8> {
    let mut bytes = Vec::with_capacity(32);
    let _ = queue!(bytes, ResetColor, DisableBracketedPaste, Show, LeaveAlternateScreen);
    bytes
}

/// Buttons and the wheel alone, as SGR reports: crossterm's own set reports every movement, and that costs bytes.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";
/// Which colour is the ground? (OSC 11)
const ASK_GROUND: &[u8] = b"\x1b]11;?\x1b\\";
/// Have you come this far? (DSR 5)
const ASK_READY: &[u8] = b"\x1b[5n";

/// What of the terminal is taken, and how to give it back. Shared with the threads that may have to end the program.
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
    /// Looks at the terminal; changes nothing yet. Keys come from /dev/tty where standard input is something else.
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

    /// Where keys come from.
    pub fn input(&self) -> io::Result<OwnedFd> {
        self.input.try_clone()
    }

    /// Takes the terminal.
    pub fn enter(&self) -> io::Result<()> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let mut raw = self.saved.clone();
        raw.make_raw();
        tcsetattr(&self.input, OptionalActions::Now, &raw)?;
        *taken = true;
        self.send(&enter_bytes())?;
        if self.mouse { self.send(MOUSE_ON) } else { Ok(()) }
    }

    /// Gives the terminal back as it was, if it is taken. Never waits for a terminal that takes nothing.
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

    /// Writes all of it, also where somebody made the terminal non-blocking.
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

    /// Columns and rows. Terminals that do not know are taken for the oldest kind.
    fn size(&self) -> Size {
        let size = tcgetwinsize(&self.output).ok().filter(|size| size.ws_col > 0 && size.ws_row > 0);
        let (columns, rows) = size.map_or((80, 24), |size| (size.ws_col, size.ws_row));
        // A cell is memory: a size that no screen has is not believed.
        Size::new(columns.min(1000), rows.min(500))
    }
}

/// The screen, as ratatui draws on it.
#[derive(Debug)]
pub struct Screen {
    modes: Arc<Modes>,
    pen: Pen,
    size: Size,
    /// Bytes of the last frame.
    sent: usize,
}

impl Backend for Screen {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.pen.draw(self.size.width, content);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.pen.cursor(false);
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.pen.cursor(true);
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        self.pen.go(position.x, position.y);
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.pen.clear();
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.pen.clear();
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sent = 0;
        if self.pen.is_empty() {
            return Ok(());
        }
        let drawn = self.pen.take();
        let mut bytes = Vec::with_capacity(drawn.len() + 16);
        if self.modes.synchronised {
            let _ = queue!(bytes, BeginSynchronizedUpdate);
        }
        bytes.extend_from_slice(&drawn);
        if self.modes.synchronised {
            let _ = queue!(bytes, EndSynchronizedUpdate);
        }
        self.sent = bytes.len();
        self.modes.send(&bytes)
    }
}

/// The terminal in use. Given back when dropped.
pub struct Terminal {
    tui: ratatui::Terminal<Screen>,
    modes: Arc<Modes>,
}

impl Terminal {
    /// Takes the terminal.
    pub fn take(modes: Arc<Modes>, ascii: bool, erases: bool) -> io::Result<Self> {
        modes.enter()?;
        let size = modes.size();
        let mut pen = Pen::new(ascii, erases);
        // The alternate screen is empty and the cursor is hidden already.
        pen.entered();
        let screen = Screen { modes: Arc::clone(&modes), pen, size, sent: 0 };
        Ok(Self { tui: ratatui::Terminal::new(screen)?, modes })
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        let size = self.tui.backend().size;
        (size.width, size.height)
    }

    /// Looks at the size again; answers with it if it is another one.
    pub fn measure(&mut self) -> Option<(u16, u16)> {
        let size = self.modes.size();
        let screen = self.tui.backend_mut();
        let changed = screen.size != size;
        screen.size = size;
        changed.then_some((size.width, size.height))
    }

    /// Draws a frame; answers with the number of bytes it took.
    pub fn draw(&mut self, view: impl FnOnce(&mut ratatui::Frame)) -> io::Result<usize> {
        self.tui.draw(view)?;
        Ok(self.tui.backend().sent)
    }

    /// Forgets what is on the screen: the next frame is drawn whole.
    pub fn forget(&mut self) -> io::Result<()> {
        self.tui.backend_mut().pen.forget();
        self.tui.clear()
    }

    /// Gives the terminal back for a while.
    pub fn leave(&self) {
        self.modes.leave();
    }

    /// Takes it again; the next frame is drawn whole.
    pub fn enter(&mut self) -> io::Result<()> {
        self.modes.enter()?;
        self.forget()
    }

    /// Asks for the colour of the ground. The answer comes as input, if at all; nobody waits for it.
    pub fn ask_ground(&self) -> io::Result<()> {
        self.modes.send(ASK_GROUND)
    }

    /// Asks the terminal to say when it has shown everything so far.
    pub fn ask_ready(&self) -> io::Result<()> {
        self.modes.send(ASK_READY)
    }

    /// Sends bytes that draw nothing, such as a text for the clipboard.
    pub fn send(&self, bytes: &[u8]) -> io::Result<()> {
        self.modes.send(bytes)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.modes.leave();
    }
}
