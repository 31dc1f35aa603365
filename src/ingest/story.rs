//! The common result of all input formats before it becomes a [`Draft`]: the fields that the input declares and a normalised
//! body.
//!
//! [`Story::finish`] reads what is missing from the body, in the same way for all formats: dateline, revision, source,
//! headline.

use super::body::one_line;
use super::dateline::dateline;
use super::origin::Origin;
use super::reading::Reading;
use super::refusal::{BODY_MAX, Refusal};
use crate::news::article::{Draft, Revision};
use crate::news::time::Timestamp;

/// The maximum length of headline, byline, source and slug, in bytes.
const FIELD_MAX: usize = 600;
/// The maximum number of tags, and the maximum length of each in bytes.
const TAGS_MAX: (usize, usize) = (64, 100);

/// An article with the fields that its input declares. `None` is a field that it does not declare.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Story {
    pub headline: Option<String>,
    pub byline: Option<String>,
    pub source: Option<String>,
    pub slug: Option<String>,
    pub published: Option<Timestamp>,
    pub tags: Vec<String>,
    pub body: String,
    /// What the input has and the body has not.
    pub left_out: Vec<String>,
}

impl Story {
    /// Makes the article. Refuses a body that is too long, and an article with neither headline nor text.
    pub(super) fn finish(mut self, origin: &Origin) -> Result<Reading, Refusal> {
        let declared = self.headline.take().map(|h| one_line(&h, FIELD_MAX)).filter(|h| !h.is_empty());
        if self.body.len() > BODY_MAX {
            return Err(Refusal::BodyTooBig { bytes: self.body.len() });
        }
        if self.body.is_empty() {
            // A flash of one line is both headline and text.
            self.body = declared.clone().ok_or(Refusal::NoText)?;
        }
        let found = self.body.split("\n\n").take(2).find_map(dateline);
        let (line, day) = found.map_or((None, None), |(line, day)| (Some(line), day));
        let headline = declared.unwrap_or_else(|| first_words(&self.body, line.as_ref().map_or("", |l| &l.text)));
        let byline_agency = self.byline.as_deref().and_then(agency_of_byline);
        let agency = line.as_ref().and_then(|l| l.agency.clone());
        let field = |text: Option<String>| text.map(|t| one_line(&t, FIELD_MAX)).filter(|t| !t.is_empty());
        let source = field(self.source).or(agency).or(byline_agency).unwrap_or_else(|| origin.source.clone());
        let draft = Draft {
            source,
            slug: field(self.slug),
            revision: revision(&headline, &self.body),
            headline,
            byline: field(self.byline.map(|b| strip_by(&b).to_owned())),
            dateline: line,
            published: self.published.or_else(|| day.and_then(|d| d.resolve(origin.near))),
            tags: tags(self.tags),
            body: self.body,
        };
        Ok(Reading { draft, left_out: self.left_out })
    }
}

/// A byline without its "By": `Jane Roe`.
pub(super) fn strip_by(line: &str) -> &str {
    let line = line.trim();
    ["By ", "BY ", "by ", "From our correspondent "].iter().find_map(|by| line.strip_prefix(by)).unwrap_or(line).trim()
}

/// The tags, each once, shortened and limited to [`TAGS_MAX`].
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

/// The first words of a body after its dateline, up to the end of the sentence, about 90 bytes at most.
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

/// The agency at the end of a byline: "Jane Roe, Gulf Courier". A place can be there too, so an agency must contain one of
/// the words that are common in names of agencies. `None` if there is none.
fn agency_of_byline(byline: &str) -> Option<String> {
    const AGENCY_WORDS: &[&str] = &[
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
    (tail.len() <= 40 && tail.split_whitespace().any(|w| AGENCY_WORDS.contains(&w))).then(|| tail.to_owned())
}

/// The revision that an article states: by a label at the head of the headline ("UPDATE 1-"), or by a parenthesis such as
/// "(corrects name in second paragraph)" in the headline or at the head of the body.
pub(super) fn revision(headline: &str, body: &str) -> Revision {
    const UPDATE: &[&str] = &["UPDATE", "RECAST", "REFILE", "WRAPUP", "LEAD", "1ST LEAD", "2ND LEAD", "3RD LEAD"];
    const CORRECTION: &[&str] = &["CORRECTED", "CORRECTION", "CLARIFICATION", "ERRATUM"];
    const KILL: &[&str] = &["KILL", "MANDATORY KILL", "WITHDRAWN", "RETRACTED", "RETRACTION"];
    let head: String = headline.chars().take(40).collect();
    let labelled = |marks: &[&str]| {
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
    if labelled(KILL) || noted(&["(kills "]) {
        Revision::Kill
    } else if labelled(CORRECTION) || noted(&["(corrects ", "(corrected ", "(correcting "]) {
        Revision::Correction
    } else if labelled(UPDATE) || noted(&["(adds ", "(updates ", "(recasts ", "(refiles ", "(updated "]) {
        Revision::Update
    } else {
        Revision::First
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_are_read_from_labels_and_notes() {
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
    fn a_story_without_a_headline_gets_its_first_words() {
        let body = "NAIROBI, March 4 (KNA) -- The dam is full to the brim. More rain is on its way.".to_owned();
        let draft = Story { body, ..Story::default() }.finish(&Origin::default()).unwrap().draft;
        assert_eq!((draft.headline.as_str(), draft.source.as_str()), ("The dam is full to the brim", "KNA"));
        assert_eq!(Story::default().finish(&Origin::default()), Err(Refusal::NoText));
    }
}
