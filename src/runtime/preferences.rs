//! The reader's configuration files, read once: keys, settings, theme. What is wrong in them is told, never fatal.

use std::fs::File;
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
use crate::config::watch::{self, Wanted};

/// A configuration file is a page, not a book.
const MOST: u64 = 1 << 20;

/// What the command line says about looks.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// `--theme`.
    pub theme: Option<String>,
    /// `--color`: always or never.
    pub colour: Option<bool>,
}

/// Everything the reader prefers.
#[derive(Clone, Debug)]
pub struct Preferences {
    /// config.toml.
    pub settings: Settings,
    /// keys.toml over the shipped keys.
    pub keymap: Arc<Keymap>,
    /// Colours to use.
    pub depth: Depth,
    /// ASCII only.
    pub ascii: bool,
    /// watch.toml: names that are watched as well.
    pub watch: Vec<Wanted>,
    /// What was wrong in the files.
    pub mistakes: Vec<Mistake>,
    /// The theme that was chosen; none for one that fits the terminal.
    chosen: Option<Theme>,
}

impl Preferences {
    /// Reads the files of the configuration folder.
    pub fn read(folder: &Path, wishes: &Wishes, environment: &Environment) -> Self {
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
        let (settings, wrong) = Settings::read("config.toml", config.as_deref().unwrap_or_default());
        mistakes.extend(wrong);
        let (keymap, wrong) = Keymap::load(keys.as_deref().map(|keys| ("keys.toml", keys)));
        mistakes.extend(wrong);
        let (watch, wrong) = watch::read("watch.toml", watch.as_deref().unwrap_or_default());
        mistakes.extend(wrong);
        let depth = match wishes.colour {
            Some(false) => Depth::None,
            Some(true) => settings.colours.unwrap_or(environment.depth).max(Depth::Sixteen),
            None => settings.colours.unwrap_or(environment.depth),
        };
        let name = wishes.theme.clone().filter(|name| name != "auto").or_else(|| settings.theme.clone());
        let chosen = name.and_then(|name| named(folder, &name, &mut mistakes));
        let ascii = settings.ascii.or(environment.ascii);
        Self { settings, keymap: Arc::new(keymap), depth, ascii, watch, mistakes, chosen }
    }

    /// The theme for this terminal, given whether its ground is dark, where that is known.
    pub fn theme(&self, dark: Option<bool>) -> Theme {
        let theme =
            self.chosen.clone().or_else(|| Theme::shipped(Theme::fitting(self.depth, dark))).unwrap_or_default();
        let mut theme = theme.at(self.depth);
        theme.ascii = self.ascii;
        theme
    }

    /// Whether the terminal's ground would make a difference.
    pub fn depends_on_ground(&self) -> bool {
        self.chosen.is_none() && self.depth >= Depth::Indexed
    }
}

/// The names of watch.toml, for what needs no other file, and what was wrong in it.
pub fn watched_names(folder: &Path) -> (Vec<Wanted>, Vec<Mistake>) {
    match read(&folder.join("watch.toml")) {
        Ok(text) => watch::read("watch.toml", text.as_deref().unwrap_or_default()),
        Err(error) => {
            let fault = Fault::Unreadable(error.to_string());
            (Vec::new(), vec![Mistake { file: "watch.toml".to_owned(), line: 0, fault }])
        }
    }
}

/// A shipped theme, or one of the reader's.
fn named(folder: &Path, name: &str, mistakes: &mut Vec<Mistake>) -> Option<Theme> {
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

/// The text of a file; none where there is no file.
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
