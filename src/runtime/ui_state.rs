//! The file `screen.toml`: what is kept of the screen from one session to the next (panes, widths, the background of each
//! terminal).
//!
//! The program writes it, so it is in the state folder and not in the configuration. Losing it does no harm.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::files::{private_folder, write_atomically};
use crate::app::command::UiState;
use crate::config::settings::Settings;

const NAME: &str = "screen.toml";

/// The content of the file. A value that equals the setting is left out, so that a changed setting takes effect.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UiStateFile {
    /// The list is shown.
    articles: Option<bool>,
    /// The sidebar is shown.
    entities: Option<bool>,
    /// Columns added to the list.
    articles_more: i16,
    /// Columns added to the sidebar.
    entities_more: i16,
    /// Columns of a line of text.
    measure: Option<u16>,
    /// Whether the background was dark, by TERM.
    dark: BTreeMap<String, bool>,
}

impl UiStateFile {
    /// Reads the file; an unreadable one counts as empty.
    pub fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join(NAME)).unwrap_or_default();
        toml::from_str(&text).unwrap_or_default()
    }

    /// Writes the file; makes the folder where it is missing.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        private_folder(folder).map_err(io::Error::other)?;
        let text = toml::to_string(self).map_err(io::Error::other)?;
        write_atomically(&folder.join(NAME), |file| file.write_all(text.as_bytes()))
    }

    /// Panes and widths: as kept, else as the settings say. Values out of range are limited.
    pub fn panes(&self, settings: &Settings) -> UiState {
        UiState {
            list: self.articles.unwrap_or(settings.articles),
            entities: self.entities.unwrap_or(settings.entities),
            list_more: self.articles_more.clamp(-200, 200),
            entities_more: self.entities_more.clamp(-200, 200),
            measure: self.measure.filter(|cells| (20..=200).contains(cells)).unwrap_or(settings.measure),
        }
    }

    /// Keeps panes and widths.
    pub fn keep(&mut self, kept: UiState, settings: &Settings) {
        self.articles = (kept.list != settings.articles).then_some(kept.list);
        self.entities = (kept.entities != settings.entities).then_some(kept.entities);
        self.articles_more = kept.list_more;
        self.entities_more = kept.entities_more;
        self.measure = (kept.measure != settings.measure).then_some(kept.measure);
    }

    /// Whether the background of the terminal of that TERM was dark, where that is known.
    pub fn dark(&self, term: &str) -> Option<bool> {
        self.dark.get(term).copied()
    }

    /// Keeps whether the background is dark; returns whether that changed the content.
    pub fn set_dark(&mut self, term: &str, dark: bool) -> bool {
        self.dark.insert(term.to_owned(), dark) != Some(dark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings::default();
        let mut file = UiStateFile::read(folder.path());
        let kept = UiState { list: false, entities: true, list_more: 4, entities_more: -2, measure: 80 };
        file.keep(kept, &settings);
        assert!(file.set_dark("xterm", true) && !file.set_dark("xterm", true));
        file.write(folder.path()).unwrap();
        let again = UiStateFile::read(folder.path());
        assert_eq!((again.panes(&settings), again.dark("xterm")), (kept, Some(true)));
        fs::write(folder.path().join("screen.toml"), "articles = 7").unwrap();
        assert_eq!(UiStateFile::read(folder.path()), UiStateFile::default());
    }
}
