//! Traces with their spans and assessments, and the runs they were linked to later.

use serde_json::json;
use spanwell_mlflow::header::{GivenTrace, PLACE_TAGS};
use spanwell_mlflow::message::Message;
use spanwell_model::{Assessment, AssessmentId, DeriveFacts as _, Error, Result, RunId, TraceId};
use spanwell_otlp::{Translators, decode_trace_data};
use spanwell_store::TraceHeader;

use crate::Target;
use crate::experiments::CopiedExperiment;
use crate::report::{Kind, Report};
use crate::source::MlflowServer;

const SEARCH: &str = "api/3.0/mlflow/traces/search";
/// Most traces linked to a run by one call.
const LINKS: usize = 100;

/// Copies the traces of an experiment, oldest first.
pub(crate) async fn copy(
    source: &MlflowServer,
    target: &Target,
    experiment: &CopiedExperiment,
    report: &mut Report<'_>,
) -> Result<()> {
    let message = json!({
        "locations": [location(experiment)], "max_results": 500, "order_by": ["timestamp_ms ASC"],
    });
    let mut pages = source.search(SEARCH, message);
    while let Some(page) = pages.next().await? {
        for info in page.message().messages("traces")? {
            let id = info.required_string("trace_id")?;
            if let Err(error) = copy_one(source, target, experiment, &info, report).await {
                report.failed(Kind::Trace, id, &error);
            }
        }
    }
    Ok(())
}

fn location(experiment: &CopiedExperiment) -> serde_json::Value {
    json!({"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": experiment.source_id}})
}

async fn copy_one(
    source: &MlflowServer,
    target: &Target,
    experiment: &CopiedExperiment,
    info: &Message<'_>,
    report: &mut Report<'_>,
) -> Result<()> {
    let given = GivenTrace::read_info(info)?;
    let id_of = |assessment: Message<'_>| Ok(assessment.string("assessment_id")?.map(str::to_owned));
    let assessment_ids = info.messages("assessments")?.into_iter().map(id_of).collect::<Result<_>>()?;
    let trace_id = given.trace_id.clone();
    let assessments = given.assessments.len();
    let before = target.tracking.known_trace(&trace_id).await?;
    let (spans_before, assessments_before) =
        before.as_ref().map_or((0, 0), |known| (known.span_count as usize, known.assessments.len()));
    if assessments_before < assessments || before.is_none() {
        target.tracking.import_trace_header(header(experiment, given, assessment_ids)).await?;
    }
    let is_new = before.is_none();
    let spans = match spans_before {
        0 => copy_spans(source, target, &trace_id).await?,
        _ => 0,
    };
    match is_new || spans > 0 {
        true => report.copied(Kind::Trace, 1),
        false => report.present(Kind::Trace, 1),
    }
    report.copied(Kind::Span, spans);
    report.present(Kind::Span, spans_before);
    let same = assessments_before.min(assessments);
    report.present(Kind::Assessment, same);
    report.copied(Kind::Assessment, assessments - same);
    Ok(())
}

fn header(experiment: &CopiedExperiment, given: GivenTrace, ids: Vec<Option<String>>) -> TraceHeader {
    let trace_id = given.trace_id;
    let request_time_ms = given.request_time_ms;
    let mut tags = given.tags;
    tags.retain(|key, _| !PLACE_TAGS.contains(&key.as_str()));
    let assessment = |(given, id): (spanwell_mlflow::assessment::GivenAssessment, Option<String>)| {
        let create_time_ms = given.create_time_ms.unwrap_or(request_time_ms);
        Some(Assessment {
            assessment_id: AssessmentId::new(id?),
            trace_id: trace_id.clone(),
            span_id: given.span_id,
            name: given.name,
            source: given.source,
            value: given.value,
            rationale: given.rationale,
            metadata: given.metadata,
            overrides: given.overrides.map(AssessmentId::new),
            valid: given.valid,
            create_time_ms,
            last_update_time_ms: given.last_update_time_ms.unwrap_or(create_time_ms),
        })
    };
    TraceHeader {
        experiment_id: experiment.here.experiment_id,
        client_request_id: given.client_request_id,
        request_time_ms,
        execution_duration_ms: given.execution_duration_ms,
        state: given.state,
        request_preview: given.request_preview,
        response_preview: given.response_preview,
        metadata: given.metadata,
        tags,
        default_tags: Vec::new(),
        assessments: given.assessments.into_iter().zip(ids).filter_map(assessment).collect(),
        trace_id,
    }
}

/// Copies the spans of a trace; how many there were.
async fn copy_spans(source: &MlflowServer, target: &Target, trace_id: &TraceId) -> Result<usize> {
    let query = [("request_id", trace_id.as_str())];
    let data = match source.get("ajax-api/3.0/mlflow/get-trace-artifact", &query).await {
        // A trace of which only the header ever arrived.
        Err(error) if error.kind() == spanwell_model::Kind::NotFound => return Ok(0),
        data => data?,
    };
    let mut spans = decode_trace_data(&data, trace_id, target.tracking.limits())?;
    for span in &mut spans {
        span.facts = Translators.derive(span);
    }
    let count = spans.len();
    if count > 0 {
        target.ingest.trace_data(trace_id, spans).await?;
    }
    Ok(count)
}

/// Links traces to the runs they were linked to after they were made.
pub(crate) async fn copy_links(
    source: &MlflowServer,
    target: &Target,
    experiment: &CopiedExperiment,
    run_ids: &[RunId],
    report: &mut Report<'_>,
) -> Result<()> {
    for run_id in run_ids {
        let linked = linked(source, experiment, run_id).await?;
        if linked.is_empty() {
            continue;
        }
        let known = target.tracking.traces_of_run(experiment.here.experiment_id, run_id).await?;
        let (here, missing): (Vec<TraceId>, Vec<TraceId>) =
            linked.into_iter().partition(|trace_id| known.contains(trace_id));
        report.present(Kind::TraceLink, here.len());
        for some in missing.chunks(LINKS) {
            match target.tracking.link_traces_to_run(some, run_id.as_str()).await {
                Ok(()) => report.copied(Kind::TraceLink, some.len()),
                Err(error) => fail_links(report, some, run_id, &error),
            }
        }
    }
    Ok(())
}

/// The traces of a run that were not made in it.
async fn linked(
    source: &MlflowServer,
    experiment: &CopiedExperiment,
    run_id: &RunId,
) -> Result<Vec<TraceId>> {
    let message = json!({
        "locations": [location(experiment)], "max_results": 500,
        "filter": format!("attributes.run_id = '{run_id}'"),
    });
    let mut pages = source.search(SEARCH, message);
    let mut linked = Vec::new();
    while let Some(page) = pages.next().await? {
        for info in page.message().messages("traces")? {
            let metadata = info.string_map("trace_metadata")?;
            if metadata.get("mlflow.sourceRun").map(String::as_str) != Some(run_id.as_str()) {
                linked.push(TraceId::parse(info.required_string("trace_id")?)?);
            }
        }
    }
    Ok(linked)
}

fn fail_links(report: &mut Report<'_>, traces: &[TraceId], run_id: &RunId, error: &Error) {
    for trace_id in traces {
        report.failed(Kind::TraceLink, &format!("{trace_id} to run {run_id}"), error);
    }
}
