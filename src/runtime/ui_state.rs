//! What is kept of the screen from one session to the next: panes, widths, and what the terminal's ground was.
//!
//! Written by the program, so it is in the state folder, not among the configuration. Lost without harm.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::files::{private_file, private_folder};
use crate::app::command::UiState;
use crate::config::settings::Settings;

/// The file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Screen {
    articles: Option<bool>,
    entities: Option<bool>,
    articles_more: i16,
    entities_more: i16,
    measure: Option<u16>,
    /// The terminal's ground was dark, by TERM.
    dark: std::collections::BTreeMap<String, bool>,
}

impl Screen {
    /// Reads what was kept; nothing where there is nothing sensible.
    pub fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join("screen.toml")).unwrap_or_default();
        toml::from_str(&text).unwrap_or_default()
    }

    /// Writes it, beside and renamed.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        private_folder(folder).map_err(io::Error::other)?;
        let beside = folder.join(format!(".screen-{}.toml", std::process::id()));
        let written = private_file(&beside)
            .and_then(|mut file| file.write_all(toml::to_string(self).map_err(io::Error::other)?.as_bytes()))
            .and_then(|()| fs::rename(&beside, folder.join("screen.toml")));
        if written.is_err() {
            let _ = fs::remove_file(&beside);
        }
        written
    }

    /// Panes and widths: as kept, else as the settings say.
    pub fn panes(&self, settings: &Settings) -> UiState {
        UiState {
            list: self.articles.unwrap_or(settings.articles),
            entities: self.entities.unwrap_or(settings.entities),
            list_more: self.articles_more.clamp(-200, 200),
            entities_more: self.entities_more.clamp(-200, 200),
            measure: self.measure.filter(|cells| (20..=200).contains(cells)).unwrap_or(settings.measure),
        }
    }

    /// Keeps panes and widths; what is as the settings say is left to them.
    pub fn keep(&mut self, kept: UiState, settings: &Settings) {
        self.articles = (kept.list != settings.articles).then_some(kept.list);
        self.entities = (kept.entities != settings.entities).then_some(kept.entities);
        self.articles_more = kept.list_more;
        self.entities_more = kept.entities_more;
        self.measure = (kept.measure != settings.measure).then_some(kept.measure);
    }

    /// Whether the ground of a terminal of that TERM was dark.
    pub fn dark(&self, term: &str) -> Option<bool> {
        self.dark.get(term).copied()
    }

    /// Remembers the ground; true if that is news.
    pub fn learn(&mut self, term: &str, dark: bool) -> bool {
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
        let mut screen = Screen::read(folder.path());
        let kept = UiState { list: false, entities: true, list_more: 4, entities_more: -2, measure: 80 };
        screen.keep(kept, &settings);
        assert!(screen.learn("xterm", true) && !screen.learn("xterm", true));
        screen.write(folder.path()).unwrap();
        let again = Screen::read(folder.path());
        assert_eq!((again.panes(&settings), again.dark("xterm")), (kept, Some(true)));
        fs::write(folder.path().join("screen.toml"), "articles = 7").unwrap();
        assert_eq!(Screen::read(folder.path()), Screen::default());
    }
}
