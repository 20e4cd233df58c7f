//! Logged models: one, and the search, which compares those of the experiments by the filter language itself.

use rusqlite::{Connection, OptionalExtension, Row};
use spanwell_model::{Error, ExperimentId, LoggedModel, LoggedModelStatus, ModelMetric, Result};
use spanwell_query::{FieldValue, FieldView, LoggedModelField, LoggedModelOrder};
use spanwell_store::{LoggedModelQuery, Page};

use crate::error::SqliteResult;
use crate::read::runs::metric_of_row;
use crate::read::sort_key::{SortPart, SortValue, page_of, part};

macro_rules! columns {
    () => {
        "SELECT model_id, experiment_id, name, model_type, source_run_id, status, creation_time_ms, last_update_time_ms,
         artifact_uri, params, tags FROM logged_models"
    };
}

pub(crate) const BY_ID: &str = concat!(columns!(), " WHERE model_id = ?1");
pub(crate) const OF_EXPERIMENT: &str = concat!(columns!(), " WHERE experiment_id = ?1");
pub(crate) const METRICS: &str =
    "SELECT r.run_id, m.key, m.timestamp_ms, m.step, m.value, m.is_nan, m.model_id,
    m.dataset_name, m.dataset_digest
    FROM run_metrics m JOIN runs r ON r.run_key = m.run_key WHERE m.model_id = ?1 AND m.model_id != ''";

/// One model.
pub(crate) fn load(connection: &Connection, id: &str) -> Result<Option<LoggedModel>> {
    let mut statement = connection.prepare_cached(BY_ID).sql()?;
    let found = statement.query_row([id], |row| Ok(read(row))).optional().sql()?;
    found.map(|model| with_metrics(connection, model?)).transpose()
}

/// A page of models.
pub(crate) fn search(connection: &Connection, query: &LoggedModelQuery) -> Result<Page<LoggedModel>> {
    let mut rows: Vec<(Vec<SortPart>, LoggedModel)> = Vec::new();
    let mut experiments: Vec<i64> = query.experiment_ids.iter().map(|id| id.number()).collect();
    experiments.sort_unstable();
    experiments.dedup();
    for experiment in experiments {
        let mut statement = connection.prepare_cached(OF_EXPERIMENT).sql()?;
        let mut found = statement.query([experiment]).sql()?;
        while let Some(row) = found.next().sql()? {
            let model = with_metrics(connection, read(row)?)?;
            if query.filter.matches(&View(&model)) {
                rows.push((query.order.iter().map(|order| sort_part(&model, order)).collect(), model));
            }
        }
    }
    page_of(rows, query.limit, query.after.as_ref())
}

fn read(row: &Row<'_>) -> Result<LoggedModel> {
    let map = |at: usize| -> Result<_> {
        serde_json::from_str(&row.get::<_, String>(at).sql()?).map_err(Error::internal)
    };
    Ok(LoggedModel {
        model_id: row.get(0).sql()?,
        experiment_id: ExperimentId::new(row.get(1).sql()?)?,
        name: row.get(2).sql()?,
        model_type: row.get(3).sql()?,
        source_run_id: row.get(4).sql()?,
        status: LoggedModelStatus::from_number(row.get(5).sql()?),
        creation_time_ms: row.get(6).sql()?,
        last_update_time_ms: row.get(7).sql()?,
        artifact_uri: row.get(8).sql()?,
        params: map(9)?,
        tags: map(10)?,
        metrics: Vec::new(),
    })
}

/// Of each metric on each dataset the latest value.
fn with_metrics(connection: &Connection, mut model: LoggedModel) -> Result<LoggedModel> {
    let mut statement = connection.prepare_cached(METRICS).sql()?;
    let mut rows = statement.query([&model.model_id]).sql()?;
    while let Some(row) = rows.next().sql()? {
        let found = ModelMetric { run_id: row.get(0).sql()?, metric: metric_of_row(row, 1).sql()? };
        let same = model.metrics.iter_mut().find(|known| {
            known.metric.key == found.metric.key
                && known.metric.dataset_name == found.metric.dataset_name
                && known.metric.dataset_digest == found.metric.dataset_digest
        });
        match same {
            Some(known) if found.metric.is_later_than(&known.metric) => *known = found,
            Some(_) => {}
            None => model.metrics.push(found),
        }
    }
    Ok(model)
}

fn sort_part(model: &LoggedModel, order: &LoggedModelOrder) -> SortPart {
    let some = |text: &str| Some(SortValue::from(text));
    let value = match &order.key {
        LoggedModelField::ModelId => some(&model.model_id),
        LoggedModelField::Name => some(&model.name),
        LoggedModelField::ModelType => some(&model.model_type),
        LoggedModelField::Status => some(model.status.name()),
        LoggedModelField::SourceRunId => some(&model.source_run_id),
        LoggedModelField::CreationTime => Some(SortValue::from(model.creation_time_ms)),
        LoggedModelField::LastUpdateTime => Some(SortValue::from(model.last_update_time_ms)),
        LoggedModelField::Param(key) => model.params.get(key).map(SortValue::from),
        LoggedModelField::Tag(key) => model.tags.get(key).map(SortValue::from),
        LoggedModelField::Metric(key) => {
            let found = model.metrics.iter().find(|found| found.metric.key == *key);
            found.map(|found| SortValue::from(found.metric.value))
        }
    };
    part(value, order.direction)
}

struct View<'a>(&'a LoggedModel);

impl FieldView<LoggedModelField> for View<'_> {
    fn values(&self, field: &LoggedModelField) -> Vec<FieldValue<'_>> {
        let model = self.0;
        let one = |text: &str| vec![FieldValue::text(text.to_owned())];
        match field {
            LoggedModelField::ModelId => one(&model.model_id),
            LoggedModelField::Name => one(&model.name),
            LoggedModelField::ModelType => one(&model.model_type),
            LoggedModelField::Status => {
                let name = model.status.name();
                vec![FieldValue::text(name), FieldValue::text(name.trim_start_matches("LOGGED_MODEL_"))]
            }
            LoggedModelField::SourceRunId => one(&model.source_run_id),
            LoggedModelField::CreationTime => vec![FieldValue::Number(model.creation_time_ms as f64)],
            LoggedModelField::LastUpdateTime => vec![FieldValue::Number(model.last_update_time_ms as f64)],
            LoggedModelField::Param(key) => model.params.get(key).map(|value| one(value)).unwrap_or_default(),
            LoggedModelField::Tag(key) => model.tags.get(key).map(|value| one(value)).unwrap_or_default(),
            LoggedModelField::Metric(key) => {
                let found = model.metrics.iter().filter(|found| found.metric.key == *key);
                found.map(|found| FieldValue::Number(found.metric.value)).collect()
            }
        }
    }
}
