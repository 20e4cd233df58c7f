//! The one error of the product: a kind with its wire codes, a text for the caller, a text for the log.

use std::fmt;

/// Shorthand for results with the product's error.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, in terms a caller can act on. Each kind has one HTTP status, one gRPC code and one MLflow
/// `error_code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The request is malformed or a value is out of range; sending it again does not help.
    InvalidArgument,
    /// The named thing does not exist.
    NotFound,
    /// No handler serves this path.
    EndpointNotFound,
    /// The thing to be made exists.
    AlreadyExists,
    /// The thing is in a state that forbids the call.
    FailedPrecondition,
    /// The caller may not do this.
    PermissionDenied,
    /// The caller is unknown.
    Unauthenticated,
    /// The body is larger than allowed.
    TooLarge,
    /// A queue is full; try again after the time given.
    ResourceExhausted,
    /// The server cannot serve now (disk full, shutting down); try again after the time given.
    Unavailable,
    /// The client knows this call, this server does not serve it yet.
    NotImplemented,
    /// A fault of ours.
    Internal,
}

/// The codes of one [`Kind`] in the protocols we speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wire {
    /// HTTP status.
    pub http: u16,
    /// gRPC status code.
    pub grpc: i32,
    /// `error_code` of MLflow's REST API (MLflow 3.17 `databricks_pb2.ErrorCode`).
    pub mlflow: &'static str,
    /// `code` of the native REST API.
    pub native: &'static str,
}

impl Kind {
    /// The one table from kinds to protocol codes.
    pub const fn wire(self) -> Wire {
        let (http, grpc, mlflow, native) = match self {
            Self::InvalidArgument => (400, 3, "INVALID_PARAMETER_VALUE", "INVALID_ARGUMENT"),
            Self::NotFound => (404, 5, "RESOURCE_DOES_NOT_EXIST", "NOT_FOUND"),
            Self::EndpointNotFound => (404, 12, "ENDPOINT_NOT_FOUND", "ENDPOINT_NOT_FOUND"),
            Self::AlreadyExists => (400, 6, "RESOURCE_ALREADY_EXISTS", "ALREADY_EXISTS"),
            Self::FailedPrecondition => (400, 9, "INVALID_PARAMETER_VALUE", "FAILED_PRECONDITION"),
            Self::PermissionDenied => (403, 7, "PERMISSION_DENIED", "PERMISSION_DENIED"),
            Self::Unauthenticated => (401, 16, "UNAUTHENTICATED", "UNAUTHENTICATED"),
            Self::TooLarge => (413, 3, "BAD_REQUEST", "TOO_LARGE"),
            Self::ResourceExhausted => (429, 8, "REQUEST_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED"),
            Self::Unavailable => (503, 14, "TEMPORARILY_UNAVAILABLE", "UNAVAILABLE"),
            Self::NotImplemented => (501, 12, "NOT_IMPLEMENTED", "NOT_IMPLEMENTED"),
            Self::Internal => (500, 13, "INTERNAL_ERROR", "INTERNAL"),
        };
        Wire { http, grpc, mlflow, native }
    }
}

/// An error with a text for the caller (`outside`) and, apart from it, one for the log (`inside`), which never leaves
/// the process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: Kind,
    outside: String,
    inside: Option<String>,
    retry_after_ms: Option<u64>,
}

impl Error {
    /// An error whose text may be shown to the caller.
    pub fn new(kind: Kind, outside: impl Into<String>) -> Self {
        Self { kind, outside: outside.into(), inside: None, retry_after_ms: None }
    }

    /// [`Kind::InvalidArgument`] with a text that names the field, the value and the way out.
    pub fn invalid(outside: impl Into<String>) -> Self {
        Self::new(Kind::InvalidArgument, outside)
    }

    /// [`Kind::NotFound`].
    pub fn not_found(outside: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, outside)
    }

    /// [`Kind::Internal`]: the caller reads a general text, the log the true one.
    pub fn internal(inside: impl fmt::Display) -> Self {
        Self::new(Kind::Internal, "internal error: the server's log has the details").with_inside(inside)
    }

    /// [`Kind::Unavailable`] with the time after which another try makes sense.
    pub fn unavailable(outside: impl Into<String>, retry_after_ms: u64) -> Self {
        Self::new(Kind::Unavailable, outside).with_retry_after_ms(retry_after_ms)
    }

    /// Adds the text for the log.
    #[must_use]
    pub fn with_inside(mut self, inside: impl fmt::Display) -> Self {
        self.inside = Some(inside.to_string());
        self
    }

    /// Adds the time in milliseconds after which the caller may try again.
    #[must_use]
    pub fn with_retry_after_ms(mut self, retry_after_ms: u64) -> Self {
        self.retry_after_ms = Some(retry_after_ms);
        self
    }

    /// What went wrong.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The text for the caller.
    pub fn outside(&self) -> &str {
        &self.outside
    }

    /// The text for the log, if it says more than [`Error::outside`].
    pub fn inside(&self) -> Option<&str> {
        self.inside.as_deref()
    }

    /// Milliseconds after which another try makes sense; `None` when it never does.
    pub const fn retry_after_ms(&self) -> Option<u64> {
        self.retry_after_ms
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.outside)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inside_text_is_never_displayed() {
        let error = Error::internal("database is locked");
        assert!(!error.to_string().contains("locked"));
        assert_eq!(error.inside(), Some("database is locked"));
    }
}
