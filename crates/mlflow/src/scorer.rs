//! `Scorer` and the configuration of online scoring, as answers show them.

use serde::Serialize;
use spanwell_model::{OnlineScoringConfig, ScorerVersion};

/// A version of a scorer in lists and single answers: here an experiment id is a number.
#[derive(Clone, Debug, Serialize)]
pub struct ScorerAnswer<'a> {
    experiment_id: i64,
    scorer_name: &'a str,
    scorer_version: i32,
    serialized_scorer: &'a str,
    creation_time: i64,
    scorer_id: &'a str,
}

impl<'a> From<&'a ScorerVersion> for ScorerAnswer<'a> {
    fn from(scorer: &'a ScorerVersion) -> Self {
        Self {
            experiment_id: scorer.experiment_id.number(),
            scorer_name: &scorer.name,
            scorer_version: scorer.version,
            serialized_scorer: &scorer.serialized,
            creation_time: scorer.creation_time_ms,
            scorer_id: &scorer.scorer_id,
        }
    }
}

/// A version of a scorer that was just registered: here an experiment id is text.
#[derive(Clone, Debug, Serialize)]
pub struct RegisteredScorerAnswer<'a> {
    version: i32,
    scorer_id: &'a str,
    experiment_id: String,
    name: &'a str,
    serialized_scorer: &'a str,
    creation_time: i64,
}

impl<'a> From<&'a ScorerVersion> for RegisteredScorerAnswer<'a> {
    fn from(scorer: &'a ScorerVersion) -> Self {
        Self {
            version: scorer.version,
            scorer_id: &scorer.scorer_id,
            experiment_id: scorer.experiment_id.to_string(),
            name: &scorer.name,
            serialized_scorer: &scorer.serialized,
            creation_time: scorer.creation_time_ms,
        }
    }
}

/// Online scoring of a scorer.
#[derive(Clone, Debug, Serialize)]
pub struct OnlineScoringConfigAnswer<'a> {
    online_scoring_config_id: &'a str,
    scorer_id: &'a str,
    sample_rate: f64,
    experiment_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    filter_string: Option<&'a str>,
}

impl<'a> From<&'a OnlineScoringConfig> for OnlineScoringConfigAnswer<'a> {
    fn from(config: &'a OnlineScoringConfig) -> Self {
        Self {
            online_scoring_config_id: &config.config_id,
            scorer_id: &config.scorer_id,
            sample_rate: config.sample_rate,
            experiment_id: config.experiment_id.to_string(),
            filter_string: config.filter.as_deref(),
        }
    }
}
