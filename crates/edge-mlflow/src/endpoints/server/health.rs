//! GET /health: whether the process answers.

use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::state::MlflowState;

pub(crate) async fn handler(State(_): State<MlflowState>) -> Response {
    "OK".into_response()
}
