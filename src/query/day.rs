//! Dates as typed into a query (`2026-11-24`, `2026-11`, `today`, `7d`, `24h`) and the ranges of time they stand for.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::news::time::Timestamp;

/// Seconds in a day.
const DAY: i64 = 86_400;

/// The current time and time zone, on which relative dates depend. The caller supplies them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// The current time.
    pub now: Timestamp,
    /// The offset of local time from UTC, in seconds; positive east of Greenwich.
    pub offset: i32,
}

/// A day, month or year of the calendar, or a time relative to now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Day {
    /// `2026-11-24`: year, month and day; always a day that exists.
    Date(i16, i8, i8),
    /// `2026-11`: year and month, 1 to 12.
    Month(i16, i8),
    /// `2026`.
    Year(i16),
    /// `today`.
    Today,
    /// `yesterday`.
    Yesterday,
    /// `7d`: the day this many days before today.
    Ago(u16),
    /// `24h`: the instant this many hours before now.
    Hours(u16),
}

/// A range of days, both ends included. `None` leaves an end open; at most one end is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
}

impl Day {
    /// Parses one day; `None` if `text` is not a day.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "today" => return Some(Self::Today),
            "yesterday" => return Some(Self::Yesterday),
            _ => {}
        }
        if let Some(days) = text.strip_suffix('d') {
            return digits(days).and_then(|n| u16::try_from(n).ok()).map(Self::Ago);
        }
        if let Some(hours) = text.strip_suffix('h') {
            return digits(hours).and_then(|n| u16::try_from(n).ok()).map(Self::Hours);
        }
        let mut parts = text.split('-');
        let year = parts.next().filter(|y| y.len() == 4).and_then(digits)? as i16;
        let Some(month) = parts.next() else { return Some(Self::Year(year)) };
        let month = i8::try_from(digits(month)?).ok().filter(|m| (1..=12).contains(m))?;
        let Some(day) = parts.next() else { return Some(Self::Month(year, month)) };
        let day = i8::try_from(digits(day)?).ok()?;
        (parts.next().is_none() && Date::new(year, month, day).is_ok()).then_some(Self::Date(year, month, day))
    }

    /// The first second, and the one after the last. Both are the same instant for [`Day::Hours`].
    fn moments(self, clock: &Clock) -> (Timestamp, Timestamp) {
        let offset = i64::from(clock.offset);
        if let Self::Hours(n) = self {
            let at = Timestamp(clock.now.0.saturating_sub(i64::from(n) * 3_600));
            return (at, at);
        }
        let (from, to) = self.days(clock.now.0.saturating_add(offset).div_euclid(DAY));
        (Timestamp(from * DAY - offset), Timestamp(to * DAY - offset))
    }

    /// The first day and the day after the last, in days since 1970-01-01. `today` is in the same unit.
    fn days(self, today: i64) -> (i64, i64) {
        match self {
            Self::Date(y, m, d) => (number(y, m, d), number(y, m, d) + 1),
            Self::Month(y, 12) => (number(y, 12, 1), number(y + 1, 1, 1)),
            Self::Month(y, m) => (number(y, m, 1), number(y, m + 1, 1)),
            Self::Year(y) => (number(y, 1, 1), number(y + 1, 1, 1)),
            Self::Today | Self::Hours(_) => (today, today + 1),
            Self::Yesterday => (today - 1, today),
            Self::Ago(n) => (today - i64::from(n), today - i64::from(n) + 1),
        }
    }
}

impl Days {
    /// Parses `a..b`, `a..`, `..b` or `a`; `None` if `text` is none of these. `7d` and `24h` alone mean `7d..` and `24h..`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((from, to)) = text.split_once("..") {
            let read = |t: &str| if t.is_empty() { Some(None) } else { Day::parse(t).map(Some) };
            let (from, to) = (read(from)?, read(to)?);
            return (from.is_some() || to.is_some()).then_some(Self { from, to });
        }
        let day = Day::parse(text)?;
        // "7d" alone means everything since the day a week ago, not that day only.
        let to = if matches!(day, Day::Ago(_) | Day::Hours(_)) { None } else { Some(day) };
        Some(Self { from: Some(day), to })
    }

    /// The first second, and the one after the last; `None` for an open end.
    pub fn moments(self, clock: &Clock) -> (Option<Timestamp>, Option<Timestamp>) {
        (self.from.map(|day| day.moments(clock).0), self.to.map(|day| day.moments(clock).1))
    }
}

/// A number of one to five digits.
fn digits(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 5 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// The number of days from 1970-01-01 to a day of the Gregorian calendar (Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms", `days_from_civil`).
fn number(year: i16, month: i8, day: i8) -> i64 {
    let (m, d) = (i64::from(month), i64::from(day));
    let y = i64::from(year) - i64::from(m <= 2);
    let era = y.div_euclid(400);
    let of_era = y - era * 400;
    let of_year = (153 * (m + if m > 2 { -3 } else { 9 }) + 2) / 5 + d - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_moments() {
        // 2026-11-24T05:00:00Z, an hour east.
        let clock = Clock { now: Timestamp(1_795_496_400), offset: 3_600 };
        let span = |text: &str| {
            let (a, b) = Days::parse(text).unwrap().moments(&clock);
            (a.map(|t| t.0), b.map(|t| t.0))
        };
        let midnight = 1_795_478_400 - 3_600;
        assert_eq!(span("today"), (Some(midnight), Some(midnight + DAY)));
        assert_eq!(span("2026-11-24"), span("today"));
        assert_eq!(span("7d"), (Some(midnight - 7 * DAY), None));
        assert_eq!(span("24h"), (Some(1_795_496_400 - DAY), None));
        assert_eq!(span("48h..24h"), (Some(1_795_496_400 - 2 * DAY), Some(1_795_496_400 - DAY)));
        assert_eq!(span("..yesterday"), (None, Some(midnight)));
        assert_eq!(span("2026-02").1, span("2026-03").0);
        assert_eq!(span("2026-11-01..2026-11-24").1, Some(midnight + DAY));
        for wrong in ["2026-02-30", "2026-13", "26", "..", "", "d", "2026-1-1-1", "1d2", "h", "1h2"] {
            assert_eq!(Days::parse(wrong), None, "{wrong}");
        }
    }
}
