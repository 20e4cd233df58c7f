//! The OTLP service messages as an edge needs them: requests that keep their bytes for the decoder, and answers.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use prost::encoding::{DecodeContext, WireType, decode_varint, encode_key, encode_varint, skip_field};
use prost::{DecodeError, Message};

/// Defines a request message that is nothing but its bytes: what it holds is read by the decoder under its limits,
/// never by the transport.
macro_rules! raw_request {
    ($(#[$documentation:meta])* $name:ident) => {
        $(#[$documentation])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $name {
            /// The message as it stands on the wire.
            pub body: Bytes,
        }

        impl Message for $name {
            fn encode_raw(&self, buf: &mut impl BufMut) {
                buf.put_slice(&self.body);
            }

            fn merge_field(
                &mut self,
                tag: u32,
                wire_type: WireType,
                buf: &mut impl Buf,
                context: DecodeContext,
            ) -> Result<(), DecodeError> {
                merge_raw(&mut self.body, tag, wire_type, buf, context)
            }

            fn encoded_len(&self) -> usize {
                self.body.len()
            }

            fn clear(&mut self) {
                self.body.clear();
            }

            fn decode(mut buf: impl Buf) -> Result<Self, DecodeError> {
                Ok(Self { body: buf.copy_to_bytes(buf.remaining()) })
            }
        }
    };
}

raw_request! {
    /// OTLP `ExportTraceServiceRequest`; give `body` to [`crate::decode_traces_protobuf`].
    ExportTraceServiceRequest
}
raw_request! {
    /// OTLP `ExportLogsServiceRequest`; give `body` to [`crate::decode_logs_protobuf`].
    ExportLogsServiceRequest
}
raw_request! {
    /// OTLP `ExportMetricsServiceRequest`; give `body` to [`crate::decode_metrics_protobuf`].
    ExportMetricsServiceRequest
}

/// Appends one field that was met by a generic decoder. All fields of the three requests are messages.
fn merge_raw(
    body: &mut Bytes,
    tag: u32,
    wire_type: WireType,
    buf: &mut impl Buf,
    context: DecodeContext,
) -> Result<(), DecodeError> {
    if wire_type != WireType::LengthDelimited {
        return skip_field(wire_type, tag, buf, context);
    }
    let length = decode_varint(buf)?;
    let bytes = usize::try_from(length).unwrap_or(usize::MAX).min(buf.remaining());
    let mut grown = BytesMut::from(std::mem::take(body));
    encode_key(tag, wire_type, &mut grown);
    encode_varint(bytes as u64, &mut grown);
    grown.put(buf.copy_to_bytes(bytes));
    *body = grown.freeze();
    Ok(())
}

/// OTLP `ExportTraceServiceResponse`.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct ExportTraceServiceResponse {
    /// Set only when something was rejected.
    #[prost(message, optional, tag = "1")]
    pub partial_success: Option<ExportTracePartialSuccess>,
}

/// OTLP `ExportTracePartialSuccess`.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct ExportTracePartialSuccess {
    /// Spans that were not taken.
    #[prost(int64, tag = "1")]
    pub rejected_spans: i64,
    /// Why.
    #[prost(string, tag = "2")]
    pub error_message: String,
}

/// OTLP `ExportLogsServiceResponse`.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct ExportLogsServiceResponse {
    /// Set only when something was rejected.
    #[prost(message, optional, tag = "1")]
    pub partial_success: Option<ExportLogsPartialSuccess>,
}

/// OTLP `ExportLogsPartialSuccess`.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct ExportLogsPartialSuccess {
    /// Records that were not taken.
    #[prost(int64, tag = "1")]
    pub rejected_log_records: i64,
    /// Why.
    #[prost(string, tag = "2")]
    pub error_message: String,
}

/// OTLP `ExportMetricsServiceResponse`.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct ExportMetricsServiceResponse {
    /// Set only when something was rejected.
    #[prost(message, optional, tag = "1")]
    pub partial_success: Option<ExportMetricsPartialSuccess>,
}

/// OTLP `ExportMetricsPartialSuccess`.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct ExportMetricsPartialSuccess {
    /// Data points that were not taken.
    #[prost(int64, tag = "1")]
    pub rejected_data_points: i64,
    /// Why.
    #[prost(string, tag = "2")]
    pub error_message: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_keep_their_bytes() {
        let body = Bytes::from_static(&[0x0a, 2, 0x12, 0, 0x0a, 0]);
        let request = ExportTraceServiceRequest::decode(body.clone()).unwrap();
        assert_eq!(request.body, body);
        assert_eq!(request.encode_to_vec(), body);
        let mut merged = ExportTraceServiceRequest::default();
        merged.merge(body.clone()).unwrap();
        assert_eq!(merged.body, body);
    }
}
