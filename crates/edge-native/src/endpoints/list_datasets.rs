//! GET /api/v1/experiments/{experiment_id}/datasets: evaluation datasets of an experiment, newest first.

use axum::Json;
use axum::extract::State;
use spanwell_query::{DatasetField, parse_dataset_order};
use spanwell_store::DatasetQuery;

use crate::extract::{InExperiment, Query};
use crate::filters::contains;
use crate::paging::{self, SearchAsked};
use crate::problem::{Answer, Problem};
use crate::state::NativeState;
use crate::wire::datasets::DatasetList;

/// Evaluation datasets of an experiment, newest first.
#[utoipa::path(
    get,
    path = "/experiments/{experiment_id}/datasets",
    tag = "datasets",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number"),
        ("search" = Option<String>, Query, description = "Part of the name, any case"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<usize>, Query, description = "Most rows of the page, at most 500; 100 when left out")
    ),
    responses(
        (status = 200, description = "Found", body = DatasetList),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn list_datasets(
    State(state): State<NativeState>,
    InExperiment(id): InExperiment,
    Query(asked): Query<SearchAsked>,
) -> Answer<Json<DatasetList>> {
    let order = parse_dataset_order(&[]).map_err(|error| Problem::field("order", error.to_string()))?;
    let query = DatasetQuery {
        experiment_ids: vec![id],
        filter: asked
            .search
            .filter(|part| !part.is_empty())
            .map(|part| contains(DatasetField::Name, &part).into())
            .unwrap_or_default(),
        order,
        limit: paging::limit(asked.limit, 100, 500)?,
        after: paging::cursor(asked.cursor.as_deref())?,
    };
    state.tracking.experiment(id).await?;
    let page = state.tracking.search_datasets(query).await?;
    Ok(Json(DatasetList {
        datasets: page.items.into_iter().map(Into::into).collect(),
        next_cursor: paging::print_cursor(page.next),
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::testing::World;

    fn names(list: &Value) -> Vec<&str> {
        list["datasets"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect()
    }

    #[tokio::test]
    async fn datasets_of_the_experiment_are_listed_searched_and_paged() {
        let world = World::new();
        for name in ["Questions", "answers", "more questions"] {
            world.put_dataset(name, "[]").await;
        }
        let all = world.get("/experiments/0/datasets").await.good();
        assert_eq!(all["datasets"].as_array().unwrap().len(), 3);
        assert_eq!(all["datasets"][0]["record_count"], 0);
        let mut found = world.get("/experiments/0/datasets?search=QUEST&limit=1").await.good();
        let mut seen: Vec<String> = names(&found).into_iter().map(str::to_owned).collect();
        let cursor = found["next_cursor"].as_str().unwrap().to_owned();
        found =
            world.get(&format!("/experiments/0/datasets?search=QUEST&limit=1&cursor={cursor}")).await.good();
        seen.extend(names(&found).into_iter().map(str::to_owned));
        seen.sort();
        assert_eq!(
            (seen, found.get("next_cursor")),
            (vec!["Questions".into(), "more questions".into()], None)
        );
        world.get("/experiments/7/datasets").await.refused(404, "NOT_FOUND", None);
        world.get("/experiments/0/datasets?limit=501").await.refused(400, "INVALID_ARGUMENT", Some("limit"));
    }
}
