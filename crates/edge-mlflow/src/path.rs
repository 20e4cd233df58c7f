//! What stands in a path: ids and artifact paths.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use spanwell_mlflow::header::parse_trace_id;
use spanwell_model::{AssessmentId, Error, Result, TraceId};

use crate::answer::Failure;

/// The trace a path names.
pub(crate) struct TraceInPath(pub(crate) TraceId);

/// The trace and the assessment a path names.
pub(crate) struct AssessmentInPath(pub(crate) TraceId, pub(crate) AssessmentId);

/// The logged model a path names.
pub(crate) struct ModelInPath(pub(crate) String);

/// The logged model and the tag a path names.
pub(crate) struct ModelTagInPath(pub(crate) String, pub(crate) String);

/// The evaluation dataset a path names.
pub(crate) struct DatasetInPath(pub(crate) String);

/// The evaluation dataset and the tag a path names.
pub(crate) struct DatasetTagInPath(pub(crate) String, pub(crate) String);

/// The issue a path names.
pub(crate) struct IssueInPath(pub(crate) String);

/// The webhook a path names.
pub(crate) struct WebhookInPath(pub(crate) String);

/// The artifact a path names, decoded.
pub(crate) struct ArtifactInPath(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for TraceInPath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let [id] = values(parts, state).await?;
        Ok(Self(parse_trace_id(&id)?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for AssessmentInPath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let [trace_id, assessment_id] = values(parts, state).await?;
        Ok(Self(parse_trace_id(&trace_id)?, AssessmentId::new(assessment_id)))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ModelInPath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let [id] = values(parts, state).await?;
        Ok(Self(id))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ModelTagInPath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let [id, key] = values(parts, state).await?;
        Ok(Self(id, key))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for DatasetInPath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let [id] = values(parts, state).await?;
        Ok(Self(id))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for DatasetTagInPath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let [id, key] = values(parts, state).await?;
        Ok(Self(id, key))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IssueInPath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let [id] = values(parts, state).await?;
        Ok(Self(id))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for WebhookInPath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let [id] = values(parts, state).await?;
        Ok(Self(id))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ArtifactInPath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let [path] = values(parts, state).await?;
        Ok(Self(path))
    }
}

/// The values of the path's placeholders, percent-decoded.
async fn values<const COUNT: usize, S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<[String; COUNT]> {
    let not_text = || Error::invalid("the path is not UTF-8 text");
    let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| not_text())?;
    let values: Vec<String> = params.iter().map(|(_, value)| value.to_owned()).collect();
    values
        .try_into()
        .map_err(|_| Error::internal("a route has another number of placeholders than its handler"))
}
