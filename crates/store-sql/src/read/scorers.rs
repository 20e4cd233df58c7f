//! Registered scorers: one, all of an experiment, and their online scoring.

use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use spanwell_model::{Error, ExperimentId, OnlineScoringConfig, Result, ScorerVersion};

use crate::error::SqliteResult;

macro_rules! versions {
    () => {
        "SELECT s.experiment_id, s.name, s.scorer_id, v.version, v.serialized, v.creation_time_ms
         FROM scorers s JOIN scorer_versions v ON v.scorer_key = s.scorer_key"
    };
}

macro_rules! newest {
    () => {
        concat!(
            versions!(),
            " WHERE v.version = (SELECT MAX(version) FROM scorer_versions WHERE scorer_key = s.scorer_key) AND "
        )
    };
}

pub(crate) const KEY_BY_NAME: &str = "SELECT scorer_key FROM scorers WHERE experiment_id = ?1 AND name = ?2";
pub(crate) const VERSIONS: &str =
    concat!(versions!(), " WHERE s.experiment_id = ?1 AND s.name = ?2 ORDER BY v.version");
pub(crate) const VERSION: &str =
    concat!(versions!(), " WHERE s.experiment_id = ?1 AND s.name = ?2 AND v.version = ?3");
pub(crate) const NEWEST: &str = concat!(newest!(), "s.experiment_id = ?1 AND s.name = ?2");
pub(crate) const NEWEST_OF_EXPERIMENTS: &str = concat!(
    newest!(),
    "s.experiment_id IN (SELECT experiment_id FROM experiments
       WHERE deleted = 0 AND experiment_id IN (SELECT value FROM json_each(?1))) ORDER BY s.experiment_id, s.name"
);
pub(crate) const NEWEST_OF_ALL: &str = concat!(
    newest!(),
    "s.experiment_id IN (SELECT experiment_id FROM experiments WHERE deleted = 0) ORDER BY s.experiment_id, s.name"
);

macro_rules! configs {
    () => {
        "SELECT online_config_id, scorer_id, experiment_id, sample_rate, online_filter FROM scorers
         WHERE online_config_id IS NOT NULL AND "
    };
}

pub(crate) const CONFIG: &str = concat!(configs!(), "scorer_key = ?1");
pub(crate) const CONFIGS: &str =
    concat!(configs!(), "scorer_id IN (SELECT value FROM json_each(?1)) ORDER BY scorer_id");

/// A scorer's key inside the database.
pub(crate) fn key_of(
    connection: &Connection,
    experiment_id: ExperimentId,
    name: &str,
) -> Result<Option<i64>> {
    let mut statement = connection.prepare_cached(KEY_BY_NAME).sql()?;
    statement.query_row(params![experiment_id.number(), name], |row| row.get(0)).optional().sql()
}

/// The newest version of each scorer of these experiments, or of all; deleted experiments are left out.
pub(crate) fn list(
    connection: &Connection,
    experiment_ids: Option<&[ExperimentId]>,
) -> Result<Vec<ScorerVersion>> {
    let Some(ids) = experiment_ids else { return select(connection, NEWEST_OF_ALL, &[]) };
    let ids: Vec<i64> = ids.iter().map(|id| id.number()).collect();
    let ids = serde_json::to_string(&ids).map_err(Error::internal)?;
    select(connection, NEWEST_OF_EXPERIMENTS, &[&ids])
}

/// All versions of a scorer, oldest first.
pub(crate) fn versions(
    connection: &Connection,
    experiment_id: ExperimentId,
    name: &str,
) -> Result<Vec<ScorerVersion>> {
    select(connection, VERSIONS, &[&experiment_id.number(), &name])
}

/// One version of a scorer, or the newest.
pub(crate) fn load(
    connection: &Connection,
    experiment_id: ExperimentId,
    name: &str,
    version: Option<i32>,
) -> Result<Option<ScorerVersion>> {
    let found = match version {
        Some(version) => select(connection, VERSION, &[&experiment_id.number(), &name, &version])?,
        None => select(connection, NEWEST, &[&experiment_id.number(), &name])?,
    };
    Ok(found.into_iter().next())
}

/// The online scoring of one scorer.
pub(crate) fn config(connection: &Connection, scorer_key: i64) -> Result<Option<OnlineScoringConfig>> {
    let mut statement = connection.prepare_cached(CONFIG).sql()?;
    statement.query_row([scorer_key], |row| Ok(read_config(row))).optional().sql()?.transpose()
}

/// The online scoring of these scorers.
pub(crate) fn configs(connection: &Connection, scorer_ids: &[String]) -> Result<Vec<OnlineScoringConfig>> {
    let ids = serde_json::to_string(scorer_ids).map_err(Error::internal)?;
    let mut statement = connection.prepare_cached(CONFIGS).sql()?;
    let mut rows = statement.query([ids]).sql()?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().sql()? {
        found.push(read_config(row)?);
    }
    Ok(found)
}

fn select(connection: &Connection, sql: &str, binds: &[&dyn ToSql]) -> Result<Vec<ScorerVersion>> {
    let mut statement = connection.prepare_cached(sql).sql()?;
    let mut rows = statement.query(binds).sql()?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().sql()? {
        found.push(ScorerVersion {
            experiment_id: ExperimentId::new(row.get(0).sql()?)?,
            name: row.get(1).sql()?,
            scorer_id: row.get(2).sql()?,
            version: row.get(3).sql()?,
            serialized: row.get(4).sql()?,
            creation_time_ms: row.get(5).sql()?,
        });
    }
    Ok(found)
}

fn read_config(row: &Row<'_>) -> Result<OnlineScoringConfig> {
    Ok(OnlineScoringConfig {
        config_id: row.get(0).sql()?,
        scorer_id: row.get(1).sql()?,
        experiment_id: ExperimentId::new(row.get(2).sql()?)?,
        sample_rate: row.get(3).sql()?,
        filter: row.get(4).sql()?,
    })
}
