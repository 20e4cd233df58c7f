//! `Experiment`.

use std::collections::BTreeMap;

use serde::Serialize;
use spanwell_model::Experiment;

/// The only workspace of a server without workspaces.
const WORKSPACE: &str = "default";

/// One entry of MLflow's older form of a map.
#[derive(Clone, Debug, Serialize)]
pub struct KeyValue<'a> {
    /// The key.
    pub key: &'a str,
    /// The value.
    pub value: &'a str,
}

/// A map in that form.
pub(crate) fn key_values(map: &BTreeMap<String, String>) -> Vec<KeyValue<'_>> {
    map.iter().map(|(key, value)| KeyValue { key, value }).collect()
}

/// An experiment as answers show it.
#[derive(Clone, Debug, Serialize)]
pub struct ExperimentAnswer<'a> {
    experiment_id: String,
    name: &'a str,
    artifact_location: &'a str,
    lifecycle_stage: &'static str,
    last_update_time: i64,
    creation_time: i64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<KeyValue<'a>>,
    workspace: &'static str,
}

impl<'a> From<&'a Experiment> for ExperimentAnswer<'a> {
    fn from(experiment: &'a Experiment) -> Self {
        Self {
            experiment_id: experiment.experiment_id.to_string(),
            name: &experiment.name,
            artifact_location: &experiment.artifact_location,
            lifecycle_stage: experiment.lifecycle.name(),
            last_update_time: experiment.last_update_time_ms,
            creation_time: experiment.creation_time_ms,
            tags: key_values(&experiment.tags),
            workspace: WORKSPACE,
        }
    }
}

#[cfg(test)]
mod tests {
    use spanwell_model::{ExperimentId, Lifecycle};

    use super::*;

    #[test]
    fn an_experiment_prints_as_mlflow_prints_it() {
        let mut experiment = Experiment {
            experiment_id: ExperimentId::new(2).unwrap(),
            name: "wire-exp-2".into(),
            artifact_location: "mlflow-artifacts:/2".into(),
            lifecycle: Lifecycle::Active,
            creation_time_ms: 1_795_324_275_587,
            last_update_time_ms: 1_795_324_275_587,
            tags: [("team".to_owned(), "a".to_owned())].into(),
        };
        assert_eq!(
            serde_json::to_string(&ExperimentAnswer::from(&experiment)).unwrap(),
            r#"{"experiment_id":"2","name":"wire-exp-2","artifact_location":"mlflow-artifacts:/2","lifecycle_stage":"active","last_update_time":1795324275587,"creation_time":1795324275587,"tags":[{"key":"team","value":"a"}],"workspace":"default"}"#
        );
        experiment.tags.clear();
        assert!(!serde_json::to_string(&ExperimentAnswer::from(&experiment)).unwrap().contains("tags"));
    }
}
