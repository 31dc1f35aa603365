//! The gate: everything that the program prints, to standard output and to standard error, leaves through this file.
//!
//! Each function cleans what it is given, whether a terminal or a pipe reads it, because what is piped is shown by somebody:
//! `ssh host attache entities`, `attache list | less -R`. Nothing here takes bytes, and the lints of `Cargo.toml` and
//! `clippy.toml` refuse `println!` and `std::io::stdout` everywhere else, so that a subcommand cannot go around it. The screen has
//! a gate of its own (`terminal`, `backend`).

use std::io::{self, BufWriter, IsTerminal, Write};

use serde::Serialize;

use crate::text::{clean, escape};

/// Standard output, buffered. Its methods write only what a terminal shows and cannot obey.
pub struct Out(BufWriter<io::StdoutLock<'static>>);

/// A value as JSON, ready to be printed: every character that a terminal could obey or hides is a `\u` escape, so the value is
/// the same. Made on any thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Json(String);

impl Json {
    /// A value on one line.
    pub fn new(value: &impl Serialize) -> serde_json::Result<Self> {
        Ok(Self(escape::json(&serde_json::to_string(value)?).into_owned()))
    }

    /// A value over several lines, indented.
    pub fn pretty(value: &impl Serialize) -> serde_json::Result<Self> {
        Ok(Self(escape::json(&serde_json::to_string_pretty(value)?).into_owned()))
    }
}

impl Out {
    /// Locks standard output.
    // The one place that may: what is written to it is cleaned below.
    #[allow(clippy::disallowed_methods)]
    pub fn new() -> Self {
        Self(BufWriter::with_capacity(1 << 16, io::stdout().lock()))
    }

    /// Prints one line. A line end or tab in the text becomes a blank, so that no text can add a line or a value.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.0, "{}", clean::clean(text))
    }

    /// Prints one line of values separated by tabs.
    pub fn row(&mut self, cells: &[&str]) -> io::Result<()> {
        for (at, cell) in cells.iter().enumerate() {
            write!(self.0, "{}{}", if at > 0 { "\t" } else { "" }, clean::clean(cell))?;
        }
        writeln!(self.0)
    }

    /// Prints lines; a line end is added where the last one has none. Their line ends (`\n`, or `\r\n` as in CSV) stay.
    pub fn lines(&mut self, text: &str) -> io::Result<()> {
        for line in text.split_inclusive('\n') {
            let (words, end) = match line.strip_suffix('\n') {
                Some(words) => words.strip_suffix('\r').map_or((words, "\n"), |words| (words, "\r\n")),
                None => (line, "\n"),
            };
            write!(self.0, "{}{end}", clean::clean(words))?;
        }
        Ok(())
    }

    /// Prints a value as one line of JSON.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.encoded(&Json::new(value)?)
    }

    /// Prints a value that is JSON already.
    pub fn encoded(&mut self, json: &Json) -> io::Result<()> {
        writeln!(self.0, "{}", json.0)
    }

    /// Writes what is buffered. Call this before `Out` is dropped: dropping hides errors.
    pub fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Default for Out {
    fn default() -> Self {
        Self::new()
    }
}

/// Standard error.
#[allow(clippy::disallowed_methods)]
fn stderr() -> io::StderrLock<'static> {
    io::stderr().lock()
}

/// Prints a message on standard error, as one line. A failure to print is ignored.
pub fn say(text: &str) {
    let _ = writeln!(stderr(), "{}", clean::clean(text));
}

/// Prints an error message on standard error, as one line, prefixed with `attache: `.
pub fn complain(text: &str) {
    say(&format!("attache: {text}"));
}

/// Prints a message of several lines on standard error.
pub fn explain(text: &str) {
    let _ = writeln!(stderr(), "{}", clean::clean_block(text.trim_end()));
}

/// Replaces the current line of a terminal on standard error, for progress; with an empty text, only erases it.
pub fn redraw(text: &str) {
    let _ = write!(stderr(), "\r\x1b[K{}", clean::clean(text));
}

/// Whether standard output is a terminal.
#[allow(clippy::disallowed_methods)]
pub fn stdout_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether standard error is a terminal.
pub fn stderr_is_terminal() -> bool {
    stderr().is_terminal()
}

/// Whether the error is a closed pipe, as in `attache list | head`.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}
