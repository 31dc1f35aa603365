//! Decodes base64 (RFC 4648) as it stands in mails, also where it is cut short or damaged.

/// Reads base64. From the first line on that is words and no base64, the rest is text: mailing lists add such lines.
pub(super) fn decoded(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3 + 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    let mut at = 0;
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        if is_text(line) {
            flush(&mut out, bits, count);
            if !out.is_empty() {
                out.push(b'\n');
            }
            out.extend_from_slice(bytes.get(at..).unwrap_or(&[]));
            return out;
        }
        at += line.len();
        for &byte in line {
            if byte == b'=' {
                flush(&mut out, bits, count);
                (bits, count) = (0, 0);
            } else if let Some(value) = sextet(byte) {
                (bits, count) = (bits << 6 | value, count + 1);
                if count == 4 {
                    out.extend_from_slice(bits.to_be_bytes().get(1..).unwrap_or(&[]));
                    (bits, count) = (0, 0);
                }
            }
        }
    }
    flush(&mut out, bits, count);
    out
}

/// Adds the whole bytes of an unfinished group of `count` sextets.
fn flush(out: &mut Vec<u8>, bits: u32, count: u32) {
    match count {
        2 => out.push((bits >> 4) as u8),
        3 => out.extend_from_slice(&[(bits >> 10) as u8, (bits >> 2) as u8]),
        _ => {}
    }
}

/// The value of a base64 digit, 0 to 63.
pub(super) fn sextet(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

/// Whether a line is words: it has a blank inside, or more other signs than digits of base64.
fn is_text(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    let other = line.iter().filter(|b| sextet(**b).is_none() && **b != b'=').count();
    line.contains(&b' ') || other * 2 > line.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_as_far_as_it_goes() {
        for (written, read) in [
            ("VGhlIGRhbQ==\r\n", "The dam"),
            ("VGhl\r\nIGRh\r\nbQ", "The dam"),
            ("VGhlIGR", "The d"),
            ("VGhl*IGRhbQ==", "The dam"),
            ("VGhl\nIA==\nZGFt\n", "The dam"),
            ("VGhlIGRhbQ==\r\n-- \r\nList of the desk\r\n", "The dam\n-- \r\nList of the desk\r\n"),
            ("The dam is full.\n", "The dam is full.\n"),
            ("", ""),
        ] {
            assert_eq!(String::from_utf8(decoded(written.as_bytes())).unwrap(), read, "{written:?}");
        }
    }
}
