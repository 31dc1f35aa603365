//! What the sieves read and change: the mentions of one article, their spellings, and the sets into which spellings are
//! united.

use super::spelling::Spelling;
use super::spelling_sets::{SpellingRelation, SpellingSets};
use crate::engine::input::DetectedMention;
use crate::engine::lexicon::Sex;
use crate::news::mention::Kind;

/// The longest text between two mentions that [`SieveState::between`] gives, in bytes. A definition such as "also known
/// as" or an opening parenthesis fits in it; a longer text defines nothing.
const MAX_BETWEEN: usize = 40;

/// The state that each sieve takes over from the sieve before it.
pub struct SieveState<'a> {
    /// The text of the article.
    pub text: &'a str,
    /// All mentions, ascending by start, the longer first where starts are equal.
    pub mentions: &'a [DetectedMention],
    /// The distinct spellings of the names. Sieves name a spelling by its index here.
    pub spellings: Vec<Spelling>,
    /// For every mention its spelling; `None` if it is no name.
    pub spelling_of: Vec<Option<u32>>,
    /// For every spelling the sex that the titles before its mentions tell.
    pub titled_sex: Vec<Option<Sex>>,
    /// Which spellings are one referent so far.
    pub sets: SpellingSets,
    /// The spellings that fit several referents, in the order in which the sieves met them.
    pub ambiguous: Vec<AmbiguousSpelling>,
}

/// A short name that several referents of the article bear. Which of them is meant is decided mention by mention.
#[derive(Clone, Debug)]
pub struct AmbiguousSpelling {
    /// The short name.
    pub spelling: u32,
    /// One spelling of each referent that may be meant; two or more.
    pub candidates: Vec<u32>,
    /// How the short name relates to each candidate.
    pub relation: SpellingRelation,
}

impl SieveState<'_> {
    /// The spellings of a kind with their indexes.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (u32, &Spelling)> {
        self.spellings.iter().enumerate().filter(move |(_, s)| s.kind == kind).map(|(n, s)| (n as u32, s))
    }

    /// The spelling of a mention; `None` if it is no name.
    pub fn spelling_of(&self, mention: usize) -> Option<u32> {
        self.spelling_of.get(mention).copied().flatten()
    }

    /// The text between two mentions, if it is shorter than [`MAX_BETWEEN`].
    pub fn between(&self, a: &DetectedMention, b: &DetectedMention) -> Option<&str> {
        let gap = self.text.get(a.span.end as usize..b.span.start as usize)?;
        (gap.len() < MAX_BETWEEN).then_some(gap)
    }

    /// Whether titles call one spelling a man and the other a woman: `Mr. Lal` and `Ms. Lal`.
    pub fn sexes_differ(&self, a: u32, b: u32) -> bool {
        let sex = |n: u32| self.titled_sex.get(n as usize).copied().flatten();
        matches!((sex(a), sex(b)), (Some(a), Some(b)) if a != b)
    }
}
