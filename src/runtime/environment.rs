//! What the surroundings say about the terminal: colours, locale, known abilities. Read once, at the start.

use std::env;

use crate::config::colour::Depth;

/// The terminal, as the environment describes it.
// Each flag is an ability of its own.
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// TERM.
    pub term: String,
    /// Colours, NO_COLOR respected.
    pub depth: Depth,
    /// The locale is not UTF-8.
    pub ascii: bool,
    /// It knows erasing of characters, as all since the VT220 do.
    pub erases: bool,
    /// It is known to draw synchronised frames whole.
    pub synchronised: bool,
    /// It can be asked for its ground without writing the question on the screen.
    pub answers: bool,
    /// Light or dark, as COLORFGBG says.
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
            dark: get("COLORFGBG").and_then(|value| ground(&value)),
            term,
        }
    }

    /// Why nothing can be drawn, if so.
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

/// COLORFGBG is "15;0" or "15;default;0": the last is the ground, one of the sixteen colours.
fn ground(value: &str) -> Option<bool> {
    let ground: u8 = value.rsplit(';').next()?.parse().ok()?;
    (ground < 16).then_some(ground < 7 || ground == 8)
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
    fn the_ground_may_be_told() {
        assert_eq!(ground("15;0"), Some(true));
        assert_eq!(ground("0;default;15"), Some(false));
        assert_eq!(ground("0;default"), None);
    }
}
