//! Checks that no compiler makes: file lengths, module docs, words that must not stand in the repository.

use std::io::{Error, Result};
use std::path::Path;
use std::process::Command;

/// Longest file, in lines without its tests.
const LONGEST_FILE_LINES: usize = 600;
/// Files over this need a module doc.
const NEEDS_DOC_LINES: usize = 40;

/// What stands where something is left undone or switched off.
const UNDONE: [&str; 3] = ["todo!(", "unimplemented!(", "#[ignore"];

/// Checks every tracked source file.
pub(crate) fn check(root: &Path) -> Result<()> {
    let output = Command::new("git").args(["ls-files"]).current_dir(root).output()?;
    let listing = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut wrong = Vec::new();
    for path in listing.lines().filter(|path| is_source(path)) {
        let Ok(text) = std::fs::read_to_string(root.join(path)) else { continue };
        check_file(path, &text, &mut wrong);
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::other(wrong.join("\n"))) }
}

fn is_source(path: &str) -> bool {
    let extension = Path::new(path).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    matches!(extension, "rs" | "ts" | "tsx" | "py")
        && !path.contains("/generated/")
        && !path.ends_with("schema.ts")
}

fn check_file(path: &str, text: &str, wrong: &mut Vec<String>) {
    let shipped = text.split("#[cfg(test)]").next().unwrap_or(text);
    let lines = shipped.lines().count();
    let is_test = path.contains("/tests/") || path.contains("/test/") || path.contains("test_");
    if lines > LONGEST_FILE_LINES && !is_test {
        wrong.push(format!("{path}: {lines} lines, at most {LONGEST_FILE_LINES}: split it by concept"));
    }
    if path.ends_with(".rs") && lines > NEEDS_DOC_LINES && !text.starts_with("//!") && !text.starts_with("#!")
    {
        wrong.push(format!("{path}: begins without a module doc (`//!`)"));
    }
    for (number, line) in text.lines().enumerate() {
        if UNDONE.iter().any(|mark| line.contains(mark)) && !path.starts_with("xtask/") {
            wrong.push(format!("{path}:{}: left undone or switched off", number + 1));
        }
    }
}
