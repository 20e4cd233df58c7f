//! Figures by model and by name.

use std::collections::HashMap;

use spanwell_model::{Error, Result};
use spanwell_store::ChartSlice;

/// Slices shown at most.
const SLICES: usize = 20;

/// Figures by key.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Slices(HashMap<String, ChartSlice>);

impl Slices {
    /// Adds figures (whose own key is not looked at) to those of `key`.
    pub(super) fn add(&mut self, key: &str, add: &ChartSlice) {
        // A key that is known costs no new text.
        let slice = match self.0.get_mut(key) {
            Some(slice) => slice,
            None => {
                let slice = ChartSlice { key: key.to_owned(), ..ChartSlice::default() };
                self.0.entry(key.to_owned()).or_insert(slice)
            }
        };
        slice.traces += add.traces;
        slice.errors += add.errors;
        slice.tokens = slice.tokens.saturating_add(add.tokens);
        slice.cost_usd += add.cost_usd;
    }

    /// Adds all figures of another one.
    pub(super) fn add_all(&mut self, other: &Self) {
        for slice in other.0.values() {
            self.add(&slice.key, slice);
        }
    }

    /// How many keys there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them, by key.
    pub(super) fn sorted(&self) -> Vec<&ChartSlice> {
        let mut slices: Vec<_> = self.0.values().collect();
        slices.sort_by(|a, b| a.key.cmp(&b.key));
        slices
    }

    /// From slices by list of models to slices by model.
    pub(super) fn split(self) -> Result<Self> {
        let mut by_model = Self::default();
        for slice in self.0.values() {
            let models: Vec<String> = serde_json::from_str(&slice.key).map_err(Error::internal)?;
            for model in models {
                by_model.add(&model, slice);
            }
        }
        Ok(by_model)
    }

    /// Those with most traces, then by key.
    pub(super) fn largest(self) -> Vec<ChartSlice> {
        let mut slices: Vec<_> = self.0.into_values().collect();
        slices.sort_by(|a, b| b.traces.cmp(&a.traces).then_with(|| a.key.cmp(&b.key)));
        slices.truncate(SLICES);
        slices
    }
}
