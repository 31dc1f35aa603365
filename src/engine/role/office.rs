//! Offices and forms of address: which role is only politeness, and when two roles are two offices.
//!
//! "Kenyan foreign minister" and "foreign minister" are one office in more words and in fewer; "deputy minister" is another
//! than "minister". Compares the words of roles; does not know who holds an office, or when.

use std::collections::HashSet;

use crate::engine::lexicon::nationalities::{NATION, NATIONALITIES};
use crate::engine::lexicon::role_words::{POLITE, RANK, ROLE_WORDS, TRADE};
use crate::engine::lexicon::small_words::{SMALL, SMALL_WORDS};
use crate::news::entity::RoleSeen;
use crate::news::time::Timestamp;
use crate::text::fold;

/// Whether a role is a form of address and nothing more: `Ms`, `Prof. Dr.`, `His Excellency`.
pub fn is_address(role: &str) -> bool {
    let folded = fold::key(role);
    let pronoun = |word: &str| matches!(word, "his" | "her" | "the");
    !folded.is_empty() && folded.split(' ').all(|word| pronoun(word) || ROLE_WORDS.has(word, POLITE))
}

/// Whether two roles are two offices: one has a rank that the other has not (deputy, former, acting), or each has a word
/// that the other has not. Courtesies, nationalities, small words and acronyms are no such words.
pub fn differ(one: &str, other: &str) -> bool {
    Title::new(one).differs(&Title::new(other))
}

/// The words of a role that tell which office it is.
#[derive(Debug)]
struct Title {
    /// The words that tell, in order; all of them where none would be left.
    words: Vec<String>,
    /// Those of them that say how it is held, ascending.
    ranks: Vec<String>,
}

impl Title {
    fn new(role: &str) -> Self {
        let all: Vec<String> = fold::key(role).split(' ').filter(|word| is_telling(word)).map(str::to_owned).collect();
        let folded = fold::key(&without_acronyms(role));
        let telling: Vec<&str> = folded.split(' ').filter(|word| is_telling(word)).collect();
        let mut words: Vec<String> = Vec::new();
        let mut at = 0;
        while let Some(word) = telling.get(at) {
            let next = telling.get(at + 1).map(|next| format!("{word} {next}"));
            if next.is_some_and(|pair| NATIONALITIES.has(&pair, NATION)) {
                at += 2;
                continue;
            }
            // "Hon. Minister" is a minister, but an attorney general is not a general.
            let courtesy = ROLE_WORDS.has(word, POLITE) && !ROLE_WORDS.has(word, TRADE);
            if !courtesy && !NATIONALITIES.has(word, NATION) {
                words.push((*word).to_owned());
            }
            at += 1;
        }
        if words.is_empty() {
            words = all;
        }
        let mut ranks: Vec<String> = words.iter().filter(|word| ROLE_WORDS.has(word, RANK)).cloned().collect();
        ranks.sort_unstable();
        Self { words, ranks }
    }

    fn differs(&self, other: &Self) -> bool {
        if self.words.is_empty() || other.words.is_empty() {
            return self.words.len() != other.words.len();
        }
        let within = |a: &[String], b: &[String]| a.iter().all(|word| b.contains(word));
        self.ranks != other.ranks || !(within(&self.words, &other.words) || within(&other.words, &self.words))
    }
}

/// Whether a folded word may tell one office from another. A new minister is a minister.
fn is_telling(word: &str) -> bool {
    word != "new" && !word.is_empty() && !SMALL_WORDS.has(word, SMALL)
}

/// The role without words in capitals, which may stand for words that are there in full; as it is where it has no others.
fn without_acronyms(role: &str) -> String {
    let acronym =
        |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase);
    let told: Vec<&str> = role.split_whitespace().filter(|word| !acronym(word)).collect();
    if told.is_empty() { role.to_owned() } else { told.join(" ") }
}

/// One office in all the words it was read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Office<'r> {
    /// The longest wording.
    pub words: &'r str,
    /// Where it was read last.
    pub last: &'r RoleSeen,
    /// When it was read first, as far as is known: for each wording only the last time is kept.
    pub since: Timestamp,
}

/// Offices, in the order of `roles` (newest first), and the forms of address among them, each in its first wording.
pub fn offices(roles: &[RoleSeen]) -> (Vec<Office<'_>>, Vec<&str>) {
    let mut offices: Vec<(Office, Title)> = Vec::new();
    let (mut addresses, mut known) = (Vec::new(), HashSet::new());
    for seen in roles {
        if is_address(&seen.role) {
            if known.insert(fold::key(&seen.role)) {
                addresses.push(seen.role.as_str());
            }
            continue;
        }
        let title = Title::new(&seen.role);
        match offices.iter_mut().find(|(_, known)| !known.differs(&title)) {
            Some((office, known)) => {
                if seen.role.len() > office.words.len() {
                    office.words = &seen.role;
                    *known = title;
                }
                office.since = office.since.min(seen.time);
            }
            None => offices.push((Office { words: &seen.role, last: seen, since: seen.time }, title)),
        }
    }
    (offices.into_iter().map(|(office, _)| office).collect(), addresses)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn politeness_is_no_office() {
        for role in ["Ms", "Mr.", "Engineer", "Dr", "Sheikh", "Prof. Dr.", "الشيخ", "الدكتورة", "His Excellency"]
        {
            assert!(is_address(role), "{role}");
        }
        for role in ["Secretary General", "engineer at the SAO", "Captain", ""] {
            assert!(!is_address(role), "{role}");
        }
    }

    #[test]
    fn more_words_courtesies_and_nationalities_are_no_other_office() {
        for (one, other) in [
            ("director", "Director General"),
            ("Minister of the Interior", "interior minister"),
            ("Secretary General of the CMWA", "Secretary General of the Council of Maghreb Water Authorities"),
            ("SAO DIRECTOR", "Sao Director"),
            ("new secretary-general", "Secretary General of the Council of Maghreb Water Authorities"),
            ("Tunisian minister", "Minister of Hydraulic Resources"),
            ("Lady Justice", "Justice of the Court of Appeal"),
            ("Kenyan foreign minister", "foreign minister"),
            ("South African president", "President"),
            ("the Qatari Emir", "emir"),
            ("Hon. Minister", "minister"),
            ("Prof. Minister of Health", "health minister"),
            ("Kenyan", "the Kenyan"),
            ("CEO", "CEO"),
        ] {
            assert!(!differ(one, other), "{one} / {other}");
            assert!(!differ(other, one), "{other} / {one}");
        }
    }

    #[test]
    fn other_words_and_other_ranks_are_another_office() {
        for (one, other) in [
            ("deputy minister", "minister"),
            ("former Director", "Director"),
            ("Minister of Finance", "Minister of the Interior"),
            ("Secretary General", "SAO Director"),
            // Not nationalities, though they end like some.
            ("comedian", "President"),
            ("historian", "Minister of Finance"),
            ("physician", "politician"),
            ("guardian", "librarian"),
            ("Emirati", "President"),
            ("Attorney General", "Secretary General"),
            ("Professor of Law", "law minister"),
            ("engineer at the SAO", "Director"),
            ("Kenyan", "President"),
            ("", "President"),
        ] {
            assert!(differ(one, other), "{one} / {other}");
            assert!(differ(other, one), "{other} / {one}");
        }
    }

    #[test]
    fn one_office_is_told_once_in_its_fullest_words() {
        let seen = |role: &str, time| RoleSeen {
            role: role.into(),
            article: crate::news::article::ArticleId(time),
            time: Timestamp(time),
            source: "KNA".into(),
        };
        let roles = [
            seen("secretary general", 9),
            seen("Ms", 8),
            seen("Minister of Water", 7),
            seen("Secretary General of the Water Council", 6),
            seen("minister", 2),
            seen("ms.", 1),
        ];
        let (offices, address) = offices(&roles);
        let told: Vec<_> = offices.iter().map(|o| (o.words, o.last.time.0, o.since.0)).collect();
        assert_eq!(told, [("Secretary General of the Water Council", 9, 6), ("Minister of Water", 7, 2)]);
        assert_eq!(address, ["Ms"]);
    }
}
