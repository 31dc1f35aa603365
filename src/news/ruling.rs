//! Rulings: the reader's decisions about entities in words that mean the same in another archive, where everything has
//! other numbers.

use super::mention::Kind;

/// Somebody by kind and name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Called {
    /// What it is, as the engine found.
    pub kind: Kind,
    /// A name it is known by, as written.
    pub name: String,
    /// The beginning of the digest (hex) of an article that names it: given where others bear the name too.
    pub article: Option<String>,
}

/// A decision. Articles are named by the beginning of their digest, in hex digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ruling {
    /// The two are one.
    Same(Called, Called),
    /// The two are not one, whatever their names.
    NotSame(Called, Called),
    /// The chains of these articles are somebody else.
    Split(Called, Vec<String>),
    /// Show it by this name.
    Rename(Called, String),
    /// It is of this kind.
    Retype(Called, Kind),
    /// Do not show it.
    Hide(Called),
    /// It is on the watch list.
    Watch(Called),
    /// What an article calls so (folded) is, or is not, it.
    Link {
        /// Whom.
        who: Called,
        /// Where.
        article: String,
        /// The chain's name, folded.
        chain: String,
        /// Whether it is.
        same: bool,
    },
}

/// What became of a ruling that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruled {
    /// It holds from now on.
    Done,
    /// It held already.
    Known,
    /// Something else was decided here; what.
    Contrary(String),
    /// It can not be applied here; why.
    Refused(String),
}
