//! What a terminal sends, decoded.

use crate::config::key::KeyPress;

/// One decoded input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(KeyPress),
    /// Text of a bracketed paste, with `\n` as line end.
    Paste(String),
    /// The background colour: red, green and blue, 8 bits each (answer to OSC 11).
    Background([u8; 3]),
    /// The terminal has processed everything sent before the status request (answer to DSR 5).
    Ready,
}

/// Escape: the first byte of every sequence.
pub const ESC: u8 = 0x1b;
/// Bell: may end a string instead of `ESC \`.
pub const BEL: u8 = 0x07;

/// How the next bytes are read.
#[derive(Debug, Default)]
pub enum Mode {
    /// As keys and control sequences.
    #[default]
    Keys,
    /// As the text of a bracketed paste, collected here.
    Paste(Vec<u8>),
    /// As a control string (OSC, DCS, APC, PM, SOS) up to its terminator.
    String {
        /// It is an OSC.
        osc: bool,
        /// Its first bytes.
        head: Vec<u8>,
        /// Its length so far, in bytes.
        length: usize,
    },
}

/// What the decoder makes of the next bytes.
#[derive(Debug)]
pub enum Step {
    /// So many bytes are read; they mean this input, if any.
    Read(usize, Option<Input>),
    /// So many bytes are read; the following are read in another mode.
    Switch(usize, Mode),
    /// The bytes are incomplete.
    Incomplete,
}
