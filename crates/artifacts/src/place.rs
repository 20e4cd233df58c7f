//! Where the files are kept, as people write it: a folder, or `s3://bucket/prefix`.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::check_path;

const SCHEME: &str = "s3://";

/// Where the files are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A bucket of S3, or of another server that speaks its protocol.
    Bucket(BucketAddress),
}

/// A bucket, and where in it the files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketAddress {
    /// Its name.
    pub bucket: String,
    /// What every key begins with, without slashes at its ends; empty for the whole bucket.
    pub prefix: String,
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some(rest) = text.strip_prefix(SCHEME) else {
            return match text.split_once("://") {
                Some((scheme, _)) => Err(format!(
                    "`{scheme}://` is no place for artifacts: write a folder or `s3://bucket/prefix`"
                )),
                None if text.is_empty() => Err("write a folder or `s3://bucket/prefix`".to_owned()),
                None => Ok(Self::Folder(PathBuf::from(text))),
            };
        };
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if !(3..=63).contains(&bucket.len()) || !bucket.chars().all(allowed) {
            return Err(format!(
                "`{bucket}` is no name of a bucket: 3 to 63 letters, digits, `.`, `-` and `_` are, such as in \
                 `s3://bucket/prefix`"
            ));
        }
        let prefix = prefix.trim_end_matches('/');
        if !prefix.is_empty() && check_path(prefix).is_err() {
            return Err(format!("`{prefix}` has empty names, `.` or `..` in it: write names joined by `/`"));
        }
        Ok(Self::Bucket(BucketAddress { bucket: bucket.to_owned(), prefix: prefix.to_owned() }))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => folder.display().fmt(f),
            Self::Bucket(BucketAddress { bucket, prefix }) if prefix.is_empty() => {
                write!(f, "{SCHEME}{bucket}")
            }
            Self::Bucket(BucketAddress { bucket, prefix }) => write!(f, "{SCHEME}{bucket}/{prefix}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(bucket: &str, prefix: &str) -> Place {
        Place::Bucket(BucketAddress { bucket: bucket.to_owned(), prefix: prefix.to_owned() })
    }

    #[test]
    fn folders_and_buckets_are_told_apart() {
        assert_eq!("./files".parse(), Ok(Place::Folder("./files".into())));
        for (text, place) in [
            ("s3://files", bucket("files", "")),
            ("s3://files/", bucket("files", "")),
            ("s3://files/a/b/", bucket("files", "a/b")),
        ] {
            assert_eq!(text.parse(), Ok(place));
        }
        assert_eq!(bucket("files", "a/b").to_string(), "s3://files/a/b");
    }

    #[test]
    fn what_is_no_place_is_told() {
        for (text, names) in [
            ("", "write a folder"),
            ("gs://files", "`gs://` is no place"),
            ("s3://", "`` is no name"),
            ("s3://a b c", "`a b c`"),
            ("s3://files/a/../b", "`a/../b`"),
            ("s3://files//a", "empty names"),
        ] {
            let error = text.parse::<Place>().unwrap_err();
            assert!(error.contains(names), "{error}");
        }
    }
}
