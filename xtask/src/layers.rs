//! Arrows between crates point down: fails on a dependency that the table does not allow.

use std::io::{Error, Result};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Layers from the bottom up. A crate may depend on crates of lower layers only; beside each other they know nothing of
/// each other.
const LAYERS: [&[&str]; 7] = [
    &["spanwell-model", "spanwell-allocator"],
    &["spanwell-query", "spanwell-otlp", "spanwell-mlflow"],
    &["spanwell-store"],
    &["spanwell-store-sql", "spanwell-artifacts", "spanwell-webhooks", "spanwell-tracking"],
    &[
        "spanwell-edge-mlflow",
        "spanwell-edge-native",
        "spanwell-edge-otlp",
        "spanwell-import",
        "spanwell-page",
    ],
    &["spanwell-server"],
    &["spanwell-bench", "xtask"],
];

/// Checks the workspace.
pub(crate) fn check(root: &Path) -> Result<()> {
    let arguments = ["metadata", "--format-version", "1", "--no-deps", "--locked"];
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(root).output()?;
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let mut wrong = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let Some(level) = level(name) else {
            wrong.push(format!("`{name}` has no layer: give it one in xtask/src/layers.rs"));
            continue;
        };
        let dependencies = package["dependencies"].as_array().into_iter().flatten();
        // Tests may reach anywhere: they are not shipped.
        for dependency in dependencies.filter(|dependency| dependency["kind"].as_str() != Some("dev")) {
            let target = dependency["name"].as_str().unwrap_or_default();
            if target.starts_with("spanwell-") && self::level(target).is_none_or(|lower| lower >= level) {
                wrong.push(format!("`{name}` must not depend on `{target}`: arrows point down"));
            }
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::other(wrong.join("\n"))) }
}

fn level(name: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&name))
}
