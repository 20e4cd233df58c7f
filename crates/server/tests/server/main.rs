//! The binary, as a person at the terminal and as clients on the network meet it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "what goes wrong in a test ends the test")]

mod configuration_reference;
mod crash;
mod harness;
mod hostile_input;
mod lifecycle;
mod retention;
mod slow_clients;
