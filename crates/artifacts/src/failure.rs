//! What the store's errors mean to a caller: which of them more tries help, and which only whoever runs the server can help.

use object_store::Error as StoreError;
use spanwell_model::Error;

/// Time to wait for a store that is away for a moment.
const AWAY_MS: u64 = 1_000;

/// Time to wait for somebody to repair the settings.
const WRONG_SETTINGS_MS: u64 = 30_000;

/// An error of the store. Its own text, which may name addresses and keys, is for the log.
pub(crate) fn failed(error: StoreError) -> Error {
    let text = error.to_string();
    let outside = match &error {
        StoreError::PermissionDenied { .. } | StoreError::Unauthenticated { .. } => REFUSED,
        // Listings tell it only in their text.
        _ if REFUSALS.iter().any(|code| text.contains(code)) => REFUSED,
        _ if text.contains(NO_BUCKET) => "the bucket of the artifacts does not exist",
        _ => return Error::unavailable("the store of artifacts does not answer", AWAY_MS).with_inside(text),
    };
    Error::unavailable(outside, WRONG_SETTINGS_MS).with_inside(text)
}

/// Whether the store said that there is no such file, rather than that there is no such bucket.
pub(crate) fn is_absent(error: &StoreError) -> bool {
    matches!(error, StoreError::NotFound { .. }) && !error.to_string().contains(NO_BUCKET)
}

/// S3's code of an absent bucket.
const NO_BUCKET: &str = "NoSuchBucket";

/// S3's codes of wrong credentials, and of rights that are missing.
const REFUSALS: [&str; 4] =
    ["403 Forbidden", "401 Unauthorized", "<Code>AccessDenied", "<Code>SignatureDoesNotMatch"];

const REFUSED: &str =
    "the store of artifacts refuses this server: its credentials are wrong or do not allow this";
