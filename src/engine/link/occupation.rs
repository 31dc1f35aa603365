//! Occupations: the coarse class of a role, and which two of them one person seldom has.
//!
//! Words that stand for many occupations (president, director, captain) have no class.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The class of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occupation {
    /// Plays, runs, coaches.
    Sport,
    /// Sits on a bench, pleads, prosecutes.
    Law,
    /// Holds or seeks a public office of a country.
    Office,
    /// Speaks for a country or a body of several abroad.
    Diplomacy,
    /// Serves under arms, or with the police.
    Arms,
    /// Serves a faith.
    Faith,
    /// Teaches, researches, heals.
    Science,
    /// Sings, writes, plays on a stage.
    Art,
    /// Trades, leads a company.
    Business,
    /// Reports.
    Press,
}

/// The words of each class. The first class with a word of the role counts: a justice minister is a minister.
const WORDS: &[(Occupation, &[&str])] = &[
    (
        Occupation::Diplomacy,
        &["ambassador", "envoy", "diplomat", "consul", "rapporteur", "un", "eu", "au", "representative", "negotiator"],
    ),
    (
        Occupation::Office,
        &[
            "minister",
            "mp",
            "mps",
            "senator",
            "lawmaker",
            "legislator",
            "congressman",
            "congresswoman",
            "councillor",
            "councilor",
            "mayor",
            "premier",
            "governor",
            "parliamentarian",
        ],
    ),
    (
        Occupation::Sport,
        &[
            "footballer",
            "striker",
            "midfielder",
            "defender",
            "goalkeeper",
            "keeper",
            "winger",
            "centre-back",
            "sprinter",
            "runner",
            "marathoner",
            "boxer",
            "wrestler",
            "swimmer",
            "cyclist",
            "batsman",
            "batter",
            "bowler",
            "cricketer",
            "athlete",
            "player",
            "coach",
            "golfer",
            "jockey",
            "skier",
            "rower",
            "hurdler",
            "sailor",
            "rider",
            "referee",
            "forward",
            "flanker",
            "jumper",
            "thrower",
            "champion",
            "medallist",
        ],
    ),
    (
        Occupation::Law,
        &["judge", "justice", "magistrate", "prosecutor", "lawyer", "barrister", "advocate", "registrar", "solicitor"],
    ),
    (
        Occupation::Arms,
        &[
            "colonel",
            "brigadier",
            "lieutenant",
            "commander",
            "sergeant",
            "admiral",
            "inspector",
            "superintendent",
            "constable",
            "corporal",
            "col",
            "lt",
            "brig",
            "sgt",
        ],
    ),
    (
        Occupation::Faith,
        &[
            "bishop",
            "archbishop",
            "priest",
            "imam",
            "pastor",
            "rabbi",
            "cardinal",
            "mufti",
            "abbot",
            "monk",
            "nun",
            "vicar",
        ],
    ),
    (
        Occupation::Science,
        &[
            "professor",
            "lecturer",
            "researcher",
            "scientist",
            "surgeon",
            "physician",
            "epidemiologist",
            "economist",
            "historian",
            "biologist",
            "geologist",
            "virologist",
            "archaeologist",
            "paediatrician",
            "cardiologist",
            "nurse",
            "prof",
        ],
    ),
    (
        Occupation::Art,
        &[
            "singer",
            "actor",
            "actress",
            "novelist",
            "poet",
            "painter",
            "musician",
            "rapper",
            "sculptor",
            "pianist",
            "filmmaker",
        ],
    ),
    (
        Occupation::Business,
        &[
            "banker",
            "entrepreneur",
            "businessman",
            "businesswoman",
            "trader",
            "ceo",
            "cfo",
            "industrialist",
            "shipowner",
        ],
    ),
    (
        Occupation::Press,
        &["journalist", "reporter", "correspondent", "columnist", "broadcaster", "editor", "photographer"],
    ),
];

/// Each word of [`WORDS`] with the place of its first class there, and the class. Roles are asked about for each pair of articles.
static BY_WORD: LazyLock<HashMap<&str, (usize, Occupation)>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for (place, (occupation, words)) in WORDS.iter().enumerate() {
        for word in *words {
            all.entry(*word).or_insert((place, *occupation));
        }
    }
    all
});

/// How far two occupations exclude that two people are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exclusion {
    /// One person may well have both.
    Never,
    /// They are two people where several articles say so of each.
    Usually,
    /// They are two people.
    Always,
}

impl Occupation {
    /// The occupation that a role (folded) says, if it says one.
    pub fn of(role: &str) -> Option<Self> {
        role.split(' ').filter_map(|word| BY_WORD.get(word)).min().map(|(_, occupation)| *occupation)
    }

    /// In one word, for a key.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sport => "sport",
            Self::Law => "law",
            Self::Office => "office",
            Self::Diplomacy => "diplomacy",
            Self::Arms => "arms",
            Self::Faith => "faith",
            Self::Science => "science",
            Self::Art => "art",
            Self::Business => "business",
            Self::Press => "press",
        }
    }

    /// Whether two people in different countries, with no companion in common, are two because of their occupations.
    pub fn excludes(self, other: Self) -> Exclusion {
        const APART: [Occupation; 4] = [Occupation::Sport, Occupation::Law, Occupation::Faith, Occupation::Art];
        match (self, other) {
            _ if self == other => Exclusion::Never,
            (Self::Press, Self::Sport | Self::Art)
            | (Self::Sport | Self::Art, Self::Press)
            | (Self::Law, Self::Diplomacy)
            | (Self::Diplomacy, Self::Law) => Exclusion::Usually,
            _ if APART.contains(&self) || APART.contains(&other) => Exclusion::Always,
            (Self::Office, Self::Diplomacy) | (Self::Diplomacy, Self::Office) => Exclusion::Never,
            _ => Exclusion::Usually,
        }
    }
}

/// Whether two roles may be the same office: they share a word besides that of the occupation, or one of them has no other
/// word. "justice minister" and "minister": yes; "justice minister" and "finance minister": no.
pub fn same_office(a: &str, b: &str) -> bool {
    let what = |role: &'_ str| -> Vec<String> {
        let plain = |word: &&str| {
            !matches!(*word, "of" | "the" | "for" | "and" | "deputy" | "former" | "hon" | "honourable")
                && !BY_WORD.contains_key(word)
        };
        role.split(' ').filter(plain).map(str::to_owned).collect()
    };
    let (a, b) = (what(a), what(b));
    a.is_empty() || b.is_empty() || a.iter().any(|word| b.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_says_what_somebody_is() {
        assert_eq!(Occupation::of("justice minister"), Some(Occupation::Office));
        assert_eq!(Occupation::of("lady justice"), Some(Occupation::Law));
        assert_eq!(Occupation::of("veteran striker"), Some(Occupation::Sport));
        assert_eq!(Occupation::of("president"), None);
        assert_eq!(Occupation::Sport.excludes(Occupation::Law), Exclusion::Always);
        assert_eq!(Occupation::Office.excludes(Occupation::Office), Exclusion::Never);
    }
}
