//! The fields of a call: of the query for GET, of the JSON body for everything else.

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, Method, header};
use bytes::Bytes;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use spanwell_mlflow::Message;
use spanwell_model::{Error, Kind, Result};

use crate::answer::Failure;
use crate::state::MlflowState;

/// The fields of a call.
#[derive(Clone, Debug)]
pub struct Fields(spanwell_mlflow::Request);

impl Fields {
    /// The fields, to be read by name.
    pub fn message(&self) -> Message<'_> {
        self.0.message()
    }
}

impl FromRequest<MlflowState> for Fields {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &MlflowState) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        let query = parts.uri.query().unwrap_or_default();
        if parts.method == Method::GET || parts.method == Method::HEAD {
            return Ok(Self(spanwell_mlflow::Request::from_query(query)));
        }
        if parts.method == Method::POST || parts.method == Method::PUT {
            check_content_type(&parts.headers)?;
        }
        let bytes = read_body(&parts.headers, body, state.tracking.limits().body_bytes).await?;
        let fields = spanwell_mlflow::Request::from_body(&bytes);
        if fields.is_empty() && parts.method == Method::DELETE {
            return Ok(Self(spanwell_mlflow::Request::from_query(query)));
        }
        Ok(Self(fields))
    }
}

/// MLflow refuses POST and PUT without JSON's content type, and only those.
fn check_content_type(headers: &HeaderMap) -> Result<()> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = given.split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Error::invalid("Bad Request. Content-Type must be one of ['application/json']."))
}

/// Reads a body of at most `limit` bytes.
pub(crate) async fn read_body(headers: &HeaderMap, body: Body, limit: usize) -> Result<Bytes> {
    let announced =
        headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|bytes| bytes > limit as u64) {
        return Err(too_large(limit));
    }
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large(limit)),
        Err(error) => Err(Error::invalid("the body ended before it was complete").with_inside(error)),
    }
}

fn too_large(limit: usize) -> Error {
    Error::new(Kind::TooLarge, format!("the body is larger than {limit} bytes, the most this server takes"))
}
