//! The command `spanwell`.

use std::process::ExitCode;

use clap::Parser;
use spanwell_server::{commands, settings::Arguments};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    commands::run(Arguments::parse())
}
