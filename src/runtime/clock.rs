//! The clock: the one place that asks what time it is here.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::tz::TimeZone;

use crate::news::time::Timestamp;
use crate::query::Clock;

/// Now, and how far local time is ahead of UTC.
pub fn clock() -> Clock {
    let now = seconds(SystemTime::now());
    let offset = jiff::Timestamp::from_second(now.0).map_or(0, |t| TimeZone::system().to_offset(t).seconds());
    Clock { now, offset }
}

/// A moment of the system as seconds since 1970.
pub fn seconds(time: SystemTime) -> Timestamp {
    Timestamp(match time.duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_secs()).unwrap_or(i64::MAX),
    })
}
