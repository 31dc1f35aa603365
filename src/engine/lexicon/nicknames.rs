//! Short forms, pet forms and forms in other languages of given names: Bob, Robert; Yusuf, Joseph.

use crate::word_list;

word_list! {
    /// The list: `nicknames.txt`. A mark is a name in full; `ted` is a form of `edward` and of `theodore`.
    static NICKNAMES = "nicknames.txt" [
        "abraham", "alexander", "alexandra", "andrew", "anthony", "august", "benjamin", "charles", "daniel",
        "david", "deborah", "dmitry", "donald", "edmund", "eduardo", "edward", "elizabeth", "evgeny", "francis",
        "frederick", "geoffrey", "george", "gregory", "guadalupe", "henry", "ignacio", "isaac", "jacob",
        "jacqueline", "james", "jennifer", "jesus", "john", "joseph", "katherine", "kenneth", "lawrence", "leonard",
        "margaret", "matthew", "mikhail", "moses", "nicholas", "olga", "oliver", "patricia", "patrick", "peter",
        "rebecca", "richard", "robert", "ronald", "samuel", "solomon", "stephen", "susan", "theodore", "thomas",
        "timothy", "victoria", "vladimir", "walter", "william", "yulia",
    ]
}

/// The names that a folded word is a form of, one bit each: forms of one name share a bit.
pub fn names_of(word: &str) -> u64 {
    NICKNAMES.marks(word).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_name_share_a_bit() {
        assert_ne!(names_of("jim") & names_of("james"), 0);
        assert_ne!(names_of("ted") & names_of("theodore"), 0);
        assert_eq!(names_of("jim") & names_of("anna"), 0);
        assert!(NICKNAMES.names.iter().all(|name| NICKNAMES.contains(name)), "a name is a form of itself");
    }
}
