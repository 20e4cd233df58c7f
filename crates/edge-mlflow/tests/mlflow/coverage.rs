//! Every endpoint has an error in MLflow's form: this walks the table and fails for one without a case.

use std::collections::BTreeSet;

use crate::harness::Server;
use serde_json::{Value, json};
use spanwell_edge_mlflow::not_served::NOT_SERVED;
use spanwell_edge_mlflow::routes::ROUTES;
use spanwell_model::Limits;

/// A call and the error it must get.
struct Case {
    rpc: &'static str,
    /// Path with the prefix left out; the placeholders filled in.
    path: &'static str,
    body: Value,
    status: u16,
    code: &'static str,
    /// What the message has in it.
    names: &'static str,
}

const INVALID: &str = "INVALID_PARAMETER_VALUE";
const ABSENT: &str = "RESOURCE_DOES_NOT_EXIST";

fn case(rpc: &'static str, path: &'static str, body: Value, status: u16, names: &'static str) -> Case {
    let code = if status == 404 { ABSENT } else { INVALID };
    Case { rpc, path, body, status, code, names }
}

/// Endpoints that take nothing and so cannot fail.
const WITHOUT_ERRORS: [&str; 3] = ["version", "health", "getServerInfo"];

fn experiment_cases() -> Vec<Case> {
    let e = |rpc, path, body, status, names| case(rpc, path, body, status, names);
    vec![
        e("createExperiment", "/2.0/mlflow/experiments/create", json!({}), 400, "'name'"),
        e("createExperiment", "/2.0/mlflow/experiments/create", json!({"name": "x".repeat(501)}), 400, "500"),
        e(
            "createExperiment",
            "/2.0/mlflow/experiments/create",
            json!({"name": "x", "artifact_location": "ftp://x#y"}),
            400,
            "artifact_location",
        ),
        e(
            "createExperiment",
            "/2.0/mlflow/experiments/create",
            json!({"name": 1}),
            400,
            "Value was of type 'int'",
        ),
        e(
            "getExperiment",
            "/2.0/mlflow/experiments/get?experiment_id=999999",
            json!({}),
            404,
            "No Experiment with id=999999 exists",
        ),
        e(
            "getExperiment",
            "/2.0/mlflow/experiments/get?experiment_id=99999999999",
            json!({}),
            404,
            "No Experiment with id=99999999999 exists",
        ),
        e(
            "getExperiment",
            "/2.0/mlflow/experiments/get?experiment_id=abc",
            json!({}),
            400,
            "'experiment_id'",
        ),
        e("getExperiment", "/2.0/mlflow/experiments/get", json!({}), 400, "'experiment_id'"),
        e(
            "getExperimentByName",
            "/2.0/mlflow/experiments/get-by-name?experiment_name=nope",
            json!({}),
            404,
            "Could not find experiment with name 'nope'",
        ),
        e(
            "searchExperiments",
            "/2.0/mlflow/experiments/search",
            json!({"max_results": 50_001}),
            400,
            "50001",
        ),
        e("searchExperiments", "/2.0/mlflow/experiments/search", json!({"view_type": "BOGUS"}), 400, "BOGUS"),
        e(
            "searchExperiments",
            "/2.0/mlflow/experiments/search",
            json!({"page_token": "!!!"}),
            400,
            "page token",
        ),
        e(
            "searchExperiments",
            "/2.0/mlflow/experiments/search",
            json!({"filter": "bogus = 1"}),
            400,
            "bogus",
        ),
        e(
            "searchExperiments",
            "/2.0/mlflow/experiments/search?max_results=0",
            json!({"max_results": 0}),
            400,
            "max_results",
        ),
        e(
            "updateExperiment",
            "/2.0/mlflow/experiments/update",
            json!({"experiment_id": "0"}),
            400,
            "'new_name'",
        ),
        e("deleteExperiment", "/2.0/mlflow/experiments/delete", json!({"experiment_id": "7"}), 404, "id=7"),
        e("restoreExperiment", "/2.0/mlflow/experiments/restore", json!({"experiment_id": "0"}), 404, "id=0"),
        e(
            "setExperimentTag",
            "/2.0/mlflow/experiments/set-experiment-tag",
            json!({"experiment_id": "0", "key": "bad\nkey"}),
            400,
            "bad",
        ),
        e(
            "deleteExperimentTag",
            "/2.0/mlflow/experiments/delete-experiment-tag",
            json!({"experiment_id": "0", "key": "nope"}),
            404,
            "nope",
        ),
    ]
}

fn trace_cases() -> Vec<Case> {
    let t = |rpc, path, body, status, names| case(rpc, path, body, status, names);
    let info = |info: Value| json!({"trace": {"trace_info": info}});
    let at = |experiment: &str| json!({"mlflow_experiment": {"experiment_id": experiment}});
    let locations = json!([at("0")]);
    vec![
        t("startTraceV3", "/3.0/mlflow/traces", json!({}), 400, "'trace'"),
        t(
            "startTraceV3",
            "/3.0/mlflow/traces",
            info(
                json!({"trace_id": "tr-1", "trace_location": at("999"), "request_time": "2026-11-22T05:12:09Z"}),
            ),
            404,
            "No Experiment with id=999 exists",
        ),
        t(
            "startTraceV3",
            "/3.0/mlflow/traces",
            info(
                json!({"trace_id": "tr-1", "trace_location": at("0"), "request_time": "2026-11-22T05:12:09Z", "trace_metadata": {"mlflow.trace.session": "s".repeat(251)}}),
            ),
            400,
            "session",
        ),
        t(
            "startTraceV3",
            "/3.0/mlflow/traces",
            info(
                json!({"trace_id": "tr-1", "trace_location": at("0"), "request_time": "2026-11-22T05:12:09Z", "tags": {"k".repeat(251): "v"}}),
            ),
            400,
            "250",
        ),
        t(
            "getTraceInfoV3",
            "/3.0/mlflow/traces/tr-none",
            json!({}),
            404,
            "Trace with ID 'tr-none' not found.",
        ),
        t("getTraceInfoV3", "/3.0/mlflow/traces/a%20b", json!({}), 404, "Trace with ID 'a b' not found."),
        t("getTrace", "/3.0/mlflow/traces/get", json!({}), 400, "'trace_id'"),
        t("getTrace", "/3.0/mlflow/traces/get?trace_id=tr-none", json!({}), 404, "tr-none"),
        t("batchGetTraces", "/3.0/mlflow/traces/batchGet", json!({}), 400, "'trace_ids'"),
        t("batchGetTraceInfos", "/3.0/mlflow/traces/batchGetInfos", json!({}), 400, "'trace_ids'"),
        t("searchTracesV3", "/3.0/mlflow/traces/search", json!({}), 400, "'locations'"),
        t(
            "searchTracesV3",
            "/3.0/mlflow/traces/search",
            json!({"locations": "x"}),
            400,
            "Invalid value \"x\" for parameter 'locations' supplied:  Hint: Value was of type 'str'.",
        ),
        t(
            "searchTracesV3",
            "/3.0/mlflow/traces/search",
            json!({"locations": locations, "max_results": 501}),
            400,
            "Invalid value 501 for parameter 'max_results' supplied:",
        ),
        t(
            "searchTracesV3",
            "/3.0/mlflow/traces/search",
            json!({"locations": locations, "max_results": 0}),
            400,
            "max_results",
        ),
        t(
            "searchTracesV3",
            "/3.0/mlflow/traces/search",
            json!({"locations": locations, "max_results": -1}),
            400,
            "max_results",
        ),
        t(
            "searchTracesV3",
            "/3.0/mlflow/traces/search",
            json!({"locations": locations, "page_token": "!!!"}),
            400,
            "page token",
        ),
        t(
            "searchTracesV3",
            "/3.0/mlflow/traces/search",
            json!({"locations": locations, "page_token": "eyJvZmZzZXQiOiAyfQ"}),
            400,
            "token",
        ),
        t(
            "searchTracesV3",
            "/3.0/mlflow/traces/search",
            json!({"locations": locations, "page_token": "eyJvZmZzZXQiOiAyfQ=="}),
            400,
            "token",
        ),
        t(
            "searchTracesV3",
            "/3.0/mlflow/traces/search",
            json!({"locations": locations, "filter": "foo = 1"}),
            400,
            "foo",
        ),
        t(
            "searchTracesV3",
            "/3.0/mlflow/traces/search",
            json!({"locations": locations, "order_by": ["bogus"]}),
            400,
            "bogus",
        ),
        t(
            "setTraceTagV3",
            "/3.0/mlflow/traces/tr-none/tags",
            json!({"key": "k", "value": "v"}),
            404,
            "tr-none",
        ),
        t("setTraceTag", "/2.0/mlflow/traces/tr-none/tags", json!({"value": "v"}), 400, "'key'"),
        t(
            "setTraceTag",
            "/2.0/mlflow/traces/tr-none/tags",
            json!({"key": "L".repeat(251), "value": "v"}),
            400,
            "250",
        ),
        t("deleteTraceTagV3", "/3.0/mlflow/traces/tr-none/tags", json!({"key": "k"}), 404, "tr-none"),
        t("deleteTraceTag", "/2.0/mlflow/traces/tr-none/tags", json!({}), 400, "'key'"),
        t(
            "deleteTracesV3",
            "/3.0/mlflow/traces/delete-traces",
            json!({"experiment_id": "0", "max_timestamp_millis": 5, "request_ids": ["a"]}),
            400,
            "Only one of `max_timestamp_millis` and `trace_ids` can be specified.",
        ),
        t(
            "deleteTraces",
            "/2.0/mlflow/traces/delete-traces",
            json!({"experiment_id": "0"}),
            400,
            "Either `max_timestamp_millis` or `trace_ids` must be specified.",
        ),
        t(
            "deleteTraces",
            "/2.0/mlflow/traces/delete-traces",
            json!({"experiment_id": "0", "max_timestamp_millis": 5, "max_traces": 0}),
            400,
            "max_traces",
        ),
        t(
            "linkTracesToRun",
            "/2.0/mlflow/traces/link-to-run",
            json!({"trace_ids": ["tr-none"], "run_id": "r"}),
            404,
            "tr-none",
        ),
        t(
            "linkTracesToRun",
            "/2.0/mlflow/traces/link-to-run",
            json!({"trace_ids": vec!["tr-1"; 101], "run_id": "r"}),
            400,
            "100",
        ),
        t(
            "linkPromptsToTrace",
            "/2.0/mlflow/traces/link-prompts",
            json!({"trace_id": "tr-none", "prompt_versions": [{"name": "p", "version": "1"}]}),
            404,
            "tr-none",
        ),
    ]
}

fn other_cases() -> Vec<Case> {
    let o = |rpc, path, body, status, names| case(rpc, path, body, status, names);
    vec![
        o("getTraceArtifact", "/2.0/mlflow/get-trace-artifact", json!({}), 400, "request_id"),
        o(
            "getTraceArtifactV3",
            "/3.0/mlflow/get-trace-artifact?request_id=tr-none",
            json!({}),
            404,
            "tr-none",
        ),
        o(
            "getTraceArtifactV3",
            "/3.0/mlflow/get-trace-artifact?request_id=tr-none&path=nope",
            json!({}),
            400,
            "must be a valid UUID",
        ),
        o("createAssessment", "/3.0/mlflow/traces/tr-none/assessments", json!({}), 400, "'assessment'"),
        o("getAssessment", "/3.0/mlflow/traces/tr-none/assessments/a-1", json!({}), 404, "tr-none"),
        o("updateAssessment", "/3.0/mlflow/traces/tr-none/assessments/a-1", json!({}), 400, "'assessment'"),
        o("deleteAssessment", "/3.0/mlflow/traces/tr-none/assessments/a-1", json!({}), 404, "tr-none"),
        o("startTrace", "/2.0/mlflow/traces", json!({"experiment_id": "0"}), 400, "'timestamp_ms'"),
        o(
            "endTrace",
            "/2.0/mlflow/traces/tr-none",
            json!({"timestamp_ms": 1, "status": "OK"}),
            404,
            "tr-none",
        ),
        o("getTraceInfo", "/2.0/mlflow/traces/tr-none/info", json!({}), 404, "tr-none"),
        o("getTraceInfoFallback", "/2.0/mlflow/traces/tr-none", json!({}), 404, "tr-none"),
        o("searchTraces", "/2.0/mlflow/traces", json!({}), 400, "'experiment_ids'"),
        o(
            "uploadArtifact",
            "/2.0/mlflow-artifacts/artifacts/0/traces/tr-none/artifacts/traces.json",
            json!({"spans": []}),
            404,
            "tr-none",
        ),
        o(
            "downloadArtifact",
            "/2.0/mlflow-artifacts/artifacts/0/traces/tr-none/artifacts/traces.json",
            json!({}),
            404,
            "tr-none",
        ),
        o(
            "downloadArtifact",
            "/2.0/mlflow-artifacts/artifacts/0/traces/tr-none/artifacts",
            json!({}),
            400,
            "directory",
        ),
        o("listArtifacts", "/2.0/mlflow-artifacts/artifacts", json!({}), 400, "'path'"),
        o("listArtifacts", "/2.0/mlflow-artifacts/artifacts?path=..", json!({}), 400, "Invalid path"),
    ]
}

#[tokio::test]
async fn every_endpoint_has_its_error() {
    let server = Server::new();
    let cases: Vec<Case> = experiment_cases().into_iter().chain(trace_cases()).chain(other_cases()).collect();
    let covered: BTreeSet<&str> = cases.iter().map(|case| case.rpc).chain(WITHOUT_ERRORS).collect();
    for route in ROUTES {
        assert!(covered.contains(route.rpc), "`{}` has no error case", route.rpc);
    }
    for case in &cases {
        // A call with two methods is a search, by body and by query: the case is about the body.
        let route =
            ROUTES.iter().find(|route| route.rpc == case.rpc).unwrap_or_else(|| panic!("{}", case.rpc));
        for prefix in route.reach.prefixes() {
            let reply = server.json(route.method, &format!("{prefix}{}", case.path), case.body.clone()).await;
            let (status, code, message) = reply.error();
            assert_eq!(
                (status, code.as_str()),
                (case.status, case.code),
                "{} {}: {message}",
                case.rpc,
                case.body
            );
            assert!(message.contains(case.names), "{}: {message}", case.rpc);
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
