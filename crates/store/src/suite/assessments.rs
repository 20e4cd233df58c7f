//! Feedback, expectations and issues.

use spanwell_model::{
    Assessment, AssessmentId, AssessmentSource, AssessmentValue, FeedbackError, SourceKind,
};

use super::world::{EPOCH_MS, expectation, feedback, get, map, put, simple, span_id, trace_id};
use super::{Engine, Harness};

async fn valid(store: &dyn Engine) -> Vec<String> {
    let all = get(store, 1).await.assessments.into_iter();
    all.filter(|known| known.valid).map(|known| known.assessment_id.as_str().to_owned()).collect()
}

fn overriding(id: &str, old: &str, after_ms: i64) -> Assessment {
    Assessment {
        overrides: Some(AssessmentId::new(old)),
        create_time_ms: EPOCH_MS + after_ms,
        ..feedback(1, id, "correct", false)
    }
}

/// Every kind of value and source, oldest first.
pub async fn assessments_of_every_kind_come_back(harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, vec![simple(1, 0)]).await;
    let values = [
        serde_json::json!(true),
        serde_json::json!(0.9),
        serde_json::json!(7),
        serde_json::json!("text ☕"),
        serde_json::json!(null),
        serde_json::json!(["a", 1]),
        serde_json::json!({"z": 1, "a": {"deep": [null]}}),
    ];
    let mut all = Vec::new();
    for (at, value) in values.iter().enumerate() {
        all.push(feedback(1, &format!("f{at}"), "correct", value.clone()));
        all.push(expectation(1, &format!("e{at}"), "expected", value.clone()));
    }
    let error = FeedbackError {
        code: Some("TIMEOUT".into()),
        message: Some("too slow".into()),
        stack_trace: Some("at line 1".into()),
    };
    all.push(Assessment {
        value: AssessmentValue::Feedback { value: serde_json::Value::Null, error: Some(error) },
        source: AssessmentSource { kind: SourceKind::LlmJudge, id: "judge".into() },
        span_id: Some(span_id(1)),
        rationale: Some("because".into()),
        metadata: map(&[("cost", "1")]),
        ..feedback(1, "error", "judged", true)
    });
    all.push(Assessment {
        value: AssessmentValue::Expectation { value: serde_json::json!({"a": 1}), serialized: true },
        source: AssessmentSource { kind: SourceKind::Code, id: "test.py".into() },
        ..feedback(1, "serialized", "expected", true)
    });
    all.push(Assessment {
        value: AssessmentValue::Issue { issue_name: "wrong tool".into() },
        ..feedback(1, "issue", "is-1", true)
    });
    for (at, assessment) in all.iter_mut().enumerate() {
        assessment.create_time_ms += at as i64;
        assessment.last_update_time_ms += 2 * at as i64;
    }
    for assessment in all.iter().rev() {
        assert!(store.put_assessment(assessment.clone()).await.unwrap());
    }
    assert_eq!(get(&*store, 1).await.assessments, all);
}

/// Nothing is kept of it.
pub async fn an_assessment_of_an_unknown_trace_is_refused(harness: Box<dyn Harness>) {
    let store = harness.store();
    assert!(!store.put_assessment(feedback(1, "a", "correct", true)).await.unwrap());
    assert!(!store.update_assessment(feedback(1, "a", "correct", true)).await.unwrap());
    put(&*store, vec![simple(1, 0)]).await;
    assert!(get(&*store, 1).await.assessments.is_empty());
}

/// One that is not there, or is of another trace, is not made.
pub async fn an_assessment_is_updated(harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, vec![simple(1, 0), simple(2, 0)]).await;
    store.put_assessment(feedback(1, "a", "correct", true)).await.unwrap();
    let version = get(&*store, 1).await.version;
    let changed = Assessment {
        rationale: Some("looked again".into()),
        last_update_time_ms: EPOCH_MS + 9,
        ..feedback(1, "a", "right", "no")
    };
    assert!(store.update_assessment(changed.clone()).await.unwrap());
    assert!(!store.update_assessment(feedback(1, "b", "correct", true)).await.unwrap());
    assert!(!store.update_assessment(feedback(2, "a", "correct", true)).await.unwrap());
    let trace = get(&*store, 1).await;
    assert_eq!(trace.assessments, [changed]);
    assert!(trace.version > version);
    assert!(get(&*store, 2).await.assessments.is_empty());
}

/// The overridden one stays readable and counts again when nothing overrides it.
pub async fn an_override_counts_until_it_is_deleted(harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, vec![simple(1, 0)]).await;
    store.put_assessment(feedback(1, "a", "correct", true)).await.unwrap();
    store.put_assessment(overriding("b", "a", 1)).await.unwrap();
    store.put_assessment(overriding("c", "b", 2)).await.unwrap();
    assert_eq!(valid(&*store).await, ["c"]);
    assert_eq!(get(&*store, 1).await.assessments.len(), 3);
    store.delete_assessment(&trace_id(1), &AssessmentId::new("c")).await.unwrap();
    assert_eq!(valid(&*store).await, ["b"]);
    store.delete_assessment(&trace_id(1), &AssessmentId::new("b")).await.unwrap();
    assert_eq!(valid(&*store).await, ["a"]);
}

/// Trace and assessment apart.
pub async fn deleting_tells_what_was_there(harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, vec![simple(1, 0), simple(2, 0)]).await;
    store.put_assessment(feedback(1, "a", "correct", true)).await.unwrap();
    let delete =
        async |number| store.delete_assessment(&trace_id(number), &AssessmentId::new("a")).await.unwrap();
    assert_eq!(delete(9).await, None);
    assert_eq!(delete(2).await, Some(false));
    assert_eq!(delete(1).await, Some(true));
    assert_eq!(delete(1).await, Some(false));
    assert!(get(&*store, 1).await.assessments.is_empty());
}

/// With their validity.
pub async fn assessments_survive_reopening(mut harness: Box<dyn Harness>) {
    let store = harness.store();
    put(&*store, vec![simple(1, 0)]).await;
    store.put_assessment(feedback(1, "a", "correct", serde_json::json!({"z": 1, "a": 2}))).await.unwrap();
    store.put_assessment(overriding("b", "a", 1)).await.unwrap();
    let before = get(&*store, 1).await;
    drop(store);
    harness.reopen().await;
    assert_eq!(get(&*harness.store(), 1).await, before);
}
