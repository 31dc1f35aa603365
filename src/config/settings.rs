//! The settings in config.toml.
//!
//! Every setting has a default, the one in the shipped file. A wrong line is reported and ignored.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::colour::Depth;
use super::mistake::{Fault, Hint, Mistake, Source};

/// The shipped settings, in the user's format.
pub const SHIPPED: &str = include_str!("default/config.toml");

/// Yes, no, or as the environment says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Auto {
    /// As the environment says.
    #[default]
    Auto,
    /// Yes.
    Yes,
    /// No.
    No,
}

impl Auto {
    /// The value, where the environment says `automatic`.
    pub fn or(self, automatic: bool) -> bool {
        match self {
            Self::Auto => automatic,
            Self::Yes => true,
            Self::No => false,
        }
    }
}

/// The settings. `None` means that the environment decides.
// The flags are independent settings.
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Name of a theme.
    pub theme: Option<String>,
    /// How many colours to use.
    pub colours: Option<Depth>,
    /// Draw borders and signs in ASCII.
    pub ascii: Auto,
    /// Longest line of text in cells, 20 to 200.
    pub measure: u16,
    /// Show the list of articles where there is room.
    pub articles: bool,
    /// Show the sidebar where there is room.
    pub entities: bool,
    /// Ask the terminal for mouse events.
    pub mouse: bool,
    /// Editor and arguments for long notes; empty for $VISUAL or $EDITOR.
    pub editor: Vec<String>,
    /// Start no other program, and read and write files of the user in the data folder alone. A value that cannot be read counts as yes.
    pub restricted: bool,
    /// Mark where a frame begins and ends (synchronised updates, mode 2026).
    pub synchronised: Auto,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: None,
            colours: None,
            ascii: Auto::Auto,
            measure: 72,
            articles: true,
            entities: true,
            mouse: false,
            editor: Vec::new(),
            restricted: false,
            synchronised: Auto::Auto,
        }
    }
}

const NAMES: [&str; 9] =
    ["theme", "colours", "ascii", "measure", "panes", "mouse", "editor", "restricted", "synchronised"];

impl Settings {
    /// Reads the text of config.toml; `file` is its name for mistakes. Settings that are not in it keep their defaults.
    pub fn read(file: &str, text: &str) -> (Self, Vec<Mistake>) {
        let mut settings = Self::default();
        let mut source = Source::new(file, text);
        let table = source.table();
        for (key, value) in &table {
            if settings.set(&mut source, key.get_ref(), value).is_none() {
                let hint = Hint::among(key.get_ref(), NAMES);
                source.fault(key.span().start, Fault::Key { key: key.get_ref().to_string(), hint });
            }
        }
        let mistakes = source.mistakes();
        // The table ends where the text is not TOML.
        let mentioned = text.lines().any(|line| line.trim_start().starts_with("restricted"));
        settings.restricted |= mentioned && !table.contains_key("restricted");
        (settings, mistakes)
    }

    /// Sets one setting; `None` where there is no such setting.
    fn set(&mut self, source: &mut Source, key: &str, value: &Spanned<DeValue>) -> Option<()> {
        match key {
            "theme" => {
                if let Some(name) = text(source, key, value) {
                    self.theme = (name != "auto").then(|| name.to_owned());
                }
            }
            "colours" => match (value.get_ref().as_str(), integer(value)) {
                (Some("auto"), _) => self.colours = None,
                (Some("true"), _) => self.colours = Some(Depth::True),
                (Some("256"), _) | (_, Some(256)) => self.colours = Some(Depth::Indexed),
                (Some("16"), _) | (_, Some(16)) => self.colours = Some(Depth::Sixteen),
                (Some("none"), _) | (_, Some(0)) => self.colours = Some(Depth::None),
                _ => source.wrong_type(value, key, "\"auto\", \"true\", 256, 16 or \"none\""),
            },
            "measure" => match integer(value) {
                Some(cells @ 20..=200) => self.measure = cells as u16,
                _ => source.wrong_type(value, key, "a number of cells from 20 to 200"),
            },
            "editor" => self.editor = words(source, key, value),
            "panes" => self.panes(source, value),
            "ascii" => auto(source, key, value, &mut self.ascii),
            "synchronised" => auto(source, key, value, &mut self.synchronised),
            "mouse" => flag(source, key, value, &mut self.mouse),
            // A restriction that cannot be read counts as one.
            "restricted" => {
                self.restricted = true;
                flag(source, key, value, &mut self.restricted);
            }
            _ => return None,
        }
        Some(())
    }

    fn panes(&mut self, source: &mut Source, value: &Spanned<DeValue>) {
        let Some(table): Option<&DeTable> = value.get_ref().as_table() else {
            source.wrong_type(value, "panes", "a table");
            return;
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                name @ "articles" => flag(source, name, value, &mut self.articles),
                name @ "entities" => flag(source, name, value, &mut self.entities),
                other => {
                    let hint = Hint::among(other, ["articles", "entities"]);
                    source.fault(key.span().start, Fault::Key { key: other.to_owned(), hint });
                }
            }
        }
    }
}

fn text<'v>(source: &mut Source, key: &str, value: &'v Spanned<DeValue>) -> Option<&'v str> {
    let text = value.get_ref().as_str();
    if text.is_none() {
        source.wrong_type(value, key, "a text in quotes");
    }
    text
}

fn integer(value: &Spanned<DeValue>) -> Option<i64> {
    let integer = value.get_ref().as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

fn flag(source: &mut Source, key: &str, value: &Spanned<DeValue>, flag: &mut bool) {
    match value.get_ref().as_bool() {
        Some(given) => *flag = given,
        None => source.wrong_type(value, key, "true or false"),
    }
}

fn auto(source: &mut Source, key: &str, value: &Spanned<DeValue>, auto: &mut Auto) {
    *auto = match (value.get_ref().as_bool(), value.get_ref().as_str()) {
        (Some(true), _) => Auto::Yes,
        (Some(false), _) => Auto::No,
        (_, Some("auto")) => Auto::Auto,
        _ => return source.wrong_type(value, key, "true, false or \"auto\""),
    };
}

/// A program with its arguments: a text, split at blanks, or a list of texts.
fn words(source: &mut Source, key: &str, value: &Spanned<DeValue>) -> Vec<String> {
    if let Some(line) = value.get_ref().as_str() {
        return line.split_whitespace().map(str::to_owned).collect();
    }
    let list: Option<Vec<String>> = value
        .get_ref()
        .as_array()
        .and_then(|list| list.iter().map(|word| word.get_ref().as_str().map(str::to_owned)).collect());
    list.unwrap_or_else(|| {
        source.wrong_type(value, key, "a program in quotes, or a list of program and arguments");
        Vec::new()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_has_the_defaults() {
        assert_eq!(Settings::read("config.toml", SHIPPED), (Settings::default(), vec![]));
    }

    #[test]
    fn a_restriction_that_cannot_be_read_holds() {
        for text in [
            "restricted = true",
            "restricted = \"yes\"",
            "restricted = ture",
            "restricted",
            "mouse = [\nrestricted = true",
        ] {
            assert!(Settings::read("config.toml", text).0.restricted, "{text}");
        }
        for text in ["restricted = false", "# restricted = true", "mouse = [\n# restricted"] {
            assert!(!Settings::read("config.toml", text).0.restricted, "{text}");
        }
    }

    #[test]
    fn settings_are_read_and_wrong_lines_ignored() {
        let text = "theme = \"light\"\nmeasure = 9\ncolours = 256\nmuose = true\neditor = [\"vi\", \"-n\"]\n[panes]\narticles = false\n";
        let (settings, mistakes) = Settings::read("config.toml", text);
        assert_eq!(settings.theme.as_deref(), Some("light"));
        assert_eq!((settings.measure, settings.colours, settings.articles), (72, Some(Depth::Indexed), false));
        assert_eq!(settings.editor, ["vi", "-n"]);
        let mistakes: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
        assert_eq!(
            mistakes,
            [
                "config.toml:2: \"measure\" must be a number of cells from 20 to 200",
                "config.toml:4: unknown entry \"muose\"; did you mean \"mouse\"?"
            ]
        );
    }
}
