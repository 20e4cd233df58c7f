//! GET /version: the MLflow version whose API this is. The client asks once, before its first export.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::state::MlflowState;

/// The MLflow version whose behaviour this edge follows.
pub(crate) const MLFLOW_VERSION: &str = "3.17.2";

pub(crate) async fn handler(State(_): State<MlflowState>) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))], MLFLOW_VERSION)
        .into_response()
}
