//! Changing registered scorers.

use rusqlite::params;
use spanwell_model::{Error, ExperimentId, OnlineScoringConfig, Result, ScorerVersion};
use spanwell_store::{NewScorerVersion, OnlineScoringChange};

use crate::error::SqliteResult;
use crate::read::scorers::{config, key_of, load};
use crate::write::context::WriteContext;

/// Most scorers of an experiment: they are listed without pages.
const SCORERS: i64 = 1_000;
/// Most versions of a scorer: they are listed without pages.
const VERSIONS: i64 = 10_000;

const COUNT: &str = "SELECT COUNT(*) FROM scorers WHERE experiment_id = ?1";

const COUNT_VERSIONS: &str = "SELECT COUNT(*) FROM scorer_versions WHERE scorer_key = ?1";

const INSERT: &str =
    "INSERT INTO scorers (experiment_id, name, scorer_id, last_version) VALUES (?1, ?2, ?3, 0)";

const NEXT_VERSION: &str =
    "UPDATE scorers SET last_version = last_version + 1 WHERE scorer_key = ?1 RETURNING last_version";

const INSERT_VERSION: &str = "INSERT INTO scorer_versions (scorer_key, version, serialized, creation_time_ms)
    VALUES (?1, ?2, ?3, ?4)";

const DELETE_VERSION: &str =
    "DELETE FROM scorer_versions WHERE scorer_key = ?1 AND (?2 IS NULL OR version = ?2)";

const DELETE_WITHOUT_VERSIONS: &str = "DELETE FROM scorers WHERE scorer_key = ?1
    AND NOT EXISTS (SELECT 1 FROM scorer_versions WHERE scorer_key = ?1)";

const SET_ONLINE: &str =
    "UPDATE scorers SET online_config_id = COALESCE(online_config_id, ?2), sample_rate = ?3,
    online_filter = ?4 WHERE scorer_key = ?1";

impl WriteContext<'_> {
    /// Adds a version to the scorer of this name, which is made when it is not there.
    pub(crate) fn register_scorer(&mut self, new: &NewScorerVersion) -> Result<ScorerVersion> {
        let key = match key_of(self.connection, new.experiment_id, &new.name)? {
            Some(key) => key,
            None => self.create_scorer(new)?,
        };
        let mut count = self.connection.prepare_cached(COUNT_VERSIONS).sql()?;
        if count.query_row([key], |row| row.get::<_, i64>(0)).sql()? >= VERSIONS {
            return Err(Error::invalid(format!(
                "the scorer '{}' has {VERSIONS} versions, the most there can be: delete some of them",
                new.name
            )));
        }
        let mut statement = self.connection.prepare_cached(NEXT_VERSION).sql()?;
        let version: i32 = statement.query_row([key], |row| row.get(0)).sql()?;
        self.connection.execute(INSERT_VERSION, params![key, version, new.serialized, new.now_ms]).sql()?;
        load(self.connection, new.experiment_id, &new.name, Some(version))?
            .ok_or_else(|| Error::internal("a scorer that was just registered is not there"))
    }

    /// Deletes one version, or all; whether there was one.
    pub(crate) fn delete_scorer(
        &mut self,
        experiment_id: ExperimentId,
        name: &str,
        version: Option<i32>,
    ) -> Result<bool> {
        let Some(key) = key_of(self.connection, experiment_id, name)? else { return Ok(false) };
        let deleted = self.connection.execute(DELETE_VERSION, params![key, version]).sql()?;
        self.connection.execute(DELETE_WITHOUT_VERSIONS, [key]).sql()?;
        Ok(deleted > 0)
    }

    /// Sets online scoring; `None` when there is no such scorer.
    pub(crate) fn set_online_scoring(
        &mut self,
        experiment_id: ExperimentId,
        name: &str,
        change: &OnlineScoringChange,
    ) -> Result<Option<OnlineScoringConfig>> {
        let Some(key) = key_of(self.connection, experiment_id, name)? else { return Ok(None) };
        self.connection
            .execute(SET_ONLINE, params![key, change.config_id, change.sample_rate, change.filter])
            .sql()?;
        config(self.connection, key)
    }

    fn create_scorer(&self, new: &NewScorerVersion) -> Result<i64> {
        self.check_room(COUNT, new.experiment_id, SCORERS, "scorers")?;
        self.connection
            .execute(INSERT, params![new.experiment_id.number(), new.name, new.scorer_id])
            .sql()?;
        Ok(self.connection.last_insert_rowid())
    }
}
