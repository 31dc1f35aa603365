//! Mistakes in configuration files: where they are and what was expected. The program starts in spite of them.

use std::fmt;

use toml::Spanned;
use toml::de::DeTable;

use super::key::KeyError;

/// What is wrong, without file and line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The text is not TOML; the parser's message.
    #[error("{0}")]
    Toml(String),
    /// A word without its quotes.
    #[error("\"{0}\" must be in quotes")]
    Bare(String),
    /// The file exists and cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// Every user of the machine can change the file.
    #[error("can be changed by every user of this machine: run chmod o-w")]
    Open,
    /// A value of a wrong type.
    #[error("\"{key}\" must be {expected}")]
    Type {
        /// The key.
        key: String,
        /// What it must be.
        expected: String,
    },
    /// An entry of a file that means nothing.
    #[error("unknown entry \"{key}\"{hint}")]
    Key {
        /// The key.
        key: String,
        /// What the user may have meant.
        hint: Hint,
    },
    /// An unknown context in keys.toml.
    #[error("there is no context \"{name}\"{hint}")]
    Context {
        /// As written.
        name: String,
        /// What the user may have meant.
        hint: Hint,
    },
    /// An unknown action.
    #[error("there is no action \"{name}\"{hint}")]
    Action {
        /// As written.
        name: String,
        /// What the user may have meant.
        hint: Hint,
    },
    /// A text that is not a key sequence.
    #[error(transparent)]
    Sequence(#[from] KeyError),
    /// A sequence that is the beginning of another, or continues it.
    #[error("\"{new}\" cannot be bound: {relation} \"{old}\" ({action}); that one is kept")]
    Beginning {
        /// The sequence to bind.
        new: String,
        /// How it relates to the other, in words.
        relation: &'static str,
        /// The sequence already bound.
        old: String,
        /// The action of that sequence.
        action: &'static str,
    },
    /// A sequence bound twice in one context, in two spellings.
    #[error("\"{0}\" is bound twice; the first is kept")]
    Twice(String),
    /// A key whose action cannot be changed.
    #[error("\"{key}\" always means {action}")]
    Reserved {
        /// The key.
        key: String,
        /// Its action.
        action: &'static str,
    },
    /// An unknown role in a theme.
    #[error("there is no role \"{name}\"{hint}")]
    Role {
        /// As written.
        name: String,
        /// What the user may have meant.
        hint: Hint,
    },
    /// A word in a style that is neither a colour nor an attribute.
    #[error("\"{word}\" is neither a colour nor an attribute{hint}")]
    Style {
        /// As written.
        word: String,
        /// What the user may have meant.
        hint: Hint,
    },
    /// An unknown theme.
    #[error("there is no theme \"{name}\"{hint}")]
    Theme {
        /// As written.
        name: String,
        /// What the user may have meant.
        hint: Hint,
    },
}

/// What to suggest after a wrong name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Hint {
    /// Nothing.
    #[default]
    None,
    /// A similar name.
    Near(String),
    /// All names there are.
    Among(Vec<String>),
    /// What is expected, in words.
    Expected(&'static str),
}

impl Hint {
    /// The most similar of the names, where its edit distance is at most two letters in five: `nxt` is near `next`, `xyz` is
    /// near nothing. A text over 64 letters is near nothing.
    pub fn near<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Self {
        if written.chars().count() > 64 {
            return Self::None;
        }
        names
            .into_iter()
            .map(|name| (strsim::levenshtein(written, name), name))
            .min_by_key(|(distance, _)| *distance)
            .filter(|(distance, name)| distance * 5 <= name.chars().count().max(3) * 2)
            .map_or(Self::None, |(_, name)| Self::Near(name.to_owned()))
    }

    /// The most similar name, else all of them. For short lists.
    pub fn among<'a>(written: &str, names: impl IntoIterator<Item = &'a str> + Clone) -> Self {
        match Self::near(written, names.clone()) {
            Self::None => Self::Among(names.into_iter().map(str::to_owned).collect()),
            near => near,
        }
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Near(name) => write!(f, "; did you mean \"{name}\"?"),
            Self::Expected(what) => write!(f, "; expected {what}"),
            Self::Among(names) => write!(f, "; expected one of {}", names.join(", ")),
        }
    }
}

/// A fault with its file and line. Displayed as `keys.toml:4: there is no action "nxt_mention"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The file's name.
    pub file: String,
    /// Line, from 1; 0 where the fault is about the whole file.
    pub line: usize,
    /// What is wrong.
    pub fault: Fault,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.fault),
            line => write!(f, "{}:{line}: {}", self.file, self.fault),
        }
    }
}

/// A configuration text while it is read: knows the file's name and collects mistakes.
pub(super) struct Source<'t> {
    file: &'t str,
    text: &'t str,
    mistakes: Vec<Mistake>,
    /// The line at which the text stops being TOML.
    broken: Option<usize>,
}

impl<'t> Source<'t> {
    pub fn new(file: &'t str, text: &'t str) -> Self {
        Self { file, text, mistakes: Vec::new(), broken: None }
    }

    /// Parses the text; where it is not TOML, returns what could be parsed.
    pub fn table(&mut self) -> DeTable<'t> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        // One mistake can cause several errors: the first tells enough.
        if let Some(error) = errors.first() {
            let at = error.span().map_or(0, |span| span.start);
            self.fault(
                at,
                self.bare_word(at).unwrap_or_else(|| Fault::Toml(error.message().trim().replace('\n', " "))),
            );
            self.broken = Some(self.line(at));
        }
        table.into_inner()
    }

    /// Recognises the most frequent mistake, a word without quotes: the parser takes it for a malformed number.
    fn bare_word(&self, at: usize) -> Option<Fault> {
        let word: String = self.text.get(at..)?.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        word.starts_with(char::is_alphabetic).then_some(Fault::Bare(word))
    }

    fn line(&self, at: usize) -> usize {
        self.text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
    }

    /// Notes a fault at a byte of the text.
    pub fn fault(&mut self, at: usize, fault: Fault) {
        let line = self.line(at);
        // A line that is not TOML was reported already.
        if self.broken == Some(line) {
            return;
        }
        self.mistakes.push(Mistake { file: self.file.to_owned(), line, fault });
    }

    /// Notes that a value has the wrong type.
    pub fn wrong_type<T>(&mut self, value: &Spanned<T>, key: &str, expected: &str) {
        self.fault(value.span().start, Fault::Type { key: key.to_owned(), expected: expected.to_owned() });
    }

    /// The mistakes found, by line.
    pub fn mistakes(mut self) -> Vec<Mistake> {
        self.mistakes.sort_by_key(|mistake| mistake.line);
        self.mistakes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similar_names_are_suggested_and_others_are_not() {
        let names = ["next_mention", "next_person", "quit"];
        assert_eq!(Hint::near("nxt_mention", names).to_string(), "; did you mean \"next_mention\"?");
        assert_eq!(Hint::near("xyz", names), Hint::None);
        assert_eq!(Hint::near(&"next_person".repeat(9), names), Hint::None);
    }
}
