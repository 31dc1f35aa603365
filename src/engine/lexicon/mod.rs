//! What is known of words before reading: classes (title, country, given name, …) and clusters of similar use.
//!
//! Read where it lies, like the weights: two open hash tables over fingerprints, one of words, one of phrases of up to
//! four words. Does not know sentences. The lists behind it are named in docs/TRAINING.md and NOTICE.

pub mod lists;
pub mod table;

/// A class of words; its number is its bit in [`Classes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Class {
    /// `President`, `Sheikh`, `Mr.`
    Title,
    /// `Ministry`, `Bank`: an institution's name often ends or begins with it.
    Head,
    /// `Jr.`, `III`.
    Suffix,
    /// `Summit`, `War`.
    Event,
    /// `Treaty`, `Prize`.
    Other,
    /// `River`, `Province`, `North`.
    Place,
    /// `Moroccan`.
    Nationality,
    /// A well-known institution.
    Institution,
    /// `leftist`, `liberal`.
    Leaning,
    /// `Monday`, `March`.
    Time,
    /// `said`, `told`.
    Speech,
    /// `son`, `aged`.
    Relation,
    /// `in`, `near`.
    Locative,
    /// `of`, `bin`, `van`: stands inside names without a capital.
    Particle,
    /// `spokesman`, `troops`: what institutions have.
    Member,
    /// A country.
    Country,
    /// A large city, or a part of its name.
    City,
    /// A smaller town.
    Town,
    /// A state or region.
    Region,
    /// A given or family name.
    Name,
    /// Mostly written in lower case.
    Lower,
    /// Written both ways.
    Mixed,
    /// `Ltd`, `GmbH`.
    Company,
}

/// A set of [`Class`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Classes(pub u32);

impl Classes {
    /// This set and one more.
    #[must_use]
    pub fn with(self, class: Class) -> Self {
        Self(self.0 | 1 << class as u8)
    }

    /// Whether the class is in it.
    #[inline]
    pub fn has(self, class: Class) -> bool {
        self.0 >> (class as u8) & 1 == 1
    }

    /// The bits that are set, ascending.
    pub fn bits(self) -> impl Iterator<Item = u8> {
        (0..31).filter(move |b| self.0 >> b & 1 == 1)
    }
}

/// What is known of one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Its classes.
    pub classes: Classes,
    /// Its cluster of similar use, 0 if unknown.
    pub cluster: u16,
}
