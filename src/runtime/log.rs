//! The log: a private file in the state folder. Nothing is logged to the screen.

use std::fs::{self, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::Mutex;

use tracing::level_filters::LevelFilter;

use super::files::private_folder;

/// A log of more bytes than this is emptied at the next start.
const LARGE: u64 = 4 << 20;

/// Opens the log and installs it. `verbose` 0 logs warnings and errors, 1 also information, 2 everything. The program can
/// run without a log.
pub fn start(path: &Path, verbose: u8) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        private_folder(folder).map_err(io::Error::other)?;
    }
    let large = fs::metadata(path).is_ok_and(|about| about.len() > LARGE);
    let file = OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
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
        .with_writer(Mutex::new(file))
        .with_ansi(false)
        .with_max_level(level)
        .try_init()
        .map_err(io::Error::other)
}
