//! Decodes the character references of HTML: `&eacute;`, `&#233;`, `&#xe9;` → `é`.
//!
//! Knows all names of the HTML standard, section 13.5 ("Named character references"). Without a semicolon only those names
//! count that the standard allows without one. Anything else stays as written.

use encoding_rs::WINDOWS_1252;
use html_escape::NAMED_ENTITIES;

/// The length of the longest name in bytes, `CounterClockwiseContourIntegral`.
const LONGEST: usize = 31;

/// The names that are also references without a semicolon, sorted.
#[rustfmt::skip]
const WITHOUT_SEMICOLON: &[&str] = &[
    "AElig", "AMP", "Aacute", "Acirc", "Agrave", "Aring", "Atilde", "Auml", "COPY", "Ccedil", "ETH", "Eacute", "Ecirc", "Egrave",
    "Euml", "GT", "Iacute", "Icirc", "Igrave", "Iuml", "LT", "Ntilde", "Oacute", "Ocirc", "Ograve", "Oslash", "Otilde", "Ouml",
    "QUOT", "REG", "THORN", "Uacute", "Ucirc", "Ugrave", "Uuml", "Yacute", "aacute", "acirc", "acute", "aelig", "agrave", "amp",
    "aring", "atilde", "auml", "brvbar", "ccedil", "cedil", "cent", "copy", "curren", "deg", "divide", "eacute", "ecirc",
    "egrave", "eth", "euml", "frac12", "frac14", "frac34", "gt", "iacute", "icirc", "iexcl", "igrave", "iquest", "iuml", "laquo",
    "lt", "macr", "micro", "middot", "nbsp", "not", "ntilde", "oacute", "ocirc", "ograve", "ordf", "ordm", "oslash", "otilde",
    "ouml", "para", "plusmn", "pound", "quot", "raquo", "reg", "sect", "shy", "sup1", "sup2", "sup3", "szlig", "thorn", "times",
    "uacute", "ucirc", "ugrave", "uml", "uuml", "yacute", "yen", "yuml",
];

/// `text` with its references decoded, in linear time: each `&` is followed for at most [`LONGEST`] bytes.
pub(super) fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut pieces = text.split('&');
    out.push_str(pieces.next().unwrap_or(""));
    for piece in pieces {
        let in_name = |b: &u8| b.is_ascii_alphanumeric() || *b == b'#';
        let length = piece.bytes().take(LONGEST).take_while(in_name).count();
        let (name, rest) = piece.split_at_checked(length).unwrap_or(("", piece));
        let (closed, rest) = rest.strip_prefix(';').map_or((false, rest), |rest| (true, rest));
        let found = match name.strip_prefix('#') {
            Some(number) => numbered(number, &mut out),
            None => named(name, closed, &mut out),
        };
        if found {
            out.push_str(rest);
        } else {
            out.push('&');
            out.push_str(piece);
        }
    }
    out
}

/// Adds the character of a number, which is decimal or, after an `x`, hexadecimal. Returns false if it is not a number.
fn numbered(number: &str, out: &mut String) -> bool {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    match code {
        // These numbers mean characters of windows-1252, as in the HTML standard.
        Ok(code @ 0x80..=0x9f) => out.push_str(&WINDOWS_1252.decode_without_bom_handling(&[code as u8]).0),
        Ok(code) => out.push(char::from_u32(code).filter(|c| *c != '\0').unwrap_or('\u{fffd}')),
        Err(_) => return false,
    }
    true
}

/// Adds the one or two characters of a name. Returns false if there is no such name.
fn named(name: &str, closed: bool, out: &mut String) -> bool {
    if !closed && WITHOUT_SEMICOLON.binary_search(&name).is_err() {
        return false;
    }
    let found = NAMED_ENTITIES.binary_search_by(|(known, _)| (*known).cmp(name.as_bytes()));
    let Some((_, text)) = found.ok().and_then(|at| NAMED_ENTITIES.get(at)) else { return false };
    out.push_str(text);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_become_characters() {
        for (written, expected) in [
            (
                "Plenkovi&cacute;, &Zcaron;eljko, Erdo&gbreve;an, &Scedil;im&scedil;ek",
                "Plenković, Željko, Erdoğan, Şimşek",
            ),
            ("&Lstrok;&oacute;d&zacute; &Rcaron;&iacute;p &odblac; &imath; &amacr;", "Łódź Říp ő ı ā"),
            ("Ch&eacute;rif Ch&eacuterif &AMP; &apos;", "Chérif Ch&eacuterif & '"),
            ("caf&eacute, &copy 2026", "café, © 2026"),
            ("&NotEqualTilde; &CounterClockwiseContourIntegral;", "\u{2242}\u{338} ∳"),
            ("&#8220;now&#x201d; &#147;x&#148; &#0; &#x110000;", "“now” “x” \u{fffd} \u{fffd}"),
            (
                "?a=1&lang=en&region=x &unknown; & &; &# &#; &#x; &é;",
                "?a=1&lang=en&region=x &unknown; & &; &# &#; &#x; &é;",
            ),
            ("&amp;eacute;", "&eacute;"),
        ] {
            assert_eq!(decoded(written), expected);
        }
    }

    #[test]
    fn the_table_is_complete_and_sorted() {
        assert!(NAMED_ENTITIES.is_sorted_by_key(|(name, _)| *name));
        assert!(NAMED_ENTITIES.iter().all(|(name, _)| name.len() <= LONGEST));
        for (name, text) in NAMED_ENTITIES {
            let name = std::str::from_utf8(name).unwrap();
            assert_eq!(decoded(&format!("&{name};")), text, "{name}");
        }
        assert!(WITHOUT_SEMICOLON.is_sorted() && WITHOUT_SEMICOLON.len() == 106);
        assert!(WITHOUT_SEMICOLON.iter().all(|name| decoded(&format!("&{name}")) == decoded(&format!("&{name};"))));
    }
}
