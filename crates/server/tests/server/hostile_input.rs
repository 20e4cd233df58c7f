//! What nobody should send: each has its answer, and the server goes on serving.

use std::io::Write as _;

use crate::harness::RunningServer;
use crate::harness::protobuf::{attribute, bytes, double, request, span, text};

const START_NS: u64 = 1_790_000_000_000_000_000;
const END_NS: u64 = START_NS + 1_000_000_000;
const PROTOBUF: &str = "application/x-protobuf";
const JSON: &str = "application/json";

fn post(server: &RunningServer, content_type: &str, encoding: &str, body: &[u8]) -> String {
    let mut raw = format!(
        "POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: {content_type}\r\nContent-Encoding: {encoding}\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    raw.extend(body);
    server.raw(&raw)
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or(answer)
}

fn start() -> (tempfile::TempDir, RunningServer) {
    let folder = tempfile::tempdir().unwrap();
    let server = RunningServer::start(folder.path());
    (folder, server)
}

/// The server still takes a good span and gives it back.
fn still_serves(server: &RunningServer) {
    let good = request(&[span(&[7; 16], &[7; 8], b"good", START_NS, END_NS)]);
    assert_eq!(status(&post(server, PROTOBUF, "identity", &good)), "200");
    let answer = server.get(&format!("/api/3.0/mlflow/traces/get?trace_id=tr-{}", "07".repeat(16)));
    assert_eq!(answer.matches("\"span_id\"").count(), 1, "{answer}");
}

#[test]
fn bodies_over_the_limit_are_refused_by_their_length() {
    let (_folder, server) = start();
    // The length alone is enough: the body is never sent.
    let head = b"POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
                 Content-Length: 10000000000\r\nConnection: close\r\n\r\n";
    assert_eq!(status(&server.raw(head)), "413");
    still_serves(&server);
}

#[test]
fn compression_bombs_are_refused() {
    let (_folder, server) = start();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..1_024 {
        encoder.write_all(&[0; 1 << 20]).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 8 << 20);
    assert_eq!(status(&post(&server, PROTOBUF, "gzip", &bomb)), "413");
    still_serves(&server);
}

#[test]
fn json_100_000_levels_deep_is_an_error() {
    let (_folder, server) = start();
    let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    let value = format!(r#"{{"resourceSpans":{}}}"#, deep("[", "]"));
    assert_eq!(status(&post(&server, JSON, "identity", value.as_bytes())), "400");
    let value = deep(r#"{"resourceSpans":"#, "}");
    assert_eq!(status(&post(&server, JSON, "identity", value.as_bytes())), "400");
    still_serves(&server);
}

#[test]
fn broken_text_and_odd_numbers_are_kept_as_well_as_they_can_be() {
    let (_folder, server) = start();
    let odd = [
        span(&[1; 16], &[1; 8], b"broken \xff\xfe name", START_NS, END_NS),
        bytes(9, &attribute(b"nan", &double(f64::NAN))),
        bytes(9, &attribute(b"infinite", &double(f64::NEG_INFINITY))),
        bytes(9, &attribute(b"broken \xc3\x28", &text(b"cut in the middle of a character \xe2\x82"))),
        bytes(9, &attribute(b"nul", &text(b"a\0b"))),
    ]
    .concat();
    let answer = post(&server, PROTOBUF, "identity", &request(&[odd]));
    assert_eq!(status(&answer), "200", "{answer}");
    let answer = server.get(&format!("/api/3.0/mlflow/traces/get?trace_id=tr-{}", "01".repeat(16)));
    assert!(answer.contains("NaN") && answer.contains("cut in the middle"), "{answer}");
    still_serves(&server);
}

#[test]
fn ids_of_wrong_length_refuse_their_span_and_no_other() {
    let (_folder, server) = start();
    let spans = [
        span(&[2; 15], &[1; 8], b"short trace id", START_NS, END_NS),
        span(&[2; 16], &[1; 9], b"long span id", START_NS, END_NS),
        span(&[0; 16], &[1; 8], b"zero trace id", START_NS, END_NS),
        span(&[2; 16], &[0; 8], b"zero span id", START_NS, END_NS),
        span(&[2; 16], &[3; 8], b"good", START_NS, END_NS),
    ];
    let answer = post(&server, PROTOBUF, "identity", &request(&spans));
    assert_eq!(status(&answer), "200");
    assert!(answer.contains("trace_id") && answer.contains("span_id"), "{answer}");
    let answer = server.get(&format!("/api/3.0/mlflow/traces/get?trace_id=tr-{}", "02".repeat(16)));
    assert_eq!(answer.matches("\"span_id\"").count(), 1, "{answer}");
}

#[test]
fn a_million_attributes_are_cut_to_the_limit() {
    let (_folder, server) = start();
    let mut many = span(&[3; 16], &[3; 8], b"many", START_NS, END_NS);
    for number in 0..1_000_000 {
        many.extend(bytes(9, &attribute(format!("k{number}").as_bytes(), &text(b"v"))));
    }
    let answer = post(&server, PROTOBUF, "identity", &request(&[many]));
    assert_eq!(status(&answer), "200", "{answer}");
    let answer = server.get(&format!("/api/v1/traces/tr-{}/spans/{}", "03".repeat(16), "03".repeat(8)));
    assert!(answer.contains("\"k0\"") && !answer.contains("\"k999999\""));
    still_serves(&server);
}

#[test]
fn times_of_the_far_past_and_future_have_an_answer() {
    let (_folder, server) = start();
    let spans = [
        span(&[4; 16], &[1; 8], b"epoch", 1, 2),
        span(&[5; 16], &[1; 8], b"end before start", END_NS, START_NS),
        span(&[6; 16], &[1; 8], b"beyond the calendar", u64::MAX - 1, u64::MAX),
    ];
    let answer = post(&server, PROTOBUF, "identity", &request(&spans));
    assert_eq!(status(&answer), "200");
    for (id, found) in [("04", "200"), ("05", "200"), ("06", "404")] {
        let answer = server.get(&format!("/api/3.0/mlflow/traces/tr-{}", id.repeat(16)));
        assert_eq!(status(&answer), found, "{id}: {answer}");
        assert!(!answer.contains("\"-"), "no negative duration: {answer}");
    }
    still_serves(&server);
}

#[test]
fn what_is_no_otlp_is_named() {
    let (_folder, server) = start();
    for (content_type, encoding, body, expected) in [
        (PROTOBUF, "identity", &b"\xff\xff\xff\xff not protobuf"[..], "400"),
        (JSON, "identity", b"{", "400"),
        (JSON, "identity", br#"{"resourceSpans": 5}"#, "400"),
        (JSON, "gzip", b"{}", "400"),
        ("text/plain", "identity", b"{}", "400"),
        (JSON, "br", b"{}", "400"),
        (JSON, "identity", b"{}", "200"),
        (PROTOBUF, "identity", b"", "200"),
    ] {
        let answer = post(&server, content_type, encoding, body);
        assert_eq!(status(&answer), expected, "{content_type} {encoding} {body:?}: {answer}");
    }
    still_serves(&server);
}
