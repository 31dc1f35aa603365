//! The home of what the engine knows of language: lists of words by topic, and the trained lexicon.
//!
//! Two things live here. *Lists of our own* ([`role_words`], [`small_words`], [`nicknames`] …) are text files with one entry a
//! line, each once, whose marks say what an entry is used for; the compiler reads and checks them ([`WordList`]). The
//! *trained lexicon* ([`table`]) is built from these lists and from public ones by training and embedded with the weights:
//! classes (title, country, given name, …) and clusters of similar use for single words and phrases of up to four.
//! A change of a list changes the trained lexicon only when the weights are trained again. Sources: docs/TRAINING.md, NOTICE.
//!
//! Does not know sentences, articles or the archive.
//!
//! [`WordList`]: crate::text::word_list::WordList

pub mod company_forms;
pub mod given_names;
pub mod institution_words;
pub mod lists;
pub mod nationalities;
pub mod nicknames;
pub mod role_words;
pub mod small_words;
pub mod spellings;
pub mod suffixes;
pub mod table;

/// Man or woman, where a text or a name says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// Mr., King, Sheikh.
    Man,
    /// Mrs., Queen, Sheikha.
    Woman,
}

/// A class of words of the trained lexicon; its number is its bit in [`Classes`].
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
