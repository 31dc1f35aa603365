//! The log: a private file in the state folder. Nothing is logged to the screen.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::Mutex;

use tracing::level_filters::LevelFilter;

use super::files::private_folder;
use crate::text::clean;

/// A log of more bytes than this is emptied at the next start.
const LARGE: u64 = 4 << 20;

/// Opens the log and installs it. `verbose` 0 logs warnings and errors, 1 also information, 2 everything. The program can
/// run without a log.
pub fn start(path: &Path, verbose: u8) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        private_folder(folder).map_err(io::Error::other)?;
    }
    // A link of that name would lead the log elsewhere.
    let no_link = rustix::fs::OFlags::NOFOLLOW.bits().cast_signed();
    let large = fs::metadata(path).is_ok_and(|about| about.len() > LARGE);
    let file = OpenOptions::new().create(true).append(true).mode(0o600).custom_flags(no_link).open(path)?;
    file.set_permissions(Permissions::from_mode(0o600))?;
    if large {
        file.set_len(0)?;
    }
    let level = match verbose {
        0 => LevelFilter::WARN,
        1 => LevelFilter::INFO,
        _ => LevelFilter::TRACE,
    };
    tracing_subscriber::fmt()
        .with_writer(Mutex::new(CleanFile(file)))
        .with_ansi(false)
        .with_max_level(level)
        .try_init()
        .map_err(io::Error::other)
}

/// A file that takes lines of text and keeps them as a terminal may show them: a log is looked at by `cat` and `tail -f`.
struct CleanFile(File);

impl Write for CleanFile {
    /// Takes all bytes: the log is written a whole line at a time.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write_all(clean::clean_block(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_log_is_only_text() {
        let mut file = CleanFile(tempfile::tempfile().unwrap());
        writeln!(file, "panic: \u{1b}[31m \u{9b}31m \u{202e}x").unwrap();
        let mut text = String::new();
        io::Seek::rewind(&mut file.0).unwrap();
        io::Read::read_to_string(&mut file.0, &mut text).unwrap();
        assert_eq!(text, "panic: ␛[31m ␦31m ⇄x\n");
    }
}
