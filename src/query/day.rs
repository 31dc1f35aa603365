//! Days as one types them (`2026-11-24`, `2026-11`, `today`, `7d`) and the moments they stand for.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::news::time::Timestamp;

const DAY: i64 = 86_400;

/// What the query cannot know: the present moment and how far local time is ahead of UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// Now.
    pub now: Timestamp,
    /// Seconds east of Greenwich.
    pub offset: i32,
}

/// A day, month or year, or one counted back from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Day {
    /// `2026-11-24`; a day of the calendar.
    Date(i16, i8, i8),
    /// `2026-11`.
    Month(i16, i8),
    /// `2026`.
    Year(i16),
    /// `today`.
    Today,
    /// `yesterday`.
    Yesterday,
    /// `7d`: so many days before today.
    Ago(u16),
    /// `24h`: so many hours before now, to the second.
    Hours(u16),
}

/// From a day to a day, both included; open where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
}

impl Day {
    /// Reads one day; `None` where it is none.
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

    /// First moment and the one after the last.
    fn moments(self, clock: &Clock) -> (Timestamp, Timestamp) {
        let offset = i64::from(clock.offset);
        if let Self::Hours(n) = self {
            let at = Timestamp(clock.now.0.saturating_sub(i64::from(n) * 3_600));
            return (at, at);
        }
        let (from, to) = self.days(clock.now.0.saturating_add(offset).div_euclid(DAY));
        (Timestamp(from * DAY - offset), Timestamp(to * DAY - offset))
    }

    /// First and one past the last day, in days since 1970-01-01.
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
    /// Reads `a..b`, `a..`, `..b`, `a`; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((from, to)) = text.split_once("..") {
            let read = |t: &str| if t.is_empty() { Some(None) } else { Day::parse(t).map(Some) };
            let (from, to) = (read(from)?, read(to)?);
            return (from.is_some() || to.is_some()).then_some(Self { from, to });
        }
        let day = Day::parse(text)?;
        // "7d" alone means the last seven days, not the day a week ago.
        let to = if matches!(day, Day::Ago(_) | Day::Hours(_)) { None } else { Some(day) };
        Some(Self { from: Some(day), to })
    }

    /// The first moment and the one after the last.
    pub fn moments(self, clock: &Clock) -> (Option<Timestamp>, Option<Timestamp>) {
        (self.from.map(|day| day.moments(clock).0), self.to.map(|day| day.moments(clock).1))
    }
}

fn digits(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 5 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// Days since 1970-01-01 of a day of the Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date
/// algorithms": `days_from_civil`).
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
