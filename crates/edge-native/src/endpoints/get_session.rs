//! GET /api/v1/experiments/{experiment_id}/sessions/{session}: one conversation with its turns, oldest first.

use axum::Json;
use axum::extract::State;
use spanwell_model::{Error, ExperimentId, SpanFacts, TraceState, TraceSummary};
use spanwell_query::{
    Comparison, Expression, Test, TextComparator, TraceCondition, TraceField, TraceOrder, TraceOrderKey,
};
use spanwell_store::{TraceQuery, TraceSelection};

use crate::convert::rows::{answered, asked, plain};
use crate::extract::{InExperiment, OfSession};
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::sessions::{SessionDetail, SessionRow, SessionTurn};

/// Most turns shown, the newest ones.
const TURNS: usize = 500;
/// Traces that are summed up, about.
const SUMMED: usize = 10_000;
/// Longest text of a turn, in characters.
const TEXT_CHARACTERS: usize = 64 << 10;

/// One conversation with its turns, oldest first.
#[utoipa::path(
    get,
    path = "/experiments/{experiment_id}/sessions/{session}",
    tag = "sessions",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number"),
        ("session" = String, Path, description = "The conversation")
    ),
    responses(
        (status = 200, description = "Found", body = SessionDetail),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn get_session(
    State(state): State<NativeState>,
    InExperiment(id): InExperiment,
    OfSession(session): OfSession,
) -> Answer<Json<SessionDetail>> {
    state.tracking.experiment(id).await?;
    let traces = newest_first(&state, id, &session).await?;
    if traces.is_empty() {
        return Err(Error::not_found(format!(
            "experiment `{id}` has no session `{}`",
            session.escape_debug()
        ))
        .into());
    }
    let row = sums(session, &traces);
    let mut turns = Vec::new();
    for trace in traces.into_iter().take(TURNS).rev() {
        turns.push(turn(&state, trace).await?);
    }
    Ok(Json(SessionDetail { session: row, turns }))
}

async fn newest_first(state: &NativeState, id: ExperimentId, session: &str) -> Answer<Vec<TraceSummary>> {
    let test = Test::Text(TextComparator::Equal, session.to_owned());
    let condition = TraceCondition::Compare(Comparison { field: TraceField::Session, test });
    let mut query = TraceQuery {
        selection: TraceSelection {
            experiment_ids: vec![id],
            filter: Some(Expression::Leaf(condition).into()),
            ..TraceSelection::default()
        },
        order: vec![TraceOrder::descending(TraceOrderKey::Timestamp)],
        limit: state.tracking.limits().traces_per_page,
        after: None,
    };
    let mut traces = Vec::new();
    loop {
        let page = state.tracking.search_traces(query.clone()).await?;
        traces.extend(page.items);
        if page.next.is_none() || traces.len() >= SUMMED {
            return Ok(traces);
        }
        query.after = page.next;
    }
}

/// Figures over the traces, which come newest first.
fn sums(session: String, traces: &[TraceSummary]) -> SessionRow {
    let times = || traces.iter().map(|trace| trace.request_time_ms);
    let tokens = traces.iter().filter_map(|trace| trace.usage).map(|usage| usage.total_tokens);
    SessionRow {
        session,
        trace_count: traces.len() as u64,
        error_count: traces.iter().filter(|trace| trace.state == TraceState::Error).count() as u64,
        first_at: times().min().unwrap_or(0),
        last_at: times().max().unwrap_or(0),
        user: traces.iter().find_map(|trace| trace.user_id.clone()),
        tokens: tokens.fold(0, u64::saturating_add),
        cost_usd: traces.iter().filter_map(|trace| trace.cost).map(|cost| cost.total_usd).sum(),
        first_input: traces.last().and_then(asked),
        last_output: traces.first().and_then(answered),
    }
}

/// A trace with what was said in full, as words. Only previews that may be cut or are JSON cost a look at the trace's root.
async fn turn(state: &NativeState, trace: TraceSummary) -> Answer<SessionTurn> {
    let (mut input_text, mut output_text) = (trace.request_preview.clone(), trace.response_preview.clone());
    if is_not_all(&input_text) || is_not_all(&output_text) {
        let facts = root_facts(state, &trace).await?;
        if is_not_all(&input_text) {
            input_text = spanwell_otlp::request_preview(&facts, TEXT_CHARACTERS).or(input_text);
        }
        if is_not_all(&output_text) {
            output_text = spanwell_otlp::response_preview(&facts, TEXT_CHARACTERS).or(output_text);
        }
    }
    let input_text = input_text.map(plain).or_else(|| trace.first_question.clone());
    let output_text = output_text.map(plain).or_else(|| trace.last_answer.clone());
    Ok(SessionTurn { row: trace.into(), input_text, output_text })
}

/// Whether a preview may be cut (clients cut at lengths of their own), or is JSON with the words somewhere inside.
fn is_not_all(preview: &Option<String>) -> bool {
    preview.as_ref().is_some_and(|text| text.ends_with("...") || text.starts_with(['{', '[', '"']))
}

/// What is known of the root of a trace; nothing when it has none.
pub(crate) async fn root_facts(state: &NativeState, trace: &TraceSummary) -> Answer<SpanFacts> {
    let store = state.tracking.trace_store();
    let spans = store.get_skeleton(&trace.trace_id).await?;
    let Some(root) = spans.into_iter().find(|span| span.parent_span_id.is_none()) else {
        return Ok(SpanFacts::default());
    };
    let root = store.get_span(&trace.trace_id, root.span_id).await?;
    Ok(root.map(|root| root.facts).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use spanwell_store::suite::world::{EPOCH_MS, SpanExt, span, write};

    use crate::testing::World;

    #[tokio::test]
    async fn turns_come_oldest_first_with_their_full_texts() {
        let world = World::new();
        let long = "word ".repeat(1_000);
        let turn = |number: u64, text: &str| {
            let root = span(1, 0)
                .with("session", "a/b")
                .with("in", text)
                .with("out", "fine")
                .with("tokens.in", 2)
                .with("cost", 0.25);
            let mut write = write(number, vec![root.at(number * 10, number * 10 + 5)]);
            // As translators do: a preview is cut.
            for span in &mut write.spans {
                span.facts.request_preview = Some(spanwell_store::summary::cut(text, 1_000));
            }
            write
        };
        world.put(vec![turn(2, "short"), turn(1, &long)]).await;
        let detail = world.get("/experiments/0/sessions/a%2Fb").await.good();
        let turns = detail["turns"].as_array().unwrap();
        assert_eq!(turns.len(), 2);
        assert!(turns[0]["input_preview"].as_str().unwrap().ends_with("..."));
        assert!(turns[0]["input_text"].as_str().unwrap().len() >= long.len());
        assert_eq!((&turns[1]["input_text"], &turns[1]["output_text"]), (&"short".into(), &"fine".into()));
        let row = &detail["session"];
        assert_eq!(
            (&row["trace_count"], &row["tokens"], &row["cost_usd"]),
            (&2.into(), &4.into(), &0.5.into())
        );
        assert_eq!((&row["first_at"], &row["last_at"]), (&(EPOCH_MS + 10).into(), &(EPOCH_MS + 20).into()));
        world.get("/experiments/0/sessions/a").await.refused(404, "NOT_FOUND", None);
    }
}
