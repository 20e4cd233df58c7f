//! Writes the description of the native API.

use std::path::Path;

/// Writes `crates/edge-native/openapi.json` from the code.
pub(crate) fn write(root: &Path) -> std::io::Result<()> {
    std::fs::write(root.join("crates/edge-native/openapi.json"), spanwell_edge_native::openapi::document())
}
