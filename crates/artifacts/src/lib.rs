//! Files that belong to runs and models: in a folder, or in a bucket of S3 or of another server that speaks its protocol.
//!
//! Files pass through in pieces, so that a large one takes no more memory than a small one. A path is a list of names
//! joined by `/`, checked by the caller with [`check_path`]: no empty names, no `.` and `..`.

mod address;
mod bucket;
mod direct;
mod failure;
mod place;
mod upload;

use std::path::Path as FolderPath;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use object_store::local::LocalFileSystem;
use object_store::path::{Path, PathPart};
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload};
use percent_encoding::percent_decode_str;
use spanwell_model::{Error, Result};
use tokio_util::task::TaskTracker;

use crate::bucket::Bucket;
use crate::failure::{failed, is_absent};
use crate::upload::{PART_BYTES, Upload};

pub use address::{check_path, stored_path};
pub use direct::{DirectDownload, DirectUpload, MOST_PARTS};
pub use place::{BucketAddress, Place};

/// Most entries of a folder that are listed.
const LISTED: usize = 10_000;

/// The files.
#[derive(Clone)]
pub struct Artifacts {
    store: Arc<dyn ObjectStore>,
    /// The store once more, when it is a bucket.
    bucket: Option<Bucket>,
    /// What goes on when its caller has gone: ends of uploads.
    tasks: TaskTracker,
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
    /// Files at a place. A bucket is reached as those of the variables say that begin with `AWS_`.
    pub fn open(place: &Place, variables: impl IntoIterator<Item = (String, String)>) -> Result<Self> {
        match place {
            Place::Folder(folder) => Self::in_folder(folder),
            Place::Bucket(address) => {
                let bucket = Bucket::open(address.clone(), variables)?;
                let store = bucket.store.clone();
                Ok(Self { store, bucket: Some(bucket), tasks: TaskTracker::new() })
            }
        }
    }

    /// Files in a folder of this machine, which is made when it is not there. What was put is on disk.
    pub fn in_folder(folder: &FolderPath) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(|error| {
            Error::internal(format!("the folder {} cannot be made: {error}", folder.display()))
        })?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(failed)?;
        let store = Arc::new(store.with_fsync(true).with_automatic_cleanup(true));
        Ok(Self { store, bucket: None, tasks: TaskTracker::new() })
    }

    /// Whether the store can be reached, in words for the person at the terminal.
    pub async fn check(&self) -> Result<()> {
        match &self.bucket {
            Some(bucket) => bucket.check().await,
            None => Ok(()),
        }
    }

    /// Waits until uploads that were broken off are taken back. None may begin any more.
    pub async fn close(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Stores a file, replacing one of the same path. When the content ends with an error, or the call is dropped before
    /// the content ends, nothing is stored.
    pub async fn put(&self, path: &str, content: impl Stream<Item = Result<Bytes>>) -> Result<()> {
        let path = self.key(path)?;
        let mut content = std::pin::pin!(content);
        // A small file is one request.
        let mut first: Vec<Bytes> = Vec::new();
        let mut first_bytes = 0;
        while first_bytes < PART_BYTES {
            let Some(piece) = content.next().await.transpose()? else {
                let whole = PutPayload::from_iter(first);
                return self.store.put(&path, whole).await.map(|_| ()).map_err(failed);
            };
            first_bytes += piece.len();
            first.push(piece);
        }
        let mut upload = Upload::begin(self.store.clone(), path, &self.tasks).await?;
        let mut all = futures_util::stream::iter(first.into_iter().map(Ok)).chain(content);
        while let Some(piece) = all.next().await {
            let added = match piece {
                Ok(piece) => upload.add(piece).await,
                Err(error) => Err(error),
            };
            if let Err(error) = added {
                upload.abort().await?;
                return Err(error);
            }
        }
        upload.finish().await
    }

    /// A file; `None` when there is none of that path.
    pub async fn get(&self, path: &str) -> Result<Option<ArtifactFile>> {
        match self.store.get(&self.key(path)?).await {
            Ok(found) => {
                let bytes = found.meta.size;
                Ok(Some(ArtifactFile { bytes, content: found.into_stream().map_err(failed).boxed() }))
            }
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => match self.is_folder(path).await {
                // Opening a folder of this machine is an error of its own.
                Ok(true) => Ok(None),
                _ => Err(failed(error)),
            },
        }
    }

    /// Whether there are files below the path.
    pub async fn is_folder(&self, path: &str) -> Result<bool> {
        let first = self.store.list(Some(&self.key(path)?)).next().await;
        first.transpose().map(|found| found.is_some()).map_err(failed)
    }

    /// What a folder holds, by name; nothing when there is no such folder.
    pub async fn list(&self, folder: &str) -> Result<Vec<ArtifactEntry>> {
        let key = self.key(folder)?;
        let found = match &self.bucket {
            Some(bucket) => bucket.list(&key, LISTED).await?,
            None => self.store.list_with_delimiter(Some(&key)).await.map_err(failed)?,
        };
        let folders = found.common_prefixes.iter().map(|path| (path, None));
        let files = found.objects.iter().map(|file| (&file.location, Some(file.size)));
        let mut entries: Vec<ArtifactEntry> = folders
            .chain(files)
            .filter_map(|(path, bytes)| Some(ArtifactEntry { name: self.name_of(path)?, bytes }))
            .collect();
        entries.sort_unstable();
        if entries.len() > LISTED {
            return Err(Error::invalid(format!("the folder '{folder}' has more than {LISTED} entries")));
        }
        Ok(entries)
    }

    /// Deletes a file, or everything in a folder; nothing there is no error.
    pub async fn delete(&self, path: &str) -> Result<()> {
        let path = self.key(path)?;
        match self.store.head(&path).await {
            Ok(_) => return self.store.delete(&path).await.map_err(failed),
            Err(error) if is_absent(&error) => {}
            Err(error) => return Err(failed(error)),
        }
        let all = self.store.list(Some(&path)).map_ok(|file| file.location).boxed();
        self.store.delete_stream(all).try_for_each(async |_| Ok(())).await.map_err(failed)
    }

    /// The store's name of a path. In a folder, characters that names of files may not have are escaped.
    fn key(&self, path: &str) -> Result<Path> {
        match &self.bucket {
            Some(bucket) => bucket.key(path),
            None => Ok(Path::from_iter(path.split('/').filter(|name| !name.is_empty()).map(PathPart::from))),
        }
    }

    fn name_of(&self, key: &Path) -> Option<String> {
        let name = key.filename()?;
        Some(match self.bucket {
            Some(_) => name.to_owned(),
            None => percent_decode_str(name).decode_utf8_lossy().into_owned(),
        })
    }
}
