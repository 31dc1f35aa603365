//! Telling people of one full name apart: the articles that name them are clustered, the strongest tie first, never across
//! a conflict.
//!
//! A pure function of the articles, whatever their order. Two profiles conflict where their occupations exclude each other,
//! their countries do not overlap, and nobody was seen with both. A new office at home, or a journey, is no conflict.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::engine::disjoint_sets::DisjointSets;
use crate::engine::link::evidence;
use crate::engine::link::gazetteer::{Country, Gazetteer};
use crate::engine::link::occupation::{self, Exclusion, Occupation};

/// One of the people who bear a name, by the articles that were found to be about that person; at first by one article.
/// Stored in archives as JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Namesake {
    /// In how many articles.
    pub articles: u32,
    /// Companions: node, in how many articles, mark.
    pub company: BTreeMap<u32, (u32, u32)>,
    /// Which of those are persons.
    pub people: BTreeSet<u32>,
    /// Countries: 4 for the most named one of an article, 2 and 1 for the next two.
    pub countries: BTreeMap<Country, u32>,
    /// Roles, folded, with how often.
    pub roles: BTreeMap<String, u32>,
}

/// At most this many articles of one name are compared, the newest: clustering takes their square.
pub const ARTICLES: usize = 500;

/// From this tie on two profiles are joined. A companion in common is 1 (an institution 0.5), the same countries are 0.5, the
/// same role is 0.6: so it takes one companion, or half of what countries or roles can say.
const TIE: f32 = 0.3;

/// The tie to the person chosen must be ahead of that to the next by more than this: the same occupation.
const AHEAD: f32 = 0.2;

/// Companions in common beyond this many say nothing more.
const COMPANIONS: f32 = 3.0;

/// Countries overlap from this cosine on: a main country of one that is a side country of the other.
const OVERLAP: f32 = 0.25;

/// Of a node or a profile at most this many roles are compared.
const ROLES: usize = 32;

/// Which of the people who bear a name an article means.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// This one (its index), and what speaks for it.
    One(usize, &'static str),
    /// It may be any of these (their indexes), best first, each with a probability.
    Open(Vec<(usize, f32)>),
}

impl Namesake {
    /// The profile from one article: its countries, most named first, and the roles it gives.
    pub fn of_article<'a>(countries: &[(Country, u32)], roles: impl Iterator<Item = &'a String>) -> Self {
        let weights = [4, 2, 1];
        Self {
            articles: 1,
            countries: countries.iter().zip(weights).map(|((country, _), weight)| (*country, weight)).collect(),
            roles: roles.map(|role| (role.clone(), 1)).collect(),
            ..Self::default()
        }
    }

    fn absorb(&mut self, other: &Self) {
        self.articles += other.articles;
        for (node, (times, mark)) in &other.company {
            let entry = self.company.entry(*node).or_insert((0, *mark));
            entry.0 += times;
        }
        self.people.extend(&other.people);
        for (country, weight) in &other.countries {
            *self.countries.entry(*country).or_default() += weight;
        }
        for (role, times) in &other.roles {
            *self.roles.entry(role.clone()).or_default() += times;
        }
    }

    /// The occupation of most of its roles.
    fn occupation(&self) -> Option<Occupation> {
        let mut counts: BTreeMap<Occupation, u32> = BTreeMap::new();
        for (role, times) in &self.roles {
            if let Some(occupation) = Occupation::of(role) {
                *counts.entry(occupation).or_default() += times;
            }
        }
        counts
            .into_iter()
            .max_by_key(|(occupation, times)| (*times, std::cmp::Reverse(*occupation)))
            .map(|(occupation, _)| occupation)
    }

    /// The country of most of its articles.
    fn home(&self) -> Option<Country> {
        self.countries.iter().max_by_key(|(c, n)| (**n, std::cmp::Reverse(**c))).map(|(country, _)| *country)
    }

    /// How many companions the two share; an institution counts as half a person.
    fn company(&self, other: &Self) -> f32 {
        let shared = self.company.keys().filter(|node| other.company.contains_key(node));
        shared.map(|node| if self.people.contains(node) { 1.0 } else { 0.5 }).sum()
    }

    /// How much speaks for the two being one person, and what does most.
    fn tie(&self, other: &Self) -> (f32, &'static str) {
        let company = self.company(other).min(COMPANIONS);
        let country = 0.5 * evidence::cosine(&self.countries, &other.countries);
        let mut role = 0.6 * evidence::roles(&self.roles, &other.roles);
        if self.occupation().is_some() && self.occupation() == other.occupation() {
            role += 0.2;
        }
        let why = if company >= 1.0 {
            "same company"
        } else if role > country {
            "same role"
        } else if country > 0.0 {
            "same country"
        } else {
            "same company"
        };
        (company + country + role, why)
    }

    /// Whether the two cannot be one person.
    fn conflicts_with(&self, other: &Self) -> bool {
        if self.countries.is_empty()
            || other.countries.is_empty()
            || evidence::cosine(&self.countries, &other.countries) > OVERLAP
            || self.company(other) >= 1.0
        {
            return false;
        }
        let (Some(a), Some(b)) = (self.occupation(), other.occupation()) else { return false };
        let several = self.articles > 1 && other.articles > 1;
        match a.excludes(b) {
            Exclusion::Always => true,
            Exclusion::Usually => several,
            // Two offices of two countries are two people; the same office abroad may be a journey.
            Exclusion::Never if a == Occupation::Office && b == Occupation::Office => {
                several || !self.same_office(other)
            }
            Exclusion::Never => false,
        }
    }

    /// Whether one of the offices of each may be the same.
    fn same_office(&self, other: &Self) -> bool {
        let offices = |namesake: &'_ Self| -> Vec<String> {
            let roles = namesake.roles.keys().filter(|role| Occupation::of(role) == Some(Occupation::Office));
            roles.take(16).cloned().collect()
        };
        let theirs = offices(other);
        offices(self).iter().any(|a| theirs.iter().any(|b| occupation::same_office(a, b)))
    }

    /// What tells it from others of its name, as a part of its key: country and occupation, "KE law".
    pub fn tag(&self) -> String {
        let home = self.home();
        let country = home.as_ref().map_or("", Country::code);
        format!("{country} {}", self.occupation().map_or("", Occupation::word)).trim().to_owned()
    }

    /// In words: "the judge in Kenya".
    pub fn described(&self, atlas: &Gazetteer) -> String {
        let fits = |role: &&String| Occupation::of(role).is_some() && Occupation::of(role) == self.occupation();
        let often = |role: &&String| (self.roles.get(*role).copied(), std::cmp::Reverse(role.len()));
        let role = self.roles.keys().filter(fits).max_by_key(often).map_or("one", String::as_str);
        match self.home().and_then(|country| atlas.name(country)) {
            Some(country) => format!("the {role} in {country}"),
            None => format!("the {role}"),
        }
    }

    /// A key to sort by that does not depend on the numbers of nodes.
    fn order(&self) -> (Vec<String>, Vec<(Country, u32)>, Vec<u32>) {
        let mut marks: Vec<u32> = self.company.values().map(|(_, mark)| *mark).collect();
        marks.sort_unstable();
        let countries: Vec<(Country, u32)> = self.countries.iter().map(|(c, n)| (*c, *n)).collect();
        (self.roles.keys().cloned().collect::<Vec<_>>(), countries, marks)
    }
}

/// Whether everything that is known of a name may be about several people, so that it is worth comparing its articles.
pub fn may_be_several(roles: &BTreeMap<String, u32>, countries: &BTreeMap<Country, u32>) -> bool {
    if countries.len() < 2 || roles.len() < 2 {
        return false;
    }
    let mut occupations: Vec<(Occupation, &str)> = Vec::new();
    for role in roles.keys().take(ROLES) {
        occupations.extend(Occupation::of(role).map(|occupation| (occupation, role.as_str())));
    }
    occupations.iter().enumerate().any(|(at, (a, role))| {
        occupations.iter().skip(at + 1).any(|(b, other)| {
            a.excludes(*b) != Exclusion::Never
                || *a == Occupation::Office && *b == Occupation::Office && !occupation::same_office(role, other)
        })
    })
}

/// The people who bear a name, from the profiles of its articles: each in conflict with all others, the one of most articles
/// first. Empty where nothing says that there are two.
pub fn cluster(mut profiles: Vec<Namesake>) -> Vec<Namesake> {
    profiles.sort_by_cached_key(Namesake::order);
    let mut ties: Vec<(f32, usize, usize)> = Vec::new();
    for (i, a) in profiles.iter().enumerate() {
        let others = profiles.iter().enumerate().skip(i + 1);
        ties.extend(others.map(|(j, b)| (a.tie(b).0, i, j)).filter(|tie| tie.0 >= TIE));
    }
    ties.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut sets: DisjointSets<usize> = DisjointSets::default();
    for (_, i, j) in ties {
        // The earlier profile stands for the cluster and has absorbed the others.
        let (a, b) = (sets.root(i).min(sets.root(j)), sets.root(i).max(sets.root(j)));
        let (Some(left), Some(right)) = (profiles.get(a), profiles.get(b)) else { continue };
        if a == b || left.conflicts_with(right) {
            continue;
        }
        let right = right.clone();
        if let Some(left) = profiles.get_mut(a) {
            left.absorb(&right);
        }
        sets.join(a, b);
    }
    let whole = profiles.into_iter().enumerate().filter(|(at, _)| sets.root(*at) == *at);
    let mut clusters: Vec<Namesake> = whole.map(|(_, namesake)| namesake).collect();
    clusters.sort_by(|x, y| y.articles.cmp(&x.articles).then_with(|| x.tag().cmp(&y.tag())));
    let conflicting: Vec<bool> = clusters.iter().map(|a| clusters.iter().any(|b| a.conflicts_with(b))).collect();
    let mut out: Vec<Namesake> = Vec::new();
    for (namesake, _) in clusters.into_iter().zip(conflicting).filter(|(_, conflicting)| *conflicting) {
        if out.iter().all(|other| other.conflicts_with(&namesake) && other.tag() != namesake.tag()) {
            out.push(namesake);
        }
    }
    if out.len() < 2 { Vec::new() } else { out }
}

/// Which of the people who bear a name an article means, from the article's own profile.
pub fn choose(namesakes: &[Namesake], profile: &Namesake) -> Choice {
    let mut ties: Vec<(usize, f32, &'static str)> = Vec::new();
    for (at, namesake) in namesakes.iter().enumerate() {
        if !namesake.conflicts_with(profile) {
            let (tie, why) = namesake.tie(profile);
            ties.push((at, tie, why));
        }
    }
    ties.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
    let second = ties.get(1).map_or(0.0, |tie| tie.1);
    match ties.first() {
        Some((at, tie, why)) if *tie >= TIE && *tie > second + AHEAD => Choice::One(*at, why),
        _ => {
            let all: f32 = ties.iter().map(|tie| tie.1 + 0.1).sum();
            Choice::Open(ties.iter().map(|(at, tie, _)| (*at, ((tie + 0.1) / all.max(0.1)).clamp(0.05, 0.9))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(countries: &[&str], role: &str, company: &[u32]) -> Namesake {
        let countries: Vec<(Country, u32)> = countries.iter().filter_map(|c| Some((Country::of(c)?, 1))).collect();
        let roles: Vec<String> = if role.is_empty() { Vec::new() } else { vec![role.to_owned()] };
        let mut namesake = Namesake::of_article(&countries, roles.iter());
        namesake.company = company.iter().map(|n| (*n, (1, *n))).collect();
        namesake.people = company.iter().copied().collect();
        namesake
    }

    #[test]
    fn a_judge_and_a_striker_of_two_countries_are_two() {
        let judge = [seen(&["KE"], "judge", &[1, 2]), seen(&["KE"], "justice", &[2])];
        let striker = [seen(&["PE"], "striker", &[7]), seen(&["PE", "CL"], "", &[7, 8])];
        let found = cluster(judge.iter().chain(&striker).cloned().collect());
        assert_eq!(found.iter().map(Namesake::tag).collect::<Vec<_>>(), ["KE law", "PE sport"]);
        let turned = cluster(striker.iter().rev().chain(judge.iter().rev()).cloned().collect());
        assert_eq!(found, turned);
        assert!(matches!(choose(&found, &seen(&["PE"], "", &[8])), Choice::One(1, "same company")));
        assert!(matches!(choose(&found, &seen(&[], "", &[])), Choice::Open(list) if list.len() == 2));
    }

    #[test]
    fn a_career_and_a_journey_are_one() {
        for all in [
            // Promoted at home.
            vec![seen(&["KE"], "striker", &[1]), seen(&["KE"], "sports minister", &[2])],
            // Abroad in the same office.
            vec![seen(&["KE"], "foreign minister", &[1]), seen(&["JP"], "foreign minister", &[5])],
            // Abroad with somebody from home.
            vec![seen(&["KE"], "judge", &[1]), seen(&["NL"], "senator", &[1])],
            // Nothing is known.
            vec![seen(&["KE"], "judge", &[1]), seen(&["NL"], "", &[2])],
        ] {
            assert!(cluster(all.clone()).is_empty(), "{all:?}");
        }
    }
}
