//! The parts of a message (MIME, RFC 2045 to 2049) as one text, and what is left out of it.
//!
//! A part reaches to the next line of its own boundary or of one around it, so that a missing end costs nothing. Text, HTML,
//! invitations and forwarded messages are read wherever they stand. Everything else is named in [`Reader::left_out`].

use mail_parser::{Message, MimeHeaders};

use super::super::body::one_line;
use super::super::{calendar, decode, html, pgp};
use super::alternative::choose;
use super::{head, transfer};

/// The most parts read of one message, and how deep they may be nested.
const PARTS: usize = 1_000;
const DEPTH: usize = 24;
/// A text before the first part of at most this many bytes is the usual word to programs that know no parts.
const PREAMBLE: usize = 400;

/// How a part is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Multipart,
    Message,
    Plain,
    Html,
    Calendar,
    Encrypted,
    Other,
}

/// What kind of text a part gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Plain,
    Rich,
    /// It belongs to no text but stands beside it: an invitation, an attachment.
    Beside,
}

/// Reads the parts of one message.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// What is not in the text: `photo.png (image/png, 12 KB)`.
    pub left_out: Vec<String>,
    parts: usize,
}

impl Reader {
    /// The text of a message, of which `header` was read and `bytes` is the body.
    pub(super) fn message(&mut self, header: Option<&Message>, bytes: &[u8]) -> String {
        self.part(header, bytes, "text/plain", 0).1
    }

    /// The text of a part; `default` is its type if it declares none.
    fn part(&mut self, header: Option<&Message>, bytes: &[u8], default: &str, depth: usize) -> (Form, String) {
        self.parts += 1;
        let declared = head::media_type(header).unwrap_or_else(|| default.to_owned());
        if self.parts > PARTS || depth > DEPTH {
            self.parts.eq(&(PARTS + 1)).then(|| self.left_out.push(format!("all after the first {PARTS} parts")));
            (depth > DEPTH).then(|| self.left_out.push("parts nested too deeply".to_owned()));
            return (Form::Beside, String::new());
        }
        let name = header.and_then(|h| h.attachment_name()).map(|n| one_line(n, 80)).filter(|n| !n.is_empty());
        let attached =
            header.and_then(|h| h.content_disposition()).is_some_and(|d| d.ctype().eq_ignore_ascii_case("attachment"));
        let kind = kind(&declared, name.as_deref());
        if kind == Kind::Multipart {
            return self.multipart(header, bytes, &declared, depth);
        }
        let Some(bytes) = transfer::decoded(bytes, header.and_then(|h| h.content_transfer_encoding())) else {
            return self.leave_out(name.as_deref(), &declared, bytes);
        };
        if kind == Kind::Message {
            return (Form::Beside, self.forwarded(&bytes, depth));
        }
        if kind == Kind::Encrypted {
            return self.sealed(header, name.as_deref(), &declared, &bytes);
        }
        if kind == Kind::Other || decode::is_binary(&bytes) {
            return self.leave_out(name.as_deref(), &declared, &bytes);
        }
        let charset = header.and_then(|h| h.content_type()).and_then(|t| t.attribute("charset"));
        let charset =
            charset.map(str::to_owned).or_else(|| decode::charset_of_page(&bytes).filter(|_| kind == Kind::Html));
        let (text, remark) = decode::decode_as(&bytes, charset.as_deref());
        self.left_out.extend(remark);
        let (form, text) = self.words(kind, &text);
        match name {
            Some(name) if attached && !text.trim().is_empty() => {
                (Form::Beside, format!("[Attached: {name}]\n\n{text}"))
            }
            _ if attached => (Form::Beside, text),
            _ => (form, text),
        }
    }

    /// The words of a text by its kind.
    fn words(&mut self, kind: Kind, text: &str) -> (Form, String) {
        let start: String = text.trim_start().chars().take(16).collect::<String>().to_ascii_lowercase();
        if kind == Kind::Calendar {
            (Form::Beside, calendar::text(text))
        } else if kind == Kind::Html || start.starts_with("<html") || start.starts_with("<!doctype html") {
            (Form::Rich, html::read(text).text)
        } else {
            let (text, left_out) = pgp::opened(text);
            self.left_out.extend(left_out);
            (Form::Plain, text.into_owned())
        }
    }

    /// The text of a multipart.
    fn multipart(&mut self, header: Option<&Message>, bytes: &[u8], declared: &str, depth: usize) -> (Form, String) {
        let boundary =
            header.and_then(|h| h.content_type()).and_then(|t| t.attribute("boundary")).unwrap_or("").trim_end();
        if declared == "multipart/encrypted" {
            self.left_out.push("an encrypted text (PGP)".to_owned());
            return (Form::Plain, pgp::ENCRYPTED.to_owned());
        }
        let parts = cut(bytes, boundary.as_bytes());
        if parts.is_empty() {
            let (text, remark) = decode::decode_as(bytes, None);
            self.left_out.extend(remark);
            return self.words(Kind::Plain, &text);
        }
        let default = if declared == "multipart/digest" { "message/rfc822" } else { "text/plain" };
        let mut found = Vec::new();
        for bytes in parts {
            let (header, body) = head::split(bytes);
            // A message of a digest may stand there without a header of the part.
            let bare = default != "text/plain"
                && head::media_type(head::parse(&head::readable(header, body)).as_ref()).is_none();
            let (header, body) = if bare && !header.is_empty() { (&header[..0], bytes) } else { (header, body) };
            let header = head::readable(header, body);
            let (form, text) = self.part(head::parse(&header).as_ref(), body, default, depth + 1);
            if !text.trim().is_empty() {
                found.push((form, text));
            }
        }
        if declared == "multipart/alternative" { one_of(found) } else { all_of(found) }
    }

    /// A forwarded message: a line that says who wrote it, when and about what, then its text.
    fn forwarded(&mut self, bytes: &[u8], depth: usize) -> String {
        // Some programs keep the line of a mailbox.
        let bytes = bytes.trim_ascii_start();
        let bytes = super::mailbox::unescaped(bytes);
        let (header, body) = head::split(&bytes);
        let readable = head::readable(header, body);
        let message = head::parse(&readable);
        let (_, text) = self.part(message.as_ref(), body, "text/plain", depth + 1);
        let said = message.as_ref().map(described).filter(|said| !said.is_empty());
        match said {
            Some(said) => format!("[Forwarded message: {said}]\n\n{text}"),
            None if text.trim().is_empty() => String::new(),
            None => format!("[Forwarded message]\n\n{text}"),
        }
    }

    /// A part that is encrypted, or signed so that the text is inside of the signature.
    fn sealed(&mut self, header: Option<&Message>, name: Option<&str>, declared: &str, bytes: &[u8]) -> (Form, String) {
        let _ = self.leave_out(name, declared, bytes);
        let smime = header.and_then(|h| h.content_type()).and_then(|t| t.attribute("smime-type")).unwrap_or("");
        let text = if declared.contains("pkcs7") && smime.eq_ignore_ascii_case("signed-data") {
            "[Text inside of a signature (S/MIME), which cannot be read here.]"
        } else if declared.contains("pkcs7") {
            "[Encrypted text (S/MIME), which cannot be read here.]"
        } else {
            pgp::ENCRYPTED
        };
        (Form::Plain, text.to_owned())
    }

    fn leave_out(&mut self, name: Option<&str>, declared: &str, bytes: &[u8]) -> (Form, String) {
        let size = match bytes.len() {
            1 => "1 byte".to_owned(),
            n @ ..1024 => format!("{n} bytes"),
            n => format!("{} KB", n.div_ceil(1024)),
        };
        let declared = one_line(declared, 80);
        self.left_out.push(match name {
            Some(name) => format!("{name} ({declared}, {size})"),
            None => format!("{declared} ({size})"),
        });
        (Form::Beside, String::new())
    }
}

/// How a part of this type and file name is read.
fn kind(declared: &str, name: Option<&str>) -> Kind {
    let (class, subtype) = declared.split_once('/').unwrap_or((declared, ""));
    let extension = name.and_then(|n| n.rsplit_once('.')).map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    match (class, subtype) {
        ("multipart", _) => Kind::Multipart,
        ("message", "rfc822" | "global" | "news") => Kind::Message,
        ("text", "html" | "x-amp-html" | "watch-html") | ("application", "xhtml+xml") => Kind::Html,
        ("text", "calendar") | ("application", "ics") => Kind::Calendar,
        ("text", "css" | "javascript" | "rtf" | "vcard" | "x-vcard" | "directory" | "xml") => Kind::Other,
        ("text", _) | ("message", "delivery-status" | "disposition-notification" | "feedback-report") => Kind::Plain,
        ("application", "pkcs7-mime" | "x-pkcs7-mime") => Kind::Encrypted,
        // Many programs send files of text as "any bytes".
        ("application", "octet-stream" | "pgp") | ("", _) => match extension.as_str() {
            "txt" | "text" | "md" | "csv" | "tsv" | "log" | "asc" => Kind::Plain,
            "html" | "htm" => Kind::Html,
            "eml" => Kind::Message,
            "ics" => Kind::Calendar,
            "pgp" | "gpg" => Kind::Encrypted,
            _ if subtype == "pgp" => Kind::Plain,
            _ => Kind::Other,
        },
        _ => Kind::Other,
    }
}

/// Sender, date and subject of a message in one line: `Ola Nordby <ola@x.example>, 2026-11-03 08:00 +01:00, Harbour deal`.
fn described(message: &Message) -> String {
    let sender = message.from().and_then(|from| from.first()).map(|sender| match (sender.name(), sender.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.or(address).unwrap_or("").to_owned(),
    });
    let date = message.date().filter(|d| d.is_valid()).map(|d| {
        let (sign, zone) = (if d.tz_before_gmt { '-' } else { '+' }, (d.tz_hour, d.tz_minute));
        let zone = if zone == (0, 0) { "UTC".to_owned() } else { format!("{sign}{:02}:{:02}", zone.0, zone.1) };
        format!("{}-{:02}-{:02} {:02}:{:02} {zone}", d.year, d.month, d.day, d.hour, d.minute)
    });
    let said = [sender, date, message.subject().map(str::to_owned)].into_iter().flatten();
    said.map(|text| one_line(&text, 300)).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
}

/// One text of several forms, and what stands beside it.
fn one_of(found: Vec<(Form, String)>) -> (Form, String) {
    let (beside, forms): (Vec<_>, Vec<_>) = found.into_iter().partition(|(form, _)| *form == Form::Beside);
    let (plain, rich): (Vec<_>, Vec<_>) = forms.into_iter().partition(|(form, _)| *form == Form::Plain);
    let form = if plain.is_empty() { Form::Rich } else { Form::Plain };
    let forms = plain.into_iter().chain(rich).map(|(_, text)| text);
    let text = forms.reduce(choose).unwrap_or_default();
    let all = std::iter::once(text).chain(beside.into_iter().map(|(_, text)| text));
    (form, all.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n"))
}

/// All texts in order.
fn all_of(found: Vec<(Form, String)>) -> (Form, String) {
    let form = found.iter().map(|(form, _)| *form).find(|form| *form != Form::Beside).unwrap_or(Form::Beside);
    (form, found.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n\n"))
}

/// Cuts a body at the lines of its boundary. Empty if there is no such line. What stands before the first or after the last
/// of them is a part too if it is more than the usual remark.
fn cut<'b>(body: &'b [u8], boundary: &[u8]) -> Vec<&'b [u8]> {
    let body = without_cut_boundary(body, boundary);
    let mut parts = Vec::new();
    let (mut from, mut at, mut ended) = (0, 0, true);
    for line in body.split_inclusive(|&b| b == b'\n') {
        let rest = line.strip_prefix(b"--").filter(|_| !boundary.is_empty()).and_then(|l| l.strip_prefix(boundary));
        let rest = rest.map(|rest| rest.strip_prefix(b"--").map_or((rest, false), |rest| (rest, true)));
        if let Some((_, last)) = rest.filter(|(rest, _)| rest.trim_ascii().is_empty()) {
            // The line end before a boundary belongs to it.
            let part = body.get(from..at).unwrap_or(&[]);
            let part = part.strip_suffix(b"\n").map_or(part, |p| p.strip_suffix(b"\r").unwrap_or(p));
            parts.push((ended, part));
            from = at + line.len();
            ended = last;
        }
        at += line.len();
    }
    if parts.is_empty() {
        return Vec::new();
    }
    parts.push((ended, body.get(from..).unwrap_or(&[])));
    let is_part = |outside: bool, part: &[u8], first: bool| {
        let fields = part.trim_ascii_start().get(..8).is_some_and(|s| s.eq_ignore_ascii_case(b"content-"));
        let words = part.iter().any(u8::is_ascii_alphanumeric) || !part.is_ascii();
        !outside || fields || (words && !(first && part.len() <= PREAMBLE))
    };
    let parts = parts.into_iter().enumerate();
    parts.filter(|(n, (outside, part))| is_part(*outside, part, *n == 0)).map(|(_, (_, part))| part).collect()
}

/// The body without a last line that is the beginning of a line of its boundary: the mail was cut off there.
fn without_cut_boundary<'b>(body: &'b [u8], boundary: &[u8]) -> &'b [u8] {
    let start = body.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
    let begun = body.get(start..).and_then(|line| line.strip_prefix(b"--"));
    let cut =
        begun.is_some_and(|begun| begun.len() > 2 && begun != boundary && [boundary, b"-"].concat().starts_with(begun));
    if cut { body.get(..start).unwrap_or(body) } else { body }
}
