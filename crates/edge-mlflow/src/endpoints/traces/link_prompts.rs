//! POST /api/2.0/mlflow/traces/link-prompts.

use axum::extract::State;
use spanwell_mlflow::Message;
use spanwell_mlflow::error::wrong_value;
use spanwell_mlflow::header::parse_trace_id;
use spanwell_model::{PromptReference, Result};

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let id = parse_trace_id(request.required_string("trace_id")?)?;
    let prompts: Vec<PromptReference> =
        request.messages("prompt_versions")?.iter().map(prompt).collect::<Result<_>>()?;
    if prompts.is_empty() {
        return Err(request.missing("prompt_versions").into());
    }
    state.tracking.link_prompts(&id, prompts).await?;
    empty()
}

fn prompt(message: &Message<'_>) -> Result<PromptReference> {
    let version = message.required_string("version")?;
    if !version.bytes().all(|byte| byte.is_ascii_digit()) {
        let value = serde_json::Value::from(version);
        return Err(wrong_value(&message.name_of("version"), &value, "It must be a decimal number."));
    }
    Ok(PromptReference {
        name: message.required_string("name")?.to_owned(),
        version: Some(version.to_owned()),
    })
}
