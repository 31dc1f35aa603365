//! Bytes of a terminal → keys, pastes and answers.
//!
//! Total: any bytes are understood, answered questions or ignored, and what is not a key never becomes one. An answer
//! that comes late or unasked (device attributes, cursor position, colours) is swallowed here. Bounded in memory. Reads
//! what xterm and its relatives send ("XTerm Control Sequences", E. Moy and others); does no I/O and knows no clock: the
//! caller says when a pause has ended a sequence that is not complete.

mod sequence;

use crate::config::key::{Code, KeyPress};

/// What a terminal sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(KeyPress),
    /// Text of a bracketed paste, line ends as `\n`.
    Paste(String),
    /// The colour of the ground, 8 bits a channel (OSC 11).
    Ground([u8; 3]),
    /// The terminal has read everything up to our question (DSR 5).
    Ready,
}

/// Why the decoder waits for more bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// The beginning of a sequence: a key if nothing follows at once.
    Short,
    /// Inside an answer or a paste.
    Long,
}

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
/// Longest paste that is taken; the rest is dropped.
const PASTE: usize = 16 << 20;
/// Longest answer that is read over before it is taken for something else.
const STRING: usize = 1 << 16;
/// What is kept of an answer.
const KEPT: usize = 256;

#[derive(Debug, Default)]
enum Mode {
    #[default]
    Keys,
    /// Inside a bracketed paste.
    Paste(Vec<u8>),
    /// Inside a string (OSC, DCS, APC, PM, SOS): whether it is an OSC, its beginning, and its length so far.
    String(bool, Vec<u8>, usize),
}

/// Turns bytes into input, across reads.
#[derive(Debug, Default)]
pub struct Decoder {
    mode: Mode,
    rest: Vec<u8>,
}

/// What was made of the beginning of the bytes.
enum Step {
    /// So many bytes, and what they mean.
    Took(usize, Option<Input>),
    /// So many bytes, and another mode begins.
    Enter(usize, Mode),
    /// More bytes must come.
    More,
}

impl Decoder {
    /// Takes bytes as they were read; what they mean is put at the end of `out`.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<Input>) {
        let mut all = std::mem::take(&mut self.rest);
        all.extend_from_slice(bytes);
        let mut at = 0;
        while let Some(left) = all.get(at..).filter(|left| !left.is_empty()) {
            let step = match &mut self.mode {
                Mode::Keys => sequence::step(left),
                Mode::Paste(text) => paste(left, text),
                Mode::String(_, kept, length) => string(left, kept, length),
            };
            match step {
                Step::Took(taken, input) => {
                    out.extend(input);
                    at += taken.max(1);
                }
                Step::Enter(taken, mode) => {
                    if let Mode::Keys = mode {
                        out.extend(self.end());
                    }
                    self.mode = mode;
                    at += taken;
                }
                Step::More => break,
            }
        }
        self.rest = all.get(at..).unwrap_or_default().to_vec();
    }

    /// Whether, and why, the bytes so far are not complete.
    pub fn waiting(&self) -> Option<Waiting> {
        match (&self.mode, self.rest.is_empty()) {
            (Mode::Keys, true) => None,
            (Mode::Keys, false) => Some(Waiting::Short),
            _ => Some(Waiting::Long),
        }
    }

    /// Nothing followed: what is there is all. A lone escape is the key Esc; a torn answer is dropped.
    pub fn pause(&mut self, out: &mut Vec<Input>) {
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

    /// Leaves a paste or an answer and says what it was.
    fn end(&mut self) -> Option<Input> {
        match std::mem::take(&mut self.mode) {
            Mode::Paste(text) => {
                let text = String::from_utf8_lossy(&text).replace("\r\n", "\n").replace('\r', "\n");
                Some(Input::Paste(text))
            }
            Mode::String(true, kept, _) => ground(&kept).map(Input::Ground),
            Mode::Keys | Mode::String(false, ..) => None,
        }
    }
}

/// Inside a paste: everything is text up to `ESC [ 2 0 1 ~`.
fn paste(left: &[u8], text: &mut Vec<u8>) -> Step {
    const END: &[u8] = b"\x1b[201~";
    let found = left.iter().position(|byte| *byte == ESC).unwrap_or(left.len());
    if found > 0 {
        let room = PASTE.saturating_sub(text.len());
        text.extend(left.iter().take(found.min(room)));
        return Step::Took(found, None);
    }
    if left.starts_with(END) {
        return Step::Enter(END.len(), Mode::Keys);
    }
    if END.starts_with(left) {
        return Step::More;
    }
    if text.len() < PASTE {
        text.push(ESC);
    }
    Step::Took(1, None)
}

/// Inside an answer: everything up to BEL or ST.
fn string(left: &[u8], kept: &mut Vec<u8>, length: &mut usize) -> Step {
    let found = left.iter().position(|byte| matches!(*byte, ESC | BEL | 0x18 | 0x1a)).unwrap_or(left.len());
    if found > 0 {
        kept.extend(left.iter().take(found.min(KEPT.saturating_sub(kept.len()))));
        *length += found;
        return if *length > STRING { Step::Enter(found, Mode::Keys) } else { Step::Took(found, None) };
    }
    match *left {
        [ESC] => Step::More,
        [ESC, b'\\', ..] => Step::Enter(2, Mode::Keys),
        // Another sequence begins: the string was cut off.
        [ESC, ..] => Step::Enter(0, Mode::Keys),
        _ => Step::Enter(1, Mode::Keys),
    }
}

/// `11;rgb:RRRR/GGGG/BBBB`, each of one to four hexadecimal digits.
fn ground(answer: &[u8]) -> Option<[u8; 3]> {
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

    /// What bytes mean, in words.
    fn read(bytes: &[u8]) -> String {
        let mut out = Vec::new();
        let mut decoder = Decoder::default();
        decoder.feed(bytes, &mut out);
        decoder.pause(&mut out);
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
        assert_eq!(read(b"\x1b]11;rgb:ffff/8080/0000\x07j"), "Ground([255, 128, 0]) j");
        assert_eq!(read(b"\x1b]11;rgb:f/0/8\x1b\\"), "Ground([255, 0, 136])");
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
        fn any_bytes_in_any_pieces_mean_the_same(
            bytes in prop::collection::vec(
                prop_oneof![any::<u8>(), Just(0x1b), Just(b'['), Just(b']'), Just(b';'), Just(b'1'), Just(b'~')], 0..60),
            cut in 0..60usize,
        ) {
            let mut out = Vec::new();
            let mut decoder = Decoder::default();
            let (a, b) = bytes.split_at(cut.min(bytes.len()));
            decoder.feed(a, &mut out);
            decoder.feed(b, &mut out);
            decoder.pause(&mut out);
            prop_assert_eq!(words(&out), read(&bytes));
            for input in &out {
                if let Input::Key(KeyPress { code: Code::Char(c), .. }) = input {
                    prop_assert!(!c.is_control());
                }
            }
        }
    }
}
