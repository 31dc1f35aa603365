//! Cuts a text into words, numbers and marks, in one pass over its bytes.
//!
//! Promises: tokens ascend, do not overlap, lie on char boundaries, and leave out only white space; any string is valid input
//! and the cost is linear. Names begin and end where tokens do: possessives and the parts of hyphen compounds are tokens of
//! their own, `U.S.`, `O'Neil`, `al-Sisi` and `Inc.` are one token each. Knows no names.

use crate::text::abbreviation::is_abbreviation;
use crate::text::span::Span;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Begins with a letter: `Merkel`, `U.S.`, `G20`.
    Word,
    /// Begins with a digit: `1,000.5`, `20th`.
    Number,
    /// What is split off the end of a word: `'s`, `’ll`.
    Clitic,
    /// Punctuation or a sign; runs of the same dot, hyphen or star are one.
    Mark,
    /// A web or mail address.
    Address,
}

/// What stands before a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gap {
    /// Nothing: it touches the token before it.
    Glued,
    /// White space without a line break.
    Space,
    /// White space with one line break.
    Line,
    /// An empty line, or the beginning of the text.
    Paragraph,
}

/// One word, number or mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What it is made of.
    pub class: Class,
    /// What stands before it.
    pub gap: Gap,
}

impl Token {
    /// Where it is.
    pub fn span(self) -> Span {
        Span { start: self.start, end: self.end }
    }

    /// Its words.
    pub fn slice(self, text: &str) -> &str {
        self.span().slice(text)
    }
}

/// Cuts `text` into tokens, in order.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5 + 4);
    let mut at = 0;
    let mut gap = Gap::Paragraph;
    while let Some((sort, width)) = sort_at(text, at) {
        let class = match sort {
            Sort::Blank => {
                at += width;
                gap = gap.max(Gap::Space);
                continue;
            }
            Sort::Newline => {
                at += width;
                gap = if gap >= Gap::Line { Gap::Paragraph } else { Gap::Line };
                continue;
            }
            Sort::Letter => Class::Word,
            Sort::Digit => Class::Number,
            Sort::Apostrophe | Sort::Hyphen | Sort::Dot | Sort::Other => Class::Mark,
        };
        let (end, class) = match class {
            Class::Mark => mark_end(text, at, width, gap),
            _ => word_end(text, at, class),
        };
        out.push(Token { start: at as u32, end: end as u32, class, gap });
        at = end;
        gap = Gap::Glued;
    }
    out
}

/// What one char can do in a token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Blank,
    Newline,
    Letter,
    Digit,
    Apostrophe,
    Hyphen,
    Dot,
    Other,
}

/// The sort and the width in bytes of the char at `at`; none at the end of the text.
#[inline]
fn sort_at(text: &str, at: usize) -> Option<(Sort, usize)> {
    let byte = *text.as_bytes().get(at)?;
    if byte < 0x80 {
        let sort = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => Sort::Letter,
            b'0'..=b'9' => Sort::Digit,
            b' ' | b'\t' | b'\r' | 0x0B | 0x0C => Sort::Blank,
            b'\n' => Sort::Newline,
            b'\'' => Sort::Apostrophe,
            b'-' => Sort::Hyphen,
            b'.' => Sort::Dot,
            _ => Sort::Other,
        };
        return Some((sort, 1));
    }
    // A position inside a char does not occur; if it did, one byte on there would be a boundary again.
    let Some(char) = text.get(at..).and_then(|rest| rest.chars().next()) else { return Some((Sort::Blank, 1)) };
    let sort = match char {
        '\u{2019}' | '\u{02BC}' => Sort::Apostrophe,
        '\u{2010}' | '\u{2011}' => Sort::Hyphen,
        '\u{2028}' | '\u{2029}' | '\u{85}' => Sort::Newline,
        // Combining marks, joiners and modifier letters belong to the word they follow.
        '\u{0300}'..='\u{036F}' | '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{02B0}'..='\u{02FF}' => {
            Sort::Letter
        }
        _ if char.is_alphabetic() => Sort::Letter,
        _ if char.is_numeric() => Sort::Digit,
        _ if char.is_whitespace() || char == '\u{FEFF}' || char == '\u{200B}' => Sort::Blank,
        _ => Sort::Other,
    };
    Some((sort, char.len_utf8()))
}

#[inline]
fn is(text: &str, at: usize, sort: Sort) -> bool {
    sort_at(text, at).is_some_and(|(s, _)| s == sort)
}

#[inline]
fn alnum(text: &str, at: usize) -> bool {
    sort_at(text, at).is_some_and(|(s, _)| matches!(s, Sort::Letter | Sort::Digit))
}

/// The end of a run of letters and digits.
#[inline]
fn run_end(text: &str, mut at: usize) -> usize {
    while let Some((Sort::Letter | Sort::Digit, width)) = sort_at(text, at) {
        at += width;
    }
    at
}

/// The end of a word or number that begins at `start`.
fn word_end(text: &str, start: usize, class: Class) -> (usize, Class) {
    let bytes = text.as_bytes();
    let mut part = start;
    loop {
        let end = run_end(text, part);
        let Some((joint, width)) = sort_at(text, end) else { return (end, class) };
        let next = end + width;
        match joint {
            Sort::Apostrophe if alnum(text, next) && !is_clitic(text, next) => part = next,
            Sort::Hyphen if part == start && is_article(bytes.get(start..end)) && is(text, next, Sort::Letter) => {
                part = next;
            }
            Sort::Dot => match dot_joins(text, start, part, end) {
                Joint::On => part = next,
                Joint::Ends => return (next, class),
                Joint::Not => return (end, class),
            },
            Sort::Other => match bytes.get(end) {
                Some(b',') if class == Class::Number && is(text, next, Sort::Digit) => part = next,
                Some(b'&') if upper_around(bytes, end) => part = next,
                Some(b'@') if alnum(text, next) => return (address_end(text, next), Class::Address),
                Some(b':') if bytes.get(end..end + 3) == Some(b"://") => {
                    return (address_end(text, next), Class::Address);
                }
                _ => return (end, class),
            },
            _ => return (end, class),
        }
    }
}

/// Whether `AT&T` and the like go on after the sign at `at`.
fn upper_around(bytes: &[u8], at: usize) -> bool {
    let upper = |i: Option<usize>| i.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_uppercase);
    upper(at.checked_sub(1)) && upper(Some(at + 1))
}

/// `'s`, `'re`, `'ve`, `'ll`, `'d`, `'m` at the end of a word; `n't` stays with its word.
fn is_clitic(text: &str, after: usize) -> bool {
    let tail = text.as_bytes().get(after..run_end(text, after).min(after + 3)).unwrap_or(&[]);
    let mut low = [0_u8; 3];
    for (to, from) in low.iter_mut().zip(tail) {
        *to = from.to_ascii_lowercase();
    }
    matches!(low.get(..tail.len()), Some(b"s" | b"re" | b"ve" | b"ll" | b"d" | b"m"))
}

/// The Arabic article, as it is written before a hyphen.
fn is_article(word: Option<&[u8]>) -> bool {
    let Some(word) = word.filter(|w| w.len() == 2 || w.len() == 3) else { return false };
    let mut low = [0_u8; 3];
    for (to, from) in low.iter_mut().zip(word) {
        *to = from.to_ascii_lowercase();
    }
    matches!(
        low.get(..word.len()),
        Some(b"al" | b"el" | b"ul" | b"ad" | b"as" | b"an" | b"ar" | b"at" | b"az" | b"es" | b"ed" | b"ash" | b"esh")
    )
}

enum Joint {
    /// The word goes on behind the dot.
    On,
    /// The dot is the last char of the word.
    Ends,
    /// The dot is a mark.
    Not,
}

/// What the dot at `dot` means for the word that begins at `start` and whose last part begins at `part`.
fn dot_joins(text: &str, start: usize, part: usize, dot: usize) -> Joint {
    let bytes = text.as_bytes();
    let next = dot + 1;
    let digits = bytes.get(dot.wrapping_sub(1)).is_some_and(u8::is_ascii_digit);
    if digits {
        return if bytes.get(next).is_some_and(u8::is_ascii_digit) { Joint::On } else { Joint::Not };
    }
    let one_letter = text.get(part..dot).is_some_and(|p| p.chars().count() == 1);
    let initial = one_letter && text.get(part..dot).is_some_and(|p| p.chars().all(char::is_alphabetic));
    if initial && is(text, next, Sort::Letter) {
        let after = run_end(text, next);
        // `U.S.`, `J.K.`, but not `B.Smith`, where a name begins.
        if text.get(next..after).is_some_and(|p| p.chars().count() == 1) {
            return Joint::On;
        }
        return Joint::Ends;
    }
    if initial && part > start {
        return Joint::Ends;
    }
    if initial {
        let upper = text.get(part..dot).is_some_and(|p| p.chars().all(char::is_uppercase));
        let spaced = matches!(bytes.get(next), Some(b' ' | b'-'));
        let capital = text.get(next + 1..).and_then(|r| r.chars().next()).is_some_and(char::is_uppercase);
        return if upper && spaced && capital { Joint::Ends } else { Joint::Not };
    }
    if bytes.get(next).is_some_and(u8::is_ascii_lowercase) {
        return Joint::On;
    }
    let word = text.get(start..dot).unwrap_or("");
    if is_abbreviation(word) { Joint::Ends } else { Joint::Not }
}

/// The end of an address: up to white space, without closing punctuation.
fn address_end(text: &str, mut at: usize) -> usize {
    let mut solid = at;
    while let Some((sort, width)) = sort_at(text, at) {
        if matches!(sort, Sort::Blank | Sort::Newline) || matches!(text.as_bytes().get(at), Some(b'<' | b'>' | b'"')) {
            break;
        }
        at += width;
        if matches!(sort, Sort::Letter | Sort::Digit) || text.as_bytes().get(at - 1) == Some(&b'/') {
            solid = at;
        }
    }
    solid
}

/// The end of a mark, or of a clitic that begins with an apostrophe.
fn mark_end(text: &str, start: usize, width: usize, gap: Gap) -> (usize, Class) {
    let next = start + width;
    let bytes = text.as_bytes();
    match sort_at(text, start).map(|s| s.0) {
        Some(Sort::Apostrophe) if gap == Gap::Glued && is(text, next, Sort::Letter) && is_clitic(text, next) => {
            (run_end(text, next), Class::Clitic)
        }
        // Old wires write a blank before it: `Iran 's`.
        Some(Sort::Apostrophe)
            if gap == Gap::Space
                && matches!(bytes.get(next), Some(b's'))
                && !alnum(text, next + 1)
                && bytes.get(next + 1) != Some(&b'\'') =>
        {
            (next + 1, Class::Clitic)
        }
        Some(Sort::Dot | Sort::Hyphen) => {
            let byte = bytes.get(start);
            let more = bytes.iter().skip(next).take_while(|b| Some(*b) == byte && width == 1).count();
            (next + more, Class::Mark)
        }
        Some(Sort::Other) if matches!(bytes.get(start), Some(b'*' | b'=' | b'#' | b'~' | b'+')) => {
            let byte = bytes.get(start);
            (next + bytes.iter().skip(next).take_while(|b| Some(*b) == byte).count(), Class::Mark)
        }
        _ => (next, Class::Mark),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        tokens(text).into_iter().map(|t| t.slice(text)).collect()
    }

    #[test]
    fn names_and_their_boundaries() {
        for (text, want) in [
            ("U.S.-led talks in the U.S.", "U.S.|-|led|talks|in|the|U.S."),
            ("Merkel's and O’Neil’s don't", "Merkel|'s|and|O’Neil|’s|don't"),
            ("al-Sisi, El-Baradei", "al-Sisi|,|El-Baradei"),
            ("George W. Bush Jr. said.", "George|W.|Bush|Jr.|said|."),
            ("Israeli-Palestinian", "Israeli|-|Palestinian"),
            ("AT&T paid $1,000.50 to Apple Inc.", "AT&T|paid|$|1,000.50|to|Apple|Inc."),
            ("see https://a.b/c?d=1, x@y.org.", "see|https://a.b/c?d=1|,|x@y.org|."),
            ("Wait... he--well", "Wait|...|he|--|well"),
            ("Booking.com ended.The", "Booking.com|ended|.|The"),
            ("GH¢85,000 Médecins", "GH|¢|85,000|Médecins"),
            ("Iran 's", "Iran|'s"),
        ] {
            assert_eq!(cut(text).join("|"), want, "{text}");
        }
    }

    #[test]
    fn gaps_know_lines_and_paragraphs() {
        let gaps: Vec<Gap> = tokens("A b,\nc\n \nd").into_iter().map(|t| t.gap).collect();
        assert_eq!(gaps, [Gap::Paragraph, Gap::Space, Gap::Glued, Gap::Line, Gap::Paragraph]);
    }

    fn blank(c: char) -> bool {
        c.is_whitespace() || c == '\u{FEFF}' || c == '\u{200B}'
    }

    proptest! {
        #[test]
        fn only_white_space_is_left_out(text in "\\PC*|[a-zA-Z.' \\n’-]*") {
            let mut end = 0;
            for token in tokens(&text) {
                prop_assert!(token.start >= end && token.end > token.start);
                let between = Span { start: end, end: token.start }.slice(&text);
                prop_assert!(between.chars().all(blank));
                prop_assert!(!token.slice(&text).is_empty());
                end = token.end;
            }
            prop_assert!(text.get(end as usize..).is_some_and(|rest| rest.chars().all(blank)));
        }
    }
}
