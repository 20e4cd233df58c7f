//! What filters and words find.

use spanwell_model::{Assessment, AssessmentValue, TraceState};
use spanwell_query::parse_trace_filter;

use super::world::{
    EPOCH_MS, HOME, SpanExt, all_of, event, expectation, feedback, header, home, logs, map, put, span,
    trace_id, write, write_to,
};
use super::{Engine, Harness};
use crate::summary::META_SESSION;
use crate::{NewExperiment, TraceSelection};

/// Numbers of the traces of the default experiment that a filter finds, of 1 to 99, smallest first.
async fn found(store: &dyn Engine, filter: &str) -> Vec<u64> {
    let filter = parse_trace_filter(filter).unwrap_or_else(|error| panic!("{filter}: {error}"));
    selected(store, TraceSelection { filter: Some(filter), ..home() }).await
}

async fn with_words(store: &dyn Engine, words: &str) -> Vec<u64> {
    selected(store, TraceSelection { words: Some(words.into()), ..home() }).await
}

async fn selected(store: &dyn Engine, selection: TraceSelection) -> Vec<u64> {
    let page = store.search_traces(all_of(selection.clone())).await.unwrap();
    let count = store.count_traces(selection, 1_000).await.unwrap().count;
    assert_eq!(count, page.items.len() as u64, "count and search agree");
    let is_in = |number: &u64| page.items.iter().any(|summary| summary.trace_id == trace_id(*number));
    let numbers: Vec<_> = (1..100).filter(is_in).collect();
    assert_eq!(numbers.len(), page.items.len());
    numbers
}

/// Three traces that differ in everything: 1 rich, 2 failed, 3 running and bare. And one elsewhere like the first.
async fn fill(store: &dyn Engine) {
    let rich = || {
        let root =
            span(1, 0).named("agent").at(100, 350).with("in", "where is the Heron").with("user", "eve");
        let model = span(2, 1)
            .named("call_model")
            .at(120, 300)
            .with("type", "CHAT_MODEL")
            .with("model", "large-2")
            .with("session", "chat-1")
            .with("prompt", "greet")
            .with("prompt.version", "2")
            .with("temperature", 0.5)
            .with("tokens.in", 100)
            .with("tokens.out", 20)
            .with("cost", 0.125);
        vec![root, model, span(3, 1).named("lookup").with("type", "TOOL").failed("no such bird")]
    };
    let failed = span(1, 0).named("batch 100%").at(1_000, 1_040).with("in", "Sparrow").failed("Timeout_1");
    put(
        store,
        vec![write(1, rich()), write(2, vec![failed]), write(3, vec![span(1, 0).at(2_000, 0).running()])],
    )
    .await;
    let elsewhere = NewExperiment {
        name: "elsewhere".into(),
        artifact_location: None,
        tags: Default::default(),
        now_ms: EPOCH_MS,
    };
    let elsewhere = store.create_experiment(elsewhere).await.unwrap().experiment_id;
    put(store, vec![write_to(elsewhere, 9, rich())]).await;

    let mut head = header(1);
    head.client_request_id = Some("req-7".into());
    (head.request_time_ms, head.execution_duration_ms) = (EPOCH_MS + 100, Some(250));
    head.tags = map(&[("color", "Dark red"), ("tag with blank", "x"), ("order", "1"), ("empty", "")]);
    head.metadata = map(&[("mlflow.sourceRun", "run-a"), ("build.id", "77")]);
    store.put_header(head).await.unwrap();
    store.link_run(&[trace_id(1), trace_id(2)], "run-b").await.unwrap();
    store.change_trace_tag(&trace_id(2), "color", Some("blue")).await.unwrap();
    let overridden = Assessment { valid: false, ..feedback(2, "f2", "correct", "no") };
    let issue = AssessmentValue::Issue { issue_name: "title".into() };
    for assessment in [
        feedback(1, "f1", "correct", true),
        feedback(1, "f3", "score", 0.9),
        feedback(1, "f4", "the tone", "Polite"),
        overridden,
        expectation(2, "e1", "answer", "forty-two"),
        expectation(2, "e2", "count", 7),
        Assessment { value: issue, ..feedback(2, "i1", "is-7", true) },
    ] {
        assert!(store.put_assessment(assessment).await.unwrap());
    }
}

/// Every key of the grammar with comparators that fit it.
pub async fn every_key_finds_what_it_should(harness: Box<dyn Harness>) {
    let store = harness.store();
    fill(&*store).await;
    let at = |after_ms: i64| EPOCH_MS + after_ms;
    let times = [
        (format!("timestamp > {}", at(100)), vec![2, 3]),
        (format!("timestamp_ms >= {}", at(100)), vec![1, 2, 3]),
        (format!("timestamp = {}", at(1_000)), vec![2]),
        (format!("end_time <= {}", at(350)), vec![1]),
        (format!("request_id IN ('{}', '{}')", trace_id(1), trace_id(9)), vec![1]),
        (format!("trace_id != '{}'", trace_id(1)), vec![2, 3]),
    ];
    for (filter, expected) in times {
        assert_eq!(found(&*store, &filter).await, expected, "{filter}");
    }
    for (filter, expected) in KEYS {
        assert_eq!(found(&*store, filter).await, *expected, "{filter}");
    }
}

/// Filters and the traces they find.
const KEYS: &[(&str, &[u64])] = &[
    ("execution_time < 100", &[2]),
    ("execution_time_ms = 250", &[1]),
    ("execution_time != 250", &[2]),
    ("duration > 40ms", &[1]),
    ("status = 'OK'", &[1]),
    ("status != 'OK'", &[2, 3]),
    ("status IN ('ERROR', 'IN_PROGRESS')", &[2, 3]),
    ("status LIKE 'E%'", &[2]),
    ("client_request_id = 'req-7'", &[1]),
    ("client_request_id != 'other'", &[1]),
    ("client_request_id ILIKE 'REQ%'", &[1]),
    ("name = 'agent'", &[1]),
    ("name != 'agent'", &[2, 3]),
    ("name LIKE '%100%'", &[2]),
    ("name LIKE 'a_ent'", &[1]),
    ("name LIKE 'A%'", &[]),
    ("name ILIKE 'A%'", &[1]),
    ("name RLIKE '^(agent|step)$'", &[1, 3]),
    ("name IS NOT NULL", &[1, 2, 3]),
    ("run_id = 'run-a'", &[1]),
    ("run_id = 'run-b'", &[1, 2]),
    ("run_id IS NULL", &[3]),
    ("prompt = 'greet/2'", &[1]),
    ("prompt = 'greet/1'", &[]),
    ("session = 'chat-1'", &[1]),
    ("session IS NULL", &[2, 3]),
    ("user = 'eve'", &[1]),
    ("model = 'large-2'", &[1]),
    ("model LIKE 'large%'", &[1]),
    ("model IS NULL", &[2, 3]),
    ("total_tokens >= 120", &[1]),
    ("input_tokens = 100", &[1]),
    ("output_tokens < 20", &[]),
    ("total_tokens IS NULL", &[2, 3]),
    ("cost <= 0.125", &[1]),
    ("cost > 0.125", &[]),
    ("error LIKE '%out\\_1'", &[]),
    ("error = 'Timeout_1'", &[2]),
    ("error ILIKE '%BIRD%'", &[1]),
    ("tags.color = 'Dark red'", &[1]),
    ("tag.color != 'blue'", &[1]),
    ("tags.color LIKE '%red'", &[1]),
    ("tags.color ILIKE 'BLUE'", &[2]),
    ("tags.color RLIKE 'r.d'", &[1]),
    ("tags.color IS NULL", &[3]),
    ("tags.`tag with blank` = 'x'", &[1]),
    ("tags.order = '1'", &[1]),
    ("tags.empty = ''", &[1]),
    ("tags.empty IS NULL", &[2, 3]),
    ("metadata.build.id = '77'", &[1]),
    ("metadata.`build.id` IS NULL", &[2, 3]),
    ("request_metadata.`mlflow.trace.session` = 'chat-1'", &[1]),
    ("metadata.`mlflow.trace.tokenUsage` IS NOT NULL", &[1]),
    ("trace.text LIKE '%Heron%'", &[1]),
    ("trace.text LIKE '%heron%'", &[]),
    ("trace.text ILIKE '%heron%'", &[1]),
    ("trace.text ILIKE '%ERON%'", &[1]),
    ("trace.text LIKE '%is the H%'", &[1]),
    ("span.name = 'lookup'", &[1]),
    ("span.name != 'agent'", &[1, 2, 3]),
    ("span.name IN ('lookup', 'step')", &[1, 3]),
    ("span.name NOT IN ('batch 100%', 'step')", &[1]),
    ("span.name ILIKE 'CALL%'", &[1]),
    ("span.type = 'TOOL'", &[1]),
    ("span.type RLIKE '^CHAT'", &[1]),
    ("span.status = 'ERROR'", &[1, 2]),
    ("span.status = 'UNSET'", &[3]),
    ("span.content ILIKE '%sparrow%'", &[2]),
    ("span.attributes.temperature = '0.5'", &[1]),
    ("span.attributes.temperature LIKE '0%'", &[1]),
    ("span.attributes.in ILIKE '%HERON'", &[1]),
    ("span.attributes.missing = 'x'", &[]),
    ("feedback.correct = 'true'", &[1]),
    ("feedback.correct = 'no'", &[]),
    ("feedback.correct IS NULL", &[2, 3]),
    ("feedback.score > 0.8", &[1]),
    ("feedback.score < 0.8", &[]),
    ("feedback.score = '0.9'", &[1]),
    ("feedback.`the tone` ILIKE 'polite'", &[1]),
    ("feedback.answer IS NOT NULL", &[]),
    ("expectation.answer = 'forty-two'", &[2]),
    ("expectation.answer != 'x'", &[2]),
    ("expectation.count >= 7", &[2]),
    ("issue.id = 'is-7'", &[2]),
    ("issue.id = 'is-8'", &[]),
];

/// As in MLflow.
pub async fn span_clauses_speak_of_the_same_span(harness: Box<dyn Harness>) {
    let store = harness.store();
    fill(&*store).await;
    for (filter, expected) in [
        ("span.name = 'lookup' AND span.status = 'ERROR'", vec![1]),
        ("span.name = 'agent' AND span.status = 'ERROR'", vec![]),
        ("span(name = 'agent') AND span(status = 'ERROR')", vec![1]),
        ("span(type = 'TOOL' AND NOT name = 'x')", vec![1]),
        ("span(name = 'agent' OR name = 'step') AND status != 'OK'", vec![3]),
        ("NOT span.name = 'agent'", vec![2, 3]),
    ] {
        assert_eq!(found(&*store, filter).await, expected, "{filter}");
    }
}

/// A comparison with something that is not there does not hold, and its `NOT` holds.
pub async fn or_not_and_parentheses(harness: Box<dyn Harness>) {
    let store = harness.store();
    fill(&*store).await;
    for (filter, expected) in [
        ("", vec![1, 2, 3]),
        ("status = 'OK' OR status = 'ERROR'", vec![1, 2]),
        ("NOT tags.color = 'blue'", vec![1, 3]),
        ("tags.color = 'blue' OR tags.color IS NULL", vec![2, 3]),
        ("NOT (tags.color = 'blue' OR name = 'agent')", vec![3]),
        ("(status = 'OK' OR status = 'ERROR') AND NOT feedback.score > 0.5", vec![2]),
        ("NOT NOT name = 'agent'", vec![1]),
        ("trace.text ILIKE '%heron%' OR expectation.count = '7'", vec![1, 2]),
        ("NOT trace.text ILIKE '%heron%'", vec![2, 3]),
        ("NOT (total_tokens > 1 AND span.type = 'TOOL')", vec![2, 3]),
    ] {
        assert_eq!(found(&*store, filter).await, expected, "{filter}");
    }
}

/// All of them together, with a filter.
pub async fn selections_by_time_state_and_words(harness: Box<dyn Harness>) {
    let store = harness.store();
    fill(&*store).await;
    let from = |start: i64, end: i64| TraceSelection {
        start_ms: Some(EPOCH_MS + start),
        end_ms: Some(EPOCH_MS + end),
        ..home()
    };
    assert_eq!(selected(&*store, from(100, 1_000)).await, [1]);
    assert_eq!(selected(&*store, from(101, 1_001)).await, [2]);
    let states = |states: &[TraceState]| TraceSelection { states: states.to_vec(), ..from(0, 9_000) };
    assert_eq!(selected(&*store, states(&[TraceState::Error, TraceState::InProgress])).await, [2, 3]);
    assert!(selected(&*store, states(&[TraceState::Unspecified])).await.is_empty());
    for (words, expected) in [
        ("heron", vec![1]),
        ("HER", vec![1]),
        ("eron", vec![]),
        ("where heron BIRD", vec![1]),
        ("heron sparrow", vec![]),
        ("call_model", vec![1]),
        ("sparrow!", vec![2]),
        ("  ", vec![1, 2, 3]),
        ("100% Sparrow", vec![2]),
    ] {
        assert_eq!(with_words(&*store, words).await, expected, "{words}");
    }
    let filter = parse_trace_filter("span.type = 'TOOL'").unwrap();
    let all = TraceSelection {
        filter: Some(filter),
        words: Some("heron".into()),
        states: vec![TraceState::Ok],
        experiment_ids: vec![HOME],
        ..from(0, 5_000)
    };
    assert_eq!(selected(&*store, all).await, [1]);
}

/// An acknowledged span is found, whether or not the index has it yet; in every script; after a restart too.
pub async fn text_is_found_as_soon_as_it_is_stored(mut harness: Box<dyn Harness>) {
    const TEXTS: [(&str, &str, &str); 6] = [
        ("Die Größe des ÄRGERS", "ärger", "%größe%"),
        ("Καλημέρα κόσμε", "κόσμε", "%κόσμε%"),
        ("Привет, мир", "МИР", "%ПРИВЕТ%"),
        ("今天天气很好", "天气", "%天气%"),
        ("naïve café ☕ 100%", "café", "%☕%"),
        ("مرحبا بالعالم", "بالعالم", "%مرحبا%"),
    ];
    for round in 0..2 {
        let store = harness.store();
        if round == 0 {
            for (at, (text, ..)) in TEXTS.iter().enumerate() {
                put(&*store, vec![write(at as u64 + 1, vec![span(1, 0), span(2, 1).with("in", *text)])])
                    .await;
                assert_eq!(with_words(&*store, text).await, [at as u64 + 1], "{text}");
            }
        }
        for settled in [false, true] {
            if settled {
                harness.settle().await;
            }
            for (at, (text, word, pattern)) in TEXTS.iter().enumerate() {
                let expected = [at as u64 + 1];
                assert_eq!(with_words(&*store, word).await, expected, "{word} in {text}");
                let filter = format!("trace.text ILIKE '{pattern}'");
                assert_eq!(found(&*store, &filter).await, expected, "{filter}");
                let filter = format!("span.attributes.in ILIKE '{pattern}'");
                assert_eq!(found(&*store, &filter).await, expected, "{filter}");
            }
        }
        drop(store);
        harness.reopen().await;
    }
}

/// A span sent again, log events that come later.
pub async fn changed_text_is_found_and_old_text_is_not(harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, vec![write(1, vec![span(1, 0).with("in", "pelican")])]).await;
    harness.settle().await;
    put(&*store, vec![write(1, vec![span(1, 0).with("in", "cormorant")])]).await;
    for settled in [false, true] {
        if settled {
            harness.settle().await;
        }
        assert!(with_words(&*store, "pelican").await.is_empty());
        assert!(found(&*store, "trace.text ILIKE '%pelican%'").await.is_empty());
        assert_eq!(with_words(&*store, "cormorant").await, [1]);
    }
    store.put_logs(vec![logs(1, 1, vec![event("answer", "flamingo", 1)])]).await.unwrap();
    for settled in [false, true] {
        if settled {
            harness.settle().await;
        }
        assert_eq!(with_words(&*store, "flamingo cormorant").await, [1]);
        assert_eq!(found(&*store, "span.content LIKE '%flamingo%'").await, [1]);
    }
}

/// An assessment whose metadata names a session (MLflow's session-level feedback).
pub async fn an_assessment_of_a_session_counts_for_its_traces(harness: Box<dyn Harness>) {
    let store = harness.store();
    let of_session = |number, session: &str| write(number, vec![span(1, 0).with("session", session)]);
    put(&*store, vec![of_session(1, "s1"), of_session(2, "s1"), of_session(3, "s2")]).await;
    let mut on_session = feedback(1, "a", "helpful", "yes");
    on_session.metadata = map(&[(META_SESSION, "s1")]);
    store.put_assessment(on_session).await.unwrap();
    store.put_assessment(feedback(1, "b", "own", "yes")).await.unwrap();
    assert_eq!(found(&*store, "feedback.helpful = 'yes'").await, [1, 2]);
    assert_eq!(found(&*store, "feedback.helpful IS NULL").await, [3]);
    assert_eq!(found(&*store, "feedback.own = 'yes'").await, [1]);
    assert!(super::world::get(&*store, 2).await.assessments.is_empty());
}
