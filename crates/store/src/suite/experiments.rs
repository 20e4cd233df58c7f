//! Experiments: made, found, renamed, tagged, deleted, listed.

use spanwell_model::{Experiment, ExperimentId, Kind, Lifecycle};
use spanwell_query::{parse_experiment_filter, parse_experiment_order};

use super::world::{EPOCH_MS, HOME, map};
use super::{Engine, Harness};
use crate::{ExperimentQuery, LifecycleView, NewExperiment, Page};

fn new(name: &str, after_ms: i64) -> NewExperiment {
    NewExperiment {
        name: name.into(),
        artifact_location: None,
        tags: Default::default(),
        now_ms: EPOCH_MS + after_ms,
    }
}

async fn make(store: &dyn Engine, name: &str, after_ms: i64) -> Experiment {
    store.create_experiment(new(name, after_ms)).await.unwrap()
}

fn unknown() -> ExperimentId {
    ExperimentId::new(4_711).unwrap()
}

fn names(page: &Page<Experiment>) -> Vec<&str> {
    page.items.iter().map(|experiment| experiment.name.as_str()).collect()
}

fn query(limit: usize) -> ExperimentQuery {
    ExperimentQuery { limit, ..ExperimentQuery::default() }
}

/// MLflow's experiment 0.
pub async fn the_default_experiment_is_there_from_the_start(harness: Box<dyn Harness>) {
    let store = harness.store();
    let home = store.get_experiment(HOME).await.unwrap().unwrap();
    assert_eq!((home.name.as_str(), home.lifecycle), ("Default", Lifecycle::Active));
    assert_eq!(home.artifact_location, "mlflow-artifacts:/0");
    assert_eq!(store.get_experiment_by_name("Default").await.unwrap(), Some(home));
}

/// With everything it was given.
pub async fn a_new_experiment_is_found_by_id_and_by_name(harness: Box<dyn Harness>) {
    let store = harness.store();
    let given = NewExperiment {
        artifact_location: Some("s3://bucket/folder".into()),
        tags: map(&[("team", "search"), ("empty", "")]),
        ..new("Agents und Ärger", 5)
    };
    let made = store.create_experiment(given.clone()).await.unwrap();
    assert_ne!(made.experiment_id, HOME);
    assert_eq!((&made.name, &made.tags), (&given.name, &given.tags));
    assert_eq!(made.artifact_location, "s3://bucket/folder");
    assert_eq!((made.creation_time_ms, made.last_update_time_ms), (EPOCH_MS + 5, EPOCH_MS + 5));
    assert_eq!(made.lifecycle, Lifecycle::Active);
    assert_eq!(store.get_experiment(made.experiment_id).await.unwrap().as_ref(), Some(&made));
    assert_eq!(store.get_experiment_by_name(&given.name).await.unwrap(), Some(made));
    assert_eq!(store.get_experiment_by_name("agents und ärger").await.unwrap(), None, "case counts");
}

/// `mlflow-artifacts:/<id>`.
pub async fn an_experiment_without_a_location_gets_one_made_of_its_id(harness: Box<dyn Harness>) {
    let made = make(&*harness.store(), "agents", 0).await;
    assert_eq!(made.artifact_location, format!("mlflow-artifacts:/{}", made.experiment_id));
}

/// A deleted experiment can be restored, hence keeps its name.
pub async fn a_name_is_used_once_even_after_deletion(harness: Box<dyn Harness>) {
    let store = harness.store();
    let made = make(&*store, "agents", 0).await;
    for _ in 0..2 {
        let error = store.create_experiment(new("agents", 1)).await.unwrap_err();
        assert_eq!(error.kind(), Kind::AlreadyExists);
        store.set_experiment_lifecycle(made.experiment_id, Lifecycle::Deleted, 2).await.unwrap();
    }
}

/// One of them wins.
pub async fn two_tasks_cannot_make_the_same_name(harness: Box<dyn Harness>) {
    let store = harness.store();
    let calls = (0..8).map(|_| {
        let store = store.clone();
        async move { store.create_experiment(new("agents", 0)).await }
    });
    let answers = super::together(calls).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    for error in answers.into_iter().filter_map(Result::err) {
        assert_eq!(error.kind(), Kind::AlreadyExists);
    }
}

/// A name that another one has is refused, also when that one is deleted; the own name is fine.
pub async fn an_experiment_is_renamed(harness: Box<dyn Harness>) {
    let store = harness.store();
    let (first, second) = (make(&*store, "first", 0).await, make(&*store, "second", 1).await);
    let renamed = store.rename_experiment(first.experiment_id, "third", EPOCH_MS + 9).await.unwrap().unwrap();
    assert_eq!((renamed.name.as_str(), renamed.last_update_time_ms), ("third", EPOCH_MS + 9));
    assert_eq!(renamed.creation_time_ms, EPOCH_MS);
    assert_eq!(store.get_experiment_by_name("first").await.unwrap(), None);
    assert_eq!(store.get_experiment(first.experiment_id).await.unwrap(), Some(renamed));

    store.set_experiment_lifecycle(second.experiment_id, Lifecycle::Deleted, 3).await.unwrap();
    let error = store.rename_experiment(first.experiment_id, "second", 4).await.unwrap_err();
    assert_eq!(error.kind(), Kind::AlreadyExists);
    assert!(store.rename_experiment(first.experiment_id, "third", 5).await.unwrap().is_some());
}

/// It stays readable, and what it has stays.
pub async fn an_experiment_is_deleted_and_restored(harness: Box<dyn Harness>) {
    let store = harness.store();
    let made = make(&*store, "agents", 0).await;
    for (lifecycle, at) in [(Lifecycle::Deleted, EPOCH_MS + 7), (Lifecycle::Active, EPOCH_MS + 8)] {
        let changed =
            store.set_experiment_lifecycle(made.experiment_id, lifecycle, at).await.unwrap().unwrap();
        assert_eq!((changed.lifecycle, changed.last_update_time_ms), (lifecycle, at));
        assert_eq!(store.get_experiment(made.experiment_id).await.unwrap(), Some(changed));
    }
}

/// The answer tells whether the tag was there.
pub async fn experiment_tags_are_set_and_deleted(harness: Box<dyn Harness>) {
    let store = harness.store();
    let id = make(&*store, "agents", 0).await.experiment_id;
    let change = async |value| store.change_experiment_tag(id, "team", value, EPOCH_MS + 3).await.unwrap();
    assert_eq!(change(Some("a")).await, Some(false));
    assert_eq!(change(Some("b")).await, Some(true));
    let now = store.get_experiment(id).await.unwrap().unwrap();
    assert_eq!((now.tags, now.last_update_time_ms), (map(&[("team", "b")]), EPOCH_MS + 3));
    assert_eq!(change(None).await, Some(true));
    assert_eq!(change(None).await, Some(false));
    assert!(store.get_experiment(id).await.unwrap().unwrap().tags.is_empty());
}

/// In every method.
pub async fn unknown_experiments_are_none(harness: Box<dyn Harness>) {
    let store = harness.store();
    assert_eq!(store.get_experiment(unknown()).await.unwrap(), None);
    assert_eq!(store.get_experiment_by_name("nobody").await.unwrap(), None);
    assert_eq!(store.rename_experiment(unknown(), "name", 0).await.unwrap(), None);
    assert_eq!(store.set_experiment_lifecycle(unknown(), Lifecycle::Deleted, 0).await.unwrap(), None);
    assert_eq!(store.change_experiment_tag(unknown(), "key", Some("value"), 0).await.unwrap(), None);
}

/// The id breaks ties; experiments made between two pages repeat nothing.
pub async fn experiments_are_listed_newest_first_in_pages(harness: Box<dyn Harness>) {
    let store = harness.store();
    for (name, after_ms) in [("a", 1), ("b", 3), ("c", 3), ("d", 2)] {
        make(&*store, name, after_ms).await;
    }
    let first = store.search_experiments(query(2)).await.unwrap();
    assert_eq!(names(&first), ["c", "b"]);
    make(&*store, "e", 9).await;
    let second = store.search_experiments(ExperimentQuery { after: first.next, ..query(2) }).await.unwrap();
    assert_eq!(names(&second), ["d", "a"]);
    let third = store.search_experiments(ExperimentQuery { after: second.next, ..query(2) }).await.unwrap();
    assert_eq!((names(&third), third.next.is_some()), (vec!["Default"], false));
}

/// Active ones unless others are asked for.
pub async fn experiments_are_listed_by_lifecycle(harness: Box<dyn Harness>) {
    let store = harness.store();
    let gone = make(&*store, "gone", 1).await;
    store.set_experiment_lifecycle(gone.experiment_id, Lifecycle::Deleted, 2).await.unwrap();
    for (view, expected) in [
        (LifecycleView::Active, vec!["Default"]),
        (LifecycleView::Deleted, vec!["gone"]),
        (LifecycleView::All, vec!["gone", "Default"]),
    ] {
        let page = store.search_experiments(ExperimentQuery { view, ..query(10) }).await.unwrap();
        assert_eq!(names(&page), expected);
    }
}

/// Everything is there after a restart.
pub async fn experiments_survive_reopening(mut harness: Box<dyn Harness>) {
    let store = harness.store();
    let made = store
        .create_experiment(NewExperiment { tags: map(&[("team", "search")]), ..new("agents", 1) })
        .await
        .unwrap();
    drop(store);
    harness.reopen().await;
    let store = harness.store();
    assert_eq!(store.get_experiment(made.experiment_id).await.unwrap().as_ref(), Some(&made));
    assert_eq!(store.create_experiment(new("agents", 2)).await.unwrap_err().kind(), Kind::AlreadyExists);
    let next = make(&*store, "next", 3).await;
    assert!(next.experiment_id > made.experiment_id);
}

/// MLflow's grammar for experiments.
pub async fn experiments_are_filtered_and_ordered(harness: Box<dyn Harness>) {
    let store = harness.store();
    for (name, after_ms, team) in [("Alpha", 3, Some("x")), ("beta", 1, Some("y")), ("alpine", 2, None)] {
        let tags = team.map(|team| map(&[("team", team)])).unwrap_or_default();
        store.create_experiment(NewExperiment { tags, ..new(name, after_ms) }).await.unwrap();
    }
    let search = async |filter: &str, order: &[&str]| {
        let order: Vec<_> = order.iter().map(|&item| item.to_owned()).collect();
        let order = parse_experiment_order(&order).unwrap();
        let filter = Some(parse_experiment_filter(filter).unwrap());
        let mut names = Vec::new();
        let mut after = None;
        loop {
            let query = ExperimentQuery { filter: filter.clone(), order: order.clone(), after, ..query(2) };
            let page = store.search_experiments(query).await.unwrap();
            names.extend(page.items.into_iter().map(|known| known.name));
            after = page.next;
            if after.is_none() {
                return names;
            }
        }
    };
    assert_eq!(search("", &["name ASC"]).await, ["Alpha", "Default", "alpine", "beta"]);
    assert_eq!(search("", &["creation_time DESC"]).await, ["Alpha", "alpine", "beta", "Default"]);
    assert_eq!(search("name LIKE 'alp%'", &[]).await, ["alpine"]);
    assert_eq!(search("name ILIKE 'ALP%'", &[]).await, ["Alpha", "alpine"]);
    assert_eq!(search("tags.team = 'y'", &[]).await, ["beta"]);
    assert_eq!(search("tags.team IS NULL AND name != 'Default'", &[]).await, ["alpine"]);
    assert_eq!(search("experiment_id IN ('0')", &[]).await, ["Default"]);
    let filter = format!("creation_time > {} AND creation_time <= {}", EPOCH_MS + 1, EPOCH_MS + 3);
    assert_eq!(search(&filter, &["last_update_time ASC"]).await, ["alpine", "Alpha"]);
}
