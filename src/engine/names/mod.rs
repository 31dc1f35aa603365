//! Names: how two of them compare, whatever their spelling, order and script; a score and the reason for it.
//!
//! Pure and total. Knows no archive: whether two bearers of one name are one person is the matter of `engine::link`.

pub mod classes;
pub mod institution;
pub mod parse;
pub mod part;
pub mod person;
pub mod sound;

use crate::news::mention::Kind;
use crate::text::fold;

/// What two names have to do with each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Probability-like, `0..=1`: of two bearers named in like circumstances, that they are one.
    pub score: f32,
    /// Why.
    pub ground: Ground,
}

impl Verdict {
    /// Whether the names may be one bearer's.
    pub fn same(&self) -> bool {
        self.score >= 0.5
    }

    /// The same seen from the other name.
    fn turned(mut self) -> Self {
        if let Ground::Spelling(words) | Ground::Near(words) = &mut self.ground {
            for (a, b) in words {
                std::mem::swap(a, b);
            }
        }
        self
    }

    fn new(score: f32, ground: Ground) -> Self {
        Self { score, ground }
    }
}

/// The reason of a [`Verdict`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The same words but for case, accents, hyphens, apostrophes, article.
    Equal,
    /// The same words in another order, or without small words.
    Reordered,
    /// The same words, run together or apart.
    Respaced,
    /// The same sounds, or spellings of one name by the lists: the words that differ, in pairs.
    Spelling(Vec<(String, String)>),
    /// A part of the other name, with its family name or head.
    Part,
    /// Initials for some words.
    Initials,
    /// Acronym of the other.
    Acronym,
    /// Nearly the same letters: the words that differ, in pairs.
    Near(Vec<(String, String)>),
    /// Two numbers or generations: `II` and `VI`.
    Generation,
    /// Words that find no counterpart in the other.
    Other(Vec<String>),
}

impl Ground {
    /// The reason as a sentence, without full stop.
    pub fn sentence(&self) -> String {
        let pairs = |pairs: &[(String, String)]| {
            pairs.iter().map(|(a, b)| format!("{a} and {b}")).collect::<Vec<_>>().join(", ")
        };
        match self {
            Self::Equal => "the same name".to_owned(),
            Self::Reordered => "the same words in another order".to_owned(),
            Self::Respaced => "the same words, run together or apart".to_owned(),
            Self::Spelling(words) => format!("spellings of one name: {}", pairs(words)),
            Self::Part => "part of the other name".to_owned(),
            Self::Initials => "initials for a part of the name".to_owned(),
            Self::Acronym => "acronym of the other".to_owned(),
            Self::Near(words) => format!("nearly the same letters: {}", pairs(words)),
            Self::Generation => "another generation of the name".to_owned(),
            Self::Other(words) if words.is_empty() => "nothing in common".to_owned(),
            Self::Other(words) => format!("no counterpart of {}", words.join(", ")),
        }
    }
}

/// Compares two names of one kind.
pub fn compare(a: &str, b: &str, kind: Kind) -> Verdict {
    let (left, right) = (fold::key(a), fold::key(b));
    if left == right && !left.is_empty() {
        return Verdict::new(1.0, Ground::Equal);
    }
    // In one order, so that it does not matter which comes first.
    if (&left, a) > (&right, b) {
        return compare(b, a, kind).turned();
    }
    match kind {
        Kind::Person => person::compare(&parse::Name::parse(a), &parse::Name::parse(b)),
        _ => institution::compare(&institution::Parsed::new(a), &institution::Parsed::new(b)),
    }
}

/// Compares two names whose kind nobody said: of institutions where one has the words of one, else of persons.
pub fn compare_any(a: &str, b: &str) -> Verdict {
    let institution = institution::looks_like_one(a) || institution::looks_like_one(b);
    compare(a, b, if institution { Kind::Institution } else { Kind::Person })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        let (one, other) = (compare_any(a, b), compare_any(b, a));
        assert!((one.score - other.score).abs() < 1e-6, "{a}, {b}: which comes first matters: {one:?} {other:?}");
        one.same()
    }

    #[test]
    fn spellings_of_one_person_are_one() {
        for (a, b) in [
            ("Mohamed ElBaradei", "Muhammad al-Baradei"),
            ("Muammar Gaddafi", "Moammar al-Qadhafi"),
            ("Youssef Chahed", "Yusuf Shahed"),
            ("Abdel Rahman Sabri", "Abdulrahman Sabry"),
            ("Carlos Boungou", "Carlos Victor Boungou"),
            ("Victor Minoru Yano", "Victor M. Yano"),
            ("Jean-Pierre Okou", "Jean Pierre Okou"),
            ("Hammouchi, Abdellatif", "Abdellatif Hammouchi"),
            ("Dr. Anna Lindqvist", "Anna Lindqvist"),
            ("Сергей Лавров", "Sergei Lavrov"),
            ("محمد الحموشي", "Mohammed Hammouchi"),
            ("Abdiwahabmohamed Hussein", "Abdiwahab Mohamed Hussein"),
            ("James Anderton", "Jim Anderton"),
            ("Andriy Herasymchuk", "Andrii Gerasimchuk"),
            ("Wolodymyr Hrenov", "Vladimir Khrenov"),
            ("Md. Shafiul Azam Chowdhury", "Mohammad Shafiul Azam Choudhury"),
            ("L.H. Prado", "Luis Henrique de Azevedo Prado"),
            ("N. Sh. al-Ahdal", "Nabeel Shamlan Al-Ahdal"),
            ("Gerry Abordo", "Gerardo Abordo"),
        ] {
            assert!(same(a, b), "{a}, {b}: {:?}", compare_any(a, b));
        }
    }

    #[test]
    fn names_that_share_a_word_are_two() {
        for (a, b) in [
            ("Igor Levitin", "Igor Ivanov"),
            ("John Seneviratne", "Athauda Seneviratne"),
            ("Kim Seung Gyu", "Kim Sung Ho"),
            ("Mohammed VI", "Mohammed II"),
            ("Paul Kagame", "Paul Ruumo"),
            ("C. B. Ratnayake", "Brown Chimphamba"),
            ("Beatriz L. de la Vega", "Lucía B. de la Vega"),
            ("James Ashworth", "Joanna J. Ashworth"),
            ("Anna C. Lind", "Anna K. Lind"),
            ("Park Soo-jin", "Paik Soo-jin"),
        ] {
            assert!(!same(a, b), "{a}, {b}: {:?}", compare_any(a, b));
        }
    }

    #[test]
    fn institutions_compare_by_their_own_rules() {
        for (a, b) in [
            ("Ministry of Interior", "Interior Ministry"),
            ("Ministry of Foreign Affairs", "Foreign Ministry"),
            ("World Health Organisation", "WHO"),
            ("Department of Defence", "Defense Department"),
            ("Kestrel Holdings Ltd", "Kestrel Holdings"),
            ("the United Nations", "United Nations"),
        ] {
            assert!(same(a, b), "{a}, {b}: {:?}", compare_any(a, b));
        }
        for (a, b) in [
            ("Ministry of Interior", "Ministry of Finance"),
            ("Central Bank of Kenya", "Central Bank of Nigeria"),
            ("World Health Organisation", "WTO"),
            ("University of Oslo", "University of Bergen"),
        ] {
            assert!(!same(a, b), "{a}, {b}: {:?}", compare_any(a, b));
        }
    }

    #[test]
    fn the_reason_reads_as_a_sentence() {
        let verdict = compare("Nader Dhahabi", "Nadir Al Dahabi", Kind::Person);
        assert_eq!(verdict.ground.sentence(), "spellings of one name: nader and nadir, dhahabi and dahabi");
        let verdict = compare("Igor Levitin", "Igor Ivanov", Kind::Person);
        assert_eq!(verdict.ground.sentence(), "no counterpart of ivanov, levitin");
    }

    proptest::proptest! {
        #[test]
        fn any_two_strings_compare(a in "\\PC{0,30}", b in "\\PC{0,30}") {
            for kind in [Kind::Person, Kind::Institution] {
                let (one, other) = (compare(&a, &b, kind), compare(&b, &a, kind));
                proptest::prop_assert!((0.0..=1.0).contains(&one.score));
                proptest::prop_assert!((one.score - other.score).abs() < 1e-5);
            }
        }
    }
}
