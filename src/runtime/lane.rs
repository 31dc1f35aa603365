//! A lane: a thread with a queue of commands, carried out one after the other in the order sent.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

/// The sending end of the queue, and its thread. Dropping a lane ends it without waiting.
#[derive(Debug)]
pub struct Lane<C> {
    /// `None` once the queue is closed.
    queue: Option<Sender<C>>,
    thread: Option<JoinHandle<()>>,
}

impl<C: Send + 'static> Lane<C> {
    /// Starts a thread called `name` that runs `run` on the receiving end. The queue is closed by [`Lane::end`] or by dropping
    /// the lane; `run` must return then.
    pub fn spawn(name: &str, run: impl FnOnce(Receiver<C>) + Send + 'static) -> std::io::Result<Self> {
        let (queue, commands) = channel();
        let thread = thread::Builder::new().name(name.to_owned()).spawn(move || run(commands))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Puts a command at the end of the queue. Returns false where the thread has ended.
    pub fn send(&self, command: C) -> bool {
        self.queue.as_ref().is_some_and(|queue| queue.send(command).is_ok())
    }

    /// Closes the queue and waits until all commands in it are carried out.
    pub fn end(mut self) {
        self.queue.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Runs `job`. Where it panics, the error is the panic's message.
pub fn catch_panic<T>(job: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(job)).map_err(|panic| {
        let words = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
        words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason was given".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lane_keeps_the_order_and_goes_on_after_a_panic() {
        let (tell, told) = channel();
        let lane = Lane::spawn("test", move |from| {
            for n in from {
                let answer = catch_panic(|| {
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
