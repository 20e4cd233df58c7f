//! Checks and generated files of the repository: `cargo run -p xtask -- <task>`.

mod openapi;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A task with its name and what it does.
type Task = (&'static str, &'static str, fn(&Path) -> std::io::Result<()>);

/// All tasks. Each gets the root of the repository.
const TASKS: &[Task] = &[("openapi", "writes crates/edge-native/openapi.json", openapi::write)];

#[expect(clippy::print_stderr, reason = "a command line tool speaks on standard error")]
fn main() -> ExitCode {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let Some((_, _, run)) = TASKS.iter().find(|(name, _, _)| *name == wanted) else {
        eprintln!("usage: cargo run -p xtask -- <task>");
        for (name, about, _) in TASKS {
            eprintln!("  {name:<10} {about}");
        }
        return ExitCode::from(2);
    };
    match run(&root()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{wanted}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
