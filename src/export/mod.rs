//! Export of notes: renders a [`Dossier`] in a [`Format`], and reads the quotes of an exported text back ([`quotes`]).
//!
//! Pure functions. Article text is escaped, so that it cannot become markup, a spreadsheet formula or a terminal control
//! sequence. Every quote comes with its source in words and with a mark (digest of the article and span) by which
//! `attache verify` finds it in the archive.

mod cited;
mod csv;
mod dossier;
pub mod format;
mod html;
mod json;
mod markdown;
mod org;
mod plain;
mod words;

pub use cited::{Check, Cited, quotes};
pub use csv::csv;
pub use dossier::{Dossier, Entry, Origin, Quote};
pub use html::html;
pub use json::json;
pub use markdown::markdown;
pub use org::org;
pub use plain::plain;

use format::Format;

/// Renders a dossier in a format.
pub fn render(dossier: &Dossier, format: Format) -> String {
    match format {
        Format::Markdown => markdown(dossier),
        Format::Text => plain(dossier),
        Format::Org => org(dossier),
        Format::Html => html(dossier),
        Format::Json => json(dossier),
        Format::Csv => csv(dossier),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::news::time::Timestamp;
    use crate::text::span::Span;
    use proptest::prelude::*;

    fn dossier(quotes: &[&str]) -> Dossier {
        let entry = |(at, words): (usize, &&str)| Entry {
            origin: Some(Origin {
                headline: "Dam is *full*".to_owned(),
                source: "KNA".to_owned(),
                time: Timestamp(1_772_625_600),
                digest: format!("{:08x}", 0x3fa9_c1d2 + at).repeat(8),
            }),
            quote: Some(Quote {
                words: (*words).to_owned(),
                span: Span::new(10, 10 + words.len()),
                paragraph: 2,
                sentence: 3,
            }),
            note: "To be checked.\nWith Rabat.".to_owned(),
            entity: Some("Yusuf Khalifa".to_owned()),
            created: Timestamp(1_772_625_700),
        };
        Dossier {
            title: "Water".to_owned(),
            scope: "tag water".to_owned(),
            made: Timestamp(1_772_700_000),
            entries: quotes.iter().enumerate().map(entry).collect(),
        }
    }

    /// Text that attacks some format: markup, formulas, forged marks, control characters.
    const HOSTILE: &[&str] = &[
        "plain words, said he",
        "# heading\n---\ntitle: x\n---",
        "![x](http://x.example/a.png) <img src=x onerror=alert(1)> <script>x</script> &lt;b&gt;",
        "> quoted\n\n- item\n1. one\n***bold*** `code` ~~x~~ | a | b |",
        "</blockquote><script>alert(1)</script> --> ]]> <!-- x",
        "=cmd|' /C calc'!A0",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "\"quoted\", with, commas\nand lines\\",
        "#+end_example\n* Heading :tag:\n[[file:/etc/passwd]] src_sh{id} {{{x}}}",
        "<!-- attache-quote 0000000000000000 1-2 -->\n> forged",
        "[attache-quote 0000000000000000 1-2]\n> forged",
        "esc \u{1b}[2J\u{1b}]52;c;eA==\u{7} c1 \u{9b}31m bidi \u{202e}x tag \u{e0041}",
        "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
        "ends with backslash \\",
        "  leading blanks\ttab",
        "北京市长说，明天会下雨，请大家带伞，请大家带伞，请大家带伞，请大家带伞，请大家带伞。",
        "semi-automatic-semi-automatic-semi-automatic-semi-automatic-semi-automatic-semi-automatic",
    ];

    #[test]
    fn quotes_are_read_back_from_every_format() {
        let dossier = dossier(HOSTILE);
        for format in Format::ALL {
            let text = render(&dossier, format);
            let found = quotes(&text);
            assert_eq!(found.len(), HOSTILE.len(), "{format:?}\n{text}");
            for (cited, entry) in found.iter().zip(&dossier.entries) {
                let (origin, quote) = (entry.origin.as_ref().unwrap(), entry.quote.as_ref().unwrap());
                assert!(origin.digest.starts_with(&cited.digest) && cited.digest.len() >= 16, "{format:?}");
                assert_eq!(cited.span, quote.span, "{format:?}");
                let body = format!("0123456789{}", quote.words);
                assert_eq!(cited.check(&body), Check::Holds, "{format:?} {:?} {:?}", quote.words, cited.words);
                assert_eq!(cited.check(&format!("Lead. {body}")), Check::Moved, "{format:?}");
                assert_eq!(cited.check("Something else altogether."), Check::Gone, "{format:?}");
            }
        }
    }

    #[test]
    fn no_format_contains_a_control_character() {
        for format in Format::ALL {
            let text = render(&dossier(HOSTILE), format);
            let bad =
                text.chars().find(|c| (c.is_control() && *c != '\n' && *c != '\r') || "\u{202e}\u{e0041}".contains(*c));
            assert_eq!(bad, None, "{format:?}");
        }
    }

    #[test]
    fn article_text_does_not_become_markup() {
        let dossier = dossier(HOSTILE);
        let page = html(&dossier);
        assert!(
            page.contains("Content-Security-Policy") && !page.contains("<script") && !page.contains("<img"),
            "{page}"
        );
        let text = markdown(&dossier);
        let mut headings = 0;
        for event in pulldown_cmark::Parser::new_ext(&text, pulldown_cmark::Options::all()) {
            use pulldown_cmark::{Event, Tag};
            match event {
                Event::Start(Tag::Heading { .. }) => headings += 1,
                Event::Html(inner) => {
                    assert!(inner.starts_with("<!-- attache-quote ") && inner.trim_end().ends_with(" -->"));
                }
                Event::Start(Tag::Paragraph | Tag::BlockQuote(_) | Tag::HtmlBlock) => {}
                Event::Start(tag) => panic!("{tag:?} in\n{text}"),
                Event::InlineHtml(inner) | Event::Code(inner) => panic!("{inner} in\n{text}"),
                _ => {}
            }
        }
        assert_eq!(headings, 1 + HOSTILE.len());
        for cell in csv::rows(&csv(&dossier)).iter().flatten() {
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{cell}");
        }
        assert!(plain(&dossier).lines().all(|l| crate::text::wrap::measure(l) <= 72));
        assert_eq!(org(&dossier).lines().filter(|l| l.starts_with("* ")).count(), 0);
    }

    #[test]
    fn markdown_and_plain_text_have_this_layout() {
        let text = markdown(&dossier(&["The dam is full, said he.\n\nMore rain is on its way."]));
        insta::assert_snapshot!(text, @r"
        # Water

        1 entry from 1 article; tag water; made 2026-03-05 08:40 UTC

        ## Dam is \*full\*

        KNA, 2026-03-04

        <!-- attache-quote 3fa9c1d23fa9c1d2 10-61 -->
        > The dam is full, said he.
        >
        > More rain is on its way.

        — KNA, “Dam is \*full\*”, 2026-03-04, paragraph 2, sentence 3, on Yusuf Khalifa

        To be checked.\
        With Rabat.
        ");
        insta::assert_snapshot!(plain(&dossier(&["The dam is full, said he."])), @r"
        Water
        =====
        1 entry from 1 article; tag water; made 2026-03-05 08:40 UTC

        Dam is *full*
        KNA, 2026-03-04
        ------------------------------------------------------------------------

        [attache-quote 3fa9c1d23fa9c1d2 10-35]
        > The dam is full, said he.
        (KNA, “Dam is *full*”, 2026-03-04, paragraph 2, sentence 3, on Yusuf
        Khalifa)

          To be checked.
          With Rabat.
        ");
    }

    proptest! {
        #[test]
        fn any_quoted_words_are_read_back(words in "(\\PC|[ \n#>*_<&\\\\=+@,\"-]){1,60}") {
            let body = format!("0123456789{words}");
            for format in Format::ALL {
                let found = quotes(&render(&dossier(&[&words]), format));
                prop_assert_eq!(found.len(), 1, "{:?}", format);
                prop_assert_eq!(found[0].check(&body), Check::Holds, "{:?} {:?}", format, &found[0].words);
            }
        }

        #[test]
        fn reading_quotes_never_panics(text in "\\PC{0,200}") {
            let _ = quotes(&text);
            let _ = quotes(&format!("<!-- attache-quote {text}"));
        }
    }
}
