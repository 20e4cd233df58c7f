//! Deliveries to a receiver on loopback.
#![expect(clippy::unwrap_used, reason = "what the tests share is test code too")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Redirect;
use axum::routing::post;
use base64::Engine as _;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use spanwell_model::{RandomIds, SystemClock, Webhook, WebhookEvent, WebhookSecret, WebhookStatus};
use spanwell_store::{NewWebhook, WebhookDelivery, WebhookNotice, WebhookStore, WebhookTarget};
use spanwell_store_sql::{OpenOptions, SqliteStore};
use spanwell_webhooks::{AddressPolicy, DeliveryOptions, HttpDelivery};
use tokio_util::sync::CancellationToken;

const EVENT: WebhookEvent = WebhookEvent::PromptCreated;

type Posts = Arc<Mutex<Vec<(HeaderMap, String)>>>;

fn options() -> DeliveryOptions {
    DeliveryOptions {
        addresses: AddressPolicy { http: true, private_addresses: true },
        pause: Duration::from_millis(1),
        ..DeliveryOptions::default()
    }
}

fn notice() -> WebhookNotice {
    WebhookNotice { event: EVENT, data: json!({"name": "p"}) }
}

/// A receiver that answers with these statuses in turn, at the end always with the last.
async fn receiver(statuses: &'static [u16]) -> (String, Posts) {
    let posts = Posts::default();
    let (kept, count) = (posts.clone(), AtomicUsize::new(0));
    let count = Arc::new(count);
    let keep = move |headers: HeaderMap, body: String| async move {
        kept.lock().unwrap().push((headers, body));
        let index = count.fetch_add(1, Ordering::Relaxed).min(statuses.len() - 1);
        StatusCode::from_u16(statuses[index]).unwrap()
    };
    let elsewhere = post(|| async { Redirect::temporary("/hook") });
    let router = Router::new().route("/hook", post(keep)).route("/elsewhere", elsewhere);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    #[expect(clippy::disallowed_methods, reason = "it ends with the test")]
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, posts)
}

/// Announces one event to a webhook of this address and waits until it is delivered or given up.
async fn deliver(options: DeliveryOptions, url: &str) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(OpenOptions {
        directory: folder.path().into(),
        text_index: false,
        ..OpenOptions::default()
    })
    .unwrap();
    let webhook = Webhook {
        webhook_id: "w".into(),
        name: "w".into(),
        description: None,
        url: url.into(),
        events: vec![EVENT],
        status: WebhookStatus::Active,
        creation_time_ms: 1,
        last_update_time_ms: 1,
    };
    let secret = WebhookSecret::new("s3cret");
    store.create_webhook(NewWebhook { webhook, secret }).await.unwrap();
    let (delivery, waiting) = HttpDelivery::new(options, Arc::new(SystemClock), Arc::new(RandomIds)).unwrap();
    delivery.announce(notice());
    let stop = CancellationToken::new();
    stop.cancel();
    delivery.run(waiting, store, stop).await;
}

#[tokio::test]
async fn a_delivery_is_signed_as_receivers_check_it() {
    let (url, posts) = receiver(&[200]).await;
    deliver(options(), &url).await;
    let posts = posts.lock().unwrap();
    let [(headers, body)] = posts.as_slice() else { panic!("{posts:?}") };
    let header = |name: &str| headers[name].to_str().unwrap().to_owned();
    let signed = format!("{}.{}.{body}", header("x-mlflow-delivery-id"), header("x-mlflow-timestamp"));
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(b"s3cret").unwrap();
    mac.update(signed.as_bytes());
    let expected = base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes());
    assert_eq!(header("x-mlflow-signature"), format!("v1,{expected}"));
    assert_eq!(header("content-type"), "application/json");
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!((&body["entity"], &body["action"]), (&json!("prompt"), &json!("created")));
    assert_eq!(body["data"], json!({"name": "p"}));
}

#[tokio::test]
async fn receivers_that_may_recover_are_asked_again_under_the_same_id() {
    for (statuses, attempts) in
        [(&[503, 500, 200][..], 3), (&[429, 429, 429, 429, 429], 4), (&[404], 1), (&[200], 1)]
    {
        let (url, posts) = receiver(statuses).await;
        deliver(options(), &url).await;
        let posts = posts.lock().unwrap();
        assert_eq!(posts.len(), attempts, "{statuses:?}");
        assert!(
            posts.iter().all(|post| post.0["x-mlflow-delivery-id"] == posts[0].0["x-mlflow-delivery-id"])
        );
    }
}

#[tokio::test]
async fn nothing_reaches_addresses_that_are_not_allowed() {
    let (url, posts) = receiver(&[200]).await;
    let http_only = AddressPolicy { http: true, private_addresses: false };
    for addresses in [AddressPolicy::default(), http_only] {
        for url in [url.clone(), url.replace("127.0.0.1", "localhost")] {
            deliver(DeliveryOptions { addresses, ..options() }, &url).await;
        }
    }
    deliver(options(), &url.replace("/hook", "/elsewhere")).await;
    assert_eq!(posts.lock().unwrap().len(), 0, "a redirect is not followed either");
}

#[tokio::test]
async fn a_full_queue_drops_and_counts() {
    let few = DeliveryOptions { queue_notices: 2, ..options() };
    let (delivery, _waiting) = HttpDelivery::new(few, Arc::new(SystemClock), Arc::new(RandomIds)).unwrap();
    for _ in 0..5 {
        delivery.announce(notice());
    }
    assert_eq!(delivery.dropped(), 3);
}

#[tokio::test]
async fn a_trial_that_takes_too_long_ends() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let short = DeliveryOptions { attempt_timeout: Duration::from_millis(50), ..options() };
    let (delivery, _waiting) = HttpDelivery::new(short, Arc::new(SystemClock), Arc::new(RandomIds)).unwrap();
    let target = WebhookTarget { webhook_id: "w".into(), url, secret: None };
    let result = delivery.send_once(target, notice()).await;
    assert!(!result.success && result.error_message.unwrap().contains("timed out"));
}
