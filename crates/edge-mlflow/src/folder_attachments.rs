//! Attachments as files: one folder a trace, one file an attachment.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use spanwell_model::{Error, Result, TraceId};
use tokio::fs;
use tokio::io::AsyncWriteExt as _;

use crate::attachments::{AttachmentId, AttachmentStore};

/// Longest file name on the usual file systems, in bytes.
const FILE_NAME_BYTES: usize = 255;
/// Time after which a client may try again when the disk refuses, in milliseconds.
const RETRY_AFTER_MS: u64 = 5_000;
/// What is written as it is in a folder's name; everything else is percent-encoded, dots and slashes included, so that
/// no id leaves its place.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// Attachments in a folder.
#[derive(Clone, Debug)]
pub struct FolderAttachments {
    root: PathBuf,
    /// Numbers the files that are being written, so that two writers of one attachment do not share one.
    writes: Arc<AtomicU64>,
}

impl FolderAttachments {
    /// In this folder, which is made with the first attachment.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), writes: Arc::default() }
    }

    fn folder(&self, trace_id: &TraceId) -> Result<PathBuf> {
        let name = utf8_percent_encode(trace_id.as_str(), ENCODED).to_string();
        if name.len() > FILE_NAME_BYTES {
            return Err(Error::invalid(format!("trace id `{trace_id}` is too long for attachments")));
        }
        Ok(self.root.join(name))
    }
}

#[async_trait]
impl AttachmentStore for FolderAttachments {
    async fn put(&self, trace_id: &TraceId, id: &AttachmentId, bytes: Bytes) -> Result<()> {
        let folder = self.folder(trace_id)?;
        let written = async {
            fs::create_dir_all(&folder).await?;
            let number = self.writes.fetch_add(1, Ordering::Relaxed);
            let temporary = folder.join(format!("{id}.{number}.part"));
            let mut file = fs::File::create(&temporary).await?;
            file.write_all(&bytes).await?;
            file.sync_all().await?;
            drop(file);
            fs::rename(&temporary, folder.join(id.as_str())).await?;
            sync_folder(&folder).await?;
            sync_folder(&self.root).await
        };
        written.await.map_err(|error: std::io::Error| {
            Error::unavailable("the attachment cannot be written, try again later", RETRY_AFTER_MS)
                .with_inside(error)
        })
    }

    async fn get(&self, trace_id: &TraceId, id: &AttachmentId) -> Result<Option<Bytes>> {
        match fs::read(self.folder(trace_id)?.join(id.as_str())).await {
            Ok(bytes) => Ok(Some(bytes.into())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::internal(error)),
        }
    }

    async fn list(&self, trace_id: &TraceId) -> Result<Vec<(AttachmentId, u64)>> {
        let Some(mut files) = open_folder(&self.folder(trace_id)?).await? else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        while let Some(file) = files.next_entry().await.map_err(Error::internal)? {
            // What is being written has no name of an attachment yet.
            let Some(id) = file.file_name().to_str().and_then(|name| AttachmentId::parse(name).ok()) else {
                continue;
            };
            match file.metadata().await {
                Ok(metadata) => found.push((id, metadata.len())),
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(Error::internal(error)),
            }
        }
        found.sort_by(|(one, _), (other, _)| one.as_str().cmp(other.as_str()));
        Ok(found)
    }

    async fn delete_trace(&self, trace_id: &TraceId) -> Result<()> {
        match fs::remove_dir_all(self.folder(trace_id)?).await {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::internal(error)),
            _ => Ok(()),
        }
    }

    async fn traces(&self) -> Result<Vec<TraceId>> {
        let Some(mut folders) = open_folder(&self.root).await? else { return Ok(Vec::new()) };
        let mut ids = Vec::new();
        while let Some(folder) = folders.next_entry().await.map_err(Error::internal)? {
            let name = folder.file_name();
            let decoded = name.to_str().and_then(|name| percent_decode_str(name).decode_utf8().ok());
            ids.extend(decoded.and_then(|text| TraceId::parse(&text).ok()));
        }
        Ok(ids)
    }
}

/// The entries of a folder; `None` when it is not there.
async fn open_folder(folder: &Path) -> Result<Option<fs::ReadDir>> {
    match fs::read_dir(folder).await {
        Ok(entries) => Ok(Some(entries)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::internal(error)),
    }
}

/// Makes the names in a folder durable.
async fn sync_folder(folder: &Path) -> std::io::Result<()> {
    fs::File::open(folder).await?.sync_all().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn attachments_are_kept_by_trace_and_deleted_with_it() {
        let root = tempfile::tempdir().unwrap();
        let store = FolderAttachments::new(root.path().join("attachments"));
        let id = AttachmentId::parse("f8d72f68-6d3f-400e-8d55-f793a0bc23f7").unwrap();
        let (one, other) = (TraceId::parse("tr-1").unwrap(), TraceId::parse("..").unwrap());
        assert_eq!(store.traces().await.unwrap(), []);
        assert_eq!(store.list(&one).await.unwrap(), []);
        assert_eq!(store.get(&one, &id).await.unwrap(), None);
        store.put(&one, &id, Bytes::from_static(b"a")).await.unwrap();
        store.put(&one, &id, Bytes::from_static(b"b")).await.unwrap();
        store.put(&other, &id, Bytes::from_static(b"c")).await.unwrap();
        assert_eq!(store.get(&one, &id).await.unwrap(), Some(Bytes::from_static(b"b")));
        std::fs::write(root.path().join("attachments/tr-1/half-written.part"), "x").unwrap();
        assert_eq!(store.list(&one).await.unwrap(), [(id.clone(), 1)]);
        let names: Vec<_> =
            std::fs::read_dir(root.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["attachments"], "an id of dots stays inside");
        let mut traces = store.traces().await.unwrap();
        traces.sort();
        assert_eq!(traces, [other.clone(), one.clone()]);
        store.delete_trace(&one).await.unwrap();
        store.delete_trace(&one).await.unwrap();
        assert_eq!(store.get(&one, &id).await.unwrap(), None);
        assert_eq!(store.traces().await.unwrap(), [other]);
    }

    #[tokio::test]
    async fn an_unwritable_folder_is_told_as_unavailable() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("attachments");
        std::fs::write(&file, "a file where a folder should be").unwrap();
        let store = FolderAttachments::new(file);
        let id = AttachmentId::parse("f8d72f68-6d3f-400e-8d55-f793a0bc23f7").unwrap();
        let error = store.put(&TraceId::parse("tr-1").unwrap(), &id, Bytes::new()).await.unwrap_err();
        assert_eq!(error.kind(), spanwell_model::Kind::Unavailable);
    }
}
