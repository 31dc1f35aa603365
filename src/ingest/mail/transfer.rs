//! Undoes the transfer encodings of MIME, base64 and quoted-printable (RFC 2045, section 6). Whatever can be read is read:
//! a text that is cut short gives its beginning, and text that is not encoded stays.

use std::borrow::Cow;

use super::super::base64;

/// The bytes of a part, by the value of its Content-Transfer-Encoding. `None` for an encoding that is not read (uuencode).
pub(super) fn decoded<'b>(bytes: &'b [u8], encoding: Option<&str>) -> Option<Cow<'b, [u8]>> {
    match encoding.unwrap_or("").trim().to_ascii_lowercase().as_str() {
        "base64" => Some(Cow::Owned(base64::decoded(bytes))),
        "quoted-printable" => Some(Cow::Owned(quoted_printable(bytes))),
        "x-uuencode" | "uuencode" | "x-uue" | "uue" => None,
        _ => Some(Cow::Borrowed(bytes)),
    }
}

/// Reads quoted-printable. A `=` that begins no code stays.
pub(super) fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let hex = |byte: Option<&u8>| byte.and_then(|b| char::from(*b).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        let words = line.trim_ascii_end();
        let end = line.get(words.len()..).unwrap_or(b"").iter().copied().filter(|b| matches!(b, b'\r' | b'\n'));
        let mut at = 0;
        let mut soft = false;
        while let Some(&byte) = words.get(at) {
            at += 1;
            if byte != b'=' {
                out.push(byte);
            } else if at == words.len() {
                soft = true;
            } else if let (Some(high), Some(low)) = (hex(words.get(at)), hex(words.get(at + 1))) {
                out.push((high << 4 | low) as u8);
                at += 2;
            } else {
                out.push(byte);
            }
        }
        if !soft {
            out.extend(end);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_printable_is_read_as_far_as_it_goes() {
        for (written, read) in [
            ("The =C3=A9lan=\r\n of it. \r\nTwo\r\n", "The élan of it.\r\nTwo\r\n"),
            ("a=3Db, a=b, 100 =, =3", "a=b, a=b, 100 =, =3"),
            ("cut short =", "cut short "),
            ("=c3=a9", "é"),
        ] {
            assert_eq!(String::from_utf8(quoted_printable(written.as_bytes())).unwrap(), read, "{written:?}");
        }
    }
}
