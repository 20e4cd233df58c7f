//! Values of MLflow's trace metadata and tags, which are JSON texts: tokens, cost, prompts.

use spanwell_model::{Cost, CostSource, PromptReference, TokenUsage};

/// Cuts text to a number of characters, with `...` at the end when something is missing.
pub fn cut(text: &str, characters: usize) -> String {
    if text.chars().nth(characters).is_none() {
        return text.to_owned();
    }
    let kept: String = text.chars().take(characters.saturating_sub(3)).collect();
    format!("{kept}...")
}

/// JSON text with a blank after `,` and `:`, as Python prints it and as MLflow's metadata holds it.
pub(crate) fn spaced_json(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Array(items) => {
            format!("[{}]", items.iter().map(spaced_json).collect::<Vec<_>>().join(", "))
        }
        serde_json::Value::Object(entries) => {
            let entries: Vec<_> = entries
                .iter()
                .map(|(key, value)| {
                    format!("{}: {}", serde_json::Value::from(key.as_str()), spaced_json(value))
                })
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        scalar => scalar.to_string(),
    }
}

/// Tokens as the text of metadata `mlflow.trace.tokenUsage`.
pub fn usage_json(usage: &TokenUsage) -> String {
    serde_json::to_value(usage).map_or_else(|_| "{}".to_owned(), |value| spaced_json(&value))
}

/// Cost as the text of metadata `mlflow.trace.cost`.
pub fn cost_json(cost: &Cost) -> String {
    let mut value = serde_json::Map::new();
    if let Some(input) = cost.input_usd {
        value.insert("input_cost".into(), input.into());
    }
    if let Some(output) = cost.output_usd {
        value.insert("output_cost".into(), output.into());
    }
    value.insert("total_cost".into(), cost.total_usd.into());
    spaced_json(&value.into())
}

/// Reads metadata `mlflow.trace.tokenUsage`.
pub fn parse_usage(text: &str) -> Option<TokenUsage> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let count = |key: &str| value.get(key).and_then(serde_json::Value::as_u64);
    let (input, output) = (count("input_tokens"), count("output_tokens"));
    if input.is_none() && output.is_none() && count("total_tokens").is_none() {
        return None;
    }
    Some(TokenUsage {
        input_tokens: input.unwrap_or(0),
        output_tokens: output.unwrap_or(0),
        total_tokens: count("total_tokens")
            .unwrap_or_else(|| input.unwrap_or(0).saturating_add(output.unwrap_or(0))),
        cache_read_input_tokens: count("cache_read_input_tokens"),
        cache_creation_input_tokens: count("cache_creation_input_tokens"),
        cache_creation_input_tokens_above_1hr: count("cache_creation_input_tokens_above_1hr"),
        reasoning_output_tokens: count("reasoning_output_tokens"),
        by_modality: serde_json::from_str(text).unwrap_or_default(),
    })
}

/// Reads metadata `mlflow.trace.cost`.
pub fn parse_cost(text: &str) -> Option<Cost> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let amount = |key: &str| value.get(key).and_then(serde_json::Value::as_f64);
    Some(Cost {
        input_usd: amount("input_cost"),
        output_usd: amount("output_cost"),
        total_usd: amount("total_cost")?,
        source: CostSource::Reported,
    })
}

pub(crate) fn parse_prompts(text: &str) -> Option<Vec<PromptReference>> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let prompts = value.as_array()?.iter().filter_map(|prompt| {
        let version = prompt.get("version").and_then(|version| match version {
            serde_json::Value::String(text) if text.is_empty() => None,
            serde_json::Value::String(text) => Some(text.clone()),
            serde_json::Value::Null => None,
            other => Some(other.to_string()),
        });
        Some(PromptReference { name: prompt.get("name")?.as_str()?.to_owned(), version })
    });
    Some(prompts.collect())
}
