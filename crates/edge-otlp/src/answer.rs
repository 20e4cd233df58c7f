//! Answers in the request's own encoding: success, partial success, and errors as `google.rpc.Status` (OTLP 1.x, "OTLP/HTTP
//! Response").

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use prost::Message;
use spanwell_model::{Error, Kind};

/// Content type of protobuf bodies.
pub const PROTOBUF: &str = "application/x-protobuf";
/// Content type of JSON bodies.
pub const JSON: &str = "application/json";

/// How a request is encoded, and therefore its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Binary protobuf.
    Protobuf,
    /// OTLP/JSON.
    Json,
}

impl Encoding {
    const fn content_type(self) -> &'static str {
        match self {
            Self::Protobuf => PROTOBUF,
            Self::Json => JSON,
        }
    }
}

/// `google.rpc.Status`, without details.
#[derive(Clone, PartialEq, Message)]
struct Status {
    #[prost(int32, tag = "1")]
    code: i32,
    #[prost(string, tag = "2")]
    message: String,
}

/// What an export call did not take: the same message for all three signals, whose field numbers agree.
#[derive(Clone, PartialEq, Message)]
struct PartialSuccess {
    #[prost(int64, tag = "1")]
    rejected: i64,
    #[prost(string, tag = "2")]
    error_message: String,
}

#[derive(Clone, PartialEq, Message)]
struct ExportResponse {
    #[prost(message, optional, tag = "1")]
    partial_success: Option<PartialSuccess>,
}

/// What was not taken of a request, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rejected {
    /// How many.
    pub count: u64,
    /// Why; the first reasons.
    pub reason: String,
}

/// 200: everything was taken, or all but `rejected`. `field` is the JSON name of the count, such as `rejectedSpans`.
pub fn success(encoding: Encoding, rejected: &Rejected, field: &'static str) -> Response {
    let count = i64::try_from(rejected.count).unwrap_or(i64::MAX);
    let has_news = count > 0 || !rejected.reason.is_empty();
    let body = match encoding {
        Encoding::Protobuf => rejected_bytes(rejected),
        Encoding::Json if has_news => {
            // OTLP/JSON prints 64-bit integers as strings.
            let partial = serde_json::json!({field: count.to_string(), "errorMessage": rejected.reason});
            serde_json::json!({"partialSuccess": partial}).to_string().into_bytes()
        }
        Encoding::Json => b"{}".to_vec(),
    };
    (StatusCode::OK, [(header::CONTENT_TYPE, encoding.content_type())], body).into_response()
}

/// An export response as protobuf: empty, or with what was not taken.
pub fn rejected_bytes(rejected: &Rejected) -> Vec<u8> {
    let has_news = rejected.count > 0 || !rejected.reason.is_empty();
    let partial_success = has_news.then(|| PartialSuccess {
        rejected: i64::try_from(rejected.count).unwrap_or(i64::MAX),
        error_message: rejected.reason.clone(),
    });
    ExportResponse { partial_success }.encode_to_vec()
}

/// The error as `google.rpc.Status`, with `Retry-After` when another try makes sense.
pub fn failure(encoding: Encoding, error: &Error) -> Response {
    if error.kind() == Kind::Internal {
        tracing::error!(inside = error.inside(), "an OTLP request failed");
    }
    let wire = error.kind().wire();
    let body = match encoding {
        Encoding::Protobuf => Status { code: wire.grpc, message: error.outside().to_owned() }.encode_to_vec(),
        Encoding::Json => {
            serde_json::json!({"code": wire.grpc, "message": error.outside()}).to_string().into_bytes()
        }
    };
    let status = StatusCode::from_u16(wire.http).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, [(header::CONTENT_TYPE, encoding.content_type())], body).into_response();
    if let Some(retry_after_ms) = error.retry_after_ms() {
        let seconds = retry_after_ms.div_ceil(1_000).max(1);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
