//! Waiting for a trace to be complete, by notification.

use std::time::Duration;

use spanwell_model::{Result, TraceId, TraceSummary};
use tokio::sync::broadcast::error::RecvError;

use crate::Tracking;

impl Tracking {
    /// Waits until at least `expected` spans of the trace are stored, or the time is over. The answer is the trace's
    /// summary as it stands then, `None` when there is no such trace.
    pub(crate) async fn wait_for_spans(
        &self,
        id: &TraceId,
        expected: u32,
        timeout_ms: u64,
    ) -> Result<Option<TraceSummary>> {
        // Subscribed before the first look, so that nothing falls between the two.
        let mut changes = self.traces.changes();
        let deadline = tokio::time::Instant::now() + Duration::from_millis(timeout_ms);
        loop {
            let summary =
                self.traces.get_traces(std::slice::from_ref(id)).await?.into_iter().next().flatten();
            if summary.as_ref().is_some_and(|summary| summary.span_count >= expected) {
                return Ok(summary);
            }
            loop {
                match tokio::time::timeout_at(deadline, changes.recv()).await {
                    Err(_) | Ok(Err(RecvError::Closed)) => return Ok(summary),
                    Ok(Err(RecvError::Lagged(_))) => break,
                    Ok(Ok(change)) if change.trace_id == *id => break,
                    Ok(Ok(_)) => {}
                }
            }
        }
    }
}
