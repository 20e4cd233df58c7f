//! Where the artifacts of a run or a model are among the stored files.

use spanwell_model::{Error, Result};

const SCHEME: &str = "mlflow-artifacts:";

/// Refuses a path that is no list of names: what is empty, leads out of its folder or has characters no name has.
pub fn check_path(path: &str) -> Result<()> {
    let wrong = |part: &str| part.is_empty() || part == "." || part == ".." || part.contains(['\\', '\0']);
    if path.split('/').any(wrong) { Err(Error::invalid("Invalid path")) } else { Ok(()) }
}

/// The stored path of a file or folder below an artifact address such as `mlflow-artifacts:/5/<run>/artifacts`. Addresses
/// elsewhere are the client's to reach.
pub fn stored_path(address: &str, path: &str) -> Result<String> {
    let Some(root) = address.strip_prefix(SCHEME) else {
        return Err(Error::invalid(format!(
            "the artifacts are at '{address}', which this server does not keep: read them there"
        )));
    };
    let root = root.trim_matches('/');
    Ok(if path.is_empty() { root.to_owned() } else { format!("{root}/{path}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_this_server_become_paths() {
        assert_eq!(
            stored_path("mlflow-artifacts:/5/r/artifacts", "a/b.txt").unwrap(),
            "5/r/artifacts/a/b.txt"
        );
        assert_eq!(stored_path("mlflow-artifacts:/5/r/artifacts/", "").unwrap(), "5/r/artifacts");
        assert!(stored_path("s3://bucket/5", "a").is_err());
    }
}
