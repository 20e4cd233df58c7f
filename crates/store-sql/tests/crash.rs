//! A child process is killed while it writes; everything it was told is stored must be there, whole, and be found.
#![expect(clippy::unwrap_used, reason = "what the tests share is test code too")]

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;

use spanwell_model::DeriveFacts;
use spanwell_store::suite::world::{PlainFacts, SpanExt, home, span, trace_id, write};
use spanwell_store::{TraceQuery, TraceSelection, TraceStore};
use spanwell_store_sql::{OpenOptions, SqliteStore};

/// Names the directory for the child, which is this test binary again.
const DIRECTORY: &str = "SPANWELL_CRASH_TEST_DIRECTORY";

/// Lines of the child that are read before it is killed, by round: early, in the middle of things, late.
const ROUNDS: [usize; 4] = [1, 25, 60, 140];

fn open(directory: &str) -> Arc<SqliteStore> {
    let derive: Arc<dyn DeriveFacts> = Arc::new(PlainFacts);
    SqliteStore::open(OpenOptions { directory: directory.into(), derive, ..OpenOptions::default() }).unwrap()
}

fn text_of(number: u64) -> String {
    format!("needle{number}end")
}

/// The child: writes traces for ever and prints the number of each that was acknowledged.
#[expect(clippy::disallowed_methods, reason = "how the parent tells the child its directory")]
#[test]
fn writes_until_it_is_killed() {
    let Ok(directory) = std::env::var(DIRECTORY) else { return };
    let first: u64 = std::env::var("SPANWELL_CRASH_TEST_FIRST").unwrap().parse().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = open(&directory);
        let mut tasks = tokio::task::JoinSet::new();
        for task in 0..4 {
            let store = store.clone();
            tasks.spawn(async move {
                for number in (first + task..).step_by(4) {
                    let text = text_of(number);
                    let spans = vec![span(1, 0).with("in", text.as_str()), span(2, 1).with("out", "fine")];
                    store.put_spans(vec![write(number, spans)]).await.unwrap();
                    println!("stored {number}");
                }
            });
        }
        tasks.join_all().await;
    });
}

/// Runs the child, kills it after so many acknowledged traces, and returns their numbers.
fn run_and_kill(directory: &str, first: u64, lines: usize) -> Vec<u64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "writes_until_it_is_killed", "--nocapture"])
        .env(DIRECTORY, directory)
        .env("SPANWELL_CRASH_TEST_FIRST", first.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let mut numbers =
        output.lines().map(Result::unwrap).filter_map(|line| line.split("stored ").nth(1)?.parse().ok());
    let mut stored: Vec<u64> = numbers.by_ref().take(lines).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    // What it said before it died counts too; the last line may be cut.
    stored.extend(numbers);
    stored
}

#[tokio::test]
async fn what_was_acknowledged_survives_being_killed() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().to_str().unwrap().to_owned();
    let (mut stored, mut first) = (Vec::new(), 1);
    for lines in ROUNDS {
        let round = run_and_kill(&path, first, lines);
        assert!(round.len() >= lines);
        first += 1_000_000;
        stored.extend(round);
        let store = open(&path);
        for number in &stored {
            let spans = store.get_spans(&trace_id(*number)).await.unwrap();
            assert_eq!(spans.len(), 2, "trace {number}");
            assert!(spans.iter().all(|span| span.facts.error.is_none()));
        }
        let ids: Vec<_> = stored.iter().map(|number| trace_id(*number)).collect();
        assert!(
            store.get_traces(&ids).await.unwrap().iter().flatten().all(|summary| summary.span_count == 2)
        );
        for number in [stored.first(), stored.last()].into_iter().flatten() {
            let selection = TraceSelection { words: Some(text_of(*number)), ..home() };
            let query = TraceQuery { selection, limit: 10, ..TraceQuery::default() };
            assert_eq!(store.search_traces(query).await.unwrap().items.len(), 1, "text of {number}");
        }
        store.close().await.unwrap();
    }
}
