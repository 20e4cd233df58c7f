//! Runs: one with everything, and the history of a metric.

use std::collections::BTreeMap;

use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use spanwell_model::{
    DatasetInput, Error, ExperimentId, Lifecycle, Metric, ModelOutput, Result, Run, RunId, RunStatus,
};
use spanwell_store::{Cursor, Page};

use crate::cursor;
use crate::error::SqliteResult;

macro_rules! columns {
    () => {
        "SELECT run_key, run_id, experiment_id, name, user_id, status, start_time_ms, end_time_ms, deleted, artifact_uri
         FROM runs"
    };
}

macro_rules! metric_columns {
    () => {
        "SELECT key, timestamp_ms, step, value, is_nan, model_id, dataset_name, dataset_digest "
    };
}

pub(crate) const BY_ID: &str = concat!(columns!(), " WHERE run_id = ?1");
pub(crate) const BY_KEY: &str = concat!(columns!(), " WHERE run_key = ?1");
pub(crate) const OF_EXPERIMENT: &str = concat!(columns!(), " WHERE experiment_id = ?1");
pub(crate) const METRICS: &str = concat!(metric_columns!(), "FROM run_latest_metrics WHERE run_key = ?1");
pub(crate) const LATEST_METRIC: &str =
    concat!(metric_columns!(), "FROM run_latest_metrics WHERE run_key = ?1 AND key = ?2");
pub(crate) const PARAMS: &str = "SELECT key, value FROM run_params WHERE run_key = ?1";
pub(crate) const TAGS: &str = "SELECT key, value FROM run_tags WHERE run_key = ?1";
pub(crate) const DATASETS: &str = "SELECT name, digest, source_type, source, schema, profile, tags
    FROM run_datasets WHERE run_key = ?1 ORDER BY position";
pub(crate) const MODELS: &str =
    "SELECT is_output, model_id, step FROM run_models WHERE run_key = ?1 ORDER BY position";
pub(crate) const HISTORY: &str = concat!(
    metric_columns!(),
    "FROM run_metrics WHERE run_key = ?1 AND key = ?2
     AND (timestamp_ms, step, value, is_nan, model_id, dataset_name, dataset_digest) > (?3, ?4, ?5, ?6, ?7, ?8, ?9)
     ORDER BY timestamp_ms, step, value, is_nan, model_id, dataset_name, dataset_digest LIMIT ?10"
);

/// One run, deleted or not.
pub(crate) fn load(connection: &Connection, id: &RunId) -> Result<Option<Run>> {
    let mut statement = connection.prepare_cached(BY_ID).sql()?;
    let found = statement.query_row([id.as_str()], |row| Ok(run_of_row(row))).optional().sql()?;
    found.map(|run| with_all(connection, run?)).transpose()
}

/// One run by its key.
pub(crate) fn load_by_key(connection: &Connection, key: i64) -> Result<Run> {
    let mut statement = connection.prepare_cached(BY_KEY).sql()?;
    let run = statement.query_row([key], |row| Ok(run_of_row(row))).sql()?;
    with_all(connection, run?)
}

/// A run without what other tables say of it, and its key.
pub(crate) fn run_of_row(row: &Row<'_>) -> Result<(i64, Run)> {
    let run = Run {
        run_id: RunId::new(row.get::<_, String>(1).sql()?),
        experiment_id: ExperimentId::new(row.get(2).sql()?)?,
        name: row.get(3).sql()?,
        user_id: row.get(4).sql()?,
        status: RunStatus::from_number(row.get(5).sql()?),
        start_time_ms: row.get(6).sql()?,
        end_time_ms: row.get(7).sql()?,
        lifecycle: if row.get(8).sql()? { Lifecycle::Deleted } else { Lifecycle::Active },
        artifact_uri: row.get(9).sql()?,
        metrics: Vec::new(),
        params: BTreeMap::new(),
        tags: BTreeMap::new(),
        datasets: Vec::new(),
        model_inputs: Vec::new(),
        model_outputs: Vec::new(),
    };
    Ok((row.get(0).sql()?, run))
}

/// A metric whose columns begin at `first`.
pub(crate) fn metric_of_row(row: &Row<'_>, first: usize) -> rusqlite::Result<Metric> {
    let is_nan: bool = row.get(first + 4)?;
    let text =
        |at: usize| row.get::<_, String>(first + at).map(|text| Some(text).filter(|text| !text.is_empty()));
    Ok(Metric {
        key: row.get(first)?,
        timestamp_ms: row.get(first + 1)?,
        step: row.get(first + 2)?,
        value: if is_nan { f64::NAN } else { row.get(first + 3)? },
        model_id: text(5)?,
        dataset_name: text(6)?,
        dataset_digest: text(7)?,
    })
}

/// A dataset whose columns begin at `first`.
pub(crate) fn dataset_of_row(row: &Row<'_>, first: usize) -> Result<DatasetInput> {
    let tags: String = row.get(first + 6).sql()?;
    Ok(DatasetInput {
        name: row.get(first).sql()?,
        digest: row.get(first + 1).sql()?,
        source_type: row.get(first + 2).sql()?,
        source: row.get(first + 3).sql()?,
        schema: row.get(first + 4).sql()?,
        profile: row.get(first + 5).sql()?,
        tags: serde_json::from_str(&tags).map_err(Error::internal)?,
    })
}

fn with_all(connection: &Connection, (key, mut run): (i64, Run)) -> Result<Run> {
    run.params = pairs(connection, PARAMS, key)?;
    run.tags = pairs(connection, TAGS, key)?;
    let mut metrics = connection.prepare_cached(METRICS).sql()?;
    let metrics = metrics.query_map([key], |row| metric_of_row(row, 0)).sql()?;
    run.metrics = metrics.collect::<rusqlite::Result<_>>().sql()?;
    let mut datasets = connection.prepare_cached(DATASETS).sql()?;
    let datasets = datasets.query_map([key], |row| Ok(dataset_of_row(row, 0))).sql()?;
    run.datasets = datasets.map(|dataset| dataset.sql()?).collect::<Result<_>>()?;
    let mut models = connection.prepare_cached(MODELS).sql()?;
    let mut rows = models.query([key]).sql()?;
    while let Some(row) = rows.next().sql()? {
        let (is_output, model_id, step): (bool, String, i64) =
            (row.get(0).sql()?, row.get(1).sql()?, row.get(2).sql()?);
        match is_output {
            true => run.model_outputs.push(ModelOutput { model_id, step }),
            false => run.model_inputs.push(model_id),
        }
    }
    Ok(run)
}

fn pairs<K: FromSql + Ord, V: FromSql>(
    connection: &Connection,
    sql: &str,
    key: i64,
) -> Result<BTreeMap<K, V>> {
    let mut statement = connection.prepare_cached(sql).sql()?;
    let rows = statement.query_map([key], |row| Ok((row.get(0)?, row.get(1)?))).sql()?;
    rows.collect::<rusqlite::Result<_>>().sql()
}

/// The place of a value in its history.
#[derive(Serialize, Deserialize)]
struct Place {
    timestamp_ms: i64,
    step: i64,
    value: f64,
    is_nan: bool,
    rest: [String; 3],
}

impl Place {
    fn of(metric: &Metric) -> Self {
        let is_nan = metric.value.is_nan();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            timestamp_ms: metric.timestamp_ms,
            step: metric.step,
            value: if is_nan { 0.0 } else { metric.value },
            is_nan,
            rest: [text(&metric.model_id), text(&metric.dataset_name), text(&metric.dataset_digest)],
        }
    }

    /// Before every value.
    const fn first() -> Self {
        let rest = [String::new(), String::new(), String::new()];
        Self { timestamp_ms: i64::MIN, step: i64::MIN, value: f64::MIN, is_nan: false, rest }
    }
}

/// A page of the values of a metric.
pub(crate) fn history(
    connection: &Connection,
    id: &RunId,
    name: &str,
    limit: usize,
    after: Option<&Cursor>,
) -> Result<Page<Metric>> {
    let mut statement = connection.prepare_cached("SELECT run_key FROM runs WHERE run_id = ?1").sql()?;
    let key: Option<i64> = statement.query_row([id.as_str()], |row| row.get(0)).optional().sql()?;
    let Some(key) = key else { return Ok(Page { items: Vec::new(), next: None }) };
    let Place { timestamp_ms, step, value, is_nan, rest: [model, dataset, digest] } =
        cursor::read(after)?.unwrap_or_else(Place::first);
    let mut statement = connection.prepare_cached(HISTORY).sql()?;
    let place = params![
        key,
        name,
        timestamp_ms,
        step,
        value,
        is_nan,
        model,
        dataset,
        digest,
        i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1)
    ];
    let rows = statement.query_map(place, |row| metric_of_row(row, 0)).sql()?;
    let mut items: Vec<Metric> = rows.collect::<rusqlite::Result<_>>().sql()?;
    let is_last = items.len() <= limit;
    items.truncate(limit);
    let last = items.last().filter(|_| !is_last);
    let next = last.map(|metric| cursor::write(&Place::of(metric))).transpose()?;
    Ok(Page { items, next })
}
