//! POST /api/2.0/mlflow/logged-models/search.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::Message;
use spanwell_mlflow::logged_model::LoggedModelAnswer;
use spanwell_model::{Error, ExperimentId, Result};
use spanwell_query::{LoggedModelFilter, parse_logged_model_order};
use spanwell_store::LoggedModelQuery;
use spanwell_tracking::logged_models::{DEFAULT_LOGGED_MODELS_PER_PAGE, LOGGED_MODELS_PER_PAGE};

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::page_token;
use crate::search::{filter_error, page_size};
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    models: Vec<LoggedModelAnswer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_page_token: Option<String>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let ids = request.strings("experiment_ids")?;
    if !request.messages("datasets")?.is_empty() {
        return Err(Error::new(
            spanwell_model::Kind::NotImplemented,
            "`searchLoggedModels` by `datasets` is not served by this server yet: filter by metrics without them",
        )
        .into());
    }
    let filter: LoggedModelFilter =
        request.string("filter")?.unwrap_or_default().parse().map_err(filter_error)?;
    let query = LoggedModelQuery {
        experiment_ids: ids.into_iter().map(ExperimentId::parse).collect::<Result<_>>()?,
        filter,
        order: parse_logged_model_order(&order_by(&request)?).map_err(filter_error)?,
        limit: page_size(&request, DEFAULT_LOGGED_MODELS_PER_PAGE, LOGGED_MODELS_PER_PAGE)?,
        after: page_token::read(&request)?,
    };
    let page = state.tracking.search_logged_models(query).await?;
    json(&Found {
        models: page.items.iter().map(LoggedModelAnswer::from).collect(),
        next_page_token: page.next.as_ref().map(page_token::print),
    })
}

/// `order_by` is a list of messages here.
fn order_by(request: &Message<'_>) -> Result<Vec<String>> {
    let item = |item: Message<'_>| {
        let field = item.required_string("field_name")?;
        let direction = if item.boolean("ascending")?.unwrap_or(true) { "ASC" } else { "DESC" };
        Ok(format!("{field} {direction}"))
    };
    request.messages("order_by")?.into_iter().map(item).collect()
}
