//! What speaks for two names being one bearer's besides the names: the same company, the same role, the same country.

use std::collections::BTreeMap;

use super::gazetteer::Country;

/// One of the two, as far as it is known.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Who was named beside it.
    pub company: &'a BTreeMap<u32, (u32, u32)>,
    /// Where it plays, with in how many articles.
    pub countries: &'a BTreeMap<Country, u32>,
    /// Its roles, folded.
    pub roles: &'a BTreeMap<String, u32>,
}

/// The evidence: 0 where nothing is known, negative where it speaks against. `weight` says how much a companion says.
pub fn weigh(a: &Side<'_>, b: &Side<'_>, weight: impl Fn(u32) -> f32) -> f32 {
    let (few, many) = if a.company.len() <= b.company.len() { (a.company, b.company) } else { (b.company, a.company) };
    let shared: f32 = few.keys().filter(|n| many.contains_key(n)).map(|n| weight(*n)).sum();
    // Whoever meets many people meets some of them by chance.
    let company = shared / (1.0 + 0.02 * many.len() as f32);
    let country = countries(a.countries, b.countries);
    company + country + 0.4 * roles(a.roles, b.roles)
}

/// How far two play in the same countries: the cosine of their articles by country; against them where they share none.
fn countries(a: &BTreeMap<Country, u32>, b: &BTreeMap<Country, u32>) -> f32 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    match cosine(a, b) {
        c if c <= 0.0 => -0.15,
        // The main country of both, beside others.
        c if c > 0.65 => 0.15,
        c => 0.05 + 0.1 * c,
    }
}

/// Whether a role is whose somebody is (`@` and a word), and one of these is an office there.
pub fn whose(role: &str, roles: &BTreeMap<String, u32>) -> bool {
    let Some(of) = role.strip_prefix('@') else { return false };
    roles.keys().any(|role| role.split(' ').any(|word| word == of))
}

/// The cosine of two counts by country.
pub fn cosine(a: &BTreeMap<Country, u32>, b: &BTreeMap<Country, u32>) -> f32 {
    let long = |map: &BTreeMap<Country, u32>| map.values().map(|n| f64::from(*n).powi(2)).sum::<f64>().sqrt();
    let both: f64 = a.iter().filter_map(|(country, n)| Some(f64::from(*n) * f64::from(*b.get(country)?))).sum();
    (both / (long(a) * long(b)).max(1.0)) as f32
}

/// The likeness of the most alike roles, `0..=1`; by their words.
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
