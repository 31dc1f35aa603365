//! The tags of the CRF of names (BILOU): a token is outside of names, or begins, continues or ends a name of several tokens,
//! or is a name of one token; the last four for each of six labels.
//!
//! Tags are numbered so that the tags that may follow a given one are adjacent: 0 is outside, then come the six `Unit`
//! tags, the six `Begin`, the six `Inside`, the six `Last`. [`Transitions::potentials`] makes use of that.

use super::label::Label;
use crate::engine::crf::transitions::Transitions;

/// The number of tags: one, and four positions for each of six labels.
pub const TAGS: usize = 25;

/// Every label, in the order of its tags.
pub const LABELS: [Label; 6] =
    [Label::Person, Label::Institution, Label::Place, Label::Event, Label::Other, Label::Nationality];

/// The tag of a token outside of names.
pub const OUTSIDE: u8 = 0;

/// The position of a token in its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// The first of several.
    Begin,
    /// Neither first nor last.
    Inside,
    /// The last of several.
    Last,
    /// The only one.
    Unit,
}

/// The tag of a label and position.
pub fn tag(label: Label, position: Position) -> u8 {
    let label = LABELS.iter().position(|l| *l == label).unwrap_or(0) as u8;
    let position = match position {
        Position::Unit => 0,
        Position::Begin => 1,
        Position::Inside => 2,
        Position::Last => 3,
    };
    1 + position * LABELS.len() as u8 + label
}

/// The label and position of a tag; `None` for [`OUTSIDE`].
pub fn parse(tag: u8) -> Option<(Label, Position)> {
    let number = tag.checked_sub(1)? as usize;
    let label = LABELS.get(number % LABELS.len()).copied()?;
    let position = match number / LABELS.len() {
        0 => Position::Unit,
        1 => Position::Begin,
        2 => Position::Inside,
        _ => Position::Last,
    };
    Some((label, position))
}

/// The index in [`LABELS`] of a tag's label; [`LABELS`]`.len()` for [`OUTSIDE`].
pub fn label_number(tag: usize) -> usize {
    if tag == OUTSIDE as usize { LABELS.len() } else { (tag - 1) % LABELS.len() }
}

/// Which tag may follow which: a name that has begun continues, with the same label, until it ends.
pub fn transitions() -> Transitions<TAGS> {
    let opens = |t: usize| matches!(parse(t as u8), None | Some((_, Position::Begin | Position::Unit)));
    let closes = |t: usize| matches!(parse(t as u8), None | Some((_, Position::Last | Position::Unit)));
    Transitions::neutral(opens, closes, |from, to| match (parse(from as u8), parse(to as u8)) {
        (Some((a, Position::Begin | Position::Inside)), Some((b, Position::Inside | Position::Last))) => a == b,
        _ => closes(from) && opens(to),
    })
}

/// The tags of `n` tokens that hold the given names: first token, one past the last token, label.
pub fn tags(n: usize, names: impl IntoIterator<Item = (usize, usize, Label)>) -> Vec<u8> {
    let mut out = vec![OUTSIDE; n];
    for (first, last, label) in names {
        for (i, out) in out.iter_mut().enumerate().take(last).skip(first) {
            let position = match (i == first, i + 1 == last) {
                (true, true) => Position::Unit,
                (true, false) => Position::Begin,
                (false, true) => Position::Last,
                (false, false) => Position::Inside,
            };
            *out = tag(label, position);
        }
    }
    out
}
