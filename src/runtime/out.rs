//! Printing: data on standard output, messages on standard error. Control characters are removed from text that is printed to a
//! terminal.

use std::io::{self, BufWriter, IsTerminal, Write};

use crate::text::clean;

/// Buffered standard output. To a terminal, [`Out::line`] writes text without control characters; to a file or pipe it writes
/// the text unchanged.
pub struct Out {
    inner: BufWriter<io::StdoutLock<'static>>,
    terminal: bool,
}

impl Out {
    /// Locks standard output.
    pub fn new() -> Self {
        let stdout = io::stdout();
        let terminal = stdout.is_terminal();
        Self { inner: BufWriter::with_capacity(1 << 16, stdout.lock()), terminal }
    }

    /// Whether standard output is a terminal.
    pub fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Prints text, which may have several lines, and a line end.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        if self.terminal {
            self.inner.write_all(clean::clean_block(text).as_bytes())?;
        } else {
            self.inner.write_all(text.as_bytes())?;
        }
        self.inner.write_all(b"\n")
    }

    /// Prints a value as one line of JSON.
    pub fn json(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        let text = serde_json::to_string(value)?;
        self.line(&text)
    }

    /// Writes bytes unchanged, for output that is already clean or that is meant for a file.
    pub fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.inner.write_all(bytes)
    }

    /// Writes what is buffered. Call this before `Out` is dropped: dropping hides errors.
    pub fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl Default for Out {
    fn default() -> Self {
        Self::new()
    }
}

/// Prints a message on standard error, without control characters. A failure to print is ignored.
pub fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", clean::clean_block(text));
}

/// Prints an error message on standard error, prefixed with `attache: `.
pub fn complain(text: &str) {
    say(&format!("attache: {text}"));
}

/// Whether the error is a closed pipe, as in `attache list | head`.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}
