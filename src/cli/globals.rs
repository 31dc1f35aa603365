//! Options that every subcommand takes.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::runtime::files::{FilesError, Places};

/// Options that hold for every subcommand.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Globals {
    /// Keep the archive and the log in DIR
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,

    /// Read config.toml, keys.toml, watch.toml and themes from DIR
    #[arg(long, global = true, value_name = "DIR")]
    pub config_dir: Option<PathBuf>,

    /// Print JSON
    #[arg(long, global = true)]
    pub json: bool,

    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: When,

    /// Use the theme NAME
    #[arg(long, global = true, value_name = "NAME")]
    pub theme: Option<String>,

    /// Say less on standard error
    #[arg(short, long, global = true)]
    pub quiet: bool,

    /// Write more into the log; twice for still more
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

impl Globals {
    /// Where the files are: what the options say, else the XDG variables, else the system's custom.
    pub fn places(&self) -> Result<Places, FilesError> {
        Places::find(self.data_dir.as_deref(), self.config_dir.as_deref())
    }
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// As the terminal and NO_COLOR say.
    #[default]
    Auto,
    /// Even where NO_COLOR is set.
    Always,
    /// Not at all.
    Never,
}
