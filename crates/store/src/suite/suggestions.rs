//! Completion of filters.

use spanwell_model::{Assessment, AssessmentValue};

use super::Harness;
use super::world::{EPOCH_MS, HOME, SpanExt, expectation, feedback, header, map, put, span, write, write_to};
use crate::{NewExperiment, SuggestField};

/// Values that occur in the experiment and contain the part, in any case.
pub async fn suggestions_of_every_field(harness: Box<dyn Harness>) {
    let store = harness.store();
    let other = NewExperiment {
        name: "other".into(),
        artifact_location: None,
        tags: Default::default(),
        now_ms: EPOCH_MS,
    };
    let other = store.create_experiment(other).await.unwrap().experiment_id;
    let root = span(1, 0).named("Agent run").with("session", "Chat-1").with("user", "Eve");
    let model = span(2, 1).named("call model").with("type", "CHAT_MODEL").with("model", "Large-2");
    put(
        &*store,
        vec![write(1, vec![root, model]), write_to(other, 2, vec![span(1, 0).named("agent elsewhere")])],
    )
    .await;
    let mut head = header(1);
    head.tags = map(&[("Color", "Dark Red")]);
    head.metadata = map(&[("build.Id", "b-77")]);
    store.put_header(head).await.unwrap();
    store.put_assessment(feedback(1, "a", "Correctness", true)).await.unwrap();
    store.put_assessment(expectation(1, "b", "expected_facts", "x")).await.unwrap();
    let issue = AssessmentValue::Issue { issue_name: "title".into() };
    store
        .put_assessment(Assessment { value: issue, ..feedback(1, "c", "correct issue", true) })
        .await
        .unwrap();
    harness.settle().await;
    for (field, part, expected) in [
        (SuggestField::TagKeys, "COL", "Color"),
        (SuggestField::TagValues("Color".into()), "red", "Dark Red"),
        (SuggestField::MetadataKeys, "build.i", "build.Id"),
        (SuggestField::MetadataValues("build.Id".into()), "7", "b-77"),
        (SuggestField::TraceNames, "agent", "Agent run"),
        (SuggestField::SpanNames, "MODEL", "call model"),
        (SuggestField::SpanTypes, "chat", "CHAT_MODEL"),
        (SuggestField::Models, "large", "Large-2"),
        (SuggestField::Sessions, "chat", "Chat-1"),
        (SuggestField::Users, "ev", "Eve"),
        (SuggestField::AssessmentNames, "correct", "Correctness"),
        (SuggestField::AssessmentNames, "facts", "expected_facts"),
    ] {
        let found = store.suggest(HOME, field.clone(), part, 10).await.unwrap();
        assert_eq!(found, [expected], "{field:?} with {part:?}");
        assert!(store.suggest(HOME, field.clone(), "zzz", 10).await.unwrap().is_empty(), "{field:?}");
        assert!(store.suggest(HOME, field.clone(), part, 0).await.unwrap().is_empty(), "{field:?}");
        let elsewhere = store.suggest(other, field.clone(), expected, 10).await.unwrap();
        assert!(elsewhere.is_empty(), "{field:?}: {elsewhere:?} is of another experiment");
    }
    for wildcard in ["%", "_"] {
        assert!(store.suggest(HOME, SuggestField::SpanNames, wildcard, 10).await.unwrap().is_empty());
    }
}
