//! Names: how two of them compare, whatever their spelling, order and script.

pub mod sound;
