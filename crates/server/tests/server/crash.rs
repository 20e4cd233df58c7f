//! `kill -9` during load: every acknowledged trace is there and whole after the restart, without a repair step, and text
//! search finds it.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use crate::harness::RunningServer;

const ROUNDS: u32 = 4;
const CLIENTS: u32 = 4;
const SPANS: usize = 6;
/// The server is killed after this many acknowledged traces a round, with more on their way.
const ACKNOWLEDGED_PER_ROUND: usize = 60;

fn export_request(number: u32) -> String {
    let spans: Vec<_> = (1..=SPANS)
        .map(|span| {
            let parent = if span == 1 { String::new() } else { format!(r#""parentSpanId":"{:016x}","#, 1) };
            format!(
                r#"{{"traceId":"{number:032x}","spanId":"{span:016x}",{parent}"name":"step {span}","kind":1,
                "startTimeUnixNano":"1790000000000000000","endTimeUnixNano":"1790000001000000000",
                "attributes":[{{"key":"input.value","value":{{"stringValue":"question marker{number}x"}}}}]}}"#
            )
        })
        .collect();
    format!(r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{}]}}]}}]}}"#, spans.join(","))
}

/// Sends one trace; `false` when the server went away or did not acknowledge.
fn send(address: SocketAddr, number: u32) -> bool {
    let body = export_request(number);
    let request = format!(
        "POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    );
    let exchange = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    exchange().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}

/// Clients that send until the server is gone, and tell what was acknowledged.
fn start_load(address: SocketAddr, next: &'static AtomicU32) -> Receiver<u32> {
    let (sender, receiver) = sync_channel(100_000);
    for _ in 0..CLIENTS {
        let sender = sender.clone();
        thread::spawn(move || {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if !send(address, number) || sender.send(number).is_err() {
                    return;
                }
            }
        });
    }
    receiver
}

#[test]
fn nothing_acknowledged_is_lost() {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged = BTreeSet::new();
    for round in 1..=ROUNDS {
        let server = RunningServer::start(folder.path());
        let receiver = start_load(server.address, &NEXT);
        acknowledged.extend(receiver.iter().take(ACKNOWLEDGED_PER_ROUND));
        server.stop_with("KILL");
        // The clients end by themselves; what they had been told before counts too.
        acknowledged.extend(receiver.iter());

        let server = RunningServer::start(folder.path());
        for number in &acknowledged {
            let answer = server.get(&format!("/api/3.0/mlflow/traces/get?trace_id=tr-{number:032x}"));
            assert!(answer.starts_with("HTTP/1.1 200"), "round {round}, trace {number}: {answer}");
            assert_eq!(
                answer.matches("\"span_id\"").count(),
                SPANS,
                "round {round}, trace {number}: {answer}"
            );
        }
        for number in acknowledged.iter().rev().take(3).chain(acknowledged.first()) {
            let search = format!(
                r#"{{"locations":[{{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{{"experiment_id":"0"}}}}],
                "filter":"trace.text LIKE '%marker{number}x%'"}}"#
            );
            let answer = server.post_json("/api/3.0/mlflow/traces/search", &search);
            assert_eq!(
                answer.matches("\"trace_id\"").count(),
                1,
                "round {round}, text of {number}: {answer}"
            );
        }
        assert!(server.stop_with("INT").success());
    }
    assert!(acknowledged.len() >= ACKNOWLEDGED_PER_ROUND * ROUNDS as usize);
}
