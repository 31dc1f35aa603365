//! The words under which a name is indexed: its own, and others that people write for it.

use crate::engine::lexicon::small_words::{self, SMALL_WORDS};
use crate::news::mention::Kind;
use crate::text::fold::{self, Word};

/// At most so many words of the name itself are used.
const WORDS: usize = 24;

/// `Abd` with the article of the word behind it.
const SERVANT: &[&str] = &["abdal", "abdel", "abdul", "abdoul", "abdol", "abder", "abdur", "abdes", "abdus"];

/// Whether a particle is often written as the beginning of the word after it.
fn runs_on(word: &str) -> bool {
    SMALL_WORDS.has(word, small_words::RUN)
}

/// The words of a name, then its variants, and how many of the list are words of the name. Variants are words tied by a hyphen or
/// an article, as one word; single letters of initials; names with `Abd`, as one word and as two.
pub(super) fn name_words(name: &str) -> (Vec<String>, usize) {
    let words = fold::words(name);
    let mut out: Vec<String> = words.iter().take(WORDS).map(|w| w.text.clone()).collect();
    let mains = out.len();
    let mut run = String::new();
    for (left, right) in words.iter().zip(words.iter().skip(1)) {
        let tied = right.tied && left.span.end + 4 > right.span.start;
        if tied {
            out.push(format!("{}{}", left.text, right.text));
        }
        // Particles are often written as the beginning of the word behind them.
        if runs_on(&left.text) {
            run.push_str(&left.text);
            if !tied && !runs_on(&right.text) {
                out.push(format!("{run}{}", right.text));
            }
        } else {
            run.clear();
        }
        if left.text == "abd" || SERVANT.contains(&left.text.as_str()) {
            out.extend(["abd", "abdul", "abdel"].map(str::to_owned));
            out.extend(["abdul", "abdel"].map(|abd| format!("{abd}{}", right.text)));
        }
    }
    for word in &words {
        out.extend(with_article(name, word, &words));
        if let Some(rest) = servant_of(&word.text) {
            out.extend(["abd".to_owned(), rest.to_owned()]);
        }
        // Initials that points hold together may be typed apart.
        if word.span.slice(name).contains('.') {
            out.extend(word.text.chars().map(String::from));
        }
    }
    (out, mains)
}

/// A word with the article that folding dropped before it, as one word: `alraisi` for "Al-Raisi".
pub(super) fn with_article(name: &str, word: &Word, words: &[Word]) -> Option<String> {
    let before = name.get(..word.span.start as usize)?;
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    let article = fold::fold(before.rsplit(|c: char| !c.is_alphanumeric()).next()?);
    let fell = (2..=3).contains(&article.len()) && !words.iter().any(|w| w.text == article);
    fell.then(|| format!("{article}{}", word.text))
}

/// What follows `Abd al-` in a name written as one word: `rahman` in `abdulrahman` and `abderrahman`.
fn servant_of(word: &str) -> Option<&str> {
    let rest = word.strip_prefix("abd")?;
    let bare = rest.trim_start_matches(['a', 'e', 'i', 'o', 'u']);
    if bare.len() == rest.len() {
        return None;
    }
    let mut letters = bare.chars();
    let doubled = letters.next()? == letters.next()?;
    let rest = bare.strip_prefix('l').or_else(|| bare.get(1..).filter(|_| doubled))?;
    (rest.len() >= 3).then_some(rest)
}

/// A word with `v` for `w`, as it sounds in German and Polish; none where it has no `w`.
pub(super) fn german(word: &str) -> Option<String> {
    word.contains('w').then(|| word.replace('w', "v"))
}

/// The letters and digits of a name, folded, with its articles.
pub(super) fn squash(name: &str) -> String {
    fold::fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Initials of a name of two or more words: of all of them, without the small ones, and of first and last name.
pub(super) fn initials_of(words: &[String], kind: Kind) -> Vec<String> {
    let first = |words: &mut dyn Iterator<Item = &String>| words.filter_map(|w| w.chars().next()).collect::<String>();
    let mut out =
        vec![first(&mut words.iter()), first(&mut words.iter().filter(|w| !SMALL_WORDS.has(w, small_words::SMALL)))];
    if kind == Kind::Person && words.len() > 2 {
        out.push(first(&mut words.first().into_iter().chain(words.last())));
    }
    out.retain(|i| (2..=12).contains(&i.chars().count()));
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_under_what_others_write() {
        let more = |name: &str| {
            let (words, mains) = name_words(name);
            words.into_iter().skip(mains).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(more("Jean-Pierre"), "jeanpierre");
        assert_eq!(more("Ebrahim Al-Raisi"), "alraisi");
        assert_eq!(more("Élysée"), "");
        assert_eq!(more("T.O. Balagovindan"), "t o");
        assert_eq!(more("Abdurrahman Qutaybi"), "abd rahman");
        assert!(more("Abd al-Rahman").contains("abdelrahman"));
        assert_eq!(more("Willem van den Heuvel"), "vandenheuvel");
        assert_eq!(more("Abdou Diallo"), "");
    }
}
