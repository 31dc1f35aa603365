//! Who bears a role: the person whose name follows it, else the one whose name it follows, else the nearest of the sentence.

use crate::engine::input::DetectedMention;
use crate::news::mention::{Form, Kind};

/// For every mention of `found` (ascending) that is a role, the mention of the person who bears it.
pub fn bearers(text: &str, found: &[DetectedMention]) -> Vec<Option<u32>> {
    let mut out: Vec<Option<u32>> = vec![None; found.len()];
    // From the end: of two roles in a row, the first takes the bearer of the second.
    let mut next_person: Option<usize> = None;
    let mut before: Vec<Option<usize>> = Vec::with_capacity(found.len());
    let mut last = None;
    for (number, mention) in found.iter().enumerate() {
        before.push(last);
        if is_person(mention) {
            last = Some(number);
        }
    }
    let mut next_role: Option<usize> = None;
    for (number, role) in found.iter().enumerate().rev() {
        if is_person(role) {
            next_person = Some(number);
        }
        if role.form != Form::Role {
            continue;
        }
        let next = next_person.and_then(|n| Some((n, gap(text, role, found.get(n)?)?)));
        // A name inside the role ({R:{P:Bush} adviser}) is somebody else.
        let earlier = before.get(number).copied().flatten();
        let previous = earlier.and_then(|n| Some((n, gap(text, found.get(n)?, role)?)));
        let chained = next_role.and_then(|n| Some((n, gap(text, role, found.get(n)?)?)));
        let bearer = choose(next, previous, chained, &out);
        if let Some(slot) = out.get_mut(number) {
            *slot = bearer.map(|n| n as u32);
        }
        next_role = Some(number);
    }
    out
}

fn is_person(mention: &DetectedMention) -> bool {
    mention.form == Form::Name && mention.kind == Kind::Person
}

/// The text between two mentions that do not overlap.
fn gap<'a>(text: &'a str, a: &DetectedMention, b: &DetectedMention) -> Option<&'a str> {
    (a.span.end <= b.span.start).then(|| text.get(a.span.end as usize..b.span.start as usize)).flatten()
}

fn choose(
    next: Option<(usize, &str)>,
    previous: Option<(usize, &str)>,
    chained: Option<(usize, &str)>,
    known: &[Option<u32>],
) -> Option<usize> {
    let blank = |gap: &str| gap.trim_matches([' ', '"', '“', '-', '\u{2018}']).is_empty() && !gap.contains('\n');
    if let Some((n, _)) = next.filter(|(_, gap)| blank(gap)) {
        return Some(n);
    }
    // President and Commander-in-Chief Museveni; supreme leader, Ayatollah Khamenei.
    let joins = |gap: &str| matches!(gap.trim(), "" | "and" | "," | "&" | ", the");
    let follows_name = |gap: &str| {
        let said = gap.trim_matches([' ', '(', '-', '–', '—', '"', '”']);
        matches!(
            said,
            "" | ","
                | ", the"
                | ", a"
                | ", an"
                | ", now"
                | ", now the"
                | ", his"
                | ", her"
                | ", its"
                | ", who is"
                | "as"
        ) || gap.len() < 12 && said.starts_with(',') && !said.contains('.')
    };
    if let Some((role, _)) = chained.filter(|(_, gap)| joins(gap) && gap.trim() != ",")
        && let Some(bearer) = known.get(role).copied().flatten()
    {
        return Some(bearer as usize);
    }
    if let Some((n, _)) = previous.filter(|(_, gap)| follows_name(gap)) {
        return Some(n);
    }
    let opens = |gap: &str| matches!(gap.trim(), "," | ", the" | "(" | ":" | "–" | "-" | "—");
    if let Some((n, _)) = next.filter(|(_, gap)| opens(gap)) {
        return Some(n);
    }
    if let Some((role, _)) = chained.filter(|(_, gap)| joins(gap))
        && let Some(bearer) = known.get(role).copied().flatten()
    {
        return Some(bearer as usize);
    }
    // The nearest of the sentence, first among those before: in "X is president" the subject is the bearer.
    let ends = |gap: &str| gap.contains(". ") || gap.contains('\n');
    let near = |side: Option<(usize, &str)>| {
        side.filter(|(_, gap)| gap.len() < 160 && !ends(gap)).map(|(n, gap)| (gap.len(), n))
    };
    match (near(previous), near(next)) {
        (Some((a, p)), Some((b, n))) => Some(if a <= b + 20 { p } else { n }),
        (p, n) => p.or(n).map(|(_, n)| n),
    }
}
