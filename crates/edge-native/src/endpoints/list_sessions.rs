//! GET /api/v1/experiments/{experiment_id}/sessions: conversations of an experiment, the last active first.

use axum::Json;
use axum::extract::State;
use spanwell_store::SessionQuery;

use crate::extract::{InExperiment, Query};
use crate::paging::{self, SearchAsked};
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::sessions::SessionList;

/// Conversations of an experiment, the last active first.
#[utoipa::path(
    get,
    path = "/experiments/{experiment_id}/sessions",
    tag = "sessions",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number"),
        ("search" = Option<String>, Query, description = "Part of the conversation's id"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<usize>, Query, description = "Most rows of the page, at most 500; 100 when left out")
    ),
    responses(
        (status = 200, description = "Found", body = SessionList),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn list_sessions(
    State(state): State<NativeState>,
    InExperiment(id): InExperiment,
    Query(asked): Query<SearchAsked>,
) -> Answer<Json<SessionList>> {
    let query = SessionQuery {
        experiment_id: Some(id),
        search: asked.search.filter(|part| !part.is_empty()),
        limit: paging::limit(asked.limit, 100, 500)?,
        after: paging::cursor(asked.cursor.as_deref())?,
    };
    state.tracking.experiment(id).await?;
    let page = state.tracking.trace_store().sessions(query).await?;
    Ok(Json(SessionList {
        sessions: page.items.into_iter().map(Into::into).collect(),
        next_cursor: paging::print_cursor(page.next),
    }))
}

#[cfg(test)]
mod tests {
    use spanwell_store::suite::world::{SpanExt, span, write};

    use crate::testing::World;

    #[tokio::test]
    async fn sessions_are_listed_and_searched() {
        let world = World::new();
        let turn = |number: u64, session: &str| {
            write(
                number,
                vec![
                    span(1, 0)
                        .with("session", session)
                        .with("in", "q")
                        .with("tokens.in", 2)
                        .at(number, number + 1),
                ],
            )
        };
        world.put(vec![turn(1, "alpha"), turn(2, "alpha"), turn(3, "beta")]).await;
        let all = world.get("/experiments/0/sessions?limit=1").await.good();
        assert_eq!(
            (&all["sessions"][0]["session"], &all["sessions"][0]["trace_count"]),
            (&"beta".into(), &1.into())
        );
        let cursor = all["next_cursor"].as_str().unwrap();
        let next = world.get(&format!("/experiments/0/sessions?limit=1&cursor={cursor}")).await.good();
        assert_eq!(
            (&next["sessions"][0]["session"], &next["sessions"][0]["tokens"]),
            (&"alpha".into(), &4.into())
        );
        let found = world.get("/experiments/0/sessions?search=alp").await.good();
        assert_eq!(found["sessions"].as_array().unwrap().len(), 1);
        world.get("/experiments/0/sessions?limit=501").await.refused(400, "INVALID_ARGUMENT", Some("limit"));
    }
}
