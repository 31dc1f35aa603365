//! Key presses and key sequences, and their notation: `j`, `Ctrl-d`, `Alt-Right`, `gg`, `]p`.
//!
//! Parsing what is displayed gives the same sequence back. Knows no action and no terminal.

use std::fmt;

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// A key that types a character. Case is part of it: `G` is `Char('G')` without `shift`. The space bar is `Char(' ')`.
    Char(char),
    /// Enter or Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab; Shift-Tab has `shift`.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// F1 to F24.
    F(u8),
}

/// Names of the keys that type no character. The first name of a code is the one displayed.
const WORDS: &[(&str, Code)] = &[
    ("Space", Code::Char(' ')),
    ("Enter", Code::Enter),
    ("Return", Code::Enter),
    ("Esc", Code::Esc),
    ("Escape", Code::Esc),
    ("Tab", Code::Tab),
    ("Backspace", Code::Backspace),
    ("Delete", Code::Delete),
    ("Del", Code::Delete),
    ("Insert", Code::Insert),
    ("Up", Code::Up),
    ("↑", Code::Up),
    ("Down", Code::Down),
    ("↓", Code::Down),
    ("Left", Code::Left),
    ("←", Code::Left),
    ("Right", Code::Right),
    ("→", Code::Right),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PgUp", Code::PageUp),
    ("PageUp", Code::PageUp),
    ("PgDn", Code::PageDown),
    ("PageDown", Code::PageDown),
];

/// One key press with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyPress {
    /// Which key.
    pub code: Code,
    /// With Control.
    pub ctrl: bool,
    /// With Alt (Meta).
    pub alt: bool,
    /// With Shift. Always false for a [`Code::Char`], where case is part of the character.
    pub shift: bool,
}

impl KeyPress {
    /// A key without modifiers.
    pub fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A character key without modifiers.
    pub fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// A character key with Control.
    pub fn ctrl(c: char) -> Self {
        Self { ctrl: true, ..Self::char(c) }
    }

    /// The character that this press types into a text field, if any.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// Parses one key: a character, a name of the table or `F1` to `F24`, after any of `Ctrl-`, `Alt-`, `Shift-`.
    fn parse(text: &str) -> Option<Self> {
        let mut rest = text;
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        while let Some((head, tail)) = rest.split_once('-').filter(|(head, tail)| !head.is_empty() && !tail.is_empty())
        {
            let flag = match head.to_ascii_lowercase().as_str() {
                "ctrl" | "c" => &mut ctrl,
                "alt" | "meta" | "a" => &mut alt,
                "shift" | "s" => &mut shift,
                _ => return None,
            };
            *flag = true;
            rest = tail;
        }
        let mut code = named_code(rest)?;
        if let Code::Char(c) = code {
            if ctrl {
                code = Code::Char(c.to_ascii_lowercase());
            } else if shift {
                code = Code::Char(c.to_uppercase().next().unwrap_or(c));
            }
            shift = false;
        }
        Some(Self { code, ctrl, alt, shift })
    }
}

fn named_code(text: &str) -> Option<Code> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if let Some((_, code)) = WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)) {
        return Some(*code);
    }
    if chars.next().is_none() {
        return (!first.is_control() && !first.is_whitespace()).then_some(Code::Char(first));
    }
    let number = text.strip_prefix(['F', 'f'])?.parse().ok()?;
    (1..=24).contains(&number).then_some(Code::F(number))
}

impl fmt::Display for KeyPress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, word) in [(self.ctrl, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Shift-")] {
            if held {
                f.write_str(word)?;
            }
        }
        match (self.code, WORDS.iter().find(|(_, code)| *code == self.code)) {
            (_, Some((word, _))) => f.write_str(word),
            (Code::Char(c), None) => write!(f, "{c}"),
            (Code::F(number), None) => write!(f, "F{number}"),
            (other, None) => write!(f, "{other:?}"),
        }
    }
}

/// One or more key presses that together are bound to an action.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sequence(pub Vec<KeyPress>);

impl Sequence {
    /// Parses a sequence: keys separated by blanks. Up to three characters may be written together: `gg` is `g g`.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let mut keys = Vec::new();
        for word in text.split_whitespace() {
            if let Some(key) = KeyPress::parse(word) {
                keys.push(key);
                continue;
            }
            // A longer word, or one with a hyphen, is a misspelt key such as `Ctlr-x`.
            let run = word.chars().count() <= 3 && !word.contains('-');
            if !run || word.chars().any(char::is_control) {
                return Err(KeyError::Unknown(word.to_owned()));
            }
            keys.extend(word.chars().map(KeyPress::char));
        }
        if keys.is_empty() { Err(KeyError::Empty) } else { Ok(Self(keys)) }
    }

    /// Whether `other` begins with this sequence or equals it.
    pub fn begins(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
}

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut joined = String::new();
        let plain = self.0.len() <= 3 && self.0.iter().all(|key| key.typed().is_some_and(|c| c != '-' && c != ' '));
        for (index, key) in self.0.iter().enumerate() {
            if index > 0 && !plain {
                joined.push(' ');
            }
            joined.push_str(&key.to_string());
        }
        // Characters that together are a key's name, such as `U p`, keep their blanks.
        if plain && self.0.len() > 1 && KeyPress::parse(&joined).is_some() {
            joined = self.0.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        }
        f.write_str(&joined)
    }
}

/// Why a text is not a key sequence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The text is empty.
    #[error("a key is expected, such as \"j\", \"Ctrl-d\" or \"gg\"")]
    Empty,
    /// There is no such key.
    #[error(
        "there is no key \"{0}\": expected a character, Ctrl-, Alt- or Shift- with a key, or a name such as Enter, Esc, PgDn, F1"
    )]
    Unknown(String),
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        Sequence::parse(text).map_or_else(|e| e.to_string(), |s| s.to_string())
    }

    #[test]
    fn keys_are_displayed_in_one_notation_and_parsed_in_several() {
        for (written, printed) in [
            ("j", "j"),
            ("g g", "gg"),
            ("]p", "]p"),
            ("ctrl-D", "Ctrl-d"),
            ("Ctrl--", "Ctrl--"),
            ("-", "-"),
            ("alt-→", "Alt-Right"),
            ("Shift-Tab", "Shift-Tab"),
            ("shift-g", "G"),
            ("pagedown", "PgDn"),
            ("Up", "Up"),
            ("u p", "u p"),
            ("f12", "F12"),
            ("Ctrl-x Ctrl-s", "Ctrl-x Ctrl-s"),
        ] {
            assert_eq!(shown(written), printed);
        }
        assert!(
            Sequence::parse("Ctlr-x").is_err() && Sequence::parse(" ").is_err() && Sequence::parse("Hyper").is_err()
        );
    }

    proptest! {
        #[test]
        fn what_is_displayed_is_parsed_again(keys in prop::collection::vec((any::<char>(), any::<[bool; 2]>()), 1..5)) {
            let sequence = Sequence(
                keys.into_iter()
                    .filter(|(c, _)| !c.is_control() && (*c == ' ' || !c.is_whitespace()) && !"↑↓←→".contains(*c))
                    .map(|(c, [ctrl, alt])| {
                        let c = if ctrl { c.to_ascii_lowercase() } else { c };
                        KeyPress { code: Code::Char(c), ctrl, alt, shift: false }
                    })
                    .collect(),
            );
            prop_assume!(!sequence.0.is_empty());
            prop_assert_eq!(Sequence::parse(&sequence.to_string()), Ok(sequence));
        }

        #[test]
        fn any_text_is_a_sequence_or_an_error(text in ".{0,20}") {
            let _ = Sequence::parse(&text);
        }
    }
}
