//! Plain wire copy: slug, headline, byline, line with the date, body, end marks.
//!
//! All parts are optional. A line that is recognised as one of them is removed from the text, and everything else is body.

use super::body::{join, unify};
use super::date::moment;
use super::dateline::dateline;
use super::origin::Origin;
use super::story::{Story, strip_by};
use crate::news::time::Timestamp;

/// The number of lines at the head that may be fields, slugs and labels.
const HEAD: usize = 16;

/// Reads wire copy as a story.
pub(super) fn story(text: &str, origin: &Origin) -> Story {
    let text = unify(text);
    let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    remove_end_marks(&mut lines);
    let mut story = Story::default();
    let mut at = fields(&lines, &mut story, origin.near);
    if story.headline.is_none() {
        at = headline(&lines, at, &mut story);
    }
    at = under_headline(&lines, at, &mut story, origin.near);
    story.body = join(lines.get(at..).unwrap_or(&[]));
    story
}

/// Reads a text whose headline is known from elsewhere: takes byline, date and end marks from it and sets the body of `story`.
pub(super) fn headless(text: &str, origin: &Origin, story: &mut Story) {
    let text = unify(text);
    let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    remove_end_marks(&mut lines);
    let at = under_headline(&lines, 0, story, origin.near);
    story.body = join(lines.get(at..).unwrap_or(&[]));
}

/// Reads fields ("Slug: x"), "ZCZC", slugs and labels at the head into `story`. Returns the index of the first line after them.
fn fields(lines: &[&str], story: &mut Story, near: Option<Timestamp>) -> usize {
    let mut at = 0;
    while let Some(line) = lines.get(at).filter(|_| at < HEAD) {
        let words = line.trim();
        if words.is_empty() || words.starts_with("ZCZC") {
            at += 1;
            continue;
        }
        if is_slug(words) {
            story.slug.get_or_insert_with(|| words.to_owned());
        } else if is_label(words) && followed_by_headline(lines, at + 1) {
            story.tags.push(words.trim_matches(['*', ':', '-', ' ', '.']).to_lowercase());
        } else if !field(words, story, near) {
            break;
        }
        at += 1;
    }
    at
}

/// Reads a line `Name: value` into `story`. Returns false if it is not a known field.
fn field(line: &str, story: &mut Story, near: Option<Timestamp>) -> bool {
    let Some((name, value)) = line.split_once(':') else { return false };
    let value = value.trim();
    if value.is_empty() || value.len() > 300 {
        return false;
    }
    let value = value.to_owned();
    match name.trim().to_ascii_lowercase().as_str() {
        "headline" | "title" => story.headline = Some(value),
        "slug" | "id" => story.slug = Some(value),
        "source" | "agency" => story.source = Some(value),
        "byline" | "author" => story.byline = Some(value),
        "tags" | "keywords" | "topics" => story.tags.extend(value.split([',', ';']).map(|t| t.trim().to_owned())),
        "date" | "published" | "dated" | "issued" => match moment(&value, near) {
            Some(at) => story.published = Some(at),
            None => return false,
        },
        _ => return false,
    }
    true
}

/// Whether a line is a slug: one word of several parts with a capital or a digit ("BC-KENYA-DAM", "kna/water-14").
fn is_slug(line: &str) -> bool {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let known = ["BC-", "AM-", "PM-", "bc-"].iter().any(|p| word.starts_with(p));
    let parts = word.split(['-', '/', '_']).filter(|p| !p.is_empty()).count();
    let shape =
        word.len() <= 60 && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '_' | '.'));
    let capitals = word.chars().any(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    shape && parts >= 2 && ((rest.is_empty() && capitals && parts >= 3) || (known && rest.len() <= 30))
}

/// Whether a line is a label for the text after it, such as "URGENT".
fn is_label(line: &str) -> bool {
    const LABELS: &[&str] = &[
        "BREAKING",
        "BREAKING NEWS",
        "FLASH",
        "URGENT",
        "ALERT",
        "BULLETIN",
        "SNAP",
        "NEWS ALERT",
        "EXCLUSIVE",
        "PRESS RELEASE",
        "NEWS RELEASE",
        "MEDIA RELEASE",
        "PRESS STATEMENT",
        "FOR IMMEDIATE RELEASE",
        "EMBARGOED",
        "UNCLASSIFIED",
        "RESTRICTED",
        "CONFIDENTIAL",
        "CORRECTION",
        "UPDATE",
    ];
    LABELS.contains(&line.trim_matches(['*', ':', '-', ' ', '.', '!']).to_uppercase().as_str())
}

/// Whether the next block of lines could be a headline.
fn followed_by_headline(lines: &[&str], from: usize) -> bool {
    let mut block =
        lines.iter().skip(from).map(|l| l.trim()).skip_while(|l| l.is_empty()).take_while(|l| !l.is_empty());
    block.next().is_some_and(|l| l.len() <= 200 && !l.ends_with('.') && dateline(l).is_none())
}

/// Reads the headline from the first block of lines into `story`. Returns the index of the line after it, `from` if there is
/// none.
fn headline(lines: &[&str], from: usize, story: &mut Story) -> usize {
    let block: Vec<&str> = lines.iter().skip(from).map(|l| l.trim()).take_while(|l| !l.is_empty()).take(12).collect();
    let Some(first) = block.first() else { return from };
    // A byline or dateline ends the headline, whatever its length.
    let mark = block.iter().skip(1).take(4).position(|l| byline(l) || dateline(l).is_some()).map(|at| at + 1);
    let total: usize = block.iter().map(|l| l.len() + 1).sum();
    let sentence = |l: &str| l.ends_with(['.', '”', '"']) && !l.ends_with("...");
    let widest = block.iter().map(|l| l.len()).max().unwrap_or(0);
    let count = if dateline(first).is_some_and(|(_, day)| day.is_some() || first.len() > 80) {
        0
    } else if let Some(mark) = mark {
        mark
    } else if block.len() == 1 {
        usize::from(first.len() <= 140 || (first.len() <= 240 && !sentence(first)))
    } else if block.len() <= 3 && total <= 240 && !block.last().is_some_and(|l| sentence(l)) {
        block.len()
    } else {
        // A short line above wrapped text is a headline.
        usize::from(
            !sentence(first)
                && !first.ends_with(',')
                && first.len() <= 120
                && (first.len() * 4 < widest * 3 || widest > 160),
        )
    };
    if count == 0 {
        return from;
    }
    story.headline =
        Some(block.iter().take(count).copied().collect::<Vec<_>>().join(" ").trim_start_matches("# ").to_owned());
    from + count
}

/// Reads byline and date in the lines after the headline into `story`. Returns the index of the first line of the body.
fn under_headline(lines: &[&str], from: usize, story: &mut Story, near: Option<Timestamp>) -> usize {
    let mut at = from;
    let mut taken = from;
    while let Some(line) = lines.get(at).filter(|_| at < from + 8) {
        let words = line.trim();
        at += 1;
        if words.is_empty() {
            continue;
        }
        let date = words.strip_prefix("Published:").or_else(|| words.strip_prefix("Updated:")).unwrap_or(words);
        if story.byline.is_none() && byline(words) {
            story.byline = Some(strip_by(words).to_owned());
        } else if story.published.is_none()
            && words.len() <= 60
            && let Some(moment) = moment(date, near)
        {
            story.published = Some(moment);
        } else {
            break;
        }
        taken = at;
    }
    taken
}

/// Whether a line is a byline: "By Jane Roe, Agency", or an anonymous one such as "staff reporter".
fn byline(line: &str) -> bool {
    const ANONYMOUS: &[&str] = &[
        "staff and agencies",
        "staff reporter",
        "staff reporters",
        "staff writer",
        "our correspondent",
        "agencies",
        "from our correspondent",
        "by our correspondent",
        "by staff reporter",
        "by staff writer",
        "by agencies",
    ];
    if line.len() > 120 {
        return false;
    }
    if ANONYMOUS.contains(&line.to_lowercase().as_str()) {
        return true;
    }
    let names = strip_by(line);
    if names.len() == line.len() || line.ends_with(['.', ':', '?']) && !line.ends_with("Jr.") {
        return false;
    }
    let words: Vec<&str> = names.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).collect();
    let capital = |w: &str| w.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let capitals = words.iter().filter(|w| capital(w)).count();
    (1..=14).contains(&words.len())
        && words.first().is_some_and(|w| capital(w))
        && capitals * 2 > words.len()
        && (words.len() > 1 || line.starts_with("By "))
}

/// Removes end marks and empty lines at the end.
fn remove_end_marks(lines: &mut Vec<&str>) {
    while let Some(last) = lines.last() {
        let words = last.trim();
        if words.is_empty() || is_end(words) {
            lines.pop();
        } else {
            break;
        }
    }
}

/// Whether a line is an end mark: `-30-`, `ENDS`, `###`, `(END)`, `NNNN`, `(KNA)`, or the initials of editors.
fn is_end(line: &str) -> bool {
    if line.len() > 32 {
        return false;
    }
    let bare: String =
        line.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '(' | ')' | '/' | '.' | '–' | '—')).collect();
    let word = matches!(
        bare.to_uppercase().as_str(),
        "30" | "END" | "ENDS" | "ENDIT" | "ENDITEM" | "NNNN" | "0" | "XXX" | "FIN"
    );
    // "30" and "0" are end marks only after a dash.
    let marked = word && (bare.chars().all(char::is_alphabetic) || line.starts_with(['-', '–', '—']));
    let signs =
        line.len() >= 3 && line.chars().all(|c| matches!(c, '#' | ' ' | '*' | '=')) && line.contains(['#', '*']);
    marked
        || signs
        || is_initials(line)
        || (line.starts_with('(') && line.ends_with(')') && line.len() <= 8 && !line.contains(' '))
}

/// Whether a line is an agency with the initials of its editors: `KNA/jr`, `AP-Andes/is/mv`, `PPS/jc/at 021030 GMT`.
fn is_initials(line: &str) -> bool {
    let mut words = line.split(' ');
    let mut parts = words.next().unwrap_or("").split('/');
    let agency = parts.next().unwrap_or("");
    let initials: Vec<&str> = parts.collect();
    let letters =
        |s: &str, most: usize| (2..=most).contains(&s.len()) && s.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    letters(agency, 12)
        && agency.contains(|c: char| c.is_ascii_uppercase())
        && (1..=3).contains(&initials.len())
        && initials.iter().all(|s| letters(s, 4))
        && words.all(|w| matches!(w, "GMT" | "UTC" | "Z") || (w.len() >= 4 && w.bytes().all(|b| b.is_ascii_digit())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Story {
        story(text, &Origin::default())
    }

    #[test]
    fn wire_copy_is_split_into_its_parts() {
        let story = read(
            "ZCZC\nBC-KENYA-DAM\n\nUPDATE 2-Dam on the Tana is full,\nministry says\n\nBy Jane Roe and Ali Said, Gulf Courier\n4 March \
             2026\n\nNAIROBI, March 4 (KNA) -- The dam on the Tana river is full, the ministry\nof water said on Wednesday.\n\n\
             More rain is on its way.\n\nKNA/jr\n-30-\n",
        );
        assert_eq!(story.slug.as_deref(), Some("BC-KENYA-DAM"));
        assert_eq!(story.headline.as_deref(), Some("UPDATE 2-Dam on the Tana is full, ministry says"));
        assert_eq!(story.byline.as_deref(), Some("Jane Roe and Ali Said, Gulf Courier"));
        assert_eq!(story.published, moment("2026-03-04", None));
        assert_eq!(
            story.body,
            "NAIROBI, March 4 (KNA) -- The dam on the Tana river is full, the ministry of water said on Wednesday.\n\nMore rain is \
             on its way."
        );
    }

    #[test]
    fn a_headline_is_distinguished_from_text() {
        for (text, headline, body) in [
            ("Dam is full\n\nThe dam is full.", Some("Dam is full"), "The dam is full."),
            ("Dam is full\nNAIROBI (KNA) - The dam is full.", Some("Dam is full"), "NAIROBI (KNA) - The dam is full."),
            ("Dam is full\nBy Jane Roe\nThe dam is full.", Some("Dam is full"), "The dam is full."),
            ("NAIROBI, March 4 (KNA) - The dam is full.", None, "NAIROBI, March 4 (KNA) - The dam is full."),
            ("URGENT\n\nDAM IS FULL\n\nThe dam is full.", Some("DAM IS FULL"), "The dam is full."),
            ("Headline: Dam is full\nSource: KNA\n\nThe dam is full.", Some("Dam is full"), "The dam is full."),
            ("SUVA: Dam is full\n\nThe dam is full.", Some("SUVA: Dam is full"), "The dam is full."),
            ("DAM FULL - MINISTRY", Some("DAM FULL - MINISTRY"), ""),
        ] {
            let story = read(text);
            assert_eq!((story.headline.as_deref(), story.body.as_str()), (headline, body), "{text}");
        }
    }

    #[test]
    fn only_end_marks_are_end_marks() {
        for mark in [
            "-30-",
            "END",
            "ENDS",
            "(END)",
            "# # #",
            "###",
            "- Ends -",
            "NNNN",
            "KNA/jr",
            "PPS/jc/at 021030 GMT",
            "AP-Andes/is/mv",
            "(KNA)",
            "***",
        ] {
            assert!(is_end(mark), "{mark}");
        }
        for text in ["30", "It ends.", "Endless", "2026", "A/B", "and/or", "(see below)", "--"] {
            assert!(!is_end(text), "{text}");
        }
    }
}
