//! Which experiment the spans of a request go to: a header, else an attribute of the resource, else the default one.

use std::collections::HashMap;

use http::HeaderMap;
use spanwell_model::{ExperimentId, Resource, Result, Value};
use spanwell_tracking::ExperimentTarget;

const HEADER_ID: &str = "x-mlflow-experiment-id";
const HEADER_NAME: &str = "x-mlflow-experiment-name";
const HEADER_RUN: &str = "x-mlflow-run-id";

/// Resource attributes that hold an experiment's id.
const ATTRIBUTE_IDS: [&str; 3] = ["mlflow.experiment.id", "mlflow.experimentId", "mlflow.experiment_id"];
/// Resource attributes that hold an experiment's name; OpenInference's project is the same thing under another name.
const ATTRIBUTE_NAMES: [&str; 3] =
    ["mlflow.experiment.name", "mlflow.experimentName", "openinference.project.name"];
/// The name that Phoenix gives to spans whose project nobody chose.
const UNNAMED_PROJECT: &str = "default";

/// The experiment that the headers name; an id that is not a number is an error.
pub fn from_headers(headers: &HeaderMap) -> Result<Option<ExperimentTarget>> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    if let Some(id) = text(HEADER_ID).filter(|id| !id.is_empty()) {
        return Ok(Some(ExperimentTarget::Id(ExperimentId::parse(id)?)));
    }
    Ok(text(HEADER_NAME).filter(|name| !name.is_empty()).map(|name| ExperimentTarget::Name(name.to_owned())))
}

/// The run that the headers name.
pub fn run_from_headers(headers: &HeaderMap) -> Option<String> {
    headers.get(HEADER_RUN)?.to_str().ok().filter(|run| !run.is_empty()).map(str::to_owned)
}

/// The experiment that a resource names.
pub fn from_resource(resource: &Resource) -> ExperimentTarget {
    let find = |keys: &[&str]| {
        keys.iter()
            .find_map(|key| resource.attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value))
    };
    let id = find(&ATTRIBUTE_IDS).and_then(|value| match value {
        Value::Int(number) => ExperimentId::new(*number).ok(),
        Value::String(text) => ExperimentId::parse(text).ok(),
        _ => None,
    });
    if let Some(id) = id {
        return ExperimentTarget::Id(id);
    }
    match find(&ATTRIBUTE_NAMES).and_then(Value::as_str) {
        Some(name) if !name.is_empty() && name != UNNAMED_PROJECT => ExperimentTarget::Name(name.to_owned()),
        _ => ExperimentTarget::Default,
    }
}

/// gRPC metadata as headers: keys are the same, in lower case.
pub fn headers_from_metadata(metadata: &tonic::metadata::MetadataMap) -> HeaderMap {
    metadata.clone().into_headers()
}

/// Resource attributes as trace tags: everything but what the telemetry SDK says of itself and MLflow's own keys.
pub fn tags_from_resource(resource: &Resource) -> Vec<(String, String)> {
    let mut tags = HashMap::new();
    for (key, value) in &resource.attributes {
        if key.starts_with("telemetry.sdk.") || key.starts_with("mlflow.") || key.is_empty() {
            continue;
        }
        let text = value.as_str().map_or_else(|| value.to_json(), str::to_owned);
        let key = spanwell_store::summary::cut(key, 250);
        tags.entry(key).or_insert_with(|| spanwell_store::summary::cut(&text, 4_096));
    }
    let mut tags: Vec<_> = tags.into_iter().collect();
    tags.sort();
    tags
}
