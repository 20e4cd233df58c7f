//! Logfire: the GenAI keys, and the request as data of the log message (`request_data`).

use super::body::Body;
use super::draft::Draft;
use super::json_text::{self, quoted};
use super::source::{Source, tag_text};

/// Fills facts from Logfire's keys.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    draft.inputs(|| request_data(source));
    draft.outputs(|| source.filled_json(&["response_data"]));
    draft.model_request(|| source.str("request_data").and_then(Body::look).and_then(|body| body.model()));
    if let Some(tags) = source.value("logfire.tags") {
        draft.tag("tags", tag_text(tags));
    }
    draft.cost(None, None, source.number(&["operation.cost"]));
    source.span.scope.name.starts_with("logfire") || source.has_prefix("logfire.")
}

/// Logfire before version 4 kept the whole request here, later only the model's name.
fn request_data(source: &Source<'_>) -> Option<String> {
    let data = source.value("request_data").map(json_text::tree)?;
    let has_content = ["messages", "input", "prompt", "contents"].iter().any(|key| data.get(*key).is_some());
    if has_content {
        return Some(data.to_string());
    }
    data.as_str().map(quoted)
}
