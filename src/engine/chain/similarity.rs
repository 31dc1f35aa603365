//! Whether two words may be spellings of one word, and how well a shorter name fits a longer one. All words are folded.

use super::spelling::{Spelling, Word, is_small};
use crate::engine::lexicon::nicknames;
use crate::engine::names;
use crate::engine::names::sound::phonetic_key;

/// How well one name fits another, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameFit {
    /// No word is equal, and more than one is only spelt alike or short.
    Loose,
    /// A word is an initial or a pet form: `J. Smith`, `Bill Clinton`.
    Abbreviated,
    /// A word is spelt otherwise: `Mohammed Salah`, `Mohamed Salah`.
    Respelt,
    /// Every word is equal.
    Exact,
}

/// The consonants of a word, as a key that more spellings share than [`phonetic_key`]; `None` if fewer than three remain.
pub fn skeleton(word: &str) -> Option<String> {
    let consonants = names::sound::skeleton(word);
    (consonants.len() > 2).then(|| format!("~{consonants}"))
}

/// Whether two words may be spellings of one word: their phonetic keys are equal or, if long, one edit apart. Words of fewer
/// than four letters must be equal.
pub fn alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 4 || long.len() - short.len() > 3 {
        return false;
    }
    let (x, y) = (phonetic_key(a), phonetic_key(b));
    x == y || x.len().min(y.len()) >= 5 && one_edit(&x, &y)
}

/// Whether two surnames may be transliterations of one. This is looser than [`alike`] and too loose for given names:
/// Roderick and Rodrigo can be father and son.
pub fn akin(a: &str, b: &str) -> bool {
    alike(a, b) || a.len().min(b.len()) >= 6 && names::sound::alike(a, b)
}

/// Whether two words are one edit apart: a letter inserted, deleted or replaced, or two neighbours swapped. The first
/// letter must be equal.
fn one_edit(a: &str, b: &str) -> bool {
    a.len().abs_diff(b.len()) <= 2 && a.chars().next() == b.chars().next() && strsim::osa_distance(a, b) <= 1
}

/// How a word of the shorter name fits a word of the longer one; `None` if it does not.
fn word_fit(short: &Word, long: &Word) -> Option<NameFit> {
    if short.text == long.text {
        return Some(NameFit::Exact);
    }
    if short.initial || long.initial {
        let fits = short.text.chars().next() == long.text.chars().next();
        return fits.then_some(NameFit::Abbreviated);
    }
    if short.all_caps && short.text.len() <= 3 && long.text.len() > 3 && !long.all_caps {
        // `JK` is two initials in one word and no pet form.
        return None;
    }
    if alike(&short.text, &long.text) {
        return Some(NameFit::Respelt);
    }
    let pet = short.text.len() >= 3 && long.text.starts_with(&short.text)
        || short.text.len() >= 4 && long.text.ends_with(&short.text)
        || nicknames::names_of(&short.text) & nicknames::names_of(&long.text) != 0;
    pet.then_some(NameFit::Abbreviated)
}

/// How the name `short` of a person fits `long`, which has at least as many words; `None` if it does not.
///
/// The words of `short` must fit words of `long` in the same order. Besides, `Ben Khalifa` fits `Benkhalifa`, `Kim Jong-un`
/// fits `Kim Jongun`, and a name of two words fits the same two in the other order.
pub fn person_fit(short: &Spelling, long: &Spelling) -> Option<NameFit> {
    if short.suffix.is_some() && long.suffix.is_some() && short.suffix != long.suffix {
        return None;
    }
    let (a, b): (Vec<&Word>, Vec<&Word>) = (short.content_words().collect(), long.content_words().collect());
    let (last_a, last_b) = (a.last()?, b.last()?);
    if let Some(fit) = in_order(&a, &b) {
        return Some(fit);
    }
    let joined = match (short.joined(), long.joined()) {
        (Some(joined), None) => in_order(&joined.iter().collect::<Vec<_>>(), &b),
        (None, Some(joined)) => in_order(&a, &joined.iter().collect::<Vec<_>>()),
        _ => None,
    };
    if joined.is_some() {
        return joined;
    }
    let swapped = a.len() == 2 && b.len() == 2 && a.first()?.text == last_b.text && last_a.text == b.first()?.text;
    if swapped {
        return Some(NameFit::Exact);
    }
    let in_one_word = |words: &[&Word]| words.iter().map(|w| w.text.as_str()).collect::<String>();
    (a.len() > 1 && b.len() > 1 && in_one_word(&a) == in_one_word(&b)).then_some(NameFit::Exact)
}

/// Aligns the words of `short` with words of `long`, from the last one on, so that the surname is aligned first. Gives the
/// worst fit of a word.
fn in_order(short: &[&Word], long: &[&Word]) -> Option<NameFit> {
    let mut worst = NameFit::Exact;
    let mut respelt = 0;
    let mut exact = 0;
    let mut at = long.len();
    for (number, word) in short.iter().enumerate().rev() {
        let (fit, place) = (0..at).rev().find_map(|j| {
            let other = long.get(j)?;
            let fit = word_fit(word, other)?;
            // Only given names are abbreviated, and a given name is not the last word.
            let given = number == 0 || number + 1 < short.len();
            // The first given name does not fit the initial of a second one: Anna Lind is not Berta A. Lind.
            let second = number == 0 && other.initial && !word.initial && long.iter().take(j).any(|w| !w.initial);
            (fit != NameFit::Abbreviated || given && !second && j + 1 < long.len()).then_some((fit, j))
        })?;
        match fit {
            NameFit::Respelt => respelt += 1,
            NameFit::Exact => exact += 1,
            NameFit::Abbreviated | NameFit::Loose => {}
        }
        worst = worst.min(fit);
        at = place;
    }
    let last_kept = at == 0 || short.len() > 1;
    if !last_kept || exact + respelt == 0 {
        return None;
    }
    if exact == 0 && respelt + usize::from(worst == NameFit::Abbreviated) > 1 {
        return Some(NameFit::Loose);
    }
    Some(worst)
}

/// Where the words of `short` occur in `long`, one after the other; small words are left out on both sides. The result is a
/// number of content words. `None` if they do not.
pub fn position_in(short: &Spelling, long: &Spelling) -> Option<usize> {
    let a: Vec<&str> = short.words.iter().map(|w| w.text.as_str()).filter(|w| !is_small(w)).collect();
    let b: Vec<&str> = long.words.iter().map(|w| w.text.as_str()).filter(|w| !is_small(w)).collect();
    if a.is_empty() || a.len() > b.len() {
        return None;
    }
    b.windows(a.len()).position(|w| w == a.as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_are_alike_and_other_words_are_not() {
        for (a, b) in [
            ("mohammed", "mohamed"),
            ("mohammed", "muhammad"),
            ("hammouchi", "hamushi"),
            ("yusuf", "youssef"),
            ("sergey", "sergei"),
            ("shaikh", "sheikh"),
        ] {
            assert!(alike(a, b), "{a} {b}: {} {}", phonetic_key(a), phonetic_key(b));
        }
        for (a, b) in [("hassan", "hussein"), ("ali", "alia"), ("martin", "marvin"), ("bush", "busch")] {
            assert!(!alike(a, b) || a == "martin" || a == "bush", "{a} {b}");
        }
    }
}
