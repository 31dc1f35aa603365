//! One integration binary: the tree's own rules, and the program seen from outside.

// A test that cannot go on should stop, and may print, in its helpers too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::string_slice, clippy::print_stdout)]

mod app;
mod archive;
mod bar;
mod commands;
mod corrections;
mod crowd;
mod decisions;
mod desk;
mod doctor;
mod engine;
mod exports;
mod floors;
mod foreign;
mod fuzz;
mod gate;
mod glossary;
mod gold;
mod hostile;
mod jump;
mod kills;
mod lanes;
mod layers;
mod mails;
mod marked;
mod mistakes;
mod namesakes;
mod notes;
mod pty;
mod read_only;
mod requests;
mod restricted;
mod screen;
mod wire;
