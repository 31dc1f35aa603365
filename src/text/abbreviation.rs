//! Abbreviations: words whose dot need not end a sentence.

use crate::word_list;

word_list! {
    /// The list: `abbreviations.txt`.
    static ABBREVIATIONS = "abbreviations.txt" {
        /// Stands before what it belongs to and so never ends a sentence: `Mr.`, `vs.`
        TITLE = "title",
    }
}

/// The longest abbreviation, in bytes.
const LONGEST: usize = 6;

/// Whether `word`, without its dot, is an abbreviation. A line of capitals writes them in capitals: `INC.`, `GEN.`
pub(super) fn is_abbreviation(word: &str) -> bool {
    if word.len() > LONGEST {
        return false;
    }
    if ABBREVIATIONS.contains(word) {
        return true;
    }
    let capitals = word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase());
    capitals && {
        let mut title = [0_u8; LONGEST];
        for (at, (to, from)) in title.iter_mut().zip(word.bytes()).enumerate() {
            *to = if at == 0 { from } else { from.to_ascii_lowercase() };
        }
        let title = title.get(..word.len()).and_then(|t| std::str::from_utf8(t).ok());
        title.is_some_and(|title| ABBREVIATIONS.contains(title))
    }
}

/// Whether `word`, with its dot, is an abbreviation that never ends a sentence.
pub(super) fn is_title(word: &str) -> bool {
    word.strip_suffix('.').is_some_and(|word| ABBREVIATIONS.has(word, TITLE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_known_as_written_and_in_capitals() {
        assert!(is_abbreviation("Adm") && is_abbreviation("vs") && is_abbreviation("INC"));
        assert!(!is_abbreviation("said") && !is_abbreviation("adm") && !is_abbreviation(""));
        assert!(is_title("Mr.") && is_title("vs.") && !is_title("Inc.") && !is_title("Mr"));
        assert!(ABBREVIATIONS.entries.iter().all(|entry| entry.word.len() <= LONGEST));
    }
}
