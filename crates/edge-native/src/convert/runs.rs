//! Runs as they are answered.

use serde_json::{Map, Value};
use spanwell_model::{DatasetInput, Metric, Run, RunStatus as ModelStatus, dataset};
use spanwell_store::runs::TAG_DATASET_CONTEXT;

use crate::wire::runs::{RunDataset, RunDetail, RunMetric, RunRow, RunStatus};

impl From<ModelStatus> for RunStatus {
    fn from(status: ModelStatus) -> Self {
        match status {
            ModelStatus::Running => Self::Running,
            ModelStatus::Scheduled => Self::Scheduled,
            ModelStatus::Finished => Self::Finished,
            ModelStatus::Failed => Self::Failed,
            ModelStatus::Killed => Self::Killed,
        }
    }
}

impl From<Metric> for RunMetric {
    fn from(metric: Metric) -> Self {
        Self {
            key: metric.key,
            value: Some(metric.value).filter(|value| value.is_finite()),
            step: metric.step,
            measured_at: metric.timestamp_ms,
        }
    }
}

impl From<DatasetInput> for RunDataset {
    fn from(mut dataset: DatasetInput) -> Self {
        Self {
            dataset_id: evaluation_dataset(&dataset.source),
            context: dataset.tags.remove(TAG_DATASET_CONTEXT),
            name: dataset.name,
            digest: dataset.digest,
        }
    }
}

/// The id that the source of a dataset names when it is one of ours.
fn evaluation_dataset(source: &str) -> Option<String> {
    let source: Value = serde_json::from_str(source).ok()?;
    source.get("dataset_id")?.as_str().map(str::to_owned)
}

impl From<Run> for RunRow {
    fn from(run: Run) -> Self {
        Self {
            run_id: run.run_id.to_string(),
            experiment_id: run.experiment_id.to_string(),
            name: run.name,
            status: run.status.into(),
            lifecycle: run.lifecycle.into(),
            user: run.user_id,
            started_at: run.start_time_ms,
            ended_at: run.end_time_ms,
            metrics: run.metrics.into_iter().map(Into::into).collect(),
            datasets: run.datasets.into_iter().map(Into::into).collect(),
        }
    }
}

/// A run with everything it logged.
pub(crate) fn detail(mut run: Run, experiment_name: String) -> RunDetail {
    let made = std::mem::take(&mut run.model_outputs).into_iter().map(|output| output.model_id);
    RunDetail {
        experiment_name,
        params: std::mem::take(&mut run.params),
        tags: std::mem::take(&mut run.tags),
        models: std::mem::take(&mut run.model_inputs).into_iter().chain(made).collect(),
        artifact_uri: std::mem::take(&mut run.artifact_uri),
        row: run.into(),
    }
}

/// What tells inputs apart, from their JSON text: as datasets tell their records apart.
pub(crate) fn inputs_id(inputs: &str) -> String {
    let value = serde_json::from_str(inputs).unwrap_or_else(|_| Value::from(inputs));
    let object = match value {
        Value::Object(object) => object,
        other => Map::from_iter([(String::new(), other)]),
    };
    hex::encode(dataset::inputs_identity(&object))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_are_told_apart_by_what_they_say() {
        assert_eq!(
            inputs_id(r#"{"a": 1, "b": {"c": 2, "d": 3}}"#),
            inputs_id(r#"{"b":{"d":3,"c":2},"a":1}"#)
        );
        assert_ne!(inputs_id(r#"{"a": 1}"#), inputs_id(r#"{"a": 2}"#));
        assert_ne!(inputs_id(r#""a""#), inputs_id(r#""b""#));
        assert_eq!(inputs_id("no json"), inputs_id(r#""no json""#));
    }

    #[test]
    fn evaluation_datasets_are_recognised() {
        assert_eq!(evaluation_dataset(r#"{"dataset_id": "d-1"}"#).as_deref(), Some("d-1"));
        for other in ["", "path", "[]", r#"{"uri": "x"}"#, r#"{"dataset_id": 1}"#] {
            assert_eq!(evaluation_dataset(other), None, "{other}");
        }
    }
}
