//! The order of traces.

use std::fmt;

use crate::comparison::QuotedName;
use crate::error::FilterError;
use crate::key::{Key, KeyProblem};
use crate::order::{Order, parse_order};

/// What traces can be ordered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TraceOrderKey {
    /// The experiment's id.
    ExperimentId,
    /// When the request came in.
    Timestamp,
    /// How long it took.
    ExecutionTime,
    /// When it ended.
    EndTime,
    /// `OK`, `ERROR` or `IN_PROGRESS`, by alphabet.
    Status,
    /// The trace's id.
    TraceId,
    /// The trace's name.
    Name,
    /// The run it was made in.
    RunId,
    /// Its session.
    Session,
    /// Its user.
    User,
    /// Tokens sent to models.
    InputTokens,
    /// Tokens that models answered.
    OutputTokens,
    /// All tokens.
    TotalTokens,
    /// Cost in US dollars.
    Cost,
    /// A tag.
    Tag(String),
    /// A metadata entry.
    Metadata(String),
}

/// A key to order traces by, and its direction.
pub type TraceOrder = Order<TraceOrderKey>;

/// Names of the keys without parameter; the first of a key is the one printed.
const TABLE: &[(&str, TraceOrderKey)] = &[
    ("experiment_id", TraceOrderKey::ExperimentId),
    ("timestamp_ms", TraceOrderKey::Timestamp),
    ("timestamp", TraceOrderKey::Timestamp),
    ("execution_time_ms", TraceOrderKey::ExecutionTime),
    ("execution_time", TraceOrderKey::ExecutionTime),
    ("duration", TraceOrderKey::ExecutionTime),
    ("end_time_ms", TraceOrderKey::EndTime),
    ("end_time", TraceOrderKey::EndTime),
    ("status", TraceOrderKey::Status),
    ("state", TraceOrderKey::Status),
    ("request_id", TraceOrderKey::TraceId),
    ("trace_id", TraceOrderKey::TraceId),
    ("name", TraceOrderKey::Name),
    ("run_id", TraceOrderKey::RunId),
    ("session", TraceOrderKey::Session),
    ("user", TraceOrderKey::User),
    ("input_tokens", TraceOrderKey::InputTokens),
    ("output_tokens", TraceOrderKey::OutputTokens),
    ("total_tokens", TraceOrderKey::TotalTokens),
    ("tokens", TraceOrderKey::TotalTokens),
    ("cost", TraceOrderKey::Cost),
];

impl fmt::Display for TraceOrderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tag(key) => write!(f, "tags.{}", QuotedName(key)),
            Self::Metadata(key) => write!(f, "metadata.{}", QuotedName(key)),
            plain => f.write_str(TABLE.iter().find(|(_, key)| key == plain).map_or("", |(name, _)| name)),
        }
    }
}

/// Parses an `order_by` of traces. The result is complete: `timestamp_ms DESC` and `request_id ASC` follow what was
/// asked for, as in MLflow, so that no two traces are equal. Rows without a key come last.
pub fn parse_trace_order(items: &[String]) -> Result<Vec<TraceOrder>, FilterError> {
    parse_order(items, resolve, default_trace_order())
}

/// The order when nothing is asked for: newest first, then by id.
pub fn default_trace_order() -> Vec<TraceOrder> {
    vec![Order::descending(TraceOrderKey::Timestamp), Order::ascending(TraceOrderKey::TraceId)]
}

fn resolve(key: &Key) -> Result<TraceOrderKey, KeyProblem> {
    let unknown = || {
        let mut names: Vec<&str> = Vec::new();
        let mut last = None;
        for (name, key) in TABLE {
            if last.replace(key) != Some(key) {
                names.push(name);
            }
        }
        names.extend(["tags.", "metadata."]);
        KeyProblem::unknown(key, &names)
    };
    match key.entity.as_deref() {
        None | Some("attribute" | "attributes" | "trace") => {
            TABLE.iter().find(|(name, _)| *name == key.name).map(|(_, key)| key.clone()).ok_or_else(unknown)
        }
        Some(_) if key.name.is_empty() => Err(KeyProblem::new("a name after the dot")),
        Some("tag" | "tags") => Ok(TraceOrderKey::Tag(key.name.clone())),
        Some("metadata" | "request_metadata") => match key.name.as_str() {
            "mlflow.trace.tokenUsage" => Err(unknown().hint("order by `total_tokens`")),
            "mlflow.trace.cost" => Err(unknown().hint("order by `cost`")),
            name => Ok(TraceOrderKey::Metadata(name.to_owned())),
        },
        Some(_) => Err(unknown()),
    }
}
