//! Text for the terminal's clipboard (OSC 52), also through tmux and screen.
//!
//! Only cleaned text is sent, and a limited amount: terminals cut off longer texts or drop them.

use super::policy::Policy;
use crate::text::clean;

/// Most bytes of base64 sent: the least limit among xterm, tmux and hterm.
const MOST: usize = 74_994;

/// Why a text is not sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClipboardError {
    /// It has so many bytes, which is too many.
    #[error("{0} bytes are too many for the terminal's clipboard; export to a file instead")]
    Long(usize),
    /// It is empty.
    #[error("there is nothing to copy")]
    Empty,
}

/// The bytes that put `text` on the clipboard of a terminal with this TERM. Fails where the text is empty or too long.
pub fn copy(text: &str, term: &str) -> Result<Vec<u8>, ClipboardError> {
    let cleaned = clean::clean_block(text);
    if cleaned.is_empty() {
        return Err(ClipboardError::Empty);
    }
    let coded = base64(cleaned.as_bytes());
    if coded.len() > MOST {
        return Err(ClipboardError::Long(cleaned.len()));
    }
    // tmux handles OSC 52 itself and passes it on, with set-clipboard on. screen passes on only what is wrapped in DCS strings, and
    // those must be short.
    if term.starts_with("screen") && !term.starts_with("screen.tmux") && std::env::var_os("TMUX").is_none() {
        let whole = format!("\x1b]52;c;{coded}\x07");
        let mut wrapped = Vec::with_capacity(whole.len() + 64);
        for piece in whole.as_bytes().chunks(256) {
            wrapped.extend_from_slice(b"\x1bP");
            wrapped.extend_from_slice(piece);
            wrapped.extend_from_slice(b"\x1b\\");
        }
        return Ok(wrapped);
    }
    Ok(format!("\x1b]52;c;{coded}\x1b\\").into_bytes())
}

/// What is said when so many characters were sent. tmux takes them only with its set-clipboard on (since 2.6 it is not), and does not
/// say whether it did.
pub fn told(characters: usize, tmux: bool) -> String {
    if tmux {
        format!("sent {characters} characters to tmux; they arrive if its set-clipboard is on (attache doctor)")
    } else {
        format!("copied {characters} characters")
    }
}

/// What the set-clipboard of the tmux around this program is: `on`, `external`, `off`. `None` where it does not answer, or where no
/// program may be started to ask it.
pub fn of_tmux(policy: &Policy) -> Option<String> {
    let words = ["tmux", "show-options", "-s", "-v", "set-clipboard"].map(str::to_owned);
    let output = policy.program(words.to_vec()).ok()?.command()?.output().ok()?;
    let value = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !value.is_empty()).then_some(value)
}

/// Base64 with padding (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let sign = SIGNS.get((bits >> (18 - 6 * place)) as usize & 63).copied().unwrap_or(b'=');
            out.push(if place <= three.len() { char::from(sign) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (text, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(text.as_bytes()), coded);
        }
    }

    #[test]
    fn the_text_sent_is_clean_and_limited() {
        let bytes = copy("a\x1b]0;x\x07b", "xterm").unwrap();
        assert!(bytes.starts_with(b"\x1b]52;c;") && bytes.ends_with(b"\x1b\\"));
        assert_eq!(String::from_utf8(bytes).unwrap().matches('\u{1b}').count(), 2);
        assert_eq!(copy(&"x".repeat(80_000), "xterm"), Err(ClipboardError::Long(80_000)));
        assert_eq!(copy("", "xterm"), Err(ClipboardError::Empty));
    }
}
