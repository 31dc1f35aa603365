//! How two names of institutions compare: by their words in whatever order, since "Ministry of X" is the "X Ministry", by
//! acronym, and without legal forms of companies. Knows no countries: which country's ministry it is, linking decides.

use super::part::Part;
use super::verdict::{Ground, Verdict};
use crate::engine::lexicon::company_forms::{self, COMPANY_FORMS};
use crate::engine::lexicon::institution_words::{self, INSTITUTION_WORDS};
use crate::engine::lexicon::small_words::{self, SMALL_WORDS};
use crate::engine::lexicon::spellings;
use crate::text::fold;

/// Carries nothing of the name of an institution.
fn is_small(word: &str) -> bool {
    word == AFFAIRS || SMALL_WORDS.has(word, small_words::KEY)
}

/// "Ministry of Foreign Affairs" is the foreign ministry, but an acronym has its letter: MFA.
const AFFAIRS: &str = "affairs";

fn is_company_form(word: &str) -> bool {
    COMPANY_FORMS.has(word, company_forms::KEY)
}

/// Whether a name has the form of an institution's: a head word, or an acronym.
pub fn looks_like_one(name: &str) -> bool {
    let words = fold::words(name);
    let capitals = |w: &fold::Word| {
        let written = w.span.slice(name);
        written.chars().count() >= 2 && written.chars().all(char::is_uppercase)
    };
    let acronym = matches!(words.as_slice(), [only] if capitals(only));
    acronym || words.iter().any(|w| INSTITUTION_WORDS.has(&w.text, institution_words::FORM))
}

/// The words of a name that count, each in its plain form, in the order in which they are written; all where none would be left.
pub fn words(name: &str) -> Vec<String> {
    let all: Vec<String> = fold::words(name).into_iter().map(|w| w.text).collect();
    let mut out: Vec<String> = all.iter().filter(|w| !is_small(w)).map(|w| unified(w)).collect();
    while out.len() > 1 && out.last().is_some_and(|w| is_company_form(w)) {
        out.pop();
    }
    if out.is_empty() { all } else { out }
}

fn unified(word: &str) -> String {
    if let Some(plain) = spellings::plain(word) {
        return plain.to_owned();
    }
    if word == "corps" {
        return word.to_owned();
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() >= 4 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// The words of a name in alphabetical order: equal for "Ministry of X" and "X Ministry".
pub fn key(name: &str) -> String {
    let mut words = words(name);
    words.sort_unstable();
    words.join(" ")
}

/// The acronyms that a name of two or more words may have, ascending: with and without its small words and its legal form.
pub fn acronyms(name: &str) -> Vec<String> {
    let all = fold::words(name);
    let first = |words: &[&fold::Word]| words.iter().filter_map(|w| w.text.chars().next()).collect::<String>();
    let every: Vec<&fold::Word> = all.iter().collect();
    let large: Vec<&fold::Word> = all.iter().filter(|w| w.text == AFFAIRS || !is_small(&w.text)).collect();
    let mut out = vec![first(&every), first(&large)];
    let bare: Vec<&fold::Word> = large.iter().copied().filter(|w| !is_company_form(&w.text)).collect();
    out.push(first(&bare));
    out.retain(|a| a.chars().count() >= 2);
    out.sort_unstable();
    out.dedup();
    out
}

/// At most so many words of a name are compared.
const COMPARED: usize = 24;

/// A name, prepared for comparing.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// See [`words`].
    pub words: Vec<String>,
    /// The first `COMPARED` of them, prepared for comparing.
    pub parts: Vec<Part>,
    key: String,
    run: String,
    /// See [`acronyms`].
    pub acronyms: Vec<String>,
}

impl Parsed {
    /// Takes a name apart.
    pub fn new(name: &str) -> Self {
        let words = words(name);
        let parts = words.iter().take(COMPARED).map(|w| Part::new(w)).collect();
        let mut sorted: Vec<&str> = words.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        Self { key: sorted.join(" "), run: words.concat(), acronyms: acronyms(name), parts, words }
    }
}

/// Compares two names of institutions, places or events.
pub fn compare(a: &Parsed, b: &Parsed) -> Verdict {
    let (left, right) = (&a.words, &b.words);
    if left.is_empty() || right.is_empty() {
        return Verdict::new(0.0, Ground::Other(Vec::new()));
    }
    if left == right {
        return Verdict::new(0.98, Ground::Equal);
    }
    if a.key == b.key {
        return Verdict::new(0.96, Ground::Reordered);
    }
    if a.run == b.run {
        return Verdict::new(0.95, Ground::Respaced);
    }
    for (short, long) in [(a, b), (b, a)] {
        if let [only] = short.words.as_slice()
            && long.acronyms.contains(only)
        {
            return Verdict::new(0.8, Ground::Acronym);
        }
    }
    if left.len() <= right.len() { by_words(a, b) } else { by_words(b, a) }
}

/// Pairs each word of the shorter name with the likest of the longer; the words left over decide.
fn by_words(short: &Parsed, long: &Parsed) -> Verdict {
    let parts = &long.parts;
    let mut used = vec![false; parts.len()];
    let (mut lack, mut alone, mut differ) = (0.0, Vec::new(), Vec::new());
    for part in &short.parts {
        let word = &part.text;
        let meets = parts.iter().enumerate().filter(|(at, _)| used.get(*at) == Some(&false));
        let best = meets.map(|(at, p)| (part.compare(p).0, at)).max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)));
        match best {
            Some((like, at)) if like >= 0.88 && (like > 0.999 || word.chars().count() > 3) => {
                lack += 1.0 - like;
                if let Some(cell) = used.get_mut(at) {
                    *cell = true;
                }
                if like < 1.0 {
                    differ.push((word.clone(), parts.get(at).map(|p| p.text.clone()).unwrap_or_default()));
                }
            }
            _ => alone.push(word.clone()),
        }
    }
    let extra = used.iter().filter(|u| !**u).count();
    if !alone.is_empty() {
        let share = 1.0 - alone.len() as f32 / short.words.len() as f32;
        let left_over = long.words.iter().zip(&used).filter(|(_, u)| !**u).map(|(w, _)| w.clone());
        alone.extend(left_over);
        return Verdict::new(0.2 * share, Ground::Other(alone));
    }
    if extra > 0 {
        // A part of the longer name: a single word says less than two.
        let base = if short.words.len() >= 2 { 0.45 } else { 0.3 };
        return Verdict::new((base - 0.3 * lack).max(0.0), Ground::Part);
    }
    Verdict::new((0.9 - lack).max(0.0), Ground::Near(differ))
}
