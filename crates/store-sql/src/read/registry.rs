//! The registry: one model with its latest versions, one version.

use rusqlite::{Connection, OptionalExtension, Row, params};
use spanwell_model::{Error, ModelStage, ModelVersion, RegisteredModel, Result};

use crate::error::SqliteResult;

macro_rules! version_columns {
    () => {
        "SELECT v.model_key, m.name, v.version, v.description, v.source, v.run_id, v.run_link, v.stage,
         v.creation_time_ms, v.last_update_time_ms, v.tags
         FROM registered_models m JOIN model_versions v ON v.model_key = m.model_key "
    };
}

pub(crate) const MODEL: &str =
    "SELECT model_key, name, description, creation_time_ms, last_update_time_ms, tags
    FROM registered_models WHERE name = ?1";
pub(crate) const KEY_OF_MODEL: &str = "SELECT model_key FROM registered_models WHERE name = ?1";
pub(crate) const KEY_OF_VERSION: &str =
    "SELECT v.model_key FROM registered_models m JOIN model_versions v ON v.model_key = m.model_key
    WHERE m.name = ?1 AND v.version = ?2";
pub(crate) const ALIASES: &str =
    "SELECT alias, version FROM model_aliases WHERE model_key = ?1 ORDER BY alias";
pub(crate) const VERSION: &str = concat!(version_columns!(), "WHERE m.name = ?1 AND v.version = ?2");
pub(crate) const LATEST_VERSIONS: &str = concat!(
    version_columns!(),
    "WHERE m.model_key = ?1 AND v.version IN
       (SELECT MAX(version) FROM model_versions WHERE model_key = ?1 GROUP BY stage)
     ORDER BY v.version"
);

/// A model's key inside the database.
pub(crate) fn key_of_model(connection: &Connection, name: &str) -> Result<Option<i64>> {
    let mut statement = connection.prepare_cached(KEY_OF_MODEL).sql()?;
    statement.query_row([name], |row| row.get(0)).optional().sql()
}

/// The key of the model of a version that is there.
pub(crate) fn key_of_version(connection: &Connection, name: &str, version: u32) -> Result<Option<i64>> {
    let mut statement = connection.prepare_cached(KEY_OF_VERSION).sql()?;
    statement.query_row(params![name, version], |row| row.get(0)).optional().sql()
}

/// One model and its key.
pub(crate) fn load_model(connection: &Connection, name: &str) -> Result<Option<(i64, RegisteredModel)>> {
    let mut statement = connection.prepare_cached(MODEL).sql()?;
    let found = statement.query_row([name], |row| Ok(read_model(row))).optional().sql()?;
    let Some((key, mut model)) = found.transpose()? else { return Ok(None) };
    let aliases = aliases(connection, key)?;
    let mut statement = connection.prepare_cached(LATEST_VERSIONS).sql()?;
    let mut rows = statement.query([key]).sql()?;
    while let Some(row) = rows.next().sql()? {
        let (_, version) = read_version(row)?;
        model.latest_versions.push(with_aliases(version, &aliases));
    }
    model.aliases = aliases.into_iter().collect();
    Ok(Some((key, model)))
}

fn read_model(row: &Row<'_>) -> Result<(i64, RegisteredModel)> {
    let model = RegisteredModel {
        name: row.get(1).sql()?,
        description: row.get(2).sql()?,
        creation_time_ms: row.get(3).sql()?,
        last_update_time_ms: row.get(4).sql()?,
        tags: tags_of(row, 5)?,
        aliases: Default::default(),
        latest_versions: Vec::new(),
    };
    Ok((row.get(0).sql()?, model))
}

/// Tags that a column holds as a JSON object.
pub(crate) fn tags_of(row: &Row<'_>, column: usize) -> Result<std::collections::BTreeMap<String, String>> {
    serde_json::from_str(row.get_ref(column).sql()?.as_str().map_err(Error::internal)?)
        .map_err(Error::internal)
}

/// One version and the key of its model.
pub(crate) fn load_version(
    connection: &Connection,
    name: &str,
    version: u32,
) -> Result<Option<(i64, ModelVersion)>> {
    let mut statement = connection.prepare_cached(VERSION).sql()?;
    let found = statement.query_row(params![name, version], |row| Ok(read_version(row))).optional().sql()?;
    let Some((key, found)) = found.transpose()? else { return Ok(None) };
    Ok(Some((key, with_aliases(found, &aliases(connection, key)?))))
}

fn read_version(row: &Row<'_>) -> Result<(i64, ModelVersion)> {
    let stage: String = row.get(7).sql()?;
    let version = ModelVersion {
        name: row.get(1).sql()?,
        version: row.get(2).sql()?,
        description: row.get(3).sql()?,
        source: row.get(4).sql()?,
        run_id: row.get(5).sql()?,
        run_link: row.get(6).sql()?,
        stage: ModelStage::named(&stage).unwrap_or_default(),
        creation_time_ms: row.get(8).sql()?,
        last_update_time_ms: row.get(9).sql()?,
        tags: tags_of(row, 10)?,
        aliases: Vec::new(),
    };
    Ok((row.get(0).sql()?, version))
}

fn with_aliases(mut version: ModelVersion, aliases: &[(String, u32)]) -> ModelVersion {
    let of_version = aliases.iter().filter(|(_, to)| *to == version.version);
    version.aliases = of_version.map(|(alias, _)| alias.clone()).collect();
    version
}

fn aliases(connection: &Connection, key: i64) -> Result<Vec<(String, u32)>> {
    let mut statement = connection.prepare_cached(ALIASES).sql()?;
    let rows = statement.query_map([key], |row| Ok((row.get(0)?, row.get(1)?))).sql()?;
    rows.collect::<rusqlite::Result<_>>().sql()
}
