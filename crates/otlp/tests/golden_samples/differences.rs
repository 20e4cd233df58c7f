//! Where ours is meant to differ from MLflow 3.17.2, and why. An entry that no case needs any more fails the test.

/// A meant difference.
pub(crate) struct Known {
    /// Cases whose name begins so.
    pub(crate) case: &'static str,
    /// The field.
    pub(crate) field: &'static str,
    /// Why ours is right.
    pub(crate) reason: &'static str,
}

impl Known {
    /// Whether a difference is this one.
    pub(crate) fn covers(&self, case: &str, field: &str) -> bool {
        field == self.field && case.starts_with(self.case)
    }
}

const fn known(case: &'static str, field: &'static str, reason: &'static str) -> Known {
    Known { case, field, reason }
}

/// All meant differences.
pub(crate) const DIFFERENCES: &[Known] = &[
    known("litellm-py-embeddings", "span_type", "LiteLLM names the operation `embedding`"),
    known("traceloop-py-sdk044old-embeddings", "span_type", "`llm.request.type` is `embedding`"),
    known("traceloop-py-sdk044old", "inputs", "MLflow keeps the first prompt's content only"),
    known(
        "traceloop-py-sdk044old",
        "outputs",
        "MLflow keeps the first answer's content only, tool calls vanish",
    ),
    known("traceloop-py-sdk044old", "request_preview", "MLflow shows the system prompt, ours the question"),
    known("traceloop-py-sdk044old", "response_preview", "the same text, which MLflow shows in quotes"),
    known("strands-py-tool", "inputs", "MLflow drops the tool messages"),
    known(
        "mlflow-py-native-tool-stream",
        "outputs",
        "autologging lost the tool call of a stream, the chunks have it",
    ),
    known("mlflow-py-genai-tool-stream", "outputs", "the same in its GenAI mode"),
    known("mlflow-py-native-dbx-claude-tool-stream", "outputs", "the same with Databricks"),
    known(
        "mlflow-py-native-dbx-claude-thinking-stream",
        "outputs",
        "autologging lost the reasoning of a stream",
    ),
    known("mlflow-py-native-dbx-claude", "usage", "Claude on Databricks reports input without cached tokens"),
    known(
        "openinference-py-openai-dbx-claude",
        "usage",
        "Claude on Databricks reports input without cached tokens",
    ),
    known("traceloop-py-openai-dbx-claude", "usage", "MLflow ignores the reported total"),
    known("traceloop-py-openai-dbx", "provider", "the call went to Databricks"),
    known("otel-py-genai-openai-span-dbx", "provider", "the call went to Databricks"),
];
