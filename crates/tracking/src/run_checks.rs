//! What may be logged to a run: the rules and limits of MLflow 3.17 (`mlflow/utils/validation.py`).

use std::collections::BTreeMap;

use spanwell_model::{DatasetInput, Error, Limits, Metric, Result};
use spanwell_store::RunBatch;

use crate::checks::{at_most, tag_key};

/// Longest value of a parameter, in characters; longer ones are cut, as MLflow's server does by default.
const PARAM_CHARACTERS: usize = 6_000;
/// Longest value of a tag, in characters; longer ones are cut, as MLflow's server does by default.
const TAG_CHARACTERS: usize = 8_000;
/// Most metrics logged together, and most metrics, parameters and tags.
const BATCH: usize = 1_000;
/// Most parameters, and most tags, logged together.
const BATCH_TEXTS: usize = 100;
/// Most datasets or models logged together.
const BATCH_INPUTS: usize = 1_000;

/// Checks what is logged together and cuts what is too long.
pub(crate) fn batch(batch: &mut RunBatch, limits: &Limits) -> Result<()> {
    let RunBatch { metrics, params, tags, datasets, model_inputs, model_outputs } = batch;
    count("metrics", metrics.len(), BATCH)?;
    count("params", params.len(), BATCH_TEXTS)?;
    count("tags", tags.len(), BATCH_TEXTS)?;
    count("metrics, params, and tags", metrics.len() + params.len() + tags.len(), BATCH)?;
    count("datasets", datasets.len(), BATCH_INPUTS)?;
    count("models", model_inputs.len() + model_outputs.len(), BATCH_INPUTS)?;
    metrics.iter_mut().try_for_each(|metric| check_metric(metric, limits))?;
    self::params(params, limits)?;
    texts(tags, TAG_CHARACTERS, limits)?;
    datasets.iter().try_for_each(dataset)
}

fn count(what: &str, number: usize, most: usize) -> Result<()> {
    if number <= most {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "A batch logging request can contain at most {most} {what}. Got {number} {what}. Please split up {what} across \
         multiple requests and try again."
    )))
}

fn check_metric(metric: &mut Metric, limits: &Limits) -> Result<()> {
    tag_key(&metric.key, limits)?;
    if metric.timestamp_ms < 0 {
        return Err(Error::invalid(format!(
            "Invalid value {} for parameter 'timestamp' supplied: metric '{}' (value={}). Timestamp must be a nonnegative \
             long (64-bit integer)",
            metric.timestamp_ms, metric.key, metric.value
        )));
    }
    // MLflow's server stores the largest numbers for infinities.
    if metric.value.is_infinite() {
        metric.value = f64::MAX.copysign(metric.value);
    }
    Ok(())
}

/// Checks keys and cuts values.
fn texts(map: &mut BTreeMap<String, String>, most: usize, limits: &Limits) -> Result<()> {
    for (key, value) in map {
        tag_key(key, limits)?;
        if let Some((end, _)) = value.char_indices().nth(most) {
            value.truncate(end);
        }
    }
    Ok(())
}

/// Checks parameters and cuts their values.
pub(crate) fn params(map: &mut BTreeMap<String, String>, limits: &Limits) -> Result<()> {
    texts(map, PARAM_CHARACTERS, limits)
}

/// Checks the tags of a new run and cuts their values.
pub(crate) fn tags(map: &mut BTreeMap<String, String>, limits: &Limits) -> Result<()> {
    texts(map, TAG_CHARACTERS, limits)
}

fn dataset(dataset: &DatasetInput) -> Result<()> {
    at_most("name", &dataset.name, 500)?;
    at_most("digest", &dataset.digest, 36)?;
    at_most("source", &dataset.source, 65_535)?;
    at_most("schema", dataset.schema.as_deref().unwrap_or_default(), 1_048_575)?;
    at_most("profile", dataset.profile.as_deref().unwrap_or_default(), 16_777_215)?;
    for (key, value) in &dataset.tags {
        at_most("key", key, 255)?;
        at_most("value", value, 500)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_cut_and_large_batches_refused() {
        let mut logged =
            RunBatch { params: [("p".to_owned(), "é".repeat(6_001))].into(), ..RunBatch::default() };
        batch(&mut logged, &Limits::default()).unwrap();
        assert_eq!(logged.params["p"].chars().count(), 6_000);
        let many = (0..101).map(|number| (format!("t{number}"), String::new())).collect();
        let error =
            batch(&mut RunBatch { tags: many, ..RunBatch::default() }, &Limits::default()).unwrap_err();
        assert!(
            error
                .outside()
                .starts_with("A batch logging request can contain at most 100 tags. Got 101 tags.")
        );
    }
}
