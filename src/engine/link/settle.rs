//! Which two nodes are one: pairs by their names, edges by what else is known, and what forbids that they are laid
//! together. Who is compared with whom, and when, is the matter of [`super::rounds`].

use super::evidence;
use super::gazetteer::Gazetteer;
use super::linker::{Linker, side};
use super::node::Node;
use crate::engine::names::{Ground, Verdict};
use crate::news::mention::Kind;

/// Two nodes whose names allow that they are one.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) a: u32,
    pub(super) b: u32,
    verdict: Verdict,
    /// One article called somebody by both names.
    attested: bool,
}

/// So many of a group are looked at for what forbids that another joins it.
pub(super) const MEMBERS: usize = 24;

/// Two nodes that are one, unless something stronger forbids it.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) score: f32,
    pub(super) a: u32,
    pub(super) b: u32,
}

impl<S> Linker<S> {
    /// Whether something forbids that two groups are one: they stood side by side in one article as two, or their names
    /// exclude each other and no fuller name holds both.
    pub(super) fn apart(&self, left: &[u32], right: &[u32]) -> bool {
        let nodes = |group: &[u32]| -> Vec<(u32, &Node)> {
            group.iter().take(MEMBERS).filter_map(|n| Some((*n, self.cache.get(*n)?))).collect()
        };
        let (left, right) = (nodes(left), nodes(right));
        let holds = |x: &Node, y: &Node| {
            let mut fuller = left.iter().chain(&right);
            fuller.any(|(_, z)| {
                z.fullness() > x.fullness().max(y.fullness()) && z.compare(x).same() && z.compare(y).same()
            })
        };
        left.iter().any(|(a, x)| {
            right.iter().any(|(b, y)| {
                if x.base() == y.base()
                    || x.company.contains_key(b) && !x.attested.contains_key(b) && !y.attested.contains_key(a)
                {
                    return true;
                }
                if x.kind != Kind::Person {
                    return false;
                }
                let verdict = x.compare(y);
                verdict.score < 0.3 && matches!(verdict.ground, Ground::Other(_) | Ground::Generation) && !holds(x, y)
            })
        })
    }

    /// Whether the names of two nodes in hand allow that they are one, by the names alone.
    pub(super) fn pair(&self, a: u32, b: u32) -> Option<Pair> {
        let (a, b) = (a.min(b), a.max(b));
        let (x, y) = (self.cache.get(a)?, self.cache.get(b)?);
        let attested = x.attested.contains_key(&b) || y.attested.contains_key(&a);
        // Those who bear one name are told apart by what they do.
        if x.kind != y.kind || x.base() == y.base() {
            return None;
        }
        // Two short names apart by their countries alone.
        if let (Some((name, one)), Some((other, two))) = (x.key.rsplit_once('@'), y.key.rsplit_once('@'))
            && !attested
        {
            let verdict = Verdict { score: 0.5, ground: Ground::Acronym };
            let apart = one.is_empty() || two.is_empty() || name != other;
            return (!apart).then_some(Pair { a, b, verdict, attested });
        }
        if !attested && !x.may_be(y) {
            return None;
        }
        let verdict = x.compare(y);
        let may = verdict.same() || verdict.ground == Ground::Part || attested;
        may.then_some(Pair { a, b, verdict, attested })
    }

    /// Weighs a pair of nodes in hand. `beside`: whom each of the two is paired with; `weight`: see [`evidence::weigh`].
    pub(super) fn edge(&self, pair: &Pair, beside: (&[u32], &[u32]), weight: impl Fn(u32) -> f32) -> Option<Edge> {
        let (x, y) = (self.cache.get(pair.a)?, self.cache.get(pair.b)?);
        let evidence = evidence::weigh(&side(x), &side(y), weight);
        let (a, b) = (only(beside.0, pair.b, beside.1), only(beside.1, pair.a, beside.0));
        let only = match x.fullness().cmp(&y.fullness()) {
            std::cmp::Ordering::Less => a,
            std::cmp::Ordering::Greater => b,
            std::cmp::Ordering::Equal => a && b,
        };
        let mut needed = needed(pair, x.kind, only, added_initial(pair, x, y), x.articles.min(y.articles) == 0)?;
        if x.kind == Kind::Institution && pair.verdict.ground == Ground::Part && !pair.attested {
            match country(self.atlas(), x, y) {
                Added::Here => needed = needed.min(0.0),
                Added::All => return None,
                Added::No => {}
            }
        }
        (evidence >= needed).then(|| Edge {
            score: pair.verdict.score
                + evidence.min(1.0)
                + if pair.attested { 1.0 } else { 0.0 }
                + if only { 0.3 } else { 0.0 },
            a: if x.key <= y.key { pair.a } else { pair.b },
            b: if x.key <= y.key { pair.b } else { pair.a },
        })
    }
}

/// What the longer of two names of institutions, one a part of the other, has of a country.
enum Added {
    /// A country more, in which the shorter one plays: Finnish Border Guard.
    Here,
    /// The shorter name is nothing but a country: American.
    All,
    /// Another difference.
    No,
}

/// See [`Added`].
fn country(atlas: &Gazetteer, x: &Node, y: &Node) -> Added {
    let (short, long) = if x.fullness() <= y.fullness() { (x, y) } else { (y, x) };
    let words: Vec<String> = short.name_words().iter().map(|w| (*w).to_owned()).collect();
    if atlas.in_name(&words).is_some_and(|(_, rest)| rest.is_empty()) {
        return Added::All;
    }
    let more: Vec<String> =
        long.name_words().iter().filter(|w| !words.iter().any(|s| s == *w)).map(|w| (*w).to_owned()).collect();
    match atlas.in_name(&more) {
        Some((country, rest)) if rest.is_empty() && short.countries.contains_key(&country) => Added::Here,
        _ => Added::No,
    }
}

/// Whether all that the shorter name may stand for could be one: then there is nobody else it could be. `others`: whom the
/// shorter is paired with; `may`: whom the longer, in order of number.
fn only(others: &[u32], long: u32, may: &[u32]) -> bool {
    others.len() <= 24 && others.iter().all(|other| *other == long || may.binary_search(other).is_ok())
}

/// Least evidence for two names to be one; `None` where their names exclude it. `only`: see [`only`]; `aside`: one of them
/// never came but as another name of somebody.
fn needed(pair: &Pair, kind: Kind, only: bool, initial: bool, aside: bool) -> Option<f32> {
    let verdict = &pair.verdict;
    if pair.attested {
        return match kind {
            // A name that is known from nothing but that article.
            Kind::Institution if verdict.score <= 0.05 && !aside => Some(0.15),
            Kind::Institution => Some(-1.0),
            _ => (verdict.score >= 0.3).then_some(-1.0),
        };
    }
    let pick = |alone: f32, among: f32| Some(if only { alone } else { among });
    match (kind, &verdict.ground) {
        (Kind::Institution, Ground::Acronym) => Some(0.35),
        (Kind::Institution, Ground::Reordered | Ground::Initials) => pick(0.0, 0.15),
        (Kind::Institution, Ground::Part) => pick(0.15, 0.8),
        (Kind::Institution, Ground::Near(_) | Ground::Spelling(_)) if verdict.score >= 0.6 => pick(0.1, 0.3),
        (Kind::Person, _) if !verdict.same() => None,
        (Kind::Person, Ground::Reordered) | (_, Ground::Equal | Ground::Respaced) => Some(-1.0),
        // An initial more or less often tells two of one name apart.
        (Kind::Person, _) if initial => pick(0.45, 1.2),
        (Kind::Person, Ground::Spelling(_)) => pick(-0.2, 0.1),
        (Kind::Person, Ground::Near(_)) if verdict.score < 0.9 => pick(0.3, 0.6),
        (Kind::Person, Ground::Near(_)) => pick(-0.1, 0.3),
        // A given name more, and nobody else of the name.
        (Kind::Person, Ground::Part) => pick(-0.2, 0.6),
        (Kind::Person, Ground::Initials) => pick(0.0, 0.6),
        _ => None,
    }
}

/// Whether one name is the other with nothing but initials more.
fn added_initial(pair: &Pair, x: &Node, y: &Node) -> bool {
    let (a, b) = (x.fullness(), y.fullness());
    pair.verdict.ground != Ground::Initials && a.0 == b.0 && a.1 != b.1
}
