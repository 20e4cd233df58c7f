//! What is asked of a filled server.

use std::time::Instant;

use serde::Serialize;
use serde_json::{Value, json};

use crate::http::{Client, Question};
use crate::load::{CUSTOMERS, NAMES, TEAMS};
use crate::run::Result;
use crate::statistics::Latency;
use crate::words::{Vocabulary, WORDS};

const DAY_MS: i64 = 86_400_000;
/// Answers before those that count.
const WARM_UP: usize = 3;

/// What was asked and how long the answers took.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Asked {
    /// The question in words.
    pub(crate) question: &'static str,
    /// How long its answers took.
    pub(crate) latency: Latency,
    /// Rows of the last answer, when it has rows.
    pub(crate) rows: usize,
}

/// What a server holds, as far as questions need it.
pub(crate) struct Contents {
    /// Start of the first trace, in milliseconds since the epoch.
    pub(crate) start_ms: i64,
    /// Start of the last trace, in milliseconds since the epoch.
    pub(crate) end_ms: i64,
    vocabulary: Vocabulary,
}

impl Contents {
    /// Of a server whose traces are spread over this time.
    pub(crate) fn new(start_ms: i64, end_ms: i64) -> Self {
        Self { start_ms, end_ms, vocabulary: Vocabulary::new() }
    }
}

/// A question of the native API and the same to MLflow's server, when that can be asked.
struct Kind {
    name: &'static str,
    ours: fn(&Contents, &mut fastrand::Rng) -> Question,
    theirs: Option<fn(&Contents, &mut fastrand::Rng) -> Question>,
}

fn post(path: &str, body: Value) -> Question {
    Question { path: path.to_owned(), body: Some(body) }
}

/// A search for 100 traces; `with` are more fields of the body.
fn search(with: Value) -> Question {
    let mut body = json!({"limit": 100});
    if let (Value::Object(body), Value::Object(with)) = (&mut body, with) {
        body.extend(with);
    }
    post("/api/v1/experiments/0/traces/search", body)
}

fn filter(text: &str) -> Question {
    search(json!({"filter": text}))
}

/// The same of MLflow's server.
fn mlflow(filter: &str) -> Question {
    mlflow_ordered(filter, "timestamp DESC")
}

fn mlflow_ordered(filter: &str, order: &str) -> Question {
    let location = json!({"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}});
    let body = json!({"locations": [location], "filter": filter, "max_results": 100, "order_by": [order]});
    post("/api/3.0/mlflow/traces/search", body)
}

fn by_tag(random: &mut fastrand::Rng) -> String {
    format!("tags.team = 'team-{:02}'", random.u32(..TEAMS))
}

fn by_name(random: &mut fastrand::Rng) -> String {
    format!("name = 'agent-{:02}'", random.u32(..NAMES))
}

fn by_attribute(random: &mut fastrand::Rng) -> String {
    format!("span.attributes.customer LIKE '%customer-{:04}%'", random.u32(..CUSTOMERS))
}

fn by_hour(contents: &Contents, random: &mut fastrand::Rng) -> (i64, i64) {
    let last = (contents.end_ms - 3_600_000).max(contents.start_ms + 1);
    let start = random.i64(contents.start_ms..last);
    (start, start + 3_600_000)
}

fn hour_filter(contents: &Contents, random: &mut fastrand::Rng) -> String {
    let (start, end) = by_hour(contents, random);
    format!("timestamp_ms >= {start} AND timestamp_ms < {end}")
}

/// A word of the rarest tenth of the vocabulary, of the middle, or of the hundred most frequent ones.
fn rare<'a>(contents: &'a Contents, random: &mut fastrand::Rng) -> &'a str {
    contents.vocabulary.word(random.usize(WORDS * 9 / 10..WORDS))
}

fn middling<'a>(contents: &'a Contents, random: &mut fastrand::Rng) -> &'a str {
    contents.vocabulary.word(random.usize(1_000..4_000))
}

fn frequent<'a>(contents: &'a Contents, random: &mut fastrand::Rng) -> &'a str {
    contents.vocabulary.word(random.usize(..100))
}

fn like(word: &str) -> String {
    format!("trace.text LIKE '% {word} %'")
}

fn charts(contents: &Contents, with: Value) -> Question {
    let mut body =
        json!({"start_ms": contents.end_ms - 7 * DAY_MS, "end_ms": contents.end_ms, "buckets": 168});
    if let (Value::Object(body), Value::Object(with)) = (&mut body, with) {
        body.extend(with);
    }
    post("/api/v1/experiments/0/charts", body)
}

const KINDS: &[Kind] = &[
    Kind { name: "newest 100 traces", ours: |_, _| search(json!({})), theirs: Some(|_, _| mlflow("")) },
    Kind {
        name: "by state",
        ours: |_, _| filter("status = 'ERROR'"),
        theirs: Some(|_, _| mlflow("status = 'ERROR'")),
    },
    Kind {
        name: "by tag",
        ours: |_, random| filter(&by_tag(random)),
        theirs: Some(|_, random| mlflow(&by_tag(random))),
    },
    Kind {
        name: "by name",
        ours: |_, random| filter(&by_name(random)),
        theirs: Some(|_, random| mlflow(&by_name(random))),
    },
    Kind {
        name: "by time, an hour",
        ours: |contents, random| {
            let (start, end) = by_hour(contents, random);
            search(json!({"start_ms": start, "end_ms": end}))
        },
        theirs: Some(|contents, random| mlflow(&hour_filter(contents, random))),
    },
    Kind {
        name: "by state, tag and time",
        ours: |contents, random| {
            filter(&format!("status = 'ERROR' AND {} AND {}", by_tag(random), hour_filter(contents, random)))
        },
        theirs: Some(|contents, random| {
            mlflow(&format!("status = 'ERROR' AND {} AND {}", by_tag(random), hour_filter(contents, random)))
        }),
    },
    Kind {
        name: "by span attribute",
        ours: |_, random| filter(&by_attribute(random)),
        theirs: Some(|_, random| mlflow(&by_attribute(random))),
    },
    Kind {
        name: "text, a rare word",
        ours: |contents, random| search(json!({"text": rare(contents, random)})),
        theirs: Some(|contents, random| mlflow(&like(rare(contents, random)))),
    },
    Kind {
        name: "text, a middling word",
        ours: |contents, random| search(json!({"text": middling(contents, random)})),
        theirs: Some(|contents, random| mlflow(&like(middling(contents, random)))),
    },
    Kind {
        name: "text, a frequent word",
        ours: |contents, random| search(json!({"text": frequent(contents, random)})),
        theirs: Some(|contents, random| mlflow(&like(frequent(contents, random)))),
    },
    Kind {
        name: "text, two words",
        ours: |contents, random| {
            search(json!({"text": format!("{} {}", middling(contents, random), middling(contents, random))}))
        },
        theirs: None,
    },
    Kind {
        name: "text LIKE, a middling word",
        ours: |contents, random| filter(&like(middling(contents, random))),
        theirs: Some(|contents, random| mlflow(&like(middling(contents, random)))),
    },
    Kind {
        name: "slowest 100",
        ours: |_, _| search(json!({"order": ["execution_time DESC"]})),
        theirs: Some(|_, _| mlflow_ordered("", "execution_time DESC")),
    },
    Kind {
        name: "count by tag",
        ours: |_, random| post("/api/v1/experiments/0/traces/count", json!({"filter": by_tag(random)})),
        theirs: None,
    },
    Kind { name: "charts of 7 days", ours: |contents, _| charts(contents, json!({})), theirs: None },
    Kind {
        name: "charts of 7 days, by state",
        ours: |contents, _| charts(contents, json!({"state": ["ERROR"]})),
        theirs: None,
    },
    Kind {
        name: "charts of 7 days, by tag",
        ours: |contents, random| charts(contents, json!({"filter": by_tag(random)})),
        theirs: None,
    },
    Kind {
        name: "list of experiments",
        ours: |_, _| Question { path: "/api/v1/experiments".into(), body: None },
        theirs: None,
    },
];

/// Asks our server everything.
pub(crate) fn ask_ours(client: &Client, contents: &Contents, repeats: usize) -> Result<Vec<Asked>> {
    let mut asked = Vec::new();
    for kind in KINDS {
        asked.push(ask(client, kind.name, repeats, |random| (kind.ours)(contents, random))?);
    }
    let ids = some_ids(client, contents)?;
    let one = |at: &str| {
        let at = at.to_owned();
        let ids = &ids;
        move |random: &mut fastrand::Rng| {
            let id = random.choice(ids).map_or("", String::as_str);
            Question { path: format!("/api/v1/traces/{id}{at}"), body: None }
        }
    };
    asked.push(ask(client, "one trace", repeats, one(""))?);
    asked.push(ask(client, "one trace's skeleton", repeats, one("/skeleton"))?);
    asked.push(ask(client, "one trace with all spans", repeats, one("/export"))?);
    Ok(asked)
}

/// Asks MLflow's server what it can be asked. One that is too slow for all repetitions is asked less often.
pub(crate) fn ask_mlflow(client: &Client, contents: &Contents, repeats: usize) -> Result<Vec<Asked>> {
    let mut asked = Vec::new();
    for kind in KINDS {
        if let Some(theirs) = kind.theirs {
            asked.push(ask(client, kind.name, repeats, |random| theirs(contents, random))?);
        }
    }
    let page = client.ask(&mlflow(""))?;
    let rows = page.get("traces").and_then(Value::as_array).cloned().unwrap_or_default();
    let ids: Vec<_> =
        rows.iter().filter_map(|row| row.get("trace_id")?.as_str().map(str::to_owned)).collect();
    let one = |random: &mut fastrand::Rng| {
        let id = random.choice(&ids).map_or("", String::as_str);
        Question { path: format!("/api/3.0/mlflow/traces/get?trace_id={id}&allow_partial=true"), body: None }
    };
    asked.push(ask(client, "one trace with all spans", repeats, one)?);
    Ok(asked)
}

/// Ids of traces from all over the time.
fn some_ids(client: &Client, contents: &Contents) -> Result<Vec<String>> {
    let mut random = fastrand::Rng::with_seed(3);
    let mut ids = Vec::new();
    for _ in 0..20 {
        let end = random.i64(contents.start_ms..contents.end_ms) + 1;
        let page = client.ask(&search(json!({"end_ms": end, "limit": 20})))?;
        let rows = page.get("traces").and_then(Value::as_array).cloned().unwrap_or_default();
        ids.extend(rows.iter().filter_map(|row| row.get("trace_id")?.as_str().map(str::to_owned)));
    }
    Ok(ids)
}

fn ask(
    client: &Client,
    question: &'static str,
    repeats: usize,
    mut next: impl FnMut(&mut fastrand::Rng) -> Question,
) -> Result<Asked> {
    /// A question that took longer than this in all is asked no more, in milliseconds.
    const ENOUGH_MS: f64 = 20_000.0;
    let mut random = fastrand::Rng::with_seed(11);
    let (mut times_ms, mut rows, mut sum_ms) = (Vec::new(), 0, 0.0);
    for number in 0..repeats.max(1) + WARM_UP {
        let question = next(&mut random);
        let started = Instant::now();
        let answer = client.ask(&question)?;
        let time_ms = started.elapsed().as_secs_f64() * 1_000.0;
        sum_ms += time_ms;
        if number >= WARM_UP || sum_ms > ENOUGH_MS {
            times_ms.push(time_ms);
        }
        rows = answer.get("traces").and_then(Value::as_array).map_or(0, Vec::len);
        if sum_ms > ENOUGH_MS {
            break;
        }
    }
    Ok(Asked { question, latency: Latency::of(times_ms).unwrap_or_default(), rows })
}
