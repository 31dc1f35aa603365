//! Mails of many structures, sound and broken: their text is kept, and what is not text is named.

use std::fmt::Write as _;

use attache::ingest::{Origin, Reading, split};
use proptest::prelude::*;

/// A mail with the usual fields above `rest`, which begins with the fields that matter.
fn mail(rest: &str) -> String {
    format!(
        "Date: Wed, 04 Nov 2026 10:15:00 +0100\nFrom: Anna Lind <a@x.example>\nSubject: Harbour\nMessage-ID: <1@x.example>\n\
         MIME-Version: 1.0\n{rest}"
    )
}

fn read(input: &str) -> Reading {
    let items = split(input.as_bytes()).unwrap_or_else(|e| panic!("{e}: {input}"));
    assert_eq!(items.len(), 1, "{input}");
    items[0].read(&Origin::default()).unwrap_or_else(|e| panic!("{e}: {input}"))
}

/// Parts with boundary `b`, and the closing line.
fn multi(kind: &str, parts: &[&str]) -> String {
    let parts = parts.iter().map(|part| format!("--b\n{part}\n")).collect::<Vec<_>>().concat();
    format!("Content-Type: multipart/{kind}; boundary=b\n\n{parts}--b--\n")
}

const PLAIN: &str = "Content-Type: text/plain; charset=utf-8\n\nThe dam is full.";
const PAGE: &str = "Content-Type: text/html\n\n<p>The dam is full.</p><p>More rain is on its way, said Ola Nordby.</p>";
const PDF: &str = "Content-Type: application/pdf; name=\"plan.pdf\"\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQK";
const INNER: &str =
    "Date: Tue, 03 Nov 2026 08:00:00 +0100\nFrom: Ola Nordby <o@x.example>\nSubject: Deal\n\nThe deal is signed.";

/// Whether the body has each of `words` and the remarks are `left_out`.
#[track_caller]
fn check(name: &str, input: &str, words: &[&str], left_out: &[&str]) {
    let reading = read(&mail(input));
    for word in words {
        assert!(reading.draft.body.contains(word), "{name}: no \"{word}\" in {:?}", reading.draft.body);
    }
    assert_eq!(reading.left_out, left_out, "{name}");
}

#[test]
fn text_is_kept_whatever_stands_around_it() {
    let nested = format!("Content-Type: multipart/alternative; boundary=c\n\n--c\n{PLAIN}\n--c\n{PAGE}");
    for (name, input, words) in [
        ("no closing boundary", multi("mixed", &[PLAIN]).replace("--b--\n", ""), &["The dam is full."][..]),
        (
            "no closing boundary, two forms",
            multi("alternative", &[PLAIN, PAGE]).replace("--b--\n", ""),
            &["The dam is full."],
        ),
        ("an inner one without end", multi("mixed", &[&nested, "\nThe end."]), &["The dam is full.", "The end."]),
        ("no boundary at all", "Content-Type: multipart/mixed\n\nThe dam is full.".to_owned(), &["The dam is full."]),
        (
            "a boundary that never comes",
            "Content-Type: multipart/mixed; boundary=q\n\nThe dam.".to_owned(),
            &["The dam."],
        ),
        ("a blank plain part", multi("alternative", &["Content-Type: text/plain\n\n  \n", PAGE]), &["Ola Nordby"]),
        (
            "a stub as plain part",
            multi("alternative", &["Content-Type: text/plain\n\nThis needs HTML: https://x.example/1\n", PAGE]),
            &["Ola Nordby"],
        ),
        ("a part without fields", multi("mixed", &["\nThe dam is full."]), &["The dam is full."]),
        ("a part without an empty line", multi("mixed", &["The dam is full."]), &["The dam is full."]),
        (
            "text before the parts",
            format!("{}\n--b--", multi("mixed", &[PLAIN]).replacen("--b\n", "--x\n", 1)),
            &["The dam is full."],
        ),
        (
            "text behind the parts",
            multi("mixed", &[PLAIN]) + "List of the desk",
            &["The dam is full.", "List of the desk"],
        ),
    ] {
        check(name, &input, words, &[]);
    }
}

#[test]
fn every_kind_of_text_is_read() {
    let forward = format!("Content-Type: message/rfc822\n\n{INNER}");
    let behind = "[Forwarded message: Ola Nordby <o@x.example>, 2026-11-03 08:00 +01:00, Deal]\n\nThe deal is signed.";
    for (name, input, words) in [
        ("a forwarded message", multi("mixed", &["\nSee below.", &forward]), &["See below.", behind][..]),
        ("a forwarded message alone", forward.clone(), &[behind]),
        (
            "a digest",
            multi("digest", &[&format!("\n{INNER}"), &format!("\n{}", INNER.replace("deal", "pact"))]),
            &["The deal is signed.", "The pact is signed."],
        ),
        ("a digest of bare messages", multi("digest", &[INNER]), &["Ola Nordby", "The deal is signed."]),
        (
            "attached text",
            multi("mixed", &[PLAIN, "Content-Disposition: attachment; filename=a.txt\n\nFor Bergen."]),
            &["[Attached: a.txt]", "For Bergen."],
        ),
        (
            "text sent as any bytes",
            multi(
                "mixed",
                &[
                    "Content-Type: application/octet-stream; name=a.txt\nContent-Transfer-Encoding: base64\n\nRm9yIEJlcmdlbi4=",
                ],
            ),
            &["For Bergen."],
        ),
        (
            "an invitation",
            multi(
                "alternative",
                &[
                    PLAIN,
                    "Content-Type: text/calendar\n\nBEGIN:VEVENT\nSUMMARY:Talks\nDTSTART:20261104T101500Z\nEND:VEVENT",
                ],
            ),
            &["The dam is full.", "Event: Talks\nWhen: 2026-11-04 10:15 UTC"],
        ),
        (
            "base64 cut short",
            "Content-Transfer-Encoding: base64\n\nVGhlIGRhbSBpcyBmdWxsLiBNb3JlIHJ".to_owned(),
            &["The dam is full. More r"],
        ),
        (
            "quoted-printable cut short",
            "Content-Transfer-Encoding: quoted-printable\n\nThe =C3=A9lan 100 = 5 =".to_owned(),
            &["The élan 100 = 5"],
        ),
        (
            "base64 that is none",
            "Content-Transfer-Encoding: base64\n\nThe dam is full.".to_owned(),
            &["The dam is full."],
        ),
        ("an unknown charset", "Content-Type: text/plain; charset=x-none\n\nThe élan.".to_owned(), &["The élan."]),
        (
            "UTF-7",
            "Content-Type: text/plain; charset=utf-7\n\nThe +AOk-lan +ADw-b+AD4-.".to_owned(),
            &["The élan <b>."],
        ),
        ("a signature below", "\nThe dam is full.\n\n-- \nAnna Lind, Port of Bergen".to_owned(), &["Port of Bergen"]),
        (
            "a page that is called plain",
            "Content-Type: text/plain\n\n<html><p>The dam <b>is</b> full.".to_owned(),
            &["The dam is full."],
        ),
    ] {
        check(name, &input, words, &[]);
    }
}

#[test]
fn what_is_not_text_is_named() {
    let armour = |what: &str, text: &str| format!("-----BEGIN PGP {what}-----\n{text}\n-----END PGP {what}-----");
    let signed = format!(
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nThe dam is full.\n{}",
        armour("SIGNATURE", "\niQ")
    );
    let pgp = "Content-Type: application/pgp-encrypted\n\nVersion: 1";
    let sealed = "Content-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----\n\nhQ\n-----END PGP MESSAGE-----";
    for (name, input, words, left_out) in [
        ("a file", multi("mixed", &[PLAIN, PDF]), "The dam is full.", &["plan.pdf (application/pdf, 9 bytes)"][..]),
        ("a file alone", PDF.to_owned(), "[No text. Not read: plan.pdf", &["plan.pdf (application/pdf, 9 bytes)"]),
        (
            "a picture in the page",
            multi("related", &[PAGE, "Content-Type: image/png\n\nx"]),
            "Ola Nordby",
            &["image/png (1 byte)"],
        ),
        ("a signed text", format!("\n{signed}"), "The dam is full.", &["a PGP signature"]),
        (
            "an encrypted text",
            format!("\nHi.\n\n{}", armour("MESSAGE", "\nhQ")),
            "[Encrypted text (PGP)",
            &["an encrypted text (PGP)"],
        ),
        (
            "a signed mail",
            multi("signed", &[PLAIN, "Content-Type: application/pgp-signature\n\nx"]),
            "The dam is full.",
            &["application/pgp-signature (1 byte)"],
        ),
        (
            "an encrypted mail",
            multi("encrypted", &[pgp, sealed]),
            "[Encrypted text (PGP)",
            &["an encrypted text (PGP)"],
        ),
        (
            "S/MIME",
            "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nx".to_owned(),
            "[Encrypted text (S/MIME)",
            &["application/pkcs7-mime (1 byte)"],
        ),
        (
            "bytes called text",
            multi("mixed", &[PLAIN, "Content-Type: text/plain\n\n%PDF-1.4 x"]),
            "The dam is full.",
            &["text/plain (10 bytes)"],
        ),
    ] {
        check(name, &input, &[words], left_out);
    }
}

/// A tree of parts with words of their own, and those words.
#[derive(Clone, Debug)]
enum Tree {
    Text { html: bool, encoding: u8 },
    Forward(Box<Tree>),
    Parts { kind: usize, closed: bool, parts: Vec<Tree> },
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = (any::<bool>(), 0..3_u8).prop_map(|(html, encoding)| Tree::Text { html, encoding });
    leaf.prop_recursive(4, 16, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|tree| Tree::Forward(Box::new(tree))),
            (0..4_usize, any::<bool>(), prop::collection::vec(inner, 1..4))
                .prop_map(|(kind, closed, parts)| Tree::Parts { kind, closed, parts }),
        ]
    })
}

fn base64(text: &str) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |bytes: &[u8]| {
        let bits = bytes.iter().fold(0_u32, |bits, b| bits << 8 | u32::from(*b)) << (8 * (3 - bytes.len()));
        (0..4)
            .map(|n| if n <= bytes.len() { char::from(DIGITS[(bits >> (18 - 6 * n)) as usize & 63]) } else { '=' })
            .collect::<String>()
    };
    text.as_bytes().chunks(57).map(|line| line.chunks(3).map(group).collect::<String>() + "\n").collect()
}

fn write(tree: &Tree, words: &mut Vec<String>, out: &mut String) {
    match tree {
        Tree::Text { html, encoding } => {
            let said = format!("word{} said{}é", words.len(), words.len());
            words.extend(said.split(' ').map(str::to_owned));
            let (kind, text) = if *html { ("html", format!("<p>{said}</p>")) } else { ("plain", said) };
            let (name, text) = match encoding {
                0 => ("8bit", text),
                1 => ("base64", base64(&text)),
                _ => ("quoted-printable", text.replace('é', "=C3=\n=A9")),
            };
            let _ =
                write!(out, "Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: {name}\n\n{text}\n");
        }
        Tree::Forward(tree) => {
            let _ = write!(out, "Content-Type: message/rfc822\n\nFrom: o@x.example\nSubject: Deal\n");
            write(tree, words, out);
        }
        Tree::Parts { kind, closed, parts } => {
            let kind = ["mixed", "related", "parallel", "report"][*kind];
            let boundary = format!("b{}-{}", words.len(), out.len());
            let _ = write!(out, "Content-Type: multipart/{kind}; boundary=\"{boundary}\"\n\n");
            for part in parts {
                let _ = writeln!(out, "--{boundary}");
                write(part, words, out);
            }
            if *closed {
                let _ = writeln!(out, "--{boundary}--");
            }
        }
    }
}

proptest! {
    #[test]
    fn no_word_of_any_tree_is_lost(tree in tree(), crlf in any::<bool>()) {
        let (mut words, mut parts) = (Vec::new(), String::new());
        write(&tree, &mut words, &mut parts);
        let mut input = mail(&parts);
        if crlf {
            input = input.replace('\n', "\r\n");
        }
        let reading = read(&input);
        let have: Vec<&str> = reading.draft.body.split_whitespace().collect();
        for word in &words {
            prop_assert_eq!(have.iter().filter(|w| *w == word).count(), 1, "{} in {:?} of {}", word, reading.draft.body, input);
        }
        prop_assert!(reading.left_out.is_empty(), "{:?}", reading.left_out);
    }

    #[test]
    fn a_mail_that_is_cut_off_anywhere_is_read_as_far_as_it_goes(at in 0..400_usize) {
        let whole = mail(&multi("mixed", &[&format!("{PLAIN} One two three."), PAGE, PDF]));
        let start = whole.find("--b").unwrap() + 50;
        let input = &whole[..(start + at).min(whole.len())];
        let reading = read(input);
        let said = input.find("The dam").map_or("", |from| &input[from..]).split('\n').next().unwrap_or("");
        let whole_words: Vec<&str> = said.split_inclusive(' ').filter(|w| w.ends_with(' ')).map(str::trim).collect();
        for word in whole_words {
            prop_assert!(reading.draft.body.contains(word), "{} in {:?}", word, reading.draft.body);
        }
    }
}
