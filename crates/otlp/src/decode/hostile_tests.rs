//! What strangers may send: every bad span costs only itself, and memory follows the limits.

use bytes::Bytes;
use proptest::prelude::*;
use spanwell_model::{DeriveFacts as _, Limits, Span, Value};

use super::wire::{begin_message, end_message, put_bytes, put_fixed64, put_number};
use super::*;
use crate::{Translators, chat, with_translated};

/// Writes the fields of a span.
type Writer<'w> = &'w dyn Fn(&mut Vec<u8>);

/// A request with one span for each writer.
fn request(spans: &[Writer<'_>]) -> Bytes {
    let mut out = Vec::new();
    let resource_spans = begin_message(1, &mut out);
    let scope_spans = begin_message(2, &mut out);
    for fields in spans {
        let span = begin_message(2, &mut out);
        fields(&mut out);
        end_message(span, &mut out);
    }
    end_message(scope_spans, &mut out);
    end_message(resource_spans, &mut out);
    out.into()
}

fn ids(out: &mut Vec<u8>) {
    put_bytes(1, &[1; 16], out);
    put_bytes(2, &[2; 8], out);
    put_fixed64(7, 1_000, out);
    put_fixed64(8, 2_000, out);
}

fn attribute(key: &str, value: Writer<'_>, out: &mut Vec<u8>) {
    let entry = begin_message(9, out);
    put_bytes(1, key.as_bytes(), out);
    let start = begin_message(2, out);
    value(out);
    end_message(start, out);
    end_message(entry, out);
}

fn text(key: &str, text: &[u8], out: &mut Vec<u8>) {
    attribute(key, &|out| put_bytes(1, text, out), out);
}

fn decode(body: Bytes, limits: &Limits) -> DecodedTraces {
    decode_traces_protobuf(body, limits).unwrap()
}

fn only_span(fields: Writer<'_>) -> Span {
    let mut decoded = decode(request(&[fields]), &Limits::default());
    assert_eq!(decoded.rejected, []);
    let mut span = decoded.groups.remove(0).spans.remove(0);
    span.facts = Translators.derive(&span);
    span
}

#[test]
fn one_bad_span_costs_only_itself() {
    let decoded = decode(
        request(&[
            &|out| put_bytes(1, &[1; 16], out),
            &|out| {
                put_bytes(1, &[1; 15], out);
                put_bytes(2, &[2; 8], out);
            },
            &|out| {
                put_bytes(1, &[0; 16], out);
                put_bytes(2, &[2; 8], out);
            },
            &|out| {
                ids(out);
                put_bytes(4, &[3; 7], out);
            },
            &|out| {
                ids(out);
                put_fixed64(7, u64::MAX, out);
            },
            &|out| out.extend_from_slice(&[0x4a, 0x7f]),
            &ids,
        ]),
        &Limits::default(),
    );
    let reasons: Vec<&str> = decoded.rejected.iter().map(|rejected| rejected.reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "`span_id`: span id must have 8 bytes, it has 0",
            "`trace_id` must have 16 bytes, it has 15",
            "`trace_id` must not be all zero",
            "`parent_span_id`: span id must have 8 bytes, it has 7",
            "`start_time_unix_nano` 18446744073709551615 is later than 9214646400000000000 (the year 2261)",
            "span is not valid protobuf: it ends within a field",
        ]
    );
    assert_eq!((decoded.rejected_count, decoded.span_count), (6, 1));
    assert!(
        decoded.rejection_text().unwrap().starts_with("6 spans were rejected, the first because `span_id`")
    );
}

#[test]
fn a_span_without_end_runs_and_a_zero_parent_is_none() {
    let span = only_span(&|out| {
        ids(out);
        put_fixed64(8, 0, out);
        put_bytes(4, &[0; 8], out);
    });
    assert_eq!((span.end_time_ns, span.parent_span_id), (None, None));
    let reversed = only_span(&|out| {
        ids(out);
        put_fixed64(8, 10, out);
    });
    assert_eq!(reversed.duration_ns(), Some(0));
}

#[test]
fn broken_utf8_is_replaced_and_unknown_kinds_are_null() {
    let span = only_span(&|out| {
        ids(out);
        put_bytes(5, b"na\xffme", out);
        text("key", b"va\xfflue", out);
        attribute("index", &|out| put_number(8, 3, out), out);
        attribute("future", &|out| put_bytes(99, b"x", out), out);
        put_bytes(77, b"unknown field", out);
    });
    assert_eq!(span.name, "na\u{fffd}me");
    assert_eq!(span.attribute("key"), Some(&Value::from("va\u{fffd}lue")));
    assert_eq!(span.attribute("index"), Some(&Value::Null));
    assert_eq!(span.attribute("future"), Some(&Value::Null));
}

#[test]
fn long_text_and_many_attributes_are_cut_and_counted() {
    let limits = Limits { attribute_value_bytes: 100, attributes_per_span: 10, ..Limits::default() };
    let body = request(&[&|out| {
        ids(out);
        text("long", &[b'a'; 10_000_000], out);
        for number in 0..1_000_000 {
            attribute(&format!("k{number}"), &|_| {}, out);
        }
    }]);
    let decoded = decode(body, &limits);
    let span = &decoded.groups[0].spans[0];
    let kept = span.attribute("long").and_then(Value::as_str).unwrap();
    assert!(kept.starts_with("aaa") && kept.ends_with(" …[cut: 9999900 bytes]"), "{kept}");
    assert_eq!(span.attributes.len(), 10);
    assert_eq!(span.dropped, 999_991);
}

#[test]
fn elements_of_values_are_bounded_for_the_whole_request() {
    let empties = [0x0a, 0x00].repeat(9_000_000);
    let span = only_span(&|out| {
        ids(out);
        attribute("list", &|out| put_bytes(5, &empties, out), out);
    });
    let Some(Value::Array(items)) = span.attribute("list") else { panic!() };
    assert!(items.len() < 8_000_000);
    assert!(span.dropped > 1_000_000);
}

#[test]
fn deep_values_are_cut_and_deep_json_is_an_error() {
    let mut value = Vec::new();
    for _ in 0..100_000 {
        let mut outer = Vec::with_capacity(value.len() + 16);
        let array = begin_message(5, &mut outer);
        let item = begin_message(1, &mut outer);
        outer.extend_from_slice(&value);
        end_message(item, &mut outer);
        end_message(array, &mut outer);
        value = outer;
        if value.len() > 4_000 {
            break;
        }
    }
    let span = only_span(&|out| {
        ids(out);
        attribute("deep", &|out| out.extend_from_slice(&value), out);
    });
    assert!(span.attribute("deep").unwrap().to_json().contains("nested too deep"));
    let (begin, end) = (r#"{"resourceSpans":[{"resource":{"attributes":[{"key":"k","value":"#, "}]}}]}");
    for (open, close) in [("[", "]"), (r#"{"x":"#, "}"), (r#"{"arrayValue":{"values":["#, "]}}")] {
        let deep = format!("{}{}", open.repeat(100_000), close.repeat(100_000));
        for body in [deep.clone(), format!("{begin}{deep}{end}")] {
            let error = decode_traces_json(body.as_bytes(), &Limits::default()).unwrap_err();
            assert!(
                error.outside().contains("nested too deep") || error.outside().contains("invalid type"),
                "{error}"
            );
        }
    }
}

#[test]
fn hostile_indices_and_text_do_not_harm_the_translators() {
    let span = only_span(&|out| {
        ids(out);
        text("openinference.span.kind", b"LLM", out);
        text("llm.input_messages.4000000000.message.role", b"user", out);
        text("llm.input_messages.4000000000.message.content", b"last", out);
        text("llm.input_messages.7.message.role", b"system", out);
        text("llm.input_messages.7.message.content", b"first", out);
        text("llm.input_messages.99999999999999999999999.message.role", b"user", out);
        text("llm.token_count.prompt", b"-1", out);
        attribute("llm.token_count.completion", &|out| put_fixed64(4, f64::NAN.to_bits(), out), out);
        text("output.value", b"{'text': 'python repr'}", out);
        text("output.mime_type", b"application/json", out);
        text("llm.invocation_parameters", b"{broken", out);
    });
    let messages = chat(&span).unwrap().messages;
    assert_eq!(messages.len(), 3);
    assert_eq!((messages[0].role.as_str(), messages[1].role.as_str()), ("system", "user"));
    assert_eq!(span.facts.usage, None);
    assert_eq!(span.facts.outputs.as_deref(), Some(r#""{'text': 'python repr'}""#));
}

#[test]
fn too_many_spans_are_counted_not_kept() {
    let limits = Limits { spans_per_request: 1, ..Limits::default() };
    let decoded = decode(request(&[&ids, &ids, &ids]), &limits);
    assert_eq!((decoded.span_count, decoded.rejected_count), (1, 2));
    assert_eq!(decoded.rejected[0].reason, "the request has more than 1 spans");
}

#[test]
fn what_is_no_request_is_refused() {
    for body in [&b"\x0a\x7f"[..], b"not protobuf"] {
        assert!(decode_traces_protobuf(Bytes::copy_from_slice(body), &Limits::default()).is_err());
        assert!(decode_logs_protobuf(Bytes::copy_from_slice(body), &Limits::default()).is_err());
    }
    for body in ["", "{", "[]", "7", "{} {}"] {
        assert!(decode_traces_json(body.as_bytes(), &Limits::default()).is_err(), "{body}");
    }
    assert_eq!(decode_traces_protobuf(Bytes::new(), &Limits::default()).unwrap().span_count, 0);
    assert_eq!(decode_traces_json(b"{}", &Limits::default()).unwrap().span_count, 0);
}

proptest! {
    #[test]
    fn no_bytes_make_a_decoder_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let limits = Limits::default();
        let body = Bytes::from(bytes.clone());
        _ = decode_traces_protobuf(body.clone(), &limits);
        _ = decode_logs_protobuf(body.clone(), &limits);
        _ = decode_metrics_protobuf(body, &limits);
        _ = decode_traces_json(&bytes, &limits);
        _ = decode_logs_json(&bytes, &limits);
        _ = decode_metrics_json(&bytes, &limits);
    }

    /// Bytes inside a valid frame reach deeper than random bytes do.
    #[test]
    fn no_span_makes_a_translator_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), key in key(), value in ".{0,40}") {
        let decoded = decode(request(&[&|out| {
            ids(out);
            text(&key, value.as_bytes(), out);
            attribute(&key, &|out| out.extend_from_slice(&bytes), out);
        }, &|out| {
            ids(out);
            text(&key, format!("[{{\"role\":\"user\",\"content\":{value:?}}}]").as_bytes(), out);
        }]), &Limits::default());
        for span in decoded.groups.into_iter().flat_map(|group| group.spans) {
            let mut span = span;
            span.facts = Translators.derive(&span);
            _ = chat(&span);
            _ = with_translated(&span);
            for text in [&span.facts.inputs, &span.facts.outputs, &span.facts.tools].into_iter().flatten() {
                prop_assert!(serde_json::from_str::<serde_json::Value>(text).is_ok(), "{text}");
            }
        }
    }
}

/// Keys that translators read.
fn key() -> impl Strategy<Value = String> {
    proptest::sample::select(
        [
            "mlflow.spanInputs",
            "mlflow.spanOutputs",
            "mlflow.chat.tokenUsage",
            "mlflow.linkedPrompts",
            "langfuse.observation.usage_details",
            "langfuse.observation.completion_start_time",
            "input.value",
            "llm.input_messages.0.message.content",
            "llm.tools.0.tool.json_schema",
            "gen_ai.input.messages",
            "gen_ai.output.messages",
            "gen_ai.system_instructions",
            "gen_ai.response.finish_reasons",
            "ai.response.toolCalls",
            "traceloop.entity.input",
            "gen_ai.prompt.0.content",
            "gen_ai.prompt",
            "lmnr.span.output",
            "pydantic_ai.all_messages",
            "all_messages_events",
            "request_data",
            "hidden_params",
        ]
        .map(str::to_owned)
        .to_vec(),
    )
}
