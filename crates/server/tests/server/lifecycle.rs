//! Start, stop, a second server on the same directory, settings that are refused: what a person at the terminal meets.

use crate::harness::{RunningServer, free_port, spanwell};

fn output_of(arguments: &[&str]) -> (bool, String) {
    let output = spanwell().args(arguments).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[test]
fn it_answers_and_stops_with_success() {
    for signal in ["INT", "TERM"] {
        let folder = tempfile::tempdir().unwrap();
        let server = RunningServer::start(&folder.path().join("data"));
        let answer = server.get("/version");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(server.stop_with(signal).success(), "{signal}");
    }
}

#[test]
fn a_second_server_on_the_same_directory_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let _first = RunningServer::start(folder.path());
    let directory = folder.path().to_str().unwrap();
    let (success, text) =
        output_of(&["serve", "--port", "0", "--otlp-grpc-port", "0", "--data-dir", directory]);
    assert!(!success);
    assert!(text.contains(directory) && text.contains("another"), "{text}");
}

#[test]
fn what_was_stored_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let server = RunningServer::start(folder.path());
    let made = server.post_json("/api/2.0/mlflow/experiments/create", r#"{"name": "kept"}"#);
    assert!(made.starts_with("HTTP/1.1 200"), "{made}");
    server.stop_with("KILL");
    let server = RunningServer::start(folder.path());
    let found = server.get("/api/2.0/mlflow/experiments/get-by-name?experiment_name=kept");
    assert!(found.starts_with("HTTP/1.1 200"), "{found}");
}

#[test]
fn an_address_that_others_reach_needs_a_flag() {
    let (success, text) = output_of(&["serve", "--host", "0.0.0.0", "--port", "0"]);
    assert!(!success);
    assert!(text.contains("--allow-insecure"), "{text}");
}

#[test]
fn a_port_in_use_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let first = RunningServer::start(&folder.path().join("one"));
    let port = first.address.port().to_string();
    let second = folder.path().join("two");
    let (success, text) = output_of(&["serve", "--port", &port, "--data-dir", second.to_str().unwrap()]);
    assert!(!success);
    assert!(text.contains(&port) && text.contains("--port"), "{text}");
}

#[test]
fn wrong_settings_are_refused_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let grpc = free_port().to_string();
    for (option, value, told) in [
        ("--retention", "soon", "30d"),
        ("--disk-quota", "big", "50GB"),
        ("--price-book", "/no/such/file.csv", "/no/such/file.csv"),
        ("--log", "=[", "--log"),
    ] {
        let (success, text) = output_of(&[
            "serve",
            "--port",
            "0",
            "--otlp-grpc-port",
            &grpc,
            "--data-dir",
            data,
            option,
            value,
        ]);
        assert!(!success, "{option}");
        assert!(text.contains(told), "{option}: {text}");
        assert!(!std::path::Path::new(data).exists(), "{option}");
    }
}

#[test]
fn a_data_directory_that_cannot_be_one_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let path = file.path().to_str().unwrap();
    let (success, text) = output_of(&["serve", "--port", "0", "--otlp-grpc-port", "0", "--data-dir", path]);
    assert!(!success);
    assert!(text.contains(path), "{text}");
}

#[test]
fn the_help_says_what_to_do_next() {
    let (success, text) = output_of(&["--help"]);
    assert!(success);
    insta::assert_snapshot!(text, @r"
    Traces, explains and improves applications built on large language models

    Usage: spanwell <COMMAND>

    Commands:
      serve   Receive traces, keep them, show them: the server with its page
      import  Copy what another system holds

    Options:
      -h, --help     Print help
      -V, --version  Print version

    Start the server:
      spanwell serve                        page on http://localhost:5000, data in ./spanwell-data

    Send it traces:
      MLFLOW_TRACKING_URI=http://localhost:5000 python app.py            the official MLflow client
      OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:5000 node app.js      any OpenTelemetry SDK

    Bring what an MLflow server has:
      spanwell import mlflow --from http://localhost:5001
    ");
}
