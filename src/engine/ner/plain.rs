//! A spotter by capital letters and a few words, until there are weights.

use super::{Label, Spotted};
use crate::text::sentence::Sentence;
use crate::text::span::Span;
use crate::text::token::{Class, Gap, Token};

const TITLES: &[&str] = &[
    "Mr.",
    "Mrs.",
    "Ms.",
    "Dr.",
    "Prof.",
    "Gen.",
    "Col.",
    "President",
    "Minister",
    "Secretary",
    "General",
    "Director",
    "Ambassador",
    "Chairman",
    "Governor",
    "Senator",
    "Sheikh",
    "King",
    "Prince",
    "Judge",
    "Spokesman",
    "Chancellor",
];
const HEADS: &[&str] = &[
    "Ministry",
    "Council",
    "Bank",
    "Party",
    "University",
    "Court",
    "Agency",
    "Authority",
    "Bureau",
    "Commission",
    "Committee",
    "Department",
    "Union",
    "Army",
    "Parliament",
    "Senate",
    "Congress",
    "Office",
    "Institute",
    "Company",
    "Corporation",
    "Group",
    "Police",
    "Force",
    "Forces",
    "Nations",
    "Organization",
    "Fund",
    "Association",
    "Inc.",
];
const DEMONYM: &[&str] = &["ian", "ans", "ish", "ese", "ian", "eli", "aqi", "lims", "lim"];

/// The names of `text` by capital runs.
pub fn spot(text: &str, tokens: &[Token], sentences: &[Sentence]) -> Vec<Spotted> {
    let mut out = Vec::new();
    for sentence in sentences {
        let mut i = sentence.first as usize;
        let last = sentence.last as usize;
        while i < last {
            let mut end = i;
            while end < last && capital(text, tokens, end) && (end == i || joined(tokens, end)) {
                end += 1;
                let of = tokens.get(end).is_some_and(|t| matches!(t.slice(text), "of" | "for"));
                if of && end + 1 < last && capital(text, tokens, end + 1) && head(text, tokens, i..end) {
                    end += 1;
                }
            }
            if end == i {
                i += 1;
                continue;
            }
            while i < end && tokens.get(i).is_some_and(|t| leaves(t.slice(text))) {
                i += 1;
            }
            let titled = i.checked_sub(1).and_then(|p| tokens.get(p)).is_some_and(|t| TITLES.contains(&t.slice(text)));
            if i < end && (i > sentence.first as usize || end - i > 1) {
                push(&mut out, text, tokens, i..end, titled);
            }
            i = end.max(i + 1);
        }
    }
    out
}

fn push(out: &mut Vec<Spotted>, text: &str, tokens: &[Token], at: std::ops::Range<usize>, titled: bool) {
    let (Some(a), Some(b)) = (tokens.get(at.start), tokens.get(at.end - 1)) else { return };
    let before = at.start.checked_sub(1).and_then(|p| tokens.get(p)).map_or("", |t| t.slice(text));
    let word = a.slice(text);
    let label = if titled {
        Label::Person
    } else if head(text, tokens, at.clone())
        || at.len() == 1 && word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase())
    {
        Label::Institution
    } else if at.len() == 1 && DEMONYM.iter().any(|d| word.ends_with(d)) {
        Label::Nationality
    } else if matches!(before, "in" | "at" | "from" | "to" | "near") || word == "U.S." {
        Label::Place
    } else if at.len() > 1 {
        Label::Person
    } else {
        Label::Place
    };
    let (first, last) = (at.start as u32, at.end as u32);
    out.push(Spotted { span: Span { start: a.start, end: b.end }, first, last, label, score: 0.5 });
}

fn capital(text: &str, tokens: &[Token], i: usize) -> bool {
    tokens.get(i).is_some_and(|t| {
        let word = t.slice(text);
        t.class == Class::Word && (word.chars().next().is_some_and(char::is_uppercase) || word.starts_with("al-"))
    })
}

fn joined(tokens: &[Token], i: usize) -> bool {
    tokens.get(i).is_some_and(|t| t.gap <= Gap::Space)
}

fn head(text: &str, tokens: &[Token], at: std::ops::Range<usize>) -> bool {
    tokens.get(at).unwrap_or(&[]).iter().any(|t| HEADS.contains(&t.slice(text)))
}

fn leaves(word: &str) -> bool {
    TITLES.contains(&word) || matches!(word, "The" | "A" | "An" | "In" | "On" | "He" | "She" | "It" | "But" | "I")
}
