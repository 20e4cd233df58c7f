//! Work that the server does by itself: retention, and removal of what deleted traces leave behind.

use std::time::Duration;

use spanwell_tracking::{RetentionPolicy, Tracking};
use tokio_util::sync::CancellationToken;

use crate::wiring::Services;

/// Time between two rounds of retention.
const ROUND: Duration = Duration::from_secs(60);

/// Applies the retention policy until the server stops. A round that fails is logged and tried again in the next.
pub async fn keep_within(policy: RetentionPolicy, tracking: Tracking, stop: CancellationToken) {
    if policy == RetentionPolicy::default() {
        return;
    }
    let mut rounds = tokio::time::interval(ROUND);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = rounds.tick() => {}
        }
        match tracking.apply_retention(policy).await {
            Ok(report) if report.too_old + report.over_quota > 0 => {
                tracing::info!(?report, "retention deleted traces")
            }
            Ok(_) => {}
            Err(error) => tracing::error!(inside = error.inside(), "retention failed: {error}"),
        }
    }
}

/// Removes the attachments of traces that are deleted, until the server stops.
pub async fn remove_attachments(services: Services, stop: CancellationToken) {
    let follow = spanwell_edge_mlflow::follow_deletions(&services.tracking, services.attachments.as_ref());
    tokio::select! {
        () = stop.cancelled() => {}
        () = follow => {}
    }
}
