//! GET /api/v1/prompts: prompts of the registry, the last changed first.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::State;
use spanwell_model::registry::TAG_IS_PROMPT;
use spanwell_model::{ExperimentId, RegisteredModel};
use spanwell_query::{Comparison, Expression, Order, RegisteredModelField, Test, TextComparator};
use spanwell_store::RegisteredModelQuery;

use crate::convert::prompt::{experiment_ids, prompt_row};
use crate::extract::Query;
use crate::filters::contains;
use crate::paging::{self, SearchAsked};
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::prompts::PromptList;

/// Prompts of the registry, the last changed first.
#[utoipa::path(
    get,
    path = "/prompts",
    tag = "prompts",
    params(
        ("search" = Option<String>, Query, description = "Part of the name, any case"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<usize>, Query, description = "Most rows of the page, at most 500; 100 when left out")
    ),
    responses(
        (status = 200, description = "Found", body = PromptList),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody)
    )
)]
pub async fn list_prompts(
    State(state): State<NativeState>,
    Query(asked): Query<SearchAsked>,
) -> Answer<Json<PromptList>> {
    let field = RegisteredModelField::Tag(TAG_IS_PROMPT.to_owned());
    let test = Test::Text(TextComparator::Equal, "true".to_owned());
    let mut conditions = vec![Expression::Leaf(Comparison { field, test })];
    if let Some(part) = asked.search.filter(|part| !part.is_empty()) {
        conditions.push(contains(RegisteredModelField::Name, &part));
    }
    let query = RegisteredModelQuery {
        filter: Expression::all(conditions).into(),
        order: vec![
            Order::descending(RegisteredModelField::LastUpdateTime),
            Order::ascending(RegisteredModelField::Name),
        ],
        limit: paging::limit(asked.limit, 100, 500)?,
        after: paging::cursor(asked.cursor.as_deref())?,
    };
    let page = state.tracking.search_registered_models(query).await?;
    let names = names_of_experiments(&state, &page.items).await?;
    Ok(Json(PromptList {
        prompts: page.items.into_iter().map(|model| prompt_row(model, &names)).collect(),
        next_cursor: paging::print_cursor(page.next),
    }))
}

/// The names of the experiments in which these prompts were made or loaded; those that are gone are left out.
pub(crate) async fn names_of_experiments(
    state: &NativeState,
    models: &[RegisteredModel],
) -> Answer<BTreeMap<ExperimentId, String>> {
    let ids: BTreeSet<ExperimentId> = models.iter().flat_map(experiment_ids).collect();
    let mut names = BTreeMap::new();
    for id in ids {
        if let Ok(experiment) = state.tracking.experiment(id).await {
            names.insert(id, experiment.name);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::testing::World;

    fn names(list: &Value) -> Vec<&str> {
        list["prompts"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect()
    }

    #[tokio::test]
    async fn prompts_are_listed_and_searched() {
        let world = World::new();
        world.prompt("greet", &["Hi {{name}}", "Hello {{name}}"]).await;
        world.prompt("Farewell", &[]).await;
        world.state.tracking.create_registered_model("model", "", Default::default()).await.unwrap();
        let all = world.get("/prompts").await.good();
        assert_eq!(names(&all), ["Farewell", "greet"]);
        let greet = &all["prompts"][1];
        assert_eq!((&greet["latest_version"], &greet["kind"]), (&2.into(), &"text".into()));
        assert_eq!(greet["tags"], json!({"team": "a"}));
        assert_eq!(greet["experiments"], json!([{"experiment_id": "0", "name": "Default"}]));
        assert!(all["prompts"][0].get("latest_version").is_none());
        assert_eq!(names(&world.get("/prompts?search=GRE").await.good()), ["greet"]);
        let first = world.get("/prompts?limit=1").await.good();
        let cursor = first["next_cursor"].as_str().unwrap();
        assert_eq!(names(&world.get(&format!("/prompts?limit=1&cursor={cursor}")).await.good()), ["greet"]);
        world.get("/prompts?limit=501").await.refused(400, "INVALID_ARGUMENT", Some("limit"));
    }
}
