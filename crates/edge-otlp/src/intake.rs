//! What all three signals have in common on the way in: memory is reserved, the body is read and decompressed.

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use bytes::Bytes;
use http::HeaderMap;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use spanwell_model::{Error, Kind, Result};
use tokio::sync::OwnedSemaphorePermit;

use crate::answer::{Encoding, failure};
use crate::{BYTES_PER_PERMIT, OtlpState, body};

/// Bodies larger than this are decoded on a thread of their own, so that others are served meanwhile.
pub(crate) const INLINE_BYTES: usize = 256 << 10;
/// When to come again after the memory for requests in work was used up, in milliseconds.
const RETRY_AFTER_MS: u64 = 1_000;

/// A request's body, ready to be decoded.
pub(crate) struct Intake {
    /// How it is encoded.
    pub encoding: Encoding,
    /// The request's headers.
    pub headers: HeaderMap,
    /// The body, decompressed.
    pub body: Bytes,
    /// Memory reserved for it, given back at the end of the request.
    pub memory: OwnedSemaphorePermit,
}

impl Intake {
    /// Reads a request. The error is the answer to send.
    pub(crate) async fn read(state: &OtlpState, request: Request) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let encoding = body::encoding(&parts.headers).map_err(|error| failure(Encoding::Protobuf, &error))?;
        let read = async {
            let most = state.limits.body_bytes;
            // A length that is announced is refused before anything is read.
            if announced_length(&parts.headers).is_some_and(|length| length > most as u64) {
                return Err(too_large(most));
            }
            let wire = read_body(body, most).await?;
            let memory = reserve(state, wire.len())?;
            let limits = state.limits.clone();
            let headers = parts.headers;
            if headers.contains_key(http::header::CONTENT_ENCODING) && wire.len() > INLINE_BYTES {
                let task = tokio::task::spawn_blocking(move || {
                    let plain = body::decompress(&headers, wire, &limits);
                    (headers, plain)
                });
                let (headers, plain) = task.await.map_err(Error::internal)?;
                return Ok((headers, plain?, memory));
            }
            let plain = body::decompress(&headers, wire, &limits)?;
            Ok((headers, plain, memory))
        };
        let (headers, body, memory) = read.await.map_err(|error: Error| failure(encoding, &error))?;
        Ok(Self { encoding, headers, body, memory })
    }
}

/// Reserves memory for a body of this size.
pub(crate) fn reserve(state: &OtlpState, bytes: usize) -> Result<OwnedSemaphorePermit> {
    let most = state.limits.write_queue_bytes / BYTES_PER_PERMIT;
    let permits = bytes.div_ceil(BYTES_PER_PERMIT).clamp(1, most);
    let permits = u32::try_from(permits).unwrap_or(u32::MAX);
    state.memory.clone().try_acquire_many_owned(permits).map_err(|_| {
        Error::new(
            Kind::ResourceExhausted,
            "too many requests are in work: send this one again after a while",
        )
        .with_retry_after_ms(RETRY_AFTER_MS)
    })
}

async fn read_body(body: Body, most: usize) -> Result<Bytes> {
    match Limited::new(body, most).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.downcast_ref::<LengthLimitError>().is_some() => Err(too_large(most)),
        Err(error) => Err(Error::invalid(format!("the body could not be read: {error}"))),
    }
}

fn announced_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(http::header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn too_large(most: usize) -> Error {
    Error::new(Kind::TooLarge, format!("the body has more than {most} bytes: send fewer spans a request"))
}
