//! Retention: traces that are too old, or too many for the disk, are deleted in bounded steps and their space is given
//! back.

use spanwell_model::Result;

use crate::Tracking;

/// Traces deleted by one step; between steps, writes get their turn.
const STEP: u64 = 500;
/// Steps of one round at most.
const STEPS_PER_ROUND: usize = 200;
const MS_PER_DAY: i64 = 86_400_000;

/// What is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RetentionPolicy {
    /// Days a trace is kept; `None` for ever.
    pub days: Option<u32>,
    /// Bytes the data directory may have; `None` for no limit. Over it, the oldest traces go first, those with an
    /// assessment last.
    pub disk_bytes: Option<u64>,
}

/// What a round of retention did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RetentionReport {
    /// Traces deleted because of their age.
    pub too_old: u64,
    /// Traces deleted because the disk quota was exceeded.
    pub over_quota: u64,
    /// Bytes given back to the disk.
    pub freed_bytes: u64,
}

impl Tracking {
    /// One round of retention, bounded; call it again after a while.
    pub async fn apply_retention(&self, policy: RetentionPolicy) -> Result<RetentionReport> {
        let mut report = RetentionReport::default();
        if let Some(days) = policy.days {
            let until_ms = self.clock.now_ms() - i64::from(days) * MS_PER_DAY;
            for _ in 0..STEPS_PER_ROUND {
                let deleted = self.traces.delete_until(None, until_ms, STEP, false).await?;
                report.too_old += deleted;
                if deleted < STEP {
                    break;
                }
            }
        }
        if let Some(quota) = policy.disk_bytes {
            report.over_quota = self.shrink_to(quota).await?;
        }
        if report.too_old + report.over_quota > 0 {
            report.freed_bytes = self.traces.give_space_back().await?;
        }
        Ok(report)
    }

    /// Deletes the oldest traces until what is in use fits the quota; those with an assessment only when nothing else
    /// is left.
    async fn shrink_to(&self, quota_bytes: u64) -> Result<u64> {
        let mut total = 0;
        let mut keep_assessed = true;
        for _ in 0..STEPS_PER_ROUND {
            let figures = self.traces.figures().await?;
            if figures.disk_bytes.saturating_sub(figures.free_bytes) <= quota_bytes || figures.traces == 0 {
                break;
            }
            // A step of about a twentieth: fast when far over the quota, gentle when near.
            let step = (figures.traces / 20).clamp(1, STEP);
            let deleted = self.traces.delete_until(None, i64::MAX, step, keep_assessed).await?;
            total += deleted;
            if deleted == 0 {
                if !keep_assessed {
                    break;
                }
                keep_assessed = false;
            }
        }
        Ok(total)
    }
}
