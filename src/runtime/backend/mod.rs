//! The ratatui backend of the program: draws on any writer with few bytes, one write a frame.
//!
//! The terminal's modes (raw input, alternate screen) are not its concern: see `terminal`.

mod encoder;

use std::io::{self, Write};

use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use encoder::Encoder;

/// What a terminal can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Abilities {
    /// It shows ASCII only: the locale is not UTF-8.
    pub ascii: bool,
    /// It knows `ECH`, erase characters (VT220 and later).
    pub erases: bool,
    /// It draws what stands between the marks of a synchronised update (mode 2026) at once.
    pub synchronised: bool,
}

/// Draws cells on `W` in ANSI control sequences (ECMA-48).
#[derive(Debug)]
pub struct AnsiBackend<W> {
    out: W,
    encoder: Encoder,
    size: Size,
    synchronised: bool,
    /// Bytes of the last frame.
    sent: usize,
}

impl<W: Write> AnsiBackend<W> {
    /// A backend for a terminal of `size` that shows an empty alternate screen and hides its cursor.
    pub fn new(out: W, size: Size, abilities: Abilities) -> Self {
        let mut encoder = Encoder::new(abilities.ascii, abilities.erases);
        encoder.cursor_is_hidden();
        Self { out, encoder, size, synchronised: abilities.synchronised, sent: 0 }
    }

    /// Forgets what the terminal shows and how it stands: another program may have changed it.
    pub fn forget(&mut self) {
        self.encoder.forget();
    }

    /// Tells the size of the terminal.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
    }

    /// Columns and rows.
    pub fn cells(&self) -> Size {
        self.size
    }

    /// Bytes that the last frame took; 0 where nothing had changed.
    pub fn sent(&self) -> usize {
        self.sent
    }
}

impl<W: Write> Backend for AnsiBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.encoder.draw(self.size.width, content);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.encoder.show_cursor(false);
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.encoder.show_cursor(true);
        Ok(())
    }

    /// Always the top left: the terminal is never asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        self.encoder.move_to(position.x, position.y);
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.encoder.clear();
        Ok(())
    }

    /// Clears the whole screen whatever the region: ratatui draws everything again after it.
    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.encoder.clear();
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::ZERO })
    }

    /// Writes the frame in one piece.
    fn flush(&mut self) -> io::Result<()> {
        self.sent = 0;
        if self.encoder.is_empty() {
            return Ok(());
        }
        let drawn = self.encoder.take();
        let mut bytes = Vec::with_capacity(drawn.len() + 16);
        if self.synchronised {
            queue!(bytes, BeginSynchronizedUpdate)?;
        }
        bytes.extend_from_slice(&drawn);
        if self.synchronised {
            queue!(bytes, EndSynchronizedUpdate)?;
        }
        self.sent = bytes.len();
        self.out.write_all(&bytes)
    }
}
