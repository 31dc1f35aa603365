//! Decodes the bytes that a terminal sends into keys, pastes and answers.
//!
//! Total: every byte sequence is decoded without an error, and what is not a key never becomes one. An answer that arrives late
//! or unasked (device attributes, cursor position, colours) is recognised and dropped here. Memory is bounded. The sequences
//! are those of xterm and its relatives ("XTerm Control Sequences", E. Moy and others). Does no I/O and knows no clock: the
//! caller tells when an incomplete sequence has timed out.

pub mod input;
mod sequence;

use input::{BEL, ESC, Mode, Step};

pub use input::Input;

use crate::config::key::{Code, KeyPress};

/// What kind of input is incomplete, which decides how long to wait for its rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Incomplete {
    /// The beginning of a sequence: it is a key if nothing follows at once.
    Sequence,
    /// A control string or a paste.
    String,
}

/// Longest paste, in bytes; the rest is dropped.
const PASTE: usize = 16 << 20;
/// Longest control string, in bytes; what follows is read as keys.
const STRING: usize = 1 << 16;
/// Bytes kept of a control string.
const STRING_HEAD: usize = 256;

/// Decodes bytes that arrive in any pieces.
#[derive(Debug, Default)]
pub struct Decoder {
    mode: Mode,
    /// The beginning of a sequence that is not complete.
    rest: Vec<u8>,
}

impl Decoder {
    /// Decodes bytes and appends what they mean to `out`.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<Input>) {
        let mut all = std::mem::take(&mut self.rest);
        all.extend_from_slice(bytes);
        let mut at = 0;
        while let Some(left) = all.get(at..).filter(|left| !left.is_empty()) {
            let step = match &mut self.mode {
                Mode::Keys => sequence::step(left),
                Mode::Paste(text) => paste(left, text),
                Mode::String { head, length, .. } => string(left, head, length),
            };
            match step {
                Step::Read(taken, input) => {
                    out.extend(input);
                    at += taken.max(1);
                }
                Step::Switch(taken, mode) => {
                    if let Mode::Keys = mode {
                        out.extend(self.end());
                    }
                    self.mode = mode;
                    at += taken;
                }
                Step::Incomplete => break,
            }
        }
        self.rest = all.get(at..).unwrap_or_default().to_vec();
    }

    /// Whether the bytes so far end within an input, and within which kind.
    pub fn incomplete(&self) -> Option<Incomplete> {
        match (&self.mode, self.rest.is_empty()) {
            (Mode::Keys, true) => None,
            (Mode::Keys, false) => Some(Incomplete::Sequence),
            _ => Some(Incomplete::String),
        }
    }

    /// Ends an incomplete input: no more bytes came in time. A lone escape becomes the key Esc, a paste ends, an answer is
    /// dropped.
    pub fn timed_out(&mut self, out: &mut Vec<Input>) {
        out.extend(self.end());
        let rest = std::mem::take(&mut self.rest);
        match *rest.as_slice() {
            [ESC] => out.push(Input::Key(KeyPress::plain(Code::Esc))),
            [ESC, byte] if byte.is_ascii_graphic() => {
                out.push(Input::Key(KeyPress { alt: true, ..KeyPress::char(char::from(byte)) }));
            }
            _ => {}
        }
    }

    /// Returns to reading keys; returns the paste or the answer read so far.
    fn end(&mut self) -> Option<Input> {
        match std::mem::take(&mut self.mode) {
            Mode::Paste(text) => {
                let text = String::from_utf8_lossy(&text).replace("\r\n", "\n").replace('\r', "\n");
                Some(Input::Paste(text))
            }
            Mode::String { osc: true, head, .. } => background(&head).map(Input::Background),
            Mode::Keys | Mode::String { .. } => None,
        }
    }
}

/// Reads on in a paste: everything is text up to `ESC [ 2 0 1 ~`.
fn paste(left: &[u8], text: &mut Vec<u8>) -> Step {
    const END: &[u8] = b"\x1b[201~";
    let found = left.iter().position(|byte| *byte == ESC).unwrap_or(left.len());
    if found > 0 {
        let room = PASTE.saturating_sub(text.len());
        text.extend(left.iter().take(found.min(room)));
        return Step::Read(found, None);
    }
    if left.starts_with(END) {
        return Step::Switch(END.len(), Mode::Keys);
    }
    if END.starts_with(left) {
        return Step::Incomplete;
    }
    if text.len() < PASTE {
        text.push(ESC);
    }
    Step::Read(1, None)
}

/// Reads on in a control string: everything up to BEL or ST (`ESC \`). CAN and SUB break it off.
fn string(left: &[u8], head: &mut Vec<u8>, length: &mut usize) -> Step {
    let found = left.iter().position(|byte| matches!(*byte, ESC | BEL | 0x18 | 0x1a)).unwrap_or(left.len());
    if found > 0 {
        head.extend(left.iter().take(found.min(STRING_HEAD.saturating_sub(head.len()))));
        *length += found;
        return if *length > STRING { Step::Switch(found, Mode::Keys) } else { Step::Read(found, None) };
    }
    match *left {
        [ESC] => Step::Incomplete,
        [ESC, b'\\', ..] => Step::Switch(2, Mode::Keys),
        // Another sequence begins: the string was never ended.
        [ESC, ..] => Step::Switch(0, Mode::Keys),
        _ => Step::Switch(1, Mode::Keys),
    }
}

/// Reads the answer to OSC 11: `11;rgb:RRRR/GGGG/BBBB`, each channel of one to four hexadecimal digits.
fn background(answer: &[u8]) -> Option<[u8; 3]> {
    let text = std::str::from_utf8(answer).ok()?.strip_prefix("11;")?;
    let text = text.strip_prefix("rgb:").or_else(|| text.strip_prefix("rgba:"))?;
    let mut channels = text.split('/').map(|channel| {
        let value = u32::from_str_radix(channel, 16).ok()?;
        let most = 16u32.checked_pow(u32::try_from(channel.len()).ok()?)?.checked_sub(1).filter(|most| *most > 0)?;
        u8::try_from(u64::from(value) * 255 / u64::from(most)).ok()
    });
    Some([channels.next()??, channels.next()??, channels.next()??])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The inputs that bytes decode to, as text.
    fn read(bytes: &[u8]) -> String {
        let mut out = Vec::new();
        let mut decoder = Decoder::default();
        decoder.feed(bytes, &mut out);
        decoder.timed_out(&mut out);
        words(&out)
    }

    fn words(inputs: &[Input]) -> String {
        let words: Vec<String> = inputs
            .iter()
            .map(|input| match input {
                Input::Key(key) => key.to_string(),
                other => format!("{other:?}"),
            })
            .collect();
        words.join(" ")
    }

    #[test]
    fn keys_of_all_kinds() {
        for (bytes, keys) in [
            ("jG é漢", "j G Space é 漢"),
            ("\t\r\x7f\x1b[Z", "Tab Enter Backspace Shift-Tab"),
            ("\x04\x1f\0", "Ctrl-d Ctrl-_ Ctrl-Space"),
            ("\x1b[A\x1bOB\x1b[1;3C\x1b[1;5D", "Up Down Alt-Right Ctrl-Left"),
            ("\x1b[5~\x1b[6~\x1b[3~\x1b[H\x1b[4~", "PgUp PgDn Delete Home End"),
            ("\x1bOP\x1b[15~\x1b[24~\x1b[[C\x1b[1;2R", "F1 F5 F12 F3 Shift-F3"),
            ("\x1bx\x1b\r", "Alt-x Alt-Enter"),
            ("\x1b", "Esc"),
            ("\x1b\x1b", "Esc Esc"),
            ("\x1b]", "Alt-]"),
            ("\x1b[", "Alt-["),
            ("\x1b[97;5u\x1b[13;2u\x1b[97;2u\x1b[97;1:3u", "Ctrl-a Shift-Enter A"),
            ("\x1b[<64;10;10M\x1b[<0;1;1M\x1b[<0;1;1m", "Up"),
            ("\x1b[M !!j", "j"),
        ] {
            assert_eq!(read(bytes.as_bytes()), keys, "{bytes:?}");
        }
    }

    #[test]
    fn answers_never_become_keys() {
        for answer in [
            "\x1b[?62;22c",
            "\x1b[>0;276;0c",
            "\x1b[5;9R",
            "\x1b[?2026;2$y",
            "\x1b[?1u",
            "\x1b[8;24;80t",
            "\x1bP>|XTerm(370)\x1b\\",
            "\x1bP1$r0m\x1b\\",
            "\x1b_Gi=1;OK\x1b\\",
            "\x1b]4;1;rgb:0/0/0\x07",
            "\x1b[I\x1b[O",
        ] {
            assert_eq!(read(format!("{answer}j").as_bytes()), "j", "{answer:?}");
        }
        assert_eq!(read(b"\x1b]11;rgb:ffff/8080/0000\x07j"), "Background([255, 128, 0]) j");
        assert_eq!(read(b"\x1b]11;rgb:f/0/8\x1b\\"), "Background([255, 0, 136])");
        assert_eq!(read(b"\x1b]11;rgb:zz/0\x1b\\"), "");
        assert_eq!(read(b"\x1b[0n"), "Ready");
    }

    #[test]
    fn a_paste_is_text_whatever_is_in_it() {
        assert_eq!(read(b"\x1b[200~:q!\rdd\x1b[A\x1b[201~j"), "Paste(\":q!\\ndd\\u{1b}[A\") j");
        assert_eq!(read(b"\x1b[200~torn"), "Paste(\"torn\")");
    }

    proptest! {
        #[test]
        fn any_bytes_decode_to_the_same_in_any_pieces(
            bytes in prop::collection::vec(
                prop_oneof![any::<u8>(), Just(0x1b), Just(b'['), Just(b']'), Just(b';'), Just(b'1'), Just(b'~')], 0..60),
            cut in 0..60usize,
        ) {
            let mut out = Vec::new();
            let mut decoder = Decoder::default();
            let (a, b) = bytes.split_at(cut.min(bytes.len()));
            decoder.feed(a, &mut out);
            decoder.feed(b, &mut out);
            decoder.timed_out(&mut out);
            prop_assert_eq!(words(&out), read(&bytes));
            for input in &out {
                if let Input::Key(KeyPress { code: Code::Char(c), .. }) = input {
                    prop_assert!(!c.is_control());
                }
            }
        }
    }
}
