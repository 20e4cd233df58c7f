//! Files that belong to runs and models: in a folder, or in any store that speaks the protocol of `object_store`.
//!
//! Files pass through in pieces, so that a large one takes no more memory than a small one. A path is a list of names
//! joined by `/`, checked by the caller with [`check_path`]: no empty names, no `.` and `..`.

mod address;

use std::path::Path as FolderPath;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use object_store::local::LocalFileSystem;
use object_store::path::{Path, PathPart};
use object_store::{ObjectStore, ObjectStoreExt as _, WriteMultipart};
use percent_encoding::percent_decode_str;
use spanwell_model::{Error, Result};

pub use address::{check_path, stored_path};

/// Bytes of one piece on its way into the store; S3 takes none smaller than 5 MiB but the last.
const PIECE_BYTES: usize = 5 << 20;

/// Pieces on their way into the store at once, a file.
const PIECES_AT_ONCE: usize = 2;

/// Most entries of a folder that are listed.
const LISTED: usize = 10_000;

/// The files.
#[derive(Clone)]
pub struct Artifacts {
    store: Arc<dyn ObjectStore>,
}

/// A file as it is read.
pub struct ArtifactFile {
    /// Its size.
    pub bytes: u64,
    /// Its content, in pieces.
    pub content: BoxStream<'static, Result<Bytes>>,
}

/// What a folder holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArtifactEntry {
    /// Its name in the folder.
    pub name: String,
    /// The size of a file; `None` for a folder.
    pub bytes: Option<u64>,
}

impl Artifacts {
    /// Files in a folder of this machine, which is made when it is not there. What was put is on disk.
    pub fn in_folder(folder: &FolderPath) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(|error| {
            Error::internal(format!("the folder {} cannot be made: {error}", folder.display()))
        })?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(failed)?;
        Ok(Self { store: Arc::new(store.with_fsync(true).with_automatic_cleanup(true)) })
    }

    /// Stores a file, replacing one of the same path. When the content ends with an error, nothing is stored.
    pub async fn put(&self, path: &str, content: impl Stream<Item = Result<Bytes>>) -> Result<()> {
        let upload = self.store.put_multipart(&path_of(path)).await.map_err(failed)?;
        let mut write = WriteMultipart::new_with_chunk_size(upload, PIECE_BYTES);
        let mut content = std::pin::pin!(content);
        loop {
            let piece = match content.next().await {
                None => break,
                Some(Ok(piece)) => piece,
                Some(Err(error)) => {
                    write.abort().await.map_err(failed)?;
                    return Err(error);
                }
            };
            write.wait_for_capacity(PIECES_AT_ONCE).await.map_err(failed)?;
            write.put(piece);
        }
        write.finish().await.map_err(failed)?;
        Ok(())
    }

    /// A file; `None` when there is none of that path.
    pub async fn get(&self, path: &str) -> Result<Option<ArtifactFile>> {
        match self.store.get(&path_of(path)).await {
            Ok(found) => {
                let bytes = found.meta.size;
                Ok(Some(ArtifactFile { bytes, content: found.into_stream().map_err(failed).boxed() }))
            }
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => match self.is_folder(path).await {
                // Opening a folder of this machine is an error of its own.
                Ok(true) => Ok(None),
                _ => Err(failed(error)),
            },
        }
    }

    /// Whether there are files below the path.
    pub async fn is_folder(&self, path: &str) -> Result<bool> {
        let first = self.store.list(Some(&path_of(path))).next().await;
        first.transpose().map(|found| found.is_some()).map_err(failed)
    }

    /// What a folder holds, by name; nothing when there is no such folder.
    pub async fn list(&self, folder: &str) -> Result<Vec<ArtifactEntry>> {
        let found = self.store.list_with_delimiter(Some(&path_of(folder))).await.map_err(failed)?;
        let folders = found.common_prefixes.iter().map(|path| (path, None));
        let files = found.objects.iter().map(|file| (&file.location, Some(file.size)));
        let mut entries: Vec<ArtifactEntry> = folders
            .chain(files)
            .filter_map(|(path, bytes)| Some(ArtifactEntry { name: name_of(path)?, bytes }))
            .collect();
        entries.sort_unstable();
        if entries.len() > LISTED {
            return Err(Error::invalid(format!("the folder '{folder}' has more than {LISTED} entries")));
        }
        Ok(entries)
    }

    /// Deletes a file, or everything in a folder; nothing there is no error.
    pub async fn delete(&self, path: &str) -> Result<()> {
        let path = path_of(path);
        match self.store.head(&path).await {
            Ok(_) => return self.store.delete(&path).await.map_err(failed),
            Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(failed(error)),
        }
        let all = self.store.list(Some(&path)).map_ok(|file| file.location).boxed();
        self.store.delete_stream(all).try_for_each(async |_| Ok(())).await.map_err(failed)
    }
}

/// Characters that a store may not take are escaped.
fn path_of(path: &str) -> Path {
    Path::from_iter(path.split('/').filter(|name| !name.is_empty()).map(PathPart::from))
}

fn name_of(path: &Path) -> Option<String> {
    Some(percent_decode_str(path.filename()?).decode_utf8_lossy().into_owned())
}

fn failed(error: object_store::Error) -> Error {
    Error::unavailable("the store of artifacts does not answer", 1_000).with_inside(error)
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    fn content(pieces: &[&'static [u8]]) -> impl Stream<Item = Result<Bytes>> + use<> {
        stream::iter(pieces.iter().map(|piece| Ok(Bytes::from_static(piece))).collect::<Vec<_>>())
    }

    async fn read(artifacts: &Artifacts, path: &str) -> Option<Vec<u8>> {
        let file = artifacts.get(path).await.unwrap()?;
        let pieces: Vec<Bytes> = file.content.try_collect().await.unwrap();
        let whole = pieces.concat();
        assert_eq!(whole.len() as u64, file.bytes);
        Some(whole)
    }

    #[tokio::test]
    async fn files_come_back_whatever_their_names() {
        let folder = tempfile::tempdir().unwrap();
        let artifacts = Artifacts::in_folder(folder.path()).unwrap();
        for name in
            ["1/run/artifacts/a/b.txt", "1/run/artifacts/große Datei 100%.txt", "1/run/artifacts/a#b?c"]
        {
            artifacts.put(name, content(&[b"he", b"llo"])).await.unwrap();
            assert_eq!(read(&artifacts, name).await.unwrap(), b"hello", "{name}");
        }
        artifacts.put("1/run/artifacts/a/b.txt", content(&[b"new"])).await.unwrap();
        assert_eq!(read(&artifacts, "1/run/artifacts/a/b.txt").await.unwrap(), b"new");
        let entry = |name: &str, bytes| ArtifactEntry { name: name.to_owned(), bytes };
        assert_eq!(
            artifacts.list("1/run/artifacts").await.unwrap(),
            [entry("a", None), entry("a#b?c", Some(5)), entry("große Datei 100%.txt", Some(5))]
        );
        assert!(artifacts.list("1/run/artifacts/a/b.txt").await.unwrap().is_empty());
        assert_eq!(read(&artifacts, "1/run/artifacts/a").await, None);
        assert!(artifacts.is_folder("1/run/artifacts/a").await.unwrap());
        assert!(!artifacts.is_folder("1/none").await.unwrap());
    }

    #[tokio::test]
    async fn a_file_whose_content_breaks_off_is_not_stored() {
        let folder = tempfile::tempdir().unwrap();
        let artifacts = Artifacts::in_folder(folder.path()).unwrap();
        let broken = content(&[b"half"]).chain(stream::iter([Err(Error::invalid("broken off"))]));
        assert_eq!(artifacts.put("a", broken).await.unwrap_err().outside(), "broken off");
        assert!(artifacts.list("").await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn large_files_are_written_in_pieces() {
        let folder = tempfile::tempdir().unwrap();
        let artifacts = Artifacts::in_folder(folder.path()).unwrap();
        let pieces = (0..300_u32).map(|number| Ok(Bytes::from(vec![number as u8; 50_000])));
        artifacts.put("large", stream::iter(pieces)).await.unwrap();
        let whole = read(&artifacts, "large").await.unwrap();
        assert_eq!((whole.len(), whole[49_999], whole[50_000]), (15_000_000, 0, 1));
    }

    #[tokio::test]
    async fn files_and_folders_are_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let artifacts = Artifacts::in_folder(folder.path()).unwrap();
        for path in ["x/a", "x/b/c", "y"] {
            artifacts.put(path, content(&[b"1"])).await.unwrap();
        }
        artifacts.delete("x/a").await.unwrap();
        assert_eq!(artifacts.list("x").await.unwrap().len(), 1);
        artifacts.delete("x").await.unwrap();
        artifacts.delete("x").await.unwrap();
        let left: Vec<String> =
            artifacts.list("").await.unwrap().into_iter().map(|entry| entry.name).collect();
        assert_eq!(left, ["y"]);
    }
}
