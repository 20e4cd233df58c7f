//! Property tests: an engine answers as the in-memory store does.

mod queries;
mod worlds;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use spanwell_model::DeriveFacts;
use spanwell_query::parse_trace_filter;

use self::queries::query;
use self::worlds::{Step, apply, begin, step};
use super::paging::all_pages;
use super::world::{EPOCH_MS, HOME, PlainFacts, trace_id, unversioned};
use super::{Engine, Harness};
use crate::{ChartBuckets, Charts, MemoryStore, TraceQuery, TraceSelection};

const HOUR_MS: i64 = 3_600_000;

/// Random worlds of one run. Each is a fresh store, which is what takes the time on disks.
const WORLDS: u32 = 24;

/// What makes a harness.
type Started = Pin<Box<dyn Future<Output = Box<dyn Harness>>>>;

/// Filters, words, orders and page sizes, made at random, find the same traces in the same order; counts and charts
/// agree.
pub fn filters_and_pages_match_the_oracle(start: impl Fn(Arc<dyn DeriveFacts>) -> Started) {
    check((vec(step(), 1..40), vec(query(), 1..16)), async |(steps, queries)| {
        let (harness, oracle) = both(&start, &steps).await;
        let engine = harness.store();
        for (number, query) in queries.iter().enumerate() {
            if number == queries.len() / 2 {
                harness.settle().await;
            }
            compare(&*engine, &oracle, query).await?;
        }
        Ok(())
    });
}

/// Spans, logs, headers, tags, assessments and deletions in any order leave the same traces.
pub fn writes_in_any_order_match_the_oracle(start: impl Fn(Arc<dyn DeriveFacts>) -> Started) {
    check(vec(step(), 1..60), async |steps| {
        let (mut harness, oracle) = both(&start, &steps).await;
        same_traces(&*harness.store(), &oracle).await?;
        harness.reopen().await;
        same_traces(&*harness.store(), &oracle).await
    });
}

/// Charts that are asked for between writes are those of the traces at that time: figures that an engine keeps apart follow
/// every change.
pub fn charts_between_writes_match_the_oracle(start: impl Fn(Arc<dyn DeriveFacts>) -> Started) {
    check((vec(step(), 1..60), 1_usize..8), async |(steps, steps_a_question)| {
        let (mut harness, oracle) = both(&start, &[]).await;
        let around = TraceSelection {
            experiment_ids: vec![HOME, worlds::other()],
            start_ms: Some(EPOCH_MS - HOUR_MS),
            end_ms: Some(EPOCH_MS + 2 * HOUR_MS - 1),
            ..TraceSelection::default()
        };
        for (number, some) in steps.chunks(steps_a_question).enumerate() {
            apply(&oracle, some).await;
            apply(&*harness.store(), some).await;
            let charts = async |store: &dyn Engine| charts(store, around.clone(), HOUR_MS).await;
            let expected = charts(&oracle).await;
            same(&charts(&*harness.store()).await, &expected, "asked for the first time")?;
            same(&charts(&*harness.store()).await, &expected, "asked again")?;
            if number % 5 == 4 {
                harness.reopen().await;
                same(&charts(&*harness.store()).await, &expected, "opened again")?;
            }
        }
        Ok(())
    });
}

/// Runs `test` on random values; panics with the smallest one that fails.
fn check<S: Strategy>(strategy: S, test: impl AsyncFn(S::Value) -> Result<(), TestCaseError>) {
    let config =
        Config { cases: WORLDS, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let outcome = TestRunner::new(config).run(&strategy, |value| runtime.block_on(test(value)));
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

/// An engine and the oracle after the same steps.
async fn both(
    start: impl Fn(Arc<dyn DeriveFacts>) -> Started,
    steps: &[Step],
) -> (Box<dyn Harness>, MemoryStore) {
    let oracle = MemoryStore::new(Arc::new(PlainFacts));
    let harness = start(Arc::new(PlainFacts)).await;
    begin(&oracle).await;
    begin(&*harness.store()).await;
    apply(&oracle, steps).await;
    apply(&*harness.store(), steps).await;
    (harness, oracle)
}

fn same<T: PartialEq + std::fmt::Debug>(
    engine: &T,
    oracle: &T,
    what: impl std::fmt::Display,
) -> Result<(), TestCaseError> {
    if engine == oracle {
        return Ok(());
    }
    Err(TestCaseError::fail(format!("{what}\n engine: {engine:?}\n oracle: {oracle:?}")))
}

async fn compare(engine: &dyn Engine, oracle: &MemoryStore, query: &TraceQuery) -> Result<(), TestCaseError> {
    let text = query.selection.filter.as_ref().map(ToString::to_string).unwrap_or_default();
    let words = query.selection.words.as_deref().unwrap_or_default();
    let order: Vec<_> = query.order.iter().map(ToString::to_string).collect();
    let about = format!("filter `{text}`, words `{words}`, order {order:?}, {} a page", query.limit);
    if let Some(filter) = &query.selection.filter {
        // Only filters that somebody can write are asked; and writing one down loses nothing.
        same(&parse_trace_filter(&text).ok().as_ref(), &Some(filter), format!("text of a filter: {about}"))?;
    }
    let (found, _) = all_pages(engine, query).await;
    let (expected, _) = all_pages(oracle, query).await;
    same(&found, &expected, &about)?;
    let whole = all_pages(engine, &TraceQuery { limit: 500, ..query.clone() }).await.0;
    same(&found, &whole, format!("pages and the whole: {about}"))?;
    let count = async |store: &dyn Engine| store.count_traces(query.selection.clone(), 1_000).await.unwrap();
    same(&count(engine).await, &count(oracle).await, format!("count: {about}"))?;
    for length_ms in [700, HOUR_MS] {
        let charts = async |store: &dyn Engine| charts(store, query.selection.clone(), length_ms).await;
        same(&charts(engine).await, &charts(oracle).await, format!("charts of {length_ms} ms: {about}"))?;
    }
    Ok(())
}

/// Charts without percentiles, which engines may round.
async fn charts(store: &dyn Engine, selection: TraceSelection, length_ms: i64) -> Charts {
    let selection = TraceSelection {
        start_ms: selection.start_ms.or(Some(EPOCH_MS)),
        end_ms: selection.end_ms.or(Some(EPOCH_MS + 10_000)),
        ..selection
    };
    let buckets = ChartBuckets::new(EPOCH_MS, length_ms).unwrap();
    let mut charts = store.charts(selection, buckets).await.unwrap();
    for bucket in charts.buckets.iter_mut().chain([&mut charts.total]) {
        (bucket.p50_ms, bucket.p95_ms) = (None, None);
    }
    charts
}

async fn same_traces(engine: &dyn Engine, oracle: &MemoryStore) -> Result<(), TestCaseError> {
    for number in 1..=worlds::TRACES {
        let id = trace_id(number);
        let summary = async |store: &dyn Engine| {
            let found = store.get_traces(std::slice::from_ref(&id)).await.unwrap();
            found.into_iter().next().flatten().map(unversioned)
        };
        same(&summary(engine).await, &summary(oracle).await, format!("summary of trace {number}"))?;
        let spans = async |store: &dyn Engine| store.get_spans(&id).await.unwrap();
        same(&spans(engine).await, &spans(oracle).await, format!("spans of trace {number}"))?;
        let skeleton = async |store: &dyn Engine| store.get_skeleton(&id).await.unwrap();
        same(&skeleton(engine).await, &skeleton(oracle).await, format!("skeleton of trace {number}"))?;
    }
    let figures = async |store: &dyn Engine| {
        let figures = store.figures().await.unwrap();
        (figures.traces, figures.spans)
    };
    same(&figures(engine).await, &figures(oracle).await, "figures")
}
