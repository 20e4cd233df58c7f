//! The registry: what the official client asks of it for prompts, and the older calls for models.

use serde_json::{Value, json};

use crate::harness::Server;

const MODELS: &str = "/api/2.0/mlflow/registered-models";
const VERSIONS: &str = "/api/2.0/mlflow/model-versions";
const NOW: i64 = 1_795_324_330_000;

async fn create_prompt(server: &Server, name: &str) {
    let tags = json!([{"key": "mlflow.prompt.is_prompt", "value": "true"}, {"key": "team", "value": "x"}]);
    let body = json!({"name": name, "tags": tags, "description": "first"});
    server.post(&format!("{MODELS}/create"), body).await.ok();
}

async fn add_version(server: &Server, name: &str, text: &str) -> Value {
    let tags = json!([{"key": "mlflow.prompt.is_prompt", "value": "true"}, {"key": "mlflow.prompt.text", "value": text}]);
    let body = json!({"name": name, "source": "dummy-source", "description": "why", "tags": tags});
    server.post(&format!("{VERSIONS}/create"), body).await.ok()["model_version"].clone()
}

async fn model(server: &Server, name: &str) -> Value {
    server.get(&format!("{MODELS}/get?name={name}")).await.ok()["registered_model"].clone()
}

fn names(found: &Value, list: &str) -> Vec<String> {
    let found = found[list].as_array().cloned().unwrap_or_default();
    found.iter().map(|item| item["name"].as_str().expect("a name").to_owned()).collect()
}

#[tokio::test]
async fn a_prompt_has_numbered_versions_and_aliases() {
    let server = Server::new();
    create_prompt(&server, "greet").await;
    let first = add_version(&server, "greet", "Hi {{name}}").await;
    assert_eq!(
        first,
        json!({"name": "greet", "version": "1", "creation_timestamp": NOW, "last_updated_timestamp": NOW,
               "current_stage": "None", "description": "why", "source": "dummy-source", "run_id": "",
               "status": "READY", "run_link": "",
               "tags": [{"key": "mlflow.prompt.is_prompt", "value": "true"},
                        {"key": "mlflow.prompt.text", "value": "Hi {{name}}"}]})
    );
    let second = add_version(&server, "greet", "Hello {{name}}").await;
    let alias = json!({"name": "greet", "alias": "prod", "version": "1"});
    server.post(&format!("{MODELS}/alias"), alias).await.ok();
    let found = model(&server, "greet").await;
    assert_eq!(found["latest_versions"], json!([second]));
    assert_eq!(found["aliases"], json!([{"alias": "prod", "version": "1"}]));
    for (alias, version) in [("prod", "1"), ("latest", "2"), ("LATEST", "2")] {
        let found = server.get(&format!("{MODELS}/alias?name=greet&alias={alias}")).await.ok();
        assert_eq!(found["model_version"]["version"], version, "{alias}");
    }
    let one = server.get(&format!("{VERSIONS}/get?name=greet&version=1")).await.ok();
    assert_eq!(one["model_version"]["aliases"], json!(["prod"]));
    let gone = json!({"name": "greet", "version": "2"});
    server.json("DELETE", &format!("{VERSIONS}/delete"), gone).await.ok();
    assert_eq!(add_version(&server, "greet", "Hey {{name}}").await["version"], "3");
    let alias = json!({"name": "greet", "alias": "prod"});
    server.json("DELETE", &format!("{MODELS}/alias"), alias.clone()).await.ok();
    server.json("DELETE", &format!("{MODELS}/alias"), alias).await.ok();
    assert!(model(&server, "greet").await.get("aliases").is_none());
    server.json("DELETE", &format!("{MODELS}/delete"), json!({"name": "greet"})).await.ok();
    assert_eq!(server.get(&format!("{VERSIONS}/get?name=greet&version=1")).await.error().0, 404);
}

#[tokio::test]
async fn tags_and_descriptions_change_and_models_are_renamed() {
    let server = Server::new();
    create_prompt(&server, "greet").await;
    add_version(&server, "greet", "Hi").await;
    let tag = json!({"name": "greet", "key": "a", "value": "b"});
    server.post(&format!("{MODELS}/set-tag"), tag.clone()).await.ok();
    let mut of_version = tag;
    of_version["version"] = json!("1");
    server.post(&format!("{VERSIONS}/set-tag"), of_version.clone()).await.ok();
    let described = json!({"name": "greet", "description": "new", "version": "1"});
    let version = server.json("PATCH", &format!("{VERSIONS}/update"), described.clone()).await.ok();
    assert_eq!(version["model_version"]["description"], "new");
    assert_eq!(version["model_version"]["tags"][0], json!({"key": "a", "value": "b"}));
    let changed = server.json("PATCH", &format!("{MODELS}/update"), described).await.ok();
    assert_eq!(changed["registered_model"]["description"], "new");
    server.json("DELETE", &format!("{VERSIONS}/delete-tag"), of_version).await.ok();
    server.json("DELETE", &format!("{MODELS}/delete-tag"), json!({"name": "greet", "key": "a"})).await.ok();
    let renamed = json!({"name": "greet", "new_name": "hello"});
    let renamed = server.post(&format!("{MODELS}/rename"), renamed).await.ok()["registered_model"].clone();
    assert_eq!(
        (&renamed["name"], &renamed["latest_versions"][0]["name"]),
        (&json!("hello"), &json!("hello"))
    );
    assert_eq!(renamed["tags"].as_array().map(Vec::len), Some(2));
    let moved = json!({"name": "hello", "version": "1", "stage": "production"});
    let moved = server.post(&format!("{VERSIONS}/transition-stage"), moved).await.ok();
    assert_eq!(moved["model_version"]["current_stage"], "Production");
    for (stages, count) in [(json!(["Production"]), 1), (json!(["Staging"]), 0), (json!([]), 1)] {
        let body = json!({"name": "hello", "stages": stages});
        let found = server.post(&format!("{MODELS}/get-latest-versions"), body).await.ok();
        assert_eq!(names(&found, "model_versions").len(), count);
    }
    let uri = server.get(&format!("{VERSIONS}/get-download-uri?name=hello&version=1")).await.ok();
    assert_eq!(uri, json!({"artifact_uri": "dummy-source"}));
}

#[tokio::test]
async fn prompts_and_their_versions_are_searched_by_page() {
    let server = Server::new();
    for name in ["c", "a", "b"] {
        create_prompt(&server, name).await;
        add_version(&server, name, "1").await;
        add_version(&server, name, "2").await;
    }
    server.post(&format!("{MODELS}/create"), json!({"name": "plain"})).await.ok();
    assert_eq!(names(&server.get(&format!("{MODELS}/search")).await.ok(), "registered_models"), ["plain"]);
    let prompts = "filter=tags.%60mlflow.prompt.is_prompt%60%20%3D%20%27true%27";
    let first = server.get(&format!("{MODELS}/search?{prompts}&max_results=2")).await.ok();
    assert_eq!(names(&first, "registered_models"), ["a", "b"]);
    let token = first["next_page_token"].as_str().expect("a token");
    let rest = server.get(&format!("{MODELS}/search?{prompts}&max_results=2&page_token={token}")).await.ok();
    assert_eq!(names(&rest, "registered_models"), ["c"]);
    assert!(rest.get("next_page_token").is_none());
    assert!(names(&server.get(&format!("{VERSIONS}/search")).await.ok(), "model_versions").is_empty());
    let filter = "filter=name%3D%27a%27%20AND%20tag.%60mlflow.prompt.is_prompt%60%20%3D%20%27true%27";
    let order = "order_by=version_number%20ASC";
    let found = server.get(&format!("{VERSIONS}/search?{filter}&{order}")).await.ok();
    assert_eq!(found["model_versions"][0]["version"], "1");
    assert_eq!(names(&found, "model_versions").len(), 2);
}

#[tokio::test]
async fn a_name_is_used_once_by_a_model_or_a_prompt() {
    let server = Server::new();
    create_prompt(&server, "p").await;
    server.post(&format!("{MODELS}/create"), json!({"name": "m"})).await.ok();
    let prompt = json!([{"key": "mlflow.prompt.is_prompt", "value": "true"}]);
    for (body, message) in [
        (json!({"name": "p", "tags": prompt}), "Prompt (name=p) already exists."),
        (json!({"name": "p"}), "already taken by a prompt"),
        (json!({"name": "m", "tags": prompt}), "already taken by a registered model"),
        (json!({"name": "m"}), "Registered Model (name=m) already exists."),
    ] {
        let (status, code, text) = server.post(&format!("{MODELS}/create"), body).await.error();
        assert_eq!((status, code.as_str()), (400, "RESOURCE_ALREADY_EXISTS"));
        assert!(text.contains(message), "{text}");
    }
}
