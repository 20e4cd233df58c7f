//! Assessments: created, read, changed, overridden, deleted.

use crate::harness::{Server, span};
use serde_json::{Value, json};

const ID: &str = "tr-a25b8cd6730bd00e4a79143f9d240d2c";

fn path() -> String {
    format!("/api/3.0/mlflow/traces/{ID}/assessments")
}

async fn server() -> Server {
    let server = Server::new();
    server.start(ID, json!({})).await.ok();
    server.upload(ID, json!({"spans": [span("AAAAAAAAAAE=", None, "root")]})).await;
    server
}

async fn create(server: &Server, fields: Value) -> Value {
    server.post(&path(), json!({"assessment": fields})).await.ok()["assessment"].clone()
}

async fn valid(server: &Server) -> Vec<(String, bool)> {
    let info = server.get(&format!("/api/3.0/mlflow/traces/{ID}")).await.ok();
    let list = info["trace"]["trace_info"]["assessments"].as_array().cloned().unwrap_or_default();
    let pair =
        |item: &Value| (item["assessment_id"].as_str().unwrap().to_owned(), item["valid"].as_bool().unwrap());
    list.iter().map(pair).collect()
}

#[tokio::test]
async fn an_assessment_is_answered_as_mlflow_answers_it() {
    let server = server().await;
    let sent = json!({"assessment_name": "good", "trace_id": ID, "span_id": "0000000000000001",
        "source": {"source_type": "HUMAN", "source_id": "bob@x"}, "create_time": "2026-11-22T05:19:55.928Z",
        "last_update_time": "2026-11-22T05:19:55.928Z", "feedback": {"value": true}, "rationale": "nice", "metadata": {"m": "1"}, "valid": true});
    let created = create(&server, sent.clone()).await;
    let id = created["assessment_id"].as_str().unwrap();
    assert!(id.len() == 34 && id.starts_with("a-"), "{id}");
    let mut expected = sent;
    expected["assessment_id"] = json!(id);
    assert_eq!(created, expected);
    let read = server.get(&format!("{}/{id}?trace_id={ID}", path())).await.ok();
    assert_eq!(read, json!({"assessment": expected}));
    let plain = create(&server, json!({"assessment_name": "plain", "expectation": {"value": "Paris"}})).await;
    assert_eq!(plain["source"], json!({"source_type": "SOURCE_TYPE_UNSPECIFIED", "source_id": "default"}));
    assert_eq!(plain["create_time"], "2026-11-22T05:12:10Z");
}

#[tokio::test]
async fn a_change_touches_what_the_mask_names_and_keeps_the_kind() {
    let server = server().await;
    let created =
        create(&server, json!({"assessment_name": "g", "feedback": {"value": true}, "metadata": {"a": "1"}}))
            .await;
    let one = format!("{}/{}", path(), created["assessment_id"].as_str().unwrap());
    let body = json!({"assessment": {"assessment_name": "g2", "feedback": {"value": false}, "rationale": "changed", "metadata": {"m": "2"}},
        "update_mask": "assessmentName,feedback,metadata"});
    let changed = server.json("PATCH", &one, body).await.ok()["assessment"].clone();
    assert_eq!((&changed["assessment_name"], &changed["feedback"]), (&json!("g2"), &json!({"value": false})));
    assert_eq!(changed["metadata"], json!({"a": "1", "m": "2"}));
    assert_eq!(changed.get("rationale"), None);
    let other_kind = json!({"assessment": {"expectation": {"value": "x"}}, "update_mask": "expectation"});
    let refused = server.json("PATCH", &one, other_kind).await.error();
    assert_eq!(
        refused,
        (
            400,
            "INVALID_PARAMETER_VALUE".into(),
            "Cannot update expectation value on a Feedback assessment.".into()
        )
    );
    let valid = json!({"assessment": {"valid": false}, "update_mask": "valid"});
    assert_eq!(server.json("PATCH", &one, valid).await.error().0, 400);
}

#[tokio::test]
async fn an_override_makes_the_old_one_invalid_until_it_is_deleted() {
    let server = server().await;
    let old = create(&server, json!({"assessment_name": "g", "feedback": {"value": true}})).await;
    let old_id = old["assessment_id"].as_str().unwrap().to_owned();
    let new =
        create(&server, json!({"assessment_name": "g", "feedback": {"value": 0.1}, "overrides": old_id}))
            .await;
    let new_id = new["assessment_id"].as_str().unwrap().to_owned();
    assert_eq!(valid(&server).await, [(old_id.clone(), false), (new_id.clone(), true)]);
    let path = format!("{}/{new_id}", path());
    for _ in 0..2 {
        let deleted = server.json("DELETE", &path, json!({"trace_id": ID, "assessment_id": new_id})).await;
        assert_eq!(deleted.ok(), json!({}));
    }
    assert_eq!(valid(&server).await, [(old_id, true)]);
    let unknown = server.json("DELETE", "/api/3.0/mlflow/traces/tr-none/assessments/a-1", json!({})).await;
    assert_eq!(unknown.ok(), json!({}));
}

#[tokio::test]
async fn what_is_not_there_is_named() {
    let server = server().await;
    let feedback = json!({"assessment": {"assessment_name": "x", "feedback": {"value": 1}}});
    for (method, path, body, message) in [
        (
            "GET",
            format!("{}/a-nope", path()),
            json!({}),
            format!("Assessment with ID 'a-nope' not found for trace '{ID}'"),
        ),
        (
            "GET",
            "/api/3.0/mlflow/traces/tr-nope/assessments/a-1".into(),
            json!({}),
            "Trace with request_id 'tr-nope' not found".into(),
        ),
        (
            "POST",
            "/api/3.0/mlflow/traces/tr-nope/assessments".into(),
            feedback,
            "Trace with ID 'tr-nope' not found.".into(),
        ),
        (
            "POST",
            path(),
            json!({"assessment": {"assessment_name": "x", "feedback": {}, "span_id": "ffffffffffffffff"}}),
            format!("trace `{ID}` has no span `ffffffffffffffff` (it has 1 spans)"),
        ),
    ] {
        let error = server.json(method, &path, body).await.error();
        assert_eq!(error, (404, "RESOURCE_DOES_NOT_EXIST".into(), message));
    }
}
