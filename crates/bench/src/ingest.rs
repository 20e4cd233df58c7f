//! Sending spans and watching the server meanwhile.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::http::{Client, Question};
use crate::load::Load;
use crate::process;
use crate::run::{Result, wait};
use crate::server::Server;

/// How often memory and index lag are looked at while spans are sent, in milliseconds.
const SAMPLE_MS: u64 = 250;
/// Longest wait for the text index to be complete, in seconds.
const INDEX_S: u64 = 300;

/// What became of a phase.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Ingested {
    /// Spans acknowledged.
    pub(crate) spans: u64,
    /// Bytes of a span on the wire.
    pub(crate) bytes_per_span: f64,
    /// From the first request to the last answer, in seconds.
    pub(crate) seconds: f64,
    /// Spans acknowledged in a second.
    pub(crate) spans_per_second: f64,
    /// CPU time the server used meanwhile, in seconds.
    pub(crate) cpu_s: f64,
    /// Spans for each second of the server's CPU time.
    pub(crate) spans_per_cpu_second: f64,
    /// Most memory of the server, in MiB.
    pub(crate) peak_mib: f64,
    /// Requests that were refused for a time (429, 503) and sent again.
    pub(crate) refusals: u64,
    /// Most milliseconds that the text index was behind; `None` when the server does not tell.
    pub(crate) most_index_lag_ms: Option<u64>,
    /// From the last answer to a complete text index, in seconds.
    pub(crate) index_complete_after_s: Option<f64>,
    /// CPU time the server used until then, in seconds.
    pub(crate) cpu_with_index_s: f64,
}

/// Sends `requests` requests over some connections, for at most `limit`.
pub(crate) fn ingest(
    server: &Server,
    load: &Load,
    requests: u64,
    connections: usize,
    limit: Duration,
) -> Result<Ingested> {
    let before = server.usage();
    let (next, refusals, acknowledged) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let failure = Mutex::new(None);
    let started = Instant::now();
    let (stop, stopped) = sync_channel::<()>(1);
    let watched = thread::scope(|scope| {
        let watcher = scope.spawn(|| watch(server, stopped));
        let senders: Vec<_> = (0..connections.max(1))
            .map(|_| {
                scope.spawn(|| {
                    let client = Client::new(server.port);
                    let mut body = Vec::new();
                    while started.elapsed() < limit {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= requests {
                            break;
                        }
                        load.write(number, &mut body);
                        if let Err(error) = send(&client, &body, &refusals) {
                            next.store(requests, Ordering::Relaxed);
                            if let Ok(mut failure) = failure.lock() {
                                failure.get_or_insert(error.to_string());
                            }
                            break;
                        }
                        acknowledged.fetch_add(1, Ordering::Relaxed);
                    }
                })
            })
            .collect();
        for sender in senders {
            // A sender that panicked shows as missing acknowledgements.
            drop(sender.join());
        }
        drop(stop);
        watcher.join().unwrap_or_default()
    });
    let seconds = started.elapsed().as_secs_f64();
    if let Ok(Some(failure)) = failure.lock().map(|mut failure| failure.take()) {
        return Err(failure.into());
    }
    let after = server.usage();
    let spans = acknowledged.into_inner() * load.spans_per_request();
    let index_complete_after_s = wait_for_index(server)?;
    let peak_mib = if after.processes == 1 { after.peak_mib } else { watched.peak_mib };
    Ok(Ingested {
        spans,
        bytes_per_span: load.bytes_per_span(),
        seconds,
        spans_per_second: spans as f64 / seconds,
        cpu_s: after.cpu_s - before.cpu_s,
        spans_per_cpu_second: spans as f64 / (after.cpu_s - before.cpu_s),
        peak_mib,
        refusals: refusals.into_inner(),
        most_index_lag_ms: watched.most_index_lag_ms,
        index_complete_after_s,
        cpu_with_index_s: server.usage().cpu_s - before.cpu_s,
    })
}

/// Sends one request until it is acknowledged.
fn send(client: &Client, body: &[u8], refusals: &AtomicU64) -> Result<()> {
    loop {
        let answer = client.post("/v1/traces", "application/x-protobuf", body)?;
        match answer.status {
            200 => return Ok(()),
            429 | 503 => {
                refusals.fetch_add(1, Ordering::Relaxed);
                wait(Duration::from_secs_f64(answer.retry_after_s.unwrap_or(0.1).clamp(0.0, 10.0)));
            }
            status => {
                return Err(format!(
                    "/v1/traces answers {status}: {}",
                    String::from_utf8_lossy(&answer.body)
                )
                .into());
            }
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Watched {
    peak_mib: f64,
    most_index_lag_ms: Option<u64>,
}

fn watch(server: &Server, stopped: Receiver<()>) -> Watched {
    let client = Client::new(server.port);
    let mut watched = Watched::default();
    while stopped.recv_timeout(Duration::from_millis(SAMPLE_MS)) == Err(RecvTimeoutError::Timeout) {
        watched.peak_mib = watched.peak_mib.max(process::usage(server.id()).memory_mib);
        watched.most_index_lag_ms = watched.most_index_lag_ms.max(index_lag_ms(&client));
    }
    watched
}

fn index_lag_ms(client: &Client) -> Option<u64> {
    let question = Question { path: "/api/v1/server".into(), body: None };
    client.ask(&question).ok()?.get("loss")?.get("index_lag_ms")?.as_u64()
}

/// Waits for a complete index; the answer is how long that took, in seconds, `None` when the server does not tell.
fn wait_for_index(server: &Server) -> Result<Option<f64>> {
    let client = Client::new(server.port);
    let started = Instant::now();
    while let Some(lag_ms) = index_lag_ms(&client) {
        if lag_ms == 0 {
            return Ok(Some(started.elapsed().as_secs_f64()));
        }
        if started.elapsed() > Duration::from_secs(INDEX_S) {
            return Err(format!("the text index is still {lag_ms} ms behind after {INDEX_S} s").into());
        }
        wait(Duration::from_millis(20));
    }
    Ok(None)
}
