//! Printing: data to standard output, talk to standard error, everything from strangers cleaned on its way to a terminal.

use std::io::{self, BufWriter, IsTerminal, Write};

use crate::text::clean;

/// Standard output, buffered. To a terminal it lets nothing through that is not clean; to a file or pipe it writes the
/// text as it is.
pub struct Out {
    inner: BufWriter<io::StdoutLock<'static>>,
    terminal: bool,
}

impl Out {
    /// Takes standard output.
    pub fn new() -> Self {
        let stdout = io::stdout();
        let terminal = stdout.is_terminal();
        Self { inner: BufWriter::with_capacity(1 << 16, stdout.lock()), terminal }
    }

    /// Whether a terminal is on the other end.
    pub fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Prints text, which may have several lines, and ends the line.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        if self.terminal {
            self.inner.write_all(clean::clean_block(text).as_bytes())?;
        } else {
            self.inner.write_all(text.as_bytes())?;
        }
        self.inner.write_all(b"\n")
    }

    /// Prints a value as one line of JSON, with everything but ASCII letters and signs that a terminal would act on
    /// escaped.
    pub fn json(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        let text = serde_json::to_string(value)?;
        self.line(&text)
    }

    /// Writes bytes as they are: for files that a subcommand makes.
    pub fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.inner.write_all(bytes)
    }

    /// Sends what is buffered. Call it before the end: an error there is one.
    pub fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl Default for Out {
    fn default() -> Self {
        Self::new()
    }
}

/// Says something on standard error, cleaned. Nobody is there to hear when that fails.
pub fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", clean::clean_block(text));
}

/// Says what went wrong on standard error, cleaned, with the program's name.
pub fn complain(text: &str) {
    say(&format!("attache: {text}"));
}

/// Whether the error is a reader that went away (`attache list | head`).
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}
