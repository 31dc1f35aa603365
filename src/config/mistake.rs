//! A mistake in a configuration file: where, and what was expected. Never a reason not to start.

use std::fmt;

use toml::Spanned;
use toml::de::DeTable;

use super::key::KeyError;

/// What is wrong, without its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The text is not TOML.
    #[error("{0}")]
    Toml(String),
    /// A word without its quotes.
    #[error("\"{0}\" must stand in quotes")]
    Bare(String),
    /// The file is there and cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// Anybody on the machine may change what it says.
    #[error("can be changed by everybody: chmod o-w")]
    Open,
    /// A value of another type.
    #[error("\"{key}\" must be {expected}")]
    Type {
        /// The key.
        key: String,
        /// What it must be.
        expected: String,
    },
    /// A key of a file that means nothing.
    #[error("nothing is called \"{key}\"{hint}")]
    Key {
        /// The key.
        key: String,
        /// What was perhaps meant, or what there is.
        hint: Hint,
    },
    /// A context of keys.toml that does not exist.
    #[error("no context is called \"{name}\"{hint}")]
    Context {
        /// As written.
        name: String,
        /// What there is.
        hint: Hint,
    },
    /// An action that does not exist.
    #[error("no action is called \"{name}\"{hint}")]
    Action {
        /// As written.
        name: String,
        /// What was perhaps meant.
        hint: Hint,
    },
    /// Not a key sequence.
    #[error(transparent)]
    Sequence(#[from] KeyError),
    /// One sequence would be the beginning of another.
    #[error("\"{new}\" cannot be bound: {relation} \"{old}\" ({action}); that one is kept")]
    Beginning {
        /// What was to be bound.
        new: String,
        /// How the two stand.
        relation: &'static str,
        /// What is bound already.
        old: String,
        /// To what.
        action: &'static str,
    },
    /// One sequence bound twice in one file and context, in two spellings.
    #[error("\"{0}\" is bound twice; the first is kept")]
    Twice(String),
    /// A key that always means the same.
    #[error("\"{key}\" always means {action}")]
    Reserved {
        /// The key.
        key: String,
        /// Its action.
        action: &'static str,
    },
    /// A role of a theme that does not exist.
    #[error("no role is called \"{name}\"{hint}")]
    Role {
        /// As written.
        name: String,
        /// What was perhaps meant.
        hint: Hint,
    },
    /// A word of a style that is neither colour nor attribute.
    #[error("\"{word}\" is no colour or attribute{hint}")]
    Style {
        /// As written.
        word: String,
        /// What was perhaps meant.
        hint: Hint,
    },
    /// A theme that does not exist.
    #[error("no theme is called \"{name}\"{hint}")]
    Theme {
        /// As written.
        name: String,
        /// What there is.
        hint: Hint,
    },
}

/// What to say behind a wrong name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Hint {
    /// Nothing comes near.
    #[default]
    None,
    /// One name is near.
    Near(String),
    /// These there are.
    Among(Vec<String>),
    /// This is what may stand there.
    Expected(&'static str),
}

impl Hint {
    /// The nearest of the names, if it is near: at most two letters in five differ.
    pub fn near<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Self {
        names
            .into_iter()
            .map(|name| (distance(written, name), name))
            .min_by_key(|(distance, _)| *distance)
            .filter(|(distance, name)| distance * 5 <= name.chars().count().max(3) * 2)
            .map_or(Self::None, |(_, name)| Self::Near(name.to_owned()))
    }

    /// The nearest name, else all of them: for short lists.
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

/// Letters to change, add or leave out to make one name of the other (Levenshtein 1965). Names over 64 letters are far.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(65).collect(), b.chars().collect());
    if a.len() > 64 {
        return usize::MAX / 8;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let changed = diagonal + usize::from(x != y);
            diagonal = *cell;
            *cell = changed.min(left + 1).min(diagonal + 1);
            left = *cell;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// A fault with its place. Printed as `keys.toml:4: no action is called "nxt_mention"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The file's name.
    pub file: String,
    /// Line, from 1; 0 where it is about the file as a whole.
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

/// A configuration text while it is being read: knows its name and collects mistakes.
pub(super) struct Source<'t> {
    file: &'t str,
    text: &'t str,
    mistakes: Vec<Mistake>,
    /// The line that is not TOML.
    broken: Option<usize>,
}

impl<'t> Source<'t> {
    pub fn new(file: &'t str, text: &'t str) -> Self {
        Self { file, text, mistakes: Vec::new(), broken: None }
    }

    /// The table of the text; what can be understood of it where something is wrong.
    pub fn table(&mut self) -> DeTable<'t> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        // One slip makes the parser stumble several times: the first says it.
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

    /// The commonest slip: a word where a text in quotes is wanted. The parser takes it for a number gone wrong.
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
        // What could be made of a line that is not TOML is no second mistake.
        if self.broken == Some(line) {
            return;
        }
        self.mistakes.push(Mistake { file: self.file.to_owned(), line, fault });
    }

    /// Notes that a value has the wrong type.
    pub fn wrong_type<T>(&mut self, value: &Spanned<T>, key: &str, expected: &str) {
        self.fault(value.span().start, Fault::Type { key: key.to_owned(), expected: expected.to_owned() });
    }

    /// What was found, by line.
    pub fn mistakes(mut self) -> Vec<Mistake> {
        self.mistakes.sort_by_key(|mistake| mistake.line);
        self.mistakes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let names = ["next_mention", "next_person", "quit"];
        assert_eq!(Hint::near("nxt_mention", names).to_string(), "; did you mean \"next_mention\"?");
        assert_eq!(Hint::near("xyz", names), Hint::None);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
    }
}
