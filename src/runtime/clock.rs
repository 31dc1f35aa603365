//! The clock: the only place that asks the system for the time and the time zone.

use std::env;
use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::tz::TimeZone;

use crate::news::time::Timestamp;
use crate::query::Clock;

/// The current time, and how many seconds local time is ahead of UTC.
pub fn clock() -> Clock {
    let now = seconds(SystemTime::now());
    let offset = jiff::Timestamp::from_second(now.0).map_or(0, |t| zone().to_offset(t).seconds());
    Clock { now, offset }
}

/// The current time in milliseconds since 1970.
pub fn now_in_milliseconds() -> i64 {
    milliseconds(SystemTime::now())
}

/// The zone in which times are shown. Without TZ its rules are read from /etc/localtime: looking the zone up by name would
/// read the whole folder of zones before the first frame.
pub fn zone() -> TimeZone {
    let rules = if env::var_os("TZ").is_none() { fs::read("/etc/localtime").ok() } else { None };
    rules.and_then(|rules| TimeZone::tzif("local", &rules).ok()).unwrap_or_else(TimeZone::system)
}

/// A system time as milliseconds since 1970; 0 before.
pub fn milliseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// A system time as seconds since 1970.
pub fn seconds(time: SystemTime) -> Timestamp {
    Timestamp(match time.duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_secs()).unwrap_or(i64::MAX),
    })
}
