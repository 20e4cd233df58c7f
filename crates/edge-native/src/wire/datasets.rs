//! Evaluation datasets and their records.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// A page of datasets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DatasetList {
    /// The datasets, newest first.
    pub datasets: Vec<DatasetRow>,
    /// Where the next page starts; left out on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// One dataset without its records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DatasetRow {
    /// Its id.
    pub dataset_id: String,
    /// Its name; several datasets may have the same.
    pub name: String,
    /// How many records it has.
    pub record_count: u64,
    /// A short hash that is another one after each change of its records.
    pub digest: String,
    /// When it was made, in milliseconds since the epoch.
    pub created_at: i64,
    /// When it was changed, in milliseconds since the epoch.
    pub updated_at: i64,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// The experiments it belongs to.
    pub experiment_ids: Vec<String>,
}

/// A page of records.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DatasetRecordPage {
    /// The records, in the order in which they came.
    pub records: Vec<DatasetRecord>,
    /// Where the next page starts; left out on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// One record. Values over 64 KiB are the first part of their JSON text, as text.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DatasetRecord {
    /// Its id.
    pub record_id: String,
    /// What goes into the application.
    #[schema(value_type = serde_json::Value)]
    pub inputs: Box<RawValue>,
    /// What came out of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = serde_json::Value, required = false)]
    pub outputs: Option<Box<RawValue>>,
    /// What should come out of it, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = serde_json::Value, required = false)]
    pub expectations: Option<Box<RawValue>>,
    /// Its tags.
    #[schema(value_type = serde_json::Value)]
    pub tags: Box<RawValue>,
    /// True when a value is cut.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
    /// Where it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<RecordSource>,
    /// When it came, in milliseconds since the epoch.
    pub created_at: i64,
    /// When it was changed, in milliseconds since the epoch.
    pub updated_at: i64,
    /// Who added it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
}

/// Where a record comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecordSource {
    /// `TRACE`, `HUMAN`, `DOCUMENT`, `CODE` or `UNSPECIFIED`.
    pub kind: String,
    /// The trace it was made from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
}
