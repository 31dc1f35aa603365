//! Decodes UTF-7 (RFC 2152): ASCII in which `+AOk-` is `é` and `+-` is `+`.

use super::base64::sextet;

/// The marks with which a text in UTF-7 may begin: U+FEFF in its four spellings.
const MARKS: [&[u8]; 4] = [b"+/v8", b"+/v9", b"+/v+", b"+/v/"];

/// The text of bytes that are declared to be UTF-7. What is no valid code stays as written.
pub(super) fn declared(bytes: &[u8]) -> String {
    read(bytes).0.trim_start_matches('\u{feff}').to_owned()
}

/// The text of bytes that are UTF-7 although nothing declares it: ASCII, every `+` begins a valid code, and the codes are
/// letters or punctuation. `None` for anything else, such as `a+b` or `C++`.
pub(super) fn detected(bytes: &[u8]) -> Option<String> {
    if !bytes.contains(&b'+') || !bytes.is_ascii() {
        return None;
    }
    let (text, codes, wrong) = read(bytes);
    let marked = MARKS.iter().any(|mark| bytes.starts_with(mark));
    let odd = |c: char| {
        !c.is_alphanumeric() && !matches!(c, '\u{a0}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}')
    };
    let sure = wrong == 0 && codes > 0 && !text.chars().any(|c| !c.is_ascii() && odd(c));
    (marked || sure).then(|| text.trim_start_matches('\u{feff}').to_owned())
}

/// The text, the number of codes read and the number of `+` that begin no valid code.
fn read(bytes: &[u8]) -> (String, usize, usize) {
    let mut out = Vec::with_capacity(bytes.len());
    let (mut codes, mut wrong) = (0, 0);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte != b'+' {
            out.push(byte);
            continue;
        }
        let rest = bytes.get(at..).unwrap_or(&[]);
        let digits = rest.iter().take_while(|b| sextet(**b).is_some()).count();
        let closed = usize::from(rest.get(digits) == Some(&b'-'));
        if digits == 0 && closed == 1 {
            out.push(b'+');
        } else if let Some(text) = rest.get(..digits).and_then(units) {
            codes += 1;
            out.extend_from_slice(text.as_bytes());
        } else {
            wrong += 1;
            out.push(b'+');
            continue;
        }
        at += digits + closed;
    }
    (String::from_utf8_lossy(&out).into_owned(), codes, wrong)
}

/// The characters of the base64 digits of one code; `None` if they are not whole UTF-16.
fn units(digits: &[u8]) -> Option<String> {
    let mut found = Vec::new();
    let (mut bits, mut count) = (0_u32, 0_u32);
    for digit in digits {
        (bits, count) = (bits << 6 | sextet(*digit)?, count + 6);
        if count >= 16 {
            count -= 16;
            found.push((bits >> count) as u16);
            bits &= (1 << count) - 1;
        }
    }
    (!found.is_empty() && count < 6 && bits == 0).then(|| String::from_utf16(&found).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_characters_and_the_rest_stays() {
        for (written, read) in [
            ("Caf+AOk- +- +ZYeB9A-, 1 + 1", "Café + \u{6587}\u{81f4}, 1 + 1"),
            ("Hi Mom +Jjo--+ADs-", "Hi Mom \u{263a}-;"),
            ("+ADw-b+AD4", "<b>"),
            ("+/v8-Dam", "Dam"),
        ] {
            assert_eq!(declared(written.as_bytes()), read, "{written}");
        }
    }

    #[test]
    fn only_a_text_full_of_valid_codes_is_detected() {
        for text in ["Caf+AOk- is open", "+ADw-script+AD4-alert", "+/v8-Dam +", "+BB8EQAQ4BDIENQRC-"] {
            assert!(detected(text.as_bytes()).is_some(), "{text}");
        }
        for text in
            ["a+b", "C++ and +1", "call +33123456 or +442079460", "1 + 1", "+-5 %", "x+AAAA/v8", "+abcdefgh", "dam"]
        {
            assert_eq!(detected(text.as_bytes()), None, "{text}");
        }
    }
}
