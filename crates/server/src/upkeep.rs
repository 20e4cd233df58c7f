//! Work that the server does by itself from time to time: retention.

use std::time::Duration;

use spanwell_tracking::{RetentionPolicy, Tracking};
use tokio_util::sync::CancellationToken;

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
            Ok(report) if report.too_old + report.over_quota > 0 => tracing::info!(?report, "retention deleted traces"),
            Ok(_) => {}
            Err(error) => tracing::error!(inside = error.inside(), "retention failed: {error}"),
        }
    }
}
