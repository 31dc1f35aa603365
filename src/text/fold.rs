//! Folding: the form in which texts and names are compared. It drops case, accents, apostrophes, hyphens and, in names, the
//! Arabic article; letters stay in their own script (for sound and transliteration see `engine::names::sound`).
//!
//! [`fold`] folds a text char by char, [`Folded`] remembers where everything came from, [`words`] and [`key`] fold names.
//! Total and linear, with a fast path for ASCII. Knows no languages.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::span::Span;

/// `text` without case, accents and apostrophes; hyphens, dashes and white space become blanks, one for one.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut |f| out.push(f));
    }
    out
}

/// Folds one char; calls `out` for each char of its folded form, not at all where it is dropped.
fn fold_char(c: char, out: &mut impl FnMut(char)) {
    if c.is_ascii() {
        match c {
            '\'' | '`' => {}
            '-' | '\t' | '\n' | '\r' => out(' '),
            _ => out(c.to_ascii_lowercase()),
        }
        return;
    }
    match c {
        // Hangul and kana would decompose into letters of their own.
        '\u{1100}'..='\u{11FF}' | '\u{3040}'..='\u{30FF}' | '\u{AC00}'..='\u{D7A3}' | '\u{4E00}'..='\u{9FFF}' => out(c),
        _ => decompose_compatible(c, |part| fold_part(part, out)),
    }
}

/// Folds one char of a compatibility decomposition.
fn fold_part(c: char, out: &mut impl FnMut(char)) {
    match c {
        // Accents; Hebrew points; Arabic vowel signs and the stretching stroke; signs without width.
        '\u{0300}'..='\u{036F}'
        | '\u{0591}'..='\u{05BD}'
        | '\u{05BF}'..='\u{05C7}'
        | '\u{0610}'..='\u{061A}'
        | '\u{0640}'
        | '\u{064B}'..='\u{065F}'
        | '\u{0670}'
        | '\u{06D6}'..='\u{06ED}'
        | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{FE00}'..='\u{FE2F}'
        | '\u{00AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        // Apostrophes, and signs for hamza and ayn.
        | '\''
        | '`'
        | '\u{00B4}'
        | '\u{02B0}'..='\u{02FF}'
        | '\u{0374}'
        | '\u{2018}'
        | '\u{2019}'
        | '\u{201B}'
        | '\u{2032}'
        | '׳' => {}
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '־' => out(' '),
        c if c.is_whitespace() => out(' '),
        'ß' | 'ẞ' => each("ss", out),
        'Æ' | 'æ' => each("ae", out),
        'Œ' | 'œ' => each("oe", out),
        'Ø' | 'ø' => out('o'),
        'Ł' | 'ł' => out('l'),
        'Đ' | 'đ' | 'Ð' | 'ð' => out('d'),
        'Þ' | 'þ' => each("th", out),
        'ı' => out('i'),
        'Ə' | 'ə' => out('a'),
        'Ħ' | 'ħ' => out('h'),
        'Ŧ' | 'ŧ' => out('t'),
        'Ŋ' | 'ŋ' => out('n'),
        // One letter in names, written in two ways by country or habit.
        'ى' | 'ی' => out('ي'),
        'ة' => out('ه'),
        'ک' => out('ك'),
        'ς' => out('σ'),
        c if c.is_ascii() => out(c.to_ascii_lowercase()),
        // Lower-casing may give a mark of its own (İ was taken apart before, but others may come).
        c => c.to_lowercase().filter(|l| !is_combining_mark(*l) || !c.is_alphabetic()).for_each(out),
    }
}

/// Bytes at the beginning of a text that are ASCII and fold to themselves, or to their small letters.
fn plain(text: &str) -> usize {
    let folds = |byte: &u8| !byte.is_ascii() || matches!(byte, b'\'' | b'`' | b'-' | b'\t' | b'\n' | b'\r');
    text.as_bytes().iter().position(folds).unwrap_or(text.len())
}

fn each(word: &str, out: &mut impl FnMut(char)) {
    word.chars().for_each(out);
}

/// A stretch of the folded text and where it came from.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Where it begins in the folded text.
    folded: u32,
    /// Where it begins in the original.
    origin: u32,
    /// Bytes in the original where the stretch is one char folded to another length; 0 where both run byte by byte.
    width: u32,
}

/// A folded text with the place in the original of each of its bytes: text search finds `é` for `e` and lights the right bytes.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    text: String,
    pieces: Vec<Piece>,
}

impl Folded {
    /// Folds `text` as [`fold`] does.
    pub fn new(text: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), pieces: Vec::new() };
        // The origin that the next char must have to extend the last piece.
        let mut expected = None;
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let run = rest.get(..plain(rest)).unwrap_or_default();
            if !run.is_empty() {
                folded.push_plain(run, at, expected);
                at += run.len();
                expected = Some(at);
            }
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
            let before = folded.text.len();
            let mut chars = 0;
            fold_char(c, &mut |f| {
                folded.text.push(f);
                chars += 1;
            });
            let (long, width) = (folded.text.len() - before, c.len_utf8());
            // A ligature may fold to several chars of as many bytes: they all come from the whole of it.
            let even = long == width && chars == 1;
            if long > 0 && !(even && expected == Some(at)) {
                let width = if even { 0 } else { width as u32 };
                folded.pieces.push(Piece { folded: before as u32, origin: at as u32, width });
            }
            at += width;
            if long > 0 {
                expected = even.then_some(at);
            }
        }
        folded
    }

    /// Folds a run that [`plain`] found, which begins at byte `at` of the original. A text of 5 MB is folded between two frames.
    fn push_plain(&mut self, run: &str, at: usize, expected: Option<usize>) {
        let before = self.text.len();
        self.text.push_str(run);
        if let Some(run) = self.text.get_mut(before..) {
            run.make_ascii_lowercase();
        }
        if expected != Some(at) {
            self.pieces.push(Piece { folded: before as u32, origin: at as u32, width: 0 });
        }
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place in the original from which bytes `start..end` of the folded text came.
    pub fn origin(&self, start: usize, end: usize) -> Span {
        let last = end.saturating_sub(1).max(start);
        let from =
            self.piece(start).map_or(0, |p| if p.width > 0 { p.origin } else { p.origin + start as u32 - p.folded });
        let upto = self
            .piece(last)
            .map_or(0, |p| if p.width > 0 { p.origin + p.width } else { p.origin + last as u32 + 1 - p.folded });
        Span { start: from, end: upto.max(from) }
    }

    fn piece(&self, offset: usize) -> Option<&Piece> {
        let upto = self.pieces.partition_point(|p| p.folded as usize <= offset);
        self.pieces.get(upto.checked_sub(1)?)
    }

    /// Every place of the original where `words` stands, folded alike, from left to right, not overlapping.
    pub fn places<'a>(&'a self, words: &str) -> impl Iterator<Item = Span> + use<'a> {
        let needle = fold(words);
        let mut from = 0;
        std::iter::from_fn(move || {
            if needle.is_empty() {
                return None;
            }
            let at = from + self.text.get(from..)?.find(&needle)?;
            from = at + needle.len();
            Some(self.origin(at, from))
        })
    }
}

/// A word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Folded; never empty.
    pub text: String,
    /// Where it stands in the name.
    pub span: Span,
    /// Whether a hyphen, or an article that was dropped, ties it to the word before.
    pub tied: bool,
}

/// The words of a name, folded, each with its place. The Arabic article is dropped wherever it stands before another
/// word (`al-`, `El `, `as-Sisi`, `ال`); other particles stay. A name of nothing but articles keeps them.
pub fn words(name: &str) -> Vec<Word> {
    let mut raw = raw_words(name);
    let mut out: Vec<Word> = Vec::with_capacity(raw.len());
    for i in 0..raw.len() {
        let next = raw.get(i + 1).map(|w| (w.text.clone(), w.tied));
        let Some(word) = raw.get_mut(i) else { break };
        if let Some((next, tied)) = next
            && is_article(&word.text, &next, tied)
        {
            continue;
        }
        let mut word =
            std::mem::replace(word, Word { text: String::new(), span: Span { start: 0, end: 0 }, tied: false });
        if let Some(bare) = word.text.strip_prefix("ال")
            && bare.chars().count() >= 3
        {
            word.text = bare.to_string();
        }
        out.push(word);
    }
    out
}

/// The words of a name with single blanks between them: names with one key are spelt alike.
pub fn key(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in words(name) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word.text);
    }
    out
}

/// Words at letters and digits, nothing fallen away yet. Points inside initials (`U.S.`, `J.K.`) hold a word together
/// only in a chain of single letters.
fn raw_words(name: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut open = false;
    let mut hyphen = false;
    for (at, c) in name.char_indices() {
        let end = (at + c.len_utf8()) as u32;
        let mut any = false;
        let mut blank = false;
        fold_char(c, &mut |f| {
            any = true;
            if !f.is_alphanumeric() && !is_combining_mark(f) {
                blank = true;
                return;
            }
            if !open {
                out.push(Word { text: String::new(), span: Span { start: at as u32, end }, tied: hyphen });
                open = true;
            }
            if let Some(word) = out.last_mut() {
                word.text.push(f);
                word.span.end = end;
            }
        });
        if blank {
            open = false;
        }
        if any {
            hyphen = matches!(c, '-' | '\u{2010}'..='\u{2015}' | '־');
        }
    }
    join_initials(name, out)
}

/// `U.S.` is one word, `J.K.` too: single letters with nothing but a point between them.
fn join_initials(name: &str, words: Vec<Word>) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    let mut chain = false;
    for word in words {
        let single = word.text.chars().count() == 1;
        if single && let Some(last) = out.last_mut() {
            let gap = name.get(last.span.end as usize..word.span.start as usize);
            if gap == Some(".") && (chain || last.text.chars().count() == 1) {
                last.text.push_str(&word.text);
                last.span.end = word.span.end;
                chain = true;
                continue;
            }
        }
        chain = false;
        out.push(word);
    }
    out
}

/// Whether `word` is the Arabic article before `next`; before sun letters it takes their sound, and is then only known
/// by the hyphen.
fn is_article(word: &str, next: &str, tied: bool) -> bool {
    match word {
        "al" | "el" => true,
        "ul" | "il" => tied,
        "ad" | "an" | "ar" | "as" | "at" | "az" | "ed" | "en" | "er" | "es" | "et" | "ez" => {
            tied && word.chars().nth(1) == next.chars().next()
        }
        "ash" | "esh" | "adh" | "ath" => tied && word.get(1..).is_some_and(|sound| next.starts_with(sound)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_folds_without_case_accents_and_apostrophes() {
        assert_eq!(fold("Émile Łukasz-O’Brien"), "emile lukasz obrien");
        assert_eq!(fold("STRAẞE Ærø İstanbul"), "strasse aero istanbul");
        assert_eq!(fold("أحمد الْقُرْآن"), "احمد القران");
        assert_eq!(fold("Ёлкин Йод"), "елкин иод");
        assert_eq!(fold("서울 ガザ ﬁn"), "서울 ガザ fin");
    }

    #[test]
    fn the_article_falls_away_before_a_name_only() {
        assert_eq!(key("Ebrahim Al-Raisi"), "ebrahim raisi");
        assert_eq!(key("al raisi"), key("Raisi"));
        assert_eq!(key("Abdel Fattah as-Sisi"), "abdel fattah sisi");
        assert_eq!(key("As Sisi"), "as sisi", "without a hyphen it may be a word");
        assert_eq!(key("الحموشي"), "حموشي");
        assert_eq!(key("Al"), "al");
        assert_eq!(key("U.S. Navy"), "us navy");
        assert_eq!(key("J. K. Rowling"), "j k rowling");
        assert_eq!(key("Jean-Pierre"), "jean pierre");
    }

    #[test]
    fn what_is_found_lies_where_it_stands() {
        let text = "Ça, dit l’élève: «Élève!» Ærø-el";
        let folded = Folded::new(text);
        let found: Vec<&str> = folded.places("eleve").map(|s| s.slice(text)).collect();
        assert_eq!(found, ["élève", "Élève"]);
        let found: Vec<&str> = folded.places("lel").map(|s| s.slice(text)).collect();
        assert_eq!(found, ["l’él"]);
        assert_eq!(folded.places("aero el").map(|s| s.slice(text)).collect::<Vec<_>>(), ["Ærø-el"]);
        assert_eq!(folded.places("").count(), 0);
    }

    #[test]
    fn words_know_their_place() {
        let name = "Ibn al-Raḥmān";
        let got: Vec<(String, &str)> = words(name).into_iter().map(|w| (w.text.clone(), w.span.slice(name))).collect();
        assert_eq!(got, [("ibn".to_owned(), "Ibn"), ("rahman".to_owned(), "Raḥmān")]);
    }

    proptest! {
        #[test]
        fn any_text_folds_to_places_on_char_boundaries(text in "\\PC{0,40}", start in 0usize..40, len in 1usize..6) {
            let folded = Folded::new(&text);
            prop_assert_eq!(folded.text(), &fold(&text));
            let upto = folded.text().len();
            let (start, end) = (start.min(upto), (start + len).min(upto));
            if folded.text().is_char_boundary(start) && folded.text().is_char_boundary(end) && start < end {
                let span = folded.origin(start, end);
                prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
                prop_assert!(!span.is_empty());
            }
            for word in words(&text) {
                prop_assert!(!word.text.is_empty() && text.get(word.span.start as usize..word.span.end as usize).is_some());
            }
        }

        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
