//! What a scorer's text says: whether it may be kept, and whether it can judge by itself.

use serde_json::{Map, Value};
use spanwell_model::{Error, Result};

use crate::checks::at_most;

/// Longest name, in characters (MLflow 3.17).
const NAME_CHARACTERS: usize = 256;
/// Longest text of a scorer, in bytes.
const SERIALIZED_BYTES: usize = 1_000_000;
/// How names of models begin that the server's gateway answers for.
const GATEWAY: &str = "gateway:/";

/// Checks a scorer's name.
pub(crate) fn name(name: &str) -> Result<()> {
    if name.trim().is_empty() {
        return Err(Error::invalid("the name of a scorer must not be empty or blank"));
    }
    at_most("name", name, NAME_CHARACTERS)
}

/// A scorer's text, read.
#[derive(Clone, Debug)]
pub(crate) struct ScorerText(Map<String, Value>);

impl ScorerText {
    /// Reads and checks the text of a scorer to be registered.
    ///
    /// Scorers that are Python code are refused, as MLflow's server does: its clients refuse to load them, so that one of
    /// them makes every listing of the experiment fail, and those that are told to load them run the text as code.
    pub(crate) fn registered(text: &str) -> Result<Self> {
        if text.len() > SERIALIZED_BYTES {
            return Err(Error::invalid(format!(
                "'serialized_scorer' has {} bytes, at most {SERIALIZED_BYTES} are allowed",
                text.len()
            )));
        }
        let fields: Map<String, Value> = serde_json::from_str(text).map_err(|error| {
            Error::invalid(format!("serialized_scorer must be valid JSON of an object: {error}"))
        })?;
        if fields.values().any(has_code) || fields.get("call_source").is_some_and(|code| !code.is_null()) {
            return Err(Error::invalid(
                "scorers that are Python functions cannot be registered: who loads them would run their code. Keep the \
                 function in your repository and pass it to `evaluate`, or use a built-in scorer or `make_judge`",
            ));
        }
        let scorer = Self(fields);
        match scorer.model() {
            Some(Value::String(model)) if model.trim().is_empty() => {
                Err(Error::invalid("the model of a scorer must not be empty or blank"))
            }
            None | Some(Value::String(_) | Value::Null) => Ok(scorer),
            Some(other) => Err(Error::invalid(format!("the model of a scorer must be text, not {other}"))),
        }
    }

    /// Reads a text that was checked when it was registered.
    pub(crate) fn stored(text: &str) -> Result<Self> {
        serde_json::from_str(text).map(Self).map_err(Error::internal)
    }

    /// Checks that the scorer can judge new traces by itself.
    pub(crate) fn check_online(&self, name: &str) -> Result<()> {
        let is_gateway =
            |model: &str| model.strip_prefix(GATEWAY).is_some_and(|endpoint| !endpoint.is_empty());
        if !self.model().and_then(Value::as_str).is_some_and(is_gateway) {
            return Err(Error::invalid(format!(
                "Scorer '{name}' does not use a gateway model. Automatic evaluation is only supported for scorers whose \
                 model is `{GATEWAY}<endpoint>`."
            )));
        }
        let instructions =
            self.object("instructions_judge_pydantic_data").and_then(|data| data.get("instructions"));
        if instructions.and_then(Value::as_str).is_some_and(|text| has_variable(text, "expectations")) {
            return Err(Error::invalid(format!(
                "Scorer '{name}' requires expectations, which new traces do not have: automatic evaluation is not \
                 supported for it."
            )));
        }
        Ok(())
    }

    /// The model that judges, wherever the kind of scorer keeps it.
    fn model(&self) -> Option<&Value> {
        model_of(&self.0)
    }

    fn object(&self, name: &str) -> Option<&Map<String, Value>> {
        self.0.get(name)?.as_object()
    }
}

fn model_of(fields: &Map<String, Value>) -> Option<&Value> {
    let filled = |name: &str| fields.get(name)?.as_object().filter(|data| !data.is_empty());
    if let Some(data) =
        filled("instructions_judge_pydantic_data").or_else(|| filled("builtin_scorer_pydantic_data"))
    {
        return data.get("model");
    }
    if let Some(data) = filled("memory_augmented_judge_data") {
        return model_of(data.get("base_judge")?.as_object()?);
    }
    filled("third_party_scorer_data")?.get("model")
}

/// Whether there is code at any depth: scorers can be parts of others.
fn has_code(value: &Value) -> bool {
    match value {
        Value::Object(fields) => {
            fields.get("call_source").is_some_and(|code| !code.is_null()) || fields.values().any(has_code)
        }
        Value::Array(items) => items.iter().any(has_code),
        _ => false,
    }
}

/// Whether a template has `{{ variable }}`.
fn has_variable(template: &str, variable: &str) -> bool {
    template
        .split("{{")
        .skip(1)
        .filter_map(|rest| rest.split_once("}}"))
        .any(|(inside, _)| inside.trim() == variable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(model: &str, instructions: &str) -> String {
        serde_json::json!({
            "call_source": null,
            "instructions_judge_pydantic_data": {"instructions": instructions, "model": model},
        })
        .to_string()
    }

    #[test]
    fn code_is_refused_at_any_depth() {
        for text in [
            r#"{"call_source": "return 1"}"#,
            r#"{"ensemble_scorer_data": {"scorers": [{"call_source": "return 1"}]}}"#,
        ] {
            let error = ScorerText::registered(text).unwrap_err();
            assert!(error.outside().contains("Python functions"), "{error}");
        }
        assert!(ScorerText::registered(r#"{"call_source": null}"#).is_ok());
    }

    #[test]
    fn text_that_is_no_scorer_is_refused() {
        for text in ["", "[]", "1", "{", &judge(" ", "x")] {
            assert!(ScorerText::registered(text).is_err(), "{text}");
        }
        assert!(ScorerText::registered(r#"{"builtin_scorer_pydantic_data": {"model": 1}}"#).is_err());
        assert!(name(" ").is_err());
        assert!(name(&"x".repeat(257)).is_err());
        assert!(name(&"x".repeat(256)).is_ok());
    }

    #[test]
    fn only_scorers_of_the_gateway_without_expectations_judge_by_themselves() {
        let check = |text: &str| ScorerText::registered(text).unwrap().check_online("j");
        assert!(check(&judge("gateway:/e", "Is {{ outputs }} ok?")).is_ok());
        assert!(check(&judge("gateway:/e", "Is {{outputs}} like {{expectations}}?")).is_err());
        assert!(check(&judge("gateway:/", "Is {{ outputs }} ok?")).is_err());
        assert!(check(&judge("openai:/m", "Is {{ outputs }} ok?")).is_err());
        assert!(check("{}").is_err());
        assert!(check(r#"{"builtin_scorer_pydantic_data": {"model": "gateway:/e"}}"#).is_ok());
        let nested =
            format!(r#"{{"memory_augmented_judge_data": {{"base_judge": {}}}}}"#, judge("gateway:/e", "x"));
        assert!(check(&nested).is_ok());
    }
}
