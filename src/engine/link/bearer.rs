//! Bearers of one full name: what the articles say of it is grouped, the strongest ties first, never across a conflict.
//!
//! A pure function of what was seen, whatever its order. Two are at odds where their callings exclude one another, they
//! play in countries that do not overlap, and nobody knows both: a change of office at home or a journey is no conflict.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::calling::{self, Calling};
use super::evidence;
use super::gazetteer::{Country, Gazetteer};

/// Whoever bears a name, by the articles that were found to be about one person; at first by one article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bearer {
    /// In how many articles.
    pub articles: u32,
    /// Who was named beside it: number, in how many articles, mark.
    pub company: BTreeMap<u32, (u32, u32)>,
    /// Which of those are persons.
    pub people: BTreeSet<u32>,
    /// Countries, the first of an article counted more than its others.
    pub countries: BTreeMap<Country, u32>,
    /// Folded roles.
    pub roles: BTreeMap<String, u32>,
}

/// At most so many articles of one name are grouped.
pub const MOST: usize = 500;

/// Least tie by which two are one.
const TIE: f32 = 0.3;

/// Whom a name means in an article.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// This one, and what speaks for it.
    One(usize, &'static str),
    /// It may be these, best first, with a probability.
    Open(Vec<(usize, f32)>),
}

impl Bearer {
    /// Of one article: its countries, most named first, and the roles it gives.
    pub fn seen<'a>(countries: &[(Country, u32)], roles: impl Iterator<Item = &'a String>) -> Self {
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

    /// The calling that most of its roles have.
    fn calling(&self) -> Option<Calling> {
        let mut counts: BTreeMap<Calling, u32> = BTreeMap::new();
        for (role, times) in &self.roles {
            if let Some(calling) = Calling::of(role) {
                *counts.entry(calling).or_default() += times;
            }
        }
        counts
            .into_iter()
            .max_by_key(|(calling, times)| (*times, std::cmp::Reverse(*calling)))
            .map(|(calling, _)| calling)
    }

    /// The country of most of its articles.
    fn home(&self) -> Option<Country> {
        self.countries.iter().max_by_key(|(c, n)| (**n, std::cmp::Reverse(**c))).map(|(country, _)| *country)
    }

    /// How many both were named with; an institution counts half a person.
    fn company(&self, other: &Self) -> f32 {
        let shared = self.company.keys().filter(|node| other.company.contains_key(node));
        shared.map(|node| if self.people.contains(node) { 1.0 } else { 0.5 }).sum()
    }

    /// How much speaks for the two being one.
    fn tie(&self, other: &Self) -> (f32, &'static str) {
        let company = self.company(other).min(3.0);
        let country = 0.5 * evidence::cosine(&self.countries, &other.countries);
        let mut role = 0.6 * evidence::roles(&self.roles, &other.roles);
        if self.calling().is_some() && self.calling() == other.calling() {
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

    /// Whether the two can not be one person.
    fn at_odds(&self, other: &Self) -> bool {
        if self.countries.is_empty()
            || other.countries.is_empty()
            || evidence::cosine(&self.countries, &other.countries) > 0.25
            || self.company(other) >= 1.0
        {
            return false;
        }
        let (Some(a), Some(b)) = (self.calling(), other.calling()) else { return false };
        let several = self.articles > 1 && other.articles > 1;
        match a.exclude(b) {
            2 => true,
            1 => several,
            // Two offices of two countries; the same office abroad may be a journey.
            _ if a == Calling::Office && b == Calling::Office => several || !self.same_office(other),
            _ => false,
        }
    }

    /// Whether two who hold offices may hold the same one.
    fn same_office(&self, other: &Self) -> bool {
        let offices = |bearer: &'_ Self| -> Vec<String> {
            let roles = bearer.roles.keys().filter(|role| Calling::of(role) == Some(Calling::Office));
            roles.take(16).cloned().collect()
        };
        let theirs = offices(other);
        offices(self).iter().any(|a| theirs.iter().any(|b| calling::same_charge(a, b)))
    }

    /// What tells it from others of its name: its country and calling.
    pub fn tag(&self) -> String {
        let home = self.home();
        let country = home.as_ref().map_or("", Country::code);
        format!("{country} {}", self.calling().map_or("", Calling::word)).trim().to_owned()
    }

    /// In words: "the judge in Kenya".
    pub fn described(&self, atlas: &Gazetteer) -> String {
        let fits = |role: &&String| Calling::of(role).is_some() && Calling::of(role) == self.calling();
        let often = |role: &&String| (self.roles.get(*role).copied(), std::cmp::Reverse(role.len()));
        let role = self.roles.keys().filter(fits).max_by_key(often).map_or("one", String::as_str);
        match self.home().and_then(|country| atlas.name(country)) {
            Some(country) => format!("the {role} in {country}"),
            None => format!("the {role}"),
        }
    }

    /// In an order that does not depend on numbers.
    fn order(&self) -> (Vec<String>, Vec<(Country, u32)>, Vec<u32>) {
        let mut marks: Vec<u32> = self.company.values().map(|(_, mark)| *mark).collect();
        marks.sort_unstable();
        let countries: Vec<(Country, u32)> = self.countries.iter().map(|(c, n)| (*c, *n)).collect();
        (self.roles.keys().cloned().collect::<Vec<_>>(), countries, marks)
    }
}

/// Whether what is known of a name altogether may be of two: worth looking at article by article.
pub fn contested(roles: &BTreeMap<String, u32>, countries: &BTreeMap<Country, u32>) -> bool {
    if countries.len() < 2 || roles.len() < 2 {
        return false;
    }
    let mut callings: Vec<(Calling, &str)> = Vec::new();
    for role in roles.keys().take(32) {
        callings.extend(Calling::of(role).map(|calling| (calling, role.as_str())));
    }
    callings.iter().enumerate().any(|(at, (a, role))| {
        callings.iter().skip(at + 1).any(|(b, other)| {
            a.exclude(*b) > 0 || *a == Calling::Office && *b == Calling::Office && !calling::same_charge(role, other)
        })
    })
}

/// The bearers of a name, each at odds with all before it, the one of most articles first; fewer than two where nothing
/// says that there are two.
pub fn bearers(mut seen: Vec<Bearer>) -> Vec<Bearer> {
    seen.sort_by_cached_key(Bearer::order);
    let mut ties: Vec<(f32, usize, usize)> = Vec::new();
    for (i, a) in seen.iter().enumerate() {
        ties.extend(seen.iter().enumerate().skip(i + 1).map(|(j, b)| (a.tie(b).0, i, j)).filter(|tie| tie.0 >= TIE));
    }
    ties.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut group: Vec<usize> = (0..seen.len()).collect();
    for (_, i, j) in ties {
        let root = |mut at: usize| {
            while let Some(up) = group.get(at).filter(|up| **up != at) {
                at = *up;
            }
            at
        };
        let (a, b) = (root(i).min(root(j)), root(i).max(root(j)));
        let (Some(left), Some(right)) = (seen.get(a), seen.get(b)) else { continue };
        if a == b || left.at_odds(right) {
            continue;
        }
        let right = right.clone();
        if let Some(left) = seen.get_mut(a) {
            left.absorb(&right);
        }
        if let Some(up) = group.get_mut(b) {
            *up = a;
        }
    }
    let mut groups: Vec<Bearer> =
        seen.into_iter().enumerate().filter(|(at, _)| group.get(*at) == Some(at)).map(|(_, bearer)| bearer).collect();
    groups.sort_by(|x, y| y.articles.cmp(&x.articles).then_with(|| x.tag().cmp(&y.tag())));
    let odd: Vec<bool> = groups.iter().map(|a| groups.iter().any(|b| a.at_odds(b))).collect();
    let mut out: Vec<Bearer> = Vec::new();
    for (bearer, _) in groups.into_iter().zip(odd).filter(|(_, odd)| *odd) {
        if out.iter().all(|other| other.at_odds(&bearer) && other.tag() != bearer.tag()) {
            out.push(bearer);
        }
    }
    if out.len() < 2 { Vec::new() } else { out }
}

/// Which of the bearers of a name an article means.
pub fn choose(bearers: &[Bearer], seen: &Bearer) -> Choice {
    let mut ties: Vec<(usize, f32, &'static str)> = Vec::new();
    for (at, bearer) in bearers.iter().enumerate() {
        if !bearer.at_odds(seen) {
            let (tie, why) = bearer.tie(seen);
            ties.push((at, tie, why));
        }
    }
    ties.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
    let second = ties.get(1).map_or(0.0, |tie| tie.1);
    match ties.first() {
        Some((at, tie, why)) if *tie >= TIE && *tie > second + 0.2 => Choice::One(*at, why),
        _ => {
            let all: f32 = ties.iter().map(|tie| tie.1 + 0.1).sum();
            Choice::Open(ties.iter().map(|(at, tie, _)| (*at, ((tie + 0.1) / all.max(0.1)).clamp(0.05, 0.9))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(countries: &[&str], role: &str, company: &[u32]) -> Bearer {
        let countries: Vec<(Country, u32)> = countries.iter().filter_map(|c| Some((Country::of(c)?, 1))).collect();
        let roles: Vec<String> = if role.is_empty() { Vec::new() } else { vec![role.to_owned()] };
        let mut bearer = Bearer::seen(&countries, roles.iter());
        bearer.company = company.iter().map(|n| (*n, (1, *n))).collect();
        bearer.people = company.iter().copied().collect();
        bearer
    }

    #[test]
    fn a_judge_and_a_striker_of_two_countries_are_two() {
        let judge = [seen(&["KE"], "judge", &[1, 2]), seen(&["KE"], "justice", &[2])];
        let striker = [seen(&["PE"], "striker", &[7]), seen(&["PE", "CL"], "", &[7, 8])];
        let found = bearers(judge.iter().chain(&striker).cloned().collect());
        assert_eq!(found.iter().map(Bearer::tag).collect::<Vec<_>>(), ["KE law", "PE sport"]);
        let turned = bearers(striker.iter().rev().chain(judge.iter().rev()).cloned().collect());
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
            assert!(bearers(all.clone()).is_empty(), "{all:?}");
        }
    }
}
