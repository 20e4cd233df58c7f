//! The port for traces, their spans and what is said of them.

use std::collections::BTreeMap;

use async_trait::async_trait;
use spanwell_model::{
    Assessment, AssessmentId, Cost, Error, ExperimentId, PromptReference, Result, Span, SpanEvent, SpanId,
    StatusCode, TokenUsage, TraceId, TraceState, TraceSummary,
};
use spanwell_query::{TraceFilter, TraceOrder};
use tokio::sync::broadcast;

use crate::change::TraceChange;
use crate::page::{Cursor, Page};

/// Spans of one trace, to be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct SpanWrite {
    /// The trace they belong to.
    pub trace_id: TraceId,
    /// The experiment of a trace that is not there yet; an existing trace stays where it is.
    pub experiment_id: ExperimentId,
    /// A run to link the trace to.
    pub run_id: Option<String>,
    /// The spans, with their facts (cost included).
    pub spans: Vec<Span>,
    /// Tags to set when the trace does not have them: resource attributes, the artifact location.
    pub default_tags: Vec<(String, String)>,
    /// When they arrived, in milliseconds since the epoch.
    pub received_ms: i64,
}

/// Log events that carry the message content of a span.
#[derive(Clone, Debug, PartialEq)]
pub struct LogWrite {
    /// The trace of the span.
    pub trace_id: TraceId,
    /// The span, which may arrive later.
    pub span_id: SpanId,
    /// The events, to be joined to the span's own; the same event sent twice is kept once.
    pub events: Vec<SpanEvent>,
    /// When they arrived, in milliseconds since the epoch.
    pub received_ms: i64,
}

/// A trace's header as a client gives it (MLflow `StartTraceV3`): the last word on times and state.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceHeader {
    /// The trace.
    pub trace_id: TraceId,
    /// The experiment of a trace that is not there yet.
    pub experiment_id: ExperimentId,
    /// The client's own id of the request.
    pub client_request_id: Option<String>,
    /// Start, in milliseconds since the epoch.
    pub request_time_ms: i64,
    /// Duration in milliseconds.
    pub execution_duration_ms: Option<i64>,
    /// State.
    pub state: TraceState,
    /// Preview of the inputs.
    pub request_preview: Option<String>,
    /// Preview of the outputs.
    pub response_preview: Option<String>,
    /// Metadata, set key by key.
    pub metadata: BTreeMap<String, String>,
    /// Tags, set key by key.
    pub tags: BTreeMap<String, String>,
    /// Tags to set when the trace does not have them.
    pub default_tags: Vec<(String, String)>,
    /// Assessments made before the trace was sent. Those that are already there (same name, source, span, kind and
    /// creation time) are not stored again: clients repeat the call.
    pub assessments: Vec<Assessment>,
}

/// The light part of a span.
#[derive(Clone, Debug, PartialEq)]
pub struct SpanSkeleton {
    /// Its id.
    pub span_id: SpanId,
    /// The span it belongs to.
    pub parent_span_id: Option<SpanId>,
    /// Its name.
    pub name: String,
    /// Its type.
    pub span_type: Option<String>,
    /// How it ended.
    pub status: StatusCode,
    /// Start, in nanoseconds since the epoch.
    pub start_time_ns: u64,
    /// End, in nanoseconds since the epoch.
    pub end_time_ns: Option<u64>,
    /// The model that answered.
    pub model: Option<String>,
    /// Its tokens.
    pub usage: Option<TokenUsage>,
    /// Its cost.
    pub cost: Option<Cost>,
    /// Nanoseconds to the first token.
    pub time_to_first_token_ns: Option<u64>,
}

/// Which traces a question is about.
#[derive(Clone, Debug, Default)]
pub struct TraceSelection {
    /// The experiments; none means no trace at all.
    pub experiment_ids: Vec<ExperimentId>,
    /// Condition; `None` for all.
    pub filter: Option<TraceFilter>,
    /// Words that must all occur in the contents of the trace's spans (any case; a word matches at the start of a
    /// word): see [`crate::text`].
    pub words: Option<String>,
    /// Earliest request time, inclusive, in milliseconds since the epoch.
    pub start_ms: Option<i64>,
    /// Latest request time, exclusive, in milliseconds since the epoch.
    pub end_ms: Option<i64>,
    /// States; empty for all.
    pub states: Vec<TraceState>,
}

/// A search for traces.
#[derive(Clone, Debug, Default)]
pub struct TraceQuery {
    /// Which ones.
    pub selection: TraceSelection,
    /// Order; empty for newest first. The trace id breaks ties (ascending).
    pub order: Vec<TraceOrder>,
    /// Most rows of the page.
    pub limit: usize,
    /// Where the page starts.
    pub after: Option<Cursor>,
}

/// How many traces a selection has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TraceCount {
    /// The number counted.
    pub count: u64,
    /// False when counting stopped at the cap.
    pub exact: bool,
}

/// How time is cut into buckets: of one length, from an origin on in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChartBuckets {
    origin_ms: i64,
    length_ms: i64,
}

impl ChartBuckets {
    /// Buckets of `length_ms`, one of which starts at `origin_ms` (milliseconds since the epoch). Engines answer faster when
    /// both are whole hours. Refused when the length is not positive.
    pub fn new(origin_ms: i64, length_ms: i64) -> Result<Self> {
        if length_ms <= 0 {
            return Err(Error::invalid(format!(
                "the length of a bucket must be positive, it is {length_ms} ms"
            )));
        }
        Ok(Self { origin_ms, length_ms })
    }

    /// Where one of the buckets starts, in milliseconds since the epoch.
    pub const fn origin_ms(self) -> i64 {
        self.origin_ms
    }

    /// The length of each bucket in milliseconds.
    pub const fn length_ms(self) -> i64 {
        self.length_ms
    }

    /// The start of the bucket that a time is in, both in milliseconds since the epoch.
    pub const fn start_of(self, time_ms: i64) -> i64 {
        let number = time_ms.saturating_sub(self.origin_ms).div_euclid(self.length_ms);
        self.origin_ms.saturating_add(number.saturating_mul(self.length_ms))
    }
}

/// Figures of a stretch of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChartBucket {
    /// Its start, in milliseconds since the epoch.
    pub start_ms: i64,
    /// Traces that ended well (or whose state was not said).
    pub ok: u64,
    /// Traces that failed.
    pub error: u64,
    /// Traces that run.
    pub in_progress: u64,
    /// Median duration in milliseconds.
    pub p50_ms: Option<f64>,
    /// 95th percentile of the duration in milliseconds.
    pub p95_ms: Option<f64>,
    /// Tokens in.
    pub tokens_input: u64,
    /// Tokens out.
    pub tokens_output: u64,
    /// Cost in US dollars.
    pub cost_usd: f64,
}

/// Figures of the traces that share a key (a model, a name).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChartSlice {
    /// The key.
    pub key: String,
    /// Traces.
    pub traces: u64,
    /// Traces that failed.
    pub errors: u64,
    /// Tokens in and out.
    pub tokens: u64,
    /// Cost in US dollars.
    pub cost_usd: f64,
}

/// Figures over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Charts {
    /// Buckets in order of time; those without a trace are left out.
    pub buckets: Vec<ChartBucket>,
    /// All of it as one bucket.
    pub total: ChartBucket,
    /// By model, most traces first, then by key, at most 20. A trace counts, with all its tokens and cost, for each of
    /// its models.
    pub by_model: Vec<ChartSlice>,
    /// By trace name, in the same order, at most 20.
    pub by_name: Vec<ChartSlice>,
}

/// Figures of one experiment, for the list of experiments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExperimentFigures {
    /// All its traces.
    pub trace_count: u64,
    /// Request time of its newest trace, in milliseconds since the epoch.
    pub last_trace_ms: Option<i64>,
    /// Figures since the time asked for, one bucket an hour.
    pub hours: Vec<ChartBucket>,
    /// The same as one bucket.
    pub total: ChartBucket,
}

/// A listing of conversations.
#[derive(Clone, Debug, Default)]
pub struct SessionQuery {
    /// The experiment.
    pub experiment_id: Option<ExperimentId>,
    /// Part of the session's id, in any case.
    pub search: Option<String>,
    /// Most rows of the page.
    pub limit: usize,
    /// Where the page starts.
    pub after: Option<Cursor>,
}

/// One conversation: true sums over its traces.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionRow {
    /// Its id.
    pub session_id: String,
    /// Its traces.
    pub trace_count: u64,
    /// Those that failed.
    pub error_count: u64,
    /// First request, in milliseconds since the epoch.
    pub first_ms: i64,
    /// Last request, in milliseconds since the epoch.
    pub last_ms: i64,
    /// The user of its newest trace that has one.
    pub user_id: Option<String>,
    /// Tokens in and out.
    pub tokens: u64,
    /// Cost in US dollars.
    pub cost_usd: f64,
    /// Preview of the first trace's inputs.
    pub first_input: Option<String>,
    /// Preview of the last trace's outputs.
    pub last_output: Option<String>,
}

/// What completion of a filter asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SuggestField {
    /// Keys of tags.
    TagKeys,
    /// Values of a tag.
    TagValues(String),
    /// Keys of metadata.
    MetadataKeys,
    /// Values of a metadata key.
    MetadataValues(String),
    /// Trace names.
    TraceNames,
    /// Span names.
    SpanNames,
    /// Span types.
    SpanTypes,
    /// Models.
    Models,
    /// Sessions.
    Sessions,
    /// Users.
    Users,
    /// Names of feedback and expectations.
    AssessmentNames,
}

/// Size and state of the store, for operators.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StorageFigures {
    /// Bytes on disk, index included.
    pub disk_bytes: u64,
    /// Bytes of those that hold nothing (freed rows, logs) and that new rows will use.
    pub free_bytes: u64,
    /// Traces stored.
    pub traces: u64,
    /// Spans stored.
    pub spans: u64,
    /// How far the text index is behind, in milliseconds; 0 when it is complete.
    pub index_lag_ms: u64,
}

/// Changes as they become durable; a receiver that falls behind gets `Lagged` and reads the store again.
pub type TraceChanges = broadcast::Receiver<TraceChange>;

/// What is asked of any engine about traces.
///
/// Writes are durable when the call returns `Ok`: they survive `kill -9` and loss of power. Whoever writes next reads
/// what was written. A full queue is `ResourceExhausted`, a full disk `Unavailable`, both with a time after which
/// to try again, and nothing is half written.
#[async_trait]
pub trait TraceStore: Send + Sync {
    /// Stores spans: inserted or replaced by (trace, span), traces made as needed, summaries brought up to date by
    /// the rules of [`crate::summary`]. All of the call or nothing.
    async fn put_spans(&self, writes: Vec<SpanWrite>) -> Result<()>;

    /// Stores log events; joined to their span whichever comes first, by the rules of [`crate::joining`]. The span's facts
    /// and the trace's summary follow. Logs alone make no trace.
    async fn put_logs(&self, writes: Vec<LogWrite>) -> Result<()>;

    /// Stores or merges a header; the answer is the merged state.
    async fn put_header(&self, header: TraceHeader) -> Result<TraceSummary>;

    /// The summaries of these traces, in the order asked for, `None` for unknown ones.
    async fn get_traces(&self, ids: &[TraceId]) -> Result<Vec<Option<TraceSummary>>>;

    /// All spans of a trace with everything they have (log events joined, facts derived), roots first, then by start
    /// time and id. Empty for an unknown trace.
    async fn get_spans(&self, id: &TraceId) -> Result<Vec<Span>>;

    /// One span with everything it has.
    async fn get_span(&self, id: &TraceId, span_id: SpanId) -> Result<Option<Span>>;

    /// The light part of all spans of a trace, in the order of [`TraceStore::get_spans`], without reading payloads.
    async fn get_skeleton(&self, id: &TraceId) -> Result<Vec<SpanSkeleton>>;

    /// A page of traces.
    async fn search_traces(&self, query: TraceQuery) -> Result<Page<TraceSummary>>;

    /// How many traces there are, counting no further than `cap`.
    async fn count_traces(&self, selection: TraceSelection, cap: u64) -> Result<TraceCount>;

    /// Figures over time. `selection.start_ms` and `selection.end_ms` must be given; the first and the last bucket may lie
    /// in the selection only in part.
    async fn charts(&self, selection: TraceSelection, buckets: ChartBuckets) -> Result<Charts>;

    /// Figures of these experiments since `since_ms`, in the order asked for.
    async fn experiment_figures(&self, ids: &[ExperimentId], since_ms: i64)
    -> Result<Vec<ExperimentFigures>>;

    /// A page of conversations, the last active first, then by id.
    async fn sessions(&self, query: SessionQuery) -> Result<Page<SessionRow>>;

    /// Values that occur, for completion: those that contain `part` (any case), most frequent or newest first.
    async fn suggest(
        &self,
        experiment_id: ExperimentId,
        field: SuggestField,
        part: &str,
        limit: usize,
    ) -> Result<Vec<String>>;

    /// Spans of a trace whose [content](crate::text::span_content) contains `text` (any case), at most `limit`.
    async fn find_in_trace(&self, id: &TraceId, text: &str, limit: usize) -> Result<Vec<SpanId>>;

    /// Sets (`Some`) or deletes (`None`) a tag, by [`TraceRecord::change_tag`](crate::TraceRecord::change_tag).
    /// `Ok(None)` when there is no such trace, `Ok(Some(had))` tells whether the tag was there before.
    async fn change_trace_tag(&self, id: &TraceId, key: &str, value: Option<&str>) -> Result<Option<bool>>;

    /// Stores an assessment and, when it overrides another one of the trace, makes that one invalid, by the rules of
    /// [`crate::feedback`]. `false` when there is no such trace.
    async fn put_assessment(&self, assessment: Assessment) -> Result<bool>;

    /// Replaces an assessment that exists; `false` when it does not.
    async fn update_assessment(&self, assessment: Assessment) -> Result<bool>;

    /// Deletes an assessment; the one it overrode becomes valid again. `Ok(None)` when there is no such trace,
    /// `Ok(Some(had))` tells whether the assessment was there.
    async fn delete_assessment(&self, id: &TraceId, assessment_id: &AssessmentId) -> Result<Option<bool>>;

    /// Links traces to a run; unknown traces are named in the answer and nothing is linked then.
    async fn link_run(&self, ids: &[TraceId], run_id: &str) -> Result<Vec<TraceId>>;

    /// Links prompts to a trace, merged into the tag `mlflow.linkedPrompts`; `false` when there is no such trace.
    async fn link_prompts(&self, id: &TraceId, prompts: Vec<PromptReference>) -> Result<bool>;

    /// Deletes these traces of the experiment with everything they have; the answer is how many there were.
    async fn delete_traces(&self, experiment_id: ExperimentId, ids: &[TraceId]) -> Result<u64>;

    /// Deletes the oldest traces whose request time is at most `until_ms`, at most `limit`; of the experiment, or of all
    /// when `None`. Called again until it answers 0. Traces with an assessment are kept when `keep_assessed`.
    async fn delete_until(
        &self,
        experiment_id: Option<ExperimentId>,
        until_ms: i64,
        limit: u64,
        keep_assessed: bool,
    ) -> Result<u64>;

    /// Gives freed space back to the disk, a bounded step at a time; the answer is the bytes given back.
    async fn give_space_back(&self) -> Result<u64>;

    /// Size and state.
    async fn figures(&self) -> Result<StorageFigures>;

    /// Changes from now on.
    fn changes(&self) -> TraceChanges;
}
