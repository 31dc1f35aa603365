//! When the next frame may be drawn: at once after a pause, seldom under load, never long before a slow line is ready for it.
//!
//! A line that takes a second for a frame must not get thirty of them: what is queued cannot be taken back, and every key
//! would then be answered seconds late. While frames follow each other the terminal is asked after each to say when it has
//! shown it, and only a few may be on their way. A terminal that did not answer at the start is never asked again.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Frames drawn without a pause between them.
const BURST: u32 = 5;
/// From then on, one in this time.
const APART: Duration = Duration::from_millis(33);
/// Frames closer than this follow each other.
const FOLLOWING: Duration = Duration::from_millis(250);
/// A frame of so many bytes is a load by itself.
const LARGE: usize = 1500;
/// A line that carries fewer bytes a second is slow: a pane of text would fill it for seconds.
const SLOW: f64 = 4000.0;
/// Less time than this says nothing about a line.
const NOISE: Duration = Duration::from_millis(100);
/// Frames on their way at most, over a line that is slow and over one that is not.
const ON_THEIR_WAY: [usize; 2] = [1, 3];
/// An answer that takes longer than this is lost.
const LOST: Duration = Duration::from_secs(10);

/// Counts frames and answers.
#[derive(Debug)]
pub struct Pace {
    saved: u32,
    since: Instant,
    last: Option<Instant>,
    held: Option<Instant>,
    /// When the terminal was asked, and how many bytes were on their way then.
    asked: VecDeque<(Instant, usize)>,
    /// Bytes sent since the last question.
    unasked: usize,
    answers: bool,
    /// The shortest time an answer took: the way there and back.
    way: Duration,
    slow: bool,
}

impl Pace {
    /// Nothing is drawn yet.
    pub fn new(now: Instant) -> Self {
        Self {
            saved: BURST,
            since: now,
            last: None,
            held: None,
            asked: VecDeque::new(),
            unasked: 0,
            answers: false,
            way: Duration::MAX,
            slow: false,
        }
    }

    /// The archive was asked something and answers in a moment: no frame until then, so that there is one and not two.
    pub fn hold(&mut self, until: Instant) {
        self.held = Some(until);
    }

    /// It has answered.
    pub fn release(&mut self) {
        self.held = None;
    }

    /// The terminal was asked to report, to learn whether it does.
    pub fn probed(&mut self, now: Instant) {
        self.ask(now);
    }

    fn ask(&mut self, now: Instant) {
        let on_their_way = self.asked.back().map_or(0, |(_, bytes)| *bytes);
        self.asked.push_back((now, on_their_way + std::mem::take(&mut self.unasked)));
    }

    /// Whether the line is slow, as far as is known.
    pub fn is_slow(&self) -> bool {
        self.slow
    }

    /// When the next frame may be drawn; `now` or earlier means at once.
    pub fn next(&mut self, now: Instant) -> Instant {
        self.held.take_if(|held| *held <= now);
        if let Some(held) = self.held {
            return held;
        }
        if let Some(first) = self.asked.front().filter(|_| self.answers) {
            let lost = first.0 + LOST;
            if now >= lost {
                self.asked.clear();
                self.answers = false;
            } else if self.asked.len() >= ON_THEIR_WAY[usize::from(!self.slow)] {
                return lost;
            }
        }
        let earned = now.saturating_duration_since(self.since).as_millis() / APART.as_millis();
        if earned > 0 {
            self.saved = self.saved.saturating_add(u32::try_from(earned).unwrap_or(BURST)).min(BURST);
            self.since = now;
        }
        if self.saved > 0 { now } else { self.since + APART }
    }

    /// A frame of so many bytes was drawn; answers whether the terminal is to be asked to report, which counts as done.
    pub fn drawn(&mut self, now: Instant, bytes: usize) -> bool {
        if bytes == 0 {
            return false;
        }
        self.saved = self.saved.saturating_sub(1);
        let following = self.last.is_some_and(|last| now.saturating_duration_since(last) < FOLLOWING);
        self.last = Some(now);
        let ask = self.answers && (following || bytes > LARGE);
        // What was sent before a pause has arrived long ago.
        self.unasked = if following { self.unasked + bytes } else { bytes };
        if ask {
            self.ask(now);
        }
        ask
    }

    /// The terminal has reported.
    pub fn ready(&mut self, now: Instant) {
        let Some((asked, bytes)) = self.asked.pop_front() else { return };
        self.answers = true;
        let took = now.saturating_duration_since(asked);
        self.way = self.way.min(took);
        let carrying = took.saturating_sub(self.way);
        // A small frame says nothing; what was fast enough for a large one is not slow.
        if carrying > NOISE {
            self.slow = (bytes as f64) < SLOW * carrying.as_secs_f64();
        } else if bytes > LARGE {
            self.slow = false;
        }
        for (_, later) in &mut self.asked {
            *later = later.saturating_sub(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn bursts_are_drawn_at_once_and_floods_are_not() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        let mut drawn = 0;
        for ms in 0..1000 {
            let now = start + MS * ms;
            if pace.next(now) <= now {
                assert!(!pace.drawn(now, 100), "never asked before it has answered");
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
        let mut pace = Pace::new(now);
        let soon = now + MS * 8;
        pace.hold(soon);
        assert_eq!(pace.next(now), soon);
        assert_eq!(pace.next(soon), soon);
        pace.hold(soon);
        pace.release();
        assert_eq!(pace.next(now), now);
    }

    /// Frames drawn in ten seconds of a held key, over a line that shows one in `each`.
    fn held(each: Duration) -> (u32, Duration) {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        pace.probed(start);
        pace.ready(start + MS);
        let (mut frames, mut free, mut answers) = (0, start, VecDeque::new());
        let mut behind = Duration::ZERO;
        for ms in 100..10_000 {
            let now = start + MS * ms;
            while answers.front().is_some_and(|at| *at <= now) {
                answers.pop_front();
                pace.ready(now);
            }
            if ms % 33 == 0 && pace.next(now) <= now {
                frames += 1;
                free = free.max(now) + each;
                behind = behind.max(free - now);
                if pace.drawn(now, 400) {
                    answers.push_back(free);
                }
            }
        }
        (frames, behind)
    }

    #[test]
    fn a_held_key_builds_no_backlog() {
        let (frames, behind) = held(MS);
        assert!(frames > 250 && behind < MS * 5, "{frames} {behind:?}");
        let (frames, behind) = held(Duration::from_secs(1));
        assert!((8..=14).contains(&frames) && behind <= MS * 4100, "{frames} {behind:?}");
    }

    #[test]
    fn a_slow_line_is_known_by_what_it_carries() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        pace.probed(start);
        pace.ready(start + MS * 200);
        pace.drawn(start + MS * 300, 9000);
        assert!(pace.drawn(start + MS * 320, 400));
        pace.ready(start + MS * 600);
        assert!(!pace.is_slow(), "9,400 bytes in 0.1 s, the way apart");
        let now = start + Duration::from_mins(1);
        pace.drawn(now, 400);
        assert!(pace.drawn(now + MS * 33, 400));
        pace.ready(now + MS * 900);
        assert!(pace.is_slow(), "800 bytes in 0.7 s");
    }

    #[test]
    fn a_lost_answer_does_not_stop_the_screen() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        pace.probed(start);
        pace.ready(start);
        assert!((0..4).all(|_| !pace.drawn(start, 1) || pace.answers));
        assert!(pace.next(start) > start);
        let later = start + LOST;
        assert_eq!(pace.next(later), later);
        assert!(!pace.drawn(later, 1) && !pace.drawn(later, 9000), "not asked any more");
    }
}
