//! What linking reads: nodes, the words that find them, blocks, candidate pairs, and the work that is due.
//!
//! Every method can fail, and the linker passes the failure on. Two implementations: [`super::memory::Memory`], which
//! cannot fail, and the archive's tables (`store::link_session`). Nothing is written through this trait: what a step of
//! linking decides is returned as [`super::changes::Changes`].

use super::facts::Facts;
use super::signature::Signature;

/// What a method of a [`LinkStorage`] returns.
pub type Answer<T, S> = Result<T, <S as LinkStorage>::Error>;

/// Work that is due, in the order in which it is done. The numbers are stored in archives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The node comes from an archive that had no table of words: enter its words.
    Words = 0,
    /// The node has a new name: look for its candidate pairs.
    Names = 1,
    /// Something was learnt about the node: score its pairs again.
    Score = 2,
    /// A pair of the node was joined or parted: form its cluster again.
    Cluster = 3,
    /// The node changed its cluster: the table of entities has to follow. Not done by the linker.
    Moved = 4,
    /// The node changed its cluster: short names that may mean it have to be resolved again. Not done by the linker.
    Resolve = 5,
    /// Several people may bear exactly this name: compare the articles that have it. Needs texts, so the caller starts it.
    Namesakes = 6,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 7] =
        [Self::Words, Self::Names, Self::Score, Self::Cluster, Self::Moved, Self::Resolve, Self::Namesakes];
}

/// A word that more nodes have than this is common. Its bearers are not listed: comparing all of them would cost more
/// with each import. The resolver then looks only at those that were seen with somebody in the article.
pub const COMMON: usize = 64;

/// The nodes in a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Members {
    /// More than the block has room for. Its members are never compared because of it again.
    Closed,
    /// These nodes, in any order.
    Open(Vec<(u32, Signature)>),
}

/// A read-only view of what linking knows. Nodes are numbered from 0 without gaps.
pub trait LinkStorage {
    /// Why reading failed.
    type Error;

    /// The number that the next new node will have.
    fn next_number(&self) -> Answer<u32, Self>;
    /// The node of a key.
    fn number(&self, key: &str) -> Answer<Option<u32>, Self>;
    /// What is known of a node, and the lead of its cluster.
    fn read(&self, node: u32) -> Answer<Option<(Facts, u32)>, Self>;

    /// The nodes that have a word, in order of number; `None` where they are more than [`COMMON`].
    fn bearers(&self, word: &str) -> Answer<Option<Vec<u32>>, Self>;
    /// Whether a node has a word.
    fn bears(&self, word: &str, node: u32) -> Answer<bool, Self>;

    /// The members of the block with this hash; empty where there is no such block.
    fn block(&self, hash: u64) -> Answer<Members, Self>;

    /// The candidate pairs of a node: the other node, and the score where the two were found to be one. In order of the
    /// other's number.
    fn pairs(&self, node: u32) -> Answer<Vec<(u32, Option<f32>)>, Self>;
    /// Whether a node has a candidate pair.
    fn has_pairs(&self, node: u32) -> Answer<bool, Self>;
    /// The pairs whose score depends on how common a companion is. A pair may be gone since.
    fn dependents(&self, companion: u32) -> Answer<Vec<(u32, u32)>, Self>;

    /// At most `limit` nodes for which a stage is due, in order of number; each with the number of articles it had when
    /// it became due.
    fn due(&self, stage: Stage, limit: usize) -> Answer<Vec<(u32, u32)>, Self>;
}

impl<S: LinkStorage> LinkStorage for &S {
    type Error = S::Error;

    fn next_number(&self) -> Answer<u32, Self> {
        (**self).next_number()
    }

    fn number(&self, key: &str) -> Answer<Option<u32>, Self> {
        (**self).number(key)
    }

    fn read(&self, node: u32) -> Answer<Option<(Facts, u32)>, Self> {
        (**self).read(node)
    }

    fn bearers(&self, word: &str) -> Answer<Option<Vec<u32>>, Self> {
        (**self).bearers(word)
    }

    fn bears(&self, word: &str, node: u32) -> Answer<bool, Self> {
        (**self).bears(word, node)
    }

    fn block(&self, hash: u64) -> Answer<Members, Self> {
        (**self).block(hash)
    }

    fn pairs(&self, node: u32) -> Answer<Vec<(u32, Option<f32>)>, Self> {
        (**self).pairs(node)
    }

    fn has_pairs(&self, node: u32) -> Answer<bool, Self> {
        (**self).has_pairs(node)
    }

    fn dependents(&self, companion: u32) -> Answer<Vec<(u32, u32)>, Self> {
        (**self).dependents(companion)
    }

    fn due(&self, stage: Stage, limit: usize) -> Answer<Vec<(u32, u32)>, Self> {
        (**self).due(stage, limit)
    }
}
