//! Behaviour of the port of the registry, on this engine.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use spanwell_model::{Kind, ModelStage};
use spanwell_query::{parse_model_version_order, parse_registered_model_order};
use spanwell_store::{
    ModelVersionQuery, NewModelVersion, NewRegisteredModel, RegisteredModelQuery, RegistryChange,
    RegistryStore, StageChange,
};
use spanwell_store_sql::{OpenOptions, SqliteStore};

fn open(directory: &std::path::Path) -> Arc<dyn RegistryStore> {
    SqliteStore::open(OpenOptions { directory: directory.to_owned(), ..OpenOptions::default() }).unwrap()
}

fn greet(now_ms: i64) -> NewRegisteredModel {
    NewRegisteredModel { name: "greet".into(), description: "first".into(), tags: Default::default(), now_ms }
}

async fn add_version(store: &dyn RegistryStore, now_ms: i64) -> u32 {
    let tags = [("mlflow.prompt.text".to_owned(), "Hi {{name}}".to_owned())].into();
    let new = NewModelVersion {
        name: "greet".into(),
        description: "commit".into(),
        source: "dummy-source".into(),
        run_id: String::new(),
        run_link: String::new(),
        tags,
        now_ms,
    };
    store.create_model_version(new).await.unwrap().unwrap().version
}

#[tokio::test]
async fn names_are_unique_and_free_again_after_deletion() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    store.create_registered_model(greet(1)).await.unwrap();
    assert_eq!(store.create_registered_model(greet(2)).await.unwrap_err().kind(), Kind::AlreadyExists);
    add_version(&*store, 3).await;
    assert!(store.delete_registered_model("greet").await.unwrap());
    assert!(!store.delete_registered_model("greet").await.unwrap());
    store.create_registered_model(greet(4)).await.unwrap();
    assert!(store.get_model_version("greet", 1).await.unwrap().is_none());
    assert_eq!(add_version(&*store, 5).await, 1);
}

#[tokio::test]
async fn numbers_of_deleted_versions_are_not_used_again_and_their_aliases_go() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    store.create_registered_model(greet(1)).await.unwrap();
    assert_eq!((add_version(&*store, 2).await, add_version(&*store, 3).await), (1, 2));
    assert!(store.set_model_alias("greet", "prod", 2).await.unwrap());
    assert!(!store.set_model_alias("greet", "prod", 9).await.unwrap());
    assert_eq!(store.get_model_version("greet", 2).await.unwrap().unwrap().aliases, ["prod"]);
    assert!(store.delete_model_version("greet", 2, 5).await.unwrap());
    let model = store.get_registered_model("greet").await.unwrap().unwrap();
    let latest = model.latest_version().map(|version| version.version);
    assert_eq!((latest, model.aliases.len(), model.last_update_time_ms), (Some(1), 0, 5));
    assert_eq!(add_version(&*store, 6).await, 3);
}

#[tokio::test]
async fn tags_and_descriptions_change_and_aliases_move() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    store.create_registered_model(greet(1)).await.unwrap();
    add_version(&*store, 2).await;
    add_version(&*store, 3).await;
    let tags = [("a".to_owned(), Some("b".to_owned())), ("mlflow.prompt.text".to_owned(), None)].into();
    let change = RegistryChange { description: Some("new".into()), tags, now_ms: 4 };
    let changed = store.change_model_version("greet", 1, change.clone()).await.unwrap();
    assert_eq!(store.get_model_version("greet", 1).await.unwrap(), changed);
    assert_eq!(changed.unwrap().tags, [("a".to_owned(), "b".to_owned())].into());
    let changed = store.change_registered_model("greet", change.clone()).await.unwrap();
    assert_eq!(store.get_registered_model("greet").await.unwrap(), changed);
    assert!(store.change_registered_model("absent", change).await.unwrap().is_none());
    store.set_model_alias("greet", "prod", 1).await.unwrap();
    store.set_model_alias("greet", "prod", 2).await.unwrap();
    let model = store.get_registered_model("greet").await.unwrap().unwrap();
    assert_eq!(model.aliases, [("prod".to_owned(), 2)].into());
    assert!(store.delete_model_alias("greet", "prod").await.unwrap());
    assert!(store.get_registered_model("greet").await.unwrap().unwrap().aliases.is_empty());
}

fn names(page: &spanwell_store::Page<spanwell_model::RegisteredModel>) -> Vec<&str> {
    page.items.iter().map(|model| model.name.as_str()).collect()
}

#[tokio::test]
async fn prompts_are_hidden_unless_they_are_asked_for_and_pages_follow_the_order() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    for (name, tags) in [
        ("b", vec![("mlflow.prompt.is_prompt", "true"), ("team", "x")]),
        ("a", vec![("mlflow.prompt.is_prompt", "true")]),
        ("plain", vec![("team", "x")]),
    ] {
        let tags = tags.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
        let new = NewRegisteredModel { name: name.into(), tags, ..greet(1) };
        store.create_registered_model(new).await.unwrap();
    }
    for (filter, expected) in [
        ("", vec!["plain"]),
        ("tags.team = 'x'", vec!["plain"]),
        ("tags.`mlflow.prompt.is_prompt` = 'true'", vec!["a", "b"]),
        ("tags.`mlflow.prompt.is_prompt` = 'true' AND tags.team = 'x'", vec!["b"]),
        ("tags.`mlflow.prompt.is_prompt` != 'true'", vec!["plain"]),
        ("tags.`mlflow.prompt.is_prompt` = 'false'", vec!["plain"]),
    ] {
        let query = RegisteredModelQuery {
            filter: filter.parse().unwrap(),
            order: parse_registered_model_order(&[]).unwrap(),
            limit: 10,
            after: None,
        };
        let page = store.search_registered_models(query).await.unwrap();
        assert_eq!(names(&page), expected, "{filter}");
    }
    let mut query = RegisteredModelQuery {
        filter: "tags.`mlflow.prompt.is_prompt` = 'true'".parse().unwrap(),
        order: parse_registered_model_order(&["name DESC".to_owned()]).unwrap(),
        limit: 1,
        after: None,
    };
    let first = store.search_registered_models(query.clone()).await.unwrap();
    assert_eq!(names(&first), ["b"]);
    query.after = first.next;
    let second = store.search_registered_models(query).await.unwrap();
    assert_eq!((names(&second), second.next.is_none()), (vec!["a"], true));
}

#[tokio::test]
async fn versions_are_found_by_name_number_and_tag() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    store.create_registered_model(greet(1)).await.unwrap();
    for now_ms in 2..5 {
        add_version(&*store, now_ms).await;
    }
    for (filter, expected) in [
        ("", vec![3, 2, 1]),
        ("name = 'greet'", vec![3, 2, 1]),
        ("name = 'other'", vec![]),
        ("version_number > 1", vec![3, 2]),
        ("tags.`mlflow.prompt.text` LIKE 'Hi%' AND version_number != 2", vec![3, 1]),
        ("tags.`mlflow.prompt.is_prompt` = 'true'", vec![]),
    ] {
        let query = ModelVersionQuery {
            filter: filter.parse().unwrap(),
            order: parse_model_version_order(&[]).unwrap(),
            limit: 10,
            after: None,
        };
        let page = store.search_model_versions(query).await.unwrap();
        let numbers: Vec<u32> = page.items.iter().map(|version| version.version).collect();
        assert_eq!(numbers, expected, "{filter}");
    }
}

#[tokio::test]
async fn stages_move_and_names_change() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    store.create_registered_model(greet(1)).await.unwrap();
    add_version(&*store, 2).await;
    add_version(&*store, 3).await;
    let change = StageChange { stage: ModelStage::Production, archives_others: false, now_ms: 4 };
    let moved = store.change_model_stage("greet", 1, change).await.unwrap().unwrap();
    assert_eq!((moved.stage, moved.last_update_time_ms), (ModelStage::Production, 4));
    let change = StageChange { archives_others: true, now_ms: 5, ..change };
    store.change_model_stage("greet", 2, change).await.unwrap().unwrap();
    assert!(store.change_model_stage("greet", 9, change).await.unwrap().is_none());
    let model = store.get_registered_model("greet").await.unwrap().unwrap();
    let stages: Vec<_> = model.latest_versions.iter().map(|found| (found.version, found.stage)).collect();
    assert_eq!(stages, [(1, ModelStage::Archived), (2, ModelStage::Production)]);
    store.create_registered_model(NewRegisteredModel { name: "taken".into(), ..greet(6) }).await.unwrap();
    let twice = store.rename_registered_model("greet", "taken", 7).await.unwrap_err();
    assert_eq!(twice.kind(), Kind::AlreadyExists);
    let renamed = store.rename_registered_model("greet", "hello", 7).await.unwrap().unwrap();
    assert_eq!((renamed.name.as_str(), renamed.latest_versions.len()), ("hello", 2));
    assert!(store.get_registered_model("greet").await.unwrap().is_none());
    assert!(store.rename_registered_model("greet", "other", 8).await.unwrap().is_none());
    assert_eq!(store.get_model_version("hello", 2).await.unwrap().unwrap().last_update_time_ms, 7);
}
