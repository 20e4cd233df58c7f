//! Files that belong to traces: images and documents that MLflow's client takes out of inputs and outputs.

use std::fmt;

use async_trait::async_trait;
use bytes::Bytes;
use spanwell_model::{Error, Result, TraceId};
use spanwell_store::ChangeKind;
use spanwell_tracking::Tracking;
use tokio::sync::broadcast::error::RecvError;

/// The name of an attachment: a UUID, as MLflow's client makes them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AttachmentId(String);

impl AttachmentId {
    /// From a UUID in its usual form (8-4-4-4-12 hexadecimal digits).
    pub fn parse(text: &str) -> Result<Self> {
        let groups: Vec<&str> = text.split('-').collect();
        let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
        let hexadecimal = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if lengths == [8, 4, 4, 4, 12] && hexadecimal {
            return Ok(Self(text.to_ascii_lowercase()));
        }
        Err(Error::invalid(format!(
            "Invalid attachment path: '{}'. Attachment path must be a valid UUID.",
            text.escape_debug()
        )))
    }

    /// The UUID in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AttachmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where attachments are kept. Whoever calls has checked their size.
#[async_trait]
pub trait AttachmentStore: Send + Sync {
    /// Keeps an attachment, replacing one of the same name; it is on disk when this returns.
    async fn put(&self, trace_id: &TraceId, id: &AttachmentId, bytes: Bytes) -> Result<()>;

    /// An attachment; `None` when it is not there.
    async fn get(&self, trace_id: &TraceId, id: &AttachmentId) -> Result<Option<Bytes>>;

    /// The attachments of a trace with their sizes in bytes, by name.
    async fn list(&self, trace_id: &TraceId) -> Result<Vec<(AttachmentId, u64)>>;

    /// Deletes all attachments of a trace; none is no error.
    async fn delete_trace(&self, trace_id: &TraceId) -> Result<()>;

    /// The traces that have attachments.
    async fn traces(&self) -> Result<Vec<TraceId>>;
}

/// Deletes the attachments of traces that are deleted, whoever deletes them, until the store closes. At the start, and
/// whenever changes were missed, all attachments are looked through.
pub async fn follow_deletions(tracking: &Tracking, attachments: &dyn AttachmentStore) {
    let mut changes = tracking.trace_store().changes();
    log_failure(delete_orphans(tracking, attachments).await);
    loop {
        match changes.recv().await {
            Ok(change) if change.kind == ChangeKind::Deleted => {
                log_failure(attachments.delete_trace(&change.trace_id).await);
            }
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => log_failure(delete_orphans(tracking, attachments).await),
            Err(RecvError::Closed) => return,
        }
    }
}

/// Deletes attachments whose trace is gone.
async fn delete_orphans(tracking: &Tracking, attachments: &dyn AttachmentStore) -> Result<()> {
    for ids in attachments.traces().await?.chunks(500) {
        let known = tracking.trace_store().get_traces(ids).await?;
        for (id, trace) in ids.iter().zip(known) {
            if trace.is_none() {
                attachments.delete_trace(id).await?;
            }
        }
    }
    Ok(())
}

fn log_failure(result: Result<()>) {
    if let Err(error) = result {
        tracing::warn!(
            outside = error.outside(),
            inside = error.inside(),
            "attachments of deleted traces stay"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_uuids_are_names() {
        let id = AttachmentId::parse("F8D72F68-6d3f-400e-8d55-f793a0bc23f7").unwrap();
        assert_eq!(id.as_str(), "f8d72f68-6d3f-400e-8d55-f793a0bc23f7");
        for wrong in [
            "",
            "nope",
            "../../etc/passwd",
            "f8d72f68-6d3f-400e-8d55-f793a0bc23f",
            "f8d72f686d3f400e8d55f793a0bc23f7",
        ] {
            assert!(AttachmentId::parse(wrong).is_err(), "{wrong}");
        }
    }
}
