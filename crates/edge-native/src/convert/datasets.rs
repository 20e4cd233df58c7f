//! Evaluation datasets and their records as they are answered.

use serde_json::value::RawValue;
use spanwell_model::{Dataset, DatasetRecord as ModelRecord, RecordSource as ModelSource, RecordSourceKind};

use crate::convert::value::shown;
use crate::wire::datasets::{DatasetRecord, DatasetRow, RecordSource};

/// Longest value of a record that is shown as a whole, in bytes of its text.
const VALUE_BYTES: usize = 64 << 10;

impl From<Dataset> for DatasetRow {
    fn from(dataset: Dataset) -> Self {
        Self {
            digest: dataset.digest(),
            dataset_id: dataset.dataset_id,
            name: dataset.name,
            record_count: dataset.record_count,
            created_at: dataset.created_time_ms,
            updated_at: dataset.last_update_time_ms,
            created_by: dataset.created_by,
            tags: dataset.tags,
            experiment_ids: dataset.experiment_ids.iter().map(ToString::to_string).collect(),
        }
    }
}

impl From<ModelRecord> for DatasetRecord {
    fn from(record: ModelRecord) -> Self {
        let mut cut = false;
        let mut value = |text: Option<&str>| {
            let shown = shown(text, VALUE_BYTES);
            cut |= shown.cut;
            shown.json
        };
        let inputs = value(Some(&record.inputs));
        let outputs = value(record.outputs.as_deref());
        let expectations = value(record.expectations.as_deref());
        let tags = value(Some(&record.tags));
        let or_null = |json: Option<Box<RawValue>>| json.unwrap_or_else(|| RawValue::NULL.to_owned());
        Self {
            record_id: record.record_id,
            inputs: or_null(inputs),
            outputs,
            expectations,
            tags: or_null(tags),
            cut,
            source: record.source.map(Into::into),
            created_at: record.created_time_ms,
            updated_at: record.last_update_time_ms,
            created_by: record.created_by,
        }
    }
}

impl From<ModelSource> for RecordSource {
    fn from(source: ModelSource) -> Self {
        let trace_id =
            source.source_id().filter(|_| source.kind == RecordSourceKind::Trace).map(str::to_owned);
        Self { kind: source.kind.name().to_owned(), trace_id }
    }
}
