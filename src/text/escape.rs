//! Text in the strings of JSON and TOML: what a terminal could obey or hides is written as an escape, so that the file can be
//! looked at and its value stays the same.

use std::borrow::Cow;
use std::fmt::Write;

use super::clean::{cell, graphemes, plain};

/// A JSON text in which every grapheme that [`cell`] would change is written as `\u` escapes: a terminal shows it as it is, and
/// its value is the same. Line ends between values stay.
pub fn json(text: &str) -> Cow<'_, str> {
    escape(text, |out, c| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    })
}

/// The content of a TOML string in quotation marks, quotation marks and backslashes apart: line ends and every grapheme that
/// [`cell`] would change are written as `\u` and `\U` escapes.
pub fn toml(text: &str) -> Cow<'_, str> {
    let escaped = escape(text, |out, c| {
        let _ = match u32::from(c) {
            code @ 0..=0xffff => write!(out, "\\u{code:04X}"),
            code => write!(out, "\\U{code:08X}"),
        };
    });
    if escaped.contains('\n') { Cow::Owned(escaped.replace('\n', "\\n")) } else { escaped }
}

/// `text` with every grapheme that [`cell`] would change written by `write`, char by char, and printable ASCII as it is.
fn escape(text: &str, write: impl Fn(&mut String, char)) -> Cow<'_, str> {
    if text.chars().all(|c| plain(c) || c == '\n') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for grapheme in graphemes(text) {
        if grapheme == "\n" || cell(grapheme) == grapheme {
            out.push_str(grapheme);
        } else {
            for c in grapheme.chars() {
                if matches!(c, ' '..='~' | '\n') { out.push(c) } else { write(&mut out, c) }
            }
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::super::clean::{clean, clean_block};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_is_hidden_is_escaped() {
        assert_eq!(
            json("[\"naïve \u{9b}31m\u{202e} 北京 A\u{301} \u{301}\"]"),
            "[\"naïve \\u009b31m\\u202e 北京 A\u{301} \u{301}\"]"
        );
        assert_eq!(json("\"\u{e0041}\u{7f}\""), "\"\\udb40\\udc41\\u007f\"");
        assert_eq!(toml("a\u{e0041}\nb\tc\u{200b}"), "a\\U000E0041\\nb\\u0009c\\u200B");
    }

    proptest! {
        #[test]
        fn what_is_escaped_is_clean_and_means_the_same(
            text in "\\PC*|(.|\\n|[\u{0}-\u{9f}\u{200b}-\u{2069}\u{300}-\u{36f}\u{e0000}-\u{e01ff}\u{1f466}-\u{1f469}]){0,80}"
        ) {
            let value = [&text];
            for written in [serde_json::to_string(&value).unwrap(), serde_json::to_string_pretty(&value).unwrap()] {
                let escaped = json(&written);
                prop_assert_eq!(clean_block(&escaped), escaped.as_ref());
                let back: [String; 1] = serde_json::from_str(&escaped).unwrap();
                prop_assert_eq!(&back[0], &text);
            }
            let quoted = format!("x = \"{}\"", toml(&text.replace('\\', "\\\\").replace('"', "\\\"")));
            prop_assert_eq!(clean(&quoted), quoted.as_str());
            let back: toml::Table = quoted.parse().unwrap();
            prop_assert_eq!(back["x"].as_str(), Some(text.as_str()));
        }
    }
}
