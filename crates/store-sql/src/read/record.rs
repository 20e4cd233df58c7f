//! Summaries of traces by id or key.

use rusqlite::{Connection, OptionalExtension, Row};
use spanwell_model::{Assessment, Error, ExperimentId, PromptReference, Result, TraceId, TraceSummary};
use spanwell_store::TraceRecord;

use crate::error::SqliteResult;
use crate::write::trace_row::{Details, state_of_number};
use crate::{assessment_document, text_map};

macro_rules! summary_columns {
    () => {
        "trace_key, trace_id, experiment_id, request_time_ms, state, duration_ms, name, session_id, user_id, models, \
         client_request_id, span_count, error_count, version, tags, metadata, details, request_preview, \
         response_preview, error_message"
    };
}

pub(crate) const BY_ID: &str = concat!("SELECT ", summary_columns!(), " FROM traces WHERE trace_id = ?1");
pub(crate) const BY_KEY: &str = concat!("SELECT ", summary_columns!(), " FROM traces WHERE trace_key = ?1");
pub(crate) const KEY_BY_ID: &str = "SELECT trace_key FROM traces WHERE trace_id = ?1";
pub(crate) const ID_BY_KEY: &str = "SELECT trace_id FROM traces WHERE trace_key = ?1";
pub(crate) const ASSESSMENTS: &str =
    "SELECT assessment_id, name, valid, document FROM assessments WHERE trace_key = ?1 ORDER BY position";

/// The key of a trace.
pub(crate) fn key_of(connection: &Connection, id: &TraceId) -> Result<Option<i64>> {
    let mut statement = connection.prepare_cached(KEY_BY_ID).sql()?;
    statement.query_row([id.as_str()], |row| row.get(0)).optional().sql()
}

/// The id of the trace under a key.
pub(crate) fn id_of(connection: &Connection, key: i64) -> Result<Option<TraceId>> {
    let mut statement = connection.prepare_cached(ID_BY_KEY).sql()?;
    let found: Option<String> = statement.query_row([key], |row| row.get(0)).optional().sql()?;
    found.map(|id| TraceId::parse(&id)).transpose()
}

/// Key and record of a trace.
pub(crate) fn load(connection: &Connection, id: &TraceId) -> Result<Option<(i64, TraceRecord)>> {
    let mut statement = connection.prepare_cached(BY_ID).sql()?;
    let found = statement.query_row([id.as_str()], |row| Ok(read(row))).optional().sql()?;
    found.map(|stored| complete(connection, stored?)).transpose()
}

/// Summary of the trace under a key.
pub(crate) fn load_by_key(connection: &Connection, key: i64) -> Result<Option<TraceSummary>> {
    let mut statement = connection.prepare_cached(BY_KEY).sql()?;
    let found = statement.query_row([key], |row| Ok(read(row))).optional().sql()?;
    found.map(|stored| complete(connection, stored?).map(|(_, record)| record.summary)).transpose()
}

struct Stored {
    key: i64,
    record: TraceRecord,
    has_assessments: bool,
}

fn complete(connection: &Connection, mut stored: Stored) -> Result<(i64, TraceRecord)> {
    if stored.has_assessments {
        let id = &stored.record.summary.trace_id;
        stored.record.summary.assessments = assessments(connection, stored.key, id)?;
    }
    Ok((stored.key, stored.record))
}

fn assessments(connection: &Connection, key: i64, id: &TraceId) -> Result<Vec<Assessment>> {
    let mut statement = connection.prepare_cached(ASSESSMENTS).sql()?;
    let mut rows = statement.query([key]).sql()?;
    let mut all = Vec::new();
    while let Some(row) = rows.next().sql()? {
        let document: String = row.get(3).sql()?;
        let (assessment_id, name, valid) = (row.get(0).sql()?, row.get(1).sql()?, row.get(2).sql()?);
        all.push(assessment_document::read(id, assessment_id, name, valid, &document)?);
    }
    Ok(all)
}

fn read(row: &Row<'_>) -> Result<Stored> {
    let details: String = row.get(16).sql()?;
    let details: Details = serde_json::from_str(&details).map_err(Error::internal)?;
    let models: Option<String> = row.get(9).sql()?;
    let models = models.as_deref().map(serde_json::from_str).transpose().map_err(Error::internal)?;
    let bytes = |column: usize| row.get_ref(column).and_then(|value| Ok(value.as_blob()?)).sql();
    let summary = TraceSummary {
        trace_id: TraceId::parse(&row.get::<_, String>(1).sql()?)?,
        experiment_id: ExperimentId::new(row.get(2).sql()?)?,
        client_request_id: row.get(10).sql()?,
        name: row.get(6).sql()?,
        state: state_of_number(row.get(4).sql()?),
        request_time_ms: row.get(3).sql()?,
        execution_duration_ms: row.get(5).sql()?,
        request_preview: row.get(17).sql()?,
        response_preview: row.get(18).sql()?,
        first_question: details.first_question,
        last_answer: details.last_answer,
        error_message: row.get(19).sql()?,
        metadata: text_map::decode(bytes(15)?),
        tags: text_map::decode(bytes(14)?),
        assessments: Vec::new(),
        run_ids: details.runs,
        prompts: details
            .prompts
            .into_iter()
            .map(|(name, version)| PromptReference { name, version })
            .collect(),
        span_count: row.get(11).sql()?,
        error_count: row.get(12).sql()?,
        usage: details.usage,
        cost: details.cost,
        models: models.unwrap_or_default(),
        session_id: row.get(7).sql()?,
        user_id: row.get(8).sql()?,
        time_to_first_token_ms: details.time_to_first_token_ms,
        finalized: details.finalized,
        expected_spans: details.expected_spans,
        version: row.get(13).sql()?,
    };
    Ok(Stored {
        key: row.get(0).sql()?,
        record: TraceRecord { summary, origin: details.origin },
        has_assessments: details.has_assessments,
    })
}
