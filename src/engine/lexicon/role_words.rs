//! Words that say what a person is or how a person is addressed: titles, forms of address, offices, trades.

use super::Sex;
use crate::text::fold;
use crate::word_list;

word_list! {
    /// The list: `role_words.txt`, whose head says what each mark means.
    static ROLE_WORDS = "role_words.txt" {
        /// In the class Title of the trained lexicon.
        TITLE = "title",
        /// A form of address, as the field that finds roles was trained.
        ADDRESS = "address",
        /// A trade or office, as the field that finds roles was trained.
        TRADE = "trade",
        /// May stand before a name without being part of it.
        BEFORE = "before",
        /// An office that stands before a name with words of its own before it: "Apple CEO Steve Jobs".
        OFFICE = "office",
        /// Also a given name: before one other word it is taken as that.
        GIVEN = "given",
        /// Politeness only.
        POLITE = "polite",
        /// Says that somebody holds an office otherwise than in full: deputy, former, acting.
        RANK = "rank",
        /// Said of men only.
        MAN = "man",
        /// Said of women only.
        WOMAN = "woman",
        /// Tells man or woman also where it is written in lower case.
        SMALL = "small",
    }
}

/// Man or woman, where the word before a name tells, as written: `Mr.`, `Sheikha`, `spokesman`.
pub fn sex_by_title(written: &str) -> Option<Sex> {
    let small = written.chars().next()?.is_lowercase();
    let marks = ROLE_WORDS.marks(&fold::fold(written.strip_suffix('.').unwrap_or(written)));
    match marks {
        _ if small && !marks.meets(SMALL) => None,
        _ if marks.meets(MAN) => Some(Sex::Man),
        _ if marks.meets(WOMAN) => Some(Sex::Woman),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_tells_man_or_woman() {
        for (word, want) in [
            ("Mr.", Some(Sex::Man)),
            ("Doña", Some(Sex::Woman)),
            ("spokeswoman", Some(Sex::Woman)),
            ("king", None),
            ("Judge", None),
            ("", None),
        ] {
            assert_eq!(sex_by_title(word), want, "{word}");
        }
        assert!(ROLE_WORDS.entries.iter().all(|e| !(e.marks.meets(MAN) && e.marks.meets(WOMAN))));
    }
}
