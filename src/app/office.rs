//! Offices and forms of address: what is a role and what is only politeness, and when one role is another than the one before.

use crate::news::entity::RoleSeen;
use crate::news::time::Timestamp;
use crate::text::fold;

/// Words of address, folded: a role made of nothing else is none.
const ADDRESS: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "sir",
    "madam",
    "dame",
    "lady",
    "lord",
    "dr",
    "doctor",
    "prof",
    "professor",
    "eng",
    "engr",
    "engineer",
    "ing",
    "ingeniero",
    "ingeniera",
    "ingenieur",
    "sheikh",
    "shaikh",
    "sheik",
    "shaykh",
    "sheikha",
    "hajj",
    "hajji",
    "haji",
    "hadj",
    "sayyid",
    "sayed",
    "syed",
    "ustad",
    "ustaz",
    "m",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "mademoiselle",
    "me",
    "maitre",
    "don",
    "dona",
    "sr",
    "sra",
    "srta",
    "senor",
    "senora",
    "senorita",
    "herr",
    "frau",
    "signor",
    "signora",
    "hon",
    "honourable",
    "honorable",
    "excellency",
    "his",
    "her",
    "the",
    "rev",
    "reverend",
    "father",
    "fr",
    "brother",
    "sister",
    "atty",
    "attorney",
    "mzee",
    "ndugu",
    "mwalimu",
    "san",
    "mister",
    "السيد",
    "السيدة",
    "الدكتور",
    "الدكتورة",
    "المهندس",
    "المهندسة",
    "الشيخ",
];

/// Small words that tell no role from another.
const SMALL: &[&str] =
    &["of", "the", "for", "and", "a", "an", "at", "in", "to", "new", "de", "la", "le", "du", "des", "del", "von"];

/// Whether a role is a form of address and nothing more: `Ms`, `Dr`, `Engineer`.
pub fn is_address(role: &str) -> bool {
    let folded = fold::key(role);
    let known = |word: &str| ADDRESS.iter().any(|address| fold::key(address) == word);
    !folded.is_empty() && folded.split_whitespace().all(known)
}

/// Whether two roles are two offices. Where one says the same in more words they are one, but for what says that somebody is not
/// in office as others are: deputy, former, acting.
pub fn differ(one: &str, other: &str) -> bool {
    let (a, b) = (words(one), words(other));
    let within = |a: &[String], b: &[String]| a.iter().all(|word| b.contains(word));
    let rank = |words: &[String]| {
        let mut rank: Vec<String> = words.iter().filter(|word| is_rank(word)).cloned().collect();
        rank.sort();
        rank
    };
    rank(&a) != rank(&b) || !(within(&a, &b) || within(&b, &a))
}

fn is_rank(word: &str) -> bool {
    const RANKS: &[&str] = &[
        "deputy",
        "vice",
        "former",
        "ex",
        "acting",
        "interim",
        "designate",
        "elect",
        "assistant",
        "outgoing",
        "incoming",
        "sub",
        "under",
    ];
    RANKS.contains(&word)
}

/// The words that make a role, folded; acronyms are left out, as they stand for words that may be there in full.
fn words(role: &str) -> Vec<String> {
    let acronym =
        |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase);
    let told: Vec<&str> = role.split_whitespace().collect();
    let shouted = told.iter().all(|word| acronym(word));
    let told = told.into_iter().filter(|word| shouted || !acronym(word)).collect::<Vec<_>>().join(" ");
    let folded = fold::key(&told);
    let told = |word: &&str| !SMALL.contains(word) && !ADDRESS.contains(word) && !is_people(word);
    folded.split_whitespace().filter(told).map(str::to_owned).collect()
}

/// Whether a word says of which country somebody is, by its end: an office is not another one for it.
fn is_people(word: &str) -> bool {
    const ENDS: &[&str] =
        &["ian", "ean", "ese", "ish", "can", "ndan", "nyan", "aqi", "aeli", "eni", "ani", "aiti", "ari", "ati", "eshi"];
    const OTHERS: &[&str] =
        &["french", "german", "dutch", "greek", "swiss", "thai", "somali", "saudi", "philippine", "filipino"];
    OTHERS.contains(&word) || ENDS.iter().any(|end| word.len() > end.len() + 2 && word.ends_with(end))
}

/// One office in all the words it was read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Office<'r> {
    /// The fullest words.
    pub words: &'r str,
    /// Where it was read last.
    pub last: &'r RoleSeen,
    /// When it was read first, as far as is known: for each wording only the last time is kept.
    pub since: Timestamp,
}

/// Offices, newest first; and the forms of address among the roles.
pub fn offices(roles: &[RoleSeen]) -> (Vec<Office<'_>>, Vec<&str>) {
    let (address, told): (Vec<&RoleSeen>, Vec<&RoleSeen>) = roles.iter().partition(|seen| is_address(&seen.role));
    let mut offices: Vec<Office> = Vec::new();
    for seen in told {
        match offices.iter_mut().find(|office| !differ(office.words, &seen.role)) {
            Some(office) => {
                if seen.role.len() > office.words.len() {
                    office.words = &seen.role;
                }
                office.since = office.since.min(seen.time);
            }
            None => offices.push(Office { words: &seen.role, last: seen, since: seen.time }),
        }
    }
    let mut names: Vec<&str> = Vec::new();
    for seen in address {
        let same = |name: &&str| fold::key(name) == fold::key(&seen.role);
        if !names.iter().any(same) {
            names.push(&seen.role);
        }
    }
    (offices, names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn politeness_is_no_office_and_more_words_are_no_other_one() {
        for role in ["Ms", "Mr.", "Engineer", "Dr", "Sheikh", "Prof. Dr.", "الشيخ", "His Excellency"] {
            assert!(is_address(role), "{role}");
        }
        for role in ["Secretary General", "engineer at the SAO", "Captain", ""] {
            assert!(!is_address(role), "{role}");
        }
        for (one, other) in [
            ("director", "Director General"),
            ("Minister of the Interior", "interior minister"),
            ("Secretary General of the CMWA", "Secretary General of the Council of Maghreb Water Authorities"),
            ("SAO DIRECTOR", "Sao Director"),
            ("new secretary-general", "Secretary General of the Council of Maghreb Water Authorities"),
            ("Tunisian minister", "Minister of Hydraulic Resources"),
            ("Lady Justice", "Justice of the Court of Appeal"),
        ] {
            assert!(!differ(one, other), "{one} / {other}");
        }
        for (one, other) in [
            ("deputy minister", "minister"),
            ("former Director", "Director"),
            ("Minister of Finance", "Minister of the Interior"),
            ("Secretary General", "SAO Director"),
        ] {
            assert!(differ(one, other), "{one} / {other}");
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
