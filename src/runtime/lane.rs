//! A lane: one thread that carries commands out in the order in which they were sent. It survives a panic of any of them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

/// A thread with a queue before it.
#[derive(Debug)]
pub struct Lane<C> {
    to: Option<Sender<C>>,
    thread: Option<JoinHandle<()>>,
}

impl<C: Send + 'static> Lane<C> {
    /// Starts a thread called `name` that lives until [`Lane::end`] or until the lane is dropped.
    pub fn spawn(name: &str, run: impl FnOnce(Receiver<C>) + Send + 'static) -> std::io::Result<Self> {
        let (to, from) = channel();
        let thread = thread::Builder::new().name(name.to_owned()).spawn(move || run(from))?;
        Ok(Self { to: Some(to), thread: Some(thread) })
    }

    /// Puts a command at the end of the queue. False where nobody carries it out any more.
    pub fn send(&self, command: C) -> bool {
        self.to.as_ref().is_some_and(|to| to.send(command).is_ok())
    }

    /// Closes the queue and waits until everything in it is done.
    pub fn end(mut self) {
        self.to.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Runs `job`; what it panicked with, in words, if it did.
pub fn survive<T>(job: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(job)).map_err(|panic| {
        let words = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
        words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason was given".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lane_keeps_the_order_and_survives_a_panic() {
        let (tell, told) = channel();
        let lane = Lane::spawn("test", move |from| {
            for n in from {
                let answer = survive(|| {
                    assert!(n != 2, "two");
                    n
                });
                tell.send(answer).unwrap();
            }
        })
        .unwrap();
        assert!((1..=3).all(|n| lane.send(n)));
        lane.end();
        assert_eq!(told.iter().collect::<Vec<_>>(), [Ok(1), Err("two".to_owned()), Ok(3)]);
    }
}
