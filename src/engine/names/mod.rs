//! Names: how like two of them are, whatever their spelling, order and script; a score and the reason for it.
//!
//! Pure and total. Knows no archive: whether two people of one name are one person, `engine::link` decides.

pub mod classes;
pub mod institution;
pub mod parse;
pub mod part;
pub mod person;
pub mod sound;
pub mod verdict;

use crate::news::mention::Kind;
use crate::text::fold;

use verdict::{Ground, Verdict};

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

/// Compares two names of unknown kind: as institutions where one looks like an institution's, else as persons.
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
