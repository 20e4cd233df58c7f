//! GET /api/v1/experiments: experiments, newest first, with figures of the last 24 hours.

use axum::Json;
use axum::extract::State;
use spanwell_query::ExperimentField;
use spanwell_store::{ExperimentQuery, LifecycleView};

use crate::convert::figures::{day_start_ms, experiment_row};
use crate::extract::Query;
use crate::filters::contains;
use crate::paging;
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::experiments::ExperimentList;

/// Which experiments are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Those in use.
    #[default]
    Active,
    /// Deleted ones.
    Deleted,
    /// Both.
    All,
}

/// Experiments, newest first, with figures of the last 24 hours.
#[utoipa::path(
    get,
    path = "/experiments",
    tag = "experiments",
    params(
        ("view" = Option<crate::endpoints::list_experiments::View>, Query, description = "Which ones: in use (the default), deleted, or all"),
        ("search" = Option<String>, Query, description = "Part of the name, any case"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<usize>, Query, description = "Most rows of the page, at most 1000; 100 when left out")
    ),
    responses(
        (status = 200, description = "Found", body = ExperimentList),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody)
    )
)]
pub async fn list_experiments(
    State(state): State<NativeState>,
    Query(asked): Query<Asked>,
) -> Answer<Json<ExperimentList>> {
    let page = state
        .tracking
        .search_experiments(ExperimentQuery {
            view: asked.view.into(),
            filter: asked
                .search
                .as_deref()
                .filter(|part| !part.is_empty())
                .map(|part| contains(ExperimentField::Name, part).into()),
            order: Vec::new(),
            limit: paging::limit(asked.limit, 100, 1_000)?,
            after: paging::cursor(asked.cursor.as_deref())?,
        })
        .await?;
    let ids: Vec<_> = page.items.iter().map(|experiment| experiment.experiment_id).collect();
    let since_ms = day_start_ms(state.tracking.clock().now_ms());
    let figures = state.tracking.trace_store().experiment_figures(&ids, since_ms).await?;
    let rows = page.items.into_iter().zip(&figures);
    Ok(Json(ExperimentList {
        experiments: rows
            .map(|(experiment, figures)| experiment_row(experiment, figures, since_ms))
            .collect(),
        next_cursor: paging::print_cursor(page.next),
    }))
}

/// The query of the address.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    #[serde(default)]
    view: View,
    search: Option<String>,
    cursor: Option<String>,
    limit: Option<usize>,
}

impl From<View> for LifecycleView {
    fn from(view: View) -> Self {
        match view {
            View::Active => Self::Active,
            View::Deleted => Self::Deleted,
            View::All => Self::All,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::testing::World;

    fn names(list: &Value) -> Vec<&str> {
        list["experiments"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect()
    }

    #[tokio::test]
    async fn pages_join_to_the_whole_and_views_and_names_are_kept_apart() {
        let world = World::new();
        for name in ["alpha", "Beta", "gamma"] {
            world.post("/experiments", json!({"name": name})).await.good();
        }
        let deleted =
            world.get("/experiments?search=gamma").await.good()["experiments"][0]["experiment_id"].clone();
        assert_eq!(world.delete(&format!("/experiments/{}", deleted.as_str().unwrap())).await.status, 204);
        let (mut path, mut all) = ("/experiments?limit=1&view=all".to_owned(), Vec::new());
        loop {
            let page = world.get(&path).await.good();
            all.extend(names(&page).into_iter().map(str::to_owned));
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            path = format!("/experiments?limit=1&view=all&cursor={cursor}");
        }
        all.sort();
        assert_eq!(all, ["Beta", "Default", "alpha", "gamma"]);
        assert_eq!(names(&world.get("/experiments?search=ET").await.good()), ["Beta"]);
        assert_eq!(names(&world.get("/experiments?view=deleted").await.good()), ["gamma"]);
        assert_eq!(names(&world.get("/experiments?view=active&search=&cursor=").await.good()).len(), 3);
    }

    #[tokio::test]
    async fn malformed_queries_name_the_field() {
        let world = World::new();
        for (query, field) in [
            ("limit=0", "limit"),
            ("limit=x", "limit"),
            ("view=none", "view"),
            ("cursor=%20", "cursor"),
            ("page=2", "page"),
        ] {
            world.get(&format!("/experiments?{query}")).await.refused(400, "INVALID_ARGUMENT", Some(field));
        }
    }
}
