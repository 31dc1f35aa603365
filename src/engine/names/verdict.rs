//! What comparing two names gives: how likely they mean one person or institution, and why.

/// How two names compare.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// `0..=1`, like a probability: that two mentions with these names, in like circumstances, mean one person or institution.
    pub score: f32,
    /// Why.
    pub ground: Ground,
}

impl Verdict {
    /// Whether the names may be one person's or institution's.
    pub fn same(&self) -> bool {
        self.score >= 0.5
    }

    /// The verdict with the two names exchanged.
    pub(super) fn turned(mut self) -> Self {
        if let Ground::Spelling(words) | Ground::Near(words) = &mut self.ground {
            for (a, b) in words {
                std::mem::swap(a, b);
            }
        }
        self
    }

    /// A verdict.
    pub fn new(score: f32, ground: Ground) -> Self {
        Self { score, ground }
    }
}

/// The reason of a [`Verdict`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The same words; case, accents, hyphens, apostrophes and the article do not count.
    Equal,
    /// The same words in another order, or without small words.
    Reordered,
    /// The same words, run together or apart.
    Respaced,
    /// The same sounds, or spellings of one name according to the lists: the words that differ, in pairs.
    Spelling(Vec<(String, String)>),
    /// A part of the other name, with its family name or head.
    Part,
    /// Initials for some words.
    Initials,
    /// Acronym of the other.
    Acronym,
    /// Nearly the same letters: the words that differ, in pairs.
    Near(Vec<(String, String)>),
    /// Two numbers or generations: `II` and `VI`.
    Generation,
    /// Words that have no counterpart in the other name.
    Other(Vec<String>),
}

impl Ground {
    /// The reason as a sentence, without full stop.
    pub fn sentence(&self) -> String {
        let pairs = |pairs: &[(String, String)]| {
            pairs.iter().map(|(a, b)| format!("{a} and {b}")).collect::<Vec<_>>().join(", ")
        };
        match self {
            Self::Equal => "the same name".to_owned(),
            Self::Reordered => "the same words in another order".to_owned(),
            Self::Respaced => "the same words, run together or apart".to_owned(),
            Self::Spelling(words) => format!("spellings of one name: {}", pairs(words)),
            Self::Part => "part of the other name".to_owned(),
            Self::Initials => "initials for a part of the name".to_owned(),
            Self::Acronym => "acronym of the other".to_owned(),
            Self::Near(words) => format!("nearly the same letters: {}", pairs(words)),
            Self::Generation => "another generation of the name".to_owned(),
            Self::Other(words) if words.is_empty() => "nothing in common".to_owned(),
            Self::Other(words) => format!("no counterpart of {}", words.join(", ")),
        }
    }
}
