//! The part of a mention that is compared: without a leading the, a or an, and without a trailing possessive.
//!
//! This works on bytes, as the project's neutral scorer does, which takes any byte of a curly apostrophe for an apostrophe
//! and so removes only its last byte. Gold and prediction are cut alike, so that this changes no figure.

/// A normalised span, as byte offsets `start..end`. It can end inside a char, so it is no `Span`.
pub type NormSpan = (usize, usize);

/// The part of `start..end` that is compared.
pub fn norm(bytes: &[u8], start: u32, end: u32) -> NormSpan {
    let (mut start, mut end) = (start as usize, end as usize);
    if let Some(lead) = bytes.get(start..end).and_then(leading) {
        start += lead;
    }
    if let Some(at) = bytes.get(start..end).and_then(possessive) {
        end = start + at;
    }
    (start, end)
}

fn space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

/// The length of a leading article with the space behind it; `None` if there is none or nothing follows.
fn leading(b: &[u8]) -> Option<usize> {
    let word = b.iter().take_while(|c| c.is_ascii_alphabetic()).count();
    let article = b.get(..word)?;
    if ![&b"the"[..], b"a", b"an"].iter().any(|a| article.eq_ignore_ascii_case(a)) {
        return None;
    }
    let gap = b.iter().skip(word).take_while(|c| space(**c)).count();
    (gap > 0 && word + gap < b.len()).then_some(word + gap)
}

/// Where a trailing possessive, with the space before it, begins; `None` if there is none or nothing precedes it.
fn possessive(b: &[u8]) -> Option<usize> {
    let mut ends = vec![b.len()];
    if b.last() == Some(&b'\n') {
        ends.push(b.len() - 1);
    }
    let mark = |at: usize| b.get(at).is_some_and(|c| matches!(c, b'\'' | 0xe2 | 0x80 | 0x99));
    let mut first = None;
    for end in ends {
        let long = end.checked_sub(2).filter(|&at| mark(at) && b.get(at + 1) == Some(&b's'));
        let short = end.checked_sub(1).filter(|&at| mark(at));
        for at in [long, short].into_iter().flatten() {
            let gap = b.iter().take(at).rev().take_while(|c| space(**c)).count();
            first = Some(first.unwrap_or(usize::MAX).min(at - gap));
        }
    }
    first.filter(|&at| at > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(s: &str) -> &[u8] {
        let (a, z) = norm(s.as_bytes(), 0, s.len() as u32);
        &s.as_bytes()[a..z]
    }

    #[test]
    fn only_leading_articles_and_trailing_possessives_are_cut() {
        for (whole, part) in [
            ("the Senate", "Senate"),
            ("Theatre", "Theatre"),
            ("A ", "A "),
            ("An army's", "army"),
            ("troops'", "troops"),
            ("Jones 's", "Jones"),
            ("'s", "'s"),
        ] {
            assert_eq!(kept(whole), part.as_bytes(), "{whole}");
        }
        assert_eq!(kept("Bush’s"), b"Bush\xe2\x80", "as the neutral scorer does");
    }
}
