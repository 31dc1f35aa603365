//! Text in PGP armour (RFC 9580, section 7): a signed text is freed from its armour, and an encrypted one is said to be
//! encrypted.

use std::borrow::Cow;

/// What stands in the place of an encrypted text.
pub(super) const ENCRYPTED: &str = "[Encrypted text (PGP), which cannot be read here.]";

/// The text without armour, and what was left out of it, such as "a PGP signature".
pub(super) fn opened(text: &str) -> (Cow<'_, str>, Vec<String>) {
    if !text.contains("-----BEGIN PGP ") {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut out = String::with_capacity(text.len());
    let mut left_out = Vec::new();
    let mut signed = false;
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        let Some(kind) = armour(line, "-----BEGIN PGP ") else {
            // In a signed text "- " stands before a line that begins with a dash.
            out.push_str(if signed { line.strip_prefix("- ").unwrap_or(line) } else { line });
            continue;
        };
        if kind == "SIGNED MESSAGE" {
            // Fields such as "Hash: SHA256" come before the text.
            signed = true;
            lines.find(|line| line.trim().is_empty());
            continue;
        }
        signed &= kind != "SIGNATURE";
        lines.find(|line| armour(line, "-----END PGP ").is_some());
        if kind.starts_with("MESSAGE") {
            out.push_str(ENCRYPTED);
            out.push('\n');
            left_out.push("an encrypted text (PGP)".to_owned());
        } else {
            left_out.push(format!("a PGP {}", kind.to_lowercase()));
        }
    }
    (Cow::Owned(out), left_out)
}

/// The kind of block that a line begins or ends: `SIGNATURE` in `-----BEGIN PGP SIGNATURE-----`.
fn armour<'t>(line: &'t str, mark: &str) -> Option<&'t str> {
    line.trim_end().strip_prefix(mark)?.strip_suffix("-----")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signed_text_is_kept_and_an_encrypted_one_is_named() {
        let signature = "-----BEGIN PGP SIGNATURE-----\r\n\r\niQEz\r\n-----END PGP SIGNATURE-----\r\n";
        let signed = format!(
            "Above.\r\n-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nThe dam.\r\n- - one\r\n{signature}Below.\r\n- two"
        );
        let (text, left_out) = opened(&signed);
        assert_eq!(text, "Above.\r\nThe dam.\r\n- one\r\nBelow.\r\n- two");
        assert_eq!(left_out, ["a PGP signature"]);
        let (text, left_out) = opened("Hi.\n-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\nBye.\n");
        assert_eq!(text, format!("Hi.\n{ENCRYPTED}\nBye.\n"));
        assert_eq!(left_out, ["an encrypted text (PGP)"]);
        assert!(opened("-----BEGIN PGP MESSAGE-----\ncut short").0.contains("Encrypted"));
        assert_eq!(opened("a -----BEGIN PGP MESSAGE----- b").0, "a -----BEGIN PGP MESSAGE----- b");
    }
}
