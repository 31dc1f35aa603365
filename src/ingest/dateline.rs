//! Recognises datelines, "NAIROBI, March 4 (KNA) --", in the forms of many news agencies.
//!
//! Only the first 200 bytes of a paragraph are examined. A doubtful form counts as a dateline only if a date, an agency or the
//! shape of the place supports it.

use super::date::{Day, day};
use crate::engine::lexicon::small_words::{self, SMALL_WORDS};
use crate::news::article::Dateline;

/// The number of bytes at the head of a paragraph in which a dateline must end.
const REACH: usize = 200;

/// What ends a dateline.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Close {
    /// A dash, hyphen or slash.
    Dash,
    /// A colon.
    Colon,
    /// A full stop.
    Period,
    /// Only the parenthesis of the agency; the text follows it.
    Paren,
    /// The end of the paragraph.
    End,
}

/// The dateline at the head of a paragraph, and its day if it names one. `None` if the paragraph does not begin with a
/// dateline.
pub(super) fn dateline(paragraph: &str) -> Option<(Dateline, Option<Day>)> {
    let mut reach = paragraph.len().min(REACH);
    while !paragraph.is_char_boundary(reach) {
        reach -= 1;
    }
    let head = paragraph.get(..reach)?;
    for (at, c) in head.char_indices() {
        let rest = head.get(at..).unwrap_or("");
        let before = head.get(..at).unwrap_or("");
        let (prefix, close, skip) = match c {
            ' ' if dash(rest) => (before, Close::Dash, dash_len(rest)),
            ' ' if rest.starts_with(" / ") && before.ends_with(')') => (before, Close::Dash, 3),
            '.' if rest.starts_with(".- ") => (before, Close::Dash, 3),
            '-' if before.ends_with(')') && rest.starts_with("--") => (before, Close::Dash, 2),
            '—' | '–' => (before, Close::Dash, c.len_utf8()),
            ':' if rest.starts_with(": ") => (before, Close::Colon, 2),
            '.' if rest.starts_with(". ") => (before, Close::Period, 2),
            ' ' if before.ends_with(')') => (before, Close::Paren, 1),
            '\n' => return None,
            _ => continue,
        };
        let after = head.get(at + skip..).unwrap_or("").trim_start();
        if let Some((line, day)) = accept(prefix, close, after) {
            return Some(with_late_day(line, day, head, after));
        }
    }
    if paragraph.len() <= 80 { accept(paragraph.trim_end_matches('.'), Close::End, "") } else { None }
}

/// Whether `rest` begins with a dash between spaces.
fn dash(rest: &str) -> bool {
    dash_len(rest) > 0
}

/// The length in bytes of the dash at the head of `rest`, with the spaces around it; 0 if there is none.
fn dash_len(rest: &str) -> usize {
    [" -- ", " --- ", " - ", " – ", " — "].iter().find(|d| rest.starts_with(**d)).map_or(0, |d| d.len())
}

/// Adds a day that follows the dash: "CAIRO - 8 September: Arab League …".
fn with_late_day(line: Dateline, day_seen: Option<Day>, head: &str, after: &str) -> (Dateline, Option<Day>) {
    if day_seen.is_none()
        && let Some((late, _)) = after.split_once(": ")
        && let Some(found) = day(late)
        && let Some(text) = head.get(..head.len() - after.len() + late.len())
    {
        return (Dateline { text: text.to_owned(), ..line }, Some(found));
    }
    (line, day_seen)
}

/// Decides whether `prefix`, which `close` ends and `after` follows, is a dateline, and reads place, day and agency from it.
fn accept(prefix: &str, close: Close, after: &str) -> Option<(Dateline, Option<Day>)> {
    let text = prefix.trim_end_matches([' ', ',', '-', '–', '—']);
    if text.is_empty() || text.len() > 120 {
        return None;
    }
    let (rest, mut agency) = take_agency(text);
    let parts: Vec<&str> = rest.split([',', '|']).map(str::trim).filter(|p| !p.is_empty()).collect();
    let (mut place_parts, day) = take_day(&parts, &mut agency);
    // "Damascus, SANA -": a word in capitals after a place that is not in capitals is the agency.
    if agency.is_none()
        && let [first, .., last] = place_parts
        && is_caps(last)
        && !is_caps(first)
        && last.len() <= 8
    {
        agency = Some((*last).to_owned());
        place_parts = place_parts.get(..place_parts.len() - 1)?;
    }
    let mut place = place_parts.join(", ");
    // "MANILA (PPS), Nov 2 -"
    if let (before, Some(inner)) = take_agency(&place) {
        agency = agency.or(Some(inner));
        place.truncate(before.len());
    }
    // "TURKISTAN. KAZINFORM –"
    if agency.is_none()
        && close == Close::Dash
        && let Some((city, name)) = place.split_once(". ")
        && is_caps(name)
        && is_caps(city)
    {
        agency = Some(name.to_owned());
        place.truncate(city.len());
    }
    if place.is_empty() {
        // "(Reuters) -", "June 11 (Bloomberg) --", "18 March -"
        let alone = close == Close::Dash && (day.is_some() || (agency.is_some() && parts.is_empty()));
        return alone.then(|| (Dateline { text: text.to_owned(), place: None, agency }, day));
    }
    let dated = day.is_some();
    let evidence = dated || agency.is_some();
    let caps = is_caps(place_parts.first().copied().unwrap_or(""));
    let plain_next =
        after.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '"' | '“' | '‘' | '\''));
    let fits = match close {
        Close::Dash => evidence || ((caps || place.split(' ').count() <= 4 && plain_next) && !is_label(&place)),
        Close::Colon => evidence || (caps && !is_label(&place) && place.len() <= 30 && place.split(' ').count() <= 3),
        Close::Period => evidence || (plain_next && place_parts.len() > 1 && place_parts.iter().all(|p| is_caps(p))),
        Close::Paren => agency.is_some() && (caps || dated) && plain_next,
        Close::End => dated,
    };
    (fits && is_place(&place) && !(caps && is_label(&place)))
        .then(|| (Dateline { text: text.to_owned(), place: Some(place), agency }, day))
}

/// The text before an agency at the end, "(KNA)" or "/Agerpres/", and the agency. The whole text and `None` if there is none.
fn take_agency(text: &str) -> (&str, Option<String>) {
    for (open, close) in [('(', ')'), ('/', '/')] {
        if let Some(inner) = text.strip_suffix(close)
            && let Some((rest, agency)) = inner.rsplit_once(open)
            && (1..=40).contains(&agency.len())
            && agency.starts_with(char::is_alphabetic)
        {
            return (rest.trim_end_matches([' ', ',', '-']), Some(agency.trim().to_owned()));
        }
    }
    (text, None)
}

/// Splits the parts between commas into those of the place and the day. In "TOKYO, May 12, Kyodo" it also finds the agency.
fn take_day<'p, 't>(parts: &'p [&'t str], agency: &mut Option<String>) -> (&'p [&'t str], Option<Day>) {
    for from in 0..parts.len() {
        let tail = parts.get(from..).unwrap_or(&[]);
        let place = parts.get(..from).unwrap_or(&[]);
        if let Some(found) = day(&tail.join(", ")) {
            return (place, Some(found));
        }
        let Some((last, dated)) = tail.split_last() else { continue };
        let foreign = dated.len() == 1 && dated.iter().all(|p| p.chars().any(|c| c.is_ascii_digit()));
        let found = day(&dated.join(", "));
        if from > 0 && agency.is_none() && (found.is_some() || (foreign && is_caps(last))) && is_place(last) {
            *agency = Some((*last).to_owned());
            return (place, found);
        }
    }
    // A day of another calendar ("27 Rabi Al-Thani") is not part of the place.
    match parts.split_last() {
        Some((last, place)) if !place.is_empty() && last.chars().any(|c| c.is_ascii_digit()) => (place, None),
        _ => (parts, None),
    }
}

/// Whether a text has at least two capitals and no lower-case letter.
fn is_caps(text: &str) -> bool {
    text.chars().filter(|c| c.is_uppercase()).count() >= 2 && !text.chars().any(char::is_lowercase)
}

/// Whether a text could name a place: short, without digits, and all words capitalised except particles.
fn is_place(text: &str) -> bool {
    text.len() <= 60
        && text.split(' ').count() <= 7
        && !text
            .contains(|c: char| c.is_ascii_digit() || matches!(c, '"' | '“' | '”' | '?' | '!' | ';' | ':' | '(' | '|'))
        && text.split([' ', '/', ',']).filter(|w| !w.is_empty()).all(|word| {
            matches!(word, "/" | "&")
                || SMALL_WORDS.has(word, small_words::PLACE)
                || word.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase())
        })
}

/// Whether a text is a label, such as "SUMMARY", which can have the position and shape of a place.
fn is_label(text: &str) -> bool {
    const LABELS: &[&str] = &[
        "SUMMARY",
        "NOTE",
        "BACKGROUND",
        "CONTACT",
        "SUBJECT",
        "UPDATE",
        "BREAKING",
        "ANALYSIS",
        "OPINION",
        "CORRECTION",
        "FLASH",
        "URGENT",
        "TO",
        "FROM",
        "CC",
        "RE",
        "FACTBOX",
        "EXCLUSIVE",
        "QUESTION",
        "ANSWER",
        "Q",
        "A",
        "NB",
        "WATCH",
        "ALERT",
        "SOCCER",
        "FOOTBALL",
        "RUGBY",
        "TENNIS",
        "CRICKET",
        "ATHLETICS",
        "CYCLING",
        "BOXING",
        "TICKER",
        "PROFILE",
        "ADVISORY",
        "CONFIDENTIAL",
        "RESTRICTED",
        "PRESS RELEASE",
        "MEDIA RELEASE",
        "TRANSCRIPT",
        "COMMENT",
        "EDITORIAL",
        "REVIEW",
        "BRIEFING NOTE",
        "MEMO",
        "MEMORANDUM",
        "ATTENTION",
        "KEY POINTS",
        "CORRECTED",
        "TIMELINE",
        "EXPLAINER",
    ];
    const WORDS: &[&str] = &[
        "STATEMENT",
        "RELEASE",
        "NOTE",
        "NOTICE",
        "READ-OUT",
        "READOUT",
        "BRIEFING",
        "COMMUNIQUE",
        "COMMUNIQUÉ",
        "PRESIDENT",
        "MINISTER",
        "MINISTRY",
        "PARLIAMENT",
        "REPORT",
        "BULLETIN",
    ];
    let text = text.to_uppercase();
    LABELS.contains(&text.as_str()) || text.split([' ', ',']).any(|word| WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dateline at the head of `text` as `place|agency|dated`.
    fn seen(text: &str) -> Option<String> {
        let (line, day) = dateline(text)?;
        let dated = if day.is_some() { "dated" } else { "" };
        Some(format!("{}|{}|{dated}", line.place.unwrap_or_default(), line.agency.unwrap_or_default()))
    }

    #[test]
    fn datelines_of_many_agencies_are_read() {
        for (text, expected) in [
            ("NAIROBI, March 4 (KNA) -- The dam is full.", "NAIROBI|KNA|dated"),
            ("Lagos, Feb. 17, 2026 (NAN) The court sat.", "Lagos|NAN|dated"),
            ("RABAT — The minister left.", "RABAT||"),
            ("MANILA—The minister left.", "MANILA||"),
            ("(Reuters) - Shares fell.", "|Reuters|"),
            ("HONIARA, 9 FEB 2027 (SIBC) – The bank left.", "HONIARA|SIBC|dated"),
            ("St. Gallen, Switzerland - Kindler scored.", "St. Gallen, Switzerland||"),
            ("LAKE PLACID, N.Y. (AP) - Lumsden slid.", "LAKE PLACID, N.Y.|AP|"),
            ("ROSEAU, Dominica, (CANA) -- The ferry sails.", "ROSEAU, Dominica|CANA|"),
            ("ORSOVA / BELGRADE -- The fish is back.", "ORSOVA / BELGRADE||"),
            ("ABUJA (NAN) The charter is in force.", "ABUJA|NAN|"),
            ("BAGHDAD (Shafaq News) / The commission met.", "BAGHDAD|Shafaq News|"),
            ("Bucharest, Oct 6 /Agerpres/ - The post is open.", "Bucharest|Agerpres|dated"),
            ("TOKYO, May 12, Kyodo - A fund said Monday.", "TOKYO|Kyodo|dated"),
            ("Damascus, SANA - The head of the ports spoke.", "Damascus|SANA|"),
            ("Riyadh, Rabi' II 14, SPA -- The Council met.", "Riyadh|SPA|"),
            ("Eldoret, Monday, January 19 (KNA) – The row ended.", "Eldoret|KNA|dated"),
            ("Vienna/Abu Dhabi, 14 January 2026 -- Ms Havránková came.", "Vienna/Abu Dhabi||dated"),
            ("LAHORE: A single bench sat.", "LAHORE||"),
            ("Charikot, March 2: A helicopter flew.", "Charikot||dated"),
            ("CAIRO - 8 September: The chief spoke.", "CAIRO||dated"),
            ("Seoul, July 7. Daeryun Group today returned eggs.", "Seoul||dated"),
            ("TASHKENT, 4 October (Dunyo IA). The meeting opened.", "TASHKENT|Dunyo IA|dated"),
            ("TURKISTAN. KAZINFORM – The minister came.", "TURKISTAN|KAZINFORM|"),
            ("ABU DHABI, 22nd September (WAM) -- Dr. Badawi won.", "ABU DHABI|WAM|dated"),
            ("LUSAKA, 19 JUNE", "LUSAKA||dated"),
            ("N'DJAMENA (ATPE) - The Assemblée met.", "N'DJAMENA|ATPE|"),
            ("RIO DE JANEIRO - It rained.", "RIO DE JANEIRO||"),
            ("MANILA (Archipelago News Agency), Nov 2, 2026 - A ferry", "MANILA|Archipelago News Agency|dated"),
            ("Madrid, May 23 (EFE).- Spain conferred", "Madrid|EFE|dated"),
            ("NEW IBERIA, La.--(BUSINESS WIRE)--Tante Odile Foods", "NEW IBERIA, La.|BUSINESS WIRE|"),
            ("June 11 (Bloomberg) -- Henrik Lund won.", "|Bloomberg|dated"),
            ("Brisbane | AAP — Regional lender", "Brisbane|AAP|"),
            ("Dar es Salaam - The fuel firm", "Dar es Salaam||"),
        ] {
            assert_eq!(seen(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_beginnings_are_not_datelines() {
        for text in [
            "The Minority in Parliament has accused the Ministry - again.",
            "SUMMARY: The talks failed.",
            "PRESS RELEASE NO. 4 - The ministry",
            "THE PRESIDENT (Basilio Núñez) - Order!",
            "Contact: Tendai Mwarumba, Head of Sub-Office.",
            "Prime Minister Smith - the third this year - resigned.",
            "However, on March 4 the talks failed.",
            "Nineteen years after he retired: a weaver.",
            "北京市长说，明天",
            "",
            "- Senegal's president will keep the fowl.",
        ] {
            assert_eq!(seen(text), None, "{text}");
        }
    }
}
