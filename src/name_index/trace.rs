//! Which bytes of an alias the query matched, to be lit: computed again for the few hits that are shown.

use super::word_match::{MatchKind, WordMatch};
use crate::text::fold;
use crate::text::span::Span;

/// What one word of the query matched: the folded word of the alias, and how.
pub(super) struct Met<'a> {
    pub(super) matched: &'a WordMatch,
    pub(super) word: &'a str,
    pub(super) kind: MatchKind,
}

/// The bytes of `alias` that the query matched, ascending, not overlapping.
pub(super) fn marks(alias: &str, met: &[Met<'_>]) -> Vec<Span> {
    let words = fold::words(alias);
    let mut used = vec![false; words.len()];
    let mut out = Vec::new();
    for met in met {
        let free = words.iter().zip(&mut used).find(|(w, used)| !**used && w.text == met.word);
        let whole = if let Some((word, used)) = free {
            *used = true;
            word.span
        } else {
            // A compound: the words that make it up.
            let inside: Vec<Span> =
                words.iter().filter(|w| met.word.contains(w.text.as_str())).map(|w| w.span).collect();
            match inside.split_first() {
                Some((first, rest)) => rest.iter().fold(*first, |a, b| a.join(*b)),
                None => continue,
            }
        };
        let part = match met.kind {
            MatchKind::Beginning | MatchKind::Contained => {
                let folded = fold::Folded::new(whole.slice(alias));
                folded
                    .places(&met.matched.word)
                    .next()
                    .map(|p| Span { start: whole.start + p.start, end: whole.start + p.end })
            }
            _ => None,
        };
        out.push(part.unwrap_or(whole));
    }
    out.sort_unstable();
    out.dedup_by(|b, a| {
        a.overlaps(*b) && {
            *a = a.join(*b);
            true
        }
    });
    out
}

/// The first letter of every word of `alias`.
pub(super) fn initials(alias: &str) -> Vec<Span> {
    fold::words(alias)
        .into_iter()
        .map(|w| {
            let first = w.span.slice(alias).chars().next().map_or(1, char::len_utf8);
            Span { start: w.span.start, end: w.span.start + first as u32 }
        })
        .collect()
}
