//! Mailboxes (mbox): where a message begins, and the `>` by which a mailbox escapes a line that begins with "From ".
//!
//! A message begins with a line such as `From press@example.org Wed Nov  4 10:15:00 2026` before a header field. A line
//! `From Oslo she went on to Bergen` is text, also after an empty line.

use std::borrow::Cow;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Finds the beginnings of messages, line by line.
#[derive(Debug, Default)]
pub struct Mailbox {
    /// Whether the first "From " line of the mailbox has a date; `None` before the first line. If it has none, no line of the
    /// mailbox needs one, but then an empty line must stand before it.
    dated: Option<bool>,
    /// The line before was empty.
    blank: bool,
}

impl Mailbox {
    /// Whether a message begins with `line`, which is followed by `next` (empty at the end of the input). To be called for
    /// each line in order.
    pub fn begins(&mut self, line: &[u8], next: &[u8]) -> bool {
        let from = line.strip_prefix(b"From ");
        let begins = from.is_some_and(|rest| {
            let first = self.dated.is_none();
            let dated = *self.dated.get_or_insert_with(|| has_date(rest));
            first || (is_field(next) && if dated { has_date(rest) } else { self.blank })
        });
        self.blank = line.trim_ascii().is_empty();
        begins
    }
}

/// Whether the rest of a "From " line has a month, a time of day and a year.
fn has_date(rest: &[u8]) -> bool {
    let rest = String::from_utf8_lossy(rest.get(..rest.len().min(200)).unwrap_or(rest));
    let digits = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let is_time =
        |word: &str| word.split(':').count() >= 2 && word.split(':').all(|part| part.len() <= 2 && digits(part));
    let words = || rest.split_ascii_whitespace().skip(1);
    words().any(|w| MONTHS.contains(&w)) && words().any(is_time) && words().any(|w| w.len() == 4 && digits(w))
}

/// Whether a line is a header field. Some mailboxes have escaped "From " lines among the fields.
fn is_field(line: &[u8]) -> bool {
    let name = line.iter().position(|&b| b == b':').and_then(|at| line.get(..at)).unwrap_or(b"");
    (!name.is_empty() && name.iter().all(u8::is_ascii_graphic)) || line.starts_with(b">From ")
}

/// The messages of a mailbox, each beginning with its "From " line, and the number of that line from 1.
pub(in crate::ingest) fn messages(bytes: &[u8]) -> Vec<(u32, &[u8])> {
    let mut starts = Vec::new();
    let mut mailbox = Mailbox::default();
    let mut at = 0;
    let mut lines = bytes.split_inclusive(|&b| b == b'\n').enumerate().peekable();
    while let Some((number, line)) = lines.next() {
        if mailbox.begins(line, lines.peek().map_or(b"", |(_, next)| next)) {
            starts.push((at, number as u32 + 1));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([bytes.len()]);
    starts.iter().zip(ends).filter_map(|(&(from, line), to)| Some((line, bytes.get(from..to)?))).collect()
}

/// The message without the "From " line of a mailbox, and without one `>` before each "From " in the text. A message without
/// a "From " line is returned unchanged.
pub(super) fn unescaped(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !bytes.starts_with(b"From ") {
        return Cow::Borrowed(bytes);
    }
    let mut out = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|&b| b == b'\n').skip(1) {
        let depth = line.iter().position(|&b| b != b'>').unwrap_or(0);
        let escaped = depth > 0 && line.get(depth..).is_some_and(|l| l.starts_with(b"From "));
        out.extend_from_slice(line.get(usize::from(escaped)..).unwrap_or(line));
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(text: &str) -> Vec<u32> {
        messages(text.as_bytes()).into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn a_message_begins_at_a_sender_and_a_date_before_a_header_field() {
        let head = "From a@x.example Wed Nov  4 10:15:00 2026\nSubject: x\n\n";
        for (second, cut) in [
            ("\nFrom b@x.example Wed Nov  4 11:15:00 2026\nSubject: y\n\ny\n", true),
            ("\nFrom - Wed Nov 04 11:15:00 2026\nX-Status: 1\n\ny\n", true),
            ("From b at x.example  Wed Nov 4 11:15 2026\nSubject: y\n\ny\n", true),
            ("\nFrom 17@xxx Mon Nov 06 10:00:00 +0000 2026\n>From a\nSubject: y\n\ny\n", true),
            ("\nFrom Oslo she went on to Bergen,\nwhere: nobody knows.\n", false),
            ("\nFrom Oslo on Wed Nov  4 11:15:00 2026\nshe went on to Bergen.\n", false),
            ("\nFrom March to Nov 2026 all was well\nNote: it was.\n", false),
            ("\n>From b@x.example Wed Nov  4 11:15:00 2026\nSubject: y\n", false),
            ("\nFrom b@x.example Wed Nov  4 11:15:00 2026\n", false),
        ] {
            assert_eq!(starts(&format!("{head}Text.\n{second}")).len(), 1 + usize::from(cut), "{second}");
        }
        assert_eq!(starts("From a\nSubject: x\n\nFrom here: on\n\nFrom b\nSubject: y\n\ny"), [1, 6], "no dates at all");
    }

    #[test]
    fn one_sign_of_quotation_is_taken_from_escaped_lines() {
        let text = unescaped(b"From a\nSubject: x\n\n>From a\n>>From b\n> From c\nFrom d\n");
        assert_eq!(text.as_ref(), b"Subject: x\n\nFrom a\n>From b\n> From c\nFrom d\n");
        assert_eq!(unescaped(b">From a").as_ref(), b">From a");
    }
}
