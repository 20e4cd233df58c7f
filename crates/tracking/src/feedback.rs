//! Feedback and expectations: added, changed, overridden, removed.

use std::collections::BTreeMap;

use spanwell_model::{
    Assessment, AssessmentId, AssessmentSource, AssessmentValue, Error, Result, SpanId, TraceId,
};

use crate::Tracking;
use crate::traces::not_found;

/// Longest name of an assessment, in characters.
const NAME_CHARACTERS: usize = 250;

/// An assessment to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct AssessmentDraft {
    /// What is assessed.
    pub name: String,
    /// The span it speaks of; `None` for the whole trace.
    pub span_id: Option<SpanId>,
    /// Who says it.
    pub source: AssessmentSource,
    /// What is said.
    pub value: AssessmentValue,
    /// Why.
    pub rationale: Option<String>,
    /// Anything else.
    pub metadata: BTreeMap<String, String>,
    /// The assessment it replaces.
    pub overrides: Option<AssessmentId>,
    /// When it was made, in milliseconds since the epoch; `None` for now.
    pub create_time_ms: Option<i64>,
    /// When it was changed; `None` for the time it was made.
    pub last_update_time_ms: Option<i64>,
    /// Whether it counts; false only for one that was overridden elsewhere (imports).
    pub valid: bool,
}

/// What changes in an assessment; `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssessmentChange {
    /// A new name.
    pub name: Option<String>,
    /// A new value, of the same kind as the old one.
    pub value: Option<AssessmentValue>,
    /// A new rationale.
    pub rationale: Option<String>,
    /// Metadata to set, key by key.
    pub metadata: BTreeMap<String, String>,
}

impl Tracking {
    /// Adds an assessment to a trace or one of its spans.
    pub async fn add_assessment(&self, trace_id: &TraceId, draft: AssessmentDraft) -> Result<Assessment> {
        check_name(&draft.name)?;
        let trace = self.trace(trace_id).await?;
        if let Some(old) = &draft.overrides
            && !trace.assessments.iter().any(|known| known.assessment_id == *old)
        {
            return Err(assessment_not_found(old, trace_id));
        }
        if let Some(span_id) = draft.span_id
            && trace.expected_spans.is_none_or(|expected| trace.span_count >= expected)
            && trace.span_count > 0
            && self.traces.get_span(trace_id, span_id).await?.is_none()
        {
            return Err(Error::not_found(format!(
                "trace `{trace_id}` has no span `{span_id}` (it has {} spans)",
                trace.span_count
            )));
        }
        let assessment = self.assessment_from(trace_id, draft);
        if self.traces.put_assessment(assessment.clone()).await? {
            Ok(assessment)
        } else {
            Err(not_found(trace_id))
        }
    }

    /// The assessment that a draft describes, with an id and times of its own.
    pub fn assessment_from(&self, trace_id: &TraceId, draft: AssessmentDraft) -> Assessment {
        let create_time_ms = draft.create_time_ms.unwrap_or_else(|| self.clock.now_ms());
        Assessment {
            assessment_id: self.ids.assessment_id(),
            trace_id: trace_id.clone(),
            span_id: draft.span_id,
            name: draft.name,
            source: draft.source,
            value: draft.value,
            rationale: draft.rationale,
            metadata: draft.metadata,
            overrides: draft.overrides,
            valid: draft.valid,
            create_time_ms,
            last_update_time_ms: draft.last_update_time_ms.unwrap_or(create_time_ms),
        }
    }

    /// One assessment.
    pub async fn assessment(&self, trace_id: &TraceId, id: &AssessmentId) -> Result<Assessment> {
        let found =
            self.traces.get_traces(std::slice::from_ref(trace_id)).await?.into_iter().next().flatten();
        let trace =
            found.ok_or_else(|| Error::not_found(format!("Trace with request_id '{trace_id}' not found")))?;
        let found = trace.assessments.into_iter().find(|known| known.assessment_id == *id);
        found.ok_or_else(|| assessment_not_found(id, trace_id))
    }

    /// Changes an assessment. Feedback stays feedback, an expectation an expectation.
    pub async fn change_assessment(
        &self,
        trace_id: &TraceId,
        id: &AssessmentId,
        change: AssessmentChange,
    ) -> Result<Assessment> {
        let mut assessment = self.assessment(trace_id, id).await?;
        if let Some(name) = change.name {
            check_name(&name)?;
            assessment.name = name;
        }
        if let Some(value) = change.value {
            check_same_kind(&assessment.value, &value)?;
            assessment.value = value;
        }
        assessment.rationale = change.rationale.or(assessment.rationale);
        assessment.metadata.extend(change.metadata);
        assessment.last_update_time_ms = self.clock.now_ms().max(assessment.create_time_ms);
        if self.traces.update_assessment(assessment.clone()).await? {
            Ok(assessment)
        } else {
            Err(assessment_not_found(id, trace_id))
        }
    }

    /// Removes an assessment. One that is not there is no error, as on MLflow's server: whoever asks wants it gone.
    pub async fn delete_assessment(&self, trace_id: &TraceId, id: &AssessmentId) -> Result<()> {
        self.traces.delete_assessment(trace_id, id).await?;
        Ok(())
    }
}

fn check_name(name: &str) -> Result<()> {
    if name.is_empty() {
        return Err(Error::invalid(
            "`assessment_name` must not be empty: say what is assessed, such as `correctness`",
        ));
    }
    let characters = name.chars().count();
    if characters > NAME_CHARACTERS {
        return Err(Error::invalid(format!(
            "`assessment_name` has {characters} characters, at most {NAME_CHARACTERS} are allowed"
        )));
    }
    Ok(())
}

fn check_same_kind(old: &AssessmentValue, new: &AssessmentValue) -> Result<()> {
    let title = |value: &AssessmentValue| match value {
        AssessmentValue::Feedback { .. } => "Feedback",
        AssessmentValue::Expectation { .. } => "Expectation",
        AssessmentValue::Issue { .. } => "Issue",
    };
    if old.kind_name() == new.kind_name() {
        return Ok(());
    }
    let article = if matches!(old, AssessmentValue::Feedback { .. }) { "a" } else { "an" };
    Err(Error::invalid(format!(
        "Cannot update {} value on {article} {} assessment.",
        new.kind_name(),
        title(old)
    )))
}

fn assessment_not_found(id: &AssessmentId, trace_id: &TraceId) -> Error {
    Error::not_found(format!("Assessment with ID '{id}' not found for trace '{trace_id}'"))
}
