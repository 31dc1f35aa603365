//! What a name is a name of.

use crate::news::mention::Kind;

/// The label of a name: one of the five kinds of mention, or nationality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Label {
    /// A human being.
    Person,
    /// A body of people that acts under a name: ministry, company, party, band.
    Institution,
    /// A country, town, region, building or other location.
    Place,
    /// A named event: `Hurricane Stan`.
    Event,
    /// An award, law, work, operation or product.
    Other,
    /// `Moroccan`, `Shi'ite`, `Democrat`. It is recognised so that it is not taken for a place; it becomes no mention.
    Nationality,
}

impl Label {
    /// The kind of the mention; `None` for a nationality word, which becomes no mention.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Person => Some(Kind::Person),
            Self::Institution => Some(Kind::Institution),
            Self::Place => Some(Kind::Place),
            Self::Event => Some(Kind::Event),
            Self::Other => Some(Kind::Other),
            Self::Nationality => None,
        }
    }
}
