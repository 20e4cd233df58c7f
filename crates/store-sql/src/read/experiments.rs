//! Experiments: few, so that filters and orders are answered in memory by the filter language itself.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row};
use spanwell_model::{Experiment, ExperimentId, Lifecycle, Result};
use spanwell_query::{ExperimentField, ExperimentView, FieldValue, Order, experiment_matches};
use spanwell_store::{ExperimentQuery, Page};

use crate::error::SqliteResult;
use crate::read::sort_key::{SortPart, SortValue, page_of, part};

macro_rules! columns {
    () => {
        "SELECT experiment_id, name, artifact_location, deleted, creation_time_ms, last_update_time_ms FROM experiments"
    };
}

pub(crate) const BY_ID: &str = concat!(columns!(), " WHERE experiment_id = ?1");
pub(crate) const BY_NAME: &str = concat!(columns!(), " WHERE name = ?1");
pub(crate) const ALL: &str = columns!();
pub(crate) const TAGS: &str = "SELECT key, value FROM experiment_tags WHERE experiment_id = ?1";
pub(crate) const ALL_TAGS: &str = "SELECT experiment_id, key, value FROM experiment_tags";

/// One experiment, deleted or not.
pub(crate) fn load(connection: &Connection, id: ExperimentId) -> Result<Option<Experiment>> {
    let mut statement = connection.prepare_cached(BY_ID).sql()?;
    let found = statement.query_row([id.number()], |row| Ok(read(row))).optional().sql()?;
    found.map(|experiment| with_tags(connection, experiment?)).transpose()
}

/// One experiment by its name, deleted or not.
pub(crate) fn load_by_name(connection: &Connection, name: &str) -> Result<Option<Experiment>> {
    let mut statement = connection.prepare_cached(BY_NAME).sql()?;
    let found = statement.query_row([name], |row| Ok(read(row))).optional().sql()?;
    found.map(|experiment| with_tags(connection, experiment?)).transpose()
}

/// A page of experiments.
pub(crate) fn search(connection: &Connection, query: &ExperimentQuery) -> Result<Page<Experiment>> {
    let mut order = query.order.clone();
    if order.is_empty() {
        order.push(Order::descending(ExperimentField::CreationTime));
    }
    order.push(Order::descending(ExperimentField::ExperimentId));
    let rows = load_all(connection)?
        .into_iter()
        .filter(|known| query.view.shows(known.lifecycle))
        .filter(|known| query.filter.as_ref().is_none_or(|filter| experiment_matches(filter, &View(known))))
        .map(|known| (order.iter().map(|order| sort_part(&known, order)).collect(), known))
        .collect();
    page_of(rows, query.limit, query.after.as_ref())
}

fn load_all(connection: &Connection) -> Result<Vec<Experiment>> {
    let mut tags: BTreeMap<i64, BTreeMap<String, String>> = BTreeMap::new();
    let mut statement = connection.prepare_cached(ALL_TAGS).sql()?;
    let mut rows = statement.query([]).sql()?;
    while let Some(row) = rows.next().sql()? {
        let of = tags.entry(row.get(0).sql()?).or_default();
        of.insert(row.get(1).sql()?, row.get(2).sql()?);
    }
    let mut statement = connection.prepare_cached(ALL).sql()?;
    let mut rows = statement.query([]).sql()?;
    let mut all = Vec::new();
    while let Some(row) = rows.next().sql()? {
        let mut experiment = read(row)?;
        experiment.tags = tags.remove(&experiment.experiment_id.number()).unwrap_or_default();
        all.push(experiment);
    }
    Ok(all)
}

fn with_tags(connection: &Connection, mut experiment: Experiment) -> Result<Experiment> {
    let mut statement = connection.prepare_cached(TAGS).sql()?;
    let tags = statement
        .query_map([experiment.experiment_id.number()], |row| Ok((row.get(0)?, row.get(1)?)))
        .sql()?;
    experiment.tags = tags.collect::<rusqlite::Result<_>>().sql()?;
    Ok(experiment)
}

fn read(row: &Row<'_>) -> Result<Experiment> {
    Ok(Experiment {
        experiment_id: ExperimentId::new(row.get(0).sql()?)?,
        name: row.get(1).sql()?,
        artifact_location: row.get(2).sql()?,
        lifecycle: if row.get(3).sql()? { Lifecycle::Deleted } else { Lifecycle::Active },
        creation_time_ms: row.get(4).sql()?,
        last_update_time_ms: row.get(5).sql()?,
        tags: BTreeMap::new(),
    })
}

fn sort_part(known: &Experiment, order: &Order<ExperimentField>) -> SortPart {
    let value = match &order.key {
        ExperimentField::Name => SortValue::from(&known.name),
        ExperimentField::ExperimentId => SortValue::from(known.experiment_id.number()),
        ExperimentField::CreationTime => SortValue::from(known.creation_time_ms),
        ExperimentField::LastUpdateTime => SortValue::from(known.last_update_time_ms),
        // A tag that is missing stands with the empty ones (MLflow 3.17 orders by no tag).
        ExperimentField::Tag(key) => SortValue::from(known.tags.get(key).map_or("", String::as_str)),
    };
    part(Some(value), order.direction)
}

struct View<'a>(&'a Experiment);

impl ExperimentView for View<'_> {
    fn value(&self, field: &ExperimentField) -> Option<FieldValue<'_>> {
        Some(match field {
            ExperimentField::Name => FieldValue::text(self.0.name.as_str()),
            ExperimentField::ExperimentId => FieldValue::text(self.0.experiment_id.to_string()),
            ExperimentField::CreationTime => FieldValue::Number(self.0.creation_time_ms as f64),
            ExperimentField::LastUpdateTime => FieldValue::Number(self.0.last_update_time_ms as f64),
            ExperimentField::Tag(key) => FieldValue::text(self.0.tags.get(key)?.as_str()),
        })
    }
}
