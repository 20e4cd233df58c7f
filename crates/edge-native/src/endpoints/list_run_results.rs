//! GET /api/v1/runs/{run_id}/results: the traces of a run, oldest first, with what tells their inputs apart.

use axum::Json;
use axum::extract::State;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use spanwell_model::{Run, TraceSummary};
use spanwell_query::{
    Comparison, Expression, Test, TextComparator, TraceCondition, TraceField, TraceOrder, TraceOrderKey,
};
use spanwell_store::{Cursor, TraceQuery, TraceSelection};

use crate::convert::runs::inputs_id;
use crate::endpoints::get_session::root_facts;
use crate::extract::{OfRun, Query};
use crate::paging::{self, PageAsked};
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::runs::{RunResult, RunResultPage};

/// The metadata of an assessment that names the run that made it.
const SOURCE_RUN: &str = "mlflow.assessment.sourceRunId";

/// Traces whose inputs are read at once.
const READS_AT_ONCE: usize = 8;

/// The traces of a run, oldest first, with what tells their inputs apart. What other runs said about them is left out.
#[utoipa::path(
    get,
    path = "/runs/{run_id}/results",
    tag = "runs",
    params(
        ("run_id" = String, Path, description = "The run"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<usize>, Query, description = "Most rows of the page, at most 500; 100 when left out")
    ),
    responses(
        (status = 200, description = "Found", body = RunResultPage),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn list_run_results(
    State(state): State<NativeState>,
    OfRun(id): OfRun,
    Query(asked): Query<PageAsked>,
) -> Answer<Json<RunResultPage>> {
    let limit = paging::limit(asked.limit, 100, 500)?;
    let after = paging::cursor(asked.cursor.as_deref())?;
    let run = state.tracking.run(&id).await?;
    let page = state.tracking.search_traces(of_run(&run, limit, after)).await?;
    let results = stream::iter(page.items).map(|trace| result(&state, &run, trace)).buffered(READS_AT_ONCE);
    Ok(Json(RunResultPage {
        results: results.try_collect().await?,
        next_cursor: paging::print_cursor(page.next),
    }))
}

fn of_run(run: &Run, limit: usize, after: Option<Cursor>) -> TraceQuery {
    let test = Test::Text(TextComparator::Equal, run.run_id.to_string());
    let condition = TraceCondition::Compare(Comparison { field: TraceField::RunId, test });
    TraceQuery {
        selection: TraceSelection {
            experiment_ids: vec![run.experiment_id],
            filter: Some(Expression::Leaf(condition).into()),
            ..TraceSelection::default()
        },
        order: vec![TraceOrder::ascending(TraceOrderKey::Timestamp)],
        limit,
        after,
    }
}

/// The inputs are those of the root, whole; the preview alone may be cut or show only the last message of many. The same
/// trace may be a result of several runs, each with assessments of its own.
async fn result(state: &NativeState, run: &Run, mut trace: TraceSummary) -> Answer<RunResult> {
    let inputs = root_facts(state, &trace).await?.inputs.or_else(|| trace.request_preview.clone());
    trace.assessments.retain(|assessment| {
        assessment.metadata.get(SOURCE_RUN).is_none_or(|maker| maker == run.run_id.as_str())
    });
    Ok(RunResult { inputs_id: inputs.as_deref().map(inputs_id), row: trace.into() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use spanwell_model::{AssessmentSource, AssessmentValue, SourceKind, TraceId};
    use spanwell_store::suite::world::{SpanExt, simple, span, trace_id, write};

    use spanwell_tracking::AssessmentDraft;

    use super::SOURCE_RUN;
    use crate::testing::World;

    #[tokio::test]
    async fn results_are_the_traces_of_the_run_oldest_first() {
        let world = World::new();
        let run = world.put_run("r", &[]).await;
        let asked = |number: u64, inputs: &str| {
            write(number, vec![span(1, 0).with("in", inputs).at(number, number + 1)])
        };
        let long = "word ".repeat(1_000);
        world.put(vec![asked(3, "b"), asked(1, "a"), asked(2, "a"), asked(4, &long), simple(5, 5)]).await;
        let ids: Vec<TraceId> = (1..=4).map(trace_id).collect();
        world.state.tracking.link_traces_to_run(&ids, run.run_id.as_str()).await.unwrap();
        let path = format!("/runs/{}/results", run.run_id);
        let first = world.get(&format!("{path}?limit=3")).await.good();
        let shown: Vec<_> = first["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["trace_id"].as_str().unwrap())
            .collect();
        assert_eq!(shown, ids[..3].iter().map(TraceId::as_str).collect::<Vec<_>>());
        let of = |place: usize| first["results"][place]["inputs_id"].as_str().unwrap();
        assert_eq!(of(0), of(1));
        assert_ne!(of(0), of(2));
        let cursor = first["next_cursor"].as_str().unwrap();
        let last = world.get(&format!("{path}?limit=3&cursor={cursor}")).await.good();
        assert_eq!((last["results"].as_array().unwrap().len(), last.get("next_cursor")), (1, None));
    }

    #[tokio::test]
    async fn each_run_shows_what_it_said_itself() {
        let world = World::new();
        let runs = [world.put_run("a", &[]).await, world.put_run("b", &[]).await];
        world.put(vec![simple(1, 1)]).await;
        let id = trace_id(1);
        for run in &runs {
            world
                .state
                .tracking
                .link_traces_to_run(std::slice::from_ref(&id), run.run_id.as_str())
                .await
                .unwrap();
            let draft = AssessmentDraft {
                name: run.name.clone(),
                span_id: None,
                source: AssessmentSource { kind: SourceKind::Code, id: "scorer".to_owned() },
                value: AssessmentValue::Feedback { value: json!(true), error: None },
                rationale: None,
                metadata: [(SOURCE_RUN.to_owned(), run.run_id.to_string())].into(),
                overrides: None,
                create_time_ms: None,
                last_update_time_ms: None,
                valid: true,
            };
            world.state.tracking.add_assessment(&id, draft).await.unwrap();
        }
        let by_hand = json!({"name": "by hand", "kind": "feedback", "value": true});
        world.post(&format!("/traces/{id}/assessments"), by_hand).await.good();
        for run in &runs {
            let page = world.get(&format!("/runs/{}/results", run.run_id)).await.good();
            let names: Vec<_> = page["results"][0]["assessments"]
                .as_array()
                .unwrap()
                .iter()
                .map(|assessment| assessment["name"].as_str().unwrap())
                .collect();
            assert_eq!(names, [run.name.as_str(), "by hand"]);
        }
    }

    #[tokio::test]
    async fn wrong_pages_and_unknown_runs_are_refused() {
        let world = World::new();
        let run = world.put_run("r", &[]).await;
        for (query, field) in [("limit=0", "limit"), ("cursor=%25", "cursor"), ("page=1", "page")] {
            let path = format!("/runs/{}/results?{query}", run.run_id);
            world.get(&path).await.refused(400, "INVALID_ARGUMENT", Some(field));
        }
        world.get("/runs/nonsense/results").await.refused(404, "NOT_FOUND", None);
    }
}
