//! What speaks for two names being one person or institution, besides the names: shared companions, countries and roles.
//!
//! The scale: 0 where nothing is known; 1 for a rare companion in common; up to 0.4 for the same role; 0.15 for the same
//! main country, and −0.15 for countries that do not overlap. So evidence is never below −0.15.

use std::collections::BTreeMap;

use super::gazetteer::Country;

/// What is known of one of two names.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The nodes that were named in the same articles: in how many of them, and their marks.
    pub company: &'a BTreeMap<u32, (u32, u32)>,
    /// The countries of its articles, with in how many of them.
    pub countries: &'a BTreeMap<Country, u32>,
    /// Its roles, folded, with how often.
    pub roles: &'a BTreeMap<String, u32>,
}

/// The evidence, at least −0.15 (see the head of this file). `weight` says how much a companion says.
pub fn weigh(a: &Side<'_>, b: &Side<'_>, weight: impl Fn(u32) -> f32) -> f32 {
    let (few, many) = if a.company.len() <= b.company.len() { (a.company, b.company) } else { (b.company, a.company) };
    let shared: f32 = few.keys().filter(|n| many.contains_key(n)).map(|n| weight(*n)).sum();
    // Who meets many meets some of them by chance: with fifty companions, each says half as much.
    let company = shared / (1.0 + 0.02 * many.len() as f32);
    let country = countries(a.countries, b.countries);
    company + country + 0.4 * roles(a.roles, b.roles)
}

/// How much it says that two share a companion that occurs in this many articles: half as much with each doubling, and
/// nothing above 64. In steps, so that a score seldom changes because a companion became more frequent; by powers of two, so
/// that sums are exact in any order.
pub fn companion_weight(articles: u32) -> f32 {
    match articles {
        0..=4 => 1.0,
        5..=8 => 0.5,
        9..=16 => 0.25,
        17..=32 => 0.125,
        33..=64 => 0.0625,
        _ => 0.0,
    }
}

/// How far two occur in articles about the same countries.
fn countries(a: &BTreeMap<Country, u32>, b: &BTreeMap<Country, u32>) -> f32 {
    /// From here on the main country is the same; other countries may stand beside it.
    const SAME_MAIN: f32 = 0.65;
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    match cosine(a, b) {
        c if c <= 0.0 => -0.15,
        c if c > SAME_MAIN => 0.15,
        c => 0.05 + 0.1 * c,
    }
}

/// Whether a role is an affiliation (`@` and a word) and one of `roles` is an office there: `@ziwa`, and "chair of ziwa".
pub fn is_affiliation_of(role: &str, roles: &BTreeMap<String, u32>) -> bool {
    let Some(of) = role.strip_prefix('@') else { return false };
    roles.keys().any(|role| role.split(' ').any(|word| word == of))
}

/// The cosine of two counts by country, `0..=1`.
pub fn cosine(a: &BTreeMap<Country, u32>, b: &BTreeMap<Country, u32>) -> f32 {
    let long = |map: &BTreeMap<Country, u32>| map.values().map(|n| f64::from(*n).powi(2)).sum::<f64>().sqrt();
    let both: f64 = a.iter().filter_map(|(country, n)| Some(f64::from(*n) * f64::from(*b.get(country)?))).sum();
    (both / (long(a) * long(b)).max(1.0)) as f32
}

/// How alike the two most alike roles are, `0..=1`: the share of the longer one's words that agree, from a half on. Looks at
/// sixteen roles of each.
pub fn roles(a: &BTreeMap<String, u32>, b: &BTreeMap<String, u32>) -> f32 {
    let mut best = 0.0f32;
    for x in a.keys().take(16) {
        for y in b.keys().take(16) {
            if x == y {
                return 1.0;
            }
            let (xs, ys): (Vec<&str>, Vec<&str>) = (x.split(' ').collect(), y.split(' ').collect());
            let both = xs.iter().filter(|w| ys.contains(w)).count();
            let share = both as f32 / xs.len().max(ys.len()).max(1) as f32;
            best = best.max(if share >= 0.5 { share } else { 0.0 });
        }
    }
    best
}
