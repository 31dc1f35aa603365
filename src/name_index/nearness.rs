//! What the user has before them, by entity of the index: the article on screen, the list, the watch list, earlier choices.
//! Entities near the user stand before others that match as well; entities that are excluded are not found at all.

use super::hit::Context;
use super::index::Index;
use super::word_match::{MatchKind, WordMatch};
use crate::news::entity::EntityId;

/// Bit of an entity of the article on screen; the bits of nearness order hits of one score.
pub(super) const IN_ARTICLE: u8 = 4;
/// Bit of an entity of the articles in the list.
pub(super) const IN_LIST: u8 = 2;
/// Bit of a watched entity.
pub(super) const WATCHED: u8 = 1;
/// Bit of an entity that is not to be found: of another kind, or with a word that the query excludes.
const EXCLUDED: u8 = 8;

/// The entities of the index by their id.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<(EntityId, u32)>);

impl Places {
    /// The places of all entities of an index.
    pub(super) fn new(index: &Index) -> Self {
        let mut places: Vec<(EntityId, u32)> = index.entities.iter().map(|entity| entity.id).zip(0..).collect();
        places.sort_unstable();
        Self(places)
    }

    /// Where in the index an entity is.
    pub(super) fn of(&self, entity: EntityId) -> Option<u32> {
        let at = self.0.binary_search_by_key(&entity, |(id, _)| *id).ok()?;
        self.0.get(at).map(|(_, place)| *place)
    }
}

/// See the head of this file.
pub(super) struct Nearness {
    /// By entity: bits of [`IN_ARTICLE`] and so on.
    bits: Vec<u8>,
    /// Entities and how often each was chosen in the jump bar, ascending by entity.
    picks: Vec<(u32, u32)>,
    /// All that are near in one way or another, or were chosen; ascending.
    pub(super) entities: Vec<u32>,
}

impl Nearness {
    /// Reads a context; `unwanted` are the folded words that exclude an entity whose name has a word beginning so.
    pub(super) fn new(index: &Index, places: &Places, context: &Context, unwanted: &[String]) -> Self {
        let mut bits = vec![0u8; index.entities.len()];
        let mut mark = |place: u32, bit: u8| {
            if let Some(cell) = bits.get_mut(place as usize) {
                *cell |= bit;
            }
        };
        let mut entities: Vec<u32> = Vec::new();
        for (list, bit) in [(&context.in_article, IN_ARTICLE), (&context.in_list, IN_LIST), (&context.watched, WATCHED)]
        {
            for place in list.iter().filter_map(|entity| places.of(*entity)) {
                mark(place, bit);
                entities.push(place);
            }
        }
        if !context.kinds.is_empty() {
            let others = index.entities.iter().zip(0..).filter(|(entity, _)| !context.kinds.contains(&entity.kind));
            others.for_each(|(_, place)| mark(place, EXCLUDED));
        }
        for word in unwanted {
            let mut matched = WordMatch::new(word.clone(), index);
            matched.widen(index, MatchKind::Beginning);
            for alias in matched.matching.iter().flat_map(|word| index.aliases_of.get(*word)) {
                let entity = index.aliases.get(*alias as usize).map_or(u32::MAX, |alias| alias.entity);
                mark(entity, EXCLUDED);
            }
        }
        let mut picks: Vec<_> = context.picks.iter().filter_map(|(e, n)| Some((places.of(*e)?, *n))).collect();
        picks.sort_unstable();
        entities.extend(picks.iter().map(|(place, _)| *place));
        entities.sort_unstable();
        entities.dedup();
        Self { bits, picks, entities }
    }

    /// The bits of an entity; none where it is excluded.
    pub(super) fn of(&self, entity: u32) -> Option<u8> {
        self.bits.get(entity as usize).copied().filter(|bits| bits & EXCLUDED == 0)
    }

    /// How often an entity was chosen.
    pub(super) fn picks(&self, entity: u32) -> u32 {
        let at = self.picks.binary_search_by_key(&entity, |(entity, _)| *entity).ok();
        at.and_then(|at| self.picks.get(at)).map_or(0, |(_, count)| *count)
    }

    /// The entities that were chosen, most often first.
    pub(super) fn chosen(&self) -> Vec<u32> {
        let mut picks = self.picks.clone();
        picks.sort_by_key(|(entity, count)| (std::cmp::Reverse(*count), *entity));
        picks.into_iter().map(|(entity, _)| entity).collect()
    }
}
