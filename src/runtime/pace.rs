//! When the next frame may be drawn: at once after a pause, seldom under load, never before a slow line is ready for it.
//!
//! A line that takes a second for a frame must not get thirty of them. Under load the terminal is asked after each frame to
//! say when it has shown it, and the next one waits for the answer; a terminal that does not answer is not asked again.

use std::time::{Duration, Instant};

/// Frames drawn without a pause between them.
const BURST: u32 = 5;
/// From then on, one in this time.
const APART: Duration = Duration::from_millis(33);
/// How long an answer is waited for: from a terminal that never gave one, and from one that did.
const PATIENCE: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(20)];

/// Counts frames.
#[derive(Debug)]
pub struct Pace {
    saved: u32,
    since: Instant,
    asked: Option<Instant>,
    answers: Option<bool>,
    held: Option<Instant>,
}

impl Pace {
    /// `answers` says whether the terminal may be asked at all.
    pub fn new(answers: bool, now: Instant) -> Self {
        Self { saved: BURST, since: now, asked: None, answers: (!answers).then_some(false), held: None }
    }

    /// The archive was asked something and answers in a moment: no frame until then, so that there is one and not two.
    pub fn hold(&mut self, until: Instant) {
        self.held = Some(until);
    }

    /// It has answered.
    pub fn release(&mut self) {
        self.held = None;
    }

    /// When the next frame may be drawn; `now` or earlier means at once.
    pub fn next(&mut self, now: Instant) -> Instant {
        if let Some(held) = self.held.take_if(|held| *held > now) {
            self.held = Some(held);
            return held;
        }
        self.held = None;
        if let Some(asked) = self.asked {
            let over = asked + PATIENCE[usize::from(self.answers == Some(true))];
            if now < over {
                return over;
            }
            // It was given time enough.
            self.asked = None;
            self.answers.get_or_insert(false);
        }
        let earned = now.saturating_duration_since(self.since).as_millis() / APART.as_millis();
        if earned > 0 {
            self.saved = self.saved.saturating_add(u32::try_from(earned).unwrap_or(BURST)).min(BURST);
            self.since = now;
        }
        if self.saved > 0 { now } else { self.since + APART }
    }

    /// A frame was drawn; answers whether the terminal is to be asked to report.
    pub fn drawn(&mut self, now: Instant) -> bool {
        self.saved = self.saved.saturating_sub(1);
        let ask = self.saved < 2 && self.answers != Some(false) && self.asked.is_none();
        if ask {
            self.asked = Some(now);
        }
        ask
    }

    /// The terminal has reported.
    pub fn ready(&mut self) {
        if self.asked.take().is_some() {
            self.answers = Some(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bursts_are_drawn_at_once_and_floods_are_not() {
        let start = Instant::now();
        let mut pace = Pace::new(false, start);
        let mut drawn = 0;
        for ms in 0..1000 {
            let now = start + Duration::from_millis(ms);
            if pace.next(now) <= now {
                assert!(!pace.drawn(now), "not to be asked");
                drawn += 1;
            }
        }
        assert!((30..=36).contains(&drawn), "{drawn}");
        let later = start + Duration::from_secs(9);
        assert_eq!(pace.next(later), later);
    }

    #[test]
    fn a_frame_waits_a_moment_for_an_answer() {
        let now = Instant::now();
        let mut pace = Pace::new(false, now);
        let soon = now + Duration::from_millis(8);
        pace.hold(soon);
        assert_eq!(pace.next(now), soon);
        assert_eq!(pace.next(soon), soon);
        pace.hold(soon);
        pace.release();
        assert_eq!(pace.next(now), now);
    }

    #[test]
    fn a_slow_line_is_waited_for_and_a_mute_one_is_not() {
        let start = Instant::now();
        let mut pace = Pace::new(true, start);
        let asked = (0..BURST).filter(|_| pace.next(start) <= start && pace.drawn(start)).count();
        assert_eq!(asked, 1);
        let later = start + Duration::from_secs(1);
        assert!(pace.next(later) > later, "waits");
        pace.ready();
        assert_eq!(pace.next(later), later);
        // From now on it is known to answer, so it is waited for longer.
        for _ in 0..BURST {
            pace.drawn(later);
        }
        assert!(pace.next(later + Duration::from_secs(5)) > later + Duration::from_secs(5));

        let mut mute = Pace::new(true, start);
        for _ in 0..BURST {
            mute.drawn(start);
        }
        let over = start + Duration::from_secs(3);
        assert_eq!(mute.next(over), over);
        assert!((0..BURST).all(|_| !mute.drawn(over)), "never asked again");
    }
}
