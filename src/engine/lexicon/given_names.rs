//! Given names that tell a woman from a man.

use super::Sex;
use crate::word_list;

word_list! {
    /// The list: `given_names.txt`.
    static GIVEN_NAMES = "given_names.txt" {
        /// Borne by women.
        WOMAN = "woman",
        /// Borne by men.
        MAN = "man",
    }
}

/// Who bears a folded given name, where only women or only men do.
pub fn sex(name: &str) -> Option<Sex> {
    let marks = GIVEN_NAMES.marks(name);
    if marks.meets(WOMAN) { Some(Sex::Woman) } else { marks.meets(MAN).then_some(Sex::Man) }
}
