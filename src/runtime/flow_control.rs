//! Flow control of frames: decides when the next frame may be drawn, so that frames never pile up on a slow line.
//!
//! Frames that were sent cannot be taken back. On a line that carries one frame a second, thirty queued frames would delay
//! the answer to every key by half a minute. Two limits prevent that:
//!
//! - *Rate*: a token bucket (`BURST` frames at once, then one every `INTERVAL`).
//! - *Window*: while frames follow each other, each is followed by a status request (DSR 5); the terminal answers when it
//!   has processed the frame, and only `WINDOW` frames may be unanswered. A terminal that does not answer the request
//!   sent at the start is not asked again, and only the rate limits it.
//!
//! Knows no clock: callers pass the time.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Frames that may be drawn at once after a pause: the size of the token bucket.
const BURST: u32 = 5;
/// Time in which the bucket gains one frame.
const INTERVAL: Duration = Duration::from_millis(33);
/// Frames closer together than this follow each other; the first frame after a longer pause is not timed.
const FOLLOWING: Duration = Duration::from_millis(250);
/// A frame of more bytes than this is timed even after a pause.
const LARGE: usize = 1500;
/// A line that carries fewer bytes a second is slow: a pane of text would occupy it for seconds.
const SLOW: f64 = 4000.0;
/// Transmission times up to this are noise and tell nothing about the line.
const NOISE: Duration = Duration::from_millis(100);
/// Most unanswered frames on a slow line and on any other.
const WINDOW: [usize; 2] = [1, 3];
/// An answer that takes longer than this is lost.
const LOST: Duration = Duration::from_secs(10);

/// A status request that is not answered yet.
#[derive(Clone, Copy, Debug)]
struct Request {
    at: Instant,
    /// Bytes sent and not known to be processed, as of then.
    in_flight: usize,
}

/// Decides when frames may be drawn.
#[derive(Debug)]
pub struct FlowControl {
    /// Frames in the token bucket, and since when it has not been filled.
    tokens: u32,
    filled: Instant,
    /// When the last frame was drawn.
    last: Option<Instant>,
    /// No frame before this time, unless [`FlowControl::release`] comes first.
    held: Option<Instant>,
    requests: VecDeque<Request>,
    /// Bytes sent since the last request.
    unrequested: usize,
    /// The terminal answers status requests.
    answers: bool,
    /// Shortest time an answer took: the latency of the line.
    latency: Duration,
    slow: bool,
}

impl FlowControl {
    /// Flow control for a terminal that was not drawn on yet.
    pub fn new(now: Instant) -> Self {
        Self {
            tokens: BURST,
            filled: now,
            last: None,
            held: None,
            requests: VecDeque::new(),
            unrequested: 0,
            answers: false,
            latency: Duration::MAX,
            slow: false,
        }
    }

    /// Holds the next frame until a time or until [`FlowControl::release`]: the archive is about to answer, and one frame
    /// should show key and answer together.
    pub fn hold(&mut self, until: Instant) {
        self.held = Some(until);
    }

    /// Ends [`FlowControl::hold`].
    pub fn release(&mut self) {
        self.held = None;
    }

    /// Tells that a status request was sent, beside those that [`FlowControl::drawn`] wants. The first one finds out
    /// whether the terminal answers at all.
    pub fn requested(&mut self, now: Instant) {
        let before = self.requests.back().map_or(0, |request| request.in_flight);
        let in_flight = before + std::mem::take(&mut self.unrequested);
        self.requests.push_back(Request { at: now, in_flight });
    }

    /// Whether the line is slow (under 4,000 bytes a second), as far as it was measured.
    pub fn is_slow(&self) -> bool {
        self.slow
    }

    /// The time at which the next frame may be drawn; `now` or earlier means at once.
    pub fn next_frame(&mut self, now: Instant) -> Instant {
        self.held.take_if(|held| *held <= now);
        if let Some(held) = self.held {
            return held;
        }
        if let Some(oldest) = self.requests.front().filter(|_| self.answers) {
            let lost = oldest.at + LOST;
            if now >= lost {
                self.requests.clear();
                self.answers = false;
            } else if self.requests.len() >= WINDOW[usize::from(!self.slow)] {
                return lost;
            }
        }
        let gained = now.saturating_duration_since(self.filled).as_millis() / INTERVAL.as_millis();
        if gained > 0 {
            self.tokens = self.tokens.saturating_add(u32::try_from(gained).unwrap_or(BURST)).min(BURST);
            self.filled = now;
        }
        if self.tokens > 0 { now } else { self.filled + INTERVAL }
    }

    /// Tells that a frame of so many bytes was drawn. Returns whether a status request must follow it; that request
    /// counts as sent.
    pub fn drawn(&mut self, now: Instant, bytes: usize) -> bool {
        if bytes == 0 {
            return false;
        }
        self.tokens = self.tokens.saturating_sub(1);
        let following = self.last.is_some_and(|last| now.saturating_duration_since(last) < FOLLOWING);
        self.last = Some(now);
        // Bytes sent before a pause were processed during it.
        self.unrequested = if following { self.unrequested + bytes } else { bytes };
        let request = self.answers && (following || bytes > LARGE);
        if request {
            self.requested(now);
        }
        request
    }

    /// Tells that the terminal has answered the oldest status request: measures the line.
    pub fn ready(&mut self, now: Instant) {
        let Some(Request { at, in_flight }) = self.requests.pop_front() else { return };
        self.answers = true;
        let took = now.saturating_duration_since(at);
        self.latency = self.latency.min(took);
        let transmission = took.saturating_sub(self.latency);
        // A small frame that is quick tells nothing; a large one that is quick shows that the line is not slow.
        if transmission > NOISE {
            self.slow = (in_flight as f64) < SLOW * transmission.as_secs_f64();
        } else if in_flight > LARGE {
            self.slow = false;
        }
        for later in &mut self.requests {
            later.in_flight = later.in_flight.saturating_sub(in_flight);
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
        let mut flow = FlowControl::new(start);
        let mut drawn = 0;
        for ms in 0..1000 {
            let now = start + MS * ms;
            if flow.next_frame(now) <= now {
                assert!(!flow.drawn(now, 100), "no request before the first answer");
                drawn += 1;
            }
        }
        assert!((30..=36).contains(&drawn), "{drawn}");
        let later = start + Duration::from_secs(9);
        assert_eq!(flow.next_frame(later), later);
    }

    #[test]
    fn a_held_frame_waits_for_the_answer_or_the_deadline() {
        let now = Instant::now();
        let mut flow = FlowControl::new(now);
        let soon = now + MS * 8;
        flow.hold(soon);
        assert_eq!(flow.next_frame(now), soon);
        assert_eq!(flow.next_frame(soon), soon);
        flow.hold(soon);
        flow.release();
        assert_eq!(flow.next_frame(now), now);
    }

    /// Frames drawn in ten seconds of a held key over a line that takes `each` for one frame, and how far the terminal
    /// falls behind.
    fn held_key(each: Duration) -> (u32, Duration) {
        let start = Instant::now();
        let mut flow = FlowControl::new(start);
        flow.requested(start);
        flow.ready(start + MS);
        let (mut frames, mut free, mut answers) = (0, start, VecDeque::new());
        let mut behind = Duration::ZERO;
        for ms in 100..10_000 {
            let now = start + MS * ms;
            while answers.front().is_some_and(|at| *at <= now) {
                answers.pop_front();
                flow.ready(now);
            }
            if ms % 33 == 0 && flow.next_frame(now) <= now {
                frames += 1;
                free = free.max(now) + each;
                behind = behind.max(free - now);
                if flow.drawn(now, 400) {
                    answers.push_back(free);
                }
            }
        }
        (frames, behind)
    }

    #[test]
    fn a_held_key_builds_no_backlog() {
        let (frames, behind) = held_key(MS);
        assert!(frames > 250 && behind < MS * 5, "{frames} {behind:?}");
        let (frames, behind) = held_key(Duration::from_secs(1));
        assert!((8..=14).contains(&frames) && behind <= MS * 4100, "{frames} {behind:?}");
    }

    #[test]
    fn a_slow_line_is_known_by_its_bytes_a_second() {
        let start = Instant::now();
        let mut flow = FlowControl::new(start);
        flow.requested(start);
        flow.ready(start + MS * 200);
        flow.drawn(start + MS * 300, 9000);
        assert!(flow.drawn(start + MS * 320, 400));
        flow.ready(start + MS * 600);
        assert!(!flow.is_slow(), "9,400 bytes in 0.1 s without the latency");
        let now = start + Duration::from_mins(1);
        flow.drawn(now, 400);
        assert!(flow.drawn(now + MS * 33, 400));
        flow.ready(now + MS * 900);
        assert!(flow.is_slow(), "800 bytes in 0.7 s");
    }

    #[test]
    fn a_lost_answer_does_not_stop_the_screen() {
        let start = Instant::now();
        let mut flow = FlowControl::new(start);
        flow.requested(start);
        flow.ready(start);
        assert!((0..4).all(|_| !flow.drawn(start, 1) || flow.answers));
        assert!(flow.next_frame(start) > start);
        let later = start + LOST;
        assert_eq!(flow.next_frame(later), later);
        assert!(!flow.drawn(later, 1) && !flow.drawn(later, 9000), "no further requests");
    }
}
