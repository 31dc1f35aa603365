//! Parses dates as news articles write them: RFC 2822, ISO 8601, "March 4, 2026", "Wednesday, 4 Sept. 2026 14:05 GMT", "Feb.
//! 17".
//!
//! A day without a time of day means noon UTC, which is the same day in nearly every time zone. A time without a zone is UTC.
//! A day without a year gets its year from a time that the caller gives (`fallback`), such as the file's last change; without
//! one it cannot be resolved.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use crate::news::time::Timestamp;
use crate::text::calendar::{MONTHS, WEEKDAYS};

/// A day of the calendar, with or without a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    year: Option<i16>,
    month: i8,
    number: i8,
}

/// Parses a whole text as a point in time: a date, a date with a time of day, or seconds or milliseconds since 1970. `None`
/// if any part of the text does not belong to it, or if the time is not in the years 1900 to 2199.
pub(super) fn moment(text: &str, fallback: Option<Timestamp>) -> Option<Timestamp> {
    let text = text.trim();
    if text.len() > 80 {
        return None;
    }
    if let Ok(number) = text.parse::<i64>() {
        return epoch(number, text.len());
    }
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return in_range(at.as_second());
    }
    if let Ok(at) = jiff::fmt::rfc2822::parse(text) {
        return in_range(at.timestamp().as_second());
    }
    if text.len() == 10
        && let Ok(date) = text.parse::<Date>()
    {
        return noon(date);
    }
    let (rest, zone) = strip_zone(text);
    if rest.starts_with(|c: char| c.is_ascii_digit())
        && rest.contains(':')
        && let Ok(at) = rest.parse::<DateTime>()
    {
        return utc(at).and_then(|t| in_range(t.0 - zone));
    }
    let (words, clock) = take_clock(rest)?;
    let day = day(&words)?;
    match clock {
        None => day.resolve(fallback),
        Some(clock) => {
            let date = day.date(fallback)?;
            utc(date.to_datetime(clock)).and_then(|t| in_range(t.0 - zone))
        }
    }
}

/// Parses a whole text as a day. `None` if any word does not belong to the date; a weekday does.
pub(super) fn day(text: &str) -> Option<Day> {
    if text.len() > 60 {
        return None;
    }
    if let Ok(date) = text.trim().parse::<Date>() {
        return Some(Day { year: Some(date.year()), month: date.month(), number: date.day() });
    }
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '|'))
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .filter(|w| !WEEKDAYS.iter().any(|d| *d == w || (w.len() >= 3 && w.len() <= 5 && d.starts_with(w.as_str()))))
        .collect();
    let (a, b, year) = match words.as_slice() {
        [a, b] => (a, b, None),
        [a, b, year] => (a, b, Some(year.parse::<i16>().ok().filter(|y| (1900..2200).contains(y))?)),
        _ => return None,
    };
    let (month, number) = match (month(a), month(b)) {
        (Some(month), None) => (month, day_number(b)?),
        (None, Some(month)) => (month, day_number(a)?),
        // 17.02.2026: with dots the day always comes first.
        (None, None) if text.contains('.') && year.is_some() => (b.parse().ok()?, day_number(a)?),
        _ => return None,
    };
    Date::new(year.unwrap_or(2024), month, number).ok()?;
    Some(Day { year, month, number })
}

impl Day {
    /// Noon UTC of the day. `None` for a day without a year if `fallback` is `None` too.
    pub(super) fn resolve(self, fallback: Option<Timestamp>) -> Option<Timestamp> {
        noon(self.date(fallback)?)
    }

    /// The date. A day without a year becomes the latest such date that is at most a week after `fallback`.
    fn date(self, fallback: Option<Timestamp>) -> Option<Date> {
        if let Some(year) = self.year {
            return Date::new(year, self.month, self.number).ok();
        }
        let known = jiff::Timestamp::from_second(fallback?.0).ok()?.to_zoned_datetime(TimeZone::UTC).date();
        let limit = (0..7).try_fold(known, |d, _| d.tomorrow()).ok()?;
        (0..5).filter_map(|back| Date::new(known.year() + 1 - back, self.month, self.number).ok()).find(|d| *d <= limit)
    }
}

/// The number of a month, 1 to 12, from its name or the first three letters (or "sept"), in lower case.
fn month(word: &str) -> Option<i8> {
    if word.len() < 3 {
        return None;
    }
    let word = if word == "sept" { "sep" } else { word };
    let at = MONTHS.iter().position(|m| *m == word || (word.len() == 3 && m.starts_with(word)))?;
    Some(at as i8 + 1)
}

/// The number of a day, 1 to 31, with or without an ordinal ending: "4", "4th".
fn day_number(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|s| word.strip_suffix(s)).unwrap_or(word);
    digits.parse().ok().filter(|d| (1..=31).contains(d))
}

/// A number of `len` digits: seconds or milliseconds since 1970, or a date `20260304`.
fn epoch(number: i64, len: usize) -> Option<Timestamp> {
    match len {
        9 | 10 => in_range(number),
        12 | 13 => in_range(number / 1000),
        8 => {
            let date = Date::new((number / 10_000) as i16, (number / 100 % 100) as i8, (number % 100) as i8);
            noon(date.ok()?)
        }
        _ => None,
    }
}

/// The text before a time zone at the end, and the offset of the zone in seconds east of UTC, 0 if there is none.
fn strip_zone(text: &str) -> (&str, i64) {
    for (name, hours) in [("UTC", 0), ("GMT", 0), ("EST", -5), ("EDT", -4), ("CET", 1), ("CEST", 2), ("Z", 0)] {
        if let Some(rest) = text.strip_suffix(name)
            && rest.ends_with(|c: char| c.is_ascii_digit() || c == ' ')
        {
            return (rest.trim_end(), hours * 3600);
        }
    }
    (text, 0)
}

/// The words of a text without the time of day, and the time of day (`14:05`, `14:05:30`) if there is one. `None` for an
/// impossible time such as `25:99`.
fn take_clock(text: &str) -> Option<(String, Option<Time>)> {
    let mut clock = None;
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| matches!(c, ',' | '(' | ')'));
        if bare.contains(':') {
            let mut parts = bare.split(':').map(|p| p.parse::<i8>().ok());
            let (hour, minute) = (parts.next()??, parts.next()??);
            let second = parts.next().unwrap_or(Some(0))?;
            clock = Some(Time::new(hour, minute, second, 0).ok()?);
        } else if !matches!(bare, "at" | "on" | "-" | "–" | "|" | "hours" | "hrs") {
            words.push(word);
        }
    }
    Some((words.join(" "), clock))
}

/// Noon UTC of a date.
fn noon(date: Date) -> Option<Timestamp> {
    utc(date.at(12, 0, 0, 0))
}

/// A date and time of day, taken as UTC.
fn utc(at: DateTime) -> Option<Timestamp> {
    let zoned = at.to_zoned_datetime(TimeZone::UTC).ok()?;
    in_range(zoned.timestamp().as_second())
}

/// A time from 1900 to 2199. `None` for any other: it comes from a wrong clock.
fn in_range(second: i64) -> Option<Timestamp> {
    (-2_208_988_800..7_258_118_400).contains(&second).then_some(Timestamp(second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_the_usual_forms() {
        let noon = Some(Timestamp(1_772_625_600));
        for (text, at) in [
            ("2026-03-04", noon),
            ("March 4, 2026", noon),
            ("4 March 2026", noon),
            ("Wednesday, Mar. 4th 2026", noon),
            ("04.03.2026", noon),
            ("20260304", noon),
            ("2026-03-04T12:00:00Z", noon),
            ("2026-03-04 14:00:00+02:00", noon),
            ("2026-03-04 12:00", noon),
            ("Wed, 04 Mar 2026 12:00:00 +0000", noon),
            ("4 March 2026, 12:00 GMT", noon),
            ("1772625600", noon),
            ("1772625600000", noon),
            ("March 4", noon),
            ("yesterday", None),
            ("31 February 2026", None),
            ("4 March 9999", None),
            ("", None),
            ("25:99 March 4", None),
        ] {
            assert_eq!(moment(text, Some(Timestamp(1_772_700_000))), at, "{text}");
        }
    }

    #[test]
    fn a_day_without_a_year_is_not_long_after_the_fallback() {
        let january = Some(Timestamp(1_767_700_000)); // 6 January 2026
        let day = day("Dec. 30").unwrap();
        assert_eq!(day.resolve(january), moment("2025-12-30", None));
        assert_eq!(day.resolve(None), None);
    }
}
