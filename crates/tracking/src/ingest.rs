//! Spans and logs on their way in: their experiment is found, they are priced, counted and handed to the store.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use spanwell_model::{Error, ExperimentId, Kind, Result, Span, TraceId};
use spanwell_store::{LogWrite, SpanWrite};
use tokio::sync::Mutex;

use crate::{PriceBook, Tracking};

/// Where spans of a new trace go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ExperimentTarget {
    /// The experiment `Default`.
    #[default]
    Default,
    /// This one; it must exist.
    Id(ExperimentId),
    /// The one of this name; made when there is none.
    Name(String),
}

/// Spans of one trace as they were decoded, with their facts.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceParts {
    /// The trace.
    pub trace_id: TraceId,
    /// Its spans.
    pub spans: Vec<Span>,
    /// Tags to set when the trace does not have them (resource attributes).
    pub default_tags: Vec<(String, String)>,
}

/// What became of a request's spans.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IngestReport {
    /// Spans that are stored.
    pub accepted_spans: u64,
}

/// Counts of what was taken in and what was not, since the server started: the loss ledger.
#[derive(Debug, Default)]
pub struct LossCounters {
    accepted_spans: AtomicU64,
    rejected_spans: AtomicU64,
    dropped_metrics: AtomicU64,
    queue_full: AtomicU64,
}

/// The loss ledger at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LossFigures {
    /// Spans acknowledged, that is, on disk.
    pub accepted_spans: u64,
    /// Spans refused because they are malformed.
    pub rejected_spans: u64,
    /// Metric points received and dropped: metrics are not stored.
    pub dropped_metrics: u64,
    /// Requests refused because the queue was full.
    pub queue_full: u64,
}

impl LossCounters {
    /// Counts spans refused because they are malformed.
    pub fn count_rejected(&self, spans: u64) {
        self.rejected_spans.fetch_add(spans, Ordering::Relaxed);
    }

    /// Counts metric points that were received and dropped.
    pub fn count_dropped_metrics(&self, points: u64) {
        self.dropped_metrics.fetch_add(points, Ordering::Relaxed);
    }

    /// The figures now.
    pub fn figures(&self) -> LossFigures {
        LossFigures {
            accepted_spans: self.accepted_spans.load(Ordering::Relaxed),
            rejected_spans: self.rejected_spans.load(Ordering::Relaxed),
            dropped_metrics: self.dropped_metrics.load(Ordering::Relaxed),
            queue_full: self.queue_full.load(Ordering::Relaxed),
        }
    }
}

/// Takes spans and logs in. Cheap to clone.
#[derive(Clone)]
pub struct Ingest {
    tracking: Tracking,
    prices: Arc<PriceBook>,
    losses: Arc<LossCounters>,
    locations: Arc<Mutex<HashMap<ExperimentId, Arc<str>>>>,
}

/// Experiments whose artifact location is remembered at most.
const REMEMBERED_LOCATIONS: usize = 10_000;

impl Ingest {
    /// Ingestion into the stores of `tracking`, priced by `prices`.
    pub fn new(tracking: Tracking, prices: Arc<PriceBook>) -> Self {
        Self { tracking, prices, losses: Arc::default(), locations: Arc::default() }
    }

    /// The loss ledger.
    pub fn losses(&self) -> &Arc<LossCounters> {
        &self.losses
    }

    /// The services it works with.
    pub fn tracking(&self) -> &Tracking {
        &self.tracking
    }

    /// Stores the spans of a request; they are durable when this returns.
    pub async fn spans(
        &self,
        target: &ExperimentTarget,
        run_id: Option<&str>,
        traces: Vec<TraceParts>,
    ) -> Result<IngestReport> {
        let experiment_id = self.find_experiment(target).await?;
        let location = self.artifact_location(experiment_id).await?;
        let received_ms = self.tracking.clock.now_ms();
        let mut count = 0;
        let writes: Vec<_> = traces
            .into_iter()
            .map(|mut parts| {
                count += parts.spans.len() as u64;
                for span in &mut parts.spans {
                    self.prices.fill_in(&mut span.facts);
                }
                let artifacts = format!("{location}/traces/{}/artifacts", parts.trace_id);
                parts.default_tags.push(("mlflow.artifactLocation".into(), artifacts));
                SpanWrite {
                    trace_id: parts.trace_id,
                    experiment_id,
                    run_id: run_id.map(str::to_owned),
                    spans: parts.spans,
                    default_tags: parts.default_tags,
                    received_ms,
                }
            })
            .collect();
        if !writes.is_empty() {
            self.counted(self.tracking.traces.put_spans(writes).await)?;
        }
        self.losses.accepted_spans.fetch_add(count, Ordering::Relaxed);
        Ok(IngestReport { accepted_spans: count })
    }

    /// Stores log events that carry the content of spans.
    pub async fn logs(&self, writes: Vec<LogWrite>) -> Result<()> {
        if writes.is_empty() {
            return Ok(());
        }
        self.counted(self.tracking.traces.put_logs(writes).await)
    }

    /// Stores the spans of a trace whose header is here already (trace data uploaded by a client).
    pub async fn trace_data(&self, trace_id: &TraceId, spans: Vec<Span>) -> Result<IngestReport> {
        let trace = self.tracking.trace(trace_id).await?;
        let parts = TraceParts { trace_id: trace_id.clone(), spans, default_tags: Vec::new() };
        self.spans(&ExperimentTarget::Id(trace.experiment_id), None, vec![parts]).await
    }

    fn counted<T>(&self, result: Result<T>) -> Result<T> {
        if result.as_ref().is_err_and(|error| error.kind() == Kind::ResourceExhausted) {
            self.losses.queue_full.fetch_add(1, Ordering::Relaxed);
        }
        result
    }

    async fn find_experiment(&self, target: &ExperimentTarget) -> Result<ExperimentId> {
        match target {
            ExperimentTarget::Default => Ok(ExperimentId::DEFAULT),
            ExperimentTarget::Id(id) => Ok(*id),
            ExperimentTarget::Name(name) => {
                let known = self.tracking.experiments.get_experiment_by_name(name).await?;
                if let Some(experiment) = known {
                    return Ok(experiment.experiment_id);
                }
                match self.tracking.create_experiment(name, None, Default::default()).await {
                    Ok(experiment) => Ok(experiment.experiment_id),
                    // Another request made it in between.
                    Err(error) if error.kind() == Kind::AlreadyExists => {
                        Ok(self.tracking.experiment_by_name(name).await?.experiment_id)
                    }
                    Err(error) => Err(error),
                }
            }
        }
    }

    /// The artifact location of an experiment, which must exist; remembered, since it never changes.
    async fn artifact_location(&self, id: ExperimentId) -> Result<Arc<str>> {
        let mut locations = self.locations.lock().await;
        if let Some(location) = locations.get(&id) {
            return Ok(location.clone());
        }
        let experiment = self.tracking.experiment(id).await.map_err(|error| match error.kind() {
            Kind::NotFound => Error::not_found(format!(
                "No Experiment with id={id} exists: create it, or send no experiment to use `Default`"
            )),
            _ => error,
        })?;
        if locations.len() >= REMEMBERED_LOCATIONS {
            locations.clear();
        }
        let location: Arc<str> = experiment.artifact_location.into();
        locations.insert(id, location.clone());
        Ok(location)
    }
}
