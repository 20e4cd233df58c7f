//! The data directory: made when missing, locked so that one process at a time has it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use spanwell_model::{Error, Kind, Result};

/// The locked data directory. The operating system releases the lock when the process ends, in whatever way.
#[derive(Debug)]
pub(crate) struct DataDirectory {
    path: PathBuf,
    _lock: File,
}

impl DataDirectory {
    /// Makes the directory when missing and locks it; refused when another process has it.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let shown = path.display();
        let problem = |error: std::io::Error| {
            Error::unavailable(format!("the data directory `{shown}` cannot be used: {error}"), 5_000)
        };
        std::fs::create_dir_all(path).map_err(problem)?;
        let mut lock = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path.join("lock"))
            .map_err(problem)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // The number is a courtesy: without it the message is still clear.
                _ = lock.read_to_string(&mut holder);
                let holder = holder.trim();
                let holder = if holder.is_empty() { String::new() } else { format!(" (process {holder})") };
                return Err(Error::new(
                    Kind::FailedPrecondition,
                    format!(
                        "the data directory `{shown}` is in use by another server{holder}: stop that one, or choose \
                         another directory"
                    ),
                ));
            }
            Err(TryLockError::Error(error)) => return Err(problem(error)),
        }
        let number = std::process::id().to_string();
        lock.set_len(0)
            .and_then(|()| lock.rewind())
            .and_then(|()| lock.write_all(number.as_bytes()))
            .map_err(problem)?;
        Ok(Self { path: path.to_owned(), _lock: lock })
    }

    /// The database file.
    pub(crate) fn database(&self) -> PathBuf {
        self.path.join("spanwell.db")
    }

    /// The folder of the text index.
    pub(crate) fn text_index(&self) -> PathBuf {
        self.path.join("text-index")
    }

    /// Bytes of the database's own files: the database, its log, the log's index.
    pub(crate) fn database_bytes(&self) -> u64 {
        let bytes = |name: &str| std::fs::metadata(self.path.join(name)).map_or(0, |metadata| metadata.len());
        bytes("spanwell.db") + bytes("spanwell.db-wal") + bytes("spanwell.db-shm")
    }

    /// Bytes of all files inside.
    pub(crate) fn size_bytes(&self) -> u64 {
        size_of_folder(&self.path)
    }
}

fn size_of_folder(path: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(path) else { return 0 };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => size_of_folder(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_holder_is_refused_by_name() {
        let directory = tempfile::tempdir().unwrap();
        let first = DataDirectory::open(directory.path()).unwrap();
        let error = DataDirectory::open(directory.path()).unwrap_err();
        assert!(error.outside().contains(&directory.path().display().to_string()), "{error}");
        assert!(error.outside().contains(&std::process::id().to_string()), "{error}");
        drop(first);
        DataDirectory::open(directory.path()).unwrap();
    }
}
