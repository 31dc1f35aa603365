//! Decodes bytes to text (UTF-8, UTF-16, windows-1252; byte order marks) and refuses what is not text.
//!
//! Invalid UTF-8 is not a reason to refuse: the text is decoded as windows-1252 if it looks like that, else invalid bytes
//! become U+FFFD.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::refusal::Refusal;

/// The number of bytes examined for UTF-16 without a byte order mark.
const SAMPLE: usize = 4096;

/// Decodes an input. The text has no byte order mark. Refuses an empty input, a known binary format and other binary data.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Refusal> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Refusal::Empty);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or(&[])).0);
    }
    if let Some(kind) = magic(bytes) {
        return Err(Refusal::Kind(kind));
    }
    if let Some(encoding) = bare_utf16(bytes) {
        return Ok(encoding.decode_without_bom_handling(bytes).0);
    }
    if let Some(at) = bytes.iter().position(|&b| b == 0) {
        return Err(Refusal::Binary { at });
    }
    let odd = bytes.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)).count();
    if odd > 16 && odd > bytes.len() / 8 {
        return Err(Refusal::Binary { at: bytes.iter().position(|&b| b < 9).unwrap_or(0) });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(_) => Ok(guess(bytes)),
    }
}

/// Decodes bytes that are not valid UTF-8: as UTF-8 with U+FFFD if there are more valid non-ASCII chars than invalid
/// sequences, else as windows-1252.
fn guess(bytes: &[u8]) -> Cow<'_, str> {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if good > bad { String::from_utf8_lossy(bytes) } else { WINDOWS_1252.decode_without_bom_handling(bytes).0 }
}

/// Detects UTF-16 without a byte order mark. In western text nearly every other byte is zero.
fn bare_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(SAMPLE) & !1)?;
    if !bytes.len().is_multiple_of(2) || sample.len() < 8 {
        return None;
    }
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    if odd * 10 > pairs * 7 && even == 0 {
        Some(UTF_16LE)
    } else if even * 10 > pairs * 7 && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The name of a file format that is known by its first bytes and not supported; `None` for any other input.
fn magic(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF"),
        (b"PK\x03\x04", "a ZIP archive (such as DOCX)"),
        (b"\x1f\x8b", "a gzip file"),
        (b"\x89PNG", "an image"),
        (b"\xff\xd8\xff", "an image"),
        (b"GIF8", "an image"),
        (b"\x7fELF", "an executable"),
        (b"SQLite format 3", "a database"),
        (b"\xd0\xcf\x11\xe0", "a legacy Office file"),
        (b"{\\rtf", "an RTF file"),
        (b"<?xml", "an XML file"),
    ];
    MAGIC.iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "Café – “naïve”";
        let utf16 = |little: bool| -> Vec<u8> {
            let order = move |u: u16| if little { u.to_le_bytes() } else { u.to_be_bytes() };
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(order).collect()
        };
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            utf16(true),
            utf16(false),
            b"Caf\xe9 \x96 \x93na\xefve\x94".to_vec(),
        ] {
            assert_eq!(decode(&bytes).unwrap(), text, "{bytes:x?}");
        }
        let bare: Vec<u8> = "plain wire copy".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&bare).unwrap(), "plain wire copy");
    }

    #[test]
    fn invalid_bytes_are_replaced_and_binaries_refused() {
        assert_eq!(decode("Zürich, Genève \u{e9}".as_bytes()).unwrap(), "Zürich, Genève é");
        let mut broken = "Zürich, Genève ".as_bytes().to_vec();
        broken.push(0xff);
        assert_eq!(decode(&broken).unwrap(), "Zürich, Genève \u{fffd}");
        assert!(matches!(decode(b"abc\0def"), Err(Refusal::Binary { at: 3 })));
        assert!(matches!(decode(b"%PDF-1.7\n"), Err(Refusal::Kind("a PDF"))));
        assert!(matches!(decode(b" \n\t"), Err(Refusal::Empty)));
    }
}
