//! Experiments: the exchange of MLflow's client with its server, field by field.

use crate::harness::Server;
use serde_json::json;

const E: &str = "/api/2.0/mlflow/experiments";

#[tokio::test]
async fn an_experiment_lives_from_create_to_restore() {
    let server = Server::new();
    let tags = json!([{"key": "team", "value": "a"}]);
    let created = server.post(&format!("{E}/create"), json!({"name": "e", "tags": tags})).await.ok();
    assert_eq!(created, json!({"experiment_id": "1"}));
    let expected = json!({"experiment": {
        "experiment_id": "1", "name": "e", "artifact_location": "mlflow-artifacts:/1", "lifecycle_stage": "active",
        "last_update_time": 1_795_324_330_000_i64, "creation_time": 1_795_324_330_000_i64, "tags": tags, "workspace": "default",
    }});
    assert_eq!(server.get(&format!("{E}/get?experiment_id=1")).await.ok(), expected);
    assert_eq!(
        server.get("/ajax-api/2.0/mlflow/experiments/get-by-name?experiment_name=e").await.ok(),
        expected
    );
    for (call, body) in [
        ("set-experiment-tag", json!({"experiment_id": "1", "key": "k", "value": "v"})),
        ("delete-experiment-tag", json!({"experiment_id": "1", "key": "team"})),
        ("update", json!({"experiment_id": "1", "new_name": "renamed"})),
        ("delete", json!({"experiment_id": "1"})),
    ] {
        assert_eq!(server.post(&format!("{E}/{call}"), body).await.ok(), json!({}), "{call}");
    }
    let deleted = server.get(&format!("{E}/get-by-name?experiment_name=renamed")).await.ok();
    assert_eq!(deleted["experiment"]["lifecycle_stage"], "deleted");
    assert_eq!(deleted["experiment"]["tags"], json!([{"key": "k", "value": "v"}]));
    let again = server.post(&format!("{E}/delete"), json!({"experiment_id": "1"})).await;
    assert_eq!(
        again.error(),
        (404, "RESOURCE_DOES_NOT_EXIST".into(), "No Experiment with id=1 exists".into())
    );
    assert_eq!(server.post(&format!("{E}/restore"), json!({"experiment_id": "1"})).await.ok(), json!({}));
    let same_name = server.post(&format!("{E}/create"), json!({"name": "renamed"})).await.error();
    assert_eq!((same_name.0, same_name.1.as_str()), (400, "RESOURCE_ALREADY_EXISTS"));
    assert!(!same_name.2.to_lowercase().contains("sql"), "{}", same_name.2);
}

#[tokio::test]
async fn experiments_are_searched_in_pages_by_body_and_by_query() {
    let server = Server::new();
    for name in ["a", "b", "c"] {
        server.post(&format!("{E}/create"), json!({"name": name})).await.ok();
    }
    let names = |body: &serde_json::Value| -> Vec<String> {
        let list = body["experiments"].as_array().cloned().unwrap_or_default();
        list.iter().map(|experiment| experiment["name"].as_str().unwrap().to_owned()).collect()
    };
    let first = server
        .post(&format!("{E}/search"), json!({"max_results": 2, "order_by": ["name ASC"], "filter": "name != 'Default'", "view_type": "ACTIVE_ONLY"}))
        .await
        .ok();
    assert_eq!(names(&first), ["a", "b"]);
    let token = first["next_page_token"].as_str().unwrap();
    let second = server
        .get(&format!("{E}/search?max_results=2&order_by=name%20ASC&filter=name%20!%3D%20'Default'&view_type=1&page_token={token}"))
        .await
        .ok();
    assert_eq!(names(&second), ["c"]);
    assert_eq!(second.get("next_page_token"), None);
    let none = server.post(&format!("{E}/search"), json!({"filter": "name = 'x'"})).await.ok();
    assert_eq!(none, json!({}));
    server.post(&format!("{E}/delete"), json!({"experiment_id": "1"})).await.ok();
    let deleted = server.post(&format!("{E}/search"), json!({"view_type": "DELETED_ONLY"})).await.ok();
    assert_eq!(names(&deleted), ["a"]);
}
