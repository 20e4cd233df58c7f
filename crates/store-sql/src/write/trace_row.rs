//! A trace's row and the rows that follow from it.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use spanwell_model::{
    Assessment, Cost, Error, PromptReference, Result, TokenUsage, TraceState, TraceSummary,
};
use spanwell_store::Origin;

use crate::assessment_document;
use crate::error::SqliteResult;
use crate::write::context::Loaded;
use crate::write::hours::{Hour, hour_of};
use crate::{terms, text_map};

/// What is neither filtered nor summed, in the column `details`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Details {
    pub(crate) origin: Origin,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) usage: Option<TokenUsage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cost: Option<Cost>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) time_to_first_token_ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) first_question: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_answer: Option<String>,
    pub(crate) finalized: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expected_spans: Option<u32>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) runs: BTreeSet<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) prompts: Vec<(String, Option<String>)>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) has_assessments: bool,
}

/// What is stored of a trace in other tables, as far as changes must be told from it.
pub(crate) struct Before {
    terms: Vec<i64>,
    runs: BTreeSet<String>,
    prompts: BTreeSet<PromptReference>,
    assessments: Vec<Assessment>,
    /// Where it counts.
    pub(crate) hour: (i64, Hour),
}

impl Before {
    /// Of the summary as it is stored.
    pub(crate) fn of(summary: &TraceSummary) -> Self {
        Self {
            terms: terms::of_summary(summary),
            runs: summary.run_ids.clone(),
            prompts: summary.prompts.clone(),
            assessments: summary.assessments.clone(),
            hour: hour_of(summary),
        }
    }
}

/// The stored number of a state.
pub(crate) const fn state_number(state: TraceState) -> i64 {
    match state {
        TraceState::Unspecified => 0,
        TraceState::Ok => 1,
        TraceState::Error => 2,
        TraceState::InProgress => 3,
    }
}

/// The state of a stored number.
pub(crate) const fn state_of_number(number: i64) -> TraceState {
    match number {
        1 => TraceState::Ok,
        2 => TraceState::Error,
        3 => TraceState::InProgress,
        _ => TraceState::Unspecified,
    }
}

/// A count as a stored number; counts beyond 2^63 are hostile and become the largest.
pub(crate) fn stored_count(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

const INSERT: &str = "INSERT INTO traces (trace_key, trace_id, experiment_id, request_time_ms, state, duration_ms,
    tokens_input, tokens_output, tokens_total, cost_usd, name, session_id, user_id, models, client_request_id,
    span_count, error_count, version, tags, metadata, details, request_preview, response_preview, error_message)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
    ?23, ?24)";

const UPDATE: &str = "UPDATE traces SET trace_id = ?2, experiment_id = ?3, request_time_ms = ?4, state = ?5,
    duration_ms = ?6, tokens_input = ?7, tokens_output = ?8, tokens_total = ?9, cost_usd = ?10, name = ?11,
    session_id = ?12, user_id = ?13, models = ?14, client_request_id = ?15, span_count = ?16, error_count = ?17,
    version = ?18, tags = ?19, metadata = ?20, details = ?21, request_preview = ?22, response_preview = ?23,
    error_message = ?24
    WHERE trace_key = ?1";

/// Stores the row, and the difference of what follows from it.
pub(crate) fn save(connection: &Connection, loaded: &Loaded) -> Result<()> {
    let summary = &loaded.record.summary;
    let details = Details {
        origin: loaded.record.origin.clone(),
        usage: summary.usage,
        cost: summary.cost,
        time_to_first_token_ms: summary.time_to_first_token_ms,
        first_question: summary.first_question.clone(),
        last_answer: summary.last_answer.clone(),
        finalized: summary.finalized,
        expected_spans: summary.expected_spans,
        runs: summary.run_ids.clone(),
        prompts: summary.prompts.iter().map(|prompt| (prompt.name.clone(), prompt.version.clone())).collect(),
        has_assessments: !summary.assessments.is_empty(),
    };
    let details = serde_json::to_string(&details).map_err(Error::internal)?;
    let models = (!summary.models.is_empty()).then(|| serde_json::to_string(&summary.models)).transpose();
    let mut statement =
        connection.prepare_cached(if loaded.before.is_some() { UPDATE } else { INSERT }).sql()?;
    statement
        .execute(params![
            loaded.trace_key,
            summary.trace_id.as_str(),
            summary.experiment_id.number(),
            summary.request_time_ms,
            state_number(summary.state),
            summary.execution_duration_ms,
            summary.usage.map(|usage| stored_count(usage.input_tokens)),
            summary.usage.map(|usage| stored_count(usage.output_tokens)),
            summary.usage.map(|usage| stored_count(usage.total_tokens)),
            summary.cost.map(|cost| cost.total_usd),
            summary.name,
            summary.session_id,
            summary.user_id,
            models.map_err(Error::internal)?,
            summary.client_request_id,
            summary.span_count,
            summary.error_count,
            summary.version,
            text_map::encode(&summary.tags),
            text_map::encode(&summary.metadata),
            details,
            summary.request_preview,
            summary.response_preview,
            summary.error_message,
        ])
        .sql()?;
    save_followers(connection, loaded)
}

fn save_followers(connection: &Connection, loaded: &Loaded) -> Result<()> {
    let (key, summary) = (loaded.trace_key, &loaded.record.summary);
    let empty = Before {
        terms: Vec::new(),
        runs: BTreeSet::new(),
        prompts: BTreeSet::new(),
        assessments: Vec::new(),
        hour: hour_of(summary),
    };
    let before = loaded.before.as_ref().unwrap_or(&empty);
    change_terms(connection, key, &before.terms, &terms::of_summary(summary))?;
    for run in summary.run_ids.difference(&before.runs) {
        let mut insert = connection
            .prepare_cached("INSERT OR IGNORE INTO trace_runs (trace_key, run_id) VALUES (?1, ?2)")
            .sql()?;
        insert.execute(params![key, run]).sql()?;
    }
    if summary.prompts != before.prompts {
        save_prompts(connection, key, &summary.prompts)?;
    }
    if summary.assessments != before.assessments {
        save_assessments(connection, key, &before.assessments, &summary.assessments)?;
    }
    Ok(())
}

/// Stores the terms that are new and removes those that are gone; both lists are sorted.
fn change_terms(connection: &Connection, key: i64, before: &[i64], after: &[i64]) -> Result<()> {
    for term in after.iter().filter(|term| before.binary_search(term).is_err()) {
        add_term(connection, key, *term)?;
    }
    for term in before.iter().filter(|term| after.binary_search(term).is_err()) {
        let mut delete =
            connection.prepare_cached("DELETE FROM trace_terms WHERE term = ?1 AND trace_key = ?2").sql()?;
        delete.execute([*term, key]).sql()?;
    }
    Ok(())
}

/// Stores a term.
pub(crate) fn add_term(connection: &Connection, key: i64, term: i64) -> Result<()> {
    let mut insert = connection
        .prepare_cached("INSERT OR IGNORE INTO trace_terms (term, trace_key) VALUES (?1, ?2)")
        .sql()?;
    insert.execute([term, key]).sql()?;
    Ok(())
}

fn save_prompts(connection: &Connection, key: i64, prompts: &BTreeSet<PromptReference>) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM trace_prompts WHERE trace_key = ?1")
        .and_then(|mut s| s.execute([key]))
        .sql()?;
    let mut insert = connection
        .prepare_cached("INSERT OR IGNORE INTO trace_prompts (trace_key, name, version) VALUES (?1, ?2, ?3)")
        .sql()?;
    for prompt in prompts {
        insert.execute(params![key, prompt.name, prompt.version.as_deref().unwrap_or("")]).sql()?;
    }
    Ok(())
}

/// Writes the assessments from the first one that differs: most changes are at the end.
fn save_assessments(
    connection: &Connection,
    key: i64,
    before: &[Assessment],
    after: &[Assessment],
) -> Result<()> {
    let same = before.iter().zip(after).take_while(|(old, new)| old == new).count();
    connection
        .prepare_cached("DELETE FROM assessments WHERE trace_key = ?1 AND position >= ?2")
        .and_then(|mut statement| statement.execute(params![key, same]))
        .sql()?;
    let mut insert = connection
        .prepare_cached(
            "INSERT INTO assessments (trace_key, position, assessment_id, kind, name, valid, session_id, value_text,
             value_number, document) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )
        .sql()?;
    for (position, assessment) in after.iter().enumerate().skip(same) {
        let columns = assessment_document::columns(assessment)?;
        insert
            .execute(params![
                key,
                position,
                assessment.assessment_id.as_str(),
                columns.kind,
                assessment.name,
                assessment.valid,
                columns.session_id,
                columns.value_text,
                columns.value_number,
                columns.document,
            ])
            .sql()?;
    }
    Ok(())
}
