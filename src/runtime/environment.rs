//! What environment variables say about the terminal: colours, locale, known abilities. Read once, at the start.

use std::env;

use crate::config::colour::Depth;

/// The terminal, as the environment describes it.
// The flags are independent abilities.
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// TERM.
    pub term: String,
    /// How many colours to use; none where NO_COLOR is set.
    pub depth: Depth,
    /// The locale is not UTF-8.
    pub ascii: bool,
    /// It knows `ECH`, erase characters (VT220 and later).
    pub erases: bool,
    /// It is known to support synchronised updates (mode 2026).
    pub synchronised: bool,
    /// It can be asked for its background colour (OSC 11) without showing the question as text.
    pub answers: bool,
    /// It is tmux.
    pub tmux: bool,
    /// Whether the background is dark, as COLORFGBG says.
    pub dark: Option<bool>,
}

impl Environment {
    /// Reads the environment.
    pub fn read() -> Self {
        Self::of(&|name| env::var(name).ok().filter(|value| !value.is_empty()))
    }

    fn of(get: &dyn Fn(&str) -> Option<String>) -> Self {
        let term = get("TERM").unwrap_or_default();
        let program = get("TERM_PROGRAM").unwrap_or_default();
        let begins = |names: &[&str]| names.iter().any(|name| term.starts_with(name));
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| get(name)).unwrap_or_default();
        let locale = locale.to_ascii_lowercase();
        Self {
            depth: Depth::of(get("COLORTERM").as_deref(), Some(&term), get("NO_COLOR").is_some()),
            ascii: !(locale.contains("utf-8") || locale.contains("utf8")),
            erases: !begins(&["vt1", "dumb"]) && !term.is_empty(),
            synchronised: begins(&["xterm-kitty", "xterm-ghostty", "foot", "alacritty", "contour", "wezterm"])
                || matches!(program.as_str(), "WezTerm" | "iTerm.app" | "ghostty"),
            answers: !begins(&["linux", "vt", "dumb", "screen", "ansi", "cons"]) && !term.is_empty(),
            tmux: get("TMUX").is_some(),
            dark: get("COLORFGBG").and_then(|value| is_dark(&value)),
            term,
        }
    }

    /// Why the terminal cannot show a screen, if it cannot.
    pub fn refusal(&self) -> Option<String> {
        match self.term.as_str() {
            "" => Some("TERM is not set: no screen can be drawn; use --plain, or attache list".to_owned()),
            "dumb" | "unknown" => {
                Some(format!("the terminal \"{}\" has no screen to draw on; use --plain, or attache list", self.term))
            }
            _ => None,
        }
    }
}

/// Reads COLORFGBG, such as "15;0" or "15;default;0": the last number is the background, one of the sixteen colours.
fn is_dark(colorfgbg: &str) -> Option<bool> {
    let background: u8 = colorfgbg.rsplit(';').next()?.parse().ok()?;
    (background < 16).then_some(background < 7 || background == 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &'static [(&str, &str)]) -> Environment {
        Environment::of(&|name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_locale_decides_about_ascii() {
        assert!(!of(&[("LANG", "de_DE.UTF-8")]).ascii);
        assert!(of(&[("LANG", "de_DE.UTF-8"), ("LC_ALL", "C")]).ascii);
        assert!(!of(&[("LANG", "C"), ("LC_CTYPE", "C.utf8")]).ascii);
        assert!(of(&[]).ascii);
    }

    #[test]
    fn terminals_without_a_screen_are_refused() {
        assert!(of(&[("TERM", "dumb")]).refusal().is_some_and(|why| why.contains("\"dumb\"")));
        assert!(of(&[]).refusal().is_some());
        assert_eq!(of(&[("TERM", "vt100")]).refusal(), None);
    }

    #[test]
    fn colorfgbg_tells_the_background() {
        assert_eq!(is_dark("15;0"), Some(true));
        assert_eq!(is_dark("0;default;15"), Some(false));
        assert_eq!(is_dark("0;default"), None);
    }
}
