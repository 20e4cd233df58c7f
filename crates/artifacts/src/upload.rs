//! A file on its way into the store: in parts, all of them or none.

use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, WriteMultipart};
use spanwell_model::{Error, Result};
use std::sync::Arc;
use tokio_util::task::TaskTracker;

use crate::failure::failed;

/// Bytes of one part; S3 takes none smaller than 5 MiB but the last.
pub(crate) const PART_BYTES: usize = 5 << 20;

/// Parts on their way into the store at once, a file.
const PARTS_AT_ONCE: usize = 2;

/// An upload in parts. Dropped before its end, it takes back what the store has of it.
pub(crate) struct Upload {
    write: Option<WriteMultipart>,
    tasks: TaskTracker,
}

impl Upload {
    /// Begins an upload. When the caller goes away meanwhile, what was begun is taken back.
    pub(crate) async fn begin(store: Arc<dyn ObjectStore>, path: Path, tasks: &TaskTracker) -> Result<Self> {
        let own = tasks.clone();
        let begin = async move {
            let upload = store.put_multipart(&path).await.map_err(failed)?;
            let write = WriteMultipart::new_with_chunk_size(upload, PART_BYTES);
            Ok(Self { write: Some(write), tasks: own })
        };
        tasks.spawn(begin).await.map_err(Error::internal)?
    }

    /// Adds bytes at the end.
    pub(crate) async fn add(&mut self, bytes: bytes::Bytes) -> Result<()> {
        let Some(write) = &mut self.write else { return Err(Error::internal("the upload has ended")) };
        write.wait_for_capacity(PARTS_AT_ONCE).await.map_err(failed)?;
        write.put(bytes);
        Ok(())
    }

    /// Makes the parts a file, also when the caller does not wait for it.
    pub(crate) async fn finish(mut self) -> Result<()> {
        let Some(write) = self.write.take() else { return Err(Error::internal("the upload has ended")) };
        let finish = async move { write.finish().await.map(|_| ()).map_err(failed) };
        self.tasks.spawn(finish).await.map_err(Error::internal)?
    }

    /// Takes everything back.
    pub(crate) async fn abort(mut self) -> Result<()> {
        match self.write.take() {
            Some(write) => write.abort().await.map_err(failed),
            None => Ok(()),
        }
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        let Some(write) = self.write.take() else { return };
        if tokio::runtime::Handle::try_current().is_err() {
            return;
        }
        self.tasks.spawn(async move {
            if let Err(error) = write.abort().await {
                tracing::warn!(%error, "parts of a broken upload are left in the store of artifacts");
            }
        });
    }
}
