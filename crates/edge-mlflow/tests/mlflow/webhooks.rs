//! Webhooks: what the official client does with them, and what their receivers are told.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::{Value, json};
use spanwell_model::Limits;
use spanwell_webhooks::AddressPolicy;

use crate::harness::Server;

const W: &str = "/api/2.0/mlflow/webhooks";
const TIME: i64 = 1_795_324_330_000;

type Posts = Arc<Mutex<Vec<(HeaderMap, Value)>>>;

fn hook(name: &str, url: &str, events: &[(&str, &str)]) -> Value {
    let events: Vec<Value> =
        events.iter().map(|(entity, action)| json!({"entity": entity, "action": action})).collect();
    json!({"name": name, "url": url, "events": events, "secret": "s3cret"})
}

async fn create(server: &Server, body: Value) -> Value {
    server.post(W, body).await.ok()["webhook"].clone()
}

/// A receiver on loopback that keeps what it gets.
async fn receiver(status: StatusCode) -> (String, Posts) {
    let posts = Posts::default();
    let kept = posts.clone();
    let keep = move |headers: HeaderMap, body: String| async move {
        kept.lock().unwrap().push((headers, serde_json::from_str(&body).unwrap()));
        (status, "received")
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    #[expect(clippy::disallowed_methods, reason = "it ends with the test")]
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/hook", post(keep))).await });
    (url, posts)
}

fn open_server() -> Server {
    Server::with(Limits::default(), AddressPolicy { http: true, private_addresses: true })
}

#[tokio::test]
async fn a_webhook_is_made_listed_changed_and_deleted() {
    let server = Server::new();
    assert_eq!(server.get(W).await.ok(), json!({}));
    let mut body = hook("h", "https://8.8.8.8/a", &[("PROMPT", "CREATED"), ("PROMPT", "CREATED")]);
    body["description"] = "d".into();
    let made = create(&server, body).await;
    let id = made["webhook_id"].as_str().unwrap().to_owned();
    assert_eq!(id.len(), 36);
    let shown = json!({
        "webhook_id": id, "name": "h", "description": "d", "url": "https://8.8.8.8/a",
        "events": [{"entity": "PROMPT", "action": "CREATED"}], "status": "ACTIVE",
        "creation_timestamp": TIME, "last_updated_timestamp": TIME,
    });
    assert_eq!(made, shown);
    assert_eq!(server.get(&format!("{W}/{id}")).await.ok(), json!({"webhook": shown}));
    create(&server, hook("h", "https://8.8.8.8/b", &[("PROMPT_TAG", "SET")])).await;
    let first = server.get(&format!("{W}?max_results=1")).await.ok();
    assert_eq!(first["webhooks"][0]["url"], "https://8.8.8.8/b");
    let token = first["next_page_token"].as_str().unwrap();
    let second = server.get(&format!("{W}?max_results=1&page_token={token}")).await.ok();
    assert_eq!(second, json!({"webhooks": [shown]}));
    let edit = json!({"name": "", "description": "", "status": "DISABLED",
                      "events": [{"entity": "MODEL_VERSION", "action": "CREATED"}]});
    let changed = server.json("PATCH", &format!("{W}/{id}"), edit).await.ok()["webhook"].clone();
    assert_eq!((&changed["name"], &changed["description"]), (&json!("h"), &json!("")));
    assert_eq!((&changed["status"], &changed["url"]), (&json!("DISABLED"), &json!("https://8.8.8.8/a")));
    assert_eq!(changed["events"], json!([{"entity": "MODEL_VERSION", "action": "CREATED"}]));
    assert_eq!(server.json("DELETE", &format!("{W}/{id}"), json!({})).await.ok(), json!({}));
    assert_eq!(server.get(&format!("{W}/{id}")).await.error().0, 404);
}

#[tokio::test]
async fn addresses_inside_the_network_are_refused() {
    let server = Server::new();
    for url in
        ["http://8.8.8.8/", "https://127.0.0.1/", "https://127.1/", "https://[::1]/", "https://localhost/"]
    {
        let (status, code, _) = server.post(W, hook("h", url, &[("PROMPT", "CREATED")])).await.error();
        assert_eq!((status, code.as_str()), (400, "INVALID_PARAMETER_VALUE"), "{url}");
    }
}

#[tokio::test]
async fn a_trial_posts_once_and_shows_the_answer() {
    let server = open_server();
    let (url, posts) = receiver(StatusCode::SERVICE_UNAVAILABLE).await;
    let id = create(&server, hook("h", &url, &[("PROMPT", "CREATED")])).await["webhook_id"].clone();
    let path = format!("{W}/{}/test", id.as_str().unwrap());
    let tried = server.post(&path, json!({})).await.ok();
    let result = json!({"success": false, "response_status": 503, "response_body": "received"});
    assert_eq!(tried, json!({"result": result}));
    let event = json!({"event": {"entity": "MODEL_VERSION_ALIAS", "action": "DELETED"}});
    server.post(&path, event).await.ok();
    let posts = posts.lock().unwrap();
    assert_eq!(posts.len(), 2);
    assert_eq!(posts[0].1["data"]["name"], "example_prompt");
    assert_eq!(posts[1].1["data"], json!({"name": "example_model", "alias": "example_alias"}));
}

#[tokio::test]
async fn a_receiver_that_is_not_there_is_the_answer_of_a_trial() {
    let server = open_server();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook?token=hidden", listener.local_addr().unwrap());
    drop(listener);
    let id = create(&server, hook("h", &url, &[("PROMPT", "CREATED")])).await["webhook_id"].clone();
    let tried = server.post(&format!("{W}/{}/test", id.as_str().unwrap()), json!({})).await.ok();
    assert_eq!(tried["result"]["success"], false);
    let message = tried["result"]["error_message"].as_str().unwrap();
    assert!(message.starts_with("Failed to test webhook: ") && !message.contains("hidden"), "{message}");
}

/// Makes a model and a prompt with a version each, and sets and deletes tags and aliases of all.
async fn change_a_model_and_a_prompt(server: &Server) {
    const R: &str = "/api/2.0/mlflow/registered-models";
    const V: &str = "/api/2.0/mlflow/model-versions";
    let prompt = json!({"key": "mlflow.prompt.is_prompt", "value": "true"});
    let text = json!({"key": "mlflow.prompt.text", "value": "Hi {{name}}"});
    let tag = json!({"key": "k", "value": "v"});
    for (name, tags) in [("m", json!([tag])), ("p", json!([prompt, tag]))] {
        server.post(&format!("{R}/create"), json!({"name": name, "tags": tags})).await.ok();
        let tags = if name == "p" { json!([prompt, text, tag]) } else { tags };
        let version = json!({"name": name, "source": "models:/x", "tags": tags, "description": "d"});
        server.post(&format!("{V}/create"), version).await.ok();
        let tag = json!({"name": name, "version": "1", "key": "a", "value": "b"});
        server.post(&format!("{R}/set-tag"), tag.clone()).await.ok();
        server.json("DELETE", &format!("{R}/delete-tag"), json!({"name": name, "key": "a"})).await.ok();
        server.post(&format!("{V}/set-tag"), tag.clone()).await.ok();
        server.json("DELETE", &format!("{V}/delete-tag"), tag).await.ok();
        let alias = json!({"name": name, "alias": "best", "version": "1"});
        server.post(&format!("{R}/alias"), alias.clone()).await.ok();
        server.json("DELETE", &format!("{R}/alias"), alias).await.ok();
    }
}

#[tokio::test]
async fn changes_of_the_registry_are_told_with_their_data() {
    let server = open_server();
    let (url, posts) = receiver(StatusCode::OK).await;
    let all = [
        ("REGISTERED_MODEL", "CREATED"),
        ("MODEL_VERSION", "CREATED"),
        ("MODEL_VERSION_TAG", "SET"),
        ("MODEL_VERSION_TAG", "DELETED"),
        ("MODEL_VERSION_ALIAS", "CREATED"),
        ("MODEL_VERSION_ALIAS", "DELETED"),
        ("PROMPT", "CREATED"),
        ("PROMPT_VERSION", "CREATED"),
        ("PROMPT_TAG", "SET"),
        ("PROMPT_TAG", "DELETED"),
        ("PROMPT_VERSION_TAG", "SET"),
        ("PROMPT_VERSION_TAG", "DELETED"),
        ("PROMPT_ALIAS", "CREATED"),
        ("PROMPT_ALIAS", "DELETED"),
    ];
    create(&server, hook("h", &url, &all)).await;
    let mut disabled = hook("off", &url, &all);
    disabled["status"] = "DISABLED".into();
    create(&server, disabled).await;
    change_a_model_and_a_prompt(&server).await;
    server.tell_webhooks().await;
    let mut told: Vec<String> = posts
        .lock()
        .unwrap()
        .iter()
        .map(|(_, body)| format!("{}.{} {}", body["entity"], body["action"], body["data"]).replace('"', ""))
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            "model_version.created {name:m,version:1,source:models:/x,run_id:null,tags:{k:v},description:d}",
            "model_version_alias.created {name:m,alias:best,version:1}",
            "model_version_alias.deleted {name:m,alias:best}",
            "model_version_tag.deleted {name:m,version:1,key:a}",
            "model_version_tag.set {name:m,version:1,key:a,value:b}",
            "prompt.created {name:p,tags:{k:v},description:}",
            "prompt_alias.created {name:p,alias:best,version:1}",
            "prompt_alias.deleted {name:p,alias:best}",
            "prompt_tag.deleted {name:p,key:a}",
            "prompt_tag.set {name:p,key:a,value:b}",
            "prompt_version.created {name:p,version:1,template:Hi {{name}},tags:{k:v},description:d}",
            "prompt_version_tag.deleted {name:p,version:1,key:a}",
            "prompt_version_tag.set {name:p,version:1,key:a,value:b}",
            "registered_model.created {name:m,tags:{k:v},description:}",
        ]
    );
}
