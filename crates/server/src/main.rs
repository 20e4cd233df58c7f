//! The command `spanwell`.

use std::process::ExitCode;

use clap::Parser;
use spanwell_server::{commands, settings::Arguments};

fn main() -> ExitCode {
    spanwell_allocator::give_back_at_once();
    commands::run(Arguments::parse())
}
