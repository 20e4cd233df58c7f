//! The port for experiments in memory.

use std::cmp::Reverse;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use spanwell_model::{Error, Experiment, ExperimentId, Kind, Lifecycle, Result};
use spanwell_query::{Direction, ExperimentField, ExperimentView, FieldValue, Order, experiment_matches};

use super::{MemoryStore, State, cursor};
use crate::{ExperimentQuery, ExperimentStore, LifecycleView, NewExperiment, Page};

#[async_trait]
impl ExperimentStore for MemoryStore {
    async fn create_experiment(&self, new: NewExperiment) -> Result<Experiment> {
        let mut state = self.lock();
        state.check_name(&new.name, None)?;
        let last = state.experiments.keys().next_back().map_or(0, |id| id.number());
        let experiment_id = ExperimentId::new(last + 1)?;
        let experiment = Experiment {
            experiment_id,
            name: new.name,
            artifact_location: new
                .artifact_location
                .unwrap_or_else(|| format!("mlflow-artifacts:/{experiment_id}")),
            lifecycle: Lifecycle::Active,
            creation_time_ms: new.now_ms,
            last_update_time_ms: new.now_ms,
            tags: new.tags,
        };
        state.experiments.insert(experiment_id, experiment.clone());
        Ok(experiment)
    }

    async fn get_experiment(&self, id: ExperimentId) -> Result<Option<Experiment>> {
        Ok(self.lock().experiments.get(&id).cloned())
    }

    async fn get_experiment_by_name(&self, name: &str) -> Result<Option<Experiment>> {
        Ok(self.lock().experiments.values().find(|known| known.name == name).cloned())
    }

    async fn rename_experiment(
        &self,
        id: ExperimentId,
        name: &str,
        now_ms: i64,
    ) -> Result<Option<Experiment>> {
        let mut state = self.lock();
        if !state.experiments.contains_key(&id) {
            return Ok(None);
        }
        state.check_name(name, Some(id))?;
        Ok(state.change_experiment(id, now_ms, |known| name.clone_into(&mut known.name)))
    }

    async fn set_experiment_lifecycle(
        &self,
        id: ExperimentId,
        lifecycle: Lifecycle,
        now_ms: i64,
    ) -> Result<Option<Experiment>> {
        Ok(self.lock().change_experiment(id, now_ms, |known| known.lifecycle = lifecycle))
    }

    async fn change_experiment_tag(
        &self,
        id: ExperimentId,
        key: &str,
        value: Option<&str>,
        now_ms: i64,
    ) -> Result<Option<bool>> {
        let mut had = false;
        let changed = self.lock().change_experiment(id, now_ms, |known| {
            had = match value {
                Some(value) => known.tags.insert(key.to_owned(), value.to_owned()).is_some(),
                None => known.tags.remove(key).is_some(),
            };
        });
        Ok(changed.map(|_| had))
    }

    async fn search_experiments(&self, query: ExperimentQuery) -> Result<Page<Experiment>> {
        let state = self.lock();
        let in_view = |known: &&Experiment| match query.view {
            LifecycleView::Active => known.lifecycle == Lifecycle::Active,
            LifecycleView::Deleted => known.lifecycle == Lifecycle::Deleted,
            LifecycleView::All => true,
        };
        let passes = |known: &&Experiment| {
            query.filter.as_ref().is_none_or(|filter| experiment_matches(filter, &View(known)))
        };
        let mut rows: Vec<_> = state.experiments.values().filter(in_view).filter(passes).cloned().collect();
        let mut order = query.order;
        if order.is_empty() {
            order.push(Order::descending(ExperimentField::CreationTime));
        }
        order.push(Order::descending(ExperimentField::ExperimentId));
        let key =
            |known: &Experiment| -> Vec<Part> { order.iter().map(|order| part(known, order)).collect() };
        rows.sort_by_key(key);
        cursor::page(rows, query.limit, query.after.as_ref(), key)
    }
}

impl State {
    /// Refuses a name that another experiment has.
    fn check_name(&self, name: &str, of: Option<ExperimentId>) -> Result<()> {
        let mut others = self.experiments.values().filter(|known| Some(known.experiment_id) != of);
        if others.any(|known| known.name == name) {
            return Err(Error::new(
                Kind::AlreadyExists,
                format!(
                    "Experiment '{name}' already exists: choose another name, or restore it if it was deleted"
                ),
            ));
        }
        Ok(())
    }

    fn change_experiment(
        &mut self,
        id: ExperimentId,
        now_ms: i64,
        change: impl FnOnce(&mut Experiment),
    ) -> Option<Experiment> {
        let known = self.experiments.get_mut(&id)?;
        change(known);
        known.last_update_time_ms = now_ms;
        Some(known.clone())
    }
}

/// One part of the key that experiments are sorted by.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Part {
    Up(Sorted),
    Down(Reverse<Sorted>),
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Sorted {
    Number(i64),
    Text(String),
}

fn part(known: &Experiment, order: &Order<ExperimentField>) -> Part {
    let value = match &order.key {
        ExperimentField::Name => Sorted::Text(known.name.clone()),
        ExperimentField::ExperimentId => Sorted::Number(known.experiment_id.number()),
        ExperimentField::CreationTime => Sorted::Number(known.creation_time_ms),
        ExperimentField::LastUpdateTime => Sorted::Number(known.last_update_time_ms),
        ExperimentField::Tag(key) => Sorted::Text(known.tags.get(key).cloned().unwrap_or_default()),
    };
    match order.direction {
        Direction::Ascending => Part::Up(value),
        Direction::Descending => Part::Down(Reverse(value)),
    }
}

struct View<'a>(&'a Experiment);

impl ExperimentView for View<'_> {
    fn value(&self, field: &ExperimentField) -> Option<FieldValue<'_>> {
        Some(match field {
            ExperimentField::Name => FieldValue::text(self.0.name.as_str()),
            ExperimentField::ExperimentId => FieldValue::text(self.0.experiment_id.to_string()),
            ExperimentField::CreationTime => FieldValue::Number(self.0.creation_time_ms as f64),
            ExperimentField::LastUpdateTime => FieldValue::Number(self.0.last_update_time_ms as f64),
            ExperimentField::Tag(key) => FieldValue::text(self.0.tags.get(key)?.as_str()),
        })
    }
}
