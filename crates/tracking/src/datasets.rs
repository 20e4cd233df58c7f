//! Evaluation datasets: made, found, filled, changed and deleted.

use spanwell_model::{Dataset, DatasetRecord, Error, ExperimentId, Result};
use spanwell_store::{Cursor, DatasetLinks, DatasetQuery, MergeCounts, Page};

use crate::checks::at_most;
use crate::{Tracking, dataset_checks};

/// Largest page of datasets (MLflow 3.17).
pub const DATASETS_PER_PAGE: usize = 50_000;
/// Largest page of records.
pub const RECORDS_PER_PAGE: usize = 10_000;
/// Longest name, in characters (MLflow 3.17).
const NAME_CHARACTERS: usize = 255;

/// What a client says of a dataset it makes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatasetDraft {
    /// Its name.
    pub name: String,
    /// The experiments it belongs to.
    pub experiment_ids: Vec<ExperimentId>,
    /// Its tags: JSON text of an object.
    pub tags: Option<String>,
    /// Who makes it, unless the tags say so.
    pub created_by: Option<String>,
}

impl Tracking {
    /// Makes a dataset without records.
    pub async fn create_dataset(&self, draft: DatasetDraft) -> Result<Dataset> {
        at_most("name", &draft.name, NAME_CHARACTERS)?;
        let given =
            dataset_checks::tags(draft.tags.as_deref().filter(|text| !text.is_empty()).unwrap_or("{}"))?;
        self.check_experiments(&draft.experiment_ids).await?;
        let tags: std::collections::BTreeMap<_, _> =
            given.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
        let user = tags.get(dataset_checks::TAG_USER).cloned().or(draft.created_by);
        let now_ms = self.clock.now_ms();
        let new = Dataset {
            dataset_id: format!("d-{}", self.ids.run_id()),
            name: draft.name,
            tags,
            schema: None,
            record_count: 0,
            created_time_ms: now_ms,
            last_update_time_ms: now_ms,
            content_time_ms: now_ms,
            created_by: user.clone(),
            last_updated_by: user,
            experiment_ids: draft.experiment_ids,
        };
        self.datasets.create_dataset(new).await
    }

    /// One dataset.
    pub async fn dataset(&self, id: &str) -> Result<Dataset> {
        self.datasets.get_dataset(id).await?.ok_or_else(|| no_dataset(id))
    }

    /// Deletes a dataset and its records for good.
    pub async fn delete_dataset(&self, id: &str) -> Result<()> {
        match self.datasets.delete_dataset(id).await? {
            true => Ok(()),
            false => Err(no_dataset(id)),
        }
    }

    /// A page of datasets.
    pub async fn search_datasets(&self, query: DatasetQuery) -> Result<Page<Dataset>> {
        self.datasets.search_datasets(query).await
    }

    /// Changes tags by JSON text of an object; those with a null are deleted.
    pub async fn change_dataset_tags(&self, id: &str, tags: &str) -> Result<()> {
        let tags = dataset_checks::tags(tags)?;
        self.datasets.change_dataset_tags(id, tags).await?.ok_or_else(|| no_dataset(id))
    }

    /// Deletes a tag; one that is not there is no error.
    pub async fn delete_dataset_tag(&self, id: &str, key: &str) -> Result<()> {
        let tags = [(key.to_owned(), None)].into();
        self.datasets.change_dataset_tags(id, tags).await?.ok_or_else(|| no_dataset(id))
    }

    /// Adds a dataset to experiments.
    pub async fn add_dataset_to(&self, id: &str, add: Vec<ExperimentId>) -> Result<Dataset> {
        self.check_experiments(&add).await?;
        let links = DatasetLinks { add, now_ms: self.clock.now_ms(), ..DatasetLinks::default() };
        self.datasets.link_dataset(id, links).await?.ok_or_else(|| no_dataset(id))
    }

    /// Removes a dataset from experiments; from those it does not belong to it is no error.
    pub async fn remove_dataset_from(&self, id: &str, remove: Vec<ExperimentId>) -> Result<Dataset> {
        let links = DatasetLinks { remove, now_ms: self.clock.now_ms(), ..DatasetLinks::default() };
        self.datasets.link_dataset(id, links).await?.ok_or_else(|| no_dataset(id))
    }

    /// Merges the records of this JSON text into a dataset.
    pub async fn merge_records(&self, id: &str, records: String) -> Result<MergeCounts> {
        let (ids, now_ms) = (self.ids.clone(), self.clock.now_ms());
        // Thousands of records take a while to read: other requests shall not wait for it.
        let read = tokio::task::spawn_blocking(move || dataset_checks::records(&records, &*ids, now_ms));
        let batch = read.await.map_err(Error::internal)??;
        self.datasets.merge_records(id, batch).await?.ok_or_else(|| no_dataset(id))
    }

    /// A page of a dataset's records, in the order in which they came.
    pub async fn dataset_records(
        &self,
        id: &str,
        limit: usize,
        after: Option<Cursor>,
    ) -> Result<Page<DatasetRecord>> {
        self.datasets.list_records(id, limit, after).await?.ok_or_else(|| no_dataset(id))
    }

    /// Deletes records of a dataset; how many were there.
    pub async fn delete_records(&self, id: &str, record_ids: Vec<String>) -> Result<usize> {
        let deleted = self.datasets.delete_records(id, record_ids, self.clock.now_ms()).await?;
        deleted.ok_or_else(|| no_dataset(id))
    }

    async fn check_experiments(&self, ids: &[ExperimentId]) -> Result<()> {
        for id in ids {
            self.experiment(*id).await?;
        }
        Ok(())
    }
}

fn no_dataset(id: &str) -> Error {
    Error::not_found(format!("Evaluation dataset with id '{id}' not found"))
}
