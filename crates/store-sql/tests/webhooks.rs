//! Webhooks on the engine, through their port.
#![expect(clippy::unwrap_used, reason = "what the tests share is test code too")]

use std::sync::Arc;

use spanwell_model::{Webhook, WebhookEvent, WebhookSecret, WebhookStatus};
use spanwell_store::{NewWebhook, WebhookChange, WebhookStore};
use spanwell_store_sql::{OpenOptions, SqliteStore};

fn open(directory: &std::path::Path) -> Arc<dyn WebhookStore> {
    let options =
        OpenOptions { directory: directory.to_owned(), text_index: false, ..OpenOptions::default() };
    SqliteStore::open(options).unwrap()
}

fn hook(id: &str, events: &[WebhookEvent], secret: &str) -> NewWebhook {
    let webhook = Webhook {
        webhook_id: id.into(),
        name: "n".into(),
        description: Some("d".into()),
        url: "https://a.example/".into(),
        events: events.to_vec(),
        status: WebhookStatus::Active,
        creation_time_ms: 5,
        last_update_time_ms: 5,
    };
    NewWebhook { webhook, secret: WebhookSecret::new(secret) }
}

#[tokio::test]
async fn webhooks_are_listed_newest_first_by_page() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for id in ["a", "b", "c"] {
        store.create_webhook(hook(id, &[WebhookEvent::PromptCreated], "")).await.unwrap();
    }
    let first = store.list_webhooks(2, None).await.unwrap();
    let ids = |page: &[Webhook]| page.iter().map(|found| found.webhook_id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&first.items), ["c", "b"]);
    let second = store.list_webhooks(2, first.next).await.unwrap();
    assert_eq!((ids(&second.items), second.next), (vec!["a".to_owned()], None));
    assert!(store.delete_webhook("b").await.unwrap());
    assert!(!store.delete_webhook("b").await.unwrap());
    assert_eq!(store.get_webhook("b").await.unwrap(), None);
}

#[tokio::test]
async fn what_is_not_changed_stays_the_secret_too() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let made = store.create_webhook(hook("a", &[WebhookEvent::PromptCreated], "s")).await.unwrap();
    let change = WebhookChange { now_ms: 9, ..WebhookChange::default() };
    let same = store.change_webhook("a", change.clone()).await.unwrap().unwrap();
    assert_eq!(same, Webhook { last_update_time_ms: 9, ..made });
    let secret = || async { store.webhook_target("a").await.unwrap().unwrap().secret };
    assert_eq!(secret().await, WebhookSecret::new("s"));
    store.change_webhook("a", WebhookChange { secret: Some(None), ..change.clone() }).await.unwrap();
    assert_eq!(secret().await, None);
    assert_eq!(store.change_webhook("none", change).await.unwrap(), None);
}

#[tokio::test]
async fn only_active_webhooks_that_asked_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let (set, created) = (WebhookEvent::PromptTagSet, WebhookEvent::PromptCreated);
    for (id, events) in [("a", &[set][..]), ("b", &[created, set]), ("c", &[created]), ("d", &[set])] {
        store.create_webhook(hook(id, events, "s")).await.unwrap();
    }
    let off = WebhookChange { status: Some(WebhookStatus::Disabled), ..WebhookChange::default() };
    store.change_webhook("d", off).await.unwrap();
    let told = store.webhook_targets(set).await.unwrap();
    assert_eq!(told.iter().map(|target| target.webhook_id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert!(store.webhook_targets(WebhookEvent::PromptAliasDeleted).await.unwrap().is_empty());
}
