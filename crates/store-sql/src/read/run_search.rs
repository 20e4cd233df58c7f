//! The search for runs: their rows, and of the other tables what the filter and the order name, are read and compared by
//! the filter language itself. An experiment has thousands of runs, not millions.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, Row, params};
use spanwell_model::{Error, Result, Run};
use spanwell_query::{FieldValue, FieldView, RunField, RunOrder};
use spanwell_store::runs::TAG_DATASET_CONTEXT;
use spanwell_store::{Page, RunQuery};

use crate::error::SqliteResult;
use crate::read::runs::{OF_EXPERIMENT, dataset_of_row, load_by_key, metric_of_row, run_of_row};
use crate::read::sort_key::{SortPart, SortValue, page_of, part};

macro_rules! named_in_experiment {
    ($table:literal, $columns:literal) => {
        concat!(
            "SELECT run_key, ",
            $columns,
            " FROM ",
            $table,
            " WHERE run_key IN (SELECT run_key FROM runs WHERE experiment_id = ?1)
               AND key IN (SELECT value FROM json_each(?2))"
        )
    };
}

pub(crate) const PARAMS: &str = named_in_experiment!("run_params", "key, value");
pub(crate) const TAGS: &str = named_in_experiment!("run_tags", "key, value");
pub(crate) const METRICS: &str = named_in_experiment!(
    "run_latest_metrics",
    "key, timestamp_ms, step, value, is_nan, model_id, dataset_name, dataset_digest"
);
pub(crate) const DATASETS: &str = "SELECT run_key, name, digest, source_type, source, schema, profile, tags
    FROM run_datasets WHERE run_key IN (SELECT run_key FROM runs WHERE experiment_id = ?1)";

/// A page of runs.
pub(crate) fn search(connection: &Connection, query: &RunQuery) -> Result<Page<Run>> {
    let mut rows = Vec::new();
    for (key, run) in candidates(connection, query)? {
        if query.filter.matches(&View(&run)) {
            let place: Vec<SortPart> = query.order.iter().map(|order| sort_part(&run, order)).collect();
            rows.push((place, key));
        }
    }
    let page = page_of(rows, query.limit, query.after.as_ref())?;
    let items = page.items.into_iter().map(|key| load_by_key(connection, key)).collect::<Result<_>>()?;
    Ok(Page { items, next: page.next })
}

/// The runs of the view, by key, with what the filter and the order look at.
fn candidates(connection: &Connection, query: &RunQuery) -> Result<HashMap<i64, Run>> {
    let named = Named::of(query);
    let mut found = HashMap::new();
    let mut experiments: Vec<i64> = query.experiment_ids.iter().map(|id| id.number()).collect();
    experiments.sort_unstable();
    experiments.dedup();
    for experiment in experiments {
        let mut statement = connection.prepare_cached(OF_EXPERIMENT).sql()?;
        let mut rows = statement.query([experiment]).sql()?;
        while let Some(row) = rows.next().sql()? {
            let (key, run) = run_of_row(row)?;
            if query.view.shows(run.lifecycle) {
                found.insert(key, run);
            }
        }
        named.read(connection, experiment, &mut found)?;
    }
    Ok(found)
}

/// What of the other tables a search looks at.
#[derive(Default)]
struct Named<'a> {
    params: Vec<&'a str>,
    tags: Vec<&'a str>,
    metrics: Vec<&'a str>,
    datasets: bool,
}

impl<'a> Named<'a> {
    fn of(query: &'a RunQuery) -> Self {
        let mut named = Self::default();
        let ordered = query.order.iter().map(|order| &order.key);
        for field in query.filter.fields().into_iter().chain(ordered) {
            match field {
                RunField::Param(key) => named.params.push(key),
                RunField::Tag(key) => named.tags.push(key),
                RunField::Metric(key) => named.metrics.push(key),
                RunField::DatasetName | RunField::DatasetDigest | RunField::DatasetContext => {
                    named.datasets = true;
                }
                _ => {}
            }
        }
        named
    }

    fn read(&self, connection: &Connection, experiment: i64, runs: &mut HashMap<i64, Run>) -> Result<()> {
        let text = |row: &Row<'_>| Ok((row.get(1).sql()?, row.get(2).sql()?));
        each(connection, PARAMS, experiment, &self.params, runs, |run, row| {
            let (key, value) = text(row)?;
            run.params.insert(key, value);
            Ok(())
        })?;
        each(connection, TAGS, experiment, &self.tags, runs, |run, row| {
            let (key, value) = text(row)?;
            run.tags.insert(key, value);
            Ok(())
        })?;
        each(connection, METRICS, experiment, &self.metrics, runs, |run, row| {
            run.metrics.push(metric_of_row(row, 1).sql()?);
            Ok(())
        })?;
        if self.datasets {
            let mut statement = connection.prepare_cached(DATASETS).sql()?;
            let mut rows = statement.query([experiment]).sql()?;
            while let Some(row) = rows.next().sql()? {
                if let Some(run) = runs.get_mut(&row.get(0).sql()?) {
                    run.datasets.push(dataset_of_row(row, 1)?);
                }
            }
        }
        Ok(())
    }
}

/// Hands the rows of these names to `take`, with their run.
fn each(
    connection: &Connection,
    sql: &str,
    experiment: i64,
    names: &[&str],
    runs: &mut HashMap<i64, Run>,
    mut take: impl FnMut(&mut Run, &Row<'_>) -> Result<()>,
) -> Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let names = serde_json::to_string(names).map_err(Error::internal)?;
    let mut statement = connection.prepare_cached(sql).sql()?;
    let mut rows = statement.query(params![experiment, names]).sql()?;
    while let Some(row) = rows.next().sql()? {
        if let Some(run) = runs.get_mut(&row.get(0).sql()?) {
            take(run, row)?;
        }
    }
    Ok(())
}

fn sort_part(run: &Run, order: &RunOrder) -> SortPart {
    let some = |text: &str| Some(SortValue::from(text));
    let value = match &order.key {
        RunField::RunId => some(run.run_id.as_str()),
        RunField::Name => some(&run.name),
        RunField::UserId => some(&run.user_id),
        RunField::Status => some(run.status.name()),
        RunField::ArtifactUri => some(&run.artifact_uri),
        RunField::StartTime => Some(SortValue::from(run.start_time_ms)),
        RunField::EndTime => run.end_time_ms.map(SortValue::from),
        RunField::Param(key) => run.params.get(key).map(SortValue::from),
        RunField::Tag(key) => run.tags.get(key).map(SortValue::from),
        RunField::Metric(key) => {
            let found = run.metrics.iter().find(|metric| metric.key == *key);
            found.map(|metric| SortValue::from(metric.value))
        }
        RunField::DatasetName | RunField::DatasetDigest | RunField::DatasetContext => None,
    };
    part(value, order.direction)
}

struct View<'a>(&'a Run);

impl FieldView<RunField> for View<'_> {
    fn values(&self, field: &RunField) -> Vec<FieldValue<'_>> {
        let run = self.0;
        let datasets = |value: fn(&spanwell_model::DatasetInput) -> Option<&str>| {
            run.datasets.iter().filter_map(value).map(FieldValue::text).collect()
        };
        let text = |map: &'_ BTreeMap<String, String>, key: &str| {
            map.get(key).map(|value| FieldValue::text(value.clone())).into_iter().collect()
        };
        match field {
            RunField::RunId => vec![FieldValue::text(run.run_id.as_str())],
            RunField::Name => vec![FieldValue::text(run.name.as_str())],
            RunField::UserId => vec![FieldValue::text(run.user_id.as_str())],
            RunField::Status => vec![FieldValue::text(run.status.name())],
            RunField::ArtifactUri => vec![FieldValue::text(run.artifact_uri.as_str())],
            RunField::StartTime => vec![FieldValue::Number(run.start_time_ms as f64)],
            RunField::EndTime => {
                run.end_time_ms.map(|time| FieldValue::Number(time as f64)).into_iter().collect()
            }
            RunField::Param(key) => text(&run.params, key),
            RunField::Tag(key) => text(&run.tags, key),
            RunField::Metric(key) => {
                let named = run.metrics.iter().filter(|metric| metric.key == *key);
                named.map(|metric| FieldValue::Number(metric.value)).collect()
            }
            RunField::DatasetName => datasets(|dataset| Some(&dataset.name)),
            RunField::DatasetDigest => datasets(|dataset| Some(&dataset.digest)),
            RunField::DatasetContext => {
                datasets(|dataset| dataset.tags.get(TAG_DATASET_CONTEXT).map(String::as_str))
            }
        }
    }
}
