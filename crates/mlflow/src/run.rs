//! `Run` with its parts, and metrics.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use spanwell_model::{DatasetInput, Error, Metric, ModelMetric, ModelOutput, Result, Run, RunId, RunStatus};

use crate::experiment::{KeyValue, key_values};
use crate::message::{EnumChoice, Message};

/// The statuses of a run.
pub const STATUSES: [EnumChoice<RunStatus>; 5] = [
    ("RUNNING", 1, RunStatus::Running),
    ("SCHEDULED", 2, RunStatus::Scheduled),
    ("FINISHED", 3, RunStatus::Finished),
    ("FAILED", 4, RunStatus::Failed),
    ("KILLED", 5, RunStatus::Killed),
];

/// The run that a request is about: `run_id`, or `run_uuid` of older clients.
pub fn run_id(request: &Message<'_>) -> Result<RunId> {
    let given = request.string("run_id")?.filter(|id| !id.is_empty());
    let older = request.string("run_uuid")?.filter(|id| !id.is_empty());
    RunId::parse(given.or(older).ok_or_else(|| request.missing("run_id"))?)
}

/// A metric of a request.
pub fn read_metric(request: &Message<'_>) -> Result<Metric> {
    let text = |name: &str| Ok(request.string(name)?.filter(|text| !text.is_empty()).map(str::to_owned));
    Ok(Metric {
        key: request.required_string("key")?.to_owned(),
        value: request.double("value")?.ok_or_else(|| request.missing("value"))?,
        timestamp_ms: request.int64("timestamp")?.ok_or_else(|| request.missing("timestamp"))?,
        step: request.int64("step")?.unwrap_or(0),
        model_id: text("model_id")?,
        dataset_name: text("dataset_name")?,
        dataset_digest: text("dataset_digest")?,
    })
}

/// The datasets that went into a run.
pub fn read_datasets(request: &Message<'_>) -> Result<Vec<DatasetInput>> {
    request.messages("datasets")?.iter().map(read_dataset).collect()
}

/// One of them.
pub fn read_dataset(input: &Message<'_>) -> Result<DatasetInput> {
    let dataset = input.required_message("dataset")?;
    let text = |name: &str| Ok::<_, Error>(dataset.string(name)?.map(str::to_owned));
    Ok(DatasetInput {
        name: dataset.required_string("name")?.to_owned(),
        digest: dataset.required_string("digest")?.to_owned(),
        source_type: dataset.required_string("source_type")?.to_owned(),
        source: dataset.required_string("source")?.to_owned(),
        schema: text("schema")?,
        profile: text("profile")?,
        tags: input.key_values("tags")?,
    })
}

/// The models of a request, each at its step (0 when it says none).
pub fn read_models(request: &Message<'_>) -> Result<Vec<ModelOutput>> {
    read_outputs(request, "models")
}

/// The models in a list of this name, each at its step (0 when it says none).
pub fn read_outputs(request: &Message<'_>, list: &str) -> Result<Vec<ModelOutput>> {
    let read = |model: Message<'_>| {
        let model_id = model.required_string("model_id")?.to_owned();
        Ok(ModelOutput { model_id, step: model.int64("step")?.unwrap_or(0) })
    };
    request.messages(list)?.into_iter().map(read).collect()
}

/// Parameters, none of them twice.
pub fn read_params(request: &Message<'_>) -> Result<BTreeMap<String, String>> {
    let mut params = BTreeMap::new();
    for param in request.messages("params")? {
        let key = param.required_string("key")?.to_owned();
        let value = param.string("value")?.unwrap_or_default().to_owned();
        if params.insert(key.clone(), value).is_some() {
            return Err(Error::invalid(format!(
                "Duplicate parameter keys have been submitted: ['{key}']. Please ensure the request contains only one param \
                 value per param key."
            )));
        }
    }
    Ok(params)
}

/// A run without its data.
#[derive(Clone, Debug, Serialize)]
pub struct RunInfoAnswer<'a> {
    run_uuid: &'a str,
    experiment_id: String,
    run_name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    user_id: &'a str,
    status: &'static str,
    start_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_time: Option<i64>,
    artifact_uri: &'a str,
    lifecycle_stage: &'static str,
    run_id: &'a str,
}

impl<'a> From<&'a Run> for RunInfoAnswer<'a> {
    fn from(run: &'a Run) -> Self {
        Self {
            run_uuid: run.run_id.as_str(),
            experiment_id: run.experiment_id.to_string(),
            run_name: &run.name,
            user_id: &run.user_id,
            status: run.status.name(),
            start_time: run.start_time_ms,
            end_time: run.end_time_ms,
            artifact_uri: &run.artifact_uri,
            lifecycle_stage: run.lifecycle.name(),
            run_id: run.run_id.as_str(),
        }
    }
}

/// A value of a metric.
#[derive(Clone, Debug, Serialize)]
pub struct MetricAnswer<'a> {
    key: &'a str,
    #[serde(serialize_with = "double")]
    value: f64,
    timestamp: i64,
    step: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    dataset_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dataset_digest: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    run_id: Option<&'a str>,
}

impl<'a> From<&'a Metric> for MetricAnswer<'a> {
    fn from(metric: &'a Metric) -> Self {
        Self {
            key: &metric.key,
            value: metric.value,
            timestamp: metric.timestamp_ms,
            step: metric.step,
            dataset_name: None,
            dataset_digest: None,
            model_id: None,
            run_id: None,
        }
    }
}

impl<'a> MetricAnswer<'a> {
    /// With the run that the value belongs to.
    #[must_use]
    pub fn of_run(metric: &'a Metric, id: &'a RunId) -> Self {
        Self { run_id: Some(id.as_str()), ..Self::from(metric) }
    }

    /// With the model that it measures, the run that measured it and the dataset it was measured on.
    pub(crate) fn of_model(found: &'a ModelMetric, model_id: &'a str) -> Self {
        Self {
            dataset_name: found.metric.dataset_name.as_deref(),
            dataset_digest: found.metric.dataset_digest.as_deref(),
            model_id: Some(model_id),
            run_id: Some(&found.run_id),
            ..Self::from(&found.metric)
        }
    }
}

/// A number as protobuf's JSON has it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Double(#[serde(serialize_with = "double")] pub f64);

/// As protobuf's JSON has it: what is no number in JSON is text.
fn double<S: Serializer>(value: &f64, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    match value {
        value if value.is_nan() => serializer.serialize_str("NaN"),
        value if value.is_infinite() && *value > 0.0 => serializer.serialize_str("Infinity"),
        value if value.is_infinite() => serializer.serialize_str("-Infinity"),
        value => serializer.serialize_f64(*value),
    }
}

#[derive(Clone, Debug, Serialize)]
struct Data<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    metrics: Vec<MetricAnswer<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    params: Vec<KeyValue<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<KeyValue<'a>>,
}

#[derive(Clone, Debug, Serialize)]
struct Dataset<'a> {
    name: &'a str,
    digest: &'a str,
    source_type: &'a str,
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<&'a str>,
}

#[derive(Clone, Debug, Serialize)]
struct Input<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<KeyValue<'a>>,
    dataset: Dataset<'a>,
}

#[derive(Clone, Debug, Serialize)]
struct ModelInput<'a> {
    model_id: &'a str,
}

#[derive(Clone, Debug, Serialize)]
struct ModelOutputAnswer<'a> {
    model_id: &'a str,
    step: i64,
}

#[derive(Clone, Debug, Serialize)]
struct Inputs<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dataset_inputs: Vec<Input<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    model_inputs: Vec<ModelInput<'a>>,
}

#[derive(Clone, Debug, Serialize)]
struct Outputs<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    model_outputs: Vec<ModelOutputAnswer<'a>>,
}

/// A run as answers show it.
#[derive(Clone, Debug, Serialize)]
pub struct RunAnswer<'a> {
    info: RunInfoAnswer<'a>,
    data: Data<'a>,
    inputs: Inputs<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outputs: Option<Outputs<'a>>,
}

impl RunAnswer<'_> {
    /// A run that was just made: MLflow's answer says nothing of what came out.
    #[must_use]
    pub fn new_run(self) -> Self {
        Self { outputs: None, ..self }
    }
}

impl<'a> From<&'a Run> for RunAnswer<'a> {
    fn from(run: &'a Run) -> Self {
        let models = run.model_outputs.iter();
        Self {
            info: RunInfoAnswer::from(run),
            data: Data {
                metrics: run.metrics.iter().map(MetricAnswer::from).collect(),
                params: key_values(&run.params),
                tags: key_values(&run.tags),
            },
            inputs: Inputs {
                dataset_inputs: run.datasets.iter().map(input).collect(),
                model_inputs: run.model_inputs.iter().map(|model_id| ModelInput { model_id }).collect(),
            },
            outputs: Some(Outputs {
                model_outputs: models
                    .map(|output| ModelOutputAnswer { model_id: &output.model_id, step: output.step })
                    .collect(),
            }),
        }
    }
}

fn input(dataset: &DatasetInput) -> Input<'_> {
    Input {
        tags: key_values(&dataset.tags),
        dataset: Dataset {
            name: &dataset.name,
            digest: &dataset.digest,
            source_type: &dataset.source_type,
            source: &dataset.source,
            schema: dataset.schema.as_deref(),
            profile: dataset.profile.as_deref(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Request;

    #[test]
    fn metrics_are_read_and_printed_with_every_value() {
        for (text, value, printed) in [
            ("1", 1.0, "1.0"),
            ("-2.5", -2.5, "-2.5"),
            ("\"NaN\"", f64::NAN, "\"NaN\""),
            ("\"Infinity\"", f64::INFINITY, "\"Infinity\""),
            ("\"-Infinity\"", f64::NEG_INFINITY, "\"-Infinity\""),
            ("\"0.5\"", 0.5, "0.5"),
        ] {
            let body = format!(r#"{{"key": "m", "value": {text}, "timestamp": 5}}"#);
            let request = Request::from_body(body.as_bytes());
            let metric = read_metric(&request.message()).unwrap();
            assert_eq!(metric.value.total_cmp(&value), std::cmp::Ordering::Equal, "{text}");
            let answer = serde_json::to_string(&MetricAnswer::from(&metric)).unwrap();
            assert_eq!(answer, format!(r#"{{"key":"m","value":{printed},"timestamp":5,"step":0}}"#));
        }
        let request = Request::from_body(br#"{"key": "m", "value": "much", "timestamp": 5}"#);
        assert!(read_metric(&request.message()).is_err());
    }
}
