//! Where the program's files are, and private ways to make them.
//!
//! The XDG variables win on every system, else the `directories` crate decides. Folders are 0700 and files 0600 whatever
//! the umask says.

use std::env;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use directories::BaseDirs;

const NAME: &str = "attache";

/// The three folders of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// config.toml, keys.toml, themes: only read.
    pub config: PathBuf,
    /// The archive.
    pub data: PathBuf,
    /// The log and texts that are being edited.
    pub state: PathBuf,
}

/// Why a place could not be found or made.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// There is nothing to start from.
    #[error("no home folder: HOME is not set; say where with --data-dir and --config-dir")]
    NoHome,
    /// The system said no.
    #[error("cannot make the folder \"{path}\": {error}")]
    Folder {
        /// Which folder.
        path: String,
        /// What the system said.
        error: io::Error,
    },
}

impl Places {
    /// Finds the folders; makes none. Options that are given win; with a data folder the state lives there too.
    pub fn find(data: Option<&Path>, config: Option<&Path>) -> Result<Self, FilesError> {
        let usual = |variable: &str, custom: fn(&BaseDirs) -> &Path| {
            if let Some(base) = env::var_os(variable).map(PathBuf::from).filter(|base| base.is_absolute()) {
                return Ok(base.join(NAME));
            }
            // Without HOME the crate would ask the user database: a service without a home should be told instead.
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

/// Makes a folder and what is missing above it, for this user alone. An existing folder is left as it is.
pub fn private_folder(path: &Path) -> Result<(), FilesError> {
    if path.is_dir() {
        return Ok(());
    }
    let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
    // A umask may have taken the user's own rights away.
    made.and_then(|()| fs::set_permissions(path, Permissions::from_mode(0o700)))
        .map_err(|error| FilesError::Folder { path: path.display().to_string(), error })
}

/// Makes a new file for this user alone; fails where anything of that name is, a link included.
pub fn private_file(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)?;
    file.set_permissions(Permissions::from_mode(0o600))?;
    Ok(file)
}

/// From here on nothing this process makes is for others, what libraries make included.
pub fn private_by_default() {
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}
