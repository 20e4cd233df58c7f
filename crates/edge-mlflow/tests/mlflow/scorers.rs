//! Registered scorers: what the official client does with them.

use serde_json::{Value, json};

use crate::harness::Server;

const S: &str = "/api/3.0/mlflow/scorers";

fn judge(model: &str) -> String {
    json!({"name": "j", "call_source": null, "instructions_judge_pydantic_data": {
        "instructions": "Is {{ outputs }} ok?", "model": model}})
    .to_string()
}

async fn register(server: &Server, name: &str, text: &str) -> Value {
    let body = json!({"experiment_id": "0", "name": name, "serialized_scorer": text});
    server.post(&format!("{S}/register"), body).await.ok()
}

#[tokio::test]
async fn a_scorer_is_registered_listed_and_deleted() {
    let server = Server::new();
    assert_eq!(server.get(&format!("{S}/list?experiment_id=0")).await.ok(), json!({}));
    let text = judge("openai:/m");
    let first = register(&server, "j", &text).await;
    let id = first["scorer_id"].as_str().expect("an id").to_owned();
    assert_eq!(id.len(), 36);
    let time = 1_795_324_330_000_i64;
    assert_eq!(
        first,
        json!({"version": 1, "scorer_id": id, "experiment_id": "0", "name": "j", "serialized_scorer": text,
               "creation_time": time})
    );
    assert_eq!(register(&server, "j", "{}").await["version"], 2);
    let seen = |version: i64, text: &str| {
        json!({"experiment_id": 0, "scorer_name": "j", "scorer_version": version, "serialized_scorer": text,
               "creation_time": time, "scorer_id": id})
    };
    for query in ["?experiment_id=0", "?experiment_ids=0&experiment_ids=7", ""] {
        let listed = server.get(&format!("{S}/list{query}")).await.ok();
        assert_eq!(listed, json!({"scorers": [seen(2, "{}")]}), "{query}");
    }
    assert_eq!(server.get(&format!("{S}/list?experiment_ids=7")).await.ok(), json!({}));
    let versions = server.get(&format!("{S}/versions?experiment_id=0&name=j")).await.ok();
    assert_eq!(versions, json!({"scorers": [seen(1, &text), seen(2, "{}")]}));
    let one = server.get(&format!("{S}/get?experiment_id=0&name=j&version=1")).await.ok();
    assert_eq!(one, json!({"scorer": seen(1, &text)}));
    let path = format!("{S}/delete");
    let body = json!({"experiment_id": "0", "name": "j", "version": 2});
    assert_eq!(server.json("DELETE", &path, body.clone()).await.ok(), json!({}));
    assert_eq!(server.json("DELETE", &path, body).await.error().0, 404);
    let newest = server.get(&format!("{S}/get?experiment_id=0&name=j")).await.ok();
    assert_eq!(newest["scorer"]["scorer_version"], 1);
    server.json("DELETE", &path, json!({"experiment_id": "0", "name": "j"})).await.ok();
    assert_eq!(server.get(&format!("{S}/get?experiment_id=0&name=j")).await.error().0, 404);
}

#[tokio::test]
async fn online_scoring_is_kept_under_one_id() {
    let server = Server::new();
    let id = register(&server, "j", &judge("gateway:/e")).await["scorer_id"].clone();
    let configs = format!("{S}/online-configs?scorer_ids={}&scorer_ids=none", id.as_str().expect("an id"));
    assert_eq!(server.get(&configs).await.ok(), json!({"configs": []}));
    let path = format!("{S}/online-config");
    let body =
        json!({"experiment_id": "0", "name": "j", "sample_rate": 0.5, "filter_string": "status = 'OK'"});
    let set = server.json("PUT", &path, body).await.ok();
    let config_id = set["config"]["online_scoring_config_id"].clone();
    assert_eq!(
        set,
        json!({"config": {"online_scoring_config_id": config_id, "scorer_id": id, "sample_rate": 0.5,
                          "experiment_id": "0", "filter_string": "status = 'OK'"}})
    );
    let body = json!({"experiment_id": "0", "name": "j", "sample_rate": 0});
    let stopped = server.json("PUT", &path, body).await.ok();
    assert_eq!(
        stopped,
        json!({"config": {"online_scoring_config_id": config_id, "scorer_id": id, "sample_rate": 0.0,
                          "experiment_id": "0"}})
    );
    assert_eq!(server.get(&configs).await.ok(), json!({"configs": [stopped["config"]]}));
}

#[tokio::test]
async fn only_scorers_of_the_gateway_are_scored_online() {
    let server = Server::new();
    register(&server, "j", &judge("openai:/m")).await;
    let put = async |sample_rate: f64| {
        let body = json!({"experiment_id": "0", "name": "j", "sample_rate": sample_rate});
        server.json("PUT", &format!("{S}/online-config"), body).await
    };
    let (status, code, message) = put(0.5).await.error();
    assert_eq!((status, code.as_str()), (400, "INVALID_PARAMETER_VALUE"));
    assert!(message.contains("gateway"), "{message}");
    put(0.0).await.ok();
}

#[tokio::test]
async fn a_deleted_experiment_shows_no_scorers() {
    let server = Server::new();
    let made = server.post("/api/2.0/mlflow/experiments/create", json!({"name": "e"})).await.ok();
    let id = made["experiment_id"].as_str().expect("an id").to_owned();
    let body = json!({"experiment_id": id, "name": "j", "serialized_scorer": "{}"});
    server.post(&format!("{S}/register"), body).await.ok();
    server.post("/api/2.0/mlflow/experiments/delete", json!({"experiment_id": id})).await.ok();
    for query in ["".to_owned(), format!("?experiment_ids={id}")] {
        assert_eq!(server.get(&format!("{S}/list{query}")).await.ok(), json!({}));
    }
    assert_eq!(server.get(&format!("{S}/list?experiment_id={id}")).await.error().0, 400);
}
