//! Evaluation datasets: what the official client does with them.

use serde_json::{Value, json};

use crate::harness::Server;

const D: &str = "/api/3.0/mlflow/datasets";

async fn create(server: &Server, name: &str) -> Value {
    let body =
        json!({"name": name, "experiment_ids": ["0"], "tags": "{\"v\": \"1\", \"mlflow.user\": \"eve\"}"});
    server.post(&format!("{D}/create"), body).await.ok()["dataset"].clone()
}

fn id(dataset: &Value) -> &str {
    dataset["dataset_id"].as_str().expect("an id")
}

async fn merge(server: &Server, id: &str, records: Value) -> Value {
    server.post(&format!("{D}/{id}/records"), json!({"records": records.to_string()})).await.ok()
}

async fn records(server: &Server, id: &str, query: &str) -> (Vec<Value>, Option<String>) {
    let found = server.get(&format!("{D}/{id}/records{query}")).await.ok();
    let records = serde_json::from_str(found["records"].as_str().expect("text")).expect("JSON");
    (records, found["next_page_token"].as_str().map(str::to_owned))
}

async fn get(server: &Server, id: &str) -> Value {
    server.get(&format!("{D}/{id}")).await.ok()["dataset"].clone()
}

async fn names(server: &Server, query: Value) -> Vec<String> {
    let found = server.post(&format!("{D}/search"), query).await.ok();
    let found = found["datasets"].as_array().cloned().unwrap_or_default();
    found.iter().map(|dataset| dataset["name"].as_str().expect("a name").to_owned()).collect()
}

#[tokio::test]
async fn a_dataset_is_made_tagged_and_deleted() {
    let server = Server::new();
    let made = create(&server, "a").await;
    let text = "{\"mlflow.user\": \"eve\", \"v\": \"1\"}";
    assert_eq!(
        made,
        json!({"dataset_id": id(&made), "name": "a", "tags": text, "digest": made["digest"],
               "created_time": 1_795_324_330_000_i64, "last_update_time": 1_795_324_330_000_i64,
               "created_by": "eve", "last_updated_by": "eve", "experiment_ids": ["0"]})
    );
    assert_eq!(get(&server, id(&made)).await, made);
    let path = format!("{D}/{}", id(&made));
    let tags = json!({"tags": "{\"v\": null, \"w\": \"2\", \"n\": 3}"});
    assert_eq!(server.json("PATCH", &format!("{path}/tags"), tags).await.ok(), json!({}));
    server.call("DELETE", &format!("{path}/tags/n"), "").await.ok();
    server.call("DELETE", &format!("{path}/tags/never"), "").await.ok();
    assert_eq!(get(&server, id(&made)).await["tags"], "{\"mlflow.user\": \"eve\", \"w\": \"2\"}");
    assert_eq!(server.call("DELETE", &path, "").await.ok(), json!({}));
    assert_eq!(server.get(&path).await.error().0, 404);
}

#[tokio::test]
async fn records_with_the_same_inputs_become_one() {
    let server = Server::new();
    let made = create(&server, "a").await;
    let counts = merge(
        &server,
        id(&made),
        json!([
            {"inputs": {"q": "a", "n": 1}, "expectations": {"x": 1}, "tags": {"t": "1"},
             "source": {"source_type": "HUMAN", "source_data": {}}},
            {"inputs": {"q": "b"}, "outputs": {"o": 1}, "source": {"source_type": "TRACE", "source_data": {"trace_id": "tr-1"}}},
            {"inputs": {"n": 1, "q": "a"}, "outputs": "text", "expectations": {"y": null},
             "tags": {"mlflow.user": "ann"}, "source": {"source_type": "CODE"}},
        ]),
    )
    .await;
    assert_eq!(counts, json!({"inserted_count": 2, "updated_count": 1}));
    let (found, next) = records(&server, id(&made), "").await;
    assert_eq!(next, None);
    let time = 1_795_324_330_000_i64;
    let ids: Vec<&Value> = found.iter().map(|record| &record["dataset_record_id"]).collect();
    assert_eq!(
        found,
        [
            json!({"dataset_record_id": ids[0], "dataset_id": id(&made), "inputs": {"q": "a", "n": 1}, "outputs": "text",
                   "expectations": {"x": 1, "y": null}, "tags": {"t": "1", "mlflow.user": "ann"},
                   "source": {"source_type": "HUMAN", "source_data": {}}, "source_type": "HUMAN",
                   "created_time": time, "last_update_time": time, "last_updated_by": "ann"}),
            json!({"dataset_record_id": ids[1], "dataset_id": id(&made), "inputs": {"q": "b"}, "outputs": {"o": 1}, "tags": {},
                   "source": {"source_type": "TRACE", "source_data": {"trace_id": "tr-1"}}, "source_id": "tr-1",
                   "source_type": "TRACE", "created_time": time, "last_update_time": time}),
        ]
    );
    let dataset = get(&server, id(&made)).await;
    assert_ne!(dataset["digest"], made["digest"]);
    assert_eq!(dataset["profile"], "{\"num_records\": 2}");
    assert_eq!(dataset["last_updated_by"], "ann");
    assert_eq!(
        dataset["schema"],
        "{\"inputs\": {\"n\": \"integer\", \"q\": \"string\"}, \"outputs\": {\"o\": \"integer\"}, \
         \"expectations\": {\"x\": \"integer\", \"y\": \"null\"}, \"version\": \"1.0\"}"
    );
    merge(&server, id(&made), json!([{"inputs": {"q": "b"}, "outputs": null}])).await;
    let (found, _) = records(&server, id(&made), "").await;
    assert_eq!(found[1].get("outputs"), None);
}

#[tokio::test]
async fn records_come_by_page_and_are_deleted() {
    let server = Server::new();
    let made = create(&server, "a").await;
    merge(&server, id(&made), (0..5).map(|n| json!({"inputs": {"n": n}})).collect()).await;
    let mut seen = Vec::new();
    let mut query = "?max_results=2".to_owned();
    loop {
        let (found, next) = records(&server, id(&made), &query).await;
        seen.extend(found);
        // A record that comes between two pages is on the last one.
        if seen.len() == 2 {
            merge(&server, id(&made), json!([{"inputs": {"n": 5}}])).await;
        }
        let Some(next) = next else { break };
        query = format!("?max_results=2&page_token={next}");
    }
    let numbers: Vec<&Value> = seen.iter().map(|record| &record["inputs"]["n"]).collect();
    assert_eq!(numbers, [0, 1, 2, 3, 4, 5]);
    assert!(seen.iter().all(|record| record["outputs"] == json!({})));
    let body = json!({"dataset_record_ids": [seen[0]["dataset_record_id"], "dr-none"]});
    let path = format!("{D}/{}/records", id(&made));
    assert_eq!(server.json("DELETE", &path, body.clone()).await.ok(), json!({"deleted_count": 1}));
    assert_eq!(server.json("DELETE", &path, body).await.ok(), json!({"deleted_count": 0}));
    assert_eq!(get(&server, id(&made)).await["profile"], "{\"num_records\": 5}");
    assert_eq!(merge(&server, id(&made), json!([])).await, json!({"inserted_count": 0, "updated_count": 0}));
}

#[tokio::test]
async fn datasets_are_found_by_experiment_name_and_tag() {
    let server = Server::new();
    let other = server.post("/api/2.0/mlflow/experiments/create", json!({"name": "e"})).await.ok();
    let other = other["experiment_id"].as_str().expect("an id").to_owned();
    for name in ["b", "a", "c"] {
        let made = create(&server, name).await;
        if name == "a" {
            let path = format!("{D}/{}", id(&made));
            let add = json!({"dataset_id": id(&made), "experiment_ids": [other]});
            let linked = server.post(&format!("{path}/add-experiments"), add.clone()).await.ok();
            assert_eq!(linked["dataset"]["experiment_ids"], json!(["0", other]));
            assert_eq!(names(&server, json!({"experiment_ids": [other]})).await, ["a"]);
            let ids = server.get(&format!("{path}/experiment-ids")).await.ok();
            assert_eq!(ids, json!({"experiment_ids": ["0", other]}));
            server.post(&format!("{path}/remove-experiments"), add).await.ok();
            assert_eq!(
                server.get(&format!("{path}/experiment-ids")).await.ok(),
                json!({"experiment_ids": ["0"]})
            );
            server.json("PATCH", &format!("{path}/tags"), json!({"tags": "{\"v\": \"Two\"}"})).await.ok();
        }
    }
    assert_eq!(names(&server, json!({"experiment_ids": [other]})).await, [""; 0]);
    assert_eq!(names(&server, json!({"experiment_ids": ["99999999999"]})).await, [""; 0]);
    assert_eq!(names(&server, json!({"order_by": ["name ASC"]})).await, ["a", "b", "c"]);
    assert_eq!(names(&server, json!({"filter_string": "tags.v ILIKE 'two'"})).await, ["a"]);
    assert_eq!(
        names(&server, json!({"filter_string": "name IN ('a', 'c')", "order_by": ["name DESC"]})).await,
        ["c", "a"]
    );
    assert_eq!(
        names(&server, json!({"filter_string": "created_by = 'eve' AND created_time > 5"})).await.len(),
        3
    );
    let first =
        server.post(&format!("{D}/search"), json!({"max_results": 2, "order_by": ["name"]})).await.ok();
    let token = &first["next_page_token"];
    assert_eq!(names(&server, json!({"order_by": ["name"], "page_token": token})).await, ["c"]);
}
