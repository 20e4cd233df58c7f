//! Evaluation datasets: one, and the search, which compares those of the experiments by the filter language itself. There
//! are hundreds of datasets, not millions; their records are read by page.

use rusqlite::{Connection, OptionalExtension, Row};
use spanwell_model::{Dataset, Error, ExperimentId, Result};
use spanwell_query::{DatasetField, DatasetOrder, FieldValue, FieldView};
use spanwell_store::{DatasetQuery, Page};

use crate::error::SqliteResult;
use crate::read::sort_key::{SortPart, SortValue, page_of, part};

macro_rules! columns {
    () => {
        "SELECT dataset_key, dataset_id, name, tags, schema, record_count, created_time_ms, last_update_time_ms,
         content_time_ms, created_by, last_updated_by FROM datasets"
    };
}

pub(crate) const BY_ID: &str = concat!(columns!(), " WHERE dataset_id = ?1");
pub(crate) const KEY_BY_ID: &str = "SELECT dataset_key FROM datasets WHERE dataset_id = ?1";
pub(crate) const ALL: &str = columns!();
pub(crate) const OF_EXPERIMENTS: &str = concat!(
    columns!(),
    " WHERE dataset_key IN (SELECT dataset_key FROM dataset_experiments
       WHERE experiment_id IN (SELECT value FROM json_each(?1)))"
);
pub(crate) const EXPERIMENTS: &str =
    "SELECT experiment_id FROM dataset_experiments WHERE dataset_key = ?1 ORDER BY experiment_id";

/// A dataset's key inside the database.
pub(crate) fn key_of(connection: &Connection, id: &str) -> Result<Option<i64>> {
    let mut statement = connection.prepare_cached(KEY_BY_ID).sql()?;
    statement.query_row([id], |row| row.get(0)).optional().sql()
}

/// One dataset.
pub(crate) fn load(connection: &Connection, id: &str) -> Result<Option<(i64, Dataset)>> {
    let mut statement = connection.prepare_cached(BY_ID).sql()?;
    let found = statement.query_row([id], |row| Ok(read(row))).optional().sql()?;
    let Some((key, mut dataset)) = found.transpose()? else { return Ok(None) };
    dataset.experiment_ids = experiments_of(connection, key)?;
    Ok(Some((key, dataset)))
}

/// A page of datasets.
pub(crate) fn search(connection: &Connection, query: &DatasetQuery) -> Result<Page<Dataset>> {
    let experiments: Vec<i64> = query.experiment_ids.iter().map(|id| id.number()).collect();
    let is_anywhere = experiments.is_empty();
    let mut statement = connection.prepare_cached(if is_anywhere { ALL } else { OF_EXPERIMENTS }).sql()?;
    let experiments = serde_json::to_string(&experiments).map_err(Error::internal)?;
    let binds: &[&dyn rusqlite::ToSql] = if is_anywhere { &[] } else { &[&experiments] };
    let mut found = statement.query(binds).sql()?;
    let mut rows: Vec<(Vec<SortPart>, (i64, Dataset))> = Vec::new();
    while let Some(row) = found.next().sql()? {
        let (key, dataset) = read(row)?;
        if query.filter.matches(&View(&dataset)) {
            let place = query.order.iter().map(|order| sort_part(&dataset, order)).collect();
            rows.push((place, (key, dataset)));
        }
    }
    let page = page_of(rows, query.limit, query.after.as_ref())?;
    let mut items = Vec::with_capacity(page.items.len());
    for (key, mut dataset) in page.items {
        dataset.experiment_ids = experiments_of(connection, key)?;
        items.push(dataset);
    }
    Ok(Page { items, next: page.next })
}

fn experiments_of(connection: &Connection, key: i64) -> Result<Vec<ExperimentId>> {
    let mut statement = connection.prepare_cached(EXPERIMENTS).sql()?;
    let mut rows = statement.query([key]).sql()?;
    let mut ids = Vec::new();
    while let Some(row) = rows.next().sql()? {
        ids.push(ExperimentId::new(row.get(0).sql()?)?);
    }
    Ok(ids)
}

fn read(row: &Row<'_>) -> Result<(i64, Dataset)> {
    let schema: Option<String> = row.get(4).sql()?;
    let dataset = Dataset {
        dataset_id: row.get(1).sql()?,
        name: row.get(2).sql()?,
        tags: serde_json::from_str(&row.get::<_, String>(3).sql()?).map_err(Error::internal)?,
        schema: schema.map(|schema| serde_json::from_str(&schema)).transpose().map_err(Error::internal)?,
        record_count: row.get(5).sql()?,
        created_time_ms: row.get(6).sql()?,
        last_update_time_ms: row.get(7).sql()?,
        content_time_ms: row.get(8).sql()?,
        created_by: row.get(9).sql()?,
        last_updated_by: row.get(10).sql()?,
        experiment_ids: Vec::new(),
    };
    Ok((row.get(0).sql()?, dataset))
}

fn sort_part(dataset: &Dataset, order: &DatasetOrder) -> SortPart {
    let value = match &order.key {
        DatasetField::DatasetId => Some(SortValue::from(&dataset.dataset_id)),
        DatasetField::Name => Some(SortValue::from(&dataset.name)),
        DatasetField::CreatedTime => Some(SortValue::from(dataset.created_time_ms)),
        DatasetField::LastUpdateTime => Some(SortValue::from(dataset.last_update_time_ms)),
        DatasetField::CreatedBy => dataset.created_by.as_ref().map(SortValue::from),
        DatasetField::LastUpdatedBy => dataset.last_updated_by.as_ref().map(SortValue::from),
        DatasetField::Tag(key) => dataset.tags.get(key).map(SortValue::from),
    };
    part(value, order.direction)
}

struct View<'a>(&'a Dataset);

impl FieldView<DatasetField> for View<'_> {
    fn values(&self, field: &DatasetField) -> Vec<FieldValue<'_>> {
        let dataset = self.0;
        let value = match field {
            DatasetField::DatasetId => Some(FieldValue::text(dataset.dataset_id.as_str())),
            DatasetField::Name => Some(FieldValue::text(dataset.name.as_str())),
            DatasetField::CreatedTime => Some(FieldValue::Number(dataset.created_time_ms as f64)),
            DatasetField::LastUpdateTime => Some(FieldValue::Number(dataset.last_update_time_ms as f64)),
            DatasetField::CreatedBy => dataset.created_by.as_deref().map(FieldValue::text),
            DatasetField::LastUpdatedBy => dataset.last_updated_by.as_deref().map(FieldValue::text),
            DatasetField::Tag(key) => dataset.tags.get(key).map(|value| FieldValue::text(value.as_str())),
        };
        value.into_iter().collect()
    }
}
