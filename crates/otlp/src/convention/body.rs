//! A look into a request or answer body without building a tree.

use serde::Deserialize;
use serde_json::Value as Json;
use serde_json::value::RawValue;

/// The few fields of a request or answer body that facts are taken from; the rest is skipped unparsed.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Body<'a> {
    #[serde(borrow, default)]
    model: Option<&'a RawValue>,
    #[serde(borrow, default)]
    usage: Option<&'a RawValue>,
    #[serde(borrow, default)]
    choices: Option<&'a RawValue>,
    #[serde(borrow, default)]
    candidates: Option<&'a RawValue>,
    #[serde(borrow, default)]
    generations: Option<&'a RawValue>,
    #[serde(borrow, default)]
    output: Option<&'a RawValue>,
    #[serde(borrow, default)]
    status: Option<&'a RawValue>,
    #[serde(borrow, default)]
    incomplete_details: Option<&'a RawValue>,
    #[serde(borrow, default, alias = "stopReason")]
    stop_reason: Option<&'a RawValue>,
    #[serde(borrow, default, alias = "finishReason")]
    finish_reason: Option<&'a RawValue>,
    #[serde(borrow, default, rename = "type")]
    kind: Option<&'a RawValue>,
}

/// One of several answers: a choice, a candidate, a message, a generation of LangChain.
#[derive(Deserialize)]
struct Choice<'a> {
    #[serde(borrow, default, alias = "finishReason", alias = "stop_reason")]
    finish_reason: Option<&'a RawValue>,
    #[serde(borrow, default, alias = "generationInfo")]
    generation_info: Option<&'a RawValue>,
    #[serde(borrow, default, rename = "type")]
    kind: Option<&'a RawValue>,
}

impl<'a> Body<'a> {
    /// Looks into the JSON text of an object.
    pub(crate) fn look(text: &'a str) -> Option<Self> {
        // A list would be read as the fields in order.
        text.trim_start().starts_with('{').then(|| serde_json::from_str(text).ok())?
    }

    /// The field `model`.
    pub(crate) fn model(&self) -> Option<String> {
        string(self.model?)
    }

    /// The field `usage`.
    pub(crate) fn usage(&self) -> Option<Json> {
        serde_json::from_str::<Json>(self.usage?.get()).ok().filter(Json::is_object)
    }

    /// Whether this is an answer of Anthropic's messages API.
    pub(crate) fn is_anthropic(&self) -> bool {
        self.kind.is_some_and(|kind| kind.get() == "\"message\"")
    }

    /// Why the model stopped, of every choice.
    pub(crate) fn finish_reasons(&self) -> Vec<String> {
        let listed = [self.choices, self.candidates].into_iter().flatten();
        let mut reasons: Vec<String> = listed.flat_map(|list| of_list(list.get())).collect();
        reasons.extend(self.generations.into_iter().flat_map(of_generations));
        reasons.extend([self.stop_reason, self.finish_reason].into_iter().flatten().filter_map(string));
        if reasons.is_empty() {
            reasons.extend(self.of_response());
        }
        reasons
    }

    /// The responses API has no reasons, only whether the answer is complete.
    fn of_response(&self) -> Option<String> {
        let items: Vec<Choice<'_>> = serde_json::from_str(self.output?.get()).ok()?;
        match string(self.status?)?.as_str() {
            "completed" => {
                let calls = items.iter().any(|item| {
                    item.kind.is_some_and(|kind| {
                        ["\"function_call\"", "\"custom_tool_call\""].contains(&kind.get())
                    })
                });
                Some(if calls { "tool_calls" } else { "stop" }.to_owned())
            }
            "incomplete" => {
                let details: Json = serde_json::from_str(self.incomplete_details?.get()).ok()?;
                details.get("reason")?.as_str().map(str::to_owned)
            }
            failed @ "failed" => Some(failed.to_owned()),
            _ => None,
        }
    }
}

/// Why the model stopped, from the JSON text of its answer: a body, or a list of choices or messages.
pub(crate) fn finish_reasons(answer: &str) -> Vec<String> {
    match answer.trim_start().as_bytes().first() {
        Some(b'{') => Body::look(answer).map(|body| body.finish_reasons()).unwrap_or_default(),
        Some(b'[') => of_list(answer),
        _ => Vec::new(),
    }
}

fn of_list(list: &str) -> Vec<String> {
    let choices: Vec<Choice<'_>> = serde_json::from_str(list).unwrap_or_default();
    choices.into_iter().filter_map(|choice| string(choice.finish_reason?)).collect()
}

/// LangChain's generations of each prompt.
fn of_generations(prompts: &RawValue) -> Vec<String> {
    let prompts: Vec<Vec<Choice<'_>>> = serde_json::from_str(prompts.get()).unwrap_or_default();
    let of_generation = |generation: Choice<'_>| {
        let info: Choice<'_> = serde_json::from_str(generation.generation_info?.get()).ok()?;
        string(info.finish_reason?)
    };
    prompts.into_iter().flatten().filter_map(of_generation).collect()
}

fn string(raw: &RawValue) -> Option<String> {
    serde_json::from_str::<String>(raw.get()).ok().filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_looked_into() {
        let text = r#"{"model":"m","usage":{"prompt_tokens":1},"choices":[{"finish_reason":"stop"},{}]}"#;
        let body = Body::look(text).unwrap();
        assert_eq!(body.model().as_deref(), Some("m"));
        assert_eq!(body.usage().unwrap()["prompt_tokens"], 1);
        assert_eq!(body.finish_reasons(), ["stop"]);
        assert!(Body::look("[1]").is_none());
        assert!(Body::look(r#"{"model":7,"usage":[],"choices":{}}"#).unwrap().usage().is_none());
    }

    #[test]
    fn reasons_are_found_in_answers_of_every_provider() {
        for (answer, reasons) in [
            (
                r#"[{"role":"assistant","finish_reason":"tool_call"},{"role":"assistant","finish_reason":"stop"}]"#,
                vec!["tool_call", "stop"],
            ),
            (r#"{"candidates":[{"finishReason":"MAX_TOKENS"}]}"#, vec!["MAX_TOKENS"]),
            (r#"{"generations":[[{"generation_info":{"finish_reason":"stop"}}]]}"#, vec!["stop"]),
            (r#"{"generations":[[{"text":"x","generation_info":null}]]}"#, vec![]),
            (r#"{"stopReason":"tool_use","output":{"message":{}}}"#, vec!["tool_use"]),
            (r#"{"status":"completed","output":[{"type":"message"}]}"#, vec!["stop"]),
            (
                r#"{"status":"completed","output":[{"type":"reasoning"},{"type":"function_call"}]}"#,
                vec!["tool_calls"],
            ),
            (
                r#"{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[]}"#,
                vec!["max_output_tokens"],
            ),
            (r#"{"status":"completed"}"#, vec![]),
            (r#""text""#, vec![]),
            ("[1,2]", vec![]),
        ] {
            assert_eq!(finish_reasons(answer), reasons, "{answer}");
        }
    }
}
