//! One spelling for words of institutions' names: British and American, short and in full, of several languages.

use crate::word_list;

word_list! {
    /// The list: `spellings.txt`. The mark of a word is the word it is compared as.
    static SPELLINGS = "spellings.txt" [
        "association", "bank", "center", "commission", "defense", "department", "foreign", "government",
        "international", "labor", "ministry", "national", "oil", "organization", "program", "university",
    ]
}

/// The word as which a folded word is compared, where that is another.
pub fn plain(word: &str) -> Option<&'static str> {
    SPELLINGS.mark_name(word)
}
