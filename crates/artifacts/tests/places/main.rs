//! The same behaviour wherever the files are: in a folder, and in a bucket of a real server of S3's protocol.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod behaviour;
mod direct;
mod failures;
mod s3_server;
