//! Evaluation datasets on the engine, through their port.
#![expect(clippy::unwrap_used, reason = "what the tests share is test code too")]

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use spanwell_model::{Dataset, DatasetSchema, ExperimentId, inputs_identity};
use spanwell_query::parse_dataset_order;
use spanwell_store::{DatasetLinks, DatasetQuery, DatasetStore, MergeCounts, RecordBatch, RecordDraft};
use spanwell_store_sql::{OpenOptions, SqliteStore};

fn open(directory: &std::path::Path) -> Arc<dyn DatasetStore> {
    let options =
        OpenOptions { directory: directory.to_owned(), text_index: false, ..OpenOptions::default() };
    SqliteStore::open(options).unwrap()
}

fn dataset(id: &str, created_time_ms: i64) -> Dataset {
    Dataset {
        dataset_id: id.into(),
        name: format!("name of {id}"),
        tags: BTreeMap::new(),
        schema: None,
        record_count: 0,
        created_time_ms,
        last_update_time_ms: created_time_ms,
        content_time_ms: created_time_ms,
        created_by: Some("eve".into()),
        last_updated_by: Some("eve".into()),
        experiment_ids: vec![ExperimentId::DEFAULT],
    }
}

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn record(id: &str, inputs: &Value) -> RecordDraft {
    RecordDraft {
        record_id: id.into(),
        identity: inputs_identity(&object(inputs)),
        inputs: inputs.to_string(),
        outputs: None,
        expectations: None,
        tags: Map::new(),
        source: None,
        user: None,
    }
}

fn batch(records: Vec<RecordDraft>, now_ms: i64) -> RecordBatch {
    RecordBatch { records, schema: Some(DatasetSchema::default()), user: None, now_ms }
}

#[tokio::test]
async fn merging_keeps_what_is_not_given() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    store.create_dataset(dataset("d-1", 5)).await.unwrap();
    let first = RecordDraft {
        outputs: Some(Some("1".into())),
        expectations: Some(object(&json!({"x": 1, "y": 2}))),
        user: Some("eve".into()),
        ..record("dr-1", &json!({"a": 1, "b": 2}))
    };
    let again = RecordDraft {
        expectations: Some(object(&json!({"y": 3}))),
        tags: object(&json!({"t": "v"})),
        ..record("dr-2", &json!({"b": 2, "a": 1}))
    };
    let counts = store.merge_records("d-1", batch(vec![first, again], 9)).await.unwrap();
    assert_eq!(counts, Some(MergeCounts { inserted: 1, updated: 1 }));
    let page = store.list_records("d-1", 10, None).await.unwrap().unwrap();
    let [found] = &page.items[..] else { panic!("one record") };
    assert_eq!((found.record_id.as_str(), found.inputs.as_str()), ("dr-1", "{\"a\":1,\"b\":2}"));
    assert_eq!(found.outputs.as_deref(), Some("1"));
    assert_eq!(found.expectations.as_deref(), Some("{\"x\":1,\"y\":3}"));
    assert_eq!(found.tags, "{\"t\":\"v\"}");
    assert_eq!((found.created_by.as_deref(), found.last_updated_by.as_deref()), (Some("eve"), Some("eve")));
    let kept = store.get_dataset("d-1").await.unwrap().unwrap();
    assert_eq!((kept.record_count, kept.last_update_time_ms, kept.content_time_ms), (1, 9, 9));
}

#[tokio::test]
async fn each_change_of_the_records_has_its_own_digest() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let mut digests = vec![store.create_dataset(dataset("d-1", 5)).await.unwrap().digest()];
    for number in 0..3 {
        let records = vec![record(&format!("dr-{number}"), &json!({"n": number}))];
        store.merge_records("d-1", batch(records, 5)).await.unwrap();
        digests.push(store.get_dataset("d-1").await.unwrap().unwrap().digest());
    }
    assert_eq!(store.delete_records("d-1", vec!["dr-1".into()], 5).await.unwrap(), Some(1));
    digests.push(store.get_dataset("d-1").await.unwrap().unwrap().digest());
    assert_eq!(store.delete_records("d-1", vec!["dr-1".into()], 6).await.unwrap(), Some(0));
    assert_eq!(store.get_dataset("d-1").await.unwrap().unwrap().digest(), digests[4]);
    digests.sort_unstable();
    digests.dedup();
    assert_eq!(digests.len(), 5);
}

#[tokio::test]
async fn a_deleted_dataset_takes_its_records_along_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for id in ["d-1", "d-2"] {
        store.create_dataset(dataset(id, 5)).await.unwrap();
        let records = vec![record(&format!("dr-{id}"), &json!({"n": 1}))];
        store.merge_records(id, batch(records, 5)).await.unwrap();
    }
    // Records of another dataset are out of reach.
    assert_eq!(store.delete_records("d-1", vec!["dr-d-2".into()], 5).await.unwrap(), Some(0));
    assert!(store.delete_dataset("d-1").await.unwrap());
    assert!(!store.delete_dataset("d-1").await.unwrap());
    assert_eq!(store.list_records("d-1", 10, None).await.unwrap(), None);
    assert_eq!(store.merge_records("d-1", batch(Vec::new(), 5)).await.unwrap(), None);
    assert_eq!(store.delete_records("d-1", Vec::new(), 5).await.unwrap(), None);
    assert_eq!(store.change_dataset_tags("d-1", BTreeMap::new()).await.unwrap(), None);
    assert_eq!(store.link_dataset("d-1", DatasetLinks::default()).await.unwrap(), None);
    assert_eq!(store.list_records("d-2", 10, None).await.unwrap().unwrap().items.len(), 1);
}

#[tokio::test]
async fn pages_of_datasets_and_records_together_are_all_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for number in 0..7 {
        // Some have the same time.
        store.create_dataset(dataset(&format!("d-{number}"), number / 2)).await.unwrap();
    }
    let mut query = DatasetQuery {
        experiment_ids: vec![ExperimentId::DEFAULT],
        order: parse_dataset_order(&[]).unwrap(),
        limit: 3,
        ..DatasetQuery::default()
    };
    let mut seen = Vec::new();
    loop {
        let page = store.search_datasets(query.clone()).await.unwrap();
        seen.extend(page.items.into_iter().map(|dataset| dataset.dataset_id));
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["d-6", "d-5", "d-4", "d-3", "d-2", "d-1", "d-0"]);
    let records = (0..7).map(|number| record(&format!("dr-{number}"), &json!({"n": number}))).collect();
    store.merge_records("d-3", batch(records, 5)).await.unwrap();
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = store.list_records("d-3", 3, after).await.unwrap().unwrap();
        seen.extend(page.items.into_iter().map(|record| record.record_id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["dr-0", "dr-1", "dr-2", "dr-3", "dr-4", "dr-5", "dr-6"]);
}
