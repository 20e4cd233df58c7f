//! OTLP requests in JSON: traces and logs.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use spanwell_fuzz::{check_span, limits};
use spanwell_model::Limits;
use spanwell_otlp::{Translators, decode_logs_json, decode_metrics_json, decode_traces_json};

static LIMITS: LazyLock<Limits> = LazyLock::new(limits);

fuzz_target!(|body: &[u8]| {
    if let Ok(decoded) = decode_traces_json(body, &LIMITS) {
        let kept: usize = decoded.groups.iter().map(|group| group.spans.len()).sum();
        assert_eq!(kept, decoded.span_count);
        assert!(kept <= LIMITS.spans_per_request);
        assert_eq!(decoded.rejection_text().is_some(), decoded.rejected_count > 0);
        for span in decoded.groups.into_iter().flat_map(|group| group.spans) {
            check_span(&Translators, &LIMITS, span);
        }
    }
    drop(decode_logs_json(body, &LIMITS));
    drop(decode_metrics_json(body, &LIMITS));
});
