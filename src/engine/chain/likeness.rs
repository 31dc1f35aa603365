//! When two words of a name are the same word otherwise written, and when a shorter name fits into a longer one.
//!
//! Works on folded words. Knows spelling and transliteration, not who is meant.

use super::spelling::{Spelling, Word, is_small};
use crate::engine::lexicon::nicknames;
use crate::engine::names;

/// How well one name fits another, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Only by likeness of spelling in more than one word.
    Loose,
    /// By an initial or a pet form.
    Short,
    /// By likeness of spelling in one word.
    Spelt,
    /// Word by word.
    Whole,
}

/// The sound of a folded word, roughly: one letter for the ways in which transliteration writes a sound, no doubles.
pub fn sound(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let chars: Vec<char> = word.chars().collect();
    let mut i = 0;
    while let Some(&c) = chars.get(i) {
        let next = chars.get(i + 1).copied().unwrap_or(' ');
        let (as_one, width) = match (c, next) {
            ('p', 'h') => ('f', 2),
            ('k', 'h') | ('q', 'u') | ('c', 'k') => ('k', 2),
            ('g', 'h') => ('g', 2),
            ('d', 'j') | ('z', 'h') => ('j', 2),
            ('t', 'h') => ('t', 2),
            ('d', 'h') => ('d', 2),
            ('s', 'h' | 'z' | 'c') => ('s', 2),
            ('c', 'h') | ('t', 'c') => ('c', 2),
            ('o', 'u' | 'o') => ('u', 2),
            ('e', 'e') | ('a' | 'e', 'y' | 'i') => ('i', 2),
            ('a', 'a' | 'e') => ('a', 2),
            ('q' | 'c', _) => ('k', 1),
            ('y' | 'e', _) => ('i', 1),
            ('w', _) => ('v', 1),
            ('z', _) => ('s', 1),
            ('o', _) => ('u', 1),
            _ => (c, 1),
        };
        i += width;
        if !out.ends_with(as_one) {
            out.push(as_one);
        }
    }
    if out.len() > 3 && out.ends_with('h') {
        out.pop();
    }
    out
}

/// The consonants of a word's sound, under which misspellings meet; none where too few are left to mean anything.
pub fn skeleton(word: &str) -> Option<String> {
    let bones = names::sound::skeleton(word);
    (bones.len() > 2).then(|| format!("~{bones}"))
}

/// Whether two folded words may be one word otherwise written.
pub fn alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 4 || long.len() - short.len() > 3 {
        return false;
    }
    let (x, y) = (sound(a), sound(b));
    x == y || x.len().min(y.len()) >= 5 && one_edit(&x, &y)
}

/// Whether two family names may be one in two transliterations. Of given names, side by side, this would be too much:
/// Roderick and Rodrigo are father and son.
pub fn akin(a: &str, b: &str) -> bool {
    alike(a, b) || a.len().min(b.len()) >= 6 && names::sound::alike(a, b)
}

/// One letter more, less or other, or two in turned order; not the first one.
fn one_edit(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (longest, shortest) = (a.len().max(b.len()), a.len().min(b.len()));
    let swapped = || {
        let at = |word: &[char], n: usize| word.get(n).copied();
        longest == shortest
            && head + tail + 2 == longest
            && at(&a, head) == at(&b, head + 1)
            && at(&a, head + 1) == at(&b, head)
    };
    head > 0 && longest - shortest <= 1 && (head + tail + 1 >= longest || swapped())
}

/// How a word of the shorter name fits a word of the longer one.
fn word_fit(short: &Word, long: &Word) -> Option<Fit> {
    if short.text == long.text {
        return Some(Fit::Whole);
    }
    if short.initial || long.initial {
        let fits = short.text.chars().next() == long.text.chars().next();
        return fits.then_some(Fit::Short);
    }
    if short.caps && short.text.len() <= 3 && long.text.len() > 3 && !long.caps {
        // JK for J. K. is two initials in one word: left to the next word.
        return None;
    }
    if alike(&short.text, &long.text) {
        return Some(Fit::Spelt);
    }
    let pet = short.text.len() >= 3 && long.text.starts_with(&short.text)
        || short.text.len() >= 4 && long.text.ends_with(&short.text)
        || nicknames::names_of(&short.text) & nicknames::names_of(&long.text) != 0;
    pet.then_some(Fit::Short)
}

/// How the person's name `short` fits into `long`, which has as many words or more: its words in order, the last one
/// never by an initial.
pub fn person_fit(short: &Spelling, long: &Spelling) -> Option<Fit> {
    if short.suffix.is_some() && long.suffix.is_some() && short.suffix != long.suffix {
        return None;
    }
    let (a, b): (Vec<&Word>, Vec<&Word>) = (short.content().collect(), long.content().collect());
    let (last_a, last_b) = (a.last()?, b.last()?);
    let ordered = in_order(&a, &b);
    if let Some(fit) = ordered {
        return Some(fit);
    }
    // Ben Khalifa, Benkhalifa.
    let bound = match (short.bound(), long.bound()) {
        (Some(bound), None) => in_order(&bound.iter().collect::<Vec<_>>(), &b),
        (None, Some(bound)) => in_order(&a, &bound.iter().collect::<Vec<_>>()),
        _ => None,
    };
    if bound.is_some() {
        return bound;
    }
    // Family name first in the one, last in the other.
    let swapped = a.len() == 2 && b.len() == 2 && a.first()?.text == last_b.text && last_a.text == b.first()?.text;
    if swapped {
        return Some(Fit::Whole);
    }
    // A given name written in two words or in one: Jong-un, Jongun.
    let joined = |words: &[&Word]| words.iter().map(|w| w.text.as_str()).collect::<String>();
    (a.len() > 1 && b.len() > 1 && joined(&a) == joined(&b)).then_some(Fit::Whole)
}

/// Aligns from the end: the family name decides first.
fn in_order(short: &[&Word], long: &[&Word]) -> Option<Fit> {
    let mut worst = Fit::Whole;
    let mut spelt = 0;
    let mut whole = 0;
    let mut at = long.len();
    for (number, word) in short.iter().enumerate().rev() {
        let (fit, place) = (0..at).rev().find_map(|j| {
            let other = long.get(j)?;
            let fit = word_fit(word, other)?;
            // A pet form or an initial is a given name, and given names stand first.
            let given = number == 0 || number + 1 < short.len();
            // The first given name is not the initial of a second one: Anna Lind is not Berta A. Lind.
            let second = number == 0 && other.initial && !word.initial && long.iter().take(j).any(|w| !w.initial);
            (fit != Fit::Short || given && !second && j + 1 < long.len()).then_some((fit, j))
        })?;
        match fit {
            Fit::Spelt => spelt += 1,
            Fit::Whole => whole += 1,
            _ => {}
        }
        worst = worst.min(fit);
        at = place;
    }
    let last_kept = at == 0 || short.len() > 1;
    if !last_kept || whole + spelt == 0 {
        return None;
    }
    if whole == 0 && spelt + usize::from(worst == Fit::Short) > 1 {
        return Some(Fit::Loose);
    }
    Some(worst)
}

/// Whether the words of `short` stand in `long` in this order, each of them whole, nothing but small words between.
pub fn run_in(short: &Spelling, long: &Spelling) -> Option<usize> {
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
    fn one_word_in_many_spellings() {
        for (a, b) in [
            ("mohammed", "mohamed"),
            ("mohammed", "muhammad"),
            ("hammouchi", "hamushi"),
            ("yusuf", "youssef"),
            ("sergey", "sergei"),
            ("shaikh", "sheikh"),
        ] {
            assert!(alike(a, b), "{a} {b}: {} {}", sound(a), sound(b));
        }
        for (a, b) in [("hassan", "hussein"), ("ali", "alia"), ("martin", "marvin"), ("bush", "busch")] {
            assert!(!alike(a, b) || a == "martin" || a == "bush", "{a} {b}");
        }
    }
}
