//! Resolving a chain: its node is the one of its key. For a short name it is the bearer of the name that the company, the
//! countries and the roles of the article speak for.

use std::collections::{BTreeMap, BTreeSet};

use super::article_features::{ArticleFeatures, ChainFeatures, Key, is_acronym};
use super::evidence::{self, Side};
use super::gazetteer::Country;
use super::least;
use super::linker::Linker;
use super::storage::{Answer, LinkStorage};
use crate::engine::names::part::Part;
use crate::engine::names::sound;
use crate::news::mention::Kind;

/// Which node a chain is.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolution {
    /// This one. For a short name also how many nodes may bear it.
    Certain(u32, Option<usize>),
    /// The node of one of several people who bear exactly this name; and why this one, as a sentence without full stop.
    Namesake(u32, String),
    /// None of the candidates for certain. The node under which the name stands for itself, and the candidates, best first,
    /// each with a probability in `0..=1`.
    Uncertain(Option<u32>, Vec<(u32, f32)>),
}

/// From this likeness on (`0..=1`) a word is a spelling of a name with the same sound.
const SPELLING: f32 = 0.85;

/// The best candidate must be ahead of the second by more than this. Less is no difference: an eighth of a role.
const AHEAD: f32 = 0.05;

/// Candidates are named with a link that is not certain up to this many: what a line of the sidebar holds.
const CANDIDATES: usize = 4;

impl<S: LinkStorage> Linker<S> {
    /// Resolves a chain of an article that was learnt. Clusters count as of the last consolidating.
    pub fn resolve(&mut self, article: &ArticleFeatures, chain: &ChainFeatures) -> Answer<Resolution, S> {
        match &chain.key {
            Key::Strong(key) => match self.number(key)? {
                Some(node) => {
                    let namesake = self.resolve_namesake(article, chain, node)?;
                    Ok(namesake.unwrap_or(Resolution::Certain(node, None)))
                }
                None => Ok(Resolution::Uncertain(None, Vec::new())),
            },
            Key::Weak(word, alone) => self.resolve_short(article, chain, word, alone),
        }
    }

    /// Resolves the short names of an article, in order.
    pub fn resolve_short_names(&mut self, article: &ArticleFeatures) -> Answer<Vec<Resolution>, S> {
        let short = article.chains.iter().filter(|chain| matches!(chain.key, Key::Weak(..)));
        short.map(|chain| self.resolve(article, chain)).collect()
    }

    fn resolve_short(
        &mut self,
        article: &ArticleFeatures,
        chain: &ChainFeatures,
        word: &str,
        alone: &str,
    ) -> Answer<Resolution, S> {
        let own = self.number(alone)?;
        let (mut order, common) = self.candidates(article, chain, word, own)?;
        for candidate in &order {
            self.load(candidate.lead)?;
        }
        let key = |n: u32| self.cache.get(n).map_or("", |n| n.key.as_str());
        order.sort_by(|x, y| y.rank().total_cmp(&x.rank()).then_with(|| key(x.lead).cmp(key(y.lead))));
        if let Some(best) = order.first()
            && is_chosen(chain, &order, common)
        {
            return Ok(Resolution::Certain(best.lead, Some(order.len() + usize::from(common))));
        }
        let likely = order.iter().take(CANDIDATES).filter(|candidate| candidate.evidence > least::NO_OTHER_COUNTRY);
        Ok(Resolution::Uncertain(own, likely.map(|candidate| (candidate.lead, candidate.probability())).collect()))
    }

    /// Whom a short name may mean, one candidate a cluster, in no order; and whether the name is common, so that there may
    /// be more. `own`: the node under which the name stands for itself.
    fn candidates(
        &mut self,
        article: &ArticleFeatures,
        chain: &ChainFeatures,
        word: &str,
        own: Option<u32>,
    ) -> Answer<(Vec<Candidate>, bool), S> {
        let mut present: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
        for other in &article.chains {
            if let Key::Strong(key) = &other.key
                && let Some(node) = self.number(key)?
            {
                present.insert(node, (1, 0));
            }
        }
        let (mut leads_present, mut weights) = (BTreeSet::new(), BTreeMap::new());
        for node in present.keys() {
            leads_present.insert(self.lead(*node)?);
            weights.insert(*node, self.weight(*node)?);
        }
        let roles: BTreeMap<String, u32> = chain.roles.iter().map(|r| (r.clone(), 1)).collect();
        let countries: BTreeMap<Country, u32> = article.countries.iter().take(3).copied().collect();
        let here = Side { company: &present, countries: &countries, roles: &roles };
        let (bearers, common) = self.bearers_of_name(chain.kind, word, &weights)?;
        let mut by_lead: BTreeMap<u32, Candidate> = BTreeMap::new();
        let mut exact_present = false;
        let mut affiliated: BTreeSet<u32> = BTreeSet::new();
        for node in bearers {
            let lead = self.lead(node)?;
            let Some(record) = self.cache.get(node).filter(|r| r.kind == chain.kind) else { continue };
            let exact = chain.kind != Kind::Person || record.words.contains(word) || record.called.contains_key(word);
            // Somebody with the full name here is another chain of this article.
            if leads_present.contains(&lead) {
                exact_present |= exact;
                continue;
            }
            // The name by itself has the company of this very article.
            if own == Some(node) {
                continue;
            }
            let evidence = evidence::weigh(&record.side(), &here, |n| weights.get(&n).copied().unwrap_or(0.0));
            let candidate = by_lead.entry(lead).or_insert(Candidate { lead, evidence, ..Candidate::default() });
            candidate.evidence = candidate.evidence.max(evidence);
            candidate.called |= record.called.contains_key(word);
            candidate.exact |= exact;
            candidate.family |= record.name_words().last() == Some(&word);
            candidate.articles += record.articles;
            if chain.roles.iter().any(|role| evidence::is_affiliation_of(role, &record.roles)) {
                affiliated.insert(lead);
            }
        }
        let mut candidates: Vec<Candidate> = by_lead.into_values().collect();
        if exact_present {
            candidates.retain(|candidate| candidate.exact);
        }
        // "Ziwa's Odhiambo" is the Odhiambo with an office at Ziwa.
        if !affiliated.is_empty() {
            candidates.retain(|candidate| affiliated.contains(&candidate.lead));
        }
        Ok((candidates, common))
    }

    /// The nodes that have all the words of a short name; for persons also those with another spelling of it. Of a common
    /// name only those that were seen with somebody present; then the answer is `true` as well. `weights`: the nodes
    /// present, with what each says as a companion.
    fn bearers_of_name(
        &mut self,
        kind: Kind,
        words: &str,
        weights: &BTreeMap<u32, f32>,
    ) -> Answer<(Vec<u32>, bool), S> {
        let mut met: Option<BTreeSet<u32>> = None;
        if kind == Kind::Person {
            let mut out = self.bearers_of_word(words, weights, &mut met)?;
            let part = Part::new(words);
            for node in self.bearers_of_word(&format!("~{}", sound::skeleton(words)), weights, &mut met)? {
                if self.get(node)?.is_some_and(|n| n.part_like(&part) >= SPELLING) && !out.contains(&node) {
                    out.push(node);
                }
            }
            return Ok((out, met.is_some()));
        }
        // Starts from the bearers of the rarest word, and asks of each whether it has the others too.
        let words: Vec<&str> = words.split(' ').collect();
        let mut rarest: Option<(usize, &str)> = None;
        for word in &words {
            let count = self.bearers(word)?.map_or(usize::MAX, |list| list.len());
            rarest = Some(rarest.map_or((count, *word), |least| least.min((count, *word))));
        }
        let Some((_, rarest)) = rarest else { return Ok((Vec::new(), false)) };
        let mut out = Vec::new();
        for node in self.bearers_of_word(rarest, weights, &mut met)? {
            let mut has_all = true;
            for word in words.iter().filter(|word| **word != rarest) {
                has_all = has_all && self.bears(word, node)?;
            }
            if has_all {
                out.push(node);
            }
        }
        Ok((out, met.is_some()))
    }

    /// The nodes that have a word; of a common word those that were seen with a node present that says something. `met`: all
    /// of those, once they were looked for.
    fn bearers_of_word(
        &mut self,
        word: &str,
        weights: &BTreeMap<u32, f32>,
        met: &mut Option<BTreeSet<u32>>,
    ) -> Answer<Vec<u32>, S> {
        if let Some(all) = self.bearers(word)? {
            return Ok(all);
        }
        let mut companions = BTreeSet::new();
        if met.is_none() {
            for node in weights.iter().filter(|(_, weight)| **weight > 0.0).map(|(node, _)| *node) {
                companions.extend(self.get(node)?.into_iter().flat_map(|n| n.company.keys().copied()));
            }
        }
        let mut out = Vec::new();
        for node in met.get_or_insert(companions).iter() {
            if self.bears(word, *node)? {
                out.push(*node);
            }
        }
        Ok(out)
    }
}

/// A cluster that a short name may mean.
#[derive(Clone, Copy, Debug, Default)]
struct Candidate {
    lead: u32,
    /// See [`evidence::weigh`]; the best of its nodes.
    evidence: f32,
    /// Some article calls it by this short name.
    called: bool,
    /// The word is one of its name, not only one that sounds like it.
    exact: bool,
    /// The word is the last of its name.
    family: bool,
    /// Articles of those of its nodes that bear the name.
    articles: u32,
}

impl Candidate {
    /// By what candidates are ordered: the evidence, 0.3 (a like role and country) for being called so elsewhere, −0.15
    /// (another country) for only sounding so, and 0.03 for each doubling of its articles, up to 256.
    fn rank(&self) -> f32 {
        let frequency = 0.03 * (self.articles.max(1) as f32).log2().min(8.0);
        self.evidence + frequency + if self.called { 0.3 } else { 0.0 } - if self.exact { 0.0 } else { 0.15 }
    }

    /// The probability that is shown, from the evidence: 0.2 where nothing is known, never certain.
    fn probability(&self) -> f32 {
        (self.evidence + 0.2).clamp(0.05, 0.9)
    }
}

/// Whether the first of some candidates, best first, is meant.
fn is_chosen(chain: &ChainFeatures, order: &[Candidate], common: bool) -> bool {
    let Some(best) = order.first() else { return false };
    if order.get(1).is_some_and(|second| best.rank() <= second.rank() + AHEAD) {
        return false;
    }
    let called = order.iter().filter(|candidate| candidate.called).count();
    // A common name always has another bearer. One that only sounds so does not count beside one that is called so.
    let rivals = order.iter().filter(|candidate| candidate.exact || !best.exact).count() + usize::from(common);
    best.evidence >= needed(chain, rivals, best, called)
}

/// The least evidence for a short name: `rivals` may bear it, the best included, and `called` of them were called so.
fn needed(chain: &ChainFeatures, rivals: usize, best: &Candidate, called: usize) -> f32 {
    /// A shorter family name ("Li", "Khan") is likely to have a bearer whom the archive does not know.
    const DISTINCTIVE: usize = 5;
    let acronym = is_acronym(&chain.name);
    match (chain.kind, best.called) {
        (Kind::Institution, true) if acronym && called == 1 => least::ANY,
        (Kind::Institution, true) if acronym => least::NOTHING_AGAINST,
        (Kind::Institution, false) if acronym => least::LIKE_ROLE,
        (Kind::Institution, _) => least::LIKE_ROLE_AND_MAIN_COUNTRY,
        // The only one of that family whom the archive knows may be abroad.
        _ if rivals == 1 && best.exact && best.family && chain.name.chars().count() >= DISTINCTIVE => least::ANY,
        _ if rivals == 1 => least::CLEARLY_NO_OTHER_COUNTRY,
        _ => least::LIKE_ROLE_AND_COUNTRIES,
    }
}
