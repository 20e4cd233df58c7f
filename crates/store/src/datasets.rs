//! The port for evaluation datasets and their records.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde_json::{Map, Value};
use spanwell_model::{Dataset, DatasetRecord, DatasetSchema, ExperimentId, RecordSource, Result};
use spanwell_query::{DatasetFilter, DatasetOrder};

use crate::page::{Cursor, Page};

/// A search for datasets.
#[derive(Clone, Debug, Default)]
pub struct DatasetQuery {
    /// Only datasets of one of these; every dataset when there is none.
    pub experiment_ids: Vec<ExperimentId>,
    /// Condition.
    pub filter: DatasetFilter,
    /// Complete order, as `parse_dataset_order` makes it.
    pub order: Vec<DatasetOrder>,
    /// Most rows of the page.
    pub limit: usize,
    /// Where the page starts.
    pub after: Option<Cursor>,
}

/// A record to be merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordDraft {
    /// The id it gets when it is new.
    pub record_id: String,
    /// What tells it apart, as `inputs_identity` makes it.
    pub identity: [u8; 16],
    /// Its inputs, JSON text.
    pub inputs: String,
    /// Its outputs, JSON text: `Some` replaces, also by nothing.
    pub outputs: Option<Option<String>>,
    /// Expectations, merged key by key.
    pub expectations: Option<Map<String, Value>>,
    /// Tags, merged key by key.
    pub tags: Map<String, Value>,
    /// Where it comes from; of a record that is there the source stays.
    pub source: Option<RecordSource>,
    /// Who merges it.
    pub user: Option<String>,
}

/// Records to be merged together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordBatch {
    /// In their order.
    pub records: Vec<RecordDraft>,
    /// Their fields; `None` when there is no record.
    pub schema: Option<DatasetSchema>,
    /// Who merges them.
    pub user: Option<String>,
    /// Now, in milliseconds since the epoch.
    pub now_ms: i64,
}

/// What a merge did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MergeCounts {
    /// Records that are new.
    pub inserted: usize,
    /// Records that were there.
    pub updated: usize,
}

/// Experiments that a dataset shall belong to or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatasetLinks {
    /// To be added.
    pub add: Vec<ExperimentId>,
    /// To be removed.
    pub remove: Vec<ExperimentId>,
    /// Now, in milliseconds since the epoch.
    pub now_ms: i64,
}

/// What is asked of any engine about evaluation datasets. `Ok(None)` says that there is no such dataset.
#[async_trait]
pub trait DatasetStore: Send + Sync {
    /// Makes a dataset without records.
    async fn create_dataset(&self, new: Dataset) -> Result<Dataset>;

    /// One dataset.
    async fn get_dataset(&self, id: &str) -> Result<Option<Dataset>>;

    /// Deletes a dataset and its records for good; whether it was there.
    async fn delete_dataset(&self, id: &str) -> Result<bool>;

    /// A page of datasets.
    async fn search_datasets(&self, query: DatasetQuery) -> Result<Page<Dataset>>;

    /// Sets (`Some`) or deletes (`None`) tags.
    async fn change_dataset_tags(
        &self,
        id: &str,
        tags: BTreeMap<String, Option<String>>,
    ) -> Result<Option<()>>;

    /// Adds the dataset to experiments and removes it from others.
    async fn link_dataset(&self, id: &str, links: DatasetLinks) -> Result<Option<Dataset>>;

    /// Adds records; those with the same inputs as one that is there are merged into it. All or nothing.
    async fn merge_records(&self, id: &str, batch: RecordBatch) -> Result<Option<MergeCounts>>;

    /// A page of records, in the order in which they came.
    async fn list_records(
        &self,
        id: &str,
        limit: usize,
        after: Option<Cursor>,
    ) -> Result<Option<Page<DatasetRecord>>>;

    /// Deletes records of a dataset; how many were there.
    async fn delete_records(&self, id: &str, record_ids: Vec<String>, now_ms: i64) -> Result<Option<usize>>;
}
