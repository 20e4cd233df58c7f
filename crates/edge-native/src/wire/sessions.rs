//! Conversations.

use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::trace::TraceRow;

/// A page of conversations.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SessionList {
    /// The conversations, the last active first.
    pub sessions: Vec<SessionRow>,
    /// Where the next page starts; left out on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// One conversation: true sums over its traces.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SessionRow {
    /// Its id.
    pub session: String,
    /// Its traces.
    pub trace_count: u64,
    /// Those that failed.
    pub error_count: u64,
    /// First request, in milliseconds since the epoch.
    pub first_at: i64,
    /// Last request, in milliseconds since the epoch.
    pub last_at: i64,
    /// The user of its newest trace that has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Tokens in and out.
    pub tokens: u64,
    /// Cost in US dollars.
    pub cost_usd: f64,
    /// Preview of the first trace's inputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_input: Option<String>,
    /// Preview of the last trace's outputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_output: Option<String>,
}

/// One conversation with its turns.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SessionDetail {
    /// Its figures.
    pub session: SessionRow,
    /// Its traces, oldest first, at most 500 (the newest ones).
    pub turns: Vec<SessionTurn>,
}

/// One trace of a conversation.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SessionTurn {
    /// What a list shows of it.
    #[serde(flatten)]
    pub row: TraceRow,
    /// What the user said, in full up to 64 KiB; left out when only the preview is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_text: Option<String>,
    /// What the application answered, in full up to 64 KiB; left out when only the preview is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_text: Option<String>,
}
