//! The jump bar's index of names: a query in, the best entities out, in the order of the contract.
//!
//! Words match in any order; `!word` excludes. The same query over the same names gives the same order every time.
//! Shared between threads as it is. Knows no sigils: the caller has taken them off.

use super::assign::{WORDS, assign};
use super::found::{Candidate, Found};
use super::hit::{Context, Hit, Named, Tier};
use super::index::{Index, hash};
use super::reach::{Reach, Touch};
use super::trace;
use super::words::{squash, with_article};
use crate::news::entity::EntityId;
use crate::text::fold;

/// The index of names, for reading only.
#[derive(Debug, Default)]
pub struct Finder {
    index: Index,
    /// Entity → its index, ascending by entity.
    places: Vec<(EntityId, u32)>,
}

/// What the reader has before them, by index of entity.
struct Near {
    bits: Vec<u8>,
    picks: Vec<(u32, u32)>,
    /// All that are near in one way or another, or were chosen.
    all: Vec<u32>,
}

const IN_ARTICLE: u8 = 4;
const IN_LIST: u8 = 2;
const WATCHED: u8 = 1;
/// Not to be found.
const BARRED: u8 = 8;

impl Finder {
    /// An index of these names.
    pub fn new(named: impl IntoIterator<Item = Named>) -> Self {
        let index = Index::new(named);
        let mut places: Vec<(EntityId, u32)> = index.entities.iter().map(|b| b.id).zip(0..).collect();
        places.sort_unstable();
        Self { index, places }
    }

    /// How many entities it holds.
    pub fn len(&self) -> usize {
        self.index.entities.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.index.entities.is_empty()
    }

    /// The entities that `text` may mean, best first. Without words in it: those of the article, then the chosen, then
    /// the most named.
    pub fn query(&self, text: &str, context: &Context) -> Vec<Hit> {
        let limit = if context.limit == 0 { 50 } else { context.limit };
        let (wanted, unwanted) = split(text);
        let near = self.near(context, &unwanted);
        let typed = fold::words(&wanted);
        let words: Vec<String> = typed.iter().map(|w| w.text.clone()).take(WORDS).collect();
        if words.is_empty() {
            return self.idle(&near, context, limit);
        }
        let mut found = Found::new(&self.index, limit);
        self.equal_and_initials(&wanted, &words, &near, &mut found);
        let mut reaches: Vec<Reach> = words.into_iter().map(|w| Reach::new(w, &self.index)).collect();
        for (reach, word) in reaches.iter_mut().zip(&typed) {
            reach.article = with_article(&wanted, word, &typed);
        }
        let joined = self.joined(&reaches);
        if let Some(joined) = &joined {
            self.walk(joined, &near, &mut found);
        }
        for touch in [Touch::Beginning, Touch::Contained, Touch::Fuzzy, Touch::Sound, Touch::Typo] {
            for reach in &mut reaches {
                reach.widen(&self.index, touch);
            }
            self.walk(&reaches, &near, &mut found);
            if found.count() >= limit {
                break;
            }
        }
        let marked = |c: &Candidate| {
            let words = self.index.alias_words.get(c.alias);
            joined.as_deref().filter(|_| assign(&reaches, words).is_none()).unwrap_or(&reaches)
        };
        found.best().into_iter().filter_map(|c| self.hit(c, marked(&c), &near)).collect()
    }

    fn place(&self, entity: EntityId) -> Option<u32> {
        let at = self.places.binary_search_by_key(&entity, |(id, _)| *id).ok()?;
        self.places.get(at).map(|(_, place)| *place)
    }

    fn near(&self, context: &Context, unwanted: &[String]) -> Near {
        let mut bits = vec![0u8; self.index.entities.len()];
        let mut mark = |place: u32, bit: u8| {
            if let Some(cell) = bits.get_mut(place as usize) {
                *cell |= bit;
            }
        };
        let mut all: Vec<u32> = Vec::new();
        for (list, bit) in [(&context.in_article, IN_ARTICLE), (&context.in_list, IN_LIST), (&context.watched, WATCHED)]
        {
            for place in list.iter().filter_map(|e| self.place(*e)) {
                mark(place, bit);
                all.push(place);
            }
        }
        if !context.kinds.is_empty() {
            let others = self.index.entities.iter().zip(0..).filter(|(b, _)| !context.kinds.contains(&b.kind));
            others.for_each(|(_, place)| mark(place, BARRED));
        }
        for word in unwanted {
            let mut reach = Reach::new(word.clone(), &self.index);
            reach.widen(&self.index, Touch::Beginning);
            for alias in reach.reached.iter().flat_map(|w| self.index.bearers.get(*w)) {
                let entity = self.index.aliases.get(*alias as usize).map_or(u32::MAX, |a| a.entity);
                mark(entity, BARRED);
            }
        }
        let mut picks: Vec<_> = context.picks.iter().filter_map(|(e, n)| Some((self.place(*e)?, *n))).collect();
        picks.sort_unstable();
        all.extend(picks.iter().map(|(place, _)| *place));
        all.sort_unstable();
        all.dedup();
        Near { bits, picks, all }
    }

    /// Tiers 1 and 2: by hash.
    fn equal_and_initials(&self, wanted: &str, words: &[String], near: &Near, found: &mut Found) {
        let index = &self.index;
        let (run, whole) = (words.concat(), squash(wanted));
        for form in [&run, &whole] {
            for alias in index.squashed.get(hash(form)) {
                let written = index.written.get(alias);
                let same = squash(written) == **form
                    || index.mains(alias).iter().map(|w| index.words.get(*w)).collect::<String>() == **form;
                if same {
                    // Of equal names, the one whose words are parted as they were typed.
                    let parted = u32::from(fold::words(written).iter().map(|w| &w.text).eq(words));
                    self.offer(found, near, alias, (Tier::Equal, parted));
                }
            }
        }
        let letters_only = words.iter().all(|w| w.chars().count() == 1);
        if words.len() == 1 || letters_only {
            let letters = if letters_only { &run } else { &whole };
            for alias in index.initials.get(hash(letters)) {
                let mut firsts = index.mains(alias).iter().filter_map(|w| index.words.get(*w).chars().next());
                if letters.chars().all(|c| firsts.any(|f| f == c)) {
                    self.offer(found, near, alias, (Tier::Initials, 0));
                }
            }
        }
    }

    /// Every alias that all words of the query reach, as far as the last widening may have brought it: through the word
    /// that reaches the fewest, or through what each has newly reached, whichever is less.
    fn walk(&self, reaches: &[Reach], near: &Near, found: &mut Found) {
        let Some(narrow) = reaches.iter().min_by_key(|r| r.cost) else { return };
        let fresh: usize = reaches.iter().map(|r| r.fresh_cost).sum();
        if fresh == 0 {
            return;
        }
        // Whoever is near or was chosen comes first, so that of the others only the shortest need be looked at.
        for alias in near.all.iter().flat_map(|entity| self.index.names(*entity)) {
            if let Some(rated) = self.rate(alias, reaches) {
                self.offer(found, near, alias, rated);
            }
        }
        let mut round = Round {
            finder: self,
            reaches,
            near,
            bounds: reaches.iter().map(|r| r.most).collect(),
            seen: vec![0u64; self.index.aliases.len() / 64 + 1],
        };
        // Names that have a word of the query as a whole are few, mostly; behind them less is to be hoped for from the others.
        for (at, reach) in reaches.iter().enumerate() {
            if let Some(whole) = reach.whole
                && self.index.bearers.get(whole).len() * 4 < narrow.cost.min(fresh)
            {
                round.walk(at, &[whole], found);
                if let Some(bound) = round.bounds.get_mut(at) {
                    *bound = reach.most_in_part;
                }
            }
        }
        for (at, reach) in reaches.iter().enumerate() {
            if narrow.cost > fresh {
                round.walk(at, reach.fresh(), found);
            } else if std::ptr::eq(reach, narrow) {
                round.walk(at, &reach.reached, found);
            }
        }
    }

    /// The same words, with the first that may be a particle run together with the one behind it: what is written as one
    /// word may be typed as two.
    fn joined(&self, reaches: &[Reach]) -> Option<Vec<Reach>> {
        let at = reaches.iter().position(|reach| reach.word.chars().count() <= 4)?;
        let run = format!("{}{}", reaches.get(at)?.word, reaches.get(at + 1)?.word);
        let mut run = Reach::new(run, &self.index);
        run.widen(&self.index, Touch::Beginning);
        if run.reached.is_empty() {
            return None;
        }
        let others = reaches.iter().enumerate().filter(|(i, _)| *i != at && *i != at + 1);
        let mut joined: Vec<Reach> = others.map(|(_, reach)| Reach::new(reach.word.clone(), &self.index)).collect();
        for reach in &mut joined {
            reach.widen(&self.index, Touch::Beginning);
        }
        joined.push(run);
        Some(joined)
    }

    /// Tier and score of an alias, if every word of the query finds a word of its own in it.
    fn rate(&self, alias: u32, reaches: &[Reach]) -> Option<(Tier, u32)> {
        let record = self.index.aliases.get(alias as usize)?;
        let words = self.index.alias_words.get(alias);
        let chosen = assign(reaches, words)?;
        let mains = usize::from(record.mains);
        let (mut worst, mut score, mut whole, mut own) = (Touch::Whole, 0, 0, 0);
        for (reach, at) in reaches.iter().zip(chosen.map(usize::from)) {
            let word = words.get(at).copied()?;
            let touch = reach.touch(word)?;
            worst = worst.max(touch);
            whole += usize::from(touch == Touch::Whole && at < mains);
            own += usize::from(at < mains);
            score += reach.worth(word);
        }
        // A role alone may be asked for; its bearer's name alone is found by the name.
        if record.role && own == 0 {
            return None;
        }
        let equal = !record.role && whole == reaches.len() && whole == mains;
        let tier = worst.tier(equal);
        let score = match tier {
            Tier::Equal => 0,
            _ if record.role => score / 2,
            _ => score,
        };
        Some((tier, score))
    }

    fn offer(&self, found: &mut Found, near: &Near, alias: u32, rated: (Tier, u32)) {
        let Some(record) = self.index.aliases.get(alias as usize) else { return };
        let bits = near.bits.get(record.entity as usize).copied().unwrap_or(BARRED);
        if bits & BARRED > 0 {
            return;
        }
        let picks = near.picks.binary_search_by_key(&record.entity, |(e, _)| *e).ok();
        let picks = picks.and_then(|at| near.picks.get(at)).map_or(0, |(_, n)| *n);
        if let Some(candidate) = Candidate::new(&self.index, alias, rated, bits, picks) {
            found.offer(candidate);
        }
    }

    fn hit(&self, candidate: Candidate, reaches: &[Reach], near: &Near) -> Option<Hit> {
        let index = &self.index;
        let bearer = index.bearer(candidate.alias)?;
        let alias = index.written.get(candidate.alias);
        let words = index.alias_words.get(candidate.alias);
        let marks = match (candidate.tier, assign(reaches, words)) {
            (Tier::Initials, _) => trace::initials(alias),
            (_, Some(chosen)) => {
                let met: Vec<trace::Met<'_>> = reaches
                    .iter()
                    .zip(&chosen)
                    .filter_map(|(reach, at)| {
                        let word = *words.get(usize::from(*at))?;
                        Some(trace::Met { reach, word: index.words.get(word), touch: reach.touch(word)? })
                    })
                    .collect();
                trace::marks(alias, &met)
            }
            _ => vec![crate::text::span::Span::new(0, alias.len())],
        };
        let bits = near.bits.get(candidate.entity as usize).copied().unwrap_or(0);
        Some(Hit {
            entity: bearer.id,
            kind: bearer.kind,
            name: index.written.get(bearer.name).to_owned(),
            alias: alias.to_owned(),
            tier: candidate.tier,
            score: candidate.score,
            marks,
            articles: bearer.articles,
            in_article: bits & IN_ARTICLE > 0,
            watched: bits & WATCHED > 0,
        })
    }

    /// What stands in the jump bar before anything is typed.
    fn idle(&self, near: &Near, context: &Context, limit: usize) -> Vec<Hit> {
        let mut order: Vec<u32> = context.in_article.iter().filter_map(|e| self.place(*e)).collect();
        let mut picks = near.picks.clone();
        picks.sort_by_key(|(place, count)| (std::cmp::Reverse(*count), *place));
        order.extend(picks.into_iter().map(|(place, _)| place));
        order.extend(context.watched.iter().filter_map(|e| self.place(*e)));
        order.extend(&self.index.common);
        let mut seen = vec![false; self.index.entities.len()];
        order.retain(|place| {
            let barred = near.bits.get(*place as usize).is_none_or(|bits| bits & BARRED > 0);
            seen.get_mut(*place as usize).is_some_and(|seen| !std::mem::replace(seen, true)) && !barred
        });
        order.truncate(limit);
        let hit = |place: u32| {
            let alias = self.index.entities.get(place as usize)?.name;
            let candidate = Candidate::new(&self.index, alias, (Tier::Beginnings, 0), 0, 0)?;
            self.hit(candidate, &[], near).map(|hit| Hit { marks: Vec::new(), ..hit })
        };
        order.into_iter().filter_map(hit).collect()
    }
}

/// One walk over the names that a query reaches.
struct Round<'a> {
    finder: &'a Finder,
    reaches: &'a [Reach],
    near: &'a Near,
    /// The most that each word of the query may add to the score of a name that has not been looked at.
    bounds: Vec<u32>,
    /// One bit for each alias.
    seen: Vec<u64>,
}

impl Round<'_> {
    /// The bearers of these words, which word `at` of the query reaches, as far as they may still be shown.
    fn walk(&mut self, at: usize, words: &[u32], found: &mut Found) {
        let index = &self.finder.index;
        let Some(reach) = self.reaches.get(at) else { return };
        let others: u32 = self.bounds.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, bound)| bound).sum();
        let wholes = self.reaches.iter().all(|r| r.whole.is_some());
        for word in words {
            let score = others + reach.worth(*word);
            let (best, equal) = (reach.tier(*word, false), reach.tier(*word, wholes));
            for alias in index.bearers.get(*word) {
                let Some(record) = index.aliases.get(*alias as usize) else { continue };
                // Bearers of a word stand by length: those behind have no room either.
                if !found.has_room((best, score), record.chars) {
                    if equal == best || !found.has_room((equal, 0), record.chars) {
                        break;
                    }
                    if usize::from(record.mains) != self.reaches.len() {
                        continue;
                    }
                }
                let bit = 1u64 << (alias % 64);
                match self.seen.get_mut(*alias as usize / 64) {
                    Some(cell) if *cell & bit == 0 => *cell |= bit,
                    _ => continue,
                }
                if let Some(rated) = self.finder.rate(*alias, self.reaches) {
                    self.finder.offer(found, self.near, *alias, rated);
                }
            }
        }
    }
}

/// Takes the `!words` out of a query.
fn split(text: &str) -> (String, Vec<String>) {
    let mut wanted = String::new();
    let mut unwanted = Vec::new();
    for word in text.split_whitespace() {
        if let Some(bar) = word.strip_prefix('!') {
            unwanted.extend(fold::words(bar).into_iter().map(|w| w.text));
        } else {
            wanted.push_str(word);
            wanted.push(' ');
        }
    }
    (wanted.trim_end().to_owned(), unwanted)
}
