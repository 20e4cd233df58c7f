//! Order, pages and counts of a search.

use std::collections::BTreeSet;

use spanwell_model::TraceId;
use spanwell_query::parse_trace_order;

use super::world::{HOME, SpanExt, all_of, header, home, ids, map, put, simple, span, trace_id, write};
use super::{Engine, Harness};
use crate::{TraceCount, TraceQuery, TraceSelection};

/// All pages of a query, and how many there were.
pub(super) async fn all_pages(store: &dyn Engine, query: &TraceQuery) -> (Vec<TraceId>, usize) {
    let (mut all, mut pages, mut after) = (Vec::new(), 0, None);
    loop {
        let page = store.search_traces(TraceQuery { after, ..query.clone() }).await.unwrap();
        assert!(page.items.len() <= query.limit);
        all.extend(ids(&page));
        pages += 1;
        assert!(pages <= 1_000, "the pages come to no end");
        match page.next {
            None => return (all, pages),
            Some(next) => after = Some(next),
        }
    }
}

/// The trace id breaks ties.
pub async fn the_newest_come_first(harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, vec![simple(3, 20), simple(1, 20), simple(2, 30), simple(4, 10)]).await;
    let page = store.search_traces(all_of(home())).await.unwrap();
    assert_eq!((ids(&page), page.next), ([2, 1, 3, 4].map(trace_id).to_vec(), None));
    assert_eq!(page.items[0], super::world::get(&*store, 2).await, "the whole summary");
}

/// Whatever the size of the page, and no empty page at the end.
pub async fn pages_together_are_all(harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, (1..=60).map(|number| simple(number, number / 7)).collect()).await;
    let (expected, _) = all_pages(&*store, &all_of(home())).await;
    assert_eq!(expected.iter().collect::<BTreeSet<_>>().len(), 60);
    for limit in [1, 7, 20, 59, 60, 61] {
        let (found, pages) = all_pages(&*store, &TraceQuery { limit, ..all_of(home()) }).await;
        assert_eq!((&found, pages), (&expected, 60_usize.div_ceil(limit)), "{limit} a page");
    }
}

/// Nor leave out what was there before.
pub async fn rows_that_arrive_between_pages_repeat_nothing(harness: Box<dyn Harness>) {
    let store = harness.store();
    let old: BTreeSet<_> = (1..=40).map(trace_id).collect();
    put(&*store, (1..=40).map(|number| simple(number, 1_000 + number / 3)).collect()).await;
    let (mut found, mut after, mut number) = (Vec::new(), None, 100);
    loop {
        let page = store.search_traces(TraceQuery { limit: 6, after, ..all_of(home()) }).await.unwrap();
        found.extend(ids(&page));
        // Newer, older and equal ones; and one that was shown goes away.
        let arrivals = [5_000, 10, 1_005, 1_010].map(|after_ms| {
            number += 1;
            simple(number, after_ms)
        });
        put(&*store, arrivals.to_vec()).await;
        store.delete_traces(HOME, &[trace_id(40)]).await.unwrap();
        after = page.next;
        // Older rows arrive for ever: enough when those that were there are all passed.
        if after.is_none() || old.iter().all(|id| found.contains(id)) {
            break;
        }
    }
    let unique: BTreeSet<_> = found.iter().cloned().collect();
    assert_eq!(unique.len(), found.len(), "no row twice");
    assert!(old.is_subset(&unique), "no row left out");
}

/// Rows without the key come last, whether up or down.
pub async fn every_order_is_followed(harness: Box<dyn Harness>) {
    let store = harness.store();
    let root = |at: u64, took: u64| span(1, 0).at(at, at + took);
    let writes = vec![
        write(1, vec![root(10, 500).named("b").with("session", "s2").with("tokens.in", 5).with("cost", 0.5)]),
        write(2, vec![root(20, 30).named("a").with("user", "u1").with("tokens.out", 9).failed("no")]),
        write(
            3,
            vec![root(30, 200).named("c").with("session", "s1").with("tokens.in", 7).with("cost", 0.25)],
        ),
        write(4, vec![root(40, 1).running()]),
    ];
    put(&*store, writes).await;
    for (number, color, run) in [(1, "red", "r2"), (3, "blue", "r1")] {
        let mut head = header(number);
        let trace = super::world::get(&*store, number).await;
        (head.request_time_ms, head.execution_duration_ms) =
            (trace.request_time_ms, trace.execution_duration_ms);
        head.tags = map(&[("color", color)]);
        head.metadata = map(&[("mlflow.sourceRun", run), ("build", color)]);
        store.put_header(head).await.unwrap();
    }
    for (order, expected) in [
        ("timestamp ASC", [1, 2, 3, 4]),
        ("timestamp_ms DESC", [4, 3, 2, 1]),
        ("execution_time ASC", [2, 3, 1, 4]),
        ("execution_time DESC", [1, 3, 2, 4]),
        ("end_time ASC", [2, 3, 1, 4]),
        ("status ASC", [2, 4, 3, 1]),
        ("name ASC", [2, 1, 3, 4]),
        ("name DESC", [4, 3, 1, 2]),
        ("request_id DESC", [4, 3, 2, 1]),
        ("run_id ASC", [3, 1, 4, 2]),
        ("session DESC", [1, 3, 4, 2]),
        ("user ASC", [2, 4, 3, 1]),
        ("input_tokens DESC", [3, 1, 2, 4]),
        ("output_tokens DESC", [2, 3, 1, 4]),
        ("total_tokens ASC", [1, 3, 2, 4]),
        ("cost ASC", [3, 1, 4, 2]),
        ("tags.color ASC", [3, 1, 4, 2]),
        ("metadata.build DESC", [1, 3, 4, 2]),
        ("experiment_id ASC", [4, 3, 2, 1]),
    ] {
        let order_by = parse_trace_order(&[order.to_owned()]).unwrap();
        for limit in [1, 2, 10] {
            let query = TraceQuery { order: order_by.clone(), limit, ..all_of(home()) };
            assert_eq!(all_pages(&*store, &query).await.0, expected.map(trace_id), "{order}, {limit} a page");
        }
    }
}

/// Below the cap the count is exact.
pub async fn counts_stop_at_the_cap(harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, (1..=30).map(|number| simple(number, number)).collect()).await;
    let early = TraceSelection { end_ms: Some(super::world::EPOCH_MS + 11), ..home() };
    for (selection, cap, expected) in [
        (home(), 100, TraceCount { count: 30, exact: true }),
        (home(), 20, TraceCount { count: 20, exact: false }),
        (early, 20, TraceCount { count: 10, exact: true }),
    ] {
        assert_eq!(store.count_traces(selection, cap).await.unwrap(), expected);
    }
}

/// The page sends an empty list.
pub async fn no_experiment_is_no_trace(harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, vec![simple(1, 0)]).await;
    let nothing = TraceSelection::default();
    assert!(store.search_traces(all_of(nothing.clone())).await.unwrap().items.is_empty());
    assert_eq!(store.count_traces(nothing, 10).await.unwrap(), TraceCount { count: 0, exact: true });
    let unknown = spanwell_model::ExperimentId::new(99).unwrap();
    let both = TraceSelection { experiment_ids: vec![unknown, HOME, HOME], ..home() };
    assert_eq!(ids(&store.search_traces(all_of(both)).await.unwrap()), [trace_id(1)]);
}
