//! Runs: what the official client does with them.

use serde_json::{Value, json};

use crate::harness::Server;

const P: &str = "/api/2.0/mlflow/runs";

async fn create(server: &Server, name: &str, start_time: i64) -> String {
    let body = json!({"experiment_id": "0", "user_id": "eve", "run_name": name, "start_time": start_time, "tags": []});
    let run = server.post(&format!("{P}/create"), body).await.ok();
    run["run"]["info"]["run_id"].as_str().expect("an id").to_owned()
}

async fn get(server: &Server, id: &str) -> Value {
    server.get(&format!("{P}/get?run_id={id}&run_uuid={id}")).await.ok()["run"].clone()
}

async fn names(server: &Server, query: Value) -> Vec<String> {
    let mut body = json!({"experiment_ids": ["0"]});
    for (key, value) in query.as_object().expect("an object") {
        body[key] = value.clone();
    }
    let found = server.post(&format!("{P}/search"), body).await.ok();
    let runs = found["runs"].as_array().cloned().unwrap_or_default();
    runs.iter().map(|run| run["info"]["run_name"].as_str().expect("a name").to_owned()).collect()
}

#[tokio::test]
async fn a_run_is_made_renamed_and_ended() {
    let server = Server::new();
    let body = json!({"experiment_id": "0", "user_id": "eve", "start_time": 5, "tags": [{"key": "k", "value": "v"}]});
    let made = server.post(&format!("{P}/create"), body).await.ok()["run"].clone();
    let id = made["info"]["run_id"].as_str().expect("an id");
    let name = made["info"]["run_name"].as_str().expect("a name");
    assert_eq!(name.split('-').count(), 3, "{name}");
    assert_eq!(
        made,
        json!({
            "info": {"run_uuid": id, "run_id": id, "experiment_id": "0", "run_name": name, "user_id": "eve",
                     "status": "RUNNING", "start_time": 5, "lifecycle_stage": "active",
                     "artifact_uri": format!("mlflow-artifacts:/0/{id}/artifacts")},
            "data": {"tags": [{"key": "k", "value": "v"}, {"key": "mlflow.runName", "value": name}]},
            "inputs": {},
        })
    );
    let tag = json!({"run_id": id, "key": "mlflow.runName", "value": "by tag"});
    server.post(&format!("{P}/set-tag"), tag).await.ok();
    assert_eq!(get(&server, id).await["info"]["run_name"], "by tag");
    let end = json!({"run_id": id, "status": "FINISHED", "end_time": 9, "run_name": "by name"});
    let ended = server.post(&format!("{P}/update"), end).await.ok()["run_info"].clone();
    assert_eq!(
        (&ended["status"], &ended["end_time"], &ended["run_name"]),
        (&json!("FINISHED"), &json!(9), &json!("by name"))
    );
    assert_eq!(
        get(&server, id).await["data"]["tags"][1],
        json!({"key": "mlflow.runName", "value": "by name"})
    );
}

#[tokio::test]
async fn the_latest_value_of_a_metric_counts_and_all_are_kept() {
    let server = Server::new();
    let id = create(&server, "a", 1).await;
    let metric = |value: Value, timestamp: i64, step: i64| json!({"key": "m", "value": value, "timestamp": timestamp, "step": step});
    let metrics = [
        metric(json!(1), 10, 1),
        metric(json!("NaN"), 5, 2),
        metric(json!(7), 20, 0),
        metric(json!("Infinity"), 30, 0),
        metric(json!(1), 10, 1),
    ];
    server.post(&format!("{P}/log-batch"), json!({"run_id": id, "metrics": metrics})).await.ok();
    assert_eq!(get(&server, &id).await["data"]["metrics"], json!([metric(json!("NaN"), 5, 2)]));
    let path = format!("/api/2.0/mlflow/metrics/get-history?run_id={id}&metric_key=m&max_results=3");
    let first = server.get(&path).await.ok();
    assert_eq!(
        first["metrics"],
        json!([metric(json!("NaN"), 5, 2), metric(json!(1.0), 10, 1), metric(json!(7.0), 20, 0)])
    );
    let token = first["next_page_token"].as_str().expect("more");
    let rest = server.get(&format!("{path}&page_token={token}")).await.ok();
    assert_eq!(rest, json!({"metrics": [metric(json!(f64::MAX), 30, 0)]}));
    let bulk =
        format!("/ajax-api/2.0/mlflow/metrics/get-history-bulk?run_id={id}&metric_key=m&max_results=2");
    assert_eq!(server.get(&bulk).await.ok()["metrics"][1]["run_id"], json!(id));
}

#[tokio::test]
async fn a_batch_is_logged_whole_or_not_at_all() {
    let server = Server::new();
    let id = create(&server, "a", 1).await;
    let param = json!({"run_id": id, "key": "p", "value": "1"});
    server.post(&format!("{P}/log-parameter"), param.clone()).await.ok();
    server.post(&format!("{P}/log-parameter"), param).await.ok();
    let batch = json!({
        "run_id": id,
        "params": [{"key": "new", "value": "1"}, {"key": "p", "value": "2"}],
        "metrics": [{"key": "m", "value": 1, "timestamp": 1}],
        "tags": [{"key": "t", "value": "1"}],
    });
    let (status, _, message) = server.post(&format!("{P}/log-batch"), batch).await.error();
    assert_eq!(status, 400);
    assert!(message.contains("Changing param values is not allowed. Param with key='p'"), "{message}");
    let data = get(&server, &id).await["data"].clone();
    assert_eq!(data["params"], json!([{"key": "p", "value": "1"}]));
    assert_eq!((&data["metrics"], &data["tags"][0]["key"]), (&Value::Null, &json!("mlflow.runName")));
}

#[tokio::test]
async fn inputs_and_outputs_are_kept_once() {
    let server = Server::new();
    let id = create(&server, "a", 1).await;
    let dataset = json!({"name": "d", "digest": "1", "source_type": "code", "source": "{}", "profile": "{}"});
    let input = json!({"dataset": dataset, "tags": [{"key": "mlflow.data.context", "value": "eval"}]});
    for _ in 0..2 {
        let inputs = json!({"run_id": id, "datasets": [input], "models": [{"model_id": "m-1"}]});
        server.post(&format!("{P}/log-inputs"), inputs).await.ok();
        let outputs = json!({"run_id": id, "models": [{"model_id": "m-2", "step": "3"}]});
        server.post(&format!("{P}/outputs"), outputs).await.ok();
    }
    let run = get(&server, &id).await;
    assert_eq!(run["inputs"], json!({"dataset_inputs": [input], "model_inputs": [{"model_id": "m-1"}]}));
    assert_eq!(run["outputs"], json!({"model_outputs": [{"model_id": "m-2", "step": 3}]}));
    assert_eq!(
        names(&server, json!({"filter": "dataset.name = 'd' AND dataset.context = 'eval'"})).await,
        ["a"]
    );
    assert!(names(&server, json!({"filter": "dataset.context = 'train'"})).await.is_empty());
}

#[tokio::test]
async fn runs_are_filtered_ordered_and_paged() {
    let server = Server::new();
    for (number, accuracy) in [json!(0.5), json!("NaN"), json!(-1), json!(2), Value::Null].iter().enumerate()
    {
        let id = create(&server, &format!("r{number}"), 10 * number as i64).await;
        if !accuracy.is_null() {
            let metric = json!({"run_id": id, "key": "acc", "value": accuracy, "timestamp": 1});
            server.post(&format!("{P}/log-metric"), metric).await.ok();
        }
    }
    assert_eq!(names(&server, json!({})).await, ["r4", "r3", "r2", "r1", "r0"]);
    let order = |order: &str| json!({"order_by": [order]});
    assert_eq!(names(&server, order("metrics.acc")).await, ["r2", "r0", "r3", "r1", "r4"]);
    assert_eq!(names(&server, order("metrics.acc DESC")).await, ["r3", "r0", "r2", "r1", "r4"]);
    assert_eq!(names(&server, json!({"filter": "metrics.acc > 0"})).await, ["r3", "r0"]);
    assert_eq!(
        names(&server, json!({"filter": "attributes.run_name LIKE 'r%' AND created <= 10"})).await,
        ["r1", "r0"]
    );

    let mut found = Vec::new();
    let mut token = Value::Null;
    loop {
        let body = json!({"experiment_ids": ["0"], "max_results": 2, "order_by": ["metrics.acc"], "page_token": token});
        let page = server.post(&format!("{P}/search"), body).await.ok();
        found
            .extend(page["runs"].as_array().expect("rows").iter().map(|run| run["info"]["run_name"].clone()));
        token = page["next_page_token"].clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(found, ["r2", "r0", "r3", "r1", "r4"]);
}

#[tokio::test]
async fn deleted_runs_are_kept_apart_and_cannot_be_changed() {
    let server = Server::new();
    let id = create(&server, "a", 1).await;
    server.post(&format!("{P}/delete"), json!({"run_id": id})).await.ok();
    assert_eq!(get(&server, &id).await["info"]["lifecycle_stage"], "deleted");
    assert!(names(&server, json!({})).await.is_empty());
    assert_eq!(names(&server, json!({"run_view_type": "DELETED_ONLY"})).await, ["a"]);
    let (status, _, message) =
        server.post(&format!("{P}/set-tag"), json!({"run_id": id, "key": "k", "value": "v"})).await.error();
    assert_eq!(status, 400);
    assert!(message.contains("must be in the 'active' state"), "{message}");
    server.post(&format!("{P}/restore"), json!({"run_id": id})).await.ok();
    server.post(&format!("{P}/set-tag"), json!({"run_id": id, "key": "k", "value": "v"})).await.ok();
    server.post(&format!("{P}/delete-tag"), json!({"run_id": id, "key": "k"})).await.ok();
    assert_eq!(
        server.post(&format!("{P}/delete-tag"), json!({"run_id": id, "key": "k"})).await.error().0,
        404
    );
}
