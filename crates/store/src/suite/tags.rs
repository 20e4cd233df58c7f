//! Tags, links to runs and to prompts.

use spanwell_model::PromptReference;

use super::Harness;
use super::world::{SpanExt, get, put, simple, span, trace_id, write};
use crate::summary::{TAG_NAME, TAG_PROMPTS};

/// The answer tells whether the tag was there.
pub async fn tags_are_set_and_deleted(mut harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, vec![simple(1, 0)]).await;
    let version = get(&*store, 1).await.version;
    let change = async |key, value| store.change_trace_tag(&trace_id(1), key, value).await.unwrap();
    assert_eq!(change("color", Some("red")).await, Some(false));
    assert_eq!(change("color", Some("blue ☕")).await, Some(true));
    assert_eq!(change("shape", Some("")).await, Some(false));
    assert_eq!(change("shape", None).await, Some(true));
    assert_eq!(change("shape", None).await, Some(false));
    assert_eq!(store.change_trace_tag(&trace_id(9), "color", Some("red")).await.unwrap(), None);
    assert_eq!(store.change_trace_tag(&trace_id(9), "color", None).await.unwrap(), None);
    drop(store);
    harness.reopen().await;
    let trace = get(&*harness.store(), 1).await;
    assert_eq!(trace.tags.get("color").map(String::as_str), Some("blue ☕"));
    assert!(!trace.tags.contains_key("shape"));
    assert!(trace.version > version);
}

/// The tag is the name.
pub async fn a_chosen_name_stays_when_spans_arrive(harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, vec![write(1, vec![span(2, 1).named("child")])]).await;
    store.change_trace_tag(&trace_id(1), TAG_NAME, Some("mine")).await.unwrap();
    assert_eq!(get(&*store, 1).await.name.as_deref(), Some("mine"));
    put(&*store, vec![write(1, vec![span(1, 0).named("root")])]).await;
    assert_eq!(get(&*store, 1).await.name.as_deref(), Some("mine"));
}

/// Unknown traces are named and then nothing is linked.
pub async fn traces_are_linked_to_a_run_all_or_none(harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, vec![simple(1, 0), simple(2, 0)]).await;
    let unknown = store.link_run(&[trace_id(1), trace_id(8), trace_id(9)], "run").await.unwrap();
    assert_eq!(unknown, [trace_id(8), trace_id(9)]);
    assert!(get(&*store, 1).await.run_ids.is_empty());
    for run in ["run", "run", "other"] {
        assert!(store.link_run(&[trace_id(1), trace_id(2)], run).await.unwrap().is_empty());
    }
    assert_eq!(get(&*store, 2).await.run_ids, ["other".to_owned(), "run".to_owned()].into());
}

/// Into the tag that MLflow reads.
pub async fn prompts_are_linked_and_merged(harness: Box<dyn Harness>) {
    let store = harness.store();
    let prompt =
        |name: &str, version: &str| PromptReference { name: name.into(), version: Some(version.into()) };
    put(&*store, vec![write(1, vec![span(1, 0).with("prompt", "own").with("prompt.version", "3")])]).await;
    assert!(
        store.link_prompts(&trace_id(1), vec![prompt("greet", "2"), prompt("greet", "1")]).await.unwrap()
    );
    assert!(store.link_prompts(&trace_id(1), vec![prompt("greet", "1")]).await.unwrap());
    assert!(!store.link_prompts(&trace_id(9), vec![prompt("greet", "1")]).await.unwrap());
    let trace = get(&*store, 1).await;
    assert_eq!(trace.prompts, [prompt("greet", "1"), prompt("greet", "2"), prompt("own", "3")].into());
    assert_eq!(
        trace.tags.get(TAG_PROMPTS).map(String::as_str),
        Some(
            r#"[{"name": "greet", "version": "1"}, {"name": "greet", "version": "2"}, {"name": "own", "version": "3"}]"#
        )
    );
}
