//! Where the program's files are, and how private files and folders are made.
//!
//! The XDG variables count on every system; without them the `directories` crate decides. Folders are made with mode 0700
//! and files with 0600, whatever the umask is.

use std::env;
use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process;

use directories::BaseDirs;

const NAME: &str = "attache";

/// The three folders of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// config.toml, keys.toml, watch.toml, themes. The program only reads it.
    pub config: PathBuf,
    /// The archive.
    pub data: PathBuf,
    /// The log, the state of the screen, and texts while they are edited.
    pub state: PathBuf,
}

/// Why a folder could not be found or made.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// HOME is not set.
    #[error("no home folder: HOME is not set; say where with --data-dir and --config-dir")]
    NoHome,
    /// The system refused.
    #[error("cannot make the folder \"{path}\": {error}")]
    Folder {
        /// Which folder.
        path: String,
        /// The system's error.
        error: io::Error,
    },
}

impl Places {
    /// Finds the folders; makes none. `data` and `config` are what the command line says. With `data`, the state is kept
    /// there too.
    pub fn find(data: Option<&Path>, config: Option<&Path>) -> Result<Self, FilesError> {
        let usual = |variable: &str, custom: fn(&BaseDirs) -> &Path| {
            if let Some(base) = env::var_os(variable).map(PathBuf::from).filter(|base| base.is_absolute()) {
                return Ok(base.join(NAME));
            }
            // Without HOME the crate would ask the user database; a service without a home gets an error instead.
            env::var_os("HOME").filter(|home| Path::new(home).is_absolute()).ok_or(FilesError::NoHome)?;
            BaseDirs::new().map(|dirs| custom(&dirs).join(NAME)).ok_or(FilesError::NoHome)
        };
        Ok(Self {
            config: match config {
                Some(folder) => folder.to_owned(),
                None => usual("XDG_CONFIG_HOME", BaseDirs::config_dir)?,
            },
            data: match data {
                Some(folder) => folder.to_owned(),
                None => usual("XDG_DATA_HOME", BaseDirs::data_dir)?,
            },
            state: match data {
                Some(folder) => folder.to_owned(),
                None => usual("XDG_STATE_HOME", |dirs| dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()))?,
            },
        })
    }

    /// The archive's file.
    pub fn archive(&self) -> PathBuf {
        self.data.join("archive.db")
    }

    /// The log's file.
    pub fn log(&self) -> PathBuf {
        self.state.join("attache.log")
    }
}

/// Makes a folder and the folders missing above it, readable by this user alone. An existing folder stays as it is.
pub fn private_folder(path: &Path) -> Result<(), FilesError> {
    if path.is_dir() {
        return Ok(());
    }
    let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
    // The umask may have taken rights away from the user as well.
    made.and_then(|()| fs::set_permissions(path, Permissions::from_mode(0o700)))
        .map_err(|error| FilesError::Folder { path: path.display().to_string(), error })
}

/// Makes a new file, readable by this user alone. Fails where anything of that name exists, even a link.
pub fn private_file(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)?;
    file.set_permissions(Permissions::from_mode(0o600))?;
    Ok(file)
}

/// Replaces a file as a whole: `write` fills a hidden file beside it (mode 0600), which is then renamed. There is never half
/// a file under `path`. A link under that name is replaced, not followed. To catch_panic a power cut, `write` must sync the file.
pub fn write_atomically(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut hidden = OsString::from(format!(".attache-{}-", process::id()));
    hidden.push(name);
    let beside = path.with_file_name(hidden);
    let written = private_file(&beside).and_then(|mut file| write(&mut file)).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Sets the umask so that no file this process makes from now on is readable by others, also those made by libraries.
pub fn private_by_default() {
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}
