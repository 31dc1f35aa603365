//! A word as somebody types it in haste: letters left out, wrong, exchanged. Knows no names.
//!
//! Distances are computed for every word of the index between a key and its frame: bit-parallel (Hyyrö 2003), and together
//! with the distance to the nearest beginning, which `strsim`, used elsewhere, does not give.

/// A typed word, made ready to be compared with very many others.
#[derive(Debug)]
pub(super) struct TypoMatcher {
    chars: Vec<char>,
    /// Where each ASCII letter stands in the word, one bit a place; of other letters the list.
    ascii: [u64; 128],
    others: Vec<(char, u64)>,
}

/// At most so many letters of a typed word are compared: one bit each.
const LONGEST: usize = 64;

/// Farther than any two words.
const FAR: usize = usize::MAX / 2;

impl TypoMatcher {
    pub(super) fn new(word: &str) -> Self {
        let chars: Vec<char> = word.chars().take(LONGEST).collect();
        let (mut ascii, mut others) = ([0; 128], Vec::<(char, u64)>::new());
        for (place, c) in chars.iter().enumerate() {
            if let Some(places) = ascii.get_mut(*c as usize) {
                *places |= 1 << place;
            } else if let Some((_, places)) = others.iter_mut().find(|(other, _)| other == c) {
                *places |= 1 << place;
            } else {
                others.push((*c, 1 << place));
            }
        }
        Self { chars, ascii, others }
    }

    /// How many letters it has.
    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    fn places(&self, c: char) -> u64 {
        let other = || self.others.iter().find(|(other, _)| *other == c).map_or(0, |(_, places)| *places);
        self.ascii.get(c as usize).copied().unwrap_or_else(other)
    }

    /// The optimal string alignment distance (letters wrong, missing, too many, or two neighbours exchanged) between it and
    /// `word`, and between it and the nearest beginning of `word`. A column of the table of distances is two numbers with one
    /// bit a row (Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", 2003).
    pub(super) fn typos(&self, word: &str) -> (usize, usize) {
        let Some(last) = self.chars.len().checked_sub(1) else { return (FAR, FAR) };
        let (mut up, mut down, mut met, mut before) = (u64::MAX, 0u64, 0u64, 0u64);
        let mut apart = self.chars.len();
        let mut beginning = apart;
        let mut rest = word.chars();
        for c in rest.by_ref().take(self.chars.len() + 3) {
            let places = self.places(c);
            let exchanged = ((!met & places) << 1) & before;
            met = exchanged | ((places & up).wrapping_add(up) ^ up) | places | down;
            let (more, less) = (down | !(met | up), met & up);
            apart = apart + (more >> last & 1) as usize - (less >> last & 1) as usize;
            let (more, less) = (more << 1 | 1, less << 1);
            (up, down) = (less | !(met | more), more & met);
            before = places;
            beginning = beginning.min(apart);
        }
        (apart + rest.count(), beginning)
    }

    /// How well it is `word`, or a beginning of it, with letters left out: `hmmchi` is `hammouchi`. Greater is better, 640 at
    /// most. None where its letters do not stand in `word` in this order, or where too many are missing: vowels and the second
    /// of two equal letters may be missing freely, of others one for each four that were typed; after two typed letters only
    /// vowels may follow; where the first letter is missing, three in four of all letters must be there.
    pub(super) fn left_out(&self, word: &str) -> Option<u32> {
        let mut typed = self.chars.iter().copied();
        let mut wanted = typed.next();
        let (mut before, mut skipped, mut hard, mut from, mut last, mut len) = ('\0', 0, 0, 0, 0, 0);
        let mut more = false;
        for (at, c) in word.chars().enumerate() {
            len = at + 1;
            if wanted == Some(c) {
                if last == 0 {
                    from = at;
                }
                last = at + 1;
                wanted = typed.next();
            } else if last > 0 && wanted.is_some() {
                skipped += 1;
                hard += usize::from(!is_soft(c) && c != before);
            } else if wanted.is_none() {
                more |= !is_soft(c);
            }
            before = c;
        }
        let typed = self.chars.len();
        let meant = if from == 0 {
            hard <= (typed / 4).max(1) && (typed > 2 || !more)
        } else {
            from + hard <= typed / 4 && typed * 4 >= len * 3
        };
        (wanted.is_none() && meant).then(|| 16 * (40 - (skipped + 2 * hard + 3 * from).min(40)) as u32)
    }
}

fn is_soft(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(a: &str, b: &str) -> (usize, usize) {
        TypoMatcher::new(a).typos(b)
    }

    #[test]
    fn letters_are_left_out_as_people_do() {
        let meant = |a: &str, b: &str| TypoMatcher::new(a).left_out(b).is_some();
        for (typed, word) in
            [("hmmchi", "hammouchi"), ("hamouchi", "hammouchi"), ("mhd", "mohammed"), ("hmm", "hammouchi")]
        {
            assert!(meant(typed, word), "{typed} is {word}");
        }
        for (typed, word) in [("mohe", "ammouchi"), ("net", "national front"), ("abk", "abdulbark"), ("nra", "anorra")]
        {
            assert!(!meant(typed, word), "{typed} is not {word}");
        }
    }

    #[test]
    fn typos_are_counted_for_words_and_beginnings() {
        assert_eq!(count("merkel", "merkel").0, 0);
        assert_eq!(count("merkle", "merkel").0, 1, "two exchanged");
        assert_eq!(count("merkl", "merkel").0, 1);
        assert_eq!(count("mekel", "merkel").0, 1);
        assert_eq!(count("merrkel", "merkel").0, 1);
        assert_eq!(count("hamouc", "hammouchi").1, 1, "the beginning");
        assert!(count("hamouc", "hammouchi").0 > 2);
    }
}
