//! Changing the registry.

use std::collections::BTreeMap;

use rusqlite::{ErrorCode, OptionalExtension, Params, params};
use spanwell_model::{Error, Kind, ModelVersion, RegisteredModel, Result};
use spanwell_store::{NewModelVersion, NewRegisteredModel, RegistryChange, StageChange};

use crate::error::{SqliteResult, from_sqlite};
use crate::read::registry::{key_of_model, key_of_version, load_model, load_version};
use crate::write::context::WriteContext;

const INSERT_MODEL: &str = "INSERT INTO registered_models
    (name, description, creation_time_ms, last_update_time_ms, last_version, tags) VALUES (?1, ?2, ?3, ?3, 0, ?4)";
const UPDATE_MODEL: &str =
    "UPDATE registered_models SET description = ?2, last_update_time_ms = ?3, tags = ?4
    WHERE model_key = ?1";
const RENAME_MODEL: &str =
    "UPDATE registered_models SET name = ?2, last_update_time_ms = ?3 WHERE model_key = ?1";
const TOUCH_VERSIONS: &str = "UPDATE model_versions SET last_update_time_ms = ?2 WHERE model_key = ?1";
const ARCHIVE_OTHERS: &str = "UPDATE model_versions SET stage = 'Archived', last_update_time_ms = ?4
    WHERE model_key = ?1 AND version != ?2 AND stage = ?3";
const CHANGE_STAGE: &str = "UPDATE model_versions SET stage = ?3, last_update_time_ms = ?4
    WHERE model_key = ?1 AND version = ?2";
const TOUCH_MODEL: &str = "UPDATE registered_models SET last_update_time_ms = ?2 WHERE model_key = ?1";
const NEXT_VERSION: &str =
    "UPDATE registered_models SET last_version = last_version + 1, last_update_time_ms = ?2
    WHERE name = ?1 RETURNING model_key, last_version";
const INSERT_VERSION: &str = "INSERT INTO model_versions
    (model_key, version, description, source, run_id, run_link, stage, creation_time_ms, last_update_time_ms, tags)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'None', ?7, ?7, ?8)";
const UPDATE_VERSION: &str = "UPDATE model_versions SET description = ?3, last_update_time_ms = ?4, tags = ?5
    WHERE model_key = ?1 AND version = ?2";

impl WriteContext<'_> {
    /// Makes a model.
    pub(crate) fn create_registered_model(&mut self, new: &NewRegisteredModel) -> Result<RegisteredModel> {
        let values = params![new.name, new.description, new.now_ms, json(&new.tags)?];
        self.connection.execute(INSERT_MODEL, values).map_err(|error| named_twice(error, &new.name))?;
        let made = load_model(self.connection, &new.name)?;
        made.map(|(_, model)| model).ok_or_else(|| Error::internal("a new registered model is not there"))
    }

    /// Changes a model; `None` when there is none.
    pub(crate) fn change_registered_model(
        &mut self,
        name: &str,
        change: &RegistryChange,
    ) -> Result<Option<RegisteredModel>> {
        let Some((key, mut model)) = load_model(self.connection, name)? else { return Ok(None) };
        apply(change, &mut model.description, &mut model.tags, &mut model.last_update_time_ms);
        let values = params![key, model.description, model.last_update_time_ms, json(&model.tags)?];
        self.run(UPDATE_MODEL, values)?;
        Ok(Some(model))
    }

    /// Gives a model another name; `None` when there is none.
    pub(crate) fn rename_registered_model(
        &mut self,
        name: &str,
        new_name: &str,
        now_ms: i64,
    ) -> Result<Option<RegisteredModel>> {
        let Some(key) = key_of_model(self.connection, name)? else { return Ok(None) };
        let renamed = self.connection.execute(RENAME_MODEL, params![key, new_name, now_ms]);
        renamed.map_err(|error| named_twice(error, new_name))?;
        self.run(TOUCH_VERSIONS, params![key, now_ms])?;
        Ok(load_model(self.connection, new_name)?.map(|(_, model)| model))
    }

    /// Moves a version to another stage; `None` when there is none.
    pub(crate) fn change_model_stage(
        &mut self,
        name: &str,
        version: u32,
        change: StageChange,
    ) -> Result<Option<ModelVersion>> {
        let Some(key) = key_of_version(self.connection, name, version)? else { return Ok(None) };
        let values = params![key, version, change.stage.name(), change.now_ms];
        if change.archives_others {
            self.run(ARCHIVE_OTHERS, values)?;
        }
        self.run(CHANGE_STAGE, values)?;
        self.run(TOUCH_MODEL, params![key, change.now_ms])?;
        Ok(load_version(self.connection, name, version)?.map(|(_, version)| version))
    }

    /// Deletes a model with its versions and aliases; whether it was there.
    pub(crate) fn delete_registered_model(&mut self, name: &str) -> Result<bool> {
        let Some(key) = key_of_model(self.connection, name)? else { return Ok(false) };
        self.run("DELETE FROM model_aliases WHERE model_key = ?1", [key])?;
        self.run("DELETE FROM model_versions WHERE model_key = ?1", [key])?;
        self.run("DELETE FROM registered_models WHERE model_key = ?1", [key])?;
        Ok(true)
    }

    /// Makes the next version; `None` when there is no such model.
    pub(crate) fn create_model_version(&mut self, new: &NewModelVersion) -> Result<Option<ModelVersion>> {
        let next = self
            .connection
            .query_row(NEXT_VERSION, params![new.name, new.now_ms], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
            .sql()?;
        let Some((key, version)): Option<(i64, u32)> = next else { return Ok(None) };
        let tags = json(&new.tags)?;
        let values =
            params![key, version, new.description, new.source, new.run_id, new.run_link, new.now_ms, tags];
        self.run(INSERT_VERSION, values)?;
        Ok(load_version(self.connection, &new.name, version)?.map(|(_, made)| made))
    }

    /// Changes a version; `None` when there is none.
    pub(crate) fn change_model_version(
        &mut self,
        name: &str,
        version: u32,
        change: &RegistryChange,
    ) -> Result<Option<ModelVersion>> {
        let Some((key, mut known)) = load_version(self.connection, name, version)? else { return Ok(None) };
        apply(change, &mut known.description, &mut known.tags, &mut known.last_update_time_ms);
        let values = params![key, version, known.description, known.last_update_time_ms, json(&known.tags)?];
        self.run(UPDATE_VERSION, values)?;
        Ok(Some(known))
    }

    /// Deletes a version and its aliases; whether it was there.
    pub(crate) fn delete_model_version(&mut self, name: &str, version: u32, now_ms: i64) -> Result<bool> {
        let Some(key) = key_of_version(self.connection, name, version)? else { return Ok(false) };
        self.run("DELETE FROM model_aliases WHERE model_key = ?1 AND version = ?2", params![key, version])?;
        self.run("DELETE FROM model_versions WHERE model_key = ?1 AND version = ?2", params![key, version])?;
        self.run(TOUCH_MODEL, params![key, now_ms])?;
        Ok(true)
    }

    /// Points an alias to a version; `false` when there is no such version.
    pub(crate) fn set_model_alias(&mut self, name: &str, alias: &str, version: u32) -> Result<bool> {
        let Some(key) = key_of_version(self.connection, name, version)? else { return Ok(false) };
        let set = "INSERT OR REPLACE INTO model_aliases (model_key, alias, version) VALUES (?1, ?2, ?3)";
        self.run(set, params![key, alias, version])?;
        Ok(true)
    }

    /// Deletes an alias, if it is there; `false` when there is no such model.
    pub(crate) fn delete_model_alias(&mut self, name: &str, alias: &str) -> Result<bool> {
        let Some(key) = key_of_model(self.connection, name)? else { return Ok(false) };
        self.run("DELETE FROM model_aliases WHERE model_key = ?1 AND alias = ?2", params![key, alias])?;
        Ok(true)
    }

    fn run(&self, sql: &str, values: impl Params) -> Result<()> {
        self.connection.execute(sql, values).sql().map(|_| ())
    }
}

fn json(tags: &BTreeMap<String, String>) -> Result<String> {
    serde_json::to_string(tags).map_err(Error::internal)
}

fn named_twice(error: rusqlite::Error, name: &str) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) => {
            Error::new(Kind::AlreadyExists, format!("Registered Model (name={name}) already exists."))
        }
        _ => from_sqlite(error),
    }
}

fn apply(
    change: &RegistryChange,
    description: &mut String,
    tags: &mut BTreeMap<String, String>,
    last_update_time_ms: &mut i64,
) {
    if let Some(text) = &change.description {
        description.clone_from(text);
        *last_update_time_ms = change.now_ms;
    }
    for (key, value) in &change.tags {
        match value {
            Some(value) => tags.insert(key.clone(), value.clone()),
            None => tags.remove(key),
        };
    }
}
