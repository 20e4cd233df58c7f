//! The searches for registered models and their versions: compared by the filter language itself. There are thousands of
//! models, not millions; versions are read for one name when the filter says which.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};
use spanwell_model::registry::TAG_IS_PROMPT;
use spanwell_model::{Error, ModelVersion, RegisteredModel, Result};
use spanwell_query::{
    FieldValue, FieldView, ModelVersionField, ModelVersionOrder, RegisteredModelField, RegisteredModelOrder,
};
use spanwell_store::{ModelVersionQuery, Page, RegisteredModelQuery};

use crate::error::SqliteResult;
use crate::read::registry::{load_model, load_version, tags_of};
use crate::read::sort_key::{SortPart, SortValue, page_of, part};

pub(crate) const MODELS: &str =
    "SELECT name, creation_time_ms, last_update_time_ms, tags FROM registered_models";
/// Tags of versions hold templates, so they are only read when they are asked for.
pub(crate) const VERSIONS: &str = "SELECT m.name, v.version, v.run_id, v.source, v.creation_time_ms,
    v.last_update_time_ms, CASE WHEN ?2 THEN v.tags ELSE '{}' END, m.tags
    FROM registered_models m JOIN model_versions v ON v.model_key = m.model_key
    WHERE ?1 IS NULL OR m.name = ?1";

/// A page of models.
pub(crate) fn models(connection: &Connection, query: &RegisteredModelQuery) -> Result<Page<RegisteredModel>> {
    let names_prompts = query
        .filter
        .fields()
        .iter()
        .any(|field| matches!(field, RegisteredModelField::Tag(key) if key == TAG_IS_PROMPT));
    let mut statement = connection.prepare_cached(MODELS).sql()?;
    let mut found = statement.query([]).sql()?;
    let mut rows: Vec<(Vec<SortPart>, String)> = Vec::new();
    while let Some(row) = found.next().sql()? {
        let model = ModelRow {
            name: row.get(0).sql()?,
            creation_time_ms: row.get(1).sql()?,
            last_update_time_ms: row.get(2).sql()?,
            tags: tags_of(row, 3)?,
        };
        let is_hidden = !names_prompts && spanwell_model::registry::is_prompt(&model.tags);
        if !is_hidden && query.filter.matches(&model) {
            rows.push((query.order.iter().map(|order| model.sort_part(order)).collect(), model.name));
        }
    }
    let page = page_of(rows, query.limit, query.after.as_ref())?;
    let load = |name: String| match load_model(connection, &name)? {
        Some((_, model)) => Ok(model),
        None => Err(Error::internal("a registered model went away while it was read")),
    };
    Ok(Page { items: page.items.into_iter().map(load).collect::<Result<_>>()?, next: page.next })
}

/// A page of versions.
pub(crate) fn versions(connection: &Connection, query: &ModelVersionQuery) -> Result<Page<ModelVersion>> {
    let fields = query.filter.fields();
    let tags: Vec<&str> = fields
        .into_iter()
        .filter_map(|field| match field {
            ModelVersionField::Tag(key) => Some(key.as_str()),
            _ => None,
        })
        .collect();
    let names_prompts = tags.contains(&TAG_IS_PROMPT);
    let mut statement = connection.prepare_cached(VERSIONS).sql()?;
    let mut found = statement.query(params![query.filter.only_name(), !tags.is_empty()]).sql()?;
    let mut rows: Vec<(Vec<SortPart>, (String, u32))> = Vec::new();
    while let Some(row) = found.next().sql()? {
        let version = VersionRow {
            name: row.get(0).sql()?,
            version: row.get(1).sql()?,
            run_id: row.get(2).sql()?,
            source: row.get(3).sql()?,
            creation_time_ms: row.get(4).sql()?,
            last_update_time_ms: row.get(5).sql()?,
            tags: tags_of(row, 6)?,
            tags_of_model: tags_of(row, 7)?,
        };
        let is_hidden = !names_prompts && spanwell_model::registry::is_prompt(&version.tags_of_model);
        if !is_hidden && query.filter.matches(&version) {
            let place = query.order.iter().map(|order| version.sort_part(order)).collect();
            rows.push((place, (version.name, version.version)));
        }
    }
    let page = page_of(rows, query.limit, query.after.as_ref())?;
    let load = |(name, version): (String, u32)| match load_version(connection, &name, version)? {
        Some((_, version)) => Ok(version),
        None => Err(Error::internal("a version went away while it was read")),
    };
    Ok(Page { items: page.items.into_iter().map(load).collect::<Result<_>>()?, next: page.next })
}

struct ModelRow {
    name: String,
    creation_time_ms: i64,
    last_update_time_ms: i64,
    tags: BTreeMap<String, String>,
}

impl ModelRow {
    fn sort_part(&self, order: &RegisteredModelOrder) -> SortPart {
        let value = match &order.key {
            RegisteredModelField::Name => Some(SortValue::from(&self.name)),
            RegisteredModelField::CreationTime => Some(SortValue::from(self.creation_time_ms)),
            RegisteredModelField::LastUpdateTime => Some(SortValue::from(self.last_update_time_ms)),
            RegisteredModelField::Tag(key) => self.tags.get(key).map(SortValue::from),
        };
        part(value, order.direction)
    }
}

impl FieldView<RegisteredModelField> for ModelRow {
    fn values(&self, field: &RegisteredModelField) -> Vec<FieldValue<'_>> {
        match field {
            RegisteredModelField::Name => vec![FieldValue::text(self.name.as_str())],
            RegisteredModelField::CreationTime => vec![FieldValue::Number(self.creation_time_ms as f64)],
            RegisteredModelField::LastUpdateTime => vec![FieldValue::Number(self.last_update_time_ms as f64)],
            RegisteredModelField::Tag(key) => tag([&self.tags], key),
        }
    }
}

struct VersionRow {
    name: String,
    version: u32,
    run_id: String,
    source: String,
    creation_time_ms: i64,
    last_update_time_ms: i64,
    tags: BTreeMap<String, String>,
    tags_of_model: BTreeMap<String, String>,
}

impl VersionRow {
    fn sort_part(&self, order: &ModelVersionOrder) -> SortPart {
        let value = match &order.key {
            ModelVersionField::Name => Some(SortValue::from(&self.name)),
            ModelVersionField::VersionNumber => Some(SortValue::from(i64::from(self.version))),
            ModelVersionField::RunId => Some(SortValue::from(&self.run_id)),
            ModelVersionField::SourcePath => Some(SortValue::from(&self.source)),
            ModelVersionField::CreationTime => Some(SortValue::from(self.creation_time_ms)),
            ModelVersionField::LastUpdateTime => Some(SortValue::from(self.last_update_time_ms)),
            ModelVersionField::Tag(key) => self.tags.get(key).map(SortValue::from),
        };
        part(value, order.direction)
    }
}

impl FieldView<ModelVersionField> for VersionRow {
    fn values(&self, field: &ModelVersionField) -> Vec<FieldValue<'_>> {
        match field {
            ModelVersionField::Name => vec![FieldValue::text(self.name.as_str())],
            ModelVersionField::VersionNumber => vec![FieldValue::Number(f64::from(self.version))],
            ModelVersionField::RunId => vec![FieldValue::text(self.run_id.as_str())],
            ModelVersionField::SourcePath => vec![FieldValue::text(self.source.as_str())],
            ModelVersionField::CreationTime => vec![FieldValue::Number(self.creation_time_ms as f64)],
            ModelVersionField::LastUpdateTime => vec![FieldValue::Number(self.last_update_time_ms as f64)],
            ModelVersionField::Tag(key) if key == TAG_IS_PROMPT => {
                tag([&self.tags, &self.tags_of_model], key)
            }
            ModelVersionField::Tag(key) => tag([&self.tags], key),
        }
    }
}

/// The value of a tag in the first of these maps that has it. What says nothing of prompts is none.
fn tag<'a, const N: usize>(maps: [&'a BTreeMap<String, String>; N], key: &str) -> Vec<FieldValue<'a>> {
    let found = maps.into_iter().find_map(|tags| tags.get(key)).map(String::as_str);
    let found = found.or((key == TAG_IS_PROMPT).then_some("false"));
    found.map(FieldValue::text).into_iter().collect()
}
