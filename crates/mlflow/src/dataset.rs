//! `datasets.Dataset` and `datasets.DatasetRecord`: much of them is JSON text inside JSON.

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use spanwell_model::{Dataset, DatasetRecord, Error, RecordSource, Result};

use crate::python_json::dumps;

/// A dataset as answers show it.
#[derive(Clone, Debug, Serialize)]
pub struct DatasetAnswer<'a> {
    dataset_id: &'a str,
    name: &'a str,
    tags: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<String>,
    digest: String,
    created_time: i64,
    last_update_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_updated_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    experiment_ids: Vec<String>,
}

impl<'a> DatasetAnswer<'a> {
    /// The answer about a dataset.
    pub fn new(dataset: &'a Dataset) -> Result<Self> {
        let text = |value: Value| dumps(&value);
        let schema =
            dataset.schema.as_ref().map(serde_json::to_value).transpose().map_err(Error::internal)?;
        let profile = (dataset.record_count > 0).then(|| json!({"num_records": dataset.record_count}));
        Ok(Self {
            dataset_id: &dataset.dataset_id,
            name: &dataset.name,
            tags: text(json!(dataset.tags)),
            schema: schema.map(text),
            profile: profile.map(text),
            digest: dataset.digest(),
            created_time: dataset.created_time_ms,
            last_update_time: dataset.last_update_time_ms,
            created_by: dataset.created_by.as_deref(),
            last_updated_by: dataset.last_updated_by.as_deref(),
            experiment_ids: dataset.experiment_ids.iter().map(ToString::to_string).collect(),
        })
    }
}

#[derive(Serialize)]
struct SourceAnswer<'a> {
    source_type: &'static str,
    source_data: &'a Map<String, Value>,
}

#[derive(Serialize)]
struct RecordAnswer<'a> {
    dataset_record_id: &'a str,
    dataset_id: &'a str,
    inputs: &'a RawValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    outputs: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expectations: Option<&'a RawValue>,
    tags: &'a RawValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<SourceAnswer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_type: Option<&'static str>,
    created_time: i64,
    last_update_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_updated_by: Option<&'a str>,
}

impl<'a> RecordAnswer<'a> {
    fn new(record: &'a DatasetRecord) -> Result<Self> {
        let source = record.source.as_ref();
        Ok(Self {
            dataset_record_id: &record.record_id,
            dataset_id: &record.dataset_id,
            inputs: raw(&record.inputs)?,
            outputs: record.outputs.as_deref().map(raw).transpose()?,
            expectations: record.expectations.as_deref().map(raw).transpose()?,
            tags: raw(&record.tags)?,
            source: source.map(|RecordSource { kind, data }| SourceAnswer {
                source_type: kind.name(),
                source_data: data,
            }),
            source_id: source.and_then(RecordSource::source_id),
            source_type: source.map(|source| source.kind.name()),
            created_time: record.created_time_ms,
            last_update_time: record.last_update_time_ms,
            created_by: record.created_by.as_deref(),
            last_updated_by: record.last_updated_by.as_deref(),
        })
    }
}

fn raw(text: &str) -> Result<&RawValue> {
    serde_json::from_str(text).map_err(Error::internal)
}

/// Records as the JSON text that answers carry.
pub fn records_text(records: &[DatasetRecord]) -> Result<String> {
    let records: Vec<_> = records.iter().map(RecordAnswer::new).collect::<Result<_>>()?;
    serde_json::to_string(&records).map_err(Error::internal)
}
