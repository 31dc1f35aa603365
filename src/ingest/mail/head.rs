//! The header of a message or of one of its parts: where it ends, and its fields in readable form.

use std::borrow::Cow;
use std::fmt::Write;

use mail_parser::{Message, MessageParser, MimeHeaders};

use super::super::{base64, decode};
use super::transfer;

/// The number of bytes of a body in which a charset is looked for.
const SAMPLE: usize = 16 * 1024;

/// Splits a message or part into its header and its body. The header is empty if the first line is no header field.
pub(super) fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        let end = at + line.len();
        if line.trim_ascii().is_empty() {
            return (bytes.get(..at).unwrap_or(&[]), bytes.get(end..).unwrap_or(&[]));
        }
        if !(is_field(line) || (at > 0 && line.starts_with(b" ")) || (at > 0 && line.starts_with(b"\t"))) {
            return (bytes.get(..at).unwrap_or(&[]), bytes.get(at..).unwrap_or(&[]));
        }
        at = end;
    }
    (bytes, &[])
}

/// Whether a line is a field `Name: value`.
fn is_field(line: &[u8]) -> bool {
    let name = line.iter().position(|&b| b == b':').and_then(|at| line.get(..at)).unwrap_or(b"");
    !name.is_empty() && name.trim_ascii_end().iter().all(u8::is_ascii_graphic)
}

/// The header as text. Bytes that are not ASCII are in UTF-8, else in the charset that the header or the beginning of the
/// body names. Encoded words that stand side by side are one word, because some programs cut them inside a letter.
pub(super) fn readable(header: &[u8], body: &[u8]) -> String {
    let text = if let Ok(text) = std::str::from_utf8(header) {
        Cow::Borrowed(text)
    } else {
        let charset = charset(header).or_else(|| charset(body.get(..body.len().min(SAMPLE))?));
        Cow::Owned(decode::decode_as(header, charset.as_deref()).0)
    };
    joined(&text) + "\n"
}

/// The first `charset=` of a text.
fn charset(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let rest = text.get(text.find("charset=")? + 8..)?.trim_start_matches('"');
    let name: String =
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(40).collect();
    (!name.is_empty()).then_some(name)
}

/// Parses a header that [`readable`] made. `None` if it has no field.
pub(super) fn parse(header: &str) -> Option<Message<'_>> {
    MessageParser::default().parse_headers(header.as_bytes())
}

/// The type of a part in lower case, such as `text/plain`; `None` if it declares none.
pub(super) fn media_type(head: Option<&Message>) -> Option<String> {
    let declared = head?.content_type()?;
    let subtype =
        declared.subtype().unwrap_or(if declared.ctype().eq_ignore_ascii_case("text") { "plain" } else { "" });
    Some(format!("{}/{subtype}", declared.ctype()).to_ascii_lowercase())
}

/// Makes encoded words (RFC 2047) that stand side by side and have the same charset one word.
fn joined(header: &str) -> String {
    let mut out = String::with_capacity(header.len());
    let mut rest = header;
    while let Some(at) = rest.find("=?") {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let Some((first, mut after)) = Word::read(from) else {
            out.push_str("=?");
            rest = from.get(2..).unwrap_or("");
            continue;
        };
        let mut bytes = first.bytes();
        let mut count = 1;
        while let Some((next, behind)) =
            Word::read(after.trim_start()).filter(|(w, _)| w.charset.eq_ignore_ascii_case(first.charset))
        {
            bytes.extend(next.bytes());
            after = behind;
            count += 1;
        }
        if count == 1 {
            out.push_str(from.get(..from.len() - after.len()).unwrap_or(from));
        } else {
            let _ = write!(out, "=?{}?q?", first.charset);
            for byte in &bytes {
                let _ = write!(out, "={byte:02X}");
            }
            out.push_str("?=");
        }
        rest = after;
    }
    out + rest
}

/// An encoded word `=?charset?encoding?text?=`.
struct Word<'h> {
    charset: &'h str,
    base64: bool,
    text: &'h str,
}

impl<'h> Word<'h> {
    /// The encoded word at the head of `text`, and what follows it.
    fn read(text: &'h str) -> Option<(Self, &'h str)> {
        let mut parts = text.strip_prefix("=?")?.splitn(3, '?');
        let (charset, encoding, rest) = (parts.next()?, parts.next()?, parts.next()?);
        let (text, after) = rest.split_once("?=")?;
        let sound = charset.len() <= 40 && text.len() <= 2_000 && !text.contains('\n');
        let base64 = encoding.eq_ignore_ascii_case("b");
        (sound && (base64 || encoding.eq_ignore_ascii_case("q"))).then_some((Self { charset, base64, text }, after))
    }

    fn bytes(&self) -> Vec<u8> {
        if self.base64 {
            base64::decoded(self.text.as_bytes())
        } else {
            transfer::quoted_printable(self.text.replace('_', "=20").as_bytes())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(header: &[u8], body: &[u8]) -> String {
        parse(&readable(header, body)).unwrap().subject().unwrap().to_owned()
    }

    #[test]
    fn a_header_ends_at_an_empty_line_or_where_no_field_stands() {
        for (text, header, body) in [
            ("A: b\n c\n\ntext", "A: b\n c\n", "text"),
            ("A: b\r\n\r\ntext", "A: b\r\n", "text"),
            ("\nA: b", "", "A: b"),
            ("A: b\ntext", "A: b\n", "text"),
            ("text here: yes\n\nmore", "", "text here: yes\n\nmore"),
            ("A: b", "A: b", ""),
        ] {
            assert_eq!(split(text.as_bytes()), (header.as_bytes(), body.as_bytes()), "{text:?}");
        }
    }

    #[test]
    fn subjects_are_read_in_their_charset_and_across_cuts() {
        assert_eq!(
            subject("Subject: =?UTF-8?B?5paw5Lu75aSn5A==?=\n =?UTF-8?B?vb/mirXovr4=?=\n".as_bytes(), b""),
            "新任大使抵达"
        );
        assert_eq!(subject(b"Subject: =?utf-8?q?Caf=C3?= =?utf-8?Q?=A9_x?= and =?utf-8?q?y?=\n", b""), "Café x and y");
        let koi8 = b"Content-Type: text/plain; charset=koi8-r\nSubject: \xe2\xd2\xc0\xd3\xcf\xd7\n";
        assert_eq!(subject(koi8, b""), "Брюсов");
        assert_eq!(subject(b"Subject: \xe2\xd2\xc0\n", b"--b\nContent-Type: text/plain; charset=\"koi8-r\"\n"), "Брю");
        assert_eq!(subject(b"Subject: Caf\xe9 =? x\n", b""), "Café =? x");
    }
}
