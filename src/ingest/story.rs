//! What every format comes down to before it is a [`Draft`]: the fields it declared and a normalised body.
//!
//! [`Story::finish`] reads the rest from the body, in the same way for all formats: dateline, revision, source, headline.

use super::body::one_line;
use super::dateline::dateline;
use super::origin::Origin;
use super::refusal::{BODY_MAX, Refusal};
use crate::news::article::{Draft, Revision};
use crate::news::time::Timestamp;

/// Longest headline, byline, source, slug kept, in bytes.
const FIELD_MAX: usize = 600;
/// Most tags kept, and bytes of each.
const TAGS_MAX: (usize, usize) = (64, 100);

/// An article with the fields its format declares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Story {
    pub headline: Option<String>,
    pub byline: Option<String>,
    pub source: Option<String>,
    pub slug: Option<String>,
    pub published: Option<Timestamp>,
    pub tags: Vec<String>,
    pub body: String,
}

impl Story {
    /// Puts the draft together; see the module.
    pub(super) fn finish(mut self, origin: &Origin) -> Result<Draft, Refusal> {
        let declared = self.headline.take().map(|h| one_line(&h, FIELD_MAX)).filter(|h| !h.is_empty());
        if self.body.len() > BODY_MAX {
            return Err(Refusal::BodyTooBig { bytes: self.body.len() });
        }
        if self.body.is_empty() {
            // A flash of one line is headline and text at once.
            self.body = declared.clone().ok_or(Refusal::NoText)?;
        }
        let found = self.body.split("\n\n").take(2).find_map(dateline);
        let (line, day) = found.map_or((None, None), |(line, day)| (Some(line), day));
        let headline = declared.unwrap_or_else(|| first_words(&self.body, line.as_ref().map_or("", |l| &l.text)));
        let house = self.byline.as_deref().and_then(house);
        let agency = line.as_ref().and_then(|l| l.agency.clone());
        let field = |text: Option<String>| text.map(|t| one_line(&t, FIELD_MAX)).filter(|t| !t.is_empty());
        let source = field(self.source).or(agency).or(house).unwrap_or_else(|| origin.source.clone());
        Ok(Draft {
            source,
            slug: field(self.slug),
            revision: revision(&headline, &self.body),
            headline,
            byline: field(self.byline.map(|b| strip_by(&b).to_owned())),
            dateline: line,
            published: self.published.or_else(|| day.and_then(|d| d.resolve(origin.near))),
            tags: tags(self.tags),
            body: self.body,
        })
    }
}

/// "By Jane Roe" without the "By".
pub(super) fn strip_by(line: &str) -> &str {
    let line = line.trim();
    ["By ", "BY ", "by ", "From our correspondent "].iter().find_map(|by| line.strip_prefix(by)).unwrap_or(line).trim()
}

fn tags(tags: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for tag in tags {
        let tag = one_line(&tag, TAGS_MAX.1);
        if !tag.is_empty() && !kept.contains(&tag) {
            kept.push(tag);
        }
        if kept.len() == TAGS_MAX.0 {
            break;
        }
    }
    kept
}

/// The first words of a body behind its dateline, to the end of the sentence or about 90 bytes.
fn first_words(body: &str, dateline: &str) -> String {
    let rest = body.strip_prefix(dateline).unwrap_or(body);
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '.' | '/'));
    let rest = rest.split('\n').find(|l| !l.trim().is_empty()).unwrap_or(body);
    let mut end = rest.len().min(400);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    let head = rest.get(..end).unwrap_or("");
    let sentence = head.split_inclusive(". ").next().unwrap_or(head).trim_end_matches(['.', ' ']);
    one_line(if sentence.len() >= 20 { sentence } else { head }, 90)
}

/// The agency that a byline ends with: "Jane Roe, Gulf Courier". A place may stand there too, so only what sounds like one.
fn house(byline: &str) -> Option<String> {
    const SOUNDS: &[&str] = &[
        "News",
        "Agency",
        "Press",
        "Wire",
        "Times",
        "Courier",
        "Post",
        "Reuters",
        "Bloomberg",
        "Radio",
        "TV",
        "Service",
        "Standard",
        "Herald",
        "Observer",
        "Mirror",
        "Gleaner",
        "Tribune",
        "Journal",
        "Gazette",
        "Monitor",
        "AP",
        "AFP",
        "PA",
        "DPA",
        "EFE",
        "ANSA",
        "TASS",
        "PTI",
        "Xinhua",
        "Kyodo",
        "Yonhap",
    ];
    let at = [", ", " | ", " — ", " – ", " / "].iter().filter_map(|s| byline.rfind(s).map(|at| at + s.len())).max()?;
    let tail = byline.get(at..)?.trim();
    (tail.len() <= 40 && tail.split_whitespace().any(|w| SOUNDS.contains(&w))).then(|| tail.to_owned())
}

/// How the article says it stands to earlier versions: a mark in capitals that begins the headline, or a parenthesis like
/// "(corrects name in second paragraph)" there or at the head of the body.
pub(super) fn revision(headline: &str, body: &str) -> Revision {
    const UPDATE: &[&str] = &["UPDATE", "RECAST", "REFILE", "WRAPUP", "LEAD", "1ST LEAD", "2ND LEAD", "3RD LEAD"];
    const CORRECTION: &[&str] = &["CORRECTED", "CORRECTION", "CLARIFICATION", "ERRATUM"];
    const KILL: &[&str] = &["KILL", "MANDATORY KILL", "WITHDRAWN", "RETRACTED", "RETRACTION"];
    let head: String = headline.chars().take(40).collect();
    let marked = |marks: &[&str]| {
        marks.iter().any(|mark| {
            let exact = head.strip_prefix(mark);
            let title =
                || head.get(..mark.len()).filter(|h| h.eq_ignore_ascii_case(mark)).and_then(|_| head.get(mark.len()..));
            let closed = |rest: &str| {
                let rest =
                    rest.strip_prefix("S").unwrap_or(rest).trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit());
                rest.starts_with([':', '-', '–', '—', '('])
            };
            exact.is_some_and(closed) || title().is_some_and(|rest| rest.starts_with(':'))
        })
    };
    let noted = |words: &[&str]| {
        let lede: String = body.chars().take(24).collect();
        let lede = lede.to_lowercase();
        let head = headline.to_lowercase();
        words.iter().any(|w| lede.starts_with(w) || head.contains(w))
    };
    if marked(KILL) || noted(&["(kills "]) {
        Revision::Kill
    } else if marked(CORRECTION) || noted(&["(corrects ", "(corrected ", "(correcting "]) {
        Revision::Correction
    } else if marked(UPDATE) || noted(&["(adds ", "(updates ", "(recasts ", "(refiles ", "(updated "]) {
        Revision::Update
    } else {
        Revision::First
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_are_read_from_their_marks() {
        for (headline, body, expected) in [
            ("UPDATE 2-Dam is full", "", Revision::Update),
            ("Update: dam is full", "", Revision::Update),
            ("Update on the dam", "", Revision::First),
            ("LEAD POISONING IN THE DAM", "", Revision::First),
            ("1ST LEAD: Dam is full", "", Revision::Update),
            ("Dam is full", "(Adds quotes) NAIROBI - ", Revision::Update),
            ("CORRECTED-Dam is full", "", Revision::Correction),
            ("Dam is full (corrects name in second paragraph)", "", Revision::Correction),
            ("MANDATORY KILL - Dam is full", "", Revision::Kill),
            ("KILLINGS RISE", "", Revision::First),
        ] {
            assert_eq!(revision(headline, body), expected, "{headline} / {body}");
        }
    }

    #[test]
    fn a_story_without_headline_takes_its_first_words() {
        let body = "NAIROBI, March 4 (KNA) -- The dam is full to the brim. More rain is on its way.".to_owned();
        let draft = Story { body, ..Story::default() }.finish(&Origin::default()).unwrap();
        assert_eq!((draft.headline.as_str(), draft.source.as_str()), ("The dam is full to the brim", "KNA"));
        assert_eq!(Story::default().finish(&Origin::default()), Err(Refusal::NoText));
    }
}
