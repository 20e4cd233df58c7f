//! Review queues on the engine, through their port.
#![expect(clippy::unwrap_used, reason = "what the tests share is test code too")]

use std::sync::Arc;

use spanwell_model::{
    ExperimentId, Kind, LabelSchema, ReviewQueue, ReviewQueueItem, ReviewQueueKind, ReviewStatus,
};
use spanwell_store::suite::world::{header, trace_id};
use spanwell_store::{
    ExperimentStore, ReviewItemQuery, ReviewQueueChange, ReviewQueueQuery, ReviewQueueStore,
    ReviewStatusChange, TraceStore,
};
use spanwell_store_sql::{OpenOptions, SqliteStore};

const EXPERIMENT: ExperimentId = ExperimentId::DEFAULT;

fn open(directory: &std::path::Path) -> Arc<SqliteStore> {
    let options =
        OpenOptions { directory: directory.to_owned(), text_index: false, ..OpenOptions::default() };
    SqliteStore::open(options).unwrap()
}

fn queue(id: &str, name: &str, users: &[&str]) -> ReviewQueue {
    ReviewQueue {
        queue_id: id.into(),
        experiment_id: EXPERIMENT,
        name: name.into(),
        kind: ReviewQueueKind::Custom,
        created_by: None,
        users: users.iter().map(|user| (*user).to_owned()).collect(),
        schema_ids: Vec::new(),
        creation_time_ms: 5,
        last_update_time_ms: 5,
    }
}

fn list() -> ReviewQueueQuery {
    ReviewQueueQuery { experiment_id: EXPERIMENT, user: None, item_id: None, limit: 10, after: None }
}

fn all_items() -> ReviewItemQuery {
    ReviewItemQuery { status: None, limit: 10, after: None }
}

fn item(number: u64) -> String {
    trace_id(number).as_str().to_owned()
}

fn ids(items: &[ReviewQueueItem]) -> Vec<&str> {
    items.iter().map(|item| item.item_id.as_str()).collect()
}

#[tokio::test]
async fn queues_are_found_by_name_user_and_trace() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    store.put_header(header(1)).await.unwrap();
    let made = queue("rq-a", "Mine", &["ann", "bob"]);
    assert_eq!(store.create_review_queue(made.clone()).await.unwrap(), made);
    store.create_review_queue(queue("rq-b", "other", &["bob"])).await.unwrap();
    let error = store.create_review_queue(queue("rq-c", "MINE", &[])).await.unwrap_err();
    assert_eq!(error.kind(), Kind::AlreadyExists);
    assert_eq!(store.get_review_queue("rq-a").await.unwrap(), Some(made.clone()));
    assert_eq!(store.get_review_queue_by_name(EXPERIMENT, "mine").await.unwrap(), Some(made.clone()));
    assert_eq!(store.get_review_queue_by_name(EXPERIMENT, "none").await.unwrap(), None);
    let names = async |query: ReviewQueueQuery| {
        let found = store.list_review_queues(query).await.unwrap().items;
        found.into_iter().map(|queue| queue.queue_id).collect::<Vec<_>>()
    };
    assert_eq!(names(list()).await, ["rq-a", "rq-b"]);
    assert_eq!(names(ReviewQueueQuery { user: Some("ann".into()), ..list() }).await, ["rq-a"]);
    assert_eq!(names(ReviewQueueQuery { user: Some("eve".into()), ..list() }).await, [""; 0]);
    store.add_review_items("rq-b", vec![item(1)], 6).await.unwrap();
    assert_eq!(names(ReviewQueueQuery { item_id: Some(item(1)), ..list() }).await, ["rq-b"]);
    assert!(store.delete_review_queue("rq-b").await.unwrap());
    assert!(!store.delete_review_queue("rq-b").await.unwrap());
    assert_eq!(names(ReviewQueueQuery { item_id: Some(item(1)), ..list() }).await, [""; 0]);
    assert_eq!(store.list_review_items("rq-b", all_items()).await.unwrap(), None);
}

#[tokio::test]
async fn questions_are_those_of_the_experiment_and_stay_while_there_are_traces() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    store.put_header(header(1)).await.unwrap();
    let wrong = ReviewQueue { schema_ids: vec!["ls-none".into()], ..queue("rq-a", "a", &[]) };
    let error = store.create_review_queue(wrong).await.unwrap_err();
    assert!(error.outside().contains("ls-none"), "{error}");
    store.create_review_queue(queue("rq-a", "a", &[])).await.unwrap();
    let experiment = store.get_experiment(EXPERIMENT).await.unwrap().unwrap();
    let asked = vec![LabelSchema::default_of(&experiment).schema_id];
    let ask = ReviewQueueChange {
        schema_ids: Some(asked.clone()),
        users: Some(vec!["ann".into()]),
        now_ms: 7,
        ..ReviewQueueChange::default()
    };
    let changed = store.change_review_queue("rq-a", ask.clone()).await.unwrap().unwrap();
    assert_eq!((changed.schema_ids, changed.last_update_time_ms), (asked, 7));
    store.add_review_items("rq-a", vec![item(1)], 8).await.unwrap();
    let error = store.change_review_queue("rq-a", ask.clone()).await.unwrap_err();
    assert!(error.outside().contains("locked"), "{error}");
    let rename = ReviewQueueChange { schema_ids: None, name: Some("b".into()), ..ask };
    let changed = store.change_review_queue("rq-a", rename).await.unwrap().unwrap();
    assert_eq!((changed.name.as_str(), &changed.users[..]), ("b", &["ann".to_owned()][..]));
    assert_eq!(store.get_review_queue("rq-a").await.unwrap(), Some(changed));
}

#[tokio::test]
async fn traces_are_added_once_listed_by_page_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    store.create_review_queue(queue("rq-a", "a", &[])).await.unwrap();
    for number in 1..=4 {
        store.put_header(header(number)).await.unwrap();
    }
    let (first, second, third, fourth) = (item(1), item(2), item(3), item(4));
    let added = store.add_review_items("rq-a", vec![second.clone(), first.clone()], 5).await.unwrap();
    assert_eq!(ids(&added.unwrap()), [&second, &first]);
    store.add_review_items("rq-a", vec![fourth.clone(), third.clone()], 6).await.unwrap();
    let again = store.add_review_items("rq-a", vec![first.clone()], 9).await.unwrap().unwrap();
    assert_eq!(again[0].creation_time_ms, 5);
    let error = store.add_review_items("rq-a", vec!["tr-none".into()], 9).await.unwrap_err();
    assert_eq!(error.kind(), Kind::NotFound);
    assert_eq!(store.add_review_items("rq-none", vec![first.clone()], 9).await.unwrap(), None);
    let mut query = ReviewItemQuery { limit: 3, ..all_items() };
    let page = store.list_review_items("rq-a", query.clone()).await.unwrap().unwrap();
    assert_eq!(ids(&page.items), [&third, &fourth, &first]);
    query.after = page.next;
    let page = store.list_review_items("rq-a", query).await.unwrap().unwrap();
    assert_eq!((ids(&page.items), page.next), (vec![second.as_str()], None));
    store.remove_review_items("rq-a", vec![first, "tr-none".into()]).await.unwrap();
    store.delete_traces(EXPERIMENT, &[trace_id(4)]).await.unwrap();
    let page = store.list_review_items("rq-a", all_items()).await.unwrap().unwrap();
    assert_eq!(ids(&page.items), [&third, &second]);
}

#[tokio::test]
async fn who_reviewed_first_stays_until_the_trace_waits_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    store.create_review_queue(queue("rq-a", "a", &[])).await.unwrap();
    store.put_header(header(1)).await.unwrap();
    let trace = item(1);
    let set = async |status: ReviewStatus, by: Option<&str>, now_ms: i64| {
        let change = ReviewStatusChange { status, completed_by: by.map(str::to_owned), now_ms };
        store.set_review_status("rq-a", &trace, change).await.unwrap()
    };
    assert_eq!(set(ReviewStatus::Complete, Some("ann"), 6).await, Some(None));
    store.add_review_items("rq-a", vec![trace.clone()], 5).await.unwrap();
    let done = set(ReviewStatus::Complete, Some("ann"), 6).await.flatten().unwrap();
    assert_eq!((done.completed_by.as_deref(), done.completed_time_ms), (Some("ann"), Some(6)));
    assert_eq!(set(ReviewStatus::Complete, Some("bob"), 7).await.flatten(), Some(done));
    let pending = ReviewItemQuery { status: Some(ReviewStatus::Pending), ..all_items() };
    let waiting = store.list_review_items("rq-a", pending.clone()).await.unwrap().unwrap();
    assert_eq!(waiting.items, []);
    let again = set(ReviewStatus::Pending, None, 8).await.flatten().unwrap();
    assert_eq!((again.completed_by, again.completed_time_ms, again.last_update_time_ms), (None, None, 8));
    assert_eq!(store.list_review_items("rq-a", pending).await.unwrap().unwrap().items.len(), 1);
    let declined = set(ReviewStatus::Declined, Some("bob"), 9).await.flatten().unwrap();
    assert_eq!(declined.completed_by.as_deref(), Some("bob"));
}
