//! OTLP over gRPC: the three export services, on the same functions as HTTP.
//!
//! Messages pass as bytes, so that HTTP and gRPC share one decoder with one set of limits.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::Router;
use bytes::{Buf, BufMut, Bytes};
use http::HeaderMap;
use prost::Message;
use spanwell_model::{Error, Result};
use tonic::codec::{Codec, CompressionEncoding, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::server::{Grpc, NamedService, UnaryService};
use tonic::{Request, Response, Status};

use crate::answer::{Encoding, Rejected, rejected_bytes};
use crate::{OtlpState, intake, logs, metrics, target, traces};

/// The three export services.
pub fn grpc_router(state: OtlpState) -> Router {
    tonic::service::Routes::new(Export::<TraceSignal>::new(state.clone()))
        .add_service(Export::<LogSignal>::new(state.clone()))
        .add_service(Export::<MetricSignal>::new(state))
        .into_axum_router()
}

/// One kind of telemetry: the name of its service and what becomes of a body.
trait Signal: Clone + Send + Sync + 'static {
    const SERVICE: &'static str;
    const METHOD: &'static str;

    fn ingest(
        state: OtlpState,
        headers: HeaderMap,
        body: Bytes,
    ) -> impl Future<Output = Result<Rejected>> + Send;
}

#[derive(Clone)]
struct TraceSignal;
#[derive(Clone)]
struct LogSignal;
#[derive(Clone)]
struct MetricSignal;

impl Signal for TraceSignal {
    const SERVICE: &'static str = "opentelemetry.proto.collector.trace.v1.TraceService";
    const METHOD: &'static str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

    async fn ingest(state: OtlpState, headers: HeaderMap, body: Bytes) -> Result<Rejected> {
        traces::ingest(&state, Encoding::Protobuf, &headers, body).await
    }
}

impl Signal for LogSignal {
    const SERVICE: &'static str = "opentelemetry.proto.collector.logs.v1.LogsService";
    const METHOD: &'static str = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";

    async fn ingest(state: OtlpState, _: HeaderMap, body: Bytes) -> Result<Rejected> {
        logs::ingest(&state, Encoding::Protobuf, body).await.map(|()| Rejected::default())
    }
}

impl Signal for MetricSignal {
    const SERVICE: &'static str = "opentelemetry.proto.collector.metrics.v1.MetricsService";
    const METHOD: &'static str = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

    async fn ingest(state: OtlpState, _: HeaderMap, body: Bytes) -> Result<Rejected> {
        metrics::count(&state, Encoding::Protobuf, &body).map(|()| Rejected::default())
    }
}

/// The export service of one signal.
#[derive(Clone)]
struct Export<S> {
    state: OtlpState,
    signal: std::marker::PhantomData<S>,
}

impl<S: Signal> Export<S> {
    fn new(state: OtlpState) -> Self {
        Self { state, signal: std::marker::PhantomData }
    }
}

impl<S: Signal> NamedService for Export<S> {
    const NAME: &'static str = S::SERVICE;
}

type Answer = http::Response<tonic::body::Body>;

impl<S: Signal> tower::Service<http::Request<tonic::body::Body>> for Export<S> {
    type Response = Answer;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = std::result::Result<Answer, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<std::result::Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<tonic::body::Body>) -> Self::Future {
        let service = self.clone();
        Box::pin(async move {
            if request.uri().path() != S::METHOD {
                return Ok(Status::unimplemented(format!("no method {}", request.uri().path())).into_http());
            }
            let limits = &service.state.limits;
            let mut grpc = Grpc::new(BytesCodec)
                .accept_compressed(CompressionEncoding::Gzip)
                .accept_compressed(CompressionEncoding::Zstd)
                .max_decoding_message_size(limits.decompressed_bytes);
            Ok(grpc.unary(service, request).await)
        })
    }
}

impl<S: Signal> UnaryService<Bytes> for Export<S> {
    type Response = Vec<u8>;
    type Future = Pin<Box<dyn Future<Output = std::result::Result<Response<Vec<u8>>, Status>> + Send>>;

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        let state = self.state.clone();
        Box::pin(async move {
            let headers = target::headers_from_metadata(request.metadata());
            let body = request.into_inner();
            let work = async {
                let memory = intake::reserve(&state, body.len())?;
                let rejected = S::ingest(state.clone(), headers, body).await;
                drop(memory);
                rejected
            };
            work.await
                .map(|rejected| Response::new(rejected_bytes(&rejected)))
                .map_err(|error| status(&error))
        })
    }
}

/// `google.rpc.RetryInfo`, which OTLP clients look for before they try again (OTLP 1.x, "OTLP/gRPC Throttling").
#[derive(Clone, PartialEq, Message)]
struct RetryInfo {
    #[prost(message, optional, tag = "1")]
    retry_delay: Option<Delay>,
}

/// `google.protobuf.Duration`.
#[derive(Clone, PartialEq, Message)]
struct Delay {
    #[prost(int64, tag = "1")]
    seconds: i64,
    #[prost(int32, tag = "2")]
    nanos: i32,
}

/// `google.protobuf.Any`.
#[derive(Clone, PartialEq, Message)]
struct Any {
    #[prost(string, tag = "1")]
    type_url: String,
    #[prost(bytes = "vec", tag = "2")]
    value: Vec<u8>,
}

/// `google.rpc.Status`.
#[derive(Clone, PartialEq, Message)]
struct RpcStatus {
    #[prost(int32, tag = "1")]
    code: i32,
    #[prost(string, tag = "2")]
    message: String,
    #[prost(message, repeated, tag = "3")]
    details: Vec<Any>,
}

fn status(error: &Error) -> Status {
    let code = error.kind().wire().grpc;
    let Some(retry_after_ms) = error.retry_after_ms() else {
        return Status::new(code.into(), error.outside());
    };
    let retry_delay = Some(Delay {
        seconds: i64::try_from(retry_after_ms / 1_000).unwrap_or(i64::MAX),
        nanos: i32::try_from(retry_after_ms % 1_000 * 1_000_000).unwrap_or(0),
    });
    let detail = Any {
        type_url: "type.googleapis.com/google.rpc.RetryInfo".into(),
        value: RetryInfo { retry_delay }.encode_to_vec(),
    };
    let details = RpcStatus { code, message: error.outside().into(), details: vec![detail] }.encode_to_vec();
    Status::with_details(code.into(), error.outside(), details.into())
}

/// Messages as they are on the wire.
#[derive(Clone, Copy, Default)]
struct BytesCodec;

impl Codec for BytesCodec {
    type Encode = Vec<u8>;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for BytesCodec {
    type Item = Vec<u8>;
    type Error = Status;

    fn encode(&mut self, item: Vec<u8>, buffer: &mut EncodeBuf<'_>) -> std::result::Result<(), Status> {
        buffer.put_slice(&item);
        Ok(())
    }
}

impl Decoder for BytesCodec {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> std::result::Result<Option<Bytes>, Status> {
        let length = buffer.remaining();
        Ok(Some(buffer.copy_to_bytes(length)))
    }
}
