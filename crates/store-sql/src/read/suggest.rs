//! Values that occur, for the completion of filters.

use std::collections::{BTreeSet, HashMap};

use rusqlite::Row;
use spanwell_model::{Error, ExperimentId, Result};
use spanwell_store::SuggestField;

use crate::connection::Reader;
use crate::error::SqliteResult;
use crate::text_map;

/// How many of the newest traces are looked at.
const TRACES: i64 = 2_000;

pub(crate) const TAGS: &str =
    "SELECT tags FROM traces WHERE experiment_id = ?1 ORDER BY request_time_ms DESC, trace_id LIMIT ?2";
pub(crate) const METADATA: &str =
    "SELECT metadata FROM traces WHERE experiment_id = ?1 ORDER BY request_time_ms DESC, trace_id LIMIT ?2";
pub(crate) const NAMES: &str =
    "SELECT name FROM traces WHERE experiment_id = ?1 ORDER BY request_time_ms DESC, trace_id LIMIT ?2";
pub(crate) const MODELS: &str =
    "SELECT models FROM traces WHERE experiment_id = ?1 ORDER BY request_time_ms DESC, trace_id LIMIT ?2";
pub(crate) const SESSIONS: &str =
    "SELECT session_id FROM traces WHERE experiment_id = ?1 ORDER BY request_time_ms DESC, trace_id LIMIT ?2";
pub(crate) const USERS: &str =
    "SELECT user_id FROM traces WHERE experiment_id = ?1 ORDER BY request_time_ms DESC, trace_id LIMIT ?2";
pub(crate) const SPAN_NAMES: &str = "SELECT s.name FROM (SELECT trace_key FROM traces WHERE experiment_id = ?1
    ORDER BY request_time_ms DESC, trace_id LIMIT ?2) newest CROSS JOIN spans s ON s.trace_key = newest.trace_key LIMIT 20000";
pub(crate) const SPAN_TYPES: &str = "SELECT s.span_type FROM (SELECT trace_key FROM traces WHERE experiment_id = ?1
    ORDER BY request_time_ms DESC, trace_id LIMIT ?2) newest CROSS JOIN spans s ON s.trace_key = newest.trace_key LIMIT 20000";
pub(crate) const ASSESSMENT_NAMES: &str = "SELECT a.name FROM (SELECT trace_key FROM traces WHERE experiment_id = ?1
    ORDER BY request_time_ms DESC, trace_id LIMIT ?2) newest CROSS JOIN assessments a ON a.trace_key = newest.trace_key
    WHERE a.kind <> 2";

/// Values of a field in the newest traces that contain `part` in any case: the most frequent first, then by alphabet.
pub(crate) fn suggest(
    reader: &Reader,
    experiment_id: ExperimentId,
    field: &SuggestField,
    part: &str,
    limit: usize,
) -> Result<Vec<String>> {
    let mut counts: HashMap<String, u64> = HashMap::new();
    let sql = match field {
        SuggestField::TagKeys | SuggestField::TagValues(_) => TAGS,
        SuggestField::MetadataKeys | SuggestField::MetadataValues(_) => METADATA,
        SuggestField::TraceNames => NAMES,
        SuggestField::SpanNames => SPAN_NAMES,
        SuggestField::SpanTypes => SPAN_TYPES,
        SuggestField::Models => MODELS,
        SuggestField::Sessions => SESSIONS,
        SuggestField::Users => USERS,
        SuggestField::AssessmentNames => ASSESSMENT_NAMES,
    };
    let mut statement = reader.prepare_cached(sql).sql()?;
    let mut rows = statement.query([experiment_id.number(), TRACES]).sql()?;
    while let Some(row) = rows.next().sql()? {
        for value in values(row, field)? {
            *counts.entry(value).or_default() += 1;
        }
    }
    let part = part.to_lowercase();
    let mut counts: Vec<_> =
        counts.into_iter().filter(|(value, _)| value.to_lowercase().contains(&part)).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(counts.into_iter().map(|(value, _)| value).take(limit).collect())
}

fn values(row: &Row<'_>, field: &SuggestField) -> Result<Vec<String>> {
    Ok(match field {
        SuggestField::TagKeys | SuggestField::MetadataKeys => {
            let map = row.get_ref(0).and_then(|value| Ok(value.as_blob()?)).sql()?;
            text_map::entries(map).map(|(key, _)| key.to_owned()).collect()
        }
        SuggestField::TagValues(key) | SuggestField::MetadataValues(key) => {
            let map = row.get_ref(0).and_then(|value| Ok(value.as_blob()?)).sql()?;
            text_map::get(map, key).map(str::to_owned).into_iter().collect()
        }
        SuggestField::Models => {
            let models: Option<String> = row.get(0).sql()?;
            let models: Option<BTreeSet<String>> =
                models.as_deref().map(serde_json::from_str).transpose().map_err(Error::internal)?;
            models.into_iter().flatten().collect()
        }
        _ => row.get::<_, Option<String>>(0).sql()?.into_iter().collect(),
    })
}
