//! Files that the reader asked for: written beside and renamed, so that there is never half of one under its name.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::files::private_file;

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Something of that name is there.
    #[error("\"{0}\" exists")]
    Exists(PathBuf),
    /// The path names no file.
    #[error("\"{0}\" names no file")]
    NoName(PathBuf),
    /// The system said no.
    #[error("cannot write \"{path}\": {error}")]
    System {
        /// Which file.
        path: PathBuf,
        /// What it said.
        error: io::Error,
    },
}

/// Writes `bytes` to `path` (mode 0600). What is there is only replaced if `replace`; a link is replaced, never followed.
pub fn save(path: &Path, bytes: &[u8], replace: bool) -> Result<(), SaveError> {
    let path = &home(path);
    let system = |error| SaveError::System { path: path.clone(), error };
    let name = path.file_name().ok_or_else(|| SaveError::NoName(path.clone()))?;
    match fs::symlink_metadata(path) {
        Ok(there) if there.is_dir() => return Err(SaveError::NoName(path.clone())),
        Ok(_) if !replace => return Err(SaveError::Exists(path.clone())),
        _ => {}
    }
    let mut beside = path.clone();
    let mut hidden = std::ffi::OsString::from(format!(".attache-{}-", std::process::id()));
    hidden.push(name);
    beside.set_file_name(hidden);
    let written = private_file(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    });
    written.map_err(|error| {
        // Half a file is of no use to anybody.
        let _ = fs::remove_file(&beside);
        system(error)
    })
}

/// A path with `~/` at its beginning put right.
fn home(path: &Path) -> PathBuf {
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
    fn nothing_is_replaced_unasked_and_no_link_followed() {
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
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2, "nothing is left beside");
    }
}
