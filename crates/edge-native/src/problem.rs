//! Errors of this API: the product's error with the field and the place it is about.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use spanwell_model::{Error, Kind};

use crate::wire::{ErrorBody, ErrorDetail};

/// The result of a handler.
pub type Answer<T> = Result<T, Problem>;

/// An error on its way to the caller.
#[derive(Debug)]
pub struct Problem(Box<Inner>);

#[derive(Debug)]
struct Inner {
    error: Error,
    status: Option<StatusCode>,
    hint: Option<String>,
    field: Option<String>,
    position: Option<usize>,
}

impl Problem {
    /// A malformed field of the request.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Self::from(Error::invalid(message)).in_field(field)
    }

    /// No endpoint serves this path.
    pub fn no_endpoint(method: &http::Method, path: &str) -> Self {
        Self::from(Error::new(Kind::EndpointNotFound, format!("no endpoint serves `{method} {path}`")))
            .with_hint("`GET /api/v1/openapi.json` lists the endpoints")
    }

    /// Adds the field of the request that is wrong.
    #[must_use]
    pub fn in_field(mut self, field: &str) -> Self {
        self.0.field = Some(field.to_owned());
        self
    }

    /// Adds where in the field, in UTF-16 units from its start.
    #[must_use]
    pub fn at(mut self, position: usize) -> Self {
        self.0.position = Some(position);
        self
    }

    /// Adds what to try instead.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Answers with another status than the kind's own.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.0.status = Some(status);
        self
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self(Box::new(Inner { error, status: None, hint: None, field: None, position: None }))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Inner { error, status, hint, field, position } = *self.0;
        let wire = error.kind().wire();
        if let Some(inside) = error.inside() {
            tracing::error!(code = wire.native, "{}: {inside}", error.outside());
        }
        let body = ErrorBody {
            error: ErrorDetail {
                code: wire.native.to_owned(),
                message: error.outside().to_owned(),
                hint,
                field,
                position,
            },
        };
        let status = status
            .or_else(|| StatusCode::from_u16(wire.http).ok())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(body)).into_response();
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(ms) = error.retry_after_ms() {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(ms.div_ceil(1_000).max(1)));
        }
        response
    }
}
