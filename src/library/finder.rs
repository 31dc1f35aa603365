//! The jump bar's index of names: a query in, the best entities out, in the order of the contract.
//!
//! Words match in any order; `!word` excludes. The same query over the same names gives the same order every time.
//! Shared between threads as it is. Knows no sigils: the caller has taken them off.

use std::cmp::Ordering;

use super::assign::{WORDS, assign};
use super::hit::{Context, Hit, Named, Tier};
use super::index::{Index, hash, squash};
use super::reach::{Reach, Touch};
use super::trace;
use crate::news::entity::EntityId;
use crate::text::fold;

/// The index of names, for reading only.
#[derive(Debug, Default)]
pub struct Finder {
    index: Index,
    /// Entity → its index, ascending by entity.
    places: Vec<(EntityId, u32)>,
}

/// A name that answers.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    alias: u32,
    entity: u32,
    tier: Tier,
    score: u32,
    /// In article, in list, watched, not: 0 to 3 bits, lower is better.
    near: u8,
    picks: u32,
}

/// What the reader has before them, by index of entity.
struct Near {
    bits: Vec<u8>,
    picks: Vec<(u32, u32)>,
    barred: Vec<bool>,
}

const IN_ARTICLE: u8 = 4;
const IN_LIST: u8 = 2;
const WATCHED: u8 = 1;

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
        let words: Vec<String> = fold::words(&wanted).into_iter().map(|w| w.text).take(WORDS).collect();
        if words.is_empty() {
            return self.idle(&near, context, limit);
        }
        let mut found = Found { best: vec![0; self.index.entities.len()], all: Vec::new() };
        self.equal_and_initials(&wanted, &words, &near, &mut found);
        let mut reaches: Vec<Reach> = words.into_iter().map(|w| Reach::new(w, &self.index)).collect();
        for touch in [Touch::Beginning, Touch::Contained, Touch::Fuzzy, Touch::Sound, Touch::Typo] {
            for reach in &mut reaches {
                reach.widen(&self.index, touch);
            }
            self.walk(&reaches, &near, &mut found);
            if found.all.len() >= limit {
                break;
            }
        }
        let best = self.best(found.all, limit);
        best.into_iter().filter_map(|c| self.hit(c, &reaches, &near)).collect()
    }

    fn place(&self, entity: EntityId) -> Option<u32> {
        let at = self.places.binary_search_by_key(&entity, |(id, _)| *id).ok()?;
        self.places.get(at).map(|(_, place)| *place)
    }

    fn near(&self, context: &Context, unwanted: &[String]) -> Near {
        let count = self.index.entities.len();
        let mut near = Near { bits: vec![0; count], picks: Vec::new(), barred: vec![false; count] };
        for (list, bit) in [(&context.in_article, IN_ARTICLE), (&context.in_list, IN_LIST), (&context.watched, WATCHED)]
        {
            for place in list.iter().filter_map(|e| self.place(*e)) {
                if let Some(cell) = near.bits.get_mut(place as usize) {
                    *cell |= bit;
                }
            }
        }
        near.picks = context.picks.iter().filter_map(|(e, n)| Some((self.place(*e)?, *n))).collect();
        near.picks.sort_unstable();
        if !context.kinds.is_empty() {
            for (bearer, barred) in self.index.entities.iter().zip(&mut near.barred) {
                *barred = !context.kinds.contains(&bearer.kind);
            }
        }
        for word in unwanted {
            let mut reach = Reach::new(word.clone(), &self.index);
            reach.widen(&self.index, Touch::Beginning);
            for alias in reach.reached.iter().flat_map(|w| self.index.bearers.get(*w)) {
                let entity = self.index.aliases.get(*alias as usize).map_or(u32::MAX, |a| a.entity);
                if let Some(barred) = near.barred.get_mut(entity as usize) {
                    *barred = true;
                }
            }
        }
        near
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
                    self.offer(found, near, alias, Tier::Equal, parted);
                }
            }
        }
        let letters_only = words.iter().all(|w| w.chars().count() == 1);
        if words.len() == 1 || letters_only {
            let letters = if letters_only { &run } else { &whole };
            for alias in index.initials.get(hash(letters)) {
                let mut firsts = index.mains(alias).iter().filter_map(|w| index.words.get(*w).chars().next());
                if letters.chars().all(|c| firsts.any(|f| f == c)) {
                    self.offer(found, near, alias, Tier::Initials, 0);
                }
            }
        }
    }

    /// Every alias that all words of the query reach, through the word that reaches the fewest.
    fn walk(&self, reaches: &[Reach], near: &Near, found: &mut Found) {
        let Some(narrow) = reaches.iter().min_by_key(|r| r.cost) else { return };
        let mut seen = vec![0u64; self.index.aliases.len() / 64 + 1];
        for alias in narrow.reached.iter().flat_map(|w| self.index.bearers.get(*w)) {
            let bit = 1u64 << (alias % 64);
            match seen.get_mut(*alias as usize / 64) {
                Some(cell) if *cell & bit == 0 => *cell |= bit,
                _ => continue,
            }
            if let Some((tier, score)) = self.rate(*alias, reaches) {
                self.offer(found, near, *alias, tier, score);
            }
        }
    }

    /// Tier and score of an alias, if every word of the query finds a word of its own in it.
    fn rate(&self, alias: u32, reaches: &[Reach]) -> Option<(Tier, u32)> {
        let record = self.index.aliases.get(alias as usize)?;
        let words = self.index.alias_words.get(alias);
        let chosen = assign(reaches, words)?;
        let mains = usize::from(record.mains);
        let (mut worst, mut score, mut whole, mut own) = (Touch::Whole, 0, 0, 0);
        for (reach, at) in reaches.iter().zip(&chosen) {
            let word = words.get(*at).copied()?;
            let touch = reach.touch(word)?;
            worst = worst.max(touch);
            whole += usize::from(touch == Touch::Whole && *at < mains);
            own += usize::from(*at < mains);
            score += 4096 * (6 - touch as u32) / 4 + reach.score(word);
        }
        // A role alone may be asked for; its bearer's name alone is found by the name.
        if record.role && own == 0 {
            return None;
        }
        let tier = match worst {
            Touch::Whole | Touch::Beginning if !record.role && whole == reaches.len() && whole == mains => Tier::Equal,
            Touch::Whole | Touch::Beginning => Tier::Beginnings,
            Touch::Contained => Tier::Contained,
            Touch::Fuzzy => Tier::Fuzzy,
            Touch::Sound => Tier::Sound,
            Touch::Typo => Tier::Typo,
        };
        let score = match tier {
            Tier::Equal => 0,
            _ if record.role => score / 2,
            _ => score,
        };
        Some((tier, score))
    }

    fn offer(&self, found: &mut Found, near: &Near, alias: u32, tier: Tier, score: u32) {
        let Some(record) = self.index.aliases.get(alias as usize) else { return };
        let entity = record.entity;
        if near.barred.get(entity as usize).copied().unwrap_or(true) {
            return;
        }
        let bits = near.bits.get(entity as usize).copied().unwrap_or(0);
        let picks = near.picks.binary_search_by_key(&entity, |(e, _)| *e).ok();
        let picks = picks.and_then(|at| near.picks.get(at)).map_or(0, |(_, n)| *n);
        let candidate = Candidate { alias, entity, tier, score, near: bits, picks };
        let Some(best) = found.best.get_mut(entity as usize) else { return };
        if let Some(old) = found.all.get_mut((*best as usize).wrapping_sub(1)) {
            if self.order(&candidate, old) == Ordering::Less {
                *old = candidate;
            }
        } else {
            found.all.push(candidate);
            *best = found.all.len() as u32;
        }
    }

    /// The order of the contract.
    fn order(&self, a: &Candidate, b: &Candidate) -> Ordering {
        let chars = |c: &Candidate| self.index.aliases.get(c.alias as usize).map_or(0, |a| a.chars);
        let name =
            |c: &Candidate| self.index.entities.get(c.entity as usize).map_or("", |b| self.index.written.get(b.name));
        a.tier
            .cmp(&b.tier)
            .then(b.score.cmp(&a.score))
            .then(b.near.cmp(&a.near))
            .then(b.picks.cmp(&a.picks))
            .then_with(|| chars(a).cmp(&chars(b)))
            .then_with(|| self.index.written.get(a.alias).cmp(self.index.written.get(b.alias)))
            .then_with(|| name(a).cmp(name(b)))
            .then_with(|| self.id(a.entity).cmp(&self.id(b.entity)))
            .then(a.alias.cmp(&b.alias))
    }

    fn id(&self, entity: u32) -> Option<EntityId> {
        self.index.entities.get(entity as usize).map(|b| b.id)
    }

    fn best(&self, mut all: Vec<Candidate>, limit: usize) -> Vec<Candidate> {
        if all.len() > limit && limit > 0 {
            all.select_nth_unstable_by(limit - 1, |a, b| self.order(a, b));
            all.truncate(limit);
        }
        all.sort_unstable_by(|a, b| self.order(a, b));
        all
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
                        let word = *words.get(*at)?;
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
            let barred = near.barred.get(*place as usize).copied().unwrap_or(true);
            seen.get_mut(*place as usize).is_some_and(|seen| !std::mem::replace(seen, true)) && !barred
        });
        order.truncate(limit);
        let hit = |place: u32| {
            let alias = self.index.entities.get(place as usize)?.name;
            let candidate = Candidate { alias, entity: place, tier: Tier::Beginnings, score: 0, near: 0, picks: 0 };
            self.hit(candidate, &[], near).map(|hit| Hit { marks: Vec::new(), ..hit })
        };
        order.into_iter().filter_map(hit).collect()
    }
}

/// The best alias of each entity.
struct Found {
    /// By entity: one more than its place in `all`, 0 where it is not there.
    best: Vec<u32>,
    all: Vec<Candidate>,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::news::mention::Kind;

    fn finder() -> Finder {
        type Row = (i64, Kind, &'static str, &'static [&'static str], &'static [&'static str]);
        let rows: &[Row] = &[
            (
                1,
                Kind::Person,
                "Abdellatif Hammouchi",
                &["Hammouchi", "عبد اللطيف الحموشي"],
                &["Director General of National Security"],
            ),
            (2, Kind::Institution, "Direction générale de la sûreté nationale", &["DGSN"], &[]),
            (3, Kind::Institution, "International Police", &[], &[]),
            (4, Kind::Institution, "INTERPOL", &[], &[]),
            (5, Kind::Person, "Ebrahim Al-Raisi", &[], &[]),
            (6, Kind::Person, "Jean-Pierre Élysée", &[], &[]),
            (7, Kind::Person, "Mohammed Anwar Gargash", &[], &["Minister of State"]),
            (8, Kind::Institution, "West Ham United", &[], &[]),
            (9, Kind::Person, "Hamad Bin Isa", &[], &[]),
            (10, Kind::Place, "El Salvador", &[], &[]),
        ];
        Finder::new(rows.iter().map(|(id, kind, name, aliases, roles)| Named {
            entity: EntityId(*id),
            kind: *kind,
            name: (*name).to_owned(),
            aliases: aliases.iter().map(|a| (*a).to_owned()).collect(),
            roles: roles.iter().map(|r| (*r).to_owned()).collect(),
            articles: 1,
        }))
    }

    /// `query → entity:tier`, best first.
    fn ask(query: &str, context: &Context) -> Vec<(i64, u8)> {
        finder().query(query, context).iter().map(|h| (h.entity.0, h.tier.into())).collect()
    }

    #[test]
    fn every_tier_is_reached() {
        let top = |query: &str| ask(query, &Context::default()).first().copied();
        for (query, expected) in [
            ("hammouchi", (1, 1)),
            ("hammouchi abdellatif", (1, 1)),
            ("dgsn", (2, 1)),
            ("ah", (1, 2)),
            ("mg", (7, 2)),
            ("ham abd", (1, 3)),
            ("interpol", (4, 1)),
            ("al raisi", (5, 3)),
            ("alraisi", (5, 3)),
            ("jeanpierre elysee", (6, 1)),
            ("surete", (2, 3)),
            ("mouchi", (1, 4)),
            ("hmmuchi", (1, 5)),
            ("hamushi", (1, 6)),
            ("muhamad gargash", (7, 6)),
            ("hommoucji", (1, 7)),
            ("حموشي", (1, 3)),
            ("director general", (1, 3)),
            ("salvador", (10, 1)),
        ] {
            assert_eq!(top(query), Some(expected), "{query}");
        }
        assert_eq!(top("zzzz"), None);
    }

    #[test]
    fn a_lower_tier_never_beats_a_higher_one_whoever_is_near() {
        let near = Context { in_article: vec![EntityId(3)], watched: vec![EntityId(3)], ..Context::default() };
        let hits = ask("interpol", &near);
        assert_eq!(hits.first(), Some(&(4, 1)));
        let tiers: Vec<u8> = hits.iter().map(|(_, t)| *t).collect();
        assert!(tiers.is_sorted());
    }

    #[test]
    fn inside_a_tier_what_is_near_comes_first_then_the_chosen_then_the_shorter() {
        assert_eq!(ask("ha", &Context::default()).iter().map(|h| h.0).take(2).collect::<Vec<_>>(), [1, 9]);
        let near = Context { in_article: vec![EntityId(9)], ..Context::default() };
        assert_eq!(ask("ha", &near).first(), Some(&(9, 3)));
        let chosen = Context { picks: vec![(EntityId(9), 2)], ..Context::default() };
        assert_eq!(ask("ha", &chosen).first(), Some(&(9, 3)));
    }

    #[test]
    fn a_barred_word_excludes_and_a_kind_narrows() {
        assert!(!ask("ham !west", &Context::default()).iter().any(|h| h.0 == 8));
        let institutions = Context { kinds: vec![Kind::Institution], ..Context::default() };
        assert_eq!(ask("ham", &institutions).first(), Some(&(8, 3)));
    }

    #[test]
    fn what_matched_is_marked() {
        let lit = |query: &str| {
            let hits = finder().query(query, &Context::default());
            hits.first()
                .map(|h| h.marks.iter().map(|m| m.slice(&h.alias).to_owned()).collect::<Vec<_>>().join("|"))
                .unwrap_or_default()
        };
        assert_eq!(lit("ely jea"), "Jea|Ély");
        assert_eq!(lit("rais"), "Rais");
        assert_eq!(lit("mag"), "M|A|G");
        assert_eq!(lit("حموشي"), "الحموشي");
    }

    #[test]
    fn without_words_the_article_comes_first() {
        let near = Context { in_article: vec![EntityId(5)], picks: vec![(EntityId(8), 1)], ..Context::default() };
        let first: Vec<i64> = ask(" ", &near).iter().map(|h| h.0).take(3).collect();
        assert_eq!(first, [5, 8, 1]);
    }

    proptest::proptest! {
        #[test]
        fn any_query_is_answered(query in "\\PC{0,24}") {
            let finder = finder();
            let hits = finder.query(&query, &Context::default());
            proptest::prop_assert_eq!(&hits, &finder.query(&query, &Context::default()));
            for hit in hits {
                for mark in hit.marks {
                    proptest::prop_assert!(!mark.is_empty() && !mark.slice(&hit.alias).is_empty());
                }
            }
        }
    }
}
