//! Registered scorers on the engine, through their port.
#![expect(clippy::unwrap_used, reason = "what the tests share is test code too")]

use std::sync::Arc;

use spanwell_model::ExperimentId;
use spanwell_store::{NewScorerVersion, OnlineScoringChange, ScorerStore};
use spanwell_store_sql::{OpenOptions, SqliteStore};

const EXPERIMENT: ExperimentId = ExperimentId::DEFAULT;

fn open(directory: &std::path::Path) -> Arc<dyn ScorerStore> {
    let options =
        OpenOptions { directory: directory.to_owned(), text_index: false, ..OpenOptions::default() };
    SqliteStore::open(options).unwrap()
}

fn version(name: &str, scorer_id: &str, serialized: &str) -> NewScorerVersion {
    NewScorerVersion {
        experiment_id: EXPERIMENT,
        name: name.into(),
        scorer_id: scorer_id.into(),
        serialized: serialized.into(),
        now_ms: 5,
    }
}

fn change(config_id: &str, sample_rate: f64, filter: Option<&str>) -> OnlineScoringChange {
    OnlineScoringChange { config_id: config_id.into(), sample_rate, filter: filter.map(str::to_owned) }
}

#[tokio::test]
async fn versions_share_an_id_and_the_newest_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let first = store.register_scorer(version("b", "s-1", "{\"v\": 1}")).await.unwrap();
    assert_eq!((first.version, first.scorer_id.as_str(), first.creation_time_ms), (1, "s-1", 5));
    let second = store.register_scorer(version("b", "s-2", "{\"v\": 2}")).await.unwrap();
    assert_eq!((second.version, second.scorer_id.as_str()), (2, "s-1"));
    let other = store.register_scorer(version("a", "s-3", "{}")).await.unwrap();
    assert_eq!(store.list_scorers(None).await.unwrap(), [other.clone(), second.clone()]);
    assert_eq!(store.list_scorers(Some(vec![EXPERIMENT])).await.unwrap(), [other, second.clone()]);
    let elsewhere = vec![ExperimentId::new(7).unwrap()];
    assert_eq!(store.list_scorers(Some(elsewhere)).await.unwrap(), []);
    assert_eq!(store.scorer_versions(EXPERIMENT, "b").await.unwrap(), [first.clone(), second.clone()]);
    assert_eq!(store.scorer_versions(EXPERIMENT, "none").await.unwrap(), []);
    assert_eq!(store.get_scorer(EXPERIMENT, "b", None).await.unwrap(), Some(second));
    assert_eq!(store.get_scorer(EXPERIMENT, "b", Some(1)).await.unwrap(), Some(first));
    assert_eq!(store.get_scorer(EXPERIMENT, "b", Some(3)).await.unwrap(), None);
}

#[tokio::test]
async fn a_deleted_version_leaves_its_number_unused() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for _ in 0..2 {
        store.register_scorer(version("a", "s-1", "{}")).await.unwrap();
    }
    assert!(store.delete_scorer(EXPERIMENT, "a", Some(2)).await.unwrap());
    assert!(!store.delete_scorer(EXPERIMENT, "a", Some(2)).await.unwrap());
    assert!(!store.delete_scorer(EXPERIMENT, "none", None).await.unwrap());
    assert_eq!(store.get_scorer(EXPERIMENT, "a", None).await.unwrap().unwrap().version, 1);
    assert_eq!(store.register_scorer(version("a", "s-2", "{}")).await.unwrap().version, 3);
    assert!(store.delete_scorer(EXPERIMENT, "a", None).await.unwrap());
    assert_eq!(store.list_scorers(None).await.unwrap(), []);
    let again = store.register_scorer(version("a", "s-3", "{}")).await.unwrap();
    assert_eq!((again.version, again.scorer_id.as_str()), (1, "s-3"));
}

#[tokio::test]
async fn online_scoring_keeps_its_id_and_goes_with_the_scorer() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    assert_eq!(store.set_online_scoring(EXPERIMENT, "a", change("c-0", 0.5, None)).await.unwrap(), None);
    store.register_scorer(version("a", "s-1", "{}")).await.unwrap();
    store.register_scorer(version("b", "s-2", "{}")).await.unwrap();
    let ids = || vec!["s-2".to_owned(), "s-1".to_owned(), "s-none".to_owned()];
    assert_eq!(store.online_scoring_configs(ids()).await.unwrap(), []);
    let set =
        store.set_online_scoring(EXPERIMENT, "a", change("c-1", 0.5, Some("status = 'OK'"))).await.unwrap();
    let set = set.unwrap();
    assert_eq!((set.config_id.as_str(), set.scorer_id.as_str(), set.sample_rate), ("c-1", "s-1", 0.5));
    assert_eq!(set.filter.as_deref(), Some("status = 'OK'"));
    let changed = store.set_online_scoring(EXPERIMENT, "a", change("c-2", 0.0, None)).await.unwrap().unwrap();
    assert_eq!((changed.config_id.as_str(), changed.sample_rate, &changed.filter), ("c-1", 0.0, &None));
    assert_eq!(store.online_scoring_configs(ids()).await.unwrap(), [changed]);
    store.delete_scorer(EXPERIMENT, "a", Some(1)).await.unwrap();
    assert_eq!(store.online_scoring_configs(ids()).await.unwrap(), []);
}
