//! Label schemas. The default one of each experiment is made here: it is stored nowhere.

use rusqlite::{Connection, OptionalExtension, Row, params};
use spanwell_model::{DEFAULT_LABEL_SCHEMA_NAME, Error, ExperimentId, LabelSchema, LabelSchemaKind, Result};
use spanwell_query::Direction;
use spanwell_store::{Cursor, Page};

use crate::error::SqliteResult;
use crate::read::experiments;
use crate::read::sort_key::{page_of, part};

macro_rules! columns {
    () => {
        "SELECT schema_id, experiment_id, name, kind, instruction, enable_comment, input, created_ms, last_updated_ms
         FROM label_schemas"
    };
}

pub(crate) const BY_ID: &str = concat!(columns!(), " WHERE schema_id = ?1");
pub(crate) const BY_NAME: &str = concat!(columns!(), " WHERE experiment_id = ?1 AND name = ?2");
pub(crate) const OF_EXPERIMENT: &str = concat!(columns!(), " WHERE experiment_id = ?1");

/// One label schema.
pub(crate) fn load(connection: &Connection, id: &str) -> Result<Option<LabelSchema>> {
    if let Some(experiment_id) = LabelSchema::experiment_of_default(id) {
        return default_of(connection, experiment_id);
    }
    let mut statement = connection.prepare_cached(BY_ID).sql()?;
    statement.query_row([id], |row| Ok(read(row))).optional().sql()?.transpose()
}

/// One label schema of an experiment.
pub(crate) fn load_by_name(
    connection: &Connection,
    experiment_id: ExperimentId,
    name: &str,
) -> Result<Option<LabelSchema>> {
    if name == DEFAULT_LABEL_SCHEMA_NAME {
        return default_of(connection, experiment_id);
    }
    let mut statement = connection.prepare_cached(BY_NAME).sql()?;
    let found = statement.query_row(params![experiment_id.number(), name], |row| Ok(read(row)));
    found.optional().sql()?.transpose()
}

/// A page of an experiment's label schemas: the default first, then the newest.
pub(crate) fn list(
    connection: &Connection,
    experiment_id: ExperimentId,
    limit: usize,
    after: Option<&Cursor>,
) -> Result<Page<LabelSchema>> {
    let mut schemas = Vec::from_iter(default_of(connection, experiment_id)?);
    let mut statement = connection.prepare_cached(OF_EXPERIMENT).sql()?;
    let mut rows = statement.query([experiment_id.number()]).sql()?;
    while let Some(row) = rows.next().sql()? {
        schemas.push(read(row)?);
    }
    let placed = schemas.into_iter().map(|schema| {
        let place = vec![
            part(Some(i64::from(!schema.is_default()).into()), Direction::Ascending),
            part(Some(schema.created_ms.into()), Direction::Descending),
            part(Some((&schema.schema_id).into()), Direction::Ascending),
        ];
        (place, schema)
    });
    page_of(placed.collect(), limit, after)
}

fn default_of(connection: &Connection, experiment_id: ExperimentId) -> Result<Option<LabelSchema>> {
    Ok(experiments::load(connection, experiment_id)?.as_ref().map(LabelSchema::default_of))
}

fn read(row: &Row<'_>) -> Result<LabelSchema> {
    let kind: String = row.get(3).sql()?;
    Ok(LabelSchema {
        schema_id: row.get(0).sql()?,
        experiment_id: ExperimentId::new(row.get(1).sql()?)?,
        name: row.get(2).sql()?,
        kind: LabelSchemaKind::from_name(&kind)
            .ok_or_else(|| Error::internal(format!("a label schema has the kind `{kind}`")))?,
        instruction: row.get(4).sql()?,
        enable_comment: row.get(5).sql()?,
        input: serde_json::from_str(&row.get::<_, String>(6).sql()?).map_err(Error::internal)?,
        created_ms: row.get(7).sql()?,
        last_updated_ms: row.get(8).sql()?,
    })
}
