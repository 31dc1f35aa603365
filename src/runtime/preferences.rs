//! The user's configuration files, read once at the start: settings, keys, watched names, theme. Mistakes in them are
//! reported and never fatal.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::environment::Environment;
use crate::config::colour::Depth;
use crate::config::keymap::Keymap;
use crate::config::mistake::{Fault, Hint, Mistake};
use crate::config::settings::Settings;
use crate::config::theme::{self, Theme};
use crate::config::watch::{self, WatchedName};

/// Largest configuration file, in bytes.
const MOST: u64 = 1 << 20;

/// What the command line says about theme and colours.
#[derive(Clone, Debug, Default)]
pub struct LookOptions {
    /// `--theme`.
    pub theme: Option<String>,
    /// `--color`: always (true) or never.
    pub colour: Option<bool>,
}

/// Everything the user has configured, with the command line and the environment taken into account.
#[derive(Clone, Debug)]
pub struct Preferences {
    /// config.toml.
    pub settings: Settings,
    /// keys.toml over the shipped keys.
    pub keymap: Arc<Keymap>,
    /// How many colours to use.
    pub depth: Depth,
    /// Show ASCII only.
    pub ascii: bool,
    /// watch.toml: names to watch.
    pub watch: Vec<WatchedName>,
    /// Mistakes found in the files.
    pub mistakes: Vec<Mistake>,
    /// The theme the user chose; `None` for one that fits the terminal.
    chosen: Option<Theme>,
}

impl Preferences {
    /// Reads the files in the configuration folder. Missing files count as empty.
    pub fn read(folder: &Path, look: &LookOptions, environment: &Environment) -> Self {
        let mut mistakes = Vec::new();
        let mut text = |name: &str| match read(&folder.join(name)) {
            Ok(text) => {
                if folder.join(name).metadata().is_ok_and(|about| about.permissions().mode() & 0o002 != 0) {
                    mistakes.push(Mistake { file: name.to_owned(), line: 0, fault: Fault::Open });
                }
                text
            }
            Err(error) => {
                let fault = Fault::Unreadable(error.to_string());
                mistakes.push(Mistake { file: name.to_owned(), line: 0, fault });
                None
            }
        };
        let (config, keys, watch) = (text("config.toml"), text("keys.toml"), text("watch.toml"));
        let (mut settings, wrong) = Settings::read("config.toml", config.as_deref().unwrap_or_default());
        settings.restricted |= unreadable(&mistakes);
        mistakes.extend(wrong);
        let (keymap, wrong) = Keymap::load(keys.as_deref().map(|keys| ("keys.toml", keys)));
        mistakes.extend(wrong);
        let (watch, wrong) = watch::read("watch.toml", watch.as_deref().unwrap_or_default());
        mistakes.extend(wrong);
        let depth = match look.colour {
            Some(false) => Depth::None,
            Some(true) => settings.colours.unwrap_or(environment.depth).max(Depth::Sixteen),
            None => settings.colours.unwrap_or(environment.depth),
        };
        let name = look.theme.clone().filter(|name| name != "auto").or_else(|| settings.theme.clone());
        let chosen = name.and_then(|name| theme_called(folder, &name, &mut mistakes));
        let ascii = settings.ascii.or(environment.ascii);
        Self { settings, keymap: Arc::new(keymap), depth, ascii, watch, mistakes, chosen }
    }

    /// The theme for this terminal. `dark`: whether its background is dark, where that is known.
    pub fn theme(&self, dark: Option<bool>) -> Theme {
        let theme =
            self.chosen.clone().or_else(|| Theme::shipped(Theme::fitting(self.depth, dark))).unwrap_or_default();
        let mut theme = theme.at(self.depth);
        theme.ascii = self.ascii;
        theme
    }

    /// Whether the theme depends on the terminal's background.
    pub fn depends_on_background(&self) -> bool {
        self.chosen.is_none() && self.depth >= Depth::Indexed
    }
}

/// Reads config.toml alone. Mistakes in it are reported where the whole configuration is read.
pub fn settings(folder: &Path) -> Settings {
    match read(&folder.join("config.toml")) {
        Ok(text) => Settings::read("config.toml", text.as_deref().unwrap_or_default()).0,
        // It may restrict.
        Err(_) => Settings { restricted: true, ..Settings::default() },
    }
}

/// Whether config.toml is there and cannot be read: it may restrict.
fn unreadable(mistakes: &[Mistake]) -> bool {
    mistakes.iter().any(|mistake| mistake.file == "config.toml" && matches!(mistake.fault, Fault::Unreadable(_)))
}

/// Reads watch.toml alone: its names, and the mistakes in it.
pub fn watched_names(folder: &Path) -> (Vec<WatchedName>, Vec<Mistake>) {
    match read(&folder.join("watch.toml")) {
        Ok(text) => watch::read("watch.toml", text.as_deref().unwrap_or_default()),
        Err(error) => {
            let fault = Fault::Unreadable(error.to_string());
            (Vec::new(), vec![Mistake { file: "watch.toml".to_owned(), line: 0, fault }])
        }
    }
}

/// The mistakes in all themes of the user, chosen or not.
pub fn theme_mistakes(folder: &Path) -> Vec<Mistake> {
    let mut names: Vec<String> = fs::read_dir(folder.join("themes"))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".toml").map(str::to_owned))
        .collect();
    names.sort();
    let mut mistakes = Vec::new();
    for name in names {
        theme_called(folder, &name, &mut mistakes);
    }
    mistakes
}

/// The theme called `name`: the user's, else the shipped one. A mistake is added where there is none.
fn theme_called(folder: &Path, name: &str, mistakes: &mut Vec<Mistake>) -> Option<Theme> {
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let file = format!("themes/{name}.toml");
    let own = if plain { read(&folder.join(&file)) } else { Ok(None) };
    match own {
        Ok(Some(text)) => {
            let (theme, wrong) = Theme::read(name, &file, &text);
            mistakes.extend(wrong);
            Some(theme)
        }
        Ok(None) => Theme::shipped(name).or_else(|| {
            let hint = Hint::among(name, theme::SHIPPED.map(|(name, _)| name));
            let fault = Fault::Theme { name: name.to_owned(), hint };
            mistakes.push(Mistake { file: "config.toml".to_owned(), line: 0, fault });
            None
        }),
        Err(error) => {
            mistakes.push(Mistake { file, line: 0, fault: Fault::Unreadable(error.to_string()) });
            None
        }
    }
}

/// The text of a file; `None` where the file does not exist.
fn read(path: &PathBuf) -> io::Result<Option<String>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    let mut text = String::new();
    file.take(MOST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MOST {
        return Err(io::Error::other("it is larger than 1 MB"));
    }
    Ok(Some(text))
}
