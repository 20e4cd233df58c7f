//! Issues, label schemas and review queues: what the official client does with them.

use serde_json::{Value, json};

use crate::harness::Server;

const TIME: i64 = 1_795_324_330_000;
const I: &str = "/api/3.0/mlflow/issues";
const L: &str = "/api/3.0/mlflow/label-schemas";
const Q: &str = "/api/3.0/mlflow/review-queues";

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}

#[tokio::test]
async fn an_issue_is_made_changed_and_found() {
    let server = Server::new();
    let body = json!({"experiment_id": "0", "name": "n", "description": "d", "severity": "high", "root_causes": ["x"]});
    let made = server.post(I, body).await.ok()["issue"].clone();
    let mut expected = json!({"issue_id": made["issue_id"], "experiment_id": "0", "name": "n", "description": "d",
        "status": "pending", "severity": "high", "root_causes": ["x"], "created_timestamp": TIME,
        "last_updated_timestamp": TIME});
    assert_eq!(made, expected);
    assert!(text(&made["issue_id"]).starts_with("iss-"));
    let path = format!("{I}/{}", text(&made["issue_id"]));
    assert_eq!(server.get(&path).await.ok(), json!({"issue": expected}));
    let body = json!({"issue_id": made["issue_id"], "status": "resolved", "name": ""});
    expected["status"] = json!("resolved");
    assert_eq!(server.json("PATCH", &path, body).await.ok(), json!({"issue": expected}));
    let body =
        json!({"experiment_id": "0", "filter_string": "status = 'resolved'", "include_trace_count": true});
    expected["trace_count"] = json!(0);
    let found = server.post(&format!("{I}/search"), body).await.ok();
    assert_eq!(found, json!({"issues": [expected], "next_page_token": ""}));
    let body = json!({"filter_string": "status = 'pending'"});
    assert_eq!(server.post(&format!("{I}/search"), body).await.ok(), json!({"next_page_token": ""}));
}

#[tokio::test]
async fn a_question_is_made_changed_and_deleted() {
    let server = Server::new();
    let body = json!({"experiment_id": "0", "name": "q", "type": "FEEDBACK", "instruction": "i",
        "input": {"pass_fail": {"positive_label": "Y", "negative_label": "N"}}});
    let made = server.post(&format!("{L}/create"), body.clone()).await.ok()["label_schema"].clone();
    let mut expected = body;
    for (key, value) in [
        ("schema_id", made["schema_id"].clone()),
        ("enable_comment", json!(false)),
        ("created_at", json!(TIME)),
        ("last_updated_at", json!(TIME)),
        ("is_default", json!(false)),
    ] {
        expected[key] = value;
    }
    assert_eq!(made, expected);
    let id = text(&made["schema_id"]);
    let listed = server.get(&format!("{L}/list?experiment_id=0")).await.ok();
    let default = &listed["label_schemas"][0];
    assert_eq!((&default["name"], &default["is_default"]), (&json!("Feedback"), &json!(true)));
    assert_eq!(default["input"], json!({"text": {}}));
    assert_eq!((&listed["label_schemas"][1], &listed["next_page_token"]), (&expected, &json!("")));
    let body = json!({"schema_id": id, "name": "q2", "input": {"pass_fail": {"positive_label": "J", "negative_label": "N"}}});
    expected["name"] = json!("q2");
    expected["input"]["pass_fail"]["positive_label"] = json!("J");
    let changed = server.json("PATCH", &format!("{L}/update"), body).await.ok();
    assert_eq!(changed, json!({"label_schema": expected}));
    for query in [format!("get?schema_id={id}"), "get-by-name?experiment_id=0&name=q2".to_owned()] {
        assert_eq!(server.get(&format!("{L}/{query}")).await.ok(), changed, "{query}");
    }
    let other = json!({"schema_id": id, "input": {"text": {}}});
    assert_eq!(server.json("PATCH", &format!("{L}/update"), other).await.error().0, 400);
    let taken = json!({"experiment_id": "0", "name": "q2", "type": "EXPECTATION", "input": {"text": {}}});
    let (status, code, _) = server.post(&format!("{L}/create"), taken).await.error();
    assert_eq!((status, code.as_str()), (400, "RESOURCE_ALREADY_EXISTS"));
    for _ in 0..2 {
        let deleted = server.json("DELETE", &format!("{L}/delete"), json!({"schema_id": id})).await.ok();
        assert_eq!(deleted, json!({}));
    }
}

#[tokio::test]
async fn traces_are_reviewed_in_a_queue() {
    let server = Server::new();
    server.start("tr-1", json!({})).await.ok();
    let body = json!({"experiment_id": "0", "name": "rq", "queue_type": "CUSTOM", "users": ["B", "a"]});
    let made = server.post(&format!("{Q}/create"), body).await.ok()["review_queue"].clone();
    let id = text(&made["queue_id"]);
    assert_eq!(
        made,
        json!({"queue_id": id, "experiment_id": "0", "name": "rq", "queue_type": "CUSTOM", "creation_time_ms": TIME,
               "last_update_time_ms": TIME, "users": ["a", "b"]})
    );
    for query in [format!("get?queue_id={id}"), "get-by-name?experiment_id=0&name=RQ".to_owned()] {
        assert_eq!(server.get(&format!("{Q}/{query}")).await.ok(), json!({"review_queue": made}), "{query}");
    }
    let items = json!({"queue_id": id, "item_type": "TRACE", "item_ids": ["tr-1", "tr-1"]});
    let mut item = json!({"queue_id": id, "item_type": "TRACE", "item_id": "tr-1", "status": "PENDING",
        "creation_time_ms": TIME, "last_update_time_ms": TIME});
    let added = server.post(&format!("{Q}/items/add"), items.clone()).await.ok();
    assert_eq!(added, json!({"items": [item]}));
    let (status, _, message) = server
        .post(&format!("{Q}/items/add"), json!({"queue_id": id, "item_ids": ["tr-none"]}))
        .await
        .error();
    assert_eq!(status, 404);
    assert!(message.contains("tr-none"), "{message}");
    let body = json!({"queue_id": id, "item_id": "tr-1", "status": "COMPLETE", "completed_by": "A"});
    item["status"] = json!("COMPLETE");
    item["completed_by"] = json!("a");
    item["completed_time_ms"] = json!(TIME);
    assert_eq!(server.post(&format!("{Q}/items/set-status"), body).await.ok(), json!({"item": item}));
    let listed = server.get(&format!("{Q}/items/list?queue_id={id}&status=COMPLETE")).await.ok();
    assert_eq!(listed, json!({"items": [item], "next_page_token": ""}));
    let found = server.get(&format!("{Q}/list?experiment_id=0&user=A&item_id=tr-1")).await.ok();
    assert_eq!(found, json!({"review_queues": [made], "next_page_token": ""}));
    assert_eq!(server.post(&format!("{Q}/items/remove"), items).await.ok(), json!({}));
    let left = server.get(&format!("{Q}/items/list?queue_id={id}")).await.ok();
    assert_eq!(left, json!({"next_page_token": ""}));
    for _ in 0..2 {
        assert_eq!(server.post(&format!("{Q}/delete"), json!({"queue_id": id})).await.ok(), json!({}));
    }
    assert_eq!(server.get(&format!("{Q}/get?queue_id={id}")).await.error().0, 404);
}

#[tokio::test]
async fn a_users_queue_is_made_once_and_stays_as_it_is() {
    let server = Server::new();
    let path = format!("{Q}/get-or-create-user");
    let made = server.post(&path, json!({"experiment_id": "0", "user": " Bob"})).await.ok();
    let queue = &made["review_queue"];
    assert_eq!((&queue["name"], &queue["created_by"]), (&json!("bob"), &json!("bob")));
    assert_eq!((&queue["queue_type"], &queue["users"]), (&json!("USER"), &json!(["bob"])));
    assert_eq!(server.post(&path, json!({"experiment_id": "0", "user": "BOB"})).await.ok(), made);
    let body = json!({"queue_id": queue["queue_id"], "update_users": true});
    let (status, _, message) = server.post(&format!("{Q}/update"), body).await.error();
    assert_eq!(status, 400);
    assert!(message.contains("user queue"), "{message}");
    let custom = json!({"experiment_id": "0", "name": "Ann", "queue_type": "CUSTOM", "users": ["a"]});
    let custom = server.post(&format!("{Q}/create"), custom).await.ok()["review_queue"].clone();
    let (status, code, _) = server.post(&path, json!({"experiment_id": "0", "user": "ann"})).await.error();
    assert_eq!((status, code.as_str()), (400, "RESOURCE_ALREADY_EXISTS"));
    let body = json!({"queue_id": custom["queue_id"], "name": "Anne", "update_users": true, "new_owner": "Eve",
        "schema_ids": ["ignored without its flag"]});
    let changed = server.post(&format!("{Q}/update"), body).await.ok()["review_queue"].clone();
    assert_eq!((&changed["name"], &changed["created_by"]), (&json!("Anne"), &json!("Eve")));
    assert_eq!(changed.get("users"), None);
}
