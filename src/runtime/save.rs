//! Saves the files that the user asks for, such as exports: atomically, and never over an existing file unasked.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::files::write_atomically;

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Something of that name exists.
    #[error("\"{0}\" exists")]
    Exists(PathBuf),
    /// The path names no file.
    #[error("\"{0}\" names no file")]
    NoName(PathBuf),
    /// The system refused.
    #[error("cannot write \"{path}\": {error}")]
    System {
        /// Which file.
        path: PathBuf,
        /// The system's error.
        error: io::Error,
    },
}

/// Writes `bytes` to `path` (mode 0600), where `~/` is the home folder. An existing file is replaced only if `replace`; a
/// link is replaced, never followed.
pub fn save(path: &Path, bytes: &[u8], replace: bool) -> Result<(), SaveError> {
    let path = expand_home(path);
    if path.file_name().is_none() {
        return Err(SaveError::NoName(path));
    }
    match fs::symlink_metadata(&path) {
        Ok(existing) if existing.is_dir() => return Err(SaveError::NoName(path)),
        Ok(_) if !replace => return Err(SaveError::Exists(path)),
        _ => {}
    }
    let written = write_atomically(&path, |file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|error| SaveError::System { path, error })
}

/// Replaces `~/` at the beginning by the home folder.
fn expand_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::var_os("HOME")) {
        (Ok(rest), Some(home)) => Path::new(&home).join(rest),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn nothing_is_replaced_unasked_and_no_link_is_followed() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        save(&at("a.md"), b"one", false).unwrap();
        assert!(matches!(save(&at("a.md"), b"two", false), Err(SaveError::Exists(_))));
        save(&at("a.md"), b"two", true).unwrap();
        symlink(at("a.md"), at("link")).unwrap();
        assert!(matches!(save(&at("link"), b"x", false), Err(SaveError::Exists(_))));
        save(&at("link"), b"three", true).unwrap();
        assert_eq!((fs::read(at("a.md")).unwrap(), fs::read(at("link")).unwrap()), (b"two".into(), b"three".into()));
        assert_eq!(fs::metadata(at("a.md")).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(matches!(save(&at("none/a.md"), b"x", false), Err(SaveError::System { .. })));
        assert!(matches!(save(dir.path(), b"x", true), Err(SaveError::NoName(_))));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2, "no temporary file is left");
    }
}
