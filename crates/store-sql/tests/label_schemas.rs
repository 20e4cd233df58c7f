//! Label schemas on the engine, through their port.
#![expect(clippy::unwrap_used, reason = "what the tests share is test code too")]

use std::sync::Arc;

use spanwell_model::{ExperimentId, Kind, LabelInput, LabelSchema, LabelSchemaKind};
use spanwell_store::{LabelSchemaChange, LabelSchemaStore};
use spanwell_store_sql::{OpenOptions, SqliteStore};

const EXPERIMENT: ExperimentId = ExperimentId::DEFAULT;

fn open(directory: &std::path::Path) -> Arc<dyn LabelSchemaStore> {
    let options =
        OpenOptions { directory: directory.to_owned(), text_index: false, ..OpenOptions::default() };
    SqliteStore::open(options).unwrap()
}

fn schema(id: &str, name: &str, created_ms: i64) -> LabelSchema {
    LabelSchema {
        schema_id: id.into(),
        experiment_id: EXPERIMENT,
        name: name.into(),
        kind: LabelSchemaKind::Expectation,
        instruction: Some("i".into()),
        enable_comment: true,
        input: LabelInput::Numeric { min_value: Some(0.5), max_value: None },
        created_ms,
        last_updated_ms: created_ms,
    }
}

#[tokio::test]
async fn every_experiment_has_its_default_which_is_stored_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let listed = store.list_label_schemas(EXPERIMENT, 10, None).await.unwrap().items;
    let [default] = &listed[..] else { panic!("one schema") };
    assert!(default.is_default());
    assert_eq!(store.get_label_schema(&default.schema_id).await.unwrap().as_ref(), Some(default));
    let named = store.get_label_schema_by_name(EXPERIMENT, "Feedback").await.unwrap();
    assert_eq!(named.as_ref(), Some(default));
    assert!(!store.delete_label_schema(&default.schema_id).await.unwrap());
    let elsewhere = ExperimentId::new(7).unwrap();
    assert_eq!(store.get_label_schema_by_name(elsewhere, "Feedback").await.unwrap(), None);
    assert_eq!(store.list_label_schemas(elsewhere, 10, None).await.unwrap().items, []);
}

#[tokio::test]
async fn schemas_are_kept_listed_by_page_and_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for (id, name, created_ms) in [("ls-b", "b", 5), ("ls-a", "a", 5), ("ls-c", "c", 6)] {
        let made = schema(id, name, created_ms);
        assert_eq!(store.create_label_schema(made.clone()).await.unwrap(), made);
        assert_eq!(store.get_label_schema(id).await.unwrap(), Some(made.clone()));
        assert_eq!(store.get_label_schema_by_name(EXPERIMENT, name).await.unwrap(), Some(made));
    }
    let mut after = None;
    let mut names = Vec::new();
    loop {
        let page = store.list_label_schemas(EXPERIMENT, 1, after).await.unwrap();
        names.extend(page.items.into_iter().map(|schema| schema.name));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(names, ["Feedback", "c", "a", "b"]);
    assert!(store.delete_label_schema("ls-a").await.unwrap());
    assert!(!store.delete_label_schema("ls-a").await.unwrap());
    assert_eq!(store.get_label_schema("ls-a").await.unwrap(), None);
}

#[tokio::test]
async fn names_are_one_of_a_kind() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let first = store.create_label_schema(schema("ls-a", "a", 5)).await.unwrap();
    store.create_label_schema(schema("ls-b", "b", 5)).await.unwrap();
    let error = store.create_label_schema(schema("ls-c", "a", 5)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::AlreadyExists);
    let rename =
        |name: &str| LabelSchemaChange { name: Some(name.into()), now_ms: 7, ..LabelSchemaChange::default() };
    let error = store.change_label_schema("ls-a", rename("b")).await.unwrap_err();
    assert_eq!(error.kind(), Kind::AlreadyExists);
    let renamed = store.change_label_schema("ls-a", rename("z")).await.unwrap().unwrap();
    assert_eq!(renamed, LabelSchema { name: "z".into(), last_updated_ms: 7, ..first });
    assert_eq!(store.get_label_schema("ls-a").await.unwrap(), Some(renamed));
    assert_eq!(store.change_label_schema("ls-none", rename("y")).await.unwrap(), None);
}
