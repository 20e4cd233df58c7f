//! POST /api/v1/experiments/{experiment_id}/runs/search: a page of an experiment's runs.

use axum::Json;
use axum::extract::State;
use spanwell_store::RunQuery;

use crate::extract::{Body, InExperiment};
use crate::filters;
use crate::paging;
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::runs::{RunPage, RunSearch};

/// A page of an experiment's runs.
#[utoipa::path(
    post,
    path = "/experiments/{experiment_id}/runs/search",
    tag = "runs",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number")
    ),
    request_body = RunSearch,
    responses(
        (status = 200, description = "Found", body = RunPage),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn search_runs(
    State(state): State<NativeState>,
    InExperiment(id): InExperiment,
    Body(asked): Body<RunSearch>,
) -> Answer<Json<RunPage>> {
    let query = RunQuery {
        experiment_ids: vec![id],
        view: asked.view.into(),
        filter: filters::run_filter(asked.filter.as_deref().unwrap_or_default())?,
        order: filters::run_order(&asked.order)?,
        limit: paging::limit(asked.limit, 100, 500)?,
        after: paging::cursor(asked.cursor.as_deref())?,
    };
    state.tracking.experiment(id).await?;
    let page = state.tracking.search_runs(query).await?;
    Ok(Json(RunPage {
        runs: page.items.into_iter().map(Into::into).collect(),
        next_cursor: paging::print_cursor(page.next),
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::testing::World;

    const PATH: &str = "/experiments/0/runs/search";

    fn names(page: &Value) -> Vec<&str> {
        page["runs"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect()
    }

    #[tokio::test]
    async fn runs_are_filtered_ordered_and_paged() {
        let world = World::new();
        for (name, accuracy) in [("a", 0.5), ("b", 0.9), ("c", 0.7)] {
            world.put_run(name, &[("accuracy", accuracy), ("broken", f64::NAN)]).await;
        }
        let best = json!({"order": ["metrics.accuracy DESC"], "limit": 2});
        let page = world.post(PATH, best.clone()).await.good();
        assert_eq!(names(&page), ["b", "c"]);
        let row = &page["runs"][0];
        assert_eq!((&row["status"], &row["lifecycle"]), (&"RUNNING".into(), &"active".into()));
        assert_eq!(row["metrics"][0]["value"], 0.9);
        assert_eq!((&row["metrics"][1]["key"], row["metrics"][1].get("value")), (&"broken".into(), None));
        let mut next = best;
        next["cursor"] = page["next_cursor"].clone();
        let last = world.post(PATH, next).await.good();
        assert_eq!((names(&last), last.get("next_cursor")), (vec!["a"], None));
        let filter = json!({"filter": "metrics.accuracy > 0.6 AND NOT run_name = 'b'"});
        assert_eq!(names(&world.post(PATH, filter).await.good()), ["c"]);
        assert_eq!(names(&world.post(PATH, json!({"view": "deleted"})).await.good()), [""; 0]);
    }

    #[tokio::test]
    async fn errors_name_the_field_and_the_place() {
        let world = World::new();
        let wrong = json!({"filter": "metrics.a >> 1"});
        let error = world.post(PATH, wrong).await.refused(400, "INVALID_ARGUMENT", Some("filter"));
        assert!(error["position"].as_u64().is_some(), "{error}");
        for (body, field) in [
            (json!({"order": ["datasets.name"]}), "order"),
            (json!({"limit": 501}), "limit"),
            (json!({"cursor": "%"}), "cursor"),
            (json!({"view": "some"}), "view"),
            (json!({"text": "x"}), "text"),
        ] {
            world.post(PATH, body).await.refused(400, "INVALID_ARGUMENT", Some(field));
        }
        world.post("/experiments/7/runs/search", json!({})).await.refused(404, "NOT_FOUND", None);
    }
}
