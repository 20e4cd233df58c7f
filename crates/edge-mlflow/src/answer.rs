//! Answers: JSON, and errors in MLflow's form.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use spanwell_mlflow::ErrorBody;
use spanwell_model::{Error, Kind};

/// What a handler returns.
pub type Answer = Result<JsonAnswer, Failure>;

/// A body of JSON text with status 200.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonAnswer(String);

/// The answer of calls that have nothing to say.
pub fn empty() -> Answer {
    Ok(JsonAnswer("{}".to_owned()))
}

/// Prints a message.
pub fn json<T: Serialize>(message: &T) -> Answer {
    serde_json::to_string(message).map(JsonAnswer).map_err(|error| Failure(Error::internal(error)))
}

/// Prints what may be large (spans with their payloads) on a thread that no other request waits for.
pub async fn large<T: Send + 'static>(
    print: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    match tokio::task::spawn_blocking(print).await {
        Ok(answer) => answer,
        Err(error) => Err(Failure(Error::internal(error))),
    }
}

impl IntoResponse for JsonAnswer {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], self.0).into_response()
    }
}

/// An error on its way to the caller.
#[derive(Debug)]
pub struct Failure(Error);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let error = self.0;
        if matches!(error.kind(), Kind::Internal | Kind::Unavailable) {
            tracing::error!(outside = error.outside(), inside = error.inside(), "an MLflow call failed");
        }
        let status =
            StatusCode::from_u16(error.kind().wire().http).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = error_response(status, &ErrorBody::from(&error));
        if let Some(retry_after_ms) = error.retry_after_ms() {
            let seconds = retry_after_ms.div_ceil(1_000).max(1);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// An error in MLflow's form.
pub fn error_response(status: StatusCode, body: &ErrorBody) -> Response {
    let text = serde_json::to_string(body).unwrap_or_default();
    (status, JsonAnswer(text)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_to_wait_is_told_in_whole_seconds() {
        let failure = Failure::from(Error::unavailable("the disk is full", 1_200));
        let response = failure.into_response();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers()[header::RETRY_AFTER], "2");
    }
}
