#![doc = include_str!("../ARCHITECTURE.md")]

pub mod app;
pub mod cli;
pub mod config;
pub mod engine;
pub mod export;
pub mod ingest;
pub mod name_index;
pub mod news;
pub mod query;
pub mod resolve;
pub mod runtime;
pub mod store;
pub mod text;
pub mod ui;
