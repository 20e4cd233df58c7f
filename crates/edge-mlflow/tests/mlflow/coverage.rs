//! Every endpoint has an error in MLflow's form: this walks the table and fails for one without a case.

use std::collections::BTreeSet;

use crate::harness::Server;
use serde_json::json;
use spanwell_edge_mlflow::not_served::NOT_SERVED;
use spanwell_edge_mlflow::routes::ROUTES;
use spanwell_model::Limits;

/// A call and the error it must get: name, path without prefix and with its placeholders filled in, body, status, what
/// the message has in it. `@n` in a body stands for a text of n characters.
type Case = (&'static str, &'static str, &'static str, u16, &'static str);

const INVALID: &str = "INVALID_PARAMETER_VALUE";
const ABSENT: &str = "RESOURCE_DOES_NOT_EXIST";

/// Endpoints that take nothing and so cannot fail.
const WITHOUT_ERRORS: [&str; 3] = ["version", "health", "getServerInfo"];

#[rustfmt::skip]
const EXPERIMENTS: &[Case] = &[
    ("createExperiment", "/2.0/mlflow/experiments/create", "{}", 400, "'name'"),
    ("createExperiment", "/2.0/mlflow/experiments/create", r#"{"name": "@501"}"#, 400, "500"),
    ("createExperiment", "/2.0/mlflow/experiments/create", r#"{"name": "x", "artifact_location": "ftp://x#y"}"#, 400, "artifact_location"),
    ("createExperiment", "/2.0/mlflow/experiments/create", r#"{"name": 1}"#, 400, "Value was of type 'int'"),
    ("getExperiment", "/2.0/mlflow/experiments/get?experiment_id=999999", "", 404, "No Experiment with id=999999 exists"),
    ("getExperiment", "/2.0/mlflow/experiments/get?experiment_id=99999999999", "", 404, "No Experiment with id=99999999999 exists"),
    ("getExperiment", "/2.0/mlflow/experiments/get?experiment_id=-1", "", 404, "No Experiment with id=-1 exists"),
    ("getExperiment", "/2.0/mlflow/experiments/get?experiment_id=-", "", 400, "'experiment_id'"),
    ("getExperiment", "/2.0/mlflow/experiments/get?experiment_id=abc", "", 400, "'experiment_id'"),
    ("getExperiment", "/2.0/mlflow/experiments/get", "", 400, "'experiment_id'"),
    ("getExperimentByName", "/2.0/mlflow/experiments/get-by-name?experiment_name=nope", "", 404, "Could not find experiment with name 'nope'"),
    ("searchExperiments", "/2.0/mlflow/experiments/search", r#"{"max_results": 50001}"#, 400, "50001"),
    ("searchExperiments", "/2.0/mlflow/experiments/search", r#"{"max_results": 0}"#, 400, "max_results"),
    ("searchExperiments", "/2.0/mlflow/experiments/search", r#"{"view_type": "BOGUS"}"#, 400, "BOGUS"),
    ("searchExperiments", "/2.0/mlflow/experiments/search", r#"{"page_token": "!!!"}"#, 400, "page token"),
    ("searchExperiments", "/2.0/mlflow/experiments/search", r#"{"filter": "bogus = 1"}"#, 400, "bogus"),
    ("updateExperiment", "/2.0/mlflow/experiments/update", r#"{"experiment_id": "0"}"#, 400, "'new_name'"),
    ("deleteExperiment", "/2.0/mlflow/experiments/delete", r#"{"experiment_id": "7"}"#, 404, "id=7"),
    ("restoreExperiment", "/2.0/mlflow/experiments/restore", r#"{"experiment_id": "0"}"#, 404, "id=0"),
    ("setExperimentTag", "/2.0/mlflow/experiments/set-experiment-tag", r#"{"experiment_id": "0", "key": "bad\nkey"}"#, 400, "bad"),
    ("deleteExperimentTag", "/2.0/mlflow/experiments/delete-experiment-tag", r#"{"experiment_id": "0", "key": "nope"}"#, 404, "nope"),
];

#[rustfmt::skip]
const TRACES: &[Case] = &[
    ("startTraceV3", "/3.0/mlflow/traces", "{}", 400, "'trace'"),
    ("startTraceV3", "/3.0/mlflow/traces", r#"{"trace": {"trace_info": {"trace_id": "tr-1", "trace_location": {"mlflow_experiment": {"experiment_id": "999"}}, "request_time": "2026-11-22T05:12:09Z"}}}"#, 404, "No Experiment with id=999 exists"),
    ("startTraceV3", "/3.0/mlflow/traces", r#"{"trace": {"trace_info": {"trace_id": "tr-1", "trace_location": {"mlflow_experiment": {"experiment_id": "0"}}, "request_time": "2026-11-22T05:12:09Z", "trace_metadata": {"mlflow.trace.session": "@251"}}}}"#, 400, "250"),
    ("startTraceV3", "/3.0/mlflow/traces", r#"{"trace": {"trace_info": {"trace_id": "tr-1", "trace_location": {"mlflow_experiment": {"experiment_id": "0"}}, "request_time": "2026-11-22T05:12:09Z", "tags": {"@251": "v"}}}}"#, 400, "250"),
    ("getTraceInfoV3", "/3.0/mlflow/traces/tr-none", "", 404, "Trace with ID 'tr-none' not found."),
    ("getTraceInfoV3", "/3.0/mlflow/traces/a%20b", "", 404, "Trace with ID 'a b' not found."),
    ("getTrace", "/3.0/mlflow/traces/get", "", 400, "'trace_id'"),
    ("getTrace", "/3.0/mlflow/traces/get?trace_id=tr-none", "", 404, "tr-none"),
    ("getTrace", "/3.0/mlflow/traces/get?trace_id=tr-none&allow_partial=perhaps", "", 400, "'allow_partial'"),
    ("batchGetTraces", "/3.0/mlflow/traces/batchGet", "", 400, "'trace_ids'"),
    ("batchGetTraceInfos", "/3.0/mlflow/traces/batchGetInfos", "{}", 400, "'trace_ids'"),
    ("searchTracesV3", "/3.0/mlflow/traces/search", "{}", 400, "'locations'"),
    ("searchTracesV3", "/3.0/mlflow/traces/search", r#"{"locations": "x"}"#, 400, "Invalid value \"x\" for parameter 'locations' supplied:  Hint: Value was of type 'str'."),
    ("searchTracesV3", "/3.0/mlflow/traces/search", r#"{"locations": [], "max_results": 501}"#, 400, "Invalid value 501 for parameter 'max_results' supplied:"),
    ("searchTracesV3", "/3.0/mlflow/traces/search", r#"{"locations": [], "max_results": 0}"#, 400, "max_results"),
    ("searchTracesV3", "/3.0/mlflow/traces/search", r#"{"locations": [], "max_results": -1}"#, 400, "max_results"),
    ("searchTracesV3", "/3.0/mlflow/traces/search", r#"{"locations": [], "page_token": "!!!"}"#, 400, "page token"),
    ("searchTracesV3", "/3.0/mlflow/traces/search", r#"{"locations": [{"mlflow_experiment": {"experiment_id": "0"}}], "page_token": "eyJvZmZzZXQiOiAyfQ"}"#, 400, "token"),
    ("searchTracesV3", "/3.0/mlflow/traces/search", r#"{"locations": [], "filter": "foo = 1"}"#, 400, "foo"),
    ("searchTracesV3", "/3.0/mlflow/traces/search", r#"{"locations": [], "order_by": ["bogus"]}"#, 400, "bogus"),
    ("setTraceTagV3", "/3.0/mlflow/traces/tr-none/tags", r#"{"key": "k", "value": "v"}"#, 404, "tr-none"),
    ("setTraceTag", "/2.0/mlflow/traces/tr-none/tags", r#"{"value": "v"}"#, 400, "'key'"),
    ("setTraceTag", "/2.0/mlflow/traces/tr-none/tags", r#"{"key": "@251", "value": "v"}"#, 400, "250"),
    ("setTraceTag", "/2.0/mlflow/traces/tr-none/tags", r#"{"key": "a//b", "value": "v"}"#, 400, "files"),
    ("setTraceTag", "/2.0/mlflow/traces/tr-none/tags", r#"{"key": "a/", "value": "v"}"#, 400, "files"),
    ("deleteTraceTagV3", "/3.0/mlflow/traces/tr-none/tags", r#"{"key": "k"}"#, 404, "tr-none"),
    ("deleteTraceTag", "/2.0/mlflow/traces/tr-none/tags", "{}", 400, "'key'"),
    ("deleteTracesV3", "/3.0/mlflow/traces/delete-traces", r#"{"experiment_id": "0", "max_timestamp_millis": 5, "request_ids": ["a"]}"#, 400, "Only one of `max_timestamp_millis` and `trace_ids` can be specified."),
    ("deleteTraces", "/2.0/mlflow/traces/delete-traces", r#"{"experiment_id": "0"}"#, 400, "Either `max_timestamp_millis` or `trace_ids` must be specified."),
    ("deleteTraces", "/2.0/mlflow/traces/delete-traces", r#"{"experiment_id": "0", "max_timestamp_millis": 5, "max_traces": 0}"#, 400, "max_traces"),
    ("linkTracesToRun", "/2.0/mlflow/traces/link-to-run", r#"{"trace_ids": ["tr-none"], "run_id": "r"}"#, 404, "tr-none"),
    ("linkTracesToRun", "/2.0/mlflow/traces/link-to-run", r#"{"trace_ids": ["tr-none"]}"#, 400, "'run_id'"),
    ("linkPromptsToTrace", "/2.0/mlflow/traces/link-prompts", r#"{"trace_id": "tr-none", "prompt_versions": [{"name": "p", "version": "1"}]}"#, 404, "tr-none"),
];

#[rustfmt::skip]
const RUNS: &[Case] = &[
    ("createRun", "/2.0/mlflow/runs/create", r#"{"experiment_id": "77"}"#, 404, "77"),
    ("createRun", "/2.0/mlflow/runs/create", r#"{"experiment_id": "0", "run_name": "a", "tags": [{"key": "mlflow.runName", "value": "b"}]}"#, 400, "run_name='a'"),
    ("createRun", "/2.0/mlflow/runs/create", r#"{"experiment_id": "0", "tags": [{"key": "a//b", "value": "b"}]}"#, 400, "files"),
    ("getRun", "/2.0/mlflow/runs/get", "", 400, "'run_id'"),
    ("getRun", "/2.0/mlflow/runs/get?run_id=none", "", 404, "none"),
    ("getRun", "/2.0/mlflow/runs/get?run_id=a/b", "", 400, "run_id"),
    ("updateRun", "/2.0/mlflow/runs/update", r#"{"run_id": "none", "status": "BUSY"}"#, 400, "status"),
    ("updateRun", "/2.0/mlflow/runs/update", r#"{"run_id": "none"}"#, 404, "none"),
    ("deleteRun", "/2.0/mlflow/runs/delete", r#"{"run_id": "none"}"#, 404, "none"),
    ("restoreRun", "/2.0/mlflow/runs/restore", r#"{"run_uuid": "none"}"#, 404, "none"),
    ("searchRuns", "/2.0/mlflow/runs/search", r#"{"experiment_ids": ["0"], "filter": "bogus = 'x'"}"#, 400, "bogus"),
    ("searchRuns", "/2.0/mlflow/runs/search", r#"{"experiment_ids": ["x"]}"#, 400, "experiment"),
    ("searchRuns", "/2.0/mlflow/runs/search", r#"{"experiment_ids": ["0"], "max_results": 50001}"#, 400, "max_results"),
    ("searchRuns", "/2.0/mlflow/runs/search", r#"{"experiment_ids": ["0"], "order_by": ["dataset.name"]}"#, 400, "dataset.name"),
    ("searchRuns", "/2.0/mlflow/runs/search", r#"{"experiment_ids": ["0"], "page_token": "!!!"}"#, 400, "token"),
    ("setTag", "/2.0/mlflow/runs/set-tag", r#"{"run_id": "none", "value": "v"}"#, 400, "'key'"),
    ("setTag", "/2.0/mlflow/runs/set-tag", r#"{"run_id": "none", "key": "@251", "value": "v"}"#, 400, "250"),
    ("setTag", "/2.0/mlflow/runs/set-tag", r#"{"run_id": "none", "key": "k", "value": "v"}"#, 404, "none"),
    ("deleteTag", "/2.0/mlflow/runs/delete-tag", r#"{"run_id": "none", "key": "k"}"#, 404, "none"),
    ("logMetric", "/2.0/mlflow/runs/log-metric", r#"{"run_id": "none", "key": "k", "value": "much", "timestamp": 1}"#, 400, "value"),
    ("logMetric", "/2.0/mlflow/runs/log-metric", r#"{"run_id": "none", "key": "k", "value": 1}"#, 400, "timestamp"),
    ("logMetric", "/2.0/mlflow/runs/log-metric", r#"{"run_id": "none", "key": "k", "value": 1, "timestamp": -1}"#, 400, "timestamp"),
    ("logMetric", "/2.0/mlflow/runs/log-metric", r#"{"run_id": "none", "key": "../k", "value": 1, "timestamp": 1}"#, 400, "files"),
    ("logParam", "/2.0/mlflow/runs/log-parameter", r#"{"run_id": "none", "key": "k", "value": "v"}"#, 404, "none"),
    ("logBatch", "/2.0/mlflow/runs/log-batch", r#"{"run_id": "none", "params": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}"#, 400, "Duplicate parameter keys"),
    ("logBatch", "/2.0/mlflow/runs/log-batch", r#"{"run_id": "none", "metrics": [{"key": "a", "value": 1}]}"#, 400, "timestamp"),
    ("logInputs", "/2.0/mlflow/runs/log-inputs", r#"{"run_id": "none", "datasets": [{"tags": []}]}"#, 400, "dataset"),
    ("logOutputs", "/2.0/mlflow/runs/outputs", r#"{"run_id": "none", "models": [{"step": 1}]}"#, 400, "model_id"),
    ("getMetricHistory", "/2.0/mlflow/metrics/get-history?run_id=none", "", 400, "'metric_key'"),
    ("getMetricHistory", "/2.0/mlflow/metrics/get-history?run_id=none&metric_key=k", "", 404, "none"),
    ("getMetricHistory", "/2.0/mlflow/metrics/get-history?run_id=none&metric_key=k&max_results=0", "", 400, "max_results"),
    ("createLoggedModel", "/2.0/mlflow/logged-models", r#"{"experiment_id": "77"}"#, 404, "77"),
    ("createLoggedModel", "/2.0/mlflow/logged-models", r#"{"experiment_id": "0", "name": "a/b"}"#, 400, "a/b"),
    ("getLoggedModel", "/2.0/mlflow/logged-models/m-none", "", 404, "m-none"),
    ("finalizeLoggedModel", "/2.0/mlflow/logged-models/m-none", "{}", 400, "status"),
    ("finalizeLoggedModel", "/2.0/mlflow/logged-models/m-none", r#"{"status": "LOGGED_MODEL_READY"}"#, 404, "m-none"),
    ("deleteLoggedModel", "/2.0/mlflow/logged-models/m-none", "{}", 404, "m-none"),
    ("logLoggedModelParams", "/2.0/mlflow/logged-models/m-none/params", r#"{"params": [{"key": "a//b", "value": "1"}]}"#, 400, "files"),
    ("setLoggedModelTags", "/2.0/mlflow/logged-models/m-none/tags", r#"{"tags": [{"key": "a", "value": "1"}]}"#, 404, "m-none"),
    ("deleteLoggedModelTag", "/2.0/mlflow/logged-models/m-none/tags/a", "", 404, "m-none"),
    ("searchLoggedModels", "/2.0/mlflow/logged-models/search", r#"{"experiment_ids": ["0"], "filter": "bogus='x'"}"#, 400, "bogus"),
    ("searchLoggedModels", "/2.0/mlflow/logged-models/search", r#"{"experiment_ids": ["0"], "order_by": [{"ascending": true}]}"#, 400, "field_name"),
    ("getMetricHistoryBulk", "/2.0/mlflow/metrics/get-history-bulk?metric_key=k", "", 400, "at least one run_id"),
];

#[rustfmt::skip]
const REGISTRY: &[Case] = &[
    ("createRegisteredModel", "/2.0/mlflow/registered-models/create", "{}", 400, "'name'"),
    ("createRegisteredModel", "/2.0/mlflow/registered-models/create", r#"{"name": "a/b"}"#, 400, "a/b"),
    ("createRegisteredModel", "/2.0/mlflow/registered-models/create", r#"{"name": "@257"}"#, 400, "256"),
    ("createRegisteredModel", "/2.0/mlflow/registered-models/create", r#"{"name": "a", "tags": [{"key": "@251", "value": "v"}]}"#, 400, "250"),
    ("getRegisteredModel", "/2.0/mlflow/registered-models/get?name=nope", "", 404, "Registered Model with name=nope not found"),
    ("searchRegisteredModels", "/2.0/mlflow/registered-models/search?max_results=1001", "", 400, "max_results"),
    ("searchRegisteredModels", "/2.0/mlflow/registered-models/search?max_results=0", "", 400, "max_results"),
    ("searchRegisteredModels", "/2.0/mlflow/registered-models/search?filter=bogus%3D%27x%27", "", 400, "bogus"),
    ("searchRegisteredModels", "/2.0/mlflow/registered-models/search?order_by=tags.v", "", 400, "tags.v"),
    ("searchRegisteredModels", "/2.0/mlflow/registered-models/search?page_token=!!!", "", 400, "token"),
    ("updateRegisteredModel", "/2.0/mlflow/registered-models/update", r#"{"name": "nope"}"#, 404, "nope"),
    ("renameRegisteredModel", "/2.0/mlflow/registered-models/rename", r#"{"name": "nope"}"#, 400, "'new_name'"),
    ("renameRegisteredModel", "/2.0/mlflow/registered-models/rename", r#"{"name": "nope", "new_name": "x"}"#, 404, "nope"),
    ("deleteRegisteredModel", "/2.0/mlflow/registered-models/delete", r#"{"name": "nope"}"#, 404, "nope"),
    ("setRegisteredModelTag", "/2.0/mlflow/registered-models/set-tag", r#"{"name": "nope", "key": "a", "value": "b"}"#, 404, "nope"),
    ("setRegisteredModelTag", "/2.0/mlflow/registered-models/set-tag", r#"{"name": "nope", "key": "a", "value": "@100001"}"#, 400, "100000"),
    ("deleteRegisteredModelTag", "/2.0/mlflow/registered-models/delete-tag", r#"{"name": "nope", "key": "a"}"#, 404, "nope"),
    ("setRegisteredModelAlias", "/2.0/mlflow/registered-models/alias", r#"{"name": "nope", "alias": "v3", "version": "1"}"#, 400, "Version alias name 'v3' is reserved."),
    ("setRegisteredModelAlias", "/2.0/mlflow/registered-models/alias", r#"{"name": "nope", "alias": "a b", "version": "1"}"#, 400, "Invalid alias name: 'a b'"),
    ("setRegisteredModelAlias", "/2.0/mlflow/registered-models/alias", r#"{"name": "nope", "alias": "prod", "version": "1"}"#, 404, "Model Version (name=nope, version=1) not found"),
    ("getModelVersionByAlias", "/2.0/mlflow/registered-models/alias?name=nope&alias=latest", "", 404, "nope"),
    ("deleteRegisteredModelAlias", "/2.0/mlflow/registered-models/alias", r#"{"name": "nope", "alias": "prod"}"#, 404, "nope"),
    ("getLatestVersions", "/2.0/mlflow/registered-models/get-latest-versions", r#"{"name": "nope", "stages": ["Somewhere"]}"#, 400, "Invalid Model Version stage: Somewhere"),
    ("createModelVersion", "/2.0/mlflow/model-versions/create", r#"{"name": "nope"}"#, 400, "'source'"),
    ("createModelVersion", "/2.0/mlflow/model-versions/create", r#"{"name": "nope", "source": "s"}"#, 404, "nope"),
    ("createModelVersion", "/2.0/mlflow/model-versions/create", r#"{"name": "nope", "source": "s", "tags": [{"key": "mlflow.prompt.text", "value": "@100001"}]}"#, 400, "Prompt text exceeds max length of 100000 characters."),
    ("getModelVersion", "/2.0/mlflow/model-versions/get?name=nope&version=1", "", 404, "Model Version (name=nope, version=1) not found"),
    ("getModelVersion", "/2.0/mlflow/model-versions/get?name=nope&version=one", "", 400, "'version' must be an integer"),
    ("searchModelVersions", "/2.0/mlflow/model-versions/search?max_results=200001", "", 400, "max_results"),
    ("searchModelVersions", "/2.0/mlflow/model-versions/search?filter=version_number%3D%27x%27", "", 400, "expected a number"),
    ("updateModelVersion", "/2.0/mlflow/model-versions/update", r#"{"name": "nope", "version": "1"}"#, 404, "nope"),
    ("deleteModelVersion", "/2.0/mlflow/model-versions/delete", r#"{"name": "nope", "version": "-1"}"#, 404, "version=-1"),
    ("setModelVersionTag", "/2.0/mlflow/model-versions/set-tag", r#"{"name": "nope", "version": "1", "key": "a", "value": "b"}"#, 404, "nope"),
    ("deleteModelVersionTag", "/2.0/mlflow/model-versions/delete-tag", r#"{"name": "nope", "version": "1", "key": "a"}"#, 404, "nope"),
    ("getModelVersionDownloadUri", "/2.0/mlflow/model-versions/get-download-uri?name=nope&version=1", "", 404, "nope"),
    ("transitionModelVersionStage", "/2.0/mlflow/model-versions/transition-stage", r#"{"name": "nope", "version": "1", "stage": "None", "archive_existing_versions": true}"#, 400, "not an Active stage"),
];

#[rustfmt::skip]
const METRICS: &[Case] = &[
    ("queryTraceMetrics", "/3.0/mlflow/traces/metrics", "{}", 400, "'experiment_ids'"),
    ("queryTraceMetrics", "/3.0/mlflow/traces/metrics", r#"{"experiment_ids": ["0"], "view_type": "BOGUS", "metric_name": "trace_count", "aggregations": [{"aggregation_type": "COUNT"}]}"#, 400, "BOGUS"),
    ("queryTraceMetrics", "/3.0/mlflow/traces/metrics", r#"{"experiment_ids": ["0"], "view_type": "TRACES", "metric_name": "bogus", "aggregations": [{"aggregation_type": "COUNT"}]}"#, 400, "metric_name must be one of ['trace_count', 'session_count'"),
    ("queryTraceMetrics", "/3.0/mlflow/traces/metrics", r#"{"experiment_ids": ["0"], "view_type": "TRACES", "metric_name": "trace_count", "aggregations": []}"#, 400, "'aggregations'"),
    ("queryTraceMetrics", "/3.0/mlflow/traces/metrics", r#"{"experiment_ids": ["0"], "view_type": "TRACES", "metric_name": "latency", "aggregations": [{"aggregation_type": "COUNT"}]}"#, 400, "Supported aggregation types: ['AVG', 'MAX', 'MIN', 'PERCENTILE']"),
    ("queryTraceMetrics", "/3.0/mlflow/traces/metrics", r#"{"experiment_ids": ["0"], "view_type": "TRACES", "metric_name": "latency", "aggregations": [{"aggregation_type": "PERCENTILE", "percentile_value": 150}]}"#, 400, "from 0 to 100, got 150"),
    ("queryTraceMetrics", "/3.0/mlflow/traces/metrics", r#"{"experiment_ids": ["0"], "view_type": "TRACES", "metric_name": "latency", "aggregations": [{"aggregation_type": "PERCENTILE"}]}"#, 400, "'aggregations.percentile_value'"),
    ("queryTraceMetrics", "/3.0/mlflow/traces/metrics", r#"{"experiment_ids": ["0"], "view_type": "TRACES", "metric_name": "trace_count", "aggregations": [{"aggregation_type": "COUNT"}], "dimensions": ["span_name"]}"#, 400, "Supported dimensions: ['trace_name', 'trace_status']"),
    ("queryTraceMetrics", "/3.0/mlflow/traces/metrics", r#"{"experiment_ids": ["0"], "view_type": "TRACES", "metric_name": "trace_count", "aggregations": [{"aggregation_type": "COUNT"}], "time_interval_seconds": 60}"#, 400, "start_time_ms and end_time_ms are required"),
    ("queryTraceMetrics", "/3.0/mlflow/traces/metrics", r#"{"experiment_ids": ["0"], "view_type": "TRACES", "metric_name": "trace_count", "aggregations": [{"aggregation_type": "COUNT"}], "time_interval_seconds": 0, "start_time_ms": 1, "end_time_ms": 2}"#, 400, "time_interval_seconds"),
    ("queryTraceMetrics", "/3.0/mlflow/traces/metrics", r#"{"experiment_ids": ["0"], "view_type": "TRACES", "metric_name": "trace_count", "aggregations": [{"aggregation_type": "COUNT"}], "filters": ["span.name = 'x'"]}"#, 400, "only supported for SPANS"),
    ("queryTraceMetrics", "/3.0/mlflow/traces/metrics", r#"{"experiment_ids": ["0"], "view_type": "TRACES", "metric_name": "trace_count", "aggregations": [{"aggregation_type": "COUNT"}], "filters": ["bogus = 'x'"]}"#, 400, "bogus"),
    ("queryTraceMetrics", "/3.0/mlflow/traces/metrics", r#"{"experiment_ids": ["0"], "view_type": "TRACES", "metric_name": "trace_count", "aggregations": [{"aggregation_type": "COUNT"}], "max_results": 10001}"#, 400, "max_results"),
    ("calculateTraceFilterCorrelation", "/3.0/mlflow/traces/calculate-filter-correlation", r#"{"experiment_ids": ["0"]}"#, 400, "'filter_string1'"),
    ("calculateTraceFilterCorrelation", "/3.0/mlflow/traces/calculate-filter-correlation", r#"{"experiment_ids": ["0"], "filter_string1": "bogus = 1", "filter_string2": "status = 'OK'"}"#, 400, "bogus"),
];

#[rustfmt::skip]
const DATASETS: &[Case] = &[
    ("createDataset", "/3.0/mlflow/datasets/create", r#"{"name": ""}"#, 400, "'name'"),
    ("createDataset", "/3.0/mlflow/datasets/create", r#"{"name": "@501"}"#, 400, "255"),
    ("createDataset", "/3.0/mlflow/datasets/create", r#"{"name": "a", "tags": "x"}"#, 400, "'tags'"),
    ("createDataset", "/3.0/mlflow/datasets/create", r#"{"name": "a", "experiment_ids": ["77"]}"#, 404, "77"),
    ("createDataset", "/3.0/mlflow/datasets/create", r#"{"name": "a", "experiment_ids": "77"}"#, 400, "experiment_ids"),
    ("searchEvaluationDatasets", "/3.0/mlflow/datasets/search", r#"{"filter_string": "bogus='1'"}"#, 400, "bogus"),
    ("searchEvaluationDatasets", "/3.0/mlflow/datasets/search", r#"{"order_by": ["tags.v"]}"#, 400, "tags.v"),
    ("searchEvaluationDatasets", "/3.0/mlflow/datasets/search", r#"{"max_results": 50001}"#, 400, "max_results"),
    ("searchEvaluationDatasets", "/3.0/mlflow/datasets/search", r#"{"page_token": "!!!"}"#, 400, "token"),
    ("searchEvaluationDatasets", "/3.0/mlflow/datasets/search", r#"{"experiment_ids": ["x"]}"#, 400, "experiment"),
    ("getDataset", "/3.0/mlflow/datasets/d-none", "", 404, "d-none"),
    ("deleteDataset", "/3.0/mlflow/datasets/d-none", "", 404, "d-none"),
    ("setDatasetTags", "/3.0/mlflow/datasets/d-none/tags", "{}", 400, "'tags'"),
    ("setDatasetTags", "/3.0/mlflow/datasets/d-none/tags", r#"{"tags": "{\"a\": \"b\"}"}"#, 404, "d-none"),
    ("setDatasetTags", "/3.0/mlflow/datasets/d-none/tags", r#"{"tags": "{\"@501\": \"b\"}"}"#, 400, "255"),
    ("deleteDatasetTag", "/3.0/mlflow/datasets/d-none/tags/a", "", 404, "d-none"),
    ("upsertDatasetRecords", "/3.0/mlflow/datasets/d-none/records", "{}", 400, "'records'"),
    ("upsertDatasetRecords", "/3.0/mlflow/datasets/d-none/records", r#"{"records": "[]"}"#, 404, "d-none"),
    ("upsertDatasetRecords", "/3.0/mlflow/datasets/d-none/records", r#"{"records": "[1]"}"#, 400, "list of objects"),
    ("upsertDatasetRecords", "/3.0/mlflow/datasets/d-none/records", r#"{"records": "[{}]"}"#, 400, "index 0"),
    ("getDatasetRecords", "/3.0/mlflow/datasets/d-none/records", "", 404, "d-none"),
    ("getDatasetRecords", "/3.0/mlflow/datasets/d-none/records?max_results=10001", "", 400, "max_results"),
    ("deleteDatasetRecords", "/3.0/mlflow/datasets/d-none/records", r#"{"dataset_record_ids": ["dr-1"]}"#, 404, "d-none"),
    ("getDatasetExperimentIds", "/3.0/mlflow/datasets/d-none/experiment-ids", "", 404, "d-none"),
    ("addDatasetToExperiments", "/3.0/mlflow/datasets/d-none/add-experiments", r#"{"experiment_ids": ["77"]}"#, 404, "77"),
    ("addDatasetToExperiments", "/3.0/mlflow/datasets/d-none/add-experiments", r#"{"experiment_ids": ["0"]}"#, 404, "d-none"),
    ("removeDatasetFromExperiments", "/3.0/mlflow/datasets/d-none/remove-experiments", r#"{"experiment_ids": ["0"]}"#, 404, "d-none"),
];

#[rustfmt::skip]
const SCORERS: &[Case] = &[
    ("registerScorer", "/3.0/mlflow/scorers/register", r#"{"experiment_id": "0", "serialized_scorer": "{}"}"#, 400, "'name'"),
    ("registerScorer", "/3.0/mlflow/scorers/register", r#"{"experiment_id": "0", "name": "a"}"#, 400, "'serialized_scorer'"),
    ("registerScorer", "/3.0/mlflow/scorers/register", r#"{"experiment_id": "0", "name": " ", "serialized_scorer": "{}"}"#, 400, "blank"),
    ("registerScorer", "/3.0/mlflow/scorers/register", r#"{"experiment_id": "0", "name": "@501", "serialized_scorer": "{}"}"#, 400, "256"),
    ("registerScorer", "/3.0/mlflow/scorers/register", r#"{"experiment_id": "0", "name": "a", "serialized_scorer": "x"}"#, 400, "valid JSON"),
    ("registerScorer", "/3.0/mlflow/scorers/register", r#"{"experiment_id": "0", "name": "a", "serialized_scorer": "{\"call_source\": \"x\"}"}"#, 400, "Python functions"),
    ("registerScorer", "/3.0/mlflow/scorers/register", r#"{"experiment_id": "77", "name": "a", "serialized_scorer": "{}"}"#, 404, "77"),
    ("listScorers", "/3.0/mlflow/scorers/list?experiment_id=77", "", 404, "77"),
    ("listScorers", "/3.0/mlflow/scorers/list?experiment_id=0&experiment_ids=0", "", 400, "'experiment_ids'"),
    ("listScorers", "/3.0/mlflow/scorers/list?experiment_ids=x", "", 400, "experiment"),
    ("listScorerVersions", "/3.0/mlflow/scorers/versions?experiment_id=0&name=nope", "", 404, "nope"),
    ("getScorer", "/3.0/mlflow/scorers/get?experiment_id=0", "", 400, "'name'"),
    ("getScorer", "/3.0/mlflow/scorers/get?experiment_id=0&name=nope", "", 404, "Scorer with name 'nope' not found for experiment 0."),
    ("getScorer", "/3.0/mlflow/scorers/get?experiment_id=0&name=nope&version=2", "", 404, "version 2"),
    ("getScorer", "/3.0/mlflow/scorers/get?experiment_id=0&name=nope&version=x", "", 400, "version"),
    ("getScorer", "/3.0/mlflow/scorers/get?experiment_id=0&name=nope&version=3000000000", "", 400, "version"),
    ("deleteScorer", "/3.0/mlflow/scorers/delete", r#"{"experiment_id": "0", "name": "nope"}"#, 404, "nope"),
    ("upsertOnlineScoringConfig", "/3.0/mlflow/scorers/online-config", r#"{"experiment_id": "0", "name": "nope"}"#, 400, "'sample_rate'"),
    ("upsertOnlineScoringConfig", "/3.0/mlflow/scorers/online-config", r#"{"experiment_id": "0", "name": "nope", "sample_rate": 1.5}"#, 400, "1.5"),
    ("upsertOnlineScoringConfig", "/3.0/mlflow/scorers/online-config", r#"{"experiment_id": "0", "name": "nope", "sample_rate": "NaN"}"#, 400, "sample_rate"),
    ("upsertOnlineScoringConfig", "/3.0/mlflow/scorers/online-config", r#"{"experiment_id": "0", "name": "nope", "sample_rate": 1, "filter_string": "bogus = 1"}"#, 400, "bogus"),
    ("upsertOnlineScoringConfig", "/3.0/mlflow/scorers/online-config", r#"{"experiment_id": "0", "name": "nope", "sample_rate": 1}"#, 404, "nope"),
    ("getOnlineScoringConfigs", "/3.0/mlflow/scorers/online-configs", "", 400, "'scorer_ids'"),
];

#[rustfmt::skip]
const WEBHOOKS: &[Case] = &[
    ("createWebhook", "/2.0/mlflow/webhooks", r#"{"url": "https://8.8.8.8/", "events": [{"entity": "PROMPT", "action": "CREATED"}]}"#, 400, "'name'"),
    ("createWebhook", "/2.0/mlflow/webhooks", r#"{"name": "h", "events": [{"entity": "PROMPT", "action": "CREATED"}]}"#, 400, "'url'"),
    ("createWebhook", "/2.0/mlflow/webhooks", r#"{"name": "h", "url": "https://8.8.8.8/"}"#, 400, "'events'"),
    ("createWebhook", "/2.0/mlflow/webhooks", r#"{"name": "h", "url": "https://8.8.8.8/", "events": []}"#, 400, "'events'"),
    ("createWebhook", "/2.0/mlflow/webhooks", r#"{"name": "h", "url": "https://8.8.8.8/", "events": [{"entity": "PROMPT", "action": "DELETED"}]}"#, 400, "Invalid action 'deleted' for entity 'prompt'"),
    ("createWebhook", "/2.0/mlflow/webhooks", r#"{"name": "h", "url": "https://8.8.8.8/", "events": [{"entity": "RUN", "action": "CREATED"}]}"#, 400, "RUN"),
    ("createWebhook", "/2.0/mlflow/webhooks", r#"{"name": "-h", "url": "https://8.8.8.8/", "events": [{"entity": "PROMPT", "action": "CREATED"}]}"#, 400, "Webhook name '-h' is invalid"),
    ("createWebhook", "/2.0/mlflow/webhooks", r#"{"name": "h", "url": " ", "events": [{"entity": "PROMPT", "action": "CREATED"}]}"#, 400, "Webhook URL cannot be empty"),
    ("createWebhook", "/2.0/mlflow/webhooks", r#"{"name": "h", "url": "ftp://8.8.8.8/", "events": [{"entity": "PROMPT", "action": "CREATED"}]}"#, 400, "Invalid webhook URL scheme: 'ftp'"),
    ("createWebhook", "/2.0/mlflow/webhooks", r#"{"name": "h", "url": "https://8.8.8.8/@501", "events": [{"entity": "PROMPT", "action": "CREATED"}]}"#, 400, "500"),
    ("createWebhook", "/2.0/mlflow/webhooks", r#"{"name": "h", "url": "https://8.8.8.8/", "secret": "@501", "events": [{"entity": "PROMPT", "action": "CREATED"}]}"#, 400, "'secret'"),
    ("createWebhook", "/2.0/mlflow/webhooks", r#"{"name": "h", "url": "https://8.8.8.8/", "status": "ASLEEP", "events": [{"entity": "PROMPT", "action": "CREATED"}]}"#, 400, "ASLEEP"),
    ("listWebhooks", "/2.0/mlflow/webhooks?max_results=1001", "", 400, "max_results"),
    ("listWebhooks", "/2.0/mlflow/webhooks?page_token=!", "", 400, "page token"),
    ("getWebhook", "/2.0/mlflow/webhooks/none", "", 404, "Webhook with ID none not found."),
    ("updateWebhook", "/2.0/mlflow/webhooks/none", r#"{"name": "h"}"#, 404, "none"),
    ("deleteWebhook", "/2.0/mlflow/webhooks/none", "", 404, "none"),
    ("testWebhook", "/2.0/mlflow/webhooks/none/test", "{}", 404, "none"),
    ("testWebhook", "/2.0/mlflow/webhooks/none/test", r#"{"event": {"entity": "PROMPT"}}"#, 400, "action"),
];

#[rustfmt::skip]
const REVIEWS: &[Case] = &[
    ("createIssue", "/3.0/mlflow/issues", r#"{"experiment_id": "0", "description": "d"}"#, 400, "'name'"),
    ("createIssue", "/3.0/mlflow/issues", r#"{"experiment_id": "0", "name": "n"}"#, 400, "'description'"),
    ("createIssue", "/3.0/mlflow/issues", r#"{"experiment_id": "0", "name": "@251", "description": "d"}"#, 400, "250"),
    ("createIssue", "/3.0/mlflow/issues", r#"{"experiment_id": "0", "name": "n", "description": "d", "severity": "zzz"}"#, 400, "not_an_issue, low, medium, high"),
    ("createIssue", "/3.0/mlflow/issues", r#"{"experiment_id": "0", "name": "n", "description": "d", "status": "zzz"}"#, 400, "pending, rejected, resolved"),
    ("createIssue", "/3.0/mlflow/issues", r#"{"experiment_id": "77", "name": "n", "description": "d"}"#, 404, "77"),
    ("createIssue", "/3.0/mlflow/issues", r#"{"experiment_id": "0", "name": "n", "description": "d", "source_run_id": "none"}"#, 404, "none"),
    ("getIssue", "/3.0/mlflow/issues/iss-none", "", 404, "Issue with ID 'iss-none' not found"),
    ("updateIssue", "/3.0/mlflow/issues/iss-none", "{}", 404, "iss-none"),
    ("updateIssue", "/3.0/mlflow/issues/iss-none", r#"{"status": "zzz"}"#, 400, "status"),
    ("searchIssues", "/3.0/mlflow/issues/search", r#"{"filter_string": "bogus = '1'"}"#, 400, "bogus"),
    ("searchIssues", "/3.0/mlflow/issues/search", r#"{"max_results": 0}"#, 400, "max_results"),
    ("searchIssues", "/3.0/mlflow/issues/search", r#"{"page_token": "!!!"}"#, 400, "token"),
    ("createLabelSchema", "/3.0/mlflow/label-schemas/create", r#"{"experiment_id": "0", "name": "q", "input": {"text": {}}}"#, 400, "'type'"),
    ("createLabelSchema", "/3.0/mlflow/label-schemas/create", r#"{"experiment_id": "0", "name": "q", "type": "FEEDBACK"}"#, 400, "'input'"),
    ("createLabelSchema", "/3.0/mlflow/label-schemas/create", r#"{"experiment_id": "0", "name": "q", "type": "FEEDBACK", "input": {}}"#, 400, "exactly one"),
    ("createLabelSchema", "/3.0/mlflow/label-schemas/create", r#"{"experiment_id": "0", "name": "q", "type": "FEEDBACK", "input": {"text": {"max_length": 0}}}"#, 400, "max_length"),
    ("createLabelSchema", "/3.0/mlflow/label-schemas/create", r#"{"experiment_id": "0", "name": "feedback", "type": "FEEDBACK", "input": {"text": {}}}"#, 400, "reserved"),
    ("createLabelSchema", "/3.0/mlflow/label-schemas/create", r#"{"experiment_id": "77", "name": "q", "type": "FEEDBACK", "input": {"text": {}}}"#, 404, "77"),
    ("getLabelSchema", "/3.0/mlflow/label-schemas/get", "", 400, "'schema_id'"),
    ("getLabelSchema", "/3.0/mlflow/label-schemas/get?schema_id=ls-none", "", 404, "ls-none"),
    ("getLabelSchemaByName", "/3.0/mlflow/label-schemas/get-by-name?experiment_id=0&name=none", "", 404, "none"),
    ("listLabelSchemas", "/3.0/mlflow/label-schemas/list?experiment_id=77", "", 404, "77"),
    ("listLabelSchemas", "/3.0/mlflow/label-schemas/list?experiment_id=0&max_results=50001", "", 400, "max_results"),
    ("updateLabelSchema", "/3.0/mlflow/label-schemas/update", r#"{"schema_id": "ls-none", "name": "q"}"#, 404, "ls-none"),
    ("updateLabelSchema", "/3.0/mlflow/label-schemas/update", r#"{"schema_id": "ls-default-0", "name": "q"}"#, 400, "default question"),
    ("deleteLabelSchema", "/3.0/mlflow/label-schemas/delete", r#"{"schema_id": "ls-default-0"}"#, 400, "default question"),
    ("createReviewQueue", "/3.0/mlflow/review-queues/create", r#"{"experiment_id": "0", "name": "q"}"#, 400, "'queue_type'"),
    ("createReviewQueue", "/3.0/mlflow/review-queues/create", r#"{"experiment_id": "0", "name": "q", "queue_type": "CUSTOM", "schema_ids": ["ls-none"]}"#, 400, "ls-none"),
    ("createReviewQueue", "/3.0/mlflow/review-queues/create", r#"{"experiment_id": "0", "name": "DEFAULT", "queue_type": "CUSTOM"}"#, 400, "reserved"),
    ("createReviewQueue", "/3.0/mlflow/review-queues/create", r#"{"experiment_id": "77", "name": "q", "queue_type": "CUSTOM"}"#, 404, "77"),
    ("getOrCreateUserQueue", "/3.0/mlflow/review-queues/get-or-create-user", r#"{"experiment_id": "0"}"#, 400, "'user'"),
    ("getOrCreateUserQueue", "/3.0/mlflow/review-queues/get-or-create-user", r#"{"experiment_id": "0", "user": "@251"}"#, 400, "250"),
    ("getReviewQueue", "/3.0/mlflow/review-queues/get?queue_id=rq-none", "", 404, "rq-none"),
    ("getReviewQueueByName", "/3.0/mlflow/review-queues/get-by-name?experiment_id=0&name=none", "", 404, "none"),
    ("listReviewQueues", "/3.0/mlflow/review-queues/list", "", 400, "'experiment_id'"),
    ("listReviewQueues", "/3.0/mlflow/review-queues/list?experiment_id=77", "", 404, "77"),
    ("updateReviewQueue", "/3.0/mlflow/review-queues/update", r#"{"queue_id": "rq-none", "name": "x"}"#, 404, "rq-none"),
    ("deleteReviewQueue", "/3.0/mlflow/review-queues/delete", "{}", 400, "'queue_id'"),
    ("addItemsToReviewQueue", "/3.0/mlflow/review-queues/items/add", r#"{"queue_id": "rq-none", "item_ids": []}"#, 400, "item_ids"),
    ("addItemsToReviewQueue", "/3.0/mlflow/review-queues/items/add", r#"{"queue_id": "rq-none", "item_ids": ["tr-1"], "item_type": "STAR"}"#, 400, "TRACE"),
    ("addItemsToReviewQueue", "/3.0/mlflow/review-queues/items/add", r#"{"queue_id": "rq-none", "item_ids": ["tr-1"]}"#, 404, "rq-none"),
    ("removeItemsFromReviewQueue", "/3.0/mlflow/review-queues/items/remove", r#"{"queue_id": "rq-none", "item_ids": ["tr-1"]}"#, 404, "rq-none"),
    ("listReviewQueueItems", "/3.0/mlflow/review-queues/items/list?queue_id=rq-none", "", 404, "rq-none"),
    ("listReviewQueueItems", "/3.0/mlflow/review-queues/items/list?queue_id=rq-none&status=BUSY", "", 400, "PENDING"),
    ("setReviewQueueItemStatus", "/3.0/mlflow/review-queues/items/set-status", r#"{"queue_id": "rq-none", "item_id": "tr-1"}"#, 400, "'status'"),
    ("setReviewQueueItemStatus", "/3.0/mlflow/review-queues/items/set-status", r#"{"queue_id": "rq-none", "item_id": "tr-1", "status": "COMPLETE"}"#, 400, "completed_by"),
    ("setReviewQueueItemStatus", "/3.0/mlflow/review-queues/items/set-status", r#"{"queue_id": "rq-none", "item_id": "tr-1", "status": "PENDING", "completed_by": "a"}"#, 400, "completed_by"),
    ("setReviewQueueItemStatus", "/3.0/mlflow/review-queues/items/set-status", r#"{"queue_id": "rq-none", "item_id": "tr-1", "status": "PENDING"}"#, 404, "rq-none"),
];

#[rustfmt::skip]
const OTHERS: &[Case] = &[
    ("getTraceArtifact", "/2.0/mlflow/get-trace-artifact", "", 400, "request_id"),
    ("getTraceArtifactV3", "/3.0/mlflow/get-trace-artifact?request_id=tr-none", "", 404, "tr-none"),
    ("getTraceArtifactV3", "/3.0/mlflow/get-trace-artifact?request_id=tr-none&path=nope", "", 400, "must be a valid UUID"),
    ("createAssessment", "/3.0/mlflow/traces/tr-none/assessments", "{}", 400, "'assessment'"),
    ("getAssessment", "/3.0/mlflow/traces/tr-none/assessments/a-1", "", 404, "tr-none"),
    ("updateAssessment", "/3.0/mlflow/traces/tr-none/assessments/a-1", "{}", 400, "'assessment'"),
    ("deleteAssessment", "/3.0/mlflow/traces/a%20b/assessments/a-1", "{}", 404, "Trace with ID 'a b' not found."),
    ("startTrace", "/2.0/mlflow/traces", r#"{"experiment_id": "0"}"#, 400, "'timestamp_ms'"),
    ("endTrace", "/2.0/mlflow/traces/tr-none", r#"{"timestamp_ms": 1, "status": "OK"}"#, 404, "tr-none"),
    ("getTraceInfo", "/2.0/mlflow/traces/tr-none/info", "", 404, "tr-none"),
    ("getTraceInfoFallback", "/2.0/mlflow/traces/tr-none", "", 404, "tr-none"),
    ("searchTraces", "/2.0/mlflow/traces", "", 400, "'experiment_ids'"),
    ("uploadArtifact", "/2.0/mlflow-artifacts/artifacts/0/traces/tr-none/artifacts/traces.json", r#"{"spans": []}"#, 404, "tr-none"),
    ("downloadArtifact", "/2.0/mlflow-artifacts/artifacts/0/traces/tr-none/artifacts/traces.json", "", 404, "tr-none"),
    ("downloadArtifact", "/2.0/mlflow-artifacts/artifacts/0/traces/tr-none/artifacts", "", 400, "directory"),
    ("listArtifacts", "/2.0/mlflow-artifacts/artifacts", "", 400, "'path'"),
    ("listArtifacts", "/2.0/mlflow-artifacts/artifacts?path=..", "", 400, "Invalid path"),
    ("deleteArtifact", "/2.0/mlflow-artifacts/artifacts/0/traces/tr-none/artifacts/traces.json", "", 400, "belongs to a trace"),
    ("listRunArtifacts", "/2.0/mlflow/artifacts/list?run_id=none", "", 404, "none"),
    ("listRunArtifacts", "/2.0/mlflow/artifacts/list?run_id=none&path=a/..", "", 400, "Invalid path"),
    ("getRunArtifact", "/get-artifact?run_id=none&path=a", "", 404, "none"),
    ("getRunArtifact", "/get-artifact?run_id=none&path=../a", "", 400, "Invalid path"),
    ("uploadRunArtifact", "/2.0/mlflow/upload-artifact?path=a", "x", 400, "run_uuid"),
    ("uploadRunArtifact", "/2.0/mlflow/upload-artifact?run_uuid=none", "x", 400, "path"),
    ("uploadRunArtifact", "/2.0/mlflow/upload-artifact?run_uuid=none&path=../a", "x", 400, "Invalid path"),
    ("uploadRunArtifact", "/2.0/mlflow/upload-artifact?run_uuid=none&path=a", "", 400, "data"),
    ("uploadRunArtifact", "/2.0/mlflow/upload-artifact?run_uuid=none&path=a", "x", 404, "none"),
    ("createMultipartUpload", "/2.0/mlflow-artifacts/mpu/create/1/r/artifacts", r#"{"num_parts": 1}"#, 400, "'path'"),
    ("createMultipartUpload", "/2.0/mlflow-artifacts/mpu/create/1/r/artifacts", r#"{"path": "a"}"#, 400, "'num_parts'"),
    ("createMultipartUpload", "/2.0/mlflow-artifacts/mpu/create/1/r/artifacts", r#"{"path": "a", "num_parts": 10001}"#, 400, "10001"),
    ("createMultipartUpload", "/2.0/mlflow-artifacts/mpu/create/1/..", r#"{"path": "a", "num_parts": 1}"#, 400, "Invalid path"),
    ("createMultipartUpload", "/2.0/mlflow-artifacts/mpu/create/1/r", r#"{"path": "x/..", "num_parts": 1}"#, 400, "Invalid path"),
    ("createMultipartUpload", "/2.0/mlflow-artifacts/mpu/create/1/traces/tr-1/artifacts", r#"{"path": "traces.json", "num_parts": 1}"#, 400, "belongs to a trace"),
    ("completeMultipartUpload", "/2.0/mlflow-artifacts/mpu/complete/1/r", r#"{"path": "a", "upload_id": "u"}"#, 400, "'parts'"),
    ("completeMultipartUpload", "/2.0/mlflow-artifacts/mpu/complete/1/r", r#"{"path": "a", "parts": [{"part_number": 1, "etag": "e"}]}"#, 400, "'upload_id'"),
    ("completeMultipartUpload", "/2.0/mlflow-artifacts/mpu/complete/1/r", r#"{"path": "a", "upload_id": "u", "parts": [{"part_number": 2, "etag": "e"}]}"#, 400, "'part_number'"),
    ("completeMultipartUpload", "/2.0/mlflow-artifacts/mpu/complete/1/r", r#"{"path": "a", "upload_id": "u", "parts": [{"part_number": 1}]}"#, 400, "etag"),
    ("abortMultipartUpload", "/2.0/mlflow-artifacts/mpu/abort/1/r", r#"{"path": "a"}"#, 400, "'upload_id'"),
    ("getPresignedDownloadUrl", "/2.0/mlflow-artifacts/presigned/1/../a", "", 400, "Invalid path"),
    ("getPresignedDownloadUrl", "/2.0/mlflow-artifacts/presigned/0/traces/tr-1/artifacts/traces.json", "", 400, "belongs to a trace"),
    ("createPresignedUploadUrl", "/2.0/mlflow/artifacts/presigned-upload-url", r#"{"run_id": "none"}"#, 400, "'path'"),
    ("createPresignedUploadUrl", "/2.0/mlflow/artifacts/presigned-upload-url", r#"{"path": "a"}"#, 400, "Exactly one"),
    ("createPresignedUploadUrl", "/2.0/mlflow/artifacts/presigned-upload-url", r#"{"path": "a", "run_id": "none"}"#, 404, "none"),
    ("createPresignedUploadUrl", "/2.0/mlflow/artifacts/presigned-upload-url", r#"{"path": "a", "model_id": "m-none"}"#, 404, "m-none"),
    ("createPresignedDownloadUrl", "/2.0/mlflow/artifacts/presigned-download-url", r#"{"path": "a"}"#, 400, "'run_id'"),
    ("createPresignedDownloadUrl", "/2.0/mlflow/artifacts/presigned-download-url", r#"{"path": "a", "run_id": "none", "expiration": 604801}"#, 400, "604801"),
    ("createPresignedDownloadUrl", "/2.0/mlflow/artifacts/presigned-download-url", r#"{"path": "a", "run_id": "none"}"#, 404, "none"),
];

#[tokio::test]
async fn every_endpoint_has_its_error() {
    let server = Server::new();
    let cases = || {
        EXPERIMENTS
            .iter()
            .chain(TRACES)
            .chain(RUNS)
            .chain(DATASETS)
            .chain(METRICS)
            .chain(REGISTRY)
            .chain(SCORERS)
            .chain(REVIEWS)
            .chain(WEBHOOKS)
            .chain(OTHERS)
    };
    let covered: BTreeSet<&str> = cases().map(|case| case.0).chain(WITHOUT_ERRORS).collect();
    for route in ROUTES {
        assert!(covered.contains(route.rpc), "`{}` has no error case", route.rpc);
    }
    for (rpc, path, body, expected, names) in cases() {
        let body = body.replace("@251", &"x".repeat(251)).replace("@501", &"x".repeat(501));
        let body = body.replace("@257", &"x".repeat(257)).replace("@100001", &"x".repeat(100_001));
        let code = if *expected == 404 { ABSENT } else { INVALID };
        // A call with two methods is a search, by body and by query: the case is about the body.
        let route = ROUTES.iter().find(|route| route.rpc == *rpc).unwrap();
        for prefix in route.reach.prefixes() {
            let reply = server.call(route.method, &format!("{prefix}{path}"), body.clone()).await;
            let (status, given, message) = reply.error();
            assert_eq!((status, given.as_str()), (*expected, code), "{rpc} {body}: {message}");
            assert!(message.contains(names), "{rpc}: {message}");
        }
    }
}

/// A path with its placeholders filled in.
fn filled(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "x" } else { part }).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn what_is_not_served_yet_is_named() {
    let server = Server::new();
    for call in NOT_SERVED {
        let again = ROUTES.iter().any(|route| (route.method, route.path) == (call.method, call.path));
        assert!(!again, "{} {} is in both tables", call.method, call.path);
        for prefix in call.reach.prefixes() {
            let path = format!("{prefix}{}", filled(call.path));
            let (status, code, message) = server.json(call.method, &path, json!({})).await.error();
            assert_eq!((status, code.as_str()), (501, "NOT_IMPLEMENTED"), "{} {path}", call.method);
            assert!(message.contains(call.rpc), "{message}");
        }
    }
}

#[tokio::test]
async fn wrong_methods_and_unknown_paths_are_told_in_mlflows_form() {
    let server = Server::new();
    for route in ROUTES {
        let path = format!("{}{}", route.reach.prefixes()[0], filled(route.path));
        let reply = server.json("TRACE", &path, json!({})).await;
        let (status, code, message) = reply.error();
        assert_eq!((status, code.as_str()), (405, "ENDPOINT_NOT_FOUND"), "{path}");
        assert!(message.contains("TRACE"), "{message}");
        assert!(reply.headers.contains_key("allow"));
    }
    for path in [
        "/api/3.0/mlflow/nothing",
        "/ajax-api/2.0/x",
        "/api/4.0/mlflow/traces/x/tr-1",
        "/api/2.0/mlflow/unified-traces",
    ] {
        let (status, code, message) = server.get(path).await.error();
        assert_eq!((status, code.as_str()), (404, "ENDPOINT_NOT_FOUND"), "{path}");
        assert!(message.contains(path), "{message}");
    }
}

#[tokio::test]
async fn the_server_tells_whose_api_it_speaks_and_what_it_is() {
    let server = Server::new();
    let version = server.get("/version").await;
    assert_eq!((version.status.as_u16(), version.text().as_str()), (200, "3.17.2"));
    assert_eq!(version.headers["x-spanwell-version"], "0.1.0");
    assert_eq!(server.get("/health").await.text(), "OK");
    let info = server.get("/ajax-api/3.0/mlflow/server-info").await.ok();
    assert_eq!((&info["store_type"], &info["workspaces_enabled"]), (&json!("SqlStore"), &json!(false)));
}

#[tokio::test]
async fn bodies_are_read_as_leniently_as_mlflow_reads_them() {
    let server = Server::new();
    let path = "/api/3.0/mlflow/traces/search";
    let missing = "Missing value for required parameter 'locations'. See the API docs for more information about request parameters.";
    for body in ["", "{", "{}", "[]", "\"{}\"", "null"] {
        let error = server.call("POST", path, body).await.error();
        assert_eq!(error, (400, INVALID.into(), missing.into()), "{body:?}");
    }
    let twice = server.call("POST", path, r#""{\"locations\": []}""#).await;
    assert_eq!(twice.ok(), json!({}));
    let text = axum::http::Request::builder().method("POST").uri(path).header("content-type", "text/plain");
    let error = server.send(text.body("{}".into()).unwrap()).await.error();
    assert_eq!(
        error,
        (400, INVALID.into(), "Bad Request. Content-Type must be one of ['application/json'].".into())
    );
    let charset = axum::http::Request::builder()
        .method("POST")
        .uri(path)
        .header("content-type", "application/json; charset=utf-8");
    server.send(charset.body(r#"{"locations": []}"#.into()).unwrap()).await.ok();
}

#[tokio::test]
async fn bodies_over_the_limit_are_refused() {
    let server = Server::with_limits(Limits { body_bytes: 100, ..Limits::default() });
    for (method, path) in [
        ("POST", "/api/3.0/mlflow/traces/search"),
        ("PUT", "/api/2.0/mlflow-artifacts/artifacts/0/traces/tr-1/artifacts/traces.json"),
    ] {
        let (status, code, message) = server.call(method, path, " ".repeat(101)).await.error();
        assert_eq!((status, code.as_str()), (413, "BAD_REQUEST"));
        assert!(message.contains("100 bytes"), "{message}");
    }
}
