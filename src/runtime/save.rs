//! Saves the files that the user asks for, such as exports: atomically, and never over an existing file unasked.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use super::files::write_atomically;
use super::policy::Target;

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Something of that name exists.
    #[error("\"{0}\" exists")]
    Exists(PathBuf),
    /// The path names no file, or a folder, a device or a pipe.
    #[error("\"{0}\" is not a file that can be replaced: name a file")]
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

/// Writes `bytes` to a file (mode 0600). An existing one is replaced only if `replace`; a link is replaced, never followed, and a
/// device or a pipe is left alone.
pub fn save(target: &Target, bytes: &[u8], replace: bool) -> Result<(), SaveError> {
    let path = target.path().to_owned();
    if path.file_name().is_none() {
        return Err(SaveError::NoName(path));
    }
    match fs::symlink_metadata(&path) {
        Ok(existing) if !existing.is_file() && !existing.is_symlink() => return Err(SaveError::NoName(path)),
        Ok(_) if !replace => return Err(SaveError::Exists(path)),
        _ => {}
    }
    let written = write_atomically(&path, |file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|error| SaveError::System { path, error })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;
    use crate::config::settings::Settings;
    use crate::runtime::policy::Policy;

    #[test]
    fn nothing_is_replaced_unasked_and_no_link_is_followed() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        let save = |path: PathBuf, bytes: &[u8], replace| {
            let target = Policy::new(&Settings::default(), None).target(&path).unwrap();
            save(&target, bytes, replace)
        };
        save(at("a.md"), b"one", false).unwrap();
        assert!(matches!(save(at("a.md"), b"two", false), Err(SaveError::Exists(_))));
        save(at("a.md"), b"two", true).unwrap();
        symlink(at("a.md"), at("link")).unwrap();
        assert!(matches!(save(at("link"), b"x", false), Err(SaveError::Exists(_))));
        save(at("link"), b"three", true).unwrap();
        assert_eq!((fs::read(at("a.md")).unwrap(), fs::read(at("link")).unwrap()), (b"two".into(), b"three".into()));
        assert_eq!(fs::metadata(at("a.md")).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(matches!(save(at("none/a.md"), b"x", false), Err(SaveError::System { .. })));
        assert!(matches!(save(dir.path().to_owned(), b"x", true), Err(SaveError::NoName(_))));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2, "no temporary file is left");
    }
}
