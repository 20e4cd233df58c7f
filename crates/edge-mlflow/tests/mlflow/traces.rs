//! Traces: started, read, searched, tagged, linked, deleted.

use crate::harness::{Server, span};
use serde_json::{Value, json};

const V3: &str = "/api/3.0/mlflow/traces";
const V2: &str = "/api/2.0/mlflow/traces";
const ID: &str = "tr-a25b8cd6730bd00e4a79143f9d240d2c";

#[tokio::test]
async fn a_header_is_answered_as_mlflow_answers_it() {
    let server = Server::new();
    let answer = server.start(ID, json!({})).await.ok();
    let expected = json!({"trace": {"trace_info": {
        "trace_id": ID,
        "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}},
        "request_time": "2026-11-22T05:12:09.931Z", "state": "OK",
        "trace_metadata": {"mlflow.trace.infoFinalized": "true"},
        "tags": {"mlflow.artifactLocation": format!("mlflow-artifacts:/0/traces/{ID}/artifacts")},
    }}});
    assert_eq!(answer, expected);
    assert_eq!(server.get(&format!("{V3}/{ID}?trace_id={ID}")).await.ok(), expected);
}

#[tokio::test]
async fn a_second_header_adds_and_erases_nothing() {
    let server = Server::new();
    let fields = json!({"client_request_id": "c", "execution_duration": "1.5s", "request_preview": "p",
        "tags": {"a": "b"}, "trace_metadata": {"m": "1"},
        "assessments": [{"assessment_name": "f", "source": {"source_type": "HUMAN", "source_id": "u"}, "feedback": {"value": 1}}]});
    let first = server.start(ID, fields.clone()).await.ok();
    let again = server.start(ID, fields).await.ok();
    assert_eq!(first, again, "a repeated call changes nothing, and stores no assessment twice");
    let merged = server.start(ID, json!({"state": "ERROR", "tags": {"c": "d"}})).await.ok();
    let info = &merged["trace"]["trace_info"];
    assert_eq!(info["state"], "ERROR");
    assert_eq!(info["execution_duration"], "1.500s");
    assert_eq!(info["client_request_id"], "c");
    assert_eq!((&info["tags"]["a"], &info["tags"]["c"]), (&json!("b"), &json!("d")));
    assert_eq!(info["assessments"].as_array().unwrap().len(), 1);
    assert_eq!(info["assessments"][0]["feedback"], json!({"value": 1.0}));
}

#[tokio::test]
async fn the_place_of_the_spans_is_told_only_when_all_are_here() {
    let server = Server::new();
    let sizes = json!({"trace_metadata": {"mlflow.trace.sizeStats": "{\"num_spans\": 2}"},
        "tags": {"mlflow.trace.spansLocation": "TRACKING_STORE", "mlflow.artifactLocation": "mlflow-artifacts:/elsewhere"}});
    let location =
        |answer: &Value| answer["trace"]["trace_info"]["tags"].get("mlflow.trace.spansLocation").cloned();
    let missing = server.start(ID, sizes.clone()).await.ok();
    assert_eq!(location(&missing), None, "tags of a copied trace do not count");
    assert_eq!(
        missing["trace"]["trace_info"]["tags"]["mlflow.artifactLocation"],
        format!("mlflow-artifacts:/0/traces/{ID}/artifacts")
    );
    server.upload(ID, json!({"spans": [span("AAAAAAAAAAI=", Some("AAAAAAAAAAE="), "child")]})).await;
    assert_eq!(location(&server.start(ID, sizes.clone()).await.ok()), None, "one of two is not all");
    let incomplete = server.get(&format!("{V3}/get?trace_id={ID}")).await.error();
    assert_eq!((incomplete.0, incomplete.1.as_str()), (404, "RESOURCE_DOES_NOT_EXIST"));
    assert!(incomplete.2.contains("is not fully exported yet"), "{}", incomplete.2);
    let partial = server.get(&format!("{V3}/get?trace_id={ID}&allow_partial=True")).await.ok();
    assert_eq!(partial["trace"]["spans"].as_array().unwrap().len(), 1);
    server.upload(ID, json!({"spans": [span("AAAAAAAAAAE=", None, "root")]})).await;
    assert_eq!(location(&server.start(ID, sizes).await.ok()), Some(json!("TRACKING_STORE")));
}

#[tokio::test]
async fn a_trace_comes_back_with_its_spans() {
    let server = Server::new();
    server.start(ID, json!({})).await.ok();
    server.upload(ID, json!({"spans": [span("AAAAAAAAAAE=", None, "root"), span("AAAAAAAAAAI=", Some("AAAAAAAAAAE="), "child")]})).await;
    let whole = server.get(&format!("{V3}/get?trace_id={ID}&allow_partial=False")).await.ok();
    let spans = whole["trace"]["spans"].as_array().unwrap();
    assert_eq!(spans.len(), 2);
    assert_eq!(
        spans[0],
        json!({"trace_id": "oluM1nML0A5KeRQ/nSQNLA==", "span_id": "AAAAAAAAAAE=", "name": "root",
            "start_time_unix_nano": 1_795_324_329_931_000_000_u64, "end_time_unix_nano": 1_795_324_330_123_000_000_u64,
            "attributes": [
                {"key": "mlflow.traceRequestId", "value": {"string_value": ID}},
                {"key": "mlflow.spanType", "value": {"string_value": "LLM"}},
                {"key": "mlflow.spanInputs", "value": {"kvlist_value": {"values": [{"key": "q", "value": {"int_value": 1}}]}}},
                {"key": "mlflow.spanOutputs", "value": {"string_value": "a"}},
                {"key": "n", "value": {"int_value": 20}},
            ],
            "status": {"code": "STATUS_CODE_OK"}})
    );
    assert_eq!(spans[1]["parent_span_id"], "AAAAAAAAAAE=");
    let batch = server.get(&format!("{V3}/batchGet?trace_ids=tr-none&trace_ids={ID}")).await.ok();
    assert_eq!(batch["traces"], json!([whole["trace"]]));
    assert_eq!(batch["left_out_trace_ids"], json!(["tr-none"]));
    let infos = server.post(&format!("{V3}/batchGetInfos"), json!({"trace_ids": ["tr-none", ID]})).await.ok();
    assert_eq!(infos, json!({"trace_infos": [whole["trace"]["trace_info"]]}));
}

fn search(fields: Value) -> Value {
    let mut body =
        json!({"locations": [{"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}}]});
    for (key, value) in fields.as_object().unwrap() {
        body[key] = value.clone();
    }
    body
}

fn ids(found: &Value) -> Vec<&str> {
    let list = found["traces"].as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().map(|trace| trace["trace_id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn traces_are_searched_in_pages() {
    let server = Server::new();
    for second in 0..3 {
        let time = format!("2026-11-22T05:12:0{second}Z");
        server
            .start(&format!("tr-{second}"), json!({"request_time": time, "tags": {"n": second.to_string()}}))
            .await
            .ok();
    }
    let path = format!("{V3}/search");
    let first = server.post(&path, search(json!({"max_results": 2}))).await.ok();
    assert_eq!(ids(&first), ["tr-2", "tr-1"]);
    let token = first["next_page_token"].clone();
    let second = server.post(&path, search(json!({"max_results": "2", "pageToken": token}))).await.ok();
    assert_eq!(ids(&second), ["tr-0"]);
    let found = server
        .post(&path, search(json!({"filter": "tags.n = '1'", "order_by": ["timestamp ASC"]})))
        .await
        .ok();
    assert_eq!(ids(&found), ["tr-1"]);
    for empty in [
        json!({"locations": []}),
        json!({"locations": [{"mlflow_experiment": {"experiment_id": "99"}}]}),
        json!({"locations": [{"type": "INFERENCE_TABLE", "inference_table": {"full_table_name": "t"}}]}),
        search(json!({"filter": "tags.n = 'none'"})),
    ] {
        assert_eq!(server.post(&path, empty).await.ok(), json!({}));
    }
    let old = server.get(&format!("{V2}?experiment_ids=0&max_results=1")).await.ok();
    assert_eq!(old["traces"][0]["request_id"], "tr-2");
    assert!(old["next_page_token"].is_string());
}

#[tokio::test]
async fn tags_are_set_and_deleted_in_both_versions() {
    let server = Server::new();
    server.start(ID, json!({})).await.ok();
    for path in [format!("{V2}/{ID}/tags"), format!("{V3}/{ID}/tags")] {
        assert_eq!(
            server.json("PATCH", &path, json!({"key": "with/slash and.dot", "value": "v"})).await.ok(),
            json!({})
        );
        let info = server.get(&format!("{V3}/{ID}")).await.ok();
        assert_eq!(info["trace"]["trace_info"]["tags"]["with/slash and.dot"], "v");
        assert_eq!(server.json("DELETE", &path, json!({"key": "with/slash and.dot"})).await.ok(), json!({}));
        let again = server.json("DELETE", &path, json!({"key": "with/slash and.dot"})).await.error();
        assert_eq!((again.0, again.1.as_str()), (404, "RESOURCE_DOES_NOT_EXIST"));
        for immutable in ["mlflow.trace.spansLocation", "mlflow.artifactLocation"] {
            for method in ["PATCH", "DELETE"] {
                let refused =
                    server.json(method, &path, json!({"key": immutable, "value": "x"})).await.error();
                assert_eq!(
                    (refused.0, refused.1.as_str()),
                    (400, "INVALID_PARAMETER_VALUE"),
                    "{method} {immutable}"
                );
            }
        }
    }
}

#[tokio::test]
async fn traces_are_deleted_by_ids_and_by_time() {
    let server = Server::new();
    for second in 0..4 {
        let time = format!("2026-11-22T05:12:0{second}Z");
        server.start(&format!("tr-{second}"), json!({"request_time": time})).await.ok();
    }
    let path = format!("{V2}/delete-traces");
    for (body, deleted) in [
        (json!({"experiment_id": "0", "request_ids": ["tr-0", "tr-unknown", "a/b"]}), 1),
        (json!({"experiment_id": "7", "request_ids": ["tr-1"]}), 0),
        (json!({"experiment_id": "0", "max_timestamp_millis": 1}), 0),
        (json!({"experiment_id": "0", "max_timestamp_millis": 1_795_324_330_000_i64, "max_traces": 1}), 1),
        (json!({"experiment_id": "0", "max_timestamp_millis": "1795324330000"}), 2),
    ] {
        assert_eq!(server.post(&path, body.clone()).await.ok(), json!({"traces_deleted": deleted}), "{body}");
    }
}

#[tokio::test]
async fn runs_and_prompts_are_linked() {
    let server = Server::new();
    server.start(ID, json!({})).await.ok();
    let link = json!({"trace_ids": [ID], "run_id": "r1"});
    for _ in 0..2 {
        assert_eq!(server.post(&format!("{V2}/link-to-run"), link.clone()).await.ok(), json!({}));
    }
    let found =
        server.post(&format!("{V3}/search"), search(json!({"filter": "attribute.run_id = 'r1'"}))).await.ok();
    assert_eq!(ids(&found), [ID]);
    let unknown =
        server.post(&format!("{V2}/link-to-run"), json!({"trace_ids": ["tr-none"], "run_id": "r1"})).await;
    assert_eq!(unknown.error().0, 404);
    let prompts = json!({"trace_id": ID, "prompt_versions": [{"name": "lp", "version": "1"}]});
    assert_eq!(server.post(&format!("{V2}/link-prompts"), prompts).await.ok(), json!({}));
    let info = server.get(&format!("{V3}/{ID}")).await.ok();
    assert_eq!(
        info["trace"]["trace_info"]["tags"]["mlflow.linkedPrompts"],
        r#"[{"name": "lp", "version": "1"}]"#
    );
    let wrong = json!({"trace_id": ID, "prompt_versions": [{"name": "lp", "version": "latest"}]});
    assert_eq!(server.post(&format!("{V2}/link-prompts"), wrong).await.error().0, 400);
}

#[tokio::test]
async fn old_clients_start_and_end_a_trace_in_two_steps() {
    let server = Server::new();
    let metadata = json!([{"key": "mlflow.user", "value": "root"}]);
    let started = server
        .post(
            V2,
            json!({"experiment_id": "0", "timestamp_ms": 1_795_324_330_000_i64, "request_metadata": metadata,
            "tags": [{"key": "mlflow.traceName", "value": "r"}]}),
        )
        .await
        .ok();
    let info = &started["trace_info"];
    assert_eq!((&info["status"], &info["execution_time_ms"]), (&json!("IN_PROGRESS"), &json!(0)));
    let id = info["request_id"].as_str().unwrap();
    server.upload(id, json!({"spans": [span("AAAAAAAAAAE=", None, "r")]})).await;
    let ended = server
        .json(
            "PATCH",
            &format!("{V2}/{id}"),
            json!({"request_id": id, "timestamp_ms": 1_795_324_330_305_i64, "status": "OK"}),
        )
        .await
        .ok();
    assert_eq!(
        (&ended["trace_info"]["status"], &ended["trace_info"]["execution_time_ms"]),
        (&json!("OK"), &json!(305))
    );
    assert!(ended["trace_info"]["request_metadata"].as_array().unwrap().contains(&metadata[0]));
    for path in [format!("{V2}/{id}/info"), format!("{V2}/{id}?request_id={id}")] {
        assert_eq!(server.get(&path).await.ok(), ended);
    }
}

#[tokio::test]
async fn long_tag_values_are_cut_and_long_keys_refused() {
    let server = Server::new();
    server.start(ID, json!({})).await.ok();
    let path = format!("{V2}/{ID}/tags");
    server.json("PATCH", &path, json!({"key": "long", "value": "v".repeat(8_001)})).await.ok();
    let info = server.get(&format!("{V3}/{ID}")).await.ok();
    let value = info["trace"]["trace_info"]["tags"]["long"].as_str().unwrap();
    assert_eq!(value.len(), 8_000);
    assert!(value.ends_with("..."));
    let refused = server.json("PATCH", &path, json!({"key": "k".repeat(251), "value": "v"})).await.error();
    assert_eq!(refused.0, 400);
}

#[tokio::test]
async fn several_incomplete_traces_are_waited_for_at_once() {
    let server = Server::with_limits(spanwell_model::Limits { header_wait_ms: 200, ..Default::default() });
    let sizes = json!({"trace_metadata": {"mlflow.trace.sizeStats": "{\"num_spans\": 1}"}});
    tokio::time::pause();
    for number in 0..5 {
        server.start(&format!("tr-{number}"), sizes.clone()).await.ok();
    }
    let before = tokio::time::Instant::now();
    let ids: Vec<String> = (0..5).map(|number| format!("trace_ids=tr-{number}")).collect();
    let batch = server.get(&format!("{V3}/batchGet?{}", ids.join("&"))).await.ok();
    assert_eq!(batch["left_out_trace_ids"].as_array().unwrap().len(), 5);
    assert!(before.elapsed() < std::time::Duration::from_millis(400), "{:?}", before.elapsed());
}
