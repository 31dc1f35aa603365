//! The options that every subcommand accepts.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::config::settings::Settings;
use crate::runtime::files::{FilesError, Places};
use crate::runtime::policy::Policy;
use crate::runtime::preferences::settings;

/// The options that every subcommand accepts.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Globals {
    /// Keep the archive, the log and the saved state in DIR (default: see attache paths)
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,

    /// Read config.toml, keys.toml, watch.toml and themes from DIR (default: see attache paths)
    #[arg(long, global = true, value_name = "DIR")]
    pub config_dir: Option<PathBuf>,

    /// Print JSON instead of text
    #[arg(long, global = true)]
    pub json: bool,

    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: When,

    /// Use the theme NAME (default: from config.toml)
    #[arg(long, global = true, value_name = "NAME")]
    pub theme: Option<String>,

    /// Print fewer messages on standard error
    #[arg(short, long, global = true)]
    pub quiet: bool,

    /// Log more: -v adds information, -vv everything (default: warnings and errors)
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

impl Globals {
    /// The program's folders: from the options, else from the XDG variables, else the platform's defaults.
    pub fn places(&self) -> Result<Places, FilesError> {
        Places::find(self.data_dir.as_deref(), self.config_dir.as_deref())
    }
}

impl Globals {
    /// What may be read, written and started, as config.toml says.
    pub fn policy(&self) -> Policy {
        // Without a home there is no configuration.
        match self.places() {
            Ok(places) => Policy::new(&settings(&places.config), Some(&places)),
            Err(FilesError::NoHome | FilesError::Folder { .. }) => Policy::new(&Settings::default(), None),
        }
    }
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// Use the colours that the terminal has; none if NO_COLOR is set
    #[default]
    Auto,
    /// Use colour even if NO_COLOR is set
    Always,
    /// Use no colour
    Never,
}
