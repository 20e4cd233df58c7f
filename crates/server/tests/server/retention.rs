//! Retention on the real store: what is too old or too much goes, what people said something about goes last, and the disk
//! gets its space back.

use std::path::Path;

use spanwell_model::{AssessmentSource, AssessmentValue, SourceKind, TraceId};
use spanwell_server::settings::StorageArguments;
use spanwell_server::wiring::{self, Services};
use spanwell_tracking::{AssessmentDraft, ExperimentTarget, RetentionPolicy, TraceParts};
use spanwell_webhooks::AddressPolicy;

const NS_PER_DAY: u64 = 86_400_000_000_000;

fn open(folder: &Path) -> Services {
    let storage = StorageArguments { data_dir: folder.to_owned(), artifacts: None, price_book: None };
    wiring::build(&storage, AddressPolicy::default()).unwrap().0
}

fn trace_id(number: u64) -> TraceId {
    TraceId::parse(&format!("tr-{number:032x}")).unwrap()
}

/// Text that does not get smaller by compression.
fn noise(number: u64, bytes: usize) -> String {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        format!("{state:016x}")
    };
    std::iter::repeat_with(&mut next).take(bytes / 16).collect()
}

async fn store(services: &Services, number: u64, age_ns: u64, text: &str) {
    let start_ns = services.tracking.clock().now_ns() - age_ns;
    let body = format!(
        r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{{"traceId":"{number:032x}","spanId":"{number:016x}","name":"step",
        "startTimeUnixNano":"{start_ns}","endTimeUnixNano":"{}",
        "attributes":[{{"key":"input.value","value":{{"stringValue":"{text}"}}}}]}}]}}]}}]}}"#,
        start_ns + 1_000_000
    );
    let decoded = spanwell_otlp::decode_traces_json(body.as_bytes(), &services.limits).unwrap();
    let parts = decoded.groups.into_iter().map(|group| TraceParts {
        trace_id: group.trace_id,
        spans: group.spans,
        default_tags: Vec::new(),
    });
    services.ingest.spans(&ExperimentTarget::Default, None, parts.collect()).await.unwrap();
}

async fn say_something(services: &Services, number: u64) {
    let draft = AssessmentDraft {
        name: "good".into(),
        span_id: None,
        source: AssessmentSource { kind: SourceKind::Human, id: "someone".into() },
        value: AssessmentValue::Feedback { value: true.into(), error: None },
        rationale: None,
        metadata: Default::default(),
        overrides: None,
        create_time_ms: None,
        last_update_time_ms: None,
        valid: true,
    };
    services.tracking.add_assessment(&trace_id(number), draft).await.unwrap();
}

async fn is_there(services: &Services, number: u64) -> bool {
    services.tracking.trace(&trace_id(number)).await.is_ok()
}

#[tokio::test]
async fn traces_past_their_time_go() {
    let folder = tempfile::tempdir().unwrap();
    let services = open(folder.path());
    store(&services, 1, 40 * NS_PER_DAY, "old").await;
    store(&services, 2, NS_PER_DAY, "fresh").await;
    let policy = RetentionPolicy { days: Some(30), disk_bytes: None };
    let report = services.tracking.apply_retention(policy).await.unwrap();
    assert_eq!((report.too_old, report.over_quota), (1, 0));
    assert!(!is_there(&services, 1).await && is_there(&services, 2).await);
    assert_eq!(services.tracking.apply_retention(policy).await.unwrap().too_old, 0);
    services.store.close().await.unwrap();
}

#[tokio::test]
async fn over_the_quota_the_oldest_go_and_assessed_ones_stay() {
    const TRACES: u64 = 400;
    const QUOTA_BYTES: u64 = 4 << 20;
    let folder = tempfile::tempdir().unwrap();
    let services = open(folder.path());
    for number in 1..=TRACES {
        store(&services, number, (TRACES - number + 1) * 1_000_000_000, &noise(number, 40_000)).await;
    }
    say_something(&services, 1).await;
    let before = services.tracking.trace_store().figures().await.unwrap();
    assert!(before.disk_bytes > 2 * QUOTA_BYTES, "{before:?}");

    let policy = RetentionPolicy { days: None, disk_bytes: Some(QUOTA_BYTES) };
    let report = services.tracking.apply_retention(policy).await.unwrap();
    let after = services.tracking.trace_store().figures().await.unwrap();
    assert!(report.over_quota > 0 && report.freed_bytes > 0, "{report:?}");
    assert_eq!(after.traces, TRACES - report.over_quota);
    assert!(after.disk_bytes - after.free_bytes <= QUOTA_BYTES, "{after:?}");
    assert!(is_there(&services, 1).await, "somebody said something about it");
    assert!(!is_there(&services, 2).await, "the oldest nobody cared for");
    assert!(is_there(&services, TRACES).await, "the newest");
    services.store.close().await.unwrap();
}
