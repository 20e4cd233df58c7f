//! Measures the engine alone: `cargo run --release --example measure_engine -- [spans] [span bytes] [directory]`.
//!
//! Writes traces of six spans by several tasks at once, as edges do, then asks the questions of the page and prints
//! how long they take. Bounded by the number of spans; the directory is left for a look inside.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a program for developers")]

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use spanwell_model::{
    Clock, DeriveFacts, ExperimentId, Resource, Scope, Span, SpanFacts, SpanId, SpanKind, SpanStatus,
    StatusCode, SystemClock, TokenUsage, TraceId, Value,
};
use spanwell_query::{TraceFilter, parse_trace_order};
use spanwell_store::{ChartBuckets, SpanWrite, TraceQuery, TraceSelection, TraceStore};
use spanwell_store_sql::{OpenOptions, SqliteStore};

const SPANS_A_TRACE: u64 = 6;
const TRACES_A_REQUEST: u64 = 40;
const TASKS: u64 = 4;
const WEEK_MS: u64 = 7 * 24 * 3_600_000;

struct Facts;

impl DeriveFacts for Facts {
    fn derive(&self, span: &Span) -> SpanFacts {
        let is_model = span.parent_span_id.is_some();
        SpanFacts {
            span_type: Some(if is_model { "CHAT_MODEL" } else { "CHAIN" }.to_owned()),
            model: is_model.then(|| "gemini-3-pro".to_owned()),
            provider: is_model.then(|| "databricks".to_owned()),
            usage: is_model.then(|| TokenUsage {
                input_tokens: 100,
                output_tokens: 20,
                total_tokens: 120,
                ..TokenUsage::default()
            }),
            session_id: Some(format!("session-{}", span.start_time_ns / 1_000_000_000 % 5_000)),
            request_preview: (!is_model).then(|| "What is the weather in Paris?".to_owned()),
            response_preview: (!is_model).then(|| "Sunny.".to_owned()),
            trace_tags: if is_model { Vec::new() } else { vec![("env".to_owned(), "prod".to_owned())] },
            ..SpanFacts::default()
        }
    }
}

/// Words of a Zipf-like vocabulary of 30,000.
struct Words(u64);

impl Words {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn text(&mut self, bytes: usize) -> String {
        let mut text = String::with_capacity(bytes + 16);
        while text.len() < bytes {
            let range = 1 << (self.next() % 16);
            let word = self.next() % range % 30_000;
            text.push_str("word");
            let mut rest = word;
            while rest > 0 {
                text.push((b'a' + (rest % 26) as u8) as char);
                rest /= 26;
            }
            text.push(' ');
        }
        text
    }
}

fn trace(number: u64, start_ns: u64, span_bytes: usize, words: &mut Words) -> SpanWrite {
    let resource = Arc::new(Resource { attributes: vec![("service.name".into(), Value::from("shop"))] });
    let scope = Arc::new(Scope { name: "openai".into(), version: "1".into(), attributes: Vec::new() });
    let spans = (1..=SPANS_A_TRACE).map(|index| {
        let mut input = words.text(span_bytes / 2);
        if number % 10_000 == 77 && index == 2 {
            input.push_str("needle");
        }
        let mut span = Span {
            span_id: SpanId::from_u64(number * 16 + index),
            parent_span_id: (index > 1).then(|| SpanId::from_u64(number * 16 + 1)),
            name: if index == 1 { format!("request-{}", number % 20) } else { format!("step-{index}") },
            kind: SpanKind::Internal,
            start_time_ns: start_ns + index,
            end_time_ns: Some(start_ns + 1_000_000 * (1 + number % 3_000)),
            status: SpanStatus {
                code: if number.is_multiple_of(50) && index == 1 {
                    StatusCode::Error
                } else {
                    StatusCode::Ok
                },
                message: String::new(),
            },
            attributes: vec![
                (
                    "mlflow.spanInputs".into(),
                    Value::String(format!("{{\"messages\":[{{\"content\":\"{input}\"}}]}}")),
                ),
                ("mlflow.spanOutputs".into(), Value::String(words.text(span_bytes / 2))),
                ("gen_ai.request.model".into(), Value::from("gemini-3-pro")),
                ("user.tier".into(), Value::String(format!("tier{}", number % 2_000))),
            ],
            events: Vec::new(),
            links: Vec::new(),
            trace_state: String::new(),
            flags: 0,
            dropped: 0,
            resource: resource.clone(),
            scope: scope.clone(),
            facts: SpanFacts::default(),
        };
        span.facts = Facts.derive(&span);
        span
    });
    let mut id = [0; 16];
    id[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    id[8..].copy_from_slice(&number.to_be_bytes());
    SpanWrite {
        trace_id: TraceId::from_otlp(&id).unwrap(),
        experiment_id: ExperimentId::DEFAULT,
        run_id: None,
        spans: spans.collect(),
        default_tags: vec![("host".into(), format!("h{}", number % 3_000)), ("region".into(), "eu".into())],
        received_ms: 0,
    }
}

fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
}

fn thread_cpu() -> String {
    let mut all = Vec::new();
    for task in std::fs::read_dir("/proc/self/task").unwrap().flatten() {
        let Ok(stat) = std::fs::read_to_string(task.path().join("stat")) else { continue };
        let name = stat.split('(').nth(1).unwrap().split(')').next().unwrap().to_owned();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        let seconds = (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0;
        if seconds > 0.3 {
            all.push(format!("{name} {seconds:.1}"));
        }
    }
    all.join(", ")
}

fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = |key: &str| status.lines().find(|line| line.starts_with(key)).unwrap_or("").to_owned();
    format!("{} {} {}", line("VmRSS"), line("RssAnon"), line("RssFile"))
}

async fn fill(store: &Arc<SqliteStore>, spans: u64, span_bytes: usize) {
    let traces = spans / SPANS_A_TRACE;
    let next = Arc::new(AtomicU64::new(1));
    let start_ns = SystemClock.now_ns() - WEEK_MS * 1_000_000;
    let (started, cpu) = (Instant::now(), cpu_seconds());
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..TASKS {
        let (store, next) = (store.clone(), next.clone());
        tasks.spawn(async move {
            let mut words = Words(task + 88_172_645_463_325_252);
            let mut waits = 0_u64;
            loop {
                let first = next.fetch_add(TRACES_A_REQUEST, Ordering::Relaxed);
                if first >= traces {
                    return waits;
                }
                let step_ns = WEEK_MS * 1_000_000 / traces;
                let writes: Vec<_> = (first..first + TRACES_A_REQUEST)
                    .map(|number| trace(number, start_ns + number * step_ns, span_bytes, &mut words))
                    .collect();
                while store.put_spans(writes.clone()).await.is_err() {
                    waits += 1;
                    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                }
            }
        });
    }
    tasks.join_all().await;
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{spans} spans in {seconds:.1} s: {:.0} spans/s, {:.1} s of CPU",
        spans as f64 / seconds,
        cpu_seconds() - cpu
    );
    println!("threads: {}", thread_cpu());
    println!("memory under load: {}", memory());
    let figures = store.figures().await.unwrap();
    println!("index lag when the last write was acknowledged: {} ms", figures.index_lag_ms);
    let started = Instant::now();
    while store.figures().await.unwrap().index_lag_ms > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    println!(
        "index complete {:.1} s later; CPU {:.1} s; threads: {}",
        started.elapsed().as_secs_f64(),
        cpu_seconds() - cpu,
        thread_cpu()
    );
    println!("figures: {:?}", store.figures().await.unwrap());
}

fn percentile(times: &mut [f64], part: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times[((times.len() - 1) as f64 * part) as usize]
}

async fn time<T, F: Future<Output = T>>(
    name: &str,
    rounds: u64,
    call: impl Fn(u64) -> F,
    show: impl Fn(T) -> String,
) {
    let mut times = Vec::new();
    let mut shown = String::new();
    for round in 0..rounds {
        let started = Instant::now();
        let answer = call(round).await;
        times.push(started.elapsed().as_secs_f64() * 1_000.0);
        shown = show(answer);
    }
    let (median, p95) = (percentile(&mut times, 0.5), percentile(&mut times, 0.95));
    println!("{name:<44} p50 {median:8.2} ms  p95 {p95:8.2} ms  {shown}");
}

fn home() -> TraceSelection {
    TraceSelection { experiment_ids: vec![ExperimentId::DEFAULT], ..TraceSelection::default() }
}

async fn ask(store: &Arc<SqliteStore>, rounds: u64) {
    let page = |selection: TraceSelection| TraceQuery { selection, limit: 100, ..TraceQuery::default() };
    let count =
        |page: spanwell_store::Page<spanwell_model::TraceSummary>| format!("{} rows", page.items.len());
    time("newest 100", rounds, |_| store.search_traces(page(home())), |r| count(r.unwrap())).await;
    let filters = [
        "status = 'ERROR'",
        "tags.env = 'prod'",
        "tags.host = 'h77'",
        "tags.host = 'none'",
        "name = 'request-7'",
        "name LIKE '%st-7'",
        "tags.host LIKE '%77'",
        "execution_time > 2990",
        "execution_time > 5000",
        "metadata.`mlflow.trace.session` = 'session-9'",
        "span.name = 'step-3' AND span.status = 'ERROR'",
        "span.attributes.`user.tier` LIKE '%tier1777%'",
        "span.attributes.`user.tier` = 'tier3'",
        "trace.text LIKE '%needle%'",
        "trace.text LIKE '%eedl%'",
        "trace.text ILIKE '%wordab wordc%'",
        "trace.text LIKE '%nothing like this%'",
        "feedback.correct = 'true'",
        "NOT (status = 'OK' OR tags.env = 'prod')",
    ];
    for filter in filters {
        let parsed: TraceFilter = filter.parse().unwrap();
        let selection = TraceSelection { filter: Some(parsed), ..home() };
        time(filter, rounds, |_| store.search_traces(page(selection.clone())), |r| count(r.unwrap())).await;
    }
}

async fn ask_words_and_orders(store: &Arc<SqliteStore>, rounds: u64) {
    let page = |selection: TraceSelection| TraceQuery { selection, limit: 100, ..TraceQuery::default() };
    let count =
        |page: spanwell_store::Page<spanwell_model::TraceSummary>| format!("{} rows", page.items.len());
    for words in ["needle", "worda", "word", "needle word"] {
        let selection = TraceSelection { words: Some(words.to_owned()), ..home() };
        time(
            &format!("words: {words}"),
            rounds,
            |_| store.search_traces(page(selection.clone())),
            |r| count(r.unwrap()),
        )
        .await;
    }
    for order in ["execution_time DESC", "tags.host"] {
        let order = parse_trace_order(&[order.to_owned()]).unwrap();
        let query = TraceQuery { order: order.clone(), ..page(home()) };
        time(
            &format!("order by {}", order[0]),
            rounds.min(5),
            |_| store.search_traces(query.clone()),
            |r| count(r.unwrap()),
        )
        .await;
    }
}

async fn ask_figures(store: &Arc<SqliteStore>, rounds: u64) {
    let now_ms = SystemClock.now_ms();
    let page = |selection: TraceSelection| TraceQuery { selection, limit: 100, ..TraceQuery::default() };
    let newest = store.search_traces(page(home())).await.unwrap().items;
    let ids: Vec<_> = newest.iter().map(|trace| trace.trace_id.clone()).collect();
    time(
        "one trace with spans",
        rounds,
        |n| store.get_spans(&ids[n as usize % ids.len()]),
        |r| format!("{} spans", r.unwrap().len()),
    )
    .await;
    time("count to 10,000", rounds, |_| store.count_traces(home(), 10_000), |r| format!("{:?}", r.unwrap()))
        .await;
    let week = TraceSelection { start_ms: Some(now_ms - WEEK_MS as i64), end_ms: Some(now_ms), ..home() };
    let hours = ChartBuckets::new(0, 3_600_000).unwrap();
    time(
        "charts of 7 days",
        rounds.min(10),
        |_| store.charts(week.clone(), hours),
        |r| format!("{} buckets", r.unwrap().buckets.len()),
    )
    .await;
    let errors = TraceSelection { filter: Some("status = 'ERROR'".parse().unwrap()), ..week };
    time(
        "charts of 7 days, errors",
        rounds.min(10),
        |_| store.charts(errors.clone(), hours),
        |r| format!("{} buckets", r.unwrap().buckets.len()),
    )
    .await;
    time(
        "experiment figures, a day",
        rounds.min(10),
        |_| store.experiment_figures(&[ExperimentId::DEFAULT], now_ms - 86_400_000),
        |r| format!("{} traces", r.unwrap()[0].trace_count),
    )
    .await;
}

async fn ask_sessions_and_values(store: &Arc<SqliteStore>, rounds: u64) {
    let sessions = spanwell_store::SessionQuery {
        experiment_id: Some(ExperimentId::DEFAULT),
        limit: 50,
        ..Default::default()
    };
    time(
        "sessions",
        rounds.min(10),
        |_| store.sessions(sessions.clone()),
        |r| format!("{} sessions", r.unwrap().items.len()),
    )
    .await;
    time(
        "suggest tag values",
        rounds.min(10),
        |_| {
            store.suggest(
                ExperimentId::DEFAULT,
                spanwell_store::SuggestField::TagValues("host".into()),
                "7",
                20,
            )
        },
        |r| format!("{} values", r.unwrap().len()),
    )
    .await;
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let spans: u64 = arguments.next().map_or(120_000, |text| text.parse().unwrap());
    let span_bytes: usize = arguments.next().map_or(2_800, |text| text.parse().unwrap());
    let directory =
        arguments.next().map_or_else(|| std::env::temp_dir().join("spanwell-measure"), PathBuf::from);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let started = Instant::now();
        let options = OpenOptions { directory, derive: Arc::new(Facts), ..OpenOptions::default() };
        let store = SqliteStore::open(options).unwrap();
        println!("opened in {:.1} ms; {}", started.elapsed().as_secs_f64() * 1_000.0, memory());
        if spans > 0 {
            fill(&store, spans, span_bytes).await;
        }
        println!("memory after load: {}", memory());
        ask(&store, 20).await;
        ask_words_and_orders(&store, 20).await;
        ask_figures(&store, 20).await;
        ask_sessions_and_values(&store, 20).await;
        println!("memory after questions: {}", memory());
        store.close().await.unwrap();
    });
}
