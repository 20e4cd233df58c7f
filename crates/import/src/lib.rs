#![doc = include_str!("../README.md")]

mod datasets;
mod experiments;
mod logged_models;
mod prompts;
mod report;
mod runs;
mod source;
mod traces;

use spanwell_artifacts::Artifacts;
use spanwell_model::Result;
use spanwell_tracking::{Ingest, Tracking};

pub use report::{Counts, Kind, Progress, Report};
pub use source::{Credentials, MlflowServer};

/// Where things are copied to.
#[derive(Clone)]
pub struct Target {
    /// Everything but spans and files.
    pub tracking: Tracking,
    /// Spans on their way in.
    pub ingest: Ingest,
    /// Files of runs.
    pub artifacts: Artifacts,
}

/// Copies everything. What cannot be copied is told in the report and does not stop the rest; an error means that the
/// source cannot be read at all.
pub async fn import<'a>(
    source: &MlflowServer,
    target: &Target,
    progress: &'a dyn Progress,
) -> Result<Report<'a>> {
    let mut report = Report::new(progress);
    let experiments = experiments::copy(source, target, &mut report).await?;
    for experiment in &experiments {
        logged_models::copy(source, target, experiment, &mut report).await?;
        let run_ids = runs::copy(source, target, experiment, &mut report).await?;
        traces::copy(source, target, experiment, &mut report).await?;
        traces::copy_links(source, target, experiment, &run_ids, &mut report).await?;
    }
    prompts::copy(source, target, &experiments, &mut report).await?;
    datasets::copy(source, target, &experiments, &mut report).await?;
    experiments::delete_again(target, &experiments, &mut report).await;
    Ok(report)
}
