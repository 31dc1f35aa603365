//! Decodes bytes to text (UTF-8, UTF-16, UTF-7, windows-1252; byte order marks; the charset that a mail or a page declares) and
//! refuses what is not text.
//!
//! Invalid UTF-8 is not a reason to refuse: the text is decoded as windows-1252 if it looks like that, else invalid bytes
//! become U+FFFD. Neither is a stray NUL, which becomes U+FFFD; NULs at the end are padding.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use mail_parser::decoders::charsets::map::charset_decoder;

use super::refusal::Refusal;
use super::utf7;

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
    let bytes = bytes.get(..=bytes.iter().rposition(|&b| b != 0).unwrap_or(0)).unwrap_or(bytes);
    if let Some(at) = odd_byte(bytes) {
        return Err(Refusal::Binary { at });
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => utf7::detected(bytes).map_or(Cow::Borrowed(text), Cow::Owned),
        Err(_) => guess(bytes),
    };
    Ok(if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{fffd}")) } else { text })
}

/// Decodes a page: like [`decode`], but in the charset that it declares unless it is UTF-8 or has a byte order mark.
pub(super) fn decode_page(bytes: &[u8]) -> Result<Cow<'_, str>, Refusal> {
    let text = decode(bytes)?;
    let declared = charset_of_page(bytes).filter(|_| Encoding::for_bom(bytes).is_none() && bare_utf16(bytes).is_none());
    Ok(declared.map_or(text, |charset| Cow::Owned(decode_as(bytes, Some(&charset)).0.replace('\0', "\u{fffd}"))))
}

/// The charset that a page declares in its first 4,096 bytes: `<meta charset="gbk">`, `content="text/html; charset=gbk"`.
pub(super) fn charset_of_page(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(SAMPLE))?).to_ascii_lowercase();
    let declared = head.split("<meta").skip(1).filter_map(|meta| meta.split('>').next()?.split_once("charset"));
    let name = |(_, rest): (&str, &str)| {
        let rest = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
        (!name.is_empty()).then_some(name)
    };
    declared.into_iter().find_map(name)
}

/// Decodes bytes in a declared charset, `None` if none is declared, and says so if it does not know the charset. What the
/// bytes are outweighs a wrong declaration: text that is UTF-8 is read as UTF-8, and text that is not is not.
pub(super) fn decode_as(bytes: &[u8], charset: Option<&str>) -> (String, Option<String>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return (encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or(&[])).0.into_owned(), None);
    }
    let label = charset.unwrap_or("").trim().to_ascii_lowercase();
    let utf8 = std::str::from_utf8(bytes).ok().map(str::to_owned);
    if label.starts_with("utf-7") || label == "unicode-1-1-utf-7" {
        return (utf7::declared(bytes), None);
    }
    if let Some(wide) = label.strip_prefix("utf-32") {
        return (utf32(bytes, wide != "le"), None);
    }
    let by_content = || utf8.clone().unwrap_or_else(|| guess(bytes).into_owned());
    if matches!(label.as_str(), "" | "us-ascii" | "ascii" | "ansi_x3.4-1968") {
        let jis = utf8.is_some() && bytes.windows(3).any(|w| matches!(w, b"\x1b$B" | b"\x1b$@"));
        let text =
            if jis { encoding_rs::ISO_2022_JP.decode_without_bom_handling(bytes).0.into_owned() } else { by_content() };
        return (text, None);
    }
    match Encoding::for_label_no_replacement(label.as_bytes()) {
        Some(encoding) if encoding == UTF_8 => (by_content(), None),
        Some(encoding) => {
            let (text, wrong) = encoding.decode_without_bom_handling(bytes);
            let ascii_alike = encoding.is_ascii_compatible() && !bytes.is_ascii();
            let prefer_utf8 = ascii_alike && (wrong || encoding == WINDOWS_1252);
            (utf8.filter(|_| prefer_utf8).unwrap_or_else(|| text.into_owned()), None)
        }
        None => match charset_decoder(label.as_bytes()) {
            Some(read) => (read(bytes), None),
            None if bytes.is_ascii() || utf8.is_some() => (by_content(), None),
            None => {
                let label = super::body::one_line(&label, 40);
                (by_content(), Some(format!("what only the unknown charset \"{label}\" can say: its text was guessed")))
            }
        },
    }
}

/// Decodes UTF-32. What is no character becomes U+FFFD.
fn utf32(bytes: &[u8], big: bool) -> String {
    let little = bytes.starts_with(&[0xff, 0xfe, 0, 0]) || !big;
    let unit = |b: &[u8]| match *b {
        [a, b, c, d] if little => u32::from_le_bytes([a, b, c, d]),
        [a, b, c, d] => u32::from_be_bytes([a, b, c, d]),
        _ => 0xfffd,
    };
    bytes.chunks(4).map(|b| char::from_u32(unit(b)).unwrap_or('\u{fffd}')).filter(|c| *c != '\u{feff}').collect()
}

/// Whether bytes that are declared to be text are not.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    magic(bytes).is_some()
        || (bare_utf16(bytes).is_none() && Encoding::for_bom(bytes).is_none() && odd_byte(bytes).is_some())
}

/// The first byte that shows that the bytes are no text. A few NULs beside otherwise clean text do not, nor do NULs at the end.
fn odd_byte(bytes: &[u8]) -> Option<usize> {
    let nul = bytes.iter().position(|&b| b == 0);
    // A gap of many NULs is one fault.
    let gaps = bytes.chunk_by(|a, b| a == b).filter(|run| run.first() == Some(&0)).count();
    let odd = |b: u8| b != 0 && b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    let count = bytes.iter().filter(|b| odd(**b)).count();
    let binary = match nul {
        Some(_) => gaps > 1 + bytes.len() / 200 || count * 32 > bytes.len(),
        None => count > 16 && count > bytes.len() / 8,
    };
    binary.then(|| nul.or_else(|| bytes.iter().position(|b| odd(*b))).unwrap_or(0))
}

/// Decodes bytes that are not valid UTF-8: as UTF-8 with U+FFFD if there are as many valid non-ASCII chars as invalid
/// sequences, since they hardly occur by chance, else as windows-1252.
fn guess(bytes: &[u8]) -> Cow<'_, str> {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if good > 0 && good >= bad {
        String::from_utf8_lossy(bytes)
    } else {
        WINDOWS_1252.decode_without_bom_handling(bytes).0
    }
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
        (b"\xfd7zXZ", "an xz file"),
        (b"7z\xbc\xaf", "a 7z archive"),
        (b"BZh", "a bzip2 file"),
        (b"\x28\xb5\x2f\xfd", "a zstd file"),
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
    fn a_declared_charset_is_read_unless_the_bytes_say_otherwise() {
        let utf32 = |text: &str| text.chars().flat_map(|c| (c as u32).to_be_bytes()).collect::<Vec<u8>>();
        for (bytes, charset, text) in [
            ("Caf\u{e9}".as_bytes().to_vec(), Some("us-ascii"), "Café"),
            ("Caf\u{e9}".as_bytes().to_vec(), Some("iso-8859-1"), "Café"),
            (b"Caf\xe9".to_vec(), Some("utf-8"), "Café"),
            (b"Caf\xe9".to_vec(), None, "Café"),
            (b"Caf\xc3\xa9 \xc3".to_vec(), None, "Café \u{fffd}"),
            (b"\xe2\xd2\xc0".to_vec(), Some("KOI8-R"), "Брю"),
            (b"\xd0\xc2\xc8\xce".to_vec(), Some("gb2312"), "新任"),
            (b"\x82".to_vec(), Some("cp850"), "é"),
            (b"Caf+AOk-".to_vec(), Some("UTF-7"), "Café"),
            (utf32("Café"), Some("utf-32be"), "Café"),
            (b"\x1b$B?7\x1b(B".to_vec(), None, "新"),
            (b"plain".to_vec(), Some("x-none"), "plain"),
        ] {
            assert_eq!(decode_as(&bytes, charset), (text.to_owned(), None), "{charset:?}");
        }
        assert!(decode_as(b"Caf\xe9", Some("x-none")).1.is_some());
        let page = b"<html><meta http-equiv=x content='text/html; charset=windows-1251'><p>\xc1\xf0\xfe";
        assert!(decode_page(page).unwrap().ends_with("<p>Брю"));
        assert!(decode_page(b"<html><p>+ADw-b+AD4-").unwrap().ends_with("<b>"));
    }

    #[test]
    fn invalid_bytes_are_replaced_and_binaries_refused() {
        assert_eq!(decode("Zürich, Genève \u{e9}".as_bytes()).unwrap(), "Zürich, Genève é");
        let mut broken = "Zürich, Genève ".as_bytes().to_vec();
        broken.push(0xff);
        assert_eq!(decode(&broken).unwrap(), "Zürich, Genève \u{fffd}");
        assert!(matches!(decode(b"abcd\0e\0fgh"), Err(Refusal::Binary { at: 4 })));
        assert!(matches!(decode(b"abc\0\x01\x02def"), Err(Refusal::Binary { at: 3 })));
        assert_eq!(decode(b"The dam\0 is full.\n\0\0\0\0").unwrap(), "The dam\u{fffd} is full.\n");
        assert_eq!(decode(b"The dam \0\0\0\0is full.").unwrap(), "The dam \u{fffd}\u{fffd}\u{fffd}\u{fffd}is full.");
        assert!(matches!(decode(b"%PDF-1.7\n"), Err(Refusal::Kind("a PDF"))));
        assert!(matches!(decode(b" \n\t"), Err(Refusal::Empty)));
    }
}
