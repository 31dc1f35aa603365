//! Words for peoples, faiths and leanings.

use crate::word_list;

word_list! {
    /// The list: `nationalities.txt`.
    static NATIONALITIES = "nationalities.txt" {
        /// In the class Nationality of the trained lexicon.
        CLASS = "class",
        /// Says of which country, land or part of the world somebody is.
        NATION = "nation",
    }
}
