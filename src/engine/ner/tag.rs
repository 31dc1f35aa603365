//! The labels of the field: outside, or begin, inside, last and only word of a name of each of six labels (BILOU).
//!
//! Tags are ordered so that those that may follow a tag lie together: the sums over sequences are short that way.

use super::Label;
use crate::engine::crf::Transitions;

/// Number of tags.
pub const TAGS: usize = 25;

/// Every label, in the order of its tags.
pub const LABELS: [Label; 6] =
    [Label::Person, Label::Institution, Label::Place, Label::Event, Label::Other, Label::Nationality];

/// Outside of names.
pub const OUT: u8 = 0;

/// Where in its name a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// First of several.
    Begin,
    /// Neither first nor last.
    Inside,
    /// Last of several.
    Last,
    /// The only one.
    Only,
}

/// The tag of a word.
pub fn tag(label: Label, part: Part) -> u8 {
    let number = LABELS.iter().position(|l| *l == label).unwrap_or(0) as u8;
    let part = match part {
        Part::Only => 0,
        Part::Begin => 1,
        Part::Inside => 2,
        Part::Last => 3,
    };
    1 + part * LABELS.len() as u8 + number
}

/// What a tag says; none for [`OUT`].
pub fn parse(tag: u8) -> Option<(Label, Part)> {
    let number = tag.checked_sub(1)? as usize;
    let label = LABELS.get(number % LABELS.len()).copied()?;
    let part = match number / LABELS.len() {
        0 => Part::Only,
        1 => Part::Begin,
        2 => Part::Inside,
        _ => Part::Last,
    };
    Some((label, part))
}

/// Which tag may follow which: a name that has begun goes on to its end.
pub fn steps() -> Transitions<TAGS> {
    let opens = |t: usize| matches!(parse(t as u8), None | Some((_, Part::Begin | Part::Only)));
    let closes = |t: usize| matches!(parse(t as u8), None | Some((_, Part::Last | Part::Only)));
    Transitions::neutral(opens, closes, |from, to| match (parse(from as u8), parse(to as u8)) {
        (Some((a, Part::Begin | Part::Inside)), Some((b, Part::Inside | Part::Last))) => a == b,
        _ => closes(from) && opens(to),
    })
}

/// The tags of a sequence of `n` words with the given names (first, last exclusive, label).
pub fn tags(n: usize, names: impl IntoIterator<Item = (usize, usize, Label)>) -> Vec<u8> {
    let mut out = vec![OUT; n];
    for (first, last, label) in names {
        for (i, out) in out.iter_mut().enumerate().take(last).skip(first) {
            let part = match (i == first, i + 1 == last) {
                (true, true) => Part::Only,
                (true, false) => Part::Begin,
                (false, true) => Part::Last,
                (false, false) => Part::Inside,
            };
            *out = tag(label, part);
        }
    }
    out
}
