//! Callings: what a role says that somebody is, coarsely; and which of two are seldom one person's life.
//!
//! Words that stand for many callings (president, director, captain) say nothing here.

/// What somebody is by his role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Calling {
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

/// The words of each; those that come first decide: a justice minister is a minister.
const WORDS: &[(Calling, &[&str])] = &[
    (
        Calling::Diplomacy,
        &["ambassador", "envoy", "diplomat", "consul", "rapporteur", "un", "eu", "au", "representative", "negotiator"],
    ),
    (
        Calling::Office,
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
        Calling::Sport,
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
        Calling::Law,
        &["judge", "justice", "magistrate", "prosecutor", "lawyer", "barrister", "advocate", "registrar", "solicitor"],
    ),
    (
        Calling::Arms,
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
        Calling::Faith,
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
        Calling::Science,
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
        Calling::Art,
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
        Calling::Business,
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
        Calling::Press,
        &["journalist", "reporter", "correspondent", "columnist", "broadcaster", "editor", "photographer"],
    ),
];

impl Calling {
    /// The calling of a folded role.
    pub fn of(role: &str) -> Option<Self> {
        let words: Vec<&str> = role.split(' ').collect();
        WORDS.iter().find(|(_, list)| words.iter().any(|word| list.contains(word))).map(|(calling, _)| *calling)
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

    /// How sure two callings make it that those who have them, strangers to one another in two countries, are two people:
    /// 0 not at all, 1 where several articles say so, 2 at once.
    pub fn exclude(self, other: Self) -> u8 {
        const APART: [Calling; 4] = [Calling::Sport, Calling::Law, Calling::Faith, Calling::Art];
        match (self, other) {
            _ if self == other => 0,
            (Self::Press, Self::Sport | Self::Art)
            | (Self::Sport | Self::Art, Self::Press)
            | (Self::Law, Self::Diplomacy)
            | (Self::Diplomacy, Self::Law) => 1,
            _ if APART.contains(&self) || APART.contains(&other) => 2,
            (Self::Office, Self::Diplomacy) | (Self::Diplomacy, Self::Office) => 0,
            _ => 1,
        }
    }
}

/// Whether two roles may be one charge: a word in common besides that of the calling, or no other word in one of them.
pub fn same_charge(a: &str, b: &str) -> bool {
    let charge = |role: &'_ str| -> Vec<String> {
        let plain = |word: &&str| {
            !matches!(*word, "of" | "the" | "for" | "and" | "deputy" | "former" | "hon" | "honourable")
                && !WORDS.iter().any(|(_, list)| list.contains(word))
        };
        role.split(' ').filter(plain).map(str::to_owned).collect()
    };
    let (a, b) = (charge(a), charge(b));
    a.is_empty() || b.is_empty() || a.iter().any(|word| b.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_says_what_somebody_is() {
        assert_eq!(Calling::of("justice minister"), Some(Calling::Office));
        assert_eq!(Calling::of("lady justice"), Some(Calling::Law));
        assert_eq!(Calling::of("veteran striker"), Some(Calling::Sport));
        assert_eq!(Calling::of("president"), None);
        assert_eq!(Calling::Sport.exclude(Calling::Law), 2);
        assert_eq!(Calling::Office.exclude(Calling::Office), 0);
    }
}
