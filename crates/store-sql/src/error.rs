//! Errors of SQLite in the product's terms: what a caller can act on outside, the true text inside.

use rusqlite::ErrorCode;
use spanwell_model::Error;

/// Time after which another try makes sense when the disk is full or read-only, in milliseconds.
const DISK_RETRY_AFTER_MS: u64 = 5_000;

/// Time after which another try makes sense when the database is busy, in milliseconds.
const BUSY_RETRY_AFTER_MS: u64 = 500;

/// An error of SQLite in the product's terms.
pub(crate) fn from_sqlite(error: rusqlite::Error) -> Error {
    let Some(code) = error.sqlite_error_code() else { return Error::internal(error) };
    match code {
        ErrorCode::DiskFull => Error::unavailable(
            "the disk of the data directory is full, nothing was stored",
            DISK_RETRY_AFTER_MS,
        )
        .with_inside(error),
        ErrorCode::ReadOnly => Error::unavailable(
            "the data directory cannot be written, nothing was stored",
            DISK_RETRY_AFTER_MS,
        )
        .with_inside(error),
        ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => Error::unavailable(
            "the disk of the data directory fails, nothing was stored: the server's log has the details",
            DISK_RETRY_AFTER_MS,
        )
        .with_inside(error),
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
            Error::unavailable("the database is busy", BUSY_RETRY_AFTER_MS).with_inside(error)
        }
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
            Error::internal(format!("the database file is damaged: {error}"))
        }
        _ => Error::internal(error),
    }
}

/// `?` for SQLite's results in functions that return the product's error.
pub(crate) trait SqliteResult<T> {
    /// The result in the product's terms.
    fn sql(self) -> Result<T, Error>;
}

impl<T> SqliteResult<T> for rusqlite::Result<T> {
    fn sql(self) -> Result<T, Error> {
        self.map_err(from_sqlite)
    }
}
