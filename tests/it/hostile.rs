//! Texts that attack: each through every format and every field of it, then through the gate. Nothing is lost, nothing that a
//! terminal could obey gets through, and no neighbour of a bad article suffers.

use std::fmt::Write as _;

use attache::ingest::{Format, Origin, Refusal, parse, sniff};
use attache::news::article::Draft;
use attache::text::clean::{ascii, cell, clean, clean_block};
use attache::text::wrap::Wrap;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What an article may try: name and payload.
const ATTACKS: &[(&str, &str)] = &[
    ("clear screen", "\u{1b}[2J\u{1b}[H"),
    ("alternate screen", "\u{1b}[?1049h"),
    ("title", "\u{1b}]0;owned\u{7}"),
    ("clipboard", "\u{1b}]52;c;cm0gLXJmIH4=\u{7}"),
    ("clipboard, ended by ST", "\u{1b}]52;c;cm0gLXJmIH4=\u{1b}\\"),
    ("link", "\u{1b}]8;;http://x.example\u{1b}\\text\u{1b}]8;;\u{1b}\\"),
    ("device report", "\u{1b}[6n\u{1b}[c\u{1b}P$q\"p\u{1b}\\"),
    ("alignment and scroll region", "\u{1b}#8\u{1b}[1;2r"),
    ("8-bit CSI", "\u{9b}2J"),
    ("8-bit OSC, DCS and ST", "\u{9d}52;c;x\u{9c}\u{90}q\u{9c}"),
    ("shift out and backspace", "\u{e}\u{f}\u{8}\u{8}\u{8}"),
    ("bell and delete", "\u{7}\u{7f}"),
    ("carriage return over words", "safe\rEVIL"),
    ("bidi override", "\u{202e}cod.exe\u{202c}"),
    ("bidi isolate", "\u{2067}abc\u{2069}\u{2066}"),
    ("marks of direction", "\u{200e}\u{200f}\u{61c}"),
    ("tags", "\u{e0041}\u{e0042}\u{e007f}"),
    ("zero width", "a\u{200b}b\u{2060}c\u{feff}d\u{ad}e"),
    ("noncharacters and private use", "\u{fdd0}\u{ffff}\u{e0b0}\u{f0000}"),
    ("separators", "a\u{2028}b\u{2029}c"),
    ("zalgo", "Z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30a}\u{30b}\u{30c}"),
    ("mark at the start", "\u{301}\u{20dd}x"),
    ("fillers", "\u{3164}\u{115f}\u{ffa0}"),
];

fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn q_encoded(text: &str) -> String {
    let mut out = String::from("=?utf-8?q?");
    text.bytes().for_each(|b| write!(out, "={b:02X}").unwrap());
    out + "?="
}

fn html_references(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        write!(out, "&#x{:x};", c as u32).unwrap();
        out
    })
}

/// The attack in every field of every format. `{}` stands between two words that must still be read.
fn inputs(attack: &str) -> Vec<(Format, String)> {
    let x = format!("CANARYBEFORE {attack} CANARYAFTER");
    let flat = x.replace(['\r', '\n'], " ");
    let (q, j, h) = (q_encoded(&x), json(&x), html_references(&x));
    vec![
        (
            Format::Wire,
            format!("Headline {flat}\n\nBy Jane {flat}\n\nRABAT, March 4 (X{flat}) - Body {flat}\n\nMore {flat}\n"),
        ),
        (
            Format::Markdown,
            format!(
                "---\ntitle: {j}\nauthor: {j}\nsource: {j}\ntags: [{j}]\nslug: {j}\n---\nBody {flat}\n\n> more {flat}\n"
            ),
        ),
        (Format::Markdown, format!("+++\ntitle = {j}\n+++\n\n## H {flat}\n\nBody {h}\n")),
        (
            Format::Mail,
            format!(
                "From: {q} <a@x.example>\nSubject: {q}\nMessage-ID: <{flat}@x>\nKeywords: {q}\nDate: {flat}\nContent-Type: \
                 text/plain; charset=utf-8\n\nBody {flat}\n"
            ),
        ),
        (
            Format::Mail,
            format!(
                "From: a@x.example\nSubject: {q}\nContent-Type: text/html; charset=utf-8\n\n<p>Body {h}</p><img alt='{flat}'>\n"
            ),
        ),
        (
            Format::JsonLines,
            format!("{{\"headline\":{j},\"body\":{j},\"source\":{j},\"byline\":{j},\"id\":{j},\"tags\":[{j}]}}\n"),
        ),
        (Format::Html, format!("<!doctype html><title>{h}</title><h1>T {flat}</h1><p>Body {h}<p>{flat}")),
    ]
}

fn fields(draft: &Draft) -> Vec<&str> {
    let dateline = draft.dateline.as_ref();
    let mut fields = vec![draft.source.as_str(), &draft.headline, &draft.body];
    fields.extend(draft.slug.as_deref());
    fields.extend(draft.byline.as_deref());
    fields.extend(dateline.map(|d| d.text.as_str()));
    fields.extend(dateline.and_then(|d| d.agency.as_deref()));
    fields.extend(draft.tags.iter().map(String::as_str));
    fields
}

/// What must never reach a terminal. Selectors of a variant (U+E0100 to U+E01EF) say which form of an ideograph is meant.
fn obeyed(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(
            c,
            '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{ad}' | '\u{feff}' | '\u{2028}' | '\u{2029}'
        )
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}' | '\u{e000}'..='\u{f8ff}')
}

fn check_gate(text: &str) {
    for shown in [clean(text), clean_block(text)] {
        assert!(!shown.contains(obeyed), "{shown:?}");
        for grapheme in shown.graphemes(true).filter(|g| *g != "\n") {
            assert!(grapheme.width() > 0 && grapheme.chars().count() <= 32, "{grapheme:?}");
        }
    }
    assert!(!clean(text).contains('\n'));
    assert!(ascii(text).bytes().all(|b| (b' '..=b'~').contains(&b)));
    for row in Wrap::new(text, 40).rows() {
        let cells: String = row.span.slice(text).graphemes(true).map(|g| cell(g).into_owned()).collect();
        assert!(!cells.contains(obeyed), "{cells:?}");
    }
}

#[test]
fn no_attack_gets_through_any_format_or_field() {
    for (name, attack) in ATTACKS {
        for (format, input) in inputs(attack) {
            assert_eq!(sniff(input.as_bytes()), Ok(format), "{name}: {input:?}");
            let drafts = parse(input.as_bytes(), &Origin::of_path("in/x.txt", None)).unwrap();
            let draft = drafts[0].1.as_ref().unwrap_or_else(|e| panic!("{name} in {format:?}: {e}"));
            assert!(
                draft.body.contains("CANARYBEFORE") && draft.body.contains("CANARYAFTER"),
                "{name} in {format:?}: {draft:?}"
            );
            assert!(draft.headline.contains("CANARYBEFORE"), "{name} in {format:?}: {draft:?}");
            for field in fields(draft) {
                check_gate(field);
            }
        }
    }
}

#[test]
fn names_of_files_and_errors_are_cleaned_too() {
    let origin = Origin::of_path("in/\u{1b}]0;x\u{7}/\u{202e}a.txt", None);
    check_gate(&origin.source);
    assert!(clean(&origin.source).contains("␛]0;x␇"));
    let refusal = parse(b"{\"a\":\"\x1b[2J\",", &Origin::default()).map(|v| v[0].1.clone());
    check_gate(&format!("{refusal:?}"));
}

#[test]
fn a_bad_article_leaves_its_neighbours_alone() {
    let good = |n: u32| format!("{{\"headline\":\"Good {n}\",\"body\":\"Text.\"}}\n");
    let deep = "[".repeat(100_000);
    for bad in
        ["{\"headline\":", "{}", "[1]", "null", "\u{1b}[2J", "{\"headline\":\"x\",\"body\":\"\\ud800\"}", deep.as_str()]
    {
        let input = format!("{}{bad}\n{}", good(1), good(2));
        let drafts = parse(input.as_bytes(), &Origin::default()).unwrap();
        let kept: Vec<(Option<u32>, bool)> = drafts.iter().map(|(line, draft)| (*line, draft.is_ok())).collect();
        assert_eq!(kept, [(Some(1), true), (Some(2), false), (Some(3), true)], "{bad:?}");
    }
}

#[test]
fn what_is_not_text_is_refused_with_its_reason() {
    let refused = |bytes: &[u8]| parse(bytes, &Origin::default()).unwrap_err().to_string();
    assert_eq!(refused(b""), "it is empty");
    assert_eq!(refused(b" \r\n\t"), "it is empty");
    assert_eq!(refused(b"{\n\"articles\": []\n}"), "there is no article in it");
    assert_eq!(refused(b"MZ\x90\0\x03"), "it is not text (byte 3)");
    assert_eq!(refused(b"%PDF-1.7"), "it is a PDF, which is not supported");
    assert_eq!(refused(b"<?xml version='1.0'?><rss/>"), "it is an XML file, which is not supported");
    assert_eq!(refused(&vec![b'x'; 33 << 20]), "it has 34603008 bytes; the limit is 33554432");
    let long = parse(&vec![b'x'; 13 << 20], &Origin::default()).unwrap();
    assert!(matches!(long[0].1, Err(Refusal::BodyTooBig { .. })));
    let empty = parse(b"From: a@x.example\nMessage-ID: <1>\n\n\n", &Origin::default()).unwrap();
    assert_eq!(empty[0].1, Err(Refusal::NoText));
}

#[test]
fn bombs_become_no_larger_than_they_are() {
    let many = 200_000;
    let bombs = [
        "<!doctype html>".to_owned() + &"<div>".repeat(many / 5),
        "# x\n\n".to_owned() + &"> ".repeat(many / 2),
        "# x\n\n".to_owned() + &"[".repeat(many),
        "# x\n\n".to_owned() + &"*a ".repeat(many / 3),
        "# x\n\n".to_owned() + &"`".repeat(many),
        "# x\n\n".to_owned() + &"- ".repeat(5_000),
        "---\na: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n---\nx".to_owned(),
        "x ".repeat(many),
        "a\n".repeat(many),
        "NAIROBI, ".repeat(many / 9),
        format!("e{}", "\u{301}".repeat(many / 2)),
        "From: a@x.example\nSubject: x\n".to_owned() + &"X: y\n".repeat(many / 5) + "\ntext",
        "From: a@x.example\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n".to_owned()
            + &"--b\nContent-Type: multipart/mixed; boundary=b\n\n".repeat(5_000),
        "{\"headline\":\"x\",\"body\":\"".to_owned() + &"x".repeat(many) + "\"}",
    ];
    for bomb in &bombs {
        let head: String = bomb.chars().take(40).collect();
        let drafts = match parse(bomb.as_bytes(), &Origin::default()) {
            Ok(drafts) => drafts,
            Err(refusal) => {
                assert!(!refusal.to_string().is_empty(), "{head}");
                continue;
            }
        };
        assert_eq!(drafts.len(), 1, "{head}");
        for draft in drafts.into_iter().filter_map(|(_, draft)| draft.ok()) {
            let bytes: usize = fields(&draft).iter().map(|field| field.len()).sum();
            // The headline may stand in the body too, and marks of lists take two bytes more.
            assert!(bytes <= 2 * bomb.len() + 1_000, "{head}: {bytes} of {}", bomb.len());
            let rows = Wrap::new(&draft.body, 72).window(draft.body.len() as u32 / 2, 60);
            assert!(rows.len() <= 60, "{head}");
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_taken_or_refused(
        head in prop::sample::select(vec!["", "---\n", "+++\n", "{\"", "[{", "From: a\nSubject: b\n", "From a\nFrom: b\nDate: c\n\n",
            "From: a\nSubject: b\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html\n\n",
            "From: a\nSubject: b\nContent-Transfer-Encoding: base64\n\n", "From: a\nSubject: b\nContent-Type: text/calendar\n\nBEGIN:VEVENT\n",
            "From: a\nSubject: b\nContent-Type: message/rfc822\n\n", "-----BEGIN PGP SIGNED MESSAGE-----\n\n", "<html><a href=", "+AOk-",
            "<html>", "# ", "RABAT (X) - ", "\u{feff}", "By A\n"]),
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        text in "(\\PC|[\n\r\t:\"{}<>&;#*()-]){0,200}",
    ) {
        for input in [[head.as_bytes(), &bytes].concat(), [head.as_bytes(), text.as_bytes()].concat(), [&[0xff, 0xfe][..], &bytes].concat()] {
            if let Ok(drafts) = parse(&input, &Origin::default()) {
                for draft in drafts.into_iter().filter_map(|(_, draft)| draft.ok()) {
                    prop_assert!(!draft.body.is_empty() && !draft.headline.is_empty());
                    prop_assert!(!draft.body.contains('\r') && !draft.headline.contains('\n'));
                    for field in fields(&draft) {
                        check_gate(field);
                    }
                }
            }
        }
    }
}
