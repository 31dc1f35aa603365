//! The one gate between foreign text and a terminal, a message or a file name.
//!
//! Promises: what comes out has no control character (C0, DEL, C1), no bidi control, no invisible or private character, at
//! most eight combining marks a grapheme, and no grapheme of width zero; each thing taken out leaves a visible sign of one
//! cell. Cleaning twice changes nothing. The stored text is never cleaned, only what is drawn or printed.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Combining marks kept on one base.
const MARKS: usize = 8;
/// Characters kept of one grapheme: the longest emoji of Unicode 16 has ten.
const CHARS: usize = 24;

/// Stands for a bidi embedding, override, isolate or mark.
const BIDI: char = '⇄';
/// Stands for an invisible character: zero width, filler, tag.
const INVISIBLE: char = '¦';
/// Stands for what no font shows: C1 controls, private use, noncharacters.
const FOREIGN: char = '␦';
/// Carries combining marks that follow nothing.
const BASE: char = '◌';

/// `text` as one line: line ends and tabs become blanks, everything else that is not plain text becomes a sign.
pub fn clean(text: &str) -> Cow<'_, str> {
    rewrite(text, false)
}

/// `text` as lines: like [`clean`], but `\n` stays (and `\r\n` becomes it).
pub fn clean_block(text: &str) -> Cow<'_, str> {
    rewrite(text, true)
}

/// One grapheme (extended grapheme cluster) of a text as it may be drawn. Never of width zero, never empty, bounded
/// however long the grapheme is. The body of an article is drawn through this, so that its byte offsets keep their cells.
pub fn cell(grapheme: &str) -> Cow<'_, str> {
    if grapheme.chars().all(plain) {
        return Cow::Borrowed(if grapheme.is_empty() { " " } else { grapheme });
    }
    if matches!(grapheme, "\n" | "\r\n" | "\t") {
        return Cow::Borrowed(" ");
    }
    let out = mend(grapheme);
    if out == grapheme { Cow::Borrowed(grapheme) } else { Cow::Owned(out) }
}

/// [`clean`] and then transliterated to printable ASCII: for lines printed where the locale is not UTF-8. May be longer.
pub fn ascii(text: &str) -> Cow<'_, str> {
    match clean(text) {
        Cow::Borrowed(same) if same.is_ascii() => Cow::Borrowed(same),
        cleaned => Cow::Owned(cleaned.chars().map(stand_in).collect::<Vec<_>>().concat()),
    }
}

/// A name as it is kept: its words with single blanks, and without what is never shown as itself, so that a hidden character
/// makes no other name: `Bela\u{ad}rmina` is `Belarmina`. Empty where nothing else is there.
pub fn name(written: &str) -> Cow<'_, str> {
    if written.chars().all(plain) && !written.starts_with(' ') && !written.ends_with(' ') && !written.contains("  ") {
        return Cow::Borrowed(written);
    }
    let mut words = Vec::new();
    for word in written.split_whitespace() {
        // A sign that the word did not have stands for something hidden.
        let shown = |grapheme: &str| mend(grapheme).chars().filter(|c| grapheme.contains(*c)).collect::<String>();
        let word: String = graphemes(word).map(shown).collect();
        if !word.is_empty() {
            words.push(word);
        }
    }
    // What is left may join anew, such as a mark whose letter was hidden.
    Cow::Owned(clean(&words.join(" ")).into_owned())
}

/// The symbol of one screen cell in printable ASCII and of the same width, so that a finished screen can be rewritten.
pub fn ascii_cell(symbol: &str) -> Cow<'_, str> {
    if symbol.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return Cow::Borrowed(symbol);
    }
    let width = symbol.width().max(1);
    let mut out: String = symbol.chars().take(CHARS).map(stand_in).collect::<Vec<_>>().concat();
    out.truncate(width);
    while out.len() < width {
        out.push(' ');
    }
    Cow::Owned(out)
}

/// The ASCII for one cleaned character; `?` where nothing is known.
// One row a family of characters.
#[allow(clippy::match_same_arms)]
fn stand_in(c: char) -> &'static str {
    match c {
        '␛' => "^",
        BIDI | INVISIBLE | FOREIGN | BASE | '\u{2400}'..='\u{2421}' => "?",
        '─' | '━' | '═' | '╌' => "-",
        '│' | '┃' | '║' | '▏' | '▎' | '▌' => "|",
        '┌'..='╬' | '╭'..='╰' => "+",
        '•' | '●' | '∙' => "*",
        '…' => "...",
        '’' | '‘' => "'",
        '–' | '—' => "-",
        _ if is_combining_mark(c) => "",
        _ => match any_ascii::any_ascii_char(c) {
            "" => "?",
            known if known.bytes().all(|b| (b' '..=b'~').contains(&b)) => known,
            _ => "?",
        },
    }
}

/// The extended grapheme clusters of a text, quick over the ASCII that most text is.
pub fn graphemes(text: &str) -> Graphemes<'_> {
    Graphemes { rest: text }
}

/// See [`graphemes`].
#[derive(Clone, Debug)]
pub struct Graphemes<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Graphemes<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        // Nothing joins a printable ASCII character to an ASCII neighbour.
        let len = match self.rest.as_bytes() {
            [] => return None,
            [b' '..=b'~'] | [b' '..=b'~', 0..=0x7f, ..] => 1,
            _ => self.rest.graphemes(true).next()?.len(),
        };
        let (first, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(first)
    }
}

fn rewrite(text: &str, lines: bool) -> Cow<'_, str> {
    if text.chars().all(|c| plain(c) || (lines && c == '\n')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for grapheme in graphemes(text) {
        if lines && matches!(grapheme, "\n" | "\r\n") {
            out.push('\n');
        } else {
            out.push_str(&cell(grapheme));
        }
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Characters that need no second look: they have a width of their own and join nothing.
pub(super) fn plain(c: char) -> bool {
    matches!(c,
        ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{370}'..='\u{377}' | '\u{391}'..='\u{482}'
        | '\u{48a}'..='\u{52f}' | '\u{5d0}'..='\u{5ea}' | '\u{620}'..='\u{64a}' | '\u{1e00}'..='\u{1eff}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{20a0}'..='\u{20bf}' | '\u{3000}'..='\u{3029}'
        | '\u{3041}'..='\u{3096}' | '\u{30a0}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// The sign for a character that is never shown as itself.
// One row a reason: the blocks of Unicode are read row by row.
#[allow(clippy::match_same_arms)]
fn sign(c: char) -> Option<char> {
    Some(match c {
        '\0'..='\x1f' => char::from_u32(0x2400 + c as u32).unwrap_or(FOREIGN),
        '\x7f' => '␡',
        '\u{80}'..='\u{9f}' => FOREIGN,
        '\u{ad}' => '¬',
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => BIDI,
        '\u{2028}' | '\u{2029}' => '↵',
        '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{2060}'..='\u{2065}' => INVISIBLE,
        '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' => INVISIBLE,
        '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e00ff}'
        | '\u{e01f0}'..='\u{e0fff}' => INVISIBLE,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{fdd0}'..='\u{fdef}' => FOREIGN,
        _ if c as u32 & 0xfffe == 0xfffe => FOREIGN,
        _ => return None,
    })
}

/// A grapheme with its hostile parts as signs. Runs of one sign inside a grapheme count once: a flag of tags is one sign.
fn mend(grapheme: &str) -> String {
    let mut out = String::new();
    let mut marks = 0;
    let mut before = None;
    let mut chars = grapheme.chars().enumerate().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, n)| n);
        let shown = if at >= CHARS {
            INVISIBLE
        } else if let Some(sign) = sign(c) {
            sign
        } else if matches!(c, '\u{200c}' | '\u{200d}') {
            if joins(before, c, next) { c } else { INVISIBLE }
        } else if matches!(c, '\u{1160}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7ff}') {
            // Vowels and finals of Hangul have no width but the syllable's.
            if before.is_some_and(hangul) { c } else { FOREIGN }
        } else if matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}') {
            if before.is_some_and(|b| varies(b, c)) { c } else { INVISIBLE }
        } else if is_combining_mark(c) {
            marks += 1;
            let lone = out.is_empty() && c.width() == Some(0);
            if lone {
                out.push(BASE);
            }
            if marks > MARKS {
                INVISIBLE
            } else if lone && [BASE, c].iter().collect::<String>().graphemes(true).count() > 1 {
                // A mark newer than our tables of graphemes would stand alone again.
                FOREIGN
            } else {
                c
            }
        } else if c.width().unwrap_or(0) == 0 {
            INVISIBLE
        } else {
            c
        };
        // A sign may end a run of marks, but it must not repeat: zalgo is one sign, not a thousand.
        if shown == c || !out.ends_with(shown) {
            out.push(shown);
        }
        before = Some(shown);
        if at >= CHARS {
            break;
        }
    }
    if out.width() == 0 {
        out.push(INVISIBLE);
    }
    out
}

/// Whether a joiner between these two does what it is for: in scripts that need it, or between two emoji.
fn joins(before: Option<char>, joiner: char, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    let script = matches!(before,
        '\u{620}'..='\u{74f}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{f00}'..='\u{fff}'
        | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17dd}' | '\u{1820}'..='\u{18aa}');
    script || (joiner == '\u{200d}' && emoji(before) && after.is_some_and(emoji))
}

/// Whether a variation selector chooses a form here. Elsewhere it only hides data.
fn varies(before: char, selector: char) -> bool {
    let han = matches!(before, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    let symbol = emoji(before)
        || matches!(before, '#' | '*' | '0'..='9' | '©' | '®' | '‼' | '⁉' | '™' | 'ℹ' | 'Ⓜ' | '〰' | '㊗' | '㊙');
    let again = matches!(before, '\u{fe00}'..='\u{fe0f}');
    han || (symbol && !again && selector <= '\u{fe0f}')
}

fn hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}')
}

fn emoji(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{27bf}' | '\u{2900}'..='\u{297f}'
        | '\u{2b00}'..='\u{2bff}' | '\u{fe0f}' | '\u{20e3}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hostile_characters_become_signs() {
        for (given, shown) in [
            ("plain text, naïve “quotes” – 北京", "plain text, naïve “quotes” – 北京"),
            ("a\x1b[2Jb", "a␛[2Jb"),
            ("bell\x07 nul\0 del\x7f cr\r", "bell␇ nul␀ del␡ cr␍"),
            ("csi\u{9b}31m", "csi␦31m"),
            ("two\nlines\tand\r\nthree", "two lines and three"),
            ("x\u{202e}gnp.exe\u{202c}", "x⇄gnp.exe⇄"),
            ("zero\u{200b}width\u{feff}", "zero¦width¦"),
            ("soft\u{ad}hyphen", "soft¬hyphen"),
            ("hid\u{e0041}\u{e0042}\u{e0043}den", "hid¦den"),
            ("private \u{e0b0}", "private ␦"),
            ("line\u{2028}sep", "line↵sep"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("in\u{200c}visible", "in¦visible"),
            ("👩\u{200d}🔬", "👩\u{200d}🔬"),
            ("\u{301}alone", "◌\u{301}alone"),
            ("❤\u{fe0f} 葛\u{e0100}", "❤\u{fe0f} 葛\u{e0100}"),
            ("a\u{fe01}\u{e0101}b❤\u{fe0f}\u{fe0f}", "a¦b❤\u{fe0f}¦"),
        ] {
            assert_eq!(clean(given), shown, "{given:?}");
        }
        assert_eq!(clean_block("a\r\nb\n\x1bc"), "a\nb\n␛c");
    }

    #[test]
    fn a_name_loses_what_is_hidden_in_it() {
        for (written, kept) in [
            ("Nadia Ben Khalifa", "Nadia Ben Khalifa"),
            ("Nadia\n  Ben\u{2028}Khalifa ", "Nadia Ben Khalifa"),
            ("Bela\u{ad}rmina", "Belarmina"),
            ("Bel\u{9b}a\u{200b}r\u{202e}m\u{e0041}in\x7fa\x1b", "Belarmina"),
            ("\u{200b} \u{feff}", ""),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("José José", "José José"),
            ("A\u{301}lvaro ⇄ ¦", "A\u{301}lvaro ⇄ ¦"),
        ] {
            assert_eq!(name(written), kept, "{written:?}");
        }
    }

    #[test]
    fn a_pile_of_marks_is_cut_and_bounded() {
        let zalgo = format!("e{}", "\u{301}\u{489}".repeat(5_000));
        let shown = clean(&zalgo).into_owned();
        assert!(shown.chars().count() <= 2 + MARKS, "{}", shown.len());
        assert!(shown.ends_with(INVISIBLE));
        let family = "👩\u{200d}".repeat(100_000) + "👩";
        assert!(cell(&family).len() < 200);
    }

    #[test]
    fn ascii_stand_ins_keep_their_width() {
        assert_eq!(ascii("Café “Über” – 北京\x1b[m"), "Cafe \"Uber\" - BeiJing^[m");
        assert_eq!(ascii_cell("京").len(), 2);
        assert_eq!(ascii_cell("…"), ".");
        assert_eq!(ascii_cell("│"), "|");
    }

    proptest! {
        #[test]
        fn graphemes_are_those_of_unicode(text in "(\\PC|[a-z \n\r\t]|[\u{300}-\u{36f}\u{200d}\u{1f1e6}-\u{1f1ff}👩🔬]){0,60}") {
            prop_assert!(graphemes(&text).eq(text.graphemes(true)));
        }

        #[test]
        fn nothing_hostile_gets_through(text in "\\PC*|(.|\\n|[\u{0}-\u{9f}\u{200b}-\u{2069}\u{300}-\u{36f}\u{e0000}-\u{e01ff}\u{1f466}-\u{1f469}]){0,80}") {
            let once = clean(&text).into_owned();
            prop_assert!(once.chars().all(|c| !c.is_control() && sign(c).is_none()), "{once:?}");
            prop_assert_eq!(clean(&once).into_owned(), once.clone());
            prop_assert!(once.graphemes(true).all(|g| g.width() > 0), "{once:?}");
            let kept = name(&text).into_owned();
            prop_assert_eq!(clean(&kept), kept.as_str());
            prop_assert_eq!(name(&kept), kept.as_str());
            prop_assert!(ascii(&text).bytes().all(|b| (b' '..=b'~').contains(&b)));
        }
    }
}
