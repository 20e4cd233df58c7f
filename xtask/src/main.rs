//! Checks and generated files of the repository: `cargo run -p xtask -- <task>`.

mod layers;
mod openapi;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A task with its name and what it does.
type Task = (&'static str, &'static str, fn(&Path) -> std::io::Result<()>);

/// All tasks. Each gets the root of the repository.
const TASKS: &[Task] = &[
    ("layers", "fails on a dependency between crates that points up or sideways", layers::check),
    ("openapi", "writes crates/edge-native/openapi.json", openapi::write),
    ("tidy", "fails on files that are too long or say nothing of themselves", tidy::check),
];

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

/// The root of the repository: that of the clone that runs this, which need not be the one it was compiled in.
fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&here).join("..")
}
