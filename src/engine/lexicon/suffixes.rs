//! What stands after a person's name: generations, degrees, orders.

use crate::word_list;

word_list! {
    /// The list: `suffixes.txt`.
    static SUFFIXES = "suffixes.txt" {
        /// In the class Suffix of the trained lexicon.
        CLASS = "class",
        /// Tells father from son and king from king.
        GENERATION = "generation",
        /// No part of the name where mentions of one article are compared.
        AFTER = "after",
    }
}
