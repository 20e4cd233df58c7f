//! What requests carry, checked before a handler sees it.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use spanwell_model::{AssessmentId, Error, ExperimentId, Kind, RunId, SpanId, TraceId};

use crate::problem::{Answer, Problem};

/// Largest body of a request, in bytes. Spans do not come this way.
pub const BODY_BYTES: usize = 1 << 20;

/// Longest path of a field that an error names, in bytes; of longer ones only the first part is named.
const PATH_BYTES: usize = 100;

/// Longest id of a dataset, in bytes.
const DATASET_ID_BYTES: usize = 256;

/// A JSON body. Asks for `content-type: application/json`, which pages of other origins cannot send unasked.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Answer<Self> {
        if !is_json(request.headers()) {
            return Err(Problem::from(Error::invalid("the body must be JSON"))
                .with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE)
                .with_hint("send the header `content-type: application/json`"));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| unreadable(&rejection))?;
        let mut deserializer = serde_json::Deserializer::from_slice(&bytes);
        let body = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| malformed(&error))?;
        deserializer.end().map_err(|error| Error::invalid(format!("malformed JSON body: {error}")))?;
        Ok(Self(body))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    media_type.eq_ignore_ascii_case("application/json")
}

fn unreadable(rejection: &BytesRejection) -> Problem {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        let text = format!("the body has more than {BODY_BYTES} bytes");
        return Error::new(Kind::TooLarge, text).into();
    }
    Error::invalid(format!("the body could not be read: {}", rejection.body_text())).into()
}

fn malformed(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let problem = Problem::from(Error::invalid(format!("malformed JSON body: {}", error.inner())));
    match error.path().to_string().as_str() {
        "." | "?" => problem,
        path if path.len() <= PATH_BYTES => problem.in_field(path),
        path => problem.in_field(path.split(['.', '[']).next().unwrap_or_default()),
    }
}

/// The query of the address.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Answer<Self> {
        let pairs = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        let deserializer = serde_urlencoded::Deserializer::new(pairs);
        serde_path_to_error::deserialize(deserializer).map(Self).map_err(|error| {
            let path = error.path().to_string();
            Problem::field(&path, format!("`{path}`: {}", error.inner()))
        })
    }
}

/// The experiment in the path.
pub struct InExperiment(pub ExperimentId);

impl<S: Send + Sync> FromRequestParts<S> for InExperiment {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let text = path_part(parts, state, "experiment_id").await?;
        experiment_id(&text).map(Self)
    }
}

/// An experiment id from its text.
pub fn experiment_id(text: &str) -> Answer<ExperimentId> {
    ExperimentId::parse(text).map_err(|error| Problem::from(error).in_field("experiment_id"))
}

/// The trace in the path.
pub struct OfTrace(pub TraceId);

impl<S: Send + Sync> FromRequestParts<S> for OfTrace {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let text = path_part(parts, state, "trace_id").await?;
        TraceId::parse(&text).map(Self).map_err(|error| Problem::from(error).in_field("trace_id"))
    }
}

/// The span in the path.
pub struct OfSpan(pub SpanId);

impl<S: Send + Sync> FromRequestParts<S> for OfSpan {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let text = path_part(parts, state, "span_id").await?;
        SpanId::parse(&text).map(Self).map_err(|error| Problem::from(error).in_field("span_id"))
    }
}

/// The assessment in the path.
pub struct OfAssessment(pub AssessmentId);

impl<S: Send + Sync> FromRequestParts<S> for OfAssessment {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        Ok(Self(AssessmentId::new(path_part(parts, state, "assessment_id").await?)))
    }
}

/// The session in the path.
pub struct OfSession(pub String);

impl<S: Send + Sync> FromRequestParts<S> for OfSession {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        path_part(parts, state, "session").await.map(Self)
    }
}

/// The prompt in the path.
pub struct OfPrompt(pub String);

impl<S: Send + Sync> FromRequestParts<S> for OfPrompt {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        path_part(parts, state, "prompt").await.map(Self)
    }
}

/// The alias in the path.
pub struct OfAlias(pub String);

impl<S: Send + Sync> FromRequestParts<S> for OfAlias {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        path_part(parts, state, "alias").await.map(Self)
    }
}

/// The run in the path.
pub struct OfRun(pub RunId);

impl<S: Send + Sync> FromRequestParts<S> for OfRun {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let text = path_part(parts, state, "run_id").await?;
        RunId::parse(&text).map(Self).map_err(|error| Problem::from(error).in_field("run_id"))
    }
}

/// The evaluation dataset in the path.
pub struct OfDataset(pub String);

impl<S: Send + Sync> FromRequestParts<S> for OfDataset {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let text = path_part(parts, state, "dataset_id").await?;
        if text.len() <= DATASET_ID_BYTES
            && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
        {
            return Ok(Self(text));
        }
        let shown: String = text.chars().take(DATASET_ID_BYTES).collect();
        Err(Problem::field("dataset_id", format!("`{}` is not the id of a dataset", shown.escape_debug()))
            .with_hint("an id is `d-` and 32 hexadecimal digits"))
    }
}

async fn path_part<S: Send + Sync>(parts: &mut Parts, state: &S, name: &str) -> Answer<String> {
    let values = RawPathParams::from_request_parts(parts, state)
        .await
        .map_err(|rejection| Error::invalid(format!("malformed path: {}", rejection.body_text())))?;
    let found = values.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned());
    found.ok_or_else(|| Error::internal(format!("the route has no part `{name}`")).into())
}
