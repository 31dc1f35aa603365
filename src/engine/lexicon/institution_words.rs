//! Words by which institutions are known: ministry, bank, party.

use crate::word_list;

word_list! {
    /// The list: `institution_words.txt`.
    static INSTITUTION_WORDS = "institution_words.txt" {
        /// In the class Head of the trained lexicon.
        HEAD = "head",
        /// A name that has it has the form of an institution's name.
        FORM = "form",
        /// Head noun of a name: what follows it, but for "of", names a body within that institution.
        NOUN = "noun",
        /// Its modifier stands before or after it: "Ministry of Health", "Health Ministry".
        TURNS = "turns",
        /// Says only what kind of firm or body it is: "Acme" and "Acme Group" are one.
        KIND = "kind",
    }
}
