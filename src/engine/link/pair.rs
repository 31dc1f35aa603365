//! Candidate pairs: whether the names of two nodes allow that they are one, how much evidence that takes, and what keeps
//! two clusters apart.

use super::evidence;
use super::gazetteer::Gazetteer;
use super::least;
use super::linker::Linker;
use super::node::Node;
use crate::engine::names::verdict::{Ground, Verdict};
use crate::news::mention::Kind;

/// Two nodes whose names allow that they are one.
#[derive(Clone, Debug)]
pub(super) struct CandidatePair {
    a: u32,
    b: u32,
    verdict: Verdict,
    /// One article called somebody by both names.
    attested: bool,
}

/// A pair that is one, unless a stronger pair forbids it.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) score: f32,
    pub(super) a: u32,
    pub(super) b: u32,
}

/// Of a cluster, this many members are asked whether another may join. The check is quadratic; larger clusters hold
/// spellings of one name, which all exclude the same.
pub(super) const MEMBERS: usize = 24;

/// A name with more partners than this is too common for "there is nobody else it could be".
const PARTNERS: usize = 24;

/// Below this score ([`Verdict::score`], `0..=1`) names exclude each other: "John Kamau" and "Peter Kamau".
const EXCLUDED: f32 = 0.3;
/// Up to this score the names of two institutions have nothing to do with each other.
const UNRELATED: f32 = 0.05;
/// From this score on the spellings of two institutions are close enough to be one name.
const NEAR_INSTITUTION: f32 = 0.6;
/// From this score on nearly equal letters in a person's name are a slip rather than another name.
const NEAR_PERSON: f32 = 0.9;

/// Added to the score of an edge where one article called somebody by both names: such edges are joined first.
const ATTESTED: f32 = 1.0;
/// Added where there is nobody else whom the shorter name could mean.
const ONLY: f32 = 0.3;

impl<S> Linker<S> {
    /// Whether something forbids that two clusters of loaded nodes are joined: two members occur side by side in one
    /// article, or their names exclude each other and no fuller name contains both.
    pub(super) fn kept_apart(&self, left: &[u32], right: &[u32]) -> bool {
        let nodes = |cluster: &[u32]| -> Vec<(u32, &Node)> {
            cluster.iter().take(MEMBERS).filter_map(|n| Some((*n, self.cache.get(*n)?))).collect()
        };
        let (left, right) = (nodes(left), nodes(right));
        let fuller_has_both = |x: &Node, y: &Node| {
            let mut all = left.iter().chain(&right);
            all.any(|(_, z)| {
                z.fullness() > x.fullness().max(y.fullness()) && z.compare(x).same() && z.compare(y).same()
            })
        };
        left.iter().any(|(a, x)| {
            right.iter().any(|(b, y)| {
                let attested = x.attested.contains_key(b) || y.attested.contains_key(a);
                if x.base() == y.base() || x.company.contains_key(b) && !attested {
                    return true;
                }
                if x.kind != Kind::Person {
                    return false;
                }
                let verdict = x.compare(y);
                verdict.score < EXCLUDED
                    && matches!(verdict.ground, Ground::Other(_) | Ground::Generation)
                    && !fuller_has_both(x, y)
            })
        })
    }

    /// Two loaded nodes as a candidate pair, if their names allow that they are one.
    pub(super) fn candidate(&self, a: u32, b: u32) -> Option<CandidatePair> {
        let (a, b) = (a.min(b), a.max(b));
        let (x, y) = (self.cache.get(a)?, self.cache.get(b)?);
        let attested = x.attested.contains_key(&b) || y.attested.contains_key(&a);
        // Several people of one full name are told apart by other means; see `namesakes`.
        if x.kind != y.kind || x.base() == y.base() {
            return None;
        }
        // "i parliament@KE" and "i parliament@": one short name, in two countries or in none.
        if let (Some((name, one)), Some((other, two))) = (x.key.rsplit_once('@'), y.key.rsplit_once('@'))
            && !attested
        {
            let verdict = Verdict { score: 0.5, ground: Ground::Acronym };
            let apart = one.is_empty() || two.is_empty() || name != other;
            return (!apart).then_some(CandidatePair { a, b, verdict, attested });
        }
        if !attested && !x.may_match(y) {
            return None;
        }
        let verdict = x.compare(y);
        let may = verdict.same() || verdict.ground == Ground::Part || attested;
        may.then_some(CandidatePair { a, b, verdict, attested })
    }

    /// A pair of loaded nodes as an edge, if the evidence is enough. `partners`: the nodes that each of the two is paired
    /// with, in order of number; `weight`: see [`evidence::weigh`].
    pub(super) fn edge(
        &self,
        pair: &CandidatePair,
        partners: (&[u32], &[u32]),
        weight: impl Fn(u32) -> f32,
    ) -> Option<Edge> {
        let (x, y) = (self.cache.get(pair.a)?, self.cache.get(pair.b)?);
        let evidence = evidence::weigh(&x.side(), &y.side(), weight);
        let (a, b) = (only(partners.0, pair.b, partners.1), only(partners.1, pair.a, partners.0));
        let only = match x.fullness().cmp(&y.fullness()) {
            std::cmp::Ordering::Less => a,
            std::cmp::Ordering::Greater => b,
            std::cmp::Ordering::Equal => a && b,
        };
        let mut needed = needed(pair, x, y, only)?;
        if x.kind == Kind::Institution && pair.verdict.ground == Ground::Part && !pair.attested {
            match added(self.gazetteer(), x, y) {
                Added::ItsCountry => needed = needed.min(least::NOTHING_AGAINST),
                Added::ToACountry => return None,
                Added::Other => {}
            }
        }
        let (a, b) = if x.key <= y.key { (pair.a, pair.b) } else { (pair.b, pair.a) };
        let attested = if pair.attested { ATTESTED } else { 0.0 };
        let only = if only { ONLY } else { 0.0 };
        // Stored scores are compared bit by bit: the order of the sum counts.
        let score = pair.verdict.score + evidence.min(1.0) + attested + only;
        (evidence >= needed).then_some(Edge { score, a, b })
    }
}

/// What the longer of two names of institutions adds to the shorter one.
enum Added {
    /// The country of the shorter one's articles: "Finnish Border Guard", and "Border Guard" in Finland.
    ItsCountry,
    /// Everything but a country: "American" is no short form of "American Airlines".
    ToACountry,
    /// Something else.
    Other,
}

fn added(gazetteer: &Gazetteer, x: &Node, y: &Node) -> Added {
    let (short, long) = if x.fullness() <= y.fullness() { (x, y) } else { (y, x) };
    let words: Vec<String> = short.name_words().iter().map(|w| (*w).to_owned()).collect();
    if gazetteer.in_name(&words).is_some_and(|(_, rest)| rest.is_empty()) {
        return Added::ToACountry;
    }
    let more: Vec<String> =
        long.name_words().iter().filter(|w| !words.iter().any(|s| s == *w)).map(|w| (*w).to_owned()).collect();
    match gazetteer.in_name(&more) {
        Some((country, rest)) if rest.is_empty() && short.countries.contains_key(&country) => Added::ItsCountry,
        _ => Added::Other,
    }
}

/// Whether the longer name and everything else that the shorter one is paired with (`of_short`) may be one: then there is
/// nobody else whom the shorter name could mean. Both lists in order of number.
fn only(of_short: &[u32], long: u32, of_long: &[u32]) -> bool {
    of_short.len() <= PARTNERS && of_short.iter().all(|other| *other == long || of_long.binary_search(other).is_ok())
}

/// The least evidence that makes a pair one; `None` where the names exclude it. `only`: see [`only`].
fn needed(pair: &CandidatePair, x: &Node, y: &Node, only: bool) -> Option<f32> {
    let verdict = &pair.verdict;
    if pair.attested {
        // One of the two never came but as another name in that article.
        let just_alias = x.articles.min(y.articles) == 0;
        return match x.kind {
            Kind::Institution if verdict.score <= UNRELATED && !just_alias => Some(least::MAIN_COUNTRY),
            Kind::Institution => Some(least::ANY),
            _ => (verdict.score >= EXCLUDED).then_some(least::ANY),
        };
    }
    let either = |alone: f32, among_others: f32| Some(if only { alone } else { among_others });
    match (x.kind, &verdict.ground) {
        (Kind::Institution, Ground::Acronym) => Some(least::LIKE_ROLE_AND_MAIN_COUNTRY),
        (Kind::Institution, Ground::Reordered | Ground::Initials) => {
            either(least::NOTHING_AGAINST, least::MAIN_COUNTRY)
        }
        (Kind::Institution, Ground::Part) => either(least::MAIN_COUNTRY, least::CLOSE_COMPANION),
        (Kind::Institution, Ground::Near(_) | Ground::Spelling(_)) if verdict.score >= NEAR_INSTITUTION => {
            either(least::HALF_THE_COUNTRIES, least::LIKE_ROLE_AND_COUNTRIES)
        }
        (Kind::Person, _) if !verdict.same() => None,
        (Kind::Person, Ground::Reordered) | (_, Ground::Equal | Ground::Respaced) => Some(least::ANY),
        // An initial more or less often tells two people of one name apart.
        (Kind::Person, _) if added_initial(pair, x, y) => either(least::ROLE_AND_COUNTRIES, least::TWO_COMPANIONS),
        (Kind::Person, Ground::Spelling(_)) => either(least::ANY, least::HALF_THE_COUNTRIES),
        (Kind::Person, Ground::Near(_)) if verdict.score < NEAR_PERSON => {
            either(least::LIKE_ROLE_AND_COUNTRIES, least::RARE_COMPANION)
        }
        (Kind::Person, Ground::Near(_)) => either(least::NO_OTHER_COUNTRY, least::LIKE_ROLE_AND_COUNTRIES),
        // One given name more.
        (Kind::Person, Ground::Part) => either(least::ANY, least::RARE_COMPANION),
        (Kind::Person, Ground::Initials) => either(least::NOTHING_AGAINST, least::RARE_COMPANION),
        _ => None,
    }
}

/// Whether one name is the other with only initials added: "John Kamau" and "John N. Kamau".
fn added_initial(pair: &CandidatePair, x: &Node, y: &Node) -> bool {
    let (a, b) = (x.fullness(), y.fullness());
    pair.verdict.ground != Ground::Initials && a.0 == b.0 && a.1 != b.1
}
