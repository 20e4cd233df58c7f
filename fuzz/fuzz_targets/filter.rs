//! The filter language: what parses prints as a text that parses to the same; errors and completion stay in the text.
#![no_main]

use std::borrow::Cow;

use libfuzzer_sys::fuzz_target;
use spanwell_query::{
    FieldValue, SpanField, SpanView, TraceField, TraceView, complete, matches, parse_experiment_filter,
    parse_metric_filter, parse_trace_filter, parse_trace_order,
};

/// Every field has the value `text`.
struct Same<'a>(&'a str);

impl TraceView for Same<'_> {
    fn values(&self, _: &TraceField) -> Vec<FieldValue<'_>> {
        vec![FieldValue::text(self.0), FieldValue::Number(1.0)]
    }

    fn spans(&self) -> Vec<&dyn SpanView> {
        vec![self]
    }
}

impl SpanView for Same<'_> {
    fn value(&self, _: &SpanField) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self.0))
    }
}

fuzz_target!(|text: &str| {
    match parse_trace_filter(text) {
        Ok(filter) => {
            let printed = filter.to_string();
            // A printed filter may be longer than what was parsed, hence over the limit.
            if printed.chars().count() <= spanwell_query::limits::FILTER_CHARACTERS {
                let again = parse_trace_filter(&printed);
                assert_eq!(again.as_ref(), Ok(&filter), "`{text}` prints as `{printed}`");
            }
            matches(&filter, &Same(text));
        }
        Err(error) => {
            assert!(error.position.byte <= text.len() && text.is_char_boundary(error.position.byte));
            assert!(!error.to_string().is_empty() && !error.snippet(text).is_empty());
        }
    }
    if let Ok(filter) = parse_experiment_filter(text) {
        let printed = filter.to_string();
        assert_eq!(parse_experiment_filter(&printed).as_ref(), Ok(&filter), "`{text}` prints as `{printed}`");
    }
    drop(parse_metric_filter(text));
    if let Ok(orders) = parse_trace_order(&[text.to_owned()]) {
        let printed: Vec<_> = orders.iter().map(ToString::to_string).collect();
        assert_eq!(parse_trace_order(&printed), Ok(orders), "`{text}`");
    }
    for cursor in [0, text.len() / 2, text.len()] {
        let completion = complete(text, cursor);
        assert!(text.get(completion.replace_range).is_some(), "completion of `{text}` at {cursor}");
    }
});
