#![doc = include_str!("../README.md")]

pub mod commands;
pub mod import;
pub mod listener;
pub mod quantities;
pub mod routes;
pub mod serve;
pub mod settings;
pub mod upkeep;
pub mod wiring;
